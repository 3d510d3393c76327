/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/renovation.h  Renovation of one building from simulated packages of measures.
 *
 * A package is a set of measures; each was simulated as a whole with the same random numbers, so
 * that effects are not added up and differences are real. A plan is a row of packages, one for the
 * end of each year, each holding all of the one before; what avoids most until the horizon within
 * the budgets is found exactly, by dynamic programming over years and packages.
 *
 * How sure the choice is: samples (blocks of them where they were drawn so) are drawn again with
 * replacement and costs from triangles, and the plan is made anew each time; the share of these
 * plans that hold a measure is its support. What a survey is worth: how much more could be avoided
 * if an uncertain number of the building were known before choosing (expected value of partial
 * perfect information, from the given samples, less what chance makes of unrelated numbers).
 * @cite strong2013 @cite kellerer2004
 */
#ifndef FLUE_POSTPROC_RENOVATION_H
#define FLUE_POSTPROC_RENOVATION_H

#include "core/drawn.h"
#include "postproc/plan.h"

enum { FLUE_RENOVATION_OPTIONS = 16 };

/** Simulated packages of a building. Arrays borrowed. Package 0 is to do nothing. */
typedef struct flue_renovation {
  size_t n_packages, n_options, n_samples;
  const uint32_t *set;          /**< Measures of each package, bit i for measure i, [n_packages]. */
  const double *const *killed;  /**< In each sample, [n_packages][n_samples]. */
  const double *const *weight;  /**< Of each sample, [n_packages][n_samples]. */
  const uint32_t *block;        /**< Never falling, [n_samples]; NULL: every sample for itself. */
  const double *fires_per_year; /**< [n_packages] */
  const double *low, *mode, *high; /**< Cost of each measure, [n_options] [yuan]. */
  const size_t *fund;              /**< That pays for each measure, [n_options]. */
  const flue_plan_problem *limits; /**< Years, funds, budgets, targets and horizon of it. */
  uint64_t seed;
} flue_renovation;

/** Deaths a year with a package, from all samples [a-1]. */
double flue_renovation_deaths(const flue_renovation *r, size_t package);
/** Deaths a year that a package avoids, from all samples [a-1]. */
double flue_renovation_reduction(const flue_renovation *r, size_t package);
/** The same with the paired 95 % interval: both sides of the difference have the same samples. It
 * is at least as wide as what a kind of fire could make that none of the samples showed. */
flue_interval flue_renovation_interval(const flue_renovation *r, size_t package);
/** Cost of a package from one fund [yuan]. */
double flue_renovation_cost(const flue_renovation *r, size_t package, size_t fund);

/** The same from all funds [yuan]. */
double flue_renovation_works(const flue_renovation *r, size_t package);

/**
 * The plan that avoids most.
 * @param step       Takes the package in place at the end of each year, [n_years].
 * @param keeps_all  Whether it reaches the targets; where none does, the targets are left aside.
 * @return what it avoids until the horizon.
 */
double flue_renovation_plan(const flue_renovation *r, size_t *step, int *keeps_all);

/** Marks the packages that no other beats in both cost and reduction, [n_packages]. */
void flue_renovation_pareto(const flue_renovation *r, unsigned char *is_best);

/** How sure the choice is. */
typedef struct flue_renovation_support {
  size_t n;                               /**< Plans made anew. */
  double option[FLUE_RENOVATION_OPTIONS]; /**< Share of them that hold each measure. */
  double *package;    /**< Share that end with each package, [n_packages], caller's. */
  double over_budget; /**< Share of costs in which the plan of the best guess does not fit. */
} flue_renovation_support;

/** @param out  `package` given by the caller. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_renovation_robust(flue_ctx *ctx, const flue_renovation *r, size_t n,
                                   flue_renovation_support *out);

/** What knowing a number would be worth: deaths a year that could be avoided besides [a-1].
 *  @param x          The number in each sample, [n_samples].
 *  @param n_numbers  How many are looked at: with none of them related to the choice, one or more
 * is above its noise in at most 5 % of cases.
 *  @param noise      Takes that limit: less tells nothing. */
flue_status flue_renovation_survey(flue_ctx *ctx, const flue_renovation *r, const double *x,
                                   size_t n_numbers, double *value, double *noise);

#endif /* FLUE_POSTPROC_RENOVATION_H */

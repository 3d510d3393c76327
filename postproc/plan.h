/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/plan.h  Which package of measures for which building in which year.
 *
 * A multiple-choice knapsack: each building gets at most one package in one year; a building with a
 * major hazard must get one that clears it by its deadline. Packages cost money of several funds,
 * of which each year has its budget; years may ask for a least and allow a largest number of
 * buildings and set what reduction is to be reached by their end. Sought is the most of what is
 * avoided until the horizon. Effects of measures are not added up: a package is simulated or
 * assessed as a whole.
 *
 * The Lagrangian relaxation prices the rows that buildings share; it falls apart into one choice
 * for each building and gives an upper bound, from whose prices a greedy pass makes a plan. For K
 * shared rows the relaxation splits at most K buildings, so that the gap closes as portfolios grow.
 * @cite kellerer2004 @cite fisher1981
 */
#ifndef FLUE_POSTPROC_PLAN_H
#define FLUE_POSTPROC_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** What is asked. Arrays borrowed. */
typedef struct flue_plan_problem {
  size_t n_buildings, n_packages, n_years, n_funds;
  const size_t *first;     /**< Packages by building, [n_buildings + 1]. */
  const double *reduction; /**< Of the risk, [n_packages] [a-1], not negative. */
  const double *cost;      /**< [n_packages][n_funds] [yuan], not negative. */
  const uint8_t *clears;   /**< Whether a package clears the major hazard, [n_packages]. */
  const int32_t *due;      /**< Last year, from 0, in which that must be done; -1: no hazard,
                                [n_buildings]. */
  const double *budget;    /**< [n_years][n_funds] [yuan]; infinite: no limit. */
  const double *least;     /**< Buildings a year at least, [n_years]; 0: as it comes. */
  const double *most;      /**< Buildings a year at most, [n_years]; infinite: no limit. */
  const double *target;    /**< Reduction reached by the end of each year, [n_years] [a-1]; 0. */
  int carries;             /**< What a year leaves of a budget goes on to the next. */
  double horizon;          /**< Years from the beginning over which effects count [a]. */
} flue_plan_problem;

/** An answer. Free with flue_plan_clear(). */
typedef struct flue_plan_result {
  size_t n_buildings;
  int32_t *package; /**< Package of each building, -1 for none, [n_buildings]. */
  int32_t *year;    /**< From 0, [n_buildings]. */
  double avoided;   /**< Risk avoided until the horizon [1]. */
  double bound;     /**< No plan that keeps all avoids more [1]; NaN where this one does not. */
  double *price;    /**< What one yuan more of each budget would avoid, [n_years][n_funds] [1]. */
  double *spent;    /**< [n_years][n_funds] [yuan] */
  double *done;     /**< Buildings by year, [n_years]. */
  double *reached;  /**< Reduction by the end of each year, [n_years] [a-1]. */
  int is_proved;    /**< Solved exactly. */
} flue_plan_result;

/** Years from the end of year y to the horizon [a]. */
double flue_plan_years_left(const flue_plan_problem *p, size_t y);
/** Share by which the plan may fall short of the best [1]; NaN where it does not keep all. */
double flue_plan_gap(const flue_plan_result *plan);
/** Whether leasts, targets and deadlines are all kept; budgets and mosts always are. */
int flue_plan_keeps(const flue_plan_problem *p, const flue_plan_result *plan);

/** Lagrangian bound and greedy plan; the same bits for any number of threads.
 *  @return FLUE_OK; FLUE_EINPUT where a deadline cannot be kept by any package; FLUE_ENOMEM. */
flue_status flue_plan_solve(flue_ctx *ctx, const flue_plan_problem *p, flue_plan_result *plan);
/** The best plan by branch and cut (GLPK). @param lp  Takes the model as an LP file; NULL: none.
 *  @param most_nodes  Nodes after which the best so far counts.
 *  @return FLUE_OK; FLUE_ENUMERIC when no plan keeps all; FLUE_EIO, FLUE_ENOMEM. */
flue_status flue_plan_solve_exactly(flue_ctx *ctx, const flue_plan_problem *p, const char *lp,
                                    size_t most_nodes, flue_plan_result *plan);
/** The better of both: up to 1000 choices the best plan is sought in up to 5000 nodes.
 *  @return as flue_plan_solve(), and FLUE_EIO. */
flue_status flue_plan_find(flue_ctx *ctx, const flue_plan_problem *p, const char *lp,
                           flue_plan_result *plan);
/** Whether a plan stays within budgets and largest numbers. */
int flue_plan_affords(const flue_plan_problem *p, const flue_plan_result *plan);
/** Fills what follows from packages and years. */
void flue_plan_total(const flue_plan_problem *p, flue_plan_result *plan);
/** Takes the arrays of a plan without any package. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_plan_begin(flue_ctx *ctx, const flue_plan_problem *p, flue_plan_result *plan);
void flue_plan_clear(flue_plan_result *plan);

#endif /* FLUE_POSTPROC_PLAN_H */

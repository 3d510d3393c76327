/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/risk.h  Risk to life from a batch of fires.
 *
 * With f fires a year and N people killed in a fire, PLL = f E[N] = sum over N >= 1 of F(N), where
 * F(N) = f P(N or more). Samples count by their weights, and blocks of samples that were drawn
 * together tell the errors, see core/drawn.h.
 * @cite iso16732
 */
#ifndef FLUE_POSTPROC_RISK_H
#define FLUE_POSTPROC_RISK_H

#include "core/statistics.h"
#include "models/ignition.h"
#include "postproc/batch_store.h"
#include "postproc/loss.h"

/** Index of each number; risk.def has names, units and texts. */
typedef enum flue_risk_id {
#define R(name, unit, en, zh) FLUE_RISK_##name,
#include "postproc/risk.def"
#undef R
  FLUE_RISK_COUNT
} flue_risk_id;

/** Names, units and texts, [FLUE_RISK_COUNT]. */
extern const flue_quantity FLUE_RISK_QUANTITIES[FLUE_RISK_COUNT];

/** Facts of a batch: fires by each cause, of all fires of an ordinary building. */
extern const flue_quantity FLUE_RISK_CAUSES[FLUE_CAUSE_COUNT];

/** What the assessor decides; all zero takes the defaults. Borrowed texts. */
typedef struct flue_risk_options {
  const char *use;         /**< Use for the fire frequency; NULL for that of the batch. */
  double floor_area_m2;    /**< Of the building [m2]; 0 for the fact "floor_area". */
  double fires_per_year;   /**< Local statistics [1/a], replace the model; 0 for the model. */
  double frequency_factor; /**< Geometric 95 % uncertainty of the frequency; 0 for the model's. */
  double presence;         /**< Share of the year that a person is in the building; 0 for 1. */
  size_t resamples;        /**< Of the bootstrap; 0 for 2000. */
  const char *criterion;   /**< Row of rules/fn_criteria.csv; NULL for the first. */
} flue_risk_options;

/** A limit F(N) <= c / N^alpha. */
typedef struct flue_fn_criterion {
  char id[48];
  double c, alpha, n_min, n_max; /**< c in 1/a, of this building: its part of the limit. */
  char text[2][128];             /**< By flue_lang. */
  char source[192];
} flue_fn_criterion;

enum { FLUE_FN_CRITERIA_MAX = 8, FLUE_RISK_LOSSES = 5 };

/** The risk of one building. Zero-initialise; free with flue_risk_clear(). */
typedef struct flue_risk {
  /**
   * Estimates with intervals; NaN where the batch does not tell (no floor area, no finished runs).
   * A quantile is +infinity when the moment lies after the end of the runs. Intervals: shares are
   * Clopper-Pearson, quantiles from order statistics, means bootstrap, or Student's over blocks;
   * numbers a year combine the sampling with a lognormal frequency. With no fatality in any sample
   * the upper ends rest on the Clopper-Pearson bound p of p_fatal alone (about 3.7/n): at most
   * everybody dies in such a fire, so E[N] <= p people and the individual risk is at most f p.
   */
  flue_interval number[FLUE_RISK_COUNT];
  size_t n;                      /**< Samples used. */
  double n_effective;            /**< Samples of equal weight that would tell as much. */
  size_t n_blocks;               /**< Blocks of samples drawn together; 0: each for itself. */
  size_t n_failed;               /**< Samples left out, because their run failed. */
  size_t n_fatal;                /**< Samples with a fatality. */
  int is_bound;                  /**< No sample had a fatality: the upper ends are bounds. */
  size_t n_points;               /**< Points of the F-N curve. */
  double *count;                 /**< N, rising, [n_points], owned. */
  flue_interval *frequency;      /**< F(N) [1/a], [n_points], owned. */
  size_t n_losses;               /**< Points of the exceedance curve; 0 without a value. */
  double loss[FLUE_RISK_LOSSES]; /**< Rising [CNY]. */
  flue_interval loss_frequency[FLUE_RISK_LOSSES]; /**< Of a loss so large or larger [1/a]. */
  double cause_share[4]; /**< Of all fatalities: asphyxiants, want of oxygen, heat, irritants; NaN
                              without. */
  double presence;       /**< Share of the year that a person is in the building. */
  double fire_share; /**< Share of all fires that the batch stands for; the others harm nobody. */
  double confidence; /**< Of all intervals: 0.95. */
  size_t resamples;
  int has_frequency_model; /**< The frequency is that of `ignition`, not one the user gave. */
  flue_ignition ignition;
  int is_calibrated;                 /**< Local counts are in the frequency. */
  double by_cause[FLUE_CAUSE_COUNT]; /**< Shares of the fires by cause; NaN when not known. */
  double buildings;                  /**< That share the limits. */
  double floor_area_m2;
  size_t n_criteria;
  size_t criterion; /**< The one that fn_ratio is about. */
  flue_fn_criterion criteria[FLUE_FN_CRITERIA_MAX];
} flue_risk;

/**
 * Computes the risk.
 * @param options  Borrowed; may be NULL.
 * @return FLUE_OK; FLUE_EINPUT when no run came to its end or an option is not valid; FLUE_ENOMEM.
 */
flue_status flue_risk_assess(flue_ctx *ctx, const flue_batch *batch,
                             const flue_risk_options *options, flue_risk *out);
void flue_risk_clear(flue_risk *risk);

/** A number by name, or NULL. */
const flue_interval *flue_risk_find(const flue_risk *risk, const char *name,
                                    const flue_quantity **quantity);

/** Sum over N >= 1 of F(N) [1/a], from the points of the curve: equals PLL. */
double flue_risk_fn_sum(const flue_risk *risk);

#endif /* FLUE_POSTPROC_RISK_H */

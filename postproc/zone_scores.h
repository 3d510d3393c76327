/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/zone_scores.h  How well a zone model predicts fire experiments, beside CFAST: bias
 * and scatter by the recipe of the CFAST validation guide, and unweighted ratios by test series.
 *
 * All numbers are on the fixed set: every point whose measurement lies in the accepted range,
 * whatever was predicted for it. A point without a usable prediction counts as missing, never as
 * absent; a quantity with missing points does not meet its target.
 */
#ifndef FLUE_POSTPROC_ZONE_SCORES_H
#define FLUE_POSTPROC_ZONE_SCORES_H

#include "postproc/zone_points.h"

/** How predictions M follow measurements E. NaN where there are too few points. */
typedef struct flue_zone_fit {
  size_t n;       /**< Points that took part. */
  double bias;    /**< Factor by which the model is high on average, weighted. */
  double scatter; /**< Relative standard deviation of the model, sigma_M, weighted. */
  double ratio;   /**< Geometric mean of M/E, unweighted. */
  double within;  /**< Share of points with M within 20 % of E. */
} flue_zone_fit;

/** One test series of a quantity. */
typedef struct flue_zone_series {
  const char *name;  /**< Borrowed from the pack. */
  size_t n, missing; /**< Points of the fixed set, and those without a prediction. */
  double ours;       /**< Geometric mean of M/E; NaN without points. */
  double cfast;      /**< The same of CFAST, on all n points. */
} flue_zone_series;

/** What is asked of a quantity with at least 20 points. */
typedef struct flue_zone_verdict {
  int is_judged;      /**< There are enough points. */
  int is_complete;    /**< No prediction is missing. */
  int scatter_met;    /**< Scatter not above CFAST's. */
  int scatter_clear;  /**< Scatter at least 15 % below CFAST's: reported, not asked. */
  int bias_met;       /**< Bias within 10 % of 1, or nearer to it than CFAST's. */
  int series_met;     /**< No series off by more than a factor 1.5. */
  int is_met;         /**< Judged, complete, and all three met. */
  const char *worst;  /**< Name of the series with the ratio farthest from 1, or NULL. */
  double worst_ratio; /**< That ratio. */
} flue_zone_verdict;

typedef struct flue_zone_quantity {
  const char *name;  /**< As in the pack, borrowed from it. */
  double sigma_e;    /**< Relative standard uncertainty of the measurements. */
  size_t n, missing; /**< Points of the fixed set, and those without a prediction. */
  flue_zone_fit ours, cfast;
  flue_zone_fit ours_own, cfast_own; /**< Of temperatures and pressures as rises from where the
                                          prediction starts, of all points where it starts. */
  size_t n_moved;                    /**< Points of these for which the pack states otherwise. */
  double most_moved;                 /**< Farthest of them [K] or [Pa]. */
  size_t n_series;
  flue_zone_series *series; /**< [n_series], owned; in the order of the pack. */
  flue_zone_verdict verdict;
} flue_zone_quantity;

typedef struct flue_zone_scores {
  flue_zone_pack pack; /**< Owned. */
  size_t n_quantities;
  flue_zone_quantity *quantities; /**< [n_quantities], owned; by name. */
  size_t n, missing;              /**< Points of the fixed set, and those without a prediction. */
  size_t n_judged, n_met;         /**< Quantities. */
  size_t n_reproduced;            /**< Measured values of the pack that its series give. */
} flue_zone_scores;

/**
 * Scores the tables of a zone model.
 * @param pack_dir    Folder of the validation pack: points.csv and measured/.
 * @param tables_dir  Folder of the predicted tables, by the names of the column `table`.
 * @param out         Owned by the caller; set on success.
 * @return FLUE_OK (also with missing tables), FLUE_EIO, FLUE_EINPUT or FLUE_ENOMEM.
 */
flue_status flue_zone_score(flue_ctx *ctx, const char *pack_dir, const char *tables_dir,
                            flue_zone_scores **out);
void flue_zone_scores_destroy(flue_zone_scores **scores);

/** Whether a point belongs to the fixed set: its measurement lies in the accepted range, and it and
 *  CFAST's prediction are above 0, without which there is no ratio. */
int flue_zone_is_fixed(const flue_zone_point *point);

/** Scores the points of a pack as they stand; takes the pack over, also on failure. */
flue_status flue_zone_scores_make(flue_zone_pack *pack, flue_zone_scores **out);

/**
 * Fits predictions to measurements.
 *
 * Weights w = n / (points in the bin), ten equal bins of E up to max(E); r = ln(M/E) with mean m
 * and variance u^2 = sum w (r - m)^2 / (sum w - 1); sigma_M^2 = u^2 - sigma_E^2, not below 0;
 * bias = exp(m + sigma_M^2/2 - sigma_E^2/2).
 *
 * @param n        Points.
 * @param e        Measured, above 0, [n].
 * @param m        Predicted, above 0, [n].
 * @param sigma_e  Relative standard uncertainty of e.
 * @cite mcgrattan2011
 */
flue_zone_fit flue_zone_fit_make(size_t n, const double *e, const double *m, double sigma_e);

#endif /* FLUE_POSTPROC_ZONE_SCORES_H */

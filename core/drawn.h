/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/drawn.h  Means, shares and quantiles of values that were drawn by a design, with
 * intervals.
 *
 * Values may count differently (importance sampling, disproportionate strata) and may have been
 * drawn together in blocks. All estimates are ratios sum(w x) / sum(w); errors come from the
 * residuals w (x - mean), summed over each block, since blocks are independent of each other and
 * values of one block are not.
 * @cite owen2013 chapters 8 to 10 @cite cochran1977
 */
#ifndef FLUE_CORE_DRAWN_H
#define FLUE_CORE_DRAWN_H

#include "core/statistics.h"

/** What the values of a sample stand for. All borrowed. */
typedef struct flue_drawn {
  size_t n;              /**< Values, above 0. */
  const double *weight;  /**< Not negative, [n]; NULL: all 1. */
  const uint32_t *block; /**< Never falling, [n]; NULL: every value for itself. */
} flue_drawn;

/** Number of blocks, or of values without blocks. */
size_t flue_drawn_blocks(const flue_drawn *drawn);
/** Values of equal weight that would tell as much: sum(w)^2 / sum(w^2). @cite kish1965 */
double flue_drawn_size(const flue_drawn *drawn);
/** Weighted mean; NaN when all weights are 0. */
double flue_drawn_mean(const flue_drawn *drawn, const double *values);
/** Standard error of the mean, infinite with fewer than two blocks. */
double flue_drawn_error(const flue_drawn *drawn, const double *values);
/** Mean with Student's interval over blocks. */
flue_interval flue_drawn_mean_interval(const flue_drawn *drawn, const double *values,
                                       double confidence);

/**
 * Share of hits with an interval: Clopper and Pearson's for as many trials as have the error found,
 * corrected for the number of blocks. Where all or none are hits there is no error to find, and
 * flue_drawn_size() are taken.
 * @param hits  1 or 0, [n].
 * @cite korn1998
 */
flue_interval flue_drawn_share_interval(const flue_drawn *drawn, const double *hits,
                                        double confidence);

/**
 * Quantile with the interval that the share below it has (Woodruff's). NaN counts as later than
 * every number; without weights and blocks as flue_quantile_interval().
 * @return FLUE_OK, FLUE_EARG (as there) or FLUE_ENOMEM.
 * @cite woodruff1952
 */
flue_status flue_drawn_quantile_interval(const flue_drawn *drawn, const double *values, double p,
                                         double confidence, flue_interval *out);

/** Weighted quantiles by linear interpolation, as flue_quantile_sorted() where weights are equal;
 * NaN counts as later. @param p  Probabilities, [n]. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_drawn_quantiles(const flue_drawn *drawn, const double *values, size_t n,
                                 const double *p, double *out);

/**
 * Equally likely values of the mean, from low to high: means of bootstrap resamples, or with blocks
 * quantiles of Student's distribution about the mean, not below the least value.
 * @param means  [resamples].
 */
void flue_drawn_means(const flue_drawn *drawn, const double *values, flue_stream stream,
                      size_t resamples, double *means);

#endif /* FLUE_CORE_DRAWN_H */

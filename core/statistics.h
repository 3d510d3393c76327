/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/statistics.h  Quantiles, shares and means of samples, each with an interval. */
#ifndef FLUE_CORE_STATISTICS_H
#define FLUE_CORE_STATISTICS_H

#include <stddef.h>

#include "core/random.h"
#include "core/status.h"

/** An estimate with its interval; an end that the data cannot give is infinite. */
typedef struct flue_interval {
  double value;
  double low;
  double high;
} flue_interval;

/** Mean of n values, summed in order; NaN when n is 0. */
double flue_mean(size_t n, const double *values);

/** Sorts in place from low to high; NaN becomes +infinity ("later than the end"). */
void flue_sort_censored(size_t n, double *values);

/**
 * Quantile of sorted values by linear interpolation of order statistics (type 7).
 * @param n       Number of values, above 0.
 * @param sorted  From low to high, [n]; +infinity is allowed.
 * @param p       Probability in [0, 1].
 * @return The quantile; +infinity as soon as a censored value takes part.
 * @cite hyndman1996 p. 363
 */
double flue_quantile_sorted(size_t n, const double *sorted, double p);

/**
 * Quantile of a sample with a distribution-free interval from order statistics: the ends are the
 * order statistics whose ranks a binomial (n, p) leaves with at most (1 - confidence)/2 on a side.
 * NaN counts as later than every number. An end is infinite when n is too small to give it.
 * @param values      Sample, borrowed, [n].
 * @param p           Probability in (0, 1).
 * @param confidence  For instance 0.95.
 * @return FLUE_OK, FLUE_EARG (n = 0, p or confidence outside (0, 1)) or FLUE_ENOMEM.
 * @cite conover1999 section 3.2
 */
flue_status flue_quantile_interval(size_t n, const double *values, double p, double confidence,
                                   flue_interval *out);

/**
 * Share of hits with the exact (Clopper-Pearson) interval from quantiles of the beta distribution.
 * With 0 hits the upper end is 1 - (alpha/2)^(1/n), about 3.7/n at 95 %.
 * @param hits  Not above n.
 * @param n     Trials, above 0.
 * @cite clopper1934
 */
flue_interval flue_share_interval(size_t hits, size_t n, double confidence);

/** The same for a share of a number of trials that need not be whole, such as an effective one;
 *  infinite trials leave no width. @param share  In [0, 1]. @param trials  Not negative. */
flue_interval flue_share_interval_real(double share, double trials, double confidence);

/**
 * Means of bootstrap resamples, sorted from low to high.
 * @param values  Sample, borrowed, [n], n above 0.
 * @param stream  Address of the random numbers: resample r uses item r, draw i.
 * @param means   Result, [resamples].
 * @cite efron1993 section 13.3
 */
void flue_bootstrap_means(size_t n, const double *values, flue_stream stream, size_t resamples,
                          double *means);

/**
 * Mean with the percentile bootstrap interval.
 * @return FLUE_OK, FLUE_EARG (n or resamples 0) or FLUE_ENOMEM.
 */
flue_status flue_bootstrap_mean(size_t n, const double *values, flue_stream stream,
                                size_t resamples, double confidence, flue_interval *out);

#endif /* FLUE_CORE_STATISTICS_H */

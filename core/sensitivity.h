/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/sensitivity.h  How much of the variance of an outcome each input decides. */
#ifndef FLUE_CORE_SENSITIVITY_H
#define FLUE_CORE_SENSITIVITY_H

#include "core/statistics.h"

/** Sobol indices of an input: what it decides by itself, and with all others together. */
typedef struct flue_sobol {
  flue_interval first, total;
} flue_sobol;

/**
 * Indices by a design of its own: outcomes of n samples a, of n others b, and of the samples a with
 * one input taken from b. With V the variance of a and b together
 *
 *     first = 1 - sum (b - ab)^2 / (2 n V),   total = sum (a - ab)^2 / (2 n V)
 *
 * and percentile bootstrap intervals over the n.
 * @param stream  Address of the random numbers of the resamples.
 * @param out     All NaN when the outcome does not vary.
 * @return FLUE_OK, FLUE_EARG (n or resamples 0) or FLUE_ENOMEM.
 * @cite jansen1999
 */
flue_status flue_sobol_indices(size_t n, const double *a, const double *b, const double *ab,
                               flue_stream stream, size_t resamples, double confidence,
                               flue_sobol *out);

/** What an input does, from samples that were not drawn for it. */
typedef struct flue_driver {
  flue_interval first; /**< First-order index: variance of the means of bins over the whole. */
  double low, high; /**< Mean outcome where the input is lowest and highest: a bar of a tornado. */
} flue_driver;

/**
 * First-order index from any samples: the input is cut into bins of equal weight, equal values in
 * one bin, and the variance of the means of bins is taken without what chance alone gives it.
 * @param x       Input, [n]. @param y  Outcome, [n]. @param weight  [n]; NULL: all 1.
 * @param bins    At most, 2 or more; fewer where values repeat.
 * @param out     All NaN when input or outcome does not vary.
 * @return as flue_sobol_indices().
 * @cite plischke2013
 */
flue_status flue_driver_estimate(size_t n, const double *x, const double *y, const double *weight,
                                 size_t bins, flue_stream stream, size_t resamples,
                                 double confidence, flue_driver *out);

#endif /* FLUE_CORE_SENSITIVITY_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/batch_curves.h  People outside against time in every sample of a batch:
 *
 *     arrival/time, arrival/outside [time, sample], arrival/outside_K [time, sample] by the door
 *     that the attribute `exit` names, arrival/outside_stair_K by the stair entered last that the
 *     attribute `stair` names; aset/room_K [sample], the time at which the compartment that the
 *     attribute `room` names became untenable
 */
#ifndef FLUE_POSTPROC_BATCH_CURVES_H
#define FLUE_POSTPROC_BATCH_CURVES_H

#include "postproc/hdf5_file.h"

/** Times and doors of the curves. Borrowed. */
typedef struct flue_curve_plan {
  size_t n_times; /**< 0: there are no curves. */
  const double *times;
  size_t n_doors;
  const char *const *doors; /**< Names. */
  size_t n_stairs;
  const char *const *stairs; /**< Names. */
  size_t n_rooms;
  const char *const *rooms; /**< Names of compartments whose ASET is kept. */
} flue_curve_plan;

/** Curves in memory. All owned. */
typedef struct flue_curves {
  size_t n_times; /**< 0: the batch has none. */
  double *times;  /**< [s] */
  size_t n_doors, n_stairs;
  char **ways;     /**< Names of doors, then of stairs, [n_doors + n_stairs]. */
  double **counts; /**< All people, then by way, [1 + n_doors + n_stairs][n_times][samples]; NaN for
                        failed runs. */
  size_t n_rooms;
  char **rooms;  /**< Names of compartments, [n_rooms]. */
  double **aset; /**< When they became untenable, [n_rooms][samples]; NaN for never. */
} flue_curves;

/** Numbers of one sample: [1 + n_doors + n_stairs][n_times], then [n_rooms]. */
size_t flue_curve_plan_size(const flue_curve_plan *plan);
/** Writes the curves of n samples; those of sample i begin at first[i * stride]. */
flue_status flue_curves_write(flue_ctx *ctx, flue_h5 *file, const flue_curve_plan *plan, size_t n,
                              const double *first, size_t stride);
/** Reads the curves of n samples; a file without them gives none. @return FLUE_OK; FLUE_EINPUT
 *  when they do not fit each other; FLUE_EIO; FLUE_ENOMEM. */
flue_status flue_curves_read(flue_ctx *ctx, flue_h5 *file, size_t n, flue_curves *out);
void flue_curves_clear(flue_curves *curves);

/**
 * Quantiles over samples at each time.
 * @param counts  [n_times][n], borrowed.
 * @param whole   What each sample's counts are divided by, [n]; NULL: 1. Samples with a whole that
 *                is not above 0, or with a count that is not a number, are left out.
 * @param weight  What each sample stands for, [n]; NULL: all the same.
 * @param p       Probability in [0, 1].
 * @param out     [n_times]; NaN where no sample is left.
 */
flue_status flue_curves_quantile(size_t n_times, size_t n, const double *counts,
                                 const double *whole, const double *weight, double p, double *out);

#endif /* FLUE_POSTPROC_BATCH_CURVES_H */

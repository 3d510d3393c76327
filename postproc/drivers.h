/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/drivers.h  Which inputs of a batch decide an outcome. */
#ifndef FLUE_POSTPROC_DRIVERS_H
#define FLUE_POSTPROC_DRIVERS_H

#include "core/sensitivity.h"
#include "postproc/batch_store.h"

/** An input and what it does. */
typedef struct flue_driver_row {
  const flue_quantity *input; /**< Of the batch, borrowed; NULL for all that is drawn for single
                                   rooms, doors and people. */
  flue_driver driver;         /**< From all samples. */
  flue_sobol sobol;           /**< From a batch of the design "indices"; else NaN. */
} flue_driver_row;

/** All inputs, the one that decides most first. Zero-initialise; free with flue_drivers_clear(). */
typedef struct flue_drivers {
  size_t n;             /**< 0 when the batch is too small to tell. */
  flue_driver_row *row; /**< [n], owned. */
  int has_total;        /**< The batch has the design for total indices. */
  size_t runs;          /**< Samples that the numbers come from. */
} flue_drivers;

/** Computes the shares of the variance of an outcome; samples without it are left out.
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_drivers_assess(const flue_batch *batch, flue_outcome_id outcome,
                                flue_drivers *out);
void flue_drivers_clear(flue_drivers *drivers);

#endif /* FLUE_POSTPROC_DRIVERS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/loss.h  Loss of property in each fire of a batch. Unverified: see the table. */
#ifndef FLUE_POSTPROC_LOSS_H
#define FLUE_POSTPROC_LOSS_H

#include "postproc/batch_store.h"

/** How fires take value. */
typedef struct flue_loss_model {
  double value;       /**< Of building and contents [CNY m-2]; not above 0: none is given. */
  double load;        /**< Fire load [J m-2]. */
  double smoke_share; /**< Share of the value lost where there was smoke only [1]. */
  double room_m2;     /**< Mean floor area of a room [m2]. */
  double floor_m2;    /**< Floor area of the building [m2]. */
} flue_loss_model;

/**
 * Reads the model of a batch: value and areas from its facts, the rest from
 * postproc/rules/loss.csv.
 * @return FLUE_OK, also when no value is given; FLUE_EINPUT (a mistake in the table); FLUE_ENOMEM.
 */
flue_status flue_loss_read(flue_ctx *ctx, const flue_batch *batch, flue_loss_model *out);

/**
 * Loss in one fire:
 *
 *     value (B + smoke_share max(0, U - B)),   B = Q / load,   U = rooms x room_m2
 *
 * with B and U not above the floor area.
 * @param heat_j  Heat released Q [J]. @param rooms  Rooms that became untenable.
 * @return Loss [CNY].
 */
double flue_loss_of_fire(const flue_loss_model *model, double heat_j, double rooms);

#endif /* FLUE_POSTPROC_LOSS_H */

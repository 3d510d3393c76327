/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/routes.h  When the last person was out by each exit and each stair of a batch,
 * and when each room became untenable. */
#ifndef FLUE_POSTPROC_ROUTES_H
#define FLUE_POSTPROC_ROUTES_H

#include "core/drawn.h"
#include "core/memory.h"
#include "core/messages.h"
#include "postproc/batch_store.h"

/** An exit, or a stair by which people came down last. */
typedef struct flue_route {
  const char *name; /**< Borrowed from the batch. */
  int is_stair;
  size_t runs; /**< Fires in which somebody came this way. */
  /** Time by which all who came this way in a run were outside [s], to the distance of two points
   * of the arrival curves: median and 95 % quantile over these fires; NaN when nobody came. */
  flue_interval median, q95;
} flue_route;

/** Routes of a batch: exits, then stairs, [curves.n_doors + curves.n_stairs]; owned by the caller.
 *  @param n  0 for a batch without curves. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_routes_assess(const flue_batch *batch, size_t *n, flue_route **out);
/** A compartment and how often and when it became untenable. */
typedef struct flue_room_aset {
  const char *name;    /**< Borrowed from the batch. */
  size_t runs;         /**< Samples that the numbers come from. */
  flue_interval share; /**< Of fires in which it became untenable. */
  /** Time at which it did, over all fires [s]: 5 % quantile and median; infinite for never. */
  flue_interval q05, median;
} flue_room_aset;

/** Compartments that became untenable in a run, those that did most often first; owned by the
 * caller.
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_rooms_assess(const flue_batch *batch, size_t *n, flue_room_aset **out);
/** Adds a line for each route and for the rooms that are lost most often; nothing without routes.
 * @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_routes_screen(const flue_batch *batch, flue_lang lang, flue_text *out);
/** Adds headings and tables in HTML; nothing without routes. Sets out->failed without memory. */
void flue_routes_html(const flue_batch *batch, flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_ROUTES_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/routes.h  When the last person was out by each exit and each stair of a batch. */
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
/** Adds a line for each route; nothing without routes. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_routes_screen(const flue_batch *batch, flue_lang lang, flue_text *out);
/** Adds heading and table in HTML; nothing without routes. Sets out->failed without memory. */
void flue_routes_html(const flue_batch *batch, flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_ROUTES_H */

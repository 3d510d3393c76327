/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/library.h  Rows of the table of uses. */
#ifndef FLUE_SCENARIOS_LIBRARY_H
#define FLUE_SCENARIOS_LIBRARY_H

#include "core/status.h"

/** Use of a room (models/data/uses.csv). */
typedef struct flue_use {
  double fire_load; /**< [J m-2] */
  int is_route;     /**< People escape through it. */
} flue_use;

/** The row of a name. @return FLUE_OK, or FLUE_EARG when there is none. */
flue_status flue_use_find(flue_ctx *ctx, const char *name, flue_use *out);

#endif /* FLUE_SCENARIOS_LIBRARY_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/library.h  Rows of the tables of uses and of people. */
#ifndef FLUE_SCENARIOS_LIBRARY_H
#define FLUE_SCENARIOS_LIBRARY_H

#include "core/status.h"

/** Use of a room (models/data/uses.csv). */
typedef struct flue_use {
  double fire_load; /**< [J m-2] */
  int is_route;     /**< People escape through it. */
} flue_use;

/** Kind of people (models/data/profiles.csv). */
typedef struct flue_profile {
  double speed_mean, speed_sd, speed_min, speed_max; /**< On the level [m s-1]. */
  double stair_factor;                               /**< [1] */
  double impaired_share, impaired_speed;             /**< [1], [m s-1] */
} flue_profile;

/** The row of a name. @return FLUE_OK, or FLUE_EARG when there is none. */
flue_status flue_use_find(flue_ctx *ctx, const char *name, flue_use *out);
flue_status flue_profile_find(flue_ctx *ctx, const char *name, flue_profile *out);

#endif /* FLUE_SCENARIOS_LIBRARY_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/profile.h  Who people are: speeds on the level and on stairs, and body, by age, sex
 * and impairment (models/data/profile_parts.csv, with the source of each row).
 *
 * A profile has parts with shares. A person belongs to one part and has one place within its
 * ranges: who is quick on the level is quick on stairs.
 */
#ifndef FLUE_MODELS_PROFILE_H
#define FLUE_MODELS_PROFILE_H

#include <stddef.h>

#include "core/status.h"

enum { FLUE_PROFILE_PARTS = 16 };

/** One kind of people in a profile. */
typedef struct flue_profile_part {
  double share;                                      /**< [1] */
  double speed_mean, speed_sd, speed_min, speed_max; /**< On the level [m s-1]; uniform from min to
                                                          max where speed_sd is 0. */
  double down_min, down_max, up_min, up_max;         /**< On a stair of 17.5 by 28 cm [m s-1]. */
  double body_m;                                     /**< Diameter [m]. */
} flue_profile_part;

typedef struct flue_profile {
  size_t n;
  flue_profile_part part[FLUE_PROFILE_PARTS]; /**< Shares add up to 1. */
} flue_profile;

/** What is drawn of one person. */
typedef struct flue_traits {
  size_t part;
  double speed;       /**< Free walking speed on the level [m s-1]. */
  double down_factor; /**< Speed down a stair over the free speed by its steps [1]. */
  double up_factor;   /**< The same up, over FLUE_WALKING_UP_FACTOR times that [1]. */
  double body_m;      /**< [m] */
} flue_traits;

/** The profile of a name. @return FLUE_OK; FLUE_EARG when there is none; FLUE_EINPUT when its rows
 *  are not sound. */
flue_status flue_profile_find(flue_ctx *ctx, const char *name, flue_profile *out);

/** Traits of a person. @param u_part, u_speed  Two uniform random numbers in (0, 1). */
flue_traits flue_profile_draw(const flue_profile *profile, double u_part, double u_speed);

#endif /* FLUE_MODELS_PROFILE_H */

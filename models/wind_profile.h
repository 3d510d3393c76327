/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/wind_profile.h  Wind pressure coefficients of a wall by the direction of the wind.
 */
#ifndef FLUE_MODELS_WIND_PROFILE_H
#define FLUE_MODELS_WIND_PROFILE_H

#include <stddef.h>

/** How values between the points of a profile are found. */
typedef enum flue_wind_fit {
  FLUE_WIND_LINEAR,
  FLUE_WIND_SPLINE,       /**< Cubic spline that closes at 360 degrees. */
  FLUE_WIND_TRIGONOMETRIC /**< From the values at 0, 90, 180 and 270 degrees. */
} flue_wind_fit;

/** Most points of a profile. */
#define FLUE_WIND_POINTS 64

/**
 * Pressure coefficient at an angle.
 *
 * Trigonometric: Cp = 1/2 {(C0 + C180) (cos^2 t)^(1/4) + (C0 - C180) |cos t|^(3/4) sign(cos t)
 *                          + (C90 + C270) (sin^2 t)^2 + (C90 - C270) sin t};
 * exponents from memory of the source: unverified. @cite walker1994
 *
 * @param angle, cp   Points, [n], angles rising from 0 to 360 [deg]; n from 2 (spline: 4) to
 * FLUE_WIND_POINTS. A spline takes the first value for the last one, too.
 * @param at_deg      Between the wind and where the wall looks [deg], any.
 */
double flue_wind_profile(const double *angle, const double *cp, size_t n, flue_wind_fit fit,
                         double at_deg);

#endif /* FLUE_MODELS_WIND_PROFILE_H */

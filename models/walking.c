/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/walking.h"

#include <math.h>

/** k of a stair whose tread equals its riser [m min-1]. @cite sfpe2016 */
static const double stair_k_m_min = 51.8;
static const double seconds_per_minute = 60.0;
/** Least effective width [m]: one person. */
static const double least_width_m = 0.3;
/** Relative loss of speed per extinction [m] and the least factor. @cite korhonen2018 */
static const double smoke_slope_m = 0.0807;
static const double smoke_least_factor = 0.1;
/** Speed in darkness [m s-1] and the extinction [m-1] from which on it is dark. */
static const double dark_speed = 0.3;
static const double dark_extinction = 10.0;

double flue_walking_stair_k(double riser_m, double tread_m) {
  return stair_k_m_min * sqrt(tread_m / riser_m) / seconds_per_minute;
}

double flue_walking_speed(double k, double density_m2) {
  const double d = fmax(density_m2, FLUE_WALKING_FREE_DENSITY);
  return fmax(0, k * (1 - FLUE_WALKING_A * d));
}

double flue_walking_flow_max(double k) {
  return k / (2 * 2 * FLUE_WALKING_A);
}

double flue_walking_effective_width(double width_m) {
  return fmax(least_width_m, width_m - 2 * FLUE_WALKING_BOUNDARY_M);
}

double flue_walking_smoke_factor(double extinction) {
  return fmax(smoke_least_factor, 1 - smoke_slope_m * extinction);
}

double flue_walking_in_smoke(double speed, double extinction) {
  const double slowed = speed * flue_walking_smoke_factor(extinction);
  return extinction > dark_extinction ? fmin(slowed, dark_speed) : slowed;
}

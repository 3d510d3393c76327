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

/** A speed that falls in a straight line with extinction, fitted from a least extinction on. */
typedef struct smoke_line {
  double at_zero, slope_m; /**< [m s-1], [m2 s-1] */
  double from;             /**< [m-1] */
} smoke_line;

static double on_line(const smoke_line *l, double speed, double extinction) {
  const double dark = 0.3, at_from = l->at_zero - l->slope_m * l->from;
  if (extinction < l->from) return speed + (fmin(speed, at_from) - speed) * extinction / l->from;
  return fmin(speed, fmax(dark, l->at_zero - l->slope_m * extinction));
}

static double by_fridolf(double speed, double extinction) {
  const double sign = 2, seen_m = 3, slope = 0.34, least = 0.2; /* m, m, s-1, m/s */
  if (extinction * seen_m <= sign) return speed;
  return fmin(speed, fmax(least, speed - slope * (seen_m - sign / extinction)));
}

double flue_walking_in_smoke_by(flue_smoke_law law, double speed, double extinction) {
  static const smoke_line frantzich = {0.706, 0.057, 1.9}, jin = {1.0573, 0.4326, 0.5},
                          irritant = {1.1517, 0.9578, 0.32};
  const double dark = 0.3, ln_10 = 2.302585092994046;
  switch (law) {
    case FLUE_SMOKE_FRANTZICH:
      return on_line(&frantzich, speed, extinction);
    case FLUE_SMOKE_JIN:
      return on_line(&jin, speed, extinction);
    case FLUE_SMOKE_JIN_IRRITANT:
      return on_line(&irritant, speed, extinction);
    case FLUE_SMOKE_PURSER:
      return fmin(speed, fmax(dark, speed * (1.236 - 1.738 * extinction / ln_10)));
    case FLUE_SMOKE_SFPE:
      return extinction > 0 ? fmin(speed, fmax(dark, 0.6423 - 0.1364 * log(extinction))) : speed;
    case FLUE_SMOKE_FRIDOLF:
      return by_fridolf(speed, extinction);
    case FLUE_SMOKE_SHARE:
      break;
  }
  return flue_walking_in_smoke(speed, extinction);
}

double flue_walking_irritant_factor(double x) {
  const double scale = 1000.0 / 160.0;
  return fmax(0, (exp(-(scale * x) * (scale * x)) + 0.2 - 0.2 * x) / 1.2);
}

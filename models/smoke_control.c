/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/smoke_control.h"

#include <math.h>

static const double w_per_kw = 1e3;
static const double convective_share = 0.7;                    /* @cite gb51251 */
static const double ambient_k = 293.15, ambient_density = 1.2; /* of the code [K], [kg m-3] */

/* ---- supply ---- */

double flue_gb_door_supply(double area_m2, double speed, double storeys) {
  return area_m2 * speed * storeys;
}

double flue_gb_gap_supply(double area_m2, double dp, double exponent, double storeys) {
  const double flow_coefficient = 0.827, uneven = 1.25;
  return flow_coefficient * area_m2 * pow(dp, 1.0 / exponent) * uneven * storeys;
}

double flue_gb_damper_supply(double area_m2, double dampers) {
  const double leak_per_area = 0.083; /* [m s-1] */
  return leak_per_area * area_m2 * dampers;
}

double flue_gb_mean_pressure(double speed) {
  static const double at[] = {0.7, 1.0, 1.2}, dp[] = {6.0, 12.0, 17.0};
  if (speed <= at[0]) return dp[0];
  if (speed >= at[2]) return dp[2];
  const int k = speed > at[1];
  return dp[k] + (dp[k + 1] - dp[k]) * (speed - at[k]) / (at[k + 1] - at[k]);
}

double flue_gb_lobby_factor(double stair_m2, double lobby_m2) {
  return stair_m2 / lobby_m2 + 1.0;
}

int flue_gb_open_storeys(double height_m) {
  const double low = 24.0; /* [m] */
  return height_m <= low ? 2 : 3;
}

/* ---- plumes ---- */

double flue_smoke_flame(double convective_w) {
  return 0.166 * pow(convective_w / w_per_kw, 0.4);
}

double flue_smoke_axisymmetric(double convective_w, double z_m) {
  const double q = convective_w / w_per_kw;
  if (z_m <= flue_smoke_flame(convective_w)) return 0.032 * pow(q, 0.6) * z_m;
  return 0.071 * cbrt(q) * pow(z_m, 5.0 / 3.0) + 0.0018 * q;
}

double flue_smoke_balcony(double release_w, double width_m, double z_m, double balcony_m) {
  return 0.36 * cbrt(release_w / w_per_kw * width_m * width_m) * (z_m + 0.25 * balcony_m);
}

double flue_smoke_window(double area_m2, double height_m, double z_m) {
  const double factor = area_m2 * sqrt(height_m); /* [m^(5/2)] */
  const double start = 2.4 * pow(area_m2, 0.4) * pow(height_m, 0.2) - 2.1 * height_m;
  return 0.68 * cbrt(factor) * pow(z_m + start, 5.0 / 3.0) + 1.59 * factor;
}

double flue_smoke_rise(double convective_w, double mass, double share) {
  const double heat_capacity = 1010.0; /* [J kg-1 K-1] */
  return share * convective_w / (mass * heat_capacity);
}

double flue_smoke_volume(double mass, double temp_k) {
  return mass * temp_k / (ambient_density * ambient_k);
}

double flue_smoke_vent_most(double far, double depth_m, double temp_k, double air_k) {
  return 4.16 * far * pow(depth_m, 2.5) * sqrt((temp_k - air_k) / air_k);
}

double flue_gb_clear_height(double height_m) {
  const double low = 3.0; /* [m] */
  return height_m < low ? 0.5 * height_m : 1.6 + 0.1 * height_m;
}

/* ---- exhaust ---- */

double flue_gb_release(flue_gb_fire fire, int is_sprinklered, double height_m) {
  static const double release_w[FLUE_GB_FIRE_COUNT][2] = {
      [FLUE_GB_OFFICE] = {6.0e6, 1.5e6},  [FLUE_GB_SHOP] = {10.0e6, 3.0e6},
      [FLUE_GB_OTHER] = {8.0e6, 2.5e6},   [FLUE_GB_CAR_PARK] = {3.0e6, 1.5e6},
      [FLUE_GB_FACTORY] = {8.0e6, 2.5e6}, [FLUE_GB_WAREHOUSE] = {20.0e6, 4.0e6},
  };
  const double highest_spray = 8.0; /* [m] */
  return release_w[fire][is_sprinklered && height_m <= highest_spray];
}

double flue_gb_high_exhaust(double release_w, double height_m) {
  const double smoke_free = 0.9, mechanical = 1.0;
  const double convective = convective_share * release_w;
  const double mass = flue_smoke_axisymmetric(convective, smoke_free * height_m);
  return flue_smoke_volume(mass, ambient_k + flue_smoke_rise(convective, mass, mechanical));
}

/* ---- air against smoke ---- */

double flue_critical_corridor_speed(double release_w, double width_m) {
  return 0.0292 * cbrt(release_w / width_m);
}

double flue_critical_door_speed(double height_m, double smoke_k, double air_k) {
  const double gravity = 9.81; /* [m s-2], as in the code */
  return 0.64 * sqrt(gravity * height_m * (smoke_k - air_k) / smoke_k);
}

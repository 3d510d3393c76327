/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/facade.h"

#include <math.h>

#include "models/gas.h"

flue_facade_flame flue_facade_flame_of(double heat_w, double width_m, double height_m) {
  const double watt_per_mw = 1e6, tip_k = 520.0, loss = 0.4725, q = heat_w / watt_per_mw;
  if (!(q > 0.0) || !(width_m > 0.0)) return (flue_facade_flame){0};
  const double height = 1.9 * pow(q / width_m, 2.0 / 3.0) - height_m;
  if (height <= 0.0) return (flue_facade_flame){0};
  const double length = height + 0.5 * height_m;
  const double fall = loss * fmin(1.0, length * width_m / q);
  return (flue_facade_flame){
      .height_m = height,
      .length_m = length,
      .window_k = tip_k / (1.0 - fall),
      .fall = fall,
      .emissivity = -expm1(-0.3 * 2.0 / 3.0 * height_m),
      .convection = 4.67 * pow(height_m, -0.4) * pow(q / (width_m * height_m), 0.6)};
}

double flue_facade_rise(const flue_facade_flame *flame, double above_m) {
  if (above_m > flame->height_m || flame->height_m <= 0.0) return 0.0;
  const double way = above_m + flame->length_m - flame->height_m;
  return flame->window_k * (1.0 - flame->fall * way / flame->length_m);
}

double flue_facade_radiation(const flue_facade_flame *flame, double rise_k, double air_k) {
  const double hot = air_k + rise_k;
  return FLUE_STEFAN_BOLTZMANN *
         (flame->emissivity * pow(hot, 4.0) + (1.0 - flame->emissivity) * pow(air_k, 4.0));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/device.h"

#include <math.h>

#include "models/gas.h"

double flue_element_temp(double temp_k, double gas_temp_k, double speed, double rti, double dt_s) {
  return gas_temp_k + (temp_k - gas_temp_k) * exp(-sqrt(speed) / rti * dt_s);
}

double flue_smoke_detector(double inside, double outside, double speed, double characteristic_m,
                           double dt_s) {
  return outside + (inside - outside) * exp(-speed / characteristic_m * dt_s);
}

double flue_obscuration(double extinction) {
  return -expm1(-extinction);
}

double flue_sprinkler_share(double t_s, double density) {
  if (t_s <= 0.0) return 1.0;
  const double mm_per_s = density * 1000.0;
  return exp(-t_s / (3.0 * pow(mm_per_s, -1.85)));
}

double flue_jet_soot(double rho, double rise_k, double soot_yield, double convective_share,
                     double heat_of_combustion) {
  return rho * FLUE_CP * rise_k * soot_yield / (convective_share * heat_of_combustion);
}

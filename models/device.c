/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/device.h"

#include <math.h>

#include "models/gas.h"

double flue_element_temp(double temp_k, double gas_temp_k, double speed, double rti, double dt_s) {
  return gas_temp_k + (temp_k - gas_temp_k) * exp(-sqrt(speed) / rti * dt_s);
}

double flue_element_temp_lossy(double temp_k, double gas_temp_k, double speed, double rti,
                               double conduction, double fitting_k, double dt_s) {
  if (conduction <= 0.0) return flue_element_temp(temp_k, gas_temp_k, speed, rti, dt_s);
  const double gain = sqrt(speed), all = gain + conduction;
  const double rest = (gain * gas_temp_k + conduction * fitting_k) / all;
  return rest + (temp_k - rest) * exp(-all / rti * dt_s);
}

double flue_plunge_rti(double t_s, double speed, double conduction, double rise_k,
                       double excess_k) {
  const double loss = 1.0 + conduction / sqrt(speed);
  return -t_s * sqrt(speed) * loss / log1p(-loss * rise_k / excess_k);
}

double flue_rate_of_rise(double rate_k_s, double rise_k, double dt_s, double lag_s) {
  if (dt_s <= 0.0) return rate_k_s;
  const double even = rise_k / dt_s;
  return even + (rate_k_s - even) * exp(-dt_s / lag_s);
}

double flue_beam_loss(double thickness) {
  return -expm1(-thickness);
}

double flue_flame_flux(double power_w, double distance_m, double cosine, double view_cosine) {
  const double pi = 3.14159265358979323846;
  if (cosine <= 0.0 || cosine < view_cosine) return 0.0;
  return power_w * cosine / (4.0 * pi * distance_m * distance_m);
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

double flue_mist_share(double share, double temp_k) {
  const double boiling_k = 373.15;
  const double way = (temp_k - FLUE_MIST_WATER_K) / (boiling_k - FLUE_MIST_WATER_K);
  return share * fmin(1.0, fmax(0.0, way));
}

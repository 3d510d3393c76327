/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/gas.h"

#include <math.h>

const char *const FLUE_SPECIES_NAMES[FLUE_SPECIES_COUNT] = {"o2",  "co2",  "co",   "hcn",  "hcl",
                                                            "h2o", "soot", "fuel", "trace"};
const double FLUE_MOLAR_MASS[FLUE_SPECIES_COUNT] = {
    31.998e-3, 44.009e-3, 28.010e-3, 27.026e-3, 36.458e-3, 18.015e-3, 12.011e-3, 40.0e-3, 28.96e-3};
static const double molar_mass_n2 = 28.014e-3;  /* [kg mol-1] */
static const double molar_mass_air = 28.965e-3; /* [kg mol-1] dry */

/* dry air: 20.95 % O2, 0.042 % CO2 by volume; 1.16 % water vapour by volume at 20 degC and 50 % */
const double FLUE_AIR[FLUE_SPECIES_COUNT] = {0.2297, 0.00064, 0.0, 0.0, 0.0, 0.0072, 0.0, 0.0, 0.0};

void flue_humid_air(double temp_k, double pressure, double humidity, double y[FLUE_SPECIES_COUNT]) {
  static const double o2_dry = 0.2095, co2_dry = 420e-6; /* volume fractions */
  const double celsius = temp_k - 273.15, most = 0.9;
  const double saturation = 610.94 * exp(17.625 * celsius / (celsius + 243.04));
  const double x = fmin(most, humidity * saturation / pressure);
  const double mass = x * FLUE_MOLAR_MASS[FLUE_H2O] + (1.0 - x) * molar_mass_air;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) y[k] = 0.0;
  y[FLUE_O2] = (1.0 - x) * o2_dry * FLUE_MOLAR_MASS[FLUE_O2] / mass;
  y[FLUE_CO2] = (1.0 - x) * co2_dry * FLUE_MOLAR_MASS[FLUE_CO2] / mass;
  y[FLUE_H2O] = x * FLUE_MOLAR_MASS[FLUE_H2O] / mass;
}

/* the fit and its straight continuation beyond 3000 K, which only absurd fires reach */
static const double constant_to_k = 293.15, rise_1 = 0.21, rise_2 = -2.5e-5, fit_to_k = 3000.0;

double flue_specific_heat(double temp_k) {
  const double x = fmin(temp_k, fit_to_k) - constant_to_k;
  return x <= 0.0 ? FLUE_CP : FLUE_CP + x * (rise_1 + rise_2 * x);
}

double flue_heat_content(double temp_k) {
  const double beyond = temp_k - fit_to_k, x = fmin(temp_k, fit_to_k) - constant_to_k;
  if (x <= 0.0) return temp_k;
  const double content =
      fmin(temp_k, fit_to_k) + x * x * (rise_1 / 2.0 + rise_2 / 3.0 * x) / FLUE_CP;
  return beyond > 0.0 ? content + beyond * flue_specific_heat(fit_to_k) / FLUE_CP : content;
}

void flue_heat_polynomial(double c[4]) {
  const double a = rise_1 / 2.0, b = rise_2 / 3.0, t = constant_to_k; /* a x^2 + b x^3, x = T - t */
  c[0] = a * t * t - b * t * t * t;
  c[1] = FLUE_CP - 2.0 * a * t + 3.0 * b * t * t;
  c[2] = a - 3.0 * b * t;
  c[3] = b;
}

double flue_temp_of_content(double content_k) {
  double temp = content_k;
  if (content_k <= constant_to_k) return temp;
  for (int i = 0; i < 6; ++i) { /* Newton; the slope cp / FLUE_CP is near 1 */
    const double change =
        (content_k - flue_heat_content(temp)) * FLUE_CP / flue_specific_heat(temp);
    temp += change;
    if (fabs(change) < 1e-10 * temp) break;
  }
  return temp;
}

double flue_volume_fraction(const double y[FLUE_SPECIES_COUNT], flue_species s) {
  double moles = 0.0, rest = 1.0;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) {
    if (k == FLUE_TRACE) continue;
    rest -= y[k];
    if (k != FLUE_SOOT) moles += y[k] / FLUE_MOLAR_MASS[k]; /* soot is not a gas */
  }
  moles += rest / molar_mass_n2;
  return moles > 0.0 ? y[s] / FLUE_MOLAR_MASS[s] / moles : 0.0;
}

double flue_atmosphere_temp(const flue_atmosphere *a, double z_m) {
  return a->temp_k - a->lapse * z_m;
}

double flue_atmosphere_head(const flue_atmosphere *a, double z_m) {
  const double scale = FLUE_GRAVITY / (FLUE_GAS_CONSTANT * a->temp_k); /* [m-1] */
  const double x = a->lapse * z_m / a->temp_k;
  const double log_ratio =
      fabs(x) < 1e-12 ? -scale * z_m : FLUE_GRAVITY / (FLUE_GAS_CONSTANT * a->lapse) * log1p(-x);
  return a->pressure * expm1(log_ratio);
}

double flue_pressure_at_elevation(double elevation_m) {
  const flue_atmosphere standard = {288.15, FLUE_PRESSURE_SEA_LEVEL, 0.0065};
  return FLUE_PRESSURE_SEA_LEVEL + flue_atmosphere_head(&standard, elevation_m);
}

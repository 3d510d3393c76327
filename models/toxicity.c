/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/toxicity.h"

#include <math.h>

static const double seconds_per_minute = 60.0;
static const double ppm = 1e6;     /* parts per million of a fraction */
static const double percent = 100; /* percent of a fraction */
static const double kilowatt = 1e-3;
static const double celsius_zero_k = 273.15;

/* CO, light work: 3.317e-5 * 25 / 30. @cite purser2016 */
static const double co_factor = 2.764e-5, co_power = 1.036;
/* HCN. @cite korhonen2018 */
static const double hcn_scale_ppm = 43, hcn_divisor = 220, hcn_offset = 0.0045, hcn_most_ppm = 1000;
/* Breathing. @cite korhonen2018 */
static const double breath_slope = 0.1903, breath_offset = 2.0004, breath_divisor = 7.1;
/** CO2 of clean indoor air [1]: breathing is not faster than normal. */
static const double co2_of_air = 5e-4;
/** Beyond it the fit is not followed. */
static const double co2_most = 0.2;
/* Oxygen. @cite purser2016 */
static const double o2_offset = 8.13, o2_slope = 0.54, o2_normal = 20.9, o2_harmless = 20;
/* Heat. @cite purser2016 */
static const double hot_power = 3.4, hot_divisor = 5e7, hot_harmless_c = 40;
static const double radiant_power = 1.33, radiant_dose = 1.33, radiant_harmless_kw = 2.5;

double flue_toxicity_co(double co) {
  return co > 0 ? co_factor * pow(co * ppm, co_power) / seconds_per_minute : 0;
}

double flue_toxicity_hcn(double hcn) {
  if (!(hcn > 0)) return 0;
  return fmax(0, exp(fmin(hcn_most_ppm, hcn * ppm) / hcn_scale_ppm) / hcn_divisor - hcn_offset) /
         seconds_per_minute;
}

double flue_toxicity_breathing(double co2) {
  if (co2 <= co2_of_air) return 1;
  return exp(breath_slope * fmin(co2_most, co2) * percent + breath_offset) / breath_divisor;
}

double flue_toxicity_asphyxia(double co, double hcn, double co2) {
  return (flue_toxicity_co(co) + flue_toxicity_hcn(hcn)) * flue_toxicity_breathing(co2);
}

double flue_toxicity_oxygen(double o2) {
  const double c = o2 * percent;
  if (c >= o2_harmless) return 0;
  return 1 / exp(o2_offset - o2_slope * (o2_normal - c)) / seconds_per_minute;
}

double flue_toxicity_irritant_dose(double hcl) {
  const double lethal_ppm_min = 114000;
  return hcl > 0 ? hcl * ppm / lethal_ppm_min / seconds_per_minute : 0;
}

double flue_toxicity_irritant(double hcl) {
  const double incapacitating_ppm = 900;
  return hcl > 0 ? hcl * ppm / incapacitating_ppm : 0;
}

double flue_toxicity_gases(double co, double hcn, double co2, double o2) {
  return flue_toxicity_asphyxia(fmax(0, co), fmax(0, hcn), fmax(0, co2)) +
         flue_toxicity_oxygen(fmin(0.21, fmax(0, o2)));
}

double flue_toxicity_convection(double temp_k) {
  const double temp_c = temp_k - celsius_zero_k;
  return temp_c > hot_harmless_c ? pow(temp_c, hot_power) / hot_divisor / seconds_per_minute : 0;
}

double flue_toxicity_convection_clothed(double temp_k) {
  const double celsius = temp_k - 273.15, harmless = 40.0, per_minute = 60.0;
  return celsius <= harmless ? 0.0 : pow(celsius, 3.61) / 4.1e8 / per_minute;
}

double flue_toxicity_radiation(double flux_w) {
  const double q = flux_w * kilowatt;
  if (q < radiant_harmless_kw) return 0;
  return pow(q, radiant_power) / radiant_dose / seconds_per_minute;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/device.h"

#include <math.h>
#include <string.h>

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

/** Keeps what is outside now; entries closer together than needed give way to the later one. */
static void keep_outside(flue_smoke_way *w, double time_s, double outside) {
  const double close_s = 0.3; /* all entries span 19 s */
  if (w->n >= 2 && w->time_s[w->n - 1] - w->time_s[w->n - 2] < close_s) --w->n;
  if (w->n == FLUE_SMOKE_WAY) {
    --w->n;
    memmove(w->time_s, w->time_s + 1, (size_t)w->n * sizeof *w->time_s);
    memmove(w->extinction, w->extinction + 1, (size_t)w->n * sizeof *w->extinction);
  }
  w->time_s[w->n] = time_s;
  w->extinction[w->n++] = outside;
}

/** What was outside at a time; before the first entry what it holds. */
static double outside_at(const flue_smoke_way *w, double time_s) {
  int k = w->n - 1;
  while (k > 0 && w->time_s[k - 1] > time_s) --k;
  if (k == 0 || time_s >= w->time_s[k]) return w->extinction[k];
  const double share = (time_s - w->time_s[k - 1]) / (w->time_s[k] - w->time_s[k - 1]);
  return w->extinction[k - 1] + share * (w->extinction[k] - w->extinction[k - 1]);
}

double flue_smoke_detector(flue_smoke_way *way, double inside, double outside, double speed,
                           double time_s, double dt_s) {
  const double least = 0.1; /* [m s-1] 18 s, which the entries span */
  if (dt_s <= 0.0) return inside;
  if (way->n == 0) keep_outside(way, time_s - dt_s, inside);
  keep_outside(way, time_s, outside);
  const double u = fmax(least, speed), dwell_s = 1.8 / u, lag_s = 1.0 * pow(u, -0.8);
  /* what comes in changes evenly over the step */
  const double first = outside_at(way, time_s - dt_s - dwell_s),
               last = outside_at(way, time_s - dwell_s), trails = lag_s * (last - first) / dt_s;
  return last - trails + (inside - first + trails) * exp(-dt_s / lag_s);
}

double flue_obscuration(double extinction) {
  return -expm1(-extinction);
}

double flue_sprinkler_share(double t_s, double density) {
  if (t_s <= 0.0) return 1.0;
  const double mm_per_s = density * 1000.0;
  return exp(-t_s / (3.0 * pow(mm_per_s, -1.85)));
}

double flue_sprinkler_share_of_water(double t_s, double density, double coefficient) {
  const double water = 1000.0; /* [kg m-3] */
  return t_s > 0.0 ? exp(-0.5 * coefficient * water * density * t_s * t_s) : 1.0;
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/radiation.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* ---- gas ---- */

/** exp of a polynomial in t = T / 1000 K and the decimal logarithm of p L in bar cm. */
static double leckner(const double *c, int n_t, double t, double log_pl) {
  double sum = 0.0, power_l = 1.0;
  for (int i = 0; i < 3; ++i, power_l *= log_pl) {
    double row = 0.0;
    for (int j = n_t - 1; j >= 0; --j) row = row * t + c[i * n_t + j];
    sum += row * power_l;
  }
  return exp(sum);
}

/** Correction for total and partial pressure. */
static double pressure_factor(double a, double b, double c, double p_e, double log_most) {
  return 1.0 - (a - 1.0) * (1.0 - p_e) / (a + b - 1.0 + p_e) * exp(-c * log_most * log_most);
}

static double emissivity_h2o(double p, double t, double pl) {
  static const double c[] = {-2.2118,  -1.1987,  0.035596, 0.85667, 0.93048,
                             -0.14391, -0.10838, -0.17156, 0.045915};
  const double total = 1.013, log_pl = log10(pl);
  const double a = t < 0.75 ? 2.144 : 1.888 - 2.053 * log10(t);
  const double p_e = total + 2.56 * p / sqrt(t);
  const double factor =
      pressure_factor(a, 1.10 * pow(t, -1.4), 0.5, p_e, log10(13.2 * t * t) - log_pl);
  return factor * leckner(c, 3, t, log_pl);
}

static double emissivity_co2(double p, double t, double pl) {
  static const double c[] = {-3.9893, 2.7669,   -2.1081,  0.39163, 1.2710,   -1.1090,
                             1.0195,  -0.21897, -0.23678, 0.19731, -0.19544, 0.044644};
  const double total = 1.013, log_pl = log10(pl);
  const double most = t < 0.7 ? 0.054 / (t * t) : 0.225 * t * t;
  const double factor = pressure_factor(1.0 + 0.1 * pow(t, -1.45), 0.23, 1.47, total + 0.28 * p,
                                        log10(most) - log_pl);
  return factor * leckner(c, 4, t, log_pl);
}

/** What is counted twice where the bands of the two gases overlap. */
static double overlap(double h2o, double co2, double path_cm) {
  const double zeta = h2o / (h2o + co2), log_pl = log10((h2o + co2) * path_cm);
  if (log_pl <= 0.0) return 0.0;
  return fmax(0.0, zeta / (10.7 + 101.0 * zeta) - 0.0089 * pow(zeta, 10.4)) * pow(log_pl, 2.76);
}

double flue_gas_emissivity(double h2o, double co2, double temp_k, double path_m) {
  const double coldest = 0.4, hottest = 2.5, path_cm = 100.0 * path_m;
  const double least = 1e-3, most = 1e3; /* [bar cm] range of the fits; thinner gas in proportion */
  const double t = fmin(hottest, fmax(coldest, temp_k / 1000.0));
  const double thin_w = fmin(1.0, h2o * path_cm / least), thin_c = fmin(1.0, co2 * path_cm / least);
  double sum = 0.0;
  if (thin_w > 0.0) sum += thin_w * emissivity_h2o(h2o, t, fmin(most, fmax(least, h2o * path_cm)));
  if (thin_c > 0.0) sum += thin_c * emissivity_co2(co2, t, fmin(most, fmax(least, co2 * path_cm)));
  if (h2o > 0.0 && co2 > 0.0) sum -= overlap(h2o, co2, path_cm);
  return fmin(0.99, fmax(0.0, sum));
}

double flue_soot_absorption(double soot, double temp_k) {
  const double soot_solid = 1800.0, planck = 1186.0;
  return planck * soot / soot_solid * temp_k;
}

/* ---- views ---- */

double flue_view_parallel(double a_m, double b_m, double gap_m) {
  const double x = a_m / gap_m, y = b_m / gap_m;
  const double x1 = sqrt(1.0 + x * x), y1 = sqrt(1.0 + y * y);
  return 2.0 / (pi * x * y) *
         (log(x1 * y1 / sqrt(1.0 + x * x + y * y)) + x * y1 * atan(x / y1) + y * x1 * atan(y / x1) -
          x * atan(x) - y * atan(y));
}

/** Solid angle of a rectangle seen from over its corner. */
static double corner(double a, double b, double gap) {
  return atan2(a * b, gap * sqrt(a * a + b * b + gap * gap));
}

double flue_view_from_point(double a_m, double b_m, double x_m, double y_m, double gap_m) {
  /* odd in each side, so that corners outside subtract themselves */
  const double xs[2] = {x_m, a_m - x_m}, ys[2] = {y_m, b_m - y_m};
  double sum = 0.0;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      const double sign = (xs[i] < 0.0) != (ys[j] < 0.0) ? -1.0 : 1.0;
      sum += sign * corner(fabs(xs[i]), fabs(ys[j]), gap_m);
    }
  return sum / (4.0 * pi);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/flow.h"

#include <math.h>

#include "models/gas.h"

flue_power_law flue_power_law_make(double n, double dp_t) {
  const double a = 1.5; /* slope at 0; wetter2014 takes the same */
  flue_power_law law = {.n = n, .dp_t = dp_t, .a = a};
  law.b = n * n / 8.0 - 3.0 * a - 1.5 * n + 35.0 / 8.0;
  law.c = -n * n / 4.0 + 3.0 * a + 2.5 * n - 21.0 / 4.0;
  law.d = n * n / 8.0 - a - n + 15.0 / 8.0;
  law.scale = pow(dp_t, n);
  const double below = law.scale * dp_t * (a / 2.0 + law.b / 4.0 + law.c / 6.0 + law.d / 8.0);
  law.offset = below - pow(dp_t, n + 1.0) / (n + 1.0);
  return law;
}

static double power(const flue_power_law *law, double x) {
  return law->n == 0.5 ? sqrt(x) : pow(x, law->n);
}

double flue_power_law_value(const flue_power_law *law, double dp) {
  const double x = fabs(dp);
  if (x >= law->dp_t) return copysign(power(law, x), dp);
  const double w = dp / law->dp_t, w2 = w * w;
  return law->scale * w * (law->a + w2 * (law->b + w2 * (law->c + w2 * law->d)));
}

double flue_power_law_slope(const flue_power_law *law, double dp) {
  const double x = fabs(dp);
  if (x >= law->dp_t) return law->n * power(law, x) / x;
  const double w = dp / law->dp_t, w2 = w * w;
  return law->scale / law->dp_t *
         (law->a + w2 * (3.0 * law->b + w2 * (5.0 * law->c + w2 * 7.0 * law->d)));
}

double flue_power_law_integral(const flue_power_law *law, double dp) {
  const double x = fabs(dp);
  if (x >= law->dp_t) return power(law, x) * x / (law->n + 1.0) + law->offset;
  const double w = dp / law->dp_t, w2 = w * w;
  return law->scale * law->dp_t * w2 *
         (law->a / 2.0 + w2 * (law->b / 4.0 + w2 * (law->c / 6.0 + w2 * law->d / 8.0)));
}

/** Value and integral at x, not negative, with one power. */
static void value_and_integral(const flue_power_law *law, double x, double *value,
                               double *integral) {
  if (x < law->dp_t) {
    *value = flue_power_law_value(law, x);
    *integral = flue_power_law_integral(law, x);
    return;
  }
  *value = power(law, x);
  *integral = *value * x / (law->n + 1.0) + law->offset;
}

/** Mean over a slab in which dp keeps its sign; from x1 to x2, both not negative. */
static void one_way(const flue_power_law *law, double x1, double x2, double share, double *mean,
                    double *slope) {
  const double middle = 0.5 * (x1 + x2), span = fabs(x2 - x1);
  /* below this span differences of the integral lose more digits than the midpoint rule */
  const double small_span = 1e-3;
  if (span < small_span * (middle + law->dp_t)) {
    *mean = share * flue_power_law_value(law, middle);
    *slope =
        middle >= law->dp_t ? law->n * *mean / middle : share * flue_power_law_slope(law, middle);
    return;
  }
  const double dx = x2 - x1;
  double value1, value2, integral1, integral2;
  value_and_integral(law, x1, &value1, &integral1);
  value_and_integral(law, x2, &value2, &integral2);
  *mean = share * (integral2 - integral1) / dx;
  *slope = share * (value2 - value1) / dx;
}

void flue_power_law_slab(const flue_power_law *law, double dp1, double dp2, double *forward,
                         double *backward, double *forward_slope, double *backward_slope) {
  *forward = *backward = *forward_slope = *backward_slope = 0.0;
  if (dp1 >= 0.0 && dp2 >= 0.0) {
    one_way(law, dp1, dp2, 1.0, forward, forward_slope);
  } else if (dp1 <= 0.0 && dp2 <= 0.0) {
    one_way(law, -dp1, -dp2, 1.0, backward, backward_slope);
  } else {
    const double up = fmax(dp1, dp2), down = -fmin(dp1, dp2);
    const double share = up / (up + down); /* of the height, above the neutral plane */
    one_way(law, 0.0, up, share, forward, forward_slope);
    one_way(law, 0.0, down, 1.0 - share, backward, backward_slope);
  }
}

/** McCaffrey's regions: flow per heat [kg kJ-1] and its inverse in Z [m kW^-0.4]. */
static const struct {
  double most_z, coefficient, exponent;
} PLUME_REGIONS[] = {{0.08, 0.011, 0.566}, {0.20, 0.026, 0.909}, {INFINITY, 0.124, 1.895}};

static double plume_flow(double z) {
  int k = 0;
  while (z > PLUME_REGIONS[k].most_z) ++k;
  return PLUME_REGIONS[k].coefficient * pow(z, PLUME_REGIONS[k].exponent);
}

static double plume_height(double flow) {
  for (int k = 0; k < 2; ++k) {
    const double z = pow(flow / PLUME_REGIONS[k].coefficient, 1.0 / PLUME_REGIONS[k].exponent);
    if (z <= PLUME_REGIONS[k].most_z) return z;
  }
  return pow(flow / PLUME_REGIONS[2].coefficient, 1.0 / PLUME_REGIONS[2].exponent);
}

double flue_plume_mccaffrey(double release_w, double z_m) {
  const double watt_per_kw = 1000.0, q = release_w / watt_per_kw;
  return q > 0.0 && z_m > 0.0 ? q * plume_flow(z_m / pow(q, 0.4)) : 0.0;
}

double flue_jet_entrainment(double flow_kg, double heat_w, double z_m) {
  const double q = heat_w / 1000.0, least_kw = 1e-6;
  if (q < least_kw || flow_kg <= 0.0 || z_m <= 0.0) return 0.0;
  const double start = plume_height(flow_kg / q);
  return fmax(0.0, q * (plume_flow(start + z_m / pow(q, 0.4)) - plume_flow(start)));
}

double flue_wind_factor(flue_terrain terrain, double z_m) {
  static const double a0[] = {1.0, 0.60, 0.35}, exponent[] = {0.15, 0.28, 0.40};
  const double lowest = 1.0, reference = 10.0; /* [m] */
  return a0[terrain] * pow(fmax(z_m, lowest) / reference, exponent[terrain]);
}

double flue_wind_coefficient(double angle_deg) {
  static const double cp[] = {0.603, 0.48, 0.183, -0.34, -0.632, -0.37, -0.452};
  const double step = 30.0;
  double angle = fabs(fmod(angle_deg, 360.0));
  if (angle > 180.0) angle = 360.0 - angle;
  const int i = angle >= 180.0 ? 5 : (int)(angle / step);
  const double w = angle / step - i;
  return (1.0 - w) * cp[i] + w * cp[i + 1];
}

double flue_horizontal_exchange(double area_m2, double rho_below, double rho_above, double dp) {
  const double drho = rho_above - rho_below;
  if (drho <= 0.0 || area_m2 <= 0.0) return 0.0;
  const double coefficient = 0.1, square = 0.942;
  const double side = sqrt(area_m2);
  const double flooding =
      square * square * FLUE_GRAVITY * drho * pow(side, 5.0) / (2.0 * area_m2 * area_m2);
  const double share = 1.0 - fabs(dp) / flooding;
  if (share <= 0.0) return 0.0;
  return coefficient *
         sqrt(2.0 * FLUE_GRAVITY * drho * pow(area_m2, 2.5) / (rho_below + rho_above)) * share;
}

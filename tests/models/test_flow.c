/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smoothed orifice law and the flows built on it. */
#include "models/flow.h"

#include "flue_test.h"

static const double exponents[] = {0.5, 0.65, 1.0};
static const double dp_t = 0.1; /* [Pa] */

static void the_smoothed_law_is_the_orifice_law_above_its_limit(void **state) {
  (void)state;
  for (int k = 0; k < 3; ++k) {
    const flue_power_law law = flue_power_law_make(exponents[k], dp_t);
    for (double dp = 0.1; dp < 1e3; dp *= 1.7) {
      assert_near_rel(flue_power_law_value(&law, dp), pow(dp, exponents[k]), 1e-14);
      assert_near_rel(flue_power_law_value(&law, -dp), -pow(dp, exponents[k]), 1e-14);
    }
    assert_near(flue_power_law_value(&law, 0.0), 0.0, 0.0);
  }
}

static void value_slope_and_integral_are_continuous_where_the_polynomial_takes_over(void **state) {
  (void)state;
  for (int k = 0; k < 3; ++k) {
    const flue_power_law law = flue_power_law_make(exponents[k], dp_t);
    const double low = dp_t * (1 - 1e-12), high = dp_t * (1 + 1e-12); /* a gap of 2e-12 */
    assert_near_rel(flue_power_law_value(&law, low), flue_power_law_value(&law, high), 1e-11);
    assert_near_rel(flue_power_law_slope(&law, low), flue_power_law_slope(&law, high), 1e-10);
    assert_near_rel(flue_power_law_integral(&law, low), flue_power_law_integral(&law, high), 1e-11);
    /* curvature too, by one-sided differences of the slope */
    const double h = 1e-6 * dp_t;
    const double below =
        (flue_power_law_slope(&law, dp_t - h) - flue_power_law_slope(&law, dp_t - 2 * h)) / h;
    const double above =
        (flue_power_law_slope(&law, dp_t + 2 * h) - flue_power_law_slope(&law, dp_t + h)) / h;
    assert_near(below, above, 1e-3 * (1.0 + fabs(above)));
  }
}

static void slope_and_integral_belong_to_the_value(void **state) {
  (void)state;
  for (int k = 0; k < 3; ++k) {
    const flue_power_law law = flue_power_law_make(exponents[k], dp_t);
    for (double dp = -3.0; dp < 3.0; dp += 0.0137) {
      const double h =
          1e-6; /* central differences: error of order h^2 f''' < 1e-6 outside dp_t/100 */
      const double slope =
          (flue_power_law_value(&law, dp + h) - flue_power_law_value(&law, dp - h)) / (2 * h);
      assert_near(flue_power_law_slope(&law, dp), slope, 1e-6 * (1 + slope));
      assert_true(flue_power_law_slope(&law, dp) > 0.0);
      const double value =
          (flue_power_law_integral(&law, dp + h) - flue_power_law_integral(&law, dp - h)) / (2 * h);
      /* the integral is even: its slope is the odd law */
      assert_near(value, flue_power_law_value(&law, dp), 1e-6);
    }
  }
}

/** Mean of the law over a slab by the midpoint rule. */
static void slab_by_sum(const flue_power_law *law, double dp1, double dp2, double *f, double *b) {
  enum { n = 200000 };
  *f = *b = 0.0;
  for (int i = 0; i < n; ++i) {
    const double v = flue_power_law_value(law, dp1 + (dp2 - dp1) * (i + 0.5) / n);
    if (v > 0.0)
      *f += v / n;
    else
      *b -= v / n;
  }
}

static void flow_through_a_slab_is_the_mean_over_its_height(void **state) {
  (void)state;
  static const double cases[][2] = {{1, 3},    {-2, -0.5},    {-1, 2}, {2, -1},
                                    {0, 0.01}, {-0.05, 0.03}, {5, 5},  {5, 5.0001}};
  const flue_power_law law = flue_power_law_make(0.5, dp_t);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    double f, b, fs, bs, f2, b2, f3, b3, unused1, unused2;
    flue_power_law_slab(&law, cases[i][0], cases[i][1], &f, &b, &fs, &bs);
    slab_by_sum(&law, cases[i][0], cases[i][1], &f2, &b2);
    assert_near(f, f2, 2e-5); /* midpoint rule at the sign change; midpoint branch of thin spans */
    assert_near(b, b2, 2e-5);
    const double h = 1e-7; /* small beside the slab, whose ends are kinks */
    flue_power_law_slab(&law, cases[i][0] + h, cases[i][1] + h, &f3, &b3, &unused1, &unused2);
    flue_power_law_slab(&law, cases[i][0] - h, cases[i][1] - h, &f2, &b2, &unused1, &unused2);
    assert_near(fs, (f3 - f2) / (2 * h), 1e-4 * (1 + fs));
    assert_near(bs, (b2 - b3) / (2 * h), 1e-4 * (1 + bs));
  }
}

static void wind_over_terrain_follows_ashrae(void **state) {
  (void)state;
  /* coefficients of Dols and Polidoro 2020 (CONTAM), at 10 m: A0 itself */
  assert_near(flue_wind_factor(FLUE_TERRAIN_OPEN, 10), 1.0, 1e-15);
  assert_near(flue_wind_factor(FLUE_TERRAIN_SUBURBAN, 10), 0.60, 1e-15);
  assert_near(flue_wind_factor(FLUE_TERRAIN_URBAN, 100), 0.35 * pow(10, 0.4), 1e-12);
  assert_near(flue_wind_factor(FLUE_TERRAIN_URBAN, 0), flue_wind_factor(FLUE_TERRAIN_URBAN, 1), 0);
}

static void wind_presses_on_the_windward_wall_and_sucks_at_the_others(void **state) {
  (void)state;
  assert_near(flue_wind_coefficient(0), 0.603, 1e-12);
  assert_near(flue_wind_coefficient(90), -0.34, 1e-12);
  assert_near(flue_wind_coefficient(180), -0.452, 1e-12);
  assert_near(flue_wind_coefficient(45), 0.5 * (0.48 + 0.183), 1e-12);
  for (double a = 0; a < 180; a += 7) {
    assert_near(flue_wind_coefficient(-a), flue_wind_coefficient(a), 1e-12);
    assert_near(flue_wind_coefficient(360 - a), flue_wind_coefficient(a), 1e-12);
    assert_near(flue_wind_coefficient(720 + a), flue_wind_coefficient(a), 1e-12);
  }
}

static void exchange_through_a_hatch_stops_at_the_flooding_pressure(void **state) {
  (void)state;
  /* Cooper 1989 by hand: 1 m2, 0.6 below 1.2 kg/m3: 0.1 sqrt(2 * 9.80665 * 0.6 / 1.8) = 0.2557 m3/s
   */
  assert_near(flue_horizontal_exchange(1.0, 0.6, 1.2, 0.0), 0.1 * sqrt(2 * 9.80665 * 0.6 / 1.8),
              1e-12);
  const double flooding = 0.942 * 0.942 * 9.80665 * 0.6 / 2.0;
  assert_near_rel(flue_horizontal_exchange(1.0, 0.6, 1.2, 0.5 * flooding),
                  0.5 * flue_horizontal_exchange(1.0, 0.6, 1.2, 0.0), 1e-12);
  assert_near(flue_horizontal_exchange(1.0, 0.6, 1.2, -1.01 * flooding), 0.0, 0.0);
  assert_near(flue_horizontal_exchange(1.0, 1.2, 0.6, 0.0), 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_smoothed_law_is_the_orifice_law_above_its_limit),
      cmocka_unit_test(value_slope_and_integral_are_continuous_where_the_polynomial_takes_over),
      cmocka_unit_test(slope_and_integral_belong_to_the_value),
      cmocka_unit_test(flow_through_a_slab_is_the_mean_over_its_height),
      cmocka_unit_test(wind_over_terrain_follows_ashrae),
      cmocka_unit_test(wind_presses_on_the_windward_wall_and_sucks_at_the_others),
      cmocka_unit_test(exchange_through_a_hatch_stops_at_the_flooding_pressure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

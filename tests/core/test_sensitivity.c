/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol indices of a function whose indices are known. */
#include "core/sensitivity.h"

#include <stdlib.h>

#include "flue_test.h"

/* Ishigami: sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi)^3. With a = 7 and b = 0.1 (Saltelli
 * et al. 2008, table 4.1): V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, V1 = (1 + b pi^4/5)^2/2, V2 =
 * a^2/8, V13 = 8 b^2 pi^8/225, so S = 0.3139, 0.4424, 0 and T = 0.5576, 0.4424, 0.2437. */
static const double pi = 3.14159265358979323846;
static const double first_known[3] = {0.3139, 0.4424, 0}, total_known[3] = {0.5576, 0.4424, 0.2437};

static double ishigami(const double *u) {
  double x[3];
  for (int k = 0; k < 3; ++k) x[k] = pi * (2 * u[k] - 1);
  return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static const flue_stream resamples = {1, 0, FLUE_PURPOSE_BOOTSTRAP};

static double uniform(uint32_t sample, uint32_t number) {
  return flue_uniform((flue_stream){3, sample, FLUE_PURPOSE_SAMPLING}, number, 0);
}

static void indices_of_ishigami_lie_in_their_intervals(void **state) {
  (void)state;
  enum { n = 8000 };
  static double a[n], b[n], ab[3][n];
  for (uint32_t i = 0; i < n; ++i) {
    double ua[3], ub[3];
    for (uint32_t k = 0; k < 3; ++k) {
      ua[k] = uniform(2 * i, k);
      ub[k] = uniform(2 * i + 1, k);
    }
    a[i] = ishigami(ua);
    b[i] = ishigami(ub);
    for (int k = 0; k < 3; ++k) {
      const double kept = ua[k];
      ua[k] = ub[k];
      ab[k][i] = ishigami(ua);
      ua[k] = kept;
    }
  }
  for (int k = 0; k < 3; ++k) {
    flue_sobol s;
    assert_int_equal(flue_sobol_indices(n, a, b, ab[k], resamples, 200, 0.95, &s), FLUE_OK);
    print_message("x%d: first %.3f (%.3f to %.3f), total %.3f (%.3f to %.3f)\n", k + 1,
                  s.first.value, s.first.low, s.first.high, s.total.value, s.total.low,
                  s.total.high);
    assert_near(s.first.value, first_known[k], 0.03);
    assert_near(s.total.value, total_known[k], 0.03);
    assert_true(s.first.low - 0.01 <= first_known[k] && first_known[k] <= s.first.high + 0.01);
    assert_true(s.total.low - 0.01 <= total_known[k] && total_known[k] <= s.total.high + 0.01);
  }
}

static void any_samples_tell_first_order_indices(void **state) {
  (void)state;
  enum { n = 20000 };
  static double x[3][n], y[n];
  for (uint32_t i = 0; i < n; ++i) {
    double u[3];
    for (uint32_t k = 0; k < 3; ++k) x[k][i] = u[k] = uniform(i, k);
    y[i] = ishigami(u);
  }
  for (int k = 0; k < 3; ++k) {
    flue_driver d;
    assert_int_equal(flue_driver_estimate(n, x[k], y, NULL, 30, resamples, 50, 0.95, &d), FLUE_OK);
    assert_near(d.first.value, first_known[k], 0.02);
    assert_true(d.first.low <= d.first.value && d.first.value <= d.first.high);
  }
}

/* y = 2 [x = 0] with x = 0 in one of twenty and 1 else: all is decided, means 2 and 0 */
static void a_rare_branch_has_a_bin_of_its_own(void **state) {
  (void)state;
  enum { n = 400 };
  double x[n], y[n];
  for (int i = 0; i < n; ++i) {
    x[i] = i % 20 != 0;
    y[i] = x[i] > 0 ? 0 : 2;
  }
  flue_driver d;
  assert_int_equal(flue_driver_estimate(n, x, y, NULL, 16, resamples, 50, 0.95, &d), FLUE_OK);
  assert_near(d.first.value, 1, 1e-12);
  assert_near(d.low, 2, 0);
  assert_near(d.high, 0, 0);
}

/* y = x + noise with x a branch of 0.1: Var x = 0.09, so S = 0.09/(0.09 + 0.03); drawn at 0.5 with
 * weights it is the same. Means of the tornado: 0 and 1. */
static void weights_leave_the_index(void **state) {
  (void)state;
  enum { n = 20000 };
  static double x[n], y[n], weight[n];
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = uniform(i, 0) > 0.5;
    weight[i] = x[i] > 0 ? 0.2 : 1.8;
    y[i] = x[i] + 0.6 * (uniform(i, 1) - 0.5); /* variance 0.36/12 */
  }
  flue_driver d;
  assert_int_equal(flue_driver_estimate(n, x, y, weight, 30, resamples, 50, 0.95, &d), FLUE_OK);
  assert_near(d.first.value, 0.75, 0.01);
  assert_near(d.low, 0, 0.01);
  assert_near(d.high, 1, 0.01);
}

static void what_does_not_vary_decides_nothing(void **state) {
  (void)state;
  double x[50], y[50];
  for (int i = 0; i < 50; ++i) x[i] = y[i] = 0.1;
  flue_driver d;
  flue_sobol s;
  assert_int_equal(flue_driver_estimate(50, x, y, NULL, 5, resamples, 20, 0.95, &d), FLUE_OK);
  assert_true(isnan(d.first.value));
  assert_int_equal(flue_sobol_indices(50, x, y, y, resamples, 20, 0.95, &s), FLUE_OK);
  assert_true(isnan(s.total.value));
  assert_int_equal(flue_sobol_indices(0, x, y, y, resamples, 20, 0.95, &s), FLUE_EARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(indices_of_ishigami_lie_in_their_intervals),
      cmocka_unit_test(any_samples_tell_first_order_indices),
      cmocka_unit_test(a_rare_branch_has_a_bin_of_its_own),
      cmocka_unit_test(weights_leave_the_index),
      cmocka_unit_test(what_does_not_vary_decides_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cdf.h>
#include "core/statistics.h"

#include "flue_test.h"

/* Clopper and Pearson (1934) intervals, as R's binom.test prints them */
static void clopper_pearson_matches_published_values(void **state) {
  (void)state;
  flue_interval x = flue_share_interval(7, 20, 0.95);
  assert_near(x.value, 0.35, 1e-12);
  assert_near(x.low, 0.1539092, 1e-6);
  assert_near(x.high, 0.5921885, 1e-6);
  x = flue_share_interval(682, 925, 0.95); /* R's own example of binom.test */
  assert_near(x.low, 0.7076683, 1e-6);
  assert_near(x.high, 0.7654066, 1e-6);
}

static void no_hits_give_the_closed_form_bound(void **state) {
  (void)state;
  const flue_interval none = flue_share_interval(0, 200, 0.95);
  assert_near(none.low, 0, 0);
  assert_near(none.high, 1 - pow(0.025, 1.0 / 200), 1e-12);
  assert_near(none.high, 3.689 / 200, 2e-4); /* about 3.7/n */
  const flue_interval all = flue_share_interval(200, 200, 0.95);
  assert_near(all.low, pow(0.025, 1.0 / 200), 1e-12);
  assert_near(all.high, 1, 0);
}

/* NIST/Conover: for n = 20 the 95 % interval of the median runs from rank 6 to rank 15 */
static void median_interval_has_the_tabled_ranks(void **state) {
  (void)state;
  double values[20];
  for (int i = 0; i < 20; ++i) values[i] = 20 - i;
  flue_interval x;
  assert_int_equal(flue_quantile_interval(20, values, 0.5, 0.95, &x), FLUE_OK);
  assert_near(x.value, 10.5, 1e-12);
  assert_near(x.low, 6, 0);
  assert_near(x.high, 15, 0);
  assert_near(values[0], 20, 0); /* the sample is left alone */
}

static void quantiles_interpolate_like_type_7(void **state) {
  (void)state;
  const double x[5] = {1, 2, 4, 8, 16};
  assert_near(flue_quantile_sorted(5, x, 0), 1, 0);
  assert_near(flue_quantile_sorted(5, x, 0.25), 2, 0);
  assert_near(flue_quantile_sorted(5, x, 0.9), 12.8, 1e-12);
  assert_near(flue_quantile_sorted(5, x, 1), 16, 0);
}

static void moments_that_never_came_count_as_later_than_all(void **state) {
  (void)state;
  double x[100];
  for (int i = 0; i < 100; ++i) x[i] = i < 70 ? (double)i + 1 : (double)NAN;
  flue_interval median, late;
  assert_int_equal(flue_quantile_interval(100, x, 0.5, 0.95, &median), FLUE_OK);
  assert_near(median.value, 50.5, 1e-12);
  assert_int_equal(flue_quantile_interval(100, x, 0.95, 0.95, &late), FLUE_OK);
  assert_true(isinf(late.value) && late.value > 0);
  assert_true(isinf(late.high));
}

static void too_few_values_leave_the_interval_open(void **state) {
  (void)state;
  const double x[3] = {1, 2, 3};
  flue_interval out;
  assert_int_equal(flue_quantile_interval(3, x, 0.5, 0.95, &out), FLUE_OK);
  assert_true(isinf(out.low) && out.low < 0 && isinf(out.high));
  assert_int_equal(flue_quantile_interval(0, x, 0.5, 0.95, &out), FLUE_EARG);
  assert_int_equal(flue_quantile_interval(3, x, 1, 0.95, &out), FLUE_EARG);
}

/* the standard error of a mean of n values is s/sqrt(n); 1.96 of them reach to the ends */
static void bootstrap_interval_matches_the_normal_one(void **state) {
  (void)state;
  enum { n = 400 };
  double x[n], sum = 0, squares = 0;
  const flue_stream stream = {7, 0, FLUE_PURPOSE_BOOTSTRAP};
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = flue_uniform((flue_stream){7, 1, FLUE_PURPOSE_SAMPLING}, i, 0);
    sum += x[i];
    squares += x[i] * x[i];
  }
  const double mean = sum / n, error = sqrt((squares / n - mean * mean) / n);
  flue_interval out, again;
  assert_int_equal(flue_bootstrap_mean(n, x, stream, 4000, 0.95, &out), FLUE_OK);
  assert_near(out.value, mean, 1e-12);
  assert_near(out.low, mean - 1.96 * error, 0.1 * error);
  assert_near(out.high, mean + 1.96 * error, 0.1 * error);
  assert_int_equal(flue_bootstrap_mean(n, x, stream, 4000, 0.95, &again), FLUE_OK);
  assert_true(again.low == out.low && again.high == out.high);
}

/* The defining equations of Clopper and Pearson, for every count of many sizes; GSL's inverse of
   the beta distribution does not converge for 260/2, 291/7, 522/15 and thousands of others */
static void every_share_interval_satisfies_its_definition(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 2, 10, 50, 260, 291, 448, 522, 600};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; ++s)
    for (size_t k = 0; k <= sizes[s]; ++k) {
      const flue_interval x = flue_share_interval(k, sizes[s], 0.95);
      const unsigned n = (unsigned)sizes[s], hits = (unsigned)k;
      if (k > 0) assert_near(gsl_cdf_binomial_Q(hits - 1, x.low, n), 0.025, 1e-9);
      if (k < sizes[s]) assert_near(gsl_cdf_binomial_P(hits, x.high, n), 0.025, 1e-9);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clopper_pearson_matches_published_values),
      cmocka_unit_test(every_share_interval_satisfies_its_definition),
      cmocka_unit_test(no_hits_give_the_closed_form_bound),
      cmocka_unit_test(median_interval_has_the_tabled_ranks),
      cmocka_unit_test(quantiles_interpolate_like_type_7),
      cmocka_unit_test(moments_that_never_came_count_as_later_than_all),
      cmocka_unit_test(too_few_values_leave_the_interval_open),
      cmocka_unit_test(bootstrap_interval_matches_the_normal_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

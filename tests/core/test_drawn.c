/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates of weighted and clustered samples. */
#include "core/drawn.h"

#include <stdlib.h>

#include "flue_test.h"

static void without_weights_and_blocks_all_is_as_before(void **state) {
  (void)state;
  enum { n = 40 };
  double values[n], hits[n], one[n];
  for (int i = 0; i < n; ++i) {
    values[i] = (i * 17) % n;
    hits[i] = i % 8 == 0;
    one[i] = 1;
  }
  const flue_drawn plain = {n, NULL, NULL}, same = {n, one, NULL};
  assert_near(flue_drawn_mean(&plain, values), 19.5, 0);
  /* variance of 0 to n - 1: (n^2 - 1)/12 with n, n (n + 1)/12 with n - 1 */
  assert_near_rel(flue_drawn_error(&plain, values), sqrt(n * (n + 1) / 12.0 / n), 1e-12);
  const flue_interval share = flue_share_interval(5, n, 0.95);
  const flue_interval drawn = flue_drawn_share_interval(&plain, hits, 0.95);
  assert_near(drawn.low, share.low, 0);
  assert_near(drawn.high, share.high, 0);
  /* equal weights: the same to the difference of n and n - 1 */
  assert_near_rel(flue_drawn_share_interval(&same, hits, 0.95).low, share.low, 0.06);
  flue_interval a, b;
  assert_int_equal(flue_quantile_interval(n, values, 0.5, 0.95, &a), FLUE_OK);
  assert_int_equal(flue_drawn_quantile_interval(&same, values, 0.5, 0.95, &b), FLUE_OK);
  assert_near(b.value, a.value, 1e-12);
  assert_near(b.low, a.low, 1.5);
  assert_near(b.high, a.high, 1.5);
  const double p[2] = {0.25, 0.5};
  double q[2];
  assert_int_equal(flue_drawn_quantiles(&same, values, 2, p, q), FLUE_OK);
  assert_near(q[0], 0.25 * (n - 1), 1e-12); /* type 7 of 0, 1, ... n - 1 */
}

/* Horvitz-Thompson by hand: of a population in which 1 of 100 dies the dead are drawn 50 times too
 * often, so that weights are 0.02 and 1.98 at half and half */
static void weights_undo_what_was_drawn_too_often(void **state) {
  (void)state;
  const double values[4] = {1, 1, 0, 0}, weight[4] = {0.02, 0.02, 1.98, 1.98};
  const flue_drawn d = {4, weight, NULL};
  assert_near(flue_drawn_mean(&d, values), 0.01, 1e-15);
  assert_near(flue_drawn_size(&d), 16 / (2 * (0.0004 + 3.9204)), 1e-12);
  /* residuals: 0.02 0.99, 1.98 0.01; both 0.0198 */
  assert_near_rel(flue_drawn_error(&d, values), sqrt(4 * 0.0198 * 0.0198 * 4 / 3) / 4, 1e-12);
}

static void values_of_a_block_count_together(void **state) {
  (void)state;
  /* each block holds 0 and 2: its mean is 1 for certain */
  const double values[6] = {0, 2, 2, 0, 0, 2}, other[6] = {0, 2, 1, 3, 2, 4};
  const uint32_t block[6] = {0, 0, 3, 3, 9, 9};
  const flue_drawn d = {6, NULL, block};
  assert_int_equal(flue_drawn_blocks(&d), 3);
  assert_near(flue_drawn_error(&d, values), 0, 0);
  /* means 1, 2, 3: standard error 1/sqrt(3), Student's 4.303 at 2 degrees of freedom */
  const flue_interval x = flue_drawn_mean_interval(&d, other, 0.95);
  assert_near(x.value, 2, 0);
  assert_near_rel(x.high - x.value, 4.302653 / sqrt(3), 1e-6);
  const uint32_t one[6] = {0};
  assert_true(isinf(flue_drawn_mean_interval(&(flue_drawn){6, NULL, one}, other, 0.95).high));
}

/* no hit among n: upper end 1 - 0.025^(1/n), of the effective number */
static void without_a_hit_the_effective_number_bounds_the_share(void **state) {
  (void)state;
  enum { n = 100 };
  double hits[n] = {0}, weight[n];
  for (int i = 0; i < n; ++i) weight[i] = i % 2 ? 0.04 : 1.96;
  const flue_drawn d = {n, weight, NULL};
  const double size = n / (0.5 * (0.04 * 0.04 + 1.96 * 1.96));
  assert_near_rel(flue_drawn_size(&d), size, 1e-12);
  const flue_interval x = flue_drawn_share_interval(&d, hits, 0.95);
  assert_near(x.low, 0, 0);
  assert_near(x.high, 1 - pow(0.025, 1 / size), 1e-9);
}

/* exponential numbers drawn from one of mean 3 and weighted back to mean 1: the median is ln 2 */
static void a_weighted_median_lies_inside_its_interval(void **state) {
  (void)state;
  enum { n = 400, repeats = 300 };
  static double values[n], weight[n];
  int hits = 0;
  for (uint32_t r = 0; r < repeats; ++r) {
    for (uint32_t i = 0; i < n; ++i) {
      const flue_stream stream = {r, 0, FLUE_PURPOSE_SAMPLING};
      values[i] = -3 * log(flue_uniform(stream, i, 0));
      weight[i] = exp(-values[i]) / (exp(-values[i] / 3) / 3);
    }
    flue_interval x;
    const flue_drawn d = {n, weight, NULL};
    assert_int_equal(flue_drawn_quantile_interval(&d, values, 0.5, 0.95, &x), FLUE_OK);
    assert_true(x.low <= x.value && x.value <= x.high);
    hits += x.low <= log(2) && log(2) <= x.high;
  }
  /* 95 % of 300 to within three standard deviations */
  assert_in_range(hits, 274, 296);
}

static void times_that_never_came_are_the_latest(void **state) {
  (void)state;
  const double values[4] = {10, NAN, 20, NAN}, weight[4] = {3, 1, 3, 1};
  const flue_drawn d = {4, weight, NULL};
  const double p[2] = {0.4, 0.95};
  double q[2];
  assert_int_equal(flue_drawn_quantiles(&d, values, 2, p, q), FLUE_OK);
  assert_true(q[0] > 10 && q[0] < 20);
  assert_true(isinf(q[1]));
}

static void means_of_blocks_spread_by_student(void **state) {
  (void)state;
  const double values[6] = {0, 2, 1, 3, 2, 4};
  const uint32_t block[6] = {0, 0, 1, 1, 2, 2};
  const flue_drawn d = {6, NULL, block};
  enum { resamples = 2000 };
  static double means[resamples];
  flue_drawn_means(&d, values, (flue_stream){1, 0, FLUE_PURPOSE_BOOTSTRAP}, resamples, means);
  const flue_interval x = flue_drawn_mean_interval(&d, values, 0.95);
  assert_near(flue_quantile_sorted(resamples, means, 0.975), x.high, 0.02);
  assert_near(means[0], 0, 0); /* not below the least value */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_weights_and_blocks_all_is_as_before),
      cmocka_unit_test(weights_undo_what_was_drawn_too_often),
      cmocka_unit_test(values_of_a_block_count_together),
      cmocka_unit_test(without_a_hit_the_effective_number_bounds_the_share),
      cmocka_unit_test(a_weighted_median_lies_inside_its_interval),
      cmocka_unit_test(times_that_never_came_are_the_latest),
      cmocka_unit_test(means_of_blocks_spread_by_student),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

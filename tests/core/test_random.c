/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/random.h"

#include "flue_test.h"

static void a_draw_depends_on_every_part_of_its_address_and_on_nothing_else(void **state) {
  (void)state;
  const flue_stream s = {7, 3, FLUE_PURPOSE_CROWD};
  const double x = flue_uniform(s, 5, 9);
  assert_near(flue_uniform(s, 5, 9), x, 0.0);
  const flue_stream other[] = {{8, 3, FLUE_PURPOSE_CROWD},
                               {7 + (UINT64_C(1) << 32), 3, FLUE_PURPOSE_CROWD},
                               {7, 4, FLUE_PURPOSE_CROWD},
                               {7, 3, FLUE_PURPOSE_PEOPLE}};
  for (int i = 0; i < 4; ++i) assert_true(fabs(flue_uniform(other[i], 5, 9) - x) > 0.0);
  assert_true(fabs(flue_uniform(s, 6, 9) - x) > 0.0);
  assert_true(fabs(flue_uniform(s, 5, 10) - x) > 0.0);
}

static void draws_are_uniform_and_inside_the_open_interval(void **state) {
  (void)state;
  enum { n = 200000, bins = 20 };
  const flue_stream s = {1, 0, FLUE_PURPOSE_SAMPLING};
  int count[bins] = {0};
  double sum = 0.0, lag = 0.0, last = 0.5;
  for (uint32_t i = 0; i < n; ++i) {
    const double u = flue_uniform(s, i / 1000, i % 1000);
    assert_true(u > 0.0 && u < 1.0);
    ++count[(int)(u * bins)];
    sum += u;
    lag += (u - 0.5) * (last - 0.5);
    last = u;
  }
  /* 5 standard deviations: mean 0.2887 / sqrt(n), bins sqrt(n p q), lag 1/12 / sqrt(n) */
  assert_near(sum / n, 0.5, 5 * 0.2887 / sqrt(n));
  assert_near(lag / n, 0.0, 5.0 / 12.0 / sqrt(n));
  for (int i = 0; i < bins; ++i) assert_near(count[i], n / bins, 5 * sqrt(n * 0.05 * 0.95));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_draw_depends_on_every_part_of_its_address_and_on_nothing_else),
      cmocka_unit_test(draws_are_uniform_and_inside_the_open_interval),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

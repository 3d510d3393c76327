/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"
#include "models/ignition.h"

/* hand computed: 1e4 (0.010 1e4^-1.83 + 5e-6 1e4^-0.05) and so on */
static void frequencies_of_10000_m2(void **state) {
  (void)state;
  flue_ignition x;
  assert_int_equal(flue_ignition_estimate(NULL, "residential", 1e4, &x), FLUE_OK);
  assert_near(x.per_year, 0.0315527, 1e-6);
  assert_near_rel(x.high / x.low, 9, 1e-12);
  assert_false(x.is_verified);
  assert_false(x.is_outside_range);
  assert_int_equal(flue_ignition_estimate(NULL, "office", 1e4, &x), FLUE_OK);
  assert_near(x.per_year, 0.0189342, 1e-6);
  assert_int_equal(flue_ignition_estimate(NULL, "commercial", 1e4, &x), FLUE_OK);
  assert_near(x.per_year, 0.0396157, 1e-6);
}

static void outside_the_fitted_range_the_frequency_is_proportional_to_the_area(void **state) {
  (void)state;
  flue_ignition edge, large, small, tiny;
  assert_int_equal(flue_ignition_estimate(NULL, "hotel", 20000, &edge), FLUE_OK);
  assert_int_equal(flue_ignition_estimate(NULL, "hotel", 80000, &large), FLUE_OK);
  assert_near_rel(large.per_year, 4 * edge.per_year, 1e-12);
  assert_true(large.is_outside_range && !edge.is_outside_range);
  assert_int_equal(flue_ignition_estimate(NULL, "hotel", 100, &small), FLUE_OK);
  assert_int_equal(flue_ignition_estimate(NULL, "hotel", 10, &tiny), FLUE_OK);
  assert_near_rel(tiny.per_year, small.per_year / 10, 1e-12);
}

static void every_use_of_the_table_is_known(void **state) {
  (void)state;
  static const char *const uses[] = {"residential", "commercial", "office",   "hotel",
                                     "hospital",    "care",       "assembly", "education",
                                     "industry",    "warehouse",  "other"};
  flue_ignition x;
  for (size_t i = 0; i < sizeof uses / sizeof *uses; ++i) {
    assert_int_equal(flue_ignition_estimate(NULL, uses[i], 5000, &x), FLUE_OK);
    assert_false(x.is_other_use);
    assert_true(x.per_year > 1e-3 && x.per_year < 1);
    assert_true(x.source[0] != '\0');
  }
  assert_int_equal(flue_ignition_estimate(NULL, "observatory", 5000, &x), FLUE_OK);
  assert_true(x.is_other_use);
  assert_string_equal(x.use, "other");
}

/* gamma prior of shape a and rate a/f: mean (a + n)/(a/f + T). By SciPy 1.10.1 the quantiles of
 * shape 3.64540 at 0.975 and 0.025 are 9 to 1, 2.25753 and 0.25084 of the mean. */
static void local_counts_move_the_frequency(void **state) {
  (void)state;
  flue_ignition prior, x;
  assert_int_equal(flue_ignition_estimate(NULL, "residential", 10000, &prior), FLUE_OK);
  x = prior;
  assert_int_equal(flue_ignition_calibrate(NULL, 0, 0, &x), FLUE_OK);
  assert_near_rel(x.per_year, prior.per_year, 1e-12);
  assert_near_rel(x.high / x.per_year, 2.25753, 1e-5);
  assert_near_rel(x.low / x.per_year, 0.25084, 2e-5);
  /* a third of the fires expected in 1000 building-years: nearly the counts decide */
  const double fires = round(1000 * prior.per_year / 3);
  x = prior;
  assert_int_equal(flue_ignition_calibrate(NULL, fires, 1000, &x), FLUE_OK);
  const double shape = (x.per_year * 1000 - fires) / (1 - x.per_year / prior.per_year);
  assert_near_rel(shape, 3.64540, 1e-5);
  assert_true(x.per_year > fires / 1000 && x.per_year < prior.per_year / 2);
  /* quantiles of a gamma distribution of shape k by Wilson and Hilferty, good to 0.5 % here */
  const double k = shape + fires, middle = 1 - 1 / (9 * k), half = 1.95996 / (3 * sqrt(k));
  assert_near_rel(x.high / x.per_year, pow(middle + half, 3), 0.005);
  assert_near_rel(x.low / x.per_year, pow(middle - half, 3), 0.005);
  assert_int_equal(flue_ignition_calibrate(NULL, -1, 10, &x), FLUE_EARG);
}

/* counts alone: without fires in T years a prior of shape a leaves a/(a/f + T) */
static void no_fire_in_many_years_lowers_the_frequency(void **state) {
  (void)state;
  flue_ignition x;
  assert_int_equal(flue_ignition_estimate(NULL, "office", 5000, &x), FLUE_OK);
  const double before = x.per_year;
  assert_int_equal(flue_ignition_calibrate(NULL, 0, 1e6, &x), FLUE_OK);
  assert_true(x.per_year < 1e-5 && x.per_year > 0 && before > 1e-3);
}

static void shares_of_causes_add_up(void **state) {
  (void)state;
  double shares[FLUE_CAUSE_COUNT], sum = 0;
  assert_int_equal(flue_ignition_causes(NULL, shares), FLUE_OK);
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i) sum += shares[i];
  assert_near(sum, 1, 1e-12);
  assert_near(shares[FLUE_CAUSE_ELECTRICAL], 0.323, 0); /* China 2024 */
}

static void an_area_that_is_not_above_0_is_refused(void **state) {
  (void)state;
  flue_ignition x;
  assert_int_equal(flue_ignition_estimate(NULL, "office", 0, &x), FLUE_EARG);
  assert_int_equal(flue_ignition_estimate(NULL, "office", (double)NAN, &x), FLUE_EARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(frequencies_of_10000_m2),
      cmocka_unit_test(outside_the_fitted_range_the_frequency_is_proportional_to_the_area),
      cmocka_unit_test(every_use_of_the_table_is_known),
      cmocka_unit_test(local_counts_move_the_frequency),
      cmocka_unit_test(no_fire_in_many_years_lowers_the_frequency),
      cmocka_unit_test(shares_of_causes_add_up),
      cmocka_unit_test(an_area_that_is_not_above_0_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

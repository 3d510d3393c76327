/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"
#include "models/service_level.h"

static void areas_are_35_25_15_10_and_5_square_feet(void **state) {
  (void)state;
  const double feet[FLUE_SERVICE_F] = {35, 25, 15, 10, 5}, square_foot = 0.3048 * 0.3048;
  for (int i = FLUE_SERVICE_A; i < FLUE_SERVICE_F; ++i) /* rounded to 0.01 m2 by the source */
    assert_near(flue_service_area((flue_service_level)i), feet[i] * square_foot, 0.006);
}

static void a_limit_belongs_to_the_better_level(void **state) {
  (void)state;
  assert_int_equal(flue_service_of(0), FLUE_SERVICE_A);
  for (int i = FLUE_SERVICE_A; i < FLUE_SERVICE_F; ++i) {
    const double limit = flue_service_density((flue_service_level)i);
    assert_int_equal(flue_service_of(limit), i);
    assert_int_equal(flue_service_of(limit * 1.0001), i + 1);
  }
  assert_int_equal(flue_service_of(100), FLUE_SERVICE_F);
  assert_true(isinf(flue_service_density(FLUE_SERVICE_F)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(areas_are_35_25_15_10_and_5_square_feet),
      cmocka_unit_test(a_limit_belongs_to_the_better_level),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

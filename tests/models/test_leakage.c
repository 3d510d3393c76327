/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leak areas by tightness. */
#include "models/leakage.h"

#include "flue_test.h"

static void looser_classes_leak_more(void **state) {
  (void)state;
  for (int part = 0; part < FLUE_LEAK_PART_COUNT; ++part) {
    const flue_leak_part p = (flue_leak_part)part;
    assert_true(flue_leak_ratio(p, FLUE_TIGHT) > 0.0);
    assert_true(flue_leak_ratio(p, FLUE_AVERAGE) > flue_leak_ratio(p, FLUE_TIGHT));
    assert_true(flue_leak_ratio(p, FLUE_LOOSE) > flue_leak_ratio(p, FLUE_AVERAGE));
  }
  assert_true(flue_window_leak(4.8, FLUE_LOOSE) > flue_window_leak(4.8, FLUE_TIGHT));
}

static void walls_and_floors_have_the_ratios_of_nfpa_92(void **state) {
  (void)state;
  /* NFPA 92, table of typical leakage areas: exterior walls average 0.17e-3, stair walls 0.11e-3,
     lift walls 0.84e-3, floors 0.52e-4 of their area */
  assert_near(flue_leak_ratio(FLUE_LEAK_EXTERIOR_WALL, FLUE_AVERAGE), 0.17e-3, 0.0);
  assert_near(flue_leak_ratio(FLUE_LEAK_STAIR_WALL, FLUE_AVERAGE), 0.11e-3, 0.0);
  assert_near(flue_leak_ratio(FLUE_LEAK_LIFT_WALL, FLUE_AVERAGE), 0.84e-3, 0.0);
  assert_near(flue_leak_ratio(FLUE_LEAK_FLOOR, FLUE_AVERAGE), 0.52e-4, 0.0);
}

static void a_usual_door_leaks_about_a_hundredth_of_a_square_metre(void **state) {
  (void)state;
  assert_near(flue_door_leak(2 * (0.9 + 2.0), FLUE_AVERAGE), 0.0116, 1e-12);
  assert_near(flue_lift_door_leak(), 0.06, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(looser_classes_leak_more),
      cmocka_unit_test(walls_and_floors_have_the_ratios_of_nfpa_92),
      cmocka_unit_test(a_usual_door_leaks_about_a_hundredth_of_a_square_metre),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

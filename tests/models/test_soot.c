/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Soot that drifts to cold surfaces. */
#include "models/soot.h"

#include "flue_test.h"

static void soot_drifts_at_a_millimetre_a_second_to_a_wall_100_k_colder(void **state) {
  (void)state;
  /* by hand at a film of 350 K: nu = 1.57e-5 (350/300)^1.72 = 2.047e-5 m2/s,
     k = 0.0263 (350/300)^0.78 = 0.02966 W/m/K; h = 7 W/m2/K over 100 K: gradient 23602 K/m;
     0.55 * 2.047e-5 / 350 * 23602 = 7.59e-4 m/s */
  assert_near_rel(flue_soot_drift(7.0, 400.0, 300.0), 7.59e-4, 0.005);
}

static void nothing_drifts_to_a_warmer_surface(void **state) {
  (void)state;
  assert_near(flue_soot_drift(7.0, 300.0, 400.0), 0.0, 0.0);
  assert_near(flue_soot_drift(7.0, 300.0, 300.0), 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(soot_drifts_at_a_millimetre_a_second_to_a_wall_100_k_colder),
      cmocka_unit_test(nothing_drifts_to_a_warmer_surface),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include "models/visibility.h"

/* Mulholland and Croarkin 2000: 8700 m2/kg, so 1e-4 kg/m3 gives 0.87 /m */
static void soot_of_0_1_g_per_m3_has_extinction_0_87(void **state) {
  (void)state;
  assert_near(flue_visibility_extinction(1e-4), 0.87, 1e-12);
}

/* Jin: 3 / 0.3 = 10 m, 8 / 0.8 = 10 m */
static void sign_is_seen_from_c_over_k(void **state) {
  (void)state;
  assert_near(flue_visibility_distance(0.3, FLUE_VISIBILITY_REFLECTING), 10, 1e-12);
  assert_near(flue_visibility_distance(0.8, FLUE_VISIBILITY_EMITTING), 10, 1e-12);
}

static void clear_air_shows_30_m(void **state) {
  (void)state;
  assert_near(flue_visibility_distance(0, FLUE_VISIBILITY_REFLECTING), 30, 0);
  assert_near(flue_visibility_distance(0.05, FLUE_VISIBILITY_REFLECTING), 30, 0);
}

static void extinction_of_2_303_is_optical_density_1(void **state) {
  (void)state;
  assert_near(flue_visibility_optical_density(2.302585), 1, 1e-6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(soot_of_0_1_g_per_m3_has_extinction_0_87),
      cmocka_unit_test(sign_is_seen_from_c_over_k),
      cmocka_unit_test(clear_air_shows_30_m),
      cmocka_unit_test(extinction_of_2_303_is_optical_density_1),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

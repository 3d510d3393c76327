/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors and sprinklers against the exact solutions of their equations. */
#include "models/device.h"

#include "flue_test.h"
#include "models/gas.h"

static void a_heat_element_follows_its_exponential_whatever_the_step(void **state) {
  (void)state;
  /* dT/dt = sqrt(u)/RTI (Tg - T): RTI 50, u 4 m/s: time constant 25 s; after 25 s 1 - 1/e of the
   * way */
  assert_near(flue_element_temp(293.15, 393.15, 4.0, 50.0, 25.0), 393.15 - 100.0 * exp(-1.0),
              1e-10);
  double t = 293.15;
  for (int i = 0; i < 1000; ++i) t = flue_element_temp(t, 393.15, 4.0, 50.0, 0.025);
  assert_near(t, 393.15 - 100.0 * exp(-1.0), 1e-9);
  assert_near(flue_element_temp(300.0, 400.0, 0.0, 50.0, 100.0), 300.0, 0.0);
}

static void a_smoke_detector_lags_by_its_length_over_the_speed(void **state) {
  (void)state;
  /* Heskestad 1977: L 1.8 m, 0.2 m/s: 9 s */
  assert_near(flue_smoke_detector(0.0, 0.3, 0.2, 1.8, 9.0), 0.3 * (1.0 - exp(-1.0)), 1e-12);
  assert_near(flue_smoke_detector(0.1, 0.3, 0.0, 1.8, 9.0), 0.1, 0.0);
}

static void obscuration_is_the_light_lost_over_a_metre(void **state) {
  (void)state;
  assert_near(flue_obscuration(0.0), 0.0, 0.0);
  assert_near(flue_obscuration(-log(0.88)), 0.12, 1e-14);
}

static void a_sprayed_fire_decays_as_evans_found(void **state) {
  (void)state;
  /* Evans 1993 (NISTIR 5254): exp(-t / (3 w^-1.85)), w in mm/s; 0.07 mm/s: time constant 411 s */
  assert_near(flue_sprinkler_share(0.0, 0.07e-3), 1.0, 0.0);
  assert_near(flue_sprinkler_share(-5.0, 0.07e-3), 1.0, 0.0);
  assert_near(flue_sprinkler_share(3.0 * pow(0.07, -1.85), 0.07e-3), exp(-1.0), 1e-12);
  assert_near(3.0 * pow(0.07, -1.85), 411.0, 1.0);
}

static void soot_and_heat_travel_together(void **state) {
  (void)state;
  const double soot = flue_jet_soot(1.1, 20.0, 0.07, 0.65, 20e6);
  assert_near_rel(soot, 1.1 * FLUE_CP * 20.0 * 0.07 / (0.65 * 20e6), 1e-14);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_heat_element_follows_its_exponential_whatever_the_step),
      cmocka_unit_test(a_smoke_detector_lags_by_its_length_over_the_speed),
      cmocka_unit_test(obscuration_is_the_light_lost_over_a_metre),
      cmocka_unit_test(a_sprayed_fire_decays_as_evans_found),
      cmocka_unit_test(soot_and_heat_travel_together),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

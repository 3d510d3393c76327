/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flames out of windows against EN 1991-1-2 annex B by hand. */
#include "models/facade.h"

#include "flue_test.h"
#include "models/gas.h"

static void the_flame_of_6_MW_out_of_2_m_stands_2_5_m_above_it(void **state) {
  (void)state;
  /* 1.9 * 3^(2/3) - 1.5 = 2.452 m; axis 3.202 m; 0.4725 * min(1, 3.202 * 2 / 6 = 1.067) */
  const flue_facade_flame f = flue_facade_flame_of(6e6, 2.0, 1.5);
  assert_near(f.height_m, 1.9 * pow(3.0, 2.0 / 3.0) - 1.5, 1e-12);
  assert_near(f.height_m, 2.452, 5e-4);
  assert_near(f.length_m, 3.202, 5e-4);
  assert_near(f.fall, 0.4725, 0.0); /* beyond its range: held */
  assert_near(f.window_k, 520.0 / 0.5275, 1e-9);
  assert_near(f.emissivity, 1.0 - exp(-0.3), 1e-12); /* 1 m thick */
  assert_near(f.convection, 4.67 * pow(1.5, -0.4) * pow(2.0, 0.6), 1e-9);
}

static void it_is_520_K_hot_at_its_tip_and_nothing_beyond(void **state) {
  (void)state;
  /* 20 MW out of 3 m: 1.9 * 6.667^(2/3) - 2 = 4.730 m, axis 5.730 m: 0.4725 * 0.8595 */
  const flue_facade_flame f = flue_facade_flame_of(20e6, 3.0, 2.0);
  assert_near(f.fall, 0.4725 * f.length_m * 3.0 / 20.0, 1e-12);
  assert_near(f.window_k, 520.0 / (1.0 - 0.4061), 0.5);
  assert_near(flue_facade_rise(&f, f.height_m), 520.0, 1e-9);
  assert_near(flue_facade_rise(&f, f.height_m + 0.01), 0.0, 0.0);
  assert_true(flue_facade_rise(&f, 0.0) > flue_facade_rise(&f, 1.0));
  /* 520 K above 293.15 K, emissivity 1 - exp(-0.4) */
  assert_near_rel(flue_facade_radiation(&f, 520.0, 293.15),
                  FLUE_STEFAN_BOLTZMANN * (0.32968 * pow(813.15, 4) + 0.67032 * pow(293.15, 4)),
                  1e-4); /* 8.45 kW/m2 */
}

static void a_small_fire_stays_inside(void **state) {
  (void)state;
  assert_near(flue_facade_flame_of(1e6, 2.0, 2.0).height_m, 0.0, 0.0);
  assert_near(flue_facade_flame_of(0.0, 2.0, 2.0).height_m, 0.0, 0.0);
  assert_near(flue_facade_flame_of(5e6, 0.0, 2.0).height_m, 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_flame_of_6_MW_out_of_2_m_stands_2_5_m_above_it),
      cmocka_unit_test(it_is_520_K_hot_at_its_tip_and_nothing_beyond),
      cmocka_unit_test(a_small_fire_stays_inside),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

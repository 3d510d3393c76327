/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include "models/toxicity.h"

/** Seconds until the dose of gas is 1. */
static double time_to_one(double co, double co2, double o2) {
  return 1 / (flue_toxicity_asphyxia(co, 0, co2) + flue_toxicity_oxygen(o2));
}

/* ISO 20414 test 19, four mixtures; 0.1 % tells the form exp(c/5) of breathing apart */
static void times_agree_with_iso_20414_test_19(void **state) {
  (void)state;
  assert_near_rel(time_to_one(0.001, 0.02, 0.15), 981.71, 1e-3);
  assert_near_rel(time_to_one(0, 0, 0.12), 1666.49, 1e-3);
  assert_near_rel(time_to_one(0.001, 0, 0.21), 1692.82, 1e-3);
  assert_near_rel(time_to_one(0.001, 0.0343, 0.21), 846.50, 1e-3);
}

/* By hand: 100 ppm, exp(100/43)/220 - 0.0045 = 0.042018 per minute */
static void hcn_of_100_ppm_gives_0_042_per_minute(void **state) {
  (void)state;
  assert_near_rel(flue_toxicity_hcn(1e-4) * 60, exp(100 / 43.0) / 220 - 0.0045, 1e-12);
  assert_near(flue_toxicity_hcn(1e-4) * 60, 0.042, 5e-4);
}

static void clean_air_is_harmless(void **state) {
  (void)state;
  assert_near(flue_toxicity_asphyxia(0, 0, 4e-4), 0, 0);
  assert_near(flue_toxicity_oxygen(0.209), 0, 0);
  assert_near(flue_toxicity_convection(293.15), 0, 0);
  assert_near(flue_toxicity_radiation(1000), 0, 0);
}

/* By hand: 100 deg C, 5e7 / 100^3.4 = 7.92 min */
static void air_of_100_celsius_is_stood_for_7_9_minutes(void **state) {
  (void)state;
  assert_near_rel(1 / flue_toxicity_convection(373.15), 60 * 5e7 / pow(100, 3.4), 1e-9);
  assert_near(1 / flue_toxicity_convection(373.15) / 60, 7.92, 0.01);
}

/* By hand: 10 kW/m2, 1.33 / 10^1.33 = 0.0622 min = 3.7 s (Purser: pain after about 4 s) */
static void radiation_of_10_kw_is_stood_for_3_7_s(void **state) {
  (void)state;
  assert_near(1 / flue_toxicity_radiation(10e3), 3.73, 0.01);
  assert_near(flue_toxicity_radiation(2499), 0, 0);
}

/* HCl: lethal dose 114000 ppm min, incapacitating 900 ppm */
static void hydrogen_chloride_doses_and_incapacitates(void **state) {
  (void)state;
  assert_near(flue_toxicity_irritant_dose(1000e-6) * 114 * 60, 1, 1e-12);
  assert_near(flue_toxicity_irritant(900e-6), 1, 1e-12);
  assert_near(flue_toxicity_irritant(-1e-9), 0, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hydrogen_chloride_doses_and_incapacitates),
      cmocka_unit_test(times_agree_with_iso_20414_test_19),
      cmocka_unit_test(hcn_of_100_ppm_gives_0_042_per_minute),
      cmocka_unit_test(clean_air_is_harmless),
      cmocka_unit_test(air_of_100_celsius_is_stood_for_7_9_minutes),
      cmocka_unit_test(radiation_of_10_kw_is_stood_for_3_7_s),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

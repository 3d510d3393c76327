/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Air, its species and the atmosphere against standards. */
#include "models/gas.h"

#include "flue_test.h"

static void outdoor_air_has_its_volume_fractions(void **state) {
  (void)state;
  /* moist air at 20 degC and 50 %: 1.16 % H2O; O2 20.95 %, CO2 420 ppm of the dry part. Fractions
     by mass are rounded to four digits. */
  assert_near(flue_volume_fraction(FLUE_AIR, FLUE_H2O), 0.0116, 2e-4);
  assert_near(flue_volume_fraction(FLUE_AIR, FLUE_O2), 0.2095 * (1 - 0.0116), 1.5e-3);
  assert_near(flue_volume_fraction(FLUE_AIR, FLUE_CO2), 420e-6, 1e-5);
  assert_near(flue_volume_fraction(FLUE_AIR, FLUE_CO), 0.0, 0.0);
}

static void volume_fractions_leave_out_soot(void **state) {
  (void)state;
  const double y[FLUE_SPECIES_COUNT] = {[FLUE_SOOT] = 0.5, [FLUE_O2] = 0.5};
  assert_near(flue_volume_fraction(y, FLUE_O2), 1.0, 1e-12);
}

static void pressure_falls_as_in_the_standard_atmosphere(void **state) {
  (void)state;
  /* ISO 2533 / ICAO Doc 7488: 1000 m 89 874.6 Pa, 2000 m 79 495.2 Pa, 5000 m 54 019.9 Pa. The table
     counts geopotential metres with R = 287.053: 0.1 % */
  assert_near(flue_pressure_at_elevation(0), 101325.0, 1e-9);
  assert_near_rel(flue_pressure_at_elevation(1000), 89874.6, 1e-3);
  assert_near_rel(flue_pressure_at_elevation(2000), 79495.2, 1e-3);
  assert_near_rel(flue_pressure_at_elevation(5000), 54019.9, 1e-3);
}

static void head_of_air_is_hydrostatic(void **state) {
  (void)state;
  const flue_atmosphere flat = {283.15, 101325, 0.0}, falling = {283.15, 101325, 0.0065};
  const double rho = 101325 / (FLUE_GAS_CONSTANT * 283.15);
  for (double z = -20; z <= 400; z += 35) {
    /* dp/dz = -rho g by central differences over 1 cm */
    const double h = 0.01;
    const double slope =
        (flue_atmosphere_head(&falling, z + h) - flue_atmosphere_head(&falling, z - h)) / (2 * h);
    const double local = (101325 + flue_atmosphere_head(&falling, z)) /
                         (FLUE_GAS_CONSTANT * flue_atmosphere_temp(&falling, z));
    assert_near_rel(slope, -local * FLUE_GRAVITY, 1e-6);
  }
  assert_near_rel(flue_atmosphere_head(&flat, 1.0), -rho * FLUE_GRAVITY, 1e-4);
  /* the limit of no lapse is reached without a jump */
  const flue_atmosphere almost = {283.15, 101325, 1e-12};
  assert_near_rel(flue_atmosphere_head(&almost, 300), flue_atmosphere_head(&flat, 300), 1e-6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(outdoor_air_has_its_volume_fractions),
      cmocka_unit_test(volume_fractions_leave_out_soot),
      cmocka_unit_test(pressure_falls_as_in_the_standard_atmosphere),
      cmocka_unit_test(head_of_air_is_hydrostatic),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

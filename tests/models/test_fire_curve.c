/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured heat release of items: rows of models/data/curves.csv. */
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"
#include "flue_test.h"
#include "models/fire.h"
#include "models/fire_curve.h"

static double at(const char *name, double time_s) {
  flue_fire_curve curve;
  assert_int_equal(flue_fire_curve_find(NULL, name, &curve), FLUE_OK);
  for (size_t i = 0; i < curve.n; ++i)
    if (curve.time_s[i] == time_s) return curve.heat_w[i];
  fail_msg("%s has no row at %g s", name, time_s);
  return NAN;
}

/* peaks of the object files of CFAST (NIST) */
static void curves_have_the_peaks_that_were_measured(void **state) {
  (void)state;
  assert_near(at("sofa", 400.0), 3447e3, 1e-6);
  assert_near(at("bunk_bed", 240.0), 4620e3, 1e-6);
  assert_near(at("workstation", 550.0), 6710e3, 1e-6);
  assert_near(at("kiosk", 1230.0), 1750e3, 1e-6);
}

/* Quintiere et al. 1982: 0.10 t + 0.0185 t2 g/min with t in min, from 60 min on 73 g/min */
static void smouldering_grows_as_its_law(void **state) {
  (void)state;
  flue_fuel fuel;
  assert_int_equal(flue_fuel_find(NULL, "smouldering", &fuel), FLUE_OK);
  for (double t = 10.0; t <= 60.0; t += 10.0) {
    const double mass = (0.10 * t + 0.0185 * t * t) * 1e-3 / 60.0; /* [kg s-1] */
    assert_near(at("smouldering", 60.0 * t), mass * fuel.heat_of_combustion, 6.0);
  }
  assert_near_rel(at("smouldering", 7200.0), 73e-3 / 60.0 * fuel.heat_of_combustion, 1e-3);
}

static void every_curve_can_be_read_and_has_a_fuel(void **state) {
  (void)state;
  const flue_embedded *data = flue_embedded_find("curves");
  flue_table *table = NULL;
  assert_int_equal(
      flue_table_parse(NULL, "curves.csv", (const char *)data->bytes, data->length, &table),
      FLUE_OK);
  assert_true(flue_table_rows(table) >= 8);
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    flue_fire_curve curve;
    flue_fuel fuel;
    assert_int_equal(flue_fire_curve_find(NULL, flue_table_cell(table, row, 0), &curve), FLUE_OK);
    assert_int_equal(flue_fuel_find(NULL, curve.fuel, &fuel), FLUE_OK);
    assert_true(curve.area_m2 > 0.0);
  }
  flue_table_destroy(&table);
  flue_fire_curve none;
  assert_int_equal(flue_fire_curve_find(NULL, "none", &none), FLUE_EARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(curves_have_the_peaks_that_were_measured),
      cmocka_unit_test(smouldering_grows_as_its_law),
      cmocka_unit_test(every_curve_can_be_read_and_has_a_fuel),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

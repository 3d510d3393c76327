/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emissivity of gas and views between surfaces against tables and closed forms. */
#include "models/radiation.h"

#include "flue_test.h"

/* The box of 2 x 2 x 4 m of 1 atm of water vapour at 1000 K (verification of CFAST, radiation_4):
   the mean emissivity is 0.5135; Leckner's fit along the mean beam length 3.6 V / A gives 4 % less.
 */
static void water_vapour_of_a_box_emits_as_the_detailed_solution(void **state) {
  (void)state;
  const double beam = 3.6 * 16.0 / 40.0;
  assert_near_rel(flue_gas_emissivity(1.01325, 0.0, 1000.0, beam), 0.5135, 0.05);
}

/* Bands of the two gases overlap: together they emit less than the sum, more than either. */
static void gases_together_emit_less_than_their_sum(void **state) {
  (void)state;
  const double w = flue_gas_emissivity(0.1, 0.0, 1000.0, 3.0),
               c = flue_gas_emissivity(0.0, 0.1, 1000.0, 3.0),
               both = flue_gas_emissivity(0.1, 0.1, 1000.0, 3.0);
  assert_true(both < w + c && both > fmax(w, c));
}

static void emissivity_grows_with_the_path_and_vanishes_with_the_gas(void **state) {
  (void)state;
  double before = 0.0;
  for (double path = 1e-4; path < 100.0; path *= 2.0) {
    const double e = flue_gas_emissivity(0.1, 0.1, 800.0, path);
    assert_true(e >= before && e < 1.0);
    before = e;
  }
  assert_near(flue_gas_emissivity(0.0, 0.0, 800.0, 2.0), 0.0, 0.0);
}

static void soot_absorbs_in_proportion_to_volume_and_temperature(void **state) {
  (void)state;
  /* 1186 f_v T: 1e-3 kg/m3 of 1800 kg/m3 at 900 K */
  assert_near_rel(flue_soot_absorption(1e-3, 900.0), 1186.0 * 1e-3 / 1800.0 * 900.0, 1e-12);
}

/* Unit cube: opposite faces see 0.1998 of each other (Howell, C-11). */
static void faces_of_a_cube_see_a_fifth_of_each_other(void **state) {
  (void)state;
  assert_near(flue_view_parallel(1.0, 1.0, 1.0), 0.19982, 1e-5);
  assert_near(flue_view_parallel(100.0, 100.0, 0.1), 1.0, 5e-3);
}

static void a_point_amid_a_cube_sees_a_sixth_in_each_face(void **state) {
  (void)state;
  assert_near(flue_view_from_point(2.0, 2.0, 1.0, 1.0, 1.0), 1.0 / 6.0, 1e-12);
  /* a point beside the rectangle: what the larger one shows less what the missing part would */
  const double whole = flue_view_from_point(3.0, 2.0, 0.0, 1.0, 1.0),
               part = flue_view_from_point(1.0, 2.0, 0.0, 1.0, 1.0);
  assert_near(flue_view_from_point(2.0, 2.0, -1.0, 1.0, 1.0), whole - part, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(water_vapour_of_a_box_emits_as_the_detailed_solution),
      cmocka_unit_test(gases_together_emit_less_than_their_sum),
      cmocka_unit_test(emissivity_grows_with_the_path_and_vanishes_with_the_gas),
      cmocka_unit_test(soot_absorbs_in_proportion_to_volume_and_temperature),
      cmocka_unit_test(faces_of_a_cube_see_a_fifth_of_each_other),
      cmocka_unit_test(a_point_amid_a_cube_sees_a_sixth_in_each_face),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

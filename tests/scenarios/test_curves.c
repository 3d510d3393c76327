/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fires that burn by measured curves, in networks and in buildings. */
#include "models/fire.h"
#include "models/fire_curve.h"
#include "network_fixture.h"

static void an_item_releases_what_was_measured(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nnetwork:\n  longest_step: 1 s\n"
      "  compartments: [{id: a, width: 20, depth: 20, height: 6}]\n"
      "  openings: [{id: d, between: [a, outside], width: 4, height: 4}]\n"
      "  fires: [{id: f, in: a, curve: sofa, heights: [0.5], when: {at_time: 60 s}}]\n"
      "run: {end: 600 s}\n");
  advance(&b, 59.0);
  assert_near(b.view.heat_release[0], 0.0, 0.0);
  advance(&b, 310.0); /* 250 s after it was lit: between 953.9 and 1864 kW */
  assert_near_rel(b.view.heat_release[0], 0.5 * (953.9e3 + 1864e3), 0.02);
  assert_near(b.view.fire[0].base_m, 0.5, 0.0);
  built_clear(&b);
}

/* foam burnt as the sofa gives the CO and soot of the sofa's foam, but for what is written */
static void yields_that_are_not_written_are_those_of_the_item(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nnetwork:\n  longest_step: 1 s\n"
      "  compartments: [{id: a, width: 20, depth: 20, height: 6, kind: mixed}]\n"
      "  fuels: {foam: {carbon: 1, hydrogen: 1.8, oxygen: 0.3, nitrogen: 0.05, "
      "heat_of_combustion: 17.8 MJ/kg, radiative_fraction: 0.4}}\n"
      "  fires: [{id: f, in: a, curve: sofa, fuel: foam, co: [0.02]}]\nrun: {end: 100 s}\n");
  advance(&b, 100.0);
  const size_t cell = (size_t)b.view.lower[0], n = b.view.n_cells;
  const double gas = b.view.density[cell] * 20.0 * 20.0 * 6.0, burnt = b.view.fire[0].burnt_kg;
  assert_true(burnt > 0.1);
  assert_near_rel(b.view.fraction[FLUE_CO * n + cell] * gas, 0.02 * burnt, 0.01);
  assert_near_rel(b.view.fraction[FLUE_SOOT * n + cell] * gas, 0.131 * burnt, 0.01);
  built_clear(&b);
}

/* the sofa was measured for 1100 s and is taken to die down in 600 s more */
static void an_item_dies_down_after_its_test(void **state) {
  (void)state;
  flue_fire_curve sofa;
  assert_int_equal(flue_fire_curve_find(NULL, "sofa", &sofa), FLUE_OK);
  assert_near(sofa.time_s[sofa.n - 2], 1100.0, 0.0);
  assert_near(sofa.heat_w[sofa.n - 2], 216.6e3, 1e-6);
  assert_near(sofa.time_s[sofa.n - 1], 1700.0, 0.0);
  assert_near(sofa.heat_w[sofa.n - 1], 0.0, 0.0);
}

/* CO and heat of a smouldering item stay in a sealed room: 0.11 kg for each that smoulders */
static void smouldering_gives_off_carbon_monoxide_and_no_flame(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nnetwork:\n"
      "  compartments: [{id: a, width: 3, depth: 3, height: 2.5, kind: mixed}]\n"
      "  fires: [{id: s, in: a, curve: smouldering}]\nrun: {end: 3600 s}\n");
  advance(&b, 1200.0);
  const double burnt = b.view.fire[0].burnt_kg;
  const int cell = b.view.lower[0];
  const double co = b.view.fraction[(size_t)FLUE_CO * b.view.n_cells + (size_t)cell] *
                    b.view.density[cell] * 3.0 * 3.0 * 2.5;
  /* 0.10 t + 0.0185 t2 g/min over 20 min: 69.3 g; the rows of the curve are linear between */
  assert_near_rel(burnt, 69.3e-3, 0.03);
  assert_near_rel(co, 0.11 * burnt, 0.01);
  advance(&b, 3600.0); /* of 17.8 kW a flame would be 0.4 m high */
  assert_near(b.view.fire[0].flame_m, 0.0, 0.0);
  assert_near(b.view.fire[0].convective, b.view.fire[0].release, 0.0);
  built_clear(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_item_releases_what_was_measured),
      cmocka_unit_test(yields_that_are_not_written_are_those_of_the_item),
      cmocka_unit_test(an_item_dies_down_after_its_test),
      cmocka_unit_test(smouldering_gives_off_carbon_monoxide_and_no_flame),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

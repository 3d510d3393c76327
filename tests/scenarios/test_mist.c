/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Water mist that evaporates in the gas of networks. */
#include "models/device.h"
#include "network_fixture.h"

static void drops_evaporate_in_hot_gas_alone(void **state) {
  (void)state;
  assert_near(flue_mist_share(0.6, 373.15), 0.6, 1e-12);
  assert_near(flue_mist_share(0.6, 900.0), 0.6, 1e-12);
  assert_near(flue_mist_share(0.6, 333.15), 0.3, 1e-12);
  assert_near(flue_mist_share(0.6, 280.0), 0.0, 0.0);
}

/** A hot, well-mixed room of 500 K that a crack joins to air of 293 K; 20 g/s of mist from the
 * start.
 */
#define HOT                                                                                      \
  "flue: 1\nnetwork:\n  longest_step: 0.5 s\n  humidity: 0\n"                                    \
  "  compartments: [{id: a, kind: mixed, width: 5, depth: 5, height: 4, temperature: 226.85 "    \
  "°C}]\n"                                                                                      \
  "  openings: [{id: o, between: [outside, a], bottom: 0, height: 0.05, width: 0.4}]\n"          \
  "  detectors: [{id: m, in: a, at: [2, 2, 3.9], kind: mist, water: 0.02 l/s, evaporates: 1}]\n" \
  "run: {end: 60 s}\n"

/* at constant pressure and volume the sum of m T stays: what is drawn in is
   (m_v L / cp - m_v T_v) / T_o = (0.02 * 2.454e6 / 1029 - 0.02 * 293.15) / 293.15 = 0.143 kg/s */
static void cooling_draws_in_as_much_air_as_the_heat_it_takes(void **state) {
  (void)state;
  built b = build(HOT);
  advance(&b, 5.0);
  const double before = b.view.temp[0];
  assert_near(b.view.sensor[0].at_s, 0.5, 0.5);
  const double cp = flue_specific_heat(before);
  assert_near_rel(b.view.flow[0], 0.02 * (FLUE_MIST_LATENT / cp - 293.15) / 293.15, 0.04);
  const size_t water = FLUE_H2O * b.view.n_cells;
  const double vapour = b.view.fraction[water] * b.view.density[0] * b.view.size[0];
  flue_network_balance first, last;
  flue_network_get_balance(b.net, &first);
  advance(&b, 35.0);
  flue_network_get_balance(b.net, &last);
  assert_near_rel(last.energy_out - first.energy_out, 30.0 * 0.02 * FLUE_MIST_LATENT, 1e-9);
  assert_true(b.view.temp[0] < before - 10.0);
  assert_near_rel(b.view.fraction[water] * b.view.density[0] * b.view.size[0] - vapour, 30.0 * 0.02,
                  1e-3); /* no water in the air outside */
  assert_true(last.mass_error < 1e-10 && last.energy_error < 1e-8);
  built_clear(&b);
}

#define BURNING(kind)                                                                      \
  "flue: 1\nnetwork:\n  longest_step: 1 s\n"                                               \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"               \
  "  compartments: [{id: a, width: 4, depth: 4, height: 3}]\n"                             \
  "  openings: [{id: o, between: [a, outside], height: 2, width: 0.9}]\n"                  \
  "  detectors: [{id: m, in: a, at: [2, 2, 2.9], rti: 50, " kind                           \
  "}]\n"                                                                                   \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 60, 600], heat: [0, 800 kW, 800 kW]}]\n" \
  "run: {end: 300 s}\n"

static void mist_cools_the_layer_of_a_fire_and_balances_hold(void **state) {
  (void)state;
  built dry = build(BURNING("kind: sprinkler"));
  built wet = build(BURNING("kind: mist, water: 0.15 l/s, evaporates: 80 %"));
  advance(&dry, 300.0);
  advance(&wet, 300.0);
  const double hot = dry.view.temp[dry.view.upper[0]], cool = wet.view.temp[wet.view.upper[0]];
  printf("layer %.0f K dry, %.0f K with mist from %.1f s\n", hot, cool, wet.view.sensor[0].at_s);
  assert_true(cool < hot - 50.0 && cool > 293.15);
  flue_network_balance balance;
  flue_network_get_balance(wet.net, &balance);
  assert_true(balance.mass_error < 1e-10 && balance.energy_error < 1e-8);
  built_clear(&dry);
  built_clear(&wet);
}

static void mist_resumes_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(BURNING("kind: mist, water: 0.1 l/s"), 60.0, 200.0, 10.0);
}

static void a_mist_without_water_is_refused(void **state) {
  (void)state;
  reading r = read_text(BURNING("kind: mist"), NULL);
  assert_int_not_equal(r.status, FLUE_OK);
  assert_non_null(strstr(r.printed.data, "water"));
  reading_clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(drops_evaporate_in_hot_gas_alone),
      cmocka_unit_test(cooling_draws_in_as_much_air_as_the_heat_it_takes),
      cmocka_unit_test(mist_cools_the_layer_of_a_fire_and_balances_hold),
      cmocka_unit_test(mist_resumes_with_the_same_bits),
      cmocka_unit_test(a_mist_without_water_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

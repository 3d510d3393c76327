/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hot gas that spreads under ceilings and comes late to what is far from where it enters. */
#include "models/fire.h"
#include "network_fixture.h"

/** A room with a fire beside the near end of a corridor of 30 x 2 x 2.5 m, windows at 10 m and at
 *  the far end, whose place in the wall is known or not. */
#define CORRIDOR(place)                                                                      \
  "flue: 1\nnetwork:\n  longest_step: 0.5 s\n"                                               \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                 \
  "  compartments:\n  - {id: a, width: 4, depth: 4, height: 2.5}\n"                          \
  "  - {id: c, at: [4, 0, 0], width: 30, depth: 2, height: 2.5, corridor: true}\n"           \
  "  openings:\n"                                                                            \
  "  - {id: door, between: [a, c], height: 2.0, width: 0.9, face: right, offset: 0.5}\n"     \
  "  - {id: near, between: [c, outside], bottom: 1.9, height: 0.6, width: 0.5, face: rear, " \
  "offset: 9.75}\n"                                                                          \
  "  - {id: far, between: [c, outside], bottom: 0, height: 2.5, width: 0.9" place            \
  "}\n"                                                                                      \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 20, 600], heat: [0, 300 kW, 300 kW]}]\n"   \
  "  detectors:\n"                                                                           \
  "  - {id: d1, in: c, at: [2, 1, 2.45], kind: heat, rti: 1, temperature: 23 °C}\n"         \
  "  - {id: d2, in: c, at: [29, 1, 2.45], kind: heat, rti: 1, temperature: 23 °C}\n"        \
  "run: {end: 200 s}\n"
#define KNOWN   CORRIDOR(", face: right")
#define UNKNOWN CORRIDOR("")

/** 300 kW in a corridor 2 m wide: (0.49 * 9.80665 * 3e5 / (1.2 * 1005 * 293 * 2))^(1/3). */
static void the_front_runs_as_the_heat_that_feeds_it(void **state) {
  (void)state;
  assert_near(flue_gas_front(3e5, 1.2, 293.15, 2.0),
              cbrt(0.49 * 9.80665 * 3e5 / (1.2 * FLUE_CP * 293.15 * 2.0)), 1e-12);
  assert_near(flue_gas_front(3e5, 1.2, 293.15, 2.0), 1.27, 0.01);
  /* the same current by its depth: the heat it carries is that which feeds it */
  const double u = flue_gas_front(3e5, 1.2, 293.15, 2.0), rise = 100.0;
  const double depth = 3e5 / (1.2 * FLUE_CP * rise * u * 2.0);
  assert_near_rel(flue_gas_current(9.80665 * rise / 293.15, depth), u, 1e-9);
  assert_near(flue_gas_front(0.0, 1.2, 293.15, 2.0), 0.0, 0.0);
}

/* a fire at the near end of the corridor itself, 28 m from the far detector: the current of 195 kW
   after the rise of its plume */
#define WITHIN                                                                                  \
  "flue: 1\nnetwork:\n  longest_step: 0.25 s\n"                                                 \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                    \
  "  compartments: [{id: c, width: 30, depth: 2, height: 2.5, corridor: true}]\n"               \
  "  openings: [{id: o, between: [c, outside], height: 2.5, width: 0.9, face: right}]\n"        \
  "  fires: [{id: f, in: c, at: [1, 1], fuel: gas, times: [0, 600], heat: [300 kW, 300 kW]}]\n" \
  "  detectors:\n"                                                                              \
  "  - {id: d1, in: c, at: [3, 1, 2.45], kind: heat, rti: 1, temperature: 70 °C}\n"            \
  "  - {id: d2, in: c, at: [29, 1, 2.45], kind: heat, rti: 1, temperature: 70 °C}\n"           \
  "run: {end: 100 s}\n"

static void the_front_of_a_fire_comes_as_the_closed_form_says(void **state) {
  (void)state;
  built b = build(WITHIN);
  advance(&b, 100.0);
  const double speed = flue_gas_front(0.65 * 3e5, 1.2, 293.15, 2.0); /* 1.10 m/s */
  const double rise = flue_plume_rise_time(0.65 * 3e5, 2.5);         /* 0.7 s */
  assert_near(b.view.sensor[0].at_s, rise + 2.0 / speed, 1.5);
  assert_near(b.view.sensor[1].at_s, rise + 28.0 / speed, 1.5); /* 26.1 s */
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.mass_error < 1e-10 && balance.energy_error < 1e-8);
  built_clear(&b);
}

/* Heskestad and Delichatsios, as printed in NFPA 72 annex B (from memory): gas of a fire a t2 comes
   to a radius r below a ceiling H above it at t = 0.861 (1 + r / H) (A a)^(-1/5) H^(4/5), A =
   g / (cp T rho) = 0.028 in kW and m. Here a = 0.01 kW/s2, H = 2.4 m; at 0.5, 3.5 and 6 m */
#define SQUARE                                                                                     \
  "flue: 1\nnetwork:\n  longest_step: 0.25 s\n"                                                    \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                       \
  "  compartments: [{id: c, width: 14, depth: 14, height: 2.4}]\n"                                 \
  "  openings: [{id: o, between: [c, outside], height: 2, width: 0.9}]\n"                          \
  "  fires: [{id: f, in: c, fuel: gas, times: [0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80], heat: [" \
  "0, 0.25 kW, 1 kW, 2.25 kW, 4 kW, 6.25 kW, 9 kW, 16 kW, 25 kW, 36 kW, 64 kW]}]\n"                \
  "  detectors:\n"                                                                                 \
  "  - {id: d1, in: c, at: [7.5, 7, 2.35], kind: heat, rti: 0.1, temperature: 20.3 °C}\n"         \
  "  - {id: d2, in: c, at: [10.5, 7, 2.35], kind: heat, rti: 0.1, temperature: 20.3 °C}\n"        \
  "  - {id: d3, in: c, at: [7, 13, 2.35], kind: heat, rti: 0.1, temperature: 20.3 °C}\n"          \
  "run: {end: 80 s}\n"

static void the_jet_of_a_growing_fire_comes_as_measured(void **state) {
  (void)state;
  built b = build(SQUARE);
  advance(&b, 80.0);
  const double h = 2.4, buoyancy = 0.028, growth = 0.01, radius[] = {0.5, 3.5, 6.0};
  for (int i = 0; i < 3; ++i) {
    const double come = 0.861 * (1.0 + radius[i] / h) * pow(buoyancy * growth, -0.2) * pow(h, 0.8);
    assert_near_rel(b.view.sensor[i].at_s, come, 0.25); /* 8.5, 21.5, 36.3 s; 10.8, 21.9, 31.2 */
  }
  built_clear(&b);
}

/* 27 m with a heat that grows to 261 kW: at most as fast as 300 kW, at least as 120 kW */
static void hot_gas_from_a_room_comes_late_to_the_far_end(void **state) {
  (void)state;
  built b = build(KNOWN);
  advance(&b, 60.0);
  const double way = b.view.sensor[1].at_s - b.view.sensor[0].at_s;
  assert_true(way > 27.0 / flue_gas_front(3e5, 1.2, 293.15, 2.0)); /* 25.1 s */
  assert_true(way < 27.0 / flue_gas_front(1.2e5, 1.2, 293.15, 2.0));
  built_clear(&b);
}

/* less hot gas leaves while the far opening draws air: the layer is deeper; in the end both
   corridors are the same */
static void openings_beyond_the_front_draw_the_air_before_it(void **state) {
  (void)state;
  built plain = build(UNKNOWN), late = build(KNOWN);
  advance(&plain, 35.0);
  advance(&late, 35.0);
  assert_true(late.view.layer_m[1] < plain.view.layer_m[1] - 0.05);
  advance(&plain, 200.0);
  advance(&late, 200.0);
  assert_near(late.view.layer_m[1], plain.view.layer_m[1], 0.02);
  assert_near_rel(late.view.temp[late.view.upper[1]], plain.view.temp[plain.view.upper[1]], 0.01);
  built_clear(&plain);
  built_clear(&late);
}

static void fronts_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(KNOWN, 15.0, 60.0, 3.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_front_runs_as_the_heat_that_feeds_it),
      cmocka_unit_test(the_front_of_a_fire_comes_as_the_closed_form_says),
      cmocka_unit_test(the_jet_of_a_growing_fire_comes_as_measured),
      cmocka_unit_test(hot_gas_from_a_room_comes_late_to_the_far_end),
      cmocka_unit_test(openings_beyond_the_front_draw_the_air_before_it),
      cmocka_unit_test(fronts_resume_with_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hot gas that runs along a corridor and comes late to its far end. */
#include "models/fire.h"
#include "network_fixture.h"

/** A room with a fire beside the near end of a corridor of 30 x 2 x 2.5 m, windows at 10 m and at
 *  the far end. */
#define CORRIDOR(is_corridor)                                                                \
  "flue: 1\nnetwork:\n  longest_step: 0.5 s\n"                                               \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                 \
  "  compartments:\n  - {id: a, width: 4, depth: 4, height: 2.5}\n"                          \
  "  - {id: c, at: [4, 0, 0], width: 30, depth: 2, height: 2.5, corridor: " is_corridor      \
  "}\n"                                                                                      \
  "  openings:\n"                                                                            \
  "  - {id: door, between: [a, c], height: 2.0, width: 0.9, face: right, offset: 0.5}\n"     \
  "  - {id: near, between: [c, outside], bottom: 1.9, height: 0.6, width: 0.5, face: rear, " \
  "offset: 9.75}\n"                                                                          \
  "  - {id: far, between: [c, outside], bottom: 0, height: 2.5, width: 0.9, face: right}\n"  \
                                                                                             \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 20, 600], heat: [0, 300 kW, 300 kW]}]\n"   \
  "  detectors:\n"                                                                           \
  "  - {id: d1, in: c, at: [2, 1, 2.45], kind: heat, rti: 1, temperature: 23 °C}\n"         \
  "  - {id: d2, in: c, at: [29, 1, 2.45], kind: heat, rti: 1, temperature: 23 °C}\n"        \
  "run: {end: 200 s}\n"

/** 300 kW in a corridor 2 m wide: (0.49 * 9.80665 * 3e5 / (1.2 * 1005 * 293 * 2))^(1/3). */
static void the_front_runs_as_the_heat_that_feeds_it(void **state) {
  (void)state;
  assert_near(flue_corridor_front(3e5, 1.2, 293.15, 2.0),
              cbrt(0.49 * 9.80665 * 3e5 / (1.2 * FLUE_CP * 293.15 * 2.0)), 1e-12);
  assert_near(flue_corridor_front(3e5, 1.2, 293.15, 2.0), 1.27, 0.01);
  /* the same current by its depth: the heat it carries is that which feeds it */
  const double u = flue_corridor_front(3e5, 1.2, 293.15, 2.0), rise = 100.0;
  const double depth = 3e5 / (1.2 * FLUE_CP * rise * u * 2.0);
  assert_near_rel(flue_corridor_current(9.80665 * rise / 293.15, depth), u, 1e-9);
  assert_near(flue_corridor_front(0.0, 1.2, 293.15, 2.0), 0.0, 0.0);
}

/* a fire at the near end of the corridor itself, 28 m from the far detector: the current of 195 kW
 */
#define WITHIN(is_corridor)                                                                     \
  "flue: 1\nnetwork:\n  longest_step: 0.25 s\n"                                                 \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                    \
  "  compartments: [{id: c, width: 30, depth: 2, height: 2.5, corridor: " is_corridor           \
  "}]\n"                                                                                        \
  "  openings: [{id: o, between: [c, outside], height: 2.5, width: 0.9, face: right}]\n"        \
  "  fires: [{id: f, in: c, at: [1, 1], fuel: gas, times: [0, 600], heat: [300 kW, 300 kW]}]\n" \
  "  detectors:\n"                                                                              \
  "  - {id: d1, in: c, at: [3, 1, 2.45], kind: heat, rti: 1, temperature: 70 °C}\n"            \
  "  - {id: d2, in: c, at: [29, 1, 2.45], kind: heat, rti: 1, temperature: 70 °C}\n"           \
  "run: {end: 100 s}\n"

static void the_front_of_a_fire_comes_as_the_closed_form_says(void **state) {
  (void)state;
  built plain = build(WITHIN("false")), late = build(WITHIN("true"));
  advance(&plain, 100.0);
  advance(&late, 100.0);
  const double speed = flue_corridor_front(0.65 * 3e5, 1.2, 293.15, 2.0); /* 1.10 m/s */
  assert_true(plain.view.sensor[1].at_s < 5.0);
  assert_near(late.view.sensor[0].at_s, 2.0 / speed, 1.5);
  assert_near(late.view.sensor[1].at_s, 28.0 / speed, 1.5); /* 25.4 s */
  flue_network_balance balance;
  flue_network_get_balance(late.net, &balance);
  assert_true(balance.mass_error < 1e-10 && balance.energy_error < 1e-8);
  built_clear(&plain);
  built_clear(&late);
}

static void hot_gas_from_a_room_comes_late_to_the_far_end(void **state) {
  (void)state;
  built plain = build(CORRIDOR("false")), late = build(CORRIDOR("true"));
  advance(&plain, 60.0);
  advance(&late, 60.0);
  assert_near(plain.view.sensor[1].at_s, plain.view.sensor[0].at_s, 0.6);   /* 15.2 s */
  assert_near(late.view.sensor[0].at_s, plain.view.sensor[0].at_s, 2.0);    /* 16.7 s */
  assert_true(late.view.sensor[1].at_s > plain.view.sensor[1].at_s + 10.0); /* 29.6 s */
  built_clear(&plain);
  built_clear(&late);
}

/* less hot gas leaves while the far opening draws air: the layer is deeper; in the end both
   corridors are the same */
static void openings_beyond_the_front_draw_the_air_before_it(void **state) {
  (void)state;
  built plain = build(CORRIDOR("false")), late = build(CORRIDOR("true"));
  advance(&plain, 20.0);
  advance(&late, 20.0);
  assert_true(late.view.layer_m[1] < plain.view.layer_m[1]); /* 2.13 and 2.16 m */
  advance(&plain, 200.0);
  advance(&late, 200.0);
  assert_near(late.view.layer_m[1], plain.view.layer_m[1], 0.02);
  assert_near_rel(late.view.temp[late.view.upper[1]], plain.view.temp[plain.view.upper[1]], 0.01);
  built_clear(&plain);
  built_clear(&late);
}

static void fronts_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(CORRIDOR("true"), 15.0, 60.0, 3.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_front_runs_as_the_heat_that_feeds_it),
      cmocka_unit_test(the_front_of_a_fire_comes_as_the_closed_form_says),
      cmocka_unit_test(hot_gas_from_a_room_comes_late_to_the_far_end),
      cmocka_unit_test(openings_beyond_the_front_draw_the_air_before_it),
      cmocka_unit_test(fronts_resume_with_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

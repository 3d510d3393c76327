/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fire that comes out of a window, breaks the one above and lights what stands behind it. */
#include "models/facade.h"
#include "network_fixture.h"

/** Two rooms of 5 x 4 x 3 m above each other, each with a window; the upper one's stands aside by
 * an offset. 12 MW of vapour in the lower room. */
#define STACK(heat, offset)                                                                        \
  "flue: 1\nnetwork:\n  longest_step: 1 s\n"                                                       \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                       \
  "  compartments:\n  - {id: a, width: 5, depth: 4, height: 3}\n"                                  \
  "  - {id: b, at: [0, 0, 3], width: 5, depth: 4, height: 3}\n"                                    \
  "  openings:\n"                                                                                  \
  "  - {id: low, between: [a, outside], bottom: 0.9, height: 1.6, width: 2, face: front, offset: " \
  "1.5}\n"                                                                                         \
  "  - {id: high, between: [b, outside], bottom: 0.9, height: 1.6, width: 1, face: front, "        \
  "offset: " offset                                                                                \
  ", glass: {breaks: by_shock}}\n"                                                                 \
  "  targets: [{id: t, in: b, at: [2.5, 1, 1.5], normal: [0, -1, 0]}]\n"                           \
  "  fires:\n"                                                                                     \
  "  - {id: f, in: a, fuel: gas, times: [0, 120, 900], heat: [0, " heat ", " heat                  \
  "], areas: [4, "                                                                                 \
  "4, 4]}\n"                                                                                       \
  "  - {id: g, in: b, fuel: gas, times: [0, 60, 900], heat: [0, 500 kW, 500 kW], when: {target: "  \
  "t, at_flux: 2 kW/m2}}\n"                                                                        \
  "run: {end: 600 s}\n"

static void a_flame_breaks_the_window_above_and_lights_what_is_behind(void **state) {
  (void)state;
  built b = build(STACK("12 MW", "2"));
  double sum = 0.0;
  for (double t = 1.0; t <= 600.0; t += 1.0) {
    advance(&b, t);
    if (t > 300.0) sum += b.view.flame_m[0];
    if (isnan(b.view.glazing[0].broken_s)) assert_true(b.view.target[0].flame < 1.0);
  }
  /* EN 1991-1-2, B.4.1: 1.9 (Q / w)^(2/3) - h, of all that is given off, inside or outside: 4.67 m
   */
  assert_near(sum / 300.0, 1.9 * pow(12.0 / 2.0, 2.0 / 3.0) - 1.6, 0.1);
  assert_true(b.view.glazing[0].broken_s > 60.0 && b.view.glazing[0].broken_s < 200.0); /* 105 s */
  assert_true(b.view.fire[1].lit_s >= b.view.glazing[0].broken_s);
  assert_true(b.view.heat_release[1] > 1e5);
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.mass_error < 1e-10 && balance.energy_error < 1e-8);
  printf("flame %.2f m, broken %.1f s, lit %.1f s\n", sum / 300.0, b.view.glazing[0].broken_s,
         b.view.fire[1].lit_s);
  built_clear(&b);
}

static void a_window_aside_and_one_over_a_small_fire_stay_whole(void **state) {
  (void)state;
  built aside = build(STACK("12 MW", "4")), small = build(STACK("600 kW", "2"));
  advance(&aside, 600.0);
  advance(&small, 600.0);
  assert_true(aside.view.flame_m[0] > 1.0);
  assert_near(small.view.flame_m[0], 0.0, 0.0);
  assert_true(isnan(aside.view.glazing[0].broken_s) && isnan(small.view.glazing[0].broken_s));
  assert_true(isnan(aside.view.fire[1].lit_s) && isnan(small.view.fire[1].lit_s));
  built_clear(&aside);
  built_clear(&small);
}

static void flames_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(STACK("12 MW", "2"), 90.0, 300.0, 10.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_flame_breaks_the_window_above_and_lights_what_is_behind),
      cmocka_unit_test(a_window_aside_and_one_over_a_small_fire_stay_whole),
      cmocka_unit_test(flames_resume_with_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

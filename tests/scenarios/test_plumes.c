/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plumes chosen for the fires of networks. */
#include "core/state.h"
#include "models/plume_rise.h"
#include "network_fixture.h"

/** An atrium of 1000 m2 and 20 m with a fire of 5 MW. */
#define ATRIUM(plume)                                                                            \
  "flue: 1\nnetwork:\n  longest_step: 1 s\n"                                                     \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                     \
  "  compartments: [{id: a, width: 40, depth: 25, height: 20}]\n"                                \
  "  openings: [{id: door, between: [a, outside], height: 2, width: 4}]\n"                       \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 600], heat: [5 MW, 5 MW], areas: [9, 9]" plume \
  "}]\nrun: {end: 60 s}\n"

/** What the plume of the last step carries, over the closed form at the interface. */
static double share_of(const char *text, flue_plume_kind kind, const flue_plume_fire *fire) {
  built b = build(text);
  advance(&b, 29.0);
  const double before = b.view.layer_m[0];
  advance(&b, 30.0);
  assert_true(b.view.layer_m[0] > 6.0 && b.view.layer_m[0] < 19.5);
  assert_near_rel(b.view.fire[0].release, 5e6, 1e-9);
  const double share = b.view.fire[0].plume /
                       flue_plume_rise_of(kind)->flow(fire, 0.5 * (before + b.view.layer_m[0]));
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.mass_error < 1e-10 && balance.energy_error < 1e-8);
  built_clear(&b);
  return share;
}

static void each_plume_carries_what_its_closed_form_says(void **state) {
  (void)state;
  const flue_plume_fire fire = {5e6, 0.65 * 5e6, 0.0, 6.0, 10.0, 4.0};
  assert_near(share_of(ATRIUM(", plume: line, line_length: 6"), FLUE_PLUME_LINE, &fire), 1.0, 0.03);
  assert_near(share_of(ATRIUM(", plume: balcony, spill_width: 10, edge_height: 4"),
                       FLUE_PLUME_BALCONY, &fire),
              1.0, 0.03);
  /* a draught through the door adds to those of round fires */
  const double round = share_of(ATRIUM(", plume: mccaffrey"), FLUE_PLUME_MCCAFFREY, &fire);
  assert_true(round > 0.97 && round < 1.15);
}

static void the_plume_of_a_fire_is_heskestads_unless_another_is_chosen(void **state) {
  (void)state;
  built a = build(ATRIUM("")), b = build(ATRIUM(", plume: heskestad"));
  advance(&a, 60.0);
  advance(&b, 60.0);
  assert_memory_equal(a.view.temp, b.view.temp, a.view.n_cells * sizeof(double));
  built_clear(&a);
  built_clear(&b);
}

/** A small room behind another, whose lower layer the plume takes up in about 6 s. */
#define SMALL(step)                                                                            \
  "flue: 1\nnetwork:\n  longest_step: " step                                                   \
  " s\n"                                                                                       \
  "  fuels: {gas: {carbon: 3, hydrogen: 8, heat_of_combustion: 46 MJ/kg}}\n"                   \
  "  compartments: [{id: a, width: 3.7, depth: 6.1, height: 2.4}, {id: b, width: 3.7, depth: " \
  "6.1, height: 2.4}]\n"                                                                       \
  "  openings: [{id: door, between: [a, b], height: 2, width: 0.9}, {id: exit, between: [b, "  \
  "outside], height: 2, width: 0.9}]\n"                                                        \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 5, 600], heat: [0, 800 kW, 800 kW], areas: " \
  "[0.72, 0.72, 0.72]}]\nrun: {end: 600 s}\n"

/* the length of a step follows the plume of the one before, which a resumed run must know */
static void a_resumed_run_takes_the_same_steps(void **state) {
  (void)state;
  built straight = build(SMALL("10")), resumed = build(SMALL("10"));
  flue_state saved = {0};
  advance(&straight, 300.0);
  flue_network_state(straight.net, &saved);
  advance(&straight, 400.0);
  flue_state_rewind(&saved);
  flue_network_state(resumed.net, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  advance(&resumed, 400.0);
  assert_memory_equal(straight.view.temp, resumed.view.temp, 4 * sizeof(double));
  flue_state_clear(&saved);
  built_clear(&straight);
  built_clear(&resumed);
}

/* steps as long as the engine takes them give the layers of steps of half a second; with steps of
 * 7.5 s the interface swung by 18 % and the lower layer by 120 K */
static void interfaces_do_not_swing_in_long_steps(void **state) {
  (void)state;
  built coarse = build(SMALL("10")), fine = build(SMALL("0.5"));
  for (double t = 15.0; t <= 600.0; t += 15.0) {
    advance(&coarse, t);
    advance(&fine, t);
    if (t < 150.0) continue;
    assert_near_rel(coarse.view.layer_m[0], fine.view.layer_m[0], 0.01);
    for (int cell = 0; cell < 4; ++cell)
      assert_near_rel(coarse.view.temp[cell], fine.view.temp[cell], 0.01);
  }
  built_clear(&coarse);
  built_clear(&fine);
}

static void a_plume_without_its_sizes_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *text, *key;
  } cases[] = {{ATRIUM(", plume: line"), "line_length"},
               {ATRIUM(", plume: balcony, edge_height: 4"), "spill_width"},
               {ATRIUM(", plume: balcony, spill_width: 4"), "edge_height"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    reading r = read_text(cases[i].text, NULL);
    assert_int_not_equal(r.status, FLUE_OK);
    assert_int_equal(r.list.n, 1);
    assert_non_null(strstr(r.printed.data, cases[i].key));
    reading_clear(&r);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_plume_carries_what_its_closed_form_says),
      cmocka_unit_test(the_plume_of_a_fire_is_heskestads_unless_another_is_chosen),
      cmocka_unit_test(a_resumed_run_takes_the_same_steps),
      cmocka_unit_test(interfaces_do_not_swing_in_long_steps),
      cmocka_unit_test(a_plume_without_its_sizes_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

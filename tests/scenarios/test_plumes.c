/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plumes chosen for the fires of networks. */
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
      cmocka_unit_test(a_plume_without_its_sizes_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

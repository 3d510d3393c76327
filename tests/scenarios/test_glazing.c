/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panes that break by hot gas and by thermal shock, in networks and in buildings. */
#include "models/glass.h"
#include "network_fixture.h"

/** A room of 4 x 4 x 3 m with a fire of 400 kW, a door and windows. */
#define ROOM(windows)                                                                      \
  "flue: 1\nsite: {weather: {temperature: 5 °C}}\nnetwork:\n  longest_step: 1 s\n"        \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"               \
  "  compartments: [{id: a, width: 4, depth: 4, height: 3}]\n"                             \
  "  openings:\n"                                                                          \
  "  - {id: door, between: [a, outside], height: 2, width: 0.9}\n" windows                 \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 60, 600], heat: [0, 400 kW, 400 kW]}]\n" \
  "run: {end: 600 s}\n"

static void a_pane_breaks_at_a_temperature_of_the_gas_that_touches_it(void **state) {
  (void)state;
  built b = build(ROOM(
      "  - {id: high, between: [a, outside], bottom: 1, height: 1.5, width: 1, glass: {breaks: "
      "by_gas, breaks_at: 150 °C, falls: 40 %}}\n"
      "  - {id: low, between: [outside, a], bottom: 0, height: 0.3, width: 1, glass: {breaks: "
      "by_gas, breaks_at: 150 °C}}\n"));
  double hot = NAN, before = 293.15;
  for (double t = 0.5; t < 200.0 && isnan(hot); t += 0.5) {
    assert_near(b.view.open[1], 0.0, 0.0);
    advance(&b, t);
    const double gas = b.view.temp[b.view.upper[0]];
    if (b.view.layer_m[0] < 2.5 && gas >= 423.15) hot = t;
    if (isnan(hot)) before = gas;
  }
  assert_true(before < 423.15);
  assert_true(b.view.glazing[0].broken_s > hot - 0.5 && b.view.glazing[0].broken_s <= hot);
  assert_near(b.view.open[1], 0.4, 0.0);
  advance(&b, hot + 10.0);
  assert_true(b.view.flow[1] > 0.01);
  assert_true(isnan(b.view.glazing[1].broken_s)); /* below the layer */
  assert_near(b.view.open[2], 0.0, 0.0);
  built_clear(&b);
}

/* no emissivity: the pane follows the convection of the layer outside and in, from 293.15 K, and
   breaks 60 K above its edge */
static void a_pane_breaks_by_shock_when_its_middle_outruns_its_edge(void **state) {
  (void)state;
  built b = build(
      ROOM("  - {id: w, between: [a, outside], bottom: 1, height: 1.5, width: 1, glass: {breaks: "
           "by_shock, limit: 60 K, thickness: 3 mm, emissivity: 0}}\n"));
  flue_glass glass = FLUE_FLOAT_GLASS;
  glass.thickness_m = 0.003;
  glass.emissivity = 0.0;
  double pane = 293.15, passed = NAN;
  const double out = flue_atmosphere_temp(&(flue_atmosphere){278.15, 101325.0, 0.0065}, 1.0);
  for (double t = 0.1; t < 400.0 && isnan(b.view.glazing[0].broken_s); t += 0.1) {
    advance(&b, t);
    const int is_upper = b.view.layer_m[0] < 2.5;
    const double gas = b.view.temp[is_upper ? b.view.upper[0] : b.view.lower[0]];
    const flue_glass_heat heat = {gas, flue_convection(FLUE_FACING_SIDE, gas, pane), 0.0, out,
                                  flue_convection(FLUE_FACING_SIDE, out, pane)};
    pane = flue_glass_temp(&glass, pane, &heat, 0.1);
    assert_near(b.view.glazing[0].temp_k, pane, 0.2);
    if (isnan(passed) && pane >= 353.15) passed = t;
  }
  assert_true(b.view.glazing[0].broken_s > 30.0);
  assert_near(b.view.glazing[0].temp_k, 353.15, 0.5);
  assert_near(b.view.open[1], 1.0, 0.0);
  built_clear(&b);
}

/* the usual glass: 74.6 K; radiation makes it faster, thickness slower */
static void thin_and_radiant_panes_break_first(void **state) {
  (void)state;
  built b = build(
      ROOM("  - {id: thin, between: [a, outside], bottom: 1, height: 1.5, width: 0.1, glass: "
           "{breaks: by_shock, thickness: 3 mm}}\n"
           "  - {id: thick, between: [a, outside], bottom: 1, height: 1.5, width: 0.1, glass: "
           "{breaks: by_shock, thickness: 6 mm}}\n"
           "  - {id: mirror, between: [a, outside], bottom: 1, height: 1.5, width: 0.1, glass: "
           "{breaks: by_shock, thickness: 3 mm, emissivity: 0}}\n"));
  advance(&b, 600.0);
  const flue_glazing_view *g = b.view.glazing;
  assert_true(g[0].broken_s < g[1].broken_s && g[0].broken_s < g[2].broken_s);
  for (int i = 0; i < 3; ++i)
    assert_near(g[i].temp_k - 293.15, flue_glass_limit(&FLUE_FLOAT_GLASS), 2.0);
  built_clear(&b);
}

static void panes_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(
      ROOM("  - {id: w, between: [a, outside], bottom: 1, height: 1.5, width: 1, glass: {breaks: "
           "by_shock, limit: 60 K}}\n"),
      40.0, 200.0, 13.0);
}

/* ---- buildings ---- */

static const char house[] =
    "flue: 1\nbuilding:\n  storeys: [{id: F1, height: 3 m, plan: P}]\nplans:\n  P:\n    rooms:\n"
    "      a: {use: office, polygon: [[0, 0], [4, 0], [4, 4], [0, 4]]}\n    openings:\n"
    "    - {id: d, between: [a, outside], at: [4, 2], open: 1}\n"
    "    - {id: w, kind: window, between: [a, outside], at: [0, 2], width: 1 m, height: 1.2 m, "
    "sill: "
    "1 m, %s}\n"
    "fires: [{id: f, at: {room: F1.a}, growth: 0.0469 kW/s2, peak: 2 MW}]\nrun: {end: 6 min}\n";

/** When the window of the house broke, and what is open of it at the end. */
static double window_time(const char *window, double *open) {
  char *text = flue_format(house, window);
  assert_non_null(text);
  built b = build(text);
  const flue_outcome outcome = run_whole(&b);
  *open = (b.c->input.n_panes ? b.c->input.panes[0].falls : b.c->input.network.glazings[0].falls);
  built_clear(&b);
  free(text);
  return outcome.value[FLUE_OUTCOME_window_time];
}

static void windows_of_a_building_break_by_gas_or_by_shock(void **state) {
  (void)state;
  double open;
  const double gas = window_time("breaks_at: 300 °C", &open);
  assert_near(open, 1.0, 0.0);
  const double shock = window_time("breaks_by: shock, falls: 30 %", &open);
  assert_near(open, 0.3, 1e-12);
  const double thick = window_time("breaks_by: shock, glass: 8 mm", &open);
  assert_true(gas > 20.0 && shock > 20.0 && thick > shock);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_pane_breaks_at_a_temperature_of_the_gas_that_touches_it),
      cmocka_unit_test(a_pane_breaks_by_shock_when_its_middle_outruns_its_edge),
      cmocka_unit_test(thin_and_radiant_panes_break_first),
      cmocka_unit_test(panes_resume_with_the_same_bits),
      cmocka_unit_test(windows_of_a_building_break_by_gas_or_by_shock),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

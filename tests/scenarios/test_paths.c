/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths by flow elements, written by hand. */
#include "network_fixture.h"

/** Laws as keys, and the same made directly. */
static void list_laws(const char **keys, flue_flow_element *made, size_t *n) {
  static const double curve[4] = {100.0, -50.0, -400.0, 0.0};
  const double pi = 3.14159265358979323846, g = 9.80665;
  size_t k = 0;
#define LAW(text, element) \
  keys[k] = text;          \
  made[k++] = element
  LAW("kind: orifice, area: 0.01", flue_element_orifice(0.01, 0.6, 0.5, 30.0));
  LAW("kind: leak, area: 0.01", flue_element_leak(0.01, 0.6, 0.65, 4.0));
  LAW("kind: power, coefficient: 0.01, exponent: 0.6",
      flue_element_power_law(FLUE_DENSITY_ROOT, 0.01, 0.6, 0.0));
  LAW("kind: power_volume, coefficient: 0.01",
      flue_element_power_law(FLUE_DENSITY_ONE, 0.01, 0.5, 0.0));
  LAW("kind: power_mass, coefficient: 0.01, laminar: 1e-8",
      flue_element_power_law(FLUE_DENSITY_NONE, 0.01, 0.5, 1e-8));
  LAW("kind: crack, coefficient: 0.01", flue_element_crack(0.01, 0.65));
  LAW("kind: damper_volume, coefficient: 0.01, backward: 0",
      flue_element_damper(FLUE_DENSITY_ONE, 0.01, 0.5, 0.0, 0.5, 0.0));
  LAW("kind: damper_mass, coefficient: 0.01, backward: 0.001",
      flue_element_damper(FLUE_DENSITY_NONE, 0.01, 0.5, 0.001, 0.5, 0.0));
  LAW("kind: quadratic_volume, linear: 5, square: 200",
      flue_element_quadratic(FLUE_DENSITY_ONE, 5.0, 200.0));
  LAW("kind: quadratic_mass, linear: 5, square: 200",
      flue_element_quadratic(FLUE_DENSITY_NONE, 5.0, 200.0));
  LAW("kind: gap, length: 1, width: 2 mm, depth: 5 cm", flue_element_gap(1.0, 0.002, 0.05, 0.0));
  LAW("kind: door, height: 2.1, width: 0.9", flue_element_door(2.1, 0.9, 0.78, g));
  LAW("kind: door_pair, height: 2.1, width: 0.9", flue_element_door_pair(2.1, 0.9, 0.78, 0.0, g));
  LAW("kind: stair, area: 16, height: 3.5, treads: closed", flue_element_stair(16.0, 3.5, 0.0, 0));
  LAW("kind: shaft, area: 9, perimeter: 12, height: 3.5", flue_element_shaft(9.0, 12.0, 0.1, 3.5));
  LAW("kind: duct, area: 0.04, length: 10, loss: 2",
      flue_element_duct(10.0, sqrt(4.0 * 0.04 / pi), 0.04, 1e-4, 2.0));
  LAW("kind: fan, curve: [100, -50, -400, 0]", flue_element_fan(curve, 1.2041, 0.0, 0.0));
  LAW("kind: mass_flow, mass_flow: 0.01", flue_element_constant(FLUE_DENSITY_NONE, 0.01));
  LAW("kind: volume_flow, flow: 36 m3/h", flue_element_constant(FLUE_DENSITY_ONE, 0.01));
  LAW("kind: regulating, flow: 0.02, pressure: 5", flue_element_regulating(0.02, 5.0, 0.0));
  LAW("kind: piston, shaft: 6, car: 3, speed: 2", flue_element_piston(6.0, 3.0, 2.0, 0.83));
#undef LAW
  *n = k;
}

enum { most_laws = 32 };

/** Every law between the outside and a warm room, once as an element and once in its path. */
static void every_law_can_be_written_by_hand(void **state) {
  (void)state;
  const char *keys[most_laws];
  flue_flow_element made[most_laws];
  size_t n;
  flue_text text = {0};
  list_laws(keys, made, &n);
  flue_text_add(&text,
                "flue: 1\nsite: {weather: {temperature: 0 °C, lapse: 0}}\nnetwork:\n"
                "  temperatures: held\n  column: uniform\n"
                "  compartments: [{id: a, volume: 30, height: 3, temperature: 25 °C}]\n"
                "  elements:\n");
  for (size_t i = 0; i < n; ++i) flue_text_add(&text, "    e%zu: {%s}\n", i, keys[i]);
  flue_text_add(&text, "  paths:\n");
  for (size_t i = 0; i < n; ++i)
    flue_text_add(&text,
                  "  - {id: p%zu, between: [outside, a], z: 1.2, element: e%zu}\n"
                  "  - {id: q%zu, between: [outside, a], z: 1.2, law: {%s}}\n",
                  i, i, i, keys[i]);
  built s = build(text.data);
  const flue_element_gas out = {101325.0 / (287.055 * 273.15), 273.15};
  const flue_element_gas in = {101325.0 / (287.055 * 298.15), 298.15};
  for (size_t i = 0; i < n; ++i)
    for (size_t k = 2 * i; k < 2 * i + 2; ++k) {
      flue_element_flow f;
      flue_element_flow_at(&made[i], 1.0, s.view.pressure_drop[k], out, in, &f);
      if (fabs(s.view.flow[k] - f.forward) > 1e-9 + 1e-9 * f.forward ||
          fabs(s.view.back_flow[k] - f.backward) > 1e-9 + 1e-9 * f.backward)
        fail_msg("%s: %g and %g for %g and %g", keys[i], s.view.flow[k], s.view.back_flow[k],
                 f.forward, f.backward);
    }
  built_clear(&s);
  flue_text_clear(&text);
}

static void a_path_whose_ends_differ_in_height_weighs_its_own_gas(void **state) {
  (void)state;
  built s = build(
      "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n"
      "  {temperatures: held, column: uniform, temperature: 20 °C,\n"
      "   compartments: [{id: a, volume: 30, height: 3}],\n"
      "   paths: [{id: p, between: [a, outside], z: [1, 21], law: {kind: orifice, area: "
      "0.01}}]}\n");
  assert_near(s.view.pressure_drop[0], 0.0, 1e-9); /* the same air everywhere: no drive */
  built_clear(&s);
}

/* a schedule with steps, by the engine's clock: the share holds until the next time */
static void schedules_open_and_close_paths(void **state) {
  (void)state;
  built s = build(
      "flue: 1\nnetwork:\n  temperatures: held\n"
      "  compartments: [{id: a, volume: 30, height: 3}]\n"
      "  schedules: {s: {times: [0, 10, 20], shares: [1, 0.5, 0], shape: steps}}\n"
      "  paths:\n"
      "  - {id: leak, between: [a, outside], z: 1, law: {kind: orifice, area: 0.01}}\n"
      "  - {id: fan, between: [outside, a], z: 1, schedule: s, law: {kind: mass_flow, mass_flow: "
      "0.1}}\n"
      "run: {end: 30 s, output: 1 s}\n");
  static const double at[] = {1.0, 9.0, 11.0, 19.0, 21.0}, share[] = {1.0, 1.0, 0.5, 0.5, 0.0};
  assert_near_rel(s.view.flow[1], 0.1, 1e-9);
  for (size_t i = 0; i < 5; ++i) {
    advance(&s, at[i]);
    assert_near(s.view.flow[1], 0.1 * share[i], 1e-9);
    assert_near(s.view.flow[0] - s.view.back_flow[0], 0.1 * share[i], 1e-8);
  }
  built_clear(&s);
}

/* elements beside a fire, with temperatures that the fire makes: balances close as with slots */
static void elements_work_beside_a_fire(void **state) {
  (void)state;
  built s = build(
      "flue: 1\nnetwork:\n"
      "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"
      "  compartments:\n"
      "  - {id: a, width: 4, depth: 4, height: 3}\n"
      "  - {id: s, at: [4, 0, 0], width: 3, depth: 3, height: 3, kind: mixed}\n"
      "  - {id: t, at: [4, 0, 3], width: 3, depth: 3, height: 3, kind: mixed}\n"
      "  openings: [{id: door, between: [a, s], height: 2, width: 0.9}]\n"
      "  paths:\n"
      "  - {id: stair, between: [s, t], z: 3, law: {kind: stair, area: 9, height: 3}}\n"
      "  - {id: low, between: [outside, a], z: 0.5, law: {kind: leak, area: 0.05}}\n"
      "  - {id: high, between: [t, outside], z: 5.5, law: {kind: orifice, area: 0.5}}\n"
      "  - {id: fan, between: [outside, s], z: 1, law: {kind: volume_flow, flow: 0.2}}\n"
      "  fires: [{id: f, in: a, fuel: gas, times: [0, 60, 600], heat: [0, 300 kW, 300 kW]}]\n");
  advance(&s, 300.0);
  flue_network_balance b;
  flue_network_get_balance(s.net, &b);
  assert_true(b.heat_released > 3e7);
  assert_true(b.mass_error < 1e-9 && b.energy_error < 1e-6);
  assert_true(s.view.temp[s.view.lower[2]] > 310.0);
  built_clear(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_law_can_be_written_by_hand),
      cmocka_unit_test(a_path_whose_ends_differ_in_height_weighs_its_own_gas),
      cmocka_unit_test(schedules_open_and_close_paths),
      cmocka_unit_test(elements_work_beside_a_fire),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

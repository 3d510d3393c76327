/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moves and holds air in networks written by hand, each against its closed form: ducts with
 * fans, dampers, vents that level off, lift cars, wind on fans. */
#include "network_fixture.h"

static const double rho = 101325.0 / (287.055 * 293.15); /* 20 degC */

/** Rooms at 20 degC inside and outside: no stack effect. */
#define ISOTHERMAL(rest)                                                                         \
  "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n  temperature: 20 °C\n" \
  "  temperatures: held\n  column: uniform\n" rest

/* a fan of 200 - 30 F - 400 F^2 Pa blows into a plenum, from which two ducts lead outside: losses
   K F^2 / (2 rho A^2); at half speed s the curve is s^2 dp(F / s) */
static void a_fan_works_where_its_curve_meets_that_of_its_ducts(void **state) {
  (void)state;
  built b = build(ISOTHERMAL(
      "  compartments: [{id: plenum, volume: 1, height: 1}]\n  paths:\n"
      "  - {id: fan, between: [outside, plenum], z: 0.5, law: {kind: fan, curve: [200, -30, -400, "
      "0], "
      "density: 1.2041}, times: [0, 10, 10.001, 100], shares: [1, 1, 0.5, 0.5]}\n"
      "  - {id: wide, between: [plenum, outside], z: 0.5, law: {kind: duct, area: 0.08, loss: "
      "12}}\n"
      "  - {id: narrow, between: [plenum, outside], z: 0.5, law: {kind: duct, area: 0.02, loss: "
      "5}}\n"));
  const double g_wide = 0.08 * sqrt(2.0 * rho / 12.0), g_narrow = 0.02 * sqrt(2.0 * rho / 5.0);
  const double all = g_wide + g_narrow, k = rho / 1.2041;
  static const double at[] = {5.0, 50.0}, speed[] = {1.0, 0.5};
  for (int i = 0; i < 2; ++i) {
    advance(&b, at[i]);
    /* p = k (200 s^2 - 30 s F / k - 400 (F / k)^2) = (F / all)^2 */
    const double s = speed[i], a2 = 1.0 / (all * all) + 400.0 / k, a1 = 30.0 * s,
                 a0 = -200.0 * s * s * k;
    const double flow = (-a1 + sqrt(a1 * a1 - 4.0 * a2 * a0)) / (2.0 * a2);
    assert_near_rel(b.view.flow[0], flow, 1e-3);
    assert_near_rel(b.view.pressure[0], flow * flow / (all * all), 2e-3);
    assert_near_rel(b.view.flow[1] / b.view.flow[2], g_wide / g_narrow, 1e-3);
  }
  built_clear(&b);
}

/* wind pushes on one side and sucks at the other; a backdraft damper passes it one way only */
static void a_backdraft_damper_passes_air_one_way(void **state) {
  (void)state;
  built b = build(ISOTHERMAL(
      "  compartments: [{id: a, volume: 30, height: 3}, {id: b, volume: 30, height: 3, at: [5, 0, "
      "0]}]\n  paths:\n"
      "  - {id: in_a, between: [outside, a], z: 1, wind_pressure: 20, law: {kind: damper_mass, "
      "coefficient: 0.02, backward: 0}}\n"
      "  - {id: out_a, between: [a, outside], z: 1, law: {kind: damper_mass, coefficient: 0.02, "
      "backward: 0}}\n"
      "  - {id: in_b, between: [b, outside], z: 1, wind_pressure: 20, law: {kind: damper_mass, "
      "coefficient: 0.02, backward: 0}}\n"
      "  - {id: leak_b, between: [b, outside], z: 1, law: {kind: orifice, area: 0.01}}\n"));
  /* equal dampers in series share 20 Pa: 0.02 sqrt(10) */
  assert_near_rel(b.view.flow[0], 0.02 * sqrt(10.0), 1e-4);
  assert_near(b.view.pressure[0], 10.0, 1e-3);
  assert_near(b.view.flow[2] + b.view.back_flow[2], 0.0, 1e-6);
  assert_near(b.view.pressure[1], 0.0, 1e-3);
  built_clear(&b);
}

/* a vent of 0.02 m3/s at most, 63 % of it at 5 Pa, under 1 to 50 Pa of wind */
static void a_self_regulating_vent_levels_off(void **state) {
  (void)state;
  static const double wind[] = {1.0, 5.0, 20.0, 50.0};
  for (int i = 0; i < 4; ++i) {
    char *text = flue_format(
        "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n  temperature: 20 "
        "°C\n  temperatures: held\n  column: uniform\n"
        "  compartments: [{id: a, volume: 30, height: 3}]\n  paths:\n"
        "  - {id: vent, between: [outside, a], z: 1, wind_pressure: %g, law: {kind: regulating, "
        "flow: 0.02, pressure: 5}}\n"
        "  - {id: wide, between: [a, outside], z: 1, law: {kind: orifice, area: 2}}\n",
        wind[i]);
    assert_non_null(text);
    built b = build(text);
    assert_near_rel(b.view.flow[0], rho * 0.02 * (1.0 - exp(-wind[i] / 5.0)), 2e-3);
    built_clear(&b);
    free(text);
  }
}

/* a car of 3 m2 in a shaft of 6 m2, gap 3 m2 with Cc 0.83, between two parts with vents of 1 m2:
   A U = (gap + vents in series) sqrt(2 dp / rho); up for 30 s, then down */
static void a_lift_car_rides_by_a_schedule_of_its_speed(void **state) {
  (void)state;
  built b = build(ISOTHERMAL(
      "  schedules: {ride: {times: [0, 10, 20, 30, 40, 50, 60], shares: [0, 1, 1, 0, -1, -1, 0]}}\n"
      "  compartments:\n  - {id: below, volume: 60, height: 10}\n"
      "  - {id: above, volume: 60, height: 10, at: [0, 0, 10]}\n  paths:\n"
      "  - {id: car, between: [below, above], z: 10, schedule: ride, law: {kind: piston, shaft: 6, "
      "car: 3, speed: 2}}\n"
      "  - {id: low, between: [outside, below], z: 10, law: {kind: orifice, area: 1, cd: 0.6}}\n"
      "  - {id: high, between: [above, outside], z: 10, law: {kind: orifice, area: 1, cd: 0.6}}\n"
      "run: {end: 60 s}\n"));
  const double gap = 0.83 * 3.0, vent = 0.6 / sqrt(2.0);
  static const double at[] = {5.0, 10.0, 15.0, 25.0, 35.0, 45.0, 60.0},
                      share[] = {0.5, 1.0, 1.0, 0.5, -0.5, -1.0, 0.0};
  for (int i = 0; i < 7; ++i) {
    advance(&b, at[i]);
    const double root = 3.0 * 2.0 * share[i] / (gap + vent);
    assert_near(b.view.pressure_drop[0], -0.5 * rho * root * fabs(root), 2e-3);
    assert_near(b.view.flow[1] - b.view.back_flow[1], rho * vent * root, 0.02);
  }
  built_clear(&b);
}

/* a fan whose flow falls by half a cosine between 0 and 100 Pa, against the wind on its outlet:
   0.8 x 1/2 rho v^2 x 1.0 */
static void wind_presses_on_the_outlet_of_a_fan(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0, wind: {speed: 10 m/s, from: 90 "
      "deg}}}\nnetwork:\n  temperature: 20 °C\n  temperatures: held\n  column: uniform\n"
      "  wind_profiles: {w: {angles: [0, 180, 360], coefficients: [0.8, -0.4, 0.8]}}\n"
      "  compartments: [{id: a, volume: 30, height: 3}]\n"
      "  openings: [{id: o, between: [a, outside], height: 2, width: 2}]\n"
      "  fans: [{id: f, between: [a, outside], flow: 0.1 m3/s, heights: [1, 1], cutoff: [0, 100], "
      "wind_profile: w, wind_modifier: 1, facing_to: 90}]\n");
  const double back = 0.8 * 0.5 * rho * 100.0, pi = 3.14159265358979323846;
  assert_near(b.view.pressure_drop[1], -back, 0.01);
  assert_near_rel(b.view.flow[1], rho * 0.1 * 0.5 * (1.0 + cos(pi * back / 100.0)), 1e-3);
  built_clear(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_fan_works_where_its_curve_meets_that_of_its_ducts),
      cmocka_unit_test(a_backdraft_damper_passes_air_one_way),
      cmocka_unit_test(a_self_regulating_vent_levels_off),
      cmocka_unit_test(a_lift_car_rides_by_a_schedule_of_its_speed),
      cmocka_unit_test(wind_presses_on_the_outlet_of_a_fan),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

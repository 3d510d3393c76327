/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pressure controllers and triggers of networks, from scenario texts, against exact loops. */
#include "network_fixture.h"

/* ---- a stair held at a pressure ---- */

/* air of one temperature, leaks with a volume flow of 0.02 m3/s/Pa, a fan of up to 2 m3/s: 100 Pa
   at full speed; at 60.5 s a door of as much again opens */
#define STAIR(control, more)                                                                     \
  "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n"                        \
  "  temperature: 20 °C\n  temperatures: held\n  column: uniform\n"                             \
  "  compartments: [{id: stair, volume: 300, height: 30}]\n  paths:\n"                           \
  "  - {id: fan, between: [outside, stair], z: 15, law: {kind: volume_flow, flow: 2}, control: " \
  "{" control                                                                                    \
  "}}\n"                                                                                         \
  "  - {id: leak, between: [stair, outside], z: 15, law: {kind: power_volume, coefficient: "     \
  "0.02, exponent: 1}}\n" more "run: {end: 300 s}\n"
#define DOOR                                                                                       \
  "  - {id: door, between: [stair, outside], z: 15, law: {kind: power_volume, coefficient: 0.02, " \
  "exponent: 1}, when: {at_time: 60.5}, before: 0, after: 1}\n"

static const double full_pa = 100.0, setpoint = 25.0;

/* the sampled loop of a plant p = k u and u = K e + I has the errors e_n = A r1^n + B r2^n with the
   roots of r^2 - (1 - k K - k K dt / T) r - k K = 0, e_0 = s, e_1 = s - k K (1 + dt / T) s */
static void a_stair_settles_at_its_pressure_as_the_sampled_loop_says(void **state) {
  (void)state;
  built b =
      build(STAIR("kind: pi, sensor: {between: [stair, outside]}, setpoint: 25 Pa, gain: 0.002, "
                  "integral_time: 2 s, every: 1 s",
                  ""));
  const double kk = full_pa * 0.002, h = 0.5; /* dt / T */
  const double half = 0.5 * (1.0 - kk - kk * h), root = sqrt(half * half + kk);
  const double r1 = half + root, r2 = half - root;
  const double e1 = setpoint * (1.0 - kk * (1.0 + h));
  const double a = (e1 - r2 * setpoint) / (r1 - r2), c = setpoint - a;
  assert_near(b.view.pressure[0], 0.0, 1e-6);
  for (int n = 1; n <= 60; ++n) {
    advance(&b, n);
    const double exact = setpoint - a * pow(r1, n) - c * pow(r2, n);
    assert_near(b.view.pressure[0], exact, 1e-4);
  }
  const double tau = -1.0 / log(r1); /* [s], 9.5 */
  assert_true(60.0 > 5.0 * tau);
  assert_near(b.view.pressure[0], setpoint, 0.01 * setpoint);
  assert_near(b.view.controller[0].share, 0.25, 0.01);
  built_clear(&b);
}

static void a_door_that_opens_is_made_up_for(void **state) {
  (void)state;
  built b =
      build(STAIR("kind: pi, sensor: {between: [stair, outside]}, setpoint: 25 Pa, gain: 0.002, "
                  "integral_time: 2 s",
                  DOOR));
  double u = 0.0, integral = 0.0, p = 0.0; /* the same loop, sample by sample */
  for (int n = 0; n <= 220; ++n) {
    assert_near(b.view.pressure[0], p, 1e-4);
    const double error = setpoint - p;
    integral += 0.002 * error / 2.0;
    u = 0.002 * error + integral;
    if (n == 60) { /* half a second with the door shut, then open */
      advance(&b, 60.5);
      assert_near(b.view.pressure[0], full_pa * u, 1e-4);
    }
    p = full_pa * u / (n < 60 ? 1.0 : 2.0);
    advance(&b, n + 1.0);
    assert_near(b.view.open[0], u, 1e-6);
    if (n == 60) assert_near(b.view.pressure[0], 0.5 * setpoint, 0.3);
  }
  assert_near(b.view.pressure[0], setpoint, 0.01 * setpoint);
  assert_near(b.view.open[0], 0.5, 0.01);
  built_clear(&b);
}

static void a_fan_at_its_limit_does_not_wind_up(void **state) {
  (void)state;
  /* at most 20 Pa can be reached: the integral stays within the limit */
  built b =
      build(STAIR("kind: pi, sensor: {between: [stair, outside]}, setpoint: 25 Pa, gain: 0.01, "
                  "integral_time: 5 s, max: 0.2",
                  ""));
  advance(&b, 200.0);
  assert_near(b.view.open[0], 0.2, 1e-12);
  assert_near(b.view.pressure[0], 20.0, 1e-4);
  assert_true(b.view.controller[0].integral <= 0.2);
  built_clear(&b);
}

static void on_and_off_alternate_with_the_samples(void **state) {
  (void)state;
  built b = build(
      STAIR("kind: on_off, sensor: {between: [stair, outside]}, setpoint: 25 Pa, band: 10 Pa, max: "
            "0.4, every: 2 s",
            ""));
  for (int n = 0; n < 10; ++n) { /* 40 Pa when on */
    advance(&b, 2.0 * n + 1.0);
    assert_near(b.view.open[0], n % 2 ? 0.0 : 0.4, 0.0);
    advance(&b, 2.0 * n + 2.0);
    assert_near(b.view.pressure[0], n % 2 ? 0.0 : 40.0, 1e-4);
  }
  built_clear(&b);
}

static void a_relief_damper_has_a_negative_gain(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n"
      "  temperature: 20 °C\n"
      "  compartments: [{id: lobby, width: 3, depth: 3, height: 3, kind: mixed}]\n"
      "  fans: [{id: fan, between: [outside, lobby], flow: 1 m3/s, cutoff: [1000, 2000]}]\n"
      "  openings:\n"
      "  - {id: relief, between: [lobby, outside], bottom: 1, height: 0.5, width: 0.5, control: "
      "{kind: pi, sensor: {between: [lobby, outside]}, setpoint: 30 Pa, gain: -0.005, "
      "integral_time: 2 s, every: 0.5 s, min: 0.1}}\n");
  advance(&b, 60.0);
  assert_near(b.view.pressure_drop[0], 30.0, 0.05);
  /* Q = Cd A u sqrt(2 dp / rho) with Cd 0.68: what leaves is the volume that the fan brings */
  const double rho = b.view.density[0];
  assert_near_rel(b.view.open[0], 1.0 / (0.68 * 0.25 * sqrt(2.0 * 30.0 / rho)), 0.01);
  built_clear(&b);
}

/* ---- triggers ---- */

/* a burner under a heat detector; a damper that it opens after 10 s, a fan that it stops at once, a
   vent that is open as long as it is hot */
#define BURNING                                                                                   \
  "flue: 1\nnetwork:\n"                                                                           \
  "  fuels: {gas: {carbon: 1, hydrogen: 4, heat_of_combustion: 50 MJ/kg}}\n"                      \
  "  compartments: [{id: a, width: 4, depth: 4, height: 3}]\n"                                    \
  "  openings:\n"                                                                                 \
  "  - {id: door, between: [a, outside], height: 2, width: 0.9}\n"                                \
  "  - {id: damper, between: [a, outside], bottom: 2.5, height: 0.4, width: 1, when: {detector: " \
  "d, delay: 10 s}, before: 0, after: 1}\n"                                                       \
  "  - {id: vent, between: [a, outside], bottom: 2.5, height: 0.4, width: 0.2, when: {detector: " \
  "d, momentary: true}, before: 0.1, after: 0.9}\n"                                               \
  "  fans: [{id: fan, between: [outside, a], flow: 0.2 m3/s, when: {target: d}, before: 1, "      \
  "after: 0}]\n"                                                                                  \
  "  paths: [{id: p, between: [outside, a], z: 1, law: {kind: volume_flow, flow: 0.1}, when: "    \
  "{at_time: 33.3 s, delay: 5 s}, before: 0.5, after: 1}]\n"                                      \
  "  detectors: [{id: d, in: a, at: [2, 2, 2.9], kind: heat, temperature: 60 °C, rti: 30}]\n"    \
  "  fires: [{id: f, in: a, fuel: gas, times: [0, 10, 60, 61], heat: [0, 200 kW, 200 kW, 0]}]\n"  \
  "run: {end: 600 s}\n"

static void detectors_and_delays_switch_openings_and_fans(void **state) {
  (void)state;
  built b = build(BURNING);
  double at_s = NAN;
  for (double t = 0.5; t < 60.0 && isnan(at_s); t += 0.5) {
    advance(&b, t);
    at_s = b.view.sensor[0].at_s;
  }
  assert_true(at_s > 5.0 && at_s < 40.0);
  assert_near(b.view.open[1], 0.0, 0.0);
  assert_near(b.view.open[3], 1.0, 0.0); /* the share of the step in which it responded */
  advance(&b, at_s + 2.0);
  assert_near(b.view.open[1], 0.0, 0.0);
  assert_near(b.view.open[2], 0.9, 0.0);
  assert_near(b.view.open[3], 0.0, 0.0);
  advance(&b, at_s + 9.99);
  assert_near(b.view.open[1], 0.0, 0.0);
  advance(&b, at_s + 10.01);
  assert_near(b.view.open[1], 1.0, 0.0);
  advance(&b, 38.29);
  assert_near(b.view.open[4], 0.5, 0.0);
  advance(&b, 38.31);
  assert_near(b.view.open[4], 1.0, 0.0);
  advance(&b, 600.0); /* cooled down: what stays, stays; what is momentary ends */
  assert_true(b.view.sensor[0].element < 333.15);
  assert_near(b.view.open[1], 1.0, 0.0);
  assert_near(b.view.open[2], 0.1, 0.0);
  assert_near(b.view.open[3], 0.0, 0.0);
  built_clear(&b);
}

static void a_controller_waits_for_its_trigger(void **state) {
  (void)state;
  built b =
      build(STAIR("kind: pi, sensor: {between: [stair, outside]}, setpoint: 25 Pa, gain: 0.002, "
                  "integral_time: 2 s, start: 0.05, when: {at_time: 10 s, delay: 5 s}",
                  ""));
  advance(&b, 15.0);
  assert_near(b.view.pressure[0], 5.0, 1e-4);
  advance(&b, 16.0); /* first sample at 15 s: u = K e (1 + dt / T) + 0.05 */
  assert_near(b.view.open[0], 0.05 + 0.002 * 20.0 * 1.5, 1e-6);
  advance(&b, 100.0);
  assert_near(b.view.pressure[0], 25.0, 0.1);
  built_clear(&b);
}

/** Text of a shipped scenario; owned. */
static char *shipped(const char *name) {
  const char *source = getenv("FLUE_SOURCE");
  enum { most = 1 << 16 };
  char *path = flue_format("%s/scenarios/examples/%s", source ? source : ".", name);
  char *text = flue_alloc(most, 1);
  assert_true(path && text);
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s", path);
  assert_true(fread(text, 1, most - 1, file) > 0);
  fclose(file);
  free(path);
  return text;
}

/* the shipped stair: 25 Pa within a minute of the detector, again after the door of a minute,
   through the breaking window and the changing weather */
static void the_shipped_stair_holds_its_pressure(void **state) {
  (void)state;
  char *text = shipped("stair_network.yaml");
  built b = build(text);
  double started = NAN;
  for (double t = 2.0; t <= 1800.0; t += 2.0) {
    advance(&b, t);
    started = b.view.controller[0].come_s;
    const int is_settled = t > started + 60.0 && (t < 240.0 || t > 400.0);
    const double near_pa = t < 240.0 ? 1.5 : 1.0; /* the growing fire is followed with a lag */
    if (is_settled) assert_near(b.view.controller[0].measured_pa, 25.0, near_pa);
  }
  assert_true(started < 120.0);
  assert_true(b.view.glazing[0].broken_s > 240.0 && b.view.glazing[0].broken_s < 500.0);
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.mass_error < 1e-8 && balance.energy_error < 1e-8);
  built_clear(&b);
  expect_same_bits(text, 245.0, 400.0, 7.0);
  free(text);
}

static void controllers_and_triggers_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(
      STAIR("kind: pi, sensor: {between: [stair, outside]}, setpoint: 25 Pa, gain: 0.002, "
            "integral_time: 2 s, every: 0.7 s",
            DOOR),
      33.3, 90.0, 1.9);
  expect_same_bits(BURNING, 30.0, 200.0, 7.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_stair_settles_at_its_pressure_as_the_sampled_loop_says),
      cmocka_unit_test(a_door_that_opens_is_made_up_for),
      cmocka_unit_test(a_fan_at_its_limit_does_not_wind_up),
      cmocka_unit_test(on_and_off_alternate_with_the_samples),
      cmocka_unit_test(a_relief_damper_has_a_negative_gain),
      cmocka_unit_test(detectors_and_delays_switch_openings_and_fans),
      cmocka_unit_test(a_controller_waits_for_its_trigger),
      cmocka_unit_test(the_shipped_stair_holds_its_pressure),
      cmocka_unit_test(controllers_and_triggers_resume_with_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

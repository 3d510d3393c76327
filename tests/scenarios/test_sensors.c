/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors of networks from scenario texts, by the gas and the flames around them. */
#include "models/device.h"
#include "models/visibility.h"
#include "network_fixture.h"

/** A room of 10 x 6 x 4 m with a fire of 300 kW in a corner, and detectors. */
#define ROOM(detectors)                                                                         \
  "flue: 1\nnetwork:\n  humidity: 0\n"                                                          \
  "  fuels: {gas: {carbon: 3, hydrogen: 8, heat_of_combustion: 46 MJ/kg, radiative_fraction: "  \
  "0.3}}\n"                                                                                     \
  "  compartments: [{id: a, width: 10, depth: 6, height: 4}]\n"                                 \
  "  openings: [{id: door, between: [a, outside], height: 2, width: 1}]\n"                      \
  "  fires: [{id: f, in: a, at: [2, 2], fuel: gas, times: [0, 30, 600], heat: [0, 300 kW, 300 " \
  "kW], soot: [0.02, 0.02, 0.02], areas: [0.2, 0.2, 0.2]}]\n"                                   \
  "  detectors:\n" detectors "run: {end: 300 s}\n"

static double layer_extinction(const built *b, int cell) {
  const double soot = b->view.fraction[(size_t)FLUE_SOOT * b->view.n_cells + (size_t)cell];
  return flue_visibility_extinction(b->view.density[cell] * fmax(0.0, soot));
}

/* far from the plume and below the jet: what both layers take along the parts of the path in them,
   once the front of the smoke is there, which is 7 to 8 m away */
static void a_beam_through_both_layers_loses_what_they_take(void **state) {
  (void)state;
  built b = build(ROOM(
      "  - {id: level, in: a, at: [9, 0, 3], to: [9, 6, 3], kind: beam, loss: 20 %}\n"
      "  - {id: rising, in: a, at: [9, 0, 0.5], to: [9, 6, 3.5], kind: beam, loss: 15 %, hold: "
      "5 s}\n"
      "  - {id: falling, in: a, at: [9, 6, 3.5], to: [9, 0, 0.5], kind: beam, loss: 15 %}\n"));
  const double come_s = 16.0;
  double first = NAN;
  for (double t = 1.0; t <= 120.0; t += 1.0) {
    advance(&b, t);
    const double layer = b.view.layer_m[0];
    const double low = layer_extinction(&b, b.view.lower[0]),
                 high = layer_extinction(&b, b.view.upper[0]);
    const double level = flue_beam_loss(6.0 * (layer < 3.0 ? high : low));
    const double upper = fmin(1.0, fmax(0.0, (3.5 - layer) / 3.0)), length = sqrt(36.0 + 9.0);
    const double rising = flue_beam_loss(length * (upper * high + (1.0 - upper) * low));
    assert_true(b.view.sensor[0].element <= level + 1e-9);
    if (t <= come_s) continue;
    assert_near(b.view.sensor[0].element, level, 1e-9);
    assert_near(b.view.sensor[1].element, rising, 1e-9);
    assert_near(b.view.sensor[2].element, rising, 1e-9);
    if (isnan(first) && rising >= 0.15) first = t;
  }
  assert_true(first > 5.0 && first < 100.0);
  assert_true(b.view.sensor[2].at_s > first - 1.0 && b.view.sensor[2].at_s <= first);
  assert_near(b.view.sensor[1].at_s, b.view.sensor[2].at_s + 5.0, 1e-9);
  built_clear(&b);
}

/* the flame as a point at half its height, radiating 30 %, through clear air and a little smoke */
static void a_flame_detector_responds_to_the_flux_in_its_view(void **state) {
  (void)state;
  built b = build(ROOM(
      "  - {id: sees, in: a, at: [9, 2, 1], normal: [-1, 0, 0], kind: flame, flux: 50 W/m2}\n"
      "  - {id: aslant, in: a, at: [9, 5, 1], normal: [-1, 0, 0], view: 30 deg, kind: flame, "
      "flux: 50 W/m2}\n"
      "  - {id: blind, in: a, at: [9, 2, 1], normal: [0, 1, 0], kind: flame, flux: 1 W/m2}\n"));
  const double pi = 3.14159265358979323846;
  for (double t = 2.0; t <= 30.0; t += 2.0) {
    advance(&b, t);
    const flue_fire_view *f = &b.view.fire[0];
    const double up = 0.5 * f->flame_m - 1.0, power = f->release - f->convective;
    assert_near_rel(power, 0.3 * f->release, 1e-9);
    const double r2 = 49.0 + up * up, clear = power * (7.0 / sqrt(r2)) / (4.0 * pi * r2);
    const double s2 = 49.0 + 9.0 + up * up, aslant = power * (7.0 / sqrt(s2)) / (4.0 * pi * s2);
    /* dry air and little smoke take some of it; what they see is of the middle of a step */
    const double before = (t - 1.0) * (t - 1.0) / (t * t);
    assert_true(b.view.sensor[0].element <= clear * (1.0 + 1e-9));
    assert_true(b.view.sensor[0].element >= 0.9 * before * clear);
    assert_true(b.view.sensor[1].element >= 0.9 * before * aslant);
    assert_near(b.view.sensor[2].element, 0.0, 0.0);
  }
  /* 50 W/m2 at 7 m want about 0.3 Q = 31 kW: Q = 103 kW, 10 s after the start */
  assert_true(b.view.sensor[0].at_s > 10.3 && b.view.sensor[0].at_s < 10.3 / 0.8);
  assert_true(b.view.sensor[1].at_s > b.view.sensor[0].at_s);
  assert_true(isnan(b.view.sensor[2].at_s));
  built_clear(&b);
}

/* elements so light that they stand between the gas and their fitting at every moment */
static void conduction_holds_an_element_below_the_gas(void **state) {
  (void)state;
  built b = build(
      ROOM("  - {id: bare, in: a, at: [6, 3, 3.9], kind: sprinkler, rti: 0.5, temperature: 90 °C}\n"
           "  - {id: fitted, in: a, at: [6, 3, 3.9], kind: sprinkler, rti: 0.5, conduction: 0.9, "
           "temperature: 90 °C}\n"));
  advance(&b, 100.0);
  const flue_sensor_view *bare = &b.view.sensor[0], *fitted = &b.view.sensor[1];
  assert_true(bare->gas_k > 330.0);
  assert_near(bare->element, bare->gas_k, 0.3);
  const double root = sqrt(fitted->gas_speed);
  assert_near(fitted->element, (root * fitted->gas_k + 0.9 * 293.15) / (root + 0.9), 0.3);
  built_clear(&b);
}

/** Peak and sum of the release [W], [J] of a fire that grows by 1 kW/s, and when its sprinkler
 *  opened, with outputs every so many seconds. */
static void put_out(double every_s, double *peak_w, double *sum_j, double *at_s) {
  built b = build(
      "flue: 1\nnetwork:\n  compartments: [{id: a, width: 10, depth: 6, height: 4}]\n"
      "  fuels: {gas: {carbon: 3, hydrogen: 8, heat_of_combustion: 46 MJ/kg}}\n"
      "  openings: [{id: door, between: [a, outside], height: 2, width: 1}]\n"
      "  fires: [{id: f, in: a, at: [2, 2], fuel: gas, times: [0, 600], heat: [0, 600 kW], areas: "
      "[0.2, 0.2]}]\n"
      "  detectors: [{id: s, in: a, at: [4, 2, 3.9], kind: sprinkler, rti: 50, temperature: 68 °C, "
      "density: 0.0001}]\nrun: {end: 600 s}\n");
  for (double t = every_s; t <= 600.0; t += every_s) advance(&b, t);
  *peak_w = b.view.peak_release;
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  *sum_j = balance.heat_released;
  *at_s = b.view.sensor[0].at_s;
  built_clear(&b);
}

/* the fire is held from the moment of the response, not from the end of a long step: its peak is
 * what it had then, and its sum 1/2 t^2 up to there and Evans' decay after, Q 3 w^-1.85 */
static void water_counts_from_when_a_sprinkler_opens(void **state) {
  (void)state;
  const double decay_s = -1.0 / log(flue_sprinkler_share(1.0, 1e-4));
  const double every_s[] = {1.0, 60.0, 600.0};
  for (int i = 0; i < 3; ++i) {
    double peak_w, sum_j, at_s;
    put_out(every_s[i], &peak_w, &sum_j, &at_s);
    const double q = 1000.0 * at_s, last = flue_sprinkler_share(600.0 - at_s, 1e-4);
    assert_true(at_s > 100.0 && at_s < 400.0);
    assert_near_rel(peak_w, q, 0.003);
    assert_near_rel(sum_j, 0.5 * q * at_s + q * decay_s * (1.0 - last), 0.01);
  }
}

/** When fires are lit by a detector and by the flux onto a target, with steps of up to so many
 *  seconds, and when the detector responds. */
static void light_others(const char *step, double lit_s[3]) {
  char text[2048];
  snprintf(text, sizeof text,
           "flue: 1\nnetwork:\n  longest_step: %s s\n"
           "  fuels: {gas: {carbon: 3, hydrogen: 8, heat_of_combustion: 46 MJ/kg}}\n"
           "  compartments: [{id: a, width: 20, depth: 20, height: 6}]\n"
           "  openings: [{id: door, between: [a, outside], height: 3, width: 3}]\n"
           "  targets: [{id: t, in: a, at: [6, 10, 1], normal: [1, 0, 0]}]\n"
           "  detectors: [{id: d, in: a, at: [14, 10, 5.9], kind: heat, rti: 100, temperature: 60 "
           "°C}]\n  fires:\n"
           "  - {id: f, in: a, at: [10, 10], fuel: gas, times: [0, 600], heat: [0, 3 MW]}\n"
           "  - {id: g, in: a, at: [2, 2], fuel: gas, times: [0, 600], heat: [9 kW, 9 kW], when: "
           "{detector: d}}\n"
           "  - {id: h, in: a, at: [2, 18], fuel: gas, times: [0, 600], heat: [9 kW, 9 kW], when: "
           "{target: t, at_flux: 1 kW/m2}}\nrun: {end: 600 s}\n",
           step);
  built b = build(text);
  advance(&b, 600.0);
  lit_s[0] = b.view.fire[1].lit_s;
  lit_s[1] = b.view.fire[2].lit_s;
  lit_s[2] = b.view.sensor[0].at_s;
  built_clear(&b);
}

/* not at the end of a long step: within the step before a response, half a second */
static void fires_are_lit_when_what_lights_them_responds(void **state) {
  (void)state;
  double fine[3], coarse[3];
  light_others("0.1", fine);
  light_others("10", coarse);
  for (int i = 0; i < 3; ++i) {
    assert_true(fine[i] > 50.0 && fine[i] < 500.0);
    assert_near_rel(coarse[i], fine[i], 0.015); /* what a device feels, by long steps */
  }
  assert_near(coarse[0], coarse[2], 0.8);
}

static void rates_and_rises_stand_for_a_response(void **state) {
  (void)state;
  built b = build(
      ROOM("  - {id: rate, in: a, at: [6, 3, 3.9], kind: rate_of_rise, rti: 20, temperature: 500 "
           "°C}\n"
           "  - {id: fixed, in: a, at: [6, 3, 3.9], kind: rate_of_rise, rti: 20, rate: 1000 K/min, "
           "temperature: 57 °C}\n"
           "  - {id: heat, in: a, at: [6, 3, 3.9], kind: heat, rti: 20, temperature: 57 °C}\n"
           "  - {id: smoke, in: a, at: [6, 3, 3.9], kind: smoke, rise: 13 K}\n"));
  double rate = 0.0, element = 293.15, passed = NAN, hot = NAN;
  for (double t = 0.05; t <= 100.0; t += 0.05) { /* steps of the engine or shorter */
    advance(&b, t);
    const flue_sensor_view *s = &b.view.sensor[0];
    rate = flue_rate_of_rise(rate, s->element - element, 0.05, 20.0);
    element = s->element;
    assert_near(s->rate, rate, 2e-3);
    if (isnan(passed) && rate >= 8.33 / 60.0) passed = t;
    if (isnan(hot) && b.view.sensor[3].gas_k >= 293.15 + 13.0) hot = t;
  }
  assert_near(b.view.sensor[0].at_s, passed, 0.5);
  assert_near(b.view.sensor[1].at_s, b.view.sensor[2].at_s, 1e-9);
  assert_near(b.view.sensor[3].at_s, hot, 0.06);
  assert_true(b.view.sensor[0].at_s < b.view.sensor[2].at_s);
  built_clear(&b);
}

/* ---- buildings ---- */

static const char house[] =
    "flue: 1\nbuilding:\n  storeys: [{id: F1, height: 3 m, plan: P}]\nplans:\n  P:\n    rooms:\n"
    "      a: {use: office, polygon: [[0, 0], [6, 0], [6, 6], [0, 6]]}\n"
    "    openings: [{id: d, between: [a, outside], at: [6, 3], open: 1}]\n"
    "systems:\n  alarm: {delay: 0 s, works: 1}\n  detection: [{in: all, works: 1, %s}]\n"
    "fires: [{id: f, at: {room: F1.a}, growth: 0.0469 kW/s2, peak: 1 MW}]\nrun: {end: 4 min}\n";

/** Time of the alarm of the house with one kind of detectors [s]. */
static double alarm_time(const char *detection, flue_detector *detector) {
  char *text = flue_format(house, detection);
  assert_non_null(text);
  built b = build(text);
  assert_int_equal(b.c->input.n_detectors, 1);
  *detector = b.c->input.detectors[0];
  const flue_outcome outcome = run_whole(&b);
  built_clear(&b);
  free(text);
  return outcome.value[FLUE_OUTCOME_alarm_time];
}

static void detectors_of_a_building_respond_in_their_order(void **state) {
  (void)state;
  flue_detector d;
  const double heat = alarm_time("kind: heat, temperature: 80 °C", &d);
  assert_true(d.is_heat && d.rate == 0.0 && d.conduction == 0.0);
  const double fitted = alarm_time("kind: heat, temperature: 80 °C, conduction: 1", &d);
  assert_near(d.conduction, 1.0, 0.0);
  const double rate = alarm_time("kind: rate_of_rise, temperature: 80 °C", &d);
  assert_near(d.rate, 8.33 / 60.0, 1e-12);
  const double smoke = alarm_time("kind: smoke", &d);
  const double rise = alarm_time("kind: smoke, rise: 13 K", &d);
  assert_near(d.rise_k, 13.0, 0.0);
  const double beam = alarm_time("kind: beam", &d);
  assert_near(d.path_m, 6.0, 1e-12);
  assert_near(d.threshold, 0.5, 0.0);
  assert_true(rate < heat && heat < fitted);
  assert_true(smoke > 0.0 && smoke < rise && rise < heat);
  assert_true(beam > 0.0 && beam < heat);
}

static void detectors_resume_with_the_same_bits(void **state) {
  (void)state;
  expect_same_bits(
      ROOM("  - {id: beam, in: a, at: [9, 0, 0.5], to: [9, 6, 3.5], kind: beam, hold: 20 s}\n"
           "  - {id: rate, in: a, at: [6, 3, 3.9], kind: rate_of_rise, rti: 20}\n"
           "  - {id: flame, in: a, at: [9, 2, 1], normal: [-1, 0, 0], kind: flame, hold: 30 s}\n"),
      20.0, 100.0, 8.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fires_are_lit_when_what_lights_them_responds),
      cmocka_unit_test(water_counts_from_when_a_sprinkler_opens),
      cmocka_unit_test(a_beam_through_both_layers_loses_what_they_take),
      cmocka_unit_test(a_flame_detector_responds_to_the_flux_in_its_view),
      cmocka_unit_test(conduction_holds_an_element_below_the_gas),
      cmocka_unit_test(rates_and_rises_stand_for_a_response),
      cmocka_unit_test(detectors_of_a_building_respond_in_their_order),
      cmocka_unit_test(detectors_resume_with_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

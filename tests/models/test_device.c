/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors and sprinklers against the exact solutions of their equations. */
#include "models/device.h"

#include "flue_test.h"
#include "models/gas.h"

static void a_heat_element_follows_its_exponential_whatever_the_step(void **state) {
  (void)state;
  /* dT/dt = sqrt(u)/RTI (Tg - T): RTI 50, u 4 m/s: time constant 25 s; after 25 s 1 - 1/e of the
   * way */
  assert_near(flue_element_temp(293.15, 393.15, 4.0, 50.0, 25.0), 393.15 - 100.0 * exp(-1.0),
              1e-10);
  double t = 293.15;
  for (int i = 0; i < 1000; ++i) t = flue_element_temp(t, 393.15, 4.0, 50.0, 0.025);
  assert_near(t, 393.15 - 100.0 * exp(-1.0), 1e-9);
  assert_near(flue_element_temp(300.0, 400.0, 0.0, 50.0, 100.0), 300.0, 0.0);
}

/** Extinction in the chamber t after smoke of 0.3 m-1 came, in steps of dt. */
static double chamber_after(double t, double dt, double speed) {
  flue_smoke_way way = {.n = 0};
  double inside = flue_smoke_detector(&way, 0.0, 0.0, speed, 0.0, 1e-6);
  for (int i = 1; i * dt < t + 0.5 * dt; ++i)
    inside = flue_smoke_detector(&way, inside, 0.3, speed, i * dt, dt);
  return inside;
}

/* Cleary et al. 1999, detector P1 at 0.2 m/s: a dwell time of 1.8 / 0.2 = 9 s, then a lag of
   0.2^-0.8 = 3.62 s. A front is smeared over 0.3 s, the distance of what is kept, or a long step.
 */
static void smoke_enters_a_detector_late_and_mixes_there(void **state) {
  (void)state;
  const double lag = pow(0.2, -0.8);
  assert_near(lag, 3.624, 0.001);
  assert_near(chamber_after(8.9, 0.1, 0.2), 0.0, 1e-12);
  assert_near(chamber_after(9.0 + lag, 0.002, 0.2), 0.3 * (1.0 - exp(-1.0)), 7e-3);
  assert_near(chamber_after(20.0, 2.0, 0.2), chamber_after(20.0, 0.1, 0.2), 0.02);
  assert_near(chamber_after(60.0, 0.1, 0.2), 0.3, 1e-5);
  assert_near(chamber_after(20.0, 0.1, 0.1), 0.3 * (1.0 - exp(-2.0 * pow(0.1, 0.8))), 0.007);
  assert_near(chamber_after(20.0, 0.1, 0.0), chamber_after(20.0, 0.1, 0.1), 0.0);
}

static void obscuration_is_the_light_lost_over_a_metre(void **state) {
  (void)state;
  assert_near(flue_obscuration(0.0), 0.0, 0.0);
  assert_near(flue_obscuration(-log(0.88)), 0.12, 1e-14);
}

static void a_sprayed_fire_decays_as_evans_found(void **state) {
  (void)state;
  /* Evans 1993 (NISTIR 5254): exp(-t / (3 w^-1.85)), w in mm/s; 0.07 mm/s: time constant 411 s */
  assert_near(flue_sprinkler_share(0.0, 0.07e-3), 1.0, 0.0);
  assert_near(flue_sprinkler_share(-5.0, 0.07e-3), 1.0, 0.0);
  assert_near(flue_sprinkler_share(3.0 * pow(0.07, -1.85), 0.07e-3), exp(-1.0), 1e-12);
  assert_near(3.0 * pow(0.07, -1.85), 411.0, 1.0);
}

static void water_that_gathers_puts_a_fire_out(void **state) {
  (void)state;
  /* d ln(q)/dt = -E w t, w = 0.1 kg/(m2 s), E = 1 m2/(kg s): exp(-1/2) after sqrt(10) s */
  assert_near(flue_sprinkler_share_of_water(sqrt(10.0), 1e-4, 1.0), exp(-0.5), 1e-12);
  assert_near(flue_sprinkler_share_of_water(5.0, 1e-4, 0.0), 1.0, 0.0);
  assert_near(flue_sprinkler_share_of_water(-5.0, 1e-4, 1.0), 1.0, 0.0);
  assert_near(flue_sprinkler_share_of_water(-INFINITY, 0.0, 1.0), 1.0, 0.0);
}

static void soot_and_heat_travel_together(void **state) {
  (void)state;
  const double soot = flue_jet_soot(1.1, 20.0, 0.07, 0.65, 20e6);
  assert_near_rel(soot, 1.1 * FLUE_CP * 20.0 * 0.07 / (0.65 * 20e6), 1e-14);
}

static void an_element_that_loses_heat_follows_its_exponential(void **state) {
  (void)state;
  /* dT/dt = (2 (Tg - T) - 0.8 (T - Tf)) / 100: towards (2 Tg + 0.8 Tf) / 2.8, time constant 100
   * / 2.8
   */
  const double rest = (2.0 * 423.15 + 0.8 * 293.15) / 2.8, tau = 100.0 / 2.8;
  double t = 293.15, euler = 293.15;
  for (int i = 0; i < 300; ++i) {
    t = flue_element_temp_lossy(t, 423.15, 4.0, 100.0, 0.8, 293.15, 0.2);
    for (int k = 0; k < 200; ++k)
      euler += 0.001 * (2.0 * (423.15 - euler) - 0.8 * (euler - 293.15)) / 100.0;
  }
  assert_near(t, rest + (293.15 - rest) * exp(-60.0 / tau), 1e-9);
  assert_near(t, euler, 2e-3); /* first order: steps of 1 ms */
  assert_near(flue_element_temp_lossy(300.0, 400.0, 1.0, 50.0, 0.0, 290.0, 10.0),
              flue_element_temp(300.0, 400.0, 1.0, 50.0, 10.0), 0.0);
}

static void a_plunge_test_gives_back_the_index(void **state) {
  (void)state;
  /* UL 199 and ISO 6182-1 plunge: 197 degC, 2.54 m/s, element of 68 degC from 20 degC */
  static const double rti[] = {28.0, 100.0, 250.0}, conduction[] = {0.0, 0.7, 1.5};
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) {
      double t_s = 0.0, t = 293.15;
      const double dt = 0.001;
      while (t < 341.15) {
        t = flue_element_temp_lossy(t, 470.15, 2.54, rti[r], conduction[c], 293.15, dt);
        t_s += dt;
      }
      assert_near_rel(flue_plunge_rti(t_s, 2.54, conduction[c], 48.0, 177.0), rti[r], 1e-3);
    }
  /* without loss: RTI = t sqrt(u) / ln(excess / (excess - rise)) */
  assert_near_rel(flue_plunge_rti(14.0, 2.54, 0.0, 48.0, 177.0),
                  14.0 * sqrt(2.54) / log(177.0 / 129.0), 1e-12);
}

/* gas that warms by b a second: the element, with the time constant a, follows at the rate
   b (1 - e^(-t/a)), and the rate behind the lag c is b (1 - (a e^(-t/a) - c e^(-t/c)) / (a - c)) */
static void a_rate_of_rise_detector_sees_the_rate_of_its_element(void **state) {
  (void)state;
  const double b = 0.2, rti = 30.0, speed = 1.0, a = rti, c = 20.0, dt = 0.05;
  double t = 293.15, rate = 0.0, passed = NAN;
  for (int i = 1; i <= 4000; ++i) {
    const double middle = 293.15 + b * (i - 0.5) * dt, before = t;
    t = flue_element_temp(t, middle, speed, rti, dt);
    rate = flue_rate_of_rise(rate, t - before, dt, c);
    const double at = i * dt;
    assert_near(rate, b * (1.0 - (a * exp(-at / a) - c * exp(-at / c)) / (a - c)), 2e-6);
    if (isnan(passed) && rate >= FLUE_USUAL_RATE) passed = at;
  }
  /* 8.33 K/min of 12 K/min: 1 - 0.694 = 3 e^(-t/30) - 2 e^(-t/20) at 63.3 s */
  const double left = 3.0 * exp(-passed / 30.0) - 2.0 * exp(-passed / 20.0);
  assert_near(left, 1.0 - FLUE_USUAL_RATE / b, 1e-3);
}

static void a_beam_adds_what_its_path_takes(void **state) {
  (void)state;
  assert_near(flue_beam_loss(0.0), 0.0, 0.0);
  assert_near(flue_beam_loss(0.1 * 7.0 + 0.02 * 3.0), 1.0 - exp(-0.76), 1e-14);
}

static void a_flame_detector_sees_a_point_within_its_view(void **state) {
  (void)state;
  const double pi = 3.14159265358979323846;
  assert_near_rel(flue_flame_flux(35e3, 10.0, 1.0, 0.7), 35e3 / (400.0 * pi), 1e-14);
  assert_near_rel(flue_flame_flux(35e3, 10.0, 0.8, 0.7), 0.8 * 35e3 / (400.0 * pi), 1e-14);
  assert_near(flue_flame_flux(35e3, 10.0, 0.69, 0.7), 0.0, 0.0);
  assert_near(flue_flame_flux(35e3, 10.0, -1.0, -1.0), 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_heat_element_follows_its_exponential_whatever_the_step),
      cmocka_unit_test(smoke_enters_a_detector_late_and_mixes_there),
      cmocka_unit_test(obscuration_is_the_light_lost_over_a_metre),
      cmocka_unit_test(a_sprayed_fire_decays_as_evans_found),
      cmocka_unit_test(water_that_gathers_puts_a_fire_out),
      cmocka_unit_test(soot_and_heat_travel_together),
      cmocka_unit_test(an_element_that_loses_heat_follows_its_exponential),
      cmocka_unit_test(a_plunge_test_gives_back_the_index),
      cmocka_unit_test(a_rate_of_rise_detector_sees_the_rate_of_its_element),
      cmocka_unit_test(a_beam_adds_what_its_path_takes),
      cmocka_unit_test(a_flame_detector_sees_a_point_within_its_view),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plumes, ceiling jets and the heat they give to ceilings. */
#include "models/plume.h"

#include "flue_test.h"
#include "models/fire.h"
#include "models/flow.h"

static const double cold_k = 293.15;

static flue_plume_source fire(void) {
  return (flue_plume_source){1e6, 7e5, 1.0, 0.0};
}

static flue_plume_room open_room(double height) {
  return (flue_plume_room){height, height, cold_k, cold_k};
}

/* Heskestad: 9.1 (T / (g cp^2 rho^2))^(1/3) Qc^(2/3) (z - z0)^(-5/3) is near 25 Qc^(2/3) (z -
   z0)^(-5/3) with kW in air; z0 = 0.083 Q^0.4 - 1.02 D = 0.295 m for 1 MW on 1 m. */
static void axis_of_a_plume_is_as_hot_as_heskestad_says(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room room = open_room(20.0);
  const flue_plume_gas gas = flue_plume_at(&f, &room, 0.0, 10.0);
  assert_near_rel(gas.temp_k - cold_k, 25.0 * pow(700.0, 2.0 / 3.0) * pow(9.705, -5.0 / 3.0), 0.02);
  assert_near_rel(gas.speed, 1.03 * cbrt(700.0) / cbrt(9.705), 0.03);
  const flue_plume_gas aside = flue_plume_at(&f, &room, 5.0, 10.0);
  assert_true(aside.temp_k - cold_k < 0.01 * (gas.temp_k - cold_k));
}

/* Alpert: 16.9 Q^(2/3) / H^(5/3) near the axis and 5.38 (Q / r)^(2/3) / H beyond 0.18 H, the height
   above the fuel. */
static void jets_under_ceilings_are_as_hot_as_alpert_says(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room room = open_room(5.0);
  const double h = 5.0;
  assert_near_rel(flue_plume_ceiling_jet(&f, &room, 0.0).temp_k - cold_k,
                  16.9 * 100.0 / pow(h, 5.0 / 3.0), 0.01);
  assert_near_rel(flue_plume_ceiling_jet(&f, &room, 3.0).temp_k - cold_k,
                  5.38 * pow(1000.0 / 3.0, 2.0 / 3.0) / h, 0.01);
  const double origin = 0.083 * pow(f.release / 1000.0, 0.4) - 1.02 * f.diameter_m;
  assert_near_rel(flue_plume_ceiling_jet(&f, &room, 3.0).speed,
                  flue_ceiling_jet_speed(f.convective, h - origin, 3.0), 1e-12);
}

static void a_layer_as_cold_as_the_air_below_changes_nothing(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room open = open_room(5.0), layered = {5.0, 2.5, cold_k, cold_k};
  const flue_plume_gas a = flue_plume_at(&f, &open, 0.3, 4.5),
                       b = flue_plume_at(&f, &layered, 0.3, 4.5);
  assert_near(a.temp_k, b.temp_k, 1e-9);
  const flue_plume_room nearly = {5.0, 2.5, cold_k, cold_k + 0.01};
  assert_near_rel(flue_plume_at(&f, &nearly, 0.0, 4.5).temp_k,
                  flue_plume_at(&f, &open, 0.0, 4.5).temp_k, 0.02);
}

static void a_hot_layer_makes_the_plume_hotter_and_keeps_a_weak_one_out(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room open = open_room(5.0), hot = {5.0, 2.5, cold_k, 500.0};
  assert_true(flue_plume_at(&f, &hot, 0.0, 4.5).temp_k > flue_plume_at(&f, &open, 0.0, 4.5).temp_k);
  const flue_plume_source weak = {1e4, 7e3, 0.2, 0.0};
  const flue_plume_room far = {10.0, 8.0, cold_k, 400.0};
  assert_near(flue_plume_at(&weak, &far, 0.0, 9.0).temp_k, 400.0, 0.0);
}

/* Cooper's coefficient joins near r / H = 0.2 and falls outward; for 1 MW under 3 m it is some tens
   of W/(m2 K). */
static void ceilings_take_most_heat_near_the_axis(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room room = open_room(3.0);
  double h0, t0, before = 1e9;
  const flue_plume_ceiling jet = flue_plume_ceiling_of(&f, &room);
  flue_plume_ceiling_heat(&jet, 0.0, &h0, &t0);
  assert_in_range(h0, 20, 200);
  for (double r = 0.1; r < 10.0; r *= 1.3) {
    double h, t;
    flue_plume_ceiling_heat(&jet, r, &h, &t);
    assert_true(h > 0.0 && h < h0 * 1.01 && t > cold_k && t <= before);
    before = t;
  }
}

/* McCaffrey's plume: 0.124 Q (z / Q^0.4)^1.895, and a jet that carries that flow at its start. */
static void a_jet_draws_in_what_its_plume_does(void **state) {
  (void)state;
  const double q = 100.0, z1 = 3.0, z2 = 5.0;
  const double m1 = 0.124 * q * pow(z1 / pow(q, 0.4), 1.895),
               m2 = 0.124 * q * pow(z2 / pow(q, 0.4), 1.895);
  assert_near_rel(flue_jet_entrainment(m1, q * 1000.0, z2 - z1), m2 - m1, 1e-9);
  assert_near(flue_jet_entrainment(1.0, 0.0, 1.0), 0.0, 0.0);
}

/* What 1 MW gives to a cold ceiling within 6 m: rings against 10 000 of equal width. */
static void rings_add_up_to_what_a_ceiling_takes(void **state) {
  (void)state;
  const flue_plume_source f = fire();
  const flue_plume_room room = open_room(3.0);
  const flue_plume_ceiling jet = flue_plume_ceiling_of(&f, &room);
  const double pi = 3.14159265358979323846, radius = 6.0;
  double sum = 0.0;
  for (int i = 0; i < 10000; ++i) {
    const double r = radius * (i + 0.5) / 10000.0;
    double h, t;
    flue_plume_ceiling_heat(&jet, r, &h, &t);
    sum += h * (t - cold_k) * 2.0 * pi * r * radius / 10000.0;
  }
  assert_near_rel(flue_plume_ceiling_loss(&jet, radius, cold_k), sum, 0.02);
  assert_true(sum > 0.1 * f.convective && sum < f.convective);
}

/* By hand: (1 - .3) (2 / .18)^(2/3) - 1 = 2.4860 at 2 H and beyond, (1 / .18)^(2/3) - 1 = 2.1370 at
   H without loss; nothing in the turn; at 2 H the jet is .1 3 2^.9 = .5598 m thick. */
static void a_jet_grows_as_its_heat_is_spread(void **state) {
  (void)state;
  assert_near_rel(flue_jet_growth(3.0, 6.0, 0.0, 0.3), 2.4860, 1e-3);
  assert_near_rel(flue_jet_growth(3.0, 9.0, 0.0, 0.3), 2.4860, 1e-3);
  assert_near_rel(flue_jet_growth(3.0, 3.0, 0.0, 0.0), 2.1370, 1e-3);
  assert_near(flue_jet_growth(3.0, 0.18 * 3.0, 0.0, 0.0), 0.0, 1e-12);
  assert_near(flue_jet_growth(3.0, 3.0, 0.0, 0.9), 0.0, 1e-12);
  assert_near_rel(flue_jet_growth(3.0, 6.0, 1.5 * 0.55982, 0.3), 0.5 * 2.4860, 1e-3);
  assert_near(flue_jet_growth(3.0, 6.0, 2.0 * 0.5599, 0.3), 0.0, 1e-12);
  assert_near(flue_jet_growth(3.0, 30.0, 2.0, 0.3), 0.0, 1e-12); /* no thicker than at 3 H: .81 m */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(axis_of_a_plume_is_as_hot_as_heskestad_says),
      cmocka_unit_test(jets_under_ceilings_are_as_hot_as_alpert_says),
      cmocka_unit_test(a_layer_as_cold_as_the_air_below_changes_nothing),
      cmocka_unit_test(a_hot_layer_makes_the_plume_hotter_and_keeps_a_weak_one_out),
      cmocka_unit_test(ceilings_take_most_heat_near_the_axis),
      cmocka_unit_test(a_jet_draws_in_what_its_plume_does),
      cmocka_unit_test(rings_add_up_to_what_a_ceiling_takes),
      cmocka_unit_test(a_jet_grows_as_its_heat_is_spread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

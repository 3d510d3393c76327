/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panes against the exact solution of their equation and against their steady state. */
#include "models/glass.h"

#include "flue_test.h"
#include "models/gas.h"

static void a_pane_cracks_at_a_difference_of_its_strength(void **state) {
  (void)state;
  /* 47 MPa / (70 GPa 9e-6 /K) = 74.6 K */
  assert_near(flue_glass_limit(&FLUE_FLOAT_GLASS), 74.603, 1e-3);
  flue_glass half = FLUE_FLOAT_GLASS;
  half.strength *= 0.5;
  half.geometry = 1.12;
  assert_near_rel(flue_glass_limit(&half), 0.56 * flue_glass_limit(&FLUE_FLOAT_GLASS), 1e-12);
}

/* without radiation: T = rest + (T0 - rest) e^(-t / tau), rest = (h_i T_g + h_o T_o) / (h_i + h_o),
   tau = rho c L / (h_i + h_o), whatever the step */
static void convection_heats_a_pane_as_an_exponential(void **state) {
  (void)state;
  flue_glass glass = FLUE_FLOAT_GLASS;
  glass.emissivity = 0.0;
  const flue_glass_heat heat = {573.15, 25.0, 0.0, 283.15, 8.0};
  const double rest = (25.0 * 573.15 + 8.0 * 283.15) / 33.0, tau = 2500.0 * 840.0 * 0.004 / 33.0;
  static const double steps[] = {0.1, 7.0, 140.0};
  for (int k = 0; k < 3; ++k) {
    double t = 293.15;
    for (int i = 0; i < (int)(140.0 / steps[k] + 0.5); ++i)
      t = flue_glass_temp(&glass, t, &heat, steps[k]);
    assert_near(t, rest + (293.15 - rest) * exp(-140.0 / tau), 1e-9);
  }
  /* the time to crack, 74.6 K over a shaded edge at 293.15 K */
  const double exact = -tau * log((293.15 + flue_glass_limit(&glass) - rest) / (293.15 - rest));
  double t = 293.15, at = 0.0;
  while (t - 293.15 < flue_glass_limit(&glass)) {
    t = flue_glass_temp(&glass, t, &heat, 0.01);
    at += 0.01;
  }
  assert_near(at, exact, 0.02);
}

static void radiation_and_convection_come_to_balance(void **state) {
  (void)state;
  const flue_glass_heat heat = {673.15, 12.0, 8000.0, 278.15, 6.0};
  double t = 293.15;
  for (int i = 0; i < 5000; ++i) t = flue_glass_temp(&FLUE_FLOAT_GLASS, t, &heat, 1.0);
  const double in = 12.0 * (673.15 - t) + 0.9 * (8000.0 - FLUE_STEFAN_BOLTZMANN * pow(t, 4.0));
  const double out =
      6.0 * (t - 278.15) + 0.9 * FLUE_STEFAN_BOLTZMANN * (pow(t, 4.0) - pow(278.15, 4.0));
  assert_near(in, out, 1e-6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_pane_cracks_at_a_difference_of_its_strength),
      cmocka_unit_test(convection_heats_a_pane_as_an_exponential),
      cmocka_unit_test(radiation_and_convection_come_to_balance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

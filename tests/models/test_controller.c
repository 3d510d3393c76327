/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Controllers on plants whose sampled loop has an exact solution. */
#include "models/controller.h"

#include "flue_test.h"

/* integral action alone (K -> 0, K / T_i kept) on a plant y = k u: u_n = u_inf (1 - r^n) with
   r = 1 - k K dt / T_i */
static void integral_action_settles_as_a_geometric_series(void **state) {
  (void)state;
  const double k = 50.0, setpoint = 25.0, dt = 1.0, rate = 0.002; /* [1 / (Pa s)] */
  const flue_pi pi = {1e-9, 1e-9 / rate, 0.0, 1.0};
  double integral = 0.0, u = 0.0;
  for (int n = 1; n <= 60; ++n) {
    u = flue_pi_step(&pi, setpoint - k * u, dt, &integral);
    assert_near(u, setpoint / k * (1.0 - pow(1.0 - k * rate * dt, n)), 1e-6);
  }
}

/* PI on a plant with a lag, y' = (k u - y) / tau, sampled exactly: with T_i = dt a / (1 - a),
   a = exp(-dt / tau), the zero of the controller cancels the pole and one real mode is left */
static void a_zero_on_the_pole_leaves_one_real_mode(void **state) {
  (void)state;
  const double k = 40.0, tau = 5.0, dt = 0.5, a = exp(-dt / tau), setpoint = 10.0;
  const flue_pi pi = {0.01, dt * a / (1.0 - a), -10.0, 10.0};
  /* controller K (1 + dt/T_i) (z - 1 / (1 + dt/T_i)) / (z - 1), zero at a; plant k (1 - a) / (z -
     a) acts on the output of the last sample: z - 1 + K (1 + dt/T_i) k (1 - a) = 0 */
  const double pole = 1.0 - pi.gain * (1.0 + dt / pi.integral_s) * k * (1.0 - a);
  double y = 0.0, integral = 0.0;
  for (int n = 0; n < 80; ++n) {
    assert_near(setpoint - y, setpoint * pow(pole, n), 1e-10);
    const double u = flue_pi_step(&pi, setpoint - y, dt, &integral);
    y = k * u + (y - k * u) * a;
  }
}

static void an_output_leaves_its_limit_as_soon_as_the_error_turns(void **state) {
  (void)state;
  const flue_pi pi = {0.01, 10.0, 0.0, 1.0};
  double integral = 0.5, u = 0.0;
  for (int n = 0; n < 1000; ++n) u = flue_pi_step(&pi, 200.0, 1.0, &integral);
  assert_near(u, 1.0, 0.0);
  assert_near(integral, 1.0, 0.0);
  assert_near(flue_pi_step(&pi, -10.0, 1.0, &integral), 1.0 - 0.1 - 0.01, 1e-15);
  for (int n = 0; n < 1000; ++n) u = flue_pi_step(&pi, -200.0, 1.0, &integral);
  assert_near(u, 0.0, 0.0);
  assert_near(flue_pi_step(&pi, 10.0, 1.0, &integral), 0.1 + 0.01, 1e-15);
}

static void without_integral_time_a_controller_is_proportional(void **state) {
  (void)state;
  const flue_pi pi = {0.02, INFINITY, 0.0, 1.0};
  double integral = 0.1;
  assert_near(flue_pi_step(&pi, 10.0, 1.0, &integral), 0.3, 1e-15);
  assert_near(integral, 0.1, 0.0);
}

static void a_band_keeps_on_and_off_apart(void **state) {
  (void)state;
  static const double error[] = {3.0, 1.0, -1.0, -3.0, -1.0, 1.0, 2.5};
  static const double wanted[] = {0.8, 0.8, 0.8, 0.1, 0.1, 0.1, 0.8};
  double share = 0.1;
  for (int i = 0; i < 7; ++i) {
    share = flue_on_off_step(0.1, 0.8, 4.0, error[i], share);
    assert_near(share, wanted[i], 0.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(integral_action_settles_as_a_geometric_series),
      cmocka_unit_test(a_zero_on_the_pole_leaves_one_real_mode),
      cmocka_unit_test(an_output_leaves_its_limit_as_soon_as_the_error_turns),
      cmocka_unit_test(without_integral_time_a_controller_is_proportional),
      cmocka_unit_test(a_band_keeps_on_and_off_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/wind_profile.h"

#include "flue_test.h"

/* Swami and Chandra, long wall (network.md section 1), closed to a turn */
static const double angle[] = {0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360};
static const double cp[] = {.603, .48,   .183, -.34, -.632, -.37, -.452,
                            -.37, -.632, -.34, .183, .48,   .603};
enum { n = sizeof angle / sizeof *angle };

static void every_fit_passes_through_its_points(void **state) {
  (void)state;
  for (size_t i = 0; i < n; ++i) {
    assert_near(flue_wind_profile(angle, cp, n, FLUE_WIND_LINEAR, angle[i]), cp[i], 1e-12);
    assert_near(flue_wind_profile(angle, cp, n, FLUE_WIND_SPLINE, angle[i]), cp[i], 1e-12);
    if ((int)angle[i] % 90 != 0) continue;
    assert_near(flue_wind_profile(angle, cp, n, FLUE_WIND_TRIGONOMETRIC, angle[i]), cp[i], 1e-7);
  }
  assert_near(flue_wind_profile(angle, cp, n, FLUE_WIND_LINEAR, 45.0), .5 * (.48 + .183), 1e-12);
}

static void angles_go_round(void **state) {
  (void)state;
  for (int fit = FLUE_WIND_LINEAR; fit <= FLUE_WIND_TRIGONOMETRIC; ++fit)
    for (double at = -700.0; at < 700.0; at += 37.0)
      assert_near(flue_wind_profile(angle, cp, n, (flue_wind_fit)fit, at),
                  flue_wind_profile(angle, cp, n, (flue_wind_fit)fit, at + 360.0), 1e-9);
}

/** Slope and curvature on both sides of a point agree, also where the turn closes. */
static void a_spline_bends_smoothly_at_its_points(void **state) {
  (void)state;
  const double h = 1e-3;
  for (size_t i = 0; i < n; ++i) {
    double v[5];
    for (int k = 0; k < 5; ++k)
      v[k] = flue_wind_profile(angle, cp, n, FLUE_WIND_SPLINE, angle[i] + (k - 2) * h);
    assert_near((v[2] - v[1]) / h, (v[3] - v[2]) / h, 1e-5);
    assert_near((v[0] - 2 * v[1] + v[2]) / (h * h), (v[2] - 2 * v[3] + v[4]) / (h * h), 1e-5);
  }
}

/* a cosine is met by a spline through 30 degree steps within 1e-3 */
static void a_spline_follows_a_cosine(void **state) {
  (void)state;
  double c[n];
  for (size_t i = 0; i < n; ++i) c[i] = cos(angle[i] * 3.14159265358979 / 180.0);
  for (double at = 0.0; at < 360.0; at += 7.0)
    assert_near(flue_wind_profile(angle, c, n, FLUE_WIND_SPLINE, at),
                cos(at * 3.14159265358979 / 180.0), 1e-3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_fit_passes_through_its_points),
      cmocka_unit_test(angles_go_round),
      cmocka_unit_test(a_spline_bends_smoothly_at_its_points),
      cmocka_unit_test(a_spline_follows_a_cosine),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

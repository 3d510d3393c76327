/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches that stop when a number is known well enough. */
#include "post_fixture.h"
#include "postproc/until.h"

static void numbers_and_widths_are_read(void **state) {
  (void)state;
  flue_until u;
  assert_int_equal(flue_until_read(ctx, "pll 10%", &u), FLUE_OK);
  assert_int_equal(u.outcome, FLUE_OUTCOME_fatalities);
  assert_false(u.is_share);
  assert_true(u.is_relative);
  assert_near(u.width, 0.1, 1e-15);
  assert_int_equal(flue_until_read(ctx, " p_fatal  0.02 ", &u), FLUE_OK);
  assert_true(u.is_share);
  assert_false(u.is_relative);
  assert_near(u.width, 0.02, 0);
  assert_int_equal(flue_until_read(ctx, "injured 5 %", &u), FLUE_OK);
  assert_int_equal(u.outcome, FLUE_OUTCOME_injured);
  static const char *const wrong[] = {"",        "pll",    "pll 10% x",      "pll -1%", "pll 0",
                                      "pll inf", "pl 10%", "alarm_time 10%", "10%"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    assert_int_equal(flue_until_read(ctx, wrong[i], &u), FLUE_EARG);
    assert_non_null(strstr(flue_last_error(ctx), "p_fatal"));
  }
}

/** Fires of which 0.3 kill, as many as an exponential number of mean 4 says: E[N] = 1.2. */
static double fatalities(const flue_design *design, size_t i) {
  const double u = flue_design_share(design, i, 1, 0);
  const double kills = flue_design_share(design, i, 2, 1) > 0.7;
  return -4 * log(1 - u) * kills;
}

enum { most = 64 * 400 };

/** Runs blocks of 64 until the mean is known to 5 %. @return samples. */
static size_t run_until(const flue_until *u, flue_design_kind kind, uint64_t seed,
                        flue_interval *now) {
  static double values[most];
  static uint32_t blocks[most];
  const flue_design design = {kind, seed, most, 64};
  for (size_t n = 0; n < most;) {
    for (size_t k = 0; k < 64; ++k, ++n) {
      values[n] = fatalities(&design, n);
      blocks[n] = (uint32_t)(n / 64);
    }
    if (flue_until_is_reached(u, &(flue_drawn){n, NULL, blocks}, values, now)) return n;
  }
  return most;
}

/* plain: Var N = 0.3 2 4^2 - 1.2^2 = 8.16, so that a half width of 0.06 takes 8.16 (1.96/0.06)^2 =
 * 8707 samples. 1000 repeats tell a coverage to within 1.4 points. */
static void stopping_keeps_the_coverage(void **state) {
  (void)state;
  flue_until u;
  assert_int_equal(flue_until_read(ctx, "pll 5%", &u), FLUE_OK);
  static const flue_design_kind kinds[] = {FLUE_DESIGN_PLAIN, FLUE_DESIGN_LATIN, FLUE_DESIGN_SOBOL};
  double runs[3] = {0};
  for (size_t k = 0; k < 3; ++k) {
    const int repeats = k == 0 ? 300 : 1000;
    int hits = 0;
    for (int r = 0; r < repeats; ++r) {
      flue_interval now;
      runs[k] += (double)run_until(&u, kinds[k], (uint64_t)r + 1, &now) / repeats;
      assert_true(now.high - now.value <= 0.05 * now.value);
      hits += now.low <= 1.2 && 1.2 <= now.high;
    }
    print_message("%s: %.0f samples, %.1f %% cover\n", FLUE_DESIGN_NAMES[kinds[k]], runs[k],
                  100.0 * hits / repeats);
    assert_true(hits >= 0.93 * repeats && hits <= 0.97 * repeats);
  }
  assert_near_rel(runs[0], 8707, 0.05);
  assert_true(runs[1] < runs[0] && runs[2] < runs[1]);
}

static void nothing_met_is_not_known(void **state) {
  (void)state;
  flue_until relative, absolute;
  assert_int_equal(flue_until_read(ctx, "p_fatal 10%", &relative), FLUE_OK);
  assert_int_equal(flue_until_read(ctx, "p_fatal 0.02", &absolute), FLUE_OK);
  static double values[640];
  static uint32_t blocks[640];
  for (uint32_t i = 0; i < 640; ++i) blocks[i] = i / 64;
  flue_interval now;
  const flue_drawn drawn = {640, NULL, blocks}, few = {576, NULL, blocks};
  assert_false(flue_until_is_reached(&relative, &drawn, values, &now));
  assert_true(flue_until_is_reached(&absolute, &drawn, values, &now));
  assert_near(now.high, 1 - pow(0.025, 1.0 / 640), 1e-9);
  assert_false(flue_until_is_reached(&absolute, &few, values, &now)); /* nine blocks */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_and_widths_are_read),
      cmocka_unit_test(stopping_keeps_the_coverage),
      cmocka_unit_test(nothing_met_is_not_known),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

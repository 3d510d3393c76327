/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a design check: verdicts, margins, groups. */
#include <stdlib.h>

#include "flue_test.h"
#include "models/control_result.h"

static flue_ctx *ctx;
static flue_control_result *result;

static int open_result(void **state) {
  (void)state;
  ctx = NULL;
  if (flue_ctx_create(&ctx) != FLUE_OK) return 1;
  return flue_control_result_create(ctx, 2, 2, 1, &result) == FLUE_OK ? 0 : 1;
}

static int close_result(void **state) {
  (void)state;
  flue_control_result_destroy(&result);
  flue_ctx_destroy(&ctx);
  return 0;
}

/** A row of the pressure of a stair, 40 to 50 Pa. */
static flue_control_row stair_row(size_t weather, double value) {
  return (flue_control_row){
      .quantity = FLUE_CONTROL_DP_STAIR,
      .limit = flue_limits_find(result->limits, FLUE_CODE_GB51251, "dp_stair", "", 0),
      .weather = weather,
      .value = value,
      .least = 40.0,
      .most = 50.0};
}

static flue_verdict verdict_of(double value) {
  assert_int_equal(flue_control_add(result, stair_row(0, value)), FLUE_OK);
  return result->row[result->n_rows - 1].verdict;
}

static void a_value_passes_within_its_bounds(void **state) {
  (void)state;
  assert_int_equal(verdict_of(40.0), FLUE_VERDICT_PASS);
  assert_int_equal(verdict_of(50.0), FLUE_VERDICT_PASS);
  assert_int_equal(verdict_of(39.97), FLUE_VERDICT_PASS); /* shown as 40.0 */
  assert_int_equal(verdict_of(39.9), FLUE_VERDICT_FAIL);
  assert_int_equal(verdict_of(50.1), FLUE_VERDICT_FAIL);
  assert_int_equal(verdict_of(-45.0), FLUE_VERDICT_FAIL);
  assert_int_equal(flue_control_failed(result), 3);
}

static void a_clause_that_does_not_apply_is_not_judged(void **state) {
  (void)state;
  flue_control_row row = stair_row(0, 3.0);
  row.verdict = FLUE_VERDICT_NONE;
  assert_int_equal(flue_control_add(result, row), FLUE_OK);
  assert_int_equal(result->row[0].verdict, FLUE_VERDICT_NONE);
  assert_int_equal(flue_control_failed(result), 0);
}

static void the_margin_is_that_to_the_nearer_bound(void **state) {
  (void)state;
  const flue_control_row middle = stair_row(0, 44.0), high = stair_row(0, 60.0);
  assert_near(flue_control_margin(&middle), 0.1, 1e-12);
  assert_near(flue_control_margin(&high), -0.2, 1e-12);
  flue_control_row one = stair_row(0, 44.0);
  one.least = NAN;
  assert_near(flue_control_margin(&one), 0.12, 1e-12);
}

static void groups_have_the_worst_row_and_the_range_of_judged_ones(void **state) {
  (void)state;
  static const double values[2][3] = {{45.0, 52.0, 41.0}, {47.0, 46.0, 44.0}};
  for (size_t w = 0; w < 2; ++w)
    for (int i = 0; i < 3; ++i)
      assert_int_equal(flue_control_add(result, stair_row(w, values[w][i])), FLUE_OK);
  flue_control_row idle = stair_row(0, -3.0);
  idle.verdict = FLUE_VERDICT_NONE;
  assert_int_equal(flue_control_add(result, idle), FLUE_OK);
  flue_control_group *g = NULL;
  size_t n = 0;
  assert_int_equal(flue_control_group_rows(result, 1, &g, &n), FLUE_OK);
  assert_int_equal(n, 2);
  assert_int_equal(g[0].n, 3);
  assert_int_equal(g[0].n_failed, 1);
  assert_int_equal(g[0].n_none, 1);
  assert_near(result->row[g[0].worst].value, 52.0, 0.0);
  assert_near(g[0].low, 41.0, 0.0);
  assert_near(g[0].high, 52.0, 0.0);
  assert_int_equal(g[1].n_failed, 0);
  free(g);
  assert_int_equal(flue_control_group_rows(result, 0, &g, &n), FLUE_OK);
  assert_int_equal(n, 1);
  assert_int_equal(g[0].n, 6);
  assert_true(g[0].weather == FLUE_CONTROL_ANY);
  free(g);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_value_passes_within_its_bounds, open_result, close_result),
      cmocka_unit_test_setup_teardown(a_clause_that_does_not_apply_is_not_judged, open_result,
                                      close_result),
      cmocka_unit_test_setup_teardown(the_margin_is_that_to_the_nearer_bound, open_result,
                                      close_result),
      cmocka_unit_test_setup_teardown(groups_have_the_worst_row_and_the_range_of_judged_ones,
                                      open_result, close_result),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

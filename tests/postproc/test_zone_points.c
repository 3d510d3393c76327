/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_series.h"
#include "zone_fixture.h"

static double number(const char *text) {
  return flue_zone_number(text, text + strlen(text));
}

static void numbers_are_those_of_strtod(void **state) {
  (void)state;
  static const char *const texts[] = {
      "0.29315E+03", "-1.50",          "20",      ".5",
      "7.",          "+3e2",           "0",       "-0.0",
      "1e-300",      "123456789.1234", "1e22",    "9007199254740993",
      "0.1",         "2.5E-22",        "1.7e308", "0.00000000000000000001234"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    const double value = number(texts[i]), expected = strtod(texts[i], NULL);
    assert_memory_equal(&value, &expected, sizeof value);
  }
  assert_near(number(" 1.5\r"), 1.5, 0);
  static const char *const others[] = {"",     " ",    "-", "1e", "1 2",
                                       "****", "1.5x", ".", "e5", "1.2.3"};
  for (size_t i = 0; i < sizeof others / sizeof *others; ++i) assert_true(isnan(number(others[i])));
}

static void columns_are_found_by_name_in_ragged_tables(void **state) {
  (void)state;
  write_text("t.csv",
             "\xEF\xBB\xBFunits,,\r\na, b ,c,b\r\n1,2,3,4\r\n\r\n5,,7\r\n  8 , 9\n10,11,12,13");
  flue_zone_table *table = NULL;
  assert_int_equal(flue_zone_table_open(ctx, scratch("t.csv"), 2, 3, &table), FLUE_OK);
  const size_t c = flue_zone_table_ask(table, "c"), b = flue_zone_table_ask(table, "b");
  assert_int_equal(flue_zone_table_ask(table, "c"), c);
  assert_true(flue_zone_table_ask(table, "d") == FLUE_ZONE_NO_TICKET);
  assert_int_equal(flue_zone_table_load(table), FLUE_OK);
  assert_int_equal(flue_zone_table_rows(table), 4);
  const double *bs = flue_zone_table_values(table, b), *cs = flue_zone_table_values(table, c);
  assert_true(bs[0] == 2 && isnan(bs[1]) && bs[2] == 9 && bs[3] == 11);
  assert_true(cs[0] == 3 && cs[1] == 7 && isnan(cs[2]) && cs[3] == 12);
  flue_zone_table_destroy(&table);
  assert_null(table);
  assert_int_equal(flue_zone_table_open(ctx, scratch("none.csv"), 1, 2, &table), FLUE_EIO);
  assert_int_equal(flue_zone_table_open(ctx, folder, 1, 2, &table), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "E520"));
}

static void tables_without_rows_are_read(void **state) {
  (void)state;
  static const char *const texts[] = {"", "\n", "a", "a\n", "a\nb\n"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    flue_zone_table *table = NULL;
    write_text("empty.csv", texts[i]);
    assert_int_equal(flue_zone_table_open(ctx, scratch("empty.csv"), 1, 5, &table), FLUE_OK);
    flue_zone_table_ask(table, "a");
    assert_int_equal(flue_zone_table_load(table), FLUE_OK);
    assert_int_equal(flue_zone_table_rows(table), 0);
    flue_zone_table_destroy(&table);
  }
}

static void series_reduce_by_metric_in_their_window(void **state) {
  (void)state;
  const double x[] = {-10, 0, 10, 20, 30}, y[] = {9, 1, 4, -2, 8};
  flue_zone_side side = {.start = 5, .end = 20, .initial = 1};
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &side, 5, x, y, 0), 3, 0);
  assert_near(flue_zone_reduce(FLUE_ZONE_MIN, &side, 5, x, y, 0), 3, 0);
  assert_near(flue_zone_reduce(FLUE_ZONE_MEAN, &side, 5, x, y, 0), 0, 0);
  side.initial = 2;
  assert_near(flue_zone_reduce(FLUE_ZONE_MAXABS, &side, 5, x, y, 0), 4, 0);
  side.start = 0; /* no end, not the ignition */
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &side, 5, x, y, 0), 7, 0);
  side.end = 0;
  assert_near(flue_zone_reduce(FLUE_ZONE_MEAN, &side, 5, x, y, 0), 2, 0);
  side.start = 100;
  assert_true(isnan(flue_zone_reduce(FLUE_ZONE_MAX, &side, 5, x, y, 0)));
}

static void gaps_are_skipped_in_measurements_and_fail_predictions(void **state) {
  (void)state;
  const double x[] = {0, 10, 20, 30}, y[] = {1, (double)NAN, 3, (double)INFINITY};
  const flue_zone_side side = {.start = 1, .end = 25}, early = {.start = -1, .end = 5};
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &side, 4, x, y, 1), 3, 0);
  assert_true(isnan(flue_zone_reduce(FLUE_ZONE_MAX, &side, 4, x, y, 0)));
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &early, 4, x, y, 0), 1, 0);
  const double broken[] = {0, (double)NAN, 20, 30};
  assert_true(isnan(flue_zone_reduce(FLUE_ZONE_MAX, &early, 4, broken, y, 0)));
}

static void an_activation_is_the_last_time_before_the_flag(void **state) {
  (void)state;
  const double flag[] = {0, 0, 0, 1, 1}, never[] = {0, 0, 0, 0, 0}, time[] = {0, 10, 20, 30, 40};
  const flue_zone_side side = {.start = -0.5, .end = 0.5};
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &side, 5, flag, time, 0), 20, 0);
  assert_near(flue_zone_reduce(FLUE_ZONE_MAX, &side, 5, never, time, 0), 40, 0);
}

static void the_gauge_sees_the_weight_of_the_gas_below(void **state) {
  (void)state;
  /* gas as outside: the same pressure at every height */
  flue_zone_gas gas = {.p_floor = -50, .upper = 20, .lower = 20, .height = 2};
  assert_near(flue_zone_gauge_pressure(&gas, 20), -50, 1e-12);
  /* 2 m of gas at twice the absolute temperature below the gauge at 4 m: half the weight of air,
   * 2 m * 9.8 m/s2 * 352.8/293.15 kg/m3 / 2 = 11.794 Pa */
  gas.upper = 2 * 293.15 - 273.15;
  assert_near(flue_zone_gauge_pressure(&gas, 20), -50 + 11.794, 1e-3);
  /* a plenum of the same gas above 3 m changes nothing; one of cold air takes away half of the last
   * metre's share, 11.794 / 2 = 5.897 Pa each metre */
  gas.has_plenum = 1;
  gas.upper2 = gas.lower2 = gas.upper;
  gas.height2 = 0.4;
  assert_near(flue_zone_gauge_pressure(&gas, 20), -50 + 11.794, 1e-3);
  gas.upper2 = gas.lower2 = 20;
  assert_near(flue_zone_gauge_pressure(&gas, 20), -50 + 5.897, 1e-3);
  gas.height = (double)NAN;
  assert_true(isnan(flue_zone_gauge_pressure(&gas, 20)));
}

/** The error of CFAST's pipeline that the pack's own CFAST values carry: outside air at 0 degC. */
static void the_height_of_the_gauge_explains_the_known_error(void **state) {
  (void)state;
  static const struct { double ambient, error; /* [degC], [Pa] */ } ends[] = {{16, 2.8}, {42, 6.7}};
  for (size_t i = 0; i < 2; ++i) {
    const double t = ends[i].ambient;
    const flue_zone_gas gas = {.upper = t, .lower = t, .height = 2};
    assert_near(flue_zone_gauge_pressure(&gas, 0) - flue_zone_gauge_pressure(&gas, t),
                ends[i].error, 0.05);
  }
}

static void predictions_come_from_tables_or_are_named_missing(void **state) {
  (void)state;
  write_pack();
  flue_zone_pack pack = {0};
  assert_int_equal(flue_zone_pack_read(ctx, scratch("pack"), &pack), FLUE_OK);
  assert_int_equal(pack.n, 5);
  assert_int_equal(flue_zone_pack_measure(scratch("pack"), &pack), FLUE_OK);
  for (size_t i = 0; i < 4; ++i) assert_true(flue_zone_is_reproduced(&pack.points[i]));
  assert_int_equal(flue_zone_pack_predict(ctx, scratch("tables"), &pack), FLUE_OK);
  assert_int_equal(pack.points[0].state, FLUE_ZONE_FOUND);
  assert_near(pack.points[0].predicted, 110, 0);
  assert_near(pack.points[0].shift, 0, 0); /* stated as 20 degC, the table begins with 20 */
  assert_near(pack.points[0].own, 110, 0);
  assert_int_equal(pack.points[1].state, FLUE_ZONE_NO_COLUMN);
  assert_int_equal(pack.points[2].state, FLUE_ZONE_NO_TABLE);
  assert_true(isnan(pack.points[1].predicted) && isnan(pack.points[2].predicted));
  assert_near(pack.points[3].predicted, 300, 0);
  /* -30 Pa at the floor is the largest deviation; the hot layer only raises it */
  assert_near(pack.points[4].predicted, 30, 1e-9);
  /* from -30 Pa at the start the hot layer adds (1 - 293.15 / 403.15) 1.203 g (4 - 2) at the gauge
   */
  assert_near(pack.points[4].own, 6.44, 0.02);
  assert_int_equal(flue_zone_pack_predict(ctx, scratch("nowhere"), &pack), FLUE_EIO);
  flue_zone_pack_clear(&pack);
}

static void a_list_with_mistakes_is_refused(void **state) {
  (void)state;
  flue_zone_pack pack = {0};
  mkdir(scratch("bad"), 0777);
  write_text("bad/points.csv", "dataset,case\nA,a\n");
  assert_int_equal(flue_zone_pack_read(ctx, scratch("bad"), &pack), FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(ctx), "quantity"));
  char list[2048];
  snprintf(list, sizeof list, "%s%s", list_head,
           "A,a1,Hot,most,m.csv,T,80,a.in,U,90,0.07,1,a.csv,Time,Time,1,2,0,1,0,1,0,0,A,1\n");
  write_text("bad/points.csv", list);
  assert_int_equal(flue_zone_pack_read(ctx, scratch("bad"), &pack), FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(ctx), "E298"));
  assert_int_equal(flue_zone_pack_read(ctx, scratch("nowhere"), &pack), FLUE_EIO);
  assert_null(pack.points);
}

static void all_measured_values_of_the_pack_follow_from_their_series(void **state) {
  (void)state;
  if (!real_pack()) skip();
  flue_zone_pack pack = {0};
  assert_int_equal(flue_zone_pack_read(ctx, real_pack(), &pack), FLUE_OK);
  assert_int_equal(flue_zone_pack_measure(real_pack(), &pack), FLUE_OK);
  assert_int_equal(pack.n, 1906);
  for (size_t i = 0; i < pack.n; ++i) {
    const flue_zone_point *p = &pack.points[i];
    if (!flue_zone_is_reproduced(p))
      fail_msg("%s of %s: %g, but the list has %g", p->experiment.y_column, p->experiment.file,
               p->remeasured, p->measured);
  }
  flue_zone_pack_clear(&pack);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_those_of_strtod),
      cmocka_unit_test(columns_are_found_by_name_in_ragged_tables),
      cmocka_unit_test(tables_without_rows_are_read),
      cmocka_unit_test(series_reduce_by_metric_in_their_window),
      cmocka_unit_test(gaps_are_skipped_in_measurements_and_fail_predictions),
      cmocka_unit_test(an_activation_is_the_last_time_before_the_flag),
      cmocka_unit_test(the_gauge_sees_the_weight_of_the_gas_below),
      cmocka_unit_test(the_height_of_the_gauge_explains_the_known_error),
      cmocka_unit_test(predictions_come_from_tables_or_are_named_missing),
      cmocka_unit_test(a_list_with_mistakes_is_refused),
      cmocka_unit_test(all_measured_values_of_the_pack_follow_from_their_series),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

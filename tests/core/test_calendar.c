/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates against those of the GNU date program and of the cftime library. */
#include "core/calendar.h"

#include "flue_test.h"

static double date(const char *text) {
  double seconds = NAN;
  if (!flue_date_read(text, FLUE_CALENDAR_STANDARD, &seconds)) fail_msg("%s", text);
  return seconds;
}

static void dates_count_seconds_since_1970(void **state) {
  (void)state;
  assert_near(date("1970-01-01"), 0.0, 0.0);
  assert_near(date("2024-07-01 12:30:15"), 1719837015.0, 0.0); /* date -u +%s */
  assert_near(date("2000-02-29T00:00:00Z"), 951782400.0, 0.0);
  assert_near(date("1900-01-01 00:00:0.0"), -2208988800.0, 0.0);
  assert_near(date("2024-7-1T20:30:15 +8:00"), 1719837015.0, 0.0);
  assert_near(date("2024-07-01 09:00:15 -0330"), 1719837015.0, 0.0);
  assert_near(date("2024-07-01 12:30:15.25 UTC"), 1719837015.25, 0.0);
}

static void what_is_no_date_is_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {"",
                                      "today",
                                      "2024-13-01",
                                      "2023-02-29",
                                      "2024-07",
                                      "2024/07/01",
                                      "2024-07-01 25:00",
                                      "2024-07-01 12:61",
                                      "2024-07-01 noon",
                                      "2024-07-01 12:00 +x"};
  double seconds;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
    if (flue_date_read(wrong[i], FLUE_CALENDAR_STANDARD, &seconds)) fail_msg("%s", wrong[i]);
}

static void days_before_1582_depend_on_the_calendar(void **state) {
  (void)state;
  double standard, proleptic;
  assert_true(flue_date_read("0001-01-01", FLUE_CALENDAR_STANDARD, &standard));
  assert_true(flue_date_read("0001-01-01", FLUE_CALENDAR_PROLEPTIC, &proleptic));
  assert_near(proleptic, -62135596800.0, 0.0);           /* date -u */
  assert_near(standard, proleptic - 2.0 * 86400.0, 0.0); /* cftime: two days earlier */
  /* the day before 15 October 1582 is the 4th */
  assert_true(flue_date_read("1582-10-04", FLUE_CALENDAR_STANDARD, &standard));
  assert_near(date("1582-10-15") - standard, 86400.0, 0.0);
  flue_calendar calendar;
  assert_true(flue_calendar_find(NULL, &calendar) && calendar == FLUE_CALENDAR_STANDARD);
  assert_true(flue_calendar_find("proleptic_gregorian", &calendar));
  assert_int_equal(calendar, FLUE_CALENDAR_PROLEPTIC);
  assert_false(flue_calendar_find("360_day", &calendar));
}

static void units_of_time_have_a_scale_and_a_reference(void **state) {
  (void)state;
  double scale, zero;
  assert_true(flue_time_units_read("hours since 1900-01-01 00:00:00.0", FLUE_CALENDAR_STANDARD,
                                   &scale, &zero));
  assert_near(scale, 3600.0, 0.0);
  assert_near(zero, -2208988800.0, 0.0);
  assert_true(
      flue_time_units_read("days  since 2024-07-01", FLUE_CALENDAR_STANDARD, &scale, &zero));
  assert_near(scale, 86400.0, 0.0);
  assert_false(
      flue_time_units_read("months since 2024-07-01", FLUE_CALENDAR_STANDARD, &scale, &zero));
  assert_false(flue_time_units_read("hours", FLUE_CALENDAR_STANDARD, &scale, &zero));
}

static void dates_are_printed_as_they_are_read(void **state) {
  (void)state;
  static const char *const dates[] = {"1582-10-15 00:00:00", "1600-02-29 23:59:59",
                                      "1970-01-01 00:00:00", "2024-12-31 06:07:08",
                                      "2100-03-01 00:00:00"};
  char text[FLUE_DATE_TEXT];
  for (size_t i = 0; i < sizeof dates / sizeof *dates; ++i) {
    flue_date_print(date(dates[i]), text);
    assert_string_equal(text, dates[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(dates_count_seconds_since_1970),
      cmocka_unit_test(what_is_no_date_is_refused),
      cmocka_unit_test(days_before_1582_depend_on_the_calendar),
      cmocka_unit_test(units_of_time_have_a_scale_and_a_reference),
      cmocka_unit_test(dates_are_printed_as_they_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

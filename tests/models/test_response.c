/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include "core/embedded.h"
#include "core/table.h"
#include "models/response.h"

static flue_distribution response_of(const char *name, flue_alarm_kind kind) {
  flue_distribution d = {0};
  assert_int_equal(flue_response_find(NULL, name, kind, &d), FLUE_OK);
  assert_int_equal(d.kind, FLUE_LOGNORMAL);
  return d;
}

static void an_office_starts_after_the_minutes_of_the_table(void **state) {
  (void)state;
  assert_near(response_of("office", FLUE_ALARM_LIVE).p[0], 60, 0);
  assert_near(response_of("office", FLUE_ALARM_STAFF).p[0], 60, 0);
  assert_near(response_of("office", FLUE_ALARM_VOICE).p[0], 180, 0);
  assert_near(response_of("office", FLUE_ALARM_BELL).p[0], 240, 0);
  /* 1 and 99 % of 45 to 240 s: sigma = ln(240 / 45) / 4.653 */
  assert_near(response_of("office", FLUE_ALARM_BELL).p[1], log(240.0 / 45) / 4.653, 0.005);
  assert_near(response_of("residential", FLUE_ALARM_BELL).p[1], log(600.0 / 60) / 4.653, 0.006);
}

static void warning_systems_have_their_numbers_and_words(void **state) {
  (void)state;
  static const char *const words[] = {"bell", "voice", "live", "staff"};
  static const int levels[] = {3, 2, 1, 1};
  for (int kind = FLUE_ALARM_BELL; kind <= FLUE_ALARM_STAFF; ++kind) {
    assert_string_equal(flue_alarm_name((flue_alarm_kind)kind), words[kind]);
    assert_int_equal(flue_alarm_level((flue_alarm_kind)kind), levels[kind]);
  }
}

/* The more an alarm says, the sooner people start. */
static void every_response_is_sound(void **state) {
  (void)state;
  const flue_embedded *data = flue_embedded_find("responses");
  flue_table *table = NULL;
  assert_non_null(data);
  assert_int_equal(
      flue_table_parse(NULL, "responses", (const char *)data->bytes, data->length, &table),
      FLUE_OK);
  assert_true(flue_table_rows(table) >= 6);
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    const char *name = flue_table_cell(table, row, 0);
    const double live = response_of(name, FLUE_ALARM_LIVE).p[0],
                 voice = response_of(name, FLUE_ALARM_VOICE).p[0],
                 bell = response_of(name, FLUE_ALARM_BELL).p[0];
    assert_true(live > 0 && live <= voice && voice <= bell);
  }
  flue_table_destroy(&table);
  flue_distribution none;
  assert_int_equal(flue_response_find(NULL, "ghosts", FLUE_ALARM_BELL, &none), FLUE_EARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_office_starts_after_the_minutes_of_the_table),
      cmocka_unit_test(warning_systems_have_their_numbers_and_words),
      cmocka_unit_test(every_response_is_sound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

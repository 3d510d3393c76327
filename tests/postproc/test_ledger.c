/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of hazards: acceptance 4 of the reference on risk (30 of 71 closed: 42.3 %), the order
 * of events, and a history that is only added to. */
#include "post_fixture.h"
#include "postproc/ledger_store.h"
#include "postproc/sqlite_file.h"

static void add_row(FILE *file, const char *date, int hazard, const char *rest) {
  fprintf(file, "%s,Z%d,%s\n", date, hazard, rest);
}

static const char *write_events(const char *name, int hazards, int closed) {
  const char *path = scratch(name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fprintf(file, "date,hazard,event,building,title,level,owner,due,note\n");
  for (int i = 0; i < hazards; ++i) {
    add_row(file, "2026-01-05", i, "found,Mall,exit blocked,,,,");
    add_row(file, "2026-01-08", i, "judged,,,major,Owner,2026-04-30,");
    add_row(file, "2026-01-10", i, "listed,,,,,,");
    if (i >= closed) continue;
    add_row(file, "2026-01-11", i, "rectifying,,,,,,");
    add_row(file, "2026-02-01", i, "verified,,,,,,");
    add_row(file, i % 2 ? "2026-02-04" : "2026-05-04", i, "closed,,,,,,");
  }
  fclose(file);
  return path;
}

static flue_status import_events(const char *path, flue_ledger *ledger, flue_text *out) {
  flue_diagnostics findings = {.lang = FLUE_EN};
  const flue_status status = flue_ledger_import(NULL, path, &findings, ledger);
  if (out) flue_diagnostics_print(&findings, out);
  flue_diagnostics_clear(&findings);
  return status;
}

/* seed C06 of the reference: 71 listed, 30 closed */
static void thirty_of_71_closed_are_42_3_percent(void **state) {
  (void)state;
  flue_ledger ledger = {0};
  flue_hazard *hazards = NULL;
  size_t n = 0;
  long day = 0;
  flue_ledger_sums sums;
  assert_int_equal(import_events(write_events("c06.csv", 71, 30), &ledger, NULL), FLUE_OK);
  assert_true(flue_ledger_day("2026-05-31", &day));
  assert_int_equal(flue_ledger_hazards(&ledger, day, &hazards, &n), FLUE_OK);
  flue_ledger_sum(hazards, n, day, &sums);
  assert_int_equal(sums.n, 71);
  assert_int_equal(sums.closed, 30);
  assert_int_equal(sums.major_closed, 30);
  assert_int_equal(sums.overdue, 41);
  assert_int_equal(sums.in_time, 15);
  assert_int_equal(sums.by_status[FLUE_HAZARD_LISTED], 41);
  assert_near(100 * flue_ledger_close_rate(&sums), 42.3, 0.05);
  assert_near(sums.mean_days, 0.5 * (30 + 119), 1e-9); /* 5 January to 4 February and 4 May */
  free(hazards);
  /* the same on a day before any deadline and before half of them were closed */
  assert_true(flue_ledger_day("2026-02-10", &day));
  assert_int_equal(flue_ledger_hazards(&ledger, day, &hazards, &n), FLUE_OK);
  flue_ledger_sum(hazards, n, day, &sums);
  assert_int_equal(sums.closed, 15);
  assert_int_equal(sums.overdue, 0);
  assert_int_equal(sums.by_status[FLUE_HAZARD_VERIFIED], 15);
  free(hazards);
  flue_ledger_clear(&ledger);
}

static void events_keep_their_order(void **state) {
  (void)state;
  static const struct {
    int is_major, before, kind, is_right;
  } cases[] = {
      {0, FLUE_HAZARD_FOUND, FLUE_HAZARD_JUDGED, 1},
      {0, FLUE_HAZARD_FOUND, FLUE_HAZARD_RECTIFYING, 0},
      {0, FLUE_HAZARD_JUDGED, FLUE_HAZARD_RECTIFYING, 1},
      {1, FLUE_HAZARD_JUDGED, FLUE_HAZARD_RECTIFYING, 0}, /* major ones are listed first */
      {1, FLUE_HAZARD_JUDGED, FLUE_HAZARD_LISTED, 1},
      {0, FLUE_HAZARD_JUDGED, FLUE_HAZARD_LISTED, 0},
      {1, FLUE_HAZARD_RECTIFYING, FLUE_HAZARD_CLOSED, 0}, /* verified first */
      {1, FLUE_HAZARD_RECTIFYING, FLUE_HAZARD_VERIFIED, 1},
      {1, FLUE_HAZARD_VERIFIED, FLUE_HAZARD_CLOSED, 1},
      {1, FLUE_HAZARD_CLOSED, FLUE_HAZARD_EXTENDED, 0},
      {1, FLUE_HAZARD_CLOSED, FLUE_HAZARD_REOPENED, 1},
      {1, FLUE_HAZARD_RECTIFYING, FLUE_HAZARD_EXTENDED, 1},
      {1, FLUE_HAZARD_RECTIFYING, FLUE_HAZARD_FOUND, 0},
  };
  char a[] = "Z1", b[] = "B", c[] = "t", d[] = "o", e[] = "why";
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    const flue_hazard hazard = {.id = a, .status = cases[i].before, .is_major = cases[i].is_major};
    const int has_due =
        cases[i].kind == FLUE_HAZARD_JUDGED || cases[i].kind >= FLUE_HAZARD_EXTENDED;
    const flue_ledger_event event = {a, b, c, d, e, 10, has_due ? 20 : flue_no_day, cases[i].kind,
                                     1};
    assert_int_equal(flue_hazard_problem(&hazard, &event) == FLUE_MSG_COUNT, cases[i].is_right);
  }
}

static void what_is_reopened_stands_at_rectifying(void **state) {
  (void)state;
  char a[] = "Z1", none[] = "";
  flue_hazard h = {.id = a, .status = FLUE_HAZARD_CLOSED, .closed = 5, .due = 9};
  const flue_ledger_event again = {a, none, none, none, none, 7, 30, FLUE_HAZARD_REOPENED, 0};
  flue_hazard_apply(&h, &again);
  assert_int_equal(h.status, FLUE_HAZARD_RECTIFYING);
  assert_int_equal(h.closed, flue_no_day);
  assert_int_equal(h.n_reopened, 1);
  assert_int_equal(h.due, 30);
  assert_false(flue_hazard_is_overdue(&h, 30));
  assert_true(flue_hazard_is_overdue(&h, 31));
}

static size_t update(const char *path, const char *events, flue_ledger *ledger) {
  size_t added = 99;
  flue_diagnostics findings = {.lang = FLUE_EN};
  assert_int_equal(flue_ledger_update(NULL, path, events, &findings, ledger, &added), FLUE_OK);
  return added;
}

static void history_is_kept_and_only_added_to(void **state) {
  (void)state;
  const char *path = scratch("ledger.sqlite");
  const char *first = write_events("first.csv", 4, 1);
  flue_ledger one = {0}, two = {0}, three = {0};
  remove(path);
  assert_int_equal(update(path, first, &one), 15);
  assert_int_equal(flue_ledger_read(NULL, path, &two), FLUE_OK);
  assert_int_equal(two.n, 15);
  assert_string_equal(two.event[1].owner, "Owner");
  assert_int_equal(two.event[1].due, one.event[1].due);
  flue_ledger_clear(&two);
  assert_int_equal(update(path, first, &two), 0); /* the same table again */
  assert_int_equal(update(path, write_events("more.csv", 5, 2), &three), 3 + 3);
  flue_sqlite *db = NULL;
  static const char *const changes[] = {"UPDATE event SET owner = 'nobody'", "DELETE FROM event",
                                        "INSERT OR REPLACE INTO event VALUES(1, '2026-01-05', "
                                        "'Z0', 'found', 'B', 't', '', '', '', '')"};
  assert_int_equal(flue_sqlite_open(NULL, path, &db), FLUE_OK);
  for (size_t i = 0; i < 3; ++i) assert_int_equal(flue_sqlite_do(NULL, db, changes[i]), FLUE_EIO);
  flue_sqlite_discard(&db);
  flue_ledger_clear(&one);
  flue_ledger_clear(&two);
  flue_ledger_clear(&three);
}

/* an event that no table could have brought in */
static void changed_histories_are_refused(void **state) {
  (void)state;
  const char *path = scratch("changed.sqlite");
  flue_ledger ledger = {0};
  flue_sqlite *db = NULL;
  update(path, write_events("four.csv", 4, 1), &ledger);
  flue_ledger_clear(&ledger);
  assert_int_equal(flue_sqlite_open(NULL, path, &db), FLUE_OK);
  assert_int_equal(flue_sqlite_do(NULL, db,
                                  "INSERT INTO event(date, hazard, event, building, title, level, "
                                  "owner, due, note) VALUES('2026-01-01', 'ZZ', 'judged', '', '', "
                                  "'major', 'o', '2026-02-02', '')"),
                   FLUE_OK);
  assert_int_equal(flue_sqlite_finish(NULL, &db), FLUE_OK);
  assert_int_equal(flue_ledger_read(NULL, path, &ledger), FLUE_EIO);
  flue_ledger_clear(&ledger);
  assert_int_equal(flue_ledger_read(NULL, scratch("not_there.sqlite"), &ledger), FLUE_EIO);
}

static void what_happens_again_on_a_day_is_kept(void **state) {
  (void)state;
  const char *path = scratch("again.sqlite"), *table = scratch("again.csv");
  flue_ledger ledger = {0};
  FILE *file = fopen(table, "w");
  fprintf(file,
          "date,hazard,event,building,title,level,owner,due,note\n"
          "2026-01-05,H,found,B,t,,,,\n2026-01-05,H,judged,,,general,o,2026-02-01,\n"
          "2026-01-05,H,rectifying,,,,,,\n2026-01-06,H,verified,,,,,,\n"
          "2026-01-06,H,reopened,,,,,,\n");
  fclose(file);
  remove(path);
  assert_int_equal(update(path, table, &ledger), 5);
  flue_ledger_clear(&ledger);
  file = fopen(table, "w");
  fprintf(file,
          "date,hazard,event\n2026-01-06,H,verified\n2026-01-06,H,verified\n"
          "2026-01-07,H,closed\n");
  fclose(file);
  assert_int_equal(update(path, table, &ledger), 2); /* the first stands there already */
  flue_ledger_clear(&ledger);
}

static void days_are_plain_dates(void **state) {
  (void)state;
  long day = 0;
  char text[16];
  assert_true(flue_ledger_day("1970-01-11", &day));
  assert_int_equal(day, 10);
  flue_ledger_date(day, text);
  assert_string_equal(text, "1970-01-11");
  static const char *const wrong[] = {"2026-1-5",   "2026/01/05", "0001-01-05",
                                      "9999-12-31", "2026-02-30", "2026-01-05 12:00"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
    assert_false(flue_ledger_day(wrong[i], &day));
}

static void every_mistake_is_told_at_once(void **state) {
  (void)state;
  const char *path = scratch("mistakes.csv");
  FILE *file = fopen(path, "w");
  fprintf(file,
          "date,hazard,event,building,title,level,owner,due,note\n"
          "2026-01-05,Z1,found,Mall,exit blocked,,,,\n"
          "2026-13-05,Z1,judged,,,major,Owner,2026-04-30,\n"
          "2026-01-06,Z1,judgd,,,major,Owner,2026-04-30,\n"
          "2026-01-06,Z1,judged,,,severe,Owner,soon,\n"
          "2026-01-06,Z1,judged,,,major,,2026-04-30,\n"
          "2026-01-06,Z1,closed,,,,,,\n"
          "2026-01-06,Z2,judged,,,major,Owner,2026-04-30,\n"
          "2026-01-06,Z3,found,,,,,,\n"
          "2026-01-06,,found,Mall,x,,,,\n"
          "2026-01-07,Z1,found,Mall,again,,,,\n"
          "2026-01-04,Z1,judged,,,major,Owner,2026-04-30,\n"
          "2026-01-06,Z1,judged,,,general,Owner,2026-04-30,\n"
          "2026-01-07,Z1,extended,,,,,2026-05-30,\n"
          "2026-01-07,Z1,rectifying,,,,,2026-05-30,why\n");
  fclose(file);
  static const char *const wanted[] = {"3:1: error E722",
                                       "4:",
                                       "E723",
                                       "5:",
                                       "E724",
                                       "E722: \"soon\"",
                                       "6:",
                                       "E730",
                                       "7:",
                                       "E728",
                                       "8:",
                                       "E726",
                                       "E729",
                                       "10:",
                                       "E725",
                                       "E727",
                                       "E732",
                                       "E731",
                                       "E733"};
  flue_ledger ledger = {0};
  flue_text out = {0};
  assert_int_equal(import_events(path, &ledger, &out), FLUE_EINPUT);
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; ++i)
    if (!strstr(out.data, wanted[i])) fail_msg("%s is not told in\n%s", wanted[i], out.data);
  flue_text_clear(&out);
  flue_ledger_clear(&ledger);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(thirty_of_71_closed_are_42_3_percent),
      cmocka_unit_test(events_keep_their_order),
      cmocka_unit_test(what_is_reopened_stands_at_rectifying),
      cmocka_unit_test(history_is_kept_and_only_added_to),
      cmocka_unit_test(changed_histories_are_refused),
      cmocka_unit_test(what_happens_again_on_a_day_is_kept),
      cmocka_unit_test(days_are_plain_dates),
      cmocka_unit_test(every_mistake_is_told_at_once),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each mistake in a scenario file gives its own finding, at its place, with the word that was
 * meant. */
#include "findings_mistakes.h"
#include "scenario_fixture.h"

enum { mistakes = sizeof MISTAKES / sizeof *MISTAKES };

/** The text with the first `old` replaced. */
static void replace_in(flue_text *text, const char *old, const char *with) {
  const char *at = strstr(text->data, old);
  if (!at) fail_msg("\"%s\" is not in the text", old);
  flue_text out = {0};
  flue_text_add(&out, "%.*s%s%s", (int)(at - text->data), text->data, with, at + strlen(old));
  flue_text_clear(text);
  *text = out;
}

/** Second steps of mistakes that one replacement cannot make. */
static void complete(flue_text *text, flue_message m) {
  if (m == FLUE_MSG_LOCKED_IN) replace_in(text, "at: [5, 2.5]", "at: [5, 2.5], locked: 1");
  if (m == FLUE_MSG_NO_ALARM) replace_in(text, "  detection:\n  - {in: all, fed_by: power}\n", "");
  if (m == FLUE_MSG_NO_EXIT) replace_in(text, "{id: d3", "{id: d3, kind: window");
  if (m == FLUE_MSG_DUPLICATE_ID && strstr(text->data, "id: F2,"))
    replace_in(text, "{id: F1..F2,", "{id: ~F1..F2,"), replace_in(text, "B1..F2", "F1..F2");
  if (m == FLUE_MSG_BUILDING_TOO_LARGE) {
    flue_text storeys = {0};
    for (int i = 0; i < 110; ++i)
      flue_text_add(&storeys, "  - {id: %c%c1..%c%c1000, height: 3 m, plan: P}\n", 'C' + i / 20,
                    'a' + i % 20, 'C' + i / 20, 'a' + i % 20);
    replace_in(text, "  shafts:\n", (flue_text_add(&storeys, "  shafts:\n"), storeys.data));
    flue_text_clear(&storeys);
  }
  if (m == FLUE_MSG_WALK_TOO_LARGE) {
    replace_in(text, "[[20, 0], [25, 0], [25, 5], [20, 5]]",
               "[[9020, 9000], [9025, 9000], [9025, 9005], [9020, 9005]]");
    replace_in(text, "  P:\n", "  ~P:\n");
    replace_in(text, "    openings:\n",
               "    openings:\n    - {id: far, between: [c, outside], at: [9020, 9002]}\n");
  }
}

/** Takes the mark out; line and column from 1, 0 without a mark. Columns count characters. */
static void take_mark(flue_text *text, int *line, int *column) {
  *line = *column = 0;
  char *mark = strchr(text->data, '~');
  if (!mark) return;
  *line = *column = 1;
  for (const char *c = text->data; c < mark; ++c) {
    if (*c == '\n')
      *column = 1, ++*line;
    else if (((unsigned char)*c & 0xc0) != 0x80)
      ++*column;
  }
  memmove(mark, mark + 1, strlen(mark));
  --text->length;
}

/** What is wrong with the findings of a mistake; NULL when they are as wanted. */
static const char *compare(const mistake *m, const reading *r, int line, int column) {
  const char *code = flue_message_code(m->message);
  const int is_error = code[0] == 'E';
  char place[64];
  if (is_error && (r->status != FLUE_EINPUT || r->scenario)) return "it is not refused";
  if (!is_error && (r->status != FLUE_OK || !r->scenario)) return "a warning keeps it from use";
  if (r->list.n != 1) return "not one finding";
  const flue_diagnostic *d = &r->list.items[0];
  if (d->message != m->message) return "another finding is wanted";
  if (d->line != line || d->column != column) return "the finding points to another place";
  if (m->names && !strstr(d->text, m->names)) return "the finding does not name what it should";
  if (line)
    snprintf(place, sizeof place, "s.yaml:%d:%d: %s %s: ", line, column,
             is_error ? "error" : "warning", code);
  else
    snprintf(place, sizeof place, "s.yaml: error %s: ", code);
  if (strncmp(r->printed.data, place, strlen(place)) != 0) return "the line begins otherwise";
  return NULL;
}

static int check_mistake(const mistake *m, flue_lang lang) {
  static const char *const no_such[] = {"closer", NULL};
  flue_text text = {0};
  int line, column;
  flue_text_add(&text, "%s", base);
  if (m->old) replace_in(&text, m->old, m->new_text);
  complete(&text, m->message);
  take_mark(&text, &line, &column);
  const int is_option = m->message == FLUE_MSG_UNKNOWN_OPTION;
  reading r = read_bytes(text.data, text.length, is_option ? no_such : NULL, lang);
  const char *problem = compare(m, &r, line, column);
  if (problem)
    print_error("%s for %s at %d:%d (%s):\n%s\n", problem, flue_message_code(m->message), line,
                column, m->names ? m->names : "", r.printed.data ? r.printed.data : "");
  reading_clear(&r);
  flue_text_clear(&text);
  return problem != NULL;
}

static int check_mistakes(flue_lang lang) {
  int bad = 0;
  for (size_t i = 0; i < mistakes; ++i) bad += check_mistake(&MISTAKES[i], lang);
  return bad;
}

static void the_base_of_the_mistakes_is_sound(void **state) {
  (void)state;
  static const char *const closers[] = {"closers", NULL};
  reading r = read_sound(base, NULL);
  assert_int_equal(r.list.n, 0);
  reading_clear(&r);
  r = read_sound(base, closers);
  reading_clear(&r);
}

static void each_mistake_gives_one_finding_at_its_place_in_english(void **state) {
  (void)state;
  assert_int_equal(check_mistakes(FLUE_EN), 0);
}

static void each_mistake_gives_one_finding_at_its_place_in_chinese(void **state) {
  (void)state;
  assert_int_equal(check_mistakes(FLUE_ZH), 0);
}

static void every_message_about_scenarios_has_its_mistake_here(void **state) {
  (void)state;
  for (int m = 0; m < FLUE_MSG_COUNT; ++m) {
    const char *code = flue_message_code((flue_message)m);
    /* E201 to E279: text of scenarios; from E280 tables and rules; E3xx: geometry; W: the same */
    const int is_scenario = code[0] && (code[1] == '3' || (code[1] == '2' && code[2] < '8'));
    int is_tested = !is_scenario;
    for (size_t i = 0; i < mistakes && !is_tested; ++i)
      is_tested = MISTAKES[i].message == (flue_message)m;
    if (!is_tested) fail_msg("%s has no mistake in this file", code);
  }
}

static void check_ten(flue_lang lang) {
  static const char *const changes[][2] = {
      {"flue: 1", "~flue: 2"},
      {"id: B1, height: 3 m", "id: B1, height: 3 kg"},
      {"{id: F1..F2, height: 3 m,", "{id: F1..F2, hieght: 3 m,"},
      {"kind: stair", "kind: stairs"},
      {"use: dwelling", "use: flat"},
      {"at: [7, 0]", "at: [7]"},
      {"in: all, fed_by", "in: all, kind: [smoke], fed_by"},
      {"peak: 2 MW", "peak: {normal: {mean: 2 MW}}"},
      {"end: 60 s", "end: soon"},
      {"¥ 268 per opening", "cheap"},
  };
  static const char *const wanted[] = {"E239", "E213", "E211", "E209", "E216", "E215",
                                       "E218", "E217", "E222", "E212", "E225"};
  flue_text text = {0};
  flue_text_add(&text, "%s", base);
  for (size_t i = 0; i < sizeof changes / sizeof *changes; ++i)
    replace_in(&text, changes[i][0], changes[i][1]);
  int line, column;
  take_mark(&text, &line, &column);
  reading r = read_bytes(text.data, text.length, NULL, lang);
  assert_int_equal(r.status, FLUE_EINPUT);
  /* a misspelt required key is two findings: unknown, and missing */
  if (r.list.n != sizeof wanted / sizeof *wanted) fail_msg("%zu\n%s", r.list.n, r.printed.data);
  for (size_t i = 0; i < r.list.n; ++i) {
    assert_string_equal(flue_message_code(r.list.items[i].message), wanted[i]);
    assert_true(i == 0 || r.list.items[i].line >= r.list.items[i - 1].line);
  }
  reading_clear(&r);
  flue_text_clear(&text);
}

static void ten_mistakes_in_one_file_are_reported_at_once_in_order_of_line(void **state) {
  (void)state;
  check_ten(FLUE_EN);
  check_ten(FLUE_ZH);
}

static void a_wrong_value_in_an_option_is_found_before_its_use(void **state) {
  (void)state;
  flue_text text = {0};
  flue_text_add(&text, "%s", base);
  replace_in(&text, "closer\": true", "closer\": perhaps");
  reading r = read_text(text.data, NULL);
  assert_int_equal(r.status, FLUE_EINPUT);
  assert_int_equal(r.list.items[0].message, FLUE_MSG_BAD_BOOL);
  assert_int_equal(r.list.items[0].line, 28);
  reading_clear(&r);
  flue_text_clear(&text);
}

static void a_file_that_cannot_be_read_is_an_error_of_files(void **state) {
  (void)state;
  flue_diagnostics list = {.file = "s.yaml"};
  flue_scenario *s = NULL;
  assert_int_equal(flue_scenario_read(NULL, "/nonexistent/s.yaml", NULL, &list, &s), FLUE_EIO);
  assert_int_equal(flue_scenario_read(NULL, "/tmp", NULL, &list, &s), FLUE_EIO);
  assert_null(s);
  flue_diagnostics_clear(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_base_of_the_mistakes_is_sound),
      cmocka_unit_test(each_mistake_gives_one_finding_at_its_place_in_english),
      cmocka_unit_test(each_mistake_gives_one_finding_at_its_place_in_chinese),
      cmocka_unit_test(every_message_about_scenarios_has_its_mistake_here),
      cmocka_unit_test(ten_mistakes_in_one_file_are_reported_at_once_in_order_of_line),
      cmocka_unit_test(a_wrong_value_in_an_option_is_found_before_its_use),
      cmocka_unit_test(a_file_that_cannot_be_read_is_an_error_of_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each mistake in a method file gives its own finding at its place; every message about method
 * files has its mistake here. */
#include "method_fixture.h"

static const char base[] =
    "method: 1\n"
    "id: test\n"
    "name: {en: t, zh: 测}\n"
    "source: {en: none, zh: 无}\n"
    "status: proposal\n"
    "tree: [1, 1, 1]\n"
    "inputs:\n"
    "- {id: x, range: [0, 10], good: 5, name: {en: x, zh: 甲}}\n"
    "- {id: use, kind: choice, choices: {shop: {en: s, zh: 店}, home: {en: h, zh: 家}}, name: {en: "
    "u, zh: 用}}\n"
    "- {id: c, kind: check, group: 1.1.1, name: {en: c, zh: 查}}\n"
    "nodes:\n"
    "- {id: f, name: {en: f, zh: 式}, formula: 1 + x}\n"
    "- {id: l, name: {en: l, zh: 阶}, ladder: {of: x, points: [[0, 1], [2, 3]]}}\n"
    "- {id: t, name: {en: t, zh: 表}, table: {of: use, values: {shop: 1, home: 2}}}\n"
    "- {id: s, name: {en: s, zh: 率}, share: [c]}\n"
    "outputs: [f]\n"
    "costs: [{id: k, name: {en: k, zh: 失}, lost: 10 - f}]\n"
    "remarks: [{id: r, name: {en: r, zh: 说}, when: f > 3}]\n"
    "scales:\n"
    "- {id: g, name: {en: g, zh: 级}, of: f, better: higher, margin: 1, levels: [{id: a, limit: 8, "
    "name: {en: a, zh: 优}}, {id: b, limit: 4, name: {en: b, zh: 良}}, {id: d, name: {en: d, zh: "
    "差}}]}\n"
    "vetoes: [{id: v, name: {en: v, zh: 否}, when: use == shop, level: d}]\n";

/** What replaces what; ~ marks where the finding points. */
static const struct {
  flue_message message;
  const char *old, *with;
} MISTAKES[] = {
    {FLUE_MSG_METHOD_SYNTAX, "1 + x}", "1 +~}"},
    {FLUE_MSG_METHOD_SYNTAX, "1 + x}", "1 + x ~x}"},
    {FLUE_MSG_METHOD_SYNTAX, "1 + x}", "(1 + x~}"},
    {FLUE_MSG_METHOD_ARGUMENTS, "1 + x}", "'if(x, 1)~'}"},
    {FLUE_MSG_METHOD_FUNCTION, "1 + x}", "1 + ~sin(x)}"},
    {FLUE_MSG_UNKNOWN_NAME, "1 + x}", "1 + ~zzzzzz}"},
    {FLUE_MSG_BAD_CHOICE, "use == shop", "use == ~flat"},
    {FLUE_MSG_METHOD_ONE_KIND, "- {id: f, name: {en: f, zh: 式}, formula: 1 + x}",
     "- ~{id: f, name: {en: f, zh: 式}, formula: 1 + x, max: [x]}"},
    {FLUE_MSG_METHOD_POINTS, "[2, 3]", "~[0, 3]"},
    {FLUE_MSG_METHOD_POINTS, "{of: x, points: [[0, 1]", "{of: x, kind: log, points: [~[0, 1]"},
    {FLUE_MSG_METHOD_TABLE, "values: {shop: 1, home: 2}", "values: ~{shop: 1}"},
    {FLUE_MSG_METHOD_NO_CHOICE, "{of: use, values", "{of: ~x, values"},
    {FLUE_MSG_METHOD_NO_CHECK, "share: [c]", "share: [~x]"},
    {FLUE_MSG_METHOD_LAST, "{id: d, name: {en: d, zh: 差}}",
     "~{id: d, limit: 1, name: {en: d, zh: 差}}"},
    {FLUE_MSG_METHOD_ORDER, "{id: b, limit: 4", "~{id: b, limit: 9"},
    {FLUE_MSG_METHOD_LAYOUT, "method: 1", "method: ~2"},
    {FLUE_MSG_METHOD_ID, "{id: l,", "{id: ~l-1,"},
    {FLUE_MSG_METHOD_TWICE, "{id: l,", "{id: ~x,"},
    {FLUE_MSG_METHOD_RANGE, "range: [0, 10]", "range: ~[10, 0]"},
    {FLUE_MSG_METHOD_GROUP, "group: 1.1.1", "group: ~1.1"},
    {FLUE_MSG_METHOD_TREE, "tree: [1, 1, 1]", "tree: ~[8, 27, 34]"},
    {FLUE_MSG_METHOD_EMPTY, NULL, NULL},
    {FLUE_MSG_METHOD_NOT_ONE, "method: 1\n", "~flue: 1\n"},
    {FLUE_MSG_UNKNOWN_KEY_NEAR, "better: higher", "~beter: lower, better: higher"},
    {FLUE_MSG_BAD_CHOICE, "better: higher", "better: ~best"},
    {FLUE_MSG_UNKNOWN_NAME, "level: d}", "level: ~black}"},
    {FLUE_MSG_OUT_OF_RANGE, "good: 5", "good: ~50"},
    {FLUE_MSG_NOT_A_PLAIN_NUMBER, "limit: 8", "limit: ~many"},
    {FLUE_MSG_MISSING_KEY, "source: {en: none, zh: 无}", "source: ~{en: none}"},
    {FLUE_MSG_WRONG_KIND, "outputs: [f]", "outputs: ~f"},
};
enum { mistakes = sizeof MISTAKES / sizeof *MISTAKES };

static const char empty[] =
    "method: 1\nid: none\nname: {en: n, zh: n}\nsource: {en: s, zh: s}\nstatus: verified\n";

static void place(const char *text, int *line, int *column) {
  *line = *column = 1;
  for (const char *c = text; *c != '~'; ++c) {
    if (*c == '\n')
      *column = 1, ++*line;
    else if (((unsigned char)*c & 0xc0) != 0x80)
      ++*column;
  }
}

static int check_mistake(size_t i, flue_lang lang) {
  flue_text text = {0};
  int line = 1, column = 1, is_bad = 0;
  if (MISTAKES[i].old) {
    const char *at = strstr(base, MISTAKES[i].old);
    if (!at) fail_msg("\"%s\" is not in the base", MISTAKES[i].old);
    flue_text_add(&text, "%.*s%s%s", (int)(at - base), base, MISTAKES[i].with,
                  at + strlen(MISTAKES[i].old));
    place(text.data, &line, &column);
    char *mark = strchr(text.data, '~');
    memmove(mark, mark + 1, strlen(mark));
    --text.length;
  } else {
    flue_text_put(&text, empty);
  }
  flue_diagnostics list = {.file = "m.yaml", .lang = lang};
  flue_method *m = NULL;
  assert_int_equal(flue_method_read(NULL, text.data, text.length, &list, &m), FLUE_OK);
  assert_null(m);
  is_bad = list.n != 1 || list.items[0].message != MISTAKES[i].message ||
           list.items[0].line != line || list.items[0].column != column;
  if (is_bad) {
    flue_text printed = {0};
    flue_diagnostics_print(&list, &printed);
    print_error("%s at %d:%d expected for \"%s\", found:\n%s",
                flue_message_code(MISTAKES[i].message), line, column,
                MISTAKES[i].with ? MISTAKES[i].with : "", printed.data);
    flue_text_clear(&printed);
  }
  flue_diagnostics_clear(&list);
  flue_text_clear(&text);
  return is_bad;
}

static void each_mistake_gives_one_finding_at_its_place(void **state) {
  (void)state;
  int bad = 0;
  for (size_t i = 0; i < mistakes; ++i)
    bad += check_mistake(i, FLUE_EN) + check_mistake(i, FLUE_ZH);
  assert_int_equal(bad, 0);
}

static void every_message_about_methods_has_its_mistake_here(void **state) {
  (void)state;
  for (int k = 0; k < FLUE_MSG_COUNT; ++k) {
    const char *code = flue_message_code((flue_message)k);
    if (strncmp(code, "E80", 3) != 0 && strncmp(code, "E81", 3) != 0) continue;
    int is_tested = 0;
    for (size_t i = 0; i < mistakes; ++i) is_tested |= MISTAKES[i].message == (flue_message)k;
    if (!is_tested) fail_msg("%s has no mistake in this file", code);
  }
}

static void the_base_is_sound(void **state) {
  (void)state;
  flue_method *m = method_from_text(base);
  flue_method_destroy(&m);
}

static void all_mistakes_of_a_file_are_told_at_once(void **state) {
  (void)state;
  static const char many[] =
      "method: 1\nid: t-t\nname: {en: n}\nsource: {en: s, zh: s}\nstatus: sure\n"
      "inputs:\n- {id: x, name: {en: x, zh: x}, kind: word}\n"
      "nodes:\n- {id: y, name: {en: y, zh: y}, formula: x + z_z_z}\n- {id: w, name: {en: y, zh: "
      "y}}\n";
  flue_diagnostics list = {.file = "m.yaml"};
  flue_method *m = NULL;
  assert_int_equal(flue_method_read(NULL, many, sizeof many - 1, &list, &m), FLUE_OK);
  assert_null(m);
  assert_int_equal(list.errors, 6);
  flue_diagnostics_clear(&list);
}

/** Bytes of a sound file left out or changed one by one: never a crash, never a method and findings
 *  at once. */
static void damaged_files_are_refused_or_read(void **state) {
  (void)state;
  char text[sizeof base];
  for (size_t i = 0; i < sizeof base - 1; i += 3) {
    for (int change = 0; change < 2; ++change) {
      memcpy(text, base, sizeof base);
      if (change)
        text[i] = ' ';
      else
        memmove(&text[i], &text[i + 1], sizeof base - 1 - i);
      flue_diagnostics list = {.file = "m.yaml"};
      flue_method *m = NULL;
      assert_int_equal(flue_method_read(NULL, text, strlen(text), &list, &m), FLUE_OK);
      assert_int_equal(m == NULL, list.errors > 0);
      flue_method_destroy(&m);
      flue_diagnostics_clear(&list);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_base_is_sound),
      cmocka_unit_test(each_mistake_gives_one_finding_at_its_place),
      cmocka_unit_test(every_message_about_methods_has_its_mistake_here),
      cmocka_unit_test(all_mistakes_of_a_file_are_told_at_once),
      cmocka_unit_test(damaged_files_are_refused_or_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

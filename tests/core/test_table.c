/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/table.h"
#include "flue_test.h"

static flue_ctx *ctx;

static flue_status parse(const char *text, flue_table **out) {
  return flue_table_parse(ctx, "t.csv", text, strlen(text), out);
}

static void cells_keep_their_text_and_line(void **state) {
  (void)state;
  flue_table *t = NULL;
  assert_int_equal(
      parse("\xEF\xBB\xBF# note\n\na, b ,c\r\n1, \"x, \"\"y\"\"\" ,材料\n\n# end\n2,,\" z \"", &t),
      FLUE_OK);
  assert_int_equal(flue_table_rows(t), 2);
  assert_int_equal(flue_table_column(t, "b"), 1);
  assert_true(flue_table_column(t, "d") == (size_t)-1);
  assert_string_equal(flue_table_cell(t, 0, 1), "x, \"y\"");
  assert_string_equal(flue_table_cell(t, 0, 2), "材料");
  assert_string_equal(flue_table_cell(t, 1, 1), "");
  assert_string_equal(flue_table_cell(t, 1, 2), " z ");
  assert_string_equal(flue_table_cell(t, 0, (size_t)-1), "");
  assert_int_equal(flue_table_line(t, 0), 4);
  assert_int_equal(flue_table_line(t, 1), 7);
  flue_table_destroy(&t);
  assert_null(t);
}

static void numbers_are_read_or_refused_with_their_place(void **state) {
  (void)state;
  flue_table *t = NULL;
  double x = 0;
  assert_int_equal(parse("name,mass\nchair,2.5e1\ntable,heavy\n", &t), FLUE_OK);
  assert_int_equal(flue_table_number(ctx, t, 0, 1, &x), FLUE_OK);
  assert_near(x, 25, 0);
  assert_int_equal(flue_table_number(ctx, t, 1, 1, &x), FLUE_EINPUT);
  assert_string_equal(flue_last_error(ctx),
                      "E283 t.csv, line 3, column mass: \"heavy\" is not a number");
  assert_near(x, 25, 0);
  flue_table_destroy(&t);
}

static void a_ragged_row_is_refused(void **state) {
  (void)state;
  flue_table *t = NULL;
  assert_int_equal(parse("a,b\n1,2\n1,2,3\n", &t), FLUE_EINPUT);
  assert_string_equal(flue_last_error(ctx),
                      "E281 t.csv, line 3: 3 cells, but the header row has 2");
  assert_int_equal(parse("a,b\n1\n", &t), FLUE_EINPUT);
  assert_null(t);
}

static void an_open_quote_is_refused(void **state) {
  (void)state;
  flue_table *t = NULL;
  assert_int_equal(parse("a\n\"open\n", &t), FLUE_EINPUT);
  assert_int_equal(parse("a,b\n\"x\"y,2\n", &t), FLUE_EINPUT);
  assert_int_equal(parse("# only a comment\n", &t), FLUE_EINPUT);
}

static void a_missing_file_is_named_in_the_users_language(void **state) {
  (void)state;
  flue_table *t = NULL;
  flue_ctx_set_lang(ctx, FLUE_ZH);
  assert_int_equal(flue_table_read(ctx, "/nowhere/t.csv", &t), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "无法读取 /nowhere/t.csv"));
  flue_ctx_set_lang(ctx, FLUE_EN);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_keep_their_text_and_line),
      cmocka_unit_test(numbers_are_read_or_refused_with_their_place),
      cmocka_unit_test(a_ragged_row_is_refused),
      cmocka_unit_test(an_open_quote_is_refused),
      cmocka_unit_test(a_missing_file_is_named_in_the_users_language),
  };
  flue_ctx_create(&ctx);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  flue_ctx_destroy(&ctx);
  return failed;
}

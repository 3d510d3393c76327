/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>

#include "post_fixture.h"
#include "postproc/numbers.h"
#include "postproc/report.h"

static void numbers_read_well(void **state) {
  (void)state;
  static const struct {
    double value;
    int digits;
    const char *text;
  } rows[] = {{1.234e-5, 2, "1.2×10⁻⁵"}, {0.28, 3, "0.280"}, {0, 3, "0"},
              {123456, 3, "1.23×10⁵"},   {9.96, 2, "10"},    {9999.6, 3, "10000"}};
  flue_number_text out;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    flue_number_format(rows[i].value, rows[i].digits, &out);
    assert_string_equal(out.text, rows[i].text);
  }
  flue_number_format((double)NAN, 3, &out);
  assert_string_equal(out.text, "–");
}

/** Fails unless every element of the SVG text [p, end) is closed in order. */
static void check_balance(const char *p, const char *end) {
  char open[64][24];
  size_t depth = 0;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    const char *close = memchr(p, '>', (size_t)(end - p));
    assert_non_null(close);
    const int is_end = p[1] == '/';
    const char *name = p + 1 + is_end;
    size_t n = 0;
    while (isalpha((unsigned char)name[n])) ++n;
    assert_true(n > 0 && n < 24 && depth < 64);
    if (is_end) {
      assert_true(depth > 0 && strlen(open[depth - 1]) == n);
      assert_memory_equal(open[--depth], name, n);
    } else if (close[-1] != '/') {
      memcpy(open[depth], name, n);
      open[depth++][n] = '\0';
    }
    p = close;
  }
  assert_int_equal(depth, 0);
}

/** Makes the report of a made-up batch. @return its text, owned. */
static char *make_report(const char *batch_path, int is_harmless, flue_lang lang,
                         const char *path) {
  flue_batch *batch = NULL;
  flue_risk risk;
  flue_rating rating;
  write_batch(batch_path, 400);
  assert_int_equal(flue_batch_read(ctx, batch_path, &batch), FLUE_OK);
  for (size_t i = 0; i < 400 && is_harmless; ++i) batch->outcome[FLUE_OUTCOME_fatalities][i] = 0;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  assert_int_equal(flue_rating_assess(ctx, batch, &risk, NULL, &rating), FLUE_OK);
  assert_int_equal(flue_report_html(ctx, batch, &risk, &rating, lang, path), FLUE_OK);
  assert_int_equal(flue_report_html(ctx, batch, &risk, &rating, lang, "/nowhere/r.html"), FLUE_EIO);
  flue_rating_clear(&rating);
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
  size_t n = 0;
  return file_bytes(path, &n);
}

static void check_contains(const char *page, const char *text) {
  if (!strstr(page, text)) fail_msg("the report does not contain %s", text);
}

static void the_report_holds_the_numbers_in_both_languages(void **state) {
  (void)state;
  char *page = make_report(scratch("en_batch.h5"), 0, FLUE_EN, scratch("en.html"));
  check_contains(page, "<b>0.280</b>");  /* fatalities in a fire */
  check_contains(page, "<b>10.0 %</b>"); /* fires that kill */
  check_contains(page, "400 simulated fires");
  check_contains(page, "random seed 42");
  check_contains(page, "Tillander 2004");
  check_contains(page, "have not been compared with their source");
  check_contains(page, "Hong Kong");
  check_contains(page, "badge orange");
  check_contains(page, "Test house");
  assert_null(strstr(page, "{0}"));
  assert_null(strstr(page, "http://www.w3.org/1999")); /* nothing is fetched */
  int figures = 0;
  for (const char *p = page; (p = strstr(p, "<svg")) != NULL; ++figures) {
    const char *end = strstr(p, "</svg>");
    assert_non_null(end);
    check_balance(p, end + strlen("</svg>"));
    p = end;
  }
  assert_int_equal(figures, 5);
  free(page);
  page = make_report(scratch("zh_batch.h5"), 0, FLUE_ZH, scratch("zh.html"));
  check_contains(page, "测试楼");
  check_contains(page, "lang=\"zh-CN\"");
  check_contains(page, "主要失分因素");
  check_contains(page, "随机种子42");
  free(page);
}

static void a_batch_without_fatalities_reports_bounds(void **state) {
  (void)state;
  char *page = make_report(scratch("none_batch.h5"), 1, FLUE_EN, scratch("none.html"));
  check_contains(page, "Nobody was killed in any of 400 simulated fires");
  check_contains(page, "fewer than 0.92 % of fires");
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_read_well),
      cmocka_unit_test(the_report_holds_the_numbers_in_both_languages),
      cmocka_unit_test(a_batch_without_fatalities_reports_bounds),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of buildings in, tables of grades out; the journal of grades. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/whole_file.h"
#include "flue_test.h"
#include "postproc/atomic_file.h"
#include "postproc/grading/records.h"
#include "scenarios/method/method_reader.h"

static const char method_text[] =
    "method: 1\n"
    "id: test\n"
    "name: {en: t, zh: t}\n"
    "edition: \"1\"\n"
    "source: {en: none, zh: 无}\n"
    "status: proposal\n"
    "inputs:\n"
    "- {id: a, unit: m, range: [0, 100], good: 100, name: {en: Area, zh: 面积}}\n"
    "- {id: v, kind: yes_no, good: no, default: no, name: {en: Veto, zh: 否决}}\n"
    "- {id: u, kind: choice, choices: {shop: {en: Shop, zh: 商店}, home: {en: Home, zh: 住宅}}, "
    "name: {en: Use, zh: 用途}}\n"
    "- {id: c, kind: check, name: {en: Check, zh: 检查}}\n"
    "nodes:\n"
    "- {id: bonus, name: {en: b, zh: b}, table: {of: u, values: {shop: 0, home: 10}}}\n"
    "- {id: score, name: {en: s, zh: s}, formula: a + bonus}\n"
    "outputs: [bonus]\n"
    "costs: [{id: area, name: {en: a, zh: a}, lost: 100 - a}]\n"
    "remarks: [{id: failed, name: {en: f, zh: f}, when: c == fail}]\n"
    "checks: [{id: much, name: {en: too much, zh: 过多}, when: a > 95 and u == home}]\n"
    "scales:\n"
    "- {id: g, name: {en: g, zh: g}, of: score, better: higher, margin: 3, levels: [{id: A, limit: "
    "80, name: {en: a, zh: a}}, {id: B, limit: 40, name: {en: b, zh: b}}, {id: C, name: {en: c, "
    "zh: c}}]}\n"
    "vetoes: [{id: stop, name: {en: v, zh: v}, when: v, level: C}]\n";

typedef struct fixture {
  flue_ctx *ctx;
  flue_method *m;
  char in[64], out[64], journal[64];
} fixture;

static int set_up(void **state) {
  static fixture f;
  flue_diagnostics list = {.file = "m.yaml"};
  assert_int_equal(flue_ctx_create(&f.ctx), FLUE_OK);
  assert_int_equal(flue_method_read(f.ctx, method_text, sizeof method_text - 1, &list, &f.m),
                   FLUE_OK);
  assert_non_null(f.m);
  snprintf(f.in, sizeof f.in, "/tmp/test_records_%d.csv", (int)getpid());
  snprintf(f.out, sizeof f.out, "/tmp/test_records_%d.out.csv", (int)getpid());
  snprintf(f.journal, sizeof f.journal, "/tmp/test_records_%d.journal.csv", (int)getpid());
  *state = &f;
  return 0;
}

static int tear_down(void **state) {
  fixture *f = *state;
  remove(f->in);
  remove(f->out);
  remove(f->journal);
  flue_method_destroy(&f->m);
  flue_ctx_destroy(&f->ctx);
  return 0;
}

static char *read_file(const char *path) {
  char *text = NULL;
  size_t n = 0;
  assert_int_equal(flue_whole_file(NULL, path, &text, &n), FLUE_OK);
  return text;
}

/** Grades a table. @param time  NULL: without a journal. */
static flue_status grade(fixture *f, const char *table, const char *time, flue_diagnostics *list,
                         flue_records_result *result) {
  assert_int_equal(flue_write_file(f->ctx, f->in, table, strlen(table)), FLUE_OK);
  const flue_records_job job = {.method = f->m,
                                .input = f->in,
                                .output = f->out,
                                .journal = time ? f->journal : NULL,
                                .time = time};
  return flue_records_grade(f->ctx, &job, list, result);
}

static void assert_text(const char *path, const char *expected) {
  char *text = read_file(path);
  assert_string_equal(text, expected);
  free(text);
}

static void grade_to(fixture *f, const char *table, const char *time, const char *expected) {
  flue_diagnostics list = {0};
  flue_records_result result;
  assert_int_equal(grade(f, table, time, &list, &result), FLUE_OK);
  assert_int_equal(list.errors, 0);
  if (expected) assert_text(f->out, expected);
  flue_records_result_clear(&result);
}

#define HEADER                                                                                    \
  "id,state,score_low,score_high,g,g_best,g_worst,missing,assumed,vetoes,remarks,costliest,lost," \
  "bonus_low,bonus_high\n"

static void rows_are_graded_in_their_order(void **state) {
  grade_to(*state,
           "\xEF\xBB\xBF# a comment\n编号,面积 [m],Use,v,c,remark\r\n"
           "\"one, two\",80,shop,no,pass,x\r\n"
           "\n"
           "b, 39.5 ,住宅,,fail,\"several\nlines\"\n"
           "c,90,home,yes,none,\n"
           "d,?,shop,,合格,\n"
           "e,,,,,",
           NULL,
           HEADER
           "\"one, two\",graded,80,80,A,A,A,0,0,,,area,20,0,0\n"
           "b,graded,49.5,49.5,B,B,B,1,1,,failed,area,60.5,10,10\n"
           "c,graded,100,100,C,C,C,0,0,stop,,area,10,10,10\n"
           "d,open,0,100,,A,C,2,1,,,,,0,0\n"
           "e,open,0,110,,A,C,4,1,,,,,0,10\n");
}

static void the_summary_counts_grades_and_missing_answers(void **state) {
  flue_diagnostics list = {0};
  flue_records_result r;
  assert_int_equal(grade(*state, "id,a,u\nx,85,shop\ny,75,\nz,,\n", NULL, &list, &r), FLUE_OK);
  assert_int_equal(r.n, 3);
  assert_int_equal(r.n_one, 1);
  assert_int_equal(r.n_some, 1);
  assert_int_equal(r.n_open, 1);
  assert_int_equal(r.n_level[0], 1);
  assert_int_equal(r.n_level[1], 1);
  assert_int_equal(r.n_level[2], 1);
  assert_int_equal(r.n_missing[0], 1);
  assert_int_equal(r.n_missing[1], 0); /* it has a default */
  assert_int_equal(r.n_missing[2], 2);
  assert_string_equal(r.id, "x");
  flue_records_result_clear(&r);
}

/** 30000 rows, so that blocks end within rows. */
static char *make_many(void) {
  flue_text t = {0};
  flue_text_put(&t, "id,a,u,c,note\n");
  for (int i = 0; i < 30000; ++i)
    flue_text_add(&t, "B%d,%d.%d,%s,%s,\"%0*d, more\"\n", i, i * 37 % 100, i % 10,
                  i % 3 ? "shop" : "", i % 7 ? "pass" : "fail", 100 + i % 300, i);
  assert_false(t.failed);
  return t.data;
}

static void the_same_bytes_for_any_number_of_threads(void **state) {
  fixture *f = *state;
  char *table = make_many();
  omp_set_num_threads(1);
  grade_to(f, table, NULL, NULL);
  char *one = read_file(f->out);
  for (int threads = 2; threads <= 5; threads += 3) {
    omp_set_num_threads(threads);
    grade_to(f, table, NULL, one);
  }
  size_t lines = 0;
  for (const char *c = one; *c; ++c) lines += *c == '\n';
  assert_int_equal(lines, 30001);
  assert_non_null(strstr(one, "\nB29999,graded,63.9,63.9,B,B,B,1,1,,,area,36.1,0,0\n"));
  free(one);
  free(table);
}

/** A table and where its finding points; all but E859, which needs 16 MiB. */
static const struct {
  flue_message message;
  const char *table;
  int line, column;
} MISTAKES[] = {
    {FLUE_MSG_RECORDS_NO_ID, "a,u\n1,shop\n", 1, 1},
    {FLUE_MSG_RECORDS_NO_INPUT, "id,size\nx,3\n", 1, 1},
    {FLUE_MSG_RECORDS_TWICE, "id,a,面积\nx,3,3\n", 1, 1},
    {FLUE_MSG_RECORDS_AGAIN, "id,a\nx,3\ny,4\nx,5\n", 4, 1},
    {FLUE_MSG_RECORDS_TWICE, "id,a,id\nx,3,3\n", 1, 1},
    {FLUE_MSG_RECORDS_NUMBER, "id,a\nx,3\n楼, many\n", 3, 4},
    {FLUE_MSG_RECORDS_RAGGED, "id,a\nx,3,4\n", 2, 1},
    {FLUE_MSG_RECORDS_RAGGED, "id,a\nx\n", 2, 1},
    {FLUE_MSG_RECORDS_QUOTE, "id,a\n\"x,3\n", 2, 1},
    {FLUE_MSG_RECORDS_NAMELESS, "id,a\n,3\n", 2, 1},
    {FLUE_MSG_RECORDS_EMPTY, "# nothing\n", 0, 0},
    {FLUE_MSG_RECORDS_CONTRADICTION, "id,a,u\nx,96,shop\ny,96,home\nz,96,\n", 3, 1},
    {FLUE_MSG_OUT_OF_RANGE, "id,a\nx,101\n", 2, 3},
    {FLUE_MSG_BAD_CHOICE, "id,u\nx,flat\n", 2, 3},
    {FLUE_MSG_BAD_CHOICE, "id,v\nx,perhaps\n", 2, 3},
};
enum { mistakes = sizeof MISTAKES / sizeof *MISTAKES };

static void each_mistake_is_found_at_its_place_and_nothing_written(void **state) {
  fixture *f = *state;
  for (size_t i = 0; i < mistakes; ++i) {
    flue_diagnostics list = {0};
    flue_records_result r;
    remove(f->out);
    assert_int_equal(grade(f, MISTAKES[i].table, NULL, &list, &r), FLUE_OK);
    if (list.n != 1 || list.items[0].message != MISTAKES[i].message ||
        list.items[0].line != MISTAKES[i].line || list.items[0].column != MISTAKES[i].column) {
      flue_text printed = {0};
      flue_diagnostics_print(&list, &printed);
      fail_msg("%s expected, found %s", flue_message_code(MISTAKES[i].message),
               printed.data ? printed.data : "nothing");
    }
    assert_int_not_equal(access(f->out, F_OK), 0);
    flue_diagnostics_clear(&list);
    flue_records_result_clear(&r);
  }
}

static void every_message_about_records_has_its_mistake_here(void **state) {
  (void)state;
  for (int k = 0; k < FLUE_MSG_COUNT; ++k) {
    const char *code = flue_message_code((flue_message)k);
    /* E859 to E862: of files, tested below and in test_cli.sh */
    const int is_of_row = (strncmp(code, "E85", 3) == 0 && code[3] != '9') ||
                          (strncmp(code, "E86", 3) == 0 && code[3] > '2');
    if (!is_of_row) continue;
    int is_tested = 0;
    for (size_t i = 0; i < mistakes; ++i) is_tested |= MISTAKES[i].message == (flue_message)k;
    if (!is_tested) fail_msg("%s has no mistake in this file", code);
  }
}

static void a_quote_that_is_not_closed_ends_at_16_mib(void **state) {
  fixture *f = *state;
  flue_diagnostics list = {0};
  flue_records_result r;
  flue_text t = {0};
  flue_text_put(&t, "id,a\n\"x");
  while (t.length < 17u * 1024 * 1024)
    flue_text_put(&t, "0123456789012345678901234567890123456789");
  assert_int_equal(grade(f, t.data, NULL, &list, &r), FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(f->ctx), "E859"));
  flue_text_clear(&t);
}

static void findings_are_counted_beyond_those_listed(void **state) {
  flue_diagnostics list = {0};
  flue_records_result r;
  flue_text t = {0};
  flue_text_put(&t, "id,a\n");
  for (int i = 0; i < 5000; ++i) flue_text_add(&t, "B%d,none\n", i);
  assert_int_equal(grade(*state, t.data, NULL, &list, &r), FLUE_OK);
  assert_int_equal(list.errors, 5000);
  assert_int_equal(list.n, FLUE_RECORDS_MOST_FINDINGS);
  assert_int_equal(list.items[999].line, 1001); /* the first ones, in order */
  flue_diagnostics_clear(&list);
  flue_records_result_clear(&r);
  flue_text_clear(&t);
}

#define JOURNAL                                                                                \
  "time,method,edition,id,scale,score_low,score_high,best_by_score,worst_by_score,best,worst," \
  "vetoes,move\n"

static void a_grade_changes_only_beyond_the_margin_or_by_a_veto(void **state) {
  fixture *f = *state;
  remove(f->journal);
  grade_to(f, "id,a,u,v\nx,85,shop,no\ny,50,shop,no\n", "t1", NULL);
  assert_text(f->journal, JOURNAL
              "t1,test,1,x,g,85,85,A,A,A,A,,first\n"
              "t1,test,1,y,g,50,50,B,B,B,B,,first\n");
  /* below the border of 80 by less than 3, above it by less than 3: nothing changes */
  grade_to(f, "id,a,u,v\nx,77,shop,no\ny,82,shop,no\n", "t2",
           HEADER
           "x,graded,77,77,A,A,A,1,0,,,area,23,0,0\n"
           "y,graded,82,82,B,B,B,1,0,,,area,18,0,0\n");
  assert_text(f->journal, JOURNAL
              "t1,test,1,x,g,85,85,A,A,A,A,,first\n"
              "t1,test,1,y,g,50,50,B,B,B,B,,first\n");
  /* by 3 and more it does, and a veto does at once */
  grade_to(f, "id,a,u,v\nx,76.9,shop,no\ny,82,shop,yes\n", "t3", NULL);
  /* the veto is lifted: the grade by the score stands as it was held */
  grade_to(f, "id,a,u,v\nx,79,shop,no\ny,82,shop,no\nz,10,shop,no\n", "t4", NULL);
  assert_text(f->journal, JOURNAL
              "t1,test,1,x,g,85,85,A,A,A,A,,first\n"
              "t1,test,1,y,g,50,50,B,B,B,B,,first\n"
              "t3,test,1,x,g,76.9,76.9,B,B,B,B,,worse\n"
              "t3,test,1,y,g,82,82,B,B,C,C,stop,worse\n"
              "t4,test,1,y,g,82,82,B,B,B,B,,better\n"
              "t4,test,1,z,g,10,10,C,C,C,C,,first\n");
}

static void a_line_cut_short_is_passed_over_and_ended(void **state) {
  fixture *f = *state;
  static const char cut[] = JOURNAL "t1,test,1,x,g,85,85,A,A,A,A,,first\nt2,test,1,x,g,20,2";
  assert_int_equal(flue_write_file(f->ctx, f->journal, cut, sizeof cut - 1), FLUE_OK);
  grade_to(f, "id,a,u\nx,30,shop\n", "t3", NULL);
  assert_text(f->journal, JOURNAL
              "t1,test,1,x,g,85,85,A,A,A,A,,first\nt2,test,1,x,g,20,2\n"
              "t3,test,1,x,g,30,30,C,C,C,C,,worse\n");
}

static void another_file_is_no_journal(void **state) {
  fixture *f = *state;
  flue_diagnostics list = {0};
  flue_records_result r;
  assert_int_equal(flue_write_file(f->ctx, f->journal, "id,a\nx,1\n", 9), FLUE_OK);
  assert_int_equal(grade(f, "id,a\nx,3\n", "t1", &list, &r), FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(f->ctx), "E860"));
  assert_text(f->journal, "id,a\nx,1\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_are_graded_in_their_order),
      cmocka_unit_test(the_summary_counts_grades_and_missing_answers),
      cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
      cmocka_unit_test(each_mistake_is_found_at_its_place_and_nothing_written),
      cmocka_unit_test(every_message_about_records_has_its_mistake_here),
      cmocka_unit_test(a_quote_that_is_not_closed_ends_at_16_mib),
      cmocka_unit_test(findings_are_counted_beyond_those_listed),
      cmocka_unit_test(a_grade_changes_only_beyond_the_margin_or_by_a_veto),
      cmocka_unit_test(a_line_cut_short_is_passed_over_and_ended),
      cmocka_unit_test(another_file_is_no_journal),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published tests of evacuation models: runs them and tells what they measure. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/numbers.h"

void api_people_accepted(const flue_people_test *test, char *text, size_t size) {
  if (isinf(test->high))
    snprintf(text, size, ">= %g", test->low);
  else if (test->low == test->high)
    snprintf(text, size, "%g", test->low);
  else if (test->low == 0 || isinf(test->low))
    snprintf(text, size, "<= %g", test->high);
  else
    snprintf(text, size, "%g..%g", test->low, test->high);
}

static const char *verdict_text(flue_ctx *ctx, int is_passed) {
  return flue_message_text(is_passed ? FLUE_MSG_PEOPLE_PASSED : FLUE_MSG_PEOPLE_FAILED,
                           flue_ctx_lang(ctx));
}

/** A line of the screen: columns of fixed width first, words of any width last. */
static void add_line(flue_ctx *ctx, flue_text *out, const flue_people_test *test, double measured) {
  char expected[api_accepted_size];
  api_people_accepted(test, expected, sizeof expected);
  flue_text_add(out, "%-13s %16s %8.4g %-7s  %s  %s\n", test->id, expected, measured, test->unit,
                verdict_text(ctx, flue_people_passes(test, measured)),
                flue_message_text(test->what, flue_ctx_lang(ctx)));
}

static void add_row(flue_text *out, const flue_people_test *test, double measured) {
  flue_csv_text(out, test->id);
  flue_text_add(out, ",");
  flue_csv_text(out, flue_message_text(test->what, FLUE_EN));
  flue_text_add(out, ",%s,", test->unit);
  flue_csv_number(out, test->low);
  flue_text_add(out, ",");
  flue_csv_number(out, test->high);
  flue_text_add(out, ",");
  flue_csv_number(out, measured);
  flue_text_add(out, ",%d\n", flue_people_passes(test, measured));
}

/** Runs all tests, each measure once. */
static void run_tests(flue_ctx *ctx, const flue_people_test *tests, size_t n, double *measured) {
  for (size_t i = 0; i < n; ++i) {
    size_t same = 0;
    while (tests[same].measure != tests[i].measure) ++same;
    flue_progress(ctx, (double)i / (double)n, tests[i].id);
    measured[i] = same < i ? measured[same] : tests[i].measure();
  }
}

static flue_status write_table(flue_ctx *ctx, const char *folder, const flue_people_test *tests,
                               size_t n, const double *measured, flue_text *out) {
  FLUE_TRY(flue_make_folder(ctx, folder));
  char *path = flue_format("%s/tests.csv", folder);
  flue_text table = {0};
  flue_text_add(&table, "id,test,unit,low,high,measured,is_passed\n");
  for (size_t i = 0; i < n; ++i) add_row(&table, &tests[i], measured[i]);
  const flue_status status =
      path && !table.failed ? flue_write_file(ctx, path, table.data, table.length) : FLUE_ENOMEM;
  if (!status) api_line(ctx, out, FLUE_MSG_PEOPLE_FILE, path, NULL);
  flue_text_clear(&table);
  free(path);
  return status;
}

/** Title, a line for each test, how many pass. */
static void add_report(flue_ctx *ctx, flue_text *out, const flue_people_test *tests, size_t n,
                       const double *measured) {
  size_t n_passed = 0;
  api_line(ctx, out, FLUE_MSG_PEOPLE_TITLE, NULL);
  for (size_t i = 0; i < n; ++i) {
    add_line(ctx, out, &tests[i], measured[i]);
    n_passed += flue_people_passes(&tests[i], measured[i]) ? 1 : 0;
  }
  const double counts[] = {(double)n_passed, (double)n, flue_people_catalogue,
                           flue_people_catalogue - flue_people_covered};
  flue_number_text texts[4];
  for (size_t i = 0; i < 4; ++i) flue_number_plain(counts[i], 0, &texts[i]);
  api_line(ctx, out, FLUE_MSG_PEOPLE_SUMMARY, texts[0].text, texts[1].text, texts[2].text,
           texts[3].text, NULL);
  api_line(ctx, out, FLUE_MSG_PEOPLE_CAP, NULL);
}

flue_status api_validate_people(flue_ctx *ctx, const char *folder, char **text) {
  size_t n;
  const flue_people_test *tests = flue_people_tests(&n);
  double *measured = flue_alloc(n, sizeof *measured);
  flue_text out = {0};
  if (!measured) return FLUE_ENOMEM;
  run_tests(ctx, tests, n, measured);
  add_report(ctx, &out, tests, n, measured);
  flue_status status = folder ? write_table(ctx, folder, tests, n, measured, &out) : FLUE_OK;
  if (folder && !status) status = api_people_pages(ctx, folder, tests, n, measured, &out);
  if (!status)
    status = api_give(ctx, &out, text);
  else
    flue_text_clear(&out);
  free(measured);
  return status;
}

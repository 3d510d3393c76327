/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases with known ends, run by the field model. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/api_internal.h"
#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/numbers.h"
#include "scenarios/fds/fds_measure.h"

typedef enum statistic { END, LARGEST } statistic;

typedef struct field_test {
  const char *file, *device;
  statistic what;
  double expected, share, absolute, until_s; /**< 0: to the end of the case. */
} field_test;

static const field_test TESTS[] = {
#define F(file, device, what, expected, share, absolute, until_s) \
  {file, device, what, expected, share, absolute, until_s},
#include "validation/field/field_cases.def"
#undef F
};
enum { tests = sizeof TESTS / sizeof *TESTS };

static int is_passed(const field_test *t, double measured) {
  return fabs(measured - t->expected) <= fmax(t->absolute, t->share * fabs(t->expected));
}

/** Takes the values of the tests from first to last, all of one case. */
static void take(const flue_fds_case *c, const flue_fds_measures *m, size_t first, size_t last,
                 double *measured) {
  for (size_t n = first; n < last; ++n)
    for (size_t d = 0; d < c->n_devices; ++d) {
      if (strcmp(c->devices[d].id, TESTS[n].device) != 0) continue;
      const double value = flue_fds_measures_value(m, d, 0);
      const int is_new = TESTS[n].what == END || isnan(measured[n]) || value > measured[n];
      if (is_new) measured[n] = value;
      break;
    }
}

static flue_status march(flue_ctx *ctx, const flue_fds_case *c, flue_field *field,
                         flue_fds_measures *m, size_t first, size_t last, double *measured) {
  const double slack = 1e-9, asked = TESTS[first].until_s;
  const double end_s = asked > 0.0 ? asked : c->t_end_s - c->t_begin_s;
  flue_field_budget b = {0};
  FLUE_TRY(flue_fds_measures_step(ctx, m, field));
  take(c, m, first, last, measured);
  while (b.time_s < end_s * (1.0 - slack) && !flue_fds_measures_is_killed(m)) {
    FLUE_CHECK(!flue_should_stop(ctx), ctx, FLUE_ESTOPPED, "stopped in %s", TESTS[first].file);
    FLUE_TRY(flue_field_step(ctx, field, end_s));
    FLUE_TRY(flue_fds_measures_step(ctx, m, field));
    flue_field_get_budget(field, &b);
    take(c, m, first, last, measured);
  }
  return FLUE_OK;
}

static flue_status run_case(flue_ctx *ctx, const char *folder, size_t first, size_t last,
                            double *measured) {
  char *path = flue_format("%s/%s.fds", folder, TESTS[first].file);
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  flue_fds_case *c = NULL;
  flue_field *field = NULL;
  flue_fds_measures *m = NULL;
  flue_status status = path ? flue_fds_read(ctx, path, &list, &c) : FLUE_ENOMEM;
  if (status == FLUE_OK && list.errors > 0) status = flue_diagnostics_fail(ctx, &list);
  if (status == FLUE_OK) status = flue_field_create(ctx, &c->field, &field);
  if (status == FLUE_OK) status = flue_fds_measures_create(ctx, c, field, NULL, &m);
  if (status == FLUE_OK) status = march(ctx, c, field, m, first, last, measured);
  flue_fds_measures_destroy(&m);
  flue_field_destroy(&field);
  flue_fds_destroy(&c);
  flue_diagnostics_clear(&list);
  free(path);
  return status;
}

/** Runs each case once. One that fails leaves its values unknown. */
static flue_status run_all(flue_ctx *ctx, const char *folder, double *measured) {
  size_t last;
  for (size_t n = 0; n < tests; ++n) measured[n] = NAN;
  for (size_t first = 0; first < tests; first = last) {
    last = first + 1;
    while (last < tests && strcmp(TESTS[last].file, TESTS[first].file) == 0) ++last;
    flue_progress(ctx, (double)first / tests, TESTS[first].file);
    const flue_status status = run_case(ctx, folder, first, last, measured);
    if (status == FLUE_ESTOPPED || status == FLUE_ENOMEM) return status;
  }
  return FLUE_OK;
}

static void add_report(flue_ctx *ctx, const double *measured, flue_text *out) {
  const flue_lang lang = flue_ctx_lang(ctx);
  size_t passed = 0;
  flue_number_text counts[2];
  api_line(ctx, out, FLUE_MSG_FIELD_TESTS, NULL);
  for (size_t n = 0; n < tests; ++n) {
    const field_test *t = &TESTS[n];
    const int is_fine = is_passed(t, measured[n]);
    passed += is_fine ? 1 : 0;
    flue_text_add(
        out, "%-44s %-12s %10.6g %9.3g %10.6g  %s\n", t->file, t->device, t->expected,
        fmax(t->absolute, t->share * fabs(t->expected)), measured[n],
        flue_message_text(is_fine ? FLUE_MSG_PEOPLE_PASSED : FLUE_MSG_PEOPLE_FAILED, lang));
  }
  flue_number_plain((double)passed, 0, &counts[0]);
  flue_number_plain((double)tests, 0, &counts[1]);
  api_line(ctx, out, FLUE_MSG_FIELD_TESTS_SUM, counts[0].text, counts[1].text, NULL);
}

static flue_status write_table(flue_ctx *ctx, const char *folder, const double *measured,
                               flue_text *out) {
  FLUE_TRY(flue_make_folder(ctx, folder));
  char *path = flue_format("%s/cases.csv", folder);
  flue_text table = {0};
  flue_text_add(&table, "case,device,expected,tolerance,measured,is_passed\n");
  for (size_t n = 0; n < tests; ++n) {
    const field_test *t = &TESTS[n];
    const double numbers[] = {t->expected, fmax(t->absolute, t->share * fabs(t->expected)),
                              measured[n]};
    flue_csv_text(&table, t->file);
    flue_text_add(&table, ",");
    flue_csv_text(&table, t->device);
    for (int i = 0; i < 3; ++i) {
      flue_text_add(&table, ",");
      flue_csv_number(&table, numbers[i]);
    }
    flue_text_add(&table, ",%d\n", is_passed(t, measured[n]));
  }
  const flue_status status =
      path && !table.failed ? flue_write_file(ctx, path, table.data, table.length) : FLUE_ENOMEM;
  if (status == FLUE_OK) api_line(ctx, out, FLUE_MSG_PEOPLE_FILE, path, NULL);
  flue_text_clear(&table);
  free(path);
  return status;
}

flue_status api_validate_field(flue_ctx *ctx, const char *data, const char *folder, char **text) {
  FLUE_CHECK(access(data, R_OK) == 0, ctx, FLUE_EIO, "there are no cases in %s", data);
  double *measured = flue_alloc(tests, sizeof *measured);
  flue_text out = {0};
  FLUE_CHECK(measured, ctx, FLUE_ENOMEM, "no memory for tests");
  flue_status status = run_all(ctx, data, measured);
  if (status == FLUE_OK) add_report(ctx, measured, &out);
  if (status == FLUE_OK && folder) status = write_table(ctx, folder, measured, &out);
  free(measured);
  if (status == FLUE_OK) return api_give(ctx, &out, text);
  flue_text_clear(&out);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/control_answers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/table.h"
#include "postproc/refuse.h"

static const char *const COLUMNS[] = {"code", "quantity", "value", "least", "most", "verdict"};
enum { c_code, c_quantity, c_value, c_least, c_most, c_verdict, columns };

/** A table of a design check. */
typedef struct control_table {
  flue_table *table;
  size_t column[columns];
} control_table;

static const char *cell(const control_table *t, size_t row, int column) {
  return flue_table_cell(t->table, row, t->column[column]);
}

static double number(const control_table *t, size_t row, int column) {
  const char *text = cell(t, row, column);
  return *text ? strtod(text, NULL) : NAN;
}

/** Distance to the nearer bound over that bound. */
static double margin(const control_table *t, size_t row) {
  const double value = number(t, row, c_value), least = number(t, row, c_least),
               most = number(t, row, c_most);
  return fmin((value - least) / least, (most - value) / most); /* a bound that is none: NaN */
}

/** Value of one word "CODE:QUANTITY:WHAT"; NaN when there is none. */
static double answer(const control_table *t, const char *word) {
  const char *quantity = strchr(word, ':');
  const char *what = quantity ? strchr(quantity + 1, ':') : NULL;
  if (!what) return NAN;
  double judged = 0, failed = 0, least = NAN;
  for (size_t row = 0; row < flue_table_rows(t->table); ++row) {
    const char *code = cell(t, row, c_code), *name = cell(t, row, c_quantity);
    const size_t n = (size_t)(quantity - word), k = (size_t)(what - quantity - 1);
    if (strlen(code) != n || strncmp(code, word, n) != 0) continue;
    if (strlen(name) != k || strncmp(name, quantity + 1, k) != 0) continue;
    const int is_failed = strcmp(cell(t, row, c_verdict), "fail") == 0;
    if (!is_failed && strcmp(cell(t, row, c_verdict), "pass") != 0) continue;
    judged += 1;
    failed += is_failed;
    least = fmin(least, margin(t, row));
  }
  if (strcmp(what, ":judged") == 0) return judged;
  if (strcmp(what, ":failed") == 0) return failed;
  return strcmp(what, ":margin") == 0 ? least : NAN;
}

flue_status flue_control_answers(flue_ctx *ctx, const char *path, flue_method *method) {
  static const char prefix[] = "control:";
  control_table t;
  FLUE_TRY(flue_table_read(ctx, path, &t.table));
  flue_status status = FLUE_OK;
  for (int i = 0; i < columns && status == FLUE_OK; ++i) {
    t.column[i] = flue_table_column(t.table, COLUMNS[i]);
    if (t.column[i] == (size_t)-1)
      status = flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_CONTROL_NO_TABLE, path, COLUMNS[i], NULL);
  }
  for (size_t i = 0; i < method->n_inputs && status == FLUE_OK; ++i) {
    const char *result = method->inputs[i].result;
    if (strncmp(result, prefix, sizeof prefix - 1) != 0) continue;
    const double value = answer(&t, result + sizeof prefix - 1);
    if (!isnan(value)) flue_method_fill(method, i, value);
  }
  flue_table_destroy(&t.table);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/control_limits.h"

#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/memory.h"
#include "core/table.h"

const char *const FLUE_CODE_NAMES[FLUE_CODE_COUNT] = {"gb51251", "nfpa92", "ibc", "en12101_6"};

struct flue_limits {
  flue_table *table; /**< Owned: keeps the texts. */
  flue_limit *row;   /**< Owned, [n]. */
  size_t n;
};

static const char *cell(const flue_table *t, size_t row, const char *column) {
  return flue_table_cell(t, row, flue_table_column(t, column));
}

static flue_status read_code(flue_ctx *ctx, const char *name, const flue_table *t, size_t row,
                             flue_code *code) {
  const char *text = cell(t, row, "code");
  int k = 0;
  while (k < FLUE_CODE_COUNT && strcmp(FLUE_CODE_NAMES[k], text) != 0) ++k;
  FLUE_CHECK(k < FLUE_CODE_COUNT, ctx, FLUE_EINPUT, "%s, line %d: there is no code \"%s\"", name,
             flue_table_line(t, row), text);
  *code = (flue_code)k;
  return FLUE_OK;
}

static flue_status read_row(flue_ctx *ctx, const char *name, const flue_table *t, size_t row,
                            flue_limit *out) {
  const char *bound = cell(t, row, "bound");
  FLUE_TRY(read_code(ctx, name, t, row, &out->code));
  FLUE_CHECK(strcmp(bound, "least") == 0 || strcmp(bound, "most") == 0, ctx, FLUE_EINPUT,
             "%s, line %d: the bound \"%s\" is neither least nor most", name,
             flue_table_line(t, row), bound);
  out->is_most = strcmp(bound, "most") == 0;
  out->is_verified = strcmp(cell(t, row, "status"), "verified") == 0;
  out->edition = cell(t, row, "edition");
  out->clause = cell(t, row, "clause");
  out->quantity = cell(t, row, "quantity");
  out->condition = cell(t, row, "condition");
  out->unit = cell(t, row, "unit");
  out->source = cell(t, row, "source");
  return flue_table_number(ctx, t, row, flue_table_column(t, "value"), &out->value);
}

flue_status flue_limits_parse(flue_ctx *ctx, const char *name, const char *text, size_t length,
                              flue_limits **out) {
  flue_limits *l = *out = flue_alloc(1, sizeof *l);
  FLUE_CHECK(l, ctx, FLUE_ENOMEM, "no memory for limits");
  flue_status status = flue_table_parse(ctx, name, text, length, &l->table);
  const size_t n = status == FLUE_OK ? flue_table_rows(l->table) : 0;
  if (status == FLUE_OK && !(l->row = flue_alloc(n, sizeof *l->row)))
    status = flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for limits");
  for (; status == FLUE_OK && l->n < n; ++l->n)
    status = read_row(ctx, name, l->table, l->n, &l->row[l->n]);
  if (status != FLUE_OK) flue_limits_destroy(out);
  return status;
}

flue_status flue_limits_create(flue_ctx *ctx, flue_limits **out) {
  const flue_embedded *data = flue_embedded_find("smoke_control");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table models/data/smoke_control.csv is not built in");
  return flue_limits_parse(ctx, "models/data/smoke_control.csv", (const char *)data->bytes,
                           data->length, out);
}

void flue_limits_destroy(flue_limits **limits) {
  if (!limits || !*limits) return;
  flue_table_destroy(&(*limits)->table);
  free((*limits)->row);
  free(*limits);
  *limits = NULL;
}

size_t flue_limits_count(const flue_limits *l) {
  return l->n;
}

const flue_limit *flue_limits_get(const flue_limits *l, size_t i) {
  return &l->row[i];
}

size_t flue_limits_find(const flue_limits *l, flue_code code, const char *quantity,
                        const char *condition, int is_most) {
  for (size_t i = 0; i < l->n; ++i) {
    const flue_limit *r = &l->row[i];
    if (r->code == code && r->is_most == is_most && strcmp(r->quantity, quantity) == 0 &&
        strcmp(r->condition, condition) == 0)
      return i;
  }
  return FLUE_NO_LIMIT;
}

const char *flue_nfpa_condition(int is_sprinklered, double ceiling_m) {
  const double rounding = 0.05; /* [m] heights of the code are rounded from feet */
  if (is_sprinklered) return "sprinklered";
  if (ceiling_m <= 2.7 + rounding) return "ceiling_2.7";
  return ceiling_m <= 4.6 + rounding ? "ceiling_4.6" : "ceiling_6.4";
}

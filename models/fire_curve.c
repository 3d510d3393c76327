/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/fire_curve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

/** Numbers of a cell, parted by blanks. @return how many, also those there is no room for. */
static size_t read_numbers(const char *cell, double unit, double *values) {
  size_t n = 0;
  for (char *end;; cell = end) {
    const double value = strtod(cell, &end);
    if (end == cell) return n;
    if (n < FLUE_FIRE_CURVE_POINTS) values[n] = unit * value;
    ++n;
  }
}

static flue_status read_row(flue_ctx *ctx, const flue_table *table, size_t row,
                            flue_fire_curve *out) {
  const double watt_per_kw = 1000.0;
  const char *name = flue_table_cell(table, row, 0);
  *out = (flue_fire_curve){0};
  snprintf(out->fuel, sizeof out->fuel, "%s",
           flue_table_cell(table, row, flue_table_column(table, "fuel")));
  FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, "area"), &out->area_m2));
  out->n = read_numbers(flue_table_cell(table, row, flue_table_column(table, "times")), 1.0,
                        out->time_s);
  const size_t n = read_numbers(flue_table_cell(table, row, flue_table_column(table, "heats")),
                                watt_per_kw, out->heat_w);
  FLUE_CHECK(n == out->n && n > 1 && n <= FLUE_FIRE_CURVE_POINTS, ctx, FLUE_EINPUT,
             "curve %s has %zu times and %zu heats (2 to %d of each)", name, out->n, n,
             FLUE_FIRE_CURVE_POINTS);
  for (size_t i = 1; i < n; ++i)
    FLUE_CHECK(out->time_s[i] > out->time_s[i - 1], ctx, FLUE_EINPUT,
               "curve %s: time %g does not come after %g", name, out->time_s[i],
               out->time_s[i - 1]);
  return FLUE_OK;
}

flue_status flue_fire_curve_find(flue_ctx *ctx, const char *name, flue_fire_curve *out) {
  const flue_embedded *data = flue_embedded_find("curves");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "curves.csv", (const char *)data->bytes, data->length, &table));
  flue_status status = FLUE_EARG;
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, 0), name) != 0) continue;
    status = read_row(ctx, table, row, out);
    break;
  }
  flue_table_destroy(&table);
  return status;
}

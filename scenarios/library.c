/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/library.h"

#include <string.h>

#include "core/embedded.h"
#include "core/memory.h"
#include "core/table.h"

/** The header of a table and the row that begins with `name` alone, which is quicker to parse than
 * the whole: a large building asks for the use of each of its rooms. */
static void pick_row(const flue_embedded *data, const char *name, flue_text *out) {
  const size_t length = strlen(name);
  int is_header = 1;
  for (const char *line = (const char *)data->bytes; *line;) {
    const size_t n = strcspn(line, "\n");
    const int is_note = line[0] == '#' || n == 0;
    const int is_row = n > length && strncmp(line, name, length) == 0 && line[length] == ',';
    if (!is_note && (is_header || is_row)) flue_text_add(out, "%.*s\n", (int)n, line);
    if (!is_note) is_header = 0;
    line += n + (line[n] == '\n');
  }
}

/** Reads the named columns of the row whose first cell is `name`. */
static flue_status read_row(flue_ctx *ctx, const char *table_name, const char *name, size_t n,
                            const char *const *columns, double *values) {
  const flue_embedded *data = flue_embedded_find(table_name);
  flue_table *table = NULL;
  FLUE_CHECK(data, ctx, FLUE_EARG, "there is no table %s", table_name);
  flue_text rows = {0};
  pick_row(data, name, &rows);
  flue_status status = rows.data && !rows.failed
                           ? flue_table_parse(ctx, table_name, rows.data, rows.length, &table)
                           : FLUE_ENOMEM;
  flue_text_clear(&rows);
  FLUE_TRY(status);
  status = FLUE_EARG;
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, 0), name) != 0) continue;
    status = FLUE_OK;
    for (size_t i = 0; i < n && status == FLUE_OK; ++i)
      status = flue_table_number(ctx, table, row, flue_table_column(table, columns[i]), &values[i]);
    break;
  }
  flue_table_destroy(&table);
  return status;
}

flue_status flue_use_find(flue_ctx *ctx, const char *name, flue_use *out) {
  static const char *const columns[] = {"fire_load", "is_route"};
  double v[2];
  FLUE_TRY(read_row(ctx, "uses", name, 2, columns, v));
  *out = (flue_use){v[0], v[1] > 0.5};
  return FLUE_OK;
}

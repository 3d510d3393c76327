/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv_cells.h"
#include "core/memory.h"
#include "core/messages.h"

struct flue_table {
  char *name;      /**< Owned. */
  char *bytes;     /**< Owned copy of the text; cells point into it. */
  char **cells;    /**< [rows + 1][columns], the header first. */
  int *lines;      /**< [rows + 1] */
  size_t capacity; /**< Cells allocated. */
  size_t n_lines;  /**< Lines allocated. */
  size_t rows;     /**< Data rows. */
  size_t columns;
};

static flue_status refuse(flue_ctx *ctx, flue_status code, flue_message id, const char *name,
                          int line, const char *a, const char *b) {
  char number[16];
  snprintf(number, sizeof number, "%d", line);
  char *text = flue_message_format(id, flue_ctx_lang(ctx), name, number, a, b, NULL);
  flue_status status =
      flue_fail(ctx, code, __FILE__, __LINE__, "%s %s", flue_message_code(id), text ? text : name);
  free(text);
  return status;
}

/** Reads one row into table->cells; the first row sets the number of columns. */
static flue_status read_row(flue_ctx *ctx, flue_table *table, flue_csv_cursor *c, size_t row) {
  const int line = c->line;
  size_t n = 0;
  for (int is_last = 0; !is_last; ++n) {
    char *cell = flue_csv_next_cell(c, &is_last);
    if (!cell) return refuse(ctx, FLUE_EINPUT, FLUE_MSG_TABLE_QUOTE, table->name, line, "", "");
    const size_t at = row * table->columns + n;
    FLUE_TRY(flue_grow(&table->cells, &table->capacity, at + 1, sizeof *table->cells));
    if (row == 0 || n < table->columns) table->cells[at] = cell;
  }
  if (row == 0) table->columns = n;
  const char *first = table->cells[0];
  if (row == 0 && n == 1 && strpbrk(first, ";\t"))
    return refuse(ctx, FLUE_EINPUT, FLUE_MSG_TABLE_SEPARATOR, table->name, line,
                  strchr(first, ';') ? ";" : "tab", "");
  if (n != table->columns) {
    char found[24], wanted[24];
    snprintf(found, sizeof found, "%zu", n);
    snprintf(wanted, sizeof wanted, "%zu", table->columns);
    return refuse(ctx, FLUE_EINPUT, FLUE_MSG_TABLE_RAGGED, table->name, line, found, wanted);
  }
  FLUE_TRY(flue_grow(&table->lines, &table->n_lines, row + 1, sizeof *table->lines));
  table->lines[row] = line;
  return FLUE_OK;
}

static flue_status read_rows(flue_ctx *ctx, flue_table *table, size_t length) {
  flue_csv_cursor c = {table->bytes, table->bytes + length, 1};
  flue_csv_skip_mark(&c);
  size_t n = 0;
  while (flue_csv_find_row(&c)) FLUE_TRY(read_row(ctx, table, &c, n++));
  if (n == 0) return refuse(ctx, FLUE_EINPUT, FLUE_MSG_TABLE_EMPTY, table->name, 1, "", "");
  table->rows = n - 1;
  return FLUE_OK;
}

flue_status flue_table_parse(flue_ctx *ctx, const char *name, const char *text, size_t length,
                             flue_table **out) {
  flue_table *table = flue_alloc(1, sizeof *table);
  if (!table) return FLUE_ENOMEM;
  table->name = flue_copy_text(name);
  table->bytes = flue_alloc(length + 2, 1);
  flue_status status = FLUE_ENOMEM;
  if (table->name && table->bytes) {
    if (length) memcpy(table->bytes, text, length);
    status = read_rows(ctx, table, length);
  }
  if (status)
    flue_table_destroy(&table);
  else
    *out = table;
  return status;
}

/** Reads all bytes of an open file into an owned buffer. @return 0 or errno. */
static int read_all(FILE *file, char **data, size_t *length) {
  size_t capacity = 0;
  for (;;) {
    if (flue_grow(data, &capacity, *length + 65536, 1)) return ENOMEM;
    const size_t n = fread(*data + *length, 1, 65536, file);
    *length += n;
    if (n < 65536) return ferror(file) ? errno : 0;
  }
}

flue_status flue_table_read(flue_ctx *ctx, const char *path, flue_table **out) {
  FILE *file = fopen(path, "rb");
  if (!file) return refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, path, 0, strerror(errno), "");
  char *data = NULL;
  size_t length = 0;
  const int error = read_all(file, &data, &length);
  fclose(file);
  flue_status status;
  if (error)
    status = refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, path, 0, strerror(error), "");
  else
    status = flue_table_parse(ctx, path, data, length, out);
  free(data);
  return status;
}

void flue_table_destroy(flue_table **table) {
  if (!table || !*table) return;
  free((*table)->name);
  free((*table)->bytes);
  free((*table)->cells);
  free((*table)->lines);
  free(*table);
  *table = NULL;
}

size_t flue_table_rows(const flue_table *table) {
  return table->rows;
}

size_t flue_table_column(const flue_table *table, const char *name) {
  for (size_t i = 0; i < table->columns; ++i)
    if (strcmp(table->cells[i], name) == 0) return i;
  return (size_t)-1;
}

const char *flue_table_cell(const flue_table *table, size_t row, size_t column) {
  if (column >= table->columns || row >= table->rows) return "";
  return table->cells[(row + 1) * table->columns + column];
}

int flue_table_line(const flue_table *table, size_t row) {
  return table->lines[row + 1];
}

const char *flue_table_header(const flue_table *table, size_t column) {
  return column < table->columns ? table->cells[column] : "";
}

int flue_table_place(const flue_table *table, size_t row, size_t column) {
  if (column >= table->columns || row >= table->rows) return 1;
  char *const *cells = table->cells + (row + 1) * table->columns;
  return (int)(cells[column] - cells[0]) + 1;
}

flue_status flue_table_number(flue_ctx *ctx, const flue_table *table, size_t row, size_t column,
                              double *value) {
  const char *cell = flue_table_cell(table, row, column);
  char *end = NULL;
  const double number = strtod(cell, &end);
  if (end == cell || *end != '\0' || !isfinite(number)) {
    const char *header = column < table->columns ? table->cells[column] : "?";
    return refuse(ctx, FLUE_EINPUT, FLUE_MSG_TABLE_NUMBER, table->name, flue_table_line(table, row),
                  header, cell);
  }
  *value = number;
  return FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_csv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/run_reader.h"

/** Writes a text to DIR/GROUP_NAME.csv, or DIR/GROUP.csv without a name, and empties it. */
static flue_status save(flue_ctx *ctx, const char *dir, const char *group, const char *name,
                        flue_text *text) {
  char *file = name ? flue_format("%s_%s.csv", group, name) : flue_format("%s.csv", group);
  const flue_status status = file ? flue_save_text(ctx, dir, file, text) : FLUE_ENOMEM;
  free(file);
  return status;
}

/** One series: time down, items across. */
static void add_series(flue_text *out, const flue_run_column *c, const double *times,
                       const double *values, char *const *names) {
  flue_text_add(out, "s");
  for (size_t j = 0; j < c->width; ++j) {
    flue_text_add(out, ",");
    flue_csv_text(out, c->unit);
  }
  flue_text_add(out, "\nTime");
  for (size_t j = 0; j < c->width; ++j) {
    flue_text_add(out, ",");
    flue_csv_text(out, names[j]);
  }
  flue_text_add(out, "\n");
  for (size_t i = 0; i < c->rows; ++i) {
    flue_csv_number(out, times[i]);
    for (size_t j = 0; j < c->width; ++j) {
      flue_text_add(out, ",");
      flue_csv_number(out, values[i * c->width + j]);
    }
    flue_text_add(out, "\n");
  }
}

static flue_status export_series(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *c,
                                 const char *dir) {
  double *times = NULL, *values = NULL;
  char **names = NULL;
  size_t n = 0;
  flue_text text = {0};
  flue_status status = flue_run_times(ctx, run, c, &times);
  if (!status) status = flue_run_values(ctx, run, c, &values);
  if (!status) status = flue_run_texts(ctx, run, c, &n, &names);
  if (!status) {
    add_series(&text, c, times, values, names);
    status = save(ctx, dir, c->group, c->name, &text);
  }
  flue_text_clear(&text);
  flue_run_free_texts(n, &names);
  free(values);
  free(times);
  return status;
}

/** The columns of one table while it is written; a column is numbers or texts. */
typedef struct table_view {
  const flue_run_column *columns; /**< [n], all of one group. */
  double **numbers;               /**< [n], owned. */
  char ***texts;                  /**< [n], owned. */
  size_t *n_texts;                /**< [n], owned. */
  size_t n;
  char **items; /**< [n_items], owned: names of the rows, where series of the group have them. */
  size_t n_items;
  const char *item; /**< What they are. */
} table_view;

static void add_table(flue_text *out, const table_view *t) {
  size_t rows = 0;
  for (int line = 0; line < 2; ++line) {
    const char *comma = t->n_items ? "," : "";
    if (t->n_items && line) flue_csv_text(out, t->item);
    for (size_t j = 0; j < t->n; ++j) {
      if (t->columns[j].is_series) continue;
      flue_text_add(out, "%s", comma);
      flue_csv_text(out, line ? t->columns[j].name : t->columns[j].unit);
      comma = ",";
      if (t->columns[j].rows > rows) rows = t->columns[j].rows;
    }
    flue_text_add(out, "\n");
  }
  for (size_t i = 0; i < rows; ++i) {
    const char *comma = t->n_items ? "," : "";
    if (t->n_items) flue_csv_text(out, i < t->n_items ? t->items[i] : "");
    for (size_t j = 0; j < t->n; ++j) {
      if (t->columns[j].is_series) continue;
      flue_text_add(out, "%s", comma);
      if (i < t->columns[j].rows && t->texts[j]) flue_csv_text(out, t->texts[j][i]);
      if (i < t->columns[j].rows && t->numbers[j]) flue_csv_number(out, t->numbers[j][i]);
      comma = ",";
    }
    flue_text_add(out, "\n");
  }
}

/** Names of the rows of a table, from a series of its group that has as many items. */
static flue_status read_items(flue_ctx *ctx, flue_run_reader *run, table_view *t) {
  size_t rows = 0;
  for (size_t j = 0; j < t->n; ++j)
    if (!t->columns[j].is_series && t->columns[j].rows > rows) rows = t->columns[j].rows;
  for (size_t j = 0; j < t->n; ++j)
    if (t->columns[j].is_series && t->columns[j].width == rows) {
      t->item = t->columns[j].item;
      return flue_run_texts(ctx, run, &t->columns[j], &t->n_items, &t->items);
    }
  return FLUE_OK;
}

static flue_status read_table(flue_ctx *ctx, flue_run_reader *run, table_view *t) {
  t->numbers = flue_alloc(t->n, sizeof *t->numbers);
  t->texts = flue_alloc(t->n, sizeof *t->texts);
  t->n_texts = flue_alloc(t->n, sizeof *t->n_texts);
  if (!t->numbers || !t->texts || !t->n_texts) return FLUE_ENOMEM;
  FLUE_TRY(read_items(ctx, run, t));
  for (size_t j = 0; j < t->n; ++j) {
    const flue_run_column *c = &t->columns[j];
    if (c->is_series) continue;
    if (c->is_text)
      FLUE_TRY(flue_run_texts(ctx, run, c, &t->n_texts[j], &t->texts[j]));
    else
      FLUE_TRY(flue_run_values(ctx, run, c, &t->numbers[j]));
  }
  return FLUE_OK;
}

static flue_status export_table(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *columns,
                                size_t n, const char *dir) {
  table_view table = {.columns = columns, .n = n};
  flue_text text = {0};
  flue_status status = read_table(ctx, run, &table);
  if (!status) {
    add_table(&text, &table);
    status = save(ctx, dir, columns->group, NULL, &text);
  }
  for (size_t j = 0; j < n; ++j) {
    if (table.numbers) free(table.numbers[j]);
    if (table.texts && table.n_texts) flue_run_free_texts(table.n_texts[j], &table.texts[j]);
  }
  flue_run_free_texts(table.n_items, &table.items);
  free(table.numbers);
  free(table.texts);
  free(table.n_texts);
  flue_text_clear(&text);
  return status;
}

static flue_status export_file(flue_ctx *ctx, const char *path, const char *dir) {
  flue_run_reader *run = NULL;
  FLUE_TRY(flue_run_open(ctx, path, &run));
  size_t n = 0;
  const flue_run_column *columns = flue_run_columns(run, &n);
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n && !status;) {
    size_t end = i;
    int has_table = 0;
    for (; end < n && strcmp(columns[end].group, columns[i].group) == 0 && !status; ++end) {
      if (columns[end].is_series)
        status = export_series(ctx, run, &columns[end], dir);
      else
        has_table = 1;
    }
    if (has_table && !status) status = export_table(ctx, run, columns + i, end - i, dir);
    i = end;
  }
  flue_run_close(&run);
  return status;
}

flue_status flue_export_csv(flue_ctx *ctx, const char *run_path, const char *dir) {
  FLUE_TRY(flue_make_folder(ctx, dir));
  FLUE_TRY(export_file(ctx, run_path, dir));
  char *agents = flue_agents_path(run_path);
  if (!agents) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  if (access(agents, F_OK) == 0) status = export_file(ctx, agents, dir);
  free(agents);
  return status;
}

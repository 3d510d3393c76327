/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/run_reader.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/provenance.h"
#include "postproc/seal.h"

struct flue_run_reader {
  flue_h5 *file;
  flue_run_column *columns;
  size_t n, capacity;
};

static void free_column(flue_run_column *c) {
  free(c->group);
  free(c->name);
  free(c->unit);
  free(c->text_en);
  free(c->text_zh);
  free(c->item);
}

void flue_run_close(flue_run_reader **run) {
  if (!run || !*run) return;
  for (size_t i = 0; i < (*run)->n; ++i) free_column(&(*run)->columns[i]);
  free((*run)->columns);
  flue_h5_close(NULL, &(*run)->file);
  free(*run);
  *run = NULL;
}

/** Takes one dataset into the list. */
static flue_status add_column(flue_ctx *ctx, flue_run_reader *run, const char *group,
                              const flue_h5_member *member) {
  FLUE_TRY(flue_grow(&run->columns, &run->capacity, run->n + 1, sizeof *run->columns));
  flue_run_column *c = &run->columns[run->n++];
  *c = (flue_run_column){.group = flue_copy_text(group), .name = flue_copy_text(member->name)};
  c->is_series = member->rank == 2;
  c->is_text = member->is_text;
  c->rows = member->length[0];
  c->width = c->is_series ? member->length[1] : 1;
  char *path = flue_format("/%s/%s", group, member->name);
  if (!path || !c->group || !c->name) {
    free(path);
    return FLUE_ENOMEM;
  }
  flue_status status = flue_h5_get_text(ctx, run->file, path, "units", &c->unit);
  if (!status) status = flue_h5_get_text(ctx, run->file, path, "long_name", &c->text_en);
  if (!status) status = flue_h5_get_text(ctx, run->file, path, "long_name_zh", &c->text_zh);
  if (!status) status = flue_h5_get_text(ctx, run->file, path, "item", &c->item);
  free(path);
  return status;
}

/** Whether a column only names or numbers the items of others, among those from @p first on, and
 * marks those it numbers. */
static int is_label(flue_run_reader *run, size_t first, const flue_run_column *column) {
  int is_one = 0;
  for (size_t i = first; i < run->n && !column->is_series; ++i) {
    if (strcmp(run->columns[i].item, column->name) != 0) continue;
    run->columns[i].is_numbered = !column->is_text;
    is_one = 1;
  }
  return is_one;
}

/** Drops the names of items from the list: they are reached through the series. */
static void drop_labels(flue_run_reader *run, size_t first) {
  for (size_t i = run->n; i-- > first;) {
    if (!is_label(run, first, &run->columns[i])) continue;
    free_column(&run->columns[i]);
    --run->n;
    memmove(run->columns + i, run->columns + i + 1, (run->n - i) * sizeof *run->columns);
  }
}

static flue_status read_group(flue_ctx *ctx, flue_run_reader *run, const char *group) {
  char *path = flue_format("/%s", group);
  if (!path) return FLUE_ENOMEM;
  size_t n = 0;
  flue_h5_member *members = NULL;
  flue_status status = flue_h5_members(ctx, run->file, path, &n, &members);
  const size_t first = run->n;
  for (size_t i = 0; i < n && !status; ++i) {
    const flue_h5_member *m = &members[i];
    const int is_axis = strcmp(m->name, "time") == 0 || strcmp(m->name, "row") == 0 ||
                        strncmp(m->name, "row_", 4) == 0;
    if (!m->is_group && !is_axis && (m->rank == 1 || m->rank == 2))
      status = add_column(ctx, run, group, m);
  }
  if (!status) drop_labels(run, first);
  flue_h5_free_members(n, &members);
  free(path);
  return status;
}

static flue_status read_groups(flue_ctx *ctx, flue_run_reader *run) {
  size_t n = 0;
  flue_h5_member *groups = NULL;
  FLUE_TRY(flue_h5_members(ctx, run->file, "/", &n, &groups));
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n && !status; ++i)
    if (groups[i].is_group && strcmp(groups[i].name, "provenance") != 0)
      status = read_group(ctx, run, groups[i].name);
  flue_h5_free_members(n, &groups);
  return status;
}

flue_status flue_run_open(flue_ctx *ctx, const char *path, flue_run_reader **out) {
  flue_run_reader *run = flue_alloc(1, sizeof *run);
  if (!run) return FLUE_ENOMEM;
  flue_status status = flue_seal_check(ctx, path);
  if (!status) status = flue_h5_open(ctx, path, 0, &run->file);
  if (!status) status = flue_layout_check(ctx, run->file, path);
  if (!status) status = read_groups(ctx, run);
  if (status)
    flue_run_close(&run);
  else
    *out = run;
  return status;
}

const flue_run_column *flue_run_columns(const flue_run_reader *run, size_t *n) {
  *n = run->n;
  return run->columns;
}

const flue_run_column *flue_run_find(const flue_run_reader *run, const char *group,
                                     const char *name) {
  for (size_t i = 0; i < run->n; ++i)
    if (strcmp(run->columns[i].group, group) == 0 && strcmp(run->columns[i].name, name) == 0)
      return &run->columns[i];
  return NULL;
}

/** Reads the numbers of GROUP/NAME. */
static flue_status read_numbers(flue_ctx *ctx, flue_run_reader *run, const char *group,
                                const char *name, double **out) {
  char *path = flue_format("/%s/%s", group, name);
  if (!path) return FLUE_ENOMEM;
  size_t n = 0;
  const flue_status status = flue_h5_read_numbers(ctx, run->file, path, &n, out);
  free(path);
  return status;
}

flue_status flue_run_values(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                            double **out) {
  return read_numbers(ctx, run, column->group, column->name, out);
}

flue_status flue_run_times(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                           double **out) {
  return read_numbers(ctx, run, column->group, "time", out);
}

/** "0" to n - 1, for items without names. */
static flue_status number_items(size_t n, char ***out) {
  char **texts = flue_alloc(n, sizeof *texts);
  if (!texts) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) {
    texts[i] = flue_format("%zu", i);
    if (texts[i]) continue;
    flue_h5_free_texts(i, &texts);
    return FLUE_ENOMEM;
  }
  *out = texts;
  return FLUE_OK;
}

flue_status flue_run_texts(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                           size_t *n, char ***out) {
  if (column->is_numbered) {
    *n = column->width;
    return number_items(*n, out);
  }
  char *path = flue_format("/%s/%s", column->group, column->is_text ? column->name : column->item);
  if (!path) return FLUE_ENOMEM;
  const flue_status status = flue_h5_read_texts(ctx, run->file, path, n, out);
  free(path);
  return status;
}

void flue_run_free_texts(size_t n, char ***texts) {
  flue_h5_free_texts(n, texts);
}

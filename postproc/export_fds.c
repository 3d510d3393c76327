/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_fds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/run_reader.h"

/** A table on its way: names, units and columns of equal length, all owned. */
typedef struct table {
  char **name, **unit;
  double **value;
  size_t *length;
  size_t n, capacity;
} table;

static void clear_table(table *t) {
  for (size_t k = 0; k < t->n; ++k) {
    free(t->name[k]);
    free(t->unit[k]);
    free(t->value[k]);
  }
  free(t->name);
  free(t->unit);
  free(t->value);
  free(t->length);
}

/** Adds a column of every width-th number of @p from. */
static flue_status add_column(table *t, const char *name, const char *unit, const double *from,
                              size_t width, size_t n) {
  size_t capacity[4] = {t->capacity, t->capacity, t->capacity, t->capacity};
  FLUE_TRY(flue_grow(&t->name, &capacity[0], t->n + 1, sizeof *t->name));
  FLUE_TRY(flue_grow(&t->unit, &capacity[1], t->n + 1, sizeof *t->unit));
  FLUE_TRY(flue_grow(&t->value, &capacity[2], t->n + 1, sizeof *t->value));
  FLUE_TRY(flue_grow(&t->length, &capacity[3], t->n + 1, sizeof *t->length));
  t->capacity = capacity[0];
  const size_t k = t->n++;
  t->name[k] = flue_copy_text(name);
  t->unit[k] = flue_copy_text(unit);
  t->value[k] = flue_alloc(n, sizeof **t->value);
  t->length[k] = n;
  if (!t->name[k] || !t->unit[k] || !t->value[k]) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) t->value[k][i] = from[i * width];
  return FLUE_OK;
}

/** The table as FDS prints it; shorter columns end in empty cells. */
static void print_table(const table *t, flue_text *out) {
  size_t rows = 0;
  for (size_t k = 0; k < t->n; ++k) {
    flue_text_add(out, "%s%s", k ? "," : "", t->unit[k]);
    if (t->length[k] > rows) rows = t->length[k];
  }
  flue_text_put(out, "\n");
  for (size_t k = 0; k < t->n; ++k) flue_text_add(out, "%s\"%s\"", k ? "," : "", t->name[k]);
  flue_text_put(out, "\n");
  for (size_t i = 0; i < rows; ++i) {
    for (size_t k = 0; k < t->n; ++k) {
      flue_text_put(out, k ? "," : "");
      if (i < t->length[k]) flue_text_add(out, "%.7E", t->value[k][i]);
    }
    flue_text_put(out, "\n");
  }
}

static flue_status save_table(flue_ctx *ctx, const char *dir, const char *chid, const char *ending,
                              const table *t) {
  flue_text out = {0};
  char *name = flue_format("%s_%s.csv", chid, ending);
  if (!name) return FLUE_ENOMEM;
  print_table(t, &out);
  flue_status status = out.failed ? FLUE_ENOMEM : flue_save_text(ctx, dir, name, &out);
  flue_text_clear(&out);
  free(name);
  return status;
}

/* ---- devices ---- */

/** A series "value" of a group, a column for each item; their units stand beside it, or are all
 *  alike. */
static flue_status fill_series(flue_ctx *ctx, flue_run_reader *run, const char *group, table *t) {
  const flue_run_column *value = flue_run_find(run, group, "value"),
                        *unit = flue_run_find(run, group, "unit");
  double *v = NULL, *time = NULL;
  char **names = NULL, **units = NULL;
  size_t n = 0, n_units = 0;
  if (!value) return FLUE_OK;
  flue_status status = flue_run_values(ctx, run, value, &v);
  if (status == FLUE_OK) status = flue_run_times(ctx, run, value, &time);
  if (status == FLUE_OK) status = flue_run_texts(ctx, run, value, &n, &names);
  if (status == FLUE_OK && unit) status = flue_run_texts(ctx, run, unit, &n_units, &units);
  if (status == FLUE_OK) status = add_column(t, "Time", "s", time, 1, value->rows);
  for (size_t k = 0; k < n && status == FLUE_OK; ++k)
    status = add_column(t, names[k], k < n_units ? units[k] : value->unit, v + k, n, value->rows);
  flue_run_free_texts(n, &names);
  flue_run_free_texts(n_units, &units);
  free(v);
  free(time);
  return status;
}

static flue_status fill_devices(flue_ctx *ctx, flue_run_reader *run, table *t) {
  return fill_series(ctx, run, "device", t);
}

static flue_status fill_masses(flue_ctx *ctx, flue_run_reader *run, table *t) {
  return fill_series(ctx, run, "mass", t);
}

/* ---- rates ---- */

static flue_status fill_rates(flue_ctx *ctx, flue_run_reader *run, table *t) {
  static const char *const order[] = {"HRR",    "Q_RADI",  "Q_CONV", "Q_COND", "Q_PRES",
                                      "Q_ENTH", "Q_TOTAL", "BURNT",  "MASS"};
  for (size_t k = 0; k < sizeof order / sizeof *order; ++k) {
    const flue_run_column *c = flue_run_find(run, "hrr", order[k]);
    double *v = NULL;
    if (!c) continue;
    if (t->n == 0) {
      FLUE_TRY(flue_run_times(ctx, run, c, &v));
      const flue_status status = add_column(t, "Time", "s", v, 1, c->rows);
      free(v);
      FLUE_TRY(status);
    }
    FLUE_TRY(flue_run_values(ctx, run, c, &v));
    const flue_status status = add_column(t, order[k], c->unit, v, 1, c->rows);
    free(v);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

/* ---- profiles ---- */

/** @param given  Name of the column; "": made from the device's. */
static flue_status add_place(flue_ctx *ctx, flue_run_reader *run, const char *group,
                             const char *axis, const char *name, const char *given, table *t) {
  const flue_run_column *c = flue_run_find(run, group, axis);
  double *v = NULL;
  if (!c) return FLUE_OK;
  FLUE_TRY(flue_run_values(ctx, run, c, &v));
  flue_status status = FLUE_OK;
  if (c->rows > 1 && v[0] != v[c->rows - 1]) {
    char *text = given[0] ? flue_copy_text(given) : flue_format("%s-%s", name, axis);
    status = text ? add_column(t, text, "m", v, 1, c->rows) : FLUE_ENOMEM;
    free(text);
  }
  free(v);
  return status;
}

static flue_status add_line(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *value,
                            table *t) {
  static const char *const axes[] = {"x", "y", "z"};
  const flue_run_column *name = flue_run_find(run, value->group, "name");
  char **texts = NULL;
  double *v = NULL;
  size_t n = 0;
  if (!name) return FLUE_OK;
  flue_status status = flue_run_texts(ctx, run, name, &n, &texts);
  const char *id = n > 0 ? texts[0] : value->group, *given = n > 1 ? texts[1] : "";
  const int is_hidden = strcmp(given, "-") == 0;
  for (int a = 0; a < 3 && status == FLUE_OK && !is_hidden; ++a)
    status = add_place(ctx, run, value->group, axes[a], id, given, t);
  if (status == FLUE_OK) status = flue_run_values(ctx, run, value, &v);
  if (status == FLUE_OK) status = add_column(t, id, value->unit, v, 1, value->rows);
  free(v);
  flue_run_free_texts(n, &texts);
  return status;
}

/** Profiles in the order of the devices, which their groups number. */
static flue_status fill_lines(flue_ctx *ctx, flue_run_reader *run, table *t) {
  size_t n = 0;
  const flue_run_column *c = flue_run_columns(run, &n);
  for (unsigned long last = 0;;) {
    const flue_run_column *next = NULL;
    unsigned long number = 0;
    for (size_t k = 0; k < n; ++k) {
      if (strncmp(c[k].group, "line_", 5) != 0 || strcmp(c[k].name, "value") != 0) continue;
      const unsigned long here = strtoul(c[k].group + 5, NULL, 10);
      if (here > last && (!next || here < number)) {
        next = &c[k];
        number = here;
      }
    }
    if (!next) return FLUE_OK;
    FLUE_TRY(add_line(ctx, run, next, t));
    last = number;
  }
}

/* ---- all ---- */

static flue_status read_chid(flue_ctx *ctx, flue_run_reader *run, char **out) {
  const flue_run_column *c = flue_run_find(run, "case", "chid");
  char **texts = NULL;
  size_t n = 0;
  FLUE_CHECK(c && flue_run_find(run, "hrr", "HRR"), ctx, FLUE_EINPUT,
             "the result is not one of the field model: --fds writes runs of CASE.fds only");
  FLUE_TRY(flue_run_texts(ctx, run, c, &n, &texts));
  *out = flue_copy_text(n > 0 && texts[0][0] ? texts[0] : "flue");
  flue_run_free_texts(n, &texts);
  for (char *p = *out; p && *p; ++p) /* it becomes part of a file name */
    if (*p == '/') *p = '_';
  return *out ? FLUE_OK : FLUE_ENOMEM;
}

typedef flue_status (*fill_fn)(flue_ctx *ctx, flue_run_reader *run, table *t);

static flue_status write_table(flue_ctx *ctx, flue_run_reader *run, const char *dir,
                               const char *chid, const char *ending, fill_fn fill) {
  table t = {0};
  flue_status status = fill(ctx, run, &t);
  if (status == FLUE_OK && t.n > 0) status = save_table(ctx, dir, chid, ending, &t);
  clear_table(&t);
  return status;
}

flue_status flue_export_fds(flue_ctx *ctx, const char *run_path, const char *dir) {
  flue_run_reader *run = NULL;
  char *chid = NULL;
  FLUE_TRY(flue_run_open(ctx, run_path, &run));
  flue_status status = read_chid(ctx, run, &chid);
  if (status == FLUE_OK) status = flue_make_folder(ctx, dir);
  if (status == FLUE_OK) status = write_table(ctx, run, dir, chid, "devc", fill_devices);
  if (status == FLUE_OK) status = write_table(ctx, run, dir, chid, "hrr", fill_rates);
  if (status == FLUE_OK) status = write_table(ctx, run, dir, chid, "mass", fill_masses);
  if (status == FLUE_OK) status = write_table(ctx, run, dir, chid, "line", fill_lines);
  free(chid);
  flue_run_close(&run);
  return status;
}

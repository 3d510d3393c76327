/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_sheet.h"

#include <stdlib.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"

/* ---- series of the run ---- */

const series *sheet_series(source *s, const char *group, const char *name) {
  const flue_run_column *c = flue_run_find(s->run, group, name);
  if (!c || s->status != FLUE_OK) return NULL;
  for (size_t i = 0; i < s->n; ++i)
    if (s->loaded[i].column == c) return &s->loaded[i];
  s->loaded[s->n] = (series){.column = c};
  s->status = flue_run_values(s->ctx, s->run, c, &s->loaded[s->n].v);
  return s->status == FLUE_OK ? &s->loaded[s->n++] : NULL;
}

const double *sheet_values(source *s, const char *group, const char *name) {
  const series *x = sheet_series(s, group, name);
  return x ? x->v : NULL;
}

size_t sheet_names(source *s, const char *group, const char *name, char ***names) {
  const flue_run_column *c = flue_run_find(s->run, group, name);
  size_t n = 0;
  *names = NULL;
  if (c && s->status == FLUE_OK) s->status = flue_run_texts(s->ctx, s->run, c, &n, names);
  return n;
}

/* ---- sheets ---- */

static void add_head(sheet *t, const char *short_name, const char *long_name, const char *object,
                     const char *unit) {
  const char *cells[4] = {short_name, long_name, object, unit};
  for (int i = 0; i < 4; ++i) {
    if (t->n > 0) flue_text_add(&t->head[i], ",");
    flue_csv_text(&t->head[i], cells[i]);
  }
}

void sheet_column(sheet *t, const char *short_name, const char *long_name, const char *object,
                  const char *unit, column c) {
  source *s = t->from;
  add_head(t, short_name, long_name, object, unit);
  if (s->status == FLUE_OK)
    s->status = flue_grow(&t->columns, &t->capacity, t->n + 1, sizeof *t->columns);
  if (s->status == FLUE_OK)
    t->columns[t->n++] = c;
  else
    free(c.owned);
}

void sheet_item(sheet *t, const char *prefix, size_t i, const char *long_name, const char *object,
                const char *unit, const char *group, const char *name, double scale,
                double offset) {
  const series *x = sheet_series(t->from, group, name);
  char *short_name = flue_format("%s%zu", prefix, i + 1);
  if (!short_name) t->from->status = FLUE_ENOMEM;
  const column c = {x ? x->v : NULL, NULL, x ? x->column->width : 0, i, scale, offset};
  sheet_column(t, short_name ? short_name : "", long_name, object, unit, c);
  free(short_name);
}

void sheet_owned(sheet *t, const char *prefix, size_t i, const char *long_name, const char *object,
                 const char *unit, double *values) {
  char *short_name = flue_format("%s%zu", prefix, i + 1);
  if (!short_name || !values) t->from->status = FLUE_ENOMEM;
  sheet_column(t, short_name ? short_name : "", long_name, object, unit,
               (column){NULL, values, 1, 0, 1.0, 0.0});
  free(short_name);
}

static void write_row(const sheet *t, size_t row, flue_text *out) {
  for (size_t k = 0; k < t->n; ++k) {
    const column *c = &t->columns[k];
    const double raw = c->owned ? c->owned[row] : c->v ? c->v[row * c->stride + c->at] : 0.0;
    flue_text_add(out, "%s%.6E", k ? "," : "", raw * c->scale + c->offset);
  }
  flue_text_add(out, "\n");
}

flue_status sheet_write(sheet *t, const char *base, const char *ending) {
  source *s = t->from;
  flue_text out = {0};
  for (int i = 0; i < 4; ++i) flue_text_add(&out, "%s\n", t->head[i].data ? t->head[i].data : "");
  for (size_t row = 0; row < s->rows && s->status == FLUE_OK; ++row) write_row(t, row, &out);
  char *path = flue_format("%s_%s.csv", base, ending);
  if (s->status == FLUE_OK && (!path || out.failed)) s->status = FLUE_ENOMEM;
  if (s->status == FLUE_OK) s->status = flue_write_file(s->ctx, path, out.data, out.length);
  free(path);
  flue_text_clear(&out);
  for (size_t k = 0; k < t->n; ++k) free(t->columns[k].owned);
  free(t->columns);
  for (int i = 0; i < 4; ++i) flue_text_clear(&t->head[i]);
  return s->status;
}

sheet sheet_start(source *s) {
  sheet t = {.from = s};
  sheet_column(&t, "Time", "Simulation Time", "Time", "s",
               (column){s->times, NULL, 1, 0, 1.0, 0.0});
  return t;
}

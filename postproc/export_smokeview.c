/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result's grids for Smokeview, by the keywords and records of FDS's own files (layout from
 * memory: unverified with Smokeview itself, checked by reading it back). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/export_field.h"
#include "postproc/field_planes.h"

/* ---- records ---- */

/** A file of records, each between two copies of its length, as Fortran writes them. */
typedef struct records {
  char *bytes;
  size_t n, capacity;
  int failed;
} records;

static void put_bytes(records *r, const void *from, size_t n) {
  if (flue_grow(&r->bytes, &r->capacity, r->n + n, 1) != FLUE_OK) {
    r->failed = 1;
    return;
  }
  memcpy(r->bytes + r->n, from, n);
  r->n += n;
}

static void put_record(records *r, const void *from, size_t n) {
  const int32_t length = (int32_t)n;
  put_bytes(r, &length, sizeof length);
  put_bytes(r, from, n);
  put_bytes(r, &length, sizeof length);
}

enum { label_size = 30 };

static void put_label(records *r, const char *text) {
  char label[label_size];
  const size_t n = strlen(text) < label_size ? strlen(text) : label_size;
  memset(label, ' ', sizeof label);
  memcpy(label, text, n);
  put_record(r, label, sizeof label);
}

/* ---- slices ---- */

/** Corners of a part along each axis: a plane, one cell thick, has one across it. */
static void count_corners(const flue_drawn_part *p, size_t n[3]) {
  size_t thin = 0;
  for (size_t a = 0; a < 3; ++a) {
    n[a] = p->to[a] - p->from[a] + 1;
    if (n[a] == 2 && n[thin] != 2) thin = a;
  }
  if (n[thin] == 2) n[thin] = 1;
}

/** Mean of the cells about a corner that hold gas; NaN when none does. */
static double at_corner(const flue_drawn_part *p, const double *value, const size_t corner[3],
                        const size_t corners[3]) {
  double sum = 0.0, n = 0.0;
  size_t low[3], high[3], size[3];
  for (int a = 0; a < 3; ++a) {
    size[a] = p->to[a] - p->from[a];
    low[a] = corner[a] > 0 ? corner[a] - 1 : 0;
    high[a] = corners[a] == 1 ? 1 : corner[a] < size[a] ? corner[a] + 1 : size[a];
  }
  for (size_t k = low[2]; k < high[2]; ++k)
    for (size_t j = low[1]; j < high[1]; ++j)
      for (size_t i = low[0]; i < high[0]; ++i) {
        const double v = value[i + size[0] * (j + size[1] * k)];
        if (isnan(v)) continue;
        sum += v;
        n += 1.0;
      }
  return n > 0.0 ? sum / n : NAN;
}

/** One moment: corners in solids take the first value there is, since all are drawn. */
static void put_moment(const flue_drawn_part *p, const double *value, const size_t n[3],
                       float *corners, records *out) {
  size_t at[3], k = 0;
  double any = 0.0;
  for (size_t c = 0; c < p->column->width; ++c)
    if (!isnan(value[c])) {
      any = value[c];
      break;
    }
  for (at[2] = 0; at[2] < n[2]; ++at[2])
    for (at[1] = 0; at[1] < n[1]; ++at[1])
      for (at[0] = 0; at[0] < n[0]; ++at[0]) {
        const double v = at_corner(p, value, at, n);
        corners[k++] = (float)(isnan(v) ? any : v);
      }
  put_record(out, corners, k * sizeof *corners);
}

/** Name of a quantity as a legend shows it. */
static const char *label_of(const flue_run_column *c) {
  return strcmp(c->name, "value") == 0 ? c->text_en : c->name;
}

static void corner_range(const flue_drawn_part *p, const size_t n[3], int32_t range[6]) {
  for (int a = 0; a < 3; ++a) {
    range[2 * a] = (int32_t)p->from[a];
    range[2 * a + 1] = (int32_t)(n[a] == 1 ? p->from[a] : p->to[a]);
  }
}

static flue_status write_slice(flue_ctx *ctx, const flue_drawing *d, const flue_drawn_part *p,
                               const char *path) {
  double *values = NULL, *times = NULL;
  size_t n[3];
  int32_t range[6];
  records out = {0};
  FLUE_TRY(flue_drawing_values(ctx, d, p, &values, &times));
  count_corners(p, n);
  corner_range(p, n, range);
  float *corners = flue_alloc(n[0] * n[1] * n[2], sizeof *corners);
  put_label(&out, label_of(p->column));
  put_label(&out, p->column->name);
  put_label(&out, p->column->unit);
  put_record(&out, range, sizeof range);
  for (size_t row = 0; row < p->column->rows && corners; ++row) {
    const float time = (float)times[row];
    put_record(&out, &time, sizeof time);
    put_moment(p, values + row * p->column->width, n, corners, &out);
  }
  flue_status status = corners && !out.failed ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) status = flue_write_file(ctx, path, out.bytes, out.n);
  free(corners);
  free(out.bytes);
  free(values);
  free(times);
  return status;
}

/* ---- the index ---- */

static void add_head(const flue_drawing *d, const char *name, flue_text *out) {
  flue_text_add(out,
                "TITLE\n %s\n\nFDSVERSION\n flue\n\nENDF\n %s.end\n\nINPF\n %s.fds\n\nCHID\n "
                "%s\n\nNMESHES\n %zu\n\n",
                name, name, name, name, d->n_grids);
  flue_text_put(out,
                "SURFDEF\n INERT\n\nSURFACE\n INERT\n 5000.00 1.00\n 0 1.0 1.0 1.0 0.8 0.4 1.0\n "
                "null\n\n");
}

static void add_grid(const flue_drawn_grid *g, flue_text *out) {
  flue_text_add(out, "OFFSET\n 0.0 0.0 0.0\n\nGRID %s\n %zu %zu %zu 0\n\nPDIM\n", g->name, g->n[0],
                g->n[1], g->n[2]);
  for (int a = 0; a < 3; ++a) flue_text_add(out, " %.6f %.6f", g->face[a][0], g->face[a][g->n[a]]);
  flue_text_put(out, " 0.0 0.0 0.0\n\n");
  for (int a = 0; a < 3; ++a) {
    flue_text_add(out, "TRN%c\n 0\n", "XYZ"[a]);
    for (size_t i = 0; i <= g->n[a]; ++i) flue_text_add(out, " %zu %.6f\n", i, g->face[a][i]);
    flue_text_put(out, "\n");
  }
}

/** Face of an axis nearest to a place. */
static size_t face_of(const flue_drawn_grid *g, int axis, double x) {
  size_t best = 0;
  for (size_t i = 1; i <= g->n[axis]; ++i)
    if (fabs(g->face[axis][i] - x) < fabs(g->face[axis][best] - x)) best = i;
  return best;
}

/** Boxes by their sides and surfaces, then by their faces with colour and kind as the surface says.
 */
static void add_solids(const flue_drawn_grid *g, flue_text *out) {
  flue_text_add(out, "OBST\n %zu\n", g->n_solids);
  for (size_t k = 0; k < g->n_solids; ++k) {
    for (int s = 0; s < 6; ++s) flue_text_add(out, " %.6f", g->solid[s][k]);
    flue_text_add(out, " %zu 0 0 0 0 0 0\n", k + 1);
  }
  for (size_t k = 0; k < g->n_solids; ++k) {
    for (int s = 0; s < 6; ++s) flue_text_add(out, " %zu", face_of(g, s / 2, g->solid[s][k]));
    flue_text_put(out, " -1 -1\n");
  }
  flue_text_put(out, "\nVENT\n 0 0\n\n");
}

static void add_slice(const flue_drawn_part *p, const char *file, flue_text *out) {
  size_t n[3];
  int32_t range[6];
  count_corners(p, n);
  corner_range(p, n, range);
  flue_text_add(out, "SLCF %zu # STRUCTURED &", p->grid + 1);
  for (int s = 0; s < 6; ++s) flue_text_add(out, " %d", (int)range[s]);
  flue_text_add(out, "\n %s\n %s\n %s\n %s\n\n", file, label_of(p->column), p->column->name,
                p->column->unit);
}

static flue_status write_parts(flue_ctx *ctx, const flue_drawing *d, const char *dir,
                               const char *name, flue_text *out) {
  flue_status status = FLUE_OK;
  for (size_t k = 0; k < d->n_parts && status == FLUE_OK; ++k) {
    char *file = flue_format("%s_%zu.sf", name, k + 1);
    char *path = flue_format("%s/%s", dir, file ? file : "");
    status = file && path ? write_slice(ctx, d, &d->part[k], path) : FLUE_ENOMEM;
    if (status == FLUE_OK) add_slice(&d->part[k], file, out);
    free(file);
    free(path);
  }
  return status;
}

/** First and last time of the first part. */
static flue_status find_times(flue_ctx *ctx, const flue_drawing *d, double *first, double *last,
                              size_t *n) {
  double *values = NULL, *times = NULL;
  *first = *last = 0.0;
  *n = 1;
  if (d->n_parts == 0 || d->part[0].column->rows == 0) return FLUE_OK;
  FLUE_TRY(flue_drawing_values(ctx, d, &d->part[0], &values, &times));
  *n = d->part[0].column->rows;
  *first = times[0];
  *last = times[*n - 1];
  free(values);
  free(times);
  return FLUE_OK;
}

static flue_status write_all(flue_ctx *ctx, const flue_drawing *d, const char *dir,
                             const char *name, flue_text *out) {
  double first, last;
  size_t n;
  FLUE_TRY(find_times(ctx, d, &first, &last, &n));
  add_head(d, name, out);
  flue_text_add(out, "VIEWTIMES\n %.5f %.5f %zu\n\n", first, last, n);
  for (size_t k = 0; k < d->n_grids; ++k) {
    add_grid(&d->grid[k], out);
    add_solids(&d->grid[k], out);
  }
  return write_parts(ctx, d, dir, name, out);
}

flue_status flue_export_smokeview(flue_ctx *ctx, const char *run_path, const char *dir,
                                  char **name) {
  return flue_drawing_export(ctx, run_path, dir, "smv", write_all, name);
}

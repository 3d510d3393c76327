/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/field_planes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/file_name.h"

static const char grid_mark[] = "_grid_x", solid_mark[] = "_solid";

static flue_status read_column(flue_ctx *ctx, flue_drawing *d, const char *group, const char *name,
                               size_t *n, double **out) {
  const flue_run_column *c = flue_run_find(d->run, group, name);
  if (!c) return FLUE_OK;
  *n = c->rows;
  return flue_run_values(ctx, d->run, c, out);
}

static flue_status read_grid(flue_ctx *ctx, flue_drawing *d, const char *name, size_t length) {
  static const char *const sides[6] = {"x0", "x1", "y0", "y1", "z0", "z1"};
  FLUE_TRY(flue_grow(&d->grid, &d->grid_capacity, d->n_grids + 1, sizeof *d->grid));
  flue_drawn_grid *g = &d->grid[d->n_grids++];
  *g = (flue_drawn_grid){.name = flue_format("%.*s", (int)length, name)};
  if (!g->name) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  for (int a = 0; a < 3 && status == FLUE_OK; ++a) {
    size_t n = 1;
    char *group = flue_format("%s_grid_%c", g->name, "xyz"[a]);
    status = group ? read_column(ctx, d, group, "face", &n, &g->face[a]) : FLUE_ENOMEM;
    g->n[a] = n - 1;
    free(group);
  }
  char *group = flue_format("%s%s", g->name, solid_mark);
  for (int s = 0; s < 6 && status == FLUE_OK; ++s)
    status = group ? read_column(ctx, d, group, sides[s], &g->n_solids, &g->solid[s]) : FLUE_ENOMEM;
  free(group);
  return status;
}

/** Cell of an axis that a place lies in. */
static size_t cell_of(const flue_drawn_grid *g, int axis, double x) {
  size_t i = 0;
  while (i + 1 < g->n[axis] && g->face[axis][i + 1] < x) ++i;
  return i;
}

/** The grid that a group of series is recorded on: the one whose name it begins with, "field" for
 *  numbered slices. */
static const flue_drawn_grid *grid_of(const flue_drawing *d, const char *group) {
  const flue_drawn_grid *best = NULL;
  for (size_t k = 0; k < d->n_grids; ++k) {
    const flue_drawn_grid *g = &d->grid[k];
    const size_t n = strlen(g->name);
    const int is_own = (strncmp(group, g->name, n) == 0 && group[n] == '_') ||
                       (strcmp(g->name, "field") == 0 && strncmp(group, "slice_", 6) == 0);
    if (is_own && (!best || n > strlen(best->name))) best = g;
  }
  return best;
}

/** The box of cells of a group, by their middles. @return 0 when they are no whole box. */
static flue_status find_box(flue_ctx *ctx, flue_drawing *d, const flue_drawn_grid *g,
                            flue_drawn_part *p, int *is_box) {
  size_t cells = 1;
  *is_box = 1;
  for (int a = 0; a < 3; ++a) {
    const char name[2] = {"xyz"[a], '\0'};
    double *place = NULL;
    size_t n = 0;
    FLUE_TRY(read_column(ctx, d, p->column->group, name, &n, &place));
    if (n != p->column->width || n == 0) {
      free(place);
      *is_box = 0;
      return FLUE_OK;
    }
    p->from[a] = cell_of(g, a, place[0]);
    p->to[a] = cell_of(g, a, place[n - 1]) + 1;
    cells *= p->to[a] > p->from[a] ? p->to[a] - p->from[a] : 0;
    free(place);
  }
  *is_box = cells == p->column->width;
  return FLUE_OK;
}

static flue_status read_parts(flue_ctx *ctx, flue_drawing *d) {
  size_t n = 0;
  const flue_run_column *c = flue_run_columns(d->run, &n);
  for (size_t k = 0; k < n; ++k) {
    const flue_drawn_grid *g = c[k].is_series && c[k].is_numbered ? grid_of(d, c[k].group) : NULL;
    int is_box;
    if (!g) continue;
    flue_drawn_part part = {.grid = (size_t)(g - d->grid), .column = &c[k]};
    FLUE_TRY(find_box(ctx, d, g, &part, &is_box));
    if (!is_box) continue;
    FLUE_TRY(flue_grow(&d->part, &d->part_capacity, d->n_parts + 1, sizeof *d->part));
    d->part[d->n_parts++] = part;
  }
  return FLUE_OK;
}

flue_status flue_drawing_read(flue_ctx *ctx, const char *run_path, flue_drawing *d) {
  *d = (flue_drawing){0};
  FLUE_TRY(flue_run_open(ctx, run_path, &d->run));
  size_t n = 0;
  const flue_run_column *c = flue_run_columns(d->run, &n);
  for (size_t k = 0; k < n; ++k) {
    const size_t length = strlen(c[k].group), mark = strlen(grid_mark);
    if (length > mark && strcmp(c[k].group + length - mark, grid_mark) == 0)
      FLUE_TRY(read_grid(ctx, d, c[k].group, length - mark));
  }
  FLUE_CHECK(
      d->n_grids > 0, ctx, FLUE_EINPUT,
      "%s holds no grid: it is neither a run of CASE.fds nor of a scenario with model: field",
      run_path);
  return read_parts(ctx, d);
}

void flue_drawing_clear(flue_drawing *d) {
  for (size_t k = 0; k < d->n_grids; ++k) {
    free(d->grid[k].name);
    for (int a = 0; a < 3; ++a) free(d->grid[k].face[a]);
    for (int s = 0; s < 6; ++s) free(d->grid[k].solid[s]);
  }
  free(d->grid);
  free(d->part);
  flue_run_close(&d->run);
  *d = (flue_drawing){0};
}

flue_status flue_drawing_values(flue_ctx *ctx, const flue_drawing *d, const flue_drawn_part *part,
                                double **values, double **times) {
  *values = *times = NULL;
  flue_status status = flue_run_values(ctx, d->run, part->column, values);
  if (status == FLUE_OK) status = flue_run_times(ctx, d->run, part->column, times);
  if (status == FLUE_OK) return FLUE_OK;
  free(*values);
  *values = NULL;
  return status;
}

static flue_status save_index(flue_ctx *ctx, const flue_drawing *d, const char *dir,
                              const char *stem, const char *ending, flue_drawing_write write) {
  flue_text index = {0};
  char *file = flue_format("%s.%s", stem, ending);
  flue_status status = write(ctx, d, dir, stem, &index);
  if (status == FLUE_OK && (index.failed || !file)) status = FLUE_ENOMEM;
  if (status == FLUE_OK) status = flue_save_text(ctx, dir, file, &index);
  free(file);
  flue_text_clear(&index);
  return status;
}

flue_status flue_drawing_export(flue_ctx *ctx, const char *run_path, const char *dir,
                                const char *ending, flue_drawing_write write, char **name) {
  flue_drawing d;
  char *stem = flue_file_stem(run_path);
  flue_status status = flue_drawing_read(ctx, run_path, &d);
  if (status == FLUE_OK && !stem) status = FLUE_ENOMEM;
  if (status == FLUE_OK) status = flue_make_folder(ctx, dir);
  if (status == FLUE_OK) status = save_index(ctx, &d, dir, stem, ending, write);
  flue_drawing_clear(&d);
  *name = status == FLUE_OK ? flue_format("%s/%s.%s", dir, stem, ending) : NULL;
  free(stem);
  return status == FLUE_OK && !*name ? FLUE_ENOMEM : status;
}

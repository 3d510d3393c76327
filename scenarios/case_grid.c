/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, faces and patches of the grid of a space. */
#include "scenarios/case_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/geometry.h"

/* ---- axes ---- */

/** The next number of cells whose factors are 2, 3 and 5: transforms are fast with these. */
static int smooth(double wanted) {
  const double slack = 0.01;
  for (int n = (int)fmax(2.0, ceil(wanted - slack));; ++n) {
    int rest = n;
    while (rest % 2 == 0) rest /= 2;
    while (rest % 3 == 0) rest /= 3;
    while (rest % 5 == 0) rest /= 5;
    if (rest == 1) return n;
  }
}

/** Extent of a space: low and high x, y and z [m]. */
static void find_box(const flue_space *s, double box[6]) {
  double plan[4];
  flue_polygon_box(s->polygon, plan);
  for (int a = 0; a < 2; ++a) {
    box[2 * a] = plan[a];
    box[2 * a + 1] = plan[2 + a];
  }
  box[4] = s->z_m;
  box[5] = s->z_m + s->height_m;
}

double case_grid_cells(const flue_space *space, double cell_m) {
  double box[6], cells = 1.0;
  find_box(space, box);
  for (int a = 0; a < 3; ++a) cells *= fmax(2.0, ceil((box[2 * a + 1] - box[2 * a]) / cell_m));
  return cells;
}

static flue_status set_axes(case_grid *g, double cell_m) {
  double box[6];
  find_box(g->space, box);
  for (int a = 0; a < 3; ++a) {
    const double length = box[2 * a + 1] - box[2 * a];
    g->n[a] = smooth(length / cell_m);
    g->face[a] = flue_alloc((size_t)g->n[a] + 1, sizeof *g->face[a]);
    if (!g->face[a]) return FLUE_ENOMEM;
    for (int i = 0; i <= g->n[a]; ++i) g->face[a][i] = box[2 * a] + length * i / g->n[a];
  }
  return FLUE_OK;
}

/* ---- columns ---- */

static double middle_of(const case_grid *g, int axis, int cell) {
  return 0.5 * (g->face[axis][cell] + g->face[axis][cell + 1]);
}

static size_t column(const case_grid *g, int i, int j) {
  return (size_t)j * (size_t)g->n[0] + (size_t)i;
}

static int is_gas(const case_grid *g, int i, int j) {
  return i >= 0 && j >= 0 && i < g->n[0] && j < g->n[1] && g->is_gas[column(g, i, j)];
}

/** Marks all columns that hang together with one. @param stack  [columns]. @return how many. */
static size_t flood(const case_grid *g, size_t seed, int mark, int *group, size_t *stack) {
  size_t n = 0, top = 0;
  stack[top++] = seed;
  group[seed] = mark;
  while (top > 0) {
    const size_t at = stack[--top];
    const int i = (int)(at % (size_t)g->n[0]), j = (int)(at / (size_t)g->n[0]);
    const int next[4][2] = {{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}};
    ++n;
    for (int k = 0; k < 4; ++k) {
      if (!is_gas(g, next[k][0], next[k][1])) continue;
      const size_t c = column(g, next[k][0], next[k][1]);
      if (group[c] != 0) continue;
      group[c] = mark;
      stack[top++] = c;
    }
  }
  return n;
}

/** Keeps the columns that hang together with most others. */
static flue_status keep_largest(case_grid *g) {
  const size_t n = (size_t)g->n[0] * (size_t)g->n[1];
  int *group = flue_alloc(n, sizeof *group), best = 0, mark = 0;
  size_t *stack = flue_alloc(n, sizeof *stack);
  if (group && stack)
    for (size_t c = 0; c < n; ++c) {
      if (!g->is_gas[c] || group[c] != 0) continue;
      const size_t size = flood(g, c, ++mark, group, stack);
      if (size > g->n_gas) {
        g->n_gas = size;
        best = mark;
      }
    }
  for (size_t c = 0; group && c < n; ++c) g->is_gas[c] = group[c] == best && best > 0;
  const flue_status status = group && stack ? FLUE_OK : FLUE_ENOMEM;
  free(group);
  free(stack);
  return status;
}

static flue_status set_columns(case_grid *g) {
  g->is_gas = flue_alloc((size_t)g->n[0] * (size_t)g->n[1], 1);
  if (!g->is_gas) return FLUE_ENOMEM;
  for (int j = 0; j < g->n[1]; ++j)
    for (int i = 0; i < g->n[0]; ++i)
      g->is_gas[column(g, i, j)] = (unsigned char)flue_polygon_contains(
          g->space->polygon, middle_of(g, 0, i), middle_of(g, 1, j));
  return keep_largest(g);
}

static flue_status add_wall(case_grid *g, int i, int j, int axis, int is_high) {
  FLUE_TRY(flue_grow(&g->wall, &g->wall_capacity, g->n_walls + 1, sizeof *g->wall));
  grid_face *w = &g->wall[g->n_walls++];
  *w = (grid_face){i, j, axis, is_high, middle_of(g, 0, i), middle_of(g, 1, j)};
  if (axis == 0)
    w->x = g->face[0][i + is_high];
  else
    w->y = g->face[1][j + is_high];
  return FLUE_OK;
}

static flue_status find_walls(case_grid *g) {
  for (int j = 0; j < g->n[1]; ++j)
    for (int i = 0; i < g->n[0]; ++i) {
      if (!is_gas(g, i, j)) continue;
      if (!is_gas(g, i - 1, j)) FLUE_TRY(add_wall(g, i, j, 0, 0));
      if (!is_gas(g, i + 1, j)) FLUE_TRY(add_wall(g, i, j, 0, 1));
      if (!is_gas(g, i, j - 1)) FLUE_TRY(add_wall(g, i, j, 1, 0));
      if (!is_gas(g, i, j + 1)) FLUE_TRY(add_wall(g, i, j, 1, 1));
    }
  return FLUE_OK;
}

/* ---- parts ---- */

flue_status case_grid_add_surface(case_grid *g, const flue_field_surface *s, size_t *place) {
  FLUE_TRY(flue_grow(&g->surface, &g->surface_capacity, g->n_surfaces + 1, sizeof *g->surface));
  *place = g->n_surfaces;
  g->surface[g->n_surfaces++] = *s;
  return FLUE_OK;
}

static flue_status add_patch(case_grid *g, const flue_field_patch *p) {
  FLUE_TRY(flue_grow(&g->patch, &g->patch_capacity, g->n_patches + 1, sizeof *g->patch));
  g->patch[g->n_patches++] = *p;
  return FLUE_OK;
}

static flue_status add_obstacle(case_grid *g, const int from[3], const int to[3]) {
  FLUE_TRY(flue_grow(&g->obstacle, &g->obstacle_capacity, g->n_obstacles + 1, sizeof *g->obstacle));
  flue_field_obstacle *o = &g->obstacle[g->n_obstacles++];
  *o = (flue_field_obstacle){.is_absent = 0}; /* all its surfaces are the first: the wall */
  memcpy(o->from, from, sizeof o->from);
  memcpy(o->to, to, sizeof o->to);
  return FLUE_OK;
}

/** Columns that are no gas, as boxes from the floor to the ceiling. */
static flue_status fill_solids(case_grid *g) {
  for (int j = 0; j < g->n[1]; ++j)
    for (int i = 0; i < g->n[0];) {
      int end = i;
      while (end < g->n[0] && !is_gas(g, end, j)) ++end;
      const int from[3] = {i, j, 0}, to[3] = {end, j + 1, g->n[2]};
      if (end > i) FLUE_TRY(add_obstacle(g, from, to));
      i = end > i ? end : i + 1;
    }
  return FLUE_OK;
}

void case_grid_rows(const case_grid *g, double z_low, double z_high, int *from, int *to) {
  const double floor = g->face[2][0], middle = floor + 0.5 * (z_low + z_high);
  *from = g->n[2];
  *to = 0;
  for (int k = 0; k < g->n[2]; ++k) {
    const double z = middle_of(g, 2, k) - floor;
    if (z < z_low || z >= z_high) continue;
    if (k < *from) *from = k;
    *to = k + 1;
  }
  if (*to > *from) return;
  int k = 0;
  while (k + 1 < g->n[2] && g->face[2][k + 1] < middle) ++k;
  *from = k;
  *to = k + 1;
}

flue_status case_grid_give_wall(case_grid *g, const grid_face *w, int from, int to,
                                size_t surface) {
  flue_field_patch p = {.axis = w->axis,
                        .faces_up = !w->is_high,
                        .from = {w->i, w->j, from},
                        .to = {w->i + 1, w->j + 1, to},
                        .surface = surface};
  p.from[w->axis] = p.to[w->axis] = (w->axis == 0 ? w->i : w->j) + w->is_high;
  return add_patch(g, &p);
}

void case_grid_find_door(const case_grid *g, const flue_gap *gap, unsigned char *is_door) {
  const double cell = g->face[0][1] - g->face[0][0], half = 0.5 * gap->door->width.d.p[0];
  const int axis = fabs(gap->along_x) > fabs(gap->along_y); /* across the wall */
  size_t nearest = 0, found = 0;
  double least = INFINITY;
  for (size_t n = 0; n < g->n_walls; ++n) {
    const grid_face *w = &g->wall[n];
    const double x = w->x - gap->x, y = w->y - gap->y;
    const double along = fabs(x * gap->along_x + y * gap->along_y),
                 off = fabs(x * gap->along_y - y * gap->along_x);
    is_door[n] = w->axis == axis && off <= cell && along < half;
    found += is_door[n];
    const double way = hypot(along, off) + (w->axis == axis ? 0.0 : cell);
    if (way < least) nearest = n;
    least = fmin(least, way);
  }
  if (found == 0 && g->n_walls > 0) is_door[nearest] = 1;
}

flue_status case_grid_give_plane(case_grid *g, int is_ceiling, size_t odd, size_t even) {
  const int plane = is_ceiling ? g->n[2] : 0;
  for (int j = 0; j < g->n[1]; ++j) {
    const flue_field_patch p = {.axis = 2,
                                .faces_up = !is_ceiling,
                                .from = {0, j, plane},
                                .to = {g->n[0], j + 1, plane},
                                .surface = j % 2 ? odd : even};
    FLUE_TRY(add_patch(g, &p));
  }
  return FLUE_OK;
}

/** Cells [from, to) of an axis about a place, over a length. */
static void find_span(const case_grid *g, int axis, double middle, double length, int *from,
                      int *to) {
  const double cell = g->face[axis][1] - g->face[axis][0];
  const int n = (int)fmin(g->n[axis], fmax(1.0, round(length / cell)));
  const int first = (int)lround((middle - g->face[axis][0]) / cell - 0.5 * n);
  *from = first < 0 ? 0 : first + n > g->n[axis] ? g->n[axis] - n : first;
  *to = *from + n;
}

flue_status case_grid_give_square(case_grid *g, int is_ceiling, const double middle[2],
                                  double area_m2, double lift_m, size_t surface) {
  const double height = g->face[2][1] - g->face[2][0];
  const int rows = is_ceiling ? 0 : (int)lround(lift_m / height);
  const int top = is_ceiling ? g->n[2] : rows < g->n[2] ? rows : g->n[2] - 1;
  int from[3] = {0}, to[3] = {0, 0, top};
  for (int a = 0; a < 2; ++a) find_span(g, a, middle[a], sqrt(area_m2), &from[a], &to[a]);
  if (!is_ceiling && top > 0) FLUE_TRY(add_obstacle(g, from, to));
  const flue_field_patch p = {.axis = 2,
                              .faces_up = !is_ceiling,
                              .from = {from[0], from[1], top},
                              .to = {to[0], to[1], top},
                              .surface = surface};
  return add_patch(g, &p);
}

void case_grid_nearest(const case_grid *g, double place[2]) {
  double least = INFINITY, found[2] = {place[0], place[1]};
  for (int j = 0; j < g->n[1]; ++j)
    for (int i = 0; i < g->n[0]; ++i) {
      const double x = middle_of(g, 0, i), y = middle_of(g, 1, j);
      const double way = hypot(x - place[0], y - place[1]);
      if (!is_gas(g, i, j) || way >= least) continue;
      least = way;
      found[0] = x;
      found[1] = y;
    }
  memcpy(place, found, sizeof found);
}

void case_grid_column(const case_grid *g, double share, double middle[2]) {
  const double x = g->face[0][g->n[0]] - g->face[0][0], y = g->face[1][g->n[1]] - g->face[1][0];
  middle[0] = g->face[0][0] + (x >= y ? share : 0.5) * x;
  middle[1] = g->face[1][0] + (x >= y ? 0.5 : share) * y;
  case_grid_nearest(g, middle);
}

/* ---- the whole ---- */

flue_status case_grid_make(flue_ctx *ctx, const flue_space *space, double cell_m,
                           const flue_field_surface *wall, case_grid *out) {
  *out = (case_grid){.space = space};
  size_t place;
  const int has_memory = set_axes(out, cell_m) == FLUE_OK && set_columns(out) == FLUE_OK &&
                         find_walls(out) == FLUE_OK &&
                         case_grid_add_surface(out, wall, &place) == FLUE_OK &&
                         fill_solids(out) == FLUE_OK;
  FLUE_CHECK(has_memory, ctx, FLUE_ENOMEM, "no memory for the grid of %s", space->name);
  FLUE_CHECK(out->n_gas > 0, ctx, FLUE_EINPUT, "no cell of %.3g m fits into %s", cell_m,
             space->name);
  return FLUE_OK;
}

void case_grid_clear(case_grid *g) {
  for (int a = 0; a < 3; ++a) free(g->face[a]);
  free(g->is_gas);
  free(g->wall);
  free(g->surface);
  free(g->patch);
  free(g->obstacle);
  *g = (case_grid){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run writes of its grids: an upright plane through the fire, or the middle, and a level one
 * at the height of heads. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "models/visibility.h"
#include "solver/coupling/coupling_internal.h"

enum { UPRIGHT, LEVEL, n_planes };
static const char *const plane_name[n_planes] = {"upright", "level"};

static const flue_quantity PLANE[] = {
    {"temperature", "K", "Temperature of the gas", "气体温度"},
    {"extinction", "m-1", "Light extinction by smoke", "烟气减光系数"},
    {"speed", "m s-1", "Speed of the gas", "气体速度"},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Cells of a plane: along its first axis, which is x, and its second one. */
typedef struct plane {
  int n[2], second, at; /**< `at`: the cell across it. */
} plane;

static int cell_at(const double *face, int n, double x) {
  int i = 1;
  while (i < n && face[i] < x) ++i;
  return i;
}

static plane plane_of(const flue_coupling *c, size_t grid, int which, const flue_field_view *v) {
  const double head_m = 1.6;
  const flue_grid_input *g = &c->in.grids[grid];
  const double middle = g->n_fires ? g->field.surfaces[g->fires[0].surface].spread_m[1]
                                   : 0.5 * (v->face[1][0] + v->face[1][v->n[1]]);
  const int second = which == UPRIGHT ? 2 : 1, across = which == UPRIGHT ? 1 : 2;
  const double place = which == UPRIGHT ? middle : v->face[2][0] + head_m;
  return (plane){{v->n[0], v->n[second]}, second, cell_at(v->face[across], v->n[across], place)};
}

static void place_of(const plane *p, size_t k, int at[3]) {
  const int a = 1 + (int)(k % (size_t)p->n[0]), b = 1 + (int)(k / (size_t)p->n[0]);
  at[0] = a;
  at[1] = p->second == 1 ? b : p->at;
  at[2] = p->second == 2 ? b : p->at;
}

static size_t size_of(const plane *p) {
  return (size_t)p->n[0] * (size_t)p->n[1];
}

size_t coupling_grid_frame(const flue_coupling *c) {
  size_t most = 0;
  for (size_t g = 0; g < c->in.n_grids; ++g) {
    flue_field_view v;
    flue_field_get(flue_grid_field(c->grid[g]), &v);
    for (int which = 0; which < n_planes; ++which) {
      const plane p = plane_of(c, g, which, &v);
      if (size_of(&p) * COUNT(PLANE) > most) most = size_of(&p) * COUNT(PLANE);
    }
  }
  return most;
}

static flue_status announce_plane(flue_coupling *c, size_t g, int which, size_t *handle) {
  static const flue_quantity axis[3] = {{"x", "m", "Place along x", "x坐标"},
                                        {"y", "m", "Place along y", "y坐标"},
                                        {"z", "m", "Height above the ground storey", "高度"}};
  flue_field_view v;
  flue_field_get(flue_grid_field(c->grid[g]), &v);
  const plane p = plane_of(c, g, which, &v);
  char *group =
      flue_format("field_%s_%s", c->in.rooms[c->in.grids[g].room].name, plane_name[which]);
  if (!group) return FLUE_ENOMEM;
  flue_status status =
      c->sink->series(c->sink->user, group, "cell", size_of(&p), NULL, COUNT(PLANE), PLANE, handle);
  for (int d = 0; d < 3 && status == FLUE_OK && c->sink->column; ++d) {
    for (size_t k = 0; k < size_of(&p); ++k) {
      int at[3];
      place_of(&p, k, at);
      c->frame[k] = 0.5 * (v.face[d][at[d] - 1] + v.face[d][at[d]]);
    }
    status = c->sink->column(c->sink->user, group, &axis[d], size_of(&p), c->frame);
  }
  free(group);
  return status;
}

static flue_status announce_grid(flue_coupling *c, size_t g) {
  const flue_field_input *in = &c->in.grids[g].field;
  char *base = flue_format("field_%s", c->in.rooms[c->in.grids[g].room].name);
  if (!base) return FLUE_ENOMEM;
  const flue_status status = flue_field_record_grid(flue_grid_field(c->grid[g]), c->sink, base,
                                                    in->n_obstacles, in->obstacles);
  free(base);
  return status;
}

flue_status coupling_announce_grids(flue_coupling *c) {
  for (size_t g = 0; g < c->in.n_grids; ++g) FLUE_TRY(announce_grid(c, g));
  c->plane_handle = flue_alloc(n_planes * c->in.n_grids, sizeof *c->plane_handle);
  if (!c->plane_handle) return FLUE_ENOMEM;
  for (size_t g = 0; g < c->in.n_grids && c->sink->series; ++g)
    for (int which = 0; which < n_planes; ++which)
      FLUE_TRY(announce_plane(c, g, which, &c->plane_handle[n_planes * g + (size_t)which]));
  return FLUE_OK;
}

/** Speed in the middle of a cell [m s-1]. */
static double speed_at(const flue_field_view *v, size_t c) {
  const size_t stride[3] = {1, v->row, v->plane};
  double sum = 0.0;
  for (int d = 0; d < 3; ++d) {
    const double u = 0.5 * ((double)v->velocity[d][c] + (double)v->velocity[d][c - stride[d]]);
    sum += u * u;
  }
  return sqrt(sum);
}

static flue_status record_plane(flue_coupling *c, size_t g, int which) {
  flue_field_view v;
  flue_field_get(flue_grid_field(c->grid[g]), &v);
  const plane p = plane_of(c, g, which, &v);
  const size_t n = size_of(&p);
  for (size_t k = 0; k < n; ++k) {
    int at[3];
    place_of(&p, k, at);
    const size_t cell = (size_t)at[0] + (size_t)at[1] * v.row + (size_t)at[2] * v.plane;
    const double soot = flue_grid_soot_at(c->grid[g], &v, cell);
    const double row[COUNT(PLANE)] = {v.temp[cell], flue_visibility_extinction(soot),
                                      speed_at(&v, cell)};
    for (size_t q = 0; q < COUNT(PLANE); ++q) c->frame[q * n + k] = v.solid[cell] ? NAN : row[q];
  }
  return c->sink->frame(c->sink->user, c->plane_handle[n_planes * g + (size_t)which], c->time_s,
                        c->frame);
}

flue_status coupling_record_grids(flue_coupling *c) {
  for (size_t g = 0; g < c->in.n_grids; ++g)
    for (int which = 0; which < n_planes; ++which) FLUE_TRY(record_plane(c, g, which));
  return FLUE_OK;
}

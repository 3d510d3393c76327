/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where gas, solids, edges and walls are: made at the start and when obstacles come or go. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/field_internal.h"

/** Surfaces of faces while the layout is made: [axis][faces_up][size]. */
typedef struct layout {
  flue_field *f;
  short *surface[3][2];
} layout;

static const short no_surface = -1;

/* ---- solids ---- */

static void set_face(layout *l, int axis, size_t face, int faces_up, size_t surface) {
  l->surface[axis][faces_up][face] = (short)surface;
}

/** Both sides of the faces of a box across an axis at a plane. */
static void cover(layout *l, int axis, int plane, const int from[3], const int to[3], int faces_up,
                  size_t surface) {
  const flue_field *f = l->f;
  const int a = (axis + 1) % 3, b = (axis + 2) % 3;
  int at[3];
  at[axis] = plane;
  for (at[b] = from[b] + 1; at[b] <= to[b]; ++at[b])
    for (at[a] = from[a] + 1; at[a] <= to[a]; ++at[a])
      set_face(l, axis, field_at(f, at[0], at[1], at[2]), faces_up, surface);
}

static int is_thin(const flue_field_obstacle *o) {
  return o->from[0] == o->to[0] || o->from[1] == o->to[1] || o->from[2] == o->to[2];
}

static void place_obstacles(layout *l) {
  flue_field *f = l->f;
  memset(f->solid, 0, f->size);
  for (size_t n = 0; n < f->n_obstacles; ++n) {
    const flue_field_obstacle *o = &f->obstacle[n];
    if (o->is_absent || is_thin(o)) continue;
    for (int k = o->from[2] + 1; k <= o->to[2]; ++k)
      for (int j = o->from[1] + 1; j <= o->to[1]; ++j)
        memset(f->solid + field_at(f, o->from[0] + 1, j, k), 1, (size_t)(o->to[0] - o->from[0]));
  }
  for (size_t n = 0; n < f->n_obstacles; ++n) {
    const flue_field_obstacle *o = &f->obstacle[n];
    for (int d = 0; d < 3 && !o->is_absent; ++d) {
      if (is_thin(o) && o->from[d] != o->to[d]) continue;
      cover(l, d, o->from[d], o->from, o->to, 0, o->surface[2 * d]);
      cover(l, d, o->to[d], o->from, o->to, 1, o->surface[2 * d + 1]);
    }
  }
}

static void place_sides(layout *l) {
  const flue_field *f = l->f;
  const int none[3] = {0, 0, 0};
  for (int s = 0; s < 6; ++s)
    cover(l, s / 2, s % 2 ? f->n[s / 2] : 0, none, f->n, !(s % 2), f->in.side[s]);
}

static int is_in_circle(const flue_field *f, const flue_field_patch *p, const int at[3]) {
  double sum = 0.0;
  if (p->radius_m <= 0.0) return 1;
  for (int d = 0; d < 3; ++d) {
    const double way = d == p->axis ? 0.0 : field_middle_of(f, d, at[d]) - p->centre_m[d];
    sum += way * way;
  }
  return sum <= p->radius_m * p->radius_m;
}

static void place_patch(layout *l, const flue_field_patch *p) {
  const flue_field *f = l->f;
  const int a = (p->axis + 1) % 3, b = (p->axis + 2) % 3, up = p->faces_up != 0;
  int at[3];
  at[p->axis] = p->from[p->axis];
  for (at[b] = p->from[b] + 1; at[b] <= p->to[b]; ++at[b])
    for (at[a] = p->from[a] + 1; at[a] <= p->to[a]; ++at[a]) {
      const size_t face = field_at(f, at[0], at[1], at[2]);
      if (l->surface[p->axis][up][face] != no_surface && is_in_circle(f, p, at))
        set_face(l, p->axis, face, up, p->surface);
    }
}

/* ---- faces ---- */

static face_kind kind_of(const layout *l, int d, size_t c, int is_edge, int is_low) {
  const flue_field *f = l->f;
  const size_t up = c + field_stride(f, d);
  if (is_edge) { /* of the grid */
    const flue_field_gas_edge gas = f->surface[l->surface[d][is_low][c]].gas;
    const size_t inside = is_low ? up : c;
    if (f->solid[inside]) return FACE_WALL;
    const size_t n = (size_t)f->n[d], s = up - c, far = is_low ? c + n * s : c - (n - 1) * s;
    if (gas == FLUE_FIELD_PERIODIC && f->is_periodic[d])
      return f->solid[far] ? FACE_WALL : FACE_GAS;
    return gas == FLUE_FIELD_OPEN ? FACE_OPEN : FACE_WALL;
  }
  if (f->solid[c] || f->solid[up]) return FACE_WALL;
  return l->surface[d][0][c] != no_surface || l->surface[d][1][c] != no_surface ? FACE_WALL
                                                                                : FACE_GAS;
}

static void set_faces(layout *l) {
  flue_field *f = l->f;
  for (int d = 0; d < 3; ++d) {
    memset(f->kind[d], FACE_WALL, f->size);
    memset(f->open[d], 0, f->size * sizeof(float));
    const int low[3] = {d == 0 ? 0 : 1, d == 1 ? 0 : 1, d == 2 ? 0 : 1};
    for (int k = low[2]; k <= f->n[2]; ++k)
      for (int j = low[1]; j <= f->n[1]; ++j)
        for (int i = low[0]; i <= f->n[0]; ++i) {
          const int at[3] = {i, j, k};
          const size_t c = field_at(f, i, j, k);
          const int is_low = at[d] == 0, is_edge = is_low || at[d] == f->n[d];
          const face_kind kind = kind_of(l, d, c, is_edge, is_low);
          f->kind[d][c] = (unsigned char)kind;
          f->open[d][c] = kind == FACE_WALL ? 0.0f : 1.0f;
        }
  }
}

/** Faces around a periodic grid are those of its other side. */
static void wrap(const flue_field *f, float *x) {
  for (int d = 0; d < 3; ++d) {
    if (!f->is_periodic[d]) continue;
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    int at[3];
    for (at[b] = 0; at[b] <= f->n[b] + 1; ++at[b])
      for (at[a] = 0; at[a] <= f->n[a] + 1; ++at[a])
        for (int top = 0; top < 2; ++top) {
          at[d] = top ? f->n[d] + 1 : 0;
          const size_t to = field_at(f, at[0], at[1], at[2]);
          at[d] = top ? 1 : f->n[d];
          x[to] = x[field_at(f, at[0], at[1], at[2])];
        }
  }
}

/** Faces in the cells beyond an open side go on as those inside, where the side is open on both
 *  sides of them: gas that leaves keeps its vorticity. */
static void open_beyond(flue_field *f, int side, int along) {
  const int d = side / 2, is_top = side % 2, other = 3 - d - along;
  const size_t s = field_stride(f, d), next = field_stride(f, along);
  int at[3];
  for (at[other] = 1; at[other] <= f->n[other]; ++at[other])
    for (at[along] = 0; at[along] <= f->n[along]; ++at[along]) {
      at[d] = is_top ? f->n[d] + 1 : 0;
      const size_t ghost = field_at(f, at[0], at[1], at[2]);
      const size_t inside = is_top ? ghost - s : ghost + s, face = is_top ? inside : ghost;
      if (f->kind[d][face] == FACE_OPEN && f->kind[d][face + next] == FACE_OPEN)
        f->open[along][ghost] = f->open[along][inside];
    }
}

static void set_edges(flue_field *f) {
  for (int d = 0; d < 3; ++d) wrap(f, f->open[d]);
  for (int side = 0; side < 6; ++side)
    for (int along = 0; along < 3; ++along)
      if (along != side / 2 && !f->is_periodic[side / 2]) open_beyond(f, side, along);
  for (int d = 0; d < 3; ++d) {
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    const size_t sa = field_stride(f, a), sb = field_stride(f, b);
    const float *pa = f->open[a], *pb = f->open[b];
    memset(f->edge[d], 0, f->size * sizeof(float));
    for (int k = 0; k <= f->n[2]; ++k)
      for (int j = 0; j <= f->n[1]; ++j)
        for (int i = 0; i <= f->n[0]; ++i) {
          const size_t c = field_at(f, i, j, k);
          f->edge[d][c] = pa[c] * pa[c + sb] * pb[c] * pb[c + sa];
        }
  }
}

/* ---- zones ---- */

/** The next cell along an axis: across a periodic edge the one on the other side. */
static size_t across_seam(const flue_field *f, int d, size_t c, int up, size_t next) {
  const size_t s = field_stride(f, d), n = (size_t)f->n[d], at = c / s % (n + 2);
  if (!f->is_periodic[d] || at != (up ? n : 1)) return next;
  return up ? c - (n - 1) * s : c + (n - 1) * s;
}

static void flood(flue_field *f, size_t first, int zone, size_t *stack, int *is_open) {
  size_t n = 0;
  stack[n++] = first;
  f->zone[first] = zone;
  while (n > 0) {
    const size_t c = stack[--n];
    for (int d = 0; d < 3; ++d) {
      const size_t s = field_stride(f, d);
      const size_t face[2] = {c - s, c}, next[2] = {c - s, c + s};
      for (int up = 0; up < 2; ++up) {
        const size_t to = across_seam(f, d, c, up, next[up]);
        if (f->kind[d][face[up]] == FACE_OPEN) *is_open = 1;
        if (f->kind[d][face[up]] != FACE_GAS || f->zone[to] != -2) continue;
        f->zone[to] = zone;
        stack[n++] = to;
      }
    }
  }
}

/** Numbers the parts of the gas. @param stack  Room [cells]. */
static void number_zones(flue_field *f, size_t *stack, unsigned char *is_open_zone) {
  for (size_t c = 0; c < f->size; ++c) f->zone[c] = -1;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        f->zone[c] = f->solid[c] ? -1 : -2;
      }
  f->n_zones = 0;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        int is_open = 0;
        if (f->zone[c] != -2) continue;
        flood(f, c, (int)f->n_zones, stack, &is_open);
        is_open_zone[f->n_zones++] = (unsigned char)is_open;
      }
}

static flue_status set_zones(flue_ctx *ctx, flue_field *f) {
  size_t *stack = flue_alloc(f->cells, sizeof *stack);
  unsigned char *is_open = flue_alloc(f->cells, 1);
  const int has_room = stack && is_open;
  if (has_room) number_zones(f, stack, is_open);
  free(stack);
  void *const old[] = {f->zone_pressure,     f->zone_rate, f->zone_rate_old,
                       f->zone_pressure_old, f->zone_sum,  f->zone_is_open};
  for (size_t i = 0; i < sizeof old / sizeof *old; ++i) free(old[i]);
  const size_t n = f->n_zones, d = sizeof(double);
  f->zone_pressure = flue_alloc(n, d);
  f->zone_rate = flue_alloc(n, d);
  f->zone_rate_old = flue_alloc(n, d);
  f->zone_pressure_old = flue_alloc(n, d);
  f->zone_sum = flue_alloc(3 * n, d);
  f->zone_is_open = flue_alloc(n, 1);
  if (has_room && f->zone_is_open) memcpy(f->zone_is_open, is_open, n);
  free(is_open);
  FLUE_CHECK(has_room && f->zone_pressure && f->zone_rate && f->zone_rate_old &&
                 f->zone_pressure_old && f->zone_sum && f->zone_is_open,
             ctx, FLUE_ENOMEM, "no memory for %zu zones", n);
  return FLUE_OK;
}

/** Pressures of the zones now from those of the cells before. */
static void carry_pressures(flue_field *f, const double *before, const int *zone_before) {
  double *size = f->zone_rate; /* free to use between steps */
  for (size_t z = 0; z < f->n_zones; ++z) f->zone_pressure[z] = size[z] = 0.0;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const int z = f->zone[c];
        if (z < 0 || zone_before[c] < 0) continue;
        const double volume = (double)f->width[0][i] * f->width[1][j] * f->width[2][k];
        f->zone_pressure[z] += volume * before[zone_before[c]];
        size[z] += volume;
      }
  for (size_t z = 0; z < f->n_zones; ++z) {
    f->zone_pressure[z] =
        size[z] > 0.0 && !f->zone_is_open[z] ? f->zone_pressure[z] / size[z] : 0.0;
    size[z] = 0.0;
  }
}

/* ---- walls ---- */

double field_middle(const flue_field *f, const wall_face *w, int axis) {
  const int cell = w->cell[axis];
  if (axis == w->axis) return f->face[axis][w->faces_up ? cell - 1 : cell];
  return field_middle_of(f, axis, cell);
}

static wall_face make_wall(const layout *l, int d, int up, const int gas[3]) {
  const flue_field *f = l->f;
  const size_t c = field_at(f, gas[0], gas[1], gas[2]), s = field_stride(f, d);
  const size_t face = up ? c - s : c;
  const int a = (d + 1) % 3, b = (d + 2) % 3;
  const short surface = l->surface[d][up][face];
  return (wall_face){
      .axis = (unsigned char)d,
      .faces_up = (unsigned char)up,
      .cell = {(unsigned short)gas[0], (unsigned short)gas[1], (unsigned short)gas[2]},
      .c = (unsigned)c,
      .other = (unsigned)(up ? c - s : c + s),
      .f = (unsigned)face,
      .surface = surface == no_surface ? (unsigned short)f->in.side[0] : (unsigned short)surface,
      .area = f->width[a][gas[a]] * f->width[b][gas[b]],
      .by_depth = f->by_width[d][gas[d]],
      .share = 1.0f};
}

static int is_there(const flue_field *f, const int gas[3], int d, int up) {
  const size_t c = field_at(f, gas[0], gas[1], gas[2]);
  return f->zone[c] >= 0 && f->kind[d][up ? c - field_stride(f, d) : c] == FACE_WALL;
}

/** Walls come in order of their cells, then of axes and sides. */
static int comes_before(const wall_face *a, const wall_face *b) {
  if (a->c != b->c) return a->c < b->c;
  return 2 * a->axis + a->faces_up < 2 * b->axis + b->faces_up;
}

/** Keeps what a wall face had before the layout changed. @param[in,out] at  Where the search among
 *  the walls before goes on. */
static void keep_wall(const wall_face *before, size_t n, size_t *at, const double *nodes,
                      const flue_field *f, wall_face *w, double *node) {
  while (*at < n && comes_before(&before[*at], w)) ++*at;
  if (*at >= n || comes_before(w, &before[*at])) return;
  const wall_face *o = &before[*at];
  w->incident = o->incident;
  if (o->surface != w->surface) return;
  w->temp = o->temp;
  w->convective = o->convective;
  w->share = o->share;
  memcpy(node, nodes + o->first_node, (size_t)f->grid[w->surface].n * sizeof *node);
}

static double start_temp(const flue_field *f, const flue_field_surface *s, double z) {
  const double ambient = f->in.ambient_k + f->in.lapse * (z - f->face[2][0]);
  return s->heat == FLUE_FIELD_FIXED_FACE && s->heat_ramp.n == 0 ? s->face_k : ambient;
}

static flue_status set_walls(flue_ctx *ctx, layout *l) {
  flue_field *f = l->f;
  wall_face *before = f->wall;
  double *nodes = f->node;
  const size_t n_before = f->n_walls;
  size_t n = 0, n_nodes = 0, kept = 0;
  for (int pass = 0; pass < 2; ++pass) {
    n = n_nodes = 0;
    int at[3];
    for (at[2] = 1; at[2] <= f->n[2]; ++at[2])
      for (at[1] = 1; at[1] <= f->n[1]; ++at[1])
        for (at[0] = 1; at[0] <= f->n[0]; ++at[0])
          for (int d = 0; d < 3; ++d)
            for (int up = 0; up < 2; ++up) {
              if (!is_there(f, at, d, up)) continue;
              wall_face w = make_wall(l, d, up, at);
              const int m = f->grid[w.surface].n;
              if (pass == 1) {
                w.first_node = (unsigned)n_nodes;
                w.incident = (float)(FLUE_STEFAN_BOLTZMANN * pow(f->in.ambient_k, 4.0));
                w.temp = start_temp(f, &f->surface[w.surface], field_middle(f, &w, 2));
                for (int q = 0; q < m; ++q) f->node[n_nodes + (size_t)q] = w.temp;
                keep_wall(before, n_before, &kept, nodes, f, &w, f->node + n_nodes);
                f->wall[n] = w;
              }
              ++n;
              n_nodes += (size_t)m;
            }
    if (pass == 0) {
      f->wall = flue_alloc(n, sizeof *f->wall);
      f->node = flue_alloc(n_nodes, sizeof *f->node);
      if (!f->wall || !f->node) {
        free(before);
        free(nodes);
        f->n_walls = 0;
        return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for %zu wall faces", n);
      }
    }
  }
  f->n_walls = n;
  free(before);
  free(nodes);
  return FLUE_OK;
}

/* ---- stress along walls ---- */

static int has_stress(const layout *l, size_t c, int d, int up) {
  const flue_field *f = l->f;
  const size_t face = up ? c - field_stride(f, d) : c;
  if (f->zone[c] < 0 || f->kind[d][face] != FACE_WALL) return 0;
  const short s = l->surface[d][up][face];
  if (s == no_surface) return 1;
  return f->surface[s].gas != FLUE_FIELD_MIRROR && !f->surface[s].is_free_slip;
}

static flue_status set_stresses(flue_ctx *ctx, layout *l) {
  flue_field *f = l->f;
  for (int pass = 0; pass < 2; ++pass) {
    size_t n = 0;
    int at[3];
    for (at[2] = 1; at[2] <= f->n[2]; ++at[2])
      for (at[1] = 1; at[1] <= f->n[1]; ++at[1])
        for (at[0] = 1; at[0] <= f->n[0]; ++at[0])
          for (int d = 0; d < 3; ++d) {
            const size_t c = field_at(f, at[0], at[1], at[2]), s = field_stride(f, d);
            const size_t next = at[d] < f->n[d] ? c + s : c - ((size_t)f->n[d] - 1) * s;
            if (f->kind[d][c] != FACE_GAS) continue;
            for (int e = (d + 1) % 3; e != d; e = (e + 1) % 3)
              for (int up = 0; up < 2; ++up) {
                const int sides = has_stress(l, c, e, up) + has_stress(l, next, e, up);
                if (sides == 0) continue;
                if (pass == 1)
                  f->stress[n] =
                      (wall_stress){.face = (unsigned)c,
                                    .size = f->width[e][at[e]],
                                    .by_reach = (float)(0.5 * sides / (double)f->width[e][at[e]]),
                                    .axis = (unsigned char)d};
                ++n;
              }
          }
    if (pass == 0) {
      free(f->stress);
      f->stress = flue_alloc(n, sizeof *f->stress);
      FLUE_CHECK(f->stress, ctx, FLUE_ENOMEM, "no memory for %zu stresses", n);
    }
    f->n_stresses = n;
  }
  return FLUE_OK;
}

static int has_drag(const flue_field *f, const wall_face *w) {
  const flue_field_surface *s = &f->surface[w->surface];
  return s->gas != FLUE_FIELD_MIRROR && !s->is_free_slip;
}

/** Cells beside walls that hold the gas, each once: walls come in order of cells. */
static flue_status set_near(flue_ctx *ctx, flue_field *f) {
  free(f->near);
  f->near = flue_alloc(f->n_walls, sizeof *f->near);
  FLUE_CHECK(f->near, ctx, FLUE_ENOMEM, "no memory for cells beside walls");
  f->n_near = 0;
  for (size_t w = 0; w < f->n_walls; ++w)
    if (has_drag(f, &f->wall[w]) && (f->n_near == 0 || f->near[f->n_near - 1] != f->wall[w].c))
      f->near[f->n_near++] = f->wall[w].c;
  return FLUE_OK;
}

/** Cells behind walls and beyond periodic sides share the pressure of the gas before them: their
 *  zone is -2 less that of the gas. */
static void set_zones_behind(flue_field *f) {
  for (size_t w = 0; w < f->n_walls; ++w)
    if (f->zone[f->wall[w].other] == -1) f->zone[f->wall[w].other] = -2 - f->zone[f->wall[w].c];
  for (int d = 0; d < 3; ++d) {
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    const size_t sa = field_stride(f, a), sb = field_stride(f, b), s = field_stride(f, d);
    const size_t n = (size_t)f->n[d];
    for (int j = 1; j <= f->n[b] && f->is_periodic[d]; ++j)
      for (int i = 1; i <= f->n[a]; ++i) {
        int *at = f->zone + (size_t)i * sa + (size_t)j * sb;
        if (at[n * s] >= 0) at[0] = -2 - at[n * s];
        if (at[s] >= 0) at[(n + 1) * s] = -2 - at[s];
      }
  }
}

/* ---- whole ---- */

static flue_status make_layout(flue_ctx *ctx, layout *l) {
  flue_field *f = l->f;
  place_sides(l);
  place_obstacles(l);
  for (size_t p = 0; p < f->n_patches; ++p)
    if (!f->patch[p].is_absent) place_patch(l, &f->patch[p]);
  set_faces(l);
  set_edges(f);
  FLUE_TRY(set_zones(ctx, f));
  FLUE_TRY(set_walls(ctx, l));
  set_zones_behind(f);
  FLUE_TRY(set_stresses(ctx, l));
  FLUE_TRY(set_near(ctx, f));
  FLUE_CHECK(field_sort_walls(f) == FLUE_OK, ctx, FLUE_ENOMEM, "no memory for walls");
  return flue_poisson_set(ctx, f->poisson, f->open, f->zone, f->n_zones, f->zone_is_open);
}

static flue_status with_surfaces(flue_ctx *ctx, layout *l) {
  flue_field *f = l->f;
  for (int d = 0; d < 3; ++d)
    for (int up = 0; up < 2; ++up) {
      l->surface[d][up] = flue_alloc(f->size, sizeof(short));
      FLUE_CHECK(l->surface[d][up], ctx, FLUE_ENOMEM, "no memory for faces");
      for (size_t i = 0; i < f->size; ++i) l->surface[d][up][i] = no_surface;
    }
  return make_layout(ctx, l);
}

flue_status field_layout(flue_ctx *ctx, flue_field *f) {
  layout l = {.f = f};
  const int had_zones = f->n_zones > 0;
  int *zone = had_zones ? flue_alloc(f->size, sizeof *zone) : NULL;
  double *pressure = had_zones ? flue_alloc(f->n_zones, sizeof *pressure) : NULL;
  flue_status status = had_zones && !(zone && pressure) ? FLUE_ENOMEM : FLUE_OK;
  if (had_zones && status == FLUE_OK) {
    memcpy(zone, f->zone, f->size * sizeof *zone);
    memcpy(pressure, f->zone_pressure, f->n_zones * sizeof *pressure);
  }
  if (status == FLUE_OK) status = with_surfaces(ctx, &l);
  if (had_zones && status == FLUE_OK) carry_pressures(f, pressure, zone);
  for (int d = 0; d < 3; ++d)
    for (int up = 0; up < 2; ++up) free(l.surface[d][up]);
  free(zone);
  free(pressure);
  f->is_changed = f->has_sealed = 0;
  for (size_t z = 0; z < f->n_zones; ++z) f->has_sealed |= !f->zone_is_open[z];
  return status;
}

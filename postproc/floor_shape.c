/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines are found by walking round the cells with the room on the left; where two cells of a
 * room meet at a corner only, the walk stays with its cell, and a ring that comes back to a corner
 * is cut in two there, so that rings are simple. */
#include "postproc/floor_shape.h"

#include <math.h>
#include <stdlib.h>

enum { none = -1 };

/** East, north, west, south: directions of walking along the south, east, north, west sides. */
static const int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};

/** Work on one storey. */
typedef struct tracer {
  const flue_agents_floor *grid;
  flue_floor_shape *out;
  int32_t *part;        /**< Connected cells of one room, -1 where nobody walks, [ny][nx]. */
  int32_t *group;       /**< Of each part: parts that touch have one group, [n_parts]. */
  unsigned char *sides; /**< Sides that were walked along, a bit each, [ny][nx]. */
  int32_t *corner;      /**< Place of a corner in the ring under way, -1, [ny + 1][nx + 1]. */
  size_t *stack;        /**< Cells to visit, or corners of the ring under way. */
  size_t *source;       /**< Where a search came from, [ny][nx]. */
  size_t n_parts;
} tracer;

static void free_tracer(tracer *t) {
  free(t->part);
  free(t->group);
  free(t->sides);
  free(t->corner);
  free(t->stack);
  free(t->source);
}

static flue_status make_tracer(const flue_agents_floor *grid, flue_floor_shape *out, tracer *t) {
  const size_t n = grid->nx * grid->ny, corners = (grid->nx + 1) * (grid->ny + 1);
  *t = (tracer){.grid = grid, .out = out};
  t->part = flue_alloc(n, sizeof *t->part);
  t->sides = flue_alloc(n, 1);
  t->corner = flue_alloc(corners, sizeof *t->corner);
  t->stack = flue_alloc(4 * n + 4, sizeof *t->stack);
  t->source = flue_alloc(n, sizeof *t->source);
  if (!t->part || !t->sides || !t->corner || !t->stack || !t->source) return FLUE_ENOMEM;
  for (size_t i = 0; i < corners; ++i) t->corner[i] = none;
  for (size_t i = 0; i < n; ++i) t->part[i] = none;
  return FLUE_OK;
}

/** Cell beside another, (size_t)-1 past the edge. */
static size_t beside(const flue_agents_floor *g, size_t cell, int direction) {
  const size_t x = cell % g->nx, y = cell / g->nx;
  const int is_edge = (direction == 0 && x + 1 == g->nx) || (direction == 1 && y + 1 == g->ny) ||
                      (direction == 2 && x == 0) || (direction == 3 && y == 0);
  if (is_edge) return (size_t)-1;
  return (size_t)((ptrdiff_t)cell + step_x[direction] + step_y[direction] * (ptrdiff_t)g->nx);
}

static int32_t part_at(const tracer *t, size_t cell) {
  return cell == (size_t)-1 ? none : t->part[cell];
}

/** Numbers the connected cells of each room. */
static void find_parts(tracer *t) {
  const flue_agents_floor *g = t->grid;
  for (size_t first = 0; first < g->nx * g->ny; ++first) {
    if (g->room[first] < 0 || t->part[first] != none) continue;
    size_t n = 0;
    t->stack[n++] = first;
    t->part[first] = (int32_t)t->n_parts;
    while (n > 0) {
      const size_t cell = t->stack[--n];
      for (int d = 0; d < 4; ++d) {
        const size_t next = beside(g, cell, d);
        if (next == (size_t)-1 || t->part[next] != none || g->room[next] != g->room[cell]) continue;
        t->part[next] = (int32_t)t->n_parts;
        t->stack[n++] = next;
      }
    }
    ++t->n_parts;
  }
}

/* ---- rings ---- */

static void corner_point(const flue_agents_floor *g, size_t corner, double *x, double *y) {
  *x = g->x0 + g->cell_m * (double)(corner % (g->nx + 1));
  *y = g->y0 + g->cell_m * (double)(corner / (g->nx + 1));
}

/** Takes the corners of the stack from @p from on as a ring. */
static flue_status add_ring(tracer *t, size_t from, size_t to, size_t cell) {
  flue_floor_shape *s = t->out;
  const size_t n = to - from;
  FLUE_TRY(flue_grow(&s->rings, &s->ring_capacity, s->n_rings + 1, sizeof *s->rings));
  FLUE_TRY(flue_grow(&s->points, &s->point_capacity, s->n_points + n, sizeof *s->points));
  flue_ring *ring = &s->rings[s->n_rings++];
  *ring = (flue_ring){s->n_points, n, (size_t)t->part[cell], t->grid->room[cell], 0};
  double twice_area = 0;
  for (size_t i = 0; i < n; ++i) {
    double *p = s->points[s->n_points++];
    corner_point(t->grid, t->stack[from + i], &p[0], &p[1]);
    t->corner[t->stack[from + i]] = none;
  }
  for (size_t i = 0, j = n - 1; i < n; j = i++) {
    const double *a = s->points[ring->first + j], *b = s->points[ring->first + i];
    twice_area += a[0] * b[1] - b[0] * a[1];
  }
  ring->is_hole = twice_area < 0;
  return FLUE_OK;
}

/** Corner at which the side of a cell ends. */
static size_t end_corner(const flue_agents_floor *g, size_t cell, int side) {
  const size_t x = cell % g->nx + (side == 0 || side == 1),
               y = cell / g->nx + (side == 1 || side == 2);
  return y * (g->nx + 1) + x;
}

/** Goes to the next side of the outline. @return whether the walk turned at the corner. */
static int turn(const tracer *t, size_t *cell, int *side) {
  const int32_t part = t->part[*cell];
  const int right = (*side + 3) % 4;
  const size_t ahead = beside(t->grid, *cell, *side);
  if (part_at(t, ahead) != part) {
    *side = (*side + 1) % 4;
    return 1;
  }
  const size_t diagonal = beside(t->grid, ahead, right);
  *cell = ahead;
  if (part_at(t, diagonal) != part) return 0;
  *cell = diagonal;
  *side = right;
  return 1;
}

/** Walks round from the south side of a cell, which begins at a corner of the outline. */
static flue_status walk_round(tracer *t, size_t first) {
  size_t cell = first, n = 0;
  int side = 0;
  do {
    t->sides[cell] |= (unsigned char)(1u << side);
    const size_t corner = end_corner(t->grid, cell, side), was = cell;
    if (!turn(t, &cell, &side)) continue;
    if (t->corner[corner] != none) { /* back at a corner: what lies between is a ring */
      const size_t from = (size_t)t->corner[corner];
      FLUE_TRY(add_ring(t, from, n, was));
      n = from;
    }
    t->corner[corner] = (int32_t)n;
    t->stack[n++] = corner;
  } while (cell != first || side != 0);
  return add_ring(t, 0, n, first);
}

static int by_part(const void *a, const void *b) {
  const flue_ring *x = a, *y = b;
  if (x->part != y->part) return x->part < y->part ? -1 : 1;
  if (x->is_hole != y->is_hole) return x->is_hole - y->is_hole;
  return x->first < y->first ? -1 : x->first > y->first;
}

static flue_status find_rings(tracer *t) {
  const flue_agents_floor *g = t->grid;
  for (size_t cell = 0; cell < g->nx * g->ny; ++cell) {
    if (t->part[cell] == none || (t->sides[cell] & 1)) continue;
    if (part_at(t, beside(g, cell, 3)) != t->part[cell]) FLUE_TRY(walk_round(t, cell));
  }
  if (t->out->n_rings > 1) qsort(t->out->rings, t->out->n_rings, sizeof *t->out->rings, by_part);
  return FLUE_OK;
}

/* ---- strips ---- */

static int32_t group_of(tracer *t, int32_t part) {
  while (t->group[part] != part) part = t->group[part] = t->group[t->group[part]];
  return part;
}

/** Parts that share a side are one group. */
static flue_status find_groups(tracer *t) {
  const flue_agents_floor *g = t->grid;
  t->group = flue_alloc(t->n_parts, sizeof *t->group);
  if (!t->group) return FLUE_ENOMEM;
  for (size_t i = 0; i < t->n_parts; ++i) t->group[i] = (int32_t)i;
  for (size_t cell = 0; cell < g->nx * g->ny; ++cell)
    for (int d = 0; d < 2 && t->part[cell] != none; ++d) {
      const int32_t other = part_at(t, beside(g, cell, d));
      if (other == none) continue;
      const int32_t a = group_of(t, t->part[cell]), b = group_of(t, other);
      t->group[a > b ? a : b] = a > b ? b : a;
    }
  return FLUE_OK;
}

static void middle(const flue_agents_floor *g, size_t cell, double *x, double *y) {
  *x = g->x0 + g->cell_m * ((double)(cell % g->nx) + 0.5);
  *y = g->y0 + g->cell_m * ((double)(cell / g->nx) + 0.5);
}

/** Joins the group nearest to the first one with it. @return FLUE_OK, *is_whole when all are one.
 */
static flue_status join_nearest(tracer *t, int *is_whole) {
  const flue_agents_floor *g = t->grid;
  const size_t n_cells = g->nx * g->ny, unseen = (size_t)-1;
  size_t head = 0, tail = 0;
  for (size_t i = 0; i < n_cells; ++i) {
    const int is_first = t->part[i] != none && group_of(t, t->part[i]) == 0;
    t->source[i] = is_first ? i : unseen;
    if (is_first) t->stack[tail++] = i;
  }
  *is_whole = 1;
  for (; head < tail; ++head)
    for (int d = 0; d < 4; ++d) {
      const size_t cell = t->stack[head], next = beside(g, cell, d);
      if (next == (size_t)-1 || t->source[next] != unseen) continue;
      t->source[next] = t->source[cell];
      t->stack[tail++] = next;
      if (t->part[next] == none) continue;
      flue_floor_shape *s = t->out;
      FLUE_TRY(flue_grow(&s->strips, &s->strip_capacity, s->n_strips + 1, sizeof *s->strips));
      flue_strip *strip = &s->strips[s->n_strips++];
      middle(g, t->source[next], &strip->x1, &strip->y1);
      middle(g, next, &strip->x2, &strip->y2);
      t->group[group_of(t, t->part[next])] = 0;
      *is_whole = 0;
      return FLUE_OK;
    }
  return FLUE_OK;
}

static flue_status find_strips(tracer *t) {
  FLUE_TRY(find_groups(t));
  for (int is_whole = t->n_parts == 0; !is_whole;) FLUE_TRY(join_nearest(t, &is_whole));
  return FLUE_OK;
}

/* ---- whole ---- */

static void find_box(const tracer *t) {
  const flue_agents_floor *g = t->grid;
  flue_floor_shape *s = t->out;
  size_t west = (size_t)-1, east = (size_t)-1;
  s->box[0] = s->box[1] = INFINITY;
  s->box[2] = s->box[3] = -INFINITY;
  for (size_t i = 0; i < s->n_points; ++i) {
    s->box[0] = fmin(s->box[0], s->points[i][0]);
    s->box[1] = fmin(s->box[1], s->points[i][1]);
    s->box[2] = fmax(s->box[2], s->points[i][0]);
    s->box[3] = fmax(s->box[3], s->points[i][1]);
  }
  for (size_t i = 0; i < g->nx * g->ny; ++i) {
    if (t->part[i] == none) continue;
    if (west == (size_t)-1 || i % g->nx < west % g->nx) west = i;
    if (east == (size_t)-1 || i % g->nx > east % g->nx) east = i;
  }
  if (west == (size_t)-1) return;
  middle(g, west, &s->west[0], &s->west[1]);
  middle(g, east, &s->east[0], &s->east[1]);
}

flue_status flue_floor_shape_trace(const flue_agents_floor *grid, flue_floor_shape *out) {
  tracer t;
  *out = (flue_floor_shape){0};
  flue_status status = make_tracer(grid, out, &t);
  if (!status) {
    find_parts(&t);
    status = find_rings(&t);
  }
  if (!status) status = find_strips(&t);
  if (!status) find_box(&t);
  free_tracer(&t);
  if (status) flue_floor_shape_clear(out);
  return status;
}

void flue_floor_shape_clear(flue_floor_shape *shape) {
  free(shape->rings);
  free(shape->points);
  free(shape->strips);
  *shape = (flue_floor_shape){0};
}

/* ---- WKT ---- */

static void add_ring_text(const flue_floor_shape *s, const flue_ring *ring, double dx,
                          flue_text *out) {
  flue_text_add(out, "(");
  for (size_t i = 0; i <= ring->n; ++i) {
    const double *p = s->points[ring->first + i % ring->n];
    flue_text_add(out, "%s%.12g %.12g", i ? ", " : "", p[0] + dx, p[1]);
  }
  flue_text_add(out, ")");
}

void flue_strip_wkt(const flue_strip *strip, flue_text *out) {
  const double dx = strip->x2 - strip->x1, dy = strip->y2 - strip->y1, length = hypot(dx, dy);
  const double ox = 0.5 * FLUE_STRIP_WIDTH * -dy / length,
               oy = 0.5 * FLUE_STRIP_WIDTH * dx / length;
  const double x[4] = {strip->x1 - ox, strip->x2 - ox, strip->x2 + ox, strip->x1 + ox};
  const double y[4] = {strip->y1 - oy, strip->y2 - oy, strip->y2 + oy, strip->y1 + oy};
  flue_text_add(out, "POLYGON ((");
  for (int i = 0; i <= 4; ++i)
    flue_text_add(out, "%s%.12g %.12g", i ? ", " : "", x[i % 4], y[i % 4]);
  flue_text_add(out, "))");
}

void flue_floor_shape_wkt(const flue_floor_shape *s, double dx, flue_text *out) {
  for (size_t i = 0; i < s->n_rings; ++i) {
    if (!s->rings[i].is_hole) flue_text_add(out, "%sPOLYGON (", i ? ", " : "");
    if (s->rings[i].is_hole) flue_text_add(out, ", ");
    add_ring_text(s, &s->rings[i], dx, out);
    if (i + 1 == s->n_rings || !s->rings[i + 1].is_hole) flue_text_add(out, ")");
  }
  for (size_t i = 0; i < s->n_strips; ++i) {
    const flue_strip *strip = &s->strips[i];
    const flue_strip moved = {strip->x1 + dx, strip->y1, strip->x2 + dx, strip->y2};
    flue_text_add(out, ", ");
    flue_strip_wkt(&moved, out);
  }
}

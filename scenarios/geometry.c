/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/geometry.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

static const double least_overlap = 0.01; /* [m2] */

static double signed_area(const flue_polygon *p) {
  double sum = 0.0;
  for (size_t i = 0, j = p->n - 1; i < p->n; j = i++)
    sum += p->point[j][0] * p->point[i][1] - p->point[i][0] * p->point[j][1];
  return 0.5 * sum;
}

double flue_polygon_area(const flue_polygon *p) {
  return p->n < 3 ? 0.0 : fabs(signed_area(p));
}

double flue_polygon_perimeter(const flue_polygon *p) {
  double sum = 0.0;
  for (size_t i = 0, j = p->n - 1; i < p->n; j = i++)
    sum += hypot(p->point[i][0] - p->point[j][0], p->point[i][1] - p->point[j][1]);
  return sum;
}

void flue_polygon_widen(const flue_polygon *p, double box[4]) {
  for (size_t i = 0; i < p->n; ++i)
    for (int a = 0; a < 2; ++a) {
      box[a] = fmin(box[a], p->point[i][a]);
      box[2 + a] = fmax(box[2 + a], p->point[i][a]);
    }
}

void flue_polygon_box(const flue_polygon *p, double box[4]) {
  box[0] = box[1] = INFINITY;
  box[2] = box[3] = -INFINITY;
  flue_polygon_widen(p, box);
}

/** Distance from a point to the straight piece 1-2, and where on it (0 to 1). */
static double distance_to(double x, double y, double x1, double y1, double x2, double y2) {
  const double dx = x2 - x1, dy = y2 - y1, length2 = dx * dx + dy * dy;
  const double t =
      length2 > 0.0 ? fmax(0.0, fmin(1.0, ((x - x1) * dx + (y - y1) * dy) / length2)) : 0;
  return hypot(x - x1 - t * dx, y - y1 - t * dy);
}

int flue_polygon_contains(const flue_polygon *p, double x, double y) {
  int inside = 0;
  for (size_t i = 0, j = p->n - 1; i < p->n; j = i++) {
    const double x1 = p->point[i][0], y1 = p->point[i][1], x2 = p->point[j][0], y2 = p->point[j][1];
    if (distance_to(x, y, x1, y1, x2, y2) <= FLUE_WALL_TOLERANCE) return 1;
    if ((y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/* ---- GEOS ---- */

static GEOSGeometry *to_geos(GEOSContextHandle_t geos, const flue_polygon *p) {
  GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)p->n + 1, 2);
  if (!points) return NULL;
  for (size_t i = 0; i <= p->n; ++i) {
    const double *xy = p->point[i % p->n];
    GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, xy[0], xy[1]);
  }
  GEOSGeometry *ring = GEOSGeom_createLinearRing_r(geos, points);
  return ring ? GEOSGeom_createPolygon_r(geos, ring, NULL, 0) : NULL;
}

char *flue_polygon_problem(const flue_polygon *p) {
  GEOSContextHandle_t geos = GEOS_init_r();
  GEOSGeometry *shape = to_geos(geos, p);
  char *problem = NULL;
  if (!shape) {
    problem = flue_copy_text("no closed ring");
  } else if (GEOSisValid_r(geos, shape) != 1) {
    char *reason = GEOSisValidReason_r(geos, shape);
    problem = flue_copy_text(reason ? reason : "invalid");
    if (reason) GEOSFree_r(geos, reason);
  }
  if (shape) GEOSGeom_destroy_r(geos, shape);
  GEOS_finish_r(geos);
  return problem;
}

void flue_polygon_inside(const flue_polygon *p, double *x, double *y) {
  GEOSContextHandle_t geos = GEOS_init_r();
  GEOSGeometry *shape = to_geos(geos, p);
  GEOSGeometry *point = shape ? GEOSPointOnSurface_r(geos, shape) : NULL;
  *x = p->point[0][0];
  *y = p->point[0][1];
  if (point) {
    GEOSGeomGetX_r(geos, point, x);
    GEOSGeomGetY_r(geos, point, y);
    GEOSGeom_destroy_r(geos, point);
  }
  if (shape) GEOSGeom_destroy_r(geos, shape);
  GEOS_finish_r(geos);
}

/** Area of the intersection of two shapes and a point in it. */
static double common_area(GEOSContextHandle_t geos, const GEOSGeometry *a, const GEOSGeometry *b,
                          double *x, double *y) {
  double area = 0.0;
  GEOSGeometry *common = GEOSIntersection_r(geos, a, b);
  if (!common) return 0.0;
  GEOSArea_r(geos, common, &area);
  GEOSGeometry *point = area > 0.0 && x ? GEOSPointOnSurface_r(geos, common) : NULL;
  if (point) {
    GEOSGeomGetX_r(geos, point, x);
    GEOSGeomGetY_r(geos, point, y);
    GEOSGeom_destroy_r(geos, point);
  }
  GEOSGeom_destroy_r(geos, common);
  return area;
}

double flue_polygon_common(const flue_polygon *a, const flue_polygon *b) {
  GEOSContextHandle_t geos = GEOS_init_r();
  GEOSGeometry *ga = to_geos(geos, a), *gb = to_geos(geos, b);
  const double area = ga && gb ? common_area(geos, ga, gb, NULL, NULL) : 0.0;
  if (ga) GEOSGeom_destroy_r(geos, ga);
  if (gb) GEOSGeom_destroy_r(geos, gb);
  GEOS_finish_r(geos);
  return area;
}

/* ---- shared walls ---- */

/** An interval of an edge that another outline covers. */
typedef struct covered {
  size_t outline, edge, other;
  double t1, t2; /**< Along the edge [m]. */
} covered;

typedef struct search {
  const flue_polygon *const *outline;
  GEOSContextHandle_t geos;
  GEOSGeometry **shape;
  flue_walls *walls;
  covered *list;
  size_t n, capacity;
  size_t current;
  int no_memory;
} search;

static void edge_of(const flue_polygon *p, size_t i, double *v) {
  const size_t j = (i + 1) % p->n;
  v[0] = p->point[i][0];
  v[1] = p->point[i][1];
  v[2] = p->point[j][0];
  v[3] = p->point[j][1];
}

/** Where edge f covers edge e, along e. @return 0 when they do not lie on each other. */
static int edge_cover(const double *e, const double *f, double *t1, double *t2) {
  const double dx = e[2] - e[0], dy = e[3] - e[1], length = hypot(dx, dy);
  if (length < FLUE_WALL_TOLERANCE) return 0;
  const double ux = dx / length, uy = dy / length;
  const double off1 = (f[0] - e[0]) * -uy + (f[1] - e[1]) * ux;
  const double off2 = (f[2] - e[0]) * -uy + (f[3] - e[1]) * ux;
  if (fabs(off1) > FLUE_WALL_TOLERANCE || fabs(off2) > FLUE_WALL_TOLERANCE) return 0;
  const double s1 = (f[0] - e[0]) * ux + (f[1] - e[1]) * uy;
  const double s2 = (f[2] - e[0]) * ux + (f[3] - e[1]) * uy;
  *t1 = fmax(0.0, fmin(s1, s2));
  *t2 = fmin(length, fmax(s1, s2));
  return *t2 - *t1 > FLUE_WALL_TOLERANCE;
}

static void cover_edges(search *s, size_t a, size_t b) {
  const flue_polygon *p = s->outline[a], *q = s->outline[b];
  for (size_t i = 0; i < p->n; ++i) {
    double e[4], f[4], t1, t2;
    edge_of(p, i, e);
    for (size_t j = 0; j < q->n; ++j) {
      edge_of(q, j, f);
      if (!edge_cover(e, f, &t1, &t2)) continue;
      if (flue_grow(&s->list, &s->capacity, s->n + 1, sizeof *s->list))
        s->no_memory = 1;
      else
        s->list[s->n++] = (covered){a, i, b, t1, t2};
    }
  }
}

/** Whether two outlines' boxes share more than a wall's thickness. */
static int boxes_overlap(const flue_polygon *p, const flue_polygon *q) {
  double a[4], b[4];
  flue_polygon_box(p, a);
  flue_polygon_box(q, b);
  return fmin(a[2], b[2]) - fmax(a[0], b[0]) > FLUE_WALL_TOLERANCE &&
         fmin(a[3], b[3]) - fmax(a[1], b[1]) > FLUE_WALL_TOLERANCE;
}

static void on_neighbour(void *item, void *user) {
  search *s = user;
  const size_t a = s->current, b = (size_t)((const flue_polygon *const *)item - s->outline);
  if (a == b) return;
  cover_edges(s, a, b);
  if (b < a || !boxes_overlap(s->outline[a], s->outline[b])) return;
  flue_overlap o = {a, b, 0.0, 0.0, 0.0};
  o.area_m2 = common_area(s->geos, s->shape[a], s->shape[b], &o.x, &o.y);
  if (o.area_m2 <= least_overlap) return;
  flue_walls *w = s->walls;
  if (flue_grow(&w->overlap, &w->overlap_capacity, w->n_overlaps + 1, sizeof o))
    s->no_memory = 1;
  else
    w->overlap[w->n_overlaps++] = o;
}

static int by_edge(const void *a, const void *b) {
  const covered *x = a, *y = b;
  if (x->outline != y->outline) return x->outline < y->outline ? -1 : 1;
  if (x->edge != y->edge) return x->edge < y->edge ? -1 : 1;
  if (x->t1 < y->t1 || x->t1 > y->t1) return x->t1 < y->t1 ? -1 : 1;
  return x->other < y->other ? -1 : x->other > y->other;
}

static void add_piece(search *s, size_t a, size_t b, const double *e, double t1, double t2) {
  if (t2 - t1 <= FLUE_WALL_TOLERANCE) return;
  const double length = hypot(e[2] - e[0], e[3] - e[1]);
  const double ux = (e[2] - e[0]) / length, uy = (e[3] - e[1]) / length;
  flue_wall_piece piece = {a, b, e[0] + t1 * ux, e[1] + t1 * uy, e[0] + t2 * ux, e[1] + t2 * uy};
  if (signed_area(s->outline[a]) < 0.0) {
    const double x = piece.x1, y = piece.y1;
    piece.x1 = piece.x2;
    piece.y1 = piece.y2;
    piece.x2 = x;
    piece.y2 = y;
  }
  flue_walls *w = s->walls;
  if (flue_grow(&w->piece, &w->capacity, w->n + 1, sizeof piece))
    s->no_memory = 1;
  else
    w->piece[w->n++] = piece;
}

/** Shared pieces (once, from the lower index) and facades of every edge. */
static void collect_pieces(search *s, size_t n) {
  if (s->n > 1) qsort(s->list, s->n, sizeof *s->list, by_edge);
  size_t k = 0;
  for (size_t a = 0; a < n; ++a) {
    for (size_t i = 0; i < s->outline[a]->n; ++i) {
      double e[4], bare_from = 0.0;
      edge_of(s->outline[a], i, e);
      for (; k < s->n && s->list[k].outline == a && s->list[k].edge == i; ++k) {
        const covered *c = &s->list[k];
        if (a < c->other) add_piece(s, a, c->other, e, c->t1, c->t2);
        add_piece(s, a, (size_t)-1, e, bare_from, c->t1);
        bare_from = fmax(bare_from, c->t2);
      }
      add_piece(s, a, (size_t)-1, e, bare_from, hypot(e[2] - e[0], e[3] - e[1]));
    }
  }
}

static GEOSGeometry *search_box(GEOSContextHandle_t geos, const flue_polygon *p) {
  double box[4];
  flue_polygon_box(p, box);
  return GEOSGeom_createRectangle_r(geos, box[0] - FLUE_WALL_TOLERANCE,
                                    box[1] - FLUE_WALL_TOLERANCE, box[2] + FLUE_WALL_TOLERANCE,
                                    box[3] + FLUE_WALL_TOLERANCE);
}

static void find_neighbours(search *s, size_t n) {
  GEOSSTRtree *tree = GEOSSTRtree_create_r(s->geos, 10);
  for (size_t i = 0; i < n; ++i) {
    s->shape[i] = to_geos(s->geos, s->outline[i]);
    /* the tree stores addresses of outline[i]; it never writes through them */
    union {
      const flue_polygon *const *in;
      void *out;
    } item = {&s->outline[i]};
    if (s->shape[i]) GEOSSTRtree_insert_r(s->geos, tree, s->shape[i], item.out);
  }
  for (size_t i = 0; i < n; ++i) {
    GEOSGeometry *box = search_box(s->geos, s->outline[i]);
    s->current = i;
    if (box) GEOSSTRtree_query_r(s->geos, tree, box, on_neighbour, s);
    if (box) GEOSGeom_destroy_r(s->geos, box);
  }
  GEOSSTRtree_destroy_r(s->geos, tree);
}

flue_status flue_walls_find(flue_ctx *ctx, const flue_polygon *const *outline, size_t n,
                            flue_walls *out) {
  *out = (flue_walls){0};
  search s = {.outline = outline, .walls = out, .geos = GEOS_init_r()};
  s.shape = flue_alloc(n, sizeof(GEOSGeometry *));
  if (s.shape && n > 0) {
    find_neighbours(&s, n);
    collect_pieces(&s, n);
    for (size_t i = 0; i < n; ++i)
      if (s.shape[i]) GEOSGeom_destroy_r(s.geos, s.shape[i]);
  }
  const int failed = !s.shape || s.no_memory;
  free(s.shape);
  free(s.list);
  GEOS_finish_r(s.geos);
  if (failed) flue_walls_clear(out);
  FLUE_CHECK(!failed, ctx, FLUE_ENOMEM, "no memory for the walls of %zu rooms", n);
  return FLUE_OK;
}

void flue_walls_clear(flue_walls *walls) {
  free(walls->piece);
  free(walls->overlap);
  *walls = (flue_walls){0};
}

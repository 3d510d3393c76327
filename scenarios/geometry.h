/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/geometry.h  Outlines in plan: validity, overlaps, shared walls and facades
 * (GEOS). */
#ifndef FLUE_SCENARIOS_GEOMETRY_H
#define FLUE_SCENARIOS_GEOMETRY_H

#include <stddef.h>

#include "core/status.h"
#include "scenarios/scenario.h"

/** Outlines closer than this share a wall [m]. */
#define FLUE_WALL_TOLERANCE 0.02

/** A straight piece of wall. */
typedef struct flue_wall_piece {
  size_t a, b;           /**< Outlines on either side; b = (size_t)-1 for a facade. */
  double x1, y1, x2, y2; /**< [m]; outline a lies to the left when walking from 1 to 2. */
} flue_wall_piece;

/** Two outlines that overlap. */
typedef struct flue_overlap {
  size_t a, b;
  double area_m2, x, y; /**< Size and a point inside the overlap. */
} flue_overlap;

/** What outlines have in common. Arrays owned; free with flue_walls_clear(). */
typedef struct flue_walls {
  flue_wall_piece *piece;
  size_t n, capacity;
  flue_overlap *overlap;
  size_t n_overlaps, overlap_capacity;
} flue_walls;

/** Area of an outline [m2]; always positive. */
double flue_polygon_area(const flue_polygon *p);
double flue_polygon_perimeter(const flue_polygon *p);
/** Low x, low y, high x and high y of an outline [m]. */
void flue_polygon_box(const flue_polygon *p, double box[4]);
/** Widens such a box until it holds another outline. */
void flue_polygon_widen(const flue_polygon *p, double box[4]);
/** Whether a point lies inside or on an outline. */
int flue_polygon_contains(const flue_polygon *p, double x, double y);
/** A point inside an outline. */
void flue_polygon_inside(const flue_polygon *p, double *x, double *y);
/** Why an outline is not a simple polygon, as owned text; NULL when it is one. */
char *flue_polygon_problem(const flue_polygon *p);
/** Area that two outlines share [m2]. */
double flue_polygon_common(const flue_polygon *a, const flue_polygon *b);

/** Finds shared walls, facades and overlaps (above 0.01 m2) of valid outlines.
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_walls_find(flue_ctx *ctx, const flue_polygon *const *outline, size_t n,
                            flue_walls *out);
void flue_walls_clear(flue_walls *walls);

#endif /* FLUE_SCENARIOS_GEOMETRY_H */

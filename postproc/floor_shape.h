/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/floor_shape.h  Outlines of the walkable cells of a storey, room by room. */
#ifndef FLUE_POSTPROC_FLOOR_SHAPE_H
#define FLUE_POSTPROC_FLOOR_SHAPE_H

#include "core/memory.h"
#include "postproc/agents_reader.h"

/** A closed line: points first to first + n - 1; the last joins the first. */
typedef struct flue_ring {
  size_t first, n;
  size_t part; /**< Connected cells of one room that it bounds. */
  int32_t room;
  int is_hole; /**< Of the outer ring of the same part, which comes before. */
} flue_ring;

/** A straight connection. */
typedef struct flue_strip {
  double x1, y1, x2, y2; /**< Between the middles of two cells [m]. */
} flue_strip;

/** Outlines of a storey. Arrays owned. */
typedef struct flue_floor_shape {
  size_t n_rings, ring_capacity;
  flue_ring *rings; /**< Outer rings run anticlockwise, holes clockwise; no ring meets itself. */
  size_t n_points, point_capacity;
  double (*points)[2]; /**< x, y [m] */
  size_t n_strips, strip_capacity;
  flue_strip *strips;      /**< Between parts of the storey that touch nowhere. */
  double west[2], east[2]; /**< Middles of the outermost cells [m]. */
  double box[4];           /**< x and y from, x and y to, of all cells [m]. */
} flue_floor_shape;

/** Width of a strip as an area [m]: as good as nothing. */
#define FLUE_STRIP_WIDTH 0.01

/** Traces the outlines. @return FLUE_OK or FLUE_ENOMEM; free with flue_floor_shape_clear(). */
flue_status flue_floor_shape_trace(const flue_agents_floor *grid, flue_floor_shape *out);
void flue_floor_shape_clear(flue_floor_shape *shape);

/** Appends all rooms and strips as POLYGON texts of WKT, joined by commas, each moved by dx. */
void flue_floor_shape_wkt(const flue_floor_shape *shape, double dx, flue_text *out);
/** Appends a strip as a POLYGON of WKT. */
void flue_strip_wkt(const flue_strip *strip, flue_text *out);

#endif /* FLUE_POSTPROC_FLOOR_SHAPE_H */

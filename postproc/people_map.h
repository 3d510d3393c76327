/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/people_map.h  Plan of a storey with squares in colours, as SVG text. */
#ifndef FLUE_POSTPROC_PEOPLE_MAP_H
#define FLUE_POSTPROC_PEOPLE_MAP_H

#include "core/memory.h"
#include "postproc/floor_shape.h"
#include "postproc/people_density.h"

/** What a map shows. All borrowed. */
typedef struct flue_map {
  const flue_agents_view *view;
  size_t level;
  const flue_floor_shape *shape;
  const flue_density_floor *density;
  int id;                      /**< Different for each map of a page. */
  const char *axis_x, *axis_y; /**< "x (m)" ... */
  size_t n_classes;
  const char *const *colours; /**< [n_classes] */
  const char *const *legends; /**< [n_classes], lines below the plan. */
  /** Class of a square; -1 for no colour. */
  int (*class_of)(const flue_density_square *square);
} flue_map;

/** Appends the plan: outlines of rooms with names where they fit, squares, doors to the outside
 *  and into stairs with names, axes in m, legend. */
void flue_map_add(const flue_map *map, flue_text *out);

#endif /* FLUE_POSTPROC_PEOPLE_MAP_H */

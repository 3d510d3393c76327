/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/case_grid.h  A space of the building as a grid: which columns of cells are its
 *  gas, which of their faces stand for walls, doors, floor and ceiling. */
#ifndef FLUE_SCENARIOS_CASE_GRID_H
#define FLUE_SCENARIOS_CASE_GRID_H

#include "scenarios/layout.h"
#include "solver/field/field.h"

/** A face of a column of gas towards what is no gas. */
typedef struct grid_face {
  int i, j;    /**< The column. */
  int axis;    /**< Across it, 0 or 1. */
  int is_high; /**< On the side of larger coordinates. */
  double x, y; /**< Its middle [m]. */
} grid_face;

/** Parts of a grid as they are made; arrays owned. */
typedef struct case_grid {
  const flue_space *space;
  int n[3];
  double *face[3];
  unsigned char *is_gas; /**< Of columns, [n[1]][n[0]]. */
  size_t n_gas;
  grid_face *wall; /**< All lateral faces. */
  size_t n_walls, wall_capacity;
  flue_field_surface *surface;
  size_t n_surfaces, surface_capacity;
  flue_field_patch *patch;
  size_t n_patches, patch_capacity;
  flue_field_obstacle *obstacle;
  size_t n_obstacles, obstacle_capacity;
} case_grid;

/** Cells of about that size over the outline of a space. Columns whose middle lies outside, or that
 *  hang together with fewer than the others, are solid. @param wall  Surface of all that is no
 *  opening. @return FLUE_OK, FLUE_ENOMEM, FLUE_EINPUT where no column is left. */
flue_status case_grid_make(flue_ctx *ctx, const flue_space *space, double cell_m,
                           const flue_field_surface *wall, case_grid *out);
void case_grid_clear(case_grid *g);
/** How many cells that would be [1]. */
double case_grid_cells(const flue_space *space, double cell_m);
/** @param[out] place  Of the surface. @return FLUE_OK or FLUE_ENOMEM. */
flue_status case_grid_add_surface(case_grid *g, const flue_field_surface *s, size_t *place);
/** Rows of cells of a part of the height, those whose middle lies in it, at least the one in its
 *  middle. @param z  Heights above the floor [m]. */
void case_grid_rows(const case_grid *g, double z_low, double z_high, int *from, int *to);
/** Gives the rows of a lateral face to a surface. */
flue_status case_grid_give_wall(case_grid *g, const grid_face *w, int from, int to, size_t surface);
/** Lateral faces of an opening: those in its wall before it, at least the nearest. Marks them with
 *  1. @param is_door  [n_walls]. */
void case_grid_find_door(const case_grid *g, const flue_gap *gap, unsigned char *is_door);
/** Gives floor (0) or ceiling (1) to two surfaces, row by row in turn. */
flue_status case_grid_give_plane(case_grid *g, int is_ceiling, size_t odd, size_t even);
/** Gives a square of the floor or the ceiling to a surface, of about that area, at least a cell.
 *  @param lift_m  Floor: it stands on a box of that height. */
flue_status case_grid_give_square(case_grid *g, int is_ceiling, const double middle[2],
                                  double area_m2, double lift_m, size_t surface);
/** Moves a place to the middle of the nearest column of gas. */
void case_grid_nearest(const case_grid *g, double place[2]);
/** Middle of the column of gas nearest to a share of the longer side, half way across. */
void case_grid_column(const case_grid *g, double share, double middle[2]);

#endif /* FLUE_SCENARIOS_CASE_GRID_H */

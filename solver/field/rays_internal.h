/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/field/rays_internal.h  What the files of the radiation solver share. */
#ifndef FLUE_SOLVER_FIELD_RAYS_INTERNAL_H
#define FLUE_SOLVER_FIELD_RAYS_INTERNAL_H

#include "solver/field/rays.h"

enum { LANES = 16, OCTANTS = 8, BUFFERS = 4, SIDES = 6 };

/** Directions of the first octant, all components positive. Lanes to spare repeat the first
 * direction and weigh nothing. */
typedef struct block {
  float mean[3][LANES];     /**< Component of the direction, mean over its solid angle [1]. */
  float integral[3][LANES]; /**< Its integral [sr]. */
  float solid_angle[LANES]; /**< [sr] */
} block;

typedef struct direction {
  double solid_angle, integral[3];
} direction;

/** A wall in the order of sides (2 axis + faces_up), rows and cells of a row. */
typedef struct wall_at {
  int i;       /**< In its row, from 0. */
  size_t wall; /**< As the caller counts. */
} wall_at;

typedef struct wall_list {
  size_t n;
  wall_at *at;         /**< [n] */
  size_t *first;       /**< Of each side and row, [SIDES][rows] and the end. */
  float *arrived;      /**< In the last pass; negative: not known [W m-2], [n]. */
  float *intensity;    /**< That leaves it [W m-2 sr-1], [n]. */
  float *sum[BUFFERS]; /**< Of what arrives [W m-2], [n]. */
} wall_list;

struct flue_rays {
  int n[3];
  size_t row, plane, size, rows;
  float *width[3];            /**< Of cells [n] [m]. */
  int n_directions, n_blocks; /**< In an octant. */
  direction *direction;
  block *block;
  flue_rays_edge edge[SIDES];
  int is_flat[3];
  float *left[SIDES][2]; /**< Through sides, [n_blocks][4 octants][faces][LANES]; NULL: not kept. */
  int last;              /**< Which of the two the pass before has written. */
  int left_is_new;       /**< Nothing has left yet. */
  wall_list walls;
  float *incident[BUFFERS]; /**< The first is the caller's. */
  float *upstream[BUFFERS]; /**< [n1][n0][LANES], then a row more. */
  size_t bytes;
};

/** Faces across an axis. */
size_t rays_faces_across(const flue_rays *rays, int axis);

/** Length of what is kept of a side. */
size_t rays_left_length(const flue_rays *rays, int side);

#endif /* FLUE_SOLVER_FIELD_RAYS_INTERNAL_H */

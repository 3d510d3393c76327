/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/crowd/crowd_step.h  A step of one person on the cells of a floor. */
#ifndef FLUE_SOLVER_CROWD_STEP_H
#define FLUE_SOLVER_CROWD_STEP_H

#include "solver/crowd/crowd_engine.h"

/** Time without coming nearer to the exit [s] after which a person walks from the middle of a cell
 *  to that of the next, which no corner can hinder. */
static const float crowd_lost_s = 3.0f;

/** Where somebody is on a floor. */
typedef struct crowd_place {
  float x, y; /**< From the corner of the floor [m]. */
  int32_t cell;
} crowd_place;

/** Place of a person on a floor. */
static inline crowd_place crowd_place_of(const flue_crowd *crowd, uint32_t id) {
  const crowd_people *people = &crowd->people;
  return (crowd_place){people->walker[id].x, people->walker[id].y, people->walker[id].cell};
}

/** Whether a step of less than a cell is possible; gives the cell it ends in. */
static inline int crowd_can_step(const crowd_level *level, const crowd_cell *cells,
                                 const crowd_place *at, float x, float y, int32_t *to) {
  static const uint8_t bit[3][3] = {{crowd_south_west, crowd_south, crowd_south_east},
                                    {crowd_west, 0, crowd_east},
                                    {crowd_north_west, crowd_north, crowd_north_east}};
  const int32_t sx = crowd_cell_along(level, x) - crowd_cell_along(level, at->x);
  const int32_t sy = crowd_cell_along(level, y) - crowd_cell_along(level, at->y);
  *to = at->cell;
  if (!(sx | sy)) return 1;
  if (sx < -1 || sx > 1 || sy < -1 || sy > 1) return 0;
  if (!(cells[at->cell].links & bit[sy + 1][sx + 1])) return 0;
  *to = at->cell + sx + sy * (int32_t)level->in->nx;
  return 1;
}

/** Place after moving by (dx, dy) [m], along walls where they are in the way. */
crowd_place crowd_slide(const flue_crowd *crowd, const crowd_level *level, crowd_place from,
                        float dx, float dy);

/** A step of the person at place i of the order into or within a doorway, or against a wall, or the
 *  part of it that is possible. Who stands in a doorway or comes into one is only marked:
 *  crowd_commit() asks whether it is free. @return the speed [m s-1]. */
float crowd_step_carefully(flue_crowd *crowd, size_t i, float dx, float dy);

#endif /* FLUE_SOLVER_CROWD_STEP_H */

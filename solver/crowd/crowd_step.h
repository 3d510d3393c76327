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
  double x, y; /**< [m] */
  int32_t cell;
} crowd_place;

/** Place of a person on a floor. */
static inline crowd_place crowd_place_of(const flue_crowd *crowd, uint32_t id) {
  const crowd_people *people = &crowd->people;
  return (crowd_place){people->walker[id].x, people->walker[id].y, people->walker[id].cell};
}

/** Whole number below a number above -1. */
static inline int32_t crowd_floor_of(double v) {
  return (int32_t)v - (v < 0);
}

/** Whether two places of a floor less than a cell apart lie in the same cell. */
static inline int crowd_is_same_cell(const crowd_level *level, double ax, double ay, double bx,
                                     double by) {
  const double x0 = level->in->x0, y0 = level->in->y0, inverse = level->inverse_cell;
  const int32_t sx = (int32_t)((ax - x0) * inverse) - crowd_floor_of((bx - x0) * inverse);
  const int32_t sy = (int32_t)((ay - y0) * inverse) - crowd_floor_of((by - y0) * inverse);
  return (sx | sy) == 0;
}

/** Place after moving by (dx, dy) [m], along walls where they are in the way. */
crowd_place crowd_slide(const flue_crowd *crowd, const crowd_level *level, crowd_place from,
                        double dx, double dy);

#endif /* FLUE_SOLVER_CROWD_STEP_H */

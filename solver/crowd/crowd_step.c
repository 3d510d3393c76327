/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A step on the cells: along walls, within the clear width of doors. The position of a person on a
 * floor always lies in the person's cell, by the same expression as in crowd_cell_at(): a step into
 * another cell is made only where the two connect.
 */
#include "solver/crowd/crowd_step.h"

#include <math.h>

/** How far beyond the jamb a step along the wall leads [m]: positions are single. */
static const double jamb_clear_m = 1e-3;

/** How far a place lies beyond a jamb of the door that a step from one room into another passes, by
 *  the direction of the wall [m]; 0 within the clear width. */
static double beyond_jamb(const flue_crowd *crowd, const crowd_level *level, int32_t from,
                          int32_t to, float x, float y) {
  if (level->in->room[from] == level->in->room[to] || level->in->door[to] < 0) return 0;
  const flue_crowd_door *door = &crowd->in.doors[level->in->door[to]];
  const double half = 0.5 * fmax(door->width_m, level->in->cell_m);
  const double along = (level->in->x0 + (double)x - door->x) * door->along_x +
                       (level->in->y0 + (double)y - door->y) * door->along_y;
  return along > half ? along - half : along < -half ? along + half : 0;
}

/** Turns a step through a wall beyond a jamb into one along the wall towards the door, where the
 *  cells of a slanting wall leave a way: else the step stays, and the cells count. */
static void keep_to_door(const flue_crowd *crowd, const crowd_level *level, const crowd_place *at,
                         crowd_place *next) {
  const double beyond = beyond_jamb(crowd, level, at->cell, next->cell, next->x, next->y);
  if (beyond == 0) return;
  const flue_crowd_door *door = &crowd->in.doors[level->in->door[next->cell]];
  const float dx = next->x - at->x, dy = next->y - at->y;
  const double most = (double)sqrtf(dx * dx + dy * dy);
  const double aside = fmax(-most, fmin(most, -beyond - copysign(jamb_clear_m, beyond)));
  crowd_place beside = {at->x + (float)(aside * door->along_x),
                        at->y + (float)(aside * door->along_y), at->cell};
  const crowd_cell *cells = crowd->cells + level->first_cell;
  if (!crowd_can_step(level, cells, at, beside.x, beside.y, &beside.cell)) return;
  if (level->in->room[beside.cell] == level->in->room[at->cell]) *next = beside;
}

/** A step of less than a cell, within the clear width of a door. @return whether it was done. */
static int step_by(const flue_crowd *crowd, const crowd_level *level, crowd_place *at, float dx,
                   float dy) {
  crowd_place next = {at->x + dx, at->y + dy, at->cell};
  if (!crowd_can_step(level, crowd->cells + level->first_cell, at, next.x, next.y, &next.cell))
    return 0;
  /* rooms change only in doorways */
  const uint8_t spot = crowd->cells[level->first_cell + (size_t)next.cell].spot;
  if (next.cell != at->cell && (spot & crowd_doorway)) keep_to_door(crowd, level, at, &next);
  *at = next;
  return 1;
}

crowd_place crowd_slide(const flue_crowd *crowd, const crowd_level *level, crowd_place from,
                        float dx, float dy) {
  const int parts = 1 + (int)(sqrtf(dx * dx + dy * dy) * level->inverse_cell);
  if (parts > 1) {
    dx /= (float)parts;
    dy /= (float)parts;
  }
  for (int i = 0; i < parts; i++) {
    if (step_by(crowd, level, &from, dx, dy)) continue;
    step_by(crowd, level, &from, dx, 0);
    step_by(crowd, level, &from, 0, dy);
  }
  return from;
}

float crowd_step_carefully(flue_crowd *crowd, size_t i, float dx, float dy) {
  const crowd_sorted *s = &crowd->sorted;
  const uint32_t id = crowd->order[i];
  crowd_walker *walker = &crowd->people.walker[id];
  const crowd_level *level = &crowd->levels[walker->floor];
  const crowd_place from = crowd_place_of(crowd, id);
  const crowd_place to = crowd_slide(crowd, level, from, dx, dy);
  const float x = to.x - from.x, y = to.y - from.y;
  s->waits[i] =
      (s->spot[i] | crowd->cells[level->first_cell + (size_t)to.cell].spot) & crowd_doorway;
  if (s->waits[i]) {
    s->vx[i] = to.x;
    s->vy[i] = to.y;
  } else {
    walker->x = to.x;
    walker->y = to.y;
    walker->cell = to.cell;
  }
  return sqrtf(x * x + y * y) / (float)crowd->dt;
}

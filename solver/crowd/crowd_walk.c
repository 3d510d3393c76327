/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step of everybody on a floor, with the velocities of crowd_meet.c. */
#include <math.h>

#include "solver/crowd/crowd_step.h"

enum { parallel_from = 1000, part_size = 64 };

/** Most of the time without progress that is remembered [s]: progress uses it up as fast as
 *  waiting made it. */
static const float most_stuck_s = 3.0f;
/** Time after which somebody lost begins all again [s]: smoke may have made the way longer. */
static const float found_s = 60.0f;
/** Share of the wanted speed below which a step is no progress. */
static const float progress_share = 0.1f;

/** Notes the speed of a step [m s-1] and whether it was any progress. */
static void note_progress(crowd_walker *walker, const crowd_mate *me, float speed, float dt) {
  const float stuck = walker->stuck_s + (speed < progress_share * me->limit ? dt : -dt);
  const float lost = walker->lost_s + dt;
  const int is_nearer = me->distance < walker->nearest_m || lost > found_s;
  walker->speed = speed;
  walker->stuck_s = stuck < 0 ? 0 : (stuck < most_stuck_s ? stuck : most_stuck_s);
  walker->lost_s = is_nearer ? 0 : lost;
  walker->nearest_m = is_nearer ? me->distance : walker->nearest_m;
}

/** A step into or within a doorway, or against a wall, or the part of it that is possible. Who
 *  stands in a doorway or comes into one is only marked: crowd_commit() asks whether it is free.
 *  @return the speed [m s-1]. */
static float step_carefully(flue_crowd *crowd, size_t i, float dx, float dy) {
  const crowd_sorted *s = &crowd->sorted;
  const uint32_t id = crowd->order[i];
  crowd_walker *walker = &crowd->people.walker[id];
  const crowd_level *level = &crowd->levels[walker->floor];
  const crowd_place from = crowd_place_of(crowd, id);
  const crowd_place to = crowd_slide(crowd, level, from, dx, dy);
  const float x = to.x - from.x, y = to.y - from.y;
  s->waits[i] =
      (s->spot[i] | crowd->cells[level->first_cell + (size_t)to.cell].spot) & crowd_doorway;
  if (!s->waits[i]) {
    walker->x = to.x;
    walker->y = to.y;
    walker->cell = to.cell;
  }
  return sqrtf(x * x + y * y) / (float)crowd->dt;
}

/** A step of the person at place i of the order. */
static void move_one(flue_crowd *crowd, size_t i) {
  const crowd_sorted *s = &crowd->sorted;
  const uint32_t id = crowd->order[i];
  crowd_walker *walker = &crowd->people.walker[id];
  const crowd_level *level = &crowd->levels[walker->floor];
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const crowd_vector v = s->velocity[i];
  const float dt = (float)crowd->dt, dx = v.x * dt, dy = v.y * dt;
  const crowd_place from = {walker->x, walker->y, walker->cell};
  const float x = from.x + dx, y = from.y + dy, cell = (float)level->in->cell_m;
  float speed = sqrtf(v.x * v.x + v.y * v.y);
  int32_t to = 0;
  s->waits[i] = 0;
  if (dx * dx + dy * dy < cell * cell && crowd_can_step(level, cells, &from, x, y, &to) &&
      !((s->spot[i] | cells[to].spot) & crowd_doorway)) {
    walker->x = x;
    walker->y = y;
    walker->cell = to;
  } else {
    speed = step_carefully(crowd, i, dx, dy);
  }
  note_progress(walker, &s->mate[i], speed, dt);
}

/** Asks memory for what a step into another cell will read. */
static void ask_cell(const flue_crowd *crowd, size_t i) {
  const crowd_walker *w = &crowd->people.walker[crowd->order[i]];
  const size_t cell = crowd->levels[w->floor].first_cell + (size_t)w->cell;
  __builtin_prefetch(crowd->cells + cell);
}

/** Velocities and steps of people who stand near each other, places [begin, end). */
static void walk_part(flue_crowd *crowd, size_t begin, size_t end) {
  const size_t n = crowd->totals.n_active;
  crowd->find_velocities(crowd, begin, end);
  for (size_t i = begin; i < end; i++) {
    if (i + 2 * crowd_ahead < n) crowd_ask(crowd, crowd->order[i + 2 * crowd_ahead]);
    if (i + crowd_ahead < n) ask_cell(crowd, i + crowd_ahead);
    move_one(crowd, i);
  }
}

void crowd_build_walk(flue_crowd *crowd) {
  crowd->find_velocities = crowd_find_velocities;
#ifdef CROWD_HAS_AVX2
  if (__builtin_cpu_supports("avx2")) crowd->find_velocities = crowd_find_velocities_avx2;
#endif
  for (unsigned bits = 0; bits < 256; bits++)
    for (uint8_t k = 0, n = 0; k < 8; k++)
      if (bits & (1U << k)) crowd->lanes_of[bits][n++] = k;
}

void crowd_walk(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
#pragma omp parallel num_threads(crowd->threads) if (n > parallel_from)
  {
    crowd_look_up(crowd);
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i += part_size)
      walk_part(crowd, i, i + part_size < n ? i + part_size : n);
  }
}

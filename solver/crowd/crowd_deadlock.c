/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deadlocks, of the fine mode: somebody stands within 2 m of an open exit that leads outside, and
 * for two minutes nobody has passed it. The rule: the nearest is set into the doorway. Each is
 * counted at its door, so that the report can name it. Stairs and lifts are not watched: there
 * people wait with reason.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Time without anybody passing that counts as a deadlock [s]; assumed. */
static const double deadlock_s = 120;

/** Nearest of those who walk to an exit, UINT32_MAX without one. */
static uint32_t nearest_to(const flue_crowd *crowd, size_t exit) {
  uint32_t best = UINT32_MAX;
  float least = INFINITY;
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->active[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING) continue;
    if (crowd->people.walker[id].target != (int32_t)exit) continue;
    const float distance = crowd_distance(crowd, id, exit);
    if (distance > least || (distance >= least && id > best)) continue;
    least = distance;
    best = id;
  }
  return best;
}

/** Sets somebody onto the first cell of the exit's doorway. */
static void set_into_doorway(flue_crowd *crowd, uint32_t id, size_t exit) {
  crowd_walker *walker = &crowd->people.walker[id];
  const flue_crowd_floor *in = crowd->levels[walker->floor].in;
  const size_t door = crowd->in.exits[exit].door, end = crowd->door_end[door];
  size_t cell = crowd->door_begin[door];
  while (cell < end && (in->door[cell] != (int32_t)door || in->room[cell] < 0)) cell++;
  if (cell == end) return;
  crowd_put_on_cell(crowd, id, cell);
  walker->room = in->room[cell];
  crowd->deadlocks[exit]++;
}

void crowd_rest_exits(flue_crowd *crowd) {
  for (size_t e = 0; e < crowd->in.n_exits; e++) crowd->idle_s[e] = crowd_now(crowd);
}

void crowd_break_deadlocks(flue_crowd *crowd) {
  const double now = crowd_now(crowd);
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    const flue_crowd_exit *in = &crowd->in.exits[e];
    const int leads_out = in->stair == FLUE_NONE && !in->lift && !in->refuge;
    const int is_wanted = crowd->queue[e * crowd_queue_bins] > 0; /* by people within 2 m */
    if (!leads_out || !is_wanted || crowd_is_locked(crowd, e)) {
      crowd->idle_s[e] = now;
      continue;
    }
    crowd->idle_s[e] = fmax(crowd->idle_s[e], crowd->doors.passed_s[in->door]);
    if (now - crowd->idle_s[e] < deadlock_s) continue;
    crowd->idle_s[e] = now;
    const uint32_t id = nearest_to(crowd, e);
    if (id != UINT32_MAX) set_into_doorway(crowd, id, e);
  }
}

size_t flue_crowd_deadlocks(const flue_crowd *crowd, size_t *door) {
  size_t all = 0, most = 0;
  *door = FLUE_NONE;
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    all += crowd->deadlocks[e];
    if (crowd->deadlocks[e] <= most) continue;
    most = crowd->deadlocks[e];
    *door = crowd->in.exits[e].door;
  }
  return all;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Doors that are locked. Ways through a locked door between rooms are not taken from that moment
 * on: the distance fields of its floor are filled anew. That an exit is locked each finds out at
 * its door, or just behind those who do, and then looks for another one; when there is none, people
 * wait there. In network mode those first in a queue find out.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Distance from an exit at which one sees that it does not open [m]; assumed. */
static const float handle_m = 2.0f;
/** Share of a step by which a lock may come late. */
static const double step_slack = 1e-6;

void crowd_lock_doors(flue_crowd *crowd) {
  crowd_totals *totals = &crowd->totals;
  const double now = crowd_now(crowd) + step_slack * crowd->dt;
  while (totals->n_locks < crowd->in.n_locks && crowd->in.locks[totals->n_locks].t_s <= now) {
    const flue_crowd_lock *lock = &crowd->in.locks[totals->n_locks++];
    const size_t floor = crowd->in.doors[lock->door].floor;
    crowd->doors.is_locked[lock->door] = (uint8_t)(lock->is_locked != 0);
    if (crowd->in.mode == FLUE_CROWD_NETWORK) {
      crowd_fill_paths(crowd, floor);
      crowd_call_door(crowd, lock->door);
      crowd_wake_cars(crowd, crowd_now(crowd));
      continue;
    }
    crowd_link_cells(crowd, floor);
    crowd->filled_s[floor] = NAN; /* fields are filled anew at once */
    crowd_refresh_fields(crowd, floor);
  }
}

size_t crowd_second_door(const flue_crowd *crowd, size_t exit) {
  const size_t stair = crowd->in.exits[exit].stair;
  if (stair == FLUE_NONE || !crowd->is_final[exit]) return FLUE_NONE;
  return crowd->in.stairs[stair].exit_door;
}

int crowd_is_locked(const flue_crowd *crowd, size_t exit) {
  const size_t second = crowd_second_door(crowd, exit);
  if (second != FLUE_NONE && crowd->doors.is_locked[second]) return 1;
  return crowd->doors.is_locked[crowd->in.exits[exit].door];
}

void crowd_try_handle(flue_crowd *crowd, uint32_t id) {
  const int32_t target = crowd_exit_ahead(crowd, id);
  if (target < 0 || !crowd_is_locked(crowd, (size_t)target)) return;
  const uint64_t bit = crowd_exit_bit(crowd, (size_t)target);
  if (crowd->people.tried[id] & bit) return;
  if (crowd_distance(crowd, id, (size_t)target) > handle_m) return;
  crowd->people.tried[id] |= bit;
  crowd_choose(crowd, id);
}

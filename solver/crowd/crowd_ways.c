/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ways of people on duty to a place. In the fine mode they walk on floors like everybody. A way is
 * timed where they go against the flow of a stair or come from outside, and in network mode as a
 * whole: nobody is held up on it, and it holds up nobody. From other floors people take the stair
 * that is quickest, from outside the exit or stair they left by, else the quickest. Lengths are
 * those by which others choose their way, longer in smoke.
 */
#include <math.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Network mode: way of somebody who has looked around to a place on the floor [m]. */
static double net_way(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_places *p = &crowd->places;
  const crowd_walker *walker = &crowd->people.walker[id];
  double x, y;
  crowd_position(crowd, id, &x, &y);
  if (walker->room == (int32_t)p->room[place]) return hypot(p->x[place] - x, p->y[place] - y);
  return crowd_way_to_door(crowd, id) + crowd_least_way(crowd, p->through, place);
}

/** Between an exit of a place's floor and the place [m]; infinite without a way. */
static double exit_to_place(const flue_crowd *crowd, size_t exit, size_t place) {
  if (!crowd_has_field(crowd, exit)) return INFINITY;
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    return crowd_least_way(crowd, crowd_lengths_to(crowd, exit), place);
  const size_t cell = (size_t)crowd->places.cell[place];
  return (double)crowd->fields[crowd->field_base[exit] + cell].distance;
}

/** Time on a stair from one segment to another [s]. */
static double stair_time(const flue_crowd *crowd, uint32_t id, const flue_crowd_stair *stair,
                         size_t from, size_t to) {
  const flue_crowd_person *p = &crowd->in.people[id];
  const double up = (p->up_factor > 0 ? p->up_factor : p->stair_factor) * FLUE_WALKING_UP_FACTOR;
  const double k = flue_walking_stair_k(stair->riser_m, stair->tread_m);
  const double speed = flue_walking_speed(k, 0) * (to > from ? up : p->stair_factor);
  double length = 0;
  for (size_t i = 1 + (to > from ? from : to); i <= (to > from ? to : from); i++)
    length += stair->length_m[i];
  return length / speed;
}

/** Time from outside to an exit of a floor [s]; infinite where it does not lead there. */
static double time_to_exit(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  if (crowd_leads_outside(in)) return 0;
  if (in->stair == FLUE_NONE) return INFINITY;
  const flue_crowd_stair *stair = &crowd->in.stairs[in->stair];
  const size_t way_out = crowd->segments.way_out[in->stair];
  const int has_hall = stair->exit_door == FLUE_NONE && way_out != FLUE_NONE;
  if (has_hall && way_out == exit) return INFINITY; /* by the exits of the floor */
  if (!crowd_is_bearable(crowd, stair->room[in->segment])) return INFINITY;
  const double hall = has_hall ? crowd_time_from_discharge(crowd, way_out) : 0;
  return hall + stair_time(crowd, id, stair, stair->discharge, in->segment);
}

/** Whether an exit of a floor is the one somebody left by, or of the same stair. */
static int is_own_way(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const size_t stair = crowd->in.exits[exit].stair;
  return crowd->people.exit_taken[id] == (int32_t)exit ||
         (stair != FLUE_NONE && crowd->people.stair_taken[id] == (int32_t)stair);
}

static crowd_way_there way_from_outside(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_level *level = &crowd->levels[crowd->places.floor[place]];
  crowd_way_there own = crowd_no_way, any = crowd_no_way;
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (crowd_is_locked(crowd, exit)) continue;
    const double timed_s = time_to_exit(crowd, id, exit);
    const double walk_s = exit_to_place(crowd, exit, place) / crowd->in.people[id].speed;
    const crowd_way_there way = {timed_s + walk_s, timed_s, FLUE_NONE, exit};
    if (way.all_s < any.all_s) any = way;
    if (way.all_s < own.all_s && is_own_way(crowd, id, exit)) own = way;
  }
  return isfinite(own.all_s) ? own : any;
}

/** The best way on by a stair. @param a  Exit into it. @param to_stair_s  Time to that. */
static void try_stair(const flue_crowd *crowd, uint32_t id, size_t a, double to_stair_s,
                      size_t place, crowd_way_there *best) {
  const crowd_level *there = &crowd->levels[crowd->places.floor[place]];
  const flue_crowd_exit *from = &crowd->in.exits[a];
  const flue_crowd_stair *stair = &crowd->in.stairs[from->stair];
  for (size_t k = 0; k < there->n_exits; k++) {
    const size_t b = crowd->exit_list[there->first_exit + k];
    const flue_crowd_exit *to = &crowd->in.exits[b];
    if (to->stair != from->stair || crowd_is_locked(crowd, b)) continue;
    if (!crowd_is_bearable(crowd, stair->room[to->segment])) continue;
    const double timed_s = stair_time(crowd, id, stair, from->segment, to->segment);
    const double walk_s = exit_to_place(crowd, b, place) / crowd->in.people[id].speed;
    const double all_s = to_stair_s + timed_s + walk_s;
    if (all_s < best->all_s) *best = (crowd_way_there){all_s, timed_s, a, b};
  }
}

static crowd_way_there way_by_stairs(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_level *here = &crowd->levels[crowd->people.walker[id].floor];
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  const double to_door = is_net ? crowd_way_to_door(crowd, id) : 0;
  crowd_way_there best = crowd_no_way;
  for (size_t i = 0; i < here->n_exits; i++) {
    const size_t a = crowd->exit_list[here->first_exit + i];
    if (crowd->in.exits[a].stair == FLUE_NONE || !crowd_has_field(crowd, a)) continue;
    if (crowd_is_locked(crowd, a)) continue;
    const double to_stair = to_door + (double)crowd_distance(crowd, id, a);
    try_stair(crowd, id, a, to_stair / crowd->in.people[id].speed, place, &best);
  }
  return best;
}

static crowd_way_there way_on_floor(const flue_crowd *crowd, uint32_t id, size_t place) {
  const double speed = crowd->in.people[id].speed;
  if (crowd->in.mode == FLUE_CROWD_NETWORK) {
    const double time_s = net_way(crowd, id, place) / speed;
    return (crowd_way_there){time_s, time_s, FLUE_NONE, FLUE_NONE};
  }
  const float length = crowd_distance(crowd, id, crowd_place_target(crowd, place));
  return (crowd_way_there){(double)length / speed, 0, FLUE_NONE, FLUE_NONE};
}

crowd_way_there crowd_way_to(flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_walker *walker = &crowd->people.walker[id];
  const size_t there = crowd->places.floor[place];
  if (crowd->in.mode == FLUE_CROWD_FINE) crowd_refresh_fields(crowd, there);
  if (walker->room < 0) return way_from_outside(crowd, id, place);
  if (walker->floor != there) return way_by_stairs(crowd, id, place);
  return way_on_floor(crowd, id, place);
}

int32_t crowd_entry_cell(const flue_crowd *crowd, size_t exit) {
  const size_t d = crowd->in.exits[exit].door;
  const flue_crowd_door *door = &crowd->in.doors[d];
  const flue_crowd_floor *in = crowd->levels[door->floor].in;
  int32_t best = -1;
  double least = INFINITY;
  for (size_t i = crowd->door_begin[d]; i < crowd->door_end[d]; i++) {
    double x, y;
    if (in->door[i] != (int32_t)d || in->room[i] < 0) continue;
    crowd_cell_middle(in, i, &x, &y);
    if (hypot(x - door->x, y - door->y) >= least) continue;
    least = hypot(x - door->x, y - door->y);
    best = (int32_t)i;
  }
  return best;
}

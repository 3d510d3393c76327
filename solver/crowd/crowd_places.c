/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where people on duty go, and how long the way there takes. In the fine mode each place has a
 * distance field like an exit, and people of the same floor walk down it. Everything else is a way
 * of known time: from other floors by the stair that is quickest, from outside by the exit or stair
 * the person left by, and in network mode all ways. Lengths are those that others choose their way
 * by, longer in smoke; on a timed way nobody is held up, and nobody is held up by it.
 */
#include <math.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

size_t crowd_most_places(const flue_crowd_input *in) {
  size_t n = in->n_rounds > 0 ? in->n_rooms : 0;
  for (size_t i = 0; i < in->n_people; i++) n += in->people[i].needs_helpers > 0;
  return n;
}

size_t crowd_place_target(const flue_crowd *crowd, size_t place) {
  return crowd->in.n_exits + place;
}

/** Whether somebody may still go to a place. */
static int is_open(const flue_crowd *crowd, size_t place) {
  const uint32_t person = crowd->places.person[place];
  return person == CROWD_NOBODY || !isfinite(crowd->duties.ready_s[person]);
}

int crowd_has_field(const flue_crowd *crowd, size_t target) {
  const size_t n = crowd->in.n_exits;
  if (target >= n) return is_open(crowd, target - n);
  if (crowd->is_target[target]) return 1;
  if (!crowd->places.n || crowd->in.exits[target].stair == FLUE_NONE) return 0;
  return crowd->in.mode == FLUE_CROWD_FINE || crowd->net.exit_port[target] != CROWD_NO_PORT;
}

/** Cell of a room nearest to the middle of its cells, -1 without any. */
static int32_t middle_cell(const flue_crowd_floor *in, int32_t room) {
  double sx = 0, sy = 0, least = INFINITY;
  size_t n = 0;
  int32_t best = -1;
  for (size_t i = 0; i < in->nx * in->ny; i++) {
    if (in->room[i] != room) continue;
    sx += (double)(i % in->nx);
    sy += (double)(i / in->nx);
    n++;
  }
  for (size_t i = 0; n && i < in->nx * in->ny; i++) {
    if (in->room[i] != room) continue;
    const double d =
        hypot((double)(i % in->nx) - sx / (double)n, (double)(i / in->nx) - sy / (double)n);
    if (d >= least) continue;
    least = d;
    best = (int32_t)i;
  }
  return best;
}

static uint32_t add_place(crowd_places *p, size_t floor, int32_t room, int32_t cell) {
  p->room[p->n] = (uint32_t)room;
  p->floor[p->n] = (uint32_t)floor;
  p->cell[p->n] = cell;
  return (uint32_t)p->n++;
}

/** The middle of a room that people visit. */
static void add_room(flue_crowd *crowd, size_t floor, size_t room) {
  crowd_places *p = &crowd->places;
  const flue_crowd_floor *in = crowd->levels[floor].in;
  const int32_t cell = middle_cell(in, (int32_t)room);
  if (cell < 0 || p->of_room[room] != CROWD_NOBODY) return;
  crowd_cell_middle(in, (size_t)cell, &p->x[p->n], &p->y[p->n]);
  p->of_room[room] = add_place(p, floor, (int32_t)room, cell);
}

/** Where somebody is who needs help. */
static void add_person(flue_crowd *crowd, size_t id) {
  crowd_places *p = &crowd->places;
  const crowd_walker *walker = &crowd->people.walker[id];
  p->x[p->n] = walker->x;
  p->y[p->n] = walker->y;
  p->person[p->n] = (uint32_t)id;
  p->of_person[id] = add_place(p, walker->floor, walker->room, walker->cell);
}

static void add_places(flue_crowd *crowd, size_t floor) {
  const flue_crowd_input *in = &crowd->in;
  for (size_t r = 0; r < in->n_rounds; r++)
    for (size_t k = 0; k < in->rounds[r].n; k++)
      if (crowd->is_on_floor[floor * in->n_rooms + in->rounds[r].room[k]])
        add_room(crowd, floor, in->rounds[r].room[k]);
  for (size_t id = 0; id < in->n_people; id++)
    if (in->people[id].needs_helpers && crowd->people.walker[id].floor == floor)
      add_person(crowd, id);
}

/** Most doors of a floor, each seen from both sides. */
static size_t most_ports(const flue_crowd *crowd) {
  const uint32_t *first = crowd->net.ports.first_floor;
  size_t most = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++)
    if (first[f + 1] - first[f] > most) most = first[f + 1] - first[f];
  return most;
}

void crowd_build_places(flue_crowd *crowd) {
  crowd_places *p = &crowd->places;
  const size_t n_rooms = crowd->in.n_rooms, n_people = crowd->in.n_people;
  const size_t most = crowd_most_places(&crowd->in);
  if (!most) return;
  p->room = crowd_take(crowd, most, sizeof *p->room);
  p->floor = crowd_take(crowd, most, sizeof *p->floor);
  p->cell = crowd_take(crowd, most, sizeof *p->cell);
  p->x = crowd_take(crowd, most, sizeof *p->x);
  p->y = crowd_take(crowd, most, sizeof *p->y);
  p->person = crowd_take(crowd, most, sizeof *p->person);
  p->first = crowd_take(crowd, crowd->in.n_floors + 1, sizeof *p->first);
  p->of_room = crowd_take(crowd, n_rooms, sizeof *p->of_room);
  p->of_person = crowd_take(crowd, n_people, sizeof *p->of_person);
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    p->through = crowd_take(crowd, most_ports(crowd), sizeof *p->through);
  if (crowd->has_failed) return;
  for (size_t i = 0; i < n_rooms; i++) p->of_room[i] = CROWD_NOBODY;
  for (size_t i = 0; i < n_people; i++) p->of_person[i] = CROWD_NOBODY;
  for (size_t i = 0; i < most; i++) p->person[i] = CROWD_NOBODY;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    p->first[f] = p->n;
    add_places(crowd, f);
  }
  p->first[crowd->in.n_floors] = p->n;
}

/** From a door to a place in one of its rooms, straight [m]. */
static double from_port(const flue_crowd *crowd, uint32_t port, size_t place) {
  double x, y;
  const crowd_places *p = &crowd->places;
  crowd_door_point(&crowd->in.doors[crowd->net.ports.door[port]], p->x[place], p->y[place], &x, &y);
  return hypot(p->x[place] - x, p->y[place] - y);
}

/** From where somebody stands to a door [m]. */
static double way_to_port(const flue_crowd *crowd, uint32_t id, uint32_t port) {
  const crowd_walker *walker = &crowd->people.walker[id];
  double x, y;
  crowd_door_point(&crowd->in.doors[crowd->net.ports.door[port]], walker->x, walker->y, &x, &y);
  return hypot(walker->x - x, walker->y - y);
}

void crowd_stand_by_door(flue_crowd *crowd, uint32_t id) {
  const crowd_net *net = &crowd->net;
  const int32_t room = crowd->people.walker[id].room;
  double least = INFINITY;
  if (crowd->in.mode == FLUE_CROWD_FINE || room < 0) return;
  for (uint32_t p = net->rooms.first_port[room]; p < net->rooms.end_port[room]; p++) {
    const double length = way_to_port(crowd, id, p);
    if (net->ports.is_dead[p] || length >= least) continue;
    least = length;
    net->people.at[id] = p;
  }
}

double crowd_way_to_door(const flue_crowd *crowd, uint32_t id) {
  const uint32_t port = crowd->net.people.at[id];
  return port == CROWD_NO_PORT ? 0 : way_to_port(crowd, id, port);
}

void crowd_look_around(flue_crowd *crowd, uint32_t id) {
  const crowd_net *net = &crowd->net;
  const crowd_walker *walker = &crowd->people.walker[id];
  float *through = crowd->places.through;
  if (crowd->in.mode == FLUE_CROWD_FINE || walker->room < 0) return;
  const uint32_t first = net->ports.first_floor[walker->floor];
  const uint32_t end = net->ports.first_floor[walker->floor + 1];
  for (uint32_t i = 0; i < end - first; i++) through[i] = INFINITY;
  for (uint32_t q = net->rooms.first_port[walker->room]; q < net->rooms.end_port[walker->room];
       q++) {
    const uint32_t twin = net->ports.twin[q];
    if (twin == CROWD_NO_PORT || crowd->doors.is_locked[net->ports.door[q]]) continue;
    through[twin - first] = crowd_gap_to(crowd, id, q);
  }
  crowd_spread_lengths(crowd, walker->floor, 1, through);
}

/** Network mode: the least way to a place by the doors of its room, given that from each door on
 *  [m]. @param through  Lengths by port of the floor. */
static double least_way(const flue_crowd *crowd, const float *through, size_t place) {
  const crowd_net *net = &crowd->net;
  const size_t room = crowd->places.room[place];
  const uint32_t first = net->ports.first_floor[crowd->places.floor[place]];
  double least = INFINITY;
  for (uint32_t q = net->rooms.first_port[room]; q < net->rooms.end_port[room]; q++)
    least = fmin(least, (double)through[q - first] + from_port(crowd, q, place));
  return least;
}

/** Network mode: way of somebody who has looked around, on the floor of a place, to it [m]. */
static double net_way(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_places *p = &crowd->places;
  const crowd_walker *walker = &crowd->people.walker[id];
  if (walker->room == (int32_t)p->room[place])
    return hypot(p->x[place] - walker->x, p->y[place] - walker->y);
  return crowd_way_to_door(crowd, id) + least_way(crowd, p->through, place);
}

/** Between an exit of a place's floor and the place [m]; infinite without a way. */
static double exit_to_place(const flue_crowd *crowd, size_t exit, size_t place) {
  if (!crowd_has_field(crowd, exit)) return INFINITY;
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    return least_way(crowd, crowd_lengths_to(crowd, exit), place);
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

/** Time from outside to a place by an exit of its floor [s]. */
static double time_from_outside(const flue_crowd *crowd, uint32_t id, size_t exit, size_t place) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  const double walk = exit_to_place(crowd, exit, place) / crowd->in.people[id].speed;
  if (crowd_leads_outside(in)) return walk;
  if (in->stair == FLUE_NONE) return INFINITY;
  const flue_crowd_stair *stair = &crowd->in.stairs[in->stair];
  const size_t way_out = crowd->segments.way_out[in->stair];
  const int has_hall = stair->exit_door == FLUE_NONE && way_out != FLUE_NONE;
  if (has_hall && way_out == exit) return INFINITY; /* by the exits of the floor */
  const double hall = has_hall ? crowd_time_from_discharge(crowd, way_out) : 0;
  return hall + stair_time(crowd, id, stair, stair->discharge, in->segment) + walk;
}

/** Whether an exit of a floor is the one somebody left by, or of the same stair. */
static int is_own_way(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const size_t stair = crowd->in.exits[exit].stair;
  return crowd->people.exit_taken[id] == (int32_t)exit ||
         (stair != FLUE_NONE && crowd->people.stair_taken[id] == (int32_t)stair);
}

static double way_from_outside(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_level *level = &crowd->levels[crowd->places.floor[place]];
  double own = INFINITY, any = INFINITY;
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (crowd_is_locked(crowd, exit)) continue;
    const double time = time_from_outside(crowd, id, exit, place);
    any = fmin(any, time);
    if (is_own_way(crowd, id, exit)) own = fmin(own, time);
  }
  return isfinite(own) ? own : any;
}

/** Time from another floor by a stair that both have doors to [s]. */
static double way_by_stairs(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_level *here = &crowd->levels[crowd->people.walker[id].floor];
  const crowd_level *there = &crowd->levels[crowd->places.floor[place]];
  const double speed = crowd->in.people[id].speed;
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  const double to_door = is_net ? crowd_way_to_door(crowd, id) : 0;
  double least = INFINITY;
  for (size_t i = 0; i < here->n_exits; i++) {
    const size_t a = crowd->exit_list[here->first_exit + i];
    const flue_crowd_exit *from = &crowd->in.exits[a];
    if (from->stair == FLUE_NONE || !crowd_has_field(crowd, a)) continue;
    const double to_stair = (to_door + (double)crowd_distance(crowd, id, a)) / speed;
    for (size_t k = 0; k < there->n_exits; k++) {
      const size_t b = crowd->exit_list[there->first_exit + k];
      const flue_crowd_exit *to = &crowd->in.exits[b];
      if (to->stair != from->stair || crowd_is_locked(crowd, b)) continue;
      const flue_crowd_stair *stair = &crowd->in.stairs[to->stair];
      if (!crowd_is_bearable(crowd, stair->room[to->segment])) continue;
      const double walk = exit_to_place(crowd, b, place) / speed;
      const double climb = stair_time(crowd, id, stair, from->segment, to->segment);
      least = fmin(least, to_stair + climb + walk);
    }
  }
  return least;
}

int crowd_can_walk_to(const flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_walker *walker = &crowd->people.walker[id];
  if (crowd->in.mode == FLUE_CROWD_NETWORK || walker->room < 0) return 0;
  return walker->floor == crowd->places.floor[place] &&
         isfinite(crowd_distance(crowd, id, crowd_place_target(crowd, place)));
}

double crowd_way_to(flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_walker *walker = &crowd->people.walker[id];
  const size_t there = crowd->places.floor[place];
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  if (!is_net) crowd_refresh_fields(crowd, there);
  if (walker->room < 0) return way_from_outside(crowd, id, place);
  if (walker->floor != there) return way_by_stairs(crowd, id, place);
  const double speed = crowd->in.people[id].speed;
  if (is_net) return net_way(crowd, id, place) / speed;
  return (double)crowd_distance(crowd, id, crowd_place_target(crowd, place)) / speed;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where people on duty go. In the fine mode each place has a distance field like an exit; in
 * network mode lengths are found when somebody looks around.
 */
#include <math.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

size_t crowd_most_places(const flue_crowd_input *in) {
  size_t n = in->n_rounds > 0 ? in->n_rooms : 0;
  for (size_t i = 0; i < in->n_people; i++) n += crowd_duty_of(in, i)->needs_helpers > 0;
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
  crowd_position(crowd, (uint32_t)id, &p->x[p->n], &p->y[p->n]);
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
    if (crowd_duty_of(in, id)->needs_helpers && crowd->people.walker[id].floor == floor)
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
  double x, y, px, py;
  crowd_position(crowd, id, &x, &y);
  crowd_door_point(&crowd->in.doors[crowd->net.ports.door[port]], x, y, &px, &py);
  return hypot(x - px, y - py);
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
  if (crowd->in.mode == FLUE_CROWD_FINE || walker->room < 0 || !crowd->places.n) return;
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

double crowd_least_way(const flue_crowd *crowd, const float *through, size_t place) {
  const crowd_net *net = &crowd->net;
  const size_t room = crowd->places.room[place];
  const uint32_t first = net->ports.first_floor[crowd->places.floor[place]];
  double least = INFINITY;
  for (uint32_t q = net->rooms.first_port[room]; q < net->rooms.end_port[room]; q++)
    least = fmin(least, (double)through[q - first] + from_port(crowd, q, place));
  return least;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People who knock: on their way they tell those who still wait in the rooms they walk through, and
 * in rooms whose doors they pass within a distance (crowd_tell.c). It takes them no time. In the
 * fine mode doors are looked at once a second, in network mode when somebody begins to cross a
 * room.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Distance from a door within which one knocks at it in passing [m]; assumed: across a corridor.
 */
static const double knock_m = 2.0;

static double reach(const flue_crowd *crowd) {
  return crowd->in.knock_m > 0 ? crowd->in.knock_m : knock_m;
}

/** Rooms on both sides of the doors, from their cells. */
static void find_sides(flue_crowd *crowd) {
  crowd_told *told = &crowd->told;
  for (size_t d = 0; d < 2 * crowd->in.n_doors; d++) told->side[d] = -1;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const flue_crowd_floor *in = crowd->levels[f].in;
    for (size_t i = 0; i < in->nx * in->ny; i++) {
      if (in->door[i] < 0 || in->room[i] < 0) continue;
      int32_t *side = &told->side[2 * (size_t)in->door[i]];
      if (side[0] < 0 || side[0] == in->room[i])
        side[0] = in->room[i];
      else
        side[1] = in->room[i];
    }
  }
}

void crowd_build_knocks(flue_crowd *crowd) {
  crowd_told *told = &crowd->told;
  const size_t n_floors = crowd->in.n_floors, n_doors = crowd->in.n_doors;
  size_t n = 0;
  for (size_t i = 0; i < crowd->in.n_people; i++) told->has_knocks |= crowd->in.people[i].knocks;
  if (!told->has_knocks) return;
  told->side = crowd_take(crowd, 2 * n_doors, sizeof *told->side);
  told->first_door = crowd_take(crowd, n_floors + 1, sizeof *told->first_door);
  told->door = crowd_take(crowd, n_doors, sizeof *told->door);
  if (crowd->has_failed) return;
  find_sides(crowd);
  for (size_t f = 0; f < n_floors; f++) {
    told->first_door[f] = n;
    for (uint32_t d = 0; d < n_doors; d++)
      if (crowd->in.doors[d].floor == f && told->side[2 * d + 1] >= 0) told->door[n++] = d;
  }
  told->first_door[n_floors] = n;
}

/** Room behind a door as seen from another one, -1: it is no door of that one. */
static int32_t room_behind(const crowd_told *told, uint32_t door, int32_t room) {
  const int32_t *side = &told->side[2 * (size_t)door];
  if (side[0] == room) return side[1];
  return side[1] == room ? side[0] : -1;
}

/** Knocks at the doors around somebody who walks. */
static void knock_around(flue_crowd *crowd, uint32_t id) {
  const crowd_told *told = &crowd->told;
  const crowd_walker *walker = &crowd->people.walker[id];
  const double now = crowd_now(crowd), far_m = reach(crowd);
  double x, y;
  crowd_position(crowd, id, &x, &y);
  crowd_tell_room(crowd, (size_t)walker->room, now);
  for (size_t i = told->first_door[walker->floor]; i < told->first_door[walker->floor + 1]; i++) {
    const flue_crowd_door *door = &crowd->in.doors[told->door[i]];
    const int32_t behind = room_behind(told, told->door[i], walker->room);
    if (behind < 0 || told->told_s[behind] <= now) continue;
    if (hypot(door->x - x, door->y - y) > far_m) continue;
    crowd_tell_room(crowd, (size_t)behind, now);
  }
}

void crowd_knock(flue_crowd *crowd) {
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->active[i];
    if (!crowd->in.people[id].knocks) continue;
    if (crowd->people.walker[id].state == FLUE_PERSON_WALKING) knock_around(crowd, id);
  }
}

/** Length from the start of a straight way at which a point comes within a distance of it [m];
 *  infinite when it does not. */
static double length_until_near(double dx, double dy, double to_x, double to_y, double far_m) {
  const double length = hypot(dx, dy);
  if (hypot(to_x, to_y) <= far_m) return 0;
  if (length <= 0) return INFINITY;
  const double along = (dx * to_x + dy * to_y) / length;
  const double aside = (dx * to_y - dy * to_x) / length;
  if (fabs(aside) > far_m) return INFINITY;
  const double until = along - sqrt(far_m * far_m - aside * aside);
  return until >= 0 && until <= length ? until : INFINITY;
}

void crowd_knock_along(flue_crowd *crowd, uint32_t id, double speed) {
  const crowd_told *told = &crowd->told;
  const crowd_net *net = &crowd->net;
  const crowd_walker *walker = &crowd->people.walker[id];
  const size_t room = (size_t)walker->room;
  const double now = crowd_now(crowd);
  if (!told->has_knocks || !crowd->in.people[id].knocks) return;
  double x, y, to_x, to_y;
  crowd_position(crowd, id, &x, &y);
  crowd_door_point(&crowd->in.doors[net->ports.door[net->people.port[id]]], x, y, &to_x, &to_y);
  crowd_tell_room(crowd, room, now);
  for (uint32_t p = net->rooms.first_port[room]; p < net->rooms.end_port[room]; p++) {
    const flue_crowd_door *door = &crowd->in.doors[net->ports.door[p]];
    const int32_t behind = room_behind(told, net->ports.door[p], walker->room);
    if (behind < 0) continue;
    const double length_m =
        length_until_near(to_x - x, to_y - y, door->x - x, door->y - y, reach(crowd));
    if (isfinite(length_m)) crowd_tell_room(crowd, (size_t)behind, now + length_m / speed);
  }
}

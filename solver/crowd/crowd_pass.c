/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passing. A door serves one person in each interval, whoever has waited longest on either side. A
 * segment of a stair takes in one person in each interval of its own, while it has places; where
 * the stream from above and one from a door both wait they take turns as in the fine mode. Each
 * attempt gives the time of the next one: now and earlier, when the person is through or gave up.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Result of an attempt: no other is needed. */
static const double is_done = -1;

/** Time that a person takes through a door, for how long it is open [s]. */
static const double passing_s = 1.0;

static void pass_door(flue_crowd *crowd, size_t door) {
  crowd->doors.free_s[door] = crowd_now(crowd) + crowd->doors.interval_s[door];
  crowd->doors.held[door] += (uint64_t)(passing_s / crowd->dt + 0.5);
}

/** Gives up at a door behind which there is smoke, and waits in the room. */
static double turn_back(flue_crowd *crowd, uint32_t id) {
  crowd_leave_queue(crowd, id);
  crowd_leave_room(crowd, (size_t)crowd->people.walker[id].room);
  crowd_stay(crowd, id);
  return is_done;
}

/** First of the other stream into a segment who could enter now, CROWD_NOBODY for none. */
static uint32_t first_of_other(const flue_crowd *crowd, size_t segment, enum crowd_source source) {
  const crowd_net *net = &crowd->net;
  uint32_t best = CROWD_NOBODY;
  if (source == crowd_from_door) {
    const uint32_t before = crowd->segments.before[segment];
    if (before == CROWD_NO_SEGMENT) return CROWD_NOBODY;
    const uint32_t id = net->queues.head[crowd_end_queue(crowd, before)];
    return id != CROWD_NOBODY && crowd_leaves_at_end(crowd, id, before) ? CROWD_NOBODY : id;
  }
  for (uint32_t p = net->segment_port[segment]; p != CROWD_NO_PORT; p = net->ports.next[p]) {
    const uint32_t id = net->queues.head[p];
    if (id == CROWD_NOBODY || crowd->people.walker[id].target != (int32_t)net->ports.exit[p])
      continue;
    if (crowd->doors.free_s[net->ports.door[p]] > crowd_now(crowd)) continue;
    if (best == CROWD_NOBODY || net->people.since_s[id] < net->people.since_s[best]) best = id;
  }
  return best;
}

/** When a segment may be entered, INFINITY: when somebody leaves it [s]. */
static double segment_free_at(const flue_crowd *crowd, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  if (!crowd_has_place(crowd, segment)) return INFINITY;
  return fmax(crowd_now(crowd), s->free_s[segment]);
}

/** Takes a place in a segment. @return now when it got one, else when to try again. */
static double enter_segment(flue_crowd *crowd, size_t segment, enum crowd_source source) {
  crowd_segments *s = &crowd->segments;
  const double now = crowd_now(crowd);
  double at = segment_free_at(crowd, segment);
  if (at > now) return at;
  const uint32_t other = first_of_other(crowd, segment, source);
  if (other != CROWD_NOBODY && !crowd_has_turn(crowd, segment, source)) {
    crowd_try_pass(crowd, other);
    at = segment_free_at(crowd, segment);
    if (at > now) return at; /* else the other turned back */
  }
  s->free_s[segment] = now + crowd_segment_interval(crowd, segment);
  s->count[segment]++;
  crowd_note_turn(crowd, segment, source, other != CROWD_NOBODY);
  return now;
}

void crowd_step_into_room(flue_crowd *crowd, uint32_t id, size_t exit) {
  crowd_people *people = &crowd->people;
  const uint32_t port = crowd->net.exit_port[exit], room = crowd->net.ports.room[port];
  const flue_crowd_door *door = &crowd->in.doors[crowd->in.exits[exit].door];
  people->walker[id].floor = (uint32_t)door->floor;
  crowd_put_at(crowd, id, door->x, door->y);
  people->walker[id].room = (int32_t)room;
  people->walker[id].segment = CROWD_NO_SEGMENT;
  people->walker[id].state = FLUE_PERSON_WALKING;
  people->walker[id].is_discharged =
      crowd->transfers.goes_on[exit] ? crowd_takes_nearer : crowd_takes_out;
  crowd_forget(crowd, id);
  crowd->net.people.at[id] = port;
  crowd->totals.n_moving++;
  crowd_enter_room(crowd, room);
}

/** Walks through the landing of a stair to another door of it on the same storey. */
static double cross_landing(flue_crowd *crowd, uint32_t id, size_t exit, size_t beyond) {
  const size_t near = crowd->in.exits[exit].door, far = crowd->in.exits[beyond].door;
  const size_t from = (size_t)crowd->people.walker[id].room;
  const double now = crowd_now(crowd);
  const double at = crowd_room_free_at(crowd, crowd->net.ports.room[crowd->net.exit_port[beyond]]);
  if (crowd->doors.is_locked[far]) return crowd_leave_locked(crowd, id) ? is_done : INFINITY;
  if (crowd->doors.free_s[far] > now) return crowd->doors.free_s[far];
  if (at > now) return at;
  pass_door(crowd, near);
  pass_door(crowd, far);
  crowd_leave_queue(crowd, id);
  crowd_leave_room(crowd, from);
  crowd->totals.n_moving--;
  crowd->people.exit_taken[id] = (int16_t)beyond;
  crowd_step_into_room(crowd, id, beyond);
  crowd_set_out(crowd, id);
  return is_done;
}

/** Leaves the floor by an exit. */
static double try_exit(flue_crowd *crowd, uint32_t id, size_t exit) {
  crowd_people *people = &crowd->people;
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  const size_t room = (size_t)people->walker[id].room;
  const double now = crowd_now(crowd);
  size_t segment = 0;
  const size_t second = crowd_second_door(crowd, exit);
  const size_t beyond = crowd_across_landing(crowd, exit);
  if (in->lift) return INFINITY; /* the car calls */
  if (beyond != FLUE_NONE) return cross_landing(crowd, id, exit, beyond);
  if (second != FLUE_NONE && crowd->doors.is_locked[second])
    return crowd_leave_locked(crowd, id) ? is_done : INFINITY;
  if (second != FLUE_NONE && crowd->doors.free_s[second] > now) return crowd->doors.free_s[second];
  if (!crowd->is_final[exit] && !in->refuge) {
    segment = crowd->transfers.enter[exit];
    const size_t stair_room = crowd->in.stairs[in->stair].room[in->segment];
    if (crowd_turns_back(crowd, (int32_t)room, (int32_t)stair_room)) return turn_back(crowd, id);
    const double at = enter_segment(crowd, segment, crowd_from_door);
    if (at > now) return at;
  }
  pass_door(crowd, in->door);
  if (second != FLUE_NONE) pass_door(crowd, second);
  crowd_leave_queue(crowd, id);
  crowd_leave_room(crowd, room);
  people->exit_taken[id] = (int16_t)exit;
  crowd->totals.n_moving--;
  if (in->refuge) {
    crowd_take_refuge(crowd, id, exit, now);
  } else if (crowd->is_final[exit]) {
    crowd_go_out(crowd, id, now);
  } else {
    crowd_go_onto_stair(crowd, id, segment, now);
    crowd_walk_segment(crowd, id);
  }
  return is_done;
}

/** Passes the door of its queue. */
static double try_door(flue_crowd *crowd, uint32_t id) {
  const crowd_net_ports *ports = &crowd->net.ports;
  crowd_people *people = &crowd->people;
  const uint32_t port = crowd->net.people.port[id], door = ports->door[port];
  const double now = crowd_now(crowd);
  if (crowd->doors.is_locked[door]) return crowd_leave_locked(crowd, id) ? is_done : INFINITY;
  if (crowd->doors.free_s[door] > now) return crowd->doors.free_s[door];
  if (people->walker[id].target >= 0 && ports->exit[port] == (uint32_t)people->walker[id].target)
    return try_exit(crowd, id, (size_t)people->walker[id].target);
  const uint32_t twin = ports->twin[port], from = ports->room[port];
  if (twin == CROWD_NO_PORT) { /* the group goes to another exit by now */
    crowd_walk_elsewhere(crowd, id);
    return is_done;
  }
  const uint32_t to = ports->room[twin];
  if (crowd_turns_back(crowd, (int32_t)from, (int32_t)to)) return turn_back(crowd, id);
  const double at = crowd_room_free_at(crowd, to);
  if (at > now) return at;
  pass_door(crowd, door);
  crowd_leave_queue(crowd, id);
  crowd->net.people.at[id] = twin;
  people->walker[id].room = (int32_t)to;
  crowd_enter_room(crowd, to);
  crowd_leave_room(crowd, from);
  crowd_set_out(crowd, id);
  return is_done;
}

/** Leaves a stair at the end of a segment. */
static double try_leave(flue_crowd *crowd, uint32_t id, size_t segment) {
  const size_t own = crowd_own_door(crowd, segment), exit = crowd_exit_at_end(crowd, id, segment);
  const size_t door = own == FLUE_NONE && exit != FLUE_NONE ? crowd->in.exits[exit].door : own;
  const int is_out = own != FLUE_NONE || exit == FLUE_NONE || crowd->is_final[exit];
  const double now = crowd_now(crowd);
  if (door != FLUE_NONE && crowd->doors.is_locked[door]) return INFINITY; /* called when it opens */
  if (door != FLUE_NONE && crowd->doors.free_s[door] > now) return crowd->doors.free_s[door];
  if (!is_out) {
    const double at = crowd_room_free_at(crowd, crowd->net.ports.room[crowd->net.exit_port[exit]]);
    if (at > now) return at;
  }
  if (door != FLUE_NONE) pass_door(crowd, door);
  if (own == FLUE_NONE && exit != FLUE_NONE) crowd->people.exit_taken[id] = (int16_t)exit;
  crowd_leave_queue(crowd, id);
  crowd_finish_segment(crowd, id, segment);
  crowd_leave_segment(crowd, segment);
  crowd->totals.n_climbing--;
  if (is_out) {
    crowd_go_out(crowd, id, now);
  } else {
    crowd_step_into_room(crowd, id, exit);
    crowd_set_out(crowd, id);
  }
  return is_done;
}

/** Goes on from the end of a segment. */
static double try_segment_end(flue_crowd *crowd, uint32_t id) {
  const crowd_segments *s = &crowd->segments;
  crowd_people *people = &crowd->people;
  const size_t segment = people->walker[id].segment, next = s->next[segment],
               stair = s->stair[segment];
  if (crowd_leaves_at_end(crowd, id, segment)) return try_leave(crowd, id, segment);
  const double at = enter_segment(crowd, next, crowd_from_stair);
  if (at > crowd_now(crowd)) return at;
  crowd_leave_queue(crowd, id);
  crowd_finish_segment(crowd, id, segment);
  crowd_leave_segment(crowd, segment);
  people->walker[id].segment = (uint32_t)next;
  people->walker[id].room = (int32_t)crowd->in.stairs[stair].room[s->from[next] - s->first[stair]];
  crowd_walk_segment(crowd, id);
  return is_done;
}

void crowd_try_pass(flue_crowd *crowd, uint32_t id) {
  const int is_on_stair = crowd->people.walker[id].state == FLUE_PERSON_ON_STAIR;
  const double at = is_on_stair ? try_segment_end(crowd, id) : try_door(crowd, id);
  if (at >= 0) crowd_set_event(crowd, id, at, crowd_tries);
}

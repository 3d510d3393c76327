/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queues and places. The first of a queue always has an event: when it tries to pass. Who waits for
 * a place in a full room or on a full segment tries when somebody leaves it. */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Time after which one squeezes into a full room that nobody came into or left [s]; assumed. Rooms
 *  whose people want to change places thus never lock. */
static const double patience_s = 10;

size_t crowd_end_queue(const flue_crowd *crowd, size_t segment) {
  return crowd->net.ports.n + segment;
}

size_t crowd_queue_of(const flue_crowd *crowd, uint32_t id) {
  if (crowd->people.walker[id].state == FLUE_PERSON_ON_STAIR)
    return crowd_end_queue(crowd, crowd->people.walker[id].segment);
  return crowd->net.people.port[id];
}

/** When the way ahead of a queue that has somebody is free again, places aside [s]. */
static double ready_at(const flue_crowd *crowd, size_t queue) {
  const crowd_net *net = &crowd->net;
  const crowd_segments *s = &crowd->segments;
  if (queue < net->ports.n) return crowd->doors.free_s[net->ports.door[queue]];
  const size_t segment = queue - net->ports.n, own = crowd_own_door(crowd, segment);
  const uint32_t id = net->queues.head[queue];
  if (!crowd_leaves_at_end(crowd, id, segment)) return s->free_s[s->next[segment]];
  const size_t exit = crowd_exit_at_end(crowd, id, segment);
  if (own != FLUE_NONE) return crowd->doors.free_s[own];
  return exit != FLUE_NONE ? crowd->doors.free_s[crowd->in.exits[exit].door] : -INFINITY;
}

/** Lets the first of a queue try as soon as the way ahead is free. */
static void call_first(flue_crowd *crowd, size_t queue) {
  const uint32_t id = crowd->net.queues.head[queue];
  if (id == CROWD_NOBODY) return;
  crowd_set_event(crowd, id, fmax(crowd_now(crowd), ready_at(crowd, queue)), crowd_tries);
}

/** Whether two people of the same group stand in a queue, @p id already, the other perhaps. */
static int stands_with(const flue_crowd *crowd, uint32_t other, uint32_t id, size_t queue) {
  return other != CROWD_NOBODY && other != id && crowd->net.people.is_queued[other] &&
         crowd->in.people[other].group == crowd->in.people[id].group &&
         crowd_queue_of(crowd, other) == queue;
}

/** The last of the own group in a queue; CROWD_NOBODY without one. They stand together. */
static uint32_t last_of_group(const flue_crowd *crowd, uint32_t id, size_t queue) {
  const uint32_t group = crowd->in.people[id].group;
  if (!group) return CROWD_NOBODY;
  const crowd_groups *g = &crowd->groups;
  for (uint32_t k = g->begin[group - 1]; k < g->begin[group]; k++) {
    uint32_t at = g->member[k];
    if (!stands_with(crowd, at, id, queue)) continue;
    while (stands_with(crowd, crowd->net.people.behind[at], id, queue))
      at = crowd->net.people.behind[at];
    return at;
  }
  return CROWD_NOBODY;
}

void crowd_join_queue(flue_crowd *crowd, uint32_t id) {
  crowd_net_people *people = &crowd->net.people;
  crowd_net_queues *queues = &crowd->net.queues;
  const size_t queue = crowd_queue_of(crowd, id);
  const uint32_t own = last_of_group(crowd, id, queue);
  people->is_queued[id] = 1;
  people->since_s[id] = crowd_now(crowd);
  people->behind[id] = CROWD_NOBODY;
  if (own != CROWD_NOBODY && own != queues->tail[queue]) { /* with the others, who are in front */
    people->behind[id] = people->behind[own];
    people->behind[own] = id;
    crowd_clear_event(crowd, id);
    return;
  }
  if (queues->tail[queue] != CROWD_NOBODY) {
    people->behind[queues->tail[queue]] = id;
    queues->tail[queue] = id;
    crowd_clear_event(crowd, id);
    return;
  }
  queues->head[queue] = queues->tail[queue] = id;
  call_first(crowd, queue);
}

void crowd_leave_queue(flue_crowd *crowd, uint32_t id) {
  crowd_net_people *people = &crowd->net.people;
  crowd_net_queues *queues = &crowd->net.queues;
  const size_t queue = crowd_queue_of(crowd, id);
  people->is_queued[id] = 0;
  crowd_clear_event(crowd, id);
  if (queues->head[queue] == id) {
    queues->head[queue] = people->behind[id];
    if (queues->head[queue] == CROWD_NOBODY) queues->tail[queue] = CROWD_NOBODY;
    call_first(crowd, queue);
    return;
  }
  uint32_t before = queues->head[queue]; /* somebody went down in the middle: rare */
  while (people->behind[before] != id) before = people->behind[before];
  people->behind[before] = people->behind[id];
  if (queues->tail[queue] == id) queues->tail[queue] = before;
}

/** Lets the first at the end of a segment try who leaves the stair there. */
static void call_who_leaves(flue_crowd *crowd, size_t segment) {
  const size_t queue = crowd_end_queue(crowd, segment);
  const uint32_t id = crowd->net.queues.head[queue];
  if (id != CROWD_NOBODY && crowd_leaves_at_end(crowd, id, segment)) call_first(crowd, queue);
}

void crowd_call_door(flue_crowd *crowd, size_t door) {
  const crowd_segments *s = &crowd->segments;
  const size_t floor = crowd->in.doors[door].floor;
  const uint32_t end = crowd->net.ports.first_floor[floor + 1];
  /* also those who wait at other locked exits of the floor, and on stairs that end at the door */
  for (uint32_t p = crowd->net.ports.first_floor[floor]; p < end; p++) call_first(crowd, p);
  for (size_t k = 0; k < s->n; k++) call_who_leaves(crowd, k);
}

void crowd_enter_room(flue_crowd *crowd, size_t room) {
  crowd->net.rooms.inside[room]++;
  crowd->net.rooms.walking[room]++;
  crowd->net.rooms.changed_s[room] = crowd_now(crowd);
}

/** Those who wait at doors into a room, and on stairs that end in it. */
static void call_into_room(flue_crowd *crowd, size_t room) {
  const crowd_net *net = &crowd->net;
  const crowd_segments *s = &crowd->segments;
  for (uint32_t p = net->rooms.first_port[room]; p < net->rooms.end_port[room]; p++)
    if (net->ports.twin[p] != CROWD_NO_PORT) call_first(crowd, net->ports.twin[p]);
  for (size_t k = 0; k < s->n; k++) {
    const uint32_t id = net->queues.head[crowd_end_queue(crowd, k)];
    const size_t exit = id == CROWD_NOBODY ? FLUE_NONE : crowd_exit_at_end(crowd, id, k);
    if (exit == FLUE_NONE || crowd->is_final[exit]) continue;
    if (net->ports.room[net->exit_port[exit]] == room) call_first(crowd, crowd_end_queue(crowd, k));
  }
}

void crowd_leave_room(flue_crowd *crowd, size_t room) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const int was_full = rooms->inside[room] >= rooms->capacity[room];
  rooms->inside[room]--;
  rooms->changed_s[room] = crowd_now(crowd);
  if (was_full) call_into_room(crowd, room);
}

/** Those who wait for a place on a segment. */
static void call_onto_segment(flue_crowd *crowd, size_t segment) {
  const crowd_net *net = &crowd->net;
  if (crowd->segments.before[segment] != CROWD_NO_SEGMENT)
    call_first(crowd, crowd_end_queue(crowd, crowd->segments.before[segment]));
  for (uint32_t p = net->segment_port[segment]; p != CROWD_NO_PORT; p = net->ports.next[p])
    call_first(crowd, p);
}

void crowd_leave_segment(flue_crowd *crowd, size_t segment) {
  crowd_segments *s = &crowd->segments;
  const int was_full = !crowd_has_place(crowd, segment), was_last = s->count[segment] == 1;
  s->count[segment]--;
  if (was_full) call_onto_segment(crowd, segment);
  if (!was_last || !crowd->transfers.is_any) return; /* the other way has the whole width now */
  call_onto_segment(crowd, crowd_opposite(crowd, segment));
}

double crowd_room_free_at(const flue_crowd *crowd, size_t room) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  const double now = crowd_now(crowd);
  if (rooms->inside[room] < rooms->capacity[room]) return now;
  return fmax(now, rooms->changed_s[room] + patience_s);
}

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
    return crowd_end_queue(crowd, crowd->people.segment[id]);
  return crowd->net.people.port[id];
}

/** When the way ahead of a queue is free again, places aside [s]. */
static double ready_at(const flue_crowd *crowd, size_t queue) {
  const crowd_net *net = &crowd->net;
  const crowd_segments *s = &crowd->segments;
  if (queue < net->ports.n) return crowd->doors.free_s[net->ports.door[queue]];
  const size_t next = s->next[queue - net->ports.n], stair = s->stair[next];
  if (next != s->first[stair] + crowd->in.stairs[stair].discharge) return s->free_s[next];
  const size_t own = crowd->in.stairs[stair].exit_door, way_out = s->way_out[stair];
  if (own != FLUE_NONE) return crowd->doors.free_s[own];
  return way_out != FLUE_NONE ? crowd->doors.free_s[crowd->in.exits[way_out].door] : -INFINITY;
}

/** Lets the first of a queue try as soon as the way ahead is free. */
static void call_first(flue_crowd *crowd, size_t queue) {
  const uint32_t id = crowd->net.queues.head[queue];
  if (id == CROWD_NOBODY) return;
  crowd_set_event(crowd, id, fmax(crowd_now(crowd), ready_at(crowd, queue)), crowd_tries);
}

void crowd_join_queue(flue_crowd *crowd, uint32_t id) {
  crowd_net_people *people = &crowd->net.people;
  crowd_net_queues *queues = &crowd->net.queues;
  const size_t queue = crowd_queue_of(crowd, id);
  people->is_queued[id] = 1;
  people->since_s[id] = crowd_now(crowd);
  people->behind[id] = CROWD_NOBODY;
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

void crowd_call_door(flue_crowd *crowd, size_t door) {
  const crowd_segments *s = &crowd->segments;
  const size_t floor = crowd->in.doors[door].floor;
  const uint32_t end = crowd->net.ports.first_floor[floor + 1];
  /* also those who wait at other locked exits of the floor, and on stairs that end at the door */
  for (uint32_t p = crowd->net.ports.first_floor[floor]; p < end; p++) call_first(crowd, p);
  for (size_t k = 0; k < s->n; k++)
    if (s->next[k] == s->first[s->stair[k]] + crowd->in.stairs[s->stair[k]].discharge)
      call_first(crowd, crowd_end_queue(crowd, k));
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
  for (size_t i = 0; i < crowd->in.n_stairs; i++) {
    if (s->way_out[i] == FLUE_NONE || crowd->is_final[s->way_out[i]]) continue;
    if (net->ports.room[net->exit_port[s->way_out[i]]] != room) continue;
    for (size_t k = s->first[i]; k < s->first[i] + crowd->in.stairs[i].n_segments; k++)
      if (s->next[k] == s->first[i] + crowd->in.stairs[i].discharge)
        call_first(crowd, crowd_end_queue(crowd, k));
  }
}

void crowd_leave_room(flue_crowd *crowd, size_t room) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const int was_full = rooms->inside[room] >= rooms->capacity[room];
  rooms->inside[room]--;
  rooms->changed_s[room] = crowd_now(crowd);
  if (was_full) call_into_room(crowd, room);
}

void crowd_leave_segment(flue_crowd *crowd, size_t segment) {
  const crowd_net *net = &crowd->net;
  crowd_segments *s = &crowd->segments;
  const int was_full = s->count[segment] >= s->capacity[segment];
  s->count[segment]--;
  if (!was_full) return;
  if (net->upstream[segment] != CROWD_NOBODY)
    call_first(crowd, crowd_end_queue(crowd, net->upstream[segment]));
  for (uint32_t p = net->segment_port[segment]; p != CROWD_NO_PORT; p = net->ports.next[p])
    call_first(crowd, p);
}

double crowd_room_free_at(const flue_crowd *crowd, size_t room) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  const double now = crowd_now(crowd);
  if (rooms->inside[room] < rooms->capacity[room]) return now;
  return fmax(now, rooms->changed_s[room] + patience_s);
}

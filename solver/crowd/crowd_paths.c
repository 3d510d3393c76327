/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ways to the exits of a floor: for each exit and each port the length from passing the port, by
 * Dijkstra's algorithm over the ports from the exit's backwards. A metre counts longer in smoke, by
 * the classes of the fine mode. Floors have some dozens of doors: the nearest unsettled port is
 * found by looking at all.
 */
#include <math.h>
#include <string.h>

#include "solver/crowd/crowd_engine.h"

float *crowd_lengths_to(const flue_crowd *crowd, size_t exit) {
  return crowd->net.through + crowd->net.first_through[exit];
}

/** How much longer a metre counts in a room. */
static float room_cost(const flue_crowd *crowd, size_t floor, size_t room) {
  return crowd_class_cost(crowd->field_class[floor * crowd->in.n_rooms + room]);
}

/** Lengths of those who come by other doors into the room of a settled port. */
static void relax_room(const flue_crowd *crowd, size_t floor, uint32_t port, float *through) {
  const crowd_net *net = &crowd->net;
  const uint32_t room = net->ports.room[port], on_floor = net->ports.first_floor[floor];
  const uint32_t first = net->rooms.first_port[room], end = net->rooms.end_port[room];
  const float *gap = net->gap + net->rooms.first_gap[room];
  const float cost = room_cost(crowd, floor, room), ahead = through[port - on_floor];
  for (uint32_t p = first; p < end; p++) {
    const uint32_t twin = net->ports.twin[p];
    if (p == port || twin == CROWD_NO_PORT || net->ports.is_dead[twin]) continue;
    if (crowd->doors.is_locked[net->ports.door[p]]) continue;
    const float length = ahead + cost * gap[(size_t)(p - first) * (end - first) + (port - first)];
    if (length < through[twin - on_floor]) through[twin - on_floor] = length;
  }
}

void crowd_spread_lengths(const flue_crowd *crowd, size_t floor, int avoids_smoke, float *through) {
  const crowd_net *net = &crowd->net;
  const uint32_t first = net->ports.first_floor[floor];
  const uint32_t n = net->ports.first_floor[floor + 1] - first;
  memset(net->is_settled, 0, n);
  for (;;) {
    uint32_t best = n;
    for (uint32_t i = 0; i < n; i++) {
      if (net->is_settled[i] || !isfinite(through[i])) continue;
      if (best == n || through[i] < through[best]) best = i;
    }
    if (best == n) break;
    net->is_settled[best] = 1;
    if (!avoids_smoke || crowd_is_bearable(crowd, net->ports.room[first + best]))
      relax_room(crowd, floor, first + best, through);
  }
}

/** Lengths from passing each port of a floor to an exit. */
static void fill_exit(const flue_crowd *crowd, size_t floor, size_t exit, float *through) {
  const uint32_t first = crowd->net.ports.first_floor[floor];
  for (uint32_t i = 0; i < crowd->net.ports.first_floor[floor + 1] - first; i++)
    through[i] = INFINITY;
  through[crowd->net.exit_port[exit] - first] = 0;
  crowd_spread_lengths(crowd, floor, 0, through);
}

void crowd_fill_paths(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (crowd_has_field(crowd, exit)) fill_exit(crowd, floor, exit, crowd_lengths_to(crowd, exit));
  }
}

/** Length from a port to an exit by the other ports of its room [m]. */
static float length_from(const flue_crowd *crowd, uint32_t port, const float *through) {
  const crowd_net *net = &crowd->net;
  const uint32_t room = net->ports.room[port], first = net->rooms.first_port[room];
  const uint32_t n = net->rooms.end_port[room] - first;
  const float *row = net->gap + net->rooms.first_gap[room] + (size_t)(port - first) * n;
  float least = INFINITY;
  for (uint32_t i = 0; i < n; i++) least = fminf(least, row[i] + through[i]);
  return least;
}

/** Lengths to one exit of a floor from before all of them, into every @p stride -th number. */
static void measure_to(flue_crowd *crowd, size_t floor, size_t exit, float *length, size_t stride) {
  const crowd_net *net = &crowd->net;
  const crowd_level *level = &crowd->levels[floor];
  const uint32_t on_floor = net->ports.first_floor[floor];
  float *through = net->scratch;
  if (net->exit_port[exit] != CROWD_NO_PORT) fill_exit(crowd, floor, exit, through);
  for (size_t i = 0; i < level->n_exits; i++) {
    const uint32_t from = net->exit_port[crowd->exit_list[level->first_exit + i]];
    length[i * stride] = INFINITY;
    if (from == CROWD_NO_PORT || net->exit_port[exit] == CROWD_NO_PORT) continue;
    const uint32_t first = net->rooms.first_port[net->ports.room[from]];
    length[i * stride] = length_from(crowd, from, through + (first - on_floor));
  }
}

void crowd_measure_ports(flue_crowd *crowd, size_t floor, float *gap) {
  const crowd_level *level = &crowd->levels[floor];
  for (size_t j = 0; j < level->n_exits; j++)
    measure_to(crowd, floor, crowd->exit_list[level->first_exit + j], gap + j, level->n_exits);
}

void crowd_measure_ports_out(flue_crowd *crowd, size_t floor, float *length) {
  const crowd_level *level = &crowd->levels[floor];
  const size_t *list = crowd->exit_list + level->first_exit;
  float *row = crowd->net.scratch + crowd->net.ports.n;
  for (size_t j = 0; j < level->n_exits; j++) {
    if (!crowd_is_way_out(crowd, list[j])) continue;
    measure_to(crowd, floor, list[j], row, 1);
    for (size_t i = 0; i < level->n_exits; i++) length[list[i]] = fminf(length[list[i]], row[i]);
  }
}

void crowd_build_paths(flue_crowd *crowd) {
  crowd_net *net = &crowd->net;
  size_t n = 0;
  net->first_through = crowd_take(crowd, crowd->in.n_exits, sizeof *net->first_through);
  for (size_t e = 0; !crowd->has_failed && e < crowd->in.n_exits; e++) {
    const size_t floor = crowd->in.doors[crowd->in.exits[e].door].floor;
    net->first_through[e] = n;
    if (crowd_has_field(crowd, e))
      n += net->ports.first_floor[floor + 1] - net->ports.first_floor[floor];
  }
  net->through = crowd_take(crowd, n, sizeof *net->through);
  for (size_t f = 0; !crowd->has_failed && f < crowd->in.n_floors; f++) crowd_fill_paths(crowd, f);
}

void crowd_refresh_paths(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  const size_t n_rooms = crowd->in.n_rooms;
  uint8_t *used = crowd->field_class + floor * n_rooms;
  if (crowd_now(crowd) < crowd->filled_s[floor] + level->refill_s) return;
  int has_changed = 0;
  for (size_t i = level->first_room; i < level->end_room; i++) {
    if (!crowd->is_on_floor[floor * n_rooms + i] || used[i] == crowd->smoke_class[i]) continue;
    used[i] = crowd->smoke_class[i];
    has_changed = 1;
  }
  if (!has_changed) return;
  crowd->filled_s[floor] = crowd_now(crowd);
  crowd_fill_paths(crowd, floor);
}

float crowd_gap_to(const flue_crowd *crowd, uint32_t id, uint32_t port) {
  const crowd_net *net = &crowd->net;
  const size_t room = (size_t)crowd->people.walker[id].room;
  const uint32_t first = net->rooms.first_port[room], at = net->people.at[id];
  if (at == CROWD_NO_PORT) return net->start[net->first_start[id] + (port - first)];
  const size_t n = net->rooms.end_port[room] - first;
  return net->gap[net->rooms.first_gap[room] + (at - first) * n + (port - first)];
}

/** The best port of the room to an exit. @param length  Way by it; infinite without one. */
static uint32_t best_port(const flue_crowd *crowd, uint32_t id, size_t exit, float *length) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  const size_t room = (size_t)crowd->people.walker[id].room, floor = crowd->people.walker[id].floor;
  const float *through = crowd_lengths_to(crowd, exit);
  const uint32_t on_floor = crowd->net.ports.first_floor[floor];
  const float cost = room_cost(crowd, floor, room);
  uint32_t best = CROWD_NO_PORT;
  *length = INFINITY;
  for (uint32_t p = rooms->first_port[room]; p < rooms->end_port[room]; p++) {
    const float by_port = through[p - on_floor] + cost * crowd_gap_to(crowd, id, p);
    if (by_port >= *length) continue;
    *length = by_port;
    best = p;
  }
  return best;
}

/** Share of the way to the next door that is still ahead. */
static float share_ahead(const flue_crowd *crowd, uint32_t id) {
  const crowd_net_people *people = &crowd->net.people;
  const double whole = people->event_s[id] - people->depart_s[id];
  return whole > 0 ? (float)fmax(0, (people->event_s[id] - crowd_now(crowd)) / whole) : 0;
}

float crowd_path_length(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const crowd_net_people *people = &crowd->net.people;
  const size_t floor = crowd->people.walker[id].floor;
  if (!people->heap_at[id] || people->phase[id] != crowd_arrives) { /* stands somewhere */
    float length;
    best_port(crowd, id, exit, &length);
    return length;
  }
  const uint32_t port = people->port[id];
  const float cost = room_cost(crowd, floor, (size_t)crowd->people.walker[id].room);
  const float ahead = crowd_lengths_to(crowd, exit)[port - crowd->net.ports.first_floor[floor]];
  return ahead + cost * share_ahead(crowd, id) * crowd_gap_to(crowd, id, port);
}

uint32_t crowd_next_port(const flue_crowd *crowd, uint32_t id, float *way_m) {
  const int32_t target = crowd->people.walker[id].target;
  float length = INFINITY;
  if (target < 0) return CROWD_NO_PORT;
  const uint32_t port = best_port(crowd, id, (size_t)target, &length);
  if (port != CROWD_NO_PORT) *way_m = crowd_gap_to(crowd, id, port);
  return port;
}

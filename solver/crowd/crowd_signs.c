/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people know of exits. Somebody takes an exit that is not familiar only after seeing its sign
 * once: nearer than 30 m, no wall between, and an optical depth of smoke along the line of sight of
 * at most 3 (a sign that reflects light) or 8 (one that shines). Familiar exits are preferred. An
 * exit that is locked counts until the person has tried its handle.
 */
#include <math.h>

#include "models/visibility.h"
#include "solver/crowd/crowd_engine.h"

/** How much longer the way to an exit counts that a person does not know [1]; assumed. FDS+Evac
 *  ranks exits that are known, though not visible, before those that are visible but unknown. */
static const double unknown_factor = 2.0;
/** Range of those whose exits count, and how many of them (FDS+Evac). @cite korhonen2018 */
static const float nearby_m = 5.0f;
enum { most_nearby = 5 };
/** Steps of a line of sight in cells. */
static const double sight_step = 0.5;

uint64_t crowd_exit_bit(const flue_crowd *crowd, size_t exit) {
  enum { bits = 64 };
  const size_t floor = crowd->in.doors[crowd->in.exits[exit].door].floor;
  const crowd_level *level = &crowd->levels[floor];
  for (size_t i = 0; i < level->n_exits && i < bits; i++)
    if (crowd->exit_list[level->first_exit + i] == exit) return UINT64_C(1) << i;
  return 0;
}

void crowd_forget(flue_crowd *crowd, uint32_t id) {
  if (crowd->people.seen) crowd->people.seen[id] = 0;
  if (crowd->people.tried) crowd->people.tried[id] = 0;
}

/** Whether one sees from one cell into the next: no wall between; locked doors have windows or are
 *  known by their frame. */
static int is_open_between(const flue_crowd_floor *in, int32_t a, int32_t b) {
  return in->room[a] == in->room[b] || (in->door[a] >= 0 && in->door[a] == in->door[b]);
}

/** Network mode: whether a sign is seen, from the room of the exit through the smoke of that room.
 */
static int sees_across_room(const flue_crowd *crowd, uint32_t id, size_t exit, double length,
                            double deepest) {
  const uint32_t port = crowd->net.exit_port[exit];
  const int32_t room = crowd->people.walker[id].room;
  if (room < 0 || crowd->net.ports.room[port] != (uint32_t)room) return 0;
  return crowd->extinction[room] * length <= deepest;
}

/** Whether a person sees the sign over an exit. */
static int sees_sign(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const crowd_level *level = &crowd->levels[crowd->people.walker[id].floor];
  const flue_crowd_floor *in = level->in;
  const size_t door = crowd->in.exits[exit].door;
  const double given = crowd->in.exits[exit].sign;
  const double deepest = given > 0 ? given : FLUE_VISIBILITY_REFLECTING;
  double x, y;
  crowd_position(crowd, id, &x, &y);
  const double dx = crowd->in.doors[door].x - x, dy = crowd->in.doors[door].y - y;
  const double length = hypot(dx, dy);
  if (length > FLUE_VISIBILITY_CAP_M) return 0;
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    return sees_across_room(crowd, id, exit, length, deepest);
  const int steps = 1 + (int)(length / (sight_step * in->cell_m));
  int32_t cell = crowd->people.walker[id].cell;
  double depth = 0;
  for (int k = 1; k <= steps && in->door[cell] != (int32_t)door; k++) {
    const double share = (double)k / steps;
    const int32_t next = crowd_cell_at(level, x + share * dx, y + share * dy);
    if (next < 0 || in->room[next] < 0) return 0;
    if (!is_open_between(in, cell, next)) return 0;
    depth += crowd->extinction[in->room[next]] * length / steps;
    if (depth > deepest) return 0;
    cell = next;
  }
  return in->door[cell] == (int32_t)door;
}

double crowd_knowledge_factor(flue_crowd *crowd, uint32_t id, size_t exit, int as_known) {
  const uint32_t row = crowd->in.people[id].knowledge;
  if (!row && !crowd_is_locked(crowd, exit)) return 1;
  const uint64_t bit = crowd_exit_bit(crowd, exit);
  uint8_t what = FLUE_EXIT_KNOWN;
  if (row) what = crowd->in.knowledge[(size_t)(row - 1) * crowd->in.n_exits + exit];
  if (what == FLUE_EXIT_BARRED) return INFINITY;
  if (crowd_is_locked(crowd, exit) && (bit == 0 || (crowd_group_tried(crowd, id) & bit)))
    return INFINITY;
  if (what == FLUE_EXIT_KNOWN) return 1;
  if (!(crowd->people.seen[id] & bit) && !as_known) {
    if (!sees_sign(crowd, id, exit)) return INFINITY;
    crowd->people.seen[id] |= bit;
  }
  return unknown_factor;
}

/** People near a point who walk and can be seen, the nearest first. */
typedef struct crowd_nearby {
  int n;
  float d2[most_nearby];
  int32_t target[most_nearby];
} crowd_nearby;

static void add_nearby(crowd_nearby *near, float d2, int32_t target) {
  if (near->n == most_nearby && near->d2[most_nearby - 1] <= d2) return;
  int k = near->n < most_nearby ? near->n++ : most_nearby - 1;
  for (; k > 0 && near->d2[k - 1] > d2; k--) {
    near->d2[k] = near->d2[k - 1];
    near->target[k] = near->target[k - 1];
  }
  near->d2[k] = d2;
  near->target[k] = target;
}

/** Network mode: share of all on the floor, whose places within a room are not known. */
static double share_on_floor(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const crowd_level *level = &crowd->levels[crowd->people.walker[id].floor];
  double all = 0, same = 0;
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t other = crowd->exit_list[level->first_exit + i];
    for (size_t k = 0; k < crowd_queue_bins; k++) {
      all += crowd->queue[other * crowd_queue_bins + k];
      if (other == exit) same += crowd->queue[other * crowd_queue_bins + k];
    }
  }
  return all > 0 ? same / all : 0;
}

double crowd_share_nearby(const flue_crowd *crowd, uint32_t id, size_t exit) {
  if (crowd->in.mode == FLUE_CROWD_NETWORK) return share_on_floor(crowd, id, exit);
  const crowd_people *people = &crowd->people;
  const crowd_level *level = &crowd->levels[people->walker[id].floor];
  const float x = people->walker[id].x, y = people->walker[id].y;
  const int32_t reach = 1 + (int32_t)(nearby_m / FLUE_CROWD_BIN_M);
  const int32_t bx = (int32_t)(x / FLUE_CROWD_BIN_M), by = (int32_t)(y / FLUE_CROWD_BIN_M);
  crowd_nearby near = {0};
  for (int32_t row = by - reach; row <= by + reach; row++) {
    if (row < 0 || row >= level->bins_y) continue;
    const uint32_t *start = crowd->bin_start + level->first_bin + (size_t)(row * level->bins_x);
    const int32_t west = bx > reach ? bx - reach : 0;
    const int32_t east = bx + reach < level->bins_x ? bx + reach : level->bins_x - 1;
    for (uint32_t j = start[west]; j < start[east + 1]; j++) {
      const uint32_t other = crowd->order[j];
      const float dx = x - people->walker[other].x;
      const float dy = y - people->walker[other].y;
      const float d2 = dx * dx + dy * dy;
      if (other == id || d2 > nearby_m * nearby_m ||
          people->walker[other].room != people->walker[id].room)
        continue;
      if (people->walker[other].state != FLUE_PERSON_WALKING || people->walker[other].target < 0)
        continue;
      add_nearby(&near, d2, people->walker[other].target);
    }
  }
  int same = 0;
  for (int k = 0; k < near.n; k++) same += near.target[k] == (int32_t)exit;
  return near.n ? (double)same / near.n : 0;
}

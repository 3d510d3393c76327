/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Local movement: the collision-free speed model. @cite tordeux2016
 * The direction comes from the field of the exit and a repulsion from neighbours, the speed from
 * the gap to the nearest person ahead. All move at once from the positions at the start of the
 * step. People who still wait for their start stand in nobody's way. Our additions: nobody is
 * pushed backwards; people who come towards each other keep to the right; whoever made no progress
 * for a second takes a random step aside and has the right of way over people who are farther from
 * the exit or walk elsewhere. The nearest to an exit is thus never held up for good, so that a
 * crowd cannot lock.
 *
 * People are taken a few at a time and each stage is done for all of them before the next, so that
 * a processor that looks ahead works on several at once.
 */
#include <math.h>

#include "solver/crowd/crowd_lanes.h"
#include "solver/crowd/crowd_meet.h"

#ifdef CROWD_WITH_AVX2 /* the file is compiled twice, see CMakeLists.txt */
#define CROWD_FIND_VELOCITIES crowd_find_velocities_avx2
#else
#define CROWD_FIND_VELOCITIES crowd_find_velocities
#endif

enum { max_near = 96, most_at_once = 16 };

/** Strength [1] and range [m] of the repulsion. @cite tordeux2016 */
static const float push_strength = 5;
static const float push_range_m = 0.1f;
/** Strength of keeping to the right and of random steps aside [1]. */
static const float keep_right = 0.4f;
static const float side_step = 1.5f;
/** Cosine from which on two people come towards each other. */
static const float oncoming_cosine = -0.3f;
/** Width of oncoming and lying people over the body [1]: shoulders turn; one steps over legs. */
static const float oncoming_width = 0.6f;
static const float lying_width = 0.5f;
/** Length below which a direction is none [1]. */
static const float least_norm = 1e-6f;
/** Width of somebody who does not count [m]. */
static const float no_width = -1;

/** People close by as seen from the one who walks, in blocks of crowd_lanes that are filled up with
 *  people who do not count. */
typedef struct neighbours {
  float reach; /* [m] */
  int n;
  uint32_t place[max_near + crowd_lanes];
  float dx[max_near + crowd_lanes], dy[max_near + crowd_lanes]; /* from the neighbour [m] */
  float d[max_near + crowd_lanes];                              /* [m] */
  float width[max_near + crowd_lanes]; /* least distance of the middles side by side [m] */
} neighbours;

/** Adds those of places [begin, end) but the own one who are within reach of a point. */
CROWD_INLINE int list_row(const flue_crowd *crowd, uint32_t begin, uint32_t end, uint32_t own,
                          crowd_f8 x, crowd_f8 y, crowd_f8 reach2, neighbours *near, int n) {
  const float *others_x = crowd->sorted.x, *others_y = crowd->sorted.y;
  for (uint32_t j = begin; j < end && n <= max_near - crowd_lanes; j += crowd_lanes) {
    const crowd_f8 dx = x - crowd_load(others_x + j), dy = y - crowd_load(others_y + j);
    unsigned bits = crowd_bits(dx * dx + dy * dy <= reach2);
    const uint32_t left = end - j, me = own - j;
    bits &= left < crowd_lanes ? (1U << left) - 1 : (1U << crowd_lanes) - 1;
    bits &= ~(me < crowd_lanes ? 1U << me : 0);
    const crowd_i8 lanes = crowd_bytes(crowd->lanes_of[bits]), places = lanes + (int32_t)j;
    memcpy(near->place + n, &places, sizeof places);
    crowd_store(near->dx + n, crowd_pick(dx, lanes));
    crowd_store(near->dy + n, crowd_pick(dy, lanes));
    n += __builtin_popcount(bits);
  }
  return n;
}

/** Lists who is within reach of the person at place i. */
static void list_near(const flue_crowd *crowd, const crowd_level *level, size_t i, float reach,
                      neighbours *near) {
  const float x = crowd->sorted.x[i], y = crowd->sorted.y[i];
  const int32_t west = crowd_bin_along(level->bins_x, x > reach ? x - reach : 0);
  const int32_t east = crowd_bin_along(level->bins_x, x + reach);
  const int32_t south = crowd_bin_along(level->bins_y, y > reach ? y - reach : 0);
  const int32_t north = crowd_bin_along(level->bins_y, y + reach);
  const crowd_f8 x8 = crowd_all(x), y8 = crowd_all(y), reach2 = crowd_all(reach * reach);
  const uint32_t *start = crowd->bin_start + level->first_bin;
  int n = 0;
  for (int32_t row = south; row <= north; row++) {
    const uint32_t *at = start + (size_t)(row * level->bins_x);
    n = list_row(crowd, at[west], at[east + 1], (uint32_t)i, x8, y8, reach2, near, n);
  }
  const crowd_i8 own = crowd_whole((int32_t)i); /* fills the last eight up */
  memcpy(near->place + n, &own, sizeof own);
  crowd_store(near->dx + n, crowd_all(0));
  crowd_store(near->dy + n, crowd_all(0));
  near->n = n;
  near->reach = reach;
}

/** People as columns of numbers. */
typedef struct block {
  crowd_f8 first[4]; /* ex, ey, radius, limit */
  crowd_f8 last[4];  /* radius, limit, room, distance */
} block;

CROWD_INLINE void load_block(const crowd_mate *mate, const uint32_t *place, block *b) {
  const void *first[crowd_lanes], *second[crowd_lanes];
  for (int k = 0; k < crowd_lanes; k++) {
    first[k] = &mate[place[k]];
    second[k] = &mate[place[k]].radius;
  }
  crowd_columns(first, b->first);
  crowd_columns(second, b->last);
}

/** What pushes two people at the same place apart, by number. */
static float part(const flue_crowd *crowd, const uint32_t *place, unsigned bits, size_t i) {
  float sum = 0;
  for (int k = 0; k < crowd_lanes; k++)
    if (bits & (1U << k)) sum += crowd->order[i] < crowd->order[place[k]] ? 1.0f : -1.0f;
  return sum;
}

/** Whom the impatient person at place i disregards: who walks elsewhere or is farther from the
 * exit; lying people and those who come the other way come on top. */
CROWD_INLINE crowd_i8 disregarded(const flue_crowd *crowd, size_t i, const uint32_t *at,
                                  crowd_f8 distance) {
  const crowd_walker *walker = crowd->people.walker;
  const uint32_t me = crowd->order[i];
  const crowd_f8 own = crowd_all(crowd->sorted.mate[i].distance);
  crowd_i8 exit, id;
  for (int k = 0; k < crowd_lanes; k++) {
    id[k] = (int32_t)crowd->order[at[k]];
    exit[k] = walker[id[k]].target;
  }
  return (exit != walker[me].target) | (distance > own) | ((distance >= own) & (id > (int32_t)me));
}

/** Where neighbours are and how wide. @return the sum of what pushes the person at place i off the
 *  wanted direction. */
static crowd_vector meet(const flue_crowd *crowd, size_t i, neighbours *near) {
  const int is_patient = !(crowd->sorted.spot[i] & crowd_impatient);
  const crowd_mate *mate = crowd->sorted.mate;
  const crowd_mate me = mate[i];
  const crowd_f8 none = crowd_all(0), no_one = crowd_all(no_width);
  const crowd_i8 my_room = crowd_whole(me.room);
  const int32_t own = (int32_t)i, any = CROWD_ANY_ROOM, from_any = me.room == any ? -1 : 0;
  const float inverse_reach = 1 / near->reach;
  crowd_f8 sum_x = none, sum_y = none;
  float parting = 0;
  for (int k = 0; k < near->n; k += crowd_lanes) {
    block b;
    const uint32_t *at = near->place + k; /* read one by one, as they were written */
    const crowd_i8 place = crowd_load_whole(at);
    load_block(mate, at, &b);
    const crowd_f8 dx = crowd_load(near->dx + k), dy = crowd_load(near->dy + k);
    const crowd_f8 d2 = dx * dx + dy * dy, d = crowd_sqrt(d2);
    const crowd_f8 ahead = -(dx * me.ex + dy * me.ey);
    const crowd_i8 room = (crowd_i8)b.last[2];
    const crowd_i8 counts = ((room == my_room) | (room == any) | from_any) & (place != own);
    const crowd_i8 oncoming = b.first[0] * me.ex + b.first[1] * me.ey < oncoming_cosine;
    const crowd_i8 stands = b.first[3] > none;
    const crowd_f8 body = me.radius + b.first[2];
    const crowd_f8 right =
        crowd_only(counts & oncoming & (ahead > none), keep_right * (1 - d * inverse_reach));
    const crowd_i8 pushes = counts & stands & (d <= crowd_push_reach_m);
    const crowd_f8 push = crowd_only(
        pushes & (d > none), push_strength * crowd_exp((body - d) * (1 / push_range_m)) / d);
    const unsigned same = crowd_bits(pushes & (d <= none));
    if (same) parting += part(crowd, near->place + k, same, i);
    sum_x += push * dx + right * me.ey;
    sum_y += push * dy - right * me.ex;
    const crowd_f8 side = crowd_select(oncoming, crowd_all(oncoming_width), crowd_all(1));
    const crowd_f8 width = body * crowd_select(stands, side, crowd_all(lying_width));
    crowd_store(near->d + k, d);
    crowd_i8 hinders = counts;
    if (!is_patient) hinders &= stands & ~(oncoming | disregarded(crowd, i, at, b.last[3]));
    crowd_store(near->width + k, crowd_select(hinders, width, no_one));
  }
  return (crowd_vector){crowd_sum(sum_x) + parting, crowd_sum(sum_y)};
}

/** Free distance ahead in direction e [m]. */
static float gap_ahead(crowd_vector e, const neighbours *near) {
  const crowd_f8 none = crowd_all(0), far = crowd_all(INFINITY);
  crowd_f8 least = far;
  for (int k = 0; k < near->n; k += crowd_lanes) {
    const crowd_f8 dx = crowd_load(near->dx + k), dy = crowd_load(near->dy + k);
    const crowd_f8 width = crowd_load(near->width + k);
    const crowd_i8 is_in_way =
        (dx * e.x + dy * e.y < none) & (crowd_abs(dx * e.y - dy * e.x) <= width);
    least = crowd_least(least, crowd_select(is_in_way, crowd_load(near->d + k) - width, far));
  }
  return crowd_smallest(least);
}

/** A random step aside of somebody whose patience is at an end. */
static crowd_vector step_aside(const flue_crowd *crowd, uint32_t id, const crowd_mate *me) {
  const double u = flue_uniform(crowd->in.stream, id, (uint32_t)crowd->totals.step);
  const float aside = side_step * (float)(2 * u - 1);
  return (crowd_vector){-aside * me->ey, aside * me->ex};
}

/** People whose velocities are found at once, and what is found out about each. */
typedef struct batch {
  size_t n;
  uint32_t who[most_at_once]; /* places in the order; beyond n the first again */
  neighbours near[most_at_once];
  float pushed_x[most_at_once], pushed_y[most_at_once];
  float wanted_x[most_at_once], wanted_y[most_at_once];
  float ex[most_at_once], ey[most_at_once]; /* direction taken */
  float limit[most_at_once];                /* [m s-1] */
  float reach[most_at_once];                /* how far each looks [m]; 0 for who does not walk */
  float near_speed[most_at_once];           /* that a short look allows [m s-1]; infinite for a far
                                               one */
  float gap[most_at_once];                  /* free in that direction [m] */
  float way[most_at_once]; /* free in the wanted one [m]; infinite where that does not count */
} batch;

/** What pushes the one at k of a batch, without who is lost and with a step aside when impatient.
 */
static void push(const flue_crowd *crowd, batch *b, size_t k) {
  const uint32_t i = b->who[k];
  const uint8_t spot = crowd->sorted.spot[i];
  crowd_vector pushed = meet(crowd, i, &b->near[k]);
  if (spot & crowd_impatient) {
    const crowd_vector aside = step_aside(crowd, crowd->order[i], &crowd->sorted.mate[i]);
    pushed.x += aside.x;
    pushed.y += aside.y;
  }
  b->pushed_x[k] = spot & crowd_lost ? 0 : pushed.x;
  b->pushed_y[k] = spot & crowd_lost ? 0 : pushed.y;
}

/** Directions of eight of a batch: the wanted one and the push together, never backwards. */
static void turn(const flue_crowd *crowd, batch *b, size_t k) {
  const crowd_mate *mate = crowd->sorted.mate;
  block m;
  load_block(mate, b->who + k, &m);
  const crowd_f8 x = m.first[0], y = m.first[1];
  const crowd_f8 pushed_x = crowd_load(b->pushed_x + k), pushed_y = crowd_load(b->pushed_y + k);
  const crowd_f8 along = 1 + pushed_x * x + pushed_y * y;
  const crowd_f8 aside = pushed_y * x - pushed_x * y;
  const crowd_f8 forward = crowd_only(along > crowd_all(0), along);
  const crowd_f8 norm = crowd_sqrt(forward * forward + aside * aside);
  const crowd_i8 is_none = norm < crowd_all(least_norm);
  crowd_store(b->wanted_x + k, x);
  crowd_store(b->wanted_y + k, y);
  crowd_store(b->limit + k, m.first[3]);
  const crowd_f8 near_speed = (crowd_push_reach_m - 2 * m.first[2]) * (1 / crowd_time_gap_s);
  const crowd_i8 is_short = crowd_load(b->reach + k) <= crowd_all(crowd_push_reach_m);
  crowd_store(b->near_speed + k, crowd_select(is_short, near_speed, crowd_all(INFINITY)));
  crowd_store(b->ex + k, crowd_select(is_none, x, (forward * x - aside * y) / norm));
  crowd_store(b->ey + k, crowd_select(is_none, y, (forward * y + aside * x) / norm));
}

/** How far the way is free for the one at k of a batch. */
static void look_ahead(const flue_crowd *crowd, batch *b, size_t k) {
  const uint8_t spot = crowd->sorted.spot[b->who[k]];
  const int is_held = !(spot & crowd_lost) && (spot & (crowd_impatient | crowd_near_wall));
  const crowd_vector wanted = {b->wanted_x[k], b->wanted_y[k]};
  b->gap[k] = gap_ahead((crowd_vector){b->ex[k], b->ey[k]}, &b->near[k]);
  b->way[k] = is_held ? gap_ahead(wanted, &b->near[k]) : INFINITY;
}

/** Velocities of eight of a batch: as the gap ahead allows. What is faster along the wanted
 *  direction than the way there allows is taken off: who steps aside and finds a wall must not
 * slide past the person ahead. @return bits of those who are faster than a short look allows. */
static unsigned go(batch *b, size_t k, crowd_f8 *vx, crowd_f8 *vy) {
  const crowd_f8 none = crowd_all(0), limit = crowd_load(b->limit + k);
  const crowd_f8 x = crowd_load(b->wanted_x + k), y = crowd_load(b->wanted_y + k);
  const crowd_f8 allowed = crowd_least(crowd_load(b->gap + k) * (1 / crowd_time_gap_s), limit);
  const crowd_f8 speed = crowd_only(allowed > none, allowed);
  const crowd_f8 most = crowd_load(b->way + k) * (1 / crowd_time_gap_s);
  *vx = speed * crowd_load(b->ex + k);
  *vy = speed * crowd_load(b->ey + k);
  const crowd_f8 along = *vx * x + *vy * y;
  const crowd_f8 excess = along - crowd_only(most > none, most);
  const crowd_f8 over = crowd_only(excess > none, excess);
  *vx -= over * x;
  *vy -= over * y;
  const crowd_f8 near = crowd_load(b->near_speed + k);
  return crowd_bits(*vx * *vx + *vy * *vy > near * near);
}

/** Velocities of a batch, one stage after the other. @param fast  Takes the places of those who are
 *  faster than a short look allows. @return how many. */
static size_t solve(flue_crowd *crowd, const crowd_level *level, batch *b, uint32_t *fast) {
  size_t n_fast = 0;
  for (size_t k = 0; k < b->n; k++) {
    b->near[k].n = 0;
    b->near[k].reach = b->reach[k];
    if (b->reach[k] > 0) list_near(crowd, level, b->who[k], b->reach[k], &b->near[k]);
  }
  for (size_t k = b->n; k % crowd_lanes; k++) {
    b->who[k] = b->who[0];
    b->pushed_x[k] = b->pushed_y[k] = b->gap[k] = b->way[k] = b->reach[k] = 0;
  }
  for (size_t k = 0; k < b->n; k++) push(crowd, b, k);
  for (size_t k = 0; k < b->n; k += crowd_lanes) turn(crowd, b, k);
  for (size_t k = 0; k < b->n; k++) look_ahead(crowd, b, k);
  for (size_t k = 0; k < b->n; k += crowd_lanes) {
    crowd_f8 vx, vy;
    unsigned bits = go(b, k, &vx, &vy);
    for (size_t j = 0; j < crowd_lanes && k + j < b->n; j++)
      crowd->sorted.velocity[b->who[k + j]] = (crowd_vector){vx[j], vy[j]};
    for (; bits; bits &= bits - 1) {
      const size_t j = k + (size_t)__builtin_ctz(bits);
      if (j < b->n) fast[n_fast++] = b->who[j];
    }
  }
  return n_fast;
}

/** Velocities of n people of a floor from a place on. Who is in a queue looks one bin far, and
 *  farther only where that leaves the way free. */
static void find_velocities(flue_crowd *crowd, const crowd_level *level, size_t begin, size_t n) {
  const crowd_sorted *s = &crowd->sorted;
  uint32_t fast[most_at_once], faster[most_at_once];
  batch b;
  b.n = n;
  for (size_t k = 0; k < n; k++) {
    b.who[k] = (uint32_t)(begin + k);
    b.reach[k] = s->velocity[begin + k].x;
  }
  b.n = solve(crowd, level, &b, fast);
  for (size_t k = 0; k < b.n; k++) {
    b.who[k] = fast[k];
    b.reach[k] = crowd_far_reach(&s->mate[fast[k]]);
  }
  if (b.n) solve(crowd, level, &b, faster);
}

void CROWD_FIND_VELOCITIES(flue_crowd *crowd, size_t begin, size_t end) {
  for (size_t i = begin, n; i < end; i += n) {
    const crowd_level *level = &crowd->levels[crowd->people.walker[crowd->order[i]].floor];
    const size_t last = crowd_end_of_floor(crowd, level);
    n = (last < end ? last : end) - i;
    if (n > most_at_once) n = most_at_once;
    find_velocities(crowd, level, i, n);
  }
}

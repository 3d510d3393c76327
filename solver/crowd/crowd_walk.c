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
 */
#include <math.h>

#include "solver/crowd/crowd_lanes.h"
#include "solver/crowd/crowd_step.h"

enum { max_near = 96, most_bins = 2, parallel_from = 1000 };

/** Time gap [s] (1 in the source for single file). With bodies of 0.45 m it gives, in a
 * corridor 1.8 m wide, speeds within 20 % of those measured from 0.5 to 2 people per m2, and necks
 * of 0.8 to 2.4 m pass 1.8 to 2.3 people per second and metre (experiments: about 1.9); beyond 2.1
 * per m2 people are too fast. @cite ped_archive @cite seyfried2009 */
static const float time_gap_s = 0.45f;
/** Strength [1] and range [m] of the repulsion. @cite tordeux2016 */
static const float push_strength = 5;
static const float push_range_m = 0.1f;
/** Distance beyond which the push is below 0.04 [1], one bin [m]. */
static const float push_reach_m = FLUE_CROWD_BIN_M;
/** Strength of keeping to the right and of random steps aside [1]. */
static const float keep_right = 0.4f;
static const float side_step = 1.5f;
/** Cosine from which on two people come towards each other. */
static const float oncoming_cosine = -0.3f;
/** Width of oncoming and lying people over the body [1]: shoulders turn; one steps over legs. */
static const float oncoming_width = 0.6f;
static const float lying_width = 0.5f;
/** Time without progress until a person gets the right of way [s]. */
static const float patience_s = 0.5f;
/** Most of that time that is remembered [s]: progress uses it up as fast as waiting made it. */
static const float most_stuck_s = 3.0f;
/** Time after which somebody lost begins all again [s]: smoke may have made the way longer. */
static const float found_s = 60.0f;
/** Share of the wanted speed below which a step is no progress. */
static const float progress_share = 0.1f;
/** Share of the wanted speed below which a person is taken to be in a queue. */
static const float queue_share = 0.5f;

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
static int list_row(const crowd_sorted *s, uint32_t begin, uint32_t end, uint32_t own, crowd_f4 x,
                    crowd_f4 y, crowd_f4 reach2, uint32_t *place, int n) {
  static const int32_t lane_of[16][crowd_lanes] = {
      {0}, {0},    {1},    {0, 1},    {2},    {0, 2},    {1, 2},    {0, 1, 2},
      {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3}, {0, 1, 2, 3}};
  static const int8_t n_of[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
  for (uint32_t j = begin; j < end && n <= max_near - crowd_lanes; j += crowd_lanes) {
    const crowd_f4 dx = x - crowd_load(s->x + j), dy = y - crowd_load(s->y + j);
    unsigned bits = crowd_bits(dx * dx + dy * dy <= reach2);
    if (end - j < crowd_lanes) bits &= (1U << (end - j)) - 1;
    if (own - j < crowd_lanes) bits &= ~(1U << (own - j));
    crowd_i4 lanes;
    memcpy(&lanes, lane_of[bits], sizeof lanes);
    lanes += (int32_t)j;
    memcpy(place + n, &lanes, sizeof lanes);
    n += n_of[bits];
  }
  return n;
}

/** Lists who is within reach of the person at place i. */
static void list_near(const flue_crowd *crowd, const crowd_level *level, size_t i, float reach,
                      neighbours *near) {
  const crowd_sorted *s = &crowd->sorted;
  const float x = s->x[i], y = s->y[i];
  const int32_t west = crowd_bin_along(level->bins_x, x > reach ? x - reach : 0);
  const int32_t east = crowd_bin_along(level->bins_x, x + reach);
  const int32_t south = crowd_bin_along(level->bins_y, y > reach ? y - reach : 0);
  const int32_t north = crowd_bin_along(level->bins_y, y + reach);
  const crowd_f4 x4 = crowd_all(x), y4 = crowd_all(y), reach2 = crowd_all(reach * reach);
  const uint32_t *start = crowd->bin_start + level->first_bin;
  int n = 0;
  for (int32_t row = south; row <= north; row++) {
    const uint32_t *at = start + (size_t)(row * level->bins_x);
    n = list_row(s, at[west], at[east + 1], (uint32_t)i, x4, y4, reach2, near->place, n);
  }
  for (int k = n; k < n + crowd_lanes - 1; k++) near->place[k] = (uint32_t)i;
  near->n = n;
  near->reach = reach;
}

/** Four people as columns of numbers. */
typedef struct block {
  crowd_f4 place[4], rest[4]; /* x, y, ex, ey; radius, limit, room, distance */
} block;

static void load_block(const crowd_mate *mate, const uint32_t *place, block *b) {
  for (int k = 0; k < crowd_lanes; k++) {
    b->place[k] = crowd_load(&mate[place[k]]);
    b->rest[k] = crowd_load((const char *)&mate[place[k]] + sizeof(crowd_f4));
  }
  crowd_transpose(b->place);
  crowd_transpose(b->rest);
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
static crowd_i4 disregarded(const flue_crowd *crowd, size_t i, const uint32_t *at,
                            crowd_f4 distance) {
  const int32_t *target = crowd->sorted.target, *number = (const int32_t *)crowd->order;
  const crowd_f4 own = crowd_all(crowd->sorted.mate[i].distance);
  const crowd_i4 exit = {target[at[0]], target[at[1]], target[at[2]], target[at[3]]};
  const crowd_i4 id = {number[at[0]], number[at[1]], number[at[2]], number[at[3]]};
  return (exit != target[i]) | (distance > own) | ((distance >= own) & (id > number[i]));
}

/** Where neighbours are and how wide. @return the sum of what pushes the person at place i off the
 *  wanted direction. */
static crowd_vector meet(const flue_crowd *crowd, size_t i, int is_patient, neighbours *near) {
  const crowd_mate *mate = crowd->sorted.mate;
  const crowd_mate me = mate[i];
  const crowd_f4 none = crowd_all(0), no_one = crowd_all(no_width);
  const crowd_i4 my_room = {me.room, me.room, me.room, me.room};
  const int32_t own = (int32_t)i, any = CROWD_ANY_ROOM, from_any = me.room == any ? -1 : 0;
  crowd_f4 sum_x = none, sum_y = none;
  float parting = 0;
  for (int k = 0; k < near->n; k += crowd_lanes) {
    block b;
    const uint32_t *at = near->place + k; /* read one by one, as they were written */
    const crowd_i4 place = {(int32_t)at[0], (int32_t)at[1], (int32_t)at[2], (int32_t)at[3]};
    load_block(mate, at, &b);
    const crowd_f4 dx = me.x - b.place[0], dy = me.y - b.place[1];
    const crowd_f4 d2 = dx * dx + dy * dy, d = crowd_sqrt(d2);
    const crowd_f4 ahead = -(dx * me.ex + dy * me.ey);
    const crowd_i4 room = (crowd_i4)b.rest[2];
    const crowd_i4 counts = ((room == my_room) | (room == any) | from_any) & (place != own);
    const crowd_i4 oncoming = b.place[2] * me.ex + b.place[3] * me.ey < oncoming_cosine;
    const crowd_i4 stands = b.rest[1] > none;
    const crowd_f4 body = me.radius + b.rest[0];
    const crowd_f4 right =
        crowd_only(counts & oncoming & (ahead > none), keep_right * (1 - d / near->reach));
    const crowd_i4 pushes = counts & stands & (d <= push_reach_m);
    const crowd_f4 push = crowd_only(
        pushes & (d > none), push_strength * crowd_exp((body - d) * (1 / push_range_m)) / d);
    const unsigned same = crowd_bits(pushes & (d <= none));
    if (same) parting += part(crowd, near->place + k, same, i);
    sum_x += push * dx + right * me.ey;
    sum_y += push * dy - right * me.ex;
    const crowd_f4 side = crowd_select(oncoming, crowd_all(oncoming_width), crowd_all(1));
    const crowd_f4 width = body * crowd_select(stands, side, crowd_all(lying_width));
    crowd_store(near->dx + k, dx);
    crowd_store(near->dy + k, dy);
    crowd_store(near->d + k, d);
    crowd_i4 hinders = counts;
    if (!is_patient) hinders &= stands & ~(oncoming | disregarded(crowd, i, at, b.rest[3]));
    crowd_store(near->width + k, crowd_select(hinders, width, no_one));
  }
  return (crowd_vector){crowd_sum(sum_x) + parting, crowd_sum(sum_y)};
}

/** Wanted direction and push together, never backwards. */
static crowd_vector combine(const crowd_mate *me, crowd_vector pushed) {
  const float along = 1 + pushed.x * me->ex + pushed.y * me->ey;
  const float aside = pushed.y * me->ex - pushed.x * me->ey;
  const float forward = along > 0 ? along : 0;
  const float norm = sqrtf(forward * forward + aside * aside);
  if (norm < least_norm) return (crowd_vector){me->ex, me->ey};
  return (crowd_vector){(forward * me->ex - aside * me->ey) / norm,
                        (forward * me->ey + aside * me->ex) / norm};
}

/** Free distance ahead in direction e [m]. */
static float gap_ahead(crowd_vector e, const neighbours *near) {
  const crowd_f4 none = crowd_all(0), far = crowd_all(INFINITY);
  crowd_f4 least = far;
  for (int k = 0; k < near->n; k += crowd_lanes) {
    const crowd_f4 dx = crowd_load(near->dx + k), dy = crowd_load(near->dy + k);
    const crowd_f4 width = crowd_load(near->width + k);
    const crowd_i4 is_in_way =
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

/** Speed that the way ahead allows [m s-1]. */
static float speed_towards(const crowd_mate *me, crowd_vector e, const neighbours *near) {
  const float v = gap_ahead(e, near) * (1 / time_gap_s);
  return v < 0 ? 0 : (v < me->limit ? v : me->limit);
}

/** Takes from a velocity what is faster along the wanted direction than the way there allows: who
 *  steps aside and finds a wall must not slide past the person ahead. */
static crowd_vector hold_back(crowd_vector wanted, crowd_vector v, float most) {
  const float along = v.x * wanted.x + v.y * wanted.y;
  const float excess = along > most ? along - most : 0;
  return (crowd_vector){v.x - excess * wanted.x, v.y - excess * wanted.y};
}

/** Velocity of the person at place i among those within reach. */
static crowd_vector velocity(const flue_crowd *crowd, const crowd_level *level,
                             const crowd_walker *walker, size_t i, float reach) {
  const crowd_mate *me = &crowd->sorted.mate[i];
  const crowd_vector wanted = {me->ex, me->ey};
  const int is_patient = walker->stuck_s < patience_s;
  const int is_lost = walker->lost_s >= crowd_lost_s;
  neighbours near;
  list_near(crowd, level, i, reach, &near);
  if (near.n == 0 && is_patient) return (crowd_vector){me->limit * me->ex, me->limit * me->ey};
  crowd_vector pushed = meet(crowd, i, is_patient, &near), e = wanted;
  if (!is_patient) {
    const crowd_vector aside = step_aside(crowd, crowd->order[i], me);
    pushed.x += aside.x;
    pushed.y += aside.y;
  }
  if (!is_lost) e = combine(me, pushed);
  const float speed = speed_towards(me, e, &near);
  const crowd_vector v = {speed * e.x, speed * e.y};
  if (is_lost || (is_patient && !(crowd->sorted.spot[i] & crowd_near_wall))) return v;
  return hold_back(wanted, v, speed_towards(me, wanted, &near));
}

/** Velocity: people in a queue look one bin far, and farther only if that leaves the way free. */
static crowd_vector find_velocity(const flue_crowd *crowd, const crowd_level *level,
                                  const crowd_walker *walker, size_t i) {
  const crowd_mate *me = &crowd->sorted.mate[i];
  const float body = 2 * me->radius, near_speed = (push_reach_m - body) * (1 / time_gap_s);
  if (walker->speed < queue_share * me->limit) {
    const crowd_vector v = velocity(crowd, level, walker, i, push_reach_m);
    if (v.x * v.x + v.y * v.y <= near_speed * near_speed) return v;
  }
  const float look = body + me->limit * time_gap_s;
  const float most = most_bins * FLUE_CROWD_BIN_M;
  return velocity(crowd, level, walker, i, look < most ? look : most);
}

/** Notes the speed of a step [m s-1] and whether it was any progress. */
static void note_progress(crowd_walker *walker, const crowd_mate *me, float speed, float dt) {
  const float stuck = walker->stuck_s + (speed < progress_share * me->limit ? dt : -dt);
  const float lost = walker->lost_s + dt;
  const int is_nearer = me->distance < walker->nearest_m || lost > found_s;
  walker->speed = speed;
  walker->stuck_s = stuck < 0 ? 0 : (stuck < most_stuck_s ? stuck : most_stuck_s);
  walker->lost_s = is_nearer ? 0 : lost;
  walker->nearest_m = is_nearer ? me->distance : walker->nearest_m;
}

/** A step by (dx, dy) that leaves the cell of the person at place i, or the part of it that is
 *  possible. @return the speed [m s-1]. */
static float leave_cell(flue_crowd *crowd, size_t i, double dx, double dy) {
  const crowd_sorted *s = &crowd->sorted;
  crowd_walker *walker = &crowd->people.walker[crowd->order[i]];
  const crowd_level *level = &crowd->levels[walker->floor];
  const crowd_place from = {walker->x, walker->y, walker->cell};
  const crowd_place to = crowd_slide(crowd, level, from, dx, dy);
  const float x = (float)(to.x - from.x), y = (float)(to.y - from.y);
  s->waits[i] |= crowd->cells[level->first_cell + (size_t)to.cell].spot & crowd_doorway;
  if (!s->waits[i]) {
    walker->x = to.x;
    walker->y = to.y;
    walker->cell = to.cell;
  }
  return sqrtf(x * x + y * y) / (float)crowd->dt;
}

/** A step of the person at place i of the order. Who stands in a doorway or comes into one is only
 *  marked: crowd_commit() asks whether it is free. */
static void move_one(flue_crowd *crowd, size_t i) {
  const crowd_sorted *s = &crowd->sorted;
  const crowd_mate *me = &s->mate[i];
  crowd_walker *walker = &crowd->people.walker[crowd->order[i]];
  const crowd_level *level = &crowd->levels[walker->floor];
  crowd_vector v = {0, 0};
  s->waits[i] = s->spot[i] & crowd_doorway;
  if (me->limit > 0 && (me->ex != 0 || me->ey != 0)) v = find_velocity(crowd, level, walker, i);
  const double dx = (double)v.x * crowd->dt, dy = (double)v.y * crowd->dt;
  const double x = walker->x + dx, y = walker->y + dy, cell = level->in->cell_m;
  float speed = sqrtf(v.x * v.x + v.y * v.y);
  s->velocity[i] = v;
  if (dx * dx + dy * dy >= cell * cell || !crowd_is_same_cell(level, walker->x, walker->y, x, y)) {
    speed = leave_cell(crowd, i, dx, dy);
  } else if (!s->waits[i]) {
    walker->x = x;
    walker->y = y;
  }
  note_progress(walker, me, speed, (float)crowd->dt);
}

/** Asks memory for what a step into another cell will read. */
static void ask_cell(const flue_crowd *crowd, size_t i) {
  const crowd_walker *w = &crowd->people.walker[crowd->order[i]];
  const size_t cell = crowd->levels[w->floor].first_cell + (size_t)w->cell;
  __builtin_prefetch(crowd->cells + cell);
}

void crowd_walk(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
#pragma omp parallel num_threads(crowd->threads) if (n > parallel_from)
  {
    crowd_look_up(crowd);
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i++) {
      if (i + 2 * crowd_ahead < n) crowd_ask(crowd, crowd->order[i + 2 * crowd_ahead]);
      if (i + crowd_ahead < n) ask_cell(crowd, i + crowd_ahead);
      move_one(crowd, i);
    }
  }
}

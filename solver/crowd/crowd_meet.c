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

enum { max_near = 96, near_stride = max_near + crowd_lanes, most_at_once = 16 };

/** Strength [1] and range [m] of the repulsion. @cite tordeux2016 */
static const float push_strength = 5;
static const float push_range_m = 0.1f;
/** Strength of keeping to the right and of random steps aside [1]. */
static const float keep_right = 0.4f;
static const float side_step = 1.5f;
/** Cosine from which on two people come towards each other. */
static const float oncoming_cosine = -0.3f;
/** Width of oncoming and lying people over the body [1], also where they push: shoulders turn; one
 *  steps over legs. */
static const float oncoming_width = 0.6f;
static const float lying_width = 0.5f;
/** Length below which a direction is none [1]. */
static const float least_norm = 1e-6f;
/** Width of somebody who does not count [m]. */
static const float no_width = -1;

/** Compiled by itself, so that registers hold what it needs: stages of a batch, and rare cases. */
#define CROWD_APART static __attribute__((noinline))

/** What is known of people close by as seen from the one who walks. The first are numbers of
 *  crowd_sorted, the next two are found from them. */
enum near_column {
  near_place,
  near_dx,
  near_dy,
  near_ex,
  near_ey,
  near_body,
  near_room,
  near_d,     /* [m] */
  near_width, /* least distance of the middles side by side [m] */
  near_columns
};

/** People close by, in blocks of crowd_lanes that are filled up with people who do not count. */
typedef struct neighbours {
  int n;
  float column[near_columns * near_stride]; /* one array: addresses differ by constants */
} neighbours;

/** People whose velocities are found at once, and what is found out about each; beyond n up to
 *  whole blocks nobody. */
typedef struct batch {
  size_t n;
  uint32_t who[most_at_once]; /* places in the order */
  int32_t spot[most_at_once]; /* crowd_spot bits */
  float x[most_at_once], y[most_at_once], radius[most_at_once], limit[most_at_once];
  float wanted_x[most_at_once], wanted_y[most_at_once];
  int32_t room[most_at_once];
  float reach[most_at_once];         /* how far each looks [m]; 0 for who does not walk */
  float inverse_reach[most_at_once]; /* [m-1] */
  int32_t west[most_at_once], east[most_at_once];   /* bins within reach, in a row */
  int32_t south[most_at_once], north[most_at_once]; /* first bins of the rows within reach */
  neighbours near[most_at_once];
  crowd_f8 push_x[most_at_once], push_y[most_at_once]; /* by neighbours, to be added up */
  float aside_x[most_at_once], aside_y[most_at_once];  /* what pushes beside neighbours */
  float ex[most_at_once], ey[most_at_once];            /* direction taken */
  crowd_f8 gap[most_at_once];     /* free in that direction, least of these [m] */
  crowd_f8 way[most_at_once];     /* free in the wanted one, likewise; infinite where that does
                                     not count */
  float near_speed[most_at_once]; /* that a short look allows [m s-1]; infinite for a far one */
  float vx[most_at_once], vy[most_at_once]; /* [m s-1] */
} batch;

/** crowd_bin_along() of eight; positions below 0 are in the first bin. */
CROWD_INLINE crowd_i8 bins_along(int32_t n_bins, crowd_f8 position) {
  const crowd_f8 inside = crowd_only(position > crowd_all(0), position);
  const crowd_i8 bin = __builtin_convertvector(inside * (1 / FLUE_CROWD_BIN_M), crowd_i8);
  const crowd_i8 is_less = bin < n_bins;
  return (is_less & bin) | (~is_less & (n_bins - 1));
}

/** Adds those of up to eight places from j on who are within reach of (x, y), the own one as well,
 * to n neighbours. @return how many there are then. */
CROWD_INLINE int list_block(const flue_crowd *crowd, uint32_t j, uint32_t end, crowd_f8 x,
                            crowd_f8 y, crowd_f8 reach2, neighbours *near, int n) {
  const crowd_sorted *s = &crowd->sorted;
  float *to = near->column + n;
  const crowd_f8 dx = x - crowd_load(s->x + j), dy = y - crowd_load(s->y + j);
  const uint32_t left = end - j < crowd_lanes ? end - j : crowd_lanes;
  const unsigned bits = crowd_bits(dx * dx + dy * dy <= reach2) & ((1U << left) - 1);
  const crowd_i8 lanes = crowd_bytes(crowd->lanes_of[bits]);
  crowd_store(to + near_place * near_stride, (crowd_f8)(lanes + (int32_t)j));
  crowd_store(to + near_dx * near_stride, crowd_pick(dx, lanes));
  crowd_store(to + near_dy * near_stride, crowd_pick(dy, lanes));
  crowd_store(to + near_ex * near_stride, crowd_pick(crowd_load(s->ex + j), lanes));
  crowd_store(to + near_ey * near_stride, crowd_pick(crowd_load(s->ey + j), lanes));
  crowd_store(to + near_body * near_stride, crowd_pick(crowd_load(s->body + j), lanes));
  crowd_store(to + near_room * near_stride, crowd_pick(crowd_load(s->room + j), lanes));
  return n + __builtin_popcount(bits);
}

/** The same for any number of places, while there is room for more. */
CROWD_APART int list_more(const flue_crowd *crowd, uint32_t begin, uint32_t end, const batch *b,
                          size_t k, neighbours *near, int n) {
  const crowd_f8 x = crowd_all(b->x[k]), y = crowd_all(b->y[k]);
  const crowd_f8 reach2 = crowd_all(b->reach[k] * b->reach[k]);
  for (uint32_t j = begin; j < end && n <= max_near - crowd_lanes; j += crowd_lanes)
    n = list_block(crowd, j, end, x, y, reach2, near, n);
  return n;
}

/** Fills the last eight up with the own place: nobody who counts, but numbers that can be used. */
CROWD_INLINE void fill_last(float *to, uint32_t own) {
  crowd_store(to + near_place * near_stride, (crowd_f8)crowd_whole((int32_t)own));
  crowd_store(to + near_dx * near_stride, crowd_all(0));
  crowd_store(to + near_dy * near_stride, crowd_all(0));
  crowd_store(to + near_ex * near_stride, crowd_all(0));
  crowd_store(to + near_ey * near_stride, crowd_all(0));
  crowd_store(to + near_body * near_stride, crowd_all(0));
}

/** Lists who is within reach of each of a batch; fills the last eight up with the own place. */
CROWD_APART void list_near(const flue_crowd *crowd, const crowd_level *level, batch *b) {
  const uint32_t *start = crowd->bin_start + level->first_bin;
  const ptrdiff_t next = level->bins_x;
  for (size_t k = 0; k < b->n; k++) {
    neighbours *near = &b->near[k];
    near->n = 0;
    if (!(b->reach[k] > 0)) continue;
    const crowd_f8 x = crowd_all(b->x[k]), y = crowd_all(b->y[k]);
    const crowd_f8 reach2 = crowd_all(b->reach[k] * b->reach[k]);
    const uint32_t *row = start + b->south[k], *last = start + b->north[k];
    const ptrdiff_t west = b->west[k], east = b->east[k];
    int n = 0;
    for (; row <= last && n <= max_near - crowd_lanes; row += next) {
      const uint32_t begin = row[west], end = row[east + 1];
      n = list_block(crowd, begin, end, x, y, reach2, near, n);
      if (end - begin > crowd_lanes) n = list_more(crowd, begin + crowd_lanes, end, b, k, near, n);
    }
    near->n = n;
    fill_last(near->column + n, b->who[k]);
  }
}

/** What pushes two people at the same place apart, by number. */
CROWD_APART float part(const flue_crowd *crowd, const float *near, unsigned bits, size_t i) {
  uint32_t place[crowd_lanes];
  memcpy(place, near + near_place * near_stride, sizeof place);
  float sum = 0;
  for (int k = 0; k < crowd_lanes; k++)
    if (bits & (1U << k)) sum += crowd->order[i] < crowd->order[place[k]] ? 1.0f : -1.0f;
  return sum;
}

/** Whom the impatient person at place i disregards: who walks elsewhere or is farther from the
 * exit; lying people and those who come the other way come on top. */
CROWD_INLINE crowd_i8 disregarded(const flue_crowd *crowd, size_t i, const float *near) {
  uint32_t at[crowd_lanes];
  memcpy(at, near + near_place * near_stride, sizeof at);
  const crowd_walker *walker = crowd->people.walker;
  const uint32_t me = crowd->order[i];
  const crowd_f8 own = crowd_all(crowd->sorted.distance[i]);
  crowd_i8 exit, id;
  crowd_f8 distance;
  for (int k = 0; k < crowd_lanes; k++) {
    id[k] = (int32_t)crowd->order[at[k]];
    exit[k] = walker[id[k]].target;
    distance[k] = crowd->sorted.distance[at[k]];
  }
  return (exit != walker[me].target) | (distance > own) | ((distance >= own) & (id > (int32_t)me));
}

/** Where eight neighbours from the j-th on of the one at k of a batch are and how wide. @param
 *  pushed  Takes how they push, to be added up. */
CROWD_INLINE void meet_block(const flue_crowd *crowd, batch *b, size_t k, int j,
                             crowd_f8 pushed[2]) {
  const crowd_f8 none = crowd_all(0), no_one = crowd_all(no_width);
  const crowd_f8 ex = crowd_all(b->wanted_x[k]), ey = crowd_all(b->wanted_y[k]);
  const crowd_i8 my_room = crowd_whole(b->room[k]), any = crowd_whole(CROWD_ANY_ROOM);
  float *from = b->near[k].column + j;
  const crowd_i8 is_own = crowd_load_whole(from + near_place * near_stride) == (int32_t)b->who[k];
  const crowd_f8 dx = crowd_load(from + near_dx * near_stride),
                 dy = crowd_load(from + near_dy * near_stride);
  const crowd_f8 d2 = dx * dx + dy * dy, d = crowd_sqrt(d2);
  const crowd_f8 ahead = -(dx * ex + dy * ey);
  const crowd_i8 room = crowd_load_whole(from + near_room * near_stride);
  const crowd_i8 counts = ((room == my_room) | (room == any) | (my_room == any)) & ~is_own;
  const crowd_f8 facing =
      crowd_load(from + near_ex * near_stride) * ex + crowd_load(from + near_ey * near_stride) * ey;
  const crowd_i8 oncoming = facing < oncoming_cosine;
  const crowd_f8 other = crowd_load(from + near_body * near_stride),
                 body = b->radius[k] + crowd_abs(other);
  const crowd_i8 stands = other > none;
  const crowd_f8 right =
      crowd_only(counts & oncoming & (ahead > none), keep_right * (1 - d * b->inverse_reach[k]));
  const crowd_i8 pushes = counts & stands & (d <= crowd_push_reach_m);
  const crowd_f8 side = crowd_select(oncoming, crowd_all(oncoming_width), crowd_all(1));
  const crowd_f8 width = body * crowd_select(stands, side, crowd_all(lying_width));
  const crowd_f8 push = crowd_only(pushes & (d > none),
                                   push_strength * crowd_exp((width - d) * (1 / push_range_m)) / d);
  const unsigned same = crowd_bits(pushes & (d <= none));
  if (same) b->aside_x[k] += part(crowd, from, same, b->who[k]);
  pushed[0] = push * dx + right * ey;
  pushed[1] = push * dy - right * ex;
  crowd_store(from + near_d * near_stride, d);
  crowd_i8 hinders = counts;
  if (b->spot[k] & crowd_impatient)
    hinders &= stands & ~(oncoming | disregarded(crowd, b->who[k], from));
  crowd_store(from + near_width * near_stride, crowd_select(hinders, width, no_one));
}

/** The same for all neighbours beyond the first eight, added to what those push. */
CROWD_APART void meet_rest(const flue_crowd *crowd, batch *b, size_t k) {
  for (int j = crowd_lanes; j < b->near[k].n; j += crowd_lanes) {
    crowd_f8 pushed[2];
    meet_block(crowd, b, k, j, pushed);
    b->push_x[k] += pushed[0];
    b->push_y[k] += pushed[1];
  }
}

/** Free distance ahead in direction e up to eight neighbours from the j-th on: the least of these
 *  [m]. */
CROWD_INLINE crowd_f8 gap_ahead(crowd_vector e, const neighbours *near, int j) {
  const float *from = near->column + j;
  const crowd_f8 dx = crowd_load(from + near_dx * near_stride),
                 dy = crowd_load(from + near_dy * near_stride);
  const crowd_f8 width = crowd_load(from + near_width * near_stride);
  const crowd_i8 is_in_way =
      (dx * e.x + dy * e.y < crowd_all(0)) & (crowd_abs(dx * e.y - dy * e.x) <= width);
  return crowd_select(is_in_way, crowd_load(from + near_d * near_stride) - width,
                      crowd_all(INFINITY));
}

/** The same up to those beyond the first eight. */
CROWD_APART void look_beyond(crowd_vector e, const neighbours *near, crowd_f8 *least) {
  for (int j = crowd_lanes; j < near->n; j += crowd_lanes)
    *least = crowd_least(*least, gap_ahead(e, near, j));
}

/** A random step aside of somebody whose patience is at an end. */
static crowd_vector step_aside(const flue_crowd *crowd, size_t i) {
  const double u = flue_uniform(crowd->in.stream, crowd->order[i], (uint32_t)crowd->totals.step);
  const float aside = side_step * (float)(2 * u - 1);
  return (crowd_vector){-aside * crowd->sorted.ey[i], aside * crowd->sorted.ex[i]};
}

/** What pushes each of a batch, and a step aside when impatient. */
CROWD_APART void push(const flue_crowd *crowd, batch *b) {
  for (size_t k = 0; k < b->n; k++) {
    crowd_f8 pushed[2] = {crowd_all(0), crowd_all(0)};
    b->aside_x[k] = b->aside_y[k] = 0;
    if (b->near[k].n) meet_block(crowd, b, k, 0, pushed);
    b->push_x[k] = pushed[0];
    b->push_y[k] = pushed[1];
    if (b->near[k].n > crowd_lanes) meet_rest(crowd, b, k);
    if (!(b->spot[k] & crowd_impatient)) continue;
    const crowd_vector aside = step_aside(crowd, b->who[k]);
    b->aside_x[k] += aside.x;
    b->aside_y[k] += aside.y;
  }
}

/** Directions of eight of a batch: the wanted one and the push together, never backwards. Nothing
 *  pushes who is lost. */
static void turn(batch *b, size_t k) {
  const crowd_f8 x = crowd_load(b->wanted_x + k), y = crowd_load(b->wanted_y + k);
  const crowd_i8 finds = (crowd_load_whole(b->spot + k) & crowd_lost) == 0;
  const crowd_f8 pushed_x =
      crowd_only(finds, crowd_sums(b->push_x + k) + crowd_load(b->aside_x + k));
  const crowd_f8 pushed_y =
      crowd_only(finds, crowd_sums(b->push_y + k) + crowd_load(b->aside_y + k));
  const crowd_f8 along = 1 + pushed_x * x + pushed_y * y;
  const crowd_f8 aside = pushed_y * x - pushed_x * y;
  const crowd_f8 forward = crowd_only(along > crowd_all(0), along);
  const crowd_f8 norm = crowd_sqrt(forward * forward + aside * aside);
  const crowd_i8 is_none = norm < crowd_all(least_norm);
  const crowd_f8 near_speed =
      (crowd_push_reach_m - 2 * crowd_load(b->radius + k)) * (1 / crowd_time_gap_s);
  const crowd_i8 is_short = crowd_load(b->reach + k) <= crowd_all(crowd_push_reach_m);
  crowd_store(b->near_speed + k, crowd_select(is_short, near_speed, crowd_all(INFINITY)));
  crowd_store(b->ex + k, crowd_select(is_none, x, (forward * x - aside * y) / norm));
  crowd_store(b->ey + k, crowd_select(is_none, y, (forward * y + aside * x) / norm));
}

/** How far the way is free for each of a batch. */
CROWD_APART void look_ahead(batch *b) {
  for (size_t k = 0; k < b->n; k++) {
    const neighbours *near = &b->near[k];
    const int32_t spot = b->spot[k];
    const int is_held = !(spot & crowd_lost) && (spot & (crowd_impatient | crowd_near_wall));
    const crowd_vector taken = {b->ex[k], b->ey[k]}, wanted = {b->wanted_x[k], b->wanted_y[k]};
    const crowd_f8 free = crowd_all(INFINITY);
    b->gap[k] = near->n ? gap_ahead(taken, near, 0) : free;
    b->way[k] = near->n && is_held ? gap_ahead(wanted, near, 0) : free;
    if (near->n <= crowd_lanes) continue;
    look_beyond(taken, near, &b->gap[k]);
    if (is_held) look_beyond(wanted, near, &b->way[k]);
  }
}

/** Velocities of eight of a batch: as the gap ahead allows. What is faster along the wanted
 *  direction than the way there allows is taken off: who steps aside and finds a wall must not
 * slide past the person ahead. */
static void go(batch *b, size_t k) {
  const crowd_f8 none = crowd_all(0), limit = crowd_load(b->limit + k);
  const crowd_f8 x = crowd_load(b->wanted_x + k), y = crowd_load(b->wanted_y + k);
  const crowd_f8 allowed = crowd_least(crowd_smallest(b->gap + k) * (1 / crowd_time_gap_s), limit);
  const crowd_f8 speed = crowd_only(allowed > none, allowed);
  const crowd_f8 most = crowd_smallest(b->way + k) * (1 / crowd_time_gap_s);
  const crowd_f8 vx = speed * crowd_load(b->ex + k), vy = speed * crowd_load(b->ey + k);
  const crowd_f8 along = vx * x + vy * y;
  const crowd_f8 excess = along - crowd_only(most > none, most);
  const crowd_f8 over = crowd_only(excess > none, excess);
  crowd_store(b->vx + k, vx - over * x);
  crowd_store(b->vy + k, vy - over * y);
}

/** Bins within reach of eight of a batch. */
static void find_bins(const crowd_level *level, batch *b, size_t k) {
  const crowd_f8 x = crowd_load(b->x + k), y = crowd_load(b->y + k);
  const crowd_f8 reach = crowd_load(b->reach + k);
  const crowd_i8 south = bins_along(level->bins_y, y - reach) * level->bins_x;
  const crowd_i8 north = bins_along(level->bins_y, y + reach) * level->bins_x;
  crowd_store(b->west + k, (crowd_f8)bins_along(level->bins_x, x - reach));
  crowd_store(b->east + k, (crowd_f8)bins_along(level->bins_x, x + reach));
  crowd_store(b->south + k, (crowd_f8)south);
  crowd_store(b->north + k, (crowd_f8)north);
  crowd_store(b->inverse_reach + k, 1 / reach);
}

/** Velocities of a batch, one stage after the other. */
static void solve(const flue_crowd *crowd, const crowd_level *level, batch *b) {
  for (size_t k = b->n; k % crowd_lanes; k++) {
    b->push_x[k] = b->push_y[k] = b->gap[k] = b->way[k] = crowd_all(0);
    b->aside_x[k] = b->aside_y[k] = 0;
  }
  for (size_t k = 0; k < b->n; k += crowd_lanes) find_bins(level, b, k);
  list_near(crowd, level, b);
  push(crowd, b);
  for (size_t k = 0; k < b->n; k += crowd_lanes) turn(b, k);
  look_ahead(b);
  for (size_t k = 0; k < b->n; k += crowd_lanes) go(b, k);
}

/** Takes n people, at most eight, from a place on at k of a batch: nobody beyond them. */
CROWD_INLINE void take(const crowd_sorted *s, size_t i, size_t n, batch *b, size_t k) {
  static const crowd_i8 count = {0, 1, 2, 3, 4, 5, 6, 7};
  const crowd_i8 is_one = count < (int32_t)n;
  crowd_store(b->who + k, (crowd_f8)(count + (int32_t)i));
  crowd_store(b->spot + k, (crowd_f8)(crowd_bytes(s->spot + i) & is_one));
  crowd_store(b->x + k, crowd_load_first(s->x + i, n));
  crowd_store(b->y + k, crowd_load_first(s->y + i, n));
  crowd_store(b->wanted_x + k, crowd_load_first(s->ex + i, n));
  crowd_store(b->wanted_y + k, crowd_load_first(s->ey + i, n));
  crowd_store(b->radius + k, crowd_abs(crowd_load_first(s->body + i, n)));
  crowd_store(b->limit + k, crowd_load_first(s->limit + i, n));
  crowd_store(b->room + k, crowd_load_first(s->room + i, n));
  crowd_store(b->reach + k, crowd_load_first(s->vx + i, n));
}

/** Velocities of n people from a place on by their first look. @param fast  Takes the places of
 *  those who are faster than that allows. @return how many. */
static size_t look_first(flue_crowd *crowd, const crowd_level *level, size_t begin, size_t n,
                         uint32_t *fast) {
  const crowd_sorted *s = &crowd->sorted;
  size_t n_fast = 0;
  batch b;
  b.n = n;
  for (size_t k = 0; k < n; k += crowd_lanes)
    take(s, begin + k, n - k < crowd_lanes ? n - k : crowd_lanes, &b, k);
  solve(crowd, level, &b);
  for (size_t k = 0; k < n; k += crowd_lanes) {
    const size_t left = n - k < crowd_lanes ? n - k : crowd_lanes;
    const crowd_f8 vx = crowd_load(b.vx + k), vy = crowd_load(b.vy + k);
    const crowd_f8 near = crowd_load(b.near_speed + k);
    crowd_store_first(s->vx + begin + k, vx, left);
    crowd_store_first(s->vy + begin + k, vy, left);
    unsigned bits = crowd_bits(vx * vx + vy * vy > near * near) & ((1U << left) - 1);
    for (; bits; bits &= bits - 1) fast[n_fast++] = b.who[k + (size_t)__builtin_ctz(bits)];
  }
  return n_fast;
}

/** Takes the one at a place, who looks far, at k of a batch. */
CROWD_INLINE void take_one(const crowd_sorted *s, uint32_t i, batch *b, size_t k) {
  b->who[k] = i;
  b->spot[k] = s->spot[i];
  b->x[k] = s->x[i];
  b->y[k] = s->y[i];
  b->wanted_x[k] = s->ex[i];
  b->wanted_y[k] = s->ey[i];
  b->radius[k] = fabsf(s->body[i]);
  b->limit[k] = s->limit[i];
  b->room[k] = s->room[i];
  b->reach[k] = crowd_far_reach(s, i);
}

/** Velocities of n people by a far look. */
static void look_far(flue_crowd *crowd, const crowd_level *level, const uint32_t *who, size_t n) {
  const crowd_sorted *s = &crowd->sorted;
  batch b;
  b.n = n;
  if (n % crowd_lanes) take(s, who[0], 0, &b, n - n % crowd_lanes);
  for (size_t k = 0; k < n; k++) take_one(s, who[k], &b, k);
  solve(crowd, level, &b);
  for (size_t k = 0; k < n; k++) {
    s->vx[who[k]] = b.vx[k];
    s->vy[who[k]] = b.vy[k];
  }
}

/** Velocities of people of a floor, places [begin, end). Who is in a queue looks one bin far, and
 *  farther only where that leaves the way free. */
static void find_velocities(flue_crowd *crowd, const crowd_level *level, size_t begin, size_t end) {
  uint32_t fast[2 * most_at_once];
  size_t n_fast = 0;
  for (size_t i = begin; i < end; i += most_at_once) {
    n_fast +=
        look_first(crowd, level, i, end - i < most_at_once ? end - i : most_at_once, fast + n_fast);
    if (n_fast < most_at_once) continue;
    n_fast -= most_at_once;
    look_far(crowd, level, fast + n_fast, most_at_once);
  }
  if (n_fast) look_far(crowd, level, fast, n_fast);
}

void CROWD_FIND_VELOCITIES(flue_crowd *crowd, size_t begin, size_t end) {
  for (size_t i = begin, next; i < end; i = next) {
    const crowd_level *level = &crowd->levels[crowd->people.walker[crowd->order[i]].floor];
    const size_t last = crowd_end_of_floor(crowd, level);
    next = last < end ? last : end;
    find_velocities(crowd, level, i, next);
  }
}

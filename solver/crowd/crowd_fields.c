/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distance fields: the eikonal equation |grad T| = slowness from the cells of each exit, by the
 * fast marching method with an untidy queue: buckets of half a cell take the place of a sorted heap
 * (@cite yatziv2006), a cell that is found nearer later is put back. The order in
 * a bucket is last in, first out, so the result depends on nothing but the input.
 */
#include <math.h>
#include <string.h>

#include "solver/crowd/crowd_engine.h"
#include "solver/crowd/crowd_lanes.h"

#ifdef _OPENMP
#include <omp.h>
#endif

enum { n_buckets = 1024, no_bucket = n_buckets, beyond_reach };
enum { n_classes = 6, class_turning = 2, class_hot = 5 };

/** Length of a bucket in cells; the longest step, hot and at a wall, is within n_buckets of them.
 */
static const float bucket_cells = 0.5f;
/** Gain below which a cell is not put back, in cells. */
static const float least_gain = 1e-4f;
/** How much longer a metre next to a wall counts, so that people keep off walls. */
static const float wall_cost = 1.3f;
/** Extinction [m-1] at which a class begins: people familiar with a building turn back at 0.5 to
 *  1.2, speed falls noticeably from 3, 6 is near darkness. @cite jin1978 */
static const double class_begin[n_classes - 1] = {0, 0.5, 1.2, 3, 6};
/** How much longer a metre counts in each class: slower walking (1 / f at the middle of the class)
 *  times reluctance 1, 1.5, 2, 3, 4; hot rooms are the last resort. Reluctance is our assumption.
 */
static const float class_cost[n_classes] = {1, 1.6f, 2.4f, 4.7f, 11, 30};
/** How much longer a metre counts for each person per m2 who hardly moves there [m2]: headings lead
 *  around jams. Weidmann's free speed over that at 2 /m2 is 2.2, at 3 /m2 4.1; this gives 4.0 and
 *  5.5, fitted so that a crowd of 500 takes the whole width of a corner (RiMEA test 15).
 *  @cite weidmann1993 */
static const float jam_weight_m2 = 1.5f;
/** Density in the bins within jam_bins of one, 4.25 by 4.25 m, from which on there is a jam [m-2].
 */
static const float jam_density_m2 = 1;
/** Bins to either side that density is taken over; steps in which one person is stored; how many
 * times the last value counts beside the new one. */
enum { jam_bins = 2, jam_unit = 2, jam_memory = 1 };
static const float jam_area_m2 =
    (2 * jam_bins + 1) * (2 * jam_bins + 1) * FLUE_CROWD_BIN_M * FLUE_CROWD_BIN_M;
/** Share of the free speed below which somebody counts as part of a jam [1], and how far beyond the
 *  farthest person headings heed jams [m]. */
static const float jam_share = 0.8f;
static const float beyond_reach_m = 5;
/** Reach of an exit whose headings heed no jams [m]. */
static const float already_free = -1;
/** Least time between two looks for jams on a floor [s]; longer where the work would outgrow that
 * of walking: cells times exits looked at each second for each person there, and for a large crowd,
 *  whose jams change slowly, cells that fields really reach, a number for all and one for each. */
static const double rejam_s = 1;
static const double jam_work = 60, reach_work = 2.15e4, reach_work_each = 0.6;
/** Share of a limit below which a room falls back by a class. */
static const double hysteresis = 0.8;
/** Temperature from which on a room is a last resort [K]: 120 deg C, pain in minutes.
 *  @cite purser2016 */
static const double hot_k = 393.15;
/** Temperature at which it is no longer [K]: 100 deg C. */
static const double cooled_k = 373.15;

uint8_t crowd_smoke_class(const flue_exposure *gas, uint8_t before) {
  const double heat_limit = before == class_hot ? cooled_k : hot_k;
  if (gas->temp_k > heat_limit) return class_hot;
  int class = 0;
  for (int i = 1; i < class_hot; i++) {
    const double limit = before >= i ? hysteresis * class_begin[i] : class_begin[i];
    if (gas->extinction >= limit) class = i;
  }
  return (uint8_t) class;
}

int crowd_is_bearable(const flue_crowd *crowd, size_t room) {
  return crowd->smoke_class[room] < class_turning;
}

float crowd_class_cost(uint8_t class) {
  return class_cost[class];
}

/** A filling under way. */
typedef struct march {
  const flue_crowd *crowd;
  const crowd_level *level;
  const crowd_cell *cells;
  const float *cost;
  crowd_front *front;
  float inverse_bucket, least_gain, reach, detour;
  int64_t current; /* bucket under way, not folded */
  size_t queued, reached;
  int32_t head[n_buckets];
} march;

static void unlink_cell(march *m, int32_t cell) {
  crowd_front *front = m->front;
  const int32_t next = front->next[cell], previous = front->previous[cell];
  if (previous >= 0)
    front->next[previous] = next;
  else
    m->head[front->bucket[cell]] = next;
  if (next >= 0) front->previous[next] = previous;
  m->queued--;
}

static void put_cell(march *m, int32_t cell, float distance) {
  crowd_front *front = m->front;
  int64_t at = (int64_t)(distance * m->inverse_bucket);
  if (at < m->current) at = m->current;
  const uint16_t bucket = (uint16_t)(at & (n_buckets - 1));
  if (front->bucket[cell] == beyond_reach) return;
  front->distance[cell] = distance;
  if (front->bucket[cell] == bucket) return;
  if (front->bucket[cell] != no_bucket) unlink_cell(m, cell);
  const int32_t next = m->head[bucket];
  front->bucket[cell] = bucket;
  front->next[cell] = next;
  front->previous[cell] = -1;
  if (next >= 0) front->previous[next] = cell;
  m->head[bucket] = cell;
  m->queued++;
}

/** The four cells around one that connect to it; the cell itself in place of one that does not. */
static inline void find_around(const march *m, int32_t cell, int32_t around[4]) {
  const int32_t nx = (int32_t)m->level->in->nx, step[4] = {1, nx, -1, -nx};
  const unsigned links = m->cells[cell].links;
  for (int k = 0; k < 4; k++) around[k] = links & (1U << k) ? cell + step[k] : cell;
}

/** Distances around a cell to the east, north, west and south; infinite where it does not connect.
 */
static inline crowd_f4 distances_around(const march *m, int32_t cell) {
  const ptrdiff_t nx = (ptrdiff_t)m->level->in->nx;
  const float *t = m->front->distance + cell;
  const int32_t links = m->cells[cell].links;
  const crowd_i4 bits = {crowd_east, crowd_north, crowd_west, crowd_south};
  const crowd_f4 far = {INFINITY, INFINITY, INFINITY, INFINITY};
  const crowd_i4 is_apart = (bits & links) == 0;
  return (crowd_f4){t[1], t[nx], t[-1], t[-nx]} + (crowd_f4)(is_apart & (crowd_i4)far);
}

/** Godunov's solution of the eikonal equation at the four cells around one from their neighbours,
 *  all four at once: branches are hard to predict here. */
static void relax_around(march *m, int32_t cell) {
  int32_t at[4];
  find_around(m, cell, at);
  const float *t = m->front->distance, *cost = m->cost;
  crowd_f4 side[4];
  for (int k = 0; k < 4; k++) side[k] = distances_around(m, at[k]);
  crowd_turn_half(side);
  const crowd_f4 now = {t[at[0]], t[at[1]], t[at[2]], t[at[3]]};
  const crowd_f4 step = {cost[at[0]], cost[at[1]], cost[at[2]], cost[at[3]]};
  const crowd_f4 a = crowd_least_half(side[0], side[2]), b = crowd_least_half(side[1], side[3]);
  const crowd_f4 gap = crowd_most_half(a - b, b - a); /* not a number when both are infinite */
  const crowd_f4 spread = crowd_most_half(2 * step * step - gap * gap, (crowd_f4){0});
  const crowd_f4 both = 0.5f * (a + b + crowd_sqrt_half(spread));
  const crowd_f4 one = crowd_least_half(a, b) + step;
  const crowd_i4 is_both = gap < step;
  const crowd_f4 found = (crowd_f4)((is_both & (crowd_i4)both) | (~is_both & (crowd_i4)one));
  const crowd_i4 is_nearer = found + m->least_gain < now;
  for (unsigned bits = crowd_bits_half(is_nearer); bits; bits &= bits - 1) {
    const int k = __builtin_ctz(bits);
    put_cell(m, at[k], found[k]);
  }
}

/** Empties the front. @param field  Free distances, to which reach and detour apply; NULL: no
 * reach.
 */
static void empty_front(march *m, const crowd_heading *field) {
  crowd_front *front = m->front;
  const size_t n = m->level->n_cells;
  const float *nearest = m->crowd->nearest_m + m->level->first_cell;
  for (size_t i = 0; i < n_buckets; i++) m->head[i] = -1;
  for (size_t i = 0; i < n; i++) front->distance[i] = INFINITY;
  for (size_t i = 0; !field && i < n; i++) front->bucket[i] = no_bucket;
  for (size_t i = 0; field && i < n; i++)
    front->bucket[i] = field[i].distance <= m->reach && field[i].distance <= nearest[i] + m->detour
                           ? no_bucket
                           : beyond_reach;
}

/** Puts the cells of a door into the front. */
static void put_door(march *m, size_t door) {
  for (size_t i = m->crowd->door_begin[door]; i < m->crowd->door_end[door]; i++)
    if (m->level->in->door[i] == (int32_t)door && m->level->in->room[i] >= 0)
      put_cell(m, (int32_t)i, 0);
}

/** Puts the cells of a target into the front: of the exit's door, or that of a place. */
static void put_target(march *m, size_t target) {
  const size_t n = m->crowd->in.n_exits;
  if (target < n)
    put_door(m, m->crowd->in.exits[target].door);
  else
    put_cell(m, m->crowd->places.cell[target - n], 0);
}

/** Takes all cells out of the bucket under way, one after the other: none waits for what another
 *  finds. Those they put into it again form a new list. */
static void empty_bucket(march *m) {
  crowd_front *front = m->front;
  int32_t *head = &m->head[m->current & (n_buckets - 1)];
  int32_t next = *head;
  *head = -1;
  while (next >= 0) {
    const int32_t cell = next;
    next = front->next[cell];
    front->bucket[cell] = no_bucket;
    m->queued--;
    m->reached++;
    relax_around(m, cell);
  }
}

static void run_front(march *m) {
  for (; m->queued; m->current++)
    while (m->head[m->current & (n_buckets - 1)] >= 0) empty_bucket(m);
}

/** Downhill direction along one axis: how much nearer the better neighbour is, with sign. */
static float descent(const march *m, int32_t cell, int plus, int minus, int32_t stride) {
  const float *t = m->front->distance;
  const float up = (m->cells[cell].links & plus) ? t[cell] - t[cell + stride] : 0;
  const float down = (m->cells[cell].links & minus) ? t[cell] - t[cell - stride] : 0;
  const float most = up > 0 ? up : 0;
  return down > most ? -down : most;
}

/** Costs of all cells of a floor. @param with_jams  Whether people in the way count. */
static void set_costs(const flue_crowd *crowd, size_t floor, int with_jams, float *cost) {
  const crowd_level *level = &crowd->levels[floor];
  const flue_crowd_floor *in = level->in;
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const uint8_t *classes = crowd->field_class + floor * crowd->in.n_rooms;
  const double bins = in->cell_m / (double)FLUE_CROWD_BIN_M;
  const float weight = jam_weight_m2 / (jam_unit * jam_area_m2);
  for (size_t y = 0, i = 0; y < in->ny; y++) {
    const size_t row = (size_t)(bins * ((double)y + 0.5)) * (size_t)level->bins_x;
    const uint8_t *jam = crowd->jam + level->first_bin + row;
    for (size_t x = 0; x < in->nx; x++, i++) {
      if (in->room[i] < 0) continue;
      cost[i] = (float)in->cell_m * class_cost[classes[in->room[i]]];
      if (cells[i].spot & crowd_near_wall) cost[i] *= wall_cost;
      if (with_jams) cost[i] *= 1 + weight * jam[(size_t)(bins * ((double)x + 0.5))];
    }
  }
}

/** Middle of a target. */
static void find_middle(const flue_crowd *crowd, size_t target, double *x, double *y) {
  const size_t n = crowd->in.n_exits;
  const flue_crowd_door *door = target < n ? &crowd->in.doors[crowd->in.exits[target].door] : NULL;
  *x = door ? door->x : crowd->places.x[target - n];
  *y = door ? door->y : crowd->places.y[target - n];
}

/** Direction downhill at a cell; inside the target to its middle (x, y). */
static crowd_way find_way(const march *m, double x, double y, int32_t cell) {
  const flue_crowd_floor *in = m->level->in;
  const float most = 127;
  float ex = descent(m, cell, crowd_east, crowd_west, 1);
  float ey = descent(m, cell, crowd_north, crowd_south, (int32_t)in->nx);
  if (m->front->distance[cell] <= 0) {
    ex = (float)(x - in->x0 - ((double)((size_t)cell % in->nx) + 0.5) * in->cell_m);
    ey = (float)(y - in->y0 - ((double)((size_t)cell / in->nx) + 0.5) * in->cell_m);
  }
  const float norm = sqrtf(ex * ex + ey * ey);
  if (!(norm > 0)) return (crowd_way){0, 0};
  return (crowd_way){(int8_t)lrintf(most * ex / norm), (int8_t)lrintf(most * ey / norm)};
}

/** Distances and headings into the field. */
static void store_field(const march *m, size_t exit) {
  const flue_crowd *crowd = m->crowd;
  crowd_heading *field = crowd->fields + crowd->field_base[exit];
  double x, y;
  find_middle(crowd, exit, &x, &y);
  for (size_t i = 0; i < m->level->n_cells; i++) {
    const float distance = m->front->distance[i];
    const crowd_way way = isfinite(distance) ? find_way(m, x, y, (int32_t)i) : (crowd_way){0, 0};
    field[i] = (crowd_heading){distance, way, way};
  }
}

/** Headings around jams into the field, as far as people who walk to the exit may come; free ones
 *  elsewhere. */
static void store_headings(const march *m, size_t exit) {
  const flue_crowd *crowd = m->crowd;
  crowd_heading *field = crowd->fields + crowd->field_base[exit];
  double x, y;
  find_middle(crowd, exit, &x, &y);
  for (size_t i = 0; i < m->level->n_cells; i++)
    field[i].way = isfinite(m->front->distance[i]) ? find_way(m, x, y, (int32_t)i) : field[i].free;
}

static march begin_march(const flue_crowd *crowd, size_t floor, crowd_front *front) {
  const crowd_level *level = &crowd->levels[floor];
  const float cell_m = (float)level->in->cell_m;
  return (march){.crowd = crowd,
                 .level = level,
                 .cells = crowd->cells + level->first_cell,
                 .cost = crowd->cell_cost,
                 .front = front,
                 .inverse_bucket = 1 / (bucket_cells * cell_m),
                 .least_gain = least_gain * cell_m};
}

/** Fills the field of an exit. @return cells reached, some of them more than once. */
static size_t fill_exit(const flue_crowd *crowd, size_t floor, size_t exit, int with_jams,
                        crowd_front *front) {
  march m = begin_march(crowd, floor, front);
  m.reach = crowd->reach_m[exit];
  m.detour = crowd->detour_m[exit];
  empty_front(&m, with_jams ? crowd->fields + crowd->field_base[exit] : NULL);
  put_target(&m, exit);
  run_front(&m);
  if (with_jams)
    store_headings(&m, exit);
  else
    store_field(&m, exit);
  return m.reached;
}

/** Distance of the place before an exit. */
static float distance_before(const march *m, size_t exit) {
  const int32_t cell = m->crowd->transfers.landing[exit];
  return cell < 0 ? INFINITY : m->front->distance[cell];
}

void crowd_measure_exits(flue_crowd *crowd, size_t floor, float *gap) {
  const crowd_level *level = &crowd->levels[floor];
  const size_t *list = crowd->exit_list + level->first_exit;
  set_costs(crowd, floor, 0, crowd->cell_cost);
  for (size_t j = 0; j < level->n_exits; j++) {
    march m = begin_march(crowd, floor, &crowd->fronts[0]);
    empty_front(&m, NULL);
    put_door(&m, crowd->in.exits[list[j]].door);
    run_front(&m);
    for (size_t i = 0; i < level->n_exits; i++)
      gap[i * level->n_exits + j] = distance_before(&m, list[i]);
  }
}

void crowd_measure_out(flue_crowd *crowd, size_t floor, float *length) {
  const crowd_level *level = &crowd->levels[floor];
  const size_t *list = crowd->exit_list + level->first_exit;
  march m = begin_march(crowd, floor, &crowd->fronts[0]);
  set_costs(crowd, floor, 0, crowd->cell_cost);
  empty_front(&m, NULL);
  for (size_t i = 0; i < level->n_exits; i++)
    if (crowd_is_way_out(crowd, list[i])) put_door(&m, crowd->in.exits[list[i]].door);
  run_front(&m);
  for (size_t i = 0; i < level->n_exits; i++) length[list[i]] = distance_before(&m, list[i]);
}

/** Headings of an exit nobody walks to, without jams. */
static void free_headings(flue_crowd *crowd, size_t floor, size_t exit) {
  crowd_heading *field = crowd->fields + crowd->field_base[exit];
  for (size_t i = 0; i < crowd->levels[floor].n_cells; i++) field[i].way = field[i].free;
  crowd->reach_m[exit] = already_free;
}

/** Distances to the nearest exit of a floor. */
static void find_nearest(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  float *nearest = crowd->nearest_m + level->first_cell;
  for (size_t i = 0; i < level->n_cells; i++) nearest[i] = INFINITY;
  for (size_t k = 0; k < level->n_exits; k++) {
    const size_t exit = crowd->exit_list[level->first_exit + k];
    const crowd_heading *field = crowd->fields + crowd->field_base[exit];
    for (size_t i = 0; crowd->is_target[exit] && i < level->n_cells; i++)
      nearest[i] = field[i].distance < nearest[i] ? field[i].distance : nearest[i];
  }
}

/** Target of a floor by number: its exits, then the places of those on duty. */
static size_t target_of(const flue_crowd *crowd, size_t floor, size_t i) {
  const crowd_level *level = &crowd->levels[floor];
  if (i < level->n_exits) return crowd->exit_list[level->first_exit + i];
  return crowd_place_target(crowd, crowd->places.first[floor] + i - level->n_exits);
}

static void fill_floor(flue_crowd *crowd, size_t floor, int with_jams) {
  const size_t *first = crowd->places.first;
  const size_t n_places = crowd->places.n ? first[floor + 1] - first[floor] : 0;
  const size_t n = crowd->levels[floor].n_exits + (with_jams ? 0 : n_places);
  size_t reached = 0;
  set_costs(crowd, floor, with_jams, crowd->cell_cost);
#pragma omp parallel for schedule(static, 1) num_threads(crowd->threads) reduction(+ : reached)
  for (size_t i = 0; i < n; i++) {
    const size_t exit = target_of(crowd, floor, i);
#ifdef _OPENMP
    crowd_front *front = &crowd->fronts[omp_get_thread_num()];
#else
    crowd_front *front = &crowd->fronts[0];
#endif
    if (!crowd_has_field(crowd, exit)) continue;
    if (with_jams && crowd->reach_m[exit] <= already_free) continue;
    if (with_jams && crowd->reach_m[exit] <= 0)
      free_headings(crowd, floor, exit);
    else
      reached += fill_exit(crowd, floor, exit, with_jams, front);
  }
  if (with_jams)
    crowd->jam_cells[floor] = (double)reached;
  else
    find_nearest(crowd, floor);
}

void crowd_refresh_fields(flue_crowd *crowd, size_t floor) {
  const double now = crowd_now(crowd);
  const size_t n_rooms = crowd->in.n_rooms;
  uint8_t *used = crowd->field_class + floor * n_rooms;
  if (now < crowd->filled_s[floor] + crowd->levels[floor].refill_s) return;
  int has_changed = isnan(crowd->filled_s[floor]);
  for (size_t i = crowd->levels[floor].first_room; i < crowd->levels[floor].end_room; i++) {
    if (!crowd->is_on_floor[floor * n_rooms + i] || used[i] == crowd->smoke_class[i]) continue;
    used[i] = crowd->smoke_class[i];
    has_changed = 1;
  }
  if (!has_changed) return;
  crowd->filled_s[floor] = now;
  fill_floor(crowd, floor, 0);
  if (crowd->is_jammed[floor]) fill_floor(crowd, floor, 1);
}

/** Until somebody walks there: headings to the exits of a floor that heeded jams are to be freed.
 */
static void clear_reach(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (crowd->reach_m[exit] > 0) crowd->reach_m[exit] = 0;
    crowd->detour_m[exit] = 0;
  }
}

/** Counts one who hardly moves where he stands, and how far off those are who walk to an exit. */
static void count_walker(flue_crowd *crowd, uint32_t id) {
  const int32_t target = crowd_exit_ahead(crowd, id); /* jams are not led around on duty */
  if (crowd->people.walker[id].state != FLUE_PERSON_WALKING || target < 0) return;
  const size_t cell = (size_t)crowd->people.walker[id].cell;
  const float distance = crowd->fields[crowd->field_base[target] + cell].distance;
  const float nearest =
      crowd->nearest_m[crowd->levels[crowd->people.walker[id].floor].first_cell + cell];
  float *reach = &crowd->reach_m[target], *detour = &crowd->detour_m[target];
  if (isfinite(distance)) {
    *reach = fmaxf(*reach, distance + beyond_reach_m);
    *detour = fmaxf(*detour, distance - nearest + beyond_reach_m);
  }
  if (crowd->people.walker[id].speed < jam_share * (float)crowd->in.people[id].speed)
    crowd->jam_count[crowd_bin_of(crowd, id)]++;
}

/** Counts walkers in the bins of floors whose turn it is, by people on each in level_count. @return
 * whether there is any. */
static int count_jams(flue_crowd *crowd) {
  const double now = crowd_now(crowd);
  int is_any = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const crowd_level *level = &crowd->levels[f];
    const double people = crowd->level_count[f];
    const double most_s = (double)(level->n_cells * level->n_exits) / (jam_work * people);
    const double reach_s = crowd->jam_cells[f] / (reach_work + reach_work_each * people);
    const double wait_s = fmax(rejam_s, fmax(most_s, reach_s));
    const int is_due = !isnan(crowd->filled_s[f]) && now >= crowd->jammed_s[f] + wait_s;
    crowd->level_count[f] = is_due ? 1 : 0;
    if (!is_due) continue;
    const size_t n_bins = (size_t)level->bins_x * (size_t)level->bins_y;
    memset(crowd->jam_count + level->first_bin, 0, n_bins * sizeof *crowd->jam_count);
    clear_reach(crowd, f);
    is_any = 1;
  }
  for (size_t i = 0; is_any && i < crowd->totals.n_active; i++)
    if (crowd->level_count[crowd->people.walker[crowd->active[i]].floor])
      count_walker(crowd, crowd->active[i]);
  return is_any;
}

/** People in a bin and those around it. */
static int people_around(const crowd_level *level, const uint16_t *count, int32_t x, int32_t y) {
  int n = 0;
  const int32_t south = y > jam_bins ? y - jam_bins : 0, west = x > jam_bins ? x - jam_bins : 0;
  for (int32_t by = south; by <= y + jam_bins && by < level->bins_y; by++)
    for (int32_t bx = west; bx <= x + jam_bins && bx < level->bins_x; bx++)
      n += count[by * level->bins_x + bx];
  return n;
}

/** People in and around all bins of a floor. @return whether any is in a jam. */
static int find_jams(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  const uint16_t *count = crowd->jam_count + level->first_bin;
  uint8_t *jam = crowd->jam + level->first_bin;
  int is_any = 0;
  for (int32_t y = 0; y < level->bins_y; y++)
    for (int32_t x = 0; x < level->bins_x; x++) {
      const int is_at_door = crowd->is_door_bin[level->first_bin + (size_t)(y * level->bins_x + x)];
      const int n = is_at_door ? 0 : jam_unit * people_around(level, count, x, y);
      uint8_t *mean = &jam[y * level->bins_x + x];
      const int now = (jam_memory * *mean + n) / (jam_memory + 1);
      *mean = (uint8_t)(now < UINT8_MAX ? now : UINT8_MAX);
      is_any |= (float)now >= jam_unit * jam_density_m2 * jam_area_m2;
    }
  return is_any;
}

void crowd_refresh_jams(flue_crowd *crowd) {
  if (!count_jams(crowd)) return;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    if (!crowd->level_count[f]) continue;
    const int was_jammed = crowd->is_jammed[f];
    crowd->jammed_s[f] = crowd_now(crowd);
    crowd->is_jammed[f] = (uint8_t)find_jams(crowd, f);
    if (!crowd->is_jammed[f]) clear_reach(crowd, f);
    if (crowd->is_jammed[f] || was_jammed) fill_floor(crowd, f, 1);
  }
}

void crowd_restore_fields(flue_crowd *crowd) {
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    if (crowd->in.mode == FLUE_CROWD_FINE) crowd_link_cells(crowd, f);
    if (isnan(crowd->filled_s[f])) continue;
    if (crowd->in.mode == FLUE_CROWD_NETWORK) {
      crowd_fill_paths(crowd, f);
    } else {
      fill_floor(crowd, f, 0);
      if (crowd->is_jammed[f]) fill_floor(crowd, f, 1);
    }
  }
}

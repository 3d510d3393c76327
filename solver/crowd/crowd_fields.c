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

#ifdef _OPENMP
#include <omp.h>
#endif

enum { n_buckets = 128, no_bucket = 255, n_classes = 6, class_hot = 5 };

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

float crowd_class_cost(uint8_t class) {
  return class_cost[class];
}

/** A filling under way. */
typedef struct march {
  const flue_crowd *crowd;
  const crowd_level *level;
  const uint8_t *links, *is_near_wall;
  const uint8_t *classes; /* of rooms */
  crowd_front *front;
  float cell, bucket_length;
  int64_t current; /* bucket under way, not folded */
  size_t queued;
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
  front->bucket[cell] = no_bucket;
  m->queued--;
}

static void put_cell(march *m, int32_t cell, float distance) {
  crowd_front *front = m->front;
  if (front->bucket[cell] != no_bucket) unlink_cell(m, cell);
  front->distance[cell] = distance;
  int64_t at = (int64_t)(distance / m->bucket_length);
  if (at < m->current) at = m->current;
  const int bucket = (int)(at & (n_buckets - 1));
  const int32_t next = m->head[bucket];
  front->bucket[cell] = (uint8_t)bucket;
  front->next[cell] = next;
  front->previous[cell] = -1;
  if (next >= 0) front->previous[next] = cell;
  m->head[bucket] = cell;
  m->queued++;
}

/** Nearer of two opposite neighbours. */
static float nearer(const march *m, int32_t cell, int plus, int minus, int32_t stride) {
  const float *t = m->front->distance;
  float best = INFINITY;
  if (m->links[cell] & plus) best = t[cell + stride];
  if ((m->links[cell] & minus) && t[cell - stride] < best) best = t[cell - stride];
  return best;
}

/** Godunov's solution of the eikonal equation at a cell from its neighbours. */
static void relax(march *m, int32_t cell) {
  const float a = nearer(m, cell, crowd_east, crowd_west, 1);
  const float b = nearer(m, cell, crowd_north, crowd_south, (int32_t)m->level->in->nx);
  const int32_t room = m->level->in->room[cell];
  const float step =
      m->cell * class_cost[m->classes[room]] * (m->is_near_wall[cell] ? wall_cost : 1);
  const float gap = fabsf(a - b);
  float t = (a < b ? a : b) + step;
  if (gap < step) t = 0.5f * (a + b + sqrtf(2 * step * step - gap * gap));
  if (t + least_gain * m->cell < m->front->distance[cell]) put_cell(m, cell, t);
}

static void begin_front(march *m, size_t door) {
  crowd_front *front = m->front;
  const size_t n = m->level->n_cells;
  for (size_t i = 0; i < n_buckets; i++) m->head[i] = -1;
  for (size_t i = 0; i < n; i++) front->distance[i] = INFINITY;
  memset(front->bucket, no_bucket, n);
  for (size_t i = 0; i < n; i++)
    if (m->level->in->door[i] == (int32_t)door && m->level->in->room[i] >= 0)
      put_cell(m, (int32_t)i, 0);
}

static void run_front(march *m) {
  const int32_t nx = (int32_t)m->level->in->nx;
  while (m->queued) {
    const int bucket = (int)(m->current & (n_buckets - 1));
    const int32_t cell = m->head[bucket];
    if (cell < 0) {
      m->current++;
      continue;
    }
    unlink_cell(m, cell);
    const uint8_t links = m->links[cell];
    if (links & crowd_east) relax(m, cell + 1);
    if (links & crowd_north) relax(m, cell + nx);
    if (links & crowd_west) relax(m, cell - 1);
    if (links & crowd_south) relax(m, cell - nx);
  }
}

/** Downhill direction along one axis: how much nearer the better neighbour is, with sign. */
static float descent(const march *m, int32_t cell, int plus, int minus, int32_t stride) {
  const float *t = m->front->distance;
  const float up = (m->links[cell] & plus) ? t[cell] - t[cell + stride] : 0;
  const float down = (m->links[cell] & minus) ? t[cell] - t[cell - stride] : 0;
  if (up <= 0 && down <= 0) return 0;
  return up >= down ? up : -down;
}

/** Distances and directions into the field; inside the exit people walk to its middle. */
static void store_field(const march *m, size_t exit) {
  const flue_crowd_door *door = &m->crowd->in.doors[m->crowd->in.exits[exit].door];
  const flue_crowd_floor *in = m->level->in;
  crowd_heading *field = m->crowd->fields + m->crowd->field_base[exit];
  const float most = 127;
  for (size_t i = 0; i < m->level->n_cells; i++) {
    const float t = m->front->distance[i];
    field[i] = (crowd_heading){t, 0, 0};
    if (!isfinite(t)) continue;
    const int32_t cell = (int32_t)i;
    float ex = descent(m, cell, crowd_east, crowd_west, 1);
    float ey = descent(m, cell, crowd_north, crowd_south, (int32_t)in->nx);
    if (t <= 0) {
      ex = (float)(door->x - in->x0 - ((double)(i % in->nx) + 0.5) * in->cell_m);
      ey = (float)(door->y - in->y0 - ((double)(i / in->nx) + 0.5) * in->cell_m);
    }
    const float norm = sqrtf(ex * ex + ey * ey);
    if (norm <= 0) continue;
    field[i].ex = (int8_t)lrintf(most * ex / norm);
    field[i].ey = (int8_t)lrintf(most * ey / norm);
  }
}

static void fill_exit(const flue_crowd *crowd, size_t floor, size_t exit, crowd_front *front) {
  const crowd_level *level = &crowd->levels[floor];
  march m = {.crowd = crowd,
             .level = level,
             .links = crowd->links + level->first_cell,
             .is_near_wall = crowd->is_near_wall + level->first_cell,
             .classes = crowd->field_class + floor * crowd->in.n_rooms,
             .front = front,
             .cell = (float)level->in->cell_m};
  m.bucket_length = bucket_cells * m.cell;
  begin_front(&m, crowd->in.exits[exit].door);
  run_front(&m);
  store_field(&m, exit);
}

static void fill_floor(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
#pragma omp parallel for schedule(static, 1) num_threads(crowd->threads)
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
#ifdef _OPENMP
    crowd_front *front = &crowd->fronts[omp_get_thread_num()];
#else
    crowd_front *front = &crowd->fronts[0];
#endif
    if (crowd->is_target[exit]) fill_exit(crowd, floor, exit, front);
  }
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
  fill_floor(crowd, floor);
}

void crowd_restore_fields(flue_crowd *crowd) {
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    if (isnan(crowd->filled_s[f])) continue;
    if (crowd->in.mode == FLUE_CROWD_NETWORK)
      crowd_fill_paths(crowd, f);
    else
      fill_floor(crowd, f);
  }
}

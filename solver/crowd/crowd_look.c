/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each walker wants to go and how fast: looked up for all before anybody moves. */
#include <math.h>

#include "solver/crowd/crowd_engine.h"
#include "solver/crowd/crowd_lanes.h"
#include "solver/crowd/crowd_meet.h"
#include "solver/crowd/crowd_step.h"

/** Time without progress until a person gets the right of way [s]. */
static const float patience_s = 0.5f;
/** Share of the wanted speed below which a person is taken to be in a queue. */
static const float queue_share = 0.5f;

/** Where somebody stands in the grid. */
typedef struct place {
  int32_t cell;
  float fx, fy; /* from the middle of the cell, in cells */
} place;

/** A direction as a number: ex in the lowest byte, ey in the next. */
static inline int32_t number_of(crowd_way way) {
  return (int32_t)((uint32_t)(uint8_t)way.ex | (uint32_t)(uint8_t)way.ey << 8);
}

/** A quarter of the surroundings of a cell, by the signs of x and y. */
typedef struct quarter {
  int32_t sx, sy;
  uint8_t link_x, link_y, link_xy;
} quarter;

/** Direction to walk: of the four cells around the position, as far as they connect. */
static crowd_vector direction_at(const crowd_heading *field, unsigned links, const place *at,
                                 int32_t nx) {
  static const quarter quarters[4] = {{1, 1, crowd_east, crowd_north, crowd_north_east},
                                      {-1, 1, crowd_west, crowd_north, crowd_north_west},
                                      {1, -1, crowd_east, crowd_south, crowd_south_east},
                                      {-1, -1, crowd_west, crowd_south, crowd_south_west}};
  enum { to_ex = 24, to_ey = 16 }; /* bits to shift a heading's direction to the top of 32 */
  const quarter *q = &quarters[(at->fx < 0) + 2 * (at->fy < 0)];
  const float wx = fabsf(at->fx), wy = fabsf(at->fy);
  const int32_t beside = links & q->link_x ? q->sx : 0;
  const int32_t above = links & q->link_y ? q->sy * nx : 0;
  const int32_t across = links & q->link_xy ? q->sx + q->sy * nx : 0;
  const crowd_f4 weight = {(1 - wx) * (1 - wy), beside ? wx * (1 - wy) : 0,
                           above ? (1 - wx) * wy : 0, across ? wx * wy : 0};
  const crowd_heading *own = &field[at->cell];
  const crowd_i4 both = {number_of(own[0].way), number_of(own[beside].way),
                         number_of(own[above].way), number_of(own[across].way)};
  float x = crowd_sum_half(weight * __builtin_convertvector((both << to_ex) >> to_ex, crowd_f4));
  float y = crowd_sum_half(weight * __builtin_convertvector((both << to_ey) >> to_ex, crowd_f4));
  float norm2 = x * x + y * y;
  if (norm2 < 1) { /* headings cancel: follow the own cell */
    x = own->way.ex;
    y = own->way.ey;
    norm2 = x * x + y * y;
  }
  const float inverse = norm2 > 0 ? 1 / sqrtf(norm2) : 0;
  return (crowd_vector){inverse * x, inverse * y};
}

/** Way from (fx, fy), in cells from the middle of the cell, to the middle of the connected
 *  neighbour nearest to the exit, in cells. */
static crowd_vector way_to_next(const crowd_heading *field, const crowd_cell *cells, int32_t cell,
                                int32_t nx, float fx, float fy) {
  static const int32_t sx[8] = {1, 0, -1, 0, 1, -1, -1, 1};
  static const int32_t sy[8] = {0, 1, 0, -1, 1, 1, -1, -1}; /* in the order of crowd_link */
  float least = field[cell].distance;
  crowd_vector way = {-fx, -fy};
  for (int k = 0; k < 8; k++) {
    if (!(cells[cell].links & (1 << k))) continue;
    const float distance = field[cell + sx[k] + sy[k] * nx].distance;
    if (distance >= least) continue;
    least = distance;
    way = (crowd_vector){(float)sx[k] - fx, (float)sy[k] - fy};
  }
  return way;
}

/** Cell of somebody on a floor: a person's position always lies in it (crowd_step.c). */
static place place_of(const crowd_level *level, const crowd_walker *walker) {
  const float gx = walker->x * level->inverse_cell, gy = walker->y * level->inverse_cell;
  return (place){walker->cell, gx - (float)(int32_t)gx - 0.5f, gy - (float)(int32_t)gy - 0.5f};
}

/** Where a person walks: along the field, or from cell to cell when lost. */
static void set_direction(const flue_crowd *crowd, const crowd_level *level, const place *at,
                          uint32_t id, int32_t target, crowd_mate *mate) {
  const crowd_heading *field = crowd->fields + crowd->field_base[target];
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const int32_t nx = (int32_t)level->in->nx;
  const float side = level->inverse_cell;
  crowd_vector e = {0, 0};
  if (crowd->people.walker[id].lost_s < crowd_lost_s) {
    e = direction_at(field, cells[at->cell].links, at, nx);
  } else {
    const crowd_vector way = way_to_next(field, cells, at->cell, nx, at->fx, at->fy);
    const float norm = sqrtf(way.x * way.x + way.y * way.y);
    const float most = norm / (side * (float)crowd->dt); /* not beyond that cell's middle */
    if (norm > 0) e = (crowd_vector){way.x / norm, way.y / norm};
    if (norm > 0 && most < mate->limit) mate->limit = most;
  }
  mate->ex = e.x;
  mate->ey = e.y;
  const float most = 127; /* of a heading */
  const crowd_heading *own = &field[at->cell];
  const float ahead = (at->fx * (float)own->free.ex + at->fy * (float)own->free.ey) / most;
  mate->distance = own->distance - ahead * (float)level->in->cell_m; /* also within a cell */
}

/** Greatest speed of somebody who walks [m s-1]. */
static float speed_limit(const flue_crowd *crowd, uint32_t id) {
  const float pace = crowd->people.walker[id].pace;
  const double free = pace > 0 ? pace : crowd_free_speed(crowd, id);
  if (!crowd->totals.has_smoke) return (float)free;
  return (float)crowd_speed_in(crowd, free, (size_t)crowd->people.walker[id].room);
}

/** What somebody is like, as crowd_spot bits. */
static unsigned state_of(const crowd_walker *walker) {
  return (walker->stuck_s >= patience_s ? crowd_impatient : 0U) |
         (walker->lost_s >= crowd_lost_s ? crowd_lost : 0U);
}

/** How far somebody looks at first [m]; 0 for who does not walk. */
static float reach_of(const crowd_walker *walker, const crowd_mate *mate) {
  if (!(mate->limit > 0) || (mate->ex == 0 && mate->ey == 0)) return 0;
  return walker->speed < queue_share * mate->limit ? crowd_push_reach_m : crowd_far_reach(mate);
}

/** Puts the person at place i of the order into the sorted arrays. */
static void look_up(flue_crowd *crowd, size_t i) {
  const uint32_t id = crowd->order[i];
  const crowd_walker *walker = &crowd->people.walker[id];
  const crowd_sorted *s = &crowd->sorted;
  const crowd_level *level = &crowd->levels[walker->floor];
  const place at = place_of(level, walker);
  const unsigned cell = crowd->cells[level->first_cell + (size_t)at.cell].spot;
  const int32_t target = walker->state == FLUE_PERSON_WALKING ? walker->target : -1;
  crowd_mate *mate = &s->mate[i];
  s->x[i] = walker->x;
  s->y[i] = walker->y;
  mate->radius = walker->radius;
  mate->room = cell & crowd_doorway ? CROWD_ANY_ROOM : walker->room;
  mate->ex = mate->ey = mate->limit = 0;
  mate->distance = INFINITY;
  if (target >= 0) {
    mate->limit = speed_limit(crowd, id);
    set_direction(crowd, level, &at, id, target, mate);
  }
  s->spot[i] = (uint8_t)(cell | state_of(walker));
  s->velocity[i].x = reach_of(walker, mate);
}

/** Asks memory for what look_up() will read about the cells of the person at place i. */
static void ask_cells(const flue_crowd *crowd, size_t i) {
  const crowd_walker *w = &crowd->people.walker[crowd->order[i]];
  const crowd_level *level = &crowd->levels[w->floor];
  const ptrdiff_t cell = w->cell, nx = (ptrdiff_t)level->in->nx;
  __builtin_prefetch(crowd->cells + level->first_cell + cell);
  if (w->target < 0) return;
  const char *own = (const char *)(crowd->fields + crowd->field_base[w->target] + cell);
  __builtin_prefetch(own);
  __builtin_prefetch(own + (ptrdiff_t)sizeof(crowd_heading) * nx);
  __builtin_prefetch(own - (ptrdiff_t)sizeof(crowd_heading) * nx);
}

void crowd_look_up(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
#pragma omp for schedule(static)
  for (size_t i = 0; i < n; i++) {
    if (i + 2 * crowd_ahead < n) crowd_ask(crowd, crowd->order[i + 2 * crowd_ahead]);
    if (i + crowd_ahead < n) ask_cells(crowd, i + crowd_ahead);
    look_up(crowd, i);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each walker wants to go and how fast: looked up for all before anybody moves, for eight at
 * a time. Headings are read as whole numbers whose lowest byte comes first in memory.
 */
#include <math.h>
#include <stddef.h>

#include "solver/crowd/crowd_engine.h"
#include "solver/crowd/crowd_lanes.h"
#include "solver/crowd/crowd_meet.h"
#include "solver/crowd/crowd_step.h"

#ifdef CROWD_WITH_AVX2 /* the file is compiled twice, see CMakeLists.txt */
#define CROWD_LOOK_UP crowd_look_up_avx2
#else
#define CROWD_LOOK_UP crowd_look_up
#endif

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "see above");

/** Time without progress until a person gets the right of way [s]. */
static const float patience_s = 0.5f;
/** Share of the wanted speed below which a person is taken to be in a queue. */
static const float queue_share = 0.5f;

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

/** Walkers of one floor as columns of numbers. */
typedef struct lookers {
  size_t n; /* lanes beyond it hold the first again */
  uint32_t id[crowd_lanes];
  crowd_f8 x, y;   /* from the corner of the floor [m] */
  crowd_f8 fx, fy; /* from the middle of the cell, in cells */
  crowd_i8 cell, room;
  crowd_i8 target;          /* -1 for who does not walk */
  crowd_i8 links, spot;     /* of the cell */
  crowd_f8 speed, pace;     /* [m s-1] */
  crowd_f8 stuck, lost;     /* [s] */
  crowd_f8 radius;          /* [m] */
  crowd_f8 ex, ey;          /* direction to walk */
  crowd_f8 limit, distance; /* as of crowd_sorted */
} lookers;

/** Part of coordinates that lies beyond the middle of the cell. */
CROWD_INLINE crowd_f8 beyond_middle(crowd_f8 at) {
  const crowd_i8 whole = __builtin_convertvector(at, crowd_i8);
  return at - __builtin_convertvector(whole, crowd_f8) - 0.5f;
}

/** Reads what is known of l->n people from place i of the order on. */
CROWD_INLINE void read_walkers(const flue_crowd *crowd, const crowd_level *level, size_t i,
                               lookers *l) {
  const void *from[4][crowd_lanes];
  crowd_f8 place[4], aim[4], progress[4], body[4];
  for (size_t k = 0; k < crowd_lanes; k++) {
    l->id[k] = crowd->order[i + (k < l->n ? k : 0)];
    const crowd_walker *walker = &crowd->people.walker[l->id[k]];
    from[0][k] = &walker->x;
    from[1][k] = &walker->room;
    from[2][k] = &walker->stuck_s;
    from[3][k] = &walker->radius;
  }
  crowd_columns(from[0], place);    /* x, y, cell, floor */
  crowd_columns(from[1], aim);      /* room, target, doorway, speed */
  crowd_columns(from[2], progress); /* stuck_s, nearest_m, lost_s, pace */
  crowd_columns(from[3], body);     /* radius, segment, progress, state in the lowest byte */
  l->x = place[0];
  l->y = place[1];
  l->cell = (crowd_i8)place[2];
  l->fx = beyond_middle(l->x * level->inverse_cell);
  l->fy = beyond_middle(l->y * level->inverse_cell);
  l->room = (crowd_i8)aim[0];
  l->target = (crowd_i8)aim[1] | (((crowd_i8)body[3] & UINT8_MAX) != FLUE_PERSON_WALKING);
  l->speed = aim[3];
  l->stuck = progress[0];
  l->lost = progress[2];
  l->pace = progress[3];
  l->radius = body[0];
  for (size_t k = 0; k < crowd_lanes; k++) {
    const crowd_cell cell = crowd->cells[level->first_cell + (size_t)l->cell[k]];
    l->links[k] = cell.links;
    l->spot[k] = cell.spot;
  }
}

/** Both ways of the headings some cells away from each. */
CROWD_INLINE crowd_i8 ways_at(const crowd_heading *const from[crowd_lanes], crowd_i8 step) {
  crowd_i8 ways;
  for (size_t k = 0; k < crowd_lanes; k++) {
    int32_t both;
    memcpy(&both, &from[k][step[k]].free, sizeof both);
    ways[k] = both;
  }
  return ways;
}

/** Directions along x and y, times 127, of what ways_at() gives: the free ones from bit 0 on, those
 *  around jams from bit 16 on. */
CROWD_INLINE crowd_f8 ex_of(crowd_i8 ways) {
  return __builtin_convertvector((ways << 8) >> 24, crowd_f8);
}

CROWD_INLINE crowd_f8 ey_of(crowd_i8 ways) {
  return __builtin_convertvector(ways >> 24, crowd_f8);
}

/** Where each walks, as the four cells around the position say, as far as they connect, and how far
 *  it is to the exit, also within a cell. */
CROWD_INLINE void look_around(const flue_crowd *crowd, const crowd_level *level, lookers *l) {
  static const crowd_heading nowhere = {INFINITY, {0, 0}, {0, 0}};
  const crowd_heading *own[crowd_lanes];
  crowd_f8 to_exit;
  for (size_t k = 0; k < crowd_lanes; k++) {
    own[k] =
        l->target[k] < 0 ? &nowhere : crowd->fields + crowd->field_base[l->target[k]] + l->cell[k];
    to_exit[k] = own[k]->distance;
  }
  const crowd_i8 walks = l->target >= 0, east = l->fx >= 0, north = l->fy >= 0;
  const crowd_i8 step_x = (east & 2) - 1, step_y = ((north & 2) - 1) * (int32_t)level->in->nx;
  const crowd_i8 link_x = (east & crowd_east) | (~east & crowd_west);
  const crowd_i8 link_y = (north & crowd_north) | (~north & crowd_south);
  const crowd_i8 link_xy = (north & ((east & crowd_north_east) | (~east & crowd_north_west))) |
                           (~north & ((east & crowd_south_east) | (~east & crowd_south_west)));
  const crowd_i8 beside = walks & ((l->links & link_x) != 0);
  const crowd_i8 above = walks & ((l->links & link_y) != 0);
  const crowd_i8 across = walks & ((l->links & link_xy) != 0);
  const crowd_i8 ways = ways_at(own, crowd_whole(0)), ways_x = ways_at(own, beside & step_x);
  const crowd_i8 ways_y = ways_at(own, above & step_y);
  const crowd_i8 ways_xy = ways_at(own, across & (step_x + step_y));
  const crowd_f8 wx = crowd_abs(l->fx), wy = crowd_abs(l->fy);
  const crowd_f8 weight = (1 - wx) * (1 - wy), weight_x = crowd_only(beside, wx * (1 - wy));
  const crowd_f8 weight_y = crowd_only(above, (1 - wx) * wy);
  const crowd_f8 weight_xy = crowd_only(across, wx * wy);
  const crowd_f8 sum_x = (weight * ex_of(ways) + weight_y * ex_of(ways_y)) +
                         (weight_x * ex_of(ways_x) + weight_xy * ex_of(ways_xy));
  const crowd_f8 sum_y = (weight * ey_of(ways) + weight_y * ey_of(ways_y)) +
                         (weight_x * ey_of(ways_x) + weight_xy * ey_of(ways_xy));
  const crowd_i8 cancel = sum_x * sum_x + sum_y * sum_y < crowd_all(1); /* then the own cell's */
  const crowd_f8 x = crowd_select(cancel, ex_of(ways), sum_x);
  const crowd_f8 y = crowd_select(cancel, ey_of(ways), sum_y);
  const crowd_f8 norm2 = x * x + y * y;
  const crowd_f8 inverse = crowd_only(norm2 > crowd_all(0), 1 / crowd_sqrt(norm2));
  l->ex = inverse * x;
  l->ey = inverse * y;
  const float most = 127; /* of a heading */
  const crowd_f8 ahead = (l->fx * ex_of(ways << 16) + l->fy * ey_of(ways << 16)) / most;
  l->distance = to_exit - ahead * (float)level->in->cell_m;
}

/** Greatest speeds of those who walk [m s-1]. */
CROWD_INLINE void limit_speeds(const flue_crowd *crowd, lookers *l) {
  const crowd_i8 walks = l->target >= 0;
  l->limit = crowd_only(walks, l->pace);
  const crowd_i8 asks = crowd->totals.has_smoke ? walks : walks & ~(l->pace > crowd_all(0));
  for (unsigned bits = crowd_bits(asks); bits; bits &= bits - 1) {
    const int k = __builtin_ctz(bits);
    const double free = l->pace[k] > 0 ? l->pace[k] : crowd_free_speed(crowd, l->id[k]);
    l->limit[k] =
        (float)(crowd->totals.has_smoke ? crowd_speed_in(crowd, free, (size_t)l->room[k]) : free);
  }
}

/** From cell to cell, not beyond the middle of the next, for somebody who is lost. */
static void go_by_cells(const flue_crowd *crowd, const crowd_level *level, lookers *l, int k) {
  const crowd_heading *field = crowd->fields + crowd->field_base[l->target[k]];
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const int32_t nx = (int32_t)level->in->nx;
  const crowd_vector way = way_to_next(field, cells, l->cell[k], nx, l->fx[k], l->fy[k]);
  const float norm = sqrtf(way.x * way.x + way.y * way.y);
  const float most = norm / (level->inverse_cell * (float)crowd->dt);
  l->ex[k] = norm > 0 ? way.x / norm : 0;
  l->ey[k] = norm > 0 ? way.y / norm : 0;
  if (norm > 0 && most < l->limit[k]) l->limit[k] = most;
}

/** Puts them into the sorted arrays from place i on. */
CROWD_INLINE void write_walkers(flue_crowd *crowd, size_t i, const lookers *l) {
  const crowd_sorted *s = &crowd->sorted;
  const crowd_f8 none = crowd_all(0);
  const crowd_i8 doorway = (l->spot & crowd_doorway) != 0;
  const crowd_i8 room = (doorway & CROWD_ANY_ROOM) | (~doorway & l->room);
  const crowd_i8 spot = l->spot | ((l->stuck >= crowd_all(patience_s)) & crowd_impatient) |
                        ((l->lost >= crowd_all(crowd_lost_s)) & crowd_lost);
  const crowd_i8 walks = (l->limit > none) & ((l->ex != none) | (l->ey != none));
  const crowd_f8 look = 2 * l->radius + l->limit * crowd_time_gap_s;
  const crowd_f8 far = crowd_least(look, crowd_all(crowd_most_reach_m));
  const crowd_f8 reach = crowd_only(
      walks, crowd_select(l->speed < queue_share * l->limit, crowd_all(crowd_push_reach_m), far));
  crowd_store_first(s->x + i, l->x, l->n);
  crowd_store_first(s->y + i, l->y, l->n);
  crowd_store_first(s->ex + i, l->ex, l->n);
  crowd_store_first(s->ey + i, l->ey, l->n);
  crowd_store_first(s->body + i, crowd_select(l->limit > none, l->radius, -l->radius), l->n);
  crowd_store_first(s->limit + i, l->limit, l->n);
  crowd_store_first(s->room + i, (crowd_f8)room, l->n);
  crowd_store_first(s->distance + i, l->distance, l->n);
  crowd_store_first(s->vx + i, reach, l->n);
  for (size_t k = 0; k < l->n; k++) s->spot[i + k] = (uint8_t)spot[k];
}

/** Asks memory for what is read about the cells of the person at place i. */
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

/** Asks memory for what those will read who come a while after places [begin, end). */
static void ask_ahead(const flue_crowd *crowd, size_t begin, size_t end) {
  const size_t n = crowd->totals.n_active;
  for (size_t i = begin + 2 * crowd_ahead; i < end + 2 * crowd_ahead && i < n; i++)
    crowd_ask(crowd, crowd->order[i]);
  for (size_t i = begin + crowd_ahead; i < end + crowd_ahead && i < n; i++) ask_cells(crowd, i);
}

/** Looks up n people of a floor from place i of the order on, at most eight. */
static void look_up(flue_crowd *crowd, const crowd_level *level, size_t i, size_t n) {
  lookers l;
  l.n = n;
  read_walkers(crowd, level, i, &l);
  look_around(crowd, level, &l);
  limit_speeds(crowd, &l);
  const crowd_i8 is_lost = (l.target >= 0) & (l.lost >= crowd_all(crowd_lost_s));
  for (unsigned bits = crowd_bits(is_lost); bits; bits &= bits - 1)
    go_by_cells(crowd, level, &l, __builtin_ctz(bits));
  write_walkers(crowd, i, &l);
}

void CROWD_LOOK_UP(flue_crowd *crowd, size_t begin, size_t end) {
  for (size_t i = begin, n; i < end; i += n) {
    const crowd_level *level = &crowd->levels[crowd->people.walker[crowd->order[i]].floor];
    const size_t last = crowd_end_of_floor(crowd, level);
    n = (last < end ? last : end) - i;
    if (n > crowd_lanes) n = crowd_lanes;
    ask_ahead(crowd, i, i + n);
    look_up(crowd, level, i, n);
  }
}

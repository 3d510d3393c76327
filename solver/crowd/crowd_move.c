/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries out a step of those on floors, eight at a time, with the velocities of crowd_meet.c. */
#include <math.h>
#include <stddef.h>

#include "solver/crowd/crowd_lanes.h"
#include "solver/crowd/crowd_step.h"

#ifdef CROWD_WITH_AVX2 /* the file is compiled twice, see CMakeLists.txt */
#define CROWD_MOVE crowd_move_avx2
#else
#define CROWD_MOVE crowd_move
#endif

/** Most of the time without progress that is remembered [s]: progress uses it up as fast as
 *  waiting made it. */
static const float most_stuck_s = 3.0f;
/** Time after which somebody lost begins all again [s]: smoke may have made the way longer. */
static const float found_s = 60.0f;
/** Share of the wanted speed below which a step is no progress. */
static const float progress_share = 0.1f;

/** People of one floor who take a step. */
typedef struct movers {
  size_t n; /* lanes beyond it hold the first again */
  crowd_walker *walker[crowd_lanes];
  crowd_f8 place[4];    /* x, y, cell, floor */
  crowd_f8 progress[4]; /* stuck_s, nearest_m, lost_s, pace */
  crowd_f8 dx, dy;      /* step wanted [m] */
  crowd_f8 speed;       /* made [m s-1] */
  unsigned careful;     /* bits of those who come to a wall, or to another cell of a doorway */
} movers;

/** Reads the places and progress of n people from place i of the order on. */
CROWD_INLINE void read_movers(const flue_crowd *crowd, size_t i, size_t n, movers *m) {
  const void *place[crowd_lanes], *progress[crowd_lanes];
  const float dt = (float)crowd->dt;
  const crowd_f8 vx = crowd_load_first(crowd->sorted.vx + i, n);
  const crowd_f8 vy = crowd_load_first(crowd->sorted.vy + i, n);
  m->n = n;
  for (size_t k = 0; k < crowd_lanes; k++) {
    const size_t at = i + (k < n ? k : 0);
    m->walker[k] = &crowd->people.walker[crowd->order[at]];
    place[k] = &m->walker[k]->x;
    progress[k] = &m->walker[k]->stuck_s;
  }
  crowd_columns(place, m->place);
  crowd_columns(progress, m->progress);
  m->dx = vx * dt;
  m->dy = vy * dt;
  m->speed = crowd_sqrt(vx * vx + vy * vy);
}

/** All bits of the lanes whose bit is set. */
CROWD_INLINE crowd_i8 lanes_with(unsigned bits) {
  static const crowd_i8 bit = {1, 2, 4, 8, 16, 32, 64, 128};
  return (crowd_whole((int32_t)bits) & bit) != 0;
}

/** Lets those who stay in a cell of a doorway wait for crowd_commit(), which carries the step out.
 */
CROWD_INLINE void wait_for_commit(const flue_crowd *crowd, size_t i, crowd_f8 x, crowd_f8 y,
                                  unsigned waits, movers *m) {
  const crowd_f8 dx = x - m->place[0], dy = y - m->place[1];
  const crowd_f8 speed = crowd_sqrt(dx * dx + dy * dy) / (float)crowd->dt;
  m->speed = crowd_select(lanes_with(waits), speed, m->speed);
  for (unsigned bits = waits; bits; bits &= bits - 1) {
    const int k = __builtin_ctz(bits);
    crowd->sorted.waits[i + (size_t)k] = 1;
    crowd->sorted.vx[i + (size_t)k] = x[k];
    crowd->sorted.vy[i + (size_t)k] = y[k];
  }
}

/** Places after the step, the same as before where it wants care or waits. Who stands in a doorway
 *  or comes into one does. */
CROWD_INLINE void find_places(const flue_crowd *crowd, const crowd_level *level, size_t i,
                              movers *m) {
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const float cell_m = (float)level->in->cell_m, inverse = level->inverse_cell;
  const crowd_f8 x = m->place[0] + m->dx, y = m->place[1] + m->dy;
  const crowd_f8 from_x = m->place[0] * inverse, to_x = x * inverse;
  const crowd_f8 from_y = m->place[1] * inverse, to_y = y * inverse;
  const crowd_i8 stays =
      (__builtin_convertvector(from_x, crowd_i8) == __builtin_convertvector(to_x, crowd_i8)) &
      (__builtin_convertvector(from_y, crowd_i8) == __builtin_convertvector(to_y, crowd_i8)) &
      (to_x >= crowd_all(0)) & (to_y >= crowd_all(0));
  const crowd_i8 cell = (crowd_i8)m->place[2];
  const unsigned changes = crowd_bits(~stays), people = (1U << m->n) - 1;
  unsigned doorway = 0;
  crowd_i8 to = cell;
  m->careful = crowd_bits(m->dx * m->dx + m->dy * m->dy >= crowd_all(cell_m * cell_m)) & people;
  for (unsigned bits = changes & ~m->careful & people; bits; bits &= bits - 1) {
    const int k = __builtin_ctz(bits);
    const crowd_place from = {m->place[0][k], m->place[1][k], cell[k]};
    int32_t next = cell[k];
    if (!crowd_can_step(level, cells, &from, x[k], y[k], &next)) m->careful |= 1U << k;
    to[k] = next;
  }
  for (size_t k = 0; k < m->n; k++) {
    crowd->sorted.waits[i + k] = 0;
    if ((crowd->sorted.spot[i + k] | cells[to[k]].spot) & crowd_doorway) doorway |= 1U << k;
  }
  m->careful |= doorway & changes;
  const unsigned waits = doorway & ~m->careful;
  if (waits) wait_for_commit(crowd, i, x, y, waits, m);
  const crowd_i8 is_kept = lanes_with(m->careful | waits);
  m->place[0] = crowd_select(is_kept, m->place[0], x);
  m->place[1] = crowd_select(is_kept, m->place[1], y);
  m->place[2] = crowd_select(is_kept, m->place[2], (crowd_f8)to);
}

/** Notes whether the steps of those from place i on were any progress. */
CROWD_INLINE void note_progress(const flue_crowd *crowd, size_t i, movers *m) {
  const float dt = (float)crowd->dt;
  const crowd_f8 none = crowd_all(0);
  const crowd_f8 limit = crowd_load_first(crowd->sorted.limit + i, m->n);
  const crowd_f8 distance = crowd_load_first(crowd->sorted.distance + i, m->n);
  const crowd_f8 step =
      crowd_select(m->speed < progress_share * limit, crowd_all(dt), crowd_all(-dt));
  const crowd_f8 stuck = m->progress[0] + step, lost = m->progress[2] + dt;
  const crowd_i8 is_nearer = (distance < m->progress[1]) | (lost > crowd_all(found_s));
  m->progress[0] = crowd_least(crowd_only(stuck >= none, stuck), crowd_all(most_stuck_s));
  m->progress[1] = crowd_select(is_nearer, distance, m->progress[1]);
  m->progress[2] = crowd_only(~is_nearer, lost);
}

/** Steps of n people of a floor from place i of the order on, at most eight. */
static void move(flue_crowd *crowd, const crowd_level *level, size_t i, size_t n) {
  movers m;
  void *place[crowd_lanes], *progress[crowd_lanes];
  read_movers(crowd, i, n, &m);
  find_places(crowd, level, i, &m);
  for (size_t k = 0; k < crowd_lanes; k++) {
    place[k] = &m.walker[k]->x;
    progress[k] = &m.walker[k]->stuck_s;
  }
  crowd_put_columns(m.place, place, n);
  for (unsigned bits = m.careful; bits; bits &= bits - 1) {
    const size_t k = (size_t)__builtin_ctz(bits);
    m.speed[k] = crowd_step_carefully(crowd, i + k, m.dx[k], m.dy[k]);
  }
  note_progress(crowd, i, &m);
  crowd_put_columns(m.progress, progress, n);
  for (size_t k = 0; k < n; k++) m.walker[k]->speed = m.speed[k];
}

void CROWD_MOVE(flue_crowd *crowd, size_t begin, size_t end) {
  for (size_t i = begin, n; i < end; i += n) {
    const crowd_level *level = &crowd->levels[crowd->people.walker[crowd->order[i]].floor];
    const size_t last = crowd_end_of_floor(crowd, level);
    n = (last < end ? last : end) - i;
    if (n > crowd_lanes) n = crowd_lanes;
    move(crowd, level, i, n);
  }
}

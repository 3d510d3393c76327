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
#include <string.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

enum { max_near = 48, most_bins = 2, parallel_from = 1000 };

/** Diameter of a person [m] and time gap [s] (0.3 and 1 in the source for single file). In a
 * corridor 1.8 m wide they give speeds within 17 % of those measured from 0.5 to 2 people per m2,
 * and necks of 0.8 to 2.4 m pass 1.85 to 2.2 people per second and metre (experiments: about 1.9);
 * beyond 2.3 per m2 people are too fast. @cite ped_archive @cite seyfried2009 */
static const float usual_body_m = 0.45f;
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
/** Time without coming nearer to the exit [s] after which a person walks from the middle of a cell
 *  to that of the next, which no corner can hinder, and after which it all begins again (smoke may
 *  have made the way longer). */
static const float lost_s = 3.0f;
static const float found_s = 60.0f;
/** Share of the wanted speed below which a step is no progress. */
static const float progress_share = 0.1f;
/** Share of the wanted speed below which a person is taken to be in a queue. */
static const float queue_share = 0.5f;

/** A little more than the way to the jamb, so that it is passed [1]. */
static const double jamb_clear = 1.01;

/** Length below which a direction is none [1]. */
static const float least_norm = 1e-6f;

/** A person close by, as seen from the one who walks. */
typedef struct neighbour {
  float dx, dy, d; /* from the neighbour [m] */
  const crowd_mate *mate;
} neighbour;

typedef struct vector {
  float x, y;
} vector;

/** Bin of a position relative to the floor's corner. */
static int32_t bin_at(const crowd_level *level, float x, float y) {
  int32_t bx = (int32_t)(x / FLUE_CROWD_BIN_M), by = (int32_t)(y / FLUE_CROWD_BIN_M);
  if (bx >= level->bins_x) bx = level->bins_x - 1;
  if (by >= level->bins_y) by = level->bins_y - 1;
  return by * level->bins_x + bx;
}

static float local_x(const flue_crowd *crowd, const crowd_level *level, uint32_t id) {
  return (float)(crowd->people.x[id] - level->in->x0);
}

static float local_y(const flue_crowd *crowd, const crowd_level *level, uint32_t id) {
  return (float)(crowd->people.y[id] - level->in->y0);
}

size_t crowd_bin_of(const flue_crowd *crowd, uint32_t id) {
  const crowd_level *level = &crowd->levels[crowd->people.floor[id]];
  const int32_t bin = bin_at(level, local_x(crowd, level, id), local_y(crowd, level, id));
  return level->first_bin + (size_t)bin;
}

/* `active` by floor and bin into `order`; bin_start[b] is then where bin b begins */
void crowd_sort(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
  memset(crowd->level_count, 0, crowd->in.n_floors * sizeof *crowd->level_count);
  for (size_t i = 0; i < n; i++) crowd->level_count[crowd->people.floor[crowd->active[i]]]++;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const crowd_level *level = &crowd->levels[f];
    const size_t n_bins = (size_t)level->bins_x * (size_t)level->bins_y;
    if (crowd->level_count[f])
      memset(crowd->bin_start + level->first_bin, 0, (n_bins + 1) * sizeof *crowd->bin_start);
  }
  for (size_t i = 0; i < n; i++) crowd->bin_start[crowd_bin_of(crowd, crowd->active[i])]++;
  uint32_t end = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const crowd_level *level = &crowd->levels[f];
    const size_t n_bins = (size_t)level->bins_x * (size_t)level->bins_y;
    if (!crowd->level_count[f]) continue;
    for (size_t b = level->first_bin; b <= level->first_bin + n_bins; b++)
      crowd->bin_start[b] = end += crowd->bin_start[b];
  }
  /* from the back, so that starts end up right and equal bins keep their order */
  for (size_t i = n; i-- > 0;) {
    const uint32_t id = crowd->active[i];
    crowd->order[--crowd->bin_start[crowd_bin_of(crowd, id)]] = id;
  }
}

static void add_heading(vector *sum, const crowd_heading *h, float weight) {
  sum->x += weight * h->ex;
  sum->y += weight * h->ey;
}

/** Direction to walk: of the four cells around the position, as far as they connect. */
static vector direction_at(const crowd_heading *field, const uint8_t *links, int32_t cell,
                           int32_t nx, float fx, float fy) {
  const int32_t sx = fx < 0 ? -1 : 1, sy = fy < 0 ? -nx : nx;
  const int link_x = fx < 0 ? crowd_west : crowd_east, link_y = fy < 0 ? crowd_south : crowd_north;
  const int link_xy = fx < 0 ? (fy < 0 ? crowd_south_west : crowd_north_west)
                             : (fy < 0 ? crowd_south_east : crowd_north_east);
  const float wx = fabsf(fx), wy = fabsf(fy);
  vector sum = {0, 0};
  add_heading(&sum, &field[cell], (1 - wx) * (1 - wy));
  if (links[cell] & link_x) add_heading(&sum, &field[cell + sx], wx * (1 - wy));
  if (links[cell] & link_y) add_heading(&sum, &field[cell + sy], (1 - wx) * wy);
  if (links[cell] & link_xy) add_heading(&sum, &field[cell + sx + sy], wx * wy);
  float norm = sqrtf(sum.x * sum.x + sum.y * sum.y);
  if (norm < 1) { /* headings cancel: follow the own cell */
    sum = (vector){field[cell].ex, field[cell].ey};
    norm = sqrtf(sum.x * sum.x + sum.y * sum.y);
  }
  return norm > 0 ? (vector){sum.x / norm, sum.y / norm} : (vector){0, 0};
}

/** Way from (fx, fy), in cells from the middle of the cell, to the middle of the connected
 *  neighbour nearest to the exit, in cells. */
static vector way_to_next(const crowd_heading *field, const uint8_t *links, int32_t cell,
                          int32_t nx, float fx, float fy) {
  static const int32_t sx[8] = {1, 0, -1, 0, 1, -1, -1, 1};
  static const int32_t sy[8] = {0, 1, 0, -1, 1, 1, -1, -1}; /* in the order of crowd_link */
  float least = field[cell].distance;
  vector way = {-fx, -fy};
  for (int k = 0; k < 8; k++) {
    if (!(links[cell] & (1 << k))) continue;
    const float distance = field[cell + sx[k] + sy[k] * nx].distance;
    if (distance >= least) continue;
    least = distance;
    way = (vector){(float)sx[k] - fx, (float)sy[k] - fy};
  }
  return way;
}

/** Where a person walks: along the field, or from cell to cell when lost. */
static void set_direction(const flue_crowd *crowd, const crowd_level *level, float x, float y,
                          crowd_mate *mate) {
  const crowd_heading *field = crowd->fields + crowd->field_base[mate->target];
  const uint8_t *links = crowd->links + level->first_cell;
  const int32_t nx = (int32_t)level->in->nx, cell = crowd->people.cell[mate->id];
  const float side = (float)level->inverse_cell;
  const float fx = x * side - 0.5f - (float)(cell % nx);
  const float fy = y * side - 0.5f - (float)(cell / nx);
  vector e = {0, 0};
  if (crowd->people.lost_s[mate->id] < lost_s) {
    e = direction_at(field, links, cell, nx, fx, fy);
  } else {
    const vector way = way_to_next(field, links, cell, nx, fx, fy);
    const float norm = sqrtf(way.x * way.x + way.y * way.y);
    const float most = norm / (side * (float)crowd->dt); /* not beyond that cell's middle */
    if (norm > 0) e = (vector){way.x / norm, way.y / norm};
    if (norm > 0 && most < mate->limit) mate->limit = most;
  }
  mate->ex = e.x;
  mate->ey = e.y;
  const float most = 127; /* of a heading */
  const float ahead = (fx * (float)field[cell].free_x + fy * (float)field[cell].free_y) / most;
  mate->distance = field[cell].distance - ahead / side; /* also within a cell */
}

static float body_of(const flue_crowd_person *p) {
  return p->body_m > 0 ? (float)p->body_m : usual_body_m;
}

/** Puts the person at place i of the order into the sorted arrays. */
static void look_up(flue_crowd *crowd, size_t i) {
  const uint32_t id = crowd->order[i];
  const crowd_people *people = &crowd->people;
  const crowd_level *level = &crowd->levels[people->floor[id]];
  const int32_t cell = people->cell[id], target = people->target[id];
  crowd_mate *mate = &crowd->sorted.mate[i];
  const float x = local_x(crowd, level, id), y = local_y(crowd, level, id);
  crowd->sorted.x[i] = x;
  crowd->sorted.y[i] = y;
  *mate = (crowd_mate){.room = people->room[id],
                       .door = level->in->door[cell],
                       .target = target,
                       .distance = INFINITY,
                       .body = body_of(&crowd->in.people[id]),
                       .id = id};
  if (people->state[id] != FLUE_PERSON_WALKING || target < 0) return;
  mate->limit = (float)crowd_speed_in(crowd, crowd_free_speed(crowd, id), (size_t)people->room[id]);
  set_direction(crowd, level, x, y, mate);
}

/** Adds those of places [begin, end) who are within reach, by place and without a wall check.
 *  Written without branches: which of them are near is hard to predict. */
static int collect_row(const flue_crowd *crowd, size_t i, uint32_t begin, uint32_t end,
                       float reach2, neighbour *near, int n) {
  const crowd_sorted *s = &crowd->sorted;
  const float x = s->x[i], y = s->y[i];
  for (uint32_t j = begin; j < end; j++) {
    const float dx = x - s->x[j], dy = y - s->y[j];
    const float d2 = dx * dx + dy * dy;
    near[n] = (neighbour){dx, dy, d2, &s->mate[j]};
    n += (d2 <= reach2) & (j != i) & (n < max_near);
  }
  return n;
}

/** Collects who is within reach (of so many bins) and not behind a wall; near[max_near + 1]. */
static int collect(const flue_crowd *crowd, const crowd_level *level, size_t i, float reach,
                   int32_t bins_around, neighbour *near) {
  const crowd_mate *me = &crowd->sorted.mate[i];
  const int32_t bin = bin_at(level, crowd->sorted.x[i], crowd->sorted.y[i]);
  const int32_t bx = bin % level->bins_x, by = bin / level->bins_x;
  const int32_t west = bx > bins_around ? bx - bins_around : 0;
  const int32_t east = bx + bins_around < level->bins_x ? bx + bins_around : level->bins_x - 1;
  const int32_t south = by > bins_around ? by - bins_around : 0;
  const int32_t north = by + bins_around < level->bins_y ? by + bins_around : level->bins_y - 1;
  int found = 0, n = 0;
  for (int32_t row = south; row <= north; row++) {
    const uint32_t *start = crowd->bin_start + level->first_bin + (size_t)(row * level->bins_x);
    found = collect_row(crowd, i, start[west], start[east + 1], reach * reach, near, found);
  }
  for (int k = 0; k < found; k++) {
    const crowd_mate *mate = near[k].mate;
    if (mate->room != me->room && mate->door < 0 && me->door < 0) continue;
    near[n] = near[k];
    near[n].d = sqrtf(near[k].d);
    n++;
  }
  return n;
}

static int is_oncoming(const crowd_mate *a, const crowd_mate *b) {
  return a->ex * b->ex + a->ey * b->ey < oncoming_cosine;
}

/** Sum of what pushes a person off the wanted direction. */
static vector push(const crowd_mate *me, const neighbour *near, int n, float reach) {
  vector sum = {0, 0};
  for (int k = 0; k < n; k++) {
    const neighbour *other = &near[k];
    const float ahead = -(other->dx * me->ex + other->dy * me->ey);
    if (ahead > 0 && is_oncoming(me, other->mate)) {
      const float weight = keep_right * (1 - other->d / reach);
      sum.x += weight * me->ey;
      sum.y -= weight * me->ex;
    }
    if (other->d > push_reach_m || other->mate->limit <= 0) continue;
    if (other->d <= 0) { /* the same place: part by number */
      sum.x += me->id < other->mate->id ? 1.0f : -1.0f;
      continue;
    }
    const float r = push_strength *
                    expf((0.5f * (me->body + other->mate->body) - other->d) / push_range_m) /
                    other->d;
    sum.x += r * other->dx;
    sum.y += r * other->dy;
  }
  return sum;
}

/** Wanted direction and push together, never backwards. */
static vector combine(const crowd_mate *me, vector pushed) {
  const float along = 1 + pushed.x * me->ex + pushed.y * me->ey;
  const float aside = pushed.y * me->ex - pushed.x * me->ey;
  const float forward = along > 0 ? along : 0;
  const float norm = sqrtf(forward * forward + aside * aside);
  if (norm < least_norm) return (vector){me->ex, me->ey};
  return (vector){(forward * me->ex - aside * me->ey) / norm,
                  (forward * me->ey + aside * me->ex) / norm};
}

/** Whether somebody who waited long enough may disregard another. */
static int has_right_of_way(const crowd_mate *me, const crowd_mate *other) {
  if (other->limit <= 0 || other->target != me->target || is_oncoming(me, other)) return 1;
  return other->distance > me->distance || (other->distance >= me->distance && other->id > me->id);
}

/** Free distance ahead in direction e [m]. */
static float gap_ahead(const crowd_mate *me, vector e, const neighbour *near, int n,
                       int is_patient) {
  float least = INFINITY;
  for (int k = 0; k < n; k++) {
    const neighbour *other = &near[k];
    const float ahead = -(other->dx * e.x + other->dy * e.y);
    if (ahead <= 0) continue;
    float body = 0.5f * (me->body + other->mate->body);
    if (other->mate->limit <= 0)
      body *= lying_width;
    else if (is_oncoming(me, other->mate))
      body *= oncoming_width;
    if (fabsf(other->dx * e.y - other->dy * e.x) > body) continue;
    if (!is_patient && has_right_of_way(me, other->mate)) continue;
    const float gap = other->d - body;
    if (gap < least) least = gap;
  }
  return least;
}

/** How far a place lies beyond a jamb of the door that a step from one room into another passes, by
 *  the direction of the wall [m]; 0 within the clear width. */
static double beyond_jamb(const flue_crowd *crowd, const crowd_level *level, int32_t from,
                          int32_t to, double x, double y) {
  if (level->in->room[from] == level->in->room[to] || level->in->door[to] < 0) return 0;
  const flue_crowd_door *door = &crowd->in.doors[level->in->door[to]];
  const double half = 0.5 * fmax(door->width_m, level->in->cell_m);
  const double along = (x - door->x) * door->along_x + (y - door->y) * door->along_y;
  return along > half ? along - half : along < -half ? along + half : 0;
}

/** Whether a step of less than a cell is possible; gives the cell it ends in. */
static int can_step(const crowd_level *level, const uint8_t *links, double x, double y,
                    int32_t cell, int32_t *to) {
  static const uint8_t bit[3][3] = {{crowd_south_west, crowd_south, crowd_south_east},
                                    {crowd_west, 0, crowd_east},
                                    {crowd_north_west, crowd_north, crowd_north_east}};
  const int32_t nx = (int32_t)level->in->nx;
  const int32_t cx = (int32_t)floor((x - level->in->x0) * level->inverse_cell);
  const int32_t cy = (int32_t)floor((y - level->in->y0) * level->inverse_cell);
  const int32_t sx = cx - cell % nx, sy = cy - cell / nx;
  if (sx < -1 || sx > 1 || sy < -1 || sy > 1) return 0;
  if ((sx || sy) && !(links[cell] & bit[sy + 1][sx + 1])) return 0;
  *to = cell + sx + sy * nx;
  return 1;
}

/** Turns a step through a wall beyond a jamb into one along the wall towards the door, where the
 *  cells of a slanting wall leave a way: else the step stays, and the cells count. */
static void keep_to_door(const flue_crowd *crowd, const crowd_level *level, double x, double y,
                         int32_t cell, double *dx, double *dy, int32_t *to) {
  const double beyond = beyond_jamb(crowd, level, cell, *to, x + *dx, y + *dy);
  if (beyond == 0) return;
  const flue_crowd_door *door = &crowd->in.doors[level->in->door[*to]];
  const double most = sqrt(*dx * *dx + *dy * *dy);
  const double aside = fmax(-most, fmin(most, -jamb_clear * beyond));
  const double ax = aside * door->along_x, ay = aside * door->along_y;
  int32_t beside = cell;
  if (!can_step(level, crowd->links + level->first_cell, x + ax, y + ay, cell, &beside)) return;
  if (level->in->room[beside] != level->in->room[cell]) return;
  *dx = ax;
  *dy = ay;
  *to = beside;
}

/** A step of less than a cell, within the clear width of a door. @return whether it was done. */
static int step_by(const flue_crowd *crowd, const crowd_level *level, double *x, double *y,
                   int32_t *cell, double dx, double dy) {
  int32_t to = *cell;
  if (!can_step(level, crowd->links + level->first_cell, *x + dx, *y + dy, *cell, &to)) return 0;
  keep_to_door(crowd, level, *x, *y, *cell, &dx, &dy, &to);
  *x += dx;
  *y += dy;
  *cell = to;
  return 1;
}

/** Moves by (dx, dy), along walls where they are in the way. */
static void slide(const flue_crowd *crowd, const crowd_level *level, double *x, double *y,
                  int32_t *cell, double dx, double dy) {
  const int parts = 1 + (int)(sqrt(dx * dx + dy * dy) * level->inverse_cell);
  dx /= parts;
  dy /= parts;
  for (int i = 0; i < parts; i++) {
    if (step_by(crowd, level, x, y, cell, dx, dy)) continue;
    step_by(crowd, level, x, y, cell, dx, 0);
    step_by(crowd, level, x, y, cell, 0, dy);
  }
}

/** A random step aside of somebody whose patience is at an end. */
static vector step_aside(const flue_crowd *crowd, const crowd_mate *me) {
  const double u = flue_uniform(crowd->in.stream, me->id, (uint32_t)crowd->totals.step);
  const float aside = side_step * (float)(2 * u - 1);
  return (vector){-aside * me->ey, aside * me->ex};
}

/** Speed that the way ahead allows [m s-1]. */
static float speed_towards(const crowd_mate *me, vector e, const neighbour *near, int n,
                           int is_patient) {
  const float v = gap_ahead(me, e, near, n, is_patient) / time_gap_s;
  return v < 0 ? 0 : (v < me->limit ? v : me->limit);
}

/** Takes from a velocity what is faster along the wanted direction than the way there allows: who
 *  steps aside and finds a wall must not slide past the person ahead. */
static vector hold_back(vector wanted, vector v, float most) {
  const float along = v.x * wanted.x + v.y * wanted.y;
  const float excess = along > most ? along - most : 0;
  return (vector){v.x - excess * wanted.x, v.y - excess * wanted.y};
}

/** Velocity of the person at place i among those within reach. */
static vector velocity(const flue_crowd *crowd, size_t i, float reach, int32_t bins_around) {
  const crowd_mate *me = &crowd->sorted.mate[i];
  const crowd_level *level = &crowd->levels[crowd->people.floor[me->id]];
  neighbour near[max_near + 1];
  const int n = collect(crowd, level, i, reach, bins_around, near);
  const int is_patient = crowd->people.stuck_s[me->id] < patience_s;
  const int is_lost = crowd->people.lost_s[me->id] >= lost_s;
  vector e = {me->ex, me->ey};
  if (!is_lost && (n > 0 || !is_patient)) {
    vector pushed = push(me, near, n, reach);
    if (!is_patient) {
      const vector aside = step_aside(crowd, me);
      pushed.x += aside.x;
      pushed.y += aside.y;
    }
    e = combine(me, pushed);
  }
  const float speed = speed_towards(me, e, near, n, is_patient);
  const vector v = {speed * e.x, speed * e.y};
  const int32_t cell = crowd->people.cell[me->id];
  if (is_lost || (is_patient && !crowd->is_near_wall[level->first_cell + (size_t)cell])) return v;
  const vector wanted = {me->ex, me->ey};
  return hold_back(wanted, v, speed_towards(me, wanted, near, n, is_patient));
}

/** Velocity: people in a queue look one bin far, and farther only if that leaves the way free. */
static vector find_velocity(const flue_crowd *crowd, size_t i) {
  const crowd_mate *me = &crowd->sorted.mate[i];
  const float near_speed = (push_reach_m - me->body) / time_gap_s;
  if (crowd->people.speed[me->id] < queue_share * me->limit) {
    const vector v = velocity(crowd, i, push_reach_m, 1);
    if (v.x * v.x + v.y * v.y <= near_speed * near_speed) return v;
  }
  const float look = me->body + me->limit * time_gap_s;
  const float most = most_bins * FLUE_CROWD_BIN_M;
  return velocity(crowd, i, look < most ? look : most, most_bins);
}

/** New position of the person at place i of the order. */
static void move_one(flue_crowd *crowd, size_t i) {
  crowd_sorted *s = &crowd->sorted;
  const crowd_mate *me = &s->mate[i];
  const crowd_people *people = &crowd->people;
  const uint32_t id = me->id;
  s->new_x[i] = people->x[id];
  s->new_y[i] = people->y[id];
  s->new_cell[i] = people->cell[id];
  if (me->limit <= 0 || (me->ex == 0 && me->ey == 0)) return;
  const crowd_level *level = &crowd->levels[people->floor[id]];
  const vector v = find_velocity(crowd, i);
  slide(crowd, level, &s->new_x[i], &s->new_y[i], &s->new_cell[i], (double)v.x * crowd->dt,
        (double)v.y * crowd->dt);
}

static void note_progress(flue_crowd *crowd, size_t i) {
  const crowd_sorted *s = &crowd->sorted;
  crowd_people *people = &crowd->people;
  const uint32_t id = s->mate[i].id;
  const double dx = s->new_x[i] - people->x[id], dy = s->new_y[i] - people->y[id];
  const float v = (float)(sqrt(dx * dx + dy * dy) / crowd->dt);
  people->speed[id] = v;
  const float step = v < progress_share * s->mate[i].limit ? (float)crowd->dt : -(float)crowd->dt;
  people->stuck_s[id] = fminf(fmaxf(people->stuck_s[id] + step, 0), most_stuck_s);
  people->lost_s[id] += (float)crowd->dt;
  if (s->mate[i].distance < people->nearest_m[id] || people->lost_s[id] > found_s) {
    people->nearest_m[id] = s->mate[i].distance;
    people->lost_s[id] = 0;
  }
}

void crowd_walk(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
#pragma omp parallel num_threads(crowd->threads) if (n > parallel_from)
  {
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i++) look_up(crowd, i);
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i++) {
      move_one(crowd, i);
      note_progress(crowd, i);
    }
  }
}

int crowd_has_space(const flue_crowd *crowd, size_t floor, double x, double y, float radius) {
  const crowd_level *level = &crowd->levels[floor];
  if (!crowd->level_count[floor]) return 1;
  const float lx = (float)(x - level->in->x0), ly = (float)(y - level->in->y0);
  const int32_t bin = bin_at(level, lx, ly);
  const int32_t bx = bin % level->bins_x, by = bin / level->bins_x;
  for (int32_t row = by - 1; row <= by + 1; row++) {
    if (row < 0 || row >= level->bins_y) continue;
    const uint32_t *start = crowd->bin_start + level->first_bin + (size_t)(row * level->bins_x);
    const int32_t west = bx > 0 ? bx - 1 : 0;
    const int32_t east = bx + 1 < level->bins_x ? bx + 1 : bx;
    for (uint32_t j = start[west]; j < start[east + 1]; j++) {
      const float dx = lx - crowd->sorted.x[j], dy = ly - crowd->sorted.y[j];
      if (crowd->sorted.mate[j].limit > 0 && dx * dx + dy * dy < radius * radius) return 0;
    }
  }
  return 1;
}

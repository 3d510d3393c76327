/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/scene.h  Rooms, doors, stairs and people of published tests, built by
 *  hand. */
#ifndef FLUE_VALIDATION_PEOPLE_SCENE_H
#define FLUE_VALIDATION_PEOPLE_SCENE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/crowd/crowd.h"

enum {
  scene_floors = 64,
  scene_doors = 640,
  scene_stairs = 4,
  scene_segments = 64,
  scene_lifts = 2
};

/** An input with the arrays behind it. Zero-initialise with scene_begin(), free with scene_end().
 */
typedef struct scene {
  flue_crowd_input in;
  flue_crowd_floor floors[scene_floors];
  int32_t *room[scene_floors], *door[scene_floors];
  flue_crowd_door doors[scene_doors];
  flue_crowd_exit exits[scene_doors];
  flue_crowd_stair stairs[scene_stairs];
  size_t stair_room[scene_stairs][scene_segments];
  double stair_length[scene_stairs][scene_segments], stair_z[scene_stairs][scene_segments];
  flue_crowd_lift lifts[scene_lifts];
  size_t lift_room[scene_lifts][scene_segments];
  double lift_z[scene_lifts][scene_segments];
  flue_crowd_person *people;
  flue_crowd_duty *duties; /**< All zero. */
  int is_short;            /**< Memory ran short: nothing more is added, and nothing starts. */
} scene;

static const double scene_cell_m = 0.25;
static const double scene_door_depth_m = 0.4;

static inline void scene_begin(scene *s, size_t n_people) {
  memset(s, 0, sizeof *s);
  s->people = calloc(n_people + 1, sizeof *s->people);
  s->duties = calloc(n_people + 1, sizeof *s->duties);
  s->is_short = !s->people || !s->duties;
  s->in.floors = s->floors;
  s->in.doors = s->doors;
  s->in.exits = s->exits;
  s->in.stairs = s->stairs;
  s->in.lifts = s->lifts;
  s->in.people = s->people;
  s->in.duties = s->duties;
  s->in.stream = (flue_stream){.seed = 7, .purpose = FLUE_PURPOSE_CROWD};
}

static inline void scene_end(scene *s) {
  for (size_t f = 0; f < s->in.n_floors; f++) {
    free(s->room[f]);
    free(s->door[f]);
  }
  free(s->people);
  free(s->duties);
}

/** A floor of @p width by @p depth metres with its corner at (0, 0) and no rooms yet. */
static inline size_t scene_floor(scene *s, double width, double depth, double z) {
  const size_t f = s->in.n_floors++;
  const size_t nx = (size_t)(width / scene_cell_m + 0.5), ny = (size_t)(depth / scene_cell_m + 0.5);
  s->room[f] = malloc(nx * ny * sizeof(int32_t));
  s->door[f] = malloc(nx * ny * sizeof(int32_t));
  if (!s->room[f] || !s->door[f]) {
    s->is_short = 1;
    return f;
  }
  for (size_t i = 0; i < nx * ny; i++) s->room[f][i] = s->door[f][i] = -1;
  s->floors[f] = (flue_crowd_floor){
      .cell_m = scene_cell_m, .z_m = z, .nx = nx, .ny = ny, .room = s->room[f], .door = s->door[f]};
  return f;
}

/** First of n cells in a row whose middle may lie beyond @p begin_m, and the end of those that lie
 *  before @p end_m, with one to spare on either side. */
static inline void scene_span(size_t n, double begin_m, double end_m, size_t *begin, size_t *end) {
  const double first = begin_m / scene_cell_m - 2, last = end_m / scene_cell_m + 2;
  *begin = first > 0 ? (size_t)fmin(first, (double)n) : 0;
  *end = last > 0 ? (size_t)fmin(last, (double)n) : 0;
}

/** Sets the cells whose middle lies in a rectangle. */
static inline void scene_paint(const scene *s, size_t f, int32_t *cells, int32_t value, double x0,
                               double y0, double x1, double y1) {
  size_t west = 0, east = 0, south = 0, north = 0;
  if (s->is_short) return;
  scene_span(s->floors[f].nx, x0, x1, &west, &east);
  scene_span(s->floors[f].ny, y0, y1, &south, &north);
  for (size_t j = south; j < north; j++) {
    for (size_t i = west; i < east; i++) {
      const double x = scene_cell_m * ((double)i + 0.5), y = scene_cell_m * ((double)j + 0.5);
      if (x > x0 && x < x1 && y > y0 && y < y1) cells[j * s->floors[f].nx + i] = value;
    }
  }
}

/** A room of a floor. @return its number. */
static inline size_t scene_room(scene *s, size_t f, double x0, double y0, double x1, double y1) {
  scene_paint(s, f, s->room[f], (int32_t)s->in.n_rooms, x0, y0, x1, y1);
  return s->in.n_rooms++;
}

/** A door in a wall that runs along x, or along y. @return its number. */
static inline size_t scene_door(scene *s, size_t f, double x, double y, double width,
                                int wall_is_along_x) {
  const size_t d = s->in.n_doors++;
  const double half = 0.5 * (width + scene_cell_m) - 1e-9; /* all cells that the width touches */
  const double dx = wall_is_along_x ? half : scene_door_depth_m;
  const double dy = wall_is_along_x ? scene_door_depth_m : half;
  s->doors[d] = (flue_crowd_door){.floor = f,
                                  .x = x,
                                  .y = y,
                                  .width_m = width,
                                  .along_x = wall_is_along_x ? 1 : 0,
                                  .along_y = wall_is_along_x ? 0 : 1};
  scene_paint(s, f, s->door[f], (int32_t)d, x - dx, y - dy, x + dx, y + dy);
  return d;
}

/** An exit through a door. @return its number. */
static inline size_t scene_exit(scene *s, size_t door, size_t stair, size_t segment) {
  s->exits[s->in.n_exits] = (flue_crowd_exit){.door = door, .stair = stair, .segment = segment};
  return s->in.n_exits++;
}

/** A door to the outside. @return the number of the exit. */
static inline size_t scene_way_out(scene *s, size_t f, double x, double y, double width,
                                   int wall_is_along_x) {
  return scene_exit(s, scene_door(s, f, x, y, width, wall_is_along_x), FLUE_NONE, 0);
}

/** A stair with a room for each segment, 0.18 by 0.28 m steps, discharge at its foot. */
static inline size_t scene_stair(scene *s, size_t n, double width, double length, double storey) {
  const size_t i = s->in.n_stairs++;
  for (size_t k = 0; k < n; k++) {
    s->stair_room[i][k] = s->in.n_rooms++;
    s->stair_length[i][k] = length;
    s->stair_z[i][k] = (double)k * storey;
  }
  s->stairs[i] = (flue_crowd_stair){.exit_door = FLUE_NONE,
                                    .n_segments = n,
                                    .room = s->stair_room[i],
                                    .length_m = s->stair_length[i],
                                    .z_m = s->stair_z[i],
                                    .width_m = width,
                                    .riser_m = 0.18,
                                    .tread_m = 0.28};
  return i;
}

/** A lift of one car for ten people, 2 m/s, 1 m/s2, with n landings; it starts at the first warning
 *  and discharges at the lowest. @return its number. */
static inline size_t scene_lift(scene *s, size_t n, double storey) {
  const size_t i = s->in.n_lifts++;
  for (size_t k = 0; k < n; k++) {
    s->lift_room[i][k] = s->in.n_rooms++;
    s->lift_z[i][k] = (double)k * storey;
  }
  s->lifts[i] = (flue_crowd_lift){.n_landings = n,
                                  .room = s->lift_room[i],
                                  .z_m = s->lift_z[i],
                                  .n_cars = 1,
                                  .persons = 10,
                                  .speed = 2,
                                  .acceleration = 1};
  return i;
}

/** A door of a lift. @return the number of the exit. */
static inline size_t scene_landing(scene *s, size_t door, size_t lift, size_t landing) {
  s->exits[s->in.n_exits] =
      (flue_crowd_exit){.door = door, .stair = FLUE_NONE, .lift = lift + 1, .segment = landing};
  return s->in.n_exits++;
}

static inline size_t scene_person(scene *s, size_t f, double x, double y, double speed,
                                  double pre_movement_s) {
  if (s->is_short) return FLUE_NONE;
  s->people[s->in.n_people] = (flue_crowd_person){.floor = (uint16_t)f,
                                                  .x = (float)(x - s->floors[f].x0),
                                                  .y = (float)(y - s->floors[f].y0),
                                                  .speed = (float)speed,
                                                  .stair_factor = 1,
                                                  .pre_movement_s = (float)pre_movement_s,
                                                  .tolerance = 1};
  return s->in.n_people++;
}

/** n people in rows over a rectangle. */
static inline void scene_crowd(scene *s, size_t f, size_t n, double x0, double y0, double x1,
                               double y1, double speed) {
  const double pitch = sqrt((x1 - x0) * (y1 - y0) / (double)n);
  const size_t per_row = (size_t)ceil((x1 - x0) / pitch);
  const size_t rows = (n + per_row - 1) / per_row;
  for (size_t i = 0; i < n; i++)
    scene_person(s, f, x0 + (x1 - x0) * ((double)(i % per_row) + 0.5) / (double)per_row,
                 y0 + (y1 - y0) * ((double)(i / per_row) + 0.5) / (double)rows, speed, 0);
}

/** T10 of evac.md 2.6, with any number of floors: 20 by 20 m and 60 people each, two stairs of 1.2
 * m with flights of 9 m, doors of 0.9 m; people of the ground floor have two doors of their own. */
static inline void scene_tower(scene *s, size_t floors) {
  enum { per_floor = 60 };
  scene_begin(s, floors * per_floor);
  for (size_t i = 0; i < 2; ++i) scene_stair(s, floors, 1.2, 9, 3);
  for (size_t f = 0; f < floors; ++f) {
    scene_floor(s, 20, 20, 3.0 * (double)f);
    scene_room(s, f, 0, 0, 20, 20);
    scene_exit(s, scene_door(s, f, 0, 10, 0.9, 0), 0, f);
    scene_exit(s, scene_door(s, f, 20, 10, 0.9, 0), 1, f);
    for (size_t i = 0; i < per_floor; ++i) { /* spread evenly over the floor and over 30 to 120 s */
      const double x = 2 + 16 * fmod(0.618 * (double)i, 1);
      const double y = 2 + 16 * fmod(0.382 * (double)(i * i), 1);
      scene_person(s, f, x, y, 1.2, 30 + 90 * fmod(0.7548 * (double)(i + 7 * f), 1));
    }
  }
  scene_way_out(s, 0, 5, 0, 2, 1);
  scene_way_out(s, 0, 15, 0, 2, 1);
}

/** Clean air in all rooms, owned by the caller; NULL without memory. */
static inline flue_exposure *scene_air(const scene *s) {
  flue_exposure *gas = calloc(s->in.n_rooms + 1, sizeof *gas);
  for (size_t i = 0; gas && i < s->in.n_rooms; i++)
    gas[i] = (flue_exposure){.temp_k = 293.15, .o2 = 0.209, .co2 = 4e-4};
  return gas;
}

/** An engine in which everybody was warned at 0 s. NULL on failure. */
static inline flue_crowd *scene_start(const scene *s) {
  flue_crowd *crowd = NULL;
  if (s->is_short) return NULL;
  if (flue_crowd_create(NULL, &s->in, &crowd) != FLUE_OK) return NULL;
  flue_crowd_warn(crowd, FLUE_NONE, 0);
  return crowd;
}

/** Advances until everybody is outside or down, or time is up. @return when the last came out;
 *  NaN when somebody is left, or without an engine. */
static inline double scene_run(flue_crowd *crowd, double t_end) {
  flue_crowd_counts counts;
  if (!crowd) return NAN;
  for (double t = 1; t <= t_end; t += 1) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_counts(crowd, &counts);
    if (counts.outside + counts.incapacitated == counts.people) break;
  }
  flue_crowd_get_counts(crowd, &counts);
  return counts.outside + counts.incapacitated == counts.people ? counts.last_out_s : NAN;
}

/** When people came out. */
typedef struct scene_times {
  double first, last; /**< [s]; NaN when somebody stays. */
} scene_times;

/** Arrivals of the first @p n people; NaN without an engine or memory. */
static inline scene_times scene_arrivals(const flue_crowd *crowd, size_t n) {
  const scene_times none = {NAN, NAN};
  scene_times times = {INFINITY, 0};
  flue_crowd_counts counts;
  if (!crowd) return none;
  flue_crowd_get_counts(crowd, &counts);
  double *out = malloc((counts.people + 1) * sizeof *out);
  if (!out) return none;
  flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
  int is_complete = 1;
  for (size_t i = 0; i < n; ++i) {
    is_complete &= !isnan(out[i]);
    times.first = fmin(times.first, out[i]);
    times.last = fmax(times.last, out[i]);
  }
  free(out);
  return is_complete ? times : none;
}

/** Two rooms of 6 by 6 m with a door between and an exit at the far side of each. */
static inline void scene_two_rooms(scene *s) {
  scene_floor(s, 12, 6, 0);
  scene_room(s, 0, 0, 0, 6, 6);
  scene_room(s, 0, 6, 0, 12, 6);
  scene_door(s, 0, 6, 3, 1, 0);
  scene_way_out(s, 0, 0, 3, 1, 0);
  scene_way_out(s, 0, 12, 3, 1, 0);
}

/** RiMEA 14: n people on the ground in the west, the way out in the east. Between them a stair up
 *  (0), a bridge of 20 m and a stair down (1), flights of 6 m; with @p has_level also a way of some
 *  100 m on the level, around in the north. The way out is exit 4. */
static inline void scene_bridge(scene *s, size_t n, int has_level) {
  scene_begin(s, n);
  for (size_t i = 0; i < 2; ++i) scene_stair(s, 2, 1.2, 6, 3);
  for (size_t f = 0; f < 2; ++f) scene_floor(s, 40, 40, 3.0 * (double)f);
  const size_t ground = scene_room(s, 0, 0, 0, 10, 6);
  const size_t east = has_level ? ground : s->in.n_rooms++;
  scene_paint(s, 0, s->room[0], (int32_t)east, 30, 0, 40, 6);
  if (has_level) {
    scene_paint(s, 0, s->room[0], (int32_t)ground, 4, 6, 6, 40);
    scene_paint(s, 0, s->room[0], (int32_t)ground, 4, 38, 36, 40);
    scene_paint(s, 0, s->room[0], (int32_t)ground, 34, 6, 36, 38);
  }
  scene_room(s, 1, 10, 0, 30, 6);
  for (size_t i = 0; i < 2; ++i)
    for (size_t f = 0; f < 2; ++f) scene_exit(s, scene_door(s, f, i ? 30 : 10, 3, 1, 0), i, f);
  scene_way_out(s, 0, 40, 3, 2, 0);
}

/** n people in a hall (room 1) between two lobbies (0 in the west, 2 in the east), each with an
 *  exit. */
static inline void scene_lobbies(scene *s, size_t n) {
  scene_begin(s, n);
  scene_floor(s, 40, 10, 0);
  scene_room(s, 0, 0, 0, 10, 10);
  scene_room(s, 0, 10, 0, 30, 10);
  scene_room(s, 0, 30, 0, 40, 10);
  scene_door(s, 0, 10, 5, 2, 0);
  scene_door(s, 0, 30, 5, 2, 0);
  scene_way_out(s, 0, 0, 5, 2, 0);
  scene_way_out(s, 0, 40, 5, 2, 0);
  scene_crowd(s, 0, n, 11, 1, 29, 9, 1.2);
}

#endif /* FLUE_VALIDATION_PEOPLE_SCENE_H */

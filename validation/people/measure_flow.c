/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_flow.c  Tests of flow, density and jams in larger layouts. */
#include "solver/crowd/crowd_engine.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** A measurement in a rectangle over some moments. */
typedef struct field_sample {
  double density; /**< [m-2] */
  double speed;   /**< [m s-1]; NaN when nobody was there. */
} field_sample;

/** Mean density and speed of walkers in a rectangle, each second of (from, to] [s]. */
static field_sample sample_field(flue_crowd *crowd, size_t n, double x0, double y0, double x1,
                                 double y1, double from, double to) {
  flue_agent_row *rows = crowd ? calloc(n, sizeof *rows) : NULL;
  double people = 0, sum = 0, frames = 0;
  for (double t = from + 1; rows && t <= to; t += 1, ++frames) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i) {
      const flue_agent_row *r = &rows[i];
      const int is_inside = r->x > x0 && r->x < x1 && r->y > y0 && r->y < y1;
      if (!is_inside || r->state != FLUE_PERSON_WALKING) continue;
      ++people;
      sum += (double)r->speed;
    }
  }
  free(rows);
  return (field_sample){people / (frames * (x1 - x0) * (y1 - y0)), sum / people};
}

/** A straight corridor, filled evenly and left at its east end without a cap.
 *  @param at  Middle of the field 2 m long in which density and speed are taken from 10 to 70 s. */
static field_sample walk_through(double per_m2, double length, double width, double at) {
  const size_t n = (size_t)(per_m2 * length * width);
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_floor(&s, length, width, 0);
  scene_room(&s, 0, 0, 0, length, width);
  scene_way_out(&s, 0, length, 0.5 * width, width, 0);
  if (width > 1)
    scene_crowd(&s, 0, n, 0.1, 0.1, length - 0.5, width - 0.1, 1.34);
  else
    for (size_t i = 0; i < n; ++i)
      scene_person(&s, 0, (length - 0.5) * ((double)i + 0.5) / (double)n, 0.5 * width, 1.34, 0);
  flue_crowd *crowd = scene_start(&s);
  const double half = width > 2 ? 1 : 0.5 * width;
  const field_sample f =
      sample_field(crowd, n, at - 1, 0.5 * width - half, at + 1, 0.5 * width + half, 10, 70);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return f;
}

/* Lengths are such that within 70 s neither the end of the crowd nor what comes back from the open
   end reaches the field. */
double people_fundamental(void) {
  static const double per_m2[] = {0.5, 1, 2, 3, 4, 5, 6};
  static const double length[] = {200, 200, 160, 120, 100, 100, 100};
  static const double at[] = {110, 100, 80, 50, 40, 40, 40};
  double before = INFINITY, rise = -INFINITY;
  for (size_t i = 0; i < sizeof at / sizeof *at; ++i) {
    const field_sample f = walk_through(per_m2[i], length[i], 4, at[i]);
    if (isnan(f.speed)) return NAN;
    rise = fmax(rise, f.speed - before);
    before = f.speed;
  }
  return rise;
}

/** Single file: 200 m of corridor in which bodies keep to a strip of 0.25 m. */
double people_single_file(void) {
  static const double per_m[] = {0.5, 1, 1.5, 2, 2.5};
  double before = INFINITY, rise = -INFINITY;
  for (size_t i = 0; i < sizeof per_m / sizeof *per_m; ++i) {
    const field_sample f = walk_through(per_m[i] / 0.25, 200, 0.25, 110);
    if (isnan(f.speed)) return NAN;
    rise = fmax(rise, f.speed - before);
    before = f.speed;
  }
  return rise;
}

/** RiMEA 12: 150 people in 10 by 10 m leave by a neck without a cap.
 *  @param neck  Length of the neck [m]. @param goal  Way from its end to the exit [m].
 *  @return flow from the first to the last [s-1]. */
static double flow_of_neck(double neck, double goal) {
  enum { n = 150 };
  const double end = 10 + neck + goal;
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_floor(&s, end, 10, 0);
  scene_room(&s, 0, 0, 0, 10, 10);
  scene_paint(&s, 0, s.room[0], 0, 10, 4.5, 10 + neck, 5.5);
  if (goal > 0) scene_paint(&s, 0, s.room[0], 0, 10 + neck, 0, end, 10);
  scene_way_out(&s, 0, end, 5, goal > 0 ? 10 : 1, 0);
  scene_crowd(&s, 0, n, 0.2, 0.2, 9.2, 9.8, 1.34);
  flue_crowd *crowd = scene_start(&s);
  scene_run(crowd, 400);
  const scene_times out = scene_arrivals(crowd, n);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return (n - 1) / (out.last - out.first);
}

double people_goal_distance(void) {
  return flow_of_neck(0.25, 5) / flow_of_neck(0.25, 10);
}

double people_longer_neck(void) {
  return flow_of_neck(0.25, 5) / flow_of_neck(5, 5);
}

/** Three rooms of 10 by 10 m with two equal necks: people who stand before the second, at most. */
double people_second_neck(void) {
  enum { n = 150 };
  double most = 0;
  flue_agent_row rows[n];
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_floor(&s, 30, 10, 0);
  for (int i = 0; i < 3; ++i) scene_room(&s, 0, 10 * i, 0, 10 * (i + 1), 10);
  scene_door(&s, 0, 10, 5, 1, 0);
  scene_door(&s, 0, 20, 5, 1, 0);
  scene_way_out(&s, 0, 30, 5, 10, 0);
  scene_crowd(&s, 0, n, 0.2, 0.2, 9.2, 9.8, 1.34);
  flue_crowd *crowd = scene_start(&s);
  for (int t = 1; crowd && t <= 200; ++t) {
    double standing = 0;
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i)
      standing += rows[i].state == FLUE_PERSON_WALKING && rows[i].x > 10 && rows[i].x < 20 &&
                  (double)rows[i].speed < 0.3;
    most = fmax(most, standing);
  }
  if (isnan(scene_run(crowd, 600))) most = NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return most;
}

/** RiMEA 15: 500 people at the west end of a corridor 20 m wide; NaN for @p up: straight on.
 *  @param along  Length up to the exit, or of the first arm. @param up  Of the second arm. */
static double clear_corridor(double along, double up) {
  const double width = 20;
  scene s;
  scene_begin(&s, 500);
  s.in.door_flow = -1;
  scene_floor(&s, along, isnan(up) ? width : up, 0);
  scene_room(&s, 0, 0, 0, along, width);
  if (!isnan(up)) scene_paint(&s, 0, s.room[0], 0, along - width, 0, along, up);
  if (isnan(up))
    scene_way_out(&s, 0, along, 0.5 * width, width, 0);
  else
    scene_way_out(&s, 0, along - 0.5 * width, up, width, 1);
  scene_crowd(&s, 0, 500, 0.2, 0.2, 12, 19.8, 1.34);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 600);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_wide_corner(void) {
  const double shorter = clear_corridor(44, NAN), longer = clear_corridor(75.4, NAN);
  return (clear_corridor(34, 50) - shorter) / (longer - shorter);
}

/** IMO 11: a room of 8 by 5 m, a corridor of 12 by 2 m, a stair 2 m wide up; 150 people.
 *  @param n_room, n_stair  Most people who stand within 3 m before the corridor and the stair. */
static void count_jams(double *n_room, double *n_stair) {
  enum { n = 150 };
  flue_agent_row rows[n];
  scene s;
  scene_begin(&s, n);
  scene_stair(&s, 2, 2, 10, 3);
  s.stairs[0].discharge = 1;
  scene_floor(&s, 20, 5, 0);
  scene_room(&s, 0, 0, 0, 8, 5);
  scene_room(&s, 0, 8, 1.5, 20, 3.5);
  scene_door(&s, 0, 8, 2.5, 2, 0);
  scene_exit(&s, scene_door(&s, 0, 20, 2.5, 2, 0), 0, 0);
  scene_crowd(&s, 0, n, 0.2, 0.2, 7.2, 4.8, 1.2);
  *n_room = *n_stair = 0;
  flue_crowd *crowd = scene_start(&s);
  for (int t = 1; crowd && t <= 150; ++t) {
    double room = 0, stair = 0;
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i) {
      if (rows[i].state != FLUE_PERSON_WALKING || (double)rows[i].speed > 0.3) continue;
      room += rows[i].x > 5 && rows[i].x < 8;
      stair += rows[i].x > 17;
    }
    *n_room = fmax(*n_room, room);
    *n_stair = fmax(*n_stair, stair);
  }
  if (isnan(scene_run(crowd, 900))) *n_room = *n_stair = NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

double people_jam_at_room(void) {
  double room, stair;
  count_jams(&room, &stair);
  return room;
}

double people_jam_at_stair(void) {
  double room, stair;
  count_jams(&room, &stair);
  return stair;
}

/** Speeds on a stair by density, in classes from 0.6 to 1.5 /m2. */
typedef struct stair_speeds {
  double density[people_stair_classes], speed[people_stair_classes];
  double seconds[people_stair_classes]; /**< All sums; seconds in each class. */
} stair_speeds;

/** RiMEA 13: a room of 10 by 10 m and a stair 2 m wide with 5 m in plan; each second the density on
 *  the stair and the mean speed there. */
static stair_speeds sample_stair(int is_up) {
  enum { n = 100 };
  const double length = 5 * 0.3329 / 0.28; /* of the slope, steps of 18 by 28 cm */
  flue_agent_row rows[n];
  stair_speeds sums = {{0}, {0}, {0}};
  scene s;
  scene_begin(&s, n);
  scene_stair(&s, 2, 2, length, 3);
  s.stairs[0].discharge = is_up ? 1 : 0;
  scene_floor(&s, 10, 10, is_up ? 0 : 3);
  scene_room(&s, 0, 0, 0, 10, 10);
  scene_exit(&s, scene_door(&s, 0, 10, 5, 2, 0), 0, is_up ? 0 : 1);
  scene_crowd(&s, 0, n, 0.5, 0.5, 9, 9.5, 1.2);
  flue_crowd *crowd = scene_start(&s);
  for (int t = 1; crowd && t <= 120; ++t) {
    double on = 0, v = 0;
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i) {
      if (rows[i].state != FLUE_PERSON_ON_STAIR) continue;
      on += 1;
      v += (double)rows[i].speed;
    }
    const double density = on / (2 * length);
    if (density < 0.6 || density >= 1.5) continue;
    const int class = (int)((density - 0.6) / 0.1);
    sums.density[class] += density;
    sums.speed[class] += v / on;
    ++sums.seconds[class];
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return sums;
}

void people_stair_band_at(int is_up, double d, double *low, double *high) {
  static const double fast[2][5] = {{0.33, -1.02, 1.39, -0.11, 0.29},
                                    {0.18, -0.55, 1.02, -0.14, 0.35}};
  static const double slow[2][4] = {{-0.08, 0.67, -0.06, 0.14}, {0.01, 0.48, -0.02, 0.10}};
  const double *f = fast[is_up], *w = slow[is_up];
  const double fast_mean = f[0] * d * d + f[1] * d + f[2], slow_mean = w[0] * d + w[1];
  const double fast_sd = f[3] * d + f[4], slow_sd = w[2] * d + w[3];
  *high = fmax(fast_mean + fast_sd, slow_mean + slow_sd);
  *low = fmin(fast_mean - fast_sd, slow_mean - slow_sd);
}

size_t people_stair_speeds(int is_up, double *density, double *speed) {
  const stair_speeds s = sample_stair(is_up);
  size_t n = 0;
  for (int i = 0; i < people_stair_classes; ++i) {
    if (s.seconds[i] < 1) continue;
    density[n] = s.density[i] / s.seconds[i];
    speed[n++] = s.speed[i] / s.seconds[i];
  }
  return n;
}

/** How far the mean speed of a class of density lies outside the band of measured speeds, at most
 *  [m s-1]; negative: inside. */
static double outside_band(int is_up) {
  double density[people_stair_classes], speed[people_stair_classes], worst = -INFINITY;
  const size_t n = people_stair_speeds(is_up, density, speed);
  for (size_t i = 0; i < n; ++i) {
    double low, high;
    people_stair_band_at(is_up, density[i], &low, &high);
    worst = fmax(worst, fmax(speed[i] - high, low - speed[i]));
  }
  return n ? worst : NAN;
}

static double mean_speed(int is_up) {
  const stair_speeds s = sample_stair(is_up);
  double speed = 0, seconds = 0;
  for (int i = 0; i < people_stair_classes; ++i) {
    speed += s.speed[i];
    seconds += s.seconds[i];
  }
  return speed / seconds;
}

double people_stair_band(void) {
  return fmax(outside_band(0), outside_band(1));
}

double people_down_faster(void) {
  return mean_speed(0) / mean_speed(1);
}

/** RiMEA 8: three storeys with rooms of 2 by 3 m for four people on either side of a corridor, 448
 *  people in all, and a stair at either end. @return last out [s]. */
static double three_storeys(double speed) {
  static const int rooms[3][2] = {{18, 18}, {19, 19}, {19, 19}};
  scene s;
  scene_begin(&s, 448);
  for (size_t i = 0; i < 2; ++i) scene_stair(&s, 3, 1.2, 6, 3);
  for (size_t f = 0; f < 3; ++f) {
    scene_floor(&s, 40, 8, 3.0 * (double)f);
    scene_room(&s, f, 0, 3, 40, 5);
    for (int row = 0; row < 2; ++row)
      for (int i = 0; i < rooms[f][row]; ++i) {
        const double x = 1 + 2.0 * i, y = row ? 0 : 5;
        scene_room(&s, f, x, y, x + 2, y + 3);
        scene_door(&s, f, x + 1, row ? 3 : 5, 0.9, 1);
        for (int k = 0; k < 4; ++k)
          scene_person(&s, f, x + 0.5 + k % 2, y + 1 + 0.75 * (k / 2), speed, 0);
      }
    for (size_t i = 0; i < 2; ++i) scene_exit(&s, scene_door(&s, f, i ? 40 : 0, 4, 1, 0), i, f);
  }
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 1500);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_slower_building(void) {
  const double slow = three_storeys(0.5), middle = three_storeys(0.75), fast = three_storeys(1);
  return fmin(slow - middle, middle - fast);
}

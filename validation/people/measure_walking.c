/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_walking.c  Tests on the level. */
#include "core/random.h"
#include "models/distribution.h"
#include "solver/crowd/crowd_engine.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** RiMEA 1, IMO 1: a corridor 2 m wide, 40 m from the start to the exit. @return [s]. */
static double walk_40_m(double speed) {
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 42, 2, 0);
  scene_room(&s, 0, 0, 0, 42, 2);
  scene_way_out(&s, 0, 42, 1, 1, 0);
  scene_person(&s, 0, 1.6, 1, speed, 0);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 100);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_corridor_slow(void) {
  return walk_40_m(1);
}
double people_corridor_fast(void) {
  return walk_40_m(1.33);
}
double people_corridor_speed(void) {
  return 40 / walk_40_m(1);
}

double people_thirty_years(void) {
  const flue_distribution at_30 = {FLUE_NORMAL, {1.52, 0.32, 0}};
  const flue_stream stream = {.seed = 3, .purpose = FLUE_PURPOSE_PEOPLE};
  double sum = 0;
  for (uint32_t i = 0; i < 50; ++i)
    sum += 40 / walk_40_m(flue_distribution_quantile(&at_30, flue_uniform(stream, i, 0)));
  return sum / 50;
}

/** Until all ten have started: largest difference from the own pre-movement. */
static double worst_start(flue_crowd *crowd, const scene *s) {
  enum { n = 10 };
  const double step = 0.1;
  flue_agent_row rows[n];
  double started[n], worst = 0;
  for (int i = 0; i < n; ++i) started[i] = NAN;
  for (int k = 1; k <= 1100; ++k) {
    flue_crowd_advance(crowd, step * k);
    flue_crowd_get_rows(crowd, rows);
    for (int i = 0; i < n; ++i)
      if (isnan(started[i]) && rows[i].state != FLUE_PERSON_WAITING) started[i] = step * (k - 1);
  }
  for (int i = 0; i < n; ++i) {
    if (isnan(started[i])) return NAN;
    worst = fmax(worst, fabs(started[i] - s->people[i].pre_movement_s));
  }
  return worst;
}

double people_starts(void) {
  const flue_stream stream = {.seed = 5, .purpose = FLUE_PURPOSE_PEOPLE};
  scene s;
  scene_begin(&s, 10);
  scene_floor(&s, 8, 5, 0);
  scene_room(&s, 0, 0, 0, 8, 5);
  scene_way_out(&s, 0, 8, 2.5, 1, 0);
  for (uint32_t i = 0; i < 10; ++i)
    scene_person(&s, 0, 1 + 0.5 * i, 2.5, 1.2, 10 + 90 * flue_uniform(stream, i, 0));
  flue_crowd *crowd = scene_start(&s);
  const double worst = crowd ? worst_start(crowd, &s) : NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return worst;
}

/** Marks who has been where nobody walks. Corridor of 2 m with a corner at 10 m. */
static void mark_crossings(const flue_agent_row *rows, int *has_crossed, size_t n) {
  for (size_t i = 0; i < n; ++i)
    if (rows[i].state == FLUE_PERSON_WALKING && rows[i].x < 10 && rows[i].y > 2) has_crossed[i] = 1;
}

double people_corner(void) {
  enum { n = 20 };
  scene s;
  scene_begin(&s, n);
  scene_floor(&s, 12, 12, 0);
  scene_room(&s, 0, 0, 0, 12, 2);
  scene_paint(&s, 0, s.room[0], 0, 10, 0, 12, 12);
  scene_way_out(&s, 0, 11, 12, 2, 1);
  scene_crowd(&s, 0, n, 0, 0, 6, 2, 1.2);
  flue_crowd *crowd = scene_start(&s);
  flue_agent_row rows[n];
  int has_crossed[n] = {0};
  double arrived = crowd ? 0 : NAN;
  for (int k = 1; crowd && k <= 600; ++k) {
    flue_crowd_advance(crowd, 0.1 * k);
    flue_crowd_get_rows(crowd, rows);
    mark_crossings(rows, has_crossed, n);
  }
  for (size_t i = 0; crowd && i < n; ++i)
    arrived += rows[i].state == FLUE_PERSON_OUTSIDE && !has_crossed[i];
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return arrived;
}

/** Last arrival of the hundred who walk east; NaN when anybody stays. */
static double last_of_hundred(const flue_crowd *crowd, size_t n) {
  double out[200], last = 0;
  flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
  for (size_t i = 0; i < n; ++i) {
    if (isnan(out[i])) return NAN;
    if (i < 100) last = fmax(last, out[i]);
  }
  return last;
}

/** IMO 8: rooms of 10 by 10 m joined by a corridor of 10 by 2 m; all walk to the far side. */
double people_against(size_t opposing) {
  const double start = 20; /* after everybody's one turn to choose an exit */
  scene s;
  scene_begin(&s, 200);
  scene_floor(&s, 30, 10, 0);
  scene_room(&s, 0, 0, 0, 10, 10);
  scene_paint(&s, 0, s.room[0], 0, 10, 4, 20, 6);
  scene_paint(&s, 0, s.room[0], 0, 20, 0, 30, 10);
  scene_way_out(&s, 0, 30, 5, 10, 0);
  scene_way_out(&s, 0, 0, 5, 10, 0);
  scene_crowd(&s, 0, 100, 1, 0.2, 6, 9.8, 1.2);
  if (opposing > 0) scene_crowd(&s, 0, opposing, 24, 0.2, 29, 9.8, 1.2);
  for (size_t i = 0; !s.is_short && i < s.in.n_people; ++i)
    s.people[i].pre_movement_s = (float)start;
  flue_crowd *crowd = scene_start(&s);
  double last = NAN;
  if (crowd) {
    crowd->rethink = INT64_MAX; /* committed: no other choice later */
    flue_crowd_advance(crowd, start + crowd->dt);
    for (size_t i = 0; i < s.in.n_people; ++i) crowd->people.walker[i].target = i < 100 ? 0 : 1;
    scene_run(crowd, 900);
    last = last_of_hundred(crowd, s.in.n_people);
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return last;
}

double people_counterflow(void) {
  static const size_t opposing[] = {10, 50, 100};
  double before = people_against(0), least = INFINITY;
  for (size_t i = 0; i < sizeof opposing / sizeof *opposing; ++i) {
    const double now = people_against(opposing[i]);
    if (isnan(now) || isnan(before)) return NAN;
    least = fmin(least, now - before);
    before = now;
  }
  return least;
}

double people_crossing_rooms(void) {
  scene s;
  scene_begin(&s, 60);
  scene_two_rooms(&s);
  scene_crowd(&s, 0, 30, 1, 0.3, 5, 5.7, 1.2);
  scene_crowd(&s, 0, 30, 7, 0.3, 11, 5.7, 1.2);
  flue_crowd *crowd = scene_start(&s);
  flue_crowd_counts counts = {0};
  if (crowd) {
    crowd->rethink = INT64_MAX;
    flue_crowd_advance(crowd, crowd->dt);
    for (size_t i = 0; i < s.in.n_people; ++i) crowd->people.walker[i].target = i < 30 ? 1 : 0;
    scene_run(crowd, 400);
    flue_crowd_get_counts(crowd, &counts);
  }
  const double arrived = crowd ? (double)counts.outside : NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return arrived;
}

/** ISO 20414 test 13: a corridor of 60 by 2 m, filled evenly at first and left at one end.
 *  @param per_m2  Density at first. @param density, speed  Means of the middle 20 m while it is
 * still full: from 2 s on until its people have come from the filled part; NaN without an engine.
 */
static void walk_corridor(double per_m2, double free_speed, double *density, double *speed) {
  enum { frames = 10 };
  const size_t n = (size_t)(per_m2 * 2 * 60);
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_floor(&s, 60, 2, 0);
  scene_room(&s, 0, 0, 0, 60, 2);
  scene_way_out(&s, 0, 60, 1, 2, 0);
  scene_crowd(&s, 0, n, 0.1, 0.1, 59, 1.9, free_speed);
  flue_crowd *crowd = scene_start(&s);
  flue_agent_row *rows = crowd ? calloc(n, sizeof *rows) : NULL;
  double people = 0, sum = 0;
  for (int k = 0; rows && k < frames; ++k) {
    flue_crowd_advance(crowd, 2 + k);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i) {
      if (rows[i].state != FLUE_PERSON_WALKING || rows[i].x < 20 || rows[i].x > 40) continue;
      ++people;
      sum += (double)rows[i].speed;
    }
  }
  *density = rows ? people / (frames * 2 * 20) : NAN;
  *speed = sum / people;
  free(rows);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

double people_speed_rise(void) {
  static const double per_m2[] = {0.5, 1, 2, 3, 4};
  double before = INFINITY, rise = -INFINITY;
  for (size_t i = 0; i < sizeof per_m2 / sizeof *per_m2; ++i) {
    double density, speed;
    walk_corridor(per_m2[i], 1, &density, &speed);
    if (isnan(speed)) return NAN;
    rise = fmax(rise, speed - before);
    before = speed;
  }
  return rise;
}

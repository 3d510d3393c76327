/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_stairs.c  Tests on stairs and of whole towers. */
#include "models/walking.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

static const double riser_m = 0.18, tread_m = 0.28;

/** Time that the first person spends on a stair [s], to 0.1 s. NaN when it does not arrive. */
static double time_on_stair(flue_crowd *crowd, size_t n_people, double t_end) {
  enum { most = 100 };
  const double step = 0.1;
  flue_agent_row rows[most];
  int steps = 0;
  if (!crowd || n_people > most) return NAN;
  for (int k = 1; step * k <= t_end; ++k) {
    flue_crowd_advance(crowd, step * k);
    flue_crowd_get_rows(crowd, rows);
    if (rows[0].state == FLUE_PERSON_OUTSIDE) return step * steps;
    steps += rows[0].state == FLUE_PERSON_ON_STAIR;
  }
  return NAN;
}

/** RiMEA 2 and 3: one person on a stair 2 m wide that leads outside. */
static double walk_stair(double length, int is_up, double factor) {
  scene s;
  scene_begin(&s, 1);
  scene_stair(&s, 2, 2, length, 3);
  s.stairs[0].discharge = is_up ? 1 : 0;
  scene_floor(&s, 4, 4, is_up ? 0 : 3);
  scene_room(&s, 0, 0, 0, 4, 4);
  scene_exit(&s, scene_door(&s, 0, 0, 2, 1, 0), 0, is_up ? 0 : 1);
  scene_person(&s, 0, 2, 2, 1.2, 0);
  if (!s.is_short) s.people[0].stair_factor = (float)factor;
  flue_crowd *crowd = scene_start(&s);
  const double t = time_on_stair(crowd, 1, 10 * length);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

/** Speed of an able adult alone on the stair [m s-1]. */
static double stair_speed(int is_up) {
  const double down = flue_walking_speed(flue_walking_stair_k(riser_m, tread_m), 0);
  return is_up ? FLUE_WALKING_UP_FACTOR * down : down;
}

double people_stair_up(void) {
  return walk_stair(10, 1, 1) * stair_speed(1) / 10;
}
double people_stair_down(void) {
  return walk_stair(10, 0, 1) * stair_speed(0) / 10;
}
double people_given_up(void) {
  return walk_stair(10, 1, 1 / stair_speed(1));
}
double people_given_down(void) {
  return walk_stair(10, 0, 1 / stair_speed(0));
}
double people_long_up(void) {
  return walk_stair(100, 1, 1 / stair_speed(1));
}
double people_long_down(void) {
  return walk_stair(100, 0, 1 / stair_speed(0));
}
double people_lone_walker(void) {
  return walk_stair(10, 0, 1);
}

double people_crowd_walk(void) {
  return 20 / flue_walking_speed(FLUE_WALKING_K_LEVEL, 2);
}
double people_stair_constant(void) {
  return flue_walking_stair_k(7 * 0.0254, 11 * 0.0254);
}
double people_stair_most(void) {
  return flue_walking_flow_max(people_stair_constant());
}

/** ISO 20414 test 12: a hundred people go down a stair of 4.24 m, all at its head. @return flow
 * from the first to the last [s-1]. */
static double stair_flow(double width) {
  enum { n = 100 };
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_stair(&s, 2, width, 4.24, 3);
  scene_floor(&s, 12, 10, 3);
  scene_room(&s, 0, 0, 0, 12, 10);
  scene_exit(&s, scene_door(&s, 0, 6, 0, 4, 1), 0, 1);
  scene_crowd(&s, 0, n, 3, 0.6, 9, 9, 1.2);
  flue_crowd *crowd = scene_start(&s);
  scene_run(crowd, 600);
  const scene_times out = scene_arrivals(crowd, n);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return (n - 1) / (out.last - out.first);
}

double people_wider_stairs(void) {
  double before = stair_flow(1), least = INFINITY;
  for (int i = 1; i <= 4; ++i) {
    const double now = stair_flow(1 + 0.2 * i);
    if (isnan(now) || isnan(before)) return NAN;
    least = fmin(least, now / before);
    before = now;
  }
  return least;
}

/** evac.md H7: a stair 1 m wide of 200 m, as fast as it takes people. */
double people_long_stair(size_t n) {
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_stair(&s, 2, 1, 200, 3);
  scene_floor(&s, 12, 10, 0);
  scene_floor(&s, 12, 10, 3);
  scene_room(&s, 0, 0, 0, 12, 10);
  scene_room(&s, 1, 0, 0, 12, 10);
  scene_exit(&s, scene_door(&s, 1, 6, 0, 12, 1), 0, 1);
  scene_crowd(&s, 1, n, 0.3, 0.1, 11.7, 0.4, 1.2);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 900);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_hydraulic_1(void) {
  return people_long_stair(1);
}
double people_hydraulic_10(void) {
  return people_long_stair(10);
}
double people_hydraulic_100(void) {
  return people_long_stair(100);
}

double people_tower(size_t floors, int is_network, double jam_density) {
  scene s;
  scene_tower(&s, floors);
  s.in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  s.in.jam_density = jam_density;
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 2000);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_ten_storeys(void) {
  return people_tower(10, 0, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_smoke.c  Tests in smoke. */
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** A corridor 2 m wide with one person at its far end, in gas of one kind. */
static void build_corridor(scene *s, double length, double speed, double pre_movement_s) {
  scene_begin(s, 1);
  scene_floor(s, length, 2, 0);
  scene_room(s, 0, 0, 0, length, 2);
  scene_way_out(s, 0, length, 1, 1, 0);
  scene_person(s, 0, 1, 1, speed, pre_movement_s);
}

/** ISO 20414 test 18: time for 100 m [s]. */
static double walk_in_smoke(double extinction) {
  scene s;
  build_corridor(&s, 101.4, 1.25, 0); /* from 1 m to the cells of the exit */
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = crowd ? scene_air(&s) : NULL;
  double t = NAN;
  if (gas) {
    gas[0].extinction = extinction;
    flue_crowd_set_gas(crowd, gas);
    t = scene_run(crowd, 1000);
  }
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_smoke_speed(void) {
  static const double k[5] = {0.5, 1, 3, 7.5, 10};
  static const double f[5] = {0.95963, 0.91926, 0.75779, 0.39448, 0.19263};
  double worst = 0;
  for (size_t i = 0; i < 5; ++i) {
    const double t = walk_in_smoke(k[i]);
    if (isnan(t)) return NAN;
    worst = fmax(worst, fabs(100 / (1.25 * f[i] * t) - 1));
  }
  return worst;
}

/** NIST 2.6: when somebody who never starts goes down [s], to 0.1 s. */
static double down_at(double o2, double co2, double co) {
  scene s;
  build_corridor(&s, 10, 1.25, 1e7);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = crowd ? scene_air(&s) : NULL;
  double t = NAN;
  if (gas) {
    gas[0].o2 = o2;
    gas[0].co2 = co2;
    gas[0].co = co;
    flue_crowd_set_gas(crowd, gas);
  }
  for (int k = 1; gas && isnan(t) && k <= 20000; ++k) {
    flue_crowd_counts counts;
    flue_crowd_advance(crowd, 0.1 * k);
    flue_crowd_get_counts(crowd, &counts);
    if (counts.incapacitated > 0) t = 0.1 * k;
  }
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_fed_all(void) {
  return down_at(0.15, 0.02, 0.001);
}
double people_fed_oxygen(void) {
  return down_at(0.12, 0, 0);
}
double people_fed_co(void) {
  return down_at(0.21, 0, 0.001);
}
double people_fed_co_co2(void) {
  return down_at(0.21, 0.0343, 0.001);
}

/** Users of the east exit of a hall between two lobbies, with smoke in the east one. */
double people_east_users(double extinction) {
  enum { n = 60 };
  scene s;
  scene_lobbies(&s, n);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = crowd ? scene_air(&s) : NULL;
  double taken[n], users = NAN;
  if (gas) {
    gas[2].extinction = extinction;
    flue_crowd_set_gas(crowd, gas);
    users = isnan(scene_run(crowd, 300)) ? NAN : 0;
    flue_crowd_get_people(crowd, NULL, taken, NULL, NULL, NULL);
  }
  for (size_t i = 0; !isnan(users) && i < n; ++i) users += taken[i] > 0.5;
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return users;
}

double people_smoky_exit(void) {
  return people_east_users(3) / people_east_users(0);
}

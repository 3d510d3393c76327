/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/solver/duty_fixture.h  Helpers, those who need them, and a building for both. */
#ifndef FLUE_TESTS_DUTY_FIXTURE_H
#define FLUE_TESTS_DUTY_FIXTURE_H

#ifdef _OPENMP
#include <omp.h>
#endif

#include "flue_test.h"
#include "solver/crowd/crowd_engine.h"
#include "validation/people/scene.h"

static inline size_t add_helper(scene *s, size_t floor, double x, double y, double pre_movement_s) {
  const size_t id = scene_person(s, floor, x, y, 1, pre_movement_s);
  if (id != FLUE_NONE) s->duties[id].helps = 1;
  return id;
}

static inline size_t add_needy(scene *s, size_t floor, double x, double y, uint8_t helpers) {
  const size_t id = scene_person(s, floor, x, y, 0.6, 0);
  if (id == FLUE_NONE) return id;
  s->duties[id].needs_helpers = helpers;
  s->duties[id].preparation_s = 30;
  return id;
}

/** An engine that uses so many threads. */
static inline flue_crowd *start_with(const scene *s, int threads) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  (void)threads;
#endif
  return scene_start(s);
}

static inline flue_crowd_counts counts_of(const flue_crowd *crowd) {
  flue_crowd_counts c;
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.waiting + c.walking + c.on_stairs + c.in_lifts + c.in_refuge + c.outside +
                       c.incapacitated + c.on_duty,
                   c.people);
  return c;
}

static inline void run_counted(flue_crowd *crowd, double from_s, double to_s) {
  for (double t = from_s + 1; t <= to_s; t += 1) {
    flue_crowd_advance(crowd, t);
    counts_of(crowd);
  }
}

/** Six rooms of 5 by 4 m along a corridor of 15 by 2 m; an exit at its west end. Doors of the rooms
 *  are in the middle of their walls. */
static inline void build_rooms(scene *s, size_t n_people, int is_network, size_t *room) {
  scene_begin(s, n_people);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_floor(s, 15, 10, 0);
  scene_room(s, 0, 0, 4, 15, 6);
  for (size_t i = 0; i < 6; i++) {
    const double x = 5 * (double)(i % 3), y = i < 3 ? 0 : 6;
    room[i] = scene_room(s, 0, x, y, x + 5, y + 4);
    scene_door(s, 0, x + 2.5, i < 3 ? 4 : 6, 1, 1);
  }
  scene_way_out(s, 0, 0, 5, 1, 0);
}

#endif /* FLUE_TESTS_DUTY_FIXTURE_H */

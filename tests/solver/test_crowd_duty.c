/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who help others and who make rounds, in both modes. */
#include "flue_test.h"

#ifdef _OPENMP
#include <omp.h>
#endif

#include "solver/crowd/crowd_engine.h"
#include "validation/people/scene.h"

/** A corridor 30 m long with an exit at its west end, where doors pass everybody at once. */
static void build_corridor(scene *s, size_t n_people, int is_network) {
  scene_begin(s, n_people);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_floor(s, 30, 2, 0);
  scene_room(s, 0, 0, 0, 30, 2);
  scene_way_out(s, 0, 0, 1, 1, 0);
}

static size_t add_helper(scene *s, size_t floor, double x, double y, double pre_movement_s) {
  const size_t id = scene_person(s, floor, x, y, 1, pre_movement_s);
  if (id != FLUE_NONE) s->duties[id].helps = 1;
  return id;
}

static size_t add_needy(scene *s, size_t floor, double x, double y, uint8_t helpers) {
  const size_t id = scene_person(s, floor, x, y, 0.6, 0);
  if (id == FLUE_NONE) return id;
  s->duties[id].needs_helpers = helpers;
  s->duties[id].preparation_s = 30;
  return id;
}

/** An engine that uses so many threads. */
static flue_crowd *start_with(const scene *s, int threads) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  (void)threads;
#endif
  return scene_start(s);
}

static flue_crowd_counts counts_of(const flue_crowd *crowd) {
  flue_crowd_counts c;
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.waiting + c.walking + c.on_stairs + c.in_lifts + c.in_refuge + c.outside +
                       c.incapacitated + c.on_duty,
                   c.people);
  return c;
}

static void run_counted(flue_crowd *crowd, double from_s, double to_s) {
  for (double t = from_s + 1; t <= to_s; t += 1) {
    flue_crowd_advance(crowd, t);
    counts_of(crowd);
  }
}

/* The helper starts after 10 s, walks 20 m at 1 m/s; 30 s of preparation; 25 m back at 0.6 m/s;
   then 15 m to the second person, 30 s, 15 m at 0.6 m/s. In the fine mode people are out at the
   cells of the door, half a metre before it. */
static void a_helper_fetches_one_after_the_other(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_corridor(&s, 3, is_network);
    const double door = is_network ? 0 : 0.5, near = 15.125 - door, far = 25.125 - door;
    add_helper(&s, 0, 5.125, 1.125, 10);
    add_needy(&s, 0, 25.125, 1.125, 1);
    add_needy(&s, 0, 15.125, 1.125, 1);
    s.people[2].pre_movement_s = 1e4; /* does not matter */
    flue_crowd *crowd = scene_start(&s);
    run_counted(crowd, 0, 300);
    double ready[3], out[3];
    flue_crowd_get_helped(crowd, ready);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    print_message("ready %.2f, %.2f s; out %.2f, %.2f, helper %.2f s\n", ready[2], ready[1], out[2],
                  out[1], out[0]);
    assert_true(isnan(ready[0]));
    /* the nearer one first */
    assert_near(ready[2], 10 + 10 + 30, 0.3);
    assert_near(out[2], ready[2] + near / 0.6, 0.6);
    assert_near(ready[1], out[2] + far / 1 + 30, 0.6);
    assert_near(out[1], ready[1] + far / 0.6, 0.6);
    assert_near(out[0], out[1], 0.11);
    assert_int_equal(counts_of(crowd).without_help, 0);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void who_needs_two_waits_for_both(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_corridor(&s, 5, is_network);
    add_helper(&s, 0, 5.125, 1.125, 0);
    add_helper(&s, 0, 5.125, 0.625, 100);
    add_needy(&s, 0, 25.125, 1.125, 2);
    add_needy(&s, 0, 20.125, 1.125, 2);
    add_needy(&s, 0, 15.125, 1.125, 3); /* for whom there are too few */
    flue_crowd *crowd = scene_start(&s);
    run_counted(crowd, 0, 99);
    assert_int_equal(counts_of(crowd).on_duty, 1); /* waits with the nearest of those it can help */
    run_counted(crowd, 99, 600);
    double ready[5], out[5];
    flue_crowd_get_helped(crowd, ready);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    print_message("ready %.2f and %.2f s, out %.2f and %.2f s\n", ready[3], ready[2], out[3],
                  out[2]);
    assert_near(ready[3], 100 + 15 + 30, 0.6);
    assert_true(ready[2] > out[3] && isfinite(out[2]));
    assert_true(isinf(ready[4]));
    const flue_crowd_counts c = counts_of(crowd);
    assert_int_equal(c.without_help, 1);
    assert_int_equal(c.outside, 4);
    assert_int_equal(c.waiting, 1);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* Storeys of 10 by 10 m with a stair at x = 0; the ground floor has a way out. */
static void build_storeys(scene *s, size_t n_people, size_t n_floors, int is_network) {
  scene_begin(s, n_people);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_stair(s, n_floors, 1.2, 10, 3);
  for (size_t f = 0; f < n_floors; f++) {
    scene_floor(s, 10, 10, 3 * (double)f);
    scene_room(s, f, 0, 0, 10, 10);
    scene_exit(s, scene_door(s, f, 0, 5, 1, 0), 0, f);
  }
  scene_way_out(s, 0, 10, 5, 1, 0);
}

/* From the ground floor up two storeys: 5 m to the stair, 20 m of stair up, 8 m on the storey. */
static void helpers_come_up_the_stair_and_take_people_down(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_storeys(&s, 3, 3, is_network);
    const double door = is_network ? 0 : 0.5;
    add_helper(&s, 0, 5.125, 5.125, 0);
    add_needy(&s, 2, 8.125, 5.125, 1);
    add_needy(&s, 1, 8.125, 5.125, 1);
    flue_crowd *crowd = scene_start(&s);
    run_counted(crowd, 0, 60);
    double ready[3], out[3];
    flue_crowd_get_helped(crowd, ready);
    const double k = flue_walking_stair_k(0.18, 0.28), down = flue_walking_speed(k, 0);
    const double up = FLUE_WALKING_UP_FACTOR * down;
    assert_near(ready[2], 13.25 - 2 * door + 10 / up + 30, 0.6);
    run_counted(crowd, 60, 400);
    flue_crowd_get_helped(crowd, ready);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    print_message("ready %.2f, out %.2f; ready %.2f, out %.2f s\n", ready[2], out[2], ready[1],
                  out[1]);
    assert_true(isfinite(out[0]) && isfinite(out[1]));
    assert_true(ready[1] > out[2] + 30 + 20 / up);
    assert_true(ready[1] < out[2] + 30 + 20 / up + 22);
    assert_near(out[0], out[1], 0.11);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/** Six rooms of 5 by 4 m along a corridor of 15 by 2 m; an exit at its west end. Doors of the rooms
 *  are in the middle of their walls. */
static void build_rooms(scene *s, size_t n_people, int is_network, size_t *room) {
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

/** A person in each room, at a place that is not on the way to its middle. */
static void add_waiting(scene *s, double pre_movement_s, double told_s) {
  for (size_t i = 0; i < 6; i++) {
    const size_t id =
        scene_person(s, 0, 5 * (double)(i % 3) + 2.375, i < 3 ? 0.625 : 9.375, 1.2, pre_movement_s);
    if (id != FLUE_NONE) s->people[id].told_s = (float)told_s;
  }
}

/* 20 s, 4.2 m to the middle of the first room, 10 s there, 9 m to the next, 10 s, 9 m: at 1 m/s.
   The second time there is smoke in the room between: 14 m to the last. */
static void rooms_are_cleared_one_after_the_other(void **state) {
  (void)state;
  for (int is_smoky = 0; is_smoky < 2; is_smoky++)
    for (int is_network = 0; is_network < 2; is_network++) {
      scene s;
      size_t room[6];
      build_rooms(&s, 7, is_network, room);
      const size_t id = scene_person(&s, 0, 0.625, 5.125, 1, 20);
      flue_crowd_round round = {.n = 3, .room = room, .visit_s = 10};
      s.duties[id].round = 1;
      s.in.rounds = &round;
      s.in.n_rounds = 1;
      add_waiting(&s, 500, 5);
      flue_crowd *crowd = scene_start(&s);
      flue_exposure *gas = scene_air(&s);
      gas[room[1]].extinction = is_smoky ? 1.3 : 0;
      flue_crowd_set_gas(crowd, gas);
      run_counted(crowd, 0, 200);
      double told[7], out[7], warned[7];
      flue_crowd_get_told(crowd, told);
      flue_crowd_get_people(crowd, out, NULL, NULL, NULL, warned);
      print_message("told at %.1f, %.1f, %.1f s; first out %.1f s, round %.1f s\n", told[room[0]],
                    told[room[1]], told[room[2]], out[1], out[0]);
      assert_near(told[room[0]], 24.2, 0.5);
      if (is_smoky)
        assert_true(isnan(told[room[1]]));
      else
        assert_near(told[room[1]], told[room[0]] + 19, 0.9);
      assert_near(told[room[2]], is_smoky ? told[room[0]] + 24 : told[room[1]] + 19, 0.9);
      assert_true(isnan(told[room[3]]) && isnan(out[4]));
      /* 5 s, then 3.4 m to the door of the room and 2.7 m to the exit */
      assert_near(out[1], told[room[0]] + 5 + (3.4 + 2.7) / 1.2, 0.8);
      assert_near(warned[1], 0, 0); /* by the alarm, before */
      assert_near(out[0], told[room[2]] + 10 + 2 + 12.5, 1.2);
      free(gas);
      flue_crowd_destroy(&crowd);
      scene_end(&s);
    }
}

/* Two who share a round do not visit the same rooms. */
static void a_round_is_shared(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    double last[3];
    for (size_t n = 1; n < 3; n++) {
      scene s;
      size_t room[6];
      build_rooms(&s, 8, is_network, room);
      flue_crowd_round round = {.n = 6, .room = room, .visit_s = 30};
      for (size_t i = 0; i < n; i++) {
        const size_t id = scene_person(&s, 0, 0.625 + (double)i, 5.125, 1, 0);
        s.duties[id].round = 1;
      }
      s.in.rounds = &round;
      s.in.n_rounds = 1;
      add_waiting(&s, 500, 5);
      flue_crowd *crowd = scene_start(&s);
      run_counted(crowd, 0, 400);
      double told[7];
      flue_crowd_get_told(crowd, told);
      last[n] = 0;
      for (size_t i = 0; i < 6; i++) last[n] = fmax(last[n], told[room[i]]);
      assert_true(isfinite(last[n]));
      assert_int_equal(counts_of(crowd).outside, n + 6);
      flue_crowd_destroy(&crowd);
      scene_end(&s);
    }
    print_message("six rooms: one %.1f s, two %.1f s\n", last[1], last[2]);
    assert_true(last[2] < 0.55 * last[1]);
  }
}

/* From (14.625, 5.125) the door of room 1 at (7.5, 4) is within 2 m after 5.5 m, that of room 0
   after 10.5 m; in the fine mode they knock at whole seconds. The doors of rooms 2 and 5 are 2.3 m
   off at once, after 0.5 m within reach. */
static void who_passes_a_door_knocks_at_it(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    double out[2][7];
    for (int knocks = 0; knocks < 2; knocks++) {
      scene s;
      size_t room[6];
      build_rooms(&s, 7, is_network, room);
      scene_person(&s, 0, 14.625, 5.125, 1, 0);
      s.people[0].knocks = knocks != 0;
      add_waiting(&s, 500, 20);
      for (size_t i = 4; i < 7; i++) { /* so that nobody queues */
        s.people[i].pre_movement_s = 700;
        s.people[i].told_s = 60;
      }
      flue_crowd *crowd = scene_start(&s);
      run_counted(crowd, 0, 800);
      flue_crowd_get_people(crowd, out[knocks], NULL, NULL, NULL, NULL);
      double told[7];
      flue_crowd_get_told(crowd, told);
      assert_int_equal(isnan(told[room[1]]), !knocks);
      if (knocks) {
        print_message("told at %.2f, %.2f, %.2f s\n", told[room[2]], told[room[1]], told[room[0]]);
        assert_near(told[room[1]], 5.5, 0.6);
        assert_near(told[room[0]], 10.5, 0.6);
        for (size_t i = 0; i < 6; i++) /* earlier by just that; times are single */
          assert_near(out[0][1 + i] - out[1][1 + i], (i < 3 ? 480 : 640) - told[room[i]],
                      0.5 + 1e-4);
      }
      flue_crowd_destroy(&crowd);
      scene_end(&s);
    }
  }
}

static double smoke_between(double t_s) {
  return t_s > 60 ? 2 : 0;
}

/* Everything at once, smoke included: the same with one thread and several, and when restored. */
static void busy_duties_are_the_same_with_any_threads_and_restored(void **state) {
  (void)state;
  enum { n = 40 };
  static flue_agent_row one[n], more[n], restored[n];
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    size_t room[6];
    build_rooms(&s, n, is_network, room);
    for (size_t i = 0; i < 4; i++) add_helper(&s, 0, 2 + (double)i, 4.6, 5 * (double)i);
    for (size_t i = 0; i < 6; i++)
      for (size_t k = 0; k < 3; k++) {
        const double x = 5 * (double)(i % 3) + 1 + (double)k, y = i < 3 ? 1 : 9;
        if (k < 2)
          add_needy(&s, 0, x, y, (uint8_t)(1 + k));
        else
          scene_person(&s, 0, x, y, 1.2, 20);
      }
    flue_crowd_round round = {.n = 6, .room = room, .visit_s = 15};
    s.in.rounds = &round;
    s.in.n_rounds = 1;
    s.duties[0].round = s.duties[1].round = 1;
    for (size_t i = 4; i < s.in.n_people; i += 3) s.people[i].knocks = 1;
    for (size_t i = 0; i < s.in.n_people; i++) s.people[i].tolerance = 0.1f + 0.02f * (float)i;
    flue_crowd *crowd[3] = {start_with(&s, 1), start_with(&s, 4), NULL};
    assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd[2]), FLUE_OK);
    flue_exposure *gas = scene_air(&s);
    for (int t = 1; t <= 600; t++) {
      gas[room[4]].extinction = smoke_between(t);
      gas[0].co = t > 50 ? 0.006 : 0;
      for (int k = 0; k < 3; k++) {
        if (k == 2 && t < 90) continue;
        flue_crowd_set_gas(crowd[k], gas);
        flue_crowd_advance(crowd[k], t);
      }
      counts_of(crowd[0]);
      if (t == 89) {
        flue_state saved = {0};
        flue_crowd_state(crowd[0], &saved);
        flue_state_rewind(&saved);
        flue_crowd_state(crowd[2], &saved);
        assert_int_equal(saved.status, FLUE_OK);
        flue_state_clear(&saved);
      }
      if (t < 90) continue;
      flue_crowd_get_rows(crowd[0], one);
      flue_crowd_get_rows(crowd[1], more);
      flue_crowd_get_rows(crowd[2], restored);
      assert_memory_equal(one, more, s.in.n_people * sizeof *one);
      assert_memory_equal(one, restored, s.in.n_people * sizeof *one);
    }
    const flue_crowd_counts c = counts_of(crowd[0]);
    print_message("%zu outside, %zu down, %zu without help, %zu waiting\n", c.outside,
                  c.incapacitated, c.without_help, c.waiting);
    assert_true(c.outside > 0 && c.incapacitated > 0);
    assert_int_equal(c.on_duty + c.walking, 0);
    for (int k = 0; k < 3; k++) flue_crowd_destroy(&crowd[k]);
    free(gas);
    scene_end(&s);
  }
}

/** Lists of the fine mode hold everybody once; rooms of the network mode as many as are in them. */
static void assert_lists_are_sound(const flue_crowd *crowd) {
  size_t on_floors = 0, on_stairs = 0, listed = 0, inside = 0;
  for (size_t i = 0; i < crowd->in.n_people; i++) {
    const crowd_walker *walker = &crowd->people.walker[i];
    on_floors += walker->state == FLUE_PERSON_WALKING;
    on_stairs += walker->state == FLUE_PERSON_ON_STAIR;
  }
  assert_int_equal(crowd->totals.n_moving, on_floors);
  assert_int_equal(crowd->totals.n_climbing, on_stairs);
  if (crowd->in.mode == FLUE_CROWD_NETWORK) {
    for (size_t i = 0; i < crowd->in.n_rooms; i++) {
      inside += crowd->net.rooms.inside[i];
      assert_true(crowd->net.rooms.walking[i] <= crowd->net.rooms.inside[i]);
    }
    assert_int_equal(inside, on_floors);
    return;
  }
  for (size_t i = 0; i < crowd->totals.n_active; i++)
    listed += crowd->people.walker[crowd->active[i]].state == FLUE_PERSON_WALKING;
  assert_int_equal(listed, on_floors);
}

static double random_to(uint32_t *seed, double most) {
  *seed = *seed * 1664525u + 1013904223u;
  return most * (double)(*seed >> 8) / (double)(1u << 24);
}

/** Four storeys of four rooms along a corridor, two stairs, a lift, a refuge on each; people of all
 *  kinds in random places. */
static void build_busy(scene *s, uint32_t *seed, size_t n, int is_network, flue_crowd_round *round,
                       size_t *room) {
  enum { floors = 4 };
  scene_begin(s, n);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_stair(s, floors, 1.2, 8, 3);
  scene_stair(s, floors, 1.2, 8, 3);
  scene_lift(s, floors, 3);
  for (size_t f = 0; f < floors; f++) {
    scene_floor(s, 20, 12, 3 * (double)f);
    scene_room(s, f, 0, 5, 20, 7);
    for (size_t i = 0; i < 4; i++) {
      const double x = 10 * (double)(i % 2), y = i < 2 ? 0 : 7;
      room[4 * f + i] = scene_room(s, f, x, y, x + 10, y + 5);
      scene_door(s, f, x + 5, i < 2 ? 5 : 7, 1, 1);
    }
    scene_exit(s, scene_door(s, f, 0, 6, 1, 0), 0, f);
    scene_exit(s, scene_door(s, f, 20, 6, 1, 0), 1, f);
    scene_landing(s, scene_door(s, f, 2, 7, 1, 1), 0, f);
    if (f > 0)
      s->exits[scene_exit(s, s->in.n_doors - 4, FLUE_NONE, 0)].refuge = room[4 * f + 3] + 1;
  }
  scene_way_out(s, 0, 10, 0, 1, 1);
  *round = (flue_crowd_round){.n = 4 * floors, .room = room, .visit_s = random_to(seed, 20)};
  s->in.rounds = round;
  s->in.n_rounds = 1;
  for (size_t i = 0; i < n; i++) {
    const size_t f = (size_t)random_to(seed, floors);
    const double kind = random_to(seed, 1), delay = random_to(seed, 200);
    const double x = 0.5 + random_to(seed, 19), y = 0.5 + random_to(seed, 11);
    scene_person(s, f, x, y, 0.6 + random_to(seed, 0.8), delay);
    flue_crowd_person *p = &s->people[i];
    p->tolerance = 0.05f + (float)random_to(seed, 1);
    p->told_s = (float)random_to(seed, 60);
    flue_crowd_duty *duty = &s->duties[i];
    duty->preparation_s = (float)random_to(seed, 60);
    p->knocks = random_to(seed, 1) < 0.3;
    if (kind < 0.2) duty->helps = 1;
    if (kind > 0.15 && kind < 0.3) duty->round = 1;
    if (kind >= 0.3 && kind < 0.5) duty->needs_helpers = (uint8_t)(1 + random_to(seed, 3));
    if (kind >= 0.4) p->seeks_refuge = random_to(seed, 1) < 0.4;
    p->uses_lifts = random_to(seed, 1) < 0.4;
  }
}

/** Another engine in the state of one. */
static flue_crowd *copy_of(const scene *s, flue_crowd *crowd) {
  flue_crowd *copy = NULL;
  flue_state saved = {0};
  flue_crowd_state(crowd, &saved);
  assert_int_equal(flue_crowd_create(NULL, &s->in, &copy), FLUE_OK);
  flue_state_rewind(&saved);
  flue_crowd_state(copy, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  flue_state_clear(&saved);
  return copy;
}

static void assert_same_rows(const flue_crowd *a, const flue_crowd *b) {
  static flue_agent_row x[64], y[64];
  assert_in_range(a->in.n_people, 1, 64);
  flue_crowd_get_rows(a, x);
  flue_crowd_get_rows(b, y);
  assert_memory_equal(x, y, a->in.n_people * sizeof *x);
}

/* Smoke that comes and goes, doors that are locked, people who go down: in 60 buildings, of
   which two in five are also gone on with from a state that was saved */
static void a_busy_building_loses_nobody(void **state) {
  (void)state;
  enum { n = 50 };
  size_t without = 0, down = 0, out = 0;
  for (uint32_t k = 0; k < 60; k++) {
    scene s;
    flue_crowd_round round;
    size_t room[16];
    uint32_t seed = 77 + k;
    build_busy(&s, &seed, n, k % 2, &round, room);
    flue_crowd_lock locks[2] = {{.t_s = 60, .door = (size_t)random_to(&seed, 28), .is_locked = 1},
                                {.t_s = 200, .is_locked = 0}};
    locks[1].door = locks[0].door;
    s.in.locks = locks;
    s.in.n_locks = k % 3 == 0 ? 2 : 0;
    flue_crowd *crowd = scene_start(&s);
    flue_crowd *copy = NULL;
    assert_non_null(crowd);
    flue_exposure *gas = scene_air(&s);
    for (int t = 1; t <= 1500; t++) {
      if (t % 20 == 0 && t < 900) {
        const size_t at = (size_t)random_to(&seed, (double)s.in.n_rooms);
        gas[at].extinction = random_to(&seed, 1) < 0.5 ? 0 : random_to(&seed, 3);
        gas[at].co = random_to(&seed, 1) < 0.3 ? random_to(&seed, 0.02) : 0;
      }
      if (t == 900) /* clears up */
        for (size_t i = 0; i < s.in.n_rooms; i++) gas[i].extinction = gas[i].co = 0;
      if (copy) {
        flue_crowd_set_gas(copy, gas);
        flue_crowd_advance(copy, t);
      }
      flue_crowd_set_gas(crowd, gas);
      flue_crowd_advance(crowd, t);
      counts_of(crowd);
      assert_lists_are_sound(crowd);
      if (copy && t % 10 == 0) assert_same_rows(crowd, copy);
      if (k % 5 < 2 && t == 90 + (int)k) copy = copy_of(&s, crowd);
    }
    const flue_crowd_counts c = counts_of(crowd);
    without += c.without_help;
    down += c.incapacitated;
    out += c.outside;
    /* who is left waits for helpers who do not come */
    flue_crowd_advance(crowd, 4000);
    const flue_crowd_counts end = counts_of(crowd);
    assert_int_equal(end.on_duty + end.walking + end.on_stairs + end.in_lifts, 0);
    assert_true(end.waiting <= end.without_help);
    free(gas);
    flue_crowd_destroy(&crowd);
    flue_crowd_destroy(&copy);
    scene_end(&s);
  }
  print_message("of %d: %zu outside, %zu down, %zu without help\n", 60 * n, out, down, without);
  assert_true(without > 0 && down > 0 && out > 0);
}

/* More than the thousand people from whom on steps are shared out among threads. */
static void a_full_building_is_the_same_with_any_threads(void **state) {
  (void)state;
  enum { n = 2400 };
  static flue_agent_row one[n], more[n];
  scene s;
  flue_crowd_round round;
  size_t room[16];
  uint32_t seed = 5;
  build_busy(&s, &seed, n, 0, &round, room);
  for (size_t i = 0; i < n; i++) s.people[i].pre_movement_s *= 0.02f;
  flue_crowd *crowd[2] = {start_with(&s, 1), start_with(&s, 3)};
  size_t most = 0;
  for (int t = 1; t <= 60; t++) {
    for (int k = 0; k < 2; k++) flue_crowd_advance(crowd[k], t);
    flue_crowd_get_rows(crowd[0], one);
    flue_crowd_get_rows(crowd[1], more);
    assert_memory_equal(one, more, sizeof one);
    const size_t moving = (size_t)crowd[0]->totals.n_moving;
    if (moving > most) most = moving;
  }
  assert_true(most > 1000);
  assert_true(counts_of(crowd[0]).on_duty > 10);
  for (int k = 0; k < 2; k++) flue_crowd_destroy(&crowd[k]);
  scene_end(&s);
}

static void nobody_is_fetched_from_a_room_one_would_turn_back_from(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    size_t room[6];
    build_rooms(&s, 2, is_network, room);
    add_helper(&s, 0, 2, 5, 20);
    add_needy(&s, 0, 12.5, 2, 1);
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    gas[room[2]].extinction = 1.5;
    flue_crowd_set_gas(crowd, gas);
    run_counted(crowd, 0, 100);
    const flue_crowd_counts c = counts_of(crowd);
    assert_int_equal(c.without_help, 1);
    assert_int_equal(c.outside, 1);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* Smoke in the hall between: in the fine mode the helper comes to its door at once, at 40 and at 80
   s or so, and then leaves; in network mode there is no way. The other helper waits in vain. */
static void helpers_give_up_behind_smoke(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    scene_lobbies(&s, 10);
    s.in.n_people = 0;
    s.in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
    add_helper(&s, 0, 5, 5, 0);
    add_helper(&s, 0, 38, 5, 0);
    add_needy(&s, 0, 35, 5, 2);
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    gas[1].extinction = 1.5;
    flue_crowd_set_gas(crowd, gas);
    run_counted(crowd, 0, 300);
    double out[3];
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    print_message("helpers out at %.1f and %.1f s\n", out[0], out[1]);
    if (is_network)
      assert_near(out[0], 5, 0.5);
    else
      assert_in_range(out[0], 65, 120);
    assert_true(out[1] >= 1 && out[1] < 125);
    assert_int_equal(counts_of(crowd).without_help, 1);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* two rooms without a way between, in each a helper and a person who needs two: both helpers wait
   ten minutes for each other and go; the first is there after some 5 s */
static void helpers_do_not_wait_for_ever(void **state) {
  (void)state;
  for (int is_net = 0; is_net < 2; is_net++) {
    scene s;
    double out[4];
    scene_begin(&s, 4);
    scene_floor(&s, 21, 6, 0);
    for (int i = 0; i < 2; i++) {
      scene_room(&s, 0, 11 * i, 0, 11 * i + 10, 6);
      scene_way_out(&s, 0, 21 * i, 3, 1, 0);
      scene_person(&s, 0, i ? 19 : 2, 3, 1.2, 0);
      scene_person(&s, 0, i ? 13 : 8, 3, 1, 0);
      s.duties[2 * i].helps = 1;
      s.duties[2 * i + 1].needs_helpers = 2;
    }
    s.in.mode = is_net ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
    flue_crowd *crowd = scene_start(&s);
    flue_crowd_advance(crowd, 900);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    for (int i = 0; i < 2; i++) {
      assert_near(out[2 * i], 610, 6);
      assert_true(isnan(out[2 * i + 1]));
    }
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void helpers_without_anybody_to_help_leave(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_corridor(&s, 2, is_network);
    add_helper(&s, 0, 10.125, 1.125, 20);
    scene_person(&s, 0, 20, 1, 1, 0);
    flue_crowd *crowd = scene_start(&s);
    run_counted(crowd, 0, 100);
    double out[2];
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    assert_near(out[0], 30.1, 0.6);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void input_without_sense_is_refused(void **state) {
  (void)state;
  for (int k = 0; k < 4; k++) {
    scene s;
    build_corridor(&s, 1, 0);
    scene_person(&s, 0, 5, 1, 1, 0);
    s.in.n_groups = 1;
    s.duties[0].helps = 1;
    if (k == 0) s.people[0].group = 1;
    if (k == 1) s.duties[0].needs_helpers = 1;
    if (k == 2) s.people[0].seeks_refuge = 1;
    if (k == 3) s.duties[0].round = 1;
    flue_crowd *crowd = NULL;
    assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_EARG);
    scene_end(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_helper_fetches_one_after_the_other),
      cmocka_unit_test(who_needs_two_waits_for_both),
      cmocka_unit_test(helpers_come_up_the_stair_and_take_people_down),
      cmocka_unit_test(nobody_is_fetched_from_a_room_one_would_turn_back_from),
      cmocka_unit_test(rooms_are_cleared_one_after_the_other),
      cmocka_unit_test(a_round_is_shared),
      cmocka_unit_test(who_passes_a_door_knocks_at_it),
      cmocka_unit_test(busy_duties_are_the_same_with_any_threads_and_restored),
      cmocka_unit_test(a_busy_building_loses_nobody),
      cmocka_unit_test(a_full_building_is_the_same_with_any_threads),
      cmocka_unit_test(helpers_give_up_behind_smoke),
      cmocka_unit_test(helpers_do_not_wait_for_ever),
      cmocka_unit_test(helpers_without_anybody_to_help_leave),
      cmocka_unit_test(input_without_sense_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

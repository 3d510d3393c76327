/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include <omp.h>

#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** A corridor of 2 by @p length metres with one person at its far end. */
static void build_corridor(scene *s, double length, double speed, double pre_movement_s) {
  scene_begin(s, 1);
  scene_floor(s, length, 2, 0);
  scene_room(s, 0, 0, 0, length, 2);
  scene_way_out(s, 0, length, 1, 1, 0);
  scene_person(s, 0, 1, 1, speed, pre_movement_s);
}

/* ISO 20414 test 18: 100 m of smoke, v0 f; 2 % for the way around no obstacle at all */
static void speed_in_smoke_agrees_with_iso_20414_test_18(void **state) {
  (void)state;
  static const double k[3] = {0.5, 1, 3}, f[3] = {0.95963, 0.91926, 0.75779};
  for (int i = 0; i < 3; i++) {
    scene s;
    build_corridor(&s, 101.4, 1.25, 0);
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    gas[0].extinction = k[i];
    flue_crowd_set_gas(crowd, gas);
    assert_near_rel(scene_run(crowd, 300), 100 / (1.25 * f[i]), 0.02);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* NIST 2.6, ISO 20414 test 19: FED 1 at 981.71 s for somebody who never starts, within 1 s */
static void waiting_person_goes_down_at_the_time_by_hand(void **state) {
  (void)state;
  scene s;
  build_corridor(&s, 10, 1.25, 1e6);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  gas[0].co2 = 0.02;
  gas[0].co = 0.001;
  gas[0].o2 = 0.15;
  flue_crowd_set_gas(crowd, gas);
  flue_crowd_counts counts;
  flue_crowd_advance(crowd, 980);
  flue_crowd_get_counts(crowd, &counts);
  assert_int_equal(counts.incapacitated, 0);
  assert_int_equal(counts.injured, 1);
  assert_near_rel(counts.largest_dose, 980 / 981.71, 1e-3);
  flue_crowd_advance(crowd, 984);
  flue_crowd_get_counts(crowd, &counts);
  assert_int_equal(counts.incapacitated, 1);
  assert_int_equal(counts.by_cause[FLUE_CAUSE_ASPHYXIA], 1);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* By hand: 200 deg C, 5e7 / 200^3.4 = 0.751 min = 45 s */
static void heat_is_its_own_cause(void **state) {
  (void)state;
  scene s;
  build_corridor(&s, 101, 1.0, 0);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  gas[0].temp_k = 473.15;
  flue_crowd_set_gas(crowd, gas);
  flue_crowd_advance(crowd, 60);
  flue_crowd_counts counts;
  flue_crowd_get_counts(crowd, &counts);
  assert_int_equal(counts.by_cause[FLUE_CAUSE_HEAT], 1);
  flue_agent_row row;
  flue_crowd_get_rows(crowd, &row);
  assert_near(row.x, 1 + 45, 2);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void smoke_in_the_room_warns_without_a_bell(void **state) {
  (void)state;
  scene s;
  build_corridor(&s, 10, 1.25, 300);
  flue_crowd *crowd = NULL;
  assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_OK);
  flue_exposure *gas = scene_air(&s);
  flue_crowd_advance(crowd, 50);
  gas[0].extinction = 0.5;
  flue_crowd_set_gas(crowd, gas);
  assert_near(scene_run(crowd, 200), 50 + 10 + 8.6 / (1.25 * 0.9597), 2);
  double warned;
  flue_crowd_get_people(crowd, NULL, NULL, NULL, NULL, &warned);
  assert_near(warned, 50, 1);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void only_the_warned_room_starts(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 2);
  scene_floor(&s, 10, 5, 0);
  scene_room(&s, 0, 0, 0, 5, 5);
  scene_room(&s, 0, 5, 0, 10, 5);
  scene_way_out(&s, 0, 0, 2.5, 1, 0);
  scene_way_out(&s, 0, 10, 2.5, 1, 0);
  scene_person(&s, 0, 3, 2, 1.2, 5);
  scene_person(&s, 0, 7, 2, 1.2, 5);
  flue_crowd *crowd = NULL;
  assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_OK);
  flue_crowd_warn(crowd, 1, 10);
  flue_crowd_warn(crowd, 1, 40); /* the first counts */
  flue_crowd_advance(crowd, 100);
  double out[2], warned[2];
  flue_crowd_get_people(crowd, out, NULL, NULL, NULL, warned);
  assert_true(isnan(out[0]) && isnan(warned[0]));
  assert_near(warned[1], 10, 0);
  assert_near(out[1], 15 + 2.2 / 1.2, 1);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* evac.md 2.7: smoke of 3 /m at one of two exits: its share falls */
static void smoke_at_one_exit_shifts_people_to_the_other(void **state) {
  (void)state;
  const double clear = people_east_users(0), smoky = people_east_users(3); /* NaN: somebody stays */
  print_message("east exit: %g of 60 in clear air, %g in smoke\n", clear, smoky);
  assert_true(clear >= 24 && clear <= 36);
  assert_true(smoky < floor(clear / 2));
}

/** Everything the engine tells about 300 people after @p t_end, with some smoke on the way. */
static void run_lobbies(flue_crowd *crowd, const scene *s, double t_begin, double t_end,
                        flue_agent_row *rows) {
  flue_exposure *gas = scene_air(s);
  for (double t = t_begin; t < t_end; t += 1) {
    gas[2].extinction = 0.1 * t;
    gas[2].co = 1e-4 * t;
    flue_crowd_set_gas(crowd, gas);
    flue_crowd_advance(crowd, t + 1);
  }
  flue_crowd_get_rows(crowd, rows);
  free(gas);
}

static void assert_same_rows(const flue_agent_row *a, const flue_agent_row *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    assert_memory_equal(&a[i].x, &b[i].x, sizeof a[i].x);
    assert_memory_equal(&a[i].y, &b[i].y, sizeof a[i].y);
    assert_memory_equal(&a[i].fed, &b[i].fed, sizeof a[i].fed);
    assert_memory_equal(&a[i].speed, &b[i].speed, sizeof a[i].speed);
    assert_int_equal(a[i].state, b[i].state);
  }
}

static void one_and_two_threads_give_the_same_bits(void **state) {
  (void)state;
  enum { n = 1500 }; /* above the number from which walking is shared out */
  flue_agent_row *rows[2];
  for (int i = 0; i < 2; i++) {
    scene s;
    scene_lobbies(&s, n);
    rows[i] = calloc(n, sizeof **rows);
    omp_set_num_threads(i + 1);
    flue_crowd *crowd = scene_start(&s);
    run_lobbies(crowd, &s, 0, 30, rows[i]);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
  assert_same_rows(rows[0], rows[1], n);
  free(rows[0]);
  free(rows[1]);
}

static void restored_engine_continues_with_the_same_bits(void **state) {
  (void)state;
  enum { n = 200 };
  scene s;
  scene_lobbies(&s, n);
  flue_agent_row straight[n], restored[n];
  flue_crowd *crowd = scene_start(&s);
  run_lobbies(crowd, &s, 0, 23, straight);
  flue_crowd_advance(crowd, 23.4); /* between two exchanges */
  flue_state saved = {0};
  flue_crowd_state(crowd, &saved);
  run_lobbies(crowd, &s, 24, 60, straight);
  flue_crowd *other = NULL;
  assert_int_equal(flue_crowd_create(NULL, &s.in, &other), FLUE_OK);
  flue_state_rewind(&saved);
  flue_crowd_state(other, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  assert_int_equal(saved.cursor, saved.length);
  run_lobbies(other, &s, 24, 60, restored);
  assert_same_rows(straight, restored, n);
  flue_state_clear(&saved);
  flue_crowd_destroy(&crowd);
  flue_crowd_destroy(&other);
  scene_end(&s);
}

/* Lesson 12 of evac.md: people who went down are obstacles but block no door for good */
static void people_lying_in_a_door_do_not_block_it(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 40);
  scene_floor(&s, 20, 6, 0);
  scene_room(&s, 0, 0, 0, 10, 6);
  scene_room(&s, 0, 10, 0, 20, 6);
  const size_t door = scene_door(&s, 0, 10, 3, 1, 0);
  scene_way_out(&s, 0, 20, 3, 1, 0);
  for (int i = 0; i < 4; i++) {
    scene_person(&s, 0, 9.7 + 0.2 * i, 2.65 + 0.25 * i, 1.2, 1e6);
    s.people[i].tolerance = 1e-3f;
  }
  scene_crowd(&s, 0, 36, 1, 1, 8, 5, 1.2);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  gas[0].co = gas[1].co = 0.001;
  flue_crowd_set_gas(crowd, gas);
  assert_true(scene_run(crowd, 200) > 0);
  flue_crowd_counts counts;
  flue_crowd_get_counts(crowd, &counts);
  assert_int_equal(counts.incapacitated, 4);
  assert_int_equal(counts.outside, 36);
  double share[2];
  flue_crowd_take_held(crowd, share);
  assert_near(share[door], 1, 0);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* who goes down at a locked exit holds it open only once it is unlocked */
static void people_lying_at_a_locked_door_do_not_open_it(void **state) {
  (void)state;
  flue_crowd_lock locks[] = {{.t_s = 0, .is_locked = 1}, {.t_s = 300, .is_locked = 0}};
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 10, 4, 0);
  scene_room(&s, 0, 0, 0, 10, 4);
  const size_t door = s.exits[scene_way_out(&s, 0, 10, 2, 1, 0)].door;
  scene_person(&s, 0, 9.9, 2, 1.2, 1e6); /* in the doorway */
  s.people[0].tolerance = 1e-3f;
  locks[0].door = locks[1].door = door;
  s.in.locks = locks;
  s.in.n_locks = 2;
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  gas[0].co = 0.001;
  flue_crowd_set_gas(crowd, gas);
  double share[scene_doors];
  flue_crowd_counts counts;
  flue_crowd_advance(crowd, 100);
  flue_crowd_get_counts(crowd, &counts);
  assert_int_equal(counts.incapacitated, 1);
  flue_crowd_take_held(crowd, share);
  assert_near(share[door], 0, 0);
  flue_crowd_advance(crowd, 310);
  flue_crowd_take_held(crowd, share);
  assert_near(share[door], 1, 0);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/** A flat (x below 6) with a door to a corridor that leads outside at x = 20. */
static void build_flat(scene *s) {
  scene_begin(s, 1);
  scene_floor(s, 20, 4, 0);
  scene_room(s, 0, 0, 0, 6, 4);
  scene_room(s, 0, 6, 0, 20, 4);
  scene_door(s, 0, 6, 2, 1, 0);
  scene_way_out(s, 0, 20, 2, 1, 0);
}

/* The rule of crowd_doors.c: 1.2 /m beyond the door turns people back (Jin, tolerable to those who
   know the building); they try again when the corridor has cleared, and go when their own room is
   as bad */
static void people_stay_behind_rather_than_walk_into_thick_smoke(void **state) {
  (void)state;
  scene s;
  build_flat(&s);
  scene_person(&s, 0, 2, 2, 1.2, 0);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  flue_crowd_counts counts;
  flue_agent_row row;
  gas[1].extinction = 1.3;
  flue_crowd_set_gas(crowd, gas);
  flue_crowd_advance(crowd, 100);
  flue_crowd_get_counts(crowd, &counts);
  flue_crowd_get_rows(crowd, &row);
  assert_int_equal(counts.outside, 0);
  assert_true(row.x < 6.0);
  gas[1].extinction = 0.2; /* cleared */
  flue_crowd_set_gas(crowd, gas);
  assert_true(scene_run(crowd, 200) < 100 + 30 + 20);
  flue_crowd_destroy(&crowd);

  crowd = scene_start(&s);
  gas[0].extinction = gas[1].extinction = 1.3; /* no better here than there */
  flue_crowd_set_gas(crowd, gas);
  assert_true(scene_run(crowd, 100) < 40);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void only_who_passes_a_door_holds_it_open(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 20, 6, 0);
  scene_room(&s, 0, 0, 0, 20, 3); /* a corridor, and an empty room whose door it passes */
  scene_room(&s, 0, 8, 3, 12, 6);
  const size_t beside = scene_door(&s, 0, 10, 3, 1, 1);
  const size_t own = s.exits[scene_way_out(&s, 0, 20, 1.5, 1, 0)].door;
  scene_person(&s, 0, 1, 2.8, 1.2, 0); /* along the wall with the door */
  flue_crowd *crowd = scene_start(&s);
  double held[scene_doors], passed_beside = 0, passed_own = 0;
  for (int t = 1; t <= 30; ++t) {
    flue_crowd_advance(crowd, t);
    flue_crowd_take_held(crowd, held);
    passed_beside += held[beside];
    passed_own += held[own];
  }
  assert_near(passed_beside, 0, 0);
  assert_near(passed_own, 1, 1e-9); /* one second of one person */
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* In a corridor full of smoke a metre through the doorway of a clean side room counts less, and who
   cuts through it is not sheltered there. */
static void a_doorway_on_the_way_is_no_shelter(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 36, 10, 0);
  scene_room(&s, 0, 0, 0, 35, 2.5);
  scene_room(&s, 0, 28, 2.5, 32, 10);
  scene_door(&s, 0, 30.75, 2.5, 1.2, 1);
  scene_way_out(&s, 0, 33.5, 2.5, 1.5, 1);
  scene_person(&s, 0, 26, 2.3, 1.2, 0);
  flue_crowd *crowd = scene_start(&s);
  flue_exposure *gas = scene_air(&s);
  size_t occupancy[2] = {0, 0}, was_aside = 0;
  assert_non_null(gas);
  gas[0].extinction = 3;
  flue_crowd_set_gas(crowd, gas);
  for (int k = 1; k <= 200; k++) {
    flue_crowd_advance(crowd, 0.1 * k);
    flue_crowd_get_occupancy(crowd, occupancy);
    was_aside += occupancy[1];
  }
  assert_true(was_aside > 0);              /* else this test says nothing */
  assert_true(scene_run(crowd, 100) < 15); /* 7 m at 0.91 m/s, and the detour */
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/** One person who never starts in a room with gas. */
static void build_waiting(scene *s, double tolerance) {
  scene_begin(s, 1);
  scene_floor(s, 10, 10, 0);
  scene_room(s, 0, 0, 0, 10, 10);
  scene_way_out(s, 0, 10, 5, 1, 0);
  scene_person(s, 0, 5, 5, 1.2, 1e7);
  s->people[0].tolerance = (float)tolerance;
}

/* CO rises from 0 to 5000 ppm within 100 s of one exchange: half of the dose at 5000 ppm, to the
   power 1.036 of a straight line of the rate */
static void doses_follow_gas_in_a_straight_line_of_time(void **state) {
  (void)state;
  double dose[1];
  scene s;
  build_waiting(&s, 10);
  flue_exposure *gas = scene_air(&s);
  flue_crowd *crowd = NULL;
  assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_OK);
  flue_crowd_set_gas(crowd, gas);
  flue_crowd_advance(crowd, 10);
  gas[0].co = 5000e-6;
  flue_crowd_set_gas(crowd, gas);
  flue_crowd_advance(crowd, 110);
  flue_crowd_get_people(crowd, NULL, NULL, dose, NULL, NULL);
  assert_near_rel(dose[0], 0.5 * 100 * 2.764e-5 * pow(5000, 1.036) / 60, 1e-6);
  free(gas);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void irritant_gas_stops_people_at_their_tolerance(void **state) {
  (void)state;
  for (int is_strong = 0; is_strong < 2; is_strong++) {
    flue_crowd_counts counts;
    scene s;
    build_waiting(&s, 1);
    flue_exposure *gas = scene_air(&s);
    flue_crowd *crowd = NULL;
    assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_OK);
    gas[0].hcl = is_strong ? 901e-6 : 800e-6;
    flue_crowd_set_gas(crowd, gas);
    flue_crowd_advance(crowd, 30);
    flue_crowd_get_counts(crowd, &counts);
    assert_int_equal(counts.by_cause[FLUE_CAUSE_IRRITANT], is_strong);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* 20 m in smoke of 4 /m at the head and 0.2 /m near the floor: upright at 1 - 0.0807 * 4 of 1.2
   m/s, on hands and knees at 0.57 of 1 - 0.0807 * 0.2 and with the dose of the clean air below */
static void people_crawl_below_smoke(void **state) {
  (void)state;
  static const double speed[2] = {1.2 * (1 - 0.0807 * 4), 0.57 * 1.2 * (1 - 0.0807 * 0.2)};
  for (int may_crawl = 0; may_crawl < 2; may_crawl++) {
    double out[1], dose[1];
    scene s;
    scene_begin(&s, 1);
    scene_floor(&s, 22, 2, 0);
    scene_room(&s, 0, 0, 0, 22, 2);
    scene_way_out(&s, 0, 22, 1, 2, 0);
    scene_person(&s, 0, 1.6, 1, 1.2, 0);
    s.in.may_crawl = may_crawl;
    flue_exposure *gas = scene_air(&s), *low = scene_air(&s);
    gas[0].extinction = 4;
    gas[0].co = 1000e-6;
    low[0].extinction = 0.2;
    flue_crowd *crowd = scene_start(&s);
    flue_crowd_set_low_gas(crowd, low);
    flue_crowd_set_gas(crowd, gas);
    assert_true(scene_run(crowd, 100) > 0);
    flue_crowd_get_people(crowd, out, NULL, dose, NULL, NULL);
    assert_near(out[0], 20 / speed[may_crawl], 0.3);
    assert_true(may_crawl ? dose[0] < 1e-9 : dose[0] > 0.01);
    free(gas);
    free(low);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(doses_follow_gas_in_a_straight_line_of_time),
      cmocka_unit_test(irritant_gas_stops_people_at_their_tolerance),
      cmocka_unit_test(people_crawl_below_smoke),
      cmocka_unit_test(a_doorway_on_the_way_is_no_shelter),
      cmocka_unit_test(speed_in_smoke_agrees_with_iso_20414_test_18),
      cmocka_unit_test(waiting_person_goes_down_at_the_time_by_hand),
      cmocka_unit_test(heat_is_its_own_cause),
      cmocka_unit_test(smoke_in_the_room_warns_without_a_bell),
      cmocka_unit_test(only_the_warned_room_starts),
      cmocka_unit_test(smoke_at_one_exit_shifts_people_to_the_other),
      cmocka_unit_test(one_and_two_threads_give_the_same_bits),
      cmocka_unit_test(restored_engine_continues_with_the_same_bits),
      cmocka_unit_test(people_lying_in_a_door_do_not_block_it),
      cmocka_unit_test(people_lying_at_a_locked_door_do_not_open_it),
      cmocka_unit_test(people_stay_behind_rather_than_walk_into_thick_smoke),
      cmocka_unit_test(only_who_passes_a_door_holds_it_open),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

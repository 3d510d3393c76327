/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network mode of people: everybody is counted, nobody is stuck, smoke does what it does in the
 * fine mode. Published chains are in validation/people/measure_network.c. */
#include "flue_test.h"

#include "solver/crowd/crowd_engine.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

static flue_crowd *start_network(scene *s) {
  s->in.mode = FLUE_CROWD_NETWORK;
  flue_crowd *crowd = scene_start(s);
  assert_non_null(crowd);
  return crowd;
}

/** Everybody is in one state, in one compartment or outside, and on the lists of nothing else. */
static void check_counts(const flue_crowd *crowd) {
  const crowd_net *net = &crowd->net;
  flue_crowd_counts c;
  size_t occupancy[256], sum = 0, inside = 0, on_stairs = 0;
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.waiting + c.walking + c.on_stairs + c.outside + c.incapacitated, c.people);
  assert_true(crowd->in.n_rooms <= 256);
  flue_crowd_get_occupancy(crowd, occupancy);
  for (size_t i = 0; i < crowd->in.n_rooms; i++) {
    sum += occupancy[i];
    inside += net->rooms.inside[i];
    assert_true(net->rooms.walking[i] <= net->rooms.inside[i]);
  }
  for (size_t i = 0; i < crowd->segments.n; i++) {
    on_stairs += crowd->segments.count[i];
    assert_true(crowd->segments.count[i] <= crowd->segments.capacity[i]);
    assert_true(net->stair_walking[i] <= crowd->segments.count[i]);
  }
  assert_int_equal(sum + c.outside, c.people);
  assert_int_equal(inside, c.walking);
  assert_int_equal(on_stairs, c.on_stairs);
}

static void everybody_is_counted_all_the_time(void **state) {
  (void)state;
  scene s;
  scene_tower(&s, 10);
  s.in.jam_density = 1; /* so that stairs fill up */
  flue_crowd *crowd = start_network(&s);
  flue_crowd_counts c;
  for (int t = 1; t <= 1000; t++) {
    flue_crowd_advance(crowd, t);
    check_counts(crowd);
  }
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.outside, 600);
  for (size_t f = 0; f < 10; f++) assert_true(flue_crowd_floor_cleared(crowd, f) <= c.last_out_s);
  assert_near(flue_crowd_time_out(crowd, 1), c.last_out_s, 0.1);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* T10 of evac.md: both stairs are used alike */
static void equal_stairs_share_their_people(void **state) {
  (void)state;
  scene s;
  scene_tower(&s, 10);
  flue_crowd *crowd = start_network(&s);
  flue_agent_row rows[600];
  int through[2] = {0, 0};
  uint8_t was_on[600] = {0};
  for (int t = 1; t <= 1000; t++) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < 600; i++) {
      if (rows[i].state != FLUE_PERSON_ON_STAIR || was_on[i]) continue;
      was_on[i] = 1;
      through[crowd->segments.stair[crowd->people.walker[i].segment]]++;
    }
  }
  print_message("stairs take %d and %d\n", through[0], through[1]);
  assert_int_equal(through[0] + through[1], 540);
  assert_near(through[0], 270, 14);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void set_smoke(flue_crowd *crowd, const scene *s, size_t room, double extinction) {
  flue_exposure *gas = scene_air(s);
  assert_non_null(gas);
  gas[room].extinction = extinction;
  flue_crowd_set_gas(crowd, gas);
  free(gas);
}

static size_t users_of_east_exit(double extinction) {
  scene s;
  scene_lobbies(&s, 60);
  flue_crowd *crowd = start_network(&s);
  set_smoke(crowd, &s, 2, extinction);
  double taken[60];
  assert_true(scene_run(crowd, 300) < 300);
  flue_crowd_get_people(crowd, NULL, taken, NULL, NULL, NULL);
  size_t n = 0;
  for (size_t i = 0; i < 60; i++) n += taken[i] > 0.5 ? 1 : 0;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return n;
}

static void people_avoid_the_exit_in_smoke(void **state) {
  (void)state;
  const size_t clear = users_of_east_exit(0), smoky = users_of_east_exit(3);
  print_message("east exit: %zu in clear air, %zu in smoke\n", clear, smoky);
  assert_near((double)clear, 30, 2);
  assert_true(2 * smoky <= clear);
}

/* The only way out is filled with smoke: people wait at its door, and go on once it has cleared */
static void people_turn_back_from_smoke_and_try_again(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 5);
  scene_floor(&s, 30, 4, 0);
  scene_room(&s, 0, 0, 0, 15, 4);
  scene_room(&s, 0, 15, 0, 30, 4);
  scene_door(&s, 0, 15, 2, 1, 0);
  scene_way_out(&s, 0, 30, 2, 1, 0);
  for (int i = 0; i < 5; i++) scene_person(&s, 0, 5, 2, 1.2, 0);
  flue_crowd *crowd = start_network(&s);
  flue_crowd_counts c;
  flue_agent_row rows[5];
  set_smoke(crowd, &s, 1, 3);
  flue_crowd_advance(crowd, 100);
  check_counts(crowd);
  flue_crowd_get_counts(crowd, &c);
  flue_crowd_get_rows(crowd, rows);
  assert_int_equal(c.waiting, 5);
  assert_near(rows[0].x, 15, 0.01);
  set_smoke(crowd, &s, 1, 0);
  const double t = scene_run(crowd, 200);
  assert_true(t > 100 && t < 100 + 30 + 5 + 15 / 1.2); /* the next attempt, the door, the way */
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* Smoke that comes while people walk slows them: 40 m at 1.2 m/s, from 17 s on at 0.758 of that */
static void smoke_slows_those_under_way(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 42, 4, 0);
  scene_room(&s, 0, 0, 0, 42, 4);
  scene_way_out(&s, 0, 42, 2, 1, 0);
  scene_person(&s, 0, 2, 2, 1.2, 0);
  flue_crowd *crowd = start_network(&s);
  flue_agent_row row;
  set_smoke(crowd, &s, 0, 0);
  flue_crowd_advance(crowd, 17);
  set_smoke(crowd, &s, 0, 3);
  flue_crowd_advance(crowd, 18);
  flue_crowd_get_rows(crowd, &row);
  assert_near(row.x, 2 + 17 * 1.2 + 1.2 * 0.7579, 1e-3);
  assert_near(row.speed, 1.2 * 0.7579, 1e-3);
  const double t = scene_run(crowd, 100);
  assert_near(t, 17 + (40 - 17 * 1.2) / (1.2 * 0.7579), 0.01);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/** Carbon monoxide in the ground floor and one stair of the tower. */
static void set_poison(flue_crowd *crowd, const scene *s) {
  flue_exposure *gas = scene_air(s);
  assert_non_null(gas);
  for (size_t k = 0; k < 10; k++) gas[s->stair_room[0][k]].co = 0.03;
  gas[s->floors[5].room[0]].co = 0.01;
  gas[s->floors[5].room[0]].extinction = 0.4;
  flue_crowd_set_gas(crowd, gas);
  free(gas);
}

static void people_go_down_and_the_others_get_out(void **state) {
  (void)state;
  scene s;
  scene_tower(&s, 10);
  flue_crowd *crowd = start_network(&s);
  flue_crowd_counts c;
  double dose[600], cause[600];
  set_poison(crowd, &s);
  for (int t = 1; t <= 1200; t++) {
    flue_crowd_advance(crowd, t);
    check_counts(crowd);
  }
  flue_crowd_get_counts(crowd, &c);
  flue_crowd_get_people(crowd, NULL, NULL, dose, cause, NULL);
  print_message("%zu down, %zu outside\n", c.incapacitated, c.outside);
  assert_true(c.incapacitated > 0 && c.outside > 250);
  assert_int_equal(c.incapacitated + c.outside, 600);
  assert_int_equal(c.by_cause[FLUE_CAUSE_ASPHYXIA], c.incapacitated);
  for (size_t i = 0; i < 600; i++) assert_int_equal(dose[i] >= 1, cause[i] > 0);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* Restored half way and advanced in other steps: the same bits in every answer */
static void a_checkpoint_gives_the_same_bits(void **state) {
  (void)state;
  scene s;
  scene_tower(&s, 10);
  flue_crowd *crowd = start_network(&s), *other = start_network(&s);
  flue_state saved = {0}, ends[2] = {{0}, {0}};
  set_poison(crowd, &s);
  flue_crowd_advance(crowd, 150);
  flue_crowd_state(crowd, &saved);
  flue_state_rewind(&saved);
  flue_crowd_state(other, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  flue_crowd_advance(crowd, 700);
  for (int t = 151; t <= 700; t++) flue_crowd_advance(other, t);
  flue_crowd_state(crowd, &ends[0]);
  flue_crowd_state(other, &ends[1]);
  assert_int_equal(ends[0].length, ends[1].length);
  assert_memory_equal(ends[0].data, ends[1].data, ends[0].length);
  flue_state_clear(&saved);
  for (int i = 0; i < 2; i++) flue_state_clear(&ends[i]);
  flue_crowd_destroy(&crowd);
  flue_crowd_destroy(&other);
  scene_end(&s);
}

/* evac.md 2.6: two full rooms that change sides through one door; three around a corner do as well
 */
static void full_rooms_do_not_lock(void **state) {
  (void)state;
  assert_near(people_swapping_rooms(), 60, 0);
  scene s;
  scene_begin(&s, 300);
  s.in.jam_density = 0.5; /* far fewer than there are */
  scene_floor(&s, 30, 10, 0);
  for (int i = 0; i < 3; i++) scene_room(&s, 0, 10 * i, 0, 10 * i + 10, 10);
  scene_door(&s, 0, 10, 5, 1, 0);
  scene_door(&s, 0, 20, 5, 1, 0);
  scene_way_out(&s, 0, 30, 5, 1, 0);
  for (int i = 0; i < 3; i++) scene_crowd(&s, 0, 100, 10 * i + 1, 1, 10 * i + 9, 9, 1.2);
  flue_crowd *crowd = start_network(&s);
  assert_near(scene_run(crowd, 2000), 299 / (1.33 * 0.7), 25); /* the last door decides */
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* An L-shaped room: the way around the corner, not through the wall; a dead end is nobody's way */
static void ways_lead_around_corners(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 1);
  scene_floor(&s, 20, 20, 0);
  scene_room(&s, 0, 0, 0, 20, 4);
  scene_paint(&s, 0, s.room[0], 0, 16, 0, 20, 20);
  scene_room(&s, 0, 0, 4, 8, 12);
  scene_door(&s, 0, 4, 4, 1, 1);
  scene_way_out(&s, 0, 18, 20, 1, 1);
  scene_person(&s, 0, 1, 2, 1, 0);
  flue_crowd *crowd = start_network(&s);
  const double around = hypot(15, 2) + hypot(2, 16); /* by the inner corner at (16, 4) */
  assert_near_rel(scene_run(crowd, 100), around, 0.04);
  assert_int_equal(crowd->net.ports.is_dead[crowd->net.rooms.first_port[0]], 1);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

/* Held for a second by each who passes, for good by who lies in it */
static void doors_are_held_by_who_passes(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 3);
  scene_floor(&s, 12, 4, 0);
  scene_room(&s, 0, 0, 0, 12, 4);
  scene_way_out(&s, 0, 12, 2, 1, 0);
  for (int i = 0; i < 3; i++) scene_person(&s, 0, 6, 2, 1.2, 20.0 * i);
  flue_crowd *crowd = start_network(&s);
  double share = -1;
  flue_crowd_advance(crowd, 10);
  flue_crowd_take_held(crowd, &share);
  assert_near(share, 0.1, 1e-9);
  flue_crowd_advance(crowd, 20);
  flue_crowd_take_held(crowd, &share);
  assert_near(share, 0, 0);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void somebody_without_a_way_is_refused(void **state) {
  (void)state;
  scene s;
  scene_begin(&s, 1);
  s.in.mode = FLUE_CROWD_NETWORK;
  scene_floor(&s, 12, 4, 0);
  scene_room(&s, 0, 0, 0, 6, 4);
  scene_room(&s, 0, 6, 0, 12, 4);
  scene_way_out(&s, 0, 12, 2, 1, 0);
  scene_person(&s, 0, 3, 2, 1.2, 0);
  flue_crowd *crowd = NULL;
  assert_int_equal(flue_crowd_create(NULL, &s.in, &crowd), FLUE_EARG);
  assert_null(crowd);
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(everybody_is_counted_all_the_time),
      cmocka_unit_test(equal_stairs_share_their_people),
      cmocka_unit_test(people_avoid_the_exit_in_smoke),
      cmocka_unit_test(people_turn_back_from_smoke_and_try_again),
      cmocka_unit_test(smoke_slows_those_under_way),
      cmocka_unit_test(people_go_down_and_the_others_get_out),
      cmocka_unit_test(a_checkpoint_gives_the_same_bits),
      cmocka_unit_test(full_rooms_do_not_lock),
      cmocka_unit_test(ways_lead_around_corners),
      cmocka_unit_test(doors_are_held_by_who_passes),
      cmocka_unit_test(somebody_without_a_way_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways over several stairs, in both modes: up one and down another, and off before the discharge.
 */
#include "flue_test.h"

#include "validation/people/scene.h"

#ifdef _OPENMP
#include <omp.h>
#endif

static const double up = 0.738, down = 0.922; /* [m s-1] alone, steps of 18 by 28 cm */

/** Both modes, one after the other. */
static void in_both(void (*check)(flue_crowd_mode mode)) {
  check(FLUE_CROWD_FINE);
  check(FLUE_CROWD_NETWORK);
}

static void check_bridge(flue_crowd_mode mode) {
  scene s;
  flue_agent_row row;
  float speed[2] = {0, 0};
  double highest = 0;
  scene_bridge(&s, 1, 0);
  s.in.mode = mode;
  scene_person(&s, 0, 5, 3, 1.2, 0);
  flue_crowd *crowd = scene_start(&s);
  assert_non_null(crowd);
  for (double t = 0.5; t < 60; t += 0.5) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_rows(crowd, &row);
    if (row.state == FLUE_PERSON_OUTSIDE) break;
    if (row.state == FLUE_PERSON_ON_STAIR && row.speed > 0) speed[highest > 2.9] = row.speed;
    highest = fmax(highest, row.z);
  }
  const double by_hand = 35 / 1.2 + 6 / up + 6 / down;
  assert_near(highest, 3, 1e-6);
  assert_near(speed[0], up, 1e-3);
  assert_near(speed[1], down, 1e-3);
  assert_near_rel(scene_run(crowd, 60), by_hand, 0.03); /* doorways are left of the middle */
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void the_only_way_leads_up_one_stair_and_down_another(void **state) {
  (void)state;
  in_both(check_bridge);
}

/** Users of the stairs among n people, with flights of a length. */
static size_t users(flue_crowd_mode mode, size_t n, double flight_m) {
  double stair[100], door[100];
  size_t over = 0;
  scene s;
  assert_true(n <= 100);
  scene_bridge(&s, n, 1);
  s.in.mode = mode;
  for (size_t i = 0; i < 2; i++)
    for (size_t k = 0; k < 2; k++) s.stair_length[i][k] = flight_m;
  scene_crowd(&s, 0, n, 0.5, 0.5, 8, 5.5, 1.2);
  flue_crowd *crowd = scene_start(&s);
  assert_true(scene_run(crowd, 900) > 0);
  flue_crowd_get_ways(crowd, stair, door);
  for (size_t i = 0; i < n; i++) {
    assert_true(stair[i] == 1 || stair[i] == -1); /* nobody comes back down the first */
    over += stair[i] == 1;
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return over;
}

static void check_choice(flue_crowd_mode mode) {
  assert_int_equal(users(mode, 1, 6), 1);
  assert_in_range(users(mode, 100, 6), 25, 75); /* the others avoid the queue at the stair */
  assert_int_equal(users(mode, 100, 60), 0);    /* 146 s on the stairs: the level is shorter */
}

static void the_shorter_way_is_taken_until_it_is_full(void **state) {
  (void)state;
  in_both(check_choice);
}

/** A stair of three storeys that ends on the middle one of a building, and another from there. */
static void check_ends_above_the_ground(flue_crowd_mode mode) {
  scene s;
  scene_begin(&s, 1);
  s.in.mode = mode;
  scene_stair(&s, 2, 1.2, 9, 3); /* floors 1 and 2 */
  scene_stair(&s, 2, 1.2, 9, 3); /* floors 0 and 1 */
  for (size_t f = 0; f < 3; f++) {
    scene_floor(&s, 20, 6, 3.0 * (double)f);
    scene_room(&s, f, 0, 0, 20, 6);
  }
  scene_exit(&s, scene_door(&s, 2, 0, 3, 1, 0), 0, 1);
  scene_exit(&s, scene_door(&s, 1, 0, 3, 1, 0), 0, 0);
  scene_exit(&s, scene_door(&s, 1, 20, 3, 1, 0), 1, 1);
  scene_exit(&s, scene_door(&s, 0, 20, 3, 1, 0), 1, 0);
  scene_way_out(&s, 0, 0, 3, 1, 0);
  scene_person(&s, 2, 5, 3, 1.2, 0);
  flue_crowd *crowd = scene_start(&s);
  assert_near_rel(scene_run(crowd, 200), (5 + 20 + 20) / 1.2 + 18 / down, 0.04);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void a_stair_that_ends_upstairs_is_not_outside(void **state) {
  (void)state;
  in_both(check_ends_above_the_ground);
}

enum { ground = 80, bridge = 160 };

/** So many on the bridge that some go down where others come up. */
static flue_crowd *start_two_way(scene *s, flue_crowd_mode mode) {
  scene_bridge(s, ground + bridge, 1);
  s->in.mode = mode;
  scene_crowd(s, 0, ground, 0.5, 0.5, 8, 5.5, 1.2);
  scene_crowd(s, 1, bridge, 10.5, 0.5, 26, 5.5, 1.2);
  return scene_start(s);
}

static void check_two_way(flue_crowd_mode mode) {
  double stair[ground + bridge], door[ground + bridge];
  size_t up_first = 0, down_first = 0;
  scene s;
  flue_crowd_counts c;
  flue_crowd *crowd = start_two_way(&s, mode);
  assert_non_null(crowd);
  for (double t = 5; t <= 600; t += 5) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_counts(crowd, &c);
    assert_int_equal(c.waiting + c.walking + c.on_stairs + c.outside, ground + bridge);
  }
  assert_int_equal(c.outside, ground + bridge);
  flue_crowd_get_ways(crowd, stair, door);
  for (size_t i = 0; i < ground; i++) up_first += stair[i] == 1;
  for (size_t i = ground; i < ground + bridge; i++) down_first += stair[i] == 0;
  assert_true(up_first > 5 && down_first > 5); /* both ways on the first stair */
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void streams_up_and_down_a_stair_pass_each_other(void **state) {
  (void)state;
  in_both(check_two_way);
}

/** The upper door of the first stair is locked until 120 s. */
static void check_lock(flue_crowd_mode mode) {
  static const flue_crowd_lock locks[] = {{.t_s = 0, .door = 1, .is_locked = 1},
                                          {.t_s = 120, .door = 1, .is_locked = 0}};
  scene s;
  flue_crowd_counts c;
  scene_bridge(&s, 20, 0);
  s.in.mode = mode;
  s.in.locks = locks;
  s.in.n_locks = 2;
  scene_crowd(&s, 0, 20, 0.5, 0.5, 8, 5.5, 1.2);
  flue_crowd *crowd = scene_start(&s);
  assert_non_null(crowd);
  flue_crowd_advance(crowd, 119);
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.outside, 0);
  assert_true(c.on_stairs > 0);
  const double t = scene_run(crowd, 400);
  assert_true(t > 145 && t < 220);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void who_finds_the_door_above_locked_waits_on_the_stair(void **state) {
  (void)state;
  in_both(check_lock);
}

/* ---- random buildings ---- */

/** Number from 0 to 1 of a plain congruential generator. */
static double uniform(uint32_t *z) {
  *z = *z * 1664525u + 1013904223u;
  return (*z >> 8) / 16777216.0;
}

/** Two to five floors, each of one or two rooms; two to four stairs between any of them that end
 *  anywhere; a way out on the ground and perhaps another. */
static void build_any(scene *s, uint32_t *z) {
  const size_t n_floors = 2 + (size_t)(4 * uniform(z)), n_stairs = 2 + (size_t)(3 * uniform(z));
  scene_begin(s, 100);
  for (size_t f = 0; f < n_floors; f++) {
    const int is_split = uniform(z) < 0.5;
    scene_floor(s, 30, 10, 3.0 * (double)f);
    scene_room(s, f, 0, 0, is_split ? 15 : 30, 10);
    if (is_split) scene_room(s, f, 15, 0, 30, 10);
    if (is_split && uniform(z) < 0.5) scene_door(s, f, 15, 5, 1, 0);
  }
  for (size_t i = 0; i < n_stairs; i++) {
    const size_t low = (size_t)((double)(n_floors - 1) * uniform(z));
    const size_t n = 2 + (size_t)((double)(n_floors - low - 1) * uniform(z));
    scene_stair(s, n, 1.2, 5 + 8 * uniform(z), 3);
    s->stairs[i].discharge = (size_t)((double)n * uniform(z));
    if (uniform(z) < 0.2) s->stairs[i].belt_speed = 0.5;
    for (size_t k = 0; k < n; k++) {
      scene_exit(s, scene_door(s, low + k, 3 + 7.0 * (double)i, i % 2 ? 10 : 0, 1, 1), i, k);
      if (uniform(z) < 0.3) /* a second door, from where people may cross the landing */
        scene_exit(s, scene_door(s, low + k, 1 + 28 * uniform(z), i % 2 ? 0 : 10, 1, 1), i, k);
    }
  }
  scene_way_out(s, 0, uniform(z) < 0.5 ? 0 : 30, 5, 1.5, 0);
  if (uniform(z) < 0.3) scene_way_out(s, 1, 30, 7, 1, 0);
}

/** Adds a person unless there is no way from there. */
static void add_who_can_leave(scene *s, uint32_t *z) {
  flue_crowd *crowd = NULL;
  const size_t floor = (size_t)((double)s->in.n_floors * uniform(z));
  const double x = 0.5 + 29 * uniform(z), y = 1 + 8 * uniform(z);
  const size_t id = scene_person(s, floor, x, y, 0.8 + 0.6 * uniform(z), 60 * uniform(z));
  flue_crowd_input alone = s->in;
  alone.people = s->people + id;
  alone.n_people = 1;
  if (flue_crowd_create(NULL, &alone, &crowd) != FLUE_OK) s->in.n_people--;
  flue_crowd_destroy(&crowd);
}

static void check_any(flue_crowd_mode mode) {
  for (uint32_t seed = 1; seed <= 20; seed++) {
    uint32_t z = 7919 * seed;
    scene s;
    build_any(&s, &z);
    s.in.mode = mode;
    for (size_t i = 0; i < 100; i++) add_who_can_leave(&s, &z);
    flue_crowd *crowd = scene_start(&s);
    assert_non_null(crowd);
    if (s.in.n_people && !(scene_run(crowd, 2500) > 0)) fail_msg("building %u is not left", seed);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void everybody_with_a_way_leaves_any_building(void **state) {
  (void)state;
  in_both(check_any);
}

/* ---- bits ---- */

/** State of a busy scene at 60 s. @param resumed  Whether it went on from 25 s in another engine.
 */
static void run_to_60(flue_crowd_mode mode, int resumed, flue_state *end) {
  scene s;
  flue_crowd *crowd = start_two_way(&s, mode);
  assert_non_null(crowd);
  flue_crowd_advance(crowd, 25);
  if (resumed) {
    flue_state saved = {0};
    flue_crowd *other = scene_start(&s);
    flue_crowd_state(crowd, &saved);
    flue_state_rewind(&saved);
    flue_crowd_state(other, &saved);
    assert_int_equal(saved.status, FLUE_OK);
    flue_state_clear(&saved);
    flue_crowd_destroy(&crowd);
    crowd = other;
  }
  flue_crowd_advance(crowd, 60);
  flue_crowd_state(crowd, end);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void check_bits(flue_crowd_mode mode) {
  flue_state ends[3] = {{0}, {0}, {0}};
  for (int i = 0; i < 3; i++) {
#ifdef _OPENMP
    omp_set_num_threads(i == 2 ? 2 : 1);
#endif
    run_to_60(mode, i == 1, &ends[i]);
    assert_int_equal(ends[i].length, ends[0].length);
    assert_memory_equal(ends[i].data, ends[0].data, ends[0].length);
  }
  for (int i = 0; i < 3; i++) flue_state_clear(&ends[i]);
}

static void threads_and_resumes_give_the_same_bits(void **state) {
  (void)state;
  in_both(check_bits);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_only_way_leads_up_one_stair_and_down_another),
      cmocka_unit_test(the_shorter_way_is_taken_until_it_is_full),
      cmocka_unit_test(a_stair_that_ends_upstairs_is_not_outside),
      cmocka_unit_test(streams_up_and_down_a_stair_pass_each_other),
      cmocka_unit_test(who_finds_the_door_above_locked_waits_on_the_stair),
      cmocka_unit_test(everybody_with_a_way_leaves_any_building),
      cmocka_unit_test(threads_and_resumes_give_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buildings full of people on duty and others, drawn at random, in both modes. */
#include "duty_fixture.h"

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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(busy_duties_are_the_same_with_any_threads_and_restored),
      cmocka_unit_test(a_busy_building_loses_nobody),
      cmocka_unit_test(a_full_building_is_the_same_with_any_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

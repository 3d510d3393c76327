/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who help others and who make rounds, in both modes. */
#include "duty_fixture.h"

/** A corridor 30 m long with an exit at its west end, where doors pass everybody at once. */
static void build_corridor(scene *s, size_t n_people, int is_network) {
  scene_begin(s, n_people);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_floor(s, 30, 2, 0);
  scene_room(s, 0, 0, 0, 30, 2);
  scene_way_out(s, 0, 0, 1, 1, 0);
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
      cmocka_unit_test(helpers_give_up_behind_smoke),
      cmocka_unit_test(helpers_do_not_wait_for_ever),
      cmocka_unit_test(helpers_without_anybody_to_help_leave),
      cmocka_unit_test(input_without_sense_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

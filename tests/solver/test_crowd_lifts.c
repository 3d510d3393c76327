/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include "models/lift.h"
#include "solver/crowd/crowd_engine.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

enum { storeys = 8, per_storey = 12, n_tower = (storeys - 1) * per_storey };

static const double storey_m = 4;

/** Storeys of 8 by 8 m with a lift at (4, 0) that everybody may take; the ground floor has a way
 *  outside. Without stairs unless @p has_stair. */
static void build_tower(scene *s, int is_network, int has_stair) {
  scene_begin(s, n_tower);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_lift(s, storeys, storey_m);
  if (has_stair) scene_stair(s, storeys, 1.2, 11, storey_m);
  for (size_t f = 0; f < storeys; f++) {
    scene_floor(s, 8, 8, storey_m * (double)f);
    scene_room(s, f, 0, 0, 8, 8);
    scene_landing(s, scene_door(s, f, 4, 0, 1.1, 1), 0, f);
    if (has_stair) scene_exit(s, scene_door(s, f, 0, 4, 1, 0), 0, f);
    if (f > 0) scene_crowd(s, f, per_storey, 1, 1, 7, 4, 1.2);
  }
  scene_way_out(s, 0, 4, 8, 2, 1);
  for (size_t i = 0; i < n_tower; i++) s->people[i].uses_lifts = 1;
}

/** Everybody is in one state, and cars hold whom they say, at most as many as they take. */
static void assert_nobody_lost(const flue_crowd *crowd) {
  flue_crowd_counts c;
  size_t riding = 0;
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(
      c.waiting + c.walking + c.on_stairs + c.in_lifts + c.in_refuge + c.outside + c.incapacitated,
      c.people);
  for (size_t k = 0; k < crowd->lifts.cars.n; k++) {
    uint32_t listed = 0;
    for (uint32_t id = crowd->lifts.cars.last_in[k]; id != CROWD_NOBODY;
         id = crowd->lifts.behind[id])
      listed++;
    assert_int_equal(listed, crowd->lifts.cars.load[k]);
    assert_true(listed <= crowd->lifts.capacity[crowd->lifts.cars.lift[k]]);
    riding += listed;
  }
  assert_int_equal(riding, c.in_lifts);
}

static void trips_take_the_time_of_speed_and_acceleration(void **state) {
  (void)state;
  assert_near(flue_lift_travel_time(30, 2, 1), 17, 1e-12); /* 30 / 2 + 2 / 1 */
  assert_near(flue_lift_travel_time(4, 2, 1), 4, 1e-12);   /* just reaches 2 m/s */
  assert_near(flue_lift_travel_time(1, 2, 1), 2, 1e-12);   /* 2 sqrt(1 / 1): never does */
  assert_near(flue_lift_travel_time(0, 2, 1), 0, 0);
  assert_near(flue_lift_position(8.5, 30, 2, 1), 15, 1e-12); /* half way at half time */
  assert_near(flue_lift_position(2, 30, 2, 1), 2, 1e-12);
  assert_near(flue_lift_position(1, 1, 2, 1), 0.5, 1e-12);
  assert_near(flue_lift_position(16, 30, 2, 1), 29.5, 1e-12);
  assert_near(flue_lift_position(99, 30, 2, 1), 30, 0);
}

static void round_trips_agree_with_those_by_hand(void **state) {
  (void)state;
  const double single = people_lift_single(), trips = people_lift_trips(),
               escalator = people_escalator();
  print_message("lift %.2f s, three trips %.2f s, escalator %.2f s off\n", single, trips,
                escalator);
  assert_true(single <= 0.5);
  assert_true(trips <= 0.5);
  assert_true(escalator <= 0.2);
}

/** Storeys in the order in which their last person got in. */
static void find_order(flue_crowd *crowd, size_t *order) {
  double gone[storeys] = {0};
  for (int k = 1; k <= 1200; k++) {
    flue_crowd_advance(crowd, k);
    assert_nobody_lost(crowd);
    for (size_t f = 1; f < storeys; f++)
      if (gone[f] <= 0 && crowd->left_here[f] == 0) gone[f] = k;
  }
  for (size_t i = 0; i + 1 < storeys; i++) {
    size_t best = 0;
    for (size_t f = 1; f < storeys; f++)
      if (gone[f] > 0 && (best == 0 || gone[f] < gone[best])) best = f;
    order[i] = best;
    gone[best] = 0;
  }
}

static void check_order(int is_network, size_t fire_floor, const size_t *expected) {
  scene s;
  build_tower(&s, is_network, 0);
  s.in.fire_floor = fire_floor;
  s.lifts[0].persons = 15; /* 12 of them get in: a storey in one trip */
  flue_crowd *crowd = scene_start(&s);
  size_t order[storeys];
  find_order(crowd, order);
  for (size_t i = 0; i + 1 < storeys; i++) assert_int_equal(order[i], expected[i]);
  double trips, carried;
  flue_crowd_get_lifts(crowd, &trips, &carried);
  assert_near(trips, storeys - 1, 0);
  assert_near(carried, n_tower, 0);
  flue_crowd_counts c;
  flue_crowd_get_counts(crowd, &c);
  assert_int_equal(c.outside, n_tower);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

static void cars_serve_the_fire_floors_first_then_from_the_top_down(void **state) {
  (void)state;
  const size_t top_down[] = {7, 6, 5, 4, 3, 2, 1};
  const size_t fire_on_3[] = {3, 4, 5, 2, 1, 7, 6};
  for (int is_network = 0; is_network < 2; is_network++) {
    check_order(is_network, 0, top_down);
    check_order(is_network, 3 + 1, fire_on_3);
  }
}

/* Three people on each of two storeys, eight fit: the car from above stops below. Eight: it does
   not. */
static void a_car_stops_again_only_when_at_most_half_full(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++)
    for (size_t n = 3; n <= 8; n += 5) {
      scene s;
      build_tower(&s, is_network, 0);
      s.in.n_people = 0;
      for (size_t i = 0; i < n + 3; i++)
        scene_person(&s, i < n ? 6 : 4, 3 + 0.2 * (double)(i < n ? i : i - n), 1, 1.2, 0);
      for (size_t i = 0; i < n + 3; i++) s.people[i].uses_lifts = 1;
      flue_crowd *crowd = scene_start(&s);
      assert_true(scene_run(crowd, 400) > 0);
      double trips, carried;
      flue_crowd_get_lifts(crowd, &trips, &carried);
      assert_near(trips, n == 3 ? 1 : 2, 0);
      assert_near(carried, (double)n + 3, 0);
      flue_crowd_destroy(&crowd);
      scene_end(&s);
    }
}

static void more_cars_empty_a_tower_sooner_and_alike_in_both_modes(void **state) {
  (void)state;
  double fine[5] = {0};
  for (int is_network = 0; is_network < 2; is_network++) {
    double before = INFINITY;
    for (size_t cars = 1; cars <= 4; cars *= 2) {
      scene s;
      build_tower(&s, is_network, 0);
      s.lifts[0].n_cars = cars;
      flue_crowd *crowd = scene_start(&s);
      const double t = scene_run(crowd, 2000);
      double trips, carried;
      flue_crowd_get_lifts(crowd, &trips, &carried);
      print_message("%s: %zu cars %.1f s, %g trips\n", is_network ? "network" : "fine", cars, t,
                    trips);
      assert_true(t < 0.8 * before);
      if (is_network) assert_near_rel(t, fine[cars], 0.03);
      if (!is_network) fine[cars] = t;
      assert_near(carried, n_tower, 0);
      assert_nobody_lost(crowd);
      before = t;
      flue_crowd_destroy(&crowd);
      scene_end(&s);
    }
  }
}

static void both_modes_take_nearly_the_same_time(void **state) {
  (void)state;
  double t[2];
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 1);
    flue_crowd *crowd = scene_start(&s);
    t[is_network] = scene_run(crowd, 2000);
    double lift[n_tower], refuge[n_tower];
    size_t riders = 0;
    flue_crowd_get_stays(crowd, lift, refuge);
    for (size_t i = 0; i < n_tower; i++) riders += lift[i] >= 0 ? 1 : 0;
    print_message("lift and stair: %.1f s, %zu of %d by lift\n", t[is_network], riders, n_tower);
    assert_in_range(riders, 1, n_tower - 1);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
  assert_near_rel(t[0], t[1], 0.15);
}

static void only_those_who_may_take_a_lift(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 1);
    for (size_t i = 0; i < n_tower; i++) s.people[i].uses_lifts = i % 4 == 0;
    flue_crowd *crowd = scene_start(&s);
    assert_true(scene_run(crowd, 1000) > 0);
    double lift[n_tower], refuge[n_tower];
    flue_crowd_get_stays(crowd, lift, refuge);
    for (size_t i = 0; i < n_tower; i++) assert_true(lift[i] < 0 || i % 4 == 0);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void lifts_wait_for_the_alarm_and_their_start(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 0);
    s.lifts[0].start_s = 100;
    flue_crowd *crowd = scene_start(&s);
    flue_crowd_counts c;
    flue_crowd_advance(crowd, 100);
    flue_crowd_get_counts(crowd, &c);
    assert_int_equal(c.in_lifts + c.outside, 0);
    flue_crowd_advance(crowd, 130); /* 28 m up: 16 s; the doors */
    flue_crowd_get_counts(crowd, &c);
    assert_true(c.in_lifts > 0);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void smoke_in_the_shaft_ends_service_and_people_take_the_stair(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 1);
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    flue_crowd_advance(crowd, 60);
    gas[s.lift_room[0][5]].extinction = 0.15;
    flue_crowd_set_gas(crowd, gas);
    flue_crowd_counts c;
    flue_crowd_get_counts(crowd, &c);
    const size_t riding = c.in_lifts;
    assert_true(scene_run(crowd, 1000) > 0);
    double trips, carried;
    flue_crowd_get_lifts(crowd, &trips, &carried);
    assert_true(carried <= (double)riding + 12); /* who was in a car, and before */
    flue_crowd_get_counts(crowd, &c);
    assert_int_equal(c.outside, n_tower);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void people_who_go_down_in_a_car_are_counted(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 0);
    for (size_t i = 0; i < n_tower; i += 5) s.people[i].tolerance = 1e-4f;
    s.lifts[0].smoke_limit = 10;
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    for (size_t k = 0; k < storeys; k++) gas[s.lift_room[0][k]].co = 0.01;
    flue_crowd_set_gas(crowd, gas);
    for (int k = 1; k <= 900; k++) {
      flue_crowd_advance(crowd, k);
      assert_nobody_lost(crowd);
    }
    flue_crowd_counts c;
    flue_crowd_get_counts(crowd, &c);
    assert_true(c.incapacitated >= 7); /* eight places, all taken by them in the end */
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

static void a_restored_engine_goes_on_with_the_same_bits(void **state) {
  (void)state;
  static flue_agent_row straight[n_tower], restored[n_tower];
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 1);
    s.lifts[0].n_cars = 2;
    flue_crowd *crowd = scene_start(&s), *other = NULL;
    flue_crowd_advance(crowd, 47.3);
    flue_state saved = {0};
    flue_crowd_state(crowd, &saved);
    assert_int_equal(flue_crowd_create(NULL, &s.in, &other), FLUE_OK);
    flue_state_rewind(&saved);
    flue_crowd_state(other, &saved);
    assert_int_equal(saved.status, FLUE_OK);
    for (int k = 48; k <= 400; k++) {
      flue_crowd_advance(crowd, k);
      flue_crowd_advance(other, k);
      flue_crowd_get_rows(crowd, straight);
      flue_crowd_get_rows(other, restored);
      for (size_t i = 0; i < n_tower; i++) {
        assert_int_equal(straight[i].state, restored[i].state);
        assert_near(straight[i].x, restored[i].x, 0);
        assert_near(straight[i].y, restored[i].y, 0);
        assert_near(straight[i].z, restored[i].z, 0);
      }
    }
    flue_state_clear(&saved);
    flue_crowd_destroy(&crowd);
    flue_crowd_destroy(&other);
    scene_end(&s);
  }
}

/* Everything at once: groups, refuges, locked doors, smoke that comes and goes, people who go down
 */
static void a_busy_tower_loses_nobody(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_tower(&s, is_network, 1);
    flue_crowd_lock locks[2] = {{.t_s = 50, .door = s.exits[2].door, .is_locked = 1},
                                {.t_s = 90, .door = s.exits[2].door, .is_locked = 0}};
    s.in.locks = locks;
    s.in.n_locks = 2;
    s.in.n_groups = n_tower / 3;
    s.lifts[0].n_cars = 3;
    for (size_t i = 0; i < n_tower; i++) {
      s.people[i].uses_lifts = i / 3 % 3 != 0;
      s.people[i].group = (uint32_t)(1 + i / 3) & FLUE_CROWD_MOST_GROUPS;
      s.people[i].pre_movement_s = 5 * (float)(i % 7);
      s.people[i].tolerance = 0.2f + 0.1f * (float)(i % 11);
    }
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    for (int k = 1; k <= 900; k++) {
      for (size_t i = 0; i < s.in.n_rooms; i++) {
        gas[i].extinction = (i + (size_t)k / 40) % 6 == 0 ? 0.05 : 0;
        gas[i].co = (i + (size_t)k / 40) % 6 == 0 ? 0.04 : 0;
      }
      if (k % 20 == 0) flue_crowd_set_gas(crowd, gas);
      flue_crowd_advance(crowd, k);
      assert_nobody_lost(crowd);
    }
    flue_crowd_counts c;
    flue_crowd_get_counts(crowd, &c);
    print_message("busy tower: %zu outside, %zu down\n", c.outside, c.incapacitated);
    assert_int_equal(c.outside + c.incapacitated, n_tower);
    assert_true(c.outside > 0 && c.incapacitated > 0);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/** A floor with a refuge (x above 10) and a way outside at x = 0; every second person seeks it. */
static void build_refuge(scene *s, int is_network) {
  scene_begin(s, 20);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_floor(s, 14, 8, 0);
  scene_room(s, 0, 0, 0, 10, 8);
  const size_t refuge = scene_room(s, 0, 10, 0, 14, 8), door = scene_door(s, 0, 10, 4, 1, 0);
  scene_way_out(s, 0, 0, 4, 1, 0);
  s->exits[s->in.n_exits++] =
      (flue_crowd_exit){.door = door, .stair = FLUE_NONE, .refuge = refuge + 1};
  scene_crowd(s, 0, 20, 2, 1, 13, 7, 1.2);
  for (size_t i = 0; i < 20; i++) s->people[i].seeks_refuge = i % 2 == 0;
}

static void those_who_seek_refuge_stay_there_until_smoke_comes(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    build_refuge(&s, is_network);
    flue_crowd *crowd = scene_start(&s);
    flue_exposure *gas = scene_air(&s);
    flue_crowd_counts c;
    double lift[20], since[20];
    flue_crowd_advance(crowd, 60);
    flue_crowd_get_counts(crowd, &c);
    assert_int_equal(c.in_refuge, 10);
    assert_int_equal(c.outside, 10);
    flue_crowd_get_stays(crowd, lift, since);
    for (size_t i = 0; i < 20; i++) assert_int_equal(isfinite(since[i]), i % 2 == 0);
    assert_true(flue_crowd_time_out(crowd, 1) > 5);
    assert_true(flue_crowd_time_out(crowd, 1) < 30);
    gas[1].extinction = 0.5;
    flue_crowd_set_gas(crowd, gas);
    assert_true(scene_run(crowd, 200) > 60);
    flue_crowd_get_counts(crowd, &c);
    assert_int_equal(c.outside, 20);
    free(gas);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/** Time of one person down 20 flights of 9 m [s]. @param set  Changes the stair. */
static double descend(int is_network, void (*set)(flue_crowd_stair *)) {
  scene s;
  scene_begin(&s, 1);
  s.in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_stair(&s, 21, 1.2, 9, 3);
  if (set) set(&s.stairs[0]);
  scene_floor(&s, 4, 4, 60);
  scene_room(&s, 0, 0, 0, 4, 4);
  scene_exit(&s, scene_door(&s, 0, 0, 2, 1, 0), 0, 20);
  scene_person(&s, 0, 0.3, 2, 1.2, 0);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 1000);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

static void tire(flue_crowd_stair *stair) {
  stair->fatigue_down = 0.5;
}
static void send_responders(flue_crowd_stair *stair) {
  stair->responders_until_s = 1e6;
}

/* 60 m down at half the speed lost per 100 m: the integral of dz / (1 - 0.005 z) is 200 ln(1 /
   0.7), 1.189 times 60. Firefighters on the stair: 1 / 0.9. */
static void fatigue_and_responders_slow_people_as_given(void **state) {
  (void)state;
  for (int is_network = 0; is_network < 2; is_network++) {
    const double plain = descend(is_network, NULL);
    assert_near_rel(descend(is_network, tire) / plain, 200 * log(1 / 0.7) / 60, 0.01);
    assert_near_rel(descend(is_network, send_responders) / plain, 1 / 0.9, 0.01);
  }
}

static void escalators_carry_what_their_width_and_speed_allow(void **state) {
  (void)state;
  assert_near(flue_escalator_flow(0.5, 1), 6000 / 3600.0, 1e-12);
  assert_near(flue_escalator_flow(0.5, 0.6), 3600 / 3600.0, 1e-12);
  assert_near(flue_escalator_flow(0.25, 1), 3000 / 3600.0, 1e-12);
  assert_near(flue_escalator_flow(2, 1), 8200 / 3600.0, 1e-12);
  for (int is_network = 0; is_network < 2; is_network++) {
    scene s;
    scene_begin(&s, 100);
    s.in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
    scene_stair(&s, 2, 1, 10, 5);
    s.stairs[0].belt_speed = 0.5;
    scene_floor(&s, 12, 10, 5);
    scene_room(&s, 0, 0, 0, 12, 10);
    scene_exit(&s, scene_door(&s, 0, 6, 0, 4, 1), 0, 1);
    scene_crowd(&s, 0, 100, 3, 0.6, 9, 7, 1.2);
    flue_crowd *crowd = scene_start(&s);
    double out[100], first = INFINITY;
    const double last = scene_run(crowd, 400);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    for (size_t i = 0; i < 100; i++) first = fmin(first, out[i]);
    print_message("escalator: %.2f per second\n", 99 / (last - first));
    assert_near_rel(99 / (last - first), 6000 / 3600.0, 0.05);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* a tower without stairs whose landing doors above the ground are locked: nobody gets in */
static void nobody_gets_through_a_locked_landing_door(void **state) {
  (void)state;
  for (int is_network = 0; is_network <= 1; is_network++) {
    flue_crowd_lock locks[storeys - 1];
    flue_crowd_counts counts;
    scene s;
    build_tower(&s, is_network, 0);
    for (size_t f = 1; f < storeys; f++)
      locks[f - 1] = (flue_crowd_lock){.t_s = 0, .door = f, .is_locked = 1};
    s.in.locks = locks;
    s.in.n_locks = storeys - 1;
    flue_crowd *crowd = scene_start(&s);
    for (int k = 1; k <= 300; k++) flue_crowd_advance(crowd, k);
    flue_crowd_get_counts(crowd, &counts);
    assert_int_equal(counts.outside + counts.in_lifts, 0);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

/* the landing served first is locked for 15 min: cars serve the others meanwhile, then it too */
static void a_locked_landing_keeps_no_car_from_the_others(void **state) {
  (void)state;
  const flue_crowd_lock locks[] = {{0, storeys - 1, 1}, {900, storeys - 1, 0}};
  for (int is_network = 0; is_network <= 1; is_network++) {
    flue_crowd_counts counts;
    scene s;
    build_tower(&s, is_network, 0);
    s.in.locks = locks;
    s.in.n_locks = 2;
    flue_crowd *crowd = scene_start(&s);
    for (int k = 1; k <= 890; k++) flue_crowd_advance(crowd, k);
    flue_crowd_get_counts(crowd, &counts);
    assert_int_equal(counts.outside, n_tower - per_storey);
    for (int k = 891; k <= 1200; k++) flue_crowd_advance(crowd, k);
    flue_crowd_get_counts(crowd, &counts);
    assert_int_equal(counts.outside, n_tower);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trips_take_the_time_of_speed_and_acceleration),
      cmocka_unit_test(round_trips_agree_with_those_by_hand),
      cmocka_unit_test(cars_serve_the_fire_floors_first_then_from_the_top_down),
      cmocka_unit_test(a_car_stops_again_only_when_at_most_half_full),
      cmocka_unit_test(more_cars_empty_a_tower_sooner_and_alike_in_both_modes),
      cmocka_unit_test(both_modes_take_nearly_the_same_time),
      cmocka_unit_test(only_those_who_may_take_a_lift),
      cmocka_unit_test(lifts_wait_for_the_alarm_and_their_start),
      cmocka_unit_test(smoke_in_the_shaft_ends_service_and_people_take_the_stair),
      cmocka_unit_test(people_who_go_down_in_a_car_are_counted),
      cmocka_unit_test(a_restored_engine_goes_on_with_the_same_bits),
      cmocka_unit_test(a_busy_tower_loses_nobody),
      cmocka_unit_test(those_who_seek_refuge_stay_there_until_smoke_comes),
      cmocka_unit_test(fatigue_and_responders_slow_people_as_given),
      cmocka_unit_test(escalators_carry_what_their_width_and_speed_allow),
      cmocka_unit_test(nobody_gets_through_a_locked_landing_door),
      cmocka_unit_test(a_locked_landing_keeps_no_car_from_the_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine of people gets from the keys of lifts, escalators, stairs and refuges. */
#include "derive_fixture.h"

/** Two storeys of 4 m: a hall of 20 m by 10 m with a stair and a lift at its north side, above it
 * an office and a room to its east. %s: keys of the stair, of the lift, of the upper lift door and
 * the one below, of the group. */
static const char house[] =
    "flue: 1\n"
    "building:\n"
    "  storeys: [{id: F1, height: 4, plan: low}, {id: F2, height: 4, plan: high}]\n"
    "  shafts:\n"
    "  - {id: S, kind: stair, storeys: F1..F2, polygon: [[2, 10], [6, 10], [6, 14], [2, 14]]%s}\n"
    "  - {id: L, kind: lift, storeys: F1..F2, polygon: [[8, 10], [10, 10], [10, 12], [8, 12]]%s}\n"
    "plans:\n"
    "  low:\n"
    "    rooms: {hall: {use: lobby, polygon: [[0, 0], [20, 0], [20, 10], [0, 10]]}}\n"
    "    openings:\n"
    "    - {id: out, between: [hall, outside], at: [10, 0], width: 2}\n"
    "    - {id: s, between: [hall, S], at: [4, 10]}\n"
    "%s"
    "  high:\n"
    "    rooms:\n"
    "      office: {use: office, polygon: [[0, 0], [16, 0], [16, 10], [0, 10]]}\n"
    "      safe: {use: lobby, polygon: [[16, 0], [20, 0], [20, 10], [16, 10]], refuge: true}\n"
    "    openings:\n"
    "    - {id: s, between: [office, S], at: [4, 10]}\n"
    "    - {id: l, kind: lift_door, between: [office, L], at: [9, 10], width: 1.1}\n"
    "    - {id: r, between: [office, safe], at: [16, 5]}\n"
    "fires: [{id: f, at: {room: F2.office}}]\n"
    "people: [{in: office, count: 40%s}]\n";

static const char lower_door[] =
    "    - {id: l, kind: lift_door, between: [hall, L], at: [9, 10], width: 1.1}\n";

static derived derive(const char *stair, const char *lift, const char *people) {
  char *text = flue_format(house, stair, lift, lower_door, people);
  const derived x = derive_text(text, 0, 0);
  free(text);
  return x;
}

static void lifts_are_no_way_out_unless_they_evacuate(void **state) {
  (void)state;
  derived x = derive("", "", "");
  assert_int_equal(x.c->input.crowd.n_lifts, 0);
  assert_int_equal(x.c->input.crowd.n_exits, 3); /* outside, and the stair on both storeys */
  for (size_t i = 0; i < 40; ++i) assert_int_equal(x.c->input.crowd.people[i].uses_lifts, 0);
  underive(&x);
}

static void keys_of_a_lift_reach_the_engine(void **state) {
  (void)state;
  derived x = derive("",
                     ", evacuation: true, cars: 2, persons: 20, load_factor: 0.75, speed: 2 m/s, "
                     "acceleration: 0.9 m/s2, door_time: 4 s, transfer_time: 1.5 s, dwell: 5 s, "
                     "starts: 45 s",
                     ", uses_lifts: 0.5");
  const flue_crowd_input *in = &x.c->input.crowd;
  assert_int_equal(in->n_lifts, 1);
  assert_string_equal(x.c->input.lift_names[0], "L");
  const flue_crowd_lift *l = &in->lifts[0];
  assert_int_equal(l->n_landings, 2);
  assert_int_equal(l->discharge, 0);
  assert_int_equal(l->n_cars, 2);
  assert_int_equal(l->persons, 20);
  assert_near(l->load_factor, 0.75, 0);
  assert_near(l->speed, 2, 0);
  assert_near(l->acceleration, 0.9, 0);
  assert_near(l->open_s, 4, 0);
  assert_near(l->close_s, 4, 0);
  assert_near(l->transfer_s, 1.5, 0);
  assert_near(l->dwell_s, 5, 0);
  assert_near(l->start_s, 45, 0);
  assert_near(l->z_m[1], 4, 1e-12);
  assert_false(l->is_out_of_order);
  assert_int_equal(in->fire_floor, 2);
  size_t landings = 0, riders = 0;
  for (size_t e = 0; e < in->n_exits; ++e) {
    if (!in->exits[e].lift) continue;
    assert_int_equal(in->exits[e].segment, in->doors[in->exits[e].door].floor);
    ++landings;
  }
  for (size_t i = 0; i < in->n_people; ++i) riders += in->people[i].uses_lifts;
  assert_int_equal(landings, 2);
  assert_in_range(riders, 10, 30); /* half of 40, by chance: five deviations of 3.2 */
  underive(&x);
}

static void a_lift_that_does_not_work_is_out_of_order(void **state) {
  (void)state;
  derived x = derive("", ", evacuation: true, works: 0", "");
  assert_true(x.c->input.crowd.lifts[0].is_out_of_order);
  underive(&x);
}

static void a_lift_without_a_door_at_the_ground_is_found(void **state) {
  (void)state;
  char *text = flue_format(house, "", ", evacuation: true", "", "");
  reading r = read_text(text, NULL);
  if (r.scenario) { /* the layout finds it, when reading does not make one */
    flue_layout *l = NULL;
    assert_int_not_equal(flue_layout_create(NULL, r.scenario, &r.list, &l), FLUE_OK);
    flue_diagnostics_print(&r.list, &r.printed);
    flue_layout_destroy(&l);
  }
  assert_non_null(r.printed.data);
  assert_non_null(strstr(r.printed.data, "E330"));
  free(text);
  reading_clear(&r);
}

static void keys_of_a_stair_reach_the_engine(void **state) {
  (void)state;
  derived x = derive(
      ", merge_share: 0.6, fatigue: 0.2, responders_from: 5 min, responders_until: 9 min", "", "");
  const flue_crowd_stair *s = &x.c->input.crowd.stairs[0];
  assert_near(s->merge_door_share, 0.6, 0);
  assert_near(s->fatigue_up, 0.2, 0);
  assert_near(s->fatigue_down, 0.2, 0);
  assert_near(s->responders_from_s, 300, 0);
  assert_near(s->responders_until_s, 540, 0);
  assert_near(s->responders_flow, 0.86, 0);
  assert_near(s->responders_speed, 0.9, 0);
  assert_near(s->belt_speed, 0, 0);
  underive(&x);
}

static void an_escalator_is_a_stair_with_its_own_steps(void **state) {
  (void)state;
  static const char *const keys[] = {", escalator: moving, width: 1", ", escalator: stopped"};
  for (int stopped = 0; stopped < 2; ++stopped) {
    derived x = derive(keys[stopped], "", ", walks_on_escalators: 1");
    const flue_crowd_stair *s = &x.c->input.crowd.stairs[0];
    assert_near(s->belt_speed, stopped ? 0 : 0.5, 0);
    assert_near(s->length_m[1], 8, 1e-12); /* 4 m at 30 degrees */
    assert_near(s->riser_m, 0.21, 0);
    assert_near(s->tread_m, 0.40, 0);
    assert_true(x.c->input.crowd.people[0].walks_on_belt);
    underive(&x);
  }
}

static void refuges_are_exits_only_where_somebody_stays_in_them(void **state) {
  (void)state;
  for (int stays = 0; stays < 2; ++stays) {
    derived x = derive("", "", stays ? ", stays_in_refuge: true" : "");
    size_t n = 0;
    for (size_t e = 0; e < x.c->input.crowd.n_exits; ++e)
      n += x.c->input.crowd.exits[e].refuge != 0;
    assert_int_equal(n, stays);
    assert_int_equal(x.c->input.crowd.people[0].seeks_refuge, stays);
    underive(&x);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lifts_are_no_way_out_unless_they_evacuate),
      cmocka_unit_test(keys_of_a_lift_reach_the_engine),
      cmocka_unit_test(a_lift_that_does_not_work_is_out_of_order),
      cmocka_unit_test(a_lift_without_a_door_at_the_ground_is_found),
      cmocka_unit_test(keys_of_a_stair_reach_the_engine),
      cmocka_unit_test(an_escalator_is_a_stair_with_its_own_steps),
      cmocka_unit_test(refuges_are_exits_only_where_somebody_stays_in_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

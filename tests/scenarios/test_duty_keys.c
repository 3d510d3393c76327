/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine of people gets from the keys of those who help, clear rooms or knock. */
#include "derive_fixture.h"

#include <stdlib.h>

/** Two storeys with two flats on either side of a corridor and a stair. %s: keys of the
 *  alarm; more groups; keys of run. */
static const char house[] =
    "flue: 1\n"
    "building:\n"
    "  storeys: [{id: F1..F2, height: 3, plan: P}]\n"
    "  shafts: [{id: S, kind: stair, storeys: F1..F2, polygon: [[10, 0], [13, 0], [13, 5], [10, "
    "5]]}]\n"
    "plans:\n"
    "  P:\n"
    "    rooms:\n"
    "      a: {use: dwelling, polygon: [[0, 0], [10, 0], [10, 5], [0, 5]]}\n"
    "      b: {use: dwelling, polygon: [[0, 7], [13, 7], [13, 12], [0, 12]]}\n"
    "      hall: {use: corridor, polygon: [[0, 5], [13, 5], [13, 7], [0, 7]]}\n"
    "    openings:\n"
    "    - {id: da, between: [a, hall], at: [5, 5]}\n"
    "    - {id: db, between: [b, hall], at: [5, 7]}\n"
    "    - {id: ds, between: [hall, S], at: [11.5, 5]}\n"
    "    - {id: out, between: [hall, outside], at: [0, 6]}\n"
    "fires: [{id: f, at: {room: F1.a}}]\n"
    "systems: {alarm: {%s}}\n"
    "people:\n"
    "- {in: dwelling, count: 40, knocks: 0.5, when_told: 45 s}\n"
    "%s"
    "run: {end: 60 s%s}\n";

static derived derive(const char *alarm, const char *people, const char *run) {
  char *text = flue_format(house, alarm, people, run);
  const derived x = derive_text(text, 0, 0);
  free(text);
  return x;
}

static void without_keys_nobody_has_a_duty(void **state) {
  (void)state;
  derived x = derive("", "", "");
  const flue_crowd_input *in = &x.c->input.crowd;
  assert_int_equal(in->n_rounds, 0);
  assert_near(in->knock_m, 2, 0);
  size_t knocking = 0;
  assert_null(in->duties);
  for (size_t i = 0; i < in->n_people; ++i) {
    assert_near(in->people[i].told_s, 45, 0);
    knocking += in->people[i].knocks;
  }
  assert_in_range(knocking, 8, 32); /* half of 40, by chance: four deviations of 3.2 */
  underive(&x);
}

static void keys_of_helpers_reach_the_engine(void **state) {
  (void)state;
  derived x = derive("",
                     "- {in: F1.hall, count: 2, profile: staff, helps: true}\n"
                     "- {in: F2.a, count: 1, profile: stretcher, needs_helpers: 2, preparation: "
                     "75 s}\n",
                     ", knock_distance: 3.5 m");
  const flue_crowd_input *in = &x.c->input.crowd;
  assert_int_equal(in->n_people, 43);
  assert_near(in->knock_m, 3.5, 0);
  for (size_t i = 40; i < 43; ++i) {
    assert_int_equal(in->duties[i].helps, i < 42);
    assert_int_equal(in->duties[i].needs_helpers, i < 42 ? 0 : 2);
  }
  assert_near(in->duties[42].preparation_s, 75, 0);
  assert_near(in->people[42].speed, 1.04, 0.15);
  underive(&x);
}

/** Names of the rooms of a round, in one line. */
static char *rooms_of(const derived *x, size_t round) {
  const flue_crowd_round *r = &x->c->input.crowd.rounds[round];
  flue_text text = {0};
  for (size_t k = 0; k < r->n; ++k)
    flue_text_add(&text, "%s%s", k ? " " : "", x->l->space[r->room[k]].name);
  return text.data;
}

static void rooms_are_cleared_by_use_name_or_storey(void **state) {
  (void)state;
  static const char *const clears[] = {"dwelling", "F2", "[F1.a, F2.b]", "all"};
  static const char *const rooms[] = {"F1.a F1.b F2.a F2.b", "F2.a F2.b F2.hall", "F1.a F2.b",
                                      "F1.a F1.b F1.hall F2.a F2.b F2.hall"};
  for (size_t i = 0; i < sizeof clears / sizeof *clears; ++i) {
    char *group = flue_format(
        "- {in: F1.hall, count: 2, profile: staff, clears: %s, clearing_time: 20 s}\n", clears[i]);
    derived x = derive("", group, "");
    assert_int_equal(x.c->input.crowd.n_rounds, 2);
    assert_int_equal(x.c->input.crowd.duties[41].round, 2);
    assert_int_equal(x.c->input.crowd.duties[0].round, 0);
    assert_near(x.c->input.crowd.rounds[1].visit_s, 20, 0);
    char *found = rooms_of(&x, 1);
    assert_string_equal(found, rooms[i]);
    free(found);
    free(group);
    underive(&x);
  }
}

/* The same people are quick whatever the alarm: all delays scale with the medians of the table. */
static void people_respond_by_the_kind_of_alarm(void **state) {
  (void)state;
  static const char *const kinds[] = {"", "kind: bell", "kind: voice", "kind: live", "kind: staff"};
  static const double median[] = {300, 300, 240, 120, 120};
  double first[5];
  for (size_t k = 0; k < 5; ++k) {
    derived x = derive(kinds[k],
                       "- {in: dwelling, count: 200, responds_as: residential, tasks: 7 s}\n", "");
    const flue_crowd_person *people = x.c->input.crowd.people;
    double mean_log = 0, spread = 0;
    for (size_t i = 40; i < 240; ++i) mean_log += log(people[i].pre_movement_s - 7) / 200;
    for (size_t i = 40; i < 240; ++i)
      spread += pow(log(people[i].pre_movement_s - 7) - mean_log, 2) / 200;
    assert_near(exp(mean_log), median[k], 0.12 * median[k]); /* 3.5 deviations of 0.49 / 14 */
    assert_near(sqrt(spread), 0.49, 0.08);
    first[k] = people[40].pre_movement_s - 7;
    assert_near_rel(first[k] / first[0], median[k] / median[0], 1e-6);
    underive(&x);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_keys_nobody_has_a_duty),
      cmocka_unit_test(keys_of_helpers_reach_the_engine),
      cmocka_unit_test(people_respond_by_the_kind_of_alarm),
      cmocka_unit_test(rooms_are_cleared_by_use_name_or_storey),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

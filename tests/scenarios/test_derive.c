/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engines get for a building of two rooms, against numbers worked out by hand. */
#include "derive_fixture.h"

/** Room a 6 m by 4 m to the west, corridor b 4 m by 4 m to the east, 3 m storey; wind from the
 * west. */
static const char two_rooms[] =
    "flue: 1\n"
    "site: {weather: {wind: {speed: 10, from: 270, terrain: open}}}\n"
    "building: {storeys: [{id: F1, height: 3, plan: P}]}\n"
    "plans:\n"
    "  P:\n"
    "    rooms:\n"
    "      a: {use: office, polygon: [[0, 0], [6, 0], [6, 4], [0, 4]]}\n"
    "      b: {use: corridor, polygon: [[6, 0], [10, 0], [10, 4], [6, 4]]}\n"
    "    openings:\n"
    "    - {id: inner, between: [a, b], at: [6, 2]}\n"
    "    - {id: front, between: [b, outside], at: [10, 2], width: 1.2 m}\n"
    "    - {id: w, kind: window, between: [a, outside], at: [0, 2], width: 2, height: 1, sill: 1}\n"
    "fires: [{id: f, at: {room: F1.a}}]\n"
    "people:\n";

static derived derive(const char *people, size_t sample, size_t n) {
  flue_text text = {0};
  flue_text_add(&text, "%s%s\n", two_rooms, people);
  const derived x = derive_text(text.data, sample, n);
  flue_text_clear(&text);
  return x;
}

static const flue_opening *opening(const derived *x, const char *name) {
  const flue_coupling_input *in = &x->c->input;
  for (size_t i = 0; i < in->network.n_openings; ++i)
    if (strcmp(in->opening_names[i], name) == 0) return &in->network.openings[i];
  fail_msg("no opening %s", name);
  return NULL;
}

/** Steps that a run section gives the smoke. */
static void assert_step(const char *run, double step_s) {
  flue_text text = {0};
  flue_text_add(&text, "- {in: office, count: 4}\nrun: %s", run);
  derived x = derive(text.data, 0, 0);
  assert_near(x.c->input.step_s, step_s, 1e-12);
  assert_near(x.c->input.network.step_s, step_s, 1e-12);
  underive(&x);
  flue_text_clear(&text);
}

static void smoke_and_people_meet_at_equal_parts_of_outputs(void **state) {
  (void)state;
  assert_step("{end: 60 s}", 5.0 / 3.0);
  assert_step("{agents_output: 1 s}", 1.0);
  assert_step("{agents_output: 4 s}", 2.0);
  assert_step("{step: 1 s}", 1.0);
  assert_step("{people_mode: network}", 5.0);
  assert_step("{people_mode: network, agents_output: 2 s}", 2.0);
  assert_step("{people_mode: network, output: 3 s}", 3.0);
  assert_step("{people_mode: network, output: 12 s, agents_output: 8 s}", 4.0);
  assert_step("{people_mode: network, step: 0.5 s}", 0.5);
}

static void a_building_of_two_rooms_has_its_doors_cracks_and_roofs(void **state) {
  (void)state;
  derived x = derive("- {in: office, count: 4}", 0, 0);
  const flue_network_input *net = &x.c->input.network;
  assert_int_equal(net->n_compartments, 2);
  /* 3 openings; 1 wall between; 3 facades of each room; a roof over each */
  assert_int_equal(net->n_openings, 3 + 1 + 6 + 2);
  /* average tightness: door gap 2 mm, window 0.5 cm2/m, walls 0.11e-3 and 0.17e-3 at 75 Pa, roof
     0.52e-4 at 25 Pa; a flow law of exponent 0.65 passes the same there with A dp^(0.5 - 0.65) */
  const double wall = pow(75.0, -0.15), roof = pow(25.0, -0.15);
  assert_near(opening(&x, "F1.inner")->leak_m2, 2 * (0.9 + 2.0) * 0.002, 1e-12);
  assert_near(opening(&x, "F1.front")->area_m2, 2.4, 1e-12);
  assert_near(opening(&x, "F1.front")->leak_m2, 2 * (1.2 + 2.0) * 0.002, 1e-12);
  assert_near(opening(&x, "F1.w")->leak_m2, 6.0 * 0.5e-4, 1e-12);
  assert_near(opening(&x, "F1.w")->z_bottom, 1.0, 1e-12);
  assert_near(opening(&x, "F1.w")->z_top, 2.0, 1e-12);
  assert_near(opening(&x, "F1.a|F1.b")->leak_m2, 4 * 2.8 * 0.11e-3 * wall, 1e-12);
  assert_near(opening(&x, "F1.a|outside 270")->leak_m2, 4 * 2.8 * 0.17e-3 * wall, 1e-12);
  assert_near(opening(&x, "F1.a|outside 180")->leak_m2, 6 * 2.8 * 0.17e-3 * wall, 1e-12);
  assert_near(opening(&x, "F1.a^roof")->area_m2, 24 * 0.52e-4 * roof, 1e-12);
  assert_near(net->compartments[0].area_m2, 24.0, 1e-12);
  assert_near(net->fires[0].design.load, 420e6 * 24.0, 1e-3); /* EN 1991-1-2, office, mean */
  underive(&x);
}

static void wind_presses_on_the_west_and_sucks_at_the_other_sides(void **state) {
  (void)state;
  derived x = derive("- {in: office, count: 4}", 0, 0);
  /* 10 m/s at 10 m; roof at 3 m in open country: 10 * 0.3^0.15; 0.603 rho v^2 / 2 at 15 degC */
  const double v = 10 * pow(0.3, 0.15), rho = 101325 / (287.055 * 288.15);
  const double dynamic = 0.5 * rho * v * v;
  assert_near(opening(&x, "F1.a|outside 270")->wind_pa, 0.603 * dynamic, 1e-9);
  assert_near(opening(&x, "F1.w")->wind_pa, 0.603 * dynamic, 1e-9);
  assert_near(opening(&x, "F1.front")->wind_pa, -0.452 * dynamic, 1e-9);
  assert_near(opening(&x, "F1.a|outside 0")->wind_pa, -0.34 * dynamic, 1e-9);
  assert_near(opening(&x, "F1.inner")->wind_pa, 0.0, 0.0);
  underive(&x);
}

static void a_count_of_people_is_exact_and_spread_by_area(void **state) {
  (void)state;
  for (int n = 0; n < 60; n += 7) {
    char people[64];
    snprintf(people, sizeof people, "- {in: all, count: %d}", n);
    derived x = derive(people, 0, 0);
    const flue_crowd_input *crowd = &x.c->input.crowd;
    size_t in_a = 0;
    assert_int_equal(crowd->n_people, n);
    for (size_t i = 0; i < crowd->n_people; ++i) {
      in_a += crowd->people[i].x < 6.0;
      for (size_t k = 0; k < i; ++k) /* nobody stands where somebody stands */
        assert_true(hypot(crowd->people[i].x - crowd->people[k].x,
                          crowd->people[i].y - crowd->people[k].y) > 0.4);
    }
    assert_near((double)in_a, 0.6 * n, 1.0); /* 24 of 40 m2 */
    underive(&x);
  }
}

static void groups_in_one_room_stand_on_places_of_their_own(void **state) {
  (void)state;
  derived x = derive("- {in: office, count: 9}\n- {in: all, count: 11, profile: staff}", 0, 0);
  const flue_crowd_input *crowd = &x.c->input.crowd;
  assert_int_equal(crowd->n_people, 20);
  for (size_t i = 0; i < crowd->n_people; ++i)
    for (size_t k = 0; k < i; ++k)
      assert_true(hypot(crowd->people[i].x - crowd->people[k].x,
                        crowd->people[i].y - crowd->people[k].y) > 0.4);
  underive(&x);
}

static void poisson_people_have_their_mean_over_many_samples(void **state) {
  (void)state;
  enum { n = 300 };
  double sum = 0.0, squares = 0.0;
  for (size_t i = 0; i < n; ++i) {
    derived x = derive("- {in: office, per_room: {poisson: 3.5}}", i, n);
    const double people = (double)x.c->input.crowd.n_people;
    sum += people;
    squares += people * people;
    underive(&x);
  }
  const double mean = sum / n;
  assert_near(mean, 3.5, 4 * sqrt(3.5 / n));        /* four standard deviations */
  assert_near(squares / n - mean * mean, 3.5, 1.5); /* about four of the variance's own */
}

static void walkable_cells_cover_the_rooms_and_doors_join_them(void **state) {
  (void)state;
  derived x = derive("- {in: office, count: 4}", 0, 0);
  assert_int_equal(x.w->n_floors, 1);
  assert_int_equal(x.w->n_doors, 2);
  assert_int_equal(x.w->n_exits, 1);
  assert_int_equal(x.w->gap_of_door[x.w->exits[0].door], 1);
  const flue_crowd_floor *f = &x.w->floors[0];
  size_t cells[2] = {0}, touched[2][2] = {{0}};
  for (size_t i = 0; i < f->nx * f->ny; ++i) {
    if (f->room[i] < 0) continue;
    ++cells[f->room[i]];
    if (f->door[i] >= 0) ++touched[f->door[i]][f->room[i]];
  }
  const double cell = f->cell_m * f->cell_m;
  assert_near_rel((double)cells[0] * cell, 24.0, 0.05);
  assert_near_rel((double)cells[1] * cell, 16.0, 0.05);
  assert_true(touched[0][0] > 0 && touched[0][1] > 0); /* the inner door has cells on both sides */
  assert_true(touched[1][1] > 0 && touched[1][0] == 0);
  underive(&x);
}

static void people_know_and_find_exits_as_the_file_says(void **state) {
  (void)state;
  derived x = derive(
      "- {in: office, count: 4, knows: [front], together: 3, alert: 5 s, pre_movement: 20 s, "
      "tasks: 7 s, profile: wheelchair}\n"
      "- {in: corridor, count: 1, follows: 0.5}",
      0, 0);
  const flue_crowd_input *in = &x.c->input.crowd;
  assert_int_equal(in->n_people, 5);
  assert_int_equal(in->n_groups, 2); /* three and one */
  assert_int_equal(in->people[2].group, 1);
  assert_int_equal(in->people[3].group, 2);
  assert_int_equal(in->people[4].group, 0);
  assert_near(in->people[0].pre_movement_s, 32, 1e-12);
  assert_near(in->people[0].body_m, 0.7, 1e-7);
  assert_int_equal(in->people[0].knowledge, 1);
  assert_int_equal(in->people[4].knowledge, 0); /* knows all */
  assert_near(in->people[4].follows, 0.5, 1e-12);
  assert_int_equal(in->n_exits, 1);
  assert_int_equal(in->knowledge[0], FLUE_EXIT_KNOWN);
  assert_near(in->exits[0].sign, 3, 1e-12);
  assert_int_equal(in->n_locks, 0);
  underive(&x);
}

static void exits_that_are_not_there_are_named(void **state) {
  (void)state;
  flue_text text = {0};
  flue_text_add(&text, "%s- {in: office, count: 4, uses: [frnt, inner]}\n", two_rooms);
  reading r = read_text(text.data, NULL);
  assert_int_equal(r.status, FLUE_EINPUT);
  assert_non_null(
      strstr(r.printed.data,
             "there is no door to the outside or stair \"frnt\"; did you mean \"front\"?"));
  assert_non_null(strstr(r.printed.data, "\"inner\"")); /* between two rooms: no exit */
  flue_text_clear(&text);
  reading_clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(people_know_and_find_exits_as_the_file_says),
      cmocka_unit_test(exits_that_are_not_there_are_named),
      cmocka_unit_test(smoke_and_people_meet_at_equal_parts_of_outputs),
      cmocka_unit_test(a_building_of_two_rooms_has_its_doors_cracks_and_roofs),
      cmocka_unit_test(wind_presses_on_the_west_and_sucks_at_the_other_sides),
      cmocka_unit_test(a_count_of_people_is_exact_and_spread_by_area),
      cmocka_unit_test(groups_in_one_room_stand_on_places_of_their_own),
      cmocka_unit_test(poisson_people_have_their_mean_over_many_samples),
      cmocka_unit_test(walkable_cells_cover_the_rooms_and_doors_join_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

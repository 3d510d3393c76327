/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of uncertain numbers, and options that change a scenario. */
#include "scenario_fixture.h"
#include "scenarios/patch.h"
#include "scenarios/sample.h"

static const char scenario[] =
    "flue: 1\n"
    "seed: 42\n"
    "site: {weather: {temperature: {normal: {mean: 15 °C, sd: 5 K}}, wind: {speed: {uniform: {min: "
    "0, max: 10}}}}}\n" TWO_ROOMS
    "systems:\n"
    "  detection: [{in: all}]\n"
    "  sprinklers: [{in: all, works: {probability: 0.9}}]\n"
    "fires: [{id: f, at: {room: F1.a}, growth: {lognormal: {median: 0.047 kW/s2, sigma: 0.5}}}]\n"
    "people: [{in: office, per_room: {poisson: 3}}]\n"
    "options:\n"
    "- {id: cold, set: {site.weather.temperature: 0 °C}}\n"
    "- {id: closers, set: {\"plans.*.openings[kind=door].closer\": true}}\n"
    "- {id: first, set: {\"plans.P.openings[0].width\": 1.1 m}}\n"
    "- {id: all, set: {\"plans.P.openings[*].height\": 2.1 m, \"fires[id=f].peak\": 2 MW}}\n"
    "- {id: none, set: {systems.sprinklers: []}}\n";

static const flue_uncertain *find(const flue_scenario *s, const char *name, size_t *index) {
  for (size_t i = 0; i < s->n_uncertain; ++i)
    if (strcmp(s->uncertain[i].name, name) == 0) {
      *index = i;
      return &s->uncertain[i];
    }
  return NULL;
}

static void each_stratum_of_each_number_is_hit_once(void **state) {
  (void)state;
  enum { n = 64 };
  reading r = read_sound(scenario, NULL);
  const flue_scenario *s = r.scenario;
  const flue_design design = flue_scenario_design(s, n);
  size_t wind = 0;
  assert_non_null(find(s, "site.weather.wind.speed", &wind));
  int hit[n] = {0}, sprinklers_work = 0;
  size_t growth = 0, works = 0;
  assert_non_null(find(s, "fires[0].growth", &growth));
  assert_non_null(find(s, "systems.sprinklers[0].works", &works));
  int hit_growth[n] = {0};
  for (size_t i = 0; i < n; ++i) {
    flue_draw d;
    assert_int_equal(flue_draw_sample(NULL, s, &design, i, &d), FLUE_OK);
    ++hit[(int)(d.value[wind] / 10.0 * n)];
    /* share below a lognormal: normal distribution function of ln(x / median) / sigma */
    const double share = 0.5 * erfc(-log(d.value[growth] / 47.0) / 0.5 / sqrt(2.0));
    ++hit_growth[(int)(share * n)];
    sprinklers_work += d.value[works] > 0.5;
    flue_draw_clear(&d);
  }
  for (int i = 0; i < n; ++i) {
    assert_int_equal(hit[i], 1);
    assert_int_equal(hit_growth[i], 1);
  }
  assert_in_range(sprinklers_work, 57,
                  58); /* 0.9 of 64: the stratum that 0.9 cuts decides by chance */
  reading_clear(&r);
}

static void two_numbers_are_not_drawn_together(void **state) {
  (void)state;
  enum { n = 256 };
  reading r = read_sound(scenario, NULL);
  size_t wind = 0, temperature = 0;
  find(r.scenario, "site.weather.wind.speed", &wind);
  find(r.scenario, "site.weather.temperature", &temperature);
  const flue_design design = flue_scenario_design(r.scenario, n);
  double product = 0.0;
  for (size_t i = 0; i < n; ++i) {
    flue_draw d;
    flue_draw_sample(NULL, r.scenario, &design, i, &d);
    product += (d.value[wind] - 5.0) / 2.887 * (d.value[temperature] - 288.15) / 5.0;
    flue_draw_clear(&d);
  }
  assert_near(product / n, 0.0, 4.0 / sqrt(n)); /* four standard deviations of a correlation of 0 */
  reading_clear(&r);
}

static void a_single_run_takes_medians_and_draws_single_items(void **state) {
  (void)state;
  reading r = read_sound(scenario, NULL);
  const flue_root *root = &r.scenario->root;
  flue_draw d;
  assert_int_equal(flue_draw_medians(NULL, r.scenario, &d), FLUE_OK);
  assert_near(flue_draw_get(&d, &root->site.weather.temperature), 288.15, 1e-9);
  assert_near(flue_draw_get(&d, &root->site.weather.wind.speed), 5.0, 1e-12);
  assert_near(flue_draw_get(&d, &FLUE_ITEM(flue_blaze, root->fires, 0)->growth), 47.0, 1e-9);
  assert_near(flue_draw_get(&d, &FLUE_ITEM(flue_blaze, root->fires, 0)->peak), 5e6, 0.0);
  const flue_value *per_room = &FLUE_ITEM(flue_group, root->people, 0)->per_room;
  double sum = 0.0;
  for (uint32_t i = 0; i < 10000; ++i) sum += flue_draw_item(&d, per_room, FLUE_PURPOSE_PEOPLE, i);
  assert_near(sum / 10000, 3.0, 5 * sqrt(3.0 / 10000)); /* five standard deviations of the mean */
  flue_draw_clear(&d);
  reading_clear(&r);
}

static void draws_stay_inside_the_range_of_their_key(void **state) {
  (void)state;
  reading r = read_sound(scenario, NULL);
  const flue_design design = flue_scenario_design(r.scenario, 500);
  for (size_t i = 0; i < 500; ++i) {
    flue_draw d;
    flue_draw_sample(NULL, r.scenario, &design, i, &d);
    for (size_t k = 0; k < r.scenario->n_uncertain; ++k)
      assert_true(d.value[k] >= r.scenario->uncertain[k].low &&
                  d.value[k] <= r.scenario->uncertain[k].high);
    flue_draw_clear(&d);
  }
  reading_clear(&r);
}

static void an_option_leaves_the_draws_of_other_numbers_as_they_were(void **state) {
  (void)state;
  static const char *const options[] = {"cold", "none", "closers", NULL};
  reading plain = read_sound(scenario, NULL), changed = read_sound(scenario, options);
  const flue_design design = flue_scenario_design(plain.scenario, 8);
  size_t compared = 0;
  assert_true(changed.scenario->n_uncertain < plain.scenario->n_uncertain);
  for (size_t i = 0; i < 8; ++i) {
    flue_draw a, b;
    flue_draw_sample(NULL, plain.scenario, &design, i, &a);
    flue_draw_sample(NULL, changed.scenario, &design, i, &b);
    for (size_t k = 0; k < changed.scenario->n_uncertain; ++k) {
      size_t other;
      if (!find(plain.scenario, changed.scenario->uncertain[k].name, &other)) continue;
      assert_memory_equal(&a.value[other], &b.value[k], sizeof(double));
      ++compared;
    }
    flue_draw_clear(&a);
    flue_draw_clear(&b);
  }
  assert_true(compared > 8 * 5);
  reading_clear(&plain);
  reading_clear(&changed);
}

static void options_change_the_places_their_paths_name(void **state) {
  (void)state;
  static const char *const options[] = {"cold", "closers", "first", "all", "none", NULL};
  reading r = read_sound(scenario, options);
  const flue_root *root = &r.scenario->root;
  const flue_list *doors = &FLUE_ITEM(flue_plan, root->plans, 0)->openings;
  const flue_door *d1 = FLUE_ITEM(flue_door, *doors, 0), *d3 = FLUE_ITEM(flue_door, *doors, 1);
  assert_near(root->site.weather.temperature.d.p[0], 273.15, 1e-12);
  assert_int_equal(d1->closer, 1); /* by its default kind, door; the key was added */
  assert_int_equal(d3->closer, 0);
  assert_near(d1->width.d.p[0], 1.1, 1e-12);
  assert_near(d3->width.d.p[0], 0.9, 1e-12);
  assert_near(d1->height.d.p[0], 2.1, 1e-12);
  assert_near(d3->height.d.p[0], 2.1, 1e-12);
  assert_near(FLUE_ITEM(flue_blaze, root->fires, 0)->peak.d.p[0], 2e6, 1e-6);
  assert_int_equal(root->systems.sprinklers.n, 0);
  reading_clear(&r);
}

/* ---- designs ---- */

static const char branches[] =
    "flue: 1\n"
    "seed: 9\n"
    "site: {weather: {wind: {speed: {uniform: {min: 0, max: 10}}}}}\n" TWO_ROOMS
    "systems:\n"
    "  supplies: [{id: water, works: {sampled: 0.5, probability: 0.98}}]\n"
    "  sprinklers: [{in: all, fed_by: water, works: {probability: 0.95}}]\n"
    "fires: [{id: f, at: {room: {choice: [F1.a, F1.b]}}}]\n"
    "run: {sampling: {design: stratified, rarest: 0.2, block: 50}}\n";

/** Means over samples of weights, and of weighted values of two branches and of both at once. */
static void weigh(const flue_scenario *s, size_t n, double mean[4]) {
  const flue_design design = flue_scenario_design(s, n);
  size_t water = 0, works = 0, alarm = 0;
  assert_non_null(find(s, "systems.supplies[0].works", &water));
  assert_non_null(find(s, "systems.sprinklers[0].works", &works));
  assert_non_null(find(s, "systems.alarm.works", &alarm)); /* 0.95 by default */
  for (int k = 0; k < 4; ++k) mean[k] = 0;
  for (size_t i = 0; i < n; ++i) {
    flue_draw d;
    assert_int_equal(flue_draw_sample(NULL, s, &design, i, &d), FLUE_OK);
    const double fails[2] = {1 - d.value[water], 1 - d.value[works]};
    const double parts[4] = {1, fails[0], fails[1], fails[0] * fails[1]};
    for (int k = 0; k < 4; ++k) mean[k] += d.weight * parts[k] / (double)n;
    /* weights by hand: 0.02/0.5 or 0.98/0.5 of the water, 0.05/0.2 or 0.95/0.8 of the others */
    const double weight = (fails[0] > 0 ? 0.04 : 1.96) * (fails[1] > 0 ? 0.25 : 1.1875) *
                          (d.value[alarm] < 0.5 ? 0.25 : 1.1875);
    assert_near_rel(d.weight, weight, 1e-12);
    flue_draw_clear(&d);
  }
}

/* in blocks of 50 the leaves 0.5 0.8, 0.5 0.2 ... get 20, 5 ... samples to within 2, so that 20
 * blocks give the probabilities to within a few percent; plain sampling would need their squares */
static void weights_give_branches_back_their_probabilities(void **state) {
  (void)state;
  reading r = read_sound(branches, NULL);
  double mean[4];
  weigh(r.scenario, 1000, mean);
  assert_near(mean[0], 1, 0.02);
  assert_near_rel(mean[1], 0.02, 0.03);
  assert_near_rel(mean[2], 0.05, 0.03);
  assert_near_rel(mean[3], 0.02 * 0.05, 0.05);
  reading_clear(&r);
}

static void every_design_draws_every_number(void **state) {
  (void)state;
  static const char *const names[] = {"plain", "latin_hypercube", "stratified", "sobol"};
  for (size_t k = 0; k < 4; ++k) {
    char *text = flue_format("%.*s {sampling: {design: %s}}\n",
                             (int)(strstr(branches, "run:") - branches) + 4, branches, names[k]);
    reading r = read_sound(text, NULL);
    enum { n = 400 };
    const flue_design design = flue_scenario_design(r.scenario, n);
    double sum[8] = {0};
    assert_in_range(r.scenario->n_uncertain, 4, 8);
    for (size_t i = 0; i < n; ++i) {
      flue_draw d;
      assert_int_equal(flue_draw_sample(NULL, r.scenario, &design, i, &d), FLUE_OK);
      for (size_t u = 0; u < r.scenario->n_uncertain; ++u) sum[u] += d.value[u] / n;
      flue_draw_clear(&d);
    }
    size_t wind = 0, place = 0, works = 0;
    find(r.scenario, "site.weather.wind.speed", &wind);
    find(r.scenario, "systems.sprinklers[0].works", &works);
    assert_non_null(find(r.scenario, "fires[0].at.room", &place));
    /* five standard deviations of plain means */
    assert_near(sum[wind], 5, 5 * 2.887 / sqrt(n));
    assert_near(sum[place], 0.5, 5 * 0.2887 / sqrt(n));
    assert_near(sum[works], 0.95, 5 * sqrt(0.95 * 0.05 / n));
    reading_clear(&r);
    free(text);
  }
}

/* in each block: a, another b, then a with one number of b each, then a with the chance of b */
static void indices_change_one_number_at_a_time(void **state) {
  (void)state;
  char *text = flue_format("%.*s {sampling: {design: indices}}\n",
                           (int)(strstr(branches, "run:") - branches) + 4, branches);
  reading r = read_sound(text, NULL);
  const size_t n = r.scenario->n_uncertain;
  size_t used = 0;
  for (size_t k = 0; k < n; ++k) used += !r.scenario->uncertain[k].is_per_item;
  const flue_design design = flue_scenario_design(r.scenario, 500);
  assert_int_equal(design.block, used + 3);
  flue_draw a, b, mixed;
  const size_t first = 7 * design.block;
  assert_int_equal(flue_draw_sample(NULL, r.scenario, &design, first, &a), FLUE_OK);
  assert_int_equal(flue_draw_sample(NULL, r.scenario, &design, first + 1, &b), FLUE_OK);
  assert_int_not_equal(a.sample, b.sample);
  for (size_t column = 0; column <= used; ++column) {
    assert_int_equal(flue_draw_sample(NULL, r.scenario, &design, first + 2 + column, &mixed),
                     FLUE_OK);
    assert_int_equal(mixed.sample, column == used ? b.sample : a.sample);
    assert_near(mixed.weight, 1, 0);
    size_t number = 0;
    for (size_t k = 0; k < n; ++k) {
      if (r.scenario->uncertain[k].is_per_item) continue;
      const double wanted = number++ == column ? b.value[k] : a.value[k];
      assert_memory_equal(&mixed.value[k], &wanted, sizeof wanted);
    }
    flue_draw_clear(&mixed);
  }
  flue_draw_clear(&a);
  flue_draw_clear(&b);
  reading_clear(&r);
  free(text);
}

static void paths_that_name_nothing_change_nothing(void **state) {
  (void)state;
  static const char *const paths[] = {"",          ".",          "a.b.c",    "a[",     "a[0",
                                      "list[9]",   "list[]",     "list[x=]", "list.x", "list[x=1]y",
                                      "map[0]",    "..",         "list[-1]", "*.x.y",  "[0]",
                                      "map.*.z.t", "list[0].x.y"};
  static const char text[] = "list: [{x: 1}, {x: 2}]\nmap: {k: v}\n";
  for (size_t i = 0; i < sizeof paths / sizeof *paths; ++i) {
    flue_diagnostics list = {.file = "t"};
    flue_node root, value = {.kind = FLUE_NODE_SCALAR};
    flue_text before = {0}, after = {0};
    char nine[] = "9";
    value.text = nine;
    size_t places = 0;
    assert_int_equal(flue_yaml_read(NULL, text, strlen(text), &list, &root), FLUE_OK);
    flue_node_print(&root, &before);
    assert_int_equal(flue_patch_apply(&root, paths[i], &value, &places), FLUE_OK);
    flue_node_print(&root, &after);
    if (places) fail_msg("\"%s\" names %zu places:\n%s", paths[i], places, after.data);
    assert_string_equal(before.data, after.data);
    flue_text_clear(&before);
    flue_text_clear(&after);
    flue_node_clear(&root);
    flue_diagnostics_clear(&list);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_stratum_of_each_number_is_hit_once),
      cmocka_unit_test(two_numbers_are_not_drawn_together),
      cmocka_unit_test(a_single_run_takes_medians_and_draws_single_items),
      cmocka_unit_test(draws_stay_inside_the_range_of_their_key),
      cmocka_unit_test(an_option_leaves_the_draws_of_other_numbers_as_they_were),
      cmocka_unit_test(options_change_the_places_their_paths_name),
      cmocka_unit_test(weights_give_branches_back_their_probabilities),
      cmocka_unit_test(indices_change_one_number_at_a_time),
      cmocka_unit_test(every_design_draws_every_number),
      cmocka_unit_test(paths_that_name_nothing_change_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

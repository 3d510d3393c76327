/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What options cost: counted by hand in a building of three storeys, two of one plan. */
#include "scenario_fixture.h"
#include "scenarios/option_cost.h"
#include "scenarios/options.h"

#define BUILDING                                                                               \
  "flue: 1\n"                                                                                  \
  "building:\n"                                                                                \
  "  storeys: [{id: F1, height: 3, plan: ground}, {id: F2..F3, height: 3, plan: upper}]\n"     \
  "  shafts:\n"                                                                                \
  "  - {id: cable, kind: riser, storeys: F1..F3, polygon: [[0, 5], [1, 5], [1, 6], [0, 6]]}\n" \
  "  - {id: water, kind: riser, storeys: F1..F3, polygon: [[1, 5], [2, 5], [2, 6], [1, 6]]}\n" \
  "plans:\n"                                                                                   \
  "  ground:\n"                                                                                \
  "    rooms: {hall: {use: hall, polygon: [[0, 0], [10, 0], [10, 5], [0, 5]]}}\n"              \
  "    openings: [{id: out, kind: door, between: [hall, outside], at: [5, 0]}]\n"              \
  "  upper:\n"                                                                                 \
  "    rooms:\n"                                                                               \
  "      a: {use: office, polygon: [[0, 0], [5, 0], [5, 5], [0, 5]]}\n"                        \
  "      b: {use: dwelling, polygon: [[5, 0], [10, 0], [10, 5], [5, 5]]}\n"                    \
  "    openings:\n"                                                                            \
  "    - {id: ab, kind: door, between: [a, b], at: [5, 2]}\n"                                  \
  "    - {id: way, kind: door, between: [b, outside], at: [10, 2]}\n"                          \
  "    - {id: w, kind: window, between: [a, outside], at: [0, 2], height: 1, sill: 1}\n"       \
  "systems: {sprinklers: [], detection: []}\n"                                                 \
  "options:\n"

static flue_option_cost cost_of(const char *options, size_t i) {
  char *text = flue_format("%s%s", BUILDING, options);
  assert_non_null(text);
  reading r = read_text(text, NULL);
  free(text);
  if (!r.scenario) fail_msg("%s", r.printed.data);
  flue_ctx *ctx = NULL;
  flue_layout *layout = NULL;
  flue_option_cost cost;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  if (flue_layout_create(ctx, r.scenario, &r.list, &layout)) {
    flue_diagnostics_print(&r.list, &r.printed);
    fail_msg("%s", r.printed.data);
  }
  const flue_option *option = FLUE_ITEM(flue_option, r.scenario->root.options, i);
  assert_int_equal(flue_option_costs(ctx, layout, option, &cost), FLUE_OK);
  flue_layout_destroy(&layout);
  flue_ctx_destroy(&ctx);
  reading_clear(&r);
  return cost;
}

static void openings_count_in_every_storey_of_their_plan(void **state) {
  (void)state;
  const char *options =
      "- {id: o, cost: ¥ 100 per opening, cost_low: ¥ 80 per opening, cost_high: ¥ 500,\n"
      "   upkeep: ¥ 3 per opening, set: {\"plans.upper.openings[kind=door].closer\": true}}\n"
      "- {id: all, cost: ¥ 100 per opening, set: {\"plans.*.openings[kind=door].closer\": true,\n"
      "   \"plans.*.openings[kind=door].closer_works\": 0.9}}\n";
  const flue_option_cost upper = cost_of(options, 0), all = cost_of(options, 1);
  assert_near(upper.mode, 400, 0); /* two doors in two storeys */
  assert_near(upper.low, 320, 0);
  assert_near(upper.high, 500, 0);
  assert_near(upper.upkeep, 12, 0);
  assert_near(all.mode, 500, 0); /* and the door of the ground floor, each once */
}

static void rooms_are_those_that_words_name(void **state) {
  (void)state;
  const char *options =
      "- {id: heads, cost: ¥ 10 per m2, set: {systems.sprinklers: [{in: [dwelling], rti: 50, "
      "temperature: 68 °C, spacing: 3, density: 6 mm/min}]}}\n"
      "- {id: rooms, cost: ¥ 10 per room, set: {systems.detection: [{in: [office, hall], kind: "
      "smoke, spacing: 7 m}]}}\n"
      "- {id: any, cost: ¥ 10 per m2, set: {building.leakage: tight}}\n";
  assert_near(cost_of(options, 0).mode, 500, 1e-9);  /* two dwellings of 25 m2 */
  assert_near(cost_of(options, 1).mode, 30, 0);      /* two offices, a hall */
  assert_near(cost_of(options, 2).mode, 1500, 1e-9); /* 50 + 2 x 50 m2 */
}

static void shafts_storeys_and_the_building(void **state) {
  (void)state;
  const char *options =
      "- {id: one, cost: ¥ 7 per shaft, set: {\"building.shafts[id=cable].fire_stopped\": 1}}\n"
      "- {id: storey, cost: ¥ 7 per storey, set: {\"building.shafts[*].fire_stopped\": 1}}\n"
      "- {id: whole, cost: ¥ 7, set: {building.leakage: tight}}\n";
  assert_near(cost_of(options, 0).mode, 7, 0);
  assert_near(cost_of(options, 1).mode, 21, 0);
  assert_near(cost_of(options, 2).mode, 7, 0);
}

static void names_and_ranges_are_checked(void **state) {
  (void)state;
  char *text = flue_format(
      "%s%s", BUILDING,
      "- {id: a, cost: ¥ 10, cost_low: ¥ 20, requires: [bee], set: {building.leakage: tight}}\n"
      "- {id: b, cost: ¥ 10, excludes: [b], set: {building.leakage: tight}}\n");
  reading r = read_text(text, NULL);
  free(text);
  assert_null(r.scenario);
  assert_non_null(strstr(r.printed.data, "E346"));
  assert_non_null(strstr(r.printed.data, "bee"));
  assert_non_null(strstr(r.printed.data, "E347"));
  assert_int_equal(r.list.errors, 3);
  reading_clear(&r);
}

static void sets_fit_by_what_they_require_and_exclude(void **state) {
  (void)state;
  char *text = flue_format("%s%s", BUILDING,
                           "- {id: pump, set: {building.leakage: tight}}\n"
                           "- {id: heads, requires: [pump], set: {building.leakage: tight}}\n"
                           "- {id: mist, excludes: [heads], set: {building.leakage: tight}}\n");
  reading r = read_text(text, NULL);
  free(text);
  assert_non_null(r.scenario);
  const int fits[8] = {1, 1, 0, 1, 1, 1, 0, 0}; /* bits pump, heads, mist */
  for (uint32_t set = 0; set < 8; ++set)
    assert_int_equal(flue_options_fit(r.scenario, set), fits[set]);
  reading_clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(openings_count_in_every_storey_of_their_plan),
      cmocka_unit_test(rooms_are_those_that_words_name),
      cmocka_unit_test(shafts_storeys_and_the_building),
      cmocka_unit_test(names_and_ranges_are_checked),
      cmocka_unit_test(sets_fit_by_what_they_require_and_exclude),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

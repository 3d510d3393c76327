/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A printed scenario read again is the same scenario. */
#include "scenario_fixture.h"

static const char full[] =
    "flue: 1\n"
    "title: {en: Two rooms, zh: 两间}\n"
    "seed: 7\n"
    "site:\n"
    "  elevation: 30 m\n"
    "  weather:\n"
    "    temperature: {normal: {mean: 15 °C, sd: 5 K}}\n"
    "    wind: {speed: {weibull: {scale: 4 m/s, shape: 2}}, from: 270 deg, terrain: suburban}\n"
    "building:\n"
    "  storeys:\n"
    "    - {id: B1, height: 3.3 m, plan: P}\n"
    "    - {id: F1..F3, height: 3 m, plan: P}\n"
    "  shafts:\n"
    "    - {id: S, kind: stair, storeys: B1..F3, polygon: [[10, 0], [13, 0], [13, 5], [10, 5]]}\n"
    "plans:\n"
    "  P:\n"
    "    rooms:\n"
    "      a: {use: dwelling, polygon: [[0, 0], [5, 0], [5, 5], [0, 5]]}\n"
    "      b: {use: corridor, polygon: [[5, 0], [10, 0], [10, 5], [5, 5]]}\n"
    "    openings:\n"
    "      - {id: d1, between: [a, b], at: [5, 2.5], closer: true}\n"
    "      - {id: d2, between: [b, S], at: [10, 2.5]}\n"
    "      - {id: d3, between: [b, outside], at: [7, 0]}\n"
    "      - {id: w, kind: window, between: [a, outside], at: [0, 2], width: 1.2 m, height: 1.2 m, "
    "sill: 0.9 m}\n"
    "systems:\n"
    "  supplies: [{id: power, works: {probability: 0.98, sampled: 0.4}}]\n"
    "  detection: [{in: all, obscuration: 12 %/m, fed_by: power}]\n"
    "fires:\n"
    "  - {id: f, at: {room: {choice: [F1.a, F2.a]}}, load: {gumbel: {mean: 780 MJ/m², sd: 234 "
    "MJ/m²}}}\n"
    "  - {id: g, at: {room: {any: dwelling}}, peak: {triangular: {min: 1 MW, mode: 2 MW, max: 3 "
    "MW}}}\n"
    "  - {id: h, at: {room: F1.a}, curve: sofa}\n"
    "people:\n"
    "  - {in: dwelling, per_room: {poisson: 2.5}}\n"
    "options:\n"
    "  - {id: o, title: \"x \\\"q\\\" \\\\ 0\", cost: ¥ 268 per opening, set: "
    "{\"plans.*.openings[kind=door].closer\": true, \"fires[0].peak\": {uniform: {min: 1 MW, max: "
    "2 MW}}}}\n";

static void printed_text_reads_back_to_the_same_values(void **state) {
  (void)state;
  reading first = read_sound(full, NULL);
  flue_text once = {0}, twice = {0};
  flue_scenario_print(first.scenario, &once);
  assert_int_equal(once.failed, 0);
  reading second = read_sound(once.data, NULL);
  flue_scenario_print(second.scenario, &twice);
  assert_string_equal(once.data, twice.data);
  const flue_scenario *a = first.scenario, *b = second.scenario;
  assert_int_equal(a->n_uncertain, b->n_uncertain);
  for (size_t i = 0; i < a->n_uncertain; ++i) {
    assert_string_equal(a->uncertain[i].name, b->uncertain[i].name);
    assert_int_equal(a->uncertain[i].key, b->uncertain[i].key);
    assert_int_equal(a->uncertain[i].d.kind, b->uncertain[i].d.kind);
    assert_memory_equal(a->uncertain[i].d.p, b->uncertain[i].d.p, sizeof a->uncertain[i].d.p);
  }
  reading_clear(&first);
  reading_clear(&second);
  flue_text_clear(&once);
  flue_text_clear(&twice);
}

static void defaults_units_and_distributions_are_printed_in_SI(void **state) {
  (void)state;
  static const char *const lines[] = {
      "\n    temperature: {normal: {mean: 288.15, sd: 5}} # K\n", /* 15 degC, spread 5 K */
      "\n    lapse: 0.0065 # K m-1\n",                            /* a default */
      "\n      obscuration: 0.12783337150988489 # m-1\n",
      "\n    load: {gumbel: {mean: 780000000, sd: 234000000}} # J m-2\n",
      "\n      room: {choice: [\"F1.a\", \"F2.a\"]}\n",
      "\n      room: {any: \"dwelling\"}\n",
      "\n    cost: \"268 CNY per opening\"\n",
      "\n      \"plans.*.openings[kind=door].closer\": \"true\"\n",
      "\n  sprinklers: []\n"};
  reading r = read_sound(full, NULL);
  flue_text out = {0};
  flue_scenario_print(r.scenario, &out);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i)
    if (!strstr(out.data, lines[i])) fail_msg("%s is missing in\n%s", lines[i], out.data);
  reading_clear(&r);
  flue_text_clear(&out);
}

/* what burns is written also where the file leaves it to the curve or to the program */
static void fires_are_printed_with_the_fuel_that_burns(void **state) {
  (void)state;
  reading r = read_sound(full, NULL);
  flue_text out = {0};
  flue_scenario_print(r.scenario, &out);
  const char *second = strstr(out.data, "- id: \"g\""), *third = strstr(out.data, "- id: \"h\"");
  assert_non_null(second);
  assert_non_null(third);
  assert_non_null(strstr(second, "fuel: \"furniture\""));
  assert_non_null(strstr(third, "fuel: \"polyurethane\""));
  assert_null(strstr(third, "growth:"));
  assert_null(strstr(third, "peak:"));
  reading_clear(&r);
  flue_text_clear(&out);
}

static void a_title_of_any_signs_comes_back(void **state) {
  (void)state;
  flue_text text = {0}, out = {0};
  flue_text_add(&text, "title: \"a \\\"b\\\" \\\\ \\t\\x01\\n 楼: #1 {0} %%s\"\n%s",
                strstr(full, "seed"));
  flue_text_add(&text, "flue: 1\n");
  reading first = read_sound(text.data, NULL);
  flue_scenario_print(first.scenario, &out);
  reading second = read_sound(out.data, NULL);
  assert_string_equal(first.scenario->root.title[0], "a \"b\" \\ \t\x01\n 楼: #1 {0} %s");
  assert_string_equal(first.scenario->root.title[0], second.scenario->root.title[0]);
  reading_clear(&first);
  reading_clear(&second);
  flue_text_clear(&text);
  flue_text_clear(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(printed_text_reads_back_to_the_same_values),
      cmocka_unit_test(fires_are_printed_with_the_fuel_that_burns),
      cmocka_unit_test(defaults_units_and_distributions_are_printed_in_SI),
      cmocka_unit_test(a_title_of_any_signs_comes_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

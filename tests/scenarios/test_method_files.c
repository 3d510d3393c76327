/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods that are shipped, against examples worked by hand from the rules they quote. */
#include "core/embedded.h"
#include "method_fixture.h"
#include "models/method/method_change.h"

static void every_method_is_sound_and_bears_its_name(void **state) {
  (void)state;
  size_t n = 0;
  for (const flue_embedded *data = FLUE_EMBEDDED; data->name; ++data) {
    if (strncmp(data->name, "method_", 7) != 0) continue;
    graded g = begin_built_in(data->name + 7);
    assert_string_equal(g.m->name.id, data->name + 7);
    for (size_t i = 0; i < g.m->n_scales; ++i) /* nothing answered: nothing is known, no NaN */
      if (flue_method_is_available(g.m)) {
        flue_method_run(g.m, g.slots);
        assert_true(flue_method_grade(g.m, i, g.slots).is_defined);
      }
    end_method(&g);
    ++n;
  }
  assert_true(n >= 6);
}

/** Sets elements to yes, all others to no. */
static graded gb_35181(const char *place, size_t n, const char *const *elements) {
  graded g = begin_built_in("gb35181_2017");
  answer_word(&g, "place", place);
  answer_all_good(&g);
  for (size_t i = 0; i < n; ++i) answer(&g, elements[i], 1);
  return g;
}

static void assert_judged(const char *place, size_t n, const char *const *elements,
                          const char *verdict, double to_go) {
  graded g = gb_35181(place, n, elements);
  assert_grade(&g, 0, verdict, verdict);
  assert_near(number(&g, "to_go"), to_go, 0);
  end_method(&g);
}

static void one_direct_element_is_a_major_hazard(void **state) {
  (void)state;
  static const char *const direct[] = {"d6_5"};
  assert_judged("other", 1, direct, "major", 6);
  assert_judged("crowded", 0, NULL, "not_major", 3);
}

/** GB 35181-2017 section 5.3.3, as risk.md quotes it. */
static void comprehensive_elements_are_counted_by_kind_of_place(void **state) {
  (void)state;
  static const char *const crowded[] = {"e7_3_1", "e7_5", "e7_9_3"};
  assert_judged("crowded", 2, crowded, "not_major", 1);
  assert_judged("crowded", 3, crowded, "major", 0);
  assert_judged("important", 3, crowded, "not_major", 1);
  static const char *const any[] = {"e7_1_1", "e7_1_2", "e7_2_1", "e7_6_1", "e7_8_1", "e7_9_1"};
  assert_judged("crowded", 3, any, "not_major", 1);
  assert_judged("crowded", 4, any, "major", 0);
  assert_judged("important", 4, any, "major", 0);
  assert_judged("other", 5, any, "not_major", 1);
  assert_judged("other", 6, any, "major", 0);
  static const char *const hazardous[] = {"e7_1_1", "e7_4_5", "e7_4_6"};
  assert_judged("hazardous", 2, hazardous, "not_major", 1);
  assert_judged("hazardous", 3, hazardous, "major", 0);
  assert_judged("other", 3, hazardous, "not_major", 3);
}

static int has_remark(graded *g, const char *id) {
  flue_method_run(g->m, g->slots);
  for (size_t i = 0; i < g->m->n_remarks; ++i)
    if (strcmp(g->m->remarks[i].name.id, id) == 0) return g->slots[g->m->remarks[i].slot].low > 0;
  fail_msg("no remark %s", id);
  return 0;
}

static void one_more_element_and_exclusions_are_told(void **state) {
  (void)state;
  static const char *const two[] = {"e7_3_1", "e7_3_9"}, *const direct[] = {"d6_6"};
  graded g = gb_35181("crowded", 2, two);
  assert_true(has_remark(&g, "one_more"));
  flue_method_changes c;
  assert_int_equal(flue_method_find_changes(g.m, 0, g.slots, &c), FLUE_OK);
  assert_int_equal(c.n_worse,
                   19); /* ten direct elements, nine more of the list for crowded places */
  flue_method_changes_clear(&c);
  end_method(&g);
  g = gb_35181("crowded", 1, direct);
  assert_false(has_remark(&g, "one_more"));
  answer(&g, "closed", 1);
  assert_grade(&g, 0, "not_major", "not_major");
  assert_true(has_remark(&g, "by_exclusion"));
  end_method(&g);
}

static void an_element_that_nobody_looked_at_leaves_both_verdicts(void **state) {
  (void)state;
  static const char *const two[] = {"e7_3_1", "e7_3_9"};
  graded g = gb_35181("crowded", 2, two);
  const size_t i = flue_method_find_input(g.m, "e7_5");
  g.slots[g.m->inputs[i].slot] = (flue_span){0, 1};
  assert_grade(&g, 0, "major", "not_major");
  end_method(&g);
}

static void a_major_hazard_by_two_ways_needs_two_changes(void **state) {
  (void)state;
  static const char *const four[] = {"d6_6", "e7_3_1", "e7_3_2", "e7_3_3"};
  graded g = gb_35181("crowded", 4, four);
  flue_method_changes c;
  assert_int_equal(flue_method_find_changes(g.m, 0, g.slots, &c), FLUE_OK);
  assert_int_equal(c.n_set, 2); /* the direct element and one of the three */
  assert_true(c.is_smallest);
  flue_method_changes_clear(&c);
  end_method(&g);
}

static void the_edition_of_2025_is_not_available(void **state) {
  (void)state;
  graded g = begin_built_in("gb35181_2025");
  assert_false(flue_method_is_available(g.m));
  end_method(&g);
}

/** Rule of Hainan as risk.md 2.8 quotes it; red before blue before yellow. */
static void self_built_houses_are_coloured_by_key_conditions(void **state) {
  (void)state;
  static const struct {
    int conditions, residents;
    const char *colour;
  } cases[] = {{0, 50, "green"}, {0, 5, "green"}, {1, 10, "yellow"}, {2, 30, "yellow"},
               {1, 9, "blue"},   {2, 9, "blue"},  {3, 30, "red"},    {6, 9, "red"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    graded g = begin_built_in("hainan_self_built");
    char id[16];
    for (int k = 1; k <= 6; ++k) {
      snprintf(id, sizeof id, "condition_%d", k);
      answer(&g, id, k <= cases[i].conditions);
    }
    answer(&g, "residents", cases[i].residents);
    assert_grade(&g, 0, cases[i].colour, cases[i].colour);
    end_method(&g);
  }
}

static void four_levels_begin_at_85_65_and_25(void **state) {
  (void)state;
  static const struct {
    double score;
    const char *level;
  } cases[] = {{100, "I"},    {85, "I"},   {84.99, "II"}, {65, "II"},
               {64.9, "III"}, {25, "III"}, {24.9, "IV"},  {0, "IV"}};
  graded g = begin_built_in("four_level");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    answer(&g, "score", cases[i].score);
    assert_grade(&g, 0, cases[i].level, cases[i].level);
  }
  end_method(&g);
}

/** A building of middling state. */
static graded middling(void) {
  graded g = begin_built_in("static_dynamic");
  answer_word(&g, "fire_resistance", "II");
  answer(&g, "compartment_ratio", 1.25);
  answer(&g, "fire_doors_sound", 80);
  answer(&g, "width_ratio", 0.9);
  answer(&g, "travel_ratio", 1.1);
  answer(&g, "routes_clear", 1);
  answer_word(&g, "alarm", "works");
  answer_word(&g, "sprinkler", "partly");
  answer_word(&g, "hydrants", "works");
  answer_word(&g, "smoke_control", "fails");
  answer_word(&g, "insulation", "B1");
  answer(&g, "shafts_sealed", 50);
  answer(&g, "dual_power", 1);
  answer(&g, "wiring_age", 25);
  answer(&g, "pressure_ratio", 0.75);
  answer(&g, "tank_full", 1);
  answer_word(&g, "lane", "narrowed");
  answer(&g, "arrival", 7.5);
  answer(&g, "ebikes", 1);
  answer(&g, "ebikes_age", 30); /* one half-life */
  answer(&g, "gas", 0);
  answer(&g, "storage", 0.2);
  answer(&g, "works", 0);
  answer_word(&g, "area_water", "strong");
  answer(&g, "direct_element", 0);
  answer(&g, "major_by_count", 0);
  answer(&g, "sleeping_unseparated", 0);
  answer(&g, "only_exit_blocked", 0);
  return g;
}

/** Formula and weights of risk.md 2.9. */
static void static_and_dynamic_factors_give_the_score_worked_by_hand(void **state) {
  (void)state;
  graded g = middling();
  assert_near(number(&g, "s2"), 75, 1e-12);
  assert_near(number(&g, "s3"), 65, 1e-12);
  assert_near(number(&g, "s4"), 70, 1e-12);
  assert_near(number(&g, "s5"), 60, 1e-12);
  assert_near(number(&g, "s6"), 79, 1e-12);
  assert_near(number(&g, "s7"), 76, 1e-12);
  assert_near(number(&g, "s8"), 60, 1e-12);
  /* 9 + 9 + 11.7 + 12.6 + 7.2 + 7.9 + 7.6 + 6 */
  assert_near(number(&g, "static"), 71, 1e-12);
  /* 1 - 0.4 * 0.5 - 0.1 * 0.175 */
  assert_near(number(&g, "dynamic"), 0.7825, 1e-12);
  assert_near(number(&g, "area"), 1 + 0.1 / 3, 1e-12);
  assert_near(number(&g, "score"), 71 * 0.7825 * (1 + 0.1 / 3), 1e-12);
  assert_grade(&g, 0, "red", "red");
  assert_grade(&g, 1, "orange", "orange");
  answer(&g, "ebikes_age", 300);
  assert_grade(&g, 0, "yellow", "yellow");
  answer(&g, "only_exit_blocked", 1);
  assert_grade(&g, 0, "red", "red");
  assert_grade(&g, 1, "red", "red");
  end_method(&g);
}

static void the_checklist_of_complexes_has_8_items_27_sub_items_and_34_points(void **state) {
  (void)state;
  graded g = begin_built_in("large_complex");
  assert_int_equal(g.m->n_inputs, 34); /* the reader checked 8 and 27 (tree) */
  answer_all_good(&g);
  assert_near(number(&g, "compliance"), 1, 0);
  assert_grade(&g, 1, "pass", "pass");
  answer(&g, "p_1_1_1", FLUE_CHECK_FAIL);
  answer(&g, "p_2_1_1", FLUE_CHECK_FAIL);
  answer(&g, "p_8_1_1", FLUE_CHECK_NONE);
  assert_near(number(&g, "compliance"), 31.0 / 33.0, 1e-15);
  assert_grade(&g, 0, "pass", "pass");
  assert_grade(&g, 1, "fail", "fail");
  answer(&g, "p_3_1_1", FLUE_CHECK_FAIL);
  answer(&g, "p_4_1_1", FLUE_CHECK_FAIL); /* 29/33 = 0.879 */
  assert_grade(&g, 0, "fail", "fail");
  end_method(&g);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_method_is_sound_and_bears_its_name),
      cmocka_unit_test(one_direct_element_is_a_major_hazard),
      cmocka_unit_test(comprehensive_elements_are_counted_by_kind_of_place),
      cmocka_unit_test(one_more_element_and_exclusions_are_told),
      cmocka_unit_test(an_element_that_nobody_looked_at_leaves_both_verdicts),
      cmocka_unit_test(a_major_hazard_by_two_ways_needs_two_changes),
      cmocka_unit_test(the_edition_of_2025_is_not_available),
      cmocka_unit_test(self_built_houses_are_coloured_by_key_conditions),
      cmocka_unit_test(four_levels_begin_at_85_65_and_25),
      cmocka_unit_test(static_and_dynamic_factors_give_the_score_worked_by_hand),
      cmocka_unit_test(the_checklist_of_complexes_has_8_items_27_sub_items_and_34_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

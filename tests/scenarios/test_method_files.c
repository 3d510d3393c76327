/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods that are shipped, against examples worked by hand from the rules they quote. */
#include "core/embedded.h"
#include "method_fixture.h"
#include "models/method/method_change.h"
#include "postproc/atomic_file.h"
#include "postproc/grading/control_answers.h"

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
    char id[32];
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

/* ---- indices ---- */

static void answer_frame(graded *g, double qi, double qm, double t, double m, double class_m) {
  answer(g, "q_immobile", qi);
  answer(g, "q_mobile", qm);
  answer(g, "temperature_rise", t);
  answer(g, "dimension", m);
  answer(g, "class_m", class_m);
}

/** Sheets of FRAME 2008 on framemethod.net (sheet006 and sheet012): q 1.35, i 1.00, g 1.28; with a
 *  higher load of smaller things q 1.66, i 1.15. */
static void frame_gives_the_factors_of_its_own_sheets(void **state) {
  (void)state;
  graded g = begin_built_in("frame");
  answer_frame(&g, 100, 600, 250, 1, 2.5);
  answer(&g, "width", 40);
  answer(&g, "length", 50);
  assert_near(number(&g, "q"), 1.35, 0.005);
  assert_near(number(&g, "i"), 1.00, 0.005);
  assert_near(number(&g, "g"), 1.28, 0.005);
  answer_frame(&g, 100, 2000, 200, 0.1, 2.5);
  assert_near(number(&g, "q"), 1.66, 0.005);
  assert_near(number(&g, "i"), 1.15, 0.005);
  end_method(&g);
}

/** Numbers of a spreadsheet of the method (scribd 705534810), to all its digits. */
static void frame_gives_the_factors_of_a_spreadsheet(void **state) {
  (void)state;
  graded g = begin_built_in("frame");
  answer_frame(&g, 300, 1500, 200, 0.1, 3);
  answer(&g, "length", 20);
  answer(&g, "width", 30);
  answer(&g, "level", 2);
  answer(&g, "venting", 0.011);
  answer(&g, "height", 3.5);
  assert_near(number(&g, "q"), 1.62018167006887, 1e-13);
  assert_near(number(&g, "i"), 1.2, 1e-13);
  assert_near(number(&g, "g"), 0.80518534855222, 1e-13);
  assert_near(number(&g, "e"), 1.3667025924291, 1e-12);
  assert_near(number(&g, "v"), 1.01415489757034, 1e-13);
  assert_near(number(&g, "r"), 0.547856649559384, 1e-13);
  answer(&g, "n_points", 11);
  answer(&g, "s_points", 32);
  answer(&g, "u_points", 18);
  answer(&g, "y_points", 5);
  assert_near(number(&g, "n"), 0.5688000922764, 1e-12);
  assert_near(number(&g, "s"), 4.7649414686036, 1e-12);
  assert_near(number(&g, "u"), 2.4066192336910, 1e-12);
  assert_near(number(&g, "y"), 1.2762815625, 1e-12);
  answer(&g, "value", 15e6);
  assert_near(number(&g, "c"), 0.0827483, 1e-7);
  answer(&g, "access_sides", 1);
  answer(&g, "above", 20);
  answer(&g, "below", 0);
  answer(&g, "width", 26); /* 26/20 + 20/25 = 2.1 */
  assert_near(number(&g, "z"), 1.1, 1e-13);
  end_method(&g);
}

/** The home for the elderly in FRAME's book of examples: 30 minutes everywhere, S = 1.34: F = 1.28.
 */
static void frame_gives_the_fire_resistance_of_an_example(void **state) {
  (void)state;
  graded g = begin_built_in("frame");
  static const char *const parts[] = {"fs", "ff", "fd", "fw"};
  for (int k = 0; k < 4; ++k) answer(&g, parts[k], 30);
  answer(&g, "s_points", 6); /* 1.05^6 = 1.34 */
  assert_near(number(&g, "s"), 1.34, 0.005);
  assert_near(number(&g, "f"), 1.28, 0.005);
  end_method(&g);
}

/** All together: P 1.35 x 1.00 x 1.28 ..., A = 1.6 - 0.3 - 0.1, one protection after the other. */
static void frame_divides_the_potential_by_acceptance_and_protection(void **state) {
  (void)state;
  graded g = begin_built_in("frame");
  answer_frame(&g, 100, 600, 250, 1, 2.5);
  answer(&g, "width", 40);
  answer(&g, "length", 50);
  answer(&g, "level", 0);
  answer(&g, "venting", 0.01);
  answer(&g, "height", 4);
  answer(&g, "access_sides", 2);
  answer(&g, "above", 0);
  answer(&g, "below", 0);
  answer(&g, "activation", 0.3);
  answer(&g, "evacuation_given", 0.1);
  answer(&g, "w_points", 0);
  answer(&g, "n_points", 2);
  answer(&g, "s_points", 10);
  answer(&g, "u_points", 4);
  answer(&g, "y_points", 0);
  answer(&g, "fs", 60);
  answer(&g, "ff", 30);
  answer(&g, "fd", 30);
  answer(&g, "fw", 30);
  const double q = 1.3467320266, gg = 1.2772173450, v = 0.84 + 0.2778151250 - 0.1414213562;
  const double p = q * gg * v * 1.05; /* i and e are 1, z is 1 + 0.05 INT(40/40) */
  const double s = 1.6288946268, n = 0.9025;
  /* f = 30 + 7.5 + 3.75 + 3.75 = 45 */
  const double f = (1 + 0.45 - 0.0135841086) * (1 - 0.025 * (s - 1));
  assert_near(number(&g, "p"), p, 1e-8);
  assert_near(number(&g, "risk"), p / (1.2 * n * s * f), 1e-8);
  /* r = 0.1 log10 101 + 0.25 */
  assert_near(number(&g, "risk1"), q * v * 1.05 / ((1.2 - 0.4504321374) * n * 1.21550625), 1e-8);
  assert_near(number(&g, "risk2"), gg * v * 1.05 / (1.3 * n * s), 1e-8);
  assert_grade(&g, 1, "acceptable", "acceptable");
  assert_grade(&g, 2, "too_high", "too_high");
  assert_grade(&g, 0, "too_high", "too_high");
  answer(&g, "activation", 1.6);
  assert_near(number(&g, "risk"), 1000, 0);
  end_method(&g);
}

/** Worked by hand: P = 2.114112, N = 0.576, S = 1.86615, F = 1.452. */
static void gretener_divides_the_danger_by_its_measures(void **state) {
  (void)state;
  graded g = begin_built_in("gretener");
  answer(&g, "q_mobile", 700);
  answer(&g, "c", 1.2);
  answer_word(&g, "smoke", "medium");
  answer_word(&g, "corrosion", "normal");
  answer(&g, "i", 1.1);
  answer(&g, "e", 1.3);
  answer(&g, "g", 0.8);
  answer_word(&g, "activation", "a100");
  answer(&g, "extinguishers", 1);
  answer(&g, "hydrants", 0);
  answer(&g, "water", 0.9);
  answer(&g, "pipe", 1);
  answer(&g, "staff", 0);
  answer_word(&g, "detection", "automatic");
  answer(&g, "transmission", 1.1);
  answer(&g, "brigade", 1.3);
  answer(&g, "brigade_time", 0.9);
  answer_word(&g, "suppression", "none");
  answer(&g, "heat_venting", 0);
  answer_word(&g, "structure", "f1_120");
  answer(&g, "facade", 1.1);
  answer(&g, "ceilings", 1);
  answer(&g, "cells", 1.1);
  assert_near(number(&g, "potential"), 2.114112, 1e-12);
  assert_near(number(&g, "normal"), 0.576, 1e-12);
  assert_near(number(&g, "special"), 1.86615, 1e-12);
  assert_near(number(&g, "resistance"), 1.452, 1e-12);
  assert_near(number(&g, "risk"), 1.354541, 1e-6);
  assert_near(number(&g, "safety"), 0.959735, 1e-6);
  assert_grade(&g, 0, "insufficient", "insufficient");
  answer(&g, "hydrants", 1);
  assert_grade(&g, 0, "sufficient", "sufficient");
  end_method(&g);
}

/** The nine 80 % fractiles of EN 1991-1-2 table E.4. */
static void fire_loads_give_the_nine_fractiles_of_the_code(void **state) {
  (void)state;
  static const struct {
    const char *use;
    double fractile;
  } cases[] = {{"dwelling", 948}, {"hospital", 280}, {"hotel", 377},
               {"library", 1824}, {"office", 511},   {"classroom", 347},
               {"shopping", 730}, {"theatre", 365},  {"transport", 122}};
  graded g = begin_built_in("en1991_fire_load");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    answer_word(&g, "occupancy", cases[i].use);
    assert_near(number(&g, "characteristic"), cases[i].fractile, 0.75);
  }
  end_method(&g);
}

/** Office of 1000 m2: 510.65 x 0.8 x 1.9 x 0.61 x 0.87 x 0.73 x 0.87 x 0.78. */
static void the_design_load_counts_area_and_measures(void **state) {
  (void)state;
  graded g = begin_built_in("en1991_fire_load");
  answer_word(&g, "occupancy", "office");
  answer(&g, "area", 1000);
  answer(&g, "sprinklers", 1);
  answer_word(&g, "water_supplies", "one");
  answer_word(&g, "detection", "smoke");
  answer(&g, "transmission", 1);
  answer_word(&g, "brigade", "off_site");
  answer(&g, "access", 1);
  answer(&g, "devices", 1);
  answer(&g, "exhaust", 1);
  assert_near(number(&g, "dn"), 0.2628971046, 1e-9);
  assert_near(number(&g, "design"), 204.06, 0.02);
  answer(&g, "exhaust", 0);
  assert_near(number(&g, "design"), 306.09, 0.03);
  end_method(&g);
}

/* ---- assessments ---- */

/** A place where all is well: two of ten devices of each kind were looked at. */
static graded assessed(void) {
  static const char *const kinds[] = {"exits",         "alarm", "sprinkler", "hydrants",
                                      "smoke_control", "doors", "lighting",  "extinguishers"};
  graded g = begin_built_in("xft1369");
  char id[48];
  answer_all_good(&g);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    snprintf(id, sizeof id, "%s_n", kinds[i]);
    answer(&g, id, 10);
    snprintf(id, sizeof id, "%s_sampled", kinds[i]);
    answer(&g, id, 2);
    snprintf(id, sizeof id, "%s_failed", kinds[i]);
    answer(&g, id, 0);
  }
  answer(&g, "score", 90);
  answer(&g, "b_checked", 20);
  answer(&g, "b_passed", 19);
  answer(&g, "c_checked", 30);
  answer(&g, "c_passed", 25);
  return g;
}

static void an_item_of_class_a_makes_the_conclusion_poor(void **state) {
  (void)state;
  graded g = assessed();
  assert_grade(&g, 0, "good", "good");
  answer(&g, "b_passed", 17); /* 85 % of the key items */
  assert_grade(&g, 0, "fair", "fair");
  answer(&g, "score", 59.9);
  assert_grade(&g, 0, "poor", "poor");
  end_method(&g);
  for (char item = 'a'; item <= 'j'; ++item) {
    const char id[] = {'a', '_', item, '\0'};
    g = assessed();
    answer(&g, id, 1);
    assert_grade(&g, 0, "poor", "poor");
    end_method(&g);
  }
}

/** XF/T 1369 4.3.9 c): two samples or all, four more or all after a failure. */
static void sampling_is_checked_by_the_rules(void **state) {
  (void)state;
  static const struct {
    double n, failed, needed;
  } cases[] = {{0, 0, 0}, {1, 0, 1}, {2, 0, 2}, {10, 0, 2}, {10, 1, 6}, {5, 1, 5}, {2, 1, 2}};
  graded g = assessed();
  assert_near(number(&g, "gaps"), 0, 0);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    answer(&g, "alarm_n", cases[i].n);
    answer(&g, "alarm_failed", cases[i].failed);
    assert_near(number(&g, "alarm_needed"), cases[i].needed, 0);
  }
  answer(&g, "alarm_n", 10);
  answer(&g, "alarm_failed", 1);
  assert_near(number(&g, "samples_short"), 1, 0);
  answer(&g, "alarm_sampled", 6);
  assert_near(number(&g, "gaps"), 0, 0);
  answer(&g, "questionnaires", 4);
  answer(&g, "all_lanes", 0);
  answer(&g, "floor_typical", FLUE_CHECK_FAIL);
  answer(&g, "floor_basement", FLUE_CHECK_NONE);
  assert_near(number(&g, "gaps"), 3, 0);
  assert_true(has_remark(&g, "sampling"));
  end_method(&g);
}

/** What flue check-control finds, as it writes it. */
static void smoke_control_is_judged_from_the_table_of_the_design_check(void **state) {
  (void)state;
  static const char table[] =
      "code,edition,clause,status,quantity,value,least,most,verdict\n"
      "gb51251,e,c,verified,dp_stair,45,40,50,pass\n"
      "gb51251,e,c,verified,dp_lobby,36,25,30,fail\n"
      "gb51251,e,c,verified,dp_lobby,28,25,30,pass\n"
      "gb51251,e,c,verified,exhaust,9,,,not_applicable\n"
      "nfpa92,e,c,verified,dp_stair,5,12.5,,fail\n";
  const char *path = "/tmp/test_method_files_control.csv";
  assert_int_equal(flue_write_file(NULL, path, table, sizeof table - 1), FLUE_OK);
  graded g = begin_built_in("gb51251");
  assert_int_equal(flue_control_answers(NULL, path, g.m), FLUE_OK);
  flue_method_reset(g.m, g.slots);
  assert_near(number(&g, "judged"), 3, 0);
  assert_near(number(&g, "failed"), 1, 0);
  assert_near(number(&g, "limits_judged"), 2, 0);
  assert_near(number(&g, "dp_stair_failed"), 0, 0); /* NFPA's row is another code's */
  assert_grade(&g, 0, "not_kept", "not_kept");
  assert_true(has_remark(&g, "no_exhaust"));
  answer(&g, "dp_lobby_failed", 0);
  assert_grade(&g, 0, "kept", "kept");
  remove(path);
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
      cmocka_unit_test(frame_gives_the_factors_of_its_own_sheets),
      cmocka_unit_test(frame_gives_the_factors_of_a_spreadsheet),
      cmocka_unit_test(frame_gives_the_fire_resistance_of_an_example),
      cmocka_unit_test(frame_divides_the_potential_by_acceptance_and_protection),
      cmocka_unit_test(gretener_divides_the_danger_by_its_measures),
      cmocka_unit_test(fire_loads_give_the_nine_fractiles_of_the_code),
      cmocka_unit_test(the_design_load_counts_area_and_measures),
      cmocka_unit_test(an_item_of_class_a_makes_the_conclusion_poor),
      cmocka_unit_test(sampling_is_checked_by_the_rules),
      cmocka_unit_test(smoke_control_is_judged_from_the_table_of_the_design_check),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

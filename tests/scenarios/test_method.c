/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine of rating methods: formulas, nodes, missing answers, grades, vetoes, changes. Numbers
 * worked by hand. */
#include "method_fixture.h"
#include "models/method/method_change.h"

#define NAME(text) "name: {en: " text ", zh: " text "}"
#define HEAD       "method: 1\nid: test\n" NAME("t") "\nsource: {en: none, zh: 无}\nstatus: proposal\n"

static const char engine[] = HEAD
    "inputs:\n"
    "- {id: x, range: [0, 10], " NAME("x") "}\n"
    "- {id: y, range: [-.inf, .inf], " NAME("y") "}\n"
    "- {id: yes, kind: yes_no, good: yes, " NAME("y") "}\n"
    "- {id: use, kind: choice, choices: {shop: {en: shop, zh: 店}, home: {en: home, zh: 家}}, " NAME("u") "}\n"
    "- {id: size, kind: choice, choices: {small: {en: s, zh: 小}, large: {en: l, zh: 大}}, " NAME("s") "}\n"
    "- {id: c1, kind: check, " NAME("c") "}\n"
    "- {id: c2, kind: check, " NAME("c") "}\n"
    "- {id: c3, kind: check, " NAME("c") "}\n"
    "nodes:\n"
    "- {id: formula1, " NAME("n") ", formula: 2 + 3*x^2 - -1/4}\n"
    "- {id: formula2, " NAME("n") ", formula: 'if(use == home and not x > 4, log10(100*x), abs(-7))'}\n"
    "- {id: formula3, " NAME("n") ", formula: 'clamp(x, 2, 5) + max(1, x) + min(x, 2, 3) + mean(1, 2, 6) + sum(x, 1)'}\n"
    "- {id: formula4, " NAME("n") ", formula: '(x >= 3) + (x <= 3) + (x != 3) + (x < 3) + known(x) + floor(2.7) + ceil(2.2) + round(2.5)'}\n"
    "- {id: formula5, " NAME("n") ", formula: sqrt(x) + exp(0) + ln(1) + 2^-1}\n"
    "- {id: weighted, " NAME("n") ", sum: {x: 0.5, formula1: 0.1}}\n"
    "- {id: product1, " NAME("n") ", product: [x, x, 2]}\n"
    "- {id: least, " NAME("n") ", min: [x, 4]}\n"
    "- {id: steps_from, " NAME("n") ", ladder: {of: x, kind: from, points: [[0, 25], [5, 20], [8, 12]]}}\n"
    "- {id: steps_up_to, " NAME("n") ", ladder: {of: x, kind: up_to, points: [[2, 0.6], [5, 0.7], [.inf, 2.5]]}}\n"
    "- {id: line, " NAME("n") ", ladder: {of: x, points: [[2, 100], [6, 0]]}}\n"
    "- {id: log_line, " NAME("n") ", ladder: {of: x, kind: log, points: [[1, 0], [10, 100]]}}\n"
    "- {id: hill, " NAME("n") ", ladder: {of: x, points: [[0, 0], [5, 100], [10, 0]]}}\n"
    "- {id: table1, " NAME("n") ", table: {of: use, values: {shop: 3, home: 7}}}\n"
    "- {id: table2, " NAME("n") ", table: {of: [use, size], values: {shop: {small: 1, large: 2}, home: {small: 3, large: 4}}}}\n"
    "- {id: n_failed, " NAME("n") ", count: {of: [c1, c2, c3], is: fail}}\n"
    "- {id: passed, " NAME("n") ", share: [c1, c2, c3]}\n"
    "- {id: weighed, " NAME("n") ", share: {c1: 3, c2: 1, c3: 1}}\n"
    "- {id: ratio, " NAME("n") ", formula: 1/y}\n"
    "- {id: difference, " NAME("n") ", formula: y - x}\n";

static void formulas_give_their_numbers(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(engine));
  answer(&g, "x", 3);
  answer(&g, "y", 8);
  answer_word(&g, "use", "home");
  assert_near(number(&g, "formula1"), 29.25, 0);
  assert_near(number(&g, "formula2"), log10(300), 0);
  /* clamp 3, max 3, min 2, mean 3, sum 4 */
  assert_near(number(&g, "formula3"), 15, 0);
  /* 1 + 1 + 0 + 0 + 1 + 2 + 3 + 3 */
  assert_near(number(&g, "formula4"), 11, 0);
  assert_near(number(&g, "formula5"), sqrt(3) + 1.5, 0);
  assert_near(number(&g, "weighted"), 1.5 + 2.925, 1e-15);
  assert_near(number(&g, "product1"), 18, 0);
  assert_near(number(&g, "least"), 3, 0);
  assert_near(number(&g, "ratio"), 0.125, 0);
  answer(&g, "x", 5);
  assert_near(number(&g, "formula2"), 7, 0);
  answer(&g, "y", 0);
  assert_true(isinf(number(&g, "ratio")));
  end_method(&g);
}

static void ladders_hold_at_their_points_and_beyond(void **state) {
  (void)state;
  static const double wanted[][6] = {/* x, from, up to, line, log, hill */
                                     {0, 25, 0.6, 100, 0, 0},
                                     {2, 25, 0.6, 100, 30.102999566398121, 40},
                                     {4.99, 25, 0.7, 25.25, 69.810054562338994, 99.8},
                                     {5, 20, 0.7, 25, 69.897000433601875, 100},
                                     {8, 12, 2.5, 0, 90.308998699194341, 40},
                                     {10, 12, 2.5, 0, 100, 0}};
  graded g = begin_method(method_from_text(engine));
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; ++i) {
    answer(&g, "x", wanted[i][0]);
    assert_near(number(&g, "steps_from"), wanted[i][1], 0);
    assert_near(number(&g, "steps_up_to"), wanted[i][2], 0);
    assert_near(number(&g, "line"), wanted[i][3], 1e-12);
    assert_near(number(&g, "log_line"), wanted[i][4], 1e-10);
    assert_near(number(&g, "hill"), wanted[i][5], 1e-12);
  }
  end_method(&g);
}

static void tables_are_looked_up_by_one_choice_or_two(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(engine));
  answer_word(&g, "use", "home");
  answer_word(&g, "size", "large");
  assert_near(number(&g, "table1"), 7, 0);
  assert_near(number(&g, "table2"), 4, 0);
  answer_word(&g, "use", "shop");
  assert_near(number(&g, "table2"), 2, 0);
  end_method(&g);
}

static void shares_leave_out_what_does_not_apply(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(engine));
  answer(&g, "c1", FLUE_CHECK_PASS);
  answer(&g, "c2", FLUE_CHECK_FAIL);
  answer(&g, "c3", FLUE_CHECK_NONE);
  assert_near(number(&g, "passed"), 0.5, 0);
  assert_near(number(&g, "weighed"), 0.75, 0);
  assert_near(number(&g, "n_failed"), 1, 0);
  answer(&g, "c1", FLUE_CHECK_NONE);
  answer(&g, "c2", FLUE_CHECK_NONE);
  assert_near(number(&g, "passed"), 1, 0);
  end_method(&g);
}

static void assert_span(graded *g, const char *id, double low, double high) {
  const flue_span s = node(g, id);
  assert_near(s.low, low, 1e-12);
  assert_near(s.high, high, 1e-12);
}

static void missing_answers_give_all_that_may_be(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(engine));
  assert_span(&g, "formula1", 2.25, 302.25);
  assert_span(&g, "weighted", 0.225, 35.225);
  assert_span(&g, "product1", 0, 200);
  assert_span(&g, "least", 0, 4);
  assert_span(&g, "steps_from", 12, 25);
  assert_span(&g, "hill", 0, 100); /* the top lies between the ends */
  assert_span(&g, "table1", 3, 7);
  assert_span(&g, "table2", 1, 4);
  assert_span(&g, "n_failed", 0, 3);
  assert_span(&g, "passed", 0, 1);
  answer_word(&g, "use", "home");
  assert_span(&g, "table2", 3, 4);
  answer(&g, "c1", FLUE_CHECK_FAIL);
  assert_span(&g, "weighed", 0, 0.4);
  assert_span(&g, "n_failed", 1, 3);
  const flue_span all = node(&g, "difference");
  assert_true(isinf(all.low) && isinf(all.high) && all.low < 0);
  end_method(&g);
}

/** Every value that the answers allow lies in the span. */
static void spans_enclose_what_any_answer_gives(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(engine));
  answer_word(&g, "use", "home");
  flue_method_run(g.m, g.slots);
  flue_span *whole = malloc(g.m->n_slots * sizeof *whole);
  assert_non_null(whole);
  memcpy(whole, g.slots, g.m->n_slots * sizeof *whole);
  for (int i = 0; i <= 1000; ++i) {
    answer(&g, "x", i * 0.01);
    flue_method_run(g.m, g.slots);
    for (size_t k = 0; k < g.m->n_nodes; ++k) {
      const size_t slot = g.m->nodes[k].slot;
      if (strcmp(g.m->nodes[k].name.id, "formula4") == 0) continue; /* known(x) is about answers */
      if (!(whole[slot].low <= g.slots[slot].low && whole[slot].high >= g.slots[slot].high))
        fail_msg("%s at x = %g", g.m->nodes[k].name.id, i * 0.01);
    }
  }
  free(whole);
  end_method(&g);
}

static const char grades[] = HEAD
    "inputs:\n"
    "- {id: a, range: [0, 100], good: 100, " NAME("a") "}\n"
    "- {id: b, range: [0, 100], good: 100, " NAME("b") "}\n"
    "- {id: c, range: [0, 100], good: 100, " NAME("c") "}\n"
    "- {id: v, kind: yes_no, good: no, " NAME("v") "}\n"
    "nodes:\n"
    "- {id: score, " NAME("s") ", sum: {a: 0.5, b: 0.3, c: 0.2}}\n"
    "scales:\n"
    "- id: colour\n  " NAME("k") "\n  of: score\n  better: higher\n  margin: 3\n"
    "  levels: [{id: green, limit: 80, " NAME("g") "}, {id: yellow, limit: 60, " NAME("y") "}, {id: red, " NAME("r") "}]\n"
    "- id: risk\n  " NAME("k") "\n  of: 100 - score\n  better: lower\n"
    "  levels: [{id: low, limit: 20, " NAME("l") "}, {id: high, " NAME("h") "}]\n"
    "vetoes:\n"
    "- {id: veto, when: v, level: red, " NAME("v") "}\n";

static graded graded_at(double a, double b, double c, double v) {
  graded g = begin_method(method_from_text(grades));
  answer(&g, "a", a);
  answer(&g, "b", b);
  answer(&g, "c", c);
  answer(&g, "v", v);
  return g;
}

static void grades_begin_at_their_limits(void **state) {
  (void)state;
  graded g = graded_at(80, 80, 80, 0);
  assert_grade(&g, 0, "green", "green");
  assert_grade(&g, 1, "low", "low");
  answer(&g, "a", 79.9);
  assert_grade(&g, 0, "yellow", "yellow");
  assert_grade(&g, 1, "high", "high");
  answer(&g, "a", 0);
  assert_grade(&g, 0, "red", "red");
  end_method(&g);
}

static void a_missing_answer_leaves_several_grades(void **state) {
  (void)state;
  graded g = begin_method(method_from_text(grades));
  answer(&g, "a", 100);
  answer(&g, "b", 100);
  answer(&g, "v", 0);
  assert_grade(&g, 0, "green", "green"); /* 80 to 100, whatever c is */
  answer(&g, "b", 50);
  assert_grade(&g, 0, "yellow", "green"); /* 65 to 85 */
  end_method(&g);
}

static void vetoes_hold_the_grade_down_on_their_scale(void **state) {
  (void)state;
  graded g = graded_at(100, 100, 100, 1);
  assert_grade(&g, 0, "red", "red");
  assert_grade(&g, 1, "low", "low");
  end_method(&g);
  g = begin_method(method_from_text(grades));
  answer(&g, "a", 100);
  answer(&g, "b", 100);
  answer(&g, "c", 100);
  assert_grade(&g, 0, "red", "green"); /* nobody said whether the veto holds */
  end_method(&g);
}

static void grades_are_held_until_the_margin_is_passed(void **state) {
  (void)state;
  flue_method *m = method_from_text(grades);
  const flue_method_scale *s = &m->scales[0];
  enum { green, yellow, red };
  static const struct {
    double score;
    size_t before, now;
  } cases[] = {{82.9, yellow, yellow}, {83, yellow, green},   {77.1, green, green},
               {77, green, green},     {76.9, green, yellow}, {57.5, yellow, yellow},
               {56.9, yellow, red},    {82, red, yellow},     {62, red, red},
               {90, red, green},       {20, green, red},      {70, yellow, yellow},
               {58, green, yellow}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
    if (flue_method_level_held(m, s, cases[i].score, cases[i].before) != cases[i].now)
      fail_msg("score %g after level %zu", cases[i].score, cases[i].before);
  flue_method_destroy(&m);
}

/** 0.5 a + 0.3 b + 0.2 c = 68: 12 points to green. */
static void the_smallest_single_change_reaches_the_limit(void **state) {
  (void)state;
  graded g = graded_at(60, 60, 100, 0);
  flue_method_changes c;
  assert_int_equal(flue_method_find_changes(g.m, 0, g.slots, &c), FLUE_OK);
  assert_int_equal(c.n, 2); /* c is at its best, the veto does not hold */
  assert_string_equal(g.m->inputs[c.change[0].input].name.id, "a");
  assert_near(c.change[0].gain, 20, 1e-12);
  assert_true(c.change[0].is_enough);
  assert_near(c.change[0].enough, 84, 1e-9); /* 0.5 (a - 60) = 12 */
  assert_near(c.change[1].gain, 12, 1e-12);
  assert_near(c.change[1].enough, 100, 1e-9);
  assert_int_equal(c.n_set, 1);
  assert_int_equal(c.n_worse, 1); /* the veto would make it red */
  assert_string_equal(g.m->inputs[c.worse[0]].name.id, "v");
  flue_method_changes_clear(&c);
  end_method(&g);
}

/** A veto and too low a score (54): both have to go; of the scores a (+20) alone is enough. */
static void the_smallest_set_is_found_when_no_single_change_is_enough(void **state) {
  (void)state;
  graded g = graded_at(60, 50, 45, 1);
  flue_method_changes c;
  assert_int_equal(flue_method_find_changes(g.m, 0, g.slots, &c), FLUE_OK);
  for (size_t i = 0; i < c.n; ++i) assert_false(c.change[i].is_enough);
  assert_true(c.is_smallest);
  assert_int_equal(c.n_set, 2);
  int has_veto = 0;
  for (size_t i = 0; i < 2; ++i)
    has_veto |= strcmp(g.m->inputs[c.change[c.set[i]].input].name.id, "v") == 0;
  assert_true(has_veto);
  assert_string_equal(level_id(g.m, 0, c.level), "yellow");
  flue_method_changes_clear(&c);
  end_method(&g);
}

static void the_best_grade_asks_for_no_change(void **state) {
  (void)state;
  graded g = graded_at(90, 90, 90, 0);
  flue_method_changes c;
  assert_int_equal(flue_method_find_changes(g.m, 0, g.slots, &c), FLUE_OK);
  assert_int_equal(c.n_set, 0);
  assert_int_equal(c.now.worst, 0);
  flue_method_changes_clear(&c);
  end_method(&g);
}

static void a_method_that_could_not_be_read_is_not_available(void **state) {
  (void)state;
  flue_method *m = method_from_text(
      "method: 1\nid: none\nname: {en: n, zh: n}\nsource: {en: s, zh: s}\nstatus: not_available\n");
  assert_false(flue_method_is_available(m));
  flue_method_destroy(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(formulas_give_their_numbers),
      cmocka_unit_test(ladders_hold_at_their_points_and_beyond),
      cmocka_unit_test(tables_are_looked_up_by_one_choice_or_two),
      cmocka_unit_test(shares_leave_out_what_does_not_apply),
      cmocka_unit_test(missing_answers_give_all_that_may_be),
      cmocka_unit_test(spans_enclose_what_any_answer_gives),
      cmocka_unit_test(grades_begin_at_their_limits),
      cmocka_unit_test(a_missing_answer_leaves_several_grades),
      cmocka_unit_test(vetoes_hold_the_grade_down_on_their_scale),
      cmocka_unit_test(grades_are_held_until_the_margin_is_passed),
      cmocka_unit_test(the_smallest_single_change_reaches_the_limit),
      cmocka_unit_test(the_smallest_set_is_found_when_no_single_change_is_enough),
      cmocka_unit_test(the_best_grade_asks_for_no_change),
      cmocka_unit_test(a_method_that_could_not_be_read_is_not_available),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

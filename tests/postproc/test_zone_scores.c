/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/memory.h"
#include "postproc/zone_report.h"
#include "postproc/zone_words.h"
#include "zone_fixture.h"

enum { n_made_up = 40 };

/** Points of one bin whose ratios are b exp(+-s) in turn. */
static void bias_and_scatter_of_a_known_set(void **state) {
  (void)state;
  const double b = 1.3, s = 0.4, sigma_e = 0.1;
  double e[n_made_up], m[n_made_up];
  for (int i = 0; i < n_made_up; ++i) {
    e[i] = 95 + 0.1 * i; /* all in the highest bin */
    m[i] = e[i] * b * exp(i % 2 ? s : -s);
  }
  const flue_zone_fit fit = flue_zone_fit_make(n_made_up, e, m, sigma_e);
  const double square = s * s * n_made_up / (n_made_up - 1) - sigma_e * sigma_e;
  assert_int_equal(fit.n, n_made_up);
  assert_near(fit.scatter, sqrt(square), 1e-12);
  assert_near(fit.bias, b * exp(square / 2 - sigma_e * sigma_e / 2), 1e-12);
  assert_near(fit.ratio, b, 1e-12);
  assert_near(fit.within, 0.5, 0); /* 1.3 exp(-0.4) = 0.87 is within 20 %, 1.94 is not */
}

static void every_bin_weighs_the_same(void **state) {
  (void)state;
  /* nine points at 10 (bin 1) with ratio 1, one at 100 (bin 10) with ratio 4 */
  double e[10], m[10];
  for (int i = 0; i < 10; ++i) {
    e[i] = i ? 10 : 100;
    m[i] = i ? 10 : 400;
  }
  const flue_zone_fit fit = flue_zone_fit_make(10, e, m, 0);
  /* mean of ln r is ln(4)/2 = ln 2; variance 20 (ln 2)^2 / 19 */
  const double square = 20.0 / 19 * log(2) * log(2);
  assert_near(fit.scatter, sqrt(square), 1e-12);
  assert_near(fit.bias, 2 * exp(square / 2), 1e-12);
  assert_near(fit.ratio, pow(4, 0.1), 1e-12);
}

static void small_sets_say_what_they_can(void **state) {
  (void)state;
  const double e[] = {10}, m[] = {12};
  assert_true(isnan(flue_zone_fit_make(0, e, m, 0.1).ratio));
  const flue_zone_fit fit = flue_zone_fit_make(1, e, m, 0.1);
  assert_near(fit.ratio, 1.2, 1e-12);
  assert_true(isnan(fit.bias) && isnan(fit.scatter));
  const double many[] = {10, 10, 10}, same[] = {12, 12, 12};
  assert_near(flue_zone_fit_make(3, many, same, 0.1).scatter, 0, 0);
}

/** A pack of n points of one quantity in two series; CFAST is off by 1.2 exp(+-0.3). */
static flue_zone_pack made_up_pack(size_t n, double ours, double spread) {
  flue_zone_pack pack = {.n = n, .points = flue_alloc(n, sizeof *pack.points)};
  assert_non_null(pack.points);
  for (size_t i = 0; i < n; ++i) {
    const double sign = i % 4 < 2 ? 1 : -1;
    pack.points[i] = (flue_zone_point){.dataset = i % 2 ? "one" : "two",
                                       .test = "t",
                                       .quantity = "Hot",
                                       .sigma_e = 0.05,
                                       .is_scored = 1,
                                       .measured = 100 + (double)i,
                                       .remeasured = (double)NAN,
                                       .state = FLUE_ZONE_FOUND};
    pack.points[i].cfast = pack.points[i].measured * 1.2 * exp(0.3 * sign);
    pack.points[i].predicted = pack.points[i].measured * ours * exp(spread * sign);
  }
  return pack;
}

static flue_zone_verdict verdict_of(flue_zone_pack pack) {
  flue_zone_scores *scores = NULL;
  assert_int_equal(flue_zone_scores_make(&pack, &scores), FLUE_OK);
  assert_null(pack.points);
  assert_int_equal(scores->n_quantities, 1);
  const flue_zone_verdict verdict = scores->quantities[0].verdict;
  flue_zone_scores_destroy(&scores);
  assert_null(scores);
  return verdict;
}

static void targets_are_met_or_not(void **state) {
  (void)state;
  flue_zone_verdict v = verdict_of(made_up_pack(n_made_up, 1.05, 0.2));
  assert_true(v.is_judged && v.is_complete && v.scatter_met && v.scatter_clear && v.is_met);
  v = verdict_of(made_up_pack(n_made_up, 1.0, 0.29));
  assert_true(v.scatter_met && !v.scatter_clear && v.is_met);
  v = verdict_of(made_up_pack(n_made_up, 1.0, 0.31));
  assert_true(!v.scatter_met && v.bias_met && !v.is_met);
  v = verdict_of(made_up_pack(n_made_up, 1.15, 0.1)); /* nearer to 1 than CFAST's */
  assert_true(v.bias_met && v.is_met);
  v = verdict_of(made_up_pack(n_made_up, 1 / 1.4, 0.1));
  assert_true(!v.bias_met && v.series_met && !v.is_met);
  v = verdict_of(made_up_pack(16, 1.0, 0.1));
  assert_true(!v.is_judged && !v.is_met);
  flue_zone_pack pack = made_up_pack(n_made_up, 1.0, 0.1);
  for (size_t i = 1; i < n_made_up; i += 2) pack.points[i].predicted *= 1.6;
  v = verdict_of(pack);
  assert_true(!v.series_met && !v.is_met);
  assert_string_equal(v.worst, "one");
  assert_near(v.worst_ratio, 1.6, 1e-9);
}

static void missing_points_count_and_spoil_the_target(void **state) {
  (void)state;
  flue_zone_pack pack = made_up_pack(n_made_up, 1.0, 0.1);
  pack.points[3].state = FLUE_ZONE_NO_TABLE;
  pack.points[5].state = FLUE_ZONE_NOT_POSITIVE;
  pack.points[7].is_scored = 0; /* not in the fixed set */
  flue_zone_scores *scores = NULL;
  assert_int_equal(flue_zone_scores_make(&pack, &scores), FLUE_OK);
  const flue_zone_quantity *q = scores->quantities;
  assert_int_equal(scores->n, n_made_up - 1);
  assert_int_equal(scores->missing, 2);
  assert_int_equal(q->ours.n, n_made_up - 3);
  assert_int_equal(q->cfast.n, n_made_up - 1);
  assert_int_equal(q->n_series, 2);
  assert_int_equal(q->series[1].missing, 2);
  assert_int_equal(q->series[1].n, n_made_up / 2 - 1);
  assert_true(q->verdict.is_judged && !q->verdict.is_complete && !q->verdict.is_met);
  flue_zone_scores_destroy(&scores);
}

/** What the CFAST reference gives for the fixed set: points, bias, sigma_M, as printed. */
static const struct {
  const char *quantity;
  size_t n, n_series;
  double bias, scatter;
} cfast_rows[] = {
    {"Carbon Dioxide Concentration", 29, 3, 0.80, 0.28},
    {"Carbon Monoxide Concentration", 5, 1, 0.57, 0.38},
    {"Ceiling Jet Temperature", 292, 8, 1.02, 0.41},
    {"Compartment Over-Pressure", 52, 2, 1.68, 0.53},
    {"HGL Depth: Closed Compartments", 11, 2, 1.20, 0.00},
    {"HGL Depth: Open Compartments", 146, 11, 0.94, 0.21},
    {"HGL Temperature: Forced Ventilation", 98, 4, 1.22, 0.23},
    {"HGL Temperature: Natural Ventilation", 147, 11, 1.17, 0.29},
    {"HGL Temperature: No Ventilation", 20, 2, 0.98, 0.15},
    {"Oxygen Concentration", 34, 3, 1.01, 0.29},
    {"Plume Temperature", 44, 3, 1.03, 0.20},
    {"Smoke Concentration", 15, 1, 3.37, 0.66},
    {"Sprinkler Activation Time", 68, 1, 1.07, 0.16},
    {"Surface Heat Flux", 121, 2, 0.89, 0.20},
    {"Surface Temperature", 320, 2, 1.03, 0.22},
    {"Target Heat Flux", 124, 2, 1.02, 0.59},
    {"Target Temperature", 264, 2, 1.57, 0.61},
};

static const flue_zone_quantity *find_quantity(const flue_zone_scores *scores, const char *name) {
  for (size_t i = 0; i < scores->n_quantities; ++i)
    if (strcmp(scores->quantities[i].name, name) == 0) return &scores->quantities[i];
  fail_msg("%s is not scored", name);
  return NULL;
}

static void predictions_of_cfast_give_its_published_scores(void **state) {
  (void)state;
  if (!real_pack()) skip();
  flue_zone_pack pack = {0};
  flue_zone_scores *scores = NULL;
  assert_int_equal(flue_zone_pack_read(ctx, real_pack(), &pack), FLUE_OK);
  for (size_t i = 0; i < pack.n; ++i) {
    pack.points[i].predicted = pack.points[i].cfast;
    pack.points[i].state = FLUE_ZONE_FOUND;
  }
  assert_int_equal(flue_zone_scores_make(&pack, &scores), FLUE_OK);
  assert_int_equal(scores->n, 1898);
  const double half_digit = 0.0051; /* printed to 0.01 */
  for (size_t i = 0; i < sizeof cfast_rows / sizeof *cfast_rows; ++i) {
    const flue_zone_quantity *q = find_quantity(scores, cfast_rows[i].quantity);
    assert_int_equal(q->n, cfast_rows[i].n);
    assert_int_equal(q->n_series, cfast_rows[i].n_series);
    assert_near(q->ours.bias, cfast_rows[i].bias, half_digit);
    assert_near(q->ours.scatter, cfast_rows[i].scatter, half_digit);
    assert_near(q->cfast.bias, q->ours.bias, 0);
    assert_near(q->cfast.scatter, q->ours.scatter, 0);
  }
  flue_zone_scores_destroy(&scores);
}

/* ---- report ---- */

static void check_contains(const char *page, const char *text) {
  if (!strstr(page, text)) fail_msg("\"%s\" is missing", text);
}

static void the_report_names_what_is_missing(void **state) {
  (void)state;
  write_pack();
  flue_zone_scores *scores = NULL;
  char *text = NULL;
  size_t n = 0;
  assert_int_equal(flue_zone_score(ctx, scratch("pack"), scratch("tables"), &scores), FLUE_OK);
  assert_int_equal(scores->missing, 2);
  assert_int_equal(flue_zone_report(ctx, scores, FLUE_EN, scratch("report"), &text), FLUE_OK);
  check_contains(text, "B, b1, Hot: ULT_1 of X/b1_compartments.csv: there is no such table");
  check_contains(text, "A, a1, Hot: ULT_9 of X/a1_compartments.csv: a column is missing");
  check_contains(text, "2 of 5 predictions are missing");
  check_contains(text, "5 of 5 measured values");
  assert_null(strstr(text, "{0}"));
  free(text);
  char *page = file_bytes(scratch("report/validation.en.html"), &n);
  check_contains(page, "B, b1, Hot: ULT_1 of X/b1_compartments.csv");
  check_contains(page, "Predicted = measured");
  free(page);
  page = file_bytes(scratch("report/points.csv"), &n);
  check_contains(
      page,
      "A,a1,Hot,max,m.csv,T one,X/a1_compartments.csv,Time,ULT_1,found,1,80,80,110,90,110,0\n");
  check_contains(page, "ULT_9,no_column,1,80,80,,90,,\n");
  free(page);
  page = file_bytes(scratch("report/series.csv"), &n);
  check_contains(page, "Hot,B,1,1,,1.125\n");
  free(page);
  assert_int_equal(flue_zone_report(ctx, scores, FLUE_EN, "/nowhere/at/all", &text), FLUE_EIO);
  flue_zone_scores_destroy(&scores);
}

/* an input that starts 5 K above what the list states gives rises 5 K too large to both models */
static void rises_from_where_inputs_start(void **state) {
  (void)state;
  flue_zone_pack pack = made_up_pack(n_made_up, 1.0, 0.0);
  for (size_t i = 0; i < n_made_up; ++i) {
    pack.points[i].quantity = "Plume Temperature";
    pack.points[i].metric = FLUE_ZONE_MAX;
    pack.points[i].shift = i % 2 ? -5.0 : 0.0;
    pack.points[i].own = pack.points[i].predicted;
    pack.points[i].predicted -= pack.points[i].shift;
    pack.points[i].cfast = 2.0 * pack.points[i].measured - pack.points[i].shift;
  }
  pack.points[3].state = FLUE_ZONE_NOT_POSITIVE; /* missing by the list, but a rise of its own */
  pack.points[3].shift = pack.points[3].measured + 1.0;
  flue_zone_scores *scores = NULL;
  assert_int_equal(flue_zone_scores_make(&pack, &scores), FLUE_OK);
  const flue_zone_quantity *q = scores->quantities;
  assert_int_equal(q->ours.n, n_made_up - 1);
  assert_int_equal(q->ours_own.n, n_made_up);
  assert_int_equal(q->n_moved, n_made_up / 2);
  assert_true(q->ours.bias > 1.01);
  assert_near(q->ours_own.ratio, 1.0, 1e-12);
  assert_near(q->ours_own.scatter, 0.0, 0.0);
  assert_near(q->cfast_own.within, 0.0, 0.0);
  flue_text text = {0};
  flue_zone_add_own_start(&text, scores, FLUE_EN);
  check_contains(text.data, "up to 104 K and 0 Pa off");
  flue_text_clear(&text);
  flue_zone_scores_destroy(&scores);
}

static void the_report_speaks_chinese(void **state) {
  (void)state;
  flue_zone_pack pack = made_up_pack(n_made_up, 1.0, 0.1);
  flue_zone_scores *scores = NULL;
  char *text = NULL;
  size_t n = 0;
  for (size_t i = 0; i < n_made_up; ++i) {
    pack.points[i].quantity = "Plume Temperature";
    pack.points[i].input = "a.in";
    pack.points[i].model = (flue_zone_side){.file = "a.csv", .x_column = "x", .y_column = "y"};
    pack.points[i].experiment = pack.points[i].model;
  }
  assert_int_equal(flue_zone_scores_make(&pack, &scores), FLUE_OK);
  assert_int_equal(flue_zone_report(ctx, scores, FLUE_ZH, scratch("zh"), &text), FLUE_OK);
  check_contains(text, "羽流温度");
  check_contains(text, "达标");
  free(text);
  char *page = file_bytes(scratch("zh/validation.zh.html"), &n);
  check_contains(page, "lang=\"zh-CN\"");
  check_contains(page, "实测（K）");
  check_contains(page, "</svg>");
  free(page);
  page = file_bytes(scratch("zh/scores.csv"), &n);
  check_contains(page, "Plume Temperature,40,0,0.05,");
  check_contains(page, ",1,1,1,1,1,1,1,0,0,");
  free(page);
  flue_zone_scores_destroy(&scores);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bias_and_scatter_of_a_known_set),
      cmocka_unit_test(every_bin_weighs_the_same),
      cmocka_unit_test(small_sets_say_what_they_can),
      cmocka_unit_test(targets_are_met_or_not),
      cmocka_unit_test(missing_points_count_and_spoil_the_target),
      cmocka_unit_test(predictions_of_cfast_give_its_published_scores),
      cmocka_unit_test(the_report_names_what_is_missing),
      cmocka_unit_test(rises_from_where_inputs_start),
      cmocka_unit_test(the_report_speaks_chinese),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "post_fixture.h"
#include "postproc/rating.h"

static void ladders_interpolate_and_end(void **state) {
  (void)state;
  const flue_ladder linear = {3, 0, {0, 10, 20}, {100, 50, 0}};
  assert_near(flue_ladder_points(&linear, 5), 75, 1e-12);
  assert_near(flue_ladder_points(&linear, -3), 100, 0);
  assert_near(flue_ladder_points(&linear, (double)INFINITY), 0, 0);
  assert_true(isnan(flue_ladder_points(&linear, (double)NAN)));
  const flue_ladder decades = {3, 1, {1e-6, 1e-4, 1e-2}, {100, 50, 0}};
  assert_near(flue_ladder_points(&decades, 1e-5), 75, 1e-9);
  assert_near(flue_ladder_points(&decades, 1e-3), 25, 1e-9);
  assert_near(flue_ladder_points(&decades, 0), 100, 0);
}

static const char *write_rules(const char *name, const char *rows) {
  const char *path = scratch(name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fprintf(file, "kind,id,measure,weight,scale,points,text_en,text_zh,source,status\n%s", rows);
  fclose(file);
  return path;
}

static const char grades[] =
    "grade,good,blue,,,50,fine,好,us,proposal\ngrade,bad,red,,,0,poor,差,us,proposal\n";

/** Assesses and rates a made-up batch of 100 fires at 0.05 fires a year. */
static flue_status rate(const char *rules, flue_risk *risk, flue_rating *rating) {
  flue_batch *batch = NULL;
  const flue_risk_options options = {.fires_per_year = 0.05};
  write_batch(scratch("rated.h5"), 100);
  assert_int_equal(flue_batch_read(ctx, scratch("rated.h5"), &batch), FLUE_OK);
  assert_int_equal(flue_risk_assess(ctx, batch, &options, risk), FLUE_OK);
  const flue_status status = flue_rating_assess(ctx, batch, risk, rules, rating);
  if (status) flue_risk_clear(risk);
  flue_batch_destroy(&batch);
  return status;
}

static void absent_measures_are_left_out_and_weights_scaled(void **state) {
  (void)state;
  char rows[1024];
  snprintf(rows, sizeof rows,
           "factor,a,p_fatal,30,linear,0:100 0.2:0,A,甲,us,proposal\n"
           "factor,b,fact:closer_share,10,linear,0:0 1:100,B,乙,us,proposal\n"
           "factor,c,fact:moon_phase,60,linear,0:0 1:100,C,丙,us,proposal\n%s",
           grades);
  flue_risk risk;
  flue_rating rating;
  assert_int_equal(rate(write_rules("absent.csv", rows), &risk, &rating), FLUE_OK);
  assert_near(rating.score.value, 50, 1e-9); /* both factors earn 50 */
  assert_near(rating.factors[0].share, 0.75, 1e-12);
  assert_int_equal(rating.factors[2].is_absent, 1);
  assert_int_equal(rating.n_absent, 1);
  assert_near(rating.absent_weight, 0.6, 1e-12);
  assert_int_equal(rating.grade, 0);
  assert_int_equal(rating.grade_worst, 1);
  assert_int_equal(rating.n_costly, 2);
  assert_near(rating.factors[rating.costly[0]].lost, 37.5, 1e-9);
  assert_true(rating.score.low < 50 && rating.score.high > 50);
  flue_rating_clear(&rating);
  flue_risk_clear(&risk);
}

static void a_veto_holds_the_grade_down(void **state) {
  (void)state;
  char rows[1024];
  snprintf(rows, sizeof rows,
           "factor,a,fact:stair_width_per_100,1,linear,0:0 1:100,A,甲,us,proposal\n%s"
           "veto,v,p_fatal,,above,0.05:bad,V,否,us,proposal\n"
           "veto,w,p_fatal,,below,0.05:bad,W,否,us,proposal\n",
           grades);
  flue_risk risk;
  flue_rating rating;
  assert_int_equal(rate(write_rules("veto.csv", rows), &risk, &rating), FLUE_OK);
  assert_near(rating.score.value, 100, 1e-9);
  assert_int_equal(rating.grade_by_score, 0);
  assert_int_equal(rating.grade, 1);
  assert_true(rating.is_vetoed[0] && !rating.is_vetoed[1]);
  flue_rating_clear(&rating);
  flue_risk_clear(&risk);
}

static void the_default_rules_rate_and_name_three_costly_factors(void **state) {
  (void)state;
  flue_risk risk;
  flue_rating rating;
  assert_int_equal(rate(NULL, &risk, &rating), FLUE_OK);
  double lost = 0, shares = 0;
  for (size_t i = 0; i < rating.rules->n_factors; ++i) {
    lost += rating.factors[i].lost;
    shares += rating.factors[i].share;
  }
  assert_near(shares, 1, 1e-12);
  assert_near(100 - lost, rating.score.value, 1e-9);
  assert_int_equal(rating.n_costly, 3);
  assert_string_equal(rating.rules->grades[rating.grade].text.id, "III"); /* F-N veto at least */
  char *line = flue_rating_line(&risk, &rating, FLUE_ZH);
  assert_non_null(strstr(line, "III级"));
  free(line);
  flue_rating_clear(&rating);
  flue_risk_clear(&risk);
}

static void all_mistakes_of_a_rule_file_are_told_at_once(void **state) {
  (void)state;
  flue_risk risk;
  flue_rating rating;
  const char *path = write_rules("wrong.csv",
                                 "factor,a,p_fatl,30,linear,0:100 1:0,A,甲,us,proposal\n"
                                 "factor,b,p_fatal,heavy,linear,0:100 1:0,B,乙,us,proposal\n"
                                 "factor,c,p_fatal,1,log,0:100 1:0,C,丙,us,proposal\n"
                                 "factor,d,p_fatal,1,cubic,0:100 1:50 2:80,D,丁,us,proposal\n"
                                 "grade,g,pink,,,101,fine,好,us,proposal\n"
                                 "veto,v,p_fatal,,above,0.05:worst,V,否,us,proposal\n"
                                 "remark,x,,,,,,,,\n");
  assert_int_equal(rate(path, &risk, &rating), FLUE_EINPUT);
  const char *told = flue_last_error(ctx);
  static const char *const expected[] = {"line 2: \"p_fatl\"",
                                         "line 3: the weight \"heavy\"",
                                         "line 4: \"0:100 1:0\"",
                                         "line 5: the scale \"cubic\"",
                                         "line 5: \"0:100 1:50 2:80\"",
                                         "line 6: the colour \"pink\"",
                                         "line 6: the lowest score \"101\"",
                                         "line 7: \"0.05:worst\"",
                                         "line 8: the kind \"remark\""};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; ++i)
    if (!strstr(told, expected[i])) fail_msg("not told: %s\n%s", expected[i], told);
  assert_int_equal(rate("/nowhere/rules.csv", &risk, &rating), FLUE_EIO);
}

static void nothing_known_is_no_rating(void **state) {
  (void)state;
  char rows[512];
  snprintf(rows, sizeof rows, "factor,a,fact:moon,1,linear,0:0 1:100,A,甲,us,proposal\n%s", grades);
  flue_risk risk;
  flue_rating rating;
  assert_int_equal(rate(write_rules("nothing.csv", rows), &risk, &rating), FLUE_EINPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ladders_interpolate_and_end),
      cmocka_unit_test(absent_measures_are_left_out_and_weights_scaled),
      cmocka_unit_test(a_veto_holds_the_grade_down),
      cmocka_unit_test(the_default_rules_rate_and_name_three_costly_factors),
      cmocka_unit_test(all_mistakes_of_a_rule_file_are_told_at_once),
      cmocka_unit_test(nothing_known_is_no_rating),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

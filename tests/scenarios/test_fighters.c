/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First aid, fire brigade and the time of the day: the fire against Evans' decay from the moment
 * that water is on it, people against the branch of the sample. */
#include <math.h>

#include "derive_fixture.h"
#include "solver/coupling/coupling.h"

#define HALL                                                                                  \
  "flue: 1\n"                                                                                 \
  "building:\n"                                                                               \
  "  by_day: {probability: 0.3}\n"                                                            \
  "  storeys: [{id: F1, height: 6, plan: P}]\n"                                               \
  "plans:\n"                                                                                  \
  "  P:\n"                                                                                    \
  "    rooms: {hall: {use: hall, polygon: [[0, 0], [30, 0], [30, 20], [0, 20]]}}\n"           \
  "    openings:\n"                                                                           \
  "    - {id: out, kind: open, between: [hall, outside], at: [15, 0], width: 8, height: 4}\n" \
  "fires: [{id: f, at: {room: F1.hall}, growth: 46.9 W/s2, peak: 5 MW}]\n"                    \
  "run: {end: 300 s, output: 1 s}\n"                                                          \
  "people:\n"                                                                                 \
  "- {in: hall, count: 4, there: day}\n"                                                      \
  "- {in: hall, count: 7, there: night}\n"                                                    \
  "- {in: hall, count: 1}\n"                                                                  \
  "systems:\n"

/** How a run ended. */
typedef struct ended {
  double fought_s[FLUE_FIGHTERS];
  flue_outcome outcome;
} ended;

static ended run_text(const char *text) {
  derived x = derive_text(text, 0, 0);
  flue_ctx *ctx = NULL;
  flue_coupling *c = NULL;
  ended out;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  assert_int_equal(flue_coupling_create(ctx, &x.c->input, NULL, &c), FLUE_OK);
  assert_int_equal(flue_coupling_run(ctx, c), FLUE_OK);
  for (size_t k = 0; k < FLUE_FIGHTERS; ++k) out.fought_s[k] = flue_coupling_fought(c, k);
  flue_coupling_get_outcome(c, &out.outcome);
  flue_coupling_destroy(&c);
  flue_ctx_destroy(&ctx);
  underive(&x);
  return out;
}

static ended run(const char *systems) {
  char *text = flue_format("%s%s", HALL, systems);
  const ended out = run_text(text);
  free(text);
  return out;
}

/** Heat of a fire of 46.9 W/s2 that Evans' decay takes from t_s on [J]: a t^3 / 3 + a t^2 tau, with
 *  tau = 3 w^-1.85 and w in mm/s. @cite evans1993 */
static double heat_until(double t_s, double mm_per_s) {
  const double growth = 46.9, tau = 3 * pow(mm_per_s, -1.85);
  return growth * t_s * t_s * (t_s / 3 + tau);
}

static void first_aid_puts_out_a_small_fire(void **state) {
  (void)state;
  const ended r = run("  first_aid: {works: 1, time: 60 s, most: 500 kW}\n");
  assert_near(r.fought_s[FLUE_FIRST_AID], 60, 1e-9);
  assert_near_rel(r.outcome.value[FLUE_OUTCOME_peak_heat_release], 46.9 * 60 * 60, 0.02);
  assert_near_rel(r.outcome.value[FLUE_OUTCOME_heat_released], heat_until(60, 24.0 / 60), 0.02);
  assert_true(isnan(r.fought_s[FLUE_BRIGADE]));
}

static void first_aid_does_not_put_out_a_large_one(void **state) {
  (void)state;
  const ended r = run("  first_aid: {works: 1, time: 110 s, most: 500 kW}\n"); /* 567 kW then */
  assert_true(isnan(r.fought_s[FLUE_FIRST_AID]));
  assert_near_rel(r.outcome.value[FLUE_OUTCOME_peak_heat_release], 46.9 * 300 * 300, 0.02);
}

static void the_brigade_comes_after_the_first_detector(void **state) {
  (void)state;
  const ended r =
      run("  detection: [{in: hall, kind: smoke, works: 1}]\n"
          "  alarm: {delay: 10 s, works: 1}\n"
          "  brigade: {works: 1, after_alarm: 120 s, unalarmed: 290 s, density: 12 mm/min}\n");
  const double detected = r.outcome.value[FLUE_OUTCOME_alarm_time] - 10;
  assert_true(detected > 5 && detected < 150);
  assert_near(r.fought_s[FLUE_BRIGADE], detected + 120, 1.0001); /* a step of the exchange */
}

static void the_brigade_comes_late_without_an_alarm(void **state) {
  (void)state;
  const ended r =
      run("  brigade: {works: 1, after_alarm: 60 s, unalarmed: 150 s, density: 24 mm/min}\n");
  assert_near(r.fought_s[FLUE_BRIGADE], 150, 1e-9);
  assert_near_rel(r.outcome.value[FLUE_OUTCOME_heat_released], heat_until(150, 24.0 / 60), 0.02);
}

/** A fire that begins at 50 s, and one that has not begun when first aid comes. */
static void time_runs_from_the_fire_and_others_are_left_to_burn(void **state) {
  (void)state;
  char *text = flue_format("%s%s", HALL, "  first_aid: {works: 1, time: 60 s, most: 500 kW}\n");
  char *at = strstr(text, "fires: [{id: f,");
  assert_non_null(at);
  char *later = flue_format(
      "%.*sfires: [{id: f, at: {room: F1.hall}, growth: 46.9 W/s2, peak: 5 MW, start: 50 s}, {id: "
      "g, at: {room: F1.hall}, growth: 46.9 W/s2, peak: 5 MW, start: 200 s}]\n%s",
      (int)(at - text), text, strchr(at, '\n') + 1);
  const ended r = run_text(later);
  free(text);
  free(later);
  assert_near(r.fought_s[FLUE_FIRST_AID], 110, 1.0001);
  /* the first was small, the second burns from 200 to 300 s as if nobody had come */
  assert_near_rel(r.outcome.value[FLUE_OUTCOME_peak_heat_release], 46.9 * 100 * 100, 0.02);
}

static void nobody_comes_unless_asked_for(void **state) {
  (void)state;
  const ended r = run("  alarm: {delay: 10 s}\n");
  assert_true(isnan(r.fought_s[FLUE_FIRST_AID]) && isnan(r.fought_s[FLUE_BRIGADE]));
}

static void people_are_there_by_day_or_by_night(void **state) {
  (void)state;
  enum { n = 1000 };
  int by_day = 0;
  for (size_t i = 0; i < n; ++i) {
    derived x = derive_text(HALL "  alarm: {delay: 10 s}\n", i, n);
    const size_t people = x.c->input.crowd.n_people;
    assert_true(people == 5 || people == 8); /* 4 or 7, and the one who always is */
    by_day += people == 5;
    underive(&x);
  }
  assert_int_equal(by_day, 300); /* the Latin design hits the share itself */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_aid_puts_out_a_small_fire),
      cmocka_unit_test(first_aid_does_not_put_out_a_large_one),
      cmocka_unit_test(the_brigade_comes_after_the_first_detector),
      cmocka_unit_test(the_brigade_comes_late_without_an_alarm),
      cmocka_unit_test(time_runs_from_the_fire_and_others_are_left_to_burn),
      cmocka_unit_test(nobody_comes_unless_asked_for),
      cmocka_unit_test(people_are_there_by_day_or_by_night),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/memory.h"
#include "post_fixture.h"
#include "postproc/risk.h"

static flue_batch *read_made_up(const char *name, size_t n) {
  flue_batch *batch = NULL;
  write_batch(scratch(name), n);
  assert_int_equal(flue_batch_read(ctx, scratch(name), &batch), FLUE_OK);
  return batch;
}

/* of 100 fires: 5 x 1, 3 x 2, 1 x 5, 1 x 12 dead, so E[N] = 28/100 and P(N >= 1) = 10/100 */
static void expected_fatalities_equal_the_area_under_the_fn_curve(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("fn.h5", 400);
  flue_risk risk;
  const flue_risk_options options = {.fires_per_year = 0.05, .presence = 0.5};
  assert_int_equal(flue_risk_assess(ctx, batch, &options, &risk), FLUE_OK);
  const flue_interval *x = risk.number;
  assert_near(x[FLUE_RISK_fatalities_per_fire].value, 0.28, 1e-12);
  assert_near(x[FLUE_RISK_fatalities_per_year].value, 0.05 * 0.28, 1e-12);
  assert_near(flue_risk_fn_sum(&risk), x[FLUE_RISK_fatalities_per_year].value, 1e-12);
  assert_near(x[FLUE_RISK_individual_risk].value, 0.05 * 0.28 / 200 * 0.5, 1e-15);
  assert_near(x[FLUE_RISK_p_fatal].value, 0.1, 1e-12);
  assert_int_equal(risk.n_points, 4);
  assert_near(risk.count[2], 5, 0);
  assert_near(risk.frequency[2].value, 0.05 * 0.02, 1e-12);
  /* F(12) 12 / 1e-3 = 0.05 0.01 12 / 1e-3 = 6 is the largest ratio to 1e-3/N */
  assert_near(x[FLUE_RISK_fn_ratio].value, 6, 1e-9);
  assert_near(risk.cause_share[0], (5 + 6 + 3 + 10) / 28.0, 1e-12);
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i) /* without a value there is no loss */
    assert_true(isnan(x[i].value) || (x[i].low <= x[i].value && x[i].value <= x[i].high));
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

/* the fires that kill are drawn ten times too often, with a weight of 0.1: the same answer */
static void weights_bring_back_what_was_drawn_too_often(void **state) {
  (void)state;
  enum { n = 1000 };
  flue_batch *batch = read_made_up("weights.h5", n);
  batch->weight = flue_alloc(n, sizeof *batch->weight);
  assert_non_null(batch->weight);
  /* 100 fires 10 times: of the first, all as they are; of the others only those that kill */
  for (size_t i = 0; i < n; ++i) {
    const int kills = batch->outcome[FLUE_OUTCOME_fatalities][i] > 0;
    batch->weight[i] = kills ? 0.1 : 1;
    if (i >= 100 && !kills) batch->status[i] = FLUE_ENUMERIC;
  }
  flue_risk risk;
  const flue_risk_options options = {.fires_per_year = 0.05};
  assert_int_equal(flue_risk_assess(ctx, batch, &options, &risk), FLUE_OK);
  const flue_interval *x = risk.number;
  assert_near(x[FLUE_RISK_fatalities_per_fire].value, 0.28, 1e-12);
  assert_near(x[FLUE_RISK_p_fatal].value, 0.1, 1e-12);
  assert_near(flue_risk_fn_sum(&risk), 0.05 * 0.28, 1e-12); /* PLL = area under F(N) */
  assert_near(risk.frequency[2].value, 0.05 * 0.02, 1e-12);
  assert_near(risk.cause_share[0], (5 + 6 + 3 + 10) / 28.0, 1e-12);
  assert_near(risk.n_effective, 100 * 100 / (90 + 100 * 0.01), 1e-9);
  assert_near(x[FLUE_RISK_p_stair_untenable].value, 0.04, 1e-12);
  /* aset_room is 90 + k for k = 0 to 99, the first ten from fires that kill */
  assert_near(x[FLUE_RISK_aset_room_q50].value, 90 + 49.5, 0.5);
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i)
    assert_true(isnan(x[i].value) || (x[i].low <= x[i].value && x[i].value <= x[i].high));
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

/* blocks of 100 samples all hold the same fires: their means do not differ */
static void blocks_tell_the_error(void **state) {
  (void)state;
  enum { n = 1000 };
  flue_batch *batch = read_made_up("blocks.h5", n);
  batch->block = flue_alloc(n, sizeof *batch->block);
  assert_non_null(batch->block);
  for (size_t i = 0; i < n; ++i) batch->block[i] = (uint32_t)(i / 100);
  flue_risk risk;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  assert_int_equal(risk.n_blocks, 10);
  const flue_interval per_fire = risk.number[FLUE_RISK_fatalities_per_fire];
  assert_near(per_fire.value, 0.28, 1e-12);
  assert_near(per_fire.high - per_fire.low, 0, 1e-9);
  flue_risk_clear(&risk);
  /* one block holds no fire that kills: means 0 and nine times 0.28, error 0.28/10 of the mean of
   * ten, Student's 2.262 at 9 degrees of freedom */
  for (size_t i = 0; i < 100; ++i) batch->outcome[FLUE_OUTCOME_fatalities][i] = 0;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  const flue_interval other = risk.number[FLUE_RISK_fatalities_per_fire];
  assert_near(other.value, 0.252, 1e-12);
  assert_near_rel(other.high - other.low, 2 * 2.262 * 0.028, 0.01);
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

static void the_frequency_comes_from_area_and_use(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("area.h5", 100);
  flue_risk risk;
  flue_ignition ignition;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  assert_int_equal(flue_ignition_estimate(ctx, "residential", 10000, &ignition), FLUE_OK);
  const flue_interval f = risk.number[FLUE_RISK_fires_per_year];
  assert_near(f.value, ignition.per_year, 0);
  assert_near_rel(f.high, 3 * f.value, 1e-12);
  /* the interval a year is wider than that of the frequency or of the samples alone */
  const flue_interval pll = risk.number[FLUE_RISK_fatalities_per_year];
  const flue_interval n = risk.number[FLUE_RISK_fatalities_per_fire];
  assert_true(pll.high / pll.low > f.high / f.low);
  assert_true(pll.high / pll.low > n.high / n.low);
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

/* the facts of a batch by name: closer_share, floor_area, stair_width_per_100 */
static void counts_causes_and_shared_limits_are_taken_from_the_batch(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("facts.h5", 100);
  flue_fact facts[8] = {batch->facts[1],
                        {{"local_building_years", "a", "", ""}, 1000},
                        {{"local_fires", "1", "", ""}, 5},
                        {{"buildings", "1", "", ""}, 20}};
  static const double by_cause[FLUE_CAUSE_COUNT] = {0.646, 0.218, 0.153, 0.150, 0.156};
  for (size_t i = 0; i < FLUE_CAUSE_COUNT && i < 4; ++i)
    facts[4 + i] = (flue_fact){FLUE_RISK_CAUSES[i], by_cause[i]};
  flue_fact all[9];
  memcpy(all, facts, sizeof facts);
  all[8] = (flue_fact){FLUE_RISK_CAUSES[4], by_cause[4]};
  flue_fact *own = batch->facts;
  const size_t n_own = batch->n_facts;
  batch->facts = all;
  batch->n_facts = 9;
  flue_risk risk;
  flue_ignition x;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  assert_int_equal(flue_ignition_estimate(ctx, "residential", 10000, &x), FLUE_OK);
  assert_int_equal(flue_ignition_calibrate(ctx, 5, 1000, &x), FLUE_OK);
  const flue_interval f = risk.number[FLUE_RISK_fires_per_year];
  assert_near_rel(f.value, x.per_year * 1.323, 1e-12); /* electrical fires twice as often */
  assert_near_rel(f.high, x.high * 1.323, 1e-12);
  assert_near(risk.by_cause[FLUE_CAUSE_ELECTRICAL], 0.646 / 1.323, 1e-12);
  assert_near(risk.criteria[0].c, 1e-3 / 20, 1e-15);
  /* F(12) = f/100 over (1e-3/20)/12 */
  assert_near_rel(risk.number[FLUE_RISK_fn_ratio].value, f.value * 0.01 * 12 / 5e-5, 1e-9);
  flue_risk_clear(&risk);
  batch->facts = own;
  batch->n_facts = n_own;
  flue_batch_destroy(&batch);
}

/* 1000 CNY/m2, residential: 780 MJ/m2, rooms of 10 m2. Of 100 fires k = 0 to 9 release 78 GJ (100
 * m2) in 30 rooms, the others 7.8 GJ (10 m2) in one: losses 1000 (100 + 200/4) and 1000 10. */
static void losses_follow_heat_and_smoke(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("loss.h5", 400);
  for (size_t i = 0; i < 400; ++i) {
    batch->outcome[FLUE_OUTCOME_heat_released][i] = i % 100 < 10 ? 78e9 : 7.8e9;
    batch->outcome[FLUE_OUTCOME_untenable_rooms][i] = i % 100 < 10 ? 30 : 1;
  }
  flue_fact all[3] = {
      batch->facts[1], {{"value", "CNY m-2", "", ""}, 1000}, {{"rooms", "1", "", ""}, 1000}};
  flue_fact *own = batch->facts;
  batch->facts = all;
  flue_risk risk;
  const flue_risk_options options = {.fires_per_year = 0.05};
  assert_int_equal(flue_risk_assess(ctx, batch, &options, &risk), FLUE_OK);
  const double mean = 0.1 * 150e3 + 0.9 * 10e3;
  assert_near_rel(risk.number[FLUE_RISK_loss_per_fire].value, mean, 1e-12);
  assert_near_rel(risk.number[FLUE_RISK_loss_per_year].value, 0.05 * mean, 1e-12);
  assert_near_rel(risk.number[FLUE_RISK_loss_q95].value, 150e3, 1e-12);
  assert_int_equal(risk.n_losses, FLUE_RISK_LOSSES);
  assert_near_rel(risk.loss[0], 10e3, 1e-12);
  assert_near_rel(risk.loss_frequency[0].value, 0.05, 1e-12); /* all fires */
  assert_near_rel(risk.loss[4], 150e3, 1e-12);
  assert_near_rel(risk.loss_frequency[4].value, 0.005, 1e-12);
  assert_true(risk.loss_frequency[4].low < 0.005 && risk.loss_frequency[4].high > 0.005);
  flue_risk_clear(&risk);
  batch->facts = own;
  flue_batch_destroy(&batch);
}

static void censored_times_and_margins_are_counted(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("times.h5", 100);
  flue_risk risk;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  const flue_interval *x = risk.number;
  assert_near(x[FLUE_RISK_alarm_time_q50].value, 40 + 99, 1e-9);
  assert_near(x[FLUE_RISK_rset_storey_q50].value, 180 + 3 * 49.5, 1e-9);
  assert_true(isinf(x[FLUE_RISK_aset_stair_q50].value));
  /* aset_storey is 150 s in the first 20 samples, where rset_storey is 180 s and more */
  assert_near(x[FLUE_RISK_p_rset_gt_aset_storey].value, 0.20, 1e-12);
  /* a stair is lost in 4 samples, in which somebody never got out */
  assert_near(x[FLUE_RISK_p_rset_gt_aset_building].value, 0.04, 1e-12);
  assert_near(x[FLUE_RISK_p_stair_untenable].value, 0.04, 1e-12);
  assert_near(x[FLUE_RISK_untenable_storeys_mean].value, 1.2, 1e-12);
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

static void without_a_fatality_there_is_an_honest_bound(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("none.h5", 200);
  for (size_t i = 0; i < 200; ++i) batch->outcome[FLUE_OUTCOME_fatalities][i] = 0;
  flue_risk risk;
  const flue_risk_options options = {.fires_per_year = 0.01, .frequency_factor = 2};
  assert_int_equal(flue_risk_assess(ctx, batch, &options, &risk), FLUE_OK);
  const double p = 1 - pow(0.025, 1.0 / 200);
  assert_int_equal(risk.is_bound, 1);
  assert_near(risk.number[FLUE_RISK_p_fatal].high, p, 1e-12);
  assert_near(risk.number[FLUE_RISK_fatalities_per_year].value, 0, 0);
  assert_near_rel(risk.number[FLUE_RISK_fatalities_per_year].high, 0.02 * p * 200, 1e-9);
  assert_near_rel(risk.number[FLUE_RISK_individual_risk].high, 0.02 * p, 1e-9);
  assert_near_rel(risk.number[FLUE_RISK_fn_ratio].high, 0.02 * p / 1e-3, 1e-9);
  assert_int_equal(risk.n_points, 0);
  assert_true(isnan(risk.cause_share[0]));
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
}

static void failed_runs_and_unknown_areas_are_left_out(void **state) {
  (void)state;
  flue_batch *batch = read_made_up("failed.h5", 100);
  for (size_t i = 0; i < 50; ++i) batch->status[i] = FLUE_ENUMERIC;
  batch->facts[1].value = NAN; /* by name: closer_share, floor_area, stair_width_per_100 */
  flue_risk risk;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_OK);
  assert_int_equal(risk.n, 50);
  assert_int_equal(risk.n_failed, 50);
  assert_true(isnan(risk.number[FLUE_RISK_fires_per_year].value));
  assert_true(isnan(risk.number[FLUE_RISK_individual_risk].value));
  assert_near(risk.number[FLUE_RISK_p_fatal].value, 0, 0);
  flue_risk_clear(&risk);
  for (size_t i = 0; i < 100; ++i) batch->status[i] = FLUE_ENUMERIC;
  assert_int_equal(flue_risk_assess(ctx, batch, NULL, &risk), FLUE_EINPUT);
  const flue_risk_options wrong = {.presence = 1.5};
  assert_int_equal(flue_risk_assess(ctx, batch, &wrong, &risk), FLUE_EINPUT);
  flue_batch_destroy(&batch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(expected_fatalities_equal_the_area_under_the_fn_curve),
      cmocka_unit_test(weights_bring_back_what_was_drawn_too_often),
      cmocka_unit_test(blocks_tell_the_error),
      cmocka_unit_test(the_frequency_comes_from_area_and_use),
      cmocka_unit_test(counts_causes_and_shared_limits_are_taken_from_the_batch),
      cmocka_unit_test(losses_follow_heat_and_smoke),
      cmocka_unit_test(censored_times_and_margins_are_counted),
      cmocka_unit_test(without_a_fatality_there_is_an_honest_bound),
      cmocka_unit_test(failed_runs_and_unknown_areas_are_left_out),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

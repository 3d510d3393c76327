/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Systems that share supplies and causes of failure. */
#include "derive_fixture.h"

static const char building[] = "flue: 1\n" TWO_ROOMS
                               "fires: [{id: f, at: {room: F1.a}}]\n"
                               "systems:\n";

/** Shares of samples in which the sprinklers, the exhaust, both, a detector, both detectors fail.
 */
enum { share_heads, share_fan, share_both, share_detector, share_detectors, n_shares };

static void count_failures(const char *systems, double shares[n_shares]) {
  enum { n = 4000 };
  char *text = flue_format("%s%s", building, systems);
  derived x = derive_text(text, 0, 0);
  const flue_design design = flue_scenario_design(x.r.scenario, n);
  for (int k = 0; k < n_shares; ++k) shares[k] = 0;
  for (size_t i = 0; i < n; ++i) {
    flue_draw draw;
    flue_case *c = NULL;
    assert_int_equal(flue_draw_sample(NULL, x.r.scenario, &design, i, &draw), FLUE_OK);
    assert_int_equal(flue_case_create(NULL, x.l, x.w, &draw, &c), FLUE_OK);
    const flue_coupling_input *in = &c->input;
    const double heads = !in->heads[0].works, fan = !in->fans[0].works;
    const double one = !in->detectors[0].works, other = !in->detectors[1].works;
    const double hits[n_shares] = {heads, fan, heads * fan, one, one * other};
    for (int k = 0; k < n_shares; ++k) shares[k] += draw.weight * hits[k] / n;
    flue_case_destroy(&c);
    flue_draw_clear(&draw);
  }
  underive(&x);
  free(text);
}

/** Five standard deviations of a share of 4000 samples. */
static double spread(double p) {
  return 5 * sqrt(p * (1 - p) / 4000);
}

static void a_pump_needs_its_power(void **state) {
  (void)state;
  double share[n_shares];
  count_failures(
      "  supplies:\n"
      "  - {id: power, works: {probability: 0.9}}\n"
      "  - {id: pump, works: {probability: 0.8}, fed_by: power}\n"
      "  sprinklers: [{in: all, works: 1, fed_by: [pump, power]}]\n"
      "  exhaust: [{in: corridor, flow: 1, works: 1, fed_by: power}]\n"
      "  detection: [{in: all, works: 1, fed_by: pump}]\n",
      share);
  assert_near(share[share_heads], 1 - 0.9 * 0.8, spread(0.28));
  assert_near(share[share_fan], 0.1, spread(0.1));
  assert_near(share[share_both], 0.1, spread(0.1)); /* without power neither works */
  assert_near(share[share_detectors], 0.28, spread(0.28));
}

static const char shared[] =
    "  supplies: [{id: upkeep, works: 1, common_cause: {probability: 0.3%s}}]\n"
    "  sprinklers: [{in: all, works: {probability: 0.8%s}, fed_by: upkeep}]\n"
    "  exhaust: [{in: corridor, flow: 1, works: {probability: 0.9}, fed_by: upkeep}]\n"
    "  detection: [{in: all, works: {probability: 0.7}, fed_by: upkeep}]\n";

/* with beta 0.3: by themselves all fail as often as before; together in
 * 0.3 min(0.2, 0.1) + 0.7 0.2 0.1 = 0.044 and 0.3 0.3 + 0.7 0.3^2 = 0.153 */
static void check_shared(const char *cause, const char *sprinklers) {
  double share[n_shares];
  char *systems = flue_format(shared, cause, sprinklers);
  count_failures(systems, share);
  assert_near(share[share_heads], 0.2, spread(0.2));
  assert_near(share[share_fan], 0.1, spread(0.1));
  assert_near(share[share_both], 0.044, spread(0.044));
  assert_near(share[share_detector], 0.3, spread(0.3));
  assert_near(share[share_detectors], 0.153, spread(0.153));
  free(systems);
}

static void a_common_cause_leaves_each_and_takes_all_together(void **state) {
  (void)state;
  check_shared("", "");
}

static void weights_know_common_causes(void **state) {
  (void)state;
  check_shared(", sampled: 0.5", ", sampled: 0.5");
}

static void reliability_counts_shared_supplies_once(void **state) {
  (void)state;
  char *text = flue_format(
      "%s  supplies:\n"
      "  - {id: power, works: {probability: 0.9}}\n"
      "  - {id: pump, works: {probability: 0.8}, fed_by: power}\n"
      "  sprinklers: [{in: all, works: {probability: 0.5}, fed_by: [pump, power]}]\n",
      building);
  derived x = derive_text(text, 0, 0);
  flue_coverage cover;
  flue_layout_coverage(x.l, &cover);
  assert_near(cover.reliability, 0.5 * 0.8 * 0.9, 1e-12);
  underive(&x);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_pump_needs_its_power),
      cmocka_unit_test(a_common_cause_leaves_each_and_takes_all_together),
      cmocka_unit_test(weights_know_common_causes),
      cmocka_unit_test(reliability_counts_shared_supplies_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped scenarios: sizes the issue of the first complete run names, and balances over the
 * run. */
#include <stdlib.h>

#include "flue_test.h"
#include "scenarios/derive.h"
#include "solver/coupling/coupling.h"

/* with sanitizers a run takes ten times as long: the large buildings are then run for three minutes
 */
#ifdef __SANITIZE_ADDRESS__
static const double longest_large_s = 180.0;
#else
static const double longest_large_s = 1800.0;
#endif

typedef struct sizes {
  double rooms, people, storeys, area;
  flue_outcome outcome;
} sizes;

static sizes run_example(const char *name, double end_s) {
  const char *source = getenv("FLUE_SOURCE");
  char path[4096];
  snprintf(path, sizeof path, "%s/scenarios/examples/%s.yaml", source ? source : ".", name);
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_diagnostics list = {.file = path};
  flue_scenario *scenario = NULL;
  flue_layout *layout = NULL;
  flue_walkable *walkable = NULL;
  flue_draw draw = {0};
  flue_case *c = NULL;
  flue_coupling *coupling = NULL;
  if (flue_scenario_read(ctx, path, NULL, &list, &scenario) ||
      flue_layout_create(ctx, scenario, &list, &layout) ||
      flue_walkable_create(ctx, layout, &walkable) || flue_draw_medians(ctx, scenario, &draw) ||
      flue_case_create(ctx, layout, walkable, &draw, &c))
    fail_msg("%s: %s", name, flue_last_error(ctx));
  if (c->input.end_s > end_s) c->input.end_s = end_s;
  assert_int_equal(flue_coupling_create(ctx, &c->input, NULL, &coupling), FLUE_OK);
  assert_int_equal(flue_coupling_run(ctx, coupling), FLUE_OK);
  sizes s = {.storeys = (double)layout->n_levels, .area = layout->floor_area_m2};
  for (size_t i = 0; i < layout->n_spaces; ++i) s.rooms += layout->space[i].room != NULL;
  s.people = (double)c->input.crowd.n_people;
  flue_coupling_get_outcome(coupling, &s.outcome);
  flue_coupling_destroy(&coupling);
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  flue_walkable_destroy(&walkable);
  flue_layout_destroy(&layout);
  flue_scenario_destroy(&scenario);
  flue_diagnostics_clear(&list);
  flue_ctx_destroy(&ctx);
  return s;
}

static void assert_balances(const sizes *s) {
  const double *v = s->outcome.value;
  assert_true(v[FLUE_OUTCOME_mass_error] < 1e-6);
  assert_true(v[FLUE_OUTCOME_energy_error] < 1e-4);
  assert_near(v[FLUE_OUTCOME_escaped] + v[FLUE_OUTCOME_inside] + v[FLUE_OUTCOME_fatalities],
              s->people, 0.0);
}

static void tower_has_its_size_and_balances(void **state) {
  (void)state;
  const sizes s = run_example("tower", longest_large_s);
  assert_near(s.storeys, 33, 0);
  assert_near(s.rooms, 400, 60);
  assert_near(s.people, 700, 80);
  assert_balances(&s);
}

static void mall_has_its_size_and_balances(void **state) {
  (void)state;
  const sizes s = run_example("mall", longest_large_s);
  assert_near(s.storeys, 6, 0);
  assert_near(s.area, 60000, 12000); /* rooms only, with the car park, without stairs and atrium */
  assert_near(s.people, 8000, 400);
  assert_balances(&s);
}

static void hotel_balances(void **state) {
  (void)state;
  const sizes s = run_example("hotel", longest_large_s);
  assert_near(s.storeys, 12, 0);
  assert_balances(&s);
}

static void elderly_home_balances(void **state) {
  (void)state;
  const sizes s = run_example("elderly_home", 1800.0);
  assert_near(s.storeys, 4, 0);
  assert_balances(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tower_has_its_size_and_balances),
      cmocka_unit_test(mall_has_its_size_and_balances),
      cmocka_unit_test(hotel_balances),
      cmocka_unit_test(elderly_home_balances),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans against what can be found by hand, by trying everything, and by GLPK; acceptance 8 of the
 * reference on risk: bound above, greedy below, equal to the optimum on small cases. */
#include "flue_test.h"

#include <omp.h>
#include <string.h>

#include "plan_fixture.h"

/** First row after those that a package in year y burdens. */
static size_t end_row(const flue_plan_problem *p, size_t y) {
  return p->n_funds * (p->carries ? p->n_years : y + 1);
}

/** Takes a package out of what is left of budgets and numbers, or gives it back. */
static void spend(const flue_plan_problem *p, size_t k, size_t y, double sign, double *room,
                  double *count) {
  count[y] += sign;
  for (size_t r = y * p->n_funds; r < end_row(p, y); ++r)
    room[r] -= sign * p->cost[k * p->n_funds + r % p->n_funds];
}

static int may_get(const flue_plan_problem *p, size_t b, size_t k, size_t y, const double *room,
                   const double *count) {
  int fits = count[y] < p->most[y];
  if (p->due[b] >= 0 && (!p->clears[k] || (int32_t)y > p->due[b])) return 0;
  for (size_t r = y * p->n_funds; r < end_row(p, y); ++r)
    fits &= p->cost[k * p->n_funds + r % p->n_funds] <= room[r];
  return fits;
}

/** Best of all plans of buildings from b on, by trying everything. */
static double try_all(const flue_plan_problem *p, size_t b, double *room, double *count) {
  if (b == p->n_buildings) return 0;
  double best = p->due[b] >= 0 ? -INFINITY : try_all(p, b + 1, room, count);
  for (size_t k = p->first[b]; k < p->first[b + 1]; ++k)
    for (size_t y = 0; y < p->n_years; ++y) {
      if (!may_get(p, b, k, y, room, count)) continue;
      spend(p, k, y, 1, room, count);
      best =
          fmax(best, flue_plan_years_left(p, y) * p->reduction[k] + try_all(p, b + 1, room, count));
      spend(p, k, y, -1, room, count);
    }
  return best;
}

static double best_of_all(const portfolio *f) {
  const size_t n = f->p.n_years * f->p.n_funds;
  double *room = malloc(n * sizeof *room), *count = calloc(f->p.n_years, sizeof *count);
  memcpy(room, f->budget, n * sizeof *room);
  for (size_t r = f->p.n_funds; f->p.carries && r < n; ++r) room[r] += room[r - f->p.n_funds];
  const double best = try_all(&f->p, 0, room, count);
  free(room);
  free(count);
  return best;
}

static void assert_within_budgets(const flue_plan_problem *p, const flue_plan_result *plan) {
  double left = 0;
  for (size_t f = 0; f < p->n_funds; ++f, left = 0)
    for (size_t i = f; i < p->n_years * p->n_funds; i += p->n_funds) {
      left = (p->carries ? left : 0) + p->budget[i] - plan->spent[i];
      assert_true(left >= -1e-9 * p->budget[i]);
    }
  for (size_t y = 0; y < p->n_years; ++y) assert_true(plan->done[y] <= p->most[y]);
}

/* two buildings, budget 10: 6 + 4 avoid 7 x 9 years; the dear package alone would avoid 6.5 x 9 */
static void two_buildings_by_hand(void **state) {
  (void)state;
  portfolio f = portfolio_make(1, 2, 2, 1, 1, 1);
  const double reduction[4] = {4, 6.5, 3, 3.2}, cost[4] = {6, 10, 4, 9};
  memcpy(f.reduction, reduction, sizeof reduction);
  memcpy(f.cost, cost, sizeof cost);
  f.budget[0] = 10;
  flue_plan_result plan;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  assert_near(plan.avoided, 63, 1e-9);
  assert_int_equal(plan.package[0], 0);
  assert_int_equal(plan.package[1], 2);
  assert_near(plan.spent[0], 10, 1e-12);
  flue_plan_clear(&plan);
  assert_int_equal(flue_plan_solve_exactly(NULL, &f.p, NULL, SIZE_MAX, &plan), FLUE_OK);
  assert_near(plan.avoided, 63, 1e-9);
  assert_true(plan.is_proved);
  flue_plan_clear(&plan);
  portfolio_clear(&f);
}

static void bound_optimum_and_plan_are_in_order(void **state) {
  (void)state;
  double worst = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    portfolio f = portfolio_make(seed, 5, 2, 2, 2, 0.1 + 0.01 * (double)seed);
    if (seed % 3 == 0) f.most[0] = 2;
    f.p.carries = seed % 2 == 0;
    if (seed % 4 == 0) f.due[1] = 0, f.clears[3] = 1, f.budget[0] *= 2, f.budget[1] *= 2;
    flue_plan_result plan, exact;
    const double best = best_of_all(&f);
    assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
    const flue_status status = flue_plan_solve_exactly(NULL, &f.p, NULL, SIZE_MAX, &exact);
    assert_within_budgets(&f.p, &plan);
    if (isfinite(best)) {
      assert_int_equal(status, FLUE_OK);
      assert_near_rel(exact.avoided, best, 1e-9);
      assert_true(plan.bound >= best * (1 - 1e-9));
      if (flue_plan_keeps(&f.p, &plan)) {
        assert_true(plan.avoided <= best * (1 + 1e-9));
        worst = fmax(worst, 1 - plan.avoided / best);
      }
    } else {
      assert_int_equal(status, FLUE_ENUMERIC);
      assert_false(flue_plan_keeps(&f.p, &plan));
    }
    flue_plan_clear(&plan);
    if (status == FLUE_OK) flue_plan_clear(&exact);
    portfolio_clear(&f);
  }
  print_message("five buildings: plans up to %.1f %% below the optimum\n", 100 * worst);
}

/** Plan that takes the single best ratio first, as somebody would by hand. */
static double by_ratio_alone(const flue_plan_problem *p) {
  double left = p->budget[0], sum = 0;
  uint8_t *is_done = calloc(p->n_buildings, 1);
  for (;;) {
    double best = 0;
    size_t at = 0, building = 0;
    for (size_t b = 0; b < p->n_buildings; ++b)
      for (size_t k = p->first[b]; !is_done[b] && k < p->first[b + 1]; ++k)
        if (p->cost[k] <= left && p->reduction[k] / p->cost[k] > best) {
          best = p->reduction[k] / p->cost[k];
          at = k;
          building = b;
        }
    if (!(best > 0)) break;
    is_done[building] = 1;
    left -= p->cost[at];
    sum += flue_plan_years_left(p, 0) * p->reduction[at];
  }
  free(is_done);
  return sum;
}

static void plans_beat_the_greedy_one(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    portfolio f = portfolio_make(seed, 200, 5, 1, 1, 0.05 * (double)seed);
    flue_plan_result plan;
    assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
    assert_true(plan.avoided >= by_ratio_alone(&f.p) * (1 - 1e-9));
    assert_true(flue_plan_gap(&plan) < 0.005);
    assert_within_budgets(&f.p, &plan);
    flue_plan_clear(&plan);
    portfolio_clear(&f);
  }
}

static void plans_of_many_have_a_proved_gap_and_the_same_bits(void **state) {
  (void)state;
  portfolio f = portfolio_make(7, 2000, 5, 3, 3, 0.3);
  flue_plan_result one, two;
  omp_set_num_threads(1);
  assert_int_equal(flue_plan_solve(NULL, &f.p, &one), FLUE_OK);
  omp_set_num_threads(2);
  assert_int_equal(flue_plan_solve(NULL, &f.p, &two), FLUE_OK);
  print_message("2000 buildings: gap %.3f %%\n", 100 * flue_plan_gap(&one));
  assert_true(flue_plan_gap(&one) < 0.005);
  assert_within_budgets(&f.p, &one);
  assert_memory_equal(one.package, two.package, 2000 * sizeof *one.package);
  assert_memory_equal(one.year, two.year, 2000 * sizeof *one.year);
  assert_memory_equal(&one.bound, &two.bound, sizeof one.bound);
  flue_plan_clear(&one);
  flue_plan_clear(&two);
  portfolio_clear(&f);
}

/* a price is what one yuan more avoids: checked by solving with a thousandth more */
static void prices_tell_what_more_money_avoids(void **state) {
  (void)state;
  portfolio f = portfolio_make(3, 3000, 4, 1, 1, 0.3);
  flue_plan_result plan, more;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  const double extra = 0.02 * f.budget[0];
  f.budget[0] += extra;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &more), FLUE_OK);
  assert_near_rel((more.bound - plan.bound) / extra, plan.price[0], 0.02);
  flue_plan_clear(&plan);
  flue_plan_clear(&more);
  portfolio_clear(&f);
}

/** A portfolio with quotas and, for some, deadlines; a target that does not come of itself. */
static portfolio make_bound(size_t n) {
  portfolio f = portfolio_make(11, n, 3, 3, 2, 0.2);
  flue_plan_result plan;
  f.p.horizon = 1000; /* a year sooner or later hardly counts */
  for (size_t y = 0; y < 3; ++y) {
    f.most[y] = (double)(n / 5);
    f.least[y] = (double)(n / 10);
  }
  for (size_t b = 0; b < n / 15; ++b) {
    f.due[b] = (int32_t)(b % 3);
    f.clears[3 * b + 2] = 1;
  }
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  f.target[0] = 1.02 * plan.reached[0];
  flue_plan_clear(&plan);
  return f;
}

static void quotas_targets_and_deadlines_are_kept(void **state) {
  (void)state;
  portfolio f = make_bound(300);
  flue_plan_result plan;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  print_message("300 buildings with all rows: gap %.2f %%\n", 100 * flue_plan_gap(&plan));
  assert_true(flue_plan_keeps(&f.p, &plan));
  assert_within_budgets(&f.p, &plan);
  assert_true(flue_plan_gap(&plan) < 0.02);
  for (size_t b = 0; b < 20; ++b) {
    assert_int_equal(plan.package[b], 3 * b + 2);
    assert_true(plan.year[b] <= f.due[b]);
  }
  flue_plan_clear(&plan);
  portfolio_clear(&f);
}

static void exact_plans_keep_all_rows_too(void **state) {
  (void)state;
  portfolio f = make_bound(20);
  flue_plan_result plan, exact;
  f.target[0] = 0; /* which twenty buildings cannot reach */
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  assert_int_equal(flue_plan_solve_exactly(NULL, &f.p, NULL, SIZE_MAX, &exact), FLUE_OK);
  print_message("20 buildings: %.5g of %.5g at most, exactly %.5g\n", plan.avoided, plan.bound,
                exact.avoided);
  assert_true(exact.is_proved);
  assert_true(flue_plan_keeps(&f.p, &exact));
  assert_within_budgets(&f.p, &exact);
  assert_true(plan.avoided <= exact.avoided * (1 + 1e-9));
  assert_true(exact.avoided <= plan.bound * (1 + 1e-9));
  assert_true(plan.avoided >= 0.9 * exact.avoided);
  flue_plan_clear(&plan);
  flue_plan_clear(&exact);
  portfolio_clear(&f);
}

/* the largest reduction that the first year's money can buy is below the target */
static void what_cannot_be_kept_is_told(void **state) {
  (void)state;
  portfolio f = portfolio_make(11, 300, 3, 3, 2, 0.2);
  flue_plan_result plan;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  f.target[0] = 1.5 * plan.reached[0];
  flue_plan_clear(&plan);
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_OK);
  assert_false(flue_plan_keeps(&f.p, &plan));
  assert_true(isnan(plan.bound));
  assert_within_budgets(&f.p, &plan);
  flue_plan_clear(&plan);
  portfolio_clear(&f);
}

static void deadline_that_nothing_clears_is_refused(void **state) {
  (void)state;
  portfolio f = portfolio_make(1, 3, 2, 2, 1, 1);
  flue_plan_result plan;
  f.due[2] = 1;
  assert_int_equal(flue_plan_solve(NULL, &f.p, &plan), FLUE_EINPUT);
  portfolio_clear(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_buildings_by_hand),
      cmocka_unit_test(bound_optimum_and_plan_are_in_order),
      cmocka_unit_test(plans_beat_the_greedy_one),
      cmocka_unit_test(plans_of_many_have_a_proved_gap_and_the_same_bits),
      cmocka_unit_test(prices_tell_what_more_money_avoids),
      cmocka_unit_test(quotas_targets_and_deadlines_are_kept),
      cmocka_unit_test(exact_plans_keep_all_rows_too),
      cmocka_unit_test(what_cannot_be_kept_is_told),
      cmocka_unit_test(deadline_that_nothing_clears_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

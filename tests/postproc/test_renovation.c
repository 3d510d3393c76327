/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of one building against trying all rows of packages; intervals, support and surveys against
 * what is known. */
#include <math.h>
#include <stdlib.h>

#include "core/random.h"
#include "flue_test.h"
#include "postproc/renovation.h"

static flue_ctx *ctx;

static int begin(void **state) {
  (void)state;
  return flue_ctx_create(&ctx) != FLUE_OK;
}

static int end(void **state) {
  (void)state;
  flue_ctx_destroy(&ctx);
  return 0;
}

enum { most_packages = 16, most_samples = 2000, n_years = 3, n_funds = 2 };

/** A building with all its arrays. */
typedef struct made {
  flue_renovation r;
  flue_plan_problem p;
  uint32_t set[most_packages];
  double killed[most_packages][most_samples], weight[most_packages][most_samples];
  const double *killed_of[most_packages], *weight_of[most_packages];
  double fires[most_packages], low[8], mode[8], high[8], budget[n_years * n_funds], least[n_years],
      most[n_years], target[n_years];
  size_t fund[8];
} made;

static double uniform(uint32_t item, uint32_t draw) {
  return flue_uniform((flue_stream){7, draw, FLUE_PURPOSE_DESIGN}, item, 0);
}

static made *make(size_t n_options, size_t n_samples, size_t years, size_t funds) {
  made *m = calloc(1, sizeof *m);
  assert_non_null(m);
  const size_t n = (size_t)1 << n_options;
  for (size_t k = 0; k < n; ++k) {
    m->set[k] = (uint32_t)k;
    m->killed_of[k] = m->killed[k];
    m->weight_of[k] = m->weight[k];
    m->fires[k] = 1;
    for (size_t i = 0; i < n_samples; ++i) m->weight[k][i] = 1;
  }
  for (size_t y = 0; y < n_years; ++y) m->most[y] = INFINITY;
  m->p = (flue_plan_problem){.n_buildings = 1,
                             .n_years = years,
                             .n_funds = funds,
                             .budget = m->budget,
                             .least = m->least,
                             .most = m->most,
                             .target = m->target,
                             .horizon = 10};
  m->r = (flue_renovation){.n_packages = n,
                           .n_options = n_options,
                           .n_samples = n_samples,
                           .set = m->set,
                           .killed = m->killed_of,
                           .weight = m->weight_of,
                           .fires_per_year = m->fires,
                           .low = m->low,
                           .mode = m->mode,
                           .high = m->high,
                           .fund = m->fund,
                           .limits = &m->p,
                           .seed = 1};
  return m;
}

/* ---- the plan ---- */

/** Whether steps keep budgets and hold each other, by the definition. */
static int is_allowed(const made *m, const size_t *step) {
  uint32_t before = 0;
  double left[n_funds] = {0};
  for (size_t y = 0; y < n_years; ++y) {
    const uint32_t set = m->set[step[y]];
    if ((set & before) != before) return 0;
    for (size_t f = 0; f < n_funds; ++f) {
      double use = 0;
      for (size_t o = 0; o < m->r.n_options; ++o)
        if (((set & ~before) >> o & 1) && m->fund[o] == f) use += m->mode[o];
      left[f] = (m->p.carries ? left[f] : 0) + m->budget[y * n_funds + f] - use;
      if (left[f] < -1e-9) return 0;
    }
    before = set;
  }
  return 1;
}

static double avoided_by(const made *m, const size_t *step) {
  double sum = 0, before = 0;
  for (size_t y = 0; y < n_years; ++y) {
    const double gain = flue_renovation_reduction(&m->r, step[y]);
    sum += (gain - before) * (m->p.horizon - (double)y - 1);
    before = gain;
  }
  return sum;
}

static double best_by_trying(const made *m) {
  double best = -INFINITY;
  size_t step[n_years];
  for (step[0] = 0; step[0] < m->r.n_packages; ++step[0])
    for (step[1] = 0; step[1] < m->r.n_packages; ++step[1])
      for (step[2] = 0; step[2] < m->r.n_packages; ++step[2])
        if (is_allowed(m, step)) best = fmax(best, avoided_by(m, step));
  return best;
}

static void the_plan_is_the_best_of_all_rows(void **state) {
  (void)state;
  for (uint32_t t = 0; t < 200; ++t) {
    made *m = make(4, 1, n_years, n_funds);
    m->p.carries = t % 2;
    for (uint32_t k = 0; k < 16; ++k) m->killed[k][0] = k ? uniform(k, t) : 1;
    for (uint32_t o = 0; o < 4; ++o) {
      m->mode[o] = uniform(100 + o, t);
      m->fund[o] = o % 2;
    }
    for (uint32_t b = 0; b < n_years * n_funds; ++b) m->budget[b] = uniform(200 + b, t);
    size_t step[n_years];
    int keeps_all = 0;
    const double avoided = flue_renovation_plan(&m->r, step, &keeps_all);
    assert_true(keeps_all);
    assert_true(is_allowed(m, step));
    assert_near(avoided, avoided_by(m, step), 1e-12);
    assert_near(avoided, best_by_trying(m), 1e-12);
    free(m);
  }
}

static void targets_are_kept_or_left_aside(void **state) {
  (void)state;
  made *m = make(1, 1, 1, 1);
  size_t step[n_years];
  int keeps_all = 0;
  m->killed[0][0] = 2;
  m->killed[1][0] = 1;
  m->mode[0] = 10;
  m->budget[0] = 10;
  m->target[0] = 1;
  assert_near(flue_renovation_plan(&m->r, step, &keeps_all), 9, 1e-12);
  assert_true(keeps_all);
  m->target[0] = 1.5;
  assert_near(flue_renovation_plan(&m->r, step, &keeps_all), 9, 1e-12);
  assert_false(keeps_all);
  free(m);
}

static void of_two_that_avoid_the_same_the_cheaper_is_taken(void **state) {
  (void)state;
  made *m = make(2, 1, 1, 1);
  size_t step[n_years];
  int keeps_all = 0;
  const double killed[4] = {10, 6, 6, 6};
  for (size_t k = 0; k < 4; ++k) m->killed[k][0] = killed[k];
  m->mode[0] = 3;
  m->mode[1] = 2;
  m->budget[0] = 10;
  flue_renovation_plan(&m->r, step, &keeps_all);
  assert_int_equal(step[0], 2);
  free(m);
}

static void packages_that_others_beat_are_not_on_the_front(void **state) {
  (void)state;
  made *m = make(2, 1, 1, 1);
  unsigned char is_best[most_packages];
  const double killed[4] = {10, 6, 6, 5}; /* nothing, A, B, both */
  for (size_t k = 0; k < 4; ++k) m->killed[k][0] = killed[k];
  m->mode[0] = 1;
  m->mode[1] = 2; /* as good as A, but dearer */
  flue_renovation_pareto(&m->r, is_best);
  const unsigned char wanted[4] = {1, 1, 0, 1};
  assert_memory_equal(is_best, wanted, sizeof wanted);
  free(m);
}

/* ---- how sure ---- */

/** Differences of single samples: the interval is Student's of these, 95 % of 400 trials. */
static void intervals_are_of_paired_differences(void **state) {
  (void)state;
  enum { n = 50, trials = 400 };
  int covered = 0;
  double width = 0;
  made *m = make(1, n, 1, 1);
  for (uint32_t t = 0; t < trials; ++t) {
    for (uint32_t i = 0; i < n; ++i) {
      const double fire = 10 * uniform(i, 2 * t); /* common to both, and large */
      m->killed[0][i] = fire + 1;
      m->killed[1][i] = fire + uniform(i, 2 * t + 1);
    }
    const flue_interval gain = flue_renovation_interval(&m->r, 1);
    covered += gain.low <= 0.5 && 0.5 <= gain.high;
    width += (gain.high - gain.low) / trials;
  }
  print_message("%d of %d intervals hold the difference\n", covered, trials);
  assert_true(covered >= 0.92 * trials && covered <= 0.98 * trials);
  /* sd 1/sqrt(12) of the difference alone: 2 t sd / sqrt(n), t = 2.0096 */
  assert_near_rel(width, 2 * 2.0096 * sqrt(1.0 / 12) / sqrt(n), 0.03);
  free(m);
}

/** Packages that no sample tells apart may still differ: 1 - 0.025^(1/50) of fires. */
static void intervals_without_a_difference_are_not_empty(void **state) {
  (void)state;
  enum { n = 50 };
  made *m = make(1, n, 1, 1);
  for (size_t i = 0; i < n; ++i) m->killed[0][i] = m->killed[1][i] = i == 0 ? 4 : 0;
  const flue_interval gain = flue_renovation_interval(&m->r, 1);
  assert_near(gain.value, 0, 0);
  assert_near(gain.high, 4 * (1 - pow(0.025, 1.0 / n)), 1e-12);
  assert_near(gain.low, -gain.high, 1e-12);
  free(m);
}

static void support_follows_costs_and_samples(void **state) {
  (void)state;
  enum { n = 400, draws = 2000 };
  made *m = make(1, n, 1, 1);
  double package[most_packages];
  flue_renovation_support support = {.package = package};
  for (size_t i = 0; i < n; ++i) {
    m->killed[0][i] = 1;
    m->killed[1][i] = 0;
  }
  m->low[0] = 50;
  m->mode[0] = 100;
  m->high[0] = 200;
  m->budget[0] = 100;
  assert_int_equal(flue_renovation_robust(ctx, &m->r, draws, &support), FLUE_OK);
  /* triangle: (mode - low) / (high - low) of the costs stay below the mode, a third */
  assert_near(support.option[0], 1.0 / 3, 0.03);
  assert_near(support.over_budget, 2.0 / 3, 0.03);
  assert_near(package[0] + package[1], 1, 1e-12);
  m->budget[0] = 200;
  assert_int_equal(flue_renovation_robust(ctx, &m->r, draws, &support), FLUE_OK);
  assert_near(support.option[0], 1, 0);
  /* no difference on average: about half of the draws */
  for (size_t i = 0; i < n; ++i) m->killed[1][i] = i % 2 ? 2 : 0;
  assert_int_equal(flue_renovation_robust(ctx, &m->r, draws, &support), FLUE_OK);
  assert_near(support.option[0], 0.5, 0.05);
  free(m);
}

static void a_survey_is_worth_what_it_lets_one_avoid(void **state) {
  (void)state;
  enum { n = 1000 };
  made *m = make(2, n, 1, 1);
  static double told[n], unrelated[n];
  m->mode[0] = m->mode[1] = 1;
  m->budget[0] = 1; /* for one of both */
  for (uint32_t i = 0; i < n; ++i) {
    told[i] = i % 2;
    unrelated[i] = uniform(i, 1);
    m->killed[0][i] = 3;
    m->killed[1][i] = i % 2 ? 3 : 1; /* each saves two in its half */
    m->killed[2][i] = i % 2 ? 1 : 3;
    m->killed[3][i] = 1;
  }
  double value = 0, noise = 0;
  assert_int_equal(flue_renovation_survey(ctx, &m->r, told, 1, &value, &noise), FLUE_OK);
  /* known: two fewer in each half; unknown: one on average */
  assert_near(value, 1, 0.1);
  assert_true(noise < 0.1);
  assert_int_equal(flue_renovation_survey(ctx, &m->r, unrelated, 1, &value, &noise), FLUE_OK);
  assert_true(value < noise + 0.05);
  /* a state of one sample in ten, as low or as high value */
  for (int is_high = 0; is_high < 2; ++is_high) {
    for (uint32_t i = 0; i < n; ++i) {
      const int is_rare = i % 10 == 0;
      told[i] = is_rare == is_high;
      m->killed[1][i] = is_rare ? 3 : 1;
      m->killed[2][i] = is_rare ? 1 : 3;
    }
    assert_int_equal(flue_renovation_survey(ctx, &m->r, told, 1, &value, &noise), FLUE_OK);
    assert_near(value, 0.2, 0.03); /* two more in a tenth */
  }
  m->budget[0] = 2; /* enough for both: nothing to be learnt */
  assert_int_equal(flue_renovation_survey(ctx, &m->r, told, 1, &value, &noise), FLUE_OK);
  assert_near(value, 0, 1e-12);
  free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_plan_is_the_best_of_all_rows),
      cmocka_unit_test(targets_are_kept_or_left_aside),
      cmocka_unit_test(of_two_that_avoid_the_same_the_cheaper_is_taken),
      cmocka_unit_test(packages_that_others_beat_are_not_on_the_front),
      cmocka_unit_test(intervals_are_of_paired_differences),
      cmocka_unit_test(intervals_without_a_difference_are_not_empty),
      cmocka_unit_test(support_follows_costs_and_samples),
      cmocka_unit_test(a_survey_is_worth_what_it_lets_one_avoid),
  };
  return cmocka_run_group_tests(tests, begin, end);
}

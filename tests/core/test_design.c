/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sampling designs: their strata, and on an event tree with a known answer how often the interval
 * covers it and how many runs it takes. */
#include "core/design.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#include "core/drawn.h"
#include "flue_test.h"

/* ---- orders and strata ---- */

static void a_random_order_has_each_place_once(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 2, 3, 7, 64, 65, 1000, 12345};
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
    const size_t n = sizes[k];
    unsigned char *hit = calloc(n, 1);
    assert_non_null(hit);
    for (size_t i = 0; i < n; ++i) {
      const size_t place = flue_permute((flue_stream){5, 0, FLUE_PURPOSE_DESIGN}, 9, i, n);
      assert_true(place < n && !hit[place]);
      hit[place] = 1;
    }
    free(hit);
  }
}

/* chi-square of the places of two neighbours over 20000 orders of 6: 30 pairs, 29 degrees of
 * freedom, of which 58.3 is passed with a probability of 0.001 */
static void all_orders_are_equally_likely(void **state) {
  (void)state;
  enum { n = 6, orders = 20000 };
  int count[n][n] = {{0}};
  for (uint32_t item = 0; item < orders; ++item) {
    const flue_stream stream = {1, 0, FLUE_PURPOSE_DESIGN};
    ++count[flue_permute(stream, item, 0, n)][flue_permute(stream, item, 1, n)];
  }
  const double wanted = (double)orders / (n * (n - 1));
  double chi2 = 0;
  for (int a = 0; a < n; ++a)
    for (int b = 0; b < n; ++b)
      if (a != b) chi2 += (count[a][b] - wanted) * (count[a][b] - wanted) / wanted;
  assert_true(chi2 < 58.3);
}

/* first points by the recursion of Joe and Kuo, worked by hand from the first rows of their table
 */
static void sobol_points_are_those_of_joe_and_kuo(void **state) {
  (void)state;
  static const double points[8][3] = {{0, 0, 0},
                                      {0.5, 0.5, 0.5},
                                      {0.25, 0.75, 0.75},
                                      {0.75, 0.25, 0.25},
                                      {0.125, 0.625, 0.375},
                                      {0.625, 0.125, 0.875},
                                      {0.375, 0.375, 0.625},
                                      {0.875, 0.875, 0.125}};
  for (uint32_t i = 0; i < 8; ++i)
    for (uint32_t d = 0; d < 3; ++d) assert_near(flue_sobol_point(d, i) * 0x1p-32, points[i][d], 0);
}

static void each_part_of_each_number_is_hit_once_in_each_block(void **state) {
  (void)state;
  static const flue_design_kind kinds[] = {FLUE_DESIGN_LATIN, FLUE_DESIGN_SOBOL,
                                           FLUE_DESIGN_STRATIFIED};
  enum { block = 128, blocks = 3 };
  for (size_t k = 0; k < 3; ++k)
    for (uint32_t number = 0; number < FLUE_SOBOL_DIMENSIONS + 4; ++number) {
      const flue_design design = {kinds[k], 7, (size_t)block * blocks, block};
      int hit[blocks][block] = {{0}};
      for (size_t i = 0; i < design.n; ++i)
        ++hit[i / block][(int)(flue_design_share(&design, i, number, number) * block)];
      for (int i = 0; i < block * blocks; ++i) assert_int_equal(hit[i / block][i % block], 1);
    }
}

/* the first two Sobol dimensions are a (0, m, 2)-net, and stay one when scrambled (Owen 1995) */
static void scrambled_sobol_points_hit_each_rectangle_once(void **state) {
  (void)state;
  enum { bits = 6, n = 1 << bits };
  const flue_design design = {FLUE_DESIGN_SOBOL, 3, n, 0};
  for (int a = 0; a <= bits; ++a) {
    int hit[n] = {0};
    for (size_t i = 0; i < n; ++i) {
      const double x = flue_design_share(&design, i, 11, 0),
                   y = flue_design_share(&design, i, 12, 1);
      ++hit[((int)(x * (1 << a)) << (bits - a)) + (int)(y * (1 << (bits - a)))];
    }
    for (int i = 0; i < n; ++i) assert_int_equal(hit[i], 1);
  }
}

static void one_number_less_leaves_the_dimensions_of_the_others(void **state) {
  (void)state;
  enum { n = 30 };
  uint32_t keys[n], all[n], some[n];
  for (uint32_t k = 0; k < n; ++k) keys[k] = 2654435761u * (k + 1);
  flue_design_dimensions(n, keys, all);
  for (int a = 0; a < n; ++a) {
    assert_true(all[a] < FLUE_SOBOL_DIMENSIONS);
    for (int b = 0; b < a; ++b) assert_int_not_equal(all[a], all[b]);
  }
  flue_design_dimensions(n - 1, keys, some);
  int moved = 0;
  for (int k = 0; k < n - 1; ++k) moved += some[k] != all[k];
  assert_in_range(moved, 0, 2);
}

/* a leaf is an interval of the share, so that its count is within 2 of n times its probability */
static void branches_are_stratified_together(void **state) {
  (void)state;
  enum { n = 200, branches = 3 };
  static const double p[branches] = {0.05, 0.3, 0.5};
  const flue_design design = {FLUE_DESIGN_STRATIFIED, 4, n, 0};
  int count[1 << branches] = {0};
  double rest[1 << branches] = {0};
  for (size_t i = 0; i < n; ++i) {
    double share = flue_design_share(&design, i, 77, 0);
    int leaf = 0;
    for (int b = 0; b < branches; ++b) {
      int is_taken = 0;
      share = flue_design_branch(share, p[b], &is_taken);
      assert_true(share >= 0 && share <= 1);
      leaf = 2 * leaf + is_taken;
    }
    ++count[leaf];
    rest[leaf] += share;
  }
  for (int leaf = 0; leaf < 1 << branches; ++leaf) {
    double wanted = n;
    for (int b = 0; b < branches; ++b) wanted *= leaf >> (branches - 1 - b) & 1 ? p[b] : 1 - p[b];
    assert_near(count[leaf], wanted, 2);
    /* what is left is stratified too: mean 1/2 to within one part of the leaf */
    if (count[leaf] > 4) assert_near(rest[leaf] / count[leaf], 0.5, 1.0 / count[leaf]);
  }
}

/* ---- an event tree with a known answer ---- */

/** Branches: sprinkler fails, door of the room open, door of the stair open. */
enum { branch_sprinkler, branch_room, branch_stair, n_branches };
static const double branch_p[n_branches] = {0.05, 0.3, 0.1};
static const double growth_sigma = 0.5;

/** Fatalities N = [sprinkler fails] (1 + 9 [room open]) (1 + 4 [stair open]) (1 + place) growth
 * with place uniform and growth lognormal of median 1. */
static double tree_fatalities(const int *taken, double place, double growth) {
  return taken[branch_sprinkler] * (1 + 9.0 * taken[branch_room]) *
         (1 + 4.0 * taken[branch_stair]) * (1 + place) * growth;
}

/** E[N], a product of expectations since all numbers are independent. */
static double tree_mean(void) {
  return branch_p[0] * (1 + 9 * branch_p[1]) * (1 + 4 * branch_p[2]) * 1.5 *
         exp(0.5 * growth_sigma * growth_sigma);
}

/** A way to estimate: design and the probabilities that the branches are sampled with. */
typedef struct way {
  flue_design_kind kind;
  size_t n, block;
  const double *sampled;
} way;

/** One sample of the tree and its weight. */
static double tree_sample(const way *w, const flue_design *design, size_t i, double *weight) {
  int taken[n_branches];
  const int is_joint = w->kind == FLUE_DESIGN_STRATIFIED;
  double joint = flue_design_share(design, i, 100, 5);
  *weight = 1;
  for (uint32_t b = 0; b < n_branches; ++b) {
    const double q = w->sampled[b], p = branch_p[b];
    if (is_joint)
      joint = flue_design_branch(joint, q, &taken[b]);
    else
      taken[b] = flue_design_share(design, i, b, b) > 1 - q;
    *weight *= taken[b] ? p / q : (1 - p) / (1 - q);
  }
  const double place = is_joint ? joint : flue_design_share(design, i, 10, 3);
  const double growth =
      exp(growth_sigma * gsl_cdf_ugaussian_Pinv(flue_design_share(design, i, 11, 4)));
  return tree_fatalities(taken, place, growth);
}

enum { most_runs = 16384 };

static flue_interval tree_estimate(const way *w, uint64_t seed) {
  static double values[most_runs], weights[most_runs];
  static uint32_t blocks[most_runs];
  const flue_design design = {w->kind, seed, w->n, w->block};
  for (size_t i = 0; i < w->n; ++i) {
    values[i] = tree_sample(w, &design, i, &weights[i]);
    blocks[i] = (uint32_t)(i / w->block);
  }
  return flue_drawn_mean_interval(&(flue_drawn){w->n, weights, blocks}, values, 0.95);
}

/** Share of repeats whose interval covers the answer; mean half width by the way. */
static double coverage(const way *w, size_t repeats, double *half_width) {
  size_t hits = 0;
  *half_width = 0;
  for (size_t r = 0; r < repeats; ++r) {
    const flue_interval x = tree_estimate(w, 1000 + r);
    hits += x.low <= tree_mean() && tree_mean() <= x.high;
    *half_width += 0.5 * (x.high - x.low) / (double)repeats;
  }
  return (double)hits / (double)repeats;
}

static const double boosted[n_branches] = {0.8, 0.7, 0.4};

/** The designs in question, 1024 runs each. */
enum { n_ways = 3 };
static const way ways[n_ways] = {{FLUE_DESIGN_STRATIFIED, 1024, 64, boosted},
                                 {FLUE_DESIGN_LATIN, 1024, 64, boosted},
                                 {FLUE_DESIGN_SOBOL, 1024, 64, boosted}};

/* 1000 repeats tell a coverage of 95 % to within 1.4 points (two standard deviations) */
static void the_interval_covers_the_answer_in_95_percent_of_repeats(void **state) {
  (void)state;
  for (size_t k = 0; k < n_ways; ++k) {
    double half = 0;
    const double share = coverage(&ways[k], 1000, &half);
    print_message("design %d: %.1f %% of intervals cover, half width %.2f %%\n", ways[k].kind,
                  100 * share, 100 * half / tree_mean());
    assert_true(share >= 0.93 && share <= 0.97);
  }
}

/* Plain Monte Carlo: Var N = E[N^2] - E[N]^2 with E[N^2] the product of second moments, so that
 * n runs give a half width of 1.96 sqrt(Var N / n). */
static double plain_runs_for(double half_width) {
  const double second = branch_p[0] * (1 + 99 * branch_p[1]) * (1 + 24 * branch_p[2]) * 7 / 3 *
                        exp(2 * growth_sigma * growth_sigma);
  const double variance = second - tree_mean() * tree_mean();
  return variance * pow(1.95996 / half_width, 2);
}

static void a_tenth_of_the_runs_gives_the_width_of_plain_sampling(void **state) {
  (void)state;
  for (size_t k = 0; k < n_ways; ++k) {
    double half = 0;
    coverage(&ways[k], 50, &half);
    const double runs = plain_runs_for(half);
    print_message("design %d: 1024 runs do as %.0f plain ones (1/%.0f)\n", ways[k].kind, runs,
                  runs / 1024);
    assert_true(runs >= 10 * 1024);
  }
  /* the plain number of runs is right: the same width is found by sampling */
  const way plain = {FLUE_DESIGN_PLAIN, most_runs, 64, branch_p};
  double half = 0;
  coverage(&plain, 20, &half);
  assert_near_rel(plain_runs_for(half), most_runs, 0.15);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_random_order_has_each_place_once),
      cmocka_unit_test(all_orders_are_equally_likely),
      cmocka_unit_test(sobol_points_are_those_of_joe_and_kuo),
      cmocka_unit_test(each_part_of_each_number_is_hit_once_in_each_block),
      cmocka_unit_test(scrambled_sobol_points_hit_each_rectangle_once),
      cmocka_unit_test(one_number_less_leaves_the_dimensions_of_the_others),
      cmocka_unit_test(branches_are_stratified_together),
      cmocka_unit_test(the_interval_covers_the_answer_in_95_percent_of_repeats),
      cmocka_unit_test(a_tenth_of_the_runs_gives_the_width_of_plain_sampling),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

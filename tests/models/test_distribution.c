/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles against closed forms, printed fractiles and GSL's distribution functions. */
#include "models/distribution.h"

#include <gsl/gsl_cdf.h>

#include "flue_test.h"

static double quantile(flue_distribution_kind kind, double a, double b, double c, double u) {
  const flue_distribution d = {kind, {a, b, c}};
  assert_int_equal(flue_distribution_problem(&d), FLUE_MSG_COUNT);
  return flue_distribution_quantile(&d, u);
}

static const double shares[] = {1e-6, 0.01, 0.2, 0.5, 0.77, 0.95, 0.999};
enum { n_shares = sizeof shares / sizeof *shares };

static void fire_loads_of_en_1991_1_2_have_their_printed_80_percent_fractiles(void **state) {
  (void)state;
  /* EN 1991-1-2:2002, Table E.4: mean and 80 % fractile [MJ/m2], Gumbel with V = 0.3. Printed
     without decimals: half a unit of tolerance. */
  static const double mean[] = {780, 230, 310, 1500, 420, 285, 600, 300, 100};
  static const double printed[] = {948, 280, 377, 1824, 511, 347, 730, 365, 122};
  for (size_t i = 0; i < 9; ++i)
    assert_near(quantile(FLUE_GUMBEL, mean[i], 0.3 * mean[i], 0, 0.8), printed[i], 0.5);
}

static void medians_and_quartiles_follow_their_closed_forms(void **state) {
  (void)state;
  assert_near(quantile(FLUE_LOGNORMAL, 90, 0.6, 0, 0.5), 90, 1e-12);
  assert_near_rel(quantile(FLUE_LOGNORMAL, 90, 0.6, 0, 0.8413447460685429), 90 * exp(0.6), 1e-12);
  assert_near(quantile(FLUE_UNIFORM, -2, 6, 0, 0.25), 0, 1e-15);
  assert_near(quantile(FLUE_NORMAL, 10, 3, 0, 0.5), 10, 1e-15);
  /* triangle 0, 1, 4: area below the mode 1/4 */
  assert_near(quantile(FLUE_TRIANGULAR, 0, 1, 4, 0.25), 1, 1e-12);
  assert_near(quantile(FLUE_TRIANGULAR, 0, 1, 4, 0.5), 4 - sqrt(6), 1e-12);
  assert_near(quantile(FLUE_TRIANGULAR, 3, 3, 3, 0.9), 3, 0);
  assert_near_rel(quantile(FLUE_WEIBULL, 4, 2, 0, 0.5), 4 * sqrt(log(2)), 1e-14);
  assert_near_rel(quantile(FLUE_EXPONENTIAL, 7, 0, 0, 0.5), 7 * log(2), 1e-14);
}

static void quantiles_invert_the_distribution_functions_of_gsl(void **state) {
  (void)state;
  const double beta = 2.0 * sqrt(6.0) / acos(-1.0), mode = 10.0 - 0.57721566490153286 * beta;
  for (size_t i = 0; i < n_shares; ++i) {
    const double u = shares[i], eps = 1e-9; /* the accuracy of GSL's inverse functions */
    assert_near(gsl_cdf_gaussian_P(quantile(FLUE_NORMAL, 10, 2, 0, u) - 10, 2), u, eps);
    assert_near(gsl_cdf_lognormal_P(quantile(FLUE_LOGNORMAL, 3, 0.5, 0, u), log(3), 0.5), u, eps);
    assert_near(gsl_cdf_weibull_P(quantile(FLUE_WEIBULL, 4, 2, 0, u), 4, 2), u, eps);
    assert_near(gsl_cdf_gamma_P(quantile(FLUE_GAMMA, 10, 2, 0, u), 25, 0.4), u, eps);
    assert_near(gsl_cdf_gumbel1_P(quantile(FLUE_GUMBEL, 10, 2, 0, u) - mode, 1 / beta, 1), u, eps);
    assert_near(gsl_cdf_exponential_P(quantile(FLUE_EXPONENTIAL, 7, 0, 0, u), 7), u, eps);
  }
}

static void poisson_quantiles_are_the_smallest_counts_that_reach_a_share(void **state) {
  (void)state;
  static const double means[] = {0.05, 1, 2.5, 40, 3000};
  for (size_t m = 0; m < sizeof means / sizeof *means; ++m)
    for (size_t i = 0; i < n_shares; ++i) {
      const double k = quantile(FLUE_POISSON, means[m], 0, 0, shares[i]);
      assert_true(gsl_cdf_poisson_P((unsigned)k, means[m]) >= shares[i]);
      if (k > 0) assert_true(gsl_cdf_poisson_P((unsigned)k - 1, means[m]) < shares[i]);
    }
  assert_near(quantile(FLUE_POISSON, 0, 0, 0, 0.99), 0, 0);
}

static void a_probability_is_one_in_its_share_of_draws(void **state) {
  (void)state;
  int ones = 0;
  for (int i = 0; i < 1000; ++i)
    ones += quantile(FLUE_PROBABILITY, 0.3, 0, 0, (i + 0.5) / 1000) > 0.5;
  assert_int_equal(ones, 300);
  assert_near(quantile(FLUE_PROBABILITY, 0, 0, 0, 0.999999), 0, 0);
  assert_near(quantile(FLUE_PROBABILITY, 1, 0, 0, 1e-9), 1, 0);
}

static void impossible_parameters_are_named(void **state) {
  (void)state;
  static const flue_distribution bad[] = {
      {FLUE_UNIFORM, {2, 1, 0}},      {FLUE_NORMAL, {0, -1, 0}},      {FLUE_LOGNORMAL, {0, 1, 0}},
      {FLUE_TRIANGULAR, {0, 3, 2}},   {FLUE_WEIBULL, {1, 0, 0}},      {FLUE_GAMMA, {0, 1, 0}},
      {FLUE_GUMBEL, {1, 0, 0}},       {FLUE_EXPONENTIAL, {-1, 0, 0}}, {FLUE_POISSON, {-1, 0, 0}},
      {FLUE_PROBABILITY, {1.1, 0, 0}}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i)
    assert_int_not_equal(flue_distribution_problem(&bad[i]), FLUE_MSG_COUNT);
}

/* GSL's own inverse fails to converge for many of these */
static void wide_gamma_distributions_are_inverted_too(void **state) {
  (void)state;
  for (int cv = 1; cv <= 10; ++cv)
    for (double u = 0.01; u < 1.0; u += 0.01) {
      const double x = quantile(FLUE_GAMMA, 2.0, 2.0 * cv, 0, u), shape = 1.0 / (cv * cv);
      assert_true(x >= 0.0 && isfinite(x));
      if (x > 1e-290) assert_near(gsl_cdf_gamma_P(x, shape, 2.0 / shape), u, 1e-9);
    }
}

/* the moments of the lognormal distribution: mean = median exp(s^2 / 2), variance = mean^2
 * (exp(s^2)
 * - 1) */
static void a_lognormal_distribution_keeps_the_mean_it_is_given_by(void **state) {
  (void)state;
  double p[2] = {60.0, 20.0};
  flue_lognormal_from_mean(p);
  const double mean = p[0] * exp(0.5 * p[1] * p[1]);
  assert_near_rel(mean, 60.0, 1e-12);
  assert_near_rel(mean * sqrt(expm1(p[1] * p[1])), 20.0, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fire_loads_of_en_1991_1_2_have_their_printed_80_percent_fractiles),
      cmocka_unit_test(medians_and_quartiles_follow_their_closed_forms),
      cmocka_unit_test(quantiles_invert_the_distribution_functions_of_gsl),
      cmocka_unit_test(poisson_quantiles_are_the_smallest_counts_that_reach_a_share),
      cmocka_unit_test(a_probability_is_one_in_its_share_of_draws),
      cmocka_unit_test(impossible_parameters_are_named),
      cmocka_unit_test(wide_gamma_distributions_are_inverted_too),
      cmocka_unit_test(a_lognormal_distribution_keeps_the_mean_it_is_given_by),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

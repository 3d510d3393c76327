/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file validation/people/measure_draws.c  Tests of what is drawn for people, by the statistic of
 * Kolmogorov and Smirnov against the distribution's own function from a library.
 */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "core/random.h"
#include "models/distribution.h"
#include "models/profile.h"
#include "validation/people/measures.h"

enum { most_draws = 1000 };

/** A distribution with its share below x, which does not use our own code. */
typedef struct drawn {
  flue_distribution from;
  double (*share_below)(double x);
} drawn;

static double uniform_start(double x) {
  return gsl_cdf_flat_P(x, 10, 100);
}
static double gamma_start(double x) {
  return gsl_cdf_gamma_P(x, 1.291, 103.901);
}
static double lognormal_start(double x) {
  return gsl_cdf_lognormal_P(x, 4.586, 0.967);
}
static double weibull_start(double x) {
  return gsl_cdf_weibull_P(x, 139.285, 1.195);
}
static double uniform_speed(double x) {
  return gsl_cdf_flat_P(x, 0.97, 1.62);
}
static double normal_speed(double x) {
  return gsl_cdf_gaussian_P(x - 1.2, 0.2);
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** Largest distance of the two functions times (sqrt(n) + 0.12 + 0.11 / sqrt(n)), which is below
 *  1.358 in 95 % of samples [1]. @cite stephens1974
 *  @param per_run  People of a run; each run has the next seed. */
static double distance(const drawn *d, size_t n, size_t per_run) {
  double value[most_draws], worst = 0;
  for (size_t i = 0; i < n; ++i) {
    const flue_stream stream = {.seed = 1 + i / per_run, .purpose = FLUE_PURPOSE_PEOPLE};
    const double u = flue_uniform(stream, (uint32_t)(i % per_run), 0);
    value[i] = flue_distribution_quantile(&d->from, u);
  }
  qsort(value, n, sizeof *value, compare);
  for (size_t i = 0; i < n; ++i) {
    const double share = d->share_below(value[i]);
    worst = fmax(worst, fmax(share - (double)i / (double)n, (double)(i + 1) / (double)n - share));
  }
  return worst * (sqrt((double)n) + 0.12 + 0.11 / sqrt((double)n));
}

double people_drawn_starts(void) {
  const double shape = 1.291, scale = 103.901; /* of the gamma distribution */
  const drawn kinds[] = {
      {{FLUE_UNIFORM, {10, 100}}, uniform_start},
      {{FLUE_GAMMA, {shape * scale, sqrt(shape) * scale}}, gamma_start},
      {{FLUE_LOGNORMAL, {exp(4.586), 0.967}}, lognormal_start},
      {{FLUE_WEIBULL, {139.285, 1.195}}, weibull_start},
  };
  double worst = 0;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i)
    worst = fmax(worst, distance(&kinds[i], most_draws, 10));
  return worst;
}

double people_drawn_males(void) {
  const drawn speeds = {{FLUE_UNIFORM, {0.97, 1.62}}, uniform_speed};
  return distance(&speeds, 50, 50);
}

double people_drawn_adults(void) {
  const drawn speeds = {{FLUE_NORMAL, {1.2, 0.2}}, normal_speed};
  return distance(&speeds, 100, 100);
}

double people_drawn_passengers(void) {
  double count[FLUE_PROFILE_PARTS] = {0}, chi2 = 0;
  flue_profile profile;
  if (flue_profile_find(NULL, "imo_passengers", &profile) != FLUE_OK) return NAN;
  for (uint32_t i = 0; i < most_draws; ++i) {
    const flue_stream stream = {.seed = 1, .purpose = FLUE_PURPOSE_PEOPLE};
    const flue_traits t =
        flue_profile_draw(&profile, flue_uniform(stream, i, 0), flue_uniform(stream, i, 1));
    const flue_profile_part *p = &profile.part[t.part];
    if (t.speed < p->speed_min || t.speed > p->speed_max) return INFINITY;
    ++count[t.part];
  }
  for (size_t k = 0; k < profile.n; ++k) {
    const double expected = most_draws * profile.part[k].share;
    chi2 += (count[k] - expected) * (count[k] - expected) / expected;
  }
  return chi2;
}

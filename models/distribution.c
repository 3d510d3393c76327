/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/distribution.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

const flue_distribution_info FLUE_DISTRIBUTIONS[FLUE_DISTRIBUTION_COUNT] = {
    [FLUE_CONSTANT] = {"constant", {"value", NULL, NULL}, {1, 0, 0}},
    [FLUE_UNIFORM] = {"uniform", {"min", "max", NULL}, {1, 1, 0}},
    [FLUE_NORMAL] = {"normal", {"mean", "sd", NULL}, {1, 1, 0}},
    [FLUE_LOGNORMAL] = {"lognormal", {"median", "sigma", NULL}, {1, 0, 0}},
    [FLUE_TRIANGULAR] = {"triangular", {"min", "mode", "max"}, {1, 1, 1}},
    [FLUE_WEIBULL] = {"weibull", {"scale", "shape", NULL}, {1, 0, 0}},
    [FLUE_GAMMA] = {"gamma", {"mean", "sd", NULL}, {1, 1, 0}},
    [FLUE_GUMBEL] = {"gumbel", {"mean", "sd", NULL}, {1, 1, 0}},
    [FLUE_EXPONENTIAL] = {"exponential", {"mean", NULL, NULL}, {1, 0, 0}},
    [FLUE_POISSON] = {"poisson", {"mean", NULL, NULL}, {1, 0, 0}},
    [FLUE_PROBABILITY] = {"probability", {"p", NULL, NULL}, {0, 0, 0}},
};

const flue_distribution_info FLUE_LOGNORMAL_BY_MEAN = {
    "lognormal", {"mean", "sd", NULL}, {1, 1, 0}};

void flue_lognormal_from_mean(double p[2]) {
  const double share = p[1] / p[0], sigma2 = log1p(share * share);
  p[0] *= exp(-0.5 * sigma2);
  p[1] = sqrt(sigma2);
}

flue_message flue_distribution_problem(const flue_distribution *d) {
  const double *p = d->p;
  switch (d->kind) {
    case FLUE_UNIFORM:
      return p[0] <= p[1] ? FLUE_MSG_COUNT : FLUE_MSG_MIN_ABOVE_MAX;
    case FLUE_NORMAL:
      return p[1] >= 0.0 ? FLUE_MSG_COUNT : FLUE_MSG_SD_NEGATIVE;
    case FLUE_GAMMA:
    case FLUE_GUMBEL:
      return p[1] > 0.0 && (d->kind == FLUE_GUMBEL || p[0] > 0.0) ? FLUE_MSG_COUNT
                                                                  : FLUE_MSG_MEAN_SD_POSITIVE;
    case FLUE_LOGNORMAL:
      return p[0] > 0.0 && p[1] >= 0.0 ? FLUE_MSG_COUNT : FLUE_MSG_MEDIAN_SIGMA;
    case FLUE_TRIANGULAR:
      return p[0] <= p[1] && p[1] <= p[2] ? FLUE_MSG_COUNT : FLUE_MSG_MODE_BETWEEN;
    case FLUE_WEIBULL:
      return p[0] > 0.0 && p[1] > 0.0 ? FLUE_MSG_COUNT : FLUE_MSG_SCALE_SHAPE_POSITIVE;
    case FLUE_EXPONENTIAL:
    case FLUE_POISSON:
      return p[0] >= 0.0 ? FLUE_MSG_COUNT : FLUE_MSG_MEAN_NEGATIVE;
    case FLUE_PROBABILITY:
      return p[0] >= 0.0 && p[0] <= 1.0 ? FLUE_MSG_COUNT : FLUE_MSG_PROBABILITY_RANGE;
    case FLUE_CONSTANT:
    case FLUE_DISTRIBUTION_COUNT:
      break;
  }
  return FLUE_MSG_COUNT;
}

static double triangular(const double *p, double u) {
  const double span = p[2] - p[0];
  if (span <= 0.0) return p[1];
  const double rising = (p[1] - p[0]) / span;
  return u < rising ? p[0] + sqrt(u * span * (p[1] - p[0]))
                    : p[2] - sqrt((1.0 - u) * span * (p[2] - p[1]));
}

/** Smallest k whose cumulative Poisson probability reaches u. */
static double poisson(double mean, double u) {
  const double most = mean + 40.0 * sqrt(mean) + 40.0;
  double k = fmax(0.0, floor(mean + gsl_cdf_ugaussian_Pinv(u) * sqrt(mean)) - 2.0);
  while (k > 0.0 && gsl_cdf_poisson_P((unsigned)k, mean) >= u) k -= 1.0;
  while (k < most && gsl_cdf_poisson_P((unsigned)k, mean) < u) k += 1.0;
  return k;
}

/** By bisection over the logarithm: GSL's inverse does not converge for wide distributions. */
static double gamma_quantile(double shape, double scale, double u) {
  double low = -700.0, high = 700.0; /* of ln(x / scale): all of double */
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    if (gsl_cdf_gamma_P(exp(middle), shape, 1.0) < u)
      low = middle;
    else
      high = middle;
  }
  return scale * exp(0.5 * (low + high));
}

double flue_distribution_quantile(const flue_distribution *d, double u) {
  const double *p = d->p;
  const double euler = 0.57721566490153286;
  switch (d->kind) {
    case FLUE_UNIFORM:
      return p[0] + u * (p[1] - p[0]);
    case FLUE_NORMAL:
      return p[0] + p[1] * gsl_cdf_ugaussian_Pinv(u);
    case FLUE_LOGNORMAL:
      return p[0] * exp(p[1] * gsl_cdf_ugaussian_Pinv(u));
    case FLUE_TRIANGULAR:
      return triangular(p, u);
    case FLUE_WEIBULL:
      return p[0] * pow(-log1p(-u), 1.0 / p[1]);
    case FLUE_GAMMA:
      return gamma_quantile(p[0] * p[0] / (p[1] * p[1]), p[1] * p[1] / p[0], u);
    case FLUE_GUMBEL: {
      const double beta = p[1] * sqrt(6.0) / 3.14159265358979323846;
      return p[0] - euler * beta - beta * log(-log(u));
    }
    case FLUE_EXPONENTIAL:
      return -p[0] * log1p(-u);
    case FLUE_POISSON:
      return p[0] > 0.0 ? poisson(p[0], u) : 0.0;
    case FLUE_PROBABILITY:
      return u > 1.0 - p[0] ? 1.0 : 0.0;
    case FLUE_CONSTANT:
    case FLUE_DISTRIBUTION_COUNT:
      break;
  }
  return p[0];
}

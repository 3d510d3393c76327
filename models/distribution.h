/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/distribution.h  Distributions of uncertain inputs, by their inverse functions. */
#ifndef FLUE_MODELS_DISTRIBUTION_H
#define FLUE_MODELS_DISTRIBUTION_H

#include <stddef.h>

#include "core/messages.h"
#include "core/status.h"

/** Kinds, named as in a scenario. */
typedef enum flue_distribution_kind {
  FLUE_CONSTANT,
  FLUE_UNIFORM,     /**< min, max */
  FLUE_NORMAL,      /**< mean, sd */
  FLUE_LOGNORMAL,   /**< median, sigma (of the natural logarithm) */
  FLUE_TRIANGULAR,  /**< min, mode, max */
  FLUE_WEIBULL,     /**< scale, shape */
  FLUE_GAMMA,       /**< mean, sd */
  FLUE_GUMBEL,      /**< mean, sd (largest values) */
  FLUE_EXPONENTIAL, /**< mean */
  FLUE_POISSON,     /**< mean */
  FLUE_PROBABILITY, /**< p: 1 with probability p, else 0. p[1]: the probability that batches draw
                         it with; 0: p, too. */
  FLUE_DISTRIBUTION_COUNT
} flue_distribution_kind;

enum { FLUE_DISTRIBUTION_PARAMETERS = 3 };

/** Parameters of a kind: names as in a scenario; whether each has the unit of the value. */
typedef struct flue_distribution_info {
  const char *name;
  const char *parameter[FLUE_DISTRIBUTION_PARAMETERS]; /**< NULL where there is none. */
  int has_unit[FLUE_DISTRIBUTION_PARAMETERS];
} flue_distribution_info;
extern const flue_distribution_info FLUE_DISTRIBUTIONS[FLUE_DISTRIBUTION_COUNT];
/** The lognormal distribution as files may give it as well: by its mean and standard deviation. */
extern const flue_distribution_info FLUE_LOGNORMAL_BY_MEAN;

/** Turns mean and standard deviation of a lognormal distribution, p[0] above 0 and p[1] not below
 * 0, into its median and sigma: sigma^2 = ln(1 + (sd/mean)^2), median = mean exp(-sigma^2 / 2). */
void flue_lognormal_from_mean(double p[2]);

/** A distribution: kind and parameters in the order of flue_distribution_info. */
typedef struct flue_distribution {
  flue_distribution_kind kind;
  double p[FLUE_DISTRIBUTION_PARAMETERS];
} flue_distribution;

/** Words for what is wrong with the parameters, FLUE_MSG_COUNT when they are valid. */
flue_message flue_distribution_problem(const flue_distribution *d);
/** Value below which a share u of the values lies, 0 < u < 1. */
double flue_distribution_quantile(const flue_distribution *d, double u);

#endif /* FLUE_MODELS_DISTRIBUTION_H */

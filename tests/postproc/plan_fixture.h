/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/postproc/plan_fixture.h  Portfolios of buildings drawn at random. */
#ifndef FLUE_TESTS_PLAN_FIXTURE_H
#define FLUE_TESTS_PLAN_FIXTURE_H

#include <math.h>
#include <stdlib.h>

#include "core/random.h"
#include "postproc/plan.h"

/** A portfolio with its arrays, [owned]. */
typedef struct portfolio {
  flue_plan_problem p;
  size_t *first;
  double *reduction, *cost, *budget, *least, *most, *target;
  uint8_t *clears;
  int32_t *due;
} portfolio;

static inline double portfolio_draw(uint64_t seed, size_t item, uint32_t which) {
  return flue_uniform((flue_stream){seed, 0, FLUE_PURPOSE_SAMPLING}, (uint32_t)item, which);
}

/** Packages that cost more avoid more, with ratios that differ by a factor of ten and more.
 *  @param share  Budget as a share of what the dearest packages of all would cost. */
static inline portfolio portfolio_make(uint64_t seed, size_t n, size_t packages, size_t years,
                                       size_t funds, double share) {
  portfolio f = {.first = calloc(n + 1, sizeof *f.first),
                 .reduction = calloc(n * packages, sizeof *f.reduction),
                 .cost = calloc(n * packages * funds, sizeof *f.cost),
                 .budget = calloc(years * funds, sizeof *f.budget),
                 .least = calloc(years, sizeof *f.least),
                 .most = calloc(years, sizeof *f.most),
                 .target = calloc(years, sizeof *f.target),
                 .clears = calloc(n * packages, 1),
                 .due = calloc(n, sizeof *f.due)};
  double *dearest = calloc(funds, sizeof *dearest);
  for (size_t b = 0; b < n; ++b) {
    const double size = exp(2 * portfolio_draw(seed, b, 0)), risk = portfolio_draw(seed, b, 1);
    f.first[b + 1] = (b + 1) * packages;
    f.due[b] = -1;
    for (size_t k = b * packages; k < f.first[b + 1]; ++k) {
      const double depth = (double)(k - b * packages + 1) / (double)packages;
      f.reduction[k] =
          1e-3 * size * risk * (1 - exp(-3 * depth)) * (0.5 + portfolio_draw(seed, k, 2));
      for (size_t j = 0; j < funds; ++j)
        f.cost[k * funds + j] =
            1e5 * size * depth * (0.2 + portfolio_draw(seed, k, 3 + (uint32_t)j));
    }
    for (size_t j = 0; j < funds; ++j) dearest[j] += f.cost[(f.first[b + 1] - 1) * funds + j];
  }
  for (size_t y = 0; y < years; ++y) {
    f.most[y] = INFINITY;
    for (size_t j = 0; j < funds; ++j) f.budget[y * funds + j] = share * dearest[j] / (double)years;
  }
  free(dearest);
  f.p = (flue_plan_problem){.n_buildings = n,
                            .n_packages = n * packages,
                            .n_years = years,
                            .n_funds = funds,
                            .first = f.first,
                            .reduction = f.reduction,
                            .cost = f.cost,
                            .clears = f.clears,
                            .due = f.due,
                            .budget = f.budget,
                            .least = f.least,
                            .most = f.most,
                            .target = f.target,
                            .horizon = 10};
  return f;
}

static inline void portfolio_clear(portfolio *f) {
  free(f->first);
  free(f->reduction);
  free(f->cost);
  free(f->budget);
  free(f->least);
  free(f->most);
  free(f->target);
  free(f->clears);
  free(f->due);
}

#endif /* FLUE_TESTS_PLAN_FIXTURE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/plan_rows.h"

#include <math.h>

double plan_limit(const flue_plan_problem *p, size_t row) {
  const size_t y = row % p->n_years;
  if (row < plan_row_most(p, 0)) {
    double sum = p->budget[row];
    for (size_t before = row; p->carries && before >= p->n_funds; before -= p->n_funds)
      sum += p->budget[before - p->n_funds];
    return sum;
  }
  if (row < plan_row_least(p, 0)) return p->most[y];
  if (row < plan_row_target(p, 0)) return p->least[y] > 0 ? -p->least[y] : INFINITY;
  return p->target[y] > 0 ? -p->target[y] : INFINITY;
}

double plan_use(const flue_plan_problem *p, size_t row, size_t k, size_t y) {
  if (row < plan_row_most(p, 0)) {
    const size_t f = row % p->n_funds, of_year = row / p->n_funds;
    return of_year >= y && of_year < plan_burdened(p, y) ? p->cost[k * p->n_funds + f] : 0;
  }
  const size_t of_year = row % p->n_years;
  if (row < plan_row_least(p, 0)) return of_year == y ? 1 : 0;
  if (row < plan_row_target(p, 0)) return of_year == y ? -1 : 0;
  return y <= of_year ? -p->reduction[k] : 0;
}

int plan_allows(const flue_plan_problem *p, size_t b, size_t k, size_t y) {
  return p->due[b] < 0 || (p->clears[k] && (int64_t)y <= p->due[b]);
}

double plan_cost(const flue_plan_problem *p, size_t k) {
  double sum = 0;
  for (size_t f = 0; f < p->n_funds; ++f) sum += p->cost[k * p->n_funds + f];
  return sum;
}

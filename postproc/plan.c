/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a plan. */
#include "postproc/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/** Share of a row by which rounding may overrun it. */
static const double slack = 1e-9;

double flue_plan_years_left(const flue_plan_problem *p, size_t y) {
  return fmax(0, p->horizon - (double)(y + 1));
}

double flue_plan_gap(const flue_plan_result *plan) {
  if (isnan(plan->bound)) return NAN;
  return plan->bound > 0 ? fmax(0, plan->bound - plan->avoided) / plan->bound : 0;
}

flue_status flue_plan_begin(flue_ctx *ctx, const flue_plan_problem *p, flue_plan_result *plan) {
  const size_t rows = p->n_years * p->n_funds;
  *plan = (flue_plan_result){.n_buildings = p->n_buildings,
                             .package = flue_alloc(p->n_buildings, sizeof *plan->package),
                             .year = flue_alloc(p->n_buildings, sizeof *plan->year),
                             .price = flue_alloc(rows, sizeof *plan->price),
                             .spent = flue_alloc(rows, sizeof *plan->spent),
                             .done = flue_alloc(p->n_years, sizeof *plan->done),
                             .reached = flue_alloc(p->n_years, sizeof *plan->reached)};
  const int is_short = !plan->package || !plan->year || !plan->price || !plan->spent ||
                       !plan->done || !plan->reached;
  if (is_short) flue_plan_clear(plan);
  FLUE_CHECK(!is_short, ctx, FLUE_ENOMEM, "no memory for a plan");
  for (size_t b = 0; b < p->n_buildings; ++b) plan->package[b] = plan->year[b] = -1;
  return FLUE_OK;
}

void flue_plan_clear(flue_plan_result *plan) {
  free(plan->package);
  free(plan->year);
  free(plan->price);
  free(plan->spent);
  free(plan->done);
  free(plan->reached);
  *plan = (flue_plan_result){0};
}

void flue_plan_total(const flue_plan_problem *p, flue_plan_result *plan) {
  plan->avoided = 0;
  memset(plan->spent, 0, p->n_years * p->n_funds * sizeof *plan->spent);
  memset(plan->done, 0, p->n_years * sizeof *plan->done);
  memset(plan->reached, 0, p->n_years * sizeof *plan->reached);
  for (size_t b = 0; b < p->n_buildings; ++b) {
    if (plan->package[b] < 0) continue;
    const size_t k = (size_t)plan->package[b], y = (size_t)plan->year[b];
    plan->avoided += flue_plan_years_left(p, y) * p->reduction[k];
    plan->done[y] += 1;
    plan->reached[y] += p->reduction[k];
    for (size_t f = 0; f < p->n_funds; ++f)
      plan->spent[y * p->n_funds + f] += p->cost[k * p->n_funds + f];
  }
  for (size_t y = 1; y < p->n_years; ++y) plan->reached[y] += plan->reached[y - 1];
}

int flue_plan_affords(const flue_plan_problem *p, const flue_plan_result *plan) {
  for (size_t y = 0; y < p->n_years; ++y)
    if (plan->done[y] > p->most[y]) return 0;
  for (size_t f = 0; f < p->n_funds; ++f) {
    double left = 0;
    for (size_t i = f; i < p->n_years * p->n_funds; i += p->n_funds) {
      left = (p->carries ? left : 0) + p->budget[i] - plan->spent[i];
      if (left < -1e-12 * p->budget[i]) return 0;
    }
  }
  return 1;
}

int flue_plan_keeps(const flue_plan_problem *p, const flue_plan_result *plan) {
  for (size_t y = 0; y < p->n_years; ++y)
    if (plan->done[y] < p->least[y] || plan->reached[y] < p->target[y] * (1 - slack)) return 0;
  for (size_t b = 0; b < p->n_buildings; ++b)
    if (p->due[b] >= 0 && plan->package[b] < 0) return 0;
  return 1;
}

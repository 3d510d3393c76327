/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/plan_rows.h  The rows that buildings share in a plan, all as "at most". */
#ifndef FLUE_POSTPROC_PLAN_ROWS_H
#define FLUE_POSTPROC_PLAN_ROWS_H

#include "postproc/plan.h"

/** Number of rows: budgets by year and fund, then mosts, leasts and targets by year. */
static inline size_t plan_n_rows(const flue_plan_problem *p) {
  return p->n_years * (p->n_funds + 3);
}

static inline size_t plan_row_most(const flue_plan_problem *p, size_t y) {
  return p->n_years * p->n_funds + y;
}

static inline size_t plan_row_least(const flue_plan_problem *p, size_t y) {
  return p->n_years * (p->n_funds + 1) + y;
}

static inline size_t plan_row_target(const flue_plan_problem *p, size_t y) {
  return p->n_years * (p->n_funds + 2) + y;
}

/** First year after those whose budgets a package in year y burdens: its own, and all later ones
 *  where money goes on. */
static inline size_t plan_burdened(const flue_plan_problem *p, size_t y) {
  return p->carries ? p->n_years : y + 1;
}

/** Right side of a row; infinite when it holds of itself. */
double plan_limit(const flue_plan_problem *p, size_t row);
/** What package k in year y takes of a row. */
double plan_use(const flue_plan_problem *p, size_t row, size_t k, size_t y);
/** Cost of a package over all funds [yuan]. */
double plan_cost(const flue_plan_problem *p, size_t k);
/** Whether building b may get package k in year y, by its deadline. */
int plan_allows(const flue_plan_problem *p, size_t b, size_t k, size_t y);

#endif /* FLUE_POSTPROC_PLAN_ROWS_H */

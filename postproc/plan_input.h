/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/plan_input.h  Tables of packages and of budgets as a question for a plan. */
#ifndef FLUE_POSTPROC_PLAN_INPUT_H
#define FLUE_POSTPROC_PLAN_INPUT_H

#include "core/diagnostics.h"
#include "core/table.h"
#include "postproc/plan.h"

/** What limits a plan beside the packages. */
typedef struct flue_plan_limits {
  const char *budgets; /**< Table of budgets by year and fund; NULL: the next two. */
  double budget;       /**< Of all years and funds together [yuan]. */
  size_t years;        /**< Among which it is spread evenly; what is left over goes on. */
  double reduce;       /**< Share of the present risk that goes each year at least [1]; 0. */
} flue_plan_limits;

/** A portfolio with its names. Free with flue_plan_input_clear(). */
typedef struct flue_plan_input {
  flue_plan_problem p;
  flue_table *packages;     /**< Row i is package i. */
  size_t building, package; /**< Columns of the names. */
  size_t *cost_column;      /**< Of each fund, [n_funds]; one for all when they are pooled. */
  int is_pooled;            /**< All funds count as one. */
  double risk;              /**< Present risk of all buildings [a-1]; NaN where not given. */
  size_t *first;
  double *reduction, *cost, *budget, *least, *most, *target;
  uint8_t *clears;
  int32_t *due;
} flue_plan_input;

/** Reads tables. Packages: columns building, package, reduction [a-1], one or more cost_FUND
 * [yuan], and if wanted risk [a-1] of the building now, clears (0 or 1) and due (year from 1); the
 * rows of a building follow each other. Budgets: columns year (1, 2, ...), the same cost_FUND, and
 * if wanted least, most (buildings) and target [a-1]; an empty cell is no limit.
 *  @param findings  Takes every mistake; its file changes with the table.
 *  @return FLUE_OK, FLUE_EINPUT, FLUE_EIO, FLUE_ENOMEM. */
flue_status flue_plan_read(flue_ctx *ctx, const char *path, const flue_plan_limits *limits,
                           flue_diagnostics *findings, flue_plan_input *in);
void flue_plan_input_clear(flue_plan_input *in);

/** Name of a fund: its column without "cost_"; "" when funds are pooled. Borrowed. */
const char *flue_plan_fund(const flue_plan_input *in, size_t fund);

#endif /* FLUE_POSTPROC_PLAN_INPUT_H */

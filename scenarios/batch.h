/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/batch.h  Many samples of a scenario, in parallel, in any order, resumable. */
#ifndef FLUE_SCENARIOS_BATCH_H
#define FLUE_SCENARIOS_BATCH_H

#include "core/outcome.h"
#include "scenarios/arrival_grid.h"
#include "scenarios/derive.h"

/** Where samples go. Functions are called by one thread at a time. */
typedef struct flue_batch_sink {
  void *user;                       /**< Borrowed. */
  int (*has)(void *user, size_t i); /**< Whether sample i need not be run. */
  /** Takes a sample. @param inputs  [flue_batch_inputs()], borrowed; @param outcome  NULL when it
   * failed. @param curves  Counts of people outside, [flue_arrival_grid_size()], borrowed; NULL
   * when it failed. */
  flue_status (*put)(void *user, size_t i, flue_status status, const double *inputs,
                     const flue_outcome *outcome, const double *curves);
} flue_batch_sink;

/** Numbers that are drawn once for a sample: how many, and their names, units and texts as
 * quantities (caller's array of that length, or NULL). */
size_t flue_batch_inputs(const flue_scenario *scenario, flue_quantity *quantities);

/**
 * Runs samples 0 to n - 1 that the sink does not have, on OpenMP threads; each sample depends on
 * nothing but scenario, its number and n. Failed samples are handed over as such and do not end the
 * batch.
 * @param grid  When and where people outside are counted, borrowed.
 * @return FLUE_OK; FLUE_ESTOPPED when asked to stop; FLUE_EIO from the sink; FLUE_ENOMEM;
 *         FLUE_EINPUT when a sample cannot be derived.
 */
flue_status flue_batch_run(flue_ctx *ctx, const flue_layout *layout, const flue_walkable *walkable,
                           const flue_arrival_grid *grid, size_t n, const flue_batch_sink *sink);

/** One sample. @param inputs  Takes the drawn numbers; may be NULL. @param curves  Takes the counts
 *  of people outside; may be NULL. */
flue_status flue_batch_sample(flue_ctx *ctx, const flue_layout *layout,
                              const flue_walkable *walkable, const flue_arrival_grid *grid,
                              size_t i, size_t n, double *inputs, flue_outcome *outcome,
                              double *curves);

#endif /* FLUE_SCENARIOS_BATCH_H */

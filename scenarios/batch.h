/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/batch.h  Many samples of a scenario, in parallel, in any order, resumable. */
#ifndef FLUE_SCENARIOS_BATCH_H
#define FLUE_SCENARIOS_BATCH_H

#include "core/design.h"
#include "core/outcome.h"
#include "scenarios/arrival_grid.h"
#include "scenarios/derive.h"

/** Where samples go. Functions are called by one thread at a time. */
typedef struct flue_batch_sink {
  void *user;                       /**< Borrowed. */
  int (*has)(void *user, size_t i); /**< Whether sample i need not be run. */
  /** Gives the next samples [from, to) of a batch that several programs share; from = to when there
   *  are none left. NULL: all of the part. */
  flue_status (*next)(void *user, size_t *from, size_t *to);
  /** Takes a sample. @param cause  Why it failed; "" for one that did not. @param weight  What it
   * stands for, 1 but for branches that are drawn more often than they happen. @param inputs
   * [flue_batch_inputs()], borrowed; @param outcome  NULL when it failed. @param curves  Counts of
   * people outside, [flue_arrival_grid_size()], borrowed; NULL when it failed. */
  flue_status (*put)(void *user, size_t i, flue_status status, const char *cause, double weight,
                     const double *inputs, const flue_outcome *outcome, const double *curves);
} flue_batch_sink;

/** Numbers that are drawn once for a sample: how many, and their names, units and texts as
 * quantities (caller's array of that length, or NULL). */
size_t flue_batch_inputs(const flue_scenario *scenario, flue_quantity *quantities);

/** Samples of a batch, from a first one to before a last one. */
typedef struct flue_batch_part {
  const flue_design *design; /**< Of all samples; borrowed. */
  size_t from, to;
} flue_batch_part;

/**
 * Runs the samples of a part that the sink does not have, on OpenMP threads; each sample depends on
 * nothing but scenario, design and its number. Failed samples are handed over as such and do not
 * end the batch.
 * @param grid  When and where people outside are counted, borrowed.
 * @return FLUE_OK; FLUE_ESTOPPED when asked to stop; FLUE_EIO from the sink; FLUE_ENOMEM;
 *         FLUE_EINPUT when a sample cannot be derived.
 */
flue_status flue_batch_run(flue_ctx *ctx, const flue_layout *layout, const flue_walkable *walkable,
                           const flue_arrival_grid *grid, const flue_batch_part *part,
                           const flue_batch_sink *sink);

/** One sample. @param weight  Takes what it stands for; may be NULL. @param inputs  Takes the drawn
 * numbers; may be NULL. @param curves  Takes the counts of people outside; may be NULL. */
flue_status flue_batch_sample(flue_ctx *ctx, const flue_layout *layout,
                              const flue_walkable *walkable, const flue_arrival_grid *grid,
                              const flue_design *design, size_t i, double *weight, double *inputs,
                              flue_outcome *outcome, double *curves);

#endif /* FLUE_SCENARIOS_BATCH_H */

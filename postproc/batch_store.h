/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/batch_store.h  Results of a batch of samples: the journal while it runs, BATCH.h5
 * when it is complete, and reading that back.
 *
 *     sample/INPUT [sample], outcome/NAME [sample], outcome/status [sample], outcome/weight
 *     [sample], outcome/block [sample] when drawn in blocks, fact/NAME,
 *     curve/fatality_count with curve/fatality_exceedance (per fire),
 *     curve/probability with curve/QUANTILES of escape and untenability times,
 *     arrival/... as batch_curves.h has it,
 *     failed/sample with failed/cause when there are any
 */
#ifndef FLUE_POSTPROC_BATCH_STORE_H
#define FLUE_POSTPROC_BATCH_STORE_H

#include "core/design.h"
#include "core/drawn.h"
#include "core/outcome.h"
#include "postproc/batch_curves.h"
#include "postproc/provenance.h"

/** A number about the building that does not vary between samples, such as "floor_area". */
typedef struct flue_fact {
  flue_quantity quantity;
  double value;
} flue_fact;

/** What a batch is going to be. All borrowed until the store ends. */
typedef struct flue_batch_plan {
  const flue_provenance *provenance;
  size_t n;           /**< Samples, or the most of them. */
  flue_design design; /**< What the samples are drawn by. */
  size_t n_inputs;
  const flue_quantity *inputs; /**< [n_inputs] */
  size_t n_facts;
  const flue_fact *facts; /**< [n_facts] */
  const char *use;        /**< Use of the building, for instance "residential". */
  flue_curve_plan curves;
} flue_batch_plan;

typedef struct flue_batch_store flue_batch_store;

/**
 * Opens the journal PATH.part or makes it. Samples found in it need not be computed again; a record
 * that was cut short by a crash is dropped.
 * @return FLUE_OK; FLUE_EINPUT when the journal is that of another batch; FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_batch_open(flue_ctx *ctx, const char *path, const flue_batch_plan *plan,
                            flue_batch_store **out);
/** Whether sample i is in the journal. */
int flue_batch_has(const flue_batch_store *store, size_t i);
/** Samples in the journal. */
size_t flue_batch_count(const flue_batch_store *store);
/** Values of an outcome among the first n samples, of runs that came to their end, with weights and
 *  blocks, [n] each. @return how many. */
size_t flue_batch_take(const flue_batch_store *store, size_t n, flue_outcome_id id, double *values,
                       double *weights, uint32_t *blocks);
/** Leaves it at the first n samples: the batch is complete with these. */
void flue_batch_shorten(flue_batch_store *store, size_t n);
/**
 * Adds a sample and brings it to the disk. One thread at a time.
 * @param weight   What the sample stands for.
 * @param status   0 for a run that came to its end, else its flue_status.
 * @param cause    Why it failed, borrowed; not read for a run that came to its end.
 * @param inputs   Borrowed, [n_inputs].
 * @param outcome  Borrowed; may be NULL for a failed run.
 * @param curves   Borrowed, [flue_curve_plan_size()]; may be NULL for a failed run or no curves.
 */
flue_status flue_batch_put(flue_ctx *ctx, flue_batch_store *store, size_t i, int status,
                           const char *cause, double weight, const double *inputs,
                           const flue_outcome *outcome, const double *curves);
/** Writes BATCH.h5, removes the journal, frees the store. On failure the journal stays and the
 *  store stays open. @return also FLUE_EARG when a sample is missing. */
flue_status flue_batch_finish(flue_ctx *ctx, flue_batch_store **store);
/** Frees the store and keeps the journal; accepts NULL. */
void flue_batch_close(flue_batch_store **store);

/** A batch in memory. All owned. */
typedef struct flue_batch {
  size_t n;        /**< Samples. */
  size_t n_ok;     /**< Of these, runs that came to their end. */
  int *status;     /**< [n] */
  double *weight;  /**< What each sample stands for, [n]; NULL: all the same. */
  uint32_t *block; /**< Samples drawn together, [n]; NULL: each for itself. */
  char *design;    /**< Name of the design, as in scenarios. */
  size_t n_inputs;
  flue_quantity *inputs;               /**< [n_inputs], by name. */
  double **input;                      /**< [n_inputs][n] */
  size_t *number;                      /**< Places of the inputs in the scenario, [n_inputs]. */
  double *outcome[FLUE_OUTCOME_COUNT]; /**< [n]; NaN for failed runs and times that never came. */
  size_t n_facts;
  flue_fact *facts; /**< [n_facts], by name. */
  flue_curves curves;
  size_t n_failed;
  double *failed; /**< Numbers of samples that failed, [n_failed]. */
  char **cause;   /**< Why, [n_failed]. */
  char *use;
  char *title[2]; /**< By flue_lang. */
  char *program, *version, *git, *scenario_path, *scenario_sha256, *finished;
  uint64_t seed;
} flue_batch;

/** Reads BATCH.h5. @return FLUE_OK, FLUE_EIO (no such file, not HDF5, cut short, not a batch). */
flue_status flue_batch_read(flue_ctx *ctx, const char *path, flue_batch **out);
/** Accepts NULL, sets the pointer to NULL. */
void flue_batch_destroy(flue_batch **batch);
/** Name of the design that the samples were drawn by. */
const char *flue_batch_design(const flue_batch *batch);
/** A fact by name; NaN when it is not there. */
double flue_batch_fact(const flue_batch *batch, const char *name);

#endif /* FLUE_POSTPROC_BATCH_STORE_H */

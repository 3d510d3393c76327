/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file app/api_batch.h  What the files of batches share. */
#ifndef FLUE_APP_API_BATCH_H
#define FLUE_APP_API_BATCH_H

#include "app/api_internal.h"
#include "postproc/batch_store.h"
#include "scenarios/batch.h"

enum { API_MOST_FACTS = 24 };

/** Collects facts of a building. @param facts  [API_MOST_FACTS] @param n  Takes how many. */
flue_status api_batch_facts(flue_ctx *ctx, const prepared *p, flue_fact *facts, size_t *n);

/** A batch ready to be opened. */
typedef struct api_batch {
  flue_provenance provenance;
  flue_fact facts[API_MOST_FACTS];
  flue_quantity *inputs; /**< Owned. */
  flue_arrival_grid grid;
  flue_batch_plan plan;
} api_batch;

/** So many samples, or whole blocks of them. */
flue_design api_batch_design(const flue_scenario *scenario, const flue_job *job);
/** Lays out a batch. @param b  Cleared by api_batch_clear(), also on failure. Must not move. */
flue_status api_batch_make(flue_ctx *ctx, const prepared *p, const flue_job *job, api_batch *b);
void api_batch_clear(api_batch *b);
/** Drops what programs before left of the batch of a result. @return FLUE_EIO while one runs. */
flue_status api_drop_parts(flue_ctx *ctx, const char *output);
/** Refuses ways of sharing a batch that do not go together, and names of workers that cannot be.
 *  @param other  Name of another way that is asked for, such as "--slurm"; NULL: none. */
flue_status api_check_sharing(flue_ctx *ctx, const flue_job *job, const char *other);
/** Whether a batch file is there that this program made of this scenario by this design. */
int api_is_batch_of(flue_ctx *ctx, const char *path, const prepared *p, const flue_design *design);

#endif /* FLUE_APP_API_BATCH_H */

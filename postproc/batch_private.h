/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/batch_private.h  A batch under way, as batch_store.c and batch_parts.c share it.
 */
#ifndef FLUE_POSTPROC_BATCH_PRIVATE_H
#define FLUE_POSTPROC_BATCH_PRIVATE_H

#include "postproc/batch_store.h"
#include "postproc/hdf5_file.h"
#include "postproc/journal.h"

/** What is claimed by whom, when several programs share a batch. */
typedef struct batch_claims {
  char *folder;        /**< Of journals and claims, owned; NULL: one program alone. */
  char *worker;        /**< Name of this program among them, owned. */
  size_t piece;        /**< Samples in a piece, the last one may have fewer. */
  size_t n;            /**< Pieces. */
  size_t first;        /**< Piece that this worker begins with. */
  size_t asked;        /**< Pieces asked for so far, then those of others. */
  unsigned char *mine; /**< Whether a piece was claimed by this program, [n], owned. */
} batch_claims;

struct flue_batch_store {
  char *path, *part;
  char *causes;         /**< File of why samples failed, made with the first one, owned. */
  char *header;         /**< First line of journals, owned. */
  flue_batch_plan plan; /**< Borrowed content. */
  flue_journal *journal;
  size_t width;    /**< Numbers in a record. */
  double *records; /**< [n][width]: index, status, weight, inputs, outcomes, curves; owned; NULL for
                      a worker that only adds its own. */
  unsigned char *has; /**< [n], owned. */
  size_t count;
  batch_claims claims;
};

/** Makes a store without a journal. @param keeps_records  Whether samples are kept in memory. */
flue_status batch_store_create(const char *path, const flue_batch_plan *plan, int keeps_records,
                               flue_batch_store **out);
/** Takes a record of a journal: flue_journal_fn. */
flue_status batch_store_found(void *user, const double *record);
/** Whether sample i is there and failed. */
int batch_store_has_failed(const flue_batch_store *store, size_t i);

/** Owned name of the file of causes of a program alone; NULL without memory. */
char *batch_causes_path(const char *path);
/** Notes why a sample failed, beside the journal. */
flue_status batch_causes_add(flue_ctx *ctx, const flue_batch_store *store, size_t i,
                             const char *cause);
/** Writes /failed/sample and /failed/cause, of all workers. */
flue_status batch_causes_write(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store);
/** Whether a file of the folder of a batch holds causes. */
int batch_causes_is_file(const char *name);

#endif /* FLUE_POSTPROC_BATCH_PRIVATE_H */

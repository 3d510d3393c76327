/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/batch_parts.h  One batch by many programs, on one machine or a cluster.
 *
 * They share nothing but a folder beside the result, BATCH.h5.parts: a journal for each worker and
 * a claim for each small piece of samples. A claim is a symbolic link `claim.PIECE.ROUND` to the
 * name of who made it: making one is a single step that succeeds for one program only, also on
 * network file systems. Once all pieces are claimed, those of workers that ended before their piece
 * was done (nobody holds the lock of the journal) are claimed anew, one round higher. Where locks
 * do not reach across machines a piece may be run twice, with the same result.
 */
#ifndef FLUE_POSTPROC_BATCH_PARTS_H
#define FLUE_POSTPROC_BATCH_PARTS_H

#include "postproc/batch_store.h"

/** Size of the name of a worker with its ending NUL. */
#define FLUE_WORKER_SIZE 65

/** Owned name of the folder of a batch file; NULL without memory. */
char *flue_batch_folder(const char *path);

/**
 * Takes part in a batch, or goes on with what a worker of that name left.
 * @param worker      Unlike the name of any other that runs now; letters, digits, `-`, `_`, `.`.
 * @param is_merging  Whether this one will finish the batch; others keep no samples in memory.
 * @return as flue_batch_open().
 */
flue_status flue_batch_join(flue_ctx *ctx, const char *path, const flue_batch_plan *plan,
                            const char *worker, int is_merging, flue_batch_store **out);

/** Claims a piece, samples [from, to); from = to when there is nothing left for this worker. One
 *  thread at a time. */
flue_status flue_batch_claim(flue_ctx *ctx, flue_batch_store *store, size_t *from, size_t *to);

/** Begins anew to look for what others have left: flue_batch_claim() may then find some. */
void flue_batch_look_again(flue_batch_store *store);

/** Reads what all workers have done, and a journal of a program that was alone. A folder that is
 * gone because the result is there tells nothing new. */
flue_status flue_batch_gather(flue_ctx *ctx, flue_batch_store *store);

/** How many pieces there are, and samples in each but the last. */
void flue_batch_pieces(const flue_batch_store *store, size_t *n, size_t *piece);
/** Size of one sample in a journal [byte]. */
size_t flue_batch_record_bytes(const flue_batch_store *store);

/** Whether a program that runs has a part of the batch, or all. */
int flue_batch_is_busy(const char *path);

/** Removes the journal of a program that was alone, with its causes. */
void flue_batch_remove_journal(const char *path);
/** Removes the folder with all in it that belongs to the batch. */
void flue_batch_remove_parts(const char *path);

#endif /* FLUE_POSTPROC_BATCH_PARTS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/store.h  The result file of one run, RUN.h5, and its people, RUN.agents.h5.
 *
 * A run is written to RUN.h5.part and RUN.agents.h5.part; finishing gives both their names at once,
 * so that earlier results stand until new ones are whole. Numbers are float32, but the groups
 * "balance", "device", "hrr" and "mass" and all times and table columns are float64.
 *
 *     GROUP/time [time], GROUP/ITEM [item] names, GROUP/QUANTITY [time, item]
 *     GROUP/COLUMN [item or row]
 *     RUN.agents.h5: trajectory (Pedestrian Data Archive), frame_start, frame_time, agent/COLUMN
 *
 * Groups whose names begin with "agent" (people, and the floors, doors and stairs they walk on) and
 * the text "wkt_geometry" of the group "agents" go to the agents file, which is made only when
 * there is such a group.
 */
#ifndef FLUE_POSTPROC_STORE_H
#define FLUE_POSTPROC_STORE_H

#include "core/sink.h"
#include "postproc/provenance.h"

typedef struct flue_store flue_store;

/** Starts a result file at @p path. @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM. */
flue_status flue_store_create(flue_ctx *ctx, const char *path, const flue_provenance *provenance,
                              flue_store **out);

/** Receiver for the engines; valid until the store ends. */
flue_sink flue_store_sink(flue_store *store);

/**
 * Saves what is needed to go on later and closes the .part files, leaving them on the disk.
 * @param store  Set to NULL on success.
 * @param state  Restart data of the engines, borrowed, n bytes.
 */
flue_status flue_store_checkpoint(flue_ctx *ctx, flue_store **store, double time_s,
                                  const void *state, size_t n);

/**
 * Opens the .part files of a stopped run and cuts them back to the checkpoint. The run announces
 * its series again; they then continue.
 * @param[out] state  Owned restart data, *n bytes; free() it.
 * @return FLUE_OK; FLUE_EINPUT when scenario or seed are not those of the stopped run; FLUE_EIO.
 */
flue_status flue_store_resume(flue_ctx *ctx, const char *path, const flue_provenance *provenance,
                              flue_store **out, double *time_s, void **state, size_t *n);

/**
 * Completes the files and gives them their names.
 * @param store     Set to NULL on success. On failure call flue_store_discard().
 * @param end_line  How the run ended, in words.
 */
flue_status flue_store_finish(flue_ctx *ctx, flue_store **store, const char *end_line);

/** Closes and removes the .part files; accepts NULL. */
void flue_store_discard(flue_store **store);
/** Closes and keeps the .part files as they are; what was written after a checkpoint is cut off on
 *  resuming. Accepts NULL. */
void flue_store_keep(flue_store **store);

#endif /* FLUE_POSTPROC_STORE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/agents_store.h  RUN.agents.h5: where each person was, for PedPy and others. */
#ifndef FLUE_POSTPROC_AGENTS_STORE_H
#define FLUE_POSTPROC_AGENTS_STORE_H

#include "core/sink.h"
#include "postproc/hdf5_file.h"

typedef struct flue_agents_store flue_agents_store;

/** Starts PATH.part. */
flue_status flue_agents_store_create(flue_ctx *ctx, const char *path, flue_agents_store **out);
/** Adds one frame of people (borrowed); their frame number is counted here. */
flue_status flue_agents_store_frame(flue_ctx *ctx, flue_agents_store *store, double time_s,
                                    size_t n, const flue_agent_row *rows);
/** Writes what is buffered and notes how far the file is good. */
flue_status flue_agents_store_mark(flue_ctx *ctx, flue_agents_store *store);
/** Opens PATH.part again, cut back to the last mark. */
flue_status flue_agents_store_resume(flue_ctx *ctx, const char *path, flue_agents_store **out);
/** Completes the file and gives it its name. @param store  Set to NULL on success. */
flue_status flue_agents_store_finish(flue_ctx *ctx, flue_agents_store **store);
/** Closes the file, leaving PATH.part; accepts NULL. */
flue_status flue_agents_store_close(flue_ctx *ctx, flue_agents_store **store);
/** Removes PATH.part if it is there. */
void flue_agents_store_remove(const char *path);
/** The file below, borrowed, for tables of people. */
flue_h5 *flue_agents_store_file(flue_agents_store *store);

#endif /* FLUE_POSTPROC_AGENTS_STORE_H */

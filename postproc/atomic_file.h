/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/atomic_file.h  Files that appear whole or not at all. */
#ifndef FLUE_POSTPROC_ATOMIC_FILE_H
#define FLUE_POSTPROC_ATOMIC_FILE_H

#include <stddef.h>

#include "core/memory.h"
#include "core/status.h"

/** Owned name of the unfinished file beside @p path (PATH.part); NULL when memory is short. */
char *flue_part_path(const char *path);

/** Owned name of the agents file of a result: RUN.h5 gives RUN.agents.h5. NULL without memory. */
char *flue_agents_path(const char *path);

/**
 * Brings a finished file to the disk and gives it its name, replacing what stood there.
 * @return FLUE_OK or FLUE_EIO with path and reason; the old file then still stands.
 */
flue_status flue_publish(flue_ctx *ctx, const char *part, const char *path);

/** Writes bytes (borrowed) to PATH.part and publishes them. @return FLUE_OK, EIO or ENOMEM. */
flue_status flue_write_file(flue_ctx *ctx, const char *path, const char *data, size_t n);

/** Writes a text to FOLDER/NAME and empties it. @return FLUE_OK, EIO or ENOMEM. */
flue_status flue_save_text(flue_ctx *ctx, const char *folder, const char *name, flue_text *text);

/**
 * Makes sure that no other program has the unfinished file of a result open: HDF5 locks (flock)
 * what it writes. Where locks are switched off or not known, nothing is found.
 * @return FLUE_OK, also when there is none; FLUE_EIO when it is being written; FLUE_ENOMEM.
 */
flue_status flue_check_idle(flue_ctx *ctx, const char *path);

/** Copies a file; a copy that fails is removed. @return FLUE_OK or FLUE_EIO. */
flue_status flue_copy_file(flue_ctx *ctx, const char *from, const char *to);

/** Makes a folder unless it is there. @return FLUE_OK or FLUE_EIO. */
flue_status flue_make_folder(flue_ctx *ctx, const char *path);

#endif /* FLUE_POSTPROC_ATOMIC_FILE_H */

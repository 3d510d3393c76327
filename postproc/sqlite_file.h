/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/sqlite_file.h  Writing SQLite files that appear whole or not at all, and adding
 * to some that stay; nothing above knows SQLite. Every failure is FLUE_EIO with the path and the
 * reason. */
#ifndef FLUE_POSTPROC_SQLITE_FILE_H
#define FLUE_POSTPROC_SQLITE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

typedef struct flue_sqlite flue_sqlite;

/** A value to be put into a column: a text when there is one, else a real number when `is_real`. */
typedef struct flue_sqlite_value {
  const char *text; /**< Borrowed for the call, or NULL. */
  double real;
  int64_t integer;
  int is_real;
} flue_sqlite_value;

/** Starts PATH.part. */
flue_status flue_sqlite_create(flue_ctx *ctx, const char *path, flue_sqlite **out);
/** Opens a file that stays, or makes it: what is done until flue_sqlite_finish() is kept as a whole
 *  or not at all. */
flue_status flue_sqlite_open(flue_ctx *ctx, const char *path, flue_sqlite **out);
/** Opens a file to be read. */
flue_status flue_sqlite_open_read(flue_ctx *ctx, const char *path, flue_sqlite **out);
/** Takes a row of a query: n texts, borrowed; "" for NULL. @return FLUE_OK to go on. */
typedef flue_status (*flue_sqlite_row_fn)(void *user, int n, const char *const *text);
/** Hands over each row of a query of at most 16 columns. */
flue_status flue_sqlite_each(flue_ctx *ctx, flue_sqlite *db, const char *sql,
                             flue_sqlite_row_fn row, void *user);
/** Carries out statements without values. */
flue_status flue_sqlite_do(flue_ctx *ctx, flue_sqlite *db, const char *sql);
/** Carries out one statement with n values in place of its question marks; a statement that is the
 *  same text as the last one (by address) is not read anew. */
flue_status flue_sqlite_put(flue_ctx *ctx, flue_sqlite *db, const char *sql, size_t n,
                            const flue_sqlite_value *values);
/** Keeps what was done and closes the file; one that was started gets its name. @param db  Set to
 * NULL on success. */
flue_status flue_sqlite_finish(flue_ctx *ctx, flue_sqlite **db);
/** Closes the file as it was before, and removes one that was started; accepts NULL. */
void flue_sqlite_discard(flue_sqlite **db);

#endif /* FLUE_POSTPROC_SQLITE_FILE_H */

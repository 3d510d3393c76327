/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/run_reader.h  Reading series and names back from RUN.h5. */
#ifndef FLUE_POSTPROC_RUN_READER_H
#define FLUE_POSTPROC_RUN_READER_H

#include "core/sink.h"

typedef struct flue_run_reader flue_run_reader;

/** One dataset of numbers or texts in a result. Texts are owned by the run file. */
typedef struct flue_run_column {
  char *group, *name, *unit, *text_en, *text_zh;
  char *item;    /**< What one number of a row belongs to; "" for a table column. */
  int is_series; /**< [time, item], else a table column. */
  int is_text;
  int is_numbered;    /**< The items have numbers from 0, no names. */
  size_t rows, width; /**< Width is 1 for a table column. */
} flue_run_column;

/**
 * Opens a result of one run.
 * @return FLUE_OK; FLUE_EIO when the file is missing, cut short, no HDF5 or no flue result.
 */
flue_status flue_run_open(flue_ctx *ctx, const char *path, flue_run_reader **out);
/** Accepts NULL, sets the pointer to NULL. */
void flue_run_close(flue_run_reader **run);

/** All columns by group and name, without times, names of items and provenance. Borrowed. */
const flue_run_column *flue_run_columns(const flue_run_reader *run, size_t *n);
/** A column by group and name, or NULL. Borrowed. */
const flue_run_column *flue_run_find(const flue_run_reader *run, const char *group,
                                     const char *name);

/** Values [rows][width]. @param out  Owned. */
flue_status flue_run_values(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                            double **out);
/** Times of a series [s], [rows]. @param out  Owned. */
flue_status flue_run_times(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                           double **out);
/** Names of the items of a series, [width], their numbers from 0 where they have no names, or the
 *  texts of a text column, [rows].
 *  @param out  Owned, free with flue_run_free_texts(). */
flue_status flue_run_texts(flue_ctx *ctx, flue_run_reader *run, const flue_run_column *column,
                           size_t *n, char ***out);
void flue_run_free_texts(size_t n, char ***texts);

#endif /* FLUE_POSTPROC_RUN_READER_H */

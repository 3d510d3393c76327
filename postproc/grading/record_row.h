/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/record_row.h  Rows of a table of buildings as answers to a method. */
#ifndef FLUE_POSTPROC_GRADING_RECORD_ROW_H
#define FLUE_POSTPROC_GRADING_RECORD_ROW_H

#include "core/csv_cells.h"
#include "core/diagnostics.h"
#include "models/method/method.h"

/** Which column answers which input. Free with flue_record_header_clear(). */
typedef struct flue_record_header {
  const flue_method *method; /**< Borrowed. */
  const char *file;          /**< Borrowed. */
  size_t n;                  /**< Columns. */
  size_t *input;             /**< Input of each column, FLUE_NO_SLOT for others, [n]; owned. */
  size_t id;                 /**< Column of the record's name. */
  size_t n_used;             /**< Columns that answer something. */
  size_t n_open;             /**< Inputs that no result fills. */
  size_t n_assumed;          /**< Of these with a default. */
  char *text;                /**< Cells of the header; owned. */
  const char **name;         /**< [n], owned. */
} flue_record_header;

/**
 * Reads the header row. A column is found by the id of an input, or by its name in either language,
 * with or without a unit in brackets.
 * @param c    Stands at the row; its text is cut up. Passes it.
 * @param out  Free it also when there are findings.
 * @return FLUE_OK also with findings; FLUE_ENOMEM.
 */
flue_status flue_record_header_read(const flue_method *method, flue_csv_cursor *c,
                                    flue_diagnostics *list, flue_record_header *out);
void flue_record_header_clear(flue_record_header *header);

/** What a row answers. */
typedef struct flue_record {
  const char *id;   /**< Borrowed from the row. */
  size_t n_missing; /**< Inputs without an answer. */
  size_t n_assumed; /**< Of these with a default. */
} flue_record;

/**
 * Fills the slots of the inputs of a row; slots must have been reset. What is not answered stays as
 * it is. Words without an answer: empty, ?, NA, unknown, 未知.
 * @param c     Stands at the row; its text is cut up.
 * @param list  Takes mistakes with line and column.
 */
void flue_record_read(const flue_record_header *header, flue_csv_cursor *c, flue_span *slots,
                      flue_diagnostics *list, flue_record *out);

#endif /* FLUE_POSTPROC_GRADING_RECORD_ROW_H */

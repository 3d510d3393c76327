/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/grading/records.h  Grades of many buildings: a table in, a table out, block by
 * block, so that memory grows only by 16 to 64 bytes a building, to find names given twice. The
 * same bytes for any number of threads.
 */
#ifndef FLUE_POSTPROC_GRADING_RECORDS_H
#define FLUE_POSTPROC_GRADING_RECORDS_H

#include "core/diagnostics.h"
#include "models/method/method.h"
#include "postproc/grading/grade_journal.h"

enum { FLUE_RECORDS_MOST_FINDINGS = 1000 };

/** What is to be graded. */
typedef struct flue_records_job {
  const flue_method *method;
  const char *input;
  const char *output;  /**< Table of grades; NULL: none. */
  const char *journal; /**< Journal of grades; NULL: none. */
  const char *time;    /**< Of this score, for the journal. */
  const char *explain; /**< Record whose answers are kept; NULL: the first. */
} flue_records_job;

/** What came of it. Free with flue_records_result_clear(). */
typedef struct flue_records_result {
  size_t n;             /**< Records. */
  size_t n_one, n_some; /**< With one grade on the first scale; with several possible. */
  size_t n_open;        /**< Of which nothing can be said. */
  size_t *n_level;      /**< Records whose worst grade it is, [n_levels], owned. */
  size_t *n_missing;    /**< Records that do not answer an input, [n_inputs], owned. */
  size_t n_moved[4];    /**< By flue_grade_move, on all scales. */
  char *id;             /**< Of the record kept; NULL: there was none. Owned. */
  flue_span *slots;     /**< Of the record kept, [n_slots], owned. */
  size_t n_columns_unused;
} flue_records_result;

/**
 * Grades all records.
 * @param list  Takes the mistakes of the table, at most FLUE_RECORDS_MOST_FINDINGS of them; its
 *              language is set.
 * @return FLUE_OK also with mistakes (look at list->errors): nothing is written then; FLUE_EIO,
 *         FLUE_EINPUT (journal), FLUE_ESTOPPED, FLUE_ENOMEM.
 */
flue_status flue_records_grade(flue_ctx *ctx, const flue_records_job *job, flue_diagnostics *list,
                               flue_records_result *out);
void flue_records_result_clear(flue_records_result *result);

#endif /* FLUE_POSTPROC_GRADING_RECORDS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/grade_journal.h  What grades buildings had, line by line in a CSV file to
 *  which is only ever added. */
#ifndef FLUE_POSTPROC_GRADING_GRADE_JOURNAL_H
#define FLUE_POSTPROC_GRADING_GRADE_JOURNAL_H

#include "core/memory.h"
#include "models/method/method.h"

/** Last grades of buildings by one method. */
typedef struct flue_grade_journal flue_grade_journal;

/**
 * Reads a journal; one that is not there is empty. Lines of other methods are passed over.
 * @param method  Borrowed until the journal is closed.
 * @return FLUE_OK; FLUE_EINPUT when it is no journal; FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_grade_journal_open(flue_ctx *ctx, const char *path, const flue_method *method,
                                    flue_grade_journal **out);
void flue_grade_journal_close(flue_grade_journal **journal);

/** A grade given before. */
typedef struct flue_grade_before {
  size_t best_by_score, worst_by_score, best, worst; /**< Levels within the scale. */
} flue_grade_before;
/** Last grade of a building. @return 0 when there is none. */
int flue_grade_journal_find(const flue_grade_journal *journal, const char *id, size_t scale,
                            flue_grade_before *out);

/** How a grade moved: words of the journal "first", "same", "better", "worse". */
typedef enum flue_grade_move {
  FLUE_GRADE_FIRST,
  FLUE_GRADE_SAME,
  FLUE_GRADE_BETTER,
  FLUE_GRADE_WORSE
} flue_grade_move;
extern const char *const FLUE_GRADE_MOVES[];

/** Holds a grade at the one before unless its score passed a border by the margin, and applies the
 *  vetoes again. @return how the worst end moved (the best, when that stayed). */
flue_grade_move flue_grade_hold(const flue_method *method, size_t scale, const flue_span *slots,
                                const flue_grade_before *before, flue_grade *grade);

/** A line about a grade that is new or moved. @param time  Such as 2026-01-31T12:00:00Z. */
void flue_grade_journal_line(flue_text *out, const flue_method *method, size_t scale,
                             const flue_span *slots, const char *time, const char *id,
                             const flue_grade *grade, flue_grade_move move);
/** Adds lines to the file and brings them to the disk; a new file gets its header first.
 *  @return FLUE_OK or FLUE_EIO. */
flue_status flue_grade_journal_append(flue_ctx *ctx, const char *path, const flue_text *lines);

#endif /* FLUE_POSTPROC_GRADING_GRADE_JOURNAL_H */

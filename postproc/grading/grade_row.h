/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/grade_row.h  Rows of the table of grades. */
#ifndef FLUE_POSTPROC_GRADING_GRADE_ROW_H
#define FLUE_POSTPROC_GRADING_GRADE_ROW_H

#include "core/memory.h"
#include "postproc/grading/record_row.h"

/** What is known of a grade: words of the table "graded", "range", "open", "not_available". */
typedef enum flue_grade_state {
  FLUE_GRADED,
  FLUE_GRADE_RANGE,     /**< Several grades are possible, for want of answers. */
  FLUE_GRADE_OPEN,      /**< Every grade is possible. */
  FLUE_GRADE_UNDEFINED, /**< The method is not there, or gives no number for these answers. */
  FLUE_GRADE_STATES
} flue_grade_state;
extern const char *const FLUE_GRADE_STATE_WORDS[FLUE_GRADE_STATES];

/** State of a record by its grade on the first scale; without scales by its outputs.
 *  @param grades  [n_scales] */
flue_grade_state flue_grade_state_of(const flue_method *method, const flue_span *slots,
                                     const flue_grade *grades);

void flue_grade_header(flue_text *out, const flue_method *method);
/** @param grades  [n_scales] */
void flue_grade_row(flue_text *out, const flue_method *method, const flue_record *record,
                    const flue_span *slots, const flue_grade *grades);
/** The item that costs most points for certain. @return its index, FLUE_NO_SLOT when none does. */
size_t flue_grade_costliest(const flue_method *method, const flue_span *slots);

#endif /* FLUE_POSTPROC_GRADING_GRADE_ROW_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/grade_text.h  Grades in words: what a method asks for, what a grade rests
 *  on, what would change it. */
#ifndef FLUE_POSTPROC_GRADING_GRADE_TEXT_H
#define FLUE_POSTPROC_GRADING_GRADE_TEXT_H

#include "core/messages.h"
#include "postproc/grading/records.h"

/** Name, edition, source and status of a method, with the number of its parts by status. */
void flue_method_say_head(const flue_method *method, flue_lang lang, flue_text *out);
/** The inputs of a method, a line each. */
void flue_method_say_inputs(const flue_method *method, flue_lang lang, flue_text *out);
/**
 * Explains the grade of one building: grades, numbers, vetoes, what is missing, what costs most,
 * what would change it.
 * @param answers  Slots with the answers filled in, borrowed.
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_grade_say(const flue_method *method, const char *id, const flue_span *answers,
                           flue_lang lang, flue_text *out);
/** Sums up the grades of many buildings. */
void flue_records_say(const flue_records_job *job, const flue_records_result *result,
                      flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_GRADING_GRADE_TEXT_H */

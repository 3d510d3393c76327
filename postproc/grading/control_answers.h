/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/control_answers.h  A design check of smoke control (control.csv of
 *  flue check-control) as answers to a method. */
#ifndef FLUE_POSTPROC_GRADING_CONTROL_ANSWERS_H
#define FLUE_POSTPROC_GRADING_CONTROL_ANSWERS_H

#include "models/method/method.h"

/**
 * Answers the inputs whose `result` is "control:CODE:QUANTITY:WHAT" with the words of the columns
 * code and quantity; WHAT is judged (rows that pass or fail), failed (rows that fail) or margin
 * (smallest distance to a bound over that bound; no answer without judged rows).
 * @return FLUE_OK; FLUE_EINPUT when the file is no such table; FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_control_answers(flue_ctx *ctx, const char *path, flue_method *method);

#endif /* FLUE_POSTPROC_GRADING_CONTROL_ANSWERS_H */

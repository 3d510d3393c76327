/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/plan_output.h  A plan as tables and in words. */
#ifndef FLUE_POSTPROC_PLAN_OUTPUT_H
#define FLUE_POSTPROC_PLAN_OUTPUT_H

#include "core/memory.h"
#include "core/messages.h"
#include "postproc/plan_input.h"

/** Writes plan.csv, a row a building in the order of years and of what a yuan avoids, and
 * years.csv, a row a year with what was spent, kept and reached. */
flue_status flue_plan_write(flue_ctx *ctx, const flue_plan_input *in, const flue_plan_result *plan,
                            const char *folder);
/** Writes curve.csv: plans for shares and multiples of the budgets. */
flue_status flue_plan_write_curve(flue_ctx *ctx, const flue_plan_input *in, const char *folder);
/** The plan in words. */
void flue_plan_screen(const flue_plan_input *in, const flue_plan_result *plan, flue_lang lang,
                      flue_text *out);

#endif /* FLUE_POSTPROC_PLAN_OUTPUT_H */

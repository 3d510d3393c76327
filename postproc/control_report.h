/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/control_report.h  A design check of smoke control as text, table and page. */
#ifndef FLUE_POSTPROC_CONTROL_REPORT_H
#define FLUE_POSTPROC_CONTROL_REPORT_H

#include "core/messages.h"
#include "models/control_result.h"

/** What was taken to hold, a line for each limit and weather with the worst case, advice. */
void flue_control_screen(const flue_control_result *result, flue_lang lang, flue_text *out);
/** One sentence: how many limits are not met, and the worst. */
void flue_control_verdict(const flue_control_result *result, flue_lang lang, flue_text *out);
/** All rows, as FOLDER/control.csv. @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM. */
flue_status flue_control_csv(flue_ctx *ctx, const flue_control_result *result, const char *folder);
/** One HTML page with figures. @param title  Of the building. @return as above. */
flue_status flue_control_page(flue_ctx *ctx, const flue_control_result *result, const char *title,
                              flue_lang lang, const char *path);

/* ---- what the files of the report share ---- */

/** Text of a number; a buffer of its own for one statement. */
typedef struct flue_control_text {
  char text[96];
} flue_control_text;

/** Edition and clause, with * when the limit is not verified. */
flue_control_text flue_control_clause(const flue_limit *limit);
/** A value in the unit people use, without it. */
flue_control_text flue_control_number(flue_control_quantity quantity, double value);
const char *flue_control_unit(flue_control_quantity quantity);
/** Factor from SI to that unit. */
double flue_control_scale(flue_control_quantity quantity);
/** "40 to 50 Pa", "at least 0.7 m/s". */
char *flue_control_wanted(const flue_control_row *row, flue_lang lang);
const char *flue_control_quantity_text(flue_control_quantity quantity, flue_lang lang);
const char *flue_control_doors_text(flue_control_doors doors, flue_lang lang);
const char *flue_control_verdict_text(flue_verdict verdict, flue_lang lang);
/** Verdict of a group: of its worst row. */
flue_verdict flue_control_group_verdict(const flue_control_group *group);
/** "fire on F3, F3.stair_door"; owned. */
char *flue_control_place(const flue_control_result *result, const flue_control_row *row,
                         flue_lang lang);
const char *flue_control_weather_name(const flue_control_result *result, size_t weather);

#endif /* FLUE_POSTPROC_CONTROL_REPORT_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/report_tables.h  Tables and lists of a report, appended as HTML. */
#ifndef FLUE_POSTPROC_REPORT_TABLES_H
#define FLUE_POSTPROC_REPORT_TABLES_H

#include "core/messages.h"
#include "postproc/rating.h"

/** What a report is made from. All borrowed. */
typedef struct flue_report_view {
  const flue_batch *batch;
  const flue_risk *risk;
  const flue_rating *rating;
  flue_lang lang;
} flue_report_view;

/** Appends <tag>text</tag>, the text escaped. */
void flue_report_element(flue_text *out, const char *tag, const char *text);
/** The same with a message without places. */
void flue_report_message(flue_text *out, const flue_report_view *view, const char *tag,
                         flue_message id);
/** The same with a message and its n texts. */
void flue_report_filled(flue_text *out, const flue_report_view *view, const char *tag,
                        flue_message id, size_t n, const char *const *args);

/** Risk numbers with intervals. */
void flue_report_key_table(flue_text *out, const flue_report_view *view);
/** Quantiles of the times of escape and untenability. */
void flue_report_time_table(flue_text *out, const flue_report_view *view);
/** Points of each factor. */
void flue_report_factor_table(flue_text *out, const flue_report_view *view);
/** What the numbers rest on. */
void flue_report_basis(flue_text *out, const flue_report_view *view);

#endif /* FLUE_POSTPROC_REPORT_TABLES_H */

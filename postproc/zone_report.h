/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/zone_report.h  The validation of a zone model as tables, page and text. */
#ifndef FLUE_POSTPROC_ZONE_REPORT_H
#define FLUE_POSTPROC_ZONE_REPORT_H

#include "postproc/zone_scores.h"

/**
 * Writes into a folder, made when it is not there: scores.csv (a line for each quantity),
 * series.csv (for each quantity and test series), points.csv (for each compared value), and
 * validation.en.html or validation.zh.html with table and figures. The tables are the same in both
 * languages.
 * @param lang  Language of page and text.
 * @param text  Takes the table for the screen; owned by the caller. Missing predictions are listed
 *              by name, the first twenty.
 * @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM.
 */
flue_status flue_zone_report(flue_ctx *ctx, const flue_zone_scores *scores, flue_lang lang,
                             const char *folder, char **text);

#endif /* FLUE_POSTPROC_ZONE_REPORT_H */

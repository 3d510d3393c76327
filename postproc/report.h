/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/report.h  The page that a risk assessor shows: one HTML file, nothing beside it.
 */
#ifndef FLUE_POSTPROC_REPORT_H
#define FLUE_POSTPROC_REPORT_H

#include "postproc/rating.h"

/**
 * Writes the report of one building.
 * @param lang  Language of all texts.
 * @param path  Replaced as a whole.
 * @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM.
 */
flue_status flue_report_html(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                             const flue_rating *rating, flue_lang lang, const char *path);

/** Writes its tables as a workbook (XLSX): risk, points of the grade, F-N curve, samples.
 *  @return as above. */
flue_status flue_report_workbook(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                                 const flue_rating *rating, flue_lang lang, const char *path);

#endif /* FLUE_POSTPROC_REPORT_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_people.h  Results of the people of a run: tables and pages in a folder. */
#ifndef FLUE_POSTPROC_EXPORT_PEOPLE_H
#define FLUE_POSTPROC_EXPORT_PEOPLE_H

#include "core/status.h"

/**
 * Writes into a folder, made when it is missing:
 *   arrivals.csv        a row for each person: group, start, warning, exit, stair, time, dose,
 * cause arrival_curves.csv  people outside against time, by exit and by stair density_STOREY.csv  a
 * row for each square of 1 m in which people walk people.en.html, people.zh.html  curves, and maps
 * of density and flow of each storey
 * @param run_path  RUN.h5, with its agents file beside it.
 * @return FLUE_OK, FLUE_EIO, FLUE_ENOMEM.
 */
flue_status flue_export_people(flue_ctx *ctx, const char *run_path, const char *folder);

#endif /* FLUE_POSTPROC_EXPORT_PEOPLE_H */

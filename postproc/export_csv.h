/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_csv.h  Results as CSV tables for spreadsheets. */
#ifndef FLUE_POSTPROC_EXPORT_CSV_H
#define FLUE_POSTPROC_EXPORT_CSV_H

#include "core/status.h"

/**
 * Writes the tables of RUN.h5, and of RUN.agents.h5 when it stands beside it, into a folder:
 * GROUP_QUANTITY.csv for series [time, item], GROUP.csv for the other columns of a group. As in FDS
 * the first row holds the units and the second the names. UTF-8; each file appears whole.
 * @param dir  Made when it is missing.
 * @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM.
 */
flue_status flue_export_csv(flue_ctx *ctx, const char *run_path, const char *dir);

#endif /* FLUE_POSTPROC_EXPORT_CSV_H */

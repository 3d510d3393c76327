/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_fds.h  Results of the field model as the tables that FDS writes. */
#ifndef FLUE_POSTPROC_EXPORT_FDS_H
#define FLUE_POSTPROC_EXPORT_FDS_H

#include "core/status.h"

/**
 * Writes a run of the field model as FDS would: CHID_devc.csv, CHID_hrr.csv, CHID_mass.csv, and
 * CHID_line.csv when there are profiles; a line of units, a line of names, then numbers of eight
 * digits.
 * @param dir  Made when it is missing.
 * @return FLUE_OK, FLUE_EIO, FLUE_ENOMEM, FLUE_EINPUT when the run is none of the field model.
 */
flue_status flue_export_fds(flue_ctx *ctx, const char *run_path, const char *dir);

#endif /* FLUE_POSTPROC_EXPORT_FDS_H */

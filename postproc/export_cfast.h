/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_cfast.h  Results as the tables that CFAST writes. */
#ifndef FLUE_POSTPROC_EXPORT_CFAST_H
#define FLUE_POSTPROC_EXPORT_CFAST_H

#include "core/status.h"

/**
 * Writes a run of compartments without plans as CFAST 7 would: NAME_compartments.csv, _devices.csv,
 * _vents.csv, _walls.csv, _masses.csv, _zone.csv, with its names, headers and units, so that
 * scripts made for it keep working. NAME is that of the run's file. Each file appears whole.
 * @param dir            Made when it is missing.
 * @param is_validation  As with CFAST's option -V: fractions instead of percent, smoke in mg/m3,
 *                       every part of the heat fluxes.
 * @return FLUE_OK, FLUE_EIO, FLUE_ENOMEM, FLUE_EINPUT when the run has plans.
 */
flue_status flue_export_cfast(flue_ctx *ctx, const char *run_path, const char *dir,
                              int is_validation);

#endif /* FLUE_POSTPROC_EXPORT_CFAST_H */

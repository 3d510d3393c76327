/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_field.h  Grids and their slices for programs that draw them. */
#ifndef FLUE_POSTPROC_EXPORT_FIELD_H
#define FLUE_POSTPROC_EXPORT_FIELD_H

#include "core/status.h"

/**
 * For ParaView and VisIt: NAME.xdmf and, for each slice or volume, NAME_GROUP.bin beside it
 * (numbers of single precision, little end first), after the name of the result.
 * @param dir  Made when it is missing. @param name  Owned name of the file, of FLUE_OK.
 * @return FLUE_OK, FLUE_EIO, FLUE_ENOMEM, FLUE_EINPUT when the run has no grid.
 */
flue_status flue_export_xdmf(flue_ctx *ctx, const char *run_path, const char *dir, char **name);

/**
 * For Smokeview: NAME.smv with grids and solids, and NAME_1.sf and so on, a slice or volume each,
 * whose cells are averaged to the corners; a slice lies on the low face of its cells.
 */
flue_status flue_export_smokeview(flue_ctx *ctx, const char *run_path, const char *dir,
                                  char **name);

#endif /* FLUE_POSTPROC_EXPORT_FIELD_H */

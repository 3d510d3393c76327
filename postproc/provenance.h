/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/provenance.h  Where a result came from: written into every result file. */
#ifndef FLUE_POSTPROC_PROVENANCE_H
#define FLUE_POSTPROC_PROVENANCE_H

#include "core/hash.h"
#include "postproc/hdf5_file.h"

/** Layout of the files; a reader refuses another major number. */
#define FLUE_LAYOUT "1.0"

/** What made a result. All borrowed; texts may be NULL and then count as "". */
typedef struct flue_provenance {
  const char *program, *version, *git, *flags, *scenario_path;
  const char *scenario_text; /**< The input file, byte for byte. */
  size_t scenario_length;
  const char *resolved_text; /**< Every key with defaults filled in, SI units. */
  uint64_t seed;
  int threads;
  const char *title_en, *title_zh;
} flue_provenance;

/** Fingerprint of the scenario file. */
flue_status flue_provenance_hash(const flue_provenance *provenance, char out[FLUE_SHA256_SIZE]);

/** Writes root attributes and the group /provenance, with host and the time of starting. */
flue_status flue_provenance_write(flue_ctx *ctx, flue_h5 *file, const flue_provenance *provenance);

/** Adds the time of finishing and the line that says how it ended. */
flue_status flue_provenance_finish(flue_ctx *ctx, flue_h5 *file, const char *end_line);

/** Fails with FLUE_EIO unless the file has a flue layout that this program reads. */
flue_status flue_layout_check(flue_ctx *ctx, flue_h5 *file, const char *path);

/**
 * Ties every dataset to its dimension scales, so that xarray and netCDF-4 read each group.
 * A dataset [time, item] names its item in the attribute `item`; one-dimensional datasets without
 * that attribute belong to the item of equal length, or else get the scale @p row.
 */
flue_status flue_axes_write(flue_ctx *ctx, flue_h5 *file, const char *row);

#endif /* FLUE_POSTPROC_PROVENANCE_H */

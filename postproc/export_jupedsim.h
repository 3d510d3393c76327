/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_jupedsim.h  Where people were as SQLite files of JuPedSim (version 2 of
 * its schema), which its viewer and PedPy read. */
#ifndef FLUE_POSTPROC_EXPORT_JUPEDSIM_H
#define FLUE_POSTPROC_EXPORT_JUPEDSIM_H

#include <stddef.h>

#include "core/status.h"

/** What was written. */
typedef struct flue_jupedsim_counts {
  size_t rows;    /**< People on floors over all frames. */
  size_t storeys; /**< Files of single storeys. */
  double fps;     /**< Frames per second. */
} flue_jupedsim_counts;

/**
 * Writes OUT.sqlite, all storeys side by side, and OUT_STOREY.sqlite for each storey with people.
 *
 * The walkable area is that of the cells, one POLYGON for each room in a GEOMETRYCOLLECTION; rooms
 * touch, since walls have no thickness. Parts of a storey that do not touch, and storeys side by
 * side, are joined by strips of FLUE_STRIP_WIDTH, because readers want one connected area. People
 * on stairs or outside have no place on a floor and are left out of the frames meanwhile. The
 * orientation is the direction to where the person is in the next frame; somebody who stands keeps
 * the last one, at first (1, 0).
 *
 * @param run_path  RUN.h5, with its agents file beside it.
 * @return FLUE_OK; FLUE_EIO, no file then being there that was not before; FLUE_ENOMEM.
 */
flue_status flue_export_jupedsim(flue_ctx *ctx, const char *run_path, const char *path,
                                 flue_jupedsim_counts *counts);

#endif /* FLUE_POSTPROC_EXPORT_JUPEDSIM_H */

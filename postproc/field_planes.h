/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/field_planes.h  Grids in a result, and what was recorded on parts of them:
 * slices, planes, volumes. */
#ifndef FLUE_POSTPROC_FIELD_PLANES_H
#define FLUE_POSTPROC_FIELD_PLANES_H

#include "core/memory.h"
#include "postproc/run_reader.h"

/** A grid: faces of cells and boxes of solids [m]. */
typedef struct flue_drawn_grid {
  char *name;      /**< "field", or "field_ROOM"; owned. */
  size_t n[3];     /**< Cells. */
  double *face[3]; /**< [n + 1], owned. */
  size_t n_solids;
  double *solid[6]; /**< x0, x1, y0, y1, z0, z1, [n_solids], owned. */
} flue_drawn_grid;

/** One quantity on a box of cells of a grid. */
typedef struct flue_drawn_part {
  size_t grid;
  const flue_run_column *column; /**< Borrowed from the run. */
  size_t from[3], to[3];         /**< Cells [from, to). */
} flue_drawn_part;

typedef struct flue_drawing {
  flue_run_reader *run;
  flue_drawn_grid *grid;
  size_t n_grids, grid_capacity;
  flue_drawn_part *part;
  size_t n_parts, part_capacity;
} flue_drawing;

/** @return FLUE_OK; FLUE_EINPUT for a result without grids. Clear it whatever comes back. */
flue_status flue_drawing_read(flue_ctx *ctx, const char *run_path, flue_drawing *out);
void flue_drawing_clear(flue_drawing *d);
/** Values of a part and their times. @param values  [rows][cells], x fastest, owned.
 *  @param times  [rows], owned. */
flue_status flue_drawing_values(flue_ctx *ctx, const flue_drawing *d, const flue_drawn_part *part,
                                double **values, double **times);

/** Writes the files beside an index, all by the stem of their names, and adds to the index. */
typedef flue_status (*flue_drawing_write)(flue_ctx *ctx, const flue_drawing *drawing,
                                          const char *dir, const char *stem, flue_text *index);
/** A run's drawing as files of a folder. @param ending  Of the index. @param name  The index's
 * path, owned; NULL unless FLUE_OK. @return FLUE_OK or that of what failed. */
flue_status flue_drawing_export(flue_ctx *ctx, const char *run_path, const char *dir,
                                const char *ending, flue_drawing_write write, char **name);

#endif /* FLUE_POSTPROC_FIELD_PLANES_H */

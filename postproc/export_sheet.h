/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/export_sheet.h  Tables with four rows of heads, as CFAST writes them, from the
 *  series of a run. Failures are kept in the source and make all that follows do nothing. */
#ifndef FLUE_POSTPROC_EXPORT_SHEET_H
#define FLUE_POSTPROC_EXPORT_SHEET_H

#include <stddef.h>

#include "core/memory.h"
#include "core/status.h"
#include "postproc/run_reader.h"

/** A series in memory: [rows][width]. */
typedef struct series {
  const flue_run_column *column; /**< Borrowed from the reader. */
  double *v;                     /**< Owned. */
} series;

typedef struct source {
  flue_ctx *ctx;
  flue_run_reader *run;
  series *loaded; /**< Owned, as many as the run has columns: pointers to them stay valid. */
  size_t n;
  double *times; /**< Owned, [rows]. */
  size_t rows;
  int is_validation;
  flue_status status; /**< First failure. */
} source;

/** A series by group and name; NULL when the run has none, or after a failure. */
const series *sheet_series(source *s, const char *group, const char *name);
/** Its numbers, [rows][width], borrowed; NULL as above. */
const double *sheet_values(source *s, const char *group, const char *name);
/** Names of the items of a group, owned by the caller. @return their number. */
size_t sheet_names(source *s, const char *group, const char *name, char ***names);

/** A column: value * scale + offset. */
typedef struct column {
  const double *v; /**< Borrowed from a series; NULL: zeros. */
  double *owned;   /**< Or owned, stride 1. */
  size_t stride, at;
  double scale, offset;
} column;

typedef struct sheet {
  source *from;
  flue_text head[4]; /**< Short names, long names, objects, units. */
  column *columns;
  size_t n, capacity;
} sheet;

/** A sheet whose first column is the time. */
sheet sheet_start(source *s);
/** Adds a column, which the sheet owns from then on. */
void sheet_column(sheet *t, const char *short_name, const char *long_name, const char *object,
                  const char *unit, column c);
/** One item of a series; prefix and number make its short name. */
void sheet_item(sheet *t, const char *prefix, size_t i, const char *long_name, const char *object,
                const char *unit, const char *group, const char *name, double scale, double offset);
/** A column computed for the sheet, [rows], owned by it. */
void sheet_owned(sheet *t, const char *prefix, size_t i, const char *long_name, const char *object,
                 const char *unit, double *values);
/** Writes BASE_ENDING.csv and frees the sheet. */
flue_status sheet_write(sheet *t, const char *base, const char *ending);

#endif /* FLUE_POSTPROC_EXPORT_SHEET_H */

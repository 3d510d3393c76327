/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/zone_table.h  Columns of numbers out of wide CSV tables of fire experiments and
 * zone models. Cells are not quoted; a row may be short. A file is read once, and only the columns
 * that were asked for become numbers: a table of a thousand columns costs little more than its
 * bytes.
 */
#ifndef FLUE_POSTPROC_ZONE_TABLE_H
#define FLUE_POSTPROC_ZONE_TABLE_H

#include <stddef.h>

#include "core/status.h"

typedef struct flue_zone_table flue_zone_table;

/** What flue_zone_table_ask() gives for a column that the table does not have. */
#define FLUE_ZONE_NO_TICKET ((size_t)-1)

/**
 * Reads a file and its header.
 * @param head_row  Line of the column names, from 1.
 * @param data_row  Line of the first data row, from 1.
 * @param out       Owned by the caller; with FLUE_OK always set.
 * @return FLUE_OK, FLUE_EIO with path and reason, or FLUE_ENOMEM.
 */
flue_status flue_zone_table_open(flue_ctx *ctx, const char *path, size_t head_row, size_t data_row,
                                 flue_zone_table **out);
void flue_zone_table_destroy(flue_zone_table **table);

/** Asks for a column, the first one of that name. @return its ticket, the same when asked again;
 *  FLUE_ZONE_NO_TICKET without such a column or without memory. */
size_t flue_zone_table_ask(flue_zone_table *table, const char *name);
/** Reads all columns asked for; to be called once. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_zone_table_load(flue_zone_table *table);

/** Data rows; lines without any text are no rows. Known after loading. */
size_t flue_zone_table_rows(const flue_zone_table *table);
/** Values of a column, [rows]; NaN where a cell is empty, missing or no number. Borrowed. */
const double *flue_zone_table_values(const flue_zone_table *table, size_t ticket);

/** Number in the text [begin, end), spaces around it allowed; NaN when it is none. Correctly
 *  rounded, as strtod() is. */
double flue_zone_number(const char *begin, const char *end);

#endif /* FLUE_POSTPROC_ZONE_TABLE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/table.h  CSV tables that users may edit: UTF-8, a header row, '#' comment lines, cells
 * optionally in double quotes. Each cell keeps its line and column for messages.
 */
#ifndef FLUE_CORE_TABLE_H
#define FLUE_CORE_TABLE_H

#include <stddef.h>

#include "core/status.h"

typedef struct flue_table flue_table;

/** Reads a table from text (borrowed for the call). @p name appears in messages.
 *  @return FLUE_OK, FLUE_EINPUT (ragged row, open quote) or FLUE_ENOMEM. */
flue_status flue_table_parse(flue_ctx *ctx, const char *name, const char *text, size_t length,
                             flue_table **out);
/** Reads a table from a file. @return as above, or FLUE_EIO. */
flue_status flue_table_read(flue_ctx *ctx, const char *path, flue_table **out);
void flue_table_destroy(flue_table **table);

size_t flue_table_rows(const flue_table *table);
/** Index of a column by name, or (size_t)-1. */
size_t flue_table_column(const flue_table *table, const char *name);
/** Name of a column; "" beyond the last. Borrowed. */
const char *flue_table_header(const flue_table *table, size_t column);
/** Text of a cell; "" for a column of (size_t)-1. Borrowed. */
const char *flue_table_cell(const flue_table *table, size_t row, size_t column);
/** Line of a row in its file, counted from 1. */
int flue_table_line(const flue_table *table, size_t row);
/** Place of a cell in its line, counted from 1, by the characters since the first cell. */
int flue_table_place(const flue_table *table, size_t row, size_t column);
/** Number in a cell. @return FLUE_OK, or FLUE_EINPUT with name, line, column name and what was
 * found. */
flue_status flue_table_number(flue_ctx *ctx, const flue_table *table, size_t row, size_t column,
                              double *value);

#endif /* FLUE_CORE_TABLE_H */

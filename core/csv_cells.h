/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/csv_cells.h  Cells of CSV text, one after the other, cut out in place. Empty lines
 * and lines that begin with '#' are no rows. */
#ifndef FLUE_CORE_CSV_CELLS_H
#define FLUE_CORE_CSV_CELLS_H

#include <stddef.h>

/** Where the reading stands, in text that is written to; text[end] must exist. */
typedef struct flue_csv_cursor {
  char *at;
  char *end;
  int line; /**< From 1. */
} flue_csv_cursor;

/** Steps over a byte order mark. */
void flue_csv_skip_mark(flue_csv_cursor *c);
/** Goes to the next row. @return 0 at the end of the text. */
int flue_csv_find_row(flue_csv_cursor *c);
/** The next cell without the blanks around it, ended by a NUL; two quotes in a quoted cell stand
 *  for one. @param[out] is_last  Whether it ends its row. @return NULL when a quoted cell is not
 *  closed. */
char *flue_csv_next_cell(flue_csv_cursor *c, int *is_last);
/** Goes behind the row that begins here without changing it. @return 0 when the text ends before
 *  the row does. */
int flue_csv_pass_row(flue_csv_cursor *c);

#endif /* FLUE_CORE_CSV_CELLS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/sheets.h  Tables that are made once and written as CSV, as a sheet of an XLSX
 *  workbook and into a page. */
#ifndef FLUE_POSTPROC_SHEETS_H
#define FLUE_POSTPROC_SHEETS_H

#include "core/messages.h"
#include "core/statistics.h"

/** A cell: a text, or a number; one that is not finite stays empty. */
typedef struct flue_cell {
  char *text; /**< Owned; NULL for a number. */
  double number;
} flue_cell;

/** A table. Zero-initialise, fill by the functions below, free with flue_sheet_clear(). */
typedef struct flue_sheet {
  const char *name; /**< Of the file and the sheet; borrowed. */
  char **head;      /**< Names of columns, [n_columns], owned texts. */
  char **title;     /**< The same in words, for pages and workbooks, owned texts. */
  size_t n_columns, n_cells, head_capacity, title_capacity, cell_capacity;
  flue_cell *cell; /**< By row. */
  int failed;      /**< Memory was short: nothing is written. */
} flue_sheet;

void flue_sheet_column(flue_sheet *sheet, const char *head, const char *title);
/** A column with a message as its title. */
void flue_sheet_titled(flue_sheet *sheet, const char *head, flue_message title, flue_lang lang);
/** Columns NAME, NAME_low and NAME_high of an interval. */
void flue_sheet_interval_heads(flue_sheet *sheet, const char *name, flue_message title,
                               flue_lang lang);
void flue_sheet_interval(flue_sheet *sheet, flue_interval x);
void flue_sheet_text(flue_sheet *sheet, const char *text);
void flue_sheet_number(flue_sheet *sheet, double number);
size_t flue_sheet_rows(const flue_sheet *sheet);
void flue_sheet_clear(flue_sheet *sheet);

/** Writes FOLDER/NAME.csv, heads first. */
flue_status flue_sheet_csv(flue_ctx *ctx, const flue_sheet *sheet, const char *folder);
/** Writes all as sheets of one workbook. @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM. */
flue_status flue_sheets_xlsx(flue_ctx *ctx, size_t n, const flue_sheet *const *sheets,
                             const char *path);
/** Appends a table with its titles as HTML. */
void flue_sheet_html(const flue_sheet *sheet, flue_text *out);

#endif /* FLUE_POSTPROC_SHEETS_H */

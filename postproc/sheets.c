/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/sheets.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/html_text.h"
#include "postproc/numbers.h"
#include "postproc/refuse.h"
#include "postproc/report_tables.h"

static void add_name(flue_sheet *sheet, char ***list, size_t *capacity, const char *text) {
  char *copy = flue_copy_text(text);
  if (copy && flue_grow(list, capacity, sheet->n_columns + 1, sizeof **list) == FLUE_OK) {
    (*list)[sheet->n_columns] = copy;
    return;
  }
  free(copy);
  sheet->failed = 1;
}

void flue_sheet_column(flue_sheet *sheet, const char *head, const char *title) {
  if (!sheet->failed) add_name(sheet, &sheet->head, &sheet->head_capacity, head);
  if (!sheet->failed) {
    add_name(sheet, &sheet->title, &sheet->title_capacity, title);
    if (sheet->failed) free(sheet->head[sheet->n_columns]);
  }
  sheet->n_columns += !sheet->failed;
}

void flue_sheet_titled(flue_sheet *sheet, const char *head, flue_message title, flue_lang lang) {
  flue_sheet_column(sheet, head, flue_message_text(title, lang));
}

void flue_sheet_interval_heads(flue_sheet *sheet, const char *name, flue_message title,
                               flue_lang lang) {
  char *low = flue_format("%s_low", name), *high = flue_format("%s_high", name);
  flue_sheet_titled(sheet, name, title, lang);
  flue_sheet_titled(sheet, low ? low : "", FLUE_MSG_SHEET_LOW, lang);
  flue_sheet_titled(sheet, high ? high : "", FLUE_MSG_SHEET_HIGH, lang);
  if (!low || !high) sheet->failed = 1;
  free(low);
  free(high);
}

void flue_sheet_interval(flue_sheet *sheet, flue_interval x) {
  flue_sheet_number(sheet, x.value);
  flue_sheet_number(sheet, x.low);
  flue_sheet_number(sheet, x.high);
}

static void add_cell(flue_sheet *sheet, flue_cell cell) {
  if (!sheet->failed && flue_grow(&sheet->cell, &sheet->cell_capacity, sheet->n_cells + 1,
                                  sizeof *sheet->cell) == FLUE_OK) {
    sheet->cell[sheet->n_cells++] = cell;
    return;
  }
  free(cell.text);
  sheet->failed = 1;
}

void flue_sheet_text(flue_sheet *sheet, const char *text) {
  flue_cell cell = {flue_copy_text(text), NAN};
  if (!cell.text) sheet->failed = 1;
  add_cell(sheet, cell);
}

void flue_sheet_number(flue_sheet *sheet, double number) {
  add_cell(sheet, (flue_cell){NULL, number});
}

size_t flue_sheet_rows(const flue_sheet *sheet) {
  return sheet->n_columns ? sheet->n_cells / sheet->n_columns : 0;
}

void flue_sheet_clear(flue_sheet *sheet) {
  for (size_t i = 0; i < sheet->n_columns; ++i) {
    free(sheet->head[i]);
    free(sheet->title[i]);
  }
  for (size_t i = 0; i < sheet->n_cells; ++i) free(sheet->cell[i].text);
  free(sheet->head);
  free(sheet->title);
  free(sheet->cell);
  *sheet = (flue_sheet){0};
}

flue_status flue_sheet_csv(flue_ctx *ctx, const flue_sheet *sheet, const char *folder) {
  FLUE_CHECK(!sheet->failed, ctx, FLUE_ENOMEM, "no memory for the table %s", sheet->name);
  flue_text out = {0};
  for (size_t c = 0; c < sheet->n_columns; ++c) {
    flue_text_add(&out, c ? "," : "");
    flue_csv_text(&out, sheet->head[c]);
  }
  for (size_t i = 0; i < sheet->n_cells; ++i) {
    flue_text_add(&out, i % sheet->n_columns ? "," : "\n");
    if (sheet->cell[i].text)
      flue_csv_text(&out, sheet->cell[i].text);
    else
      flue_csv_number(&out, sheet->cell[i].number);
  }
  flue_text_add(&out, "\n");
  char *name = flue_format("%s.csv", sheet->name);
  const flue_status status = name ? flue_save_text(ctx, folder, name, &out) : FLUE_ENOMEM;
  free(name);
  return status;
}

/* ---- workbook ---- */

static int add_sheet(lxw_workbook *book, const flue_sheet *sheet, lxw_format *bold) {
  const double width = 18;
  lxw_worksheet *page = workbook_add_worksheet(book, sheet->name);
  if (!page) return 0;
  int is_good = 1;
  worksheet_set_column(page, 0, (lxw_col_t)sheet->n_columns, width, NULL);
  worksheet_freeze_panes(page, 1, 0);
  for (size_t c = 0; c < sheet->n_columns; ++c)
    is_good &= !worksheet_write_string(page, 0, (lxw_col_t)c, sheet->title[c], bold);
  for (size_t i = 0; i < sheet->n_cells; ++i) {
    const lxw_row_t row = (lxw_row_t)(1 + i / sheet->n_columns);
    const lxw_col_t column = (lxw_col_t)(i % sheet->n_columns);
    const flue_cell *cell = &sheet->cell[i];
    if (cell->text)
      is_good &= !worksheet_write_string(page, row, column, cell->text, NULL);
    else if (isfinite(cell->number))
      is_good &= !worksheet_write_number(page, row, column, cell->number, NULL);
  }
  return is_good;
}

flue_status flue_sheets_xlsx(flue_ctx *ctx, size_t n, const flue_sheet *const *sheets,
                             const char *path) {
  char *part = flue_part_path(path);
  FILE *trial = part ? fopen(part, "wb") : NULL; /* the library would complain on the screen */
  if (part && !trial) {
    free(part);
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(errno), NULL);
  }
  if (trial) fclose(trial);
  lxw_workbook *book = part ? workbook_new(part) : NULL;
  int is_good = book != NULL;
  lxw_format *bold = book ? workbook_add_format(book) : NULL;
  if (bold) format_set_bold(bold);
  for (size_t i = 0; i < n && is_good; ++i)
    is_good = !sheets[i]->failed && add_sheet(book, sheets[i], bold);
  const lxw_error error = book ? workbook_close(book) : LXW_ERROR_MEMORY_MALLOC_FAILED;
  flue_status status = FLUE_OK;
  if (error || !is_good)
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, lxw_strerror(error), NULL);
  else
    status = flue_publish(ctx, part, path);
  if (status && part) remove(part);
  free(part);
  return status;
}

/* ---- page ---- */

void flue_sheet_html(const flue_sheet *sheet, flue_text *out) {
  enum { digits = 3, whole_from = 1000 };
  flue_text_add(out, "<div class=\"wide\"><table><tr>");
  for (size_t c = 0; c < sheet->n_columns; ++c) flue_report_element(out, "th", sheet->title[c]);
  for (size_t i = 0; i < sheet->n_cells; ++i) {
    const flue_cell *cell = &sheet->cell[i];
    if (i % sheet->n_columns == 0) flue_text_add(out, "</tr>\n<tr>");
    flue_number_text number;
    const int is_whole = cell->number == floor(cell->number);
    if ((is_whole || fabs(cell->number) >= whole_from) && fabs(cell->number) < 1e9)
      flue_number_plain(cell->number, 0, &number);
    else
      flue_number_format(cell->number, digits, &number);
    flue_report_element(out, cell->text ? "td class=\"t\"" : "td class=\"n\"",
                        cell->text ? cell->text : number.text);
  }
  flue_text_add(out, "</tr></table></div>\n");
  if (sheet->failed) out->failed = 1;
}

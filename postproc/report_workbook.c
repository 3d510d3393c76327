/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a report as a workbook. */
#include <math.h>

#include "postproc/report.h"
#include "postproc/sheets.h"

enum { sheet_key, sheet_factors, sheet_fn, sheet_samples, n_sheets };

static void fill_key(const flue_risk *risk, flue_lang lang, flue_sheet *sheet) {
  sheet->name = "risk";
  flue_sheet_titled(sheet, "quantity", FLUE_MSG_HEAD_QUANTITY, lang);
  flue_sheet_interval_heads(sheet, "value", FLUE_MSG_HEAD_ESTIMATE, lang);
  flue_sheet_titled(sheet, "unit", FLUE_MSG_HEAD_UNIT, lang);
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i) {
    const flue_quantity *q = &FLUE_RISK_QUANTITIES[i];
    flue_sheet_text(sheet, lang == FLUE_ZH ? q->text_zh : q->text_en);
    flue_sheet_interval(sheet, risk->number[i]);
    flue_sheet_text(sheet, q->unit);
  }
}

static void fill_factors(const flue_rating *rating, flue_lang lang, flue_sheet *sheet) {
  sheet->name = "grade";
  flue_sheet_titled(sheet, "factor", FLUE_MSG_HEAD_FACTOR, lang);
  flue_sheet_titled(sheet, "measure", FLUE_MSG_HEAD_MEASURE, lang);
  flue_sheet_titled(sheet, "weight", FLUE_MSG_HEAD_WEIGHT, lang);
  flue_sheet_titled(sheet, "score", FLUE_MSG_HEAD_SCORE, lang);
  flue_sheet_titled(sheet, "lost", FLUE_MSG_HEAD_LOST, lang);
  flue_sheet_titled(sheet, "source", FLUE_MSG_HEAD_SOURCE, lang);
  for (size_t i = 0; i < rating->rules->n_factors; ++i) {
    const flue_rating_factor *f = &rating->factors[i];
    flue_sheet_text(sheet, f->rule->text.text[lang]);
    flue_sheet_number(sheet, f->value.value);
    flue_sheet_number(sheet, f->is_absent ? NAN : f->share);
    flue_sheet_number(sheet, f->is_absent ? NAN : f->score.value);
    flue_sheet_number(sheet, f->is_absent ? NAN : f->lost);
    flue_sheet_text(sheet, f->rule->text.source);
  }
}

static void fill_fn(const flue_risk *risk, flue_lang lang, flue_sheet *sheet) {
  sheet->name = "F-N";
  flue_sheet_titled(sheet, "n", FLUE_MSG_WORKBOOK_N, lang);
  flue_sheet_interval_heads(sheet, "value", FLUE_MSG_HEAD_ESTIMATE, lang);
  for (size_t i = 0; i < risk->n_points; ++i) {
    flue_sheet_number(sheet, risk->count[i]);
    flue_sheet_interval(sheet, risk->frequency[i]);
  }
}

static void fill_samples(const flue_batch *b, flue_lang lang, flue_sheet *sheet) {
  const size_t most_rows = 100000; /* a sheet holds a million; the batch file holds all */
  sheet->name = "samples";
  flue_sheet_titled(sheet, "sample", FLUE_MSG_WORKBOOK_SAMPLE, lang);
  for (size_t k = 0; k < b->n_inputs; ++k)
    flue_sheet_column(sheet, b->inputs[k].name, b->inputs[k].name);
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k)
    flue_sheet_column(sheet, FLUE_OUTCOMES[k].name, FLUE_OUTCOMES[k].name);
  for (size_t i = 0; i < b->n && i < most_rows; ++i) {
    flue_sheet_number(sheet, (double)i);
    for (size_t k = 0; k < b->n_inputs; ++k) flue_sheet_number(sheet, b->input[k][i]);
    for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k) flue_sheet_number(sheet, b->outcome[k][i]);
  }
}

flue_status flue_report_workbook(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                                 const flue_rating *rating, flue_lang lang, const char *path) {
  flue_sheet sheet[n_sheets] = {{0}};
  const flue_sheet *sheets[n_sheets];
  fill_key(risk, lang, &sheet[sheet_key]);
  fill_factors(rating, lang, &sheet[sheet_factors]);
  fill_fn(risk, lang, &sheet[sheet_fn]);
  fill_samples(batch, lang, &sheet[sheet_samples]);
  for (size_t i = 0; i < n_sheets; ++i) sheets[i] = &sheet[i];
  const flue_status status = flue_sheets_xlsx(ctx, n_sheets, sheets, path);
  for (size_t i = 0; i < n_sheets; ++i) flue_sheet_clear(&sheet[i]);
  return status;
}

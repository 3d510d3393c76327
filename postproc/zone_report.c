/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_report.h"

#include <stdio.h>
#include <stdlib.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/numbers.h"
#include "postproc/zone_page.h"

/* ---- tables as files ---- */

/** Appends numbers, a comma before each. */
static void add_numbers(flue_text *out, size_t n, const double *values) {
  for (size_t i = 0; i < n; ++i) {
    flue_text_add(out, ",");
    flue_csv_number(out, values[i]);
  }
}

static void add_flags(flue_text *out, const flue_zone_verdict *v) {
  flue_text_add(out, ",%d,%d,%d,%d,%d,%d,%d", !!v->is_judged, !!v->is_complete, !!v->scatter_met,
                !!v->scatter_clear, !!v->bias_met, !!v->series_met, !!v->is_met);
}

static void add_scores(flue_text *out, const flue_zone_scores *scores) {
  flue_text_add(out,
                "quantity,n,missing,sigma_E,bias,cfast_bias,scatter,cfast_scatter,ratio,"
                "cfast_ratio,within_20,cfast_within_20,worst_series,worst_ratio,is_judged,"
                "is_complete,scatter_met,scatter_15_below,bias_met,series_met,is_met,own_start_n,"
                "own_start_moved,own_start_bias,own_start_cfast_bias,own_start_scatter,"
                "own_start_cfast_scatter\n");
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    const flue_zone_quantity *q = &scores->quantities[i];
    const double values[] = {(double)q->n,   (double)q->missing, q->sigma_e,       q->ours.bias,
                             q->cfast.bias,  q->ours.scatter,    q->cfast.scatter, q->ours.ratio,
                             q->cfast.ratio, q->ours.within,     q->cfast.within};
    flue_csv_text(out, q->name);
    add_numbers(out, sizeof values / sizeof *values, values);
    flue_text_add(out, ",");
    flue_csv_text(out, q->verdict.worst ? q->verdict.worst : "");
    add_numbers(out, 1, &q->verdict.worst_ratio);
    add_flags(out, &q->verdict);
    const double own[] = {(double)q->ours_own.n, (double)q->n_moved,  q->ours_own.bias,
                          q->cfast_own.bias,     q->ours_own.scatter, q->cfast_own.scatter};
    add_numbers(out, sizeof own / sizeof *own, own);
    flue_text_add(out, "\n");
  }
}

static void add_series(flue_text *out, const flue_zone_scores *scores) {
  flue_text_add(out, "quantity,series,n,missing,ratio,cfast_ratio\n");
  for (size_t i = 0; i < scores->n_quantities; ++i)
    for (size_t k = 0; k < scores->quantities[i].n_series; ++k) {
      const flue_zone_series *s = &scores->quantities[i].series[k];
      const double values[] = {(double)s->n, (double)s->missing, s->ours, s->cfast};
      flue_csv_text(out, scores->quantities[i].name);
      flue_text_add(out, ",");
      flue_csv_text(out, s->name);
      add_numbers(out, sizeof values / sizeof *values, values);
      flue_text_add(out, "\n");
    }
}

static void add_points(flue_text *out, const flue_zone_scores *scores) {
  static const char *const states[FLUE_ZONE_STATES] = {"found", "no_table", "no_column", "no_value",
                                                       "not_positive"};
  flue_text_add(
      out,
      "series,test,quantity,metric,measured_file,measured_column,table,window_column,column,state,"
      "is_scored,measured,remeasured,predicted,cfast,predicted_from_own_start,start_shift\n");
  for (size_t i = 0; i < scores->pack.n; ++i) {
    const flue_zone_point *p = &scores->pack.points[i];
    const char *texts[] = {p->dataset,         p->test,
                           p->quantity,        flue_zone_metric_name(p->metric),
                           p->experiment.file, p->experiment.y_column,
                           p->model.file,      p->model.x_column,
                           p->model.y_column,  states[p->state]};
    const double values[] = {p->measured, p->remeasured, p->predicted, p->cfast, p->own, p->shift};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k) {
      if (k) flue_text_add(out, ",");
      flue_csv_text(out, texts[k]);
    }
    flue_text_add(out, ",%d", flue_zone_is_fixed(p));
    add_numbers(out, sizeof values / sizeof *values, values);
    flue_text_add(out, "\n");
  }
}

/* ---- text for the screen ---- */

/** Columns on a screen: characters of Chinese take two. */
static int display_width(const char *text) {
  int width = 0;
  for (const unsigned char *c = (const unsigned char *)text; *c; ++c)
    if ((*c & 0xC0) != 0x80) width += *c >= 0xE3 ? 2 : 1;
  return width;
}

/** Appends a cell flush right. */
static void add_cell(flue_text *out, const char *text, int width) {
  const int blank = width - display_width(text);
  flue_text_add(out, "%*s%s", blank > 0 ? blank : 0, "", text);
}

/** Widths of the columns: points, missing, bias, scatter, share near, target. */
static const int widths[] = {8, 9, 14, 16, 14, 12};

static void add_heads(flue_text *out, flue_lang lang) {
  static const flue_message heads[] = {FLUE_MSG_ZONE_HEAD_N,      FLUE_MSG_ZONE_HEAD_MISSING,
                                       FLUE_MSG_ZONE_HEAD_BIAS,   FLUE_MSG_ZONE_HEAD_SCATTER,
                                       FLUE_MSG_ZONE_HEAD_WITHIN, FLUE_MSG_ZONE_HEAD_TARGET};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i)
    add_cell(out, flue_message_text(heads[i], lang), widths[i]);
  flue_text_add(out, "  %s\n", flue_message_text(FLUE_MSG_HEAD_QUANTITY, lang));
}

static void add_count(flue_text *out, size_t n, int width) {
  flue_number_text text;
  flue_number_plain((double)n, 0, &text);
  add_cell(out, text.text, width);
}

/** Ours and, in brackets, CFAST's. */
static void add_pair(flue_text *out, double ours, double cfast, int decimals, const char *mark,
                     int width) {
  flue_number_text a, b;
  char cell[128];
  flue_number_plain(ours, decimals, &a);
  flue_number_plain(cfast, decimals, &b);
  snprintf(cell, sizeof cell, "%s%s (%s)", mark, a.text, b.text);
  add_cell(out, cell, width);
}

static void add_row(flue_text *out, const flue_zone_quantity *q, flue_lang lang) {
  add_count(out, q->n, widths[0]);
  add_count(out, q->missing, widths[1]);
  add_pair(out, q->ours.bias, q->cfast.bias, 2, "", widths[2]);
  add_pair(out, q->ours.scatter, q->cfast.scatter, 2, q->verdict.scatter_clear ? "*" : "",
           widths[3]);
  add_pair(out, 100 * q->ours.within, 100 * q->cfast.within, 0, "", widths[4]);
  add_cell(out, flue_zone_verdict_text(&q->verdict, lang), widths[5]);
  flue_text_add(out, "  %s\n", flue_zone_quantity_text(q->name, lang));
}

/** Temperatures and pressures as rises from where predictions start. */
static void add_own_starts(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  flue_zone_add_own_start(out, scores, lang);
  flue_text_add(out, "\n");
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    const flue_zone_quantity *q = &scores->quantities[i];
    if (q->n_moved == 0) continue;
    add_count(out, q->ours_own.n, widths[0]);
    add_count(out, q->n_moved, widths[1]);
    add_pair(out, q->ours_own.bias, q->cfast_own.bias, 2, "", widths[2]);
    add_pair(out, q->ours_own.scatter, q->cfast_own.scatter, 2, "", widths[3]);
    flue_text_add(out, "  %s\n", flue_zone_quantity_text(q->name, lang));
  }
}

static void add_missing(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  enum { most_shown = 20 };
  size_t shown = 0;
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_ZONE_MISSING, lang));
  for (size_t i = 0; i < scores->pack.n && shown < most_shown; ++i) {
    if (!flue_zone_is_missing(&scores->pack.points[i])) continue;
    flue_text_add(out, "  ");
    flue_zone_add_missing(out, &scores->pack.points[i], lang);
    flue_text_add(out, "\n");
    ++shown;
  }
  if (scores->missing <= shown) return;
  flue_number_text more;
  flue_number_plain((double)(scores->missing - shown), 0, &more);
  flue_text_add(out, "  ");
  flue_message_add(out, FLUE_MSG_ZONE_MISSING_MORE, lang, 1, (const char *const[]){more.text});
  flue_text_add(out, "\n");
}

static void add_screen(flue_text *out, const flue_zone_scores *scores, flue_lang lang,
                       const char *folder) {
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_ZONE_TITLE, lang));
  add_heads(out, lang);
  for (size_t i = 0; i < scores->n_quantities; ++i) add_row(out, &scores->quantities[i], lang);
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_ZONE_BESIDE, lang));
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_ZONE_TARGET, lang));
  if (flue_zone_has_moved(scores)) add_own_starts(out, scores, lang);
  if (scores->missing) add_missing(out, scores, lang);
  flue_zone_add_check(out, scores, lang);
  flue_text_add(out, "\n");
  flue_zone_add_summary(out, scores, lang);
  flue_text_add(out, "\n");
  flue_message_add(out, FLUE_MSG_ZONE_FILES, lang, 1, &folder);
  flue_text_add(out, "\n");
}

/* ---- all ---- */

flue_status flue_zone_report(flue_ctx *ctx, const flue_zone_scores *scores, flue_lang lang,
                             const char *folder, char **text) {
  flue_text file = {0};
  FLUE_TRY(flue_make_folder(ctx, folder));
  add_scores(&file, scores);
  FLUE_TRY(flue_save_text(ctx, folder, "scores.csv", &file));
  add_series(&file, scores);
  FLUE_TRY(flue_save_text(ctx, folder, "series.csv", &file));
  add_points(&file, scores);
  FLUE_TRY(flue_save_text(ctx, folder, "points.csv", &file));
  flue_zone_page(&file, scores, lang);
  FLUE_TRY(flue_save_text(ctx, folder,
                          lang == FLUE_ZH ? "validation.zh.html" : "validation.en.html", &file));
  add_screen(&file, scores, lang, folder);
  if (file.failed) {
    flue_text_clear(&file);
    return FLUE_ENOMEM;
  }
  *text = file.data;
  return FLUE_OK;
}

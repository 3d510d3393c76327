/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/html_page.h"
#include "postproc/html_text.h"
#include "postproc/numbers.h"
#include "postproc/report_tables.h"
#include "postproc/svg_plot.h"

static const char style_sheet[] =
    "body{font:15px/1.55 'Noto Sans','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "'PingFang SC','Helvetica Neue',Arial,sans-serif;color:#222;max-width:1000px;margin:32px auto;"
    "padding:0 24px}h1{font-size:26px}h2{font-size:19px;margin:34px 0 8px;padding-bottom:4px;"
    "border-bottom:2px solid #ddd}h3{font-size:16px;margin:20px 0 6px}"
    "table{border-collapse:collapse;width:100%;font-size:13.5px;margin:10px 0}"
    "th{background:#f2f4f6;text-align:left}th,td{border:1px solid #d5d9dd;padding:5px 8px}"
    "td.n{text-align:right;white-space:nowrap}tr.met td.v{background:#d9efe0}"
    "tr.bad td.v{background:#f7d9da}tr.few{color:#777}figure{margin:12px 0 20px;"
    "page-break-inside:avoid}figure svg{width:100%;height:auto}ul li{overflow-wrap:anywhere}";

static const char blue[] = "#1f6fb2", orange[] = "#e07b00", grey[] = "#777";

/* ---- figures ---- */

/** Values of one quantity. */
typedef struct scatter {
  size_t n, n_ours;
  double *measured, *cfast; /**< [n], owned. */
  double *ours_x, *ours_y;  /**< [n_ours], owned. */
  double low, high;         /**< Of all of them. */
} scatter;

static void free_scatter(scatter *s) {
  free(s->measured);
  free(s->cfast);
  free(s->ours_x);
  free(s->ours_y);
}

static void widen(scatter *s, double value) {
  s->low = fmin(s->low, value);
  s->high = fmax(s->high, value);
}

static void add_point(scatter *s, const flue_zone_point *point) {
  s->measured[s->n] = point->measured;
  s->cfast[s->n++] = point->cfast;
  widen(s, point->measured);
  widen(s, point->cfast);
  if (point->state != FLUE_ZONE_FOUND) return;
  s->ours_x[s->n_ours] = point->measured;
  s->ours_y[s->n_ours++] = point->predicted;
  widen(s, point->predicted);
}

/** Gathers the points of a quantity. @return whether there was memory. */
static int make_scatter(const flue_zone_scores *scores, const flue_zone_quantity *q, scatter *s) {
  *s = (scatter){.low = INFINITY, .high = -INFINITY};
  s->measured = flue_alloc(q->n, sizeof *s->measured);
  s->cfast = flue_alloc(q->n, sizeof *s->cfast);
  s->ours_x = flue_alloc(q->n, sizeof *s->ours_x);
  s->ours_y = flue_alloc(q->n, sizeof *s->ours_y);
  if (!s->measured || !s->cfast || !s->ours_x || !s->ours_y) return 0;
  for (size_t i = 0; i < scores->pack.n; ++i) {
    const flue_zone_point *point = &scores->pack.points[i];
    if (flue_zone_is_fixed(point) && strcmp(point->quantity, q->name) == 0) add_point(s, point);
  }
  return s->n > 0;
}

/** Axis for both directions: whole decades, or from 0. */
static flue_plot_axis make_axis(const scatter *s, const char *label) {
  static const double log_span = 30, margin = 1.05;
  if (s->high > log_span * s->low)
    return (flue_plot_axis){.label = label,
                            .low = pow(10, floor(log10(s->low))),
                            .high = pow(10, ceil(log10(s->high * margin))),
                            .is_log = 1};
  return (flue_plot_axis){.label = label, .low = 0, .high = margin * s->high};
}

/** Line of all points with M = factor E, as far as the upper edge. */
static void plot_factor(flue_plot *plot, const flue_plot_axis *axis, double factor,
                        flue_plot_style style) {
  const double end = fmin(axis->high, axis->high / factor);
  const double x[2] = {axis->low, end}, y[2] = {factor * axis->low, factor * end};
  flue_plot_line(plot, 2, x, y, style);
}

static void plot_model(flue_plot *plot, const flue_plot_axis *axis, const flue_zone_fit *fit,
                       flue_lang lang) {
  enum { n = 3 }; /* the band meets the upper edge at the second place */
  if (!isfinite(fit->bias)) return;
  const double up = fit->bias * exp(2 * fit->scatter), down = fit->bias * exp(-2 * fit->scatter);
  const double x[n] = {axis->low, fmax(fmin(axis->high / up, axis->high), axis->low), axis->high};
  double low[n], high[n];
  for (int i = 0; i < n; ++i) {
    low[i] = fmin(down * x[i], axis->high);
    high[i] = fmin(up * x[i], axis->high);
  }
  flue_plot_band(
      plot, n, x, low, high,
      (flue_plot_style){blue, 0, NULL, flue_message_text(FLUE_MSG_ZONE_MODEL_BAND, lang)});
  plot_factor(plot, axis, fit->bias, (flue_plot_style){blue, 1.5, NULL, NULL});
}

static void plot_scatter(flue_plot *plot, const flue_plot_axis *axis, const scatter *s,
                         const flue_zone_quantity *q, flue_lang lang) {
  static const double dot = 2.6; /* radius [px] */
  plot_model(plot, axis, &q->ours, lang);
  plot_factor(plot, axis, 1,
              (flue_plot_style){grey, 1.5, NULL, flue_message_text(FLUE_MSG_ZONE_EQUAL, lang)});
  plot_factor(
      plot, axis, 1 + 2 * q->sigma_e,
      (flue_plot_style){grey, 1, "5 4", flue_message_text(FLUE_MSG_ZONE_EXPERIMENT_BAND, lang)});
  plot_factor(plot, axis, 1 - 2 * q->sigma_e, (flue_plot_style){grey, 1, "5 4", NULL});
  flue_plot_dots(
      plot, s->n, s->measured, s->cfast,
      (flue_plot_style){orange, dot, NULL, flue_message_text(FLUE_MSG_ZONE_HEAD_CFAST, lang)});
  flue_plot_dots(
      plot, s->n_ours, s->ours_x, s->ours_y,
      (flue_plot_style){blue, dot, NULL, flue_message_text(FLUE_MSG_ZONE_HEAD_OURS, lang)});
}

/** "Measured [K]"; owned. */
static char *axis_label(const char *name, flue_message plain, flue_message with_unit,
                        flue_lang lang) {
  const char *unit = flue_zone_quantity_unit(name);
  return flue_message_format(unit ? with_unit : plain, lang, unit, NULL);
}

char *flue_zone_figure(const flue_zone_scores *scores, size_t quantity, flue_lang lang) {
  const flue_zone_quantity *q = &scores->quantities[quantity];
  scatter s;
  char *x = axis_label(q->name, FLUE_MSG_ZONE_MEASURED, FLUE_MSG_ZONE_MEASURED_UNIT, lang);
  char *y = axis_label(q->name, FLUE_MSG_ZONE_PREDICTED, FLUE_MSG_ZONE_PREDICTED_UNIT, lang);
  char *svg = NULL;
  if (make_scatter(scores, q, &s) && x && y) {
    const flue_plot_axis axis = make_axis(&s, x);
    flue_plot_axis upward = axis;
    upward.label = y;
    flue_plot *plot = flue_plot_create((int)quantity, axis, upward);
    if (plot) {
      plot_scatter(plot, &axis, &s, q, lang);
      svg = flue_plot_finish(&plot);
    }
  }
  free_scatter(&s);
  free(x);
  free(y);
  return svg;
}

/* ---- tables ---- */

static void add_heads(flue_text *out, size_t n, const flue_message *heads, flue_lang lang) {
  flue_text_add(out, "<table><tr>");
  for (size_t i = 0; i < n; ++i) flue_report_element(out, "th", flue_message_text(heads[i], lang));
  flue_text_add(out, "</tr>\n");
}

static void add_number(flue_text *out, double value, int decimals) {
  flue_number_text text;
  flue_number_plain(value, decimals, &text);
  flue_text_add(out, "<td class=\"n\">%s</td>", text.text);
}

/** Ours and, in brackets, CFAST's. */
static void add_pair(flue_text *out, double ours, double cfast, int decimals, const char *mark) {
  flue_number_text a, b;
  flue_number_plain(ours, decimals, &a);
  flue_number_plain(cfast, decimals, &b);
  flue_text_add(out, "<td class=\"n\">%s%s (%s)</td>", mark, a.text, b.text);
}

static const char *row_class(const flue_zone_verdict *v) {
  return !v->is_judged ? "few" : v->is_met ? "met" : "bad";
}

static void add_quantity_row(flue_text *out, const flue_zone_quantity *q, flue_lang lang) {
  flue_number_text worst;
  flue_text_add(out, "<tr class=\"%s\">", row_class(&q->verdict));
  flue_report_element(out, "td", flue_zone_quantity_text(q->name, lang));
  add_number(out, (double)q->n, 0);
  add_number(out, (double)q->missing, 0);
  add_number(out, q->sigma_e, 2);
  add_pair(out, q->ours.bias, q->cfast.bias, 2, "");
  add_pair(out, q->ours.scatter, q->cfast.scatter, 2, q->verdict.scatter_clear ? "*" : "");
  add_pair(out, q->ours.ratio, q->cfast.ratio, 2, "");
  add_pair(out, 100 * q->ours.within, 100 * q->cfast.within, 0, "");
  flue_text_add(out, "<td>");
  if (q->verdict.worst) flue_html_add(out, q->verdict.worst);
  flue_number_plain(q->verdict.worst_ratio, 2, &worst);
  flue_text_add(out, " %s</td>", worst.text);
  flue_report_element(out, "td class=\"v\"", flue_zone_verdict_text(&q->verdict, lang));
  flue_text_add(out, "</tr>\n");
}

static void add_quantity_table(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  static const flue_message heads[] = {FLUE_MSG_HEAD_QUANTITY,     FLUE_MSG_ZONE_HEAD_N,
                                       FLUE_MSG_ZONE_HEAD_MISSING, FLUE_MSG_ZONE_HEAD_SIGMA,
                                       FLUE_MSG_ZONE_HEAD_BIAS,    FLUE_MSG_ZONE_HEAD_SCATTER,
                                       FLUE_MSG_ZONE_HEAD_RATIO,   FLUE_MSG_ZONE_HEAD_WITHIN,
                                       FLUE_MSG_ZONE_HEAD_WORST,   FLUE_MSG_ZONE_HEAD_TARGET};
  add_heads(out, sizeof heads / sizeof *heads, heads, lang);
  for (size_t i = 0; i < scores->n_quantities; ++i)
    add_quantity_row(out, &scores->quantities[i], lang);
  flue_text_add(out, "</table>\n");
}

static void add_own_start_table(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  static const flue_message heads[] = {FLUE_MSG_HEAD_QUANTITY, FLUE_MSG_ZONE_HEAD_N,
                                       FLUE_MSG_ZONE_HEAD_MOVED, FLUE_MSG_ZONE_HEAD_BIAS,
                                       FLUE_MSG_ZONE_HEAD_SCATTER};
  add_heads(out, sizeof heads / sizeof *heads, heads, lang);
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    const flue_zone_quantity *q = &scores->quantities[i];
    if (q->n_moved == 0) continue;
    flue_text_add(out, "<tr>");
    flue_report_element(out, "td", flue_zone_quantity_text(q->name, lang));
    add_number(out, (double)q->ours_own.n, 0);
    add_number(out, (double)q->n_moved, 0);
    add_pair(out, q->ours_own.bias, q->cfast_own.bias, 2, "");
    add_pair(out, q->ours_own.scatter, q->cfast_own.scatter, 2, "");
    flue_text_add(out, "</tr>\n");
  }
  flue_text_add(out, "</table>\n");
}

static void add_series_table(flue_text *out, const flue_zone_quantity *q, flue_lang lang) {
  static const flue_message heads[] = {FLUE_MSG_ZONE_HEAD_SERIES, FLUE_MSG_ZONE_HEAD_N,
                                       FLUE_MSG_ZONE_HEAD_MISSING, FLUE_MSG_ZONE_HEAD_OURS,
                                       FLUE_MSG_ZONE_HEAD_CFAST};
  add_heads(out, sizeof heads / sizeof *heads, heads, lang);
  for (size_t i = 0; i < q->n_series; ++i) {
    flue_text_add(out, "<tr>");
    flue_report_element(out, "td", q->series[i].name);
    add_number(out, (double)q->series[i].n, 0);
    add_number(out, (double)q->series[i].missing, 0);
    add_number(out, q->series[i].ours, 2);
    add_number(out, q->series[i].cfast, 2);
    flue_text_add(out, "</tr>\n");
  }
  flue_text_add(out, "</table>\n");
}

/** Figure and series of each quantity. */
static void add_quantities(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    flue_report_element(out, "h3", flue_zone_quantity_text(scores->quantities[i].name, lang));
    char *svg = flue_zone_figure(scores, i, lang);
    if (!svg) out->failed = 1;
    flue_text_add(out, "<figure>%s</figure>\n", svg ? svg : "");
    free(svg);
    add_series_table(out, &scores->quantities[i], lang);
  }
}

static void add_missing(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  flue_report_element(out, "h2", flue_message_text(FLUE_MSG_ZONE_MISSING, lang));
  flue_text_add(out, "<ul>\n");
  for (size_t i = 0; i < scores->pack.n; ++i) {
    if (!flue_zone_is_missing(&scores->pack.points[i])) continue;
    flue_text line = {0};
    flue_zone_add_missing(&line, &scores->pack.points[i], lang);
    flue_report_element(out, "li", line.data ? line.data : "");
    if (line.failed) out->failed = 1;
    flue_text_clear(&line);
  }
  flue_text_add(out, "</ul>\n");
}

typedef void (*sentence_fn)(flue_text *out, const flue_zone_scores *scores, flue_lang lang);

static void add_sentence(flue_text *out, const flue_zone_scores *scores, flue_lang lang,
                         sentence_fn add) {
  flue_text line = {0};
  add(&line, scores, lang);
  flue_report_element(out, "p", line.data ? line.data : "");
  if (line.failed) out->failed = 1;
  flue_text_clear(&line);
}

static void add_paragraph(flue_text *out, const char *tag, flue_message id, flue_lang lang) {
  flue_report_element(out, tag, flue_message_text(id, lang));
  flue_text_add(out, "\n");
}

void flue_zone_page(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  flue_html_head(out, lang, flue_message_text(FLUE_MSG_ZONE_TITLE, lang), style_sheet);
  add_sentence(out, scores, lang, flue_zone_add_summary);
  add_quantity_table(out, scores, lang);
  add_paragraph(out, "p", FLUE_MSG_ZONE_BESIDE, lang);
  add_paragraph(out, "p", FLUE_MSG_ZONE_TARGET, lang);
  if (flue_zone_has_moved(scores)) {
    add_sentence(out, scores, lang, flue_zone_add_own_start);
    add_own_start_table(out, scores, lang);
  }
  add_paragraph(out, "p", FLUE_MSG_ZONE_METHOD, lang);
  add_paragraph(out, "p", FLUE_MSG_ZONE_METHOD_LLNL, lang);
  add_sentence(out, scores, lang, flue_zone_add_check);
  add_paragraph(out, "h2", FLUE_MSG_ZONE_FIGURES, lang);
  add_paragraph(out, "p", FLUE_MSG_ZONE_METHOD_BANDS, lang);
  add_quantities(out, scores, lang);
  if (scores->missing) add_missing(out, scores, lang);
  flue_text_add(out, "</body></html>\n");
}

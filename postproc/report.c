/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/atomic_file.h"
#include "postproc/html_page.h"
#include "postproc/html_text.h"
#include "postproc/numbers.h"
#include "postproc/report_drivers.h"
#include "postproc/report_figures.h"
#include "postproc/report_tables.h"
#include "postproc/routes.h"

static const char style_sheet[] =
    "@page{size:A4;margin:16mm}"
    "body{font:15px/1.55 'Noto Sans','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "'PingFang SC','Helvetica Neue',Arial,sans-serif;color:#222;max-width:900px;margin:32px auto;"
    "padding:0 24px}"
    "h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:34px 0 8px;padding-bottom:4px;"
    "border-bottom:2px solid #ddd}h3{font-size:16px;margin:20px 0 6px}.sub{color:#666;margin:0}"
    ".grade{display:flex;align-items:center;gap:24px;margin:22px 0;page-break-inside:avoid}"
    ".badge{flex:none;width:150px;padding:16px 0;border-radius:8px;color:#fff;text-align:center}"
    ".badge b{display:block;font-size:52px;line-height:1.1}.badge span{font-size:16px}"
    ".blue{background:#1f6fb2}.green{background:#2e8b57}.yellow{background:#f2c500;color:#222}"
    ".orange{background:#e07b00}.red{background:#c4161c}"
    ".bar{position:relative;height:14px;margin:30px 0 26px;border-radius:3px;overflow:visible;"
    "display:flex}.bar>i{height:14px}.bar>em{position:absolute;top:-6px;width:4px;height:26px;"
    "background:#111;border:1px solid "
    "#fff}.bar>u{position:absolute;top:17px;height:3px;background:#111}"
    ".bar>span{position:absolute;top:-25px;font-size:13px;transform:translateX(-50%);"
    "white-space:nowrap}"
    "table{border-collapse:collapse;width:100%;font-size:13.5px;margin:10px 0}"
    "th{background:#f2f4f6;text-align:left}th,td{border:1px solid #d5d9dd;padding:5px 8px;"
    "vertical-align:top}td.n{text-align:right;white-space:nowrap}small{color:#666}"
    "tr{page-break-inside:avoid}tr.absent{color:#888}figure{margin:12px 0 20px;"
    "page-break-inside:avoid}figure "
    "svg{width:100%;height:auto}figcaption{color:#555;font-size:13px}"
    ".sources{color:#555;font-size:13px;margin-top:-12px}.u{white-space:nowrap}.warn{color:#8a4b00}"
    "ol li{margin:4px 0}ul li{margin:4px 0;overflow-wrap:anywhere}"
    "footer{margin-top:36px;border-top:1px solid #ddd;color:#777;font-size:12.5px}"
    "@media print{body{margin:0;padding:0;max-width:none}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/** Title of the building: in the language, or in the other one when there is none. */
static const char *building_title(const flue_report_view *view) {
  const char *title = view->batch->title[view->lang];
  if (!*title) title = view->batch->title[view->lang == FLUE_ZH ? FLUE_EN : FLUE_ZH];
  return *title ? title : view->batch->scenario_path;
}

static const flue_rule_text *grade_text(const flue_report_view *view, size_t grade) {
  return &view->rating->rules->grades[grade].text;
}

static void add_head(flue_text *out, const flue_report_view *view) {
  flue_html_head(out, view->lang, building_title(view), style_sheet);
  flue_report_message(out, view, "p class=\"sub\"", FLUE_MSG_REPORT_TITLE);
}

/** The scale from 0 to 100 in the colours of the grades, with score and interval. */
static void add_bar(flue_text *out, const flue_report_view *view) {
  const flue_rules *rules = view->rating->rules;
  const flue_interval score = view->rating->score;
  flue_text_add(out, "<div class=\"bar\">");
  for (size_t i = rules->n_grades; i-- > 0;) {
    const double top = i ? rules->grades[i - 1].limit : 100;
    flue_text_add(out, "<i class=\"%s\" style=\"width:%.2f%%\"></i>", rules->grades[i].text.measure,
                  top - rules->grades[i].limit);
  }
  flue_text_add(out, "<u style=\"left:%.2f%%;width:%.2f%%\"></u>", score.low,
                score.high - score.low);
  flue_text_add(out, "<em style=\"left:calc(%.2f%% - 3px)\"></em>", score.value);
  flue_text_add(out, "<span style=\"left:%.2f%%\">%.0f (%.0f – %.0f)</span></div>\n", score.value,
                score.value, score.low, score.high);
}

/** The sentences beside the grade. */
static void add_summary(flue_text *out, const flue_report_view *view) {
  const flue_risk *risk = view->risk;
  flue_number_text score, years, deaths, low, high, individual, bound, n;
  flue_number_plain(view->rating->score.value, 0, &score);
  const char *grade[] = {score.text, grade_text(view, view->rating->grade)->id,
                         grade_text(view, view->rating->grade)->text[view->lang]};
  flue_report_filled(out, view, "p", FLUE_MSG_REPORT_SUMMARY, 3, grade);
  const flue_interval f = risk->number[FLUE_RISK_fires_per_year];
  const flue_interval pll = risk->number[FLUE_RISK_fatalities_per_year];
  flue_number_format(1 / f.value, 2, &years);
  flue_number_format(pll.value, 2, &deaths);
  flue_number_format(pll.low, 2, &low);
  flue_number_format(pll.high, 2, &high);
  flue_number_format(risk->number[FLUE_RISK_individual_risk].value, 2, &individual);
  flue_number_format(100 * risk->number[FLUE_RISK_p_fatal].high, 2, &bound);
  flue_number_plain((double)risk->n, 0, &n);
  if (risk->is_bound) {
    flue_number_format(risk->number[FLUE_RISK_individual_risk].high, 2, &individual);
    flue_report_filled(out, view, "p", FLUE_MSG_REPORT_BOUND, 4,
                       (const char *const[]){n.text, bound.text, high.text, individual.text});
  } else if (isfinite(pll.value)) {
    flue_report_filled(
        out, view, "p", FLUE_MSG_REPORT_RISK, 5,
        (const char *const[]){years.text, deaths.text, low.text, high.text, individual.text});
  }
}

/** Vetoes that fired, and how sure the grade is. */
static void add_reservations(flue_text *out, const flue_report_view *view) {
  const flue_rating *rating = view->rating;
  for (size_t i = 0; i < rating->rules->n_vetoes; ++i) {
    if (!rating->is_vetoed[i]) continue;
    const flue_veto_rule *veto = &rating->rules->vetoes[i];
    flue_report_filled(
        out, view, "p class=\"warn\"", FLUE_MSG_REPORT_VETO, 2,
        (const char *const[]){veto->text.text[view->lang], grade_text(view, veto->grade)->id});
  }
  if (rating->grade_worst != rating->grade_best)
    flue_report_filled(out, view, "p class=\"warn\"", FLUE_MSG_REPORT_RANGE, 2,
                       (const char *const[]){grade_text(view, rating->grade_best)->id,
                                             grade_text(view, rating->grade_worst)->id});
}

static void add_grade(flue_text *out, const flue_report_view *view) {
  const flue_rule_text *grade = grade_text(view, view->rating->grade);
  flue_text_add(out, "<div class=\"grade\"><div class=\"badge %s\"><b>", grade->measure);
  flue_html_add(out, grade->id);
  flue_text_add(out, "</b><span>");
  flue_html_add(out, grade->text[view->lang]);
  flue_text_add(out, "</span></div><div>");
  add_summary(out, view);
  flue_text_add(out, "</div></div>\n");
  add_bar(out, view);
  add_reservations(out, view);
}

static void add_costly(flue_text *out, const flue_report_view *view) {
  const flue_rating *rating = view->rating;
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_COSTLY);
  flue_text_add(out, "<ol>\n");
  for (size_t i = 0; i < rating->n_costly; ++i) {
    const flue_rating_factor *f = &rating->factors[rating->costly[i]];
    flue_number_text lost, score, weight;
    flue_number_plain(f->lost, 1, &lost);
    flue_number_plain(f->score.value, 0, &score);
    flue_number_plain(100 * f->share, 0, &weight);
    flue_report_filled(
        out, view, "li", FLUE_MSG_REPORT_COST, 4,
        (const char *const[]){f->rule->text.text[view->lang], lost.text, score.text, weight.text});
  }
  flue_text_add(out, "</ol>\n");
}

/** A figure with heading and caption; @p svg owned and freed here; without one only a sentence. */
static void add_figure(flue_text *out, const flue_report_view *view, flue_message heading,
                       flue_message caption, char *svg) {
  flue_report_message(out, view, "h3", heading);
  if (svg) {
    flue_text_add(out, "<figure>%s", svg);
    flue_report_message(out, view, "figcaption", caption);
    flue_text_add(out, "</figure>\n");
  } else {
    flue_report_message(out, view, "p", FLUE_MSG_REPORT_NO_DEATHS);
  }
  free(svg);
}

/** The same, and nothing at all without a picture. */
static void add_if_any(flue_text *out, const flue_report_view *view, flue_message heading,
                       flue_message caption, char *svg) {
  if (svg) add_figure(out, view, heading, caption, svg);
}

/** Where the limits of the F-N curve come from. */
static void add_limit_sources(flue_text *out, const flue_report_view *view) {
  if (view->risk->n_points == 0) return;
  flue_text_add(out, "<ul class=\"sources\">\n");
  for (size_t i = 0; i < view->risk->n_criteria; ++i) {
    const flue_fn_criterion *limit = &view->risk->criteria[i];
    flue_report_filled(out, view, "li", FLUE_MSG_REPORT_LIMIT, 2,
                       (const char *const[]){limit->text[view->lang], limit->source});
  }
  flue_text_add(out, "</ul>\n");
}

static void add_body(flue_text *out, const flue_report_view *view) {
  const flue_lang lang = view->lang;
  add_head(out, view);
  add_grade(out, view);
  add_costly(out, view);
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_KEY);
  flue_report_key_table(out, view);
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_LIFE);
  add_figure(out, view, FLUE_MSG_REPORT_FN, FLUE_MSG_CAPTION_FN, flue_figure_fn(view->risk, lang));
  add_limit_sources(out, view);
  add_figure(out, view, FLUE_MSG_REPORT_FATALITIES, FLUE_MSG_CAPTION_FATALITIES,
             flue_figure_fatalities(view->batch, lang));
  add_figure(out, view, FLUE_MSG_REPORT_CAUSES, FLUE_MSG_CAPTION_CAUSES,
             flue_figure_causes(view->risk, lang));
  flue_drivers_html(view->batch, lang, out);
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_ESCAPE);
  flue_report_time_table(out, view);
  flue_routes_html(view->batch, lang, out);
  add_figure(out, view, FLUE_MSG_REPORT_TIMES, FLUE_MSG_CAPTION_TIMES,
             flue_figure_times(view->batch, lang));
  add_figure(out, view, FLUE_MSG_REPORT_ALARM, FLUE_MSG_CAPTION_ALARM,
             flue_figure_alarm(view->batch, lang));
  add_if_any(out, view, FLUE_MSG_REPORT_OUTSIDE, FLUE_MSG_CAPTION_OUTSIDE,
             flue_figure_outside(view->batch, lang));
  add_if_any(out, view, FLUE_MSG_REPORT_EXITS, FLUE_MSG_CAPTION_EXITS,
             flue_figure_exits(view->batch, lang));
  add_if_any(out, view, FLUE_MSG_REPORT_STAIRS, FLUE_MSG_CAPTION_STAIRS,
             flue_figure_stairs(view->batch, lang));
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_FACTORS);
  flue_report_factor_table(out, view);
  flue_report_message(out, view, "h2", FLUE_MSG_REPORT_BASIS);
  flue_report_basis(out, view);
  flue_report_message(out, view, "footer", FLUE_MSG_REPORT_FOOTER);
  flue_text_add(out, "</body></html>\n");
}

flue_status flue_report_html(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                             const flue_rating *rating, flue_lang lang, const char *path) {
  const flue_report_view view = {batch, risk, rating, lang};
  flue_text page = {0};
  add_body(&page, &view);
  const flue_status status =
      page.failed ? FLUE_ENOMEM : flue_write_file(ctx, path, page.data, page.length);
  flue_text_clear(&page);
  return status;
}

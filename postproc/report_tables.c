/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/report_tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "postproc/html_text.h"
#include "postproc/numbers.h"

void flue_report_element(flue_text *out, const char *tag, const char *text) {
  flue_text_add(out, "<%s>", tag);
  flue_html_add(out, text);
  flue_text_add(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

void flue_report_message(flue_text *out, const flue_report_view *view, const char *tag,
                         flue_message id) {
  flue_report_element(out, tag, flue_message_text(id, view->lang));
}

void flue_report_filled(flue_text *out, const flue_report_view *view, const char *tag,
                        flue_message id, size_t n, const char *const *args) {
  flue_text text = {0};
  flue_message_add(&text, id, view->lang, n, args);
  flue_report_element(out, tag, text.data ? text.data : "");
  if (text.failed) out->failed = 1;
  flue_text_clear(&text);
}

/** Whether a number is a share that reads best in per cent. */
static int is_share(const char *name) {
  return strncmp(name, "p_", 2) == 0;
}

/** A number as the tables show it: shares in per cent, times that never came in words. */
static void add_value(flue_text *out, const flue_report_view *view, const char *name,
                      const char *unit, double value) {
  flue_number_text text;
  if (strcmp(unit, "s") == 0 && isinf(value)) {
    flue_text_add(
        out, "%s",
        flue_message_text(value > 0 ? FLUE_MSG_REPORT_LATER : FLUE_MSG_REPORT_UNKNOWN, view->lang));
    return;
  }
  flue_number_format(is_share(name) ? 100 * value : value, 3, &text);
  flue_text_add(out, "%s%s", text.text, is_share(name) && isfinite(value) ? " %" : "");
}

static void add_interval(flue_text *out, const flue_report_view *view, const char *name,
                         const char *unit, flue_interval x) {
  if (isnan(x.value)) {
    flue_text_add(out, "–");
  } else if (isinf(x.low) && isinf(x.high)) {
    flue_text_add(out, "%s", flue_message_text(FLUE_MSG_REPORT_LATER, view->lang));
  } else {
    add_value(out, view, name, unit, x.low);
    flue_text_add(out, " – ");
    add_value(out, view, name, unit, x.high);
  }
}

static const char *unit_text(const flue_report_view *view, const char *name, const char *unit) {
  if (strcmp(unit, "a-1") == 0) return flue_message_text(FLUE_MSG_REPORT_PER_YEAR, view->lang);
  if (strcmp(unit, "1") == 0 || is_share(name)) return "";
  return unit;
}

static const char *quantity_text(const flue_report_view *view, const flue_quantity *q) {
  return view->lang == FLUE_ZH ? q->text_zh : q->text_en;
}

static void open_table(flue_text *out, const flue_report_view *view, size_t n,
                       const flue_message *heads) {
  flue_text_add(out, "<table><thead><tr>");
  for (size_t i = 0; i < n; ++i) flue_report_message(out, view, "th", heads[i]);
  flue_text_add(out, "</tr></thead><tbody>\n");
}

static void close_table(flue_text *out) {
  flue_text_add(out, "</tbody></table>\n");
}

void flue_report_key_table(flue_text *out, const flue_report_view *view) {
  static const flue_message heads[] = {FLUE_MSG_HEAD_QUANTITY, FLUE_MSG_HEAD_ESTIMATE,
                                       FLUE_MSG_HEAD_INTERVAL, FLUE_MSG_HEAD_UNIT};
  open_table(out, view, 4, heads);
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i) {
    const flue_quantity *q = &FLUE_RISK_QUANTITIES[i];
    if (strcmp(q->unit, "s") == 0) continue; /* times have a table of their own */
    if (strncmp(q->unit, "CNY", 3) == 0 && isnan(view->risk->number[i].value)) continue;
    flue_text_add(out, "<tr>");
    flue_report_element(out, "td", quantity_text(view, q));
    flue_text_add(out, "<td class=\"n\"><b>");
    add_value(out, view, q->name, q->unit, view->risk->number[i].value);
    flue_text_add(out, "</b></td><td class=\"n\">");
    add_interval(out, view, q->name, q->unit, view->risk->number[i]);
    flue_text_add(out, "</td>");
    flue_report_element(out, "td class=\"u\"", unit_text(view, q->name, q->unit));
    flue_text_add(out, "</tr>\n");
  }
  close_table(out);
}

void flue_report_time_table(flue_text *out, const flue_report_view *view) {
  static const flue_message heads[] = {FLUE_MSG_HEAD_TIME, FLUE_MSG_HEAD_Q05, FLUE_MSG_HEAD_Q50,
                                       FLUE_MSG_HEAD_Q95};
  static const struct {
    flue_message text;
    flue_risk_id first;
  } rows[] = {{FLUE_MSG_CURVE_ALARM, FLUE_RISK_alarm_time_q05},
              {FLUE_MSG_CURVE_RSET_STOREY, FLUE_RISK_rset_storey_q05},
              {FLUE_MSG_CURVE_RSET_BUILDING, FLUE_RISK_rset_building_q05},
              {FLUE_MSG_CURVE_ASET_ROOM, FLUE_RISK_aset_room_q05},
              {FLUE_MSG_CURVE_ASET_STOREY, FLUE_RISK_aset_storey_q05},
              {FLUE_MSG_CURVE_ASET_STAIR, FLUE_RISK_aset_stair_q05}};
  open_table(out, view, 4, heads);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    flue_text_add(out, "<tr>");
    flue_report_message(out, view, "td", rows[i].text);
    for (size_t k = 0; k < 3; ++k) {
      const flue_interval x = view->risk->number[rows[i].first + k];
      flue_text_add(out, "<td class=\"n\"><b>");
      add_value(out, view, "", "s", x.value);
      if (isfinite(x.low) || isfinite(x.high)) {
        flue_text_add(out, "</b><br><small>");
        add_interval(out, view, "", "s", x);
        flue_text_add(out, "</small></td>");
      } else {
        flue_text_add(out, "</b></td>");
      }
    }
    flue_text_add(out, "</tr>\n");
  }
  close_table(out);
}

/** Cells of score, weight and points lost. */
static void add_points(flue_text *out, const flue_rating_factor *f) {
  if (f->is_absent) {
    flue_text_add(out, "<td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>");
    return;
  }
  flue_number_text score, low, high, weight, lost;
  flue_number_plain(f->score.value, 0, &score);
  flue_number_plain(f->score.low, 0, &low);
  flue_number_plain(f->score.high, 0, &high);
  flue_number_plain(100 * f->share, 1, &weight);
  flue_number_plain(f->lost, 1, &lost);
  flue_text_add(out, "<td class=\"n\"><b>%s</b> <small>%s – %s</small></td>", score.text, low.text,
                high.text);
  flue_text_add(out, "<td class=\"n\">%s %%</td><td class=\"n\">%s</td>", weight.text, lost.text);
}

/** Status of a rule; the common word "proposal" in the language of the report. */
static const char *status_text(const flue_report_view *view, const char *status) {
  if (strcmp(status, "proposal") != 0) return status;
  return flue_message_text(FLUE_MSG_REPORT_PROPOSAL, view->lang);
}

/** One row of the factor table; a factor without measure says so. */
static void add_factor(flue_text *out, const flue_report_view *view, const flue_rating_factor *f) {
  const char *unit = NULL;
  const char *measure = f->rule->text.measure;
  flue_rating_measure(view->batch, view->risk, measure, &unit);
  flue_text_add(out, f->is_absent ? "<tr class=\"absent\"><td>" : "<tr><td>");
  flue_html_add(out, f->rule->text.text[view->lang]);
  flue_text_add(out, "</td><td class=\"n\">");
  if (f->is_absent) {
    flue_report_message(out, view, "i", FLUE_MSG_REPORT_UNKNOWN);
  } else {
    add_value(out, view, measure, unit, f->value.value);
    const char *shown = isinf(f->value.value) ? "" : unit_text(view, measure, unit);
    flue_text_add(out, "%s%s", *shown ? " " : "", shown);
  }
  flue_text_add(out, "</td>");
  add_points(out, f);
  flue_text_add(out, "<td>");
  flue_html_add(out, f->rule->text.source);
  flue_text_add(out, " (");
  flue_html_add(out, status_text(view, f->rule->text.status));
  flue_text_add(out, ")</td></tr>\n");
}

void flue_report_factor_table(flue_text *out, const flue_report_view *view) {
  static const flue_message heads[] = {FLUE_MSG_HEAD_FACTOR, FLUE_MSG_HEAD_MEASURE,
                                       FLUE_MSG_HEAD_SCORE,  FLUE_MSG_HEAD_WEIGHT,
                                       FLUE_MSG_HEAD_LOST,   FLUE_MSG_HEAD_SOURCE};
  open_table(out, view, 6, heads);
  for (size_t i = 0; i < view->rating->rules->n_factors; ++i)
    add_factor(out, view, &view->rating->factors[i]);
  close_table(out);
  if (view->rating->n_absent == 0) return;
  char share[16];
  snprintf(share, sizeof share, "%.0f", 100 * view->rating->absent_weight);
  flue_report_filled(out, view, "p class=\"warn\"", FLUE_MSG_REPORT_ABSENT, 1,
                     (const char *const[]){share});
}

/** The frequency of fires: model or local figure. */
/** What local counts and causes did to the frequency. */
static void add_causes(flue_text *out, const flue_report_view *view) {
  const flue_risk *risk = view->risk;
  flue_number_text fires, years, share[FLUE_CAUSE_COUNT];
  flue_number_plain(flue_batch_fact(view->batch, "local_fires"), 0, &fires);
  flue_number_plain(flue_batch_fact(view->batch, "local_building_years"), 0, &years);
  if (risk->is_calibrated)
    flue_report_filled(out, view, "li", FLUE_MSG_BASIS_CALIBRATED, 2,
                       (const char *const[]){fires.text, years.text});
  if (isnan(risk->by_cause[0])) return;
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i)
    flue_number_plain(100 * risk->by_cause[i], 0, &share[i]);
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_CAUSES, FLUE_CAUSE_COUNT,
                     (const char *const[]){share[0].text, share[1].text, share[2].text,
                                           share[3].text, share[4].text});
}

static void add_frequency(flue_text *out, const flue_report_view *view) {
  const flue_risk *risk = view->risk;
  const flue_interval f = risk->number[FLUE_RISK_fires_per_year];
  flue_number_text value, factor, area;
  flue_number_format(f.value, 2, &value);
  flue_number_format(f.high / f.value, 2, &factor);
  flue_number_format(risk->floor_area_m2, 4, &area);
  if (isnan(f.value)) {
    flue_report_message(out, view, "li class=\"warn\"", FLUE_MSG_BASIS_NO_FREQUENCY);
    return;
  }
  if (!risk->has_frequency_model) {
    flue_report_filled(out, view, "li", FLUE_MSG_BASIS_FREQUENCY_GIVEN, 2,
                       (const char *const[]){value.text, factor.text});
    return;
  }
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_FREQUENCY, 5,
                     (const char *const[]){value.text, risk->ignition.use, area.text, factor.text,
                                           risk->ignition.source});
  add_causes(out, view);
  if (!risk->ignition.is_verified)
    flue_report_message(out, view, "li class=\"warn\"", FLUE_MSG_BASIS_UNVERIFIED);
  if (risk->ignition.is_outside_range)
    flue_report_message(out, view, "li class=\"warn\"", FLUE_MSG_BASIS_AREA);
  if (risk->ignition.is_other_use)
    flue_report_filled(out, view, "li class=\"warn\"", FLUE_MSG_BASIS_USE, 1,
                       (const char *const[]){view->batch->use});
}

static void add_facts(flue_text *out, const flue_report_view *view) {
  if (view->batch->n_facts == 0) return;
  flue_text_add(out, "<li>");
  flue_html_add(out, flue_message_text(FLUE_MSG_BASIS_FACTS, view->lang));
  for (size_t i = 0; i < view->batch->n_facts; ++i) {
    const flue_fact *fact = &view->batch->facts[i];
    flue_number_text value;
    flue_number_format(fact->value, 4, &value);
    flue_text_add(out, "%s", i ? (view->lang == FLUE_ZH ? "；" : "; ") : " ");
    flue_html_add(out, quantity_text(view, &fact->quantity));
    flue_text_add(out, " %s", value.text);
    if (strcmp(fact->quantity.unit, "1") == 0) continue;
    flue_text_add(out, " ");
    flue_html_add(out, fact->quantity.unit);
  }
  flue_text_add(out, "</li>\n");
}

void flue_report_basis(flue_text *out, const flue_report_view *view) {
  const flue_batch *batch = view->batch;
  const flue_risk *risk = view->risk;
  char n[24], failed[24], seed[24], resamples[24], presence[24];
  snprintf(n, sizeof n, "%zu", risk->n);
  snprintf(failed, sizeof failed, "%zu", risk->n_failed);
  snprintf(seed, sizeof seed, "%llu", (unsigned long long)batch->seed);
  snprintf(resamples, sizeof resamples, "%zu", risk->resamples);
  snprintf(presence, sizeof presence, "%.0f", 100 * risk->presence);
  flue_text_add(out, "<ul>\n");
  flue_number_text effective;
  flue_number_plain(risk->n_effective, 0, &effective);
  char blocks[24];
  snprintf(blocks, sizeof blocks, "%zu", risk->n_blocks ? risk->n_blocks : 1);
  flue_report_filled(
      out, view, "li", FLUE_MSG_BASIS_SAMPLES, 6,
      (const char *const[]){n, failed, seed, flue_batch_design(batch), blocks, effective.text});
  add_frequency(out, view);
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_PRESENCE, 1, (const char *const[]){presence});
  char share[24];
  snprintf(share, sizeof share, "%.0f", 100 * risk->fire_share);
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_SHARE, 1, (const char *const[]){share});
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_INTERVALS, 1,
                     (const char *const[]){resamples});
  flue_number_text worth;
  flue_number_format(flue_batch_fact(batch, "value"), 4, &worth);
  if (risk->n_losses)
    flue_report_filled(out, view, "li", FLUE_MSG_BASIS_LOSS, 1, (const char *const[]){worth.text});
  if (risk->is_bound) flue_report_message(out, view, "li", FLUE_MSG_BASIS_BOUND);
  flue_number_text buildings;
  flue_number_plain(risk->buildings, 0, &buildings);
  if (risk->n_criteria)
    flue_report_filled(
        out, view, "li", FLUE_MSG_BASIS_CRITERION, 3,
        (const char *const[]){risk->criteria[risk->criterion].text[view->lang],
                              risk->criteria[risk->criterion].source, buildings.text});
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_RULES, 2,
                     (const char *const[]){view->rating->rules->name, view->rating->rules->sha256});
  add_facts(out, view);
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_PROGRAM, 5,
                     (const char *const[]){batch->program, batch->version, batch->git,
                                           batch->scenario_path, batch->scenario_sha256});
  flue_report_filled(out, view, "li", FLUE_MSG_BASIS_FINISHED, 1,
                     (const char *const[]){batch->finished});
  flue_text_add(out, "</ul>\n");
}

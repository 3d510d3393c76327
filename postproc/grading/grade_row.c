/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/grade_row.h"

#include <math.h>
#include <stdio.h>

#include "postproc/csv_text.h"

const char *const FLUE_GRADE_STATE_WORDS[FLUE_GRADE_STATES] = {"graded", "range", "open",
                                                               "not_available"};

/** State of outputs where there is no scale. */
static flue_grade_state state_of_outputs(const flue_method *m, const flue_span *slots) {
  flue_grade_state state = FLUE_GRADED;
  for (size_t i = 0; i < m->n_outputs; ++i) {
    const flue_span s = slots[m->outputs[i].slot];
    if (!(s.low <= s.high)) return FLUE_GRADE_UNDEFINED;
    if (s.low < s.high && state == FLUE_GRADED) state = FLUE_GRADE_RANGE;
    if (isinf(s.low) || isinf(s.high)) state = FLUE_GRADE_OPEN;
  }
  return state;
}

flue_grade_state flue_grade_state_of(const flue_method *method, const flue_span *slots,
                                     const flue_grade *grades) {
  if (!flue_method_is_available(method)) return FLUE_GRADE_UNDEFINED;
  if (method->n_scales == 0) return state_of_outputs(method, slots);
  if (!grades[0].is_defined) return FLUE_GRADE_UNDEFINED;
  if (grades[0].best == grades[0].worst) return FLUE_GRADED;
  return grades[0].best == 0 && grades[0].worst + 1 == method->scales[0].n ? FLUE_GRADE_OPEN
                                                                           : FLUE_GRADE_RANGE;
}

size_t flue_grade_costliest(const flue_method *method, const flue_span *slots) {
  size_t most = FLUE_NO_SLOT;
  double lost = 0;
  for (size_t i = 0; i < method->n_costs; ++i) {
    const double low = slots[method->costs[i].slot].low;
    if (!(low > lost)) continue;
    lost = low;
    most = i;
  }
  return most;
}

void flue_grade_header(flue_text *out, const flue_method *method) {
  flue_text_put(out, "id,state,score_low,score_high");
  for (size_t i = 0; i < method->n_scales; ++i) {
    const char *id = method->scales[i].name.id;
    flue_text_add(out, ",%s,%s_best,%s_worst", id, id, id);
  }
  flue_text_put(out, ",missing,assumed,vetoes,remarks,costliest,lost");
  for (size_t i = 0; i < method->n_outputs; ++i) {
    const char *id = method->outputs[i].name.id;
    flue_text_add(out, ",%s_low,%s_high", id, id);
  }
  flue_text_put(out, "\n");
}

static void add_number(flue_text *out, double value) {
  flue_text_put(out, ",");
  if (isfinite(value) && value == floor(value) && fabs(value) < 1e15) {
    char digits[24];
    snprintf(digits, sizeof digits, "%.0f", value == 0 ? 0.0 : value);
    flue_text_put(out, digits);
  } else {
    flue_csv_number(out, value);
  }
}

static void add_grade(flue_text *out, const flue_method *m, size_t scale, const flue_grade *g) {
  const flue_method_level *levels = &m->levels[m->scales[scale].first];
  if (!g->is_defined) {
    flue_text_put(out, ",,,");
    return;
  }
  flue_text_put(out, ",");
  if (g->best == g->worst) flue_text_put(out, levels[g->best].name.id);
  flue_text_put(out, ",");
  flue_text_put(out, levels[g->best].name.id);
  flue_text_put(out, ",");
  flue_text_put(out, levels[g->worst].name.id);
}

/** Vetoes that hold for certain, their ids joined by semicolons. */
static void add_vetoes(flue_text *out, const flue_method *m, const flue_span *slots) {
  const char *between = ",";
  for (size_t i = 0; i < m->n_vetoes; ++i) {
    if (!(slots[m->vetoes[i].slot].low > 0)) continue;
    flue_text_put(out, between);
    flue_text_put(out, m->vetoes[i].name.id);
    between = ";";
  }
  if (*between == ',') flue_text_put(out, between);
}

static void add_remarks(flue_text *out, const flue_method *m, const flue_span *slots) {
  const char *between = ",";
  for (size_t i = 0; i < m->n_remarks; ++i) {
    if (!(slots[m->remarks[i].slot].low > 0)) continue;
    flue_text_put(out, between);
    flue_text_put(out, m->remarks[i].name.id);
    between = ";";
  }
  if (*between == ',') flue_text_put(out, between);
}

void flue_grade_row(flue_text *out, const flue_method *method, const flue_record *record,
                    const flue_span *slots, const flue_grade *grades) {
  const flue_grade_state state = flue_grade_state_of(method, slots, grades);
  const flue_span none = {NAN, NAN};
  const flue_span score =
      method->n_scales && state != FLUE_GRADE_UNDEFINED ? grades[0].score : none;
  flue_csv_text(out, record->id);
  flue_text_put(out, ",");
  flue_text_put(out, FLUE_GRADE_STATE_WORDS[state]);
  add_number(out, score.low);
  add_number(out, score.high);
  for (size_t i = 0; i < method->n_scales; ++i) add_grade(out, method, i, &grades[i]);
  add_number(out, (double)record->n_missing);
  add_number(out, (double)record->n_assumed);
  add_vetoes(out, method, slots);
  add_remarks(out, method, slots);
  const size_t cost = flue_grade_costliest(method, slots);
  flue_text_put(out, ",");
  if (cost != FLUE_NO_SLOT) flue_text_put(out, method->costs[cost].name.id);
  add_number(out, cost == FLUE_NO_SLOT ? NAN : slots[method->costs[cost].slot].low);
  for (size_t i = 0; i < method->n_outputs; ++i) {
    add_number(out, slots[method->outputs[i].slot].low);
    add_number(out, slots[method->outputs[i].slot].high);
  }
  flue_text_put(out, "\n");
}

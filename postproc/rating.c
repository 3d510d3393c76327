/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/rating.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/messages.h"
#include "postproc/numbers.h"
#include "postproc/refuse.h"

flue_interval flue_rating_measure(const flue_batch *batch, const flue_risk *risk, const char *name,
                                  const char **unit) {
  if (unit) *unit = "1";
  if (strncmp(name, "fact:", 5) == 0) {
    for (size_t i = 0; unit && i < batch->n_facts; ++i)
      if (strcmp(batch->facts[i].quantity.name, name + 5) == 0)
        *unit = batch->facts[i].quantity.unit;
    const double value = flue_batch_fact(batch, name + 5);
    return (flue_interval){value, value, value};
  }
  const flue_quantity *quantity = NULL;
  const flue_interval *found = flue_risk_find(risk, name, &quantity);
  if (!found) return (flue_interval){NAN, NAN, NAN};
  if (unit) *unit = quantity->unit;
  return *found;
}

/** Scores one factor; ends of the value that are missing count as the value. */
static void score_factor(flue_rating_factor *f) {
  f->is_absent = isnan(f->value.value);
  if (f->is_absent) {
    f->score = (flue_interval){NAN, NAN, NAN};
    return;
  }
  const flue_ladder *ladder = &f->rule->ladder;
  const double low = isnan(f->value.low) ? f->value.value : f->value.low;
  const double high = isnan(f->value.high) ? f->value.value : f->value.high;
  const double a = flue_ladder_points(ladder, low), b = flue_ladder_points(ladder, high);
  const double middle = flue_ladder_points(ladder, f->value.value);
  f->score = (flue_interval){middle, fmin(fmin(a, b), middle), fmax(fmax(a, b), middle)};
}

static size_t grade_of(const flue_rules *rules, double score) {
  size_t grade = 0;
  while (grade + 1 < rules->n_grades && score < rules->grades[grade].limit) ++grade;
  return grade;
}

/** The three factors that cost most; equal costs in the order of the file. */
static void find_costly(flue_rating *rating) {
  for (size_t k = 0; k < FLUE_RATING_COSTLY; ++k) {
    size_t most = (size_t)-1;
    for (size_t i = 0; i < rating->rules->n_factors; ++i) {
      int is_taken = rating->factors[i].is_absent || !(rating->factors[i].lost > 0);
      for (size_t j = 0; j < k; ++j) is_taken |= rating->costly[j] == i;
      if (!is_taken && (most == (size_t)-1 || rating->factors[i].lost > rating->factors[most].lost))
        most = i;
    }
    if (most == (size_t)-1) return;
    rating->costly[rating->n_costly++] = most;
  }
}

static flue_status add_up(flue_ctx *ctx, flue_rating *rating) {
  double all = 0, used = 0;
  const size_t n = rating->rules->n_factors;
  for (size_t i = 0; i < n; ++i) {
    const flue_rating_factor *f = &rating->factors[i];
    all += f->rule->weight;
    if (f->is_absent)
      ++rating->n_absent;
    else
      used += f->rule->weight;
  }
  if (!(used > 0))
    return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_RATING_NOTHING, rating->rules->name, NULL);
  rating->absent_weight = 1 - used / all;
  for (size_t i = 0; i < n; ++i) {
    flue_rating_factor *f = &rating->factors[i];
    if (f->is_absent) continue;
    f->share = f->rule->weight / used;
    f->lost = f->share * (100 - f->score.value);
    rating->score.value += f->share * f->score.value;
    rating->score.low += f->share * f->score.low;
    rating->score.high += f->share * f->score.high;
  }
  return FLUE_OK;
}

/** Applies the vetoes to the grades. They look at the estimates, not at the ends. */
static void apply_vetoes(const flue_batch *batch, const flue_risk *risk, flue_rating *rating) {
  const flue_rules *rules = rating->rules;
  rating->grade_by_score = rating->grade = grade_of(rules, rating->score.value);
  rating->grade_worst = grade_of(rules, rating->score.low);
  rating->grade_best = grade_of(rules, rating->score.high);
  for (size_t i = 0; i < rules->n_vetoes; ++i) {
    const flue_veto_rule *veto = &rules->vetoes[i];
    const double value = flue_rating_measure(batch, risk, veto->text.measure, NULL).value;
    rating->is_vetoed[i] = veto->is_above ? value > veto->limit : value < veto->limit;
    if (!rating->is_vetoed[i]) continue;
    if (rating->grade < veto->grade) rating->grade = veto->grade;
    if (rating->grade_worst < veto->grade) rating->grade_worst = veto->grade;
    if (rating->grade_best < veto->grade) rating->grade_best = veto->grade;
  }
}

flue_status flue_rating_assess(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                               const char *rules_path, flue_rating *out) {
  flue_rating rating = {0};
  FLUE_TRY(flue_rules_read(ctx, rules_path, &rating.rules));
  const size_t n = rating.rules->n_factors;
  rating.factors = flue_alloc(n, sizeof *rating.factors);
  rating.is_vetoed = flue_alloc(rating.rules->n_vetoes, 1);
  flue_status status = rating.factors && rating.is_vetoed ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; i < n && !status; ++i) {
    flue_rating_factor *f = &rating.factors[i];
    f->rule = &rating.rules->factors[i];
    f->value = flue_rating_measure(batch, risk, f->rule->text.measure, NULL);
    score_factor(f);
  }
  if (!status) status = add_up(ctx, &rating);
  if (status) {
    flue_rating_clear(&rating);
    return status;
  }
  find_costly(&rating);
  apply_vetoes(batch, risk, &rating);
  *out = rating;
  return FLUE_OK;
}

void flue_rating_clear(flue_rating *rating) {
  flue_rules_destroy(&rating->rules);
  free(rating->factors);
  free(rating->is_vetoed);
  *rating = (flue_rating){0};
}

char *flue_rating_line(const flue_risk *risk, const flue_rating *rating, flue_lang lang) {
  const flue_grade_rule *grade = &rating->rules->grades[rating->grade];
  flue_number_text score, low, high, deaths, individual;
  flue_number_plain(rating->score.value, 0, &score);
  flue_number_plain(rating->score.low, 0, &low);
  flue_number_plain(rating->score.high, 0, &high);
  flue_number_format(risk->number[FLUE_RISK_fatalities_per_year].value, 2, &deaths);
  flue_number_format(risk->number[FLUE_RISK_individual_risk].value, 2, &individual);
  flue_text costly = {0};
  flue_text_add(&costly, "%s", rating->n_costly ? "" : "-");
  for (size_t i = 0; i < rating->n_costly; ++i) {
    const flue_rating_factor *f = &rating->factors[rating->costly[i]];
    flue_text_add(&costly, "%s%s (-%.1f)", i ? (lang == FLUE_ZH ? "、" : ", ") : "",
                  f->rule->text.text[lang], f->lost);
  }
  char *line = NULL;
  if (!costly.failed)
    line = flue_message_format(FLUE_MSG_RATING_LINE, lang, score.text, low.text, high.text,
                               grade->text.id, grade->text.text[lang], deaths.text, individual.text,
                               costly.data, NULL);
  flue_text_clear(&costly);
  return line;
}

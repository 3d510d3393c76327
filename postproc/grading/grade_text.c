/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/grade_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/method/method_change.h"

enum { most_shown = 8 };

/** What the texts about one building share. */
typedef struct speaker {
  const flue_method *m;
  const flue_span *answers, *slots; /**< Before and after the run. */
  flue_lang lang;
  flue_text *out;
} speaker;

/** Text of a number; a buffer of its own for one statement. */
typedef struct number_text {
  char text[64];
} number_text;

static number_text show(double value) {
  number_text n;
  const double whole_to = 1e6;
  if (fabs(value) < whole_to && value == floor(value))
    snprintf(n.text, sizeof n.text, "%.0f", value == 0 ? 0.0 : value);
  else
    snprintf(n.text, sizeof n.text, "%.4g", value);
  return n;
}

/** Rounded to four digits, but not to a value before the one that is enough. */
static double round_towards(double enough, double good) {
  if (enough == 0 || enough == good) return enough;
  const double digits = pow(10, 3 - floor(log10(fabs(enough))));
  return (good > enough ? ceil(enough * digits) : floor(enough * digits)) / digits;
}

/** A unit behind a number; nothing for plain numbers. */
static void add_unit(flue_text *out, const char *unit) {
  if (*unit && strcmp(unit, "1") != 0) flue_text_add(out, " %s", unit);
}

static number_text show_count(size_t n) {
  number_text t;
  snprintf(t.text, sizeof t.text, "%zu", n);
  return t;
}

/** Between the names of a list. */
static const char *comma(flue_lang lang) {
  return lang == FLUE_ZH ? "、" : ", ";
}

static const char *status_text(flue_rule_status status, flue_lang lang) {
  return flue_message_text((flue_message)(FLUE_MSG_GRADE_STATUS_VERIFIED + (int)status), lang);
}

/* ---- method ---- */

/** Adds to the parts by status. */
static void count_status(const flue_rule_name *name, size_t *n) {
  if (name->status < FLUE_RULE_STATUS_COUNT) ++n[name->status];
}

static void count_numbers(const flue_method_number *number, size_t n, size_t *by_status) {
  for (size_t i = 0; i < n; ++i) count_status(&number[i].name, by_status);
}

void flue_method_say_head(const flue_method *method, flue_lang lang, flue_text *out) {
  size_t n[FLUE_RULE_STATUS_COUNT] = {0};
  flue_text parts = {0};
  flue_message_line(out, lang, FLUE_MSG_GRADE_METHOD, method->name.text[lang],
                    *method->edition ? method->edition : "-", method->source[lang],
                    status_text(method->name.status, lang), NULL);
  for (size_t i = 0; i < method->n_inputs; ++i) count_status(&method->inputs[i].name, n);
  for (size_t i = 0; i < method->n_levels; ++i) count_status(&method->levels[i].name, n);
  for (size_t i = 0; i < method->n_vetoes; ++i) count_status(&method->vetoes[i].name, n);
  count_numbers(method->nodes, method->n_nodes, n);
  count_numbers(method->costs, method->n_costs, n);
  count_numbers(method->remarks, method->n_remarks, n);
  for (int i = 0; i < FLUE_RULE_STATUS_COUNT; ++i)
    if (n[i])
      flue_text_add(&parts, "%s%s %zu", parts.length ? (lang == FLUE_ZH ? "；" : "; ") : "",
                    status_text((flue_rule_status)i, lang), n[i]);
  if (parts.length) flue_message_line(out, lang, FLUE_MSG_GRADE_PARTS, parts.data, NULL);
  if (*method->note[lang]) flue_text_add(out, "%s\n", method->note[lang]);
  flue_text_clear(&parts);
}

/** What an input may be: its choices, or its range and unit. */
static void describe(const flue_method *m, const flue_method_input *in, flue_lang lang,
                     flue_text *out) {
  if (in->kind == FLUE_INPUT_YES_NO)
    flue_text_put(out, "yes, no");
  else if (in->kind == FLUE_INPUT_NUMBER)
    flue_text_add(out, "%s..%s", isinf(in->low) ? "" : show(in->low).text,
                  isinf(in->high) ? "" : show(in->high).text);
  if (in->kind == FLUE_INPUT_NUMBER) add_unit(out, in->unit);
  for (size_t i = 0; i < in->n_choices; ++i) {
    const flue_rule_name *name = &m->choices[in->choice + i];
    flue_text_add(out, "%s%s = %s", i ? ", " : "", name->id, name->text[lang]);
  }
}

void flue_method_say_inputs(const flue_method *method, flue_lang lang, flue_text *out) {
  if (method->n_inputs) flue_message_line(out, lang, FLUE_MSG_METHOD_ASKS, NULL);
  for (size_t i = 0; i < method->n_inputs; ++i) {
    const flue_method_input *in = &method->inputs[i];
    flue_text kind = {0}, rest = {0};
    describe(method, in, lang, &kind);
    flue_text_add(&rest, "%s%s", in->name.clause, *in->name.clause ? ", " : "");
    flue_text_put(&rest, status_text(in->name.status, lang));
    if (*in->result) {
      const char *args[] = {in->result};
      flue_message_add(&rest, FLUE_MSG_METHOD_FROM_RESULT, lang, 1, args);
    }
    flue_message_line(out, lang, FLUE_MSG_METHOD_ASK, in->name.id, in->name.text[lang],
                      kind.data ? kind.data : "", rest.data ? rest.data : "", NULL);
    out->failed |= kind.failed || rest.failed;
    flue_text_clear(&kind);
    flue_text_clear(&rest);
  }
}

/* ---- one building ---- */

static const char *level_text(const speaker *s, size_t scale, size_t level) {
  return s->m->levels[s->m->scales[scale].first + level].name.text[s->lang];
}

static void say_grade(const speaker *s, size_t scale, const flue_grade *g) {
  const char *name = s->m->scales[scale].name.text[s->lang];
  if (!g->is_defined)
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_UNDEFINED, name, NULL);
  else if (g->best == g->worst && !(g->score.low < g->score.high))
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_ONE, name, level_text(s, scale, g->best),
                      show(g->score.low).text, NULL);
  else
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_BETWEEN, name, level_text(s, scale, g->best),
                      level_text(s, scale, g->worst), show(g->score.low).text,
                      show(g->score.high).text, NULL);
}

static void say_outputs(const speaker *s) {
  for (size_t i = 0; i < s->m->n_outputs; ++i) {
    const flue_method_number *o = &s->m->outputs[i];
    const flue_span v = s->slots[o->slot];
    flue_text end = {0};
    flue_text_put(&end, show(v.high).text);
    add_unit(&end, o->unit);
    if (v.low < v.high)
      flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_OUTPUT_RANGE, o->name.text[s->lang],
                        show(v.low).text, end.data ? end.data : "", NULL);
    else
      flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_OUTPUT, o->name.text[s->lang],
                        end.data ? end.data : "", NULL);
    flue_text_clear(&end);
  }
}

static void say_vetoes(const speaker *s) {
  for (size_t i = 0; i < s->m->n_vetoes; ++i) {
    const flue_method_veto *v = &s->m->vetoes[i];
    const flue_span met = s->slots[v->slot];
    const char *level = level_text(s, v->scale, v->level);
    if (met.low > 0)
      flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_HAS_VETO, v->name.text[s->lang], level,
                        *v->name.clause ? v->name.clause : "-",
                        status_text(v->name.status, s->lang), NULL);
    else if (!(met.high <= 0))
      flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_MAY_VETO, v->name.text[s->lang], level,
                        NULL);
  }
}

static void say_remarks(const speaker *s) {
  for (size_t i = 0; i < s->m->n_remarks; ++i) {
    const flue_method_number *r = &s->m->remarks[i];
    if (!(s->slots[r->slot].low > 0)) continue;
    flue_text_add(s->out, "%s%s%s%s\n", r->name.text[s->lang], *r->name.clause ? " (" : "",
                  r->name.clause, *r->name.clause ? ")" : "");
  }
}

/** Inputs joined by commas that are not answered, or taken as the method says. */
static void say_missing(const speaker *s) {
  flue_text missing = {0};
  size_t n = 0;
  for (size_t i = 0; i < s->m->n_inputs; ++i) {
    const flue_method_input *in = &s->m->inputs[i];
    const flue_span a = s->answers[in->slot];
    if (!(a.low < a.high)) continue;
    flue_text_add(&missing, "%s%s", n++ ? comma(s->lang) : "", in->name.text[s->lang]);
  }
  const number_text found = show_count(n), all = show_count(s->m->n_inputs);
  if (n)
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_MISSING, found.text, all.text, missing.data,
                      NULL);
  flue_text_clear(&missing);
}

static void say_costs(const speaker *s) {
  unsigned char *is_said = flue_alloc(s->m->n_costs, 1);
  if (!is_said) s->out->failed = 1;
  for (size_t k = 0; is_said && k < s->m->n_costs && k < most_shown; ++k) {
    size_t most = FLUE_NO_SLOT;
    double lost = 0;
    for (size_t i = 0; i < s->m->n_costs; ++i) {
      const double low = s->slots[s->m->costs[i].slot].low;
      if (is_said[i] || !(low > lost)) continue;
      most = i;
      lost = low;
    }
    if (most == FLUE_NO_SLOT) break;
    is_said[most] = 1;
    if (k == 0) flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_COSTS, NULL);
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_COST, s->m->costs[most].name.text[s->lang],
                      show(lost).text, NULL);
  }
  free(is_said);
}

/* ---- changes ---- */

/** An answer in words. */
static void add_answer(const speaker *s, const flue_method_input *in, double value,
                       flue_text *out) {
  if (in->kind == FLUE_INPUT_YES_NO)
    flue_text_put(out,
                  flue_message_text(value > 0 ? FLUE_MSG_GRADE_YES : FLUE_MSG_GRADE_NO, s->lang));
  else if (in->kind == FLUE_INPUT_CHOICE)
    flue_text_put(out, s->m->choices[in->choice + (size_t)value].text[s->lang]);
  else
    flue_text_put(out, show(value).text);
  if (in->kind == FLUE_INPUT_NUMBER) add_unit(out, in->unit);
}

static void say_change(const speaker *s, const flue_method_change *c, double to) {
  const flue_method_input *in = &s->m->inputs[c->input];
  const flue_span today = s->answers[in->slot];
  flue_text before = {0}, after = {0};
  if (today.low < today.high)
    flue_text_put(&before, flue_message_text(FLUE_MSG_GRADE_NO_ANSWER, s->lang));
  else
    add_answer(s, in, today.low, &before);
  add_answer(s, in, to, &after);
  flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_CHANGE, in->name.text[s->lang],
                    before.data ? before.data : "", after.data ? after.data : "", NULL);
  flue_text_clear(&before);
  flue_text_clear(&after);
}

static void say_set(const speaker *s, size_t scale, const flue_method_changes *c) {
  const char *name = s->m->scales[scale].name.text[s->lang];
  const flue_message head = c->is_smallest ? FLUE_MSG_GRADE_SET : FLUE_MSG_GRADE_SET_FOUND;
  flue_message_line(s->out, s->lang, head, name, level_text(s, scale, c->level), NULL);
  for (size_t i = 0; i < c->n_set; ++i) {
    const flue_method_change *change = &c->change[c->set[i]];
    say_change(s, change, s->m->inputs[change->input].good);
  }
}

/** Single changes that are enough, or the smallest set. */
static void say_changes(const speaker *s, size_t scale, const flue_method_changes *c) {
  const char *name = s->m->scales[scale].name.text[s->lang];
  size_t n = 0;
  for (size_t i = 0; i < c->n && n < most_shown; ++i) {
    if (!c->change[i].is_enough) continue;
    if (n++ == 0) flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_SINGLE, name, NULL);
    const flue_method_change *change = &c->change[i];
    say_change(s, change, round_towards(change->enough, s->m->inputs[change->input].good));
  }
  if (n > 0) return;
  if (c->now.worst == 0)
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_BEST, name, NULL);
  else if (c->n_set > 0)
    say_set(s, scale, c);
  else
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_NO_SET, name, NULL);
}

static void say_worse(const speaker *s, const flue_method_changes *c) {
  flue_text names = {0};
  for (size_t i = 0; i < c->n_worse && i < most_shown; ++i)
    flue_text_add(&names, "%s%s", i ? comma(s->lang) : "",
                  s->m->inputs[c->worse[i]].name.text[s->lang]);
  if (c->n_worse > most_shown) flue_text_put(&names, " ...");
  if (names.length) flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_WORSE, names.data, NULL);
  flue_text_clear(&names);
}

/** What costs most where the method does not say itself: the gain of each change. */
static void say_gains(const speaker *s, const flue_method_changes *c) {
  size_t n = 0;
  for (size_t i = 0; i < c->n && n < most_shown; ++i) {
    if (!(c->change[i].gain > 0)) continue;
    if (n++ == 0) flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_GAINS, NULL);
    flue_message_line(s->out, s->lang, FLUE_MSG_GRADE_COST,
                      s->m->inputs[c->change[i].input].name.text[s->lang],
                      show(c->change[i].gain).text, NULL);
  }
}

static flue_status say_scale(const speaker *s, size_t scale) {
  flue_method_changes changes;
  FLUE_TRY(flue_method_find_changes(s->m, scale, s->answers, &changes));
  if (changes.now.is_defined) {
    if (scale == 0 && s->m->n_costs == 0) say_gains(s, &changes);
    say_changes(s, scale, &changes);
    say_worse(s, &changes);
  }
  flue_method_changes_clear(&changes);
  return FLUE_OK;
}

flue_status flue_grade_say(const flue_method *method, const char *id, const flue_span *answers,
                           flue_lang lang, flue_text *out) {
  flue_span *slots = flue_alloc(method->n_slots, sizeof *slots);
  if (!slots) return FLUE_ENOMEM;
  memcpy(slots, answers, method->n_slots * sizeof *slots);
  flue_method_run(method, slots);
  const speaker s = {method, answers, slots, lang, out};
  flue_message_line(out, lang, FLUE_MSG_GRADE_BUILDING, id, NULL);
  for (size_t i = 0; i < method->n_scales; ++i) {
    const flue_grade g = flue_method_grade(method, i, slots);
    say_grade(&s, i, &g);
  }
  say_outputs(&s);
  say_vetoes(&s);
  say_remarks(&s);
  say_missing(&s);
  say_costs(&s);
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < method->n_scales && status == FLUE_OK; ++i) status = say_scale(&s, i);
  free(slots);
  return status;
}

/* ---- many buildings ---- */

void flue_records_say(const flue_records_job *job, const flue_records_result *result,
                      flue_lang lang, flue_text *out) {
  const flue_method *m = job->method;
  const number_text n = show_count(result->n), one = show_count(result->n_one),
                    some = show_count(result->n_some), open = show_count(result->n_open);
  flue_message_line(out, lang, FLUE_MSG_RECORDS_DONE, n.text, one.text, some.text, open.text, NULL);
  for (size_t i = 0; i < m->n_scales; ++i)
    for (size_t k = 0; k < m->scales[i].n; ++k) {
      const size_t level = m->scales[i].first + k;
      flue_message_line(out, lang, FLUE_MSG_RECORDS_LEVEL, m->scales[i].name.text[lang],
                        m->levels[level].name.text[lang], show_count(result->n_level[level]).text,
                        NULL);
    }
  for (size_t i = 0; i < m->n_inputs; ++i)
    if (result->n_missing[i])
      flue_message_line(out, lang, FLUE_MSG_RECORDS_MISSING, show_count(result->n_missing[i]).text,
                        m->inputs[i].name.text[lang], NULL);
  if (result->n_columns_unused)
    flue_message_line(out, lang, FLUE_MSG_RECORDS_UNUSED, show_count(result->n_columns_unused).text,
                      NULL);
  if (job->output) flue_message_line(out, lang, FLUE_MSG_RECORDS_WRITTEN, job->output, NULL);
  if (!job->journal) return;
  const number_text first = show_count(result->n_moved[FLUE_GRADE_FIRST]),
                    better = show_count(result->n_moved[FLUE_GRADE_BETTER]),
                    worse = show_count(result->n_moved[FLUE_GRADE_WORSE]),
                    same = show_count(result->n_moved[FLUE_GRADE_SAME]);
  flue_message_line(out, lang, FLUE_MSG_RECORDS_MOVED, first.text, better.text, worse.text,
                    same.text, job->journal, NULL);
}

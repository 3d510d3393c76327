/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/method/method_change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { most_runs = 300000, halvings = 60 };

/** A search on one record. */
typedef struct search {
  const flue_method *m;
  size_t scale;
  const flue_span *answers;
  flue_span *slots; /**< Scratch, owned. */
  flue_method_changes *out;
  size_t runs;
} search;

static const flue_method_input *input_of(const search *s, size_t change) {
  return &s->m->inputs[s->out->change[change].input];
}

/** Begins anew from the answers of the record. */
static void begin(search *s) {
  memcpy(s->slots, s->answers, s->m->n_slots * sizeof *s->slots);
}

static void put(search *s, size_t change, double value) {
  s->slots[input_of(s, change)->slot] = (flue_span){value, value};
}

static flue_grade run(search *s) {
  ++s->runs;
  flue_method_run(s->m, s->slots);
  return flue_method_grade(s->m, s->scale, s->slots);
}

static int is_better(const search *s, const flue_grade *g) {
  return g->is_defined && g->worst < s->out->now.worst;
}

/** The end of the score that is cautious, with the sign that makes more better. */
static double merit(const search *s, const flue_grade *g) {
  const int is_higher_good = s->m->scales[s->scale].is_higher_good;
  return is_higher_good ? g->score.low : -g->score.high;
}

/** Vetoes of the scale that are not ruled out. */
static size_t open_vetoes(const search *s) {
  size_t n = 0;
  for (size_t i = 0; i < s->m->n_vetoes; ++i)
    n += s->m->vetoes[i].scale == s->scale && !(s->slots[s->m->vetoes[i].slot].high <= 0);
  return n;
}

/* ---- single changes ---- */

/** Answer nearest to today's that is enough, between it and the good one, where a number is known
 *  today. The grade is taken to change once in between. */
static double nearest_enough(search *s, size_t change) {
  const flue_method_input *in = input_of(s, change);
  const flue_span today = s->answers[in->slot];
  double enough = in->good, not_yet = today.low;
  if (in->kind != FLUE_INPUT_NUMBER || today.low < today.high) return enough;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (enough + not_yet);
    begin(s);
    put(s, change, middle);
    const flue_grade g = run(s);
    if (is_better(s, &g))
      enough = middle;
    else
      not_yet = middle;
  }
  return enough;
}

static void try_single(search *s, size_t change) {
  flue_method_change *c = &s->out->change[change];
  begin(s);
  put(s, change, input_of(s, change)->good);
  const flue_grade g = run(s);
  c->gain = merit(s, &g) - merit(s, &s->out->now);
  if (!isfinite(c->gain)) c->gain = 0;
  c->is_enough = is_better(s, &g);
  c->enough = c->is_enough ? nearest_enough(s, change) : NAN;
}

/** Inputs whose loss alone makes the best grade worse: one more and it is so. */
static void find_worse(search *s) {
  for (size_t i = 0; i < s->m->n_inputs; ++i) {
    const flue_method_input *in = &s->m->inputs[i];
    const int has_opposite = in->kind == FLUE_INPUT_YES_NO || in->is_check;
    const flue_span today = s->answers[in->slot];
    if (!has_opposite || isnan(in->good) || today.low != in->good || today.high != in->good)
      continue;
    begin(s);
    s->slots[in->slot] = (flue_span){1 - in->good, 1 - in->good};
    const flue_grade g = run(s);
    if (g.is_defined && g.worst > s->out->now.worst) s->out->worse[s->out->n_worse++] = i;
  }
}

/* ---- sets ---- */

static flue_grade run_set(search *s, const size_t *set, size_t n) {
  begin(s);
  for (size_t i = 0; i < n; ++i) put(s, set[i], input_of(s, set[i])->good);
  return run(s);
}

static int is_in(const size_t *set, size_t n, size_t item) {
  for (size_t i = 0; i < n; ++i)
    if (set[i] == item) return 1;
  return 0;
}

/** Adds the change that brings most: grade, then vetoes, then score. */
static void add_best(search *s, size_t *set, size_t *n) {
  size_t best = FLUE_NO_SLOT, best_vetoes = 0;
  flue_grade best_grade = {0};
  for (size_t i = 0; i < s->out->n; ++i) {
    if (is_in(set, *n, i)) continue;
    set[*n] = i;
    const flue_grade g = run_set(s, set, *n + 1);
    const size_t vetoes = open_vetoes(s);
    const int is_first = best == FLUE_NO_SLOT;
    const int is_more =
        is_first || g.worst < best_grade.worst ||
        (g.worst == best_grade.worst &&
         (vetoes < best_vetoes || (vetoes == best_vetoes && merit(s, &g) > merit(s, &best_grade))));
    if (!is_more) continue;
    best = i;
    best_grade = g;
    best_vetoes = vetoes;
  }
  set[(*n)++] = best;
}

/** Takes out what is not needed, the first taken first. */
static void thin_out(search *s, size_t *set, size_t *n) {
  for (size_t i = 0; i<*n && * n> 1;) {
    const size_t item = set[i];
    memmove(&set[i], &set[i + 1], (*n - i - 1) * sizeof *set);
    const flue_grade g = run_set(s, set, *n - 1);
    if (is_better(s, &g)) {
      --*n;
      continue;
    }
    memmove(&set[i + 1], &set[i], (*n - i - 1) * sizeof *set);
    set[i++] = item;
  }
}

/** Goes through the sets of a size in order. @return 1 with one that is enough in @p set, 0 when
 *  there is none, -1 when the runs are used up. */
static int search_size(search *s, size_t *set, size_t size) {
  const size_t n = s->out->n;
  for (size_t i = 0; i < size; ++i) set[i] = i;
  for (;;) {
    const flue_grade g = run_set(s, set, size);
    if (is_better(s, &g)) return 1;
    if (s->runs > most_runs) return -1;
    size_t i = size;
    while (i > 0 && set[i - 1] == n - size + i - 1) --i;
    if (i == 0) return 0;
    ++set[i - 1];
    for (; i < size; ++i) set[i] = set[i - 1] + 1;
  }
}

/** One change that is enough, or the smallest set found. */
static void find_set(search *s, size_t *scratch) {
  flue_method_changes *out = s->out;
  size_t n = 0;
  for (size_t i = 0; i < out->n; ++i) scratch[i] = i;
  flue_grade g = run_set(s, scratch, out->n);
  if (!is_better(s, &g)) return; /* not even all together */
  while (n < out->n) {
    add_best(s, out->set, &n);
    g = run_set(s, out->set, n);
    if (is_better(s, &g)) break;
  }
  thin_out(s, out->set, &n);
  out->is_smallest = 1;
  for (size_t size = 1; size < n; ++size) {
    const int found = search_size(s, scratch, size);
    if (found < 0) out->is_smallest = 0;
    if (found > 0) memcpy(out->set, scratch, size * sizeof *scratch), n = size;
    if (found) break;
  }
  out->n_set = n;
  out->level = run_set(s, out->set, n).worst;
}

/* ---- all ---- */

static void list_changes(search *s) {
  for (size_t i = 0; i < s->m->n_inputs; ++i) {
    const flue_method_input *in = &s->m->inputs[i];
    const flue_span today = s->answers[in->slot];
    const int is_none = in->is_check && today.low == FLUE_CHECK_NONE;
    if (isnan(in->good) || is_none || (today.low == in->good && today.high == in->good)) continue;
    s->out->change[s->out->n++] = (flue_method_change){.input = i, .enough = NAN};
  }
}

/** Largest gain first; equal ones in the order of the method. */
static int by_gain(const void *a, const void *b) {
  const flue_method_change *x = a, *y = b;
  if (x->gain != y->gain) return x->gain > y->gain ? -1 : 1;
  return x->input < y->input ? -1 : x->input > y->input;
}

flue_status flue_method_find_changes(const flue_method *method, size_t scale,
                                     const flue_span *answers, flue_method_changes *out) {
  *out = (flue_method_changes){0};
  search s = {.m = method, .scale = scale, .answers = answers, .out = out};
  const size_t n = method->n_inputs;
  size_t *scratch = flue_alloc(n, sizeof *scratch);
  s.slots = flue_alloc(method->n_slots, sizeof *s.slots);
  out->change = flue_alloc(n, sizeof *out->change);
  out->set = flue_alloc(n, sizeof *out->set);
  out->worse = flue_alloc(n, sizeof *out->worse);
  const int has_memory = scratch && s.slots && out->change && out->set && out->worse;
  if (has_memory) {
    begin(&s);
    out->now = run(&s);
    list_changes(&s);
    for (size_t i = 0; i < out->n; ++i) try_single(&s, i);
    if (out->n > 1) qsort(out->change, out->n, sizeof *out->change, by_gain);
    if (out->n > 0 && out->now.is_defined) find_set(&s, scratch);
    if (out->now.is_defined) find_worse(&s);
  }
  free(scratch);
  free(s.slots);
  if (has_memory) return FLUE_OK;
  flue_method_changes_clear(out);
  return FLUE_ENOMEM;
}

void flue_method_changes_clear(flue_method_changes *changes) {
  free(changes->change);
  free(changes->set);
  free(changes->worse);
  *changes = (flue_method_changes){0};
}

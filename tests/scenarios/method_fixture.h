/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/method_fixture.h  Methods from text and from the library, and answers. */
#ifndef FLUE_TESTS_METHOD_FIXTURE_H
#define FLUE_TESTS_METHOD_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "scenarios/method/method_reader.h"

/** A method with its slots. */
typedef struct graded {
  flue_method *m;
  flue_span *slots;
} graded;

static inline flue_method *method_from_text(const char *text) {
  flue_diagnostics list = {.file = "m.yaml"};
  flue_method *m = NULL;
  assert_int_equal(flue_method_read(NULL, text, strlen(text), &list, &m), FLUE_OK);
  if (list.n) {
    flue_text printed = {0};
    flue_diagnostics_print(&list, &printed);
    fail_msg("%s", printed.data);
  }
  return m;
}

/** A method by name; its answers are all missing. */
static inline graded begin_method(flue_method *m) {
  graded g = {m, malloc(m->n_slots * sizeof *g.slots)};
  assert_non_null(g.slots);
  flue_method_reset(m, g.slots);
  return g;
}

static inline graded begin_built_in(const char *name) {
  flue_method *m = NULL;
  flue_text findings = {0};
  const flue_status status = flue_method_load(NULL, name, &m, &findings);
  if (status) fail_msg("%s: %s", name, findings.data ? findings.data : "not there");
  return begin_method(m);
}

static inline void end_method(graded *g) {
  free(g->slots);
  flue_method_destroy(&g->m);
}

static inline void answer(graded *g, const char *id, double value) {
  const size_t i = flue_method_find_input(g->m, id);
  if (i == FLUE_NO_SLOT) fail_msg("no input %s", id);
  g->slots[g->m->inputs[i].slot] = (flue_span){value, value};
}

/** An answer by its word. */
static inline void answer_word(graded *g, const char *id, const char *word) {
  const size_t i = flue_method_find_input(g->m, id);
  if (i == FLUE_NO_SLOT) fail_msg("no input %s", id);
  const flue_method_input *in = &g->m->inputs[i];
  for (size_t k = 0; k < in->n_choices; ++k)
    if (strcmp(g->m->choices[in->choice + k].id, word) == 0) {
      answer(g, id, (double)k);
      return;
    }
  fail_msg("%s has no choice %s", id, word);
}

/** Answers every input that can be put right with its good answer. */
static inline void answer_all_good(graded *g) {
  for (size_t i = 0; i < g->m->n_inputs; ++i)
    if (!isnan(g->m->inputs[i].good))
      g->slots[g->m->inputs[i].slot] = (flue_span){g->m->inputs[i].good, g->m->inputs[i].good};
}

/** Value of a node after a run. */
static inline flue_span node(graded *g, const char *id) {
  flue_method_run(g->m, g->slots);
  const size_t slot = flue_method_find_slot(g->m, id);
  if (slot == FLUE_NO_SLOT) fail_msg("no node %s", id);
  return g->slots[slot];
}

/** Value of a node that is known. */
static inline double number(graded *g, const char *id) {
  const flue_span s = node(g, id);
  if (s.low < s.high) fail_msg("%s is not known: %g to %g", id, s.low, s.high);
  return s.low;
}

static inline const char *level_id(const flue_method *m, size_t scale, size_t level) {
  return m->levels[m->scales[scale].first + level].name.id;
}

/** Worst and best level on a scale, after a run. */
static inline void assert_grade(graded *g, size_t scale, const char *worst, const char *best) {
  flue_method_run(g->m, g->slots);
  const flue_grade grade = flue_method_grade(g->m, scale, g->slots);
  assert_true(grade.is_defined);
  assert_string_equal(level_id(g->m, scale, grade.worst), worst);
  assert_string_equal(level_id(g->m, scale, grade.best), best);
}

#endif /* FLUE_TESTS_METHOD_FIXTURE_H */

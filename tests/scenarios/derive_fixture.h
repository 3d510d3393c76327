/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/derive_fixture.h  Scenario texts to what the engines take. */
#ifndef FLUE_TEST_DERIVE_FIXTURE_H
#define FLUE_TEST_DERIVE_FIXTURE_H

#include "scenario_fixture.h"
#include "scenarios/derive.h"

/** A case with all it borrows. Free with underive(). */
typedef struct derived {
  reading r;
  flue_layout *l;
  flue_walkable *w;
  flue_draw d;
  flue_case *c;
} derived;

/** A case of a scenario without findings. @param n  Samples; 0: its medians. */
static inline derived derive_text(const char *text, size_t sample, size_t n) {
  derived x = {0};
  x.r = read_sound(text, NULL);
  assert_int_equal(flue_layout_create(NULL, x.r.scenario, &x.r.list, &x.l), FLUE_OK);
  assert_int_equal(flue_walkable_create(NULL, x.l, &x.w), FLUE_OK);
  const flue_design design = flue_scenario_design(x.r.scenario, n);
  assert_int_equal(n ? flue_draw_sample(NULL, x.r.scenario, &design, sample, &x.d)
                     : flue_draw_medians(NULL, x.r.scenario, &x.d),
                   FLUE_OK);
  assert_int_equal(flue_case_create(NULL, x.l, x.w, &x.d, &x.c), FLUE_OK);
  return x;
}

static inline void underive(derived *x) {
  flue_case_destroy(&x->c);
  flue_draw_clear(&x->d);
  flue_walkable_destroy(&x->w);
  flue_layout_destroy(&x->l);
  reading_clear(&x->r);
}

#endif /* FLUE_TEST_DERIVE_FIXTURE_H */

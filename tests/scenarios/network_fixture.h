/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/network_fixture.h  Networks from scenario texts, ready to advance. */
#ifndef FLUE_TEST_NETWORK_FIXTURE_H
#define FLUE_TEST_NETWORK_FIXTURE_H

#include "scenario_fixture.h"
#include "scenarios/derive.h"
#include "solver/coupling/coupling.h"

/** A network with all that it was made from. */
typedef struct built {
  flue_ctx *ctx;
  reading r;
  flue_layout *layout;
  flue_walkable *walkable;
  flue_draw draw;
  flue_case *c;
  flue_network *net;
  flue_network_view view;
} built;

/** Everything up to the input of the engine. Takes the reading. */
static inline built built_case(reading r) {
  built b = {.r = r};
  if (!r.scenario) fail_msg("%s", r.printed.data ? r.printed.data : "");
  assert_int_equal(flue_ctx_create(&b.ctx), FLUE_OK);
  assert_int_equal(flue_layout_create(b.ctx, b.r.scenario, &b.r.list, &b.layout), FLUE_OK);
  assert_int_equal(flue_walkable_create(b.ctx, b.layout, &b.walkable), FLUE_OK);
  assert_int_equal(flue_draw_medians(b.ctx, b.r.scenario, &b.draw), FLUE_OK);
  assert_int_equal(flue_case_create(b.ctx, b.layout, b.walkable, &b.draw, &b.c), FLUE_OK);
  return b;
}

static inline built build_from(reading r) {
  built b = built_case(r);
  if (flue_network_create(b.ctx, &b.c->input.network, &b.net) != FLUE_OK)
    fail_msg("%s", flue_last_error(b.ctx));
  flue_network_get(b.net, &b.view);
  return b;
}

static inline built build(const char *text) {
  return build_from(read_sound(text, NULL));
}

static inline void advance(built *b, double t_s) {
  if (flue_network_advance(b->ctx, b->net, t_s) != FLUE_OK) fail_msg("%s", flue_last_error(b->ctx));
  flue_network_get(b->net, &b->view);
}

static inline void built_clear(built *b) {
  flue_network_destroy(&b->net);
  flue_case_destroy(&b->c);
  flue_draw_clear(&b->draw);
  flue_walkable_destroy(&b->walkable);
  flue_layout_destroy(&b->layout);
  reading_clear(&b->r);
  flue_ctx_destroy(&b->ctx);
}

/** Runs the whole scenario, people and systems too. */
static inline flue_outcome run_whole(const built *b) {
  flue_coupling *run = NULL;
  flue_outcome outcome;
  assert_int_equal(flue_coupling_create(b->ctx, &b->c->input, NULL, &run), FLUE_OK);
  assert_int_equal(flue_coupling_run(b->ctx, run), FLUE_OK);
  flue_coupling_get_outcome(run, &outcome);
  flue_coupling_destroy(&run);
  return outcome;
}

/** Runs a text to t_s, saves there, runs on; a second engine takes the saved state: both must have
 *  the same bits ever after. */
static inline void expect_same_bits(const char *text, double saved_s, double end_s, double every) {
  built a = build(text), b = build(text);
  flue_state saved = {0};
  advance(&a, saved_s);
  flue_network_state(a.net, &saved);
  flue_state_rewind(&saved);
  flue_network_state(b.net, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  assert_int_equal(saved.cursor, saved.length);
  flue_state_clear(&saved);
  for (double t = saved_s + every; t <= end_s; t += every) {
    advance(&a, t);
    advance(&b, t);
    const size_t d = sizeof(double);
    assert_memory_equal(a.view.pressure, b.view.pressure, a.view.n_compartments * d);
    assert_memory_equal(a.view.temp, b.view.temp, a.view.n_cells * d);
    assert_memory_equal(a.view.open, b.view.open, a.view.n_openings * d);
    assert_memory_equal(a.view.flow, b.view.flow, a.view.n_openings * d);
    for (size_t i = 0; i < a.view.n_sensors; ++i)
      assert_memory_equal(&a.view.sensor[i].element, &b.view.sensor[i].element, d);
  }
  built_clear(&a);
  built_clear(&b);
}

#endif /* FLUE_TEST_NETWORK_FIXTURE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/batch.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"

size_t flue_batch_inputs(const flue_scenario *scenario, flue_quantity *quantities) {
  size_t n = 0;
  for (size_t k = 0; k < scenario->n_uncertain; ++k) {
    const flue_uncertain *u = &scenario->uncertain[k];
    if (u->is_per_item) continue;
    if (quantities)
      quantities[n] = (flue_quantity){u->name, u->unit, u->text[FLUE_EN], u->text[FLUE_ZH]};
    ++n;
  }
  return n;
}

static void copy_inputs(const flue_draw *draw, double *inputs) {
  size_t n = 0;
  for (size_t k = 0; k < draw->scenario->n_uncertain; ++k)
    if (!draw->scenario->uncertain[k].is_per_item) inputs[n++] = draw->value[k];
}

static flue_status run_case(flue_ctx *ctx, const flue_case *c, const flue_arrival_grid *grid,
                            flue_outcome *outcome, double *curves) {
  flue_coupling *coupling = NULL;
  FLUE_TRY(flue_coupling_create(ctx, &c->input, NULL, &coupling));
  flue_status status = flue_coupling_run(ctx, coupling);
  if (status == FLUE_OK) flue_coupling_get_outcome(coupling, outcome);
  if (status == FLUE_OK && curves)
    status = flue_coupling_count_out(coupling, grid->n_times, grid->times, grid->n_doors,
                                     grid->doors, grid->n_stairs, curves);
  double *untenable = curves ? curves + flue_arrival_grid_size(grid) - grid->n_rooms : NULL;
  for (size_t k = 0; untenable && k < grid->n_rooms; ++k)
    untenable[k] = flue_coupling_untenable(coupling, k);
  flue_coupling_destroy(&coupling);
  return status;
}

flue_status flue_batch_sample(flue_ctx *ctx, const flue_layout *layout,
                              const flue_walkable *walkable, const flue_arrival_grid *grid,
                              const flue_design *design, size_t i, double *weight, double *inputs,
                              flue_outcome *outcome, double *curves) {
  flue_draw draw;
  FLUE_TRY(flue_draw_sample(ctx, layout->scenario, design, i, &draw));
  if (inputs) copy_inputs(&draw, inputs);
  if (weight) *weight = draw.weight;
  flue_case *c = NULL;
  flue_status status = flue_case_create(ctx, layout, walkable, &draw, &c);
  if (status == FLUE_OK) status = run_case(ctx, c, grid, outcome, curves);
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  return status;
}

/** What the threads of a batch share. */
typedef struct shared {
  flue_ctx *ctx;
  const flue_layout *layout;
  const flue_walkable *walkable;
  const flue_arrival_grid *grid;
  const flue_batch_sink *sink;
  const flue_batch_part *part;
  size_t n_inputs, done;
  size_t at, end;     /**< Samples to be run next. */
  flue_status status; /**< First failure that ends the batch. */
} shared;

static void say_stopped(shared *s) {
  s->status = flue_fail(s->ctx, FLUE_ESTOPPED, __FILE__, __LINE__,
                        "stopped after %zu of %zu samples", s->done, s->part->design->n);
}

/** Hands a sample over; inside the critical section. */
static void hand_over(shared *s, flue_ctx *own, size_t i, flue_status status, double weight,
                      const double *inputs, const flue_outcome *outcome, const double *curves) {
  const int is_result = status == FLUE_OK || status == FLUE_ENUMERIC;
  if (!is_result) {
    if (s->status == FLUE_OK && status == FLUE_ESTOPPED)
      say_stopped(s);
    else if (s->status == FLUE_OK)
      s->status = flue_fail(s->ctx, status, __FILE__, __LINE__, "%s", flue_last_error(own));
    return;
  }
  if (s->status != FLUE_OK && s->status != FLUE_ESTOPPED) return;
  const int is_whole = status == FLUE_OK;
  const flue_status put =
      s->sink->put(s->sink->user, i, status, is_whole ? "" : flue_last_error(own), weight, inputs,
                   is_whole ? outcome : NULL, is_whole ? curves : NULL);
  if (put != FLUE_OK) s->status = put;
  ++s->done;
  char line[96];
  snprintf(line, sizeof line, "%zu of %zu samples", s->done, s->part->design->n);
  flue_progress(s->ctx, (double)s->done / (double)s->part->design->n, line);
}

/** Next sample to run, SIZE_MAX when there is none; inside the critical section. */
static size_t take_sample(shared *s) {
  while (s->status == FLUE_OK) {
    if (s->at == s->end && s->sink->next) s->status = s->sink->next(s->sink->user, &s->at, &s->end);
    if (s->status != FLUE_OK || s->at == s->end) break;
    const size_t i = s->at++;
    if (s->sink->has(s->sink->user, i)) continue;
    if (!flue_should_stop(s->ctx)) return i;
    say_stopped(s);
  }
  return SIZE_MAX;
}

/** Runs samples until there are none left. */
static void run_samples(shared *s, flue_ctx *own, double *inputs, double *curves) {
  for (;;) {
    size_t i = 0;
#pragma omp critical(flue_batch)
    i = take_sample(s);
    if (i == SIZE_MAX) return;
    flue_outcome outcome;
    double weight = 1;
    const flue_status status =
        flue_batch_sample(own, s->layout, s->walkable, s->grid, s->part->design, i, &weight, inputs,
                          &outcome, curves);
#pragma omp critical(flue_batch)
    hand_over(s, own, i, status, weight, inputs, &outcome, curves);
  }
}

flue_status flue_batch_run(flue_ctx *ctx, const flue_layout *layout, const flue_walkable *walkable,
                           const flue_arrival_grid *grid, const flue_batch_part *part,
                           const flue_batch_sink *sink) {
  shared s = {.ctx = ctx,
              .layout = layout,
              .walkable = walkable,
              .grid = grid,
              .sink = sink,
              .part = part,
              .n_inputs = flue_batch_inputs(layout->scenario, NULL),
              .at = sink->next ? 0 : part->from,
              .end = sink->next ? 0 : part->to};
  for (size_t i = 0; i < part->design->n; ++i) s.done += (size_t)(sink->has(sink->user, i) != 0);
#pragma omp parallel
  {
    flue_ctx *own = NULL;
    double *inputs = flue_alloc(s.n_inputs, sizeof *inputs);
    double *curves = flue_alloc(flue_arrival_grid_size(grid), sizeof *curves);
    const int is_ready = inputs && curves && flue_ctx_create(&own) == FLUE_OK;
    if (is_ready) flue_ctx_share_stop(own, ctx);
    if (is_ready) run_samples(&s, own, inputs, curves);
    if (!is_ready) {
#pragma omp critical(flue_batch)
      s.status = FLUE_ENOMEM;
    }
    flue_ctx_destroy(&own);
    free(inputs);
    free(curves);
  }
  return s.status;
}

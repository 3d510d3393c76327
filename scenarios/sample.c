/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/sample.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

static double keep_inside(const flue_uncertain *u, double x) {
  return fmin(u->high, fmax(u->low, x));
}

static double quantile(const flue_uncertain *u, double share) {
  return keep_inside(u, flue_distribution_quantile(&u->d, share));
}

static flue_status start(flue_ctx *ctx, const flue_scenario *s, flue_draw *draw) {
  *draw = (flue_draw){.scenario = s, .value = flue_alloc(s->n_uncertain, sizeof *draw->value)};
  FLUE_CHECK(draw->value, ctx, FLUE_ENOMEM, "no memory for a sample");
  for (size_t k = 0; k < s->n_uncertain; ++k) draw->value[k] = quantile(&s->uncertain[k], 0.5);
  return FLUE_OK;
}

flue_status flue_draw_medians(flue_ctx *ctx, const flue_scenario *scenario, flue_draw *draw) {
  return start(ctx, scenario, draw);
}

static uint64_t seed_of(const flue_scenario *s) {
  return (uint64_t)s->root.seed.d.p[0];
}

/** Place of sample i in the permutation that belongs to a number: the rank of its random key. */
static size_t rank_of(flue_stream stream, size_t i, size_t n, uint32_t k) {
  const double own = flue_uniform(stream, k, (uint32_t)i);
  size_t rank = 0;
  for (size_t j = 0; j < n; ++j) {
    const double other = flue_uniform(stream, k, (uint32_t)j);
    rank += other < own || (other == own && j < i); /* equal keys: by number */
  }
  return rank;
}

flue_status flue_draw_sample(flue_ctx *ctx, const flue_scenario *scenario, size_t i, size_t n,
                             flue_draw *draw) {
  FLUE_TRY(start(ctx, scenario, draw));
  draw->sample = (uint32_t)i + 1;
  const flue_stream order = {seed_of(scenario), 0, FLUE_PURPOSE_SAMPLING};
  const flue_stream within = {seed_of(scenario), draw->sample, FLUE_PURPOSE_SAMPLING};
  for (size_t k = 0; k < scenario->n_uncertain; ++k) {
    const flue_uncertain *u = &scenario->uncertain[k];
    if (u->is_per_item) continue;
    const double part = (double)rank_of(order, i, n, u->key);
    const double share = (part + flue_uniform(within, u->key, 0)) / (double)n;
    draw->value[k] = quantile(u, share);
  }
  return FLUE_OK;
}

void flue_draw_clear(flue_draw *draw) {
  free(draw->value);
  draw->value = NULL;
}

double flue_draw_get(const flue_draw *draw, const flue_value *value) {
  return value->id < 0 ? value->d.p[0] : draw->value[value->id];
}

double flue_draw_item(const flue_draw *draw, const flue_value *value, flue_purpose purpose,
                      uint32_t item) {
  if (value->id < 0) return value->d.p[0];
  const flue_uncertain *u = &draw->scenario->uncertain[value->id];
  return quantile(u, flue_uniform(flue_draw_stream(draw, purpose), item, u->key));
}

flue_stream flue_draw_stream(const flue_draw *draw, flue_purpose purpose) {
  return (flue_stream){seed_of(draw->scenario), draw->sample, purpose};
}

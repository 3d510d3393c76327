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
  *draw = (flue_draw){
      .scenario = s, .value = flue_alloc(s->n_uncertain, sizeof *draw->value), .weight = 1};
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

/** Numbers that are drawn once for a sample. */
static size_t count_numbers(const flue_scenario *s) {
  size_t n = 0;
  for (size_t k = 0; k < s->n_uncertain; ++k) n += !s->uncertain[k].is_per_item;
  return n;
}

flue_design flue_scenario_design(const flue_scenario *s, size_t n) {
  const flue_sampling *sampling = &s->root.run.sampling;
  const int is_indices = sampling->design == FLUE_DESIGN_INDICES;
  return (flue_design){.kind = (flue_design_kind)sampling->design,
                       .seed = seed_of(s),
                       .n = n,
                       .block = is_indices ? count_numbers(s) + 3 : (size_t)sampling->block.d.p[0]};
}

/* ---- one sample ---- */

/** What the numbers of a sample are drawn with. */
typedef struct drawer {
  const flue_scenario *scenario;
  const flue_design *design;
  size_t i;
  double joint; /**< What is left of the share that the branches are split off. */
  size_t place; /**< Number that says where the fire is, drawn by what is left; or none. */
  flue_draw *draw;
} drawer;

/** Probability that batches draw a branch with; variances know no weights. */
static double sampled_with(const drawer *from, const flue_distribution *d) {
  const double rarest = from->scenario->root.run.sampling.rarest.d.p[0], p = d->p[0];
  if (from->design->kind == FLUE_DESIGN_INDICES) return p;
  if (d->p[1] > 0) return d->p[1];
  return p > 0 && p < 1 ? fmin(1 - rarest, fmax(rarest, p)) : p;
}

/** A branch that happens with probability p and is drawn with probability q. */
static double draw_branch(drawer *d, const flue_uncertain *u, uint32_t dimension) {
  const double p = u->d.p[0], q = sampled_with(d, &u->d);
  const int is_open = q > 0 && q < 1;
  int is_taken = 0;
  if (d->design->kind == FLUE_DESIGN_STRATIFIED && is_open)
    d->joint = flue_design_branch(d->joint, q, &is_taken);
  else
    is_taken = flue_design_share(d->design, d->i, u->key, dimension) > 1 - q;
  if (is_open) d->draw->weight *= is_taken ? p / q : (1 - p) / (1 - q);
  return keep_inside(u, is_taken);
}

static void draw_number(drawer *d, size_t k, uint32_t dimension) {
  const flue_uncertain *u = &d->scenario->uncertain[k];
  double *value = &d->draw->value[k];
  if (u->d.kind == FLUE_PROBABILITY) {
    *value = draw_branch(d, u, dimension);
  } else if (k != d->place) {
    *value = quantile(u, flue_design_share(d->design, d->i, u->key, dimension));
  }
}

/** The plain sample that a number of a sample of indices comes from: in each block stand a, b, and
 * a with one number of b, the last for all that is drawn for single items. */
static size_t plain_sample(const flue_design *design, size_t i, size_t number) {
  const size_t block = flue_design_block(design), column = i % block;
  return 2 * (i / block) + (column == 1 || column == 2 + number);
}

/** Number of the place of the first fire that may be in several; SIZE_MAX when there is none. */
static size_t first_place(const flue_scenario *s) {
  for (size_t k = 0; k < s->n_uncertain; ++k)
    if (s->uncertain[k].is_place && !s->uncertain[k].is_per_item) return k;
  return SIZE_MAX;
}

/** Draws all numbers by their dimensions, [of those drawn once]. */
static void draw_numbers(drawer *d, const uint32_t *dimensions) {
  const uint32_t joint_number = 0;
  const int is_joint = d->design->kind == FLUE_DESIGN_STRATIFIED;
  const flue_scenario *s = d->scenario;
  if (is_joint) d->place = first_place(s);
  if (is_joint) d->joint = flue_design_share(d->design, d->i, joint_number, FLUE_SOBOL_DIMENSIONS);
  const size_t i = d->i;
  size_t used = 0;
  for (size_t k = 0; k < s->n_uncertain; ++k) {
    if (s->uncertain[k].is_per_item) continue;
    if (d->design->kind == FLUE_DESIGN_INDICES) d->i = plain_sample(d->design, i, used);
    draw_number(d, k, dimensions[used++]);
  }
  if (d->place == SIZE_MAX) return;
  const double rest = fmin(fmax(d->joint, 0x1p-53), 1 - 0x1p-53); /* rounding may reach the ends */
  d->draw->value[d->place] = quantile(&s->uncertain[d->place], rest);
}

flue_status flue_draw_sample(flue_ctx *ctx, const flue_scenario *scenario,
                             const flue_design *design, size_t i, flue_draw *draw) {
  const size_t n = scenario->n_uncertain;
  FLUE_TRY(start(ctx, scenario, draw));
  draw->sample = (uint32_t)i + 1;
  if (design->kind == FLUE_DESIGN_INDICES)
    draw->sample = (uint32_t)plain_sample(design, i, count_numbers(scenario)) + 1;
  uint32_t *keys = flue_alloc(n, sizeof *keys), *dimensions = flue_alloc(n, sizeof *dimensions);
  drawer d = {.scenario = scenario, .design = design, .i = i, .place = SIZE_MAX, .draw = draw};
  if (keys && dimensions) {
    size_t used = 0;
    for (size_t k = 0; k < n; ++k)
      if (!scenario->uncertain[k].is_per_item) keys[used++] = scenario->uncertain[k].key;
    if (design->kind == FLUE_DESIGN_SOBOL) flue_design_dimensions(used, keys, dimensions);
    draw_numbers(&d, dimensions);
  }
  const int is_sound = keys && dimensions;
  free(keys);
  free(dimensions);
  if (!is_sound) flue_draw_clear(draw);
  FLUE_CHECK(is_sound, ctx, FLUE_ENOMEM, "no memory for a sample");
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

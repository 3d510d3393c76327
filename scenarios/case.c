/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sample of a scenario, ready to run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/case_internal.h"
#include "scenarios/library.h"

flue_status case_own(deriver *d, void *memory) {
  flue_case *c = d->out;
  if (!memory) return FLUE_OK;
  if (flue_grow(&c->owned, &c->owned_capacity, c->n_owned + 1, sizeof *c->owned)) {
    free(memory);
    return FLUE_ENOMEM;
  }
  c->owned[c->n_owned++] = memory;
  return FLUE_OK;
}

void *case_alloc(deriver *d, size_t n, size_t size) {
  void *memory = flue_alloc(n, size);
  return memory && case_own(d, memory) == FLUE_OK ? memory : NULL;
}

double case_step(const flue_clock *run) {
  const double fine_s = 2.0, network_s = 5.0, shortest_s = 0.05;
  if (!isnan(run->step.d.p[0])) return run->step.d.p[0];
  const double longest = run->people_mode == FLUE_PEOPLE_NETWORK ? network_s : fine_s;
  const double output = fmin(run->output.d.p[0], run->agents_output.d.p[0]);
  return fmax(shortest_s, output / ceil(output / longest)); /* so that outputs fall on steps */
}

/** Names of storeys and times of the clock. */
static flue_status fill_clock(deriver *d) {
  const flue_layout *l = d->layout;
  flue_coupling_input *in = &d->out->input;
  const char **names = case_alloc(d, l->n_levels, sizeof *names);
  FLUE_CHECK(names, d->ctx, FLUE_ENOMEM, "no memory for a case");
  for (size_t i = 0; i < l->n_levels; ++i) names[i] = l->level[i].id;
  in->level_names = names;
  in->n_levels = l->n_levels;
  in->end_s = d->root->run.end.d.p[0];
  in->step_s = case_step(&d->root->run);
  in->output_s = fmax(in->step_s, d->root->run.output.d.p[0]);
  in->agents_output_s = fmax(in->step_s, d->root->run.agents_output.d.p[0]);
  return FLUE_OK;
}

static flue_status case_building(deriver *d) {
  FLUE_TRY(case_network(d));
  const flue_status systems = case_systems(d), owned = case_own_controls(d);
  FLUE_TRY(systems);
  FLUE_TRY(owned);
  FLUE_TRY(case_grids(d));
  return case_people(d);
}

flue_status flue_case_create(flue_ctx *ctx, const flue_layout *layout,
                             const flue_walkable *walkable, const flue_draw *draw,
                             flue_case **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a case");
  deriver d = {.ctx = ctx,
               .layout = layout,
               .walkable = walkable,
               .draw = draw,
               .root = &layout->scenario->root,
               .out = *out};
  flue_status status = fill_clock(&d);
  if (status == FLUE_OK) status = d.root->has_network ? case_direct(&d) : case_building(&d);
  (*out)->input.network.openings = d.openings;
  (*out)->input.network.n_openings = d.n_openings;
  (*out)->input.opening_names = d.names;
  const flue_status own_openings = case_own(&d, d.openings);
  union {
    const char **in;
    void *out;
  } names = {d.names};
  const flue_status own_names = case_own(&d, names.out);
  if (status == FLUE_OK) status = own_openings != FLUE_OK ? own_openings : own_names;
  if (status != FLUE_OK) flue_case_destroy(out);
  return status;
}

void flue_case_destroy(flue_case **c) {
  if (!c || !*c) return;
  for (size_t i = 0; i < (*c)->n_owned; ++i) free((*c)->owned[i]);
  free((*c)->owned);
  free(*c);
  *c = NULL;
}

/* ---- coverage ---- */

static double covered_share(const flue_layout *l, const flue_words *in, double *covered) {
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (l->space[i].room && covered[i] < 0.5 && flue_layout_fits(&l->space[i], in))
      covered[i] = 1.0;
  double sum = 0.0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (l->space[i].room) sum += covered[i] * l->space[i].area_m2;
  return sum / l->floor_area_m2;
}

static int is_route(const flue_layout *l, size_t space) {
  if (space == FLUE_OPEN_AIR) return 0;
  const flue_space *s = &l->space[space];
  flue_use use = {0};
  if (s->room && flue_use_find(NULL, s->use, &use) == FLUE_OK) return use.is_route;
  return s->shaft && s->shaft->kind == FLUE_SHAFT_STAIR;
}

/** Share of leaves between a room and a route, or two routes, that have a closer. */
static double closer_share(const flue_layout *l) {
  double doors = 0.0, closers = 0.0;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    if (gap->door->kind != FLUE_DOOR_DOOR || gap->b == FLUE_OPEN_AIR) continue;
    if (!is_route(l, gap->a) && !is_route(l, gap->b)) continue;
    doors += 1.0;
    closers += gap->door->closer != 0;
  }
  return doors > 0.0 ? closers / doors : NAN;
}

/** Probability that a system works, and all that it needs. */
static double reliability(const flue_root *root, const flue_value *works,
                          const flue_words *fed_by) {
  return case_probability(works) * case_supplies_probability(root, fed_by);
}

static double mean_reliability(const flue_root *root) {
  const flue_systems *s = &root->systems;
  double sum = 0.0, n = 0.0;
  for (size_t i = 0; i < s->detection.n; ++i, n += 1.0) {
    const flue_detection *d = FLUE_ITEM(flue_detection, s->detection, i);
    sum += reliability(root, &d->works, &d->fed_by);
  }
  for (size_t i = 0; i < s->sprinklers.n; ++i, n += 1.0) {
    const flue_sprinklers *d = FLUE_ITEM(flue_sprinklers, s->sprinklers, i);
    sum += reliability(root, &d->works, &d->fed_by);
  }
  for (size_t i = 0; i < s->pressurisation.n; ++i, n += 1.0) {
    const flue_pressurisation *d = FLUE_ITEM(flue_pressurisation, s->pressurisation, i);
    sum += reliability(root, &d->works, &d->fed_by);
  }
  for (size_t i = 0; i < s->exhaust.n; ++i, n += 1.0) {
    const flue_exhaust *d = FLUE_ITEM(flue_exhaust, s->exhaust, i);
    sum += reliability(root, &d->works, &d->fed_by);
  }
  if (s->detection.n > 0) { /* an alarm without detectors is no system */
    sum += reliability(root, &s->alarm.works, &s->alarm.fed_by);
    n += 1.0;
  }
  return n > 0.0 ? sum / n : NAN;
}

void flue_layout_coverage(const flue_layout *l, flue_coverage *out) {
  const flue_root *root = &l->scenario->root;
  *out = (flue_coverage){0};
  double *covered = flue_alloc(l->n_spaces, sizeof *covered);
  for (size_t g = 0; covered && g < root->systems.detection.n; ++g)
    out->detection =
        covered_share(l, &FLUE_ITEM(flue_detection, root->systems.detection, g)->in, covered);
  for (size_t i = 0; covered && i < l->n_spaces; ++i) covered[i] = 0.0;
  for (size_t g = 0; covered && g < root->systems.sprinklers.n; ++g)
    out->sprinklers =
        covered_share(l, &FLUE_ITEM(flue_sprinklers, root->systems.sprinklers, g)->in, covered);
  free(covered);
  out->closers = closer_share(l);
  for (size_t k = 0; k < root->building.shafts.n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, root->building.shafts, k);
    if (s->kind == FLUE_SHAFT_STAIR) out->stair_width_m += s->width.d.p[0];
  }
  out->height_m = l->level[l->n_levels - 1].z_m;
  out->reliability = mean_reliability(root);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lifts of one case: whether they work, when they start, who takes them. */
#include "scenarios/case_internal.h"

/** Draws of a person that concern lifts, beyond those of case_people.c. */
enum { draw_lift = 0x100, draw_belt = 0x101 };
/** Drawn value from which on a lift works. */
static const double works_from_share = 0.5;

static void set_people(const deriver *d, flue_crowd_person *people, const uint32_t *group,
                       size_t n) {
  const flue_stream stream = flue_draw_stream(d->draw, FLUE_PURPOSE_PEOPLE);
  for (size_t i = 0; i < n; ++i) {
    const flue_group *g = FLUE_ITEM(flue_group, d->root->people, group[i]);
    const uint32_t id = (uint32_t)i;
    const double lift = flue_draw_item(d->draw, &g->uses_lifts, FLUE_PURPOSE_PEOPLE, id);
    const double belt = flue_draw_item(d->draw, &g->walks_on_escalators, FLUE_PURPOSE_PEOPLE, id);
    people[i].uses_lifts = flue_uniform(stream, id, draw_lift) < lift;
    people[i].walks_on_belt = flue_uniform(stream, id, draw_belt) < belt;
    people[i].seeks_refuge = g->stays_in_refuge != 0;
  }
}

/** Floor of the first fire, counted from 1; 0 without one in a room. */
static size_t fire_floor(const deriver *d) {
  const flue_network_input *in = &d->out->input.network;
  if (!in->n_fires || in->fires[0].compartment >= d->layout->n_spaces) return 0;
  return d->layout->space[in->fires[0].compartment].level + 1;
}

flue_status case_lifts(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n) {
  const flue_walkable *w = d->walkable;
  flue_crowd_input *crowd = &d->out->input.crowd;
  set_people(d, people, group, n);
  if (!w->n_lifts) return FLUE_OK;
  flue_crowd_lift *lifts = case_alloc(d, w->n_lifts, sizeof *lifts);
  const char **names = case_alloc(d, w->n_lifts, sizeof *names);
  FLUE_CHECK(lifts && names, d->ctx, FLUE_ENOMEM, "no memory for lifts");
  for (size_t i = 0; i < w->n_lifts; ++i) {
    const flue_shaft *s = w->shaft_of_lift[i];
    lifts[i] = w->lifts[i];
    lifts[i].start_s = flue_draw_get(d->draw, &s->starts);
    lifts[i].is_out_of_order = flue_draw_get(d->draw, &s->works) < works_from_share;
    names[i] = s->id.text;
  }
  crowd->lifts = lifts;
  crowd->n_lifts = w->n_lifts;
  crowd->fire_floor = fire_floor(d);
  d->out->input.lift_names = names;
  return FLUE_OK;
}

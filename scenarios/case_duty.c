/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People of one case who help, make rounds of rooms or knock, and those who need help. */
#include "scenarios/case_internal.h"

/** Draw of a person that concerns duties, beyond those of case_people.c and case_lifts.c. */
enum { draw_knocks = 0x102 };

static int is_room_with_floor(const flue_space *s) {
  return s->room || (s->shaft && s->shaft->kind == FLUE_SHAFT_ATRIUM);
}

/** Rooms that a group visits. */
static flue_status make_round(deriver *d, const flue_group *group, flue_crowd_round *round) {
  const flue_layout *l = d->layout;
  size_t *room = case_alloc(d, l->n_spaces, sizeof *room), n = 0;
  FLUE_CHECK(room, d->ctx, FLUE_ENOMEM, "no memory for the rooms that people visit");
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (is_room_with_floor(&l->space[i]) && flue_layout_is_visited(l, &l->space[i], &group->clears))
      room[n++] = i;
  *round = (flue_crowd_round){.n = n, .room = room, .visit_s = group->clearing_time.d.p[0]};
  return FLUE_OK;
}

/** A round for each group of the file; those without are empty, and nobody makes them. */
static flue_status make_rounds(deriver *d) {
  const size_t n = d->root->people.n;
  size_t n_made = 0;
  flue_crowd_round *rounds = case_alloc(d, n, sizeof *rounds);
  FLUE_CHECK(rounds, d->ctx, FLUE_ENOMEM, "no memory for the rooms that people visit");
  for (size_t g = 0; g < n; ++g) {
    const flue_group *group = FLUE_ITEM(flue_group, d->root->people, g);
    if (!group->clears.n) continue;
    FLUE_TRY(make_round(d, group, &rounds[g]));
    ++n_made;
  }
  d->out->input.crowd.rounds = rounds;
  d->out->input.crowd.n_rounds = n_made ? n : 0;
  return FLUE_OK;
}

/** Whether anybody is on duty or needs help. */
static int has_duties(const deriver *d) {
  for (size_t g = 0; g < d->root->people.n; ++g) {
    const flue_group *group = FLUE_ITEM(flue_group, d->root->people, g);
    if (group->helps || group->clears.n || group->needs_helpers.d.p[0] > 0) return 1;
  }
  return 0;
}

flue_status case_duty(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n) {
  flue_crowd_duty *duties = has_duties(d) ? case_alloc(d, n, sizeof *duties) : NULL;
  FLUE_CHECK(duties || !has_duties(d), d->ctx, FLUE_ENOMEM, "no memory for the duties of people");
  const flue_stream stream = flue_draw_stream(d->draw, FLUE_PURPOSE_PEOPLE);
  for (size_t i = 0; i < n; ++i) {
    const flue_group *g = FLUE_ITEM(flue_group, d->root->people, group[i]);
    const uint32_t id = (uint32_t)i;
    const double knocks = flue_draw_item(d->draw, &g->knocks, FLUE_PURPOSE_PEOPLE, id);
    people[i].knocks = flue_uniform(stream, id, draw_knocks) < knocks;
    people[i].told_s = (float)flue_draw_item(d->draw, &g->when_told, FLUE_PURPOSE_PEOPLE, id);
    if (!duties) continue;
    duties[i] = (flue_crowd_duty){
        .preparation_s = (float)flue_draw_item(d->draw, &g->preparation, FLUE_PURPOSE_PEOPLE, id),
        .round = g->clears.n ? group[i] + 1 : 0,
        .helps = g->helps != 0,
        .needs_helpers = (uint8_t)g->needs_helpers.d.p[0]};
  }
  d->out->input.crowd.duties = duties;
  d->out->input.crowd.knock_m = d->root->run.knock_distance.d.p[0];
  return make_rounds(d);
}

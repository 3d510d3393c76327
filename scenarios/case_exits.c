/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people know of exits, and doors that are locked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/visibility.h"
#include "scenarios/case_internal.h"

/** Where draws of locks begin among those of openings. */
static const uint32_t first_lock_item = 0x20000000u;
/** Drawn value from which on a door counts as locked. */
static const double locked_from_share = 0.5;

static int is_named(const flue_layout *l, const flue_gap *gap, const flue_words *names) {
  for (size_t i = 0; i < names->n; ++i)
    if (flue_layout_is_exit_called(l, gap, names->items[i].text)) return 1;
  return 0;
}

/** Whether an exit of a storey is among those named. */
static int is_any_named(const deriver *d, size_t level, const flue_words *names) {
  const flue_walkable *w = d->walkable;
  for (size_t e = 0; e < w->n_exits; ++e) {
    const flue_gap *gap = &d->layout->gap[w->gap_of_door[w->exits[e].door]];
    if (gap->level == level && is_named(d->layout, gap, names)) return 1;
  }
  return 0;
}

static uint8_t knowledge_of(const deriver *d, const flue_gap *gap, const flue_group *group) {
  const flue_layout *l = d->layout;
  if (group->uses.n && !is_named(l, gap, &group->uses) && is_any_named(d, gap->level, &group->uses))
    return FLUE_EXIT_BARRED;
  if (group->knows.n && !is_named(l, gap, &group->knows)) return FLUE_EXIT_UNKNOWN;
  return FLUE_EXIT_KNOWN;
}

/** Lifts and refuges are no exits that people know or not: groups say who uses them. */
static int is_elsewhere(const flue_crowd_exit *exit) {
  return exit->lift || exit->refuge;
}

/** A row of knowledge for each group of the file that does not know all. */
static flue_status fill_knowledge(deriver *d, flue_crowd_person *people, const uint32_t *group,
                                  size_t n) {
  const flue_walkable *w = d->walkable;
  const size_t n_groups = d->root->people.n;
  uint8_t *rows = case_alloc(d, n_groups * w->n_exits, 1);
  FLUE_CHECK(rows, d->ctx, FLUE_ENOMEM, "no memory for what people know");
  for (size_t g = 0; g < n_groups; ++g)
    for (size_t e = 0; e < w->n_exits; ++e)
      rows[g * w->n_exits + e] =
          is_elsewhere(&w->exits[e])
              ? FLUE_EXIT_KNOWN
              : knowledge_of(d, &d->layout->gap[w->gap_of_door[w->exits[e].door]],
                             FLUE_ITEM(flue_group, d->root->people, g));
  for (size_t i = 0; i < n; ++i) {
    const flue_group *g = FLUE_ITEM(flue_group, d->root->people, group[i]);
    if (g->knows.n || g->uses.n) people[i].knowledge = group[i] + 1;
  }
  d->out->input.crowd.knowledge = rows;
  d->out->input.crowd.n_knowledge = n_groups;
  return FLUE_OK;
}

static int by_time(const void *a, const void *b) {
  const flue_crowd_lock *x = a, *y = b;
  if (x->t_s < y->t_s || x->t_s > y->t_s) return x->t_s < y->t_s ? -1 : 1;
  return (x->door > y->door) - (x->door < y->door);
}

static flue_status fill_locks(deriver *d) {
  const flue_walkable *w = d->walkable;
  flue_crowd_lock *locks = case_alloc(d, 2 * w->n_doors, sizeof *locks);
  FLUE_CHECK(locks, d->ctx, FLUE_ENOMEM, "no memory for locks");
  size_t n = 0;
  for (size_t i = 0; i < w->n_doors; ++i) {
    const flue_door *door = d->layout->gap[w->gap_of_door[i]].door;
    const uint32_t item = first_lock_item + (uint32_t)w->gap_of_door[i];
    const double from = door->locked_from.d.p[0], to = flue_value_or(&door->locked_to, INFINITY);
    if (flue_draw_item(d->draw, &door->locked, FLUE_PURPOSE_OPENING, item) < locked_from_share)
      continue;
    if (to <= from) continue;
    locks[n++] = (flue_crowd_lock){.t_s = from, .door = i, .is_locked = 1};
    if (isfinite(to)) locks[n++] = (flue_crowd_lock){.t_s = to, .door = i, .is_locked = 0};
  }
  if (n) qsort(locks, n, sizeof *locks, by_time);
  d->out->input.crowd.locks = locks;
  d->out->input.crowd.n_locks = n;
  return FLUE_OK;
}

flue_status case_exits(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n) {
  FLUE_TRY(fill_knowledge(d, people, group, n));
  return fill_locks(d);
}

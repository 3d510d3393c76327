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

static const flue_gap *gap_of(const deriver *d, size_t exit) {
  const flue_walkable *w = d->walkable;
  return &d->layout->gap[w->gap_of_door[w->exits[exit].door]];
}

static int has_names(const flue_group *group) {
  return group->knows.n > 0 || group->uses.n > 0;
}

/** Whether a storey has a door to the outside. */
static int has_door_outside(const deriver *d, size_t level) {
  for (size_t e = 0; e < d->walkable->n_exits; ++e) {
    const flue_crowd_exit *exit = &d->walkable->exits[e];
    if (exit->stair == FLUE_NONE && !exit->lift && !exit->refuge && gap_of(d, e)->level == level)
      return 1;
  }
  return 0;
}

/** Whether an exit only leads back into the stair that people leave there. */
static int leads_back(const deriver *d, size_t e) {
  const flue_crowd_exit *exit = &d->walkable->exits[e];
  if (exit->stair == FLUE_NONE) return 0;
  const flue_crowd_stair *stair = &d->walkable->stairs[exit->stair];
  return exit->segment == stair->discharge && stair->exit_door == FLUE_NONE &&
         has_door_outside(d, gap_of(d, e)->level);
}

/** What a group knows of each exit. Lifts and refuges are no exits that people know or not: groups
 * say who uses them. @param has_used  Scratch, [n_levels]: whether the storey has an exit to use.
 */
static void fill_row(const deriver *d, const flue_group *group, uint8_t *has_used, uint8_t *row) {
  const flue_walkable *w = d->walkable;
  memset(has_used, 0, d->layout->n_levels);
  for (size_t e = 0; e < w->n_exits; ++e) { /* for now: whether it is one to use */
    const flue_gap *gap = gap_of(d, e);
    row[e] = (uint8_t)is_named(d->layout, gap, &group->uses);
    if (row[e] && !leads_back(d, e)) has_used[gap->level] = 1;
  }
  for (size_t e = 0; e < w->n_exits; ++e) {
    const flue_gap *gap = gap_of(d, e);
    const int is_barred = has_used[gap->level] && !row[e];
    row[e] = FLUE_EXIT_KNOWN;
    if (w->exits[e].lift || w->exits[e].refuge) continue;
    if (group->knows.n && !is_named(d->layout, gap, &group->knows)) row[e] = FLUE_EXIT_UNKNOWN;
    if (is_barred) row[e] = FLUE_EXIT_BARRED;
  }
}

/** A row of knowledge for each group of the file; none where all groups know all exits. */
static flue_status fill_knowledge(deriver *d, flue_crowd_person *people, const uint32_t *group,
                                  size_t n) {
  const flue_walkable *w = d->walkable;
  const size_t n_groups = d->root->people.n;
  size_t n_named = 0;
  for (size_t g = 0; g < n_groups; ++g)
    n_named += (size_t)has_names(FLUE_ITEM(flue_group, d->root->people, g));
  if (n_named == 0) return FLUE_OK;
  uint8_t *rows = case_alloc(d, n_groups * w->n_exits, 1);
  uint8_t *has_used = case_alloc(d, d->layout->n_levels, 1);
  FLUE_CHECK(rows && has_used, d->ctx, FLUE_ENOMEM, "no memory for what people know");
  for (size_t g = 0; g < n_groups; ++g)
    fill_row(d, FLUE_ITEM(flue_group, d->root->people, g), has_used, rows + g * w->n_exits);
  for (size_t i = 0; i < n; ++i)
    if (has_names(FLUE_ITEM(flue_group, d->root->people, group[i])))
      people[i].knowledge = (uint16_t)(group[i] + 1);
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

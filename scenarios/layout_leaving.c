/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether people can leave: ways out, locks, lifts and refuges that are wanted, who is warned. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "scenarios/layout_internal.h"

/* ---- ways out ---- */

/** Storeys of the same plan repeat a room; one finding is enough for all of them. */
static void skip_repeats(const builder *b, size_t space, unsigned char *reached) {
  const flue_layout *l = b->layout;
  const size_t own = l->space[space].level;
  if (!l->space[space].room) return;
  for (size_t level = own + 1; level < l->n_levels; ++level)
    if (l->level[level].plan == l->level[own].plan)
      reached[b->room_start[level] + space - b->room_start[own]] = 1;
}

/** Whether some group has people in a space. */
static int holds_people(const builder *b, size_t space) {
  const flue_list *people = &b->scenario->root.people;
  for (size_t k = 0; k < people->n; ++k)
    if (flue_layout_fits(&b->layout->space[space], &FLUE_ITEM(flue_group, *people, k)->in))
      return 1;
  return 0;
}

/** A finding for each space with people from which no way is left.
 *  @param is_shut  Doors that count as none; NULL: all count. */
static void find_shut_in(builder *b, layout_door_fn is_shut, flue_message message) {
  const flue_layout *l = b->layout;
  unsigned char *reached = flue_alloc(l->n_spaces, 1);
  if (!reached) {
    b->no_memory = 1;
    return;
  }
  layout_mark_ways(l, is_shut, reached);
  for (size_t i = 0; i < l->n_spaces; ++i) {
    if (reached[i] || !holds_people(b, i)) continue;
    find_at(b, message, l->space[i].polygon, l->space[i].name, NULL);
    skip_repeats(b, i, reached);
  }
  free(reached);
}

/* ---- locks ---- */

/** Whether a yes-or-no number is yes in every sample. */
static int is_certain(const flue_value *v) {
  if (v->d.kind == FLUE_PROBABILITY) return v->d.p[0] >= 1.0;
  return v->id < 0 && v->d.p[0] >= 0.5; /* as case_exits.c takes a drawn value */
}

/** Whether a door is locked in every sample and nobody unlocks it. */
static int is_shut_for_good(const flue_door *door) {
  return is_certain(&door->locked) && !flue_is_given(&door->locked_to);
}

static int is_never_open(const flue_door *door) {
  return is_shut_for_good(door) && door->locked_from.d.p[0] <= 0.0;
}

/** Times of a lock that cannot be, or that lock nothing. */
static void check_lock(builder *b, const flue_door *door) {
  const flue_value *from = &door->locked_from, *to = &door->locked_to;
  const flue_value *written = flue_is_written(from) ? from : flue_is_written(to) ? to : NULL;
  if (!written) return;
  if (flue_is_given(to) && to->d.p[0] <= from->d.p[0]) {
    const number_text times[] = {layout_number(to->d.p[0], 0), layout_number(from->d.p[0], 0)};
    find_at(b, FLUE_MSG_LOCK_TIMES, to, door->id.text, times[0].text, times[1].text, NULL);
  } else if (door->locked.id < 0 && door->locked.d.p[0] < 0.5) {
    find_at(b, FLUE_MSG_LOCK_UNUSED, written, door->id.text, NULL);
  }
}

static void check_lock_times(builder *b) {
  const flue_list *plans = &b->scenario->root.plans;
  for (size_t p = 0; p < plans->n; ++p) {
    const flue_list *doors = &FLUE_ITEM(flue_plan, *plans, p)->openings;
    for (size_t k = 0; k < doors->n; ++k) check_lock(b, FLUE_ITEM(flue_door, *doors, k));
  }
}

/** @return 1 when no exit of the building is ever open, with a finding at the first. */
static int find_all_locked(builder *b) {
  const flue_layout *l = b->layout;
  const flue_door *first = NULL;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    if (!flue_layout_is_exit(l, &l->gap[k])) continue;
    if (!is_never_open(l->gap[k].door)) return 0;
    if (!first) first = l->gap[k].door;
  }
  if (first) find_at(b, FLUE_MSG_ALL_LOCKED, &first->locked, first->id.text, NULL);
  return first != NULL;
}

/* ---- lifts and refuges ---- */

static int has_evacuation_lift(const builder *b) {
  const flue_list *shafts = &b->scenario->root.building.shafts;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s->kind == FLUE_SHAFT_LIFT && s->evacuation) return 1;
  }
  return 0;
}

static int has_refuge(const builder *b) {
  for (size_t i = 0; i < b->layout->n_spaces; ++i)
    if (b->layout->space[i].room && b->layout->space[i].room->refuge) return 1;
  return 0;
}

/** Whether some of a group may take lifts. */
static int wants_lift(const flue_group *group) {
  return group->uses_lifts.id >= 0 || group->uses_lifts.d.p[0] > 0.0;
}

/** Groups that want a lift or a refuge where there is none.
 *  @return 1 when some of the people have such a place to go to. */
static int check_places(builder *b) {
  const flue_list *people = &b->scenario->root.people;
  const int lift = has_evacuation_lift(b), refuge = has_refuge(b);
  int served = 0;
  for (size_t k = 0; k < people->n; ++k) {
    const flue_group *group = FLUE_ITEM(flue_group, *people, k);
    const flue_word *at = &group->in.items[0];
    served |= (lift && wants_lift(group)) || (refuge && group->stays_in_refuge);
    if (!lift && wants_lift(group))
      find_at(b, FLUE_MSG_NO_LIFT, &group->uses_lifts, at->text, NULL);
    if (!refuge && group->stays_in_refuge) find_at(b, FLUE_MSG_NO_REFUGE, at, at->text, NULL);
  }
  return served;
}

/* ---- warning ---- */

/** People start when the alarm sounds or when smoke comes to them; neither may ever happen. */
static void check_warned(builder *b) {
  const flue_root *root = &b->scenario->root;
  const flue_word *at = &FLUE_ITEM(flue_group, root->people, 0)->in.items[0];
  const flue_value *works = &root->systems.alarm.works;
  const int has_sensors = root->systems.detection.n + root->systems.sprinklers.n > 0;
  const int sounds = works->id >= 0 || works->d.p[0] > 0.5; /* as case_systems.c takes it */
  if (root->fires.n == 0)
    find_at(b, FLUE_MSG_NEVER_WARNED, at, NULL);
  else if (!has_sensors || !sounds)
    find_at(b, FLUE_MSG_NO_ALARM, at, NULL);
}

void layout_check_leaving(builder *b) {
  const flue_layout *l = b->layout;
  int has_exit = 0;
  for (size_t k = 0; k < l->n_gaps && !has_exit; ++k) has_exit = flue_layout_is_exit(l, &l->gap[k]);
  if (!has_exit) {
    flue_diagnostics_add(b->list, FLUE_MSG_NO_EXIT, 1, 1, NULL);
    return;
  }
  const size_t errors = b->list->errors;
  find_shut_in(b, NULL, FLUE_MSG_NO_WAY_OUT);
  check_lock_times(b);
  check_warned(b);
  const int is_served = check_places(b);
  if (b->list->errors > errors || is_served || find_all_locked(b)) return;
  find_shut_in(b, is_shut_for_good, FLUE_MSG_LOCKED_IN);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in systems, fires and people, and whether people can get out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/geometry.h"
#include "scenarios/layout_internal.h"

/* ---- selectors ---- */

/** Checks that every word fits a space. */
static void check_selector(builder *b, const char *where, const flue_words *in) {
  for (size_t i = 0; i < in->n; ++i) {
    const flue_words one = {&in->items[i], 1};
    int fits = 0;
    for (size_t k = 0; k < b->layout->n_spaces && !fits; ++k)
      fits = flue_layout_fits(&b->layout->space[k], &one);
    if (!fits) find_at(b, FLUE_MSG_NO_SUCH_USE, &in->items[i], where, in->items[i].text, NULL);
  }
}

/** Names of supplies, among the first n of the list. */
static void check_supply(builder *b, const flue_words *fed_by, size_t n) {
  const flue_list *supplies = &b->scenario->root.systems.supplies;
  const char **names = flue_alloc(supplies->n, sizeof *names);
  for (size_t i = 0; names && i < supplies->n; ++i)
    names[i] = FLUE_ITEM(flue_supply, *supplies, i)->id.text;
  for (size_t k = 0; names && k < fed_by->n; ++k) {
    size_t found = 0;
    while (found < supplies->n && strcmp(names[found], fed_by->items[k].text) != 0) ++found;
    if (found == supplies->n)
      layout_unknown(b, "fed_by", FLUE_MSG_WORD_SUPPLY, &fed_by->items[k], names, supplies->n);
    else if (found >= n)
      find_at(b, FLUE_MSG_SUPPLY_ORDER, &fed_by->items[k], names[found], NULL);
  }
  free(names);
}

/** @return whether there is a shaft of that name. */
static int check_shaft_name(builder *b, const flue_word *name) {
  const flue_list *shafts = &b->scenario->root.building.shafts;
  const char **names = flue_alloc(shafts->n, sizeof *names);
  int known = 0;
  for (size_t i = 0; names && i < shafts->n; ++i) {
    names[i] = FLUE_ITEM(flue_shaft, *shafts, i)->id.text;
    known |= strcmp(names[i], name->text) == 0;
  }
  if (names && !known)
    layout_unknown(b, "pressurisation", FLUE_MSG_WORD_SHAFT, name, names, shafts->n);
  free(names);
  return known;
}

/** Either a shaft or rooms are supplied. @return whether a shaft that there is. */
static int check_supplied(builder *b, const flue_pressurisation *p) {
  const int given = (p->shaft.text != NULL) + (p->rooms.n > 0);
  if (given != 1) find_at(b, FLUE_MSG_SUPPLY_PLACE, &p->flow, given ? "2" : "0", NULL);
  const int has_shaft = p->shaft.text && check_shaft_name(b, &p->shaft);
  check_selector(b, "pressurisation", &p->rooms);
  return has_shaft;
}

/** What is held is measured at a door and below what the fan can do. */
static void check_hold(builder *b, const flue_pressurisation *p, int has_shaft) {
  const flue_layout *l = b->layout;
  if (!flue_is_given(&p->hold)) return;
  const number_text hold = layout_number(p->hold.d.p[0], 0),
                    most = layout_number(p->max_pressure.d.p[0], 0);
  if (p->max_pressure.d.kind == FLUE_CONSTANT && p->hold.d.p[0] >= p->max_pressure.d.p[0])
    find_at(b, FLUE_MSG_HOLD_BEYOND, &p->hold, hold.text, most.text, NULL);
  if (has_shaft && flue_layout_middle(l, p->shaft.text) == FLUE_OPEN_AIR)
    find_at(b, FLUE_MSG_HOLD_NOWHERE, &p->hold, p->shaft.text, NULL);
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->room || p->rooms.n == 0 || !flue_layout_fits(s, &p->rooms)) continue;
    if (flue_layout_behind(l, i) == FLUE_OPEN_AIR)
      find_at(b, FLUE_MSG_HOLD_NOWHERE, &p->hold, s->name, NULL);
  }
}

static void check_systems(builder *b) {
  const flue_systems *s = &b->scenario->root.systems;
  for (size_t i = 0; i < s->supplies.n; ++i)
    check_supply(b, &FLUE_ITEM(flue_supply, s->supplies, i)->fed_by, i);
  check_supply(b, &s->alarm.fed_by, s->supplies.n);
  for (size_t i = 0; i < s->detection.n; ++i) {
    check_selector(b, "detection", &FLUE_ITEM(flue_detection, s->detection, i)->in);
    check_supply(b, &FLUE_ITEM(flue_detection, s->detection, i)->fed_by, s->supplies.n);
  }
  for (size_t i = 0; i < s->sprinklers.n; ++i) {
    check_selector(b, "sprinklers", &FLUE_ITEM(flue_sprinklers, s->sprinklers, i)->in);
    check_supply(b, &FLUE_ITEM(flue_sprinklers, s->sprinklers, i)->fed_by, s->supplies.n);
  }
  for (size_t i = 0; i < s->exhaust.n; ++i) {
    check_selector(b, "exhaust", &FLUE_ITEM(flue_exhaust, s->exhaust, i)->in);
    check_supply(b, &FLUE_ITEM(flue_exhaust, s->exhaust, i)->fed_by, s->supplies.n);
  }
  for (size_t i = 0; i < s->pressurisation.n; ++i) {
    const flue_pressurisation *p = FLUE_ITEM(flue_pressurisation, s->pressurisation, i);
    check_hold(b, p, check_supplied(b, p));
    check_supply(b, &p->fed_by, s->supplies.n);
  }
}

/* ---- fires ---- */

static void check_fire_room(builder *b, const flue_blaze *fire, const flue_word *name) {
  const size_t room = flue_layout_find(b->layout, name->text);
  if (room == FLUE_OPEN_AIR) {
    const char **names = flue_alloc(b->layout->n_spaces, sizeof *names);
    for (size_t i = 0; names && i < b->layout->n_spaces; ++i) names[i] = b->layout->space[i].name;
    if (names) layout_unknown(b, "fires", FLUE_MSG_WORD_ROOM, name, names, b->layout->n_spaces);
    free(names);
    return;
  }
  const flue_point *p = &fire->at.point;
  if (!p->is_given || flue_polygon_contains(b->layout->space[room].polygon, p->x, p->y)) return;
  const number_text x = layout_number(p->x, 2), y = layout_number(p->y, 2);
  find_at(b, FLUE_MSG_FIRE_POINT, p, fire->id.text, x.text, y.text, name->text, NULL);
}

/** A fire that a flame lights burns in a room with a window. */
static void check_lit_by(builder *b, const flue_blaze *fire, const flue_word *name) {
  const flue_layout *l = b->layout;
  const size_t room = flue_layout_find(l, name->text);
  if (fire->lit_by != FLUE_LIT_BY_FLAME || room == FLUE_OPEN_AIR) return;
  for (size_t k = 0; k < l->n_gaps; ++k)
    if (l->gap[k].a == room && l->gap[k].b == FLUE_OPEN_AIR) return;
  find_at(b, FLUE_MSG_NO_FLAME, name, fire->id.text, name->text, NULL);
}

/** A measured curve says itself what a design fire would. */
static void check_curve(builder *b, const flue_blaze *fire) {
  const flue_value *design[] = {&fire->growth, &fire->peak, &fire->load};
  static const char *const names[] = {"growth", "peak", "load"};
  for (size_t k = 0; fire->curve.text && k < sizeof design / sizeof *design; ++k)
    if (flue_is_written(design[k]))
      find_at(b, FLUE_MSG_KEY_BESIDE, design[k], names[k], "curve", NULL);
}

static void check_fires(builder *b) {
  const flue_list *fires = &b->scenario->root.fires;
  for (size_t i = 0; i < fires->n; ++i) {
    const flue_blaze *fire = FLUE_ITEM(flue_blaze, *fires, i);
    const flue_pick *pick = &fire->at.room;
    check_curve(b, fire);
    if (pick->any.text) {
      flue_word any = pick->any;
      check_selector(b, "fires", &(flue_words){&any, 1});
    }
    for (size_t k = 0; k < pick->rooms.n; ++k) {
      check_fire_room(b, fire, &pick->rooms.items[k]);
      check_lit_by(b, fire, &pick->rooms.items[k]);
    }
  }
}

/* ---- people ---- */

/** What an amount is in the middle of its distribution. */
static double median(const flue_value *value) {
  return flue_distribution_quantile(&value->d, 0.5);
}

/** Refuses more people than can be placed; samples with more than the median are found when drawn.
 */
static void check_people_fit(builder *b) {
  const flue_list *people = &b->scenario->root.people;
  double total = 0.0;
  for (size_t g = 0; g < people->n; ++g) {
    const flue_group *group = FLUE_ITEM(flue_group, *people, g);
    const int by_room = !isnan(group->per_room.d.p[0]), by_area = !isnan(group->density.d.p[0]);
    if (!isnan(group->count.d.p[0])) total += median(&group->count);
    for (size_t i = 0; (by_room || by_area) && i < b->layout->n_spaces; ++i)
      if (flue_layout_fits(&b->layout->space[i], &group->in))
        total += by_room ? median(&group->per_room)
                         : median(&group->density) * b->layout->space[i].area_m2;
    if (total <= FLUE_MOST_PEOPLE) continue;
    const number_text n = layout_number(total, 0), most = layout_number(FLUE_MOST_PEOPLE, 0);
    find_at(b, FLUE_MSG_TOO_MANY_PEOPLE, &group->in.items[0], n.text, most.text, NULL);
    return;
  }
}

static void check_cells(builder *b) {
  const flue_layout *l = b->layout;
  const double cell = b->scenario->root.run.cell.d.p[0];
  for (size_t level = 0; level < l->n_levels; ++level) {
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    const flue_list *rooms = &l->level[level].plan->rooms;
    for (size_t i = 0; i < rooms->n; ++i)
      flue_polygon_widen(&FLUE_ITEM(flue_room, *rooms, i)->polygon, box);
    const double n = ceil((box[2] - box[0]) / cell) * ceil((box[3] - box[1]) / cell);
    if (n <= FLUE_MOST_CELLS) continue;
    const number_text cells = layout_number(n, 0);
    find_at(b, FLUE_MSG_WALK_TOO_LARGE, &l->level[level].plan->id, l->level[level].id, cells.text,
            NULL);
    return;
  }
}

/** Refuses words that mean spaces without a floor to stand on: stairs, lifts, risers. */
static void check_floors(builder *b, const flue_words *in) {
  const flue_layout *l = b->layout;
  for (size_t i = 0; i < in->n; ++i) {
    const flue_words one = {&in->items[i], 1};
    size_t fits = 0, floors = 0;
    for (size_t k = 0; k < l->n_spaces; ++k) {
      const flue_space *s = &l->space[k];
      if (!flue_layout_fits(s, &one)) continue;
      ++fits;
      floors += s->room || s->shaft->kind == FLUE_SHAFT_ATRIUM;
    }
    if (fits && !floors) find_at(b, FLUE_MSG_NO_FLOOR, &in->items[i], in->items[i].text, NULL);
  }
}

/** Every word must mean a room to visit, or a storey. */
static void check_visits(builder *b, const flue_words *clears) {
  const flue_layout *l = b->layout;
  for (size_t i = 0; i < clears->n; ++i) {
    const flue_words one = {&clears->items[i], 1};
    size_t floors = 0;
    for (size_t k = 0; k < l->n_spaces; ++k)
      floors += l->space[k].room && flue_layout_is_visited(l, &l->space[k], &one);
    if (!floors)
      find_at(b, FLUE_MSG_NO_SUCH_USE, &clears->items[i], "clears", clears->items[i].text, NULL);
  }
}

/** What people do for others, and what others do for them, must go together. */
static void check_duties(builder *b, const flue_group *group) {
  const flue_list *people = &b->scenario->root.people;
  const int is_staff = group->helps || group->clears.n, needs = (int)group->needs_helpers.d.p[0];
  int has_helpers = 0;
  if ((is_staff || needs) && group->together.d.p[0] > 1)
    find_at(b, FLUE_MSG_DUTY_TOGETHER, &group->together,
            needs          ? "needs_helpers"
            : group->helps ? "helps"
                           : "clears",
            NULL);
  if (is_staff && needs)
    find_at(b, FLUE_MSG_DUTY_NEEDS, &group->needs_helpers, group->helps ? "helps" : "clears", NULL);
  if (is_staff && group->stays_in_refuge)
    find_at(b, FLUE_MSG_DUTY_REFUGE, &group->in.items[0], group->helps ? "helps" : "clears", NULL);
  double helpers = 0.0;
  for (size_t i = 0; i < people->n; ++i) {
    const flue_group *other = FLUE_ITEM(flue_group, *people, i);
    if (!other->helps) continue;
    has_helpers = 1; /* how many they are is known where they are counted */
    helpers += flue_is_given(&other->count) ? median(&other->count) : FLUE_MOST_PEOPLE;
  }
  if (needs && !has_helpers)
    find_at(b, FLUE_MSG_NO_HELPERS, &group->needs_helpers, layout_number(needs, 0).text, NULL);
  else if (needs && helpers < needs)
    find_at(b, FLUE_MSG_FEW_HELPERS, &group->needs_helpers, layout_number(needs, 0).text,
            layout_number(helpers, 0).text, NULL);
}

/** Whether a name means an exit; with the names of all of them as candidates when not. */
static void check_exits(builder *b, const char *where, const flue_words *names) {
  const flue_layout *l = b->layout;
  const char **candidates = names->n ? flue_alloc(2 * l->n_gaps, sizeof *candidates) : NULL;
  for (size_t i = 0; candidates && i < names->n; ++i) {
    size_t n = 0;
    int fits = 0;
    for (size_t k = 0; k < l->n_gaps; ++k) {
      const flue_gap *gap = &l->gap[k];
      const size_t ends[2] = {gap->a, gap->b};
      int is_way_off = flue_layout_is_exit(l, gap);
      if (is_way_off) candidates[n++] = gap->door->id.text;
      for (size_t e = 0; e < 2; ++e) {
        if (ends[e] == FLUE_OPEN_AIR || !l->space[ends[e]].shaft) continue;
        if (l->space[ends[e]].shaft->kind != FLUE_SHAFT_STAIR || n + 1 >= 2 * l->n_gaps) continue;
        is_way_off = flue_layout_is_walkable(l, gap);
        if (is_way_off) candidates[n++] = l->space[ends[e]].id;
      }
      fits |= is_way_off && flue_layout_is_exit_called(l, gap, names->items[i].text);
    }
    if (!fits) layout_unknown(b, where, FLUE_MSG_WORD_EXIT, &names->items[i], candidates, n);
  }
  free(candidates);
}

/** People of the day or the night where all fires are at the other time. */
static void check_there(builder *b, const flue_group *group) {
  const flue_value *by_day = &b->scenario->root.building.by_day;
  const int is_day = by_day->d.p[0] > 0.5;
  if (by_day->id >= 0 || group->there == FLUE_THERE_ALWAYS) return;
  if ((group->there == FLUE_THERE_DAY) != is_day)
    find_at(b, FLUE_MSG_NEVER_THERE, &group->in.items[0], group->in.items[0].text, NULL);
}

static void check_people(builder *b) {
  const flue_list *people = &b->scenario->root.people;
  for (size_t i = 0; i < people->n; ++i) {
    const flue_group *group = FLUE_ITEM(flue_group, *people, i);
    check_selector(b, "people", &group->in);
    check_floors(b, &group->in);
    check_exits(b, "knows", &group->knows);
    check_exits(b, "uses", &group->uses);
    check_visits(b, &group->clears);
    check_duties(b, group);
    check_there(b, group);
    if (group->responds_as.text && flue_is_written(&group->pre_movement))
      find_at(b, FLUE_MSG_RESPONSE_BOTH, &group->responds_as, group->responds_as.text, NULL);
    const flue_value *amounts[] = {&group->per_room, &group->density, &group->count};
    int given = 0;
    for (int k = 0; k < 3; ++k) given += flue_is_given(amounts[k]);
    if (given == 1) continue;
    const number_text n = layout_number(given, 0);
    find_at(b, FLUE_MSG_PEOPLE_AMOUNT, &group->per_room, n.text, NULL);
  }
  if (b->list->errors) return;
  check_people_fit(b);
  if (people->n > 0) layout_check_leaving(b);
  layout_check_idle(b);
}

static void check_stairs(builder *b) {
  const flue_list *shafts = &b->scenario->root.building.shafts;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    int has_door = s->kind != FLUE_SHAFT_STAIR;
    for (size_t i = 0; i < b->layout->n_gaps && !has_door; ++i) {
      const flue_gap *gap = &b->layout->gap[i];
      has_door = b->layout->space[gap->a].shaft == s ||
                 (gap->b != FLUE_OPEN_AIR && b->layout->space[gap->b].shaft == s);
    }
    if (!has_door) find_at(b, FLUE_MSG_STAIR_NO_DOOR, &s->id, s->id.text, NULL);
  }
}

/** Whether an opening leads from a room into a shaft on a storey. */
static int is_door_of(const builder *b, const flue_gap *gap, const flue_shaft *s, size_t level) {
  const flue_layout *l = b->layout;
  if (gap->level != level || gap->b == FLUE_OPEN_AIR) return 0;
  const int is_way = gap->door->kind != FLUE_DOOR_WINDOW && gap->door->kind != FLUE_DOOR_VENT;
  return is_way && ((l->space[gap->a].shaft == s && l->space[gap->b].room) ||
                    (l->space[gap->b].shaft == s && l->space[gap->a].room));
}

/** Lifts that evacuate let people out on the storey nearest to the ground: there must be a door. */
static void check_lifts(builder *b) {
  const flue_list *shafts = &b->scenario->root.building.shafts;
  const flue_layout *l = b->layout;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    size_t ground = b->first[k];
    int has_door = 0;
    if (s->kind != FLUE_SHAFT_LIFT || !s->evacuation) continue;
    for (size_t i = b->first[k]; i <= b->last[k]; ++i)
      if (fabs(l->level[i].z_m) < fabs(l->level[ground].z_m)) ground = i;
    for (size_t i = 0; i < l->n_gaps; ++i) has_door |= is_door_of(b, &l->gap[i], s, ground);
    if (!has_door)
      find_at(b, FLUE_MSG_LIFT_NO_GROUND, &s->id, s->id.text, l->level[ground].id, NULL);
  }
}

void layout_check_names(builder *b) {
  check_systems(b);
  check_fires(b);
  if (b->list->errors) return; /* ways out mean nothing while doors are missing */
  check_stairs(b);
  check_lifts(b);
  layout_check_models(b);
  check_cells(b);
  check_people(b);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/walkable_lifts.h"

#include <math.h>

#include "core/memory.h"
#include "scenarios/geometry.h"

static int is_evacuation_lift(const flue_shaft *s) {
  return s && s->kind == FLUE_SHAFT_LIFT && s->evacuation;
}

static int is_floor(const flue_layout *l, size_t space) {
  return space != FLUE_OPEN_AIR && l->space[space].room;
}

size_t walkable_lift_side(const flue_layout *l, const flue_gap *gap) {
  const int is_way = gap->door->kind == FLUE_DOOR_LIFT || gap->door->kind == FLUE_DOOR_DOOR ||
                     gap->door->kind == FLUE_DOOR_OPEN;
  if (!is_way || gap->b == FLUE_OPEN_AIR) return FLUE_OPEN_AIR;
  if (is_evacuation_lift(l->space[gap->a].shaft) && is_floor(l, gap->b)) return gap->a;
  if (is_evacuation_lift(l->space[gap->b].shaft) && is_floor(l, gap->a)) return gap->b;
  return FLUE_OPEN_AIR;
}

/** Number of a shaft among the evacuation lifts, in the order of the file. */
static size_t lift_number(const flue_layout *l, const flue_shaft *shaft) {
  const flue_list *shafts = &l->scenario->root.building.shafts;
  size_t n = 0;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s == shaft) break;
    n += (size_t)is_evacuation_lift(s);
  }
  return n;
}

void walkable_add_landing(const flue_layout *l, flue_walkable *w, size_t door) {
  const size_t space = walkable_lift_side(l, &l->gap[w->gap_of_door[door]]);
  const flue_shaft *shaft = l->space[space].shaft;
  flue_crowd_exit *e = &w->exits[w->n_exits++];
  *e = (flue_crowd_exit){.door = door, .stair = FLUE_NONE, .lift = lift_number(l, shaft) + 1};
  for (size_t k = 0; k < l->n_spaces; ++k)
    if (l->space[k].shaft == shaft && l->space[k].level < l->space[space].level) ++e->segment;
}

static int is_refuge(const flue_layout *l, size_t space) {
  return is_floor(l, space) && l->space[space].room->refuge;
}

static int anybody_stays(const flue_layout *l) {
  const flue_list *people = &l->scenario->root.people;
  for (size_t g = 0; g < people->n; ++g)
    if (FLUE_ITEM(flue_group, *people, g)->stays_in_refuge) return 1;
  return 0;
}

void walkable_add_refuge(const flue_layout *l, flue_walkable *w, size_t door) {
  const flue_gap *gap = &l->gap[w->gap_of_door[door]];
  if (is_refuge(l, gap->a) == is_refuge(l, gap->b) || !anybody_stays(l)) return;
  const size_t space = is_refuge(l, gap->a) ? gap->a : gap->b;
  w->exits[w->n_exits++] = (flue_crowd_exit){.door = door, .stair = FLUE_NONE, .refuge = space + 1};
}

static flue_status make_lift(flue_ctx *ctx, const flue_layout *l, const flue_shaft *s,
                             flue_crowd_lift *lift) {
  size_t *room = flue_alloc(l->n_levels, sizeof *room);
  double *z = flue_alloc(l->n_levels, sizeof *z);
  *lift = (flue_crowd_lift){.room = room,
                            .z_m = z,
                            .n_cars = (size_t)s->cars.d.p[0],
                            .persons = (size_t)s->persons.d.p[0],
                            .speed = s->speed.d.p[0],
                            .acceleration = s->acceleration.d.p[0],
                            .load_factor = s->load_factor.d.p[0],
                            .open_s = s->door_time.d.p[0],
                            .close_s = s->door_time.d.p[0],
                            .dwell_s = s->dwell.d.p[0],
                            .transfer_s = s->transfer_time.d.p[0]};
  FLUE_CHECK(room && z, ctx, FLUE_ENOMEM, "no memory for lifts");
  size_t first = 0;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    if (l->space[i].shaft != s) continue;
    const size_t k = lift->n_landings++;
    if (k == 0) first = l->space[i].level;
    room[k] = i;
    z[k] = l->level[l->space[i].level].z_m;
  }
  flue_polygon_inside(&s->polygon, &lift->x, &lift->y);
  lift->discharge = walkable_nearest_to_ground(l, first, lift->n_landings);
  return FLUE_OK;
}

flue_status walkable_make_lifts(flue_ctx *ctx, const flue_layout *l, flue_walkable *w) {
  const flue_list *shafts = &l->scenario->root.building.shafts;
  w->lifts = flue_alloc(shafts->n, sizeof *w->lifts);
  w->shaft_of_lift = flue_alloc(shafts->n, sizeof *w->shaft_of_lift);
  FLUE_CHECK(w->lifts && w->shaft_of_lift, ctx, FLUE_ENOMEM, "no memory for lifts");
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (!is_evacuation_lift(s)) continue;
    w->shaft_of_lift[w->n_lifts] = s;
    FLUE_TRY(make_lift(ctx, l, s, &w->lifts[w->n_lifts++]));
  }
  return FLUE_OK;
}

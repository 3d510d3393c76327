/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to check: spaces and their parts, doors, fans. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/leakage.h"
#include "models/smoke_control.h"
#include "scenarios/control_internal.h"

/* ---- lists ---- */

flue_status control_add_door(control_plan *p, const control_door *door) {
  FLUE_TRY(flue_grow(&p->door, &p->door_capacity, p->n_doors + 1, sizeof *p->door));
  p->door[p->n_doors++] = *door;
  return FLUE_OK;
}

flue_status control_add_opening(control_plan *p, const flue_opening *o, size_t *at) {
  FLUE_TRY(flue_grow(&p->extra, &p->extra_capacity, p->n_extras + 1, sizeof *p->extra));
  *at = p->base->input.network.n_openings + p->n_extras;
  p->extra[p->n_extras++] = *o;
  return FLUE_OK;
}

/** Pressure that a kind of space is held at by throttling. */
static double setpoint_of(const control_plan *p, flue_control_role role) {
  const flue_control *c = control_section(p);
  if (role == FLUE_ROLE_STAIR) return control_number(&c->stair_pressure);
  return control_number(role == FLUE_ROLE_LIFT ? &c->lift_pressure : &c->lobby_pressure);
}

static flue_status find_supply(control_plan *p, size_t space, size_t *found) {
  const control_space *s = &p->space[space];
  for (*found = 0; *found < p->n_supplies; ++*found)
    if (p->supply[*found].group == s->group) return FLUE_OK;
  FLUE_TRY(flue_grow(&p->supply, &p->supply_capacity, p->n_supplies + 1, sizeof *p->supply));
  const char *name =
      p->layout->n_spaces > 0 ? p->layout->space[space].id : p->base->input.rooms[space].name;
  p->supply[p->n_supplies++] = (control_supply){
      .name = name, .role = s->role, .group = s->group, .setpoint = setpoint_of(p, s->role)};
  return FLUE_OK;
}

flue_status control_add_fan(control_plan *p, const control_fan *fan) {
  FLUE_TRY(flue_grow(&p->fan, &p->fan_capacity, p->n_fans + 1, sizeof *p->fan));
  control_fan *added = &p->fan[p->n_fans++];
  *added = *fan;
  if (fan->supply == CONTROL_NONE) return FLUE_OK;
  FLUE_TRY(find_supply(p, fan->space, &added->supply));
  if (isnan(p->supply[added->supply].setpoint)) p->supply[added->supply].setpoint = fan->hold;
  p->supply[added->supply].rated += fan->rated;
  return FLUE_OK;
}

/* ---- doors ---- */

/** A protected space comes before the one it is protected from. */
static int rank_of(const control_plan *p, size_t space) {
  static const int rank[] = {
      [FLUE_ROLE_STAIR] = 0,    [FLUE_ROLE_LIFT] = 1, [FLUE_ROLE_LOBBY] = 2,
      [FLUE_ROLE_CORRIDOR] = 3, [FLUE_ROLE_ROOM] = 3, [FLUE_ROLE_OTHER] = -1};
  const int outside = 4;
  if (space == FLUE_OUTSIDE) return outside;
  return space < p->n_spaces ? rank[p->space[space].role] : -1;
}

int control_door_between(const control_plan *p, size_t from, size_t to, control_door *door) {
  const int a = rank_of(p, from), b = rank_of(p, to);
  if (a < 0 || b < 0 || a == b || (a > 2 && b > 2)) return 0;
  door->sign = a < b ? 1.0 : -1.0;
  door->high = a < b ? from : to;
  door->low = a < b ? to : from;
  door->storey = p->space[door->high].storey;
  door->release = door->beyond = CONTROL_NONE;
  const int high = a < b ? a : b, low = a < b ? b : a;
  if (high == 1) {
    door->kind = CONTROL_LIFT;
    return low != 4;
  }
  if (high == 0 && low == 1) return 0;
  door->kind = low == 4    ? CONTROL_EXIT
               : high == 2 ? CONTROL_LOBBY_ROOM
               : low == 2  ? CONTROL_STAIR_LOBBY
                           : CONTROL_STAIR_ROOM;
  return 1;
}

/** Air leaves the space behind a door by a slot that opens with it. */
static flue_status add_release(control_plan *p, control_door *door) {
  const double area = control_number(&control_section(p)->air_release);
  if (!(area > 0.0) || door->low == FLUE_OUTSIDE) return FLUE_OK;
  const flue_compartment *room = &p->base->input.network.compartments[door->low];
  const flue_opening o = {.kind = FLUE_OPENING_SLOT,
                          .from = door->low,
                          .to = FLUE_OUTSIDE,
                          .z_bottom = room->z_m,
                          .z_top = room->z_m + room->height_m,
                          .area_m2 = area,
                          .cd = FLUE_CD_LEAK,
                          .exponent = 0.5};
  return control_add_opening(p, &o, &door->release);
}

/** The way on from the lobby behind a door of a stair. */
static size_t find_beyond(const control_plan *p, const control_door *door) {
  for (size_t i = 0; door->kind == CONTROL_STAIR_LOBBY && i < p->n_doors; ++i)
    if (p->door[i].kind == CONTROL_LOBBY_ROOM && p->door[i].is_way && p->door[i].high == door->low)
      return i;
  return CONTROL_NONE;
}

/** People come through doors of stairs, and through those between lobbies and corridors; where a
 *  lobby has no corridor, those to rooms. */
static flue_status mark_ways(control_plan *p) {
  for (size_t k = 0; k < p->n_doors; ++k) {
    control_door *door = &p->door[k];
    door->is_way = control_is_stair(door);
    if (door->kind != CONTROL_LOBBY_ROOM) continue;
    door->is_way = 1;
    for (size_t i = 0; i < p->n_doors; ++i) {
      const control_door *other = &p->door[i];
      if (other->kind == CONTROL_LOBBY_ROOM && other->high == door->high &&
          p->space[other->low].role == FLUE_ROLE_CORRIDOR)
        door->is_way &= p->space[door->low].role == FLUE_ROLE_CORRIDOR;
    }
  }
  for (size_t k = 0; k < p->n_doors; ++k) {
    control_door *door = &p->door[k];
    const int leads_on = door->kind == CONTROL_LOBBY_ROOM || door->kind == CONTROL_STAIR_ROOM;
    for (size_t i = 0; i < k && door->release == CONTROL_NONE; ++i)
      if (p->door[i].low == door->low) door->release = p->door[i].release;
    door->beyond = find_beyond(p, door);
    if (leads_on && door->is_way && door->release == CONTROL_NONE) FLUE_TRY(add_release(p, door));
  }
  return FLUE_OK;
}

/* ---- buildings ---- */

static flue_control_role role_of_use(const flue_space *s) {
  if (s->shaft && s->shaft->kind == FLUE_SHAFT_STAIR) return FLUE_ROLE_STAIR;
  if (s->shaft && s->shaft->kind == FLUE_SHAFT_LIFT) return FLUE_ROLE_LIFT;
  if (s->shaft) return FLUE_ROLE_OTHER;
  if (strcmp(s->use, "lobby") == 0) return FLUE_ROLE_LOBBY;
  const int is_route = strcmp(s->use, "corridor") == 0 || strcmp(s->use, "hall") == 0;
  return is_route ? FLUE_ROLE_CORRIDOR : FLUE_ROLE_ROOM;
}

static flue_control_role role_in_building(const control_plan *p, const flue_space *s) {
  const flue_list *given = &control_section(p)->spaces;
  for (size_t i = 0; i < given->n; ++i) {
    const flue_control_spaces *g = FLUE_ITEM(flue_control_spaces, *given, i);
    if (flue_layout_fits(s, &g->in)) return (flue_control_role)g->role;
  }
  return role_of_use(s);
}

/** Segments of a shaft, and lobbies of one id on all storeys, are one group. */
static size_t group_in_building(const flue_layout *l, size_t space) {
  const flue_space *s = &l->space[space];
  for (size_t i = 0; i < space; ++i) {
    const flue_space *other = &l->space[i];
    if (s->shaft ? other->shaft == s->shaft : (other->room && strcmp(other->id, s->id) == 0))
      return i;
  }
  return space;
}

/** A lobby without a leaf towards the corridor is part of the corridor. */
static void open_lobbies(control_plan *p) {
  const flue_layout *l = p->layout;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *g = &l->gap[k];
    if (g->door->kind != FLUE_DOOR_OPEN || g->b == FLUE_OPEN_AIR) continue;
    control_space *a = &p->space[g->a], *b = &p->space[g->b];
    if (a->role == FLUE_ROLE_LOBBY && b->role >= FLUE_ROLE_CORRIDOR) a->role = FLUE_ROLE_CORRIDOR;
    if (b->role == FLUE_ROLE_LOBBY && a->role >= FLUE_ROLE_CORRIDOR) b->role = FLUE_ROLE_CORRIDOR;
  }
}

static void building_spaces(control_plan *p) {
  for (size_t i = 0; i < p->n_spaces; ++i)
    p->space[i] = (control_space){.role = role_in_building(p, &p->layout->space[i]),
                                  .storey = p->layout->space[i].level,
                                  .group = group_in_building(p->layout, i),
                                  .supply = CONTROL_NONE};
  open_lobbies(p);
}

static flue_status building_doors(control_plan *p) {
  const flue_layout *l = p->layout;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *g = &l->gap[k];
    control_door door = {.name = g->name, .opening = k};
    const int has_leaf = g->door->kind == FLUE_DOOR_DOOR || g->door->kind == FLUE_DOOR_LIFT;
    const size_t to = g->b == FLUE_OPEN_AIR ? FLUE_OUTSIDE : g->b;
    if (!has_leaf || !control_door_between(p, g->a, to, &door)) continue;
    door.storey = g->level;
    door.width_m = control_number(&g->door->width);
    door.height_m = control_number(&g->door->height);
    door.gap_m2 = p->base->input.network.openings[k].leak_m2;
    FLUE_TRY(control_add_door(p, &door));
  }
  return FLUE_OK;
}

static flue_status building_fans(control_plan *p) {
  const flue_coupling_input *in = &p->base->input;
  for (size_t k = 0; k < in->n_fans; ++k) {
    const flue_fan *f = &in->fans[k];
    const flue_opening *o = &in->network.openings[f->opening];
    const int is_supply = o->from == FLUE_OUTSIDE;
    const size_t space = is_supply ? o->to : o->from;
    const flue_control_role role = p->space[space].role;
    if (is_supply && role != FLUE_ROLE_STAIR && role != FLUE_ROLE_LIFT && role != FLUE_ROLE_LOBBY)
      continue;
    const control_fan fan = {.opening = f->opening,
                             .space = space,
                             .level = f->level,
                             .top_level = f->top_level,
                             .supply = is_supply ? 0 : CONTROL_NONE,
                             .share = 1.0,
                             .rated = o->fan_flow,
                             .hold = f->controller == FLUE_NONE
                                         ? NAN
                                         : in->network.controllers[f->controller].setpoint_pa};
    FLUE_TRY(control_add_fan(p, &fan));
  }
  return FLUE_OK;
}

/* ---- whole ---- */

static void tell_spaces(control_plan *p) {
  for (size_t i = 0; i < p->n_spaces; ++i)
    for (size_t s = 0; s < p->n_supplies; ++s)
      if (p->supply[s].group == p->space[i].group) p->space[i].supply = s;
}

/** A lobby system serves three storeys at a time, at the ends of a building two: its flow is that
 * of three storeys' grilles, and goes whole to those that run. */
static void rate_lobbies(control_plan *p) {
  const double storeys_open = FLUE_GB_LOBBY_STOREYS;
  for (size_t s = 0; s < p->n_supplies; ++s) {
    control_supply *supply = &p->supply[s];
    if (supply->role != FLUE_ROLE_LOBBY || p->layout->n_spaces == 0) continue;
    double grilles = 0.0, first = 0.0;
    size_t level = 0;
    for (size_t k = 0; k < p->n_fans; ++k) {
      if (p->fan[k].supply != s) continue;
      if (grilles <= 0.0) level = p->space[p->fan[k].space].storey;
      first += p->space[p->fan[k].space].storey == level;
      grilles += 1.0;
      p->fan[k].share = 1.0 / CONTROL_MOST_FLOW;
    }
    supply->grilles = storeys_open * first;
    if (grilles > supply->grilles) supply->rated *= supply->grilles / grilles;
  }
}

static flue_status make(flue_ctx *ctx, control_plan *p) {
  const int is_network = p->scenario->root.has_network;
  FLUE_TRY(flue_draw_medians(ctx, p->scenario, &p->draw));
  FLUE_TRY(flue_case_create(ctx, p->layout, p->walkable, &p->draw, &p->base));
  FLUE_TRY(control_storeys(&p->scenario->root, p->layout, &p->storeys));
  p->n_spaces = p->base->input.network.n_compartments;
  p->space = flue_alloc(p->n_spaces, sizeof *p->space);
  if (!p->space) return FLUE_ENOMEM;
  if (is_network) {
    control_network_spaces(p);
    FLUE_TRY(control_network_parts(p));
  } else {
    building_spaces(p);
    FLUE_TRY(building_doors(p));
    FLUE_TRY(building_fans(p));
  }
  FLUE_TRY(mark_ways(p));
  tell_spaces(p);
  rate_lobbies(p);
  return FLUE_OK;
}

flue_status control_plan_create(flue_ctx *ctx, flue_scenario *scenario, const flue_layout *layout,
                                const flue_walkable *walkable, control_plan **out) {
  control_plan *p = *out = flue_alloc(1, sizeof *p);
  FLUE_CHECK(p, ctx, FLUE_ENOMEM, "no memory for the design check");
  p->scenario = scenario;
  p->layout = layout;
  p->walkable = walkable;
  flue_status status = make(ctx, p);
  if (status == FLUE_OK && p->n_doors == 0)
    status = flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s",
                       flue_message_text(FLUE_MSG_CONTROL_NOTHING, flue_ctx_lang(ctx)));
  if (status == FLUE_ENOMEM)
    flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for the design check");
  if (status != FLUE_OK) control_plan_destroy(out);
  return status;
}

void control_plan_destroy(control_plan **plan) {
  if (!plan || !*plan) return;
  control_plan *p = *plan;
  flue_case_destroy(&p->base);
  flue_draw_clear(&p->draw);
  control_storeys_clear(&p->storeys);
  free(p->space);
  free(p->door);
  free(p->fan);
  free(p->supply);
  free(p->extra);
  free(p);
  *plan = NULL;
}

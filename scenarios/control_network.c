/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spaces, doors and fans of a network whose compartments are given one by one: by height, name and
 * what joins them. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/leakage.h"
#include "scenarios/control_internal.h"

/* ---- roles ---- */

/** Words in names that tell a role, in the order they are looked for: a lift lobby is a lobby. */
static const struct {
  const char *word;
  flue_control_role role;
} WORDS[] = {
    {"lobby", FLUE_ROLE_LOBBY},   {"vest", FLUE_ROLE_LOBBY},    {"前室", FLUE_ROLE_LOBBY},
    {"stair", FLUE_ROLE_STAIR},   {"stw", FLUE_ROLE_STAIR},     {"楼梯", FLUE_ROLE_STAIR},
    {"lift", FLUE_ROLE_LIFT},     {"elev", FLUE_ROLE_LIFT},     {"hoist", FLUE_ROLE_LIFT},
    {"电梯", FLUE_ROLE_LIFT},     {"corr", FLUE_ROLE_CORRIDOR}, {"hall", FLUE_ROLE_CORRIDOR},
    {"走道", FLUE_ROLE_CORRIDOR}, {"走廊", FLUE_ROLE_CORRIDOR}, {"shaft", FLUE_ROLE_OTHER},
    {"attic", FLUE_ROLE_OTHER},   {"ahs", FLUE_ROLE_OTHER},     {"plenum", FLUE_ROLE_OTHER},
};

/** Whether a name contains a word, whatever the case of its letters. */
static int contains(const char *name, const char *word) {
  const size_t n = strlen(word);
  for (; *name; ++name) {
    size_t k = 0;
    while (k < n && tolower((unsigned char)name[k]) == (unsigned char)word[k]) ++k;
    if (k == n) return 1;
  }
  return 0;
}

static flue_control_role role_of_name(const control_plan *p, const char *name) {
  const flue_list *given = &control_section(p)->spaces;
  for (size_t i = 0; i < given->n; ++i) {
    const flue_control_spaces *g = FLUE_ITEM(flue_control_spaces, *given, i);
    for (size_t k = 0; k < g->in.n; ++k)
      if (control_like(g->in.items[k].text, name)) return (flue_control_role)g->role;
  }
  for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; ++i)
    if (contains(name, WORDS[i].word)) return WORDS[i].role;
  return FLUE_ROLE_ROOM;
}

/* ---- storeys and groups ---- */

static size_t storey_at(const flue_storeys *s, double z_m) {
  size_t best = 0;
  for (size_t i = 1; i < s->n; ++i)
    if (fabs(s->at[i].z_m - z_m) < fabs(s->at[best].z_m - z_m)) best = i;
  return best;
}

static int is_shaft(const control_space *s) {
  return s->role == FLUE_ROLE_STAIR || s->role == FLUE_ROLE_LIFT;
}

static size_t first_of(const control_plan *p, size_t i) {
  while (p->space[i].group != i) i = p->space[i].group;
  return i;
}

/** Spaces of one part above each other that an opening joins are a shaft. */
static void join_shafts(control_plan *p) {
  const flue_network_input *in = &p->base->input.network;
  for (size_t k = 0; k < in->n_openings; ++k) {
    const flue_opening *o = &in->openings[k];
    if (o->from >= p->n_spaces || o->to >= p->n_spaces) continue;
    const control_space *a = &p->space[o->from], *b = &p->space[o->to];
    if (!is_shaft(a) || a->role != b->role || a->storey == b->storey) continue;
    const size_t x = first_of(p, o->from), y = first_of(p, o->to);
    p->space[x > y ? x : y].group = x > y ? y : x;
  }
  for (size_t i = 0; i < p->n_spaces; ++i) p->space[i].group = first_of(p, i);
}

void control_network_spaces(control_plan *p) {
  const flue_coupling_input *in = &p->base->input;
  const size_t given = p->scenario->root.network.compartments.n; /* then sides of air handlers */
  for (size_t i = 0; i < p->n_spaces; ++i)
    p->space[i] =
        (control_space){.role = i < given ? role_of_name(p, in->rooms[i].name) : FLUE_ROLE_OTHER,
                        .storey = storey_at(&p->storeys, in->network.compartments[i].z_m),
                        .group = i,
                        .supply = CONTROL_NONE};
  join_shafts(p);
}

/* ---- doors ---- */

static int is_fan(const flue_opening *o) {
  if (o->kind == FLUE_OPENING_FAN || o->kind == FLUE_OPENING_BLOWER) return 1;
  return o->kind == FLUE_OPENING_ELEMENT &&
         (o->element->kind == FLUE_ELEMENT_CONSTANT || o->element->kind == FLUE_ELEMENT_FAN ||
          o->element->kind == FLUE_ELEMENT_REGULATING);
}

static int is_named_door(const char *name) {
  return contains(name, "door") || contains(name, "exit") || strstr(name, "门") != NULL;
}

/** How near the space behind is to the way out: a stair that has a lobby has no door to rooms. */
static int nearness(const control_plan *p, size_t low) {
  if (low == FLUE_OUTSIDE) return 3;
  const flue_control_role role = p->space[low].role;
  return role == FLUE_ROLE_LOBBY ? 0 : role == FLUE_ROLE_CORRIDOR ? 1 : 2;
}

/** Whether a path from the same protected space leads to something nearer. */
static int has_nearer(const control_plan *p, const control_door *door) {
  const flue_network_input *in = &p->base->input.network;
  for (size_t k = 0; k < in->n_openings; ++k) {
    control_door other = {0};
    const flue_opening *o = &in->openings[k];
    if (o->from != door->high && o->to != door->high) continue;
    if (is_fan(o) || !control_door_between(p, o->from, o->to, &other)) continue;
    if (other.high == door->high && nearness(p, other.low) < nearness(p, door->low)) return 1;
  }
  return 0;
}

static int is_known(const control_plan *p, const control_door *door) {
  for (size_t k = 0; k < p->n_doors; ++k)
    if (p->door[k].high == door->high && p->door[k].low == door->low) return 1;
  return 0;
}

/** The paths tell the gaps of a closed door; an opening beside them stands for the open one. */
static flue_status add_door(control_plan *p, control_door *door) {
  const flue_control *c = control_section(p);
  const flue_compartment *rooms = p->base->input.network.compartments;
  const double z = rooms[door->high].z_m;
  door->width_m = control_number(&c->door_width);
  door->height_m = control_number(&c->door_height);
  door->gap_m2 = flue_door_leak(2.0 * (door->width_m + door->height_m), FLUE_AVERAGE);
  door->sign = 1.0;
  const flue_opening o = {.kind = FLUE_OPENING_SLOT,
                          .from = door->high,
                          .to = door->low,
                          .z_bottom = z,
                          .z_top = z + door->height_m,
                          .area_m2 = door->width_m * door->height_m,
                          .cd = FLUE_CD_DOOR,
                          .exponent = 0.5};
  FLUE_TRY(control_add_opening(p, &o, &door->opening));
  return control_add_door(p, door);
}

/** Doors called so first, then other paths between spaces that have none. */
static flue_status find_doors(control_plan *p) {
  const flue_coupling_input *in = &p->base->input;
  for (int pass = 0; pass < 2; ++pass)
    for (size_t k = 0; k < in->network.n_openings; ++k) {
      const flue_opening *o = &in->network.openings[k];
      const int is_named = is_named_door(in->opening_names[k]);
      control_door door = {.name = in->opening_names[k]};
      if (is_named == pass || is_fan(o) || o->kind == FLUE_OPENING_HATCH) continue;
      if (!control_door_between(p, o->from, o->to, &door) || is_known(p, &door)) continue;
      if (pass == 1 && (door.kind == CONTROL_EXIT || has_nearer(p, &door))) continue;
      FLUE_TRY(add_door(p, &door));
    }
  return FLUE_OK;
}

/* ---- fans ---- */

/** The controller of an opening, or NULL. */
static const flue_controller *controller_of(const flue_network_input *in, size_t opening) {
  for (size_t k = 0; k < in->n_controllers; ++k)
    if (in->controllers[k].opening == opening) return &in->controllers[k];
  return NULL;
}

/** The switch by which a detector sets an opening, or NULL. */
static const flue_switch *switch_of(const flue_network_input *in, size_t opening) {
  for (size_t k = 0; k < in->n_switches; ++k)
    if (in->switches[k].opening == opening && in->switches[k].when.sensor != FLUE_NO_DEVICE)
      return &in->switches[k];
  return NULL;
}

/** Share of a fan while systems run: as its controller lets it, or as a detector sets it. */
static double running_share(const flue_network_input *in, size_t opening) {
  const flue_controller *c = controller_of(in, opening);
  if (c) return fmin(1.0, c->high);
  const flue_switch *s = switch_of(in, opening);
  return s ? s->after : in->openings[opening].open;
}

/** Pressure that a controller holds [Pa], whichever way its gauge points; NaN for none. */
static double held_pressure(const flue_controller *c) {
  return c && c->setpoint_pa != 0.0 ? fabs(c->setpoint_pa) : NAN;
}

/** Rated flow of a path of constant flow [m3 s-1]; NaN for others. */
static double rated_flow(const flue_opening *o, double share) {
  if (o->kind == FLUE_OPENING_BLOWER || o->kind == FLUE_OPENING_FAN) return o->fan_flow * share;
  if (o->element->kind != FLUE_ELEMENT_CONSTANT) return NAN;
  const double flow = o->element->flow * o->multiplier * share;
  return o->element->density == FLUE_DENSITY_NONE ? flow / FLUE_REFERENCE_DENSITY : flow;
}

size_t control_switch_storey(const control_plan *p, const flue_switch *s) {
  const flue_network_input *in = &p->base->input.network;
  const control_space *space = &p->space[in->sensors[s->when.sensor].compartment];
  return is_shaft(space) ? CONTROL_NONE : space->storey;
}

/** Exhaust that a detector starts runs where that is. */
static void run_on_storey(const control_plan *p, control_fan *fan) {
  const flue_switch *s = switch_of(&p->base->input.network, fan->opening);
  const size_t storey = s ? control_switch_storey(p, s) : CONTROL_NONE;
  if (fan->supply == CONTROL_NONE && storey != CONTROL_NONE) fan->level = fan->top_level = storey;
}

static flue_status find_fans(control_plan *p) {
  const flue_network_input *in = &p->base->input.network;
  const size_t given = p->scenario->root.network.compartments.n;
  for (size_t k = 0; k < in->n_openings; ++k) {
    const flue_opening *o = &in->openings[k];
    const double share = running_share(in, k);
    if (!is_fan(o) || !(share > 0.0)) continue;
    const int from_air = o->from >= given, to_air = o->to >= given; /* outside, air handlers */
    if (from_air == to_air) continue;
    const size_t space = from_air ? o->to : o->from;
    const flue_control_role role = p->space[space].role;
    const int is_protected = is_shaft(&p->space[space]) || role == FLUE_ROLE_LOBBY;
    if (from_air ? !is_protected : is_protected) continue;
    control_fan fan = {.opening = k,
                       .space = space,
                       .top_level = p->storeys.n,
                       .supply = from_air ? 0 : CONTROL_NONE,
                       .share = share,
                       .rated = rated_flow(o, share),
                       .hold = held_pressure(controller_of(in, k))};
    run_on_storey(p, &fan);
    FLUE_TRY(control_add_fan(p, &fan));
  }
  return FLUE_OK;
}

/** Supplies whose spaces a controlled opening relieves hold its pressure. */
static void find_reliefs(control_plan *p) {
  const flue_network_input *in = &p->base->input.network;
  for (size_t k = 0; k < in->n_controllers; ++k) {
    const flue_opening *o = &in->openings[in->controllers[k].opening];
    const size_t ends[2] = {o->from, o->to};
    for (size_t s = 0; s < p->n_supplies && !is_fan(o); ++s)
      for (int e = 0; e < 2; ++e)
        if (ends[e] < p->n_spaces && p->space[ends[e]].group == p->supply[s].group &&
            isnan(p->supply[s].setpoint))
          p->supply[s].setpoint = held_pressure(&in->controllers[k]);
  }
}

flue_status control_network_parts(control_plan *p) {
  FLUE_TRY(find_doors(p));
  FLUE_TRY(find_fans(p));
  find_reliefs(p);
  return FLUE_OK;
}

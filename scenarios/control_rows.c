/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the codes ask of a case: pressure differences, speeds, forces, flows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/door_force.h"
#include "models/smoke_control.h"
#include "scenarios/control_internal.h"

static const double s_per_h = 3600.0;

/* ---- rows ---- */

/** A row of the case at hand by the limits of a code on a quantity, which are a multiple of those
 *  of the table; none when the code has no such limit. */
typedef struct asked {
  flue_code code;
  const char *quantity, *condition;
  double scale;
  int applies;
} asked;

static flue_status add(control_run *r, flue_control_row row, asked a) {
  const flue_limits *limits = r->out->limits;
  const size_t least = flue_limits_find(limits, a.code, a.quantity, a.condition, 0),
               most = flue_limits_find(limits, a.code, a.quantity, a.condition, 1);
  if ((least == FLUE_NO_LIMIT && most == FLUE_NO_LIMIT) || isnan(row.value)) return FLUE_OK;
  row.limit = least != FLUE_NO_LIMIT ? least : most;
  row.least = least == FLUE_NO_LIMIT ? NAN : a.scale * flue_limits_get(limits, least)->value;
  row.most = most == FLUE_NO_LIMIT ? NAN : a.scale * flue_limits_get(limits, most)->value;
  row.verdict = a.applies ? FLUE_VERDICT_PASS : FLUE_VERDICT_NONE;
  return flue_control_add(r->out, row);
}

static flue_control_row row_of(const control_run *r, flue_control_quantity quantity, size_t subject,
                               double value) {
  return (flue_control_row){.quantity = quantity,
                            .doors = r->doors,
                            .storey = r->storey,
                            .weather = r->weather,
                            .subject = subject,
                            .value = value};
}

/* ---- who is supplied ---- */

static size_t supply_of(const control_plan *p, size_t space) {
  return space == FLUE_OUTSIDE ? CONTROL_NONE : p->space[space].supply;
}

static int is_supplied(const control_plan *p, size_t space) {
  return supply_of(p, space) != CONTROL_NONE;
}

/** Door from a stair into a lobby; CONTROL_NONE: the lobby of a lift alone. */
static size_t stair_of_lobby(const control_plan *p, size_t lobby) {
  for (size_t k = 0; k < p->n_doors; ++k)
    if (p->door[k].kind == CONTROL_STAIR_LOBBY && p->door[k].low == lobby) return k;
  return CONTROL_NONE;
}

/* ---- pressure differences ---- */

static int is_sprinklered(const control_plan *p) {
  const flue_control *c = control_section(p);
  if (c->sprinklered != FLUE_SPRINKLERED_AUTO) return c->sprinklered == FLUE_SPRINKLERED_YES;
  const flue_root *root = &p->scenario->root;
  for (size_t i = 0; i < root->network.detectors.n; ++i)
    if (FLUE_ITEM(flue_net_detector, root->network.detectors, i)->kind == FLUE_NET_SPRINKLER)
      return 1;
  return root->systems.sprinklers.n > 0;
}

/** Condition of the least difference of NFPA 92 behind a door. */
static const char *nfpa_condition(const control_plan *p, const control_door *door) {
  const double given = control_number(&control_section(p)->ceiling);
  const flue_compartment *rooms = p->base->input.network.compartments;
  const control_door *last = door->beyond == CONTROL_NONE ? door : &p->door[door->beyond];
  const double height = last->low == FLUE_OUTSIDE ? 0.0 : rooms[last->low].height_m;
  return flue_nfpa_condition(is_sprinklered(p), isnan(given) ? height : given);
}

static const char *class_name(const control_plan *p) {
  static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
  return names[control_section(p)->system_class];
}

/** Differences of a stair over the corridor by all codes. */
static flue_status add_stair(control_run *r, size_t k) {
  const control_plan *p = r->plan;
  const control_door *door = &p->door[k];
  const flue_control_row row = row_of(r, FLUE_CONTROL_DP_STAIR, k, control_stair_drop(r, door));
  const int fed = is_supplied(p, door->high);
  const char *kind = door->kind == CONTROL_STAIR_ROOM ? "enclosed" : "";
  const asked all[] = {
      {FLUE_CODE_GB51251, "dp_stair", kind, 1.0, fed},
      {FLUE_CODE_NFPA92, "dp_smoke", nfpa_condition(p, door), 1.0, fed},
      {FLUE_CODE_IBC, "dp_stair", "", 1.0, fed},
      {FLUE_CODE_EN12101_6, "dp_smoke", class_name(p), 1.0, fed},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i)
    if (r->codes[all[i].code]) FLUE_TRY(add(r, row, all[i]));
  return FLUE_OK;
}

static flue_status add_lobby(control_run *r, size_t k) {
  const control_door *door = &r->plan->door[k];
  const flue_control_row row = row_of(r, FLUE_CONTROL_DP_LOBBY, k, control_drop(r, door));
  const int fed = is_supplied(r->plan, door->high);
  const asked gb = {FLUE_CODE_GB51251, "dp_lobby", "", 1.0, fed};
  const asked nfpa = {FLUE_CODE_NFPA92, "dp_smoke", nfpa_condition(r->plan, door), 1.0, fed};
  if (r->codes[FLUE_CODE_GB51251]) FLUE_TRY(add(r, row, gb));
  return r->codes[FLUE_CODE_NFPA92] ? add(r, row, nfpa) : FLUE_OK;
}

static flue_status add_lift(control_run *r, size_t k) {
  const control_door *door = &r->plan->door[k];
  const flue_control_row row = row_of(r, FLUE_CONTROL_DP_LIFT, k, control_drop(r, door));
  const asked ibc = {FLUE_CODE_IBC, "dp_lift", "", 1.0, 1};
  const asked nfpa = {FLUE_CODE_NFPA92, "dp_smoke", nfpa_condition(r->plan, door), 1.0, 1};
  if (!is_supplied(r->plan, door->high)) return FLUE_OK;
  if (r->codes[FLUE_CODE_IBC]) FLUE_TRY(add(r, row, ibc));
  return r->codes[FLUE_CODE_NFPA92] ? add(r, row, nfpa) : FLUE_OK;
}

/* ---- forces ---- */

/** Against the pressure of the protected space; a leaf that the pressure pushes open needs no more
 *  than its closer. */
static double force_at(const control_run *r, const control_door *door) {
  const flue_control *c = control_section(r->plan);
  return flue_door_force(control_leaf(r->plan, door), door->height_m, control_number(&c->handle),
                         control_number(&c->closer), fmax(0.0, control_drop(r, door)));
}

static flue_status add_force(control_run *r, size_t k) {
  const flue_control_row row = row_of(r, FLUE_CONTROL_FORCE, k, force_at(r, &r->plan->door[k]));
  for (int code = 0; code < FLUE_CODE_COUNT; ++code) {
    const asked a = {(flue_code)code, "door_force", "", 1.0, 1};
    if (r->codes[code]) FLUE_TRY(add(r, row, a));
  }
  return FLUE_OK;
}

/* ---- speeds ---- */

/** Mean speed in the doorway, out of the protected space. */
static double speed_at(const control_run *r, const control_door *door) {
  const flue_network_view *v = &r->view;
  const double out = door->sign * (v->flow[door->opening] - v->back_flow[door->opening]);
  const double density =
      out >= 0.0 || door->low == FLUE_OUTSIDE ? v->density[door->high] : v->density[door->low];
  return out / (density * door->width_m * door->height_m);
}

/** Doors of a stair to its lobby over doors of that lobby to the corridor. */
static double lobby_factor(const control_plan *p, size_t lobby) {
  double to_stair = 0.0, to_corridor = 0.0;
  for (size_t k = 0; k < p->n_doors; ++k) {
    const control_door *d = &p->door[k];
    const double area = d->width_m * d->height_m;
    if (d->kind == CONTROL_STAIR_LOBBY && d->low == lobby) to_stair += area;
    if (d->kind == CONTROL_LOBBY_ROOM && d->is_way && d->high == lobby) to_corridor += area;
  }
  return to_corridor > 0.0 ? flue_gb_lobby_factor(to_stair, to_corridor) : 1.0;
}

/** What GB 51251 asks of the speed in a doorway. */
static asked gb_speed(const control_plan *p, const control_door *door) {
  asked a = {FLUE_CODE_GB51251, "door_speed", "both", 1.0, 1};
  const int high = is_supplied(p, door->high), low = is_supplied(p, door->low);
  if (door->kind == CONTROL_STAIR_ROOM || (door->kind == CONTROL_STAIR_LOBBY && high && !low))
    a.condition = "stair_only";
  if (door->kind != CONTROL_LOBBY_ROOM) {
    a.applies = high;
    return a;
  }
  const size_t stair = stair_of_lobby(p, door->high);
  a.applies = high;
  if (stair == CONTROL_NONE)
    a.condition = "fire_lift";
  else if (high && !is_supplied(p, p->door[stair].high)) {
    a.condition = "lobby_only";
    a.scale = lobby_factor(p, door->high);
  }
  return a;
}

/** Remembers where air could not leave the storey. */
static void note_corridor(control_run *r, const control_door *door) {
  const flue_control_row *last = &r->out->row[r->out->n_rows - 1];
  if (last->verdict != FLUE_VERDICT_FAIL || door->low == FLUE_OUTSIDE) return;
  const double over = r->view.floor_pressure[door->low];
  if (over > r->corridor_pa) {
    r->corridor_pa = over;
    r->corridor_storey = r->storey;
  }
}

static flue_status add_speed(control_run *r, size_t k, flue_code code) {
  const control_door *door = &r->plan->door[k];
  const flue_control_row row = row_of(r, FLUE_CONTROL_SPEED, k, speed_at(r, door));
  const asked en = {FLUE_CODE_EN12101_6, "door_speed", class_name(r->plan), 1.0,
                    is_supplied(r->plan, door->high)};
  const size_t before = r->out->n_rows;
  FLUE_TRY(add(r, row, code == FLUE_CODE_GB51251 ? gb_speed(r->plan, door) : en));
  if (r->out->n_rows > before) note_corridor(r, door);
  return FLUE_OK;
}

/* ---- supply ---- */

/** What GB 51251 computes for a supply. */
typedef struct gb_supply {
  double flow;        /**< L1 + L2 or L1 + L3 [m3 s-1]. */
  char condition[32]; /**< Of its table; empty: no row. */
} gb_supply;

/** Doors of a group that stand open when people come through: of one storey, and how many storeys
 *  have them. */
static void count_doors(const control_plan *p, size_t group, double *area_m2, double *gap_m2,
                        double *storeys) {
  *area_m2 = *gap_m2 = *storeys = 0.0;
  for (size_t s = 0; s < p->storeys.n; ++s) {
    double area = 0.0, gap = 0.0;
    for (size_t k = 0; k < p->n_doors; ++k) {
      const control_door *d = &p->door[k];
      if (!d->is_way || d->storey != s || p->space[d->high].group != group) continue;
      area += d->width_m * d->height_m;
      gap += d->gap_m2;
    }
    *area_m2 = fmax(*area_m2, area);
    *gap_m2 = fmax(*gap_m2, gap);
    *storeys += area > 0.0;
  }
}

/** Height that a supply serves [m]. */
static double served_height(const control_plan *p, size_t group) {
  const flue_compartment *rooms = p->base->input.network.compartments;
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < p->n_spaces; ++i) {
    if (p->space[i].group != group) continue;
    low = fmin(low, rooms[i].z_m);
    high = fmax(high, rooms[i].z_m + rooms[i].height_m);
  }
  return high - low;
}

/** Speed and case of a supply: that of doors with a lobby on one side, where there are any. */
static asked speed_of_supply(const control_plan *p, size_t group) {
  asked found = {.applies = 0};
  for (size_t k = 0; k < p->n_doors; ++k) {
    const control_door *d = &p->door[k];
    if (!d->is_way || p->space[d->high].group != group) continue;
    if (d->kind != CONTROL_STAIR_ROOM) return gb_speed(p, d);
    found = gb_speed(p, d);
  }
  return found;
}

static void name_table(gb_supply *out, flue_control_role role, const char *kind, double height) {
  const double low = 24.0, middle = 50.0, high = 100.0; /* [m] of table 3.4.2 */
  const int is_of_space = strcmp(kind, "both") == 0;
  out->condition[0] = '\0';
  if (height <= low || height > high) return;
  snprintf(out->condition, sizeof out->condition, "%s%s_%s",
           !is_of_space              ? ""
           : role == FLUE_ROLE_STAIR ? "stair_"
                                     : "lobby_",
           kind, height <= middle ? "50" : "100");
}

/** @cite gb51251 3.4.5 to 3.4.8 @return 0 when the code has no formula for it. */
static int compute_supply(const control_run *r, const control_supply *s, gb_supply *out) {
  const control_plan *p = r->plan;
  const asked speed = speed_of_supply(p, s->group);
  const size_t limit = speed.applies ? flue_limits_find(r->out->limits, speed.code, speed.quantity,
                                                        speed.condition, 0)
                                     : FLUE_NO_LIMIT;
  if (limit == FLUE_NO_LIMIT || s->role == FLUE_ROLE_LIFT) return 0;
  const double v = speed.scale * flue_limits_get(r->out->limits, limit)->value;
  const double for_doors = 2.0; /* exponent of gaps */
  double area, gap, storeys;
  count_doors(p, s->group, &area, &gap, &storeys);
  const double wanted =
      s->role == FLUE_ROLE_LOBBY ? FLUE_GB_LOBBY_STOREYS : (double)control_open_storeys(r);
  const double open = fmin(wanted, storeys), closed = storeys - open;
  const double damper = control_number(&control_section(p)->damper_area);
  out->flow = flue_gb_door_supply(area, v, open);
  out->flow += s->role == FLUE_ROLE_STAIR
                   ? flue_gb_gap_supply(gap, flue_gb_mean_pressure(v), for_doors, closed)
                   : flue_gb_damper_supply(damper, closed);
  name_table(out, s->role, speed.condition, served_height(p, s->group));
  return 1;
}

static flue_status add_delivered(control_run *r) {
  for (size_t s = 0; s < r->plan->n_supplies; ++s) {
    gb_supply gb;
    if (!compute_supply(r, &r->plan->supply[s], &gb)) continue;
    const asked a = {FLUE_CODE_GB51251, "supply_computed", "", gb.flow, 1};
    const flue_control_row row = row_of(
        r, FLUE_CONTROL_DELIVERED, control_supply_subject(r->plan, s), control_delivered(r, s));
    FLUE_TRY(add(r, row, a));
  }
  return FLUE_OK;
}

flue_status control_add_sizes(control_run *r) {
  const size_t design = flue_limits_find(r->out->limits, FLUE_CODE_GB51251, "supply_design", "", 0);
  if (!r->codes[FLUE_CODE_GB51251] || design == FLUE_NO_LIMIT) return FLUE_OK;
  const double reserve = flue_limits_get(r->out->limits, design)->value;
  for (size_t s = 0; s < r->plan->n_supplies; ++s) {
    const control_supply *supply = &r->plan->supply[s];
    gb_supply gb;
    if (isnan(supply->rated) || !compute_supply(r, supply, &gb)) continue;
    flue_control_row row = {.quantity = FLUE_CONTROL_DESIGN,
                            .doors = FLUE_DOORS_NONE,
                            .storey = FLUE_CONTROL_ANY,
                            .weather = FLUE_CONTROL_ANY,
                            .subject = control_supply_subject(r->plan, s),
                            .value = supply->rated};
    FLUE_TRY(add(r, row, (asked){FLUE_CODE_GB51251, "supply_design", "", gb.flow, 1}));
    row.quantity = FLUE_CONTROL_TABLE;
    const asked table = {FLUE_CODE_GB51251, "supply_table", gb.condition, reserve / s_per_h, 1};
    FLUE_TRY(add(r, row, table));
  }
  return FLUE_OK;
}

/* ---- exhaust ---- */

double control_limit(const control_run *r, flue_code code, const char *quantity,
                     const char *condition, int is_most) {
  const size_t i = flue_limits_find(r->out->limits, code, quantity, condition, is_most);
  return i == FLUE_NO_LIMIT ? NAN : flue_limits_get(r->out->limits, i)->value;
}

/** Class of the design fire of a use. */
static flue_gb_fire fire_of_use(const char *use) {
  static const struct {
    const char *use;
    flue_gb_fire fire;
  } known[] = {
      {"office", FLUE_GB_OFFICE},   {"classroom", FLUE_GB_OFFICE},  {"guest_room", FLUE_GB_OFFICE},
      {"corridor", FLUE_GB_OFFICE}, {"dwelling", FLUE_GB_OFFICE},   {"care_room", FLUE_GB_OFFICE},
      {"shop", FLUE_GB_SHOP},       {"car_park", FLUE_GB_CAR_PARK}, {"storage", FLUE_GB_WAREHOUSE}};
  for (size_t i = 0; i < sizeof known / sizeof *known; ++i)
    if (strcmp(known[i].use, use) == 0) return known[i].fire;
  return FLUE_GB_OTHER;
}

/** What GB 51251 and GB 50067 ask of the exhaust of a room; @p a names the limit. */
static void ask_exhaust(const control_run *r, size_t space, asked *a) {
  static const double car_park_m[] = {3.0, 4.0, 5.0, 6.0};
  static const char *const car_park[] = {"car_park_3", "car_park_4", "car_park_5", "car_park_6",
                                         "car_park_9"};
  const control_plan *p = r->plan;
  const flue_compartment *room = &p->base->input.network.compartments[space];
  const char *use = p->layout->n_spaces > 0 ? p->layout->space[space].use : "";
  const double low = 6.0; /* [m] */
  const double per_area = control_limit(r, FLUE_CODE_GB51251, "exhaust", "area", 0),
               least = control_limit(r, FLUE_CODE_GB51251, "exhaust", "room", 0); /* per hour */
  *a = (asked){FLUE_CODE_GB51251, "exhaust", "room", 1.0 / s_per_h, 1};
  if (strcmp(use, "car_park") == 0) {
    size_t k = 0;
    while (k < 4 && room->height_m > car_park_m[k]) ++k;
    a->condition = car_park[k];
  } else if (p->space[space].role == FLUE_ROLE_CORRIDOR && strcmp(use, "hall") != 0) {
    a->condition = "corridor";
  } else if (room->height_m > low) {
    const flue_gb_fire fire = fire_of_use(use);
    a->condition = "high";
    a->scale = flue_gb_high_exhaust(flue_gb_release(fire, is_sprinklered(p), room->height_m),
                                    room->height_m);
  } else if (per_area * room->area_m2 > least) {
    a->condition = "area";
    a->scale = room->area_m2 / s_per_h;
  }
}

static flue_status add_exhaust(control_run *r) {
  for (size_t k = 0; k < r->plan->n_fans; ++k) {
    const control_fan *fan = &r->plan->fan[k];
    if (fan->supply != CONTROL_NONE || !control_runs(fan, r->storey)) continue;
    asked a;
    ask_exhaust(r, fan->space, &a);
    const double mass = fabs(r->view.flow[fan->opening] - r->view.back_flow[fan->opening]);
    const flue_control_row row =
        row_of(r, FLUE_CONTROL_EXHAUST, control_space_subject(r->plan, fan->space),
               mass / r->view.density[fan->space]);
    FLUE_TRY(add(r, row, a));
  }
  return FLUE_OK;
}

/* ---- cases ---- */

/** All doors shut: differences on the storey of the fire, forces everywhere, exhaust. */
static flue_status add_closed(control_run *r) {
  const control_plan *p = r->plan;
  for (size_t k = 0; k < p->n_doors; ++k) {
    const control_door *door = &p->door[k];
    const int is_here = door->storey == r->storey;
    const int is_stair = control_is_stair(door);
    if (is_here && is_stair) FLUE_TRY(add_stair(r, k));
    if (is_here && door->kind == CONTROL_LOBBY_ROOM && door->is_way) FLUE_TRY(add_lobby(r, k));
    if (is_here && door->kind == CONTROL_LIFT) FLUE_TRY(add_lift(r, k));
    if (is_stair || door->kind == CONTROL_LOBBY_ROOM) FLUE_TRY(add_force(r, k));
  }
  return r->codes[FLUE_CODE_GB51251] ? add_exhaust(r) : FLUE_OK;
}

static flue_status add_open(control_run *r, flue_code code) {
  for (size_t k = 0; k < r->plan->n_doors; ++k) {
    const control_door *door = &r->plan->door[k];
    if (r->is_open[k] && door->kind != CONTROL_EXIT && door->storey == r->storey)
      FLUE_TRY(add_speed(r, k, code));
  }
  return code == FLUE_CODE_GB51251 ? add_delivered(r) : FLUE_OK;
}

static flue_status add_exit(control_run *r) {
  for (size_t k = 0; k < r->plan->n_doors; ++k) {
    const control_door *door = &r->plan->door[k];
    const int is_stair = control_is_stair(door);
    if (!is_stair || door->storey != r->storey || !is_supplied(r->plan, door->high)) continue;
    const asked a = {FLUE_CODE_EN12101_6, "dp_exit", class_name(r->plan), 1.0, 1};
    FLUE_TRY(add(r, row_of(r, FLUE_CONTROL_DP_EXIT, k, control_stair_drop(r, door)), a));
  }
  return FLUE_OK;
}

flue_status control_add_rows(control_run *r) {
  switch (r->doors) {
    case FLUE_DOORS_CLOSED:
      return add_closed(r);
    case FLUE_DOORS_OPEN:
      return add_open(r, FLUE_CODE_GB51251);
    case FLUE_DOORS_FIRE:
      return add_open(r, FLUE_CODE_EN12101_6);
    default:
      return add_exit(r);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flows of each case: one network for each weather, balanced for each storey of the fire and
 * each state of the doors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/smoke_control.h"
#include "scenarios/control_internal.h"

/* ---- networks ---- */

static flue_value constant(double v) {
  return (flue_value){{FLUE_CONSTANT, {v, 0.0, 0.0}}, -1, 0, 0, 0};
}

/** The case of a weather; that of the file is put back. */
static flue_status derive(control_run *r, size_t weather, flue_case **out) {
  const control_plan *p = r->plan;
  const flue_control_weather_used *w = &r->out->weather[weather];
  flue_weather *site = &p->scenario->root.site.weather;
  const flue_weather saved = *site;
  site->ambient.n = 0; /* rows of a table or file would count instead */
  site->temperature = constant(w->temp_k);
  site->wind.speed = constant(w->wind_speed);
  site->wind.from = constant(w->wind_from_deg);
  const flue_status status = flue_case_create(r->ctx, p->layout, p->walkable, &p->draw, out);
  *site = saved;
  return status;
}

/** Without fire, layers and heat in walls: rooms that keep their temperatures. */
static void hold(const flue_network_input *in, flue_compartment *rooms) {
  for (size_t i = 0; i < in->n_compartments; ++i) {
    rooms[i] = in->compartments[i];
    rooms[i].zone = FLUE_ZONE_MIXED;
    rooms[i].ceiling = rooms[i].wall = rooms[i].floor = FLUE_ADIABATIC;
  }
}

/** Openings of the case with all doors shut, openings that relieve by a controller too, and fans of
 *  systems still, then the check's own. */
static void shut(const control_plan *p, const flue_network_input *in, flue_opening *openings) {
  memcpy(openings, in->openings, in->n_openings * sizeof *openings);
  if (p->n_extras) memcpy(openings + in->n_openings, p->extra, p->n_extras * sizeof *openings);
  for (size_t k = 0; k < in->n_openings; ++k) openings[k].n_strips = 0; /* no grids here */
  for (size_t k = 0; k < in->n_controllers; ++k)
    openings[in->controllers[k].opening].open = in->controllers[k].low;
  for (size_t k = 0; k < p->layout->n_gaps; ++k)
    if (p->layout->gap[k].door->kind == FLUE_DOOR_DOOR) openings[k].open = 0.0;
  for (size_t k = 0; k < p->n_fans; ++k)
    if (p->fan[k].supply != CONTROL_NONE && p->supply[p->fan[k].supply].grilles > 0.0)
      openings[p->fan[k].opening].fan_flow *= CONTROL_MOST_FLOW;
}

static flue_status build(control_run *r, const flue_case *c) {
  const control_plan *p = r->plan;
  const flue_network_input *from = &c->input.network;
  const size_t n = from->n_openings + p->n_extras;
  flue_compartment *rooms = flue_alloc(from->n_compartments, sizeof *rooms);
  flue_opening *openings = flue_alloc(n, sizeof *openings);
  flue_status status = rooms && openings ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) {
    hold(from, rooms);
    shut(p, from, openings);
    const flue_network_input in = {.outside = from->outside,
                                   .gravity = from->gravity,
                                   .is_uniform = from->is_uniform,
                                   .is_held = 1,
                                   .humidity = from->humidity,
                                   .n_compartments = from->n_compartments,
                                   .n_openings = n,
                                   .compartments = rooms,
                                   .openings = openings,
                                   .oxygen_limit = NAN,
                                   .step_s = 1.0};
    r->air_density = from->outside.pressure / (FLUE_GAS_CONSTANT * from->outside.temp_k);
    status = flue_network_create(r->ctx, &in, &r->net);
  }
  free(rooms);
  free(openings);
  return status;
}

void control_run_end(control_run *r) {
  flue_network_destroy(&r->net);
  flue_case_destroy(&r->c);
}

flue_status control_run_weather(control_run *r, size_t weather) {
  control_run_end(r);
  r->weather = weather;
  FLUE_TRY(derive(r, weather, &r->c));
  return build(r, r->c);
}

/* ---- doors ---- */

size_t control_open_storeys(const control_run *r) {
  const double given = control_number(&control_section(r->plan)->open_storeys);
  if (!isnan(given)) return (size_t)given;
  const flue_storeys *s = &r->plan->storeys;
  const flue_compartment *rooms = r->plan->base->input.network.compartments;
  double top = s->at[s->n - 1].z_m;
  for (size_t i = 0; i < r->plan->n_spaces; ++i)
    if (r->plan->space[i].storey == s->n - 1) top = fmax(top, rooms[i].z_m + rooms[i].height_m);
  return (size_t)flue_gb_open_storeys(top);
}

/** Whether the storey is among n around that of the fire: itself, the one above, the one below, the
 *  second above ...; at the ends of the building there are fewer. */
static int is_near(const control_run *r, size_t storey, size_t n) {
  const size_t above = n / 2, below = (n - 1) / 2;
  return storey <= r->storey + above && storey + below >= r->storey;
}

static int exit_opens(const control_run *r) {
  const flue_control *c = control_section(r->plan);
  if (r->doors == FLUE_DOORS_OPEN) return c->exit_open;
  if (r->doors == FLUE_DOORS_EXIT) return 1;
  return r->doors == FLUE_DOORS_FIRE && c->system_class != FLUE_EN_CLASS_A &&
         c->system_class != FLUE_EN_CLASS_C;
}

static int is_door_open(const control_run *r, const control_door *door) {
  if (door->kind == CONTROL_EXIT) return exit_opens(r);
  if (!door->is_way || r->doors == FLUE_DOORS_CLOSED || r->doors == FLUE_DOORS_EXIT) return 0;
  return is_near(r, door->storey, r->doors == FLUE_DOORS_OPEN ? control_open_storeys(r) : 1);
}

/** What detectors on the storey of the fire, or in shafts, set off. */
static void set_switches(control_run *r) {
  const flue_network_input *in = &r->plan->base->input.network;
  for (size_t k = 0; k < in->n_switches; ++k) {
    const flue_switch *s = &in->switches[k];
    if (s->when.sensor == FLUE_NO_DEVICE) continue;
    const size_t storey = control_switch_storey(r->plan, s);
    const int acts = storey == CONTROL_NONE || storey == r->storey;
    flue_network_set_open(r->net, s->opening, acts ? s->after : s->before);
  }
}

static void set_doors(control_run *r) {
  const control_plan *p = r->plan;
  for (size_t k = 0; k < p->n_doors; ++k)
    if (p->door[k].release != CONTROL_NONE) flue_network_set_open(r->net, p->door[k].release, 0.0);
  for (size_t k = 0; k < p->n_doors; ++k) {
    const control_door *door = &p->door[k];
    r->is_open[k] = (unsigned char)is_door_open(r, door);
    flue_network_set_open(r->net, door->opening, r->is_open[k] ? 1.0 : 0.0);
    const int leaves = r->is_open[k] || door->storey == r->storey;
    if (leaves && door->kind != CONTROL_STAIR_LOBBY && door->release != CONTROL_NONE)
      flue_network_set_open(r->net, door->release, 1.0);
  }
}

/** Gas on the storey of the fire, where the section gives its temperature. */
static void set_temperatures(control_run *r) {
  const double hot = control_number(&control_section(r->plan)->fire_temperature);
  const flue_compartment *rooms = r->plan->base->input.network.compartments;
  if (isnan(hot)) return;
  for (size_t i = 0; i < r->plan->n_spaces; ++i) {
    const control_space *s = &r->plan->space[i];
    const int burns =
        s->storey == r->storey && (s->role == FLUE_ROLE_CORRIDOR || s->role == FLUE_ROLE_ROOM);
    flue_network_set_temperature(r->net, i, burns ? hot : rooms[i].temp_k);
  }
}

/* ---- fans ---- */

int control_runs(const control_fan *fan, size_t storey) {
  return storey >= fan->level && storey <= fan->top_level;
}

/** Usual flow of a grille over which it gets what others of its system leave. */
static double concentration(const control_run *r, size_t supply) {
  double running = 0.0;
  for (size_t k = 0; k < r->plan->n_fans; ++k)
    running += r->plan->fan[k].supply == supply && control_runs(&r->plan->fan[k], r->storey);
  const double grilles = r->plan->supply[supply].grilles;
  return grilles > 0.0 && running > 0.0 ? fmin(CONTROL_MOST_FLOW, grilles / running) : 1.0;
}

static void set_fans(control_run *r) {
  for (size_t k = 0; k < r->plan->n_fans; ++k) {
    const control_fan *fan = &r->plan->fan[k];
    const double part =
        fan->supply == CONTROL_NONE ? 1.0 : r->share[fan->supply] * concentration(r, fan->supply);
    flue_network_set_open(r->net, fan->opening,
                          control_runs(fan, r->storey) ? part * fan->share : 0.0);
  }
}

double control_delivered(const control_run *r, size_t supply) {
  double mass = 0.0;
  for (size_t k = 0; k < r->plan->n_fans; ++k)
    if (r->plan->fan[k].supply == supply) {
      const size_t o = r->plan->fan[k].opening;
      mass += r->view.flow[o] - r->view.back_flow[o];
    }
  return mass / r->air_density;
}

/* ---- pressures ---- */

double control_drop(const control_run *r, const control_door *door) {
  return door->sign * r->view.pressure_drop[door->opening];
}

double control_stair_drop(const control_run *r, const control_door *door) {
  const double own = control_drop(r, door);
  return door->beyond == CONTROL_NONE ? own : own + control_drop(r, &r->plan->door[door->beyond]);
}

/** Whether a lobby's own supply runs now: it is not measured otherwise. */
static int is_fed(const control_run *r, const control_door *door) {
  for (size_t k = 0; k < r->plan->n_fans; ++k)
    if (r->plan->fan[k].space == door->high && r->plan->fan[k].supply != CONTROL_NONE &&
        control_runs(&r->plan->fan[k], r->storey))
      return 1;
  return 0;
}

/** Difference that counts for the supply of the protected space of a door; NaN for none. */
static double counted_drop(const control_run *r, const control_door *door) {
  if (control_is_stair(door)) return control_stair_drop(r, door);
  if (door->kind == CONTROL_LIFT) return control_drop(r, door);
  return door->kind == CONTROL_LOBBY_ROOM && door->is_way && is_fed(r, door) ? control_drop(r, door)
                                                                             : NAN;
}

/** The highest difference at any door of each supply: what its relief looks at. */
static void find_highest(control_run *r) {
  for (size_t s = 0; s < r->plan->n_supplies; ++s) {
    r->highest[s] = NAN;
    for (size_t k = 0; k < r->plan->n_doors; ++k) {
      const control_door *door = &r->plan->door[k];
      const double dp = r->plan->space[door->high].supply == s ? counted_drop(r, door) : NAN;
      if (!isnan(dp)) r->highest[s] = isnan(r->highest[s]) ? dp : fmax(r->highest[s], dp);
    }
  }
}

static flue_status balance(control_run *r) {
  set_fans(r);
  FLUE_TRY(flue_network_balance_now(r->ctx, r->net));
  flue_network_get(r->net, &r->view);
  ++r->out->solves;
  find_highest(r);
  return FLUE_OK;
}

/* ---- throttling ---- */

/** Search for the share of a supply at which its highest difference is as wanted. */
typedef struct search {
  double share, miss; /**< Of the step before; NaN at first. */
} search;

/** Next share by the secant through the last two, within the range of a damper.
 *  @return whether the supply is at rest. */
static int throttle(control_run *r, size_t s, search *before) {
  const control_supply *supply = &r->plan->supply[s];
  const double close_pa = 0.05, most_change = 0.3;
  const double now = r->share[s], miss = r->highest[s] - supply->setpoint;
  if (isnan(miss) || fabs(miss) < close_pa) return 1;
  if ((now >= 1.0 && miss < 0.0) || (now <= 0.0 && miss > 0.0)) return 1;
  /* differences grow about with the square of the flow */
  double slope = 2.0 * fmax(1.0, r->highest[s]) / fmax(0.05, now);
  if (fabs(now - before->share) > 1e-9) {
    const double secant = (miss - before->miss) / (now - before->share);
    if (secant > 0.1 * slope && secant < 10.0 * slope) slope = secant;
  }
  *before = (search){now, miss};
  const double change = fmax(-most_change, fmin(most_change, -miss / slope));
  r->share[s] = fmax(0.0, fmin(1.0, now + change));
  return 0;
}

/** Relief acts while doors are shut; with doors open all of the supply is wanted. */
static int is_throttled(const control_run *r, size_t s) {
  return r->doors == FLUE_DOORS_CLOSED && !isnan(r->plan->supply[s].setpoint);
}

static flue_status settle(control_run *r) {
  const int most = 60;
  search *before = flue_alloc(r->plan->n_supplies, sizeof *before);
  if (!before) return FLUE_ENOMEM;
  for (size_t s = 0; s < r->plan->n_supplies; ++s) before[s] = (search){NAN, NAN};
  flue_status status = balance(r);
  int is_settled = 0;
  for (int i = 0; i < most && status == FLUE_OK && !is_settled; ++i) {
    is_settled = 1;
    for (size_t s = 0; s < r->plan->n_supplies; ++s)
      if (is_throttled(r, s)) is_settled &= throttle(r, s, &before[s]);
    if (!is_settled) status = balance(r);
  }
  free(before);
  r->unsettled += !is_settled;
  return status;
}

/* ---- what supplies did ---- */

/** The storey of the fire beside the storey with the highest difference, with doors shut: where
 *  they lie far apart no flow of one supply can suit both. */
static void note_extremes(control_run *r, size_t s) {
  control_extremes now = r->extremes[s];
  now.low = INFINITY;
  now.high = -INFINITY;
  now.low_storey = r->storey;
  now.weather = r->weather;
  for (size_t k = 0; k < r->plan->n_doors; ++k) {
    const control_door *door = &r->plan->door[k];
    const double dp = r->plan->space[door->high].supply == s ? counted_drop(r, door) : NAN;
    if (door->storey == r->storey && dp < now.low) now.low = dp;
    if (dp > now.high) now.high = dp, now.high_storey = door->storey;
  }
  const double setpoint = r->plan->supply[s].setpoint;
  if (r->share[s] >= 1.0 && r->highest[s] < setpoint)
    now.weakest = fmin(now.weakest, r->highest[s]);
  if (r->share[s] <= 0.0 && !(now.high <= now.alone)) {
    now.alone = now.high;
    now.alone_storey = now.high_storey;
    now.alone_weather = r->weather;
  }
  control_extremes *seen = &r->extremes[s];
  seen->weakest = now.weakest;
  seen->alone = now.alone;
  seen->alone_storey = now.alone_storey;
  seen->alone_weather = now.alone_weather;
  if (isfinite(now.low) && now.high - now.low > seen->high - seen->low) *seen = now;
}

flue_status control_run_case(control_run *r, size_t storey, flue_control_doors doors) {
  r->storey = storey;
  r->doors = doors;
  set_switches(r);
  set_doors(r);
  set_temperatures(r);
  for (size_t s = 0; s < r->plan->n_supplies; ++s)
    if (!is_throttled(r, s)) r->share[s] = 1.0;
  FLUE_TRY(settle(r));
  for (size_t s = 0; doors == FLUE_DOORS_CLOSED && s < r->plan->n_supplies; ++s)
    note_extremes(r, s);
  return FLUE_OK;
}

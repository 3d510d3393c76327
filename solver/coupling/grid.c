/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compartment on a grid: what it shows the network, and what it takes from it. */
#include "solver/coupling/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/coupling/grid_internal.h"

struct flue_grid {
  flue_grid_input in;
  flue_compartment room;
  flue_field *field;
  grid_gases gases;
  grid_profile profile;
  grid_account *account;                 /**< [n_surfaces] */
  double (*offered)[FLUE_FIELD_SPECIES]; /**< Gas at ports, [n_ports]. */
  double start_abs;                      /**< Pressure that the field counts from [Pa]. */
  double start_pa;                       /**< Pressure above the outside when it starts. */
  double gained;                         /**< By ports since the start [kg]. */
  double *wanted;                        /**< Of fires [W], [n_fires]. */
  double release, released; /**< Of all, the mean of about a second [W]; since the start [J]. */
  flue_room_gas shown;
  double air[FLUE_FIELD_SPECIES]; /**< As it is outside. */
};

/* ---- life ---- */

static flue_field_input field_input(const flue_grid *g) {
  flue_field_input in = g->in.field;
  in.n_species = g->gases.n;
  in.species = g->gases.species;
  in.reaction = g->gases.reaction;
  in.ambient_k = g->room.temp_k;
  in.pressure = g->start_abs;
  memcpy(in.ambient, g->air, sizeof in.ambient);
  return in;
}

static flue_status build(flue_ctx *ctx, flue_grid *g, const flue_network *network,
                         const flue_fuel *fuel) {
  flue_network_view v;
  double air[FLUE_SPECIES_COUNT];
  flue_network_get(network, &v);
  flue_network_get_fractions(network, v.lower[g->in.room], air);
  g->start_pa = v.pressure[g->in.room];
  grid_set_gases(air, fuel, &g->gases);
  grid_to_gases(&g->gases, air, g->air);
  g->start_abs = flue_network_outside_at(network, g->in.room) + g->start_pa;
  const flue_field_input in = field_input(g);
  FLUE_TRY(flue_field_create(ctx, &in, &g->field));
  flue_field_view view;
  flue_field_get(g->field, &view);
  g->account = flue_alloc(in.n_surfaces, sizeof *g->account);
  g->wanted = flue_alloc(g->in.n_fires, sizeof *g->wanted);
  g->offered = flue_alloc(g->in.n_ports, sizeof *g->offered);
  FLUE_CHECK(
      g->account && g->wanted && g->offered && grid_profile_create(&view, &g->profile) == FLUE_OK,
      ctx, FLUE_ENOMEM, "no memory for a grid");
  g->shown.volume = flue_field_volume(g->field);
  g->shown.pressure = g->start_pa;
  grid_profile_set(g->field, &g->profile);
  return FLUE_OK;
}

/** Every burner and every port needs faces, of ports both those by which gas comes in and those by
 * which it goes. */
static flue_status check_ports(flue_ctx *ctx, const flue_grid *g) {
  for (size_t p = 0; p < g->in.n_ports; ++p)
    for (int way = 0; way < 2; ++way) {
      flue_field_look look;
      const size_t surface = g->in.ports[p].surface[way];
      flue_field_look_at(g->field, surface, &look);
      FLUE_CHECK(look.area > 0.0, ctx, FLUE_EINPUT,
                 "opening %zu has no face on the grid of compartment %zu: its cells are too large",
                 g->in.ports[p].port.opening, g->in.room);
      g->account[surface].is_used = 1;
    }
  for (size_t k = 0; k < g->in.n_fires; ++k) {
    flue_field_look look;
    flue_field_look_at(g->field, g->in.fires[k].surface, &look);
    FLUE_CHECK(look.area > 0.0, ctx, FLUE_EINPUT,
               "fire %zu has no face on the grid of compartment %zu: another lies over it, or a "
               "wall; give them points apart",
               g->in.fires[k].fire, g->in.room);
  }
  return FLUE_OK;
}

flue_status flue_grid_create(flue_ctx *ctx, const flue_grid_input *input,
                             const flue_compartment *room, const flue_network *network,
                             const flue_fuel *fuel, flue_grid **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a grid");
  (*out)->in = *input;
  (*out)->room = *room;
  flue_status status = build(ctx, *out, network, fuel);
  if (status == FLUE_OK) status = check_ports(ctx, *out);
  if (status != FLUE_OK) flue_grid_destroy(out);
  return status;
}

void flue_grid_destroy(flue_grid **grid) {
  if (!grid || !*grid) return;
  flue_grid *g = *grid;
  flue_field_destroy(&g->field);
  grid_profile_clear(&g->profile);
  free(g->account);
  free(g->offered);
  free(g->wanted);
  free(g);
  *grid = NULL;
}

/* ---- before a step of the network ---- */

double flue_grid_wish(const flue_grid *g) {
  return flue_field_wish(g->field);
}

static void offer_port(flue_grid *g, flue_network *network, size_t p) {
  const flue_grid_port *port = &g->in.ports[p];
  flue_field_look look;
  flue_port_gas gas;
  flue_field_look_at(g->field, port->surface[1], &look);
  grid_account_pay(&g->account[port->surface[1]], look.fraction, &look.temp_k);
  memcpy(g->offered[p], look.fraction, sizeof look.fraction);
  gas.temp_k = look.temp_k;
  grid_to_fractions(&g->gases, look.fraction, gas.fraction);
  gas.rise_pa = -grid_profile_weight(&g->profile, FLUE_GRAVITY, 0.5 * g->room.height_m,
                                     port->z_m - g->room.z_m);
  flue_network_set_port(network, port->port, &gas);
}

/** Pressure and expansion of the gas, as the openings feel them. Flames flicker from step to step,
 * and the air that stands in an opening takes its time to follow, which the network's flows without
 *  inertia do not know: 0.3 s (assumed; about twice the period with which the air in a door of 2 m2
 *  swings against a room of 100 m3).
 * What the field's own pressure is off by meanwhile is made up in the same time. */
static void follow_pressure(flue_grid *g, const flue_network *network, double dt) {
  const double inertia_s = 0.3, part = -expm1(-dt / inertia_s);
  flue_field_view v;
  flue_network_view net;
  flue_field_get(g->field, &v);
  flue_network_get(network, &net);
  const double outside = flue_network_outside_at(network, g->in.room);
  const double own = g->start_abs + v.zone_pressure[0] - outside, felt = net.pressure[g->in.room];
  g->shown.pressure = felt + part * (own - felt);
  g->shown.expansion += part * (flue_field_expansion(g->field) - g->shown.expansion);
}

static void light(flue_grid *g, const flue_network *network, double dt) {
  for (size_t k = 0; k < g->in.n_fires; ++k) {
    const flue_grid_fire *f = &g->in.fires[k];
    g->wanted[k] = flue_network_wanted(network, f->fire, dt);
    flue_field_set_burner(g->field, f->surface, g->wanted[k], g->wanted[k] / f->area_rate);
  }
}

void flue_grid_offer(flue_grid *g, flue_network *network, double dt) {
  grid_profile_weigh(g->field, &g->profile);
  flue_network_set_room(network, g->in.room, &g->shown);
  for (size_t p = 0; p < g->in.n_ports; ++p) offer_port(g, network, p);
  light(g, network, dt);
}

/* ---- after it ---- */

/** What passed the ports in a step of the network. */
static void take(flue_grid *g, flue_network *network) {
  for (size_t p = 0; p < g->in.n_ports; ++p) {
    const flue_grid_port *port = &g->in.ports[p];
    flue_exchange in, out;
    flue_network_take_exchange(network, port->port, &in, &out);
    if (in.mass > 0.0) {
      double fraction[FLUE_SPECIES_COUNT], part[FLUE_FIELD_SPECIES];
      for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) fraction[s] = in.species[s] / in.mass;
      grid_to_gases(&g->gases, fraction, part);
      grid_account_give(&g->account[port->surface[0]], part, in.mass, in.heat);
    }
    grid_account_give(&g->account[port->surface[1]], g->offered[p], -out.mass, -out.heat);
  }
}

static void supply(flue_grid *g, double dt) {
  for (size_t s = 0; s < g->in.field.n_surfaces; ++s) {
    flue_field_flow flow = {.temp_k = g->room.temp_k};
    if (!g->account[s].is_used) continue;
    memcpy(flow.fraction, g->air, sizeof flow.fraction);
    grid_account_flow(&g->account[s], dt, &flow);
    flue_field_supply(g->field, s, &flow);
  }
}

static void settle(flue_grid *g) {
  for (size_t s = 0; s < g->in.field.n_surfaces; ++s) {
    flue_field_passed passed;
    if (!g->account[s].is_used) continue;
    flue_field_take_passed(g->field, s, &passed);
    grid_account_take(&g->account[s], &passed);
    g->gained += grid_amount_mass(&passed);
  }
}

/** Flames flicker: what is told is the mean of about a second. Fires of a room share what burns in
 *  it as they want to. */
static void tell_releases(flue_grid *g, flue_network *network, double dt) {
  const double memory_s = 1.0;
  const double released = flue_field_released(g->field);
  double all = 0.0;
  g->release += -expm1(-dt / memory_s) * ((released - g->released) / dt - g->release);
  g->released = released;
  for (size_t k = 0; k < g->in.n_fires; ++k) all += g->wanted[k];
  for (size_t k = 0; k < g->in.n_fires; ++k)
    flue_network_set_release(network, g->in.fires[k].fire,
                             all > 0.0 ? g->release * g->wanted[k] / all : 0.0);
}

flue_status flue_grid_follow(flue_ctx *ctx, flue_grid *g, flue_network *network, double t_end_s,
                             double dt) {
  take(g, network);
  supply(g, dt);
  FLUE_TRY(flue_field_advance(ctx, g->field, t_end_s));
  settle(g);
  follow_pressure(g, network, dt);
  tell_releases(g, network, dt);
  return FLUE_OK;
}

/* ---- what it shows ---- */

void flue_grid_show(flue_grid *g, flue_network *network) {
  double part[2][FLUE_FIELD_SPECIES];
  grid_profile_set(g->field, &g->profile);
  g->shown.layer_m = grid_profile_layers(&g->profile, g->shown.temp_k, part);
  for (int l = 0; l < 2; ++l) grid_to_fractions(&g->gases, part[l], g->shown.fraction[l]);
  flue_network_set_room(network, g->in.room, &g->shown);
}

void flue_grid_gas_at(const flue_grid *g, double height_m, flue_grid_gas *out) {
  const grid_profile *p = &g->profile;
  int k = 0;
  while (k + 1 < p->n && p->face[k + 1] < height_m) ++k;
  *out = (flue_grid_gas){.temp_k = p->temp[k], .density = p->density[k], .speed = p->speed[k]};
  grid_to_fractions(&g->gases, p->part + (size_t)k * FLUE_FIELD_SPECIES, out->fraction);
}

double flue_grid_soot_at(const flue_grid *g, const flue_field_view *v, size_t cell) {
  double sum = 0.0;
  for (size_t q = 0; q < g->gases.n; ++q)
    sum += (double)v->partial[q][cell] * g->gases.species[q].fraction[FLUE_SOOT];
  return fmax(0.0, sum);
}

/** Whether the middle of a column of cells is as far from a place as asked, within a cell. */
static int is_on_ring(const flue_field_view *v, int i, int j, const double place[3],
                      double radius_m) {
  const double x = 0.5 * (v->face[0][i - 1] + v->face[0][i]) - place[0],
               y = 0.5 * (v->face[1][j - 1] + v->face[1][j]) - place[1];
  const double cell = v->face[0][i] - v->face[0][i - 1];
  return fabs(hypot(x, y) - radius_m) <= 0.75 * cell;
}

void flue_grid_ceiling_at(const flue_grid *g, double radius_m, flue_grid_gas *out) {
  flue_field_view v;
  flue_field_get(g->field, &v);
  flue_grid_gas_at(g, g->room.height_m, out);
  if (g->in.n_fires == 0) return;
  const double *place = g->in.field.surfaces[g->in.fires[0].surface].spread_m;
  double n = 0.0, temp = 0.0, density = 0.0, speed = 0.0, part[FLUE_FIELD_SPECIES] = {0};
  for (int j = 1; j <= v.n[1]; ++j)
    for (int i = 1; i <= v.n[0]; ++i) {
      const size_t c = (size_t)i + (size_t)j * v.row + (size_t)v.n[2] * v.plane;
      if (v.solid[c] || !is_on_ring(&v, i, j, place, radius_m)) continue;
      n += 1.0;
      temp += v.temp[c];
      density += v.density[c];
      speed += hypot(0.5 * ((double)v.velocity[0][c] + (double)v.velocity[0][c - 1]),
                     0.5 * ((double)v.velocity[1][c] + (double)v.velocity[1][c - v.row]));
      for (size_t q = 0; q < v.n_species; ++q) part[q] += v.partial[q][c];
    }
  if (n <= 0.0) return; /* the room ends before */
  for (size_t q = 0; q < v.n_species; ++q) part[q] /= density;
  *out = (flue_grid_gas){.temp_k = temp / n, .density = density / n, .speed = speed / n};
  grid_to_fractions(&g->gases, part, out->fraction);
}

void flue_grid_get_balance(const flue_grid *g, flue_grid_balance *out) {
  flue_field_budget b;
  flue_field_get_budget(g->field, &b);
  *out = (flue_grid_balance){.mass = b.mass, .gained = g->gained};
  for (size_t s = 0; s < g->in.field.n_surfaces; ++s)
    out->owed += grid_amount_mass(&g->account[s].owed);
}

const flue_field *flue_grid_field(const flue_grid *g) {
  return g->field;
}

void flue_grid_state(flue_grid *g, flue_state *state) {
  flue_state_bytes(state, g->account, g->in.field.n_surfaces * sizeof *g->account);
  flue_state_bytes(state, &g->gained, sizeof g->gained);
  flue_state_bytes(state, &g->release, sizeof g->release);
  flue_state_bytes(state, &g->released, sizeof g->released);
  flue_state_bytes(state, &g->shown, sizeof g->shown);
  flue_state_bytes(state, g->wanted, g->in.n_fires * sizeof *g->wanted);
  flue_field_state(g->field, state);
  if (state->is_reading) grid_profile_set(g->field, &g->profile);
}

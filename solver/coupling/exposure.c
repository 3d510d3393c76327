/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gas where people breathe, and when a room is no place to be. */
#include <math.h>

#include "models/radiation.h"
#include "models/toxicity.h"
#include "models/visibility.h"
#include "solver/coupling/coupling_internal.h"

static const double head_height = 1.6;  /* [m] */
static const double crawl_height = 0.5; /* [m] of the head of somebody who crawls; assumed */

/* Limits of tenable conditions for escape, as fire engineers use them for design (for instance the
   annexes of PD 7974-6); unverified: from memory. */
static const double largest_temp = 273.15 + 60.0; /* [K] */
static const double least_oxygen = 0.15;          /* volume fraction */
static const double largest_co = 1400e-6;         /* volume fraction */
static const double least_visibility_small = 5.0, least_visibility_large = 10.0; /* [m] */
static const double large_room = 100.0;                                          /* [m2] */

static double extinction_of(const flue_network_view *v, int cell) {
  const double soot = v->density[cell] * v->fraction[(size_t)FLUE_SOOT * v->n_cells + (size_t)cell];
  return flue_visibility_extinction(fmax(soot, 0.0));
}

/** Share of a head at a height that is in the upper layer: a soft step of 0.2 m. */
static double upper_share(const flue_network_view *v, size_t room, double height) {
  if (v->upper[room] < 0) return 0.0;
  const double soft = 0.2; /* [m] */
  return fmin(1.0, fmax(0.0, (height - v->layer_m[room]) / soft + 0.5));
}

static void set_gases(const double fraction[FLUE_SPECIES_COUNT], flue_exposure *e) {
  e->o2 = flue_volume_fraction(fraction, FLUE_O2);
  e->co2 = flue_volume_fraction(fraction, FLUE_CO2);
  e->co = flue_volume_fraction(fraction, FLUE_CO);
  e->hcn = flue_volume_fraction(fraction, FLUE_HCN);
  e->hcl = flue_volume_fraction(fraction, FLUE_HCL);
}

/** Volume fractions at the head. A mixed room is one cell. */
static void breathe(const flue_coupling *c, const flue_network_view *v, size_t room, double share,
                    flue_exposure *e) {
  double low[FLUE_SPECIES_COUNT], high[FLUE_SPECIES_COUNT];
  flue_network_get_fractions(c->network, v->lower[room], low);
  if (share > 0.0) {
    flue_network_get_fractions(c->network, v->upper[room], high);
    for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) low[s] += share * (high[s] - low[s]);
  }
  set_gases(low, e);
}

/** Radiation onto a person: the hot layer above by its view from the head, and the fires in the
 * room. */
static double flux_on(const flue_coupling *c, const flue_network_view *v, size_t room) {
  const double pi = 3.14159265358979323846;
  double flux = 0.0;
  const double area = c->in.rooms[room].area_m2;
  if (v->upper[room] >= 0) {
    const int high = v->upper[room];
    const double t = v->temp[high], skin = 310.0; /* [K] */
    const double soot =
        v->density[high] * v->fraction[(size_t)FLUE_SOOT * v->n_cells + (size_t)high];
    const double depth = c->in.rooms[room].height_m - v->layer_m[room];
    const double beam = 1.8; /* times the depth of a wide layer */
    const double emissivity = -expm1(-flue_soot_absorption(fmax(soot, 0.0), t) * beam * depth);
    const double gap = fmax(0.05, v->layer_m[room] - head_height);
    const double view = area / (area + pi * gap * gap); /* disc seen from below its middle */
    flux += view * emissivity * FLUE_STEFAN_BOLTZMANN * fmax(0.0, pow(t, 4.0) - pow(skin, 4.0));
  }
  for (size_t f = 0; f < v->n_fires; ++f) {
    if (c->in.network.fires[f].compartment != room) continue;
    const double distance2 = fmax(1.0, area / (2.0 * pi)); /* of the mean place in a round room */
    flux += c->in.network.fires[f].fuel.radiative_fraction * v->heat_release[f] /
            (4.0 * pi * distance2);
  }
  return flux;
}

/** The mean over a grid at that height. */
static void expose_on_grid(const flue_grid *grid, double height, flue_exposure *e) {
  flue_grid_gas gas;
  flue_grid_gas_at(grid, height, &gas);
  e->extinction = flue_visibility_extinction(fmax(0.0, gas.density * gas.fraction[FLUE_SOOT]));
  e->temp_k = gas.temp_k;
  set_gases(gas.fraction, e);
}

/** Gas at a height in a room, radiation aside. */
static void expose_at(const flue_coupling *c, const flue_network_view *v, size_t room,
                      double height, flue_exposure *e) {
  const flue_grid *grid = coupling_grid_of(c, room);
  if (grid) {
    expose_on_grid(grid, height, e);
    return;
  }
  const double share = upper_share(v, room, height);
  const double low = extinction_of(v, v->lower[room]);
  const double high = v->upper[room] >= 0 ? extinction_of(v, v->upper[room]) : low;
  const double temp_low = v->temp[v->lower[room]];
  const double temp_high = v->upper[room] >= 0 ? v->temp[v->upper[room]] : temp_low;
  e->extinction = low + share * (high - low);
  e->temp_k = temp_low + share * (temp_high - temp_low);
  breathe(c, v, room, share, e);
}

void coupling_expose(flue_coupling *c) {
  flue_network_view v;
  flue_network_get(c->network, &v);
  for (size_t i = 0; i < c->n_rooms; ++i) {
    expose_at(c, &v, i, head_height, &c->exposure[i]);
    c->exposure[i].flux_w = flux_on(c, &v, i);
    c->upper_extinction[i] = extinction_of(&v, v.upper[i] >= 0 ? v.upper[i] : v.lower[i]);
    if (!c->in.crowd.may_crawl) continue;
    expose_at(c, &v, i, crawl_height, &c->low_exposure[i]);
    c->low_exposure[i].flux_w = c->exposure[i].flux_w;
  }
}

void coupling_dose(flue_coupling *c, double dt) {
  for (size_t i = 0; i < c->n_rooms; ++i) {
    const flue_exposure *e = &c->exposure[i];
    room_dose *d = &c->dose[i];
    const double gas = flue_toxicity_gases(e->co, e->hcn, e->co2, e->o2);
    const double heat = flue_toxicity_convection(e->temp_k) + flue_toxicity_radiation(e->flux_w);
    d->gas += 0.5 * dt * (d->gas_rate + gas);
    d->heat += 0.5 * dt * (d->heat_rate + heat);
    d->gas_rate = gas;
    d->heat_rate = heat;
  }
}

static int is_untenable(const flue_coupling *c, size_t room) {
  const flue_exposure *e = &c->exposure[room];
  const double flux_limit = 2500.0; /* [W m-2] pain within half a minute (ISO 13571) */
  const double seen = flue_visibility_distance(e->extinction, FLUE_VISIBILITY_REFLECTING);
  const double least =
      c->in.rooms[room].area_m2 >= large_room ? least_visibility_large : least_visibility_small;
  return e->temp_k > largest_temp || e->o2 < least_oxygen || e->co > largest_co || seen < least ||
         e->flux_w > flux_limit;
}

void coupling_judge(flue_coupling *c) {
  for (size_t i = 0; i < c->n_rooms; ++i)
    if (isnan(c->untenable_s[i]) && is_untenable(c, i)) c->untenable_s[i] = c->time_s;
}

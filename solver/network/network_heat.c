/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fires with their plumes, and heat between gas and walls. */
#include <math.h>
#include <string.h>

#include "models/device.h"
#include "solver/network/network_internal.h"

static const double pi = 3.14159265358979323846;

static double surface_area(const flue_network *net, size_t room) {
  return net->room[room].slab_area_m2 + net->room[room].wall_area_m2;
}

/** Emissivity of the gas in a cell seen along the mean beam length 3.6 V / A. */
static double cell_emissivity(const flue_network *net, size_t room, int cell) {
  const double beam = 3.6;
  const double path = beam * net->size[cell] / surface_area(net, room);
  const double soot =
      net->density[cell] * net->fraction[(size_t)FLUE_SOOT * net->n_cells + (size_t)cell];
  return flue_gas_emissivity(fmax(soot, 0.0), net->temp[cell], path);
}

double network_heat_source(const flue_network *net, size_t room) {
  const cell_source *low = &net->source[net->lower[room]];
  double heat = low->heat + FLUE_CP * low->mass_temp - net->old_loss[room];
  if (net->upper[room] >= 0) {
    const cell_source *high = &net->source[net->upper[room]];
    heat += high->heat + FLUE_CP * high->mass_temp;
  }
  return heat;
}

static double wanted_release(const fire_state *fire, double t_s) {
  const double design = flue_design_fire_rate(&fire->in.design, t_s);
  if (!(t_s > fire->suppressed_at)) return design;
  return fmin(design, fire->release_at_suppression *
                          flue_sprinkler_share(t_s - fire->suppressed_at, fire->spray_density));
}

static double oxygen_in(const flue_network *net, int cell) {
  return net->fraction[(size_t)FLUE_O2 * net->n_cells + (size_t)cell];
}

/** Heat per mass of oxygen of a fuel [J kg-1]. */
static double heat_per_oxygen(const flue_fuel *fuel) {
  return fuel->heat_of_combustion / -fuel->yield[FLUE_O2];
}

/** Heat [W] that oxygen at fraction y, reaching a flame with `air` [kg s-1] from a cell, can
 * release. */
static double oxygen_limit(const flue_network *net, const flue_fuel *fuel, int cell, double y,
                           double air, double dt) {
  /* of the oxygen in the cell that all fires may use in one step, and in the air that a flame
     entrains: not all of it meets fuel, and the fraction in the air may fall a little during the
     step */
  const double most_share = 0.5 / (double)net->n_fires, most_burnt = 0.9;
  return heat_per_oxygen(fuel) * fmax(0.0, y) *
         fmin(most_burnt * air, most_share * net->mass[cell] / dt);
}

/** Release inside the upper layer by `air` that the flame entrains there, not above `most` [W]. The
 *  layer loses the oxygen burnt during the step: solved for the fraction at its end, by bisection.
 */
static double upper_release(const flue_network *net, const flue_fuel *fuel, int cell, double air,
                            double most, double dt) {
  const double y = oxygen_in(net, cell);
  const double lost_per_w = dt / (heat_per_oxygen(fuel) * net->mass[cell]);
  double low = 0.0, high = fmax(0.0, most);
  for (int i = 0; i < 30; ++i) {
    const double middle = 0.5 * (low + high), y_end = y - lost_per_w * middle;
    const double can = flue_oxygen_share(y_end) * oxygen_limit(net, fuel, cell, y_end, air, dt);
    if (can > middle)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/** What a fire does: heat its vapour could release, release in the lower layer (by plume air) and
 * above it (by air entrained inside the upper layer) [W], air carried up [kg s-1]. */
typedef struct burning {
  double vapour, lower, upper, entrained;
} burning;

/** Oxygen around the base of the flame: of the lower layer, fading to the upper as that covers it.
 */
static double oxygen_at_base(const flue_network *net, size_t room, double to_layer) {
  const double low = oxygen_in(net, net->lower[room]);
  if (net->upper[room] < 0) return low;
  const double fading = 0.3; /* [m] */
  const double share = fmin(1.0, to_layer / fading);
  return share * low + (1.0 - share) * oxygen_in(net, net->upper[room]);
}

static burning burn_fire(const flue_network *net, fire_state *fire, double wanted, double dt) {
  const flue_fuel *fuel = &fire->in.fuel;
  const size_t room = fire->in.compartment;
  const int low = net->lower[room], high = net->upper[room];
  const double convective = 1.0 - fuel->radiative_fraction;
  const double to_ceiling = fmax(0.1, net->room[room].height_m - fire->in.base_m);
  const double to_layer = high < 0 ? to_ceiling : fmax(0.0, net->layer_m[room] - fire->in.base_m);
  /* a fuel surface answers the oxygen around it slowly, by its heating (20 s, assumed) */
  const double response_s = 20.0;
  const double now = flue_oxygen_share(oxygen_at_base(net, room, to_layer));
  fire->next_factor = now + (fire->factor - now) * exp(-dt / response_s);
  burning b = {.vapour = wanted * fire->next_factor};
  const double least_diameter = 0.1;
  const double diameter = fmax(least_diameter, sqrt(4.0 / pi * b.vapour / fuel->area_rate));
  const double plume = flue_plume_entrainment(b.vapour, convective * b.vapour, diameter, to_layer);
  b.lower = fmin(b.vapour, oxygen_limit(net, fuel, low, oxygen_in(net, low), plume, dt));
  if (high < 0) return b;
  b.entrained = plume;
  const double inside = fmax(
      0.0, flue_plume_entrainment(b.vapour, convective * b.vapour, diameter, to_ceiling) - plume);
  b.upper = upper_release(net, fuel, high, inside, b.vapour - b.lower, dt);
  return b;
}

static void add_fire(flue_network *net, size_t f, double wanted, const burning *b) {
  const fire_state *fire = &net->fire[f];
  const flue_fuel *fuel = &fire->in.fuel;
  const size_t room = fire->in.compartment;
  const int low = net->lower[room], high = net->upper[room], cell = high >= 0 ? high : low;
  const double release = b->lower + b->upper;
  const double burnt = release / fuel->heat_of_combustion;
  const double pyrolysed = b->vapour / fuel->heat_of_combustion;
  const double up = 0.5; /* share of the flame's radiation that crosses the layer above */
  const double absorbed = high >= 0 ? up * cell_emissivity(net, room, high) : 0.0;
  const double to_walls = fuel->radiative_fraction * release * (1.0 - absorbed);
  cell_source *s = &net->source[cell];
  s->mass += pyrolysed;
  s->mass_temp += pyrolysed * net->temp[low];
  s->heat += release - to_walls;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) s->species[k] += burnt * fuel->yield[k];
  s->species[FLUE_FUEL] += pyrolysed - burnt;
  net->radiation[room] += to_walls / surface_area(net, room);
  net->plume[room] += b->entrained;
  net->release[f] = release;
  net->design[f] = wanted;
}

void network_burn(flue_network *net, double dt) {
  memset(net->source, 0, net->n_cells * sizeof *net->source);
  memset(net->radiation, 0, net->n * sizeof *net->radiation);
  memset(net->plume, 0, net->n * sizeof *net->plume);
  for (size_t f = 0; f < net->n_fires; ++f) {
    const double wanted = wanted_release(&net->fire[f], net->time_s + dt);
    net->release[f] = net->design[f] = 0.0;
    net->fire[f].next_factor = net->fire[f].factor;
    if (wanted <= 0.0) continue;
    const burning b = burn_fire(net, &net->fire[f], wanted, dt);
    add_fire(net, f, wanted, &b);
  }
}

static double radiative_coefficient(double emissivity, double a_k, double b_k) {
  return emissivity * FLUE_STEFAN_BOLTZMANN * (a_k + b_k) * (a_k * a_k + b_k * b_k);
}

/** One surface of a compartment against one cell. @return heat taken from the cell [J]. */
static double surface_step(flue_network *net, size_t room, int which, int cell, double area,
                           double flux, double dt) {
  double *wall = &net->wall_temp[(2 * room + (size_t)which) * FLUE_WALL_CELLS];
  const double gas = net->temp[cell];
  const double h =
      flue_convection(gas, wall[0]) +
      radiative_coefficient(cell_emissivity(net, room, cell) * net->room[room].wall.emissivity, gas,
                            wall[0]);
  const double capacity = net->mass[cell] * FLUE_CP;
  const double heat = flue_wall_step(&net->wall[room], wall, dt, area, h, flux, gas, capacity,
                                     net->room[room].temp_k);
  net->temp[cell] -= heat / capacity;
  return heat;
}

/** Radiation of the upper layer down onto floor and lower walls [J], limited to what cools it
 * gently. */
static double layer_radiation(flue_network *net, size_t room, double dt) {
  const int high = net->upper[room];
  const double most_share = 0.3;
  const double face = net->wall_temp[2 * room * FLUE_WALL_CELLS];
  const double dt_k = net->temp[high] - face;
  if (dt_k <= 0.0) return 0.0;
  const double coefficient =
      radiative_coefficient(cell_emissivity(net, room, high), net->temp[high], face);
  const double capacity = net->mass[high] * FLUE_CP;
  const double heat =
      fmin(dt * coefficient * net->room[room].area_m2, most_share * capacity) * dt_k;
  net->temp[high] -= heat / capacity;
  return heat;
}

void network_walls(flue_network *net, double dt) {
  for (size_t i = 0; i < net->n; ++i) {
    const flue_compartment *room = &net->room[i];
    const int low = net->lower[i], high = net->upper[i];
    double heat;
    if (high < 0) {
      heat = surface_step(net, i, 0, low, surface_area(net, i), net->radiation[i], dt);
    } else {
      const double below = net->layer_m[i] / room->height_m;
      const double area_low = 0.5 * room->slab_area_m2 + room->wall_area_m2 * below;
      const double area_high = 0.5 * room->slab_area_m2 + room->wall_area_m2 * (1.0 - below);
      heat = layer_radiation(net, i, dt);
      const double flux_low = net->radiation[i] + heat / (area_low * dt);
      heat += surface_step(net, i, 0, low, area_low, flux_low, dt);
      heat += surface_step(net, i, 1, high, area_high, net->radiation[i], dt);
    }
    net->energy[i] -= heat;
    net->old_loss[i] = heat / dt;
    net->heat_to_walls += heat + net->radiation[i] * surface_area(net, i) * dt;
  }
}

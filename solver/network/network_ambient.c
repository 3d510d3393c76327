/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air outside as it changes: its column, what it is at each opening, and pressures of
 * compartments above it. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/hash.h"
#include "solver/network/network_internal.h"

void network_set_end_outside(flue_network *net, opening_state *o) {
  const flue_opening *in = &o->in;
  const int has_ends = in->kind == FLUE_OPENING_BLOWER || in->kind == FLUE_OPENING_ELEMENT;
  const double z[2] = {has_ends ? in->end_z[0] : in->z_bottom,
                       has_ends ? in->end_z[1] : in->z_bottom + o->z_span};
  const flue_outside *air = &net->weather;
  const double rho = net->outside.pressure / (FLUE_GAS_CONSTANT * net->outside.temp_k);
  const double wind =
      net->ambient.n > 0
          ? in->wind_pa + flue_wind_pressure(&in->wind, rho, air->wind_speed, air->wind_from)
          : in->wind_pa;
  for (int e = 0; e < 2; ++e) o->head_out[e] = network_head(net, z[e]) + wind;
  o->temp_out = net->is_uniform ? net->outside.temp_k : flue_atmosphere_temp(&net->outside, z[0]);
  o->density_out =
      network_density_pressure(net, o->head_out[0]) / (FLUE_GAS_CONSTANT * o->temp_out);
}

void network_take_outside(flue_network *net, double t_s) {
  net->weather = flue_ambient_at(&net->ambient, t_s);
  if (net->ambient.n == 0) return;
  net->outside.temp_k = net->weather.temp_k;
  net->outside.pressure = net->weather.pressure;
}

/** Gauge pressures of what compartments hold, above the air outside as it is now. */
static void rebase(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    double heat = net->mass[low] * net->temp[low];
    if (high >= 0) heat += net->mass[high] * net->temp[high];
    net->state_pressure[i] =
        FLUE_GAS_CONSTANT * heat / net->volume[i] - network_density_pressure(net, net->head[i]);
  }
}

/** Held temperatures: densities follow the pressure outside. */
static void set_held_densities(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i)
    net->density[net->lower[i]] = network_density_pressure(net, net->head[i]) /
                                  (FLUE_GAS_CONSTANT * net->temp[net->lower[i]]);
}

void network_set_outside(flue_network *net, double t_s) {
  if (net->ambient.n == 0) return;
  network_take_outside(net, t_s);
  if (!isnan(net->weather.humidity))
    flue_humid_air(net->outside.temp_k, net->outside.pressure, net->weather.humidity, net->air);
  for (size_t i = 0; i < net->n; ++i)
    net->head[i] = network_head(net, net->room[i].z_m + 0.5 * net->room[i].height_m);
  for (size_t k = 0; k < net->n_openings; ++k) network_set_end_outside(net, &net->opening[k]);
  if (net->is_held)
    set_held_densities(net);
  else
    rebase(net);
}

double network_storage(const flue_network *net, size_t room, double dt) {
  const int c = net->lower[room];
  return dt > 0.0 ? (net->density[c] * net->size[c] - net->mass[c]) / dt : 0.0;
}

/* ---- state ---- */

/** FNV-1a over the bits of numbers. */
static uint64_t mark(uint64_t hash, const double *v, size_t n) {
  return v ? flue_hash(hash, v, n * sizeof *v) : hash;
}

void network_ambient_state(const flue_network *net, flue_state *state) {
  const flue_ambient *a = &net->ambient;
  const double *const column[] = {a->time_s,   a->temp_k, a->pressure,
                                  a->humidity, a->east,   a->north};
  uint64_t here = 14695981039346656037u;
  for (size_t k = 0; k < sizeof column / sizeof *column; ++k) here = mark(here, column[k], a->n);
  uint64_t saved = here;
  flue_state_bytes(state, &saved, sizeof saved);
  if (state->is_reading && state->status == FLUE_OK && saved != here) state->status = FLUE_EIO;
}

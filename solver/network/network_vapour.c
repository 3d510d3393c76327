/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuel that left its flame unburned, and burns where a jet from one compartment into another draws
 * in air. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

/** Mixes vapour into the mean of all that was given off. */
static void mix_in(vapour *v, double heat, const double yield[FLUE_SPECIES_COUNT], double mass) {
  if (mass <= 0.0) return;
  v->given_off += mass;
  const double part = mass / v->given_off;
  v->heat += part * (heat - v->heat);
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) v->yield[k] += part * (yield[k] - v->yield[k]);
}

void network_add_vapour(flue_network *net, const flue_fuel *fuel,
                        const double yield[FLUE_SPECIES_COUNT], double burnt, double unburnt) {
  /* what burning itself leaves of a fuel by its effective heat burns nowhere */
  const double inert[FLUE_SPECIES_COUNT] = {[FLUE_FUEL] = 1.0};
  mix_in(&net->vapour, fuel->heat_of_combustion, yield, unburnt);
  mix_in(&net->vapour, 0.0, inert, burnt * yield[FLUE_FUEL]);
}

/** Oxygen used for each kilogram of vapour [1]. */
static double oxygen_of(const vapour *v) {
  const double usual = 13.1e6; /* [J kg-1] @cite huggett1980 */
  const double used = -v->yield[FLUE_O2];
  return used > 0.0 ? used : v->heat / usual;
}

void network_burn_vapour(flue_network *net, double dt) {
  const vapour *v = &net->vapour;
  memset(net->vent_release, 0, net->n * sizeof *net->vent_release);
  if (v->heat <= 0.0) return;
  const double most_share = 0.5; /* of what a layer holds, in a step */
  for (size_t i = 0; i < net->n; ++i) {
    if (net->vent_heat[i] <= 0.0 || net->upper[i] < 0) continue;
    const int high = net->upper[i];
    const double fuel =
        most_share * net->mass[high] * fmax(0.0, network_fraction(net, FLUE_FUEL, high)) / dt;
    const double oxygen =
        most_share * net->mass[high] * fmax(0.0, network_fraction(net, FLUE_O2, high)) / dt +
        net->supply_o2[high];
    const double burnt = fmin(net->vent_heat[i] / v->heat, fmin(fuel, oxygen / oxygen_of(v)));
    cell_source *s = &net->source[high];
    for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) s->species[k] += burnt * v->yield[k];
    s->species[FLUE_FUEL] -= burnt;
    s->heat += burnt * v->heat;
    net->vent_release[i] = burnt * v->heat;
  }
}

/** Share of the vapour of a stream that can burn [1]: all where the stream and the air its vapour
 *  wants would give a flame of more than 1700 K (Beyler's ignition index above 1), fading over
 *  200 K (assumed). Cool or thin smoke does not burn. @cite beyler1984 (unverified: from memory) */
static double flammable_share(const flue_network *net, const stream *s, double fraction) {
  const vapour *v = &net->vapour;
  const double limit_k = 1700.0, fading_k = 200.0;
  const int low = net->lower[s->taker];
  const double air = fraction * oxygen_of(v) / net->air[FLUE_O2]; /* per mass of the stream */
  const double content = (flue_heat_content(net->temp[s->donor]) +
                          air * flue_heat_content(net->temp[low]) + fraction * v->heat / FLUE_CP) /
                         (1.0 + air);
  const double flame_k = flue_temp_of_content(content);
  return fmin(1.0, fmax(0.0, (flame_k - limit_k) / fading_k + 0.5));
}

/** Vapour in a jet burns as far as the air it draws in has oxygen for it. */
static double burns_in_jet(const flue_network *net, const stream *s) {
  const vapour *v = &net->vapour;
  if (s->donor < 0 || s->drawn <= 0.0 || v->heat <= 0.0) return 0.0;
  const double fraction = fmax(0.0, network_fraction(net, FLUE_FUEL, s->donor));
  const double fuel = s->flow * fraction * flammable_share(net, s, fraction);
  const int low = net->lower[s->taker];
  const double usable = network_usable_oxygen(net, network_oxygen_volume(net, low), net->temp[low]);
  const double oxygen = usable * s->drawn * fmax(0.0, network_fraction(net, FLUE_O2, low));
  return v->heat * fmin(fuel, oxygen / oxygen_of(v));
}

static void add_supply(flue_network *net, int cell, double flow, double y_o2) {
  net->supply[cell] += flow;
  net->supply_o2[cell] += flow * y_o2;
}

/** What a stream through a wall adds to the draught in the lower layer [m3 s-1]. */
static double draught_of(const flue_network *net, const stream *s) {
  const opening_state *o = &net->opening[s->opening];
  if (o->in.kind != FLUE_OPENING_SLOT) return 0.0;
  const double density = s->donor >= 0       ? net->density[s->donor]
                         : s->from_port >= 0 ? net->port[s->from_port].density
                                             : o->density_out;
  return s->flow * (1.0 - s->upper) / density;
}

/** Oxygen that a stream brings into the lower layer and that alone would keep a flame [kg s-1]. */
static double rich_oxygen(const flue_network *net, const stream *s, double y_o2) {
  return s->flow * (1.0 - s->upper) * y_o2 *
         network_usable_oxygen(net, network_oxygen_volume_of(y_o2), s->temp);
}

void network_find_supply(flue_network *net, double dt) {
  const double *y = &net->fraction[(size_t)FLUE_O2 * net->n_cells];
  memset(net->supply, 0, net->n_cells * sizeof *net->supply);
  memset(net->supply_o2, 0, net->n_cells * sizeof *net->supply_o2);
  memset(net->vent_heat, 0, net->n * sizeof *net->vent_heat);
  memset(net->draught, 0, net->n * sizeof *net->draught);
  memset(net->fresh_in, 0, net->n * sizeof *net->fresh_in);
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0) continue;
    const double y_o2 = s->donor >= 0       ? y[s->donor]
                        : s->from_port >= 0 ? net->port[s->from_port].gas.fraction[FLUE_O2]
                                            : net->air[FLUE_O2];
    add_supply(net, net->lower[s->taker], s->flow * (1.0 - s->upper), y_o2);
    if (s->upper > 0.0) add_supply(net, net->upper[s->taker], s->flow * s->upper, y_o2);
    net->draught[s->taker] += draught_of(net, s);
    if (net->first_fire[s->taker] != NETWORK_NONE)
      net->fresh_in[s->taker] += rich_oxygen(net, s, y_o2);
    net->vent_heat[s->taker] += burns_in_jet(net, s);
  }
  const double kept = network_flame_memory(dt);
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    net->fresh_o2[i] = kept * net->fresh_o2[i] + (1.0 - kept) * net->fresh_in[i];
    if (high < 0) continue;
    add_supply(net, high, net->plume[i] + net->mix[low], y[low]);
    add_supply(net, low, net->spill[i] + net->mix[high], y[high]);
  }
}

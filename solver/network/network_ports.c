/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Openings of compartments whose gas another engine moves: strips, the gas that stands at them, and
 * what passes. */
#include <math.h>

#include "models/flow.h"
#include "solver/network/network_internal.h"

/* ---- strips ---- */

static size_t strips_of(const flue_opening *o) {
  return o->kind == FLUE_OPENING_SLOT && o->n_strips > 1 ? o->n_strips : 1;
}

static int is_in_field(const flue_network_input *input, size_t room) {
  return room != FLUE_OUTSIDE && input->compartments[room].zone == FLUE_ZONE_FIELD;
}

void network_count_strips(flue_network *net, const flue_network_input *input) {
  net->n_shown = input->n_openings;
  net->n_openings = net->n_ports = 0;
  for (size_t k = 0; k < input->n_openings; ++k) {
    const flue_opening *o = &input->openings[k];
    const size_t n = strips_of(o);
    net->n_openings += n;
    net->n_ports += n * (size_t)(is_in_field(input, o->from) + is_in_field(input, o->to));
  }
}

/** A strip by its share of the height, at least the whole of a slot without one. */
static flue_opening strip_of(const flue_opening *o, size_t s) {
  flue_opening strip = *o;
  if (strips_of(o) == 1) return strip;
  strip.z_bottom = o->strip_z[s];
  strip.z_top = o->strip_z[s + 1];
  const double share = (strip.z_top - strip.z_bottom) / (o->z_top - o->z_bottom);
  strip.area_m2 *= share;
  strip.leak_m2 *= share;
  return strip;
}

size_t network_set_strips(flue_network *net, const flue_opening *in, size_t k, size_t next) {
  size_t at = k;
  for (size_t s = 0; s < strips_of(in); ++s) {
    const flue_opening strip = strip_of(in, s);
    if (s > 0) {
      net->opening[at].next = next;
      at = next++;
    }
    network_set_opening(net, at, &strip);
    net->opening[at].in.strip_z = NULL; /* borrowed */
  }
  return next;
}

/* ---- ports ---- */

double flue_network_outside_at(const flue_network *net, size_t room) {
  return network_density_pressure(net, net->head[room]);
}

static void set_density(flue_network *net, size_t room, port_state *p) {
  const double absolute =
      network_density_pressure(net, net->head[room]) + net->state_pressure[room];
  p->density = absolute / (FLUE_GAS_CONSTANT * p->gas.temp_k);
}

/** Height at which an end of an opening draws [m]. */
static double height_of(const flue_opening *o, int end) {
  return o->kind == FLUE_OPENING_BLOWER || o->kind == FLUE_OPENING_ELEMENT ? o->end_z[end]
                                                                           : o->z_bottom;
}

static void start_port(flue_network *net, opening_state *o, int end) {
  const size_t room = end ? o->in.to : o->in.from;
  const flue_compartment *r = &net->room[room];
  port_state *p = &net->port[o->port[end]];
  p->gas.temp_k = r->temp_k;
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) p->gas.fraction[s] = net->air[s];
  set_density(net, room, p);
  const double above = height_of(&o->in, end) - (r->z_m + 0.5 * r->height_m);
  p->gas.rise_pa = -p->density * net->gravity * above;
}

void network_start_ports(flue_network *net) {
  int n = 0;
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    const size_t ends[2] = {o->in.from, o->in.to};
    for (int end = 0; end < 2; ++end) {
      if (ends[end] == FLUE_OUTSIDE || !network_is_field(net, ends[end])) continue;
      o->port[end] = n++;
      start_port(net, o, end);
    }
  }
}

/** The strip of an opening that a port names. */
static opening_state *opening_of(const flue_network *net, flue_port port) {
  size_t k = port.opening;
  for (size_t s = 0; s < port.strip; ++s) k = net->opening[k].next;
  return &net->opening[k];
}

void flue_network_set_port(flue_network *net, flue_port port, const flue_port_gas *gas) {
  opening_state *o = opening_of(net, port);
  port_state *p = &net->port[o->port[port.end]];
  p->gas = *gas;
  set_density(net, port.end ? o->in.to : o->in.from, p);
}

static void add(flue_exchange *e, double amount, double content, const double *fraction,
                size_t stride) {
  e->mass += amount;
  e->heat += amount * FLUE_CP * content;
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s) e->species[s] += amount * fraction[s * stride];
}

void network_pass_port(flue_network *net, const stream *s, double amount, double content,
                       const double *fraction, size_t stride) {
  if (s->to_port >= 0) add(&net->port[s->to_port].in, amount, content, fraction, stride);
  if (s->from_port >= 0) add(&net->port[s->from_port].out, amount, content, fraction, stride);
}

void flue_network_take_exchange(flue_network *net, flue_port port, flue_exchange *in,
                                flue_exchange *out) {
  port_state *p = &net->port[opening_of(net, port)->port[port.end]];
  *in = p->in;
  *out = p->out;
  p->in = p->out = (flue_exchange){0};
}

/* ---- compartments and fires ---- */

void flue_network_set_room(flue_network *net, size_t room, const flue_room_gas *gas) {
  const int cell[2] = {net->lower[room], net->upper[room]};
  const double height = net->room[room].height_m;
  const double below = fmin(1.0, fmax(0.0, gas->layer_m / height)), part[2] = {below, 1.0 - below};
  net->volume[room] = gas->volume;
  net->pressure[room] = net->state_pressure[room] = gas->pressure;
  net->expansion[room] = gas->expansion;
  net->layer_m[room] = below * height;
  const double absolute = network_density_pressure(net, net->head[room]) + gas->pressure;
  for (int l = 0; l < 2; ++l) {
    const size_t c = (size_t)cell[l];
    net->temp[c] = gas->temp_k[l];
    net->density[c] = absolute / (FLUE_GAS_CONSTANT * gas->temp_k[l]);
    net->size[c] = part[l] * gas->volume;
    net->mass[c] = net->density[c] * net->size[c];
    for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
      net->fraction[s * net->n_cells + c] = gas->fraction[l][s];
  }
  net->peak_temp = fmax(net->peak_temp, gas->temp_k[1]);
}

/** p V / R [K kg s-1] of a rate of expansion, as the balance of pressures counts. */
void network_expand(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i)
    if (network_is_field(net, i))
      net->heat_rate[i] += net->expansion[i] *
                           (network_density_pressure(net, net->head[i]) + net->state_pressure[i]) /
                           FLUE_GAS_CONSTANT;
}

double flue_network_wanted(const flue_network *net, size_t fire, double dt) {
  return network_wanted_release(net, fire, net->time_s + 0.5 * dt);
}

void flue_network_set_release(flue_network *net, size_t fire, double release) {
  net->far_release[fire] = release;
}

void network_ports_state(flue_network *net, flue_state *state) {
  flue_state_bytes(state, net->port, net->n_ports * sizeof *net->port);
  flue_state_bytes(state, net->expansion, net->n * sizeof(double));
  flue_state_bytes(state, net->far_release, net->n_fires * sizeof(double));
  for (size_t i = 0; i < net->n; ++i)
    if (network_is_field(net, i)) flue_state_bytes(state, &net->volume[i], sizeof(double));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass, species and enthalpy carried by known flows: one implicit upwind system for all cells. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

double network_upper_share(const flue_network *net, size_t room, double temp) {
  const int high = net->upper[room];
  if (high < 0) return 0.0;
  /* between the layers in proportion, as CFAST's flogo; the margin keeps thin young layers stable
   */
  const double margin = 1.0; /* [K] */
  const double low = net->temp[net->lower[room]] - margin, top = net->temp[high] + margin;
  return fmin(1.0, fmax(0.0, (temp - low) / (top - low)));
}

static void add_stream(flue_network *net, int donor, size_t taker, double flow, double temp_out) {
  if (flow <= 0.0) return;
  const double temp = donor >= 0 ? net->temp[donor] : temp_out;
  net->streams[net->n_streams++] =
      (stream){donor, taker == FLUE_OUTSIDE ? -1 : (int)taker, flow, temp};
  if (donor >= 0) net->out[donor] += flow;
  if (taker == FLUE_OUTSIDE) return;
  const double share = network_upper_share(net, taker, temp);
  net->in[net->lower[taker]] += flow * (1.0 - share);
  if (share > 0.0) net->in[net->upper[taker]] += flow * share;
}

void network_collect_streams(flue_network *net) {
  net->n_streams = 0;
  memset(net->in, 0, net->n_cells * sizeof *net->in);
  memset(net->out, 0, net->n_cells * sizeof *net->out);
  for (size_t k = 0; k < net->n_openings; ++k) {
    const opening_state *o = &net->opening[k];
    for (int s = 0; s < streams_per_opening; ++s) {
      const size_t donor = s < 2 ? o->in.from : o->in.to, taker = s < 2 ? o->in.to : o->in.from;
      const int is_upper = s & 1;
      const int cell = donor == FLUE_OUTSIDE                ? -1
                       : is_upper && net->upper[donor] >= 0 ? net->upper[donor]
                                                            : net->lower[donor];
      add_stream(net, cell, taker, o->flow[s], o->temp_out);
    }
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    net->out[net->lower[i]] += net->plume[i];
    net->in[net->upper[i]] += net->plume[i];
  }
}

static double mass_after(const flue_network *net, int c, double dt) {
  return net->mass[c] + dt * (net->in[c] - net->out[c] + net->source[c].mass);
}

/** Lets a layer that would be drained draw on its sibling. @return 0 when both would be. */
static int keep_layers(flue_network *net, double dt) {
  const double least_share = 5e-4, least_left = 0.3;
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    net->mix[low] = 0.0;
    double now = net->mass[low], after = mass_after(net, low, dt);
    if (high >= 0) {
      net->mix[high] = 0.0;
      const double after_high = mass_after(net, high, dt);
      now += net->mass[high];
      const double least = least_share * (after + after_high);
      if (after < least)
        net->mix[high] = (least - after) / dt;
      else if (after_high < least)
        net->mix[low] = (least - after_high) / dt;
      after += after_high;
    }
    if (after < least_left * now) return 0;
  }
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    if (high < 0) continue;
    net->out[low] += net->mix[low];
    net->in[high] += net->mix[low];
    net->out[high] += net->mix[high];
    net->in[low] += net->mix[high];
  }
  return 1;
}

/** Fills the right-hand sides with what cells hold and what sources add. */
static void start_rhs(flue_network *net, double dt) {
  const size_t n = net->n_cells;
  for (size_t c = 0; c < n; ++c) {
    const cell_source *s = &net->source[c];
    const size_t room = (size_t)net->room_of[c];
    const double dp = net->pressure[room] - net->state_pressure[room];
    net->rhs[c] = net->mass[c] * net->temp[c] + dt * (s->mass_temp + s->heat / FLUE_CP) +
                  net->size[c] * dp / FLUE_CP;
    for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k)
      net->rhs[(k + 1) * n + c] = net->mass[c] * net->fraction[k * n + c] + dt * s->species[k];
  }
}

/** Place in the matrix of what flows from cell `donor` into cell `taker`. */
static void add_coupling(flue_network *net, int taker, int donor, double amount) {
  const int place = flue_sparse_position(net->transport_matrix, taker, donor);
  flue_sparse_values(net->transport_matrix)[place] -= amount;
}

static void add_outside(flue_network *net, int taker, const stream *s, double amount) {
  const size_t n = net->n_cells, c = (size_t)taker;
  net->rhs[c] += amount * s->temp;
  for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k) net->rhs[(k + 1) * n + c] += amount * FLUE_AIR[k];
}

static void assemble(flue_network *net, double dt) {
  flue_sparse_zero(net->transport_matrix);
  double *value = flue_sparse_values(net->transport_matrix);
  start_rhs(net, dt);
  for (size_t c = 0; c < net->n_cells; ++c)
    value[net->diagonal[c]] = mass_after(net, (int)c, dt) + dt * net->out[c];
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0) continue;
    const double share = network_upper_share(net, (size_t)s->taker, s->temp);
    const int cell[2] = {net->lower[s->taker], net->upper[s->taker]};
    const double part[2] = {1.0 - share, share};
    for (int l = 0; l < 2; ++l) {
      if (part[l] <= 0.0) continue;
      if (s->donor >= 0)
        add_coupling(net, cell[l], s->donor, dt * s->flow * part[l]);
      else
        add_outside(net, cell[l], s, dt * s->flow * part[l]);
    }
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    const int low = net->lower[i], high = net->upper[i];
    value[net->intra[2 * i]] -= dt * net->mix[high];
    value[net->intra[2 * i + 1]] -= dt * (net->plume[i] + net->mix[low]);
  }
}

/** Energy of compartments [J] after the flows, exactly as carried, and the totals over the facade.
 */
static void account(flue_network *net, double dt) {
  const double *temp_new = net->rhs;
  const double reference = net->outside.temp_k;
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    net->energy[i] = FLUE_CV * net->mass[low] * net->temp[low];
    if (high >= 0) net->energy[i] += FLUE_CV * net->mass[high] * net->temp[high];
  }
  for (size_t c = 0; c < net->n_cells; ++c) {
    const cell_source *s = &net->source[c];
    net->energy[net->room_of[c]] += dt * (FLUE_CP * s->mass_temp + s->heat);
    net->energy_in += dt * FLUE_CP * s->mass_temp;
    net->mass_in += dt * s->mass;
  }
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    const double moved = dt * s->flow;
    const double heat = FLUE_CP * moved * (s->donor >= 0 ? temp_new[s->donor] : s->temp);
    if (s->donor >= 0) {
      net->energy[net->room_of[s->donor]] -= heat;
    } else {
      net->energy_in += heat;
      net->sensible_in += fabs(heat - FLUE_CP * moved * reference);
      net->mass_in += moved;
    }
    if (s->taker >= 0) {
      net->energy[s->taker] += heat;
    } else {
      net->energy_out += heat;
      net->mass_out += moved;
    }
  }
}

static void accept(flue_network *net, double dt) {
  const size_t n = net->n_cells;
  for (size_t c = 0; c < n; ++c) {
    net->mass[c] = mass_after(net, (int)c, dt);
    net->temp[c] = net->rhs[c];
    for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k)
      net->fraction[k * n + c] = net->rhs[(k + 1) * n + c];
  }
}

flue_status network_transport(flue_network *net, double dt) {
  if (!keep_layers(net, dt)) return FLUE_ENUMERIC;
  assemble(net, dt);
  FLUE_TRY(flue_sparse_factor(net->transport_matrix));
  FLUE_TRY(flue_sparse_solve(net->transport_matrix, 1 + FLUE_SPECIES_COUNT, net->rhs));
  for (size_t c = 0; c < net->n_cells; ++c)
    if (!(net->rhs[c] > 0.0)) return FLUE_ENUMERIC;
  account(net, dt);
  accept(net, dt);
  return FLUE_OK;
}

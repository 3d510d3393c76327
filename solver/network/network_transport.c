/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass, species and enthalpy carried by known flows: one implicit upwind system for all cells. */
#include <math.h>
#include <string.h>

#include "models/device.h"
#include "solver/network/network_internal.h"

/** Share of a stream of temperature temp that joins the upper layer of a compartment. */
static double upper_share(const flue_network *net, size_t room, double temp) {
  const int high = net->upper[room];
  if (high < 0) return 0.0;
  /* between the layers in proportion, as CFAST's flogo; the margin keeps thin young layers stable
   */
  const double margin = 1.0; /* [K] */
  const double low = net->temp[net->lower[room]] - margin, top = net->temp[high] + margin;
  return fmin(1.0, fmax(0.0, (temp - low) / (top - low)));
}

/** @param end  Of the opening that it leaves by. */
static size_t place_stream(flue_network *net, int donor, size_t taker, double flow,
                           const opening_state *o, int end) {
  const int from_port = o->port[end], to_port = o->port[1 - end];
  if (from_port >= 0) donor = -1;
  if (to_port >= 0) taker = FLUE_OUTSIDE;
  const double temp = from_port >= 0 ? net->port[from_port].gas.temp_k
                      : donor >= 0   ? net->temp[donor]
                                     : o->temp_out;
  const int is_filtered = o->in.filter_share > 0.0 && net->time_s >= o->in.filter_from;
  stream *s = &net->streams[net->n_streams];
  *s = (stream){.donor = donor,
                .taker = taker == FLUE_OUTSIDE ? -1 : (int)taker,
                .from_port = from_port,
                .to_port = to_port,
                .flow = flow,
                .temp = temp,
                .kept = is_filtered ? o->in.filter_share : 0.0,
                .opening = (size_t)(o - net->opening)};
  if (donor >= 0) net->out[donor] += flow;
  if (taker != FLUE_OUTSIDE) {
    s->upper = upper_share(net, taker, temp);
    net->in[net->lower[taker]] += flow * (1.0 - s->upper);
    if (s->upper > 0.0) net->in[net->upper[taker]] += flow * s->upper;
  }
  return net->n_streams++;
}

/** A cold stream that enters above the interface falls through the upper layer and draws gas of it
 * along. What comes in sideways, through a wall or from a fan, is divided between the layers by the
 * temperature of the mixture, as streams are that enter as warm as that; what falls straight from a
 * hatch passes the interface with its speed (assumed). */
static void let_fall(flue_network *net, stream *s, double drawn) {
  const size_t room = (size_t)s->taker;
  const int low = net->lower[room], high = net->upper[room];
  const double mixed = (s->flow * s->temp + drawn * net->temp[high]) / (s->flow + drawn);
  const int is_straight = net->opening[s->opening].in.kind == FLUE_OPENING_HATCH;
  const double up = is_straight ? s->upper : fmax(s->upper, upper_share(net, room, mixed));
  const double more = s->flow * (up - s->upper);
  net->in[low] -= more;
  net->in[high] += more;
  net->spill[room] += drawn * (is_straight ? 1.0 : 1.0 - up);
  s->upper = up;
}

/** What a stream draws in on its way to the layer it belongs to: a plume from a virtual source that
 *  would have carried it already, @cite mccaffrey1983. A hot stream that enters below the interface
 *  rises through the lower layer, a cold one above it falls through the upper. */
static void entrain_jet(flue_network *net, stream *s, double z_m) {
  const size_t room = (size_t)s->taker;
  if (net->upper[room] < 0) return;
  const int low = net->lower[room], high = net->upper[room];
  const double layer_z = net->room[room].z_m + net->layer_m[room];
  const int rises = s->upper > 0.5;
  const double way = rises ? layer_z - z_m : z_m - layer_z;
  const double difference = rises ? s->temp - net->temp[low] : net->temp[high] - s->temp;
  const double least_k = 1.0;
  if (way <= 0.0 || difference < least_k) return;
  const double drawn = flue_jet_entrainment(s->flow, FLUE_CP * s->flow * difference, way);
  if (rises) {
    s->drawn = drawn;
    net->plume[room] += drawn;
  } else
    let_fall(net, s, drawn);
}

/** Gas that sinks from the upper layer of a compartment that fills [kg s-1]. Within it gas sinks as
 * fast as plumes carry it up and openings do not replace it below @cite baines1969; walls cool it
 * on its way, so that the temperature comes to rise about evenly from the floor to the ceiling. Two
 * layers with the mass and the integral of temperature of a weak even rise @cite janssens1992 meet
 * at a quarter of the height: there the interface comes to rest. What the lower layer lacks is
 * made up there, in part from 5/4 of that height on, up to four times below (assumed), as at the
 * end of the step. What sinks has the mean temperature of its layer, which leaves the lower one too
 * warm. Walls that take no heat leave no such profile. */
static double sinking(const flue_network *net, size_t room, double dt) {
  const double rest_share = 0.25, begins = 1.25, most = 4.0, least_area = 1e-6; /* [m2] */
  const flue_compartment *r = &net->room[room];
  const int low = net->lower[room];
  const double lacks = net->plume[room] + net->out[low] - net->in[low] - net->spill[room];
  if (r->wall == FLUE_ADIABATIC || lacks <= 0.0) return 0.0;
  const double rest = rest_share * r->height_m, slope = 1.0 / ((begins - 1.0) * rest);
  const double share = fmin(most, slope * (begins * rest - net->layer_m[room]));
  /* the interface falls by what is lacked less what sinks, which then is more */
  const double area = fmax(least_area, network_area_at(net, room, net->layer_m[room]));
  const double falls = dt * slope * lacks / (net->density[low] * area);
  return lacks * fmax(0.0, share + falls) / (1.0 + falls);
}

/** What plumes carry up in the mean of a step [kg s-1]: less and less as they take the lower layer
 *  up, until it is what comes into that layer. Exact for a plume that grows evenly with the height
 *  of the interface. */
static double mean_plume(const flue_network *net, size_t room, double sinks, double dt) {
  const double least_area = 1e-6; /* [m2] */
  const int low = net->lower[room];
  const double start = net->plume[room];
  const double area = fmax(least_area, network_area_at(net, room, net->layer_m[room]));
  const double x = dt * net->plume_growth[room] / (net->density[low] * area);
  if (x <= 0.0) return start;
  const double comes = net->in[low] + net->spill[room] + sinks - net->out[low];
  const double mean = comes - (start - comes) * expm1(-x) / x;
  return fmax(mean, net->plume_least[room]);
}

void network_collect_streams(flue_network *net, double dt) {
  net->n_streams = 0;
  memset(net->in, 0, net->n_cells * sizeof *net->in);
  memset(net->out, 0, net->n_cells * sizeof *net->out);
  memset(net->spill, 0, net->n * sizeof *net->spill);
  for (size_t k = 0; k < net->n_openings; ++k) {
    const opening_state *o = &net->opening[k];
    for (int s = 0; s < streams_per_opening; ++s) {
      const size_t donor = s < 2 ? o->in.from : o->in.to, taker = s < 2 ? o->in.to : o->in.from;
      const int is_upper = s & 1;
      if (o->flow[s] <= 0.0) continue;
      const int cell = donor == FLUE_OUTSIDE                ? -1
                       : is_upper && net->upper[donor] >= 0 ? net->upper[donor]
                                                            : net->lower[donor];
      stream *placed = &net->streams[place_stream(net, cell, taker, o->flow[s], o, s / 2)];
      if (placed->taker >= 0) entrain_jet(net, placed, o->middle[s]);
    }
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0 || network_is_field(net, i)) continue;
    net->plume[i] = mean_plume(net, i, sinking(net, i, dt), dt);
    net->spill[i] += sinking(net, i, dt);
    net->out[net->lower[i]] += net->plume[i];
    net->in[net->upper[i]] += net->plume[i];
    net->out[net->upper[i]] += net->spill[i];
    net->in[net->lower[i]] += net->spill[i];
  }
}

static double mass_after(const flue_network *net, int c, double dt) {
  return net->mass[c] + dt * (net->in[c] - net->out[c] + net->source[c].mass);
}

static int fail(flue_network *net, size_t room, const char *reason) {
  net->failure = (step_failure){reason, room};
  return 0;
}

/** Lets a layer that would be drained draw on its sibling. @return 0 when both would be. */
static int keep_layers(flue_network *net, double dt) {
  const double least_share = 5e-4, least_left = 0.3;
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    if (network_is_field(net, i)) continue;
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
    if (after < least_left * now) return fail(net, i, "is emptied faster than air can come");
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

/** A cell without gas keeps its temperature and fractions. */
static void hold_cell(flue_network *net, size_t c) {
  net->rhs[c] = flue_heat_content(net->temp[c]);
  for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k)
    net->rhs[(k + 1) * net->n_cells + c] = net->fraction[k * net->n_cells + c];
}

/** Fills the right-hand sides with what cells hold and what sources add. */
static void start_rhs(flue_network *net, double dt) {
  const size_t n = net->n_cells;
  for (size_t c = 0; c < n; ++c) {
    const cell_source *s = &net->source[c];
    const size_t room = (size_t)net->room_of[c];
    const double dp = net->pressure[room] - net->state_pressure[room];
    net->rhs[c] = net->mass[c] * flue_heat_content(net->temp[c]) +
                  dt * (s->mass_temp + s->heat / FLUE_CP) + net->size[c] * dp / FLUE_CP;
    for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k)
      net->rhs[(k + 1) * n + c] = net->mass[c] * net->fraction[k * n + c] + dt * s->species[k];
    if (network_is_dormant(net, c)) hold_cell(net, c);
  }
}

/** Place in the matrix of what flows from cell `donor` into cell `taker`. */
static void add_coupling(flue_network *net, int taker, int donor, double amount) {
  const int place = flue_sparse_position(net->transport_matrix, taker, donor);
  flue_sparse_values(net->transport_matrix)[place] -= amount;
}

/** Mass fractions of what comes from no cell. */
static const double *far_fractions(const flue_network *net, const stream *s) {
  return s->from_port >= 0 ? net->port[s->from_port].gas.fraction : net->air;
}

/** From outside, or from a port. */
static void add_outside(flue_network *net, int taker, const stream *s, double amount) {
  const size_t n = net->n_cells, c = (size_t)taker;
  const double *fraction = far_fractions(net, s);
  net->rhs[c] += amount * flue_heat_content(s->temp);
  for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k) net->rhs[(k + 1) * n + c] += amount * fraction[k];
}

/** The matrix of a step, and what comes from outside when the right-hand sides are wanted too.
 *  @param is_filtered  For what filters keep, soot and trace. */
static void assemble(flue_network *net, double dt, int is_filtered) {
  flue_sparse_zero(net->transport_matrix);
  double *value = flue_sparse_values(net->transport_matrix);
  for (size_t c = 0; c < net->n_cells; ++c)
    value[net->diagonal[c]] =
        network_is_dormant(net, c) ? 1.0 : mass_after(net, (int)c, dt) + dt * net->out[c];
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0) continue;
    const int cell[2] = {net->lower[s->taker], net->upper[s->taker]};
    const double part[2] = {1.0 - s->upper, s->upper};
    for (int l = 0; l < 2; ++l) {
      const double amount = dt * s->flow * part[l] * (is_filtered ? 1.0 - s->kept : 1.0);
      if (amount <= 0.0) continue;
      if (s->donor >= 0)
        add_coupling(net, cell[l], s->donor, amount);
      else if (!is_filtered)
        add_outside(net, cell[l], s, amount);
    }
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    const int low = net->lower[i], high = net->upper[i];
    value[net->intra[2 * i]] -= dt * (net->spill[i] + net->mix[high]);
    value[net->intra[2 * i + 1]] -= dt * (net->plume[i] + net->mix[low]);
  }
}

/** Energy of compartments [J] after the flows, exactly as carried, and the totals over the facade.
 */
static void account(flue_network *net, double dt) {
  const double *content_new = net->rhs;
  const double reference = net->reference_k;
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    net->energy[i] = network_internal_energy(net, low);
    if (high >= 0) net->energy[i] += network_internal_energy(net, high);
  }
  for (size_t c = 0; c < net->n_cells; ++c) {
    const cell_source *s = &net->source[c];
    net->energy[net->room_of[c]] += dt * (FLUE_CP * s->mass_temp + s->heat);
    net->energy_in += dt * FLUE_CP * s->mass_temp;
    net->energy_out += dt * s->spray * FLUE_MIST_LATENT;
    net->mass_in += dt * s->mass;
  }
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    const double moved = dt * s->flow;
    const double content = s->donor >= 0 ? content_new[s->donor] : flue_heat_content(s->temp);
    const double heat = FLUE_CP * moved * content;
    if (s->donor >= 0)
      network_pass_port(net, s, moved, content, net->rhs + net->n_cells + s->donor, net->n_cells);
    else
      network_pass_port(net, s, moved, content, far_fractions(net, s), 1);
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
    net->temp[c] = net->new_temp[c];
    for (size_t k = 0; k < FLUE_SPECIES_COUNT; ++k)
      net->fraction[k * n + c] = net->rhs[(k + 1) * n + c];
  }
}

/** Soot and trace go through filters less what these keep: their own matrix when there are any. */
static flue_status solve(flue_network *net, double dt) {
  static const flue_species filtered[] = {FLUE_SOOT, FLUE_TRACE};
  const size_t n = net->n_cells, bytes = n * sizeof(double);
  if (net->has_filters)
    for (size_t k = 0; k < 2; ++k)
      memcpy(net->filtered + k * n, net->rhs + (1 + (size_t)filtered[k]) * n, bytes);
  FLUE_TRY(flue_sparse_factor(net->transport_matrix));
  FLUE_TRY(flue_sparse_solve(net->transport_matrix, 1 + FLUE_SPECIES_COUNT, net->rhs));
  if (!net->has_filters) return FLUE_OK;
  assemble(net, dt, 1);
  FLUE_TRY(flue_sparse_factor(net->transport_matrix));
  FLUE_TRY(flue_sparse_solve(net->transport_matrix, 2, net->filtered));
  for (size_t k = 0; k < 2; ++k)
    memcpy(net->rhs + (1 + (size_t)filtered[k]) * n, net->filtered + k * n, bytes);
  return FLUE_OK;
}

/** Trace through openings and into their filters. */
static void count_trace(flue_network *net, double dt) {
  const double *trace = net->rhs + (1 + (size_t)FLUE_TRACE) * net->n_cells;
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->donor < 0) continue;
    const double amount = dt * s->flow * trace[s->donor];
    net->trace_kept[s->opening] += amount * s->kept;
    net->trace_passed[s->opening] += amount * (1.0 - s->kept);
  }
}

/** What gas of one temperature adds to the mass times temperature of gas of another that it joins,
 *  beyond its own [K kg]: less than nothing where the heat capacity falls. */
static double mixing(double temp_k, double joined_k, double mass) {
  const double heat = flue_heat_content(temp_k) - flue_heat_content(joined_k);
  return mass * (FLUE_CP * heat / flue_specific_heat(joined_k) + joined_k - temp_k);
}

/** Expansion of compartments by mixing of hot and cold gas, expected of the next step. */
static void set_mixing(flue_network *net) {
  memset(net->mixing, 0, net->n * sizeof *net->mixing);
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0) continue;
    const double temp = s->donor >= 0 ? net->temp[s->donor] : s->temp;
    const int low = net->lower[s->taker], high = net->upper[s->taker];
    net->mixing[s->taker] += mixing(temp, net->temp[low], s->flow * (1.0 - s->upper));
    if (high >= 0) net->mixing[s->taker] += mixing(temp, net->temp[high], s->flow * s->upper);
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    const int low = net->lower[i], high = net->upper[i];
    net->mixing[i] += mixing(net->temp[low], net->temp[high], net->plume[i] + net->mix[low]) +
                      mixing(net->temp[high], net->temp[low], net->spill[i] + net->mix[high]);
  }
}

/** New temperatures. @return 0 when one is not above 0. */
static int find_temps(flue_network *net) {
  for (size_t c = 0; c < net->n_cells; ++c) {
    if (!(net->rhs[c] > 0.0))
      return fail(net, (size_t)net->room_of[c], "would lose more heat than its gas holds");
    net->new_temp[c] = flue_temp_of_content(net->rhs[c]);
  }
  return 1;
}

double network_weight(const flue_network *net, size_t c) {
  const double thin = 0.05;
  return fmin(1.0, net->size[c] / (thin * net->volume[net->room_of[c]]));
}

double network_change(const flue_network *net, size_t c, double temp_k) {
  const double temp_share = 0.03;
  return network_weight(net, c) * fabs(temp_k / net->old_temp[c] - 1.0) / temp_share;
}

/** Largest change of a step over what a step may change: temperatures, and how far the gas that
 *  the flows bring is from the pressure they were found for, as a share of the pressure. */
static double find_change(flue_network *net, double dt, size_t *where) {
  const double drift_share = 0.01;
  double largest = 0.0;
  for (size_t i = 0; i < net->n; ++i) {
    const int cells[2] = {net->lower[i], net->upper[i]};
    double held = 0.0;
    for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
      const double change = network_change(net, (size_t)cells[l], net->new_temp[cells[l]]);
      held += mass_after(net, cells[l], dt) * net->new_temp[cells[l]];
      if (change > largest) {
        largest = change;
        *where = i;
      }
    }
    const double wanted = network_density_pressure(net, net->head[i]) + net->pressure[i];
    const double drift =
        fabs(FLUE_GAS_CONSTANT * held / (net->volume[i] * wanted) - 1.0) / drift_share;
    if (drift > largest) {
      largest = drift;
      *where = i;
    }
  }
  return largest;
}

/** Pressures that no building has: a vacuum, or a hundred times that outside. @return 0 when there
 * is one. */
static int check_pressures(flue_network *net) {
  const double vacuum = 0.02, burst = 100.0;
  for (size_t i = 0; i < net->n; ++i) {
    const double share =
        (network_density_pressure(net, net->head[i]) + net->pressure[i]) / net->outside.pressure;
    if (share < vacuum) return fail(net, i, "is emptied faster than air can come");
    if (share > burst) return fail(net, i, "would burst it: heat or air has no way out");
  }
  return 1;
}

/** Sources may not use more than flows bring. @return 0 when oxygen or fuel would be below 0. */
static int check_fractions(flue_network *net) {
  static const flue_species used[] = {FLUE_O2, FLUE_FUEL};
  const double rounding = 1e-10;
  for (size_t k = 0; k < sizeof used / sizeof *used; ++k) {
    const double *y = net->rhs + (1 + (size_t)used[k]) * net->n_cells;
    for (size_t c = 0; c < net->n_cells; ++c)
      if (y[c] < -rounding) {
        net->caution *= 0.5;
        return fail(net, (size_t)net->room_of[c], "burns more than flows bring");
      }
  }
  return 1;
}

flue_status network_transport(flue_network *net, double dt) {
  const double most_change = 5.0, shortest = 0.02; /* of what a step may change; [s] */
  const double tolerated = 50.0;                   /* by shorter steps */
  if (!net->is_held && !check_pressures(net)) return FLUE_ENUMERIC;
  if (!keep_layers(net, dt)) return FLUE_ENUMERIC;
  start_rhs(net, dt);
  assemble(net, dt, 0);
  FLUE_TRY(solve(net, dt));
  if (!find_temps(net) || !check_fractions(net)) return FLUE_ENUMERIC;
  size_t where = 0;
  net->change = net->is_held ? 0.0 : find_change(net, dt, &where);
  if (net->change > (dt > shortest ? most_change : tolerated)) {
    fail(net, where, "changes too fast");
    return FLUE_ENUMERIC;
  }
  account(net, dt);
  count_trace(net, dt);
  accept(net, dt);
  set_mixing(net);
  return FLUE_OK;
}

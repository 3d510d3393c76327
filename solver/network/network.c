/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stepping of the network engine: one step, and how long it is. */
#include "solver/network/network.h"

#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

void network_update_area(opening_state *o) {
  const flue_opening *in = &o->in;
  const double cd_leak = 0.65;
  o->cda = in->open * in->cd * in->area_m2 + (1.0 - in->open) * cd_leak * in->leak_m2;
}

/* ---- a step ---- */

double network_temp_of_energy(double energy, double guess) {
  double temp = guess;
  for (int pass = 0; pass < 8; ++pass) { /* Newton, nearly linear */
    const double miss = energy - FLUE_CP * flue_heat_content(temp) + FLUE_GAS_CONSTANT * temp;
    const double change = miss / (flue_specific_heat(temp) - FLUE_GAS_CONSTANT);
    temp += change;
    if (fabs(change) < 1e-12 * temp) break;
  }
  return temp;
}

/** Mixes two layers whose upper one is the colder: they would overturn. */
static void overturn(flue_network *net, int low, int high) {
  if (net->temp[high] >= net->temp[low]) return;
  const double a = net->mass[low], b = net->mass[high];
  const double energy = network_internal_energy(net, low) + network_internal_energy(net, high);
  const double mean = (a * net->temp[low] + b * net->temp[high]) / (a + b);
  net->temp[low] = net->temp[high] = network_temp_of_energy(energy / (a + b), mean);
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s) {
    double *y = &net->fraction[s * net->n_cells];
    y[low] = y[high] = (a * y[low] + b * y[high]) / (a + b);
  }
}

void network_settle(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    double heat = net->mass[low] * net->temp[low];
    if (network_is_field(net, i)) continue;
    if (high >= 0) {
      overturn(net, low, high);
      const double heat_low = net->mass[low] * net->temp[low];
      heat = heat_low + net->mass[high] * net->temp[high];
      net->size[low] = net->volume[i] * heat_low / heat;
      net->size[high] = net->volume[i] - net->size[low];
      net->density[high] = net->mass[high] / net->size[high];
      const double before = net->layer_m[i];
      net->layer_m[i] = fmin(net->room[i].height_m, network_height_of(net, i, net->size[low]));
      network_move_walls(net, i, before, net->layer_m[i]);
    }
    net->density[low] = net->mass[low] / net->size[low];
    net->state_pressure[i] =
        FLUE_GAS_CONSTANT * heat / net->volume[i] - network_density_pressure(net, net->head[i]);
  }
}

/** Brings the temperatures of each compartment to the energy it holds, all by one factor. */
static void rescale(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int cells[2] = {net->lower[i], net->upper[i]};
    if (network_is_field(net, i)) continue;
    for (int pass = 0; pass < 8; ++pass) { /* Newton, nearly linear */
      double held = 0.0, slope = 0.0;
      for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
        const double temp = net->temp[cells[l]];
        held += network_internal_energy(net, cells[l]);
        slope += net->mass[cells[l]] * (flue_specific_heat(temp) - FLUE_GAS_CONSTANT) * temp;
      }
      const double factor = 1.0 + (net->energy[i] - held) / slope;
      for (int l = 0; l < 2 && cells[l] >= 0; ++l) net->temp[cells[l]] *= factor;
      if (fabs(factor - 1.0) < 1e-12) break;
    }
  }
}

static void set_exchange(flue_network *net) {
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    if (o->in.exchange_m2 <= 0.0) continue;
    const size_t below = o->in.from, above = o->in.to;
    const double rho_below =
        below == FLUE_OUTSIDE
            ? o->density_out
            : net->density[net->upper[below] >= 0 ? net->upper[below] : net->lower[below]];
    const double rho_above =
        above == FLUE_OUTSIDE ? o->density_out : net->density[net->lower[above]];
    const double volume =
        flue_horizontal_exchange(o->in.open * o->in.exchange_m2, rho_below, rho_above, o->drop);
    o->exchange = volume * 0.5 * (rho_below + rho_above);
  }
}

static int try_step(flue_network *net, double dt) {
  network_set_outside(net, net->time_s + dt);
  network_controls(net, net->time_s + dt);
  network_burn(net, dt);
  network_emit(net, net->time_s + dt);
  set_exchange(net);
  network_set_draws(net);
  net->failure = (step_failure){NULL, 0};
  if (!network_solve_pressure(net, dt)) return 0;
  network_collect_streams(net, dt);
  if (network_transport(net, dt) != FLUE_OK) return 0;
  if (net->is_held) {
    network_hold(net);
    net->time_s += dt;
    return 1;
  }
  network_find_supply(net, dt);
  for (size_t i = 0; i < net->n; ++i) net->heat_released += dt * net->vent_release[i];
  network_find_inflows(net);
  network_heat_surfaces(net, dt);
  network_deposit_soot(net, dt);
  for (size_t f = 0; f < net->n_fires; ++f) {
    if (!network_is_field(net, net->fire[f].in.compartment))
      net->heat_released += dt * net->fire_view[f].release;
    net->fire_view[f].burnt_kg += dt * net->fire_view[f].vapour;
    net->fire[f].factor = net->fire[f].next_factor;
    net->fire[f].usable = net->fire[f].next_usable;
  }
  rescale(net);
  network_settle(net);
  network_change_zones(net, dt);
  net->time_s += dt;
  network_run_fronts(net, dt);
  network_flame_out(net);
  network_devices(net, dt);
  network_glaze(net, dt);
  return 1;
}

/* ---- length of steps ---- */

/** Release of a fire over that in the open. */
static double burnt_share(const flue_network *net, size_t f) {
  const flue_fire_view *v = &net->fire_view[f];
  return v->wanted > 0.0 ? v->release / v->wanted : 1.0;
}

/** Keeps what a step starts from. */
static void remember(flue_network *net) {
  memcpy(net->old_temp, net->temp, net->n_cells * sizeof *net->temp);
  memcpy(net->old_gain, net->gain, net->n_cells * sizeof *net->gain);
  memcpy(net->old_layer, net->layer_m, net->n * sizeof *net->layer_m);
  for (size_t f = 0; f < net->n_fires; ++f) {
    net->fire[f].old_share = burnt_share(net, f);
    net->fire_before[f] = net->fire_view[f];
  }
}

/** Change of the shares that fires burn of their release in the open, by half a percent in a step.
 * A fire short of air drives out what feeds it: longer steps lag behind. */
static double change_of_fires(const flue_network *net, double dt) {
  const double share = 0.005, shorter_not_s = 1.0;
  double largest = 0.0;
  for (size_t f = 0; f < net->n_fires && dt > shorter_not_s; ++f)
    largest = fmax(largest, fabs(burnt_share(net, f) - net->fire[f].old_share) / share);
  return largest;
}

/** Heat to surfaces that flows did not expect, over what a step may bring: 0.3 % of the heat of a
 *  cell. Where surfaces take up a cell's heat within a step or two, both swing else. */
static double surprise(const flue_network *net, double dt) {
  const double share = 0.003;
  double largest = 0.0;
  for (size_t c = 0; c < net->n_cells; ++c) {
    const double held = net->mass[c] * FLUE_CP * net->temp[c];
    const double heat = network_weight(net, c) * dt * fabs(net->gain[c] - net->expected[c]);
    if (held > 0.0 && heat > largest * share * held) largest = heat / (share * held);
  }
  return largest;
}

/** How much less may change in a step of a compartment whose plumes take up a large part of the
 *  lower layer meanwhile: what they bring lags behind. */
static double strictness(const flue_network *net, size_t room, double dt) {
  const double share = 0.2, most = 5.0;
  if (net->upper[room] < 0) return 1.0;
  return fmin(most, fmax(1.0, dt * net->plume[room] / (share * net->mass[net->lower[room]])));
}

/** Largest change of the last step over what a step may change: temperatures by 3 %, interfaces by
 *  4 % of the height where the layers differ by 10 K and in proportion where by less, what its
 * flows did. */
static double change_of_step(const flue_network *net, double dt) {
  const double layer_share = 0.04, clear_k = 10.0;
  double largest = fmax(fmax(net->change, surprise(net, dt)), change_of_fires(net, dt));
  for (size_t c = 0; c < net->n_cells; ++c) {
    const double change =
        network_change(net, c, net->temp[c]) * strictness(net, (size_t)net->room_of[c], dt);
    if (change > largest) largest = change;
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    const double step_k = net->temp[net->upper[i]] - net->temp[net->lower[i]];
    const double change = fmin(1.0, step_k / clear_k) * fabs(net->layer_m[i] - net->old_layer[i]) /
                          (layer_share * net->room[i].height_m) * strictness(net, i, dt);
    if (change > largest) largest = change;
  }
  return largest;
}

/** The first of rising times that comes after another, moved by a start; INFINITY for none. */
static double first_after(const double *time_s, size_t n, double start_s, double after_s) {
  for (size_t k = 0; k < n; ++k)
    if (start_s + time_s[k] > after_s) return start_s + time_s[k];
  return INFINITY;
}

/** Next time after now at which a table of a fire, an opening or a source has a corner. */
static double next_corner(const flue_network *net) {
  const double close = 1e-6, after_s = net->time_s + close;
  double next = fmin(network_next_control(net), flue_ambient_next(&net->ambient, after_s));
  for (size_t f = 0; f < net->n_fires; ++f) {
    const flue_fire_table *t = &net->fire[f].in.table;
    const double lit =
        isnan(net->fire_view[f].lit_s) ? net->fire[f].in.when.time_s : net->fire_view[f].lit_s;
    if (!isnan(lit)) next = fmin(next, first_after(t->time_s, t->n, lit, after_s));
  }
  for (size_t o = 0; o < net->n_openings; ++o) {
    const flue_opening *in = &net->opening[o].in;
    next = fmin(next, first_after(in->ramp_t, in->n_ramp, 0.0, after_s));
    if (in->filter_share > 0.0) next = fmin(next, first_after(&in->filter_from, 1, 0.0, after_s));
  }
  for (size_t q = 0; q < net->n_sources; ++q) {
    const flue_trace_source *s = &net->trace_source[q];
    next = fmin(next, first_after(s->ramp_t, s->n_ramp, 0.0, after_s));
  }
  return next;
}

/** Time in which plumes take the lower layer up [s]: in longer steps what feeds a fire and what it
 *  drives out swing against each other. A part of it where they carry up the same whatever the
 * height of the interface, which then swings. */
static double step_of_plumes(const flue_network *net) {
  const double least_s = 1.0, part = 0.3;
  double longest = INFINITY;
  for (size_t f = 0; f < net->n_fires; ++f) {
    const size_t room = net->fire[f].in.compartment;
    if (net->upper[room] >= 0 && net->plume[room] > 0.0)
      longest = fmin(longest, (net->plume_growth[room] > 0.0 ? 1.0 : part) *
                                  net->mass[net->lower[room]] / net->plume[room]);
  }
  return fmax(least_s, longest);
}

/** Longest step [s]. Devices that soon act are not overrun. */
static double longest_step(const flue_network *net) {
  return fmin(fmin(net->step_s, network_step_to_response(net)), step_of_plumes(net));
}

/** The step to take now towards t_end: about as wanted, in equal parts, ending at corners of
 *  tables. It may be a quarter longer than wanted, since what is wanted aims below what may change.
 */
static double choose_step(const flue_network *net, double t_end) {
  const double close = 1e-9, slack = 0.25;
  const double rest = fmin(t_end, next_corner(net)) - net->time_s;
  const double parts = fmax(ceil(rest / net->dt_s - slack), ceil(rest / longest_step(net) - close));
  return rest / fmax(1.0, parts);
}

/** After a step: longer when little changed, shorter when much did. A step that an output or a
 * corner cut short tells what the wanted one would have changed. */
static void adapt_step(flue_network *net, double dt) {
  const double most_growth = 1.5, least_growth = 0.4, aim = 0.8, least = 0.02, tiny = 1e-3;
  const double change = change_of_step(net, dt) * fmax(1.0, net->dt_s / dt);
  const double growth = fmin(most_growth, fmax(least_growth, aim / fmax(change, tiny)));
  net->dt_s = fmin(net->step_s, fmax(least, growth * fmin(net->dt_s, net->step_s)));
}

size_t flue_network_worst(const flue_network *net) {
  if (net->failure.reason) return net->failure.room;
  size_t worst = 0;
  for (size_t i = 1; i < net->n; ++i)
    if (!(fabs(net->residual[i]) <= fabs(net->residual[worst]))) worst = i;
  return worst;
}

/** Says why there is no step, and where. */
static flue_status refuse_step(flue_ctx *ctx, const flue_network *net) {
  const size_t worst = flue_network_worst(net);
  if (net->failure.reason)
    return flue_fail(ctx, FLUE_ENUMERIC, __FILE__, __LINE__,
                     "no solution at t = %.3f s: the gas of compartment %zu %s (%.0f Pa, %.0f K)",
                     net->time_s, worst, net->failure.reason, net->pressure[worst],
                     net->temp[net->lower[worst]]);
  return flue_fail(ctx, FLUE_ENUMERIC, __FILE__, __LINE__,
                   "no solution at t = %.3f s: the pressure of compartment %zu is not found, a "
                   "residual of %.3g kg K/s is left",
                   net->time_s, worst, net->residual[worst]);
}

/** Peaks of the run so far. */
static void watch_peaks(flue_network *net) {
  double release = 0.0;
  for (size_t f = 0; f < net->n_fires; ++f) release += net->fire_view[f].release;
  net->peak_release = fmax(net->peak_release, release);
  for (size_t c = 0; c < net->n_cells; ++c) net->peak_temp = fmax(net->peak_temp, net->temp[c]);
}

flue_status flue_network_advance(flue_ctx *ctx, flue_network *net, double t_end) {
  const double shortest = 1e-4, close = 1e-9;
  net->stop_s = t_end;
  while (net->time_s < t_end - close) {
    network_control_pressures(net);
    double dt = choose_step(net, t_end);
    remember(net);
    const vapour vapour_before = net->vapour;
    while (!try_step(net, dt)) {
      net->vapour = vapour_before;
      memcpy(net->fire_view, net->fire_before, net->n_fires * sizeof *net->fire_view);
      memcpy(net->pressure, net->state_pressure, net->n * sizeof *net->pressure);
      memcpy(net->gain, net->old_gain, net->n_cells * sizeof *net->gain);
      dt *= 0.5;
      if (dt < shortest) return refuse_step(ctx, net);
    }
    watch_peaks(net);
    net->last_s = dt;
    net->caution = fmin(1.0, 2.0 * net->caution);
    adapt_step(net, dt);
  }
  net->time_s = t_end;
  network_set_outside(net, t_end);
  network_fill_view(net);
  return FLUE_OK;
}

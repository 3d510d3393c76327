/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life cycle and time stepping of the network engine. */
#include "solver/network/network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/network/network_internal.h"

static const double dp_smooth_slot = 0.02;  /* [Pa] integrated over height, so hardly felt */
static const double dp_smooth_point = 0.02; /* [Pa] */

void network_update_area(opening_state *o) {
  const flue_opening *in = &o->in;
  const double cd_leak = 0.65;
  o->cda = in->open * in->cd * in->area_m2 + (1.0 - in->open) * cd_leak * in->leak_m2;
}

/* ---- creation ---- */

static flue_status allocate(flue_network *net) {
  const size_t n = net->n, c = net->n_cells, k = net->n_openings, f = net->n_fires;
  const struct {
    void *place;
    size_t count, size;
  } arrays[] = {
      {&net->volume, n, sizeof(double)},
      {&net->head, n, sizeof(double)},
      {&net->pressure, n, sizeof(double)},
      {&net->state_pressure, n, sizeof(double)},
      {&net->layer_m, n, sizeof(double)},
      {&net->radiation, n, sizeof(double)},
      {&net->old_loss, n, sizeof(double)},
      {&net->wall, n, sizeof(flue_wall_grid)},
      {&net->wall_temp, n, 2 * FLUE_WALL_CELLS * sizeof(double)},
      {&net->room_of, c, sizeof(int)},
      {&net->mass, c, sizeof(double)},
      {&net->temp, c, sizeof(double)},
      {&net->size, c, sizeof(double)},
      {&net->density, c, sizeof(double)},
      {&net->fraction, c, FLUE_SPECIES_COUNT * sizeof(double)},
      {&net->source, c, sizeof(cell_source)},
      {&net->in, c, sizeof(double)},
      {&net->out, c, sizeof(double)},
      {&net->mix, c, sizeof(double)},
      {&net->plume, n, sizeof(double)},
      {&net->opening, k, sizeof(opening_state)},
      {&net->fire, f, sizeof(fire_state)},
      {&net->release, f, sizeof(double)},
      {&net->design, f, sizeof(double)},
      {&net->flow_out, k, sizeof(double)},
      {&net->flow_back, k, sizeof(double)},
      {&net->drop, k, sizeof(double)},
      {&net->open, k, sizeof(double)},
      {&net->streams, k, streams_per_opening * sizeof(stream)},
      {&net->residual, n, sizeof(double)},
      {&net->scale, n, sizeof(double)},
      {&net->direction, n, sizeof(double)},
      {&net->start, n, sizeof(double)},
      {&net->rhs, c, (1 + FLUE_SPECIES_COUNT) * sizeof(double)},
      {&net->energy, n, sizeof(double)},
      {&net->intra, n, 2 * sizeof(int)},
      {&net->diagonal, c, sizeof(int)},
      {&net->pressure_diagonal, n, sizeof(int)},
  };
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; ++i) {
    void *memory = flue_alloc(arrays[i].count, arrays[i].size);
    if (!memory) return FLUE_ENOMEM;
    memcpy(arrays[i].place, &memory, sizeof memory);
  }
  return FLUE_OK;
}

static flue_status number_cells(flue_network *net, const flue_network_input *input) {
  net->room = flue_alloc(net->n, sizeof *net->room);
  net->lower = flue_alloc(net->n, sizeof *net->lower);
  net->upper = flue_alloc(net->n, sizeof *net->upper);
  if (!net->room || !net->lower || !net->upper) return FLUE_ENOMEM;
  int cell = 0;
  for (size_t i = 0; i < net->n; ++i) {
    net->room[i] = input->compartments[i];
    net->lower[i] = cell++;
    net->upper[i] = net->room[i].is_two_layer ? cell++ : -1;
  }
  net->n_cells = (size_t)cell;
  return FLUE_OK;
}

static void set_rooms(flue_network *net) {
  const double young_layer = 1e-3; /* share of the volume that an upper layer starts with */
  const double h_back = 10.0;      /* [W m-2 K-1] back of walls to still air */
  for (size_t i = 0; i < net->n; ++i) {
    const flue_compartment *room = &net->room[i];
    net->volume[i] = room->area_m2 * room->height_m;
    net->head[i] = flue_atmosphere_head(&net->outside, room->z_m + 0.5 * room->height_m);
    net->wall[i] = flue_wall_grid_make(&room->wall, net->step_s, h_back);
    for (int w = 0; w < 2 * FLUE_WALL_CELLS; ++w)
      net->wall_temp[i * 2 * FLUE_WALL_CELLS + (size_t)w] = room->temp_k;
    const int cells[2] = {net->lower[i], net->upper[i]};
    const double share[2] = {cells[1] < 0 ? 1.0 : 1.0 - young_layer, young_layer};
    for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
      const int c = cells[l];
      net->room_of[c] = (int)i;
      net->temp[c] = room->temp_k;
      net->size[c] = share[l] * net->volume[i];
      net->density[c] = (net->outside.pressure + net->head[i]) / (FLUE_GAS_CONSTANT * room->temp_k);
      for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
        net->fraction[s * net->n_cells + (size_t)c] = FLUE_AIR[s];
    }
    net->layer_m[i] = cells[1] < 0 ? 0.0 : share[0] * room->height_m;
  }
}

static void set_openings(flue_network *net, const flue_network_input *input) {
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    o->in = input->openings[k];
    const int is_slot = o->in.kind == FLUE_OPENING_SLOT;
    o->law = flue_power_law_make(o->in.exponent, is_slot ? dp_smooth_slot : dp_smooth_point);
    o->z_span = is_slot ? o->in.z_top - o->in.z_bottom : 0.0;
    o->head_out[0] = flue_atmosphere_head(&net->outside, o->in.z_bottom) + o->in.wind_pa;
    o->head_out[1] =
        flue_atmosphere_head(&net->outside, o->in.z_bottom + o->z_span) + o->in.wind_pa;
    o->temp_out = flue_atmosphere_temp(&net->outside, o->in.z_bottom);
    o->density_out = (net->outside.pressure + o->head_out[0]) / (FLUE_GAS_CONSTANT * o->temp_out);
    network_update_area(o);
    net->open[k] = o->in.open;
  }
  for (size_t f = 0; f < net->n_fires; ++f)
    net->fire[f] = (fire_state){.in = input->fires[f], .suppressed_at = INFINITY, .factor = 1.0};
}

static flue_status build_pressure_matrix(flue_ctx *ctx, flue_network *net) {
  flue_entry *entries = flue_alloc(2 * net->n_openings, sizeof *entries);
  FLUE_CHECK(entries, ctx, FLUE_ENOMEM, "no memory for the network");
  size_t count = 0;
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (o->from == FLUE_OUTSIDE || o->to == FLUE_OUTSIDE) continue;
    entries[count++] = (flue_entry){(int)o->from, (int)o->to};
    entries[count++] = (flue_entry){(int)o->to, (int)o->from};
  }
  const flue_status status = flue_sparse_create(ctx, net->n, entries, count, &net->pressure_matrix);
  free(entries);
  FLUE_TRY(status);
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    const size_t a = o->in.from, b = o->in.to;
    const int ia = (int)a, ib = (int)b;
    o->jac[0] = a == FLUE_OUTSIDE ? -1 : flue_sparse_position(net->pressure_matrix, ia, ia);
    o->jac[1] = b == FLUE_OUTSIDE ? -1 : flue_sparse_position(net->pressure_matrix, ib, ib);
    if (a == FLUE_OUTSIDE || b == FLUE_OUTSIDE) continue;
    o->jac[2] = flue_sparse_position(net->pressure_matrix, ia, ib);
    o->jac[3] = flue_sparse_position(net->pressure_matrix, ib, ia);
  }
  for (size_t i = 0; i < net->n; ++i)
    net->pressure_diagonal[i] = flue_sparse_position(net->pressure_matrix, (int)i, (int)i);
  return FLUE_OK;
}

static size_t add_pairs(const flue_network *net, size_t a, size_t b, flue_entry *entries) {
  size_t count = 0;
  const int cells_a[2] = {net->lower[a], net->upper[a]},
            cells_b[2] = {net->lower[b], net->upper[b]};
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      if (cells_a[i] < 0 || cells_b[j] < 0) continue;
      entries[count++] = (flue_entry){cells_a[i], cells_b[j]};
      entries[count++] = (flue_entry){cells_b[j], cells_a[i]};
    }
  return count;
}

static flue_status build_transport_matrix(flue_ctx *ctx, flue_network *net) {
  flue_entry *entries = flue_alloc(8 * net->n_openings + 2 * net->n, sizeof *entries);
  FLUE_CHECK(entries, ctx, FLUE_ENOMEM, "no memory for the network");
  size_t count = 0;
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (o->from != FLUE_OUTSIDE && o->to != FLUE_OUTSIDE)
      count += add_pairs(net, o->from, o->to, entries + count);
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    entries[count++] = (flue_entry){net->lower[i], net->upper[i]};
    entries[count++] = (flue_entry){net->upper[i], net->lower[i]};
  }
  const flue_status status =
      flue_sparse_create(ctx, net->n_cells, entries, count, &net->transport_matrix);
  free(entries);
  FLUE_TRY(status);
  const flue_sparse *m = net->transport_matrix;
  for (size_t c = 0; c < net->n_cells; ++c)
    net->diagonal[c] = flue_sparse_position(m, (int)c, (int)c);
  for (size_t i = 0; i < net->n; ++i) {
    if (net->upper[i] < 0) continue;
    net->intra[2 * i] = flue_sparse_position(m, net->lower[i], net->upper[i]);
    net->intra[2 * i + 1] = flue_sparse_position(m, net->upper[i], net->lower[i]);
  }
  return FLUE_OK;
}

static double total_mass(const flue_network *net) {
  double sum = 0.0;
  for (size_t c = 0; c < net->n_cells; ++c) sum += net->mass[c];
  return sum;
}

static double total_energy(const flue_network *net) {
  double sum = 0.0;
  for (size_t c = 0; c < net->n_cells; ++c) sum += FLUE_CV * net->mass[c] * net->temp[c];
  return sum;
}

/** Steady pressures, then the masses that belong to them. */
static flue_status start_pressures(flue_ctx *ctx, flue_network *net) {
  FLUE_CHECK(network_solve_pressure(net, 0.0), ctx, FLUE_ENUMERIC,
             "the steady pressures of stack effect, wind and fans were not found");
  for (size_t i = 0; i < net->n; ++i) {
    net->state_pressure[i] = net->pressure[i];
    const double absolute = net->outside.pressure + net->head[i] + net->pressure[i];
    FLUE_CHECK(absolute > 0.5 * net->outside.pressure, ctx, FLUE_ENUMERIC,
               "compartment %zu would be at %.0f Pa: a fan has no other way for its air", i,
               absolute);
    const int cells[2] = {net->lower[i], net->upper[i]};
    for (int l = 0; l < 2 && cells[l] >= 0; ++l)
      net->mass[cells[l]] =
          absolute * net->size[cells[l]] / (FLUE_GAS_CONSTANT * net->temp[cells[l]]);
  }
  network_settle(net);
  net->mass_start = total_mass(net);
  net->energy_start = total_energy(net);
  return FLUE_OK;
}

flue_status flue_network_create(flue_ctx *ctx, const flue_network_input *input,
                                flue_network **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for the network");
  flue_network *net = *out;
  net->n = input->n_compartments;
  net->n_openings = input->n_openings;
  net->n_fires = input->n_fires;
  net->outside = input->outside;
  net->step_s = input->step_s;
  flue_status status = number_cells(net, input);
  if (status == FLUE_OK) status = allocate(net);
  if (status == FLUE_OK) {
    set_rooms(net);
    set_openings(net, input);
    status = build_pressure_matrix(ctx, net);
  } else {
    flue_fail(ctx, status, __FILE__, __LINE__, "no memory for a network of %zu compartments",
              net->n);
  }
  if (status == FLUE_OK) status = build_transport_matrix(ctx, net);
  if (status == FLUE_OK) status = start_pressures(ctx, net);
  if (status != FLUE_OK) flue_network_destroy(out);
  return status;
}

void flue_network_destroy(flue_network **network) {
  if (!network || !*network) return;
  flue_network *net = *network;
  flue_sparse_destroy(&net->pressure_matrix);
  flue_sparse_destroy(&net->transport_matrix);
  void *const owned[] = {
      net->room,
      net->lower,
      net->upper,
      net->volume,
      net->head,
      net->pressure,
      net->state_pressure,
      net->layer_m,
      net->radiation,
      net->old_loss,
      net->wall,
      net->wall_temp,
      net->room_of,
      net->mass,
      net->temp,
      net->size,
      net->density,
      net->fraction,
      net->source,
      net->in,
      net->out,
      net->mix,
      net->plume,
      net->opening,
      net->fire,
      net->release,
      net->design,
      net->flow_out,
      net->flow_back,
      net->drop,
      net->open,
      net->streams,
      net->residual,
      net->scale,
      net->direction,
      net->start,
      net->rhs,
      net->energy,
      net->intra,
      net->diagonal,
      net->pressure_diagonal,
  };
  for (size_t i = 0; i < sizeof owned / sizeof *owned; ++i) free(owned[i]);
  free(net);
  *network = NULL;
}

/* ---- stepping ---- */

/** Mixes two layers whose upper one is the colder: they would overturn. */
static void overturn(flue_network *net, int low, int high) {
  if (net->temp[high] >= net->temp[low]) return;
  const double a = net->mass[low], b = net->mass[high];
  net->temp[low] = net->temp[high] = (a * net->temp[low] + b * net->temp[high]) / (a + b);
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s) {
    double *y = &net->fraction[s * net->n_cells];
    y[low] = y[high] = (a * y[low] + b * y[high]) / (a + b);
  }
}

void network_settle(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    double heat = net->mass[low] * net->temp[low];
    if (high >= 0) {
      overturn(net, low, high);
      const double heat_low = net->mass[low] * net->temp[low];
      heat = heat_low + net->mass[high] * net->temp[high];
      net->size[low] = net->volume[i] * heat_low / heat;
      net->size[high] = net->volume[i] - net->size[low];
      net->density[high] = net->mass[high] / net->size[high];
      net->layer_m[i] = net->size[low] / net->room[i].area_m2;
    }
    net->density[low] = net->mass[low] / net->size[low];
    net->state_pressure[i] =
        FLUE_GAS_CONSTANT * heat / net->volume[i] - net->outside.pressure - net->head[i];
  }
}

/** Brings the temperatures of each compartment to the energy it holds. */
static void rescale(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int low = net->lower[i], high = net->upper[i];
    double held = net->mass[low] * net->temp[low];
    if (high >= 0) held += net->mass[high] * net->temp[high];
    const double factor = net->energy[i] / (FLUE_CV * held);
    net->temp[low] *= factor;
    if (high >= 0) net->temp[high] *= factor;
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
  network_burn(net, dt);
  set_exchange(net);
  if (!network_solve_pressure(net, dt)) return 0;
  network_collect_streams(net);
  if (network_transport(net, dt) != FLUE_OK) return 0;
  network_walls(net, dt);
  for (size_t f = 0; f < net->n_fires; ++f) {
    net->heat_released += dt * net->release[f];
    net->fire[f].factor = net->fire[f].next_factor;
  }
  rescale(net);
  network_settle(net);
  net->time_s += dt;
  return 1;
}

size_t flue_network_worst(const flue_network *net) {
  size_t worst = 0;
  for (size_t i = 1; i < net->n; ++i)
    if (fabs(net->residual[i]) > fabs(net->residual[worst])) worst = i;
  return worst;
}

static void fill_view_flows(flue_network *net) {
  for (size_t k = 0; k < net->n_openings; ++k) {
    const opening_state *o = &net->opening[k];
    net->flow_out[k] = o->flow[0] + o->flow[1];
    net->flow_back[k] = o->flow[2] + o->flow[3];
    net->drop[k] = o->drop;
  }
}

flue_status flue_network_advance(flue_ctx *ctx, flue_network *net, double t_end) {
  const double shortest = net->step_s / 256.0, close = 1e-9;
  while (net->time_s < t_end - close) {
    const double rest = t_end - net->time_s;
    double dt = rest / ceil(rest / net->step_s - close);
    while (!try_step(net, dt)) {
      memcpy(net->pressure, net->state_pressure, net->n * sizeof *net->pressure);
      dt *= 0.5;
      const size_t worst = flue_network_worst(net);
      FLUE_CHECK(dt >= shortest, ctx, FLUE_ENUMERIC,
                 "no solution at t = %.3f s: compartment %zu keeps a residual of %.3g kg K/s",
                 net->time_s, worst, net->residual[worst]);
    }
  }
  net->time_s = t_end;
  fill_view_flows(net);
  return FLUE_OK;
}

/* ---- getters, setters, state ---- */

void flue_network_get(const flue_network *net, flue_network_view *view) {
  *view = (flue_network_view){
      .time_s = net->time_s,
      .n_compartments = net->n,
      .n_openings = net->n_openings,
      .n_fires = net->n_fires,
      .n_cells = net->n_cells,
      .lower = net->lower,
      .upper = net->upper,
      .pressure = net->pressure,
      .layer_m = net->layer_m,
      .temp = net->temp,
      .density = net->density,
      .fraction = net->fraction,
      .flow = net->flow_out,
      .back_flow = net->flow_back,
      .pressure_drop = net->drop,
      .open = net->open,
      .heat_release = net->release,
      .design_release = net->design,
  };
}

void flue_network_get_balance(const flue_network *net, flue_network_balance *b) {
  *b = (flue_network_balance){
      .mass_in = net->mass_in,
      .mass_out = net->mass_out,
      .mass_stored = total_mass(net) - net->mass_start,
      .heat_released = net->heat_released,
      .energy_in = net->energy_in,
      .energy_out = net->energy_out,
      .energy_stored = total_energy(net) - net->energy_start,
      .heat_to_walls = net->heat_to_walls,
  };
  const double tiny = 1e-30;
  b->mass_error = fabs(b->mass_in - b->mass_out - b->mass_stored) / fmax(b->mass_in, tiny);
  b->energy_error =
      fabs(b->energy_in + b->heat_released - b->energy_out - b->heat_to_walls - b->energy_stored) /
      fmax(b->heat_released + net->sensible_in, tiny);
}

void flue_network_get_fractions(const flue_network *net, int cell, double *fraction) {
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
    fraction[s] = net->fraction[s * net->n_cells + (size_t)cell];
}

void flue_network_set_open(flue_network *net, size_t opening, double share) {
  opening_state *o = &net->opening[opening];
  o->in.open = net->open[opening] = fmin(1.0, fmax(0.0, share));
  network_update_area(o);
}

void flue_network_suppress(flue_network *net, size_t fire, double t_s, double density) {
  fire_state *f = &net->fire[fire];
  if (isfinite(f->suppressed_at)) return;
  f->suppressed_at = t_s;
  f->spray_density = density;
  f->release_at_suppression = flue_design_fire_rate(&f->in.design, t_s);
}

void flue_network_state(flue_network *net, flue_state *state) {
  const size_t d = sizeof(double);
  flue_state_bytes(state, &net->time_s, d);
  flue_state_bytes(state, net->pressure, net->n * d);
  flue_state_bytes(state, net->state_pressure, net->n * d);
  flue_state_bytes(state, net->layer_m, net->n * d);
  flue_state_bytes(state, net->old_loss, net->n * d);
  flue_state_bytes(state, net->wall_temp, net->n * 2 * FLUE_WALL_CELLS * d);
  flue_state_bytes(state, net->mass, net->n_cells * d);
  flue_state_bytes(state, net->temp, net->n_cells * d);
  flue_state_bytes(state, net->size, net->n_cells * d);
  flue_state_bytes(state, net->density, net->n_cells * d);
  flue_state_bytes(state, net->fraction, net->n_cells * FLUE_SPECIES_COUNT * d);
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    flue_state_bytes(state, &o->in.open, d);
    flue_state_bytes(state, &o->exchange, d);
    flue_state_bytes(state, &o->drop, d);
    flue_state_bytes(state, o->flow, sizeof o->flow);
    if (!state->is_reading) continue;
    net->open[k] = o->in.open;
    network_update_area(o);
  }
  for (size_t f = 0; f < net->n_fires; ++f) {
    flue_state_bytes(state, &net->fire[f].suppressed_at, d);
    flue_state_bytes(state, &net->fire[f].spray_density, d);
    flue_state_bytes(state, &net->fire[f].release_at_suppression, d);
    flue_state_bytes(state, &net->fire[f].factor, d);
  }
  flue_state_bytes(state, net->release, net->n_fires * d);
  flue_state_bytes(state, net->design, net->n_fires * d);
  double *const totals[] = {&net->mass_in,       &net->mass_out,    &net->energy_in,
                            &net->energy_out,    &net->sensible_in, &net->heat_released,
                            &net->heat_to_walls, &net->mass_start,  &net->energy_start};
  for (size_t i = 0; i < sizeof totals / sizeof *totals; ++i) flue_state_bytes(state, totals[i], d);
  if (state->is_reading) fill_view_flows(net);
}

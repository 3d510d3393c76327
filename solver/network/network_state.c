/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network shows, what is set of it from outside, and what a run that resumes needs of it. */
#include <math.h>

#include "solver/network/network_internal.h"

/* ---- shown ---- */

double network_total_mass(const flue_network *net) {
  double sum = 0.0;
  for (size_t c = 0; c < net->n_cells; ++c)
    if (!network_is_field(net, (size_t)net->room_of[c])) sum += net->mass[c];
  return sum;
}

double network_total_energy(const flue_network *net) {
  double sum = 0.0;
  for (size_t c = 0; c < net->n_cells; ++c)
    if (!network_is_field(net, (size_t)net->room_of[c]))
      sum += network_internal_energy(net, (int)c);
  return sum;
}

/** Pressure at the floor of a compartment above that outside at the same height: that at mid height
 *  and the weight of the gas between. */
static double pressure_at_floor(const flue_network *net, size_t i) {
  const flue_compartment *r = &net->room[i];
  const double middle = 0.5 * r->height_m;
  const int low = net->lower[i], high = net->upper[i];
  const double in_lower = high < 0 ? middle : fmin(middle, net->layer_m[i]);
  const double weight =
      net->density[low] * in_lower + (high < 0 ? 0.0 : net->density[high] * (middle - in_lower));
  return net->head[i] + net->pressure[i] + net->gravity * weight - network_head(net, r->z_m);
}

/** The flows of all strips of an opening, the pressure difference of the one at mid height. */
static void join_strips(flue_network *net, size_t k) {
  double top = net->opening[k].in.z_top;
  for (size_t i = net->opening[k].next; i != NETWORK_NONE; i = net->opening[i].next) {
    net->flow_out[k] += net->flow_out[i];
    net->flow_back[k] += net->flow_back[i];
    top = net->opening[i].in.z_top;
  }
  const double middle = 0.5 * (net->opening[k].in.z_bottom + top);
  for (size_t i = net->opening[k].next; i != NETWORK_NONE; i = net->opening[i].next)
    if (net->opening[i].in.z_bottom <= middle) net->drop[k] = net->opening[i].drop;
}

void network_fill_view(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) net->floor_pressure[i] = pressure_at_floor(net, i);
  for (size_t k = 0; k < net->n_openings; ++k) {
    const opening_state *o = &net->opening[k];
    net->flow_out[k] = o->flow[0] + o->flow[1];
    net->flow_back[k] = o->flow[2] + o->flow[3];
    net->drop[k] = o->drop;
  }
  for (size_t k = 0; k < net->n_shown; ++k) join_strips(net, k);
  network_show_releases(net);
}

void flue_network_get(const flue_network *net, flue_network_view *view) {
  *view = (flue_network_view){
      .time_s = net->time_s,
      .n_compartments = net->n,
      .n_openings = net->n_shown,
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
      .flame_m = net->flame_out_m,
      .heat_release = net->release,
      .design_release = net->design,
      .surface_k = net->face,
      .size = net->size,
      .floor_pressure = net->floor_pressure,
      .fire = net->fire_now,
      .vent_release = net->vent_release,
      .trace_kept = net->trace_kept,
      .trace_passed = net->trace_passed,
      .outside = net->weather,
      .n_targets = net->n_targets,
      .n_sensors = net->n_sensors,
      .target = net->target_view,
      .sensor = net->sensor_view,
      .n_controllers = net->n_controllers,
      .controller = net->controller_view,
      .n_glazings = net->n_glazings,
      .glazing = net->glazing_view,
      .peak_release = net->peak_release,
      .peak_temp = net->peak_temp,
  };
}

void flue_network_get_balance(const flue_network *net, flue_network_balance *b) {
  *b = (flue_network_balance){
      .mass_in = net->mass_in,
      .mass_out = net->mass_out,
      .mass_stored = network_total_mass(net) - net->mass_start,
      .heat_released = net->heat_released,
      .energy_in = net->energy_in,
      .energy_out = net->energy_out,
      .energy_stored = network_total_energy(net) - net->energy_start,
      .heat_to_walls = net->heat_to_walls,
  };
  const double mass = b->mass_in + net->mass_start;
  const double energy = b->heat_released + net->sensible_in + fabs(b->heat_to_walls) +
                        (net->is_held ? b->energy_in : 0.0) + net->energy_start;
  b->mass_error = fabs(b->mass_in - b->mass_out - b->mass_stored) / mass;
  b->energy_error =
      fabs(b->energy_in + b->heat_released - b->energy_out - b->heat_to_walls - b->energy_stored) /
      energy;
}

void flue_network_get_fractions(const flue_network *net, int cell, double *fraction) {
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
    fraction[s] = net->fraction[s * net->n_cells + (size_t)cell];
}

/* ---- set from outside ---- */

void flue_network_set_open(flue_network *net, size_t opening, double share) {
  network_set_share(net, opening, fmin(1.0, fmax(0.0, share)));
}

void flue_network_suppress(flue_network *net, size_t fire, double t_s, double density) {
  fire_state *f = &net->fire[fire];
  if (isfinite(f->suppressed_at)) return;
  f->suppressed_at = t_s;
  f->spray_density = density;
  f->release_at_suppression = network_design_rate(net, fire, t_s);
}

/* ---- saved and restored ---- */

static void keep_targets(flue_network *net, flue_state *state) {
  const size_t d = sizeof(double);
  for (size_t i = 0; i < net->n_targets; ++i) {
    target_state *t = &net->target[i];
    flue_state_bytes(state, t->temp, sizeof t->temp);
    flue_state_bytes(state, t->dried, sizeof t->dried);
    flue_state_bytes(state, t->seen, sizeof t->seen);
    flue_state_bytes(state, &t->stamp, sizeof t->stamp);
    flue_state_bytes(state, &t->front_k, d);
    flue_state_bytes(state, &t->back_k, d);
  }
}

static void keep_openings(flue_network *net, flue_state *state) {
  const size_t d = sizeof(double);
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    flue_state_bytes(state, &o->in.open, d);
    flue_state_bytes(state, &o->exchange, d);
    flue_state_bytes(state, o->draw, sizeof o->draw);
    flue_state_bytes(state, &o->drop, d);
    flue_state_bytes(state, o->flow, sizeof o->flow);
    flue_state_bytes(state, &o->base, sizeof o->base);
    flue_state_bytes(state, &o->base_cda, d);
    flue_state_bytes(state, &o->has_base, sizeof o->has_base);
    if (!state->is_reading) continue;
    net->open[k] = o->in.open;
    network_update_area(o);
  }
}

static void keep_fires(flue_network *net, flue_state *state) {
  const size_t d = sizeof(double);
  for (size_t f = 0; f < net->n_fires; ++f) {
    flue_state_bytes(state, &net->fire[f].suppressed_at, d);
    flue_state_bytes(state, &net->fire[f].spray_density, d);
    flue_state_bytes(state, &net->fire[f].release_at_suppression, d);
    flue_state_bytes(state, &net->fire[f].factor, d);
    flue_state_bytes(state, &net->fire[f].usable, d);
    flue_state_bytes(state, &net->fire[f].come_s, d);
  }
}

void flue_network_state(flue_network *net, flue_state *state) {
  const size_t d = sizeof(double);
  flue_state_bytes(state, &net->time_s, d);
  network_ambient_state(net, state);
  if (state->is_reading) network_set_outside(net, net->time_s); /* before what follows from it */
  flue_state_bytes(state, net->pressure, net->n * d);
  flue_state_bytes(state, net->state_pressure, net->n * d);
  flue_state_bytes(state, net->layer_m, net->n * d);
  flue_state_bytes(state, net->gain, net->n_cells * d);
  const size_t faces = net->n * FLUE_SURFACE_COUNT;
  flue_state_bytes(state, &net->dt_s, d);
  flue_state_bytes(state, &net->last_s, d);
  flue_state_bytes(state, &net->caution, d);
  flue_state_bytes(state, &net->target_wait_s, d);
  flue_state_bytes(state, net->mixing, net->n * d);
  flue_state_bytes(state, net->plume, net->n * d);
  flue_state_bytes(state, net->plume_growth, net->n * d);
  flue_state_bytes(state, net->vent_heat, net->n * d);
  flue_state_bytes(state, net->soot_kept, net->n * d);
  flue_state_bytes(state, net->draught, net->n * d);
  flue_state_bytes(state, net->fresh_o2, net->n * d);
  flue_state_bytes(state, net->fresh_in, net->n * d);
  flue_state_bytes(state, &net->vapour, sizeof net->vapour);
  flue_state_bytes(state, net->supply, net->n_cells * d);
  flue_state_bytes(state, net->supply_o2, net->n_cells * d);
  flue_state_bytes(state, net->wall_temp, faces * FLUE_WALL_CELLS * d);
  if (net->has_bound_water) flue_state_bytes(state, net->wall_dried, faces * FLUE_WALL_CELLS * d);
  flue_state_bytes(state, net->face, faces * d);
  flue_state_bytes(state, net->radiation, net->n * sizeof *net->radiation);
  flue_state_bytes(state, net->face_flux, net->n * FLUE_SURFACE_COUNT * d);
  flue_state_bytes(state, net->rest, net->n * sizeof *net->rest);
  flue_state_bytes(state, net->look, net->n * sizeof *net->look);
  flue_state_bytes(state, net->upper, net->n * sizeof *net->upper);
  flue_state_bytes(state, net->alike_s, net->n * d);
  flue_state_bytes(state, net->cleaned, net->n_cells * d);
  flue_state_bytes(state, net->fire_view, net->n_fires * sizeof *net->fire_view);
  flue_state_bytes(state, net->switched_s, net->n_switches * d);
  flue_state_bytes(state, net->controller_view, net->n_controllers * sizeof *net->controller_view);
  flue_state_bytes(state, net->glazing_view, net->n_glazings * sizeof *net->glazing_view);
  flue_state_bytes(state, net->trace_kept, net->n_openings * d);
  flue_state_bytes(state, net->trace_passed, net->n_openings * d);
  flue_state_bytes(state, net->target_view, net->n_targets * sizeof *net->target_view);
  flue_state_bytes(state, net->sensor_view, net->n_sensors * sizeof *net->sensor_view);
  flue_state_bytes(state, net->smoke_way, net->n_sensors * sizeof *net->smoke_way);
  keep_targets(net, state);
  flue_state_bytes(state, net->mass, net->n_cells * d);
  flue_state_bytes(state, net->temp, net->n_cells * d);
  flue_state_bytes(state, net->size, net->n_cells * d);
  flue_state_bytes(state, net->density, net->n_cells * d);
  flue_state_bytes(state, net->fraction, net->n_cells * FLUE_SPECIES_COUNT * d);
  network_front_state(net, state);
  flue_state_bytes(state, net->flame_out, net->n_openings * sizeof *net->flame_out);
  flue_state_bytes(state, net->flame_out_m, net->n_openings * d);
  flue_state_bytes(state, &net->n_flames_out, sizeof net->n_flames_out);
  keep_openings(net, state);
  keep_fires(net, state);
  network_ports_state(net, state);
  double *const totals[] = {&net->mass_in,       &net->mass_out,    &net->energy_in,
                            &net->energy_out,    &net->sensible_in, &net->heat_released,
                            &net->heat_to_walls, &net->mass_start,  &net->energy_start,
                            &net->peak_release,  &net->peak_temp};
  for (size_t i = 0; i < sizeof totals / sizeof *totals; ++i) flue_state_bytes(state, totals[i], d);
  if (state->is_reading) network_fill_view(net);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surfaces by which another engine gives and takes gas, and burners that follow it. What passes is
 * counted as the fluxes move it, so that both engines can agree on every gram. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/field_internal.h"

flue_status field_sort_walls(flue_field *f) {
  free(f->by_surface);
  if (!f->first_of) f->first_of = flue_alloc(f->n_surfaces + 2, sizeof *f->first_of);
  f->by_surface = flue_alloc(f->n_walls, sizeof *f->by_surface);
  if (!f->first_of || !f->by_surface) return FLUE_ENOMEM;
  memset(f->first_of, 0, (f->n_surfaces + 2) * sizeof *f->first_of);
  for (size_t n = 0; n < f->n_walls; ++n) ++f->first_of[f->wall[n].surface + 2];
  for (size_t s = 0; s <= f->n_surfaces; ++s) f->first_of[s + 1] += f->first_of[s];
  for (size_t n = 0; n < f->n_walls; ++n) f->by_surface[f->first_of[f->wall[n].surface + 1]++] = n;
  f->has_ports = 0;
  for (size_t s = 0; s < f->n_surfaces; ++s) f->has_ports |= f->surface[s].is_port;
  return FLUE_OK;
}

static wall_face *wall_of(const flue_field *f, size_t place) {
  return &f->wall[f->by_surface[place]];
}

/** Background pressure at a face [Pa]. */
static double pressure_at(const flue_field *f, const wall_face *w) {
  return f->ambient_pressure[w->cell[2]] + f->zone_pressure[f->zone[w->c]];
}

/* ---- what goes through ---- */

/** The cell behind a face holds what comes in, before the fluxes of the step that begins. */
static void fill_behind(flue_field *f, const wall_face *w, double density, double temp,
                        const double *fraction) {
  const float next_to_nothing = 1e-9f; /* [kg m-3] */
  const size_t c = w->other;
  double heat = 0.0;
  if (f->zone[c] >= 0) return;
  for (size_t q = 0; q < f->n_species; ++q) {
    f->part[q][c] = (float)(density * fraction[q]);
    if (f->part[q][c] >= next_to_nothing) f->is_empty[q][c / f->row] = 0;
    heat += (double)f->part[q][c] * field_enthalpy(f, q, temp);
  }
  f->density[c] = (float)density;
  f->by_density[c] = 1.0f / f->density[c];
  f->temp[c] = (float)temp;
  f->rho_h[c] = (float)heat;
}

void flue_field_supply(flue_field *f, size_t surface, const flue_field_flow *flow) {
  flue_field_surface *s = &f->surface[surface];
  double *fraction = f->inflow_gas + surface * FLUE_FIELD_SPECIES;
  const double constant = field_mixture_constant(f, flow->fraction);
  const int comes_in = flow->mass > 0.0;
  double weight = 0.0; /* mass flow for each unit of speed [kg m-1] */
  memcpy(fraction, flow->fraction, FLUE_FIELD_SPECIES * sizeof *fraction);
  s->face_k = flow->temp_k;
  for (size_t n = f->first_of[surface]; n < f->first_of[surface + 1]; ++n) {
    wall_face *w = wall_of(f, n);
    if (!s->seeps) w->temp = flow->temp_k;
    weight += (double)w->area *
              (comes_in ? pressure_at(f, w) / (constant * flow->temp_k) : (double)f->density[w->c]);
  }
  const double before = s->blows;
  s->blows = weight > 0.0 ? flow->mass / weight : 0.0;
  if (s->blows != before) f->has_rates = 0; /* the gas inside has to follow before it moves */
  for (size_t n = f->first_of[surface]; n < f->first_of[surface + 1]; ++n) {
    const wall_face *w = wall_of(f, n);
    f->u[w->axis][w->f] = (float)(w->faces_up ? s->blows : -s->blows);
    if (comes_in)
      fill_behind(f, w, pressure_at(f, w) / (constant * flow->temp_k), flow->temp_k,
                  flow->fraction);
  }
}

/** Whether the fluxes leave a species of two neighbours alone. */
static int is_left(const flue_field *f, size_t q, const wall_face *w) {
  return f->is_empty[q][w->c / f->row] && f->is_empty[q][w->other / f->row];
}

static void count_face(const flue_field *f, const wall_face *w, float *const part[],
                       float *const u[3], double dt, flue_field_passed *sum) {
  const double speed = w->faces_up ? (double)u[w->axis][w->f] : -(double)u[w->axis][w->f];
  const double volume = dt * (double)w->area * speed;
  const size_t from = speed > 0.0 ? w->other : w->c;
  for (size_t q = 0; q < f->n_species; ++q)
    if (!is_left(f, q, w)) sum->mass[q] += volume * (double)part[q][from];
  sum->heat += volume * (double)f->rho_h[from];
}

void field_count_ports(flue_field *f, float *const part[], float *const u[3], int is_corrector,
                       double dt) {
  const double half = 0.5;
  for (size_t s = 0; s < f->n_surfaces && f->has_ports; ++s) {
    flue_field_passed now = {{0.0}, 0.0};
    if (!f->surface[s].is_port) continue;
    for (size_t n = f->first_of[s]; n < f->first_of[s + 1]; ++n)
      count_face(f, wall_of(f, n), part, u, dt, &now);
    if (!is_corrector) {
      f->passes[s] = now;
      continue;
    }
    for (size_t q = 0; q < f->n_species; ++q)
      f->passed[s].mass[q] += half * (f->passes[s].mass[q] + now.mass[q]);
    f->passed[s].heat += half * (f->passes[s].heat + now.heat);
  }
}

void flue_field_take_passed(flue_field *f, size_t surface, flue_field_passed *out) {
  *out = f->passed[surface];
  f->passed[surface] = (flue_field_passed){{0.0}, 0.0};
}

void flue_field_look_at(const flue_field *f, size_t surface, flue_field_look *out) {
  double mass = 0.0, heat = 0.0; /* per length [kg m-1], [K kg m-1] */
  *out = (flue_field_look){0};
  for (size_t n = f->first_of[surface]; n < f->first_of[surface + 1]; ++n) {
    const wall_face *w = wall_of(f, n);
    const double own = (double)w->area * (double)f->density[w->c];
    out->area += w->area;
    mass += own;
    heat += own * (double)f->temp[w->c];
    for (size_t q = 0; q < f->n_species; ++q)
      out->fraction[q] += (double)w->area * (double)f->part[q][w->c];
  }
  if (mass <= 0.0) return;
  out->temp_k = heat / mass;
  for (size_t q = 0; q < f->n_species; ++q) out->fraction[q] /= mass;
}

/* ---- burners ---- */

static double distance2(const flue_field *f, const wall_face *w, const double middle[3]) {
  double sum = 0.0;
  for (int d = 0; d < 3; ++d)
    if (d != w->axis) sum += pow(field_middle(f, w, d) - middle[d], 2.0);
  return sum;
}

/** Area of the faces of a surface within a distance of its middle [m2]. */
static double area_within(const flue_field *f, size_t surface, double reach2) {
  double area = 0.0;
  for (size_t n = f->first_of[surface]; n < f->first_of[surface + 1]; ++n)
    if (distance2(f, wall_of(f, n), f->surface[surface].spread_m) <= reach2)
      area += wall_of(f, n)->area;
  return area;
}

void flue_field_set_burner(flue_field *f, size_t surface, double release, double area_m2) {
  const int halvings = 40;
  flue_field_surface *s = &f->surface[surface];
  const size_t first = f->first_of[surface], last = f->first_of[surface + 1];
  double low = INFINITY, high = 0.0;
  for (size_t n = first; n < last; ++n) {
    low = fmin(low, distance2(f, wall_of(f, n), s->spread_m));
    high = fmax(high, distance2(f, wall_of(f, n), s->spread_m));
  }
  low *= 1.0 + 1e-9; /* at least the nearest */
  high *= 1.0 + 1e-9;
  for (int i = 0; i < halvings && area_within(f, surface, low) < area_m2; ++i) {
    const double middle = 0.5 * (low + high);
    *(area_within(f, surface, middle) < area_m2 ? &low : &high) = middle;
    if (i + 1 == halvings) low = high;
  }
  const double area = area_within(f, surface, low);
  for (size_t n = first; n < last; ++n) {
    wall_face *w = wall_of(f, n);
    w->share = distance2(f, w, s->spread_m) <= low ? 1.0f : 0.0f;
  }
  s->release = area > 0.0 ? release / area : 0.0;
}

/* ---- the whole ---- */

double flue_field_wish(const flue_field *f) {
  return f->next_step_s;
}

double flue_field_expansion(const flue_field *f) {
  double sum = 0.0;
  for (size_t z = 0; z < f->n_zones; ++z) sum += f->zone_sum[z];
  return sum;
}

double flue_field_volume(const flue_field *f) {
  double sum = 0.0;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i)
        if (!f->solid[field_at(f, i, j, k)])
          sum += (double)f->width[0][i] * f->width[1][j] * f->width[2][k];
  return sum;
}

void field_ports_state(flue_field *f, flue_state *state) {
  if (!f->has_ports) return;
  flue_state_bytes(state, f->passed, f->n_surfaces * sizeof *f->passed);
  flue_state_bytes(state, f->zone_sum, f->n_zones * sizeof(double));
  for (size_t s = 0; s < f->n_surfaces; ++s) {
    flue_state_bytes(state, &f->surface[s].blows, sizeof(double));
    flue_state_bytes(state, &f->surface[s].face_k, sizeof(double));
    flue_state_bytes(state, &f->surface[s].release, sizeof(double));
    flue_state_bytes(state, f->inflow_gas + s * FLUE_FIELD_SPECIES,
                     FLUE_FIELD_SPECIES * sizeof(double));
  }
}

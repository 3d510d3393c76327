/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radiation of gas, soot and flames: what cells absorb and emit, and what reaches walls. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/radiation.h"
#include "solver/field/field_internal.h"
#include "solver/field/rays.h"

/* Absorption by composition is looked up: soot apart, in a table over temperature. */
enum { TEMPERATURES = 64 };
static const double first_k = 250.0, last_k = 2500.0;

/** Mean absorption coefficients of CO2 and H2O at unit pressure over temperature, from their
 *  emissivity over a path of 0.1 m bar [m-1 bar-1]. */
static void fill_table(double *co2, double *h2o) {
  const double path_m = 1.0, pressure = 0.1;
  for (int i = 0; i < TEMPERATURES; ++i) {
    const double temp = first_k + (last_k - first_k) * i / (TEMPERATURES - 1);
    co2[i] = -log1p(-flue_gas_emissivity(0.0, pressure, temp, path_m)) / (path_m * pressure);
    h2o[i] = -log1p(-flue_gas_emissivity(pressure, 0.0, temp, path_m)) / (path_m * pressure);
  }
}

static flue_rays_edge edge_of(const flue_field *f, int side) {
  const flue_field_gas_edge gas = f->surface[f->in.side[side]].gas;
  if (f->is_periodic[side / 2]) return FLUE_RAYS_PERIODIC;
  return gas == FLUE_FIELD_MIRROR ? FLUE_RAYS_MIRROR : FLUE_RAYS_OPEN;
}

/** Walls that radiate: all but mirrors. */
static flue_status set_ray_walls(flue_ctx *ctx, flue_field *f) {
  flue_rays_wall *walls = flue_alloc(f->n_walls, sizeof *walls);
  FLUE_CHECK(walls, ctx, FLUE_ENOMEM, "no memory for radiating walls");
  size_t n = 0;
  free(f->ray_wall);
  f->ray_wall = flue_alloc(f->n_walls, sizeof *f->ray_wall);
  for (size_t w = 0; f->ray_wall && w < f->n_walls; ++w) {
    const wall_face *o = &f->wall[w];
    if (f->surface[o->surface].gas == FLUE_FIELD_MIRROR) continue;
    f->ray_wall[n] = w;
    walls[n++] = (flue_rays_wall){.cell = o->c, .axis = o->axis, .faces_up = o->faces_up};
  }
  f->n_ray_walls = n;
  flue_status status = f->ray_wall ? flue_rays_set_walls(ctx, f->rays, n, walls) : FLUE_ENOMEM;
  free(walls);
  return status;
}

static flue_status allocate(flue_field *f) {
  float **const arrays[] = {&f->wall_leaving, &f->wall_emissivity, &f->wall_arrives};
  for (size_t i = 0; i < 3; ++i) {
    free(*arrays[i]);
    *arrays[i] = flue_alloc(f->n_walls, sizeof(float));
    if (!*arrays[i]) return FLUE_ENOMEM;
  }
  if (f->incident) return FLUE_OK;
  f->incident = flue_alloc(f->size, sizeof(float));
  f->absorbed = flue_alloc(f->size, sizeof(float));
  f->absorption_table = flue_alloc(2 * TEMPERATURES, sizeof(double));
  if (!f->incident || !f->absorbed || !f->absorption_table) return FLUE_ENOMEM;
  fill_table(f->absorption_table, f->absorption_table + TEMPERATURES);
  return FLUE_OK;
}

flue_status field_start_rays(flue_ctx *ctx, flue_field *f) {
  if (f->in.radiation.is_off) return FLUE_OK;
  FLUE_CHECK(allocate(f) == FLUE_OK, ctx, FLUE_ENOMEM, "no memory for radiation");
  if (!f->rays) {
    FLUE_TRY(flue_rays_create(ctx, f->n, (const double *const *)f->face, f->in.radiation.angles,
                              &f->rays));
    for (int side = 0; side < 6; ++side)
      FLUE_TRY(flue_rays_set_edge(ctx, f->rays, side, edge_of(f, side)));
  }
  return set_ray_walls(ctx, f);
}

/** Absorption coefficient of a cell [m-1]. */
static double absorption_of(const flue_field *f, const double *made_of, size_t c) {
  const double bar = 1e5, temp = f->temp[c];
  if (!isnan(f->in.radiation.absorption)) return f->in.radiation.absorption;
  double y[FLUE_SPECIES_COUNT] = {0};
  for (size_t q = 0; q < f->n_species; ++q)
    for (int s = 0; s < FLUE_SPECIES_COUNT; ++s)
      y[s] += (double)f->part[q][c] * made_of[q * FLUE_SPECIES_COUNT + (size_t)s];
  const double x = fmin(TEMPERATURES - 1.001,
                        fmax(0.0, (temp - first_k) / (last_k - first_k) * (TEMPERATURES - 1)));
  const int i = (int)x;
  const double part = x - i;
  const double *co2 = f->absorption_table, *h2o = co2 + TEMPERATURES;
  const double per_volume = FLUE_MOLAR_GAS_CONSTANT * temp / bar; /* [bar m3 mol-1] */
  const double by_co2 = (co2[i] + part * (co2[i + 1] - co2[i])) * y[FLUE_CO2] * per_volume /
                        FLUE_MOLAR_MASS[FLUE_CO2],
               by_h2o = (h2o[i] + part * (h2o[i + 1] - h2o[i])) * y[FLUE_H2O] * per_volume /
                        FLUE_MOLAR_MASS[FLUE_H2O];
  return by_co2 + by_h2o + flue_soot_absorption(y[FLUE_SOOT], temp);
}

static void collect_mixtures(const flue_field *f, double *made_of) {
  for (size_t q = 0; q < f->n_species; ++q)
    memcpy(made_of + q * FLUE_SPECIES_COUNT, f->species[q].fraction,
           FLUE_SPECIES_COUNT * sizeof *made_of);
}

/** Absorption and emission of all cells, in flux[0] and flux[1], which are free between steps. In
 * flames the emission is scaled so that all of them lose the radiative fraction of their release.
 */
static void set_cells(flue_field *f, float *absorption, float *emission) {
  const double flame = 10e3; /* [W m-3] a cell burns */
  double made_of[FLUE_FIELD_SPECIES * FLUE_SPECIES_COUNT];
  collect_mixtures(f, made_of);
  double *sum = f->plane_sum;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k) {
    double released = 0.0, emitted = 0.0;
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const double volume = (double)f->width[0][i] * f->width[1][j] * f->width[2][k];
        const double kappa = f->solid[c] ? 0.0 : absorption_of(f, made_of, c);
        const double temp = f->temp[c];
        const double black = 4.0 * kappa * FLUE_STEFAN_BOLTZMANN * temp * temp * temp * temp;
        absorption[c] = (float)kappa;
        emission[c] = (float)black;
        if ((double)f->release[c] < flame || f->solid[c]) continue;
        released += volume * (f->in.reaction.radiative_fraction * (double)f->release[c] +
                              kappa * (double)f->incident[c]);
        emitted += volume * black;
      }
    sum[2 * k] = released;
    sum[2 * k + 1] = emitted;
  }
  double released = 0.0, emitted = 0.0;
  for (int k = 1; k <= f->n[2]; ++k) {
    released += sum[2 * k];
    emitted += sum[2 * k + 1];
  }
  const double least = 0.1, most = 100.0; /* as FDS limits it */
  f->emission_factor = emitted > 0.0 ? fmin(most, fmax(least, released / emitted)) : 1.0;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        if ((double)f->release[c] >= flame) emission[c] *= (float)f->emission_factor;
      }
}

static void set_ray_faces(flue_field *f) {
  for (size_t n = 0; n < f->n_ray_walls; ++n) {
    const wall_face *w = &f->wall[f->ray_wall[n]];
    const double emissivity = f->surface[w->surface].emissivity;
    f->wall_emissivity[n] = (float)emissivity;
    f->wall_leaving[n] = (float)(emissivity * FLUE_STEFAN_BOLTZMANN * pow(w->temp, 4.0));
  }
}

static void take_results(flue_field *f, const float *absorption, const float *emission) {
  double *sum = f->plane_sum;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k) {
    sum[k] = 0.0;
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        f->absorbed[c] = f->solid[c] ? 0.0f : absorption[c] * f->incident[c] - emission[c];
        sum[k] -=
            (double)f->absorbed[c] * ((double)f->width[0][i] * f->width[1][j] * f->width[2][k]);
      }
  }
  f->radiated = 0.0;
  for (int k = 1; k <= f->n[2]; ++k) f->radiated += sum[k];
  for (size_t n = 0; n < f->n_ray_walls; ++n) f->wall[f->ray_wall[n]].incident = f->wall_arrives[n];
}

void field_radiate(flue_field *f) {
  const int between = f->in.radiation.steps_between, passes = f->steps < 3 ? 3 : 1;
  if (f->in.radiation.is_off || f->steps % (size_t)between != 0) return;
  float *absorption = f->flux[0], *emission = f->flux[1];
  set_cells(f, absorption, emission);
  set_ray_faces(f);
  const double background = FLUE_STEFAN_BOLTZMANN * pow(f->in.ambient_k, 4.0);
  flue_rays_solve(f->rays, absorption, emission, f->wall_leaving, f->wall_emissivity, background,
                  passes, f->n_threads, f->incident, f->wall_arrives);
  take_results(f, absorption, emission);
}

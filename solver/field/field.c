/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life of the large-eddy engine, what it tells, and its state. */
#include "solver/field/field.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/field_internal.h"
#include "solver/field/rays.h"

/* ---- memory ---- */

static void *take(flue_field *f, size_t n, size_t size) {
  f->bytes += n * size;
  return flue_alloc(n, size);
}

static void *copy_of(flue_field *f, const void *from, size_t n, size_t size) {
  void *to = take(f, n, size);
  if (to && n) memcpy(to, from, n * size);
  return to;
}

enum { most_fields = 96 };

/** Arrays of the size of the grid with which a step starts. @return how many. */
static size_t list_state(flue_field *f, float **list[most_fields]) {
  size_t n = 0;
  for (int d = 0; d < 3; ++d) list[n++] = &f->u[d];
  for (size_t q = 0; q < f->n_species; ++q) list[n++] = &f->part[q];
  float **const rest[] = {&f->density, &f->by_density, &f->temp,
                          &f->rho_h,   &f->viscosity,  &f->diffusivity,
                          &f->head,    &f->release,    &f->divergence};
  for (size_t i = 0; i < sizeof rest / sizeof *rest; ++i) list[n++] = rest[i];
  return n;
}

/** All of them: those of the layout and of a step, too. */
static size_t list_fields(flue_field *f, float **list[most_fields]) {
  size_t n = list_state(f, list);
  for (int d = 0; d < 3; ++d) {
    list[n++] = &f->u_new[d];
    list[n++] = &f->force[d];
    list[n++] = &f->open[d];
    list[n++] = &f->edge[d];
  }
  for (size_t q = 0; q < f->n_species; ++q) list[n++] = &f->part_new[q];
  for (size_t q = 0; q <= f->n_species; ++q) list[n++] = &f->flux[q];
  list[n++] = &f->source;
  list[n++] = &f->work;
  return n;
}

static flue_status allocate_fields(flue_field *f) {
  float **list[most_fields];
  const size_t n = list_fields(f, list);
  int is_whole = 1;
  for (size_t i = 0; i < n; ++i)
    is_whole = (*list[i] = take(f, f->size, sizeof(float))) && is_whole;
  for (int d = 0; d < 3; ++d) is_whole = (f->kind[d] = take(f, f->size, 1)) && is_whole;
  for (size_t q = 0; q < f->n_species; ++q)
    is_whole = (f->is_empty[q] = take(f, f->size / f->row, 1)) && is_whole;
  f->solid = take(f, f->size, 1);
  f->zone = take(f, f->size, sizeof *f->zone);
  return is_whole && f->solid && f->zone ? FLUE_OK : FLUE_ENOMEM;
}

static flue_status allocate_rest(flue_field *f) {
  const size_t planes = (size_t)f->n[2] + 2, room = 12 * f->plane + 12 * f->row;
  f->plane_sum = take(f, 2 * planes, sizeof(double));
  f->ambient_density = take(f, planes, sizeof(double));
  f->ambient_pressure = take(f, planes, sizeof(double));
  f->ambient_temp = take(f, planes, sizeof(double));
  f->inflow_gas = take(f, f->n_surfaces * FLUE_FIELD_SPECIES, sizeof(double));
  f->injected = take(f, f->n_surfaces * FLUE_FIELD_SPECIES, sizeof(double));
  f->injects = take(f, f->n_surfaces, 1);
  f->passed = take(f, f->n_surfaces, sizeof *f->passed);
  f->passes = take(f, f->n_surfaces, sizeof *f->passes);
  f->grid = take(f, f->n_surfaces, sizeof *f->grid);
  f->march = take(f, f->n_surfaces, sizeof *f->march);
  f->scratch = take(f, (size_t)f->n_threads, sizeof *f->scratch);
  int is_whole = f->plane_sum && f->ambient_density && f->ambient_pressure && f->ambient_temp &&
                 f->inflow_gas && f->injected && f->injects && f->passed && f->passes && f->grid &&
                 f->march && f->scratch;
  for (int t = 0; is_whole && t < f->n_threads; ++t)
    is_whole = (f->scratch[t] = take(f, room, sizeof(float))) != NULL;
  return is_whole ? FLUE_OK : FLUE_ENOMEM;
}

/* ---- what it is made of ---- */

static flue_status set_axes(flue_field *f, const flue_field_input *in) {
  for (int d = 0; d < 3; ++d) {
    const int n = f->n[d];
    f->face[d] = copy_of(f, in->face[d], (size_t)n + 1, sizeof(double));
    f->width[d] = take(f, (size_t)n + 2, sizeof(float));
    f->by_width[d] = take(f, (size_t)n + 2, sizeof(float));
    f->by_step[d] = take(f, (size_t)n + 2, sizeof(float));
    f->filter[d] = take(f, (size_t)n + 2, sizeof(float));
    if (!f->face[d] || !f->width[d] || !f->by_width[d] || !f->by_step[d] || !f->filter[d])
      return FLUE_ENOMEM;
    float *width = f->width[d];
    for (int i = 1; i <= n; ++i) width[i] = (float)(f->face[d][i] - f->face[d][i - 1]);
    width[0] = f->is_periodic[d] ? width[n] : width[1];
    width[n + 1] = f->is_periodic[d] ? width[1] : width[n];
    for (int i = 0; i <= n + 1; ++i) f->by_width[d][i] = 1.0f / width[i];
    for (int i = 0; i <= n; ++i) f->by_step[d][i] = 2.0f / (width[i] + width[i + 1]);
  }
  return FLUE_OK;
}

static flue_status copy_parts(flue_field *f, const flue_field_input *in) {
  f->n_species = in->n_species;
  f->n_surfaces = in->n_surfaces;
  f->n_patches = in->n_patches;
  f->n_obstacles = in->n_obstacles;
  f->n_starts = in->n_starts;
  f->species = copy_of(f, in->species, in->n_species, sizeof *in->species);
  f->surface = copy_of(f, in->surfaces, in->n_surfaces, sizeof *in->surfaces);
  f->patch = copy_of(f, in->patches, in->n_patches, sizeof *in->patches);
  f->obstacle = copy_of(f, in->obstacles, in->n_obstacles, sizeof *in->obstacles);
  f->start = copy_of(f, in->starts, in->n_starts, sizeof *in->starts);
  return f->species && f->surface && f->patch && f->obstacle && f->start ? FLUE_OK : FLUE_ENOMEM;
}

static double or_else(double given, double otherwise) {
  return isnan(given) ? otherwise : given;
}

static void set_numbers(flue_field *f) {
  flue_field_input *in = &f->in;
  in->prandtl = or_else(in->prandtl, 0.7);
  in->turbulent_prandtl = or_else(in->turbulent_prandtl, 0.5);
  in->cfl = or_else(in->cfl, 1.0);
  in->divergence_tolerance = or_else(in->divergence_tolerance, 0.0);
  if (in->divergence_tolerance <= 0.0) in->divergence_tolerance = 0.2;
  if (in->radiation.angles <= 0) in->radiation.angles = 100;
  if (in->radiation.steps_between <= 0) in->radiation.steps_between = 5;
  f->most_passes = 40;
}

/** Enthalpies as the loops take them; with a constant ratio of the specific heats cp = g R / (g -
 * 1). */
static void set_species(flue_field *f) {
  for (size_t q = 0; q < f->n_species; ++q) {
    const double constant = FLUE_MOLAR_GAS_CONSTANT / f->species[q].molar_mass;
    f->gas_constant[q] = (float)constant;
    for (int k = 0; k < FLUE_FIELD_COEFFICIENTS; ++k)
      f->enthalpy[q][k] = f->in.has_constant_ratio ? 0.0f : (float)f->species[q].enthalpy[k];
    if (f->in.has_constant_ratio)
      f->enthalpy[q][1] = (float)(constant * FLUE_HEAT_RATIO / (FLUE_HEAT_RATIO - 1.0));
  }
}

static int is_given(const double *fraction, size_t n) {
  for (size_t q = 0; q < n; ++q)
    if (fraction[q] != 0.0) return 1;
  return 0;
}

static void set_surfaces(flue_field *f) {
  const double first_step_s = 0.05; /* of heating, that the first cell of a wall resolves */
  for (size_t n = 0; n < f->n_surfaces; ++n) {
    const flue_field_surface *s = &f->surface[n];
    double *to = f->inflow_gas + n * FLUE_FIELD_SPECIES;
    memcpy(to, is_given(s->fraction, f->n_species) ? s->fraction : f->ambient_gas,
           FLUE_FIELD_SPECIES * sizeof *to);
    if (s->heat == FLUE_FIELD_CONDUCTING)
      f->grid[n] = flue_wall_grid_make(&s->layers, first_step_s);
  }
}

/** The air outside by height. */
static void set_ambient(flue_field *f) {
  const flue_field_input *in = &f->in;
  double sum = 0.0;
  for (size_t q = 0; q < f->n_species; ++q) sum += in->ambient[q];
  for (size_t q = 0; q < f->n_species; ++q)
    f->ambient_gas[q] = sum > 0.0 ? in->ambient[q] / sum : q == 0;
  const double constant = field_mixture_constant(f, f->ambient_gas);
  const double gravity = -in->gravity[2];
  for (int k = 0; k <= f->n[2] + 1; ++k) {
    const int at = k < 1 ? 1 : k > f->n[2] ? f->n[2] : k;
    const double z = field_middle_of(f, 2, at) - f->face[2][0];
    const double temp = in->ambient_k + in->lapse * z;
    double pressure = in->pressure;
    if (in->is_stratified)
      pressure *= in->lapse != 0.0 ? pow(temp / in->ambient_k, -gravity / (constant * in->lapse))
                                   : exp(-gravity * z / (constant * in->ambient_k));
    f->ambient_temp[k] = temp;
    f->ambient_pressure[k] = pressure;
    f->ambient_density[k] = pressure / (constant * temp);
  }
}

/* ---- start ---- */

static void start_gas(flue_field *f) {
  for (int k = 0; k <= f->n[2] + 1; ++k)
    for (size_t i = 0; i < f->plane; ++i)
      for (size_t q = 0; q < f->n_species; ++q)
        f->part[q][(size_t)k * f->plane + i] = (float)(f->ambient_density[k] * f->ambient_gas[q]);
}

static void start_box(flue_field *f, const flue_field_start *o) {
  const double *gas = is_given(o->fraction, f->n_species) ? o->fraction : f->ambient_gas;
  const double constant = field_mixture_constant(f, gas);
  if (isnan(o->temp_k) && isnan(o->density) && gas == f->ambient_gas) return;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        if (!field_is_in(f, o->box_m, i, j, k)) continue;
        const double temp = or_else(o->temp_k, f->ambient_temp[k]);
        const double density = or_else(o->density, f->ambient_pressure[k] / (constant * temp));
        for (size_t q = 0; q < f->n_species; ++q)
          f->part[q][field_at(f, i, j, k)] = (float)(density * gas[q]);
      }
}

static void start_velocities(flue_field *f, const flue_field_input *in) {
  for (int d = 0; d < 3; ++d)
    for (int k = 0; k <= f->n[2]; ++k)
      for (int j = 0; j <= f->n[1]; ++j)
        for (int i = 0; i <= f->n[0]; ++i) {
          const size_t c = field_at(f, i, j, k);
          const int at[3] = {i, j, k};
          if (f->open[d][c] < 0.5f) continue;
          double x[3];
          for (int e = 0; e < 3; ++e)
            x[e] = e == d      ? f->face[e][at[e]]
                   : at[e] > 0 ? field_middle_of(f, e, at[e])
                               : f->face[e][0];
          f->u[d][c] = (float)(in->start_velocity ? in->start_velocity(in->start_user, d, x)
                                                  : in->velocity[d]);
        }
}

static void start_state(flue_field *f, const flue_field_input *in) {
  start_gas(f);
  for (size_t s = 0; s < f->n_starts; ++s) start_box(f, &f->start[s]);
  start_velocities(f, in);
  field_blow(f, f->u, 0.0);
  field_ghost_velocities(f, f->u);
  field_ghost_cells(f, f->part, f->u);
  field_state_of_gas(f, f->part);
  field_eddies(f, f->u);
  field_start_release(f);
}

static double first_step(const flue_field *f) {
  const double height = f->face[2][f->n[2]] - f->face[2][0];
  const double size = cbrt((double)f->width[0][1] * f->width[1][1] * f->width[2][1]);
  return size / sqrt(FLUE_GRAVITY * fmax(height, size));
}

static flue_status build(flue_ctx *ctx, flue_field *f, const flue_field_input *in) {
  f->in = *in;
  for (int d = 0; d < 3; ++d) {
    f->n[d] = in->n[d];
    f->is_periodic[d] = in->surfaces[in->side[2 * d]].gas == FLUE_FIELD_PERIODIC &&
                        in->surfaces[in->side[2 * d + 1]].gas == FLUE_FIELD_PERIODIC;
  }
  f->row = (size_t)f->n[0] + 2;
  f->plane = f->row * ((size_t)f->n[1] + 2);
  f->size = f->plane * ((size_t)f->n[2] + 2);
  f->cells = (size_t)f->n[0] * (size_t)f->n[1] * (size_t)f->n[2];
  f->n_threads = in->n_threads > 0 ? in->n_threads : omp_get_max_threads();
  set_numbers(f);
  if (copy_parts(f, in) != FLUE_OK || set_axes(f, in) != FLUE_OK || allocate_fields(f) != FLUE_OK ||
      allocate_rest(f) != FLUE_OK)
    return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for a grid of %zu cells",
                     f->cells);
  set_species(f);
  set_ambient(f);
  set_surfaces(f);
  field_set_filter(f);
  FLUE_TRY(flue_poisson_create(ctx, f->n, (const double *const *)f->face, f->is_periodic,
                               f->n_threads, &f->poisson));
  FLUE_TRY(field_layout(ctx, f));
  start_state(f, in);
  f->next_step_s = or_else(in->step_s, first_step(f));
  FLUE_TRY(field_start_rays(ctx, f));
  return FLUE_OK;
}

enum { most_surfaces = 32000, most_cells = 65000 };

static flue_status check_box(flue_ctx *ctx, const flue_field_input *in, const int from[3],
                             const int to[3], const size_t *surface, size_t n_surfaces) {
  for (int d = 0; d < 3; ++d)
    FLUE_CHECK(from[d] >= 0 && from[d] <= to[d] && to[d] <= in->n[d], ctx, FLUE_EINPUT,
               "cells %d to %d along axis %d, but there are %d", from[d], to[d], d, in->n[d]);
  for (size_t s = 0; s < n_surfaces; ++s)
    FLUE_CHECK(surface[s] < in->n_surfaces, ctx, FLUE_EINPUT, "there is no surface %zu",
               surface[s]);
  return FLUE_OK;
}

static flue_status check(flue_ctx *ctx, const flue_field_input *in) {
  FLUE_CHECK(in->n[0] > 0 && in->n[1] > 0 && in->n[2] > 0, ctx, FLUE_EINPUT,
             "a grid has cells along each axis, not %d by %d by %d", in->n[0], in->n[1], in->n[2]);
  FLUE_CHECK(in->n_species > 0 && in->n_species <= FLUE_FIELD_SPECIES, ctx, FLUE_EINPUT,
             "%zu species, but 1 to %d can be followed", in->n_species, FLUE_FIELD_SPECIES);
  FLUE_CHECK(in->n_surfaces < most_surfaces, ctx, FLUE_EINPUT,
             "%zu surfaces, but at most %d can be", in->n_surfaces, most_surfaces);
  for (int d = 0; d < 3; ++d)
    FLUE_CHECK(in->n[d] < most_cells, ctx, FLUE_EINPUT,
               "%d cells along an axis, but at most %d can be", in->n[d], most_cells);
  for (size_t n = 0; n < in->n_obstacles; ++n)
    FLUE_TRY(check_box(ctx, in, in->obstacles[n].from, in->obstacles[n].to,
                       in->obstacles[n].surface, 6));
  for (size_t n = 0; n < in->n_patches; ++n)
    FLUE_TRY(
        check_box(ctx, in, in->patches[n].from, in->patches[n].to, &in->patches[n].surface, 1));
  FLUE_CHECK(in->ambient_k > 0.0 && in->pressure > 0.0, ctx, FLUE_EINPUT,
             "ambient air of %g K and %g Pa", in->ambient_k, in->pressure);
  for (int s = 0; s < 6; ++s)
    FLUE_CHECK(in->side[s] < in->n_surfaces, ctx, FLUE_EINPUT, "side %d has no surface", s);
  return FLUE_OK;
}

flue_status flue_field_create(flue_ctx *ctx, const flue_field_input *input, flue_field **out) {
  *out = NULL;
  FLUE_TRY(check(ctx, input));
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a field");
  const flue_status status = build(ctx, *out, input);
  if (status != FLUE_OK) flue_field_destroy(out);
  return status;
}

void flue_field_destroy(flue_field **field) {
  if (!field || !*field) return;
  flue_field *f = *field;
  float **list[most_fields];
  const size_t n = list_fields(f, list);
  for (size_t i = 0; i < n; ++i) free(*list[i]);
  for (int d = 0; d < 3; ++d) {
    free(f->kind[d]);
    free(f->face[d]);
    free(f->width[d]);
    free(f->by_width[d]);
    free(f->by_step[d]);
    free(f->filter[d]);
  }
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) free(f->is_empty[q]);
  for (int t = 0; f->scratch && t < f->n_threads; ++t) free(f->scratch[t]);
  void *const rest[] = {f->solid,
                        f->zone,
                        f->zone_pressure,
                        f->zone_rate,
                        f->zone_rate_old,
                        f->zone_is_open,
                        f->zone_pressure_old,
                        f->zone_sum,
                        f->wall,
                        f->stress,
                        f->near,
                        f->node,
                        f->grid,
                        f->march,
                        f->incident,
                        f->absorbed,
                        f->absorption_table,
                        f->ray_wall,
                        f->wall_leaving,
                        f->wall_emissivity,
                        f->wall_arrives,
                        f->plane_sum,
                        f->scratch,
                        f->inflow_gas,
                        f->injected,
                        f->injects,
                        f->passed,
                        f->passes,
                        f->by_surface,
                        f->first_of,
                        f->ambient_density,
                        f->ambient_pressure,
                        f->ambient_temp,
                        f->species,
                        f->surface,
                        f->patch,
                        f->obstacle,
                        f->start};
  for (size_t i = 0; i < sizeof rest / sizeof *rest; ++i) free(rest[i]);
  flue_poisson_destroy(&f->poisson);
  flue_rays_destroy(&f->rays);
  free(f);
  *field = NULL;
}

/* ---- what it tells ---- */

void flue_field_get(const flue_field *f, flue_field_view *v) {
  memset(v, 0, sizeof *v);
  v->row = f->row;
  v->plane = f->plane;
  v->size = f->size;
  for (int d = 0; d < 3; ++d) {
    v->n[d] = f->n[d];
    v->face[d] = f->face[d];
    v->velocity[d] = f->u[d];
  }
  v->n_species = f->n_species;
  for (size_t q = 0; q < f->n_species; ++q) v->partial[q] = f->part[q];
  v->density = f->density;
  v->temp = f->temp;
  v->head = f->head;
  v->release = f->release;
  v->viscosity = f->viscosity;
  v->incident = f->incident;
  v->divergence = f->divergence;
  v->solid = f->solid;
  v->zone = f->zone;
  v->n_zones = f->n_zones;
  v->zone_pressure = f->zone_pressure;
}

void flue_field_get_budget(const flue_field *f, flue_field_budget *b) {
  *b = f->budget;
  b->time_s = f->time_s;
  b->step_s = f->step_s;
  b->steps = f->steps;
  b->radiated = f->radiated;
  b->released = f->released;
  b->release = b->mass = 0.0;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const double volume = (double)f->width[0][i] * f->width[1][j] * f->width[2][k];
        if (f->solid[c]) continue;
        b->release += volume * (double)f->release[c];
        b->mass += volume * (double)f->density[c];
      }
  b->convected = 0.0;
  for (size_t n = 0; n < f->n_walls; ++n) b->convected -= f->wall[n].convective * f->wall[n].area;
  b->burnt = f->in.reaction.is_there ? b->release / f->in.reaction.heat : 0.0;
}

double flue_field_released(const flue_field *f) {
  return f->released;
}

void flue_field_get_limit(const flue_field *f, int cell[3]) {
  double most = -1.0;
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const int at[3] = {i, j, k};
        double pace = 0.0;
        for (int d = 0; d < 3; ++d)
          pace += fmax(fabs((double)f->u[d][c]), fabs((double)f->u[d][c - field_stride(f, d)])) *
                  (double)f->by_width[d][at[d]];
        if (pace <= most) continue;
        most = pace;
        for (int d = 0; d < 3; ++d) cell[d] = at[d];
      }
}

/** The wall faces are in order of their cells: the first at or after a cell. */
static size_t first_wall_at(const flue_field *f, size_t c) {
  size_t low = 0, high = f->n_walls;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (f->wall[middle].c < c)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/** The wall face on a side of a cell; NULL: there is none. */
static const wall_face *find_face(const flue_field *f, const int cell[3], int axis, int faces_up) {
  const size_t c = field_at(f, cell[0], cell[1], cell[2]);
  for (size_t n = first_wall_at(f, c); n < f->n_walls && f->wall[n].c == c; ++n)
    if (f->wall[n].axis == axis && f->wall[n].faces_up == (faces_up != 0)) return &f->wall[n];
  return NULL;
}

int flue_field_get_face(const flue_field *f, const int cell[3], int axis, int faces_up,
                        flue_field_face *out) {
  const wall_face *w = find_face(f, cell, axis, faces_up);
  if (!w) return 0;
  const double emissivity = f->surface[w->surface].emissivity;
  const double radiates =
      !f->in.radiation.is_off && f->surface[w->surface].gas != FLUE_FIELD_MIRROR;
  *out = (flue_field_face){
      .cell = {cell[0], cell[1], cell[2]},
      .axis = axis,
      .faces_up = faces_up,
      .surface = w->surface,
      .temp_k = w->temp,
      .convective = w->convective,
      .incident = w->incident,
      .radiative = radiates * emissivity *
                   ((double)w->incident - FLUE_STEFAN_BOLTZMANN * pow(w->temp, 4.0))};
  return 1;
}

int flue_field_inner_temp(const flue_field *f, const int cell[3], int axis, int faces_up,
                          double depth_m, double *temp_k) {
  const wall_face *w = find_face(f, cell, axis, faces_up);
  if (!w) return 0;
  *temp_k = w->temp;
  if (f->surface[w->surface].heat != FLUE_FIELD_CONDUCTING) return 1;
  const flue_wall_grid *grid = &f->grid[w->surface];
  const double depth = depth_m < 0.0 ? grid->depth_m[grid->n] + depth_m : depth_m;
  *temp_k = flue_wall_temp_at(grid, f->node + w->first_node, w->temp, depth);
  return 1;
}

size_t flue_field_bytes(const flue_field *f) {
  return f->bytes + flue_poisson_bytes(f->poisson) + (f->rays ? flue_rays_bytes(f->rays) : 0) +
         f->n_walls * sizeof *f->wall + f->n_stresses * sizeof *f->stress;
}

static void set_there(flue_field *f, int *is_absent, int is_there) {
  if (*is_absent != !is_there) f->is_changed = 1;
  *is_absent = !is_there;
}

flue_status flue_field_set_obstacle(flue_ctx *ctx, flue_field *f, size_t obstacle, int is_there) {
  FLUE_CHECK(obstacle < f->n_obstacles, ctx, FLUE_EARG, "there is no obstacle %zu", obstacle);
  set_there(f, &f->obstacle[obstacle].is_absent, is_there);
  return FLUE_OK;
}

flue_status flue_field_set_patch(flue_ctx *ctx, flue_field *f, size_t patch, int is_there) {
  FLUE_CHECK(patch < f->n_patches, ctx, FLUE_EARG, "there is no patch %zu", patch);
  set_there(f, &f->patch[patch].is_absent, is_there);
  return FLUE_OK;
}

void flue_field_state(flue_field *f, flue_state *state) {
  float **list[most_fields];
  const size_t n = list_state(f, list), d = sizeof(double);
  double *const numbers[] = {&f->time_s,   &f->step_s,      &f->next_step_s,    &f->radiated,
                             &f->released, &f->wall_wait_s, &f->emission_factor};
  for (size_t i = 0; i < n; ++i) flue_state_bytes(state, *list[i], f->size * sizeof(float));
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i)
    flue_state_bytes(state, numbers[i], d);
  flue_state_bytes(state, &f->steps, sizeof f->steps);
  flue_state_bytes(state, &f->owed_s, d);
  flue_state_bytes(state, flue_poisson_residual(f->poisson), f->size * sizeof(float));
  flue_state_bytes(state, &f->has_rates, sizeof f->has_rates);
  for (size_t q = 0; q < f->n_species; ++q)
    flue_state_bytes(state, f->is_empty[q], f->size / f->row);
  flue_state_bytes(state, f->zone_pressure, f->n_zones * d);
  flue_state_bytes(state, f->zone_rate, f->n_zones * d);
  field_ports_state(f, state);
  for (size_t w = 0; w < f->n_walls; ++w) {
    flue_state_bytes(state, &f->wall[w].temp, d);
    flue_state_bytes(state, &f->wall[w].convective, sizeof(float));
    flue_state_bytes(state, &f->wall[w].incident, sizeof(float));
    flue_state_bytes(state, &f->wall[w].share, sizeof(float));
    flue_state_bytes(state, f->node + f->wall[w].first_node,
                     (size_t)f->grid[f->wall[w].surface].n * d);
  }
  if (f->rays) {
    flue_state_bytes(state, f->incident, f->size * sizeof(float));
    flue_state_bytes(state, f->absorbed, f->size * sizeof(float));
    flue_rays_state(f->rays, state);
  }
}

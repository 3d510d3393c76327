/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rate of the large-eddy engine: two rooms with a door between them and one to the open, a
 * t-squared fire of 1 MW in the first, gypsum walls, 128 x 64 x 32 cells.
 *
 *   bench_field [norad|rad] [cells along x, a multiple of 32] [seconds simulated]
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "models/species.h"
#include "solver/field/field.h"

enum { WALL, BURNER, OPEN, SURFACES };
enum { AIR, FUEL, PRODUCTS, SPECIES };

typedef struct rooms {
  flue_field_input in;
  flue_field_species species[SPECIES];
  flue_field_surface surface[SURFACES];
  flue_field_patch patch[2];
  flue_field_obstacle obstacle[3];
  double *face[3], ramp_t[41], ramp[41];
} rooms;

static double cpu_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double wall_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void set_species(rooms *r) {
  static const char *const names[] = {"OXYGEN",      "NITROGEN",        "PROPANE", "CARBON DIOXIDE",
                                      "WATER VAPOR", "CARBON MONOXIDE", "SOOT"};
  const flue_primitive *part[7];
  for (int i = 0; i < 7; ++i) part[i] = flue_primitive_find(names[i]);
  /* one mass of propane with 0.05 of soot and 0.01 of CO takes 14.5 masses of air */
  const double air[7] = {0.232, 0.768}, fuel[7] = {0, 0, 1.0},
               products[7] = {0.0, 0.7185, 0.0, 0.1722, 0.1054, 0.0006, 0.0033};
  const double *const mixture[SPECIES] = {air, fuel, products};
  const double mass[SPECIES] = {0.02885, 0.0441, 0.02835};
  for (int s = 0; s < SPECIES; ++s) {
    r->species[s].molar_mass = mass[s];
    flue_mixture_fit(NULL, 7, part, mixture[s], r->species[s].enthalpy);
  }
  r->species[AIR].fraction[FLUE_O2] = 0.232;
  r->species[FUEL].fraction[FLUE_FUEL] = 1.0;
  r->species[PRODUCTS].fraction[FLUE_CO2] = products[3];
  r->species[PRODUCTS].fraction[FLUE_H2O] = products[4];
  r->species[PRODUCTS].fraction[FLUE_CO] = products[5];
  r->species[PRODUCTS].fraction[FLUE_SOOT] = products[6];
  r->in.reaction = (flue_field_reaction){.is_there = 1,
                                         .fuel = FUEL,
                                         .air = AIR,
                                         .products = PRODUCTS,
                                         .air_per_fuel = 14.5,
                                         .heat = 43.7e6,
                                         .radiative_fraction = 0.3,
                                         .flame_k = 1600.0};
}

static void set_surfaces(rooms *r) {
  for (int i = 0; i <= 40; ++i) { /* t-squared for 4 s */
    r->ramp_t[i] = 0.1 * i;
    r->ramp[i] = pow(i / 40.0, 2.0);
  }
  for (int s = 0; s < SURFACES; ++s)
    r->surface[s] = (flue_field_surface){
        .heat = FLUE_FIELD_AMBIENT_FACE, .coefficient = NAN, .emissivity = 0.9, .back_k = 293.15};
  r->surface[WALL].heat = FLUE_FIELD_CONDUCTING;
  r->surface[WALL].layers =
      (flue_build_up){.n = 1, .layer = {{0.17, 930.0, 1090.0, 0.0127, 0.9, 0.0}}};
  r->surface[BURNER].release = 694444.0;
  r->surface[BURNER].release_ramp = (flue_field_ramp){41, r->ramp_t, r->ramp};
  r->surface[OPEN].gas = FLUE_FIELD_OPEN;
}

static void set_rooms(rooms *r, int nx, int has_radiation) {
  const double length[3] = {19.2, 9.6, 4.8};
  memset(r, 0, sizeof *r);
  const int n[3] = {nx, nx / 2, nx / 4}, m = nx / 32; /* cells in 0.6 m */
  for (int d = 0; d < 3; ++d) {
    r->in.n[d] = n[d];
    r->face[d] = calloc((size_t)n[d] + 1, sizeof(double));
    for (int i = 0; i <= n[d]; ++i) r->face[d][i] = length[d] * i / n[d];
    r->in.face[d] = r->face[d];
  }
  set_species(r);
  set_surfaces(r);
  r->patch[0] = (flue_field_patch){.axis = 2,
                                   .faces_up = 1,
                                   .from = {6 * m, 7 * m, 0},
                                   .to = {8 * m, 9 * m, 0},
                                   .surface = BURNER};
  r->patch[1] = (flue_field_patch){
      .axis = 0, .from = {nx, 7 * m, 0}, .to = {nx, 9 * m, 4 * m}, .surface = OPEN};
  const int x0 = 20 * m, x1 = 21 * m;
  r->obstacle[0] = (flue_field_obstacle){.from = {x0, 0, 0}, .to = {x1, 7 * m, n[2]}};
  r->obstacle[1] = (flue_field_obstacle){.from = {x0, 9 * m, 0}, .to = {x1, n[1], n[2]}};
  r->obstacle[2] = (flue_field_obstacle){.from = {x0, 7 * m, 4 * m}, .to = {x1, 9 * m, n[2]}};
  flue_field_input *in = &r->in;
  in->n_species = SPECIES;
  in->species = r->species;
  in->n_surfaces = SURFACES;
  in->surfaces = r->surface;
  in->n_patches = 2;
  in->patches = r->patch;
  in->n_obstacles = 3;
  in->obstacles = r->obstacle;
  in->gravity[2] = -9.81;
  in->ambient_k = 293.15;
  in->pressure = 101325.0;
  in->ambient[AIR] = 1.0;
  in->viscosity = in->prandtl = in->turbulent_prandtl = in->subgrid_constant = NAN;
  in->cfl = in->step_s = NAN;
  in->radiation.is_off = !has_radiation;
  in->radiation.absorption = NAN;
  in->n_threads = omp_get_max_threads();
}

static double probe(const flue_field_view *v, double x, double y, double z) {
  const double at[3] = {x, y, z};
  size_t c = 0;
  const size_t stride[3] = {1, v->row, v->plane};
  for (int d = 0; d < 3; ++d) {
    int i = 1;
    while (i < v->n[d] && v->face[d][i] < at[d]) ++i;
    c += (size_t)i * stride[d];
  }
  return (double)v->temp[c] - 273.15;
}

static void say_state(const flue_field *f) {
  flue_field_view v;
  flue_field_budget b;
  flue_field_get(f, &v);
  flue_field_get_budget(f, &b);
  printf(
      "t %6.2f s  dt %.4f s  steps %4zu  passes %zu  div error %.3g /s  HRR %7.1f kW  radiated "
      "%6.1f kW  to walls %6.1f kW  T ceiling %5.1f C, second room %5.1f C\n",
      b.time_s, b.step_s, b.steps, b.passes, b.divergence_error, 1e-3 * b.release,
      1e-3 * b.radiated, -1e-3 * b.convected, probe(&v, 8.0, 4.8, 4.7), probe(&v, 15.0, 4.8, 4.7));
}

int main(int argc, char **argv) {
  const int has_radiation = argc > 1 && strcmp(argv[1], "rad") == 0;
  const int nx = argc > 2 ? atoi(argv[2]) : 128;
  const double end_s = argc > 3 ? atof(argv[3]) : 4.7;
  rooms r;
  flue_ctx *ctx = NULL;
  flue_field *f = NULL;
  set_rooms(&r, nx, has_radiation);
  if (flue_ctx_create(&ctx) != FLUE_OK || flue_field_create(ctx, &r.in, &f) != FLUE_OK) {
    fprintf(stderr, "%s\n", flue_last_error(ctx));
    return 1;
  }
  const double cpu = cpu_s(), wall = wall_s();
  for (int i = 1; i <= 10; ++i) {
    if (flue_field_advance(ctx, f, end_s * i / 10) != FLUE_OK) {
      fprintf(stderr, "%s\n", flue_last_error(ctx));
      return 1;
    }
    say_state(f);
  }
  flue_field_budget b;
  flue_field_get_budget(f, &b);
  const double cells = (double)r.in.n[0] * r.in.n[1] * r.in.n[2], spent = cpu_s() - cpu;
  printf(
      "%s, %d x %d x %d cells: %zu steps in %.2f s CPU, %.2f s wall; %.3g cell-steps per CPU "
      "second (%.0f ns), %.0f bytes a cell\n",
      has_radiation ? "radiation" : "no radiation", r.in.n[0], r.in.n[1], r.in.n[2], b.steps, spent,
      wall_s() - wall, cells * (double)b.steps / spent, 1e9 * spent / (cells * (double)b.steps),
      (double)flue_field_bytes(f) / cells);
  flue_field_destroy(&f);
  flue_ctx_destroy(&ctx);
  return 0;
}

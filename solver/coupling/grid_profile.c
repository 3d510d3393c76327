/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid by its planes: means, the weight of its gas, and two layers in its place. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/interface.h"
#include "solver/coupling/grid_internal.h"

flue_status grid_profile_create(const flue_field_view *v, grid_profile *p) {
  const size_t n = (size_t)v->n[2];
  *p = (grid_profile){.n = v->n[2],
                      .face = flue_alloc(n + 1, sizeof *p->face),
                      .area = flue_alloc(n, sizeof *p->area),
                      .temp = flue_alloc(n, sizeof *p->temp),
                      .density = flue_alloc(n, sizeof *p->density),
                      .speed = flue_alloc(n, sizeof *p->speed),
                      .part = flue_alloc(n * FLUE_FIELD_SPECIES, sizeof *p->part)};
  if (!p->face || !p->area || !p->temp || !p->density || !p->speed || !p->part) return FLUE_ENOMEM;
  for (size_t k = 0; k <= n; ++k) p->face[k] = v->face[2][k] - v->face[2][0];
  return FLUE_OK;
}

void grid_profile_clear(grid_profile *p) {
  free(p->face);
  free(p->area);
  free(p->temp);
  free(p->density);
  free(p->speed);
  free(p->part);
}

/** Sums of a plane become its means. */
static void finish_plane(grid_profile *p, int k, size_t n_species) {
  double *part = p->part + (size_t)k * FLUE_FIELD_SPECIES;
  if (p->area[k] <= 0.0) return;
  for (size_t q = 0; q < n_species; ++q) part[q] /= p->density[k];
  p->temp[k] /= p->area[k];
  p->density[k] /= p->area[k];
  p->speed[k] /= p->area[k];
}

static void sum_row(const flue_field_view *v, size_t c, double depth, grid_profile *p, int k) {
  double *part = p->part + (size_t)k * FLUE_FIELD_SPECIES;
  for (int i = 1; i <= v->n[0]; ++i) {
    const size_t at = c + (size_t)i;
    if (v->solid[at]) continue;
    const double area = depth * (v->face[0][i] - v->face[0][i - 1]);
    const double x = 0.5 * ((double)v->velocity[0][at] + (double)v->velocity[0][at - 1]),
                 y = 0.5 * ((double)v->velocity[1][at] + (double)v->velocity[1][at - v->row]);
    p->area[k] += area;
    p->temp[k] += area * (double)v->temp[at];
    p->density[k] += area * (double)v->density[at];
    p->speed[k] += area * sqrt(x * x + y * y);
    for (size_t q = 0; q < v->n_species; ++q) part[q] += area * (double)v->partial[q][at];
  }
}

void grid_profile_set(const flue_field *field, grid_profile *p) {
  flue_field_view v;
  flue_field_get(field, &v);
  for (int k = 0; k < p->n; ++k) {
    p->area[k] = p->temp[k] = p->density[k] = p->speed[k] = 0.0;
    memset(p->part + (size_t)k * FLUE_FIELD_SPECIES, 0, FLUE_FIELD_SPECIES * sizeof *p->part);
    for (int j = 1; j <= v.n[1]; ++j)
      sum_row(&v, (size_t)j * v.row + (size_t)(k + 1) * v.plane, v.face[1][j] - v.face[1][j - 1], p,
              k);
    finish_plane(p, k, v.n_species);
  }
}

/** Mass in a row of cells, by its length across [kg m-2]. */
static double row_mass(const flue_field_view *v, size_t c, double depth, double sum) {
  for (int i = 1; i <= v->n[0]; ++i) {
    const size_t at = c + (size_t)i;
    if (v->solid[at]) continue;
    const double area = depth * (v->face[0][i] - v->face[0][i - 1]);
    sum += area * (double)v->density[at];
  }
  return sum;
}

void grid_profile_weigh(const flue_field *field, grid_profile *p) {
  flue_field_view v;
  flue_field_get(field, &v);
  for (int k = 0; k < p->n; ++k) {
    double mass = 0.0;
    for (int j = 1; j <= v.n[1]; ++j)
      mass = row_mass(&v, (size_t)j * v.row + (size_t)(k + 1) * v.plane,
                      v.face[1][j] - v.face[1][j - 1], mass);
    if (p->area[k] > 0.0) p->density[k] = mass / p->area[k];
  }
}

double grid_profile_weight(const grid_profile *p, double gravity, double from_m, double to_m) {
  const double first = fmin(from_m, to_m), last = fmax(from_m, to_m);
  double sum = 0.0;
  for (int k = 0; k < p->n; ++k) {
    const double bottom = k == 0 ? -INFINITY : p->face[k],
                 top = k + 1 == p->n ? INFINITY : p->face[k + 1];
    sum += gravity * p->density[k] * fmax(0.0, fmin(last, top) - fmax(first, bottom));
  }
  return to_m >= from_m ? sum : -sum;
}

/** Height of the interface; that of the ceiling where there is but one gas. */
static double find_interface(const grid_profile *p) {
  const double alike_k = 0.5; /* of one gas */
  const double height = p->face[p->n], low = p->temp[0];
  double integral = 0.0, inverse = 0.0;
  for (int k = 0; k < p->n; ++k) {
    const double depth = p->face[k + 1] - p->face[k];
    integral += depth * p->temp[k];
    inverse += depth / p->temp[k];
  }
  if (integral / height - low < alike_k) return height;
  return flue_interface_height(height, low, integral, inverse);
}

double grid_profile_layers(const grid_profile *p, double temp_k[2],
                           double part[2][FLUE_FIELD_SPECIES]) {
  const double least = 1e-3 * p->face[p->n]; /* a layer is never quite gone [m] */
  const double interface = fmin(p->face[p->n] - least, fmax(least, find_interface(p)));
  double mass[2] = {0.0, 0.0};
  memset(part, 0, 2 * sizeof *part);
  temp_k[0] = temp_k[1] = 0.0;
  for (int k = 0; k < p->n; ++k) {
    const double inside[2] = {fmin(p->face[k + 1], interface) - p->face[k],
                              p->face[k + 1] - fmax(p->face[k], interface)};
    for (int l = 0; l < 2; ++l) {
      const double m = fmax(0.0, inside[l]) * p->area[k] * p->density[k];
      mass[l] += m;
      temp_k[l] += m * p->temp[k];
      for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q)
        part[l][q] += m * p->part[(size_t)k * FLUE_FIELD_SPECIES + q];
    }
  }
  for (int l = 0; l < 2; ++l) {
    temp_k[l] /= mass[l];
    for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) part[l][q] /= mass[l];
  }
  return interface;
}

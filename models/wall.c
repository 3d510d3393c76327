/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/wall.h"

#include <math.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"
#include "models/gas.h"

flue_status flue_material_find(flue_ctx *ctx, const char *name, flue_material *out) {
  const flue_embedded *data = flue_embedded_find("materials");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "materials.csv", (const char *)data->bytes, data->length, &table));
  static const char *const columns[] = {"conductivity", "density",    "specific_heat",
                                        "thickness",    "emissivity", "bound_water"};
  double *const fields[] = {&out->conductivity, &out->density,    &out->specific_heat,
                            &out->thickness_m,  &out->emissivity, &out->bound_water};
  const size_t id = flue_table_column(table, "material");
  flue_status status = FLUE_EARG;
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, id), name) != 0) continue;
    status = FLUE_OK;
    for (size_t i = 0; i < sizeof columns / sizeof *columns && status == FLUE_OK; ++i)
      status = flue_table_number(ctx, table, row, flue_table_column(table, columns[i]), fields[i]);
  }
  flue_table_destroy(&table);
  return status;
}

/* ---- cells ---- */

/** Depth that heat reaches in a second [m s-1/2]. */
static double reach(const flue_material *m) {
  return sqrt(m->conductivity / (m->density * m->specific_heat));
}

/** Cells of a layer whose first is at most `first` long and whose neighbours grow by `growth`. */
static int count_cells(double length, double first, double growth) {
  const double n = log1p((growth - 1.0) * length / first) / log(growth);
  return n < 1.0 ? 1 : (int)ceil(n - 1e-9);
}

/** Cells of all layers for a growth; [FLUE_WALL_LAYERS] each. @return their sum. */
static int share_cells(const flue_build_up *wall, double first, double growth, int *n) {
  int sum = 0;
  double next = first; /* in units of reach [s1/2] */
  for (size_t l = 0; l < wall->n; ++l) {
    const double length = wall->layer[l].thickness_m / reach(&wall->layer[l]);
    n[l] = count_cells(length, next, growth);
    sum += n[l];
    next = fmax(next, fmin(next * pow(growth, n[l]), length / n[l]));
  }
  return sum;
}

/** Lengths of n cells of a layer, each `growth` times the one before. */
static void cut_layer(double thickness, int n, double growth, double *cell) {
  double sum = 0.0;
  for (int k = 0; k < n; ++k) sum += cell[k] = pow(growth, k);
  for (int k = 0; k < n; ++k) cell[k] *= thickness / sum;
}

flue_wall_grid flue_wall_grid_make(const flue_build_up *wall, double dt_s) {
  flue_wall_grid grid = {.emissivity = wall->layer[0].emissivity};
  const double first = 0.6 * sqrt(dt_s);
  double growth = 1.35;
  int n[FLUE_WALL_LAYERS];
  while (share_cells(wall, first, growth, n) > FLUE_WALL_CELLS) growth *= 1.1;
  double half_before = 0.0; /* resistance [m2 K W-1] */
  for (size_t l = 0; l < wall->n; ++l) {
    const flue_material *m = &wall->layer[l];
    double cell[FLUE_WALL_CELLS];
    cut_layer(m->thickness_m, n[l], growth, cell);
    for (int k = 0; k < n[l]; ++k, ++grid.n) {
      const double half = 0.5 * cell[k] / m->conductivity;
      grid.drying[grid.n] = cell[k] * m->density * m->bound_water * FLUE_BOUND_WATER_HEAT;
      grid.has_water |= m->bound_water > 0.0;
      grid.capacity[grid.n] = cell[k] * m->density * m->specific_heat;
      grid.conductance[grid.n] = 1.0 / (half_before + half);
      grid.depth_m[grid.n + 1] = grid.depth_m[grid.n] + cell[k];
      half_before = half;
    }
  }
  grid.conductance[grid.n] = 1.0 / half_before;
  return grid;
}

/* ---- a step ---- */

static double to_back(const flue_wall_grid *grid, double h_back) {
  const double half = grid->conductance[grid->n];
  return h_back > 0.0 ? half * h_back / (half + h_back) : 0.0;
}

void flue_wall_step_set(const flue_wall_grid *grid, double dt_s, double h_back,
                        flue_wall_step *step) {
  double inner_beta = 0.0, outward = to_back(grid, h_back);
  const double rate = 1.0 / dt_s;
  step->n = grid->n;
  for (int k = grid->n - 1; k >= 0; --k) {
    const double storage = grid->capacity[k] * rate, inward = grid->conductance[k];
    const double inverse = 1.0 / (storage + inward + outward * (1.0 - inner_beta));
    step->own[k] = storage * inverse;
    step->deeper[k] = outward * inverse;
    step->beta[k] = inner_beta = inward * inverse;
    outward = inward;
  }
}

void flue_wall_reduce(const flue_wall_step *step, const double *temp, double temp_back,
                      double *alpha) {
  double inner = temp_back;
  for (int k = step->n - 1; k >= 0; --k)
    alpha[k] = inner = step->own[k] * temp[k] + step->deeper[k] * inner;
}

void flue_wall_finish(const flue_wall_step *step, const double *alpha, double face_k,
                      double *temp) {
  double before = face_k;
  for (int k = 0; k < step->n; ++k) before = temp[k] = alpha[k] + step->beta[k] * before;
}

void flue_wall_dry(const flue_wall_grid *grid, double *temp, double *dried) {
  for (int k = 0; grid->has_water && k < grid->n; ++k) {
    const double excess = grid->capacity[k] * (temp[k] - FLUE_BOUND_WATER_K);
    const double taken = fmax(0.0, fmin(excess, grid->drying[k] - dried[k]));
    dried[k] += taken;
    temp[k] -= taken / grid->capacity[k];
  }
}

double flue_wall_back_loss(const flue_wall_grid *grid, const double *temp, double h_back,
                           double temp_back) {
  return to_back(grid, h_back) * (temp[grid->n - 1] - temp_back);
}

double flue_wall_temp_at(const flue_wall_grid *grid, const double *temp, double face_k,
                         double depth_m) {
  double before_m = 0.0, before_k = face_k;
  for (int k = 0; k < grid->n; ++k) {
    const double middle = 0.5 * (grid->depth_m[k] + grid->depth_m[k + 1]);
    if (depth_m <= middle)
      return before_k + (temp[k] - before_k) * (depth_m - before_m) / (middle - before_m);
    before_m = middle;
    before_k = temp[k];
  }
  return before_k;
}

/** Viscosity of air by Sutherland's law [Pa s]. */
static double viscosity_of(double temp_k) {
  return 1.458e-6 * temp_k * sqrt(temp_k) / (temp_k + 110.4);
}

/** Flat plate in turbulent flow: Nu = factor Re^0.8 Pr^(1/3) [W m-2 K-1]. */
static double plate(double factor, double speed, double film_k) {
  const double length_m = 1.0, prandtl = 0.7, viscosity = viscosity_of(film_k);
  const double density = FLUE_PRESSURE_SEA_LEVEL / (FLUE_GAS_CONSTANT * film_k);
  const double reynolds = density * speed * length_m / viscosity;
  const double conductivity = viscosity * flue_specific_heat(film_k) / prandtl;
  return factor * conductivity / length_m * pow(reynolds, 0.8) * cbrt(prandtl);
}

double flue_convection_forced(double speed, double film_k) {
  return plate(0.037, speed, film_k);
}

double flue_convection_along(double speed, double film_k) {
  return plate(0.0296, speed, film_k);
}

double flue_convection(flue_facing facing, double temp_gas, double temp_wall) {
  const double wall = 1.31, unstable = 1.51, stable = 0.76, lowest = 1.0;
  const double dt = temp_gas - temp_wall;
  const int is_unstable = facing == FLUE_FACING_DOWN ? dt > 0.0 : dt < 0.0;
  const double factor = facing == FLUE_FACING_SIDE ? wall : is_unstable ? unstable : stable;
  return fmax(lowest, factor * cbrt(fabs(dt)));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/wall.h"

#include <math.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

flue_status flue_material_find(flue_ctx *ctx, const char *name, flue_material *out) {
  const flue_embedded *data = flue_embedded_find("materials");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "materials.csv", (const char *)data->bytes, data->length, &table));
  static const char *const columns[] = {"conductivity", "density", "specific_heat", "thickness",
                                        "emissivity"};
  double *const fields[] = {&out->conductivity, &out->density, &out->specific_heat,
                            &out->thickness_m, &out->emissivity};
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

/** Ratio of neighbouring cells for which cells that begin with `first` fill `total`. */
static double growth_ratio(double first, double total) {
  double low = 1.0, high = 10.0;
  for (int i = 0; i < 60; ++i) {
    const double r = 0.5 * (low + high);
    double sum = 0.0, cell = first;
    for (int k = 0; k < FLUE_WALL_CELLS; ++k, cell *= r) sum += cell;
    if (sum < total)
      low = r;
    else
      high = r;
  }
  return 0.5 * (low + high);
}

flue_wall_grid flue_wall_grid_make(const flue_material *m, double dt_s, double h_back) {
  const double diffusivity = m->conductivity / (m->density * m->specific_heat);
  const double even = m->thickness_m / FLUE_WALL_CELLS;
  const double first = fmin(even, sqrt(diffusivity * dt_s));
  const double ratio = growth_ratio(first, m->thickness_m);
  double cell[FLUE_WALL_CELLS], sum = 0.0;
  for (int k = 0; k < FLUE_WALL_CELLS; ++k) sum += cell[k] = first * pow(ratio, k);
  flue_wall_grid grid;
  for (int k = 0; k < FLUE_WALL_CELLS; ++k) {
    cell[k] *= m->thickness_m / sum;
    grid.capacity[k] = cell[k] * m->density * m->specific_heat;
  }
  grid.conductance[0] = 2.0 * m->conductivity / cell[0];
  for (int k = 1; k < FLUE_WALL_CELLS; ++k)
    grid.conductance[k] = 2.0 * m->conductivity / (cell[k - 1] + cell[k]);
  const double half = 2.0 * m->conductivity / cell[FLUE_WALL_CELLS - 1];
  grid.conductance[FLUE_WALL_CELLS] = h_back > 0.0 ? 1.0 / (1.0 / half + 1.0 / h_back) : 0.0;
  return grid;
}

double flue_wall_step(const flue_wall_grid *grid, double *temp, double dt_s, double area_m2,
                      double h, double flux_w, double temp_gas, double c_gas, double temp_back) {
  enum { n = FLUE_WALL_CELLS };
  double alpha[n], beta[n]; /* T_k = alpha_k + beta_k T_(k-1); T_(-1) is the face */
  double inner_alpha = temp_back, inner_beta = 0.0;
  for (int k = n - 1; k >= 0; --k) {
    const double storage = grid->capacity[k] / dt_s, in = grid->conductance[k],
                 out = grid->conductance[k + 1];
    const double diagonal = storage + in + out * (1.0 - inner_beta);
    alpha[k] = (storage * temp[k] + out * inner_alpha) / diagonal;
    beta[k] = in / diagonal;
    inner_alpha = alpha[k];
    inner_beta = beta[k];
  }
  /* face: h (T_gas - T_f) + flux = G0 (T_f - T_0), T_0 = alpha_0 + beta_0 T_f */
  const double into = grid->conductance[0];
  const double face_diagonal = h + into * (1.0 - beta[0]);
  const double face_constant = (flux_w + into * alpha[0]) / face_diagonal;
  const double face_slope = h / face_diagonal;
  const double exchange = dt_s * area_m2 * h;
  const double gas_new =
      (c_gas * temp_gas + exchange * face_constant) / (c_gas + exchange * (1.0 - face_slope));
  double before = face_constant + face_slope * gas_new;
  const double heat = exchange * (gas_new - before);
  for (int k = 0; k < n; ++k) before = temp[k] = alpha[k] + beta[k] * before;
  return heat;
}

double flue_convection(double temp_gas, double temp_wall) {
  const double mean_coefficient = 0.5 * (1.52 + 1.31), lowest = 1.0;
  return fmax(lowest, mean_coefficient * cbrt(fabs(temp_gas - temp_wall)));
}

double flue_gas_emissivity(double soot_density, double temp_k, double path_m) {
  const double soot_solid = 1800.0, planck = 1186.0, gas_only = 0.02;
  const double absorption = planck * soot_density / soot_solid * temp_k;
  return fmax(gas_only, 1.0 - exp(-absorption * path_m));
}

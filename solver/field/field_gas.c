/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State of the gas from what it is made of, and the divergence that its energy asks for:
 *
 *     T = p / sum(rho_a R_a),   rho h = sum(rho_a h_a(T))
 *     rho cp T div u = Q - u.grad(rho h) + sum (h_a - cp T R_a / R)(u.grad(rho_a) - S_a)
 *                      + (1 - rho cp T / p) dp/dt + w dp0/dz
 *
 * with the same limited fluxes that move the species, diffusion being part of them.
 * @cite mcgrattan2024 (appendix on the divergence; derived here for heat and species that diffuse
 * alike) */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "solver/field/field_internal.h"

double field_mixture_constant(const flue_field *f, const double *fraction) {
  double sum = 0.0;
  for (size_t q = 0; q < f->n_species; ++q)
    sum += fraction[q] * FLUE_MOLAR_GAS_CONSTANT / f->species[q].molar_mass;
  return sum;
}

double field_enthalpy(const flue_field *f, size_t q, double temp_k) {
  double h = 0.0;
  for (int k = FLUE_FIELD_COEFFICIENTS - 1; k >= 0; --k) h = h * temp_k + (double)f->enthalpy[q][k];
  return h;
}

/* ---- state ---- */

/** Rows of all species of a row of cells. */
typedef struct species_rows {
  float *part[FLUE_FIELD_SPECIES];
  const float *flux[FLUE_FIELD_SPECIES];
  int is_empty[FLUE_FIELD_SPECIES]; /**< Nothing of it, nor anything that brings it. */
} species_rows;

FIELD_FAST
static void sum_rows(const flue_field *f, const species_rows *s, float *restrict density,
                     float *restrict gas, int n) {
  memset(density, 0, (size_t)n * sizeof *density);
  memset(gas, 0, (size_t)n * sizeof *gas);
  for (size_t q = 0; q < f->n_species; ++q) {
    const float constant = f->gas_constant[q];
    const float *part = s->part[q];
    for (int i = 0; i < n; ++i) {
      density[i] += part[i];
      gas[i] += constant * part[i];
    }
  }
}

FIELD_FAST
static int row_is_empty(const float *part, int n) {
  const float next_to_nothing = 1e-9f; /* [kg m-3] */
  float most = 0.0f;
#pragma omp simd reduction(max : most)
  for (int i = 0; i < n; ++i) most = part[i] > most ? part[i] : most;
  return most < next_to_nothing;
}

FIELD_FAST
static void state_row(const flue_field *f, const species_rows *s, const float *pressure,
                      const float *density, const float *gas, float *restrict by_density,
                      float *restrict temp, float *restrict rho_h, int n) {
  for (int i = 0; i < n; ++i) {
    by_density[i] = 1.0f / density[i];
    temp[i] = pressure[i] / gas[i];
    rho_h[i] = 0.0f;
  }
  for (size_t q = 0; q < f->n_species; ++q) {
    const float *c = f->enthalpy[q], *part = s->part[q];
    for (int i = 0; i < n && !s->is_empty[q]; ++i) {
      const float t = temp[i];
      rho_h[i] += part[i] * (c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5])))));
    }
  }
}

/** Background pressure of a row of cells. */
static void fill_pressure(const flue_field *f, size_t c, int k, float *out) {
  const float ambient = (float)f->ambient_pressure[k];
  const size_t n = f->row;
  for (size_t i = 0; i < n; ++i) out[i] = ambient;
  if (!f->has_sealed) return;
  for (size_t i = 0; i < n; ++i) {
    const int z = f->zone[c + i], own = z >= 0 ? z : -2 - z; /* behind a wall: that before it */
    if (own >= 0) out[i] = (float)(f->ambient_pressure[k] + f->zone_pressure[own]);
  }
}

static species_rows rows_of(const flue_field *f, float *const part[], size_t c) {
  species_rows s = {0};
  for (size_t q = 0; q < f->n_species; ++q) {
    s.part[q] = part[q] + c;
    s.flux[q] = f->flux[q] + c;
  }
  return s;
}

/** With a constant ratio of the specific heats the enthalpy of a volume is that of its pressure. */
static void state_by_ratio(const float *pressure, float *rho_h, size_t n) {
  const float ratio = (float)(FLUE_HEAT_RATIO / (FLUE_HEAT_RATIO - 1.0));
  for (size_t i = 0; i < n; ++i) rho_h[i] = ratio * pressure[i];
}

void field_state_of_gas(flue_field *f, float *const part[]) {
#pragma omp parallel num_threads(f->n_threads)
  {
    float *room = f->scratch[omp_get_thread_num()];
    float *pressure = room, *gas = room + f->row;
#pragma omp for schedule(static)
    for (int k = 0; k <= f->n[2] + 1; ++k)
      for (int j = 0; j <= f->n[1] + 1; ++j) {
        const size_t c = field_at(f, 0, j, k);
        species_rows s = rows_of(f, part, c);
        fill_pressure(f, c, k, pressure);
        sum_rows(f, &s, f->density + c, gas, (int)f->row);
        for (size_t q = 0; q < f->n_species; ++q) {
          s.is_empty[q] = row_is_empty(s.part[q], (int)f->row);
          f->is_empty[q][c / f->row] = (unsigned char)s.is_empty[q];
        }
        state_row(f, &s, pressure, f->density + c, gas, f->by_density + c, f->temp + c,
                  f->rho_h + c, (int)f->row);
        if (f->in.has_constant_ratio) state_by_ratio(pressure, f->rho_h + c, f->row);
      }
  }
}

/* ---- divergence ---- */

typedef struct divergence_rows {
  const float *temp, *rho_h, *flux_h, *heat, *release;
  const float *u, *v, *v_low, *w, *w_low;
  const float *by_width;
  float by_y, by_z;
  float fall; /**< Of the background pressure with height [Pa m-1]. */
} divergence_rows;

/** @param div  Divergence of the velocity now, scratch. @param capacity  rho cp T, result. */
FIELD_FAST
static void divergence_row(const flue_field *f, const species_rows *s, const divergence_rows *r,
                           const float *react, float *restrict div, float *restrict capacity,
                           float *restrict gas, float *restrict out, int n) {
  for (int i = 1; i <= n; ++i) {
    div[i] = (r->u[i] - r->u[i - 1]) * r->by_width[i] + (r->v[i] - r->v_low[i]) * r->by_y +
             (r->w[i] - r->w_low[i]) * r->by_z;
    out[i] = r->heat[i] + r->release[i] - (r->flux_h[i] - r->rho_h[i] * div[i]);
    capacity[i] = 0.0f;
    gas[i] = 0.0f;
  }
  for (size_t q = 0; q < f->n_species; ++q) {
    const float *c = f->enthalpy[q], *part = s->part[q];
    const float constant = f->gas_constant[q];
    for (int i = 1; i <= n && !s->is_empty[q]; ++i) {
      const float t = r->temp[i];
      const float cp =
          c[1] + t * (2.0f * c[2] + t * (3.0f * c[3] + t * (4.0f * c[4] + t * 5.0f * c[5])));
      capacity[i] += part[i] * cp;
      gas[i] += part[i] * constant;
    }
  }
  for (int i = 1; i <= n; ++i) {
    gas[i] = capacity[i] * r->temp[i] / gas[i]; /* cp T / R */
    capacity[i] *= r->temp[i];
  }
  for (size_t q = 0; q < f->n_species; ++q) {
    const float *c = f->enthalpy[q], *part = s->part[q], *flux = s->flux[q];
    const float constant = f->gas_constant[q], makes = react[q];
    for (int i = 1; i <= n && !s->is_empty[q]; ++i) {
      const float t = r->temp[i];
      const float h = c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5]))));
      out[i] += (h - gas[i] * constant) * (flux[i] - part[i] * div[i] - makes * r->release[i]);
    }
  }
  for (int i = 1; i <= n; ++i) {
    const float rise = 0.5f * (r->w[i] + r->w_low[i]);
    out[i] += rise * r->fall;
    out[i] /= capacity[i];
  }
}

/** Mass of each species made per heat of combustion [kg J-1]. */
static void reaction_rates(const flue_field *f, float react[FLUE_FIELD_SPECIES]) {
  const flue_field_reaction *r = &f->in.reaction;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) react[q] = 0.0f;
  if (!r->is_there) return;
  react[r->fuel] -= (float)(1.0 / r->heat);
  react[r->air] -= (float)(r->air_per_fuel / r->heat);
  react[r->products] += (float)((1.0 + r->air_per_fuel) / r->heat);
}

/** What injected gas adds: volume, and heat where it is warmer than the cell. */
static void add_injected(flue_field *f, float *const part[]) {
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    const double *rate = f->injected + w->surface * FLUE_FIELD_SPECIES;
    const double scale = (double)w->share * (double)w->by_depth;
    if (!f->injects[w->surface] || scale <= 0.0) continue;
    const double temp = f->temp[w->c];
    double gas = 0.0;
    for (size_t q = 0; q < f->n_species; ++q) gas += (double)f->gas_constant[q] * rate[q];
    double capacity = 0.0;
    for (size_t q = 0; q < f->n_species; ++q) {
      const double cp = (field_enthalpy(f, q, temp + 1.0) - field_enthalpy(f, q, temp - 1.0)) / 2.0;
      capacity += cp * (double)part[q][w->c];
    }
    double heat = 0.0;
    for (size_t q = 0; q < f->n_species; ++q)
      heat += rate[q] * (field_enthalpy(f, q, w->temp) - field_enthalpy(f, q, temp));
    const double pressure = f->ambient_pressure[w->cell[2]] + f->zone_pressure[f->zone[w->c]];
    f->divergence[w->c] += (float)(scale * (gas * temp / pressure + heat / (capacity * temp)));
  }
}

/** Volume that leaves zones through faces that blow, at the end of a stage [m3 s-1]. */
static void count_blown(const flue_field *f, double *out) {
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    const flue_field_surface *s = &f->surface[w->surface];
    if (s->blows != 0.0)
      out[f->zone[w->c]] -= (double)w->area * s->blows * field_ramp(&s->blows_ramp, f->stage_s);
  }
}

/** Rates at which the pressures of sealed zones change, and what that takes off the divergence. */
static void settle_zones(flue_field *f, const float *by_capacity) {
  const size_t nz = f->n_zones;
  double *sum = f->zone_sum;
  memset(sum, 0, 3 * nz * sizeof *sum);
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const int z = f->zone[c];
        if (z < 0 || f->zone_is_open[z]) continue;
        const double volume = (double)f->width[0][i] * f->width[1][j] * f->width[2][k];
        const double pressure = f->ambient_pressure[k] + f->zone_pressure[z];
        sum[z] += volume * f->divergence[c];
        sum[nz + (size_t)z] += volume * (1.0 / pressure - (double)by_capacity[c]);
      }
  count_blown(f, sum + 2 * nz);
  for (size_t z = 0; z < nz; ++z)
    f->zone_rate[z] = f->zone_is_open[z] ? 0.0 : (sum[z] - sum[2 * nz + z]) / sum[nz + z];
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        const int z = f->zone[c];
        if (z < 0 || f->zone_is_open[z]) continue;
        const double pressure = f->ambient_pressure[k] + f->zone_pressure[z];
        f->divergence[c] -= (float)((1.0 / pressure - (double)by_capacity[c]) * f->zone_rate[z]);
      }
}

/** Whether a row of cells and those beside it hold nothing of a species, so that no flux brings it.
 */
static int is_left_alone(const flue_field *f, size_t q, size_t row) {
  const unsigned char *e = f->is_empty[q];
  const size_t plane = f->plane / f->row;
  return e[row] && e[row - 1] && e[row + 1] && e[row - plane] && e[row + plane];
}

void field_find_divergence(flue_field *f, float *const part[], float *const u[3]) {
  float react[FLUE_FIELD_SPECIES];
  reaction_rates(f, react);
#pragma omp parallel num_threads(f->n_threads)
  {
    float *room = f->scratch[omp_get_thread_num()];
#pragma omp for schedule(static)
    for (int k = 1; k <= f->n[2]; ++k)
      for (int j = 1; j <= f->n[1]; ++j) {
        const size_t c = field_at(f, 0, j, k);
        species_rows s = rows_of(f, part, c);
        for (size_t q = 0; q < f->n_species; ++q) s.is_empty[q] = is_left_alone(f, q, c / f->row);
        const double fall = f->ambient_density[k] * f->in.gravity[2];
        const divergence_rows r = {.temp = f->temp + c,
                                   .rho_h = f->rho_h + c,
                                   .flux_h = f->flux[f->n_species] + c,
                                   .heat = f->source + c,
                                   .release = f->release + c,
                                   .u = u[0] + c,
                                   .v = u[1] + c,
                                   .v_low = u[1] + c - f->row,
                                   .w = u[2] + c,
                                   .w_low = u[2] + c - f->plane,
                                   .by_width = f->by_width[0],
                                   .by_y = f->by_width[1][j],
                                   .by_z = f->by_width[2][k],
                                   .fall = (float)(f->in.is_stratified ? fall : 0.0)};
        float *capacity = room + 2 * f->row;
        divergence_row(f, &s, &r, react, room, capacity, room + f->row, f->divergence + c, f->n[0]);
        for (int i = 1; i <= f->n[0] && f->has_sealed; ++i)
          f->work[c + (size_t)i] = 1.0f / capacity[i];
      }
  }
  add_injected(f, part);
  if (f->has_sealed) settle_zones(f, f->work);
}

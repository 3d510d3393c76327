/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What flows carry and what diffuses: species and enthalpy in one pass over the grid. Values at
 * faces are limited (no new extremes) from two cells upstream and one downstream; the same flux
 * leaves one cell and enters the next. */
#include <omp.h>
#include <string.h>

#include "solver/field/field_internal.h"

/** Four cells in a row across a face: rows of values, and of what turns them into fractions. */
typedef struct rows {
  const float *far_low, *low, *high, *far_high;
  const float *by_low, *by_high; /**< Inverse density. */
  const float *gamma_low, *gamma_high;
  const float *u, *passes;
} rows;

/** Difference that is added to half a cell upstream. @cite roe1986 */
FIELD_INLINE float superbee(float up, float local) {
  const float a = up < 0.0f ? -up : up, b = local < 0.0f ? -local : local;
  const float s = a < 2.0f * b ? a : 2.0f * b, t = 2.0f * a < b ? 2.0f * a : b;
  const float size = s > t ? s : t;
  const float with_sign = local < 0.0f ? -size : size;
  return up * local > 0.0f ? with_sign : 0.0f;
}

/** Cubic near even slopes. @cite zhou1995 */
FIELD_INLINE float charm(float up, float local) {
  const float safe = up * up > 1e-30f ? up : 1e-15f;
  const float s = local / safe, sum = s + 1.0f;
  const float value = up * s * (3.0f * s + 1.0f) / (sum * sum);
  return up * local > 0.0f ? value : 0.0f;
}

FIELD_INLINE float correction(float up, float local, flue_field_limiter limiter) {
  switch (limiter) {
    case FLUE_LIMITER_SUPERBEE:
      return superbee(up, local);
    case FLUE_LIMITER_CHARM:
      return charm(up, local);
    case FLUE_LIMITER_CENTRAL:
      return local;
    default:
      return 0.0f;
  }
}

/** @param share  Of the correction: none where no gas lies on one side. */
FIELD_INLINE float limited(float far_low, float low, float high, float far_high, float u,
                           float share, flue_field_limiter limiter) {
  const int is_up = u > 0.0f;
  const float local = high - low, below = low - far_low, above = far_high - high;
  const float upstream = is_up ? below : above, base = is_up ? low : high,
              half = is_up ? 0.5f * share : -0.5f * share;
  return base + half * correction(upstream, local, limiter);
}

FIELD_INLINE float face_flux(const rows *r, float by, int i, flue_field_limiter limiter) {
  const float carried = r->u[i] * limited(r->far_low[i], r->low[i], r->high[i], r->far_high[i],
                                          r->u[i], r->passes[i], limiter);
  const float gamma = 0.5f * (r->gamma_low[i] + r->gamma_high[i]) * r->passes[i];
  return carried - gamma * by * (r->high[i] * r->by_high[i] - r->low[i] * r->by_low[i]);
}

FIELD_INLINE void fluxes_with(const rows *r, const float *by, float by_all, int first, int last,
                              float *restrict out, flue_field_limiter limiter) {
  if (by)
    for (int i = first; i <= last; ++i) out[i] = face_flux(r, by[i], i, limiter);
  else
    for (int i = first; i <= last; ++i) out[i] = face_flux(r, by_all, i, limiter);
}

/** Fluxes through a row of faces. @param by  Inverse distances of cells, or NULL: all by_all. */
FIELD_FAST
static void flux_row(const rows *r, const float *by, float by_all, int first, int last,
                     float *restrict out, flue_field_limiter limiter) {
  switch (limiter) {
    case FLUE_LIMITER_SUPERBEE:
      fluxes_with(r, by, by_all, first, last, out, FLUE_LIMITER_SUPERBEE);
      break;
    case FLUE_LIMITER_CHARM:
      fluxes_with(r, by, by_all, first, last, out, FLUE_LIMITER_CHARM);
      break;
    case FLUE_LIMITER_CENTRAL:
      fluxes_with(r, by, by_all, first, last, out, FLUE_LIMITER_CENTRAL);
      break;
    default:
      fluxes_with(r, by, by_all, first, last, out, FLUE_LIMITER_UPWIND);
  }
}

FIELD_FAST
static void gather(float *restrict out, const float *x, const float *by_width, const float *y_low,
                   const float *y_high, float by_y, const float *z_low, const float *z_high,
                   float by_z, int n) {
  for (int i = 1; i <= n; ++i)
    out[i] = (x[i] - x[i - 1]) * by_width[i] + (y_high[i] - y_low[i]) * by_y +
             (z_high[i] - z_low[i]) * by_z;
}

/** Rows about the faces between cells at c and above. At edges of the grid the cells beyond are
 *  those across a periodic one, else repeated, which leaves the upstream value there. */
static rows rows_about(const flue_field *f, const float *s, const float *u, int d, size_t c,
                       int at) {
  const size_t step = field_stride(f, d), n = (size_t)f->n[d];
  const int is_low = at == 0, is_high = at == f->n[d];
  const float *low = s + c, *high = s + c + step;
  const float *far_low = is_low ? (f->is_periodic[d] ? s + c + (n - 1) * step : low) : low - step;
  const float *far_high =
      is_high ? (f->is_periodic[d] ? s + c + 2 * step - n * step : high) : high + step;
  return (rows){.far_low = far_low,
                .low = low,
                .high = high,
                .far_high = far_high,
                .by_low = f->by_density + c,
                .by_high = f->by_density + c + step,
                .gamma_low = f->diffusivity + c,
                .gamma_high = f->diffusivity + c + step,
                .u = u + c,
                .passes = f->open[d] + c};
}

/** Whether a row of cells, and the next along an axis, hold nothing of a quantity: nothing moves
 *  between them. What is skipped is skipped for both, so no mass is lost. */
static int is_empty(const flue_field *f, size_t q, size_t row, size_t step) {
  return q < f->n_species && f->is_empty[q][row / f->row] && f->is_empty[q][(row + step) / f->row];
}

/** Through the faces of a row of cells along x. */
static void along_x(const flue_field *f, size_t q, const float *s, const float *u, size_t row,
                    float *out) {
  const int n = f->n[0];
  if (is_empty(f, q, row, 0)) {
    memset(out, 0, ((size_t)n + 1) * sizeof *out);
    return;
  }
  const rows r = rows_about(f, s, u, 0, row, 1);
  const rows first = rows_about(f, s, u, 0, row, 0), last = rows_about(f, s, u, 0, row, n);
  flux_row(&r, f->by_step[0], 0.0f, 1, n - 1, out, f->in.limiter);
  flux_row(&first, f->by_step[0], 0.0f, 0, 0, out, f->in.limiter);
  flux_row(&last, f->by_step[0], 0.0f, n, n, out, f->in.limiter);
}

static void across(const flue_field *f, size_t q, const float *s, const float *u, int d, int at,
                   size_t row, float *out) {
  if (is_empty(f, q, row, field_stride(f, d))) {
    memset(out, 0, f->row * sizeof *out);
    return;
  }
  const rows r = rows_about(f, s, u, d, row, at);
  flux_row(&r, NULL, f->by_step[d][at], 1, f->n[0], out, f->in.limiter);
}

/** The rows of a slab of planes for one quantity. @param room  [4 rows + a plane] */
static void flux_slab(flue_field *f, size_t q, const float *s, float *const u[3], int first,
                      int last, float *room) {
  const size_t row = f->row;
  float *x = room, *y[2] = {room + row, room + 2 * row}, *z = room + 3 * row;
  float *z_new = room + 3 * row + f->plane, *out = f->flux[q];
  for (int k = first; k <= last; ++k) {
    if (k == first)
      for (int j = 1; j <= f->n[1]; ++j)
        across(f, q, s, u[2], 2, k - 1, field_at(f, 0, j, k - 1), z + (size_t)j * row);
    across(f, q, s, u[1], 1, 0, field_at(f, 0, 0, k), y[0]);
    for (int j = 1; j <= f->n[1]; ++j) {
      const size_t at = field_at(f, 0, j, k);
      float *z_low = z + (size_t)j * row;
      along_x(f, q, s, u[0], at, x);
      across(f, q, s, u[1], 1, j, at, y[j % 2]);
      across(f, q, s, u[2], 2, k, at, z_new);
      gather(out + at, x, f->by_width[0], y[(j + 1) % 2], y[j % 2], f->by_width[1][j], z_low, z_new,
             f->by_width[2][k], f->n[0]);
      memcpy(z_low, z_new, row * sizeof *z_low);
    }
  }
}

void field_slab(const flue_field *f, int *first, int *last) {
  const int threads = omp_get_num_threads(), me = omp_get_thread_num(), n = f->n[2];
  *first = 1 + n * me / threads;
  *last = n * (me + 1) / threads;
}

void field_fluxes(flue_field *f, float *const part[], float *const u[3]) {
#pragma omp parallel num_threads(f->n_threads)
  {
    int first, last;
    field_slab(f, &first, &last);
    float *room = f->scratch[omp_get_thread_num()];
    for (size_t q = 0; q <= f->n_species; ++q)
      flux_slab(f, q, q < f->n_species ? part[q] : f->rho_h, u, first, last, room);
  }
}

FIELD_FAST
static void move_row(const float *from, const float *other, float *restrict to, const float *flux,
                     float own, float dt, int n) {
  if (own >= 1.0f)
    for (int i = 1; i <= n; ++i) to[i] = from[i] - dt * flux[i];
  else
    for (int i = 1; i <= n; ++i) to[i] = own * from[i] + (1.0f - own) * (other[i] - dt * flux[i]);
}

void field_move(flue_field *f, float *const from[], float *const other[], float *const to[],
                double own, double dt) {
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (size_t q = 0; q < f->n_species; ++q)
      for (int j = 1; j <= f->n[1]; ++j) {
        const size_t at = field_at(f, 0, j, k);
        move_row(from[q] + at, other[q] + at, to[q] + at, f->flux[q] + at, (float)own, (float)dt,
                 f->n[0]);
      }
}

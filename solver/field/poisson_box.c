/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transforms, and elimination along z prepared once for all pairs of waves. */
#include "solver/field/poisson_box.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/field_fast.h"

static const double pi = 3.14159265358979323846;

struct flue_box {
  int n[3], is_periodic[3], n_threads;
  flue_poisson_side side[6];
  size_t row, plane;      /**< Of arrays with cells around. */
  size_t line, sheet;     /**< Of the transformed array: [n2][sheet], rows of line. */
  double *const *width;   /**< Borrowed. */
  double mean[3];         /**< Width [m]. */
  float *weight_row;      /**< Sizes along x [n0 + 2]. */
  float *w;               /**< Transformed, [n2][sheet]. */
  float *pivot;           /**< Inverse pivots, [n2][sheet]. */
  float *lower, *upper;   /**< Along z [n2]. */
  double *eigen[3];       /**< [n] */
  double scale;           /**< Of transforms there and back. */
  fftwf_plan forth, back; /**< Of a plane, or of all where z is periodic. */
};

/** Weight of the neighbour `to` of a cell along z. */
static float weight_between(const flue_box *p, int cell, int to) {
  const double own = p->width[2][cell];
  return (float)(2.0 / (own * (own + p->width[2][to])));
}

/* ---- life ---- */

static flue_status allocate(flue_box *p) {
  const size_t cells = (size_t)p->n[2] * p->sheet;
  int is_whole = 1;
  for (int d = 0; d < 3; ++d)
    is_whole = (p->eigen[d] = flue_alloc((size_t)p->n[d], sizeof(double))) && is_whole;
  p->weight_row = flue_alloc((size_t)p->n[0] + 2, sizeof(float));
  p->lower = flue_alloc((size_t)p->n[2], sizeof(float));
  p->upper = flue_alloc((size_t)p->n[2], sizeof(float));
  p->pivot = flue_alloc(cells, sizeof(float));
  p->w = fftwf_alloc_real(cells);
  if (p->w) memset(p->w, 0, cells * sizeof(float));
  return is_whole && p->weight_row && p->lower && p->upper && p->pivot && p->w ? FLUE_OK
                                                                               : FLUE_ENOMEM;
}

flue_status flue_box_create(flue_ctx *ctx, const int n[3], double *const width[3],
                            const int periodic[3], int n_threads, flue_box **out) {
  const size_t vector = 16; /* planes begin where vectors do, as plans expect */
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a pressure solver");
  flue_box *p = *out;
  p->width = width;
  p->n_threads = n_threads;
  for (int d = 0; d < 3; ++d) {
    p->n[d] = n[d];
    p->is_periodic[d] = periodic[d];
    for (int i = 1; i <= n[d]; ++i) p->mean[d] += width[d][i] / n[d];
  }
  p->row = (size_t)n[0] + 2;
  p->plane = p->row * ((size_t)n[1] + 2);
  p->line = (size_t)n[0];
  p->sheet = p->line * (size_t)n[1];
  if (!periodic[2]) p->sheet = (p->sheet + vector - 1) / vector * vector;
  if (allocate(p) != FLUE_OK) {
    flue_box_destroy(out);
    return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for a pressure solver");
  }
  for (int i = 0; i <= n[0] + 1; ++i) p->weight_row[i] = (float)width[0][i];
  return FLUE_OK;
}

/** FFTW plans for one thread at a time; samples of a batch run side by side. */
static void drop_plans(flue_box *p) {
#pragma omp critical(flue_fftw)
  {
    if (p->forth) fftwf_destroy_plan(p->forth);
    if (p->back) fftwf_destroy_plan(p->back);
  }
  p->forth = p->back = NULL;
}

void flue_box_destroy(flue_box **box) {
  if (!box || !*box) return;
  flue_box *p = *box;
  drop_plans(p);
  for (int d = 0; d < 3; ++d) free(p->eigen[d]);
  free(p->weight_row);
  free(p->lower);
  free(p->upper);
  free(p->pivot);
  if (p->w) fftwf_free(p->w);
  free(p);
  *box = NULL;
}

size_t flue_box_bytes(const flue_box *p) {
  return 2 * (size_t)p->n[2] * p->sheet * sizeof(float);
}

const float *flue_box_lines(const flue_box *p, size_t *line, size_t *sheet) {
  if (line) *line = p->line;
  if (sheet) *sheet = p->sheet;
  return p->w;
}

/* ---- its sides ---- */

/** Transforms and eigenvalues of an axis. */
static void choose_transform(flue_box *p, int d, fftwf_r2r_kind *forth, fftwf_r2r_kind *back) {
  const int n = p->n[d];
  const flue_poisson_side low = p->side[2 * d], high = p->side[2 * d + 1];
  for (int k = 0; k < n; ++k) {
    double angle = pi * k / (2.0 * n);
    if (low == FLUE_POISSON_PERIODIC)
      angle = pi * (k <= n / 2 ? k : n - k) / n;
    else if (low == FLUE_POISSON_HELD && high == FLUE_POISSON_HELD)
      angle = pi * (k + 1) / (2.0 * n);
    else if (low != high)
      angle = pi * (2 * k + 1) / (4.0 * n);
    p->eigen[d][k] = -4.0 * sin(angle) * sin(angle) / (p->mean[d] * p->mean[d]);
  }
  p->scale /= low == FLUE_POISSON_PERIODIC ? n : 2.0 * n;
  if (low == FLUE_POISSON_PERIODIC) {
    *forth = FFTW_R2HC;
    *back = FFTW_HC2R;
  } else if (low == high) {
    *forth = low == FLUE_POISSON_HELD ? FFTW_RODFT10 : FFTW_REDFT10;
    *back = low == FLUE_POISSON_HELD ? FFTW_RODFT01 : FFTW_REDFT01;
  } else {
    *forth = *back = low == FLUE_POISSON_HELD ? FFTW_RODFT11 : FFTW_REDFT11;
  }
}

static flue_status make_plans(flue_ctx *ctx, flue_box *p) {
  fftwf_r2r_kind forth[3], back[3];
  drop_plans(p);
  p->scale = 1.0;
  const int is_3d = p->is_periodic[2];
  for (int d = 0; d < (is_3d ? 3 : 2); ++d) choose_transform(p, d, &forth[2 - d], &back[2 - d]);
  const int sizes[3] = {p->n[2], p->n[1], p->n[0]};
  const int first = is_3d ? 0 : 1;
#pragma omp critical(flue_fftw)
  {
    p->forth = fftwf_plan_r2r(3 - first, sizes + first, p->w, p->w, forth + first, FFTW_ESTIMATE);
    p->back = fftwf_plan_r2r(3 - first, sizes + first, p->w, p->w, back + first, FFTW_ESTIMATE);
  }
  FLUE_CHECK(p->forth && p->back, ctx, FLUE_ENOMEM, "no plan for transforms of %d by %d cells",
             p->n[0], p->n[1]);
  return FLUE_OK;
}

/** Eliminates along z once for all: inverse pivots of each pair of waves. */
static void set_pivots(flue_box *p, double given) {
  const int n = p->n[2];
  const double longest =
      fmax(p->mean[0] * p->n[0], fmax(p->mean[1] * p->n[1], p->mean[2] * p->n[2]));
  const double least = 1e-3 / (longest * longest);
  const double hold = fmax(least, given);
  for (int k = 0; k < n; ++k) {
    p->lower[k] = k > 0 ? weight_between(p, k + 1, k) : 0.0f;
    p->upper[k] = k < n - 1 ? weight_between(p, k + 1, k + 2) : 0.0f;
  }
  for (int j = 0; j < p->n[1]; ++j)
    for (int i = 0; i < p->n[0]; ++i) {
      const double wave = p->eigen[0][i] + p->eigen[1][j];
      double ratio = 0.0;
      for (int k = 0; k < n; ++k) {
        const size_t at = (size_t)k * p->sheet + (size_t)j * p->line + (size_t)i;
        double pivot;
        if (p->is_periodic[2]) {
          pivot = wave + p->eigen[2][k];
          if (pivot > -least) pivot = -hold;
          p->pivot[at] = (float)(1.0 / pivot);
          continue;
        }
        const int is_low = k == 0, is_high = k == n - 1;
        double own = -(double)p->lower[k] - p->upper[k];
        if (is_low && p->side[4] == FLUE_POISSON_HELD)
          own -= 2.0 / (p->width[2][1] * p->width[2][1]);
        if (is_high && p->side[5] == FLUE_POISSON_HELD)
          own -= 2.0 / (p->width[2][n] * p->width[2][n]);
        const int is_loose =
            wave > -least && p->side[4] == FLUE_POISSON_CLOSED && p->side[5] == FLUE_POISSON_CLOSED;
        if (is_loose) own -= hold;
        pivot = own + wave - p->lower[k] * ratio;
        p->pivot[at] = (float)(1.0 / pivot);
        ratio = p->upper[k] / pivot;
      }
    }
}

flue_status flue_box_set(flue_ctx *ctx, flue_box *p, const flue_poisson_side side[6], double hold) {
  memcpy(p->side, side, sizeof p->side);
  FLUE_TRY(make_plans(ctx, p));
  set_pivots(p, hold);
  return FLUE_OK;
}

/* ---- the direct solution ---- */

static void to_lines(const flue_box *p, const float *x, int k) {
  for (int j = 0; j < p->n[1]; ++j) {
    const float scale = (float)(p->scale * p->width[1][j + 1] / (p->mean[0] * p->mean[1]));
    const float *from = x + (size_t)(k + 1) * p->plane + (size_t)(j + 1) * p->row + 1;
    float *to = p->w + (size_t)k * p->sheet + (size_t)j * p->line;
    for (int i = 0; i < p->n[0]; ++i) to[i] = scale * p->weight_row[i + 1] * from[i];
  }
}

FIELD_FAST
static void eliminate(float *w, const float *pivot, const float *lower, const float *upper, int n,
                      int m, size_t sheet) {
  for (int i = 0; i < m; ++i) w[i] *= pivot[i];
  for (int k = 1; k < n; ++k) {
    float *at = w + (size_t)k * sheet;
    const float *below = at - sheet, *by = pivot + (size_t)k * sheet;
    for (int i = 0; i < m; ++i) at[i] = (at[i] - lower[k] * below[i]) * by[i];
  }
  for (int k = n - 2; k >= 0; --k) {
    float *at = w + (size_t)k * sheet;
    const float *above = at + sheet, *by = pivot + (size_t)k * sheet;
    for (int i = 0; i < m; ++i) at[i] -= upper[k] * by[i] * above[i];
  }
}

void flue_box_solve(flue_box *p, const float *x) {
  const int nz = p->n[2], is_3d = p->is_periodic[2];
#pragma omp parallel num_threads(p->n_threads)
  {
#pragma omp for schedule(static)
    for (int k = 0; k < nz; ++k) {
      to_lines(p, x, k);
      float *w = p->w + (size_t)k * p->sheet;
      if (!is_3d) fftwf_execute_r2r(p->forth, w, w);
    }
    if (is_3d) {
#pragma omp single
      {
        fftwf_execute_r2r(p->forth, p->w, p->w);
        for (size_t i = 0; i < (size_t)nz * p->sheet; ++i) p->w[i] *= p->pivot[i];
        fftwf_execute_r2r(p->back, p->w, p->w);
      }
    } else {
#pragma omp for schedule(static)
      for (int j = 0; j < p->n[1]; ++j) {
        const size_t at = (size_t)j * p->line;
        eliminate(p->w + at, p->pivot + at, p->lower, p->upper, nz, p->n[0], p->sheet);
      }
#pragma omp for schedule(static)
      for (int k = 0; k < nz; ++k) {
        float *w = p->w + (size_t)k * p->sheet;
        fftwf_execute_r2r(p->back, w, w);
      }
    }
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conjugate gradients about a direct solution of the box without solids. Sums run plane by plane
 * and then over planes in order: the same bits for any number of threads. */
#include "solver/field/poisson.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/field_fast.h"
#include "solver/field/poisson_blocks.h"
#include "solver/field/poisson_box.h"

struct flue_poisson {
  int n[3], is_periodic[3], n_threads;
  flue_poisson_side side[6];
  int is_exact;            /**< The box is all there is. */
  size_t row, plane, size; /**< Of arrays with cells around. */
  float *up[3], *down[3];  /**< Weights of neighbours above and below [n + 2]. */
  double *width[3];        /**< [n + 2] */
  float *weight_row;       /**< Sizes along x [n0 + 2]. */
  float *const *open;      /**< Borrowed. */
  const int *zone;         /**< Borrowed. */
  const unsigned char *is_held;
  size_t n_zones;
  float *r, *p, *q; /**< As arrays with cells around. */
  double *sum;      /**< [n2 + 2] */
  double *zone_sum, *zone_size;
  flue_box *box;       /**< Without solids. */
  flue_blocks *blocks; /**< NULL where the box is all there is. */
};

/* ---- set-up ---- */

static flue_status allocate(flue_poisson *p) {
  int is_whole = 1;
  for (int d = 0; d < 3; ++d) {
    const size_t m = (size_t)p->n[d] + 2;
    p->up[d] = flue_alloc(m, sizeof(float));
    p->down[d] = flue_alloc(m, sizeof(float));
    p->width[d] = flue_alloc(m, sizeof(double));
    is_whole = is_whole && p->up[d] && p->down[d] && p->width[d];
  }
  p->weight_row = flue_alloc((size_t)p->n[0] + 2, sizeof(float));
  p->r = flue_alloc(p->size, sizeof(float));
  p->p = flue_alloc(p->size, sizeof(float));
  p->q = flue_alloc(p->size, sizeof(float));
  p->sum = flue_alloc((size_t)p->n[2] + 2, 2 * sizeof(double));
  return is_whole && p->weight_row && p->r && p->p && p->q && p->sum ? FLUE_OK : FLUE_ENOMEM;
}

static void set_widths(flue_poisson *p, const double *const face[3]) {
  for (int d = 0; d < 3; ++d) {
    const int n = p->n[d];
    for (int i = 1; i <= n; ++i) p->width[d][i] = face[d][i] - face[d][i - 1];
    p->width[d][0] = p->is_periodic[d] ? p->width[d][n] : p->width[d][1];
    p->width[d][n + 1] = p->is_periodic[d] ? p->width[d][1] : p->width[d][n];
    for (int i = 1; i <= n; ++i) {
      const double own = p->width[d][i];
      p->up[d][i] = (float)(2.0 / (own * (own + p->width[d][i + 1])));
      p->down[d][i] = (float)(2.0 / (own * (own + p->width[d][i - 1])));
    }
  }
  for (int i = 0; i <= p->n[0] + 1; ++i) p->weight_row[i] = (float)p->width[0][i];
}

flue_status flue_poisson_create(flue_ctx *ctx, const int n[3], const double *const face[3],
                                const int is_periodic[3], int n_threads, flue_poisson **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a pressure solver");
  flue_poisson *p = *out;
  for (int d = 0; d < 3; ++d) {
    p->n[d] = n[d];
    p->is_periodic[d] = is_periodic[d];
  }
  p->n_threads = n_threads;
  p->row = (size_t)n[0] + 2;
  p->plane = p->row * ((size_t)n[1] + 2);
  p->size = p->plane * ((size_t)n[2] + 2);
  if (allocate(p) != FLUE_OK) {
    flue_poisson_destroy(out);
    return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for a pressure solver");
  }
  set_widths(p, face);
  const flue_status status = flue_box_create(ctx, n, p->width, is_periodic, n_threads, &p->box);
  if (status != FLUE_OK) flue_poisson_destroy(out);
  return status;
}

void flue_poisson_destroy(flue_poisson **poisson) {
  if (!poisson || !*poisson) return;
  flue_poisson *p = *poisson;
  for (int d = 0; d < 3; ++d) {
    free(p->up[d]);
    free(p->down[d]);
    free(p->width[d]);
  }
  free(p->weight_row);
  free(p->r);
  free(p->p);
  free(p->q);
  free(p->sum);
  free(p->zone_sum);
  free(p->zone_size);
  flue_blocks_destroy(&p->blocks);
  flue_box_destroy(&p->box);
  free(p);
  *poisson = NULL;
}

float *flue_poisson_residual(flue_poisson *p) {
  return p->r;
}

size_t flue_poisson_bytes(const flue_poisson *p) {
  return 3 * p->size * sizeof(float) + flue_box_bytes(p->box) +
         (p->blocks ? flue_blocks_bytes(p->blocks) : 0);
}

/* ---- the box without solids ---- */

/** Faces of a side of the grid that are open, and all of them that border on gas. */
static void count_side(const flue_poisson *p, int side, size_t *open, size_t *gas) {
  const int d = side / 2, a = (d + 1) % 3, b = (d + 2) % 3, is_top = side % 2;
  const size_t stride[3] = {1, p->row, p->plane};
  for (int j = 1; j <= p->n[b]; ++j)
    for (int i = 1; i <= p->n[a]; ++i) {
      const size_t base = (size_t)i * stride[a] + (size_t)j * stride[b];
      const size_t c = base + (size_t)(is_top ? p->n[d] : 1) * stride[d];
      *gas += p->zone[c] >= 0;
      *open += p->zone[c] >= 0 && p->open[d][is_top ? c : c - stride[d]] > 0.5f;
    }
}

/** A side of the box is held or closed as most of its faces are. */
static void choose_sides(flue_poisson *p) {
  p->is_exact = 1;
  for (int s = 0; s < 6; ++s) {
    size_t open = 0, gas = 0;
    if (p->is_periodic[s / 2]) {
      p->side[s] = FLUE_POISSON_PERIODIC;
      continue;
    }
    count_side(p, s, &open, &gas);
    p->side[s] = 2 * open > gas ? FLUE_POISSON_HELD : FLUE_POISSON_CLOSED;
    if (open != 0 && open != gas) p->is_exact = 0;
  }
  for (int d = 0; d < 3 && p->is_exact; ++d) {
    for (int k = 1; k <= p->n[2] && p->is_exact; ++k)
      for (int j = 1; j <= p->n[1] && p->is_exact; ++j)
        for (int i = 1; i <= p->n[0]; ++i) {
          const int at[3] = {i, j, k};
          const size_t c = (size_t)i + (size_t)j * p->row + (size_t)k * p->plane;
          if (p->zone[c] < 0 || (at[d] < p->n[d] && p->open[d][c] < 0.5f)) p->is_exact = 0;
        }
  }
  for (int d = 0; d < (p->is_periodic[2] ? 3 : 2); ++d)
    for (int i = 2; i <= p->n[d]; ++i)
      if (fabs(p->width[d][i] - p->width[d][1]) > 1e-6 * p->width[d][1]) p->is_exact = 0;
}

/** Sum of the held faces' weights over the cells: how firmly the mean is held. */
static double hold_of_mean(const flue_poisson *p) {
  double hold = 0.0;
  for (int s = 0; s < 6; ++s) {
    const int d = s / 2;
    size_t open = 0, gas = 0;
    if (p->is_periodic[d]) continue;
    count_side(p, s, &open, &gas);
    const int at = s % 2 ? p->n[d] : 1;
    hold += (double)open * 2.0 / (p->width[d][at] * p->width[d][at]);
  }
  return hold / ((double)p->n[0] * p->n[1] * p->n[2]);
}

static flue_status set_zones(flue_ctx *ctx, flue_poisson *p) {
  free(p->zone_sum);
  free(p->zone_size);
  const size_t planes = (size_t)p->n[2] + 2;
  p->zone_sum = flue_alloc(p->n_zones * planes, sizeof(double));
  p->zone_size = flue_alloc(p->n_zones, sizeof(double));
  FLUE_CHECK(p->zone_sum && p->zone_size, ctx, FLUE_ENOMEM, "no memory for %zu zones", p->n_zones);
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j)
      for (int i = 1; i <= p->n[0]; ++i) {
        const int z = p->zone[(size_t)i + (size_t)j * p->row + (size_t)k * p->plane];
        if (z >= 0) p->zone_size[z] += p->width[0][i] * p->width[1][j] * p->width[2][k];
      }
  return FLUE_OK;
}

static flue_status set_blocks(flue_ctx *ctx, flue_poisson *p) {
  flue_blocks_destroy(&p->blocks);
  const int has_seam = p->is_periodic[0] || p->is_periodic[1] || p->is_periodic[2];
  if (p->is_exact || has_seam) return FLUE_OK; /* blocks know no seams */
  const flue_blocks_grid grid = {.n = {p->n[0], p->n[1], p->n[2]},
                                 .n_threads = p->n_threads,
                                 .row = p->row,
                                 .plane = p->plane,
                                 .size = p->size,
                                 .open = p->open,
                                 .up = p->up,
                                 .down = p->down,
                                 .width = p->width,
                                 .zone = p->zone};
  size_t line, sheet;
  flue_box_lines(p->box, &line, &sheet);
  return flue_blocks_create(ctx, &grid, line, sheet, &p->blocks);
}

flue_status flue_poisson_set(flue_ctx *ctx, flue_poisson *p, float *const open[3], const int *zone,
                             size_t n_zones, const unsigned char *is_held) {
  p->open = open;
  p->zone = zone;
  p->n_zones = n_zones;
  p->is_held = is_held;
  choose_sides(p);
  FLUE_TRY(flue_box_set(ctx, p->box, p->side, hold_of_mean(p)));
  FLUE_TRY(set_zones(ctx, p));
  return set_blocks(ctx, p);
}

/* ---- the gas with its solids ---- */

void flue_poisson_ghosts(const flue_poisson *p, float *x) {
  const size_t stride[3] = {1, p->row, p->plane};
  for (int s = 0; s < 6; ++s) {
    const int d = s / 2, a = (d + 1) % 3, b = (d + 2) % 3, n = p->n[d], is_top = s % 2;
    const size_t ghost = (size_t)(is_top ? n + 1 : 0) * stride[d],
                 inside = (size_t)(is_top ? n : 1) * stride[d],
                 far = (size_t)(is_top ? 1 : n) * stride[d];
    for (int j = 1; j <= p->n[b]; ++j)
      for (int i = 1; i <= p->n[a]; ++i) {
        const size_t base = (size_t)i * stride[a] + (size_t)j * stride[b];
        x[base + ghost] = p->is_periodic[d] ? x[base + far] : -x[base + inside];
      }
  }
}

/** One row of the operator. */
FIELD_FAST
static void apply_row(const float *x, const float *ox, const float *oy, const float *oz,
                      const float *up, const float *down, float uy, float dy, float uz, float dz,
                      size_t row, size_t plane, int n, float *out) {
  for (int i = 1; i <= n; ++i) {
    const float c = x[i];
    out[i] = ox[i] * up[i] * (x[i + 1] - c) + ox[i - 1] * down[i] * (x[i - 1] - c) +
             oy[i] * uy * (x[(size_t)i + row] - c) +
             oy[(ptrdiff_t)i - (ptrdiff_t)row] * dy * (x[(ptrdiff_t)i - (ptrdiff_t)row] - c) +
             oz[i] * uz * (x[(size_t)i + plane] - c) +
             oz[(ptrdiff_t)i - (ptrdiff_t)plane] * dz * (x[(ptrdiff_t)i - (ptrdiff_t)plane] - c);
  }
}

static void apply_at(const flue_poisson *p, const float *x, int j, int k, float *out) {
  const size_t at = (size_t)j * p->row + (size_t)k * p->plane;
  apply_row(x + at, p->open[0] + at, p->open[1] + at, p->open[2] + at, p->up[0], p->down[0],
            p->up[1][j], p->down[1][j], p->up[2][k], p->down[2][k], p->row, p->plane, p->n[0],
            out + at);
}

FIELD_FAST
static double dot_row(const float *a, const float *b, const float *weight, int n) {
  enum { LANES = 8 }; /* a fixed order, whatever the width of vectors */
  double part[LANES] = {0}, sum = 0.0;
  int i = 1;
  for (; i + LANES - 1 <= n; i += LANES)
    for (int l = 0; l < LANES; ++l) part[l] += (double)(a[i + l] * b[i + l] * weight[i + l]);
  for (; i <= n; ++i) sum += (double)(a[i] * b[i] * weight[i]);
  for (int l = 0; l < LANES; ++l) sum += part[l];
  return sum;
}

/** Largest size of a row; infinite where a number is not finite. */
FIELD_INLINE float largest_of(const float *r, int n) {
  float most = 0.0f, all = 0.0f;
#pragma omp simd reduction(max : most) reduction(+ : all)
  for (int i = 1; i <= n; ++i) {
    const float size = fabsf(r[i]);
    most = size > most ? size : most;
    all += size * 0.0f;
  }
  return all == 0.0f ? most : INFINITY;
}

FIELD_FAST
static float largest_row(const float *r, int n) {
  return largest_of(r, n);
}

FIELD_FAST
static float step_row(float *x, float *r, const float *p, const float *q, float alpha, int n) {
  for (int i = 1; i <= n; ++i) {
    x[i] += alpha * p[i];
    r[i] -= alpha * q[i];
  }
  return largest_of(r, n);
}

static double total(const flue_poisson *p) {
  double sum = 0.0;
  for (int k = 1; k <= p->n[2]; ++k) sum += p->sum[k];
  return sum;
}

/** Takes the means of zones that nothing holds out of the residual: they have no solution. */
static void take_means(flue_poisson *p) {
  const size_t nz = p->n_zones;
  int has_loose = 0;
  for (size_t z = 0; z < nz; ++z) has_loose = has_loose || !p->is_held[z];
  if (!has_loose) return;
  memset(p->zone_sum, 0, nz * ((size_t)p->n[2] + 2) * sizeof(double));
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j)
      for (int i = 1; i <= p->n[0]; ++i) {
        const size_t c = (size_t)i + (size_t)j * p->row + (size_t)k * p->plane;
        if (p->zone[c] >= 0)
          p->zone_sum[(size_t)k * nz + (size_t)p->zone[c]] +=
              p->r[c] * (p->width[0][i] * p->width[1][j] * p->width[2][k]);
      }
  for (size_t z = 0; z < nz; ++z) {
    double sum = 0.0;
    for (int k = 1; k <= p->n[2]; ++k) sum += p->zone_sum[(size_t)k * nz + z];
    p->zone_sum[z] = p->is_held[z] ? 0.0 : sum / p->zone_size[z];
  }
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j)
      for (int i = 1; i <= p->n[0]; ++i) {
        const size_t c = (size_t)i + (size_t)j * p->row + (size_t)k * p->plane;
        if (p->zone[c] >= 0) p->r[c] -= (float)p->zone_sum[p->zone[c]];
      }
}

/** Largest size of the residual. */
static double largest(flue_poisson *p) {
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k) {
    float most = 0.0f;
    for (int j = 1; j <= p->n[1]; ++j)
      most = fmaxf(most, largest_row(p->r + (size_t)j * p->row + (size_t)k * p->plane, p->n[0]));
    p->sum[k] = most;
  }
  double most = 0.0;
  for (int k = 1; k <= p->n[2]; ++k) most = fmax(most, p->sum[k]);
  return most;
}

/** r = b - L x. */
static void start(flue_poisson *p, const float *b, float *x) {
  flue_poisson_ghosts(p, x);
  const int nx = p->n[0];
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j) {
      const size_t at = (size_t)j * p->row + (size_t)k * p->plane;
      apply_at(p, x, j, k, p->r);
      for (int i = 1; i <= nx; ++i)
        p->r[at + (size_t)i] =
            p->zone[at + (size_t)i] >= 0 ? b[at + (size_t)i] - p->r[at + (size_t)i] : 0.0f;
    }
  take_means(p);
}

/** <r, z> with z the solution of the box, which lies in lines. */
static double dot_with_lines(flue_poisson *p) {
  size_t line, sheet;
  const float *w = flue_box_lines(p->box, &line, &sheet);
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k) {
    double sum = 0.0;
    for (int j = 1; j <= p->n[1]; ++j) {
      const float *z = w + (size_t)(k - 1) * sheet + (size_t)(j - 1) * line;
      sum += p->width[1][j] * dot_row(p->r + (size_t)j * p->row + (size_t)k * p->plane, z - 1,
                                      p->weight_row, p->n[0]);
    }
    p->sum[k] = p->width[2][k] * sum;
  }
  return total(p);
}

/** p = z + blocks + beta p on the gas, z in lines. @cite tang2009 (A-DEF2) */
static void turn(flue_poisson *p, float beta) {
  size_t line, sheet;
  const float *w = flue_box_lines(p->box, &line, &sheet);
  if (p->blocks) {
    flue_blocks_follow(p->blocks, w);
    flue_blocks_turn(p->blocks, (double)beta);
  }
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j) {
      const size_t at = (size_t)j * p->row + (size_t)k * p->plane;
      const float *z = w + (size_t)(k - 1) * sheet + (size_t)(j - 1) * line - 1;
      const int *zone = p->zone + at;
      float *to = p->p + at;
      if (beta == 0.0f)
        for (int i = 1; i <= p->n[0]; ++i) to[i] = zone[i] >= 0 ? z[i] : 0.0f;
      else
        for (int i = 1; i <= p->n[0]; ++i) to[i] = zone[i] >= 0 ? z[i] + beta * to[i] : 0.0f;
      if (p->blocks) flue_blocks_spread(p->blocks, j, k, to);
    }
  flue_poisson_ghosts(p, p->p);
}

/** Takes what is constant in blocks out of the residual. */
static void settle_blocks(flue_poisson *p, float *x) {
  flue_blocks_settle(p->blocks, p->r);
  flue_blocks_take(p->blocks, p->r);
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k)
    for (int j = 1; j <= p->n[1]; ++j)
      flue_blocks_spread(p->blocks, j, k, x + (size_t)j * p->row + (size_t)k * p->plane);
}

/** q = L p. @param[out] along  <r, p>. @return <p, q>. */
static double apply(flue_poisson *p, double *along) {
  double *of_r = p->sum + p->n[2] + 2;
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k) {
    double sum = 0.0, sum_r = 0.0;
    for (int j = 1; j <= p->n[1]; ++j) {
      const size_t at = (size_t)j * p->row + (size_t)k * p->plane;
      apply_at(p, p->p, j, k, p->q);
      sum += p->width[1][j] * dot_row(p->p + at, p->q + at, p->weight_row, p->n[0]);
      sum_r += p->width[1][j] * dot_row(p->p + at, p->r + at, p->weight_row, p->n[0]);
    }
    p->sum[k] = p->width[2][k] * sum;
    of_r[k] = p->width[2][k] * sum_r;
  }
  *along = 0.0;
  for (int k = 1; k <= p->n[2]; ++k) *along += of_r[k];
  return total(p);
}

static double step(flue_poisson *p, float *x, float alpha) {
#pragma omp parallel for schedule(static) num_threads(p->n_threads)
  for (int k = 1; k <= p->n[2]; ++k) {
    float most = 0.0f;
    for (int j = 1; j <= p->n[1]; ++j) {
      const size_t at = (size_t)j * p->row + (size_t)k * p->plane;
      const float large = step_row(x + at, p->r + at, p->p + at, p->q + at, alpha, p->n[0]);
      if (large > most) most = large;
    }
    p->sum[k] = most;
  }
  double most = 0.0;
  for (int k = 1; k <= p->n[2]; ++k) most = fmax(most, p->sum[k]);
  return most;
}

size_t flue_poisson_solve(flue_poisson *p, const float *b, float *x, double tolerance, size_t most,
                          double *left) {
  start(p, b, x);
  if (p->blocks) settle_blocks(p, x);
  *left = largest(p);
  double before = 0.0;
  size_t pass = 0;
  while (pass == 0 || (pass < most && (*left > tolerance))) {
    flue_box_solve(p->box, p->r);
    const double now = dot_with_lines(p);
    turn(p, pass == 0 ? 0.0f : (float)(now / before));
    double along;
    const double curvature = apply(p, &along);
    if (!(fabs(curvature) > 0.0)) break;
    *left = step(p, x, (float)(along / curvature));
    if (p->blocks) flue_blocks_step(p->blocks, along / curvature);
    before = now;
    ++pass;
  }
  flue_poisson_ghosts(p, x);
  return pass;
}

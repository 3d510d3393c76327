/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of gas and the operator between them. */
#include "solver/field/poisson_blocks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/sparse.h"

/** A face between blocks, or one on an edge of the grid where the value is held. */
typedef struct joint {
  int cell, other;            /**< Cells in arrays of the grid; other -1: held. */
  int lined, lined_other;     /**< The same in lines without cells around. */
  int block, block_other;     /**< -1: is added to by another layer. */
  float flow;                 /**< Weight times volume [m]. */
  float weight, weight_other; /**< Of the operator at both cells [m-2]. */
} joint;

struct flue_blocks {
  flue_blocks_grid g;
  int side;   /**< Cells of a block along each axis. */
  int *block; /**< Of cells; -1 in solids. */
  size_t n;
  double *sum;         /**< [n] */
  double *of_r, *of_p; /**< Sums of the residual, and of the operator on the direction [n]. */
  float *value;        /**< [n + 1], the first for solids: 0. */
  flue_sparse *matrix;
  joint *joint;        /**< By layers. */
  size_t *first_joint; /**< [layers + 1] */
};

enum { most_blocks = 3000 };

static size_t at(const flue_blocks_grid *g, int i, int j, int k) {
  return (size_t)i + (size_t)j * g->row + (size_t)k * g->plane;
}

static size_t stride(const flue_blocks_grid *g, int axis) {
  return axis == 0 ? 1 : axis == 1 ? g->row : g->plane;
}

/* ---- blocks ---- */

/** Gas cells connected within a cube from a cell on. */
static void fill(flue_blocks *b, const int low[3], size_t first, int id, size_t *stack) {
  const flue_blocks_grid *g = &b->g;
  size_t n = 0;
  stack[n++] = first;
  b->block[first] = id;
  while (n > 0) {
    const size_t c = stack[--n];
    const int cell[3] = {(int)(c % g->row), (int)(c % g->plane / g->row), (int)(c / g->plane)};
    for (int d = 0; d < 3; ++d)
      for (int up = 0; up < 2; ++up) {
        const size_t s = stride(g, d), next = up ? c + s : c - s;
        const int to = cell[d] + (up ? 1 : -1);
        const int is_inside = to >= low[d] && to < low[d] + b->side && to >= 1 && to <= g->n[d];
        if (!is_inside || b->block[next] != -2 || g->open[d][up ? c : next] < 0.5f) continue;
        b->block[next] = id;
        stack[n++] = next;
      }
  }
}

static void cut_cube(flue_blocks *b, const int low[3], size_t *stack) {
  const flue_blocks_grid *g = &b->g;
  int high[3];
  for (int d = 0; d < 3; ++d)
    high[d] = low[d] + b->side - 1 < g->n[d] ? low[d] + b->side - 1 : g->n[d];
  for (int k = low[2]; k <= high[2]; ++k)
    for (int j = low[1]; j <= high[1]; ++j)
      for (int i = low[0]; i <= high[0]; ++i)
        if (b->block[at(g, i, j, k)] == -2) fill(b, low, at(g, i, j, k), (int)b->n++, stack);
}

static void cut(flue_blocks *b, size_t *stack) {
  const flue_blocks_grid *g = &b->g;
  for (size_t c = 0; c < g->size; ++c) b->block[c] = g->zone[c] >= 0 ? -2 : -1;
  b->n = 0;
  int low[3];
  for (low[2] = 1; low[2] <= g->n[2]; low[2] += b->side)
    for (low[1] = 1; low[1] <= g->n[1]; low[1] += b->side)
      for (low[0] = 1; low[0] <= g->n[0]; low[0] += b->side) cut_cube(b, low, stack);
}

/* ---- layers: different threads work on different ones ---- */

static int layers_of(const flue_blocks *b) {
  return (b->g.n[2] + b->side - 1) / b->side;
}

static void find_layer(const flue_blocks *b, int layer, int *first, int *last) {
  *first = 1 + layer * b->side;
  *last = *first + b->side - 1 < b->g.n[2] ? *first + b->side - 1 : b->g.n[2];
}

/* ---- faces between blocks ---- */

/** Where cells lie in lines without cells around. */
typedef struct lines {
  size_t line, sheet;
} lines;

static int lined_of(const flue_blocks_grid *g, const lines *l, size_t c) {
  const size_t i = c % g->row, j = c % g->plane / g->row, k = c / g->plane;
  return (int)(i - 1 + (j - 1) * l->line + (k - 1) * l->sheet);
}

static double volume_of(const flue_blocks_grid *g, size_t c) {
  return g->width[0][c % g->row] * g->width[1][c % g->plane / g->row] * g->width[2][c / g->plane];
}

/** The joint of a cell with the next one along an axis. */
static joint joint_of(const flue_blocks *b, const lines *l, size_t c, int d, int up, int is_edge) {
  const flue_blocks_grid *g = &b->g;
  const size_t s = stride(g, d), other = up ? c + s : c - s;
  const size_t along[3] = {c % g->row, c % g->plane / g->row, c / g->plane};
  const double weight = (double)(up ? g->up : g->down)[d][along[d]], volume = volume_of(g, c);
  joint t = {.cell = (int)c,
             .other = -1,
             .lined = lined_of(g, l, c),
             .block = b->block[c],
             .block_other = -1,
             .flow = (float)(weight * volume),
             .weight = (float)weight};
  if (is_edge) return t;
  t.other = (int)other;
  t.lined_other = lined_of(g, l, other);
  t.weight_other = (float)(weight * volume / volume_of(g, other));
  return t;
}

/** Joints of a cell with those above it, with held edges, and with the layer below. */
static size_t joints_of(const flue_blocks *b, const lines *l, const int cell[3], int first,
                        int last, joint *out) {
  const flue_blocks_grid *g = &b->g;
  const size_t c = at(g, cell[0], cell[1], cell[2]);
  size_t n = 0;
  if (b->block[c] < 0) return 0;
  for (int d = 0; d < 3; ++d)
    for (int up = 0; up < 2; ++up) {
      const size_t s = stride(g, d), other = up ? c + s : c - s;
      const int is_edge = up ? cell[d] == g->n[d] : cell[d] == 1;
      const int leaves_layer = d == 2 && (up ? cell[2] == last : cell[2] == first);
      if (g->open[d][up ? c : other] < 0.5f) continue;
      if (!is_edge && (b->block[other] < 0 || b->block[other] == b->block[c])) continue;
      if (!is_edge && !up && !leaves_layer) continue; /* counted from the cell below */
      joint t = joint_of(b, l, c, d, up, is_edge);
      if (!is_edge && !leaves_layer) t.block_other = b->block[other];
      if (out) out[n] = t;
      ++n;
    }
  return n;
}

static flue_status join(flue_ctx *ctx, flue_blocks *b, const lines *l) {
  const flue_blocks_grid *g = &b->g;
  const int layers = layers_of(b);
  b->first_joint = flue_alloc((size_t)layers + 1, sizeof *b->first_joint);
  FLUE_CHECK(b->first_joint, ctx, FLUE_ENOMEM, "no memory for blocks of gas");
  for (int pass = 0; pass < 2; ++pass) {
    size_t n = 0;
    for (int layer = 0; layer < layers; ++layer) {
      int first, last, cell[3];
      find_layer(b, layer, &first, &last);
      b->first_joint[layer] = n;
      for (cell[2] = first; cell[2] <= last; ++cell[2])
        for (cell[1] = 1; cell[1] <= g->n[1]; ++cell[1])
          for (cell[0] = 1; cell[0] <= g->n[0]; ++cell[0])
            n += joints_of(b, l, cell, first, last, pass ? b->joint + n : NULL);
    }
    b->first_joint[layers] = n;
    if (pass == 0) b->joint = flue_alloc(n, sizeof *b->joint);
    FLUE_CHECK(b->joint, ctx, FLUE_ENOMEM, "no memory for blocks of gas");
  }
  return FLUE_OK;
}

/* ---- the operator between blocks ---- */

/** Entries beside the diagonal: one for each block that a joint adds to. */
static size_t list_entries(const flue_blocks *b, size_t n_joints, flue_entry *entry) {
  size_t n = 0;
  for (size_t k = 0; k < n_joints; ++k) {
    const joint *t = &b->joint[k];
    if (t->other < 0) continue;
    entry[n++] = (flue_entry){t->block, b->block[t->other]};
    if (t->block_other >= 0) entry[n++] = (flue_entry){t->block_other, t->block};
  }
  return n;
}

static void couple(flue_blocks *b, double *value, int own, int other, double flow) {
  value[flue_sparse_position(b->matrix, own, own)] += flow;
  value[flue_sparse_position(b->matrix, own, other)] -= flow;
}

static void add_joint(flue_blocks *b, double *value, const joint *t) {
  const double flow = t->flow;
  if (t->other < 0) {
    value[flue_sparse_position(b->matrix, t->block, t->block)] += 2.0 * flow;
    return;
  }
  couple(b, value, t->block, b->block[t->other], flow);
  if (t->block_other >= 0) couple(b, value, t->block_other, t->block, flow);
}

/** A mean that nothing holds is held lightly, so that the matrix can be factorised. */
static void hold_lightly(flue_blocks *b, double *value) {
  const double light = 1e-6;
  for (size_t i = 0; i < b->n; ++i) {
    double *own = &value[flue_sparse_position(b->matrix, (int)i, (int)i)];
    *own = *own > 0.0 ? *own * (1.0 + light) : 1.0;
  }
}

static flue_status make_matrix(flue_ctx *ctx, flue_blocks *b) {
  const size_t n_joints = b->first_joint[layers_of(b)];
  flue_entry *entry = flue_alloc(2 * n_joints, sizeof *entry);
  FLUE_CHECK(entry, ctx, FLUE_ENOMEM, "no memory for blocks of gas");
  const size_t n = list_entries(b, n_joints, entry);
  const flue_status status = flue_sparse_create(ctx, FLUE_SYMMETRIC, b->n, entry, n, &b->matrix);
  free(entry);
  FLUE_TRY(status);
  double *value = flue_sparse_values(b->matrix);
  flue_sparse_zero(b->matrix);
  for (size_t k = 0; k < n_joints; ++k) add_joint(b, value, &b->joint[k]);
  hold_lightly(b, value);
  return flue_sparse_factor(b->matrix);
}

/* ---- life ---- */

/** Cells of a block along each axis so that there are not too many. */
static int choose_side(const flue_blocks_grid *g) {
  int side = 2;
  for (;;) {
    double n = 1.0;
    for (int d = 0; d < 3; ++d) n *= ceil((double)g->n[d] / side);
    if (n <= most_blocks) return side;
    ++side;
  }
}

flue_status flue_blocks_create(flue_ctx *ctx, const flue_blocks_grid *grid, size_t line,
                               size_t sheet, flue_blocks **out) {
  *out = flue_alloc(1, sizeof **out);
  size_t *stack = flue_alloc(grid->size, sizeof *stack);
  flue_blocks *b = *out;
  if (b) b->block = flue_alloc(grid->size, sizeof *b->block);
  flue_status status = b && b->block && stack ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) {
    b->g = *grid;
    b->side = choose_side(grid);
    cut(b, stack);
    b->sum = flue_alloc(b->n, sizeof *b->sum);
    b->of_r = flue_alloc(b->n, sizeof *b->of_r);
    b->of_p = flue_alloc(b->n, sizeof *b->of_p);
    b->value = flue_alloc(b->n + 1, sizeof *b->value);
    status = b->sum && b->of_r && b->of_p && b->value ? join(ctx, b, &(lines){line, sheet})
                                                      : FLUE_ENOMEM;
    if (status == FLUE_OK) status = make_matrix(ctx, b);
  }
  free(stack);
  if (status != FLUE_OK) flue_blocks_destroy(out);
  return status;
}

void flue_blocks_destroy(flue_blocks **blocks) {
  if (!blocks || !*blocks) return;
  free((*blocks)->block);
  free((*blocks)->sum);
  free((*blocks)->of_r);
  free((*blocks)->of_p);
  free((*blocks)->joint);
  free((*blocks)->first_joint);
  free((*blocks)->value);
  flue_sparse_destroy(&(*blocks)->matrix);
  free(*blocks);
  *blocks = NULL;
}

size_t flue_blocks_bytes(const flue_blocks *b) {
  return b->g.size * sizeof *b->block + b->first_joint[layers_of(b)] * sizeof *b->joint;
}

/* ---- use ---- */

static void solve(flue_blocks *b) {
  flue_sparse_solve(b->matrix, 1, b->sum);
  for (size_t i = 0; i < b->n; ++i) b->value[i + 1] = (float)-b->sum[i];
}

static void add_row(flue_blocks *b, int j, int k, const float *row) {
  const flue_blocks_grid *g = &b->g;
  const int *block = b->block + at(g, 0, j, k);
  const double across = g->width[1][j] * g->width[2][k];
  int i = 1;
  while (i <= g->n[0]) {
    const int id = block[i];
    double sum = 0.0;
    for (; i <= g->n[0] && block[i] == id; ++i) sum += (double)row[i] * g->width[0][i];
    if (id >= 0) b->sum[id] += across * sum;
  }
}

void flue_blocks_settle(flue_blocks *b, const float *residual) {
  const flue_blocks_grid *g = &b->g;
  const int layers = layers_of(b);
  memset(b->sum, 0, b->n * sizeof *b->sum);
#pragma omp parallel for schedule(static) num_threads(g->n_threads)
  for (int layer = 0; layer < layers; ++layer) {
    int first, last;
    find_layer(b, layer, &first, &last);
    for (int k = first; k <= last; ++k)
      for (int j = 1; j <= g->n[1]; ++j) add_row(b, j, k, residual + at(g, 0, j, k));
  }
  solve(b);
  memset(b->of_r, 0, b->n * sizeof *b->of_r);
  memset(b->of_p, 0, b->n * sizeof *b->of_p);
}

void flue_blocks_take(const flue_blocks *b, float *residual) {
  const flue_blocks_grid *g = &b->g;
  const int layers = layers_of(b);
  const float *value = b->value + 1;
#pragma omp parallel for schedule(static) num_threads(g->n_threads)
  for (int layer = 0; layer < layers; ++layer)
    for (size_t n = b->first_joint[layer]; n < b->first_joint[layer + 1]; ++n) {
      const joint *t = &b->joint[n];
      const float own = value[t->block];
      const float change = t->other < 0 ? -2.0f * own : value[b->block[t->other]] - own;
      residual[t->cell] -= t->weight * change;
      if (t->block_other >= 0) residual[t->other] += t->weight_other * change;
    }
}

void flue_blocks_follow(flue_blocks *b, const float *z) {
  const flue_blocks_grid *g = &b->g;
  const int layers = layers_of(b);
  memcpy(b->sum, b->of_r, b->n * sizeof *b->sum);
#pragma omp parallel for schedule(static) num_threads(g->n_threads)
  for (int layer = 0; layer < layers; ++layer)
    for (size_t n = b->first_joint[layer]; n < b->first_joint[layer + 1]; ++n) {
      const joint *t = &b->joint[n];
      const float own = z[t->lined];
      const double change =
          (double)(t->flow * (t->other < 0 ? -2.0f * own : z[t->lined_other] - own));
      b->sum[t->block] -= change;
      if (t->block_other >= 0) b->sum[t->block_other] += change;
    }
  solve(b);
}

void flue_blocks_turn(flue_blocks *b, double beta) {
  for (size_t i = 0; i < b->n; ++i) b->of_p[i] = b->of_r[i] + beta * b->of_p[i];
}

void flue_blocks_step(flue_blocks *b, double alpha) {
  for (size_t i = 0; i < b->n; ++i) b->of_r[i] -= alpha * b->of_p[i];
}

void flue_blocks_spread(const flue_blocks *b, int j, int k, float *row) {
  const int *block = b->block + at(&b->g, 0, j, k);
  const float *value = b->value + 1;
  for (int i = 1; i <= b->g.n[0]; ++i) row[i] += value[block[i]];
}

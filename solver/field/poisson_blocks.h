/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/field/poisson_blocks.h  Smooth parts of a pressure that walls interrupt.
 *
 * The gas is cut into blocks of some cells a side, each connected in itself. What is constant in
 * blocks is solved for exactly (deflation): the direct solver of the box without solids is slow to
 * find just that, differences across walls that reach far along them.
 * @cite nicolaides1987
 */
#ifndef FLUE_SOLVER_POISSON_BLOCKS_H
#define FLUE_SOLVER_POISSON_BLOCKS_H

#include <stddef.h>

#include "core/status.h"

typedef struct flue_blocks flue_blocks;

/** The operator, as in poisson.c; arrays of the grid with a ring of cells, borrowed. */
typedef struct flue_blocks_grid {
  int n[3], n_threads;
  size_t row, plane, size;
  float *const *open; /**< Of faces. */
  float *const *up;   /**< Weights of the neighbours above and below [n + 2]. */
  float *const *down;
  double *const *width; /**< Of cells [n + 2]. */
  const int *zone;      /**< Below 0 in solids. */
} flue_blocks_grid;

/** @param line, sheet  Lengths of rows and planes of arrays without cells around, for
 *                     flue_blocks_follow(). */
flue_status flue_blocks_create(flue_ctx *ctx, const flue_blocks_grid *grid, size_t line,
                               size_t sheet, flue_blocks **out);
void flue_blocks_destroy(flue_blocks **blocks);
size_t flue_blocks_bytes(const flue_blocks *blocks);
/** Sums a residual [n + 2 each way], weighted by volumes, over the blocks, and solves for what
 * takes these sums out of it. */
void flue_blocks_settle(flue_blocks *blocks, const float *residual);
/** Takes from a residual what the blocks solved for make of it. */
void flue_blocks_take(const flue_blocks *blocks, float *residual);
/**
 * Solves for what is to be added to a direction z so that the residual it leaves has no part that
 * is constant in blocks. Only faces between cubes of cells count: within them blocks are constant.
 * @param z  Values in lines without cells around.
 */
void flue_blocks_follow(flue_blocks *blocks, const float *z);
/** Keeps the sums of the residual up to date: p = z + blocks + beta p, then r -= alpha L p. */
void flue_blocks_turn(flue_blocks *blocks, double beta);
void flue_blocks_step(flue_blocks *blocks, double alpha);
/** Adds what was solved for to a row of cells. */
void flue_blocks_spread(const flue_blocks *blocks, int j, int k, float *row);

#endif /* FLUE_SOLVER_POISSON_BLOCKS_H */

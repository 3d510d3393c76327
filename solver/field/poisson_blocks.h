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
  const int *zone;      /**< -1 in solids. */
  const unsigned char *is_held;
  size_t n_zones;
} flue_blocks_grid;

flue_status flue_blocks_create(flue_ctx *ctx, const flue_blocks_grid *grid, flue_blocks **out);
void flue_blocks_destroy(flue_blocks **blocks);
size_t flue_blocks_bytes(const flue_blocks *blocks);
/** Starts sums over blocks. */
void flue_blocks_clear(flue_blocks *blocks);
/** Layers of blocks, and their planes of cells [first, last]: different threads may add to
 *  different layers. */
int flue_blocks_layers(const flue_blocks *blocks);
void flue_blocks_layer(const flue_blocks *blocks, int layer, int *first, int *last);
/** Adds a row of cells (j, k), weighted by their volumes, to its blocks. */
void flue_blocks_add(flue_blocks *blocks, int j, int k, const float *row);
/** Solves for the blocks: minus the inverse of the operator between blocks times the sums. */
void flue_blocks_solve(flue_blocks *blocks);
/** Adds what was solved for to a row of cells. */
void flue_blocks_spread(const flue_blocks *blocks, int j, int k, float *row);

#endif /* FLUE_SOLVER_POISSON_BLOCKS_H */

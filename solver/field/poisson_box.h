/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/field/poisson_box.h  The pressure of a box without solids, solved directly.
 *
 *     laplace H = b
 *
 * by real transforms along x and y and elimination along z, which may be stretched; along a
 * periodic z by transforms, too. Where x or y is stretched the mean width stands for all.
 * @cite swarztrauber1977
 */
#ifndef FLUE_SOLVER_POISSON_BOX_H
#define FLUE_SOLVER_POISSON_BOX_H

#include "solver/field/poisson.h"

typedef struct flue_box flue_box;

/** @param width  Of cells [n + 2] of each axis; borrowed for the life. */
flue_status flue_box_create(flue_ctx *ctx, const int n[3], double *const width[3],
                            const int periodic[3], int n_threads, flue_box **out);
void flue_box_destroy(flue_box **box);
size_t flue_box_bytes(const flue_box *box);
/** @param hold  How firmly the mean is held where all sides are closed [m-2]; 0: lightly. */
flue_status flue_box_set(flue_ctx *ctx, flue_box *box, const flue_poisson_side side[6],
                         double hold);
/** Solves, weighted by the sizes of cells over their mean, so that the solution is as symmetric as
 *  the operator where x or y is stretched. @param b  [n + 2 each way] */
void flue_box_solve(flue_box *box, const float *b);
/** The solution, in lines without cells around. @param[out] line, sheet  Lengths of its rows and
 *  planes; NULL: not wanted. */
const float *flue_box_lines(const flue_box *box, size_t *line, size_t *sheet);

#endif /* FLUE_SOLVER_POISSON_BOX_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/sparse.h  Sparse linear systems with a fixed pattern (SuiteSparse: LU by KLU, LDL'
 *  of symmetric ones by LDL). */
#ifndef FLUE_SOLVER_SPARSE_H
#define FLUE_SOLVER_SPARSE_H

#include <stddef.h>

#include "core/status.h"

/** A square matrix by columns. Its pattern never changes; its values do. */
typedef struct flue_sparse flue_sparse;

/** A pair of row and column. */
typedef struct flue_entry {
  int row, column;
} flue_entry;

/** Whether a matrix is symmetric, and needs no pivots: positive definite. */
typedef enum flue_symmetry { FLUE_UNSYMMETRIC, FLUE_SYMMETRIC } flue_symmetry;

/** Makes a matrix with the diagonal and the given entries (repetitions allowed), all 0; entries is
 *  sorted in place. Of a symmetric matrix both triangles are wanted. @return FLUE_OK or
 * FLUE_ENOMEM. */
flue_status flue_sparse_create(flue_ctx *ctx, flue_symmetry symmetry, size_t n, flue_entry *entries,
                               size_t n_entries, flue_sparse **out);
void flue_sparse_destroy(flue_sparse **matrix);

/** Values to write to, borrowed, and where an entry of the pattern lies in them. */
double *flue_sparse_values(flue_sparse *matrix);
int flue_sparse_position(const flue_sparse *matrix, int row, int column);
/** Sets all values to 0. */
void flue_sparse_zero(flue_sparse *matrix);
/** Factorises. @return FLUE_OK, FLUE_ENUMERIC when singular. */
flue_status flue_sparse_factor(flue_sparse *matrix);
/** Solves for n_rhs right-hand sides in place, x [n_rhs][n], with the last factors. */
flue_status flue_sparse_solve(flue_sparse *matrix, size_t n_rhs, double *x);

#endif /* FLUE_SOLVER_SPARSE_H */

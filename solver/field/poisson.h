/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/field/poisson.h  The pressure of a whole grid at once, solids and all.
 *
 *     div(m grad H) = b,   m = 0 at faces through which nothing moves
 *
 * by conjugate gradients on the gas cells. Their preconditioner is the box without solids, solved
 * directly: real transforms in the two axes of even spacing, elimination along z, which may be
 * stretched. Without solids it is the operator itself, and one pass is enough.
 * @cite swarztrauber1977 (direct part)
 */
#ifndef FLUE_SOLVER_POISSON_H
#define FLUE_SOLVER_POISSON_H

#include <stddef.h>

#include "core/status.h"

typedef enum flue_poisson_side {
  FLUE_POISSON_CLOSED, /**< dH/dn = 0. */
  FLUE_POISSON_HELD,   /**< H given at the face. */
  FLUE_POISSON_PERIODIC
} flue_poisson_side;

typedef struct flue_poisson flue_poisson;

/** @param face  Coordinates of faces, [n + 1] each. @param n_threads  0: as OpenMP says. */
flue_status flue_poisson_create(flue_ctx *ctx, const int n[3], const double *const face[3],
                                const int is_periodic[3], int n_threads, flue_poisson **out);
void flue_poisson_destroy(flue_poisson **poisson);
/**
 * Where gas is.
 * @param open   Of faces, [n + 2] each way: 1 or 0. Borrowed. On sides of the grid 1 says that H is
 *               held there, or that the axis is periodic.
 * @param zone   Of cells: number of the part of the gas they belong to; -1: solid. Borrowed.
 * @param is_held  Of zones: whether H is held somewhere; elsewhere its mean is free. Borrowed.
 */
flue_status flue_poisson_set(flue_ctx *ctx, flue_poisson *poisson, float *const open[3],
                             const int *zone, size_t n_zones, const unsigned char *is_held);
/**
 * @param[in] b      Right-hand side [n + 2 each way]; H held at a side is in it already.
 * @param[in,out] x  Start, then solution.
 * @param tolerance  Largest residual allowed, in units of b.
 * @param most       Passes allowed; one is always made.
 * @return passes; @p left takes the largest residual.
 */
size_t flue_poisson_solve(flue_poisson *poisson, const float *b, float *x, double tolerance,
                          size_t most, double *left);
/** What the last solution left over: b - div(m grad H), as b. Part of the state of a caller that
 *  makes up for it. */
float *flue_poisson_residual(flue_poisson *poisson);
/** Fills the cells around the grid: mirrored in sign where held, repeated where periodic. */
void flue_poisson_ghosts(const flue_poisson *poisson, float *x);
size_t flue_poisson_bytes(const flue_poisson *poisson);

#endif /* FLUE_SOLVER_POISSON_H */

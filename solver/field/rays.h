/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/field/rays.h  Radiation of a gray gas between walls: finite volumes.
 *
 *     s . grad I = kappa (I_b - I),  I at a wall = (eps sigma T^4 + (1 - eps) q_in) / pi
 *
 * integrated over cells of a Cartesian grid and over solid angles that fill the sphere. The
 * intensity at a face is that of the cell upstream (step scheme), so that each cell of a direction
 * follows from three cells before it; the price is that beams spread as they cross cells.
 * Directions: bands of theta, in each as many of phi as make solid angles alike; integrals of the
 * direction over a solid angle are exact, so that a half space gives pi and none crosses an octant.
 * Energy is conserved to rounding: absorption G - emission of all cells is what walls send less
 * what arrives. No scattering.
 * @cite raithby1990, @cite mcgrattan2024 (angles and step scheme)
 */
#ifndef FLUE_SOLVER_FIELD_RAYS_H
#define FLUE_SOLVER_FIELD_RAYS_H

#include <stddef.h>

#include "core/state.h"
#include "core/status.h"

typedef struct flue_rays flue_rays;

/** A face at which gas meets a wall. A wall of no thickness is two of them, back to back. */
typedef struct flue_rays_wall {
  size_t cell;  /**< The gas cell: i + j row + k plane. */
  int axis;     /**< 0, 1, 2: x, y, z. */
  int faces_up; /**< The gas lies on the side of larger coordinates. */
} flue_rays_wall;

/** What a side of the grid does where it has no wall. */
typedef enum flue_rays_edge {
  FLUE_RAYS_OPEN,    /**< The background arrives. */
  FLUE_RAYS_MIRROR,  /**< What left it in the pass before comes back, mirrored. */
  FLUE_RAYS_PERIODIC /**< What left the opposite side in the pass before arrives. */
} flue_rays_edge;

/**
 * Allocates everything that depends on the grid. No walls; all sides are open.
 * Cell (i, j, k), each from 1 to n, is at i + j row + k plane in all arrays; row = n[0] + 2,
 * plane = row (n[1] + 2), with a ring of cells around that is neither read nor written.
 * @param n       Cells.
 * @param face    Rising coordinates of faces, [n + 1] of each axis [m]; copied.
 * @param angles  About as many directions, from 8 to 10000: 100 gives 104.
 * @param[out] out  Owned; free with flue_rays_destroy().
 * @return FLUE_OK; FLUE_EARG with a sentence; FLUE_ENOMEM.
 */
flue_status flue_rays_create(flue_ctx *ctx, const int n[3], const double *const face[3], int angles,
                             flue_rays **out);
void flue_rays_destroy(flue_rays **rays);

/**
 * @param side  -x, +x, -y, +y, -z, +z. Walls on it stay walls.
 * An axis of one cell between sides that are not open is flat: nothing varies along it, which is
 * exact in one pass, and half of the directions follow from the others. Periodic sides are both so.
 * @return FLUE_OK; FLUE_EARG: a wall lies across an axis that would be flat; FLUE_ENOMEM.
 */
flue_status flue_rays_set_edge(flue_ctx *ctx, flue_rays *rays, int side, flue_rays_edge edge);

/**
 * Sets all walls; copied. May be called again when obstacles come and go: what arrived at walls
 * that stay is kept; at new ones the background is taken to have arrived.
 * @return FLUE_OK; FLUE_EARG: no such cell, or a wall twice, or across a flat axis; FLUE_ENOMEM.
 *         After a failure the walls are those before.
 */
flue_status flue_rays_set_walls(flue_ctx *ctx, flue_rays *rays, size_t n_walls,
                                const flue_rays_wall *walls);

/**
 * Intensities of all directions. Allocates nothing; the bits of the result do not depend on the
 * number of threads, of which up to 4 are used.
 * @param absorption  Of cells, not negative [m-1].
 * @param emission    Of cells, into all directions [W m-3]: 4 kappa sigma T^4.
 * @param leaving     Of walls: epsilon sigma T^4 [W m-2], [n_walls].
 * @param emissivity  Of walls [1], [n_walls].
 * @param background  Flux that arrives through open edges: sigma T^4 [W m-2].
 * @param passes      At least 1. Each reflects, at walls and mirrors, what arrived in the one
 *                    before, the first what arrived in the call before.
 * @param threads     0: as OpenMP says.
 * @param[out] incident  Of cells: integral of the intensity over all directions [W m-2].
 * @param[out] arrives   At walls, from the gas [W m-2], [n_walls].
 * Inside solids values must be finite, and results mean nothing.
 */
void flue_rays_solve(flue_rays *rays, const float *absorption, const float *emission,
                     const float *leaving, const float *emissivity, double background, int passes,
                     int threads, float *incident, float *arrives);

int flue_rays_directions(const flue_rays *rays);
/** @param[out] solid_angle  [sr]. @param[out] integral  Of the direction over it [sr]. */
void flue_rays_direction(const flue_rays *rays, int direction, double *solid_angle,
                         double integral[3]);
size_t flue_rays_bytes(const flue_rays *rays);
/** Saves or restores what later passes reflect, for the same walls and edges. */
void flue_rays_state(flue_rays *rays, flue_state *state);

#endif /* FLUE_SOLVER_FIELD_RAYS_H */

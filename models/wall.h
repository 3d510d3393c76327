/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/wall.h  Heat into walls: one-dimensional conduction behind a convective and
 * radiative surface. */
#ifndef FLUE_MODELS_WALL_H
#define FLUE_MODELS_WALL_H

#include <stddef.h>

#include "core/status.h"

/** Cells through the thickness of a wall. */
enum { FLUE_WALL_CELLS = 10 };

/** A material; models/data/materials.csv holds the library. */
typedef struct flue_material {
  double conductivity;  /**< [W m-1 K-1] */
  double density;       /**< [kg m-3] */
  double specific_heat; /**< [J kg-1 K-1] */
  double thickness_m;   /**< [m] */
  double emissivity;    /**< [1] */
} flue_material;

/** The library material of that name. @return FLUE_OK, FLUE_EARG when there is none. */
flue_status flue_material_find(flue_ctx *ctx, const char *name, flue_material *out);

/** A wall cut into cells that grow geometrically from the heated face. */
typedef struct flue_wall_grid {
  double capacity[FLUE_WALL_CELLS]; /**< Heat capacity [J m-2 K-1]. */
  double
      conductance[FLUE_WALL_CELLS + 1]; /**< To the cell before [W m-2 K-1]; [0] is from the face to
                                             the middle of the first cell, [last] to the back. */
} flue_wall_grid;

/** Cuts a wall so that its first cell resolves heating over steps of @p dt_s. The back faces air at
 * its starting temperature through @p h_back [W m-2 K-1]; 0: insulated. */
flue_wall_grid flue_wall_grid_make(const flue_material *material, double dt_s, double h_back);

/**
 * One implicit step of a wall and of the gas in front of it, solved together.
 *
 * The gas of heat capacity c_gas [J K-1] at temp_gas gives h A (T_gas - T_face) to the wall. The
 * conduction equation, backward Euler, is eliminated from the back to the face, which leaves one
 * linear relation T_face = alpha + beta T_gas; gas and wall then follow without iteration.
 * Unconditionally stable.
 *
 * @param[in,out] temp  Wall cells, face first, [FLUE_WALL_CELLS] [K].
 * @param flux_w        Radiation absorbed by the face besides h [W m-2].
 * @param h             Surface coefficient [W m-2 K-1], not negative.
 * @param temp_back     Air behind the wall [K].
 * @return Heat from gas to wall in the step, radiation flux_w not included [J].
 */
double flue_wall_step(const flue_wall_grid *grid, double *temp, double dt_s, double area_m2,
                      double h, double flux_w, double temp_gas, double c_gas, double temp_back);

/** Coefficient of natural convection [W m-2 K-1]: 1.52 |dT|^(1/3) at a hot ceiling or floor, 1.31
 * |dT|^(1/3) at walls; the mean of both, not below 1. Turbulent range. @cite holman2010
 * (unverified: from memory) */
double flue_convection(double temp_gas, double temp_wall);

/** Emissivity of a gas layer from its soot, path length 3.6 V / A: 1 - exp(-k f_v T L), k = 1186
 * /(m K), soot of 1800 kg/m3; and not below that of its water vapour and CO2, taken as 0.02.
 *  @cite sfpe2016 (unverified: from memory) */
double flue_gas_emissivity(double soot_density, double temp_k, double path_m);

#endif /* FLUE_MODELS_WALL_H */

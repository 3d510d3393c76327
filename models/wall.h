/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/wall.h  Heat into walls: one-dimensional conduction through layers. */
#ifndef FLUE_MODELS_WALL_H
#define FLUE_MODELS_WALL_H

#include <stddef.h>

#include "core/status.h"

/** Most cells through the thickness of a wall, most layers. */
enum { FLUE_WALL_CELLS = 28, FLUE_WALL_LAYERS = 4 };

/** A material; models/data/materials.csv holds the library. */
typedef struct flue_material {
  double conductivity;  /**< [W m-1 K-1] */
  double density;       /**< [kg m-3] */
  double specific_heat; /**< [J kg-1 K-1] */
  double thickness_m;   /**< [m] */
  double emissivity;    /**< [1] */
  double bound_water;   /**< Water that heat drives out, of its mass [1]. */
} flue_material;

/**
 * Gypsum turns to hemihydrate when it becomes hot, CaSO4 2 H2O -> CaSO4 1/2 H2O + 3/2 H2O (vapour),
 * between 100 and 120 degC @cite buchanan2017; here at 110 degC. That takes 85.2 kJ/mol by the
 * enthalpies of formation (-2022.6, -1574.7, -241.8 kJ/mol @cite wagman1982, unverified: from
 * memory): 495 kJ for each kg of gypsum, 15.7 % of which is the water. The next step, to anhydrite
 * at higher temperatures, is left out, as is free moisture and where the vapour goes.
 */
#define FLUE_BOUND_WATER_K    383.15
#define FLUE_BOUND_WATER_HEAT 3.15e6 /**< For each kg of that water [J kg-1]. */
/** Of gypsum board, 85 % gypsum (assumed) [1]. */
#define FLUE_GYPSUM_WATER 0.133

/** The library material of that name. @return FLUE_OK, FLUE_EARG when there is none. */
flue_status flue_material_find(flue_ctx *ctx, const char *name, flue_material *out);

/** Layers of a wall from its heated face. */
typedef struct flue_build_up {
  size_t n; /**< 1 to FLUE_WALL_LAYERS. */
  flue_material layer[FLUE_WALL_LAYERS];
} flue_build_up;

/** A wall cut into cells that grow from the heated face. */
typedef struct flue_wall_grid {
  int n;                                   /**< Cells used. */
  double emissivity;                       /**< Of the heated face [1]. */
  double capacity[FLUE_WALL_CELLS];        /**< Heat capacity [J m-2 K-1]. */
  double conductance[FLUE_WALL_CELLS + 1]; /**< To the cell before [W m-2 K-1]; [0] is from the
                                              face, [n] from the last cell to the back face. */
  double depth_m[FLUE_WALL_CELLS + 1];     /**< Where cells begin, below the face [m]. */
  int has_water;                           /**< Whether any of its layers has bound water. */
  double drying[FLUE_WALL_CELLS];          /**< Heat that drives all of it out [J m-2]. */
} flue_wall_grid;

/** Cuts a wall so that its first cell resolves heating over steps of @p dt_s [s]. */
flue_wall_grid flue_wall_grid_make(const flue_build_up *wall, double dt_s);

/**
 * A wall in one implicit step, reduced to its face.
 *
 * The conduction equation, backward Euler, is eliminated from the back to the face; what remains is
 * the temperature of the first cell as a linear function of that of the face, T_0 = alpha_0 +
 * beta_0 T_face. Whatever heats the face is then solved for with it, without iteration. What
 * depends on the wall and the length of the step alone is worked out once for all walls alike:
 *
 *     alpha_k = own_k T_k + deeper_k alpha_(k+1),  alpha_n: the air behind
 */
typedef struct flue_wall_step {
  int n; /**< Cells. */
  double own[FLUE_WALL_CELLS], deeper[FLUE_WALL_CELLS], beta[FLUE_WALL_CELLS];
} flue_wall_step;

/** @param h_back  From the back face to the air behind [W m-2 K-1]; 0: insulated. */
void flue_wall_step_set(const flue_wall_grid *grid, double dt_s, double h_back,
                        flue_wall_step *step);
/** Reduces a wall. @param temp  Cells, face first [K]. @param alpha  [FLUE_WALL_CELLS] */
void flue_wall_reduce(const flue_wall_step *step, const double *temp, double temp_back,
                      double *alpha);
/** New temperatures of the cells. */
void flue_wall_finish(const flue_wall_step *step, const double *alpha, double face_k, double *temp);
/** Lets bound water take up what cells hold beyond the temperature at which it is driven out, until
 *  none is left. @param dried  Heat it has taken up so far [J m-2], [FLUE_WALL_CELLS]. */
void flue_wall_dry(const flue_wall_grid *grid, double *temp, double *dried);
/** Heat that leaves through the back at the new temperatures [W m-2]. */
double flue_wall_back_loss(const flue_wall_grid *grid, const double *temp, double h_back,
                           double temp_back);
/** Temperature at a depth below the face, linear between middles of cells [K]. */
double flue_wall_temp_at(const flue_wall_grid *grid, const double *temp, double face_k,
                         double depth_m);

/** Which way a surface faces. */
typedef enum flue_facing { FLUE_FACING_DOWN, FLUE_FACING_SIDE, FLUE_FACING_UP } flue_facing;

/**
 * Coefficient of natural convection in a room [W m-2 K-1].
 *
 *     1.31 |dT|^(1/3) at walls; 1.51 |dT|^(1/3) at a ceiling below which gas is hotter and a floor
 *     above which it is colder (unstable); 0.76 |dT|^(1/3) where it rests stably
 *
 * not below 1. Turbulent range: surfaces longer than about 1 m. @cite walton1983 (from memory; the
 * factors are those of the Modelica Buildings library)
 */
double flue_convection(flue_facing facing, double temp_gas, double temp_wall);

/**
 * Coefficient of forced convection in a plume or jet [W m-2 K-1]: a flat plate in turbulent flow,
 *
 *     Nu = 0.037 Re^0.8 Pr^(1/3), air of the film temperature at 101325 Pa
 *
 * The plate is 1 m long, as FDS takes it @cite mcgrattan2024 (from memory); one of 0.1 m would have
 * 1.6 times the coefficient. Re above some 5e5 for smooth flow, from lower where it is turbulent by
 * itself, as in plumes. @cite bejan2003
 * @param speed  [m s-1].
 */
double flue_convection_forced(double speed, double film_k);

/**
 * The same along surfaces of rooms [W m-2 K-1]: the local coefficient a metre behind the edge,
 *
 *     Nu = 0.0296 Re^0.8 Pr^(1/3)
 *
 * which is also the mean of the above over a plate 3 m long (0.037 times 3^-0.2). What FDS takes
 * in its present form. @cite incropera2011 @cite mcgrattan2024
 * @param speed  Beside the surface [m s-1].
 */
double flue_convection_along(double speed, double film_k);

#endif /* FLUE_MODELS_WALL_H */

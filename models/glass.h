/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/glass.h  Window panes that fires heat until they crack. */
#ifndef FLUE_MODELS_GLASS_H
#define FLUE_MODELS_GLASS_H

/** A pane of one sheet. */
typedef struct flue_glass {
  double thickness_m;   /**< [m], to about 6 mm: the pane has one temperature. */
  double density;       /**< [kg m-3] */
  double specific_heat; /**< [J kg-1 K-1] */
  double emissivity;    /**< [1] */
  double strength;      /**< Tensile, at the edge [Pa]. */
  double modulus;       /**< Young's [Pa]. */
  double expansion;     /**< Linear [K-1]. */
  double geometry;      /**< g of the criterion [1], about 1. */
} flue_glass;

/** Float glass of 4 mm: 2500 kg/m3, 840 J/kg/K, emissivity 0.9; 47 MPa, 70 GPa, 9e-6 /K. From
 *  memory of handbooks: unverified. */
extern const flue_glass FLUE_FLOAT_GLASS;

/**
 * Difference of temperature between the middle of a pane and its shaded edge at which it cracks:
 *
 *     dT = g sigma / (E beta)
 *
 * The heated middle wants to expand and puts the cold edge under tension. @cite keskirahkonen1988
 */
double flue_glass_limit(const flue_glass *glass);

/** What heats a pane and cools it. */
typedef struct flue_glass_heat {
  double gas_k, h_gas;     /**< Gas inside [K], its convection [W m-2 K-1]. */
  double incident;         /**< Radiation onto the face inside [W m-2]. */
  double outside_k, h_out; /**< Air outside [K], its convection [W m-2 K-1]; it radiates as well. */
} flue_glass_heat;

/**
 * Temperature of a pane after a step:
 *
 *     rho c L dT/dt = h_i (T_g - T) + e (G - s T^4) - h_o (T - T_o) - e s (T^4 - T_o^4)
 *
 * with T^4 linear about the temperature at the start, integrated exactly for that.
 */
double flue_glass_temp(const flue_glass *glass, double temp_k, const flue_glass_heat *heat,
                       double dt_s);

#endif /* FLUE_MODELS_GLASS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/gas.h  Air and smoke as one ideal gas whose heat capacity rises with temperature,
 * and the species in it.
 *
 * Smoke in rooms is mostly air: one gas constant serves all mixtures (error of the density below 3
 * % for 10 % CO2 by volume). Range: 200 to 1500 K, near atmospheric pressure.
 */
#ifndef FLUE_MODELS_GAS_H
#define FLUE_MODELS_GAS_H

#include <stddef.h>

#define FLUE_GRAVITY      9.80665 /**< Standard gravity [m s-2]. */
#define FLUE_GAS_CONSTANT 287.055 /**< Of dry air [J kg-1 K-1]. @cite dols2020 */
#define FLUE_HEAT_RATIO   1.4     /**< Ratio of specific heats [1]. */
/** Specific heat at constant pressure [J kg-1 K-1]; follows from the two above. */
#define FLUE_CP                 (FLUE_GAS_CONSTANT * FLUE_HEAT_RATIO / (FLUE_HEAT_RATIO - 1.0))
#define FLUE_CV                 (FLUE_CP / FLUE_HEAT_RATIO) /**< [J kg-1 K-1] */
#define FLUE_STEFAN_BOLTZMANN   5.670374e-8                 /**< [W m-2 K-4] */
#define FLUE_PRESSURE_SEA_LEVEL 101325.0                    /**< [Pa] */

/**
 * Specific heat of air at constant pressure [J kg-1 K-1]: FLUE_CP up to 293.15 K, then
 * FLUE_CP + 0.21 x - 2.5e-5 x^2 with x = T - 293.15 K, within 1.5 % of tables to 1500 K.
 * @cite moran2014 (table of ideal gas properties of air; fitted here)
 */
double flue_specific_heat(double temp_k);
/** Specific enthalpy over FLUE_CP [K], equal to the temperature up to 293.15 K: what flows carry.
 */
double flue_heat_content(double temp_k);
/** The same enthalpy as sum of c[k] T^k [J kg-1]: exact where the specific heat rises, from 293.15
 * K to 3000 K; 0.2 kJ/kg off at 253 K. */
void flue_heat_polynomial(double c[4]);
/** Temperature of a heat content [K]: the inverse of flue_heat_content(). */
double flue_temp_of_content(double content_k);

/** Species followed; nitrogen is the rest. */
typedef enum flue_species {
  FLUE_O2,
  FLUE_CO2,
  FLUE_CO,
  FLUE_HCN,
  FLUE_HCL,
  FLUE_H2O,
  FLUE_SOOT,
  FLUE_FUEL,  /**< Unburned fuel vapour. */
  FLUE_TRACE, /**< Goes with the gas and has no mass of its own. */
  FLUE_SPECIES_COUNT
} flue_species;

/** Name ("o2") and molar mass of each species, [FLUE_SPECIES_COUNT]. */
extern const char *const FLUE_SPECIES_NAMES[FLUE_SPECIES_COUNT];
extern const double FLUE_MOLAR_MASS[FLUE_SPECIES_COUNT]; /**< [kg mol-1] */

/** Mass fractions of outdoor air (50 % relative humidity at 20 degC), [FLUE_SPECIES_COUNT]. */
extern const double FLUE_AIR[FLUE_SPECIES_COUNT];

/** Mass fractions of air with a relative humidity [1] at a temperature and pressure.
 *  Saturation pressure by the Magnus formula, 1 % from -40 to 50 degC. @cite alduchov1996 */
void flue_humid_air(double temp_k, double pressure, double humidity, double y[FLUE_SPECIES_COUNT]);
/** Volume fraction of a species from mass fractions y, the rest nitrogen [1]. */
double flue_volume_fraction(const double y[FLUE_SPECIES_COUNT], flue_species s);

/** The air outside: temperature falls with height, pressure follows. */
typedef struct flue_atmosphere {
  double temp_k;   /**< At height 0 [K]. */
  double pressure; /**< At height 0 [Pa]. */
  double lapse;    /**< Fall of temperature with height [K m-1], may be 0. */
} flue_atmosphere;

/** Temperature outside at height z above the ground storey [K]. */
double flue_atmosphere_temp(const flue_atmosphere *a, double z_m);
/**
 * Pressure outside at height z, less that at height 0 [Pa].
 * Hydrostatic equation with a linear temperature: p = p0 (1 - L z / T0)^(g / (R L)), or the
 * exponential for L = 0. Exact for any height below T0 / L.
 */
double flue_atmosphere_head(const flue_atmosphere *a, double z_m);
/** Standard pressure at an elevation above the sea [Pa], 0 to 5000 m. @cite icao1993 */
double flue_pressure_at_elevation(double elevation_m);

#endif /* FLUE_MODELS_GAS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/species.h  Gases that flow and burn: formula, molar mass, enthalpy over temperature.
 *
 * Range: 200 to 3500 K; the fit of mixtures 250 to 2500 K.
 */
#ifndef FLUE_MODELS_SPECIES_H
#define FLUE_MODELS_SPECIES_H

#include <stddef.h>

#include "core/status.h"
#include "models/gas.h"

#define FLUE_MOLAR_GAS_CONSTANT 8.314462618 /**< [J mol-1 K-1] */
#define FLUE_ENTHALPY_ZERO_K    298.15      /**< Where sensible enthalpies are zero [K]. */

enum { FLUE_ENTHALPY_TERMS = 6, FLUE_NASA_TERMS = 6 };

typedef enum flue_element {
  FLUE_CARBON,
  FLUE_HYDROGEN,
  FLUE_OXYGEN,
  FLUE_NITROGEN,
  FLUE_ATOM_COUNT
} flue_element;

/**
 * One gas, or soot.
 *
 * Molar enthalpy over the gas constant: a0 T + a1 T^2/2 + a2 T^3/3 + a3 T^4/4 + a4 T^5/5 + a5, one
 * set of coefficients below 1000 K, another above @cite grimech30 @cite mcbride1993 (read from the
 * data files of Cantera @cite cantera). Soot is graphite by mass; the halides of hydrogen have the
 * molar heat of nitrogen (within 4 % to 1500 K). Without coefficients: ethylene, by mass.
 */
typedef struct flue_primitive {
  const char *name;              /**< "WATER VAPOR". */
  const char *formula;           /**< "H2O". */
  double atoms[FLUE_ATOM_COUNT]; /**< Of carbon, hydrogen, oxygen, nitrogen. */
  double molar_mass;             /**< [kg mol-1] */
  flue_species role; /**< What it counts as in models/gas.h; FLUE_SPECIES_COUNT: nitrogen. */
  double formation;  /**< Enthalpy of formation at 298.15 K [J mol-1]; NaN: unknown. */
  double low[FLUE_NASA_TERMS], high[FLUE_NASA_TERMS];
  double specific_heat; /**< Constant, instead [J kg-1 K-1]; 0: none. */
} flue_primitive;

/** A gas of the table by its name or formula, whatever the case. NULL when there is none. */
const flue_primitive *flue_primitive_find(const char *name);
/** Sensible enthalpy [J kg-1], zero at 298.15 K. */
double flue_primitive_enthalpy(const flue_primitive *p, double temp_k);

/** Atoms of a formula such as C25H42O6N2, CH1.7O0.74 or C2H5(OH). @return 0: it is none. */
int flue_formula_read(const char *formula, double atoms[FLUE_ATOM_COUNT]);
double flue_formula_molar_mass(const double atoms[FLUE_ATOM_COUNT]); /**< [kg mol-1] */

/**
 * Least-squares polynomial h = sum c_k T^k [J kg-1] of a mixture, 250 to 2500 K, zero at 298.15 K.
 * Air and smoke: within 1 kJ/kg, the heat capacity within 2 % from 280 K.
 * @param part, fraction  [n]; mass fractions that add to 1.
 */
flue_status flue_mixture_fit(flue_ctx *ctx, size_t n, const flue_primitive *const *part,
                             const double *fraction, double coefficient[FLUE_ENTHALPY_TERMS]);

#endif /* FLUE_MODELS_SPECIES_H */

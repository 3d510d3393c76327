/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/units.h  Numbers with units, to SI. */
#ifndef FLUE_CORE_UNITS_H
#define FLUE_CORE_UNITS_H

#include <stddef.h>

/** What a number measures; SI unit in brackets. A bare number is in that unit. */
typedef enum flue_dimension {
  FLUE_DIM_NONE,           /**< [1], also % */
  FLUE_DIM_LENGTH,         /**< [m] */
  FLUE_DIM_AREA,           /**< [m2] */
  FLUE_DIM_TIME,           /**< [s] */
  FLUE_DIM_TEMPERATURE,    /**< [K] */
  FLUE_DIM_PRESSURE,       /**< [Pa] */
  FLUE_DIM_SPEED,          /**< [m s-1] */
  FLUE_DIM_FLOW,           /**< [m3 s-1] */
  FLUE_DIM_POWER,          /**< [W] */
  FLUE_DIM_GROWTH,         /**< [W s-2] */
  FLUE_DIM_ENERGY,         /**< [J] */
  FLUE_DIM_ENERGY_DENSITY, /**< [J m-2] */
  FLUE_DIM_ANGLE,          /**< [deg] */
  FLUE_DIM_DENSITY_PEOPLE, /**< [m-2] */
  FLUE_DIM_RTI,            /**< [m1/2 s1/2] */
  FLUE_DIM_SPRAY,          /**< [m s-1], as mm/min */
  FLUE_DIM_OBSCURATION,    /**< [m-1], as %/m of light lost */
  FLUE_DIM_MONEY,          /**< [CNY] */
  FLUE_DIM_LAPSE,          /**< [K m-1] */
  FLUE_DIM_CONDUCTIVITY,   /**< [W m-1 K-1] */
  FLUE_DIM_MASS_DENSITY,   /**< [kg m-3] */
  FLUE_DIM_SPECIFIC_HEAT,  /**< [J kg-1 K-1] */
  FLUE_DIM_COMBUSTION,     /**< Heat per mass [J kg-1] */
  FLUE_DIM_HEAT_FLUX,      /**< [W m-2] */
  FLUE_DIM_WARMING,        /**< Difference of temperatures [K] */
  FLUE_DIM_WARMING_RATE,   /**< [K s-1] */
  FLUE_DIM_ACCELERATION,   /**< [m s-2] */
  FLUE_DIM_COUNT
} flue_dimension;

/** Unit in which a dimension is kept: "m", "K"; "1" for none. Static. */
const char *flue_dimension_unit(flue_dimension d);
/** Units a user may write for a dimension, separated by ", ". Static. */
const char *flue_dimension_units(flue_dimension d);
/** The i-th of all spellings of units accepted for a dimension; NULL after the last. Static. */
const char *flue_dimension_unit_at(flue_dimension d, size_t i);

/** How reading a number went. */
typedef enum flue_number_result {
  FLUE_NUMBER_OK,
  FLUE_NUMBER_NOT_A_NUMBER,
  FLUE_NUMBER_WRONG_UNIT /**< The text after the number is not a unit of the dimension. */
} flue_number_result;

/**
 * Reads "3.2 m", "20 °C", "¥ 268", "1e6".
 * @param is_difference  Temperatures without their zero point (20 °C is then 20 K).
 * @param[out] value     In SI.
 * @param[out] unit      The unit found, within @p text; may be NULL.
 */
flue_number_result flue_number_read(const char *text, flue_dimension d, int is_difference,
                                    double *value, const char **unit);

#endif /* FLUE_CORE_UNITS_H */

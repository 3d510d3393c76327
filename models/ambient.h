/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/ambient.h  The air outside over time, and the pressure of its wind on walls. */
#ifndef FLUE_MODELS_AMBIENT_H
#define FLUE_MODELS_AMBIENT_H

#include <stddef.h>

#include "models/wind_profile.h"

/** The air outside at one time. */
typedef struct flue_outside {
  double temp_k, pressure; /**< At height 0 [K], [Pa]. */
  double wind_speed;       /**< At the weather station [m s-1]. */
  double wind_from;        /**< Where it comes from, clockwise from north [deg]. */
  double humidity;         /**< Relative [1]; NaN: not given. */
} flue_outside;

/** Rows over time: linear between, held outside them; equal times are a jump, which counts after
 *  that time. Columns that are NULL keep the value of `constant`. Arrays are borrowed. */
typedef struct flue_ambient {
  size_t n; /**< 0: the air outside does not change. */
  const double *time_s;
  const double *temp_k, *pressure, *humidity;
  const double *east, *north; /**< Speed of the air towards east and north [m s-1]. */
  flue_outside constant;
} flue_ambient;

/** The air outside at a time; the wind is interpolated as a vector. */
flue_outside flue_ambient_at(const flue_ambient *ambient, double t_s);
/** First time of a row after t_s; infinity: none. */
double flue_ambient_next(const flue_ambient *ambient, double t_s);
/** Parts of a wind towards east and north [m s-1]. */
void flue_wind_parts(double speed, double from_deg, double *east, double *north);

/** How the wind meets an opening. Arrays are borrowed. */
typedef struct flue_wind_end {
  double modifier;          /**< Dynamic pressure there over that at the station [1]; 0: none. */
  double facing_deg;        /**< Where its wall looks, clockwise from north [deg]. */
  size_t n;                 /**< Points of its profile; 0: flue_wind_coefficient() counts. */
  const double *angle, *cp; /**< As in flue_wind_profile(). */
  flue_wind_fit fit;
} flue_wind_end;

/** Wind pressure on an opening: Cp 1/2 rho v^2 times its modifier [Pa]. @cite dols2020
 *  @param speed  At the weather station [m s-1]. */
double flue_wind_pressure(const flue_wind_end *end, double rho, double speed, double from_deg);

#endif /* FLUE_MODELS_AMBIENT_H */

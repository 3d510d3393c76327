/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/weather_file.h  Weather from a netCDF file by the CF conventions. */
#ifndef FLUE_SCENARIOS_WEATHER_FILE_H
#define FLUE_SCENARIOS_WEATHER_FILE_H

#include "core/calendar.h"
#include "scenarios/scenario.h"

/** Quantities a file may hold. */
typedef enum flue_weather_column {
  FLUE_WEATHER_TEMPERATURE, /**< [K] */
  FLUE_WEATHER_PRESSURE,    /**< [Pa] */
  FLUE_WEATHER_HUMIDITY,    /**< [1] */
  FLUE_WEATHER_EAST,        /**< [m s-1] */
  FLUE_WEATHER_NORTH,       /**< [m s-1] */
  FLUE_WEATHER_COLUMN_COUNT
} flue_weather_column;

/** Rows of a file. Arrays are owned by the scenario. */
typedef struct flue_weather_rows {
  size_t n;
  flue_calendar calendar;
  double *time_s;                            /**< Since 1970 [s], rising. */
  double *column[FLUE_WEATHER_COLUMN_COUNT]; /**< NULL: not in the file. */
} flue_weather_rows;

/**
 * Reads air temperature and wind, and surface pressure and relative humidity where the file has
 * them. Variables are found by their standard_name, those of the ERA5 reanalysis by their names too
 * (t2m, u10, v10, sp). Packed values, missing values and the usual spellings of units are known.
 * @cite cf_conventions
 * @param place     Where the file is named: findings go there.
 * @param position  Latitude and longitude [deg] in files with a grid.
 * @return FLUE_OK (also with findings, then without rows) or FLUE_ENOMEM.
 */
flue_status flue_weather_file_read(flue_scenario *scenario, const char *path,
                                   const flue_word *place, const flue_numbers *position,
                                   flue_diagnostics *list, flue_weather_rows *out);

#endif /* FLUE_SCENARIOS_WEATHER_FILE_H */

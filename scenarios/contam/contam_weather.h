/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/contam/contam_weather.h  Weather files of CONTAM ("WeatherFile ContamW 2.0"). */
#ifndef FLUE_SCENARIOS_CONTAM_WEATHER_H
#define FLUE_SCENARIOS_CONTAM_WEATHER_H

#include "scenarios/contam/contam_project.h"

/** Weather over a run; arrays owned, [n], with a row at its start and one at its end or after. */
typedef struct contam_weather {
  size_t n, capacity;
  double *time_s;            /**< Since the start of the run [s]. */
  double *temp_k, *pressure; /**< [K], [Pa] */
  double *speed, *from_deg;  /**< [m s-1]; where the wind comes from. */
  int day_type;              /**< Of the day of the start; 0: not said. */
} contam_weather;

/**
 * Reads the weather file of a transient project: as the project names it, else by its name alone in
 * the folder of the project, since CONTAM writes the paths of the machine it ran on. Years have 365
 * days; daylight saving, radiation and humidity are passed over.
 *
 * A file that is not there is a warning, and so are no rows; a row that cannot be read or a file
 * that does not cover the run is an error.
 * @param project_path  NULL: names count from the working folder.
 * @return FLUE_OK, FLUE_ENOMEM.
 */
flue_status contam_weather_read(const char *project_path, const contam_project *project,
                                flue_diagnostics *list, contam_weather *out);
void contam_weather_clear(contam_weather *weather);

#endif /* FLUE_SCENARIOS_CONTAM_WEATHER_H */

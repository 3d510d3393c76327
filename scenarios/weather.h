/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/weather.h  Weather over time, from a table of the scenario or from a file. */
#ifndef FLUE_SCENARIOS_WEATHER_H
#define FLUE_SCENARIOS_WEATHER_H

#include "scenarios/scenario.h"

/** Checks the weather and makes its rows: `ambient` of the scenario's weather, whose memory the
 *  scenario owns. Findings go to the list. @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_weather_check(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list);

#endif /* FLUE_SCENARIOS_WEATHER_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/options.h  Which renovation options of a scenario go together. */
#ifndef FLUE_SCENARIOS_OPTIONS_H
#define FLUE_SCENARIOS_OPTIONS_H

#include "core/diagnostics.h"
#include "scenarios/scenario.h"

/** Place of an option in the scenario's list, or its length. */
size_t flue_option_find(const flue_scenario *scenario, const char *id);

/** Finds names that are no option, and ranges of cost that do not hold the cost. */
void flue_options_check(const flue_scenario *scenario, flue_diagnostics *list);

/** Whether the options whose bits are set (bit i for the i-th) go together: all that each requires
 *  are among them, and none that it excludes. */
int flue_options_fit(const flue_scenario *scenario, uint32_t set);

#endif /* FLUE_SCENARIOS_OPTIONS_H */

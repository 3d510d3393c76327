/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/option_cost.h  What a renovation option costs in a building, and how options go
 * together.
 *
 * A cost per opening or shaft counts those whose keys the option changes, each in every storey of
 * its plan; per room and m2 counts the rooms that words `in` of the option name, or all; per storey
 * all storeys. An option that changes none of these counts all of the building: doors people can
 * pass, shafts.
 */
#ifndef FLUE_SCENARIOS_OPTION_COST_H
#define FLUE_SCENARIOS_OPTION_COST_H

#include "core/diagnostics.h"
#include "scenarios/layout.h"

/** Costs of an option [CNY]. */
typedef struct flue_option_cost {
  double low, mode, high; /**< To do it; rising. */
  double upkeep;          /**< A year. */
} flue_option_cost;

/** @return FLUE_OK, or FLUE_ENOMEM, or what reading the scenario's text again gives. */
flue_status flue_option_costs(flue_ctx *ctx, const flue_layout *layout, const flue_option *option,
                              flue_option_cost *out);

/** Place of an option in the scenario's list, or its length. */
size_t flue_option_find(const flue_scenario *scenario, const char *id);

/** Finds names that are no option, and ranges of cost that do not hold the cost. */
void flue_options_check(const flue_scenario *scenario, flue_diagnostics *list);

/** Whether the options whose bits are set (bit i for the i-th) go together: all that each requires
 *  are among them, and none that it excludes. */
int flue_options_fit(const flue_scenario *scenario, uint32_t set);

#endif /* FLUE_SCENARIOS_OPTION_COST_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/option_cost.h  What a renovation option costs in a building.
 *
 * A cost per opening or shaft counts those whose keys the option changes, each in every storey of
 * its plan; per room and m2 counts the rooms that words `in` of the option name, or all; per storey
 * all storeys. An option that changes none of these counts all of the building: doors people can
 * pass, shafts.
 */
#ifndef FLUE_SCENARIOS_OPTION_COST_H
#define FLUE_SCENARIOS_OPTION_COST_H

#include "scenarios/layout.h"

/** Costs of an option [CNY]. */
typedef struct flue_option_cost {
  double low, mode, high; /**< To do it; rising. */
  double upkeep;          /**< A year. */
} flue_option_cost;

/** @return FLUE_OK, or FLUE_ENOMEM, or what reading the scenario's text again gives. */
flue_status flue_option_costs(flue_ctx *ctx, const flue_layout *layout, const flue_option *option,
                              flue_option_cost *out);

#endif /* FLUE_SCENARIOS_OPTION_COST_H */

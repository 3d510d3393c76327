/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/network_check.h  What the key table cannot say of compartments given one by one.
 */
#ifndef FLUE_SCENARIOS_NETWORK_CHECK_H
#define FLUE_SCENARIOS_NETWORK_CHECK_H

#include "scenarios/scenario.h"

/**
 * Checks names, lengths of lists, times, triggers and places of a scenario with a network; all
 * findings go to the list. Targets, detectors and fires outside their compartments are moved to the
 * nearest place inside, with a warning.
 * @return FLUE_OK also when there are findings; FLUE_ENOMEM.
 */
flue_status flue_network_check(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list);

#endif /* FLUE_SCENARIOS_NETWORK_CHECK_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/control_check.h  Checks of triggers and controllers of networks. */
#ifndef FLUE_SCENARIOS_CONTROL_CHECK_H
#define FLUE_SCENARIOS_CONTROL_CHECK_H

#include "scenarios/scenario.h"

/** What sets off openings, fans, paths and fires, and what holds pressures. Findings go to the
 * list.
 *  @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_controls_check(flue_ctx *ctx, const flue_scenario *scenario,
                                flue_diagnostics *list);

#endif /* FLUE_SCENARIOS_CONTROL_CHECK_H */

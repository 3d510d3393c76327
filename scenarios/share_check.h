/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/share_check.h  Checks of what sets the shares of openings in networks. */
#ifndef FLUE_SCENARIOS_SHARE_CHECK_H
#define FLUE_SCENARIOS_SHARE_CHECK_H

#include "scenarios/scenario.h"

/** What sets off openings, fans, paths and fires, and what holds pressures. Findings go to the
 * list.
 *  @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_shares_check(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list);

#endif /* FLUE_SCENARIOS_SHARE_CHECK_H */

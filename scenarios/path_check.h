/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/path_check.h  Mistakes in the paths of a network that single keys do not show.
 */
#ifndef FLUE_SCENARIOS_PATH_CHECK_H
#define FLUE_SCENARIOS_PATH_CHECK_H

#include "scenarios/scenario.h"

/** Names, coefficients that a law needs, tables that fit, and ways to the outside.
 *  @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_paths_check(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list);

#endif /* FLUE_SCENARIOS_PATH_CHECK_H */

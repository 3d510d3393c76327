/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/cfast/cfast_import.h  Input of CFAST 7 and 8 as the tree of a scenario. */
#ifndef FLUE_SCENARIOS_CFAST_IMPORT_H
#define FLUE_SCENARIOS_CFAST_IMPORT_H

#include "core/diagnostics.h"
#include "scenarios/yaml.h"

/** Whether a file is CFAST input: its name ends in .in, or its first sign outside comments is &. */
int flue_cfast_is(const char *path, const char *text, size_t length);

/**
 * Reads CFAST input into the tree of a scenario with compartments one by one (network_scenario in
 * keys.def). Nodes have the line and column of the CFAST file. What has no place in a scenario is
 * a warning, each name once; mistakes are errors.
 * Parameters that choose how CFAST computes and not what is there keep flue's own choice where the
 * file is silent: oxygen limit, time step, extinction, coefficient of leaks.
 * @return FLUE_OK also when there are findings (look at list->errors); FLUE_ENOMEM.
 * @cite cfast_users_guide
 */
flue_status flue_cfast_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                            flue_node *root);

#endif /* FLUE_SCENARIOS_CFAST_IMPORT_H */

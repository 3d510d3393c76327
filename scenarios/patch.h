/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/patch.h  Changing places of a scenario tree that a path names.
 *
 * A path is a row of steps joined by dots: KEY, or * for every key; a step may end in [INDEX], [*]
 * for every item of a list, or [KEY=VALUE] for the items whose KEY has that value.
 * `plans.*.openings[kind=door].closer` names the key closer of every door in every plan.
 */
#ifndef FLUE_SCENARIOS_PATCH_H
#define FLUE_SCENARIOS_PATCH_H

#include "scenarios/yaml.h"

/** Puts a copy of value at every place the path names; a last KEY that a map lacks is added.
 *  @param[out] places  How many places were changed. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_patch_apply(flue_node *root, const char *path, const flue_node *value,
                             size_t *places);

#endif /* FLUE_SCENARIOS_PATCH_H */

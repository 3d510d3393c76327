/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/contam/contam_import.h  Project files of CONTAM 3.1 to 3.4 as scenarios.
 *
 * Read: weather, also from a weather file, levels, zones, paths with all flow elements but splines
 * and super elements, schedules, wind pressure profiles, simple air handling systems, constant
 * sources of the first species. Named in a warning and left out: controls, kinetics, filters,
 * ducts, occupants, CFD, values from files, other species and sources. Icons and notes are passed
 * over.
 *
 * The result is a network whose temperatures are held, with CONTAM's gravity and density of air, so
 * that its flows are those of ContamX. @cite dols2020
 */
#ifndef FLUE_SCENARIOS_CONTAM_IMPORT_H
#define FLUE_SCENARIOS_CONTAM_IMPORT_H

#include "scenarios/yaml.h"

/**
 * Reads a project file into the tree of a scenario, whose nodes know the lines they come from.
 * @param path  Of the project, beside which its weather file is looked for; NULL: the working
 * folder.
 * @param list  Takes one finding for each mistake. With errors the tree is empty.
 * @return FLUE_OK also when there are findings; FLUE_ENOMEM.
 */
flue_status flue_contam_tree(flue_ctx *ctx, const char *path, const char *text, size_t length,
                             flue_diagnostics *list, flue_node *root);
/** Whether a file is a project of CONTAM by its name. */
int flue_contam_is_project(const char *path);

#endif /* FLUE_SCENARIOS_CONTAM_IMPORT_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/coarse.h  Whether a grid resolves a fire. */
#ifndef FLUE_SCENARIOS_COARSE_H
#define FLUE_SCENARIOS_COARSE_H

#include "core/diagnostics.h"

/** Warns where the characteristic diameter of a fire is less than four cells.
 *  @param release  [W]. @param diameter_m  D*. @return whether it warned. */
int flue_warn_coarse(flue_diagnostics *list, int line, int column, double release,
                     double diameter_m, double cell_m);

#endif /* FLUE_SCENARIOS_COARSE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/control.h  Design check of smoke control: every storey of the fire, every
 * weather, doors as the codes say.
 *
 * The network of the building is balanced by mass with temperatures held, once for each case; what
 * the codes limit is read off it.
 */
#ifndef FLUE_SCENARIOS_CONTROL_H
#define FLUE_SCENARIOS_CONTROL_H

#include "models/control_result.h"
#include "scenarios/derive.h"

/** Findings on the section control_check: codes, storeys, spaces. @param layout  Of a building; of
 * a network anything. @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_control_section_check(flue_ctx *ctx, const flue_scenario *scenario,
                                       const flue_layout *layout, flue_diagnostics *list);

/**
 * Checks a design. All systems work, fans run at full speed or as far as the pressures asked for
 * let them.
 * @param scenario  Its weather is changed during the call and restored.
 * @param out       Owned by the caller.
 * @return FLUE_OK also when limits are not met; FLUE_EINPUT when there is nothing to check;
 *         FLUE_ENUMERIC, FLUE_ESTOPPED, FLUE_ENOMEM.
 */
flue_status flue_control_check(flue_ctx *ctx, flue_scenario *scenario, const flue_layout *layout,
                               const flue_walkable *walkable, flue_control_result **out);

#endif /* FLUE_SCENARIOS_CONTROL_H */

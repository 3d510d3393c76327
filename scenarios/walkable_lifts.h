/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/walkable_lifts.h  Landings of lifts and places of refuge of the walkable space;
 *  only scenarios/walkable*.c include it. */
#ifndef FLUE_SCENARIOS_WALKABLE_LIFTS_H
#define FLUE_SCENARIOS_WALKABLE_LIFTS_H

#include "scenarios/derive.h"

/** Space of an evacuation lift on a side of an opening whose other side is a floor, FLUE_OPEN_AIR
 *  for none. */
size_t walkable_lift_side(const flue_layout *layout, const flue_gap *gap);
/** Makes a door an exit into the lift behind it. */
void walkable_add_landing(const flue_layout *layout, flue_walkable *w, size_t door);
/** Makes a door between two rooms an exit into the one that is a refuge, when anybody stays in one.
 */
void walkable_add_refuge(const flue_layout *layout, flue_walkable *w, size_t door);
/** Lifts of all shafts that evacuate. */
flue_status walkable_make_lifts(flue_ctx *ctx, const flue_layout *layout, flue_walkable *w);

/** Of n storeys from @p first on, the one nearest to the ground. */
size_t walkable_nearest_to_ground(const flue_layout *l, size_t first, size_t n);

#endif /* FLUE_SCENARIOS_WALKABLE_LIFTS_H */

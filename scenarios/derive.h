/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/derive.h  From the layout and a draw to what the engines take. */
#ifndef FLUE_SCENARIOS_DERIVE_H
#define FLUE_SCENARIOS_DERIVE_H

#include "scenarios/layout.h"
#include "scenarios/sample.h"
#include "solver/coupling/coupling.h"

/** Walkable cells of all storeys: the same for every sample of a scenario. */
typedef struct flue_walkable {
  size_t n_floors, n_doors, n_exits, n_stairs, n_lifts;
  flue_crowd_floor *floors; /**< With owned `room` and `door` arrays. */
  flue_crowd_door *doors;
  flue_crowd_exit *exits;
  flue_crowd_stair *stairs;         /**< With owned arrays. */
  flue_crowd_lift *lifts;           /**< With owned arrays. */
  const flue_shaft **shaft_of_lift; /**< [n_lifts] */
  size_t *gap_of_door;              /**< Opening of the layout, [n_doors]. */
  size_t *door_of_gap;              /**< FLUE_NONE where there is none, [n_gaps]. */
} flue_walkable;

flue_status flue_walkable_create(flue_ctx *ctx, const flue_layout *layout, flue_walkable **out);
void flue_walkable_destroy(flue_walkable **walkable);

/** One sample, ready to run. Owns its arrays; borrows layout and walkable. */
typedef struct flue_case {
  flue_coupling_input input;
  void **owned;
  size_t n_owned, owned_capacity;
} flue_case;

/** Derives everything from a draw. @return FLUE_OK, FLUE_ENOMEM, or FLUE_EINPUT with a sentence
 * when a room cannot hold its people. */
flue_status flue_case_create(flue_ctx *ctx, const flue_layout *layout,
                             const flue_walkable *walkable, const flue_draw *draw, flue_case **out);
void flue_case_destroy(flue_case **c);

/** What a rating needs to know of the building besides outcomes. */
typedef struct flue_coverage {
  double detection, sprinklers; /**< Share of the rooms' area that has them [1]. */
  double closers;               /**< Share of doors onto escape routes with a closer [1]. */
  double stair_width_m;         /**< Of all stairs [m]. */
  double height_m;              /**< Of the highest floor [m]. */
  double reliability; /**< Mean probability that a system and its supply work; NaN: none. */
} flue_coverage;
void flue_layout_coverage(const flue_layout *layout, flue_coverage *out);

#endif /* FLUE_SCENARIOS_DERIVE_H */

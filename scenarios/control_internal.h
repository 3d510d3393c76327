/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/control_internal.h  What the files of the design check share. */
#ifndef FLUE_SCENARIOS_CONTROL_INTERNAL_H
#define FLUE_SCENARIOS_CONTROL_INTERNAL_H

#include "scenarios/control.h"

/* ---- storeys and names (control_section.c) ---- */

typedef struct flue_storey_place {
  char *name; /**< Owned by the list. */
  double z_m; /**< Of its floor [m]. */
} flue_storey_place;
/** Storeys from the lowest up: of a building, or floors of compartments at the same height. */
typedef struct flue_storeys {
  flue_storey_place *at; /**< Owned, [n]. */
  size_t n;
} flue_storeys;
flue_status control_storeys(const flue_root *root, const flue_layout *layout, flue_storeys *out);
void control_storeys_clear(flue_storeys *storeys);
/** Storeys that a name or a range FIRST..LAST means. @return whether there are any. */
int control_storey_range(const flue_storeys *storeys, const char *text, size_t *first,
                         size_t *last);
/** Whether a text is like a pattern, in which * stands for any letters. */
int control_like(const char *pattern, const char *text);

#endif /* FLUE_SCENARIOS_CONTROL_INTERNAL_H */

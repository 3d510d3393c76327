/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/names.h  Finding items of a section by their id, however many there are. */
#ifndef FLUE_SCENARIOS_NAMES_H
#define FLUE_SCENARIOS_NAMES_H

#include "scenarios/scenario.h"

/** Items sorted by id. */
typedef struct flue_names {
  const flue_word **sorted; /**< Owned, [n]. */
  const char *first;        /**< Of the list; borrowed. */
  size_t n, size;
} flue_names;

/** No such id. */
#define FLUE_NO_NAME ((size_t)-1)

/** Sorts a list whose items begin with their id. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_names_create(const flue_list *list, size_t size, flue_names *out);
void flue_names_clear(flue_names *names);
/** Index in the list, FLUE_NO_NAME when there is none. */
size_t flue_names_find(const flue_names *names, const char *id);

#endif /* FLUE_SCENARIOS_NAMES_H */

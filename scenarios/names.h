/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/names.h  Finding items of a section by their id, however many there are. */
#ifndef FLUE_SCENARIOS_NAMES_H
#define FLUE_SCENARIOS_NAMES_H

#include "core/nearest.h"
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
/** Offers all ids as what a user meant. */
void flue_names_offer(const flue_names *names, flue_nearest *nearest);

/** Whether a word stands for the air outside. */
int flue_names_outside(const char *word);

/** Whether one of a few items that begin with their id has it; offers all ids when none has. */
int flue_names_among(const flue_list *items, size_t size, const char *id, flue_nearest *nearest);
/** A finding: there is no such item. The nearest of those offered is named where it is near.
 *  @param where  Key that the name stands at.
 *  @param what   Word for the kind of item. */
void flue_names_refuse(flue_diagnostics *list, const char *where, flue_message what,
                       const flue_word *name, const flue_nearest *nearest);
/** A finding: an item lacks a key of its section. */
void flue_names_missing(flue_diagnostics *list, const flue_word *id, const char *section,
                        const char *key);

#endif /* FLUE_SCENARIOS_NAMES_H */

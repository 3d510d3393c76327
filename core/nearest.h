/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/nearest.h  The word a user probably meant. */
#ifndef FLUE_CORE_NEAREST_H
#define FLUE_CORE_NEAREST_H

#include <stddef.h>

/** Number of single-byte insertions, deletions, replacements and swaps between two words, at
 * most 99. */
int flue_edit_distance(const char *a, const char *b);

/** Keeps the best of the candidates offered one after the other. */
typedef struct flue_nearest {
  const char *word; /**< What was written. */
  const char *best; /**< Nearest so far, borrowed; NULL before the first. */
  int distance;
} flue_nearest;
void flue_nearest_offer(flue_nearest *nearest, const char *candidate);
/** The nearest word when it is near enough to be worth naming, else NULL. */
const char *flue_nearest_result(const flue_nearest *nearest);

#endif /* FLUE_CORE_NEAREST_H */

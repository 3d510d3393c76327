/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/method/method_change.h  What would change a grade: inputs that can be put right
 *  (those with a good answer in the method), alone and together. */
#ifndef FLUE_MODELS_METHOD_METHOD_CHANGE_H
#define FLUE_MODELS_METHOD_METHOD_CHANGE_H

#include "models/method/method.h"

/** An input that is not at its good answer. */
typedef struct flue_method_change {
  size_t input;
  double gain;   /**< Points of the score, towards better, when it is put right. */
  int is_enough; /**< Alone it reaches a better grade. */
  double enough; /**< Answer nearest to today's that is; NaN when it is not. */
} flue_method_change;

/** Changes of a record. Arrays owned; free with flue_method_changes_clear(). */
typedef struct flue_method_changes {
  flue_grade now; /**< The worst grade is what has to become better. */
  flue_method_change *change;
  size_t n;
  size_t *set; /**< Changes that together reach a better grade, [n_set]; indices of `change`. */
  size_t n_set;
  int is_smallest; /**< It is proved that no smaller set does. */
  size_t level;    /**< Grade that the set reaches. */
  size_t *worse;   /**< Inputs whose good answer lost alone makes the grade worse, [n_worse]. */
  size_t n_worse;
} flue_method_changes;

/**
 * Looks for the smallest change and the smallest set of changes that reach a better worst grade.
 *
 * Sets are searched by size with at most 300000 runs of the program, below the size of one found
 * by taking the best change first. An input takes part with its good answer only.
 * @param answers  Slots with the answers filled in, [n_slots].
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_method_find_changes(const flue_method *method, size_t scale,
                                     const flue_span *answers, flue_method_changes *out);
void flue_method_changes_clear(flue_method_changes *changes);

#endif /* FLUE_MODELS_METHOD_METHOD_CHANGE_H */

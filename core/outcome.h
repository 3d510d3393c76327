/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/outcome.h  The numbers one run comes to; outcomes.def has names, units and texts. */
#ifndef FLUE_CORE_OUTCOME_H
#define FLUE_CORE_OUTCOME_H

#include "core/sink.h"

/** Index of each outcome. */
typedef enum flue_outcome_id {
#define O(name, unit, en, zh) FLUE_OUTCOME_##name,
#include "core/outcomes.def"
#undef O
  FLUE_OUTCOME_COUNT
} flue_outcome_id;

/** Outcomes of one run; NaN marks a time that never came. */
typedef struct flue_outcome {
  double value[FLUE_OUTCOME_COUNT];
} flue_outcome;

/** Names, units and texts, [FLUE_OUTCOME_COUNT]. */
extern const flue_quantity FLUE_OUTCOMES[FLUE_OUTCOME_COUNT];

#endif /* FLUE_CORE_OUTCOME_H */

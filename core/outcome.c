/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/outcome.h"

const flue_quantity FLUE_OUTCOMES[FLUE_OUTCOME_COUNT] = {
#define O(name, unit, en, zh) {#name, unit, en, zh},
#include "core/outcomes.def"
#undef O
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/sample.h  One draw of all uncertain numbers of a scenario.
 *
 * Numbers of the scenario (weather, growth of the fire, whether a system works) are drawn once for
 * each sample, by the design of the batch; a single run takes their medians. Numbers that differ
 * from room to room, door to door or person to person are drawn for each of them, also in a single
 * run. Draws are kept inside the range of their key.
 */
#ifndef FLUE_SCENARIOS_SAMPLE_H
#define FLUE_SCENARIOS_SAMPLE_H

#include "core/design.h"
#include "scenarios/scenario.h"

/** A draw. */
typedef struct flue_draw {
  const flue_scenario *scenario; /**< Borrowed. */
  double *value;                 /**< Owned, [n_uncertain]; per-item numbers hold their median. */
  uint32_t sample;               /**< From 1; 0 for a single run. */
  double weight; /**< What the sample stands for: probability of its branches over the probability
                      that they were drawn with. */
} flue_draw;

/** Design of n samples as the scenario wants it (run.sampling). */
flue_design flue_scenario_design(const flue_scenario *scenario, size_t n);

/** Medians. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_draw_medians(flue_ctx *ctx, const flue_scenario *scenario, flue_draw *draw);
/** Sample i (from 0) of a design. Depends on nothing but scenario, design and i. */
flue_status flue_draw_sample(flue_ctx *ctx, const flue_scenario *scenario,
                             const flue_design *design, size_t i, flue_draw *draw);
void flue_draw_clear(flue_draw *draw);

/** A number of the scenario. */
double flue_draw_get(const flue_draw *draw, const flue_value *value);
/** A number of one item: a stream of its own for each purpose, item and number. */
double flue_draw_item(const flue_draw *draw, const flue_value *value, flue_purpose purpose,
                      uint32_t item);
/** Stream of random numbers of the draw for a purpose. */
flue_stream flue_draw_stream(const flue_draw *draw, flue_purpose purpose);

#endif /* FLUE_SCENARIOS_SAMPLE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/arrival_grid.h  When and where people who come outside are counted in a batch.
 */
#ifndef FLUE_SCENARIOS_ARRIVAL_GRID_H
#define FLUE_SCENARIOS_ARRIVAL_GRID_H

#include "scenarios/derive.h"

/** More doors to the outside, or more stairs, are counted together only. */
#define FLUE_MOST_COUNTED_WAYS 12
/** More compartments have no times of their own in a batch. */
#define FLUE_MOST_TIMED_ROOMS 500
/** More samples have curves of all people together only. */
#define FLUE_MOST_COUNTED_SAMPLES 10000

/** Times and doors of the counts. Arrays owned, names borrowed from the layout. */
typedef struct flue_arrival_grid {
  size_t n_times;     /**< 0 for compartments without people. */
  double *times;      /**< Equal parts of the run [s], the last one its end. */
  size_t n_doors;     /**< 0 when there are too many. */
  size_t *doors;      /**< Of the walkable space. */
  const char **names; /**< Of the doors. */
  size_t n_stairs;    /**< All of the walkable space, or 0 when there are too many. */
  const char **stair_names;
  size_t n_rooms;          /**< Compartments whose ASET is kept, or 0 when there are too many. */
  const char **room_names; /**< All compartments of the layout, in its order. */
} flue_arrival_grid;

/** @param n_samples  Of the batch. @return FLUE_OK or FLUE_ENOMEM; free with
 *  flue_arrival_grid_clear(). */
flue_status flue_arrival_grid_make(const flue_layout *layout, const flue_walkable *walkable,
                                   size_t n_samples, flue_arrival_grid *out);
void flue_arrival_grid_clear(flue_arrival_grid *grid);
/** Numbers of one sample: [1 + n_doors + n_stairs][n_times], all people first, then the times at
 *  which compartments became untenable [n_rooms]. */
size_t flue_arrival_grid_size(const flue_arrival_grid *grid);

#endif /* FLUE_SCENARIOS_ARRIVAL_GRID_H */

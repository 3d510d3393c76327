/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/crowd/crowd_transfers.h  Ways that lead over several stairs; only solver/crowd
 *  includes it. */
#ifndef FLUE_SOLVER_CROWD_TRANSFERS_H
#define FLUE_SOLVER_CROWD_TRANSFERS_H

#include <stdint.h>

#include "solver/crowd/crowd.h"

/** Ways that change from one stair to another, [n_exits] each. See crowd_transfers.c. */
typedef struct crowd_transfers {
  size_t *off;      /**< Exit by which who entered a stair by this one leaves it; FLUE_NONE: at its
                         discharge. */
  uint32_t *enter;  /**< Segment of its stair that it leads onto; CROWD_NO_SEGMENT: across its
                         landing. */
  int32_t *landing; /**< Cell where people step off, -1 without. */
  int32_t *part;    /**< What belongs together on the floor, -1 without. */
  double *arrive_s; /**< Free time to the outside of somebody who steps off there [s]. */
  uint8_t *goes_on; /**< Whether who steps off there may take another stair. */
  uint8_t *is_cut_off; /**< Whether it is at a discharge from where doors do not lead outside. */
  int is_any;          /**< Whether any way leads over several stairs. */
} crowd_transfers;

/** What may still be taken by somebody who came off a stair. */
enum crowd_discharge { crowd_takes_any = 0, crowd_takes_out = 1, crowd_takes_nearer = 2 };

/** Takes the arrays. */
void crowd_take_transfers(flue_crowd *crowd);
/** Finds ways over several stairs: by exits, after what each is by itself. @param gap  Lengths
 *  between the exits of each floor, row by row, floor after floor [m]; NULL: straight lines, which
 *  are never longer. @param level  From before each exit to the outside without a stair [m]; NULL:
 *  there is no such way. @return whether there are any. */
int crowd_plan_transfers(flue_crowd *crowd, const float *gap, const float *level);
/** Where there are any, plans them anew by measured lengths. */
void crowd_measure_transfers(flue_crowd *crowd);
/** Whether an exit leads outside, and not only because nothing else does. */
int crowd_is_way_out(const flue_crowd *crowd, size_t exit);
/** Exit by which somebody leaves the stair at the end of a segment, FLUE_NONE: not there, or at a
 *  discharge without one. */
size_t crowd_exit_at_end(const flue_crowd *crowd, uint32_t id, size_t segment);
/** Door to the outside that a stair has of its own at the end of a segment, FLUE_NONE without. */
size_t crowd_own_door(const flue_crowd *crowd, size_t segment);
/** Whether somebody leaves the stair at the end of a segment. */
int crowd_leaves_at_end(const flue_crowd *crowd, uint32_t id, size_t segment);
/** Exit on the other side of a stair's landing that an exit leads to, FLUE_NONE: onto the stair. */
size_t crowd_across_landing(const flue_crowd *crowd, size_t exit);
/** Whether an exit is one for somebody who may have come off a stair. */
int crowd_may_go_on(const flue_crowd *crowd, uint32_t id, size_t exit);

#endif /* FLUE_SOLVER_CROWD_TRANSFERS_H */

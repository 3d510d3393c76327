/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/crowd/crowd_stairs.h  Stairs as rows of segments; only solver/crowd includes it. */
#ifndef FLUE_SOLVER_CROWD_STAIRS_H
#define FLUE_SOLVER_CROWD_STAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "solver/crowd/crowd.h"

/** Which stream somebody comes from who enters a segment of a stair. */
enum crowd_source { crowd_from_stair = 0, crowd_from_door = 1, crowd_from_nowhere = 2 };

/** Segments of all stairs, one after the other, on which people walk towards the discharge; then as
 *  many on which they walk away from it. Of the former each leads from its own storey, of the
 *  latter to it: segment i and segment n_towards + i are the same flight. Storeys of stairs are
 *  named by the former. */
typedef struct crowd_segments {
  size_t n, n_towards;
  size_t *first;       /**< First segment of each stair, [n_stairs]. */
  uint32_t *stair;     /**< Stair of each segment. */
  uint32_t *next;      /**< Segment people walk to; itself at the end. */
  uint32_t *before;    /**< Segment whose people walk to it, CROWD_NO_SEGMENT for none. */
  uint32_t *from, *to; /**< Storeys that it leads from and to. */
  uint8_t *is_up;      /**< Whether people walk up it. */
  uint32_t *floor;     /**< Level of the storey that it leads from. */
  double *length_m;    /**< Path to the next segment [m]. */
  double *k;           /**< SFPE k, with the factor for walking up [m s-1]. */
  double *interval_s;  /**< Least time between two people entering [s]. */
  double *beyond_s;    /**< Free time from its storey to the discharge, or back to it [s]. */
  double *rise_m;      /**< Height of its storey, up or down [m]. */
  size_t *capacity;    /**< People that fit. */
  size_t *way_out;     /**< Exit at the discharge of each stair, FLUE_NONE: straight outside. */
  size_t *begin;       /**< In `order`, [n + 1]; scratch. */
  /* state */
  size_t *count;    /**< People on it, able to walk. */
  double *free_s;   /**< When the next person may enter [s]. */
  double *wanted_s; /**< When each stream last waited, [n][crowd_sources] [s]. */
  uint8_t *last;    /**< crowd_source served last. */
  double *turn;     /**< Share that the door is behind (above 0) or ahead [1]. */
} crowd_segments;

/* crowd_pace.c */
/** Speed of somebody on a segment with a density ahead, in smoke of the present room [m s-1]. */
double crowd_stair_speed(const flue_crowd *crowd, uint32_t id, size_t segment, double density_m2);
/** The same without smoke, and the part of it that is the belt's. @param belt  [m s-1] */
double crowd_stair_pace(const flue_crowd *crowd, uint32_t id, size_t segment, double density_m2,
                        double *belt);
/** Notes that somebody has walked a segment. */
void crowd_finish_segment(flue_crowd *crowd, uint32_t id, size_t segment);
/** Least time between two people onto a segment now [s]. */
double crowd_segment_interval(const flue_crowd *crowd, size_t segment);
/** The segment on which people walk the same flight the other way. */
size_t crowd_opposite(const flue_crowd *crowd, size_t segment);
/** Share of a stair's width for those on a segment: half while others come the other way [1]. */
double crowd_width_share(const flue_crowd *crowd, size_t segment);

/* crowd_stairs.c */
/** Puts somebody who comes off a stair or lift onto the floor before a door, near a cell. @return 1
 *  when there was room. */
int crowd_step_onto_cells(flue_crowd *crowd, uint32_t id, size_t exit, int32_t cell);
/** Moves somebody on a floor there likewise. */
int crowd_put_before(flue_crowd *crowd, uint32_t id, size_t exit, int32_t cell);
/** Whether one more fits onto a segment. */
int crowd_has_place(const flue_crowd *crowd, size_t segment);
/** Lets a person into a segment from a stream when there is room and turn. @return 1 when in. */
int crowd_enter_segment(flue_crowd *crowd, size_t segment, enum crowd_source source);
/** Whether a stream may enter a segment now that the other waits too. */
int crowd_has_turn(const flue_crowd *crowd, size_t segment, enum crowd_source source);
/** Notes who was served; @p is_contested: the other stream waited. */
void crowd_note_turn(flue_crowd *crowd, size_t segment, enum crowd_source source, int is_contested);
/** A step of everybody on a stair. */
void crowd_climb(flue_crowd *crowd);

#endif /* FLUE_SOLVER_CROWD_STAIRS_H */

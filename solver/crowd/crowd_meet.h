/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/crowd/crowd_meet.h  How far people look around. */
#ifndef FLUE_SOLVER_CROWD_MEET_H
#define FLUE_SOLVER_CROWD_MEET_H

#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Time gap [s] (1 in the source for single file). With bodies of 0.45 m it gives, in a
 * corridor 1.8 m wide, speeds within 20 % of those measured from 0.5 to 2 people per m2, and necks
 * of 0.8 to 2.4 m pass 1.8 to 2.3 people per second and metre (experiments: about 1.9); beyond 2.1
 * per m2 people are too fast. @cite ped_archive @cite seyfried2009 */
static const float crowd_time_gap_s = 0.45f;
/** Distance up to which people push each other off their direction, one bin [m]. */
static const float crowd_push_reach_m = FLUE_CROWD_BIN_M;
/** Farthest that anybody looks [m]. */
static const float crowd_most_reach_m = 2 * FLUE_CROWD_BIN_M;

/** How far the one at a place looks whose way may be free: as far as others could make it slower
 *  [m]. */
static inline float crowd_far_reach(const crowd_sorted *s, size_t i) {
  const float look = 2 * fabsf(s->body[i]) + s->limit[i] * crowd_time_gap_s;
  return look < crowd_most_reach_m ? look : crowd_most_reach_m;
}

#endif /* FLUE_SOLVER_CROWD_MEET_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speed and flow on stairs beyond the law of the hydraulic model: escalators, fatigue, firefighters
 * who come up against the flow. In both modes. */
#include <math.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Least share of k at which people still shuffle on: keeps jams from freezing. */
static const double shuffle_share = 0.05;
/** Least share of the speed that fatigue leaves [1]; assumed. */
static const double least_fatigue_share = 0.2;
/** Height that the shares of fatigue refer to [m]. */
static const double fatigue_height_m = 100;
/** Flow and speed of people on a stair on which firefighters come up, over those without [1]:
 * middles of 3 to 25 % of flow lost and of 0.83 to 0.97 of the speed, on a stair 1.15 m wide, as
 * quoted by the jupedsim-network notes; the source was not at hand: unverified. */
static const double responders_flow = 0.86;
static const double responders_speed = 0.90;

/** Share of a stair's width that either stream has while people walk both up and down it [1];
 *  assumed. */
static const double half_width = 0.5;
/** Flow of both together over that of one alone [1]: the middle of 0.75 to 0.94, bounds for stairs
 *  as quoted by the jupedsim-network notes; the source was not at hand: unverified. */
static const double two_way_flow = 0.85;

static const flue_crowd_stair *stair_of(const flue_crowd *crowd, size_t segment) {
  return &crowd->in.stairs[crowd->segments.stair[segment]];
}

static int has_responders(const flue_crowd *crowd, const flue_crowd_stair *stair) {
  const double now = crowd_now(crowd);
  return now >= stair->responders_from_s && now < stair->responders_until_s;
}

size_t crowd_opposite(const flue_crowd *crowd, size_t segment) {
  const size_t n = crowd->segments.n_towards;
  return segment < n ? segment + n : segment - n;
}

double crowd_width_share(const flue_crowd *crowd, size_t segment) {
  return crowd->segments.count[crowd_opposite(crowd, segment)] ? half_width : 1;
}

double crowd_segment_interval(const flue_crowd *crowd, size_t segment) {
  const flue_crowd_stair *stair = stair_of(crowd, segment);
  const double share = crowd_width_share(crowd, segment);
  double interval_s = crowd->segments.interval_s[segment];
  if (share < 1) interval_s /= share * two_way_flow;
  if (!has_responders(crowd, stair)) return interval_s;
  return interval_s / (stair->responders_flow > 0 ? stair->responders_flow : responders_flow);
}

/** Share of the speed that is left to somebody after the stairs so far. In network mode the speed
 * on a segment is that in its middle. */
static double fatigue_share(const flue_crowd *crowd, uint32_t id, size_t segment) {
  const flue_crowd_stair *stair = stair_of(crowd, segment);
  const crowd_segments *s = &crowd->segments;
  const double rate = s->is_up[segment] ? stair->fatigue_up : stair->fatigue_down;
  if (rate <= 0) return 1;
  const double done =
      crowd->in.mode == FLUE_CROWD_NETWORK
          ? 0.5
          : fmin(1, (double)crowd->people.walker[id].progress / s->length_m[segment]);
  const double height_m = (double)crowd->people.height_m[id] + done * s->rise_m[segment];
  return fmax(least_fatigue_share, 1 - rate * height_m / fatigue_height_m);
}

double crowd_stair_pace(const flue_crowd *crowd, uint32_t id, size_t segment, double density_m2,
                        double *belt) {
  const flue_crowd_stair *stair = stair_of(crowd, segment);
  const double k = crowd->segments.k[segment];
  const int is_up = crowd->segments.is_up[segment];
  *belt = stair->belt_speed;
  if (*belt > 0 && !crowd->in.people[id].walks_on_belt) return 0;
  double pace = fmax(shuffle_share * k, flue_walking_speed(k, density_m2));
  pace *= crowd_stair_factor(crowd, id, is_up);
  if (has_responders(crowd, stair))
    pace *= stair->responders_speed > 0 ? stair->responders_speed : responders_speed;
  return pace * fatigue_share(crowd, id, segment);
}

double crowd_stair_speed(const flue_crowd *crowd, uint32_t id, size_t segment, double density_m2) {
  double belt = 0;
  const double pace = crowd_stair_pace(crowd, id, segment, density_m2, &belt);
  if (pace <= 0) return belt;
  return belt + crowd_speed_in(crowd, pace, (size_t)crowd->people.walker[id].room);
}

void crowd_finish_segment(flue_crowd *crowd, uint32_t id, size_t segment) {
  if (crowd->people.height_m && stair_of(crowd, segment)->belt_speed <= 0)
    crowd->people.height_m[id] += (float)crowd->segments.rise_m[segment];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_lifts.c  Tests of lifts and escalators: arrivals against what
 *  follows by hand. */
#include "models/lift.h"
#include "models/walking.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

enum { most_riders = 24 };

static const double storey_m = 30;
static const double open_s = 2, close_s = 3, dwell_s = 3,
                    transfer_s = 1; /* the engine's defaults */

/** Two floors of 4 by 4 m and a lift between them; the lower one leads nowhere else, so that who
 *  leaves the car is outside. n people stand at the landing of the upper one. */
static void build_lift(scene *s, size_t n, int is_network) {
  scene_begin(s, n);
  s->in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_lift(s, 2, storey_m);
  for (size_t f = 0; f < 2; f++) {
    scene_floor(s, 4, 4, storey_m * (double)f);
    scene_room(s, f, 0, 0, 4, 4);
    scene_landing(s, scene_door(s, f, 2, 0, 1.1, 1), 0, f);
  }
  scene_crowd(s, 1, n, 1.0, 0.1, 3.0, n > 1 ? 2.5 : 0.3, 1.2);
  for (size_t i = 0; !s->is_short && i < n; i++) s->people[i].uses_lifts = 1;
}

/** When each of n comes out, by hand [s]: the car stands at the lower landing, goes up, takes as
 *  many as it may, waits for others unless it is full, goes down, lets them out one by one. */
static double expected_last(size_t n, size_t capacity) {
  const double travel_s = flue_lift_travel_time(storey_m, 2, 1); /* 30 / 2 + 2 / 1 = 17 s */
  double t = 0;
  for (size_t left = n; left > 0;) {
    const size_t in_car = left < capacity ? left : capacity;
    t += travel_s + open_s + (double)in_car * transfer_s + (in_car < capacity ? dwell_s : 0);
    t += close_s + travel_s + open_s + (double)in_car * transfer_s;
    left -= in_car;
    if (left) t += close_s;
  }
  return t;
}

/** Last arrival less the one by hand [s]. */
static double lift_error(size_t n, int is_network) {
  scene s;
  build_lift(&s, n, is_network);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 1200);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return fabs(t - expected_last(n, 8));
}

static double larger(double a, double b) {
  return isnan(a) || isnan(b) ? NAN : fmax(a, b);
}

double people_lift_single(void) {
  return larger(lift_error(1, 0), lift_error(1, 1));
}

double people_lift_trips(void) {
  return larger(lift_error(most_riders, 0), lift_error(most_riders, 1));
}

/** One person on an escalator of 12 m at 0.5 m/s: time on it less that by hand [s]. */
static double escalator_error(int walks, int is_network) {
  const double length = 12, belt = 0.5, step = 0.1, factor = 0.8;
  scene s;
  scene_begin(&s, 1);
  s.in.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE;
  scene_stair(&s, 2, 1, length, 6);
  s.stairs[0].belt_speed = belt;
  s.stairs[0].riser_m = 0.21;
  s.stairs[0].tread_m = 0.40;
  scene_floor(&s, 4, 4, 6);
  scene_room(&s, 0, 0, 0, 4, 4);
  scene_exit(&s, scene_door(&s, 0, 0, 2, 1, 0), 0, 1);
  scene_person(&s, 0, 2, 2, 1.2, 0);
  if (!s.is_short) s.people[0].walks_on_belt = walks != 0;
  if (!s.is_short) s.people[0].stair_factor = (float)factor;
  flue_crowd *crowd = scene_start(&s);
  double begun = NAN, out = NAN;
  for (int k = 1; crowd && k <= 600 && isnan(out); k++) {
    flue_agent_row row;
    flue_crowd_advance(crowd, step * k);
    flue_crowd_get_rows(crowd, &row);
    if (isnan(begun) && row.state == FLUE_PERSON_ON_STAIR) begun = step * k;
    if (row.state == FLUE_PERSON_OUTSIDE) out = step * k;
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  const double walking = flue_walking_speed(flue_walking_stair_k(0.21, 0.40), 0) * factor;
  return fabs(out - begun - length / (belt + (walks ? walking : 0)));
}

double people_escalator(void) {
  return larger(larger(escalator_error(0, 0), escalator_error(0, 1)),
                larger(escalator_error(1, 0), escalator_error(1, 1)));
}

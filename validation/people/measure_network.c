/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_network.c  Chains of the hydraulic model and towers, in network
 *  mode. Numbers of the cases: evac.md 2.5 and 2.6, from the SFPE handbook and its guide. */
#include "solver/crowd/crowd_engine.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

static const double inch_m = 0.0254, foot_m = 0.3048;

/** Puts n people onto one place. */
static void gather(scene *s, size_t f, size_t n, double x, double y, double speed) {
  for (size_t i = 0; i < n; ++i) scene_person(s, f, x, y, speed, 0);
}

/** Runs a scene in network mode to its end. @param first  Its first arrival [s], or NULL. @return
 *  the last [s]. */
static double run_network(scene *s, double *first) {
  s->in.mode = FLUE_CROWD_NETWORK;
  flue_crowd *crowd = scene_start(s);
  const double last = scene_run(crowd, 4000);
  if (first) *first = scene_arrivals(crowd, s->in.n_people).first;
  flue_crowd_destroy(&crowd);
  return last;
}

/** H8: 90 people 20 m from the door of 1 m of a room of 100 m2, then 10 m of stair 1.2 m wide. */
static double run_guide_room(double *first) {
  scene s;
  scene_begin(&s, 90);
  scene_stair(&s, 2, 1.2, 10, 3);
  scene_floor(&s, 25, 4, 3);
  scene_room(&s, 0, 0, 0, 25, 4);
  scene_exit(&s, scene_door(&s, 0, 25, 2, 1, 0), 0, 1);
  gather(&s, 0, 90, 5, 2, 1.2);
  const double last = run_network(&s, first);
  scene_end(&s);
  return last;
}

double people_guide_room_first(void) {
  double first = NAN;
  run_guide_room(&first);
  return first;
}
double people_guide_room_last(void) {
  return run_guide_room(NULL);
}

/** H9: a floor of two rooms of 150 people, a corridor of 91.44 by 2.44 m, a stair at either end. */
static void add_office(scene *s, size_t segment) {
  const double length = 91.44, depth = 12.25, corridor = 2.44, middle = length / 2;
  const double south = depth + corridor;
  const size_t f = scene_floor(s, length, 2 * depth + corridor, 3.66 * (double)segment);
  scene_room(s, f, 0, depth, length, south);
  scene_room(s, f, middle - 7, 0, middle + 7, depth);
  scene_room(s, f, middle - 7, south, middle + 7, south + depth);
  scene_door(s, f, middle, depth, 5.79, 1);
  scene_door(s, f, middle, south, 5.79, 1);
  for (size_t i = 0; i < 2; ++i)
    scene_exit(s, scene_door(s, f, i ? length : 0, depth + corridor / 2, 0.91, 0), i, segment);
  scene_crowd(s, f, 150, middle - 7, 0.2, middle + 7, depth - 0.2, 1.2);
  scene_crowd(s, f, 150, middle - 7, south + 0.2, middle + 7, south + depth - 0.2, 1.2);
}

double people_nine_storeys(void) {
  enum { storeys = 9 };
  scene s;
  scene_begin(&s, 300 * (storeys - 1));
  for (size_t i = 0; i < 2; ++i) scene_stair(&s, storeys, 1.12, 6.76 + 4.8, 3.66);
  for (size_t k = 1; k < storeys; ++k) add_office(&s, k);
  for (size_t i = 0; i < 2; ++i) { /* the stairs' own doors to the outside */
    s.stairs[i].exit_door = s.in.n_doors;
    s.doors[s.in.n_doors++] = (flue_crowd_door){.width_m = 0.91};
  }
  const double last = run_network(&s, NULL);
  scene_end(&s);
  return last;
}

/** H10: 300 people, two doors of 32 in, each with 50 ft of stair 44 in wide. @param far_m  To the
 *  doors. */
static double run_guide(double far_m) {
  const double length = 2 * fmax(far_m, 5), depth = 10;
  scene s;
  scene_begin(&s, 300);
  scene_floor(&s, length, depth, 3);
  scene_room(&s, 0, 0, 0, length, depth);
  for (size_t i = 0; i < 2; ++i) {
    scene_stair(&s, 2, 44 * inch_m, 50 * foot_m, 3);
    s.stairs[i].riser_m = 7 * inch_m;
    s.stairs[i].tread_m = 11 * inch_m;
    scene_exit(&s, scene_door(&s, 0, i ? length : 0, depth / 2, 32 * inch_m, 0), i, 1);
    gather(&s, 0, 150, i ? length - fmax(far_m, 0.1) : fmax(far_m, 0.1), depth / 2, 1.2);
  }
  const double last = run_network(&s, NULL);
  scene_end(&s);
  return last;
}

double people_guide_door(void) {
  return run_guide(0);
}
double people_guide_far(void) {
  return run_guide(200 * foot_m);
}

/** H12: those from the door have three quarters. @return arrivals from the door over those from
 *  above. */
static double merge_ratio(flue_crowd_mode mode) {
  const double share = people_merge_at(mode, 1.2, 0.75).floor_share;
  return share / (1 - share);
}

double people_merge_network(void) {
  return merge_ratio(FLUE_CROWD_NETWORK);
}
double people_merge_fine(void) {
  return merge_ratio(FLUE_CROWD_FINE);
}

double people_tower_network(void) {
  return people_tower(10, 1, 0);
}
double people_tower_modes(void) {
  return people_tower_network() / people_ten_storeys();
}

double people_jam_density(void) {
  static const size_t floors[] = {10, 21};
  double worst = 0;
  for (size_t i = 0; i < sizeof floors / sizeof *floors; ++i) {
    const double change = people_tower(floors[i], 1, 2.5) / people_tower(floors[i], 1, 3.5) - 1;
    if (isnan(change)) return NAN;
    worst = fmax(worst, fabs(change));
  }
  return worst;
}

double people_swapping_rooms(void) {
  enum { n = 30 };
  scene s;
  scene_begin(&s, 2 * n);
  s.in.mode = FLUE_CROWD_NETWORK;
  s.in.jam_density = n / 36.0; /* both rooms are full */
  scene_two_rooms(&s);
  gather(&s, 0, n, 3, 3, 1.2);
  gather(&s, 0, n, 9, 3, 1.2);
  flue_crowd *crowd = scene_start(&s);
  flue_crowd_counts counts = {0};
  if (crowd) {
    flue_crowd_advance(crowd, crowd->dt);
    for (uint32_t i = 0; i < 2 * n; ++i) { /* each walks to the door between, and out beyond */
      const uint32_t first = crowd->net.rooms.first_port[crowd->people.walker[i].room];
      crowd->people.walker[i].target = i < n ? 1 : 0;
      crowd->net.people.port[i] = crowd->net.ports.door[first] == 0 ? first : first + 1;
    }
    scene_run(crowd, 400);
    flue_crowd_get_counts(crowd, &counts);
  }
  const double arrived = crowd ? (double)counts.outside : NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return arrived;
}

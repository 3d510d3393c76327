/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_choice.c  Tests of the choice of exit, of groups and of slow
 *  people. */
#include "models/walking.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** Runs a scene until all are out and counts those of persons [from, n) who took an exit; NaN when
 *  somebody stays. Ends the scene. */
static double users_of(scene *s, size_t exit, size_t from) {
  enum { most = 200 };
  double taken[most], users = 0;
  const size_t n = s->in.n_people;
  flue_crowd *crowd = scene_start(s);
  if (n > most || isnan(scene_run(crowd, 900))) users = NAN;
  if (crowd && !isnan(users)) {
    flue_crowd_get_people(crowd, NULL, taken, NULL, NULL, NULL);
    for (size_t i = from; i < n; ++i) users += taken[i] == (double)exit;
  }
  flue_crowd_destroy(&crowd);
  scene_end(s);
  return users;
}

/** RiMEA 10: six rooms on either side of a corridor 1 m wide, the main exit at its west end, the
 *  secondary one at its east end. */
static void build_cabins(scene *s) {
  static const double width[6] = {1.5, 1.5, 1.25, 1.5, 1.5, 1.5};
  const double length = 8.75, south = 5, north = 6;
  scene_begin(s, 23);
  scene_floor(s, length, 11, 0);
  scene_room(s, 0, 0, south, length, north);
  scene_way_out(s, 0, 0, 5.5, 1, 0);
  scene_way_out(s, 0, length, 5.5, 1, 0);
  for (int row = 0; row < 2; ++row) {
    double x = 0;
    for (int i = 0; i < 6; ++i) {
      const double y0 = row ? 0 : north, wall = row ? south : north;
      const int is_single = row == 1 && i == 5; /* room 12: one person of the 23 */
      scene_room(s, 0, x, y0, x + width[i], y0 + 5);
      scene_door(s, 0, x + 0.5 * width[i], wall, 0.9, 1);
      for (int k = 0; k < (is_single ? 1 : 2); ++k) {
        const size_t id = scene_person(s, 0, x + 0.4 + 0.5 * k, y0 + 2.5, 1.2, 0);
        if (id != FLUE_NONE) s->people[id].knowledge = i < 4 ? 1 : 2;
      }
      x += width[i];
    }
  }
}

double people_cabins(void) {
  static const uint8_t knows[2][2] = {{FLUE_EXIT_KNOWN, FLUE_EXIT_BARRED},
                                      {FLUE_EXIT_BARRED, FLUE_EXIT_KNOWN}};
  enum { n = 23 };
  double taken[n], right = 0;
  scene s;
  build_cabins(&s);
  s.in.knowledge = knows[0];
  s.in.n_knowledge = 2;
  flue_crowd *crowd = scene_start(&s);
  if (isnan(scene_run(crowd, 300))) right = NAN;
  if (crowd) flue_crowd_get_people(crowd, NULL, taken, NULL, NULL, NULL);
  for (size_t i = 0; i < n && !isnan(right); ++i)
    right += taken[i] == (s.people[i].knowledge == 1 ? 0 : 1);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return right;
}

/** A room of 20 by 10 m with an exit in the middle of its west and one of its east wall. */
static void build_two_exits(scene *s, size_t n_people) {
  scene_begin(s, n_people);
  scene_floor(s, 20, 10, 0);
  scene_room(s, 0, 0, 0, 20, 10);
  scene_way_out(s, 0, 0, 5, 2, 0);
  scene_way_out(s, 0, 20, 5, 2, 0);
}

/** Of ten who stand between the exits and follow others, users of the west one, with one more
 *  person, first in the list, who may take one exit only or knows both. */
static double followers_west(int is_committed) {
  static const uint8_t west_only[2] = {FLUE_EXIT_KNOWN, FLUE_EXIT_BARRED};
  scene s;
  build_two_exits(&s, 11);
  s.in.knowledge = west_only;
  s.in.n_knowledge = 1;
  scene_person(&s, 0, 10, 5, 1.2, 0);
  scene_crowd(&s, 0, 10, 8.5, 4, 11.5, 6, 1.2);
  for (size_t i = 0; !s.is_short && i < s.in.n_people; ++i) s.people[i].follows = 1;
  if (!s.is_short) s.people[0].knowledge = is_committed ? 1 : 0;
  return users_of(&s, 0, 1);
}

double people_followers(void) {
  return followers_west(1) - followers_west(0);
}

/** A hundred between two exits; share that takes the west one when the east one is unfamiliar. */
static double share_west(int is_unfamiliar) {
  static const uint8_t knows[2] = {FLUE_EXIT_KNOWN, FLUE_EXIT_UNKNOWN};
  scene s;
  build_two_exits(&s, 100);
  s.in.knowledge = knows;
  s.in.n_knowledge = 1;
  scene_crowd(&s, 0, 100, 5, 1, 15, 9, 1.2);
  for (size_t i = 0; !s.is_short && i < 100; ++i) s.people[i].knowledge = is_unfamiliar ? 1 : 0;
  return users_of(&s, 0, 0) / 100;
}

double people_familiar(void) {
  return share_west(1);
}

double people_unaffiliated(void) {
  return share_west(0);
}

double people_closed_exit(void) {
  static const flue_crowd_lock closing[] = {{.t_s = 1, .door = 0, .is_locked = 1}};
  scene s;
  build_two_exits(&s, 30);
  scene_crowd(&s, 0, 30, 5, 1, 9, 9, 1.2); /* nearer to the exit that closes */
  s.in.locks = closing;
  s.in.n_locks = 1;
  return users_of(&s, 1, 0);
}

double people_group_spread(void) {
  enum { n = 15, members = 5 };
  scene s;
  scene_begin(&s, n);
  scene_floor(&s, 20, 10, 0);
  scene_room(&s, 0, 0, 0, 20, 10);
  scene_way_out(&s, 0, 20, 5, 1, 0);
  for (size_t i = 0; i < members; ++i)
    scene_person(&s, 0, 1.5 + 0.5 * (double)i, 5, i == 0 ? 0.5 : 1.25, 0);
  scene_crowd(&s, 0, n - members, 8, 2, 12, 8, 0.2);
  for (size_t i = 0; !s.is_short && i < n; ++i) s.people[i].group = i < members ? 1 : 2;
  s.in.n_groups = 2;
  flue_crowd *crowd = scene_start(&s);
  const int is_empty = !isnan(scene_run(crowd, 900));
  const scene_times out = scene_arrivals(crowd, members);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return is_empty ? out.last - out.first : NAN;
}

/** 24 people of 1.25 m/s behind one in a corridor 1.5 m wide. @return last of the 24 [s]. */
static double behind(double speed, double body_m) {
  enum { n = 25 };
  double out[n], last = 0;
  scene s;
  scene_begin(&s, n);
  scene_floor(&s, 30, 6, 0);
  scene_room(&s, 0, 0, 0, 6, 6);
  scene_paint(&s, 0, s.room[0], 0, 6, 2.25, 24, 3.75);
  scene_paint(&s, 0, s.room[0], 0, 24, 0, 30, 6);
  scene_way_out(&s, 0, 30, 3, 1.5, 0);
  scene_person(&s, 0, 5.5, 3, speed, 0);
  scene_crowd(&s, 0, n - 1, 0.3, 0.3, 4.7, 5.7, 1.25);
  for (size_t i = 0; !s.is_short && i < n; ++i)
    s.people[i].body_m = i ? 0.4f : (float)body_m; /* radii of 0.2 and 0.4 m */
  flue_crowd *crowd = scene_start(&s);
  if (isnan(scene_run(crowd, 600))) last = NAN;
  if (crowd) flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
  for (size_t i = 1; i < n && !isnan(last); ++i) last = fmax(last, out[i]);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return last;
}

double people_behind_slow(void) {
  return behind(0.8, 0.8) - behind(1.25, 0.4);
}

/** Two floors and two stairs: the near one comes out 50 m from the exit, the far one beside it. */
double people_quicker_stair(void) {
  scene s;
  scene_begin(&s, 10);
  for (size_t i = 0; i < 2; ++i) scene_stair(&s, 2, 1.2, 9, 3);
  for (size_t f = 0; f < 2; ++f) {
    scene_floor(&s, 60, 4, 3.0 * (double)f);
    scene_room(&s, f, 0, 0, 60, 4);
    for (size_t i = 0; i < 2; ++i) scene_exit(&s, scene_door(&s, f, i ? 58 : 10, 4, 1, 1), i, f);
  }
  scene_way_out(&s, 0, 60, 2, 1, 0);
  for (size_t i = 0; i < 10; ++i) scene_person(&s, 1, 28, 0.5 + 0.3 * (double)i, 1.2, 0);
  double seen[10], far = 0;
  flue_crowd *crowd = scene_start(&s);
  if (crowd) flue_crowd_advance(crowd, 50); /* those by the near stair cannot be outside by then */
  if (crowd) flue_crowd_get_people(crowd, NULL, seen, NULL, NULL, NULL);
  for (size_t i = 0; crowd && i < 10; ++i) far += seen[i] != 2 && seen[i] != 0;
  if (isnan(scene_run(crowd, 300))) far = NAN;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return far;
}

/** RiMEA 14. @param n  People. @return share of them over the stairs [1]. */
static double share_over_stairs(size_t n, flue_crowd_mode mode) {
  enum { most = 100 };
  double stair[most], door[most], users = NAN;
  scene s;
  scene_bridge(&s, n, 1);
  s.in.mode = mode;
  scene_crowd(&s, 0, n, 0.5, 0.5, 8, 5.5, 1.2);
  flue_crowd *crowd = scene_start(&s);
  if (n <= most && !isnan(scene_run(crowd, 900))) {
    flue_crowd_get_ways(crowd, stair, door);
    users = 0;
    for (size_t i = 0; i < n; ++i) users += stair[i] == 1;
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return users / (double)n;
}

static double stairs_or_level(flue_crowd_mode mode) {
  const double crowd = share_over_stairs(100, mode);
  return share_over_stairs(1, mode) == 1 ? crowd : NAN; /* alone, the short way */
}

double people_stair_or_level(void) {
  return stairs_or_level(FLUE_CROWD_FINE);
}
double people_stair_or_level_network(void) {
  return stairs_or_level(FLUE_CROWD_NETWORK);
}

/** One person over the bridge of RiMEA 14. @return time by hand over that measured, less 1, where
 *  it is larger of both modes [1]. */
double people_over_bridge(void) {
  const double k = flue_walking_speed(flue_walking_stair_k(0.18, 0.28), 0), v = 1.2;
  const double by_hand = (5 + 20 + 10) / v + 6 / (FLUE_WALKING_UP_FACTOR * k) + 6 / k;
  double worst = 0;
  for (int mode = FLUE_CROWD_FINE; mode <= FLUE_CROWD_NETWORK; ++mode) {
    scene s;
    scene_bridge(&s, 1, 0);
    s.in.mode = (flue_crowd_mode)mode;
    scene_person(&s, 0, 5, 3, v, 0);
    flue_crowd *crowd = scene_start(&s);
    const double t = scene_run(crowd, 300);
    flue_crowd_destroy(&crowd);
    scene_end(&s);
    if (isnan(t)) return NAN;
    worst = fmax(worst, fabs(t / by_hand - 1));
  }
  return worst;
}

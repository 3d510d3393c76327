/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speed of the crowd engine: agent-steps per second of processor time. */
#include <stdio.h>
#include <time.h>

#include "validation/people/scene.h"

static double cpu_s(void) {
  return (double)clock() / (double)CLOCKS_PER_SEC;
}

/** Runs to the end, counts steps of people who are not waiting, and prints a line. */
static void run(const char *name, scene *s, double t_end) {
  const double begin = cpu_s();
  flue_crowd *crowd = scene_start(s);
  if (!crowd) {
    printf("%s: cannot be built\n", name);
    return;
  }
  const double built = cpu_s();
  flue_crowd_counts counts = {0};
  double agent_steps = 0, t = 0;
  do {
    t += 1;
    flue_crowd_advance(crowd, t);
    flue_crowd_get_counts(crowd, &counts);
    agent_steps += 10.0 * (double)(counts.walking + counts.on_stairs);
  } while (t < t_end && counts.outside < counts.people);
  const double used = cpu_s() - built;
  printf(
      "%-34s %6zu people, %5.0f s simulated, %zu out, built in %.3f s, ran in %.2f s CPU, "
      "%.2e agent-steps/s\n",
      name, counts.people, t, counts.outside, built - begin, used, agent_steps / used);
  flue_crowd_destroy(&crowd);
}

/** The same in network mode: processor time of a run, the mean of so many. */
static void run_network(const char *name, scene *s, double t_end, int runs) {
  double build_s = 0, run_s = 0;
  flue_crowd_counts counts = {0};
  s->in.mode = FLUE_CROWD_NETWORK;
  for (int i = 0; i < runs; i++) {
    const double begin = cpu_s();
    flue_crowd *crowd = scene_start(s);
    if (!crowd) break;
    const double built = cpu_s();
    flue_crowd_advance(crowd, t_end);
    run_s += cpu_s() - built;
    build_s += built - begin;
    flue_crowd_get_counts(crowd, &counts);
    flue_crowd_destroy(&crowd);
  }
  printf(
      "%-34s %6zu people, network mode, %zu out, last at %.1f s, built in %.2f ms, ran in %.2f ms "
      "CPU\n",
      name, counts.people, counts.outside, counts.last_out_s, 1e3 * build_s / runs,
      1e3 * run_s / runs);
}

static void room_of(size_t n_people) {
  scene s;
  scene_begin(&s, n_people);
  const double side = sqrt((double)n_people);
  scene_floor(&s, side, side, 0);
  scene_room(&s, 0, 0, 0, side, side);
  for (int i = 1; i < 5; i++) {
    scene_way_out(&s, 0, 0.2 * i * side, 0, 5, 1);
    scene_way_out(&s, 0, 0.2 * i * side, side, 5, 1);
  }
  scene_crowd(&s, 0, n_people, 0.3, 0.3, side - 0.3, side - 0.3, 1.2);
  run("room, 1 person per m2", &s, 20);
  run_network("room, 1 person per m2", &s, 20, 5);
  scene_end(&s);
}

/** 33 storeys of 25 by 25 m, two stairs. */
static void tower(size_t n_people) {
  enum { storeys = 33 };
  const double side = 25;
  scene s;
  scene_begin(&s, n_people);
  for (size_t i = 0; i < 2; i++) scene_stair(&s, storeys, 1.2, 9, 3);
  for (size_t f = 0; f < storeys; f++) {
    scene_floor(&s, side, side, 3.0 * (double)f);
    scene_room(&s, f, 0, 0, side, side);
    scene_exit(&s, scene_door(&s, f, 0, 12, 0.9, 0), 0, f);
    scene_exit(&s, scene_door(&s, f, side, 12, 0.9, 0), 1, f);
  }
  scene_way_out(&s, 0, 12, 0, 3, 1);
  for (size_t i = 0; i < n_people; i++) {
    const double share = (double)i / (double)n_people;
    scene_person(&s, i % storeys, 1 + 23 * share, 2 + fmod(7.3 * (double)i, 20), 1.2,
                 30 + 300 * share);
  }
  run("tower of 33 storeys", &s, 1800);
  run_network("tower of 33 storeys", &s, 1800, 20);
  scene_end(&s);
}

/** 5 floors of 110 by 110 m: ten shops of 20 m depth along two sides of a mall street. */
static void mall(size_t n_people) {
  enum { floors = 5, shops = 10 };
  const double side = 110, street = 45;
  scene s;
  scene_begin(&s, n_people);
  for (size_t i = 0; i < 4; i++) scene_stair(&s, floors, 2, 12, 5);
  for (size_t f = 0; f < floors; f++) {
    scene_floor(&s, side, side, 5.0 * (double)f);
    scene_room(&s, f, 0, street, side, side - street);
    for (int i = 0; i < shops; i++) {
      scene_room(&s, f, 11 * i, 0, 11 * i + 10.5, street);
      scene_door(&s, f, 11 * i + 5, street, 4, 1);
      scene_room(&s, f, 11 * i, side - street, 11 * i + 10.5, side);
      scene_door(&s, f, 11 * i + 5, side - street, 4, 1);
    }
    const double x[4] = {0, 0, side, side}, y[4] = {48, 62, 48, 62};
    for (size_t i = 0; i < 4; i++) scene_exit(&s, scene_door(&s, f, x[i], y[i], 2, 0), i, f);
  }
  for (int i = 0; i < 4; i++) scene_way_out(&s, 0, 11 * (2 * i + 1) + 5, 0, 3, 1);
  for (size_t i = 0; i < n_people; i++) {
    const double share = (double)i / (double)n_people;
    scene_person(&s, i % floors, 0.5 + fmod(9.7 * (double)i, 10) + 11 * (double)(i % shops),
                 2 + fmod(7.3 * (double)i, 106), 1.0 + 0.4 * share, 30 + 200 * share);
  }
  run("mall, 5 floors of 110 by 110 m", &s, 900);
  run_network("mall, 5 floors of 110 by 110 m", &s, 900, 5);
  scene_end(&s);
}

static void ten_storeys(void) {
  scene s;
  scene_tower(&s, 10);
  run_network("ten storeys", &s, 1000, 200);
  scene_end(&s);
}

int main(void) {
  ten_storeys();
  room_of(10000);
  room_of(100000);
  tower(700);
  mall(8000);
  return 0;
}

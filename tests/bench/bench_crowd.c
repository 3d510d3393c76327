/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speed of the crowd engine: agent-steps per second of processor time. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "postproc/store.h"
#include "solver/crowd/crowd_engine.h"
#include "validation/people/scene.h"

static double cpu_s(void) {
  return (double)clock() / (double)CLOCKS_PER_SEC;
}

static double wall_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void use_threads(int n) {
#ifdef _OPENMP
  omp_set_num_threads(n);
#else
  (void)n;
#endif
}

/** Runs on one core to the end, counts steps of people who are not waiting, and prints a line. */
static void run(const char *name, scene *s, double t_end) {
  use_threads(1);
  const double begin = cpu_s();
  flue_crowd *crowd = scene_start(s);
  if (!crowd) {
    printf("%s: cannot be built\n", name);
    return;
  }
  const double placed = cpu_s();
  for (size_t f = 0; f < s->in.n_floors; f++) crowd_refresh_fields(crowd, f);
  const double filled = cpu_s();
  flue_crowd_advance(crowd, crowd->dt);
  const double chosen = cpu_s();
  flue_crowd_counts counts = {0};
  double agent_steps = 0, t = 0;
  do {
    flue_crowd_get_counts(crowd, &counts);
    agent_steps += (double)crowd->second * (double)(counts.walking + counts.on_stairs);
    t += 1;
    flue_crowd_advance(crowd, t);
  } while (t < t_end && counts.outside < counts.people);
  const double used = cpu_s() - chosen;
  printf(
      "%-34s %6zu people, %4.0f s simulated, %zu out; placed %.3f, fields %.3f, first choice and "
      "step %.3f, run %.2f s CPU; %.2e agent-steps/s on a core, %zu bytes per person\n",
      name, counts.people, t, counts.outside, placed - begin, filled - placed, chosen - filled,
      used, agent_steps / used, flue_crowd_bytes_per_person(crowd));
  flue_crowd_destroy(&crowd);
}

/** Runs on all cores with a frame of the agents file each second; prints how much faster than real
 *  time. */
static void run_with_output(const char *name, scene *s, double t_end) {
  const char *path = "bench_crowd.tmp.h5";
  const flue_provenance provenance = {.program = "bench", .version = "0", .scenario_text = ""};
  flue_store *store = NULL;
  flue_crowd *crowd = scene_start(s);
  flue_agent_row *rows = malloc((s->in.n_people + 1) * sizeof *rows);
  if (!crowd || !rows || flue_store_create(NULL, path, &provenance, &store) != FLUE_OK) {
    printf("%s: cannot be built\n", name);
    flue_crowd_destroy(&crowd);
    free(rows);
    return;
  }
  const flue_sink sink = flue_store_sink(store);
  const double begin = wall_s(), begin_cpu = cpu_s();
  flue_crowd_counts counts = {0};
  double agent_steps = 0, t = 0;
  while (t < t_end) {
    t += 1;
    flue_crowd_advance(crowd, t);
    flue_crowd_get_counts(crowd, &counts);
    agent_steps += (double)crowd->second * (double)(counts.walking + counts.on_stairs);
    flue_crowd_get_rows(crowd, rows);
    sink.agents(sink.user, t, s->in.n_people, rows);
  }
  const double wall = wall_s() - begin, used = cpu_s() - begin_cpu;
  printf(
      "%-34s %6zu people, %4.0f s simulated, %zu out, %zu on stairs, step %g s, with output: %.2f "
      "s wall, %.2f s CPU, %.1f times real time, %.2e agent-steps/s of CPU\n",
      name, counts.people, t, counts.outside, counts.on_stairs, crowd->dt, wall, used, t / wall,
      agent_steps / used);
  flue_store_discard(&store);
  flue_crowd_destroy(&crowd);
  free(rows);
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
  run("mall, 5 floors of 110 by 110 m", &s, 300);
  run_network("mall, 5 floors of 110 by 110 m", &s, 900, 5);
  scene_end(&s);
}

/** 500 rooms of 5 by 5 m with 20 people and a door of 1 m each, in ten double rows along corridors
 *  of 2.5 m; a corridor across at either end, with an exit at each of its ends. */
static void office(void) {
  enum { rows = 10, per_row = 25, per_room = 20 };
  const double side = 5, wide = 2.5;
  const double width = per_row * side + 2 * wide, depth = rows * (2 * side + wide);
  scene s;
  scene_begin(&s, 2 * rows * per_row * per_room);
  scene_floor(&s, width, depth, 0);
  scene_room(&s, 0, 0, 0, width, depth);
  for (int row = 0; row < 2 * rows; row++) {
    const double south = (row / 2) * (2 * side + wide) + (row % 2) * (side + wide);
    for (int i = 0; i < per_row; i++) {
      const double west = wide + i * side;
      scene_room(&s, 0, west, south, west + side, south + side);
      scene_door(&s, 0, west + 0.5 * side, row % 2 ? south : south + side, 1, 1);
      scene_crowd(&s, 0, per_room, west + 0.3, south + 0.3, west + side - 0.3, south + side - 0.3,
                  1.2);
    }
  }
  for (int i = 0; i < 4; i++)
    scene_way_out(&s, 0, i % 2 ? width - 0.5 * wide : 0.5 * wide, i < 2 ? 0 : depth, 2, 1);
  run("office, 500 rooms", &s, 60);
  scene_end(&s);
}

/** A block of buildings around (x, y): a cross with a porch, 14 walls. */
static void add_block(const scene *s, double x, double y) {
  scene_paint(s, 0, s->room[0], -1, x - 8, y - 4, x + 8, y + 4);
  scene_paint(s, 0, s->room[0], -1, x - 4, y - 8, x + 4, y + 8);
  scene_paint(s, 0, s->room[0], -1, x + 4, y + 4, x + 6, y + 6);
}

/** Streets of 281 by 281 m around 81 blocks with some 1200 walls in all, 63,000 m2; eight ways out.
 */
static void site(void) {
  enum { blocks = 9, people = 44300 };
  const double side = 281, pitch = side / blocks;
  scene s;
  scene_begin(&s, people);
  scene_floor(&s, side, side, 0);
  scene_room(&s, 0, 0, 0, side, side);
  for (int i = 0; i < blocks * blocks; i++)
    add_block(&s, pitch * (i % blocks + 0.5), pitch * (i / blocks + 0.5));
  for (int i = 0; i < 2; i++) {
    const double at = side * (i ? 0.75 : 0.25);
    scene_way_out(&s, 0, at, 0, 8, 1);
    scene_way_out(&s, 0, at, side, 8, 1);
    scene_way_out(&s, 0, 0, at, 8, 0);
    scene_way_out(&s, 0, side, at, 8, 0);
  }
  for (size_t i = 0; s.in.n_people < people; i++) { /* evenly, not in rows */
    const double x = 0.5 + (side - 1) * fmod(0.7548776662 * (double)i, 1);
    const double y = 0.5 + (side - 1) * fmod(0.5698402910 * (double)i, 1);
    const size_t cell = (size_t)(y / scene_cell_m) * s.floors[0].nx + (size_t)(x / scene_cell_m);
    if (s.room[0][cell] >= 0) scene_person(&s, 0, x, y, 1.2, 0);
  }
  run("site, 81 blocks", &s, 20);
  scene_end(&s);
}

/** 60 storeys of 45 by 45 m with 1667 people each and four stairs, all of whom start at once. */
static void tall_tower(void) {
  enum { storeys = 60, people = 100000 };
  const double side = 45;
  scene s;
  scene_begin(&s, people);
  s.in.step_s = 0.05;
  for (size_t i = 0; i < 4; i++) scene_stair(&s, storeys, 2, 9, 3);
  for (size_t f = 0; f < storeys; f++) {
    scene_floor(&s, side, side, 3.0 * (double)f);
    scene_room(&s, f, 0, 0, side, side);
    for (size_t i = 0; i < 4; i++)
      scene_exit(&s, scene_door(&s, f, i % 2 ? side : 0, i < 2 ? 15 : 30, 1.5, 0), i, f);
    scene_crowd(&s, f, people / storeys + (f < people % storeys ? 1 : 0), 1, 1, side - 1, side - 1,
                1.2);
  }
  for (int i = 0; i < 4; i++) scene_way_out(&s, 0, 9 * (i + 1), 0, 3, 1);
  use_threads(2);
  run_with_output("tower of 60 storeys", &s, 60);
  scene_end(&s);
}

static void ten_storeys(void) {
  scene s;
  scene_tower(&s, 10);
  run_network("ten storeys", &s, 1000, 200);
  scene_end(&s);
}

/** With an argument only one of the bars of evac.md E1: room, office or site. */
int main(int argc, char **argv) {
  const char *only = argc > 1 ? argv[1] : NULL;
  if (!only || !strcmp(only, "room")) room_of(10000);
  if (!only || !strcmp(only, "office")) office();
  if (!only || !strcmp(only, "site")) site();
  if (only) return 0;
  ten_storeys();
  room_of(100000);
  tall_tower();
  tower(700);
  mall(8000);
  return 0;
}

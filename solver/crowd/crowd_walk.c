/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step of everybody on a floor: looked up, velocities found and carried out in parts. */
#include "solver/crowd/crowd_step.h"

enum { parallel_from = 1000, part_size = 64 };

/** Asks memory for what a step into another cell will read. */
static void ask_cell(const flue_crowd *crowd, size_t i) {
  const crowd_walker *w = &crowd->people.walker[crowd->order[i]];
  const size_t cell = crowd->levels[w->floor].first_cell + (size_t)w->cell;
  __builtin_prefetch(crowd->cells + cell);
}

/** Velocities and steps of people who stand near each other, places [begin, end). */
static void walk_part(flue_crowd *crowd, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) ask_cell(crowd, i);
  crowd->find_velocities(crowd, begin, end);
  crowd->move(crowd, begin, end);
}

void crowd_build_walk(flue_crowd *crowd) {
  crowd->look_up = crowd_look_up;
  crowd->find_velocities = crowd_find_velocities;
  crowd->move = crowd_move;
#ifdef CROWD_HAS_AVX2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
    crowd->look_up = crowd_look_up_avx2;
    crowd->find_velocities = crowd_find_velocities_avx2;
    crowd->move = crowd_move_avx2;
  }
#endif
  for (unsigned bits = 0; bits < 256; bits++)
    for (uint8_t k = 0, n = 0; k < 8; k++)
      if (bits & (1U << k)) crowd->lanes_of[bits][n++] = k;
}

void crowd_walk(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
#pragma omp parallel num_threads(crowd->threads) if (n > parallel_from)
  {
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i += part_size)
      crowd->look_up(crowd, i, i + part_size < n ? i + part_size : n);
#pragma omp for schedule(static)
    for (size_t i = 0; i < n; i += part_size)
      walk_part(crowd, i, i + part_size < n ? i + part_size : n);
  }
}

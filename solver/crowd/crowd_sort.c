/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who stands near whom: bins of neighbours. The list of those on floors is left in the order of
 * bins by each step, so that the next sorting finds it nearly in order and reads memory in turn.
 */
#include <string.h>

#include "solver/crowd/crowd_engine.h"

static size_t bin_at(const crowd_level *level, const crowd_walker *walker) {
  const int32_t bx = crowd_bin_along(level->bins_x, walker->x);
  const int32_t by = crowd_bin_along(level->bins_y, walker->y);
  return level->first_bin + (size_t)(by * level->bins_x + bx);
}

size_t crowd_bin_of(const flue_crowd *crowd, uint32_t id) {
  const crowd_walker *walker = &crowd->people.walker[id];
  return bin_at(&crowd->levels[walker->floor], walker);
}

static size_t bins_of(const crowd_level *level) {
  return (size_t)level->bins_x * (size_t)level->bins_y;
}

static void count_floors(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
  memset(crowd->level_count, 0, crowd->in.n_floors * sizeof *crowd->level_count);
  if (crowd->in.n_floors == 1) {
    crowd->level_count[0] = (uint32_t)n;
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (i + crowd_ahead < n) crowd_ask(crowd, crowd->active[i + crowd_ahead]);
    crowd->level_count[crowd->people.walker[crowd->active[i]].floor]++;
  }
}

/** Counts people by floor; empties the bins of floors with people. */
static void begin_bins(flue_crowd *crowd) {
  count_floors(crowd);
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const crowd_level *level = &crowd->levels[f];
    if (crowd->level_count[f])
      memset(crowd->bin_start + level->first_bin, 0,
             (bins_of(level) + 1) * sizeof *crowd->bin_start);
  }
}

/* `active` by floor and bin into `order`; bin_start[b] is then where bin b begins */
void crowd_sort(flue_crowd *crowd) {
  const size_t n = crowd->totals.n_active;
  uint32_t *bin = crowd->sorted.bin;
  begin_bins(crowd);
  const uint32_t *active = crowd->active;
  uint32_t *bin_start = crowd->bin_start, *order = crowd->order, floor = 0;
  crowd_level level = crowd->levels[0]; /* of those looked at: mostly that of the one before */
  for (size_t i = 0; i < n; i++) {
    if (i + crowd_ahead < n) crowd_ask(crowd, active[i + crowd_ahead]);
    const crowd_walker *walker = &crowd->people.walker[active[i]];
    if (walker->floor != floor) level = crowd->levels[floor = walker->floor];
    bin[i] = (uint32_t)bin_at(&level, walker);
    bin_start[bin[i]]++;
  }
  uint32_t sum = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    if (!crowd->level_count[f]) continue;
    const size_t end = crowd->levels[f].first_bin + bins_of(&crowd->levels[f]);
    for (size_t b = crowd->levels[f].first_bin; b <= end; b++) bin_start[b] = sum += bin_start[b];
  }
  /* from the back, so that starts end up right and equal bins keep their order */
  for (size_t i = n; i-- > 0;) order[--bin_start[bin[i]]] = active[i];
}

int crowd_has_space(const flue_crowd *crowd, size_t floor, double x, double y, float radius) {
  const crowd_level *level = &crowd->levels[floor];
  if (!crowd->level_count[floor]) return 1;
  const float lx = (float)(x - level->in->x0), ly = (float)(y - level->in->y0);
  const int32_t bx = crowd_bin_along(level->bins_x, lx), by = crowd_bin_along(level->bins_y, ly);
  for (int32_t row = by - 1; row <= by + 1; row++) {
    if (row < 0 || row >= level->bins_y) continue;
    const uint32_t *start = crowd->bin_start + level->first_bin + (size_t)(row * level->bins_x);
    const int32_t west = bx > 0 ? bx - 1 : 0;
    const int32_t east = bx + 1 < level->bins_x ? bx + 1 : bx;
    for (uint32_t j = start[west]; j < start[east + 1]; j++) {
      const float dx = lx - crowd->sorted.x[j], dy = ly - crowd->sorted.y[j];
      if (crowd->sorted.limit[j] > 0 && dx * dx + dy * dy < radius * radius) return 0;
    }
  }
  return 1;
}

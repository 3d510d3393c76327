/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/arrival_grid.h"

#include <stdlib.h>

#include "core/memory.h"

enum { n_times = 100 };

/** Adds a door to the outside unless it is there. */
static void add_door(flue_arrival_grid *grid, const flue_layout *layout, const flue_walkable *w,
                     size_t door) {
  for (size_t i = 0; i < grid->n_doors; ++i)
    if (grid->doors[i] == door) return;
  grid->doors[grid->n_doors] = door;
  grid->names[grid->n_doors++] = layout->gap[w->gap_of_door[door]].name;
}

static flue_status find_doors(flue_arrival_grid *grid, const flue_layout *layout,
                              const flue_walkable *w) {
  grid->doors = flue_alloc(w->n_exits + w->n_stairs, sizeof *grid->doors);
  grid->names = flue_alloc(w->n_exits + w->n_stairs, sizeof *grid->names);
  if (!grid->doors || !grid->names) return FLUE_ENOMEM;
  for (size_t e = 0; e < w->n_exits; ++e)
    if (w->exits[e].stair == FLUE_NONE) add_door(grid, layout, w, w->exits[e].door);
  for (size_t s = 0; s < w->n_stairs; ++s)
    if (w->stairs[s].exit_door != FLUE_NONE) add_door(grid, layout, w, w->stairs[s].exit_door);
  return FLUE_OK;
}

/** Names of the stairs, in the order of the walkable space: that of their shafts. */
static flue_status find_stairs(flue_arrival_grid *grid, const flue_layout *layout,
                               const flue_walkable *w) {
  const flue_list *shafts = &layout->scenario->root.building.shafts;
  grid->stair_names = flue_alloc(w->n_stairs, sizeof *grid->stair_names);
  if (!grid->stair_names) return FLUE_ENOMEM;
  for (size_t k = 0; k < shafts->n && grid->n_stairs < w->n_stairs; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s->kind == FLUE_SHAFT_STAIR) grid->stair_names[grid->n_stairs++] = s->id.text;
  }
  return FLUE_OK;
}

/** Names of all compartments, unless there are too many. */
static flue_status find_rooms(flue_arrival_grid *grid, const flue_layout *layout) {
  if (layout->n_spaces > FLUE_MOST_TIMED_ROOMS) return FLUE_OK;
  grid->room_names = flue_alloc(layout->n_spaces, sizeof *grid->room_names);
  if (!grid->room_names) return FLUE_ENOMEM;
  for (size_t i = 0; i < layout->n_spaces; ++i) grid->room_names[i] = layout->space[i].name;
  grid->n_rooms = layout->n_spaces;
  return FLUE_OK;
}

flue_status flue_arrival_grid_make(const flue_layout *layout, const flue_walkable *walkable,
                                   size_t n_samples, flue_arrival_grid *out) {
  *out = (flue_arrival_grid){0};
  if (layout->scenario->root.has_network) return FLUE_OK;
  const double end_s = layout->scenario->root.run.end.d.p[0];
  out->times = flue_alloc(n_times, sizeof *out->times);
  flue_status status = out->times ? find_doors(out, layout, walkable) : FLUE_ENOMEM;
  if (!status) status = find_stairs(out, layout, walkable);
  if (!status && n_samples <= FLUE_MOST_COUNTED_SAMPLES) status = find_rooms(out, layout);
  if (status) {
    flue_arrival_grid_clear(out);
    return status;
  }
  out->n_times = n_times;
  for (size_t i = 0; i < n_times; ++i) out->times[i] = end_s * (double)(i + 1) / n_times;
  const int is_large = n_samples > FLUE_MOST_COUNTED_SAMPLES;
  if (is_large || out->n_doors > FLUE_MOST_COUNTED_WAYS) out->n_doors = 0;
  if (is_large || out->n_stairs > FLUE_MOST_COUNTED_WAYS) out->n_stairs = 0;
  return FLUE_OK;
}

void flue_arrival_grid_clear(flue_arrival_grid *grid) {
  free(grid->times);
  free(grid->doors);
  free(grid->names);
  free(grid->stair_names);
  free(grid->room_names);
  *grid = (flue_arrival_grid){0};
}

size_t flue_arrival_grid_size(const flue_arrival_grid *grid) {
  return grid->n_times * (1 + grid->n_doors + grid->n_stairs) + grid->n_rooms;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of `model` and `cell`: grids that are too large or too coarse, marks without effect. */
#include <math.h>
#include <string.h>

#include "models/fire.h"
#include "scenarios/case_grid.h"
#include "scenarios/coarse.h"
#include "scenarios/geometry.h"
#include "scenarios/layout_internal.h"

static const double most_cells = 5e6; /* about 1.5 GB */
static const double least_across = 4.0;

/** Where a space is named. */
static const flue_word *place_of(const flue_space *s) {
  return s->room ? &s->room->id : &s->shaft->id;
}

static double smallest_side(const flue_space *s) {
  double box[4];
  flue_polygon_box(s->polygon, box);
  return fmin(s->height_m, fmin(box[2] - box[0], box[3] - box[1]));
}

static void check_grid(builder *b, const flue_space *s) {
  const double cells = case_grid_cells(s, s->cell_m), side = smallest_side(s);
  const number_text cell = layout_number(s->cell_m, 3), across = layout_number(side, 2),
                    most = layout_number(floor(1e3 * side / least_across) * 1e-3, 3),
                    n = layout_number(cells, 0), limit = layout_number(most_cells, 0);
  if (cells > most_cells)
    find_at(b, FLUE_MSG_GRID_TOO_LARGE, place_of(s), s->id, n.text, limit.text, NULL);
  if (least_across * s->cell_m > side * (1.0 + 1e-9))
    find_at(b, FLUE_MSG_GRID_TOO_COARSE, place_of(s), s->id, cell.text, across.text, most.text,
            NULL);
}

/** Whether the same room stands on a storey below: it is told once. */
static int was_told(const flue_layout *l, size_t space) {
  for (size_t i = 0; i < space; ++i)
    if (l->space[space].room && l->space[i].room == l->space[space].room &&
        l->space[i].model == FLUE_MODEL_FIELD)
      return 1;
  return 0;
}

static void check_shafts(builder *b) {
  const flue_list *shafts = &b->scenario->root.building.shafts;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s->kind != FLUE_SHAFT_ATRIUM && s->model != FLUE_MODEL_AUTO)
      find_at(b, FLUE_MSG_GRID_NO_ATRIUM, &s->id, s->id.text, NULL);
  }
}

/** Fires whose room is named: by the median of their peak. */
static void check_fire(builder *b, const flue_blaze *fire) {
  const double half = 0.5, density = 1.2, temp_k = 293.15;
  for (size_t k = 0; k < fire->at.room.rooms.n && !fire->curve.text; ++k) {
    const size_t room = flue_layout_find(b->layout, fire->at.room.rooms.items[k].text);
    if (room == FLUE_OPEN_AIR || b->layout->space[room].model != FLUE_MODEL_FIELD) continue;
    const double peak = flue_distribution_quantile(&fire->peak.d, half);
    if (flue_warn_coarse(b->list, fire->id.line, fire->id.column, peak,
                         flue_fire_diameter(peak, density, temp_k), b->layout->space[room].cell_m))
      return;
  }
}

void layout_check_models(builder *b) {
  const flue_list *fires = &b->scenario->root.fires;
  for (size_t i = 0; i < b->layout->n_spaces; ++i)
    if (b->layout->space[i].model == FLUE_MODEL_FIELD && !was_told(b->layout, i))
      check_grid(b, &b->layout->space[i]);
  check_shafts(b);
  for (size_t f = 0; f < fires->n; ++f) check_fire(b, FLUE_ITEM(flue_blaze, *fires, f));
}

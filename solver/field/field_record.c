/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a grid for those who draw it: faces of its cells, boxes of its solids. */
#include <stdlib.h>

#include "core/memory.h"
#include "solver/field/field.h"

static flue_status record_faces(const flue_sink *sink, const char *base, const flue_field_view *v,
                                int axis) {
  static const flue_quantity face = {"face", "m", "Faces of the cells", "网格面坐标"};
  char *group = flue_format("%s_grid_%c", base, "xyz"[axis]);
  if (!group) return FLUE_ENOMEM;
  const flue_status status =
      sink->column(sink->user, group, &face, (size_t)v->n[axis] + 1, v->face[axis]);
  free(group);
  return status;
}

static flue_status record_solids(const flue_sink *sink, const char *group, const flue_field_view *v,
                                 size_t n, const flue_field_obstacle *obstacles) {
  static const flue_quantity side[6] = {
      {"x0", "m", "Low side", "低侧"}, {"x1", "m", "High side", "高侧"},
      {"y0", "m", "Low side", "低侧"}, {"y1", "m", "High side", "高侧"},
      {"z0", "m", "Low side", "低侧"}, {"z1", "m", "High side", "高侧"}};
  double *place = flue_alloc(n, sizeof *place);
  flue_status status = place ? FLUE_OK : FLUE_ENOMEM;
  for (int s = 0; s < 6 && status == FLUE_OK; ++s) {
    for (size_t k = 0; k < n; ++k)
      place[k] = v->face[s / 2][s % 2 ? obstacles[k].to[s / 2] : obstacles[k].from[s / 2]];
    status = sink->column(sink->user, group, &side[s], n, place);
  }
  free(place);
  return status;
}

flue_status flue_field_record_grid(const flue_field *field, const flue_sink *sink, const char *base,
                                   size_t n, const flue_field_obstacle *obstacles) {
  flue_field_view v;
  if (!sink->column) return FLUE_OK;
  flue_field_get(field, &v);
  for (int axis = 0; axis < 3; ++axis) FLUE_TRY(record_faces(sink, base, &v, axis));
  char *group = flue_format("%s_solid", base);
  if (!group) return FLUE_ENOMEM;
  const flue_status status = n > 0 ? record_solids(sink, group, &v, n, obstacles) : FLUE_OK;
  free(group);
  return status;
}

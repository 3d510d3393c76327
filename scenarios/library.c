/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/library.h"

#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

/** Reads the named columns of the row whose first cell is `name`. */
static flue_status read_row(flue_ctx *ctx, const char *table_name, const char *name, size_t n,
                            const char *const *columns, double *values) {
  const flue_embedded *data = flue_embedded_find(table_name);
  flue_table *table = NULL;
  FLUE_CHECK(data, ctx, FLUE_EARG, "there is no table %s", table_name);
  FLUE_TRY(flue_table_parse(ctx, table_name, (const char *)data->bytes, data->length, &table));
  flue_status status = FLUE_EARG;
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, 0), name) != 0) continue;
    status = FLUE_OK;
    for (size_t i = 0; i < n && status == FLUE_OK; ++i)
      status = flue_table_number(ctx, table, row, flue_table_column(table, columns[i]), &values[i]);
    break;
  }
  flue_table_destroy(&table);
  return status;
}

flue_status flue_use_find(flue_ctx *ctx, const char *name, flue_use *out) {
  static const char *const columns[] = {"fire_load", "is_route"};
  double v[2];
  FLUE_TRY(read_row(ctx, "uses", name, 2, columns, v));
  *out = (flue_use){v[0], v[1] > 0.5};
  return FLUE_OK;
}

flue_status flue_profile_find(flue_ctx *ctx, const char *name, flue_profile *out) {
  static const char *const columns[] = {"speed_mean",    "speed_sd",     "speed_min",
                                        "speed_max",     "stair_factor", "impaired_share",
                                        "impaired_speed"};
  double v[7];
  FLUE_TRY(read_row(ctx, "profiles", name, 7, columns, v));
  *out = (flue_profile){v[0], v[1], v[2], v[3], v[4], v[5], v[6]};
  return FLUE_OK;
}

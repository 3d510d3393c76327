/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/loss.h"

#include <math.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

/** Row of a use; the last one, "other", when there is none. */
static size_t row_of(const flue_table *table, const char *use) {
  const size_t n = flue_table_rows(table), column = flue_table_column(table, "use");
  for (size_t i = 0; i + 1 < n; ++i)
    if (use && strcmp(flue_table_cell(table, i, column), use) == 0) return i;
  return n - 1;
}

flue_status flue_loss_read(flue_ctx *ctx, const flue_batch *batch, flue_loss_model *out) {
  const double joules_per_mj = 1e6;
  const flue_embedded *data = flue_embedded_find("loss");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table postproc/rules/loss.csv is not built in");
  flue_loss_model m = {.value = flue_batch_fact(batch, "value"),
                       .floor_m2 = flue_batch_fact(batch, "floor_area")};
  m.room_m2 = m.floor_m2 / flue_batch_fact(batch, "rooms");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "postproc/rules/loss.csv", (const char *)data->bytes, data->length,
                            &table));
  flue_status status = flue_table_rows(table) > 0 ? FLUE_OK : FLUE_EINPUT;
  const size_t row = status ? 0 : row_of(table, batch->use);
  if (!status)
    status = flue_table_number(ctx, table, row, flue_table_column(table, "load"), &m.load);
  if (!status)
    status =
        flue_table_number(ctx, table, row, flue_table_column(table, "smoke_share"), &m.smoke_share);
  flue_table_destroy(&table);
  m.load *= joules_per_mj;
  if (!(m.value > 0) || !(m.room_m2 > 0)) m.value = 0;
  if (!status) *out = m;
  return status;
}

double flue_loss_of_fire(const flue_loss_model *m, double heat_j, double rooms) {
  const double burnt = fmin(m->floor_m2, heat_j / m->load);
  const double smoked = fmin(m->floor_m2, rooms * m->room_m2);
  return m->value * (burnt + m->smoke_share * fmax(0, smoked - burnt));
}

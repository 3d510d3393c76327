/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/response.h"

#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

static const char *const COLUMN[] = {[FLUE_ALARM_BELL] = "bell",
                                     [FLUE_ALARM_VOICE] = "voice",
                                     [FLUE_ALARM_LIVE] = "live",
                                     [FLUE_ALARM_STAFF] = "staff"};

const char *flue_alarm_name(flue_alarm_kind kind) {
  return COLUMN[kind];
}

int flue_alarm_level(flue_alarm_kind kind) {
  return kind == FLUE_ALARM_BELL ? 3 : kind == FLUE_ALARM_VOICE ? 2 : 1;
}

static flue_status read_row(flue_ctx *ctx, const flue_table *table, const char *name,
                            flue_alarm_kind kind, flue_distribution *out) {
  size_t row = 0;
  while (row < flue_table_rows(table) && strcmp(flue_table_cell(table, row, 0), name) != 0) ++row;
  FLUE_CHECK(row < flue_table_rows(table), ctx, FLUE_EARG, "there are no responses called %s",
             name);
  flue_distribution d = {FLUE_LOGNORMAL, {0}};
  const size_t median = flue_table_column(table, COLUMN[kind]);
  FLUE_TRY(flue_table_number(ctx, table, row, median, &d.p[0]));
  FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, "sigma"), &d.p[1]));
  const flue_message problem = flue_distribution_problem(&d);
  FLUE_CHECK(problem == FLUE_MSG_COUNT, ctx, FLUE_EINPUT, "responses.csv, %s: %s", name,
             flue_message_text(problem, FLUE_EN));
  *out = d;
  return FLUE_OK;
}

flue_status flue_response_find(flue_ctx *ctx, const char *name, flue_alarm_kind kind,
                               flue_distribution *out) {
  const flue_embedded *data = flue_embedded_find("responses");
  flue_table *table = NULL;
  FLUE_CHECK(data, ctx, FLUE_EARG, "there is no table of responses");
  FLUE_TRY(flue_table_parse(ctx, "responses.csv", (const char *)data->bytes, data->length, &table));
  const flue_status status = read_row(ctx, table, name, kind, out);
  flue_table_destroy(&table);
  return status;
}

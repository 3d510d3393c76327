/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/profile.h"

#include <math.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"
#include "models/distribution.h"
#include "models/walking.h"

/** Steps of the stair that speeds in the table are for [m]. */
static const double riser_m = 0.175, tread_m = 0.28;
/** How far the shares of a profile may be off 1. */
static const double share_slack = 1e-6;

static flue_status read_part(flue_ctx *ctx, const flue_table *table, size_t row,
                             flue_profile_part *out) {
  double *const field[] = {&out->share,     &out->speed_mean, &out->speed_sd, &out->speed_min,
                           &out->speed_max, &out->down_min,   &out->down_max, &out->up_min,
                           &out->up_max,    &out->body_m};
  static const char *const column[] = {"share",     "speed_mean", "speed_sd", "speed_min",
                                       "speed_max", "down_min",   "down_max", "up_min",
                                       "up_max",    "body"};
  for (size_t i = 0; i < sizeof field / sizeof *field; ++i)
    FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, column[i]), field[i]));
  return FLUE_OK;
}

static flue_status read_parts(flue_ctx *ctx, const flue_table *table, const char *name,
                              flue_profile *out) {
  double sum = 0;
  out->n = 0;
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, 0), name) != 0) continue;
    FLUE_CHECK(out->n < FLUE_PROFILE_PARTS, ctx, FLUE_EINPUT, "profile %s has more than %d parts",
               name, FLUE_PROFILE_PARTS);
    FLUE_TRY(read_part(ctx, table, row, &out->part[out->n]));
    sum += out->part[out->n++].share;
  }
  FLUE_CHECK(out->n > 0, ctx, FLUE_EARG, "there are no people called %s", name);
  FLUE_CHECK(fabs(sum - 1) < share_slack, ctx, FLUE_EINPUT,
             "the shares of profile %s add up to %g, 1 needed", name, sum);
  return FLUE_OK;
}

flue_status flue_profile_find(flue_ctx *ctx, const char *name, flue_profile *out) {
  const flue_embedded *data = flue_embedded_find("profile_parts");
  flue_table *table = NULL;
  FLUE_CHECK(data, ctx, FLUE_EARG, "there is no table of people");
  FLUE_TRY(
      flue_table_parse(ctx, "profile_parts.csv", (const char *)data->bytes, data->length, &table));
  const flue_status status = read_parts(ctx, table, name, out);
  flue_table_destroy(&table);
  return status;
}

/** Free speed on the level. */
static double level_speed(const flue_profile_part *p, double u) {
  if (p->speed_sd <= 0) return p->speed_min + u * (p->speed_max - p->speed_min);
  const flue_distribution speed = {FLUE_NORMAL, {p->speed_mean, p->speed_sd, 0.0}};
  return fmin(p->speed_max, fmax(p->speed_min, flue_distribution_quantile(&speed, u)));
}

flue_traits flue_profile_draw(const flue_profile *profile, double u_part, double u_speed) {
  const double free_down = flue_walking_speed(flue_walking_stair_k(riser_m, tread_m), 0);
  size_t i = 0;
  double below = profile->part[0].share;
  while (u_part >= below && i + 1 < profile->n) below += profile->part[++i].share;
  const flue_profile_part *p = &profile->part[i];
  const double down = p->down_min + u_speed * (p->down_max - p->down_min);
  const double up = p->up_min + u_speed * (p->up_max - p->up_min);
  return (flue_traits){.part = i,
                       .speed = level_speed(p, u_speed),
                       .down_factor = down / free_down,
                       .up_factor = up / (FLUE_WALKING_UP_FACTOR * free_down),
                       .body_m = p->body_m};
}

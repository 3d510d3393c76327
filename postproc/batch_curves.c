/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/batch_curves.h"

#include <math.h>
#include <stdlib.h>

#include "core/drawn.h"
#include "core/memory.h"

#define HOME "/arrival"

size_t flue_curve_plan_size(const flue_curve_plan *plan) {
  return plan->n_times * (1 + plan->n_doors + plan->n_stairs) + plan->n_rooms;
}

/* ---- writing ---- */

/** Owned path of the curves of all people (k = 0), of door k - 1, then of the stairs. */
static char *curve_path(size_t k, size_t n_doors) {
  if (k == 0) return flue_copy_text(HOME "/outside");
  return k <= n_doors ? flue_format(HOME "/outside_%zu", k)
                      : flue_format(HOME "/outside_stair_%zu", k - n_doors);
}

static flue_status write_scales(flue_ctx *ctx, flue_h5 *file, const flue_curve_plan *plan,
                                size_t n) {
  static const flue_quantity time = {"time", "s", "Time", "时间"};
  static const flue_quantity sample = {"sample", "1", "Number of the sample, from 0",
                                       "样本编号，从0开始"};
  double *numbers = flue_alloc(n, sizeof *numbers);
  if (!numbers) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) numbers[i] = (double)i;
  flue_status status = flue_h5_group(ctx, file, HOME);
  if (!status)
    status =
        flue_h5_write_numbers(ctx, file, HOME "/time", FLUE_H5_FLOAT64, plan->n_times, plan->times);
  if (!status) status = flue_h5_describe(ctx, file, HOME "/time", &time);
  if (!status)
    status = flue_h5_write_numbers(ctx, file, HOME "/sample", FLUE_H5_UINT64, n, numbers);
  if (!status) status = flue_h5_describe(ctx, file, HOME "/sample", &sample);
  free(numbers);
  return status;
}

/** Says what a curve is. @param kind  "exit" or "stair". */
static flue_status describe_way(flue_ctx *ctx, flue_h5 *file, const char *path, const char *kind,
                                const char *name) {
  char *en = flue_format("People outside who came by the %s %s", kind, name);
  char *zh = flue_format("经%s%s到达室外人数", kind[0] == 'e' ? "出口" : "楼梯", name);
  const flue_quantity own = {"outside", "1", en ? en : "", zh ? zh : ""};
  flue_status status = en && zh ? flue_h5_describe(ctx, file, path, &own) : FLUE_ENOMEM;
  if (!status) status = flue_h5_set_text(ctx, file, path, kind, name);
  free(en);
  free(zh);
  return status;
}

static flue_status describe_curve(flue_ctx *ctx, flue_h5 *file, const char *path,
                                  const flue_curve_plan *plan, size_t k) {
  static const flue_quantity all = {"outside", "1", "People outside", "已到室外人数"};
  FLUE_TRY(flue_h5_set_text(ctx, file, path, "item", "sample"));
  if (k == 0) return flue_h5_describe(ctx, file, path, &all);
  if (k <= plan->n_doors) return describe_way(ctx, file, path, "exit", plan->doors[k - 1]);
  return describe_way(ctx, file, path, "stair", plan->stairs[k - 1 - plan->n_doors]);
}

static char *room_path(size_t k) {
  return flue_format("/aset/room_%zu", k + 1);
}

/** Writes when a compartment became untenable. @param values  [n] */
static flue_status write_room(flue_ctx *ctx, flue_h5 *file, const char *path, const char *name,
                              size_t n, const double *values) {
  char *en = flue_format("Time at which %s became untenable (ASET)", name);
  char *zh = flue_format("%s达到危险状态的时间（ASET）", name);
  const flue_quantity q = {"aset", "s", en ? en : "", zh ? zh : ""};
  flue_status status = en && zh && path ? FLUE_OK : FLUE_ENOMEM;
  if (!status) status = flue_h5_write_numbers(ctx, file, path, FLUE_H5_FLOAT64, n, values);
  if (!status) status = flue_h5_describe(ctx, file, path, &q);
  if (!status) status = flue_h5_set_text(ctx, file, path, "room", name);
  free(en);
  free(zh);
  return status;
}

static flue_status write_rooms(flue_ctx *ctx, flue_h5 *file, const flue_curve_plan *plan, size_t n,
                               const double *first, size_t stride) {
  if (plan->n_rooms == 0) return FLUE_OK;
  const size_t at = flue_curve_plan_size(plan) - plan->n_rooms;
  double *column = flue_alloc(n, sizeof *column);
  if (!column) return FLUE_ENOMEM;
  flue_status status = flue_h5_group(ctx, file, "/aset");
  for (size_t k = 0; k < plan->n_rooms && !status; ++k) {
    for (size_t i = 0; i < n; ++i) column[i] = first[i * stride + at + k];
    char *path = room_path(k);
    status = write_room(ctx, file, path, plan->rooms[k], n, column);
    free(path);
  }
  free(column);
  return status;
}

flue_status flue_curves_write(flue_ctx *ctx, flue_h5 *file, const flue_curve_plan *plan, size_t n,
                              const double *first, size_t stride) {
  FLUE_TRY(write_rooms(ctx, file, plan, n, first, stride));
  if (plan->n_times == 0) return FLUE_OK;
  FLUE_TRY(write_scales(ctx, file, plan, n));
  double *turned = flue_alloc(plan->n_times, n * sizeof *turned);
  flue_status status = turned ? FLUE_OK : FLUE_ENOMEM;
  for (size_t k = 0; k <= plan->n_doors + plan->n_stairs && !status; ++k) {
    for (size_t t = 0; t < plan->n_times; ++t)
      for (size_t i = 0; i < n; ++i) turned[t * n + i] = first[i * stride + k * plan->n_times + t];
    char *path = curve_path(k, plan->n_doors);
    status =
        path ? flue_h5_new_rows(ctx, file, path, FLUE_H5_FLOAT32, n, plan->n_times) : FLUE_ENOMEM;
    if (!status) status = flue_h5_put_rows(ctx, file, path, 0, plan->n_times, turned);
    if (!status) status = describe_curve(ctx, file, path, plan, k);
    free(path);
  }
  free(turned);
  return status;
}

/* ---- reading ---- */

void flue_curves_clear(flue_curves *curves) {
  const size_t n = curves->n_doors + curves->n_stairs;
  for (size_t i = 0; curves->ways && i < n; ++i) free(curves->ways[i]);
  for (size_t i = 0; curves->counts && i <= n; ++i) free(curves->counts[i]);
  for (size_t k = 0; k < curves->n_rooms; ++k) {
    free(curves->rooms[k]);
    free(curves->aset[k]);
  }
  free(curves->rooms);
  free(curves->aset);
  free(curves->times);
  free(curves->ways);
  free(curves->counts);
  *curves = (flue_curves){0};
}

static flue_status read_curve(flue_ctx *ctx, flue_h5 *file, size_t k, size_t n,
                              flue_curves *curves) {
  size_t found = 0;
  const char *kind = k <= curves->n_doors ? "exit" : "stair";
  char *path = curve_path(k, curves->n_doors);
  flue_status status =
      path ? flue_h5_read_numbers(ctx, file, path, &found, &curves->counts[k]) : FLUE_ENOMEM;
  if (!status && k > 0) status = flue_h5_get_text(ctx, file, path, kind, &curves->ways[k - 1]);
  free(path);
  return status || found == n * curves->n_times ? status : FLUE_EINPUT;
}

/** Doors, or stairs after so many doors, with curves of their own. */
static size_t count_ways(flue_h5 *file, size_t first, size_t n_doors) {
  for (size_t k = first;; ++k) {
    char *path = curve_path(k, n_doors);
    const int is_there = path && flue_h5_exists(file, path);
    free(path);
    if (!is_there) return k - first;
  }
}

/** Reads when compartments became untenable; a file without gives none. */
static flue_status read_rooms(flue_ctx *ctx, flue_h5 *file, size_t n, flue_curves *out) {
  size_t members = 0;
  flue_h5_member *list = NULL;
  if (!flue_h5_exists(file, "/aset")) return FLUE_OK;
  FLUE_TRY(flue_h5_members(ctx, file, "/aset", &members, &list));
  flue_h5_free_members(members, &list);
  out->rooms = flue_alloc(members, sizeof *out->rooms);
  out->aset = flue_alloc(members, sizeof *out->aset);
  flue_status status = out->rooms && out->aset ? FLUE_OK : FLUE_ENOMEM;
  for (size_t k = 0; k < members && !status; ++k) {
    char *path = room_path(k);
    const int is_there = path && flue_h5_exists(file, path);
    size_t found = 0;
    if (is_there) {
      ++out->n_rooms;
      status = flue_h5_read_numbers(ctx, file, path, &found, &out->aset[k]);
      if (!status) status = flue_h5_get_text(ctx, file, path, "room", &out->rooms[k]);
      if (!status && found != n) status = FLUE_EINPUT;
    }
    free(path);
    if (!is_there) break;
  }
  return status;
}

flue_status flue_curves_read(flue_ctx *ctx, flue_h5 *file, size_t n, flue_curves *out) {
  *out = (flue_curves){0};
  flue_status status = read_rooms(ctx, file, n, out);
  if (status) flue_curves_clear(out);
  if (status || !flue_h5_exists(file, HOME) || !flue_h5_exists(file, HOME "/outside"))
    return status;
  status = flue_h5_read_numbers(ctx, file, HOME "/time", &out->n_times, &out->times);
  if (!status) {
    out->n_doors = count_ways(file, 1, SIZE_MAX);
    out->n_stairs = count_ways(file, out->n_doors + 1, out->n_doors);
    out->ways = flue_alloc(out->n_doors + out->n_stairs, sizeof *out->ways);
    out->counts = flue_alloc(out->n_doors + out->n_stairs + 1, sizeof *out->counts);
    if (!out->ways || !out->counts) status = FLUE_ENOMEM;
  }
  for (size_t k = 0; !status && k <= out->n_doors + out->n_stairs; ++k)
    status = read_curve(ctx, file, k, n, out);
  if (status) flue_curves_clear(out);
  return status;
}

/* ---- bands ---- */

flue_status flue_curves_quantile(size_t n_times, size_t n, const double *counts,
                                 const double *whole, const double *weight, double p, double *out) {
  double *values = flue_alloc(n, sizeof *values), *weights = flue_alloc(n, sizeof *weights);
  flue_status status = values && weights ? FLUE_OK : FLUE_ENOMEM;
  for (size_t t = 0; t < n_times && !status; ++t) {
    size_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
      const double value = counts[t * n + i] / (whole ? whole[i] : 1);
      if (!isfinite(value) || (whole && !(whole[i] > 0))) continue;
      weights[kept] = weight ? weight[i] : 1;
      values[kept++] = value;
    }
    const flue_drawn drawn = {kept, weight ? weights : NULL, NULL};
    out[t] = NAN;
    if (kept) status = flue_drawn_quantiles(&drawn, values, 1, &p, &out[t]);
  }
  free(values);
  free(weights);
  return status;
}

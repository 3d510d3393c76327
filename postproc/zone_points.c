/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_points.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/memory.h"
#include "postproc/refuse.h"
#include "postproc/zone_series.h"

/* ---- the list ---- */

/** Columns of points.csv that are used. */
enum {
  c_dataset,
  c_case,
  c_quantity,
  c_metric,
  c_measured_file,
  c_measured_column,
  c_measured,
  c_input,
  c_column,
  c_cfast_value,
  c_sigma_e,
  c_table,
  c_exp_ind,
  c_cfast_ind,
  c_exp_head_row,
  c_exp_data_row,
  c_exp_start,
  c_exp_end,
  c_cfast_start,
  c_cfast_end,
  c_exp_initial,
  c_cfast_initial,
  c_exp_in_range,
  n_columns
};

static const char *const column_names[n_columns] = {
    [c_dataset] = "dataset",
    [c_case] = "case",
    [c_quantity] = "quantity",
    [c_metric] = "metric",
    [c_measured_file] = "measured_file",
    [c_measured_column] = "measured_column",
    [c_measured] = "measured",
    [c_input] = "input",
    [c_column] = "column",
    [c_cfast_value] = "cfast_value",
    [c_sigma_e] = "sigma_E",
    [c_table] = "table",
    [c_exp_ind] = "exp_ind",
    [c_cfast_ind] = "cfast_ind",
    [c_exp_head_row] = "exp_head_row",
    [c_exp_data_row] = "exp_data_row",
    [c_exp_start] = "exp_start",
    [c_exp_end] = "exp_end",
    [c_cfast_start] = "cfast_start",
    [c_cfast_end] = "cfast_end",
    [c_exp_initial] = "exp_initial",
    [c_cfast_initial] = "cfast_initial",
    [c_exp_in_range] = "exp_in_range",
};

static const char *const metric_names[FLUE_ZONE_METRICS] = {"max", "min", "mean", "maxabs"};

/** Lines of the tables of a zone model in CFAST's form. */
enum { model_head_row = 1, model_data_row = 5 };

/** The list while it is read. */
typedef struct reader {
  flue_ctx *ctx;
  const char *path;
  const flue_table *table;
  size_t columns[n_columns];
  size_t row;
} reader;

const char *flue_zone_metric_name(flue_zone_metric metric) {
  return metric_names[metric];
}

/** Fails with the line of the list and what stands there. */
static flue_status refuse_line(const reader *r, int line, flue_message id, const char *found) {
  char text[16];
  snprintf(text, sizeof text, "%d", line);
  return flue_refuse(r->ctx, FLUE_EINPUT, id, r->path, text, found, NULL);
}

static flue_status find_columns(reader *r) {
  for (size_t i = 0; i < n_columns; ++i) {
    r->columns[i] = flue_table_column(r->table, column_names[i]);
    if (r->columns[i] == (size_t)-1)
      return refuse_line(r, 1, FLUE_MSG_RULE_COLUMN, column_names[i]);
  }
  return FLUE_OK;
}

static const char *cell(const reader *r, size_t column) {
  return flue_table_cell(r->table, r->row, r->columns[column]);
}

static flue_status number(const reader *r, size_t column, double *value) {
  return flue_table_number(r->ctx, r->table, r->row, r->columns[column], value);
}

/** Number of a line, from 1. */
static flue_status line_number(const reader *r, size_t column, size_t *line) {
  double value;
  FLUE_TRY(number(r, column, &value));
  *line = value >= 1 && value < 1e6 ? (size_t)value : 1;
  return FLUE_OK;
}

static flue_status read_metric(const reader *r, flue_zone_metric *metric) {
  for (int i = 0; i < FLUE_ZONE_METRICS; ++i)
    if (strcmp(cell(r, c_metric), metric_names[i]) == 0) {
      *metric = (flue_zone_metric)i;
      return FLUE_OK;
    }
  return refuse_line(r, flue_table_line(r->table, r->row), FLUE_MSG_ZONE_METRIC, cell(r, c_metric));
}

static flue_status read_experiment(const reader *r, flue_zone_side *side) {
  side->file = cell(r, c_measured_file);
  side->x_column = cell(r, c_exp_ind);
  side->y_column = cell(r, c_measured_column);
  FLUE_TRY(line_number(r, c_exp_head_row, &side->head_row));
  FLUE_TRY(line_number(r, c_exp_data_row, &side->data_row));
  FLUE_TRY(number(r, c_exp_start, &side->start));
  FLUE_TRY(number(r, c_exp_end, &side->end));
  return number(r, c_exp_initial, &side->initial);
}

static flue_status read_model(const reader *r, flue_zone_side *side) {
  side->file = cell(r, c_table);
  side->kind = flue_zone_kind_of(side->file);
  side->x_column = cell(r, c_cfast_ind);
  side->y_column = cell(r, c_column);
  side->head_row = model_head_row;
  side->data_row = model_data_row;
  FLUE_TRY(number(r, c_cfast_start, &side->start));
  FLUE_TRY(number(r, c_cfast_end, &side->end));
  return number(r, c_cfast_initial, &side->initial);
}

static flue_status read_point(const reader *r, flue_zone_point *point) {
  point->dataset = cell(r, c_dataset);
  point->test = cell(r, c_case);
  point->quantity = cell(r, c_quantity);
  point->input = cell(r, c_input);
  point->is_scored = strcmp(cell(r, c_exp_in_range), "1") == 0;
  point->remeasured = NAN;
  point->predicted = NAN;
  point->own = NAN;
  point->shift = NAN;
  point->state = FLUE_ZONE_NO_TABLE;
  FLUE_TRY(read_metric(r, &point->metric));
  FLUE_TRY(number(r, c_measured, &point->measured));
  FLUE_TRY(number(r, c_cfast_value, &point->cfast));
  FLUE_TRY(number(r, c_sigma_e, &point->sigma_e));
  FLUE_TRY(read_experiment(r, &point->experiment));
  return read_model(r, &point->model);
}

static flue_status read_points(reader *r, flue_zone_pack *pack) {
  FLUE_TRY(find_columns(r));
  pack->n = flue_table_rows(r->table);
  pack->points = flue_alloc(pack->n, sizeof *pack->points);
  if (!pack->points) return FLUE_ENOMEM;
  for (r->row = 0; r->row < pack->n; ++r->row) FLUE_TRY(read_point(r, &pack->points[r->row]));
  return FLUE_OK;
}

flue_status flue_zone_pack_read(flue_ctx *ctx, const char *pack_dir, flue_zone_pack *out) {
  flue_zone_pack pack = {0};
  char *path = flue_format("%s/points.csv", pack_dir);
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_table_read(ctx, path, &pack.table);
  if (!status) {
    reader r = {.ctx = ctx, .path = path, .table = pack.table};
    status = read_points(&r, &pack);
  }
  free(path);
  if (status)
    flue_zone_pack_clear(&pack);
  else
    *out = pack;
  return status;
}

void flue_zone_pack_clear(flue_zone_pack *pack) {
  flue_table_destroy(&pack->table);
  free(pack->points);
  *pack = (flue_zone_pack){0};
}

/* ---- reduction ---- */

/** What the metrics need of the rows in the window. */
typedef struct extremes {
  size_t n;
  double low, high, sum;
} extremes;

static double metric_value(flue_zone_metric metric, const extremes *e, double y0) {
  if (e->n == 0) return NAN;
  switch (metric) {
    case FLUE_ZONE_MAX:
      return e->high - y0;
    case FLUE_ZONE_MIN:
      return y0 - e->low;
    case FLUE_ZONE_MEAN:
      return fabs(e->sum / (double)e->n - y0);
    default:
      return fmax(fabs(e->high - y0), fabs(e->low - y0));
  }
}

double flue_zone_reduce(flue_zone_metric metric, const flue_zone_side *side, size_t n,
                        const double *x, const double *y, int skips_gaps) {
  const double start = side->start == 0 ? -INFINITY : side->start;
  const double end = side->end == 0 ? INFINITY : side->end;
  extremes e = {.low = INFINITY, .high = -INFINITY};
  for (size_t i = 0; i < n; ++i) {
    if (isfinite(x[i]) && (x[i] < start || x[i] > end)) continue;
    if (!isfinite(x[i]) || !isfinite(y[i])) {
      if (skips_gaps) continue;
      return NAN;
    }
    ++e.n;
    e.sum += y[i];
    e.low = fmin(e.low, y[i]);
    e.high = fmax(e.high, y[i]);
  }
  return metric_value(metric, &e, side->initial);
}

int flue_zone_is_reproduced(const flue_zone_point *point) {
  static const double share = 1e-3; /* of the value, beyond the digits the list gives */
  return fabs(point->remeasured - point->measured) <= share * fabs(point->measured) + 1e-9;
}

/* ---- from files ---- */

/** One side of all points while its files are read. */
typedef struct sweep {
  const char *folder;
  flue_zone_pack *pack;
  int is_model;
  char **sources;              /**< Path below the folder of each point's table, [n], owned. */
  flue_zone_request *requests; /**< [n] */
  char *is_done;               /**< [n] */
} sweep;

static const flue_zone_side *side_of(const sweep *s, size_t i) {
  return s->is_model ? &s->pack->points[i].model : &s->pack->points[i].experiment;
}

/** Whether point k, not reduced yet, takes its series from the same table as point i. */
static int shares_table(const sweep *s, size_t i, size_t k) {
  return !s->is_done[k] && side_of(s, i)->head_row == side_of(s, k)->head_row &&
         side_of(s, i)->data_row == side_of(s, k)->data_row &&
         strcmp(s->sources[i], s->sources[k]) == 0;
}

/** Stores the value of a point. */
static void settle(const sweep *s, size_t i, double value, flue_zone_state state) {
  flue_zone_point *point = &s->pack->points[i];
  if (!s->is_model) {
    point->remeasured = value;
    return;
  }
  if (state == FLUE_ZONE_FOUND && !isfinite(value)) state = FLUE_ZONE_NO_VALUE;
  if (state == FLUE_ZONE_FOUND && value <= 0) state = FLUE_ZONE_NOT_POSITIVE;
  point->predicted = isfinite(value) ? value : NAN;
  point->state = state;
}

/** Reduces a prediction of n rows above where it starts, in place of the stated initial value. */
static void reduce_from_start(flue_zone_point *point, size_t n, const double *x, const double *y) {
  if (n == 0) return;
  flue_zone_side side = point->model;
  side.initial = y[0];
  point->own = flue_zone_reduce(point->metric, &side, n, x, y, 0);
  point->shift = point->model.initial - y[0];
}

/** Reduces the series of one point out of its table, now loaded. */
static void reduce_point(const sweep *s, size_t i, const flue_zone_table *table, double *scratch) {
  const flue_zone_request *request = &s->requests[i];
  if (!request->is_complete) {
    settle(s, i, NAN, FLUE_ZONE_NO_COLUMN);
    return;
  }
  const double *x = flue_zone_table_values(table, request->x);
  const double *y = flue_zone_request_values(request, table, scratch);
  if (s->is_model) reduce_from_start(&s->pack->points[i], flue_zone_table_rows(table), x, y);
  settle(s, i,
         flue_zone_reduce(s->pack->points[i].metric, side_of(s, i), flue_zone_table_rows(table), x,
                          y, !s->is_model),
         FLUE_ZONE_FOUND);
}

/** Reads the columns of a table and reduces those points of [first, n) that are about it. */
static flue_status reduce_table(sweep *s, size_t first, flue_zone_table *table) {
  for (size_t i = first; i < s->pack->n; ++i)
    if (shares_table(s, first, i)) s->requests[i] = flue_zone_request_make(side_of(s, i), table);
  FLUE_TRY(flue_zone_table_load(table));
  double *scratch = flue_alloc(flue_zone_table_rows(table), sizeof *scratch);
  if (!scratch) return FLUE_ENOMEM;
  for (size_t i = first; i < s->pack->n; ++i) {
    if (!shares_table(s, first, i)) continue;
    reduce_point(s, i, table, scratch);
    s->is_done[i] = 1;
  }
  free(scratch);
  return FLUE_OK;
}

/** Reads the table of one point and reduces all points about it. */
static flue_status read_source(sweep *s, size_t first) {
  char *path = flue_format("%s/%s", s->folder, s->sources[first]);
  if (!path) return FLUE_ENOMEM;
  const flue_zone_side *side = side_of(s, first);
  flue_zone_table *table = NULL;
  /* a table that is not there is a finding about its points, not a failure */
  flue_status status = flue_zone_table_open(NULL, path, side->head_row, side->data_row, &table);
  free(path);
  if (status == FLUE_EIO) {
    settle(s, first, NAN, FLUE_ZONE_NO_TABLE);
    return FLUE_OK;
  }
  if (!status) status = reduce_table(s, first, table);
  flue_zone_table_destroy(&table);
  return status;
}

static flue_status run_sweep(sweep *s) {
  for (size_t i = 0; i < s->pack->n; ++i) {
    const flue_zone_side *side = side_of(s, i);
    s->sources[i] =
        s->is_model ? flue_zone_source(side, s->pack->points[i].input) : flue_copy_text(side->file);
    if (!s->sources[i]) return FLUE_ENOMEM;
  }
  for (size_t i = 0; i < s->pack->n; ++i)
    if (!s->is_done[i]) FLUE_TRY(read_source(s, i));
  return FLUE_OK;
}

static flue_status sweep_files(const char *folder, flue_zone_pack *pack, int is_model) {
  sweep s = {.folder = folder, .pack = pack, .is_model = is_model};
  s.sources = flue_alloc(pack->n, sizeof *s.sources);
  s.requests = flue_alloc(pack->n, sizeof *s.requests);
  s.is_done = flue_alloc(pack->n, 1);
  const flue_status status = s.sources && s.requests && s.is_done ? run_sweep(&s) : FLUE_ENOMEM;
  for (size_t i = 0; s.sources && i < pack->n; ++i) free(s.sources[i]);
  free(s.sources);
  free(s.requests);
  free(s.is_done);
  return status;
}

flue_status flue_zone_pack_measure(const char *pack_dir, flue_zone_pack *pack) {
  char *folder = flue_format("%s/measured", pack_dir);
  if (!folder) return FLUE_ENOMEM;
  const flue_status status = sweep_files(folder, pack, 0);
  free(folder);
  return status;
}

flue_status flue_zone_pack_predict(flue_ctx *ctx, const char *tables_dir, flue_zone_pack *pack) {
  struct stat info;
  errno = 0;
  const int is_folder = stat(tables_dir, &info) == 0 && S_ISDIR(info.st_mode);
  if (!is_folder)
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, tables_dir, "",
                       strerror(errno ? errno : ENOTDIR), NULL);
  return sweep_files(tables_dir, pack, 1);
}

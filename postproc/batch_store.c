/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/statistics.h"
#include "postproc/atomic_file.h"
#include "postproc/batch_parts.h"
#include "postproc/batch_private.h"
#include "postproc/refuse.h"
#include "postproc/seal.h"

enum { record_index, record_status, record_weight, record_inputs };

/** Where the curves begin in a record. */
static size_t record_curves(const flue_batch_store *store) {
  return record_inputs + store->plan.n_inputs + FLUE_OUTCOME_COUNT;
}

void flue_batch_close(flue_batch_store **store) {
  if (!store || !*store) return;
  flue_journal_close(&(*store)->journal);
  free((*store)->path);
  free((*store)->part);
  free((*store)->causes);
  free((*store)->header);
  free((*store)->claims.folder);
  free((*store)->claims.worker);
  free((*store)->claims.mine);
  free((*store)->records);
  free((*store)->has);
  free(*store);
  *store = NULL;
}

static const char *text_of(const char *text) {
  return text && text[0] ? text : "-";
}

/** The line that tells one batch from another; owned, NULL without memory. */
static char *make_header(const flue_batch_plan *plan) {
  char scenario[FLUE_SHA256_SIZE], columns[FLUE_SHA256_SIZE];
  flue_text names = {0};
  for (size_t i = 0; i < plan->n_inputs; ++i) flue_text_add(&names, "%s\n", plan->inputs[i].name);
  for (size_t i = 0; i < FLUE_OUTCOME_COUNT; ++i)
    flue_text_add(&names, "%s\n", FLUE_OUTCOMES[i].name);
  for (size_t i = 0; i < plan->curves.n_times; ++i)
    flue_text_add(&names, "%.17g\n", plan->curves.times[i]);
  for (size_t i = 0; i < plan->curves.n_doors; ++i)
    flue_text_add(&names, "%s\n", plan->curves.doors[i]);
  for (size_t i = 0; i < plan->curves.n_stairs; ++i)
    flue_text_add(&names, "stair %s\n", plan->curves.stairs[i]);
  for (size_t i = 0; i < plan->curves.n_rooms; ++i)
    flue_text_add(&names, "room %s\n", plan->curves.rooms[i]);
  char *header = NULL;
  if (!names.failed && !flue_provenance_hash(plan->provenance, scenario) &&
      !flue_sha256(names.data, names.length, columns))
    header = flue_format(
        "flue batch journal 2 program %s %s scenario %s seed %llu samples %zu design %d block %zu "
        "columns %s",
        text_of(plan->provenance->version), text_of(plan->provenance->git), scenario,
        (unsigned long long)plan->provenance->seed, plan->n, (int)plan->design.kind,
        plan->design.block, columns);
  flue_text_clear(&names);
  return header;
}

static void keep(flue_batch_store *store, const double *record) {
  const size_t i = (size_t)record[record_index];
  if (store->records)
    memcpy(store->records + i * store->width, record, store->width * sizeof *record);
  if (!store->has[i]) ++store->count;
  store->has[i] = 1;
}

flue_status batch_store_found(void *user, const double *record) {
  flue_batch_store *store = user;
  if (record[record_index] >= 0 && record[record_index] < (double)store->plan.n)
    keep(store, record);
  return FLUE_OK;
}

flue_status batch_store_create(const char *path, const flue_batch_plan *plan, int keeps_records,
                               flue_batch_store **out) {
  flue_batch_store *store = flue_alloc(1, sizeof *store);
  if (!store) return FLUE_ENOMEM;
  store->plan = *plan;
  store->width =
      record_inputs + plan->n_inputs + FLUE_OUTCOME_COUNT + flue_curve_plan_size(&plan->curves);
  store->path = flue_copy_text(path);
  store->part = flue_part_path(path);
  store->causes = batch_causes_path(path);
  store->header = make_header(plan);
  store->has = flue_alloc(plan->n, 1);
  if (keeps_records) store->records = flue_alloc(plan->n, store->width * sizeof *store->records);
  *out = store;
  if (store->path && store->part && store->causes && store->header && store->has &&
      (store->records || !keeps_records))
    return FLUE_OK;
  flue_batch_close(out);
  return FLUE_ENOMEM;
}

flue_status flue_batch_open(flue_ctx *ctx, const char *path, const flue_batch_plan *plan,
                            flue_batch_store **out) {
  FLUE_TRY(batch_store_create(path, plan, 1, out));
  flue_batch_store *store = *out;
  const flue_status status = flue_journal_open(ctx, store->part, store->header, store->width,
                                               batch_store_found, store, &store->journal);
  if (status) flue_batch_close(out);
  return status;
}

int flue_batch_has(const flue_batch_store *store, size_t i) {
  return i < store->plan.n && store->has[i];
}

size_t flue_batch_count(const flue_batch_store *store) {
  return store->count;
}

size_t flue_batch_take(const flue_batch_store *store, size_t n, flue_outcome_id id, double *values,
                       double *weights, uint32_t *blocks) {
  const size_t block = flue_design_block(&store->plan.design);
  size_t kept = 0;
  for (size_t i = 0; i < n; ++i) {
    const double *record = store->records + i * store->width;
    if (!store->has[i] || record[record_status] != 0) continue;
    values[kept] = record[record_inputs + store->plan.n_inputs + id];
    weights[kept] = record[record_weight];
    blocks[kept++] = (uint32_t)(block ? i / block : 0);
  }
  return kept;
}

void flue_batch_shorten(flue_batch_store *store, size_t n) {
  if (n < store->plan.n) store->plan.n = n;
}

int batch_store_has_failed(const flue_batch_store *store, size_t i) {
  return store->has[i] && store->records[i * store->width + record_status] != 0;
}

flue_status flue_batch_put(flue_ctx *ctx, flue_batch_store *store, size_t i, int status,
                           const char *cause, double weight, const double *inputs,
                           const flue_outcome *outcome, const double *curves) {
  FLUE_CHECK(i < store->plan.n, ctx, FLUE_EARG, "sample %zu is not below %zu", i, store->plan.n);
  double *record = flue_alloc(store->width, sizeof *record);
  if (!record) return FLUE_ENOMEM;
  record[record_index] = (double)i;
  record[record_status] = status;
  record[record_weight] = weight;
  const size_t n_inputs = store->plan.n_inputs;
  if (n_inputs) memcpy(record + record_inputs, inputs, n_inputs * sizeof *inputs);
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k)
    record[record_inputs + n_inputs + k] = outcome && !status ? outcome->value[k] : NAN;
  for (size_t k = record_curves(store); k < store->width; ++k)
    record[k] = curves && !status ? curves[k - record_curves(store)] : NAN;
  flue_status written = status ? batch_causes_add(ctx, store, i, cause) : FLUE_OK;
  if (!written) written = flue_journal_add(ctx, store->journal, record);
  if (!written) keep(store, record);
  free(record);
  return written;
}

/* ---- BATCH.h5 ---- */

/** Copies one column out of the records. */
static void take_column(const flue_batch_store *store, size_t column, double *out) {
  for (size_t i = 0; i < store->plan.n; ++i) out[i] = store->records[i * store->width + column];
}

/** Writes one column of the records as GROUP/NAME. */
static flue_status write_column(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                                size_t column, const char *group, const flue_quantity *q,
                                double *scratch) {
  take_column(store, column, scratch);
  char *path = flue_format("/%s/%s", group, q->name);
  if (!path) return FLUE_ENOMEM;
  flue_status status =
      flue_h5_write_numbers(ctx, file, path, FLUE_H5_FLOAT64, store->plan.n, scratch);
  if (!status) status = flue_h5_describe(ctx, file, path, q);
  free(path);
  return status;
}

/** Writes the numbers drawn for an input, and its place among all. */
static flue_status write_input(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                               size_t k, double *scratch) {
  const flue_quantity *q = &store->plan.inputs[k];
  FLUE_TRY(write_column(ctx, file, store, record_inputs + k, "sample", q, scratch));
  char *path = flue_format("/sample/%s", q->name);
  const flue_status status = path ? flue_h5_set_integer(ctx, file, path, "number", k) : FLUE_ENOMEM;
  free(path);
  return status;
}

/** Whether samples are drawn in more than one block. */
static int has_blocks(const flue_batch_plan *plan) {
  return plan->design.block > 0 && plan->design.block < plan->n;
}

/** Writes what each sample stands for, and which were drawn together. */
static flue_status write_design(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                                double *scratch) {
  static const flue_quantity weight = {
      "weight", "1", "What a sample stands for: weight in all means", "样本权重：用于全部均值"};
  static const flue_quantity block = {"block", "1", "Samples of one number were drawn together",
                                      "同一编号的样本为一组共同抽取"};
  const flue_batch_plan *plan = &store->plan;
  FLUE_TRY(flue_h5_set_text(ctx, file, "/sample", "design", FLUE_DESIGN_NAMES[plan->design.kind]));
  FLUE_TRY(write_column(ctx, file, store, record_weight, "outcome", &weight, scratch));
  if (!has_blocks(plan)) return FLUE_OK;
  for (size_t i = 0; i < plan->n; ++i) scratch[i] = (double)(i / plan->design.block);
  FLUE_TRY(flue_h5_write_numbers(ctx, file, "/outcome/block", FLUE_H5_FLOAT64, plan->n, scratch));
  return flue_h5_describe(ctx, file, "/outcome/block", &block);
}

static flue_status write_columns(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                                 double *scratch) {
  static const flue_quantity status = {"status", "1", "0 for a run that came to its end",
                                       "0表示运行正常结束"};
  const flue_batch_plan *plan = &store->plan;
  FLUE_TRY(flue_h5_group(ctx, file, "/sample"));
  for (size_t k = 0; k < plan->n_inputs; ++k) FLUE_TRY(write_input(ctx, file, store, k, scratch));
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k)
    FLUE_TRY(write_column(ctx, file, store, record_inputs + plan->n_inputs + k, "outcome",
                          &FLUE_OUTCOMES[k], scratch));
  FLUE_TRY(write_column(ctx, file, store, record_status, "outcome", &status, scratch));
  return write_design(ctx, file, store, scratch);
}

static flue_status write_facts(flue_ctx *ctx, flue_h5 *file, const flue_batch_plan *plan) {
  FLUE_TRY(flue_h5_group(ctx, file, "/fact"));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/fact", "use", plan->use));
  for (size_t i = 0; i < plan->n_facts; ++i) {
    char *path = flue_format("/fact/%s", plan->facts[i].quantity.name);
    if (!path) return FLUE_ENOMEM;
    flue_status status = flue_h5_write_number(ctx, file, path, plan->facts[i].value);
    if (!status) status = flue_h5_describe(ctx, file, path, &plan->facts[i].quantity);
    free(path);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

/** Writes a column of /curve that lies along the scale @p item. */
static flue_status write_curve(flue_ctx *ctx, flue_h5 *file, const flue_quantity *q,
                               const char *item, size_t n, const double *values) {
  char *path = flue_format("/curve/%s", q->name);
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_h5_write_numbers(ctx, file, path, FLUE_H5_FLOAT64, n, values);
  if (!status) status = flue_h5_describe(ctx, file, path, q);
  if (!status && item) status = flue_h5_set_text(ctx, file, path, "item", item);
  free(path);
  return status;
}

/** Values of an outcome of all runs that came to their end. */
typedef struct good_values {
  double *values, *weights; /**< Owned. */
  uint32_t *blocks;         /**< Owned. */
  flue_drawn drawn;         /**< Weights left out when all are 1. */
} good_values;

static void free_good(good_values *good) {
  free(good->values);
  free(good->weights);
  free(good->blocks);
}

static flue_status alloc_good(const flue_batch_store *store, good_values *good) {
  const size_t n = store->plan.n;
  good->values = flue_alloc(n, sizeof *good->values);
  good->weights = flue_alloc(n, sizeof *good->weights);
  good->blocks = flue_alloc(n, sizeof *good->blocks);
  return good->values && good->weights && good->blocks ? FLUE_OK : FLUE_ENOMEM;
}

static void take_good(const flue_batch_store *store, flue_outcome_id id, good_values *good) {
  const size_t n =
      flue_batch_take(store, store->plan.n, id, good->values, good->weights, good->blocks);
  int is_even = 1;
  for (size_t i = 0; i < n; ++i) is_even &= good->weights[i] == 1;
  good->drawn = (flue_drawn){n, is_even ? NULL : good->weights, NULL};
}

/** Writes the share of fires that kill N or more, at each N that occurs. */
static flue_status write_fatality_curve(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                                        good_values *good) {
  static const flue_quantity count = {"fatality_count", "1", "Number of fatalities N", "死亡人数N"};
  static const flue_quantity share = {"fatality_exceedance", "1",
                                      "Probability that a fire kills N or more",
                                      "一次火灾造成至少N人死亡的概率"};
  take_good(store, FLUE_OUTCOME_fatalities, good);
  const size_t n = good->drawn.n;
  double *sorted = flue_alloc(n, sizeof *sorted), *hits = flue_alloc(n, sizeof *hits);
  double *exceedance = flue_alloc(n, sizeof *exceedance);
  size_t points = 0;
  flue_status status = sorted && hits && exceedance ? FLUE_OK : FLUE_ENOMEM;
  if (!status && n) memcpy(sorted, good->values, n * sizeof *sorted);
  if (!status) flue_sort_censored(n, sorted);
  for (size_t i = 0; i < n && !status; ++i) {
    const double least = sorted[i];
    if (least < 1 || (points && sorted[points - 1] == least)) continue;
    for (size_t j = 0; j < n; ++j) hits[j] = good->values[j] >= least;
    exceedance[points] = flue_drawn_mean(&good->drawn, hits);
    sorted[points++] = least;
  }
  if (!status) status = write_curve(ctx, file, &count, NULL, points, sorted);
  if (!status) status = write_curve(ctx, file, &share, count.name, points, exceedance);
  free(sorted);
  free(hits);
  free(exceedance);
  return status;
}

/** Writes quantiles of the times that decide whether people get out. */
static flue_status write_time_curves(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store,
                                     good_values *good) {
  enum { n_points = 19 };
  static const flue_quantity axis = {"probability", "1", "Share of fires with a smaller value",
                                     "取值更小的火灾所占比例"};
  static const flue_outcome_id times[] = {FLUE_OUTCOME_alarm_time,    FLUE_OUTCOME_rset_storey,
                                          FLUE_OUTCOME_rset_building, FLUE_OUTCOME_aset_room,
                                          FLUE_OUTCOME_aset_storey,   FLUE_OUTCOME_aset_stair};
  double p[n_points], quantiles[n_points];
  for (int i = 0; i < n_points; ++i) p[i] = (double)(i + 1) / (n_points + 1);
  FLUE_TRY(write_curve(ctx, file, &axis, NULL, n_points, p));
  for (size_t k = 0; k < sizeof times / sizeof *times; ++k) {
    take_good(store, times[k], good);
    FLUE_TRY(flue_drawn_quantiles(&good->drawn, good->values, n_points, p, quantiles));
    FLUE_TRY(write_curve(ctx, file, &FLUE_OUTCOMES[times[k]], axis.name, n_points, quantiles));
  }
  return FLUE_OK;
}

static flue_status write_batch(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store) {
  double *scratch = flue_alloc(store->plan.n, sizeof *scratch);
  good_values good = {0};
  if (!scratch) return FLUE_ENOMEM;
  flue_status status = flue_provenance_write(ctx, file, store->plan.provenance);
  if (!status) status = write_columns(ctx, file, store, scratch);
  if (!status) status = write_facts(ctx, file, &store->plan);
  if (!status) status = alloc_good(store, &good);
  if (!status) status = write_fatality_curve(ctx, file, store, &good);
  if (!status) status = write_time_curves(ctx, file, store, &good);
  if (!status)
    status = flue_curves_write(ctx, file, &store->plan.curves, store->plan.n,
                               store->records + record_curves(store), store->width);
  if (!status) status = flue_axes_write(ctx, file, "sample");
  if (!status) status = batch_causes_write(ctx, file, store);
  if (!status) status = flue_provenance_finish(ctx, file, "done");
  free_good(&good);
  free(scratch);
  return status;
}

/** Writes the file beside its place and moves it there. */
static flue_status publish_batch(flue_ctx *ctx, const flue_batch_store *store) {
  char *whole = flue_format("%s.new", store->path);
  if (!whole) return FLUE_ENOMEM;
  flue_h5 *file = NULL;
  flue_status status = flue_h5_create(ctx, whole, &file);
  if (!status) {
    status = write_batch(ctx, file, store);
    const flue_status closed = flue_h5_close(status ? NULL : ctx, &file);
    if (!status) status = closed;
    if (!status) status = flue_seal_write(ctx, whole);
    if (!status) status = flue_publish(ctx, whole, store->path);
    if (status) remove(whole);
  }
  free(whole);
  return status;
}

flue_status flue_batch_finish(flue_ctx *ctx, flue_batch_store **store) {
  flue_batch_store *s = *store;
  for (size_t i = 0; i < s->plan.n; ++i) {
    if (s->has[i]) continue;
    char number[24];
    snprintf(number, sizeof number, "%zu", i);
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_BATCH_MISSING, number, NULL);
  }
  FLUE_TRY(publish_batch(ctx, s));
  flue_batch_remove_journal(s->path);
  char *path = s->claims.folder ? flue_copy_text(s->path) : NULL;
  flue_batch_close(store);
  if (path) flue_batch_remove_parts(path);
  free(path);
  return FLUE_OK;
}

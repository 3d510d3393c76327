/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading BATCH.h5: see batch_store.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/batch_store.h"
#include "postproc/refuse.h"
#include "postproc/seal.h"

static void free_quantity(flue_quantity *q) {
  /* the reader made these texts itself, so that casting the const away is safe */
  const char *texts[] = {q->name, q->unit, q->text_en, q->text_zh};
  for (size_t i = 0; i < 4; ++i) {
    char *owned = NULL;
    memcpy(&owned, &texts[i], sizeof owned);
    free(owned);
  }
}

void flue_batch_destroy(flue_batch **batch) {
  if (!batch || !*batch) return;
  flue_batch *b = *batch;
  for (size_t i = 0; b->inputs && i < b->n_inputs; ++i) free_quantity(&b->inputs[i]);
  for (size_t i = 0; b->input && i < b->n_inputs; ++i) free(b->input[i]);
  for (size_t i = 0; b->facts && i < b->n_facts; ++i) free_quantity(&b->facts[i].quantity);
  for (size_t i = 0; i < FLUE_OUTCOME_COUNT; ++i) free(b->outcome[i]);
  flue_curves_clear(&b->curves);
  flue_h5_free_texts(b->n_failed, &b->cause);
  free(b->failed);
  free(b->inputs);
  free(b->input);
  free(b->number);
  free(b->facts);
  free(b->status);
  free(b->weight);
  free(b->block);
  char *texts[] = {b->use,           b->title[0],        b->title[1], b->program,  b->git,
                   b->scenario_path, b->scenario_sha256, b->version,  b->finished, b->design};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) free(texts[i]);
  free(b);
  *batch = NULL;
}

const char *flue_batch_design(const flue_batch *batch) {
  const int is_named = batch->design && batch->design[0];
  return is_named ? batch->design : FLUE_DESIGN_NAMES[FLUE_DESIGN_LATIN];
}

double flue_batch_fact(const flue_batch *batch, const char *name) {
  for (size_t i = 0; i < batch->n_facts; ++i)
    if (strcmp(batch->facts[i].quantity.name, name) == 0) return batch->facts[i].value;
  return NAN;
}

static flue_status refuse_layout(flue_ctx *ctx, const char *path, const char *column) {
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_BATCH_LAYOUT, path, column, NULL);
}

static flue_status read_quantity(flue_ctx *ctx, flue_h5 *file, const char *path, const char *name,
                                 flue_quantity *q) {
  char *unit = NULL, *en = NULL, *zh = NULL;
  flue_status status = flue_h5_get_text(ctx, file, path, "units", &unit);
  if (!status) status = flue_h5_get_text(ctx, file, path, "long_name", &en);
  if (!status) status = flue_h5_get_text(ctx, file, path, "long_name_zh", &zh);
  *q = (flue_quantity){flue_copy_text(name), unit, en, zh};
  return status || q->name ? status : FLUE_ENOMEM;
}

/** Reads GROUP/NAME, which must have n numbers; n = 0 takes the length from the file. */
static flue_status read_column(flue_ctx *ctx, flue_h5 *file, const char *path, const char *column,
                               size_t *n, double **out) {
  size_t found = 0;
  if (!flue_h5_exists(file, column)) return refuse_layout(ctx, path, column);
  FLUE_TRY(flue_h5_read_numbers(ctx, file, column, &found, out));
  if (*n == 0) *n = found;
  return found == *n && found > 0 ? FLUE_OK : refuse_layout(ctx, path, column);
}

static flue_status read_outcomes(flue_ctx *ctx, flue_h5 *file, const char *path, flue_batch *b) {
  double *status = NULL;
  flue_status result = read_column(ctx, file, path, "/outcome/status", &b->n, &status);
  if (!result) b->status = flue_alloc(b->n, sizeof *b->status);
  if (!result && !b->status) result = FLUE_ENOMEM;
  for (size_t i = 0; i < b->n && !result; ++i) {
    b->status[i] = (int)status[i];
    if (b->status[i] == 0) ++b->n_ok;
  }
  free(status);
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT && !result; ++k) {
    char *column = flue_format("/outcome/%s", FLUE_OUTCOMES[k].name);
    result = column ? read_column(ctx, file, path, column, &b->n, &b->outcome[k]) : FLUE_ENOMEM;
    free(column);
  }
  return result;
}

/** Reads what samples stand for and which were drawn together; older files have neither. */
static flue_status read_design(flue_ctx *ctx, flue_h5 *file, const char *path, flue_batch *b) {
  int is_even = 1;
  FLUE_TRY(flue_h5_get_text(ctx, file, "/sample", "design", &b->design));
  if (flue_h5_exists(file, "/outcome/weight"))
    FLUE_TRY(read_column(ctx, file, path, "/outcome/weight", &b->n, &b->weight));
  for (size_t i = 0; b->weight && i < b->n; ++i) is_even &= b->weight[i] == 1;
  if (is_even) {
    free(b->weight);
    b->weight = NULL;
  }
  if (!flue_h5_exists(file, "/outcome/block")) return FLUE_OK;
  double *block = NULL;
  flue_status status = read_column(ctx, file, path, "/outcome/block", &b->n, &block);
  if (!status) b->block = flue_alloc(b->n, sizeof *b->block);
  if (!status && !b->block) status = FLUE_ENOMEM;
  for (size_t i = 0; i < b->n && !status; ++i) b->block[i] = (uint32_t)fmax(0, block[i]);
  free(block);
  return status;
}

static flue_status read_inputs(flue_ctx *ctx, flue_h5 *file, const char *path, flue_batch *b) {
  if (!flue_h5_exists(file, "/sample")) return refuse_layout(ctx, path, "/sample");
  size_t n = 0;
  flue_h5_member *members = NULL;
  FLUE_TRY(flue_h5_members(ctx, file, "/sample", &n, &members));
  b->inputs = flue_alloc(n, sizeof *b->inputs);
  b->input = flue_alloc(n, sizeof *b->input);
  b->number = flue_alloc(n, sizeof *b->number);
  flue_status status = b->inputs && b->input && b->number ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; i < n && !status; ++i) {
    if (strcmp(members[i].name, "sample") == 0) continue; /* the scale */
    char *column = flue_format("/sample/%s", members[i].name);
    const size_t k = b->n_inputs++;
    status =
        column ? read_quantity(ctx, file, column, members[i].name, &b->inputs[k]) : FLUE_ENOMEM;
    if (!status) status = read_column(ctx, file, path, column, &b->n, &b->input[k]);
    uint64_t number = 0;
    if (!status) status = flue_h5_get_integer(ctx, file, column, "number", &number);
    b->number[k] = (size_t)number;
    free(column);
  }
  flue_h5_free_members(n, &members);
  /* places of a damaged or made-up file must not lead astray */
  for (size_t k = 0; k < b->n_inputs && !status; ++k)
    if (b->number[k] >= b->n_inputs) status = refuse_layout(ctx, path, "/sample");
  return status;
}

static flue_status read_facts(flue_ctx *ctx, flue_h5 *file, const char *path, flue_batch *b) {
  if (!flue_h5_exists(file, "/fact")) return refuse_layout(ctx, path, "/fact");
  FLUE_TRY(flue_h5_get_text(ctx, file, "/fact", "use", &b->use));
  size_t n = 0;
  flue_h5_member *members = NULL;
  FLUE_TRY(flue_h5_members(ctx, file, "/fact", &n, &members));
  b->facts = flue_alloc(n, sizeof *b->facts);
  flue_status status = b->facts ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; i < n && !status; ++i) {
    char *column = flue_format("/fact/%s", members[i].name);
    flue_fact *fact = &b->facts[b->n_facts++];
    size_t one = 1;
    double *value = NULL;
    status =
        column ? read_quantity(ctx, file, column, members[i].name, &fact->quantity) : FLUE_ENOMEM;
    if (!status) status = read_column(ctx, file, path, column, &one, &value);
    if (!status) fact->value = value[0];
    free(value);
    free(column);
  }
  flue_h5_free_members(n, &members);
  return status;
}

static flue_status read_failed(flue_ctx *ctx, flue_h5 *file, const char *path, flue_batch *b) {
  if (!flue_h5_exists(file, "/failed/sample") || !flue_h5_exists(file, "/failed/cause"))
    return FLUE_OK; /* none, or of an earlier version */
  size_t n = 0;
  FLUE_TRY(flue_h5_read_texts(ctx, file, "/failed/cause", &b->n_failed, &b->cause));
  FLUE_TRY(flue_h5_read_numbers(ctx, file, "/failed/sample", &n, &b->failed));
  return n == b->n_failed ? FLUE_OK : refuse_layout(ctx, path, "/failed");
}

static flue_status read_provenance(flue_ctx *ctx, flue_h5 *file, flue_batch *b) {
  const char *home = "/provenance";
  FLUE_TRY(flue_h5_get_text(ctx, file, "/", "title", &b->title[FLUE_EN]));
  FLUE_TRY(flue_h5_get_text(ctx, file, "/", "title_zh", &b->title[FLUE_ZH]));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "program", &b->program));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "version", &b->version));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "git", &b->git));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "scenario_path", &b->scenario_path));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "scenario_sha256", &b->scenario_sha256));
  FLUE_TRY(flue_h5_get_text(ctx, file, home, "finished", &b->finished));
  return flue_h5_get_integer(ctx, file, home, "seed", &b->seed);
}

flue_status flue_batch_read(flue_ctx *ctx, const char *path, flue_batch **out) {
  flue_h5 *file = NULL;
  FLUE_TRY(flue_seal_check(ctx, path));
  FLUE_TRY(flue_h5_open(ctx, path, 0, &file));
  flue_batch *batch = flue_alloc(1, sizeof *batch);
  flue_status status = batch ? flue_layout_check(ctx, file, path) : FLUE_ENOMEM;
  if (!status) status = read_outcomes(ctx, file, path, batch);
  if (!status) status = read_inputs(ctx, file, path, batch);
  if (!status) status = read_design(ctx, file, path, batch);
  if (!status) status = read_facts(ctx, file, path, batch);
  if (!status) status = read_failed(ctx, file, path, batch);
  if (!status) status = flue_curves_read(ctx, file, batch->n, &batch->curves);
  if (status == FLUE_EINPUT) status = refuse_layout(ctx, path, "/arrival");
  if (!status) status = read_provenance(ctx, file, batch);
  flue_h5_close(NULL, &file);
  if (status)
    flue_batch_destroy(&batch);
  else
    *out = batch;
  return status;
}

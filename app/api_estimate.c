/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch is going to take, from a few of its samples and a few records on its disk. */
#include <errno.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/api_batch.h"
#include "postproc/batch_parts.h"
#include "postproc/refuse.h"

/** Samples that are tried: at least and at most, within so long [s]. */
enum { least_tried = 3, most_tried = 20 };
static const double try_s = 10;

/** What was measured. */
typedef struct costs {
  double start_s;          /**< Until the first sample can begin. */
  double sample_s, most_s; /**< One sample on average, and the longest. */
  size_t tried;
  double put_s, claim_s, read_s; /**< Of one sample, one piece, one sample when merging. */
  double program_mb, record_kb;
  size_t pieces, piece;
} costs;

/** Runs samples spread over the batch on one core and adds each to a journal of its own. */
static flue_status try_samples(flue_ctx *ctx, const prepared *p, const api_batch *b,
                               flue_batch_store *store, costs *c) {
  double *inputs = flue_alloc(b->plan.n_inputs + 1, sizeof *inputs);
  double *curves = flue_alloc(flue_arrival_grid_size(&b->grid) + 1, sizeof *curves);
  flue_status status = inputs && curves ? FLUE_OK : FLUE_ENOMEM;
  const size_t n = b->plan.n < most_tried ? b->plan.n : most_tried;
  const double begin = api_clock();
  double put_s = 0;
  for (size_t k = 0; status == FLUE_OK && k < n; ++k) {
    if (k >= least_tried && api_clock() - begin > try_s) break;
    if (flue_should_stop(ctx)) {
      status = flue_fail(ctx, FLUE_ESTOPPED, __FILE__, __LINE__, "stopped after %zu samples", k);
      break;
    }
    const size_t i = k * b->plan.n / n;
    flue_outcome outcome;
    double weight = 1;
    const double from = api_clock();
    status = flue_batch_sample(ctx, p->layout, p->walkable, &b->grid, &b->plan.design, i, &weight,
                               inputs, &outcome, curves);
    const double to = api_clock();
    const int has_failed = status == FLUE_ENUMERIC;
    if (has_failed) status = FLUE_OK;
    c->sample_s += to - from;
    c->most_s = fmax(c->most_s, to - from);
    if (status == FLUE_OK)
      status = flue_batch_put(ctx, store, i, has_failed ? FLUE_ENUMERIC : 0, "", weight, inputs,
                              has_failed ? NULL : &outcome, has_failed ? NULL : curves);
    put_s += api_clock() - to;
    ++c->tried;
    flue_progress(ctx, (double)(k + 1) / (double)n, "samples tried");
  }
  if (c->tried) {
    c->sample_s /= (double)c->tried;
    c->put_s = put_s / (double)c->tried;
  }
  free(inputs);
  free(curves);
  return status;
}

/** Claims of a few pieces. */
static flue_status try_claims(flue_ctx *ctx, flue_batch_store *store, costs *c) {
  const double begin = api_clock();
  size_t k = 0;
  for (size_t from = 0, to = 1; k < most_tried && to > from; ++k)
    FLUE_TRY(flue_batch_claim(ctx, store, &from, &to));
  c->claim_s = (api_clock() - begin) / (double)k;
  return FLUE_OK;
}

/** Reading what was written, as the program that merges does. */
static flue_status try_reading(flue_ctx *ctx, const char *path, const api_batch *b, costs *c) {
  flue_batch_store *reader = NULL;
  const double begin = api_clock();
  FLUE_TRY(flue_batch_join(ctx, path, &b->plan, "reader", 1, &reader));
  c->read_s = (api_clock() - begin) / (double)(c->tried ? c->tried : 1);
  flue_batch_close(&reader);
  return FLUE_OK;
}

static flue_status measure(flue_ctx *ctx, const prepared *p, const api_batch *b, const char *path,
                           costs *c) {
  flue_batch_store *store = NULL;
  flue_batch_remove_parts(path); /* of an estimate that was killed */
  FLUE_TRY(flue_batch_join(ctx, path, &b->plan, "estimate", 0, &store));
  c->record_kb = 1e-3 * (double)flue_batch_record_bytes(store);
  flue_batch_pieces(store, &c->pieces, &c->piece);
  flue_status status = try_samples(ctx, p, b, store, c);
  if (status == FLUE_OK) status = try_claims(ctx, store, c);
  flue_batch_close(&store);
  if (status == FLUE_OK) status = try_reading(ctx, path, b, c);
  flue_batch_remove_parts(path);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  c->program_mb = 1e-3 * (double)used.ru_maxrss;
  return status;
}

/** Wall time of a batch by so many programs with so many samples at a time [s]: all start alike,
 *  samples and claims are shared, the last sample may be the longest, one program merges. */
static double wall_time(const costs *c, size_t n, double programs, double jobs) {
  const double each = c->sample_s + c->put_s;
  const double shared = (double)n * each / fmin(programs * jobs, (double)n);
  const double claims = programs > 1 ? (double)c->pieces * c->claim_s / programs : 0;
  const double tail = programs * jobs > 1 ? fmax(0, c->most_s - c->sample_s) : 0;
  const double merge = programs > 1 ? c->start_s + (double)n * c->read_s : 0;
  return c->start_s + shared + claims + tail + merge;
}

static void say_rows(flue_ctx *ctx, const costs *c, size_t n, size_t tasks, double jobs,
                     flue_text *out) {
  static const double programs[] = {1, 2, 4, 10, 32, 100, 320, 1000};
  const double alone = wall_time(c, n, 1, 1);
  api_line(ctx, out, FLUE_MSG_ESTIMATE_HEAD, NULL);
  for (size_t i = 0; i < sizeof programs / sizeof *programs + (tasks > 0); ++i) {
    const double w = i < sizeof programs / sizeof *programs ? programs[i] : (double)tasks;
    const double wall = wall_time(c, n, w, jobs);
    api_line(ctx, out, FLUE_MSG_ESTIMATE_ROW, api_format("%12.0f", w).text,
             api_format("%-12.0f", jobs).text, api_format("%14.3g", wall).text,
             api_format("%10.3g", alone / wall).text,
             api_format("%9.3g", wall * w * jobs / 3600).text, NULL);
  }
}

static flue_status say(flue_ctx *ctx, const api_batch *b, const costs *c, const flue_job *job,
                       char **text) {
  const size_t n = b->plan.n;
  const double jobs = job->threads > 0 ? job->threads : omp_get_max_threads();
  const double all_mb = 1e-3 * c->record_kb * (double)n;
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_ESTIMATE_RUNS, api_format("%.0f", (double)n).text,
           FLUE_DESIGN_NAMES[b->plan.design.kind], api_format("%.0f", (double)c->pieces).text,
           api_format("%.0f", (double)c->piece).text, NULL);
  api_line(ctx, &out, FLUE_MSG_ESTIMATE_TIME, api_format("%.3g", c->sample_s).text,
           api_format("%.3g", c->most_s).text, api_format("%.0f", (double)c->tried).text,
           api_format("%.3g", c->start_s).text, NULL);
  api_line(ctx, &out, FLUE_MSG_ESTIMATE_DISK, api_format("%.3g", 1e3 * c->put_s).text,
           api_format("%.3g", 1e3 * c->claim_s).text, api_format("%.3g", 1e3 * c->read_s).text,
           NULL);
  api_line(ctx, &out, FLUE_MSG_ESTIMATE_MEMORY, api_format("%.0f", c->program_mb * jobs).text,
           api_format("%.0f", jobs).text, api_format("%.0f", c->program_mb + all_mb).text, NULL);
  api_line(ctx, &out, FLUE_MSG_ESTIMATE_FILES, api_format("%.3g", c->record_kb).text,
           api_format("%.3g", all_mb).text, api_format("%.0f", (double)c->pieces).text, NULL);
  say_rows(ctx, c, n, job->tasks, jobs, &out);
  return api_give(ctx, &out, text);
}

flue_status flue_batch_estimate(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  const double begin = api_clock();
  prepared p;
  costs c = {0};
  api_batch b = {0};
  FLUE_TRY(api_check_sharing(ctx, job, "--plan"));
  FLUE_TRY(api_prepare(ctx, path, job, &p, text));
  char *warnings = *text;
  *text = NULL;
  char *output = api_output(path, job, ".batch.h5");
  char *trial = output ? flue_format("%s.estimate", output) : NULL;
  flue_status status = trial ? api_batch_make(ctx, &p, job, &b) : FLUE_ENOMEM;
  c.start_s = api_clock() - begin;
  if (status == FLUE_OK) status = measure(ctx, &p, &b, trial, &c);
  if (status == FLUE_OK) status = say(ctx, &b, &c, job, text);
  api_batch_clear(&b);
  free(trial);
  free(output);
  api_release(&p);
  api_warn_first(warnings, text);
  return status;
}

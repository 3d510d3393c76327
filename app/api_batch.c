/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of samples into a batch file. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/api_batch.h"
#include "core/comm.h"
#include "postproc/batch_parts.h"
#include "postproc/refuse.h"
#include "postproc/until.h"

/** Samples without a word about them: in all, at most with --until, and in a block then. */
enum { default_samples = 100, most_samples = 10000, default_block = 64 };

/** Rank of this process in its last batch by MPI. */
static int mpi_rank = 0;

/* ---- sink ---- */

typedef struct journal_sink {
  flue_ctx *ctx;
  flue_batch_store *store;
  size_t put; /**< Samples run by this program. */
} journal_sink;

static int has_sample(void *user, size_t i) {
  return flue_batch_has(((journal_sink *)user)->store, i);
}

static flue_status put_sample(void *user, size_t i, flue_status status, const char *cause,
                              double weight, const double *inputs, const flue_outcome *outcome,
                              const double *curves) {
  journal_sink *s = user;
  ++s->put;
  return flue_batch_put(s->ctx, s->store, i, status, cause, weight, inputs, outcome, curves);
}

static flue_status next_piece(void *user, size_t *from, size_t *to) {
  const journal_sink *s = user;
  return flue_batch_claim(s->ctx, s->store, from, to);
}

/** What a batch is stopped by, and how it ended. */
typedef struct stopping {
  int is_asked;
  flue_until until;
  flue_interval now;
  int is_reached;
  size_t n; /**< Samples run. */
} stopping;

/** Says whether what was asked for is known; FLUE_ELIMIT with the sentence when it is not. */
static flue_status say_stopping(flue_ctx *ctx, const stopping *s, flue_text *out) {
  if (!s->is_asked) return FLUE_OK;
  const api_number numbers[] = {api_format("%.3g", s->now.value), api_format("%.3g", s->now.low),
                                api_format("%.3g", s->now.high), api_format("%.0f", (double)s->n)};
  const char *args[] = {s->until.name, numbers[0].text, numbers[1].text, numbers[2].text,
                        numbers[3].text};
  flue_text line = {0};
  flue_message_add(&line, s->is_reached ? FLUE_MSG_UNTIL_REACHED : FLUE_MSG_UNTIL_MISSED,
                   flue_ctx_lang(ctx), 5, args);
  flue_status status = line.failed ? FLUE_ENOMEM : FLUE_OK;
  if (status == FLUE_OK && s->is_reached) flue_text_add(out, "%s\n", line.data);
  if (status == FLUE_OK && !s->is_reached)
    status = flue_fail(ctx, FLUE_ELIMIT, __FILE__, __LINE__, "%s", line.data);
  flue_text_clear(&line);
  return status;
}

/** The first of the samples that failed, with their cause. */
static void say_failed(flue_ctx *ctx, const flue_batch *batch, const char *path,
                       const flue_job *job, flue_text *out) {
  enum { most_shown = 10 };
  for (size_t i = 0; i < batch->n_failed && i < most_shown; ++i)
    api_line(ctx, out, FLUE_MSG_BATCH_FAILED, api_format("%.0f", batch->failed[i]).text,
             batch->cause[i], NULL);
  if (batch->n_failed > most_shown)
    api_line(ctx, out, FLUE_MSG_BATCH_FAILED_MORE,
             api_format("%.0f", (double)(batch->n_failed - most_shown)).text, path, NULL);
  if (!batch->n_failed || (job && job->until)) return; /* blocks of --until draw other samples */
  flue_text command = {0};
  flue_text_add(&command, "'%s'", batch->scenario_path);
  for (size_t i = 0; job && job->options && job->options[i]; ++i)
    flue_text_add(&command, " --option '%s'", job->options[i]);
  api_line(ctx, out, FLUE_MSG_BATCH_FAILED_HOW, command.data ? command.data : "",
           api_format("%.0f", batch->failed[0]).text, api_format("%.0f", (double)batch->n).text,
           NULL);
  flue_text_clear(&command);
}

static flue_status say_done(flue_ctx *ctx, const char *path, const flue_job *job,
                            const stopping *stop, char **text) {
  flue_batch *batch = NULL;
  FLUE_TRY(flue_batch_read(ctx, path, &batch));
  double people = 0.0, fatal = 0.0, lost = 0.0, ok = 0.0;
  for (size_t i = 0; i < batch->n; ++i) {
    if (batch->status[i] != 0) continue;
    const double n = batch->outcome[FLUE_OUTCOME_fatalities][i];
    const double weight = batch->weight ? batch->weight[i] : 1.0;
    people += weight * batch->outcome[FLUE_OUTCOME_people][i];
    fatal += weight * (n > 0.0);
    lost += weight * n;
    ok += weight;
  }
  ok = ok > 0.0 ? ok : 1.0;
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_BATCH_DONE, api_format("%.0f", (double)batch->n).text,
           api_format("%.0f", (double)(batch->n - batch->n_ok)).text,
           api_format("%.0f", people / ok).text, api_format("%.0f", 100.0 * fatal / ok).text,
           api_format("%.3g", lost / ok).text, path, NULL);
  say_failed(ctx, batch, path, job, &out);
  flue_batch_destroy(&batch);
  const flue_status asked = say_stopping(ctx, stop, &out);
  const flue_status given = api_give(ctx, &out, text);
  return given == FLUE_OK ? asked : given;
}

/** Runs block after block until the number asked for is known, or all samples. */
static flue_status run_blocks(flue_ctx *ctx, const prepared *p, const flue_arrival_grid *grid,
                              const flue_batch_plan *plan, const flue_batch_sink *sink,
                              stopping *stop) {
  const flue_batch_store *store = ((const journal_sink *)sink->user)->store;
  const size_t step = stop->is_asked ? plan->design.block : plan->n;
  for (stop->n = 0; stop->n < plan->n && !stop->is_reached;) {
    const flue_batch_part part = {&plan->design, stop->n, stop->n + step};
    FLUE_TRY(flue_batch_run(ctx, p->layout, p->walkable, grid, &part, sink));
    stop->n += step;
    if (stop->is_asked)
      FLUE_TRY(flue_until_look(&stop->until, store, stop->n, &stop->now, &stop->is_reached));
  }
  return FLUE_OK;
}

/** A program that has the batch for itself. */
static flue_status fill_alone(flue_ctx *ctx, const prepared *p, const char *path,
                              const api_batch *b, stopping *stop) {
  journal_sink user = {.ctx = ctx};
  FLUE_TRY(flue_batch_open(ctx, path, &b->plan, &user.store));
  const flue_batch_sink sink = {.user = &user, .has = has_sample, .put = put_sample};
  flue_status status = run_blocks(ctx, p, &b->grid, &b->plan, &sink, stop);
  if (status == FLUE_OK) flue_batch_shorten(user.store, stop->n);
  if (status == FLUE_OK) status = flue_batch_finish(ctx, &user.store);
  flue_batch_close(&user.store);
  return status;
}

/* ---- many programs ---- */

/** What a program does in a batch that several share. */
typedef struct role {
  const flue_comm *comm;
  char worker[FLUE_WORKER_SIZE];
  int merges;
} role;

/** Runs pieces as long as there are any for this program. */
static flue_status run_pieces(flue_ctx *ctx, const prepared *p, const api_batch *b,
                              journal_sink *user) {
  const flue_batch_sink sink = {
      .user = user, .has = has_sample, .next = next_piece, .put = put_sample};
  const flue_batch_part part = {.design = &b->plan.design, .to = b->plan.n};
  FLUE_TRY(flue_batch_run(ctx, p->layout, p->walkable, &b->grid, &part, &sink));
  return flue_batch_gather(ctx, user->store);
}

/** Waits for all ranks. @return the own status, or that of another rank that failed. */
static flue_status agree(flue_ctx *ctx, const flue_comm *comm, flue_status own) {
  const flue_status worst = (flue_status)flue_comm_most(comm, (int)own);
  if (own != FLUE_OK || worst == FLUE_OK) return own;
  return flue_refuse(ctx, worst, FLUE_MSG_BATCH_RANK, flue_status_text(worst), NULL);
}

/** Finishes the batch, when nothing is left with others. */
static flue_status merge(flue_ctx *ctx, const prepared *p, const api_batch *b, journal_sink *user) {
  flue_batch_look_again(user->store); /* others may have ended without what they claimed */
  FLUE_TRY(run_pieces(ctx, p, b, user));
  const size_t n = b->plan.n, missing = n - flue_batch_count(user->store);
  if (missing)
    return flue_refuse(ctx, FLUE_ESTOPPED, FLUE_MSG_BATCH_OTHERS,
                       api_format("%.0f", (double)missing).text, api_format("%.0f", (double)n).text,
                       NULL);
  return flue_batch_finish(ctx, &user->store);
}

/** A program among others. @param text  What a worker that does not merge has to say. */
static flue_status fill_shared(flue_ctx *ctx, const prepared *p, const char *path,
                               const api_batch *b, const role *r, char **text) {
  journal_sink user = {.ctx = ctx};
  flue_status status = flue_batch_join(ctx, path, &b->plan, r->worker, r->merges, &user.store);
  if (status == FLUE_OK) status = run_pieces(ctx, p, b, &user);
  status = agree(ctx, r->comm, status);
  if (status == FLUE_OK && r->merges) {
    status = merge(ctx, p, b, &user);
  } else if (status == FLUE_OK) {
    flue_text out = {0};
    api_line(ctx, &out, FLUE_MSG_BATCH_WORKER, r->worker, api_format("%.0f", (double)user.put).text,
             api_format("%.0f", (double)flue_batch_count(user.store)).text,
             api_format("%.0f", (double)b->plan.n).text, NULL);
    status = api_give(ctx, &out, text);
  }
  flue_batch_close(&user.store);
  return status;
}

/* ---- whole ---- */

flue_design api_batch_design(const flue_scenario *scenario, const flue_job *job) {
  const int is_until = job && job->until;
  size_t n = is_until ? most_samples : default_samples;
  if (job && job->samples) n = job->samples;
  flue_design design = flue_scenario_design(scenario, n);
  if (is_until && !design.block) design.block = default_block;
  if (design.block) design.n = (n + design.block - 1) / design.block * design.block;
  return design;
}

flue_status api_batch_make(flue_ctx *ctx, const prepared *p, const flue_job *job, api_batch *b) {
  *b = (api_batch){.provenance = api_provenance(p)};
  size_t n_facts = 0;
  FLUE_TRY(api_batch_facts(ctx, p, b->facts, &n_facts));
  const size_t n_inputs = flue_batch_inputs(p->scenario, NULL);
  b->inputs = flue_alloc(n_inputs, sizeof *b->inputs);
  FLUE_CHECK(b->inputs, ctx, FLUE_ENOMEM, "no memory for a batch");
  flue_batch_inputs(p->scenario, b->inputs);
  const flue_design design = api_batch_design(p->scenario, job);
  FLUE_TRY(flue_arrival_grid_make(p->layout, p->walkable, design.n, &b->grid));
  const flue_arrival_grid *grid = &b->grid;
  b->plan = (flue_batch_plan){
      .provenance = &b->provenance,
      .n = design.n,
      .design = design,
      .n_inputs = n_inputs,
      .inputs = b->inputs,
      .n_facts = n_facts,
      .facts = b->facts,
      .use = p->scenario->root.building.use.text,
      .curves = {grid->n_times, grid->times, grid->n_doors, grid->names, grid->n_stairs,
                 grid->stair_names, grid->n_rooms, grid->room_names}};
  return FLUE_OK;
}

void api_batch_clear(api_batch *b) {
  flue_arrival_grid_clear(&b->grid);
  free(b->inputs);
}

flue_status api_drop_parts(flue_ctx *ctx, const char *output) {
  if (flue_batch_is_busy(output))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_BUSY, output, NULL);
  flue_batch_remove_journal(output);
  flue_batch_remove_parts(output);
  return FLUE_OK;
}

/** Whether several programs shared this batch before: their samples are to be used. */
static int has_parts(const char *output) {
  char *folder = flue_batch_folder(output);
  const int is_there = folder && access(folder, F_OK) == 0;
  free(folder);
  return is_there;
}

static int is_worker_name(const char *name) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  const size_t n = strspn(name, allowed);
  return n > 0 && n < FLUE_WORKER_SIZE && name[n] == '\0' && name[0] != '.';
}

/** Runs a batch that is laid out, alone or with others. */
static flue_status perform(flue_ctx *ctx, const prepared *p, const char *output,
                           const flue_job *job, const flue_comm *comm, stopping *stop,
                           char **text) {
  api_batch b;
  role r = {.comm = comm, .merges = comm->rank == 0 && !(job && job->worker)};
  const int is_alone = !comm->module && !(job && job->worker) && !has_parts(output);
  if (comm->module)
    snprintf(r.worker, sizeof r.worker, "rank-%d", comm->rank);
  else
    snprintf(r.worker, sizeof r.worker, "%s", job && job->worker ? job->worker : "main");
  if (!is_alone && stop->is_asked)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_USAGE_UNTIL, output, NULL);
  flue_status status = api_batch_make(ctx, p, job, &b);
  if (status == FLUE_OK && job && job->worker && !has_parts(output) &&
      api_is_batch_of(ctx, output, p, &b.plan.design)) {
    flue_text out = {0};
    api_line(ctx, &out, FLUE_MSG_BATCH_THERE, job->worker, output, NULL);
    api_batch_clear(&b);
    return api_give(ctx, &out, text);
  }
  status = agree(ctx, comm, status);
  if (status == FLUE_OK)
    status =
        is_alone ? fill_alone(ctx, p, output, &b, stop) : fill_shared(ctx, p, output, &b, &r, text);
  api_batch_clear(&b);
  if (status == FLUE_OK && r.merges) status = say_done(ctx, output, job, stop, text);
  return status;
}

/** Reads the scenario and runs the batch, in step with other ranks. */
static flue_status run_batch(flue_ctx *ctx, const char *path, const flue_job *job,
                             const flue_comm *comm, stopping *stop, char **text) {
  prepared p;
  flue_status status = api_prepare(ctx, path, job, &p, text);
  char *warnings = status == FLUE_OK ? *text : NULL;
  if (status == FLUE_OK) *text = NULL;
  char *output = status == FLUE_OK ? api_output(path, job, ".batch.h5") : NULL;
  if (status == FLUE_OK) status = output ? api_check_output(ctx, output) : FLUE_ENOMEM;
  if (status == FLUE_OK && api_is_same_file(output, path))
    status = flue_refuse(ctx, FLUE_EARG, FLUE_MSG_OUTPUT_IS_INPUT, output, NULL);
  if (status == FLUE_OK && job && job->restart && comm->rank == 0)
    status = api_drop_parts(ctx, output);
  status = agree(ctx, comm, status); /* nobody begins before that */
  if (status == FLUE_OK) status = perform(ctx, &p, output, job, comm, stop, text);
  free(output);
  api_release(&p);
  api_warn_first(warnings, text);
  return status;
}

flue_status api_check_sharing(flue_ctx *ctx, const flue_job *job, const char *other) {
  const char *given[] = {other, job && job->mpi ? "--mpi" : NULL,
                         job && job->worker ? "--worker" : NULL,
                         job && job->until ? "--until" : NULL};
  const char *first = NULL;
  for (size_t i = 0; i < sizeof given / sizeof *given; ++i) {
    if (first && given[i])
      return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_USAGE_TOGETHER, given[i], first, NULL);
    if (given[i]) first = given[i];
  }
  if (job && job->worker && job->restart)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_USAGE_TOGETHER, "--worker", "--restart", NULL);
  if (job && job->worker && !is_worker_name(job->worker))
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_USAGE_WORKER, job->worker, NULL);
  return FLUE_OK;
}

int api_is_batch_of(flue_ctx *ctx, const char *path, const prepared *p, const flue_design *design) {
  const flue_provenance provenance = api_provenance(p);
  char hash[FLUE_SHA256_SIZE];
  flue_batch *b = NULL;
  if (access(path, F_OK) != 0 || flue_batch_read(ctx, path, &b) != FLUE_OK) return 0;
  const size_t block = design->block < design->n ? design->block : 0;
  const int is_it = flue_provenance_hash(&provenance, hash) == FLUE_OK && b->scenario_sha256 &&
                    b->version && b->git && strcmp(b->scenario_sha256, hash) == 0 &&
                    strcmp(b->version, provenance.version) == 0 &&
                    strcmp(b->git, provenance.git) == 0 && b->n == design->n &&
                    !b->block == !block && b->seed == provenance.seed &&
                    strcmp(flue_batch_design(b), FLUE_DESIGN_NAMES[design->kind]) == 0;
  flue_batch_destroy(&b);
  return is_it;
}

flue_status flue_batch_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  stopping stop = {.is_asked = job && job->until};
  flue_comm comm = {.size = 1};
  *text = NULL;
  FLUE_TRY(api_check_sharing(ctx, job, NULL));
  if (stop.is_asked) FLUE_TRY(flue_until_read(ctx, job->until, &stop.until));
  if (job && job->mpi) FLUE_TRY(flue_comm_start(ctx, &comm));
  mpi_rank = comm.rank;
  if (comm.rank > 0) flue_ctx_set_progress(ctx, NULL, NULL);
  const int threads = job && job->threads > 0 ? job->threads : job && job->mpi ? 1 : 0;
  if (threads) omp_set_num_threads(threads);
  const flue_status status = run_batch(ctx, path, job, &comm, &stop, text);
  flue_comm_end(&comm);
  return status;
}

int flue_mpi_rank(void) {
  return mpi_rank;
}

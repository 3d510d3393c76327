/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of samples into a batch file. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/api_internal.h"
#include "postproc/batch_store.h"
#include "postproc/risk.h"
#include "postproc/until.h"
#include "scenarios/batch.h"

/** Samples without a word about them: in all, at most with --until, and in a block then. */
enum { default_samples = 100, most_samples = 10000, default_block = 64 };

/* ---- facts ---- */

/** Width of all stairs per 100 people of the fullest storey above ground, in a run of medians [m].
 */
static flue_status stair_width(flue_ctx *ctx, const prepared *p, double width_m, double *out) {
  flue_draw draw;
  flue_case *c = NULL;
  FLUE_TRY(flue_draw_medians(ctx, p->scenario, &draw));
  const flue_status status = flue_case_create(ctx, p->layout, p->walkable, &draw, &c);
  if (status == FLUE_OK) {
    double most = 0.0;
    for (size_t level = 0; level < p->layout->n_levels; ++level) {
      double people = 0.0;
      for (size_t i = 0; i < c->input.crowd.n_people; ++i)
        people += c->input.crowd.people[i].floor == level;
      if (level != p->layout->ground) most = fmax(most, people);
    }
    *out = most > 0.0 && width_m > 0.0 ? width_m / (most / 100.0) : NAN;
  }
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  return status;
}

enum { most_facts = 24 };

/** What the scenario knows of fires: counts, causes, buildings that share a limit. */
static flue_status add_ignition(flue_ctx *ctx, const flue_building *b, flue_fact *facts,
                                size_t *n) {
  const flue_ignition_keys *keys = &b->ignition;
  double share[FLUE_CAUSE_COUNT];
  FLUE_TRY(flue_ignition_causes(ctx, share));
  const double factors[FLUE_CAUSE_COUNT] = {keys->electrical.d.p[0], keys->daily_life.d.p[0],
                                            keys->smoking.d.p[0], keys->embers.d.p[0],
                                            keys->other.d.p[0]};
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i)
    facts[(*n)++] = (flue_fact){FLUE_RISK_CAUSES[i], share[i] * factors[i]};
  facts[(*n)++] = (flue_fact){
      {"local_fires", "1", "Fires counted in buildings of this kind", "同类建筑火灾起数"},
      keys->fires.d.p[0]};
  facts[(*n)++] = (flue_fact){
      {"local_building_years", "a", "Buildings times years of these counts", "统计的建筑数乘年数"},
      keys->building_years.d.p[0]};
  facts[(*n)++] = (flue_fact){{"buildings", "1", "Buildings that share the limit of societal risk",
                               "共用社会风险限值的建筑数"},
                              b->buildings.d.p[0]};
  facts[(*n)++] = (flue_fact){
      {"value", "CNY m-2", "Value of building and contents for each m2", "每平方米建筑及财物价值"},
      b->value.d.p[0]};
  return FLUE_OK;
}

static flue_status collect_facts(flue_ctx *ctx, const prepared *p, flue_fact *facts, size_t *n) {
  flue_coverage cover;
  flue_layout_coverage(p->layout, &cover);
  double width = NAN, rooms = 0.0;
  FLUE_TRY(stair_width(ctx, p, cover.stair_width_m, &width));
  for (size_t i = 0; i < p->layout->n_spaces; ++i) rooms += p->layout->space[i].room != NULL;
  const flue_fact all[] = {
      {{"floor_area", "m2", "Floor area of all rooms", "全部房间地面面积"},
       p->layout->floor_area_m2},
      {{"storeys", "1", "Storeys", "楼层数"}, (double)p->layout->n_levels},
      {{"rooms", "1", "Rooms", "房间数"}, rooms},
      {{"height", "m", "Height of the highest floor", "最高楼面高度"}, cover.height_m},
      {{"completed", "1", "Year of completion", "竣工年份"},
       p->scenario->root.building.completed.d.p[0]},
      {{"presence", "1", "Share of the time that an occupant is inside", "人员在室时间比例"},
       p->scenario->root.building.presence.d.p[0]},
      {{"fire_share", "1", "Share of all fires that the simulated ones stand for",
        "所模拟火灾占全部火灾的比例"},
       p->scenario->root.building.fire_share.d.p[0]},
      {{"detection_coverage", "1", "Share of the floor area with detectors", "设探测器的面积比例"},
       cover.detection},
      {{"sprinkler_coverage", "1", "Share of the floor area with sprinklers", "设喷头的面积比例"},
       cover.sprinklers},
      {{"closer_share", "1", "Share of the doors onto escape routes that have a closer",
        "通向疏散通道的门中装闭门器的比例"},
       cover.closers},
      {{"stair_width_per_100", "m", "Stair width per 100 people of the fullest storey",
        "人数最多楼层每百人楼梯净宽"},
       width},
      {{"systems_reliability", "1", "Mean probability that a system works on demand",
        "消防系统需要时有效的平均概率"},
       cover.reliability},
  };
  *n = sizeof all / sizeof *all;
  memcpy(facts, all, sizeof all);
  return add_ignition(ctx, &p->scenario->root.building, facts, n);
}

/* ---- sink ---- */

typedef struct journal_sink {
  flue_ctx *ctx;
  flue_batch_store *store;
} journal_sink;

static int has_sample(void *user, size_t i) {
  return flue_batch_has(((journal_sink *)user)->store, i);
}

static flue_status put_sample(void *user, size_t i, flue_status status, double weight,
                              const double *inputs, const flue_outcome *outcome,
                              const double *curves) {
  const journal_sink *s = user;
  return flue_batch_put(s->ctx, s->store, i, status, weight, inputs, outcome, curves);
}

/* ---- whole ---- */

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

static flue_status say_done(flue_ctx *ctx, const char *path, const stopping *stop, char **text) {
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

static flue_status fill(flue_ctx *ctx, const prepared *p, const char *path,
                        const flue_arrival_grid *grid, flue_batch_plan *plan, stopping *stop) {
  journal_sink user = {ctx, NULL};
  FLUE_TRY(flue_batch_open(ctx, path, plan, &user.store));
  const flue_batch_sink sink = {&user, has_sample, put_sample};
  flue_status status = run_blocks(ctx, p, grid, plan, &sink, stop);
  if (status == FLUE_OK) flue_batch_shorten(user.store, stop->n);
  if (status == FLUE_OK) status = flue_batch_finish(ctx, &user.store);
  flue_batch_close(&user.store);
  return status;
}

/** So many samples, or whole blocks of them. */
static flue_design design_of(const flue_scenario *scenario, const flue_job *job,
                             const stopping *stop) {
  size_t n = stop->is_asked ? most_samples : default_samples;
  if (job && job->samples) n = job->samples;
  flue_design design = flue_scenario_design(scenario, n);
  if (stop->is_asked && !design.block) design.block = default_block;
  if (design.block) design.n = (n + design.block - 1) / design.block * design.block;
  return design;
}

static flue_status perform(flue_ctx *ctx, const prepared *p, const char *path, const flue_job *job,
                           stopping *stop) {
  flue_fact facts[most_facts];
  size_t n_facts = 0;
  FLUE_TRY(collect_facts(ctx, p, facts, &n_facts));
  const flue_provenance provenance = api_provenance(p);
  const size_t n_inputs = flue_batch_inputs(p->scenario, NULL);
  flue_quantity *inputs = flue_alloc(n_inputs, sizeof *inputs);
  FLUE_CHECK(inputs, ctx, FLUE_ENOMEM, "no memory for a batch");
  flue_batch_inputs(p->scenario, inputs);
  const flue_design design = design_of(p->scenario, job, stop);
  flue_arrival_grid grid;
  flue_status status = flue_arrival_grid_make(p->layout, p->walkable, design.n, &grid);
  flue_batch_plan plan = {
      .provenance = &provenance,
      .n = design.n,
      .design = design,
      .n_inputs = n_inputs,
      .inputs = inputs,
      .n_facts = n_facts,
      .facts = facts,
      .use = p->scenario->root.building.use.text,
      .curves = {grid.n_times, grid.times, grid.n_doors, grid.names, grid.n_stairs,
                 grid.stair_names, grid.n_rooms, grid.room_names}};
  if (status == FLUE_OK) status = fill(ctx, p, path, &grid, &plan, stop);
  flue_arrival_grid_clear(&grid);
  free(inputs);
  return status;
}

flue_status flue_batch_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  prepared p;
  stopping stop = {.is_asked = job && job->until};
  *text = NULL;
  if (stop.is_asked) FLUE_TRY(flue_until_read(ctx, job->until, &stop.until));
  if (job && job->threads > 0) omp_set_num_threads(job->threads);
  FLUE_TRY(api_prepare(ctx, path, job, &p, text));
  char *warnings = *text;
  *text = NULL;
  char *output = api_output(path, job, ".batch.h5");
  flue_status status = output ? api_check_output(ctx, output) : FLUE_ENOMEM;
  if (output && job && job->restart) {
    char *part = flue_format("%s.part", output);
    if (part) remove(part);
    free(part);
  }
  if (status == FLUE_OK) status = perform(ctx, &p, output, job, &stop);
  if (status == FLUE_OK) status = say_done(ctx, output, &stop, text);
  free(output);
  api_release(&p);
  api_warn_first(warnings, text);
  return status;
}

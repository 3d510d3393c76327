/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases of the field model: checking, running into a result file, going on after a stop. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/api_internal.h"
#include "core/memory.h"
#include "core/status.h"
#include "core/whole_file.h"
#include "models/fire.h"
#include "models/gas.h"
#include "scenarios/coarse.h"
#include "scenarios/fds/fds_measure.h"

/** A run in progress. */
typedef struct field_run {
  flue_fds_case *c;
  flue_field *field;
  flue_fds_measures *measures;
  flue_sink sink;
  flue_field_obstacle *obstacles; /**< Copies, as a resumed run starts from; owned. */
  flue_field_patch *patches;
  char *source, *path;
  size_t source_length;
  api_result result;
  double started, shown;
  double peak, peak_s;  /**< Heat release [W], when [s]. */
  double cell_m;        /**< Size of the cells at the fire. */
  double worst_error;   /**< Of the divergence [s-1]. */
  double *first, *last; /**< Values of devices [n_devices]. */
  size_t first_steps;   /**< Of a resumed run. */
  int is_coarse;        /**< It was said. */
} field_run;

int api_is_field(const char *path) {
  const char *dot = path ? strrchr(path, '.') : NULL;
  return dot && (strcmp(dot, ".fds") == 0 || strcmp(dot, ".FDS") == 0);
}

/* ---- how well a fire is resolved ---- */

/** D* of a heat release [m]. */
static double fire_diameter(const flue_fds_case *c, double release) {
  const double density = c->field.pressure / (FLUE_GAS_CONSTANT * c->field.ambient_k);
  return flue_fire_diameter(release, density, c->field.ambient_k);
}

static double largest_factor(const flue_field_ramp *r) {
  double most = r->n ? 0.0 : 1.0;
  for (size_t k = 0; k < r->n; ++k) most = fmax(most, r->factor[k]);
  return most;
}

/** Area of a box of faces across an axis [m2], and the size of its cells [m]. */
static double area_of(const flue_field_input *in, int axis, const int from[3], const int to[3]) {
  double area = 1.0;
  for (int a = 0; a < 3; ++a)
    if (a != axis) area *= in->face[a][to[a]] - in->face[a][from[a]];
  return area;
}

static double cell_size(const flue_field_input *in, const int at[3]) {
  double volume = 1.0;
  for (int a = 0; a < 3; ++a) {
    const int i = at[a] < 0 ? 0 : at[a] >= in->n[a] ? in->n[a] - 1 : at[a];
    if (in->n[a] > 1) volume *= in->face[a][i + 1] - in->face[a][i];
  }
  const int axes = (in->n[0] > 1) + (in->n[1] > 1) + (in->n[2] > 1);
  return axes > 0 ? pow(volume, 1.0 / axes) : 1.0;
}

/** What surfaces are to release at most [W], and the size of the cells there. */
static double planned_release(const flue_fds_case *c, double *cell_m) {
  const flue_field_input *in = &c->field;
  double sum = 0.0, most = 0.0;
  const int origin[3] = {0};
  *cell_m = cell_size(in, origin);
  for (size_t k = 0; k < in->n_patches; ++k) {
    const flue_field_patch *p = &in->patches[k];
    const flue_field_surface *s = &in->surfaces[p->surface];
    const double pi = 3.14159265358979;
    double area = area_of(in, p->axis, p->from, p->to);
    if (p->radius_m > 0.0) area = fmin(area, pi * p->radius_m * p->radius_m);
    const double release = s->release * largest_factor(&s->release_ramp) * area;
    sum += release;
    if (release > most) *cell_m = cell_size(in, p->from);
    most = fmax(most, release);
  }
  for (size_t k = 0; k < in->n_obstacles; ++k)
    for (int side = 0; side < 6; ++side) {
      const flue_field_obstacle *o = &in->obstacles[k];
      const flue_field_surface *s = &in->surfaces[o->surface[side]];
      const double release =
          s->release * largest_factor(&s->release_ramp) * area_of(in, side / 2, o->from, o->to);
      sum += release;
      if (release > most) *cell_m = cell_size(in, o->from);
      most = fmax(most, release);
    }
  return sum;
}

/** @return whether the cells are too large for a fire of that heat. */
static int warn_coarse(flue_ctx *ctx, const flue_fds_case *c, const char *path, double release,
                       double cell_m, flue_text *out) {
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  const int is_coarse = flue_warn_coarse(&list, 0, 0, release, fire_diameter(c, release), cell_m);
  if (is_coarse) flue_diagnostics_print(&list, out);
  flue_diagnostics_clear(&list);
  return is_coarse;
}

/* ---- reading ---- */

static flue_status refuse_job(flue_ctx *ctx, const flue_job *job) {
  const int has_options = job && job->options && job->options[0];
  FLUE_CHECK(!has_options && !(job && job->has_sample), ctx, FLUE_EARG,
             "a case of the field model has no options and no samples");
  return FLUE_OK;
}

/** Reads and checks; findings go to @p out. */
static flue_status read_case(flue_ctx *ctx, const char *path, flue_fds_case **c, flue_text *out) {
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  flue_status status = flue_fds_read(ctx, path, &list, c);
  if (status == FLUE_OK && *c) flue_fds_check_measures(*c, &list);
  if (status == FLUE_OK && list.errors > 0) status = flue_diagnostics_fail(ctx, &list);
  if (list.n > 0) flue_diagnostics_print(&list, out);
  flue_diagnostics_clear(&list);
  if (status != FLUE_OK) flue_fds_destroy(c);
  return status;
}

/** The engine and its devices; those that lie on no wall are named. */
static flue_status start_engine(flue_ctx *ctx, field_run *r, const flue_field_input *in,
                                const char *path, flue_text *out) {
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  FLUE_TRY(flue_field_create(ctx, in, &r->field));
  if (r->measures) return FLUE_OK;
  const flue_status status =
      flue_fds_measures_create(ctx, r->c, r->field, out ? &list : NULL, &r->measures);
  if (list.n > 0) flue_diagnostics_print(&list, out);
  flue_diagnostics_clear(&list);
  return status;
}

static void say_size(flue_ctx *ctx, const field_run *r, flue_text *out) {
  const flue_field_input *in = &r->c->field;
  const double cells = (double)in->n[0] * in->n[1] * in->n[2], mega = 1e6;
  char grid[64];
  snprintf(grid, sizeof grid, "%d x %d x %d", in->n[0], in->n[1], in->n[2]);
  api_line(ctx, out, FLUE_MSG_FIELD_SIZE, grid, api_format("%.0f", cells).text,
           api_format("%.0f", (double)in->n_species).text,
           api_format("%.0f", (double)r->c->n_devices).text,
           api_format("%.0f", (double)flue_field_bytes(r->field) / mega).text, NULL);
}

static void release_run(field_run *r) {
  flue_fds_measures_destroy(&r->measures);
  flue_field_destroy(&r->field);
  flue_fds_destroy(&r->c);
  free(r->obstacles);
  free(r->patches);
  free(r->source);
  free(r->path);
  free(r->first);
  free(r->last);
}

flue_status api_check_field(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  field_run r = {0};
  flue_text out = {0};
  *text = NULL;
  FLUE_TRY(refuse_job(ctx, job));
  flue_status status = read_case(ctx, path, &r.c, &out);
  if (status == FLUE_OK) {
    const double planned = planned_release(r.c, &r.cell_m);
    warn_coarse(ctx, r.c, path, planned, r.cell_m, &out);
    status = start_engine(ctx, &r, &r.c->field, path, &out);
  }
  if (status == FLUE_OK) {
    api_line(ctx, &out, FLUE_MSG_FIELD_FINE, path, NULL);
    say_size(ctx, &r, &out);
  }
  release_run(&r);
  if (!out.data) return status;
  const flue_status given = api_give(ctx, &out, text);
  return status == FLUE_OK ? given : status;
}

/* ---- the result file ---- */

static flue_provenance provenance_of(const field_run *r, const char *path) {
  const char *title = r->c->title[0] ? r->c->title : r->c->chid;
  return (flue_provenance){.program = "flue",
                           .version = flue_version(),
                           .git = FLUE_GIT,
                           .flags = FLUE_FLAGS,
                           .scenario_path = path,
                           .scenario_text = r->source,
                           .scenario_length = r->source_length,
                           .resolved_text = "",
                           .threads = omp_get_max_threads(),
                           .title_en = title,
                           .title_zh = title};
}

/** What changes of a run, apart from the field and the devices. */
static void pass_rest(field_run *r, flue_state *s) {
  const size_t n = r->c->n_devices * sizeof *r->first;
  flue_state_bytes(s, &r->peak, sizeof r->peak);
  flue_state_bytes(s, &r->peak_s, sizeof r->peak_s);
  flue_state_bytes(s, &r->worst_error, sizeof r->worst_error);
  flue_state_bytes(s, r->first, n);
}

/** Goes on from a checkpoint: obstacles and patches as they were, then all numbers. */
static flue_status restore(flue_ctx *ctx, field_run *r, void *bytes, size_t n) {
  flue_state s = {.data = bytes, .length = n, .capacity = n};
  flue_field_input in = r->c->field;
  flue_state_rewind(&s);
  pass_rest(r, &s);
  flue_fds_measures_state(r->measures, &s);
  FLUE_CHECK(s.status == FLUE_OK, ctx, FLUE_EIO,
             "%s.part holds a checkpoint of another version; delete it or use --restart", r->path);
  r->obstacles = flue_alloc(in.n_obstacles, sizeof *r->obstacles);
  r->patches = flue_alloc(in.n_patches, sizeof *r->patches);
  FLUE_CHECK(r->obstacles && r->patches, ctx, FLUE_ENOMEM, "no memory to go on");
  if (in.n_obstacles) memcpy(r->obstacles, in.obstacles, in.n_obstacles * sizeof *r->obstacles);
  if (in.n_patches) memcpy(r->patches, in.patches, in.n_patches * sizeof *r->patches);
  flue_fds_measures_place(r->measures, r->obstacles, r->patches);
  in.obstacles = r->obstacles;
  in.patches = r->patches;
  flue_field_destroy(&r->field);
  FLUE_TRY(start_engine(ctx, r, &in, NULL, NULL));
  flue_field_state(r->field, &s);
  FLUE_CHECK(s.status == FLUE_OK && s.cursor == n, ctx, FLUE_EIO,
             "%s.part holds a checkpoint of another version; delete it or use --restart", r->path);
  flue_field_budget b;
  flue_field_get_budget(r->field, &b);
  r->first_steps = b.steps;
  return FLUE_OK;
}

static flue_status open_store(flue_ctx *ctx, field_run *r, const char *path, const flue_job *job) {
  const flue_provenance provenance = provenance_of(r, path);
  void *bytes = NULL;
  size_t n = 0;
  flue_status status =
      api_open_result(ctx, r->path, job && job->restart, &provenance, &r->result, &bytes, &n);
  if (status == FLUE_OK && bytes) status = restore(ctx, r, bytes, n);
  free(bytes);
  FLUE_TRY(status);
  r->sink = flue_store_sink(r->result.store);
  return flue_fds_record_start(ctx, r->measures, r->field, &r->sink);
}

/** Keeps the state of a run that was asked to stop, so that the same command goes on from there. */
static flue_status keep_state(flue_ctx *ctx, field_run *r) {
  flue_state s = {0};
  flue_field_budget b;
  FLUE_TRY(flue_field_renew(ctx, r->field));
  flue_field_get_budget(r->field, &b);
  pass_rest(r, &s);
  flue_fds_measures_state(r->measures, &s);
  flue_field_state(r->field, &s);
  flue_status status = s.status;
  if (status == FLUE_OK)
    status = flue_store_checkpoint(ctx, &r->result.store, b.time_s, s.data, s.length);
  flue_state_clear(&s);
  FLUE_TRY(status);
  return flue_fail(ctx, FLUE_ESTOPPED, __FILE__, __LINE__, "stopped at t = %.4g s of %.4g s",
                   r->c->t_begin_s + b.time_s, r->c->t_end_s);
}

/* ---- marching ---- */

static void show(flue_ctx *ctx, field_run *r, const flue_field_budget *b, double length_s) {
  const double kilo = 1e3, pause_s = 0.1, now = api_clock();
  if (!flue_shows_progress(ctx) || now - r->shown < pause_s) return;
  r->shown = now;
  const double fine = r->peak > 0.0 ? fire_diameter(r->c, r->peak) / r->cell_m : 0.0;
  const api_number t = api_format("%.2f", r->c->t_begin_s + b->time_s),
                   dt = api_format("%.2g", b->step_s), cfl = api_format("%.2f", b->courant),
                   error = api_format("%.1e", b->divergence_error),
                   heat = api_format("%.1f", b->release / kilo),
                   ratio = api_format(fine > 0.0 ? "%.1f" : "-", fine);
  char *line = flue_message_format(FLUE_MSG_FIELD_PROGRESS, flue_ctx_lang(ctx), t.text, dt.text,
                                   ratio.text, cfl.text, error.text, heat.text, NULL);
  if (line) flue_progress(ctx, b->time_s / length_s, line);
  free(line);
}

static void note(field_run *r, const flue_field_budget *b, int is_first) {
  if (b->release > r->peak) {
    r->peak = b->release;
    r->peak_s = r->c->t_begin_s + b->time_s;
  }
  r->worst_error = fmax(r->worst_error, b->divergence_error);
  for (size_t i = 0; i < r->c->n_devices; ++i) {
    r->last[i] = flue_fds_measures_value(r->measures, i, 0);
    if (is_first) r->first[i] = r->last[i];
  }
}

static flue_status march(flue_ctx *ctx, field_run *r) {
  const double length_s = r->c->t_end_s - r->c->t_begin_s, slack = 1e-9 * fmax(1.0, length_s);
  flue_field_budget b;
  flue_field_get_budget(r->field, &b);
  int is_end = b.time_s >= length_s - slack;
  if (isnan(r->result.resumed_s)) {
    FLUE_TRY(flue_fds_measures_step(ctx, r->measures, r->field));
    note(r, &b, 1);
    FLUE_TRY(flue_fds_record(ctx, r->measures, r->field, is_end));
  }
  while (!is_end) {
    if (flue_should_stop(ctx)) return keep_state(ctx, r);
    FLUE_TRY(flue_field_step(ctx, r->field, length_s));
    FLUE_TRY(flue_fds_measures_step(ctx, r->measures, r->field));
    flue_field_get_budget(r->field, &b);
    is_end = b.time_s >= length_s - slack || flue_fds_measures_is_killed(r->measures);
    note(r, &b, 0);
    FLUE_TRY(flue_fds_record(ctx, r->measures, r->field, is_end));
    show(ctx, r, &b, length_s);
  }
  return flue_fds_record_lines(ctx, r->measures);
}

/* ---- summary ---- */

/** Error of the divergence, and which cell makes steps short. */
static void say_accuracy(flue_ctx *ctx, const field_run *r, flue_text *out) {
  int cell[3] = {1, 1, 1};
  api_number at[3];
  flue_field_get_limit(r->field, cell);
  for (int d = 0; d < 3; ++d) {
    const double *face = r->c->field.face[d];
    at[d] = api_format("%.3g", 0.5 * (face[cell[d] - 1] + face[cell[d]]));
  }
  api_line(ctx, out, FLUE_MSG_FIELD_ERROR, api_format("%.1e", r->worst_error).text, at[0].text,
           at[1].text, at[2].text, NULL);
}

static void say_devices(flue_ctx *ctx, const field_run *r, flue_text *out) {
  const size_t most = 8;
  size_t shown = 0;
  for (size_t i = 0; i < r->c->n_devices && shown < most; ++i) {
    if (isnan(r->last[i])) continue;
    ++shown;
    const char *unit = flue_fds_measures_unit(r->measures, i);
    api_line(ctx, out, FLUE_MSG_FIELD_DEVICE, r->c->devices[i].id, r->c->devices[i].quantity,
             api_format("%.5g", r->first[i]).text, api_format("%.5g", r->last[i]).text, unit, NULL);
  }
}

static flue_status summarise(flue_ctx *ctx, const field_run *r, char **text) {
  const double kilo = 1e3, micro = 1e6;
  flue_text out = {0};
  flue_field_budget b;
  flue_field_get_budget(r->field, &b);
  const flue_field_input *in = &r->c->field;
  const double cells = (double)in->n[0] * in->n[1] * in->n[2], took = api_clock() - r->started;
  const double steps = (double)(b.steps - r->first_steps);
  const char *title = r->c->title[0] ? r->c->title : r->c->chid;
  if (!r->is_coarse) warn_coarse(ctx, r->c, r->path, r->peak, r->cell_m, &out);
  api_line(ctx, &out, FLUE_MSG_RUN_TITLE, title, NULL);
  if (!isnan(r->result.resumed_s))
    api_line(ctx, &out, FLUE_MSG_RUN_RESUMED, api_format("%.4g", r->result.resumed_s).text, NULL);
  say_size(ctx, r, &out);
  api_line(ctx, &out, FLUE_MSG_FIELD_STEPS, api_format("%.0f", (double)b.steps).text,
           api_format("%.4g", r->c->t_begin_s + b.time_s).text, api_format("%.1f", took).text,
           api_format("%.3f", steps > 0.0 ? micro * took / cells / steps : 0.0).text, NULL);
  if (r->peak > 0.0)
    api_line(ctx, &out, FLUE_MSG_FIELD_PEAK, api_format("%.4g", r->peak / kilo).text,
             api_format("%.4g", r->peak_s).text,
             api_format("%.1f", fire_diameter(r->c, r->peak) / r->cell_m).text, NULL);
  say_accuracy(ctx, r, &out);
  say_devices(ctx, r, &out);
  api_line(ctx, &out, FLUE_MSG_RUN_FILE, r->path, NULL);
  return api_give(ctx, &out, text);
}

/* ---- whole ---- */

static flue_status prepare(flue_ctx *ctx, field_run *r, const char *path, const flue_job *job,
                           flue_text *findings) {
  FLUE_TRY(read_case(ctx, path, &r->c, findings));
  const double planned = planned_release(r->c, &r->cell_m);
  r->is_coarse = warn_coarse(ctx, r->c, path, planned, r->cell_m, findings);
  FLUE_TRY(flue_whole_file(ctx, path, &r->source, &r->source_length));
  r->path = api_output(path, job, ".h5");
  r->first = flue_alloc(r->c->n_devices, sizeof *r->first);
  r->last = flue_alloc(r->c->n_devices, sizeof *r->last);
  FLUE_CHECK(r->path && r->first && r->last, ctx, FLUE_ENOMEM, "no memory for a run");
  FLUE_TRY(api_check_output(ctx, r->path));
  return start_engine(ctx, r, &r->c->field, path, findings);
}

static flue_status perform(flue_ctx *ctx, field_run *r, const char *path, const flue_job *job,
                           char **text) {
  FLUE_TRY(open_store(ctx, r, path, job));
  FLUE_TRY(march(ctx, r));
  FLUE_TRY(summarise(ctx, r, text));
  return api_finish_result(ctx, &r->result, text);
}

flue_status api_run_field(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  field_run r = {.result.resumed_s = NAN, .started = api_clock()};
  flue_text findings = {0};
  *text = NULL;
  FLUE_TRY(refuse_job(ctx, job));
  flue_status status = prepare(ctx, &r, path, job, &findings);
  r.started = api_clock();
  if (status == FLUE_OK) status = perform(ctx, &r, path, job, text);
  api_leave_result(&r.result, r.path, status);
  release_run(&r);
  if (findings.failed) flue_text_clear(&findings);
  api_warn_first(findings.data, text);
  return status;
}

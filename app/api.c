/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the jobs share: reading a scenario, names, provenance; and checking. */
#include <limits.h>
#include <math.h>
#include <omp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/api_batch.h"
#include "core/status.h"
#include "scenarios/options.h"

flue_status api_give(flue_ctx *ctx, flue_text *from, char **text) {
  const int failed = from->failed;
  if (!from->data && !failed) flue_text_add(from, "%s", "");
  if (failed || !from->data) {
    flue_text_clear(from);
    return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for a text");
  }
  *text = from->data;
  return FLUE_OK;
}

void api_line(flue_ctx *ctx, flue_text *out, flue_message message, ...) {
  va_list args;
  va_start(args, message);
  flue_message_add_list(out, message, flue_ctx_lang(ctx), args);
  va_end(args);
  flue_text_add(out, "\n");
}

api_number api_format(const char *format, double value) {
  api_number n;
  /* formats are literals of this program, each with one conversion of a double */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(n.text, sizeof n.text, format, value);
#pragma GCC diagnostic pop
  return n;
}

char *api_output(const char *path, const flue_job *job, const char *ending) {
  if (job && job->output) return flue_copy_text(job->output);
  const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
  const char *dot = strrchr(name, '.');
  flue_text out = {0};
  flue_text_add(&out, "%.*s", dot ? (int)(dot - name) : (int)strlen(name), name);
  for (size_t i = 0; job && job->options && job->options[i]; ++i)
    flue_text_add(&out, "+%s", job->options[i]);
  if (job && job->has_sample) flue_text_add(&out, ".sample%zu", job->sample);
  flue_text_add(&out, "%s", ending);
  return out.data;
}

double api_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int api_is_same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

flue_status api_check_output(flue_ctx *ctx, const char *path) {
  struct stat info;
  const int is_free = stat(path, &info) != 0 || S_ISREG(info.st_mode);
  FLUE_CHECK(is_free, ctx, FLUE_EIO,
             "%s is there and is not an ordinary file: give the result another name", path);
  return FLUE_OK;
}

/** The file with a last line that names the options: what a result is checked against on resuming.
 */
static char *source_text(const flue_scenario *s, const flue_job *job) {
  flue_text out = {0};
  flue_text_add(&out, "%s", s->text);
  for (size_t i = 0; job && job->options && job->options[i]; ++i)
    flue_text_add(&out, "\n# with the option %s", job->options[i]);
  if (job && job->has_sample)
    flue_text_add(&out, "\n# sample %zu of %zu", job->sample, api_batch_design(s, job).n);
  return out.data;
}

/** Title of the scenario and of the options applied, such as "Tower + Door closers". */
static char *full_title(const flue_scenario *s, const flue_job *job, flue_lang lang) {
  flue_text out = {0};
  flue_text_add(&out, "%s", s->root.title[lang]);
  for (size_t i = 0; job && job->options && job->options[i]; ++i) {
    const char *name = job->options[i];
    for (size_t k = 0; k < s->root.options.n; ++k) {
      const flue_option *option = FLUE_ITEM(flue_option, s->root.options, k);
      const int is_it = option->id.text && strcmp(option->id.text, job->options[i]) == 0;
      if (is_it && option->title[lang] && option->title[lang][0]) name = option->title[lang];
    }
    flue_text_add(&out, " + %s", name);
  }
  return out.data;
}

static flue_status lay_out(flue_ctx *ctx, const flue_job *job, flue_diagnostics *list,
                           prepared *p) {
  FLUE_TRY(flue_layout_create(ctx, p->scenario, list, &p->layout));
  FLUE_TRY(flue_walkable_create(ctx, p->layout, &p->walkable));
  flue_text resolved = {0};
  flue_scenario_print(p->scenario, &resolved);
  p->resolved = resolved.data;
  p->source = source_text(p->scenario, job);
  for (int lang = 0; lang < 2; ++lang)
    p->title[lang] = full_title(p->scenario, job, (flue_lang)lang);
  FLUE_CHECK(p->resolved && p->source && p->title[0] && p->title[1], ctx, FLUE_ENOMEM,
             "no memory for the scenario");
  return FLUE_OK;
}

/** Whether the options applied go together. */
static int fit_together(const flue_scenario *s, const flue_job *job) {
  uint32_t set = 0;
  for (size_t i = 0; job && job->options && job->options[i]; ++i) {
    const size_t o = flue_option_find(s, job->options[i]);
    if (o >= CHAR_BIT * sizeof set) return 1; /* more than a plan can weigh */
    set |= UINT32_C(1) << o;
  }
  return flue_options_fit(s, set);
}

static flue_status refuse_apart(flue_ctx *ctx, flue_diagnostics *list) {
  flue_diagnostics_add(list, FLUE_MSG_OPTIONS_APART, 0, 0, NULL);
  return flue_diagnostics_fail(ctx, list);
}

/** Reads, and lays out unless the compartments of a network are wanted as they are. */
static flue_status prepare(flue_ctx *ctx, const char *path, const flue_job *job, int takes_network,
                           prepared *out, char **text) {
  *out = (prepared){0};
  *text = NULL;
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  flue_status status =
      flue_scenario_read(ctx, path, job ? job->options : NULL, &list, &out->scenario);
  const int is_network = status == FLUE_OK && out->scenario->root.has_network;
  if (status == FLUE_OK && !fit_together(out->scenario, job)) status = refuse_apart(ctx, &list);
  if (status == FLUE_OK && !(is_network && takes_network)) status = lay_out(ctx, job, &list, out);
  if (list.n > 0) {
    flue_text findings = {0};
    flue_diagnostics_print(&list, &findings);
    *text = findings.data;
  }
  flue_diagnostics_clear(&list);
  if (status != FLUE_OK) api_release(out);
  return status;
}

flue_status api_prepare(flue_ctx *ctx, const char *path, const flue_job *job, prepared *out,
                        char **text) {
  return prepare(ctx, path, job, 0, out, text);
}

void api_warn_first(char *warnings, char **text) {
  if (!warnings || !*text) {
    *text = *text ? *text : warnings;
    return;
  }
  char *both = flue_format("%s%s", warnings, *text);
  free(warnings);
  if (!both) return; /* what was asked for goes before the warnings */
  free(*text);
  *text = both;
}

void api_release(prepared *p) {
  flue_walkable_destroy(&p->walkable);
  flue_layout_destroy(&p->layout);
  flue_scenario_destroy(&p->scenario);
  free(p->resolved);
  free(p->source);
  free(p->title[0]);
  free(p->title[1]);
  *p = (prepared){0};
}

flue_provenance api_provenance(const prepared *p) {
  return (flue_provenance){.program = "flue",
                           .version = flue_version(),
                           .git = FLUE_GIT,
                           .flags = FLUE_FLAGS,
                           .scenario_path = p->scenario->path,
                           .scenario_text = p->source,
                           .scenario_length = strlen(p->source),
                           .resolved_text = p->resolved,
                           .seed = (uint64_t)p->scenario->root.seed.d.p[0],
                           .threads = omp_get_max_threads(),
                           .title_en = p->title[FLUE_EN],
                           .title_zh = p->title[FLUE_ZH]};
}

static void say_fine(flue_ctx *ctx, const char *path, const prepared *p, flue_text *out) {
  double rooms = 0.0, segments = 0.0;
  for (size_t i = 0; i < p->layout->n_spaces; ++i) {
    rooms += p->layout->space[i].room != NULL;
    segments += p->layout->space[i].room == NULL;
  }
  const api_number storeys = api_format("%.0f", (double)p->layout->n_levels),
                   n_rooms = api_format("%.0f", rooms), n_segments = api_format("%.0f", segments),
                   gaps = api_format("%.0f", (double)p->layout->n_gaps),
                   area = api_format("%.0f", p->layout->floor_area_m2),
                   uncertain = api_format("%.0f", (double)p->scenario->n_uncertain);
  api_line(ctx, out, FLUE_MSG_CHECK_FINE, path, storeys.text, n_rooms.text, n_segments.text,
           gaps.text, area.text, uncertain.text, NULL);
}

static void say_network_fine(flue_ctx *ctx, const char *path, const prepared *p, flue_text *out) {
  const flue_net *net = &p->scenario->root.network;
  const api_number rooms = api_format("%.0f", (double)net->compartments.n),
                   openings = api_format("%.0f", (double)net->openings.n),
                   fans = api_format("%.0f", (double)net->fans.n),
                   fires = api_format("%.0f", (double)net->fires.n),
                   targets = api_format("%.0f", (double)net->targets.n),
                   detectors = api_format("%.0f", (double)net->detectors.n),
                   uncertain = api_format("%.0f", (double)p->scenario->n_uncertain);
  api_line(ctx, out, FLUE_MSG_CHECK_FINE_NETWORK, path, rooms.text, openings.text, fans.text,
           fires.text, targets.text, detectors.text, uncertain.text, NULL);
}

/** Derives the medians and builds the crowd: finds rooms too small for their people or their cells.
 */
static flue_status try_case(flue_ctx *ctx, const prepared *p) {
  flue_draw draw;
  flue_case *c = NULL;
  flue_crowd *crowd = NULL;
  FLUE_TRY(flue_draw_medians(ctx, p->scenario, &draw));
  flue_status status = flue_case_create(ctx, p->layout, p->walkable, &draw, &c);
  if (status == FLUE_OK) status = flue_crowd_create(ctx, &c->input.crowd, &crowd);
  if (status == FLUE_EARG) status = FLUE_EINPUT;
  flue_crowd_destroy(&crowd);
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  return status;
}

flue_status flue_check_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  prepared p;
  if (api_is_field(path)) return api_check_field(ctx, path, job, text);
  FLUE_TRY(prepare(ctx, path, job, 1, &p, text));
  const int is_network = p.scenario->root.has_network;
  flue_text out = {0};
  if (*text) flue_text_add(&out, "%s", *text); /* warnings */
  free(*text);
  *text = NULL;
  if (is_network)
    say_network_fine(ctx, path, &p, &out);
  else
    say_fine(ctx, path, &p, &out);
  const flue_status status = is_network ? FLUE_OK : try_case(ctx, &p);
  api_release(&p);
  if (status != FLUE_OK) flue_text_clear(&out);
  FLUE_TRY(status);
  return api_give(ctx, &out, text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A renovation plan of one building from its scenario: packages of its options are simulated with
 * the same random numbers, the plan is found among them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/api_study.h"
#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/refuse.h"
#include "postproc/renovation_view.h"
#include "scenarios/option_cost.h"
#include "scenarios/options.h"

enum { most_packages = 64, default_packages = 24, n_support = 1000, least_surveyed = 20 };

/** A set of options that was simulated. */
typedef struct package {
  uint32_t set;
  char *name; /**< "closers+detectors"; owned. */
  flue_batch *batch;
  flue_risk risk;
  double *killed, *weight; /**< Of samples that came to their end with all packages, owned. */
} package;

typedef struct study {
  prepared base;
  const flue_plan_job *job;
  const char *path;
  char *folder, *stem; /**< Owned. */
  size_t n_options, n_packages, most;
  double low[FLUE_RENOVATION_OPTIONS], mode[FLUE_RENOVATION_OPTIONS], high[FLUE_RENOVATION_OPTIONS],
      upkeep[FLUE_RENOVATION_OPTIONS], life[FLUE_RENOVATION_OPTIONS];
  const char *id[FLUE_RENOVATION_OPTIONS], *title[2][FLUE_RENOVATION_OPTIONS],
      *fund[FLUE_RENOVATION_OPTIONS];
  package package[most_packages];
  flue_plan_input in; /**< Limits. */
  size_t n_samples;   /**< That came to their end with all packages. */
  size_t *sample;     /**< Their numbers, owned. */
  uint32_t *block;    /**< Owned; NULL without blocks. */
} study;

static const flue_option *option_of(const study *s, size_t o) {
  return FLUE_ITEM(flue_option, s->base.scenario->root.options, o);
}

/* ---- options ---- */

static flue_status read_options(flue_ctx *ctx, study *s) {
  s->n_options = s->base.scenario->root.options.n;
  if (s->n_options == 0) return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_STUDY_NONE, s->path, NULL);
  if (s->n_options > FLUE_RENOVATION_OPTIONS)
    return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_STUDY_MANY,
                       api_format("%.0f", (double)s->n_options).text,
                       api_format("%.0f", (double)FLUE_RENOVATION_OPTIONS).text, NULL);
  for (size_t o = 0; o < s->n_options; ++o) {
    const flue_option *option = option_of(s, o);
    flue_option_cost cost;
    FLUE_TRY(flue_option_costs(ctx, s->base.layout, option, &cost));
    s->low[o] = fmin(cost.low, cost.mode);
    s->mode[o] = cost.mode;
    s->high[o] = fmax(cost.high, cost.mode);
    s->upkeep[o] = cost.upkeep;
    s->life[o] = option->life.d.p[0];
    s->id[o] = option->id.text;
    s->fund[o] = option->fund.text;
    for (int lang = 0; lang < 2; ++lang)
      s->title[lang][o] = option->title[lang] ? option->title[lang] : "";
  }
  return FLUE_OK;
}

/** An option with all that it requires, and that these require. */
static uint32_t closure(const study *s, size_t o) {
  uint32_t set = UINT32_C(1) << o, before = 0;
  while (set != before) {
    before = set;
    for (size_t i = 0; i < s->n_options; ++i) {
      const flue_words *needs = &option_of(s, i)->requires;
      for (size_t k = 0; (set >> i & 1) && k < needs->n; ++k)
        set |= UINT32_C(1) << flue_option_find(s->base.scenario, needs->items[k].text);
    }
  }
  return set;
}

static double cost_of(const study *s, uint32_t set) {
  double sum = 0;
  for (size_t o = 0; o < s->n_options; ++o) sum += set >> o & 1 ? s->mode[o] : 0;
  return sum;
}

/* ---- simulation ---- */

static char *name_of(const study *s, uint32_t set) {
  flue_text out = {0};
  for (size_t o = 0; o < s->n_options; ++o)
    if (set >> o & 1) flue_text_add(&out, "%s%s", out.length ? "+" : "", s->id[o]);
  if (!set) flue_text_add(&out, "%s", "now");
  return out.data;
}

/** Whether the batch of a package is there already. */
static flue_status find_batch(flue_ctx *ctx, const study *s, const flue_job *job, int *is_there) {
  prepared own;
  char *text = NULL;
  *is_there = 0;
  if (access(job->output, F_OK) != 0) return FLUE_OK;
  const flue_status status = api_prepare(ctx, s->path, job, &own, &text);
  free(text);
  FLUE_TRY(status);
  const flue_design design = api_batch_design(own.scenario, job);
  *is_there = api_is_batch_of(ctx, job->output, &own, &design);
  api_release(&own);
  return FLUE_OK;
}

/** Simulates a set of options, or takes up the batch that is there. */
static flue_status simulate(flue_ctx *ctx, study *s, uint32_t set) {
  const char *ids[FLUE_RENOVATION_OPTIONS + 1] = {NULL};
  size_t n = 0;
  for (size_t o = 0; o < s->n_options; ++o)
    if (set >> o & 1) ids[n++] = s->id[o];
  package *p = &s->package[s->n_packages];
  *p = (package){.set = set, .name = name_of(s, set)};
  char *output = p->name ? flue_format("%s/package-%04x.batch.h5", s->folder, set) : NULL;
  const flue_job job = {.struct_size = sizeof job,
                        .output = output,
                        .options = ids,
                        .samples = s->job->samples,
                        .threads = s->job->threads};
  char *text = NULL;
  ++s->n_packages;
  int is_there = 0;
  flue_status status = output ? find_batch(ctx, s, &job, &is_there) : FLUE_ENOMEM;
  if (status == FLUE_OK && !is_there) status = flue_batch_file(ctx, s->path, &job, &text);
  if (status == FLUE_OK) status = api_risk_read(ctx, output, &p->batch, &p->risk);
  if (status == FLUE_OK && p->batch->n != s->package[0].batch->n)
    status =
        flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_STUDY_SAMPLES, p->name, s->package[0].name, NULL);
  free(text);
  free(output);
  return status;
}

static double pll(const package *p) {
  return p->risk.number[FLUE_RISK_fatalities_per_year].value;
}

/** Which package to simulate next: what is expected of a set, from the measures alone as if each
 *  took its share of what the others leave. Only the order of simulation follows from it. */
static double expected_left(const study *s, uint32_t set) {
  const double now = pll(&s->package[0]);
  double left = now;
  for (size_t k = 1; k < s->n_packages; ++k) {
    const uint32_t one = s->package[k].set;
    if ((one & set) == one && now > 0 && !(one & (one - 1)))
      left *= fmin(1, pll(&s->package[k]) / now);
  }
  return left;
}

/** Fund of an option in the budgets. */
static size_t fund_of(const study *s, size_t o) {
  for (size_t f = 0; !s->in.is_pooled && f < s->in.p.n_funds; ++f)
    if (strcmp(flue_plan_fund(&s->in, f), s->fund[o]) == 0) return f;
  return 0;
}

/** Whether each fund has the money in all years together, and where nothing goes on to the next
 * year each option fits into one. */
static int is_within_budgets(const study *s, uint32_t set) {
  const flue_plan_problem *p = &s->in.p;
  const double slack = 1 + 1e-9;
  for (size_t f = 0; f < p->n_funds; ++f) {
    double all = 0, most = 0, use = 0, dearest = 0;
    for (size_t y = 0; y < p->n_years; ++y) {
      all += p->budget[y * p->n_funds + f];
      most = fmax(most, p->budget[y * p->n_funds + f]);
    }
    for (size_t o = 0; o < s->n_options; ++o) {
      if (!(set >> o & 1) || fund_of(s, o) != f) continue;
      use += s->mode[o];
      dearest = fmax(dearest, s->mode[o]);
    }
    if (use > all * slack || (!p->carries && dearest > most * slack)) return 0;
  }
  return 1;
}

static int is_simulated(const study *s, uint32_t set) {
  for (size_t k = 0; k < s->n_packages; ++k)
    if (s->package[k].set == set) return 1;
  return 0;
}

/** The most promising set that is not simulated yet; 0 when there is none. */
static uint32_t next_set(const study *s) {
  uint32_t best = 0;
  double best_left = INFINITY, best_cost = INFINITY;
  for (uint32_t set = 1; set < UINT32_C(1) << s->n_options; ++set) {
    const double cost = cost_of(s, set);
    if (!is_within_budgets(s, set)) continue;
    if (is_simulated(s, set) || !flue_options_fit(s->base.scenario, set)) continue;
    const double left = expected_left(s, set);
    if (left > best_left || (left == best_left && cost >= best_cost)) continue;
    best = set;
    best_left = left;
    best_cost = cost;
  }
  return best;
}

static flue_status simulate_all(flue_ctx *ctx, study *s) {
  FLUE_TRY(simulate(ctx, s, 0));
  for (size_t o = 0; o < s->n_options && s->n_packages < s->most; ++o) {
    const uint32_t set = closure(s, o);
    if (!is_simulated(s, set) && flue_options_fit(s->base.scenario, set))
      FLUE_TRY(simulate(ctx, s, set));
  }
  while (s->n_packages < s->most) {
    const uint32_t set = next_set(s);
    if (!set) break;
    FLUE_TRY(simulate(ctx, s, set));
  }
  return FLUE_OK;
}

/* ---- samples that all packages share ---- */

static flue_status take_samples(flue_ctx *ctx, study *s) {
  const flue_batch *first = s->package[0].batch;
  const size_t n = first->n;
  int is_sound = (s->sample = flue_alloc(n, sizeof *s->sample)) != NULL;
  if (first->block) is_sound &= (s->block = flue_alloc(n, sizeof *s->block)) != NULL;
  for (size_t k = 0; k < s->n_packages; ++k) {
    package *p = &s->package[k];
    p->killed = flue_alloc(n, sizeof *p->killed);
    p->weight = flue_alloc(n, sizeof *p->weight);
    is_sound &= p->killed && p->weight;
  }
  FLUE_CHECK(is_sound, ctx, FLUE_ENOMEM, "no memory for samples");
  for (size_t i = 0; i < n; ++i) {
    int is_good = 1;
    for (size_t k = 0; k < s->n_packages; ++k) is_good &= s->package[k].batch->status[i] == 0;
    if (!is_good) continue;
    for (size_t k = 0; k < s->n_packages; ++k) {
      const flue_batch *b = s->package[k].batch;
      s->package[k].killed[s->n_samples] = b->outcome[FLUE_OUTCOME_fatalities][i];
      s->package[k].weight[s->n_samples] = b->weight ? b->weight[i] : 1;
    }
    if (s->block) s->block[s->n_samples] = first->block[i];
    s->sample[s->n_samples++] = i;
  }
  return FLUE_OK;
}

/* ---- limits: by the same table of packages that portfolios are planned from ---- */

/** Names of funds, each once. @return how many. */
static size_t list_funds(const study *s, const char **funds) {
  size_t n = 0;
  for (size_t o = 0; o < s->n_options; ++o) {
    size_t k = 0;
    while (k < n && strcmp(funds[k], s->fund[o]) != 0) ++k;
    if (k == n) funds[n++] = s->fund[o];
  }
  return n;
}

/** Writes packages.csv: what was simulated, or before that one row of all options for the budgets
 * to be read by. @param reduction  [n_packages]; NULL before. */
static flue_status write_packages(flue_ctx *ctx, const study *s, const double *reduction,
                                  double risk) {
  const char *funds[FLUE_RENOVATION_OPTIONS];
  const size_t n_funds = list_funds(s, funds), n_rows = reduction ? s->n_packages : 2;
  const uint32_t all = (UINT32_C(1) << s->n_options) - 1;
  flue_text out = {0};
  flue_text_add(&out, "building,package");
  for (size_t f = 0; f < n_funds; ++f) {
    char *head = flue_format("cost_%s", funds[f]);
    flue_text_add(&out, ",");
    flue_csv_text(&out, head ? head : "");
    free(head);
  }
  flue_text_add(&out, ",reduction,risk\n");
  for (size_t k = 1; k < n_rows; ++k) {
    flue_csv_text(&out, s->stem);
    flue_text_add(&out, ",");
    flue_csv_text(&out, reduction ? s->package[k].name : "all");
    for (size_t f = 0; f < n_funds; ++f) {
      double sum = 0;
      for (size_t o = 0; o < s->n_options; ++o)
        if (((reduction ? s->package[k].set : all) >> o & 1) && strcmp(s->fund[o], funds[f]) == 0)
          sum += s->mode[o];
      flue_text_add(&out, ",");
      flue_csv_number(&out, sum);
    }
    flue_text_add(&out, ",");
    flue_csv_number(&out, reduction ? fmax(0, reduction[k]) : 0);
    flue_text_add(&out, ",");
    flue_csv_number(&out, risk);
    flue_text_add(&out, "\n");
  }
  return flue_save_text(ctx, s->folder, "packages.csv", &out);
}

/** Reads the budgets by way of packages.csv. */
static flue_status read_limits(flue_ctx *ctx, study *s, char **text) {
  const flue_plan_limits limits = {s->job->budgets, s->job->budget,
                                   s->job->years ? s->job->years : 1, s->job->reduce};
  char *path = flue_format("%s/packages.csv", s->folder);
  flue_diagnostics findings = {.lang = flue_ctx_lang(ctx)};
  flue_plan_input_clear(&s->in);
  const flue_status status =
      path ? flue_plan_read(ctx, path, &limits, &findings, &s->in) : FLUE_ENOMEM;
  free(*text);
  *text = NULL;
  if (findings.n) {
    flue_text out = {0};
    flue_diagnostics_print(&findings, &out);
    *text = out.data;
  }
  flue_diagnostics_clear(&findings);
  free(path);
  return status;
}

/* ---- surveys ---- */

typedef struct surveys {
  size_t n;
  size_t *input;
  double *value, *noise;
} surveys;

static flue_status survey(flue_ctx *ctx, const study *s, const flue_renovation *r, surveys *out) {
  const flue_batch *b = s->package[0].batch;
  double *x = flue_alloc(s->n_samples + 1, sizeof *x);
  out->input = flue_alloc(b->n_inputs + 1, sizeof *out->input);
  out->value = flue_alloc(b->n_inputs + 1, sizeof *out->value);
  out->noise = flue_alloc(b->n_inputs + 1, sizeof *out->noise);
  flue_status status = x && out->input && out->value && out->noise ? FLUE_OK : FLUE_ENOMEM;
  const int is_enough = s->n_samples >= least_surveyed && pll(&s->package[0]) > 0;
  for (size_t k = 0; k < b->n_inputs && status == FLUE_OK && is_enough; ++k) {
    double value = 0, noise = 0;
    for (size_t i = 0; i < s->n_samples; ++i) x[i] = b->input[k][s->sample[i]];
    status = flue_renovation_survey(ctx, r, x, b->n_inputs, &value, &noise);
    size_t at = out->n++;
    for (; at > 0 && out->value[at - 1] < value; --at) {
      out->input[at] = out->input[at - 1];
      out->value[at] = out->value[at - 1];
      out->noise[at] = out->noise[at - 1];
    }
    out->input[at] = k;
    out->value[at] = value;
    out->noise[at] = noise;
    flue_progress(ctx, (double)(k + 1) / (double)b->n_inputs, "numbers of the building weighed");
  }
  free(x);
  return status;
}

static void clear_surveys(surveys *s) {
  free(s->input);
  free(s->value);
  free(s->noise);
}

/* ---- whole ---- */

/** Packages as arrays. */
typedef struct packages {
  uint32_t set[most_packages];
  const double *killed[most_packages], *weight[most_packages];
  double fires[most_packages], reduction[most_packages];
  const char *name[most_packages];
  const flue_batch *batch[most_packages];
  size_t fund[FLUE_RENOVATION_OPTIONS];
} packages;

static flue_renovation renovation_of(const study *s, packages *p) {
  for (size_t k = 0; k < s->n_packages; ++k) {
    const package *from = &s->package[k];
    p->set[k] = from->set;
    p->killed[k] = from->killed;
    p->weight[k] = from->weight;
    p->fires[k] = from->risk.number[FLUE_RISK_fires_per_year].value;
    p->name[k] = from->name;
    p->batch[k] = from->batch;
  }
  for (size_t o = 0; o < s->n_options; ++o) p->fund[o] = fund_of(s, o);
  return (flue_renovation){.n_packages = s->n_packages,
                           .n_options = s->n_options,
                           .n_samples = s->n_samples,
                           .set = p->set,
                           .killed = p->killed,
                           .weight = p->weight,
                           .block = s->block,
                           .fires_per_year = p->fires,
                           .low = s->low,
                           .mode = s->mode,
                           .high = s->high,
                           .fund = p->fund,
                           .limits = &s->in.p,
                           .seed = (uint64_t)s->base.scenario->root.seed.d.p[0]};
}

/** Deaths a year now, of the samples that all packages share. */
static flue_interval now_of(const study *s, const flue_renovation *r) {
  flue_interval now = s->package[0].risk.number[FLUE_RISK_fatalities_per_year];
  const double shared = flue_renovation_deaths(r, 0),
               scale = now.value > 0 ? shared / now.value : 1;
  now.value = shared;
  now.low *= scale;
  now.high *= scale > 0 ? scale : 1;
  return now;
}

/** Makes the plan of what was simulated and writes it. */
static flue_status plan(flue_ctx *ctx, const study *s, packages *p, const flue_renovation *r,
                        char **text, int *keeps_all) {
  double support_package[most_packages];
  unsigned char is_best[most_packages];
  flue_renovation_support support = {.package = support_package};
  surveys found = {0};
  size_t *step = flue_alloc(s->in.p.n_years, sizeof *step);
  FLUE_CHECK(step, ctx, FLUE_ENOMEM, "no memory for a plan");
  const flue_interval now = now_of(s, r);
  const double avoided = flue_renovation_plan(r, step, keeps_all);
  flue_renovation_pareto(r, is_best);
  flue_status status = flue_renovation_robust(ctx, r, n_support, &support);
  if (status == FLUE_OK) status = survey(ctx, s, r, &found);
  const flue_renovation_view v = {.r = r,
                                  .in = &s->in,
                                  .title = {s->base.title[0], s->base.title[1]},
                                  .package = p->name,
                                  .option = s->id,
                                  .option_title = {s->title[0], s->title[1]},
                                  .fund = s->fund,
                                  .life = s->life,
                                  .upkeep = s->upkeep,
                                  .now = &now,
                                  .batch = p->batch,
                                  .step = step,
                                  .avoided = avoided,
                                  .keeps_all = *keeps_all,
                                  .support = &support,
                                  .is_best = is_best,
                                  .n_surveys = found.n,
                                  .survey = found.input,
                                  .survey_value = found.value,
                                  .survey_noise = found.noise,
                                  .n_left_out = s->package[0].batch->n - s->n_samples};
  if (status == FLUE_OK) status = flue_renovation_write(ctx, &v, s->folder);
  if (status == FLUE_OK) {
    flue_text out = {0};
    if (*text) flue_text_add(&out, "%s", *text); /* warnings about the budgets */
    free(*text);
    *text = NULL;
    flue_renovation_screen(&v, flue_ctx_lang(ctx), &out);
    api_line(ctx, &out, FLUE_MSG_EXPORT_DONE, s->folder, NULL);
    status = api_give(ctx, &out, text);
  }
  clear_surveys(&found);
  free(step);
  return status;
}

static void clear(study *s) {
  for (size_t k = 0; k < s->n_packages; ++k) {
    flue_batch_destroy(&s->package[k].batch);
    flue_risk_clear(&s->package[k].risk);
    free(s->package[k].name);
    free(s->package[k].killed);
    free(s->package[k].weight);
  }
  flue_plan_input_clear(&s->in);
  free(s->folder);
  free(s->stem);
  free(s->sample);
  free(s->block);
  api_release(&s->base);
}

static flue_status perform(flue_ctx *ctx, study *s, char **text) {
  const flue_job none = {.struct_size = sizeof none};
  s->stem = api_output(s->path, &none, "");
  s->folder = s->job->folder ? flue_copy_text(s->job->folder) : flue_format("%s.plan", s->stem);
  FLUE_CHECK(s->stem && s->folder, ctx, FLUE_ENOMEM, "no memory for a plan");
  s->most = s->job->packages ? s->job->packages : default_packages;
  if (s->most > most_packages) s->most = most_packages;
  FLUE_TRY(read_options(ctx, s));
  if (s->base.scenario->root.run.sampling.design == FLUE_DESIGN_INDICES)
    return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_STUDY_DESIGN, NULL);
  FLUE_TRY(flue_make_folder(ctx, s->folder));
  FLUE_TRY(write_packages(ctx, s, NULL, 0)); /* mistakes of budgets are told before the long work */
  FLUE_TRY(read_limits(ctx, s, text));
  FLUE_TRY(simulate_all(ctx, s));
  FLUE_TRY(take_samples(ctx, s));
  packages p;
  const flue_renovation r = renovation_of(s, &p);
  for (size_t k = 0; k < s->n_packages; ++k) p.reduction[k] = flue_renovation_reduction(&r, k);
  FLUE_TRY(write_packages(ctx, s, p.reduction, flue_renovation_deaths(&r, 0)));
  FLUE_TRY(read_limits(ctx, s, text)); /* targets go by the risk; arrays of limits move */
  int keeps_all = 0;
  FLUE_TRY(plan(ctx, s, &p, &r, text, &keeps_all));
  FLUE_CHECK(keeps_all, ctx, FLUE_ELIMIT, "%s",
             flue_message_text(FLUE_MSG_STUDY_NOT_KEPT, flue_ctx_lang(ctx)));
  return FLUE_OK;
}

/** Adds a warning for each option without a cost to those there are. @return owned. */
static char *add_free_options(flue_ctx *ctx, const study *s, char *warnings) {
  flue_diagnostics list = {.file = s->path, .lang = flue_ctx_lang(ctx)};
  for (size_t o = 0; o < s->base.scenario->root.options.n; ++o) {
    const flue_word *id = &option_of(s, o)->id;
    if (!(option_of(s, o)->cost.amount > 0))
      flue_diagnostics_add(&list, FLUE_MSG_STUDY_FREE, id->line, id->column, id->text, NULL);
  }
  flue_text out = {0};
  if (warnings) flue_text_add(&out, "%s", warnings);
  if (list.n) flue_diagnostics_print(&list, &out);
  flue_diagnostics_clear(&list);
  free(warnings);
  return out.data;
}

flue_status api_study(flue_ctx *ctx, const char *path, const flue_plan_job *job, char **text) {
  study *s = flue_alloc(1, sizeof *s);
  if (!s) return FLUE_ENOMEM;
  s->path = path;
  s->job = job;
  const flue_job none = {.struct_size = sizeof none};
  flue_status status = api_prepare(ctx, path, &none, &s->base, text);
  char *warnings = NULL;
  if (status == FLUE_OK) {
    warnings = add_free_options(ctx, s, *text);
    *text = NULL;
    status = perform(ctx, s, text);
  }
  clear(s);
  free(s);
  api_warn_first(warnings, text);
  return status;
}

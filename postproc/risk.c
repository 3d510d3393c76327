/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/risk.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/memory.h"
#include "core/table.h"
#include "postproc/refuse.h"

const flue_quantity FLUE_RISK_QUANTITIES[FLUE_RISK_COUNT] = {
#define R(name, unit, en, zh) {#name, unit, en, zh},
#include "postproc/risk.def"
#undef R
};

/** Samples in hand while a risk is computed. */
typedef struct sample_view {
  const flue_batch *batch;
  double *values;   /**< Scratch, [batch->n], owned. */
  double *other;    /**< Scratch, [batch->n], owned. */
  double *means;    /**< Equally likely means of the fatalities, [resamples], owned. */
  double *weight;   /**< Of the samples used, [n], owned; NULL: all the same. */
  uint32_t *block;  /**< Of the samples used, [n], owned; NULL: each for itself. */
  flue_drawn drawn; /**< Samples used. */
  flue_risk *risk;
} sample_view;

static int is_used(const flue_batch *batch, size_t i) {
  return batch->status[i] == 0 && isfinite(batch->outcome[FLUE_OUTCOME_fatalities][i]);
}

/** Values of an outcome in the samples used, in their order. */
static void take(const flue_batch *batch, flue_outcome_id id, double *out) {
  size_t n = 0;
  for (size_t i = 0; i < batch->n; ++i)
    if (is_used(batch, i)) out[n++] = batch->outcome[id][i];
}

/** What the samples used stand for and which were drawn together. */
static flue_status take_design(sample_view *view) {
  const flue_batch *batch = view->batch;
  if (batch->weight) view->weight = flue_alloc(batch->n, sizeof *view->weight);
  if (batch->block) view->block = flue_alloc(batch->n, sizeof *view->block);
  if ((batch->weight && !view->weight) || (batch->block && !view->block)) return FLUE_ENOMEM;
  size_t n = 0;
  for (size_t i = 0; i < batch->n; ++i) {
    if (!is_used(batch, i)) continue;
    if (view->weight) view->weight[n] = batch->weight[i];
    if (view->block) view->block[n] = batch->block[i];
    ++n;
  }
  view->drawn = (flue_drawn){n, view->weight, view->block};
  const size_t blocks = flue_drawn_blocks(&view->drawn);
  if (blocks < 2) view->drawn.block = NULL; /* one block does not tell an error */
  view->risk->n_blocks = view->drawn.block ? blocks : 0;
  view->risk->n_effective = flue_drawn_size(&view->drawn);
  return FLUE_OK;
}

/** Interval of the share of samples that are hits, [n] 1 or 0. */
static flue_interval share_of(const sample_view *view, const double *hits) {
  return flue_drawn_share_interval(&view->drawn, hits, view->risk->confidence);
}

static flue_stream bootstrap_stream(const flue_batch *batch, flue_risk_id id) {
  return (flue_stream){batch->seed, (uint32_t)id, FLUE_PURPOSE_BOOTSTRAP};
}

/* ---- frequency ---- */

const flue_quantity FLUE_RISK_CAUSES[FLUE_CAUSE_COUNT] = {
    {"cause_electrical", "1", "Electrical fires over all fires elsewhere",
     "电气火灾与一般建筑全部火灾之比"},
    {"cause_daily_life", "1", "Fires by daily use of fire over all fires elsewhere",
     "生活用火火灾与一般建筑全部火灾之比"},
    {"cause_smoking", "1", "Fires by smoking over all fires elsewhere",
     "吸烟火灾与一般建筑全部火灾之比"},
    {"cause_embers", "1", "Fires by embers over all fires elsewhere",
     "遗留火种火灾与一般建筑全部火灾之比"},
    {"cause_other", "1", "Fires by other causes over all fires elsewhere",
     "其他原因火灾与一般建筑全部火灾之比"}};

/** Fires by all causes over those of an ordinary building; shares of the causes. */
static double cause_factor(const flue_batch *batch, flue_risk *risk) {
  double sum = 0;
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i) {
    risk->by_cause[i] = flue_batch_fact(batch, FLUE_RISK_CAUSES[i].name);
    sum += risk->by_cause[i];
  }
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i) risk->by_cause[i] /= sum;
  return isnan(sum) ? 1 : sum;
}

/** Fires a year by model, causes and local counts. */
static flue_status model_frequency(flue_ctx *ctx, const flue_batch *batch, const char *use,
                                   flue_risk *risk, flue_interval *f) {
  flue_ignition *x = &risk->ignition;
  FLUE_TRY(flue_ignition_estimate(ctx, use, risk->floor_area_m2, x));
  const double years = flue_batch_fact(batch, "local_building_years");
  risk->has_frequency_model = 1;
  risk->is_calibrated = years > 0;
  if (risk->is_calibrated)
    FLUE_TRY(flue_ignition_calibrate(ctx, flue_batch_fact(batch, "local_fires"), years, x));
  const double causes = cause_factor(batch, risk);
  *f = (flue_interval){x->per_year * causes, x->low * causes, x->high * causes};
  return FLUE_OK;
}

static flue_status find_frequency(flue_ctx *ctx, const flue_batch *batch,
                                  const flue_risk_options *o, flue_risk *risk) {
  const double default_factor = 3; /* assumption, as in models/data/ignition.csv */
  flue_interval *f = &risk->number[FLUE_RISK_fires_per_year];
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i) risk->by_cause[i] = NAN;
  risk->floor_area_m2 =
      o->floor_area_m2 > 0 ? o->floor_area_m2 : flue_batch_fact(batch, "floor_area");
  double factor = o->frequency_factor;
  if (o->fires_per_year > 0) {
    f->value = o->fires_per_year;
    if (!(factor > 0)) factor = default_factor;
  } else if (risk->floor_area_m2 > 0) {
    FLUE_TRY(model_frequency(ctx, batch, o->use ? o->use : batch->use, risk, f));
  }
  if (factor > 0) {
    f->low = f->value / factor;
    f->high = f->value * factor;
  }
  const double share = flue_batch_fact(batch, "fire_share");
  risk->fire_share = isnan(share) ? 1.0 : share;
  f->value *= risk->fire_share;
  f->low *= risk->fire_share;
  f->high *= risk->fire_share;
  return FLUE_OK;
}

/** Standard deviation of ln f, from its 95 % interval. */
static double frequency_sigma(const flue_risk *risk) {
  const flue_interval *f = &risk->number[FLUE_RISK_fires_per_year];
  return log(f->high / f->value) / gsl_cdf_ugaussian_Pinv(0.975);
}

/* ---- fatalities ---- */

/** Interval of f E[x]: products of equally likely means and lognormal frequencies. */
static flue_interval annual_mean(const sample_view *view, double mean, double *products) {
  const flue_risk *risk = view->risk;
  const double f = risk->number[FLUE_RISK_fires_per_year].value;
  const double sigma = frequency_sigma(risk), tail = (1 - risk->confidence) / 2;
  const flue_stream stream = bootstrap_stream(view->batch, FLUE_RISK_fires_per_year);
  for (size_t r = 0; r < risk->resamples; ++r) {
    const double z = gsl_cdf_ugaussian_Pinv(flue_uniform(stream, (uint32_t)r, 0));
    products[r] = view->means[r] * f * exp(sigma * z);
  }
  flue_sort_censored(risk->resamples, products);
  return (flue_interval){f * mean, flue_quantile_sorted(risk->resamples, products, tail),
                         flue_quantile_sorted(risk->resamples, products, 1 - tail)};
}

static flue_interval scaled(flue_interval x, double factor) {
  return (flue_interval){x.value * factor, x.low * factor, x.high * factor};
}

/** A mean with the ends that its equally likely values, sorted, leave on either side. */
static flue_interval interval_of(const sample_view *view, const double *values,
                                 const double *means) {
  const size_t n = view->risk->resamples;
  const double tail = (1 - view->risk->confidence) / 2;
  const double mean = flue_drawn_mean(&view->drawn, values);
  /* values that are all the same differ from their mean by rounding */
  return (flue_interval){mean, fmin(mean, flue_quantile_sorted(n, means, tail)),
                         fmax(mean, flue_quantile_sorted(n, means, 1 - tail))};
}

/** Everything about the number of fatalities but the F-N curve. */
static flue_status assess_fatalities(sample_view *view) {
  flue_risk *risk = view->risk;
  const size_t n = risk->n;
  take(view->batch, FLUE_OUTCOME_people, view->other);
  const double people = flue_drawn_mean(&view->drawn, view->other);
  take(view->batch, FLUE_OUTCOME_fatalities, view->values);
  for (size_t i = 0; i < n; ++i) {
    view->other[i] = view->values[i] >= 1;
    risk->n_fatal += view->values[i] >= 1;
  }
  risk->is_bound = risk->n_fatal == 0;
  const flue_interval p = share_of(view, view->other);
  risk->number[FLUE_RISK_p_fatal] = p;
  flue_drawn_means(&view->drawn, view->values,
                   bootstrap_stream(view->batch, FLUE_RISK_fatalities_per_fire), risk->resamples,
                   view->means);
  flue_interval *per_fire = &risk->number[FLUE_RISK_fatalities_per_fire];
  *per_fire = interval_of(view, view->values, view->means);
  if (risk->is_bound) per_fire->high = p.high * people;
  const flue_interval f = risk->number[FLUE_RISK_fires_per_year];
  if (!(f.value > 0)) return FLUE_OK;
  flue_interval *per_year = &risk->number[FLUE_RISK_fatalities_per_year];
  if (risk->is_bound) {
    *per_year = (flue_interval){0, 0, f.high * per_fire->high};
  } else {
    double *products = flue_alloc(risk->resamples, sizeof *products);
    if (!products) return FLUE_ENOMEM;
    *per_year = annual_mean(view, per_fire->value, products);
    free(products);
  }
  if (people > 0)
    risk->number[FLUE_RISK_individual_risk] = scaled(*per_year, risk->presence / people);
  return FLUE_OK;
}

/** Share of each cause among all fatalities of the batch. */
static void assess_causes(sample_view *view) {
  static const flue_outcome_id causes[4] = {
      FLUE_OUTCOME_fatalities_asphyxia, FLUE_OUTCOME_fatalities_oxygen,
      FLUE_OUTCOME_fatalities_heat, FLUE_OUTCOME_fatalities_irritant};
  flue_risk *risk = view->risk;
  const double all = risk->number[FLUE_RISK_fatalities_per_fire].value;
  for (int k = 0; k < 4; ++k) {
    take(view->batch, causes[k], view->values);
    risk->cause_share[k] = all > 0 ? flue_drawn_mean(&view->drawn, view->values) / all : NAN;
  }
}

/** F(N) with its interval: errors of frequency and share add as squares of logarithms. */
static flue_interval annual_exceedance(const flue_risk *risk, flue_interval p) {
  const flue_interval f = risk->number[FLUE_RISK_fires_per_year];
  const double down = hypot(log(f.value / f.low), log(p.value / p.low));
  const double up = hypot(log(f.high / f.value), log(p.high / p.value));
  const double value = f.value * p.value;
  return (flue_interval){value, value * exp(-down), value * exp(up)};
}

/** Counts of 1 and more that occur, rising, into risk->count. */
static void find_counts(sample_view *view) {
  flue_risk *risk = view->risk;
  memcpy(view->other, view->values, risk->n * sizeof *view->other);
  flue_sort_censored(risk->n, view->other);
  for (size_t i = 0; i < risk->n; ++i) {
    const double count = view->other[i];
    if (count < 1 || (risk->n_points && risk->count[risk->n_points - 1] == count)) continue;
    risk->count[risk->n_points++] = count;
  }
}

static flue_status assess_fn(sample_view *view) {
  flue_risk *risk = view->risk;
  take(view->batch, FLUE_OUTCOME_fatalities, view->values);
  risk->count = flue_alloc(risk->n, sizeof *risk->count);
  risk->frequency = flue_alloc(risk->n, sizeof *risk->frequency);
  if (!risk->count || !risk->frequency) return FLUE_ENOMEM;
  if (!(risk->number[FLUE_RISK_fires_per_year].value > 0)) return FLUE_OK;
  find_counts(view);
  for (size_t k = 0; k < risk->n_points; ++k) {
    for (size_t i = 0; i < risk->n; ++i) view->other[i] = view->values[i] >= risk->count[k];
    risk->frequency[k] = annual_exceedance(risk, share_of(view, view->other));
  }
  return FLUE_OK;
}

static double fn_limit(const flue_fn_criterion *limit, double count) {
  return limit->c / pow(count, limit->alpha);
}

/** Largest F(N) over its limit. Steps of the curve end at the counts that occur. */
static void assess_fn_ratio(flue_risk *risk) {
  const flue_interval f = risk->number[FLUE_RISK_fires_per_year];
  if (!(f.value > 0) || risk->n_criteria == 0) return;
  const flue_fn_criterion *limit = &risk->criteria[risk->criterion];
  flue_interval most = {0, 0, 0};
  for (size_t i = 0; i < risk->n_points; ++i) {
    const double count = risk->count[i];
    if (count < limit->n_min || count > limit->n_max) continue;
    const flue_interval ratio = scaled(risk->frequency[i], 1 / fn_limit(limit, count));
    most.value = fmax(most.value, ratio.value);
    most.low = fmax(most.low, ratio.low);
    most.high = fmax(most.high, ratio.high);
  }
  if (risk->is_bound)
    most.high = f.high * risk->number[FLUE_RISK_p_fatal].high / fn_limit(limit, limit->n_min);
  risk->number[FLUE_RISK_fn_ratio] = most;
}

/* ---- loss of property ---- */

/** Frequency of losses as large as those that 1/2, 1/5, ... of the fires exceed. */
static flue_status assess_exceedance(sample_view *view) {
  static const double shares[FLUE_RISK_LOSSES] = {0.5, 0.2, 0.1, 0.05, 0.01};
  double below[FLUE_RISK_LOSSES];
  flue_risk *risk = view->risk;
  for (size_t k = 0; k < FLUE_RISK_LOSSES; ++k) below[k] = 1 - shares[k];
  FLUE_TRY(flue_drawn_quantiles(&view->drawn, view->values, FLUE_RISK_LOSSES, below, risk->loss));
  for (size_t k = 0; k < FLUE_RISK_LOSSES; ++k) {
    for (size_t i = 0; i < risk->n; ++i) view->other[i] = view->values[i] >= risk->loss[k];
    risk->loss_frequency[k] = annual_exceedance(risk, share_of(view, view->other));
  }
  risk->n_losses = FLUE_RISK_LOSSES;
  return FLUE_OK;
}

static flue_status assess_losses(flue_ctx *ctx, sample_view *view) {
  flue_risk *risk = view->risk;
  flue_loss_model model;
  FLUE_TRY(flue_loss_read(ctx, view->batch, &model));
  if (!(model.value > 0)) return FLUE_OK;
  take(view->batch, FLUE_OUTCOME_heat_released, view->values);
  take(view->batch, FLUE_OUTCOME_untenable_rooms, view->other);
  for (size_t i = 0; i < risk->n; ++i)
    view->values[i] = flue_loss_of_fire(&model, view->values[i], view->other[i]);
  flue_drawn_means(&view->drawn, view->values,
                   bootstrap_stream(view->batch, FLUE_RISK_loss_per_fire), risk->resamples,
                   view->means);
  const flue_interval per_fire = interval_of(view, view->values, view->means);
  risk->number[FLUE_RISK_loss_per_fire] = per_fire;
  FLUE_TRY(flue_drawn_quantile_interval(&view->drawn, view->values, 0.95, risk->confidence,
                                        &risk->number[FLUE_RISK_loss_q95]));
  if (!(risk->number[FLUE_RISK_fires_per_year].value > 0)) return FLUE_OK;
  double *products = flue_alloc(risk->resamples, sizeof *products);
  if (!products) return FLUE_ENOMEM;
  risk->number[FLUE_RISK_loss_per_year] = annual_mean(view, per_fire.value, products);
  free(products);
  return assess_exceedance(view);
}

/* ---- times and means ---- */

/** The 5, 50 and 95 % quantiles of a time, into three numbers from @p first on. */
static flue_status assess_time(sample_view *view, flue_outcome_id id, flue_risk_id first) {
  static const double p[3] = {0.05, 0.5, 0.95};
  take(view->batch, id, view->values);
  for (size_t k = 0; k < 3; ++k) {
    flue_interval *out = &view->risk->number[first + k];
    FLUE_TRY(flue_drawn_quantile_interval(&view->drawn, view->values, p[k], view->risk->confidence,
                                          out));
    out->low = fmax(out->low, 0); /* a time */
  }
  return FLUE_OK;
}

static flue_status assess_mean(sample_view *view, flue_outcome_id id, flue_risk_id out) {
  const size_t n = view->risk->resamples;
  double *means = flue_alloc(n, sizeof *means);
  if (!means) return FLUE_ENOMEM;
  take(view->batch, id, view->values);
  flue_drawn_means(&view->drawn, view->values, bootstrap_stream(view->batch, out), n, means);
  view->risk->number[out] = interval_of(view, view->values, means);
  free(means);
  return FLUE_OK;
}

/** Share of samples in which people need longer than they have. NaN is later than the end. */
static void assess_margin(sample_view *view, flue_outcome_id needed, flue_outcome_id available,
                          flue_risk_id out) {
  take(view->batch, needed, view->values);
  take(view->batch, available, view->other);
  for (size_t i = 0; i < view->risk->n; ++i)
    view->other[i] = isfinite(view->other[i]) && !(view->values[i] <= view->other[i]);
  view->risk->number[out] = share_of(view, view->other);
}

static flue_status assess_escape(sample_view *view) {
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_alarm_time, FLUE_RISK_alarm_time_q05));
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_rset_storey, FLUE_RISK_rset_storey_q05));
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_rset_building, FLUE_RISK_rset_building_q05));
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_aset_room, FLUE_RISK_aset_room_q05));
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_aset_storey, FLUE_RISK_aset_storey_q05));
  FLUE_TRY(assess_time(view, FLUE_OUTCOME_aset_stair, FLUE_RISK_aset_stair_q05));
  FLUE_TRY(assess_mean(view, FLUE_OUTCOME_people, FLUE_RISK_people_mean));
  FLUE_TRY(assess_mean(view, FLUE_OUTCOME_injured, FLUE_RISK_injured_mean));
  FLUE_TRY(assess_mean(view, FLUE_OUTCOME_inside, FLUE_RISK_inside_mean));
  FLUE_TRY(assess_mean(view, FLUE_OUTCOME_untenable_storeys, FLUE_RISK_untenable_storeys_mean));
  FLUE_TRY(assess_mean(view, FLUE_OUTCOME_systems_failed, FLUE_RISK_systems_failed_mean));
  assess_margin(view, FLUE_OUTCOME_rset_storey, FLUE_OUTCOME_aset_storey,
                FLUE_RISK_p_rset_gt_aset_storey);
  assess_margin(view, FLUE_OUTCOME_rset_building, FLUE_OUTCOME_aset_stair,
                FLUE_RISK_p_rset_gt_aset_building);
  take(view->batch, FLUE_OUTCOME_aset_stair, view->values);
  for (size_t i = 0; i < view->risk->n; ++i) view->values[i] = isfinite(view->values[i]) != 0;
  view->risk->number[FLUE_RISK_p_stair_untenable] = share_of(view, view->values);
  return FLUE_OK;
}

/* ---- criteria ---- */

static flue_status read_criterion(flue_ctx *ctx, const flue_table *table, size_t row,
                                  flue_fn_criterion *out) {
  double *const numbers[] = {&out->c, &out->alpha, &out->n_min, &out->n_max};
  static const char *const names[] = {"c", "alpha", "n_min", "n_max"};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, names[i]), numbers[i]));
  enum { n_texts = 5 };
  const char *cells[n_texts];
  static const char *const texts[n_texts] = {"id", "text_en", "text_zh", "source", "status"};
  for (size_t i = 0; i < n_texts; ++i)
    cells[i] = flue_table_cell(table, row, flue_table_column(table, texts[i]));
  snprintf(out->id, sizeof out->id, "%s", cells[0]);
  snprintf(out->text[FLUE_EN], sizeof out->text[0], "%s", cells[1]);
  snprintf(out->text[FLUE_ZH], sizeof out->text[1], "%s", cells[2]);
  snprintf(out->source, sizeof out->source, "%s (%s)", cells[3], cells[4]);
  return FLUE_OK;
}

/** Limits for this building: of those that are shared, its part. */
static flue_status read_criteria(flue_ctx *ctx, const char *wanted, flue_risk *risk) {
  const flue_embedded *data = flue_embedded_find("fn_criteria");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table postproc/rules/fn_criteria.csv is not built in");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "postproc/rules/fn_criteria.csv", (const char *)data->bytes,
                            data->length, &table));
  flue_status status = FLUE_OK;
  int is_found = wanted == NULL;
  for (size_t i = 0; i < flue_table_rows(table) && i < FLUE_FN_CRITERIA_MAX && !status; ++i) {
    status = read_criterion(ctx, table, i, &risk->criteria[i]);
    risk->criteria[i].c /= risk->buildings;
    risk->n_criteria = i + 1;
    if (wanted && strcmp(wanted, risk->criteria[i].id) == 0) {
      risk->criterion = i;
      is_found = 1;
    }
  }
  flue_table_destroy(&table);
  if (!status && !is_found)
    status = flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_RISK_CRITERION, wanted, NULL);
  return status;
}

/* ---- all together ---- */

static flue_status check_options(flue_ctx *ctx, const flue_risk_options *o) {
  const int is_good = o->presence >= 0 && o->presence <= 1 && o->fires_per_year >= 0 &&
                      o->floor_area_m2 >= 0 &&
                      (o->frequency_factor == 0 || o->frequency_factor >= 1);
  return is_good ? FLUE_OK : flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_RISK_OPTIONS, NULL);
}

static void start(const flue_batch *batch, const flue_risk_options *o, flue_risk *risk) {
  *risk = (flue_risk){0};
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i) risk->number[i] = (flue_interval){NAN, NAN, NAN};
  risk->presence = o->presence > 0 ? o->presence : 1;
  risk->confidence = 0.95;
  risk->resamples = o->resamples ? o->resamples : 2000;
  const double buildings = flue_batch_fact(batch, "buildings");
  risk->buildings = buildings >= 1 ? buildings : 1;
  for (size_t i = 0; i < batch->n; ++i) risk->n += (size_t)is_used(batch, i);
  risk->n_failed = batch->n - risk->n;
}

static flue_status assess(flue_ctx *ctx, sample_view *view, const flue_risk_options *o) {
  const flue_batch *batch = view->batch;
  view->values = flue_alloc(batch->n, sizeof *view->values);
  view->other = flue_alloc(batch->n, sizeof *view->other);
  view->means = flue_alloc(view->risk->resamples, sizeof *view->means);
  if (!view->values || !view->other || !view->means) return FLUE_ENOMEM;
  FLUE_TRY(take_design(view));
  FLUE_TRY(read_criteria(ctx, o->criterion, view->risk));
  FLUE_TRY(find_frequency(ctx, batch, o, view->risk));
  FLUE_TRY(assess_fatalities(view));
  assess_causes(view);
  FLUE_TRY(assess_fn(view));
  assess_fn_ratio(view->risk);
  FLUE_TRY(assess_losses(ctx, view));
  return assess_escape(view);
}

flue_status flue_risk_assess(flue_ctx *ctx, const flue_batch *batch,
                             const flue_risk_options *options, flue_risk *out) {
  static const flue_risk_options defaults = {0};
  if (!options) options = &defaults;
  FLUE_TRY(check_options(ctx, options));
  start(batch, options, out);
  if (out->n == 0) return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_RISK_NO_RUNS, NULL);
  sample_view view = {.batch = batch, .risk = out};
  const flue_status status = assess(ctx, &view, options);
  free(view.values);
  free(view.other);
  free(view.means);
  free(view.weight);
  free(view.block);
  if (status) flue_risk_clear(out);
  return status;
}

void flue_risk_clear(flue_risk *risk) {
  free(risk->count);
  free(risk->frequency);
  *risk = (flue_risk){0};
}

const flue_interval *flue_risk_find(const flue_risk *risk, const char *name,
                                    const flue_quantity **quantity) {
  for (size_t i = 0; i < FLUE_RISK_COUNT; ++i) {
    if (strcmp(FLUE_RISK_QUANTITIES[i].name, name) != 0) continue;
    if (quantity) *quantity = &FLUE_RISK_QUANTITIES[i];
    return &risk->number[i];
  }
  return NULL;
}

double flue_risk_fn_sum(const flue_risk *risk) {
  double sum = 0, before = 0;
  for (size_t i = 0; i < risk->n_points; ++i) {
    sum += (risk->count[i] - before) * risk->frequency[i].value;
    before = risk->count[i];
  }
  return sum;
}

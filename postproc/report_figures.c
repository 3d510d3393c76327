/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/report_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/messages.h"
#include "postproc/svg_plot.h"

static const char blue[] = "#1f6fb2", red[] = "#c4161c", orange[] = "#e07b00", green[] = "#2e8b57",
                  grey[] = "#777";

enum {
  figure_fn,
  figure_times,
  figure_alarm,
  figure_fatalities,
  figure_causes,
  figure_outside,
  figure_exits,
  figure_stairs
};

static const double seconds_per_minute = 60;

/* ---- F-N curve ---- */

/** The staircase of the curve: F holds up to each N that occurs, then drops. */
typedef struct staircase {
  size_t n;
  double *x, *value, *low, *high; /**< [n], owned. */
} staircase;

static void free_staircase(staircase *s) {
  free(s->x);
  free(s->value);
  free(s->low);
  free(s->high);
}

static int make_staircase(const flue_risk *risk, staircase *s) {
  s->n = 2 * risk->n_points;
  s->x = flue_alloc(s->n, sizeof *s->x);
  s->value = flue_alloc(s->n, sizeof *s->value);
  s->low = flue_alloc(s->n, sizeof *s->low);
  s->high = flue_alloc(s->n, sizeof *s->high);
  if (!s->x || !s->value || !s->low || !s->high) return 0;
  for (size_t i = 0; i < risk->n_points; ++i)
    for (size_t end = 0; end < 2; ++end) {
      const size_t k = 2 * i + end;
      s->x[k] = end ? risk->count[i] : i ? risk->count[i - 1] : 1;
      s->value[k] = risk->frequency[i].value;
      s->low[k] = risk->frequency[i].low;
      s->high[k] = risk->frequency[i].high;
    }
  return 1;
}

static void plot_limits(flue_plot *plot, const flue_risk *risk, double x_high, flue_lang lang) {
  static const char *const dashes[FLUE_FN_CRITERIA_MAX] = {"8 4", "2 4", "8 4 2 4", "12 3",
                                                           "4 4", "1 3", "6 2 2 2", "14 6"};
  static const char *const colours[] = {red, green, grey, orange};
  enum { n_colours = sizeof colours / sizeof *colours };
  for (size_t i = 0; i < risk->n_criteria; ++i) {
    const flue_fn_criterion *limit = &risk->criteria[i];
    const double end = fmin(limit->n_max, x_high);
    const double x[2] = {limit->n_min, end};
    const double y[2] = {limit->c / pow(x[0], limit->alpha), limit->c / pow(end, limit->alpha)};
    flue_plot_line(plot, 2, x, y,
                   (flue_plot_style){colours[i % n_colours], 2, dashes[i], limit->text[lang]});
  }
}

char *flue_figure_fn(const flue_risk *risk, flue_lang lang) {
  staircase s = {0};
  if (risk->n_points == 0 || !make_staircase(risk, &s)) {
    free_staircase(&s);
    return NULL;
  }
  const double most = risk->count[risk->n_points - 1];
  const double x_high = pow(10, ceil(log10(fmax(most, 10) * 1.2)));
  const double y_low = pow(10, floor(log10(fmin(risk->frequency[risk->n_points - 1].low, 1e-6))));
  const double y_high = pow(10, ceil(log10(fmax(risk->frequency[0].high, 1e-3))));
  flue_plot *plot = flue_plot_create(
      figure_fn,
      (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_FN_X, lang), 0.8, x_high, 1, 0, NULL},
      (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_FN_Y, lang), y_low, y_high, 1, 0, NULL});
  if (plot) {
    flue_plot_band(plot, s.n, s.x, s.low, s.high,
                   (flue_plot_style){blue, 0, NULL, flue_message_text(FLUE_MSG_FIGURE_BAND, lang)});
    flue_plot_line(
        plot, s.n, s.x, s.value,
        (flue_plot_style){blue, 2.2, NULL, flue_message_text(FLUE_MSG_FIGURE_BUILDING, lang)});
    for (size_t i = 0; i < risk->n_points; ++i)
      flue_plot_dots(plot, 1, &risk->count[i], &risk->frequency[i].value,
                     (flue_plot_style){blue, 3.5, NULL, NULL});
    plot_limits(plot, risk, x_high, lang);
  }
  char *svg = flue_plot_finish(&plot);
  free_staircase(&s);
  return svg;
}

/* ---- cumulative times ---- */

/** A time and what its sample stands for. */
typedef struct weighted_time {
  double minutes, weight;
} weighted_time;

static int by_time(const void *a, const void *b) {
  const double x = ((const weighted_time *)a)->minutes, y = ((const weighted_time *)b)->minutes;
  return (x > y) - (x < y);
}

static double weight_of(const flue_batch *batch, size_t i) {
  return batch->weight ? batch->weight[i] : 1.0;
}

/** Times of an outcome in finished runs, sorted, those that never came last. */
static size_t sorted_times(const flue_batch *batch, flue_outcome_id id, weighted_time *out) {
  size_t n = 0;
  for (size_t i = 0; i < batch->n; ++i) {
    if (batch->status[i] != 0) continue;
    const double t_s = batch->outcome[id][i];
    out[n++] =
        (weighted_time){isnan(t_s) ? INFINITY : t_s / seconds_per_minute, weight_of(batch, i)};
  }
  qsort(out, n, sizeof *out, by_time);
  return n;
}

/** Draws the share of fires in which the moment has come; the last value is held to the edge. */
static void plot_cumulative(flue_plot *plot, const flue_batch *batch, flue_outcome_id id,
                            double edge, flue_plot_style style, weighted_time *times, double *x,
                            double *y) {
  const size_t n = sorted_times(batch, id, times);
  double all = 0, sum = 0;
  for (size_t i = 0; i < n; ++i) all += times[i].weight;
  size_t points = 1;
  x[0] = y[0] = 0;
  for (; points <= n && isfinite(times[points - 1].minutes); ++points) {
    sum += times[points - 1].weight;
    x[points] = times[points - 1].minutes;
    y[points] = sum / all;
  }
  x[points] = edge;
  y[points] = y[points - 1];
  flue_plot_step(plot, points + 1, x, y, style);
}

/** A curve in a figure of times. */
typedef struct time_curve {
  flue_outcome_id id;
  flue_message label;
  const char *colour;
  const char *dash;
} time_curve;

static char *plot_times(const flue_batch *batch, int figure, flue_message y_label, size_t n,
                        const time_curve *curves, flue_lang lang) {
  double *x = flue_alloc(batch->n + 2, sizeof *x), *y = flue_alloc(batch->n + 2, sizeof *y);
  weighted_time *times = flue_alloc(batch->n, sizeof *times);
  char *svg = NULL;
  if (x && y && times) {
    double edge = 1;
    for (size_t k = 0; k < n; ++k) {
      const size_t count = sorted_times(batch, curves[k].id, times);
      for (size_t i = 0; i < count; ++i)
        if (isfinite(times[i].minutes)) edge = fmax(edge, times[i].minutes * 1.05);
    }
    flue_plot *plot = flue_plot_create(
        figure,
        (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_MINUTES, lang), 0, edge, 0, 0, NULL},
        (flue_plot_axis){flue_message_text(y_label, lang), 0, 1, 0, 0, NULL});
    for (size_t k = 0; k < n && plot; ++k)
      plot_cumulative(plot, batch, curves[k].id, edge,
                      (flue_plot_style){curves[k].colour, 2.2, curves[k].dash,
                                        flue_message_text(curves[k].label, lang)},
                      times, x, y);
    svg = flue_plot_finish(&plot);
  }
  free(times);
  free(x);
  free(y);
  return svg;
}

char *flue_figure_times(const flue_batch *batch, flue_lang lang) {
  static const time_curve curves[] = {
      {FLUE_OUTCOME_rset_storey, FLUE_MSG_CURVE_RSET_STOREY, blue, NULL},
      {FLUE_OUTCOME_rset_building, FLUE_MSG_CURVE_RSET_BUILDING, green, NULL},
      {FLUE_OUTCOME_aset_room, FLUE_MSG_CURVE_ASET_ROOM, grey, "2 3"},
      {FLUE_OUTCOME_aset_storey, FLUE_MSG_CURVE_ASET_STOREY, red, "8 4"},
      {FLUE_OUTCOME_aset_stair, FLUE_MSG_CURVE_ASET_STAIR, orange, "8 4 2 4"},
  };
  return plot_times(batch, figure_times, FLUE_MSG_FIGURE_SHARE, sizeof curves / sizeof *curves,
                    curves, lang);
}

char *flue_figure_alarm(const flue_batch *batch, flue_lang lang) {
  static const time_curve curves[] = {
      {FLUE_OUTCOME_alarm_time, FLUE_MSG_CURVE_ALARM, blue, NULL},
      {FLUE_OUTCOME_sprinkler_time, FLUE_MSG_CURVE_SPRINKLER, green, "8 4"},
  };
  return plot_times(batch, figure_alarm, FLUE_MSG_FIGURE_SHARE, sizeof curves / sizeof *curves,
                    curves, lang);
}

/* ---- bars ---- */

static char *plot_bars(int figure, size_t n, const char *const *names, const double *shares,
                       const char *x_label, const char *y_label, const char *colour) {
  double x[8];
  for (size_t i = 0; i < n; ++i) x[i] = (double)i;
  flue_plot *plot =
      flue_plot_create(figure, (flue_plot_axis){x_label, -0.6, (double)n - 0.4, 0, n, names},
                       (flue_plot_axis){y_label, 0, 1, 0, 0, NULL});
  if (plot) flue_plot_bars(plot, n, x, shares, 0.6, (flue_plot_style){colour, 1, NULL, NULL});
  return flue_plot_finish(&plot);
}

char *flue_figure_fatalities(const flue_batch *batch, flue_lang lang) {
  /* classes of accidents of State Council Order 493: 3, 10 and 30 deaths */
  static const double from[] = {0, 1, 3, 10, 30};
  static const char *const names[] = {"0", "1–2", "3–9", "10–29", "≥ 30"};
  enum { n_classes = 5 };
  double shares[n_classes] = {0}, all = 0;
  for (size_t i = 0; i < batch->n; ++i) all += batch->status[i] == 0 ? weight_of(batch, i) : 0;
  for (size_t i = 0; i < batch->n; ++i) {
    const double deaths = batch->outcome[FLUE_OUTCOME_fatalities][i];
    if (batch->status[i] != 0 || !isfinite(deaths)) continue;
    size_t k = n_classes - 1;
    while (k > 0 && deaths < from[k]) --k;
    shares[k] += weight_of(batch, i) / all;
  }
  return plot_bars(figure_fatalities, n_classes, names, shares,
                   flue_message_text(FLUE_MSG_FIGURE_DEATHS, lang),
                   flue_message_text(FLUE_MSG_FIGURE_FIRES, lang), blue);
}

char *flue_figure_causes(const flue_risk *risk, flue_lang lang) {
  if (risk->is_bound) return NULL;
  const char *const names[] = {flue_message_text(FLUE_MSG_CAUSE_GAS, lang),
                               flue_message_text(FLUE_MSG_CAUSE_OXYGEN, lang),
                               flue_message_text(FLUE_MSG_CAUSE_HEAT, lang),
                               flue_message_text(FLUE_MSG_CAUSE_IRRITANT, lang)};
  return plot_bars(figure_causes, 4, names, risk->cause_share, "",
                   flue_message_text(FLUE_MSG_FIGURE_OF_DEATHS, lang), orange);
}

/* ---- people outside ---- */

/** A band over samples, from time 0 on, in minutes. */
typedef struct band {
  size_t n;
  double *x, *low, *middle, *high; /**< [n], owned. */
} band;

static void free_band(band *b) {
  free(b->x);
  free(b->low);
  free(b->middle);
  free(b->high);
}

/** Quantiles of the counts of a curve over the samples. @return whether there is something to show.
 */
static int make_band(const flue_batch *batch, const double *counts, const double *whole, band *b) {
  const flue_curves *c = &batch->curves;
  *b = (band){.n = c->n_times + 1};
  b->x = flue_alloc(b->n, sizeof *b->x);
  b->low = flue_alloc(b->n, sizeof *b->low);
  b->middle = flue_alloc(b->n, sizeof *b->middle);
  b->high = flue_alloc(b->n, sizeof *b->high);
  if (!b->x || !b->low || !b->middle || !b->high) return 0;
  for (size_t i = 0; i < c->n_times; ++i) b->x[i + 1] = c->times[i] / seconds_per_minute;
  const struct {
    double p;
    double *to;
  } parts[] = {{0.05, b->low}, {0.5, b->middle}, {0.95, b->high}};
  for (size_t k = 0; k < sizeof parts / sizeof *parts; ++k)
    if (flue_curves_quantile(c->n_times, batch->n, counts, whole, batch->weight, parts[k].p,
                             parts[k].to + 1))
      return 0;
  return isfinite(b->middle[c->n_times]);
}

char *flue_figure_outside(const flue_batch *batch, flue_lang lang) {
  const flue_curves *c = &batch->curves;
  band b = {0};
  char *svg = NULL;
  if (c->n_times > 0 && make_band(batch, c->counts[0], batch->outcome[FLUE_OUTCOME_people], &b)) {
    flue_plot *plot = flue_plot_create(
        figure_outside,
        (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_MINUTES, lang), 0, b.x[b.n - 1], 0, 0,
                         NULL},
        (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_OUTSIDE, lang), 0, 1, 0, 0, NULL});
    if (plot) {
      flue_plot_band(
          plot, b.n, b.x, b.low, b.high,
          (flue_plot_style){blue, 0, NULL, flue_message_text(FLUE_MSG_FIGURE_SAMPLES_BAND, lang)});
      flue_plot_line(
          plot, b.n, b.x, b.middle,
          (flue_plot_style){blue, 2.2, NULL, flue_message_text(FLUE_MSG_FIGURE_MEDIAN, lang)});
    }
    svg = flue_plot_finish(&plot);
  }
  free_band(&b);
  return svg;
}

/** Curves of some of the ways with bands. @param first  The first way, [n] from there on. */
static char *plot_ways(const flue_batch *batch, int figure, size_t first, size_t n,
                       flue_lang lang) {
  static const char *const colours[] = {"#1f6fb2", "#e07b00", "#2e8b57", "#8a4b9a",
                                        "#c4161c", "#00868b", "#8b6914", "#d14fa0",
                                        "#5a6b1f", "#3f4fa8", "#777777", "#222222"};
  enum { most = sizeof colours / sizeof *colours };
  const flue_curves *c = &batch->curves;
  band bands[most] = {{0}};
  double top = 1;
  int is_sound = n > 0 && n <= most;
  for (size_t k = 0; k < n && is_sound; ++k) {
    is_sound = make_band(batch, c->counts[first + k + 1], NULL, &bands[k]);
    if (is_sound) top = fmax(top, 1.05 * bands[k].high[bands[k].n - 1]);
  }
  flue_plot *plot = NULL;
  if (is_sound)
    plot = flue_plot_create(
        figure,
        (flue_plot_axis){flue_message_text(FLUE_MSG_FIGURE_MINUTES, lang), 0,
                         bands[0].x[bands[0].n - 1], 0, 0, NULL},
        (flue_plot_axis){flue_message_text(FLUE_MSG_CROWD_AXIS_COUNT, lang), 0, top, 0, 0, NULL});
  for (size_t k = 0; k < n && plot; ++k) {
    const band *b = &bands[k];
    if (!(b->high[b->n - 1] > 0)) continue; /* nobody came this way */
    flue_plot_line(plot, b->n, b->x, b->low, (flue_plot_style){colours[k], 1, "4 3", NULL});
    flue_plot_line(plot, b->n, b->x, b->high, (flue_plot_style){colours[k], 1, "4 3", NULL});
    flue_plot_line(plot, b->n, b->x, b->middle,
                   (flue_plot_style){colours[k], 2, NULL, c->ways[first + k]});
  }
  char *svg = flue_plot_finish(&plot);
  for (size_t k = 0; k < most; ++k) free_band(&bands[k]);
  return svg;
}

char *flue_figure_exits(const flue_batch *batch, flue_lang lang) {
  return plot_ways(batch, figure_exits, 0, batch->curves.n_doors, lang);
}

char *flue_figure_stairs(const flue_batch *batch, flue_lang lang) {
  const flue_curves *c = &batch->curves;
  return plot_ways(batch, figure_stairs, c->n_doors, c->n_stairs, lang);
}

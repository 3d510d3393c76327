/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of a building: its plan first, then what it rests on. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/html_page.h"
#include "postproc/numbers.h"
#include "postproc/renovation_view.h"
#include "postproc/report_tables.h"
#include "postproc/sheets.h"
#include "postproc/svg_plot.h"

enum { most_compared = 5, n_points = 60, digits = 3 };
static const char *const COLOURS[most_compared] = {"#444444", "#1f6fb2", "#2e8b57", "#e07b00",
                                                   "#8a4b9a"};
static const char plan_colour[] = "#e07b00", dot_colour[] = "#1f6fb2";
static const double s_per_min = 60, dot_px = 4;

/** What the parts of a page share. */
typedef struct page {
  const flue_renovation_view *v;
  flue_lang lang;
  flue_text *out;
  int n_figures;
  size_t n_compared, compared[most_compared];
  char *name[most_compared]; /**< Owned. */
} page;

static const char *say(const page *p, flue_message message) {
  return flue_message_text(message, p->lang);
}

static void add_text(page *p, const char *tag, flue_message message) {
  flue_report_element(p->out, tag, say(p, message));
}

static void add_number(page *p, const char *tag, flue_message message, double value) {
  flue_number_text number;
  flue_number_plain(value, 0, &number);
  char *text = flue_message_format(message, p->lang, number.text, NULL);
  flue_report_element(p->out, tag, text ? text : "");
  free(text);
}

static void add_figure(page *p, flue_plot **plot, flue_message caption) {
  char *svg = flue_plot_finish(plot);
  flue_text_add(p->out, "<figure>%s", svg ? svg : "");
  add_text(p, "figcaption", caption);
  flue_text_add(p->out, "</figure>\n");
  if (!svg) p->out->failed = 1;
  free(svg);
}

/* ---- cost against risk ---- */

static int in_plan(const page *p, size_t package) {
  for (size_t y = 0; y < p->v->r->limits->n_years; ++y)
    if (p->v->step[y] == package) return 1;
  return 0;
}

/** Packages that none beats, from the cheapest. @return how many. */
static size_t list_best(const page *p, size_t *list) {
  size_t n = 0;
  for (size_t k = 0; k < p->v->r->n_packages; ++k) {
    if (!p->v->is_best[k]) continue;
    const double cost = flue_renovation_works(p->v->r, k);
    size_t at = n++;
    for (; at > 0 && flue_renovation_works(p->v->r, list[at - 1]) > cost; --at)
      list[at] = list[at - 1];
    list[at] = k;
  }
  return n;
}

static void plot_packages(page *p, flue_plot *plot) {
  const flue_renovation *r = p->v->r;
  for (size_t k = 0; k < r->n_packages; ++k) {
    const flue_interval gain = flue_renovation_interval(r, k);
    const double cost = flue_renovation_works(r, k), now = p->v->now->value;
    const double x[2] = {cost, cost}, bar[2] = {now - gain.low, now - gain.high};
    const double left = now - gain.value;
    const char *colour = in_plan(p, k) ? plan_colour : dot_colour;
    if (k) flue_plot_line(plot, 2, x, bar, (flue_plot_style){.colour = colour, .width = 1});
    flue_plot_dots(plot, 1, &cost, &left, (flue_plot_style){.colour = colour, .width = dot_px});
  }
}

static void add_pareto(page *p) {
  const flue_renovation *r = p->v->r;
  double most = 0, high = p->v->now->value;
  for (size_t k = 0; k < r->n_packages; ++k) {
    most = fmax(most, flue_renovation_works(r, k));
    if (k) high = fmax(high, p->v->now->value - flue_renovation_interval(r, k).low);
  }
  flue_plot *plot = flue_plot_create(
      p->n_figures++,
      (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_X_COST), .high = most > 0 ? 1.05 * most : 1},
      (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_Y_RISK), .high = high > 0 ? 1.1 * high : 1});
  size_t *list = flue_alloc(r->n_packages, sizeof *list);
  double *x = flue_alloc(r->n_packages, sizeof *x), *y = flue_alloc(r->n_packages, sizeof *y);
  const size_t n = list && x && y ? list_best(p, list) : 0;
  for (size_t i = 0; i < n; ++i) {
    x[i] = flue_renovation_works(r, list[i]);
    y[i] = p->v->now->value - flue_renovation_reduction(r, list[i]);
  }
  if (plot && n)
    flue_plot_step(plot, n, x, y, (flue_plot_style){.colour = "#999999", .width = 1.5});
  if (plot) plot_packages(p, plot);
  add_figure(p, &plot, FLUE_MSG_STUDY_F_PARETO);
  free(list);
  free(x);
  free(y);
}

static void add_support(page *p) {
  const size_t n = p->v->r->n_options;
  double x[FLUE_RENOVATION_OPTIONS];
  for (size_t o = 0; o < n; ++o) x[o] = (double)o;
  flue_plot *plot =
      flue_plot_create(p->n_figures++,
                       (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_T_OPTION),
                                        .low = -0.6,
                                        .high = (double)n - 0.4,
                                        .n_names = n,
                                        .names = p->v->option},
                       (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_Y_SHARE), .high = 1.1});
  if (plot)
    flue_plot_bars(plot, n, x, p->v->support->option, 0.6, (flue_plot_style){.colour = dot_colour});
  add_figure(p, &plot, FLUE_MSG_STUDY_F_SUPPORT);
}

/* ---- comparison ---- */

static void compare(page *p, size_t package) {
  for (size_t i = 0; i < p->n_compared; ++i)
    if (p->compared[i] == package) return;
  if (p->n_compared == most_compared) return;
  p->name[p->n_compared] = flue_renovation_names(p->v, p->v->r->set[package], p->lang);
  p->compared[p->n_compared++] = package;
}

/** Now, the steps of the plan, and the best of those that none beats: two to five. */
static void choose_compared(page *p) {
  size_t *list = flue_alloc(p->v->r->n_packages, sizeof *list);
  compare(p, 0);
  for (size_t y = p->v->r->limits->n_years; y-- > 0;) compare(p, p->v->step[y]);
  const size_t n = list ? list_best(p, list) : 0;
  for (size_t i = n; i-- > 0;) compare(p, list[i]);
  for (size_t k = 1; k < p->v->r->n_packages && p->n_compared < 2; ++k) compare(p, k);
  free(list);
}

/** Share of runs, by their weights, in which an outcome is above (or with is_below not above) each
 *  of the points; times that never come are above all. */
static void count_share(const flue_batch *b, flue_outcome_id id, int is_below, const double *points,
                        double *share) {
  for (size_t k = 0; k < n_points; ++k) {
    double sum = 0, all = 0;
    for (size_t i = 0; i < b->n; ++i) {
      if (b->status[i] != 0) continue;
      const double w = b->weight ? b->weight[i] : 1, value = b->outcome[id][i];
      const int is_above = isnan(value) || value > points[k];
      all += w;
      sum += w * (is_below ? !is_above : is_above);
    }
    share[k] = all > 0 ? sum / all : NAN;
  }
}

/** Latest time at which any of the compared still changes [s]. */
static double last_time(const page *p, flue_outcome_id id) {
  double last = s_per_min;
  for (size_t c = 0; c < p->n_compared; ++c) {
    const flue_batch *b = p->v->batch[p->compared[c]];
    for (size_t i = 0; i < b->n; ++i)
      if (b->status[i] == 0 && isfinite(b->outcome[id][i])) last = fmax(last, b->outcome[id][i]);
  }
  return last;
}

/** A curve of each of the compared along times. */
static void plot_times(const page *p, flue_plot *plot, flue_outcome_id id, int is_below, double end,
                       const char *dash, int is_named) {
  double seconds[n_points], minutes[n_points], share[n_points];
  for (int k = 0; k < n_points; ++k) {
    seconds[k] = end * k / (n_points - 1);
    minutes[k] = seconds[k] / s_per_min;
  }
  for (size_t c = 0; c < p->n_compared; ++c) {
    count_share(p->v->batch[p->compared[c]], id, is_below, seconds, share);
    flue_plot_line(plot, n_points, minutes, share,
                   (flue_plot_style){.colour = COLOURS[c],
                                     .width = 1.8,
                                     .dash = dash,
                                     .label = is_named ? p->name[c] : NULL});
  }
}

static flue_plot *begin_times(page *p, double end) {
  return flue_plot_create(
      p->n_figures++,
      (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_X_TIME), .high = end / s_per_min},
      (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_Y_FIRES), .high = 1});
}

static void add_times(page *p) {
  const double end =
      fmax(last_time(p, FLUE_OUTCOME_rset_storey), last_time(p, FLUE_OUTCOME_aset_storey));
  flue_plot *plot = begin_times(p, end);
  if (plot) plot_times(p, plot, FLUE_OUTCOME_aset_storey, 0, end, NULL, 1);
  if (plot) plot_times(p, plot, FLUE_OUTCOME_rset_storey, 0, end, "5 4", 0);
  add_figure(p, &plot, FLUE_MSG_STUDY_F_TIMES);
}

static void add_smoke(page *p) {
  const double end = last_time(p, FLUE_OUTCOME_aset_stair);
  flue_plot *plot = begin_times(p, end);
  if (plot) plot_times(p, plot, FLUE_OUTCOME_aset_stair, 1, end, NULL, 1);
  add_figure(p, &plot, FLUE_MSG_STUDY_F_SMOKE);
}

static void add_dose(page *p) {
  const double low = 0.01, high = 10;
  double dose[n_points], share[n_points];
  flue_plot *plot = flue_plot_create(
      p->n_figures++,
      (flue_plot_axis){
          .label = say(p, FLUE_MSG_STUDY_X_DOSE), .low = low, .high = high, .is_log = 1},
      (flue_plot_axis){.label = say(p, FLUE_MSG_STUDY_Y_FIRES), .high = 1});
  for (int k = 0; k < n_points; ++k) dose[k] = low * pow(high / low, (double)k / (n_points - 1));
  for (size_t c = 0; plot && c < p->n_compared; ++c) {
    count_share(p->v->batch[p->compared[c]], FLUE_OUTCOME_largest_dose, 0, dose, share);
    flue_plot_line(plot, n_points, dose, share,
                   (flue_plot_style){.colour = COLOURS[c], .width = 1.8, .label = p->name[c]});
  }
  add_figure(p, &plot, FLUE_MSG_STUDY_F_DOSE);
}

/* ---- whole ---- */

static void add_summary(page *p) {
  flue_text lines = {0};
  flue_renovation_screen(p->v, p->lang, &lines);
  const char *line = lines.data ? lines.data : "";
  flue_text_add(p->out, "<div class=\"big\">");
  while (*line) {
    size_t n = 0;
    while (line[n] && line[n] != '\n') ++n;
    char *one = flue_format("%.*s", (int)n, line);
    flue_report_element(p->out, "div", one ? one : "");
    free(one);
    line += n + (line[n] == '\n');
  }
  flue_text_add(p->out, "</div>\n");
  if (!p->v->keeps_all) add_text(p, "p class=\"warn\"", FLUE_MSG_STUDY_NOT_KEPT);
  flue_text_clear(&lines);
}

static void add_trust(page *p) {
  add_text(p, "h2", FLUE_MSG_STUDY_H_TRUST);
  flue_text_add(p->out, "<ul>");
  add_number(p, "li", FLUE_MSG_STUDY_TRUST_SAMPLES, (double)p->v->r->n_samples);
  add_text(p, "li", FLUE_MSG_STUDY_TRUST_COST);
  add_number(p, "li", FLUE_MSG_STUDY_TRUST_SEARCH, (double)p->v->r->n_packages);
  add_number(p, "li", FLUE_MSG_STUDY_TRUST_HORIZON, p->v->r->limits->horizon);
  flue_text_add(p->out, "</ul>\n");
}

void flue_renovation_page(const flue_renovation_view *v, flue_lang lang,
                          const flue_sheet *const sheets[4], flue_text *out) {
  page p = {.v = v, .lang = lang, .out = out};
  char *title = flue_message_format(FLUE_MSG_STUDY_TITLE, lang, v->title[lang], NULL);
  choose_compared(&p);
  flue_html_begin(out, lang, title ? title : "",
                  ".big{font-size:14px}.big div{white-space:pre-wrap}.big div:first-child{"
                  "font-size:16px}");
  add_summary(&p);
  add_text(&p, "h2", FLUE_MSG_STUDY_H_PLAN);
  flue_sheet_html(sheets[0], out);
  add_text(&p, "h2", FLUE_MSG_STUDY_H_FIGURES);
  flue_text_add(out, "<div class=\"two\">\n");
  add_pareto(&p);
  add_support(&p);
  flue_text_add(out, "</div>\n<div class=\"page\"></div>\n");
  add_text(&p, "h2", FLUE_MSG_STUDY_H_COMPARE);
  flue_text_add(out, "<div class=\"two\">\n");
  add_times(&p);
  add_smoke(&p);
  add_dose(&p);
  flue_text_add(out, "</div>\n");
  add_text(&p, "h2", FLUE_MSG_STUDY_H_PACKAGES);
  flue_sheet_html(sheets[1], out);
  add_text(&p, "h2", FLUE_MSG_STUDY_H_OPTIONS);
  flue_sheet_html(sheets[2], out);
  add_text(&p, "h2", FLUE_MSG_STUDY_H_SURVEYS);
  flue_sheet_html(sheets[3], out);
  add_trust(&p);
  flue_html_end(out);
  if (!title) out->failed = 1;
  free(title);
  for (size_t i = 0; i < p.n_compared; ++i) free(p.name[i]);
}

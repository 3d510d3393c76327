/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of published tests of people: figures of this engine beside experiments, and the table.
 */
#include <math.h>
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/memory.h"
#include "models/walking.h"
#include "postproc/atomic_file.h"
#include "postproc/report_tables.h"
#include "postproc/svg_plot.h"
#include "validation/people/measures.h"

static const char style_sheet[] =
    "body{font:15px/1.55 'Noto Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',Arial,"
    "sans-serif;color:#222;max-width:1000px;margin:32px auto;padding:0 24px}h1{font-size:26px}"
    "h2{font-size:19px;margin:34px 0 8px;border-bottom:2px solid #ddd}table{border-collapse:"
    "collapse;width:100%;font-size:13.5px}th{background:#f2f4f6;text-align:left}th,td{border:1px "
    "solid #d5d9dd;padding:4px 8px}.fail{color:#c4161c;font-weight:bold}figure{margin:12px 0 20px;"
    "page-break-inside:avoid}figure svg{width:100%;height:auto}figcaption{color:#555;"
    "font-size:13px}";

static const char *const blue = "#1f6fb2", *const orange = "#e07b00", *const grey = "#888",
                         *const green = "#2a9d4a";
enum { most_points = 16, n_widths = 4 };
/** Widths of stairs at whose landings streams merge [m]. */
static const double widths[n_widths] = {1.0, 1.2, 1.4, 1.6};
/** Mean speed on stairs in drills of 14 buildings, and its deviation [m s-1]. @cite peacock2017 */
static const double drill_speed = 0.44, drill_deviation = 0.19;
/** Share from the floor observed where its door lies beside the stream, and least and largest where
 *  it lies opposite [1]. @cite galea2008 */
static const double share_beside = 0.6, share_opposite[2] = {0.48, 0.56};
/** Flow at landings over that of the hydraulic model, by Campbell as quoted [1]; unverified. */
static const double merge_flow_share = 0.75;

typedef struct page {
  flue_lang lang;
  flue_text *out;
  int n_figures;
} page;

/** What the engine gives for the figures; measured once, drawn in both languages. */
typedef struct measured_people {
  size_t n_corridor, n_stair[2];
  double density[most_points], speed[most_points], flow[most_points];
  double neck[people_n_necks];
  people_merge merge[2][people_n_merges], width[2][n_widths]; /* [mode] */
  people_drill drill[2][people_n_drills];
  double stair_density[2][people_stair_classes], stair_speed[2][people_stair_classes];
} measured_people;

static void measure(measured_people *m) {
  m->n_corridor = 0;
  for (double per_m2 = 0.25; per_m2 < 4.1 && m->n_corridor < most_points; per_m2 += 0.25) {
    const size_t i = m->n_corridor++;
    people_corridor(per_m2, &m->density[i], &m->speed[i]);
    m->flow[i] = m->density[i] * m->speed[i];
  }
  for (size_t i = 0; i < people_n_necks; ++i) m->neck[i] = people_neck_flow(people_neck_widths[i]);
  for (int is_up = 0; is_up < 2; ++is_up)
    m->n_stair[is_up] = people_stair_speeds(is_up, m->stair_density[is_up], m->stair_speed[is_up]);
}

/** Merging and drills, in both modes. */
static void measure_drills(measured_people *m) {
  for (int k = FLUE_CROWD_FINE; k <= FLUE_CROWD_NETWORK; ++k) {
    const flue_crowd_mode mode = (flue_crowd_mode)k;
    for (size_t i = 0; i < people_n_merges; ++i)
      m->merge[k][i] = people_merge_at(mode, 1.2, people_merge_shares[i]);
    for (size_t i = 0; i < n_widths; ++i) m->width[k][i] = people_merge_at(mode, widths[i], 0);
    for (size_t i = 0; i < people_n_drills; ++i)
      m->drill[k][i] = people_drill_at(mode, people_drill_sizes[i]);
  }
}

static const char *say(const page *p, flue_message message) {
  return flue_message_text(message, p->lang);
}

static flue_plot *begin_figure(page *p, flue_message x, double x_high, flue_message y,
                               double y_high) {
  return flue_plot_create(p->n_figures++, (flue_plot_axis){.label = say(p, x), .high = x_high},
                          (flue_plot_axis){.label = say(p, y), .high = y_high});
}

static void end_figure(page *p, flue_plot *plot, flue_message caption) {
  char *svg = flue_plot_finish(&plot);
  flue_text_add(p->out, "<figure>%s", svg ? svg : "");
  flue_report_element(p->out, "figcaption", say(p, caption));
  flue_text_add(p->out, "</figure>\n");
  if (!svg) p->out->failed = 1;
  free(svg);
}

/** Weidmann's curve, free speed 1.34 m/s, jam at 5.4 /m2. @cite weidmann1993 */
static double weidmann(double density) {
  return 1.34 * (1 - exp(-1.913 * (1 / density - 1 / 5.4)));
}

/** Speed, or flow, over density in a corridor. */
static void add_corridor(page *p, const measured_people *m, int is_flow) {
  enum { n_line = 40 };
  const double *density, *speed;
  const size_t n = people_measured_corridor(&density, &speed);
  double x[n_line], y[n_line], seen[most_points];
  for (size_t i = 0; i < n_line; ++i) {
    x[i] = 0.1 * (double)(i + 1);
    y[i] = weidmann(x[i]) * (is_flow ? x[i] : 1);
  }
  for (size_t i = 0; i < n && i < most_points; ++i) seen[i] = speed[i] * (is_flow ? density[i] : 1);
  flue_plot *plot = begin_figure(p, FLUE_MSG_PEOPLE_AXIS_DENSITY, 4.5,
                                 is_flow ? FLUE_MSG_PEOPLE_AXIS_FLOW : FLUE_MSG_PEOPLE_AXIS_SPEED,
                                 is_flow ? 2.5 : 1.6);
  if (!plot) return;
  flue_plot_line(plot, n_line, x, y,
                 (flue_plot_style){grey, 1.5, "4 3", say(p, FLUE_MSG_PEOPLE_WEIDMANN_CURVE)});
  flue_plot_line(plot, m->n_corridor, m->density, is_flow ? m->flow : m->speed,
                 (flue_plot_style){blue, 2, NULL, say(p, FLUE_MSG_PEOPLE_THIS_ENGINE)});
  flue_plot_dots(plot, n, density, seen,
                 (flue_plot_style){orange, 2, NULL, say(p, FLUE_MSG_PEOPLE_ARCHIVE)});
  end_figure(p, plot, is_flow ? FLUE_MSG_PEOPLE_FIGURE_FLOW : FLUE_MSG_PEOPLE_FIGURE_SPEED);
}

static void add_necks(page *p, const measured_people *m) {
  static const double x[2] = {0, 2.6}, low[2] = {0, 1.5 * 2.6}, high[2] = {0, 2.3 * 2.6},
                      middle[2] = {0, 1.9 * 2.6};
  flue_plot *plot =
      begin_figure(p, FLUE_MSG_PEOPLE_AXIS_WIDTH, 2.6, FLUE_MSG_PEOPLE_AXIS_PERSONS, 6);
  if (!plot) return;
  flue_plot_band(plot, 2, x, low, high,
                 (flue_plot_style){grey, 1, NULL, say(p, FLUE_MSG_PEOPLE_ACCEPTED)});
  flue_plot_line(plot, 2, x, middle,
                 (flue_plot_style){orange, 1.5, "4 3", say(p, FLUE_MSG_PEOPLE_NECK_EXPERIMENTS)});
  flue_plot_dots(plot, people_n_necks, people_neck_widths, m->neck,
                 (flue_plot_style){blue, 2, NULL, say(p, FLUE_MSG_PEOPLE_THIS_ENGINE)});
  end_figure(p, plot, FLUE_MSG_PEOPLE_FIGURE_NECKS);
}

static void add_stair(page *p, const measured_people *m, int is_up) {
  enum { n = 10 };
  double x[n], low[n], high[n];
  for (size_t i = 0; i < n; ++i) {
    x[i] = 0.6 + 0.1 * (double)i;
    people_stair_band_at(is_up, x[i], &low[i], &high[i]);
  }
  flue_plot *plot =
      begin_figure(p, FLUE_MSG_PEOPLE_AXIS_DENSITY, 1.6, FLUE_MSG_PEOPLE_AXIS_SPEED, 1.4);
  if (!plot) return;
  flue_plot_band(plot, n, x, low, high,
                 (flue_plot_style){grey, 1, NULL, say(p, FLUE_MSG_PEOPLE_STAIR_MEASURED)});
  flue_plot_dots(plot, m->n_stair[is_up], m->stair_density[is_up], m->stair_speed[is_up],
                 (flue_plot_style){blue, 2, NULL, say(p, FLUE_MSG_PEOPLE_THIS_ENGINE)});
  end_figure(p, plot, is_up ? FLUE_MSG_PEOPLE_FIGURE_UP : FLUE_MSG_PEOPLE_FIGURE_DOWN);
}

/** A line across the plot. */
static void add_level(page *p, flue_plot *plot, double x_high, double y, const char *colour,
                      const char *dash, flue_message label) {
  const double x[2] = {0, x_high}, level[2] = {y, y};
  flue_plot_line(plot, 2, x, level, (flue_plot_style){colour, 1.5, dash, say(p, label)});
}

/** A band across the plot. */
static void add_range(page *p, flue_plot *plot, double x_high, double y_low, double y_high,
                      flue_message label) {
  const double x[2] = {0, x_high}, low[2] = {y_low, y_low}, high[2] = {y_high, y_high};
  flue_plot_band(plot, 2, x, low, high, (flue_plot_style){grey, 1, NULL, say(p, label)});
}

/** What both modes give: dots of the fine mode, a line of the network mode. */
static void add_modes(page *p, flue_plot *plot, size_t n, const double *x, const double *fine,
                      const double *network) {
  flue_plot_line(plot, n, x, network,
                 (flue_plot_style){green, 1.5, NULL, say(p, FLUE_MSG_PEOPLE_NETWORK)});
  flue_plot_dots(plot, n, x, fine,
                 (flue_plot_style){blue, 2, NULL, say(p, FLUE_MSG_PEOPLE_THIS_ENGINE)});
}

/** Shares at a landing. */
static void add_merging(page *p, const measured_people *m) {
  double share[2][people_n_merges];
  for (int k = 0; k < 2; ++k)
    for (size_t i = 0; i < people_n_merges; ++i) share[k][i] = m->merge[k][i].floor_share;
  flue_plot *plot = begin_figure(p, FLUE_MSG_PEOPLE_AXIS_SHARE, 1, FLUE_MSG_PEOPLE_AXIS_FLOOR, 1);
  if (!plot) return;
  add_range(p, plot, 1, share_opposite[0], share_opposite[1], FLUE_MSG_PEOPLE_MERGE_OPPOSITE);
  add_level(p, plot, 1, share_beside, orange, "4 3", FLUE_MSG_PEOPLE_MERGE_BESIDE);
  add_level(p, plot, 1, 0.5, orange, "1 3", FLUE_MSG_PEOPLE_MERGE_HALF);
  add_modes(p, plot, people_n_merges, people_merge_shares, share[0], share[1]);
  end_figure(p, plot, FLUE_MSG_PEOPLE_FIGURE_MERGE);
}

/** Flow from a landing over the width of the stair. */
static void add_merged_flow(page *p, const measured_people *m) {
  double flow[2][n_widths], hydraulic[n_widths], seen[n_widths];
  for (size_t i = 0; i < n_widths; ++i) {
    for (int k = 0; k < 2; ++k) flow[k][i] = m->width[k][i].flow;
    hydraulic[i] = flue_walking_flow_max(flue_walking_stair_k(0.18, 0.28)) *
                   flue_walking_effective_width(widths[i]);
    seen[i] = merge_flow_share * hydraulic[i];
  }
  flue_plot *plot =
      begin_figure(p, FLUE_MSG_PEOPLE_AXIS_WIDTH, 1.8, FLUE_MSG_PEOPLE_AXIS_PERSONS, 2);
  if (!plot) return;
  flue_plot_line(plot, n_widths, widths, hydraulic,
                 (flue_plot_style){grey, 1.5, "4 3", say(p, FLUE_MSG_PEOPLE_MERGE_HYDRAULIC)});
  flue_plot_line(plot, n_widths, widths, seen,
                 (flue_plot_style){orange, 1.5, "4 3", say(p, FLUE_MSG_PEOPLE_MERGE_SEEN)});
  add_modes(p, plot, n_widths, widths, flow[0], flow[1]);
  end_figure(p, plot, FLUE_MSG_PEOPLE_FIGURE_MERGE_FLOW);
}

/** Times of drills, or mean speeds on the stairs. */
static void add_drills(page *p, const measured_people *m, int is_speed) {
  const double widest = 900, minute_s = 60;
  double ours[2][people_n_drills], pauls[people_n_drills];
  for (size_t i = 0; i < people_n_drills; ++i) {
    for (int k = 0; k < 2; ++k)
      ours[k][i] = is_speed ? m->drill[k][i].speed : m->drill[k][i].time_s / minute_s;
    pauls[i] = people_pauls_time(people_drill_sizes[i]) / minute_s;
  }
  flue_plot *plot = begin_figure(
      p, FLUE_MSG_PEOPLE_AXIS_PER_WIDTH, widest,
      is_speed ? FLUE_MSG_PEOPLE_AXIS_SPEED : FLUE_MSG_PEOPLE_AXIS_MINUTES, is_speed ? 1.2 : 16);
  if (!plot) return;
  if (is_speed)
    add_range(p, plot, widest, drill_speed - drill_deviation, drill_speed + drill_deviation,
              FLUE_MSG_PEOPLE_NIST_SPEED);
  else
    flue_plot_line(plot, people_n_drills, people_drill_sizes, pauls,
                   (flue_plot_style){orange, 1.5, "4 3", say(p, FLUE_MSG_PEOPLE_PAULS)});
  add_modes(p, plot, people_n_drills, people_drill_sizes, ours[0], ours[1]);
  end_figure(p, plot,
             is_speed ? FLUE_MSG_PEOPLE_FIGURE_DRILL_SPEED : FLUE_MSG_PEOPLE_FIGURE_DRILLS);
}

/** A cell of the table. */
static void add_cell(page *p, const char *text) {
  flue_report_element(p->out, "td", text);
}

static void add_table(page *p, const flue_people_test *tests, size_t n, const double *measured) {
  static const flue_message heads[] = {FLUE_MSG_PEOPLE_HEAD_ID, FLUE_MSG_PEOPLE_HEAD_ACCEPTED,
                                       FLUE_MSG_PEOPLE_HEAD_MEASURED, FLUE_MSG_PEOPLE_HEAD_VERDICT,
                                       FLUE_MSG_PEOPLE_HEAD_WHAT};
  flue_text_add(p->out, "<table><tr>");
  for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i)
    flue_report_element(p->out, "th", say(p, heads[i]));
  flue_text_add(p->out, "</tr>\n");
  for (size_t i = 0; i < n; ++i) {
    const int is_passed = flue_people_passes(&tests[i], measured[i]);
    char accepted[api_accepted_size];
    api_people_accepted(&tests[i], accepted, sizeof accepted);
    flue_text_add(p->out, is_passed ? "<tr>" : "<tr class=fail>");
    add_cell(p, tests[i].id);
    add_cell(p, accepted);
    flue_text_add(p->out, "<td>%.4g %s</td>", measured[i], tests[i].unit);
    add_cell(p, say(p, is_passed ? FLUE_MSG_PEOPLE_PASSED : FLUE_MSG_PEOPLE_FAILED));
    add_cell(p, say(p, tests[i].what));
    flue_text_add(p->out, "</tr>\n");
  }
  flue_text_add(p->out, "</table>\n");
}

static void make_page(page *p, const measured_people *m, const flue_people_test *tests, size_t n,
                      const double *measured) {
  flue_text_add(p->out, "<!doctype html><html lang=%s><head><meta charset=utf-8><title>",
                p->lang == FLUE_ZH ? "zh" : "en");
  flue_text_add(p->out, "%s</title>\n<style>%s</style></head><body>\n",
                say(p, FLUE_MSG_PEOPLE_TITLE), style_sheet);
  flue_report_element(p->out, "h1", say(p, FLUE_MSG_PEOPLE_TITLE));
  flue_report_element(p->out, "h2", say(p, FLUE_MSG_PEOPLE_EXPERIMENTS));
  add_corridor(p, m, 0);
  add_corridor(p, m, 1);
  add_necks(p, m);
  add_stair(p, m, 0);
  add_stair(p, m, 1);
  add_merging(p, m);
  add_merged_flow(p, m);
  add_drills(p, m, 0);
  add_drills(p, m, 1);
  flue_report_element(p->out, "h2", say(p, FLUE_MSG_PEOPLE_TABLE));
  add_table(p, tests, n, measured);
  flue_report_element(p->out, "p", say(p, FLUE_MSG_PEOPLE_CAP));
  flue_text_add(p->out, "</body></html>\n");
}

flue_status api_people_pages(flue_ctx *ctx, const char *folder, const flue_people_test *tests,
                             size_t n, const double *measured, flue_text *out) {
  measured_people m;
  flue_status status = FLUE_OK;
  measure(&m);
  measure_drills(&m);
  for (int lang = FLUE_EN; lang <= FLUE_ZH && status == FLUE_OK; ++lang) {
    flue_text html = {0};
    page p = {.lang = (flue_lang)lang, .out = &html};
    make_page(&p, &m, tests, n, measured);
    char *path = flue_format("%s/people.%s.html", folder, lang == FLUE_ZH ? "zh" : "en");
    status =
        path && !html.failed ? flue_write_file(ctx, path, html.data, html.length) : FLUE_ENOMEM;
    if (!status) api_line(ctx, out, FLUE_MSG_PEOPLE_PAGE, path, NULL);
    flue_text_clear(&html);
    free(path);
  }
  return status;
}

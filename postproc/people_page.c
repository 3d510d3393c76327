/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/people_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/html_page.h"
#include "postproc/html_text.h"
#include "postproc/numbers.h"
#include "postproc/people_map.h"
#include "postproc/report_tables.h"
#include "postproc/svg_plot.h"

static const char style_sheet[] =
    "body{font:15px/1.55 'Noto Sans','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "'PingFang SC','Helvetica Neue',Arial,sans-serif;color:#222;max-width:1000px;margin:32px auto;"
    "padding:0 24px}h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:34px 0 8px;"
    "padding-bottom:4px;border-bottom:2px solid #ddd}h3{font-size:16px;margin:20px 0 6px}"
    ".sub{color:#666;margin:0}table{border-collapse:collapse;width:100%;font-size:13.5px;"
    "margin:10px 0}th{background:#f2f4f6;text-align:left}th,td{border:1px solid #d5d9dd;"
    "padding:5px 8px}td.n{text-align:right;white-space:nowrap}figure{margin:12px 0 20px;"
    "page-break-inside:avoid}figure svg{width:100%;height:auto}figcaption{color:#555;"
    "font-size:13px}.warn{color:#8a4b00}";

/** From free to crowded. */
static const char *const LEVEL_COLOURS[FLUE_SERVICE_COUNT] = {"#b9dcf2", "#6fc3c9", "#86c56a",
                                                              "#f6d743", "#f08c2e", "#c4161c"};
enum { n_flows = 6 };
static const double FLOW_LIMITS[n_flows] = {0.25, 0.5, 0.75, 1.0, 1.3, INFINITY}; /* [m-1 s-1] */
static const char *const FLOW_COLOURS[n_flows] = {"#e4e0f1", "#c3b8e0", "#9d8ccb",
                                                  "#785fb4", "#553399", "#2d1264"};
static const char *const LINE_COLOURS[] = {"#1f6fb2", "#e07b00", "#2e8b57", "#8a4b9a", "#c4161c",
                                           "#00868b", "#8b6914", "#d14fa0", "#5a6b1f", "#3f4fa8"};
enum { most_lines = sizeof LINE_COLOURS / sizeof *LINE_COLOURS };
static const double seconds_per_minute = 60;
/* [m-2] at which walking ends. @cite weidmann1993 */
static const double jam_density = 5.4;

/** What the parts of a page share. */
typedef struct page {
  const flue_people_result *r;
  flue_lang lang;
  flue_text *out;
  int n_figures;
} page;

static const char *say(const page *p, flue_message message) {
  return flue_message_text(message, p->lang);
}

static void add_text(page *p, const char *tag, flue_message message) {
  flue_report_element(p->out, tag, say(p, message));
}

/** A sentence with its numbers and names. */
static void add_filled(page *p, const char *tag, flue_message message, size_t n,
                       const char *const *args) {
  flue_text text = {0};
  flue_message_add(&text, message, p->lang, n, args);
  flue_report_element(p->out, tag, text.data ? text.data : "");
  if (text.failed) p->out->failed = 1;
  flue_text_clear(&text);
}

static flue_number_text whole(double value) {
  flue_number_text text;
  flue_number_plain(value, 0, &text);
  return text;
}

static flue_number_text fixed(double value, int decimals) {
  flue_number_text text;
  flue_number_plain(value, decimals, &text);
  return text;
}

/* ---- arrivals ---- */

/** A staircase from time 0 to the end of the record; NULL when nobody came. */
static void plot_way(flue_plot *plot, const flue_way *way, double end_s, flue_plot_style style) {
  double *x = flue_alloc(way->n + 2, sizeof *x), *y = flue_alloc(way->n + 2, sizeof *y);
  if (x && y) {
    for (size_t i = 0; i < way->n; ++i) {
      x[i + 1] = way->times[i] / seconds_per_minute;
      y[i + 1] = (double)(i + 1);
    }
    x[way->n + 1] = end_s / seconds_per_minute;
    y[way->n + 1] = (double)way->n;
    flue_plot_step(plot, way->n + 2, x, y, style);
  }
  free(x);
  free(y);
}

/** Curves of the most used of the ways. */
static void add_curves(page *p, size_t n, const flue_way *ways, flue_message caption) {
  const flue_arrivals *a = p->r->arrivals;
  const size_t shown = n < most_lines ? n : most_lines;
  double most = 1;
  for (size_t i = 0; i < shown; ++i) most = fmax(most, (double)ways[i].n);
  flue_plot *plot = flue_plot_create(
      p->n_figures++,
      (flue_plot_axis){.label = say(p, FLUE_MSG_FIGURE_MINUTES),
                       .high = fmax(1, a->end_s / seconds_per_minute)},
      (flue_plot_axis){.label = say(p, FLUE_MSG_CROWD_AXIS_COUNT), .high = 1.05 * most});
  for (size_t i = 0; plot && i < shown; ++i)
    plot_way(plot, &ways[i], a->end_s, (flue_plot_style){LINE_COLOURS[i], 2, NULL, ways[i].name});
  char *svg = flue_plot_finish(&plot);
  flue_text_add(p->out, "<figure>%s", svg ? svg : "");
  const flue_number_text few = whole((double)shown), all = whole((double)n);
  add_filled(p, "figcaption", caption, 2, (const char *const[]){few.text, all.text});
  flue_text_add(p->out, "</figure>\n");
  if (!svg) p->out->failed = 1;
  free(svg);
}

/** Largest number of arrivals in any minute. */
static size_t busiest_minute(const flue_way *way) {
  size_t first = 0, most = 0;
  for (size_t i = 0; i < way->n; ++i) {
    while (way->times[i] - way->times[first] >= seconds_per_minute) ++first;
    if (i - first + 1 > most) most = i - first + 1;
  }
  return most;
}

static void add_way_rows(page *p, size_t n, const flue_way *ways, flue_message kind) {
  for (size_t i = 0; i < n; ++i) {
    const flue_way *w = &ways[i];
    const flue_number_text count = whole((double)w->n), first = whole(w->times[0]),
                           half = whole(w->times[(w->n - 1) / 2]), last = whole(w->times[w->n - 1]),
                           peak = whole((double)busiest_minute(w));
    flue_text_add(p->out, "<tr><td>");
    flue_html_add(p->out, say(p, kind));
    flue_text_add(p->out, "</td><td>");
    flue_html_add(p->out, w->name);
    flue_text_add(p->out,
                  "</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
                  "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                  count.text, first.text, half.text, last.text, peak.text);
  }
}

static void add_heads(page *p, size_t n, const flue_message *heads) {
  flue_text_add(p->out, "<table><tr>");
  for (size_t i = 0; i < n; ++i) add_text(p, "th", heads[i]);
  flue_text_add(p->out, "</tr>\n");
}

static void add_arrivals(page *p) {
  static const flue_message heads[] = {
      FLUE_MSG_CROWD_T_WAY,  FLUE_MSG_CROWD_T_NAME, FLUE_MSG_CROWD_T_COUNT, FLUE_MSG_CROWD_T_FIRST,
      FLUE_MSG_CROWD_T_HALF, FLUE_MSG_CROWD_T_LAST, FLUE_MSG_CROWD_T_PEAK};
  const flue_arrivals *a = p->r->arrivals;
  add_text(p, "h2", FLUE_MSG_CROWD_ARRIVALS);
  if (a->all.n == 0) {
    add_text(p, "p", FLUE_MSG_CROWD_NOBODY_OUT);
    return;
  }
  add_curves(p, a->n_exits, a->exits, FLUE_MSG_CROWD_C_EXITS);
  if (a->n_stairs > 0) add_curves(p, a->n_stairs, a->stairs, FLUE_MSG_CROWD_C_STAIRS);
  add_heads(p, sizeof heads / sizeof *heads, heads);
  add_way_rows(p, a->n_exits, a->exits, FLUE_MSG_CROWD_EXIT);
  add_way_rows(p, a->n_stairs, a->stairs, FLUE_MSG_CROWD_STAIR);
  add_way_rows(p, a->n_lifts, a->lifts, FLUE_MSG_CROWD_LIFT);
  flue_text_add(p->out, "</table>\n");
}

/* ---- maps ---- */

static int level_of_square(const flue_density_square *s) {
  return s->area_m2 > 0 && s->largest_density > 0 ? (int)flue_service_of(s->largest_density) : -1;
}

static int flow_of_square(const flue_density_square *s) {
  if (!(s->area_m2 > 0 && s->largest_flow > 0)) return -1;
  int k = 0;
  while (s->largest_flow > FLOW_LIMITS[k]) ++k;
  return k;
}

/** Legends of the levels: "C: 0.43 to 0.72 /m² (2.32 to 1.39 m² each)"; owned. */
static char *level_legend(const page *p, int level) {
  const flue_service_level l = (flue_service_level)level;
  flue_number_text low = {{0}}, high = {{0}}, area = fixed(flue_service_area(l), 2);
  if (level > FLUE_SERVICE_A) low = fixed(flue_service_density((flue_service_level)(level - 1)), 2);
  if (level < FLUE_SERVICE_F) high = fixed(flue_service_density(l), 2);
  const char letter[2] = {(char)('A' + level), '\0'};
  const flue_message message = level == FLUE_SERVICE_F   ? FLUE_MSG_CROWD_LEVEL_LAST
                               : level == FLUE_SERVICE_A ? FLUE_MSG_CROWD_LEVEL_FIRST
                                                         : FLUE_MSG_CROWD_LEVEL;
  return flue_message_format(message, p->lang, letter, low.text, high.text, area.text, NULL);
}

static char *flow_legend(const page *p, int k) {
  const flue_number_text low = fixed(k ? FLOW_LIMITS[k - 1] : 0, 2),
                         high = fixed(FLOW_LIMITS[k], 2);
  const flue_message message = k + 1 == n_flows ? FLUE_MSG_CROWD_FLOW_LAST : FLUE_MSG_CROWD_FLOW;
  return flue_message_format(message, p->lang, low.text, high.text, NULL);
}

/** A map with its caption. */
static void add_map(page *p, size_t level, int is_flow) {
  char *legends[FLUE_SERVICE_COUNT] = {NULL};
  const char *shown[FLUE_SERVICE_COUNT];
  for (int k = 0; k < FLUE_SERVICE_COUNT; ++k) {
    legends[k] = is_flow ? flow_legend(p, k) : level_legend(p, k);
    shown[k] = legends[k] ? legends[k] : "";
  }
  const flue_map map = {.view = p->r->view,
                        .level = level,
                        .shape = &p->r->shapes[level],
                        .density = &p->r->density[level],
                        .id = p->n_figures++,
                        .axis_x = say(p, FLUE_MSG_CROWD_AXIS_X),
                        .axis_y = say(p, FLUE_MSG_CROWD_AXIS_Y),
                        .n_classes = FLUE_SERVICE_COUNT,
                        .colours = is_flow ? FLOW_COLOURS : LEVEL_COLOURS,
                        .legends = shown,
                        .class_of = is_flow ? flow_of_square : level_of_square};
  const flue_number_text window = whole(p->r->window_s);
  flue_text_add(p->out, "<figure>");
  flue_map_add(&map, p->out);
  add_filled(p, "figcaption", is_flow ? FLUE_MSG_CROWD_C_FLOW : FLUE_MSG_CROWD_C_DENSITY, 2,
             (const char *const[]){p->r->view->floors[level].name, window.text});
  flue_text_add(p->out, "</figure>\n");
  for (int k = 0; k < FLUE_SERVICE_COUNT; ++k) free(legends[k]);
}

/** A storey of the table: area by level, the worst square, the longest crowding. */
static void add_storey_row(page *p, size_t level) {
  const flue_density_floor *f = &p->r->density[level];
  double area[FLUE_SERVICE_COUNT] = {0}, longest_s = 0;
  const flue_density_square *worst = &f->squares[0];
  for (size_t i = 0; i < f->nx * f->ny; ++i) {
    const flue_density_square *s = &f->squares[i];
    const int k = level_of_square(s);
    if (k >= 0) area[k] += s->area_m2;
    if (s->largest_density > worst->largest_density) worst = s;
    longest_s = fmax(longest_s, s->worse_s[FLUE_SERVICE_D]);
  }
  const size_t at = (size_t)(worst - f->squares);
  const flue_number_text density = fixed(worst->largest_density, 2), longest = whole(longest_s),
                         x = fixed(f->x0 + ((double)(at % f->nx) + 0.5) * FLUE_DENSITY_SIDE, 1),
                         y = fixed(f->y0 + ((double)(at / f->nx) + 0.5) * FLUE_DENSITY_SIDE, 1);
  flue_text_add(p->out, "<tr><td>");
  flue_html_add(p->out, p->r->view->floors[level].name);
  flue_text_add(p->out, "</td>");
  for (int k = 0; k < FLUE_SERVICE_COUNT; ++k)
    flue_text_add(p->out, "<td class=\"n\">%s</td>", whole(area[k]).text);
  flue_text_add(p->out,
                "<td class=\"n\">%s</td><td class=\"n\">(%s, %s)</td><td class=\"n\">%s</td>"
                "</tr>\n",
                density.text, x.text, y.text, longest.text);
}

static int is_walked(const page *p, size_t level) {
  return p->r->density[level].walked_s > 0 && p->r->shapes[level].n_rings > 0;
}

static void add_storey_table(page *p) {
  static const flue_message heads[] = {FLUE_MSG_CROWD_T_STOREY, FLUE_MSG_CROWD_T_A,
                                       FLUE_MSG_CROWD_T_B,      FLUE_MSG_CROWD_T_C,
                                       FLUE_MSG_CROWD_T_D,      FLUE_MSG_CROWD_T_E,
                                       FLUE_MSG_CROWD_T_F,      FLUE_MSG_CROWD_T_LARGEST,
                                       FLUE_MSG_CROWD_T_PLACE,  FLUE_MSG_CROWD_T_LONGEST};
  add_heads(p, sizeof heads / sizeof *heads, heads);
  for (size_t i = p->r->view->n_floors; i-- > 0;)
    if (is_walked(p, i)) add_storey_row(p, i);
  flue_text_add(p->out, "</table>\n");
}

/** Says so where people stand closer than they can. */
static void add_warning(page *p) {
  double largest = 0;
  for (size_t level = 0; level < p->r->view->n_floors; ++level) {
    const flue_density_floor *f = &p->r->density[level];
    for (size_t i = 0; i < f->nx * f->ny; ++i)
      largest = fmax(largest, f->squares[i].largest_density);
  }
  if (!(largest > jam_density)) return;
  const flue_number_text found = fixed(largest, 1), jam = fixed(jam_density, 1);
  add_filled(p, "p class=\"warn\"", FLUE_MSG_CROWD_JAM, 2,
             (const char *const[]){found.text, jam.text});
}

static void add_density(page *p) {
  const flue_number_text window = whole(p->r->window_s),
                         frame = fixed(1 / flue_agents_rate(p->r->view), 1);
  add_text(p, "h2", FLUE_MSG_CROWD_DENSITY);
  add_filled(p, "p", FLUE_MSG_CROWD_HOW, 2, (const char *const[]){window.text, frame.text});
  add_text(p, "p", FLUE_MSG_CROWD_FRUIN);
  add_warning(p);
  add_storey_table(p);
  for (size_t i = p->r->view->n_floors; i-- > 0;) {
    if (!is_walked(p, i)) continue;
    add_filled(p, "h3", FLUE_MSG_CROWD_STOREY, 1,
               (const char *const[]){p->r->view->floors[i].name});
    add_map(p, i, 0);
    add_map(p, i, 1);
  }
}

/* ---- whole ---- */

static void add_head(page *p) {
  const flue_agents_view *v = p->r->view;
  const char *title = v->title[p->lang][0] ? v->title[p->lang] : v->title[FLUE_EN];
  flue_html_head(p->out, p->lang, title, style_sheet);
  add_text(p, "p class=\"sub\"", FLUE_MSG_CROWD_TITLE);
  size_t down = 0;
  for (size_t i = 0; i < v->n_people; ++i) down += v->people[i].cause > 0;
  const size_t out = p->r->arrivals->all.n;
  const flue_number_text people = whole((double)v->n_people), outside = whole((double)out),
                         lost = whole((double)down),
                         inside = whole((double)(v->n_people - out - down)),
                         end = whole(p->r->arrivals->end_s);
  add_filled(p, "p", FLUE_MSG_CROWD_SUMMARY, 5,
             (const char *const[]){people.text, outside.text, inside.text, lost.text, end.text});
}

void flue_people_page(const flue_people_result *result, flue_lang lang, flue_text *out) {
  page p = {.r = result, .lang = lang, .out = out};
  add_head(&p);
  add_arrivals(&p);
  add_density(&p);
  flue_text_add(out, "</body></html>\n");
}

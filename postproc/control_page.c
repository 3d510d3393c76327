/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design check as one HTML page: verdicts by clause, differences over the height, what failed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/atomic_file.h"
#include "postproc/control_report.h"
#include "postproc/html_page.h"
#include "postproc/report_tables.h"
#include "postproc/svg_plot.h"

static const char style_sheet[] =
    "body{font:15px/1.55 'Noto Sans','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "'PingFang SC','Helvetica Neue',Arial,sans-serif;color:#222;max-width:1000px;margin:32px auto;"
    "padding:0 24px}h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:34px 0 8px;"
    "padding-bottom:4px;border-bottom:2px solid #ddd}.sub{color:#666;margin:0}"
    "table{border-collapse:collapse;width:100%;font-size:13.5px;margin:10px 0}"
    "th{background:#f2f4f6;text-align:left}th,td{border:1px solid #d5d9dd;padding:5px 8px}"
    "td.n{text-align:right;white-space:nowrap}tr.pass td.v{background:#d9efe0}"
    "tr.fail td.v{background:#f7d9da}tr.none{color:#777}figure{margin:12px 0 20px;"
    "page-break-inside:avoid}figure svg{width:100%;height:auto}figcaption{color:#555;"
    "font-size:13px}.verdict{font-size:17px;padding:12px 16px;border-radius:6px;"
    "background:#d9efe0}.verdict.bad{background:#f7d9da}ul li{overflow-wrap:anywhere}";

static const char *const COLOURS[] = {"#1f6fb2", "#e07b00", "#2e8b57",
                                      "#8a4b9a", "#c4161c", "#444444"};
enum { colours = sizeof COLOURS / sizeof *COLOURS, most_failures = 200 };

/** What the parts of a page share. */
typedef struct page {
  const flue_control_result *r;
  flue_lang lang;
  flue_text out;
} page;

static void add_text(page *p, const char *tag, flue_message message) {
  flue_report_element(&p->out, tag, flue_message_text(message, p->lang));
}

static void add_list(page *p, const flue_text *lines) {
  const char *line = lines->data ? lines->data : "";
  flue_text_add(&p->out, "<ul>");
  while (*line) {
    const size_t n = strcspn(line, "\n");
    char *one = flue_format("%.*s", (int)n, line);
    if (one) flue_report_element(&p->out, "li", one);
    free(one);
    line += n + (line[n] == '\n');
  }
  flue_text_add(&p->out, "</ul>\n");
}

/* ---- tables ---- */

static void add_heads(page *p) {
  static const flue_message heads[] = {
      FLUE_MSG_CONTROL_T_VERDICT, FLUE_MSG_CONTROL_T_CLAUSE,  FLUE_MSG_CONTROL_T_QUANTITY,
      FLUE_MSG_CONTROL_T_DOORS,   FLUE_MSG_CONTROL_T_WEATHER, FLUE_MSG_CONTROL_T_PLACE,
      FLUE_MSG_CONTROL_T_VALUE,   FLUE_MSG_CONTROL_T_WANTED,  FLUE_MSG_CONTROL_T_COUNT};
  flue_text_add(&p->out, "<table><tr>");
  for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i) add_text(p, "th", heads[i]);
  flue_text_add(&p->out, "</tr>\n");
}

/** @param group  NULL: the row stands for itself. */
static void add_row(page *p, const flue_control_row *row, const flue_control_group *group) {
  static const char *const classes[] = {"pass", "fail", "none"};
  const flue_verdict verdict = group ? flue_control_group_verdict(group) : row->verdict;
  char *place = flue_control_place(p->r, row, p->lang);
  char *wanted = flue_control_wanted(row, p->lang);
  flue_text_add(&p->out, "<tr class=\"%s\">", classes[verdict]);
  flue_report_element(&p->out, "td class=\"v\"", flue_control_verdict_text(verdict, p->lang));
  flue_report_element(&p->out, "td",
                      flue_control_clause(flue_limits_get(p->r->limits, row->limit)).text);
  flue_report_element(&p->out, "td", flue_control_quantity_text(row->quantity, p->lang));
  flue_report_element(&p->out, "td", flue_control_doors_text(row->doors, p->lang));
  flue_report_element(&p->out, "td", flue_control_weather_name(p->r, row->weather));
  flue_report_element(&p->out, "td", place ? place : "");
  flue_text_add(&p->out, "<td class=\"n\">%s %s</td>",
                flue_control_number(row->quantity, row->value).text,
                flue_control_unit(row->quantity));
  flue_report_element(&p->out, "td", wanted ? wanted : "");
  if (group)
    flue_text_add(&p->out, "<td class=\"n\">%zu / %zu</td>", group->n_failed,
                  group->n + group->n_none);
  else
    flue_text_add(&p->out, "<td></td>");
  flue_text_add(&p->out, "</tr>\n");
  if (!place || !wanted) p->out.failed = 1;
  free(place);
  free(wanted);
}

static void add_groups(page *p, int by_weather) {
  flue_control_group *groups = NULL;
  size_t n = 0;
  if (flue_control_group_rows(p->r, by_weather, &groups, &n) != FLUE_OK) p->out.failed = 1;
  add_heads(p);
  for (size_t i = 0; i < n; ++i) add_row(p, &p->r->row[groups[i].worst], &groups[i]);
  flue_text_add(&p->out, "</table>\n");
  free(groups);
}

static void add_failures(page *p) {
  size_t shown = 0;
  const size_t n = flue_control_failed(p->r);
  if (n == 0) return;
  add_text(p, "h2", FLUE_MSG_CONTROL_P_FAILED);
  if (n > most_failures) add_text(p, "p", FLUE_MSG_CONTROL_P_FIRST);
  add_heads(p);
  for (size_t i = 0; i < p->r->n_rows && shown < most_failures; ++i) {
    if (p->r->row[i].verdict != FLUE_VERDICT_FAIL) continue;
    add_row(p, &p->r->row[i], NULL);
    ++shown;
  }
  flue_text_add(&p->out, "</table>\n");
}

/* ---- figures ---- */

/** Values of one limit over the height, the worst of each storey, one curve for each weather. */
typedef struct profile {
  const flue_control_result *r;
  size_t limit;
  double *x, *z; /**< Owned, [n_storeys]. */
  size_t n;
  double low, high, top;
} profile;

static void take_weather(profile *f, size_t weather) {
  f->n = 0;
  for (size_t s = 0; s < f->r->n_storeys; ++s) {
    const flue_control_row *worst = NULL;
    for (size_t i = 0; i < f->r->n_rows; ++i) {
      const flue_control_row *row = &f->r->row[i];
      const int is_it = row->limit == f->limit && row->weather == weather && row->storey == s;
      if (is_it && (!worst || flue_control_margin(row) < flue_control_margin(worst))) worst = row;
    }
    if (!worst) continue;
    f->x[f->n] = worst->value * flue_control_scale(worst->quantity);
    f->z[f->n++] = f->r->storey_z_m[s];
  }
}

static void widen(profile *f) {
  for (size_t w = 0; w < f->r->n_weathers; ++w) {
    take_weather(f, w);
    for (size_t i = 0; i < f->n; ++i) {
      f->low = fmin(f->low, f->x[i]);
      f->high = fmax(f->high, f->x[i]);
      f->top = fmax(f->top, f->z[i]);
    }
  }
}

static void plot_limits(flue_plot *plot, const profile *f, const flue_control_row *row,
                        double bottom, flue_lang lang) {
  const double scale = flue_control_scale(row->quantity);
  const double bounds[2] = {row->least * scale, row->most * scale}, y[2] = {bottom, f->top};
  int is_named = 0;
  for (int k = 0; k < 2; ++k) {
    if (isnan(bounds[k])) continue;
    const double x[2] = {bounds[k], bounds[k]};
    const char *name = is_named ? NULL : flue_message_text(FLUE_MSG_CONTROL_P_LIMIT, lang);
    flue_plot_line(plot, 2, x, y, (flue_plot_style){"#c4161c", 1.5, "6 4", name});
    is_named = 1;
  }
}

/** Figure of a limit whose rows belong to two storeys or more; NULL for others. Owned. */
static char *draw(const page *p, profile *f, const flue_control_row *row, int id) {
  const double margin = 0.08;
  f->low = isnan(row->least) ? INFINITY : row->least * flue_control_scale(row->quantity);
  f->high = isnan(row->most) ? f->low : row->most * flue_control_scale(row->quantity);
  f->low = fmin(0.0, f->low);
  f->high = fmax(0.0, isfinite(f->high) ? f->high : 0.0);
  f->top = -INFINITY;
  widen(f);
  const double bottom = fmin(0.0, p->r->storey_z_m[0]), span = f->high - f->low;
  if (!(f->top > bottom) || !(span > 0.0)) return NULL;
  char *label = flue_format("%s [%s]", flue_control_quantity_text(row->quantity, p->lang),
                            flue_control_unit(row->quantity));
  const flue_plot_axis x = {.label = label ? label : "",
                            .low = f->low - (f->low < 0.0 ? margin * span : 0.0),
                            .high = f->high + margin * span};
  const flue_plot_axis y = {.label = flue_message_text(FLUE_MSG_CONTROL_P_HEIGHT, p->lang),
                            .low = bottom,
                            .high = f->top};
  flue_plot *plot = flue_plot_create(id, x, y);
  for (size_t w = 0; plot && w < p->r->n_weathers; ++w) {
    take_weather(f, w);
    const flue_plot_style style = {COLOURS[w % colours], 1.8, NULL, p->r->weather[w].id};
    flue_plot_line(plot, f->n, f->x, f->z, style);
    flue_plot_dots(plot, f->n, f->x, f->z,
                   (flue_plot_style){COLOURS[w % colours], 2.2, NULL, NULL});
  }
  if (plot) plot_limits(plot, f, row, bottom, p->lang);
  char *svg = plot ? flue_plot_finish(&plot) : NULL;
  free(label);
  return svg;
}

static void add_figure(page *p, const flue_control_group *g, profile *f, int id) {
  const flue_control_row *row = &p->r->row[g->worst];
  f->limit = g->limit;
  char *svg = row->storey == FLUE_CONTROL_ANY ? NULL : draw(p, f, row, id);
  if (!svg) return;
  const flue_control_text clause = flue_control_clause(flue_limits_get(p->r->limits, g->limit));
  char *caption = flue_message_format(FLUE_MSG_CONTROL_P_CAPTION, p->lang, clause.text,
                                      flue_control_quantity_text(row->quantity, p->lang),
                                      flue_control_doors_text(row->doors, p->lang), NULL);
  flue_text_add(&p->out, "<figure>%s", svg);
  if (caption) flue_report_element(&p->out, "figcaption", caption);
  flue_text_add(&p->out, "</figure>\n");
  free(caption);
  free(svg);
}

static void add_figures(page *p) {
  profile f = {.r = p->r};
  flue_control_group *groups = NULL;
  size_t n = 0;
  f.x = flue_alloc(p->r->n_storeys, sizeof *f.x);
  f.z = flue_alloc(p->r->n_storeys, sizeof *f.z);
  if (!f.x || !f.z || flue_control_group_rows(p->r, 0, &groups, &n) != FLUE_OK) p->out.failed = 1;
  add_text(p, "h2", FLUE_MSG_CONTROL_P_FIGURES);
  for (size_t i = 0; i < n && f.x && f.z; ++i) add_figure(p, &groups[i], &f, (int)i);
  free(groups);
  free(f.x);
  free(f.z);
}

/* ---- whole ---- */

static void add_top(page *p, const char *title) {
  flue_text verdict = {0};
  flue_control_verdict(p->r, p->lang, &verdict);
  flue_html_head(&p->out, p->lang, title, style_sheet);
  add_text(p, "p class=\"sub\"", FLUE_MSG_CONTROL_P_TITLE);
  flue_report_element(&p->out,
                      flue_control_failed(p->r) ? "p class=\"verdict bad\"" : "p class=\"verdict\"",
                      verdict.data ? verdict.data : "");
  flue_text_clear(&verdict);
}

static void add_all(page *p, const char *title) {
  add_top(p, title);
  add_text(p, "h2", FLUE_MSG_CONTROL_P_SUMMARY);
  add_groups(p, 0);
  add_text(p, "p", FLUE_MSG_CONTROL_UNVERIFIED);
  if (p->r->advice.length > 0) {
    add_text(p, "h2", FLUE_MSG_CONTROL_ADVICE);
    add_list(p, &p->r->advice);
  }
  add_figures(p);
  add_text(p, "h2", FLUE_MSG_CONTROL_WORST);
  add_groups(p, 1);
  add_failures(p);
  add_text(p, "h2", FLUE_MSG_CONTROL_ASSUMED);
  add_list(p, &p->r->assumptions);
  add_text(p, "p", FLUE_MSG_REPORT_FOOTER);
  flue_text_add(&p->out, "</body></html>\n");
}

flue_status flue_control_page(flue_ctx *ctx, const flue_control_result *r, const char *title,
                              flue_lang lang, const char *path) {
  page p = {.r = r, .lang = lang};
  add_all(&p, title);
  flue_status status = p.out.failed ? FLUE_ENOMEM : FLUE_OK;
  if (status == FLUE_OK) status = flue_write_file(ctx, path, p.out.data, p.out.length);
  flue_text_clear(&p.out);
  return status;
}

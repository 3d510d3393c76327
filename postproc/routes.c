/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/routes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/html_text.h"
#include "postproc/numbers.h"

static const double confidence = 0.95;

/** Scratch for the samples of a route. All owned, [n]. */
typedef struct route_view {
  double *times, *weight;
  uint32_t *block;
} route_view;

/** Time at which the count of a sample reached its end; NaN when nobody came or the run failed. */
static double time_complete(const flue_curves *c, const double *counts, size_t n, size_t i) {
  const double all = counts[(c->n_times - 1) * n + i];
  if (!(all > 0)) return NAN;
  size_t t = c->n_times - 1;
  while (t > 0 && counts[(t - 1) * n + i] >= all) --t;
  return c->times[t];
}

static flue_status assess(const flue_batch *b, const double *counts, route_view *v,
                          flue_route *out) {
  const flue_interval unknown = {NAN, NAN, NAN};
  size_t used = 0;
  for (size_t i = 0; i < b->n; ++i) {
    const double t_s = b->status[i] ? NAN : time_complete(&b->curves, counts, b->n, i);
    if (isnan(t_s)) continue;
    v->times[used] = t_s;
    v->weight[used] = b->weight ? b->weight[i] : 1;
    v->block[used++] = b->block ? b->block[i] : 0;
  }
  out->runs = used;
  out->median = out->q95 = unknown;
  flue_drawn drawn = {used, b->weight ? v->weight : NULL, b->block ? v->block : NULL};
  if (used == 0) return FLUE_OK;
  if (flue_drawn_blocks(&drawn) < 2) drawn.block = NULL;
  FLUE_TRY(flue_drawn_quantile_interval(&drawn, v->times, 0.5, confidence, &out->median));
  return flue_drawn_quantile_interval(&drawn, v->times, 0.95, confidence, &out->q95);
}

flue_status flue_routes_assess(const flue_batch *b, size_t *n, flue_route **out) {
  const flue_curves *c = &b->curves;
  *n = c->n_times ? c->n_doors + c->n_stairs : 0;
  route_view v = {flue_alloc(b->n, sizeof(double)), flue_alloc(b->n, sizeof(double)),
                  flue_alloc(b->n, sizeof(uint32_t))};
  *out = flue_alloc(*n, sizeof **out);
  flue_status status = v.times && v.weight && v.block && *out ? FLUE_OK : FLUE_ENOMEM;
  for (size_t k = 0; k < *n && !status; ++k) {
    flue_route *route = &(*out)[k];
    *route = (flue_route){.name = c->ways[k], .is_stair = k >= c->n_doors};
    status = assess(b, c->counts[k + 1], &v, route); /* the first are all people */
  }
  free(v.times);
  free(v.weight);
  free(v.block);
  if (status) {
    free(*out);
    *out = NULL;
  }
  return status;
}

/* ---- texts ---- */

/** Numbers of a route in the order of the messages. */
static void format(const flue_route *r, flue_number_text text[7]) {
  const double values[6] = {r->median.value, r->median.low, r->median.high,
                            r->q95.value,    r->q95.low,    r->q95.high};
  for (int i = 0; i < 6; ++i) {
    if (isinf(values[i]))
      snprintf(text[i].text, sizeof text[i].text, "–");
    else
      flue_number_plain(values[i], 0, &text[i]);
  }
  flue_number_plain((double)r->runs, 0, &text[6]);
}

static flue_message word_of(const flue_route *r) {
  return r->is_stair ? FLUE_MSG_ROUTE_STAIR : FLUE_MSG_ROUTE_EXIT;
}

flue_status flue_routes_screen(const flue_batch *batch, flue_lang lang, flue_text *out) {
  size_t n = 0;
  flue_route *routes = NULL;
  FLUE_TRY(flue_routes_assess(batch, &n, &routes));
  for (size_t k = 0; k < n; ++k) {
    flue_number_text x[7];
    if (routes[k].runs == 0) continue;
    format(&routes[k], x);
    const char *args[] = {flue_message_text(word_of(&routes[k]), lang),
                          routes[k].name,
                          x[0].text,
                          x[1].text,
                          x[2].text,
                          x[3].text,
                          x[4].text,
                          x[5].text,
                          x[6].text};
    flue_message_add(out, FLUE_MSG_ROUTE_ROW, lang, sizeof args / sizeof *args, args);
    flue_text_put(out, "\n");
  }
  free(routes);
  return FLUE_OK;
}

static void add_row(const flue_route *r, flue_lang lang, flue_text *out) {
  flue_number_text x[7];
  format(r, x);
  flue_text_add(out, "<tr><td>%s ", flue_message_text(word_of(r), lang));
  flue_html_add(out, r->name);
  flue_text_add(out,
                "</td><td class=\"n\"><b>%s</b> (%s – %s)</td><td class=\"n\"><b>%s</b> (%s – "
                "%s)</td><td class=\"n\">%s</td></tr>\n",
                x[0].text, x[1].text, x[2].text, x[3].text, x[4].text, x[5].text, x[6].text);
}

void flue_routes_html(const flue_batch *batch, flue_lang lang, flue_text *out) {
  static const flue_message heads[] = {FLUE_MSG_ROUTE_HEAD, FLUE_MSG_ROUTE_MEDIAN,
                                       FLUE_MSG_ROUTE_Q95, FLUE_MSG_ROUTE_RUNS};
  size_t n = 0, used = 0;
  flue_route *routes = NULL;
  if (flue_routes_assess(batch, &n, &routes) != FLUE_OK) {
    out->failed = 1;
    return;
  }
  for (size_t k = 0; k < n; ++k) used += routes[k].runs > 0;
  if (used > 0) {
    flue_text_add(out, "<h3>%s</h3>\n<table><tr>", flue_message_text(FLUE_MSG_ROUTE_TITLE, lang));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i)
      flue_text_add(out, "<th>%s</th>", flue_message_text(heads[i], lang));
    flue_text_add(out, "</tr>\n");
    for (size_t k = 0; k < n; ++k)
      if (routes[k].runs > 0) add_row(&routes[k], lang, out);
    flue_text_add(out, "</table>\n");
  }
  free(routes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/routes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/html_text.h"
#include "postproc/numbers.h"

enum { most_on_screen = 5, most_in_table = 40 };
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

/* ---- rooms ---- */

static flue_status assess_room(const flue_batch *b, size_t k, route_view *v, double *hits,
                               flue_room_aset *out) {
  size_t n = 0;
  for (size_t i = 0; i < b->n; ++i) {
    if (b->status[i]) continue;
    v->times[n] = b->curves.aset[k][i];
    hits[n] = isfinite(v->times[n]) != 0;
    v->weight[n] = b->weight ? b->weight[i] : 1;
    v->block[n++] = b->block ? b->block[i] : 0;
  }
  *out = (flue_room_aset){.name = b->curves.rooms[k], .runs = n};
  flue_drawn drawn = {n, b->weight ? v->weight : NULL, b->block ? v->block : NULL};
  if (n == 0) return FLUE_OK;
  if (flue_drawn_blocks(&drawn) < 2) drawn.block = NULL;
  out->share = flue_drawn_share_interval(&drawn, hits, confidence);
  FLUE_TRY(flue_drawn_quantile_interval(&drawn, v->times, 0.05, confidence, &out->q05));
  return flue_drawn_quantile_interval(&drawn, v->times, 0.5, confidence, &out->median);
}

static int by_loss(const void *a, const void *b) {
  const flue_room_aset *x = a, *y = b;
  const double dx = x->share.value, dy = y->share.value;
  if (dx > dy || dx < dy) return dx < dy ? 1 : -1;
  return (x->q05.value > y->q05.value) - (x->q05.value < y->q05.value);
}

flue_status flue_rooms_assess(const flue_batch *b, size_t *n, flue_room_aset **out) {
  route_view v = {flue_alloc(b->n, sizeof(double)), flue_alloc(b->n, sizeof(double)),
                  flue_alloc(b->n, sizeof(uint32_t))};
  double *hits = flue_alloc(b->n, sizeof *hits);
  *n = 0;
  *out = flue_alloc(b->curves.n_rooms, sizeof **out);
  flue_status status = v.times && v.weight && v.block && hits && *out ? FLUE_OK : FLUE_ENOMEM;
  for (size_t k = 0; k < b->curves.n_rooms && !status; ++k) {
    status = assess_room(b, k, &v, hits, &(*out)[*n]);
    if (!status && (*out)[*n].share.value > 0) ++*n;
  }
  if (!status && *n) qsort(*out, *n, sizeof **out, by_loss);
  free(v.times);
  free(v.weight);
  free(v.block);
  free(hits);
  if (status) {
    free(*out);
    *out = NULL;
  }
  return status;
}

/* ---- texts ---- */

static void add_time(double t_s, flue_number_text *text) {
  if (isfinite(t_s))
    flue_number_plain(fmax(0, t_s), 0, text);
  else
    snprintf(text->text, sizeof text->text, "–");
}

/** Numbers of a room in the order of the messages. */
static void format_room(const flue_room_aset *r, flue_number_text text[10]) {
  const double shares[3] = {r->share.value, r->share.low, r->share.high};
  const double times[6] = {r->q05.value,    r->q05.low,    r->q05.high,
                           r->median.value, r->median.low, r->median.high};
  for (int i = 0; i < 3; ++i) flue_number_plain(100 * shares[i], 0, &text[i]);
  for (int i = 0; i < 6; ++i) add_time(times[i], &text[3 + i]);
  flue_number_plain((double)r->runs, 0, &text[9]);
}

/** Numbers of a route in the order of the messages. */
static void format(const flue_route *r, flue_number_text text[7]) {
  const double values[6] = {r->median.value, r->median.low, r->median.high,
                            r->q95.value,    r->q95.low,    r->q95.high};
  for (int i = 0; i < 6; ++i) add_time(values[i], &text[i]);
  flue_number_plain((double)r->runs, 0, &text[6]);
}

static flue_message word_of(const flue_route *r) {
  return r->is_stair ? FLUE_MSG_ROUTE_STAIR : FLUE_MSG_ROUTE_EXIT;
}

static flue_status say_rooms(const flue_batch *batch, flue_lang lang, flue_text *out) {
  size_t n = 0;
  flue_room_aset *rooms = NULL;
  FLUE_TRY(flue_rooms_assess(batch, &n, &rooms));
  for (size_t k = 0; k < n && k < most_on_screen; ++k) {
    flue_number_text x[10];
    format_room(&rooms[k], x);
    char *ends[2]; /* a message has ten places */
    for (int i = 0; i < 2; ++i)
      ends[i] = flue_format("%s – %s", x[4 + 3 * i].text, x[5 + 3 * i].text);
    const char *args[] = {rooms[k].name, x[0].text,
                          x[1].text,     x[2].text,
                          x[3].text,     ends[0] ? ends[0] : "",
                          x[6].text,     ends[1] ? ends[1] : "",
                          x[9].text};
    flue_message_add(out, FLUE_MSG_ROOM_ROW, lang, sizeof args / sizeof *args, args);
    flue_text_put(out, "\n");
    if (!ends[0] || !ends[1]) out->failed = 1;
    free(ends[0]);
    free(ends[1]);
  }
  free(rooms);
  return FLUE_OK;
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
  return say_rooms(batch, lang, out);
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

static void add_head(flue_message title, size_t n, const flue_message *heads, flue_lang lang,
                     flue_text *out) {
  flue_text_add(out, "<h3>%s</h3>\n<table><tr>", flue_message_text(title, lang));
  for (size_t i = 0; i < n; ++i)
    flue_text_add(out, "<th>%s</th>", flue_message_text(heads[i], lang));
  flue_text_add(out, "</tr>\n");
}

static void add_rooms(const flue_batch *batch, flue_lang lang, flue_text *out) {
  static const flue_message heads[] = {FLUE_MSG_ROOM_HEAD, FLUE_MSG_ROOM_SHARE, FLUE_MSG_ROOM_Q05,
                                       FLUE_MSG_ROOM_MEDIAN, FLUE_MSG_ROOM_RUNS};
  size_t n = 0;
  flue_room_aset *rooms = NULL;
  if (flue_rooms_assess(batch, &n, &rooms) != FLUE_OK) {
    out->failed = 1;
    return;
  }
  if (n > 0) add_head(FLUE_MSG_ROOM_TITLE, sizeof heads / sizeof *heads, heads, lang, out);
  for (size_t k = 0; k < n && k < most_in_table; ++k) {
    flue_number_text x[10];
    format_room(&rooms[k], x);
    flue_text_add(out, "<tr><td>");
    flue_html_add(out, rooms[k].name);
    flue_text_add(out, "</td>");
    for (int i = 0; i < 9; i += 3)
      flue_text_add(out, "<td class=\"n\"><b>%s</b> (%s – %s)</td>", x[i].text, x[i + 1].text,
                    x[i + 2].text);
    flue_text_add(out, "<td class=\"n\">%s</td></tr>\n", x[9].text);
  }
  if (n > 0) flue_text_add(out, "</table>\n");
  free(rooms);
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
    add_head(FLUE_MSG_ROUTE_TITLE, sizeof heads / sizeof *heads, heads, lang, out);
    for (size_t k = 0; k < n; ++k)
      if (routes[k].runs > 0) add_row(&routes[k], lang, out);
    flue_text_add(out, "</table>\n");
  }
  free(routes);
  add_rooms(batch, lang, out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screen text and table of a design check. */
#include "postproc/control_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"

/* ---- words ---- */

/** How a quantity is shown. */
static const struct {
  flue_message text;
  const char *unit;
  double scale; /**< From SI. */
  int decimals;
} SHOWN[FLUE_CONTROL_QUANTITIES] = {
    [FLUE_CONTROL_DP_STAIR] = {FLUE_MSG_CONTROL_Q_DP_STAIR, "Pa", 1.0, 1},
    [FLUE_CONTROL_DP_LOBBY] = {FLUE_MSG_CONTROL_Q_DP_LOBBY, "Pa", 1.0, 1},
    [FLUE_CONTROL_DP_LIFT] = {FLUE_MSG_CONTROL_Q_DP_LIFT, "Pa", 1.0, 1},
    [FLUE_CONTROL_DP_EXIT] = {FLUE_MSG_CONTROL_Q_DP_EXIT, "Pa", 1.0, 1},
    [FLUE_CONTROL_SPEED] = {FLUE_MSG_CONTROL_Q_SPEED, "m/s", 1.0, 2},
    [FLUE_CONTROL_FORCE] = {FLUE_MSG_CONTROL_Q_FORCE, "N", 1.0, 0},
    [FLUE_CONTROL_DELIVERED] = {FLUE_MSG_CONTROL_Q_DELIVERED, "m3/h", 3600.0, 0},
    [FLUE_CONTROL_DESIGN] = {FLUE_MSG_CONTROL_Q_DESIGN, "m3/h", 3600.0, 0},
    [FLUE_CONTROL_TABLE] = {FLUE_MSG_CONTROL_Q_TABLE, "m3/h", 3600.0, 0},
    [FLUE_CONTROL_EXHAUST] = {FLUE_MSG_CONTROL_Q_EXHAUST, "m3/h", 3600.0, 0},
};

flue_control_text flue_control_clause(const flue_limit *limit) {
  flue_control_text t;
  snprintf(t.text, sizeof t.text, "%s %s%s", limit->edition, limit->clause,
           limit->is_verified ? "" : "*");
  return t;
}

flue_control_text flue_control_number(flue_control_quantity quantity, double value) {
  flue_control_text t;
  /* what rounds to nothing has no sign */
  const double shown = value * SHOWN[quantity].scale,
               half = 0.5 * pow(0.1, SHOWN[quantity].decimals);
  snprintf(t.text, sizeof t.text, "%.*f", SHOWN[quantity].decimals,
           fabs(shown) < half ? 0.0 : shown);
  return t;
}

const char *flue_control_unit(flue_control_quantity quantity) {
  return SHOWN[quantity].unit;
}

double flue_control_scale(flue_control_quantity quantity) {
  return SHOWN[quantity].scale;
}

/** A limit with no more digits than it has. */
static flue_control_text show_limit(flue_control_quantity quantity, double value) {
  flue_control_text t;
  snprintf(t.text, sizeof t.text, "%.*g", SHOWN[quantity].scale > 1.0 ? 6 : 4,
           SHOWN[quantity].scale > 1.0 ? round(value * SHOWN[quantity].scale)
                                       : value * SHOWN[quantity].scale);
  return t;
}

char *flue_control_wanted(const flue_control_row *row, flue_lang lang) {
  const flue_control_text least = show_limit(row->quantity, row->least),
                          most = show_limit(row->quantity, row->most);
  const char *unit = flue_control_unit(row->quantity);
  if (isnan(row->most))
    return flue_message_format(FLUE_MSG_CONTROL_LEAST, lang, least.text, unit, NULL);
  if (isnan(row->least))
    return flue_message_format(FLUE_MSG_CONTROL_MOST, lang, most.text, unit, NULL);
  return flue_message_format(FLUE_MSG_CONTROL_BETWEEN, lang, least.text, most.text, unit, NULL);
}

const char *flue_control_quantity_text(flue_control_quantity quantity, flue_lang lang) {
  return flue_message_text(SHOWN[quantity].text, lang);
}

const char *flue_control_doors_text(flue_control_doors doors, flue_lang lang) {
  static const flue_message text[] = {FLUE_MSG_CONTROL_DOORS_CLOSED, FLUE_MSG_CONTROL_DOORS_OPEN,
                                      FLUE_MSG_CONTROL_DOORS_FIRE, FLUE_MSG_CONTROL_DOORS_EXIT,
                                      FLUE_MSG_CONTROL_DOORS_NONE};
  return flue_message_text(text[doors], lang);
}

const char *flue_control_verdict_text(flue_verdict verdict, flue_lang lang) {
  static const flue_message text[] = {FLUE_MSG_CONTROL_PASS, FLUE_MSG_CONTROL_FAIL,
                                      FLUE_MSG_CONTROL_NA};
  return flue_message_text(text[verdict], lang);
}

flue_verdict flue_control_group_verdict(const flue_control_group *g) {
  return g->n == 0 ? FLUE_VERDICT_NONE : g->n_failed > 0 ? FLUE_VERDICT_FAIL : FLUE_VERDICT_PASS;
}

char *flue_control_place(const flue_control_result *r, const flue_control_row *row,
                         flue_lang lang) {
  const char *subject = r->subject[row->subject];
  if (row->storey == FLUE_CONTROL_ANY) return flue_copy_text(subject);
  return flue_message_format(FLUE_MSG_CONTROL_PLACE, lang, r->storey[row->storey], subject, NULL);
}

const char *flue_control_weather_name(const flue_control_result *r, size_t weather) {
  return weather == FLUE_CONTROL_ANY ? "-" : r->weather[weather].id;
}

/* ---- screen ---- */

/** Columns a text takes: Chinese letters take two. */
static size_t columns_of(const char *text) {
  size_t n = 0;
  for (const unsigned char *c = (const unsigned char *)text; *c; ++c)
    n += (*c & 0xc0) == 0x80 ? 0 : *c >= 0xe2 ? 2 : 1;
  return n;
}

/** A text and blanks up to a width. */
static void add_padded(flue_text *out, const char *text, size_t width) {
  flue_text_add(out, "%s", text);
  for (size_t n = columns_of(text); n < width; ++n) flue_text_add(out, " ");
}

static void add_message(flue_text *out, flue_message message, flue_lang lang, size_t n,
                        const char *const *args) {
  flue_message_add(out, message, lang, n, args);
}

/** "GB 51251-2017 3.4.4(2), stair over corridor, doors shut: 40 to 50 Pa". */
static void add_head(const flue_control_result *r, const flue_control_group *g, flue_lang lang,
                     flue_text *out) {
  const flue_control_row *row = &r->row[g->worst];
  const flue_control_text clause = flue_control_clause(flue_limits_get(r->limits, g->limit));
  char *wanted = flue_control_wanted(row, lang);
  const char *args[] = {clause.text, flue_control_quantity_text(row->quantity, lang),
                        flue_control_doors_text(row->doors, lang), wanted ? wanted : ""};
  if (!wanted) out->failed = 1;
  add_message(out, FLUE_MSG_CONTROL_HEAD, lang, 4, args);
  flue_text_add(out, "\n");
  free(wanted);
}

static void add_line(const flue_control_result *r, const flue_control_group *g, flue_lang lang,
                     flue_text *out) {
  enum { verdict_width = 8, weather_width = 14, value_width = 15 };
  const flue_control_row *row = &r->row[g->worst];
  char *place = flue_control_place(r, row, lang);
  flue_control_text value, failed, n;
  snprintf(value.text, sizeof value.text, "%.40s %s",
           flue_control_number(row->quantity, row->value).text, flue_control_unit(row->quantity));
  snprintf(failed.text, sizeof failed.text, "%zu", g->n_failed);
  snprintf(n.text, sizeof n.text, "%zu", g->n + g->n_none);
  flue_text_add(out, "  ");
  add_padded(out, flue_control_verdict_text(flue_control_group_verdict(g), lang), verdict_width);
  add_padded(out, flue_control_weather_name(r, g->weather), weather_width);
  add_padded(out, value.text, value_width);
  const char *args[] = {place ? place : "", failed.text, n.text,
                        flue_control_number(row->quantity, g->low).text,
                        flue_control_number(row->quantity, g->high).text};
  if (!place) out->failed = 1;
  add_message(out, FLUE_MSG_CONTROL_LINE, lang, 5, args);
  flue_text_add(out, "\n");
  free(place);
}

/** Lines of a text, each after a mark. */
static void add_lines(flue_text *out, const flue_text *lines, const char *mark) {
  const char *line = lines->data ? lines->data : "";
  while (*line) {
    const size_t n = strcspn(line, "\n");
    flue_text_add(out, "%s%.*s\n", mark, (int)n, line);
    line += n + (line[n] == '\n');
  }
}

static void add_table(const flue_control_result *r, flue_lang lang, flue_text *out) {
  flue_control_group *groups = NULL;
  size_t n = 0;
  if (flue_control_group_rows(r, 1, &groups, &n) != FLUE_OK) out->failed = 1;
  for (size_t i = 0; i < n; ++i) {
    if (i == 0 || groups[i].limit != groups[i - 1].limit) add_head(r, &groups[i], lang, out);
    add_line(r, &groups[i], lang, out);
  }
  free(groups);
}

/** Whether some limit of a row is marked *. */
static int has_unverified(const flue_control_result *r) {
  for (size_t i = 0; i < r->n_rows; ++i)
    if (!flue_limits_get(r->limits, r->row[i].limit)->is_verified) return 1;
  return 0;
}

void flue_control_screen(const flue_control_result *r, flue_lang lang, flue_text *out) {
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_CONTROL_ASSUMED, lang));
  add_lines(out, &r->assumptions, "  ");
  flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_CONTROL_WORST, lang));
  add_table(r, lang, out);
  if (has_unverified(r))
    flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_CONTROL_UNVERIFIED, lang));
  if (r->advice.length > 0) {
    flue_text_add(out, "%s\n", flue_message_text(FLUE_MSG_CONTROL_ADVICE, lang));
    add_lines(out, &r->advice, "  - ");
  }
}

/* ---- verdict ---- */

/** The sentence about limits that are not met: how many, and the worst row. */
static void say_not_met(const flue_control_result *r, const flue_control_row *row,
                        const char *failed, const char *judged, flue_lang lang, flue_text *out) {
  const flue_control_text clause = flue_control_clause(flue_limits_get(r->limits, row->limit)),
                          value = flue_control_number(row->quantity, row->value);
  char *place = flue_control_place(r, row, lang), *wanted = flue_control_wanted(row, lang);
  char *weather = row->weather == FLUE_CONTROL_ANY
                      ? flue_copy_text("")
                      : flue_message_format(FLUE_MSG_CONTROL_IN_WEATHER, lang,
                                            r->weather[row->weather].id, NULL);
  if (place && wanted && weather) {
    const char *args[] = {failed,      judged,
                          clause.text, flue_control_quantity_text(row->quantity, lang),
                          value.text,  flue_control_unit(row->quantity),
                          wanted,      place,
                          weather};
    add_message(out, FLUE_MSG_CONTROL_NOT_MET, lang, 9, args);
  } else {
    out->failed = 1;
  }
  free(place);
  free(wanted);
  free(weather);
}

/** Of two rows that are not kept (NULL: none) the one that misses by more. */
static const flue_control_row *worse(const flue_control_row *a, const flue_control_row *b) {
  return !a || flue_control_margin(b) < flue_control_margin(a) ? b : a;
}

void flue_control_verdict(const flue_control_result *r, flue_lang lang, flue_text *out) {
  flue_control_group *groups = NULL;
  const flue_control_row *worst = NULL;
  size_t n = 0, failed = 0, judged = 0;
  if (flue_control_group_rows(r, 0, &groups, &n) != FLUE_OK) out->failed = 1;
  for (size_t i = 0; i < n; ++i) {
    judged += groups[i].n > 0;
    failed += groups[i].n_failed > 0;
    if (groups[i].n_failed > 0) worst = worse(worst, &r->row[groups[i].worst]);
  }
  free(groups);
  flue_control_text a, b, c;
  snprintf(a.text, sizeof a.text, "%zu", failed);
  snprintf(b.text, sizeof b.text, "%zu", judged);
  snprintf(c.text, sizeof c.text, "%zu", r->n_rows);
  const char *args[] = {b.text, c.text};
  if (worst)
    say_not_met(r, worst, a.text, b.text, lang, out);
  else
    add_message(out, judged ? FLUE_MSG_CONTROL_ALL_MET : FLUE_MSG_CONTROL_NONE_JUDGED, lang, 2,
                args);
}

/* ---- table ---- */

static void add_cell(flue_text *out, const char *text) {
  flue_csv_text(out, text);
  flue_text_add(out, ",");
}

static void add_number(flue_text *out, double value) {
  flue_csv_number(out, value);
  flue_text_add(out, ",");
}

static void add_row(flue_text *out, const flue_control_result *r, const flue_control_row *row) {
  static const char *const quantities[FLUE_CONTROL_QUANTITIES] = {
      "dp_stair",   "dp_lobby",         "dp_lift",       "dp_exit",      "door_speed",
      "door_force", "supply_delivered", "supply_design", "supply_table", "exhaust"};
  static const char *const doors[] = {"closed", "open", "fire_storey", "exit", ""};
  static const char *const verdicts[] = {"pass", "fail", "not_applicable"};
  const flue_limit *l = flue_limits_get(r->limits, row->limit);
  const int has_weather = row->weather != FLUE_CONTROL_ANY;
  const flue_control_weather_used *w = has_weather ? &r->weather[row->weather] : NULL;
  const double scale = flue_control_scale(row->quantity);
  add_cell(out, FLUE_CODE_NAMES[l->code]);
  add_cell(out, l->edition);
  add_cell(out, l->clause);
  add_cell(out, l->is_verified ? "verified" : "unverified");
  add_cell(out, quantities[row->quantity]);
  add_cell(out, doors[row->doors]);
  add_cell(out, row->storey == FLUE_CONTROL_ANY ? "" : r->storey[row->storey]);
  add_cell(out, w ? w->id : "");
  add_number(out, w ? w->temp_k - 273.15 : NAN);
  add_number(out, w ? w->wind_speed : NAN);
  add_number(out, w ? w->wind_from_deg : NAN);
  add_cell(out, r->subject[row->subject]);
  add_number(out, row->value * scale);
  add_number(out, row->least * scale);
  add_number(out, row->most * scale);
  add_cell(out, flue_control_unit(row->quantity));
  flue_csv_text(out, verdicts[row->verdict]);
  flue_text_add(out, "\n");
}

flue_status flue_control_csv(flue_ctx *ctx, const flue_control_result *r, const char *folder) {
  flue_text out = {0};
  FLUE_TRY(flue_make_folder(ctx, folder));
  flue_text_add(&out,
                "code,edition,clause,status,quantity,doors,fire_storey,weather,outside_C,"
                "wind_m_s,wind_from_deg,subject,value,least,most,unit,verdict\n");
  for (size_t i = 0; i < r->n_rows; ++i) add_row(&out, r, &r->row[i]);
  char *path = flue_format("%s/control.csv", folder);
  flue_status status = path && !out.failed ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) status = flue_write_file(ctx, path, out.data, out.length);
  free(path);
  flue_text_clear(&out);
  return status;
}

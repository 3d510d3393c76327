/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weather over time: tables of the scenario, rows of a file that the simulation needs. */
#include "scenarios/weather.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/reader.h"
#include "scenarios/weather_file.h"

/** What the checks share. */
typedef struct checker {
  flue_scenario *scenario;
  flue_weather *weather;
  flue_diagnostics *list;
} checker;

#define find(c, message, at, ...) \
  flue_diagnostics_add((c)->list, (message), (at)->line, (at)->column, __VA_ARGS__)

/* ---- tables ---- */

typedef struct named_numbers {
  const char *name;
  const flue_numbers *numbers;
} named_numbers;
enum { n_columns = 5 };

static void list_columns(const flue_weather *w, named_numbers out[n_columns]) {
  const named_numbers all[n_columns] = {{"temperatures", &w->temperatures},
                                        {"pressures", &w->pressures},
                                        {"wind_speeds", &w->wind_speeds},
                                        {"wind_from", &w->wind_from},
                                        {"humidities", &w->humidities}};
  memcpy(out, all, sizeof all);
}

static void refuse_lengths(checker *c, const named_numbers *column) {
  char n[32], times[32];
  snprintf(n, sizeof n, "%zu", column->numbers->n);
  snprintf(times, sizeof times, "%zu", c->weather->times.n);
  find(c, FLUE_MSG_LIST_LENGTHS, column->numbers, column->name, n, "times", times, NULL);
}

static void check_rise(checker *c) {
  const flue_numbers *t = &c->weather->times;
  char now[32], before[32];
  for (size_t i = 1; i < t->n; ++i) {
    if (t->v[i] >= t->v[i - 1]) continue;
    snprintf(now, sizeof now, "%g", t->v[i]);
    snprintf(before, sizeof before, "%g", t->v[i - 1]);
    find(c, FLUE_MSG_MUST_RISE, t, "times", now, before, NULL);
    return;
  }
}

/** @return 1 when there is a table; its findings go to the list. */
static int check_table(checker *c) {
  named_numbers column[n_columns];
  list_columns(c->weather, column);
  int any = c->weather->times.v != NULL;
  for (int i = 0; i < n_columns; ++i) {
    if (!column[i].numbers->v) continue;
    any = 1;
    if (column[i].numbers->n != c->weather->times.n) refuse_lengths(c, &column[i]);
  }
  check_rise(c);
  const flue_numbers *from = &c->weather->wind_from;
  if (from->v && !c->weather->wind_speeds.v)
    find(c, FLUE_MSG_NEEDS_OTHER_KEY, from, "wind_from", "wind_speeds", NULL);
  return any;
}

/** Parts of the wind of a table. */
static flue_status make_wind(checker *c, flue_ambient *a) {
  const flue_weather *w = c->weather;
  const size_t n = w->times.n;
  if (!w->wind_speeds.v) return FLUE_OK;
  double *east = flue_scenario_alloc(c->scenario, n, sizeof *east);
  double *north = flue_scenario_alloc(c->scenario, n, sizeof *north);
  if (!east || !north) return FLUE_ENOMEM;
  const double steady = flue_distribution_quantile(&w->wind.from.d, 0.5);
  for (size_t i = 0; i < n; ++i)
    flue_wind_parts(w->wind_speeds.v[i], w->wind_from.v ? w->wind_from.v[i] : steady, &east[i],
                    &north[i]);
  a->east = east;
  a->north = north;
  return FLUE_OK;
}

static flue_status use_table(checker *c) {
  const flue_weather *w = c->weather;
  flue_ambient *a = &c->weather->ambient;
  *a = (flue_ambient){.n = w->times.n,
                      .time_s = w->times.v,
                      .temp_k = w->temperatures.v,
                      .pressure = w->pressures.v,
                      .humidity = w->humidities.v};
  return make_wind(c, a);
}

/* ---- files ---- */

/** Path of the weather file; relative to the folder of the scenario. Owned; NULL: no memory. */
static char *file_path(const checker *c) {
  const char *file = c->weather->file.text, *scenario = c->scenario->path;
  const char *slash = scenario ? strrchr(scenario, '/') : NULL;
  if (file[0] == '/' || !slash) return flue_copy_text(file);
  return flue_format("%.*s/%s", (int)(slash - scenario), scenario, file);
}

/** When the simulation begins [s since 1970]. @return 0 with a finding. */
static int find_start(checker *c, const flue_weather_rows *rows, double *start) {
  const flue_word *word = &c->weather->start;
  *start = rows ? rows->time_s[0] : 0.0;
  const flue_calendar calendar = rows ? rows->calendar : FLUE_CALENDAR_STANDARD;
  if (!word->text || flue_date_read(word->text, calendar, start)) return 1;
  find(c, FLUE_MSG_WEATHER_DATE, word, word->text, NULL);
  return 0;
}

/** The rows that the simulation runs through, and one on either side. @return 0 with a finding. */
static int cut_rows(checker *c, const flue_weather_rows *rows, double start, size_t *first,
                    size_t *last) {
  const double end = start + c->scenario->root.run.end.d.p[0], close = 1e-3; /* [s] */
  const flue_word *place = c->weather->start.text ? &c->weather->start : &c->weather->file;
  if (start < rows->time_s[0] - close || end > rows->time_s[rows->n - 1] + close) {
    char from[FLUE_DATE_TEXT], to[FLUE_DATE_TEXT], begins[FLUE_DATE_TEXT], ends[FLUE_DATE_TEXT];
    flue_date_print(start, from);
    flue_date_print(end, to);
    flue_date_print(rows->time_s[0], begins);
    flue_date_print(rows->time_s[rows->n - 1], ends);
    find(c, FLUE_MSG_WEATHER_RANGE, place, from, to, c->weather->file.text, begins, ends, NULL);
    return 0;
  }
  *first = 0;
  while (*first + 1 < rows->n && rows->time_s[*first + 1] <= start) ++*first;
  *last = *first;
  while (*last + 1 < rows->n && rows->time_s[*last] < end) ++*last;
  return 1;
}

/** A finding for the first value that the simulation needs and the file misses. */
static int check_missing(checker *c, const flue_weather_rows *rows, size_t first, size_t last) {
  static const char *const names[FLUE_WEATHER_COLUMN_COUNT] = {
      "air_temperature", "surface_air_pressure", "relative_humidity", "eastward_wind",
      "northward_wind"};
  for (int k = 0; k < FLUE_WEATHER_COLUMN_COUNT; ++k)
    for (size_t i = first; rows->column[k] && i <= last; ++i) {
      if (!isnan(rows->column[k][i])) continue;
      char when[FLUE_DATE_TEXT];
      flue_date_print(rows->time_s[i], when);
      find(c, FLUE_MSG_WEATHER_GAP, &c->weather->file, c->weather->file.text, names[k], when, NULL);
      return 0;
    }
  return 1;
}

static const double *part(const flue_weather_rows *rows, flue_weather_column k, size_t first) {
  return rows->column[k] ? rows->column[k] + first : NULL;
}

static void use_rows(checker *c, flue_weather_rows *rows, double start, size_t first, size_t last) {
  for (size_t i = first; i <= last; ++i) rows->time_s[i] -= start;
  c->weather->ambient = (flue_ambient){.n = last - first + 1,
                                       .time_s = rows->time_s + first,
                                       .temp_k = part(rows, FLUE_WEATHER_TEMPERATURE, first),
                                       .pressure = part(rows, FLUE_WEATHER_PRESSURE, first),
                                       .humidity = part(rows, FLUE_WEATHER_HUMIDITY, first),
                                       .east = part(rows, FLUE_WEATHER_EAST, first),
                                       .north = part(rows, FLUE_WEATHER_NORTH, first)};
}

static flue_status use_file(checker *c) {
  flue_weather_rows rows;
  double start;
  size_t first, last;
  if (!find_start(c, NULL, &start)) return FLUE_OK;
  char *path = file_path(c);
  if (!path) return FLUE_ENOMEM;
  const flue_status status = flue_weather_file_read(c->scenario, path, &c->weather->file,
                                                    &c->weather->position, c->list, &rows);
  free(path);
  FLUE_TRY(status);
  if (rows.n > 0 && find_start(c, &rows, &start) && cut_rows(c, &rows, start, &first, &last) &&
      check_missing(c, &rows, first, last))
    use_rows(c, &rows, start, first, last);
  return FLUE_OK;
}

/* ---- whole ---- */

flue_status flue_weather_check(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list) {
  checker c = {.scenario = scenario, .weather = &scenario->root.site.weather, .list = list};
  const size_t before = list->errors;
  const int has_table = check_table(&c);
  const flue_word *file = &c.weather->file;
  flue_status status = FLUE_OK;
  if (file->text && has_table)
    find(&c, FLUE_MSG_WEATHER_BOTH, file, NULL);
  else if (!file->text && c.weather->start.text)
    find(&c, FLUE_MSG_NEEDS_OTHER_KEY, &c.weather->start, "start", "file", NULL);
  else if (file->text)
    status = use_file(&c);
  else if (list->errors == before && has_table)
    status = use_table(&c);
  if (status != FLUE_OK) flue_fail(ctx, status, __FILE__, __LINE__, "no memory for the weather");
  return status;
}

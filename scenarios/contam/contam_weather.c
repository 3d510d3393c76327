/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/contam/contam_weather.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/ambient.h"

static const double day_s = 86400.0;
static const int days_of_month[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
enum { days_of_year = 365, longest_line = 512 };

/** A row of the file. */
typedef struct row {
  double time_s; /**< Since the start of the year of the first day of the file. */
  double temp_k, pressure, speed, from_deg;
} row;

/** Work in progress. */
typedef struct reader {
  const contam_project *p;
  flue_diagnostics *list;
  contam_weather *out;
  FILE *file;
  int line, dates;       /**< Lines read; dates of the head met. */
  int first_day;         /**< Of the file, from 0. */
  double start_s, end_s; /**< Of the run, as row.time_s. */
  row first, last;       /**< Of the file. */
  size_t rows;
} reader;

/* ---- the file ---- */

/** NULL: it is not there, or no file. */
static FILE *open_in(const char *folder, size_t n, const char *name) {
  char *path = flue_format("%.*s%s", (int)n, folder, name);
  FILE *file = path ? fopen(path, "r") : NULL;
  free(path);
  if (!file) return NULL;
  const int first = fgetc(file);
  if (!ferror(file)) {
    if (first != EOF) ungetc(first, file);
    return file;
  }
  fclose(file);
  return NULL;
}

/** Opens the file as it is named, or by its name alone; NULL: it is not there. */
static FILE *open_file(const char *project_path, const char *name) {
  const char *slash = project_path ? strrchr(project_path, '/') : NULL;
  const size_t folder = slash ? (size_t)(slash + 1 - project_path) : 0;
  const char *base = name;
  for (const char *c = name; *c; ++c)
    if (*c == '/' || *c == '\\') base = c + 1;
  const char *from = project_path ? project_path : "";
  FILE *file = open_in(from, name[0] == '/' ? 0 : folder, name);
  return file || base == name ? file : open_in(from, folder, base);
}

/* ---- rows ---- */

/** Day from 0 of a month and a day; counted on into the next year before the first of the file. */
static int day_of(const reader *r, int month, int day) {
  const int of_year = contam_day_of_year(month, day);
  return r->dates > 0 && of_year < r->first_day ? of_year + days_of_year : of_year;
}

/** The weather between two rows, the wind as a vector. */
static row between(const row *a, const row *b, double time_s) {
  const double time[] = {a->time_s, b->time_s}, temp[] = {a->temp_k, b->temp_k},
               pressure[] = {a->pressure, b->pressure};
  double east[2], north[2];
  flue_wind_parts(a->speed, a->from_deg, &east[0], &north[0]);
  flue_wind_parts(b->speed, b->from_deg, &east[1], &north[1]);
  const flue_ambient two = {.n = 2,
                            .time_s = time,
                            .temp_k = temp,
                            .pressure = pressure,
                            .east = east,
                            .north = north,
                            .constant.wind_from = a->from_deg};
  const flue_outside air = flue_ambient_at(&two, time_s);
  return (row){time_s, air.temp_k, air.pressure, air.wind_speed, air.wind_from};
}

static int put(reader *r, const row *v) {
  contam_weather *w = r->out;
  double **const columns[] = {&w->time_s, &w->temp_k, &w->pressure, &w->speed, &w->from_deg};
  const double values[] = {v->time_s - r->start_s, v->temp_k, v->pressure, v->speed,
                           v->from_deg - 360.0 * floor(v->from_deg / 360.0)};
  size_t capacity = w->capacity;
  for (size_t k = 0; k < sizeof columns / sizeof *columns; ++k) {
    capacity = w->capacity;
    if (flue_grow(columns[k], &capacity, w->n + 1, sizeof **columns[k]) != FLUE_OK) return 0;
    (*columns[k])[w->n] = values[k];
  }
  w->capacity = capacity;
  ++w->n;
  return 1;
}

/** Takes a row when the run reaches it: its start lies between two, or on one. @return 0 without
 *  memory. */
static int take_row(reader *r, const row *v) {
  const row before = r->last;
  if (r->rows++ == 0) r->first = *v;
  r->last = *v;
  const int is_after = r->rows > 1 && before.time_s >= r->end_s;
  if (v->time_s < r->start_s || is_after) return 1;
  if (r->out->n == 0 && v->time_s > r->start_s && r->rows > 1) {
    const row start = between(&before, v, r->start_s);
    if (!put(r, &start)) return 0;
  }
  return put(r, v);
}

/** Whether the numbers of a row can be weather. */
static int is_sound(const row *v) {
  const double range[][3] = {{v->temp_k, 150.0, 400.0},
                             {v->pressure, 1e4, 2e5},
                             {v->speed, 0.0, 60.0},
                             {v->from_deg, -360.0, 720.0}};
  for (size_t k = 0; k < sizeof range / sizeof *range; ++k)
    if (!(range[k][0] >= range[k][1] && range[k][0] <= range[k][2])) return 0;
  return 1;
}

/** A row "07:30:00 283.15 101325 2 270 ..." of a day. @return FLUE_EARG when it is none. */
static flue_status take_hour(reader *r, int day, const char *text) {
  int hour, minute, second, used = 0;
  row v;
  if (sscanf(text, " %d : %d : %d%n", &hour, &minute, &second, &used) != 3 || hour < 0 ||
      hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return FLUE_EARG;
  if (sscanf(text + used, " %lf %lf %lf %lf", &v.temp_k, &v.pressure, &v.speed, &v.from_deg) != 4)
    return FLUE_EARG;
  v.time_s = day_s * day + 3600.0 * hour + 60.0 * minute + second;
  if (!is_sound(&v) || (r->rows > 0 && v.time_s <= r->last.time_s)) return FLUE_EARG;
  return take_row(r, &v) ? FLUE_OK : FLUE_ENOMEM;
}

/** The first and the last day of the file. The run counts on into the next year before the first.
 */
static void take_date(reader *r, int day) {
  if (r->dates++ > 0) return;
  r->first_day = day;
  if (r->p->first_day >= day) return;
  r->start_s += day_s * days_of_year;
  r->end_s += day_s * days_of_year;
}

/** A line after the first two. @return FLUE_ENOMEM, FLUE_EARG when it is none of a weather file. */
static flue_status take_line(reader *r, const char *text) {
  int month, day, used = 0, week_day, type;
  if (sscanf(text, " %d / %d%n", &month, &day, &used) != 2 || month < 1 || month > 12 || day < 1 ||
      day > days_of_month[month - 1])
    return FLUE_EARG;
  const int of_file = day_of(r, month, day);
  const char *rest = text + used;
  if (r->dates < 2) {
    take_date(r, of_file);
    return FLUE_OK;
  }
  if (strchr(rest, ':')) return take_hour(r, of_file, rest);
  if (sscanf(rest, " %d %d", &week_day, &type) != 2 || type < 1 || type > contam_day_types)
    return FLUE_EARG;
  if (of_file == (int)floor(r->start_s / day_s)) r->out->day_type = type;
  return FLUE_OK;
}

/* ---- whole ---- */

static void find_row(const reader *r, char *text) {
  char line[24];
  text[strcspn(text, "\r\n")] = '\0';
  snprintf(line, sizeof line, "%d", r->line);
  flue_diagnostics_add(r->list, FLUE_MSG_CONTAM_WEATHER_ROW, r->p->weather_line, 1,
                       r->p->weather_file, line, text, NULL);
}

/** Month, day and hour of a time, "7/14 06:00". */
static void print_time(double time_s, char *text, size_t size) {
  const long minutes = lround(time_s / 60.0);
  int day = (int)(minutes / 1440 % days_of_year), month = 0;
  while (day >= days_of_month[month]) day -= days_of_month[month++];
  snprintf(text, size, "%d/%d %02d:%02d", month + 1, day + 1, (int)(minutes % 1440 / 60),
           (int)(minutes % 60));
}

static void find_span(const reader *r) {
  char has[2][64] = {"-", "-"}, wanted[2][64];
  print_time(r->start_s, wanted[0], sizeof wanted[0]);
  print_time(r->end_s, wanted[1], sizeof wanted[1]);
  if (r->rows > 0) {
    print_time(r->first.time_s, has[0], sizeof has[0]);
    print_time(r->last.time_s, has[1], sizeof has[1]);
  }
  flue_diagnostics_add(r->list, FLUE_MSG_CONTAM_WEATHER_SPAN, r->p->weather_line, 1,
                       r->p->weather_file, has[0], has[1], wanted[0], wanted[1], NULL);
}

/** The next line, cut to fit; passes over what does not. @return 0 at the end. */
static int next_line(reader *r, char text[longest_line]) {
  if (!fgets(text, longest_line, r->file)) return 0;
  ++r->line;
  if (strchr(text, '\n')) return 1;
  for (int c = fgetc(r->file); c != EOF && c != '\n';) c = fgetc(r->file);
  return 1;
}

static flue_status read_lines(reader *r) {
  char text[longest_line];
  while (next_line(r, text)) {
    const int is_head = r->line <= 2; /* what it is, and a description */
    if (is_head || text[strspn(text, " \t\r\n")] == '\0' || text[0] == '!') continue;
    const flue_status status = take_line(r, text);
    if (status == FLUE_ENOMEM) return status;
    if (status == FLUE_OK) continue;
    find_row(r, text);
    return FLUE_OK;
  }
  const int is_covered = r->rows > 0 && r->first.time_s <= r->start_s && r->last.time_s >= r->end_s;
  if (!is_covered) find_span(r);
  return FLUE_OK;
}

flue_status contam_weather_read(const char *project_path, const contam_project *project,
                                flue_diagnostics *list, contam_weather *out) {
  *out = (contam_weather){0};
  const char *name = project->weather_file ? project->weather_file : "null";
  if (!project->is_transient || strcmp(name, "null") == 0 || name[0] == '\0') return FLUE_OK;
  const double start_s = day_s * project->first_day + project->start_s;
  reader r = {.p = project,
              .list = list,
              .out = out,
              .start_s = start_s,
              .end_s = start_s + project->end_s};
  r.file = open_file(project_path, project->weather_file);
  if (!r.file) {
    flue_diagnostics_add(list, FLUE_MSG_CONTAM_WEATHER, project->weather_line, 1,
                         project->weather_file, NULL);
    return FLUE_OK;
  }
  const flue_status status = read_lines(&r);
  fclose(r.file);
  return status;
}

void contam_weather_clear(contam_weather *w) {
  double *const columns[] = {w->time_s, w->temp_k, w->pressure, w->speed, w->from_deg};
  for (size_t k = 0; k < sizeof columns / sizeof *columns; ++k) free(columns[k]);
  *w = (contam_weather){0};
}

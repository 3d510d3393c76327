/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/memory.h"

/** Speed off the roads [m s-1]; assumed. */
static const double off_road = 15.0 / 3.6;

const double FLUE_COVERAGE_RANGE = 0.25;

/* ---- reading ---- */

/** A table of sites under way. */
typedef struct reading {
  const flue_table *table;
  flue_diagnostics *findings;
  size_t id, kind, lon, lat, number; /**< Columns; the last is crew or weight. */
} reading;

static void tell(const reading *r, flue_message message, size_t row, size_t column,
                 const char *found) {
  flue_diagnostics_add(r->findings, message, flue_table_line(r->table, row),
                       flue_table_place(r->table, row, column), found, NULL);
}

/** A number within limits. An empty cell, or a column that is not there, is `empty`. */
static double number_in(const reading *r, size_t row, size_t column, double least, double most,
                        double empty, flue_message message) {
  const char *text = flue_table_cell(r->table, row, column);
  char *end = NULL;
  if (!*text && !isinf(empty)) return empty;
  const double value = strtod(text, &end);
  if (end != text && !*end && value >= least && value <= most) return value;
  tell(r, message, row, column, text);
  return 0.0;
}

static flue_status read_kinds(flue_ctx *ctx, flue_station_cover *c) {
  const flue_embedded *data = flue_embedded_find("stations");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table models/data/stations.csv is not built in");
  FLUE_TRY(flue_table_parse(ctx, "models/data/stations.csv", (const char *)data->bytes,
                            data->length, &c->kinds));
  const flue_table *t = c->kinds;
  FLUE_CHECK(flue_table_rows(t) == FLUE_STATION_KINDS, ctx, FLUE_EARG,
             "models/data/stations.csv has %zu kinds", flue_table_rows(t));
  for (size_t k = 0; k < FLUE_STATION_KINDS; ++k) {
    flue_station_kind *kind = &c->kind[k];
    double responds;
    kind->id = flue_table_cell(t, k, flue_table_column(t, "kind"));
    kind->text[FLUE_EN] = flue_table_cell(t, k, flue_table_column(t, "text_en"));
    kind->text[FLUE_ZH] = flue_table_cell(t, k, flue_table_column(t, "text_zh"));
    FLUE_TRY(flue_table_number(ctx, t, k, flue_table_column(t, "crew"), &kind->crew));
    FLUE_TRY(flue_table_number(ctx, t, k, flue_table_column(t, "responds"), &responds));
    kind->responds = responds > 0.0;
  }
  return FLUE_OK;
}

static int kind_of(const reading *r, const flue_station_cover *c, size_t row) {
  const char *text = flue_table_cell(r->table, row, r->kind);
  for (int k = 0; k < FLUE_STATION_KINDS; ++k)
    if (strcmp(c->kind[k].id, text) == 0) return k;
  tell(r, FLUE_MSG_COVERAGE_KIND, row, r->kind, text);
  return 0;
}

static int is_twice(const flue_coverage_site *site, size_t n, const char *id) {
  for (size_t i = 0; i < n; ++i)
    if (strcmp(site[i].id, id) == 0) return 1;
  return 0;
}

static flue_coverage_site read_site(const reading *r, size_t row) {
  const double most_lon = 180.0, most_lat = 90.0;
  flue_coverage_site site = {.id = flue_table_cell(r->table, row, r->id)};
  if (!*site.id) tell(r, FLUE_MSG_COVERAGE_NAMELESS, row, r->id, NULL);
  site.lon = number_in(r, row, r->lon, -most_lon, most_lon, INFINITY, FLUE_MSG_COVERAGE_LON);
  site.lat = number_in(r, row, r->lat, -most_lat, most_lat, INFINITY, FLUE_MSG_COVERAGE_LAT);
  return site;
}

/** Opens a table and finds its columns. @param words  Of the needed columns, ended by NULL. */
static flue_status open_sites(flue_ctx *ctx, const char *path, const char *const *words,
                              flue_diagnostics *findings, flue_table **table) {
  FLUE_TRY(flue_table_read(ctx, path, table));
  findings->file = path;
  for (size_t k = 0; words[k]; ++k)
    if (flue_table_column(*table, words[k]) == (size_t)-1)
      flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_COLUMN, 1, 1, words[k], NULL);
  return findings->errors ? flue_diagnostics_fail(ctx, findings) : FLUE_OK;
}

static reading begin(const flue_table *table, flue_diagnostics *findings, const char *id,
                     const char *number) {
  return (reading){.table = table,
                   .findings = findings,
                   .id = flue_table_column(table, id),
                   .kind = flue_table_column(table, "kind"),
                   .lon = flue_table_column(table, "lon"),
                   .lat = flue_table_column(table, "lat"),
                   .number = flue_table_column(table, number)};
}

static flue_status read_stations(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                                 flue_station_cover *c) {
  static const char *const words[] = {"station", "kind", "lon", "lat", NULL};
  const double most_crew = 1e4;
  FLUE_TRY(open_sites(ctx, path, words, findings, &c->stations));
  const reading r = begin(c->stations, findings, "station", "crew");
  const size_t n = flue_table_rows(c->stations);
  if (!(c->station = flue_alloc(n + 1, sizeof *c->station))) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) {
    flue_coverage_site site = read_site(&r, i);
    site.kind = kind_of(&r, c, i);
    site.crew = number_in(&r, i, r.number, 0.0, most_crew, NAN, FLUE_MSG_COVERAGE_NUMBER);
    if (*site.id && is_twice(c->station, i, site.id))
      tell(&r, FLUE_MSG_COVERAGE_TWICE, i, r.id, site.id);
    c->station[c->n_stations++] = site;
  }
  if (!n) flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_EMPTY, 1, 1, NULL);
  return findings->errors ? flue_diagnostics_fail(ctx, findings) : FLUE_OK;
}

static flue_status read_places(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                               flue_station_cover *c) {
  static const char *const words[] = {"place", "lon", "lat", NULL};
  const double most_weight = 1e12;
  FLUE_TRY(open_sites(ctx, path, words, findings, &c->places));
  const reading r = begin(c->places, findings, "place", "weight");
  const size_t n = flue_table_rows(c->places);
  if (!(c->place = flue_alloc(n + 1, sizeof *c->place))) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) {
    flue_coverage_site site = read_site(&r, i);
    site.weight = number_in(&r, i, r.number, 0.0, most_weight, 1.0, FLUE_MSG_COVERAGE_NUMBER);
    c->place[c->n_places++] = site;
  }
  return findings->errors ? flue_diagnostics_fail(ctx, findings) : FLUE_OK;
}

flue_status flue_coverage_read(flue_ctx *ctx, const char *stations, const char *places,
                               flue_diagnostics *findings, flue_station_cover *out) {
  FLUE_TRY(read_kinds(ctx, out));
  FLUE_TRY(read_stations(ctx, stations, findings, out));
  return places ? read_places(ctx, places, findings, out) : FLUE_OK;
}

void flue_coverage_clear(flue_station_cover *c) {
  flue_table_destroy(&c->kinds);
  flue_table_destroy(&c->stations);
  flue_table_destroy(&c->places);
  free(c->station);
  free(c->place);
  free(c->time_s);
  free(c->origin);
  *c = (flue_station_cover){0};
}

/* ---- what is reached ---- */

static void count_crews(flue_station_cover *c) {
  for (size_t i = 0; i < c->n_stations; ++i) {
    const flue_coverage_site *s = &c->station[i];
    flue_station_kind *kind = &c->kind[s->kind];
    kind->n++;
    if (isnan(s->crew)) continue;
    kind->told++;
    kind->present += s->crew;
    kind->lacking += fmax(0.0, kind->crew - s->crew);
  }
}

/** Adds what lies a time away to a sum. */
static void add_at(flue_coverage_sum *sum, double amount, double time_s, double within_s) {
  sum->all += amount;
  if (time_s <= within_s) sum->within += amount;
  if (time_s <= within_s * (1.0 - FLUE_COVERAGE_RANGE)) sum->low += amount;
  if (time_s <= within_s * (1.0 + FLUE_COVERAGE_RANGE)) sum->high += amount;
}

/** Roads count by their length for each direction, when their end is reached. */
static void sum_roads(const flue_roads *roads, flue_station_cover *c) {
  c->roads = (flue_coverage_sum){0};
  for (size_t k = 0; k < roads->n_roads; ++k) {
    const flue_road *road = &roads->road[k];
    add_at(&c->roads, (double)road->length_m, c->time_s[road->from] + (double)road->time_s,
           c->within_s);
  }
}

static void sum_places(flue_station_cover *c) {
  c->weights = (flue_coverage_sum){0};
  c->places_within = 0;
  for (size_t i = 0; i < c->n_places; ++i) {
    flue_coverage_site *p = &c->place[i];
    const int is_reached = p->node != FLUE_ROADS_NOWHERE;
    p->time_s = is_reached ? c->time_s[p->node] + p->way_m / off_road : INFINITY;
    p->origin = is_reached ? c->origin[p->node] : FLUE_ROADS_NOWHERE;
    c->places_within += p->time_s <= c->within_s;
    add_at(&c->weights, p->weight, p->time_s, c->within_s);
  }
}

/** @param counts  Nodes on which they may be. */
static void place_on_roads(const flue_roads *roads, const unsigned char *counts,
                           flue_coverage_site *site, size_t n) {
#pragma omp parallel for schedule(static)
  for (size_t i = 0; i < n; ++i)
    site[i].node = flue_roads_nearest(roads, counts, site[i].lon, site[i].lat, &site[i].way_m);
}

/** Times from all stations that respond. @param counts  Room for a mark of each node. */
static flue_status reach(const flue_roads *roads, unsigned char *counts, uint32_t *source,
                         double *start_s, flue_station_cover *c) {
  FLUE_TRY(flue_roads_main(roads, counts));
  place_on_roads(roads, counts, c->station, c->n_stations);
  for (size_t i = 0; i < c->n_stations; ++i) {
    const flue_coverage_site *s = &c->station[i];
    source[i] = c->kind[s->kind].responds ? s->node : FLUE_ROADS_NOWHERE;
    start_s[i] = s->way_m / off_road;
  }
  FLUE_TRY(flue_roads_reach(roads, source, start_s, c->n_stations, c->time_s, c->origin));
  for (size_t i = 0; i < roads->n_nodes; ++i) counts[i] = c->origin[i] != FLUE_ROADS_NOWHERE;
  place_on_roads(roads, counts, c->place, c->n_places);
  return FLUE_OK;
}

flue_status flue_coverage_find(const flue_roads *roads, double within_s, flue_station_cover *c) {
  uint32_t *source = flue_alloc(c->n_stations + 1, sizeof *source);
  double *start_s = flue_alloc(c->n_stations + 1, sizeof *start_s);
  unsigned char *counts = flue_alloc(roads->n_nodes + 1, 1);
  c->within_s = within_s;
  c->time_s = flue_alloc(roads->n_nodes + 1, sizeof *c->time_s);
  c->origin = flue_alloc(roads->n_nodes + 1, sizeof *c->origin);
  const int has_room = source && start_s && counts && c->time_s && c->origin;
  const flue_status status = has_room ? reach(roads, counts, source, start_s, c) : FLUE_ENOMEM;
  free(source);
  free(start_s);
  free(counts);
  if (status != FLUE_OK) return status;
  count_crews(c);
  sum_roads(roads, c);
  sum_places(c);
  return FLUE_OK;
}

double flue_coverage_crew(const flue_station_cover *c) {
  double sum = 0.0;
  for (size_t k = 0; k < FLUE_STATION_KINDS; ++k) sum += (double)c->kind[k].n * c->kind[k].crew;
  return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coverage on the screen, as tables and as a map. */
#include <math.h>
#include <stdio.h>

#include "postproc/atomic_file.h"
#include "postproc/coverage.h"
#include "postproc/csv_text.h"

enum { number_size = 32 };

const char *const FLUE_COVERAGE_FILE[FLUE_COVERAGE_FILES] = {"reach_stations.csv",
                                                             "reach_places.csv", "reach.geojson"};

static const double minute = 60.0;

static const char *number(char *buffer, const char *format, double value) {
  snprintf(buffer, number_size, format, value);
  return buffer;
}

static double percent(double part, double all) {
  return all > 0.0 ? 100.0 * part / all : 0.0;
}

static void show_crews(const flue_station_cover *c, flue_lang lang, flue_text *out) {
  char a[number_size], b[number_size], d[number_size], e[number_size], f[number_size];
  for (size_t k = 0; k < FLUE_STATION_KINDS; ++k) {
    const flue_station_kind *kind = &c->kind[k];
    if (!kind->n) continue;
    flue_message_line(
        out, lang, FLUE_MSG_COVERAGE_CREW, kind->text[lang], number(a, "%.0f", (double)kind->n),
        number(b, "%.0f", (double)kind->n * kind->crew), number(f, "%.0f", (double)kind->told),
        number(d, "%.0f", kind->present), number(e, "%.0f", kind->lacking), NULL);
  }
  flue_message_line(out, lang, FLUE_MSG_COVERAGE_CREWS, number(a, "%.0f", flue_coverage_crew(c)),
                    NULL);
}

void flue_coverage_screen(const flue_station_cover *c, flue_lang lang, flue_text *out) {
  char a[number_size], b[number_size], d[number_size], e[number_size], f[number_size];
  const flue_coverage_sum *r = &c->roads, *w = &c->weights;
  show_crews(c, lang, out);
  flue_message_line(out, lang, FLUE_MSG_COVERAGE_ROADS, number(a, "%.3g", c->within_s / minute),
                    number(b, "%.1f", percent(r->within, r->all)),
                    number(d, "%.0f", r->all / 1000.0), number(e, "%.1f", percent(r->low, r->all)),
                    number(f, "%.1f", percent(r->high, r->all)), NULL);
  if (!c->n_places) return;
  flue_message_line(
      out, lang, FLUE_MSG_COVERAGE_PLACES, number(a, "%.0f", (double)c->places_within),
      number(b, "%.0f", (double)c->n_places), number(d, "%.1f", percent(w->within, w->all)),
      number(e, "%.1f", percent(w->low, w->all)), number(f, "%.1f", percent(w->high, w->all)),
      NULL);
}

/** Stations with their crews and what they are first at. */
static void add_station(const flue_station_cover *c, const flue_roads *roads, size_t i,
                        flue_text *out) {
  const flue_coverage_site *s = &c->station[i];
  double length = 0.0, weight = 0.0;
  size_t n = 0;
  for (size_t k = 0; k < roads->n_roads; ++k)
    if (c->origin[roads->road[k].from] == i) length += (double)roads->road[k].length_m;
  for (size_t k = 0; k < c->n_places; ++k) {
    if (c->place[k].origin != i) continue;
    weight += c->place[k].weight;
    ++n;
  }
  const flue_station_kind *kind = &c->kind[s->kind];
  const double numbers[] = {s->crew,         kind->crew, fmax(0.0, kind->crew - s->crew),
                            length / 1000.0, (double)n,  weight};
  flue_csv_text(out, s->id);
  flue_text_add(out, ",%s", kind->id);
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k) {
    flue_text_add(out, ",");
    flue_csv_number(out, k == 2 && isnan(s->crew) ? NAN : numbers[k]);
  }
  flue_text_add(out, "\n");
}

static void add_place(const flue_station_cover *c, const flue_coverage_site *p, flue_text *out) {
  flue_csv_text(out, p->id);
  flue_text_add(out, ",");
  if (p->origin != FLUE_ROADS_NOWHERE) flue_csv_text(out, c->station[p->origin].id);
  flue_text_add(out, ",");
  flue_csv_number(out, p->time_s / minute);
  flue_text_add(out, ",%d\n", p->time_s <= c->within_s);
}

/** Roads that are reached in a quarter more than the time, as lines. */
static void add_map(const flue_station_cover *c, const flue_roads *roads, flue_text *out) {
  int n = 0;
  flue_text_add(out, "{\"type\": \"FeatureCollection\", \"features\": [\n");
  for (size_t k = 0; k < roads->n_roads; ++k) {
    const flue_road *road = &roads->road[k];
    const double time_s = c->time_s[road->from] + (double)road->time_s;
    if (!(time_s <= (1.0 + FLUE_COVERAGE_RANGE) * c->within_s)) continue;
    flue_text_add(out,
                  "%s{\"type\": \"Feature\", \"properties\": {\"minutes\": %.2f, \"within\": %d}, "
                  "\"geometry\": {\"type\": \"LineString\", \"coordinates\": [[%.7f, %.7f], [%.7f, "
                  "%.7f]]}}",
                  n++ ? ",\n" : "", time_s / minute, time_s <= c->within_s, roads->lon[road->from],
                  roads->lat[road->from], roads->lon[road->to], roads->lat[road->to]);
  }
  flue_text_add(out, "\n]}\n");
}

flue_status flue_coverage_write(flue_ctx *ctx, const flue_station_cover *c, const flue_roads *roads,
                                const char *folder) {
  flue_text out = {0};
  FLUE_TRY(flue_make_folder(ctx, folder));
  flue_text_add(&out, "station,kind,crew,least,lacking,first_on_km,first_at_places,their_weight\n");
  for (size_t i = 0; i < c->n_stations; ++i) add_station(c, roads, i, &out);
  FLUE_TRY(flue_save_text(ctx, folder, FLUE_COVERAGE_FILE[0], &out));
  flue_text_add(&out, "place,station,minutes,within\n");
  for (size_t i = 0; i < c->n_places; ++i) add_place(c, &c->place[i], &out);
  FLUE_TRY(flue_save_text(ctx, folder, FLUE_COVERAGE_FILE[1], &out));
  add_map(c, roads, &out);
  return flue_save_text(ctx, folder, FLUE_COVERAGE_FILE[2], &out);
}

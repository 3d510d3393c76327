/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/coverage.h  What fire stations reach by road in a time, and whether their crews
 * are large enough.
 *
 * Times are of driving alone, at the mean speeds of models/data/road_speeds.csv, from the road
 * nearest to a station, of those that hang together, to the one nearest to a place, of those that
 * somebody reaches; the ways off the roads at 15 km/h. Delays at
 * junctions, traffic and closed gates are left out: speeds a quarter lower and higher (assumed)
 * give a range.
 */
#ifndef FLUE_POSTPROC_COVERAGE_H
#define FLUE_POSTPROC_COVERAGE_H

#include "core/diagnostics.h"
#include "core/table.h"
#include "models/roads.h"

enum { FLUE_STATION_KINDS = 6 };
/** How much lower and higher speeds may be [1]; assumed. */
extern const double FLUE_COVERAGE_RANGE;

/** A kind of station. Texts borrowed from the table of kinds. */
typedef struct flue_station_kind {
  const char *id, *text[2]; /**< By flue_lang. */
  double crew;              /**< At least. */
  int responds;
  size_t n;                /**< Stations of it. */
  size_t told;             /**< Of them with a crew. */
  double present, lacking; /**< Crew told, and what those lack of the least. */
} flue_station_kind;

/** A station or a place. Text borrowed from its table. */
typedef struct flue_coverage_site {
  const char *id;
  double lon, lat; /**< [degree] */
  int kind;        /**< Of a station. */
  double crew;     /**< Of a station; NaN: not told. */
  double weight;   /**< Of a place. */
  uint32_t node;   /**< Nearest on a road. */
  double way_m;    /**< To it. */
  double time_s;   /**< Of a place: INFINITY where nobody comes. */
  uint32_t origin; /**< Of a place: station that is there first. */
} flue_coverage_site;

/** Lengths of road [m] or weights of places: all, and within the time at the speeds of the table,
 * at lower and at higher ones. */
typedef struct flue_coverage_sum {
  double all, within, low, high;
} flue_coverage_sum;

/** Stations, places and what is reached. Zero-initialise; free with flue_coverage_clear(). */
typedef struct flue_station_cover {
  flue_table *kinds, *stations, *places; /**< Owned. */
  flue_station_kind kind[FLUE_STATION_KINDS];
  flue_coverage_site *station, *place; /**< Owned. */
  size_t n_stations, n_places;
  double within_s;
  double *time_s;   /**< Of the nodes of the roads, owned. */
  uint32_t *origin; /**< Station that is there first, owned. */
  flue_coverage_sum roads, weights;
  size_t places_within;
} flue_station_cover;

/**
 * Reads stations (columns station, kind, lon, lat, perhaps crew) and places (place, lon, lat,
 * perhaps weight). @param places  NULL for none.
 * @return FLUE_OK, FLUE_EINPUT (with findings of one file), FLUE_EIO or FLUE_ENOMEM.
 */
flue_status flue_coverage_read(flue_ctx *ctx, const char *stations, const char *places,
                               flue_diagnostics *findings, flue_station_cover *out);
void flue_coverage_clear(flue_station_cover *coverage);

/** Finds what is reached. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_coverage_find(const flue_roads *roads, double within_s,
                               flue_station_cover *coverage);

/** Least crew of all stations together. */
double flue_coverage_crew(const flue_station_cover *coverage);
/** Numbers for the screen. */
void flue_coverage_screen(const flue_station_cover *coverage, flue_lang lang, flue_text *out);
/** Names of the files written: stations, places, map. */
enum { FLUE_COVERAGE_FILES = 3 };
extern const char *const FLUE_COVERAGE_FILE[FLUE_COVERAGE_FILES];
/** Writes reach_stations.csv, reach_places.csv and reach.geojson (roads with the minutes to their
 * end). */
flue_status flue_coverage_write(flue_ctx *ctx, const flue_station_cover *coverage,
                                const flue_roads *roads, const char *folder);

#endif /* FLUE_POSTPROC_COVERAGE_H */

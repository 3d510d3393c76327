/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fire stations: acceptance 6 (crews of a set of stations) and 7 (times on a real road graph) of
   the reference on risk, what is reached in a grid of roads, and mistakes. */
#include <math.h>

#include "post_fixture.h"
#include "postproc/coverage.h"
#include "scenarios/roads_file.h"

static const char *write_file(const char *name, const char *text) {
  const char *path = scratch(name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
  return path;
}

static void add_stations(FILE *file, const char *kind, int n) {
  for (int i = 0; i < n; ++i) fprintf(file, "%s%d,%s,12.0,57.7\n", kind, i, kind);
}

/* 2 special, 7 first-class, 13 second-class stations: 2 45 + 7 30 + 13 20 = 560 */
static void crews_of_a_set_of_stations(void **state) {
  (void)state;
  flue_station_cover c = {0};
  flue_diagnostics findings = {0};
  const char *path = scratch("set.csv");
  FILE *file = fopen(path, "wb");
  fprintf(file, "station,kind,lon,lat\n");
  add_stations(file, "special", 2);
  add_stations(file, "first", 7);
  add_stations(file, "second", 13);
  fclose(file);
  assert_int_equal(flue_coverage_read(ctx, path, NULL, &findings, &c), FLUE_OK);
  flue_roads none = {0};
  assert_int_equal(flue_coverage_find(&none, 240, &c), FLUE_OK);
  assert_near(flue_coverage_crew(&c), 560, 0);
  flue_coverage_clear(&c);
}

/** A road to the east from (0, 0) in 12 pieces of 0.001 degree, each cut in three of 37.065 m that
 *  take 4.448 s at 30 km/h, and one of 27 pieces by which nobody comes. */
static const char *line_of_roads(void) {
  const char *path = scratch("line.geojson");
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  fprintf(file, "{\"type\": \"FeatureCollection\", \"features\": [\n");
  fprintf(file,
          "{\"properties\": {\"highway\": \"footway\"}, \"geometry\": {\"type\": "
          "\"LineString\", \"coordinates\": [[0, 0], [0, 1]]}},\n");
  fprintf(file,
          "{\"properties\": {\"highway\": \"residential\", \"oneway\": \"yes\"}, "
          "\"geometry\": {\"type\": \"LineString\", \"coordinates\": [[0, 0]");
  for (int k = 1; k <= 12; ++k) fprintf(file, ", [%.3f, 0]", 0.001 * k);
  fprintf(file,
          "]}},\n{\"properties\": {\"highway\": \"motorway\"}, \"geometry\": {\"type\": "
          "\"LineString\", \"coordinates\": [[-0.012, 0], [0, 0.0]]}}\n]}\n");
  fclose(file);
  return path;
}

static void a_line_is_reached_as_far_as_time_goes(void **state) {
  (void)state;
  flue_station_cover c = {0};
  flue_roads roads = {0};
  flue_diagnostics findings = {0};
  const char *stations = write_file("one.csv",
                                    "station,kind,lon,lat,crew\nA,first,0,0,28\n"
                                    "B,support,0.012,0,15\n");
  const char *places = write_file("places.csv",
                                  "place,lon,lat,weight\nnear,0.004,0,3\nfar,0.010,0,1\n"
                                  "west,-0.012,0,6\n");
  assert_int_equal(flue_coverage_read(ctx, stations, places, &findings, &c), FLUE_OK);
  assert_int_equal(flue_roads_read(ctx, line_of_roads(), &findings, &roads), FLUE_OK);
  assert_int_equal(roads.n_nodes, 1 + 36 + 27);
  assert_int_equal(roads.n_roads, 36 + 27);
  /* 80 s: 17 pieces of 4.448 s; a quarter less 13, a quarter more 22 */
  assert_int_equal(flue_coverage_find(&roads, 80, &c), FLUE_OK);
  const double piece = 6371008.8 * acos(-1.0) / 180e3;
  assert_near(c.roads.all, 24 * piece, 0.01);
  assert_near(c.roads.within, 17 * piece / 3, 0.01);
  assert_near(c.roads.low, 13 * piece / 3, 0.01);
  assert_near(c.roads.high, 22 * piece / 3, 0.01);
  assert_near(c.place[0].time_s, 4 * piece / (30 / 3.6), 1e-3);
  assert_int_equal(c.place[0].origin, 0);
  /* a motorway leads here, not back: from the nearest road that is reached on foot, so to say */
  assert_near(c.place[2].time_s, 12 * piece / (15 / 3.6), 1e-3);
  assert_near(c.weights.within / c.weights.all, 0.3, 1e-12);
  assert_int_equal(c.places_within, 1);
  assert_near(c.kind[1].lacking, 2, 0);
  flue_coverage_clear(&c);
  flue_roads_clear(&roads);
}

/* ways cross in the middle of pieces, where ours are cut, without a junction; an island, closed
   roads, lines of one position and those of null geometry are no part of what is driven on */
static void only_shared_positions_are_junctions(void **state) {
  (void)state;
  static const char town[] =
      "{\"features\": [\n"
      "{\"properties\": {\"highway\": \"residential\"}, \"geometry\": {\"type\": "
      "\"MultiLineString\", \"coordinates\": [[[0, 0], [0.002, 0, 7]], [[0.002, 0], [0.004, "
      "0]]]}},\n"
      "{\"properties\": {\"highway\": \"primary\", \"oneway\": null}, \"geometry\": {\"type\": "
      "\"LineString\", \"coordinates\": [[0.001, -0.001], [0.001, 0.001]]}},\n"
      "{\"properties\": {\"highway\": \"service\", \"access\": \"no\"}, \"geometry\": {\"type\": "
      "\"LineString\", \"coordinates\": [[0.004, 0], [0.006, 0]]}},\n"
      "{\"properties\": {\"highway\": \"service\"}, \"geometry\": {\"type\": \"LineString\", "
      "\"coordinates\": []}},\n"
      "{\"properties\": null, \"geometry\": null}\n]}\n";
  flue_station_cover c = {0};
  flue_roads roads = {0};
  flue_diagnostics findings = {0};
  const char *stations = write_file("one.csv", "station,kind,lon,lat\nA,first,0,0\n");
  const char *places = write_file("places.csv", "place,lon,lat\nisland,0.001,0.001\n");
  assert_int_equal(flue_coverage_read(ctx, stations, places, &findings, &c), FLUE_OK);
  assert_int_equal(flue_roads_read(ctx, write_file("town.geojson", town), &findings, &roads),
                   FLUE_OK);
  assert_int_equal(roads.n_nodes, 11 + 6);
  assert_int_equal(roads.n_roads, 20 + 10);
  assert_int_equal(flue_coverage_find(&roads, 3600, &c), FLUE_OK);
  const double degree_m = 6371008.8 * acos(-1.0) / 180.0;
  assert_near(c.roads.within, 2 * 0.004 * degree_m, 0.1); /* the other way is an island */
  assert_near(c.place[0].way_m, 0.001 * sqrt(1.04) * degree_m, 0.1); /* to 0.0008 or 0.0012, 0 */
  assert_true(c.place[0].time_s > 0 && c.place[0].origin == 0);
  flue_coverage_clear(&c);
  flue_roads_clear(&roads);
}

static void assert_findings(const char *stations, const char *expected) {
  flue_station_cover c = {0};
  flue_diagnostics findings = {.lang = FLUE_EN};
  flue_text out = {0};
  assert_int_equal(flue_coverage_read(ctx, write_file("bad.csv", stations), NULL, &findings, &c),
                   FLUE_EINPUT);
  findings.file = "bad.csv";
  flue_diagnostics_print(&findings, &out);
  assert_string_equal(out.data, expected);
  flue_text_clear(&out);
  flue_diagnostics_clear(&findings);
  flue_coverage_clear(&c);
}

static void mistakes_are_told_with_their_place(void **state) {
  (void)state;
  assert_findings(
      "station,kind,lon,lat,crew\nA,main,12,57,30\nA,first,200,x,-1\n,second,12,57,\n",
      "bad.csv:2:3: error E874: there is no kind of station \"main\"; there are special, "
      "first, second, forward, support, command\n"
      "bad.csv:3:1: error E878: the station A stands in the table before\n"
      "bad.csv:3:9: error E875: \"200\" is no longitude; degrees from -180 to 180 are "
      "wanted\n"
      "bad.csv:3:13: error E876: \"x\" is no latitude; degrees from -90 to 90 are wanted\n"
      "bad.csv:3:15: error E877: \"-1\" is no number of people or weight; 0 or more is "
      "wanted, or nothing\n"
      "bad.csv:4:1: error E879: the name is missing\n");
}

static void roads_that_are_none_are_told(void **state) {
  (void)state;
  static const struct {
    const char *text, *expected;
  } all[] = {
      {"{\"features\": [{\"properties\": {\"highway\": \"steps\"}, \"geometry\": {\"type\": "
       "\"LineString\", \"coordinates\": [[0, 0], [1, 0]]}}]}",
       "E871"},
      {"[1, 2]", "E870"},
      {"{\"features\": [{\"properties\": {\"highway\": \"service\"}, \"geometry\": {\"type\": "
       "\"LineString\", \"coordinates\": [[0, 0], [57.7, 190]]}}]}",
       "E872"}};
  for (size_t i = 0; i < 3; ++i) {
    flue_roads roads = {0};
    flue_diagnostics findings = {.lang = FLUE_EN};
    flue_text out = {0};
    assert_int_equal(
        flue_roads_read(ctx, write_file("bad.geojson", all[i].text), &findings, &roads),
        FLUE_EINPUT);
    flue_diagnostics_print(&findings, &out);
    assert_non_null(strstr(out.data, all[i].expected));
    flue_text_clear(&out);
    flue_diagnostics_clear(&findings);
    flue_roads_clear(&roads);
  }
}

/** Roads of Gothenburg (OpenStreetMap, ODbL; large-network.json of the npm package
 * geojson-path-finder 2.1.0); NULL when they are not there. They are not part of the project. */
static const char *gothenburg(void) {
  static char path[512];
  const char *named = getenv("FLUE_GOTHENBURG"), *source = getenv("FLUE_SOURCE");
  snprintf(path, sizeof path, "%s/../shared/validation/roads/large-network.json",
           source ? source : ".");
  if (named) snprintf(path, sizeof path, "%s", named);
  return access(path, R_OK) == 0 ? path : NULL;
}

/* acceptance 7: times are those of relaxing all roads until nothing changes, and more time reaches
   no less */
static void a_city_has_the_times_of_all_ways(void **state) {
  (void)state;
  flue_roads roads = {0};
  flue_diagnostics findings = {0};
  if (!gothenburg()) {
    print_message("skipped: roads of Gothenburg are not there (FLUE_GOTHENBURG)\n");
    skip();
  }
  assert_int_equal(flue_roads_read(ctx, gothenburg(), &findings, &roads), FLUE_OK);
  double way_m;
  const uint32_t source = flue_roads_nearest(&roads, NULL, 11.9967, 57.7136, &way_m);
  const double start_s = 0;
  double *time_s = malloc(roads.n_nodes * sizeof *time_s);
  double *slow = malloc(roads.n_nodes * sizeof *slow);
  uint32_t *origin = malloc(roads.n_nodes * sizeof *origin);
  assert_int_equal(flue_roads_reach(&roads, &source, &start_s, 1, time_s, origin), FLUE_OK);
  for (size_t i = 0; i < roads.n_nodes; ++i) slow[i] = i == source ? 0 : INFINITY;
  for (int changes = 1; changes;) {
    changes = 0;
    for (size_t k = 0; k < roads.n_roads; ++k) {
      const double t = slow[roads.road[k].from] + (double)roads.road[k].time_s;
      if (t >= slow[roads.road[k].to]) continue;
      slow[roads.road[k].to] = t;
      changes = 1;
    }
  }
  size_t reached[5] = {0};
  for (size_t i = 0; i < roads.n_nodes; ++i) {
    assert_true(time_s[i] == slow[i]);
    for (int m = 0; m < 5; ++m) reached[m] += time_s[i] <= 60.0 * (m + 1);
  }
  for (int m = 0; m < 4; ++m) assert_true(reached[m] < reached[m + 1]);
  print_message("%zu nodes, %zu in 5 min\n", roads.n_nodes, reached[4]);
  free(time_s);
  free(slow);
  free(origin);
  flue_roads_clear(&roads);
}

int main(void) {
  const struct CMUnitTest all[] = {cmocka_unit_test(crews_of_a_set_of_stations),
                                   cmocka_unit_test(a_line_is_reached_as_far_as_time_goes),
                                   cmocka_unit_test(only_shared_positions_are_junctions),
                                   cmocka_unit_test(mistakes_are_told_with_their_place),
                                   cmocka_unit_test(roads_that_are_none_are_told),
                                   cmocka_unit_test(a_city_has_the_times_of_all_ways)};
  return cmocka_run_group_tests(all, make_folder, remove_folder);
}

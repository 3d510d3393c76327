/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times on roads: against ways found by hand and, in random graphs, by relaxing all roads until
   nothing changes (Bellman and Ford). */
#include <math.h>
#include <stdlib.h>

#include "core/random.h"
#include "flue_test.h"
#include "models/roads.h"

/** A graph without positions. */
static flue_roads make(size_t n_nodes, const flue_road *road, size_t n_roads) {
  flue_roads roads;
  flue_road *copy = malloc((n_roads + 1) * sizeof *copy);
  for (size_t k = 0; k < n_roads; ++k) copy[k] = road[k];
  assert_int_equal(flue_roads_make(calloc(n_nodes, sizeof(double)), calloc(n_nodes, sizeof(double)),
                                   n_nodes, copy, n_roads, &roads),
                   FLUE_OK);
  return roads;
}

/* a degree of a great circle of 6371.0088 km is 111.195 km; at 60 degrees north one of longitude is
   half of it, less what the great circle cuts off (0.0013 %) */
static void distances_are_those_of_a_sphere(void **state) {
  (void)state;
  const double degree = 6371008.8 * acos(-1.0) / 180.0;
  assert_near(flue_roads_distance(12, 57, 12, 58), degree, 1e-6);
  assert_near_rel(flue_roads_distance(12, 60, 13, 60), 0.5 * degree, 2e-5);
  assert_near_rel(flue_roads_distance(-179.5, 0, 179.5, 0), degree, 1e-9);
}

/* a road of ten pieces of 10 s with a station at either end, one of which sets out 20 s later: they
   meet 60 s after the first has set out; the way is one-way beyond the last node */
static void two_stations_divide_a_road(void **state) {
  (void)state;
  flue_road road[21];
  for (uint32_t k = 0; k < 10; ++k) {
    road[2 * k] = (flue_road){k, k + 1, 100, 10};
    road[2 * k + 1] = (flue_road){k + 1, k, 100, 10};
  }
  road[20] = (flue_road){11, 0, 100, 10};
  flue_roads roads = make(12, road, 21);
  const uint32_t source[] = {10, FLUE_ROADS_NOWHERE, 0};
  const double start_s[] = {20, 0, 0};
  double time_s[12];
  uint32_t origin[12];
  assert_int_equal(flue_roads_reach(&roads, source, start_s, 3, time_s, origin), FLUE_OK);
  for (int k = 0; k <= 10; ++k) {
    assert_near(time_s[k], fmin(10 * k, 20 + 10 * (10 - k)), 1e-12);
    assert_int_equal(origin[k], k < 6 ? 2 : 0); /* both come to 6 after 60 s: the first counts */
  }
  assert_true(isinf(time_s[11]));
  assert_int_equal(origin[11], FLUE_ROADS_NOWHERE);
  flue_roads_clear(&roads);
}

static void assert_as_by_relaxing(const flue_roads *roads, uint32_t a, uint32_t b) {
  const uint32_t source[] = {a, b};
  const double start_s[] = {0, 3};
  double *time_s = malloc(roads->n_nodes * sizeof *time_s);
  double *slow = malloc(roads->n_nodes * sizeof *slow);
  uint32_t *origin = malloc(roads->n_nodes * sizeof *origin);
  assert_int_equal(flue_roads_reach(roads, source, start_s, 2, time_s, origin), FLUE_OK);
  for (size_t i = 0; i < roads->n_nodes; ++i) slow[i] = INFINITY;
  slow[b] = 3;
  slow[a] = 0;
  for (int changes = 1; changes;) {
    changes = 0;
    for (size_t k = 0; k < roads->n_roads; ++k) {
      const flue_road *road = &roads->road[k];
      const double t = slow[road->from] + (double)road->time_s;
      if (t >= slow[road->to]) continue;
      slow[road->to] = t;
      changes = 1;
    }
  }
  for (size_t i = 0; i < roads->n_nodes; ++i) assert_true(time_s[i] == slow[i]);
  /* whoever is reached by a time was reached over somebody who was before: what is reached grows */
  for (size_t k = 0; k < roads->n_roads; ++k) {
    const flue_road *road = &roads->road[k];
    assert_true(time_s[road->to] <= time_s[road->from] + (double)road->time_s);
  }
  free(time_s);
  free(slow);
  free(origin);
}

static void random_graphs_have_the_times_of_all_ways(void **state) {
  (void)state;
  enum { n_nodes = 60, n_roads = 150 };
  const flue_stream stream = {.seed = 7, .purpose = FLUE_PURPOSE_SAMPLING};
  uint32_t draw = 0;
  for (int g = 0; g < 200; ++g) {
    flue_road road[n_roads];
    for (int k = 0; k < n_roads; ++k) {
      road[k].from = (uint32_t)(n_nodes * flue_uniform(stream, draw++, 0));
      road[k].to = (uint32_t)(n_nodes * flue_uniform(stream, draw++, 0));
      road[k].length_m = road[k].time_s = (float)(1 + 9 * flue_uniform(stream, draw++, 0));
    }
    flue_roads roads = make(n_nodes, road, n_roads);
    assert_as_by_relaxing(&roads, (uint32_t)g % n_nodes, (uint32_t)(7 * g) % n_nodes);
    flue_roads_clear(&roads);
  }
}

int main(void) {
  const struct CMUnitTest all[] = {cmocka_unit_test(distances_are_those_of_a_sphere),
                                   cmocka_unit_test(two_stations_divide_a_road),
                                   cmocka_unit_test(random_graphs_have_the_times_of_all_ways)};
  return cmocka_run_group_tests(all, NULL, NULL);
}

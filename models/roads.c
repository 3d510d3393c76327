/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/roads.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/* ---- the graph ---- */

static int by_start(const void *a, const void *b) {
  const flue_road *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  return (x->time_s > y->time_s) - (x->time_s < y->time_s);
}

flue_status flue_roads_make(double *lon, double *lat, size_t n_nodes, flue_road *road,
                            size_t n_roads, flue_roads *out) {
  *out = (flue_roads){n_nodes, n_roads, lon, lat, road, flue_alloc(n_nodes + 1, sizeof(uint32_t))};
  if (!out->first) return FLUE_ENOMEM;
  if (n_roads) qsort(road, n_roads, sizeof *road, by_start);
  for (size_t k = 0; k < n_roads; ++k) out->first[road[k].from + 1]++;
  for (size_t i = 0; i < n_nodes; ++i) out->first[i + 1] += out->first[i];
  return FLUE_OK;
}

void flue_roads_clear(flue_roads *roads) {
  free(roads->lon);
  free(roads->lat);
  free(roads->road);
  free(roads->first);
  *roads = (flue_roads){0};
}

double flue_roads_distance(double lon1, double lat1, double lon2, double lat2) {
  const double earth_m = 6371008.8, degree = 3.14159265358979323846 / 180.0;
  const double north = sin(0.5 * (lat2 - lat1) * degree), east = sin(0.5 * (lon2 - lon1) * degree);
  const double h = north * north + cos(lat1 * degree) * cos(lat2 * degree) * east * east;
  return 2.0 * earth_m * asin(fmin(1.0, sqrt(h)));
}

uint32_t flue_roads_nearest(const flue_roads *roads, const unsigned char *counts, double lon,
                            double lat, double *way_m) {
  uint32_t nearest = FLUE_ROADS_NOWHERE;
  *way_m = INFINITY;
  for (size_t i = 0; i < roads->n_nodes; ++i) {
    if (counts && !counts[i]) continue;
    const double way = flue_roads_distance(lon, lat, roads->lon[i], roads->lat[i]);
    if (way >= *way_m) continue;
    *way_m = way;
    nearest = (uint32_t)i;
  }
  return nearest;
}

/** The node that stands for the part of a node; ways to it are shortened. */
static uint32_t part_of(uint32_t *part, uint32_t node) {
  for (; part[node] != node; node = part[node]) part[node] = part[part[node]];
  return node;
}

/** Joins what roads join, and marks the nodes of the largest part. @param part, size  Room for each
 *  node, size all 0. */
static void mark_main(const flue_roads *roads, uint32_t *part, uint32_t *size,
                      unsigned char *is_main) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < roads->n_nodes; ++i) part[i] = i;
  for (size_t k = 0; k < roads->n_roads; ++k) {
    const uint32_t a = part_of(part, roads->road[k].from), b = part_of(part, roads->road[k].to);
    part[a > b ? a : b] = a > b ? b : a;
  }
  for (uint32_t i = 0; i < roads->n_nodes; ++i) size[part_of(part, i)]++;
  for (uint32_t i = 0; i < roads->n_nodes; ++i)
    if (size[i] > size[most]) most = i;
  for (uint32_t i = 0; i < roads->n_nodes; ++i) is_main[i] = part_of(part, i) == most;
}

flue_status flue_roads_main(const flue_roads *roads, unsigned char *is_main) {
  uint32_t *part = flue_alloc(roads->n_nodes + 1, sizeof *part);
  uint32_t *size = flue_alloc(roads->n_nodes + 1, sizeof *size);
  const flue_status status = part && size ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) mark_main(roads, part, size, is_main);
  free(part);
  free(size);
  return status;
}

/* ---- times ---- */

/** A node with a time at which it may be reached. */
typedef struct arrival {
  double time_s;
  uint32_t node, origin;
} arrival;

/** Arrivals as a binary heap, the earliest on top. */
typedef struct queue {
  arrival *at; /**< Owned. */
  size_t n, capacity;
} queue;

static int is_before(const arrival *a, const arrival *b) {
  if (a->time_s != b->time_s) return a->time_s < b->time_s;
  return a->origin != b->origin ? a->origin < b->origin : a->node < b->node;
}

static flue_status push(queue *q, arrival x) {
  FLUE_TRY(flue_grow(&q->at, &q->capacity, q->n + 1, sizeof *q->at));
  size_t i = q->n++;
  for (; i > 0 && is_before(&x, &q->at[(i - 1) / 2]); i = (i - 1) / 2)
    q->at[i] = q->at[(i - 1) / 2];
  q->at[i] = x;
  return FLUE_OK;
}

static arrival pop(queue *q) {
  const arrival top = q->at[0], last = q->at[--q->n];
  size_t i = 0;
  for (size_t child; (child = 2 * i + 1) < q->n; i = child) {
    if (child + 1 < q->n && is_before(&q->at[child + 1], &q->at[child])) ++child;
    if (!is_before(&q->at[child], &last)) break;
    q->at[i] = q->at[child];
  }
  if (q->n) q->at[i] = last;
  return top;
}

/** Takes the earliest arrival and those that follow from it. */
static flue_status settle(const flue_roads *roads, queue *q, double *time_s, uint32_t *origin) {
  const arrival a = pop(q);
  if (origin[a.node] != FLUE_ROADS_NOWHERE) return FLUE_OK; /* somebody was there before */
  time_s[a.node] = a.time_s;
  origin[a.node] = a.origin;
  for (uint32_t k = roads->first[a.node]; k < roads->first[a.node + 1]; ++k) {
    const flue_road *road = &roads->road[k];
    if (origin[road->to] != FLUE_ROADS_NOWHERE) continue;
    FLUE_TRY(push(q, (arrival){a.time_s + (double)road->time_s, road->to, a.origin}));
  }
  return FLUE_OK;
}

flue_status flue_roads_reach(const flue_roads *roads, const uint32_t *source, const double *start_s,
                             size_t n_sources, double *time_s, uint32_t *origin) {
  queue q = {0};
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < roads->n_nodes; ++i) {
    time_s[i] = INFINITY;
    origin[i] = FLUE_ROADS_NOWHERE;
  }
  for (size_t i = 0; i < n_sources && status == FLUE_OK; ++i)
    if (source[i] != FLUE_ROADS_NOWHERE)
      status = push(&q, (arrival){start_s[i], source[i], (uint32_t)i});
  while (q.n && status == FLUE_OK) status = settle(roads, &q, time_s, origin);
  free(q.at);
  return status;
}

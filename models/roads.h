/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/roads.h  Roads as a graph, and how soon vehicles reach its nodes. */
#ifndef FLUE_MODELS_ROADS_H
#define FLUE_MODELS_ROADS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** A piece of road that is driven in one direction. */
typedef struct flue_road {
  uint32_t from, to; /**< Nodes. */
  float length_m;
  float time_s;
} flue_road;

/** A graph of roads. Zero-initialise; free with flue_roads_clear(). */
typedef struct flue_roads {
  size_t n_nodes, n_roads;
  double *lon, *lat; /**< Of nodes [degree], owned, [n_nodes]. */
  flue_road *road;   /**< By the node they start from, owned, [n_roads]. */
  uint32_t *first;   /**< First road of each node, owned, [n_nodes + 1]. */
} flue_roads;

enum { FLUE_ROADS_NOWHERE = UINT32_MAX };

/** Takes nodes and roads in any order and sorts the roads. The arrays become the graph's, also when
 *  it fails. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_roads_make(double *lon, double *lat, size_t n_nodes, flue_road *road,
                            size_t n_roads, flue_roads *out);
void flue_roads_clear(flue_roads *roads);

/** Way between two points on a sphere of 6371.0088 km [m], by the haversine formula. */
double flue_roads_distance(double lon1, double lat1, double lon2, double lat2);
/** The node nearest to a point; the first of equals. @param counts  Whether a node does, [n_nodes];
 *  NULL: all. @param[out] way_m  To it. @return FLUE_ROADS_NOWHERE without any. */
uint32_t flue_roads_nearest(const flue_roads *roads, const unsigned char *counts, double lon,
                            double lat, double *way_m);
/** Marks the nodes of the largest part of the graph that hangs together, in whatever direction; the
 *  first of equals. @param[out] is_main  [n_nodes]. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_roads_main(const flue_roads *roads, unsigned char *is_main);

/**
 * Shortest times from any of several nodes to all, by Dijkstra's algorithm. @cite dijkstra1959
 *
 * @param source   Nodes, [n_sources]; FLUE_ROADS_NOWHERE is passed over.
 * @param start_s  Time at which each sets out [s], [n_sources].
 * @param[out] time_s  Of each node; INFINITY where no road leads, [n_nodes].
 * @param[out] origin  Place in `source` of who comes first, the lower of equals; FLUE_ROADS_NOWHERE
 *                     where nobody comes, [n_nodes].
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_roads_reach(const flue_roads *roads, const uint32_t *source, const double *start_s,
                             size_t n_sources, double *time_s, uint32_t *origin);

#endif /* FLUE_MODELS_ROADS_H */

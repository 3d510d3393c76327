/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/roads_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"
#include "core/whole_file.h"
#include "scenarios/yaml.h"

/** Directions in which a way is driven. */
typedef enum way_direction { WAY_BOTH, WAY_FORWARD, WAY_BACK } way_direction;

/** Positions of a way in a list, and how it is driven. */
typedef struct way {
  size_t begin, end;
  double speed; /**< [m s-1] */
  way_direction direction;
} way;

/** A position, and where it stands in the list. */
typedef struct position {
  double lon, lat;
  size_t place;
  int is_cut; /**< Ours, between two of the file: no junction. */
} position;

typedef struct ways {
  way *way;
  size_t n_ways, ways_capacity;
  position *position;
  size_t n, capacity;
} ways;

/** A reading under way. */
typedef struct reading {
  flue_ctx *ctx;
  flue_diagnostics *findings;
  flue_table *speeds;
  ways ways;
} reading;

static const char *text_of(const flue_node *map, const char *key) {
  const flue_node *node = map ? flue_node_get(map, key) : NULL;
  const int is_text = node && node->kind == FLUE_NODE_SCALAR;
  return is_text && (node->is_quoted || strcmp(node->text, "null") != 0) ? node->text : "";
}

static void tell(const reading *r, flue_message message, const flue_node *at, const char *found) {
  flue_diagnostics_add(r->findings, message, at->line, at->column, found, NULL);
}

/** Speed on a class of roads [m s-1]; 0: not driven on. */
static flue_status speed_of(const reading *r, const char *class, double *speed) {
  const double kmh = 1.0 / 3.6;
  const size_t name = flue_table_column(r->speeds, "class");
  *speed = 0.0;
  for (size_t i = 0; i < flue_table_rows(r->speeds); ++i) {
    if (strcmp(flue_table_cell(r->speeds, i, name), class) != 0) continue;
    FLUE_TRY(flue_table_number(r->ctx, r->speeds, i, flue_table_column(r->speeds, "speed"), speed));
    *speed *= kmh;
    break;
  }
  return FLUE_OK;
}

static way_direction direction_of(const flue_node *properties, const char *class) {
  const char *oneway = text_of(properties, "oneway");
  const int is_round = strcmp(text_of(properties, "junction"), "roundabout") == 0;
  if (strcmp(oneway, "-1") == 0) return WAY_BACK;
  if (strcmp(oneway, "yes") == 0 || strcmp(oneway, "true") == 0 || strcmp(oneway, "1") == 0)
    return WAY_FORWARD;
  return !*oneway && (is_round || strcmp(class, "motorway") == 0) ? WAY_FORWARD : WAY_BOTH;
}

/** A coordinate. @return 0 for what is none. */
static int coordinate(const flue_node *node, double most, double *value) {
  char *end = NULL;
  if (node->kind != FLUE_NODE_SCALAR || node->is_quoted) return 0;
  *value = strtod(node->text, &end);
  return end != node->text && !*end && fabs(*value) <= most;
}

static flue_status add_position(ways *w, double lon, double lat, int is_cut) {
  FLUE_TRY(flue_grow(&w->position, &w->capacity, w->n + 1, sizeof *w->position));
  w->position[w->n] = (position){lon, lat, w->n, is_cut};
  w->n++;
  return FLUE_OK;
}

/** Goes on to a position, with others on the way so that no piece is long. */
static flue_status go_on(ways *w, size_t begin, double lon, double lat) {
  const double longest_m = 50.0;
  if (w->n > begin) {
    const position last = w->position[w->n - 1];
    const double far_m = flue_roads_distance(last.lon, last.lat, lon, lat);
    const int pieces = (int)ceil(far_m / longest_m);
    for (int k = 1; k < pieces; ++k) {
      const double share = (double)k / pieces;
      FLUE_TRY(add_position(w, last.lon + share * (lon - last.lon),
                            last.lat + share * (lat - last.lat), 1));
    }
  }
  return add_position(w, lon, lat, 0);
}

static flue_status add_positions(reading *r, const flue_node *list) {
  const double most_lon = 180.0, most_lat = 90.0;
  const size_t begin = r->ways.n;
  for (size_t i = 0; i < list->n; ++i) {
    const flue_node *pair = &list->child[i];
    double lon, lat;
    if (pair->kind != FLUE_NODE_LIST || pair->n < 2 ||
        !coordinate(&pair->child[0], most_lon, &lon) ||
        !coordinate(&pair->child[1], most_lat, &lat)) {
      tell(r, FLUE_MSG_ROADS_POSITION, pair, NULL);
      continue;
    }
    FLUE_TRY(go_on(&r->ways, begin, lon, lat));
  }
  return FLUE_OK;
}

/** Adds a line as a way. One of a single position leads nowhere. */
static flue_status add_line(reading *r, const flue_node *list, way one) {
  ways *w = &r->ways;
  one.begin = w->n;
  FLUE_TRY(add_positions(r, list));
  one.end = w->n;
  if (one.end - one.begin < 2) return FLUE_OK;
  FLUE_TRY(flue_grow(&w->way, &w->ways_capacity, w->n_ways + 1, sizeof *w->way));
  w->way[w->n_ways++] = one;
  return FLUE_OK;
}

/** Whether nobody may drive there. */
static int is_closed(const flue_node *properties) {
  return strcmp(text_of(properties, "access"), "no") == 0 ||
         strcmp(text_of(properties, "motor_vehicle"), "no") == 0;
}

static flue_status add_feature(reading *r, const flue_node *feature) {
  const flue_node *properties = flue_node_get(feature, "properties");
  const flue_node *geometry = flue_node_get(feature, "geometry");
  const flue_node *list = geometry ? flue_node_get(geometry, "coordinates") : NULL;
  const char *class = text_of(properties, "highway"), *type = text_of(geometry, "type");
  way one = {0};
  if (!list || list->kind != FLUE_NODE_LIST || is_closed(properties)) return FLUE_OK;
  FLUE_TRY(speed_of(r, class, &one.speed));
  if (one.speed <= 0.0) return FLUE_OK;
  one.direction = direction_of(properties, class);
  if (strcmp(type, "LineString") == 0) return add_line(r, list, one);
  for (size_t i = 0; i < list->n && strcmp(type, "MultiLineString") == 0; ++i)
    if (list->child[i].kind == FLUE_NODE_LIST) FLUE_TRY(add_line(r, &list->child[i], one));
  return FLUE_OK;
}

static flue_status add_features(reading *r, const flue_node *root) {
  const flue_node *features = root->kind == FLUE_NODE_MAP ? flue_node_get(root, "features") : NULL;
  if (!features || features->kind != FLUE_NODE_LIST) {
    tell(r, FLUE_MSG_ROADS_NO_LIST, root, NULL);
    return FLUE_OK;
  }
  for (size_t i = 0; i < features->n; ++i)
    if (features->child[i].kind == FLUE_NODE_MAP) FLUE_TRY(add_feature(r, &features->child[i]));
  if (r->ways.n_ways == 0) tell(r, FLUE_MSG_ROADS_NONE, features, NULL);
  return FLUE_OK;
}

/* ---- the graph ---- */

static const double same_degree = 1e-7; /* [degree] */

static int64_t grid_of(double degree) {
  return llround(degree / same_degree);
}

static int by_place_on_earth(const void *a, const void *b) {
  const position *p = a, *q = b;
  const int64_t x = grid_of(p->lon), y = grid_of(q->lon), u = grid_of(p->lat), v = grid_of(q->lat);
  if (x != y) return x < y ? -1 : 1;
  if (u != v) return u < v ? -1 : 1;
  if (p->is_cut != q->is_cut) return p->is_cut - q->is_cut;
  return (p->place > q->place) - (p->place < q->place);
}

/** Nodes of all positions, equal ones once. @param node  Of each place, [n]. */
static size_t number_nodes(const ways *w, double *lon, double *lat, uint32_t *node) {
  size_t n = 0;
  for (size_t i = 0; i < w->n; ++i) {
    const position *p = &w->position[i];
    const int is_new = i == 0 || p->is_cut || grid_of(p->lon) != grid_of(w->position[i - 1].lon) ||
                       grid_of(p->lat) != grid_of(w->position[i - 1].lat);
    if (is_new) {
      lon[n] = p->lon;
      lat[n++] = p->lat;
    }
    node[p->place] = (uint32_t)(n - 1);
  }
  return n;
}

static size_t add_roads(const ways *w, const double *lon, const double *lat, const uint32_t *node,
                        flue_road *road) {
  size_t n = 0;
  for (size_t i = 0; i < w->n_ways; ++i)
    for (size_t k = w->way[i].begin; k + 1 < w->way[i].end; ++k) {
      const uint32_t a = node[k], b = node[k + 1];
      const double length = flue_roads_distance(lon[a], lat[a], lon[b], lat[b]);
      const float m = (float)length, s = (float)(length / w->way[i].speed);
      if (a == b) continue;
      if (w->way[i].direction != WAY_BACK) road[n++] = (flue_road){a, b, m, s};
      if (w->way[i].direction != WAY_FORWARD) road[n++] = (flue_road){b, a, m, s};
    }
  return n;
}

static flue_status make_graph(ways *w, flue_roads *out) {
  double *lon = flue_alloc(w->n + 1, sizeof *lon), *lat = flue_alloc(w->n + 1, sizeof *lat);
  uint32_t *node = flue_alloc(w->n + 1, sizeof *node);
  flue_road *road = flue_alloc(2 * w->n + 1, sizeof *road);
  if (!lon || !lat || !node || !road || w->n >= FLUE_ROADS_NOWHERE / 2) {
    free(lon);
    free(lat);
    free(node);
    free(road);
    return FLUE_ENOMEM;
  }
  qsort(w->position, w->n, sizeof *w->position, by_place_on_earth);
  const size_t n_nodes = number_nodes(w, lon, lat, node);
  const size_t n_roads = add_roads(w, lon, lat, node, road);
  free(node);
  return flue_roads_make(lon, lat, n_nodes, road, n_roads, out);
}

static flue_status read_ways(reading *r, const char *path, const char *text, size_t length) {
  flue_node root = {.line = 1, .column = 1};
  r->findings->file = path;
  if (text[strspn(text, " \t\r\n\xEF\xBB\xBF")] != '{') {
    tell(r, FLUE_MSG_ROADS_NO_LIST, &root, NULL);
    return flue_diagnostics_fail(r->ctx, r->findings);
  }
  flue_status status = flue_yaml_read(r->ctx, text, length, r->findings, &root);
  if (status == FLUE_OK && !r->findings->errors) status = add_features(r, &root);
  flue_node_clear(&root);
  if (status == FLUE_OK && r->findings->errors) return flue_diagnostics_fail(r->ctx, r->findings);
  return status;
}

flue_status flue_roads_read(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                            flue_roads *out) {
  reading r = {.ctx = ctx, .findings = findings};
  char *text = NULL;
  size_t length = 0;
  const flue_embedded *data = flue_embedded_find("road_speeds");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table models/data/road_speeds.csv is not built in");
  FLUE_TRY(flue_table_parse(ctx, "models/data/road_speeds.csv", (const char *)data->bytes,
                            data->length, &r.speeds));
  flue_status status = flue_whole_file(ctx, path, &text, &length);
  if (status == FLUE_OK) status = read_ways(&r, path, text, length);
  if (status == FLUE_OK) status = make_graph(&r.ways, out);
  free(text);
  free(r.ways.way);
  free(r.ways.position);
  flue_table_destroy(&r.speeds);
  return status;
}

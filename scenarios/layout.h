/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/layout.h  The building storey by storey: every room, shaft segment, opening and
 * wall once.
 *
 * A scenario names a plan once for many storeys; a layout has each room of each storey as a space,
 * the openings between spaces, the walls and floors they share. It is what engines' inputs are
 * derived from.
 */
#ifndef FLUE_SCENARIOS_LAYOUT_H
#define FLUE_SCENARIOS_LAYOUT_H

#include <stddef.h>

#include "scenarios/scenario.h"

/** The open air, as a space. */
#define FLUE_OPEN_AIR ((size_t)-1)

/** Most people of a case, and most walkable cells of a storey. */
#define FLUE_MOST_PEOPLE 500000
#define FLUE_MOST_CELLS  4e7

/** A storey. */
typedef struct flue_level {
  char *id;                  /**< Owned. */
  double z_m, height_m;      /**< Floor above the ground storey, floor to floor [m]. */
  const flue_plan *plan;     /**< Borrowed. */
  const flue_storey *storey; /**< It is one of; borrowed. */
} flue_level;

/** A room of one storey, a segment of a shaft, or an atrium. */
typedef struct flue_space {
  char *name;              /**< "F12.flat_1", "F12.stair_A", "atrium"; owned. */
  const char *use;         /**< Use of the room; "stair", "lift", "riser", "atrium". Borrowed. */
  const char *id;          /**< Of the room or shaft. Borrowed. */
  const flue_room *room;   /**< Borrowed; NULL for a shaft. */
  const flue_shaft *shaft; /**< Borrowed; NULL for a room. */
  const flue_polygon *polygon; /**< Borrowed. */
  size_t level, top_level;     /**< Storeys it spans. */
  double z_m, height_m, area_m2, perimeter_m;
  int model;     /**< flue_model: its own, else that of its storey. */
  double cell_m; /**< Of a grid. */
} flue_space;

/** An opening of one storey. */
typedef struct flue_gap {
  char *name;            /**< "F12.flat_1_door"; owned. */
  const flue_door *door; /**< Borrowed. */
  size_t level;
  size_t a, b;             /**< Spaces; b may be FLUE_OPEN_AIR. */
  double x, y;             /**< Its middle on the wall [m]. */
  double along_x, along_y; /**< Direction of the wall it stands in, unit vector. */
  double facing_deg;       /**< Outward normal, clockwise from north; for b = FLUE_OPEN_AIR. */
} flue_gap;

/** Wall between two spaces, or facade of one in one direction. */
typedef struct flue_partition {
  size_t a, b; /**< b may be FLUE_OPEN_AIR. */
  double length_m, z1_m, z2_m;
  double facing_deg;
} flue_partition;

/** Floor between two rooms of storeys above each other. */
typedef struct flue_slab {
  size_t below, above;
  double area_m2;
} flue_slab;

typedef struct flue_layout {
  const flue_scenario *scenario; /**< Borrowed. */
  flue_level *level;
  size_t n_levels, ground;
  flue_space *space;
  size_t n_spaces, space_capacity;
  flue_gap *gap;
  size_t n_gaps, gap_capacity;
  flue_partition *partition;
  size_t n_partitions, partition_capacity;
  flue_slab *slab;
  size_t n_slabs, slab_capacity;
  double floor_area_m2; /**< Of all rooms. */
} flue_layout;

/** Builds and checks the layout; findings go to the list.
 *  @return FLUE_OK, FLUE_EINPUT when there are errors (no layout then), FLUE_ENOMEM. */
flue_status flue_layout_create(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list,
                               flue_layout **out);
void flue_layout_destroy(flue_layout **layout);

/** Space of that name, or FLUE_OPEN_AIR. */
size_t flue_layout_find(const flue_layout *layout, const char *name);
/** Room behind a door of a space; FLUE_OPEN_AIR for none. */
size_t flue_layout_behind(const flue_layout *layout, size_t space);
/** Space over which the pressure of a space is held: the room behind its door; for a stair with a
 *  lobby the one behind the lobby, as codes measure. FLUE_OPEN_AIR for none. */
size_t flue_layout_held_over(const flue_layout *layout, size_t space);
/** Segment of a shaft nearest to half its height among those with a door to a room; FLUE_OPEN_AIR
 *  for none. */
size_t flue_layout_middle(const flue_layout *layout, const char *shaft);
/** Whether a space is meant by "all", its use, its id or its name. */
int flue_layout_fits(const flue_space *space, const flue_words *in);
/** The same, or by the id of its storey. */
int flue_layout_is_visited(const flue_layout *layout, const flue_space *space,
                           const flue_words *names);
/** Whether people can pass an opening. */
int flue_layout_is_walkable(const flue_layout *layout, const flue_gap *gap);
/** Whether an opening leads people outside: a way at about the height of the ground. */
int flue_layout_is_exit(const flue_layout *layout, const flue_gap *gap);
/** Whether a name of the file means an opening as a way off its storey: its door, with or without
 *  the storey, or the stair it leads into. */
int flue_layout_is_exit_called(const flue_layout *layout, const flue_gap *gap, const char *name);
/** Segment of a shaft at a storey, or FLUE_OPEN_AIR. */
size_t flue_layout_segment(const flue_layout *layout, const flue_shaft *shaft, size_t level);
/** Marks with 1 every space from which doors lead outside, [n_spaces]. */
void flue_layout_mark_ways_out(const flue_layout *layout, unsigned char *reached);

#endif /* FLUE_SCENARIOS_LAYOUT_H */

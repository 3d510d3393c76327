/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/control_internal.h  What the files of the design check share. */
#ifndef FLUE_SCENARIOS_CONTROL_INTERNAL_H
#define FLUE_SCENARIOS_CONTROL_INTERNAL_H

#include "scenarios/control.h"

/* ---- storeys and names (control_section.c) ---- */

typedef struct flue_storey_place {
  char *name; /**< Owned by the list. */
  double z_m; /**< Of its floor [m]. */
} flue_storey_place;
/** Storeys from the lowest up: of a building, or floors of compartments at the same height. */
typedef struct flue_storeys {
  flue_storey_place *at; /**< Owned, [n]. */
  size_t n;
} flue_storeys;
flue_status control_storeys(const flue_root *root, const flue_layout *layout, flue_storeys *out);
void control_storeys_clear(flue_storeys *storeys);
/** Storeys that a name or a range FIRST..LAST means. @return whether there are any. */
int control_storey_range(const flue_storeys *storeys, const char *text, size_t *first,
                         size_t *last);
/** Whether a text is like a pattern, in which * stands for any letters. */
int control_like(const char *pattern, const char *text);

/* ---- what there is to check (control_plan.c, control_network.c) ---- */

/** No storey, group, supply. */
#define CONTROL_NONE ((size_t)-1)

/** A compartment as smoke control sees it. */
typedef struct control_space {
  flue_control_role role;
  size_t storey;
  size_t group;  /**< Segments of one shaft, lobbies of one id, form a group. */
  size_t supply; /**< That feeds its group; CONTROL_NONE. */
} control_space;

/** A door at which pressures, speeds and forces are read. */
typedef enum control_door_kind {
  CONTROL_STAIR_LOBBY,
  CONTROL_STAIR_ROOM, /**< Without a lobby between. */
  CONTROL_LOBBY_ROOM,
  CONTROL_LIFT,
  CONTROL_EXIT /**< Of a stair or lobby to the outside. */
} control_door_kind;
typedef struct control_door {
  control_door_kind kind;
  const char *name; /**< Borrowed from the case. */
  size_t opening;   /**< Of the network. */
  size_t high, low; /**< Protected space, and the one behind; FLUE_OUTSIDE. */
  double sign;      /**< 1: the opening leads from high to low; -1. */
  double width_m, height_m, gap_m2;
  size_t storey;
  int is_way;     /**< Stands open when people come through. */
  size_t beyond;  /**< Stair to lobby: door from the lobby to the corridor; CONTROL_NONE. */
  size_t release; /**< Opening by which air leaves the space behind; CONTROL_NONE. */
} control_door;

/** A fan, or a path that works like one. */
typedef struct control_fan {
  size_t opening, space;
  size_t level, top_level; /**< Runs when the fire is on one of these storeys. */
  size_t supply;           /**< CONTROL_NONE: exhaust. */
  double share;            /**< Of its flow as the file has it [1]. */
  double rated;            /**< Without back pressure [m3 s-1]; NaN when not known. */
  double hold;             /**< Pressure that its controller holds [Pa]; NaN for none. */
} control_fan;

/** Flow of a grille when fewer run than share a system's flow, over its usual one, at most. */
#define CONTROL_MOST_FLOW 1.5

/** All fans of a group. */
typedef struct control_supply {
  const char *name; /**< Borrowed. */
  flue_control_role role;
  size_t group;
  double rated;   /**< [m3 s-1]; NaN. */
  double grilles; /**< That share its whole flow when all run [1]; 0: each has a part of its own. */
  double setpoint; /**< Highest pressure difference that relief allows [Pa]; NaN: full flow. */
} control_supply;

typedef struct control_plan {
  flue_scenario *scenario; /**< Borrowed; its weather is set for each case. */
  const flue_layout *layout;
  const flue_walkable *walkable;
  flue_draw draw;
  flue_case *base;      /**< With the weather of the file: names and sizes. */
  flue_storeys storeys; /**< As everything below owned. */
  size_t n_spaces, n_doors, n_fans, n_supplies, n_extras;
  size_t door_capacity, fan_capacity, supply_capacity, extra_capacity;
  control_space *space;
  control_door *door;
  control_fan *fan;
  control_supply *supply;
  flue_opening *extra; /**< Doors of networks and air releases, after the openings of the case. */
} control_plan;

/** @return FLUE_OK; FLUE_EINPUT when no stair, lift or lobby has a door; FLUE_ENOMEM. */
flue_status control_plan_create(flue_ctx *ctx, flue_scenario *scenario, const flue_layout *layout,
                                const flue_walkable *walkable, control_plan **out);
void control_plan_destroy(control_plan **plan);
/** Storeys, roles and groups of a network by heights, names and the section's spaces. */
void control_network_spaces(control_plan *p);
/** Doors and fans of a network. */
flue_status control_network_parts(control_plan *p);
/** Storey of the detector that sets a switch off; CONTROL_NONE: of one in a shaft. */
size_t control_switch_storey(const control_plan *p, const flue_switch *s);
/** Adds a door whose ends have different parts. @return FLUE_OK, also for an opening that is no
 *  door; FLUE_ENOMEM. */
flue_status control_add_door(control_plan *p, const control_door *door);
flue_status control_add_fan(control_plan *p, const control_fan *fan);
/** Adds an opening of the check's own, shut at first; its index in @p at. */
flue_status control_add_opening(control_plan *p, const flue_opening *o, size_t *at);
/** Which end of an opening is protected from the other, and what kind of door that makes.
 *  @return 0 when it is none. */
int control_door_between(const control_plan *p, size_t from, size_t to, control_door *door);

/* ---- flows of a case (control_run.c) ---- */

/** What a supply did in all cases, for advice. */
typedef struct control_extremes {
  double low, high; /**< Difference on the storey of the fire, and the highest at the same time, in
                       the case that spreads them most [Pa]. */
  size_t low_storey, high_storey, weather;
  double alone; /**< Highest difference with the supply throttled to nothing [Pa]; NaN: never. */
  size_t alone_storey, alone_weather;
  double weakest; /**< Least of the highest differences at full flow with doors shut [Pa]; NaN: it
                     was always throttled. */
} control_extremes;

typedef struct control_run {
  flue_ctx *ctx;
  const control_plan *plan;
  flue_control_result *out;
  int codes[FLUE_CODE_COUNT];
  flue_case *c;      /**< Of the weather: what its network borrows from. */
  flue_network *net; /**< Of the weather. */
  flue_network_view view;
  double air_density; /**< Outside [kg m-3]. */
  size_t weather, storey;
  flue_control_doors doors;
  double *share;              /**< Throttling of each supply [1]; kept from case to case. */
  double *highest;            /**< Difference at any door of each supply in the case [Pa]. */
  control_extremes *extremes; /**< Of each supply. */
  unsigned char *is_open;     /**< Doors of the case. */
  double corridor_pa;         /**< Highest over the outside behind a door that was too slow. */
  size_t corridor_storey;
  size_t unsettled; /**< Cases in which throttling did not come to rest. */
} control_run;

/** Builds the network of a weather. */
flue_status control_run_weather(control_run *r, size_t weather);
/** Drops the network of the weather. */
void control_run_end(control_run *r);
/** Doors, fans and temperatures of a case, and its flows. */
flue_status control_run_case(control_run *r, size_t storey, flue_control_doors doors);
/** Pressure of the protected space over the one behind a door [Pa]. */
double control_drop(const control_run *r, const control_door *door);
/** Pressure of a stair over the corridor behind its door, across a lobby [Pa]. */
double control_stair_drop(const control_run *r, const control_door *door);
/** Whether a fan runs in a fire on this storey. */
int control_runs(const control_fan *fan, size_t storey);
/** Volume that a supply delivers, in air of the outside [m3 s-1]. */
double control_delivered(const control_run *r, size_t supply);
/** Storeys whose doors stand open in the case of open doors. */
size_t control_open_storeys(const control_run *r);

/** Judges a case (control_rows.c). */
flue_status control_add_rows(control_run *r);
/** Judges sizes that need no flows. */
flue_status control_add_sizes(control_run *r);
/** Index of a subject of rows. */
static inline size_t control_supply_subject(const control_plan *p, size_t supply) {
  return p->n_doors + supply;
}
static inline size_t control_space_subject(const control_plan *p, size_t space) {
  return p->n_doors + p->n_supplies + space;
}
/** Value of a limit of a code on a quantity under a condition; NaN when the code has none. */
double control_limit(const control_run *r, flue_code code, const char *quantity,
                     const char *condition, int is_most);
/** What was taken to hold, and why limits are not met (control_words.c). */
void control_say_assumptions(control_run *r);
void control_say_advice(control_run *r);

/** The number of a key that cannot be a distribution; NaN when absent. */
static inline double control_number(const flue_value *v) {
  return v->d.p[0];
}
static inline const flue_control *control_section(const control_plan *p) {
  return &p->scenario->root.control_check;
}

/** Width of the leaf of a door that a person opens [m]: wide doors have two. */
static inline double control_leaf(const control_plan *p, const control_door *door) {
  const int is_double = door->width_m > control_number(&control_section(p)->widest_leaf);
  return is_double ? 0.5 * door->width_m : door->width_m;
}

/** Whether a door leads into a stair, from a lobby or a room. */
static inline int control_is_stair(const control_door *door) {
  return door->kind == CONTROL_STAIR_LOBBY || door->kind == CONTROL_STAIR_ROOM;
}

#endif /* FLUE_SCENARIOS_CONTROL_INTERNAL_H */

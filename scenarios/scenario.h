/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/scenario.h  A building and what may happen in it, as read from a scenario file.
 *
 * Each struct below is one section of the file; keys.def binds its fields to keys, units, ranges,
 * defaults and texts. Numbers are in SI. Everything is owned by the scenario.
 */
#ifndef FLUE_SCENARIOS_SCENARIO_H
#define FLUE_SCENARIOS_SCENARIO_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "core/diagnostics.h"
#include "core/status.h"
#include "models/ambient.h"
#include "models/fire.h"
#include "scenarios/scenario_network.h"
#include "scenarios/scenario_values.h"
#include "scenarios/yaml.h"

typedef struct flue_wind {
  flue_value speed, from;
  int terrain;
} flue_wind;
typedef struct flue_weather {
  flue_value temperature, lapse;
  flue_wind wind;
  flue_word file, start;
  flue_numbers position;
  flue_numbers times, temperatures, pressures, wind_speeds, wind_from, humidities;
  flue_ambient ambient; /**< Rows of the file or of the table; no key. */
} flue_weather;
typedef struct flue_site {
  flue_value elevation;
  flue_weather weather;
} flue_site;
typedef struct flue_storey {
  flue_word id;
  flue_value height;
  flue_word plan;
  int model;
  flue_value cell;
} flue_storey;
typedef struct flue_shaft {
  flue_word id;
  int kind;
  flue_word storeys;
  flue_polygon polygon;
  int model;
  flue_value cell;
  flue_value riser, tread, width, fire_stopped;
  flue_value merge_share, fatigue;
  flue_value responders_from, responders_until, responders_flow, responders_speed;
  int escalator;
  flue_value belt_speed;
  int evacuation;
  flue_value cars, persons, load_factor, speed, acceleration;
  flue_value door_time, dwell, transfer_time, starts, works;
} flue_shaft;
typedef struct flue_ignition_keys {
  flue_value fires, building_years, electrical, daily_life, smoking, embers, other;
} flue_ignition_keys;
typedef struct flue_building {
  flue_word use;
  flue_value completed, temperature, by_day, presence, fire_share, buildings, value;
  flue_ignition_keys ignition;
  int leakage;
  flue_word walls, ground;
  flue_list storeys, shafts;
} flue_building;
typedef struct flue_room {
  flue_word id, use;
  flue_polygon polygon;
  flue_value height;
  int refuge;
  int model;
  flue_value cell;
} flue_room;
typedef struct flue_door {
  flue_word id;
  int kind;
  flue_words between;
  flue_point at;
  flue_value width, height, sill, open;
  int closer;
  flue_value closer_works, breaks_at;
  int breaks_by;
  flue_value glass, falls, leak;
  flue_value locked, locked_from, locked_to;
  int sign;
} flue_door;
typedef struct flue_plan {
  flue_word id;
  flue_list rooms, openings;
} flue_plan;
typedef struct flue_supply {
  flue_word id;
  flue_value works, common_cause;
  flue_words fed_by;
} flue_supply;
typedef struct flue_detection {
  flue_words in;
  int kind;
  flue_value obscuration, temperature, rti, rise, rate, loss, conduction, spacing, works;
  flue_words fed_by;
} flue_detection;
typedef struct flue_sprinklers {
  flue_words in;
  flue_value temperature, rti, conduction, spacing, density, works;
  flue_words fed_by;
} flue_sprinklers;
typedef struct flue_alarm {
  flue_value delay;
  int kind, scope;
  flue_value stage, works;
  flue_words fed_by;
} flue_alarm;
typedef struct flue_first_aid {
  flue_value works, time, most, density;
} flue_first_aid;
typedef struct flue_brigade {
  flue_value works, after_alarm, unalarmed, density;
} flue_brigade;
typedef struct flue_pressurisation {
  flue_word shaft;
  flue_words rooms;
  flue_value flow, max_pressure, hold, delay, works;
  flue_words fed_by;
} flue_pressurisation;
typedef struct flue_exhaust {
  flue_words in;
  flue_value flow, max_pressure, delay, works;
  flue_words fed_by;
} flue_exhaust;
typedef struct flue_systems {
  flue_list supplies, detection, sprinklers;
  flue_alarm alarm;
  flue_first_aid first_aid;
  flue_brigade brigade;
  flue_list pressurisation, exhaust;
} flue_systems;
typedef struct flue_control_weather {
  flue_word id;
  flue_value temperature, speed, from;
} flue_control_weather;
typedef struct flue_control_spaces {
  flue_words in;
  int role; /**< flue_control_role. */
} flue_control_spaces;
/** Classes of systems by EN 12101-6. */
typedef enum flue_en_class {
  FLUE_EN_CLASS_A,
  FLUE_EN_CLASS_B,
  FLUE_EN_CLASS_C,
  FLUE_EN_CLASS_D,
  FLUE_EN_CLASS_E,
  FLUE_EN_CLASS_F
} flue_en_class;
typedef struct flue_control {
  flue_words codes;
  flue_list weathers;
  flue_words fire_storeys;
  int sprinklered;
  flue_value ceiling;
  int system_class; /**< flue_en_class. */
  flue_value open_storeys;
  int exit_open;
  flue_value air_release, fire_temperature, closer, handle, widest_leaf;
  flue_value stair_pressure, lobby_pressure, lift_pressure, damper_area;
  flue_value door_width, door_height;
  flue_list spaces;
} flue_control;
typedef struct flue_place {
  flue_pick room;
  flue_point point;
} flue_place;
typedef struct flue_blaze {
  flue_word id;
  flue_place at;
  flue_word fuel, curve;
  flue_value growth, peak, load, base, start;
  int lit_by;
} flue_blaze;
typedef struct flue_group {
  flue_words in;
  int there; /**< flue_there */
  flue_value per_room, density, count;
  flue_word profile;
  flue_value pre_movement;
  flue_word responds_as;
  flue_value alert, tasks;
  flue_words knows, uses;
  flue_value follows, together, uses_lifts, walks_on_escalators;
  int stays_in_refuge;
  flue_words clears;
  flue_value clearing_time, knocks, when_told;
  int helps;
  flue_value needs_helpers, preparation;
} flue_group;
typedef struct flue_sampling {
  int design; /**< flue_design_kind */
  flue_value block, rarest;
} flue_sampling;
typedef struct flue_clock {
  flue_value end, step, output, agents_output;
  int people_mode, door_flow, smoke_speed, crawl;
  flue_value knock_distance;
  flue_value cell;
  flue_sampling sampling;
} flue_clock;
typedef struct flue_patch {
  flue_word path;
  flue_node *value;
} flue_patch;
typedef struct flue_option {
  flue_word id;
  char *title[2];
  flue_cost cost, cost_low, cost_high;
  flue_cost upkeep; /**< A year. */
  flue_value life;  /**< [a] */
  flue_word fund;
  flue_words requires, excludes;
  flue_list set;
} flue_option;

/** The whole file. */
typedef struct flue_root {
  flue_value flue, seed;
  char *title[2];
  flue_site site;
  flue_building building;
  flue_list plans;
  flue_net network;
  int has_network; /**< Compartments are given one by one: no building, no people. */
  flue_systems systems;
  flue_list fires, people;
  flue_control control_check;
  flue_clock run;
  flue_list options;
} flue_root;

/** Choices, in the order of keys.def. */
typedef enum flue_model {
  FLUE_MODEL_AUTO,
  FLUE_MODEL_MIXED,
  FLUE_MODEL_TWO_LAYER,
  FLUE_MODEL_FIELD
} flue_model;
typedef enum flue_shaft_kind {
  FLUE_SHAFT_STAIR,
  FLUE_SHAFT_LIFT,
  FLUE_SHAFT_RISER,
  FLUE_SHAFT_ATRIUM
} flue_shaft_kind;
typedef enum flue_door_kind {
  FLUE_DOOR_DOOR,
  FLUE_DOOR_OPEN,
  FLUE_DOOR_WINDOW,
  FLUE_DOOR_VENT,
  FLUE_DOOR_LIFT
} flue_door_kind;
typedef enum flue_door_break { FLUE_DOOR_BY_GAS, FLUE_DOOR_BY_SHOCK } flue_door_break;
typedef enum flue_lit_by { FLUE_LIT_BY_TIME, FLUE_LIT_BY_FLAME } flue_lit_by;
typedef enum flue_detector_kind {
  FLUE_DETECTOR_SMOKE,
  FLUE_DETECTOR_HEAT,
  FLUE_DETECTOR_RATE,
  FLUE_DETECTOR_BEAM
} flue_detector_kind;
typedef enum flue_sprinklered {
  FLUE_SPRINKLERED_AUTO,
  FLUE_SPRINKLERED_YES,
  FLUE_SPRINKLERED_NO
} flue_sprinklered;
typedef enum flue_control_role {
  FLUE_ROLE_STAIR,
  FLUE_ROLE_LIFT,
  FLUE_ROLE_LOBBY,
  FLUE_ROLE_CORRIDOR,
  FLUE_ROLE_ROOM,
  FLUE_ROLE_OTHER
} flue_control_role;
typedef enum flue_alarm_scope {
  FLUE_ALARM_BUILDING,
  FLUE_ALARM_STOREYS,
  FLUE_ALARM_PHASED
} flue_alarm_scope;
typedef enum flue_sign_kind { FLUE_SIGN_REFLECTING, FLUE_SIGN_EMITTING } flue_sign_kind;
typedef enum flue_door_flow { FLUE_DOORS_CAPPED, FLUE_DOORS_FREE } flue_door_flow;
typedef enum flue_escalator_kind {
  FLUE_ESCALATOR_NONE,
  FLUE_ESCALATOR_MOVING,
  FLUE_ESCALATOR_STOPPED
} flue_escalator_kind;
/** When people are there. */
typedef enum flue_there { FLUE_THERE_ALWAYS, FLUE_THERE_DAY, FLUE_THERE_NIGHT } flue_there;
typedef enum flue_people_mode { FLUE_PEOPLE_FINE, FLUE_PEOPLE_NETWORK } flue_people_mode;

typedef enum flue_net_opening_kind { FLUE_NET_WALL, FLUE_NET_FLOOR } flue_net_opening_kind;
typedef enum flue_net_kind { FLUE_NET_TWO_LAYER, FLUE_NET_MIXED, FLUE_NET_AUTO } flue_net_kind;
typedef enum flue_net_face {
  FLUE_NET_FRONT,
  FLUE_NET_RIGHT,
  FLUE_NET_REAR,
  FLUE_NET_LEFT
} flue_net_face;
typedef enum flue_net_surface { FLUE_NET_LINK_FLOOR, FLUE_NET_LINK_WALL } flue_net_surface;
typedef enum flue_net_target_kind { FLUE_NET_PLATE, FLUE_NET_CYLINDER } flue_net_target_kind;
typedef enum flue_net_detector_kind {
  FLUE_NET_SPRINKLER,
  FLUE_NET_HEAT,
  FLUE_NET_SMOKE,
  FLUE_NET_RATE,
  FLUE_NET_BEAM,
  FLUE_NET_FLAME,
  FLUE_NET_MIST
} flue_net_detector_kind;

typedef enum flue_net_break {
  FLUE_NET_UNBROKEN,
  FLUE_NET_BY_GAS,
  FLUE_NET_BY_SHOCK
} flue_net_break;
typedef enum flue_net_control_kind {
  FLUE_NET_NO_CONTROL,
  FLUE_NET_PI,
  FLUE_NET_ON_OFF
} flue_net_control_kind;

typedef enum flue_net_element_kind {
  FLUE_NET_NO_ELEMENT,
  FLUE_NET_ORIFICE,
  FLUE_NET_LEAK,
  FLUE_NET_POWER,
  FLUE_NET_POWER_VOLUME,
  FLUE_NET_POWER_MASS,
  FLUE_NET_CRACK,
  FLUE_NET_DAMPER_VOLUME,
  FLUE_NET_DAMPER_MASS,
  FLUE_NET_QUADRATIC_VOLUME,
  FLUE_NET_QUADRATIC_MASS,
  FLUE_NET_GAP,
  FLUE_NET_DOOR,
  FLUE_NET_DOOR_PAIR,
  FLUE_NET_STAIR,
  FLUE_NET_SHAFT,
  FLUE_NET_DUCT,
  FLUE_NET_FAN_CURVE,
  FLUE_NET_MASS_FLOW,
  FLUE_NET_VOLUME_FLOW,
  FLUE_NET_REGULATING,
  FLUE_NET_PISTON
} flue_net_element_kind;
typedef enum flue_net_column { FLUE_NET_EXACT, FLUE_NET_UNIFORM } flue_net_column;
typedef enum flue_net_temperatures { FLUE_NET_FREE, FLUE_NET_HELD } flue_net_temperatures;
typedef enum flue_net_shape { FLUE_NET_LINEAR, FLUE_NET_STEPS } flue_net_shape;

/** An uncertain value: where it stands and what it is. */
typedef struct flue_uncertain {
  char *name;          /**< Path, such as "fires[0].growth"; owned. */
  const char *unit;    /**< SI unit, static. */
  const char *text[2]; /**< Meaning, by language, static. */
  flue_distribution d;
  double low, high; /**< Range of the key; draws are kept inside. */
  uint32_t key;     /**< Hash of the name: the stream of its draws, whatever else the file holds. */
  int is_per_item;  /**< Drawn anew for each room, door or person, not once for a sample. */
  int is_place;     /**< Share by which a room is picked. */
} flue_uncertain;

typedef struct flue_scenario {
  char *path; /**< Owned. */
  char *text; /**< The file, byte for byte; owned. */
  size_t length;
  flue_root root;
  flue_uncertain *uncertain; /**< Owned, [n_uncertain]. */
  size_t n_uncertain;
  void **owned; /**< Everything allocated for `root`. */
  size_t n_owned, owned_capacity, uncertain_capacity;
} flue_scenario;

/**
 * Reads and checks a scenario file, or input of CFAST, applying the named options.
 * @param options  Option ids, ended by NULL; may be NULL.
 * @param list     Takes every finding; file and lang set by the caller. Geometry is checked only
 * when the text is sound.
 * @return FLUE_OK, FLUE_EIO, FLUE_ENOMEM, or FLUE_EINPUT when the list has errors (no scenario
 * then).
 */
flue_status flue_scenario_read(flue_ctx *ctx, const char *path, const char *const *options,
                               flue_diagnostics *list, flue_scenario **out);
void flue_scenario_destroy(flue_scenario **scenario);

/** What a scenario was written as. */
typedef enum flue_input_format {
  FLUE_FORMAT_YAML,
  FLUE_FORMAT_CFAST,
  FLUE_FORMAT_CONTAM
} flue_input_format;
flue_input_format flue_scenario_format(const flue_scenario *scenario);
/** The tree of a scenario's text, whatever its format, before options are applied. */
flue_status flue_scenario_tree(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list,
                               flue_node *root);

/** Atoms of a fuel of a network; all else of it is 0. */
flue_fuel flue_net_formula(const flue_net_fuel *f);
/** Sides of a compartment's floor [m]: as given, or of the square of its area or volume. */
void flue_net_floor(const flue_net_compartment *c, double *width, double *depth);
/** Every key with its value in SI and every default, as YAML; owned text in @p out. */
void flue_scenario_print(const flue_scenario *scenario, flue_text *out);
/** Item i of a list as a pointer to its struct. */
#define FLUE_ITEM(type, list, i) (&((type *)(list).items)[i])

#endif /* FLUE_SCENARIOS_SCENARIO_H */

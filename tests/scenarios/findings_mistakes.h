/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/findings_mistakes.h  A sound scenario and the mistakes that each message
 *  is about, for test_findings.c. */
#ifndef FLUE_TESTS_FINDINGS_MISTAKES_H
#define FLUE_TESTS_FINDINGS_MISTAKES_H

#include <stddef.h>

#include "core/messages.h"

static const char base[] =
    "flue: 1\n"
    "title: Base\n"
    "building:\n"
    "  storeys:\n"
    "  - {id: B1, height: 3 m, plan: P}\n"
    "  - {id: F1..F2, height: 3 m, plan: P}\n"
    "  shafts:\n"
    "  - {id: S, kind: stair, storeys: B1..F2, polygon: [[10, 0], [13, 0], [13, 5], [10, 5]]}\n"
    "plans:\n"
    "  P:\n"
    "    rooms:\n"
    "      a: {use: dwelling, polygon: [[0, 0], [5, 0], [5, 5], [0, 5]]}\n"
    "      b: {use: corridor, polygon: [[5, 0], [10, 0], [10, 5], [5, 5]]}\n"
    "    openings:\n"
    "    - {id: d1, between: [a, b], at: [5, 2.5]}\n"
    "    - {id: d2, between: [b, S], at: [10, 2.5]}\n"
    "    - {id: d3, between: [b, outside], at: [7, 0]}\n"
    "systems:\n"
    "  supplies: [{id: power}]\n"
    "  detection:\n"
    "  - {in: all, fed_by: power}\n"
    "fires:\n"
    "- {id: f, at: {room: F1.a, point: [1, 1]}, peak: 2 MW}\n"
    "people:\n"
    "- {in: dwelling, per_room: 2}\n"
    "run: {end: 60 s}\n"
    "options:\n"
    "- {id: closers, cost: ¥ 268 per opening, set: {\"plans.*.openings[kind=door].closer\": "
    "true}}\n";

/** A mistake: what replaces what in the base. The sign ~ in the replacement marks where the finding
 * has to point and is left out of the file; without it the finding is about the whole file. */
typedef struct mistake {
  flue_message message;
  const char *old, *new_text;
  const char *names; /**< Must stand in the finding in both languages; may be NULL. */
} mistake;

#define DEEP10 "[[[[[[[[[["
/** Two compartments and what follows; the base is not used then. */
#define NETWORK                                                                               \
  "flue: 1\nnetwork:\n  materials: {steel: {conductivity: 54, density: 7850, specific_heat: " \
  "465}}\n  fuels: {gas: {carbon: 1, heat_of_combustion: 50 MJ/kg}}\n  compartments:\n"       \
  "  - {id: a, width: 4, depth: 5, height: 3}\n"                                              \
  "  - {id: b, width: 4, depth: 5, height: 3, at: [4, 0, 0]}\n"
/** Input of CFAST with one room and what follows. */
#define CFAST "&COMP ID = 'A' WIDTH = 4 DEPTH = 5 HEIGHT = 3 /\n"

/** A network whose temperatures are held, and something more. */
#define HELD(more)                                                                         \
  "flue: 1\nnetwork:\n  temperatures: held\n  compartments: [{id: a, volume: 30, height: " \
  "3}]\n" more
#define LEAK "  - {id: l, between: [a, outside], law: {kind: orifice, area: 1}, z: 1}\n"

static const mistake MISTAKES[] = {
    {FLUE_MSG_YAML_SYNTAX, "[a, b], at", "[a, b~}, at", NULL},
    {FLUE_MSG_YAML_NOT_TEXT, "Base", "Ba~\xff", "18"},
    {FLUE_MSG_YAML_EMPTY, base, "~", "flue: 1"},
    {FLUE_MSG_YAML_EMPTY, base, "~- 1\n- 2\n", "flue: 1"},
    {FLUE_MSG_YAML_KEY_NOT_TEXT, "run: {", "run: {~[a, b]: 2, ", NULL},
    {FLUE_MSG_YAML_TOO_DEEP, "Base", DEEP10 DEEP10 DEEP10 "[[[[[[[[[~[", "40"},
    {FLUE_MSG_YAML_ALIAS, "Base", "~*base", NULL},
    {FLUE_MSG_YAML_SECOND_DOCUMENT, "run: {end: 60 s}\n", "---\n~run: {end: 60 s}\n", NULL},
    {FLUE_MSG_DUPLICATE_KEY, "building:\n", "~title: Other\nbuilding:\n", "title"},
    {FLUE_MSG_UNKNOWN_KEY_NEAR, ", peak: 2 MW", ", ~paek: 2 MW", "peak"},
    {FLUE_MSG_UNKNOWN_KEY, ", peak: 2 MW", ", ~chimney: 2 MW", "growth, peak, load"},
    {FLUE_MSG_MISSING_KEY, "{id: d1, between: [a, b], at", "~{between: [a, b], at", "id"},
    {FLUE_MSG_NOT_A_NUMBER, "2 MW", "~plenty", "MW"},
    {FLUE_MSG_BAD_NUMBERS, base,
     "flue: 1\nnetwork:\n  compartments:\n  - {id: a, at: ~[1, 2], width: 2, depth: 2, height: "
     "2}\n",
     "3"},
    {FLUE_MSG_WRONG_UNIT, "2 MW", "~2 MJ", "W, kW, MW"},
    {FLUE_MSG_OUT_OF_RANGE, "2 MW", "~2 W", "1000"},
    {FLUE_MSG_BAD_CHOICE, "kind: stair", "kind: ~helicopter", "stair|lift|riser|atrium"},
    {FLUE_MSG_BAD_CHOICE_NEAR, "kind: stair", "kind: ~stiar", "stair"},
    {FLUE_MSG_BAD_CHOICE_NEAR, "use: dwelling", "use: ~dweling", "dwelling"},
    {FLUE_MSG_WRONG_KIND, "{end: 60 s}", "~60 s", "run"},
    {FLUE_MSG_BAD_POINT, "at: [7, 0]", "at: ~[7, 0, 0]", "12, 3.5"},
    {FLUE_MSG_BAD_POLYGON, "[[0, 0], [5, 0], [5, 5], [0, 5]]", "~[[0, 0], [5, 0]]", "2"},
    {FLUE_MSG_UNKNOWN_DISTRIBUTION, "2 MW", "{~cauchy: {min: 1}}", "lognormal"},
    {FLUE_MSG_DISTRIBUTION_PARAMETER, "2 MW", "{uniform: {min: 1 MW, max: 2 MW, ~mean: 1 MW}}",
     "min, max"},
    {FLUE_MSG_DISTRIBUTION_MISSING, "2 MW", "{uniform: ~{min: 1 MW}}", "max"},
    {FLUE_MSG_DISTRIBUTION_PARAMETER, "2 MW", "{lognormal: {median: 2 MW, ~shape: 0.5}}", "sigma"},
    {FLUE_MSG_DISTRIBUTION_INVALID, "2 MW", "{lognormal: ~{mean: -2 MW, sd: 1 MW}}", "lognormal"},
    {FLUE_MSG_DISTRIBUTION_INVALID, "2 MW", "{uniform: ~{min: 3 MW, max: 2 MW}}", "uniform"},
    {FLUE_MSG_SAMPLED_RANGE, "{id: power}", "{id: power, works: {probability: 0.9, sampled: ~1}}",
     "works"},
    {FLUE_MSG_SAMPLED_ITEM, "fed_by: power", "works: {probability: 0.9, sampled: ~0.5}", "works"},
    {FLUE_MSG_SUPPLY_ORDER, "{id: power}", "{id: power, fed_by: ~power}", "power"},
    {FLUE_MSG_NO_DISTRIBUTION, "60 s", "~{uniform: {min: 60 s, max: 70 s}}", "end"},
    {FLUE_MSG_BAD_COST, "¥ 268 per opening", "~¥ 268 per window", "opening|room|storey"},
    {FLUE_MSG_OPTION_PATH, "\"plans.*.openings", "~\"plans.*.opnings", "opnings"},
    {FLUE_MSG_UNKNOWN_NAME, "fed_by: power", "fed_by: ~waterworks", "waterworks"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "fed_by: power", "fed_by: ~powr", "power"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "room: F1.a", "room: ~F1.aa", "F1.a"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "height: 3 m, plan: P}\n  - {id: F1",
     "height: 3 m, plan: ~Q}\n  - {id: F1", "P"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "[a, b]", "[a, ~bb]", "b"},
    {FLUE_MSG_BAD_RANGE, "F1..F2, height", "~F1..G2, height", "F1..G2"},
    {FLUE_MSG_DUPLICATE_ID, "id: B1", "id: F2", "F2"},
    {FLUE_MSG_DUPLICATE_ID, "  - {id: S, kind",
     "  - {id: S, kind: lift, storeys: F1, polygon: "
     "[[20, 0], [23, 0], [23, 5], [20, 5]]}\n  - {id: ~S, kind",
     "8"},
    {FLUE_MSG_PEOPLE_AMOUNT, ", per_room: 2", ", per_room: ~2, density: 0.1", "2"},
    {FLUE_MSG_BETWEEN_TWO, "{id: d1, between: [a, b]", "{id: ~d1, between: [a]", "1"},
    {FLUE_MSG_BETWEEN_SAME, "[b, outside]", "[b, ~b]", "b"},
    {FLUE_MSG_NO_SUCH_USE, "in: dwelling", "in: ~office", "office"},
    {FLUE_MSG_EMPTY_WORD, "id: d1", "id: ~\"\"", "id"},
    {FLUE_MSG_EMPTY_WORD, "in: dwelling", "in: ~[]", "in"},
    {FLUE_MSG_EMPTY_WORD, "room: F1.a, point: [1, 1]", "room: {choice: ~[]}", "room"},
    {FLUE_MSG_NO_STOREY, base, "~flue: 1\nbuilding: {storeys: []}\nplans: {}\n", NULL},
    {FLUE_MSG_NO_ROOM, "systems:", "  ~Q: {rooms: {}}\nsystems:", "Q"},
    {FLUE_MSG_VERSION, "flue: 1", "flue: ~2", "flue: 2"},
    {FLUE_MSG_TOO_MANY_PEOPLE, "dwelling, per_room: 2", "~dwelling, per_room: 300000", "900000"},
    {FLUE_MSG_BAD_BOOL, "at: [5, 2.5]", "at: [5, 2.5], closer: ~yes", "yes"},
    {FLUE_MSG_POLYGON_INVALID, "[[0, 0], [5, 0], [5, 5], [0, 5]]",
     "~[[0, 0], [5, 5], [5, 0], [0, 5]]", "a"},
    {FLUE_MSG_POLYGON_SMALL, "[[0, 0], [5, 0], [5, 5], [0, 5]]",
     "~[[5, 2.4], [4.9, 2.4], [4.9, 2.6], [5, 2.6]]", "0.020"},
    {FLUE_MSG_ROOMS_OVERLAP, "[[5, 0], [10, 0], [10, 5], [5, 5]]",
     "~[[5, 0], [10, 0], [10, 5], [5, 5], [5, 4], [4, 4], [4, 3], [5, 3]]", "1.00"},
    {FLUE_MSG_ROOM_NO_DOOR, "      b: {",
     "      c: {use: office, polygon: ~[[20, 0], [25, 0], [25, 5], [20, 5]]}\n      b: {", "c"},
    {FLUE_MSG_OPENING_OFF_WALL, "at: [5, 2.5]", "at: ~[4, 2.5]", "[5.00, 2.50]"},
    {FLUE_MSG_NO_SHARED_WALL, "{id: d1, between: [a, b]", "{id: ~d1, between: [a, S]", "B1"},
    {FLUE_MSG_OPENING_TOO_WIDE, "{id: d1,", "{id: ~d1, width: 6,", "5.00"},
    {FLUE_MSG_OPENING_TOO_HIGH, "{id: d1,", "{id: ~d1, height: 2.9,", "2.80"},
    {FLUE_MSG_SHAFT_NO_MEETING, "plans:\n",
     "  - {id: L, kind: lift, storeys: F1, polygon: ~[[20, 0], [23, 0], [23, 5], [20, "
     "5]]}\nplans:\n",
     "F1"},
    {FLUE_MSG_SHAFT_NO_STOREY, "storeys: B1..F2", "storeys: ~B1..F9", "F9"},
    {FLUE_MSG_NO_WAY_OUT, "    openings:\n",
     "      c: {use: dwelling, polygon: ~[[20, 0], [25, 0], [25, 5], [20, 5]]}\n      "
     "d: {use: office, polygon: [[25, 0], [30, 0], [30, 5], [25, 5]]}\n    openings:\n    - "
     "{id: d9, between: [c, d], at: [25, 2]}\n",
     "B1.c"},
    {FLUE_MSG_NOT_A_PLAIN_NUMBER, "per_room: 2", "per_room: ~few", "50 %"},
    {FLUE_MSG_UNIT_ON_PLAIN, "per_room: 2", "per_room: ~2 m", "%"},
    {FLUE_MSG_NOT_WHOLE, "per_room: 2", "per_room: 2, together: ~2.5", "2.5"},
    {FLUE_MSG_NOT_WHOLE, "per_room: 2", "count: ~2.5", "count"},
    {FLUE_MSG_OUT_OF_RANGE, "per_room: 2", "per_room: 2, uses_lifts: ~1.5", "1.5"},
    {FLUE_MSG_OUT_OF_RANGE, "per_room: 2", "per_room: 2, follows: ~{uniform: {min: 0.5, max: 1.4}}",
     "1.4"},
    {FLUE_MSG_OUT_OF_RANGE, "per_room: 2",
     "per_room: 2, tasks: ~{triangular: {min: -5, mode: 5, max: 10}}", "-5"},
    {FLUE_MSG_ALL_LOCKED, "at: [7, 0]", "at: [7, 0], locked: ~1", "d3"},
    {FLUE_MSG_ALL_LOCKED, "at: [7, 0]", "at: [7, 0], locked: ~{probability: 1}", "d3"},
    {FLUE_MSG_LOCK_TIMES, "at: [7, 0]",
     "at: [7, 0], locked: 1, locked_from: 60 s, locked_to: ~60 s", "60"},
    {FLUE_MSG_LOCKED_IN, "[[0, 0], [5, 0], [5, 5], [0, 5]]", "~[[0, 0], [5, 0], [5, 5], [0, 5]]",
     "B1.a"},
    {FLUE_MSG_LOCK_UNUSED, "at: [7, 0]", "at: [7, 0], locked_from: ~60 s", "d3"},
    {FLUE_MSG_NO_LIFT, "per_room: 2", "per_room: 2, uses_lifts: ~30 %", "evacuation: true"},
    {FLUE_MSG_NO_REFUGE, "in: dwelling, per_room: 2",
     "in: ~dwelling, per_room: 2, stays_in_refuge: true", "refuge: true"},
    {FLUE_MSG_NEVER_WARNED,
     "fires:\n- {id: f, at: {room: F1.a, point: [1, 1]}, peak: 2 MW}\npeople:\n- {in: dwelling",
     "people:\n- {in: ~dwelling", "fires"},
    {FLUE_MSG_NO_ALARM, "in: dwelling, per_room: 2", "in: ~dwelling, per_room: 2", "detection"},
    {FLUE_MSG_NO_FLOOR, "- {in: dwelling, per_room: 2}\n", "- {in: ~S, per_room: 2}\n", "S"},
    {FLUE_MSG_NO_SUCH_USE, ", per_room: 2}", ", per_room: 2, clears: [F1, ~F9]}", "F9"},
    {FLUE_MSG_DUTY_TOGETHER, ", per_room: 2}", ", per_room: 2, helps: true, together: ~2}",
     "together"},
    {FLUE_MSG_DUTY_NEEDS, ", per_room: 2}", ", per_room: 2, helps: true, needs_helpers: ~1}",
     "helps"},
    {FLUE_MSG_DUTY_REFUGE, "in: dwelling", "helps: true, stays_in_refuge: true, in: ~dwelling",
     "stays_in_refuge"},
    {FLUE_MSG_NO_HELPERS, ", per_room: 2}", ", per_room: 2, needs_helpers: ~2}", "helps"},
    {FLUE_MSG_RESPONSE_BOTH, ", per_room: 2}",
     ", per_room: 2, pre_movement: 30 s, responds_as: ~hotel}", "hotel"},
    {FLUE_MSG_BAD_CHOICE_NEAR, ", per_room: 2}", ", per_room: 2, responds_as: ~ofice}", "office"},
    {FLUE_MSG_NO_EXIT, "flue: 1\n", "~flue: 1\n", NULL},
    {FLUE_MSG_NO_FLAME, "at: {room: F1.a, point: [1, 1]}",
     "lit_by: flame, at: {room: ~F1.a, point: [1, 1]}", "F1.a"},
    {FLUE_MSG_FIRE_POINT, "point: [1, 1]", "point: ~[6, 1]", "6.00"},
    {FLUE_MSG_GRID_TOO_COARSE, "b: {use", "~b: {model: field, cell: 1 m, use", "0.700"},
    {FLUE_MSG_GRID_TOO_LARGE, "b: {use", "~b: {model: field, cell: 0.02 m, use", "8750000"},
    {FLUE_MSG_GRID_NO_ATRIUM, "{id: S, kind", "{id: ~S, model: field, kind", "S"},
    {FLUE_MSG_STAIR_NO_DOOR, "plans:\n",
     "  - {id: ~T, kind: stair, storeys: F1, polygon: [[0, 5], [3, 5], [3, 9], [0, 9]]}\nplans:\n",
     "T"},
    {FLUE_MSG_LIFT_NO_GROUND, "plans:\n",
     "  - {id: ~T, kind: lift, evacuation: true, storeys: F1, polygon: [[0, 5], [3, 5], [3, 9], "
     "[0, 9]]}\nplans:\n",
     "T"},
    {FLUE_MSG_BUILDING_TOO_LARGE, "flue: 1\n", "~flue: 1\n", "200000"},
    {FLUE_MSG_WALK_TOO_LARGE, "      b: {",
     "      c: {use: office, polygon: [[20, 0], [25, 0], [25, 5], [20, 5]]}\n      b: {", NULL},
    {FLUE_MSG_CFAST_OLD, base, "~VERSN,6,A case\n", "CFAST 7.2"},
    {FLUE_MSG_CFAST_EMPTY, base, "~& \n", "&COMP"},
    {FLUE_MSG_NAMELIST_OPEN, base, CFAST "~&MISC ADIABATIC = T\n", "&MISC"},
    {FLUE_MSG_NAMELIST_QUOTE, base, CFAST "&FIRE ID = ~'x /\n", "'"},
    {FLUE_MSG_NAMELIST_KEY, base, CFAST "&MISC ~ADIABATIC : T /\n", "&MISC"},
    {FLUE_MSG_CFAST_NUMBER, base, CFAST "&TIME SIMULATION = ~10min /\n", "10min"},
    {FLUE_MSG_CFAST_LOGICAL, base, CFAST "&MISC ADIABATIC = ~1 /\n", ".TRUE."},
    {FLUE_MSG_CFAST_MISSING, base, "~&COMP ID = 'A' WIDTH = 4 DEPTH = 5 /\n", "HEIGHT"},
    {FLUE_MSG_CFAST_WORD, base, CFAST "&DEVC COMP_ID = 'A' TYPE = ~'DISC' /\n", "PLATE|CYLINDER"},
    {FLUE_MSG_CFAST_GROUP, base, "&HEAD /\n", "&COMP"},
    {FLUE_MSG_CFAST_IGNORED, base, CFAST "&TIME ~SMOKEVIEW = 5 /\n", "&TIME SMOKEVIEW"},
    {FLUE_MSG_CFAST_UNKNOWN, base, CFAST "&TIME ~COLOUR = 5 /\n", "&TIME COLOUR"},
    {FLUE_MSG_CFAST_UNKNOWN_NEAR, base, CFAST "&TIME ~SIMULATON = 5 /\n", "SIMULATION"},
    {FLUE_MSG_CFAST_AGAIN, base, CFAST "&TIME /\n~&TIME /\n", "2"},
    {FLUE_MSG_CFAST_ROW, base,
     CFAST "&TABL ID = 'F' LABELS = 'TIME', 'HRR', 'AREA' /\n~&TABL ID = 'F' DATA = 0, 0.3 /\n",
     "&TABL F"},
    {FLUE_MSG_CFAST_TWICE, base,
     CFAST "&DEVC ID = 'D' COMP_ID = 'A' TYPE = 'HEAT_DETECTOR' LOCATION = 1, 1, 2 SETPOINT = 60 "
           "RTI = 50 /\n&DEVC ID = ~'D' COMP_ID = 'A' TYPE = 'HEAT_DETECTOR' LOCATION = 1, 2, 2 "
           "SETPOINT = 60 RTI = 50 /\n",
     "D"},
    {FLUE_MSG_CFAST_NO_TABLE, base,
     CFAST "~&FIRE ID = 'F' COMP_ID = 'A' FIRE_ID = 'fd' LOCATION = 1, 1 /\n&CHEM ID = 'fd' "
           "CARBON = 3 HYDROGEN = 8 HEAT_OF_COMBUSTION = 46000 /\n",
     "fd"},
    {FLUE_MSG_CFAST_GIVEN_AGAIN, base, CFAST "&TIME SIMULATION = 60 ~SIMULATION = 70 /\n",
     "SIMULATION"},
    {FLUE_MSG_CFAST_GYPSUM, base,
     CFAST "~&MATL ID = 'b' MATERIAL = 'Thin Gypsum board' CONDUCTIVITY = 0.2 DENSITY = 800 "
           "SPECIFIC_HEAT = 1 /\n",
     "13 %"},
    {FLUE_MSG_CFAST_MORE, base, CFAST "&TIME SIMULATION = 60,~5 /\n", "SIMULATION"},
    {FLUE_MSG_CFAST_LIMITED, base, CFAST "&TIME SIMULATION = ~1E9 /\n", "10000000"},
    {FLUE_MSG_CFAST_WORD_IGNORED, base,
     CFAST "&VENT TYPE = 'WALL' COMP_IDS = 'A' 'OUTSIDE' HEIGHT = 2 WIDTH = 1 FACE = ~'TOP' /\n",
     "FRONT|RIGHT|REAR"},
    {FLUE_MSG_LIST_LENGTHS, base,
     NETWORK "  openings: [{id: d, between: [a, b], height: 2, width: 1, times: [0, 1], shares: "
             "~[1]}]\n",
     "2"},
    {FLUE_MSG_LIST_LENGTHS, base,
     NETWORK "  fires: [{id: f, in: a, fuel: gas, times: [0, 1], heat: [0, 1], areas: ~[1, 1, "
             "1]}]\n",
     "areas"},
    {FLUE_MSG_LIST_LENGTHS, base, NETWORK "  links: [{from: a, to: [b, outside], shares: ~1}]\n",
     "shares"},
    {FLUE_MSG_MUST_RISE, base,
     NETWORK "  fires: [{id: f, in: a, fuel: gas, times: ~[0, 5, 5], heat: [0, 1, 2]}]\n", "5"},
    {FLUE_MSG_MUST_RISE, base,
     NETWORK "  - {id: c, width: 1, depth: 1, height: 4, heights: ~[2, 1], areas: [1, 1]}\n",
     "heights"},
    {FLUE_MSG_OPENING_SIZE, base, NETWORK "  openings: [{id: ~d, between: [a, b], height: 2}]\n",
     "width"},
    {FLUE_MSG_OPENING_SIZE, base, NETWORK "  openings: [{id: ~d, between: [a, b], kind: floor}]\n",
     "area"},
    {FLUE_MSG_TRIGGER_ONE, base,
     NETWORK "  fires: [{id: f, in: a, fuel: gas, times: 0, heat: 1, when: {at_time: 5, at_flux: "
             "~9, target: t}}]\n  targets: [{id: t, in: a, at: [1, 1, 1]}]\n",
     "2"},
    {FLUE_MSG_TRIGGER_TARGET, base,
     NETWORK "  fires: [{id: f, in: a, fuel: gas, times: 0, heat: 1, when: {at_flux: ~9}}]\n",
     "at_flux"},
    {FLUE_MSG_OPENING_BESIDE, base,
     NETWORK "  openings: [{id: ~d, between: [a, b], height: 1, width: 1, bottom: 3}]\n", "4"},
    {FLUE_MSG_OPENING_ABOVE, base,
     NETWORK "  openings: [{id: ~d, between: [a, b], height: 3.5, width: 1}]\n", "3.5"},
    {FLUE_MSG_SIZE_UNUSED, base,
     NETWORK "  openings: [{id: d, between: [a, b], kind: floor, area: 1, height: ~2}]\n",
     "height"},
    {FLUE_MSG_SIZE_UNUSED, base,
     NETWORK "  openings: [{id: d, between: [a, b], height: 2, width: 1, area: ~2}]\n", "area"},
    {FLUE_MSG_TRIGGER_SAME, base,
     NETWORK "  openings: [{id: ~d, between: [a, b], height: 2, width: 1, when: {at_time: 5}}]\n",
     "1"},
    {FLUE_MSG_PLACE_OUTSIDE, base, NETWORK "  targets: [{id: t, in: a, at: ~[1, 9, 1]}]\n",
     "[1, 9, 1]"},
    {FLUE_MSG_PLACE_OUTSIDE, base, NETWORK "  detectors: [{id: t, in: a, at: ~[1, 1, 4]}]\n",
     "4 x 5 x 3"},
    {FLUE_MSG_PLACE_OUTSIDE, base,
     NETWORK "  fires: [{id: f, in: a, fuel: gas, times: 0, heat: 1, at: ~[-1, 1]}]\n", "[-1, 1]"},
    {FLUE_MSG_BETWEEN_SAME, base,
     NETWORK "  openings: [{id: d, between: [a, ~a], height: 1, width: 1}]\n", "a"},
    {FLUE_MSG_BETWEEN_TWO, base, NETWORK "  fans: [{id: ~d, between: a, flow: 1}]\n", "1"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, base,
     NETWORK "  fans: [{id: d, between: [a, ~outsde], flow: 1}]\n", "outside"},
    {FLUE_MSG_UNKNOWN_NAME, base,
     NETWORK "  fires: [{id: f, in: a, fuel: ~petrol, times: 0, heat: 1}]\n", "petrol"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, base,
     NETWORK "  targets: [{id: t, in: a, at: [1, 1, 1], material: ~stel}]\n", "steel"},
    {FLUE_MSG_UNKNOWN_NAME, base,
     NETWORK "  fans: [{id: d, between: [a, b], flow: 1, when: {at_flux: 9, target: ~t}}]\n", "t"},
    {FLUE_MSG_BAD_CHOICE, base,
     NETWORK "  fans: [{id: d, between: [a, b], flow: 1, facing: [vertical, ~up]}]\n",
     "horizontal"},
    {FLUE_MSG_DUPLICATE_ID, base,
     NETWORK "  targets: [{id: t, in: a, at: [1, 1, 1]}]\n  detectors: [{id: ~t, in: a, at: [1, 1, "
             "1]}]\n",
     "8"},
    {FLUE_MSG_DUPLICATE_ID, base,
     NETWORK "  fans: [{id: f, between: [a, outside], flow: 1}, {id: ~f, between: [a, outside], "
             "flow: 1}]\n",
     "f"},
    {FLUE_MSG_DUPLICATE_ID, base,
     HELD("  paths: [{id: p, between: [a, outside], z: 1, law: {kind: orifice, area: 1}}, {id: ~p, "
          "between: [a, outside], z: 1, law: {kind: orifice, area: 1}}]\n"),
     "p"},
    {FLUE_MSG_NO_DIRECTION, base,
     NETWORK "  targets: [{id: t, in: a, at: [1, 1, 1], normal: ~[0, 0, 0]}]\n", "normal"},
    {FLUE_MSG_NO_COMPARTMENT, base, "flue: 1\nnetwork:\n  compartments: []\n", ""},
    {FLUE_MSG_NAME_TAKEN, base,
     "flue: 1\nnetwork:\n  compartments: [{id: ~outside, width: 3, depth: 3, height: 3}]\n",
     "outside"},
    {FLUE_MSG_KEY_BESIDE, base,
     "flue: 1\nnetwork:\n  compartments: [{id: a, width: 3, depth: 3, height: 3, area: ~9}]\n",
     "area"},
    {FLUE_MSG_FIRE_ABOVE, base, NETWORK "  fires: [{id: f, in: a, curve: sofa, heights: ~[90]}]\n",
     "90"},
    {FLUE_MSG_YIELD_CUT, base, NETWORK "  fires: [{id: f, in: a, curve: kiosk, hcl: ~[0.05]}]\n",
     "hcl"},
    {FLUE_MSG_OUT_OF_RANGE, base, NETWORK "run: {output: ~0}\n", "0.001"},
    {FLUE_MSG_PATH_LAW, base, HELD("  paths: [{id: ~p, between: [a, outside], z: 1}]\n"), "p"},
    {FLUE_MSG_LIST_LENGTHS, base,
     HELD("  paths: [{id: p, between: [a, outside], z: 1, law: {kind: orifice, area: 1}, times: "
          "~[0, "
          "1], shares: [1]}]\n"),
     "shares"},
    {FLUE_MSG_MUST_RISE, base,
     HELD("  schedules: {s: {times: ~[1, 0], shares: [0, 1]}}\n  paths:\n" LEAK), "times"},
    {FLUE_MSG_PROFILE_POINTS, base,
     HELD("  wind_profiles: {w: {angles: ~[0, 90], coefficients: [1, 2]}}\n  paths:\n" LEAK),
     "360"},
    {FLUE_MSG_HANDLER_FLOW, base,
     HELD("  air_handling: [{id: u}]\n  paths:\n" LEAK
          "  - {id: ~p, between: [u, a], law: {kind: orifice, area: 1}, z: 1}\n"),
     "mass_flow"},
    {FLUE_MSG_HELD_FIRE, base,
     HELD("  fuels: {x: {carbon: 1, heat_of_combustion: 5e7}}\n"
          "  fires: [{id: ~f, in: a, fuel: x, times: [0], heat: [1000]}]\n  paths:\n" LEAK),
     "free"},
    {FLUE_MSG_NO_WAY, base,
     "flue: 1\nnetwork:\n  temperatures: held\n  compartments: [{id: ~a, volume: 30, height: 3}]\n "
     " "
     "paths: [{id: p, between: [a, outside], law: {kind: mass_flow, mass_flow: 1}, z: 1}]\n",
     "a"},
    {FLUE_MSG_WEATHER_DATE, base, NETWORK "site: {weather: {file: w.nc, start: ~1 July}}\n",
     "1 July"},
    {FLUE_MSG_WEATHER_BOTH, base,
     NETWORK "site: {weather: {file: ~w.nc, times: [0, 1], temperatures: [280, 290]}}\n", "times"},
    {FLUE_MSG_NEEDS_OTHER_KEY, base,
     NETWORK "site: {weather: {times: [0, 1], wind_from: ~[1, 2]}}\n", "wind_speeds"},
    {FLUE_MSG_KEY_BESIDE, base, NETWORK "  fires: [{id: f, in: a, curve: sofa, times: ~[0, 1]}]\n",
     "curve"},
    {FLUE_MSG_ONE_BESIDE, base,
     NETWORK "  fires: [{id: f, in: a, curve: sofa, co: [0.01], heights: ~[0, 1]}]\n", "heights"},
    {FLUE_MSG_MISSING_KEY, base,
     NETWORK
     "  fires: [{id: f, in: a, curve: sofa}, {id: ~g, in: a, times: [0, 1], heat: [0, 1]}]\n",
     "fuel"},
    {FLUE_MSG_SHARE_ONE, base,
     NETWORK "  fans: [{id: ~f, between: [a, outside], flow: 1, times: [0, 1], shares: [0, 1], "
             "when: {at_time: 5}}]\n",
     "2"},
    {FLUE_MSG_CONTROL_LIMITS, base,
     NETWORK "  fans: [{id: f, between: [a, outside], flow: 1, control: {kind: pi, sensor: "
             "{between: [a, outside]}, setpoint: 25, gain: 0.01, min: 0.5, max: ~0.4}}]\n",
     "0.4"},
    {FLUE_MSG_MISSING_KEY, base,
     NETWORK "  fans: [{id: ~f, between: [a, outside], flow: 1, control: {kind: pi, sensor: "
             "{between: [a, outside]}, gain: 0.01}}]\n",
     "setpoint"},
    {FLUE_MSG_BETWEEN_TWO, base,
     NETWORK "  fans: [{id: ~f, between: [a, outside], flow: 1, control: {kind: on_off, setpoint: "
             "20 Pa}}]\n",
     "0"},
    {FLUE_MSG_UNKNOWN_NAME, base,
     NETWORK "  fans: [{id: f, between: [a, outside], flow: 1, when: {detector: ~smoke}}]\n",
     "smoke"},
    {FLUE_MSG_TRIGGER_ONE, base,
     NETWORK
     "  detectors: [{id: s, in: a, at: [1, 1, 1]}]\n"
     "  fans: [{id: f, between: [a, outside], flow: 1, when: {detector: s, at_time: ~5}}]\n",
     "2"},
    {FLUE_MSG_MISSING_KEY, base,
     NETWORK "  detectors: [{id: ~d, in: a, at: [1, 1, 1], kind: beam}]\n", "to"},
    {FLUE_MSG_PLACE_OUTSIDE, base,
     NETWORK "  detectors: [{id: d, in: a, at: [1, 1, 1], kind: beam, to: ~[1, 9, 1]}]\n",
     "1, 9, 1"},
    {FLUE_MSG_MISSING_KEY, base,
     NETWORK "  openings: [{id: ~o, between: [a, b], height: 1, width: 1, glass: {falls: 0.5}}]\n",
     "breaks"},
    {FLUE_MSG_SHARE_ONE, base,
     NETWORK
     "  openings: [{id: ~o, between: [a, b], height: 1, width: 1, times: [0, 1], shares: [0, "
     "1], glass: {breaks: by_gas}}]\n",
     "glass"},
    {FLUE_MSG_NEGATIVE_SHARE, base,
     HELD("  paths: [{id: ~p, between: [a, outside], z: 1, law: {kind: orifice, area: 1}, times: "
          "[0, 1], shares: [1, -1]}]\n"),
     "-1"},
    {FLUE_MSG_CAR_FILLS_SHAFT, base,
     HELD("  paths: [{id: ~p, between: [a, outside], z: 1, law: {kind: piston, shaft: 2, car: 3, "
          "speed: 1}}]\n"),
     "3"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, base,
     HELD("  elements: {hole: {kind: orifice, area: 1}}\n"
          "  paths: [{id: p, between: [a, outside], z: 1, element: ~hola}]\n"),
     "hole"},
    {FLUE_MSG_MISSING_KEY, base,
     HELD("  paths: [{id: ~p, between: [a, outside], z: 1, law: {kind: door, width: 1}}]\n"),
     "height"},
    {FLUE_MSG_MISSING_KEY, base,
     "flue: 1\nnetwork:\n  compartments: [{id: ~a, depth: 3, height: 3}]\n", "width"},
    {FLUE_MSG_HOLD_NOWHERE,
     "- {id: d2, between: [b, S], at: [10, 2.5]}\n    - {id: d3, between: [b, outside], at: [7, "
     "0]}\nsystems:\n",
     "- {id: d3, between: [b, outside], at: [7, 0]}\nsystems:\n  pressurisation: [{shaft: S, flow: "
     "1 m3/s, hold: ~30 Pa}]\n",
     "S"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "fires:\n",
     "  pressurisation: [{shaft: ~SS, flow: 1 m3/s, hold: 30 Pa}]\nfires:\n", "SS"},
    {FLUE_MSG_HOLD_BEYOND, "fires:\n",
     "  pressurisation: [{shaft: S, flow: 1 m3/s, hold: ~400 Pa}]\nfires:\n", "300"},
    {FLUE_MSG_SUPPLY_PLACE, "fires:\n", "  pressurisation: [{flow: ~1 m3/s}]\nfires:\n", "shaft"},
    {FLUE_MSG_SUPPLY_PLACE, "fires:\n",
     "  pressurisation: [{shaft: S, rooms: b, flow: ~1 m3/s}]\nfires:\n", "2"},
    {FLUE_MSG_NO_SUCH_USE, "fires:\n",
     "  pressurisation: [{rooms: ~lobby, flow: 1 m3/s}]\nfires:\n", "lobby"},
    {FLUE_MSG_BAD_CHOICE_NEAR, "run: {", "control_check: {codes: [nfpa92, ~gb51521]}\nrun: {",
     "gb51251"},
    {FLUE_MSG_BAD_CHOICE, "run: {", "control_check: {codes: ~none}\nrun: {", "en12101_6"},
    {FLUE_MSG_UNKNOWN_NAME_NEAR, "run: {", "control_check: {fire_storeys: [F1..F2, ~F3]}\nrun: {",
     "F1"},
    {FLUE_MSG_NO_SUCH_USE, "run: {", "control_check: {spaces: [{in: ~foyer, role: lobby}]}\nrun: {",
     "foyer"},
    {FLUE_MSG_DUPLICATE_ID, "run: {",
     "control_check: {weathers: [{id: cold, temperature: 280}, {id: ~cold, temperature: "
     "290}]}\nrun: {",
     "cold"},
    {FLUE_MSG_MISSING_KEY, "run: {", "control_check: {weathers: [~{id: cold}]}\nrun: {",
     "temperature"},
    {FLUE_MSG_SPACES_NONE, base,
     "flue: 1\ncontrol_check: {spaces: [{in: [a, ~x*], role: lobby}]}\nnetwork:\n  compartments: "
     "[{id: a, width: 1, depth: 1, height: 3}]\n",
     "x*"},
    {FLUE_MSG_UNKNOWN_NAME, base,
     "flue: 1\ncontrol_check: {fire_storeys: ~roof}\nnetwork:\n  compartments: "
     "[{id: a, width: 1, depth: 1, height: 3}]\n",
     "roof"},
    {FLUE_MSG_OPTION_NAME, "cost: ¥ 268 per opening,",
     "cost: ¥ 268 per opening, requires: [~heads],", "heads"},
    {FLUE_MSG_OPTION_BOTH, "set: {\"plans.*.openings[kind=door].closer\": true}}\n",
     "requires: [heads], excludes: [~heads], set: {\"plans.*.openings[kind=door].closer\": "
     "true}}\n- "
     "{id: heads, set: {building.leakage: tight}}\n",
     "heads"},
    {FLUE_MSG_NEVER_THERE, "- {in: dwelling, per_room: 2}",
     "- {in: dwelling, per_room: 2}\n- {in: ~dwelling, per_room: 1, there: night}", "dwelling"},
    {FLUE_MSG_OPTION_RANGE, "- {id: closers, cost: ¥ 268",
     "- {id: ~closers, cost_low: ¥ 300 per opening, cost: ¥ 268", "closers"},
    {FLUE_MSG_KEY_IDLE, "- {in: dwelling, per_room: 2}",
     "- {in: dwelling, per_room: 2, clearing_time: ~20 s}", "clears"},
    {FLUE_MSG_KEY_IDLE, "- {in: dwelling, per_room: 2}",
     "- {in: dwelling, per_room: 2, when_told: ~20 s}", "knocks"},
    {FLUE_MSG_KEY_IDLE, "{id: S, kind: stair,", "{id: S, kind: stair, belt_speed: ~0.5 m/s,",
     "escalator: moving"},
    {FLUE_MSG_KEY_IDLE, "{id: S, kind: stair,", "{id: S, kind: stair, cars: ~2,", "kind: lift"},
    {FLUE_MSG_KEY_IDLE, "{id: S, kind: stair,", "{id: S, kind: stair, responders_until: ~60 s,",
     "responders_from"},
    {FLUE_MSG_KEY_IDLE, "fires:\n", "  alarm: {stage: ~60 s}\nfires:\n", "phased"},
    {FLUE_MSG_FEW_HELPERS, "- {in: dwelling, per_room: 2}",
     "- {in: dwelling, count: 2, needs_helpers: ~2}\n- {in: corridor, count: 1, helps: true}", "1"},
    {FLUE_MSG_UNKNOWN_OPTION, NULL, NULL, "closers"},
};

#endif /* FLUE_TESTS_FINDINGS_MISTAKES_H */

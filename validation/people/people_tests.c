/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file validation/people/people_tests.c  Published tests of evacuation models and what they
 * accept.
 *
 * Ranges are the standards' where they give one. Where they give none: 1 s or a time step for times
 * that follow by hand, 5 % on long stairs, 2 % for speed in smoke, 0.1 % for doses,
 * 1 % for constants that are published with three digits, 5 % where a published time is only said
 * to be about right, from the chain by hand less 1 s to the published time where both are known,
 * 20 % where experiments differ by as much from each other, the whole range of what was observed
 * for shares at landings and speeds in drills, and a sense (above, at most) where a test only asks
 * which way a number goes.
 */
#include "validation/people/people_tests.h"

#include <math.h>

#include "validation/people/measures.h"

static const flue_people_test people_tests[] = {
    {"RiMEA 1", FLUE_MSG_PEOPLE_CORRIDOR, "s", 26, 34, people_corridor_fast},
    {"RiMEA 2", FLUE_MSG_PEOPLE_STAIR_UP, "", 0.864, 1.13, people_stair_up},
    {"RiMEA 3", FLUE_MSG_PEOPLE_STAIR_DOWN, "", 0.864, 1.13, people_stair_down},
    {"RiMEA 4", FLUE_MSG_PEOPLE_FUNDAMENTAL, "m/s", -INFINITY, 0, people_fundamental},
    {"RiMEA 5", FLUE_MSG_PEOPLE_STARTS, "s", 0, 0.1, people_starts},
    {"RiMEA 6", FLUE_MSG_PEOPLE_CORNER, "", 20, 20, people_corner},
    {"RiMEA 7", FLUE_MSG_PEOPLE_THIRTY_YEARS, "m/s", 1.431, 1.609, people_thirty_years},
    {"RiMEA 8", FLUE_MSG_PEOPLE_SLOWER_BUILDING, "s", 0.1, INFINITY, people_slower_building},
    {"RiMEA 9", FLUE_MSG_PEOPLE_HALF_DOORS, "", 1.8, 2.2, people_half_the_doors},
    {"RiMEA 10", FLUE_MSG_PEOPLE_CABINS, "", 23, 23, people_cabins},
    {"RiMEA 11", FLUE_MSG_PEOPLE_FAR_EXIT, "", 0.001, 0.499, people_far_exit},
    {"RiMEA 12a", FLUE_MSG_PEOPLE_GOAL_DISTANCE, "", 0.95, 1.05, people_goal_distance},
    {"RiMEA 12b", FLUE_MSG_PEOPLE_LONGER_NECK, "", 1, INFINITY, people_longer_neck},
    {"RiMEA 12c", FLUE_MSG_PEOPLE_SECOND_NECK, "", 0, 5, people_second_neck},
    {"RiMEA 12d", FLUE_MSG_PEOPLE_WIDER_DOORS, "", 1.001, INFINITY, people_wider_doors},
    {"RiMEA 13 band", FLUE_MSG_PEOPLE_STAIR_BAND, "m/s", -INFINITY, 0, people_stair_band},
    {"RiMEA 13 down", FLUE_MSG_PEOPLE_DOWN_FASTER, "", 1.001, INFINITY, people_down_faster},
    {"RiMEA 14", FLUE_MSG_PEOPLE_STAIR_OR_LEVEL, "", 0.001, 0.999, people_stair_or_level},
    {"RiMEA 14 network", FLUE_MSG_PEOPLE_STAIR_OR_LEVEL_NETWORK, "", 0.001, 0.999,
     people_stair_or_level_network},
    {"RiMEA 14 alone", FLUE_MSG_PEOPLE_OVER_BRIDGE, "", 0, 0.05, people_over_bridge},
    {"RiMEA 15", FLUE_MSG_PEOPLE_WIDE_CORNER, "", 0.001, 0.999, people_wide_corner},
    {"RiMEA 16 in part", FLUE_MSG_PEOPLE_SINGLE_FILE, "m/s", -INFINITY, 0, people_single_file},
    {"IMO 1", FLUE_MSG_PEOPLE_CORRIDOR_1, "s", 39, 41, people_corridor_slow},
    {"IMO 2", FLUE_MSG_PEOPLE_GIVEN_UP, "s", 9, 11, people_given_up},
    {"IMO 3", FLUE_MSG_PEOPLE_GIVEN_DOWN, "s", 9, 11, people_given_down},
    {"IMO 4", FLUE_MSG_PEOPLE_DOOR_FLOW, "1/s", 0, 1.33, people_door_flow},
    {"IMO 5", FLUE_MSG_PEOPLE_STARTS, "s", 0, 0.1, people_starts},
    {"IMO 6", FLUE_MSG_PEOPLE_CORNER, "", 20, 20, people_corner},
    {"IMO 7", FLUE_MSG_PEOPLE_DRAWN_MALES, "", 0, 1.358, people_drawn_males},
    {"IMO 8", FLUE_MSG_PEOPLE_COUNTERFLOW, "s", 0.1, INFINITY, people_counterflow},
    {"IMO 9", FLUE_MSG_PEOPLE_HALF_DOORS, "", 1.8, 2.2, people_half_the_doors},
    {"IMO 10", FLUE_MSG_PEOPLE_CABINS, "", 23, 23, people_cabins},
    {"IMO 11 room", FLUE_MSG_PEOPLE_JAM_AT_ROOM, "", 5, INFINITY, people_jam_at_room},
    {"IMO 11 stair", FLUE_MSG_PEOPLE_JAM_AT_STAIR, "", 5, INFINITY, people_jam_at_stair},
    {"NIST 1.1", FLUE_MSG_PEOPLE_DRAWN_STARTS, "", 0, 1.358, people_drawn_starts},
    {"NIST 2.1", FLUE_MSG_PEOPLE_CORRIDOR_SPEED, "m/s", 0.95, 1.05, people_corridor_speed},
    {"NIST 2.2 up", FLUE_MSG_PEOPLE_LONG_UP, "s", 95, 105, people_long_up},
    {"NIST 2.2 down", FLUE_MSG_PEOPLE_LONG_DOWN, "s", 95, 105, people_long_down},
    {"NIST 2.3", FLUE_MSG_PEOPLE_CORNER, "", 20, 20, people_corner},
    {"NIST 2.4", FLUE_MSG_PEOPLE_DRAWN_ADULTS, "", 0, 1.358, people_drawn_adults},
    {"NIST 2.5", FLUE_MSG_PEOPLE_SMOKE_SPEED, "", 0, 0.02, people_smoke_speed},
    {"NIST 2.6", FLUE_MSG_PEOPLE_FED_ALL, "s", 980.7, 982.7, people_fed_all},
    {"NIST 2.7", FLUE_MSG_PEOPLE_LIFT_SINGLE, "s", 0, 0.5, people_lift_single},
    {"NIST 2.8", FLUE_MSG_PEOPLE_COUNTERFLOW, "s", 0.1, INFINITY, people_counterflow},
    {"NIST 2.9", FLUE_MSG_PEOPLE_GROUP_SPREAD, "s", 0, 10, people_group_spread},
    {"NIST 2.10", FLUE_MSG_PEOPLE_BEHIND_SLOW, "s", 0.1, INFINITY, people_behind_slow},
    {"NIST 3.1", FLUE_MSG_PEOPLE_CABINS, "", 23, 23, people_cabins},
    {"NIST 3.2", FLUE_MSG_PEOPLE_FOLLOWERS, "", 1, INFINITY, people_followers},
    {"NIST 3.3 familiar", FLUE_MSG_PEOPLE_FAMILIAR, "", 0.501, 1, people_familiar},
    {"NIST 3.3 both", FLUE_MSG_PEOPLE_UNAFFILIATED, "", 0.4, 0.6, people_unaffiliated},
    {"NIST 4.1", FLUE_MSG_PEOPLE_CLOSED_EXIT, "", 30, 30, people_closed_exit},
    {"NIST 5.1 room", FLUE_MSG_PEOPLE_JAM_AT_ROOM, "", 5, INFINITY, people_jam_at_room},
    {"NIST 5.1 stair", FLUE_MSG_PEOPLE_JAM_AT_STAIR, "", 5, INFINITY, people_jam_at_stair},
    {"NIST 5.2", FLUE_MSG_PEOPLE_DOOR_FLOW, "1/s", 0, 1.33, people_door_flow},
    {"ISO 1", FLUE_MSG_PEOPLE_DRAWN_STARTS, "", 0, 1.358, people_drawn_starts},
    {"ISO 2", FLUE_MSG_PEOPLE_CORRIDOR_1, "s", 39, 41, people_corridor_slow},
    {"ISO 3 up", FLUE_MSG_PEOPLE_LONG_UP, "s", 95, 105, people_long_up},
    {"ISO 3 down", FLUE_MSG_PEOPLE_LONG_DOWN, "s", 95, 105, people_long_down},
    {"ISO 4", FLUE_MSG_PEOPLE_CORNER, "", 20, 20, people_corner},
    {"ISO 5", FLUE_MSG_PEOPLE_DRAWN_PASSENGERS, "", 0, 16.92, people_drawn_passengers},
    {"ISO 6", FLUE_MSG_PEOPLE_COUNTERFLOW, "s", 0.1, INFINITY, people_counterflow},
    {"ISO 7", FLUE_MSG_PEOPLE_BEHIND_SLOW, "s", 0.1, INFINITY, people_behind_slow},
    {"ISO 8", FLUE_MSG_PEOPLE_CABINS, "", 23, 23, people_cabins},
    {"ISO 9", FLUE_MSG_PEOPLE_CLOSED_EXIT, "", 30, 30, people_closed_exit},
    {"ISO 10 room", FLUE_MSG_PEOPLE_JAM_AT_ROOM, "", 5, INFINITY, people_jam_at_room},
    {"ISO 10 stair", FLUE_MSG_PEOPLE_JAM_AT_STAIR, "", 5, INFINITY, people_jam_at_stair},
    {"ISO 11", FLUE_MSG_PEOPLE_DOOR_FLOW, "1/s", 0, 1.33, people_door_flow},
    {"ISO 12", FLUE_MSG_PEOPLE_WIDER_STAIRS, "", 1.001, INFINITY, people_wider_stairs},
    {"ISO 13", FLUE_MSG_PEOPLE_SPEED_RISE, "m/s", -INFINITY, 0, people_speed_rise},
    {"ISO 14", FLUE_MSG_PEOPLE_GROUP_SPREAD, "s", 0, 10, people_group_spread},
    {"ISO 15", FLUE_MSG_PEOPLE_FOLLOWERS, "", 1, INFINITY, people_followers},
    {"ISO 16 familiar", FLUE_MSG_PEOPLE_FAMILIAR, "", 0.501, 1, people_familiar},
    {"ISO 16 both", FLUE_MSG_PEOPLE_UNAFFILIATED, "", 0.4, 0.6, people_unaffiliated},
    {"ISO 17", FLUE_MSG_PEOPLE_QUICKER_STAIR, "", 10, 10, people_quicker_stair},
    {"ISO 18", FLUE_MSG_PEOPLE_SMOKE_SPEED, "", 0, 0.02, people_smoke_speed},
    {"ISO 19a", FLUE_MSG_PEOPLE_FED_ALL, "s", 980.7, 982.7, people_fed_all},
    {"ISO 19b", FLUE_MSG_PEOPLE_FED_OXYGEN, "s", 1664.8, 1668.2, people_fed_oxygen},
    {"ISO 19c", FLUE_MSG_PEOPLE_FED_CO, "s", 1691.1, 1694.5, people_fed_co},
    {"ISO 19d", FLUE_MSG_PEOPLE_FED_CO_CO2, "s", 845.7, 847.4, people_fed_co_co2},
    {"ISO 20", FLUE_MSG_PEOPLE_LIFT_TRIPS, "s", 0, 0.5, people_lift_trips},
    {"ISO 21", FLUE_MSG_PEOPLE_ESCALATOR, "s", 0, 0.2, people_escalator},
    {"SFPE H1", FLUE_MSG_PEOPLE_DOOR_CHAIN, "s", 106.1, 106.5, people_door_chain},
    {"SFPE H2", FLUE_MSG_PEOPLE_OPENING_CHAIN, "s", 62.6, 63.0, people_opening_chain},
    {"SFPE H3", FLUE_MSG_PEOPLE_CROWD_WALK, "s", 30.4, 30.6, people_crowd_walk},
    {"SFPE H4 k", FLUE_MSG_PEOPLE_STAIR_CONSTANT, "m/s", 1.07, 1.09, people_stair_constant},
    {"SFPE H4 flow", FLUE_MSG_PEOPLE_STAIR_MOST, "1/(m s)", 1.0, 1.02, people_stair_most},
    {"SFPE H5", FLUE_MSG_PEOPLE_LONE_WALKER, "s", 10.64, 11.04, people_lone_walker},
    {"SFPE H6", FLUE_MSG_PEOPLE_DOOR_WIDTHS, "s", 0, 0.5, people_door_widths},
    {"SFPE H7 1", FLUE_MSG_PEOPLE_HYDRAULIC_1, "s", 215.9, 217.9, people_hydraulic_1},
    {"SFPE H7 10", FLUE_MSG_PEOPLE_HYDRAULIC_10, "s", 228.6, 230.6, people_hydraulic_10},
    {"SFPE H7 100", FLUE_MSG_PEOPLE_HYDRAULIC_100, "s", 355.7, 357.7, people_hydraulic_100},
    {"SFPE H8 first", FLUE_MSG_PEOPLE_GUIDE_ROOM_FIRST, "s", 28.98, 32.02, people_guide_room_first},
    {"SFPE H8 last", FLUE_MSG_PEOPLE_GUIDE_ROOM_LAST, "s", 128.2, 186, people_guide_room_last},
    {"SFPE H9", FLUE_MSG_PEOPLE_NINE_STOREYS, "s", 1462, 1871, people_nine_storeys},
    {"SFPE H10 near", FLUE_MSG_PEOPLE_GUIDE_DOOR, "s", 233.95, 246, people_guide_door},
    {"SFPE H10 far", FLUE_MSG_PEOPLE_GUIDE_FAR, "s", 284.8, 300, people_guide_far},
    {"SFPE H11", FLUE_MSG_PEOPLE_LATE_START, "s", 0, 0.1, people_late_start},
    {"SFPE H12", FLUE_MSG_PEOPLE_MERGE_NETWORK, "", 2.55, 3.45, people_merge_network},
    {"SFPE H12 fine", FLUE_MSG_PEOPLE_MERGE_FINE, "", 2.55, 3.45, people_merge_fine},
    {"SFPE H13", FLUE_MSG_PEOPLE_DOOR_CREDIT, "s", 41.9, INFINITY, people_door_credit},
    {"tower T10", FLUE_MSG_PEOPLE_TEN_STOREYS, "s", 346.4, 468.6, people_ten_storeys},
    {"T10 network", FLUE_MSG_PEOPLE_TOWER_NETWORK, "s", 346.4, 468.6, people_tower_network},
    {"cross-mode", FLUE_MSG_PEOPLE_TOWER_MODES, "", 0.85, 1.15, people_tower_modes},
    {"density limit", FLUE_MSG_PEOPLE_JAM_DENSITY, "", 0, 0.1, people_jam_density},
    {"full rooms", FLUE_MSG_PEOPLE_SWAPPING_ROOMS, "", 60, 60, people_swapping_rooms},
    {"tower cycles", FLUE_MSG_PEOPLE_CROSSING_ROOMS, "", 60, 60, people_crossing_rooms},
    {"smoke door", FLUE_MSG_PEOPLE_SMOKY_EXIT, "", 0, 0.5, people_smoky_exit},
    {"experiment density", FLUE_MSG_PEOPLE_EXPERIMENT_DENSITY, "", 0, 0.2,
     people_fundamental_error},
    {"experiment neck least", FLUE_MSG_PEOPLE_NECK_LEAST, "1/(m s)", 1.5, 2.3, people_least_neck},
    {"experiment neck most", FLUE_MSG_PEOPLE_NECK_MOST, "1/(m s)", 1.5, 2.3, people_largest_neck},
    {"experiment neck line", FLUE_MSG_PEOPLE_NECK_LINE, "", 0.9, 1, people_neck_line},
    {"experiment merging", FLUE_MSG_PEOPLE_MERGE_FLOOR, "", 0.48, 0.6, people_merge_floor},
    {"experiment merging given", FLUE_MSG_PEOPLE_MERGE_GIVEN, "", 0, 0.02, people_merge_given},
    {"experiment drills", FLUE_MSG_PEOPLE_DRILL_ERROR, "", 0, 0.2, people_drill_error},
    {"experiment drill speed", FLUE_MSG_PEOPLE_DRILL_SPEED, "m/s", 0.25, 0.63, people_drill_speed},
};

const flue_people_test *flue_people_tests(size_t *n) {
  *n = sizeof people_tests / sizeof *people_tests;
  return people_tests;
}

int flue_people_passes(const flue_people_test *test, double measured) {
  const double rounding = 1e-9; /* of times counted in steps */
  return measured >= test->low - rounding && measured <= test->high + rounding;
}

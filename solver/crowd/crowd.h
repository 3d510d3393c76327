/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd.h  People: walking on floors and stairs, in smoke, until they are
 * outside.
 *
 * Floors are grids of walkable cells; stairs are chains of segments, one for each storey they pass.
 * In the fine mode people walk down distance fields (fast marching over the cells, slowed by smoke)
 * and keep distance from each other (collision-free speed model); in the network mode they go from
 * door to door at the speed of the hydraulic model. In both they queue at doors and stairs, and
 * take up a dose of gas and heat. The engine knows nothing of rooms' shapes or of the fire: it gets
 * gas by compartment.
 */
#ifndef FLUE_SOLVER_CROWD_H
#define FLUE_SOLVER_CROWD_H

#include <stddef.h>
#include <stdint.h>

#include "core/random.h"
#include "core/sink.h"
#include "core/state.h"
#include "core/status.h"
#include "models/walking.h"

/** No such item. */
#define FLUE_NONE ((size_t)-1)

/** What a person is doing. */
typedef enum flue_person_state {
  FLUE_PERSON_WAITING = 0,       /**< Before the start of movement. */
  FLUE_PERSON_WALKING = 1,       /**< On a floor. */
  FLUE_PERSON_ON_STAIR = 2,      /**< In a stair. */
  FLUE_PERSON_OUTSIDE = 3,       /**< Safe. */
  FLUE_PERSON_INCAPACITATED = 4, /**< Down; stays where it is. */
  FLUE_PERSON_IN_LIFT = 5,       /**< In a car of a lift. */
  FLUE_PERSON_IN_REFUGE = 6,     /**< Stays in a place of refuge. */
  FLUE_PERSON_ON_DUTY = 7, /**< With somebody who is helped, telling others to go, or on a timed
                                way to them. */
} flue_person_state;

/** Why a person went down. */
typedef enum flue_cause {
  FLUE_CAUSE_NONE = 0,
  FLUE_CAUSE_ASPHYXIA = 1, /**< CO, HCN, CO2. */
  FLUE_CAUSE_OXYGEN = 2,   /**< Low oxygen. */
  FLUE_CAUSE_HEAT = 3,     /**< Convected and radiated heat. */
  FLUE_CAUSE_IRRITANT = 4, /**< Irritant gas too strong to go on. */
} flue_cause;

/** Gas at the height of the head in one compartment. */
typedef struct flue_exposure {
  double temp_k;                /**< [K] */
  double extinction;            /**< Light extinction coefficient [m-1]. */
  double o2, co2, co, hcn, hcl; /**< Volume fractions [1]. */
  double flux_w;                /**< Radiant flux onto a person [W m-2]. */
} flue_exposure;

/** One storey. */
typedef struct flue_crowd_floor {
  double cell_m;       /**< Side of a cell [m]. */
  double x0, y0;       /**< South-west corner of cell (0, 0) [m]. */
  double z_m;          /**< Height of the floor [m]. */
  size_t nx, ny;       /**< Cells. */
  const int32_t *room; /**< Compartment of each cell, [ny][nx], borrowed; -1 where nobody walks. */
  const int32_t *door; /**< Door that a cell belongs to, [ny][nx], borrowed; -1 for none. Two
                            neighbouring cells connect when their rooms are equal or their doors are
                            equal and not -1. A door's cells reach about 0.4 m into either room, and
                            are as many as its clear width touches. */
} flue_crowd_floor;

/** A door between two rooms of one floor. Its index is what `door` cells hold. */
typedef struct flue_crowd_door {
  size_t floor;
  double x, y;             /**< Middle [m]. */
  double width_m;          /**< Clear width [m]. */
  double along_x, along_y; /**< Direction of the wall [1]; 0, 0: the width is that of the cells. */
} flue_crowd_door;

/** A way off a floor: a door to the outside or into a stair, a landing door of a lift, or a door
 *  into a place of refuge. Its cells are those of `door`. */
typedef struct flue_crowd_exit {
  size_t door;    /**< The door (its cells lie on one floor). */
  size_t stair;   /**< Stair it leads into; FLUE_NONE: outside, or what follows says where to. */
  size_t segment; /**< Segment of the stair, or landing of the lift, at this storey. */
  double sign;   /**< Optical depth through which its sign is seen [1]: 3 by reflected light, 8 when
                      it shines by itself; 0 for 3. @cite jin1978 */
  size_t lift;   /**< Lift it leads into, counted from 1; 0: none. */
  size_t refuge; /**< Compartment, counted from 1, in which those who seek refuge stay; 0: none. */
} flue_crowd_exit;

/** A stair: segments from the bottom up; segment k leads from its storey down to segment k - 1.
 *  People walk to its discharge, or on a way over several stairs from any storey of it to another
 *  on the same side of the discharge (crowd_transfers.c). An
 *  escalator is a stair whose steps move towards the discharge; one that stands still is a stair
 *  with its own steps (0.21 by 0.40 m). All fields from `merge_door_share` on but `discharge` and
 *  `exit_door` may be 0. */
typedef struct flue_crowd_stair {
  size_t n_segments;
  const size_t *room;     /**< Compartment of each segment, [n_segments], borrowed. */
  const double *length_m; /**< Path along the slope down to the segment below (landings
                               included); of segment 0 unused, [n_segments], borrowed [m]. */
  const double *z_m;      /**< Floor height of each segment, [n_segments], borrowed [m]. */
  double x, y;            /**< Middle of the stair in plan, for the agents file [m]. */
  double width_m;         /**< Clear width [m]. */
  double riser_m, tread_m;
  double merge_door_share; /**< Share of the flow that people from a storey's door get while others
                                come from the flight, 0 to 1 [1]; 0: half. */
  size_t discharge;  /**< Segment at which people leave the stair (the ground storey); outside,
                          where no door leads on from there. */
  size_t exit_door;  /**< Door of its own from there to the outside, without cells on a floor;
                          FLUE_NONE: people leave through an exit of that segment. */
  double belt_speed; /**< Speed of the steps of an escalator along the slope [m s-1]; 0: a stair. */
  double fatigue_up, fatigue_down; /**< Share of speed lost per 100 m climbed or descended [1]. */
  double responders_from_s;        /**< Firefighters come up against the flow from then on [s] */
  double responders_until_s;       /**< and until then [s]; not above the start: never. */
  double responders_flow;          /**< Flow meanwhile over that without them [1]; 0: 0.86. */
  double responders_speed;         /**< Speed meanwhile, likewise [1]; 0: 0.90. */
} flue_crowd_stair;

/**
 * A lift with one or several equal cars that serve the same landings as a group. It evacuates:
 * storeys of the fire first, then from the top down, see crowd_lifts.c. All fields from
 * `load_factor` on may be 0 for the default.
 */
typedef struct flue_crowd_lift {
  size_t n_landings;
  const size_t *room; /**< Compartment of the shaft at each landing, [n_landings], borrowed. */
  const double *z_m;  /**< Floor height of each landing, from the bottom up, borrowed [m]. */
  double x, y;        /**< Middle of the shaft in plan, for the agents file [m]. */
  size_t discharge;   /**< Landing at which people leave the cars. */
  size_t n_cars;
  size_t persons;      /**< Rated capacity of a car. */
  double speed;        /**< Rated speed [m s-1]. */
  double acceleration; /**< Of starting and stopping [m s-2]. */
  double load_factor;  /**< Share of the rated capacity that gets in [1]; 0: 0.8. */
  double open_s;       /**< Opening of the doors [s]; 0: 2. */
  double close_s;      /**< Closing of the doors [s]; 0: 3. */
  double dwell_s;      /**< Wait for another person before the doors close [s]; 0: 3. */
  double transfer_s;   /**< One person in or out [s]; 0: 1. */
  double start_s;      /**< From the first warning of anybody to the first trip [s]. */
  double smoke_limit;  /**< Extinction at a landing above which it is no longer served, in the shaft
                            above which the lift takes nobody any more [m-1]; 0: 0.1. */
  int is_out_of_order; /**< Takes nobody. */
} flue_crowd_lift;

/** What somebody knows of an exit. */
typedef enum flue_exit_knowledge {
  FLUE_EXIT_KNOWN = 0,
  FLUE_EXIT_UNKNOWN = 1, /**< Taken when its sign has been seen, with reluctance. */
  FLUE_EXIT_BARRED = 2,  /**< Not for this person. */
} flue_exit_knowledge;

/** Largest number of a group. */
#define FLUE_CROWD_MOST_GROUPS 0xfffffffU

/** A person: 48 bytes. All fields from `body_m` on may be 0 for the default. */
typedef struct flue_crowd_person {
  float x, y;                 /**< Start, from the corner of the floor [m]. */
  float speed;                /**< Free walking speed on the level [m s-1]. */
  float stair_factor;         /**< Speed on stairs over that of an able adult [1]; 1 for most. */
  float pre_movement_s;       /**< From the moment of being warned to the first step [s]. */
  float tolerance;            /**< Dose at which this person goes down [1]; median 1. */
  float body_m;               /**< Diameter of the body [m]; 0: 0.45. */
  float up_factor;            /**< As stair_factor, for walking up [1]; 0: as down. */
  float follows;              /**< How far the exits of others nearby count, 0 to 1 [1]. */
  float told_s;               /**< From when it is told in person to go to the first step [s]. */
  uint32_t group : 28;        /**< Group that stays together, counted from 1; 0: alone. */
  uint32_t uses_lifts : 1;    /**< Takes a lift when that is expected to be quicker. */
  uint32_t seeks_refuge : 1;  /**< Ends the way in a place of refuge where there is one. */
  uint32_t walks_on_belt : 1; /**< Walks on escalators instead of standing. */
  uint32_t knocks : 1;        /**< Tells others to go in passing. */
  uint16_t floor;
  uint16_t knowledge; /**< Row of `knowledge`, counted from 1; 0: knows all exits. */
} flue_crowd_person;

/** What a person does for others or needs of them. */
typedef struct flue_crowd_duty {
  float preparation_s;   /**< From when its helpers are all there to the first step [s]. */
  uint32_t round;        /**< Round it makes before it leaves, counted from 1; 0: none. */
  uint8_t helps;         /**< Helps those who need it before it leaves. */
  uint8_t needs_helpers; /**< Helpers without whom it does not move. */
} flue_crowd_duty;

/** How people move. Both modes take the same input and answer the same questions. */
typedef enum flue_crowd_mode {
  FLUE_CROWD_FINE = 0,    /**< Each finds its way on the cells and keeps distance from others. */
  FLUE_CROWD_NETWORK = 1, /**< From door to door by the hydraulic model: thousands of runs. */
} flue_crowd_mode;

/** A door that is locked or unlocked at a moment. */
typedef struct flue_crowd_lock {
  double t_s; /**< [s] */
  size_t door;
  int is_locked;
} flue_crowd_lock;

/** Rooms that people visit before they leave, to tell those there to go. All who make a round share
 *  its rooms. */
typedef struct flue_crowd_round {
  size_t n;
  const size_t *room; /**< Compartments, [n], borrowed. */
  double visit_s;     /**< Time spent in each [s]. */
} flue_crowd_round;

/** All of the above; arrays borrowed for the life of the engine. */
typedef struct flue_crowd_input {
  flue_crowd_mode mode;
  size_t n_floors, n_doors, n_exits, n_stairs, n_people, n_rooms;
  size_t n_knowledge, n_groups, n_locks, n_lifts, n_rounds;
  const flue_crowd_floor *floors;
  const flue_crowd_door *doors;
  const flue_crowd_exit *exits;
  const flue_crowd_stair *stairs;
  const flue_crowd_lift *lifts;
  const flue_crowd_person *people;
  const flue_crowd_duty *duties; /**< [n_people]; NULL: nobody is on duty or needs help. */
  const flue_crowd_round *rounds;
  const uint8_t *knowledge;     /**< flue_exit_knowledge, [n_knowledge][n_exits]. */
  const flue_crowd_lock *locks; /**< [n_locks], in the order of time. */
  size_t fire_floor;            /**< Floor of the fire, counted from 1; 0: not known to lifts. */
  double step_s;                /**< Time step [s]; 0 for the default 0.1. */
  double door_flow;   /**< Largest flow per effective width [s-1 m-1]; 0 for the default 1.33
                           (SFPE; the report says that the cap is on); negative: no cap, in network
                           mode what crowds reach, 1.9 /(s m) of the clear width. */
  double jam_density; /**< Most people that a stair, or in network mode a room, takes in [m-2]; 0
                           for the default 3.5. */
  flue_smoke_law smoke_law; /**< Speed in smoke. */
  double knock_m;     /**< Distance from a door within which one knocks in passing [m]; 0: 2. */
  int may_crawl;      /**< Whether people crawl below smoke, where it is much thinner there. */
  flue_stream stream; /**< Random numbers; purpose FLUE_PURPOSE_CROWD. */
} flue_crowd_input;

/** Numbers at a moment. */
typedef struct flue_crowd_counts {
  size_t people, waiting, walking, on_stairs, outside, incapacitated;
  size_t in_lifts, in_refuge, on_duty;
  size_t without_help; /**< Need helpers, who have not come. */
  size_t by_cause[5];  /**< Incapacitated, by flue_cause. */
  size_t injured;      /**< Not incapacitated, dose 0.3 or more. */
  size_t put_back;     /**< People whose start was not on walkable ground and was moved there. */
  double last_out_s;   /**< When the last person so far came out; NaN when none has. */
  double largest_dose;
} flue_crowd_counts;

typedef struct flue_crowd flue_crowd;

/**
 * Builds the engine: distance fields of each exit, neighbour cells, stairs.
 * @return FLUE_OK, FLUE_ENOMEM, or FLUE_EARG when a person stands where no exit can be reached
 *         (the sentence names floor and room).
 */
flue_status flue_crowd_create(flue_ctx *ctx, const flue_crowd_input *input, flue_crowd **out);
void flue_crowd_destroy(flue_crowd **crowd);

/** Gas at the end of the next advance, [n_rooms], copied; doses go from what was before to it in a
 *  straight line of time, speeds and ways follow it at once. Distance fields follow when smoke
 * changed enough to matter.
 */
flue_status flue_crowd_set_gas(flue_crowd *crowd, const flue_exposure *gas);
/** The same at the height of somebody who crawls, [n_rooms], copied; before flue_crowd_set_gas().
 */
void flue_crowd_set_low_gas(flue_crowd *crowd, const flue_exposure *low);
/** Warns everybody in a compartment (or all with FLUE_NONE) at time @p t_s; the first warning
 * counts. */
void flue_crowd_warn(flue_crowd *crowd, size_t room, double t_s);
/** Moves everybody to time @p t_end [s]. No allocation. @return FLUE_OK. */
flue_status flue_crowd_advance(flue_crowd *crowd, double t_end);

/** Share of the time since the last call during which somebody walked or lay in each door,
 *  [n_doors]. People who still wait for their start hold no door, nobody one that is locked. */
void flue_crowd_take_held(flue_crowd *crowd, double *share);
void flue_crowd_get_counts(const flue_crowd *crowd, flue_crowd_counts *counts);
/** How often people stood at an exit that nobody passed for two minutes, and were let through by
 * the rule that the nearest is set into the doorway. @param door  Takes the worst, FLUE_NONE
 * without. */
size_t flue_crowd_deadlocks(const flue_crowd *crowd, size_t *door);
/** People in each compartment now (not outside), [n_rooms], caller's array. */
void flue_crowd_get_occupancy(const flue_crowd *crowd, size_t *people);
/** Time at which the last person who started on @p floor left it; NaN while somebody able to move
 * is still on it or when one of them went down anywhere, 0 when nobody started there. */
double flue_crowd_floor_cleared(const flue_crowd *crowd, size_t floor);
/** Time at which a share of all people was outside or in a refuge where they stay [s]; NaN while it
 *  is not, 0 without people. */
double flue_crowd_time_out(const flue_crowd *crowd, double share);
/** Rows for the agents file at this moment, [n_people] in order of id, caller's array. */
void flue_crowd_get_rows(const flue_crowd *crowd, flue_agent_row *rows);
/** Per person: time outside [s] (NaN), exit taken (index, -1), dose [1], cause, warned at [s]
 * (NaN), each [n_people] or NULL. */
void flue_crowd_get_people(const flue_crowd *crowd, double *time_out, double *exit_taken,
                           double *dose, double *cause, double *warned);
/** Per person: stair entered last (index, -1), door by which the person came outside (index; -1:
 * is not outside, or left a stair that has no door), each [n_people]. */
void flue_crowd_get_ways(const flue_crowd *crowd, double *stair, double *door_out);
/** Per person: lift taken last (index, -1), and since when in a refuge [s] (NaN: is not), each
 *  [n_people]. */
void flue_crowd_get_stays(const flue_crowd *crowd, double *lift, double *refuge_s);
/** Per person: when its helpers had come and it was ready to be moved [s]; NaN: needs none,
 *  infinite: not yet, [n_people]. */
void flue_crowd_get_helped(const flue_crowd *crowd, double *ready_s);
/** People in each compartment who need helpers, whom none have reached, [n_rooms]. @return of how
 *  many who need them. */
size_t flue_crowd_get_without_help(const flue_crowd *crowd, size_t *people);
/** Per compartment: when somebody told the people there to go [s]; NaN: nobody, [n_rooms]. */
void flue_crowd_get_told(const flue_crowd *crowd, double *told_s);
/** Per lift: trips with people that have arrived, and people carried by them, each [n_lifts]. */
void flue_crowd_get_lifts(const flue_crowd *crowd, double *trips, double *carried);
/** People carried by all lifts. */
double flue_crowd_by_lift(const flue_crowd *crowd);
/** Trips of all lifts with people. */
double flue_crowd_lift_trips(const flue_crowd *crowd);
/** Memory that each further person takes, the input included; distance fields do not count [B]. */
size_t flue_crowd_bytes_per_person(const flue_crowd *crowd);
/** Saves or restores everything that changes. */
void flue_crowd_state(flue_crowd *crowd, flue_state *state);

#endif /* FLUE_SOLVER_CROWD_H */

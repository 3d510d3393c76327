/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_lifts.h  Lifts and places of refuge; only solver/crowd includes it.
 *
 * Reading order: crowd_lifts_build.c (landings, times, order of service), crowd_lifts.c (the cars),
 * crowd_riders.c (who waits, gets in and out, in both modes), crowd_refuge.c.
 */
#ifndef FLUE_SOLVER_CROWD_LIFTS_H
#define FLUE_SOLVER_CROWD_LIFTS_H

#include <stdint.h>

#include "core/sink.h"
#include "solver/crowd/crowd.h"

/** No landing, no exit. */
#define CROWD_NO_LANDING UINT32_MAX
#define CROWD_NO_EXIT    UINT32_MAX

/** What a car does until its event. */
enum crowd_car_phase {
  crowd_car_idle = 0,    /**< Stands with its doors shut and waits for a call. */
  crowd_car_moves = 1,   /**< To its landing. */
  crowd_car_opens = 2,   /**< Its doors. */
  crowd_car_is_open = 3, /**< People get out or in, one after the other. */
  crowd_car_closes = 4,  /**< Its doors. */
};

/** Landings of all lifts, one lift after the other, [n_landings] each. */
typedef struct crowd_landings {
  size_t n;
  uint32_t *lift;
  uint32_t *first_exit; /**< First exit at it, CROWD_NO_EXIT: no door for people. */
  uint32_t *by_rank;    /**< Landings of each lift in the order of service. */
  uint32_t *rank;       /**< Place in that order. */
  int32_t *room;        /**< Compartment before its door, -1 without one. */
  double *travel_s;     /**< To the discharge [s]. */
  uint32_t *n_waiting;  /**< Fine mode, scratch: people at and close to its door. */
  /* state */
  uint8_t *is_smoky; /**< Has been: is not served any more. */
  uint32_t *heading; /**< People who walk to it or wait, when last counted. */
} crowd_landings;

/** Cars of all lifts, [n_cars] each. */
typedef struct crowd_cars {
  size_t n;
  uint32_t *lift;
  /* state */
  uint8_t *phase;    /**< crowd_car_phase */
  uint32_t *at;      /**< Landing, counted over all lifts, where it is or was last. */
  uint32_t *to;      /**< Landing it goes to or stands at. */
  double *event_s;   /**< When the phase ends, or somebody can get in or out next [s]. */
  double *since_s;   /**< Begin of the phase; of an open car end of the last transfer [s]. */
  uint32_t *load;    /**< Able people in it. */
  uint32_t *down;    /**< People lying in it, who take up room. */
  uint32_t *last_in; /**< Who got in last: gets out first; the others by `behind`. */
} crowd_cars;

/** Times of a lift with the defaults filled in [s], and the limit of smoke [m-1]. */
typedef struct crowd_lift_times {
  double open_s, close_s, dwell_s, transfer_s, smoke_limit;
} crowd_lift_times;

typedef struct crowd_lifts {
  size_t *first_landing; /**< [n_lifts + 1] */
  size_t *first_car;     /**< [n_lifts + 1] */
  uint32_t *capacity;    /**< People that a car takes, [n_lifts]. */
  size_t *way_out;       /**< Exit at the discharge of each lift, FLUE_NONE: straight outside. */
  int32_t *way_out_cell; /**< Cell where people step out there, -1 for none. */
  double *beyond_s;      /**< Free time from there to the outside [s]. */
  uint32_t *next_exit;   /**< Next exit at the same landing, [n_exits]. */
  uint8_t *may_ride;     /**< Whether a person, and all of its group, takes lifts, [n_people]. */
  crowd_landings landings;
  crowd_cars cars;
  /* state */
  uint8_t *is_out;  /**< Lift takes nobody any more, [n_lifts]. */
  double *trips;    /**< Arrivals with people at the discharge, [n_lifts]. */
  double *carried;  /**< People who got out there, [n_lifts]. */
  double *wait_s;   /**< Fine mode: since when a person stands at a landing's door, [n_people]. */
  uint32_t *car;    /**< Car a person is in, [n_people]; valid while in a lift. */
  uint32_t *behind; /**< Who got into that car before, [n_people]. */
  int32_t *taken;   /**< Lift taken last, -1 for none, [n_people]. */
} crowd_lifts;

/** Places of refuge; nothing without exits into one. */
typedef struct crowd_refuges {
  int is_any;
  uint8_t *is_refuge; /**< Whether people may stay in a compartment, [n_rooms]. */
  int32_t *inside;    /**< Fine mode: cell behind the door of an exit, -1 for none, [n_exits]. */
  /* state */
  double *since_s;   /**< Since when a person is in one [s], NaN: is not, [n_people]. */
  uint8_t *has_fled; /**< Was driven from one: seeks none any more, [n_people]. */
} crowd_refuges;

/* crowd_lifts_build.c */
flue_status crowd_check_lift_input(flue_ctx *ctx, const flue_crowd_input *in, size_t lift);
/** Arrays of lifts; needs groups. */
void crowd_build_lifts(flue_crowd *crowd);
/** Joins a lift's exit to its landing. @param cell  Cell before its door, in compartment @p room.
 */
void crowd_join_landing(flue_crowd *crowd, size_t exit, int32_t cell, int32_t room);
/** Order of service and times beyond; needs all exits joined. */
void crowd_time_lifts(flue_crowd *crowd);
crowd_lift_times crowd_times_of(const flue_crowd *crowd, size_t lift);
/** Landing of a lift's exit. */
uint32_t crowd_landing_of(const flue_crowd *crowd, size_t exit);

/* crowd_lifts.c */
/** Moves all cars whose event is not after a time [s]. */
void crowd_move_cars(flue_crowd *crowd, double t);
/** When the next car does something [s]. */
double crowd_next_car(const flue_crowd *crowd);
/** Somebody waits at a landing: cars that can come do, one that stands there open lets in. */
void crowd_call_cars(flue_crowd *crowd, uint32_t landing, double t);
/** All cars that do nothing look for calls. */
void crowd_wake_cars(flue_crowd *crowd, double t);
/** When a lift begins to take people [s]; infinite before anybody was warned. */
double crowd_lift_start(const flue_crowd *crowd, size_t lift);
/** Whether people are taken from a landing. */
int crowd_is_served(const flue_crowd *crowd, uint32_t landing);
/** Takes out of service lifts and landings in smoke. */
void crowd_check_smoke(flue_crowd *crowd);

/* crowd_riders.c */
/** People who wait at a landing, or are about to. */
uint32_t crowd_waiting_at(const flue_crowd *crowd, uint32_t landing);
/** Who waits longest at a landing, CROWD_NOBODY for none. */
uint32_t crowd_first_at(const flue_crowd *crowd, uint32_t landing);
/** Takes a person from the floor into a car. */
void crowd_board(flue_crowd *crowd, uint32_t id, uint32_t car, double t);
/** Lets who got in last out at the discharge. @return a negative number when out, else when to try
 *  again [s]. */
double crowd_alight(flue_crowd *crowd, uint32_t car, double t);
/** Lets those in a car that has arrived breathe the gas of the shaft there. */
void crowd_shift_riders(flue_crowd *crowd, uint32_t car);
/** Fine mode: somebody stands at the door of a landing. */
void crowd_wait_for_lift(flue_crowd *crowd, uint32_t id);
/** Fine mode: a step of the lifts. */
void crowd_step_lifts(flue_crowd *crowd);
/** Takes somebody who goes down in a car out of those who get out. */
void crowd_drop_rider(flue_crowd *crowd, uint32_t id);
/** Expected time to the outside by a lift [s]. @param ahead  People nearer to its door. */
double crowd_lift_time(const flue_crowd *crowd, size_t exit, double walk_s, double ahead);
/** Counts those who walk to each landing or wait at it, from the count of queues. */
void crowd_count_landings(flue_crowd *crowd);
/** Where somebody in a car is. */
void crowd_locate_rider(const flue_crowd *crowd, size_t id, flue_agent_row *row);

/* crowd_refuge.c */
/** Arrays of refuges. */
void crowd_build_refuges(flue_crowd *crowd);
/** Whether somebody looks for a refuge. */
int crowd_seeks_refuge(const flue_crowd *crowd, uint32_t id);
/** Whether somebody who looks for one is in one. */
int crowd_is_sheltered(const flue_crowd *crowd, uint32_t id);
/** Ends somebody's way in a compartment; the caller takes it out of queues and rooms. @param exit
 *  Exit by which it comes in, FLUE_NONE: is there. */
void crowd_take_refuge(flue_crowd *crowd, uint32_t id, size_t exit, double when_s);
/** Lets somebody leave a refuge that has become alarming. */
void crowd_flee_refuge(flue_crowd *crowd, uint32_t id);
/** Whether an exit is for somebody as far as lifts and refuges go. */
int crowd_may_take(const flue_crowd *crowd, uint32_t id, size_t exit);

#endif /* FLUE_SOLVER_CROWD_LIFTS_H */

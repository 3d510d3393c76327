/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_duty.h  People who do something for others before they leave, and those
 * who are told or helped by them; only solver/crowd includes it.
 *
 * Reading order: crowd_places.c (where people on duty go), crowd_ways.c (how they get
 * there), crowd_jobs.c (who does what next), crowd_duty.c (going there, staying, going with
 * somebody), crowd_tell.c (what people are told in person), crowd_knock.c (who knocks at doors in
 * passing).
 */
#ifndef FLUE_SOLVER_CROWD_DUTY_H
#define FLUE_SOLVER_CROWD_DUTY_H

#include <math.h>
#include <stdint.h>

#include "core/sink.h"
#include "solver/crowd/crowd.h"

/** What a person on duty does. */
enum crowd_duty_phase {
  crowd_duty_none = 0,    /**< Is not on duty, or looks for something to do. */
  crowd_duty_walks = 1,   /**< Fine mode: walks to the place on the own floor. */
  crowd_duty_comes = 2,   /**< Will be there at a known time. */
  crowd_duty_visits = 3,  /**< Tells the people of a room to go. */
  crowd_duty_helps = 4,   /**< Is with the person who needs help, and moves with it. */
  crowd_duty_is_over = 5, /**< Leaves like everybody. */
  crowd_duty_leaves = 6,  /**< Fine mode: walks to a stair, on the way to another floor. */
  crowd_duty_enters =
      7, /**< Fine mode: comes through an exit of the place's floor at a known time. */
};

/** A way to a place: a walk to exit `from` (FLUE_NONE: is outside, or there is none), a time that
 * is known, and in the fine mode the walk from exit `to` on (FLUE_NONE: on the same floor). */
typedef struct crowd_way_there {
  double all_s, timed_s; /**< [s] */
  size_t from, to;
} crowd_way_there;
static const crowd_way_there crowd_no_way = {INFINITY, INFINITY, FLUE_NONE, FLUE_NONE};

/** Where people on duty go, [n] each, by floor: rooms they visit, people who need help. Empty
 * without any. */
typedef struct crowd_places {
  size_t n;
  uint32_t *room, *floor;
  int32_t *cell;       /**< Where one stands there. */
  double *x, *y;       /**< Middle of a room, or where the person is [m]. */
  uint32_t *person;    /**< Who needs help there, CROWD_NOBODY: a room. */
  size_t *first;       /**< First place of each floor, [n_floors + 1]. */
  uint32_t *of_room;   /**< Place of each room that is visited, CROWD_NOBODY for none, [n_rooms]. */
  uint32_t *of_person; /**< Of each person who needs help, likewise, [n_people]. */
  float *through;      /**< Network mode, scratch: ways of who looked around, by port [m]. */
} crowd_places;

/** People on duty and those who need help. */
typedef struct crowd_duties {
  size_t n_staff, n_needy, n_stops;
  int has_absent;     /**< Fine mode: somebody left the floor in this step. */
  uint32_t *staff;    /**< People who help or make a round, [n_staff]. */
  uint32_t *needy;    /**< People who need helpers, [n_needy]. */
  size_t *first_stop; /**< First stop of each round, [n_rounds + 1]. */
  /* state */
  uint8_t *phase;      /**< crowd_duty_phase, [n_people]. */
  uint32_t *job;       /**< Stop under way, or who is helped, CROWD_NOBODY: none, [n_people]. */
  uint8_t *is_helping; /**< Whether the job is a person, [n_people]. */
  uint32_t *place;     /**< Where the job is, [n_people]. */
  uint32_t *entry;     /**< Exit by which it comes onto the floor of the place, [n_people]. */
  double *timed_s;     /**< Time from the exit it leaves by to that one [s], [n_people]. */
  double *until_s;     /**< End of what takes a known time [s], [n_people]. */
  uint32_t *n_chosen;  /**< Helpers who come or are there, [n_people]. */
  uint32_t *n_there;   /**< Helpers who are there, [n_people]. */
  uint32_t *n_tries;   /**< Times that a helper turned back on the way to it, [n_people]. */
  double *ready_s;     /**< When somebody who needs help can be moved [s]; infinite before. */
  uint8_t *is_taken;   /**< Whether somebody goes to a stop or has been there, [n_stops]. */
} crowd_duties;

/** What people are told in person. */
typedef struct crowd_told {
  int is_any;         /**< Whether anybody tells others. */
  int has_knocks;     /**< Whether anybody knocks. */
  uint32_t *first;    /**< People by the room of their start, [n_rooms + 1]. */
  uint32_t *member;   /**< [n_people] */
  int32_t *side;      /**< Rooms on both sides of each door, -1 for none, [n_doors][2]. */
  size_t *first_door; /**< Doors between rooms, by floor, [n_floors + 1]. */
  uint32_t *door;
  /* state */
  double *told_s; /**< When the people of a room were first told [s], NaN: never, [n_rooms]. */
} crowd_told;

/* crowd_places.c */
/** Most places there can be: 0 without anybody on duty. */
size_t crowd_most_places(const flue_crowd_input *in);
/** Lists them; needs people placed. */
void crowd_build_places(flue_crowd *crowd);
/** Target of those who walk to a place. */
size_t crowd_place_target(const flue_crowd *crowd, size_t place);
/** Whether a field, or lengths in network mode, is needed of a target: people walk to it, or those
 *  on duty come from it. */
int crowd_has_field(const flue_crowd *crowd, size_t target);
/** Network mode: notes the door nearest to where somebody stands, from which its ways are counted.
 */
void crowd_stand_by_door(flue_crowd *crowd, uint32_t id);
/** Network mode: way to that door [m]; 0 at the start, from where ways are known. */
double crowd_way_to_door(const flue_crowd *crowd, uint32_t id);
/** Network mode: finds the ways of a person on its floor, for crowd_way_to(). */
void crowd_look_around(flue_crowd *crowd, uint32_t id);
/** Network mode: the least way to a place by the doors of its room, given that from each door on
 *  [m]. @param through  Lengths by port of the floor. */
double crowd_least_way(const flue_crowd *crowd, const float *through, size_t place);

/* crowd_ways.c */
/** Way of a person to a place from where it is; infinite without one. */
crowd_way_there crowd_way_to(flue_crowd *crowd, uint32_t id, size_t place);
/** Fine mode: cell in which somebody stands who comes in by an exit, -1 without any. */
int32_t crowd_entry_cell(const flue_crowd *crowd, size_t exit);

/* crowd_jobs.c */
/** Chooses what somebody does next: into `job`, CROWD_NOBODY for nothing. @return its place. */
size_t crowd_find_job(flue_crowd *crowd, uint32_t id);
/** Gives up what somebody does, or is about to do. */
void crowd_leave_job(flue_crowd *crowd, uint32_t id);
/** Whether what somebody does still makes sense. */
int crowd_job_stands(const flue_crowd *crowd, uint32_t id);
/** Lets nobody fetch a person any more. */
void crowd_give_up(flue_crowd *crowd, uint32_t needy);

/* crowd_duty.c */
flue_status crowd_check_duty_input(flue_ctx *ctx, const flue_crowd_input *in);
/** Arrays of duties; needs people placed. */
void crowd_build_duties(flue_crowd *crowd);
/** All that those on duty do until now. */
void crowd_do_duties(flue_crowd *crowd);
/** Network mode: lets somebody who would start go on duty. @return 0: leaves like everybody. */
int crowd_go_on_duty(flue_crowd *crowd, uint32_t id);
/** Fine mode: whether somebody walks to a place, or to a stair on the way to one. */
int crowd_is_sent(const flue_crowd *crowd, uint32_t id);
/** When somebody who needs help may start [s]; minus infinity for the others. */
double crowd_helped_from(const flue_crowd *crowd, uint32_t id);
/** Those on duty notice at once that somebody they help is outside, in a refuge or down. */
void crowd_note_helped(flue_crowd *crowd, uint32_t id);
/** Helpers are in the rooms of those they help. */
void crowd_move_helpers(flue_crowd *crowd);
/** Takes somebody who goes down off duty. */
void crowd_drop_from_duty(flue_crowd *crowd, uint32_t id);
/** Rows of those on duty: where those are whom they help, and what these do; who tells people of a
 *  room to go stands there; on duty are those on timed ways. */
void crowd_locate_helpers(const flue_crowd *crowd, flue_agent_row *rows);

/* crowd_tell.c */
/** Lists people by room. */
void crowd_build_told(flue_crowd *crowd);
/** Tells the people who wait in a room to go. */
void crowd_tell_room(flue_crowd *crowd, size_t room, double when_s);

/* crowd_knock.c */
/** What lies behind the doors; needs people placed. */
void crowd_build_knocks(flue_crowd *crowd);
/** Fine mode: lets all who walk and knock do so. */
void crowd_knock(flue_crowd *crowd);
/** Network mode: tells rooms whose doors somebody passes who begins to cross a room. */
void crowd_knock_along(flue_crowd *crowd, uint32_t id, double speed);

#endif /* FLUE_SOLVER_CROWD_DUTY_H */

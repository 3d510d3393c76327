/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_net.h  Inside of the network mode; only solver/crowd includes it.
 *
 * Rooms are nodes, doors are ways between them. A port is a door as seen from one of its rooms:
 * people of the room queue at it, and pass it into the room of the port's twin, onto a stair or
 * outside. Reading order: crowd_graph.c (rooms and ports from the cells), crowd_gaps.c (lengths
 * within a room), crowd_paths.c (ways to the exits), crowd_events.c (the list of what happens
 * next), crowd_queue.c (queues and places), crowd_pass.c (passing doors, merging into stairs),
 * crowd_net.c (what people do, the clock).
 */
#ifndef FLUE_SOLVER_CROWD_NET_H
#define FLUE_SOLVER_CROWD_NET_H

#include <stdint.h>

#include "solver/crowd/crowd.h"

/** No port, no person, no queue. */
#define CROWD_NOBODY  UINT32_MAX
#define CROWD_NO_PORT UINT32_MAX

/** What a person does at the time of its event; of equal times the first go first. */
enum crowd_phase {
  crowd_starts = 0,   /**< Is part of the moving crowd from now on. */
  crowd_sets_out = 1, /**< Chooses an exit and walks to the next door. */
  crowd_arrives = 2,  /**< At the next door, or at the end of a segment: joins the queue. */
  crowd_tries = 3,    /**< First in the queue: tries to pass. */
};

/** Rooms, [n_rooms] each; ports of a room are [first_port, end_port). */
typedef struct crowd_net_rooms {
  uint32_t *first_port, *end_port;
  uint32_t *floor;             /**< Floor of its cells; CROWD_NOBODY without cells. */
  uint32_t *x0, *y0, *x1, *y1; /**< Cells of the box around it, the last included. */
  uint32_t *cells;             /**< Cells it has; as many as the box: a rectangle. */
  int32_t *part;               /**< Rooms that doors join have the same number. */
  size_t *first_gap;           /**< In `gap`. */
  double *area_m2;
  uint32_t *capacity; /**< People that fit. */
  uint32_t *inside;   /**< People moving or queueing in it, state. */
  uint32_t *walking;  /**< Those of them who walk, state. */
  double *changed_s;  /**< When somebody last came or left [s], state. */
} crowd_net_rooms;

/** Ports, [n_ports] each, by floor and room. */
typedef struct crowd_net_ports {
  size_t n;
  uint32_t *door, *room;
  uint32_t *twin;        /**< The same door from the other room, CROWD_NO_PORT for none. */
  int32_t *cell;         /**< Its cell nearest to the middle of the door. */
  uint32_t *exit;        /**< Exit whose door it is; CROWD_NOBODY for none. */
  uint32_t *next;        /**< Next port into the same segment, CROWD_NO_PORT for none. */
  uint8_t *is_dead;      /**< Leads into rooms from which there is only the way back. */
  uint32_t *first_floor; /**< First port of each floor, [n_floors + 1]. */
} crowd_net_ports;

/** People, [n_people] each, state. */
typedef struct crowd_net_people {
  double *event_s;  /**< When something happens to this person [s]. */
  double *since_s;  /**< Since when it waits where it is [s]: who waits longest goes first. */
  double *depart_s; /**< When it left the last door, or its start [s]. */
  float *clear;     /**< Speed that it would walk at in clear air [m s-1]. */
  uint8_t *phase;   /**< crowd_phase */
  uint8_t *is_queued;
  uint32_t *heap;    /**< People with an event, the next first. */
  uint32_t *heap_at; /**< Place in it plus 1; 0 without an event. */
  uint32_t *behind;  /**< Next in the same queue, CROWD_NOBODY for none. */
  uint32_t *at;      /**< Port it came in by (a port of its room); CROWD_NO_PORT: its start. */
  uint32_t *port;    /**< Port it walks to or queues at. */
} crowd_net_people;

/** Queues: of ports, then at the ends of segments, [n_ports + n_segments] each, state. */
typedef struct crowd_net_queues {
  uint32_t *head, *tail; /**< CROWD_NOBODY when empty. */
} crowd_net_queues;

typedef struct crowd_net {
  crowd_net_rooms rooms;
  crowd_net_ports ports;
  crowd_net_people people;
  crowd_net_queues queues;
  float *gap;              /**< From port to port of a room [m], [ports][ports] of each room. */
  size_t *first_start;     /**< In `start`, [n_people]. */
  float *start;            /**< From a person's start to each port of its room [m]. */
  uint32_t *exit_port;     /**< Port of each exit, [n_exits]. */
  size_t *first_through;   /**< In `through`, [n_exits]. */
  float *through;          /**< From passing a port of the floor to an exit, longer in smoke [m]. */
  uint8_t *is_settled;     /**< Scratch, [n_ports]. */
  float *scratch;          /**< Lengths by port, then by exit, while building. */
  uint32_t *segment_port;  /**< First port into each segment, CROWD_NO_PORT for none. */
  uint32_t *stair_walking; /**< People walking on each segment, state. */
} crowd_net;

/* crowd_graph.c */
/** Rooms and ports from the cells, lengths, ways to the exits; places people. */
flue_status crowd_build_net(flue_ctx *ctx, flue_crowd *crowd);

/* crowd_gaps.c */
/** Lengths within all rooms: between their ports, and from where people start. */
flue_status crowd_find_gaps(flue_ctx *ctx, flue_crowd *crowd);
/** Point of a door's clear width nearest to a place. */
void crowd_door_point(const flue_crowd_door *door, double x, double y, double *px, double *py);

/* crowd_paths.c */
/** Takes the arrays of the ways to the exits and fills them for clean air. */
void crowd_build_paths(flue_crowd *crowd);
/** Fills the ways of a floor anew when smoke has changed since. */
void crowd_refresh_paths(flue_crowd *crowd, size_t floor);
/** Fills them from the classes of smoke they were filled with. */
void crowd_fill_paths(flue_crowd *crowd, size_t floor);
/** Lengths between the exits of a floor, as crowd_measure_exits(). */
void crowd_measure_ports(flue_crowd *crowd, size_t floor, float *gap);
/** Lengths to the outside, as crowd_measure_out(). */
void crowd_measure_ports_out(flue_crowd *crowd, size_t floor, float *length);
/** Spreads lengths over the doors of a floor. @param through  Lengths from passing each port of the
 *  floor to somewhere, infinite where not known. @param avoids_smoke  Not through rooms that
 *  people would turn back from. */
void crowd_spread_lengths(const flue_crowd *crowd, size_t floor, int avoids_smoke, float *through);
/** Lengths to an exit from passing each port of its floor, the first of the floor first [m]. */
float *crowd_lengths_to(const flue_crowd *crowd, size_t exit);
/** From where a person stands to a port of its room [m]. */
float crowd_gap_to(const flue_crowd *crowd, uint32_t id, uint32_t port);
/** Way from where a person is to an exit, longer in smoke [m]; infinite without one. */
float crowd_path_length(const flue_crowd *crowd, uint32_t id, size_t exit);
/** Port to pass next on the way to the person's exit, CROWD_NO_PORT without one. @param way_m  To
 *  it [m]. */
uint32_t crowd_next_port(const flue_crowd *crowd, uint32_t id, float *way_m);

/* crowd_events.c */
/** Gives a person its next event. */
void crowd_set_event(flue_crowd *crowd, uint32_t id, double when_s, enum crowd_phase phase);
void crowd_clear_event(flue_crowd *crowd, uint32_t id);
/** Person with the next event, CROWD_NOBODY without one. */
uint32_t crowd_next_event(const flue_crowd *crowd);

/* crowd_queue.c */
/** Queue at the end of a segment. */
size_t crowd_end_queue(const flue_crowd *crowd, size_t segment);
/** Queue a person stands in or walks to. */
size_t crowd_queue_of(const flue_crowd *crowd, uint32_t id);
void crowd_join_queue(flue_crowd *crowd, uint32_t id);
/** Lets those first in the queues of a door try it, which was locked or unlocked. */
void crowd_call_door(flue_crowd *crowd, size_t door);
/** Takes a person out; who is first then tries next. */
void crowd_leave_queue(flue_crowd *crowd, uint32_t id);
/** Enters a room as one of those who walk in it. */
void crowd_enter_room(flue_crowd *crowd, size_t room);
/** Leaves a room, out of a queue; those who waited for a place in it try again. */
void crowd_leave_room(flue_crowd *crowd, size_t room);
/** Leaves a segment. */
void crowd_leave_segment(flue_crowd *crowd, size_t segment);
/** When somebody may enter a room [s]: now, or when those inside have not moved for long. */
double crowd_room_free_at(const flue_crowd *crowd, size_t room);

/* crowd_pass.c */
/** Puts somebody who comes off a stair or lift into the room before a door. */
void crowd_step_into_room(flue_crowd *crowd, uint32_t id, size_t exit);
/** The first of a queue passes if it can, else tries again later. */
void crowd_try_pass(flue_crowd *crowd, uint32_t id);

/* crowd_net.c */
/** Moves everybody to the step @p last. */
void crowd_net_advance(flue_crowd *crowd, int64_t last);
/** Walks from where the person is to the next door on the way to its exit, chosen anew. */
void crowd_set_out(flue_crowd *crowd, uint32_t id);
/** Leaves a queue at a locked door for another way. @return 0 when there is none: waits there. */
int crowd_leave_locked(flue_crowd *crowd, uint32_t id);
/** Leaves a queue and walks to the exit that is the target now. */
void crowd_walk_elsewhere(flue_crowd *crowd, uint32_t id);
/** Lets the first of a queue at an exit go when its target is another one by now. */
void crowd_notice_target(flue_crowd *crowd, uint32_t id);
/** Begins to walk a segment. */
void crowd_walk_segment(flue_crowd *crowd, uint32_t id);
/** Takes out of everything somebody who went down, and leaves it where it is. */
void crowd_net_drop(flue_crowd *crowd, uint32_t id);
/** Where somebody is now on its straight way to the next door, or how far on its segment. */
void crowd_net_locate(const flue_crowd *crowd, uint32_t id, double *x, double *y,
                      double *progress_m);

#endif /* FLUE_SOLVER_CROWD_NET_H */

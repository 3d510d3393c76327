/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/agents_reader.h  Reading RUN.agents.h5 back: floors, doors, stairs, people, and
 *  frame by frame where they were. */
#ifndef FLUE_POSTPROC_AGENTS_READER_H
#define FLUE_POSTPROC_AGENTS_READER_H

#include <stddef.h>
#include <stdint.h>

#include "core/sink.h"

/** States of a row, as solver/crowd numbers them. */
typedef enum flue_agent_state {
  FLUE_AGENT_WAITING = 0,
  FLUE_AGENT_WALKING = 1,
  FLUE_AGENT_ON_STAIR = 2,
  FLUE_AGENT_OUTSIDE = 3,
  FLUE_AGENT_DOWN = 4,
  FLUE_AGENT_IN_LIFT = 5,
  FLUE_AGENT_IN_REFUGE = 6,
  FLUE_AGENT_ON_WAY = 7 /**< On a timed way to somebody who needs help, or to a room. */
} flue_agent_state;

/** Where a door leads when it is not into a stair. */
enum { FLUE_DOOR_OUTSIDE = -1, FLUE_DOOR_BETWEEN = -2, FLUE_DOOR_OF_LIFT = -3 };

/** The walkable cells of a storey. */
typedef struct flue_agents_floor {
  char *name;
  double x0, y0; /**< South-west corner [m]. */
  double cell_m; /**< Side of a cell [m]. */
  size_t nx, ny;
  int32_t *room; /**< Room of each cell, -1 where nobody walks, [ny][nx]. */
} flue_agents_floor;

typedef struct flue_agents_door {
  char *name;
  size_t floor;
  double x, y, width_m;
  double along_x, along_y; /**< Direction of the wall. */
  int stair;               /**< Stair it leads into, or one of FLUE_DOOR_*. */
} flue_agents_door;

typedef struct flue_agents_stair {
  char *name;
  double x, y; /**< Middle in plan [m]. */
} flue_agents_stair;

/** A person over the whole run. */
typedef struct flue_agents_person {
  double time_out_s, warned_s; /**< NaN: never. */
  double dose;                 /**< Largest fractional effective dose [1]. */
  int cause;                   /**< Why the person went down; 0: did not. */
  int stair;                   /**< Entered last, -1 for none. */
  int lift;                    /**< Taken last, -1 for none. */
  int door_out;                /**< By which the person came outside, -1 for none. */
  int group;                   /**< Of the scenario's people, -1 for unknown. */
} flue_agents_person;

/** Everything but the frames. All owned by the reader. */
typedef struct flue_agents_view {
  size_t n_floors, n_doors, n_stairs, n_lifts, n_rooms, n_groups, n_people, n_frames;
  const flue_agents_floor *floors;
  const flue_agents_door *doors;
  const flue_agents_stair *stairs;
  char *const *lifts;               /**< Names, [n_lifts]. */
  char *const *rooms;               /**< Names, [n_rooms]. */
  char *const *groups;              /**< Names, [n_groups]. */
  const flue_agents_person *people; /**< [n_people] */
  char *title[2];                   /**< Of the run, by flue_lang. */
  const double *times;              /**< Of the frames [s], [n_frames]. */
} flue_agents_view;

typedef struct flue_agents_reader flue_agents_reader;

/**
 * Opens the agents file of a result of one run.
 * @param run_path  RUN.h5.
 * @return FLUE_OK; FLUE_EIO when there is no such file, when it is damaged, or when it holds no
 *         people or no floors, each with a numbered message.
 */
flue_status flue_agents_open(flue_ctx *ctx, const char *run_path, flue_agents_reader **out);
/** Accepts NULL, sets the pointer to NULL. */
void flue_agents_close(flue_agents_reader **reader);
const flue_agents_view *flue_agents_get(const flue_agents_reader *reader);

/** Receives a frame: people who are not outside, borrowed for the call. */
typedef flue_status (*flue_agents_frame_fn)(void *user, size_t frame, double time_s, size_t n,
                                            const flue_agent_row *rows);
/** Reads all frames in order, one in memory at a time. Ends with the first failure of @p fn. */
flue_status flue_agents_each(flue_ctx *ctx, flue_agents_reader *reader, flue_agents_frame_fn fn,
                             void *user);

/** Cell below a point, (size_t)-1 beside the grid. */
size_t flue_agents_cell(const flue_agents_floor *grid, double x, double y);
/** Whether a row stands on walkable ground of its storey, and not on a stair or outside. */
int flue_agents_is_on_floor(const flue_agents_view *view, const flue_agent_row *row);
/** Frames per second; 1 when there are fewer than two. */
double flue_agents_rate(const flue_agents_view *view);

#endif /* FLUE_POSTPROC_AGENTS_READER_H */

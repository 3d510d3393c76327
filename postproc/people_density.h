/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/people_density.h  Density and flow of people on each storey, in squares of 1 m.
 */
#ifndef FLUE_POSTPROC_PEOPLE_DENSITY_H
#define FLUE_POSTPROC_PEOPLE_DENSITY_H

#include "models/service_level.h"
#include "postproc/agents_reader.h"

/** Side of a square [m]. */
#define FLUE_DENSITY_SIDE 1.0
/** A square with less walkable area is counted with this much [m2]: somebody at the edge of a small
 *  corner is no crowd. */
#define FLUE_DENSITY_LEAST_AREA 0.5
/** Time over which running means are taken [s]. */
#define FLUE_DENSITY_WINDOW 10.0

/** What one square came to. */
typedef struct flue_density_square {
  double area_m2;      /**< Walkable area in it; 0: nobody walks here. */
  double mean_density; /**< Mean over the time that anybody was on the way on the storey [m-2]. */
  double largest_density;         /**< Of running means over the window [m-2]. */
  double mean_flow;               /**< Density times speed, over that same time [m-1 s-1]. */
  double largest_flow;            /**< Of running means over the window [m-1 s-1]. */
  double worse_s[FLUE_SERVICE_F]; /**< Time with a running mean beyond level A, B, C, D, E [s]. */
} flue_density_square;

/** The squares of a storey. */
typedef struct flue_density_floor {
  double x0, y0; /**< South-west corner [m]. */
  size_t nx, ny;
  flue_density_square *squares; /**< [ny][nx], owned. */
  double walked_s;              /**< Time that anybody was on the way on the storey [s]. */
} flue_density_floor;

/**
 * The map of a run. Who counts: people on floors who are on their way or lie there, not those who
 * wait for their start. Between frames positions are taken on straight lines, about every second;
 * a person who comes or goes between two frames counts for half of the time.
 */
typedef struct flue_density flue_density;

/** Starts counting. @param view  Borrowed until the end. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_density_create(const flue_agents_view *view, flue_density **out);
/** Counts a frame; all frames in order. @param density  A flue_density, as flue_agents_frame_fn. */
flue_status flue_density_frame(void *density, size_t frame, double time_s, size_t n,
                               const flue_agent_row *rows);
/** After the last frame: storeys, [n_floors], borrowed until the end. */
const flue_density_floor *flue_density_finish(flue_density *density);
/** Length of the window in use [s]: that of a frame interval when frames are further apart. */
double flue_density_window(const flue_density *density);
void flue_density_destroy(flue_density **density);

#endif /* FLUE_POSTPROC_PEOPLE_DENSITY_H */

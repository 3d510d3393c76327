/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/people_arrivals.h  Who came outside when, by which exit and stair. */
#ifndef FLUE_POSTPROC_PEOPLE_ARRIVALS_H
#define FLUE_POSTPROC_PEOPLE_ARRIVALS_H

#include "core/memory.h"
#include "postproc/agents_reader.h"

/** Where a person was at the first frame. */
typedef struct flue_start {
  int32_t level, room; /**< -1: on no floor. */
} flue_start;

/** A way out, and when people came outside by it. */
typedef struct flue_way {
  const char *name; /**< Borrowed from the reader. */
  size_t n;         /**< People who came outside by it. */
  double *times;    /**< When, from first to last [s], [n], owned. */
} flue_way;

/** Arrivals outside. All owned. */
typedef struct flue_arrivals {
  flue_way all;
  flue_way *exits;  /**< Doors that people used, the most used first, [n_exits]. */
  flue_way *stairs; /**< By the stair entered last, those that were used, [n_stairs]. */
  flue_way *lifts;  /**< By the lift taken last, those that were used, [n_lifts]. */
  size_t n_exits, n_stairs, n_lifts;
  double end_s; /**< End of the record [s]: later arrivals are not known. */
} flue_arrivals;

/** Sorts out the arrivals. @return FLUE_OK or FLUE_ENOMEM; free with flue_arrivals_clear(). */
flue_status flue_arrivals_make(const flue_agents_view *view, flue_arrivals *out);
void flue_arrivals_clear(flue_arrivals *arrivals);
/** People of a way who are outside at a time [s]. */
size_t flue_way_count(const flue_way *way, double time_s);

/** Table arrivals.csv: a row for each person. @param starts  [n_people], borrowed. */
void flue_arrivals_table(const flue_agents_view *view, const flue_start *starts, flue_text *out);
/** Table arrival_curves.csv: how many are outside against time, by exit, stair and lift. */
void flue_arrivals_curves(const flue_arrivals *arrivals, flue_text *out);

#endif /* FLUE_POSTPROC_PEOPLE_ARRIVALS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/sink.h  Where results go. Engines record into a sink; whoever calls them decides what
 * becomes of it (a result file, memory, nothing).
 */
#ifndef FLUE_CORE_SINK_H
#define FLUE_CORE_SINK_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** Name, unit and meaning of a recorded number. Strings borrowed, static. */
typedef struct flue_quantity {
  const char *name;    /**< Lower snake case, for instance "upper_temperature". */
  const char *unit;    /**< UDUNITS form: "K", "kg m-3", "1". */
  const char *text_en; /**< What it is, English. */
  const char *text_zh; /**< What it is, Chinese. */
} flue_quantity;

/** One row of the agents file: a person at a moment. */
typedef struct flue_agent_row {
  uint32_t id;
  uint32_t frame;
  double x, y, z; /**< Position [m]; z of the floor under the feet. */
  int32_t level;  /**< Storey, counted from 0 at the lowest; -1 when outside. */
  float speed;    /**< [m s-1] */
  float fed;      /**< Fractional effective dose, largest of gases and heat [1]. */
  int32_t state;  /**< flue_person_state of solver/crowd. */
} flue_agent_row;

/** Receiver of results. Functions may be NULL: that kind of result is then dropped. */
typedef struct flue_sink {
  void *user; /**< Borrowed, handed to each function. */

  /**
   * Announces a group of series over one set of items (compartments, openings ...).
   * @param group   Folder in the results, for instance "zone".
   * @param item    What one item is, for instance "room"; static.
   * @param names   Names of the n items, borrowed for the call; NULL: they are numbered from 0.
   * @param q       The nq quantities recorded for each item.
   * @param handle  Number to use in frame().
   */
  flue_status (*series)(void *user, const char *group, const char *item, size_t n,
                        const char *const *names, size_t nq, const flue_quantity *q,
                        size_t *handle);
  /** Records one moment of a group: values [nq][n], borrowed for the call. */
  flue_status (*frame)(void *user, size_t handle, double time_s, const double *values);
  /** A table column of numbers, [n]. */
  flue_status (*column)(void *user, const char *group, const flue_quantity *q, size_t n,
                        const double *values);
  /** A table column of texts, [n]. */
  flue_status (*texts)(void *user, const char *group, const flue_quantity *q, size_t n,
                       const char *const *values);
  /** One frame of people, [n]; frames come in order. */
  flue_status (*agents)(void *user, double time_s, size_t n, const flue_agent_row *rows);
} flue_sink;

#endif /* FLUE_CORE_SINK_H */

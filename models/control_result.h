/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/control_result.h  What a design check of smoke control found: one row for each
 *  limit, place, storey of the fire and weather. */
#ifndef FLUE_MODELS_CONTROL_RESULT_H
#define FLUE_MODELS_CONTROL_RESULT_H

#include <stddef.h>

#include "core/memory.h"
#include "models/control_limits.h"

/** What a row is about. */
typedef enum flue_control_quantity {
  FLUE_CONTROL_DP_STAIR,  /**< Stair over the corridor behind its door [Pa]. */
  FLUE_CONTROL_DP_LOBBY,  /**< Lobby over the corridor [Pa]. */
  FLUE_CONTROL_DP_LIFT,   /**< Lift shaft over the space before its door [Pa]. */
  FLUE_CONTROL_DP_EXIT,   /**< Stair over the corridor while the exit is open [Pa]. */
  FLUE_CONTROL_SPEED,     /**< Mean speed in an open doorway, out of the protected space [m s-1]. */
  FLUE_CONTROL_FORCE,     /**< At the handle, to open a door [N]. */
  FLUE_CONTROL_DELIVERED, /**< Supply that arrives, against what the code computes [m3 s-1]. */
  FLUE_CONTROL_DESIGN,    /**< Rated supply, against that with the reserve of the code [m3 s-1]. */
  FLUE_CONTROL_TABLE,     /**< Rated supply, against the table of the code with the reserve. */
  FLUE_CONTROL_EXHAUST,   /**< Exhaust of a room [m3 s-1]. */
  FLUE_CONTROL_QUANTITIES
} flue_control_quantity;

/** Which doors stand open. */
typedef enum flue_control_doors {
  FLUE_DOORS_CLOSED,
  FLUE_DOORS_OPEN, /**< On the storey of the fire and next to it, exits perhaps. */
  FLUE_DOORS_FIRE, /**< On the storey of the fire only, exits by the class of the system. */
  FLUE_DOORS_EXIT, /**< Exits only. */
  FLUE_DOORS_CASES,
  FLUE_DOORS_NONE = FLUE_DOORS_CASES /**< No flow was computed. */
} flue_control_doors;

typedef enum flue_verdict {
  FLUE_VERDICT_PASS,
  FLUE_VERDICT_FAIL,
  FLUE_VERDICT_NONE /**< The clause does not apply; the value is for information. */
} flue_verdict;

/** No storey, no weather. */
#define FLUE_CONTROL_ANY ((size_t)-1)

typedef struct flue_control_row {
  flue_control_quantity quantity;
  flue_control_doors doors;
  size_t limit;           /**< Of the table of limits: clause and certainty. */
  size_t storey, weather; /**< Of the fire; FLUE_CONTROL_ANY for sizes. */
  size_t subject;         /**< Door, supply or room. */
  double value;           /**< SI. */
  double least, most;     /**< SI; NaN: no such bound. */
  flue_verdict verdict;
} flue_control_row;

typedef struct flue_control_weather_used {
  char *id; /**< Owned. */
  double temp_k, wind_speed, wind_from_deg;
} flue_control_weather_used;

/** Everything found. Texts and arrays owned. */
typedef struct flue_control_result {
  flue_limits *limits;
  size_t n_storeys, n_weathers, n_subjects, n_rows;
  char **storey; /**< Names of all storeys, [n_storeys]. */
  double *storey_z_m;
  flue_control_weather_used *weather;
  char **subject;
  flue_control_row *row;
  size_t row_capacity;
  size_t solves;         /**< Balances of the network. */
  flue_text assumptions; /**< What was taken to hold, a line each. */
  flue_text advice;      /**< Why limits are not met, a line each. */
} flue_control_result;

flue_status flue_control_result_create(flue_ctx *ctx, size_t storeys, size_t weathers,
                                       size_t subjects, flue_control_result **out);
void flue_control_result_destroy(flue_control_result **result);
/** Adds a row and judges it by its bounds unless it has the verdict "none".
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_control_add(flue_control_result *result, flue_control_row row);

/** Distance to the nearer bound over that bound, below 0 when it is not kept [1]. */
double flue_control_margin(const flue_control_row *row);

/** Rows of one limit: how many, and the worst. */
typedef struct flue_control_group {
  size_t limit, weather;      /**< FLUE_CONTROL_ANY: over all weathers. */
  size_t n, n_failed, n_none; /**< Judged, of these not kept; not judged. */
  size_t worst;               /**< Row; of the smallest margin. */
  double low, high;           /**< Range of the values. */
} flue_control_group;
/** Groups in the order of the table of limits. @param by_weather  One for each weather.
 *  @param[out] out  Owned array. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_control_group_rows(const flue_control_result *result, int by_weather,
                                    flue_control_group **out, size_t *n);
/** Rows that are not kept. */
size_t flue_control_failed(const flue_control_result *result);

#endif /* FLUE_MODELS_CONTROL_RESULT_H */

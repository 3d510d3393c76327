/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/control_limits.h  Limits of smoke-control codes, from
 * models/data/smoke_control.csv.
 */
#ifndef FLUE_MODELS_CONTROL_LIMITS_H
#define FLUE_MODELS_CONTROL_LIMITS_H

#include <stddef.h>

#include "core/status.h"

/** Codes that can be checked, by the names a scenario uses. */
typedef enum flue_code {
  FLUE_CODE_GB51251,
  FLUE_CODE_NFPA92,
  FLUE_CODE_IBC,
  FLUE_CODE_EN12101_6,
  FLUE_CODE_COUNT
} flue_code;
extern const char *const FLUE_CODE_NAMES[FLUE_CODE_COUNT];

/** One limit. Texts borrowed from its table. */
typedef struct flue_limit {
  flue_code code;
  const char *edition, *clause;
  const char *quantity, *condition;
  const char *unit, *source;
  double value; /**< In the unit. */
  int is_most;  /**< 1: not above; 0: not below. */
  int is_verified;
} flue_limit;

typedef struct flue_limits flue_limits;

/** No such limit. */
#define FLUE_NO_LIMIT ((size_t)-1)

/** Reads the table that is built in. @return FLUE_OK, FLUE_EINPUT for a table that does not read,
 *  FLUE_ENOMEM. */
flue_status flue_limits_create(flue_ctx *ctx, flue_limits **out);
/** Reads a table from text (borrowed for the call); @p name appears in messages. */
flue_status flue_limits_parse(flue_ctx *ctx, const char *name, const char *text, size_t length,
                              flue_limits **out);
void flue_limits_destroy(flue_limits **limits);
size_t flue_limits_count(const flue_limits *limits);
const flue_limit *flue_limits_get(const flue_limits *limits, size_t i);
/** Index of the limit of a code on a quantity under a condition ("" for none), FLUE_NO_LIMIT when
 *  the code has none. */
size_t flue_limits_find(const flue_limits *limits, flue_code code, const char *quantity,
                        const char *condition, int is_most);

/** Condition of the least pressure difference of NFPA 92 for a ceiling height. @cite nfpa92 */
const char *flue_nfpa_condition(int is_sprinklered, double ceiling_m);

#endif /* FLUE_MODELS_CONTROL_LIMITS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/response.h  How long people take to start, by the kind of alarm
 *  (models/data/responses.csv, with the source of each row). */
#ifndef FLUE_MODELS_RESPONSE_H
#define FLUE_MODELS_RESPONSE_H

#include "core/status.h"
#include "models/distribution.h"

/** Kinds of alarm, in the order of the words of a scenario. */
typedef enum flue_alarm_kind {
  FLUE_ALARM_BELL,  /**< Bell, siren, tone: W3. */
  FLUE_ALARM_VOICE, /**< Recorded message: W2. */
  FLUE_ALARM_LIVE,  /**< Spoken by somebody who sees what happens: W1. */
  FLUE_ALARM_STAFF, /**< Trained staff on the spot: W1. */
} flue_alarm_kind;

/** Its word in scenarios and tables. */
const char *flue_alarm_name(flue_alarm_kind kind);
/** Warning system of a kind, 1 to 3 for W1 to W3. @cite sfpe2016 */
int flue_alarm_level(flue_alarm_kind kind);

/** Time from the warning to the first step [s] of people called @p name. @return FLUE_OK; FLUE_EARG
 *  when there are none; FLUE_EINPUT when the row is not sound. */
flue_status flue_response_find(flue_ctx *ctx, const char *name, flue_alarm_kind kind,
                               flue_distribution *out);

#endif /* FLUE_MODELS_RESPONSE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/ledger.h  Hazards from being found to being closed.
 *
 * A history of events, to which is only added, says all: found, judged (major or general, with
 * owner and deadline), listed (major ones are published), rectifying, verified, closed; a deadline
 * may be extended and a hazard reopened. Where a hazard stands follows from its events in their
 * order.
 */
#ifndef FLUE_POSTPROC_LEDGER_H
#define FLUE_POSTPROC_LEDGER_H

#include <stddef.h>

#include "core/messages.h"
#include "core/status.h"

/** What happened; also where a hazard stands then, up to FLUE_HAZARD_CLOSED. */
typedef enum flue_hazard_event {
  FLUE_HAZARD_FOUND,
  FLUE_HAZARD_JUDGED,
  FLUE_HAZARD_LISTED,
  FLUE_HAZARD_RECTIFYING,
  FLUE_HAZARD_VERIFIED,
  FLUE_HAZARD_CLOSED,
  FLUE_HAZARD_EXTENDED, /**< Its deadline is moved. */
  FLUE_HAZARD_REOPENED, /**< Back to rectifying. */
  FLUE_HAZARD_EVENTS
} flue_hazard_event;

/** Words of events in tables, [FLUE_HAZARD_EVENTS]. */
extern const char *const FLUE_HAZARD_WORDS[FLUE_HAZARD_EVENTS];

/** An event. Texts owned by the list, "" where not given. */
typedef struct flue_ledger_event {
  char *hazard, *building, *title, *owner, *note;
  long day;     /**< Days since 1970-01-01. */
  long due;     /**< The same; flue_no_day where not given. */
  int kind;     /**< flue_hazard_event */
  int is_major; /**< Of a judgement. */
} flue_ledger_event;

enum { flue_no_day = -1000000 };

/** Events in the order in which they came. Zero-initialise; free with flue_ledger_clear(). */
typedef struct flue_ledger {
  flue_ledger_event *event; /**< Owned. */
  size_t n, capacity;
} flue_ledger;

/** Where a hazard stands. Texts borrowed from the ledger. */
typedef struct flue_hazard {
  const char *id, *building, *title, *owner;
  int status; /**< flue_hazard_event up to FLUE_HAZARD_CLOSED. */
  int is_major;
  long found, judged, due, closed; /**< Days; flue_no_day before. */
  size_t n_extended, n_reopened;
} flue_hazard;

/** Numbers of all hazards on a day. */
typedef struct flue_ledger_sums {
  size_t n, major, closed, major_closed, overdue;
  size_t by_status[FLUE_HAZARD_CLOSED + 1];
  size_t in_time;   /**< Closed by their deadline. */
  double mean_days; /**< From found to closed, of those closed [d]; NaN without. */
} flue_ledger_sums;

/** Adds an event; takes its texts, also when it fails. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_ledger_add(flue_ledger *ledger, const flue_ledger_event *event);
void flue_ledger_clear(flue_ledger *ledger);
/** Frees the texts of an event that no ledger took. */
void flue_ledger_event_clear(flue_ledger_event *event);

/** What is wrong with an event of a hazard that stands somewhere; FLUE_MSG_COUNT: nothing.
 *  @param hazard  NULL before its first event. */
flue_message flue_hazard_problem(const flue_hazard *hazard, const flue_ledger_event *event);
/** Carries an event out that has no problem. */
void flue_hazard_apply(flue_hazard *hazard, const flue_ledger_event *event);

/** Hazards in the order of their first events, up to and with a day. @param out  Takes the array,
 *  to be freed. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_ledger_hazards(const flue_ledger *ledger, long day, flue_hazard **out, size_t *n);
/** Whether a hazard is past its deadline and not closed. */
int flue_hazard_is_overdue(const flue_hazard *hazard, long day);
void flue_ledger_sum(const flue_hazard *hazards, size_t n, long day, flue_ledger_sums *sums);
/** Share of hazards that are closed [1]; NaN without any. */
double flue_ledger_close_rate(const flue_ledger_sums *sums);

#endif /* FLUE_POSTPROC_LEDGER_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

const char *const FLUE_HAZARD_WORDS[FLUE_HAZARD_EVENTS] = {
    "found", "judged", "listed", "rectifying", "verified", "closed", "extended", "reopened"};

void flue_ledger_event_clear(flue_ledger_event *e) {
  free(e->hazard);
  free(e->building);
  free(e->title);
  free(e->owner);
  free(e->note);
}

flue_status flue_ledger_add(flue_ledger *ledger, const flue_ledger_event *event) {
  flue_ledger_event own = *event;
  const int is_whole = own.hazard && own.building && own.title && own.owner && own.note;
  const flue_status status =
      flue_grow(&ledger->event, &ledger->capacity, ledger->n + 1, sizeof own);
  if (!is_whole || status != FLUE_OK) {
    flue_ledger_event_clear(&own);
    return FLUE_ENOMEM;
  }
  ledger->event[ledger->n++] = own;
  return FLUE_OK;
}

void flue_ledger_clear(flue_ledger *ledger) {
  for (size_t i = 0; i < ledger->n; ++i) flue_ledger_event_clear(&ledger->event[i]);
  free(ledger->event);
  *ledger = (flue_ledger){0};
}

/** Whether an event may follow where a hazard stands. */
static int may_follow(const flue_hazard *h, int kind) {
  switch (kind) {
    case FLUE_HAZARD_JUDGED:
      return h->status == FLUE_HAZARD_FOUND;
    case FLUE_HAZARD_LISTED:
      return h->status == FLUE_HAZARD_JUDGED && h->is_major;
    case FLUE_HAZARD_RECTIFYING:
      return h->status == (h->is_major ? FLUE_HAZARD_LISTED : FLUE_HAZARD_JUDGED);
    case FLUE_HAZARD_VERIFIED:
      return h->status == FLUE_HAZARD_RECTIFYING;
    case FLUE_HAZARD_CLOSED:
      return h->status == FLUE_HAZARD_VERIFIED;
    case FLUE_HAZARD_EXTENDED:
      return h->status >= FLUE_HAZARD_JUDGED && h->status <= FLUE_HAZARD_RECTIFYING;
    case FLUE_HAZARD_REOPENED:
      return h->status >= FLUE_HAZARD_VERIFIED;
    default:
      return 0;
  }
}

static int sets_deadline(int kind) {
  return kind == FLUE_HAZARD_JUDGED || kind == FLUE_HAZARD_EXTENDED || kind == FLUE_HAZARD_REOPENED;
}

flue_message flue_hazard_problem(const flue_hazard *hazard, const flue_ledger_event *e) {
  if (!hazard && e->kind != FLUE_HAZARD_FOUND) return FLUE_MSG_LEDGER_NOT_FOUND;
  if (hazard && e->kind == FLUE_HAZARD_FOUND) return FLUE_MSG_LEDGER_TWICE;
  if (hazard && !may_follow(hazard, e->kind)) return FLUE_MSG_LEDGER_ORDER;
  if (e->kind == FLUE_HAZARD_FOUND && (!*e->building || !*e->title)) return FLUE_MSG_LEDGER_FOUND;
  if (e->kind == FLUE_HAZARD_JUDGED && (!*e->owner || e->due == flue_no_day))
    return FLUE_MSG_LEDGER_JUDGED;
  if (e->due != flue_no_day && e->due < e->day) return FLUE_MSG_LEDGER_DUE_EARLY;
  if (e->kind == FLUE_HAZARD_EXTENDED && e->due != flue_no_day && e->due <= hazard->due)
    return FLUE_MSG_LEDGER_DUE_EARLY;
  if (e->due != flue_no_day && !sets_deadline(e->kind)) return FLUE_MSG_LEDGER_DUE;
  if (e->kind == FLUE_HAZARD_EXTENDED && (e->due == flue_no_day || !*e->note))
    return FLUE_MSG_LEDGER_EXTENDED;
  return FLUE_MSG_COUNT;
}

void flue_hazard_apply(flue_hazard *h, const flue_ledger_event *e) {
  if (e->kind == FLUE_HAZARD_FOUND)
    *h = (flue_hazard){.id = e->hazard,
                       .building = e->building,
                       .title = e->title,
                       .owner = "",
                       .found = e->day,
                       .judged = flue_no_day,
                       .due = flue_no_day,
                       .closed = flue_no_day};
  if (e->kind == FLUE_HAZARD_JUDGED) {
    h->is_major = e->is_major;
    h->judged = e->day;
  }
  if (*e->owner) h->owner = e->owner;
  if (e->due != flue_no_day) h->due = e->due;
  h->n_extended += e->kind == FLUE_HAZARD_EXTENDED;
  h->n_reopened += e->kind == FLUE_HAZARD_REOPENED;
  h->closed = e->kind == FLUE_HAZARD_CLOSED ? e->day : flue_no_day;
  if (e->kind <= FLUE_HAZARD_CLOSED) h->status = e->kind;
  if (e->kind == FLUE_HAZARD_REOPENED) h->status = FLUE_HAZARD_RECTIFYING;
}

/** An event with its place, to be sorted. */
typedef struct place {
  const flue_ledger_event *event;
  size_t at;
} place;

static int by_hazard(const void *a, const void *b) {
  const place *x = a, *y = b;
  const int order = strcmp(x->event->hazard, y->event->hazard);
  return order ? order : (x->at > y->at) - (x->at < y->at);
}

/** A hazard with the place of its first event, to be put back into order. */
typedef struct found {
  flue_hazard hazard;
  size_t at;
} found;

static int by_place(const void *a, const void *b) {
  const found *x = a, *y = b;
  return (x->at > y->at) - (x->at < y->at);
}

/** Follows the events of each hazard. @return number of hazards. */
static size_t follow(const place *places, size_t n, long day, found *list) {
  size_t count = 0;
  for (size_t i = 0; i < n; ++i) {
    const flue_ledger_event *e = places[i].event;
    const int is_new = i == 0 || strcmp(places[i - 1].event->hazard, e->hazard) != 0;
    if (e->day > day) continue;
    if (is_new) list[count++].at = places[i].at;
    flue_hazard_apply(&list[count - 1].hazard, e);
  }
  return count;
}

flue_status flue_ledger_hazards(const flue_ledger *ledger, long day, flue_hazard **out, size_t *n) {
  place *places = flue_alloc(ledger->n, sizeof *places);
  found *list = flue_alloc(ledger->n, sizeof *list);
  *out = flue_alloc(ledger->n, sizeof **out);
  const int is_short = !places || !list || !*out;
  *n = 0;
  if (!is_short) {
    for (size_t i = 0; i < ledger->n; ++i) places[i] = (place){&ledger->event[i], i};
    qsort(places, ledger->n, sizeof *places, by_hazard);
    *n = follow(places, ledger->n, day, list);
    qsort(list, *n, sizeof *list, by_place);
    for (size_t i = 0; i < *n; ++i) (*out)[i] = list[i].hazard;
  }
  free(places);
  free(list);
  return is_short ? FLUE_ENOMEM : FLUE_OK;
}

int flue_hazard_is_overdue(const flue_hazard *h, long day) {
  return h->status != FLUE_HAZARD_CLOSED && h->due != flue_no_day && h->due < day;
}

void flue_ledger_sum(const flue_hazard *hazards, size_t n, long day, flue_ledger_sums *sums) {
  double days = 0;
  *sums = (flue_ledger_sums){.n = n};
  for (size_t i = 0; i < n; ++i) {
    const flue_hazard *h = &hazards[i];
    const int is_closed = h->status == FLUE_HAZARD_CLOSED;
    ++sums->by_status[h->status];
    sums->major += h->is_major != 0;
    sums->closed += is_closed ? 1 : 0;
    sums->major_closed += is_closed && h->is_major ? 1 : 0;
    sums->overdue += flue_hazard_is_overdue(h, day) ? 1 : 0;
    sums->in_time += is_closed && h->closed <= h->due ? 1 : 0;
    if (is_closed) days += (double)(h->closed - h->found);
  }
  sums->mean_days = sums->closed ? days / (double)sums->closed : NAN;
}

double flue_ledger_close_rate(const flue_ledger_sums *sums) {
  return sums->n ? (double)sums->closed / (double)sums->n : NAN;
}

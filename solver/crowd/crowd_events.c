/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens next: a binary heap of people by the time of their event. Ties go by what happens,
 * then to who waits longest, then by number, so that the order depends on nothing but the input. */
#include "solver/crowd/crowd_engine.h"

static int is_earlier(const crowd_net_people *people, uint32_t a, uint32_t b) {
  if (people->event_s[a] < people->event_s[b]) return 1;
  if (people->event_s[a] > people->event_s[b]) return 0;
  if (people->phase[a] != people->phase[b]) return people->phase[a] < people->phase[b];
  if (people->since_s[a] < people->since_s[b]) return 1;
  if (people->since_s[a] > people->since_s[b]) return 0;
  return a < b;
}

static void put(crowd_net_people *people, size_t at, uint32_t id) {
  people->heap[at] = id;
  people->heap_at[id] = (uint32_t)at + 1;
}

/** Moves a person towards the top from a place. @return the place it ends at. */
static size_t rise(crowd_net_people *people, size_t at, uint32_t id) {
  while (at > 0) {
    const size_t above = (at - 1) / 2;
    if (!is_earlier(people, id, people->heap[above])) break;
    put(people, at, people->heap[above]);
    at = above;
  }
  put(people, at, id);
  return at;
}

static void sink(crowd_net_people *people, size_t n, size_t at, uint32_t id) {
  for (;;) {
    size_t below = 2 * at + 1;
    if (below >= n) break;
    if (below + 1 < n && is_earlier(people, people->heap[below + 1], people->heap[below])) below++;
    if (!is_earlier(people, people->heap[below], id)) break;
    put(people, at, people->heap[below]);
    at = below;
  }
  put(people, at, id);
}

void crowd_set_event(flue_crowd *crowd, uint32_t id, double when_s, enum crowd_phase phase) {
  crowd_net_people *people = &crowd->net.people;
  size_t at = people->heap_at[id];
  people->event_s[id] = when_s;
  people->phase[id] = (uint8_t)phase;
  at = at ? at - 1 : crowd->totals.n_events++;
  at = rise(people, at, id);
  sink(people, crowd->totals.n_events, at, id);
}

void crowd_clear_event(flue_crowd *crowd, uint32_t id) {
  crowd_net_people *people = &crowd->net.people;
  if (!people->heap_at[id]) return;
  const size_t at = people->heap_at[id] - 1;
  const uint32_t last = people->heap[--crowd->totals.n_events];
  people->heap_at[id] = 0;
  if (last == id) return;
  sink(people, crowd->totals.n_events, rise(people, at, last), last);
}

uint32_t crowd_next_event(const flue_crowd *crowd) {
  return crowd->totals.n_events ? crowd->net.people.heap[0] : CROWD_NOBODY;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who does what next. Somebody with a round goes to the nearest of its rooms that nobody of the
 * round has taken yet. A helper goes to the nearest who needs help; to one for whom some helpers
 * are there or on the way before others, so that helpers never wait for each other in pairs.
 * Nearest is by time. Nobody goes into a room whose smoke one would turn back from, or that is hot.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Times that helpers turn back from smoke on the way to somebody before nobody tries again;
 *  assumed. */
enum { most_tries = 3 };

static size_t place_of_stop(const flue_crowd *crowd, uint32_t id, size_t stop) {
  const size_t round = crowd_duty_of(&crowd->in, id)->round - 1;
  const size_t k = stop - crowd->duties.first_stop[round];
  return crowd->places.of_room[crowd->in.rounds[round].room[k]];
}

/** Helpers who can still come or are at work. */
static uint32_t count_helpers(const flue_crowd *crowd) {
  const crowd_duties *d = &crowd->duties;
  uint32_t n = 0;
  for (size_t i = 0; i < d->n_staff; i++) {
    const uint32_t id = d->staff[i];
    n += crowd_duty_of(&crowd->in, id)->helps && d->phase[id] != crowd_duty_is_over &&
         crowd->people.walker[id].state != FLUE_PERSON_INCAPACITATED;
  }
  return n;
}

/** Whether somebody waits for more helpers, and there are enough. */
static int is_open(const flue_crowd *crowd, uint32_t needy, uint32_t n_helpers) {
  const uint32_t needs = crowd_duty_of(&crowd->in, needy)->needs_helpers;
  return crowd->people.walker[needy].state == FLUE_PERSON_WAITING &&
         !isfinite(crowd->duties.ready_s[needy]) && crowd->duties.n_chosen[needy] < needs &&
         needs <= n_helpers && crowd->duties.n_tries[needy] < most_tries;
}

static size_t find_stop(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const uint32_t round = crowd_duty_of(&crowd->in, id)->round;
  size_t best = FLUE_NONE;
  double least = INFINITY;
  for (size_t stop = d->first_stop[round - 1]; stop < d->first_stop[round]; stop++) {
    const size_t place = place_of_stop(crowd, id, stop);
    if (d->is_taken[stop] || place == CROWD_NOBODY) continue;
    if (!crowd_is_bearable(crowd, crowd->places.room[place])) continue;
    const double time = crowd_way_to(crowd, id, place).all_s;
    if (time >= least) continue;
    least = time;
    best = stop;
  }
  if (best == FLUE_NONE) return FLUE_NONE;
  d->is_taken[best] = 1;
  d->job[id] = (uint32_t)best;
  return place_of_stop(crowd, id, best);
}

static size_t find_needy(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const uint32_t n_helpers = count_helpers(crowd);
  uint32_t best = CROWD_NOBODY;
  double least = INFINITY;
  for (size_t i = 0; i < d->n_needy; i++) {
    const uint32_t needy = d->needy[i];
    if (!is_open(crowd, needy, n_helpers)) continue;
    const int is_begun = d->n_chosen[needy] > 0;
    if (best != CROWD_NOBODY && d->n_chosen[best] > 0 && !is_begun) continue;
    if (!crowd_is_bearable(crowd, (size_t)crowd->people.walker[needy].room)) continue;
    const double time = crowd_way_to(crowd, id, crowd->places.of_person[needy]).all_s;
    const int is_first = best != CROWD_NOBODY && is_begun && !d->n_chosen[best];
    if (!isfinite(time) || (time >= least && !is_first)) continue;
    least = time;
    best = needy;
  }
  if (best == CROWD_NOBODY) return FLUE_NONE;
  d->n_chosen[best]++;
  d->job[id] = best;
  return crowd->places.of_person[best];
}

size_t crowd_find_job(flue_crowd *crowd, uint32_t id) {
  const flue_crowd_duty *in = crowd_duty_of(&crowd->in, id);
  size_t place = FLUE_NONE;
  crowd->duties.job[id] = CROWD_NOBODY;
  crowd->duties.is_helping[id] = 0;
  crowd_look_around(crowd, id);
  if (in->round) place = find_stop(crowd, id);
  if (place != FLUE_NONE || !in->helps) return place;
  crowd->duties.is_helping[id] = 1;
  return find_needy(crowd, id);
}

void crowd_leave_job(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const uint32_t job = d->job[id];
  if (job == CROWD_NOBODY) return;
  d->job[id] = CROWD_NOBODY;
  if (!d->is_helping[id]) return; /* the room stays taken: others would turn back as well */
  d->n_chosen[job]--;
  if (d->phase[id] == crowd_duty_helps) d->n_there[job]--;
}

void crowd_give_up(flue_crowd *crowd, uint32_t needy) {
  crowd->duties.n_tries[needy] = most_tries;
  crowd->totals.next_duty_s = crowd_now(crowd); /* the others there go too */
}

int crowd_job_stands(const flue_crowd *crowd, uint32_t id) {
  const crowd_duties *d = &crowd->duties;
  const uint32_t job = d->job[id];
  if (!d->is_helping[id] || isfinite(d->ready_s[job])) return 1;
  if (crowd->people.walker[job].state != FLUE_PERSON_WAITING) return 0;
  return d->n_tries[job] < most_tries &&
         crowd_duty_of(&crowd->in, job)->needs_helpers <= count_helpers(crowd);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gas does to people: dose, seeing smoke, going down. */
#include <math.h>
#include <string.h>

#include "models/toxicity.h"
#include "solver/crowd/crowd_engine.h"

enum { rate_asphyxia = 0, rate_oxygen = 1, rate_heat = 2, n_rates = 3 };

/** Extinction from which on people who are not familiar with a building find it intolerable [m-1]:
 *  smoke alarms them without any bell. Upper end of 0.1 to 0.3. @cite jin1978 */
static const double alarming_extinction = 0.3;
/** Air temperature [K] (60 deg C) and radiant flux [W m-2] that alarm by themselves.
 *  @cite purser2016 */
static const double alarming_k = 333.15;
static const double alarming_flux_w = 2500;
/** Extinction from which on people crawl [m-1], where it is below this share of that at the head,
 * and their speed over that of walking (0.71 m/s, Muhdi et al. 2006: from memory, unverified). */
static const double crawling_extinction = 0.5;
static const double crawling_share = 0.5;
static const double crawling_pace = 0.57;
/** Incapacitating concentration over the one that the factor of speed is given for: 900 of 1000
 * ppm.
 */
static const double irritant_of_factor = 0.9;
/** Least speed of those who crawl or are irritated [m s-1], as in the dark; assumed. */
static const double least_pace = 0.3;
/** Longest pre-movement of somebody in smoke or heat [s]; our assumption. */
static const double alarmed_pre_movement_s = 10;

double crowd_speed_in(const flue_crowd *crowd, double clear, size_t room) {
  const double extinction = crowd->extinction[room], pace = crowd->pace[room];
  if (extinction <= 0 && pace >= 1) return clear;
  const double in_smoke = flue_walking_in_smoke_by(crowd->in.smoke_law, clear, extinction);
  if (pace >= 1) return in_smoke;
  return fmin(in_smoke, fmax(least_pace, pace * in_smoke));
}

void flue_crowd_set_low_gas(flue_crowd *crowd, const flue_exposure *low) {
  memcpy(crowd->low, low, crowd->in.n_rooms * sizeof *low);
}

/** What people breathe in a room: those who crawl do where smoke hides the way and is much thinner
 *  below. @param pace  Share of the speed that they then have [1]. */
static const flue_exposure *breathed(const flue_crowd *crowd, const flue_exposure *gas, size_t room,
                                     double *pace) {
  const flue_exposure *low = &crowd->low[room];
  const int does_crawl = crowd->in.may_crawl && gas[room].extinction >= crawling_extinction &&
                         low->extinction < crawling_share * gas[room].extinction;
  *pace = does_crawl ? crawling_pace : 1;
  return does_crawl ? low : &gas[room];
}

/** @return whether the gas of a room does harm or hides. */
static int set_room(flue_crowd *crowd, const flue_exposure *gas, size_t i) {
  double pace, *rate = crowd->rates + n_rates * i, *before = crowd->rates_before + n_rates * i;
  const flue_exposure *g = breathed(crowd, gas, i, &pace);
  const double irritant = flue_toxicity_irritant(g->hcl);
  memcpy(before, rate, n_rates * sizeof *rate);
  rate[rate_asphyxia] = flue_toxicity_asphyxia(g->co, g->hcn, g->co2) +
                        flue_toxicity_irritant_dose(g->hcl) * flue_toxicity_breathing(g->co2);
  rate[rate_oxygen] = flue_toxicity_oxygen(g->o2);
  rate[rate_heat] = flue_toxicity_convection(g->temp_k) + flue_toxicity_radiation(g->flux_w);
  if (isnan(crowd->totals.gas_from_s)) memcpy(before, rate, n_rates * sizeof *rate);
  pace *= flue_walking_irritant_factor(irritant * irritant_of_factor);
  crowd->smoke_class[i] = crowd_smoke_class(g, crowd->smoke_class[i]);
  crowd->totals.has_new_smoke |= crowd->extinction[i] != g->extinction || crowd->pace[i] != pace;
  crowd->extinction[i] = g->extinction;
  crowd->irritant[i] = irritant;
  crowd->pace[i] = pace;
  crowd->is_alarming[i] = gas[i].extinction > alarming_extinction || gas[i].temp_k > alarming_k ||
                          gas[i].flux_w > alarming_flux_w;
  return crowd->is_alarming[i] || rate[rate_asphyxia] + rate[rate_oxygen] > 0 ||
         rate[rate_heat] > 0;
}

flue_status flue_crowd_set_gas(flue_crowd *crowd, const flue_exposure *gas) {
  int has_smoke = 0;
  for (size_t i = 0; i < crowd->in.n_rooms; i++) has_smoke |= set_room(crowd, gas, i);
  crowd->totals.has_smoke = (uint64_t)has_smoke;
  crowd_check_smoke(crowd);
  crowd->totals.gas_from_s = crowd_now(crowd);
  crowd->totals.gas_to_s = INFINITY;
  return FLUE_OK;
}

/** Somebody waiting in smoke is warned by it and does not wait long. */
static void alarm_person(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  const double now = crowd_now(crowd);
  double delay = alarmed_pre_movement_s;
  if (!((double)people->warned_s[id] <= now)) { /* not yet, or by a later stage */
    people->warned_s[id] = (float)now;
    delay = fmin(delay, crowd->in.people[id].pre_movement_s);
  }
  people->start_s[id] = fminf(people->start_s[id], (float)(now + delay));
  crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, people->start_s[id]);
}

/** Takes somebody out of the moving crowd, who lies in the way from now on. */
static void lie_down(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  const uint8_t state = people->walker[id].state;
  if (state == FLUE_PERSON_WAITING) {
    crowd->active[crowd->totals.n_active++] = id;  /* an obstacle from now on */
    crowd->totals.next_start_s = crowd_now(crowd); /* leaves the list of those waiting */
  } else if (state == FLUE_PERSON_WALKING) {
    crowd->totals.n_moving--;
  } else if (state == FLUE_PERSON_IN_LIFT) {
    crowd_drop_rider(crowd, id);
  } else if (state == FLUE_PERSON_IN_REFUGE) {
    crowd->totals.n_sheltered--;
    crowd->active[crowd->totals.n_active++] = id;
  } else {
    crowd->totals.n_climbing--;
    crowd->segments.count[people->walker[id].segment]--;
  }
  if (state != FLUE_PERSON_WAITING && state != FLUE_PERSON_WALKING) return;
  const int32_t door = crowd->levels[people->walker[id].floor].in->door[people->walker[id].cell];
  if (door >= 0) crowd->doors.down[door]++;
}

static void go_down(flue_crowd *crowd, uint32_t id, double when_s) {
  crowd_people *people = &crowd->people;
  const double gas = (double)people->asphyxia[id] + (double)people->oxygen[id];
  const double heat = (double)people->heat[id];
  const double tolerance = crowd->in.people[id].tolerance;
  flue_cause cause =
      people->asphyxia[id] >= people->oxygen[id] ? FLUE_CAUSE_ASPHYXIA : FLUE_CAUSE_OXYGEN;
  if (heat > gas) cause = FLUE_CAUSE_HEAT;
  if (fmax(gas, heat) < tolerance) cause = FLUE_CAUSE_IRRITANT;
  people->walker[id].cause = (uint8_t)cause;
  people->walker[id].speed = 0;
  crowd_note_helped(crowd, id);
  if (people->walker[id].state == FLUE_PERSON_ON_DUTY)
    crowd_drop_from_duty(crowd, id);
  else if (crowd->in.mode == FLUE_CROWD_NETWORK)
    crowd_net_drop(crowd, id);
  else
    lie_down(crowd, id);
  crowd_leave_floor(crowd, id, when_s);
  people->walker[id].state = FLUE_PERSON_INCAPACITATED;
}

/** How far a moment lies from the gas before to the last one [1]. */
static double share_of_new(const flue_crowd *crowd, double t_s) {
  const crowd_totals *totals = &crowd->totals;
  if (!(totals->gas_to_s > totals->gas_from_s)) return 1;
  return fmax(0, fmin(1, (t_s - totals->gas_from_s) / (totals->gas_to_s - totals->gas_from_s)));
}

static double rate_at(const flue_crowd *crowd, int32_t room, int which, double ahead) {
  const size_t at = n_rates * (size_t)room + (size_t)which;
  return crowd->rates_before[at] + ahead * (crowd->rates[at] - crowd->rates_before[at]);
}

void crowd_breathe(flue_crowd *crowd, double duration_s) {
  crowd_people *people = &crowd->people;
  const double ahead = share_of_new(crowd, crowd_now(crowd) + 0.5 * duration_s);
  if (!crowd->totals.has_smoke) return;
  crowd_move_helpers(crowd);
  for (uint32_t id = 0; id < crowd->in.n_people; id++) {
    const uint8_t state = people->walker[id].state;
    const int32_t room = people->walker[id].room;
    if (state == FLUE_PERSON_OUTSIDE || state == FLUE_PERSON_INCAPACITATED || room < 0) continue;
    people->asphyxia[id] += (float)(rate_at(crowd, room, rate_asphyxia, ahead) * duration_s);
    people->oxygen[id] += (float)(rate_at(crowd, room, rate_oxygen, ahead) * duration_s);
    people->heat[id] += (float)(rate_at(crowd, room, rate_heat, ahead) * duration_s);
    const double dose = crowd_dose(people, id);
    if (fmax(dose, crowd->irritant[room]) >= crowd->in.people[id].tolerance)
      go_down(crowd, id, crowd_now(crowd) + duration_s);
    else if (state == FLUE_PERSON_WAITING && crowd->is_alarming[room])
      alarm_person(crowd, id);
    else if (state == FLUE_PERSON_IN_REFUGE && crowd->is_alarming[room])
      crowd_flee_refuge(crowd, id);
  }
}

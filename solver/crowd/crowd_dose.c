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
/** Longest pre-movement of somebody in smoke or heat [s]; our assumption. */
static const double alarmed_pre_movement_s = 10;

flue_status flue_crowd_set_gas(flue_crowd *crowd, const flue_exposure *gas) {
  int has_smoke = 0;
  for (size_t i = 0; i < crowd->in.n_rooms; i++) {
    const flue_exposure *g = &gas[i];
    double *rate = crowd->rates + n_rates * i;
    rate[rate_asphyxia] = flue_toxicity_asphyxia(g->co, g->hcn, g->co2);
    rate[rate_oxygen] = flue_toxicity_oxygen(g->o2);
    rate[rate_heat] = flue_toxicity_convection(g->temp_k) + flue_toxicity_radiation(g->flux_w);
    crowd->smoke_class[i] = crowd_smoke_class(g, crowd->smoke_class[i]);
    crowd->totals.has_new_smoke |= crowd->extinction[i] != g->extinction;
    crowd->extinction[i] = g->extinction;
    crowd->is_alarming[i] = g->extinction > alarming_extinction || g->temp_k > alarming_k ||
                            g->flux_w > alarming_flux_w;
    has_smoke |=
        crowd->is_alarming[i] || rate[rate_asphyxia] + rate[rate_oxygen] > 0 || rate[rate_heat] > 0;
  }
  crowd->totals.has_smoke = (uint64_t)has_smoke;
  return FLUE_OK;
}

/** Somebody waiting in smoke is warned by it and does not wait long. */
static void alarm_person(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  const double now = crowd_now(crowd);
  double delay = alarmed_pre_movement_s;
  if (isnan(people->warned_s[id])) {
    people->warned_s[id] = now;
    delay = fmin(delay, crowd->in.people[id].pre_movement_s);
  }
  people->start_s[id] = fmin(people->start_s[id], now + delay);
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
  } else {
    crowd->totals.n_climbing--;
    crowd->segments.count[people->segment[id]]--;
  }
  if (state == FLUE_PERSON_ON_STAIR) return;
  const int32_t door = crowd->levels[people->walker[id].floor].in->door[people->walker[id].cell];
  if (door >= 0) crowd->doors.down[door]++;
}

static void go_down(flue_crowd *crowd, uint32_t id, double when_s) {
  crowd_people *people = &crowd->people;
  const double gas = people->asphyxia[id] + people->oxygen[id];
  flue_cause cause =
      people->asphyxia[id] >= people->oxygen[id] ? FLUE_CAUSE_ASPHYXIA : FLUE_CAUSE_OXYGEN;
  if (people->heat[id] > gas) cause = FLUE_CAUSE_HEAT;
  people->walker[id].cause = (uint8_t)cause;
  people->walker[id].speed = 0;
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    crowd_net_drop(crowd, id);
  else
    lie_down(crowd, id);
  crowd_leave_floor(crowd, id, when_s);
  people->walker[id].state = FLUE_PERSON_INCAPACITATED;
}

void crowd_breathe(flue_crowd *crowd, double duration_s) {
  crowd_people *people = &crowd->people;
  if (!crowd->totals.has_smoke) return;
  for (uint32_t id = 0; id < crowd->in.n_people; id++) {
    const uint8_t state = people->walker[id].state;
    const int32_t room = people->walker[id].room;
    if (state == FLUE_PERSON_OUTSIDE || state == FLUE_PERSON_INCAPACITATED || room < 0) continue;
    const double *rate = crowd->rates + n_rates * (size_t)room;
    people->asphyxia[id] += rate[rate_asphyxia] * duration_s;
    people->oxygen[id] += rate[rate_oxygen] * duration_s;
    people->heat[id] += rate[rate_heat] * duration_s;
    const double dose = fmax(people->asphyxia[id] + people->oxygen[id], people->heat[id]);
    if (dose >= crowd->in.people[id].tolerance)
      go_down(crowd, id, crowd_now(crowd) + duration_s);
    else if (state == FLUE_PERSON_WAITING && crowd->is_alarming[room])
      alarm_person(crowd, id);
  }
}

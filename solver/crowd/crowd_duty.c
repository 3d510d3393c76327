/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People on duty: who makes a round of rooms tells the people there to go, who helps moves those
 * who cannot leave alone, one after the other. They begin when their own pre-movement is over, and
 * leave like everybody when nothing is left to do. Somebody who needs help waits until all its
 * helpers are there and it is ready to be moved; from then on it and they are one, with its body
 * and its speed, at doors and on stairs too. Outside or in a refuge the helpers are free again. A
 * helper who goes down on the way is replaced by whoever is near.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** Distance from which on somebody goes straight to a place [m]: others may stand on it. */
static const float near_m = 1.0f;
/** How long a helper waits for others of whom none is on the way [s]; assumed. */
static const double helper_patience_s = 600;
/** Share of a step by which something may come late. */
static const double step_slack = 1e-6;

static int is_net(const flue_crowd *crowd) {
  return crowd->in.mode == FLUE_CROWD_NETWORK;
}

static int is_staff(const flue_crowd_duty *d) {
  return d->helps || d->round;
}

/* ---- what never changes ---- */

flue_status crowd_check_duty_input(flue_ctx *ctx, const flue_crowd_input *in) {
  for (size_t r = 0; r < in->n_rounds; r++)
    for (size_t k = 0; k < in->rounds[r].n; k++)
      FLUE_CHECK(in->rounds[r].room[k] < in->n_rooms, ctx, FLUE_EARG, "round %zu: room %zu of %zu",
                 r, in->rounds[r].room[k], in->n_rooms);
  for (size_t i = 0; i < in->n_people; i++) {
    const flue_crowd_person *p = &in->people[i];
    const flue_crowd_duty *d = crowd_duty_of(in, i);
    const int has_part = is_staff(d) || d->needs_helpers;
    FLUE_CHECK(d->round <= in->n_rounds && p->told_s >= 0 && d->preparation_s >= 0, ctx, FLUE_EARG,
               "person %zu: round %u of %zu, %g s when told, %g s of preparation", i,
               (unsigned)d->round, in->n_rounds, (double)p->told_s, (double)d->preparation_s);
    FLUE_CHECK(!has_part || !p->group, ctx, FLUE_EARG,
               "person %zu is on duty or needs help, and so in no group", i);
    FLUE_CHECK(!is_staff(d) || (!d->needs_helpers && !p->seeks_refuge), ctx, FLUE_EARG,
               "person %zu is on duty, and so needs no help and seeks no refuge", i);
  }
  return FLUE_OK;
}

/** Stops of all rounds, one round after the other. */
static void build_stops(flue_crowd *crowd) {
  crowd_duties *d = &crowd->duties;
  d->first_stop = crowd_take(crowd, crowd->in.n_rounds + 1, sizeof *d->first_stop);
  for (size_t r = 0; !crowd->has_failed && r < crowd->in.n_rounds; r++)
    d->first_stop[r + 1] = d->n_stops += crowd->in.rounds[r].n;
  d->is_taken = crowd_keep(crowd, d->n_stops, 1);
}

/** Lists those on duty and those who need help. */
static void list_people(flue_crowd *crowd, int is_counting) {
  crowd_duties *d = &crowd->duties;
  d->n_staff = d->n_needy = 0;
  for (uint32_t i = 0; i < crowd->in.n_people; i++) {
    const flue_crowd_duty *p = crowd_duty_of(&crowd->in, i);
    if (is_staff(p)) {
      if (!is_counting) d->staff[d->n_staff] = i;
      d->n_staff++;
    } else if (p->needs_helpers) {
      if (!is_counting) d->needy[d->n_needy] = i;
      d->n_needy++;
    }
  }
}

void crowd_build_duties(flue_crowd *crowd) {
  crowd_duties *d = &crowd->duties;
  const size_t n = crowd->in.n_people;
  crowd->totals.next_duty_s = INFINITY;
  list_people(crowd, 1);
  if (!d->n_staff && !d->n_needy) return;
  d->staff = crowd_take(crowd, d->n_staff, sizeof *d->staff);
  d->needy = crowd_take(crowd, d->n_needy, sizeof *d->needy);
  d->phase = crowd_keep(crowd, n, 1);
  d->job = crowd_keep(crowd, n, sizeof *d->job);
  d->is_helping = crowd_keep(crowd, n, 1);
  d->place = crowd_keep(crowd, n, sizeof *d->place);
  d->entry = crowd_keep(crowd, n, sizeof *d->entry);
  d->timed_s = crowd_keep(crowd, n, sizeof *d->timed_s);
  d->until_s = crowd_keep(crowd, n, sizeof *d->until_s);
  d->n_chosen = crowd_keep(crowd, n, sizeof *d->n_chosen);
  d->n_there = crowd_keep(crowd, n, sizeof *d->n_there);
  d->n_tries = crowd_keep(crowd, n, sizeof *d->n_tries);
  d->ready_s = crowd_keep(crowd, n, sizeof *d->ready_s);
  build_stops(crowd);
  if (crowd->has_failed) return;
  list_people(crowd, 0);
  for (size_t i = 0; i < n; i++) {
    d->job[i] = CROWD_NOBODY;
    d->ready_s[i] = INFINITY;
  }
}

/* ---- into the crowd and out of it ---- */

/** Takes somebody off the floor. */
static void step_aside(flue_crowd *crowd, uint32_t id) {
  crowd_walker *walker = &crowd->people.walker[id];
  if (walker->state == FLUE_PERSON_ON_DUTY) return;
  if (!is_net(crowd)) {
    crowd_set_target(crowd, id, -1);
    crowd->totals.n_moving--;
    crowd->duties.has_absent = 1;
  }
  walker->state = FLUE_PERSON_ON_DUTY;
  walker->speed = walker->stuck_s = 0;
  walker->doorway = -1;
  crowd->totals.n_on_duty++;
}

/** Puts somebody onto the floor where it is. In network mode it goes to the nearest door first. */
static void step_back(flue_crowd *crowd, uint32_t id) {
  crowd_walker *walker = &crowd->people.walker[id];
  if (walker->state != FLUE_PERSON_ON_DUTY) return;
  crowd->totals.n_on_duty--;
  crowd->totals.n_moving++;
  walker->state = FLUE_PERSON_WALKING;
  walker->target = -1;
  walker->nearest_m = INFINITY;
  walker->lost_s = 0;
  crowd_forget(crowd, id);
  if (!is_net(crowd)) {
    crowd->active[crowd->totals.n_active++] = id;
    crowd->has_undecided = 1;
    crowd_refresh_fields(crowd, walker->floor);
    return;
  }
  const double way_s = crowd_way_to_door(crowd, id) / crowd->in.people[id].speed;
  crowd_enter_room(crowd, (size_t)walker->room);
  crowd_set_event(crowd, id, crowd_now(crowd) + way_s, crowd_sets_out);
}

/** Puts somebody where another one is. */
static void join(flue_crowd *crowd, uint32_t id, uint32_t other) {
  const crowd_walker *from = &crowd->people.walker[other];
  crowd_walker *to = &crowd->people.walker[id];
  to->x = from->x;
  to->y = from->y;
  to->cell = from->cell;
  to->floor = from->floor;
  to->room = from->room;
}

/** Puts somebody at a place. */
static void go_to_place(flue_crowd *crowd, uint32_t id, size_t place) {
  const crowd_places *p = &crowd->places;
  crowd_walker *walker = &crowd->people.walker[id];
  walker->floor = p->floor[place];
  crowd_put_at(crowd, id, p->x[place], p->y[place]);
  walker->cell = p->cell[place];
  walker->room = (int32_t)p->room[place];
  crowd_stand_by_door(crowd, id);
}

/* ---- what happens ---- */

/** Will be at the job after a time. Counts as there already: it takes up the dose of that room. */
static void come_in(flue_crowd *crowd, uint32_t id, double time_s) {
  step_aside(crowd, id);
  crowd->duties.phase[id] = crowd_duty_comes;
  crowd->duties.until_s[id] = crowd_now(crowd) + time_s;
  go_to_place(crowd, id, crowd->duties.place[id]);
}

/** Walks to a target of the floor. */
static void walk_to(flue_crowd *crowd, uint32_t id, size_t target, enum crowd_duty_phase phase) {
  step_back(crowd, id);
  crowd_set_target(crowd, id, (int32_t)target);
  crowd->duties.phase[id] = (uint8_t)phase;
}

/** Goes up or down a stair, or in from outside; takes up the dose of the stair where it ends. */
static void go_in(flue_crowd *crowd, uint32_t id, double time_s) {
  crowd_walker *walker = &crowd->people.walker[id];
  const size_t entry = crowd->duties.entry[id];
  const flue_crowd_door *door = &crowd->in.doors[crowd->in.exits[entry].door];
  step_aside(crowd, id);
  crowd->duties.phase[id] = crowd_duty_enters;
  crowd->duties.until_s[id] = crowd_now(crowd) + time_s;
  walker->floor = (uint32_t)door->floor;
  crowd_put_at(crowd, id, door->x, door->y);
  walker->room = crowd_room_behind(crowd, entry);
}

/** Sets off to a place. */
static void set_off(flue_crowd *crowd, uint32_t id, size_t place) {
  crowd_duties *d = &crowd->duties;
  const crowd_way_there way = crowd_way_to(crowd, id, place);
  d->place[id] = (uint32_t)place;
  d->entry[id] = (uint32_t)way.to;
  d->timed_s[id] = way.timed_s;
  if (is_net(crowd))
    come_in(crowd, id, way.all_s);
  else if (way.from != FLUE_NONE)
    walk_to(crowd, id, way.from, crowd_duty_leaves);
  else if (way.to != FLUE_NONE)
    go_in(crowd, id, way.timed_s);
  else
    walk_to(crowd, id, crowd_place_target(crowd, place), crowd_duty_walks);
}

/** Marks the end of somebody's duty, which others may wait for. */
static void mark_over(flue_crowd *crowd, uint32_t id) {
  crowd->duties.phase[id] = crowd_duty_is_over;
  crowd->totals.next_duty_s = crowd_now(crowd);
}

/** Nothing is left to do: leaves, or stays outside. */
static void end_duty(flue_crowd *crowd, uint32_t id) {
  crowd_walker *walker = &crowd->people.walker[id];
  mark_over(crowd, id);
  if (walker->state != FLUE_PERSON_ON_DUTY) {
    if (!is_net(crowd)) crowd_set_target(crowd, id, -1);
  } else if (walker->room < 0) {
    crowd->totals.n_on_duty--;
    crowd_go_out(crowd, id, crowd_now(crowd));
  } else {
    step_back(crowd, id);
  }
}

static void look_for_job(flue_crowd *crowd, uint32_t id) {
  crowd_leave_job(crowd, id);
  crowd->duties.phase[id] = crowd_duty_none;
  const size_t place = crowd_find_job(crowd, id);
  if (place == FLUE_NONE)
    end_duty(crowd, id);
  else
    set_off(crowd, id, place);
}

/** Fine mode: on a floor, on the way to a place or to a stair. */
static void walk_on(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const crowd_walker *walker = &crowd->people.walker[id];
  const size_t room = crowd->places.room[d->place[id]];
  if (walker->state != FLUE_PERSON_WALKING) { /* turned back, and looks for something later */
    if (d->is_helping[id]) d->n_tries[d->job[id]]++;
    crowd_leave_job(crowd, id);
    d->phase[id] = crowd_duty_none;
    return;
  }
  const int may_enter = walker->room == (int32_t)room || crowd_is_bearable(crowd, room);
  if (!may_enter || !crowd_job_stands(crowd, id)) {
    look_for_job(crowd, id);
    return;
  }
  const double way_m = (double)crowd_distance(crowd, id, (size_t)walker->target);
  if (way_m > near_m) return;
  const double way_s = way_m / crowd->in.people[id].speed;
  if (d->phase[id] == crowd_duty_walks)
    come_in(crowd, id, way_s);
  else
    go_in(crowd, id, way_s + d->timed_s[id]);
}

/** Fine mode: comes onto the floor of the place. */
static void enter_floor(flue_crowd *crowd, uint32_t id) {
  crowd_walker *walker = &crowd->people.walker[id];
  const int32_t cell = crowd_entry_cell(crowd, crowd->duties.entry[id]);
  crowd_put_on_cell(crowd, id, (size_t)cell);
  walker->room = crowd->levels[walker->floor].in->room[cell];
  walk_to(crowd, id, crowd_place_target(crowd, crowd->duties.place[id]), crowd_duty_walks);
}

static void arrive(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const double now = crowd_now(crowd);
  const uint32_t job = d->job[id];
  if (!d->is_helping[id]) {
    d->phase[id] = crowd_duty_visits;
    d->until_s[id] = now + crowd->in.rounds[crowd_duty_of(&crowd->in, id)->round - 1].visit_s;
    crowd_tell_room(crowd, (size_t)crowd->people.walker[id].room, now);
    return;
  }
  d->phase[id] = crowd_duty_helps;
  d->until_s[id] = now + helper_patience_s;
  if (++d->n_there[job] < crowd_duty_of(&crowd->in, job)->needs_helpers) return;
  crowd->people.start_s[job] = (float)now + crowd_duty_of(&crowd->in, job)->preparation_s;
  d->ready_s[job] = (double)crowd->people.start_s[job];
  crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, d->ready_s[job]);
}

/** Goes on alone on the stair where the person went down. */
static void go_on_by_stair(flue_crowd *crowd, uint32_t id, uint32_t other) {
  const uint32_t segment = crowd->people.walker[other].segment;
  crowd_leave_job(crowd, id);
  mark_over(crowd, id);
  crowd->totals.n_on_duty--;
  crowd_go_onto_stair(crowd, id, segment, crowd_now(crowd));
  crowd->segments.count[segment]++;
  if (is_net(crowd)) {
    crowd_walk_segment(crowd, id);
    return;
  }
  crowd->people.walker[id].progress = crowd->people.walker[other].progress;
  crowd->on_stairs[crowd->totals.n_stairs++] = id;
}

/** Whether a helper has waited long for others, and none is on the way. */
static int waits_in_vain(const flue_crowd *crowd, uint32_t id) {
  const crowd_duties *d = &crowd->duties;
  const uint32_t job = d->job[id];
  return !isfinite(d->ready_s[job]) && d->n_chosen[job] == d->n_there[job] &&
         d->until_s[id] <= crowd_now(crowd) + step_slack * crowd->dt;
}

/** With somebody: until outside, in a refuge or down. */
static void help(flue_crowd *crowd, uint32_t id) {
  const uint32_t job = crowd->duties.job[id];
  const crowd_people *people = &crowd->people;
  const uint8_t state = people->walker[job].state;
  const int is_down = state == FLUE_PERSON_INCAPACITATED;
  if (state != FLUE_PERSON_OUTSIDE && state != FLUE_PERSON_IN_REFUGE && !is_down) {
    if (waits_in_vain(crowd, id)) crowd_give_up(crowd, job);
    if (!crowd_job_stands(crowd, id)) look_for_job(crowd, id);
    return;
  }
  join(crowd, id, job);
  crowd_stand_by_door(crowd, id);
  people->exit_taken[id] = people->exit_taken[job];
  people->stair_taken[id] = people->stair_taken[job];
  if (is_down && people->walker[job].segment != CROWD_NO_SEGMENT)
    go_on_by_stair(crowd, id, job);
  else
    look_for_job(crowd, id);
}

static void act(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  const uint8_t state = crowd->people.walker[id].state;
  const int is_due = d->until_s[id] <= crowd_now(crowd) + step_slack * crowd->dt;
  if (state == FLUE_PERSON_INCAPACITATED && d->phase[id] != crowd_duty_is_over) {
    crowd_leave_job(crowd, id);
    mark_over(crowd, id);
  }
  switch ((enum crowd_duty_phase)d->phase[id]) {
    case crowd_duty_none:
      if (state == FLUE_PERSON_WALKING) look_for_job(crowd, id);
      break;
    case crowd_duty_walks:
    case crowd_duty_leaves:
      walk_on(crowd, id);
      break;
    case crowd_duty_enters:
      if (is_due) enter_floor(crowd, id);
      break;
    case crowd_duty_comes:
      if (is_due && crowd_job_stands(crowd, id))
        arrive(crowd, id);
      else if (is_due)
        look_for_job(crowd, id);
      break;
    case crowd_duty_visits:
      if (is_due) look_for_job(crowd, id);
      break;
    case crowd_duty_helps:
      help(crowd, id);
      break;
    case crowd_duty_is_over:
      break;
  }
}

void crowd_do_duties(flue_crowd *crowd) {
  crowd_duties *d = &crowd->duties;
  double next_s = INFINITY;
  d->has_absent = 0;
  crowd->totals.next_duty_s = INFINITY;
  crowd_move_helpers(crowd);
  for (size_t i = 0; i < d->n_staff; i++) act(crowd, d->staff[i]);
  for (size_t i = 0; i < d->n_staff; i++) {
    const uint32_t id = d->staff[i];
    const int is_waiting = d->phase[id] == crowd_duty_helps && !isfinite(d->ready_s[d->job[id]]) &&
                           d->until_s[id] > crowd_now(crowd);
    if (d->phase[id] == crowd_duty_comes || d->phase[id] == crowd_duty_visits || is_waiting)
      next_s = fmin(next_s, d->until_s[id]);
  }
  crowd->totals.next_duty_s = fmin(crowd->totals.next_duty_s, next_s);
  if (d->has_absent) crowd_drop_absent(crowd);
}

int crowd_go_on_duty(flue_crowd *crowd, uint32_t id) {
  crowd_duties *d = &crowd->duties;
  if (!d->n_staff || !is_staff(crowd_duty_of(&crowd->in, id))) return 0;
  if (d->phase[id] != crowd_duty_none) return 0;
  const size_t place = crowd_find_job(crowd, id);
  if (place == FLUE_NONE) {
    mark_over(crowd, id);
    return 0;
  }
  crowd_clear_event(crowd, id);
  set_off(crowd, id, place);
  crowd->totals.next_duty_s = fmin(crowd->totals.next_duty_s, d->until_s[id]);
  return 1;
}

int crowd_is_sent(const flue_crowd *crowd, uint32_t id) {
  const crowd_duties *d = &crowd->duties;
  return d->n_staff && crowd->people.walker[id].state == FLUE_PERSON_WALKING &&
         (d->phase[id] == crowd_duty_walks || d->phase[id] == crowd_duty_leaves);
}

double crowd_helped_from(const flue_crowd *crowd, uint32_t id) {
  return crowd_duty_of(&crowd->in, id)->needs_helpers ? crowd->duties.ready_s[id] : -INFINITY;
}

void crowd_note_helped(flue_crowd *crowd, uint32_t id) {
  if (crowd_duty_of(&crowd->in, id)->needs_helpers) crowd->totals.next_duty_s = crowd_now(crowd);
}

void crowd_move_helpers(flue_crowd *crowd) {
  const crowd_duties *d = &crowd->duties;
  for (size_t i = 0; i < d->n_staff; i++)
    if (d->phase[d->staff[i]] == crowd_duty_helps) join(crowd, d->staff[i], d->job[d->staff[i]]);
}

void crowd_drop_from_duty(flue_crowd *crowd, uint32_t id) {
  const crowd_duties *d = &crowd->duties;
  const uint32_t job = d->phase[id] == crowd_duty_helps ? d->job[id] : CROWD_NOBODY;
  const int is_on_way = d->phase[id] == crowd_duty_enters;
  const uint8_t state = job != CROWD_NOBODY ? crowd->people.walker[job].state
                        : is_on_way         ? FLUE_PERSON_ON_STAIR
                                            : FLUE_PERSON_WALKING;
  crowd->totals.n_on_duty--;
  crowd->totals.next_duty_s = crowd_now(crowd);
  /* lies in the way from now on, but not on a stair, where it is in no segment */
  if (!is_net(crowd) && (state == FLUE_PERSON_WALKING || state == FLUE_PERSON_WAITING))
    crowd->active[crowd->totals.n_active++] = id;
}

void crowd_locate_helpers(const flue_crowd *crowd, flue_agent_row *rows) {
  const crowd_duties *d = &crowd->duties;
  for (size_t i = 0; i < d->n_staff; i++) {
    const uint32_t id = d->staff[i];
    if (d->phase[id] == crowd_duty_visits) rows[id].state = FLUE_PERSON_WALKING;
    if (d->phase[id] != crowd_duty_helps) continue;
    const flue_agent_row own = rows[id];
    rows[id] = rows[d->job[id]];
    rows[id].id = own.id;
    rows[id].fed = own.fed;
    if (rows[id].state == FLUE_PERSON_WAITING) rows[id].state = FLUE_PERSON_WALKING;
  }
}

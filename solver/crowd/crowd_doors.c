/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Doors and coming out. A door serves one person after the other: it is busy for 1 / flow after
 * each. It never saves up time in which nobody came. People are asked in the order of cells in even
 * steps and in the reverse order in odd ones, so that neither side of a door is preferred.
 */
#include <math.h>
#include <string.h>

#include "solver/crowd/crowd_engine.h"
#include "solver/crowd/crowd_step.h"

/* People stay where they are rather than walk into smoke they can hardly see in: 1.2 /m is the
   upper end of what Jin's subjects bore who knew the building. The rest is assumed: smoke at their
   own place must be less than half as thick, and they try again every half minute. @cite jin1978 */
static const double turning_extinction = 1.2; /* [m-1] */
static const double shelter_share = 0.5;
static const double shelter_s = 30.0;
static const double passing_s =
    1.0; /* that a person takes through a door, for how long it is open */

int crowd_turns_back(const flue_crowd *crowd, int32_t from_room, int32_t to_room) {
  const double to = crowd->extinction[to_room], from = crowd->extinction[from_room];
  return to >= turning_extinction && from < shelter_share * to;
}

void crowd_stay(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  people->walker[id].state = FLUE_PERSON_WAITING;
  people->walker[id].speed = 0;
  people->walker[id].stuck_s = 0;
  people->walker[id].target = -1;
  people->start_s[id] = (float)(crowd_now(crowd) + shelter_s);
  crowd->waiting[crowd->totals.n_waiting++] = id;
  crowd->totals.n_moving--;
  crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, people->start_s[id]);
}

double crowd_serve(const flue_crowd *crowd, double free_s, double interval_s) {
  /* less than a step late: the queue did not end, the step is only too coarse to see it */
  const double now = crowd_now(crowd);
  return (now - free_s < crowd->dt ? free_s : now) + interval_s;
}

int crowd_door_is_free(const flue_crowd *crowd, size_t door) {
  if (crowd->doors.is_locked[door]) return 0;
  return crowd->doors.interval_s[door] <= 0 || crowd->doors.free_s[door] <= crowd_now(crowd);
}

void crowd_door_pass(flue_crowd *crowd, size_t door) {
  const double interval = crowd->doors.interval_s[door];
  if (interval > 0)
    crowd->doors.free_s[door] = crowd_serve(crowd, crowd->doors.free_s[door], interval);
  crowd->doors.passed_s[door] = crowd_now(crowd);
  crowd->doors.held[door] += (uint64_t)(passing_s / crowd->dt + 0.5);
}

void crowd_leave_floor(flue_crowd *crowd, uint32_t id, double when_s) {
  if (crowd->people.walker[id].has_left) return;
  const size_t floor = crowd->in.people[id].floor;
  crowd->people.walker[id].has_left = 1;
  crowd->left_here[floor]--;
  crowd->cleared_s[floor] = when_s;
}

void crowd_go_out(flue_crowd *crowd, uint32_t id, double when_s) {
  crowd_people *people = &crowd->people;
  crowd_leave_floor(crowd, id, when_s);
  people->walker[id].state = FLUE_PERSON_OUTSIDE;
  people->walker[id].room = -1;
  people->walker[id].speed = 0;
  people->out_s[id] = (float)when_s;
  crowd_note_helped(crowd, id);
  crowd->totals.last_out_s = when_s;
}

void crowd_go_onto_stair(flue_crowd *crowd, uint32_t id, size_t segment, double when_s) {
  crowd_people *people = &crowd->people;
  crowd_leave_floor(crowd, id, when_s);
  people->walker[id].state = FLUE_PERSON_ON_STAIR;
  people->walker[id].segment = (uint32_t)segment;
  people->walker[id].doorway = -1;
  people->walker[id].progress = 0;
  people->walker[id].target = -1;
  people->walker[id].speed = 0;
  people->walker[id].stuck_s = 0;
  const uint32_t stair = crowd->segments.stair[segment];
  const size_t own = crowd->segments.from[segment] - crowd->segments.first[stair];
  people->stair_taken[id] = (int16_t)stair;
  people->walker[id].room = (int32_t)crowd->in.stairs[stair].room[own];
  crowd->totals.n_climbing++;
}

/** Walks through the landing of a stair to another door of it on the same storey. */
static void cross_landing(flue_crowd *crowd, uint32_t id, size_t exit, size_t beyond) {
  const size_t doors[] = {crowd->in.exits[exit].door, crowd->in.exits[beyond].door};
  if (!crowd_door_is_free(crowd, doors[0]) || !crowd_door_is_free(crowd, doors[1])) return;
  if (!crowd_put_before(crowd, id, beyond, crowd->transfers.landing[beyond])) return;
  for (int i = 0; i < 2; i++) crowd_door_pass(crowd, doors[i]);
  crowd->people.exit_taken[id] = (int16_t)beyond;
}

/** Lets a person who stands in the exit through it when it is free. @return 1 when gone. */
static int try_exit(flue_crowd *crowd, uint32_t id, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  if (in->lift) {
    crowd_wait_for_lift(crowd, id);
    return 0;
  }
  const size_t beyond = crowd_across_landing(crowd, exit);
  if (beyond != FLUE_NONE) {
    cross_landing(crowd, id, exit, beyond);
    return 0; /* stays on the floor */
  }
  const size_t second = crowd_second_door(crowd, exit);
  if (!crowd_door_is_free(crowd, in->door)) return 0;
  if (second != FLUE_NONE && !crowd_door_is_free(crowd, second)) return 0;
  if (in->refuge) {
    crowd_take_refuge(crowd, id, exit, crowd_now(crowd) + crowd->dt);
  } else if (!crowd->is_final[exit]) {
    const size_t segment = crowd->transfers.enter[exit];
    const size_t stair_room = crowd->in.stairs[in->stair].room[in->segment];
    if (crowd_turns_back(crowd, crowd->people.walker[id].room, (int32_t)stair_room)) {
      crowd_stay(crowd, id);
      return 0;
    }
    if (!crowd_enter_segment(crowd, segment, crowd_from_door)) return 0;
    crowd_go_onto_stair(crowd, id, segment, crowd_now(crowd) + crowd->dt);
    crowd->on_stairs[crowd->totals.n_stairs++] = id;
  } else {
    crowd_go_out(crowd, id, crowd_now(crowd) + crowd->dt);
  }
  crowd_door_pass(crowd, in->door);
  if (second != FLUE_NONE) crowd_door_pass(crowd, second);
  crowd->people.exit_taken[id] = (int16_t)exit;
  crowd->totals.n_moving--;
  return 1;
}

/** Door between the cells of a step, -1 when it does not change rooms. */
static int32_t door_crossed(const flue_crowd_floor *in, int32_t from, int32_t to) {
  if (in->room[from] == in->room[to]) return -1;
  return in->door[from] >= 0 ? in->door[from] : in->door[to];
}

/** Steps through the door between two cells, when it is free and the smoke behind it bearable.
 *  @return whether the person stays in the crowd. */
static int cross_door(flue_crowd *crowd, uint32_t id, int32_t door, const crowd_place *to) {
  crowd_people *people = &crowd->people;
  const flue_crowd_floor *in = crowd->levels[people->walker[id].floor].in;
  const int is_back = door == people->walker[id].doorway;
  if (!is_back && crowd_turns_back(crowd, people->walker[id].room, in->room[to->cell])) {
    crowd_stay(crowd, id);
    return 0;
  }
  if (!crowd_door_is_free(crowd, (size_t)door)) {
    people->walker[id].speed = 0;
    people->walker[id].stuck_s = 0; /* it is this person's turn next: no reason to step aside */
    return 1;
  }
  crowd_door_pass(crowd, (size_t)door);
  people->walker[id].x = to->x;
  people->walker[id].y = to->y;
  people->walker[id].cell = to->cell;
  people->walker[id].room = in->room[to->cell];
  people->walker[id].doorway = is_back || in->door[to->cell] != door ? -1 : door;
  return 1;
}

/** Carries out the step of the person at place i of the order, who is in a doorway or comes into
 *  one. */
static void commit_one(flue_crowd *crowd, size_t i) {
  crowd_people *people = &crowd->people;
  const uint32_t id = crowd->order[i];
  if (people->walker[id].state != FLUE_PERSON_WALKING) return;
  const crowd_level *level = &crowd->levels[people->walker[id].floor];
  const float x = crowd->sorted.vx[i], y = crowd->sorted.vy[i];
  const int32_t row = crowd_cell_along(level, y) * (int32_t)level->in->nx;
  const crowd_place to = {x, y, row + crowd_cell_along(level, x)};
  const int32_t crossed = door_crossed(level->in, people->walker[id].cell, to.cell);
  if (crossed >= 0) {
    if (!cross_door(crowd, id, crossed, &to)) return;
  } else {
    people->walker[id].x = to.x;
    people->walker[id].y = to.y;
    people->walker[id].cell = to.cell;
    if (level->in->door[to.cell] != people->walker[id].doorway) people->walker[id].doorway = -1;
  }
  const int32_t door = level->in->door[people->walker[id].cell];
  const int32_t target = crowd_exit_ahead(crowd, id);
  if (door >= 0 && target >= 0 && crowd->in.exits[target].door == (size_t)door)
    try_exit(crowd, id, (size_t)target);
}

static int is_on_floor(const flue_crowd *crowd, uint32_t id) {
  return crowd->people.walker[id].state == FLUE_PERSON_WALKING ||
         crowd->people.walker[id].state == FLUE_PERSON_INCAPACITATED;
}

void crowd_drop_absent(flue_crowd *crowd) {
  size_t kept = 0;
  for (size_t i = 0; i < crowd->totals.n_active; i++)
    if (is_on_floor(crowd, crowd->active[i])) crowd->active[kept++] = crowd->active[i];
  crowd->totals.n_active = kept;
}

/** Those who seek refuge and are in one stay. */
static void shelter(flue_crowd *crowd) {
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->order[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING || !crowd_is_sheltered(crowd, id))
      continue;
    crowd_take_refuge(crowd, id, FLUE_NONE, crowd_now(crowd) + crowd->dt);
    crowd->totals.n_moving--;
    crowd->sorted.waits[i] = 1; /* is no longer on the floor */
  }
}

/** People whose `waits` are looked at together. */
enum { at_once = sizeof(uint64_t) };

/** Whether none of so many people from a place on waits for crowd_commit(). */
static int nobody_waits(const uint8_t *waits) {
  uint64_t all;
  memcpy(&all, waits, sizeof all);
  return all == 0;
}

static size_t in_block(const flue_crowd *crowd, size_t i) {
  const size_t left = crowd->totals.n_active - i;
  return left < at_once ? left : at_once;
}

/** Carries out the steps of those in the block from place i on who wait for it. */
static void commit_block(flue_crowd *crowd, size_t i, int is_forward) {
  const size_t n = in_block(crowd, i);
  if (nobody_waits(crowd->sorted.waits + i)) return;
  for (size_t k = 0; k < n; k++) {
    const size_t at = is_forward ? i + k : i + n - 1 - k;
    if (crowd->sorted.waits[at]) commit_one(crowd, at);
  }
}

/** Lists who is still on a floor, in the order. */
static void keep_present(flue_crowd *crowd) {
  const uint8_t *waits = crowd->sorted.waits;
  size_t kept = 0;
  for (size_t i = 0; i < crowd->totals.n_active; i += at_once) {
    const size_t end = i + in_block(crowd, i);
    if (end == i + at_once && nobody_waits(waits + i)) {
      memcpy(crowd->active + kept, crowd->order + i, at_once * sizeof *crowd->active);
      kept += at_once;
      continue;
    }
    for (size_t k = i; k < end; k++)
      if (!waits[k] || is_on_floor(crowd, crowd->order[k])) crowd->active[kept++] = crowd->order[k];
  }
  crowd->totals.n_active = kept;
}

void crowd_commit(flue_crowd *crowd) {
  const size_t n_blocks = (crowd->totals.n_active + at_once - 1) / at_once;
  const int is_even = crowd->totals.step % 2 == 0;
  if (crowd->refuges.is_any) shelter(crowd);
  for (size_t i = 0; i < n_blocks; i++)
    commit_block(crowd, at_once * (is_even ? i : n_blocks - 1 - i), is_even);
  keep_present(crowd);
}

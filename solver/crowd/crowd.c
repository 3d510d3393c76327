/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/crowd/crowd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/crowd/crowd_engine.h"

#ifdef _OPENMP
#include <omp.h>
#endif

/** Default time step [s]. */
static const double default_step_s = 0.1;
/** Time between two exchanges of dose [s] and between two choices of exit [s] (FDS+Evac: 1 s). */
static const double exchange_s = 1.0;
static const double rethink_s = 5.0;
/** Share of a step by which the end may be missed without another step. */
static const double step_slack = 1e-6;

static void *add_block(flue_crowd *crowd, size_t n, size_t size, int is_state) {
  const size_t spare = size ? (crowd_line - 1) / size + 1 : 0;
  char *owned = crowd->n_blocks < crowd_max_blocks ? flue_alloc(n + spare, size) : NULL;
  if (!owned) {
    crowd->has_failed = 1;
    return NULL;
  }
  void *data = owned + (crowd_line - (uintptr_t)owned % crowd_line) % crowd_line;
  crowd->blocks[crowd->n_blocks++] = (crowd_block){owned, data, n, n * size, is_state};
  return data;
}

void *crowd_take(flue_crowd *crowd, size_t n, size_t size) {
  return add_block(crowd, n, size, 0);
}

void *crowd_keep(flue_crowd *crowd, size_t n, size_t size) {
  return add_block(crowd, n, size, 1);
}

double crowd_now(const flue_crowd *crowd) {
  if (crowd->in.mode == FLUE_CROWD_NETWORK) return crowd->totals.now_s;
  return (double)crowd->totals.step * crowd->dt;
}

static int64_t steps_in(const flue_crowd *crowd, double duration_s) {
  const int64_t n = (int64_t)floor(duration_s / crowd->dt + 0.5);
  return n > 0 ? n : 1;
}

static int usable_threads(void) {
#ifdef _OPENMP
  const int n = omp_in_parallel() ? 1 : omp_get_max_threads();
  return n < crowd_max_threads ? n : crowd_max_threads;
#else
  return 1;
#endif
}

flue_status flue_crowd_create(flue_ctx *ctx, const flue_crowd_input *input, flue_crowd **out) {
  FLUE_CHECK(input->step_s >= 0, ctx, FLUE_EARG, "the time step of people is %g s, not negative",
             input->step_s);
  flue_crowd *crowd = flue_alloc(1, sizeof *crowd);
  FLUE_CHECK(crowd, ctx, FLUE_ENOMEM, "no memory for the crowd engine");
  crowd->in = *input;
  crowd->dt = input->step_s > 0 ? input->step_s : default_step_s;
  crowd->second = steps_in(crowd, exchange_s);
  crowd->rethink = steps_in(crowd, rethink_s);
  crowd->threads = usable_threads();
  crowd->totals.next_start_s = INFINITY;
  crowd->totals.last_out_s = NAN;
  crowd->totals.warned_s = INFINITY;
  crowd->totals.gas_from_s = NAN;
  crowd->totals.counted_s = -INFINITY;
  const flue_status status = crowd_build(ctx, crowd);
  if (status != FLUE_OK)
    flue_crowd_destroy(&crowd);
  else
    *out = crowd;
  return status;
}

void flue_crowd_destroy(flue_crowd **crowd) {
  if (!crowd || !*crowd) return;
  for (size_t i = 0; i < (*crowd)->n_blocks; i++) free((*crowd)->blocks[i].owned);
  free(*crowd);
  *crowd = NULL;
}

/** Lets those start whose time has come; finds the next time. They choose an exit in rethink(). */
static void wake(flue_crowd *crowd) {
  crowd_totals *totals = &crowd->totals;
  const double now = crowd_now(crowd) + step_slack * crowd->dt;
  const size_t first = totals->n_active;
  size_t kept = 0;
  totals->next_start_s = INFINITY;
  for (size_t i = 0; i < totals->n_waiting; i++) {
    const uint32_t id = crowd->waiting[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WAITING) continue;
    const double start = crowd_group_start(crowd, id);
    if (start > now) {
      crowd->waiting[kept++] = id;
      totals->next_start_s = fmin(totals->next_start_s, start);
      continue;
    }
    crowd->active[totals->n_active++] = id;
    totals->n_moving++;
  }
  totals->n_waiting = kept;
  if (totals->n_active > first) crowd->has_undecided = 1;
  /* only now, so that a group looks at members who wait in whatever order they are asked */
  for (size_t i = first; i < totals->n_active; i++) {
    crowd->people.walker[crowd->active[i]].state = FLUE_PERSON_WALKING;
    crowd_refresh_fields(crowd, crowd->people.walker[crowd->active[i]].floor);
  }
}

/** Once per second: dose, fields of floors in use, queues. */
static void exchange(flue_crowd *crowd) {
  crowd_breathe(crowd, (double)crowd->second * crowd->dt);
  crowd_refresh_groups(crowd);
  if (crowd->totals.n_moving == 0) {
    crowd_rest_exits(crowd);
    return;
  }
  memset(crowd->level_count, 0, crowd->in.n_floors * sizeof *crowd->level_count);
  for (size_t i = 0; i < crowd->totals.n_active; i++)
    crowd->level_count[crowd->people.walker[crowd->active[i]].floor]++;
  for (size_t f = 0; f < crowd->in.n_floors; f++)
    if (crowd->level_count[f]) crowd_refresh_fields(crowd, f);
  if (crowd->told.has_knocks) crowd_knock(crowd);
  crowd_refresh_jams(crowd);
  crowd_count_queues(crowd);
  crowd_break_deadlocks(crowd);
}

/** Those who have no exit yet choose one; others notice that theirs is locked. */
static void decide(flue_crowd *crowd) {
  if (!crowd->has_undecided && !crowd->totals.n_locks) return;
  crowd->has_undecided = 0;
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->active[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING) continue;
    if (crowd->people.walker[id].target < 0)
      crowd_choose(crowd, id);
    else if (crowd->totals.n_locks)
      crowd_try_handle(crowd, id);
  }
}

/** Those whose turn it is think again. */
static void rethink(flue_crowd *crowd) {
  const size_t every = (size_t)crowd->rethink;
  for (size_t id = (size_t)crowd->totals.step % every; id < crowd->in.n_people; id += every)
    if (crowd->people.walker[id].state == FLUE_PERSON_WALKING &&
        crowd->people.walker[id].target >= 0)
      crowd_choose(crowd, (uint32_t)id);
}

static void do_step(flue_crowd *crowd) {
  crowd_totals *totals = &crowd->totals;
  if (totals->step % crowd->second == 0) exchange(crowd);
  if (totals->n_locks < crowd->in.n_locks) crowd_lock_doors(crowd);
  if (totals->next_start_s <= crowd_now(crowd) + step_slack * crowd->dt) wake(crowd);
  if (crowd->duties.n_staff) crowd_do_duties(crowd);
  if (totals->n_moving) {
    crowd_sort(crowd);
    rethink(crowd);
    decide(crowd);
    crowd_walk(crowd);
    crowd_commit(crowd);
  } else {
    memset(crowd->level_count, 0, crowd->in.n_floors * sizeof *crowd->level_count);
  }
  if (totals->n_climbing) crowd_climb(crowd);
  if (crowd->in.n_lifts) crowd_step_lifts(crowd);
  totals->step++;
}

flue_status flue_crowd_advance(flue_crowd *crowd, double t_end) {
  crowd_totals *totals = &crowd->totals;
  if (isinf(totals->gas_to_s)) totals->gas_to_s = t_end;
  const int64_t last = (int64_t)floor(t_end / crowd->dt + step_slack);
  if (crowd->in.mode == FLUE_CROWD_NETWORK) crowd_net_advance(crowd, last);
  while (totals->step < last) {
    const int is_over = !totals->n_waiting && !totals->n_moving && !totals->n_climbing &&
                        !totals->n_riding && !totals->n_sheltered && !totals->n_on_duty;
    if (!is_over) {
      do_step(crowd);
      continue;
    }
    totals->step = last;
    if (totals->n_locks < crowd->in.n_locks)
      crowd_lock_doors(crowd); /* who lies there holds them */
  }
  return FLUE_OK;
}

void flue_crowd_warn(flue_crowd *crowd, size_t room, double t_s) {
  crowd_people *people = &crowd->people;
  crowd->totals.warned_s = fmin(crowd->totals.warned_s, t_s);
  crowd_wake_cars(crowd, t_s);
  for (size_t i = 0; i < crowd->totals.n_waiting; i++) {
    const uint32_t id = crowd->waiting[i];
    if (room != FLUE_NONE && people->walker[id].room != (int32_t)room) continue;
    if (people->walker[id].state != FLUE_PERSON_WAITING || people->warned_s[id] <= (float)t_s)
      continue;
    people->warned_s[id] = (float)t_s;
    people->start_s[id] =
        fminf(people->start_s[id], (float)t_s + crowd->in.people[id].pre_movement_s);
    crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, people->start_s[id]);
  }
}

void flue_crowd_state(flue_crowd *crowd, flue_state *state) {
  flue_state_bytes(state, &crowd->totals, sizeof crowd->totals);
  for (size_t i = 0; i < crowd->n_blocks; i++)
    if (crowd->blocks[i].is_state)
      flue_state_bytes(state, crowd->blocks[i].data, crowd->blocks[i].bytes);
  if (!state->is_reading || state->status != FLUE_OK) return;
  crowd->has_undecided = 1;
  crowd_restore_fields(crowd);
}

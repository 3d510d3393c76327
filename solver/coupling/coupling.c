/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life cycle of the clock, its loop and what a run came to. */
#include "solver/coupling/coupling.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/coupling/coupling_internal.h"

static const double close_time = 1e-3; /* [s] below which two times are one */

/* ---- life cycle ---- */

static flue_status allocate(flue_coupling *c) {
  const flue_coupling_input *in = &c->in;
  c->detector = flue_alloc(in->n_detectors, sizeof *c->detector);
  c->head = flue_alloc(in->n_heads, sizeof *c->head);
  c->leaf_base = flue_alloc(in->n_leaves, sizeof *c->leaf_base);
  c->pane_broken_s = flue_alloc(in->n_panes, sizeof *c->pane_broken_s);
  c->untenable_s = flue_alloc(c->n_rooms, sizeof *c->untenable_s);
  c->dose = flue_alloc(c->n_rooms, sizeof *c->dose);
  c->exposure = flue_alloc(c->n_rooms, sizeof *c->exposure);
  c->low_exposure = flue_alloc(c->n_rooms, sizeof *c->low_exposure);
  c->upper_extinction = flue_alloc(c->n_rooms, sizeof *c->upper_extinction);
  c->held = flue_alloc(in->crowd.n_doors, sizeof *c->held);
  c->occupancy = flue_alloc(c->n_rooms, sizeof *c->occupancy);
  c->rows = flue_alloc(in->crowd.n_people, sizeof *c->rows);
  return c->detector && c->head && c->leaf_base && c->pane_broken_s && c->untenable_s && c->dose &&
                 c->exposure && c->low_exposure && c->upper_extinction && c->held && c->occupancy &&
                 c->rows
             ? FLUE_OK
             : FLUE_ENOMEM;
}

static void start_state(flue_coupling *c) {
  const flue_coupling_input *in = &c->in;
  c->first_detection_s = c->alarm_s = c->fire_s = NAN;
  for (size_t k = 0; k < FLUE_FIGHTERS; ++k) c->tried_s[k] = c->fought_s[k] = NAN;
  c->alarm_level = FLUE_NONE;
  for (size_t i = 0; i < in->n_detectors; ++i) {
    const flue_detector *d = &in->detectors[i];
    const double start = d->is_heat ? in->network.compartments[d->room].temp_k : 0.0;
    c->detector[i] = (detector_state){.inside = start, .at_s = NAN};
  }
  for (size_t i = 0; i < in->n_heads; ++i)
    c->head[i] =
        (detector_state){.inside = in->network.compartments[in->heads[i].room].temp_k, .at_s = NAN};
  for (size_t i = 0; i < in->n_leaves; ++i)
    c->leaf_base[i] = in->network.openings[in->leaves[i].opening].open;
  for (size_t i = 0; i < in->n_panes; ++i) c->pane_broken_s[i] = NAN;
  for (size_t i = 0; i < c->n_rooms; ++i) c->untenable_s[i] = NAN;
}

flue_status flue_coupling_create(flue_ctx *ctx, const flue_coupling_input *input,
                                 const flue_sink *sink, flue_coupling **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a run");
  flue_coupling *c = *out;
  c->in = *input;
  c->sink = sink;
  c->n_rooms = input->n_rooms;
  flue_status status = allocate(c);
  if (status == FLUE_OK) status = flue_network_create(ctx, &c->in.network, &c->network);
  if (status == FLUE_OK) status = coupling_create_grids(ctx, c);
  if (status == FLUE_OK) {
    status = flue_crowd_create(ctx, &c->in.crowd, &c->crowd);
    if (status == FLUE_EARG)
      status = FLUE_EINPUT; /* somebody cannot get out: the building is to blame */
  }
  if (status == FLUE_OK) {
    start_state(c);
    coupling_expose(c);
    coupling_dose(c, 0.0);
    status = coupling_announce(c);
  }
  if (status != FLUE_OK) flue_coupling_destroy(out);
  return status;
}

void flue_coupling_destroy(flue_coupling **coupling) {
  if (!coupling || !*coupling) return;
  flue_coupling *c = *coupling;
  coupling_destroy_grids(c);
  flue_network_destroy(&c->network);
  flue_crowd_destroy(&c->crowd);
  free(c->detector);
  free(c->head);
  free(c->leaf_base);
  free(c->pane_broken_s);
  free(c->untenable_s);
  free(c->dose);
  free(c->exposure);
  free(c->low_exposure);
  free(c->upper_extinction);
  free(c->held);
  free(c->occupancy);
  free(c->frame);
  free(c->rows);
  free(c);
  *coupling = NULL;
}

/* ---- the loop ---- */

/** End of the step now: an output that it would pass, or about reaches, is met exactly. */
static double end_of_step(const flue_coupling *c) {
  const double next_s[] = {c->next_output_s, c->next_agents_s};
  double t = fmin(c->time_s + c->in.step_s, c->in.end_s);
  for (int k = 0; k < 2; ++k)
    if (next_s[k] > c->time_s + close_time && next_s[k] < t + close_time) t = next_s[k];
  return t;
}

static flue_status step(flue_ctx *ctx, flue_coupling *c) {
  const double t = end_of_step(c), dt = t - c->time_s;
  FLUE_TRY(coupling_move_gas(ctx, c, t));
  c->time_s = t;
  coupling_expose(c);
  coupling_dose(c, dt);
  coupling_devices(c, dt);
  coupling_judge(c);
  if (c->in.crowd.may_crawl) flue_crowd_set_low_gas(c->crowd, c->low_exposure);
  FLUE_TRY(flue_crowd_set_gas(c->crowd, c->exposure));
  FLUE_TRY(flue_crowd_advance(c->crowd, t));
  coupling_doors(c);
  return FLUE_OK;
}

static flue_status record_due(flue_coupling *c) {
  if (c->time_s >= c->next_output_s - close_time) {
    FLUE_TRY(coupling_record(c));
    c->next_output_s += c->in.output_s;
  }
  if (c->time_s >= c->next_agents_s - close_time) {
    FLUE_TRY(coupling_record_agents(c));
    c->next_agents_s += c->in.agents_output_s;
  }
  return FLUE_OK;
}

static void report_progress(flue_ctx *ctx, const flue_coupling *c) {
  if (!flue_shows_progress(ctx)) return;
  flue_crowd_counts counts;
  flue_crowd_get_counts(c->crowd, &counts);
  flue_network_view view;
  flue_network_get(c->network, &view);
  char line[160];
  snprintf(line, sizeof line, "%5.0f s  fire %.2f MW  out %zu/%zu  down %zu", c->time_s,
           view.peak_release * 1e-6, counts.outside, counts.people, counts.incapacitated);
  flue_progress(ctx, c->time_s / c->in.end_s, line);
}

flue_status flue_coupling_run(flue_ctx *ctx, flue_coupling *c) {
  if (c->time_s <= 0.0) FLUE_TRY(record_due(c));
  while (c->time_s < c->in.end_s - close_time) {
    if (flue_should_stop(ctx))
      return flue_fail(ctx, FLUE_ESTOPPED, __FILE__, __LINE__, "stopped at %.0f s of %.0f s",
                       c->time_s, c->in.end_s);
    FLUE_TRY(step(ctx, c));
    FLUE_TRY(record_due(c));
    report_progress(ctx, c);
  }
  return coupling_record_people(c);
}

double flue_coupling_time(const flue_coupling *c) {
  return c->time_s;
}

/* ---- outcome ---- */

static double earliest(double a, double b) {
  return isnan(a) ? b : isnan(b) ? a : fmin(a, b);
}

static size_t fire_room(const flue_coupling *c) {
  return c->in.network.n_fires ? c->in.network.fires[0].compartment : FLUE_NONE;
}

static void judge_rooms(const flue_coupling *c, flue_outcome *o) {
  const size_t room = fire_room(c);
  const size_t level = room == FLUE_NONE ? FLUE_NONE : c->in.rooms[room].level;
  double storey = NAN, stair = NAN, rooms = 0.0, storeys = 0.0;
  for (size_t l = 0; l < c->in.n_levels; ++l) {
    int is_lost = 0;
    for (size_t i = 0; i < c->n_rooms; ++i) {
      const flue_room_info *r = &c->in.rooms[i];
      if (r->level != l) continue;
      if (r->is_stair) stair = earliest(stair, c->untenable_s[i]);
      if (r->is_route && l == level) storey = earliest(storey, c->untenable_s[i]);
      if (!r->is_room || isnan(c->untenable_s[i])) continue;
      rooms += 1.0;
      is_lost = 1;
    }
    storeys += is_lost;
  }
  o->value[FLUE_OUTCOME_aset_room] = room == FLUE_NONE ? NAN : c->untenable_s[room];
  o->value[FLUE_OUTCOME_aset_storey] = storey;
  o->value[FLUE_OUTCOME_aset_stair] = stair;
  o->value[FLUE_OUTCOME_untenable_rooms] = rooms;
  o->value[FLUE_OUTCOME_untenable_storeys] = storeys;
  o->value[FLUE_OUTCOME_rset_storey] =
      level == FLUE_NONE ? NAN : flue_crowd_floor_cleared(c->crowd, level);
}

/** Share of all people whose being outside ends the evacuation of a building: the last few of a
 * large one are late starters who say little about its ways out. */
static const double evacuated_share = 0.95;

static void count_people(const flue_coupling *c, flue_outcome *o) {
  flue_crowd_counts n;
  flue_crowd_get_counts(c->crowd, &n);
  o->value[FLUE_OUTCOME_people] = (double)n.people;
  o->value[FLUE_OUTCOME_escaped] = (double)n.outside;
  o->value[FLUE_OUTCOME_inside] =
      (double)(n.waiting + n.walking + n.on_stairs + n.in_lifts + n.on_duty);
  o->value[FLUE_OUTCOME_in_refuge] = (double)n.in_refuge;
  o->value[FLUE_OUTCOME_without_help] = (double)n.without_help;
  o->value[FLUE_OUTCOME_by_lift] = flue_crowd_by_lift(c->crowd);
  o->value[FLUE_OUTCOME_fatalities] = (double)n.incapacitated;
  o->value[FLUE_OUTCOME_fatalities_asphyxia] = (double)n.by_cause[FLUE_CAUSE_ASPHYXIA];
  o->value[FLUE_OUTCOME_fatalities_oxygen] = (double)n.by_cause[FLUE_CAUSE_OXYGEN];
  o->value[FLUE_OUTCOME_fatalities_heat] = (double)n.by_cause[FLUE_CAUSE_HEAT];
  o->value[FLUE_OUTCOME_fatalities_irritant] = (double)n.by_cause[FLUE_CAUSE_IRRITANT];
  o->value[FLUE_OUTCOME_injured] = (double)n.injured;
  o->value[FLUE_OUTCOME_largest_dose] = n.largest_dose;
  o->value[FLUE_OUTCOME_rset_building] = flue_crowd_time_out(c->crowd, evacuated_share);
}

/** The first response of a sprinkler or nozzle, else of a detector, of a network [s], or NaN. */
static double first_response(const flue_coupling *c, const flue_network_view *view, int is_wet) {
  double first = NAN;
  for (size_t i = 0; i < view->n_sensors; ++i)
    if (flue_sensor_is_wet(c->in.network.sensors[i].kind) == is_wet)
      first = earliest(first, view->sensor[i].at_s);
  return first;
}

void flue_coupling_get_outcome(const flue_coupling *c, flue_outcome *o) {
  flue_network_balance balance;
  coupling_get_balance(c, &balance);
  count_people(c, o);
  judge_rooms(c, o);
  flue_network_view view;
  flue_network_get(c->network, &view);
  o->value[FLUE_OUTCOME_peak_heat_release] = view.peak_release;
  o->value[FLUE_OUTCOME_heat_released] = balance.heat_released;
  o->value[FLUE_OUTCOME_peak_temperature] = view.peak_temp;
  o->value[FLUE_OUTCOME_alarm_time] = earliest(c->alarm_s, first_response(c, &view, 0));
  double sprinkler = first_response(c, &view, 1), window = NAN;
  for (size_t i = 0; i < c->in.n_heads; ++i) sprinkler = earliest(sprinkler, c->head[i].at_s);
  for (size_t i = 0; i < c->in.n_panes; ++i) window = earliest(window, c->pane_broken_s[i]);
  for (size_t i = 0; i < view.n_glazings; ++i) window = earliest(window, view.glazing[i].broken_s);
  o->value[FLUE_OUTCOME_sprinkler_time] = sprinkler;
  o->value[FLUE_OUTCOME_window_time] = window;
  o->value[FLUE_OUTCOME_systems_failed] = c->in.systems_failed;
  o->value[FLUE_OUTCOME_mass_error] = balance.mass_error;
  o->value[FLUE_OUTCOME_energy_error] = balance.energy_error;
}

double flue_coupling_untenable(const flue_coupling *c, size_t room) {
  return c->untenable_s[room];
}

flue_stay_dose flue_coupling_dose(const flue_coupling *c, size_t room) {
  return (flue_stay_dose){c->dose[room].gas, c->dose[room].heat};
}

size_t flue_coupling_first_untenable(const flue_coupling *c) {
  size_t first = FLUE_NONE;
  for (size_t i = 0; i < c->n_rooms; ++i)
    if (!isnan(c->untenable_s[i]) &&
        (first == FLUE_NONE || c->untenable_s[i] < c->untenable_s[first]))
      first = i;
  return first;
}

double flue_coupling_last_out(const flue_coupling *c) {
  flue_crowd_counts counts;
  flue_crowd_get_counts(c->crowd, &counts);
  return counts.last_out_s;
}

void flue_coupling_troubles(const flue_coupling *c, size_t *put_back, size_t *deadlocks,
                            const char **where) {
  flue_crowd_counts counts;
  size_t door = FLUE_NONE;
  flue_crowd_get_counts(c->crowd, &counts);
  *put_back = counts.put_back;
  *deadlocks = flue_crowd_deadlocks(c->crowd, &door);
  *where = door == FLUE_NONE ? NULL : c->in.door_names[door];
}

size_t flue_coupling_without_help(const flue_coupling *c, size_t *needy, flue_text *where) {
  const size_t most_named = 8;
  size_t n = 0, named = 0;
  size_t *people = flue_alloc(c->n_rooms, sizeof *people);
  *needy = people ? flue_crowd_get_without_help(c->crowd, people) : 0;
  for (size_t i = 0; people && i < c->n_rooms; ++i) {
    if (!people[i]) continue;
    n += people[i];
    if (++named > most_named) continue;
    flue_text_add(where, "%s%s", named > 1 ? ", " : "", c->in.rooms[i].name);
    if (people[i] > 1) flue_text_add(where, " (%zu)", people[i]);
  }
  if (named > most_named) flue_text_add(where, " ...");
  free(people);
  return n;
}

double flue_coupling_fought(const flue_coupling *c, size_t fighters) {
  return c->fought_s[fighters];
}

double flue_coupling_lift_trips(const flue_coupling *c) {
  return flue_crowd_lift_trips(c->crowd);
}

void flue_coupling_state(flue_coupling *c, flue_state *state) {
  const size_t d = sizeof(double);
  double *const numbers[] = {&c->time_s,        &c->next_output_s,
                             &c->next_agents_s, &c->first_detection_s,
                             &c->alarm_s,       &c->fire_s};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i)
    flue_state_bytes(state, numbers[i], d);
  flue_state_bytes(state, c->tried_s, sizeof c->tried_s);
  flue_state_bytes(state, c->fought_s, sizeof c->fought_s);
  flue_state_bytes(state, &c->alarm_level, sizeof c->alarm_level);
  flue_state_bytes(state, &c->warned, sizeof c->warned);
  flue_state_bytes(state, c->detector, c->in.n_detectors * sizeof *c->detector);
  flue_state_bytes(state, c->head, c->in.n_heads * sizeof *c->head);
  flue_state_bytes(state, c->leaf_base, c->in.n_leaves * d);
  flue_state_bytes(state, c->pane_broken_s, c->in.n_panes * d);
  flue_state_bytes(state, c->untenable_s, c->n_rooms * d);
  flue_state_bytes(state, c->dose, c->n_rooms * sizeof *c->dose);
  flue_network_state(c->network, state);
  coupling_grids_state(c, state);
  flue_crowd_state(c->crowd, state);
}

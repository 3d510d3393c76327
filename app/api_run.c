/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run into a result file, with its summary. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/api_batch.h"
#include "models/response.h"
#include "postproc/atomic_file.h"
#include "postproc/refuse.h"

/** A run in progress. */
typedef struct run {
  prepared p;
  flue_draw draw;
  flue_case *c;
  flue_sink sink;
  flue_coupling *coupling;
  char *path;
  api_result result;
  double started;
} run;

/** The unfinished files of a result and the copies that a resumed run works from, all owned. */
typedef struct part_names {
  char *part[2], *copy[2]; /**< Result, agents. */
} part_names;

static part_names name_parts(const char *path) {
  char *agents = flue_agents_path(path);
  const char *names[2] = {path, agents ? agents : path};
  part_names p;
  for (int i = 0; i < 2; ++i) {
    p.part[i] = flue_format("%s.part", names[i]);
    p.copy[i] = flue_format("%s.checkpoint", names[i]);
  }
  free(agents);
  return p;
}

static void free_parts(part_names *p) {
  for (int i = 0; i < 2; ++i) {
    free(p->part[i]);
    free(p->copy[i]);
  }
}

static int is_there(const char *path) {
  return path && access(path, F_OK) == 0;
}

/** Drops what an interrupted run left. */
static void drop_result(const char *path) {
  part_names p = name_parts(path);
  for (int i = 0; i < 2; ++i) {
    if (p.part[i]) remove(p.part[i]);
    if (p.copy[i]) remove(p.copy[i]);
  }
  free_parts(&p);
}

/** Before a resumed run writes on: copies of the files as the checkpoint left them. A copy that is
 *  there already stems from a resumed run that did not end; it is the sound one. */
static flue_status keep_copies(flue_ctx *ctx, const char *path) {
  part_names p = name_parts(path);
  flue_status status = FLUE_OK;
  for (int i = 0; i < 2 && status == FLUE_OK; ++i) {
    if (is_there(p.copy[i]))
      status = flue_copy_file(ctx, p.copy[i], p.part[i]);
    else if (is_there(p.part[i]))
      status = flue_copy_file(ctx, p.part[i], p.copy[i]);
  }
  free_parts(&p);
  return status;
}

/** After a resumed run: back to the copies when it failed; without them when it did not. */
static void settle_copies(const char *path, int has_failed) {
  part_names p = name_parts(path);
  for (int i = 0; i < 2; ++i) {
    if (!is_there(p.copy[i])) continue;
    if (has_failed)
      rename(p.copy[i], p.part[i]);
    else
      remove(p.copy[i]);
  }
  free_parts(&p);
}

flue_status api_open_result(flue_ctx *ctx, const char *path, int is_restart,
                            const flue_provenance *provenance, api_result *result, void **bytes,
                            size_t *n) {
  FLUE_TRY(flue_check_idle(ctx, path));
  result->owns_parts = 1;
  if (is_restart) drop_result(path);
  FLUE_TRY(keep_copies(ctx, path));
  const flue_status status =
      flue_store_resume(ctx, path, provenance, &result->store, &result->resumed_s, bytes, n);
  if (status != FLUE_EIO) return status;
  /* nothing to go on from: none there, or a run that was killed */
  drop_result(path);
  result->resumed_s = NAN;
  return flue_store_create(ctx, path, provenance, &result->store);
}

flue_status api_finish_result(flue_ctx *ctx, api_result *result, char **text) {
  const flue_status status = flue_store_finish(ctx, &result->store, "done");
  if (status == FLUE_OK) return FLUE_OK;
  free(*text);
  *text = NULL;
  return status;
}

void api_leave_result(api_result *result, const char *path, flue_status ended) {
  if (isnan(result->resumed_s))
    flue_store_discard(&result->store);
  else
    flue_store_keep(&result->store);
  if (result->owns_parts) settle_copies(path, ended != FLUE_OK && ended != FLUE_ESTOPPED);
}

static flue_status restore(flue_ctx *ctx, run *r, void *bytes, size_t n) {
  flue_state state = {.data = bytes, .length = n, .capacity = n};
  flue_state_rewind(&state);
  flue_coupling_state(r->coupling, &state);
  FLUE_CHECK(state.status == FLUE_OK && state.cursor == n, ctx, FLUE_EIO,
             "%s.part holds a checkpoint of another version; delete it or use --restart", r->path);
  return FLUE_OK;
}

static flue_status open_store(flue_ctx *ctx, run *r, const flue_job *job) {
  const flue_provenance provenance = api_provenance(&r->p);
  void *bytes = NULL;
  size_t n = 0;
  flue_status status =
      api_open_result(ctx, r->path, job && job->restart, &provenance, &r->result, &bytes, &n);
  if (status == FLUE_OK) {
    r->sink = flue_store_sink(r->result.store);
    status = flue_coupling_create(ctx, &r->c->input, &r->sink, &r->coupling);
  }
  if (status == FLUE_OK && bytes) status = restore(ctx, r, bytes, n);
  free(bytes);
  return status;
}

/** Keeps the state of a run that was asked to stop, so that the same command goes on from there. */
static flue_status keep_state(flue_ctx *ctx, run *r) {
  char *reason = flue_copy_text(flue_last_error(ctx));
  flue_state state = {0};
  flue_coupling_state(r->coupling, &state);
  flue_status status = state.status;
  if (status == FLUE_OK)
    status = flue_store_checkpoint(ctx, &r->result.store, flue_coupling_time(r->coupling),
                                   state.data, state.length);
  flue_state_clear(&state);
  if (status == FLUE_OK)
    status = flue_fail(ctx, FLUE_ESTOPPED, __FILE__, __LINE__, "%s", reason ? reason : "stopped");
  free(reason);
  return status;
}

/* ---- summary ---- */

static api_number when(flue_ctx *ctx, double t_s) {
  const flue_lang lang = flue_ctx_lang(ctx);
  api_number n;
  if (isnan(t_s)) {
    snprintf(n.text, sizeof n.text, "%s", flue_message_text(FLUE_MSG_NEVER, lang));
    return n;
  }
  const api_number seconds = api_format("%.0f", t_s);
  char *text = flue_message_format(FLUE_MSG_AT_TIME, lang, seconds.text, NULL);
  snprintf(n.text, sizeof n.text, "%s", text ? text : seconds.text);
  free(text);
  return n;
}

/** A power or an energy in units that suit a fire, or in thousandths where it is small. */
static api_number amount(double value, const char *unit, const char *small) {
  const char *format = value >= 1.0 ? "%.2f %s" : "%.3g %s";
  api_number out;
  snprintf(out.text, sizeof out.text, format, value >= 1.0 ? value : 1e3 * value,
           value >= 1.0 ? unit : small);
  return out;
}

/** Fires with their rooms, and what all of them released. */
static void say_fires(flue_ctx *ctx, const run *r, const flue_outcome *o, flue_text *out) {
  const flue_coupling_input *in = &r->c->input;
  flue_text places = {0};
  for (size_t f = 0; f < in->network.n_fires; ++f) {
    const char *args[] = {in->fire_names[f], in->rooms[in->network.fires[f].compartment].name};
    flue_text_add(&places, "%s", f ? ", " : "");
    flue_message_add(&places, FLUE_MSG_FIRE_PLACE, flue_ctx_lang(ctx), 2, args);
  }
  const api_number peak = amount(o->value[FLUE_OUTCOME_peak_heat_release] * 1e-6, "MW", "kW"),
                   heat = amount(o->value[FLUE_OUTCOME_heat_released] * 1e-9, "GJ", "MJ");
  if (in->network.n_fires == 0)
    api_line(ctx, out, FLUE_MSG_RUN_NO_FIRE, NULL);
  else
    api_line(ctx, out, FLUE_MSG_RUN_FIRE, places.data ? places.data : "", peak.text, heat.text,
             NULL);
  flue_text_clear(&places);
}

static int has_sprinklers(const flue_coupling_input *in) {
  for (size_t i = 0; i < in->network.n_sensors; ++i)
    if (flue_sensor_is_wet(in->network.sensors[i].kind)) return 1;
  return in->n_heads > 0;
}

/** When systems acted, of those that there are. */
static void say_systems(flue_ctx *ctx, const flue_coupling_input *in, const flue_outcome *o,
                        flue_text *out) {
  const double *v = o->value;
  api_line(ctx, out, FLUE_MSG_RUN_ALARM, when(ctx, v[FLUE_OUTCOME_alarm_time]).text, NULL);
  if (has_sprinklers(in))
    api_line(ctx, out, FLUE_MSG_RUN_SPRINKLER, when(ctx, v[FLUE_OUTCOME_sprinkler_time]).text,
             NULL);
  if (in->n_panes + in->network.n_glazings > 0)
    api_line(ctx, out, FLUE_MSG_RUN_WINDOW, when(ctx, v[FLUE_OUTCOME_window_time]).text, NULL);
}

/** When first aid and the fire brigade put water on the fire, if they were to come. */
static void say_fighters(flue_ctx *ctx, const run *r, flue_text *out) {
  static const flue_message lines[FLUE_FIGHTERS] = {FLUE_MSG_RUN_FIRST_AID, FLUE_MSG_RUN_BRIGADE};
  for (size_t k = 0; k < FLUE_FIGHTERS; ++k)
    if (r->c->input.fighters[k].works)
      api_line(ctx, out, lines[k], when(ctx, flue_coupling_fought(r->coupling, k)).text, NULL);
}

static void say_people(flue_ctx *ctx, double last_out_s, const flue_outcome *o, flue_text *out) {
  const double *v = o->value;
  const api_number people = api_format("%.0f", v[FLUE_OUTCOME_people]),
                   escaped = api_format("%.0f", v[FLUE_OUTCOME_escaped]),
                   inside = api_format("%.0f", v[FLUE_OUTCOME_inside]),
                   last = when(ctx, last_out_s);
  api_line(ctx, out, FLUE_MSG_RUN_PEOPLE, people.text, escaped.text, inside.text, last.text, NULL);
  const api_number down = api_format("%.0f", v[FLUE_OUTCOME_fatalities]),
                   gas = api_format("%.0f", v[FLUE_OUTCOME_fatalities_asphyxia]),
                   oxygen = api_format("%.0f", v[FLUE_OUTCOME_fatalities_oxygen]),
                   heat = api_format("%.0f", v[FLUE_OUTCOME_fatalities_heat]),
                   irritant = api_format("%.0f", v[FLUE_OUTCOME_fatalities_irritant]),
                   injured = api_format("%.0f", v[FLUE_OUTCOME_injured]),
                   dose = api_format("%.2f", v[FLUE_OUTCOME_largest_dose]);
  api_line(ctx, out, FLUE_MSG_RUN_CASUALTIES, down.text, gas.text, oxygen.text, heat.text,
           irritant.text, injured.text, dose.text, NULL);
}

/** Lifts and places of refuge, where the building has any. */
static void say_lifts(flue_ctx *ctx, const run *r, const flue_outcome *o, flue_text *out) {
  const api_number carried = api_format("%.0f", o->value[FLUE_OUTCOME_by_lift]),
                   trips = api_format("%.0f", flue_coupling_lift_trips(r->coupling)),
                   staying = api_format("%.0f", o->value[FLUE_OUTCOME_in_refuge]);
  if (r->c->input.crowd.n_lifts > 0)
    api_line(ctx, out, FLUE_MSG_RUN_LIFTS, carried.text, trips.text, NULL);
  if (o->value[FLUE_OUTCOME_in_refuge] > 0)
    api_line(ctx, out, FLUE_MSG_RUN_REFUGE, staying.text, NULL);
}

/** By which kind of alarm people respond, where a group does. */
static void say_warning(flue_ctx *ctx, const run *r, flue_text *out) {
  const flue_root *root = &r->p.scenario->root;
  const flue_alarm_kind kind = (flue_alarm_kind)root->systems.alarm.kind;
  int does_respond = 0;
  for (size_t g = 0; g < root->people.n; ++g)
    does_respond |= FLUE_ITEM(flue_group, root->people, g)->responds_as.text != NULL;
  if (does_respond)
    api_line(ctx, out, FLUE_MSG_RUN_WARNING, flue_alarm_name(kind),
             api_format("%.0f", flue_alarm_level(kind)).text, NULL);
}

/** Whether everybody who needs helpers got them; nothing where nobody needs any. */
static void say_helpers(flue_ctx *ctx, const run *r, flue_text *out) {
  flue_text where = {0};
  size_t needy = 0;
  const size_t without = flue_coupling_without_help(r->coupling, &needy, &where);
  const api_number all = api_format("%.0f", (double)needy);
  if (without)
    api_line(ctx, out, FLUE_MSG_RUN_WITHOUT_HELP, api_format("%.0f", (double)without).text,
             all.text, where.data ? where.data : "", NULL);
  else if (needy)
    api_line(ctx, out, FLUE_MSG_RUN_HELPED, all.text, NULL);
  flue_text_clear(&where);
}

/** People put back, and deadlocks with their place; nothing where there were none. */
static void say_troubles(flue_ctx *ctx, const run *r, flue_text *out) {
  size_t put_back, deadlocks;
  const char *where;
  flue_coupling_troubles(r->coupling, &put_back, &deadlocks, &where);
  if (put_back)
    api_line(ctx, out, FLUE_MSG_RUN_PUT_BACK, api_format("%.0f", (double)put_back).text, NULL);
  if (deadlocks && where)
    api_line(ctx, out, FLUE_MSG_RUN_DEADLOCKS, api_format("%.0f", (double)deadlocks).text, where,
             NULL);
}

/** A dose as a person reads it: no more than "beyond any doubt". */
static api_number dose_of(double dose) {
  const double most = 1000.0;
  return dose > most ? api_format(">%.0f", most) : api_format("%.2f", dose);
}

/** Compartments without plans: when the first was lost, and the largest doses. */
static void say_compartments(flue_ctx *ctx, const run *r, flue_text *out) {
  const flue_coupling_input *in = &r->c->input;
  const size_t first = flue_coupling_first_untenable(r->coupling);
  double lost = 0.0;
  size_t gas = 0, heat = 0;
  for (size_t i = 0; i < in->n_rooms; ++i) {
    const flue_stay_dose d = flue_coupling_dose(r->coupling, i);
    lost += !isnan(flue_coupling_untenable(r->coupling, i));
    if (d.gas > flue_coupling_dose(r->coupling, gas).gas) gas = i;
    if (d.heat > flue_coupling_dose(r->coupling, heat).heat) heat = i;
  }
  if (first == FLUE_NONE)
    api_line(ctx, out, FLUE_MSG_RUN_TENABLE, NULL);
  else
    api_line(ctx, out, FLUE_MSG_RUN_LOST, in->rooms[first].name,
             when(ctx, flue_coupling_untenable(r->coupling, first)).text,
             api_format("%.0f", lost).text, api_format("%.0f", (double)in->n_rooms).text, NULL);
  api_line(ctx, out, FLUE_MSG_RUN_DOSE, dose_of(flue_coupling_dose(r->coupling, gas).gas).text,
           in->rooms[gas].name, dose_of(flue_coupling_dose(r->coupling, heat).heat).text,
           in->rooms[heat].name, NULL);
}

static void say_balance(flue_ctx *ctx, const flue_outcome *o, flue_text *out) {
  const api_number mass = api_format("%.1e", o->value[FLUE_OUTCOME_mass_error]),
                   energy = api_format("%.1e", o->value[FLUE_OUTCOME_energy_error]);
  api_line(ctx, out, FLUE_MSG_RUN_BALANCE, mass.text, energy.text, NULL);
}

static void say_conditions(flue_ctx *ctx, const run *r, const flue_outcome *o, flue_text *out) {
  const double *v = o->value;
  const size_t first = flue_coupling_first_untenable(r->coupling);
  if (first == FLUE_NONE) {
    api_line(ctx, out, FLUE_MSG_RUN_TENABLE, NULL);
  } else {
    const api_number at = when(ctx, flue_coupling_untenable(r->coupling, first)),
                     route = when(ctx, v[FLUE_OUTCOME_aset_storey]),
                     stair = when(ctx, v[FLUE_OUTCOME_aset_stair]),
                     rooms = api_format("%.0f", v[FLUE_OUTCOME_untenable_rooms]),
                     storeys = api_format("%.0f", v[FLUE_OUTCOME_untenable_storeys]);
    api_line(ctx, out, FLUE_MSG_RUN_UNTENABLE, r->c->input.rooms[first].name, at.text, route.text,
             stair.text, rooms.text, storeys.text, NULL);
  }
}

/** Each grid, and how well it resolves the fire of its room. */
static void say_grids(flue_ctx *ctx, const run *r, flue_text *out) {
  const flue_coupling_input *in = &r->c->input;
  flue_outcome o;
  const double mega = 1e6, density = 1.2, temp_k = 293.15;
  flue_coupling_get_outcome(r->coupling, &o);
  for (size_t k = 0; k < in->n_grids; ++k) {
    const flue_grid_facts g = flue_coupling_grid(r->coupling, k);
    const double peak = in->grids[k].n_fires ? o.value[FLUE_OUTCOME_peak_heat_release] : 0.0;
    const double fine = flue_fire_diameter(peak, density, temp_k) / g.cell_m;
    api_line(ctx, out, FLUE_MSG_RUN_GRID, in->rooms[g.room].name, api_format("%.0f", g.cells).text,
             api_format("%.3g", g.cell_m).text, api_format("%.0f", g.bytes / mega).text,
             api_format("%.0f", g.steps).text, api_format(peak > 0.0 ? "%.1f" : "-", fine).text,
             NULL);
  }
}

static flue_status summarise(flue_ctx *ctx, const run *r, char **text) {
  flue_text out = {0};
  flue_outcome o;
  flue_coupling_get_outcome(r->coupling, &o);
  const flue_coupling_input *in = &r->c->input;
  api_line(ctx, &out, FLUE_MSG_RUN_TITLE, r->p.title[flue_ctx_lang(ctx)], NULL);
  if (!isnan(r->result.resumed_s))
    api_line(ctx, &out, FLUE_MSG_RUN_RESUMED, api_format("%.0f", r->result.resumed_s).text, NULL);
  say_fires(ctx, r, &o, &out);
  say_systems(ctx, in, &o, &out);
  say_fighters(ctx, r, &out);
  if (in->is_network) {
    if (in->network.n_fires > 0) say_compartments(ctx, r, &out);
  } else {
    say_people(ctx, flue_coupling_last_out(r->coupling), &o, &out);
    say_lifts(ctx, r, &o, &out);
    say_warning(ctx, r, &out);
    say_helpers(ctx, r, &out);
    say_troubles(ctx, r, &out);
    const int is_free = in->crowd.door_flow < 0;
    api_line(ctx, &out, is_free ? FLUE_MSG_RUN_DOORS_FREE : FLUE_MSG_RUN_DOORS, NULL);
    if (in->crowd.mode == FLUE_CROWD_NETWORK) api_line(ctx, &out, FLUE_MSG_RUN_NETWORK, NULL);
    say_conditions(ctx, r, &o, &out);
  }
  say_grids(ctx, r, &out);
  say_balance(ctx, &o, &out);
  const api_number rooms = api_format("%.0f", (double)in->n_rooms),
                   openings = api_format("%.0f", (double)in->network.n_openings),
                   simulated = api_format("%.0f", in->end_s),
                   took = api_format("%.1f", api_clock() - r->started);
  api_line(ctx, &out, FLUE_MSG_RUN_SIZE, rooms.text, openings.text, simulated.text, took.text,
           NULL);
  api_line(ctx, &out, FLUE_MSG_RUN_FILE, r->path, NULL);
  return api_give(ctx, &out, text);
}

/* ---- whole ---- */

/** Medians, or a sample of a batch. */
static flue_status draw(flue_ctx *ctx, run *r, const flue_job *job) {
  if (!job || !job->has_sample) return flue_draw_medians(ctx, r->p.scenario, &r->draw);
  const flue_design design = api_batch_design(r->p.scenario, job);
  if (job->sample >= design.n)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_USAGE_SAMPLE,
                       api_format("%.0f", (double)job->sample).text,
                       api_format("%.0f", (double)design.n).text, NULL);
  return flue_draw_sample(ctx, r->p.scenario, &design, job->sample, &r->draw);
}

static flue_status perform(flue_ctx *ctx, run *r, const flue_job *job, char **text) {
  FLUE_TRY(draw(ctx, r, job));
  FLUE_TRY(flue_case_create(ctx, r->p.layout, r->p.walkable, &r->draw, &r->c));
  FLUE_TRY(open_store(ctx, r, job));
  const flue_status status = flue_coupling_run(ctx, r->coupling);
  if (status == FLUE_ESTOPPED) return keep_state(ctx, r);
  FLUE_TRY(status);
  FLUE_TRY(summarise(ctx, r, text));
  return api_finish_result(ctx, &r->result, text);
}

flue_status flue_run_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text) {
  run r = {.result.resumed_s = NAN, .started = api_clock()};
  if (api_is_field(path)) return api_run_field(ctx, path, job, text);
  FLUE_TRY(api_prepare(ctx, path, job, &r.p, text));
  char *warnings = *text;
  *text = NULL;
  r.path = api_output(path, job, ".h5");
  flue_status status = r.path ? api_check_output(ctx, r.path) : FLUE_ENOMEM;
  if (status == FLUE_OK) status = perform(ctx, &r, job, text);
  flue_coupling_destroy(&r.coupling);
  api_leave_result(&r.result, r.path, status);
  flue_case_destroy(&r.c);
  flue_draw_clear(&r.draw);
  api_release(&r.p);
  free(r.path);
  api_warn_first(warnings, text);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a design check took to hold, and why limits are not met, in words. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/door_force.h"
#include "scenarios/control_internal.h"

static const double s_per_h = 3600.0, zero_celsius = 273.15;

/** Text of a number; a buffer of its own for one statement. */
typedef struct figure {
  char text[32];
} figure;

static figure show(double v, int decimals) {
  figure f;
  snprintf(f.text, sizeof f.text, "%.*f", decimals, v);
  return f;
}

static figure count(size_t n) {
  return show((double)n, 0);
}

static const char *word(const control_run *r, flue_message m) {
  return flue_message_text(m, flue_ctx_lang(r->ctx));
}

/* ---- assumptions ---- */

static void say_weathers(control_run *r) {
  flue_text *out = &r->out->assumptions;
  if (control_section(r->plan)->weathers.n == 0)
    flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_SITE, NULL);
  for (size_t i = 0; i < r->out->n_weathers; ++i) {
    const flue_control_weather_used *w = &r->out->weather[i];
    flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_WEATHER, w->id,
                      show(w->temp_k - zero_celsius, 1).text, show(w->wind_speed, 1).text,
                      show(w->wind_from_deg, 0).text, NULL);
  }
}

static void say_doors(control_run *r) {
  const flue_control *c = control_section(r->plan);
  flue_text *out = &r->out->assumptions;
  const flue_message exits = c->exit_open ? FLUE_MSG_CONTROL_W_OPEN : FLUE_MSG_CONTROL_W_SHUT;
  if (r->codes[FLUE_CODE_GB51251])
    flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_OPEN,
                      count(control_open_storeys(r)).text, word(r, exits),
                      show(control_number(&c->air_release), 2).text, NULL);
  flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_LEAF,
                    show(control_number(&c->closer), 0).text,
                    show(control_number(&c->handle), 3).text,
                    show(control_number(&c->widest_leaf), 2).text, NULL);
  const double hot = control_number(&c->fire_temperature);
  if (!isnan(hot))
    flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_HOT,
                      show(hot - zero_celsius, 0).text, NULL);
}

static void say_supplies(control_run *r) {
  flue_text *out = &r->out->assumptions;
  const control_plan *p = r->plan;
  if (p->n_supplies == 0)
    flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_NO_SUPPLY, NULL);
  for (size_t s = 0; s < p->n_supplies; ++s) {
    const control_supply *supply = &p->supply[s];
    const figure rated = isnan(supply->rated) ? (figure){"-"} : show(supply->rated * s_per_h, 0);
    if (isnan(supply->setpoint))
      flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_FULL, supply->name,
                        rated.text, NULL);
    else
      flue_message_line(out, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_HELD, supply->name,
                        rated.text, show(supply->setpoint, 0).text, NULL);
  }
}

/** Wind that a path gives as a pressure does not follow the weather. */
static void say_own_wind(control_run *r) {
  const flue_list *paths = &r->plan->scenario->root.network.paths;
  size_t n = 0;
  for (size_t i = 0; i < paths->n; ++i) {
    const flue_value *own = &FLUE_ITEM(flue_net_path, *paths, i)->wind_pressure;
    n += own->d.kind != FLUE_CONSTANT || own->d.p[0] != 0.0;
  }
  if (n > 0)
    flue_message_line(&r->out->assumptions, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_OWN_WIND,
                      count(n).text, NULL);
}

/** Parts of a network are guessed by names: they must be seen. */
static void say_parts(control_run *r) {
  const control_plan *p = r->plan;
  size_t n[FLUE_ROLE_OTHER + 1] = {0};
  if (!p->scenario->root.has_network) return;
  for (size_t i = 0; i < p->n_spaces; ++i) ++n[p->space[i].role];
  flue_message_line(&r->out->assumptions, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_PARTS,
                    count(n[FLUE_ROLE_STAIR]).text, count(n[FLUE_ROLE_LIFT]).text,
                    count(n[FLUE_ROLE_LOBBY]).text, count(n[FLUE_ROLE_CORRIDOR]).text,
                    count(n[FLUE_ROLE_ROOM]).text, count(n[FLUE_ROLE_OTHER]).text,
                    count(p->n_doors).text,
                    show(control_number(&control_section(p)->door_width), 2).text,
                    show(control_number(&control_section(p)->door_height), 2).text, NULL);
  say_own_wind(r);
}

void control_say_assumptions(control_run *r) {
  flue_text codes = {0};
  for (int k = 0; k < FLUE_CODE_COUNT; ++k)
    if (r->codes[k]) flue_text_add(&codes, "%s%s", codes.length ? ", " : "", FLUE_CODE_NAMES[k]);
  flue_message_line(&r->out->assumptions, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_CODES,
                    codes.data ? codes.data : "", NULL);
  flue_text_clear(&codes);
  flue_message_line(&r->out->assumptions, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_FLOWS, NULL);
  say_parts(r);
  say_supplies(r);
  say_weathers(r);
  say_doors(r);
  flue_message_line(&r->out->assumptions, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_A_SOLVES,
                    count(r->out->solves).text, count(r->plan->n_spaces).text, NULL);
}

/* ---- advice ---- */

/** Largest difference that the doors of a supply allow by their force. */
static double most_by_force(const control_run *r, size_t supply, double force_n) {
  const flue_control *c = control_section(r->plan);
  double most = INFINITY;
  for (size_t k = 0; k < r->plan->n_doors; ++k) {
    const control_door *d = &r->plan->door[k];
    if (!d->is_way || r->plan->space[d->high].supply != supply) continue;
    most = fmin(
        most, flue_door_pressure(control_leaf(r->plan, d), d->height_m, control_number(&c->handle),
                                 control_number(&c->closer), force_n));
  }
  return most;
}

/** The band that a code asked for a supply [Pa], its upper end by the force of doors where the code
 *  gives none; NaN where it was not asked. */
static void band_of(const control_run *r, size_t s, int code, double *least, double *most) {
  *least = *most = NAN;
  for (size_t i = 0; i < r->out->n_rows && isnan(*least); ++i) {
    const flue_control_row *row = &r->out->row[i];
    if (row->quantity > FLUE_CONTROL_DP_LIFT || row->verdict == FLUE_VERDICT_NONE) continue;
    if ((int)flue_limits_get(r->out->limits, row->limit)->code != code) continue;
    if (r->plan->space[r->plan->door[row->subject].high].supply != s) continue;
    *least = row->least;
    *most = row->most;
  }
  const double force = control_limit(r, (flue_code)code, "door_force", "", 1);
  if (isnan(*most) && !isnan(force)) *most = most_by_force(r, s, force);
}

/** Too low and too high in one and the same case: no flow of one supply can mend that. */
static void say_stack(control_run *r, size_t s, int code) {
  const control_extremes *e = &r->extremes[s];
  double least, most;
  band_of(r, s, code, &least, &most);
  if (!(e->low < least) || !(e->high - e->low > most - least)) return;
  flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_STACK,
                    r->plan->supply[s].name, r->out->weather[e->weather].id, show(e->low, 1).text,
                    r->out->storey[e->low_storey], show(e->high, 1).text,
                    r->out->storey[e->high_storey], FLUE_CODE_NAMES[code], show(least, 0).text,
                    show(most, 0).text, NULL);
}

/** Highest difference on a storey that a row of a supply found too high; NaN for none. */
static double too_high(const control_run *r, size_t s) {
  double high = NAN;
  for (size_t i = 0; i < r->out->n_rows; ++i) {
    const flue_control_row *row = &r->out->row[i];
    if (row->quantity > FLUE_CONTROL_DP_LIFT || row->verdict != FLUE_VERDICT_FAIL) continue;
    const size_t fed = r->plan->space[r->plan->door[row->subject].high].supply;
    if (fed == s && row->value > row->most)
      high = isnan(high) ? row->value : fmax(high, row->value);
  }
  return high;
}

static void say_supply(control_run *r, size_t s) {
  static const char *const keys[] = {"stair_pressure", "lift_pressure", "lobby_pressure"};
  const control_supply *supply = &r->plan->supply[s];
  const control_extremes *e = &r->extremes[s];
  for (int code = 0; code < FLUE_CODE_COUNT; ++code)
    if (r->codes[code]) say_stack(r, s, code);
  const double high = too_high(r, s), slack = 0.5; /* [Pa] */
  if (isnan(supply->setpoint) && !isnan(high))
    flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_RELIEF,
                      supply->name, show(high, 0).text, keys[supply->role], NULL);
  if (e->alone > supply->setpoint + slack)
    flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_ALONE,
                      supply->name, show(e->alone, 1).text, r->out->storey[e->alone_storey],
                      r->out->weather[e->alone_weather].id, show(supply->setpoint, 0).text, NULL);
  if (e->weakest < supply->setpoint - slack)
    flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_WEAK, supply->name,
                      show(e->weakest, 1).text, show(supply->setpoint, 1).text, NULL);
}

void control_say_advice(control_run *r) {
  const double much = 2.0; /* [Pa] over the outside that hold a door's flow back */
  for (size_t s = 0; s < r->plan->n_supplies; ++s) say_supply(r, s);
  if (r->corridor_pa > much)
    flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_CORRIDOR,
                      r->out->storey[r->corridor_storey], show(r->corridor_pa, 1).text, NULL);
  if (r->unsettled > 0)
    flue_message_line(&r->out->advice, flue_ctx_lang(r->ctx), FLUE_MSG_CONTROL_V_UNSETTLED,
                      count(r->unsettled).text, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/share_check.h"

#include <stdio.h>
#include <string.h>

#include "scenarios/names.h"

typedef struct checker {
  const flue_net *net;
  flue_diagnostics *list;
  flue_names compartments;
} checker;

#define find(c, message, at, ...) \
  flue_diagnostics_add((c)->list, (message), (at)->line, (at)->column, __VA_ARGS__)

/* ---- names ---- */

/** @return 1 when the name is that of a detector. */
static int is_detector(const checker *c, const flue_word *name, flue_nearest *nearest) {
  return flue_names_among(&c->net->detectors, sizeof(flue_net_detector), name->text, nearest);
}

static void check_watched(checker *c, const flue_word *name) {
  flue_nearest nearest = {.word = name->text};
  if (flue_names_among(&c->net->targets, sizeof(flue_net_target), name->text, &nearest)) return;
  if (!is_detector(c, name, &nearest))
    flue_names_refuse(c->list, "target", FLUE_MSG_WORD_WATCHED, name, &nearest);
}

static void check_detector(checker *c, const flue_word *name) {
  flue_nearest nearest = {.word = name->text};
  if (!is_detector(c, name, &nearest))
    flue_names_refuse(c->list, "detector", FLUE_MSG_WORD_DETECTOR, name, &nearest);
}

/* ---- triggers ---- */

static void refuse_causes(checker *c, size_t n, const flue_value *value, const flue_word *word) {
  char count[32];
  snprintf(count, sizeof count, "%zu", n);
  if (word)
    find(c, FLUE_MSG_TRIGGER_ONE, word, count, NULL);
  else
    find(c, FLUE_MSG_TRIGGER_ONE, value, count, NULL);
}

/** The causes of a trigger: a time, a detector, or a limit of a target. A target that is a detector
 *  responds by itself, whether a temperature is given or not. */
static void check_causes(checker *c, const flue_net_trigger *when) {
  const flue_value *values[] = {&when->at_time, &when->at_temperature, &when->at_flux};
  static const char *const names[] = {"at_time", "at_temperature", "at_flux"};
  size_t n = when->detector.text != NULL, which = 3;
  for (size_t i = 0; i < 3; ++i)
    if (flue_is_given(values[i])) {
      which = i;
      ++n;
    }
  flue_nearest unused = {.word = when->target.text};
  if (n == 0 && !when->target.text) return;
  if (n == 0 && is_detector(c, &when->target, &unused)) return;
  if (n != 1)
    refuse_causes(c, n, which < 3 ? values[which] : NULL,
                  which < 3           ? NULL
                  : when->target.text ? &when->target
                                      : &when->detector);
  else if (which < 3 && which > 0 && !when->target.text)
    find(c, FLUE_MSG_TRIGGER_TARGET, values[which], names[which], NULL);
}

/** @return 1 when a trigger is given. */
static int check_trigger(checker *c, const flue_net_trigger *when) {
  const int is_caused = when->target.text || when->detector.text || flue_is_given(&when->at_time) ||
                        flue_is_given(&when->at_temperature) || flue_is_given(&when->at_flux);
  check_causes(c, when);
  if (when->target.text) check_watched(c, &when->target);
  if (when->detector.text) check_detector(c, &when->detector);
  if (!is_caused && flue_is_given(&when->delay)) refuse_causes(c, 0, &when->delay, NULL);
  return is_caused;
}

/* ---- controllers ---- */

static void check_end(checker *c, const flue_word *name) {
  if (flue_names_outside(name->text)) return;
  if (flue_names_find(&c->compartments, name->text) != FLUE_NO_NAME) return;
  flue_nearest nearest = {.word = name->text};
  flue_names_offer(&c->compartments, &nearest);
  flue_names_refuse(c->list, "between", FLUE_MSG_WORD_COMPARTMENT, name, &nearest);
}

static void check_gauge(checker *c, const flue_words *between, const flue_word *id) {
  char count[32];
  snprintf(count, sizeof count, "%zu", between->n);
  if (between->n != 2) {
    find(c, FLUE_MSG_BETWEEN_TWO, id, count, NULL);
    return;
  }
  const flue_word *a = &between->items[0], *b = &between->items[1];
  check_end(c, a);
  check_end(c, b);
  if (strcmp(a->text, b->text) == 0) find(c, FLUE_MSG_BETWEEN_SAME, b, b->text, NULL);
}

static void need_key(checker *c, const flue_word *id, const char *name, int is_there) {
  if (!is_there) flue_names_missing(c->list, id, "control", name);
}

static int has_any(const flue_net_control *k) {
  const flue_value *values[] = {&k->setpoint, &k->gain, &k->integral_time, &k->band,
                                &k->min,      &k->max,  &k->every,         &k->start};
  for (size_t i = 0; i < sizeof values / sizeof *values; ++i)
    if (flue_is_given(values[i])) return 1;
  return k->sensor.between.n > 0 || k->kind != FLUE_NET_NO_CONTROL;
}

/** @return 1 when a controller is given. */
static int check_control(checker *c, const flue_net_control *k, const flue_word *id) {
  if (!has_any(k)) return 0;
  need_key(c, id, "kind", k->kind != FLUE_NET_NO_CONTROL);
  need_key(c, id, "setpoint", flue_is_given(&k->setpoint));
  if (k->kind == FLUE_NET_PI) need_key(c, id, "gain", flue_is_given(&k->gain));
  check_gauge(c, &k->sensor.between, id);
  const double low = flue_is_given(&k->min) ? k->min.d.p[0] : 0.0,
               high = flue_is_given(&k->max) ? k->max.d.p[0] : 1.0;
  if (high < low) {
    char texts[2][32];
    snprintf(texts[0], sizeof texts[0], "%g", low);
    snprintf(texts[1], sizeof texts[1], "%g", high);
    find(c, FLUE_MSG_CONTROL_LIMITS, flue_is_given(&k->max) ? &k->max : &k->min, texts[0], texts[1],
         NULL);
  }
  check_trigger(c, &k->when);
  return 1;
}

/** @return 1 when an opening has a pane. */
static int check_glass(checker *c, const flue_net_opening *o) {
  const flue_net_glass *g = &o->glass;
  const flue_value *values[] = {&g->breaks_at, &g->limit,      &g->thickness,
                                &g->strength,  &g->modulus,    &g->expansion,
                                &g->geometry,  &g->emissivity, &g->falls};
  if (g->breaks != FLUE_NET_UNBROKEN) return 1;
  for (size_t i = 0; i < sizeof values / sizeof *values; ++i) {
    if (!flue_is_given(values[i])) continue;
    if (o->id.text) flue_names_missing(c->list, &o->id, "glass", "breaks");
    return 1;
  }
  return 0;
}

/** A trigger from which nothing follows, such as one without `before`. */
static void check_change(checker *c, const flue_word *id, const flue_value *before,
                         const flue_value *after) {
  char share[32];
  snprintf(share, sizeof share, "%g", before->d.p[0]);
  if (before->d.p[0] == after->d.p[0]) find(c, FLUE_MSG_TRIGGER_SAME, id, id->text, share, NULL);
}

/** What may set the share of an opening: one of a table, a trigger, a controller and a pane.
 *  @param others  How many of tables and panes it has. */
static void check_shares(checker *c, const flue_word *id, int others, const flue_net_trigger *when,
                         const flue_net_control *control, const flue_value *before,
                         const flue_value *after) {
  const size_t errors = c->list->errors;
  if (!id->text) return; /* found already */
  const int has_trigger = check_trigger(c, when), has_control = check_control(c, control, id);
  char count[32];
  const int n = others + has_trigger + has_control;
  snprintf(count, sizeof count, "%d", n);
  if (n > 1) find(c, FLUE_MSG_SHARE_ONE, id, id->text, count, NULL);
  if (has_trigger && c->list->errors == errors) check_change(c, id, before, after);
}

/* ---- whole ---- */

static void check_all(checker *c) {
  const flue_net *net = c->net;
  for (size_t i = 0; i < net->openings.n; ++i) {
    const flue_net_opening *o = FLUE_ITEM(flue_net_opening, net->openings, i);
    check_shares(c, &o->id, (o->times.v != NULL) + check_glass(c, o), &o->when, &o->control,
                 &o->before, &o->after);
  }
  for (size_t i = 0; i < net->fans.n; ++i) {
    const flue_net_fan *f = FLUE_ITEM(flue_net_fan, net->fans, i);
    check_shares(c, &f->id, f->times.v != NULL, &f->when, &f->control, &f->before, &f->after);
  }
  for (size_t i = 0; i < net->paths.n; ++i) {
    const flue_net_path *p = FLUE_ITEM(flue_net_path, net->paths, i);
    check_shares(c, &p->id, p->times.v != NULL || p->schedule.text != NULL, &p->when, &p->control,
                 &p->before, &p->after);
  }
  for (size_t i = 0; i < net->fires.n; ++i)
    check_trigger(c, &FLUE_ITEM(flue_net_fire, net->fires, i)->when);
}

flue_status flue_shares_check(flue_ctx *ctx, const flue_scenario *scenario,
                              flue_diagnostics *list) {
  checker c = {.net = &scenario->root.network, .list = list};
  FLUE_CHECK(flue_names_create(&c.net->compartments, sizeof(flue_net_compartment),
                               &c.compartments) == FLUE_OK,
             ctx, FLUE_ENOMEM, "no memory to check controllers");
  check_all(&c);
  flue_names_clear(&c.compartments);
  return FLUE_OK;
}

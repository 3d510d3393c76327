/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/path_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/wind_profile.h"
#include "scenarios/keys.h"
#include "scenarios/names.h"

typedef struct checker {
  const flue_net *net;
  flue_diagnostics *list;
  flue_names compartments, elements, schedules, profiles, handlers;
} checker;

#define find(c, message, at, ...) \
  flue_diagnostics_add((c)->list, (message), (at)->line, (at)->column, __VA_ARGS__)

typedef struct small_text {
  char text[32];
} small_text;

static small_text text_of(double value) {
  small_text t;
  snprintf(t.text, sizeof t.text, "%g", value);
  return t;
}

/* ---- names ---- */

static void refuse_name(checker *c, const char *where, flue_message what, const flue_word *name,
                        const flue_names *names, const flue_names *more) {
  flue_nearest nearest = {.word = name->text};
  flue_names_offer(names, &nearest);
  if (more) flue_names_offer(more, &nearest);
  flue_names_refuse(c->list, where, what, name, &nearest);
}

/** @return 1 when the name is absent or known. */
static int check_name(checker *c, const char *where, flue_message what, const flue_word *name,
                      const flue_names *names) {
  if (!name->text || flue_names_find(names, name->text) != FLUE_NO_NAME) return 1;
  refuse_name(c, where, what, name, names, NULL);
  return 0;
}

static int is_known_end(const checker *c, const char *name) {
  return flue_names_outside(name) || flue_names_find(&c->compartments, name) != FLUE_NO_NAME ||
         flue_names_find(&c->handlers, name) != FLUE_NO_NAME;
}

static int check_ends(checker *c, const flue_net_path *p) {
  if (p->between.n != 2) {
    if (p->id.text) find(c, FLUE_MSG_BETWEEN_TWO, &p->id, text_of((double)p->between.n).text, NULL);
    return 0;
  }
  int sound = 1;
  for (size_t i = 0; i < 2; ++i) {
    const flue_word *name = &p->between.items[i];
    if (is_known_end(c, name->text)) continue;
    refuse_name(c, "between", FLUE_MSG_WORD_END, name, &c->compartments, &c->handlers);
    sound = 0;
  }
  const flue_word *a = &p->between.items[0], *b = &p->between.items[1];
  if (sound && strcmp(a->text, b->text) == 0) {
    find(c, FLUE_MSG_BETWEEN_SAME, b, b->text, NULL);
    sound = 0;
  }
  return sound;
}

/* ---- coefficients ---- */

enum { most_needs = 4 };
/** Keys that each law needs, in the order of flue_net_element_kind. */
static const char *const NEEDS[][most_needs] = {
    [FLUE_NET_NO_ELEMENT] = {"kind"},
    [FLUE_NET_ORIFICE] = {"area"},
    [FLUE_NET_LEAK] = {"area"},
    [FLUE_NET_POWER] = {"coefficient"},
    [FLUE_NET_POWER_VOLUME] = {"coefficient"},
    [FLUE_NET_POWER_MASS] = {"coefficient"},
    [FLUE_NET_CRACK] = {"coefficient"},
    [FLUE_NET_DAMPER_VOLUME] = {"coefficient", "backward"},
    [FLUE_NET_DAMPER_MASS] = {"coefficient", "backward"},
    [FLUE_NET_QUADRATIC_VOLUME] = {"linear", "square"},
    [FLUE_NET_QUADRATIC_MASS] = {"linear", "square"},
    [FLUE_NET_GAP] = {"length", "width", "depth"},
    [FLUE_NET_DOOR] = {"height", "width"},
    [FLUE_NET_DOOR_PAIR] = {"height", "width"},
    [FLUE_NET_STAIR] = {"area", "height"},
    [FLUE_NET_SHAFT] = {"area", "perimeter", "height"},
    [FLUE_NET_DUCT] = {"area"},
    [FLUE_NET_FAN_CURVE] = {"curve"},
    [FLUE_NET_MASS_FLOW] = {"mass_flow"},
    [FLUE_NET_VOLUME_FLOW] = {"flow"},
    [FLUE_NET_REGULATING] = {"flow", "pressure"},
    [FLUE_NET_PISTON] = {"shaft", "car", "speed"},
};

static int has_key(const flue_net_element *e, const flue_key *key) {
  const char *field = (const char *)e + key->offset;
  flue_value value;
  flue_numbers numbers;
  switch (key->type) {
    case FLUE_KEY_FIXED:
      memcpy(&value, field, sizeof value);
      return !isnan(value.d.p[0]);
    case FLUE_KEY_NUMBERS:
      memcpy(&numbers, field, sizeof numbers);
      return numbers.v != NULL;
    default:
      return e->kind != FLUE_NET_NO_ELEMENT;
  }
}

static void check_element(checker *c, const flue_net_element *e, const flue_word *at) {
  for (size_t i = 0; i < most_needs && NEEDS[e->kind][i]; ++i) {
    const char *needed = NEEDS[e->kind][i];
    if (!has_key(e, flue_key_find("element", needed)))
      flue_names_missing(c->list, at, "element", needed);
  }
  if (e->kind == FLUE_NET_PISTON && e->car.d.p[0] >= e->shaft.d.p[0])
    find(c, FLUE_MSG_CAR_FILLS_SHAFT, at, at->text, text_of(e->car.d.p[0]).text,
         text_of(e->shaft.d.p[0]).text, NULL);
}

/* ---- tables ---- */

static int check_lengths(checker *c, const char *a, const flue_numbers *x, const char *b,
                         const flue_numbers *y) {
  if (x->n == y->n) return 1;
  const flue_numbers *at = x->v ? x : y;
  find(c, FLUE_MSG_LIST_LENGTHS, at, b, text_of((double)y->n).text, a, text_of((double)x->n).text,
       NULL);
  return 0;
}

/** First number that is not above the one before, or at least equal to it; 0: none. */
static size_t first_fall(const flue_numbers *x, int may_equal) {
  for (size_t i = 1; i < x->n; ++i)
    if (!(x->v[i] > x->v[i - 1]) && !(may_equal && x->v[i] >= x->v[i - 1])) return i;
  return 0;
}

static void check_table(checker *c, const flue_numbers *times, const flue_numbers *shares) {
  if (!check_lengths(c, "times", times, "shares", shares)) return;
  const size_t i = first_fall(times, 1);
  if (i > 0)
    find(c, FLUE_MSG_MUST_RISE, times, "times", text_of(times->v[i]).text,
         text_of(times->v[i - 1]).text, NULL);
}

static void check_profile(checker *c, const flue_net_profile *p) {
  const double turn = 360.0, close = 1e-6;
  const flue_numbers *a = &p->angles;
  if (!a->v || !check_lengths(c, "angles", a, "coefficients", &p->coefficients)) return;
  const size_t least = p->fit == FLUE_WIND_SPLINE ? 4 : 2;
  const int sound = a->n >= least && a->n <= FLUE_WIND_POINTS && fabs(a->v[0]) < close &&
                    fabs(a->v[a->n - 1] - turn) < close && first_fall(a, 0) == 0;
  if (!sound)
    find(c, FLUE_MSG_PROFILE_POINTS, a, p->id.text, text_of(FLUE_WIND_POINTS).text,
         text_of((double)a->n).text, NULL);
}

/* ---- paths ---- */

/** Law of a path; NULL when it has none. */
static const flue_net_element *law_of(const checker *c, const flue_net_path *p) {
  if (p->element.text) {
    const size_t i = flue_names_find(&c->elements, p->element.text);
    return i == FLUE_NO_NAME ? NULL : FLUE_ITEM(flue_net_element, c->net->elements, i);
  }
  return p->law.kind == FLUE_NET_NO_ELEMENT ? NULL : &p->law;
}

static int is_constant(const flue_net_element *e) {
  return e->kind == FLUE_NET_MASS_FLOW || e->kind == FLUE_NET_VOLUME_FLOW;
}

/** First share below 0; NaN: none. */
static double negative_share(const checker *c, const flue_word *schedule, const flue_numbers *own) {
  const size_t i = schedule->text ? flue_names_find(&c->schedules, schedule->text) : FLUE_NO_NAME;
  const flue_numbers *shares =
      i == FLUE_NO_NAME ? own : &FLUE_ITEM(flue_net_schedule, c->net->schedules, i)->shares;
  for (size_t k = 0; shares && shares->v && k < shares->n; ++k)
    if (shares->v[k] < 0.0) return shares->v[k];
  return NAN;
}

/** Shares below 0 turn a flow or a lift car; nothing else can take them. */
static void check_signs(checker *c, const flue_net_path *p, const flue_net_element *law) {
  const double share = negative_share(c, &p->schedule, &p->shares);
  if (isnan(share) || is_constant(law) || law->kind == FLUE_NET_PISTON) return;
  find(c, FLUE_MSG_NEGATIVE_SHARE, &p->id, p->id.text, text_of(share).text, NULL);
}

static void check_path(checker *c, const flue_net_path *p) {
  if (!p->id.text) return; /* found already */
  const int has_ends = check_ends(c, p);
  check_name(c, "element", FLUE_MSG_WORD_ELEMENT, &p->element, &c->elements);
  check_name(c, "schedule", FLUE_MSG_WORD_SCHEDULE, &p->schedule, &c->schedules);
  check_name(c, "wind_profile", FLUE_MSG_WORD_PROFILE, &p->wind_profile, &c->profiles);
  const int has_law = p->law.kind != FLUE_NET_NO_ELEMENT;
  if ((p->element.text != NULL) == has_law) find(c, FLUE_MSG_PATH_LAW, &p->id, p->id.text, NULL);
  if (has_law) check_element(c, &p->law, &p->id);
  if (p->times.v || p->shares.v) check_table(c, &p->times, &p->shares);
  const flue_numbers *z = &p->z;
  if (z->v && z->n > 2) find(c, FLUE_MSG_BAD_NUMBERS, z, "z", "1, 2", NULL);
  const flue_net_element *law = law_of(c, p);
  if (law) check_signs(c, p, law);
  for (size_t i = 0; has_ends && law && i < 2; ++i) {
    const char *name = p->between.items[i].text;
    if (flue_names_find(&c->handlers, name) == FLUE_NO_NAME || is_constant(law)) continue;
    find(c, FLUE_MSG_HANDLER_FLOW, &p->id, p->id.text, NULL);
    break;
  }
}

/* ---- compartments ---- */

static void check_size(checker *c, const flue_net_compartment *room) {
  const int has_sides = !isnan(room->width.d.p[0]) && !isnan(room->depth.d.p[0]);
  if (has_sides || !isnan(room->area.d.p[0]) || !isnan(room->volume.d.p[0]) || room->areas.v)
    return;
  const char *name = isnan(room->width.d.p[0]) ? "width" : "depth";
  if (room->id.text) flue_names_missing(c->list, &room->id, "compartment", name);
}

/* ---- ways ---- */

static size_t first_of(size_t *group, size_t i) {
  while (group[i] != i) i = group[i] = group[group[i]];
  return i;
}

/** Place of an end among compartments; outside is the last one, air handling units as well. */
static size_t place_of(const checker *c, const char *name) {
  const size_t i = flue_names_find(&c->compartments, name);
  return i == FLUE_NO_NAME ? c->net->compartments.n : i;
}

static void join(const checker *c, size_t *group, const flue_words *between) {
  if (between->n != 2) return;
  const size_t a = first_of(group, place_of(c, between->items[0].text));
  const size_t b = first_of(group, place_of(c, between->items[1].text));
  group[a] = b;
}

static void join_all(const checker *c, size_t *group) {
  const flue_net *net = c->net;
  for (size_t k = 0; k < net->paths.n; ++k) {
    const flue_net_path *p = FLUE_ITEM(flue_net_path, net->paths, k);
    const flue_net_element *law = law_of(c, p);
    if (law && !is_constant(law)) join(c, group, &p->between);
  }
  for (size_t k = 0; k < net->openings.n; ++k)
    join(c, group, &FLUE_ITEM(flue_net_opening, net->openings, k)->between);
  for (size_t i = 0; i < net->compartments.n; ++i) {
    const flue_net_compartment *room = FLUE_ITEM(flue_net_compartment, net->compartments, i);
    if (room->leak_walls.d.p[0] > 0.0 || room->leak_floor.d.p[0] > 0.0)
      group[first_of(group, i)] = first_of(group, net->compartments.n);
  }
}

/** One finding for each group of compartments whose pressure nothing ties to the outside. */
static flue_status check_ways(flue_ctx *ctx, checker *c) {
  const size_t n = c->net->compartments.n;
  size_t *group = flue_alloc(n + 1, sizeof *group), *count = flue_alloc(n + 1, sizeof *count);
  for (size_t i = 0; group && i <= n; ++i) group[i] = i;
  if (group && count) {
    join_all(c, group);
    for (size_t i = 0; i < n; ++i) ++count[first_of(group, i)];
    count[first_of(group, n)] = 0;
    for (size_t i = 0; i < n; ++i) {
      const size_t first = first_of(group, i);
      const flue_net_compartment *room = FLUE_ITEM(flue_net_compartment, c->net->compartments, i);
      if (count[first] == 0) continue;
      find(c, FLUE_MSG_NO_WAY, &room->id, room->id.text, text_of((double)count[first]).text, NULL);
      count[first] = 0;
    }
  }
  const int failed = !group || !count;
  free(group);
  free(count);
  FLUE_CHECK(!failed, ctx, FLUE_ENOMEM, "no memory to check paths");
  return FLUE_OK;
}

/* ---- whole ---- */

static flue_status open_checker(checker *c) {
  const flue_net *net = c->net;
  FLUE_TRY(flue_names_create(&net->compartments, sizeof(flue_net_compartment), &c->compartments));
  FLUE_TRY(flue_names_create(&net->elements, sizeof(flue_net_element), &c->elements));
  FLUE_TRY(flue_names_create(&net->schedules, sizeof(flue_net_schedule), &c->schedules));
  FLUE_TRY(flue_names_create(&net->wind_profiles, sizeof(flue_net_profile), &c->profiles));
  return flue_names_create(&net->air_handling, sizeof(flue_net_handler), &c->handlers);
}

static void check_all(checker *c) {
  const flue_net *net = c->net;
  for (size_t i = 0; i < net->compartments.n; ++i)
    check_size(c, FLUE_ITEM(flue_net_compartment, net->compartments, i));
  for (size_t i = 0; i < net->elements.n; ++i) {
    const flue_net_element *e = FLUE_ITEM(flue_net_element, net->elements, i);
    check_element(c, e, &e->id);
  }
  for (size_t i = 0; i < net->schedules.n; ++i) {
    const flue_net_schedule *s = FLUE_ITEM(flue_net_schedule, net->schedules, i);
    if (s->times.v && s->shares.v) check_table(c, &s->times, &s->shares);
  }
  for (size_t i = 0; i < net->wind_profiles.n; ++i)
    check_profile(c, FLUE_ITEM(flue_net_profile, net->wind_profiles, i));
  for (size_t k = 0; k < net->paths.n; ++k) check_path(c, FLUE_ITEM(flue_net_path, net->paths, k));
  for (size_t k = 0; k < net->openings.n; ++k) {
    const flue_net_opening *o = FLUE_ITEM(flue_net_opening, net->openings, k);
    check_name(c, "wind_profile", FLUE_MSG_WORD_PROFILE, &o->wind_profile, &c->profiles);
  }
  for (size_t k = 0; k < net->fans.n; ++k) {
    const flue_net_fan *f = FLUE_ITEM(flue_net_fan, net->fans, k);
    check_name(c, "wind_profile", FLUE_MSG_WORD_PROFILE, &f->wind_profile, &c->profiles);
  }
  for (size_t k = 0; k < net->sources.n; ++k) {
    const flue_net_source *s = FLUE_ITEM(flue_net_source, net->sources, k);
    check_name(c, "in", FLUE_MSG_WORD_COMPARTMENT, &s->in, &c->compartments);
    check_name(c, "schedule", FLUE_MSG_WORD_SCHEDULE, &s->schedule, &c->schedules);
    const double share = negative_share(c, &s->schedule, NULL);
    if (!isnan(share))
      find(c, FLUE_MSG_NEGATIVE_SHARE, &s->schedule, s->schedule.text, text_of(share).text, NULL);
  }
}

flue_status flue_paths_check(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list) {
  checker c = {.net = &scenario->root.network, .list = list};
  const size_t before = list->errors;
  flue_status status = open_checker(&c);
  if (status == FLUE_OK) {
    check_all(&c);
    const int is_held = c.net->temperatures == FLUE_NET_HELD;
    if (is_held && c.net->fires.n > 0)
      find(&c, FLUE_MSG_HELD_FIRE, &FLUE_ITEM(flue_net_fire, c.net->fires, 0)->id, NULL);
    if (is_held && list->errors == before) status = check_ways(ctx, &c);
  }
  flue_names *const all[] = {&c.compartments, &c.elements, &c.schedules, &c.profiles, &c.handlers};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) flue_names_clear(all[i]);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/network_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/fire_curve.h"
#include "models/plume_rise.h"
#include "scenarios/keys.h"
#include "scenarios/names.h"

/** What the checks share. */
typedef struct checker {
  flue_net *net;
  flue_diagnostics *list;
  flue_names compartments;
} checker;

/** Text of a number; a buffer of its own for one statement. */
typedef struct figure {
  char text[32];
} figure;

static figure show(double v) {
  figure f;
  snprintf(f.text, sizeof f.text, "%.6g", v);
  return f;
}

static figure count(size_t n) {
  figure f;
  snprintf(f.text, sizeof f.text, "%zu", n);
  return f;
}

/** The number of a key; its median where it is a distribution. */
static double middle(const flue_value *v) {
  return v->d.kind == FLUE_CONSTANT ? v->d.p[0] : flue_distribution_quantile(&v->d, 0.5);
}

static const char *word(const checker *c, flue_message m) {
  return flue_message_text(m, c->list->lang);
}

/* ---- names ---- */

/** A finding when no compartment has the name; "outside" where it may be. */
static void check_compartment(checker *c, const char *key, const flue_word *name,
                              int may_be_outside) {
  flue_nearest nearest = {.word = name->text};
  if (!name->text || (may_be_outside && strcmp(name->text, "outside") == 0)) return;
  if (flue_names_find(&c->compartments, name->text) != FLUE_NO_NAME) return;
  flue_names_offer(&c->compartments, &nearest);
  if (may_be_outside) flue_nearest_offer(&nearest, "outside");
  flue_names_refuse(c->list, key, FLUE_MSG_WORD_COMPARTMENT, name, &nearest);
}

static void check_material(checker *c, const flue_word *name) {
  flue_nearest nearest = {.word = name->text};
  if (!name->text) return;
  if (!flue_names_among(&c->net->materials, sizeof(flue_net_material), name->text, &nearest))
    flue_names_refuse(c->list, "material", FLUE_MSG_WORD_MATERIAL, name, &nearest);
}

static void check_fuel(checker *c, const flue_word *name) {
  flue_nearest nearest = {.word = name->text};
  if (!name->text) return;
  if (!flue_names_among(&c->net->fuels, sizeof(flue_net_fuel), name->text, &nearest))
    flue_names_refuse(c->list, "fuel", FLUE_MSG_WORD_FUEL, name, &nearest);
}

static const flue_net_compartment *find_compartment(const checker *c, const flue_word *name) {
  const size_t i = name->text ? flue_names_find(&c->compartments, name->text) : FLUE_NO_NAME;
  return i == FLUE_NO_NAME ? NULL : FLUE_ITEM(flue_net_compartment, c->net->compartments, i);
}

/** A trigger names a target or a detector: an id of both would be neither. */
static void check_shared_ids(checker *c) {
  for (size_t i = 0; i < c->net->detectors.n; ++i) {
    const flue_word *id = &FLUE_ITEM(flue_net_detector, c->net->detectors, i)->id;
    for (size_t k = 0; id->text && k < c->net->targets.n; ++k) {
      const flue_word *other = &FLUE_ITEM(flue_net_target, c->net->targets, k)->id;
      if (!other->text || strcmp(id->text, other->text) != 0) continue;
      const flue_word *second = other->line > id->line ? other : id;
      flue_diagnostics_add(c->list, FLUE_MSG_DUPLICATE_ID, second->line, second->column,
                           word(c, FLUE_MSG_WORD_WATCHED), id->text,
                           count((size_t)(second == id ? other->line : id->line)).text, NULL);
    }
  }
}

/* ---- lists ---- */

static void check_rise(checker *c, const char *key, const flue_numbers *numbers) {
  for (size_t i = 1; i < numbers->n; ++i)
    if (!(numbers->v[i] > numbers->v[i - 1])) {
      flue_diagnostics_add(c->list, FLUE_MSG_MUST_RISE, numbers->line, numbers->column, key,
                           show(numbers->v[i]).text, show(numbers->v[i - 1]).text, NULL);
      return;
    }
}

/** Two lists that belong together one by one; @p is_optional: the second may be missing. */
static void check_pair(checker *c, const char *key, const flue_numbers *first, const char *other,
                       const flue_numbers *second, int is_optional) {
  if (first->n == second->n || (is_optional && second->n == 0)) return;
  const flue_numbers *place = second->n > 0 ? second : first;
  flue_diagnostics_add(c->list, FLUE_MSG_LIST_LENGTHS, place->line, place->column, other,
                       count(second->n).text, key, count(first->n).text, NULL);
}

static void check_times(checker *c, const flue_numbers *times, const flue_numbers *shares) {
  check_pair(c, "times", times, "shares", shares, 0);
  check_rise(c, "times", times);
}

/* ---- openings and fans ---- */

static void check_between(checker *c, const flue_word *id, const flue_words *between) {
  if (between->n != 2) {
    flue_diagnostics_add(c->list, FLUE_MSG_BETWEEN_TWO, id->line, id->column,
                         count(between->n).text, NULL);
    return;
  }
  const flue_word *a = &between->items[0], *b = &between->items[1];
  check_compartment(c, "between", a, 1);
  check_compartment(c, "between", b, 1);
  if (strcmp(a->text, b->text) == 0)
    flue_diagnostics_add(c->list, FLUE_MSG_BETWEEN_SAME, b->line, b->column, b->text, NULL);
}

static void check_size(checker *c, const flue_net_opening *o) {
  const int is_wall = o->kind == FLUE_NET_WALL;
  const char *missing = NULL;
  if (is_wall && !flue_is_given(&o->height))
    missing = flue_is_given(&o->width) ? "height" : "height, width";
  else if (is_wall && !flue_is_given(&o->width))
    missing = "width";
  else if (!is_wall && !flue_is_given(&o->area))
    missing = "area";
  if (missing)
    flue_diagnostics_add(c->list, FLUE_MSG_OPENING_SIZE, o->id.line, o->id.column, o->id.text,
                         missing, NULL);
}

/** Sizes that the other kind of opening has. */
static void check_unused(checker *c, const flue_net_opening *o) {
  const int is_wall = o->kind == FLUE_NET_WALL;
  const flue_value *values[] = {&o->height, &o->width, &o->area};
  static const char *const names[] = {"height", "width", "area"};
  const char *why =
      flue_message_text(is_wall ? FLUE_MSG_SIZE_OF_WALL : FLUE_MSG_SIZE_OF_FLOOR, c->list->lang);
  for (int i = 0; i < 3; ++i)
    if (is_wall == (i == 2) && flue_is_given(values[i]))
      flue_diagnostics_add(c->list, FLUE_MSG_SIZE_UNUSED, values[i]->line, values[i]->column,
                           names[i], o->id.text, why, NULL);
}

/** An opening in a wall against the heights of the compartments at its two sides. */
static void check_heights(checker *c, const flue_net_opening *o) {
  const double slack_m = 1e-6;
  if (o->kind != FLUE_NET_WALL || o->between.n != 2 || !flue_is_given(&o->height)) return;
  const flue_net_compartment *room[2] = {find_compartment(c, &o->between.items[0]),
                                         find_compartment(c, &o->between.items[1])};
  const flue_net_compartment *first = room[0] ? room[0] : room[1];
  if (!first) return;
  const double floor_m = first->at.n == 3 ? first->at.v[2] : 0.0, height_m = middle(&first->height),
               bottom_m = middle(&o->bottom), top_m = bottom_m + middle(&o->height);
  for (size_t k = 0; k < 2; ++k) {
    if (!room[k]) continue;
    const double above_m = room[k]->at.n == 3 ? floor_m - room[k]->at.v[2] : 0.0,
                 room_m = middle(&room[k]->height);
    if (bottom_m + above_m < room_m - slack_m && top_m + above_m > slack_m) continue;
    flue_diagnostics_add(c->list, FLUE_MSG_OPENING_BESIDE, o->id.line, o->id.column, o->id.text,
                         room[k]->id.text, show(bottom_m + above_m).text,
                         show(top_m + above_m).text, show(room_m).text, NULL);
    return;
  }
  if (top_m > height_m + slack_m)
    flue_diagnostics_add(c->list, FLUE_MSG_OPENING_ABOVE, o->id.line, o->id.column, o->id.text,
                         show(top_m).text, first->id.text, show(height_m).text, NULL);
}

static void check_openings(checker *c) {
  for (size_t i = 0; i < c->net->openings.n; ++i) {
    const flue_net_opening *o = FLUE_ITEM(flue_net_opening, c->net->openings, i);
    check_between(c, &o->id, &o->between);
    check_size(c, o);
    check_unused(c, o);
    check_heights(c, o);
    check_times(c, &o->times, &o->shares);
  }
}

static void check_facing(checker *c, const flue_net_fan *f) {
  static const char choices[] = "vertical|horizontal";
  for (size_t k = 0; k < f->facing.n; ++k) {
    const flue_word *w = &f->facing.items[k];
    if (strcmp(w->text, "vertical") != 0 && strcmp(w->text, "horizontal") != 0)
      flue_diagnostics_add(c->list, FLUE_MSG_BAD_CHOICE, w->line, w->column, "facing", w->text,
                           choices, NULL);
  }
  if (f->facing.n > 2)
    flue_diagnostics_add(c->list, FLUE_MSG_BAD_CHOICE, f->facing.items[2].line,
                         f->facing.items[2].column, "facing", f->facing.items[2].text, "[A, B]",
                         NULL);
}

static void check_fans(checker *c) {
  for (size_t i = 0; i < c->net->fans.n; ++i) {
    const flue_net_fan *f = FLUE_ITEM(flue_net_fan, c->net->fans, i);
    check_between(c, &f->id, &f->between);
    check_facing(c, f);
    check_times(c, &f->times, &f->shares);
  }
}

/* ---- what stands in a compartment ---- */

/** Moves a place outside its compartment to the nearest inside, with a warning. */
static void check_place(checker *c, flue_message kind, const flue_word *id, const flue_word *in,
                        flue_numbers *at) {
  const double slack_m = 1e-6;
  const flue_net_compartment *room = find_compartment(c, in);
  if (!room || at->n == 0) return;
  double size[3] = {0.0, 0.0, middle(&room->height)};
  flue_net_floor(room, &size[0], &size[1]);
  if (isnan(size[0])) return; /* found by the check of paths */
  flue_text place = {0}, extent = {0};
  int is_outside = 0;
  for (size_t k = 0; k < at->n && k < 3; ++k) {
    flue_text_add(&place, "%s%s", k ? ", " : "", show(at->v[k]).text);
    flue_text_add(&extent, "%s%s", k ? " x " : "", show(size[k]).text);
    is_outside |= at->v[k] < -slack_m || at->v[k] > size[k] + slack_m;
    at->v[k] = fmax(0.0, fmin(at->v[k], size[k]));
  }
  if (is_outside && place.data && extent.data)
    flue_diagnostics_add(c->list, FLUE_MSG_PLACE_OUTSIDE, at->line, at->column, word(c, kind),
                         id->text, place.data, room->id.text, extent.data, NULL);
  flue_text_clear(&place);
  flue_text_clear(&extent);
}

/** A plume needs the sizes it is of. */
static void check_plume(checker *c, const flue_net_fire *f) {
  if (f->plume == FLUE_PLUME_LINE && !flue_is_given(&f->line_length))
    flue_names_missing(c->list, &f->id, "burner", "line_length");
  if (f->plume != FLUE_PLUME_BALCONY) return;
  if (!flue_is_given(&f->spill_width)) flue_names_missing(c->list, &f->id, "burner", "spill_width");
  if (!flue_is_given(&f->edge_height)) flue_names_missing(c->list, &f->id, "burner", "edge_height");
}

/** A fire burns by a table of its own or by a measured curve, which has one yield of each kind and
 *  one height at most. */
static void check_release(checker *c, const flue_net_fire *f) {
  const struct {
    const char *name;
    const flue_numbers *numbers;
    int is_needed;
  } rows[] = {{"times", &f->times, 1}, {"heat", &f->heat, 1},   {"areas", &f->areas, 0},
              {"co", &f->co, 0},       {"soot", &f->soot, 0},   {"hcn", &f->hcn, 0},
              {"hcl", &f->hcl, 0},     {"trace", &f->trace, 0}, {"heights", &f->heights, 0}};
  const size_t n = sizeof rows / sizeof *rows, n_of_table = 3; /* what a curve takes the place of */
  for (size_t k = 0; k < n; ++k) {
    const flue_numbers *r = rows[k].numbers;
    if (f->curve.text && k < n_of_table && r->n > 0)
      flue_diagnostics_add(c->list, FLUE_MSG_KEY_BESIDE, r->line, r->column, rows[k].name, "curve",
                           NULL);
    else if (f->curve.text && r->n > 1)
      flue_diagnostics_add(c->list, FLUE_MSG_ONE_BESIDE, r->line, r->column, rows[k].name,
                           count(r->n).text, "curve", NULL);
    if (f->curve.text) continue;
    if (rows[k].is_needed && r->n == 0)
      flue_names_missing(c->list, &f->id, "burner", rows[k].name);
    else
      check_pair(c, "times", &f->times, rows[k].name, r, !rows[k].is_needed);
  }
  if (!f->curve.text && !f->fuel.text) flue_names_missing(c->list, &f->id, "burner", "fuel");
}

/** Fuel of a fire by its formula: of the network, or that of its curve. @return 0 for none. */
static int formula_of(const checker *c, const flue_net_fire *f, flue_fuel *out) {
  flue_fire_curve curve;
  for (size_t i = 0; f->fuel.text && i < c->net->fuels.n; ++i) {
    const flue_net_fuel *fuel = FLUE_ITEM(flue_net_fuel, c->net->fuels, i);
    if (strcmp(fuel->id.text, f->fuel.text) != 0) continue;
    *out = flue_net_formula(fuel);
    return 1;
  }
  return !f->fuel.text && f->curve.text &&
         flue_fire_curve_find(NULL, f->curve.text, &curve) == FLUE_OK &&
         flue_fuel_find(NULL, curve.fuel, out) == FLUE_OK;
}

/** Yields that the atoms of the fuel do not reach are cut, which is told once for each. */
static void check_yields(checker *c, const flue_net_fire *f) {
  const struct {
    const char *name;
    const flue_numbers *row;
    flue_species species;
  } kinds[] = {{"co", &f->co, FLUE_CO},
               {"soot", &f->soot, FLUE_SOOT},
               {"hcn", &f->hcn, FLUE_HCN},
               {"hcl", &f->hcl, FLUE_HCL}};
  const double slack = 1.001;
  flue_fuel fuel;
  if (!formula_of(c, f, &fuel)) return;
  for (size_t q = 0; q < sizeof kinds / sizeof *kinds; ++q)
    for (size_t k = 0; k < kinds[q].row->n; ++k) {
      double y[FLUE_SPECIES_COUNT];
      flue_fuel_stoichiometry(&fuel, k < f->co.n ? f->co.v[k] : 0.0,
                              k < f->soot.n ? f->soot.v[k] : 0.0, k < f->hcn.n ? f->hcn.v[k] : 0.0,
                              k < f->hcl.n ? f->hcl.v[k] : INFINITY, 0.0, y);
      if (kinds[q].row->v[k] <= slack * y[kinds[q].species]) continue;
      flue_diagnostics_add(c->list, FLUE_MSG_YIELD_CUT, kinds[q].row->line, kinds[q].row->column,
                           kinds[q].name, show(kinds[q].row->v[k]).text,
                           show(y[kinds[q].species]).text, NULL);
      break;
    }
}

/** Fires above the ceiling burn at the ceiling. */
static void check_base(checker *c, flue_net_fire *f) {
  const flue_net_compartment *room = find_compartment(c, &f->in);
  const double height = room ? middle(&room->height) : INFINITY, slack_m = 1e-6;
  double highest = 0.0;
  for (size_t k = 0; k < f->heights.n; ++k) {
    highest = fmax(highest, f->heights.v[k]);
    f->heights.v[k] = fmin(f->heights.v[k], height);
  }
  if (highest > height + slack_m)
    flue_diagnostics_add(c->list, FLUE_MSG_FIRE_ABOVE, f->heights.line, f->heights.column,
                         f->id.text, show(highest).text, room->id.text, show(height).text, NULL);
}

static void check_fires(checker *c) {
  for (size_t i = 0; i < c->net->fires.n; ++i) {
    flue_net_fire *f = FLUE_ITEM(flue_net_fire, c->net->fires, i);
    check_compartment(c, "in", &f->in, 0);
    check_fuel(c, &f->fuel);
    check_rise(c, "times", &f->times);
    check_release(c, f);
    check_place(c, FLUE_MSG_WORD_FIRE, &f->id, &f->in, &f->at);
    check_base(c, f);
    check_yields(c, f);
    check_plume(c, f);
  }
}

static void check_normal(checker *c, const flue_numbers *normal) {
  double length = 0.0;
  for (size_t k = 0; k < normal->n; ++k) length = fmax(length, fabs(normal->v[k]));
  if (normal->n > 0 && !(length > 0.0))
    flue_diagnostics_add(c->list, FLUE_MSG_NO_DIRECTION, normal->line, normal->column, "normal",
                         NULL);
}

static void check_devices(checker *c) {
  for (size_t i = 0; i < c->net->targets.n; ++i) {
    flue_net_target *t = FLUE_ITEM(flue_net_target, c->net->targets, i);
    check_compartment(c, "in", &t->in, 0);
    check_material(c, &t->material);
    check_place(c, FLUE_MSG_WORD_TARGET, &t->id, &t->in, &t->at);
    check_normal(c, &t->normal);
  }
  for (size_t i = 0; i < c->net->detectors.n; ++i) {
    flue_net_detector *d = FLUE_ITEM(flue_net_detector, c->net->detectors, i);
    check_compartment(c, "in", &d->in, 0);
    check_place(c, FLUE_MSG_WORD_DETECTOR, &d->id, &d->in, &d->at);
    check_normal(c, &d->normal);
    if (d->kind == FLUE_NET_MIST && !flue_is_given(&d->water))
      flue_names_missing(c->list, &d->id, "sensor", "water");
    check_place(c, FLUE_MSG_WORD_DETECTOR, &d->id, &d->in, &d->to);
    if (d->kind == FLUE_NET_BEAM && !d->to.v && d->id.text)
      flue_names_missing(c->list, &d->id, "sensor", "to");
  }
}

/* ---- compartments ---- */

static void check_layers(checker *c, const flue_list *layers) {
  for (size_t i = 0; i < layers->n; ++i)
    check_material(c, &FLUE_ITEM(flue_net_layer, *layers, i)->material);
}

/** Heights may be equal where the area changes at once. */
static void check_shape(checker *c, const flue_net_compartment *room) {
  const flue_numbers *h = &room->heights;
  check_pair(c, "heights", h, "areas", &room->areas, 0);
  for (size_t i = 1; i < h->n; ++i)
    if (!(h->v[i] >= h->v[i - 1])) {
      flue_diagnostics_add(c->list, FLUE_MSG_MUST_RISE, h->line, h->column, "heights",
                           show(h->v[i]).text, show(h->v[i - 1]).text, NULL);
      return;
    }
}

/** Width and depth, or an area, or a volume. */
static void check_sizes(checker *c, const flue_net_compartment *room) {
  const int has_width = flue_is_written(&room->width), has_area = flue_is_written(&room->area);
  if (has_width && has_area)
    flue_diagnostics_add(c->list, FLUE_MSG_KEY_BESIDE, room->area.line, room->area.column, "area",
                         "width", NULL);
  if ((has_width || has_area) && flue_is_written(&room->volume))
    flue_diagnostics_add(c->list, FLUE_MSG_KEY_BESIDE, room->volume.line, room->volume.column,
                         "volume", has_width ? "width" : "area", NULL);
}

static void check_compartments(checker *c) {
  if (c->net->compartments.n == 0)
    flue_diagnostics_add(c->list, FLUE_MSG_NO_COMPARTMENT, 0, 0, NULL);
  for (size_t i = 0; i < c->net->compartments.n; ++i) {
    const flue_net_compartment *room = FLUE_ITEM(flue_net_compartment, c->net->compartments, i);
    check_layers(c, &room->ceiling);
    check_layers(c, &room->walls);
    check_layers(c, &room->floor);
    check_shape(c, room);
    check_sizes(c, room);
    if (room->id.text && strcmp(room->id.text, "outside") == 0)
      flue_diagnostics_add(c->list, FLUE_MSG_NAME_TAKEN, room->id.line, room->id.column,
                           room->id.text, NULL);
  }
}

static void check_links(checker *c) {
  for (size_t i = 0; i < c->net->links.n; ++i) {
    const flue_net_link *link = FLUE_ITEM(flue_net_link, c->net->links, i);
    check_compartment(c, "from", &link->from, 0);
    for (size_t k = 0; k < link->to.n; ++k) {
      const flue_word *to = &link->to.items[k];
      check_compartment(c, "to", to, 1);
      if (link->from.text && strcmp(to->text, link->from.text) == 0)
        flue_diagnostics_add(c->list, FLUE_MSG_BETWEEN_SAME, to->line, to->column, to->text, NULL);
    }
    const flue_numbers to = {.n = link->to.n, .line = link->from.line, .column = link->from.column};
    check_pair(c, "to", &to, "shares", &link->shares, 1);
  }
}

flue_status flue_network_check(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list) {
  checker c = {.net = &scenario->root.network, .list = list};
  FLUE_CHECK(flue_names_create(&c.net->compartments, sizeof(flue_net_compartment),
                               &c.compartments) == FLUE_OK,
             ctx, FLUE_ENOMEM, "no memory to check a network");
  check_compartments(&c);
  check_openings(&c);
  check_fans(&c);
  check_links(&c);
  check_fires(&c);
  check_devices(&c);
  check_shared_ids(&c);
  const flue_net_imposed *imposed = &c.net->imposed;
  check_pair(&c, "times", &imposed->times, "temperatures", &imposed->temperatures, 0);
  check_rise(&c, "times", &imposed->times);
  flue_names_clear(&c.compartments);
  return FLUE_OK;
}

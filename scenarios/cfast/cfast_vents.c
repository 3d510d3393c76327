/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &VENT: openings in walls and floors, and fans. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/cfast/cfast_internal.h"

/** Compartments at the two ends; OUTSIDE is "outside". The opening in a wall is measured from the
 * first, which therefore must not be outside: the two are then turned. */
static void read_ends(item *i, int may_turn) {
  const char *id[2] = {cfast_text(i->m, i->record, "COMP_IDS", 0),
                       cfast_text(i->m, i->record, "COMP_IDS", 1)};
  const int is_turned = may_turn && id[0] && strcmp(id[0], "OUTSIDE") == 0;
  cfast_values values = cfast_take(i->m, i->record, "COMP_IDS");
  flue_node list = {.kind = FLUE_NODE_LIST, .line = i->record->line, .column = i->record->column};
  for (size_t k = 0; k < 2; ++k) {
    const size_t from = is_turned ? 1 - k : k;
    flue_node *word = id[from] ? flue_node_add(&list, NULL) : NULL;
    if (!word) continue;
    word->text = flue_copy_text(strcmp(id[from], "OUTSIDE") == 0 ? "outside" : id[from]);
    word->is_quoted = 1;
    word->line = values.v[from]->line;
    word->column = values.v[from]->column;
    if (!word->text) i->m->no_memory = 1;
  }
  free(values.v);
  item_map(i, "between", &list);
}

/** The compartment at an end, NULL for outside. */
static const cfast_room *room_at(item *i, size_t end) {
  return cfast_find_room(i->m, cfast_text(i->m, i->record, "COMP_IDS", end));
}

/* ---- how far it is open ---- */

static flue_namelist_record *find_ramp(importer *m, const char *id) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "RAMP", &at)) != NULL;) {
    const char *name = cfast_text(m, r, "ID", 0);
    if (name && strcmp(name, id) == 0) return r;
  }
  return NULL;
}

/** T and F of a record; times that are equal make a step of a millisecond. */
static int read_ramp(item *i, flue_namelist_record *r) {
  cfast_values times = cfast_take(i->m, r, "T");
  double *t = flue_alloc(times.n, sizeof *t);
  if (!t) i->m->no_memory = 1;
  for (size_t k = 0; t && k < times.n; ++k)
    if (times.v[k]) cfast_value_number(i->m, r, "T", times.v[k], &t[k]);
  const int is_given = t && times.n > 0 && times.v[0];
  if (is_given) {
    cfast_make_rise(t, times.n);
    item_list(i, "times", times.v[0], t, times.n, "s");
    item from = *i;
    from.record = r;
    item_numbers(&from, "shares", "F", SIZE_MAX, "");
    i->node = from.node;
  }
  free(t);
  free(times.v);
  return is_given;
}

static void read_opening_times(item *i) {
  const int criterion =
      cfast_choice(i->m, i->record, "CRITERION", 0, "TIME|TEMPERATURE|FLUX", 0, 0);
  const char *ramp = cfast_text(i->m, i->record, "OPENING_RAMP_ID", 0);
  const double before = cfast_number_or(i->m, i->record, "PRE_FRACTION", 0, 1.0),
               after = cfast_number_or(i->m, i->record, "POST_FRACTION", 0, 1.0),
               setpoint = cfast_number_or(i->m, i->record, "SETPOINT", 0, 0.0);
  if (criterion > 0) {
    cfast_trigger(i, "CRITERION");
    item_put(i, "before", NULL, before, "");
    item_put(i, "after", NULL, after, "");
    return;
  }
  flue_namelist_record *r = ramp ? find_ramp(i->m, ramp) : i->record;
  if (!r) r = i->record;
  if (read_ramp(i, r) || criterion < 0 || (before == 1.0 && after == 1.0)) return;
  item_put(i, "before", NULL, setpoint > 0.0 ? before : after, "");
  item_put(i, "after", NULL, after, "");
  if (setpoint > 0.0) cfast_trigger(i, "CRITERION");
}

/* ---- kinds ---- */

static void read_wall(item *i) {
  static const char *const faces[] = {"front", "right", "rear", "rear", "left"};
  const cfast_room *first = room_at(i, 0) ? room_at(i, 0) : room_at(i, 1);
  const double room_m = first ? first->size[2] : 0.0;
  const double bottom_m =
      cfast_from_end(cfast_number_or(i->m, i->record, "BOTTOM", 0, 0.0), room_m);
  double top_m = 0.0;
  read_ends(i, 1);
  item_put(i, "bottom", NULL, bottom_m, "m");
  if (!item_number(i, "height", "HEIGHT", "m") && cfast_number(i->m, i->record, "TOP", 0, &top_m))
    item_put(i, "height", NULL, cfast_from_end(top_m, room_m) - bottom_m, "m");
  item_number(i, "width", "WIDTH", "m");
  const int face = cfast_choice(i->m, i->record, "FACE", 0, "FRONT|RIGHT|REAR|BACK|LEFT", -1, 1);
  if (face >= 0) item_text(i, "face", NULL, faces[face]);
  item_number(i, "offset", "OFFSET", "m");
}

static void read_floor(item *i) {
  read_ends(i, 0);
  item_text(i, "kind", NULL, "floor");
  item_number(i, "area", "AREA", "m2");
  const int shape = cfast_choice(i->m, i->record, "SHAPE", 0, "ROUND|SQUARE", 0, 1);
  item_text(i, "shape", NULL, shape == 1 ? "square" : "round");
  item_numbers(i, "offset", "OFFSETS", 2, "m");
}

/** ORIENTATIONS as words of the scenario. */
static void read_facing(item *i) {
  static const char *const words[] = {"vertical", "horizontal"};
  cfast_values given = cfast_take(i->m, i->record, "ORIENTATIONS");
  const int is_given = given.n > 0;
  free(given.v);
  flue_node list = {.kind = FLUE_NODE_LIST, .line = i->record->line, .column = i->record->column};
  for (size_t k = 0; is_given && k < 2; ++k) {
    const int word = cfast_choice(i->m, i->record, "ORIENTATIONS", k, "VERTICAL|HORIZONTAL", 0, 1);
    flue_node *node = flue_node_add(&list, NULL);
    if (!node || !(node->text = flue_copy_text(words[word]))) i->m->no_memory = 1;
  }
  if (is_given)
    item_map(i, "facing", &list);
  else
    flue_node_clear(&list);
}

static void read_fan(item *i) {
  double heights_m[2];
  read_ends(i, 0);
  if (!item_number(i, "flow", "FLOW", "m3/s")) item_put(i, "flow", NULL, 0.0, "m3/s");
  for (size_t k = 0; k < 2; ++k) {
    const cfast_room *room = room_at(i, k);
    heights_m[k] = cfast_from_end(cfast_number_or(i->m, i->record, "HEIGHTS", k, 0.0),
                                  room ? room->size[2] : 0.0);
  }
  item_list(i, "heights", NULL, heights_m, 2, "m");
  const double areas_m2[] = {cfast_number_or(i->m, i->record, "AREAS", 0, 0.0),
                             cfast_number_or(i->m, i->record, "AREAS", 1, 0.0)};
  if (areas_m2[0] > 0.0 || areas_m2[1] > 0.0) item_list(i, "areas", NULL, areas_m2, 2, "m2");
  const double cutoff_pa[] = {cfast_number_or(i->m, i->record, "CUTOFFS", 0, 200.0),
                              cfast_number_or(i->m, i->record, "CUTOFFS", 1, 300.0)};
  item_list(i, "cutoff", NULL, cutoff_pa, 2, "Pa");
  read_facing(i);
  const double offset_m[] = {cfast_number_or(i->m, i->record, "OFFSETS", 0, 0.0),
                             cfast_number_or(i->m, i->record, "OFFSETS", 1, 0.0)};
  if (cfast_text(i->m, i->record, "OFFSETS", 0)) item_list(i, "offset", NULL, offset_m, 2, "m");
  const double kept = cfast_number_or(i->m, i->record, "FILTER_EFFICIENCY", 0, 0.0),
               from_s = cfast_number_or(i->m, i->record, "FILTER_TIME", 0, 0.0);
  if (kept == 0.0) return;
  item_put(i, "filter_from", NULL, from_s, "s");
  item_put(i, "filter_share", NULL, kept, "%");
}

static void read_vent(importer *m, flue_namelist_record *r, size_t number) {
  if (!cfast_need(m, r, "TYPE COMP_IDS")) return;
  const int type = cfast_choice(m, r, "TYPE", 0, "WALL|CEILING|FLOOR|MECHANICAL", -1, 0);
  if (type < 0) return;
  const int is_fan = type == 3;
  item i = item_begin(m, r, is_fan ? "fan" : "vent");
  item_id(&i, is_fan ? "fan" : "opening", number);
  item_tell_apart(&i, is_fan ? &m->fans : &m->openings);
  if (type == 0)
    read_wall(&i);
  else if (is_fan)
    read_fan(&i);
  else
    read_floor(&i);
  if (!is_fan) item_number(&i, "cd", "FLOW_COEFFICIENT", "");
  read_opening_times(&i);
  item_end(&i, is_fan ? &m->fans : &m->openings, NULL);
}

void cfast_read_vents(importer *m) {
  size_t at = 0, number = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "VENT", &at)) != NULL;)
    read_vent(m, r, ++number);
}

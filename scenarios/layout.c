/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storeys, shafts and spaces of a layout. */
#include "scenarios/layout.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/layout_internal.h"
#include "scenarios/names.h"
#include "scenarios/options.h"

enum { most_spaces = 200000, longest_id = 48 };
static const double slab_thickness = 0.2; /* [m] between clear height and storey height */
static const double least_area = 0.04;    /* [m2] of a room or shaft */

number_text layout_number(double value, int digits) {
  number_text t;
  snprintf(t.text, sizeof t.text, "%.*f", digits, value);
  return t;
}

static const char *word_text(const builder *b, flue_message m) {
  return flue_message_text(m, b->list->lang);
}

void layout_unknown(builder *b, const char *where, flue_message what, const flue_word *name,
                    const char *const *candidates, size_t n) {
  flue_nearest nearest = {.word = name->text};
  for (size_t i = 0; i < n; ++i) flue_nearest_offer(&nearest, candidates[i]);
  flue_names_refuse(b->list, where, what, name, &nearest);
}

/* ---- storeys ---- */

static const flue_plan *find_plan(builder *b, const flue_word *name) {
  const flue_list *plans = &b->scenario->root.plans;
  for (size_t i = 0; i < plans->n; ++i)
    if (strcmp(FLUE_ITEM(flue_plan, *plans, i)->id.text, name->text) == 0)
      return FLUE_ITEM(flue_plan, *plans, i);
  const char **names = flue_alloc(plans->n, sizeof *names);
  if (!names) return NULL;
  for (size_t i = 0; i < plans->n; ++i) names[i] = FLUE_ITEM(flue_plan, *plans, i)->id.text;
  layout_unknown(b, "plan", FLUE_MSG_WORD_PLAN, name, names, plans->n);
  free(names);
  return NULL;
}

static void add_level(builder *b, const flue_storey *storey, const char *id, const flue_plan *plan,
                      size_t *capacity) {
  flue_layout *l = b->layout;
  if (flue_grow(&l->level, capacity, l->n_levels + 1, sizeof *l->level)) {
    b->no_memory = 1;
    return;
  }
  if (flue_grow(&b->level_word, &b->level_word_capacity, l->n_levels + 1, sizeof *b->level_word)) {
    b->no_memory = 1;
    return;
  }
  char *copy = flue_copy_text(id);
  b->level_word[l->n_levels] = (level_word){copy, &storey->id, l->n_levels};
  l->level[l->n_levels] = (flue_level){copy, 0.0, storey->height.d.p[0], plan, storey};
  if (!copy)
    b->no_memory = 1;
  else
    ++l->n_levels;
}

static int by_id(const void *x, const void *y) {
  const level_word *p = x, *q = y;
  const int order = strcmp(p->id, q->id);
  return order ? order : p->index < q->index ? -1 : p->index > q->index;
}

/** A finding for each storey that is named twice; sorted, so that 100,000 storeys are quick. */
static void check_level_ids(builder *b) {
  const size_t n = b->layout->n_levels;
  if (n > 1) qsort(b->level_word, n, sizeof *b->level_word, by_id);
  for (size_t i = 1; i < n; ++i) {
    const level_word *first = &b->level_word[i - 1], *second = &b->level_word[i];
    if (strcmp(first->id, second->id) != 0) continue;
    char line[16];
    snprintf(line, sizeof line, "%d", first->where->line);
    find_at(b, FLUE_MSG_DUPLICATE_ID, second->where, word_text(b, FLUE_MSG_WORD_STOREY), second->id,
            line, NULL);
  }
}

/** Takes "F2..F32" apart. @return 0 when it is not such a range. */
static int read_range(const char *text, char *prefix, long *first, long *last) {
  const char *dots = strstr(text, "..");
  size_t n = 0;
  while (text[n] && !isdigit((unsigned char)text[n]) && text[n] != '.') ++n;
  if (!dots || n >= longest_id || !isdigit((unsigned char)text[n])) return 0;
  memcpy(prefix, text, n);
  prefix[n] = '\0';
  char *end = NULL;
  *first = strtol(text + n, &end, 10);
  if (end != dots || strncmp(dots + 2, prefix, n) != 0 || !isdigit((unsigned char)dots[2 + n]))
    return 0;
  *last = strtol(dots + 2 + n, &end, 10);
  const long most = 1000; /* storeys, and the highest number */
  return *end == '\0' && *first <= most && *last <= most;
}

static void add_storey(builder *b, const flue_storey *s, size_t *capacity) {
  if (!s->id.text || !s->plan.text || !(s->height.d.p[0] > 0.0)) return;
  const flue_plan *plan = find_plan(b, &s->plan);
  char prefix[longest_id];
  long first, last;
  if (!strstr(s->id.text, "..")) {
    add_level(b, s, s->id.text, plan, capacity);
    return;
  }
  if (!read_range(s->id.text, prefix, &first, &last)) {
    find_at(b, FLUE_MSG_BAD_RANGE, &s->id, "id", s->id.text, NULL);
    return;
  }
  const long step = last >= first ? 1 : -1;
  for (long k = first; k != last + step; k += step) {
    char id[longest_id + 24];
    snprintf(id, sizeof id, "%s%ld", prefix, k);
    add_level(b, s, id, plan, capacity);
  }
}

static size_t find_level(const flue_layout *l, const char *id, size_t length) {
  for (size_t i = 0; i < l->n_levels; ++i)
    if (strlen(l->level[i].id) == length && strncmp(l->level[i].id, id, length) == 0) return i;
  return (size_t)-1;
}

static void find_ground(builder *b) {
  flue_layout *l = b->layout;
  const flue_word *ground = &b->scenario->root.building.ground;
  if (ground->text) {
    l->ground = find_level(l, ground->text, strlen(ground->text));
    if (l->ground != (size_t)-1) return;
    const char **names = flue_alloc(l->n_levels, sizeof *names);
    for (size_t i = 0; names && i < l->n_levels; ++i) names[i] = l->level[i].id;
    if (names) layout_unknown(b, "ground", FLUE_MSG_WORD_STOREY, ground, names, l->n_levels);
    free(names);
    l->ground = 0;
    return;
  }
  l->ground = 0;
  while (l->ground + 1 < l->n_levels && toupper((unsigned char)l->level[l->ground].id[0]) == 'B')
    ++l->ground;
}

static void build_levels(builder *b) {
  const flue_list *storeys = &b->scenario->root.building.storeys;
  size_t capacity = 0;
  for (size_t i = 0; i < storeys->n; ++i)
    add_storey(b, FLUE_ITEM(flue_storey, *storeys, i), &capacity);
  check_level_ids(b);
  flue_layout *l = b->layout;
  if (l->n_levels == 0) {
    if (b->list->errors == 0) flue_diagnostics_add(b->list, FLUE_MSG_NO_STOREY, 1, 1, NULL);
    return;
  }
  find_ground(b);
  double z = 0.0;
  for (size_t i = l->ground; i < l->n_levels; ++i) {
    l->level[i].z_m = z;
    z += l->level[i].height_m;
  }
  z = 0.0;
  for (size_t i = l->ground; i-- > 0;) l->level[i].z_m = z -= l->level[i].height_m;
}

/* ---- shafts ---- */

static void refuse_shaft_storey(builder *b, const flue_shaft *s, const char *id, size_t length) {
  char name[longest_id];
  snprintf(name, sizeof name, "%.*s", (int)length, id);
  find_at(b, FLUE_MSG_SHAFT_NO_STOREY, &s->storeys, s->id.text, name, NULL);
}

static void place_shaft(builder *b, size_t k) {
  const flue_shaft *s = FLUE_ITEM(flue_shaft, b->scenario->root.building.shafts, k);
  b->first[k] = 1;
  b->last[k] = 0;
  if (!s->storeys.text || !s->id.text) return;
  const char *dots = strstr(s->storeys.text, "..");
  const char *from = s->storeys.text, *to = dots ? dots + 2 : from;
  const size_t from_length = dots ? (size_t)(dots - from) : strlen(from);
  const size_t first = find_level(b->layout, from, from_length);
  const size_t last = find_level(b->layout, to, strlen(to));
  if (first == (size_t)-1) refuse_shaft_storey(b, s, from, from_length);
  if (last == (size_t)-1 && dots) refuse_shaft_storey(b, s, to, strlen(to));
  if (first == (size_t)-1 || last == (size_t)-1) return;
  b->first[k] = first < last ? first : last;
  b->last[k] = first < last ? last : first;
}

static int allocate_shafts(builder *b) {
  b->n_shafts = b->scenario->root.building.shafts.n;
  b->first = flue_alloc(b->n_shafts, sizeof *b->first);
  b->last = flue_alloc(b->n_shafts, sizeof *b->last);
  b->room_start = flue_alloc(b->layout->n_levels, sizeof *b->room_start);
  b->segment = flue_alloc(b->n_shafts * b->layout->n_levels, sizeof *b->segment);
  return b->first && b->last && b->room_start && b->segment;
}

/* ---- outlines ---- */

static void check_outline(builder *b, const char *name, const flue_polygon *p) {
  char *problem = flue_polygon_problem(p);
  if (problem) {
    find_at(b, FLUE_MSG_POLYGON_INVALID, p, name, problem, NULL);
  } else if (flue_polygon_area(p) < least_area) {
    const number_text area = layout_number(flue_polygon_area(p), 3);
    find_at(b, FLUE_MSG_POLYGON_SMALL, p, name, area.text, NULL);
  }
  free(problem);
}

static void check_outlines(builder *b) {
  const flue_root *root = &b->scenario->root;
  for (size_t i = 0; i < root->building.shafts.n; ++i) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, root->building.shafts, i);
    if (s->polygon.n >= 3) check_outline(b, s->id.text, &s->polygon);
    for (size_t j = 0; j < i; ++j) {
      const flue_shaft *other = FLUE_ITEM(flue_shaft, root->building.shafts, j);
      if (!s->id.text || !other->id.text || strcmp(s->id.text, other->id.text) != 0) continue;
      char line[16];
      snprintf(line, sizeof line, "%d", other->id.line);
      find_at(b, FLUE_MSG_DUPLICATE_ID, &s->id, word_text(b, FLUE_MSG_WORD_SHAFT), s->id.text, line,
              NULL);
    }
  }
  for (size_t i = 0; i < root->plans.n; ++i) {
    const flue_plan *plan = FLUE_ITEM(flue_plan, root->plans, i);
    if (plan->rooms.n == 0) find_at(b, FLUE_MSG_NO_ROOM, &plan->id, plan->id.text, NULL);
    for (size_t k = 0; k < plan->rooms.n; ++k) {
      const flue_room *room = FLUE_ITEM(flue_room, plan->rooms, k);
      if (room->polygon.n >= 3) check_outline(b, room->id.text, &room->polygon);
    }
  }
}

/* ---- spaces ---- */

static void add_space(builder *b, flue_space space, const char *id) {
  flue_layout *l = b->layout;
  const int is_atrium = space.top_level > space.level;
  space.name = is_atrium ? flue_copy_text(id) : flue_format("%s.%s", l->level[space.level].id, id);
  space.id = id;
  space.z_m = l->level[space.level].z_m;
  space.area_m2 = flue_polygon_area(space.polygon);
  space.perimeter_m = flue_polygon_perimeter(space.polygon);
  if (!space.name || flue_grow(&l->space, &l->space_capacity, l->n_spaces + 1, sizeof *l->space)) {
    free(space.name);
    b->no_memory = 1;
    return;
  }
  l->space[l->n_spaces++] = space;
}

static const double usual_cell = 0.2; /* [m] */

/** How the gas of a room is divided: as it says itself, or its storey. */
static void set_room_model(const flue_storey *storey, const flue_room *room, flue_space *s) {
  const int is_own = room->model != FLUE_MODEL_AUTO;
  s->model = is_own ? room->model : storey->model;
  s->cell_m = flue_value_or(&room->cell, flue_value_or(&storey->cell, usual_cell));
}

static void add_rooms(builder *b, size_t level) {
  flue_layout *l = b->layout;
  const flue_plan *plan = l->level[level].plan;
  b->room_start[level] = l->n_spaces;
  for (size_t k = 0; k < plan->rooms.n && !b->no_memory; ++k) {
    const flue_room *room = FLUE_ITEM(flue_room, plan->rooms, k);
    const double clear = l->level[level].height_m - slab_thickness;
    const double height = room->height.d.p[0] > 0.0 ? fmin(room->height.d.p[0], clear) : clear;
    flue_space space = {.use = room->use.text,
                        .room = room,
                        .polygon = &room->polygon,
                        .level = level,
                        .top_level = level,
                        .height_m = height};
    set_room_model(l->level[level].storey, room, &space);
    add_space(b, space, room->id.text);
    l->floor_area_m2 += flue_polygon_area(&room->polygon);
  }
}

static void add_segments(builder *b, size_t level) {
  static const char *const uses[] = {"stair", "lift", "riser", "atrium"};
  flue_layout *l = b->layout;
  for (size_t k = 0; k < b->n_shafts && !b->no_memory; ++k) {
    size_t *segment = &b->segment[k * l->n_levels];
    segment[level] = FLUE_OPEN_AIR;
    if (level < b->first[k] || level > b->last[k]) continue;
    const flue_shaft *s = FLUE_ITEM(flue_shaft, b->scenario->root.building.shafts, k);
    const int is_atrium = s->kind == FLUE_SHAFT_ATRIUM;
    if (is_atrium && level > b->first[k]) {
      segment[level] = segment[b->first[k]];
      continue;
    }
    flue_space space = {.use = uses[s->kind],
                        .shaft = s,
                        .polygon = &s->polygon,
                        .level = level,
                        .top_level = is_atrium ? b->last[k] : level,
                        .model = is_atrium ? s->model : FLUE_MODEL_AUTO,
                        .cell_m = flue_value_or(&s->cell, usual_cell)};
    const flue_level *top = &l->level[space.top_level];
    space.height_m = top->z_m + top->height_m - l->level[level].z_m;
    segment[level] = l->n_spaces;
    add_space(b, space, s->id.text);
  }
}

static void build_spaces(builder *b) {
  flue_layout *l = b->layout;
  size_t count = 0;
  for (size_t i = 0; i < l->n_levels; ++i) count += l->level[i].plan->rooms.n;
  if (count > most_spaces) {
    const number_text n = layout_number((double)count, 0), most = layout_number(most_spaces, 0);
    flue_diagnostics_add(b->list, FLUE_MSG_BUILDING_TOO_LARGE, 1, 1, n.text, most.text, NULL);
    return;
  }
  for (size_t i = 0; i < l->n_levels && !b->no_memory; ++i) {
    add_rooms(b, i);
    add_segments(b, i);
  }
}

/* ---- whole ---- */

static void build(builder *b) {
  build_levels(b);
  if (b->list->errors || b->no_memory) return;
  if (!allocate_shafts(b)) {
    b->no_memory = 1;
    return;
  }
  for (size_t k = 0; k < b->n_shafts; ++k) place_shaft(b, k);
  check_outlines(b);
  if (b->list->errors) return;
  build_spaces(b);
  if (b->list->errors || b->no_memory) return;
  layout_build_plans(b);
  layout_build_slabs(b);
  layout_check_names(b);
  flue_options_check(b->scenario, b->list);
}

flue_status flue_layout_create(flue_ctx *ctx, const flue_scenario *scenario, flue_diagnostics *list,
                               flue_layout **out) {
  builder b = {.ctx = ctx, .scenario = scenario, .list = list};
  b.layout = *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for the layout");
  b.layout->scenario = scenario;
  if (!scenario->root.has_network) build(&b); /* else there is no plan to lay out */
  free(b.level_word);
  free(b.first);
  free(b.last);
  free(b.room_start);
  free(b.segment);
  if (!list->errors && !b.no_memory) return FLUE_OK;
  flue_layout_destroy(out);
  if (b.no_memory)
    return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__, "no memory for the layout");
  return flue_diagnostics_fail(ctx, list);
}

void flue_layout_destroy(flue_layout **layout) {
  if (!layout || !*layout) return;
  flue_layout *l = *layout;
  for (size_t i = 0; i < l->n_levels; ++i) free(l->level[i].id);
  for (size_t i = 0; i < l->n_spaces; ++i) free(l->space[i].name);
  for (size_t i = 0; i < l->n_gaps; ++i) free(l->gap[i].name);
  free(l->level);
  free(l->space);
  free(l->gap);
  free(l->partition);
  free(l->slab);
  free(l);
  *layout = NULL;
}

size_t flue_layout_find(const flue_layout *layout, const char *name) {
  for (size_t i = 0; i < layout->n_spaces; ++i)
    if (strcmp(layout->space[i].name, name) == 0) return i;
  return FLUE_OPEN_AIR;
}

size_t flue_layout_behind(const flue_layout *l, size_t space) {
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    const int is_door = gap->door->kind == FLUE_DOOR_DOOR || gap->door->kind == FLUE_DOOR_LIFT;
    const size_t other = gap->a == space ? gap->b : gap->b == space ? gap->a : FLUE_OPEN_AIR;
    if (is_door && other != FLUE_OPEN_AIR && l->space[other].room) return other;
  }
  return FLUE_OPEN_AIR;
}

size_t flue_layout_held_over(const flue_layout *l, size_t space) {
  const size_t behind = flue_layout_behind(l, space);
  const flue_shaft *shaft = l->space[space].shaft;
  if (behind == FLUE_OPEN_AIR || !shaft || shaft->kind != FLUE_SHAFT_STAIR ||
      strcmp(l->space[behind].use, "lobby") != 0)
    return behind;
  const size_t beyond = flue_layout_behind(l, behind);
  return beyond == FLUE_OPEN_AIR ? behind : beyond;
}

size_t flue_layout_middle(const flue_layout *l, const char *shaft) {
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->shaft || strcmp(s->id, shaft) != 0) continue;
    low = fmin(low, s->z_m);
    high = fmax(high, s->z_m + s->height_m);
  }
  size_t best = FLUE_OPEN_AIR;
  double nearest = INFINITY;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->shaft || strcmp(s->id, shaft) != 0 || flue_layout_behind(l, i) == FLUE_OPEN_AIR)
      continue;
    const double away = fabs(s->z_m + 0.5 * s->height_m - 0.5 * (low + high));
    if (away >= nearest) continue;
    nearest = away;
    best = i;
  }
  return best;
}

int flue_layout_fits(const flue_space *space, const flue_words *in) {
  for (size_t i = 0; i < in->n; ++i) {
    const char *w = in->items[i].text;
    if (strcmp(w, "all") == 0 && space->room) return 1;
    if (strcmp(w, space->use) == 0 || strcmp(w, space->id) == 0 || strcmp(w, space->name) == 0)
      return 1;
  }
  return 0;
}

int flue_layout_is_visited(const flue_layout *layout, const flue_space *space,
                           const flue_words *names) {
  if (flue_layout_fits(space, names)) return 1;
  for (size_t i = 0; i < names->n; ++i)
    if (strcmp(names->items[i].text, layout->level[space->level].id) == 0) return 1;
  return 0;
}

size_t flue_layout_segment(const flue_layout *layout, const flue_shaft *shaft, size_t level) {
  for (size_t i = 0; i < layout->n_spaces; ++i) {
    const flue_space *s = &layout->space[i];
    if (s->shaft == shaft && level >= s->level && level <= s->top_level) return i;
  }
  return FLUE_OPEN_AIR;
}

/** Whether the floor of a space is the floor of this storey; an atrium has one only at its foot. */
static int has_floor(const flue_layout *layout, size_t space, size_t level) {
  return space == FLUE_OPEN_AIR || layout->space[space].level == level;
}

int flue_layout_is_walkable(const flue_layout *layout, const flue_gap *gap) {
  const int is_way = gap->door->kind == FLUE_DOOR_DOOR || gap->door->kind == FLUE_DOOR_OPEN;
  return is_way && has_floor(layout, gap->a, gap->level) && has_floor(layout, gap->b, gap->level);
}

int flue_layout_is_exit(const flue_layout *layout, const flue_gap *gap) {
  const double ground_reach = 1.6; /* [m] a ramp or a few steps */
  return gap->b == FLUE_OPEN_AIR && flue_layout_is_walkable(layout, gap) &&
         fabs(layout->level[gap->level].z_m) <= ground_reach;
}

static int is_stair_called(const flue_layout *l, size_t space, const char *name) {
  if (space == FLUE_OPEN_AIR || !l->space[space].shaft) return 0;
  return l->space[space].shaft->kind == FLUE_SHAFT_STAIR && strcmp(l->space[space].id, name) == 0;
}

static int is_gap_called(const flue_gap *gap, const char *name) {
  return strcmp(gap->name, name) == 0 || strcmp(gap->door->id.text, name) == 0;
}

/** Whether a space is a segment of a stair that a door of that name leads out of. */
static int has_way_out_called(const flue_layout *l, size_t space, const char *name) {
  if (space == FLUE_OPEN_AIR || !l->space[space].shaft) return 0;
  if (l->space[space].shaft->kind != FLUE_SHAFT_STAIR) return 0;
  for (size_t k = 0; k < l->n_gaps; ++k)
    if (l->gap[k].b == FLUE_OPEN_AIR && l->space[l->gap[k].a].shaft == l->space[space].shaft &&
        is_gap_called(&l->gap[k], name))
      return 1;
  return 0;
}

int flue_layout_is_exit_called(const flue_layout *layout, const flue_gap *gap, const char *name) {
  return is_gap_called(gap, name) || is_stair_called(layout, gap->a, name) ||
         is_stair_called(layout, gap->b, name) || has_way_out_called(layout, gap->a, name) ||
         has_way_out_called(layout, gap->b, name);
}

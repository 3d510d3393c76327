/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number, places and traits of people in one case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/distribution.h"
#include "models/profile.h"
#include "models/response.h"
#include "scenarios/case_internal.h"
#include "scenarios/geometry.h"

static const double place_spacing = 0.5;    /* [m] between starting places: 4 people per m2 */
static const double tolerance_sigma = 0.94; /* of ln(dose) at which people go down: 11, 50, 89 % at
                                               0.3, 1, 3 (NIST TN 1797, by way of pyFDS-Evac) */

/** Draws of a person, one after the other. */
typedef enum person_draw { draw_speed, draw_part, draw_tolerance, draw_place } person_draw;
/** Of the response to the alarm, beyond those of case_lifts.c and case_duty.c. */
enum { draw_response = 0x103 };

typedef struct crowd_builder {
  deriver *d;
  flue_crowd_person *people;
  size_t n, capacity;
  uint32_t *group; /**< Of each person. */
  size_t group_capacity;
  size_t *places; /**< Free places of the room in hand: cells. */
  size_t n_places, place_capacity;
  size_t n_together; /**< Families and the like so far. */
  size_t *used;      /**< Places of each space that earlier groups took. */
} crowd_builder;

/** Places of a room: every second cell or so each way, in random order. */
static flue_status list_places(crowd_builder *b, size_t space) {
  const flue_space *s = &b->d->layout->space[space];
  const flue_crowd_floor *f = &b->d->walkable->floors[s->level];
  const size_t stride = (size_t)fmax(1.0, round(place_spacing / f->cell_m));
  double box[4];
  flue_polygon_box(s->polygon, box);
  const size_t c0 = (size_t)fmax(0.0, (box[0] - f->x0) / f->cell_m),
               r0 = (size_t)fmax(0.0, (box[1] - f->y0) / f->cell_m);
  b->n_places = 0;
  for (size_t r = r0; r < f->ny && f->y0 + (double)r * f->cell_m < box[3]; r += stride)
    for (size_t c = c0; c < f->nx && f->x0 + (double)c * f->cell_m < box[2]; c += stride) {
      if (f->room[r * f->nx + c] != (int32_t)space) continue;
      FLUE_TRY(flue_grow(&b->places, &b->place_capacity, b->n_places + 1, sizeof *b->places));
      b->places[b->n_places++] = r * f->nx + c;
    }
  const flue_stream stream = flue_draw_stream(b->d->draw, FLUE_PURPOSE_PEOPLE);
  for (size_t i = b->n_places; i > 1; --i) {
    const uint32_t item = 0x40000000u + (uint32_t)space;
    const size_t j = (size_t)(flue_uniform(stream, item, (uint32_t)i) * (double)i);
    const size_t swap = b->places[i - 1];
    b->places[i - 1] = b->places[j];
    b->places[j] = swap;
  }
  return FLUE_OK;
}

/** Who the people of a group are, and how they respond. */
typedef struct group_traits {
  flue_profile profile;
  flue_distribution response; /**< Where the group has responds_as [s]. */
} group_traits;

/** Time from the warning to the first step [s]. The same people are quick whatever the alarm. */
static double draw_delay(const deriver *d, const flue_group *group,
                         const flue_distribution *response, uint32_t id) {
  const flue_value *const phases[] = {&group->alert, &group->pre_movement, &group->tasks};
  const flue_stream stream = flue_draw_stream(d->draw, FLUE_PURPOSE_PEOPLE);
  double delay = 0.0;
  for (size_t k = 0; k < sizeof phases / sizeof *phases; ++k)
    if (phases[k] != &group->pre_movement || !group->responds_as.text)
      delay += flue_draw_item(d->draw, phases[k], FLUE_PURPOSE_PEOPLE, id);
  if (!group->responds_as.text) return delay;
  return delay + flue_distribution_quantile(response, flue_uniform(stream, id, draw_response));
}

static flue_crowd_person make_person(const crowd_builder *b, const flue_group *group,
                                     const group_traits *g, size_t level, size_t cell) {
  const deriver *d = b->d;
  const uint32_t id = (uint32_t)b->n;
  const flue_stream stream = flue_draw_stream(d->draw, FLUE_PURPOSE_PEOPLE);
  const flue_crowd_floor *f = &d->walkable->floors[level];
  const flue_distribution tolerance = {FLUE_LOGNORMAL, {1.0, tolerance_sigma, 0.0}};
  const flue_traits traits = flue_profile_draw(&g->profile, flue_uniform(stream, id, draw_part),
                                               flue_uniform(stream, id, draw_speed));
  return (flue_crowd_person){
      .floor = (uint16_t)level,
      .x = (float)(((double)(cell % f->nx) + 0.5) * f->cell_m),
      .y = (float)(((double)(cell / f->nx) + 0.5) * f->cell_m),
      .speed = (float)traits.speed,
      .stair_factor = (float)traits.down_factor,
      .up_factor = (float)traits.up_factor,
      .body_m = (float)traits.body_m,
      .follows = (float)flue_draw_item(d->draw, &group->follows, FLUE_PURPOSE_PEOPLE, id),
      .pre_movement_s = (float)draw_delay(d, group, &g->response, id),
      .tolerance =
          (float)flue_distribution_quantile(&tolerance, flue_uniform(stream, id, draw_tolerance))};
}

/** Where the file says how many people a group has. */
static int group_line(const flue_group *group) {
  const flue_value *const sizes[] = {&group->count, &group->per_room, &group->density};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i)
    if (flue_is_written(sizes[i])) return sizes[i]->line;
  return group->profile.line;
}

/** Places so many people of a group in a room; of a number that was drawn as many as it holds. */
static flue_status fill_room(crowd_builder *b, size_t g, const group_traits *traits, size_t space,
                             size_t count) {
  const flue_group *group = FLUE_ITEM(flue_group, b->d->root->people, g);
  const flue_space *s = &b->d->layout->space[space];
  const int is_drawn = group->count.id >= 0 || group->per_room.id >= 0 || group->density.id >= 0;
  if (count == 0) return FLUE_OK;
  FLUE_CHECK(b->n + count <= FLUE_MOST_PEOPLE, b->d->ctx, FLUE_EINPUT,
             "the people of the scenario are more than %d, the most this program places",
             FLUE_MOST_PEOPLE);
  FLUE_TRY(list_places(b, space));
  const size_t left = b->n_places - b->used[space];
  FLUE_CHECK(count <= left || is_drawn, b->d->ctx, FLUE_EINPUT,
             "line %d: %s is to hold %zu people more, but has room for %zu at 4 per m2",
             group_line(group), s->name, count, left);
  if (count > left) count = left;
  FLUE_TRY(flue_grow(&b->people, &b->capacity, b->n + count, sizeof *b->people));
  FLUE_TRY(flue_grow(&b->group, &b->group_capacity, b->n + count, sizeof *b->group));
  const size_t together = (size_t)group->together.d.p[0];
  for (size_t i = 0; i < count; ++i) {
    b->group[b->n] = (uint32_t)g;
    b->people[b->n] = make_person(b, group, traits, s->level, b->places[b->used[space]++]);
    if (together > 1 && i % together == 0) ++b->n_together;
    if (together > 1) b->people[b->n].group = (uint32_t)b->n_together & FLUE_CROWD_MOST_GROUPS;
    ++b->n;
  }
  return FLUE_OK;
}

/** Whole number near x: the fraction decides by chance, so that the mean is kept. */
static size_t round_fairly(const deriver *d, double x, uint32_t item) {
  const flue_stream stream = flue_draw_stream(d->draw, FLUE_PURPOSE_PEOPLE);
  const double whole = floor(x);
  return (size_t)whole + (flue_uniform(stream, item, draw_place) < x - whole);
}

/** Whether people of a group are there at the time of the fire. */
static int is_there(const deriver *d, const flue_group *group) {
  const int by_day = flue_draw_get(d->draw, &d->root->building.by_day) > 0.5;
  return group->there == FLUE_THERE_ALWAYS || (group->there == FLUE_THERE_DAY) == by_day;
}

static int is_filled(const deriver *d, const flue_space *s, const flue_group *group) {
  const int has_floor = s->room || (s->shaft && s->shaft->kind == FLUE_SHAFT_ATRIUM);
  return has_floor && flue_layout_fits(s, &group->in) && is_there(d, group);
}

static flue_status fill_group(crowd_builder *b, size_t g) {
  const deriver *d = b->d;
  const flue_layout *l = d->layout;
  const flue_group *group = FLUE_ITEM(flue_group, d->root->people, g);
  const flue_alarm_kind kind = (flue_alarm_kind)d->root->systems.alarm.kind;
  group_traits traits = {0};
  FLUE_TRY(flue_profile_find(d->ctx, group->profile.text, &traits.profile));
  if (group->responds_as.text)
    FLUE_TRY(flue_response_find(d->ctx, group->responds_as.text, kind, &traits.response));
  double area = 0.0, passed = 0.0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (is_filled(d, &l->space[i], group)) area += l->space[i].area_m2;
  const int by_count = flue_is_given(&group->count);
  const int by_room = flue_is_given(&group->per_room);
  const double total = by_count ? round(flue_draw_get(d->draw, &group->count)) : 0.0;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!is_filled(d, s, group)) continue;
    const uint32_t item = 0x80000000u + (uint32_t)(g * l->n_spaces + i);
    size_t count;
    if (by_count) { /* running shares add up to the total */
      const double before = floor(total * passed / area + 1e-9);
      passed += s->area_m2;
      count = (size_t)(floor(total * passed / area + 1e-9) - before);
    } else if (by_room) {
      count = (size_t)round(flue_draw_item(d->draw, &group->per_room, FLUE_PURPOSE_PEOPLE, item));
    } else {
      const double density = flue_draw_item(d->draw, &group->density, FLUE_PURPOSE_PEOPLE, item);
      count = round_fairly(d, density * s->area_m2, item);
    }
    FLUE_TRY(fill_room(b, g, &traits, i, count));
  }
  return FLUE_OK;
}

/** What a group is called in the results: where its people start, and their profile. */
static char *group_name(const flue_group *group) {
  flue_text name = {0};
  for (size_t i = 0; i < group->in.n; ++i)
    flue_text_add(&name, "%s%s", i ? " " : "", group->in.items[i].text);
  flue_text_add(&name, ": %s", group->profile.text);
  return name.failed ? NULL : name.data;
}

/** Names for the results: doors, stairs, groups of people. */
static flue_status name_people(deriver *d) {
  const flue_walkable *w = d->walkable;
  flue_coupling_input *in = &d->out->input;
  const flue_list *shafts = &d->root->building.shafts;
  const char **doors = case_alloc(d, w->n_doors, sizeof *doors);
  const char **stairs = case_alloc(d, w->n_stairs, sizeof *stairs);
  const char **groups = case_alloc(d, d->root->people.n, sizeof *groups);
  FLUE_CHECK(doors && stairs && groups, d->ctx, FLUE_ENOMEM, "no memory for names");
  for (size_t i = 0; i < w->n_doors; ++i) doors[i] = d->layout->gap[w->gap_of_door[i]].name;
  size_t n_stairs = 0;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s->kind == FLUE_SHAFT_STAIR) stairs[n_stairs++] = s->id.text;
  }
  for (size_t g = 0; g < d->root->people.n; ++g) {
    char *name = group_name(FLUE_ITEM(flue_group, d->root->people, g));
    FLUE_CHECK(name, d->ctx, FLUE_ENOMEM, "no memory for names");
    FLUE_TRY(case_own(d, name));
    groups[g] = name;
  }
  in->door_names = doors;
  in->stair_names = stairs;
  in->group_names = groups;
  in->n_groups = d->root->people.n;
  return FLUE_OK;
}

flue_status case_people(deriver *d) {
  const flue_walkable *w = d->walkable;
  crowd_builder b = {.d = d, .used = case_alloc(d, d->layout->n_spaces, sizeof *b.used)};
  flue_status status = b.used ? FLUE_OK : FLUE_ENOMEM;
  for (size_t g = 0; g < d->root->people.n && status == FLUE_OK; ++g) status = fill_group(&b, g);
  free(b.places);
  const flue_status own_people = case_own(d, b.people), own_groups = case_own(d, b.group);
  FLUE_TRY(status);
  FLUE_TRY(own_people);
  FLUE_TRY(own_groups);
  d->out->input.person_group = b.group;
  FLUE_TRY(name_people(d));
  const int is_network = d->root->run.people_mode == FLUE_PEOPLE_NETWORK;
  d->out->input.crowd =
      (flue_crowd_input){.mode = is_network ? FLUE_CROWD_NETWORK : FLUE_CROWD_FINE,
                         .n_floors = w->n_floors,
                         .n_doors = w->n_doors,
                         .n_exits = w->n_exits,
                         .n_stairs = w->n_stairs,
                         .n_people = b.n,
                         .n_rooms = d->layout->n_spaces,
                         .floors = w->floors,
                         .doors = w->doors,
                         .exits = w->exits,
                         .stairs = w->stairs,
                         .people = b.people,
                         .n_groups = b.n_together,
                         .door_flow = d->root->run.door_flow == FLUE_DOORS_FREE ? -1.0 : 0.0,
                         .smoke_law = (flue_smoke_law)d->root->run.smoke_speed,
                         .may_crawl = d->root->run.crawl,
                         .stream = flue_draw_stream(d->draw, FLUE_PURPOSE_CROWD)};
  FLUE_TRY(case_lifts(d, b.people, b.group, b.n));
  FLUE_TRY(case_duty(d, b.people, b.group, b.n));
  return case_exits(d, b.people, b.group, b.n);
}

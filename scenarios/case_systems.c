/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors, sprinklers, fans, doors and windows of one case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/smoke_control.h"
#include "scenarios/case_internal.h"

static const double half_diagonal = 0.70710678118654752; /* of a square over its side */

/** Farthest a fire can be from the nearest of a grid of devices in a room [m]. */
static double device_radius(const flue_space *s, double spacing) {
  return half_diagonal * fmin(spacing, sqrt(s->area_m2));
}

/** A detector of a group in a space, but for which space it is. */
static flue_detector detector_of(const deriver *d, const flue_detection *group,
                                 const flue_space *s) {
  const int is_rate = group->kind == FLUE_DETECTOR_RATE,
            is_beam = group->kind == FLUE_DETECTOR_BEAM;
  const int is_heat = is_rate || group->kind == FLUE_DETECTOR_HEAT;
  const double rise = flue_draw_get(d->draw, &group->rise);
  const flue_value *limit = is_heat   ? &group->temperature
                            : is_beam ? &group->loss
                                      : &group->obscuration;
  return (flue_detector){.is_heat = is_heat,
                         .rise_k = is_heat || is_beam || isnan(rise) ? 0.0 : rise,
                         .rate = is_rate ? flue_draw_get(d->draw, &group->rate) : 0.0,
                         .path_m = is_beam ? sqrt(s->area_m2) : 0.0,
                         .conduction = flue_draw_get(d->draw, &group->conduction),
                         .radius_m = device_radius(s, flue_draw_get(d->draw, &group->spacing)),
                         .threshold = flue_draw_get(d->draw, limit),
                         .rti = flue_draw_get(d->draw, &group->rti)};
}

static flue_status make_detectors(deriver *d) {
  const flue_layout *l = d->layout;
  const flue_list *groups = &d->root->systems.detection;
  flue_detector *list = NULL;
  size_t n = 0, capacity = 0;
  for (size_t g = 0; g < groups->n; ++g) {
    const flue_detection *group = FLUE_ITEM(flue_detection, *groups, g);
    const int fed = case_supplies_work(d, &group->fed_by);
    int is_sound = 1;
    const int is_common = case_common_cause(d, &group->works, &group->fed_by, &is_sound);
    d->out->input.systems_failed += !fed;
    for (size_t i = 0; i < l->n_spaces; ++i) {
      if (!flue_layout_fits(&l->space[i], &group->in)) continue;
      const uint32_t item = (uint32_t)(g * l->n_spaces + i);
      flue_detector detector = detector_of(d, group, &l->space[i]);
      detector.room = i;
      if (!is_common)
        is_sound = flue_draw_item(d->draw, &group->works, FLUE_PURPOSE_SYSTEM, item) > 0.5;
      detector.works = fed && is_sound;
      if (flue_grow(&list, &capacity, n + 1, sizeof *list)) {
        free(list);
        return FLUE_ENOMEM;
      }
      list[n++] = detector;
    }
  }
  d->out->input.detectors = list;
  d->out->input.n_detectors = n;
  return case_own(d, list);
}

static flue_status make_heads(deriver *d) {
  const flue_layout *l = d->layout;
  const flue_list *groups = &d->root->systems.sprinklers;
  flue_head *list = case_alloc(d, groups->n * l->n_spaces, sizeof *list);
  FLUE_CHECK(list, d->ctx, FLUE_ENOMEM, "no memory for sprinklers");
  size_t n = 0;
  for (size_t g = 0; g < groups->n; ++g) {
    const flue_sprinklers *group = FLUE_ITEM(flue_sprinklers, *groups, g);
    const int works = case_system_works(d, &group->works, &group->fed_by);
    d->out->input.systems_failed += !works;
    for (size_t i = 0; i < l->n_spaces; ++i)
      if (flue_layout_fits(&l->space[i], &group->in))
        list[n++] = (flue_head){
            .room = i,
            .radius_m = device_radius(&l->space[i], flue_draw_get(d->draw, &group->spacing)),
            .temp_k = flue_draw_get(d->draw, &group->temperature),
            .rti = flue_draw_get(d->draw, &group->rti),
            .conduction = flue_draw_get(d->draw, &group->conduction),
            .density = flue_draw_get(d->draw, &group->density),
            .works = works};
  }
  d->out->input.heads = list;
  d->out->input.n_heads = n;
  return FLUE_OK;
}

/* ---- fans ---- */

static flue_status add_fan(deriver *d, flue_fan *fan, size_t from, size_t to, double z, double flow,
                           double pressure, const char *name) {
  const flue_opening o = {.kind = FLUE_OPENING_FAN,
                          .from = from,
                          .to = to,
                          .z_bottom = z,
                          .z_top = z,
                          .exponent = 0.5,
                          .open = 0.0,
                          .fan_flow = flow,
                          .fan_pressure = pressure};
  char *copy = flue_copy_text(name);
  if (!copy) return FLUE_ENOMEM;
  FLUE_TRY(case_own(d, copy));
  FLUE_TRY(flue_grow(&d->openings, &d->opening_capacity, d->n_openings + 1, sizeof *d->openings));
  FLUE_TRY(flue_grow(&d->names, &d->name_capacity, d->n_openings + 1, sizeof *d->names));
  d->names[d->n_openings] = copy;
  fan->opening = d->n_openings;
  d->openings[d->n_openings++] = o;
  return FLUE_OK;
}

/** Lets a controller hold the pressure of a system by the fan added last, as measured at a space.
 *  Its gain is 2 % of the flow for an error as large as the setpoint, its integral time 1 s
 *  (assumed): through leaks the pressure goes with the square of the share, so that this comes to
 *  rest in about half a minute and stays stable for fans up to 25 times too large. */
static flue_status hold_pressure(deriver *d, const flue_pressurisation *p, size_t space,
                                 flue_fan *fan) {
  const size_t behind = space == FLUE_OPEN_AIR ? space : flue_layout_held_over(d->layout, space);
  if (!flue_is_given(&p->hold) || behind == FLUE_OPEN_AIR) return FLUE_OK;
  const double setpoint = p->hold.d.p[0], above_floor = 1.0; /* [m] */
  const flue_controller c = {.kind = FLUE_CONTROL_PI,
                             .opening = fan->opening,
                             .from = space,
                             .to = behind,
                             .z_m = d->layout->space[space].z_m + above_floor,
                             .setpoint_pa = setpoint,
                             .gain = 0.02 / setpoint,
                             .integral_s = 1.0,
                             .high = 1.0,
                             .every_s = 1.0,
                             .when = FLUE_NO_TRIGGER,
                             .waits = 1};
  fan->controller = d->out->input.network.n_controllers;
  return case_add_controller(d, &c, d->names[fan->opening]);
}

/** Air to every segment of a shaft, in equal parts, as supply grilles on each storey would. */
static flue_status pressurise(deriver *d, const flue_pressurisation *p, flue_fan *fans, size_t *n) {
  const flue_layout *l = d->layout;
  const int works = case_system_works(d, &p->works, &p->fed_by);
  d->out->input.systems_failed += !works;
  const size_t measured = flue_layout_middle(l, p->shaft.text);
  size_t segments = 0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    segments += l->space[i].shaft && strcmp(l->space[i].id, p->shaft.text) == 0;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->shaft || strcmp(s->id, p->shaft.text) != 0) continue;
    flue_fan *fan = &fans[(*n)++];
    *fan = (flue_fan){0, flue_draw_get(d->draw, &p->delay), 0, l->n_levels - 1, works, FLUE_NONE};
    FLUE_TRY(add_fan(d, fan, FLUE_OUTSIDE, i, s->z_m + 0.5 * s->height_m,
                     flue_draw_get(d->draw, &p->flow) / (double)segments,
                     flue_draw_get(d->draw, &p->max_pressure), s->name));
    FLUE_TRY(hold_pressure(d, p, measured, fan));
  }
  return FLUE_OK;
}

/** Rooms on a storey that a system supplies. */
static double supplied_beside(const flue_layout *l, const flue_words *rooms, size_t level) {
  double n = 0.0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    n += l->space[i].room && l->space[i].level == level && flue_layout_fits(&l->space[i], rooms);
  return n;
}

/** Air to lobbies on the storey of the fire and the ones next to it, as their dampers open. */
static flue_status supply_lobbies(deriver *d, const flue_pressurisation *p, flue_fan *fans,
                                  size_t *n) {
  const flue_layout *l = d->layout;
  const double storeys = FLUE_GB_LOBBY_STOREYS;
  const int works = case_system_works(d, &p->works, &p->fed_by);
  d->out->input.systems_failed += !works;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->room || !flue_layout_fits(s, &p->rooms)) continue;
    flue_fan *fan = &fans[(*n)++];
    *fan = (flue_fan){0,
                      flue_draw_get(d->draw, &p->delay),
                      s->level > 0 ? s->level - 1 : 0,
                      s->level + 1,
                      works,
                      FLUE_NONE};
    const double share = storeys * supplied_beside(l, &p->rooms, s->level);
    FLUE_TRY(add_fan(d, fan, FLUE_OUTSIDE, i, s->z_m + 0.5 * s->height_m,
                     flue_draw_get(d->draw, &p->flow) / share,
                     flue_draw_get(d->draw, &p->max_pressure), s->name));
    FLUE_TRY(hold_pressure(d, p, i, fan));
  }
  return FLUE_OK;
}

static flue_status exhaust(deriver *d, const flue_exhaust *e, flue_fan *fans, size_t *n) {
  const flue_layout *l = d->layout;
  const int works = case_system_works(d, &e->works, &e->fed_by);
  d->out->input.systems_failed += !works;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!flue_layout_fits(s, &e->in)) continue;
    flue_fan *fan = &fans[(*n)++];
    *fan =
        (flue_fan){0, flue_draw_get(d->draw, &e->delay), s->level, s->top_level, works, FLUE_NONE};
    const double below_ceiling = 0.1; /* [m] */
    FLUE_TRY(add_fan(d, fan, i, FLUE_OUTSIDE, s->z_m + s->height_m - below_ceiling,
                     flue_draw_get(d->draw, &e->flow), flue_draw_get(d->draw, &e->max_pressure),
                     s->name));
  }
  return FLUE_OK;
}

static flue_status make_fans(deriver *d) {
  const flue_systems *s = &d->root->systems;
  const size_t most = (s->pressurisation.n + s->exhaust.n) * d->layout->n_spaces;
  flue_fan *fans = case_alloc(d, most, sizeof *fans);
  FLUE_CHECK(fans, d->ctx, FLUE_ENOMEM, "no memory for fans");
  size_t n = 0;
  for (size_t i = 0; i < s->pressurisation.n; ++i) {
    const flue_pressurisation *p = FLUE_ITEM(flue_pressurisation, s->pressurisation, i);
    FLUE_TRY(p->shaft.text ? pressurise(d, p, fans, &n) : supply_lobbies(d, p, fans, &n));
  }
  for (size_t i = 0; i < s->exhaust.n; ++i)
    FLUE_TRY(exhaust(d, FLUE_ITEM(flue_exhaust, s->exhaust, i), fans, &n));
  d->out->input.fans = fans;
  d->out->input.n_fans = n;
  return FLUE_OK;
}

/* ---- doors and windows ---- */

/** A window that thermal shock breaks, heated from one of its rooms. */
static flue_status add_shock(deriver *d, const flue_door *door, size_t opening, size_t room,
                             double top_m, double falls) {
  flue_glazing g = {.opening = opening,
                    .compartment = room,
                    .top_m = top_m,
                    .height_m = door->height.d.p[0],
                    .glass = FLUE_FLOAT_GLASS,
                    .breaks_at_k = NAN,
                    .falls = falls};
  g.glass.thickness_m = door->glass.d.p[0];
  g.limit_k = flue_glass_limit(&g.glass);
  return case_add_glazing(d, &g);
}

static flue_status make_leaves(deriver *d) {
  const flue_layout *l = d->layout;
  flue_leaf *leaves = case_alloc(d, l->n_gaps, sizeof *leaves);
  flue_pane *panes = case_alloc(d, 2 * l->n_gaps, sizeof *panes);
  FLUE_CHECK(leaves && panes, d->ctx, FLUE_ENOMEM, "no memory for doors and windows");
  flue_coupling_input *in = &d->out->input;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    const flue_door *door = gap->door;
    if (door->kind == FLUE_DOOR_DOOR && d->walkable->door_of_gap[k] != FLUE_NONE) {
      const int closes = door->closer && flue_draw_item(d->draw, &door->closer_works,
                                                        FLUE_PURPOSE_OPENING, (uint32_t)k) > 0.5;
      leaves[in->n_leaves++] = (flue_leaf){k, d->walkable->door_of_gap[k], closes};
    }
    if (door->kind != FLUE_DOOR_WINDOW) continue;
    for (int side = 0; side < 2; ++side) {
      const size_t room = side ? gap->b : gap->a;
      if (room == FLUE_OPEN_AIR) continue;
      const double base = l->level[gap->level].z_m - l->space[room].z_m;
      const double top = base + door->sill.d.p[0] + door->height.d.p[0];
      const double falls = flue_draw_item(d->draw, &door->falls, FLUE_PURPOSE_OPENING, (uint32_t)k);
      if (door->breaks_by == FLUE_DOOR_BY_SHOCK)
        FLUE_TRY(add_shock(d, door, k, room, top, falls));
      else
        panes[in->n_panes++] =
            (flue_pane){.opening = k,
                        .room = room,
                        .top_m = top,
                        .breaks_at = flue_draw_item(d->draw, &door->breaks_at, FLUE_PURPOSE_OPENING,
                                                    (uint32_t)k),
                        .falls = falls};
      if (gap->b == FLUE_OPEN_AIR) break;
    }
  }
  in->leaves = leaves;
  in->panes = panes;
  return FLUE_OK;
}

/** First aid and the fire brigade. */
static void set_fighters(deriver *d) {
  const flue_first_aid *aid = &d->root->systems.first_aid;
  const flue_brigade *brigade = &d->root->systems.brigade;
  const flue_words none = {0}; /* they need no supplies */
  flue_fighters *f = d->out->input.fighters;
  f[FLUE_FIRST_AID] = (flue_fighters){.works = case_system_works(d, &aid->works, &none),
                                      .after_detection_s = INFINITY,
                                      .after_start_s = flue_draw_get(d->draw, &aid->time),
                                      .most_w = flue_draw_get(d->draw, &aid->most),
                                      .density = flue_draw_get(d->draw, &aid->density)};
  f[FLUE_BRIGADE] =
      (flue_fighters){.works = case_system_works(d, &brigade->works, &none),
                      .after_detection_s = flue_draw_get(d->draw, &brigade->after_alarm),
                      .after_start_s = flue_draw_get(d->draw, &brigade->unalarmed),
                      .most_w = INFINITY,
                      .density = flue_draw_get(d->draw, &brigade->density)};
}

flue_status case_systems(deriver *d) {
  const flue_alarm *alarm = &d->root->systems.alarm;
  set_fighters(d);
  d->out->input.alarm_delay_s = flue_draw_get(d->draw, &alarm->delay);
  d->out->input.alarm_works = case_system_works(d, &alarm->works, &alarm->fed_by);
  d->out->input.alarm_stage_s = 0.0;
  if (alarm->scope == FLUE_ALARM_STOREYS) d->out->input.alarm_stage_s = INFINITY;
  if (alarm->scope == FLUE_ALARM_PHASED)
    d->out->input.alarm_stage_s = flue_draw_get(d->draw, &alarm->stage);
  if (d->root->systems.detection.n > 0) d->out->input.systems_failed += !d->out->input.alarm_works;
  FLUE_TRY(make_detectors(d));
  FLUE_TRY(make_heads(d));
  FLUE_TRY(make_fans(d));
  return make_leaves(d);
}

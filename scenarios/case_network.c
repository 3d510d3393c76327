/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compartments, openings, leaks, shafts and fires of one case. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/flow.h"
#include "models/leakage.h"
#include "scenarios/case_internal.h"
#include "scenarios/geometry.h"
#include "scenarios/library.h"

static const double riser_free_share = 0.5;     /* of a riser that cables and pipes leave open */
static const double riser_stopped_share = 1e-3; /* leak of a fire-stopped riser over its area */

/* ---- compartments ---- */

/** Two layers on the storey of a fire and the ones next to it, and in atria; mixed elsewhere. */
static int is_two_layer(const deriver *d, const flue_space *s) {
  if (s->shaft) return s->shaft->kind == FLUE_SHAFT_ATRIUM;
  for (size_t f = 0; f < d->root->fires.n; ++f) {
    const flue_space *fire = &d->layout->space[d->fire_rooms[f]];
    if (s->level + 1 >= fire->level && s->level <= fire->top_level + 1) return 1;
  }
  return 0;
}

static flue_status make_compartments(deriver *d) {
  const flue_layout *l = d->layout;
  flue_compartment *rooms = case_alloc(d, l->n_spaces, sizeof *rooms);
  flue_room_info *info = case_alloc(d, l->n_spaces, sizeof *info);
  FLUE_CHECK(rooms && info, d->ctx, FLUE_ENOMEM, "no memory for compartments");
  flue_material wall;
  FLUE_TRY(flue_material_find(d->ctx, d->root->building.walls.text, &wall));
  const double inside = flue_draw_get(d->draw, &d->root->building.temperature);
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    rooms[i] = (flue_compartment){is_two_layer(d, s),           s->z_m, s->height_m, s->area_m2,
                                  s->perimeter_m * s->height_m, inside, wall};
    flue_use use = {0};
    if (s->room) FLUE_TRY(flue_use_find(d->ctx, s->use, &use));
    info[i] = (flue_room_info){s->name,
                               s->level,
                               s->top_level,
                               s->area_m2,
                               s->height_m,
                               use.is_route,
                               s->shaft && s->shaft->kind == FLUE_SHAFT_STAIR,
                               s->room != NULL};
  }
  d->out->input.network.compartments = rooms;
  d->out->input.network.n_compartments = d->out->input.n_rooms = l->n_spaces;
  d->out->input.rooms = info;
  return FLUE_OK;
}

/* ---- openings ---- */

static flue_status add_opening(deriver *d, const flue_opening *o, char *name) {
  if (!name) return FLUE_ENOMEM;
  FLUE_TRY(case_own(d, name));
  FLUE_TRY(flue_grow(&d->openings, &d->opening_capacity, d->n_openings + 1, sizeof *d->openings));
  FLUE_TRY(flue_grow(&d->names, &d->name_capacity, d->n_openings + 1, sizeof *d->names));
  d->names[d->n_openings] = name;
  d->openings[d->n_openings++] = *o;
  return FLUE_OK;
}

/** Wind pressure on a facade, at the height of the roof as the reference of the coefficients. */
static double wind_pressure(const deriver *d, double facing_deg) {
  const flue_weather *w = &d->root->site.weather;
  const flue_level *top = &d->layout->level[d->layout->n_levels - 1];
  const double speed = flue_draw_get(d->draw, &w->wind.speed) *
                       flue_wind_factor((flue_terrain)w->wind.terrain, top->z_m + top->height_m);
  const double angle = flue_draw_get(d->draw, &w->wind.from) - facing_deg;
  const double rho = d->out->input.network.outside.pressure /
                     (FLUE_GAS_CONSTANT * d->out->input.network.outside.temp_k);
  return 0.5 * rho * speed * speed * flue_wind_coefficient(angle);
}

static double closed_leak(const deriver *d, const flue_door *door) {
  if (!isnan(door->leak.d.p[0])) return door->leak.d.p[0];
  const flue_tightness tightness = (flue_tightness)d->root->building.leakage;
  const double perimeter = 2.0 * (door->width.d.p[0] + door->height.d.p[0]);
  if (door->kind == FLUE_DOOR_LIFT) return flue_lift_door_leak();
  if (door->kind == FLUE_DOOR_WINDOW) return flue_window_leak(perimeter, tightness);
  return flue_door_leak(perimeter, tightness);
}

static double open_share(const deriver *d, const flue_door *door, size_t gap) {
  if (door->kind == FLUE_DOOR_OPEN || door->kind == FLUE_DOOR_VENT) return 1.0;
  if (door->kind == FLUE_DOOR_LIFT) return 0.0;
  return flue_draw_item(d->draw, &door->open, FLUE_PURPOSE_OPENING, (uint32_t)gap);
}

static flue_status make_gaps(deriver *d) {
  const flue_layout *l = d->layout;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    const flue_door *door = gap->door;
    const double z = l->level[gap->level].z_m + door->sill.d.p[0];
    const flue_opening o = {
        .kind = FLUE_OPENING_SLOT,
        .from = gap->a,
        .to = gap->b == FLUE_OPEN_AIR ? FLUE_OUTSIDE : gap->b,
        .z_bottom = z,
        .z_top = z + door->height.d.p[0],
        .area_m2 = door->width.d.p[0] * door->height.d.p[0],
        .cd = FLUE_CD_DOOR,
        .leak_m2 = closed_leak(d, door),
        .exponent = 0.5,
        .open = open_share(d, door, k),
        .wind_pa = gap->b == FLUE_OPEN_AIR ? wind_pressure(d, gap->facing_deg) : 0.0,
    };
    FLUE_TRY(add_opening(d, &o, flue_copy_text(gap->name)));
  }
  return FLUE_OK;
}

/* ---- leaks ---- */

static flue_leak_part part_of(const flue_layout *l, const flue_partition *p) {
  if (p->b == FLUE_OPEN_AIR) return FLUE_LEAK_EXTERIOR_WALL;
  const flue_shaft *shafts[] = {l->space[p->a].shaft, l->space[p->b].shaft};
  for (int i = 0; i < 2; ++i) {
    if (!shafts[i]) continue;
    if (shafts[i]->kind == FLUE_SHAFT_LIFT || shafts[i]->kind == FLUE_SHAFT_RISER)
      return FLUE_LEAK_LIFT_WALL;
    if (shafts[i]->kind == FLUE_SHAFT_STAIR) return FLUE_LEAK_STAIR_WALL;
  }
  return FLUE_LEAK_PARTITION;
}

static flue_status make_leaks(deriver *d) {
  const flue_layout *l = d->layout;
  const flue_tightness tightness = (flue_tightness)d->root->building.leakage;
  for (size_t k = 0; k < l->n_partitions; ++k) {
    const flue_partition *p = &l->partition[k];
    const int is_facade = p->b == FLUE_OPEN_AIR;
    const double area = p->length_m * (p->z2_m - p->z1_m);
    const flue_opening o = {
        .kind = FLUE_OPENING_SLOT,
        .from = p->a,
        .to = is_facade ? FLUE_OUTSIDE : p->b,
        .z_bottom = p->z1_m,
        .z_top = p->z2_m,
        .leak_m2 = area * flue_leak_ratio(part_of(l, p), tightness),
        .exponent = 0.5,
        .wind_pa = is_facade ? wind_pressure(d, p->facing_deg) : 0.0,
    };
    FLUE_TRY(add_opening(d, &o,
                         is_facade
                             ? flue_format("%s|outside %.0f", l->space[p->a].name, p->facing_deg)
                             : flue_format("%s|%s", l->space[p->a].name, l->space[p->b].name)));
  }
  return FLUE_OK;
}

static flue_opening hatch(size_t below, size_t above, double z, double area, double cd,
                          int exchanges) {
  return (flue_opening){.kind = FLUE_OPENING_HATCH,
                        .from = below,
                        .to = above,
                        .z_bottom = z,
                        .z_top = z,
                        .area_m2 = area,
                        .cd = cd,
                        .exponent = 0.5,
                        .open = 1.0,
                        .exchanges = exchanges};
}

static flue_status make_floor_leaks(deriver *d) {
  const flue_layout *l = d->layout;
  const double ratio = flue_leak_ratio(FLUE_LEAK_FLOOR, (flue_tightness)d->root->building.leakage);
  double *covered = case_alloc(d, l->n_spaces, sizeof *covered);
  FLUE_CHECK(covered, d->ctx, FLUE_ENOMEM, "no memory for floors");
  for (size_t k = 0; k < l->n_slabs; ++k) {
    const flue_slab *s = &l->slab[k];
    covered[s->below] += s->area_m2;
    const flue_opening o =
        hatch(s->below, s->above, l->space[s->above].z_m, ratio * s->area_m2, FLUE_CD_LEAK, 0);
    FLUE_TRY(
        add_opening(d, &o, flue_format("%s^%s", l->space[s->below].name, l->space[s->above].name)));
  }
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    const int is_top = !s->shaft || i + 1 == l->n_spaces || s->top_level + 1 == l->n_levels ||
                       flue_layout_segment(l, s->shaft, s->top_level + 1) == FLUE_OPEN_AIR;
    const double bare = s->area_m2 - covered[i];
    if (!is_top || bare < 0.05 * s->area_m2) continue;
    const flue_opening o =
        hatch(i, FLUE_OUTSIDE, s->z_m + s->height_m, ratio * bare, FLUE_CD_LEAK, 0);
    FLUE_TRY(add_opening(d, &o, flue_format("%s^roof", s->name)));
  }
  return FLUE_OK;
}

/* ---- shafts ---- */

/** Effective area between two segments of a shaft, discharge coefficient included [m2]. */
static double shaft_area(const deriver *d, const flue_shaft *s, double area, double storey_height) {
  if (s->kind == FLUE_SHAFT_STAIR) {
    /* Achakji and Tamura: 0.6 x 0.083 h A for closed treads and nobody on it (unverified: from
     * memory) */
    return 0.6 * 0.083 * storey_height * area;
  }
  if (s->kind == FLUE_SHAFT_LIFT) {
    const double friction = 0.05, hydraulic = sqrt(area); /* smooth concrete; side of a square */
    return area * sqrt(hydraulic / (friction * storey_height));
  }
  const int is_stopped = flue_draw_get(d->draw, &s->fire_stopped) > 0.5;
  return FLUE_CD_LEAK * area * (is_stopped ? riser_stopped_share : riser_free_share);
}

static flue_status make_shafts(deriver *d) {
  const flue_layout *l = d->layout;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->shaft || s->shaft->kind == FLUE_SHAFT_ATRIUM || s->level + 1 >= l->n_levels) continue;
    const size_t above = flue_layout_segment(l, s->shaft, s->level + 1);
    if (above == FLUE_OPEN_AIR) continue;
    const double area = shaft_area(d, s->shaft, s->area_m2, s->height_m);
    const flue_opening o = hatch(i, above, l->space[above].z_m, area, 1.0, 1);
    FLUE_TRY(add_opening(d, &o, flue_format("%s^%s", s->name, l->space[above].name)));
  }
  return FLUE_OK;
}

/* ---- fires ---- */

/** Room of a fire: the named one, or one picked among several by the draw. */
static size_t pick_room(const deriver *d, const flue_pick *pick) {
  const flue_layout *l = d->layout;
  const double share = pick->id < 0 ? 0.0 : d->draw->value[pick->id];
  if (!pick->any.text) {
    const size_t n = pick->rooms.n, index = (size_t)(share * (double)n);
    return flue_layout_find(l, pick->rooms.items[index < n ? index : n - 1].text);
  }
  flue_word any = pick->any;
  const flue_words words = {&any, 1};
  size_t n = 0;
  for (size_t i = 0; i < l->n_spaces; ++i) n += (size_t)flue_layout_fits(&l->space[i], &words);
  size_t index = (size_t)(share * (double)n);
  if (index >= n) index = n - 1;
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (flue_layout_fits(&l->space[i], &words) && index-- == 0) return i;
  return 0;
}

static flue_status make_fires(deriver *d) {
  const flue_list *list = &d->root->fires;
  flue_fire *fires = case_alloc(d, list->n, sizeof *fires);
  const char **names = case_alloc(d, list->n, sizeof *names);
  FLUE_CHECK(fires && names, d->ctx, FLUE_ENOMEM, "no memory for fires");
  for (size_t k = 0; k < list->n; ++k) {
    const flue_blaze *b = FLUE_ITEM(flue_blaze, *list, k);
    const flue_space *s = &d->layout->space[d->fire_rooms[k]];
    flue_use use = {.fire_load = 300e6}; /* shafts and atria: as a hall for meetings */
    if (s->room) FLUE_TRY(flue_use_find(d->ctx, s->use, &use));
    const double density = flue_draw_get(d->draw, &b->load);
    fires[k] =
        (flue_fire){.compartment = d->fire_rooms[k],
                    .base_m = fmin(flue_draw_get(d->draw, &b->base), 0.8 * s->height_m),
                    .design = {flue_draw_get(d->draw, &b->growth), flue_draw_get(d->draw, &b->peak),
                               (isnan(density) ? use.fire_load : density) * s->area_m2,
                               flue_draw_get(d->draw, &b->start)}};
    FLUE_TRY(flue_fuel_find(d->ctx, b->fuel.text, &fires[k].fuel));
    names[k] = b->id.text;
  }
  d->out->input.network.fires = fires;
  d->out->input.network.n_fires = list->n;
  d->out->input.fire_names = names;
  return FLUE_OK;
}

/* ---- whole ---- */

flue_status case_network(deriver *d) {
  const flue_site *site = &d->root->site;
  flue_coupling_input *in = &d->out->input;
  in->network.outside =
      (flue_atmosphere){flue_draw_get(d->draw, &site->weather.temperature),
                        flue_pressure_at_elevation(flue_draw_get(d->draw, &site->elevation)),
                        flue_draw_get(d->draw, &site->weather.lapse)};
  in->network.step_s = d->root->run.step.d.p[0];
  d->fire_rooms = case_alloc(d, d->root->fires.n, sizeof *d->fire_rooms);
  FLUE_CHECK(d->fire_rooms, d->ctx, FLUE_ENOMEM, "no memory for fires");
  for (size_t k = 0; k < d->root->fires.n; ++k)
    d->fire_rooms[k] = pick_room(d, &FLUE_ITEM(flue_blaze, d->root->fires, k)->at.room);
  FLUE_TRY(make_compartments(d));
  FLUE_TRY(make_gaps(d));
  FLUE_TRY(make_leaks(d));
  FLUE_TRY(make_floor_leaks(d));
  FLUE_TRY(make_shafts(d));
  return make_fires(d);
}

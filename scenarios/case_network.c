/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compartments, openings, leaks, shafts and fires of one case. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/fire_curve.h"
#include "models/flow.h"
#include "models/leakage.h"
#include "scenarios/case_internal.h"
#include "scenarios/geometry.h"
#include "scenarios/library.h"

static const double crack_exponent = 0.65;
static const double wall_reference_pa = 75.0, floor_reference_pa = 25.0; /* of the leak ratios */
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

static flue_zone zone_of(const deriver *d, const flue_space *s) {
  switch (s->model) {
    case FLUE_MODEL_MIXED:
      return FLUE_ZONE_MIXED;
    case FLUE_MODEL_TWO_LAYER:
      return FLUE_ZONE_TWO_LAYER;
    case FLUE_MODEL_FIELD:
      return FLUE_ZONE_FIELD;
    default:
      return is_two_layer(d, s) ? FLUE_ZONE_TWO_LAYER : s->shaft ? FLUE_ZONE_MIXED : FLUE_ZONE_AUTO;
  }
}

/** Floor and ceiling of a space: none in lifts and risers, two flights a storey in a stair. */
static double slab_area(const flue_space *s) {
  const int is_open =
      s->shaft && (s->shaft->kind == FLUE_SHAFT_LIFT || s->shaft->kind == FLUE_SHAFT_RISER);
  return is_open ? 0.0 : 2.0 * s->area_m2;
}

static flue_status make_compartments(deriver *d) {
  const flue_layout *l = d->layout;
  flue_compartment *rooms = case_alloc(d, l->n_spaces, sizeof *rooms);
  flue_room_info *info = case_alloc(d, l->n_spaces, sizeof *info);
  FLUE_CHECK(rooms && info, d->ctx, FLUE_ENOMEM, "no memory for compartments");
  flue_build_up *walls = case_alloc(d, 1, sizeof *walls);
  FLUE_CHECK(walls, d->ctx, FLUE_ENOMEM, "no memory for compartments");
  walls->n = 1;
  FLUE_TRY(flue_material_find(d->ctx, d->root->building.walls.text, &walls->layer[0]));
  const double inside = flue_draw_get(d->draw, &d->root->building.temperature);
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    const size_t surface = s->model == FLUE_MODEL_FIELD ? FLUE_ADIABATIC : 0;
    rooms[i] = (flue_compartment){.zone = zone_of(d, s),
                                  .z_m = s->z_m,
                                  .height_m = s->height_m,
                                  .area_m2 = s->area_m2,
                                  .wall_area_m2 = s->perimeter_m * s->height_m,
                                  .slab_area_m2 = slab_area(s),
                                  .temp_k = inside,
                                  .ceiling = surface,
                                  .wall = surface,
                                  .floor = surface};
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
  d->out->input.network.build_ups = walls;
  d->out->input.network.n_build_ups = 1;
  d->out->input.network.compartments = rooms;
  d->out->input.network.n_compartments = d->out->input.n_rooms = l->n_spaces;
  d->out->input.rooms = info;
  return FLUE_OK;
}

/* ---- openings ---- */

flue_status case_add_opening(deriver *d, const flue_opening *o, char *name) {
  if (!name) return FLUE_ENOMEM;
  FLUE_TRY(case_own(d, name));
  FLUE_TRY(flue_grow(&d->openings, &d->opening_capacity, d->n_openings + 1, sizeof *d->openings));
  FLUE_TRY(flue_grow(&d->names, &d->name_capacity, d->n_openings + 1, sizeof *d->names));
  d->names[d->n_openings] = name;
  d->openings[d->n_openings++] = *o;
  return FLUE_OK;
}

/** Wind on a facade, at the height of the roof as the reference of the coefficients. */
static void set_wind(const deriver *d, double facing_deg, flue_opening *o) {
  const flue_level *top = &d->layout->level[d->layout->n_levels - 1];
  const flue_wind_end end = {.modifier = case_wind_modifier(d, top->z_m + top->height_m),
                             .facing_deg = facing_deg};
  case_wind(d, &end, 0.0, o);
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

/** Where an opening is in its facade, which its direction names. */
static void place_in_facade(const flue_gap *gap, flue_opening *o) {
  const int first = 5; /* after the four of rooms with sides */
  const double radian = 3.14159265358979323846 / 180.0, facing = gap->facing_deg * radian;
  o->facade = first + (int)lround(gap->facing_deg);
  o->facade_m[0] = gap->x * cos(facing) - gap->y * sin(facing);
  o->facade_m[1] = gap->x * sin(facing) + gap->y * cos(facing);
}

static flue_status make_gaps(deriver *d) {
  const flue_layout *l = d->layout;
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    const flue_door *door = gap->door;
    const double z = l->level[gap->level].z_m + door->sill.d.p[0];
    flue_opening o = {
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
    };
    if (gap->b == FLUE_OPEN_AIR) {
      set_wind(d, gap->facing_deg, &o);
      place_in_facade(gap, &o);
    }
    FLUE_TRY(case_add_opening(d, &o, flue_copy_text(gap->name)));
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

/** Area for a flow law of exponent 0.65 that passes at the reference pressure what the orifice law
 * does. */
static double crack_area(double area, double reference_pa) {
  return area * pow(reference_pa, 0.5 - crack_exponent);
}

static flue_status make_leaks(deriver *d) {
  const flue_layout *l = d->layout;
  const flue_tightness tightness = (flue_tightness)d->root->building.leakage;
  for (size_t k = 0; k < l->n_partitions; ++k) {
    const flue_partition *p = &l->partition[k];
    const int is_facade = p->b == FLUE_OPEN_AIR;
    /* below the ground a wall has earth behind it */
    const double bottom = is_facade ? fmax(p->z1_m, 0.0) : p->z1_m;
    if (p->z2_m - bottom < 0.01) continue;
    const double area = p->length_m * (p->z2_m - bottom);
    flue_opening o = {
        .kind = FLUE_OPENING_SLOT,
        .from = p->a,
        .to = is_facade ? FLUE_OUTSIDE : p->b,
        .z_bottom = bottom,
        .z_top = p->z2_m,
        .leak_m2 = crack_area(area * flue_leak_ratio(part_of(l, p), tightness), wall_reference_pa),
        .exponent = crack_exponent,
    };
    if (is_facade) set_wind(d, p->facing_deg, &o);
    FLUE_TRY(case_add_opening(
        d, &o,
        is_facade ? flue_format("%s|outside %.0f", l->space[p->a].name, p->facing_deg)
                  : flue_format("%s|%s", l->space[p->a].name, l->space[p->b].name)));
  }
  return FLUE_OK;
}

static flue_opening hatch(size_t below, size_t above, double z, double area, double cd,
                          double exponent, double exchange) {
  return (flue_opening){.kind = FLUE_OPENING_HATCH,
                        .from = below,
                        .to = above,
                        .z_bottom = z,
                        .z_top = z,
                        .area_m2 = area,
                        .cd = cd,
                        .exponent = exponent,
                        .open = 1.0,
                        .exchange_m2 = exchange};
}

static flue_status add_floor_leak(deriver *d, size_t below, size_t above, double z, double area,
                                  char *name) {
  const double ratio = flue_leak_ratio(FLUE_LEAK_FLOOR, (flue_tightness)d->root->building.leakage);
  const flue_opening o = hatch(below, above, z, crack_area(ratio * area, floor_reference_pa),
                               FLUE_CD_LEAK, crack_exponent, 0.0);
  return case_add_opening(d, &o, name);
}

/** Part of the top of a space that lies under the open sky [m2]. */
static double sky_area(const flue_layout *l, size_t space, double under_rooms) {
  const flue_space *s = &l->space[space];
  const double shares_nothing = 0.05; /* of the area: too little to look for what covers it */
  const size_t n_above = s->top_level + 1 < l->n_levels ? l->n_spaces : 0;
  double bare = s->area_m2 - under_rooms;
  for (size_t i = 0; i < n_above && bare > shares_nothing * s->area_m2; ++i) {
    const flue_space *above = &l->space[i];
    const int is_next = above->level <= s->top_level + 1 && above->top_level >= s->top_level + 1;
    /* rooms over rooms are slabs already */
    if (i == space || !is_next || (s->room && above->room)) continue;
    bare -= flue_polygon_common(s->polygon, above->polygon);
  }
  return bare > shares_nothing * s->area_m2 ? bare : 0.0;
}

static flue_status make_floor_leaks(deriver *d) {
  const flue_layout *l = d->layout;
  double *covered = case_alloc(d, l->n_spaces, sizeof *covered);
  FLUE_CHECK(covered, d->ctx, FLUE_ENOMEM, "no memory for floors");
  for (size_t k = 0; k < l->n_slabs; ++k) {
    const flue_slab *s = &l->slab[k];
    covered[s->below] += s->area_m2;
    FLUE_TRY(
        add_floor_leak(d, s->below, s->above, l->space[s->above].z_m, s->area_m2,
                       flue_format("%s^%s", l->space[s->below].name, l->space[s->above].name)));
  }
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    const double bare = sky_area(l, i, covered[i]);
    if (bare > 0.0)
      FLUE_TRY(add_floor_leak(d, i, FLUE_OUTSIDE, s->z_m + s->height_m, bare,
                              flue_format("%s^roof", s->name)));
  }
  return FLUE_OK;
}

/* ---- shafts ---- */

/** How air passes from one segment of a shaft to the next. */
typedef struct shaft_way {
  double effective; /**< Area with the discharge coefficient in it [m2]. */
  double free;      /**< Area for exchange [m2]. */
} shaft_way;

static shaft_way way_through(const deriver *d, const flue_shaft *s, double area,
                             double storey_height) {
  if (s->kind == FLUE_SHAFT_STAIR) {
    /* Achakji and Tamura, closed treads, nobody on it (unverified: from memory) */
    const double between_flights = 0.083 * storey_height * area, cd = 0.6;
    return (shaft_way){cd * between_flights, between_flights};
  }
  if (s->kind == FLUE_SHAFT_LIFT) {
    const double friction = 0.05, hydraulic = sqrt(area); /* smooth concrete; side of a square */
    return (shaft_way){area * sqrt(hydraulic / (friction * storey_height)), area};
  }
  const int is_stopped = flue_draw_get(d->draw, &s->fire_stopped) > 0.5;
  const double free = area * (is_stopped ? riser_stopped_share : riser_free_share);
  return (shaft_way){FLUE_CD_LEAK * free, free};
}

static flue_status make_shafts(deriver *d) {
  const flue_layout *l = d->layout;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    const flue_space *s = &l->space[i];
    if (!s->shaft || s->shaft->kind == FLUE_SHAFT_ATRIUM || s->level + 1 >= l->n_levels) continue;
    const size_t above = flue_layout_segment(l, s->shaft, s->level + 1);
    if (above == FLUE_OPEN_AIR) continue;
    const shaft_way way = way_through(d, s->shaft, s->area_m2, s->height_m);
    const flue_opening o = hatch(i, above, l->space[above].z_m, way.effective, 1.0, 0.5, way.free);
    FLUE_TRY(case_add_opening(d, &o, flue_format("%s^%s", s->name, l->space[above].name)));
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

flue_status case_burn_by_curve(deriver *d, const char *curve, flue_fire *fire, flue_fuel *fuel) {
  flue_fire_curve found;
  FLUE_TRY(flue_fire_curve_find(d->ctx, curve, &found));
  double *rows = case_alloc(d, 3 * found.n, sizeof *rows);
  FLUE_CHECK(rows, d->ctx, FLUE_ENOMEM, "no memory for fires");
  memcpy(rows, found.time_s, found.n * sizeof *rows);
  memcpy(rows + found.n, found.heat_w, found.n * sizeof *rows);
  for (size_t i = 0; i < found.n; ++i) rows[2 * found.n + i] = found.area_m2;
  fire->table = (flue_fire_table){
      .n = found.n, .time_s = rows, .heat_w = rows + found.n, .area_m2 = rows + 2 * found.n};
  return flue_fuel_find(d->ctx, found.fuel, fuel);
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
                    .x_m = NAN,
                    .y_m = NAN,
                    .when = FLUE_NO_TRIGGER,
                    .base_m = fmin(flue_draw_get(d->draw, &b->base), 0.8 * s->height_m),
                    .design = {flue_draw_get(d->draw, &b->growth), flue_draw_get(d->draw, &b->peak),
                               (isnan(density) ? use.fire_load : density) * s->area_m2,
                               flue_draw_get(d->draw, &b->start)}};
    if (b->lit_by == FLUE_LIT_BY_FLAME) {
      fires[k].by_flame = 1;
      fires[k].when.delay_s = fires[k].design.start_s;
      fires[k].design.start_s = 0.0;
    }
    if (b->curve.text) {
      if (!fires[k].by_flame) fires[k].when.time_s = fires[k].design.start_s;
      FLUE_TRY(case_burn_by_curve(d, b->curve.text, &fires[k], &fires[k].fuel));
    }
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
  case_outside(d, flue_pressure_at_elevation(flue_draw_get(d->draw, &site->elevation)));
  in->network.step_s = case_step(&d->root->run);
  in->network.humidity = 0.5;
  in->network.oxygen_limit = NAN;
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sample of a scenario whose compartments are given one by one. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "models/leakage.h"
#include "scenarios/case_internal.h"

/** Discharge coefficients: of hatches, of the leaks of compartments. @cite peacock2021 */
static const double discharge_hatch = 0.68, discharge_leak = 0.7;

/* ---- names ---- */

size_t case_compartment(const deriver *d, const char *name) {
  const size_t i = flue_names_find(&d->compartments, name);
  return i == FLUE_NO_NAME ? FLUE_OUTSIDE : i;
}

static size_t end_of(const deriver *d, const flue_words *between, size_t i) {
  const char *name = between->items[i].text;
  return flue_names_outside(name) ? FLUE_OUTSIDE : case_compartment(d, name);
}

static const flue_net_material *find_material(const flue_net *net, const char *name) {
  for (size_t i = 0; name && i < net->materials.n; ++i)
    if (strcmp(FLUE_ITEM(flue_net_material, net->materials, i)->id.text, name) == 0)
      return FLUE_ITEM(flue_net_material, net->materials, i);
  return NULL;
}

/* ---- compartments ---- */

static flue_material material_of(const deriver *d, const flue_net_material *m, double thickness) {
  const double own = flue_draw_get(d->draw, &m->thickness);
  return (flue_material){
      flue_draw_get(d->draw, &m->conductivity),  flue_draw_get(d->draw, &m->density),
      flue_draw_get(d->draw, &m->specific_heat), isnan(thickness) ? own : thickness,
      flue_draw_get(d->draw, &m->emissivity),    flue_draw_get(d->draw, &m->bound_water)};
}

/** Adds the build-up of a surface and says where it is; none without layers. */
static size_t add_build_up(const deriver *d, const flue_list *layers, flue_build_up *all,
                           size_t *n) {
  flue_build_up b = {0};
  for (size_t i = 0; i < layers->n && b.n < FLUE_WALL_LAYERS; ++i) {
    const flue_net_layer *layer = FLUE_ITEM(flue_net_layer, *layers, i);
    const flue_net_material *m = find_material(&d->root->network, layer->material.text);
    if (m) b.layer[b.n++] = material_of(d, m, flue_draw_get(d->draw, &layer->thickness));
  }
  if (b.n == 0 || d->root->network.adiabatic) return FLUE_ADIABATIC;
  for (size_t i = 0; i < *n; ++i)
    if (memcmp(&all[i], &b, sizeof b) == 0) return i;
  all[*n] = b;
  return (*n)++;
}

static void set_profile(const flue_net_compartment *c, flue_compartment *room) {
  if (!c->heights.v || !c->areas.v || c->heights.n < 2) return;
  room->n_profile = c->heights.n;
  room->profile_z = c->heights.v;
  room->profile_area = c->areas.v;
  room->area_m2 = fmax(1e-6, c->areas.v[0]);
}

static flue_status make_compartments(deriver *d) {
  const flue_net *net = &d->root->network;
  const size_t n = net->compartments.n, all = n + 2 * net->air_handling.n;
  flue_compartment *rooms = case_alloc(d, all, sizeof *rooms);
  flue_room_info *info = case_alloc(d, all, sizeof *info);
  flue_build_up *walls = case_alloc(d, 3 * n, sizeof *walls);
  FLUE_CHECK(rooms && info && walls, d->ctx, FLUE_ENOMEM, "no memory for compartments");
  size_t n_walls = 0;
  for (size_t i = 0; i < n; ++i) {
    const flue_net_compartment *c = FLUE_ITEM(flue_net_compartment, net->compartments, i);
    const double height = c->height.d.p[0];
    const flue_zone zone = c->kind == FLUE_NET_MIXED || case_is_held(net) ? FLUE_ZONE_MIXED
                           : c->kind == FLUE_NET_AUTO                     ? FLUE_ZONE_AUTO
                                                                          : FLUE_ZONE_TWO_LAYER;
    double width, depth;
    flue_net_floor(c, &width, &depth);
    rooms[i] = (flue_compartment){.zone = zone,
                                  .z_m = c->at.v[2],
                                  .height_m = height,
                                  .area_m2 = width * depth,
                                  .width_m = width,
                                  .depth_m = depth,
                                  .wall_area_m2 = 2.0 * (width + depth) * height,
                                  .slab_area_m2 = 2.0 * width * depth,
                                  .temp_k = case_temperature(d, &c->temperature),
                                  .ceiling = add_build_up(d, &c->ceiling, walls, &n_walls),
                                  .wall = add_build_up(d, &c->walls, walls, &n_walls),
                                  .floor = add_build_up(d, &c->floor, walls, &n_walls),
                                  .is_corridor = c->corridor};
    set_profile(c, &rooms[i]);
    info[i] = (flue_room_info){
        .name = c->id.text, .area_m2 = width * depth, .height_m = height, .is_room = 1};
  }
  FLUE_TRY(case_handler_rooms(d, rooms + n, info + n));
  d->out->input.network.compartments = rooms;
  d->out->input.network.n_compartments = d->out->input.n_rooms = all;
  d->out->input.network.build_ups = walls;
  d->out->input.network.n_build_ups = n_walls;
  d->out->input.rooms = info;
  return FLUE_OK;
}

/* ---- openings ---- */

/** Share over time, a switch, or a controller. */
static flue_status set_control(deriver *d, flue_opening *o, const flue_numbers *times,
                               const flue_numbers *shares, const flue_net_trigger *when,
                               const flue_value *before, const flue_value *after,
                               const flue_net_control *control, const char *name) {
  o->open = 1.0;
  if (!times->v || !shares->v || times->n == 0)
    return case_control(d, o, when, before->d.p[0], after->d.p[0], control, name);
  o->n_ramp = times->n < shares->n ? times->n : shares->n;
  o->ramp_t = times->v;
  o->ramp_share = shares->v;
  o->open = shares->v[0];
  return FLUE_OK;
}

static double floor_of(const deriver *d, size_t room) {
  return d->out->input.network.compartments[room].z_m;
}

/** Discharge coefficient of an opening in a wall for which none is given: of a door or window, or
 * of a hole, which is as the leaks of compartments. */
static double usual_discharge(double area_m2) {
  const double smallest_window = 0.1; /* [m2] (assumed) */
  return area_m2 < smallest_window ? discharge_leak : FLUE_CD_DOOR;
}

static flue_opening wall_opening(const deriver *d, const flue_net_opening *v, size_t a, size_t b) {
  const double cd = flue_draw_get(d->draw, &v->cd);
  const double floor = floor_of(d, a == FLUE_OUTSIDE ? b : a);
  const double z = floor + v->bottom.d.p[0], least = 1e-6; /* [m] */
  const double area = v->height.d.p[0] * v->width.d.p[0];
  return (flue_opening){.kind = FLUE_OPENING_SLOT,
                        .from = a,
                        .to = b,
                        .z_bottom = z,
                        .z_top = z + fmax(least, v->height.d.p[0]),
                        .area_m2 = area,
                        .cd = isnan(cd) ? usual_discharge(area) : cd,
                        .exponent = 0.5};
}

/** Where the middle of an opening in a wall is in a compartment, when it lies on its edge. */
static void place_end(const deriver *d, const flue_net_opening *v, size_t owner, size_t room,
                      int end, flue_opening *o) {
  const flue_list *all = &d->root->network.compartments;
  const double near_m = 0.5; /* for the thickness of walls */
  if (room == FLUE_OUTSIDE || room >= all->n || owner >= all->n || v->offset.n < 1) return;
  const flue_net_compartment *a = FLUE_ITEM(flue_net_compartment, *all, owner);
  const flue_net_compartment *b = FLUE_ITEM(flue_net_compartment, *all, room);
  const flue_compartment *r = d->out->input.network.compartments;
  const double along = v->offset.v[0] + 0.5 * v->width.d.p[0];
  const int is_across = v->face == FLUE_NET_RIGHT || v->face == FLUE_NET_LEFT;
  const double wall = v->face == FLUE_NET_RIGHT  ? r[owner].width_m
                      : v->face == FLUE_NET_REAR ? r[owner].depth_m
                                                 : 0.0;
  const double x = (is_across ? wall : along) + a->at.v[0] - b->at.v[0];
  const double y = (is_across ? along : wall) + a->at.v[1] - b->at.v[1];
  o->is_placed[end] = x >= -near_m && x <= r[room].width_m + near_m && y >= -near_m &&
                      y <= r[room].depth_m + near_m;
  o->place[end][0] = fmin(r[room].width_m, fmax(0.0, x));
  o->place[end][1] = fmin(r[room].depth_m, fmax(0.0, y));
}

/** Where an opening to the outside is in its facade. */
static void place_in_facade(const deriver *d, const flue_net_opening *v, size_t owner,
                            flue_opening *o) {
  const int end = o->from != owner,
            is_across = v->face == FLUE_NET_RIGHT || v->face == FLUE_NET_LEFT;
  if (!o->is_placed[end]) return;
  const flue_net_compartment *c =
      FLUE_ITEM(flue_net_compartment, d->root->network.compartments, owner);
  o->facade = 1 + v->face;
  o->facade_m[is_across] = o->place[end][0] + c->at.v[0];
  o->facade_m[!is_across] = o->place[end][1] + c->at.v[1];
}

/** The upper compartment comes first; outside above or below the other. */
static flue_opening floor_opening(const deriver *d, const flue_net_opening *v, size_t top,
                                  size_t bottom) {
  const double cd = flue_draw_get(d->draw, &v->cd);
  const flue_compartment *rooms = d->out->input.network.compartments;
  const double z =
      top == FLUE_OUTSIDE ? rooms[bottom].z_m + rooms[bottom].height_m : rooms[top].z_m;
  return (flue_opening){.kind = FLUE_OPENING_HATCH,
                        .from = bottom,
                        .to = top,
                        .z_bottom = z,
                        .z_top = z,
                        .area_m2 = v->area.d.p[0],
                        .cd = isnan(cd) ? discharge_hatch : cd,
                        .exponent = 0.5,
                        .exchange_m2 = v->area.d.p[0],
                        .is_round = v->shape == 1};
}

static flue_status make_openings(deriver *d) {
  const flue_net *net = &d->root->network;
  for (size_t k = 0; k < net->openings.n; ++k) {
    const flue_net_opening *v = FLUE_ITEM(flue_net_opening, net->openings, k);
    const size_t a = end_of(d, &v->between, 0), b = end_of(d, &v->between, 1);
    flue_opening o =
        v->kind == FLUE_NET_WALL ? wall_opening(d, v, a, b) : floor_opening(d, v, a, b);
    if (v->kind == FLUE_NET_WALL) {
      place_end(d, v, a == FLUE_OUTSIDE ? b : a, a, 0, &o);
      place_end(d, v, a == FLUE_OUTSIDE ? b : a, b, 1, &o);
      if (a == FLUE_OUTSIDE || b == FLUE_OUTSIDE)
        place_in_facade(d, v, a == FLUE_OUTSIDE ? b : a, &o);
    }
    if (a == FLUE_OUTSIDE || b == FLUE_OUTSIDE) {
      const flue_wind_end end = case_wind_end(d, &d->profiles, &v->wind_profile, &v->wind_modifier,
                                              &v->facing, 0.5 * (o.z_bottom + o.z_top));
      case_wind(d, &end, flue_draw_get(d->draw, &v->wind_pressure), &o);
    }
    FLUE_TRY(set_control(d, &o, &v->times, &v->shares, &v->when, &v->before, &v->after, &v->control,
                         v->id.text));
    FLUE_TRY(case_glass(d, &o, &v->glass));
    FLUE_TRY(case_add_opening(d, &o, flue_copy_text(v->id.text)));
  }
  return FLUE_OK;
}

static flue_status make_fans(deriver *d) {
  const flue_net *net = &d->root->network;
  for (size_t k = 0; k < net->fans.n; ++k) {
    const flue_net_fan *f = FLUE_ITEM(flue_net_fan, net->fans, k);
    const size_t ends[2] = {end_of(d, &f->between, 0), end_of(d, &f->between, 1)};
    flue_opening o = {.kind = FLUE_OPENING_BLOWER,
                      .from = ends[0],
                      .to = ends[1],
                      .fan_flow = flue_draw_get(d->draw, &f->flow),
                      .cutoff_pa = {f->cutoff.v[0], f->cutoff.v[1]},
                      .filter_from = f->filter_from.d.p[0],
                      .filter_share = f->filter_share.d.p[0]};
    for (size_t e = 0; e < 2; ++e) {
      const size_t room = ends[e] == FLUE_OUTSIDE ? ends[1 - e] : ends[e];
      const int is_flat = f->facing.n > e && strcmp(f->facing.items[e].text, "horizontal") == 0;
      o.end_z[e] = floor_of(d, room) + f->heights.v[e];
      o.end_size[e] = is_flat ? 0.0 : sqrt(f->areas.v[e]);
    }
    o.z_bottom = o.z_top = o.end_z[0];
    if (ends[0] == FLUE_OUTSIDE || ends[1] == FLUE_OUTSIDE) {
      const flue_wind_end end =
          case_wind_end(d, &d->profiles, &f->wind_profile, &f->wind_modifier, &f->facing_to,
                        o.end_z[ends[0] == FLUE_OUTSIDE ? 0 : 1]);
      case_wind(d, &end, flue_draw_get(d->draw, &f->wind_pressure), &o);
    }
    FLUE_TRY(set_control(d, &o, &f->times, &f->shares, &f->when, &f->before, &f->after, &f->control,
                         f->id.text));
    FLUE_TRY(case_add_opening(d, &o, flue_copy_text(f->id.text)));
  }
  return FLUE_OK;
}

/** Cracks to the outside by the share of the surface: over the height of the walls, and a low slot
 *  for the floor. */
static flue_status make_leaks(deriver *d) {
  const flue_net *net = &d->root->network;
  const double low = 0.01; /* [m] */
  for (size_t i = 0; i < net->compartments.n; ++i) {
    const flue_net_compartment *c = FLUE_ITEM(flue_net_compartment, net->compartments, i);
    const flue_compartment *r = &d->out->input.network.compartments[i];
    const double wall = flue_draw_get(d->draw, &c->leak_walls) * r->wall_area_m2;
    const double floor = flue_draw_get(d->draw, &c->leak_floor) * r->area_m2;
    const double area[2] = {wall, floor}, top[2] = {r->height_m, fmin(low, r->height_m)};
    for (int k = 0; k < 2; ++k) {
      if (!(area[k] > 0.0)) continue;
      const flue_opening o = {.kind = FLUE_OPENING_SLOT,
                              .from = i,
                              .to = FLUE_OUTSIDE,
                              .z_bottom = r->z_m,
                              .z_top = r->z_m + top[k],
                              .area_m2 = area[k],
                              .cd = discharge_leak,
                              .exponent = 0.5,
                              .open = 1.0};
      FLUE_TRY(case_add_opening(
          d, &o, flue_format("%s|outside %s", c->id.text, k ? "floor leak" : "wall leak")));
    }
  }
  return FLUE_OK;
}

/* ---- fires ---- */

static void set_fuel(const deriver *d, const char *name, flue_fuel *fuel) {
  const flue_list *fuels = &d->root->network.fuels;
  for (size_t i = 0; i < fuels->n; ++i) {
    const flue_net_fuel *f = FLUE_ITEM(flue_net_fuel, *fuels, i);
    if (strcmp(f->id.text, name) != 0) continue;
    *fuel = flue_net_formula(f);
    fuel->heat_of_combustion = flue_draw_get(d->draw, &f->heat_of_combustion);
    fuel->radiative_fraction = flue_draw_get(d->draw, &f->radiative_fraction);
    strncpy(fuel->name, name, sizeof fuel->name - 1);
    return;
  }
}

static flue_fire_table table_of(const flue_net_fire *f) {
  return (flue_fire_table){.n = f->times.n,
                           .time_s = f->times.v,
                           .heat_w = f->heat.v,
                           .base_m = f->heights.v,
                           .area_m2 = f->areas.v,
                           .co = f->co.v,
                           .soot = f->soot.v,
                           .hcn = f->hcn.v,
                           .hcl = f->hcl.v,
                           .trace = f->trace.v};
}

/** Without a trigger a fire burns from the start. */
static flue_trigger ignition_of(const deriver *d, const flue_net_trigger *when) {
  flue_trigger t = case_trigger(d, when);
  if (!case_trigger_is_set(&t)) t.time_s = 0.0;
  return t;
}

static double first_or(const flue_numbers *row, double otherwise) {
  return row->n > 0 ? row->v[0] : otherwise;
}

/** Burning by a measured curve: what of fuel and yields is not written is that of the item. */
static flue_status burn_as_measured(deriver *d, const flue_net_fire *f, flue_fire *fire) {
  flue_fuel item;
  fire->base_m = first_or(&f->heights, 0.0);
  FLUE_TRY(case_burn_by_curve(d, f->curve.text, fire, &item));
  if (!f->fuel.text) fire->fuel = item;
  if (!f->fuel.text && f->co.n + f->soot.n + f->hcn.n + f->hcl.n + f->trace.n == 0) return FLUE_OK;
  flue_fuel_stoichiometry(&fire->fuel, first_or(&f->co, item.yield[FLUE_CO]),
                          first_or(&f->soot, item.yield[FLUE_SOOT]),
                          first_or(&f->hcn, item.yield[FLUE_HCN]), first_or(&f->hcl, INFINITY),
                          first_or(&f->trace, 0.0), fire->fuel.yield);
  return FLUE_OK;
}

static flue_status make_fires(deriver *d) {
  const flue_net *net = &d->root->network;
  flue_fire *fires = case_alloc(d, net->fires.n, sizeof *fires);
  const char **names = case_alloc(d, net->fires.n, sizeof *names);
  FLUE_CHECK(fires && names, d->ctx, FLUE_ENOMEM, "no memory for fires");
  for (size_t k = 0; k < net->fires.n; ++k) {
    const flue_net_fire *f = FLUE_ITEM(flue_net_fire, net->fires, k);
    fires[k] = (flue_fire){.compartment = case_compartment(d, f->in.text),
                           .x_m = f->at.v ? f->at.v[0] : NAN,
                           .y_m = f->at.v ? f->at.v[1] : NAN,
                           .table = table_of(f),
                           .when = ignition_of(d, &f->when),
                           .plume = (flue_plume_kind)f->plume,
                           .length_m = f->line_length.d.p[0],
                           .spill_m = f->spill_width.d.p[0],
                           .edge_m = f->edge_height.d.p[0],
                           .e_coefficient = f->e_coefficient.d.p[0],
                           .has_e_coefficient = !isnan(f->e_coefficient.d.p[0])};
    if (f->fuel.text) set_fuel(d, f->fuel.text, &fires[k].fuel);
    const double soot = f->soot.v ? f->soot.v[0] : 0.0;
    flue_fuel_stoichiometry(&fires[k].fuel, 0.0, soot, 0.0, INFINITY, 0.0, fires[k].fuel.yield);
    if (f->curve.text) FLUE_TRY(burn_as_measured(d, f, &fires[k]));
    names[k] = f->id.text;
  }
  d->out->input.network.fires = fires;
  d->out->input.network.n_fires = net->fires.n;
  d->out->input.fire_names = names;
  return FLUE_OK;
}

/* ---- targets, links ---- */

static flue_status make_targets(deriver *d) {
  const flue_net *net = &d->root->network;
  static const flue_material steel = {54.0, 7850.0, 425.0, 0.001, 0.95, 0.0};
  flue_target *targets = case_alloc(d, net->targets.n, sizeof *targets);
  const char **names = case_alloc(d, net->targets.n, sizeof *names);
  FLUE_CHECK(targets && names, d->ctx, FLUE_ENOMEM, "no memory for targets");
  for (size_t k = 0; k < net->targets.n; ++k) {
    const flue_net_target *t = FLUE_ITEM(flue_net_target, net->targets, k);
    const flue_net_material *m = find_material(net, t->material.text);
    flue_material material = m ? material_of(d, m, t->thickness.d.p[0]) : steel;
    const double *n = t->normal.v;
    const double length = fmax(1e-12, sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]));
    targets[k] = (flue_target){
        .compartment = case_compartment(d, t->in.text),
        .x_m = t->at.v[0],
        .y_m = t->at.v[1],
        .z_m = t->at.v[2],
        .normal = {n[0] / length, n[1] / length, n[2] / length},
        .is_cylinder = t->kind == FLUE_NET_CYLINDER,
        .is_adiabatic = t->adiabatic,
        .material = material,
        .depth_m = isnan(t->depth.d.p[0]) ? 0.5 * material.thickness_m : t->depth.d.p[0],
        .convection = {t->convection.v ? t->convection.v[0] : NAN,
                       t->convection.v ? t->convection.v[1] : NAN}};
    names[k] = t->id.text;
  }
  d->out->input.network.targets = targets;
  d->out->input.network.n_targets = net->targets.n;
  d->out->input.target_names = names;
  return FLUE_OK;
}

static flue_status make_links(deriver *d) {
  const flue_net *net = &d->root->network;
  size_t n = 0;
  for (size_t k = 0; k < net->links.n; ++k) n += FLUE_ITEM(flue_net_link, net->links, k)->to.n;
  flue_heat_link *links = case_alloc(d, n, sizeof *links);
  FLUE_CHECK(links, d->ctx, FLUE_ENOMEM, "no memory for links");
  n = 0;
  for (size_t k = 0; k < net->links.n; ++k) {
    const flue_net_link *l = FLUE_ITEM(flue_net_link, net->links, k);
    for (size_t i = 0; i < l->to.n; ++i) {
      const size_t to = case_compartment(d, l->to.items[i].text);
      const double even = 1.0 / (double)l->to.n;
      if (to == FLUE_OUTSIDE) continue;
      links[n++] = (flue_heat_link){
          .from = case_compartment(d, l->from.text),
          .to = to,
          .surface = l->surface == FLUE_NET_LINK_FLOOR ? FLUE_FLOOR : FLUE_UPPER_WALL,
          .share = l->shares.v && i < l->shares.n ? l->shares.v[i] : even};
    }
  }
  d->out->input.network.links = links;
  d->out->input.network.n_links = n;
  return FLUE_OK;
}

static flue_status make_imposed(deriver *d) {
  const flue_net_imposed *i = &d->root->network.imposed;
  flue_imposed *held = case_alloc(d, 1, sizeof *held);
  FLUE_CHECK(held, d->ctx, FLUE_ENOMEM, "no memory for a case");
  *held =
      (flue_imposed){.gas_k = flue_draw_get(d->draw, &i->temperature),
                     .h2o_pa = flue_draw_get(d->draw, &i->h2o),
                     .co2_pa = flue_draw_get(d->draw, &i->co2),
                     .flux_w = flue_draw_get(d->draw, &i->flux),
                     .flame_w = flue_draw_get(d->draw, &i->fire_flux),
                     .n_furnace = i->times.n < i->temperatures.n ? i->times.n : i->temperatures.n,
                     .furnace_t = i->times.v,
                     .furnace_k = i->temperatures.v};
  d->out->input.network.imposed = held;
  return FLUE_OK;
}

static flue_status derive(deriver *d) {
  const flue_net *net = &d->root->network;
  flue_coupling_input *in = &d->out->input;
  const double longest = 10.0; /* [s] */
  in->is_network = 1;
  case_outside(d, flue_draw_get(d->draw, &net->pressure));
  in->network.humidity = flue_draw_get(d->draw, &net->humidity);
  in->network.oxygen_limit = net->oxygen_limit.d.p[0];
  in->network.step_s = isnan(net->longest_step.d.p[0]) ? longest : net->longest_step.d.p[0];
  in->output_s = d->root->run.output.d.p[0];
  in->step_s = in->output_s / ceil(in->output_s / fmax(longest, in->network.step_s));
  FLUE_TRY(make_compartments(d));
  FLUE_TRY(make_openings(d));
  FLUE_TRY(make_fans(d));
  FLUE_TRY(make_leaks(d));
  FLUE_TRY(case_paths(d));
  FLUE_TRY(make_fires(d));
  FLUE_TRY(make_targets(d));
  FLUE_TRY(case_sensors(d));
  FLUE_TRY(make_links(d));
  return make_imposed(d);
}

flue_status case_direct(deriver *d) {
  const flue_net *net = &d->root->network;
  flue_status status =
      flue_names_create(&net->compartments, sizeof(flue_net_compartment), &d->compartments);
  if (status == FLUE_OK)
    status = flue_names_create(&net->wind_profiles, sizeof(flue_net_profile), &d->profiles);
  if (status == FLUE_OK)
    status = derive(d);
  else
    flue_fail(d->ctx, status, __FILE__, __LINE__, "no memory for a case");
  const flue_status owned = case_own_controls(d);
  flue_names_clear(&d->compartments);
  flue_names_clear(&d->profiles);
  if (status == FLUE_OK) status = owned;
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network from its input: memory, parts, matrices and what it starts from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/network/network_internal.h"

static const double dp_smooth_slot = 0.02;  /* [Pa] integrated over height, so hardly felt */
static const double dp_smooth_point = 0.02; /* [Pa] */
static const double first_step = 0.1;       /* [s] */

/* ---- memory ---- */

/** Every array of the engine, once: where its pointer is kept, how many of which size. */
typedef struct array {
  void *place;
  size_t count, size;
} array;
enum { most_arrays = 128 };

/** Adds rows to a list. @return how many it has then. */
static size_t add_arrays(array list[most_arrays], size_t n, const array *rows, size_t more) {
  memcpy(list + n, rows, more * sizeof *rows);
  return n + more;
}

/** Of compartments, their cells and walls. */
static size_t list_rooms(flue_network *net, array list[most_arrays], size_t at) {
  const size_t n = net->n, c = net->n_cells;
  const array rows[] = {
      {&net->volume, n, sizeof(double)},
      {&net->expansion, n, sizeof(double)},
      {&net->head, n, sizeof(double)},
      {&net->pressure, n, sizeof(double)},
      {&net->state_pressure, n, sizeof(double)},
      {&net->layer_m, n, sizeof(double)},
      {&net->gain, c, sizeof(double)},
      {&net->grid, net->n_build_ups, sizeof(flue_wall_grid)},
      {&net->wall_step, net->n_build_ups, sizeof(flue_wall_step)},
      {&net->wall_dried, net->has_bound_water ? n : 0,
       FLUE_SURFACE_COUNT * FLUE_WALL_CELLS * sizeof(double)},
      {&net->wall_temp, n, FLUE_SURFACE_COUNT * FLUE_WALL_CELLS * sizeof(double)},
      {&net->face, n, FLUE_SURFACE_COUNT * sizeof(double)},
      {&net->face_flux, n, FLUE_SURFACE_COUNT * sizeof(double)},
      {&net->open_area, n, FLUE_SURFACE_COUNT * sizeof(double)},
      {&net->late_step, net->n_build_ups, sizeof(flue_wall_step)},
      {&net->due, n, sizeof(size_t)},
      {&net->alike, n, sizeof(size_t)},
      {&net->to_walls, n, sizeof(double)},
      {&net->rest, n, sizeof(room_rest)},
      {&net->look, n, sizeof(room_look)},
      {&net->alike_s, n, sizeof(double)},
      {&net->radiation, n, sizeof(room_radiation)},
      {&net->views, n, sizeof(room_views)},
      {&net->first_fire, n, sizeof(size_t)},
      {&net->front, n, sizeof(gas_front)},
      {&net->hot_in, n, sizeof(hot_inflow)},
      {&net->spill, n, sizeof(double)},
      {&net->old_temp, c, sizeof(double)},
      {&net->old_gain, c, sizeof(double)},
      {&net->expected, c, sizeof(double)},
      {&net->new_temp, c, sizeof(double)},
      {&net->mixing, n, sizeof(double)},
      {&net->floor_pressure, n, sizeof(double)},
      {&net->old_layer, n, sizeof(double)},
      {&net->vent_release, n, sizeof(double)},
      {&net->vent_heat, n, sizeof(double)},
      {&net->cleaned, c, sizeof(double)},
      {&net->soot_kept, n, sizeof(double)},
      {&net->draught, n, sizeof(double)},
      {&net->fresh_o2, n, sizeof(double)},
      {&net->fresh_in, n, sizeof(double)},
      {&net->supply, c, sizeof(double)},
      {&net->supply_o2, c, sizeof(double)},
      {&net->filtered, c, 2 * sizeof(double)},
      {&net->room_of, c, sizeof(int)},
      {&net->mass, c, sizeof(double)},
      {&net->temp, c, sizeof(double)},
      {&net->size, c, sizeof(double)},
      {&net->density, c, sizeof(double)},
      {&net->fraction, c, FLUE_SPECIES_COUNT * sizeof(double)},
      {&net->source, c, sizeof(cell_source)},
      {&net->in, c, sizeof(double)},
      {&net->out, c, sizeof(double)},
      {&net->mix, c, sizeof(double)},
      {&net->plume, n, sizeof(double)},
      {&net->plume_growth, n, sizeof(double)},
      {&net->plume_least, n, sizeof(double)},
      {&net->heat_rate, n, sizeof(double)},
      {&net->residual, n, sizeof(double)},
      {&net->scale, n, sizeof(double)},
      {&net->direction, n, sizeof(double)},
      {&net->start, n, sizeof(double)},
      {&net->rhs, c, (1 + FLUE_SPECIES_COUNT) * sizeof(double)},
      {&net->energy, n, sizeof(double)},
      {&net->intra, n, 2 * sizeof(int)},
      {&net->diagonal, c, sizeof(int)},
      {&net->pressure_diagonal, n, sizeof(int)},
  };
  return add_arrays(list, at, rows, sizeof rows / sizeof *rows);
}

/** Of openings, fires and devices. */
static size_t list_parts(flue_network *net, array list[most_arrays], size_t at) {
  const size_t n = net->n, k = net->n_openings, f = net->n_fires;
  const array rows[] = {
      {&net->flame_out, k, sizeof(flue_facade_flame)},
      {&net->flame_out_m, k, sizeof(double)},
      {&net->fire_view, f, sizeof(flue_fire_view)},
      {&net->link, net->n_links, sizeof(flue_heat_link)},
      {&net->first_link, n + 1, sizeof(size_t)},
      {&net->switches, net->n_switches, sizeof(flue_switch)},
      {&net->switched_s, net->n_switches, sizeof(double)},
      {&net->controller, net->n_controllers, sizeof(flue_controller)},
      {&net->controller_view, net->n_controllers, sizeof(flue_controller_view)},
      {&net->glazing, net->n_glazings, sizeof(flue_glazing)},
      {&net->glazing_view, net->n_glazings, sizeof(flue_glazing_view)},
      {&net->trace_kept, k, sizeof(double)},
      {&net->trace_passed, k, sizeof(double)},
      {&net->target, net->n_targets, sizeof(target_state)},
      {&net->target_view, net->n_targets, sizeof(flue_target_view)},
      {&net->sensor, net->n_sensors, sizeof(flue_sensor)},
      {&net->sensor_view, net->n_sensors, sizeof(flue_sensor_view)},
      {&net->smoke_way, net->n_sensors, sizeof(flue_smoke_way)},
      {&net->trace_source, net->n_sources, sizeof(flue_trace_source)},
      {&net->opening, k, sizeof(opening_state)},
      {&net->port, net->n_ports, sizeof(port_state)},
      {&net->fire, f, sizeof(fire_state)},
      {&net->far_release, f, sizeof(double)},
      {&net->release, f, sizeof(double)},
      {&net->design, f, sizeof(double)},
      {&net->fire_now, f, sizeof(flue_fire_view)},
      {&net->fire_before, f, sizeof(flue_fire_view)},
      {&net->flow_out, k, sizeof(double)},
      {&net->flow_back, k, sizeof(double)},
      {&net->drop, k, sizeof(double)},
      {&net->open, k, sizeof(double)},
      {&net->streams, k, streams_per_opening * sizeof(stream)},
      {&net->law, k, sizeof(flue_power_law)},
      {&net->term, k, terms_per_opening * sizeof(flow_term)},
  };
  return add_arrays(list, at, rows, sizeof rows / sizeof *rows);
}

static size_t list_arrays(flue_network *net, array list[most_arrays]) {
  return list_parts(net, list, list_rooms(net, list, 0));
}

static flue_status allocate(flue_network *net) {
  array list[most_arrays];
  const size_t n = list_arrays(net, list);
  for (size_t i = 0; i < n; ++i) {
    void *memory = flue_alloc(list[i].count, list[i].size);
    if (!memory) return FLUE_ENOMEM;
    memcpy(list[i].place, &memory, sizeof memory);
  }
  return FLUE_OK;
}

static flue_status number_cells(flue_network *net, const flue_network_input *input) {
  net->room = flue_alloc(net->n, sizeof *net->room);
  net->lower = flue_alloc(net->n, sizeof *net->lower);
  net->upper = flue_alloc(net->n, sizeof *net->upper);
  net->second = flue_alloc(net->n, sizeof *net->second);
  if (!net->room || !net->lower || !net->upper || !net->second) return FLUE_ENOMEM;
  int cell = 0;
  for (size_t i = 0; i < net->n; ++i) {
    net->room[i] = input->compartments[i];
    net->lower[i] = cell++;
    net->second[i] = net->room[i].zone == FLUE_ZONE_MIXED ? -1 : cell++;
    const flue_zone zone = net->room[i].zone;
    net->upper[i] = zone == FLUE_ZONE_TWO_LAYER || zone == FLUE_ZONE_FIELD ? net->second[i] : -1;
  }
  net->n_cells = (size_t)cell;
  return FLUE_OK;
}

/* ---- parts ---- */

static void set_room(flue_network *net, size_t i) {
  const double young_layer = 1e-3; /* share of the volume that an upper layer starts with */
  const flue_compartment *room = &net->room[i];
  net->volume[i] = network_volume(room);
  net->head[i] = network_head(net, room->z_m + 0.5 * room->height_m);
  net->first_fire[i] = NETWORK_NONE;
  net->views[i].below = NAN;
  for (size_t w = 0; w < FLUE_SURFACE_COUNT * FLUE_WALL_CELLS; ++w)
    net->wall_temp[i * FLUE_SURFACE_COUNT * FLUE_WALL_CELLS + w] = room->temp_k;
  for (size_t w = 0; w < FLUE_SURFACE_COUNT; ++w) {
    net->face[i * FLUE_SURFACE_COUNT + w] = room->temp_k;
    net->radiation[i].radiosity[w] = FLUE_STEFAN_BOLTZMANN * pow(room->temp_k, 4.0);
  }
  const int cells[2] = {net->lower[i], net->second[i]};
  const double young = net->upper[i] < 0 ? 0.0 : young_layer;
  const double share[2] = {1.0 - young, young};
  for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
    const int c = cells[l];
    net->room_of[c] = (int)i;
    net->temp[c] = room->temp_k;
    net->size[c] = share[l] * net->volume[i];
    net->density[c] =
        network_density_pressure(net, net->head[i]) / (FLUE_GAS_CONSTANT * room->temp_k);
    for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
      net->fraction[s * net->n_cells + (size_t)c] = net->air[s];
  }
  net->layer_m[i] = net->upper[i] < 0 ? 0.0 : network_height_of(net, i, share[0] * net->volume[i]);
}

static void set_rooms(flue_network *net, const flue_network_input *input) {
  const double usual_step = 1.0; /* [s] that the first cells of walls resolve */
  const double inside_k = net->n ? net->room[0].temp_k : net->outside.temp_k;
  flue_humid_air(inside_k, net->outside.pressure, input->humidity, net->air);
  for (size_t b = 0; b < net->n_build_ups; ++b)
    net->grid[b] = flue_wall_grid_make(&input->build_ups[b], usual_step);
  for (size_t i = 0; i < net->n; ++i) set_room(net, i);
}

/** The law of an exponent and smoothing pressure, shared by all openings that have it. */
static const flue_power_law *find_law(flue_network *net, double exponent, double dp_smooth) {
  size_t i = net->n_laws;
  while (i > 0 && !(net->law[i - 1].n == exponent && net->law[i - 1].dp_t == dp_smooth)) --i;
  if (i > 0) return &net->law[i - 1];
  net->law[net->n_laws] = flue_power_law_make(exponent, dp_smooth);
  return &net->law[net->n_laws++];
}

void network_set_opening(flue_network *net, size_t k, const flue_opening *in) {
  opening_state *o = &net->opening[k];
  o->in = *in;
  const int is_slot = in->kind == FLUE_OPENING_SLOT;
  const int has_ends = in->kind == FLUE_OPENING_BLOWER || in->kind == FLUE_OPENING_ELEMENT;
  o->law = find_law(net, has_ends ? 0.5 : in->exponent, is_slot ? dp_smooth_slot : dp_smooth_point);
  o->z_span = is_slot ? in->z_top - in->z_bottom : 0.0;
  network_set_end_outside(net, o);
  if (in->filter_share > 0.0) net->has_filters = 1;
  network_update_area(o);
  o->draw[0] = o->draw[1] = 1.0;
  o->port[0] = o->port[1] = -1;
  o->next = NETWORK_NONE;
  net->open[k] = in->open;
}

/** Walls that the edge of a fire nearly touches, 0 to 2. */
static int count_walls(const flue_network *net, const flue_fire *fire) {
  const double pi = 3.14159265358979323846, close_m = 0.1;
  double width, depth;
  if (isnan(fire->x_m) || isnan(fire->y_m)) return 0;
  network_sides(&net->room[fire->compartment], &width, &depth);
  double area = 0.0;
  for (size_t k = 0; k < fire->table.n && fire->table.area_m2; ++k)
    area = fmax(area, fire->table.area_m2[k]);
  const double reach = sqrt(area / pi) + close_m;
  return (fmin(fire->x_m, width - fire->x_m) < reach) +
         (fmin(fire->y_m, depth - fire->y_m) < reach);
}

/** Walls hold back the entrainment of a plume and warm it. In a corner temperatures in the plume
 * and the layer were measured to rise by a location factor of 1.7, as if the fire with its images
 * were so many times as strong (rises go with the power 2/3 of the strength). @cite mowrer1987
 * Beside a wall that its edge touches a round burner was measured to entrain hardly less than in
 * the open; only half a burner cut by the wall does as its image says. @cite zukoski1981
 * (unverified: from memory)  The jet under the ceiling spreads over a half or a quarter of its
 * circle: its fire counts twice or four times. @cite alpert1972 */
static void set_images(const flue_network *net, fire_state *fire) {
  static const double location_factor[] = {1.0, 1.0, 1.7}, mirrored[] = {1.0, 2.0, 4.0};
  const int walls = count_walls(net, &fire->in);
  fire->images = pow(location_factor[walls], 1.5);
  fire->jet_images = mirrored[walls];
}

static void set_fires(flue_network *net, const flue_network_input *input) {
  for (size_t f = net->n_fires; f-- > 0;) {
    const flue_fire *fire = &input->fires[f];
    net->fire[f] = (fire_state){.in = *fire,
                                .suppressed_at = INFINITY,
                                .factor = 1.0,
                                .usable = 1.0,
                                .plume = flue_plume_rise_of(fire->plume),
                                .next = net->first_fire[fire->compartment],
                                .come_s = NAN};
    set_images(net, &net->fire[f]);
    net->first_fire[fire->compartment] = f;
    net->fire_view[f] = (flue_fire_view){.lit_s = NAN};
  }
}

/** Cells of a cylinder from its surface to its axis, each for the area of the surface. */
static flue_wall_grid cylinder_grid(const flue_material *m) {
  flue_build_up half = {1, {*m}};
  half.layer[0].thickness_m *= 0.5;
  flue_wall_grid g = flue_wall_grid_make(&half, 1.0);
  const double radius = 0.5 * m->thickness_m;
  for (int k = 0; k < g.n; ++k) {
    const double middle = radius - 0.5 * (g.depth_m[k] + g.depth_m[k + 1]);
    g.capacity[k] *= middle / radius; /* ring of that mean radius */
    g.drying[k] *= middle / radius;
    if (k > 0) g.conductance[k] *= (radius - g.depth_m[k]) / radius;
  }
  g.conductance[g.n] = g.conductance[g.n - 1];
  return g;
}

static void set_devices(flue_network *net, const flue_network_input *input) {
  for (size_t i = 0; i < net->n_targets; ++i) {
    target_state *t = &net->target[i];
    t->in = input->targets[i];
    const flue_build_up plate = {1, {t->in.material}};
    t->grid = t->in.is_cylinder ? cylinder_grid(&t->in.material) : flue_wall_grid_make(&plate, 1.0);
    t->front_k = t->back_k = net->room[t->in.compartment].temp_k;
    for (int k = 0; k < FLUE_WALL_CELLS; ++k) t->temp[k] = t->front_k;
    network_trace_target(net, t);
    net->target_view[i].gas_k = net->target_view[i].front_k = net->target_view[i].back_k =
        net->target_view[i].inner_k = t->front_k;
  }
  for (size_t i = 0; i < net->n_sensors; ++i) {
    net->sensor[i] = input->sensors[i];
    const double cold = net->room[net->sensor[i].compartment].temp_k;
    const flue_sensor_kind kind = net->sensor[i].kind;
    const int is_optical =
        kind == FLUE_SENSOR_SMOKE || kind == FLUE_SENSOR_BEAM || kind == FLUE_SENSOR_FLAME;
    net->sensor_view[i] = (flue_sensor_view){
        .gas_k = cold, .element = is_optical ? 0.0 : cold, .since_s = NAN, .at_s = NAN};
  }
}

static double surface_area(const flue_compartment *room, flue_surface surface) {
  return surface == FLUE_UPPER_WALL ? room->wall_area_m2 : 0.5 * room->slab_area_m2;
}

/** The same slab or wall seen from its other side. */
static flue_heat_link reversed(const flue_network *net, const flue_heat_link *l) {
  const flue_surface behind = l->surface == FLUE_FLOOR     ? FLUE_CEILING
                              : l->surface == FLUE_CEILING ? FLUE_FLOOR
                                                           : FLUE_UPPER_WALL;
  const double least = 1e-9; /* [m2] */
  const double shared = l->share * surface_area(&net->room[l->from], l->surface);
  const double share = shared / fmax(least, surface_area(&net->room[l->to], behind));
  return (flue_heat_link){l->to, l->from, behind, fmin(1.0, share)};
}

/** Links from both sides, in the order of the compartments they start from. */
static void sort_links(flue_network *net, const flue_heat_link *links) {
  const size_t given = net->n_links / 2;
  for (size_t k = 0; k < given; ++k) {
    ++net->first_link[links[k].from + 1];
    ++net->first_link[links[k].to + 1];
  }
  for (size_t i = 0; i < net->n; ++i) net->first_link[i + 1] += net->first_link[i];
  for (size_t k = given; k-- > 0;) { /* from the last, each to the end of what is left */
    net->link[--net->first_link[links[k].from + 1]] = links[k];
    net->link[--net->first_link[links[k].to + 1]] = reversed(net, &links[k]);
  }
  for (size_t i = 0; i < net->n; ++i) net->first_link[i] = net->first_link[i + 1];
  net->first_link[net->n] = net->n_links;
}

/** Marks the target that a trigger watches. */
static void watch(flue_network *net, const flue_trigger *when) {
  if (when->target < net->n_targets) net->target[when->target].is_watched = 1;
}

static void set_watched(flue_network *net) {
  for (size_t k = 0; k < net->n_switches; ++k) watch(net, &net->switches[k].when);
  for (size_t k = 0; k < net->n_controllers; ++k) watch(net, &net->controller[k].when);
  for (size_t f = 0; f < net->n_fires; ++f) watch(net, &net->fire[f].in.when);
}

static void set_all(flue_network *net, const flue_network_input *input) {
  set_rooms(net, input);
  size_t terms = 0, strips = net->n_shown;
  for (size_t k = 0; k < net->n_shown; ++k)
    strips = network_set_strips(net, &input->openings[k], k, strips);
  for (size_t k = 0; k < net->n_openings; ++k) {
    net->opening[k].first_term = terms;
    terms += net->opening[k].in.kind == FLUE_OPENING_SLOT ? terms_per_opening : 1;
  }
  network_start_ports(net);
  set_fires(net, input);
  set_devices(net, input);
  sort_links(net, input->links);
  if (net->n_switches)
    memcpy(net->switches, input->switches, net->n_switches * sizeof *net->switches);
  for (size_t k = 0; k < net->n_switches; ++k) net->switched_s[k] = NAN;
  if (net->n_controllers)
    memcpy(net->controller, input->controllers, net->n_controllers * sizeof *net->controller);
  set_watched(net);
  network_start_controllers(net);
  if (net->n_glazings)
    memcpy(net->glazing, input->glazings, net->n_glazings * sizeof *net->glazing);
  network_start_glazing(net);
  if (net->n_sources)
    memcpy(net->trace_source, input->sources, net->n_sources * sizeof *net->trace_source);
}

/* ---- matrices ---- */

static flue_status build_pressure_matrix(flue_ctx *ctx, flue_network *net) {
  flue_entry *entries = flue_alloc(2 * net->n_openings, sizeof *entries);
  FLUE_CHECK(entries, ctx, FLUE_ENOMEM, "no memory for the network");
  size_t count = 0;
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (o->from == FLUE_OUTSIDE || o->to == FLUE_OUTSIDE) continue;
    entries[count++] = (flue_entry){(int)o->from, (int)o->to};
    entries[count++] = (flue_entry){(int)o->to, (int)o->from};
  }
  const flue_status status =
      flue_sparse_create(ctx, FLUE_SYMMETRIC, net->n, entries, count, &net->pressure_matrix);
  free(entries);
  FLUE_TRY(status);
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    const size_t a = o->in.from, b = o->in.to;
    const int ia = (int)a, ib = (int)b;
    o->jac[0] = a == FLUE_OUTSIDE ? -1 : flue_sparse_position(net->pressure_matrix, ia, ia);
    o->jac[1] = b == FLUE_OUTSIDE ? -1 : flue_sparse_position(net->pressure_matrix, ib, ib);
    if (a == FLUE_OUTSIDE || b == FLUE_OUTSIDE) continue;
    o->jac[2] = flue_sparse_position(net->pressure_matrix, ia, ib);
    o->jac[3] = flue_sparse_position(net->pressure_matrix, ib, ia);
  }
  for (size_t i = 0; i < net->n; ++i)
    net->pressure_diagonal[i] = flue_sparse_position(net->pressure_matrix, (int)i, (int)i);
  return FLUE_OK;
}

static size_t add_pairs(const flue_network *net, size_t a, size_t b, flue_entry *entries) {
  size_t count = 0;
  const int cells_a[2] = {net->lower[a], net->second[a]},
            cells_b[2] = {net->lower[b], net->second[b]};
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      if (cells_a[i] < 0 || cells_b[j] < 0) continue;
      entries[count++] = (flue_entry){cells_a[i], cells_b[j]};
      entries[count++] = (flue_entry){cells_b[j], cells_a[i]};
    }
  return count;
}

static flue_status build_transport_matrix(flue_ctx *ctx, flue_network *net) {
  flue_entry *entries = flue_alloc(8 * net->n_openings + 2 * net->n, sizeof *entries);
  FLUE_CHECK(entries, ctx, FLUE_ENOMEM, "no memory for the network");
  size_t count = 0;
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (o->from != FLUE_OUTSIDE && o->to != FLUE_OUTSIDE)
      count += add_pairs(net, o->from, o->to, entries + count);
  }
  for (size_t i = 0; i < net->n; ++i) {
    if (net->second[i] < 0) continue;
    entries[count++] = (flue_entry){net->lower[i], net->second[i]};
    entries[count++] = (flue_entry){net->second[i], net->lower[i]};
  }
  const flue_status status = flue_sparse_create(ctx, FLUE_UNSYMMETRIC, net->n_cells, entries, count,
                                                &net->transport_matrix);
  free(entries);
  FLUE_TRY(status);
  const flue_sparse *m = net->transport_matrix;
  for (size_t c = 0; c < net->n_cells; ++c)
    net->diagonal[c] = flue_sparse_position(m, (int)c, (int)c);
  for (size_t i = 0; i < net->n; ++i) {
    if (net->second[i] < 0) continue;
    net->intra[2 * i] = flue_sparse_position(m, net->lower[i], net->second[i]);
    net->intra[2 * i + 1] = flue_sparse_position(m, net->second[i], net->lower[i]);
  }
  return FLUE_OK;
}

/* ---- start ---- */

/** Pressures on their way to the steady ones: steps of time that grow from a millisecond, each of
 *  which has a solution where the steady one is hard to find. A run may begin with what they reach.
 */
static void approach_steady(flue_network *net) {
  const double first_s = 1e-3, growth = 2.0;
  const int steps = 24;
  memset(net->pressure, 0, net->n * sizeof *net->pressure);
  memset(net->state_pressure, 0, net->n * sizeof *net->state_pressure);
  double dt = first_s;
  for (int i = 0; i < steps; ++i, dt *= growth) {
    if (!network_solve_pressure(net, dt)) {
      memcpy(net->pressure, net->state_pressure, net->n * sizeof *net->pressure);
      break;
    }
    memcpy(net->state_pressure, net->pressure, net->n * sizeof *net->pressure);
  }
}

/** Densities of the gas at the pressures found, for absurd ones at a tenth of that outside. */
static void set_densities(flue_network *net) {
  const double least = 0.1 * net->outside.pressure;
  for (size_t c = 0; c < net->n_cells; ++c) {
    const size_t i = (size_t)net->room_of[c];
    const double absolute = network_density_pressure(net, net->head[i]) + net->pressure[i];
    net->density[c] = fmax(least, absolute) / (FLUE_GAS_CONSTANT * net->temp[c]);
  }
}

/** Steady pressures, then the masses that belong to them. */
static flue_status start_pressures(flue_ctx *ctx, flue_network *net) {
  const int passes = 4; /* densities follow pressures of hundreds of Pa and more */
  if (!net->is_held) FLUE_TRY(network_idle_fans(ctx, net));
  for (int pass = 0; pass < (net->is_held ? 1 : passes); ++pass) {
    const int is_found = network_solve_pressure(net, 0.0);
    FLUE_CHECK(
        is_found || !net->is_held, ctx, FLUE_ENUMERIC,
        "the steady pressures of stack effect, wind and fans were not found: compartment %zu "
        "keeps a residual of %.3g kg/s",
        flue_network_worst(net), net->residual[flue_network_worst(net)]);
    if (!is_found) approach_steady(net);
    if (!net->is_held) set_densities(net);
  }
  for (size_t k = 0; k < net->n_openings; ++k) net->opening[k].is_idle = 0;
  for (size_t i = 0; i < net->n; ++i) {
    net->state_pressure[i] = net->pressure[i];
    const double absolute = network_density_pressure(net, net->head[i]) + net->pressure[i];
    const double share = absolute / net->outside.pressure, lowest = 0.5, highest = 100.0;
    FLUE_CHECK(share > lowest && share < highest, ctx, FLUE_ENUMERIC,
               "compartment %zu would be at %.3g Pa: a fan has no other way for its air", i,
               absolute);
    const int cells[2] = {net->lower[i], net->upper[i]};
    for (int l = 0; l < 2 && cells[l] >= 0; ++l)
      net->mass[cells[l]] =
          net->is_held ? net->density[cells[l]] * net->size[cells[l]]
                       : absolute * net->size[cells[l]] / (FLUE_GAS_CONSTANT * net->temp[cells[l]]);
  }
  if (!net->is_held) network_settle(net);
  net->mass_start = network_total_mass(net);
  net->energy_start = network_total_energy(net);
  return FLUE_OK;
}

/* ---- life ---- */

/** How many there are of what, and what holds for all of them. */
static void set_model(flue_network *net, const flue_network_input *input) {
  net->n = input->n_compartments;
  network_count_strips(net, input);
  net->n_fires = input->n_fires;
  net->n_links = 2 * input->n_links; /* from both sides */
  net->n_switches = input->n_switches;
  net->n_targets = input->n_targets;
  net->n_sensors = input->n_sensors;
  net->n_build_ups = input->n_build_ups;
  for (size_t i = 0; i < input->n_build_ups; ++i)
    for (size_t l = 0; l < input->build_ups[i].n; ++l)
      net->has_bound_water |= input->build_ups[i].layer[l].bound_water > 0.0;
  net->n_sources = input->n_sources;
  net->n_controllers = input->n_controllers;
  net->n_glazings = input->n_glazings;
  net->outside = input->outside;
  net->ambient = input->ambient;
  if (net->ambient.n == 0)
    net->ambient.constant = (flue_outside){
        .temp_k = input->outside.temp_k, .pressure = input->outside.pressure, .humidity = NAN};
  network_take_outside(net, 0.0);
  net->reference_k = net->outside.temp_k;
  net->gravity = input->gravity > 0.0 ? input->gravity : FLUE_GRAVITY;
  net->is_uniform = input->is_uniform;
  net->is_held = input->is_held;
  net->oxygen_limit = input->oxygen_limit;
  net->imposed =
      input->imposed ? *input->imposed : (flue_imposed){NAN, NAN, NAN, NAN, NAN, 0, NULL, NULL};
  net->step_s = input->step_s;
  net->dt_s = fmin(input->step_s, first_step);
  net->caution = 1.0;
}

flue_status flue_network_create(flue_ctx *ctx, const flue_network_input *input,
                                flue_network **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for the network");
  flue_network *net = *out;
  set_model(net, input);
  flue_status status = number_cells(net, input);
  if (status == FLUE_OK) status = allocate(net);
  if (status == FLUE_OK) {
    set_all(net, input);
    network_controls(net, 0.0);
    status = build_pressure_matrix(ctx, net);
  } else {
    flue_fail(ctx, status, __FILE__, __LINE__, "no memory for a network of %zu compartments",
              net->n);
  }
  if (status == FLUE_OK) status = build_transport_matrix(ctx, net);
  if (status == FLUE_OK && net->is_held) status = network_check_ways(ctx, net);
  if (status == FLUE_OK) status = start_pressures(ctx, net);
  if (status == FLUE_OK) {
    network_set_outside(net, 0.0);
    network_devices(net, 0.0);
    network_fill_view(net);
  }
  if (status != FLUE_OK) flue_network_destroy(out);
  return status;
}

void flue_network_destroy(flue_network **network) {
  if (!network || !*network) return;
  flue_network *net = *network;
  flue_sparse_destroy(&net->pressure_matrix);
  flue_sparse_destroy(&net->transport_matrix);
  array list[most_arrays];
  const size_t n = list_arrays(net, list);
  for (size_t i = 0; i < n; ++i) {
    void *memory;
    memcpy(&memory, list[i].place, sizeof memory);
    free(memory);
  }
  free(net->room);
  free(net->lower);
  free(net->upper);
  free(net->second);
  free(net);
  *network = NULL;
}

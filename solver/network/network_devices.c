/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets that are heated, sensors that respond, and the gas around them. */
#include <math.h>
#include <string.h>

#include "models/device.h"
#include "models/plume.h"
#include "models/toxicity.h"
#include "models/visibility.h"
#include "solver/network/network_internal.h"

static const double pi = 3.14159265358979323846;

/* ---- gas at a place ---- */

flue_plume_room network_layers(const flue_network *net, size_t room) {
  const int low = net->lower[room], high = net->upper[room];
  const double h = net->room[room].height_m;
  return (flue_plume_room){h, high < 0 ? h : net->layer_m[room], net->temp[low],
                           net->temp[high < 0 ? low : high]};
}

void network_fire_place(const flue_network *net, size_t f, double *x, double *y) {
  const flue_fire *fire = &net->fire[f].in;
  double width, depth;
  network_sides(&net->room[fire->compartment], &width, &depth);
  *x = isnan(fire->x_m) ? 0.5 * width : fire->x_m;
  *y = isnan(fire->y_m) ? 0.5 * depth : fire->y_m;
}

flue_plume_source network_source(const flue_network *net, size_t f, double images) {
  const flue_fire_view *v = &net->fire_view[f];
  return (flue_plume_source){images * v->release, images * v->convective,
                             sqrt(4.0 / pi * images * v->area_m2), v->base_m};
}

/** The plume of a fire and its jet under the ceiling, where they are hotter than the layer. */
static void add_fire_gas(const flue_network *net, size_t f, const flue_plume_room *room, double x_m,
                         double y_m, double z_m, gas_point *gas) {
  const flue_fire_view *v = &net->fire_view[f];
  if (v->convective <= 0.0) return;
  double x, y;
  network_fire_place(net, f, &x, &y);
  const double r = hypot(x_m - x, y_m - y);
  const flue_plume_source fire = network_source(net, f, net->fire[f].images);
  const double jet_share = 0.1; /* of the height: thickness of the jet */
  flue_plume_gas g = flue_plume_at(&fire, room, r, z_m);
  if (z_m > room->height_m - jet_share * (room->height_m - v->base_m)) {
    const flue_plume_source wide = network_source(net, f, net->fire[f].jet_images);
    const flue_plume_gas jet = flue_plume_ceiling_jet(&wide, room, r);
    if (jet.temp_k > g.temp_k) g.temp_k = jet.temp_k;
    g.speed = fmax(g.speed, jet.speed);
  }
  const flue_fuel *fuel = &net->fire[f].in.fuel;
  const double rise = g.temp_k - gas->temp_k;
  if (rise > 0.0) {
    gas->soot += flue_jet_soot(FLUE_PRESSURE_SEA_LEVEL / (FLUE_GAS_CONSTANT * g.temp_k), rise,
                               fmax(0.0, fuel->yield[FLUE_SOOT]), 1.0 - fuel->radiative_fraction,
                               fuel->heat_of_combustion);
    gas->temp_k = g.temp_k;
  }
  gas->speed = fmax(gas->speed, g.speed);
}

gas_point network_gas_at(const flue_network *net, size_t room, double x_m, double y_m, double z_m) {
  const double still = 0.1; /* [m s-1] in a layer away from the fire */
  const flue_plume_room layers = network_layers(net, room);
  const int is_ahead = network_is_ahead(net, room, x_m, y_m);
  const int is_upper = net->upper[room] >= 0 && z_m >= layers.layer_m && !is_ahead;
  const int cell = is_upper ? net->upper[room] : net->lower[room];
  gas_point gas = {net->temp[cell], still, is_upper,
                   net->density[cell] * fmax(0.0, network_fraction(net, FLUE_SOOT, cell))};
  if (is_ahead) return gas;
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next)
    add_fire_gas(net, f, &layers, x_m, y_m, z_m, &gas);
  return gas;
}

/* ---- radiation onto a target ---- */

enum { n_rays = rays_per_face, n_rings = 4, n_round = n_rays / n_rings };

/** Two directions across a normal. */
static void across(const double n[3], double a[3], double b[3]) {
  const int k = fabs(n[2]) < 0.9 ? 2 : 0;
  double e[3] = {0.0, 0.0, 0.0};
  e[k] = 1.0;
  a[0] = n[1] * e[2] - n[2] * e[1];
  a[1] = n[2] * e[0] - n[0] * e[2];
  a[2] = n[0] * e[1] - n[1] * e[0];
  const double length = sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  for (int i = 0; i < 3; ++i) a[i] /= length;
  b[0] = n[1] * a[2] - n[2] * a[1];
  b[1] = n[2] * a[0] - n[0] * a[2];
  b[2] = n[0] * a[1] - n[1] * a[0];
}

/** What a target sees of its room. */
typedef struct surroundings {
  double height, layer;
  double absorption[2], emissive[2]; /**< Of layers [m-1], [W m-2]. */
  double of_flames[2];               /**< Absorption of what flames radiate [m-1]. */
  const double *radiosity;
} surroundings;

static surroundings look_around(const flue_network *net, size_t room) {
  const flue_plume_room l = network_layers(net, room);
  surroundings s = {.height = l.height_m,
                    .layer = net->upper[room] < 0 ? 0.0 : l.layer_m,
                    .radiosity = net->radiation[room].radiosity};
  const double held = net->imposed.gas_k;
  const double temp[2] = {isnan(held) ? l.lower_k : held, isnan(held) ? l.upper_k : held};
  for (int i = 0; i < 2; ++i) {
    s.absorption[i] = net->radiation[room].absorption[i];
    s.of_flames[i] = net->radiation[room].of_flames[i];
    s.emissive[i] = FLUE_STEFAN_BOLTZMANN * temp[i] * temp[i] * temp[i] * temp[i];
  }
  return s;
}

/** Distance along a direction to the wall of a slab from 0 to size. */
static double to_wall(double from, double along, double size) {
  const double far = 1e9;
  if (along > 1e-9) return (size - from) / along;
  return along < -1e-9 ? -from / along : far;
}

/** Adds a ray from a target along a direction to those of its face. */
static void trace(const double room[3], const double from[3], const double d[3], int k,
                  target_rays *rays) {
  const double to[3] = {to_wall(from[0], d[0], room[0]), to_wall(from[1], d[1], room[1]),
                        to_wall(from[2], d[2], room[2])};
  const double length = fmax(0.0, fmin(to[0], fmin(to[1], to[2])));
  const double end_z = from[2] + length * d[2], least = 1e-9;
  rays->hit[k] = to[2] > length ? target_hits_wall
                 : d[2] > 0.0   ? target_hits_ceiling
                                : target_hits_floor;
  rays->end_z[k] = end_z;
  rays->top_z[k] = fmax(from[2], end_z);
  rays->per_rise[k] = 1.0 / fmax(least, fabs(end_z - from[2]));
  rays->length[k] = length;
}

void network_trace_target(const flue_network *net, target_state *t) {
  const flue_compartment *r = &net->room[t->in.compartment];
  double room[3] = {0.0, 0.0, r->height_m};
  network_sides(r, &room[0], &room[1]);
  const double at[3] = {t->in.x_m, t->in.y_m, t->in.z_m};
  for (int i = 0; i < 3; ++i) t->from[i] = fmin(room[i], fmax(0.0, at[i]));
  for (int face = 0; face < 2; ++face) {
    double a[3], b[3], n[3];
    for (int i = 0; i < 3; ++i) n[i] = (face ? -1.0 : 1.0) * t->in.normal[i];
    across(n, a, b);
    for (int k = 0; k < n_rays; ++k) { /* directions of equal weight by the cosine */
      const int ring = k / n_round;
      const double sine2 = (ring + 0.5) / n_rings, sine = sqrt(sine2), cosine = sqrt(1.0 - sine2);
      const double angle = 2.0 * pi * (k % n_round + 0.5 * (ring & 1)) / n_round;
      const double u = sine * cos(angle), v = sine * sin(angle);
      const double d[3] = {cosine * n[0] + u * a[0] + v * b[0], cosine * n[1] + u * a[1] + v * b[1],
                           cosine * n[2] + u * a[2] + v * b[2]};
      trace(room, t->from, d, k, &t->rays[face]);
    }
  }
}

/** Lengths of a path in the lower and the upper layer. */
static void part_path(double z0, double z1, double length, double layer, double part[2]) {
  const double low = fmin(z0, z1), high = fmax(z0, z1);
  const double share = high <= layer  ? 0.0
                       : low >= layer ? 1.0
                                      : (high - layer) / fmax(high - low, 1e-12);
  part[1] = share * length;
  part[0] = length - part[1];
}

/** exp(-x) for x not below 0, within 1e-7 of the result up to 16 and of 1e-7 beyond: the series of
 *  x / 32, squared five times. Without branches, so that loops over it are vectorised. */
static inline double decay(double x) {
  static const double c[] = {1.0,        1.0,         1.0 / 2.0,   1.0 / 6.0,
                             1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0};
  const double most = 16.0, scale = -1.0 / 32.0, y = scale * (x < most ? x : most);
  double e =
      c[0] + y * (c[1] + y * (c[2] + y * (c[3] + y * (c[4] + y * (c[5] + y * (c[6] + y * c[7]))))));
  e *= e;
  e *= e;
  e *= e;
  e *= e;
  return e * e;
}

/** Radiation of surfaces and layers onto a face: what the surfaces at the ends of its rays send,
 *  thinned by the gas, and what the gas adds. */
static void face_radiation(const surroundings *s, double from_z, const target_rays *rays,
                           double *surfaces, double *layers) {
  double sent[n_rays]; /* by what rays end at [W m-2] */
  for (int k = 0; k < n_rays; ++k) {
    const int is_above = rays->end_z[k] >= s->layer;
    sent[k] = s->radiosity[rays->hit[k] == target_hits_ceiling ? FLUE_CEILING
                           : rays->hit[k] == target_hits_floor ? FLUE_FLOOR
                           : is_above                          ? FLUE_UPPER_WALL
                                                               : FLUE_LOWER_WALL];
  }
  /* gas near the target first, gas beyond the interface second */
  const int near = from_z >= s->layer ? 1 : 0, far = 1 - near;
  const double k_near = s->absorption[near], k_far = s->absorption[far];
  const double e_near = s->emissive[near], e_far = s->emissive[far], is_upper = near;
  const double layer = s->layer;
  double from_surfaces = 0.0, from_layers = 0.0;
#pragma omp simd reduction(+ : from_surfaces, from_layers)
  for (int k = 0; k < n_rays; ++k) {
    double upper = (rays->top_z[k] - layer) * rays->per_rise[k];
    upper = upper > 0.0 ? upper : 0.0;
    upper = upper < 1.0 ? upper : 1.0;
    const double near_share = is_upper * upper + (1.0 - is_upper) * (1.0 - upper);
    const double t_near = decay(k_near * rays->length[k] * near_share);
    const double t_far = decay(k_far * rays->length[k] * (1.0 - near_share));
    from_surfaces += sent[k] * t_near * t_far;
    from_layers += e_near * (1.0 - t_near) + e_far * (1.0 - t_far) * t_near;
  }
  *surfaces = from_surfaces / n_rays;
  *layers = from_layers / n_rays;
}

/** Radiation of flames onto a face: points along the axis of the flame, whose power falls evenly to
 *  the tip, so that its middle is at a third of the height as for the surfaces (assumed). */
static double flame_radiation(const flue_network *net, const surroundings *s, size_t room,
                              const double from[3], const double normal[3]) {
  enum { points = 3 };
  double sum = 0.0;
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next) {
    const flue_fire_view *v = &net->fire_view[f];
    const int is_held = !isnan(net->imposed.flame_w);
    static const double share[points] = {5.0 / 9.0, 3.0 / 9.0, 1.0 / 9.0};
    const double power = is_held ? net->imposed.flame_w : v->release - v->convective;
    if (power <= 0.0) continue;
    double x, y;
    network_fire_place(net, f, &x, &y);
    /* no target takes more than the surface of that third of the flame, a cylinder, sends */
    const double side = is_held ? 0.0 : sqrt(4.0 * pi * v->area_m2) * v->flame_m;
    const double near = 0.25 * (side + v->area_m2) / pi / (is_held ? 1.0 : points);
    for (int k = 0; k < points; ++k) {
      const double flame = is_held ? 0.0 : v->flame_m;
      const double z = fmin(s->height, v->base_m + (k + 0.5) / points * flame);
      const double d[3] = {x - from[0], y - from[1], z - from[2]};
      const double d2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2], r = sqrt(fmax(1e-12, d2));
      const double r2 = fmax(near, d2);
      const double cosine = (d[0] * normal[0] + d[1] * normal[1] + d[2] * normal[2]) / r;
      if (cosine <= 0.0) continue;
      double part[2];
      part_path(from[2], z, r, s->layer, part);
      sum += share[k] * power * cosine / (4.0 * pi * r2) *
             exp(-s->of_flames[0] * part[0] - s->of_flames[1] * part[1]);
    }
  }
  return sum;
}

/* ---- targets ---- */

static double fourth(double t) {
  return t * t * t * t;
}

static flue_facing facing_of(const double normal[3]) {
  const double steep = 0.7;
  return normal[2] > steep    ? FLUE_FACING_UP
         : normal[2] < -steep ? FLUE_FACING_DOWN
                              : FLUE_FACING_SIDE;
}

/** Temperature of a face that passes on q to what lies behind it: absorbed + h (T_gas - T) -
 *  emitted = draw(T), by Newton's method. */
static double face_balance(double absorbed, double emissivity, double h, double gas_k, double into,
                           double alpha, double beta, double guess) {
  double t = guess;
  for (int i = 0; i < 8; ++i) {
    const double value = absorbed + h * (gas_k - t) -
                         emissivity * FLUE_STEFAN_BOLTZMANN * fourth(t) -
                         into * (t - alpha - beta * t);
    const double slope =
        h + 4.0 * emissivity * FLUE_STEFAN_BOLTZMANN * t * t * t + into * (1.0 - beta);
    const double change = value / slope;
    t = fmax(50.0, t + change);
    if (fabs(change) < 1e-6) break;
  }
  return t;
}

/** Heat onto the two faces of a target [W m-2] and the gas there. */
typedef struct target_heat {
  double incident[2], flame[2], surfaces[2], layers[2], h[2], gas_k, h_gauge;
} target_heat;

/** Whether two numbers differ by more than a fraction that no gauge would show. */
static int differs(double now, double before) {
  const double least = 2e-3;
  return fabs(now - before) > least * fabs(before);
}

/** Looks around in all compartments; what changed enough gets a new stamp. */
static void look_anew(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const surroundings s = look_around(net, i);
    const flue_plume_room l = network_layers(net, i);
    const double temp[2] = {l.lower_k, l.upper_k};
    room_look *k = &net->look[i];
    int has_changed = k->stamp == 0 || differs(s.layer + s.height, k->layer_m);
    for (int f = 0; f < FLUE_SURFACE_COUNT; ++f)
      has_changed |= differs(s.radiosity[f], k->radiosity[f]);
    for (int g = 0; g < 2; ++g)
      has_changed |= differs(s.absorption[g], k->absorption[g]) || differs(temp[g], k->temp[g]);
    if (!has_changed) continue;
    memcpy(k->radiosity, s.radiosity, sizeof k->radiosity);
    memcpy(k->absorption, s.absorption, sizeof k->absorption);
    memcpy(k->temp, temp, sizeof k->temp);
    k->layer_m = s.layer + s.height;
    ++k->stamp;
  }
}

/** Coefficient at a face: by the speed of plumes and jets, or natural, whichever is larger. */
static double convection_at(const gas_point *gas, const double *normal, double face_k) {
  return fmax(flue_convection_forced(gas->speed, 0.5 * (gas->temp_k + face_k)),
              flue_convection(facing_of(normal), gas->temp_k, face_k));
}

static target_heat heat_on(const flue_network *net, target_state *t) {
  const size_t room = t->in.compartment;
  const surroundings s = look_around(net, room);
  const gas_point gas = network_gas_at(net, room, t->in.x_m, t->in.y_m, t->in.z_m);
  target_heat q = {.gas_k = gas.temp_k,
                   .h_gauge = convection_at(&gas, t->in.normal, net->room[room].temp_k)};
  const int is_new = t->stamp != net->look[room].stamp;
  t->stamp = net->look[room].stamp;
  const double face_k[2] = {t->front_k, t->back_k};
  for (int k = 0; k < 2; ++k) {
    const double sign = k ? -1.0 : 1.0;
    const double normal[3] = {sign * t->in.normal[0], sign * t->in.normal[1],
                              sign * t->in.normal[2]};
    if (is_new) face_radiation(&s, t->from[2], &t->rays[k], &t->seen[k][0], &t->seen[k][1]);
    q.surfaces[k] = t->seen[k][0];
    q.layers[k] = t->seen[k][1];
    q.flame[k] = flame_radiation(net, &s, room, t->from, normal) + network_facade_onto(net, t, k);
    q.incident[k] = q.surfaces[k] + q.layers[k] + q.flame[k];
    q.h[k] =
        isnan(t->in.convection[k]) ? convection_at(&gas, normal, face_k[k]) : t->in.convection[k];
  }
  return q;
}

/** Temperature of the furnace now; NaN: none. */
static double furnace_now(const flue_network *net) {
  const flue_imposed *h = &net->imposed;
  size_t k = 0;
  if (h->n_furnace == 0) return NAN;
  while (k + 1 < h->n_furnace && h->furnace_t[k + 1] <= net->time_s) ++k;
  if (k + 1 == h->n_furnace) return h->furnace_k[k];
  const double share = (net->time_s - h->furnace_t[k]) / (h->furnace_t[k + 1] - h->furnace_t[k]);
  return h->furnace_k[k] + fmax(0.0, share) * (h->furnace_k[k + 1] - h->furnace_k[k]);
}

/** Puts a target under what is held instead of computed. */
static void impose(const flue_network *net, const target_state *t, target_heat *q) {
  const double furnace = furnace_now(net);
  for (int k = 0; k < 2; ++k) {
    if (!isnan(furnace)) {
      q->incident[k] = q->surfaces[k] = FLUE_STEFAN_BOLTZMANN * fourth(furnace);
      q->layers[k] = q->flame[k] = 0.0;
      q->gas_k = furnace;
      if (isnan(t->in.convection[k]))
        q->h[k] = flue_convection(FLUE_FACING_SIDE, furnace, k ? t->back_k : t->front_k);
      q->h_gauge =
          flue_convection(facing_of(t->in.normal), furnace, net->room[t->in.compartment].temp_k);
    }
    if (t->in.is_adiabatic && !isnan(net->imposed.flux_w)) q->incident[k] = net->imposed.flux_w;
  }
}

static void warm_target(target_state *t, const target_heat *q, double dt) {
  const double emissivity = t->in.material.emissivity;
  if (t->in.is_adiabatic) {
    t->front_k = face_balance(emissivity * q->incident[0], emissivity, q->h[0], q->gas_k, 0.0, 0.0,
                              0.0, t->front_k);
    t->back_k = t->front_k;
    for (int k = 0; k < t->grid.n; ++k) t->temp[k] = t->front_k;
    return;
  }
  /* the back: convection and radiation as a coefficient about its last temperature; a cylinder is
     heated all round and its middle passes no heat */
  const double slope = 4.0 * emissivity * FLUE_STEFAN_BOLTZMANN * t->back_k * t->back_k * t->back_k;
  const double h_back = t->in.is_cylinder ? 0.0 : q->h[1] + slope;
  const double back_air =
      h_back > 0.0 ? (q->h[1] * q->gas_k + slope * t->back_k +
                      emissivity * (q->incident[1] - FLUE_STEFAN_BOLTZMANN * fourth(t->back_k))) /
                         h_back
                   : t->back_k;
  flue_wall_step step;
  double alpha[FLUE_WALL_CELLS];
  flue_wall_step_set(&t->grid, dt, h_back, &step);
  flue_wall_reduce(&step, t->temp, back_air, alpha);
  const double incident =
      t->in.is_cylinder ? 0.5 * (q->incident[0] + q->incident[1]) : q->incident[0];
  t->front_k = face_balance(emissivity * incident, emissivity, q->h[0], q->gas_k,
                            t->grid.conductance[0], alpha[0], step.beta[0], t->front_k);
  flue_wall_finish(&step, alpha, t->front_k, t->temp);
  flue_wall_dry(&t->grid, t->temp, t->dried);
  const double last = t->temp[t->grid.n - 1];
  t->back_k = t->in.is_cylinder ? last
                                : last - flue_wall_back_loss(&t->grid, t->temp, h_back, back_air) /
                                             t->grid.conductance[t->grid.n];
}

static void take_dose(const flue_network *net, const target_state *t, flue_target_view *v,
                      double dt) {
  const size_t room = t->in.compartment;
  const int is_upper = net->upper[room] >= 0 && t->in.z_m >= net->layer_m[room] &&
                       !network_is_ahead(net, room, t->in.x_m, t->in.y_m);
  const int cell = is_upper ? net->upper[room] : net->lower[room];
  double y[FLUE_SPECIES_COUNT];
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) y[s] = network_fraction(net, (flue_species)s, cell);
  v->dose_gas +=
      dt * flue_toxicity_gases(flue_volume_fraction(y, FLUE_CO), flue_volume_fraction(y, FLUE_HCN),
                               flue_volume_fraction(y, FLUE_CO2), flue_volume_fraction(y, FLUE_O2));
  v->dose_heat +=
      dt * (flue_toxicity_convection_clothed(v->gas_k) + flue_toxicity_radiation(v->incident));
  v->optical_density = flue_visibility_optical_density(
      flue_visibility_extinction(net->density[cell] * fmax(0.0, y[FLUE_SOOT])));
}

static void show_target(const flue_network *net, const target_state *t, const target_heat *q,
                        flue_target_view *v) {
  const double cold = net->room[t->in.compartment].temp_k, emissivity = t->in.material.emissivity;
  v->gas_k = q->gas_k;
  v->front_k = t->front_k;
  v->back_k = t->back_k;
  v->inner_k = flue_wall_temp_at(&t->grid, t->temp, t->front_k, t->in.depth_m);
  v->incident = q->incident[0];
  v->flame = q->flame[0];
  v->surfaces = q->surfaces[0];
  v->layers = q->layers[0];
  v->convective = q->h[0] * (q->gas_k - t->front_k);
  v->net =
      emissivity * (q->incident[0] - FLUE_STEFAN_BOLTZMANN * fourth(t->front_k)) + v->convective;
  v->gauge_radiative = q->incident[0] - FLUE_STEFAN_BOLTZMANN * fourth(cold);
  v->gauge = v->gauge_radiative + q->h_gauge * (q->gas_k - cold);
}

/* ---- all ---- */

static void follow_target(flue_network *net, size_t i, double dt) {
  target_state *t = &net->target[i];
  target_heat q = heat_on(net, t);
  impose(net, t, &q);
  flue_target_view *v = &net->target_view[i];
  const double front_k = t->front_k, incident = v->incident;
  if (dt > 0.0) warm_target(t, &q, dt);
  show_target(net, t, &q, v);
  v->climb = dt > 0.0 ? (t->front_k - front_k) / dt : 0.0;
  v->flux_climb = dt > 0.0 ? (v->incident - incident) / dt : 0.0;
  take_dose(net, t, v, dt);
}

void network_devices(flue_network *net, double dt) {
  const double longest_s = 8.0, close_s = 1e-9; /* targets that nothing waits for */
  net->target_wait_s += dt;
  const int is_due = dt <= 0.0 || net->target_wait_s >= longest_s || net->imposed.n_furnace > 0 ||
                     net->time_s >= net->stop_s - close_s;
  if (net->n_targets > 0) look_anew(net);
  for (size_t i = 0; i < net->n_targets; ++i) {
    if (net->target[i].is_watched)
      follow_target(net, i, dt);
    else if (is_due)
      follow_target(net, i, net->target_wait_s);
  }
  if (is_due) net->target_wait_s = 0.0;
  for (size_t i = 0; i < net->n_sensors; ++i) network_sense(net, i, dt);
}

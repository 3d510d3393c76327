/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heat between the gas and the surfaces of a compartment: convection, radiation and conduction
 * behind the faces, in one implicit step. Emission is linearised in the temperatures of the nodes.
 * Heat flows are taken from the linear system that was solved, so that energy is kept to rounding.
 */
#include <math.h>
#include <string.h>

#include "models/plume.h"
#include "models/radiation.h"
#include "models/soot.h"
#include "solver/network/network_enclosure.h"

static const double pi = 3.14159265358979323846;
/** From the back of walls to still air [W m-2 K-1]. */
static const double h_back = 10.0;

static double fourth(double t) {
  return t * t * t * t;
}

static size_t build_up_of(const flue_compartment *r, int surface) {
  return surface == FLUE_CEILING ? r->ceiling : surface == FLUE_FLOOR ? r->floor : r->wall;
}

/** Whether heat passes into a surface: it is there and has layers. */
static int has_wall(const flue_network *net, const enclosure *e, int surface) {
  return e->area[surface] > 0.0 && build_up_of(&net->room[e->room], surface) != FLUE_ADIABATIC;
}

static double *cells_of(flue_network *net, size_t room, int surface) {
  return &net->wall_temp[(room * n_faces + (size_t)surface) * FLUE_WALL_CELLS];
}

static const flue_wall_step *step_of(const flue_network *net, const enclosure *e, int surface) {
  return &e->step[build_up_of(&net->room[e->room], surface)];
}

/** Air that would give the other face of a slab, by the coefficient at backs, the heat that it was
 *  given in the last step. */
static double air_at_face(const flue_network *net, size_t room, int surface) {
  const size_t i = room * n_faces + (size_t)surface;
  return net->face[i] + net->face_flux[i] / h_back;
}

/** The same for the surface that lies behind a linked one; walls: both parts by their heights. */
static double air_behind(const flue_network *net, const flue_heat_link *l, int surface) {
  if (surface == FLUE_FLOOR) return air_at_face(net, l->to, FLUE_CEILING);
  if (surface == FLUE_CEILING) return air_at_face(net, l->to, FLUE_FLOOR);
  const double high =
      net->upper[l->to] < 0 ? 1.0 : 1.0 - net->layer_m[l->to] / net->room[l->to].height_m;
  return high * air_at_face(net, l->to, FLUE_UPPER_WALL) +
         (1.0 - high) * air_at_face(net, l->to, FLUE_LOWER_WALL);
}

/** Air behind a surface: of linked compartments by their share, else the outside. Shares that sum
 * to more than 1, as when two compartments are linked twice, are taken in proportion. A slab
 * between two compartments is solved from either side with what the other side gives it. */
static double temp_behind(const flue_network *net, size_t room, int surface) {
  double rise = 0.0, shares = 0.0;
  for (size_t k = net->first_link[room]; k < net->first_link[room + 1]; ++k) {
    const flue_heat_link *l = &net->link[k];
    const int same =
        (int)l->surface == surface || (l->surface == FLUE_UPPER_WALL && surface == FLUE_LOWER_WALL);
    if (!same) continue;
    shares += l->share;
    rise += l->share * (air_behind(net, l, surface) - net->outside.temp_k);
  }
  return net->outside.temp_k + rise / fmax(1.0, shares);
}

/** A surface with openings emits as one gray face: the solid by its emissivity, the openings,
 * black, by what is outside. */
static void set_emission(enclosure *e, int surface, double gray) {
  const double solid = e->area[surface] > 0.0 ? e->solid[surface] / e->area[surface] : 1.0;
  e->emissivity[surface] = 1.0 - solid * (1.0 - gray);
  e->own[surface] = e->emissivity[surface] > 0.0 ? solid * gray / e->emissivity[surface] : 1.0;
  e->outer[surface] = 1.0 - e->own[surface];
}

/** Openings to the outside in the surfaces of each compartment, as the interfaces divide them. */
static void set_open_areas(flue_network *net) {
  memset(net->open_area, 0, net->n * n_faces * sizeof *net->open_area);
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    const int is_out = o->from == FLUE_OUTSIDE || o->to == FLUE_OUTSIDE;
    const double area = o->open * o->area_m2;
    if (!is_out || area <= 0.0) continue;
    const size_t room = o->from == FLUE_OUTSIDE ? o->to : o->from;
    double *open = &net->open_area[room * n_faces];
    if (o->kind == FLUE_OPENING_HATCH) open[room == o->from ? FLUE_CEILING : FLUE_FLOOR] += area;
    if (o->kind != FLUE_OPENING_SLOT || o->z_top <= o->z_bottom) continue;
    const double interface =
        net->upper[room] < 0 ? -INFINITY : net->room[room].z_m + net->layer_m[room];
    const double above = fmin(1.0, fmax(0.0, (o->z_top - interface) / (o->z_top - o->z_bottom)));
    open[FLUE_UPPER_WALL] += above * area;
    open[FLUE_LOWER_WALL] += (1.0 - above) * area;
  }
}

static void set_surfaces(const flue_network *net, enclosure *e) {
  static const flue_facing facing[n_faces] = {FLUE_FACING_DOWN, FLUE_FACING_SIDE, FLUE_FACING_SIDE,
                                              FLUE_FACING_UP};
  const flue_compartment *r = &net->room[e->room];
  const double mirror = 0.0; /* a face that no heat passes gives back what it receives */
  for (int s = 0; s < n_faces; ++s) {
    const size_t build_up = build_up_of(r, s);
    const int gas = s <= FLUE_UPPER_WALL ? 1 : 0;
    e->temp[s] = net->face[e->room * n_faces + (size_t)s];
    const double gray = build_up == FLUE_ADIABATIC ? mirror : net->grid[build_up].emissivity;
    set_emission(e, s, gray);
    e->h[s] = build_up == FLUE_ADIABATIC
                  ? 0.0
                  : flue_convection(facing[s], net->temp[e->cell[gas]], e->temp[s]);
  }
  e->temp[lower_gas] = net->temp[e->cell[0]];
  e->temp[upper_gas] = net->temp[e->cell[1]];
  e->outside = FLUE_STEFAN_BOLTZMANN * fourth(net->outside.temp_k);
}

/** Convection of a jet under the ceiling, ring by ring: heat is jet_heat - jet_h T_ceiling. Rings
 * that a jet heats less than the layer does are left to the layer. All together take no more than
 * the plume brings.
 * @param source  With its images. @param images  How many there are, it among them. */
static void add_jet(enclosure *e, const flue_plume_source *source, double images) {
  const double area = e->area[FLUE_CEILING], radius = sqrt(images * area / pi);
  if (source->convective <= 0.0 || area <= 0.0 || e->h[FLUE_CEILING] <= 0.0) return;
  const int is_mixed = e->cell[0] == e->cell[1];
  const double height = e->above + e->below, ceiling_k = e->temp[FLUE_CEILING];
  const flue_plume_room room = {height, is_mixed ? height : e->below, e->temp[lower_gas],
                                e->temp[upper_gas]};
  const flue_plume_ceiling jet = flue_plume_ceiling_of(source, &room);
  double conductance = 0.0, heat = 0.0;
  for (int k = 0; k < FLUE_PLUME_RINGS; ++k) {
    double r, share, h, temp;
    flue_plume_ring(k, &r, &share);
    flue_plume_ceiling_heat(&jet, radius * r, &h, &temp);
    if (h * (temp - ceiling_k) <= e->h[FLUE_CEILING] * (e->temp[upper_gas] - ceiling_k)) continue;
    conductance += share * area * h;
    heat += share * area * h * temp;
    e->jet_area += share * e->solid[FLUE_CEILING];
  }
  const double solid = e->solid[FLUE_CEILING] / area; /* openings are not heated */
  conductance *= solid;
  heat *= solid;
  const double given = heat - conductance * ceiling_k, brought = source->convective / images;
  const double cut = given > brought ? brought / given : 1.0;
  e->jet_h += cut * conductance;
  e->jet_heat += cut * heat;
}

/** Jets of the fires of a compartment, and of the strongest plume that rises through a hatch in its
 * floor: its heat comes from below, but meets the ceiling as that of a fire. */
static void add_jets(const flue_network *net, enclosure *e) {
  for (size_t f = net->first_fire[e->room]; f != NETWORK_NONE; f = net->fire[f].next) {
    const flue_plume_source fire = network_source(net, f, net->fire[f].jet_images);
    add_jet(e, &fire, net->fire[f].jet_images);
  }
  const hot_inflow *hot = &net->hot_in[e->room];
  const flue_plume_source risen = {hot->risen, hot->risen, sqrt(4.0 / pi * hot->hatch_m2), 0.0};
  add_jet(e, &risen, 1.0);
}

/** Largest difference between the gas and the surfaces of a compartment [K]; INFINITY with a fire.
 */
static double spread_of(const flue_network *net, const enclosure *e) {
  if (net->first_fire[e->room] != NETWORK_NONE || !isnan(net->imposed.gas_k)) return INFINITY;
  double low = e->temp[upper_gas], high = low;
  for (int i = 0; i < upper_gas; ++i) {
    if (i < n_faces && !has_wall(net, e, i)) continue;
    low = fmin(low, e->temp[i]);
    high = fmax(high, e->temp[i]);
  }
  /* openings radiate little to an outside so near, and small ones */
  const double little = 30.0, large = 0.02; /* [K]; of the surfaces */
  double open = 0.0, area = 1e-9;
  for (int i = 0; i < n_faces; ++i) {
    open += e->area[i] - e->solid[i];
    area += e->area[i];
  }
  const double felt = fmin(1.0, open / (large * area)) * (high - net->outside.temp_k);
  return fmax(high - low, felt - little);
}

/** The linear system of a step: heat into each node [W] is a constant and weights of all
 *  temperatures. */
typedef struct system_of_nodes {
  double constant[n_nodes], weight[n_nodes][n_nodes];
} system_of_nodes;

/** Turns weights of emissive powers of whole faces into those of their solid parts, and what comes
 * to a face into what comes to its solid part. */
static void leave_openings(const enclosure *e, int node, double w[n_nodes + 1]) {
  for (int j = 0; j < n_faces; ++j) {
    w[n_nodes] += w[j] * e->outer[j] * e->outside;
    w[j] *= e->own[j];
  }
  if (node >= n_faces) return;
  for (int j = 0; j <= n_nodes; ++j) w[j] *= e->own[node];
  const double to_outside = e->area[node] * e->emissivity[node] * e->own[node] * e->outer[node];
  w[node] -= to_outside;
  w[n_nodes] += to_outside * e->outside;
}

static void add_radiation(const enclosure *e, system_of_nodes *s) {
  for (int i = 0; i < n_nodes; ++i) {
    double w[n_nodes + 1];
    enclosure_net_weights(e, i, w);
    leave_openings(e, i, w);
    s->constant[i] += w[n_nodes];
    for (int j = 0; j < n_nodes; ++j) {
      const double slope = 4.0 * FLUE_STEFAN_BOLTZMANN * e->about[j] * e->about[j] * e->about[j];
      s->weight[i][j] += w[j] * slope;
      s->constant[i] += w[j] * (FLUE_STEFAN_BOLTZMANN * fourth(e->about[j]) - slope * e->about[j]);
    }
  }
}

static void add_convection(const enclosure *e, system_of_nodes *s) {
  const int is_mixed = e->cell[0] == e->cell[1]; /* the one gas is the upper node */
  for (int i = 0; i < n_faces; ++i) {
    const int gas = is_mixed || i <= FLUE_UPPER_WALL ? upper_gas : lower_gas;
    const double left = i == FLUE_CEILING ? fmax(0.0, e->solid[i] - e->jet_area) : e->solid[i];
    const double conductance = e->h[i] * left;
    s->weight[i][gas] += conductance;
    s->weight[i][i] -= conductance;
    s->weight[gas][i] += conductance;
    s->weight[gas][gas] -= conductance;
  }
  /* the jets' heat comes from the layer above */
  s->constant[FLUE_CEILING] += e->jet_heat;
  s->weight[FLUE_CEILING][FLUE_CEILING] -= e->jet_h;
  s->constant[upper_gas] -= e->jet_heat;
  s->weight[upper_gas][FLUE_CEILING] += e->jet_h;
}

/** Gas that takes the heat of a step: what the cell holds and what passed through it, which in a
 *  vanishing layer is most. What the latter took away stays in the compartment. */
static double warmed_mass(const flue_network *net, int cell, double dt) {
  return net->mass[cell] + dt * net->out[cell];
}

/** Temperatures at the end of the step: faces pass on what they take in, gas keeps it. */
static void solve_nodes(const flue_network *net, const enclosure *e, const system_of_nodes *s,
                        double alpha[][FLUE_WALL_CELLS], double dt, double temp[n_nodes]) {
  double m[n_nodes][n_nodes], b[n_nodes][n_nodes + 1];
  const int is_mixed = e->cell[0] == e->cell[1];
  for (int i = 0; i < n_nodes; ++i) {
    for (int j = 0; j < n_nodes; ++j) m[i][j] = -s->weight[i][j];
    b[i][0] = s->constant[i];
  }
  for (int i = 0; i < n_faces; ++i) {
    const double tiny = 1e-9; /* [W K-1] holds the face of an adiabatic or absent surface */
    if (!has_wall(net, e, i)) {
      m[i][i] += tiny;
      b[i][0] += tiny * e->temp[i];
      continue;
    }
    const size_t build_up = build_up_of(&net->room[e->room], i);
    const double into = e->solid[i] * net->grid[build_up].conductance[0];
    m[i][i] += into * (1.0 - step_of(net, e, i)->beta[0]);
    b[i][0] += into * alpha[i][0];
  }
  for (int g = 0; g < 2; ++g) {
    const int i = lower_gas + g;
    const double share = is_mixed && g == 0 ? 1e-6 : 1.0;
    const double capacity =
        share * warmed_mass(net, e->cell[g], dt) * flue_specific_heat(e->temp[i]) / dt;
    m[i][i] += capacity;
    b[i][0] +=
        capacity * e->temp[i] - share * net->gain[e->cell[g]]; /* without what was expected */
  }
  enclosure_solve(n_nodes, 1, m, b);
  for (int i = 0; i < n_nodes; ++i) temp[i] = b[i][0];
}

/** Heat into a node of the solved system [W]. */
static double heat_into(const system_of_nodes *s, int node, const double *temp) {
  double sum = s->constant[node];
  for (int j = 0; j < n_nodes; ++j) sum += s->weight[node][j] * temp[j];
  return sum;
}

/** Keeps what targets see. A face that no heat passes has the temperature of what it sees. */
static void keep_radiation(flue_network *net, const enclosure *e, double *temp) {
  room_radiation *r = &net->radiation[e->room];
  for (int i = 0; i < n_faces; ++i) {
    r->radiosity[i] = e->to_face[i][n_nodes];
    for (int j = 0; j < n_nodes; ++j) {
      const double emitted = FLUE_STEFAN_BOLTZMANN * fourth(temp[j]);
      r->radiosity[i] += e->to_face[i][j] *
                         (j < n_faces ? e->own[j] * emitted + e->outer[j] * e->outside : emitted);
    }
    if (e->area[i] <= 0.0) r->radiosity[i] = FLUE_STEFAN_BOLTZMANN * fourth(temp[i]);
    if (has_wall(net, e, i) || e->area[i] <= 0.0) continue;
    /* a mirror sends what it receives, its openings what is outside */
    const double open = e->emissivity[i];
    const double received = (r->radiosity[i] - open * e->outside) / (1.0 - open);
    temp[i] = sqrt(sqrt(fmax(0.0, received) / FLUE_STEFAN_BOLTZMANN));
  }
  memcpy(r->absorption, e->absorption, sizeof r->absorption);
  memcpy(r->of_flames, e->of_flames, sizeof r->of_flames);
}

/** Temperatures behind a face at the end of a step. */
static void finish_wall(flue_network *net, const enclosure *e, int surface,
                        const double alpha[FLUE_WALL_CELLS], double face_k) {
  double *temp = cells_of(net, e->room, surface);
  flue_wall_finish(step_of(net, e, surface), alpha, face_k, temp);
  if (!net->has_bound_water) return;
  flue_wall_dry(&net->grid[build_up_of(&net->room[e->room], surface)], temp,
                network_dried(net, e->room, surface));
}

/** Share of a correction of heat [J] that the gas of a compartment can give: it keeps two thirds of
 *  its energy. */
static double share_given(const flue_network *net, size_t room, double heat) {
  const double most_share = 0.33, most = most_share * net->energy[room];
  return heat < -most ? most / -heat : 1.0;
}

/** Takes the heat into each node [W] and their temperatures. */
static void finish_room(flue_network *net, const enclosure *e, const double heat_of[n_nodes],
                        double alpha[][FLUE_WALL_CELLS], double dt, const double *temp) {
  const int is_mixed = e->cell[0] == e->cell[1];
  const double gained = heat_of[lower_gas] + heat_of[upper_gas];
  const double heat[2] = {heat_of[lower_gas], is_mixed ? gained : heat_of[upper_gas]};
  const double expected = net->gain[e->cell[1]] + (is_mixed ? 0.0 : net->gain[e->cell[0]]);
  const double given = share_given(net, e->room, dt * (gained - expected));
  for (int g = is_mixed ? 1 : 0; g < 2; ++g) {
    const int c = e->cell[g];
    net->temp[c] += given * dt * (heat[g] - net->gain[c]) /
                    (warmed_mass(net, c, dt) * flue_specific_heat(net->temp[c]));
    net->gain[c] += given * (heat[g] - net->gain[c]);
  }
  for (int i = 0; i < n_faces; ++i) {
    net->face[e->room * n_faces + (size_t)i] = temp[i];
    net->face_flux[e->room * n_faces + (size_t)i] =
        e->solid[i] > 0.0 ? heat_of[i] / e->solid[i] : 0.0;
    net->to_walls[e->room] += dt * heat_of[i];
    if (has_wall(net, e, i)) finish_wall(net, e, i, alpha[i], temp[i]);
  }
  net->energy[e->room] += given * dt * (gained - expected);
  net->to_walls[e->room] += (1.0 - given) * dt * (gained - expected); /* which walls did not get */
}

/** Takes the straight lines of emission nearer to temperatures far from where they lie: with huge
 *  fires one line would lead below 0 K. @return 1 when they moved. */
static int move_line(enclosure *e, const double temp[n_nodes]) {
  const double lowest = 0.6, highest = 1.8;
  int has_moved = 0;
  for (int i = 0; i < n_nodes; ++i) {
    if (temp[i] > lowest * e->about[i] && temp[i] < highest * e->about[i]) continue;
    e->about[i] = fmax(lowest * e->about[i], fmin(highest * e->about[i], temp[i]));
    has_moved = 1;
  }
  return has_moved;
}

/** A compartment with a fire, or whose surfaces and gas differ: all nodes at once.
 *  @param out  Radiation that leaves by openings [W]. */
static void heat_radiating(flue_network *net, enclosure *e, double alpha[][FLUE_WALL_CELLS],
                           double dt, double temp[n_nodes], double heat[n_nodes], double *out) {
  enum { most_passes = 12 };
  system_of_nodes s;
  e->jet_h = e->jet_heat = e->jet_area = 0.0;
  enclosure_set_radiation(net, e);
  add_jets(net, e);
  memcpy(e->about, e->temp, sizeof e->about);
  for (int pass = 0; pass < most_passes; ++pass) {
    memset(&s, 0, sizeof s);
    add_radiation(e, &s);
    add_convection(e, &s);
    solve_nodes(net, e, &s, alpha, dt, temp);
    if (!move_line(e, temp)) break;
  }
  double flames = 0.0, all = 0.0;
  for (int i = 0; i < n_nodes; ++i) {
    heat[i] = heat_into(&s, i, temp);
    all += heat[i];
    flames += e->fire[i];
  }
  *out = flames - all;
  keep_radiation(net, e, temp);
}

/** Without radiation each gas meets its faces alone: convection and the first cell of a wall in
 *  series, from the gas to alpha / (1 - beta). */
static void heat_quiet(const flue_network *net, const enclosure *e, double alpha[][FLUE_WALL_CELLS],
                       double dt, double temp[n_nodes], double heat[n_nodes]) {
  const int is_mixed = e->cell[0] == e->cell[1];
  double series[n_faces] = {0}, behind[n_faces] = {0}, sum[2] = {0}, drawn[2] = {0};
  for (int i = 0; i < n_faces; ++i) {
    if (!has_wall(net, e, i)) continue;
    const size_t build_up = build_up_of(&net->room[e->room], i);
    const double rest = 1.0 - step_of(net, e, i)->beta[0];
    const double convection = e->h[i] * e->solid[i];
    const double into = e->solid[i] * net->grid[build_up].conductance[0] * rest;
    const int gas = is_mixed || i <= FLUE_UPPER_WALL;
    behind[i] = alpha[i][0] / rest;
    series[i] = convection * into / (convection + into);
    sum[gas] += series[i];
    drawn[gas] += series[i] * behind[i];
  }
  for (int g = 0; g < 2; ++g) {
    const int node = lower_gas + g, c = e->cell[g];
    const double capacity = warmed_mass(net, c, dt) * flue_specific_heat(e->temp[node]) / dt;
    temp[node] = (capacity * e->temp[node] - net->gain[c] + drawn[g]) / (capacity + sum[g]);
    heat[node] = drawn[g] - sum[g] * temp[node];
  }
  for (int i = 0; i < n_faces; ++i) {
    const double gas = temp[is_mixed || i <= FLUE_UPPER_WALL ? upper_gas : lower_gas];
    heat[i] = series[i] * (gas - behind[i]);
    temp[i] = series[i] > 0.0 ? gas - heat[i] / (e->h[i] * e->solid[i]) : gas;
  }
}

/** Gas of each layer that surfaces clean of soot, by the convection of the step. */
static void set_cleaning(flue_network *net, const enclosure *e, const double temp[n_nodes]) {
  const int is_mixed = e->cell[0] == e->cell[1];
  net->cleaned[e->cell[0]] = net->cleaned[e->cell[1]] = 0.0;
  for (int i = 0; i < n_faces; ++i) {
    if (!has_wall(net, e, i)) continue;
    const int gas = is_mixed || i <= FLUE_UPPER_WALL;
    const int cell = e->cell[gas];
    if (network_fraction(net, FLUE_SOOT, cell) <= 0.0) continue;
    net->cleaned[cell] += e->solid[i] * flue_soot_drift(e->h[i], temp[lower_gas + gas], temp[i]);
  }
}

/** Steps of all walls for a time. */
static void set_steps(const flue_network *net, double time_s, flue_wall_step *step) {
  for (size_t b = 0; b < net->n_build_ups; ++b)
    flue_wall_step_set(&net->grid[b], time_s, h_back, &step[b]);
}

/** @param step  Of all build-ups, for the time that these walls go on. */
static void heat_room(flue_network *net, size_t room, const flue_wall_step *step, double dt) {
  const double no_radiation = 1.0, may_rest = 5.0; /* [K] apart; about (assumed) */
  enclosure e;
  double alpha[n_faces][FLUE_WALL_CELLS], temp[n_nodes], heat[n_nodes], out = 0.0;
  enclosure_set_geometry(net, room, &e);
  set_surfaces(net, &e);
  e.step = step;
  for (int i = 0; i < n_faces; ++i)
    if (has_wall(net, &e, i))
      flue_wall_reduce(step_of(net, &e, i), cells_of(net, room, i), temp_behind(net, room, i),
                       alpha[i]);
  const double spread = spread_of(net, &e);
  if (spread < no_radiation)
    heat_quiet(net, &e, alpha, dt, temp, heat);
  else
    heat_radiating(net, &e, alpha, dt, temp, heat, &out);
  set_cleaning(net, &e, temp);
  finish_room(net, &e, heat, alpha, dt, temp);
  net->to_walls[room] += dt * out;
  net->rest[room] =
      (room_rest){0.0, {net->temp[e.cell[0]], net->temp[e.cell[1]]}, spread < may_rest};
}

/** A compartment whose gas hardly changed since its walls were last worked out gives them the same
 *  heat as then. @return 1 when it rests, 0 when its walls are due. */
static int rest_room(flue_network *net, size_t room, double dt) {
  const double longest = 20.0, same = 0.1; /* [s], [K] */
  room_rest *r = &net->rest[room];
  const int low = net->lower[room], high = net->upper[room] < 0 ? low : net->upper[room];
  if (!r->is_calm || net->first_fire[room] != NETWORK_NONE || r->waited_s + dt > longest ||
      fabs(net->temp[low] - r->gas_k[0]) > same || fabs(net->temp[high] - r->gas_k[1]) > same)
    return 0;
  r->waited_s += dt;
  net->heat_to_walls -= dt * (net->gain[low] + (high != low ? net->gain[high] : 0.0));
  return 1;
}

static void take_strip(double *a, const double *b, double share) {
  for (int k = 0; k < FLUE_WALL_CELLS; ++k) a[k] += share * (b[k] - a[k]);
}

double *network_dried(const flue_network *net, size_t room, int surface) {
  return &net->wall_dried[(room * n_faces + (size_t)surface) * FLUE_WALL_CELLS];
}

/** Walls that the interface has passed bring their heat to the other part: both parts keep the mean
 *  over what they cover. */
static void move_walls(flue_network *net, size_t room, double from, double to) {
  const double h = net->room[room].height_m;
  const double moved = fabs(to - from);
  if (moved < 1e-6 * h) return;
  /* falling: the upper part grows by a strip of the lower, and takes its temperatures in part */
  const int grows = to < from ? FLUE_UPPER_WALL : FLUE_LOWER_WALL;
  const int shrinks = to < from ? FLUE_LOWER_WALL : FLUE_UPPER_WALL;
  const double after = to < from ? h - to : to;
  const double share = fmin(1.0, moved / fmax(after, 1e-6));
  take_strip(cells_of(net, room, grows), cells_of(net, room, shrinks), share);
  if (net->has_bound_water)
    take_strip(network_dried(net, room, grows), network_dried(net, room, shrinks), share);
  double *face = &net->face[room * n_faces];
  face[grows] += share * (face[shrinks] - face[grows]);
}

void network_move_walls(flue_network *net, size_t room, double from_m, double to_m) {
  if (net->room[room].wall != FLUE_ADIABATIC) move_walls(net, room, from_m, to_m);
}

/** Takes those of the due compartments whose walls rested as long as the first one's. @return how
 *  many are left. */
static size_t take_alike(flue_network *net, size_t n, size_t *n_alike) {
  const double waited = net->rest[net->due[0]].waited_s;
  size_t left = 0;
  *n_alike = 0;
  for (size_t i = 0; i < n; ++i) {
    const size_t room = net->due[i];
    if (net->rest[room].waited_s == waited)
      net->alike[(*n_alike)++] = room;
    else
      net->due[left++] = room;
  }
  return left;
}

/** Works out the walls of compartments that rested as long. Slabs shared with others see these as
 *  they are: one compartment after the other then. */
static void heat_alike(flue_network *net, size_t n, double dt) {
  const double waited = net->rest[net->alike[0]].waited_s;
  flue_wall_step *step = waited > 0.0 ? net->late_step : net->wall_step;
  set_steps(net, dt + waited, step);
#pragma omp parallel for schedule(dynamic, 16) if (network_is_large(net) && net->n_links == 0)
  for (size_t i = 0; i < n; ++i) {
    net->to_walls[net->alike[i]] = 0.0;
    heat_room(net, net->alike[i], step, dt);
  }
  for (size_t i = 0; i < n; ++i) net->heat_to_walls += net->to_walls[net->alike[i]];
}

void network_heat_surfaces(flue_network *net, double dt) {
  size_t n = 0;
  set_open_areas(net);
  for (size_t i = 0; i < net->n; ++i)
    if (!network_is_field(net, i) && !rest_room(net, i, dt)) net->due[n++] = i;
  while (n > 0) {
    size_t n_alike;
    n = take_alike(net, n, &n_alike);
    heat_alike(net, n_alike, dt);
  }
}

double network_heat_source(const flue_network *net, size_t room) {
  const int cells[2] = {net->lower[room], net->upper[room]};
  double sum = 0.0;
  for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
    const cell_source *s = &net->source[cells[l]];
    sum += s->heat / flue_specific_heat(net->temp[cells[l]]) + s->mass_temp;
  }
  return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radiation through two layers of absorbing gas between four gray surfaces.
 *
 * Between any two surfaces radiation passes along a path through both layers; gas emits and absorbs
 * along the same paths, which makes all exchange areas symmetric. The radiosities of the gray
 * surfaces are eliminated; what is left is linear in the emissive powers sigma T^4 of the nodes. */
#include "solver/network/network_enclosure.h"

#include <math.h>
#include <string.h>

#include "models/radiation.h"

/* ---- geometry ---- */

void enclosure_set_geometry(const flue_network *net, size_t room, enclosure *e) {
  const flue_compartment *r = &net->room[room];
  e->room = room;
  e->cell[0] = net->lower[room];
  e->cell[1] = net->upper[room] >= 0 ? net->upper[room] : net->lower[room];
  e->below = net->upper[room] < 0 ? 0.0 : fmin(r->height_m, net->layer_m[room]);
  e->above = r->height_m - e->below;
  network_sides(r, &e->width, &e->depth);
  e->area[FLUE_CEILING] = e->area[FLUE_FLOOR] = 0.5 * r->slab_area_m2;
  e->area[FLUE_UPPER_WALL] = r->wall_area_m2 * e->above / r->height_m;
  e->area[FLUE_LOWER_WALL] = r->wall_area_m2 * e->below / r->height_m;
  const double most_open = 0.95; /* of a surface */
  for (int s = 0; s < n_faces; ++s) {
    const double open = net->open_area[room * n_faces + (size_t)s];
    e->solid[s] = e->area[s] - fmin(open, most_open * e->area[s]);
  }
}

static room_views views_of(const flue_network *net, const enclosure *e) {
  const double least = 1e-3; /* [m] */
  room_views *v = &net->views[e->room];
  if (v->below == e->below) return *v;
  v->below = e->below;
  v->across = flue_view_parallel(e->width, e->depth, e->above + e->below);
  v->to_above = e->above > least ? flue_view_parallel(e->width, e->depth, e->above) : 1.0;
  v->to_below = e->below > least ? flue_view_parallel(e->width, e->depth, e->below) : 1.0;
  return *v;
}

/** Views between ceiling, walls above and below the interface, and floor of a box. */
static void set_views(const flue_network *net, enclosure *e) {
  const room_views of = views_of(net, e);
  const double f_cf = of.across, f_ci = of.to_above, f_fi = of.to_below;
  double(*v)[n_faces] = e->view;
  const double plan = e->width * e->depth;
  memset(e->view, 0, sizeof e->view);
  const double up = fmax(e->area[FLUE_UPPER_WALL], 1e-9),
               low = fmax(e->area[FLUE_LOWER_WALL], 1e-9);
  if (e->area[FLUE_CEILING] > 0.0) {
    v[FLUE_CEILING][FLUE_FLOOR] = v[FLUE_FLOOR][FLUE_CEILING] = f_cf;
    v[FLUE_CEILING][FLUE_UPPER_WALL] = 1.0 - f_ci;
    v[FLUE_CEILING][FLUE_LOWER_WALL] = f_ci - f_cf;
    v[FLUE_FLOOR][FLUE_LOWER_WALL] = 1.0 - f_fi;
    v[FLUE_FLOOR][FLUE_UPPER_WALL] = f_fi - f_cf;
    for (int s = FLUE_CEILING; s <= FLUE_FLOOR; s += FLUE_FLOOR) {
      v[FLUE_UPPER_WALL][s] = v[s][FLUE_UPPER_WALL] * e->area[s] / up;
      v[FLUE_LOWER_WALL][s] = v[s][FLUE_LOWER_WALL] * e->area[s] / low;
    }
    /* the interface seen from below meets what its other side sees of the upper wall */
    v[FLUE_UPPER_WALL][FLUE_LOWER_WALL] =
        fmax(0.0, (1.0 - f_ci) * plan / up - v[FLUE_UPPER_WALL][FLUE_FLOOR]);
  } else {
    v[FLUE_UPPER_WALL][FLUE_LOWER_WALL] = fmin(1.0, plan * (1.0 - f_ci) / up);
  }
  v[FLUE_LOWER_WALL][FLUE_UPPER_WALL] = v[FLUE_UPPER_WALL][FLUE_LOWER_WALL] * up / low;
  for (int i = 0; i < n_faces; ++i) /* nothing passes to a surface that is not there */
    for (int j = 0; j < n_faces; ++j)
      if (e->area[i] <= 0.0 || e->area[j] <= 0.0) v[i][j] = 0.0;
  for (int w = FLUE_UPPER_WALL; w <= FLUE_LOWER_WALL; ++w) {
    double others = 0.0;
    for (int s = 0; s < n_faces; ++s) others += s == w ? 0.0 : v[w][s];
    v[w][w] = fmax(0.0, 1.0 - others);
  }
}

/* ---- gas ---- */

/** Share of the radiation of a source that gas absorbs along a path: its emissivity at the
 *  temperature of the source over a path stretched by both, times their ratio to a power that lies
 *  between that of water (0.45) and of CO2 (0.65), here the first. @cite hottel1967 */
static double absorptivity(double h2o, double co2, double gas_k, double source_k, double length) {
  return pow(gas_k / source_k, 0.45) *
         flue_gas_emissivity(h2o, co2, source_k, length * source_k / gas_k);
}

/** Absorption coefficient of a layer seen along its mean beam length, for radiation of a source of
 *  a temperature; NaN: as hot as itself. */
static double absorption(const flue_network *net, int cell, double length, double source_k) {
  const double least = 1e-4;      /* [m-1] air is not wholly clear */
  const double most_share = 0.99; /* of what a path can absorb */
  const double to_bar = 1.01325, air_molar_mass = 28.96e-3;
  const flue_imposed *held = &net->imposed;
  const double pa_per_bar = 1e5;
  const double h2o = !isnan(held->h2o_pa)
                         ? held->h2o_pa / pa_per_bar
                         : to_bar * fmax(0.0, network_fraction(net, FLUE_H2O, cell)) *
                               air_molar_mass / FLUE_MOLAR_MASS[FLUE_H2O];
  const double co2 = !isnan(held->co2_pa)
                         ? held->co2_pa / pa_per_bar
                         : to_bar * fmax(0.0, network_fraction(net, FLUE_CO2, cell)) *
                               air_molar_mass / FLUE_MOLAR_MASS[FLUE_CO2];
  const double temp = isnan(held->gas_k) ? net->temp[cell] : held->gas_k;
  const double from_k = isnan(source_k) ? temp : source_k;
  const double gas = fmin(most_share, absorptivity(h2o, co2, temp, from_k, length));
  const double soot = net->density[cell] * fmax(0.0, network_fraction(net, FLUE_SOOT, cell));
  return fmax(least, -log1p(-gas) / length + flue_soot_absorption(soot, net->temp[cell]));
}

static void set_gas(const flue_network *net, enclosure *e) {
  const double beam = 3.6, least = 1e-3; /* mean beam length 3.6 V / A @cite hottel1967 */
  const double plan = e->width * e->depth, flame_k = 1300.0; /* radiating soot, assumed */
  const int has_flames = net->first_fire[e->room] != NETWORK_NONE;
  for (int l = 0; l < 2; ++l) {
    const double extent = l ? e->above : e->below;
    const double slab = e->area[l ? FLUE_CEILING : FLUE_FLOOR] > 0.0 ? plan : 0.0;
    const double around = (l ? e->area[FLUE_UPPER_WALL] : e->area[FLUE_LOWER_WALL]) + slab + plan;
    e->length[l] = fmax(least, beam * plan * extent / fmax(around, 1e-9));
    const int is_there = extent > least;
    e->absorption[l] = is_there ? absorption(net, e->cell[l], e->length[l], NAN) : 0.0;
    e->of_flames[l] =
        is_there && has_flames ? absorption(net, e->cell[l], e->length[l], flame_k) : 0.0;
  }
}

/** Length of the path between two surfaces in each layer [m], between their middles. */
static void path_lengths(const enclosure *e, int i, int j, double length[2]) {
  const double side = 0.25 * (e->width + e->depth); /* from the middle to a wall */
  const double top = e->above + e->below;
  const double height[n_faces] = {top, e->below + 0.5 * e->above, 0.5 * e->below, 0.0};
  const int is_wall[n_faces] = {0, 1, 1, 0};
  const double along = is_wall[i] && is_wall[j]   ? 1.6 * side
                       : is_wall[i] || is_wall[j] ? side
                                                  : 0.0;
  const double rise = fabs(height[i] - height[j]), most = fmax(height[i], height[j]);
  const double whole = sqrt(along * along + rise * rise);
  double in_upper = most > e->below ? fmin(rise, most - e->below) : 0.0;
  in_upper = rise > 1e-9 ? in_upper / rise : (height[i] >= e->below ? 1.0 : 0.0);
  length[1] = whole * in_upper;
  length[0] = whole * (1.0 - in_upper);
}

/** Adds what passes between two surfaces and is emitted and absorbed on the way. */
static void add_path(enclosure *e, int i, int j) {
  const double a = e->area[i] * e->view[i][j];
  if (a <= 0.0) return;
  double length[2];
  path_lengths(e, i, j, length);
  const double through[2] = {exp(-e->absorption[0] * length[0]),
                             exp(-e->absorption[1] * length[1])};
  double(*d)[n_nodes] = e->direct;
  if (i == j) { /* within one layer */
    const int gas = i == FLUE_LOWER_WALL ? 0 : 1;
    d[i][lower_gas + gas] += a * (1.0 - through[gas]);
    d[i][i] += a * through[gas];
    return;
  }
  const int upper_end = i < j ? i : j, lower_end = i < j ? j : i; /* faces count downwards */
  d[i][j] += a * through[0] * through[1];
  d[j][i] = d[i][j];
  d[upper_end][upper_gas] += a * (1.0 - through[1]);
  d[upper_end][lower_gas] += a * (1.0 - through[0]) * through[1];
  d[lower_end][lower_gas] += a * (1.0 - through[0]);
  d[lower_end][upper_gas] += a * (1.0 - through[1]) * through[0];
  d[lower_gas][upper_gas] += a * (1.0 - through[0]) * (1.0 - through[1]);
}

static void set_exchange(enclosure *e) {
  memset(e->direct, 0, sizeof e->direct);
  for (int i = 0; i < n_faces; ++i)
    for (int j = i; j < n_faces; ++j) add_path(e, i, j);
  for (int i = 0; i < n_nodes; ++i)
    for (int g = lower_gas; g < n_nodes; ++g)
      if (i < g) e->direct[g][i] = e->direct[i][g];
}

/* ---- flames ---- */

/** Radiation of one flame, a point at a third of its height, by the directions in which it sees the
 *  surfaces, thinned by the gas on the way. */
static void add_flame(const flue_network *net, enclosure *e, size_t f) {
  const flue_fire *fire = &net->fire[f].in;
  const flue_fire_view *v = &net->fire_view[f];
  const double power = v->release - v->convective, third = 1.0 / 3.0;
  if (power <= 0.0) return;
  const double x = isnan(fire->x_m) ? 0.5 * e->width : fmin(e->width, fmax(0.0, fire->x_m));
  const double y = isnan(fire->y_m) ? 0.5 * e->depth : fmin(e->depth, fmax(0.0, fire->y_m));
  const double top = e->above + e->below, least = 0.02;
  const double z = fmin(top - least * top, fmax(least * top, v->base_m + third * v->flame_m));
  const int is_above = z >= e->below;
  const double ceiling = flue_view_from_point(e->width, e->depth, x, y, top - z);
  const double floor = flue_view_from_point(e->width, e->depth, x, y, z);
  const double across =
      flue_view_from_point(e->width, e->depth, x, y, fmax(1e-6, fabs(z - e->below)));
  double share[n_faces] = {ceiling, 0.0, 0.0, floor};
  share[is_above ? FLUE_LOWER_WALL : FLUE_UPPER_WALL] =
      fmax(0.0, across - (is_above ? floor : ceiling));
  share[is_above ? FLUE_UPPER_WALL : FLUE_LOWER_WALL] =
      fmax(0.0, 1.0 - across - (is_above ? ceiling : floor));
  const double slant = 1.3, side = 0.25 * (e->width + e->depth);
  const double up = top - fmax(z, e->below), down = fmin(z, e->below);
  const double gap_up = fmax(0.0, e->below - z), gap_down = fmax(0.0, z - e->below);
  const double path[n_faces][2] = {{slant * gap_up, slant * up},
                                   {slant * gap_up, is_above ? side : 0.5 * side},
                                   {is_above ? 0.5 * side : side, slant * gap_down},
                                   {slant * down, slant * gap_down}};
  for (int s = 0; s < n_faces; ++s) {
    const double sent = power * share[s];
    /* the layer the flame stands in comes first */
    const int first = is_above ? 1 : 0, second = 1 - first;
    const double left = exp(-e->of_flames[first] * path[s][first]);
    const double arrives = left * exp(-e->of_flames[second] * path[s][second]);
    e->fire[lower_gas + first] += sent * (1.0 - left);
    e->fire[lower_gas + second] += sent * (left - arrives);
    if (e->area[s] > 0.0)
      e->fire[s] += sent * arrives;
    else
      e->fire[upper_gas] += sent * arrives;
  }
}

/* ---- radiosity ---- */

void enclosure_solve(int n, int width, double m[][n_nodes], double b[][n_nodes + 1]) {
  for (int k = 0; k < n; ++k) {
    const double inverse = 1.0 / m[k][k];
    for (int i = k + 1; i < n; ++i) {
      const double factor = m[i][k] * inverse;
      if (factor == 0.0) continue;
      for (int j = k + 1; j < n; ++j) m[i][j] -= factor * m[k][j];
      for (int c = 0; c < width; ++c) b[i][c] -= factor * b[k][c];
    }
  }
  for (int k = n - 1; k >= 0; --k)
    for (int c = 0; c < width; ++c) {
      double sum = b[k][c];
      for (int j = k + 1; j < n; ++j) sum -= m[k][j] * b[j][c];
      b[k][c] = sum / m[k][k];
    }
}

/** Conductance between a gray face and its radiosity [m2]. */
static double face_conductance(const enclosure *e, int i) {
  const double most = 0.999;
  const double emissivity = fmin(most, e->emissivity[i]);
  return e->area[i] * emissivity / (1.0 - emissivity);
}

static void set_radiosity(enclosure *e) {
  double m[n_nodes][n_nodes] = {{0}};
  memset(e->to_face, 0, sizeof e->to_face);
  for (int i = 0; i < n_faces; ++i) {
    const double own = face_conductance(e, i);
    m[i][i] = own;
    for (int j = 0; j < n_nodes; ++j)
      if (j != i) m[i][i] += e->direct[i][j];
    for (int j = 0; j < n_faces; ++j)
      if (j != i) m[i][j] = -e->direct[i][j];
    e->to_face[i][i] = own;
    for (int g = lower_gas; g < n_nodes; ++g) e->to_face[i][g] = e->direct[i][g];
    e->to_face[i][n_nodes] = e->fire[i];
    if (m[i][i] <= 0.0) m[i][i] = 1.0; /* not there */
  }
  enclosure_solve(n_faces, n_nodes + 1, m, e->to_face);
}

void enclosure_net_weights(const enclosure *e, int node, double w[n_nodes + 1]) {
  if (node < n_faces) {
    const double own = face_conductance(e, node);
    for (int j = 0; j <= n_nodes; ++j) w[j] = own * e->to_face[node][j];
    w[node] -= own;
    return;
  }
  for (int j = 0; j <= n_nodes; ++j) {
    w[j] = 0.0;
    for (int i = 0; i < n_faces; ++i) w[j] += e->direct[node][i] * e->to_face[i][j];
  }
  for (int i = 0; i < n_faces; ++i) w[node] -= e->direct[node][i];
  const int other = node == lower_gas ? upper_gas : lower_gas;
  w[other] += e->direct[node][other];
  w[node] -= e->direct[node][other];
  w[n_nodes] += e->fire[node];
}

/* ---- all of it ---- */

void enclosure_set_radiation(const flue_network *net, enclosure *e) {
  memset(e->fire, 0, sizeof e->fire);
  set_views(net, e);
  set_gas(net, e);
  set_exchange(e);
  for (size_t f = net->first_fire[e->room]; f != NETWORK_NONE; f = net->fire[f].next)
    add_flame(net, e, f);
  set_radiosity(e);
}

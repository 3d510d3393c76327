/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spaces with `model: field`: their grids, and how each opening of the network meets them.
 *
 * Doors and windows keep the rows and columns of cells they cover, at least one: their area, loss
 * and leak stay those of the network, so that a face of the grid that is larger or smaller than the
 * opening changes the speed there, not the flow. Cracks of walls, floors and ceilings are spread
 * over these, half of the faces for what comes in and half for what goes out. Fans blow from or
 * into a square of the ceiling. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/case_grid.h"
#include "scenarios/case_internal.h"
#include "scenarios/geometry.h"

enum { most_strips = 20, wall_bands = 4 };

/** Surfaces by which gas comes in and goes out. */
typedef struct pair {
  size_t in, out;
} pair;

/** A space as its grid is made. */
typedef struct field_maker {
  deriver *d;
  size_t space;
  case_grid g;
  int n_bands;
  double band_z[wall_bands + 1]; /**< Edges above the floor [m]. */
  pair band[wall_bands], floor, ceiling;
  flue_grid_port *port;
  size_t n_ports, port_capacity;
  flue_grid_fire *fire; /**< Owned by the case. */
  size_t n_fires;
  size_t n_fans;
} field_maker;

/* ---- surfaces ---- */

/** Walls, floors and ceilings of the build-up of the building; behind them it is as warm as at the
 *  start. */
static flue_field_surface solid_of(const deriver *d) {
  return (flue_field_surface){.name = "wall",
                              .gas = FLUE_FIELD_SOLID,
                              .heat = FLUE_FIELD_CONDUCTING,
                              .coefficient = NAN,
                              .emissivity = d->out->input.network.build_ups[0].layer[0].emissivity,
                              .layers = d->out->input.network.build_ups[0],
                              .back_k = d->out->input.network.compartments[0].temp_k};
}

/** Of an opening: black, and it takes no heat by convection. */
static flue_field_surface open_surface(const deriver *d) {
  return (flue_field_surface){.name = "opening",
                              .gas = FLUE_FIELD_SOLID,
                              .heat = FLUE_FIELD_FIXED_FACE,
                              .face_k = d->out->input.network.compartments[0].temp_k,
                              .coefficient = 0.0,
                              .emissivity = 1.0,
                              .is_port = 1};
}

static flue_status add_pair(field_maker *m, pair *p) {
  flue_field_surface s = solid_of(m->d);
  s.is_port = s.seeps = 1;
  FLUE_TRY(case_grid_add_surface(&m->g, &s, &p->in));
  return case_grid_add_surface(&m->g, &s, &p->out);
}

/** Bands of the walls, one above the other, and the planes. */
static flue_status make_seeping(field_maker *m) {
  m->n_bands = m->g.n[2] < wall_bands ? m->g.n[2] : wall_bands;
  for (int b = 0; b <= m->n_bands; ++b)
    m->band_z[b] = m->g.face[2][m->g.n[2] * b / m->n_bands] - m->g.face[2][0];
  FLUE_TRY(add_pair(m, &m->floor));
  FLUE_TRY(add_pair(m, &m->ceiling));
  FLUE_TRY(case_grid_give_plane(&m->g, 0, m->floor.in, m->floor.out));
  FLUE_TRY(case_grid_give_plane(&m->g, 1, m->ceiling.in, m->ceiling.out));
  for (int b = 0; b < m->n_bands; ++b) {
    FLUE_TRY(add_pair(m, &m->band[b]));
    for (size_t n = 0; n < m->g.n_walls; ++n)
      FLUE_TRY(case_grid_give_wall(
          &m->g, &m->g.wall[n], m->g.n[2] * b / m->n_bands, m->g.n[2] * (b + 1) / m->n_bands,
          (m->g.wall[n].i + m->g.wall[n].j) % 2 ? m->band[b].in : m->band[b].out));
  }
  return FLUE_OK;
}

/* ---- ports ---- */

static flue_status add_port(field_maker *m, size_t opening, size_t strip, int end, double z_m,
                            pair surface) {
  FLUE_TRY(flue_grow(&m->port, &m->port_capacity, m->n_ports + 1, sizeof *m->port));
  m->port[m->n_ports++] = (flue_grid_port){{opening, strip, end}, z_m, {surface.in, surface.out}};
  return FLUE_OK;
}

/** Cuts a slot at heights above the ground, unless the grid at its other end did. */
static flue_status cut_slot(field_maker *m, flue_opening *o, size_t n, const double *inner_z) {
  if (o->n_strips > 0) return FLUE_OK;
  double *z = case_alloc(m->d, n + 2, sizeof *z);
  if (!z) return FLUE_ENOMEM;
  z[0] = o->z_bottom;
  for (size_t k = 0; k < n; ++k) z[k + 1] = inner_z[k];
  z[n + 1] = o->z_top;
  o->n_strips = n + 1;
  o->strip_z = z;
  return FLUE_OK;
}

/** Cuts a slot at those of rising heights above the floor that lie inside it. */
static flue_status cut_at(field_maker *m, flue_opening *o, const double *edge, int n) {
  const double floor = m->g.face[2][0], close = 1e-3;
  double inner[most_strips + 1];
  size_t count = 0;
  for (int k = 0; k < n && count < most_strips; ++k)
    if (floor + edge[k] > o->z_bottom + close && floor + edge[k] < o->z_top - close)
      inner[count++] = floor + edge[k];
  return cut_slot(m, o, count, inner);
}

/** Edges of the strips of a door: those of its rows of cells, or of every so many of them. */
static flue_status cut_door(field_maker *m, flue_opening *o) {
  const double floor = m->g.face[2][0];
  int from, to;
  case_grid_rows(&m->g, o->z_bottom - floor, o->z_top - floor, &from, &to);
  const int rows = to - from, each = (rows + most_strips - 1) / most_strips;
  double edge[most_strips];
  int n = 0;
  for (int k = from + each; k < to && n < most_strips; k += each)
    edge[n++] = m->g.face[2][k] - floor;
  return cut_at(m, o, edge, n);
}

/** Each strip has a surface over the rows of the grid that it covers; strips that cover the same
 *  rows of a coarse grid share it. */
static flue_status place_strips(field_maker *m, size_t k, int end, const unsigned char *is_door) {
  const flue_opening *o = &m->d->openings[k];
  const double floor = m->g.face[2][0];
  const flue_field_surface open = open_surface(m->d);
  int last_from = -1, last_to = -1;
  size_t surface = 0;
  for (size_t s = 0; s < o->n_strips; ++s) {
    int from, to;
    case_grid_rows(&m->g, o->strip_z[s] - floor, o->strip_z[s + 1] - floor, &from, &to);
    if (from != last_from || to != last_to) {
      FLUE_TRY(case_grid_add_surface(&m->g, &open, &surface));
      for (size_t n = 0; n < m->g.n_walls; ++n)
        if (is_door[n]) FLUE_TRY(case_grid_give_wall(&m->g, &m->g.wall[n], from, to, surface));
    }
    last_from = from;
    last_to = to;
    FLUE_TRY(add_port(m, k, s, end, o->strip_z[s], (pair){surface, surface}));
  }
  return FLUE_OK;
}

static flue_status add_door(field_maker *m, size_t k, int end, const flue_gap *gap) {
  unsigned char *is_door = flue_alloc(m->g.n_walls, 1);
  flue_status status = is_door ? cut_door(m, &m->d->openings[k]) : FLUE_ENOMEM;
  if (status == FLUE_OK) {
    case_grid_find_door(&m->g, gap, is_door);
    status = place_strips(m, k, end, is_door);
  }
  free(is_door);
  return status;
}

/** A crack along a wall: a strip for each band. */
static flue_status add_crack(field_maker *m, size_t k, int end) {
  flue_opening *o = &m->d->openings[k];
  FLUE_TRY(cut_at(m, o, m->band_z, m->n_bands + 1));
  for (size_t s = 0; s < o->n_strips; ++s) {
    const double middle = 0.5 * (o->strip_z[s] + o->strip_z[s + 1]) - m->g.face[2][0];
    int b = 0;
    while (b + 1 < m->n_bands && m->band_z[b + 1] < middle) ++b;
    FLUE_TRY(add_port(m, k, s, end, o->strip_z[s], m->band[b]));
  }
  return FLUE_OK;
}

/** A fan takes a square of the ceiling, as large as lets its air pass at 3 m/s (assumed). */
static flue_status add_fan(field_maker *m, size_t k, int end, size_t n_all) {
  const double speed = 3.0;
  const flue_opening *o = &m->d->openings[k];
  const flue_field_surface open = open_surface(m->d);
  double middle[2];
  size_t surface;
  case_grid_column(&m->g, ((double)m->n_fans++ + 1.0) / ((double)n_all + 1.0), middle);
  FLUE_TRY(case_grid_add_surface(&m->g, &open, &surface));
  FLUE_TRY(case_grid_give_square(&m->g, 1, middle, o->fan_flow / speed, 0.0, surface));
  return add_port(m, k, 0, end, o->z_bottom, (pair){surface, surface});
}

static flue_status add_end(field_maker *m, size_t k, int end, size_t n_fans) {
  const flue_opening *o = &m->d->openings[k];
  const flue_layout *l = m->d->layout;
  if (k < l->n_gaps) return add_door(m, k, end, &l->gap[k]); /* they come first */
  if (o->kind == FLUE_OPENING_SLOT) return add_crack(m, k, end);
  if (o->kind == FLUE_OPENING_FAN) return add_fan(m, k, end, n_fans);
  return add_port(m, k, 0, end, o->z_bottom, end == 0 ? m->ceiling : m->floor);
}

/** Every opening of the space, those of doors and windows before cracks, fans and hatches. */
static flue_status add_ports(field_maker *m) {
  size_t n_fans = 0;
  for (size_t k = 0; k < m->d->n_openings; ++k) {
    const flue_opening *o = &m->d->openings[k];
    n_fans += o->kind == FLUE_OPENING_FAN && (o->from == m->space || o->to == m->space);
  }
  for (size_t k = 0; k < m->d->n_openings; ++k)
    for (int end = 0; end < 2; ++end) {
      const flue_opening *o = &m->d->openings[k];
      if ((end ? o->to : o->from) == m->space) FLUE_TRY(add_end(m, k, end, n_fans));
    }
  return FLUE_OK;
}

/* ---- fires ---- */

/** Most that a fire will release in the open [W]. */
static double largest_release(const flue_fire *f) {
  double most = f->table.n ? 0.0 : f->design.peak;
  for (size_t k = 0; k < f->table.n; ++k) most = fmax(most, f->table.heat_w[k]);
  return most;
}

static flue_status add_fire(field_maker *m, size_t k) {
  const double most_share = 0.6; /* of the floor */
  const flue_fire *f = &m->d->out->input.network.fires[k];
  const flue_blaze *b = FLUE_ITEM(flue_blaze, m->d->root->fires, k);
  flue_field_surface burner = solid_of(m->d);
  double middle[2];
  flue_polygon_inside(m->g.space->polygon, &middle[0], &middle[1]);
  if (b->at.point.is_given) {
    middle[0] = b->at.point.x;
    middle[1] = b->at.point.y;
  }
  case_grid_nearest(&m->g, middle);
  burner.name = "burner";
  burner.is_port = 1;
  burner.spread_m[0] = middle[0];
  burner.spread_m[1] = middle[1];
  size_t surface;
  FLUE_TRY(case_grid_add_surface(&m->g, &burner, &surface));
  const double area =
      fmin(most_share * m->g.space->area_m2, largest_release(f) / f->fuel.area_rate);
  FLUE_TRY(case_grid_give_square(&m->g, 0, middle, area, f->base_m, surface));
  m->fire[m->n_fires++] = (flue_grid_fire){k, surface, f->fuel.area_rate};
  return FLUE_OK;
}

/** A grid follows one fuel. */
static flue_status check_fuels(const field_maker *m) {
  const flue_network_input *net = &m->d->out->input.network;
  for (size_t k = 1; k < m->n_fires; ++k) {
    const flue_fuel *a = &net->fires[m->fire[0].fire].fuel, *b = &net->fires[m->fire[k].fire].fuel;
    FLUE_CHECK(strcmp(a->name, b->name) == 0, m->d->ctx, FLUE_EINPUT,
               "the fires in %s burn %s and %s: on a grid (model: field) all burn one fuel",
               m->g.space->name, a->name, b->name);
  }
  return FLUE_OK;
}

static flue_status add_fires(field_maker *m) {
  const flue_network_input *net = &m->d->out->input.network;
  m->fire = case_alloc(m->d, net->n_fires, sizeof *m->fire);
  if (!m->fire) return FLUE_ENOMEM;
  for (size_t k = 0; k < net->n_fires; ++k)
    if (net->fires[k].compartment == m->space) FLUE_TRY(add_fire(m, k));
  return check_fuels(m);
}

/* ---- the whole ---- */

/** Lists of the maker become the case's. */
static flue_status give_lists(field_maker *m) {
  case_grid *g = &m->g;
  void *const lists[] = {g->face[0], g->face[1],  g->face[2], g->surface,
                         g->patch,   g->obstacle, m->port};
  flue_status status = FLUE_OK;
  g->face[0] = g->face[1] = g->face[2] = NULL;
  g->surface = NULL;
  g->patch = NULL;
  g->obstacle = NULL;
  for (size_t k = 0; k < sizeof lists / sizeof *lists; ++k) {
    const flue_status owned = case_own(m->d, lists[k]);
    if (owned != FLUE_OK) status = owned;
  }
  return status;
}

static flue_status finish(field_maker *m, flue_grid_input *out) {
  const case_grid *g = &m->g;
  flue_field_input in = {.n = {g->n[0], g->n[1], g->n[2]},
                         .face = {g->face[0], g->face[1], g->face[2]},
                         .n_surfaces = g->n_surfaces,
                         .n_patches = g->n_patches,
                         .n_obstacles = g->n_obstacles,
                         .surfaces = g->surface,
                         .patches = g->patch,
                         .obstacles = g->obstacle,
                         .gravity = {0.0, 0.0, -FLUE_GRAVITY},
                         .limiter = FLUE_LIMITER_CHARM, /* plumes in coarse cells mix less */
                         .viscosity = NAN,
                         .prandtl = NAN,
                         .turbulent_prandtl = NAN,
                         .subgrid_constant = NAN,
                         .radiation.absorption = NAN,
                         .cfl = NAN,
                         .step_s = NAN};
  *out = (flue_grid_input){.room = m->space,
                           .field = in,
                           .n_ports = m->n_ports,
                           .n_fires = m->n_fires,
                           .ports = m->port,
                           .fires = m->fire};
  return give_lists(m);
}

static flue_status make_grid(deriver *d, size_t space, flue_grid_input *out) {
  field_maker m = {.d = d, .space = space};
  const flue_field_surface wall = solid_of(d);
  const flue_space *s = &d->layout->space[space];
  flue_status status = case_grid_make(d->ctx, s, s->cell_m, &wall, &m.g);
  if (status == FLUE_OK) {
    status = make_seeping(&m);
    if (status == FLUE_OK) status = add_ports(&m);
    if (status == FLUE_OK) status = add_fires(&m);
    if (status == FLUE_OK)
      status = finish(&m, out);
    else
      free(m.port);
    if (status == FLUE_ENOMEM)
      flue_fail(d->ctx, status, __FILE__, __LINE__, "no memory for the grid of %s", s->name);
  }
  case_grid_clear(&m.g);
  return status;
}

flue_status case_grids(deriver *d) {
  const flue_layout *l = d->layout;
  size_t n = 0;
  for (size_t i = 0; i < l->n_spaces; ++i) n += l->space[i].model == FLUE_MODEL_FIELD;
  flue_grid_input *grids = case_alloc(d, n, sizeof *grids);
  FLUE_CHECK(grids, d->ctx, FLUE_ENOMEM, "no memory for grids");
  n = 0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (l->space[i].model == FLUE_MODEL_FIELD) FLUE_TRY(make_grid(d, i, &grids[n++]));
  d->out->input.grids = grids;
  d->out->input.n_grids = n;
  return FLUE_OK;
}

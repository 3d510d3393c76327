/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Network and grids step by step together. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "solver/coupling/coupling_internal.h"

/* ---- life ---- */

/** The fuel of the fires on a grid; without one there that of the first fire, whose smoke comes. */
static const flue_fuel *fuel_of(const flue_coupling *c, const flue_grid_input *g) {
  const flue_network_input *net = &c->in.network;
  if (g->n_fires) return &net->fires[g->fires[0].fire].fuel;
  return net->n_fires ? &net->fires[0].fuel : NULL;
}

static void show_grids(flue_coupling *c) {
  for (size_t k = 0; k < c->in.n_grids; ++k) flue_grid_show(c->grid[k], c->network);
}

flue_status coupling_create_grids(flue_ctx *ctx, flue_coupling *c) {
  c->grid = flue_alloc(c->in.n_grids, sizeof *c->grid);
  FLUE_CHECK(c->grid, ctx, FLUE_ENOMEM, "no memory for grids");
  for (size_t k = 0; k < c->in.n_grids; ++k) {
    const flue_grid_input *g = &c->in.grids[k];
    FLUE_TRY(flue_grid_create(ctx, g, &c->in.network.compartments[g->room], c->network,
                              fuel_of(c, g), &c->grid[k]));
  }
  show_grids(c);
  return FLUE_OK;
}

void coupling_destroy_grids(flue_coupling *c) {
  for (size_t k = 0; c->grid && k < c->in.n_grids; ++k) flue_grid_destroy(&c->grid[k]);
  free(c->grid);
  free(c->plane_handle);
  c->grid = NULL;
  c->plane_handle = NULL;
}

const flue_grid *coupling_grid_of(const flue_coupling *c, size_t room) {
  for (size_t k = 0; k < c->in.n_grids; ++k)
    if (c->in.grids[k].room == room) return c->grid[k];
  return NULL;
}

flue_grid_facts flue_coupling_grid(const flue_coupling *c, size_t grid) {
  const flue_field *field = flue_grid_field(c->grid[grid]);
  flue_field_view v;
  flue_field_budget b;
  double volume = 1.0;
  flue_field_get(field, &v);
  flue_field_get_budget(field, &b);
  for (int d = 0; d < 3; ++d) volume *= (v.face[d][v.n[d]] - v.face[d][0]) / v.n[d];
  return (flue_grid_facts){.room = c->in.grids[grid].room,
                           .cells = (double)v.n[0] * v.n[1] * v.n[2],
                           .cell_m = cbrt(volume),
                           .bytes = (double)flue_field_bytes(field),
                           .steps = (double)b.steps};
}

/* ---- steps ---- */

/** Names the compartment where a step failed, with the engine's own reason. */
static flue_status refuse_step(flue_ctx *ctx, const flue_coupling *c, double t_s,
                               flue_status status) {
  char reason[256];
  snprintf(reason, sizeof reason, "%s", flue_last_error(ctx));
  return flue_fail(ctx, status, __FILE__, __LINE__,
                   "the air flows of the step to %.1f s have no solution; the worst is in %s: look "
                   "at fans, leaks and openings there (%s)",
                   t_s, c->in.rooms[flue_network_worst(c->network)].name, reason);
}

static flue_status move_network(flue_ctx *ctx, flue_coupling *c, double t_s) {
  const flue_status moved = flue_network_advance(ctx, c->network, t_s);
  return moved == FLUE_OK ? FLUE_OK : refuse_step(ctx, c, t_s, moved);
}

/** Length of the next step, which all grids allow, or one of two equal last ones [s]. */
static double length_of(const flue_coupling *c, double rest_s) {
  double dt = INFINITY;
  for (size_t k = 0; k < c->in.n_grids; ++k) dt = fmin(dt, flue_grid_wish(c->grid[k]));
  return dt >= rest_s ? rest_s : fmin(dt, 0.5 * rest_s);
}

flue_status coupling_move_gas(flue_ctx *ctx, flue_coupling *c, double t_end_s) {
  const double close = 1e-9;
  if (c->in.n_grids == 0) return move_network(ctx, c, t_end_s);
  for (double t = c->time_s; t < t_end_s - close;) {
    const double dt = length_of(c, t_end_s - t), next = t_end_s - t > dt ? t + dt : t_end_s;
    for (size_t k = 0; k < c->in.n_grids; ++k) flue_grid_offer(c->grid[k], c->network, dt);
    FLUE_TRY(move_network(ctx, c, next));
    for (size_t k = 0; k < c->in.n_grids; ++k)
      FLUE_TRY(flue_grid_follow(ctx, c->grid[k], c->network, next, next - t));
    t = next;
  }
  show_grids(c);
  return FLUE_OK;
}

void coupling_grids_state(flue_coupling *c, flue_state *state) {
  for (size_t k = 0; k < c->in.n_grids; ++k) flue_grid_state(c->grid[k], state);
}

void coupling_get_balance(const flue_coupling *c, flue_network_balance *balance) {
  flue_network_get_balance(c->network, balance);
  for (size_t k = 0; k < c->in.n_grids; ++k)
    balance->heat_released += flue_field_released(flue_grid_field(c->grid[k]));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held networks solved again and again: other doors, fans and temperatures, the same matrix. */
#include <string.h>

#include "solver/network/network_internal.h"

void flue_network_set_temperature(flue_network *net, size_t compartment, double temp_k) {
  const int c = net->lower[compartment];
  const double pressure = network_density_pressure(net, net->head[compartment]);
  net->room[compartment].temp_k = net->temp[c] = temp_k;
  net->density[c] = pressure / (FLUE_GAS_CONSTANT * temp_k);
  net->mass[c] = net->density[c] * net->size[c];
}

flue_status flue_network_balance_now(flue_ctx *ctx, flue_network *net) {
  FLUE_CHECK(net->is_held, ctx, FLUE_EARG, "only held networks have steady flows of their own");
  if (!network_solve_pressure(net, 0.0)) {
    /* doors that open change pressures a lot: from rest then, as at the start */
    memset(net->pressure, 0, net->n * sizeof *net->pressure);
    const int is_solved = network_solve_pressure(net, 0.0);
    const size_t worst = flue_network_worst(net);
    FLUE_CHECK(is_solved, ctx, FLUE_ENUMERIC,
               "the steady pressures were not found: compartment %zu keeps a residual of %.3g kg/s",
               worst, net->residual[worst]);
  }
  memcpy(net->state_pressure, net->pressure, net->n * sizeof *net->pressure);
  network_fill_view(net);
  return FLUE_OK;
}

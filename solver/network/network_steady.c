/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held networks solved again and again: other doors, fans and temperatures, the same matrix. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

void flue_network_set_temperature(flue_network *net, size_t compartment, double temp_k) {
  const int c = net->lower[compartment];
  const double pressure = network_density_pressure(net, net->head[compartment]);
  net->room[compartment].temp_k = net->temp[c] = temp_k;
  net->density[c] = pressure / (FLUE_GAS_CONSTANT * temp_k);
  net->mass[c] = net->density[c] * net->size[c];
}

/** Whether what is left over is too little to matter: wide openings, whose flows change by that
 * much with the last digit of a pressure, keep a search from its end. Flows are then worked out. */
static int is_near_enough(flue_network *net) {
  const double little = 1e-6; /* [kg s-1] */
  for (size_t i = 0; i < net->n; ++i)
    if (!(fabs(net->residual[i]) <= little)) return 0;
  for (size_t k = 0; k < net->n_openings; ++k) network_flow(net, &net->opening[k]);
  return 1;
}

/** From the pressures there are; else from rest, as at the start: doors that open change a lot. */
static int find_pressures(flue_network *net) {
  if (network_solve_pressure(net, 0.0) || is_near_enough(net)) return 1;
  memset(net->pressure, 0, net->n * sizeof *net->pressure);
  return network_solve_pressure(net, 0.0) || is_near_enough(net);
}

flue_status flue_network_balance_now(flue_ctx *ctx, flue_network *net) {
  FLUE_CHECK(net->is_held, ctx, FLUE_EARG, "only held networks have steady flows of their own");
  const double of_designs = 100.0; /* 1e-6 of the flows of a compartment, or 1e-8 kg/s */
  net->slack = of_designs;
  const int is_found = find_pressures(net);
  net->slack = 0.0;
  const size_t worst = flue_network_worst(net);
  FLUE_CHECK(is_found, ctx, FLUE_ENUMERIC,
             "the steady pressures were not found: compartment %zu keeps a residual of %.3g kg/s",
             worst, net->residual[worst]);
  memcpy(net->state_pressure, net->pressure, net->n * sizeof *net->pressure);
  network_fill_view(net);
  return FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Soot that surfaces take from the gas. */
#include <math.h>

#include "solver/network/network_internal.h"

void network_deposit_soot(flue_network *net, double dt) {
  double *soot = &net->fraction[(size_t)FLUE_SOOT * net->n_cells];
  for (size_t c = 0; c < net->n_cells; ++c) {
    if (net->cleaned[c] <= 0.0 || soot[c] <= 0.0) continue;
    const size_t room = (size_t)net->room_of[c];
    /* implicit: at the fraction that is left */
    const double rate = dt * net->cleaned[c] / net->size[c];
    const double lost = net->mass[c] * soot[c] * rate / (1.0 + rate);
    const double left = net->mass[c] - lost,
                 heat = lost * FLUE_CP * flue_heat_content(net->temp[c]);
    for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s)
      net->fraction[s * net->n_cells + c] *= net->mass[c] / left;
    soot[c] -= lost / left;
    net->mass[c] = left;
    net->soot_kept[room] += lost;
    net->mass_out += lost;
    net->energy[room] -= heat;
    net->heat_to_walls += heat;
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Water mist: drops that evaporate in hot gas. */
#include <math.h>

#include "models/device.h"
#include "solver/network/network_internal.h"

/** What may evaporate in a cell in a step, so that it is not cooled far below the water [kg s-1].
 */
static double most_in(const flue_network *net, int cell, double dt) {
  const double most_share = 0.3; /* of the heat above the water */
  const double above = fmax(0.0, net->temp[cell] - FLUE_MIST_WATER_K);
  return most_share * net->mass[cell] * FLUE_CP * above / (dt * FLUE_MIST_LATENT);
}

void network_spray(flue_network *net, double dt) {
  for (size_t i = 0; i < net->n_sensors; ++i) {
    const flue_sensor *s = &net->sensor[i];
    if (s->kind != FLUE_SENSOR_MIST || isnan(net->sensor_view[i].at_s)) continue;
    const int high = net->upper[s->compartment];
    const int cell = high >= 0 ? high : net->lower[s->compartment];
    const double left = fmax(0.0, most_in(net, cell, dt) - net->source[cell].spray);
    const double steam = fmin(left, s->water_kg * flue_mist_share(s->evaporates, net->temp[cell]));
    cell_source *to = &net->source[cell];
    to->spray += steam;
    to->mass += steam;
    to->mass_temp += steam * flue_heat_content(FLUE_MIST_WATER_K);
    to->heat -= steam * FLUE_MIST_LATENT;
    to->species[FLUE_H2O] += steam;
  }
}

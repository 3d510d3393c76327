/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panes in openings: heated by the layer that touches them, or by a flame from a window below,
 * until they crack. The pane is as warm as its hottest part. */
#include <math.h>

#include "solver/network/network_internal.h"

void network_start_glazing(flue_network *net) {
  for (size_t i = 0; i < net->n_glazings; ++i)
    net->glazing_view[i] = (flue_glazing_view){
        .temp_k = net->room[net->glazing[i].compartment].temp_k, .broken_s = NAN};
}

/** Radiation of the layer and the walls behind it onto a pane [W m-2]; flames are left out. One gas
 *  counts as the upper layer. */
static double incident_on(const flue_network *net, size_t room, int is_upper, double gas_k) {
  const flue_compartment *r = &net->room[room];
  const double mean_path = 3.6, area = r->wall_area_m2 + r->slab_area_m2; /* x volume / area */
  const int part = is_upper || net->upper[room] < 0;
  const double path = area > 0.0 ? mean_path * net->volume[room] / area : 0.0;
  const double emissivity = -expm1(-net->radiation[room].absorption[part] * path);
  const double behind = net->radiation[room].radiosity[part ? FLUE_UPPER_WALL : FLUE_LOWER_WALL];
  return (1.0 - emissivity) * behind +
         emissivity * FLUE_STEFAN_BOLTZMANN * gas_k * gas_k * gas_k * gas_k;
}

static flue_glass_heat heat_on(const flue_network *net, const flue_glazing *g,
                               const facade_heat *flame, double pane_k, double gas_k,
                               int is_upper) {
  const double out_k = net->opening[g->opening].temp_out;
  flue_glass_heat heat = {.gas_k = gas_k,
                          .h_gas = flue_convection(FLUE_FACING_SIDE, gas_k, pane_k),
                          .incident = incident_on(net, g->compartment, is_upper, gas_k),
                          .outside_k = out_k,
                          .h_out = flue_convection(FLUE_FACING_SIDE, out_k, pane_k)};
  if (flame->flux <= 0.0) return heat;
  /* a black flame of its temperature, less what it lacks of that */
  heat.outside_k = flame->gas_k;
  heat.h_out = flame->h;
  heat.incident += flame->flux - FLUE_STEFAN_BOLTZMANN * pow(flame->gas_k, 4.0);
  return heat;
}

void network_glaze(flue_network *net, double dt) {
  for (size_t i = 0; i < net->n_glazings; ++i) {
    const flue_glazing *g = &net->glazing[i];
    flue_glazing_view *v = &net->glazing_view[i];
    const size_t room = g->compartment;
    if (!isnan(v->broken_s)) continue;
    const int is_upper = net->upper[room] >= 0 && net->layer_m[room] < g->top_m;
    const double gas_k = net->temp[is_upper ? net->upper[room] : net->lower[room]];
    const facade_heat flame = network_facade_heat(net, g->opening);
    const flue_glass_heat heat = heat_on(net, g, &flame, v->temp_k, gas_k, is_upper);
    const double before = v->temp_k;
    v->temp_k = flue_glass_temp(&g->glass, before, &heat, dt);
    const double edge_k = net->room[room].temp_k; /* in the shade of its frame */
    if (!(fmax(gas_k, flame.gas_k) >= g->breaks_at_k) && !(v->temp_k - edge_k >= g->limit_k))
      continue;
    const double over = v->temp_k - edge_k - g->limit_k, rise = v->temp_k - before;
    const double late = over > 0.0 && rise > 0.0 ? fmin(1.0, over / rise) : 0.0; /* NaN: 0 */
    v->broken_s = net->time_s - late * dt;
    network_set_share(net, g->opening, g->falls);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compartments that change between one gas and two layers. Mass, energy, species and the heat of
 * walls are the same before and after. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

/** The mean of the cells of two strips, by their shares of the wall. */
static void mean_of_strips(double *up, const double *low, double above) {
  for (int k = 0; k < FLUE_WALL_CELLS; ++k) up[k] = above * up[k] + (1.0 - above) * low[k];
}

/** Joined walls keep the mean by area in the upper part, which then covers all of them. */
static void join_walls(flue_network *net, size_t room) {
  const double above = 1.0 - net->layer_m[room] / net->room[room].height_m;
  const size_t first = room * FLUE_SURFACE_COUNT;
  mean_of_strips(&net->wall_temp[(first + FLUE_UPPER_WALL) * FLUE_WALL_CELLS],
                 &net->wall_temp[(first + FLUE_LOWER_WALL) * FLUE_WALL_CELLS], above);
  if (net->has_bound_water)
    mean_of_strips(network_dried(net, room, FLUE_UPPER_WALL),
                   network_dried(net, room, FLUE_LOWER_WALL), above);
  net->face[first + FLUE_UPPER_WALL] = above * net->face[first + FLUE_UPPER_WALL] +
                                       (1.0 - above) * net->face[first + FLUE_LOWER_WALL];
}

static void part_walls(flue_network *net, size_t room) {
  const size_t first = room * FLUE_SURFACE_COUNT;
  memcpy(&net->wall_temp[(first + FLUE_LOWER_WALL) * FLUE_WALL_CELLS],
         &net->wall_temp[(first + FLUE_UPPER_WALL) * FLUE_WALL_CELLS],
         FLUE_WALL_CELLS * sizeof *net->wall_temp);
  if (net->has_bound_water)
    memcpy(network_dried(net, room, FLUE_LOWER_WALL), network_dried(net, room, FLUE_UPPER_WALL),
           FLUE_WALL_CELLS * sizeof *net->wall_dried);
  net->face[first + FLUE_LOWER_WALL] = net->face[first + FLUE_UPPER_WALL];
}

static void join(flue_network *net, size_t room) {
  const int low = net->lower[room], high = net->upper[room];
  const double a = net->mass[low], b = net->mass[high];
  const double energy = network_internal_energy(net, low) + network_internal_energy(net, high);
  join_walls(net, room);
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s) {
    double *y = &net->fraction[s * net->n_cells];
    y[low] = (a * y[low] + b * y[high]) / (a + b);
  }
  const double mean = (a * net->temp[low] + b * net->temp[high]) / (a + b);
  net->temp[low] = network_temp_of_energy(energy / (a + b), mean);
  net->mass[low] = a + b;
  net->mass[high] = net->size[high] = 0.0;
  net->gain[low] += net->gain[high];
  net->gain[high] = net->supply[high] = net->supply_o2[high] = net->cleaned[high] = 0.0;
  net->size[low] = net->volume[room];
  net->density[low] = net->mass[low] / net->size[low];
  net->layer_m[room] = 0.0;
  net->state_pressure[room] =
      FLUE_GAS_CONSTANT * net->mass[low] * net->temp[low] / net->volume[room] -
      network_density_pressure(net, net->head[room]);
  net->upper[room] = -1;
  net->rest[room].is_calm = 0;
}

static void part(flue_network *net, size_t room) {
  const double young_layer = 1e-3; /* share that an upper layer starts with */
  const int low = net->lower[room], high = net->second[room];
  part_walls(net, room);
  net->temp[high] = net->temp[low];
  net->density[high] = net->density[low];
  for (size_t s = 0; s < FLUE_SPECIES_COUNT; ++s) {
    double *y = &net->fraction[s * net->n_cells];
    y[high] = y[low];
  }
  net->mass[high] = young_layer * net->mass[low];
  net->mass[low] -= net->mass[high];
  net->size[high] = young_layer * net->volume[room];
  net->size[low] = net->volume[room] - net->size[high];
  net->layer_m[room] = network_height_of(net, room, net->size[low]);
  net->upper[room] = high;
  net->alike_s[room] = 0.0;
  net->rest[room].is_calm = 0;
}

/** Whether a burning fire or gas clearly hotter than its own enters a compartment. */
static void mark_hot(const flue_network *net, double *is_hot) {
  const double hotter_k = 10.0, least_share = 1e-5; /* of its mass in a second [s-1] */
  memset(is_hot, 0, net->n * sizeof *is_hot);
  for (size_t f = 0; f < net->n_fires; ++f)
    if (net->fire_view[f].release > 0.0) is_hot[net->fire[f].in.compartment] = 1.0;
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0 || net->second[s->taker] < 0) continue;
    const int low = net->lower[s->taker];
    const double temp = s->donor >= 0 ? net->temp[s->donor] : s->temp;
    if (temp > net->temp[low] + hotter_k && s->flow > least_share * net->mass[low])
      is_hot[s->taker] = 1.0;
  }
}

/** Layers alike for a while join: less than 5 K apart, or all but a rest of the volume hot. */
static int is_to_join(flue_network *net, size_t room, double dt) {
  const double alike_k = 5.0, rest = 0.03, patience_s = 10.0;
  const int low = net->lower[room], high = net->upper[room];
  const int is_alike =
      net->temp[high] - net->temp[low] < alike_k || net->size[low] < rest * net->volume[room];
  net->alike_s[room] = is_alike ? net->alike_s[room] + dt : 0.0;
  return net->alike_s[room] >= patience_s;
}

void network_change_zones(flue_network *net, double dt) {
  double *is_hot = net->direction; /* free between solves */
  mark_hot(net, is_hot);
  for (size_t i = 0; i < net->n; ++i) {
    if (net->room[i].zone != FLUE_ZONE_AUTO) continue;
    if (net->upper[i] < 0) {
      if (is_hot[i] > 0.0) part(net, i);
    } else if (is_to_join(net, i, dt) && !(is_hot[i] > 0.0)) {
      join(net, i);
    }
  }
}

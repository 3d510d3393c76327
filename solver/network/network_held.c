/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ties pressures to the outside; networks whose temperatures are held; sources of trace. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "solver/network/network_internal.h"

/* ---- ways ---- */

/** Whether the pressure moves the flow of an opening that is open. */
static int is_moved(const flue_opening *o) {
  switch (o->kind) {
    case FLUE_OPENING_SLOT:
    case FLUE_OPENING_HATCH:
      return 1;
    case FLUE_OPENING_ELEMENT:
      return o->element->kind != FLUE_ELEMENT_CONSTANT;
    default:
      return 0;
  }
}

/** First of the group that a compartment belongs to; paths are halved on the way. */
static size_t first_of(size_t *group, size_t i) {
  while (group[i] != i) i = group[i] = group[group[i]];
  return i;
}

static size_t place_of(const flue_network *net, size_t end) {
  return end == FLUE_OUTSIDE ? net->n : end;
}

/** Groups of compartments that ways join whose flow the pressure moves; the last place stands for
 *  the outside. @param closed_too  Doors that are shut count. @return group[n + 1] */
static size_t *find_groups(const flue_network *net, int closed_too) {
  size_t *group = flue_alloc(net->n + 1, sizeof *group);
  for (size_t i = 0; group && i <= net->n; ++i) group[i] = i;
  for (size_t k = 0; group && k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (!is_moved(o) || (!closed_too && net->open[k] <= 0.0)) continue;
    group[first_of(group, place_of(net, o->from))] = first_of(group, place_of(net, o->to));
  }
  for (size_t i = 0; group && i <= net->n; ++i) group[i] = first_of(group, i);
  return group;
}

flue_status network_idle_fans(flue_ctx *ctx, flue_network *net) {
  size_t *group = find_groups(net, 0);
  FLUE_CHECK(group, ctx, FLUE_ENOMEM, "no memory for the network");
  const size_t outside = group[net->n];
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    net->opening[k].is_idle = !is_moved(o) && (group[place_of(net, o->from)] != outside ||
                                               group[place_of(net, o->to)] != outside);
  }
  free(group);
  return FLUE_OK;
}

flue_status network_check_ways(flue_ctx *ctx, const flue_network *net) {
  size_t *group = find_groups(net, 1);
  FLUE_CHECK(group, ctx, FLUE_ENOMEM, "no memory for the network");
  size_t lost = 0;
  while (lost < net->n && group[lost] == group[net->n]) ++lost;
  free(group);
  FLUE_CHECK(lost == net->n, ctx, FLUE_EINPUT,
             "compartment %zu has no way to the outside whose flow depends on pressure: its "
             "pressure has no solution",
             lost);
  return FLUE_OK;
}

/* ---- steps ---- */

void network_emit(flue_network *net, double t_s) {
  for (size_t q = 0; q < net->n_sources; ++q) {
    const flue_trace_source *s = &net->trace_source[q];
    const double share =
        s->n_ramp > 0 ? network_ramp(s->ramp_t, s->ramp_share, s->n_ramp, t_s) : 1.0;
    net->source[net->lower[s->compartment]].species[FLUE_TRACE] += share * s->rate;
  }
}

/** What flows carried beyond the held temperatures counts as taken up by surfaces, so that the
 *  balance of energy closes. */
void network_hold(flue_network *net) {
  for (size_t i = 0; i < net->n; ++i) {
    const int c = net->lower[i];
    net->mass[c] = net->density[c] * net->size[c];
    net->temp[c] = net->room[i].temp_k;
    net->heat_to_walls += net->energy[i] - network_internal_energy(net, c);
    net->state_pressure[i] = net->pressure[i];
  }
}

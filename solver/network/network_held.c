/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks whose temperatures are given: what holds them, and trace given off in them. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "solver/network/network_internal.h"

/* ---- connections ---- */

/** Whether the pressure moves the flow of an opening in its open state. */
static int is_moved(const flue_opening *o) {
  const int is_fixed = o->kind == FLUE_OPENING_ELEMENT && o->element->kind == FLUE_ELEMENT_CONSTANT;
  return !is_fixed && o->kind != FLUE_OPENING_BLOWER;
}

/** First of the group that a compartment belongs to; paths are halved on the way. */
static size_t first_of(size_t *group, size_t i) {
  while (group[i] != i) i = group[i] = group[group[i]];
  return i;
}

flue_status network_check_ways(flue_ctx *ctx, const flue_network *net) {
  size_t *group = flue_alloc(net->n + 1, sizeof *group); /* the last one: outside */
  FLUE_CHECK(group, ctx, FLUE_ENOMEM, "no memory for the network");
  for (size_t i = 0; i <= net->n; ++i) group[i] = i;
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flue_opening *o = &net->opening[k].in;
    if (!is_moved(o)) continue;
    const size_t a = first_of(group, o->from == FLUE_OUTSIDE ? net->n : o->from);
    const size_t b = first_of(group, o->to == FLUE_OUTSIDE ? net->n : o->to);
    group[a] = b;
  }
  size_t lost = net->n;
  for (size_t i = net->n; i-- > 0;)
    if (first_of(group, i) != first_of(group, net->n)) lost = i;
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
    net->heat_to_walls += net->energy[i] - FLUE_CV * net->mass[c] * net->temp[c];
    net->state_pressure[i] = net->pressure[i];
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Controllers: pressures measured at sampling times, shares of openings held between them. */
#include <math.h>

#include "models/controller.h"
#include "solver/network/network_internal.h"

static const double close_time = 1e-9; /* [s] */
static const double begins = 1e-8;     /* [s] into the step that begins now */

/** Pressure at a height above the ground storey, less that outside at height 0 [Pa]. */
static double pressure_at(const flue_network *net, size_t room, double z_m) {
  if (room == FLUE_OUTSIDE) return network_head(net, z_m);
  const flue_compartment *r = &net->room[room];
  const int low = net->lower[room], high = net->upper[room];
  const double middle = 0.5 * r->height_m, above = z_m - r->z_m;
  const double layer = high < 0 ? INFINITY : net->layer_m[room];
  const double in_lower = fmin(above, layer) - fmin(middle, layer);
  const double in_upper = above - middle - in_lower;
  return net->head[room] + net->pressure[room] -
         net->gravity *
             (net->density[low] * in_lower + (high < 0 ? 0.0 : net->density[high] * in_upper));
}

double network_measure(const flue_network *net, const flue_controller *c) {
  return pressure_at(net, c->from, c->z_m) - pressure_at(net, c->to, c->z_m);
}

void network_start_controllers(flue_network *net) {
  for (size_t i = 0; i < net->n_controllers; ++i) {
    const flue_controller *c = &net->controller[i];
    net->controller_view[i] = (flue_controller_view){
        .share = c->start, .integral = c->start, .measured_pa = NAN, .next_s = NAN, .come_s = NAN};
    network_set_share(net, c->opening, c->start);
  }
}

static double output_of(const flue_controller *c, flue_controller_view *v) {
  const flue_pi pi = {c->gain, c->integral_s, c->low, c->high};
  const double error = c->setpoint_pa - v->measured_pa;
  if (c->kind == FLUE_CONTROL_ON_OFF)
    return flue_on_off_step(c->low, c->high, c->band_pa, error, v->share);
  return flue_pi_step(&pi, error, c->every_s, &v->integral);
}

void network_control_pressures(flue_network *net) {
  for (size_t i = 0; i < net->n_controllers; ++i) {
    const flue_controller *c = &net->controller[i];
    flue_controller_view *v = &net->controller_view[i];
    v->measured_pa = network_measure(net, c);
    if (c->waits ? isnan(v->come_s)
                 : !network_acts(net, &c->when, &v->come_s, net->time_s + begins))
      continue;
    if (isnan(v->next_s)) v->next_s = net->time_s;
    if (net->time_s < v->next_s - close_time) continue;
    v->share = output_of(c, v);
    v->next_s += c->every_s;
    network_set_share(net, c->opening, v->share);
  }
}

void flue_network_begin_control(flue_network *net, size_t controller) {
  flue_controller_view *v = &net->controller_view[controller];
  if (isnan(v->come_s)) v->come_s = net->time_s;
}

double network_next_sample(const flue_network *net) {
  double next = INFINITY;
  for (size_t i = 0; i < net->n_controllers; ++i) {
    const double t_s = net->controller_view[i].next_s;
    if (t_s > net->time_s + close_time) next = fmin(next, t_s);
  }
  return next;
}

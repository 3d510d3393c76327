/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flows through openings from pressures, and Newton's method for the pressures. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

/** One side of an opening: a straight or once broken pressure profile. */
typedef struct side {
  double bottom; /**< Pressure at z_bottom [Pa]. */
  double rho_lower, rho_upper;
  double z_break; /**< Interface above z_bottom [m]; below 0 or above the span when outside it. */
  double temp_lower, temp_upper; /**< Weights of flows in the balance [K]; 1 when temperatures are
                                    held: then mass is balanced. */
} side;

static double weight_of(const flue_network *net, double temp_k) {
  return net->is_held ? 1.0 : temp_k;
}

/** Pressure profile of a compartment from a height above the ground storey. */
static side side_of_room(const flue_network *net, size_t room, double z_bottom) {
  const int low = net->lower[room], high = net->upper[room];
  const double rho_low = net->density[low];
  const double above_floor = z_bottom - net->room[room].z_m;
  const double middle = 0.5 * net->room[room].height_m; /* where the pressure belongs */
  const double at_middle = net->head[room] + net->pressure[room];
  if (high < 0)
    return (side){at_middle + rho_low * net->gravity * (middle - above_floor),
                  rho_low,
                  rho_low,
                  -1.0,
                  weight_of(net, net->temp[low]),
                  weight_of(net, net->temp[low])};
  const double rho_high = net->density[high], layer = net->layer_m[room];
  const double base = at_middle + net->gravity * (rho_low * fmin(middle, layer) +
                                                  rho_high * fmax(0.0, middle - layer));
  const double in_lower = fmin(above_floor, layer), in_upper = above_floor - in_lower;
  return (side){base - net->gravity * (rho_low * in_lower + rho_high * in_upper),
                rho_low,
                rho_high,
                layer - above_floor,
                weight_of(net, net->temp[low]),
                weight_of(net, net->temp[high])};
}

static side side_of_outside(const flue_network *net, const opening_state *o) {
  /* a straight line between the exact pressures at bottom and top */
  const double rho = o->z_span > 0.0
                         ? (o->head_out[0] - o->head_out[1]) / (net->gravity * o->z_span)
                         : o->density_out;
  const double weight = weight_of(net, o->temp_out);
  return (side){o->head_out[0], rho, rho, -1.0, weight, weight};
}

static side side_of(const flue_network *net, const opening_state *o, size_t room) {
  return room == FLUE_OUTSIDE ? side_of_outside(net, o) : side_of_room(net, room, o->in.z_bottom);
}

/** Pressure of a side at height z above the bottom of the opening. */
static double pressure_at(const flue_network *net, const side *s, double z) {
  const double lower = s->z_break < 0.0 ? 0.0 : fmin(z, s->z_break);
  return s->bottom - net->gravity * (s->rho_lower * lower + s->rho_upper * (z - lower));
}

/** Enthalpy flow over cp from `from` to `to` and its slope; flows of the four streams into o->flow.
 */
typedef struct opening_flow {
  double enthalpy, slope, size;
} opening_flow;

static void add_slab(const flue_network *net, opening_state *o, const side *a, const side *b,
                     double z1, double z2, opening_flow *sum) {
  const double middle = 0.5 * (z1 + z2);
  const int a_upper = middle > a->z_break, b_upper = middle > b->z_break;
  const double rho_a = a_upper ? a->rho_upper : a->rho_lower;
  const double rho_b = b_upper ? b->rho_upper : b->rho_lower;
  const double temp_a = a_upper ? a->temp_upper : a->temp_lower;
  const double temp_b = b_upper ? b->temp_upper : b->temp_lower;
  double forward, backward, forward_slope, backward_slope;
  flue_power_law_slab(&o->law, pressure_at(net, a, z1) - pressure_at(net, b, z1),
                      pressure_at(net, a, z2) - pressure_at(net, b, z2), &forward, &backward,
                      &forward_slope, &backward_slope);
  const double share = o->z_span > 0.0 ? (z2 - z1) / o->z_span : 1.0;
  const double k_a = o->cda * share * sqrt(2.0 * rho_a), k_b = o->cda * share * sqrt(2.0 * rho_b);
  o->flow[a_upper] += k_a * forward;
  o->flow[2 + b_upper] += k_b * backward;
  o->middle[a_upper] += k_a * forward * middle;
  o->middle[2 + b_upper] += k_b * backward * middle;
  sum->enthalpy += k_a * forward * temp_a - k_b * backward * temp_b;
  sum->size += k_a * forward * temp_a + k_b * backward * temp_b;
  sum->slope += k_a * forward_slope * temp_a + k_b * backward_slope * temp_b;
}

/** Height in a slab at which the pressure difference changes its sign; outside it: none. */
static double turning_height(const flue_network *net, const side *a, const side *b, double z1,
                             double z2) {
  const double dp1 = pressure_at(net, a, z1) - pressure_at(net, b, z1),
               dp2 = pressure_at(net, a, z2) - pressure_at(net, b, z2);
  return (dp1 < 0.0) == (dp2 < 0.0) ? z1 : z1 + (z2 - z1) * dp1 / (dp1 - dp2);
}

static opening_flow slot_flow(const flue_network *net, opening_state *o) {
  opening_flow sum = {0};
  const side a = side_of(net, o, o->in.from), b = side_of(net, o, o->in.to);
  double cut[4] = {0.0};
  int n = 1;
  const double first = fmin(a.z_break, b.z_break), second = fmax(a.z_break, b.z_break);
  if (first > 0.0 && first < o->z_span) cut[n++] = first;
  if (second > 0.0 && second < o->z_span && second > first) cut[n++] = second;
  cut[n] = o->z_span;
  memset(o->flow, 0, sizeof o->flow);
  memset(o->middle, 0, sizeof o->middle);
  for (int k = 0; k < n; ++k) {
    /* parted where the flow turns, so that each part has one direction and its own middle */
    const double turn = turning_height(net, &a, &b, cut[k], cut[k + 1]);
    if (turn > cut[k] && turn < cut[k + 1]) {
      add_slab(net, o, &a, &b, cut[k], turn, &sum);
      add_slab(net, o, &a, &b, turn, cut[k + 1], &sum);
    } else {
      add_slab(net, o, &a, &b, cut[k], cut[k + 1], &sum);
    }
  }
  for (int s = 0; s < streams_per_opening; ++s)
    o->middle[s] = o->in.z_bottom + (o->flow[s] > 0.0 ? o->middle[s] / o->flow[s] : 0.0);
  const double middle = 0.5 * o->z_span;
  o->drop = pressure_at(net, &a, middle) - pressure_at(net, &b, middle);
  return sum;
}

/** What an end draws: densities of the parts of a volume of mixed gas, and its mass times its
 *  temperature. */
typedef struct drawn {
  double lower, upper, rho, heat; /**< [kg m-3], their sum, [K kg m-3]. */
} drawn;

static drawn draw_from(const side *s, double upper) {
  drawn d = {.lower = (1.0 - upper) * s->rho_lower, .upper = upper * s->rho_upper};
  d.rho = d.lower + d.upper;
  d.heat = d.lower * s->temp_lower + d.upper * s->temp_upper;
  return d;
}

/** Hatches and fans: one pressure difference, and what the ends draw of both layers. */
static opening_flow point_flow(const flue_network *net, opening_state *o) {
  const side a = side_of(net, o, o->in.from), b = side_of(net, o, o->in.to);
  const drawn from = draw_from(&a, o->draw[0]), to = draw_from(&b, o->draw[1]);
  double dp = o->drop = a.bottom - b.bottom;
  double v_a, v_b; /* volume flow for each unit of the law */
  if (o->in.kind == FLUE_OPENING_FAN) {
    dp += o->in.fan_pressure;
    v_a = v_b = (o->is_idle ? 0.0 : o->in.open) * o->in.fan_flow / sqrt(o->in.fan_pressure);
  } else {
    v_a = o->cda * sqrt(2.0 / from.rho);
    v_b = o->cda * sqrt(2.0 / to.rho);
  }
  const double value = flue_power_law_value(&o->law, dp), slope = flue_power_law_slope(&o->law, dp);
  const double forward = (value > 0.0 ? v_a * value : 0.0) + o->exchange / from.rho,
               backward = (value < 0.0 ? -v_b * value : 0.0) + o->exchange / to.rho;
  o->flow[0] = forward * from.lower;
  o->flow[1] = forward * from.upper;
  o->flow[2] = backward * to.lower;
  o->flow[3] = backward * to.upper;
  for (int s = 0; s < streams_per_opening; ++s) o->middle[s] = o->in.z_bottom;
  return (opening_flow){forward * from.heat - backward * to.heat,
                        slope * (value >= 0.0 ? v_a * from.heat : v_b * to.heat),
                        forward * from.heat + backward * to.heat};
}

/** Share of its flow that a blower keeps against a back pressure, and its slope: 1 up to the first
 *  cutoff, 0 from the second on, half a cosine between. */
static double blower_share(const flue_opening *o, double back_pa, double *slope) {
  const double pi = 3.14159265358979323846;
  const double span = fmax(1e-3, o->cutoff_pa[1] - o->cutoff_pa[0]);
  const double x = (back_pa - o->cutoff_pa[0]) / span;
  *slope = 0.0;
  if (x <= 0.0) return 1.0;
  if (x >= 1.0) return 0.0;
  *slope = -0.5 * pi * sin(pi * x) / span;
  return 0.5 * (1.0 + cos(pi * x));
}

/** Pressure profile at an end of an opening: of the compartment, or of the outside there. */
static side side_at_end(const flue_network *net, const opening_state *o, int end) {
  const size_t room = end ? o->in.to : o->in.from;
  if (room != FLUE_OUTSIDE)
    return side_of_room(net, room,
                        o->in.kind == FLUE_OPENING_BLOWER ? o->in.end_z[end] : o->in.z_bottom);
  side s = side_of_outside(net, o);
  s.bottom = o->head_out[end];
  return s;
}

static opening_flow blower_flow(const flue_network *net, opening_state *o) {
  const flue_opening *in = &o->in;
  const side a = side_at_end(net, o, 0), b = side_at_end(net, o, 1);
  const drawn from = draw_from(&a, o->draw[0]);
  double slope;
  memset(o->flow, 0, sizeof o->flow);
  o->drop = a.bottom - b.bottom;
  const double full = (o->is_idle ? 0.0 : in->open) * in->fan_flow;
  const double volume = full * blower_share(in, -o->drop, &slope);
  o->flow[0] = volume * from.lower;
  o->flow[1] = volume * from.upper;
  o->middle[0] = o->middle[1] = in->end_z[1];
  return (opening_flow){volume * from.heat, -full * slope * from.heat, volume * from.heat};
}

/* ---- layers at hatches and fans ---- */

/** Part of an end of a vertical extent that stands in the upper layer. */
static double end_in_upper(const side *s, double size) {
  if (s->z_break <= -0.5 * size) return 1.0;
  if (s->z_break >= 0.5 * size) return 0.0;
  return size > 0.0 ? 0.5 - s->z_break / size : 1.0;
}

/** Largest volume flow that an end high in a room draws of the upper layer alone [m3 s-1]; beyond
 * it gas of the lower layer is drawn through. @cite nfpa92 (form printed in GB 51251 too) */
static double most_of_layer(const flue_network *net, size_t room, double z_m) {
  const double coefficient = 4.16;
  const int low = net->lower[room], high = net->upper[room];
  const double depth = fmax(0.0, z_m - net->room[room].z_m - net->layer_m[room]);
  const double rise = fmax(0.0, net->temp[high] / net->temp[low] - 1.0);
  return coefficient * depth * depth * sqrt(depth * rise);
}

/** Volume of the upper layer in what an end draws. */
static double upper_draw(const flue_network *net, const opening_state *o, int end, double volume) {
  const size_t room = end ? o->in.to : o->in.from;
  if (room == FLUE_OUTSIDE || net->upper[room] < 0) return 1.0; /* both layers are the same */
  const int is_blower = o->in.kind == FLUE_OPENING_BLOWER;
  const side s = side_at_end(net, o, end);
  const double here = end_in_upper(&s, is_blower ? o->in.end_size[end] : 0.0);
  if (here <= 0.0 || volume <= 0.0) return here;
  const double most = most_of_layer(net, room, is_blower ? o->in.end_z[end] : o->in.z_bottom);
  return here * fmin(1.0, most / (here * volume));
}

void network_set_draws(flue_network *net) {
  const double follow = 0.5; /* of a change in a step, so that steps do not swing */
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    if (o->in.kind == FLUE_OPENING_SLOT || o->in.kind == FLUE_OPENING_ELEMENT) continue;
    for (int end = 0; end < 2; ++end) {
      const size_t room = end ? o->in.to : o->in.from;
      double volume = 0.0;
      if (room != FLUE_OUTSIDE) {
        volume = o->flow[2 * end] / net->density[net->lower[room]];
        if (net->upper[room] >= 0) volume += o->flow[2 * end + 1] / net->density[net->upper[room]];
      }
      o->draw[end] += follow * (upper_draw(net, o, end, volume) - o->draw[end]);
    }
  }
}

/** Pressure and gas at one end of an element. */
static side end_of(const flue_network *net, const opening_state *o, int end, flue_element_gas *gas,
                   int *is_upper) {
  const size_t room = end ? o->in.to : o->in.from;
  side s;
  if (room == FLUE_OUTSIDE) {
    s = side_of_outside(net, o);
    s.bottom = o->head_out[end];
    *gas = (flue_element_gas){o->density_out, o->temp_out};
    *is_upper = 0;
    return s;
  }
  s = side_of_room(net, room, o->in.end_z[end]);
  *is_upper = net->upper[room] >= 0 && s.z_break <= 0.0;
  const int cell = *is_upper ? net->upper[room] : net->lower[room];
  *gas = (flue_element_gas){net->density[cell], net->temp[cell]};
  return s;
}

/** Any law of models/flow_element.h; gas between ends of different height weighs as the mean. */
static opening_flow element_flow(const flue_network *net, opening_state *o) {
  flue_element_gas gas[2];
  int upper[2];
  const side a = end_of(net, o, 0, &gas[0], &upper[0]), b = end_of(net, o, 1, &gas[1], &upper[1]);
  const double rise = o->in.end_z[1] - o->in.end_z[0];
  o->drop = a.bottom - b.bottom - 0.5 * (gas[0].density + gas[1].density) * net->gravity * rise;
  flue_element_flow f;
  flue_element_flow_at(o->in.element, o->is_idle ? 0.0 : o->in.open, o->drop, gas[0], gas[1], &f);
  const double n = o->in.multiplier;
  const double weight_a = upper[0] ? a.temp_upper : a.temp_lower;
  const double weight_b = upper[1] ? b.temp_upper : b.temp_lower;
  memset(o->flow, 0, sizeof o->flow);
  o->flow[upper[0]] = n * f.forward;
  o->flow[2 + upper[1]] = n * f.backward;
  for (int s = 0; s < streams_per_opening; ++s) o->middle[s] = o->in.end_z[s < 2];
  const double out = n * f.forward * weight_a, back = n * f.backward * weight_b;
  return (opening_flow){out - back, n * (f.forward_slope * weight_a + f.backward_slope * weight_b),
                        out + back};
}

static opening_flow flow_of(const flue_network *net, opening_state *o) {
  switch (o->in.kind) {
    case FLUE_OPENING_SLOT:
      return slot_flow(net, o);
    case FLUE_OPENING_BLOWER:
      return blower_flow(net, o);
    case FLUE_OPENING_ELEMENT:
      return element_flow(net, o);
    default:
      return point_flow(net, o);
  }
}

/** The balance by mass has no capacity; a leak too small to matter keeps it regular. */
static void add_ghosts(flue_network *net, double *value) {
  const double ghost = 1e-12; /* [kg s-1 Pa-1] */
  for (size_t i = 0; i < net->n; ++i) {
    net->residual[i] += ghost * net->pressure[i];
    if (value) value[net->pressure_diagonal[i]] += ghost;
  }
}

/** Residuals [K kg s-1] of all compartments, [kg s-1] when temperatures are held; with a matrix,
 *  its values too. */
static void residuals(flue_network *net, double capacity_per_s, int with_matrix) {
  double *value = flue_sparse_values(net->pressure_matrix);
  if (with_matrix) flue_sparse_zero(net->pressure_matrix);
  memset(net->residual, 0, net->n * sizeof *net->residual);
  memset(net->scale, 0, net->n * sizeof *net->scale);
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    const opening_flow f = flow_of(net, o);
    const size_t a = o->in.from, b = o->in.to;
    if (a != FLUE_OUTSIDE) {
      net->residual[a] += f.enthalpy;
      net->scale[a] += f.size;
      if (with_matrix) value[o->jac[0]] += f.slope;
    }
    if (b != FLUE_OUTSIDE) {
      net->residual[b] -= f.enthalpy;
      net->scale[b] += f.size;
      if (with_matrix) value[o->jac[1]] += f.slope;
    }
    if (with_matrix && a != FLUE_OUTSIDE && b != FLUE_OUTSIDE) {
      value[o->jac[2]] -= f.slope;
      value[o->jac[3]] -= f.slope;
    }
  }
  if (net->is_held) {
    add_ghosts(net, with_matrix ? value : NULL);
    return;
  }
  const double ghost = 1e-9; /* [K kg s-1 Pa-1] keeps a sealed compartment regular when steady */
  for (size_t i = 0; i < net->n; ++i) {
    const double capacity =
        net->volume[i] / ((FLUE_HEAT_RATIO - 1.0) * FLUE_CP) * capacity_per_s + ghost;
    net->residual[i] +=
        capacity * (net->pressure[i] - net->state_pressure[i]) - network_heat_source(net, i);
    if (with_matrix) value[net->pressure_diagonal[i]] += capacity;
  }
}

/** @param slack  Times the usual tolerance. */
static int is_converged(const flue_network *net, double slack) {
  /* 1e-4 K kg/s is 3e-7 kg/s at room temperature; what is left over is carried to the next step,
   * but not where mass is balanced at each moment */
  const double absolute = net->is_held ? 1e-10 : 1e-4, relative = net->is_held ? 1e-8 : 1e-6;
  for (size_t i = 0; i < net->n; ++i) {
    const double miss = fabs(net->residual[i]);
    if (miss > slack * absolute && miss > slack * relative * net->scale[i]) return 0;
  }
  return 1;
}

static double slope_along(const flue_network *net) {
  double sum = 0.0;
  for (size_t i = 0; i < net->n; ++i) sum += net->residual[i] * net->direction[i];
  return sum;
}

/** Shortens the step until the slope of the potential along it has clearly fallen. */
static void line_search(flue_network *net, double capacity_per_s) {
  const double slope0 = slope_along(net); /* at the start, above 0 along -direction */
  memcpy(net->start, net->pressure, net->n * sizeof *net->start);
  double length = 1.0;
  for (int trial = 0; trial < 12; ++trial) {
    for (size_t i = 0; i < net->n; ++i)
      net->pressure[i] = net->start[i] - length * net->direction[i];
    residuals(net, capacity_per_s, 1);
    const double slope = slope_along(net);
    if (slope >= -0.5 * fabs(slope0)) return;
    const double secant = length * slope0 / (slope0 - slope);
    length = fmax(0.1 * length, fmin(secant, 0.9 * length));
  }
}

int network_solve_pressure(flue_network *net, double dt) {
  const double capacity_per_s = dt > 0.0 ? 1.0 / dt : 0.0;
  const int most = 60;
  residuals(net, capacity_per_s, 1);
  for (int i = 0; i < most; ++i) {
    if (is_converged(net, 1.0)) return 1;
    if (flue_sparse_factor(net->pressure_matrix) != FLUE_OK) return 0;
    memcpy(net->direction, net->residual, net->n * sizeof *net->direction);
    if (flue_sparse_solve(net->pressure_matrix, 1, net->direction) != FLUE_OK) return 0;
    line_search(net, capacity_per_s);
  }
  /* rounding in wide openings may stand in the way: CONTAM asks for a hundred times less */
  const double rounding = net->is_held ? 100.0 : 1.0;
  return is_converged(net, rounding);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flows through openings from the pressures at their ends. */
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

/** Gauge pressure of an end [Pa]; 0 outside. */
static double gauge_of(const flue_network *net, size_t room) {
  return room == FLUE_OUTSIDE ? 0.0 : net->pressure[room];
}

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

/** The same where the hot gas of a compartment has not come yet: air of the lower layer up to the
 *  ceiling, with the pressure at the floor that all of it has. */
static side side_ahead(const flue_network *net, size_t room, double z_bottom) {
  const double floor_z = net->room[room].z_m;
  side s = side_of_room(net, room, floor_z);
  s.bottom -= net->gravity * s.rho_lower * (z_bottom - floor_z);
  s.rho_upper = s.rho_lower;
  s.temp_upper = s.temp_lower;
  if (net->upper[room] >= 0) s.z_break = INFINITY;
  return s;
}

static side side_of_outside(const flue_network *net, const opening_state *o) {
  /* a straight line between the exact pressures at bottom and top */
  const double rho = o->z_span > 0.0
                         ? (o->head_out[0] - o->head_out[1]) / (net->gravity * o->z_span)
                         : o->density_out;
  const double weight = weight_of(net, o->temp_out);
  return (side){o->head_out[0], rho, rho, -1.0, weight, weight};
}

/** Gas at a port stands evenly over its strip. */
static side side_of_port(const flue_network *net, const opening_state *o, int end) {
  const size_t room = end ? o->in.to : o->in.from;
  const port_state *p = &net->port[o->port[end]];
  const double weight = weight_of(net, p->gas.temp_k);
  return (side){net->head[room] + net->pressure[room] + p->gas.rise_pa,
                p->density,
                p->density,
                -1.0,
                weight,
                weight};
}

static side side_of(const flue_network *net, const opening_state *o, int end) {
  const size_t room = end ? o->in.to : o->in.from;
  if (room == FLUE_OUTSIDE) return side_of_outside(net, o);
  if (o->port[end] >= 0) return side_of_port(net, o, end);
  return o->is_ahead[end] ? side_ahead(net, room, o->in.z_bottom)
                          : side_of_room(net, room, o->in.z_bottom);
}

/** Pressure of a side at height z above the bottom of the opening. */
static double pressure_at(const flue_network *net, const side *s, double z) {
  const double lower = s->z_break < 0.0 ? 0.0 : fmin(z, s->z_break);
  return s->bottom - net->gravity * (s->rho_lower * lower + s->rho_upper * (z - lower));
}

static int has_port(const opening_state *o) {
  return o->port[0] >= 0 || o->port[1] >= 0;
}

/** Heights at which the pressure differences of a slab are taken: its edges; the middle of a strip
 *  before a port, through which gas goes one way at a time. */
static void reach_of(const opening_state *o, double z1, double z2, double reach[2]) {
  reach[0] = has_port(o) ? 0.5 * (z1 + z2) : z1;
  reach[1] = has_port(o) ? 0.5 * (z1 + z2) : z2;
}

static void add_slab(const flue_network *net, opening_state *o, const side *a, const side *b,
                     double z1, double z2, opening_flow *sum) {
  const double middle = 0.5 * (z1 + z2);
  double reach[2];
  const int a_upper = middle > a->z_break, b_upper = middle > b->z_break;
  const double rho_a = a_upper ? a->rho_upper : a->rho_lower;
  const double rho_b = b_upper ? b->rho_upper : b->rho_lower;
  const double temp_a = a_upper ? a->temp_upper : a->temp_lower;
  const double temp_b = b_upper ? b->temp_upper : b->temp_lower;
  double forward, backward, forward_slope, backward_slope;
  reach_of(o, z1, z2, reach);
  flue_power_law_slab(o->law, pressure_at(net, a, reach[0]) - pressure_at(net, b, reach[0]),
                      pressure_at(net, a, reach[1]) - pressure_at(net, b, reach[1]), &forward,
                      &backward, &forward_slope, &backward_slope);
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

/** Cuts a slot where the gas on either side changes. @return number of slabs, 1 to 3. */
static int cut_slot(const opening_state *o, const side *a, const side *b, double cut[4]) {
  int n = 0;
  const double first = fmin(a->z_break, b->z_break), second = fmax(a->z_break, b->z_break);
  cut[n++] = 0.0;
  if (first > 0.0 && first < o->z_span) cut[n++] = first;
  if (second > 0.0 && second < o->z_span && second > first) cut[n++] = second;
  cut[n] = o->z_span;
  return n;
}

static opening_flow slot_flow(const flue_network *net, opening_state *o) {
  opening_flow sum = {0};
  const side a = side_of(net, o, 0), b = side_of(net, o, 1);
  double cut[4];
  const int n = cut_slot(o, &a, &b, cut);
  memset(o->flow, 0, sizeof o->flow);
  memset(o->middle, 0, sizeof o->middle);
  for (int k = 0; k < n; ++k) {
    /* parted where the flow turns, so that each part has one direction and its own middle */
    const double turn = has_port(o) ? cut[k] : turning_height(net, &a, &b, cut[k], cut[k + 1]);
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

/** A hatch or fan: its pressure difference, what its ends draw, volume flows for each unit of its
 *  law. */
typedef struct point {
  drawn from, to;
  double drop, dp; /**< Between the ends; with the fan [Pa]. */
  double v_from, v_to;
} point;

static point point_of(const flue_network *net, const opening_state *o) {
  const side a = side_of(net, o, 0), b = side_of(net, o, 1);
  point p = {.from = draw_from(&a, o->draw[0]), .to = draw_from(&b, o->draw[1])};
  p.dp = p.drop = a.bottom - b.bottom;
  if (o->in.kind == FLUE_OPENING_FAN) {
    p.dp += o->in.fan_pressure;
    p.v_from = p.v_to = (o->is_idle ? 0.0 : o->in.open) * o->in.fan_flow / sqrt(o->in.fan_pressure);
  } else {
    p.v_from = o->cda * sqrt(2.0 / p.from.rho);
    p.v_to = o->cda * sqrt(2.0 / p.to.rho);
  }
  return p;
}

static opening_flow point_flow(const flue_network *net, opening_state *o) {
  const point p = point_of(net, o);
  o->drop = p.drop;
  const double value = flue_power_law_value(o->law, p.dp),
               slope = flue_power_law_slope(o->law, p.dp);
  const double forward = (value > 0.0 ? p.v_from * value : 0.0) + o->exchange / p.from.rho,
               backward = (value < 0.0 ? -p.v_to * value : 0.0) + o->exchange / p.to.rho;
  o->flow[0] = forward * p.from.lower;
  o->flow[1] = forward * p.from.upper;
  o->flow[2] = backward * p.to.lower;
  o->flow[3] = backward * p.to.upper;
  for (int s = 0; s < streams_per_opening; ++s) o->middle[s] = o->in.z_bottom;
  return (opening_flow){forward * p.from.heat - backward * p.to.heat,
                        slope * (value >= 0.0 ? p.v_from * p.from.heat : p.v_to * p.to.heat),
                        forward * p.from.heat + backward * p.to.heat};
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
  if (o->port[end] >= 0) return side_of_port(net, o, end);
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
  /* both layers are the same */
  if (room == FLUE_OUTSIDE || net->upper[room] < 0 || o->port[end] >= 0) return 1.0;
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
        volume = o->flow[2 * end] / net->density[net->lower[room]]; /* at ports not used */
        if (net->upper[room] >= 0) volume += o->flow[2 * end + 1] / net->density[net->upper[room]];
      }
      o->draw[end] += follow * (upper_draw(net, o, end, volume) - o->draw[end]);
    }
  }
}

/** Gas at one end of an element. */
typedef struct element_end {
  double pressure; /**< [Pa] */
  flue_element_gas gas;
  double weight;       /**< Of its flow in the balance. */
  double lower, upper; /**< Shares of the layers in its mass [1]. */
} element_end;

/** What an element draws of a compartment at a height: near the interface gas of both layers, since
 *  it stands for openings about its height; a sharp change would let layers swing about it. */
static element_end end_of_room(const flue_network *net, size_t room, double z_m) {
  const double spread = 0.1; /* of the height of the compartment */
  const side s = side_of_room(net, room, z_m);
  const int low = net->lower[room], high = net->upper[room];
  if (high < 0)
    return (element_end){s.bottom, {net->density[low], net->temp[low]}, s.temp_lower, 1.0, 0.0};
  const double upper = end_in_upper(&s, spread * net->room[room].height_m);
  const drawn d = draw_from(&s, upper);
  const double heat = d.lower * net->temp[low] + d.upper * net->temp[high];
  return (element_end){
      s.bottom, {d.rho, heat / d.rho}, d.heat / d.rho, d.lower / d.rho, d.upper / d.rho};
}

static element_end end_of(const flue_network *net, const opening_state *o, int end) {
  const size_t room = end ? o->in.to : o->in.from;
  if (o->port[end] >= 0) {
    const side s = side_of_port(net, o, end);
    return (element_end){
        s.bottom, {s.rho_lower, net->port[o->port[end]].gas.temp_k}, s.temp_lower, 1.0, 0.0};
  }
  if (room != FLUE_OUTSIDE) return end_of_room(net, room, o->in.end_z[end]);
  return (element_end){
      o->head_out[end], {o->density_out, o->temp_out}, weight_of(net, o->temp_out), 1.0, 0.0};
}

/** Prepares an element with the gas at its ends. Gas between ends of different height weighs as the
 *  mean. @return its pressure difference. */
static double prepare_element(const flue_network *net, opening_state *o, element_end end[2]) {
  for (int e = 0; e < 2; ++e) {
    end[e] = end_of(net, o, e);
    o->part[e][0] = end[e].lower;
    o->part[e][1] = end[e].upper;
  }
  const double rise = o->in.end_z[1] - o->in.end_z[0];
  flue_element_prepare(o->in.element, o->is_idle ? 0.0 : o->in.open, end[0].gas, end[1].gas,
                       &o->ready);
  const double density = 0.5 * (end[0].gas.density + end[1].gas.density);
  return end[0].pressure - end[1].pressure - density * net->gravity * rise;
}

void network_take_element(opening_state *o, double forward, double backward) {
  for (int layer = 0; layer < 2; ++layer) {
    o->flow[layer] = forward * o->part[0][layer];
    o->flow[2 + layer] = backward * o->part[1][layer];
  }
  for (int s = 0; s < streams_per_opening; ++s) o->middle[s] = o->in.end_z[s < 2];
}

/** Any law of models/flow_element.h. */
static opening_flow element_flow(const flue_network *net, opening_state *o) {
  element_end end[2];
  o->drop = prepare_element(net, o, end);
  flue_element_flow f;
  flue_element_flow_ready(&o->ready, o->drop, &f);
  const double forward = o->in.multiplier * f.forward, backward = o->in.multiplier * f.backward;
  network_take_element(o, forward, backward);
  const double out = forward * end[0].weight, back = backward * end[1].weight;
  return (opening_flow){
      out - back,
      o->in.multiplier * (f.forward_slope * end[0].weight + f.backward_slope * end[1].weight),
      out + back};
}

int network_take_slab(const flue_network *net, opening_state *o, const flow_term *t) {
  const double pressure = gauge_of(net, o->in.from) - gauge_of(net, o->in.to);
  const int is_back = t->bottom + pressure < 0.0;
  if (o->n_terms > 1 || has_port(o) || is_back != (t->top + pressure < 0.0)) return 0;
  const int s = 2 * is_back + t->is_upper[is_back];
  memset(o->flow, 0, sizeof o->flow);
  for (int k = 0; k < streams_per_opening; ++k) o->middle[k] = o->in.z_bottom;
  o->flow[s] = fabs(t->last.enthalpy) / t->weight[is_back];
  o->middle[s] += 0.5 * o->z_span;
  o->drop = t->middle + pressure;
  return 1;
}

opening_flow network_flow(const flue_network *net, opening_state *o) {
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

/* ---- terms ---- */

/** Terms of a slot: slabs with one gas on each side, their pressure differences when all gauge
 *  pressures are 0. */
static size_t slot_terms(const flue_network *net, const opening_state *o, flow_term *out) {
  const side a = side_of(net, o, 0), b = side_of(net, o, 1);
  const double pressure = gauge_of(net, o->in.from) - gauge_of(net, o->in.to);
  double cut[4];
  const int n = cut_slot(o, &a, &b, cut);
  for (int k = 0; k < n; ++k) {
    const double middle = 0.5 * (cut[k] + cut[k + 1]);
    const int a_upper = middle > a.z_break, b_upper = middle > b.z_break;
    const double share = o->z_span > 0.0 ? (cut[k + 1] - cut[k]) / o->z_span : 1.0;
    const double area = o->cda * share;
    double reach[2];
    reach_of(o, cut[k], cut[k + 1], reach);
    out[k] = (flow_term){
        .law = o->law,
        .bottom = pressure_at(net, &a, reach[0]) - pressure_at(net, &b, reach[0]) - pressure,
        .top = pressure_at(net, &a, reach[1]) - pressure_at(net, &b, reach[1]) - pressure,
        .out = area * sqrt(2.0 * (a_upper ? a.rho_upper : a.rho_lower)) *
               (a_upper ? a.temp_upper : a.temp_lower),
        .back = area * sqrt(2.0 * (b_upper ? b.rho_upper : b.rho_lower)) *
                (b_upper ? b.temp_upper : b.temp_lower),
        .at = INFINITY,
        .weight = {a_upper ? a.temp_upper : a.temp_lower, b_upper ? b.temp_upper : b.temp_lower},
        .is_upper = {a_upper, b_upper}};
  }
  const double half = 0.5 * o->z_span;
  out[0].middle = pressure_at(net, &a, half) - pressure_at(net, &b, half) - pressure;
  return (size_t)n;
}

/** The term of a hatch or fan. */
static size_t point_terms(const flue_network *net, const opening_state *o, flow_term *out) {
  const point p = point_of(net, o);
  const double pressure = gauge_of(net, o->in.from) - gauge_of(net, o->in.to);
  const double from = o->exchange / p.from.rho * p.from.heat,
               to = o->exchange / p.to.rho * p.to.heat;
  out[0] = (flow_term){.law = o->law,
                       .bottom = p.dp - pressure,
                       .top = p.dp - pressure,
                       .middle = p.drop - pressure,
                       .out = p.v_from * p.from.heat,
                       .back = p.v_to * p.to.heat,
                       .at = INFINITY,
                       .fixed = from - to,
                       .fixed_size = from + to};
  return 1;
}

/** The term of an element. */
static size_t element_terms(const flue_network *net, opening_state *o, flow_term *out) {
  element_end end[2];
  const double pressure = gauge_of(net, o->in.from) - gauge_of(net, o->in.to);
  const double drop = prepare_element(net, o, end) - pressure;
  out[0] = (flow_term){.element = &o->ready,
                       .bottom = drop,
                       .middle = drop,
                       .out = o->in.multiplier * end[0].weight,
                       .back = o->in.multiplier * end[1].weight};
  return 1;
}

/** A blower is evaluated whole. */
static size_t blower_terms(const flue_network *net, const opening_state *o, flow_term *out) {
  const side a = side_at_end(net, o, 0), b = side_at_end(net, o, 1);
  const double pressure = gauge_of(net, o->in.from) - gauge_of(net, o->in.to);
  out[0] = (flow_term){.law = NULL, .middle = a.bottom - b.bottom - pressure};
  return 1;
}

size_t network_terms(const flue_network *net, opening_state *o, flow_term *out) {
  switch (o->in.kind) {
    case FLUE_OPENING_SLOT:
      return slot_terms(net, o, out);
    case FLUE_OPENING_HATCH:
    case FLUE_OPENING_FAN:
      return point_terms(net, o, out);
    case FLUE_OPENING_ELEMENT:
      return element_terms(net, o, out);
    default:
      return blower_terms(net, o, out);
  }
}

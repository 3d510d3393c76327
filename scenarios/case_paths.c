/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths by flow elements, air handling units and trace sources of a network. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/case_internal.h"

/** Work in progress. */
typedef struct maker {
  deriver *d;
  const flue_net *net;
  flue_names elements, schedules, handlers;
  flue_flow_element *element; /**< Shared ones, then those of paths, then those of handlers. */
  size_t n_elements;
  double *supply, *returned; /**< Of each handler [kg s-1]. */
} maker;

double case_gravity(const flue_net *net) {
  return net->gravity.d.p[0];
}

static double door_gravity(const flue_net *net) {
  return isnan(net->door_gravity.d.p[0]) ? case_gravity(net) : net->door_gravity.d.p[0];
}

int case_is_held(const flue_net *net) {
  return net->temperatures == FLUE_NET_HELD;
}

/* ---- compartments ---- */

double case_temperature(const deriver *d, const flue_value *own) {
  const double temp_k = flue_draw_get(d->draw, own);
  return isnan(temp_k) ? flue_draw_get(d->draw, &d->root->network.temperature) : temp_k;
}

/** A unit is two spaces, each open to the outside: what is not returned comes in at one, what is
 * not used again leaves at the other. */
static flue_compartment handler_side(const deriver *d, const flue_net_handler *h) {
  const double height = 1.0; /* [m] */
  return (flue_compartment){.zone = FLUE_ZONE_MIXED,
                            .height_m = height,
                            .area_m2 = h->volume.d.p[0] / height,
                            .temp_k = case_temperature(d, &h->temperature),
                            .ceiling = FLUE_ADIABATIC,
                            .wall = FLUE_ADIABATIC,
                            .floor = FLUE_ADIABATIC};
}

flue_status case_handler_rooms(deriver *d, flue_compartment *rooms, flue_room_info *info) {
  static const char *const sides[] = {"supply", "return"};
  const flue_list *units = &d->root->network.air_handling;
  for (size_t i = 0; i < 2 * units->n; ++i) {
    const flue_net_handler *h = FLUE_ITEM(flue_net_handler, *units, i / 2);
    char *name = flue_format("%s.%s", h->id.text, sides[i % 2]);
    FLUE_CHECK(name, d->ctx, FLUE_ENOMEM, "no memory for compartments");
    FLUE_TRY(case_own(d, name));
    rooms[i] = handler_side(d, h);
    info[i] =
        (flue_room_info){.name = name, .area_m2 = rooms[i].area_m2, .height_m = rooms[i].height_m};
  }
  return FLUE_OK;
}

/* ---- schedules ---- */

/** Points of a share over time; steps become points that stand above each other. */
static flue_status make_ramp(deriver *d, const flue_net_schedule *s, size_t *n, const double **time,
                             const double **share) {
  const size_t given = s->times.n;
  *n = given;
  *time = s->times.v;
  *share = s->shares.v;
  if (s->shape == FLUE_NET_LINEAR || given == 0) return FLUE_OK;
  double *t = case_alloc(d, 2 * given, sizeof *t), *v = case_alloc(d, 2 * given, sizeof *v);
  FLUE_CHECK(t && v, d->ctx, FLUE_ENOMEM, "no memory for schedules");
  for (size_t i = 0; i < given; ++i) {
    t[2 * i] = t[2 * i + 1] = s->times.v[i];
    v[2 * i] = s->shares.v[i > 0 ? i - 1 : 0];
    v[2 * i + 1] = s->shares.v[i];
  }
  *n = 2 * given;
  *time = t;
  *share = v;
  return FLUE_OK;
}

/** Share at the start; of several points at that time the last one. */
static double first_share(size_t n, const double *time, const double *share) {
  size_t k = 0;
  while (k + 1 < n && time[k + 1] <= 0.0) ++k;
  return share[k];
}

static const flue_net_schedule *schedule_of(const maker *m, const flue_word *name) {
  const size_t i = name->text ? flue_names_find(&m->schedules, name->text) : FLUE_NO_NAME;
  return i == FLUE_NO_NAME ? NULL : FLUE_ITEM(flue_net_schedule, m->net->schedules, i);
}

static flue_status set_ramp(maker *m, const flue_net_path *p, flue_opening *o) {
  const flue_net_schedule *s = schedule_of(m, &p->schedule);
  o->open = 1.0;
  if (s) {
    FLUE_TRY(make_ramp(m->d, s, &o->n_ramp, &o->ramp_t, &o->ramp_share));
  } else if (p->times.v && p->shares.v) {
    o->n_ramp = p->times.n;
    o->ramp_t = p->times.v;
    o->ramp_share = p->shares.v;
  }
  if (o->n_ramp > 0) o->open = first_share(o->n_ramp, o->ramp_t, o->ramp_share);
  return FLUE_OK;
}

/* ---- wind ---- */

static void set_wind(const maker *m, const flue_net_path *p, double z_m, flue_opening *o) {
  const flue_wind_end end =
      case_wind_end(m->d, &m->d->profiles, &p->wind_profile, &p->wind_modifier, &p->facing, z_m);
  case_wind(m->d, &end, flue_draw_get(m->d->draw, &p->wind_pressure), o);
}

/* ---- paths ---- */

/** A compartment, outside, or the side of an air handling unit. @param end 0: air comes from it. */
static size_t path_end(const maker *m, const char *name, int end, size_t *handler) {
  *handler = FLUE_NO_NAME;
  const size_t room = flue_names_find(&m->d->compartments, name);
  if (room != FLUE_NO_NAME) return room;
  *handler = flue_names_find(&m->handlers, name);
  if (*handler == FLUE_NO_NAME) return FLUE_OUTSIDE;
  return m->net->compartments.n + 2 * *handler + (end ? 1 : 0);
}

static const flue_flow_element *element_of(maker *m, const flue_net_path *p) {
  if (p->element.text) return &m->element[flue_names_find(&m->elements, p->element.text)];
  flue_flow_element *own = &m->element[m->n_elements++];
  *own = case_element(&p->law, door_gravity(m->net));
  return own;
}

/** Adds what a path supplies or returns to its unit. */
static void count_air(maker *m, const flue_opening *o, const size_t handler[2]) {
  const flue_flow_element *e = o->element;
  if (e->kind != FLUE_ELEMENT_CONSTANT) return;
  const flue_compartment *rooms = m->d->out->input.network.compartments;
  const flue_network_input *in = &m->d->out->input.network;
  const size_t from = o->from;
  const double temp_k = from == FLUE_OUTSIDE ? in->outside.temp_k : rooms[from].temp_k;
  const double density =
      e->density == FLUE_DENSITY_NONE ? 1.0 : in->outside.pressure / (FLUE_GAS_CONSTANT * temp_k);
  const double flow = e->flow * density * o->multiplier * o->open;
  if (handler[0] != FLUE_NO_NAME) m->supply[handler[0]] += flow;
  if (handler[1] != FLUE_NO_NAME) m->returned[handler[1]] += flow;
}

static flue_status make_path(maker *m, const flue_net_path *p) {
  size_t handler[2];
  flue_opening o = {.kind = FLUE_OPENING_ELEMENT,
                    .from = path_end(m, p->between.items[0].text, 0, &handler[0]),
                    .to = path_end(m, p->between.items[1].text, 1, &handler[1]),
                    .end_z = {p->z.v[0], p->z.v[p->z.n - 1]},
                    .element = element_of(m, p),
                    .multiplier = p->multiplier.d.p[0],
                    .exponent = 0.5};
  o.z_bottom = o.z_top = o.end_z[0];
  if (o.from == FLUE_OUTSIDE) set_wind(m, p, o.end_z[0], &o);
  if (o.to == FLUE_OUTSIDE) set_wind(m, p, o.end_z[1], &o);
  FLUE_TRY(set_ramp(m, p, &o));
  if (o.n_ramp == 0)
    FLUE_TRY(case_control(m->d, &o, &p->when, p->before.d.p[0], p->after.d.p[0], &p->control,
                          p->id.text));
  count_air(m, &o, handler);
  return case_add_opening(m->d, &o, flue_copy_text(p->id.text));
}

/* ---- air handling ---- */

static flue_status add_duct(maker *m, size_t from, size_t to, flue_flow_element law,
                            const flue_word *unit, const char *what) {
  flue_flow_element *e = &m->element[m->n_elements++];
  *e = law;
  const flue_opening o = {.kind = FLUE_OPENING_ELEMENT,
                          .from = from,
                          .to = to,
                          .element = e,
                          .multiplier = 1.0,
                          .open = 1.0,
                          .exponent = 0.5};
  return case_add_opening(m->d, &o, flue_format("%s.%s", unit->text, what));
}

/** Returned air that a unit uses again, and its openings to the outside. */
static flue_status make_handler(maker *m, size_t i) {
  const flue_net_handler *h = FLUE_ITEM(flue_net_handler, m->net->air_handling, i);
  const double supply = m->supply[i], wide = 10.0, cd = 0.6; /* [m2] */
  const double share = (1.0 - h->outside_air.d.p[0]) * supply;
  const double again =
      fmax(0.0, fmin(fmin(share, supply - h->least_outside_air.d.p[0]), m->returned[i]));
  const size_t side = m->net->compartments.n + 2 * i;
  const flue_flow_element open = flue_element_orifice(wide, cd, 0.5, FLUE_TRANSITION_REYNOLDS);
  FLUE_TRY(add_duct(m, FLUE_OUTSIDE, side, open, &h->id, "outside_air"));
  FLUE_TRY(add_duct(m, side + 1, FLUE_OUTSIDE, open, &h->id, "exhaust"));
  return add_duct(m, side + 1, side, flue_element_constant(FLUE_DENSITY_NONE, again), &h->id,
                  "recirculation");
}

/* ---- sources ---- */

static flue_status make_sources(maker *m) {
  const size_t n = m->net->sources.n;
  flue_trace_source *sources = case_alloc(m->d, n, sizeof *sources);
  FLUE_CHECK(sources, m->d->ctx, FLUE_ENOMEM, "no memory for sources");
  for (size_t i = 0; i < n; ++i) {
    const flue_net_source *s = FLUE_ITEM(flue_net_source, m->net->sources, i);
    const flue_net_schedule *schedule = schedule_of(m, &s->schedule);
    sources[i] = (flue_trace_source){
        .compartment = flue_names_find(&m->d->compartments, s->in.text), .rate = s->rate.d.p[0]};
    if (schedule)
      FLUE_TRY(make_ramp(m->d, schedule, &sources[i].n_ramp, &sources[i].ramp_t,
                         &sources[i].ramp_share));
  }
  m->d->out->input.network.sources = sources;
  m->d->out->input.network.n_sources = n;
  return FLUE_OK;
}

/* ---- whole ---- */

static flue_status open_maker(maker *m) {
  const flue_net *net = m->net;
  FLUE_TRY(flue_names_create(&net->elements, sizeof(flue_net_element), &m->elements));
  FLUE_TRY(flue_names_create(&net->schedules, sizeof(flue_net_schedule), &m->schedules));
  FLUE_TRY(flue_names_create(&net->air_handling, sizeof(flue_net_handler), &m->handlers));
  const size_t units = net->air_handling.n, ducts = 3;
  m->element = case_alloc(m->d, net->elements.n + net->paths.n + ducts * units, sizeof *m->element);
  m->supply = case_alloc(m->d, units, sizeof *m->supply);
  m->returned = case_alloc(m->d, units, sizeof *m->returned);
  return m->element && m->supply && m->returned ? FLUE_OK : FLUE_ENOMEM;
}

static void close_maker(maker *m) {
  flue_names *const all[] = {&m->elements, &m->schedules, &m->handlers};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) flue_names_clear(all[i]);
}

static flue_status make_all(maker *m) {
  const flue_net *net = m->net;
  for (size_t i = 0; i < net->elements.n; ++i)
    m->element[m->n_elements++] =
        case_element(FLUE_ITEM(flue_net_element, net->elements, i), door_gravity(net));
  for (size_t k = 0; k < net->paths.n; ++k)
    FLUE_TRY(make_path(m, FLUE_ITEM(flue_net_path, net->paths, k)));
  for (size_t i = 0; i < net->air_handling.n; ++i) FLUE_TRY(make_handler(m, i));
  return make_sources(m);
}

flue_status case_paths(deriver *d) {
  maker m = {.d = d, .net = &d->root->network};
  flue_network_input *in = &d->out->input.network;
  in->gravity = case_gravity(m.net);
  in->is_uniform = m.net->column == FLUE_NET_UNIFORM;
  in->is_held = case_is_held(m.net);
  flue_status status = open_maker(&m);
  if (status != FLUE_OK) flue_fail(d->ctx, status, __FILE__, __LINE__, "no memory for paths");
  if (status == FLUE_OK) status = make_all(&m);
  close_maker(&m);
  return status;
}

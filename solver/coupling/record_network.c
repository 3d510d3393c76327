/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of compartments without plans writes besides: both layers whole, surfaces, fires,
 * targets and detectors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/coupling/coupling_internal.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const flue_quantity LAYER[] = {
    {"floor_pressure", "Pa", "Pressure at the floor above the outside there", "地面处相对室外压力"},
    {"upper_volume", "m3", "Volume of the upper layer", "上层体积"},
    {"upper_mass", "kg", "Mass of the upper layer", "上层质量"},
    {"lower_mass", "kg", "Mass of the lower layer", "下层质量"},
    {"ceiling_temperature", "K", "Temperature of the ceiling", "顶棚温度"},
    {"upper_wall_temperature", "K", "Temperature of the walls above the interface", "上部墙面温度"},
    {"lower_wall_temperature", "K", "Temperature of the walls below the interface", "下部墙面温度"},
    {"floor_temperature", "K", "Temperature of the floor", "地面温度"},
    {"vent_release", "W", "Burning of vapour in flows that enter", "进入气流中可燃蒸气的燃烧"},
    {"upper_y_o2", "1", "Mass fraction of oxygen, upper layer", "上层氧气质量分数"},
    {"upper_y_co2", "1", "Mass fraction of carbon dioxide, upper layer", "上层二氧化碳质量分数"},
    {"upper_y_co", "1", "Mass fraction of carbon monoxide, upper layer", "上层一氧化碳质量分数"},
    {"upper_y_hcn", "1", "Mass fraction of hydrogen cyanide, upper layer", "上层氰化氢质量分数"},
    {"upper_y_hcl", "1", "Mass fraction of hydrogen chloride, upper layer", "上层氯化氢质量分数"},
    {"upper_y_h2o", "1", "Mass fraction of water vapour, upper layer", "上层水蒸气质量分数"},
    {"upper_y_soot", "1", "Mass fraction of soot, upper layer", "上层烟炱质量分数"},
    {"upper_y_fuel", "1", "Mass fraction of unburned fuel, upper layer", "上层未燃燃料质量分数"},
    {"upper_y_trace", "1", "Mass of trace per mass of gas, upper layer", "上层示踪物质量比"},
    {"lower_y_o2", "1", "Mass fraction of oxygen, lower layer", "下层氧气质量分数"},
    {"lower_y_co2", "1", "Mass fraction of carbon dioxide, lower layer", "下层二氧化碳质量分数"},
    {"lower_y_co", "1", "Mass fraction of carbon monoxide, lower layer", "下层一氧化碳质量分数"},
    {"lower_y_hcn", "1", "Mass fraction of hydrogen cyanide, lower layer", "下层氰化氢质量分数"},
    {"lower_y_hcl", "1", "Mass fraction of hydrogen chloride, lower layer", "下层氯化氢质量分数"},
    {"lower_y_h2o", "1", "Mass fraction of water vapour, lower layer", "下层水蒸气质量分数"},
    {"lower_y_soot", "1", "Mass fraction of soot, lower layer", "下层烟炱质量分数"},
    {"lower_y_fuel", "1", "Mass fraction of unburned fuel, lower layer", "下层未燃燃料质量分数"},
    {"lower_y_trace", "1", "Mass of trace per mass of gas, lower layer", "下层示踪物质量比"},
};
static const flue_quantity BURNER[] = {
    {"lit", "1", "1 after it was lit", "点燃后为1"},
    {"plume_flow", "kg s-1", "Gas the plume carries into the upper layer",
     "羽流带入上层的气体流量"},
    {"pyrolysis", "kg s-1", "Fuel given off", "燃料释放速率"},
    {"convective_release", "W", "Heat released into the plume", "对流热释放速率"},
    {"lower_release", "W", "Heat released in the lower layer", "下层热释放速率"},
    {"upper_release", "W", "Heat released in the upper layer", "上层热释放速率"},
    {"flame_height", "m", "Mean height of the flame", "平均火焰高度"},
    {"base_height", "m", "Height of the fuel surface above the floor", "燃烧面高度"},
    {"area", "m2", "Burning area", "燃烧面积"},
    {"burnt", "kg", "Fuel given off so far", "累计释放燃料"},
};
static const flue_quantity TARGET[] = {
    {"gas_temperature", "K", "Temperature of the gas around it", "周围烟气温度"},
    {"surface_temperature", "K", "Temperature of its front", "正面温度"},
    {"inner_temperature", "K", "Temperature below its front", "内部温度"},
    {"back_temperature", "K", "Temperature of its back", "背面温度"},
    {"incident_flux", "W m-2", "Radiation onto its front", "正面入射辐射"},
    {"net_flux", "W m-2", "Heat absorbed by its front", "正面净热流"},
    {"convective_flux", "W m-2", "Convection to its front", "正面对流热流"},
    {"flame_flux", "W m-2", "Radiation of flames", "火焰辐射"},
    {"surface_flux", "W m-2", "Radiation of surfaces", "壁面辐射"},
    {"gas_flux", "W m-2", "Radiation of gas", "烟气辐射"},
    {"gauge_flux", "W m-2", "Heat onto a cold gauge", "冷热流计总热流"},
    {"gauge_radiative_flux", "W m-2", "Radiation onto a cold gauge", "冷热流计辐射热流"},
    {"gas_dose", "1", "Fractional effective dose of gases", "气体有效剂量分数"},
    {"heat_dose", "1", "Fractional effective dose of heat", "热有效剂量分数"},
    {"optical_density", "m-1", "Optical density of the gas around it", "周围烟气光学密度"},
};
static const flue_quantity DETECTOR[] = {
    {"gas_temperature", "K", "Temperature of the gas around it", "周围烟气温度"},
    {"gas_speed", "m s-1", "Speed of the gas around it", "周围烟气流速"},
    {"extinction", "m-1", "Light extinction around it", "周围消光系数"},
    {"element", "1",
     "Temperature of its element [K]; smoke: extinction inside [m-1]; beam: light lost [1]; flame: "
     "radiation [W m-2]",
     "感温元件温度[K]；感烟：内部消光系数[m-1]；光束：减光[1]；火焰：辐射[W m-2]"},
    {"responded", "1", "1 after it responded", "动作后为1"},
};
static const flue_quantity CONTROL[] = {
    {"measured", "Pa", "Pressure difference measured last", "最近所测压差"},
    {"share", "1", "Share that the controller sets", "控制器给出的比例"},
    {"integral", "1", "Its integral part", "其积分部分"},
};
static const flue_quantity GLASS[] = {
    {"temperature", "K", "Temperature of the pane", "玻璃温度"},
    {"broken", "1", "1 after it broke", "破裂后为1"},
};
static const flue_quantity TRACE[] = {
    {"trace_passed", "kg", "Trace through the opening so far", "累计通过的示踪物"},
    {"trace_kept", "kg", "Trace kept by its filter so far", "过滤器累计截留的示踪物"},
};

size_t coupling_network_frame(const flue_coupling *c) {
  const flue_network_input *in = &c->in.network;
  const size_t sizes[] = {in->n_compartments * COUNT(LAYER), in->n_fires * COUNT(BURNER),
                          in->n_targets * COUNT(TARGET),     in->n_sensors * COUNT(DETECTOR),
                          in->n_openings * COUNT(TRACE),     in->n_controllers * COUNT(CONTROL),
                          in->n_glazings * COUNT(GLASS)};
  size_t most = 0;
  for (size_t i = 0; i < COUNT(sizes); ++i) most = sizes[i] > most ? sizes[i] : most;
  return most;
}

/** Tables that do not change: kinds and ends of openings, kinds of rooms and detectors. */
static flue_status put_column(flue_coupling *c, const char *group, const flue_quantity *q, size_t n,
                              const double *values) {
  return n && c->sink->column ? c->sink->column(c->sink->user, group, q, n, values) : FLUE_OK;
}

static double end_number(size_t room) {
  return room == FLUE_OUTSIDE ? -1.0 : (double)room;
}

static flue_status put_tables(flue_coupling *c) {
  static const flue_quantity two = {"two_layer", "1", "1 with two layers, 0 mixed",
                                    "双区为1，单区为0"};
  static const flue_quantity volume = {"volume", "m3", "Volume", "体积"};
  static const flue_quantity ends[] = {
      {"kind", "1", "0 in a wall, 1 in a floor, 2 fan, 3 fan of constant flow",
       "0墙上，1楼板，2风机，3定风量风机"},
      {"from", "1", "First space by its number from 0; -1 outside", "第一空间序号；-1为室外"},
      {"to", "1", "Second space", "第二空间序号"}};
  static const flue_quantity sensor = {
      "kind", "1",
      "0 sprinkler, 1 heat, 2 smoke, 3 rate of rise, 4 beam, 5 flame, 6 water mist, 7 smoke by a "
      "rise",
      "0喷头，1感温，2感烟，3差温，4光束，5火焰，6细水雾，7以温升代感烟"};
  const flue_network_input *in = &c->in.network;
  flue_network_view v;
  flue_network_get(c->network, &v);
  double *x = c->frame;
  for (size_t i = 0; i < in->n_compartments; ++i)
    x[i] = in->compartments[i].zone == FLUE_ZONE_TWO_LAYER;
  FLUE_TRY(put_column(c, "geometry", &two, in->n_compartments, x));
  for (size_t i = 0; i < in->n_compartments; ++i)
    x[i] = v.size[v.lower[i]] + (v.upper[i] >= 0 ? v.size[v.upper[i]] : 0.0);
  FLUE_TRY(put_column(c, "geometry", &volume, in->n_compartments, x));
  for (int q = 0; q < 3; ++q) {
    for (size_t k = 0; k < in->n_openings; ++k) {
      const flue_opening *o = &in->openings[k];
      x[k] = q == 0 ? (double)o->kind : end_number(q == 1 ? o->from : o->to);
    }
    FLUE_TRY(put_column(c, "opening", &ends[q], in->n_openings, x));
  }
  static const flue_quantity name = {"opening", "", "Name", "名称"};
  if (in->n_openings > 0 && c->sink->texts)
    FLUE_TRY(c->sink->texts(c->sink->user, "opening", &name, in->n_openings, c->in.opening_names));
  for (size_t i = 0; i < in->n_sensors; ++i) x[i] = (double)in->sensors[i].kind;
  return put_column(c, "detector", &sensor, in->n_sensors, x);
}

/** Panes by the names of their openings. */
static flue_status announce_glass(flue_coupling *c) {
  const flue_network_input *in = &c->in.network;
  c->handle.glass = FLUE_NONE;
  if (in->n_glazings == 0 || !c->sink->series) return FLUE_OK;
  const char **names = flue_alloc(in->n_glazings, sizeof *names);
  if (!names) return FLUE_ENOMEM;
  for (size_t i = 0; i < in->n_glazings; ++i)
    names[i] = c->in.opening_names[in->glazings[i].opening];
  const flue_status status = c->sink->series(c->sink->user, "glass", "opening", in->n_glazings,
                                             names, COUNT(GLASS), GLASS, &c->handle.glass);
  free(names);
  return status;
}

flue_status coupling_announce_network(flue_coupling *c, const char *const *room_names) {
  const flue_network_input *in = &c->in.network;
  const struct {
    const char *group, *item;
    size_t n;
    const char *const *names;
    size_t nq;
    const flue_quantity *q;
    size_t *handle;
  } groups[] = {
      {"layer", "room", in->n_compartments, room_names, COUNT(LAYER), LAYER, &c->handle.layer},
      {"burner", "fire", in->n_fires, c->in.fire_names, COUNT(BURNER), BURNER, &c->handle.burner},
      {"target", "target", in->n_targets, c->in.target_names, COUNT(TARGET), TARGET,
       &c->handle.target},
      {"detector", "detector", in->n_sensors, c->in.sensor_names, COUNT(DETECTOR), DETECTOR,
       &c->handle.detector},
      {"trace", "opening", in->n_openings, c->in.opening_names, COUNT(TRACE), TRACE,
       &c->handle.trace},
      {"control", "opening", in->n_controllers, c->in.controller_names, COUNT(CONTROL), CONTROL,
       &c->handle.control},
  };
  for (size_t g = 0; g < COUNT(groups); ++g) {
    *groups[g].handle = FLUE_NONE;
    if (groups[g].n == 0 || !c->sink->series) continue;
    FLUE_TRY(c->sink->series(c->sink->user, groups[g].group, groups[g].item, groups[g].n,
                             groups[g].names, groups[g].nq, groups[g].q, groups[g].handle));
  }
  FLUE_TRY(announce_glass(c));
  return put_tables(c);
}

static flue_status put(flue_coupling *c, size_t handle) {
  if (handle == FLUE_NONE) return FLUE_OK;
  return c->sink->frame(c->sink->user, handle, c->time_s, c->frame);
}

/** Order of the species in LAYER. */
static const flue_species SPECIES[] = {FLUE_O2,  FLUE_CO2,  FLUE_CO,   FLUE_HCN,  FLUE_HCL,
                                       FLUE_H2O, FLUE_SOOT, FLUE_FUEL, FLUE_TRACE};

static void fill_room(const flue_network_view *v, size_t i, double *row) {
  const int low = v->lower[i], high = v->upper[i] >= 0 ? v->upper[i] : low;
  const double mass_low = v->density[low] * v->size[low];
  const double mass_high = v->upper[i] >= 0 ? v->density[high] * v->size[high] : 0.0;
  size_t q = 0;
  row[q++] = v->floor_pressure[i];
  row[q++] = v->size[high];
  row[q++] = v->upper[i] >= 0 ? mass_high : mass_low;
  row[q++] = v->upper[i] >= 0 ? mass_low : 0.0;
  for (size_t s = 0; s < FLUE_SURFACE_COUNT; ++s)
    row[q++] = v->surface_k[i * FLUE_SURFACE_COUNT + s];
  row[q++] = v->vent_release[i];
  for (int l = 1; l >= 0; --l)
    for (size_t s = 0; s < COUNT(SPECIES); ++s)
      row[q++] = v->fraction[(size_t)SPECIES[s] * v->n_cells + (size_t)(l ? high : low)];
}

static flue_status record_layers(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_compartments;
  for (size_t i = 0; i < n; ++i) {
    double row[COUNT(LAYER)];
    fill_room(v, i, row);
    for (size_t q = 0; q < COUNT(LAYER); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.layer);
}

static flue_status record_fires(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_fires;
  for (size_t i = 0; i < n; ++i) {
    const flue_fire_view *f = &v->fire[i];
    const double row[COUNT(BURNER)] = {isnan(f->lit_s) ? 0.0 : 1.0,
                                       f->plume,
                                       f->vapour,
                                       f->convective,
                                       f->lower,
                                       f->upper,
                                       f->flame_m,
                                       f->base_m,
                                       f->area_m2,
                                       f->burnt_kg};
    for (size_t q = 0; q < COUNT(BURNER); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.burner);
}

static flue_status record_targets(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_targets;
  for (size_t i = 0; i < n; ++i) {
    const flue_target_view *t = &v->target[i];
    const double row[COUNT(TARGET)] = {
        t->gas_k, t->front_k,         t->inner_k,  t->back_k,    t->incident,
        t->net,   t->convective,      t->flame,    t->surfaces,  t->layers,
        t->gauge, t->gauge_radiative, t->dose_gas, t->dose_heat, t->optical_density};
    for (size_t q = 0; q < COUNT(TARGET); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.target);
}

static flue_status record_detectors(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_sensors;
  for (size_t i = 0; i < n; ++i) {
    const flue_sensor_view *s = &v->sensor[i];
    const double row[COUNT(DETECTOR)] = {s->gas_k, s->gas_speed, s->extinction, s->element,
                                         isnan(s->at_s) || s->at_s > c->time_s ? 0.0 : 1.0};
    for (size_t q = 0; q < COUNT(DETECTOR); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.detector);
}

static flue_status record_controls(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_controllers;
  for (size_t i = 0; i < n; ++i) {
    const flue_controller_view *k = &v->controller[i];
    const double row[COUNT(CONTROL)] = {k->measured_pa, k->share, k->integral};
    for (size_t q = 0; q < COUNT(CONTROL); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.control);
}

static flue_status record_glass(flue_coupling *c, const flue_network_view *v) {
  const size_t n = v->n_glazings;
  for (size_t i = 0; i < n; ++i) {
    c->frame[i] = v->glazing[i].temp_k;
    c->frame[n + i] = isnan(v->glazing[i].broken_s) ? 0.0 : 1.0;
  }
  return put(c, c->handle.glass);
}

flue_status coupling_record_network(flue_coupling *c, const flue_network_view *v) {
  FLUE_TRY(record_layers(c, v));
  FLUE_TRY(record_fires(c, v));
  FLUE_TRY(record_targets(c, v));
  FLUE_TRY(record_detectors(c, v));
  FLUE_TRY(record_controls(c, v));
  FLUE_TRY(record_glass(c, v));
  memcpy(c->frame, v->trace_passed, v->n_openings * sizeof *c->frame);
  memcpy(c->frame + v->n_openings, v->trace_kept, v->n_openings * sizeof *c->frame);
  return put(c, c->handle.trace);
}

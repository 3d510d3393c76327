/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run writes: series by compartment, opening, fire, system and storey, people, balances. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/visibility.h"
#include "solver/coupling/coupling_internal.h"

static const flue_quantity ZONE[] = {
    {"pressure", "Pa", "Pressure above the outside at mid height",
     "相对室外同高度的压力（半高处）"},
    {"layer_height", "m", "Height of the smoke layer interface above the floor; 0 where mixed",
     "烟气层界面距地高度；均匀混合时为0"},
    {"upper_temperature", "K", "Temperature of the upper layer", "上层温度"},
    {"lower_temperature", "K", "Temperature of the lower layer", "下层温度"},
    {"head_temperature", "K", "Temperature at 1.6 m", "1.6米高处温度"},
    {"visibility", "m", "Visibility of a reflecting sign at 1.6 m, at most 30 m",
     "1.6米高处反光标志能见度（上限30米）"},
    {"upper_extinction", "m-1", "Light extinction coefficient of the upper layer", "上层消光系数"},
    {"o2", "1", "Volume fraction of oxygen at 1.6 m", "1.6米高处氧气体积分数"},
    {"co2", "1", "Volume fraction of carbon dioxide at 1.6 m", "1.6米高处二氧化碳体积分数"},
    {"co", "1", "Volume fraction of carbon monoxide at 1.6 m", "1.6米高处一氧化碳体积分数"},
    {"hcn", "1", "Volume fraction of hydrogen cyanide at 1.6 m", "1.6米高处氰化氢体积分数"},
    {"h2o", "1", "Mass fraction of water vapour in the upper layer", "上层水蒸气质量分数"},
    {"soot", "1", "Mass fraction of soot in the upper layer", "上层烟炱质量分数"},
    {"trace", "1", "Mass fraction of the trace in the upper layer", "上层示踪物质量分数"},
    {"heat_flux", "W m-2", "Radiant heat flux onto a person", "人体所受辐射热流"},
    {"gas_dose", "1", "Fractional effective dose of gases from the start at 1.6 m",
     "1.6米高处自开始累计的气体有效剂量分数"},
    {"heat_dose", "1", "Fractional effective dose of heat from the start at 1.6 m",
     "1.6米高处自开始累计的热有效剂量分数"},
};
static const flue_quantity OPENING[] = {
    {"flow", "kg s-1", "Mass flow from the first space to the second",
     "由第一空间流向第二空间的质量流量"},
    {"back_flow", "kg s-1", "Mass flow back", "反向质量流量"},
    {"pressure_drop", "Pa", "Pressure of the first space less that of the second at mid height",
     "半高处压差（第一减第二）"},
    {"open", "1", "Share that is open; running share of a fan", "开启比例；风机为运行比例"},
    {"flame", "m", "Flame out of a window above its upper edge", "窗口喷出火焰高出窗口上沿的高度"},
};
static const flue_quantity FIRE[] = {
    {"heat_release_rate", "W", "Heat release rate", "热释放速率"},
    {"design_heat_release_rate", "W", "Heat release rate with all the air it needs",
     "空气充足时的热释放速率"},
};
static const flue_quantity WEATHER[] = {
    {"temperature", "K", "Temperature outside at height 0", "高度0处室外气温"},
    {"pressure", "Pa", "Pressure outside at height 0", "高度0处室外气压"},
    {"wind_speed", "m s-1", "Wind speed at the weather station", "气象站风速"},
    {"wind_from", "degree", "Where the wind comes from, clockwise from north",
     "风的来向，自北顺时针"},
};
static const flue_quantity SYSTEM[] = {
    {"reading", "1",
     "Smoke: extinction inside over the threshold; heat: rise over the rise at response",
     "感烟：消光系数与阈值之比；感温：温升与响应温升之比"},
    {"responded", "1", "1 after it responded", "动作后为1"},
};
static const flue_quantity CROWD[] = {
    {"waiting", "1", "People before movement", "尚未行动人数"},
    {"walking", "1", "People walking on floors", "楼层内行走人数"},
    {"on_stairs", "1", "People on stairs", "楼梯内人数"},
    {"in_lifts", "1", "People in lifts", "电梯内人数"},
    {"in_refuge", "1", "People in places of refuge", "避难间内人数"},
    {"on_duty", "1", "People with those they help or in rooms they clear, or on timed ways there",
     "正在协助他人、巡查房间或计时往返途中的人数"},
    {"outside", "1", "People outside", "已到室外人数"},
    {"incapacitated", "1", "People incapacitated", "失能人数"},
    {"largest_dose", "1", "Largest fractional effective dose", "最大有效剂量分数"},
};
static const flue_quantity STOREY[] = {
    {"people", "1", "People on the storey, stairs included", "该层人数（含楼梯）"},
};
static const flue_quantity BALANCE[] = {
    {"mass_in", "kg", "Mass that entered", "流入质量"},
    {"mass_out", "kg", "Mass that left", "流出质量"},
    {"mass_stored", "kg", "Change of the mass inside", "室内质量变化"},
    {"heat_released", "J", "Heat released by fires", "火灾释放热量"},
    {"energy_in", "J", "Enthalpy that entered", "流入焓"},
    {"energy_out", "J", "Enthalpy that left", "流出焓"},
    {"energy_stored", "J", "Change of the internal energy of the gas", "气体内能变化"},
    {"heat_to_walls", "J", "Heat taken by walls", "壁面吸热"},
    {"mass_error", "1", "Mass missing over mass that entered", "质量误差"},
    {"energy_error", "1", "Energy missing over energy that entered", "能量误差"},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- announcing ---- */

static flue_status series(flue_coupling *c, const char *group, const char *item, size_t n,
                          const char *const *names, size_t nq, const flue_quantity *q,
                          size_t *handle) {
  *handle = FLUE_NONE; /* a building without detectors or fires has no such series */
  if (!c->sink->series || n == 0) return FLUE_OK;
  return c->sink->series(c->sink->user, group, item, n, names, nq, q, handle);
}

static const char *kind_of(const flue_detector *d) {
  if (d->is_heat) return d->rate > 0.0 ? "rate_of_rise" : "heat";
  return d->path_m > 0.0 ? "beam" : "smoke";
}

static flue_status announce_systems(flue_coupling *c) {
  const size_t n = c->in.n_detectors + c->in.n_heads;
  char **names = flue_alloc(n, sizeof *names);
  int failed = !names;
  for (size_t i = 0; i < n && !failed; ++i) {
    const int is_head = i >= c->in.n_detectors;
    const size_t room = is_head ? c->in.heads[i - c->in.n_detectors].room : c->in.detectors[i].room;
    const char *kind = is_head ? "sprinkler" : kind_of(&c->in.detectors[i]);
    names[i] = flue_format("%s.%s", c->in.rooms[room].name, kind);
    failed = !names[i];
  }
  const flue_status status = failed ? FLUE_ENOMEM
                                    : series(c, "system", "device", n, (const char *const *)names,
                                             COUNT(SYSTEM), SYSTEM, &c->handle.system);
  for (size_t i = 0; names && i < n; ++i) free(names[i]);
  free(names);
  return status;
}

static flue_status announce_rooms(flue_coupling *c) {
  const char **names = flue_alloc(c->n_rooms, sizeof *names);
  double *values = flue_alloc(c->n_rooms, sizeof *values);
  flue_status status = names && values ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; status == FLUE_OK && i < c->n_rooms; ++i) names[i] = c->in.rooms[i].name;
  if (status == FLUE_OK)
    status = series(c, "zone", "room", c->n_rooms, names, COUNT(ZONE), ZONE, &c->handle.zone);
  static const flue_quantity geometry[] = {
      {"storey", "1", "Storey, from 0 at the lowest", "楼层序号，最低层为0"},
      {"floor_height", "m", "Height of the floor above the ground storey", "地面相对首层的高度"},
      {"height", "m", "Clear height", "净高"},
      {"area", "m2", "Floor area", "地面面积"}};
  for (size_t q = 0; status == FLUE_OK && q < COUNT(geometry) && c->sink->column; ++q) {
    for (size_t i = 0; i < c->n_rooms; ++i) {
      const flue_compartment *room = &c->in.network.compartments[i];
      const double all[] = {(double)c->in.rooms[i].level, room->z_m, room->height_m, room->area_m2};
      values[i] = all[q];
    }
    status = c->sink->column(c->sink->user, "geometry", &geometry[q], c->n_rooms, values);
  }
  const flue_quantity name = {"room", "", "Compartment", "房间"};
  if (status == FLUE_OK && c->sink->texts)
    status = c->sink->texts(c->sink->user, "geometry", &name, c->n_rooms, names);
  if (status == FLUE_OK && c->in.is_network) status = coupling_announce_network(c, names);
  free(names);
  free(values);
  return status;
}

flue_status coupling_announce(flue_coupling *c) {
  const flue_coupling_input *in = &c->in;
  size_t most = c->n_rooms * COUNT(ZONE);
  const size_t sizes[] = {in->network.n_openings * COUNT(OPENING),
                          in->network.n_fires * COUNT(FIRE),
                          (in->n_detectors + in->n_heads) * COUNT(SYSTEM),
                          COUNT(CROWD),
                          COUNT(WEATHER),
                          in->n_levels * COUNT(STOREY),
                          COUNT(BALANCE)};
  for (size_t i = 0; i < COUNT(sizes); ++i)
    if (sizes[i] > most) most = sizes[i];
  if (in->is_network && coupling_network_frame(c) > most) most = coupling_network_frame(c);
  if (coupling_grid_frame(c) > most) most = coupling_grid_frame(c);
  c->frame = flue_alloc(most, sizeof *c->frame);
  if (!c->frame) return FLUE_ENOMEM;
  if (!c->sink) return FLUE_OK;
  static const char *const building[] = {"building"};
  FLUE_TRY(announce_rooms(c));
  FLUE_TRY(series(c, "network", "opening", in->network.n_openings, in->opening_names,
                  COUNT(OPENING), OPENING, &c->handle.network));
  FLUE_TRY(series(c, "fire", "fire", in->network.n_fires, in->fire_names, COUNT(FIRE), FIRE,
                  &c->handle.fire));
  static const char *const outside[] = {"outside"};
  FLUE_TRY(series(c, "weather", "whole", in->network.ambient.n > 0, outside, COUNT(WEATHER),
                  WEATHER, &c->handle.weather));
  FLUE_TRY(announce_systems(c));
  FLUE_TRY(series(c, "balance", "whole", 1, building, COUNT(BALANCE), BALANCE, &c->handle.balance));
  FLUE_TRY(coupling_announce_grids(c));
  if (in->is_network) return FLUE_OK;
  FLUE_TRY(series(c, "crowd", "whole", 1, building, COUNT(CROWD), CROWD, &c->handle.crowd));
  FLUE_TRY(series(c, "storey", "storey", in->n_levels, in->level_names, COUNT(STOREY), STOREY,
                  &c->handle.storey));
  return coupling_announce_floors(c);
}

/* ---- recording ---- */

static flue_status put(flue_coupling *c, size_t handle) {
  if (handle == FLUE_NONE) return FLUE_OK;
  return c->sink->frame(c->sink->user, handle, c->time_s, c->frame);
}

static flue_status record_zone(flue_coupling *c, const flue_network_view *v) {
  const size_t n = c->n_rooms;
  for (size_t i = 0; i < n; ++i) {
    const flue_exposure *e = &c->exposure[i];
    const int low = v->lower[i], high = v->upper[i] >= 0 ? v->upper[i] : low;
    const double row[COUNT(ZONE)] = {
        v->pressure[i],
        v->layer_m[i],
        v->temp[high],
        v->temp[low],
        e->temp_k,
        flue_visibility_distance(e->extinction, FLUE_VISIBILITY_REFLECTING),
        c->upper_extinction[i],
        e->o2,
        e->co2,
        e->co,
        e->hcn,
        v->fraction[(size_t)FLUE_H2O * v->n_cells + (size_t)high],
        v->fraction[(size_t)FLUE_SOOT * v->n_cells + (size_t)high],
        v->fraction[(size_t)FLUE_TRACE * v->n_cells + (size_t)high],
        e->flux_w,
        c->dose[i].gas,
        c->dose[i].heat};
    for (size_t q = 0; q < COUNT(ZONE); ++q) c->frame[q * n + i] = row[q];
  }
  return put(c, c->handle.zone);
}

static flue_status record_network(flue_coupling *c, const flue_network_view *v) {
  const double *const columns[] = {v->flow, v->back_flow, v->pressure_drop, v->open, v->flame_m};
  for (size_t q = 0; q < COUNT(OPENING); ++q)
    memcpy(c->frame + q * v->n_openings, columns[q], v->n_openings * sizeof *c->frame);
  FLUE_TRY(put(c, c->handle.network));
  for (size_t f = 0; f < v->n_fires; ++f) {
    c->frame[f] = v->heat_release[f];
    c->frame[v->n_fires + f] = v->design_release[f];
  }
  return put(c, c->handle.fire);
}

static flue_status record_weather(flue_coupling *c, const flue_network_view *v) {
  const flue_outside *o = &v->outside;
  const double row[COUNT(WEATHER)] = {o->temp_k, o->pressure, o->wind_speed, o->wind_from};
  memcpy(c->frame, row, sizeof row);
  return put(c, c->handle.weather);
}

/** What the reading of a detector is compared with. */
static double limit_of(const flue_detector *d) {
  return d->rise_k > 0.0 ? d->rise_k : d->threshold;
}

static flue_status record_systems(flue_coupling *c) {
  const size_t n_detectors = c->in.n_detectors, n = n_detectors + c->in.n_heads;
  for (size_t i = 0; i < n; ++i) {
    const int is_head = i >= n_detectors;
    const size_t k = is_head ? i - n_detectors : i;
    const detector_state *s = is_head ? &c->head[k] : &c->detector[k];
    const size_t room = is_head ? c->in.heads[k].room : c->in.detectors[k].room;
    const int is_heat = is_head || c->in.detectors[k].is_heat;
    const double start = is_heat ? c->in.network.compartments[room].temp_k : 0.0;
    const double limit = is_head ? c->in.heads[k].temp_k : limit_of(&c->in.detectors[k]);
    c->frame[i] = (s->inside - start) / (limit - start);
    c->frame[n + i] = isnan(s->at_s) ? 0.0 : 1.0;
  }
  return put(c, c->handle.system);
}

static flue_status record_people_counts(flue_coupling *c) {
  flue_crowd_counts n;
  flue_crowd_get_counts(c->crowd, &n);
  const double row[COUNT(CROWD)] = {
      (double)n.waiting,  (double)n.walking,       (double)n.on_stairs,
      (double)n.in_lifts, (double)n.in_refuge,     (double)n.on_duty,
      (double)n.outside,  (double)n.incapacitated, n.largest_dose};
  memcpy(c->frame, row, sizeof row);
  FLUE_TRY(put(c, c->handle.crowd));
  flue_crowd_get_occupancy(c->crowd, c->occupancy);
  for (size_t l = 0; l < c->in.n_levels; ++l) c->frame[l] = 0.0;
  for (size_t i = 0; i < c->n_rooms; ++i) c->frame[c->in.rooms[i].level] += (double)c->occupancy[i];
  return put(c, c->handle.storey);
}

static flue_status record_balance(flue_coupling *c) {
  flue_network_balance b;
  coupling_get_balance(c, &b);
  const double row[COUNT(BALANCE)] = {b.mass_in,    b.mass_out,    b.mass_stored,   b.heat_released,
                                      b.energy_in,  b.energy_out,  b.energy_stored, b.heat_to_walls,
                                      b.mass_error, b.energy_error};
  memcpy(c->frame, row, sizeof row);
  return put(c, c->handle.balance);
}

flue_status coupling_record(flue_coupling *c) {
  if (!c->sink || !c->sink->frame) return FLUE_OK;
  flue_network_view v;
  flue_network_get(c->network, &v);
  FLUE_TRY(record_zone(c, &v));
  FLUE_TRY(record_network(c, &v));
  FLUE_TRY(record_weather(c, &v));
  FLUE_TRY(coupling_record_grids(c));
  if (c->in.is_network) {
    FLUE_TRY(coupling_record_network(c, &v));
    return record_balance(c);
  }
  FLUE_TRY(record_systems(c));
  FLUE_TRY(record_people_counts(c));
  return record_balance(c);
}

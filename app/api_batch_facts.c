/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch file says of the building itself. */
#include <math.h>
#include <string.h>

#include "app/api_batch.h"

/** Width of all stairs per 100 people of the fullest storey above ground, in a run of medians [m].
 */
static flue_status stair_width(flue_ctx *ctx, const prepared *p, double width_m, double *out) {
  flue_draw draw;
  flue_case *c = NULL;
  FLUE_TRY(flue_draw_medians(ctx, p->scenario, &draw));
  const flue_status status = flue_case_create(ctx, p->layout, p->walkable, &draw, &c);
  if (status == FLUE_OK) {
    double most = 0.0;
    for (size_t level = 0; level < p->layout->n_levels; ++level) {
      double people = 0.0;
      for (size_t i = 0; i < c->input.crowd.n_people; ++i)
        people += c->input.crowd.people[i].floor == level;
      if (level != p->layout->ground) most = fmax(most, people);
    }
    *out = most > 0.0 && width_m > 0.0 ? width_m / (most / 100.0) : NAN;
  }
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  return status;
}

/** What the scenario knows of fires: counts, causes, buildings that share a limit. */
static flue_status add_ignition(flue_ctx *ctx, const flue_building *b, flue_fact *facts,
                                size_t *n) {
  const flue_ignition_keys *keys = &b->ignition;
  double share[FLUE_CAUSE_COUNT];
  FLUE_TRY(flue_ignition_causes(ctx, share));
  const double factors[FLUE_CAUSE_COUNT] = {keys->electrical.d.p[0], keys->daily_life.d.p[0],
                                            keys->smoking.d.p[0], keys->embers.d.p[0],
                                            keys->other.d.p[0]};
  for (size_t i = 0; i < FLUE_CAUSE_COUNT; ++i)
    facts[(*n)++] = (flue_fact){FLUE_RISK_CAUSES[i], share[i] * factors[i]};
  facts[(*n)++] = (flue_fact){
      {"local_fires", "1", "Fires counted in buildings of this kind", "同类建筑火灾起数"},
      keys->fires.d.p[0]};
  facts[(*n)++] = (flue_fact){
      {"local_building_years", "a", "Buildings times years of these counts", "统计的建筑数乘年数"},
      keys->building_years.d.p[0]};
  facts[(*n)++] = (flue_fact){{"buildings", "1", "Buildings that share the limit of societal risk",
                               "共用社会风险限值的建筑数"},
                              b->buildings.d.p[0]};
  facts[(*n)++] = (flue_fact){
      {"value", "CNY m-2", "Value of building and contents for each m2", "每平方米建筑及财物价值"},
      b->value.d.p[0]};
  return FLUE_OK;
}

flue_status api_batch_facts(flue_ctx *ctx, const prepared *p, flue_fact *facts, size_t *n) {
  flue_coverage cover;
  flue_layout_coverage(p->layout, &cover);
  double width = NAN, rooms = 0.0;
  FLUE_TRY(stair_width(ctx, p, cover.stair_width_m, &width));
  for (size_t i = 0; i < p->layout->n_spaces; ++i) rooms += p->layout->space[i].room != NULL;
  const flue_fact all[] = {
      {{"floor_area", "m2", "Floor area of all rooms", "全部房间地面面积"},
       p->layout->floor_area_m2},
      {{"storeys", "1", "Storeys", "楼层数"}, (double)p->layout->n_levels},
      {{"rooms", "1", "Rooms", "房间数"}, rooms},
      {{"height", "m", "Height of the highest floor", "最高楼面高度"}, cover.height_m},
      {{"completed", "1", "Year of completion", "竣工年份"},
       p->scenario->root.building.completed.d.p[0]},
      {{"presence", "1", "Share of the time that an occupant is inside", "人员在室时间比例"},
       p->scenario->root.building.presence.d.p[0]},
      {{"fire_share", "1", "Share of all fires that the simulated ones stand for",
        "所模拟火灾占全部火灾的比例"},
       p->scenario->root.building.fire_share.d.p[0]},
      {{"detection_coverage", "1", "Share of the floor area with detectors", "设探测器的面积比例"},
       cover.detection},
      {{"sprinkler_coverage", "1", "Share of the floor area with sprinklers", "设喷头的面积比例"},
       cover.sprinklers},
      {{"closer_share", "1", "Share of the doors onto escape routes that have a closer",
        "通向疏散通道的门中装闭门器的比例"},
       cover.closers},
      {{"stair_width_per_100", "m", "Stair width per 100 people of the fullest storey",
        "人数最多楼层每百人楼梯净宽"},
       width},
      {{"systems_reliability", "1", "Mean probability that a system works on demand",
        "消防系统需要时有效的平均概率"},
       cover.reliability},
  };
  *n = sizeof all / sizeof *all;
  memcpy(facts, all, sizeof all);
  return add_ignition(ctx, &p->scenario->root.building, facts, n);
}

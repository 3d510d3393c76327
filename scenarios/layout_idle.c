/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that stand where nothing reads them: a finding each, with the key that would make them
 * count.
 */
#include "scenarios/layout_internal.h"

/** A key, and what it needs to count. */
typedef struct idle_key {
  const flue_value *value;
  const char *name, *needs;
} idle_key;

static void find_idle(builder *b, const idle_key *keys, size_t n) {
  for (size_t i = 0; i < n; ++i)
    if (flue_is_written(keys[i].value))
      find_at(b, FLUE_MSG_KEY_IDLE, keys[i].value, keys[i].name, keys[i].needs, NULL);
}

static int has_moving_steps(const flue_shaft *s) {
  return s->kind == FLUE_SHAFT_STAIR && s->escalator == FLUE_ESCALATOR_MOVING;
}

static void check_shaft(builder *b, const flue_shaft *s) {
  const char *const lift = "kind: lift, evacuation: true", *const belt = "escalator: moving";
  const char *const stair = "kind: stair", *const responders = "responders_from";
  const idle_key of_lifts[] = {
      {&s->cars, "cars", lift},           {&s->persons, "persons", lift},
      {&s->dwell, "dwell", lift},         {&s->load_factor, "load_factor", lift},
      {&s->door_time, "door_time", lift}, {&s->transfer_time, "transfer_time", lift},
      {&s->starts, "starts", lift}};
  const idle_key of_stairs[] = {{&s->merge_share, "merge_share", stair},
                                {&s->fatigue, "fatigue", stair},
                                {&s->responders_from, "responders_from", stair}};
  const idle_key of_responders[] = {{&s->responders_until, "responders_until", responders},
                                    {&s->responders_flow, "responders_flow", responders},
                                    {&s->responders_speed, "responders_speed", responders}};
  const idle_key of_belts[] = {{&s->belt_speed, "belt_speed", belt}};
  const int is_stair = s->kind == FLUE_SHAFT_STAIR;
  if (s->kind != FLUE_SHAFT_LIFT || !s->evacuation)
    find_idle(b, of_lifts, sizeof of_lifts / sizeof *of_lifts);
  if (s->kind != FLUE_SHAFT_LIFT && s->evacuation)
    find_at(b, FLUE_MSG_KEY_IDLE, &s->id, "evacuation", "kind: lift", NULL);
  if (!is_stair) find_idle(b, of_stairs, sizeof of_stairs / sizeof *of_stairs);
  if (!flue_is_given(&s->responders_from))
    find_idle(b, of_responders, sizeof of_responders / sizeof *of_responders);
  if (!has_moving_steps(s)) find_idle(b, of_belts, 1);
}

/** What some of the people, or the building, have for others. */
typedef struct means {
  int has_belt, has_teller;
} means;

static means find_means(const flue_root *root) {
  means m = {0, 0};
  for (size_t k = 0; k < root->building.shafts.n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, root->building.shafts, k);
    m.has_belt |= has_moving_steps(s);
  }
  for (size_t k = 0; k < root->people.n; ++k) {
    const flue_group *g = FLUE_ITEM(flue_group, root->people, k);
    m.has_teller |= g->clears.n > 0 || g->knocks.id >= 0 || g->knocks.d.p[0] > 0.0;
  }
  return m;
}

static void check_group(builder *b, const flue_group *g, const means *m) {
  const idle_key belt = {&g->walks_on_escalators, "walks_on_escalators", "escalator: moving"};
  const idle_key told = {&g->when_told, "when_told", "clears, knocks"};
  const idle_key clearing = {&g->clearing_time, "clearing_time", "clears"};
  const idle_key preparation = {&g->preparation, "preparation", "needs_helpers"};
  if (!m->has_belt) find_idle(b, &belt, 1);
  if (!m->has_teller) find_idle(b, &told, 1);
  if (!g->clears.n) find_idle(b, &clearing, 1);
  if (g->needs_helpers.id < 0 && g->needs_helpers.d.p[0] <= 0.0) find_idle(b, &preparation, 1);
}

void layout_check_idle(builder *b) {
  const flue_root *root = &b->scenario->root;
  const flue_alarm *alarm = &root->systems.alarm;
  const idle_key stage = {&alarm->stage, "stage", "scope: phased"};
  const means m = find_means(root);
  for (size_t k = 0; k < root->building.shafts.n; ++k)
    check_shaft(b, FLUE_ITEM(flue_shaft, root->building.shafts, k));
  for (size_t k = 0; k < root->people.n; ++k)
    check_group(b, FLUE_ITEM(flue_group, root->people, k), &m);
  if (alarm->scope != FLUE_ALARM_PHASED) find_idle(b, &stage, 1);
}

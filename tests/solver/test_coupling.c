/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock between smoke, people and systems, on the two-storey house of tests/data. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flue_test.h"
#include "models/toxicity.h"
#include "scenarios/derive.h"
#include "solver/coupling/coupling.h"

/** A scenario ready to run, with what it was derived from. */
typedef struct built {
  flue_scenario *scenario;
  flue_layout *layout;
  flue_walkable *walkable;
  flue_draw draw;
  flue_case *c;
} built;

/** Text of the house with up to six replacements; owned. */
static char *house_with(const char *const (*change)[2], size_t n) {
  const char *source = getenv("FLUE_SOURCE");
  char path[4096];
  snprintf(path, sizeof path, "%s/tests/data/house.yaml", source ? source : ".");
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  flue_text text = {0};
  char line[1024];
  while (fgets(line, sizeof line, file)) {
    for (size_t i = 0; i < n; ++i) {
      char *at = strstr(line, change[i][0]);
      if (!at) continue;
      char rest[1024];
      snprintf(rest, sizeof rest, "%s", at + strlen(change[i][0]));
      *at = '\0';
      flue_text_add(&text, "%s%s", line, change[i][1]);
      snprintf(line, sizeof line, "%s", rest);
    }
    flue_text_add(&text, "%s", line);
  }
  fclose(file);
  return text.data;
}

static built build(const char *const (*change)[2], size_t n) {
  built b = {0};
  char path[] = "/tmp/flue_coupling_XXXXXX";
  const int handle = mkstemp(path);
  assert_true(handle >= 0);
  FILE *file = fdopen(handle, "wb");
  char *text = house_with(change, n);
  fputs(text, file);
  fclose(file);
  free(text);
  flue_diagnostics list = {.file = path};
  if (flue_scenario_read(NULL, path, NULL, &list, &b.scenario) != FLUE_OK) {
    flue_text found = {0};
    flue_diagnostics_print(&list, &found);
    fail_msg("%s", found.data);
  }
  unlink(path);
  assert_int_equal(flue_layout_create(NULL, b.scenario, &list, &b.layout), FLUE_OK);
  assert_int_equal(flue_walkable_create(NULL, b.layout, &b.walkable), FLUE_OK);
  assert_int_equal(flue_draw_medians(NULL, b.scenario, &b.draw), FLUE_OK);
  assert_int_equal(flue_case_create(NULL, b.layout, b.walkable, &b.draw, &b.c), FLUE_OK);
  flue_diagnostics_clear(&list);
  return b;
}

static void release(built *b) {
  flue_case_destroy(&b->c);
  flue_draw_clear(&b->draw);
  flue_walkable_destroy(&b->walkable);
  flue_layout_destroy(&b->layout);
  flue_scenario_destroy(&b->scenario);
}

/* ---- a sink that keeps one number of one item ---- */

typedef struct watch {
  const char *group, *item, *quantity;
  size_t handle, place, groups;
  double value[512];
  size_t n;
} watch;

static flue_status on_series(void *user, const char *group, const char *item, size_t n,
                             const char *const *names, size_t nq, const flue_quantity *q,
                             size_t *handle) {
  watch *w = user;
  (void)item;
  *handle = w->groups++;
  if (strcmp(group, w->group) != 0) return FLUE_OK;
  w->handle = *handle;
  for (size_t k = 0; k < nq; ++k)
    for (size_t i = 0; i < n; ++i)
      if (strcmp(q[k].name, w->quantity) == 0 && strcmp(names[i], w->item) == 0)
        w->place = k * n + i;
  return FLUE_OK;
}

static flue_status on_frame(void *user, size_t handle, double time_s, const double *values) {
  watch *w = user;
  (void)time_s;
  if (handle == w->handle && w->n < sizeof w->value / sizeof *w->value)
    w->value[w->n++] = values[w->place];
  return FLUE_OK;
}

static flue_outcome run(built *b, watch *w) {
  flue_coupling *c = NULL;
  const flue_sink sink = {.user = w, .series = on_series, .frame = on_frame};
  if (w) w->handle = w->place = (size_t)-1;
  assert_int_equal(flue_coupling_create(NULL, &b->c->input, w ? &sink : NULL, &c), FLUE_OK);
  assert_int_equal(flue_coupling_run(NULL, c), FLUE_OK);
  if (w) assert_true(w->place != (size_t)-1);
  flue_outcome o;
  flue_coupling_get_outcome(c, &o);
  flue_coupling_destroy(&c);
  return o;
}

static double last(const watch *w) {
  return w->value[w->n - 1];
}

static watch followed(built *b, const char *item, const char *quantity) {
  watch w = {.group = "zone", .item = item, .quantity = quantity};
  run(b, &w);
  return w;
}

/** Trapezoid sum over rows that are dt apart. */
static double integral(const double *rate, size_t n, double dt) {
  double sum = 0.0;
  for (size_t i = 1; i < n; ++i) sum += 0.5 * dt * (rate[i - 1] + rate[i]);
  return sum;
}

/* ---- tests ---- */

/* Purser's sums over the recorded concentrations, temperature and radiation at 1.6 m */
static void doses_by_place_are_the_integrals_of_what_is_recorded(void **state) {
  (void)state;
  const char *const room = "F1.living";
  built b = build(NULL, 0);
  const watch o2 = followed(&b, room, "o2"), co2 = followed(&b, room, "co2"),
              co = followed(&b, room, "co"), hcn = followed(&b, room, "hcn"),
              temp = followed(&b, room, "head_temperature"), flux = followed(&b, room, "heat_flux"),
              gas_dose = followed(&b, room, "gas_dose"),
              heat_dose = followed(&b, room, "heat_dose");
  double gas[512], heat[512];
  for (size_t i = 0; i < o2.n; ++i) {
    gas[i] = flue_toxicity_asphyxia(co.value[i], hcn.value[i], co2.value[i]) +
             flue_toxicity_oxygen(fmin(0.21, o2.value[i]));
    heat[i] = flue_toxicity_convection(temp.value[i]) + flue_toxicity_radiation(flux.value[i]);
  }
  const double output_s = b.c->input.output_s;
  assert_true(last(&gas_dose) > 0.1 && last(&heat_dose) > 1.0);
  assert_near_rel(last(&gas_dose), integral(gas, o2.n, output_s), 0.02);
  assert_near_rel(last(&heat_dose), integral(heat, o2.n, output_s), 0.02);
  release(&b);
}

static void people_are_accounted_for_and_balances_close(void **state) {
  (void)state;
  built b = build(NULL, 0);
  const flue_outcome o = run(&b, NULL);
  assert_near(o.value[FLUE_OUTCOME_people],
              o.value[FLUE_OUTCOME_escaped] + o.value[FLUE_OUTCOME_inside] +
                  o.value[FLUE_OUTCOME_fatalities],
              0.0);
  assert_true(o.value[FLUE_OUTCOME_mass_error] < 1e-6);
  assert_true(o.value[FLUE_OUTCOME_energy_error] < 1e-4);
  release(&b);
}

static void alarm_sounds_its_delay_after_the_first_detector(void **state) {
  (void)state;
  static const char *const later[][2] = {{"delay: 10 s", "delay: 40 s"}};
  built soon = build(NULL, 0), late = build(later, 1);
  const flue_outcome a = run(&soon, NULL), b = run(&late, NULL);
  /* nobody moves before either alarm, so the smoke is the same */
  assert_near(b.value[FLUE_OUTCOME_alarm_time] - a.value[FLUE_OUTCOME_alarm_time], 30.0, 1.0);
  release(&soon);
  release(&late);
}

static void no_alarm_without_power(void **state) {
  (void)state;
  static const char *const dead[][2] = {{"works: {probability: 0.95}", "works: 0"}};
  built b = build(dead, 1);
  const flue_outcome o = run(&b, NULL);
  assert_true(isnan(o.value[FLUE_OUTCOME_alarm_time]));
  assert_near(o.value[FLUE_OUTCOME_systems_failed], 1.0, 0.0);
  release(&b);
}

/* Both ways: with people the door of the burning room is opened and, having no closer, left open */
static void a_door_that_people_leave_open_lets_the_smoke_out(void **state) {
  (void)state;
  static const char *const closed[][2] = {{"open: {probability: 0.3}", "open: 0"}};
  static const char *const empty[][2] = {{"open: {probability: 0.3}", "open: 0"},
                                         {"per_room: {poisson: {mean: 2}}", "per_room: 0"}};
  built with = build(closed, 1), without = build(empty, 2);
  watch door = {.group = "network", .item = "F1.living_door", .quantity = "open"};
  watch hall = {.group = "zone", .item = "F1.hall", .quantity = "upper_temperature"};
  run(&with, &door);
  assert_near(door.value[0], 0.0, 0.0);
  assert_near(last(&door), 1.0, 0.0);
  run(&with, &hall);
  const double inside_k = 293.15, hot = last(&hall) - inside_k;
  hall.n = hall.groups = 0;
  run(&without, &hall);
  assert_true(hot > 5.0 * (last(&hall) - inside_k)); /* through gaps only, the fire starves */
  release(&with);
  release(&without);
}

static void a_closer_shuts_the_door_behind_people(void **state) {
  (void)state;
  static const char *const closer[][2] = {
      {"open: {probability: 0.3}", "open: 0, closer: true, closer_works: 1"}};
  built b = build(closer, 1);
  watch door = {.group = "network", .item = "F1.living_door", .quantity = "open"};
  const flue_outcome o = run(&b, &door);
  assert_true(o.value[FLUE_OUTCOME_escaped] > 0.0);
  assert_near(last(&door), 0.0, 0.0);
  release(&b);
}

static void a_sprinkler_opens_and_takes_the_fire_down(void **state) {
  (void)state;
  static const char *const wet[][2] = {
      {"alarm: {delay: 10 s}", "alarm: {delay: 10 s}\n  sprinklers: [{in: dwelling, works: 1}]"}};
  built dry = build(NULL, 0), sprinkled = build(wet, 1);
  const flue_outcome a = run(&dry, NULL), b = run(&sprinkled, NULL);
  assert_true(isnan(a.value[FLUE_OUTCOME_sprinkler_time]));
  const double t = b.value[FLUE_OUTCOME_sprinkler_time];
  assert_true(t > 20.0 && t < 200.0);
  /* 46.9 W/s2 t2 at the moment it opened is the largest the fire ever gets */
  assert_near_rel(b.value[FLUE_OUTCOME_peak_heat_release], 46.9 * t * t, 0.05);
  assert_true(a.value[FLUE_OUTCOME_heat_released] > 3.0 * b.value[FLUE_OUTCOME_heat_released]);
  release(&dry);
  release(&sprinkled);
}

/* 1 m3/s into two segments of a stair whose doors are shut: orifice law over all its leaks; here
   only that it is well above the stack effect and gone when the fan does not work */
static void pressurisation_raises_the_stair_when_it_works(void **state) {
  (void)state;
  static const char *const on[][2] = {{"alarm: {delay: 10 s}",
                                       "alarm: {delay: 10 s, works: 1}\n  pressurisation: [{shaft: "
                                       "stair, flow: 0.3 m3/s, works: 1}]"},
                                      {"per_room: {poisson: {mean: 2}}", "per_room: 0"}};
  static const char *const off[][2] = {{"alarm: {delay: 10 s}",
                                        "alarm: {delay: 10 s, works: 1}\n  pressurisation: "
                                        "[{shaft: stair, flow: 0.3 m3/s, works: 0}]"},
                                       {"per_room: {poisson: {mean: 2}}", "per_room: 0"}};
  built a = build(on, 2), b = build(off, 2);
  watch stair = {.group = "zone", .item = "F2.stair", .quantity = "pressure"};
  run(&a, &stair);
  const double with = last(&stair);
  stair.n = stair.groups = 0;
  run(&b, &stair);
  assert_true(with - last(&stair) > 10.0);
  release(&a);
  release(&b);
}

/* the stair is held 30 Pa over the hall of the segment nearest to half its height, both being
   equally far: the lower; less air than at full flow is enough */
static void a_controller_holds_the_pressure_of_the_stair(void **state) {
  (void)state;
  static const char *const held[][2] = {{"alarm: {delay: 10 s}",
                                         "alarm: {delay: 10 s, works: 1}\n  pressurisation: "
                                         "[{shaft: stair, flow: 2 m3/s, hold: 30 Pa, works: 1}]"},
                                        {"per_room: {poisson: {mean: 2}}", "per_room: 0"}};
  built b = build(held, 2);
  watch door = {.group = "network", .item = "F1.stair_door", .quantity = "pressure_drop"};
  watch fan = {.group = "network", .item = "F1.stair", .quantity = "open"};
  run(&b, &door);
  run(&b, &fan);
  assert_near(fan.value[0], 0.0, 0.0);
  assert_near(fabs(last(&door)), 30.0, 1.0);
  assert_true(last(&fan) > 0.02 && last(&fan) < 0.9);
  release(&b);
}

static void exhaust_takes_smoke_out_of_the_corridor_of_the_fire_storey(void **state) {
  (void)state;
  static const char *const on[][2] = {
      {"alarm: {delay: 10 s}",
       "alarm: {delay: 10 s, works: 1}\n  exhaust: [{in: corridor, flow: 2 m3/s, works: 1}]"}};
  built b = build(on, 1);
  watch fan = {.group = "network", .item = "F1.hall", .quantity = "flow"};
  run(&b, &fan);
  assert_near(fan.value[0], 0.0, 1e-12);
  assert_true(last(&fan) > 0.5); /* 2 m3/s of warm air less what the back pressure takes */
  fan = (watch){.group = "network", .item = "F2.hall", .quantity = "flow"};
  run(&b, &fan);
  assert_near(last(&fan), 0.0, 1e-12); /* the storey above is not the storey of the fire */
  release(&b);
}

static void a_window_breaks_when_the_gas_is_hot_enough(void **state) {
  (void)state;
  static const char *const strong[][2] = {
      {"sill: 0.9 m, height: 1.3 m}", "sill: 0.9 m, height: 1.3 m, breaks_at: 900 °C}"},
      {"peak: 3 MW", "peak: 300 kW"}};
  built weak = build(NULL, 0), tough = build(strong, 2);
  assert_true(run(&weak, NULL).value[FLUE_OUTCOME_window_time] > 0.0);
  assert_true(isnan(run(&tough, NULL).value[FLUE_OUTCOME_window_time]));
  release(&weak);
  release(&tough);
}

static void restored_clock_gives_the_same_bits(void **state) {
  (void)state;
  built b = build(NULL, 0);
  const flue_outcome straight = run(&b, NULL);
  flue_coupling *first = NULL, *second = NULL;
  flue_state saved = {0};
  b.c->input.end_s = 130.0;
  assert_int_equal(flue_coupling_create(NULL, &b.c->input, NULL, &first), FLUE_OK);
  assert_int_equal(flue_coupling_run(NULL, first), FLUE_OK);
  flue_coupling_state(first, &saved);
  b.c->input.end_s = 360.0;
  assert_int_equal(flue_coupling_create(NULL, &b.c->input, NULL, &second), FLUE_OK);
  flue_state_rewind(&saved);
  flue_coupling_state(second, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  assert_int_equal(saved.cursor, saved.length);
  assert_int_equal(flue_coupling_run(NULL, second), FLUE_OK);
  flue_outcome resumed;
  flue_coupling_get_outcome(second, &resumed);
  assert_memory_equal(&straight, &resumed, sizeof straight);
  flue_state_clear(&saved);
  flue_coupling_destroy(&first);
  flue_coupling_destroy(&second);
  release(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(doses_by_place_are_the_integrals_of_what_is_recorded),
      cmocka_unit_test(people_are_accounted_for_and_balances_close),
      cmocka_unit_test(alarm_sounds_its_delay_after_the_first_detector),
      cmocka_unit_test(no_alarm_without_power),
      cmocka_unit_test(a_door_that_people_leave_open_lets_the_smoke_out),
      cmocka_unit_test(a_closer_shuts_the_door_behind_people),
      cmocka_unit_test(a_sprinkler_opens_and_takes_the_fire_down),
      cmocka_unit_test(pressurisation_raises_the_stair_when_it_works),
      cmocka_unit_test(a_controller_holds_the_pressure_of_the_stair),
      cmocka_unit_test(exhaust_takes_smoke_out_of_the_corridor_of_the_fire_storey),
      cmocka_unit_test(a_window_breaks_when_the_gas_is_hot_enough),
      cmocka_unit_test(restored_clock_gives_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fire that climbs the facade of a building by its windows. */
#include "models/fire.h"
#include "network_fixture.h"

/** Flats of 5 x 4 x 3 m above each other, each with a window of 2 x 1.6 m and a shut door to a hall
 * that is open to the outside. The upper fire waits for a flame. */
#define FLATS(upper_window)                                                                      \
  "flue: 1\nbuilding:\n  storeys:\n  - {id: F1, height: 3, plan: P}\n"                           \
  "  - {id: F2, height: 3, plan: Q}\n"                                                           \
  "plans:\n"                                                                                     \
  "  P:\n    rooms:\n"                                                                           \
  "      flat: {use: dwelling, polygon: [[0, 0], [5, 0], [5, 4], [0, 4]]}\n"                     \
  "      hall: {use: corridor, polygon: [[5, 0], [9, 0], [9, 4], [5, 4]]}\n"                     \
  "    openings:\n    - {id: door, between: [flat, hall], at: [5, 2]}\n"                         \
  "    - {id: front, between: [hall, outside], at: [7, 0], width: 1.2 m}\n"                      \
  "    - {id: win, kind: window, between: [flat, outside], at: [2.5, 0], width: 2 m, sill: 0.9 " \
  "m, height: 1.6 m}\n"                                                                          \
  "  Q:\n    rooms:\n"                                                                           \
  "      flat: {use: dwelling, polygon: [[0, 0], [5, 0], [5, 4], [0, 4]]}\n"                     \
  "      hall: {use: corridor, polygon: [[5, 0], [9, 0], [9, 4], [5, 4]]}\n"                     \
  "    openings:\n    - {id: door, between: [flat, hall], at: [5, 2]}\n"                         \
  "    - {id: win, kind: window, between: [flat, outside], " upper_window                        \
  ", width: 2 m, sill: 0.9 m, height: 1.6 m}\n"                                                  \
  "fires:\n"                                                                                     \
  "- {id: low, at: {room: F1.flat}, growth: 0.19 kW/s2, peak: 12 MW, load: 800 MJ/m2}\n"         \
  "- {id: high, at: {room: F2.flat}, growth: 0.19 kW/s2, peak: 12 MW, load: 800 MJ/m2, lit_by: " \
  "flame, start: 60 s}\n"                                                                        \
  "people: []\n"

/* ---- a sink that keeps the heat release of both fires ---- */

typedef struct releases {
  size_t handle, groups, place; /**< Place: first number of the quantity in a frame. */
  double time_s[64], low[64], high[64];
  size_t n;
} releases;

static flue_status on_series(void *user, const char *group, const char *item, size_t n,
                             const char *const *names, size_t nq, const flue_quantity *q,
                             size_t *handle) {
  releases *r = user;
  (void)item;
  (void)names;
  *handle = r->groups++;
  if (strcmp(group, "fire") != 0) return FLUE_OK;
  r->handle = *handle;
  for (size_t k = 0; k < nq; ++k)
    if (strcmp(q[k].name, "heat_release_rate") == 0) r->place = k * n;
  return FLUE_OK;
}

static flue_status on_frame(void *user, size_t handle, double time_s, const double *values) {
  releases *r = user;
  if (handle != r->handle || r->n == sizeof r->low / sizeof *r->low) return FLUE_OK;
  r->time_s[r->n] = time_s;
  r->low[r->n] = values[r->place];
  r->high[r->n++] = values[r->place + 1];
  return FLUE_OK;
}

static releases run(const char *text) {
  releases r = {.handle = (size_t)-1};
  built b = built_case(read_sound(text, NULL));
  const flue_sink sink = {.user = &r, .series = on_series, .frame = on_frame};
  flue_coupling *c = NULL;
  assert_int_equal(flue_coupling_create(b.ctx, &b.c->input, &sink, &c), FLUE_OK);
  assert_int_equal(flue_coupling_run(b.ctx, c), FLUE_OK);
  flue_coupling_destroy(&c);
  built_clear(&b);
  return r;
}

/* ---- tests ---- */

/* The lower flat is flashed over and short of air; what it gives off beyond that burns before the
   window above, breaks it (gas or flame of 300 degC and more) and lights what stands behind. The
   delay of 60 s counts from then. */
static void a_fire_climbs_from_window_to_window(void **state) {
  (void)state;
  const releases r = run(FLATS("at: [2.5, 0]") "run: {end: 10 min, output: 10 s}\n");
  size_t flashed = 0, lit = 0;
  while (flashed < r.n && r.low[flashed] < 5e6) ++flashed;
  while (lit < r.n && r.high[lit] <= 0.0) ++lit;
  assert_true(lit < r.n && flashed < lit);
  assert_true(r.time_s[lit] - r.time_s[flashed] >= 60.0);
  assert_true(r.high[r.n - 1] > 1e6);
}

static void a_window_on_another_wall_stays_whole(void **state) {
  (void)state;
  const releases r = run(FLATS("at: [0, 2]") "run: {end: 10 min, output: 10 s}\n");
  assert_true(r.low[r.n - 1] > 5e6);
  for (size_t i = 0; i < r.n; ++i) assert_near(r.high[i], 0.0, 0.0);
}

/* Utiskul and Quintiere 2005: m'' = q'' / L beyond that of the flame; wood of 15 MJ/kg and 250
   kW/m2 gives as much by 50 kW/m2 as it does in the open: 50 / 3 = 250 / 15 g/s/m2. */
static void a_hot_layer_drives_vapour_out_of_fuel(void **state) {
  (void)state;
  const flue_fuel wood = {.heat_of_combustion = 15e6, .area_rate = 250e3};
  assert_near(flue_radiated_vapour(&wood, 50e3), 1.0, 1e-12);
  assert_near(flue_radiated_vapour(&wood, 0.0), 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest all[] = {
      cmocka_unit_test(a_fire_climbs_from_window_to_window),
      cmocka_unit_test(a_window_on_another_wall_stays_whole),
      cmocka_unit_test(a_hot_layer_drives_vapour_out_of_fuel),
  };
  return cmocka_run_group_tests(all, NULL, NULL);
}

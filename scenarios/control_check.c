/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design check whole: weathers, storeys of the fire, cases of doors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/control_internal.h"

/* ---- weathers ---- */

/** A quantile where the number is a distribution, else the number and a step. */
static double quantile_or(const flue_value *v, double u, double step) {
  return v->d.kind == FLUE_CONSTANT ? v->d.p[0] + step : flue_distribution_quantile(&v->d, u);
}

/** What a design looks at: temperatures [K], and a wind [m s-1] with where it comes from [deg]. */
typedef struct extremes {
  double winter_k, summer_k, wind, from_deg;
} extremes;

static const double season_k = 15.0; /* from a mean temperature to winter and summer (assumed) */

/** By the numbers of the site. */
static extremes by_numbers(const flue_weather *site) {
  const double rare = 0.025;
  return (extremes){quantile_or(&site->temperature, rare, -season_k),
                    quantile_or(&site->temperature, 1.0 - rare, season_k),
                    quantile_or(&site->wind.speed, 1.0 - rare, 0.0),
                    quantile_or(&site->wind.from, 0.5, 0.0)};
}

/** The air of one row. */
static flue_outside air_of(const flue_ambient *rows, size_t i) {
  const flue_ambient one = {.n = 1,
                            .time_s = rows->time_s + i,
                            .temp_k = rows->temp_k ? rows->temp_k + i : NULL,
                            .east = rows->east ? rows->east + i : NULL,
                            .north = rows->north ? rows->north + i : NULL};
  return flue_ambient_at(&one, rows->time_s[i]);
}

/** By the rows of the site's table, or by those of its file that a run would go through: the
 *  coldest, the warmest and the windiest. Rows of less than most of a year hardly show both
 * seasons: these lie as far from their mean at least as from that of a site with one number. */
static extremes by_rows(const flue_weather *site) {
  const double most_of_a_year = 300.0 * 86400.0; /* [s] */
  const flue_ambient *rows = &site->ambient;
  extremes e = by_numbers(site); /* columns that are not given */
  double sum = 0.0, low = INFINITY, high = -INFINITY, wind = -1.0;
  for (size_t i = 0; i < rows->n; ++i) {
    const flue_outside air = air_of(rows, i);
    sum += air.temp_k;
    low = fmin(low, air.temp_k);
    high = fmax(high, air.temp_k);
    if (!rows->east || air.wind_speed <= wind) continue;
    wind = e.wind = air.wind_speed;
    e.from_deg = air.wind_from;
  }
  if (!rows->temp_k) return e;
  const double mean = sum / (double)rows->n;
  const int has_seasons = rows->time_s[rows->n - 1] - rows->time_s[0] >= most_of_a_year;
  e.winter_k = has_seasons ? low : fmin(low, mean - season_k);
  e.summer_k = has_seasons ? high : fmax(high, mean + season_k);
  return e;
}

/** Winter and summer with and without wind, by the weather of the site. */
static void site_weathers(const flue_weather *site, flue_control_weather_used *out) {
  static const char *const names[] = {"winter", "winter_wind", "summer", "summer_wind"};
  const double usual_wind = 5.0; /* [m s-1] where the site has none (assumed) */
  const extremes e = site->ambient.n > 0 ? by_rows(site) : by_numbers(site);
  for (int i = 0; i < 4; ++i)
    out[i] =
        (flue_control_weather_used){flue_copy_text(names[i]), i < 2 ? e.winter_k : e.summer_k,
                                    i % 2 ? (e.wind > 0.0 ? e.wind : usual_wind) : 0.0, e.from_deg};
}

static void set_weathers(const flue_root *root, flue_control_result *out) {
  const flue_list *given = &root->control_check.weathers;
  if (given->n == 0) {
    site_weathers(&root->site.weather, out->weather);
    return;
  }
  for (size_t i = 0; i < given->n; ++i) {
    const flue_control_weather *w = FLUE_ITEM(flue_control_weather, *given, i);
    out->weather[i] =
        (flue_control_weather_used){flue_copy_text(w->id.text), control_number(&w->temperature),
                                    control_number(&w->speed), control_number(&w->from)};
  }
}

/* ---- storeys of the fire ---- */

static int has_rooms(const control_plan *p, size_t storey) {
  for (size_t k = 0; k < p->n_doors; ++k)
    if (p->door[k].storey == storey && p->door[k].kind != CONTROL_EXIT) return 1;
  return 0;
}

/** Storeys that are asked for, or all with a door to be checked. @return owned flags. */
static unsigned char *fire_storeys(const control_plan *p) {
  const flue_words *given = &control_section(p)->fire_storeys;
  unsigned char *is_wanted = flue_alloc(p->storeys.n, 1);
  for (size_t i = 0; is_wanted && i < given->n; ++i) {
    size_t first, last;
    if (!control_storey_range(&p->storeys, given->items[i].text, &first, &last)) continue;
    for (size_t s = first; s <= last; ++s) is_wanted[s] = 1;
  }
  for (size_t s = 0; is_wanted && given->n == 0 && s < p->storeys.n; ++s)
    is_wanted[s] = (unsigned char)has_rooms(p, s);
  return is_wanted;
}

/* ---- result ---- */

/** Name of a door; that of a path in a network says little without its spaces. */
static char *name_door(const control_plan *p, const control_door *door) {
  const flue_room_info *rooms = p->base->input.rooms;
  if (!p->scenario->root.has_network) return flue_copy_text(door->name);
  const char *low = door->low == FLUE_OUTSIDE ? "outside" : rooms[door->low].name;
  return flue_format("%s %s|%s", door->name, rooms[door->high].name, low);
}

static flue_status name_all(const control_plan *p, flue_control_result *out) {
  int is_whole = 1;
  for (size_t i = 0; i < p->storeys.n; ++i) {
    is_whole &= (out->storey[i] = flue_copy_text(p->storeys.at[i].name)) != NULL;
    out->storey_z_m[i] = p->storeys.at[i].z_m;
  }
  for (size_t k = 0; k < p->n_doors; ++k)
    is_whole &= (out->subject[k] = name_door(p, &p->door[k])) != NULL;
  for (size_t s = 0; s < p->n_supplies; ++s)
    is_whole &=
        (out->subject[control_supply_subject(p, s)] = flue_copy_text(p->supply[s].name)) != NULL;
  for (size_t i = 0; i < p->n_spaces; ++i)
    is_whole &= (out->subject[control_space_subject(p, i)] =
                     flue_copy_text(p->base->input.rooms[i].name)) != NULL;
  for (size_t i = 0; i < out->n_weathers; ++i) is_whole &= out->weather[i].id != NULL;
  return is_whole ? FLUE_OK : FLUE_ENOMEM;
}

static flue_status make_result(flue_ctx *ctx, const control_plan *p, flue_control_result **out) {
  const flue_root *root = &p->scenario->root;
  const size_t given = root->control_check.weathers.n, usual = 4;
  FLUE_TRY(flue_control_result_create(ctx, p->storeys.n, given ? given : usual,
                                      p->n_doors + p->n_supplies + p->n_spaces, out));
  set_weathers(root, *out);
  return name_all(p, *out);
}

/* ---- cases ---- */

static int has_case(const control_run *r, flue_control_doors doors) {
  const int system = control_section(r->plan)->system_class;
  switch (doors) {
    case FLUE_DOORS_CLOSED:
      return 1;
    case FLUE_DOORS_OPEN:
      return r->codes[FLUE_CODE_GB51251];
    case FLUE_DOORS_FIRE:
      return r->codes[FLUE_CODE_EN12101_6];
    default:
      return r->codes[FLUE_CODE_EN12101_6] && system >= FLUE_EN_CLASS_C &&
             system <= FLUE_EN_CLASS_E;
  }
}

/** One weather: all storeys with the doors in one state, then in the next, so that each case
 *  begins near the one before. */
static flue_status run_weather(control_run *r, size_t weather, const unsigned char *is_wanted,
                               double share) {
  FLUE_TRY(control_run_weather(r, weather));
  for (int doors = 0; doors < FLUE_DOORS_CASES; ++doors) {
    if (!has_case(r, (flue_control_doors)doors)) continue;
    for (size_t s = 0; s < r->plan->storeys.n; ++s) {
      if (!is_wanted[s]) continue;
      FLUE_CHECK(!flue_should_stop(r->ctx), r->ctx, FLUE_ESTOPPED, "stopped by the user");
      flue_progress(r->ctx, share, r->out->storey[s]);
      FLUE_TRY(control_run_case(r, s, (flue_control_doors)doors));
      FLUE_TRY(control_add_rows(r));
    }
  }
  return FLUE_OK;
}

static void set_codes(control_run *r) {
  const flue_words *given = &control_section(r->plan)->codes;
  for (size_t i = 0; i < given->n; ++i)
    for (int k = 0; k < FLUE_CODE_COUNT; ++k)
      r->codes[k] |= strcmp(given->items[i].text, FLUE_CODE_NAMES[k]) == 0;
}

static flue_status run_all(control_run *r) {
  unsigned char *is_wanted = fire_storeys(r->plan);
  flue_status status = is_wanted ? FLUE_OK : FLUE_ENOMEM;
  const size_t weathers = r->out->n_weathers;
  for (size_t w = 0; w < weathers && status == FLUE_OK; ++w)
    status = run_weather(r, w, is_wanted, (double)w / (double)weathers);
  free(is_wanted);
  if (status == FLUE_OK) status = control_add_sizes(r);
  return status;
}

static flue_status run(flue_ctx *ctx, const control_plan *p, flue_control_result *out) {
  control_run r = {.ctx = ctx, .plan = p, .out = out};
  r.share = flue_alloc(p->n_supplies, sizeof *r.share);
  r.highest = flue_alloc(p->n_supplies, sizeof *r.highest);
  r.extremes = flue_alloc(p->n_supplies, sizeof *r.extremes);
  r.is_open = flue_alloc(p->n_doors, sizeof *r.is_open);
  flue_status status = r.share && r.highest && r.extremes && r.is_open ? FLUE_OK : FLUE_ENOMEM;
  for (size_t s = 0; status == FLUE_OK && s < p->n_supplies; ++s) {
    r.share[s] = 1.0;
    r.extremes[s].weakest = r.extremes[s].alone = NAN;
  }
  set_codes(&r);
  if (status == FLUE_OK) status = run_all(&r);
  if (status == FLUE_OK) {
    control_say_assumptions(&r);
    control_say_advice(&r);
  }
  control_run_end(&r);
  free(r.share);
  free(r.highest);
  free(r.extremes);
  free(r.is_open);
  return status;
}

flue_status flue_control_check(flue_ctx *ctx, flue_scenario *scenario, const flue_layout *layout,
                               const flue_walkable *walkable, flue_control_result **out) {
  control_plan *plan = NULL;
  *out = NULL;
  FLUE_TRY(control_plan_create(ctx, scenario, layout, walkable, &plan));
  flue_status status = make_result(ctx, plan, out);
  if (status == FLUE_OK) status = run(ctx, plan, *out);
  if (status == FLUE_OK && ((*out)->assumptions.failed || (*out)->advice.failed))
    status = FLUE_ENOMEM;
  if (status == FLUE_ENOMEM)
    flue_fail(ctx, status, __FILE__, __LINE__, "no memory for the design check");
  if (status != FLUE_OK) flue_control_result_destroy(out);
  control_plan_destroy(&plan);
  return status;
}

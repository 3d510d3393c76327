/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a project of CONTAM to the tree of a scenario. */
#include "scenarios/contam/contam_import.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/contam/contam_project.h"
#include "scenarios/contam/contam_weather.h"

/** Work in progress. */
typedef struct importer {
  const contam_project *p;
  const contam_weather *weather;
  flue_diagnostics *list;
  char **zone_id;   /**< Owned, [n_zones]. */
  int *zone_system; /**< System that a zone belongs to, -1: none, [n_zones]. */
  int no_memory;
} importer;

/* ---- nodes ---- */

/** Adds a child to a list, or to a map under a key: a map until it is made something else. It stays
 *  where it is only until the next child of the same parent. */
static flue_node *add(importer *m, flue_node *parent, const char *key, int line) {
  size_t capacity = parent->capacity;
  if (flue_grow(&parent->child, &parent->capacity, parent->n + 1, sizeof *parent->child)) goto fail;
  parent->child[parent->n] = (flue_node){.kind = FLUE_NODE_MAP, .line = line, .column = 1};
  if (parent->kind == FLUE_NODE_MAP) {
    if (flue_grow(&parent->key, &capacity, parent->n + 1, sizeof *parent->key)) goto fail;
    parent->key[parent->n] = (flue_node){
        .kind = FLUE_NODE_SCALAR, .line = line, .column = 1, .text = flue_copy_text(key)};
    if (!parent->key[parent->n].text) goto fail;
  }
  return &parent->child[parent->n++];
fail:
  m->no_memory = 1;
  return NULL;
}

static flue_node *add_list(importer *m, flue_node *map, const char *key, int line) {
  flue_node *node = map ? add(m, map, key, line) : NULL;
  if (node) node->kind = FLUE_NODE_LIST;
  return node;
}

static flue_node *add_map(importer *m, flue_node *parent, const char *key, int line) {
  return parent ? add(m, parent, key, line) : NULL;
}

static void add_text(importer *m, flue_node *parent, const char *key, const char *text) {
  flue_node *node = parent ? add(m, parent, key, parent->line) : NULL;
  if (!node) return;
  node->kind = FLUE_NODE_SCALAR;
  node->text = flue_copy_text(text);
  if (!node->text) m->no_memory = 1;
}

static void add_number(importer *m, flue_node *parent, const char *key, double value) {
  char text[40];
  snprintf(text, sizeof text, "%.17g", value);
  add_text(m, parent, key, text);
}

static void add_numbers(importer *m, flue_node *map, const char *key, const double *v, size_t n) {
  flue_node *list = map ? add_list(m, map, key, map->line) : NULL;
  for (size_t i = 0; i < n; ++i) add_number(m, list, NULL, v[i]);
}

/* ---- references ---- */

static void refuse(importer *m, int line, const char *section, const char *what, int number,
                   size_t n) {
  char found[24], count[24];
  snprintf(found, sizeof found, "%d", number);
  snprintf(count, sizeof count, "%zu", n);
  flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_REFERENCE, line, 1, section, what, found, count,
                       NULL);
}

/** Whether an item of that number exists; 0 stands for none where it may. */
static int check(importer *m, int line, const char *section, const char *what, int number, size_t n,
                 int may_be_none) {
  if (number >= 1 && (size_t)number <= n) return 1;
  if (number == 0 && may_be_none) return 1;
  refuse(m, line, section, what, number, n);
  return 0;
}

static void check_path(importer *m, const contam_path *f) {
  const contam_project *p = m->p;
  const char *section = "flow paths";
  const int is_system =
      f->flags & (CONTAM_PATH_SUPPLY | CONTAM_PATH_AGAIN | CONTAM_PATH_FRESH | CONTAM_PATH_EXHAUST);
  const int ends[2] = {f->from, f->to};
  for (int k = 0; k < 2; ++k)
    if (ends[k] != CONTAM_AMBIENT) check(m, f->line, section, "zone", ends[k], p->n_zones, 0);
  check(m, f->line, section, "level", f->level, p->n_levels, 0);
  check(m, f->line, section, "week schedule", f->schedule, p->n_weeks, 1);
  check(m, f->line, section, "wind pressure profile", f->profile, p->n_profiles, 1);
  if (f->flags & CONTAM_PATH_SUPPLY) check(m, f->line, section, "AHS", f->system, p->n_systems, 0);
  if (is_system || !check(m, f->line, section, "flow element", f->element, p->n_elements, 0))
    return;
  const contam_element *e = &p->element[f->element - 1];
  if (contam_is_supported(e->kind)) return;
  char number[24];
  snprintf(number, sizeof number, "%d", (int)(f - p->path) + 1);
  flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_ELEMENT_USED, f->line, 1, number, e->name, e->kind,
                       NULL);
}

static void check_references(importer *m) {
  const contam_project *p = m->p;
  for (size_t i = 0; i < p->n_weeks; ++i)
    for (int k = 0; k < contam_day_types; ++k)
      if (!check(m, p->week[i].line, "week schedules", "day schedule", p->week[i].day[k], p->n_days,
                 0))
        break;
  for (size_t i = 0; i < p->n_zones; ++i) {
    const contam_zone *z = &p->zone[i];
    check(m, z->line, "zones", "level", z->level, p->n_levels, 0);
    check(m, z->line, "zones", "week schedule", z->schedule, p->n_weeks, 1);
  }
  for (size_t i = 0; i < p->n_systems; ++i) {
    const contam_system *s = &p->system[i];
    check(m, s->line, "simple AHS", "zone", s->return_zone, p->n_zones, 0);
    check(m, s->line, "simple AHS", "zone", s->supply_zone, p->n_zones, 0);
    check(m, s->line, "simple AHS", "path", s->again_path, p->n_paths, 0);
    check(m, s->line, "simple AHS", "path", s->fresh_path, p->n_paths, 0);
  }
  for (size_t i = 0; i < p->n_paths; ++i) check_path(m, &p->path[i]);
  for (size_t i = 0; i < p->n_sources; ++i) {
    const contam_source *s = &p->source[i];
    check(m, s->line, "sources", "zone", s->zone, p->n_zones, 0);
    check(m, s->line, "sources", "source element", s->element, p->n_source_elements, 0);
    check(m, s->line, "sources", "week schedule", s->schedule, p->n_weeks, 1);
  }
}

static void check_day(importer *m) {
  const int day = m->p->day_type;
  char found[24];
  if (day >= 1 && day <= contam_day_types) return;
  snprintf(found, sizeof found, "%d", day);
  flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_RANGE, m->p->weather_line, 1, "run control", "day",
                       found, "1", "12", NULL);
}

/* ---- names ---- */

typedef struct named {
  const char *name;
  size_t index;
} named;

static int by_name(const void *a, const void *b) {
  const named *x = a, *y = b;
  const int order = strcmp(x->name, y->name);
  return order ? order : (x->index > y->index) - (x->index < y->index);
}

/** Ids of zones: their names where these are the only ones of their kind, else with the level, and
 *  with the number when even that is not enough. */
static void name_zones(importer *m) {
  const contam_project *p = m->p;
  named *all = flue_alloc(p->n_zones, sizeof *all);
  m->zone_id = flue_alloc(p->n_zones, sizeof *m->zone_id);
  m->zone_system = flue_alloc(p->n_zones, sizeof *m->zone_system);
  if (!all || !m->zone_id || !m->zone_system) {
    m->no_memory = 1;
    free(all);
    return;
  }
  for (size_t i = 0; i < p->n_zones; ++i) all[i] = (named){p->zone[i].name, i};
  if (p->n_zones > 1) qsort(all, p->n_zones, sizeof *all, by_name);
  for (size_t i = 0; i < p->n_zones; ++i) {
    const contam_zone *z = &p->zone[all[i].index];
    const int is_same = (i > 0 && strcmp(all[i - 1].name, z->name) == 0) ||
                        (i + 1 < p->n_zones && strcmp(all[i + 1].name, z->name) == 0);
    const int is_taken = strcmp(z->name, "outside") == 0 || z->name[0] == '\0';
    char *id = is_same || is_taken ? flue_format("%s.%s#%zu", p->level[z->level - 1].name, z->name,
                                                 all[i].index + 1)
                                   : flue_copy_text(z->name);
    m->zone_id[all[i].index] = id;
    if (!id) m->no_memory = 1;
  }
  free(all);
}

static void mark_systems(importer *m) {
  const contam_project *p = m->p;
  for (size_t i = 0; i < p->n_zones; ++i) m->zone_system[i] = -1;
  for (size_t k = 0; k < p->n_systems; ++k) {
    m->zone_system[p->system[k].return_zone - 1] = (int)k;
    m->zone_system[p->system[k].supply_zone - 1] = (int)k;
  }
}

/** Id of an air handling system: its name may be that of a zone. */
static void system_id(const contam_project *p, int system, contam_name out) {
  snprintf(out, contam_longest_name, "AHS%d.%.48s", system + 1, p->system[system].name);
}

/* ---- schedules ---- */

/** Day schedule that a week schedule has on the day of the weather. */
static const contam_table *day_of(const contam_project *p, int week) {
  return &p->day[p->week[week - 1].day[p->day_type - 1] - 1];
}

/** Value of a day schedule at a time of day: CONTAM's steps hold from their time on. */
static double value_at(const contam_table *t, double second) {
  int k = 0;
  while (k + 1 < t->n && t->x[k + 1] <= second) ++k;
  if (t->shape == 0 || k + 1 >= t->n || second <= t->x[k]) return t->y[k];
  const double w = (second - t->x[k]) / (t->x[k + 1] - t->x[k]);
  return (1.0 - w) * t->y[k] + w * t->y[k + 1];
}

static double start_of(const contam_project *p) {
  return p->is_transient ? p->start_s : p->steady_s;
}

/** Point of time as the run counts it, and the value from there on; with steps the old value first.
 */
static void add_point(importer *m, flue_node *times, flue_node *shares, const contam_table *t,
                      int k, double at) {
  if (t->shape == 0 && k > 0) {
    add_number(m, times, NULL, at);
    add_number(m, shares, NULL, t->y[k - 1]);
  }
  add_number(m, times, NULL, at);
  add_number(m, shares, NULL, t->y[k]);
}

/** A schedule of the run's time, every day the same. */
static void add_schedule(importer *m, flue_node *schedules, int week) {
  const contam_project *p = m->p;
  const contam_table *t = day_of(p, week);
  const double day = 86400.0, start = start_of(p), first = fmod(start, day);
  const double end = p->is_transient ? p->end_s : 0.0;
  char id[24];
  snprintf(id, sizeof id, "S%d", week);
  flue_node *s = add_map(m, schedules, id, p->week[week - 1].line);
  flue_node *times = s ? add_list(m, s, "times", s->line) : NULL;
  flue_node *shares = s ? add_list(m, s, "shares", s->line) : NULL;
  if (!times || !shares) return;
  /* a node may move when its parent grows */
  times = flue_node_get(s, "times");
  add_number(m, times, NULL, 0.0);
  add_number(m, shares, NULL, value_at(t, first));
  for (int d = 0; d * day - first < end; ++d)
    for (int k = 0; k < t->n; ++k) {
      const double at = d * day + t->x[k] - first;
      if (at > 0.0 && at <= end) add_point(m, times, shares, t, k, at);
    }
}

static void add_schedules(importer *m, flue_node *network) {
  const contam_project *p = m->p;
  if (p->n_weeks == 0) return;
  flue_node *schedules = add_map(m, network, "schedules", p->week[0].line);
  for (size_t i = 0; i < p->n_weeks; ++i) add_schedule(m, schedules, (int)i + 1);
}

static void add_schedule_name(importer *m, flue_node *node, int week) {
  char id[24];
  if (week == 0) return;
  snprintf(id, sizeof id, "S%d", week);
  add_text(m, node, "schedule", id);
}

/* ---- elements ---- */

static void add_power(importer *m, flue_node *e, const char *kind, const double *c) {
  add_text(m, e, "kind", kind);
  add_number(m, e, "coefficient", c[1]);
  add_number(m, e, "exponent", c[2]);
  add_number(m, e, "laminar", c[0]);
}

static void add_damper(importer *m, flue_node *e, const char *kind, const double *c) {
  add_power(m, e, kind, c);
  add_number(m, e, "backward", c[3]);
  add_number(m, e, "backward_exponent", c[4]);
}

static void add_door(importer *m, flue_node *e, const char *kind, const double *c) {
  add_text(m, e, "kind", kind);
  add_number(m, e, "height", c[4]);
  add_number(m, e, "width", c[5]);
  add_number(m, e, "cd", c[6]);
  if (strcmp(kind, "door_pair") == 0) add_number(m, e, "spacing", c[3]);
}

/** Whether a and b of a quadratic law belong to the mass flow or to the volume flow: cracks and
 *  tests also keep what they were found from. */
static const char *quadratic_kind(const contam_element *e) {
  const double rho = 1.2041, mu = 1.81625e-5; /* at 20 degC */
  const double *c = e->c;
  double by_volume = 0.0, by_mass = 0.0;
  if (strcmp(e->kind, "qfr_fab") == 0) return "quadratic_mass";
  if (strcmp(e->kind, "qfr_crack") == 0) {
    by_volume = 12.0 * mu * c[4] / (c[2] * pow(c[3], 3.0)) - c[0];
    by_mass = 12.0 * mu * c[4] / (c[2] * pow(c[3], 3.0)) / rho - c[0];
  } else if (strcmp(e->kind, "qfr_test2") == 0) {
    const double q = c[3] / rho;
    by_volume = c[0] * q + c[1] * q * q - c[2];
    by_mass = c[0] * c[3] + c[1] * c[3] * c[3] - c[2];
  }
  return fabs(by_mass) < fabs(by_volume) ? "quadratic_mass" : "quadratic_volume";
}

static void add_fan(importer *m, flue_node *e, const double *c) {
  const double cd = 0.6;
  add_text(m, e, "kind", "fan");
  add_number(m, e, "density", c[3]);
  add_number(m, e, "off", c[6]);
  add_number(m, e, "gap", c[1] / (cd * sqrt(2.0)));
  add_numbers(m, e, "curve", c + 7, 4);
}

static void add_element(importer *m, flue_node *elements, size_t i) {
  const contam_element *e = &m->p->element[i];
  char id[24];
  snprintf(id, sizeof id, "E%zu", i + 1);
  if (!contam_is_supported(e->kind)) return; /* no path uses it */
  flue_node *node = add_map(m, elements, id, e->line);
  const double *c = e->c;
  const double rho = 1.2041; /* CONTAM keeps flows of vents as mass at 20 degC */
  if (strcmp(e->kind, "plr_qcn") == 0) {
    add_power(m, node, "power_volume", c);
  } else if (strcmp(e->kind, "plr_fcn") == 0) {
    add_power(m, node, "power_mass", c);
  } else if (strcmp(e->kind, "plr_bdq") == 0) {
    add_damper(m, node, "damper_volume", c);
  } else if (strcmp(e->kind, "plr_bdf") == 0) {
    add_damper(m, node, "damper_mass", c);
  } else if (strncmp(e->kind, "plr_", 4) == 0) {
    add_power(m, node, "power", c);
  } else if (strncmp(e->kind, "qfr_", 4) == 0) {
    add_text(m, node, "kind", quadratic_kind(e));
    add_number(m, node, "linear", c[0]);
    add_number(m, node, "square", c[1]);
  } else if (strcmp(e->kind, "dor_door") == 0) {
    add_door(m, node, "door", c);
  } else if (strcmp(e->kind, "dor_pl2") == 0) {
    add_door(m, node, "door_pair", c);
  } else if (strcmp(e->kind, "fan_cmf") == 0) {
    add_text(m, node, "kind", "mass_flow");
    add_number(m, node, "mass_flow", c[0]);
  } else if (strcmp(e->kind, "fan_cvf") == 0) {
    add_text(m, node, "kind", "volume_flow");
    add_number(m, node, "flow", c[0]);
  } else if (strcmp(e->kind, "fan_fan") == 0) {
    add_fan(m, node, c);
  } else {
    add_text(m, node, "kind", "regulating");
    add_number(m, node, "flow", c[0] / rho);
    add_number(m, node, "pressure", c[1]);
    add_number(m, node, "reverse", c[2]);
  }
}

static void add_elements(importer *m, flue_node *network) {
  if (m->p->n_elements == 0) return;
  flue_node *elements = add_map(m, network, "elements", m->p->element[0].line);
  for (size_t i = 0; i < m->p->n_elements && elements; ++i) add_element(m, elements, i);
}

/* ---- wind ---- */

static void add_profiles(importer *m, flue_node *network) {
  static const char *const fits[] = {"linear", "spline", "trigonometric"};
  const contam_project *p = m->p;
  if (p->n_profiles == 0) return;
  flue_node *profiles = add_map(m, network, "wind_profiles", p->profile[0].line);
  for (size_t i = 0; i < p->n_profiles && profiles; ++i) {
    const contam_table *t = &p->profile[i];
    char id[24];
    snprintf(id, sizeof id, "W%zu", i + 1);
    flue_node *node = add_map(m, profiles, id, t->line);
    add_numbers(m, node, "angles", t->x, (size_t)t->n);
    add_numbers(m, node, "coefficients", t->y, (size_t)t->n);
    add_text(m, node, "fit", fits[t->shape == 2 || t->shape == 3 ? t->shape - 1 : 0]);
  }
}

/* ---- zones and paths ---- */

static double height_of(const contam_level *level) {
  const double usual = 3.0; /* [m] of a level without height */
  return level->height_m > 0.0 ? level->height_m : usual;
}

static void add_zone(importer *m, flue_node *rooms, size_t i) {
  const contam_project *p = m->p;
  const contam_zone *z = &p->zone[i];
  const contam_level *level = &p->level[z->level - 1];
  const double tiny = 1e-3; /* [m3] of a zone without volume */
  const double corner[3] = {0.0, 0.0, level->z_m + z->rise_m};
  flue_node *node = add_map(m, rooms, NULL, z->line);
  add_text(m, node, "id", m->zone_id[i]);
  add_numbers(m, node, "at", corner, 3);
  add_number(m, node, "height", height_of(level));
  add_number(m, node, "volume", z->volume > 0.0 ? z->volume : tiny);
  add_number(
      m, node, "temperature",
      z->schedule > 0 ? value_at(day_of(p, z->schedule), fmod(start_of(p), 86400.0)) : z->temp_k);
  add_text(m, node, "kind", "mixed");
}

static void add_zones(importer *m, flue_node *network) {
  const contam_project *p = m->p;
  flue_node *rooms = add_list(m, network, "compartments", p->n_zones ? p->zone[0].line : 1);
  for (size_t i = 0; i < p->n_zones && rooms; ++i)
    if (m->zone_system[i] < 0) add_zone(m, rooms, i);
}

/** Name of an end of a path. */
static void add_end(importer *m, flue_node *between, int zone) {
  contam_name id;
  if (zone == CONTAM_AMBIENT) {
    add_text(m, between, NULL, "outside");
  } else if (m->zone_system[zone - 1] >= 0) {
    system_id(m->p, m->zone_system[zone - 1], id);
    add_text(m, between, NULL, id);
  } else {
    add_text(m, between, NULL, m->zone_id[zone - 1]);
  }
}

static void add_wind(importer *m, flue_node *node, const contam_path *f) {
  if (!(f->flags & CONTAM_PATH_WIND)) return;
  if (f->profile == 0) {
    add_number(m, node, "wind_pressure", f->wind_pa);
    return;
  }
  char id[24];
  snprintf(id, sizeof id, "W%d", f->profile);
  add_text(m, node, "wind_profile", id);
  add_number(m, node, "wind_modifier", f->wind_modifier);
  add_number(m, node, "facing", fmod(f->azimuth + m->p->north_deg, 360.0));
}

static void add_flow_law(importer *m, flue_node *node, double flow) {
  flue_node *law = add_map(m, node, "law", node ? node->line : 1);
  add_text(m, law, "kind", "mass_flow");
  add_number(m, law, "mass_flow", flow);
}

static void add_path(importer *m, flue_node *paths, size_t i) {
  const contam_path *f = &m->p->path[i];
  const int inside = CONTAM_PATH_AGAIN | CONTAM_PATH_FRESH | CONTAM_PATH_EXHAUST;
  if (f->flags & inside) return; /* the air handling unit has its own */
  const int is_supply = f->flags & CONTAM_PATH_SUPPLY;
  const double z = m->p->level[f->level - 1].z_m + f->rise_m;
  char id[24];
  flue_node *node = add_map(m, paths, NULL, f->line);
  snprintf(id, sizeof id, "P%zu", i + 1);
  add_text(m, node, "id", id);
  flue_node *between = node ? add_list(m, node, "between", f->line) : NULL;
  add_end(m, between, f->from);
  add_end(m, between, f->to);
  add_numbers(m, node, "z", &z, 1);
  add_number(m, node, "multiplier", is_supply && !(f->multiplier > 0.0) ? 1.0 : f->multiplier);
  add_schedule_name(m, node, f->schedule);
  add_wind(m, node, f);
  if (is_supply) {
    add_flow_law(m, node, f->flow);
  } else {
    snprintf(id, sizeof id, "E%d", f->element);
    add_text(m, node, "element", id);
  }
}

static void add_paths(importer *m, flue_node *network) {
  const contam_project *p = m->p;
  if (p->n_paths == 0) return;
  flue_node *paths = add_list(m, network, "paths", p->path[0].line);
  for (size_t i = 0; i < p->n_paths && paths; ++i) add_path(m, paths, i);
}

/** Share of outside air by the schedule of the recirculation; all of it without one. */
static void add_systems(importer *m, flue_node *network) {
  const contam_project *p = m->p;
  if (p->n_systems == 0) return;
  flue_node *units = add_list(m, network, "air_handling", p->system[0].line);
  for (size_t i = 0; i < p->n_systems && units; ++i) {
    const contam_system *s = &p->system[i];
    const contam_path *again = &p->path[s->again_path - 1], *fresh = &p->path[s->fresh_path - 1];
    const double share = again->schedule > 0
                             ? value_at(day_of(p, again->schedule), fmod(start_of(p), 86400.0))
                             : 1.0;
    contam_name id;
    system_id(p, (int)i, id);
    flue_node *node = add_map(m, units, NULL, s->line);
    add_text(m, node, "id", id);
    add_number(m, node, "outside_air", share);
    add_number(m, node, "least_outside_air", fmax(0.0, fresh->flow));
    add_number(m, node, "volume", fmax(1e-3, p->zone[s->supply_zone - 1].volume));
    add_number(m, node, "temperature", p->zone[s->supply_zone - 1].temp_k);
  }
}

/* ---- sources ---- */

static int is_used(importer *m, const contam_source_element *e, int *others) {
  if (strcmp(e->species, m->p->species) != 0 && strcmp(e->kind, "sup") != 0) {
    ++*others;
    return 0;
  }
  if (strcmp(e->kind, "ccf") == 0 && e->removal == 0.0) return 1;
  flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_SOURCE, e->line, 1, e->name,
                       e->removal != 0.0 ? "ccf, D > 0" : e->kind, NULL);
  return 0;
}

static void add_sources(importer *m, flue_node *network) {
  const contam_project *p = m->p;
  int others = 0;
  if (p->n_sources == 0) return;
  flue_node *sources = add_list(m, network, "sources", p->source[0].line);
  for (size_t i = 0; i < p->n_sources && sources; ++i) {
    const contam_source *s = &p->source[i];
    const contam_source_element *e = &p->source_element[s->element - 1];
    if (!is_used(m, e, &others) || m->zone_system[s->zone - 1] >= 0) continue;
    flue_node *node = add_map(m, sources, NULL, s->line);
    add_text(m, node, "in", m->zone_id[s->zone - 1]);
    add_number(m, node, "rate", s->multiplier * e->rate);
    add_schedule_name(m, node, s->schedule);
  }
  char count[24];
  snprintf(count, sizeof count, "%d", others);
  if (others > 0)
    flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_SPECIES, p->source[0].line, 1, p->species, count,
                         NULL);
}

/* ---- whole ---- */

static void add_site(importer *m, flue_node *root) {
  const contam_project *p = m->p;
  flue_node *site = add_map(m, root, "site", p->weather_line);
  flue_node *weather = add_map(m, site, "weather", p->weather_line);
  add_number(m, weather, "temperature", p->temp_k);
  add_number(m, weather, "lapse", 0.0);
  flue_node *wind = add_map(m, weather, "wind", p->weather_line);
  add_number(m, wind, "speed", p->wind_speed);
  add_number(m, wind, "from", p->wind_from - 360.0 * floor(p->wind_from / 360.0));
  const contam_weather *w = m->weather;
  if (w->n == 0) return;
  add_numbers(m, weather, "times", w->time_s, w->n);
  add_numbers(m, weather, "temperatures", w->temp_k, w->n);
  add_numbers(m, weather, "pressures", w->pressure, w->n);
  add_numbers(m, weather, "wind_speeds", w->speed, w->n);
  add_numbers(m, weather, "wind_from", w->from_deg, w->n);
}

static void add_run(importer *m, flue_node *root) {
  const contam_project *p = m->p;
  flue_node *run = add_map(m, root, "run", p->clock_line);
  add_number(m, run, "end", p->is_transient ? p->end_s : 1.0);
  add_number(m, run, "output", p->is_transient && p->list_s > 0.0 ? p->list_s : 1.0);
}

static void add_network(importer *m, flue_node *root) {
  const contam_project *p = m->p;
  const double longest = 100.0, door_gravity = 9.80; /* [s], [m s-2] ContamX writes it out */
  flue_node *network = add_map(m, root, "network", p->weather_line);
  add_text(m, network, "temperatures", "held");
  add_text(m, network, "column", "uniform");
  add_number(m, network, "gravity", p->gravity);
  add_number(m, network, "door_gravity", door_gravity);
  add_number(m, network, "pressure", p->pressure);
  add_number(m, network, "humidity", 0.0);
  if (p->is_transient && p->step_s > 0.0)
    add_number(m, network, "longest_step", fmin(longest, p->step_s));
  add_elements(m, network);
  add_schedules(m, network);
  add_profiles(m, network);
  add_zones(m, network);
  add_paths(m, network);
  add_systems(m, network);
  add_sources(m, network);
}

static void warn_option(importer *m, int line, flue_message what, flue_message why) {
  const flue_lang lang = m->list->lang;
  flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_OPTION, line, line ? 1 : 0,
                       flue_message_text(what, lang), flue_message_text(why, lang), NULL);
}

static void warn_count(importer *m, flue_message what, size_t n) {
  char count[24];
  snprintf(count, sizeof count, "%zu", n);
  if (n > 0)
    flue_diagnostics_add(m->list, FLUE_MSG_CONTAM_SKIPPED, 0, 0,
                         flue_message_text(what, m->list->lang), count, NULL);
}

/** What a project asks for and does not get. */
static void warn(importer *m) {
  const contam_project *p = m->p;
  size_t cfd = 0, changing = 0, fixed = 0;
  for (size_t i = 0; i < p->n_zones; ++i) {
    const contam_zone *z = &p->zone[i];
    cfd += (z->flags & CONTAM_ZONE_CFD) != 0;
    fixed += !(z->flags & CONTAM_ZONE_VARIES) && m->zone_system[i] < 0;
    changing += z->schedule > 0 && p->is_transient && day_of(p, z->schedule)->n > 2;
  }
  warn_count(m, FLUE_MSG_CONTAM_W_CFD, cfd);
  warn_count(m, FLUE_MSG_CONTAM_W_VALUE_FILES, (size_t)p->value_files);
  if (p->density_by_zone)
    warn_option(m, 0, FLUE_MSG_CONTAM_W_DENSITY, FLUE_MSG_CONTAM_W_DENSITY_WHY);
  if (p->stores_mass && p->is_transient)
    warn_option(m, 0, FLUE_MSG_CONTAM_W_STORED, FLUE_MSG_CONTAM_W_STORED_WHY);
  if (fixed > 0) warn_option(m, 0, FLUE_MSG_CONTAM_W_PRESSURE, FLUE_MSG_CONTAM_W_PRESSURE_WHY);
  if (changing > 0)
    warn_option(m, 0, FLUE_MSG_CONTAM_W_TEMPERATURE, FLUE_MSG_CONTAM_W_TEMPERATURE_WHY);
}

static void build(importer *m, flue_node *root) {
  name_zones(m);
  if (m->no_memory) return;
  mark_systems(m);
  warn(m);
  add_number(m, root, "flue", 1.0);
  add_text(m, root, "title", m->p->title);
  add_site(m, root);
  add_network(m, root);
  add_run(m, root);
}

flue_status flue_contam_tree(flue_ctx *ctx, const char *path, const char *text, size_t length,
                             flue_diagnostics *list, flue_node *root) {
  contam_project project;
  contam_weather weather = {0};
  const size_t before = list->errors;
  *root = (flue_node){.kind = FLUE_NODE_MAP, .line = 1, .column = 1};
  flue_status status = contam_read(text, length, list, &project);
  if (status == FLUE_OK && list->errors == before)
    status = contam_weather_read(path, &project, list, &weather);
  if (weather.day_type > 0) project.day_type = weather.day_type;
  importer m = {.p = &project, .weather = &weather, .list = list};
  if (status == FLUE_OK && list->errors == before) {
    check_day(&m);
    check_references(&m);
  }
  if (status == FLUE_OK && list->errors == before) build(&m, root);
  if (m.no_memory) status = FLUE_ENOMEM;
  for (size_t i = 0; m.zone_id && i < project.n_zones; ++i) free(m.zone_id[i]);
  free(m.zone_id);
  free(m.zone_system);
  contam_weather_clear(&weather);
  contam_clear(&project);
  if (status != FLUE_OK) flue_node_clear(root);
  FLUE_CHECK(status == FLUE_OK, ctx, status, "no memory to read a project of CONTAM");
  return FLUE_OK;
}

int flue_contam_is_project(const char *path) {
  const size_t n = strlen(path);
  return n > 4 && (strcmp(path + n - 4, ".prj") == 0 || strcmp(path + n - 4, ".PRJ") == 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says and a scenario has no place for: one warning for each name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/nearest.h"
#include "scenarios/cfast/cfast_internal.h"

/** Every group of CFAST 7 and 8 with its parameters; without them the whole group is known and not
 * looked into. */
static const struct {
  const char *group, *parameters;
} GROUPS[] = {
    {"HEAD", "VERSION TITLE"},
    {"TAIL", NULL},
    {"TIME", "SIMULATION PRINT SMOKEVIEW SPREADSHEET"},
    {"INIT",
     "PRESSURE RELATIVE_HUMIDITY INTERIOR_TEMPERATURE EXTERIOR_TEMPERATURE "
     "INTERIOR_O2_MASS_FRACTION EXTERIOR_O2_MASS_FRACTION"},
    {"MISC",
     "ADIABATIC MAX_TIME_STEP MAX_ITERATION LOWER_OXYGEN_LIMIT SPECIFIC_EXTINCTION OVERWRITE"},
    {"MATL", "ID MATERIAL CONDUCTIVITY DENSITY SPECIFIC_HEAT THICKNESS EMISSIVITY FYI"},
    {"COMP",
     "ID DEPTH HEIGHT WIDTH ORIGIN GRID CEILING_MATL_ID WALL_MATL_ID FLOOR_MATL_ID "
     "CEILING_THICKNESS WALL_THICKNESS FLOOR_THICKNESS LEAK_AREA_RATIO LEAK_AREA FLOW_COEFFICIENT "
     "SHAFT HALL CROSS_SECT_AREAS CROSS_SECT_HEIGHTS FYI"},
    {"VENT",
     "TYPE ID COMP_IDS BOTTOM TOP HEIGHT WIDTH FACE OFFSET AREA SHAPE OFFSETS AREAS HEIGHTS FLOW "
     "CUTOFFS ORIENTATIONS FILTER_TIME FILTER_EFFICIENCY FLOW_COEFFICIENT CRITERION SETPOINT "
     "DEVC_ID PRE_FRACTION POST_FRACTION T F OPENING_RAMP_ID FILTERING_RAMP_ID FYI"},
    {"FIRE", "ID COMP_ID FIRE_ID LOCATION IGNITION_CRITERION SETPOINT DEVC_ID E_COEFFICIENT FYI"},
    {"CHEM",
     "ID COMP_ID CARBON HYDROGEN OXYGEN NITROGEN CHLORINE HEAT_OF_COMBUSTION RADIATIVE_FRACTION "
     "AREA HRR CO_YIELD SOOT_YIELD HCN_YIELD HCL_YIELD TRACE_YIELD TABLE_ID "
     "FLAMING_TRANSITION_TIME FYI"},
    {"TABL", "ID LABELS DATA FYI"},
    {"DEVC",
     "ID COMP_ID LOCATION TYPE MATL_ID TEMPERATURE_DEPTH DEPTH_UNITS SURFACE_ORIENTATION "
     "FRONT_SURFACE_ORIENTATION SURFACE_TEMPERATURE FRONT_SURFACE_TEMPERATURE NORMAL THICKNESS "
     "ADIABATIC_TARGET CONVECTION_COEFFICIENTS SETPOINT SETPOINTS RTI SPRAY_DENSITY FYI"},
    {"CONN", "TYPE COMP_ID COMP_IDS F FYI"},
    {"RAMP", "ID TYPE T F Z COMP_IDS FYI"},
    {"DIAG",
     "MODE RAD_SOLVER PARTIAL_PRESSURE_H2O PARTIAL_PRESSURE_CO2 GAS_TEMPERATURE T F "
     "HORIZONTAL_FLOW_SUB_MODEL FIRE_SUB_MODEL ENTRAINMENT_SUB_MODEL VERTICAL_FLOW_SUB_MODEL "
     "CEILING_JET_SUB_MODEL DOOR_JET_FIRE_SUB_MODEL CONVECTION_SUB_MODEL RADIATION_SUB_MODEL "
     "CONDUCTION_SUB_MODEL DEBUG_PRINT MECHANICAL_FLOW_SUB_MODEL KEYBOARD_INPUT "
     "STEADY_STATE_INITIAL_CONDITIONS DASSL_DEBUG_PRINT OXYGEN_TRACKING "
     "GAS_ABSORBTION_SUB_MODEL RESIDUAL_DEBUG_PRINT LAYER_MIXING_SUB_MODEL "
     "ADIABATIC_TARGET_VERIFICATION RADIATIVE_INCIDENT_FLUX UPPER_LAYER_THICKNESS "
     "VERIFICATION_TIME_STEP VERIFICATION_FIRE_HEAT_FLUX"},
    {"SLCF", NULL},
    {"ISOF", NULL},
    {"OUTP", NULL},
    {"DUMP", NULL},
    {"MHDR", NULL},
    {"MRND", NULL},
    {"MFLD", NULL},
    {"MFIR", NULL},
    {"MSTT", NULL},
};
enum { groups = sizeof GROUPS / sizeof *GROUPS };

/** A name met, where first, and how often. */
typedef struct sighting {
  char *name;          /**< "&COMP GRID"; owned. */
  const char *near_to; /**< What was meant perhaps; borrowed. */
  flue_message message;
  int line, column;
  size_t count;
} sighting;

typedef struct sightings {
  sighting *items;
  size_t n, capacity;
} sightings;

static void see(importer *m, sightings *seen, sighting new_one) {
  for (size_t i = 0; i < seen->n && new_one.name; ++i)
    if (strcmp(seen->items[i].name, new_one.name) == 0) {
      ++seen->items[i].count;
      free(new_one.name);
      return;
    }
  if (!new_one.name ||
      flue_grow(&seen->items, &seen->capacity, seen->n + 1, sizeof *seen->items) != FLUE_OK) {
    free(new_one.name);
    m->no_memory = 1;
    return;
  }
  new_one.count = 1;
  seen->items[seen->n++] = new_one;
}

static int find_group(const char *name) {
  for (int g = 0; g < groups; ++g)
    if (strcmp(GROUPS[g].group, name) == 0) return g;
  return -1;
}

/** Next word of a row of words; its length, 0 after the last. */
static size_t next_word(const char **at) {
  while (**at == ' ') ++*at;
  return strcspn(*at, " ");
}

static int has_word(const char *words, const char *name) {
  for (size_t n; (n = next_word(&words)) > 0; words += n)
    if (n == strlen(name) && strncmp(words, name, n) == 0) return 1;
  return 0;
}

/** The nearest of a row of words in @p store, or NULL. */
static const char *nearest_word(const char *words, const char *name, char *store, size_t capacity) {
  flue_nearest nearest = {.word = name};
  store[0] = '\0';
  for (size_t n; (n = next_word(&words)) > 0; words += n) {
    char candidate[48];
    snprintf(candidate, sizeof candidate, "%.*s", (int)n, words);
    const flue_nearest before = nearest;
    flue_nearest_offer(&nearest, candidate);
    if (nearest.best == before.best && nearest.distance == before.distance) continue;
    snprintf(store, capacity, "%s", candidate);
    nearest.best = store;
  }
  return flue_nearest_result(&nearest);
}

/** The nearest group of CFAST, or NULL. */
static const char *nearest_group(const char *name) {
  flue_nearest nearest = {.word = name};
  for (int g = 0; g < groups; ++g) flue_nearest_offer(&nearest, GROUPS[g].group);
  return flue_nearest_result(&nearest);
}

/** What an unknown group or parameter may have meant, or NULL. */
static const char *nearest_of(const sighting *s, char *store, size_t capacity) {
  if (s->message != FLUE_MSG_CFAST_UNKNOWN) return NULL;
  const char *blank = strchr(s->name, ' ');
  if (s->near_to && blank) return nearest_word(s->near_to, blank + 1, store, capacity);
  const char *group = nearest_group(s->name + 1);
  if (!group) return NULL;
  snprintf(store, capacity, "&%s", group);
  return store;
}

static void see_group(importer *m, sightings *seen, const flue_namelist_record *r, int g) {
  if (strcmp(r->group, "TAIL") == 0) return;
  see(m, seen,
      (sighting){flue_format("&%s", r->group), NULL,
                 g >= 0 ? FLUE_MSG_CFAST_IGNORED : FLUE_MSG_CFAST_UNKNOWN, r->line, r->column, 0});
}

static void see_parameter(importer *m, sightings *seen, const flue_namelist_record *r, int g,
                          const flue_namelist_parameter *p) {
  const int is_known = has_word(GROUPS[g].parameters, p->name);
  see(m, seen,
      (sighting){flue_format("&%s %s", r->group, p->name), GROUPS[g].parameters,
                 is_known ? FLUE_MSG_CFAST_IGNORED : FLUE_MSG_CFAST_UNKNOWN, p->line, p->column,
                 0});
}

static void report(importer *m, const sighting *s) {
  char count[32], store[48];
  snprintf(count, sizeof count, "%zu", s->count);
  const char *best = nearest_of(s, store, sizeof store);
  if (best)
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_UNKNOWN_NEAR, s->line, s->column, s->name, count,
                         best, NULL);
  else
    flue_diagnostics_add(m->list, s->message, s->line, s->column, s->name, count, NULL);
}

/** Parameters that have several values; of the others the first counts. */
static const char lists[] =
    "ORIGIN GRID CEILING_MATL_ID WALL_MATL_ID FLOOR_MATL_ID CEILING_THICKNESS WALL_THICKNESS "
    "FLOOR_THICKNESS LEAK_AREA_RATIO LEAK_AREA CROSS_SECT_AREAS CROSS_SECT_HEIGHTS COMP_IDS "
    "OFFSETS AREAS HEIGHTS CUTOFFS ORIENTATIONS T F Z LOCATION LABELS DATA NORMAL "
    "CONVECTION_COEFFICIENTS SETPOINTS";

/** A parameter given twice in a record, or with more values than it takes: a slip of the pen, or a
 *  decimal comma. */
static void warn_of_more(importer *m, const flue_namelist_record *r, size_t k) {
  const flue_namelist_parameter *p = &r->parameter[k];
  char *name = flue_format("&%s %s", r->group, p->name);
  char count[32];
  snprintf(count, sizeof count, "%zu", p->n);
  if (!name) m->no_memory = 1;
  for (size_t i = 0; name && i < k; ++i)
    if (strcmp(r->parameter[i].name, p->name) == 0 && r->parameter[i].first == p->first)
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_GIVEN_AGAIN, p->line, p->column, name, NULL);
  if (name && p->n > 1 && !has_word(lists, p->name))
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MORE, p->value[1].line, p->value[1].column, name,
                         count, NULL);
  free(name);
}

void cfast_report_unused(importer *m) {
  sightings seen = {0};
  for (size_t i = 0; i < m->file->n; ++i) {
    const flue_namelist_record *r = &m->file->record[i];
    const int g = find_group(r->group);
    if (g < 0 || !GROUPS[g].parameters) {
      see_group(m, &seen, r, g);
      continue;
    }
    for (size_t k = 0; k < r->n; ++k) {
      const int is_known = has_word(GROUPS[g].parameters, r->parameter[k].name);
      if (r->is_faulty && is_known) continue; /* not read to its end */
      if (r->parameter[k].is_used)
        warn_of_more(m, r, k);
      else
        see_parameter(m, &seen, r, g, &r->parameter[k]);
    }
  }
  for (size_t i = 0; i < seen.n; ++i) {
    report(m, &seen.items[i]);
    free(seen.items[i].name);
  }
  free(seen.items);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/cfast/cfast_internal.h  What the files that read CFAST input share. */
#ifndef FLUE_SCENARIOS_CFAST_INTERNAL_H
#define FLUE_SCENARIOS_CFAST_INTERNAL_H

#include "scenarios/cfast/namelist.h"
#include "scenarios/yaml.h"

/** What later records need to know of a compartment. */
typedef struct cfast_room {
  const char *id;
  double size[3];   /**< Along x, y, z [m]. */
  double origin[3]; /**< [m] */
} cfast_room;

/** What a target needs to know of its material. */
typedef struct cfast_material {
  const char *id;
  double thickness_m; /**< 0 when not given. */
} cfast_material;

/** What a target may face. */
typedef struct cfast_fire {
  const char *id;
  double at[3]; /**< In its compartment [m]. */
} cfast_fire;

/** A file on its way to a tree. */
typedef struct importer {
  flue_namelist *file;
  flue_namelist_record none; /**< Stands for a record that the file does not have. */
  flue_diagnostics *list;
  flue_node materials, fuels;                                               /**< Maps by id. */
  flue_node compartments, openings, fans, links, fires, targets, detectors; /**< Lists. */
  cfast_room *room;         /**< Owned, [n_rooms]. */
  cfast_material *material; /**< Owned, [n_materials]. */
  cfast_fire *fire;         /**< Owned, [n_fires]. */
  size_t n_rooms, n_materials, n_fires;
  int needs_default_material; /**< Something is made of CFAST's material DEFAULT. */
  int no_memory;
} importer;

/** One section of the tree while it is filled from one record. */
typedef struct item {
  importer *m;
  flue_namelist_record *record;
  const char *section; /**< In keys.def. */
  flue_node node;      /**< A map; owned until item_end(). */
} item;

/** Values of a parameter by their place in its list. */
typedef struct cfast_values {
  flue_namelist_value **v; /**< Owned array of borrowed values, [n]; NULL where none is given. */
  size_t n;
} cfast_values;

/* ---- parameters of a record (cfast_values.c); whatever is looked at counts as used ---- */

/** Next record of a group from *at on, or NULL; moves *at behind it. */
flue_namelist_record *cfast_next(importer *m, const char *group, size_t *at);
/** All values of a parameter; free(values.v) afterwards. */
cfast_values cfast_take(importer *m, flue_namelist_record *r, const char *name);
/** Whether the parameter has a value at that place; its text or number. A value of another kind is
 * a finding. */
const char *cfast_text(importer *m, flue_namelist_record *r, const char *name, size_t place);
int cfast_number(importer *m, flue_namelist_record *r, const char *name, size_t place, double *out);
/** The number, or what CFAST takes without it. */
double cfast_number_or(importer *m, flue_namelist_record *r, const char *name, size_t place,
                       double fallback);
int cfast_logical(importer *m, flue_namelist_record *r, const char *name);
/** Index of a text among "A|B|C"; -1 and a finding when it is none of them (an error, or with
 * is_warning a warning). The fallback when the parameter is not given. */
int cfast_choice(importer *m, flue_namelist_record *r, const char *name, size_t place,
                 const char *choices, int fallback, int is_warning);
/** A finding when a parameter is missing. @return whether it is there. */
int cfast_need(importer *m, flue_namelist_record *r, const char *names);
/** The number of a value; 0 and a finding when it is none. */
int cfast_value_number(importer *m, const flue_namelist_record *r, const char *name,
                       const flue_namelist_value *value, double *out);
/** Findings for all parameters and groups that were not used, each name once. */
void cfast_report_unused(importer *m);

/* ---- sections of the tree (cfast_values.c) ---- */

item item_begin(importer *m, flue_namelist_record *r, const char *section);
/** The id of the item of a list that has this name; NULL for none. */
const flue_node *item_named(const flue_node *list, const char *id);
/** Gives the section a name of its own where an item of the list has its name already, with a
 *  warning: CFAST tells vents, fires and devices apart by their numbers. */
void item_tell_apart(item *i, const flue_node *list);
/** Puts the section into a list, or into a map under its id. */
void item_end(item *i, flue_node *parent, const char *key);
void item_text(item *i, const char *key, const flue_namelist_value *at, const char *text);
/** A number in the unit given ("" for SI); a range of keys.def that is too narrow is a warning. The
 * place is that of the value, or the record's when NULL. */
void item_put(item *i, const char *key, const flue_namelist_value *at, double v, const char *unit);
/** Numbers of which some may come from values. */
void item_list(item *i, const char *key, const flue_namelist_value *at, const double *v, size_t n,
               const char *unit);
/** The same from a parameter when it is given. @return whether it is. */
int item_number(item *i, const char *key, const char *name, const char *unit);
/** A list with a scale; values left out are 0. @return how many. */
size_t item_numbers(item *i, const char *key, const char *name, size_t most, const char *unit);
void item_true(item *i, const char *key);
/** A text for people from a parameter; some programs put a second pair of quotes around it. */
void item_long_text(item *i, const char *key, const char *name);
/** Moves a finished map into a section. */
void item_map(item *i, const char *key, flue_node *map);
/** Identifier of a record: ID, or a name made up from the number of records before it. */
void item_id(item *i, const char *word, size_t number);

/* ---- groups ---- */

void cfast_read_materials(importer *m);
void cfast_read_rooms(importer *m);
void cfast_read_links(importer *m);
void cfast_read_vents(importer *m);
void cfast_read_fires(importer *m);
void cfast_read_devices(importer *m);

const cfast_room *cfast_find_room(const importer *m, const char *id);
/** Coordinates below 0 count from the far end of a compartment. */
double cfast_from_end(double v, double size);
/** Times that rise: where two are equal, the second is moved by a millisecond. */
void cfast_make_rise(double *t, size_t n);
/** CRITERION, SETPOINT and DEVC_ID as a trigger. */
void cfast_trigger(item *i, const char *criterion);

#endif /* FLUE_SCENARIOS_CFAST_INTERNAL_H */

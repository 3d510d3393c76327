/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/fds/fds_internal.h  What the files that read FDS input share. */
#ifndef FLUE_SCENARIOS_FDS_INTERNAL_H
#define FLUE_SCENARIOS_FDS_INTERNAL_H

#include <math.h>

#include "models/species.h"
#include "scenarios/cfast/namelist.h"
#include "scenarios/fds/fds_import.h"

/** Surfaces that are always there, in this order. */
enum { FDS_INERT, FDS_OPEN, FDS_MIRROR, FDS_PERIODIC, FDS_PREDEFINED };

/** Cells of all meshes before a file is refused. */
#define FDS_MOST_CELLS 1.0e9

/** A block of cells of its own, as the file has it. */
typedef struct fds_mesh {
  int n[3];
  double box[6];
  int from[3], to[3]; /**< In the grid. */
  double *face[3];    /**< [n + 1] */
} fds_mesh;

/** What a surface has beside flue_field_surface. */
typedef struct fds_surface {
  double volume_flow; /**< Into the gas, of each vent [m3 s-1]; 0: none. */
  int blows_mass;     /**< What it blows is by MASS_FLUX_TOTAL: its sum over a vent is kept. */
  double across[2];   /**< VEL_T. */
  size_t base;        /**< The surface of the file it is made of. */
  int axis;           /**< Axis it was made for, -1: any. */
  double scale;       /**< Of its sources. */
} fds_surface;

/** A gas made of primitives. */
typedef struct fds_species {
  const char *id;
  flue_namelist_record *record; /**< NULL: not in the file. */
  int is_background, is_lumped, is_component_only, is_too_many;
  size_t n;
  flue_primitive *part; /**< Owned by the case, [n]. */
  double *fraction;     /**< By mass, [n]. */
  double molar_mass;    /**< [kg mol-1] */
  double at_start;      /**< Mass fraction in the ambient gas. */
  size_t place;         /**< In the field; FLUE_FDS_NONE: does not flow by itself. */
} fds_species;

typedef struct fds_reader {
  flue_ctx *ctx;
  flue_diagnostics *list;
  flue_fds_case *out;
  flue_namelist file;
  const char *path;
  fds_mesh *mesh;
  size_t n_meshes;
  double *face[3]; /**< Owned by the case. */
  int n[3];
  int *block_at[3]; /**< Faces where meshes begin and end, [n_blocks + 1]. */
  int n_blocks[3];
  unsigned char *covered; /**< Of blocks. */
  unsigned char *solid;   /**< Of cells. */
  flue_field_surface *surface;
  fds_surface *extra; /**< [n_surfaces] */
  size_t n_surfaces, n_extra, default_surface;
  flue_field_obstacle *obstacle;
  flue_field_patch *patch;
  flue_field_start *start;
  size_t n_obstacles, n_patches, n_starts;
  fds_species *gas;
  size_t n_gases;
  double humidity, carbon_dioxide, oxygen; /**< Of the ambient air: share, dry mass fractions. */
  double velocity_error;                   /**< VELOCITY_TOLERANCE; 0: not given [m s-1]. */
  int is_fine;                             /**< SIMULATION_MODE 'LES' or 'DNS': other defaults. */
  int is_two_dimensional, is_direct, thickens;
  int no_memory;
} fds_reader;

/* ---- memory (fds_values.c) ---- */

/** Zeroed memory that belongs to the case; NULL and no_memory when it is short. */
void *fds_alloc(fds_reader *m, size_t n, size_t size);
/** Owned copy of a text; NULL for NULL. */
const char *fds_keep(fds_reader *m, const char *text);
/** One more zeroed item of an array that only this function makes grow, or NULL.
 *  @param items  Address of the array pointer. */
void *fds_more(fds_reader *m, void *items, size_t *n, size_t size);

/* ---- parameters (fds_values.c); whatever is looked at counts as used ---- */

flue_namelist_record *fds_next(fds_reader *m, const char *group, size_t *at);
/** The first record of a group, whose later ones count as well: FDS takes the last value. */
const flue_namelist_value *fds_value(flue_namelist_record *r, const char *name, size_t place);
/** Behind the last value. */
size_t fds_count(flue_namelist_record *r, const char *name);
const char *fds_text(flue_namelist_record *r, const char *name, size_t place);
int fds_number(fds_reader *m, flue_namelist_record *r, const char *name, size_t place, double *out);
double fds_number_or(fds_reader *m, flue_namelist_record *r, const char *name, size_t place,
                     double fallback);
int fds_logical_or(fds_reader *m, flue_namelist_record *r, const char *name, int fallback);
/** The first n numbers. @return whether all are there; some of them are a finding. */
int fds_numbers(fds_reader *m, flue_namelist_record *r, const char *name, size_t n, double *out);
/** XB in order. @return whether it is there. */
int fds_box(fds_reader *m, flue_namelist_record *r, const char *name, double box[6]);
int fds_has(flue_namelist_record *r, const char *name);
/** The place of a text among "A|B|C"; -1. */
int fds_choice(const char *text, const char *choices);
int fds_same(const char *a, const char *b);

/* ---- findings (fds_values.c) ---- */

void fds_refuse(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why);
/** Refuses a parameter that is there. @return whether it is. */
int fds_refuse_given(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why);
void fds_refuse_group(fds_reader *m, flue_namelist_record *r, flue_message why);
/** What is not exactly as the file says, with a warning. */
void fds_take(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why);
void fds_no_id(fds_reader *m, flue_namelist_record *r, const char *name, const char *group,
               const char *id);
/** Findings for all that was not looked at (fds_unused.c). */
void fds_report_unused(fds_reader *m);

/* ---- copies (fds_mesh.c) ---- */

/** A box and its copies by MULT_ID. */
typedef void (*fds_box_fn)(fds_reader *m, flue_namelist_record *r, const double box[6],
                           const void *user);
void fds_multiply(fds_reader *m, flue_namelist_record *r, const double box[6], fds_box_fn each,
                  const void *user);

/* ---- groups ---- */

void fds_read_meshes(fds_reader *m);
void fds_read_general(fds_reader *m);
void fds_read_gases(fds_reader *m);
void fds_read_reaction(fds_reader *m);
void fds_read_surfaces(fds_reader *m);
void fds_read_devices(fds_reader *m);
void fds_read_controls(fds_reader *m);
void fds_read_slices(fds_reader *m);
void fds_read_obstacles(fds_reader *m);
void fds_read_vents(fds_reader *m);
void fds_read_starts(fds_reader *m);
void fds_read_output(fds_reader *m);

/** The nearest face of an axis. */
int fds_face_near(const fds_reader *m, int axis, double x);
/** Whether meshes cover a cell. */
int fds_is_covered(const fds_reader *m, const int cell[3]);
size_t fds_cell(const fds_reader *m, int i, int j, int k);
/** The gas of an ID, or NULL. */
fds_species *fds_find_gas(fds_reader *m, const char *id);
/** Species of the field by its ID; FLUE_FDS_NONE and a finding. */
size_t fds_find_species(fds_reader *m, flue_namelist_record *r, const char *name, size_t place);
/** Surface by its ID; the default and a finding when there is none. */
size_t fds_find_surface(fds_reader *m, flue_namelist_record *r, const char *name, size_t place);
/** A surface whose sources are scaled, for vents of an axis; may be the same. */
size_t fds_surface_for(fds_reader *m, size_t base, int axis, double area_given, double area_cells);
/** Points of RAMP_x or TAU_x; n = 0: a step. */
flue_field_ramp fds_read_course(fds_reader *m, flue_namelist_record *r, const char *ramp,
                                const char *tau, size_t place);
/** Points of a &RAMP. @return 0: there is none, a finding. */
int fds_find_ramp(fds_reader *m, flue_namelist_record *r, const char *name, size_t place,
                  double **t, double **f, size_t *n);
/** What DEVC_ID or CTRL_ID of a record names. @return 0: neither. */
int fds_find_input(fds_reader *m, flue_namelist_record *r, flue_fds_input *out, int *initial);
void fds_add_switch(fds_reader *m, flue_fds_input by, int is_patch, int is_inverse, size_t index);

static inline double fds_kelvin(double celsius) {
  return celsius + 273.15;
}

#endif /* FLUE_SCENARIOS_FDS_INTERNAL_H */

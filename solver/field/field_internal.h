/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/field/field_internal.h  What the files of the large-eddy engine share. */
#ifndef FLUE_SOLVER_FIELD_INTERNAL_H
#define FLUE_SOLVER_FIELD_INTERNAL_H

#include <math.h>

#include "models/species.h"
#include "solver/field/field.h"
#include "solver/field/field_fast.h"
#include "solver/field/poisson.h"

enum { FIELD_QUANTITIES = FLUE_FIELD_SPECIES + 1 };

/** Kinds of faces, as bits of a byte each cell and axis: the face on its upper side. */
typedef enum face_kind { FACE_GAS, FACE_WALL, FACE_OPEN } face_kind;

/** A face at which gas meets a surface. */
typedef struct wall_face {
  double temp;         /**< Of the face [K]. */
  unsigned c, other;   /**< The gas cell, and the cell behind the face. */
  unsigned f;          /**< The face, in arrays of its axis. */
  unsigned first_node; /**< Of its conduction, in flue_field.node. */
  unsigned short surface;
  unsigned short cell[3];       /**< The gas cell. */
  unsigned char axis, faces_up; /**< The gas lies on the upper side. */
  float area;                   /**< [m2] */
  float by_depth;               /**< Inverse size of the gas cell across the wall [m-1]. */
  float convective;             /**< To the wall [W m-2]. */
  float incident;               /**< [W m-2] */
  float share;                  /**< Of its release that burns now [1]. */
} wall_face;

/** Where a velocity component runs along a wall. */
typedef struct wall_stress {
  unsigned face;      /**< Of the velocity, and the cell below it. */
  float size;         /**< Of the cell across the wall [m]. */
  float by_reach;     /**< Inverse of the depth that the stress acts on [m-1]. */
  unsigned char axis; /**< Of the velocity. */
} wall_stress;

struct flue_field {
  /* what it was made of */
  int n[3], is_periodic[3];
  size_t row, plane, size, cells;
  double *face[3];
  float *width[3], *by_width[3]; /**< Of cells [n + 2]: size [m], its inverse. */
  float *by_step[3];             /**< Of faces [n + 1]: inverse of the distance of cells [m-1]. */
  size_t n_species, n_surfaces, n_patches, n_obstacles, n_starts;
  flue_field_species *species;
  flue_field_surface *surface;
  flue_field_patch *patch;
  flue_field_obstacle *obstacle;
  flue_field_start *start;
  flue_field_input in; /**< Numbers; its pointers are those above, or not used. */
  float enthalpy[FLUE_FIELD_SPECIES][FLUE_FIELD_COEFFICIENTS];
  float gas_constant[FLUE_FIELD_SPECIES]; /**< [J kg-1 K-1] */
  /* layout, made anew when obstacles come or go */
  unsigned char *solid;
  unsigned char *kind[3]; /**< Of faces. */
  float *open[3];         /**< Of faces: 1 where gas moves by the momentum equation, else 0. */
  float *edge[3];         /**< Of edges along an axis: 1 with gas all around, else 0. */
  int *zone;
  size_t n_zones;
  double *zone_pressure, *zone_rate; /**< [Pa], [Pa s-1]; [cells at most], sealed ones. */
  unsigned char *zone_is_open;
  wall_face *wall;
  size_t n_walls;
  wall_stress *stress;
  size_t n_stresses;
  size_t *near; /**< Cells beside walls. */
  size_t n_near;
  int has_rates;  /**< Those of the zones are of the layout now. */
  int is_changed; /**< Obstacles or patches came or went. */
  /* state */
  double time_s, step_s, next_step_s;
  double released;    /**< Heat of combustion since the start [J]. */
  double owed_s;      /**< Length of the stage that left the residual of the pressure [s]. */
  double stage_s;     /**< Time at the end of a stage [s]. */
  double wall_wait_s; /**< Since walls were last heated [s]. */
  size_t steps;
  float *u[3], *u_new[3], *force[3];
  float *part[FLUE_FIELD_SPECIES], *part_new[FLUE_FIELD_SPECIES];
  float *density, *by_density, *temp, *rho_h, *viscosity, *diffusivity, *head, *divergence,
      *release, *source;
  float *flux[FIELD_QUANTITIES]; /**< Divergence of fluxes of each species, then of enthalpy. */
  unsigned char *is_empty[FLUE_FIELD_SPECIES]; /**< Of rows: next to nothing of a species. */
  float *work; /**< Of a stage: pressures of cells; then inverse heat capacities; then the
                  right-hand side of the head. */
  double *ambient_density, *ambient_pressure, *ambient_temp; /**< Of planes [n[2] + 2]. */
  double ambient_gas[FLUE_FIELD_SPECIES];
  flue_poisson *poisson;
  double *node;         /**< Temperatures inside walls. */
  flue_wall_grid *grid; /**< [n_surfaces] */
  flue_wall_step *march;
  float *incident, *absorbed; /**< [W m-2]; absorbed less emitted [W m-3]. */
  double *absorption_table;
  size_t *ray_wall, n_ray_walls; /**< Walls that radiate. */
  struct flue_rays *rays;
  float *wall_leaving, *wall_emissivity, *wall_arrives;
  double radiated, emission_factor;
  double *plane_sum; /**< Scratch [2][planes]. */
  size_t most_passes;
  float **scratch;    /**< Of each thread. */
  float *filter[3];   /**< Parts of the filter width of each axis [n + 2]. */
  double *inflow_gas; /**< Mass fractions of what surfaces blow [n_surfaces][FLUE_FIELD_SPECIES]. */
  double *zone_rate_old;
  double *zone_pressure_old, *zone_sum; /**< [n_zones], [3][n_zones] */
  int has_sealed;                       /**< A zone without an open edge. */
  double *injected;       /**< Mass that surfaces give off now [n_surfaces][FLUE_FIELD_SPECIES]. */
  unsigned char *injects; /**< [n_surfaces] */
  size_t *by_surface;     /**< Walls in the order of their surfaces, [n_walls]. */
  size_t *first_of;       /**< Where those of a surface begin, [n_surfaces + 1]. */
  flue_field_passed *passed, *passes; /**< Of ports; and in the first stage, [n_surfaces]. */
  int has_ports;
  int n_threads;
  size_t bytes;
  flue_field_budget budget;
};

static inline size_t field_at(const flue_field *f, int i, int j, int k) {
  return (size_t)i + (size_t)j * f->row + (size_t)k * f->plane;
}
static inline size_t field_stride(const flue_field *f, int axis) {
  return axis == 0 ? 1 : axis == 1 ? f->row : f->plane;
}
/** Planes [first, last) of a thread. */
void field_slab(const flue_field *f, int *first, int *last);

/** Middle of a cell along an axis [m]. */
static inline double field_middle_of(const flue_field *f, int axis, int cell) {
  return 0.5 * (f->face[axis][cell - 1] + f->face[axis][cell]);
}
/** Viscosity of air @cite sutherland1893 [kg m-1 s-1]; 2 % from 200 to 1500 K. */
FIELD_INLINE float field_air_viscosity(float temp_k) {
  const float constant = 1.458e-6f, sutherland = 110.4f;
  return constant * temp_k * sqrtf(temp_k) / (temp_k + sutherland);
}
/** Temperature of what a face blows [K]. */
static inline double field_inflow_temp(const flue_field_surface *s, const wall_face *w) {
  return s->seeps ? s->face_k : w->temp;
}
/** Middle of a wall face along an axis [m]. */
double field_middle(const flue_field *f, const wall_face *w, int axis);
/* field_layout.c */
flue_status field_layout(flue_ctx *ctx, flue_field *f);
/* field_edges.c: values around the grid and behind faces that blow */
void field_ghost_velocities(flue_field *f, float *const u[3]);
void field_ghost_cells(flue_field *f, float *const part[], float *const u[3]);
void field_blow(flue_field *f, float *const u[3], double time_s);
double field_ramp(const flue_field_ramp *ramp, double time_s);
/** Fills the cells around the grid: those inside repeated, across periodic sides those beyond. */
void field_repeat_around(const flue_field *f, float *x);
/** Whether the middle of a cell lies in a box. */
int field_is_in(const flue_field *f, const double box_m[6], int i, int j, int k);
/* field_ports.c */
/** Sorts the walls of a new layout by their surfaces. */
flue_status field_sort_walls(flue_field *f);
/** Counts what goes through ports in a stage. */
void field_count_ports(flue_field *f, float *const part[], float *const u[3], int is_corrector,
                       double dt);
void field_ports_state(flue_field *f, flue_state *state);
/* field_gas.c */
void field_state_of_gas(flue_field *f, float *const part[]);
void field_find_divergence(flue_field *f, float *const part[], float *const u[3]);
/** Sensible enthalpy of a species [J kg-1]. */
double field_enthalpy(const flue_field *f, size_t species, double temp_k);
double field_mixture_constant(const flue_field *f, const double *fraction);
/* field_scalars.c */
void field_fluxes(flue_field *f, float *const part[], float *const u[3]);
void field_move(flue_field *f, float *const from[], float *const other[], float *const to[],
                double own, double dt);
/* field_momentum.c, field_subgrid.c */
void field_forces(flue_field *f, float *const u[3]);
void field_eddies(flue_field *f, float *const u[3]);
void field_set_filter(flue_field *f);
/* field_pressure.c */
/** Brings the velocities now to the divergence of the gas: those that a start or a new obstacle
 * gave.
 */
void field_clean(flue_field *f);
flue_status field_project(flue_ctx *ctx, flue_field *f, int is_corrector, double dt);
/* field_burn.c */
void field_burn(flue_field *f, double dt);
void field_start_release(flue_field *f);
/* field_walls.c */
void field_walls(flue_field *f, double dt);
void field_sources(flue_field *f);
void field_inject(flue_field *f, float *const part[], double dt);
void field_drag(flue_field *f, float *const u[3]);
/* field_radiate.c */
flue_status field_start_rays(flue_ctx *ctx, flue_field *f);
void field_radiate(flue_field *f);

#endif /* FLUE_SOLVER_FIELD_INTERNAL_H */

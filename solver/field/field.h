/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/field/field.h  Large-eddy simulation of smoke on one Cartesian grid.
 *
 * Low-Mach equations of a mixture of lumped species: the pressure that moves the gas is apart from
 * the background pressure of each zone, so that no sound waves limit the step.
 *
 *     d(rho Z_a)/dt + div(rho Z_a u) = div(Gamma grad Z_a) + sources
 *     du/dt = u x omega - grad H + (p - p0) grad(1/rho)... + ((rho - rho_0) g + div tau) / rho
 *     div u = D, from the enthalpy equation and the ideal gas law
 *
 * Range: flows well below the speed of sound, fires that ventilation and mixing control.
 * @cite mcgrattan2024 (equations of the same family; ours differ where the files say so)
 */
#ifndef FLUE_SOLVER_FIELD_H
#define FLUE_SOLVER_FIELD_H

#include <stddef.h>

#include "core/sink.h"
#include "core/state.h"
#include "core/status.h"
#include "models/gas.h"
#include "models/wall.h"

enum { FLUE_FIELD_SPECIES = 12, FLUE_FIELD_COEFFICIENTS = 6 };

/** A mixture that moves as one. Species 0 is the background: air. */
typedef struct flue_field_species {
  const char *name;  /**< Borrowed. */
  double molar_mass; /**< [kg mol-1] */
  /** Sensible enthalpy [J kg-1]: sum of coefficient[k] T^k, T in K. */
  double enthalpy[FLUE_FIELD_COEFFICIENTS];
  double fraction[FLUE_SPECIES_COUNT]; /**< Mass fractions of what it is made of; rest nitrogen. */
} flue_field_species;

/** Fuel + air -> products, limited by mixing. */
typedef struct flue_field_reaction {
  int is_there;
  size_t fuel, air, products; /**< Species. */
  double air_per_fuel;        /**< Mass of air that a mass of fuel takes [1]. */
  double heat;                /**< Heat of combustion [J kg-1 of fuel]. */
  double radiative_fraction;  /**< [1] */
  double flame_k;             /**< Critical flame temperature; 0: flames never go out [K]. */
  double ignition_k;          /**< Below it nothing burns; 0: it burns at once [K]. */
  double
      lower_oxygen;   /**< Volume fraction at ambient temperature below which flames go out, less in
                         hotter gas and none from free_burn_k on; 0: that does not matter [1]. */
  double free_burn_k; /**< [K] */
} flue_field_reaction;

/** A factor over time: straight lines between points, constant beyond them. n = 0: 1. */
typedef struct flue_field_ramp {
  size_t n;
  const double *time_s, *factor; /**< Rising times; borrowed. */
} flue_field_ramp;

typedef enum flue_field_gas_edge {
  FLUE_FIELD_SOLID,   /**< No gas passes, unless it blows. */
  FLUE_FIELD_OPEN,    /**< To still air outside; on the edge of the grid alone. */
  FLUE_FIELD_MIRROR,  /**< Symmetry: no gas, no stress, no heat passes. */
  FLUE_FIELD_PERIODIC /**< On both sides of an axis. */
} flue_field_gas_edge;

typedef enum flue_field_heat_edge {
  FLUE_FIELD_AMBIENT_FACE, /**< Its face stays at the ambient temperature. */
  FLUE_FIELD_FIXED_FACE,   /**< At face_k. */
  FLUE_FIELD_ADIABATIC,
  FLUE_FIELD_FIXED_FLUX, /**< Convective flux to the gas. */
  FLUE_FIELD_CONDUCTING  /**< Layers. */
} flue_field_heat_edge;

/** What a face of the gas meets. */
typedef struct flue_field_surface {
  const char *name; /**< Borrowed. */
  flue_field_gas_edge gas;
  flue_field_heat_edge heat;
  double face_k;        /**< Temperature of the face, or of the gas that comes out [K]. */
  double flux;          /**< To the gas [W m-2]. */
  double coefficient;   /**< Of convection [W m-2 K-1]; NaN: by the flow. */
  double emissivity;    /**< [1] */
  int is_free_slip;     /**< No wall stress. */
  flue_build_up layers; /**< FLUE_FIELD_CONDUCTING. */
  double gas_k;         /**< Of the gas that it takes heat from, instead of that of its cell, which
                           gives none then; 0: that of its cell [K]. */
  flue_field_ramp gas_ramp; /**< Of that above the ambient temperature. */
  double back_k;            /**< Behind the layers [K]. */
  int back_is_insulated;
  double release;                       /**< Heat that fuel from it gives [W m-2]. */
  double blows;                         /**< Normal velocity into the gas [m s-1]. */
  double mass_flux[FLUE_FIELD_SPECIES]; /**< Into the gas [kg s-1 m-2]. */
  double fraction[FLUE_FIELD_SPECIES];  /**< Of what it blows; all 0: the ambient gas. */
  double blows_across[3];               /**< Velocity along the face of what it blows [m s-1]. */
  flue_field_ramp release_ramp, blows_ramp, mass_ramp, heat_ramp;
  double spread;      /**< Speed at which fire spreads from a point; 0: all burns [m s-1]. */
  double spread_m[3]; /**< That point; of a burner: its middle. */
  int is_port;        /**< Its gas comes from another engine; see flue_field_supply(). */
  int seeps;          /**< A port that is a wall all the same: it takes heat. */
} flue_field_surface;

/** A rectangle of faces across an axis. */
typedef struct flue_field_patch {
  int axis;           /**< 0, 1, 2: x, y, z. */
  int faces_up;       /**< Whether the gas lies on the side of larger coordinates. */
  int from[3], to[3]; /**< Cells [from, to); along its axis both name the plane of faces. */
  size_t surface;
  double radius_m, centre_m[3]; /**< Only faces whose middle lies in that circle; 0: all. */
  int is_absent;                /**< Not there, until flue_field_set_patch() says so. */
} flue_field_patch;

/** A box of solid cells, or of solid faces where it has no thickness. */
typedef struct flue_field_obstacle {
  int from[3], to[3]; /**< Cells [from, to). */
  size_t surface[6];  /**< Facing -x, +x, -y, +y, -z, +z. */
  int is_absent;      /**< Not there, until flue_field_set_obstacle() says so. */
} flue_field_obstacle;

/** Gas that a part of the grid starts with. */
typedef struct flue_field_start {
  double box_m[6];                     /**< x0, x1, y0, y1, z0, z1. */
  double temp_k;                       /**< NaN: as elsewhere. */
  double density;                      /**< NaN: by the temperature [kg m-3]. */
  double fraction[FLUE_FIELD_SPECIES]; /**< All 0: as elsewhere. */
  double release;                      /**< Heat set free in it all the time [W m-3]. */
} flue_field_start;

typedef enum flue_field_limiter {
  FLUE_LIMITER_SUPERBEE,
  FLUE_LIMITER_CHARM,
  FLUE_LIMITER_UPWIND,
  FLUE_LIMITER_CENTRAL
} flue_field_limiter;

typedef enum flue_field_subgrid {
  FLUE_SUBGRID_DEARDORFF,
  FLUE_SUBGRID_SMAGORINSKY,
  FLUE_SUBGRID_VREMAN,
  FLUE_SUBGRID_WALE,
  FLUE_SUBGRID_NONE
} flue_field_subgrid;

typedef struct flue_field_radiation {
  int is_off;
  int angles;        /**< About as many directions; 0: 100. */
  int steps_between; /**< Steps from one solution of all directions to the next; 0: 5. */
  double absorption; /**< Of the gas, everywhere alike [m-1]; NaN: by what is in it. */
} flue_field_radiation;

/** Velocity at a point when the run starts. */
typedef double (*flue_field_velocity_fn)(const void *user, int axis, const double x_m[3]);

/** Everything. Borrowed for the call that creates the engine, ramps and names for its life. */
typedef struct flue_field_input {
  int n[3];              /**< Cells. */
  const double *face[3]; /**< Coordinates of the faces, [n + 1] each [m]. */
  size_t n_species;
  const flue_field_species *species;
  int has_constant_ratio; /**< Of the specific heats, FLUE_HEAT_RATIO, instead of the enthalpies. */
  flue_field_reaction reaction;
  size_t n_surfaces, n_patches, n_obstacles, n_starts;
  const flue_field_surface *surfaces;
  const flue_field_patch *patches; /**< Later ones lie over earlier ones. */
  const flue_field_obstacle *obstacles;
  const flue_field_start *starts;
  size_t side[6];    /**< Surface of each side of the grid: -x, +x, -y, +y, -z, +z. */
  double gravity[3]; /**< [m s-2] */
  double ambient_k;  /**< At the lowest z [K]. */
  double pressure;   /**< At the lowest z [Pa]. */
  double lapse;      /**< Change of the ambient temperature with height [K m-1]. */
  int is_stratified; /**< Background pressure falls with height. */
  double ambient[FLUE_FIELD_SPECIES];    /**< Mass fractions of the ambient gas. */
  double velocity[3];                    /**< At the start [m s-1]. */
  flue_field_velocity_fn start_velocity; /**< Instead, or NULL. */
  const void *start_user;
  double viscosity;                  /**< Molecular [kg m-1 s-1]; NaN: of air by its temperature. */
  double prandtl, turbulent_prandtl; /**< Heat and species alike [1]; NaN: 0.7 and 0.5. */
  flue_field_limiter limiter;
  flue_field_subgrid subgrid;
  double subgrid_constant; /**< NaN: that of the model. */
  flue_field_radiation radiation;
  double cfl;                  /**< Largest Courant number; NaN: 1. */
  double step_s;               /**< First step; NaN: by the grid [s]. */
  int has_fixed_step;          /**< All steps are step_s. */
  int is_frozen;               /**< Velocities stay as they are. */
  int is_still;                /**< So does the gas: walls alone go on. */
  double divergence_tolerance; /**< Largest error of div u allowed, less where it would be over a
                                  thousandth in a step; 0 or NaN: 0.2 [s-1]. */
  int n_threads;               /**< 0: as OpenMP says. */
} flue_field_input;

typedef struct flue_field flue_field;

/** What is where: cell (i, j, k), from 1 to n, at i + j * row + k * plane; a ring of cells lies
 *  around. Face i of an axis lies between cells i and i + 1. Borrowed until the next step. */
typedef struct flue_field_view {
  int n[3];
  size_t row, plane, size;
  const double *face[3];    /**< Coordinates [n + 1]. */
  const float *velocity[3]; /**< At faces [m s-1]. */
  const float *density;     /**< [kg m-3] */
  const float *temp;        /**< [K] */
  size_t n_species;
  const float *partial[FLUE_FIELD_SPECIES]; /**< Density of each species [kg m-3]. */
  const float *head;                        /**< H = p / rho + u^2 / 2 [m2 s-2] */
  const float *release;                     /**< Heat of combustion [W m-3]. */
  const float *viscosity;                   /**< Molecular and turbulent [kg m-1 s-1]. */
  const float *incident;                    /**< Integrated intensity of radiation [W m-2]. */
  const float *divergence;                  /**< As the gas law asks [s-1]. */
  const unsigned char *solid;               /**< 1 in obstacles. */
  const int *zone;                          /**< Of cells; below 0 in solids. */
  size_t n_zones;
  const double *zone_pressure; /**< Above the ambient [Pa]. */
} flue_field_view;

/** Rates of the whole, and how the step went. */
typedef struct flue_field_budget {
  double time_s, step_s;
  size_t steps;
  double release;   /**< Of combustion [W]. */
  double radiated;  /**< Lost by the gas to radiation [W]. */
  double convected; /**< From surfaces to the gas [W]. */
  double burnt;     /**< Fuel [kg s-1]. */
  double released;  /**< Heat of combustion since the start [J]. */
  double mass;      /**< Of all gas [kg]. */
  double courant;
  double divergence_error; /**< Largest difference of div u from D [s-1]. */
  size_t passes;           /**< Of the pressure solver in the last stage. */
} flue_field_budget;

/** A face of the gas that is not open: what happens at it. */
typedef struct flue_field_face {
  int cell[3]; /**< The gas cell. */
  int axis, faces_up;
  size_t surface;
  double temp_k, convective, radiative; /**< Face [K]; to the wall, net [W m-2]. */
  double incident;                      /**< Radiation that arrives [W m-2]. */
} flue_field_face;

/** @return FLUE_OK; FLUE_ENOMEM; FLUE_EINPUT with a sentence for what has no solution. */
flue_status flue_field_create(flue_ctx *ctx, const flue_field_input *input, flue_field **out);
void flue_field_destroy(flue_field **field);
/** One step, not beyond t_end. @return FLUE_OK or FLUE_ENUMERIC with cell and quantity. */
flue_status flue_field_step(flue_ctx *ctx, flue_field *field, double t_end_s);
flue_status flue_field_advance(flue_ctx *ctx, flue_field *field, double t_end_s);
void flue_field_get(const flue_field *field, flue_field_view *view);
void flue_field_get_budget(const flue_field *field, flue_field_budget *budget);
/** Heat released since the start [J], without the sums over the cells of a budget. */
double flue_field_released(const flue_field *field);
/** The cell whose speeds are largest for its size: the one that sets the step. */
void flue_field_get_limit(const flue_field *field, int cell[3]);
/** The wall face on a side of a cell; its area is that of the cell. @return 0: there is none. */
int flue_field_get_face(const flue_field *field, const int cell[3], int axis, int faces_up,
                        flue_field_face *out);
/** Temperature inside the layers of a wall face [K], that of the face where it has none.
 *  @param depth_m  Below the face; below 0: from the back; infinity: at the back.
 *  @return 0: there is no face. */
int flue_field_inner_temp(const flue_field *field, const int cell[3], int axis, int faces_up,
                          double depth_m, double *temp_k);
size_t flue_field_bytes(const flue_field *field);
/** Writes the tables BASE_grid_x, _y, _z (faces of cells) and BASE_solid (boxes, as they are given)
 *  into results, for those who draw them. */
flue_status flue_field_record_grid(const flue_field *field, const flue_sink *sink, const char *base,
                                   size_t n_obstacles, const flue_field_obstacle *obstacles);
/** Lets obstacles and patches come and go; takes effect with the next step, or with
 *  flue_field_renew(), which belongs before flue_field_state(). */
flue_status flue_field_set_obstacle(flue_ctx *ctx, flue_field *field, size_t obstacle,
                                    int is_there);
flue_status flue_field_set_patch(flue_ctx *ctx, flue_field *field, size_t patch, int is_there);
flue_status flue_field_renew(flue_ctx *ctx, flue_field *field);
/* ---- ports: surfaces by which another engine gives and takes gas ---- */

/** What goes through all faces of a port from now on. */
typedef struct flue_field_flow {
  double mass;                         /**< Into the gas, below 0: out of it [kg s-1]. */
  double temp_k;                       /**< Of what comes in, and of what the faces see [K]. */
  double fraction[FLUE_FIELD_SPECIES]; /**< Of what comes in, adding to 1. */
} flue_field_flow;

/** Gas before a port: means over its faces. */
typedef struct flue_field_look {
  double area; /**< [m2] */
  double temp_k;
  double fraction[FLUE_FIELD_SPECIES];
} flue_field_look;

/** What went through a port, into the gas. */
typedef struct flue_field_passed {
  double mass[FLUE_FIELD_SPECIES]; /**< [kg] */
  double heat;                     /**< Sensible enthalpy [J]. */
} flue_field_passed;

void flue_field_supply(flue_field *field, size_t surface, const flue_field_flow *flow);
void flue_field_look_at(const flue_field *field, size_t surface, flue_field_look *out);
/** Takes what passed since it was last taken. */
void flue_field_take_passed(flue_field *field, size_t surface, flue_field_passed *out);
/** Lets a surface give off fuel for a heat release [W], from the faces about its middle that have
 *  an area [m2], at least one. */
void flue_field_set_burner(flue_field *field, size_t surface, double release, double area_m2);
/** Length of the step it would take next [s]. */
double flue_field_wish(const flue_field *field);
/** Volume that the gas makes at constant pressure [m3 s-1]. */
double flue_field_expansion(const flue_field *field);
/** Of all gas [m3]. */
double flue_field_volume(const flue_field *field);

/** Saves or restores everything that changes. */
void flue_field_state(flue_field *field, flue_state *state);

#endif /* FLUE_SOLVER_FIELD_H */

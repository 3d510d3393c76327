/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/network/network_internal.h  What the files of the network engine share. */
#ifndef FLUE_SOLVER_NETWORK_INTERNAL_H
#define FLUE_SOLVER_NETWORK_INTERNAL_H

#include "models/flow.h"
#include "solver/network/network.h"
#include "solver/sparse.h"

/** A flow of gas out of one cell into one compartment. */
typedef struct stream {
  int donor;   /**< Cell it leaves, -1: outside air. */
  int taker;   /**< Compartment it enters, -1: outside. */
  double flow; /**< [kg s-1], above 0. */
  double temp; /**< Of outside air [K]; unused for cells. */
} stream;

/** Most streams an opening carries: two layers on either side. */
enum { streams_per_opening = 4 };

/** Constants and state of one opening. */
typedef struct opening_state {
  flue_opening in;
  flue_power_law law;
  double cda;         /**< Effective area now [m2]. */
  double z_span;      /**< z_top - z_bottom [m]. */
  double head_out[2]; /**< Outside pressure at bottom and top, less that at height 0, with wind
                         [Pa]. */
  double temp_out;    /**< Outside temperature there [K]. */
  double density_out; /**< [kg m-3] */
  int jac[4];         /**< Places of (f,f), (t,t), (f,t), (t,f) in the pressure matrix. */
  double exchange;    /**< Buoyant exchange each way in this step [kg s-1]. */
  double flow[streams_per_opening]; /**< from lower, from upper, to lower, to upper [kg s-1]. */
  double drop;                      /**< Pressure difference at mid height [Pa]. */
} opening_state;

/** Sources of one step in each cell. */
typedef struct cell_source {
  double mass;                        /**< [kg s-1] */
  double mass_temp;                   /**< mass times its temperature [K kg s-1]. */
  double heat;                        /**< [W] */
  double species[FLUE_SPECIES_COUNT]; /**< [kg s-1] */
} cell_source;

typedef struct fire_state {
  flue_fire in;
  double suppressed_at, spray_density, release_at_suppression;
  double factor;      /**< Vapour given off over that in air, lagging the oxygen [1]. */
  double next_factor; /**< After the step under way. */
} fire_state;

struct flue_network {
  size_t n, n_cells, n_openings, n_fires;
  flue_atmosphere outside;
  double step_s, time_s;
  /* compartments */
  flue_compartment *room; /**< [n] */
  int *lower, *upper;     /**< Cells, [n]. */
  double *volume, *head;  /**< [m3]; outside pressure at mid height less that at 0 [Pa], [n]. */
  double *pressure;       /**< Of the last solve, gauge [Pa], [n]. */
  double *state_pressure; /**< Of mass and energy, gauge [Pa], [n]. */
  double *layer_m;        /**< [n] */
  double *radiation;      /**< Onto all surfaces from fires [W m-2], [n]. */
  double *old_loss;       /**< Heat to walls in the last step [W], [n]. */
  flue_wall_grid *wall;   /**< [n] */
  double *wall_temp;      /**< Lower then upper surfaces, [n][2][FLUE_WALL_CELLS]. */
  /* cells */
  int *room_of;                         /**< [n_cells] */
  double *mass, *temp, *size, *density; /**< size: volume [m3]; [n_cells]. */
  double *fraction;                     /**< [FLUE_SPECIES_COUNT][n_cells] */
  cell_source *source;                  /**< [n_cells] */
  double *in, *out;                     /**< Flows of the step [kg s-1], [n_cells]. */
  double *mix;                          /**< From this layer to its sibling [kg s-1], [n_cells]. */
  double *plume;                        /**< Entrained from lower to upper [kg s-1], [n]. */
  /* openings, fires */
  opening_state *opening;                     /**< [n_openings] */
  fire_state *fire;                           /**< [n_fires] */
  double *release, *design;                   /**< [W], [n_fires] */
  double *flow_out, *flow_back, *drop, *open; /**< For the view, [n_openings]. */
  stream *streams;                            /**< Of the step, [n_streams]. */
  size_t n_streams;
  /* solvers */
  flue_sparse *pressure_matrix, *transport_matrix;
  double *residual, *scale, *direction, *start; /**< [n] */
  double *rhs;                                  /**< [1 + FLUE_SPECIES_COUNT][n_cells] */
  double *energy;                               /**< Of compartments in the step [J], [n]. */
  int *intra;    /**< Places (lower, upper) and (upper, lower) in the transport matrix, [n][2]. */
  int *diagonal; /**< [n_cells] */
  int *pressure_diagonal; /**< Places of the diagonal in the pressure matrix, [n]. */
  /* balance */
  double mass_in, mass_out, energy_in, energy_out, sensible_in, heat_released, heat_to_walls;
  double mass_start, energy_start;
};

/** @return 1 when the solve converged. Fills flows of all openings. dt <= 0: steady. */
int network_solve_pressure(flue_network *net, double dt);
/** Enthalpy source of a compartment for the pressure solve [K kg s-1 times cp = W]. */
double network_heat_source(const flue_network *net, size_t room);
/** Recomputes the effective area of an opening after its state changed. */
void network_update_area(opening_state *o);
/** Places of the flows' donors and takers; fills streams, in, out. */
void network_collect_streams(flue_network *net);
/** Moves mass, species and enthalpy over dt. @return FLUE_ENUMERIC when a mass would turn negative.
 */
flue_status network_transport(flue_network *net, double dt);
/** Fires: plume flows, sources of heat and species for the step that begins now. */
void network_burn(flue_network *net, double dt);
/** Walls and layer radiation over dt; takes heat out of `energy` and of the cells. */
void network_walls(flue_network *net, double dt);
/** Share of a stream of temperature temp that joins the upper layer of a compartment. */
double network_upper_share(const flue_network *net, size_t room, double temp);
/** Layers, densities and state pressures from mass and temperature of cells. */
void network_settle(flue_network *net);

#endif /* FLUE_SOLVER_NETWORK_INTERNAL_H */

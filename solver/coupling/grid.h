/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/coupling/grid.h  A compartment of the network whose gas the field engine moves.
 *
 * Both engines take the same steps. In each, the field shows the gas that stands at its openings
 * (ports) and how fast its gas expands; the network finds all pressures and flows of the building
 * with these; what passes the ports becomes the inflow and outflow of the field; and what the field
 * then really took is set against what the network gave, the difference being settled in the next
 * step, so that neither makes nor loses gas. Gas of both has one gas constant and one heat capacity
 * (models/gas.h).
 *
 * What the network does not know of: radiation out of openings into other compartments.
 * What the field does not know of: a trace, and whatever moves people.
 */
#ifndef FLUE_SOLVER_COUPLING_GRID_H
#define FLUE_SOLVER_COUPLING_GRID_H

#include "core/state.h"
#include "solver/field/field.h"
#include "solver/network/network.h"

/** A port and the surfaces of the grid through which its gas comes in and goes out. Ports may share
 *  them, doors use one for both. */
typedef struct flue_grid_port {
  flue_port port;
  double z_m;        /**< Bottom of the strip, or the height of the end, above the ground [m]. */
  size_t surface[2]; /**< In, out. */
} flue_grid_port;

/** A fire on the grid. */
typedef struct flue_grid_fire {
  size_t fire;      /**< Of the network. */
  size_t surface;   /**< The burner. */
  double area_rate; /**< Release per burning area [W m-2]. */
} flue_grid_fire;

/** Everything of a grid. Arrays borrowed while the grid lives. */
typedef struct flue_grid_input {
  size_t room;
  flue_field_input field; /**< Gases, reaction and ambient air are set by the grid. */
  size_t n_ports, n_fires;
  const flue_grid_port *ports;
  const flue_grid_fire *fires;
} flue_grid_input;

/** Gas at a height, as the mean over the room. */
typedef struct flue_grid_gas {
  double temp_k, density;
  double speed; /**< [m s-1] */
  double fraction[FLUE_SPECIES_COUNT];
} flue_grid_gas;

/** The gas it holds and what became of the gas that passed. */
typedef struct flue_grid_balance {
  double mass;   /**< In the grid [kg]. */
  double gained; /**< Mass by ports since the start [kg]. */
  double owed;   /**< Mass that the network gave and the field has not taken yet [kg]. */
} flue_grid_balance;

typedef struct flue_grid flue_grid;

/** @param network  As it starts. @param fuel  Of the fires; NULL without. */
flue_status flue_grid_create(flue_ctx *ctx, const flue_grid_input *input,
                             const flue_compartment *compartment, const flue_network *network,
                             const flue_fuel *fuel, flue_grid **out);
void flue_grid_destroy(flue_grid **grid);
/** Step that its flow allows [s]. */
double flue_grid_wish(const flue_grid *grid);
/** Before a step of the network: ports, pressure, expansion; fires take what they want to burn. */
void flue_grid_offer(flue_grid *grid, flue_network *network, double dt);
/** After it: the same step with what passed the ports. */
flue_status flue_grid_follow(flue_ctx *ctx, flue_grid *grid, flue_network *network, double t_end_s,
                             double dt);
/** Shows two layers in the place of the gas. */
void flue_grid_show(flue_grid *grid, flue_network *network);
/** The mean at a height above the floor. */
void flue_grid_gas_at(const flue_grid *grid, double height_m, flue_grid_gas *out);
/** Under the ceiling at a distance from the first fire, or anywhere without one. */
void flue_grid_ceiling_at(const flue_grid *grid, double radius_m, flue_grid_gas *out);
/** Soot in a cell of its field's view [kg m-3]. */
double flue_grid_soot_at(const flue_grid *grid, const flue_field_view *view, size_t cell);
void flue_grid_get_balance(const flue_grid *grid, flue_grid_balance *out);
const flue_field *flue_grid_field(const flue_grid *grid);
void flue_grid_state(flue_grid *grid, flue_state *state);

#endif /* FLUE_SOLVER_COUPLING_GRID_H */

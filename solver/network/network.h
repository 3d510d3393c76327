/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/network/network.h  Smoke in the whole building: compartments, openings, fires, one
 * pressure solve.
 *
 * Each compartment is well mixed or has two layers. One gauge pressure for each is found from the
 * conservation of energy, which fixes the volume flow through a compartment (enthalpy form):
 *
 *     sum F_k cp T_k - Q + V / (gamma - 1) (p - p_old) / dt = 0
 *
 * with flows F_k(p) of all openings, backward Euler in time. Newton's method with a line search on
 * the convex potential converges always, since all flows rise with the pressure difference. With
 * the flows known, mass, species and enthalpy of all layers follow from one implicit upwind system,
 * positive by construction and conservative to rounding. Walls take heat by conduction.
 *
 * Range: gas below 1500 K, flow far below the speed of sound, one gas constant. See docs/theory.md.
 */
#ifndef FLUE_SOLVER_NETWORK_H
#define FLUE_SOLVER_NETWORK_H

#include <stddef.h>

#include "core/state.h"
#include "core/status.h"
#include "models/fire.h"
#include "models/gas.h"
#include "models/wall.h"

/** The air outside, as an end of an opening. */
#define FLUE_OUTSIDE ((size_t)-1)

/** A space of air. */
typedef struct flue_compartment {
  int is_two_layer;    /**< 0: well mixed. */
  double z_m;          /**< Height of the floor above the ground storey [m]. */
  double height_m;     /**< Above 0 [m]. */
  double area_m2;      /**< Floor area, above 0 [m2]. */
  double wall_area_m2; /**< Vertical surface [m2]. */
  double slab_area_m2; /**< Floor and ceiling together [m2]; 0 in a lift shaft or riser. */
  double temp_k;       /**< At the start [K]. */
  flue_material wall;  /**< Of all its surfaces. */
} flue_compartment;

typedef enum flue_opening_kind {
  FLUE_OPENING_SLOT,  /**< In a wall, from z_bottom to z_top: door, window, crack. */
  FLUE_OPENING_HATCH, /**< In a floor at z_bottom; `from` lies below `to`. */
  FLUE_OPENING_FAN,   /**< Moves air from `from` to `to`: flow falls with back pressure. */
} flue_opening_kind;

/** A way for air between two compartments or a compartment and the outside. */
typedef struct flue_opening {
  flue_opening_kind kind;
  size_t from, to;        /**< Compartments; one may be FLUE_OUTSIDE. */
  double z_bottom, z_top; /**< Heights above the ground storey [m]; above each other for slots. */
  double area_m2;         /**< When fully open [m2]; 0 for cracks. */
  double cd;              /**< Discharge coefficient when open [1]. */
  double leak_m2;         /**< Leak area when closed [m2]. */
  double exponent;        /**< Of the flow law [1]: 0.5 orifice, 0.65 cracks. */
  double open;            /**< Share that is open at the start, 0 to 1; for fans: running share. */
  double wind_pa;         /**< Wind pressure at an outside end [Pa]. */
  double
      exchange_m2; /**< Hatch: free area for buoyant exchange besides the net flow [m2]; 0: none. */
  double fan_flow; /**< Fan: flow without back pressure [m3 s-1]. */
  double fan_pressure; /**< Fan: back pressure at which the flow stops, above 0 [Pa]. */
} flue_opening;

/** A fire in a compartment. */
typedef struct flue_fire {
  size_t compartment;
  double base_m; /**< Height of the fuel surface above the floor [m]. */
  flue_design_fire design;
  flue_fuel fuel;
} flue_fire;

/** A building. Arrays are copied. */
typedef struct flue_network_input {
  flue_atmosphere outside;
  size_t n_compartments, n_openings, n_fires;
  const flue_compartment *compartments;
  const flue_opening *openings;
  const flue_fire *fires;
  double step_s; /**< Longest time step [s], above 0. */
} flue_network_input;

/** Totals since the start: what entered, left, and is stored, and what is missing. */
typedef struct flue_network_balance {
  double mass_in, mass_out, mass_stored;       /**< [kg]; stored: change since the start. */
  double heat_released;                        /**< By fires [J]. */
  double energy_in, energy_out, energy_stored; /**< Internal energy and enthalpy [J]. */
  double heat_to_walls;                        /**< By convection and layer radiation [J]. */
  double mass_error;                           /**< |in - out - stored| over in [1]. */
  double energy_error; /**< |in + released - out - walls - stored| over the heat released and the
                            sensible heat that entered [1]. */
} flue_network_balance;

/** What the engine knows now. Pointers are borrowed until the next advance. */
typedef struct flue_network_view {
  double time_s;
  size_t n_compartments, n_openings, n_fires, n_cells;
  const int *lower; /**< Cell of the lower layer (or of all), [n_compartments]. */
  const int *upper; /**< Cell of the upper layer, -1 when mixed, [n_compartments]. */
  const double
      *pressure; /**< Above the outside, both at mid height of the room [Pa], [n_compartments]. */
  const double *layer_m;          /**< Height of the interface above the floor [m]; 0 when mixed. */
  const double *temp;             /**< [K], [n_cells]. */
  const double *density;          /**< [kg m-3], [n_cells]. */
  const double *fraction;         /**< Mass fractions, [FLUE_SPECIES_COUNT][n_cells]. */
  const double *flow, *back_flow; /**< From `from` to `to`, and back [kg s-1], [n_openings]. */
  const double *pressure_drop;    /**< p_from - p_to at mid height [Pa], [n_openings]. */
  const double *open;             /**< Share open now, [n_openings]. */
  const double *heat_release;     /**< [W], [n_fires]. */
  const double *design_release;   /**< With all the air it needs [W], [n_fires]. */
} flue_network_view;

typedef struct flue_network flue_network;

/** Builds the engine and finds the steady pressures of stack effect, wind and fans. */
flue_status flue_network_create(flue_ctx *ctx, const flue_network_input *input, flue_network **out);
void flue_network_destroy(flue_network **network);
/** Advances to t_end [s]. @return FLUE_OK, or FLUE_ENUMERIC naming compartment and residual. */
flue_status flue_network_advance(flue_ctx *ctx, flue_network *network, double t_end);
void flue_network_get(const flue_network *network, flue_network_view *view);
void flue_network_get_balance(const flue_network *network, flue_network_balance *balance);
/** Compartment with the largest residual of the last pressure solve: where a failure is. */
size_t flue_network_worst(const flue_network *network);
/** Mass fractions of one cell as an array [FLUE_SPECIES_COUNT]. */
void flue_network_get_fractions(const flue_network *network, int cell, double *fraction);
/** Opens or closes an opening, or sets the running share of a fan; 0 to 1. */
void flue_network_set_open(flue_network *network, size_t opening, double share);
/** Sprinklers opened on a fire at t_s with the given spray density [m s-1]; the first call counts.
 */
void flue_network_suppress(flue_network *network, size_t fire, double t_s, double density);
/** Saves or restores everything that changes. */
void flue_network_state(flue_network *network, flue_state *state);

#endif /* FLUE_SOLVER_NETWORK_H */

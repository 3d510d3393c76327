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
 * Where a building's temperatures are given, all compartments hold theirs and flows balance by
 * mass, sum F_k = 0 (the form of CONTAM): the same matrix with weights 1 instead of T_k.
 *
 * Range: gas below 1500 K, flow far below the speed of sound, one gas constant. See docs/theory.md.
 */
#ifndef FLUE_SOLVER_NETWORK_H
#define FLUE_SOLVER_NETWORK_H

#include <stddef.h>

#include "core/state.h"
#include "core/status.h"
#include "models/ambient.h"
#include "models/facade.h"
#include "models/fire.h"
#include "models/flow_element.h"
#include "models/gas.h"
#include "models/glass.h"
#include "models/plume_rise.h"
#include "models/wall.h"

/** The air outside, as an end of an opening. */
#define FLUE_OUTSIDE ((size_t)-1)

/** A surface that no heat passes. */
#define FLUE_ADIABATIC ((size_t)-1)

/** How the gas of a compartment is divided. */
typedef enum flue_zone {
  FLUE_ZONE_MIXED,     /**< One gas. */
  FLUE_ZONE_TWO_LAYER, /**< Hot gas above cool. */
  FLUE_ZONE_AUTO,      /**< One gas until hot gas comes, and again when layers are alike. */
  FLUE_ZONE_FIELD,     /**< Its gas is another engine's; see the ports below. */
} flue_zone;

/** Surfaces of a compartment. The walls are parted at the interface of the layers. */
typedef enum flue_surface {
  FLUE_CEILING,
  FLUE_UPPER_WALL,
  FLUE_LOWER_WALL,
  FLUE_FLOOR,
  FLUE_SURFACE_COUNT
} flue_surface;

/** A space of air: a box, or of an area that varies with height. */
typedef struct flue_compartment {
  flue_zone zone;
  double z_m;                  /**< Height of the floor above the ground storey [m]. */
  double height_m;             /**< Above 0 [m]. */
  double area_m2;              /**< Floor area, above 0 [m2]. */
  double width_m, depth_m;     /**< Along x and y [m]; 0: a square of that area. */
  size_t n_profile;            /**< 0: the same area at all heights. */
  const double *profile_z;     /**< Heights above the floor, rising from 0 [m]; borrowed. */
  const double *profile_area;  /**< Areas there, linear between [m2]; borrowed. */
  double wall_area_m2;         /**< Vertical surface [m2]. */
  double slab_area_m2;         /**< Floor and ceiling together [m2]; 0 in a lift shaft or riser. */
  double temp_k;               /**< At the start [K]. */
  size_t ceiling, wall, floor; /**< Build-ups; FLUE_ADIABATIC. */
  int is_corridor;             /**< Hot gas runs along its longer side in a front as wide as it. */
} flue_compartment;

/** A slab or wall between two compartments: the back of a surface of the one is the face of the
 *  other's. Counts from both sides. */
typedef struct flue_heat_link {
  size_t from, to;      /**< Compartments. */
  flue_surface surface; /**< Of `from`; walls: FLUE_UPPER_WALL stands for both parts. */
  double share;         /**< Of the surface that `to` lies behind [1]. */
} flue_heat_link;

typedef enum flue_opening_kind {
  FLUE_OPENING_SLOT,    /**< In a wall, from z_bottom to z_top: door, window, crack. */
  FLUE_OPENING_HATCH,   /**< In a floor at z_bottom; `from` lies below `to`. */
  FLUE_OPENING_FAN,     /**< Moves air from `from` to `to`: flow falls with back pressure. */
  FLUE_OPENING_BLOWER,  /**< As a fan, with constant flow up to a back pressure. */
  FLUE_OPENING_ELEMENT, /**< By a flow element; each end has its height. */
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
  flue_wind_end wind;     /**< What the wind of a changing outside adds to that. */
  double
      exchange_m2; /**< Hatch: free area for buoyant exchange besides the net flow [m2]; 0: none. */
  int is_round;    /**< Hatch: shape. */
  double fan_flow; /**< Fan: flow without back pressure [m3 s-1]. */
  double fan_pressure; /**< Fan: back pressure at which the flow stops, above 0 [Pa]. */
  double cutoff_pa[2]; /**< Blower: back pressures at which the flow begins to fall and is gone,
                          rising [Pa]. */
  double end_z[2];     /**< Blower, element: height of its ends at `from` and `to` [m]. */
  double end_size[2];  /**< Blower: vertical extent of its ends [m]; 0: horizontal. */
  const flue_flow_element *element;  /**< Element: its law; borrowed while the network lives. */
  double multiplier;                 /**< Element: so many of them [1]. */
  double filter_from, filter_share;  /**< Soot and trace kept from that time on [s], [1]. */
  size_t n_ramp;                     /**< Points of the share over time; 0: constant. */
  const double *ramp_t, *ramp_share; /**< Rising times [s]; shares, linear between; borrowed. */
  int is_placed[2];                  /**< Slot: whether its place at `from` and `to` is known. */
  double place[2][2]; /**< Its middle there: x and y from the corner of the compartment [m]. */
  int facade;         /**< Slot to the outside: 1 front, 2 right, 3 rear, 4 left; other walls by a
                         number above 4; 0: not known. */
  double facade_m[2]; /**< Its middle along that wall, and where the wall stands across [m]. */
  size_t n_strips;    /**< Slot: it is cut into so many, one above the other; 0: one. */
  const double *strip_z; /**< Heights of their edges, rising from z_bottom to z_top [n_strips + 1];
                            borrowed for the call that creates the network. */
} flue_opening;

/** No target, no sensor. */
#define FLUE_NO_DEVICE ((size_t)-1)

/** What sets something off: the first of these to come; NaN and FLUE_NO_DEVICE for none. */
typedef struct flue_trigger {
  double time_s;
  double temp_k;    /**< Of the face of a target, or the element of a sensor. */
  double flux_w;    /**< Onto a target [W m-2]. */
  size_t target;    /**< Watched target. */
  size_t sensor;    /**< Watched sensor: its own response counts. */
  double delay_s;   /**< From then until it acts [s]. */
  int is_momentary; /**< It ends when the target or sensor no longer asks for it. */
} flue_trigger;

/** The trigger that never comes. */
#define FLUE_NO_TRIGGER                                                    \
  (flue_trigger) {                                                         \
    .time_s = NAN, .temp_k = NAN, .flux_w = NAN, .target = FLUE_NO_DEVICE, \
    .sensor = FLUE_NO_DEVICE                                               \
  }

/** An opening or fan whose share changes when a trigger comes. */
typedef struct flue_switch {
  size_t opening;
  double before, after; /**< Shares [1]. */
  flue_trigger when;
} flue_switch;

typedef enum flue_control_kind { FLUE_CONTROL_PI, FLUE_CONTROL_ON_OFF } flue_control_kind;

/** An opening or fan whose share holds a pressure difference. */
typedef struct flue_controller {
  flue_control_kind kind;
  size_t opening;
  size_t from, to;    /**< Measured: pressure of `from` less that of `to`; FLUE_OUTSIDE: without the
                         wind. */
  double z_m;         /**< Height above the ground storey at which it is measured [m]. */
  double setpoint_pa; /**< [Pa] */
  double gain;        /**< Share for each Pa of error; below 0: for openings that relieve. */
  double integral_s;  /**< As in flue_pi; infinity: none [s]. */
  double low, high;   /**< Limits of the share. */
  double band_pa;     /**< On-off: between switching off and on [Pa]. */
  double every_s;     /**< Between samples, above 0 [s]. */
  double start;       /**< Share before it acts. */
  flue_trigger when;  /**< Acts from then; no cause: from the start. */
  int waits;          /**< Acts from flue_network_begin_control on instead. */
} flue_controller;

/** A pane in an opening: shut until it breaks. */
typedef struct flue_glazing {
  size_t opening, compartment; /**< Heated from that side. */
  double top_m, height_m;      /**< Upper edge above the floor, height [m]. */
  flue_glass glass;
  double breaks_at_k; /**< At a temperature of the gas [K]; NaN: not by that. */
  double limit_k;     /**< At a difference of the pane and its edge, which stays at the starting
                         temperature [K]; NaN: not by that. */
  double falls;       /**< Share that is open afterwards [1]. */
} flue_glazing;

/** A fire by rows over time since it was lit; linear between, held after the last. Borrowed. */
typedef struct flue_fire_table {
  size_t n; /**< 0: the design fire counts. */
  const double *time_s, *heat_w;
  const double *base_m, *area_m2;              /**< NULL: constant. */
  const double *co, *soot, *hcn, *hcl, *trace; /**< Mass per mass burnt; all NULL: of the fuel. */
} flue_fire_table;

/** A fire in a compartment. */
typedef struct flue_fire {
  size_t compartment;
  double x_m, y_m; /**< From the corner of the compartment; NaN: its middle. */
  double base_m;   /**< Height of the fuel surface above the floor [m]. */
  flue_design_fire design;
  flue_fuel fuel;
  flue_fire_table table;
  flue_trigger when;
  int by_flame; /**< Lit once a flame from a window below stands before an open window of its
                   compartment, after the delay of its trigger. */
  flue_plume_kind plume;  /**< Heskestad's when left 0. */
  double length_m;        /**< Line: of the fire [m]. */
  double spill_m, edge_m; /**< Balcony: width of the spill, its edge above the floor [m]. */
  double e_coefficient;   /**< Of flue_sprinkler_share_of_water where has_e_coefficient; else
                             sprinklers act as Evans found. */
  int has_e_coefficient;
} flue_fire;

/** An object whose heating is followed. */
typedef struct flue_target {
  size_t compartment;
  double x_m, y_m, z_m; /**< From the corner of the compartment at its floor. */
  double normal[3];     /**< Unit vector out of its front. */
  int is_cylinder;
  int is_adiabatic;       /**< Takes up no heat. */
  flue_material material; /**< Thickness: of the plate, or diameter. */
  double depth_m;         /**< Of its inner temperature below the front. */
  double convection[2];   /**< Coefficients of front and back [W m-2 K-1]; NaN: by the gas. */
} flue_target;

typedef enum flue_sensor_kind {
  FLUE_SENSOR_SPRINKLER,
  FLUE_SENSOR_HEAT,
  FLUE_SENSOR_SMOKE,
  FLUE_SENSOR_RATE,  /**< Heat detector that responds to a rate of rise or a temperature. */
  FLUE_SENSOR_BEAM,  /**< Smoke detector by the light lost between two points. */
  FLUE_SENSOR_FLAME, /**< By the radiation of flames in view. */
  FLUE_SENSOR_MIST,  /**< Water mist nozzle: a sprinkler whose water cools the gas. */
  FLUE_SENSOR_RISE   /**< Smoke detector that stands for a rise of the gas temperature. */
} flue_sensor_kind;

/** Whether what responds is a head with water: a sprinkler or a nozzle. */
int flue_sensor_is_wet(flue_sensor_kind kind);

/** A sprinkler or detector at a place. */
typedef struct flue_sensor {
  flue_sensor_kind kind;
  size_t compartment;
  double x_m, y_m, z_m;
  double threshold;  /**< Heat, rise: element [K]; smoke: light extinction inside [m-1]; beam: light
                        lost [1]; flame: radiation [W m-2]. */
  double rti;        /**< [m^(1/2) s^(1/2)] */
  double conduction; /**< To the fitting at the starting temperature [m^(1/2) s^(-1/2)]; 0: none. */
  double density;    /**< Sprinkler, mist: spray density [m s-1]; 0: none. */
  double water_kg;   /**< Mist: water flow [kg s-1]. */
  double evaporates; /**< Mist: share of it that evaporates in gas above 100 C [1]. */
  double rate, lag_s; /**< Rate of rise [K s-1], lag of its second element [s]. */
  double end_m[3];    /**< Beam: its other end, as its place [m]. */
  double normal[3];   /**< Flame: unit vector along the axis of its view. */
  double view_cosine; /**< Flame: of half the angle of its view [1]. */
  double hold_s;      /**< It responds after the threshold was passed for so long [s]. */
} flue_sensor;

/** Conditions held instead of computed, for furnaces and comparison with exact solutions; NaN:
 * none. */
typedef struct flue_imposed {
  double gas_k;                        /**< Temperature at which gas radiates [K]. */
  double h2o_pa, co2_pa;               /**< Partial pressures of radiating gas [Pa]. */
  double flux_w;                       /**< Radiation onto adiabatic targets [W m-2]. */
  double flame_w;                      /**< Radiation of each flame, from its base [W]. */
  size_t n_furnace;                    /**< Points of the furnace's temperature; 0: none. */
  const double *furnace_t, *furnace_k; /**< [s], [K]; borrowed. */
} flue_imposed;
/** Trace given off in a compartment. */
typedef struct flue_trace_source {
  size_t compartment;
  double rate;                       /**< [kg s-1] */
  size_t n_ramp;                     /**< Points of the share over time; 0: constant. */
  const double *ramp_t, *ramp_share; /**< Rising times [s]; shares, linear between; borrowed. */
} flue_trace_source;

/** A building. Arrays are copied but for those marked borrowed. */
typedef struct flue_network_input {
  flue_atmosphere outside;
  flue_ambient ambient; /**< The outside over time, in the place of the above but for its lapse. */
  double gravity;       /**< [m s-2]; 0: standard gravity. */
  int is_uniform; /**< Air outside has one density at all heights, and all air the density it has at
                     the pressure outside at height 0, as in CONTAM. */
  int is_held;    /**< Compartments keep their temperatures; flows balance by mass at every moment,
                     sum F = 0. All compartments are well mixed. */
  double humidity; /**< Relative, outside and inside [1]. */
  size_t n_build_ups, n_compartments, n_openings, n_fires, n_links, n_switches, n_targets,
      n_sensors, n_sources, n_controllers, n_glazings;
  const flue_build_up *build_ups;
  const flue_compartment *compartments;
  const flue_opening *openings;
  const flue_fire *fires;
  const flue_heat_link *links;
  const flue_switch *switches;
  const flue_controller *controllers;
  const flue_glazing *glazings;
  const flue_target *targets;
  const flue_sensor *sensors;
  const flue_imposed *imposed; /**< NULL: none. Copied. */
  const flue_trace_source *sources;
  double oxygen_limit; /**< Volume fraction at which burning ends [1]; NaN: by temperature. */
  double step_s;       /**< Longest time step [s], above 0. */
} flue_network_input;

/** What a fire does now. */
typedef struct flue_fire_view {
  double wanted;       /**< With all the air it needs [W]. */
  double release;      /**< [W] */
  double lower, upper; /**< Of that, in the layers [W]. */
  double convective;   /**< [W] */
  double vapour;       /**< Fuel given off [kg s-1]. */
  double plume;        /**< Gas carried into the upper layer [kg s-1]. */
  double flame_m;      /**< Mean flame height [m]. */
  double base_m, area_m2;
  double lit_s;    /**< Time it was lit, NaN before [s]. */
  double burnt_kg; /**< Fuel given off so far [kg]. */
} flue_fire_view;

/** What a target does now. */
typedef struct flue_target_view {
  double gas_k; /**< Of the gas around it. */
  double front_k, back_k, inner_k;
  double incident;                /**< Radiation onto its front [W m-2]. */
  double net;                     /**< Absorbed by its front in all [W m-2]. */
  double convective;              /**< To its front [W m-2]. */
  double flame, surfaces, layers; /**< Parts of the radiation onto the front [W m-2]. */
  double gauge;           /**< Radiation and convection onto a gauge at the starting temperature,
                             its own emission subtracted [W m-2]. */
  double gauge_radiative; /**< The same without convection [W m-2]. */
  double dose_gas, dose_heat; /**< Fractional effective doses [1]. */
  double optical_density;     /**< [m-1] */
  double climb;               /**< Of its face in the last step [K s-1]. */
  double flux_climb;          /**< Of the radiation onto its front [W m-2 s-1]. */
} flue_target_view;

/** What a sensor does now. */
typedef struct flue_sensor_view {
  double gas_k, gas_speed; /**< Around it [K], [m s-1]. */
  double extinction;       /**< Around it [m-1]. */
  double element; /**< Heat: element [K]; smoke: extinction inside [m-1]; beam: light lost [1];
                     flame: radiation [W m-2]; rise: gas [K]. */
  double rate;    /**< Rate of rise [K s-1]. */
  double climb;   /**< Of what it compares with its threshold, in the last step [per s]. */
  double since_s; /**< When the threshold was passed, NaN while it is not [s]. */
  double at_s;    /**< When it responded, NaN before [s]. */
  int is_on;      /**< Whether it would respond now. */
} flue_sensor_view;

/** What a controller does now. */
typedef struct flue_controller_view {
  double measured_pa;    /**< At the start of the last step [Pa]; NaN before. */
  double share;          /**< Of its opening. */
  double integral;       /**< Its integral part. */
  double next_s, come_s; /**< Next sample, when its trigger came [s]; NaN before. */
} flue_controller_view;

/** What a pane does now. */
typedef struct flue_glazing_view {
  double temp_k;   /**< [K] */
  double broken_s; /**< When it broke, NaN before [s]. */
} flue_glazing_view;

/** Totals since the start: what entered, left, and is stored, and what is missing. */
typedef struct flue_network_balance {
  double mass_in, mass_out, mass_stored;       /**< [kg]; stored: change since the start. */
  double heat_released;                        /**< By fires [J]. */
  double energy_in, energy_out, energy_stored; /**< Internal energy and enthalpy, what evaporates
                                                  water counts as gone [J]. */
  double heat_to_walls;                        /**< Into surfaces and targets [J]. */
  double mass_error;                           /**< |in - out - stored| over in and the mass at the
                                                    start [1]. */
  double energy_error; /**< |in + released - out - walls - stored| over the heat released, the
                            sensible heat that entered, that of walls, and the internal energy at
                          the start [1]. */
} flue_network_balance;

/** What the engine knows now. Pointers are borrowed until the next advance. */
typedef struct flue_network_view {
  double time_s;
  size_t n_compartments, n_openings, n_fires, n_cells;
  const int *lower; /**< Cell of the lower layer (or of all), [n_compartments]. */
  const int *upper; /**< Cell of the upper layer, -1 when mixed, [n_compartments]. */
  const double
      *pressure; /**< Above the outside, both at mid height of the room [Pa], [n_compartments]. */
  const double *layer_m;        /**< Height of the interface above the floor [m]; 0 when mixed. */
  const double *surface_k;      /**< Faces, [n_compartments][FLUE_SURFACE_COUNT]. */
  const double *temp;           /**< [K], [n_cells]. */
  const double *density;        /**< [kg m-3], [n_cells]. */
  const double *size;           /**< Volume [m3], [n_cells]. */
  const double *floor_pressure; /**< Above the outside, both at the floor [Pa], [n_compartments]. */
  const double *fraction;       /**< Mass fractions, [FLUE_SPECIES_COUNT][n_cells]. */
  const double *flow, *back_flow; /**< From `from` to `to`, and back [kg s-1], [n_openings]. */
  const double *pressure_drop;    /**< p_from - p_to at mid height [Pa], [n_openings]. */
  const double *open;             /**< Share open now, [n_openings]. */
  const double *flame_m;          /**< Flame out of it above its upper edge [m], [n_openings]. */
  const double *heat_release;     /**< [W], [n_fires]. */
  const double *design_release;   /**< With all the air it needs [W], [n_fires]. */
  const flue_fire_view *fire;     /**< [n_fires] */
  const double *vent_release; /**< Burning of vapour in flows and layers [W], [n_compartments] */
  const double *trace_kept;   /**< By the filter so far [kg], [n_openings]. */
  const double *trace_passed; /**< Through the opening so far [kg], [n_openings]. */
  flue_outside outside;       /**< As it is now. */
  size_t n_targets, n_sensors;
  const flue_target_view *target; /**< [n_targets] */
  const flue_sensor_view *sensor; /**< [n_sensors] */
  size_t n_controllers;
  const flue_controller_view *controller; /**< [n_controllers] */
  size_t n_glazings;
  const flue_glazing_view *glazing; /**< [n_glazings] */
  double peak_release;              /**< Most that all fires released in a step so far [W]. */
  double peak_temp;                 /**< Warmest gas after a step so far [K]. */
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
/** Lets a controller that waits act from now on. */
void flue_network_begin_control(flue_network *network, size_t controller);
/** Temperature of the flame from a window below that stands before an opening [K]; 0 without one.
 */
double flue_network_flame_at(const flue_network *network, size_t opening);
/** Opens or closes an opening, or sets the running share of a fan; 0 to 1. */
void flue_network_set_open(flue_network *network, size_t opening, double share);
/** Gives a compartment of a held network another temperature; counts from the next balance on. */
void flue_network_set_temperature(flue_network *network, size_t compartment, double temp_k);
/** Finds the flows of a held network for the doors, fans and temperatures it has now, starting from
 *  the pressures it had: cheap when little changed. Time stands still.
 *  @return FLUE_OK, FLUE_EARG for a network that is not held, FLUE_ENUMERIC. */
flue_status flue_network_balance_now(flue_ctx *ctx, flue_network *network);
/** Sprinklers opened on a fire at t_s with the given spray density [m s-1]; the first call
 *  counts. A fire that does not burn yet is not held back: the law of its decay is for fires that
 *  burn. */
void flue_network_suppress(flue_network *network, size_t fire, double t_s, double density);
/** Saves or restores everything that changes. */
void flue_network_state(flue_network *network, flue_state *state);

/* ---- compartments whose gas another engine moves (FLUE_ZONE_FIELD) ----
 *
 * The network finds the pressure of such a compartment with all others, from what its gas expands
 * by, and the flows through its openings, from the gas that stands at each of them: its ports. What
 * passes a port is told, so that the other engine can take it; nothing else of the compartment is
 * computed here. A strip of a slot, or another opening, is a port at each end that lies in such a
 * compartment.
 */

/** An end of a strip of an opening: 0 at `from`, 1 at `to`. */
typedef struct flue_port {
  size_t opening, strip;
  int end;
} flue_port;

/** Gas that stands at a port. */
typedef struct flue_port_gas {
  double temp_k;                       /**< [K] */
  double fraction[FLUE_SPECIES_COUNT]; /**< Mass fractions. */
  double rise_pa; /**< Pressure at the bottom of the strip, or the height of the opening, over that
                     at mid height of the compartment: the weight of the gas between [Pa]. */
} flue_port_gas;

/** What passed a port since it was last taken, into the compartment. */
typedef struct flue_exchange {
  double mass;                        /**< [kg] */
  double heat;                        /**< Enthalpy, FLUE_CP times heat content [J]. */
  double species[FLUE_SPECIES_COUNT]; /**< [kg] */
} flue_exchange;

/** The gas of a compartment as others see it: two layers that stand for it. */
typedef struct flue_room_gas {
  double pressure;  /**< Above the outside at mid height, by mass and energy [Pa]. */
  double volume;    /**< [m3] */
  double expansion; /**< Volume that sources in it make at constant pressure [m3 s-1]. */
  double layer_m;   /**< Height of the interface above the floor [m]. */
  double temp_k[2]; /**< Of the lower and the upper layer [K]. */
  double fraction[2][FLUE_SPECIES_COUNT];
} flue_room_gas;

/** Absolute pressure at mid height of a compartment whose pressure above the outside is 0 [Pa]. */
double flue_network_outside_at(const flue_network *network, size_t compartment);
void flue_network_set_port(flue_network *network, flue_port port, const flue_port_gas *gas);
/** Takes what passed a port, which begins again at 0. @param in, out  Into and out of the
 *  compartment; both are not negative. */
void flue_network_take_exchange(flue_network *network, flue_port port, flue_exchange *in,
                                flue_exchange *out);
void flue_network_set_room(flue_network *network, size_t compartment, const flue_room_gas *gas);
/** What a fire in such a compartment would release with air enough, sprinklers counted, in the
 *  middle of a step of dt that begins now [W]. */
double flue_network_wanted(const flue_network *network, size_t fire, double dt);
/** What it releases [W]. */
void flue_network_set_release(flue_network *network, size_t fire, double release);

#endif /* FLUE_SOLVER_NETWORK_H */

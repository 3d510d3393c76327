/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/network/network_internal.h  What the files of the network engine share. */
#ifndef FLUE_SOLVER_NETWORK_INTERNAL_H
#define FLUE_SOLVER_NETWORK_INTERNAL_H

#include <stdint.h>

#include "models/device.h"
#include "models/flow.h"
#include "models/plume.h"
#include "solver/network/network.h"
#include "solver/sparse.h"

#define NETWORK_NONE ((size_t)-1)

/** A flow of gas out of one cell into one compartment. */
typedef struct stream {
  int donor;              /**< Cell it leaves, -1: outside air or a port. */
  int taker;              /**< Compartment it enters, -1: outside or a port. */
  int from_port, to_port; /**< -1: none. */
  double flow;            /**< [kg s-1], above 0. */
  double temp;            /**< Of outside air [K]; unused for cells. */
  double upper;           /**< Share that joins the upper layer of the taker [1]. */
  double kept;            /**< Share of its soot and trace that a filter keeps [1]. */
  double drawn;           /**< Air of the lower layer drawn into a jet on its way up [kg s-1]. */
  size_t opening;
} stream;

/** Most streams an opening carries: two layers on either side. */
enum { streams_per_opening = 4 };

/** Weighted flow from `from` to `to`: enthalpy over cp [K kg s-1], mass when temperatures are held;
 *  its slope by the pressure difference; flows both ways together. */
typedef struct opening_flow {
  double enthalpy, slope, size;
} opening_flow;

/** Constants and state of one opening. */
typedef struct opening_state {
  flue_opening in;
  const flue_power_law *law; /**< One of the network's. */
  int is_idle;               /**< A fan that stands still while the start is sought. */
  double cda;                /**< Effective area now [m2]. */
  double z_span;             /**< z_top - z_bottom [m]. */
  double head_out[2]; /**< Outside pressure at bottom and top, less that at height 0, with wind
                         [Pa]; blower: at its two ends. */
  double temp_out;    /**< Outside temperature there [K]. */
  double density_out; /**< [kg m-3] */
  int jac[4];         /**< Places of (f,f), (t,t), (f,t), (t,f) in the pressure matrix. */
  double draw[2];     /**< Upper layer in what the ends at `from` and `to` draw, by volume [1]. */
  double exchange;    /**< Buoyant exchange each way in this step [kg s-1]. */
  double flow[streams_per_opening];   /**< from lower, from upper, to lower, to upper [kg s-1]. */
  double middle[streams_per_opening]; /**< Mean height of these flows [m]. */
  double drop;                        /**< Pressure difference at mid height [Pa]. */
  flue_element_ready ready;           /**< Element: its law with the gases of the step. */
  double part[2][2]; /**< Element: lower and upper layer in its gas at `from` and `to` [1]. */
  size_t first_term; /**< Its terms stand together from there. */
  size_t n_terms;    /**< Of the step. */
  opening_flow base; /**< Of the last solve, at `drop`. */
  double base_cda;   /**< Effective area then [m2]. */
  int has_base;
  int is_ahead[2]; /**< Hot gas of `from`, `to` has not come so far. */
  int port[2];     /**< At `from` and `to`; -1: none. */
  size_t next;     /**< Next strip of the same opening; NETWORK_NONE: the last. */
} opening_state;

/** A port, and what passed it. */
typedef struct port_state {
  flue_port_gas gas;
  double density; /**< [kg m-3] */
  flue_exchange in, out;
} port_state;

/** Most slabs of an opening with one gas on each side. */
enum { terms_per_opening = 3 };

/** What the flow of a slab or of a whole opening is but for the pressures of its compartments. */
typedef struct flow_term {
  const flue_power_law *law;         /**< NULL: by its element, or evaluated whole. */
  const flue_element_ready *element; /**< NULL: not by an element. */
  double bottom, top;       /**< Pressure differences when all gauge pressures are 0 [Pa]. */
  double out, back;         /**< Weighted flow for each unit of the law. */
  double middle;            /**< At mid height of the opening, in its first term [Pa]. */
  double fixed, fixed_size; /**< Buoyant exchange, from `from` less to it; both together. */
  int from, to, opening;    /**< Compartments; -1: outside. */
  double forward, backward; /**< Element: its flows at the pressures now [kg s-1]. */
  flue_element_flow exact;  /**< The same at a pressure difference `at` [Pa], by its law. */
  double at;
  opening_flow exact_slab; /**< Slab: by its law at gauge pressures that differ by `at`. */
  opening_flow last;       /**< As it was evaluated last. */
  double weight[2];        /**< Slab: of the gas at `from` and `to` in the balance. */
  int is_upper[2];         /**< Slab: whether that is of an upper layer. */
  int place[4];            /**< As opening_state's jac. */
} flow_term;

/** Sources of one step in each cell. */
typedef struct cell_source {
  double mass;                        /**< [kg s-1] */
  double mass_temp;                   /**< mass times its temperature [K kg s-1]. */
  double heat;                        /**< [W] */
  double spray;                       /**< Of the mass, from water mist [kg s-1]. */
  double species[FLUE_SPECIES_COUNT]; /**< [kg s-1] */
} cell_source;

typedef struct fire_state {
  flue_fire in;
  double suppressed_at, spray_density, release_at_suppression;
  double factor; /**< Vapour given off over that in air, lagging the oxygen [1]. */
  double usable; /**< Share of the oxygen in the plume that burns, lagging the limit [1]. */
  double next_factor, next_usable; /**< After the step under way. */
  double old_share; /**< Release over that in the open before the step under way [1]. */
  double images; /**< Strength of the fire with its images in near walls over its own [1]: for its
                      plume. */
  double jet_images; /**< The same for its jet under the ceiling. */
  const flue_plume_rise *plume;
  size_t next;   /**< Next fire in the same compartment. */
  double come_s; /**< When its trigger came, NaN before [s]. */
} fire_state;

/** Unburned fuel vapour in the building: the mean of all that was given off. */
typedef struct vapour {
  double given_off;                 /**< [kg] */
  double heat;                      /**< Of combustion [J kg-1]. */
  double yield[FLUE_SPECIES_COUNT]; /**< Mass made (+) or used (-) per mass burnt. */
} vapour;

/** Gas at a place. */
typedef struct gas_point {
  double temp_k, speed;
  double share; /**< Of the upper layer in its composition [1]. */
  double soot;  /**< [kg m-3] */
} gas_point;

/** Radiation in a compartment after the last step. */
typedef struct room_radiation {
  double radiosity[FLUE_SURFACE_COUNT]; /**< [W m-2] */
  double of_flames[2];                  /**< The same for the radiation of flames [m-1]. */
  double absorption[2];                 /**< Of the lower and the upper layer [m-1]. */
} room_radiation;

/** Since when the walls of a compartment were not worked out. */
typedef struct room_rest {
  double waited_s; /**< [s] */
  double gas_k[2]; /**< Lower and upper gas then [K]. */
  int is_calm;     /**< Its gas and surfaces had about the same temperature. */
} room_rest;

/** What targets of a compartment see, when it last changed enough to look anew. */
typedef struct room_look {
  double radiosity[FLUE_SURFACE_COUNT], absorption[2], temp[2]; /**< [W m-2], [m-1], [K] */
  double layer_m;                                               /**< [m] */
  uint64_t stamp; /**< Counts the changes; 0: never looked. */
} room_look;

/** Views between the horizontal planes of a compartment, kept while the interface rests. */
typedef struct room_views {
  double below;                      /**< Height of the interface they belong to [m]; NaN: none. */
  double across, to_above, to_below; /**< Ceiling to floor, to the interface; floor to it. */
} room_views;

/** Rays that look around from a face of a target, and what they end at. */
enum { rays_per_face = 32, target_hits_wall = 0, target_hits_ceiling, target_hits_floor };
typedef struct target_rays {
  double end_z[rays_per_face], top_z[rays_per_face]; /**< End, higher end above the floor [m]. */
  double per_rise[rays_per_face];                    /**< 1 / rise or fall [m-1]. */
  double length[rays_per_face];                      /**< [m] */
  int hit[rays_per_face];
} target_rays;

typedef struct target_state {
  flue_target in;
  double from[3];                /**< Its place, inside the compartment [m]. */
  target_rays rays[2];           /**< Of front and back. */
  flue_wall_grid grid;           /**< From the front to the back. */
  double temp[FLUE_WALL_CELLS];  /**< [K] */
  double dried[FLUE_WALL_CELLS]; /**< Heat taken up by bound water [J m-2]. */
  double front_k, back_k;
  double seen[2][2]; /**< Radiation of surfaces and of layers onto front and back [W m-2]. */
  uint64_t stamp;    /**< Of the look of its compartment it was found for. */
  int is_watched;    /**< By a trigger: followed in every step. */
} target_state;

/** Hot gas that enters a compartment in a step. */
typedef struct hot_inflow {
  double heat;      /**< Above the air below [W]. */
  double strongest; /**< Largest part of it [W]. */
  double at_m[2];   /**< Where that enters, x and y; NaN: not known. */
  double angle;     /**< Over which it spreads from there. */
  double risen;     /**< Largest part that rises through a hatch in the floor [W]. */
  double hatch_m2;  /**< Area of that hatch [m2]. */
} hot_inflow;

/** Front of the hot gas under a ceiling. */
typedef struct gas_front {
  int is_running;
  double at_m[2]; /**< Where it began, x and y. */
  double angle;   /**< Over which it spreads. */
  double climbed; /**< Share of the height over the fire that it rose [1]. */
  double run_m;   /**< How far it came; infinity: everywhere. */
} gas_front;

/** Why a step had no solution. */
typedef struct step_failure {
  const char *reason; /**< Static; NULL: the pressures. */
  size_t room;
} step_failure;

struct flue_network {
  size_t n_shown; /**< Openings as they were given, without further strips. */
  size_t n_ports;
  port_state *port;    /**< [n_ports] */
  double *expansion;   /**< Of compartments of another engine [m3 s-1], [n]. */
  double *far_release; /**< Of fires in them [W], [n_fires]. */
  size_t n, n_cells, n_openings, n_fires, n_links, n_switches, n_targets, n_sensors, n_build_ups,
      n_controllers, n_glazings;
  flue_atmosphere outside; /**< As it is now. */
  flue_ambient ambient;
  flue_outside weather;           /**< As it is now. */
  double reference_k;             /**< Outside at the start: sensible heat counts from it [K]. */
  double air[FLUE_SPECIES_COUNT]; /**< Outside. */
  double gravity;                 /**< [m s-2] */
  int is_uniform, is_held;
  size_t n_sources;
  flue_trace_source *trace_source; /**< [n_sources] */
  double slack; /**< Of balances asked for one by one, times the usual tolerance; 0: that. */
  double oxygen_limit;
  flue_imposed imposed;
  double stop_s;                  /**< End of the advance under way [s]. */
  double target_wait_s;           /**< Since targets without watchers were followed [s]. */
  double step_s, time_s, dt_s;    /**< dt_s: the step wanted next. */
  double last_s;                  /**< Length of the last step; 0: none. */
  double peak_release, peak_temp; /**< [W], [K] */
  /* compartments */
  flue_compartment *room;    /**< [n] */
  int *lower, *upper;        /**< Cells, [n]; upper -1: one gas. */
  int *second;               /**< Cell kept for an upper layer, -1: none, [n]. */
  double *alike_s;           /**< For how long the layers were alike [s], [n]. */
  double *volume, *head;     /**< [m3]; outside pressure at mid height less that at 0 [Pa], [n]. */
  double *pressure;          /**< Of the last solve, gauge [Pa], [n]. */
  double *state_pressure;    /**< Of mass and energy, gauge [Pa], [n]. */
  double *layer_m;           /**< [n] */
  flue_wall_grid *grid;      /**< [n_build_ups] */
  flue_wall_step *wall_step; /**< Of the step, [n_build_ups]. */
  double *wall_dried;        /**< Heat taken up by bound water [J m-2], as wall_temp; [0]: none. */
  int has_bound_water;       /**< In any build-up. */
  double *wall_temp;         /**< [n][FLUE_SURFACE_COUNT][FLUE_WALL_CELLS] */
  double *face;              /**< [n][FLUE_SURFACE_COUNT] */
  double *open_area; /**< Openings to the outside in the surfaces, in ceiling, walls and floor [m2],
                        in this step, [n][FLUE_SURFACE_COUNT]. */
  double *face_flux; /**< Into faces in the last step [W m-2], [n][FLUE_SURFACE_COUNT]. */
  flue_wall_step *late_step; /**< With the time that walls rested. */
  size_t *due, *alike; /**< Compartments whose walls are worked out in a step, together, [n]. */
  double *to_walls;    /**< Heat to the walls of each in a step [J], [n]. */
  room_rest *rest;     /**< [n] */
  room_radiation *radiation;    /**< [n] */
  room_views *views;            /**< [n] */
  size_t *first_fire;           /**< [n] */
  flue_facade_flame *flame_out; /**< [n_openings] */
  double *flame_out_m;          /**< Above the opening [m], [n_openings]. */
  size_t n_flames_out;
  gas_front *front;   /**< [n] */
  hot_inflow *hot_in; /**< [n] */
  int has_fronts;     /**< Some front has not reached all of its compartment. */
  /* cells */
  int *room_of;                         /**< [n_cells] */
  double *mass, *temp, *size, *density; /**< size: volume [m3]; [n_cells]. */
  double *fraction;                     /**< [FLUE_SPECIES_COUNT][n_cells] */
  cell_source *source;                  /**< [n_cells] */
  double *in, *out;                     /**< Flows of the step [kg s-1], [n_cells]. */
  double *gain; /**< Heat from surfaces and by radiation of the last step, expected of this one [W],
                   [n_cells]. */
  double *cleaned;   /**< Gas that loses its soot to surfaces [m3 s-1], [n_cells]. */
  double *soot_kept; /**< Soot on surfaces so far [kg], [n]. */
  double *draught;   /**< Gas that entered the lower layer through walls in the last step [m3 s-1],
                        [n]. */
  double *fresh_o2;  /**< Oxygen that enters it through openings, in streams rich enough to burn,
                        as flames know it [kg s-1], [n]. */
  double *fresh_in;  /**< The same in the last step alone, [n]. */
  double *supply,
      *supply_o2;         /**< Gas and oxygen that entered in the last step [kg s-1], [n_cells]. */
  double *mix;            /**< From this layer to its sibling [kg s-1], [n_cells]. */
  double *plume;          /**< Entrained from lower to upper [kg s-1], [n]. */
  double *plume_growth;   /**< By the height of the interface [kg s-1 m-1], [n]. */
  double *plume_least;    /**< Without which fires lack the oxygen they burn [kg s-1], [n]. */
  double *floor_pressure; /**< For the view, [n]. */
  double *old_temp, *old_gain, *old_layer; /**< Before the step, [n_cells], [n_cells], [n]. */
  double *expected;     /**< Heat from surfaces that its flows count on [W], [n_cells]. */
  double *new_temp;     /**< After its flows, [n_cells]. */
  double caution;       /**< Share of what flows brought that burning counts on [1]. */
  step_failure failure; /**< Of the last step that failed. */
  double change;        /**< Of its flows over what a step may change [1]. */
  double *spill;        /**< Entrained from upper to lower [kg s-1], [n]. */
  /* openings, fires */
  opening_state *opening;                /**< [n_openings] */
  fire_state *fire;                      /**< [n_fires] */
  flue_fire_view *fire_view;             /**< As they burn in the middle of a step, [n_fires]. */
  flue_heat_link *link;                  /**< From both sides, by compartment, [n_links]. */
  size_t *first_link;                    /**< Of each compartment, [n + 1]. */
  flue_switch *switches;                 /**< [n_switches] */
  double *switched_s;                    /**< When its trigger came, NaN before, [n_switches] */
  flue_controller *controller;           /**< [n_controllers] */
  flue_controller_view *controller_view; /**< [n_controllers] */
  flue_glazing *glazing;                 /**< [n_glazings] */
  flue_glazing_view *glazing_view;       /**< [n_glazings] */
  flue_fire_view *fire_before;           /**< Fires at the start of the step, [n_fires]. */
  flue_fire_view *fire_now;              /**< Fires at the end of the step, [n_fires]. */
  double *release, *design;              /**< Of these [W], [n_fires]. */
  double *vent_release;                  /**< [W], [n] */
  double
      *vent_heat; /**< Of vapour that the air drawn by jets can burn, for the next step [W], [n]. */
  vapour vapour;
  double *flow_out, *flow_back, *drop, *open; /**< For the view, [n_openings]. */
  double *trace_kept, *trace_passed;          /**< [kg], [n_openings] */
  stream *streams;                            /**< Of the step, [n_streams]. */
  size_t n_streams;
  /* devices */
  target_state *target;          /**< [n_targets] */
  room_look *look;               /**< [n] */
  flue_target_view *target_view; /**< [n_targets] */
  flue_sensor *sensor;           /**< [n_sensors] */
  flue_sensor_view *sensor_view; /**< [n_sensors] */
  flue_smoke_way *smoke_way;     /**< [n_sensors] */
  /* solvers */
  flue_sparse *pressure_matrix, *transport_matrix;
  flue_power_law *law; /**< Laws of openings, each once, [n_laws]. */
  size_t n_laws;
  flow_term *term; /**< Of all openings one after the other. */
  double
      *mixing; /**< Expansion by mixing in the last step, expected of this one [K kg s-1], [n]. */
  double *heat_rate; /**< What sources add to mass times temperature [K kg s-1]; held temperatures:
                        what storage takes from the mass [kg s-1], less than 0; [n]. */
  double *residual, *scale, *direction, *start; /**< [n] */
  double *rhs;                                  /**< [1 + FLUE_SPECIES_COUNT][n_cells] */
  double *filtered; /**< Right-hand sides of soot and trace, [2][n_cells]. */
  int has_filters;
  double *energy; /**< Of compartments in the step [J], [n]. */
  int *intra;     /**< Places (lower, upper) and (upper, lower) in the transport matrix, [n][2]. */
  int *diagonal;  /**< [n_cells] */
  int *pressure_diagonal; /**< Places of the diagonal in the pressure matrix, [n]. */
  /* balance */
  double mass_in, mass_out, energy_in, energy_out, sensible_in, heat_released, heat_to_walls;
  double mass_start, energy_start;
};

/* ---- geometry (network_geometry.c) ---- */

/** Height of the interface above the floor below which a volume lies [m]. */
double network_height_of(const flue_network *net, size_t room, double volume);
/** Area in plan at a height above the floor [m2]. */
double network_area_at(const flue_network *net, size_t room, double z_m);
/** Width and depth of a compartment, a square where they are not given [m]. */
void network_sides(const flue_compartment *room, double *width, double *depth);
/** Volume of a compartment [m3]. */
double network_volume(const flue_compartment *room);

/** Pressure outside at a height less that at height 0, without wind [Pa]. */
double network_head(const flue_network *net, double z_m);
/** Pressure at which gas at a height has its density [Pa]. */
double network_density_pressure(const flue_network *net, double head_pa);

/* ---- the outside as it changes (network_ambient.c) ---- */

/** Takes the air outside at a time, and nothing that follows from it. */
void network_take_outside(flue_network *net, double t_s);
/** The air outside at a time with all that follows from it. Without a changing outside: nothing. */
void network_set_outside(flue_network *net, double t_s);
/** What the air outside is at the ends of an opening. */
void network_set_end_outside(flue_network *net, opening_state *o);
/** Saves what tells this weather from another; restoring with another one fails. */
void network_ambient_state(const flue_network *net, flue_state *state);
/** Mass that a compartment whose temperature is held takes up in a step [kg s-1]. */
double network_storage(const flue_network *net, size_t room, double dt);

/* ---- ways to the outside, held temperatures (network_held.c) ---- */

/** Marks fans of compartments from which nothing leads outside: they have no steady pressure, and
 *  stand still while the start is sought. */
flue_status network_idle_fans(flue_ctx *ctx, flue_network *net);
/** Every compartment needs a way to the outside whose flow the pressure moves. @return FLUE_OK, or
 *  FLUE_EINPUT naming one that has none. */
flue_status network_check_ways(flue_ctx *ctx, const flue_network *net);
/** Trace given off in the step to t_s. */
void network_emit(flue_network *net, double t_s);
/** After a step: temperatures, densities and masses as they were. */
void network_hold(flue_network *net);

/* ---- parts of a step ---- */

/** @return 1 when the solve converged. Fills flows of all openings. dt <= 0: steady. */
int network_solve_pressure(flue_network *net, double dt);
/** Flows and floor pressures as views show them. */
void network_fill_view(flue_network *net);
/** Fires as they burn at the time now, of the share that burnt in the last step. */
void network_show_releases(flue_network *net);
/** What sources add to the mass times temperature of a compartment [K kg s-1]. */
double network_heat_source(const flue_network *net, size_t room);
/** Whether a network is worth several threads. */
static inline int network_is_large(const flue_network *net) {
  const size_t least = 15000; /* openings: with fewer, threads wait for each other */
  return net->n_openings >= least;
}
/** Takes the flows of an element as those of the step. */
void network_take_element(opening_state *o, double forward, double backward);
/** The same of a slot through which gas goes one way, from its only term. @return 0 for others. */
int network_take_slab(const flue_network *net, opening_state *o, const flow_term *t);
/** Flows of an opening at the pressures now: of its streams into it, and in all. */
opening_flow network_flow(const flue_network *net, opening_state *o);
/** Terms of an opening. @return 1 to terms_per_opening. */
size_t network_terms(const flue_network *net, opening_state *o, flow_term *out);
/** What hatches and fans draw of the layers, by the flows of the last step. */
void network_set_draws(flue_network *net);
/** Gas of all compartments: mass [kg], internal energy [J]. */
double network_total_mass(const flue_network *net);
double network_total_energy(const flue_network *net);
/** Recomputes the effective area of an opening after its state changed. */
void network_update_area(opening_state *o);
/** Places of the flows' donors and takers; fills streams, in, out, and what jets entrain. */
void network_collect_streams(flue_network *net, double dt);
/** Weight of a cell among what a step may change: below 1 for layers of less than a twentieth of
 *  their compartment. */
double network_weight(const flue_network *net, size_t cell);
/** Change of a cell's temperature in the step under way over what a step may change [1]. Layers too
 *  thin to matter count by their share of the volume. */
double network_change(const flue_network *net, size_t cell, double temp_k);
/** Moves mass, species and enthalpy over dt. @return FLUE_ENUMERIC when the step is too long: a
 * mass would turn negative, or far more would change than a step may. */
flue_status network_transport(flue_network *net, double dt);
/** Heat a fire would release at t_s with air enough and unsprinkled [W]. */
double network_design_rate(const flue_network *net, size_t fire, double t_s);
/** The same, held back by sprinklers [W]. */
double network_wanted_release(const flue_network *net, size_t fire, double t_s);
/** Fires: plume flows, sources of heat and species for the step that begins now. */
void network_burn(flue_network *net, double dt);
/** Counts fuel that leaves a flame unburned, and of what burns the part that its yields leave as
 *  vapour. @param burnt, unburnt  [kg] */
void network_add_vapour(flue_network *net, const flue_fuel *fuel,
                        const double yield[FLUE_SPECIES_COUNT], double burnt, double unburnt);
/** Vapour that burns in jets from one compartment into another: sources of the step under way. */
void network_burn_vapour(flue_network *net, double dt);
/** After a step: what its streams brought into cells, and what vapour can burn in its jets. */
void network_find_supply(flue_network *net, double dt);
/** Share of what flames burnt by that lasts for a time dt [s]. */
double network_flame_memory(double dt);
/** Share of the oxygen that a flame in gas of that volume fraction and temperature can use. */
double network_usable_oxygen(const flue_network *net, double volume_fraction, double temp_k);
/** Surfaces, gas radiation and conduction over dt. */
void network_heat_surfaces(flue_network *net, double dt);
/** Parts gas into layers where hot gas came, joins layers that are alike. */
void network_change_zones(flue_network *net, double dt);
/** Whether the gas of a compartment is another engine's. */
static inline int network_is_field(const flue_network *net, size_t room) {
  return net->room[room].zone == FLUE_ZONE_FIELD;
}
/** Whether a cell is kept for a layer that is not there, or shows gas of another engine. */
static inline int network_is_dormant(const flue_network *net, size_t cell) {
  const int room = net->room_of[cell];
  return (net->upper[room] < 0 && net->second[room] == (int)cell) ||
         network_is_field(net, (size_t)room);
}
/** Sets an opening of the network, or one strip of it (network_create.c). */
void network_set_opening(flue_network *net, size_t k, const flue_opening *in);
/* ---- ports (network_ports.c) ---- */

/** Counts strips and ports, before there is memory. */
void network_count_strips(flue_network *net, const flue_network_input *input);
/** Sets an opening: its lowest strip in its place, the others from `next` on, each with its share
 * of the area. @return the place after the last. */
size_t network_set_strips(flue_network *net, const flue_opening *in, size_t k, size_t next);
/** Finds the ports of all openings, whose gas is as compartments start. */
void network_start_ports(flue_network *net);
/** What a stream brings into a port or takes out of it. @param content  Heat content [K]. */
void network_pass_port(flue_network *net, const stream *s, double amount, double content,
                       const double *fraction, size_t stride);
/** What the gas of other engines adds to the balances of pressures by expanding. */
void network_expand(flue_network *net);
void network_ports_state(flue_network *net, flue_state *state);
/** Soot that surfaces colder than the gas take from it over dt, with the heat it carries. */
void network_deposit_soot(flue_network *net, double dt);
/** Heat taken up by the bound water of a surface; only where has_bound_water. */
double *network_dried(const flue_network *net, size_t room, int surface);
/** After the interface moved: walls it passed keep their heat. */
void network_move_walls(flue_network *net, size_t room, double from_m, double to_m);
/** Finds where the rays of a target end. */
void network_trace_target(const flue_network *net, target_state *t);
/** Water mist evaporates in the layer under the ceiling: vapour and the heat it takes, as sources
 * of the step. */
void network_spray(flue_network *net, double dt);
/** Heat of a flame from below onto an opening in a facade; flux 0: none. */
typedef struct facade_heat {
  double flux;     /**< Radiation of the flame and of the air through it [W m-2]. */
  double gas_k, h; /**< Of the flame [K], its convection [W m-2 K-1]. */
  double share;    /**< Of the height of the opening that it covers [1]. */
  double air_k;    /**< Around [K]. */
} facade_heat;

/** Flames of vapour that leaves openings of facades in this step. */
void network_flame_out(flue_network *net);
/** The strongest flame that reaches an opening from one below. */
facade_heat network_facade_heat(const flue_network *net, size_t opening);
/** Radiation of flames outside through open windows onto a face of a target, beyond that of the air
 *  there: windows as small faces, the gas of the room lets it pass [W m-2]. */
double network_facade_onto(const flue_network *net, const target_state *t, int is_back);
/** Finds the heat of the streams and fires that enter each compartment above the air below
 *  (network_front.c). */
void network_find_inflows(flue_network *net);
/** Moves the fronts of hot gas on, and marks what they have not reached. */
void network_run_fronts(flue_network *net, double dt);
/** Whether the hot gas of a compartment has not come to a place yet. */
int network_is_ahead(const flue_network *net, size_t room, double x_m, double y_m);
void network_front_state(flue_network *net, flue_state *state);
/** Panes (network_glass.c): at the start, over dt. */
void network_start_glazing(flue_network *net);
void network_glaze(flue_network *net, double dt);
/** Where a fire stands in its compartment [m]. */
void network_fire_place(const flue_network *net, size_t fire, double *x_m, double *y_m);
/** A sensor over dt (network_sensors.c). */
void network_sense(flue_network *net, size_t sensor, double dt);
/** Longest step [s] by which what sprinklers, and triggers of devices, do soon is not overrun: part
 *  of the time that is left by the climb of their readings, 0.5 s at least (network_sensors.c). */
double network_step_to_response(const flue_network *net);
/** Targets and sensors over dt. */
void network_devices(flue_network *net, double dt);
/** Openings, fans and fires that time or devices change, as they are at t_s. */
void network_controls(flue_network *net, double t_s);
/** Whether a trigger acts in the step to t_s; without a cause always.
 *  @param[in,out] come_s  When it came, NaN before [s]. */
int network_acts(const flue_network *net, const flue_trigger *when, double *come_s, double t_s);
/** Next time after now at which a trigger acts or a controller measures; infinity: none. */
double network_next_control(const flue_network *net);
void network_set_share(flue_network *net, size_t opening, double share);
/** Controllers (network_pi.c): at the start, at the beginning of each step, their next sample. */
void network_start_controllers(flue_network *net);
void network_control_pressures(flue_network *net);
double network_next_sample(const flue_network *net);
/** What a controller measures now [Pa]. */
double network_measure(const flue_network *net, const flue_controller *c);
/** Share of a table over time: linear between its points, held outside them. */
double network_ramp(const double *time_s, const double *share, size_t n, double t_s);
/** The layers of a compartment, or its one gas, as plumes find them. */
flue_plume_room network_layers(const flue_network *net, size_t room);
/** A fire with its images in walls as plumes and jets feel it. */
flue_plume_source network_source(const flue_network *net, size_t fire, double images);
/** Gas at a place of a compartment, in plumes and jets under the ceiling too. */
gas_point network_gas_at(const flue_network *net, size_t room, double x_m, double y_m, double z_m);
/** Layers, densities and state pressures from mass and temperature of cells. */
void network_settle(flue_network *net);
/** Volume fraction of oxygen in a gas like air by its mass fraction. */
double network_oxygen_volume_of(double mass_fraction);
/** Volume fraction of oxygen in a cell. */
double network_oxygen_volume(const flue_network *net, int cell);
/** Internal energy of a cell [J]: enthalpy less pressure times volume. */
static inline double network_internal_energy(const flue_network *net, int cell) {
  return net->mass[cell] *
         (FLUE_CP * flue_heat_content(net->temp[cell]) - FLUE_GAS_CONSTANT * net->temp[cell]);
}
/** Temperature of gas by its internal energy per mass [J kg-1]. @param guess  [K] */
double network_temp_of_energy(double energy, double guess);
/** Mass fraction of a species in a cell. */
static inline double network_fraction(const flue_network *net, flue_species s, int cell) {
  return net->fraction[(size_t)s * net->n_cells + (size_t)cell];
}

#endif /* FLUE_SOLVER_NETWORK_INTERNAL_H */

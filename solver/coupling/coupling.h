/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/coupling/coupling.h  The clock: smoke, people and systems advanced together.
 *
 * Every step the network engine moves the smoke, detectors and sprinklers look at it, systems act,
 * gas at the height of people's heads goes to the crowd engine, people walk, and the doors they
 * hold open go back to the network. Results go to a sink.
 */
#ifndef FLUE_SOLVER_COUPLING_H
#define FLUE_SOLVER_COUPLING_H

#include "core/memory.h"
#include "core/outcome.h"
#include "core/sink.h"
#include "core/state.h"
#include "solver/coupling/grid.h"
#include "solver/crowd/crowd.h"
#include "solver/network/network.h"

/** What the clock must know of a compartment. */
typedef struct flue_room_info {
  const char *name; /**< Borrowed. */
  size_t level, top_level;
  double area_m2, height_m;
  int is_route; /**< Corridor, lobby, hall: people escape through it. */
  int is_stair;
  int is_room; /**< Not a shaft: counts among the rooms that became untenable. */
} flue_room_info;

/** A detector. */
typedef struct flue_detector {
  size_t room;
  int is_heat;       /**< 0: smoke. */
  double rise_k;     /**< Smoke: above 0: rise of the gas that stands for its response [K]. */
  double rate;       /**< Heat: above 0: rate of rise at which it responds, too [K s-1]. */
  double path_m;     /**< Smoke: above 0: a beam of that length [m]; threshold: light lost [1]. */
  double conduction; /**< Heat: to the fitting [m^(1/2) s^(-1/2)]. */
  double radius_m;   /**< From the axis of a fire in the same room [m]. */
  double threshold;  /**< Smoke: light extinction inside [m-1]; heat: temperature [K]. */
  double rti;        /**< Heat: response time index [m^(1/2) s^(1/2)]. */
  int works;
} flue_detector;

/** A sprinkler, the nearest to a fire in its room. */
typedef struct flue_head {
  size_t room;
  double radius_m, temp_k, rti;
  double conduction; /**< To the fitting [m^(1/2) s^(-1/2)]. */
  double density;    /**< Spray density [m s-1]. */
  int works;
} flue_head;

/** A fan that the alarm starts. */
typedef struct flue_fan {
  size_t opening;
  double delay_s;
  size_t level, top_level; /**< Runs when the alarm comes from one of these storeys. */
  int works;
  size_t controller; /**< Of the network, that sets its share; FLUE_NONE: it runs at full flow. */
} flue_fan;

/** A door leaf: an opening of the network that people hold open. */
typedef struct flue_leaf {
  size_t opening;
  size_t door; /**< Of the crowd engine. */
  int closes;  /**< A working closer shuts it behind people; otherwise it stays open. */
} flue_leaf;

/** A window pane. */
typedef struct flue_pane {
  size_t opening, room;
  double top_m;     /**< Upper edge above the floor of the room [m]. */
  double breaks_at; /**< Temperature of the gas, or of a flame from below [K]. */
  double falls;     /**< Share that falls out [1]. */
} flue_pane;

enum { FLUE_FIRST_AID, FLUE_BRIGADE, FLUE_FIGHTERS };

/** People who put water on the fires; they act as a sprinkler of that density would. */
typedef struct flue_fighters {
  int works;
  double after_detection_s; /**< From the first detector; infinite: it does not matter. */
  double after_start_s;     /**< From the first heat of a fire; with detectors the earlier one. */
  double most_w;            /**< Largest heat release that they put out [W]. */
  double density;           /**< [m s-1] */
} flue_fighters;

/** Everything the clock advances. Arrays borrowed for its life. */
typedef struct flue_coupling_input {
  flue_network_input network;
  flue_crowd_input crowd;
  size_t n_rooms, n_levels;
  const flue_room_info *rooms;    /**< [network.n_compartments] */
  const char *const *level_names; /**< [n_levels] */
  const char *const *door_names;  /**< [crowd.n_doors]; NULL: nothing is recorded of floors */
  const char *const *stair_names; /**< [crowd.n_stairs] */
  const char *const *lift_names;  /**< [crowd.n_lifts], or NULL. */
  const char *const *group_names; /**< Of people, [n_groups] */
  const uint32_t *person_group;   /**< [crowd.n_people] */
  size_t n_groups;
  const char *const *opening_names;    /**< [network.n_openings] */
  const char *const *fire_names;       /**< [network.n_fires] */
  const char *const *target_names;     /**< [network.n_targets] */
  const char *const *sensor_names;     /**< [network.n_sensors] */
  const char *const *controller_names; /**< Of their openings, [network.n_controllers] */
  int is_network; /**< Compartments without plans: no people, more of each compartment recorded. */
  const flue_detector *detectors;
  const flue_head *heads;
  const flue_fan *fans;
  const flue_leaf *leaves;
  const flue_pane *panes;
  size_t n_detectors, n_heads, n_fans, n_leaves, n_panes;
  double alarm_delay_s;
  int alarm_works;
  double alarm_stage_s; /**< How much later a storey is warned than the one nearer to the fire, from
                             the second one from the fire's on [s]; 0: all at once; infinite: the
                             others never. */
  flue_fighters fighters[FLUE_FIGHTERS]; /**< First aid, fire brigade. */
  int systems_failed;                    /**< Systems that do not work in this sample. */
  size_t n_grids;                        /**< Compartments on a grid. */
  const flue_grid_input *grids;
  double end_s, step_s, output_s, agents_output_s;
} flue_coupling_input;

typedef struct flue_coupling flue_coupling;

/** Builds both engines and announces the results. The sink is borrowed; NULL: nothing is recorded.
 */
flue_status flue_coupling_create(flue_ctx *ctx, const flue_coupling_input *input,
                                 const flue_sink *sink, flue_coupling **out);
void flue_coupling_destroy(flue_coupling **coupling);
/** Runs to the end. @return FLUE_OK; FLUE_ESTOPPED when asked to stop, the state then being whole;
 *  FLUE_ENUMERIC; FLUE_EIO from the sink. */
flue_status flue_coupling_run(flue_ctx *ctx, flue_coupling *coupling);
double flue_coupling_time(const flue_coupling *coupling);
void flue_coupling_get_outcome(const flue_coupling *coupling, flue_outcome *outcome);
/** Time at which a compartment became untenable [s], NaN for never. */
double flue_coupling_untenable(const flue_coupling *coupling, size_t room);
/** When fighters put water on a fire [s]; NaN for never. */
double flue_coupling_fought(const flue_coupling *coupling, size_t fighters);
/** First compartment to become untenable; FLUE_NONE for never. */
size_t flue_coupling_first_untenable(const flue_coupling *coupling);
/** What somebody who stays in a compartment from the start takes up at 1.6 m [1]. */
typedef struct flue_stay_dose {
  double gas, heat; /**< Fractional effective doses. */
} flue_stay_dose;
flue_stay_dose flue_coupling_dose(const flue_coupling *coupling, size_t room);
/** When the last person so far came out [s]; NaN when nobody has. */
double flue_coupling_last_out(const flue_coupling *coupling);
/** People put back onto walkable ground; deadlocks at exits, and the name of the worst (NULL
 * without, borrowed). */
void flue_coupling_troubles(const flue_coupling *coupling, size_t *put_back, size_t *deadlocks,
                            const char **where);
/** People who need helpers and never got them, and where they are: "F2.room_3 (2), F3.room_1", as
 *  far as they fit into a line. @param needy  Takes how many need helpers. */
size_t flue_coupling_without_help(const flue_coupling *coupling, size_t *needy, flue_text *where);
/** Trips of all lifts that brought people to the ground. */
double flue_coupling_lift_trips(const flue_coupling *coupling);
/**
 * Counts people outside: all of them, then those who came by each of some doors, then by the stair
 * entered last.
 * @param times   From first to last [s], [n_times].
 * @param doors   Of the crowd, [n_doors].
 * @param n_stairs  The first stairs of the crowd; 0: none are counted.
 * @param counts  Result, [1 + n_doors + n_stairs][n_times].
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_coupling_count_out(const flue_coupling *coupling, size_t n_times,
                                    const double *times, size_t n_doors, const size_t *doors,
                                    size_t n_stairs, double *counts);
/** What a grid is made of, and how far it came. */
typedef struct flue_grid_facts {
  size_t room;
  double cells, cell_m; /**< The mean size of a cell [m]. */
  double bytes, steps;
} flue_grid_facts;
flue_grid_facts flue_coupling_grid(const flue_coupling *coupling, size_t grid);
/** Saves or restores everything that changes. */
void flue_coupling_state(flue_coupling *coupling, flue_state *state);

#endif /* FLUE_SOLVER_COUPLING_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/coupling/coupling_internal.h  What the files of the clock share. */
#ifndef FLUE_SOLVER_COUPLING_INTERNAL_H
#define FLUE_SOLVER_COUPLING_INTERNAL_H

#include "models/device.h"
#include "solver/coupling/coupling.h"

/** Changing state of a detector. */
typedef struct detector_state {
  double inside; /**< Smoke: extinction in the chamber [m-1], rise of the gas [K] or light lost [1];
                    heat: temperature [K]. */
  double rate;   /**< Heat: rate of rise [K s-1]. */
  double at_s;   /**< When it responded; NaN before. */
  flue_smoke_way way;
} detector_state;

/** Groups of series in the sink, by handle. */
typedef struct record_handles {
  size_t zone, network, fire, system, crowd, storey, balance;
  size_t weather; /**< Where the air outside changes. */
  size_t layer, burner, target, detector, trace, control,
      glass; /**< Of compartments without plans. */
} record_handles;

/** What somebody who stays in a room from the start has taken up, and the rates at the end of the
 *  last step [s-1]. */
typedef struct room_dose {
  double gas, heat, gas_rate, heat_rate;
} room_dose;

struct flue_coupling {
  flue_coupling_input in;
  flue_network *network;
  flue_crowd *crowd;
  flue_grid **grid;      /**< [n_grids] */
  size_t *plane_handle;  /**< Planes of grids in the sink, [n_grids][2]. */
  const flue_sink *sink; /**< Borrowed, may be NULL. */
  record_handles handle;
  size_t n_rooms;
  /* state */
  double time_s;
  double next_output_s, next_agents_s;
  double first_detection_s, alarm_s;
  double fire_s;                  /**< When a fire first burnt; NaN before. */
  double tried_s[FLUE_FIGHTERS];  /**< When fighters came; NaN before. */
  double fought_s[FLUE_FIGHTERS]; /**< When they put water on a fire; NaN for never. */
  size_t alarm_level;
  detector_state *detector; /**< [n_detectors] */
  detector_state *head;     /**< [n_heads] */
  double *leaf_base;        /**< Share a door stands open by itself, [n_leaves]. */
  double *pane_broken_s;    /**< [n_panes] */
  double *untenable_s;      /**< [n_rooms] */
  room_dose *dose;          /**< [n_rooms] */
  int warned;               /**< The alarm went to the people. */
  /* work space */
  flue_exposure *exposure;     /**< [n_rooms] */
  flue_exposure *low_exposure; /**< Of those who crawl, [n_rooms]. */
  double *upper_extinction;    /**< Of the upper layer or of all [m-1], [n_rooms]. */
  double *held;                /**< [crowd.n_doors] */
  size_t *occupancy;           /**< [n_rooms] */
  double *frame;               /**< Largest frame of any group. */
  flue_agent_row *rows;        /**< [n_people] */
};

/** Grids of compartments (grids.c): they belong to a network that stands. */
flue_status coupling_create_grids(flue_ctx *ctx, flue_coupling *c);
void coupling_destroy_grids(flue_coupling *c);
/** Gas of network and grids to a time. */
flue_status coupling_move_gas(flue_ctx *ctx, flue_coupling *c, double t_end_s);
/** The grid of a compartment; NULL: it has none. */
const flue_grid *coupling_grid_of(const flue_coupling *c, size_t room);
void coupling_grids_state(flue_coupling *c, flue_state *state);
/** Balance of the network, with what fires on grids released. */
void coupling_get_balance(const flue_coupling *c, flue_network_balance *balance);
/** Gas at head height and extinction of upper layers, from the network's state. */
void coupling_expose(flue_coupling *c);
/** Adds a step to the doses of the rooms, the rates being linear between its ends. */
void coupling_dose(flue_coupling *c, double dt);
/** Marks rooms that are untenable now. */
void coupling_judge(flue_coupling *c);
/** Detectors, sprinklers, windows, alarm, fans over the step that ended. */
void coupling_devices(flue_coupling *c, double dt);
/** Doors that people held open or left open. */
void coupling_doors(flue_coupling *c);
/** Announces the series and writes the tables that do not change. */
flue_status coupling_announce(flue_coupling *c);
/** Records the moment. */
flue_status coupling_record(flue_coupling *c);
flue_status coupling_record_agents(flue_coupling *c);
/** The same for compartments without plans: numbers of its largest frame, announcing, recording. */
size_t coupling_network_frame(const flue_coupling *c);
flue_status coupling_announce_network(flue_coupling *c, const char *const *room_names);
flue_status coupling_record_network(flue_coupling *c, const flue_network_view *v);
/** Planes of grids: numbers of the largest, announcing, recording. */
size_t coupling_grid_frame(const flue_coupling *c);
flue_status coupling_announce_grids(flue_coupling *c);
flue_status coupling_record_grids(flue_coupling *c);
/** Writes the floors that people walk on, with their doors and stairs. */
flue_status coupling_announce_floors(flue_coupling *c);
/** Writes the table of people at the end. */
flue_status coupling_record_people(flue_coupling *c);

#endif /* FLUE_SOLVER_COUPLING_INTERNAL_H */

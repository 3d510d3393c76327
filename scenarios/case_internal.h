/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/case_internal.h  What the files that derive a case share. */
#ifndef FLUE_SCENARIOS_CASE_INTERNAL_H
#define FLUE_SCENARIOS_CASE_INTERNAL_H

#include "scenarios/derive.h"
#include "scenarios/names.h"

/** What the steps from a scenario to the input of the engines share. */
typedef struct deriver {
  flue_ctx *ctx;
  const flue_layout *layout;
  const flue_walkable *walkable;
  const flue_draw *draw;
  const flue_root *root;
  flue_case *out;
  flue_opening *openings; /**< Owned by the case. */
  const char **names;     /**< Of openings. */
  size_t n_openings, opening_capacity, name_capacity;
  flue_switch *switches; /**< Owned by the case. */
  size_t switch_capacity;
  flue_controller *controllers; /**< Owned by the case. */
  const char **controller_names;
  size_t controller_capacity, controller_name_capacity;
  flue_glazing *glazings; /**< Owned by the case. */
  size_t glazing_capacity;
  size_t *fire_rooms;      /**< Space of each fire, [root->fires.n]. */
  flue_names compartments; /**< Given one by one. */
  flue_names profiles;     /**< Wind pressure profiles of a network. */
} deriver;

/** Memory that the case frees with itself; NULL when memory is short. */
void *case_alloc(deriver *d, size_t n, size_t size);
/** Lets a fire burn by a measured curve. The fire keeps the table, the case owns it.
 *  @param[out] fuel  Of the item. */
flue_status case_burn_by_curve(deriver *d, const char *curve, flue_fire *fire, flue_fuel *fuel);
/** Hands memory to the case. @return FLUE_OK or FLUE_ENOMEM. */
flue_status case_own(deriver *d, void *memory);
/** Step of the smoke and of its exchange with people [s]: as given, or at most 2 s; with people in
 * network mode, who queue and walk for many seconds before smoke can tell, at most 5 s. */
double case_step(const flue_clock *run);
/** Whether all supplies named work, and all that feed these. */
int case_supplies_work(const deriver *d, const flue_words *fed_by);
/** Whether a system works: its own draw, or that of a cause it shares, and its supplies. */
int case_system_works(const deriver *d, const flue_value *works, const flue_words *fed_by);
/** Whether a common cause decides in this sample what a system or device draws.
 *  @param is_sound  Then takes whether it works. @cite fleming1975 beta factor */
int case_common_cause(const deriver *d, const flue_value *works, const flue_words *fed_by,
                      int *is_sound);
/** Probability that a yes-or-no number is yes. */
double case_probability(const flue_value *v);
/** Probability that all supplies named work, and all that feed these; NaN without memory. */
double case_supplies_probability(const flue_root *root, const flue_words *fed_by);

/** A compartment given by name; FLUE_OUTSIDE where there is none of that name. */
size_t case_compartment(const deriver *d, const char *name);
/** Adds an opening with its name, which the case owns. */
flue_status case_add_opening(deriver *d, const flue_opening *o, char *name);
/** The air outside, as it is at the start and over time. @param pressure  At height 0 [Pa]. */
void case_outside(deriver *d, double pressure);
/** The wind on an opening, and a steady pressure besides [Pa]. */
void case_wind(const deriver *d, const flue_wind_end *end, double steady_pa, flue_opening *o);
/** Dynamic pressure of the wind at a height over that at the weather station [1]. */
double case_wind_modifier(const deriver *d, double z_m);
/** How the wind meets an opening that names a profile; sheltered without one. */
flue_wind_end case_wind_end(const deriver *d, const flue_names *profiles, const flue_word *name,
                            const flue_value *modifier, const flue_value *facing, double z_m);
/** Sprinklers and detectors of a network. */
flue_status case_sensors(deriver *d);
/** What sets off an opening, fan or controller of a network (case_controls.c). */
flue_trigger case_trigger(const deriver *d, const flue_net_trigger *when);
int case_trigger_is_set(const flue_trigger *when);
/** Adds a controller of the opening it names, whose name is borrowed. */
flue_status case_add_controller(deriver *d, const flue_controller *c, const char *name);
/** A switch or a controller of the opening that is added next, whose share it sets.
 *  @param before, after  Shares of a switch. @param name  Of the opening, borrowed. */
flue_status case_control(deriver *d, flue_opening *o, const flue_net_trigger *when, double before,
                         double after, const flue_net_control *control, const char *name);
/** A pane in the opening that is added next. */
flue_status case_glass(deriver *d, flue_opening *o, const flue_net_glass *glass);
/** A pane, which the case owns. */
flue_status case_add_glazing(deriver *d, const flue_glazing *g);
/** Hands switches, controllers and panes to the case. */
flue_status case_own_controls(deriver *d);
/** From a building, or from compartments given one by one. */
flue_status case_network(deriver *d);
flue_status case_direct(deriver *d);
/** Paths, air handling units and trace sources of compartments given one by one. */
flue_status case_paths(deriver *d);
/** Both sides of each air handling unit, [2 units]. */
flue_status case_handler_rooms(deriver *d, flue_compartment *rooms, flue_room_info *info);
/** Law of a flow element. @param gravity  Of doors [m s-2]. */
flue_flow_element case_element(const flue_net_element *e, double gravity);
/** A temperature, that of the network when it is not given [K]. */
double case_temperature(const deriver *d, const flue_value *own);
/** Whether compartments keep their temperatures; gravity of a network [m s-2]. */
int case_is_held(const flue_net *net);
double case_gravity(const flue_net *net);
flue_status case_systems(deriver *d);
/** Grids of spaces with `model: field`, once all openings are there. */
flue_status case_grids(deriver *d);
flue_status case_people(deriver *d);
/** Lifts of the case, who takes them, who stays in refuges: into the input of the crowd. @param
 * people [n] @param group  [n] */
flue_status case_lifts(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n);
/** People who do something for others before they leave, and those who need them: into the input of
 *  the crowd. @param people  [n] @param group  [n] */
flue_status case_duty(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n);
/** What people know of exits, by their group of the file, and doors that are locked: into the input
 *  of the crowd. @param people  [n], whose `knowledge` is set. @param group  [n] */
flue_status case_exits(deriver *d, flue_crowd_person *people, const uint32_t *group, size_t n);

#endif /* FLUE_SCENARIOS_CASE_INTERNAL_H */

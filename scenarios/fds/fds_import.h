/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/fds/fds_import.h  Input files of FDS 6 as cases of the field model.
 *
 * Read: aligned meshes (merged into one grid), obstacles, holes, vents, surfaces with flow, heat
 * and layers, simple chemistry or one reaction with given products, lumped species, initial
 * regions, devices, controls and slices, everything in SI. What has no influence on the gas is
 * named in one warning; what would change the answer and is not supported is refused with its
 * place.
 * @cite mcgrattan2024 (defaults and rules from memory of the user's guide; each is tested)
 */
#ifndef FLUE_SCENARIOS_FDS_IMPORT_H
#define FLUE_SCENARIOS_FDS_IMPORT_H

#include "core/diagnostics.h"
#include "solver/field/field.h"

/** An index that points to nothing. */
#define FLUE_FDS_NONE ((size_t)-1)

/** A detector, sprinkler link or thermocouple. NaN: not given. */
typedef struct flue_fds_property {
  const char *id;
  const char *quantity, *spec_id;          /**< NULL: none. */
  double rti;                              /**< [m^0.5 s^0.5] */
  double activation_k, initial_k;          /**< [K] */
  double c_factor;                         /**< [m^0.5 s^-0.5] */
  double obscuration;                      /**< At which a smoke detector acts [% m-1]. */
  double length_m;                         /**< Of a smoke detector. */
  double alpha_e, beta_e, alpha_c, beta_c; /**< Of a smoke detector (Cleary). */
  double time_constant_s, diameter_m;      /**< Of a thermocouple. */
  double coefficient, emissivity;          /**< Of a thermocouple [W m-2 K-1], [1]. */
  double density, specific_heat;           /**< Of a thermocouple [kg m-3], [J kg-1 K-1]. */
  double gauge_k;                          /**< Of a heat flux gauge [K]. */
} flue_fds_property;

typedef enum flue_fds_source {
  FLUE_FDS_DEVICE,
  FLUE_FDS_CONTROL,
  FLUE_FDS_CONSTANT
} flue_fds_source;

/** What an action listens to. */
typedef struct flue_fds_input {
  flue_fds_source kind;
  size_t index; /**< Of the device or control. */
} flue_fds_input;

/** A measurement. Its setpoint is in the unit FDS gives the quantity. */
typedef struct flue_fds_device {
  const char *id;
  const char *quantity, *quantity_2; /**< Empty: that of the property; NULL: none. */
  const char *spec_id;               /**< NULL: none. */
  const char *spatial, *temporal;    /**< Statistics; NULL: none. */
  double box_m[6];                   /**< x0, x1, y0, y1, z0, z1. */
  int is_point;                      /**< Given by XYZ: the box has no size. */
  size_t points;                     /**< Along the box as a line; 1: none. */
  int ior;                           /**< Way a wall faces: -3 to 3, 0: not given. */
  double orientation[3];
  size_t property;    /**< FLUE_FDS_NONE: none. */
  double setpoint;    /**< NaN: none. */
  int trip_direction; /**< 1: when it rises past the setpoint; -1: falls. */
  int is_latched, initial_state;
  double delay_s;            /**< Of the time line of the quantity [s]. */
  double factor, addend;     /**< Of what is printed. */
  double depth_m;            /**< In a wall. */
  double range[2];           /**< Of values that count in a statistic. */
  double from_s, averaged_s; /**< Start and interval of the temporal statistic [s]. */
  int is_relative, is_absolute, is_averaged, has_history; /**< As FDS names them. */
  const char *unit, *x_id;                                /**< NULL: none. */
  int hides_place;        /**< The profile is shown without coordinates. */
  int has_control;        /**< CTRL_ID is given. */
  flue_fds_input control; /**< Of QUANTITY "CONTROL VALUE" or "CONTROL". */
  int no_update;          /**< NO_UPDATE_DEVC_ID or _CTRL_ID is given. */
  size_t line;
} flue_fds_device;

typedef enum flue_fds_function {
  FLUE_FDS_ALL,
  FLUE_FDS_ANY,
  FLUE_FDS_ONLY,
  FLUE_FDS_AT_LEAST,
  FLUE_FDS_TIME_DELAY,
  FLUE_FDS_CUSTOM,
  FLUE_FDS_DEADBAND,
  FLUE_FDS_KILL,
  FLUE_FDS_RESTART,
  FLUE_FDS_SUM,
  FLUE_FDS_SUBTRACT,
  FLUE_FDS_MULTIPLY,
  FLUE_FDS_DIVIDE,
  FLUE_FDS_POWER,
  FLUE_FDS_EXP,
  FLUE_FDS_LOG,
  FLUE_FDS_COS,
  FLUE_FDS_SIN,
  FLUE_FDS_ACOS,
  FLUE_FDS_ASIN,
  FLUE_FDS_MIN,
  FLUE_FDS_MAX,
  FLUE_FDS_PID
} flue_fds_function;

typedef struct flue_fds_control {
  const char *id;
  flue_fds_function function;
  flue_fds_input *input; /**< Owned, [n_inputs]. */
  size_t n_inputs;
  int n; /**< Of ONLY and AT_LEAST. */
  double delay_s, constant;
  double setpoint[2]; /**< NaN: none. */
  int on_is_lower;    /**< Deadband: on below the lower bound. */
  int trip_direction, is_latched, initial_state;
  double gain[3]; /**< Proportional, integral, differential. */
  double target;
  flue_field_ramp ramp; /**< n = 0: none. */
} flue_fds_control;

/** An obstacle or patch that comes and goes. */
typedef struct flue_fds_switch {
  flue_fds_input by;
  int is_patch;   /**< Or an obstacle. */
  int is_inverse; /**< There while the state is false. */
  size_t index;   /**< In the input of the field. */
} flue_fds_switch;

typedef struct flue_fds_slice {
  const char *id, *quantity, *spec_id; /**< NULL: none. */
  int axis;                            /**< Across it; -1: a box. */
  double box_m[6];                     /**< As large as the grid where not given. */
  int is_vector, is_cell_centred;
} flue_fds_slice;

typedef struct flue_fds_case {
  const char *chid, *title;
  double t_begin_s, t_end_s;
  flue_field_input field; /**< Everything it points to belongs to the case. */
  flue_fds_property *properties;
  flue_fds_device *devices;
  flue_fds_control *controls;
  flue_fds_switch *switches;
  flue_fds_slice *slices;
  size_t n_properties, n_devices, n_controls, n_switches, n_slices;
  double dt_devices_s, dt_release_s, dt_slices_s, dt_boundary_s; /**< Of output. */
  size_t frames;
  const char **species_parts; /**< Names of primitives in all species. */
  size_t n_parts;
  const double *part_fraction;          /**< Mass fractions, [n_species][n_parts]. */
  const double *part_mass;              /**< Molar masses [kg mol-1], [n_parts]. */
  int test_flow;                        /**< PERIODIC_TEST; 0: none. */
  flue_field_ramp radiative_ramp;       /**< Of the radiative fraction; n = 0: constant. */
  double visibility_factor, extinction; /**< [1], [m2 kg-1] */
  const char **ignored;                 /**< "&SURF COLOR". */
  size_t n_ignored;
  void **memory; /**< Everything owned. */
  size_t n_memory;
} flue_fds_case;

/**
 * Reads a file.
 * @param list  Takes the findings; file and language are set by the caller.
 * @param[out] out  The case; NULL when there are errors among the findings.
 * @return FLUE_OK also when there are findings; FLUE_EIO, FLUE_ENOMEM.
 */
flue_status flue_fds_read(flue_ctx *ctx, const char *path, flue_diagnostics *list,
                          flue_fds_case **out);
void flue_fds_destroy(flue_fds_case **out);

#endif /* FLUE_SCENARIOS_FDS_IMPORT_H */

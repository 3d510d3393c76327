/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/fds/fds_meter.h  What the files of the measures share. */
#ifndef FLUE_SCENARIOS_FDS_METER_H
#define FLUE_SCENARIOS_FDS_METER_H

#include "scenarios/fds/fds_measure.h"

/** What a quantity is measured on. */
typedef enum fds_scope {
  FDS_SCOPE_NONE, /**< Left out. */
  FDS_SCOPE_GAS,
  FDS_SCOPE_WALL,
  FDS_SCOPE_FLOW,  /**< Through a plane. */
  FDS_SCOPE_LAYER, /**< Along a vertical line. */
  FDS_SCOPE_PATH,  /**< Along a line. */
  FDS_SCOPE_SENSOR,
  FDS_SCOPE_WHOLE, /**< The run. */
  FDS_SCOPE_CONTROL
} fds_scope;

typedef enum fds_code {
  /* gas */
  FDS_TEMPERATURE,
  FDS_U,
  FDS_V,
  FDS_W,
  FDS_VELOCITY,
  FDS_DENSITY,
  FDS_PRESSURE,
  FDS_BACKGROUND_PRESSURE,
  FDS_MASS_FRACTION,
  FDS_VOLUME_FRACTION,
  FDS_HRRPUV,
  FDS_VISIBILITY,
  FDS_OPTICAL_DENSITY,
  FDS_EXTINCTION,
  FDS_SOOT_VOLUME_FRACTION,
  FDS_DIVERGENCE,
  FDS_H,
  FDS_VISCOSITY,
  FDS_INTENSITY,
  FDS_MASS_FLUX_X,
  FDS_MASS_FLUX_Y,
  FDS_MASS_FLUX_Z,
  FDS_SENSIBLE_ENTHALPY,
  FDS_ENTHALPY,
  FDS_SPECIFIC_HEAT,
  FDS_MOLECULAR_WEIGHT,
  FDS_ZONE,
  FDS_FED, /**< Its rate [s-1]. */
  FDS_CHI_R,
  /* wall */
  FDS_WALL_TEMPERATURE,
  FDS_WALL_INSIDE,
  FDS_WALL_BACK,
  FDS_GAUGE,
  FDS_CONVECTIVE,
  FDS_RADIATIVE,
  FDS_NET,
  FDS_INCIDENT,
  FDS_RADIOMETER,
  FDS_ADIABATIC_TEMPERATURE,
  FDS_COEFFICIENT,
  FDS_NORMAL_VELOCITY,
  FDS_WALL_MASS_FLUX,
  FDS_WALL_ENTHALPY_FLUX,
  /* flow: mass, volume, heat; net, positive, negative part */
  FDS_FLOW,
  FDS_FLOW_PLUS,
  FDS_FLOW_MINUS,
  /* layer */
  FDS_LAYER_HEIGHT,
  FDS_UPPER,
  FDS_LOWER,
  /* path */
  FDS_OBSCURATION,
  FDS_TRANSMISSION,
  /* sensor */
  FDS_THERMOCOUPLE,
  FDS_LINK,
  FDS_CHAMBER,
  /* whole */
  FDS_TIME,
  FDS_STEP,
  FDS_RELEASE,
  FDS_PASSES,
  FDS_COURANT,
  FDS_CONTROL,
  FDS_CONTROL_VALUE
} fds_code;

typedef enum fds_carried { FDS_CARRIES_MASS, FDS_CARRIES_VOLUME, FDS_CARRIES_HEAT } fds_carried;

typedef struct fds_quantity {
  const char *name, *unit;
  fds_scope scope;
  fds_code code;
  fds_carried carried; /**< FDS_SCOPE_FLOW. */
} fds_quantity;

typedef enum fds_statistic {
  FDS_STAT_NONE,
  FDS_STAT_MIN,
  FDS_STAT_MAX,
  FDS_STAT_MEAN,
  FDS_STAT_VOLUME_MEAN,
  FDS_STAT_MASS_MEAN,
  FDS_STAT_VOLUME_INTEGRAL,
  FDS_STAT_MASS_INTEGRAL,
  FDS_STAT_AREA_INTEGRAL,
  FDS_STAT_AREA,
  FDS_STAT_SURFACE_INTEGRAL,
  FDS_STAT_SURFACE_AREA,
  FDS_STAT_VOLUME,
  FDS_STAT_UNKNOWN
} fds_statistic;

typedef enum fds_course {
  FDS_COURSE_AVERAGE, /**< Over the interval of output. */
  FDS_COURSE_NOW,
  FDS_COURSE_RUNNING,
  FDS_COURSE_INTEGRAL,
  FDS_COURSE_MIN,
  FDS_COURSE_MAX,
  FDS_COURSE_RMS,
  FDS_COURSE_UNKNOWN
} fds_course;

/** A face of a wall. */
typedef struct fds_spot {
  int cell[3], axis, faces_up;
  double area; /**< [m2] */
} fds_spot;

enum { FDS_DELAY_SLOTS = 256 };

/** A device at work. */
typedef struct fds_meter {
  const flue_fds_device *device;
  const fds_quantity *quantity; /**< NULL: left out. */
  fds_statistic statistic;
  fds_course course;
  size_t points;
  char unit[32];
  double weight[FLUE_FIELD_SPECIES]; /**< Of the densities of species: that of a gas. */
  double soot[FLUE_FIELD_SPECIES];   /**< The same for what blocks light. */
  double molar_mass;                 /**< Of that gas [kg mol-1]. */
  double extinction;                 /**< [m2 kg-1] */
  int from[3], to[3];                /**< Cells [from, to). */
  int (*cell)[3];                    /**< Of points, [points]. */
  fds_spot *spot;                    /**< Of walls, [n_spots]. */
  size_t n_spots;
  double *now, *first; /**< At the start, for what is relative to it [points]. */
  double *sum, *line;  /**< Of the course; of the profile at the end [points]. */
  double weight_s;     /**< Time in the sum [s]. */
  double line_s;       /**< Time in the profile [s]. */
  double inner[2];     /**< Of a sensor: temperature or mass fraction; whether it began. */
  double late_s[FDS_DELAY_SLOTS], late[FDS_DELAY_SLOTS]; /**< Mass fractions on their way in. */
  size_t first_late, n_late;
  int is_on;
  double changed_s; /**< When the state changed; NaN: never. */
} fds_meter;

/** A control at work. */
typedef struct fds_act {
  int is_on;
  int is_done;      /**< In this step. */
  double value;     /**< Of functions of numbers. */
  double changed_s; /**< When its input changed. */
  int input_was_on;
  double integral, error; /**< PID. */
  int has_error;
} fds_act;

/** A plane or box of a slice. */
typedef struct fds_sheet {
  const flue_fds_slice *slice;
  const fds_quantity *quantity;
  fds_meter meter; /**< What is measured. */
  size_t n, handle;
  int from[3], to[3];
  char group[32];
} fds_sheet;

struct flue_fds_measures {
  const flue_fds_case *c;
  fds_meter *meter;      /**< [n_devices] */
  fds_act *act;          /**< [n_controls] */
  fds_sheet *sheet;      /**< [n_slices] */
  double time_s, last_s; /**< Of this and the last step. */
  size_t calls;
  int is_killed;
  flue_field_view view; /**< Of this step. */
  flue_field_budget budget;
  double released; /**< Heat since the start [J]. */
  const flue_sink *sink;
  size_t device_handle, hrr_handle, mass_handle, n_columns, n_masses;
  double *row; /**< Scratch for a frame. */
  double next_device_s, next_release_s, next_slice_s;
  double hrr_sum[12], hrr_s;
  double enthalpy, work; /**< At the last output of rates [J]. */
};

/* fds_meter_kinds.c */
const fds_quantity *fds_quantity_find(const char *name);
fds_statistic fds_statistic_find(const char *name);
fds_course fds_course_find(const flue_fds_device *d, const fds_quantity *q);
/** What a device measures; NULL with the reason when it cannot. */
const fds_quantity *fds_device_quantity(const flue_fds_case *c, const flue_fds_device *d,
                                        flue_message *why);
/** Fills weights of the species that a quantity is about. @return whether there is one. */
int fds_meter_species(const flue_fds_case *c, const char *spec_id, double *weight, double *molar);
void fds_meter_unit(fds_meter *m);
size_t fds_device_points(const flue_fds_device *d);

/* fds_meter_gas.c */
double fds_gas_value(const flue_fds_measures *m, const fds_meter *t, const int cell[3]);
double fds_flow_value(const flue_fds_measures *m, const fds_meter *t);
double fds_layer_value(const flue_fds_measures *m, const fds_meter *t);
double fds_path_value(const flue_fds_measures *m, const fds_meter *t);
double fds_space_value(const flue_fds_measures *m, const fds_meter *t);
/** Sensible enthalpy of species q [J kg-1], and its specific heat. */
double fds_gas_enthalpy(const flue_fds_case *c, size_t q, double temp_k);
double fds_gas_heat(const flue_fds_case *c, size_t q, double temp_k);
/** Speed in the middle of a cell [m s-1]. */
double fds_gas_speed(const flue_field_view *v, const int cell[3]);
double fds_gas_density_of(const flue_fds_measures *m, const double *weight, size_t at);
/* fds_meter_wall.c */
flue_status fds_wall_find(const flue_field *field, const flue_field_view *v, fds_meter *t);
double fds_wall_value(const flue_fds_measures *m, const flue_field *field, const fds_meter *t,
                      const fds_spot *spot);
double fds_wall_statistic(const flue_fds_measures *m, const flue_field *field, const fds_meter *t);
/* fds_meter_sensor.c */
double fds_sensor_value(const flue_fds_measures *m, fds_meter *t, double dt);
/* fds_act.c */
void fds_act_devices(flue_fds_measures *m);
void fds_act_controls(flue_fds_measures *m, double dt);
flue_status fds_act_switch(flue_ctx *ctx, const flue_fds_measures *m, flue_field *field);

static inline size_t fds_view_at(const flue_field_view *v, int i, int j, int k) {
  return (size_t)i + (size_t)j * v->row + (size_t)k * v->plane;
}
static inline size_t fds_view_cell(const flue_field_view *v, const int c[3]) {
  return fds_view_at(v, c[0], c[1], c[2]);
}
static inline double fds_middle(const flue_field_view *v, int axis, int i) {
  return 0.5 * (v->face[axis][i - 1] + v->face[axis][i]);
}
static inline double fds_width(const flue_field_view *v, int axis, int i) {
  return v->face[axis][i] - v->face[axis][i - 1];
}
/** The cell, 1 to n, that holds a coordinate. */
int fds_cell_at(const flue_field_view *v, int axis, double x);

#endif /* FLUE_SCENARIOS_FDS_METER_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file that knows netCDF. */
#include "scenarios/weather_file.h"

#include <math.h>
#include <netcdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/reader.h"

enum { longest_text = 256, most_dimensions = 8 };

/** An open file. */
typedef struct source {
  int id, time_var, time_dim, n_vars;
  const char *path;
  flue_scenario *scenario;
  const flue_word *place;
  const flue_numbers *position;
  flue_diagnostics *list;
  size_t n; /**< Times. */
  int failed, no_memory;
} source;

#define find(s, message, ...)                                                                      \
  do {                                                                                             \
    (s)->failed = 1;                                                                               \
    flue_diagnostics_add((s)->list, (message), (s)->place->line, (s)->place->column, __VA_ARGS__); \
  } while (0)

/* ---- what a variable may be ---- */

/** Units of a quantity: SI = value * scale + zero. */
typedef struct unit {
  const char *name;
  double scale, zero;
} unit;

enum { most_units = 12 };
static const unit KELVIN[most_units] = {
    {"K", 1, 0},
    {"kelvin", 1, 0},
    {"degK", 1, 0},
    {"degC", 1, 273.15},
    {"celsius", 1, 273.15},
    {"Celsius", 1, 273.15},
    {"degree_Celsius", 1, 273.15},
    {"degrees_Celsius", 1, 273.15},
    {"degree_C", 1, 273.15},
    {"degrees_C", 1, 273.15},
    {"°C", 1, 273.15},
};
static const unit PASCAL[most_units] = {{"Pa", 1, 0},     {"pascal", 1, 0}, {"hPa", 100, 0},
                                        {"mbar", 100, 0}, {"mb", 100, 0},   {"millibar", 100, 0},
                                        {"kPa", 1000, 0}};
static const unit SHARE[most_units] = {
    {"1", 1, 0}, {"", 1, 0}, {"%", 0.01, 0}, {"percent", 0.01, 0}};
static const unit SPEED[most_units] = {{"m s-1", 1, 0},
                                       {"m/s", 1, 0},
                                       {"m s**-1", 1, 0},
                                       {"m s^-1", 1, 0},
                                       {"m.s-1", 1, 0},
                                       {"meter second-1", 1, 0},
                                       {"km h-1", 1 / 3.6, 0},
                                       {"km/h", 1 / 3.6, 0},
                                       {"knot", 1852 / 3600.0, 0},
                                       {"knots", 1852 / 3600.0, 0},
                                       {"kt", 1852 / 3600.0, 0}};
static const unit ANGLE[most_units] = {{"degree", 1, 0},      {"degrees", 1, 0},
                                       {"deg", 1, 0},         {"°", 1, 0},
                                       {"degree_true", 1, 0}, {"degrees_true", 1, 0}};

/** What is looked for. */
typedef enum wanted {
  WANTED_TEMPERATURE,
  WANTED_PRESSURE,
  WANTED_HUMIDITY,
  WANTED_EAST,
  WANTED_NORTH,
  WANTED_SPEED,
  WANTED_FROM,
  WANTED_TO,
  WANTED_COUNT
} wanted;

static const struct {
  const char *standard_name[2];
  const char *era5; /**< Name of the variable in ERA5 files, which carry no standard names. */
  const unit *units;
  double low, high; /**< Values beyond stand for a mistake. */
} WANTED[WANTED_COUNT] = {
    [WANTED_TEMPERATURE] = {{"air_temperature"}, "t2m", KELVIN, 180, 350},
    [WANTED_PRESSURE] = {{"surface_air_pressure", "air_pressure"}, "sp", PASCAL, 20000, 120000},
    [WANTED_HUMIDITY] = {{"relative_humidity"}, NULL, SHARE, -0.01, 1.2},
    [WANTED_EAST] = {{"eastward_wind"}, "u10", SPEED, -150, 150},
    [WANTED_NORTH] = {{"northward_wind"}, "v10", SPEED, -150, 150},
    [WANTED_SPEED] = {{"wind_speed"}, NULL, SPEED, 0, 150},
    [WANTED_FROM] = {{"wind_from_direction"}, NULL, ANGLE, -360, 720},
    [WANTED_TO] = {{"wind_to_direction"}, NULL, ANGLE, -360, 720},
};

/* ---- attributes ---- */

/** A text attribute; empty when there is none. @return 1 when there is one. */
static int text_of(const source *s, int var, const char *name, char text[longest_text]) {
  nc_type type;
  size_t length;
  text[0] = '\0';
  if (nc_inq_att(s->id, var, name, &type, &length) != NC_NOERR) return 0;
  if (type == NC_CHAR && length < longest_text) {
    if (nc_get_att_text(s->id, var, name, text) != NC_NOERR) return 0;
    text[length] = '\0';
    return 1;
  }
  char *string = NULL;
  if (type != NC_STRING || length != 1 || nc_get_att_string(s->id, var, name, &string) != NC_NOERR)
    return 0;
  snprintf(text, longest_text, "%s", string ? string : "");
  nc_free_string(1, &string);
  return 1;
}

/** A number attribute. */
static double number_of(const source *s, int var, const char *name, double otherwise) {
  double value;
  size_t length;
  if (nc_inq_attlen(s->id, var, name, &length) != NC_NOERR || length != 1) return otherwise;
  return nc_get_att_double(s->id, var, name, &value) == NC_NOERR ? value : otherwise;
}

static const char *name_of(const source *s, int var, char name[NC_MAX_NAME + 1]) {
  if (nc_inq_varname(s->id, var, name) != NC_NOERR) name[0] = '\0';
  return name;
}

static int is_wanted(const source *s, int var, wanted w) {
  char text[longest_text], name[NC_MAX_NAME + 1];
  if (text_of(s, var, "standard_name", text))
    for (int i = 0; i < 2 && WANTED[w].standard_name[i]; ++i)
      if (strcmp(text, WANTED[w].standard_name[i]) == 0) return 1;
  return WANTED[w].era5 && strcmp(name_of(s, var, name), WANTED[w].era5) == 0;
}

/** The variable of a quantity; -1: none. Two of them are a finding. */
static int find_variable(source *s, wanted w) {
  int found = -1;
  for (int var = 0; var < s->n_vars; ++var) {
    if (!is_wanted(s, var, w)) continue;
    if (found >= 0) {
      char a[NC_MAX_NAME + 1], b[NC_MAX_NAME + 1];
      find(s, FLUE_MSG_WEATHER_TWICE, s->path, WANTED[w].standard_name[0], name_of(s, found, a),
           name_of(s, var, b), NULL);
      return -1;
    }
    found = var;
  }
  return found;
}

/* ---- time ---- */

static int has_time_units(const source *s, int var, char units[longest_text]) {
  return text_of(s, var, "units", units) && strstr(units, " since ") != NULL;
}

/** The coordinate of time: one dimension, units "... since ...". */
static void find_time(source *s) {
  char units[longest_text];
  s->time_var = -1;
  for (int var = 0; var < s->n_vars && s->time_var < 0; ++var) {
    int dimensions;
    if (nc_inq_varndims(s->id, var, &dimensions) != NC_NOERR || dimensions != 1) continue;
    if (has_time_units(s, var, units)) s->time_var = var;
  }
  if (s->time_var < 0) {
    find(s, FLUE_MSG_WEATHER_NO_TIME, s->path, NULL);
    return;
  }
  if (nc_inq_vardimid(s->id, s->time_var, &s->time_dim) != NC_NOERR ||
      nc_inq_dimlen(s->id, s->time_dim, &s->n) != NC_NOERR || s->n == 0)
    find(s, FLUE_MSG_WEATHER_NO_TIME, s->path, NULL);
}

static void read_time(source *s, flue_weather_rows *out) {
  char units[longest_text], calendar[longest_text], name[NC_MAX_NAME + 1];
  double scale, zero;
  has_time_units(s, s->time_var, units);
  const int has_calendar = text_of(s, s->time_var, "calendar", calendar);
  if (!flue_calendar_find(has_calendar ? calendar : NULL, &out->calendar)) {
    find(s, FLUE_MSG_WEATHER_CALENDAR, s->path, calendar, NULL);
    return;
  }
  if (!flue_time_units_read(units, out->calendar, &scale, &zero)) {
    find(s, FLUE_MSG_WEATHER_UNIT, s->path, name_of(s, s->time_var, name), units,
         "seconds|minutes|hours|days since 2024-07-01 00:00", NULL);
    return;
  }
  out->time_s = flue_scenario_alloc(s->scenario, s->n, sizeof *out->time_s);
  s->no_memory |= !out->time_s;
  if (!out->time_s) return;
  const int status = nc_get_var_double(s->id, s->time_var, out->time_s);
  if (status != NC_NOERR) find(s, FLUE_MSG_WEATHER_READ, s->path, nc_strerror(status), NULL);
  for (size_t i = 0; i < s->n; ++i) out->time_s[i] = zero + scale * out->time_s[i];
  if (!isfinite(out->time_s[0])) find(s, FLUE_MSG_WEATHER_NO_TIME, s->path, NULL);
  for (size_t i = 1; i < s->n && !s->failed; ++i)
    if (!(out->time_s[i] > out->time_s[i - 1])) {
      char before[FLUE_DATE_TEXT], after[FLUE_DATE_TEXT];
      flue_date_print(out->time_s[i - 1], before);
      flue_date_print(out->time_s[i], after);
      find(s, FLUE_MSG_MUST_RISE, name_of(s, s->time_var, name), after, before, NULL);
    }
}

/* ---- places ---- */

/** 0: latitude, 1: longitude, -1: another dimension; its coordinate variable. */
static int kind_of_dimension(const source *s, int dim, int *var) {
  static const char *const names[2] = {"latitude", "longitude"};
  static const char *const units[2] = {"degrees_north", "degrees_east"};
  char name[NC_MAX_NAME + 1], text[longest_text];
  int dims;
  if (nc_inq_dimname(s->id, dim, name) != NC_NOERR) return -1;
  if (nc_inq_varid(s->id, name, var) != NC_NOERR) return -1;
  if (nc_inq_varndims(s->id, *var, &dims) != NC_NOERR || dims != 1) return -1;
  for (int k = 0; k < 2; ++k) {
    if (text_of(s, *var, "standard_name", text) && strcmp(text, names[k]) == 0) return k;
    if (text_of(s, *var, "units", text) && strcmp(text, units[k]) == 0) return k;
  }
  return -1;
}

/** Difference of two angles; longitudes may count from 0 or from -180 [deg]. */
static double angle_between(double a, double b, int is_longitude) {
  const double turn = 360.0, d = fabs(a - b);
  return is_longitude ? fmin(fmod(d, turn), turn - fmod(d, turn)) : d;
}

/** The point of a coordinate nearest to the position. A position beside the grid is a finding. */
static size_t nearest_point(source *s, int var, size_t length, int kind) {
  char name[NC_MAX_NAME + 1], wanted_text[64];
  double *at = flue_alloc(length, sizeof *at);
  size_t best = 0;
  s->no_memory |= !at;
  if (!at || nc_get_var_double(s->id, var, at) != NC_NOERR) {
    free(at);
    s->failed = 1;
    return 0;
  }
  const double wanted_deg = s->position->v[kind];
  double spacing = 0.0;
  for (size_t i = 0; i < length; ++i) {
    if (angle_between(at[i], wanted_deg, kind) < angle_between(at[best], wanted_deg, kind))
      best = i;
    if (i > 0) spacing = fmax(spacing, angle_between(at[i], at[i - 1], kind));
  }
  if (!(angle_between(at[best], wanted_deg, kind) <= spacing)) {
    snprintf(wanted_text, sizeof wanted_text, "%g", wanted_deg);
    find(s, FLUE_MSG_WEATHER_BESIDE, s->path, name_of(s, var, name), wanted_text, NULL);
  }
  free(at);
  return best;
}

/** Where the series of a variable stands: all times, one point of all other dimensions. */
static void place_series(source *s, int var, size_t start[most_dimensions],
                         size_t count[most_dimensions]) {
  int n, dims[NC_MAX_VAR_DIMS], has_time = 0;
  char name[NC_MAX_NAME + 1], dim_name[NC_MAX_NAME + 1];
  if (nc_inq_varndims(s->id, var, &n) != NC_NOERR || n > most_dimensions ||
      nc_inq_vardimid(s->id, var, dims) != NC_NOERR)
    n = 0;
  for (int k = 0; k < n && !s->failed; ++k) {
    size_t length = 0;
    int coordinate = -1;
    start[k] = 0;
    count[k] = 1;
    nc_inq_dimlen(s->id, dims[k], &length);
    if (dims[k] == s->time_dim) {
      has_time = 1;
      count[k] = s->n;
    } else if (length > 1) {
      const int kind = kind_of_dimension(s, dims[k], &coordinate);
      if (kind >= 0 && s->position->v) {
        start[k] = nearest_point(s, coordinate, length, kind);
        continue;
      }
      nc_inq_dimname(s->id, dims[k], dim_name);
      find(s, kind >= 0 ? FLUE_MSG_WEATHER_POSITION : FLUE_MSG_WEATHER_DIMENSION, s->path,
           name_of(s, var, name), dim_name, NULL);
    }
  }
  if (!has_time && !s->failed)
    find(s, FLUE_MSG_WEATHER_CONSTANT, s->path, name_of(s, var, name), NULL);
}

/* ---- values ---- */

static const unit *find_unit(source *s, int var, wanted w) {
  char units[longest_text], name[NC_MAX_NAME + 1];
  const int is_given = text_of(s, var, "units", units);
  for (int i = 0; i < most_units && WANTED[w].units[i].name; ++i)
    if (strcmp(units, WANTED[w].units[i].name) == 0) return &WANTED[w].units[i];
  flue_text known = {0};
  for (int i = 0; i < most_units && WANTED[w].units[i].name; ++i)
    if (WANTED[w].units[i].name[0])
      flue_text_add(&known, "%s%s", known.length ? ", " : "", WANTED[w].units[i].name);
  find(s, FLUE_MSG_WEATHER_UNIT, s->path, name_of(s, var, name), is_given ? units : "-",
       known.data ? known.data : "", NULL);
  flue_text_clear(&known);
  return NULL;
}

/** Packed values to SI; NaN where a value is missing. */
static void unpack(const source *s, int var, const unit *u, double *v) {
  const double scale = number_of(s, var, "scale_factor", 1.0),
               offset = number_of(s, var, "add_offset", 0.0),
               fill = number_of(s, var, "_FillValue", NAN),
               missing = number_of(s, var, "missing_value", NAN);
  for (size_t i = 0; i < s->n; ++i)
    v[i] = v[i] == fill || v[i] == missing ? NAN : (v[i] * scale + offset) * u->scale + u->zero;
}

/** Values beyond what air can be stand for a wrong unit. Missing ones are looked at where they are
 *  used. */
static void check_values(source *s, int var, wanted w, const double *v) {
  char name[NC_MAX_NAME + 1], value[32], low[32], high[32];
  for (size_t i = 0; i < s->n && !s->failed; ++i) {
    if (!(v[i] < WANTED[w].low) && !(v[i] > WANTED[w].high)) continue;
    snprintf(value, sizeof value, "%g", v[i]);
    snprintf(low, sizeof low, "%g", WANTED[w].low);
    snprintf(high, sizeof high, "%g", WANTED[w].high);
    find(s, FLUE_MSG_OUT_OF_RANGE, name_of(s, var, name), value, low, high, "SI", NULL);
  }
}

/** The series of a quantity in SI; NULL when the file has none. */
static double *read_series(source *s, wanted w) {
  size_t start[most_dimensions] = {0}, count[most_dimensions] = {0};
  const int var = find_variable(s, w);
  if (var < 0 || s->failed) return NULL;
  const unit *u = find_unit(s, var, w);
  place_series(s, var, start, count);
  if (!u || s->failed) return NULL;
  double *v = flue_scenario_alloc(s->scenario, s->n, sizeof *v);
  s->no_memory |= !v;
  if (!v) return NULL;
  const int status = nc_get_vara_double(s->id, var, start, count, v);
  if (status != NC_NOERR) {
    find(s, FLUE_MSG_WEATHER_READ, s->path, nc_strerror(status), NULL);
    return NULL;
  }
  unpack(s, var, u, v);
  check_values(s, var, w, v);
  return v;
}

/* ---- whole ---- */

/** Speed and direction to parts; direction and speed become the parts. */
static void resolve(source *s, double *speed, double *direction, double half_turn) {
  for (size_t i = 0; i < s->n; ++i) {
    double east, north;
    flue_wind_parts(speed[i], direction[i] + half_turn, &east, &north);
    speed[i] = east;
    direction[i] = north;
  }
}

static void read_wind(source *s, flue_weather_rows *out) {
  double *east = read_series(s, WANTED_EAST), *north = read_series(s, WANTED_NORTH);
  if (!east || !north) {
    double *speed = read_series(s, WANTED_SPEED), *from = read_series(s, WANTED_FROM);
    double *to = from ? NULL : read_series(s, WANTED_TO);
    if (speed && (from || to)) {
      resolve(s, speed, from ? from : to, from ? 0.0 : 180.0);
      east = speed;
      north = from ? from : to;
    }
  }
  out->column[FLUE_WEATHER_EAST] = east;
  out->column[FLUE_WEATHER_NORTH] = north;
  if ((!east || !north) && !s->failed && !s->no_memory)
    find(s, FLUE_MSG_WEATHER_MISSING, s->path,
         "eastward_wind + northward_wind, wind_speed + wind_from_direction", NULL);
}

static void read_all(source *s, flue_weather_rows *out) {
  if (nc_inq_nvars(s->id, &s->n_vars) != NC_NOERR) s->n_vars = 0;
  find_time(s);
  if (!s->failed) read_time(s, out);
  if (s->failed || s->no_memory) return;
  out->column[FLUE_WEATHER_TEMPERATURE] = read_series(s, WANTED_TEMPERATURE);
  if (!out->column[FLUE_WEATHER_TEMPERATURE] && !s->failed && !s->no_memory)
    find(s, FLUE_MSG_WEATHER_MISSING, s->path, "air_temperature", NULL);
  out->column[FLUE_WEATHER_PRESSURE] = read_series(s, WANTED_PRESSURE);
  out->column[FLUE_WEATHER_HUMIDITY] = read_series(s, WANTED_HUMIDITY);
  read_wind(s, out);
  if (!s->failed) out->n = s->n;
}

flue_status flue_weather_file_read(flue_scenario *scenario, const char *path,
                                   const flue_word *place, const flue_numbers *position,
                                   flue_diagnostics *list, flue_weather_rows *out) {
  source s = {
      .path = path, .scenario = scenario, .place = place, .position = position, .list = list};
  *out = (flue_weather_rows){0};
  const int status = nc_open(path, NC_NOWRITE, &s.id);
  if (status != NC_NOERR) {
    find(&s, FLUE_MSG_WEATHER_READ, path, nc_strerror(status), NULL);
    return FLUE_OK;
  }
  read_all(&s, out);
  nc_close(s.id);
  return s.no_memory ? FLUE_ENOMEM : FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_cfast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/gas.h"
#include "models/visibility.h"
#include "postproc/atomic_file.h"
#include "postproc/export_sheet.h"

/* ---- composition ---- */

static const double zero_celsius = 273.15;

static const struct {
  flue_species species;
  const char *name, *long_name, *field, *mass_name;
} GASES[] = {
    {FLUE_O2, "O2_", "O2", "o2", "MO2_"},
    {FLUE_CO2, "CO2_", "CO2", "co2", "MCO2_"},
    {FLUE_CO, "CO_", "CO", "co", "MCO_"},
    {FLUE_HCN, "HCN_", "HCN", "hcn", "MHCN_"},
    {FLUE_HCL, "HCL_", "HCl", "hcl", "MHCl_"},
    {FLUE_FUEL, "TUHC_", "Unburned Fuel", "fuel", "MTUHC_"},
    {FLUE_H2O, "H2O_", "H2O", "h2o", "MH2O_"},
};
enum { n_gases = sizeof GASES / sizeof *GASES };

/** Series of one layer: mass fractions in the order of flue_species, mass, upper volume. */
typedef struct layer_series {
  const series *y[FLUE_SPECIES_COUNT];
  const series *mass, *upper_volume;
  int is_upper;
} layer_series;

static layer_series find_layer(source *s, int is_upper) {
  layer_series l = {.is_upper = is_upper};
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) {
    char name[48];
    snprintf(name, sizeof name, "%s_y_%s", is_upper ? "upper" : "lower", FLUE_SPECIES_NAMES[k]);
    l.y[k] = sheet_series(s, "layer", name);
  }
  l.mass = sheet_series(s, "layer", is_upper ? "upper_mass" : "lower_mass");
  l.upper_volume = sheet_series(s, "layer", "upper_volume");
  return l;
}

static double value_at(const series *x, size_t row, size_t item) {
  return x ? x->v[row * x->column->width + item] : 0.0;
}

/** Mass fractions of one room at a row. */
static void read_fractions(const layer_series *l, size_t room, size_t row,
                           double y[FLUE_SPECIES_COUNT]) {
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) y[k] = value_at(l->y[k], row, room);
}

/** Sum of mass fractions; nitrogen is the rest. */
static double nitrogen(const double y[FLUE_SPECIES_COUNT]) {
  double rest = 1.0;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k)
    if (k != FLUE_TRACE) rest -= y[k];
  return fmax(0.0, rest);
}

static double nitrogen_volume(const double y[FLUE_SPECIES_COUNT]) {
  double sum = 0.0;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k)
    if (k != FLUE_SOOT && k != FLUE_TRACE) sum += flue_volume_fraction(y, (flue_species)k);
  return fmax(0.0, 1.0 - sum);
}

/** Gas columns of a layer: nitrogen first, [1 + n_gases][rows], owned one by one. */
static void fill_gases(source *s, int is_upper, size_t room, double scale,
                       double *columns[1 + n_gases]) {
  const layer_series l = find_layer(s, is_upper);
  for (int k = 0; k < 1 + n_gases; ++k) {
    columns[k] = flue_alloc(s->rows, sizeof *columns[k]);
    if (!columns[k]) s->status = FLUE_ENOMEM;
  }
  for (size_t row = 0; row < s->rows && s->status == FLUE_OK; ++row) {
    double y[FLUE_SPECIES_COUNT];
    read_fractions(&l, room, row, y);
    columns[0][row] = scale * nitrogen_volume(y);
    for (int k = 0; k < n_gases; ++k)
      columns[1 + k][row] = scale * fmax(0.0, flue_volume_fraction(y, GASES[k].species));
  }
}

/** Density of a layer of a room at a row, by its mass and volume [kg m-3]. */
static double density_of(const layer_series *l, size_t room, size_t row, double volume) {
  const double upper = value_at(l->upper_volume, row, room);
  const double size = l->is_upper ? upper : volume - upper;
  return size > 1e-9 * volume ? value_at(l->mass, row, room) / size : 0.0;
}

/** Optical density [m-1], or smoke [mg m-3]. */
static double *smoke_column(source *s, int is_upper, size_t room, double volume) {
  const layer_series l = find_layer(s, is_upper);
  double *out = flue_alloc(s->rows, sizeof *out);
  for (size_t row = 0; out && row < s->rows; ++row) {
    const double soot =
        fmax(0.0, value_at(l.y[FLUE_SOOT], row, room)) * density_of(&l, room, row, volume);
    out[row] = s->is_validation ? soot * 1e6
                                : flue_visibility_optical_density(flue_visibility_extinction(soot));
  }
  return out;
}

static void add_layer_gases(sheet *t, int is_upper, size_t room, const char *id, double volume) {
  source *s = t->from;
  const char *unit = s->is_validation ? "mol_frac" : "mol %";
  const char *smoke = s->is_validation ? "mg/m^3" : "1/m";
  const char *letters = is_upper ? "UL" : "LL", *words = is_upper ? "Upper Layer" : "Lower Layer";
  double *gas[1 + n_gases];
  char prefix[24], text[64];
  fill_gases(s, is_upper, room, s->is_validation ? 1.0 : 100.0, gas);
  snprintf(prefix, sizeof prefix, "%sN2_", letters);
  snprintf(text, sizeof text, "N2 %s", words);
  sheet_owned(t, prefix, room, text, id, unit, gas[0]);
  for (int k = 0; k < n_gases; ++k) {
    snprintf(prefix, sizeof prefix, "%s%s", letters, GASES[k].name);
    snprintf(text, sizeof text, "%s %s", GASES[k].long_name, words);
    sheet_owned(t, prefix, room, text, id, unit, gas[1 + k]);
  }
  static const char *const kinds[][2] = {
      {"OD_", "Optical Density"}, {"ODF_", "OD from Flaming"}, {"ODS_", "OD from Smoldering"}};
  for (int k = 0; k < 3; ++k) { /* all smoke of flue is that of flames */
    double *values =
        k < 2 ? smoke_column(s, is_upper, room, volume) : flue_alloc(s->rows, sizeof *values);
    snprintf(prefix, sizeof prefix, "%s%s", letters, kinds[k][0]);
    snprintf(text, sizeof text, "%s %s", kinds[k][1], words);
    sheet_owned(t, prefix, room, text, id, smoke, values);
  }
}

/* ---- rooms ---- */

typedef struct rooms {
  char **id;
  size_t n;
  const double *two_layer, *volume, *floor_m; /**< Height of the floor; borrowed, [n]. */
  flue_atmosphere outside;                    /**< At the start. */
} rooms;

/** First number of a series of one item; NaN without it. */
static double first_of(source *s, const char *group, const char *name) {
  const series *x = sheet_series(s, group, name);
  return x && x->column->rows > 0 ? x->v[0] : NAN;
}

static void read_rooms(source *s, rooms *r) {
  r->n = sheet_names(s, "zone", "pressure", &r->id);
  r->two_layer = sheet_values(s, "geometry", "two_layer");
  r->volume = sheet_values(s, "geometry", "volume");
  r->floor_m = sheet_values(s, "geometry", "floor_height");
  r->outside = (flue_atmosphere){first_of(s, "weather", "temperature"),
                                 first_of(s, "weather", "pressure"), 0.0};
  if (s->status == FLUE_OK && (!r->two_layer || !r->volume || !r->floor_m))
    s->status =
        flue_fail(s->ctx, FLUE_EINPUT, __FILE__, __LINE__,
                  "this run has plans: CFAST's tables are of compartments given one by one");
}

static void free_rooms(rooms *r) {
  flue_run_free_texts(r->n, &r->id);
}

/** Pressure outside at the floor of a room [Pa]; that at sea level where the run does not tell. */
static double outside_at(const rooms *r, size_t i) {
  if (isnan(r->outside.pressure) || isnan(r->outside.temp_k)) return FLUE_PRESSURE_SEA_LEVEL;
  return r->outside.pressure + flue_atmosphere_head(&r->outside, r->floor_m[i]);
}

static void add_room(sheet *t, const rooms *r, size_t i) {
  const int is_two = r->two_layer[i] > 0.5;
  const char *id = r->id[i];
  sheet_item(t, "ULT_", i, "Upper Layer Temperature", id, "C", "zone", "upper_temperature", 1.0,
             -zero_celsius);
  if (is_two) {
    sheet_item(t, "LLT_", i, "Lower Layer Temperature", id, "C", "zone", "lower_temperature", 1.0,
               -zero_celsius);
    sheet_item(t, "HGT_", i, "Layer Height", id, "m", "zone", "layer_height", 1.0, 0.0);
  }
  sheet_item(t, "VOL_", i, "Upper Layer Volume", id, "m^3", "layer", "upper_volume", 1.0, 0.0);
  sheet_item(t, "PRS_", i, "Pressure", id, "Pa", "layer", "floor_pressure", 1.0, 0.0);
  sheet_item(t, "APRS_", i, "Absolute Pressure", id, "Pa", "layer", "floor_pressure", 1.0,
             outside_at(r, i));
  add_layer_gases(t, 1, i, id, r->volume[i]);
  if (is_two) add_layer_gases(t, 0, i, id, r->volume[i]);
}

static void add_fires(sheet *t) {
  char **id;
  const size_t n = sheet_names(t->from, "burner", "lit", &id);
  static const struct {
    const char *prefix, *long_name, *unit, *group, *name;
  } fields[] = {
      {"IGN_", "Ignition", " ", "burner", "lit"},
      {"PLUM_", "Plume Entrainment Rate", "kg/s", "burner", "plume_flow"},
      {"PYROL_", "Pyrolysis Rate", "kg/s", "burner", "pyrolysis"},
      {"HRR_E", "HRR Expected", "W", "fire", "design_heat_release_rate"},
      {"HRR_", "HRR Actual", "W", "fire", "heat_release_rate"},
      {"HRRC_", "HRR Convective Actual", "W", "burner", "convective_release"},
      {"HRRL_", "HRR Lower Actual", "W", "burner", "lower_release"},
      {"HRRU_", "HRR Upper Actual", "W", "burner", "upper_release"},
      {"FLHGT_", "Flame Height", "m", "burner", "flame_height"},
  };
  for (size_t i = 0; i < n; ++i)
    for (size_t k = 0; k < sizeof fields / sizeof *fields; ++k)
      sheet_item(t, fields[k].prefix, i, fields[k].long_name, id[i], fields[k].unit,
                 fields[k].group, fields[k].name, 1.0, 0.0);
  flue_run_free_texts(n, &id);
}

static flue_status write_compartments(source *s, const rooms *r, const char *base) {
  sheet t = sheet_start(s);
  for (size_t i = 0; i < r->n; ++i) add_room(&t, r, i);
  add_fires(&t);
  for (size_t i = 0; i < r->n; ++i)
    sheet_item(&t, "DJET_", i, "HRR Door Jet Fires", r->id[i], "W", "layer", "vent_release", 1.0,
               0.0);
  sheet_column(&t, "DJET_Outside", "HRR Door Jet Fires", "Outside", "W",
               (column){NULL, NULL, 0, 0, 1.0, 0.0});
  return sheet_write(&t, base, "compartments");
}

static flue_status write_walls(source *s, const rooms *r, const char *base) {
  sheet t = sheet_start(s);
  for (size_t i = 0; i < r->n; ++i) {
    sheet_item(&t, "CEILT_", i, "Ceiling Temperature", r->id[i], "C", "layer",
               "ceiling_temperature", 1.0, -zero_celsius);
    sheet_item(&t, "UWALLT_", i, "Upper Wall Temperature", r->id[i], "C", "layer",
               "upper_wall_temperature", 1.0, -zero_celsius);
    sheet_item(&t, "LWALLT_", i, "Lower Wall Temperature", r->id[i], "C", "layer",
               "lower_wall_temperature", 1.0, -zero_celsius);
    sheet_item(&t, "FLOORT_", i, "Floor Temperature", r->id[i], "C", "layer", "floor_temperature",
               1.0, -zero_celsius);
  }
  return sheet_write(&t, base, "walls");
}

/* ---- masses ---- */

/** Mass of a species, or of nitrogen for none, in a layer [kg]. */
static double *mass_column(source *s, int is_upper, size_t room, int species) {
  const layer_series l = find_layer(s, is_upper);
  double *out = flue_alloc(s->rows, sizeof *out);
  for (size_t row = 0; out && row < s->rows; ++row) {
    double y[FLUE_SPECIES_COUNT];
    read_fractions(&l, room, row, y);
    out[row] = value_at(l.mass, row, room) * (species < 0 ? nitrogen(y) : fmax(0.0, y[species]));
  }
  return out;
}

static void add_masses(sheet *t, int is_upper, size_t room, const char *id) {
  source *s = t->from;
  const char *letters = is_upper ? "UL" : "LL";
  const char *words = is_upper ? "Upper Layer Mass" : "Lower Layer Mass";
  char prefix[24], text[64];
  snprintf(prefix, sizeof prefix, "%sMN2_", letters);
  snprintf(text, sizeof text, "N2 %s", words);
  sheet_owned(t, prefix, room, text, id, "kg", mass_column(s, is_upper, room, -1));
  for (int k = 0; k < n_gases; ++k) {
    snprintf(prefix, sizeof prefix, "%s%s", letters, GASES[k].mass_name);
    snprintf(text, sizeof text, "%s %s", GASES[k].long_name, words);
    sheet_owned(t, prefix, room, text, id, "kg",
                mass_column(s, is_upper, room, (int)GASES[k].species));
  }
  static const struct {
    const char *name, *long_name;
    int species;
  } others[] = {{"MOD_", "Optical Density", FLUE_SOOT},
                {"MODF_", "OD from Flaming", FLUE_SOOT},
                {"MODS_", "OD from Smoldering", -2},
                {"MTS_", "Trace Species", FLUE_TRACE}};
  for (int k = 0; k < 4; ++k) {
    snprintf(prefix, sizeof prefix, "%s%s", letters, others[k].name);
    snprintf(text, sizeof text, "%s %s", others[k].long_name, words);
    sheet_owned(t, prefix, room, text, id, "kg",
                others[k].species == -2 ? flue_alloc(s->rows, sizeof(double))
                                        : mass_column(s, is_upper, room, others[k].species));
  }
}

static flue_status write_masses(source *s, const rooms *r, const char *base) {
  sheet t = sheet_start(s);
  for (size_t i = 0; i < r->n; ++i) {
    add_masses(&t, 1, i, r->id[i]);
    if (r->two_layer[i] > 0.5) add_masses(&t, 0, i, r->id[i]);
  }
  char **id;
  const size_t n = sheet_names(s, "burner", "lit", &id);
  for (size_t i = 0; i < n; ++i)
    sheet_item(&t, "PYTOL_T_", i, "Total Pyrolysate Released", id[i], "kg", "burner", "burnt", 1.0,
               0.0);
  flue_run_free_texts(n, &id);
  return sheet_write(&t, base, "masses");
}

/* ---- devices ---- */

typedef struct device_field {
  const char *prefix, *long_name, *unit, *name;
  double scale, offset;
  int only_validation;
} device_field;

static const device_field TARGETS[] = {
    {"TRGGAST_", "Target Surrounding Gas Temperature", "C", "gas_temperature", 1, -273.15, 0},
    {"TRGSURT_", "Target Surface Temperature", "C", "surface_temperature", 1, -273.15, 0},
    {"TRGINT_", "Target Internal Temperature", "C", "inner_temperature", 1, -273.15, 0},
    {"TRGFLXI_", "Target Incident Flux", "kW/m^2", "incident_flux", 1e-3, 0, 0},
    {"TRGFLXT_", "Target Net Flux", "kW/m^2", "net_flux", 1e-3, 0, 0},
    {"TRGFLXC_", "Target Convective Flux", "kW/m^2", "convective_flux", 1e-3, 0, 1},
    {"TRGFLXF_", "Target Fire Radiative Flux", "kW/m^2", "flame_flux", 1e-3, 0, 1},
    {"TRGFLXS_", "Target Surface Radiative Flux", "kW/m^2", "surface_flux", 1e-3, 0, 1},
    {"TRGFLXG_", "Target Gas Radiative Flux", "kW/m^2", "gas_flux", 1e-3, 0, 1},
    {"TRGFLXTG_", "Target Total Gauge Flux", "kW/m^2", "gauge_flux", 1e-3, 0, 1},
    {"TRGFLXRG_", "Target Radiative Gauge Flux", "kW/m^2", "gauge_radiative_flux", 1e-3, 0, 1},
    {"B_TRGSURT_", "Back Target Surface Temperature", "C", "back_temperature", 1, -273.15, 1},
    {"TRGFEDG_", "Target Gas FED", "", "gas_dose", 1, 0, 0},
    {"TRGFEDH_", "Target Heat FED", "", "heat_dose", 1, 0, 0},
    {"TRGOBS_", "Target Obscuration", "1/m", "optical_density", 1, 0, 0},
};

/** Rise of a dose from one row to the next. */
static double *increments(source *s, const char *name, size_t item) {
  const series *x = sheet_series(s, "target", name);
  double *out = flue_alloc(s->rows, sizeof *out);
  for (size_t row = 1; out && x && row < s->rows; ++row)
    out[row] = x->v[row * x->column->width + item] - x->v[(row - 1) * x->column->width + item];
  return out;
}

static void add_target(sheet *t, size_t i, const char *id) {
  for (size_t k = 0; k < sizeof TARGETS / sizeof *TARGETS; ++k) {
    const device_field *f = &TARGETS[k];
    if (f->only_validation && !t->from->is_validation) continue;
    sheet_item(t, f->prefix, i, f->long_name, id, f->unit, "target", f->name, f->scale, f->offset);
    if (strcmp(f->name, "gas_dose") == 0)
      sheet_owned(t, "TRGDFEDG_", i, "Target Gas FED Increment", id, "",
                  increments(t->from, f->name, i));
    if (strcmp(f->name, "heat_dose") == 0)
      sheet_owned(t, "TRGDFEDH_", i, "Target Heat FED Increment", id, "",
                  increments(t->from, f->name, i));
  }
}

/** Numbers of `detector/kind` in results. */
enum { kind_heat = 1, kind_smoke = 2, kind_beam = 4, kind_flame = 5 };

/** What a detector compares with its threshold; beams and flame detectors are not in CFAST. */
static device_field element_of(int kind) {
  switch (kind) {
    case kind_smoke:
      return (device_field){.prefix = "SENSOD_",
                            .long_name = "Sensor Obscuration",
                            .unit = "1/m",
                            .scale = 1.0 / log(10.0)};
    case kind_beam:
      return (device_field){"SENSLOSS_", "Sensor Light Loss", "%", .scale = 100.0};
    case kind_flame:
      return (device_field){"SENSFLUX_", "Sensor Radiation", "kW/m^2", .scale = 1e-3};
    default:
      return (device_field){"SENST_", "Sensor Temperature", "C", .scale = 1.0,
                            .offset = -zero_celsius};
  }
}

static void add_detector(sheet *t, size_t i, const char *id, int kind) {
  const device_field e = element_of(kind);
  sheet_item(t, e.prefix, i, e.long_name, id, e.unit, "detector", "element", e.scale, e.offset);
  sheet_item(t, "SENSACT_", i, "Sensor Activation", id, "1=yes", "detector", "responded", 1.0, 0.0);
  sheet_item(t, "SENSGAST_", i, "Sensor Surrounding Gas Temperature", id, "C", "detector",
             "gas_temperature", 1.0, -zero_celsius);
  sheet_item(t, "SENSGASV_", i, "Sensor Surrounding Gas Velocity", id, "m/s", "detector",
             "gas_speed", 1.0, 0.0);
  sheet_item(t, "SENSOBS_", i, "Sensor Surrounding Obscuration", id, "1/m", "detector",
             "extinction", 1.0 / log(10.0), 0.0);
}

static flue_status write_devices(source *s, const char *base) {
  sheet t = sheet_start(s);
  char **id;
  size_t n = sheet_names(s, "target", "gas_temperature", &id);
  for (size_t i = 0; i < n; ++i) add_target(&t, i, id[i]);
  flue_run_free_texts(n, &id);
  n = sheet_names(s, "detector", "element", &id);
  const double *kind = sheet_values(s, "detector", "kind");
  for (size_t i = 0; i < n; ++i) add_detector(&t, i, id[i], kind ? (int)kind[i] : kind_heat);
  flue_run_free_texts(n, &id);
  return sheet_write(&t, base, "devices");
}

/* ---- vents ---- */

/** Kinds of openings, as flue_opening_kind, and leaks by their name. */
enum { kind_slot, kind_hatch, kind_fan, kind_blower };

/** "Room 3" or "Outside", "3" or "Outside". */
static void room_word(double room, char *number, char *word, size_t size) {
  if (room < 0.0) {
    snprintf(number, size, "Outside");
    snprintf(word, size, "Outside");
    return;
  }
  snprintf(number, size, "%.0f", room + 1.0);
  snprintf(word, size, "Room %.0f", room + 1.0);
}

/** Net flow into the second end, or into the first. */
static double *net_flow(source *s, size_t k, int into_second) {
  const series *f = sheet_series(s, "network", "flow"),
               *b = sheet_series(s, "network", "back_flow");
  double *out = flue_alloc(s->rows, sizeof *out);
  for (size_t row = 0; out && f && b && row < s->rows; ++row) {
    const size_t place = row * f->column->width + k;
    out[row] = (into_second ? 1.0 : -1.0) * (f->v[place] - b->v[place]);
  }
  return out;
}

static void add_flow(sheet *t, const char *letters, const char *noun, const double ends[2],
                     size_t count, size_t k, int into_second) {
  char a[24], b[24], wa[32], wb[32], name[96], object[160];
  room_word(ends[into_second ? 0 : 1], a, wa, sizeof a);
  room_word(ends[into_second ? 1 : 0], b, wb, sizeof b);
  snprintf(name, sizeof name, "%s_%s_%s_%zu", letters, a, b, count);
  snprintf(object, sizeof object, "%s %zu from %s to %s", noun, count, wa, wb);
  sheet_column(t, name, "Net Inflow", object, "kg/s",
               (column){NULL, net_flow(t->from, k, into_second), 1, 0, 1.0, 0.0});
}

static void add_series_named(sheet *t, const char *letters, const char *long_name, const char *noun,
                             const double ends[2], size_t count, size_t k, const char *unit,
                             const char *group, const char *field) {
  char a[24], b[24], wa[32], wb[32], name[96], object[160];
  room_word(ends[0], a, wa, sizeof a);
  room_word(ends[1], b, wb, sizeof b);
  snprintf(name, sizeof name, "%s_%s_%s_%zu", letters, a, b, count);
  snprintf(object, sizeof object, "%s %zu from %s to %s", noun, count, wa, wb);
  const series *x = sheet_series(t->from, group, field);
  sheet_column(t, name, long_name, object, unit,
               (column){x ? x->v : NULL, NULL, x ? x->column->width : 0, k, 1.0, 0.0});
}

/** What a kind of opening is called. */
typedef struct vent_words {
  const char *flow, *share, *noun;
} vent_words;

static void add_vent(sheet *t, int kind, const double ends[2], size_t count, size_t k) {
  static const vent_words words[] = {
      {"W", "WF", "WVent"}, {"CF", "CFF", "CFVent"}, {"M", "MF", "Fan"}, {"M", "MF", "Fan"}};
  const vent_words *w = &words[kind];
  add_flow(t, w->flow, w->noun, ends, count, k, 1);
  if (kind == kind_blower) {
    add_series_named(t, "M_TRACE_", "Trace Species Flow", w->noun, ends, count, k, "kg", "trace",
                     "trace_passed");
    add_series_named(t, "M_FILTERED", "Trace Species Filtered", w->noun, ends, count, k, "kg",
                     "trace", "trace_kept");
  } else {
    add_flow(t, w->flow, w->noun, ends, count, k, 0);
  }
  const double back[2] = {ends[1], ends[0]};
  add_series_named(t, w->share, "Opening Fraction", w->noun, back, count, k, "", "network", "open");
}

static flue_status write_vents(source *s, const char *base) {
  sheet t = sheet_start(s);
  char **id;
  const size_t n = sheet_names(s, "network", "flow", &id);
  const double *kind = sheet_values(s, "opening", "kind"),
               *from = sheet_values(s, "opening", "from"), *to = sheet_values(s, "opening", "to");
  static const int order[] = {kind_slot, kind_hatch, kind_blower, kind_slot};
  for (size_t pass = 0; pass < 4 && kind && from && to; ++pass) {
    size_t count = 0;
    for (size_t k = 0; k < n; ++k) {
      const int is_leak = strstr(id[k], "|outside") != NULL;
      if ((int)kind[k] != order[pass] || is_leak != (pass == 3)) continue;
      const double ends[2] = {from[k], to[k]};
      ++count;
      if (is_leak)
        add_flow(&t, "L", "Leak", ends, count, k, 1);
      else
        add_vent(&t, order[pass], ends, count, k);
    }
  }
  flue_run_free_texts(n, &id);
  return sheet_write(&t, base, "vents");
}

/* ---- zone ---- */

static double *density_column(source *s, int is_upper, size_t room, double volume) {
  const layer_series l = find_layer(s, is_upper);
  double *out = flue_alloc(s->rows, sizeof *out);
  for (size_t row = 0; out && row < s->rows; ++row) out[row] = density_of(&l, room, row, volume);
  return out;
}

static flue_status write_zone(source *s, const rooms *r, const char *base) {
  sheet t = sheet_start(s);
  for (size_t i = 0; i < r->n; ++i) {
    const int is_two = r->two_layer[i] > 0.5;
    sheet_item(&t, "ULT_", i, "Upper Layer Temperature", r->id[i], "C", "zone", "upper_temperature",
               1.0, -zero_celsius);
    if (is_two) {
      sheet_item(&t, "LLT_", i, "Lower Layer Temperature", r->id[i], "C", "zone",
                 "lower_temperature", 1.0, -zero_celsius);
      sheet_item(&t, "HGT_", i, "Layer Height", r->id[i], "m", "zone", "layer_height", 1.0, 0.0);
    }
    sheet_item(&t, "PRS_", i, "Pressure", r->id[i], "Pa", "layer", "floor_pressure", 1.0, 0.0);
    sheet_owned(&t, "RHOU_", i, "Upper Layer Density", r->id[i], "kg/m^3",
                density_column(s, 1, i, r->volume[i]));
    if (is_two)
      sheet_owned(&t, "RHOL_", i, "Lower Layer Density", r->id[i], "kg/m^3",
                  density_column(s, 0, i, r->volume[i]));
    sheet_owned(&t, "ULOD_", i, "Upper Layer Optical Density", r->id[i], "1/m",
                smoke_column(s, 1, i, r->volume[i]));
    if (is_two)
      sheet_owned(&t, "LLOD_", i, "Lower Layer Optical Density", r->id[i], "1/m",
                  smoke_column(s, 0, i, r->volume[i]));
  }
  char **id;
  const size_t n = sheet_names(s, "burner", "lit", &id);
  for (size_t i = 0; i < n; ++i) {
    sheet_item(&t, "HRR_", i, "HRR", id[i], "kW", "fire", "heat_release_rate", 1e-3, 0.0);
    sheet_item(&t, "FLHGT_", i, "Flame Height", id[i], "m", "burner", "flame_height", 1.0, 0.0);
    sheet_item(&t, "FBASE_", i, "Fire Base Height", id[i], "m", "burner", "base_height", 1.0, 0.0);
    sheet_item(&t, "FAREA_", i, "Fire Area", id[i], "m^2", "burner", "area", 1.0, 0.0);
  }
  flue_run_free_texts(n, &id);
  return sheet_write(&t, base, "zone");
}

/* ---- whole ---- */

/** DIR/NAME of a run, owned. */
static char *base_of(const char *run_path, const char *dir) {
  const char *name = strrchr(run_path, '/') ? strrchr(run_path, '/') + 1 : run_path;
  const char *dot = strrchr(name, '.');
  return flue_format("%s/%.*s", dir, dot ? (int)(dot - name) : (int)strlen(name), name);
}

static flue_status write_all(source *s, const char *base) {
  rooms r = {0};
  read_rooms(s, &r);
  if (s->status == FLUE_OK) write_compartments(s, &r, base);
  if (s->status == FLUE_OK) write_devices(s, base);
  if (s->status == FLUE_OK) write_walls(s, &r, base);
  if (s->status == FLUE_OK) write_masses(s, &r, base);
  if (s->status == FLUE_OK) write_vents(s, base);
  if (s->status == FLUE_OK) write_zone(s, &r, base);
  free_rooms(&r);
  return s->status;
}

flue_status flue_export_cfast(flue_ctx *ctx, const char *run_path, const char *dir,
                              int is_validation) {
  source s = {.ctx = ctx, .is_validation = is_validation};
  FLUE_TRY(flue_make_folder(ctx, dir));
  FLUE_TRY(flue_run_open(ctx, run_path, &s.run));
  size_t n_columns = 0;
  flue_run_columns(s.run, &n_columns);
  s.loaded = flue_alloc(n_columns, sizeof *s.loaded);
  if (!s.loaded) s.status = FLUE_ENOMEM;
  const flue_run_column *any = flue_run_find(s.run, "zone", "pressure");
  char *base = base_of(run_path, dir);
  if (!base) s.status = FLUE_ENOMEM;
  if (!any && s.status == FLUE_OK)
    s.status = flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s has no compartments", run_path);
  if (s.status == FLUE_OK) s.status = flue_run_times(ctx, s.run, any, &s.times);
  if (s.status == FLUE_OK) {
    s.rows = any->rows;
    write_all(&s, base);
  }
  for (size_t i = 0; i < s.n; ++i) free(s.loaded[i].v);
  free(s.loaded);
  free(s.times);
  free(base);
  flue_run_close(&s.run);
  return s.status;
}

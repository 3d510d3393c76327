/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/contam/contam_project.h  What is read from a project file of CONTAM, and its
 * words. */
#ifndef FLUE_SCENARIOS_CONTAM_PROJECT_H
#define FLUE_SCENARIOS_CONTAM_PROJECT_H

#include "core/diagnostics.h"
#include "core/status.h"

/** Ambient air as a zone number. */
#define CONTAM_AMBIENT (-1)

/** Bits of flags of zones and paths. */
enum {
  CONTAM_ZONE_VARIES = 1,  /**< The pressure of the zone is found. */
  CONTAM_ZONE_SYSTEM = 8,  /**< A side of an air handling system. */
  CONTAM_ZONE_CFD = 32,    /**< Computed in detail elsewhere. */
  CONTAM_PATH_WIND = 1,    /**< Wind acts on it. */
  CONTAM_PATH_SUPPLY = 8,  /**< Supply or return of an air handling system. */
  CONTAM_PATH_AGAIN = 16,  /**< Recirculation. */
  CONTAM_PATH_FRESH = 32,  /**< Outside air of a system. */
  CONTAM_PATH_EXHAUST = 64 /**< Exhaust of a system. */
};

enum {
  contam_longest_name = 64,
  contam_day_types = 12,
  contam_coefficients = 12,
  contam_weather_lines = 2
};

typedef char contam_name[contam_longest_name];

typedef struct contam_level {
  double z_m, height_m;
  contam_name name;
} contam_level;

/** Points of a table: a day schedule or a wind pressure profile. */
typedef struct contam_table {
  int line, n,
      shape; /**< Schedule: 0 steps, 1 linear. Profile: 1 linear, 2 spline, 3 trigonometric. */
  contam_name name;
  double *x, *y; /**< [n], owned. */
} contam_table;

typedef struct contam_week {
  int line, day[contam_day_types]; /**< Day schedules by type of day, from 1. */
  contam_name name;
} contam_week;

typedef struct contam_element {
  int line, n; /**< Coefficients. */
  contam_name kind, name;
  double c[contam_coefficients];
} contam_element;

typedef struct contam_source_element {
  int line;
  contam_name species, kind, name;
  double rate, removal;
} contam_source_element;

typedef struct contam_system {
  int line, return_zone, supply_zone, again_path, fresh_path, exhaust_path;
  contam_name name;
} contam_system;

typedef struct contam_zone {
  int line, flags, schedule, level;
  double rise_m, volume, temp_k;
  contam_name name;
} contam_zone;

typedef struct contam_path {
  int line, flags, from, to, element, filter, profile, system, schedule, level;
  double rise_m, multiplier, wind_pa, wind_modifier, azimuth, flow;
} contam_path;

typedef struct contam_source {
  int line, zone, element, schedule;
  double multiplier;
} contam_source;

/** A project; arrays owned, items numbered from 1 in the file and from 0 here. */
typedef struct contam_project {
  int version; /**< 31 to 34. */
  int line;    /**< Of the title. */
  char *title; /**< Owned. */
  double north_deg;
  int weather_line, clock_line, run_line;
  double temp_k, pressure, wind_speed, wind_from;
  int day_type;
  char *weather_file; /**< "null": none; owned. */
  int is_transient;
  int first_day;                   /**< Of the run, of the year from 0. */
  double start_s, end_s, steady_s; /**< Time of day at the start; duration; of a steady run [s]. */
  double step_s, list_s;
  int density_by_zone, stores_mass;
  double gravity;
  contam_name species; /**< First contaminant; empty: none. */
  int n_species;
  size_t n_levels, n_days, n_weeks, n_profiles, n_source_elements, n_elements, n_systems, n_zones,
      n_paths, n_sources, n_filters;
  contam_level *level;
  contam_table *day, *profile;
  contam_week *week;
  contam_source_element *source_element;
  contam_element *element;
  contam_system *system;
  contam_zone *zone;
  contam_path *path;
  contam_source *source;
  int value_files; /**< Paths and zones that take values from files. */
} contam_project;

/** Reads the text; every mistake is a finding. @return FLUE_OK or FLUE_ENOMEM. */
flue_status contam_read(const char *text, size_t length, flue_diagnostics *list,
                        contam_project *out);
void contam_clear(contam_project *project);
/** Day of a year of 365 days, from 0, of a month and a day, from 1. */
int contam_day_of_year(int month, int day);

/* ---- words of a file (contam_words.c) ---- */

/** A place in the text. Words are parted by blanks and commas; "!" begins a comment. */
typedef struct contam_words {
  const char *text;
  size_t length, at;
  int line;
  flue_diagnostics *list;
  const char *section; /**< Name of the section, for findings. */
  int is_broken;       /**< The section cannot be read on. */
  int is_closed;       /**< The end of the section has been met. */
  int is_ended;        /**< So cannot the file. */
  int no_memory;
} contam_words;

/** Where a word is looked for. */
typedef enum contam_from {
  CONTAM_HERE,      /**< In this line. */
  CONTAM_NEXT_LINE, /**< In the next line that is no comment; the section must not end there. */
  CONTAM_NEXT_ITEM  /**< The same, but the section may end there. */
} contam_from;

/** Next word, cut to fit; empty when the line ends. The end of the file or of a section is a
 * finding where it is not looked for. */
void contam_word(contam_words *w, contam_from from, contam_name out);
/** Next number, 0 and a finding when it is none. */
double contam_number(contam_words *w, contam_from from);
int contam_integer(contam_words *w, contam_from from);
/** Time of day as hh:mm:ss or in seconds [s]. */
double contam_time(contam_words *w, contam_from from);
/** Rest of the next line that is no comment, without its end; owned, UTF-8. */
char *contam_line(contam_words *w);
/** Goes over the rest of a section and its end. */
void contam_skip_section(contam_words *w);
/** A finding at the current line. */
#define contam_find(w, message, ...) \
  flue_diagnostics_add((w)->list, (message), (w)->line, 1, __VA_ARGS__)

/** Reads the coefficients of a flow element. @return 0 for a kind not known here. */
int contam_read_element(contam_words *w, contam_element *e);
/** Whether paths may use an element of this kind. */
int contam_is_supported(const char *kind);

#endif /* FLUE_SCENARIOS_CONTAM_PROJECT_H */

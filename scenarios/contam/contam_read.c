/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections of a project file of CONTAM, in their order. A mistake ends its section; the next one is
 * read all the same. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/contam/contam_project.h"

static int line_of(const contam_words *w) {
  return w->line;
}

/** Number of an item, which has to be that of its place; from 1. */
static int begin_item(contam_words *w, size_t i) {
  const int number = contam_integer(w, CONTAM_NEXT_ITEM);
  if (w->is_broken) return 0;
  if (number == (int)i + 1) return 1;
  char wanted[24], found[24];
  snprintf(wanted, sizeof wanted, "%zu", i + 1);
  snprintf(found, sizeof found, "%d", number);
  contam_find(w, FLUE_MSG_CONTAM_COUNT, w->section, wanted, found, NULL);
  w->is_broken = 1;
  return 0;
}

/** How many items a section has. None needs less than two bytes. */
static size_t begin_section(contam_words *w, const char *name) {
  w->section = name;
  w->is_broken = w->is_ended;
  w->is_closed = 0;
  const int n = contam_integer(w, CONTAM_NEXT_ITEM);
  const size_t most = w->length / 2;
  if (w->is_broken) return 0;
  if (n >= 0 && (size_t)n <= most) return (size_t)n;
  char found[24], limit[24];
  snprintf(found, sizeof found, "%d", n);
  snprintf(limit, sizeof limit, "%zu", most);
  contam_find(w, FLUE_MSG_CONTAM_RANGE, name, name, found, "0", limit, NULL);
  w->is_broken = 1;
  return 0;
}

static void end_section(contam_words *w) {
  contam_name word;
  contam_word(w, CONTAM_NEXT_ITEM, word);
  if (!w->is_broken && !w->is_closed) contam_find(w, FLUE_MSG_CONTAM_CLOSE, w->section, word, NULL);
  if (!w->is_closed && !w->is_ended) contam_skip_section(w);
}

static void *take(contam_words *w, size_t n, size_t size) {
  void *memory = flue_alloc(n, size);
  if (!memory) w->no_memory = w->is_broken = w->is_ended = 1;
  return memory;
}

static void skip_description(contam_words *w) {
  free(contam_line(w));
}

/** A section that is not used: its end is found, and a warning says how much was left out. */
static size_t skip_items(contam_words *w, const char *name) {
  const size_t n = begin_section(w, name);
  if (!w->is_closed && !w->is_ended) contam_skip_section(w);
  return n;
}

static void warn_skipped(contam_words *w, flue_message what, size_t n) {
  if (n == 0) return;
  char count[24];
  snprintf(count, sizeof count, "%zu", n);
  flue_diagnostics_add(w->list, FLUE_MSG_CONTAM_SKIPPED, 0, 0,
                       flue_message_text(what, w->list->lang), count, NULL);
}

/* ---- head ---- */

static void read_head(contam_words *w, contam_project *p) {
  contam_name program, version;
  w->section = "ContamW";
  contam_word(w, CONTAM_HERE, program);
  if (strncmp(program, "ContamW", 7) != 0) {
    flue_diagnostics_add(w->list, FLUE_MSG_CONTAM_NOT_PROJECT, 1, 1, NULL);
    w->is_ended = w->is_broken = 1;
    return;
  }
  contam_word(w, CONTAM_HERE, version);
  if (w->is_broken) return;
  int major = 0, minor = 0;
  if (sscanf(version, "%1d.%1d", &major, &minor) == 2) p->version = 10 * major + minor;
  if (p->version < 31 || p->version > 34) {
    contam_find(w, FLUE_MSG_CONTAM_VERSION, version, NULL);
    w->is_ended = w->is_broken = 1;
    return;
  }
  p->title = contam_line(w);
  p->line = line_of(w);
}

/** Cuts a line before "!" and the blanks there: what is left may have blanks inside. */
static void cut_comment(char *line) {
  size_t n = strcspn(line, "!");
  while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t')) --n;
  line[n] = '\0';
}

static void read_site(contam_words *w, contam_project *p) {
  contam_name word;
  contam_word(w, CONTAM_NEXT_LINE, word);
  for (int i = 0; i < 5; ++i) contam_word(w, CONTAM_HERE, word);
  p->north_deg = contam_number(w, CONTAM_HERE);
  contam_word(w, CONTAM_NEXT_LINE, word); /* scale */
  p->temp_k = contam_number(w, CONTAM_NEXT_LINE);
  p->weather_line = line_of(w);
  p->pressure = contam_number(w, CONTAM_HERE);
  p->wind_speed = contam_number(w, CONTAM_HERE);
  p->wind_from = contam_number(w, CONTAM_HERE);
  contam_number(w, CONTAM_HERE); /* humidity */
  p->day_type = contam_integer(w, CONTAM_HERE);
  contam_word(w, CONTAM_NEXT_LINE, word); /* wind pressure test */
  p->weather_file = contam_line(w);
  if (p->weather_file) cut_comment(p->weather_file);
  for (int i = 0; i < 5; ++i) skip_description(w); /* other files */
  skip_description(w);                             /* of a wind pressure file */
  for (int i = 0; i < 3; ++i) contam_word(w, CONTAM_NEXT_LINE, word);
}

int contam_day_of_year(int month, int day) {
  static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  return before[month - 1] + day - 1;
}

/** Day of the year from "Jan01" or a number, from 0. */
static int read_date(contam_words *w, contam_from from) {
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  contam_name word;
  contam_word(w, from, word);
  for (int m = 0; m < 12; ++m) {
    const long of_month = strncmp(word, months[m], 3) == 0 ? strtol(word + 3, NULL, 10) : 0;
    if (of_month >= 1 && of_month <= 31) return contam_day_of_year(m + 1, (int)of_month);
  }
  const long day = strtol(word, NULL, 10);
  if (day >= 1 && day <= 366) return (int)day - 1;
  if (!w->is_broken) contam_find(w, FLUE_MSG_CONTAM_NUMBER, w->section, word, NULL);
  w->is_broken = 1;
  return 0;
}

static void read_clock(contam_words *w, contam_project *p) {
  const double day = 86400.0;
  read_date(w, CONTAM_NEXT_LINE);
  p->clock_line = line_of(w);
  p->steady_s = contam_time(w, CONTAM_HERE);
  p->first_day = read_date(w, CONTAM_HERE);
  p->start_s = contam_time(w, CONTAM_HERE);
  const int last = read_date(w, CONTAM_HERE), year = last < p->first_day ? 365 : 0;
  p->end_s = day * (last + year - p->first_day) + contam_time(w, CONTAM_HERE) - p->start_s;
  p->step_s = contam_time(w, CONTAM_HERE);
  p->list_s = contam_time(w, CONTAM_HERE);
}

/** Weather, kind of run, clock, gravity; the rest of the section does not matter here. */
static void read_run(contam_words *w, contam_project *p) {
  contam_name word;
  w->section = "run control";
  read_site(w, p);
  p->is_transient = contam_integer(w, CONTAM_NEXT_LINE) != 0;
  p->run_line = line_of(w);
  for (int i = 0; i < 7; ++i) contam_word(w, CONTAM_NEXT_LINE, word);
  contam_integer(w, CONTAM_NEXT_LINE); /* variable density */
  for (int i = 0; i < 3; ++i) contam_word(w, CONTAM_HERE, word);
  p->density_by_zone = contam_integer(w, CONTAM_HERE);
  contam_integer(w, CONTAM_HERE);
  p->stores_mass = contam_integer(w, CONTAM_HERE);
  read_clock(w, p);
  const double usual_gravity = 9.8055; /* of versions before 3.4 */
  p->gravity = usual_gravity;
  /* restart, list, volumes, records, and from 3.2 on data bases */
  for (int i = 0; i < (p->version >= 32 ? 5 : 4); ++i) contam_word(w, CONTAM_NEXT_LINE, word);
  if (p->version >= 34) {
    contam_number(w, CONTAM_NEXT_LINE);
    p->gravity = contam_number(w, CONTAM_HERE);
  }
  if (!w->is_closed && !w->is_ended) contam_skip_section(w);
}

/* ---- small sections ---- */

static void read_species(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "contaminants");
  const int first = n > 0 ? contam_integer(w, CONTAM_NEXT_LINE) : 0;
  contam_name word;
  for (size_t i = 1; i < n && !w->is_broken; ++i) contam_word(w, CONTAM_HERE, word);
  const int species = w->is_broken ? 0 : contam_integer(w, CONTAM_NEXT_LINE);
  for (int i = 0; i < species && begin_item(w, (size_t)i); ++i) {
    const int numbers = p->version >= 32 ? 10 : 9; /* with the susceptibility to light */
    for (int k = 0; k < numbers; ++k) contam_number(w, CONTAM_HERE);
    for (int k = 0; k < 5; ++k) contam_word(w, CONTAM_HERE, word);
    contam_word(w, CONTAM_HERE, word);
    if (i + 1 == first) memcpy(p->species, word, sizeof p->species);
    skip_description(w);
  }
  p->n_species = (int)n;
  end_section(w);
}

static void read_levels(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "levels");
  contam_name word;
  p->level = take(w, n, sizeof *p->level);
  for (size_t i = 0; i < n && p->level && begin_item(w, i); ++i) {
    contam_level *level = &p->level[i];
    level->z_m = contam_number(w, CONTAM_HERE);
    level->height_m = contam_number(w, CONTAM_HERE);
    const int icons = contam_integer(w, CONTAM_HERE);
    for (int k = 0; k < 2; ++k) contam_word(w, CONTAM_HERE, word);
    contam_word(w, CONTAM_HERE, level->name);
    for (int k = 0; k < icons && !w->is_broken; ++k) contam_word(w, CONTAM_NEXT_LINE, word);
    p->n_levels = i + 1;
  }
  end_section(w);
}

/** Points of a table, one a line. */
static void read_points(contam_words *w, contam_table *t, int is_time) {
  const size_t n = t->n > 0 && (size_t)t->n <= w->length / 2 ? (size_t)t->n : 0;
  t->x = take(w, n, sizeof *t->x);
  t->y = take(w, n, sizeof *t->y);
  if (n == 0 && !w->is_broken) {
    char found[24];
    snprintf(found, sizeof found, "%d", t->n);
    contam_find(w, FLUE_MSG_CONTAM_RANGE, w->section, t->name, found, "1", "...", NULL);
    w->is_broken = 1;
  }
  for (size_t i = 0; i < n && !w->is_broken; ++i) {
    t->x[i] = is_time ? contam_time(w, CONTAM_NEXT_LINE) : contam_number(w, CONTAM_NEXT_LINE);
    t->y[i] = contam_number(w, CONTAM_HERE);
  }
  t->n = (int)n;
}

static void read_days(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "day schedules");
  contam_name word;
  p->day = take(w, n, sizeof *p->day);
  for (size_t i = 0; i < n && p->day && begin_item(w, i); ++i) {
    contam_table *t = &p->day[i];
    p->n_days = i + 1;
    t->line = line_of(w);
    t->n = contam_integer(w, CONTAM_HERE);
    t->shape = contam_integer(w, CONTAM_HERE);
    for (int k = 0; k < 2; ++k) contam_word(w, CONTAM_HERE, word);
    contam_word(w, CONTAM_HERE, t->name);
    skip_description(w);
    read_points(w, t, 1);
  }
  end_section(w);
}

static void read_weeks(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "week schedules");
  contam_name word;
  p->week = take(w, n, sizeof *p->week);
  for (size_t i = 0; i < n && p->week && begin_item(w, i); ++i) {
    contam_week *week = &p->week[i];
    week->line = line_of(w);
    for (int k = 0; k < 2; ++k) contam_word(w, CONTAM_HERE, word);
    contam_word(w, CONTAM_HERE, week->name);
    skip_description(w);
    for (int k = 0; k < contam_day_types; ++k)
      week->day[k] = contam_integer(w, k ? CONTAM_HERE : CONTAM_NEXT_LINE);
    p->n_weeks = i + 1;
  }
  end_section(w);
}

static void read_profiles(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "wind pressure profiles");
  p->profile = take(w, n, sizeof *p->profile);
  for (size_t i = 0; i < n && p->profile && begin_item(w, i); ++i) {
    contam_table *t = &p->profile[i];
    p->n_profiles = i + 1;
    t->line = line_of(w);
    t->n = contam_integer(w, CONTAM_HERE);
    t->shape = contam_integer(w, CONTAM_HERE);
    contam_word(w, CONTAM_HERE, t->name);
    skip_description(w);
    read_points(w, t, 0);
  }
  end_section(w);
}

static void read_source_elements(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "source elements");
  contam_name word;
  p->source_element = take(w, n, sizeof *p->source_element);
  for (size_t i = 0; i < n && p->source_element && begin_item(w, i); ++i) {
    contam_source_element *e = &p->source_element[i];
    p->n_source_elements = i + 1;
    e->line = line_of(w);
    contam_word(w, CONTAM_HERE, e->species);
    contam_word(w, CONTAM_HERE, e->kind);
    contam_word(w, CONTAM_HERE, e->name);
    skip_description(w);
    if (strcmp(e->kind, "sup") == 0) {
      const int parts = contam_integer(w, CONTAM_NEXT_LINE);
      for (int k = 0; k < parts && !w->is_broken; ++k) contam_word(w, CONTAM_HERE, word);
      continue;
    }
    e->rate = contam_number(w, CONTAM_NEXT_LINE);
    if (strcmp(e->kind, "ccf") == 0) e->removal = contam_number(w, CONTAM_HERE);
  }
  end_section(w);
}

static void read_elements(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "flow elements");
  contam_name word;
  p->element = take(w, n, sizeof *p->element);
  for (size_t i = 0; i < n && p->element && begin_item(w, i); ++i) {
    contam_element *e = &p->element[i];
    p->n_elements = i + 1;
    e->line = line_of(w);
    contam_word(w, CONTAM_HERE, word); /* icon */
    contam_word(w, CONTAM_HERE, e->kind);
    contam_word(w, CONTAM_HERE, e->name);
    skip_description(w);
    if (w->is_broken || contam_read_element(w, e)) continue;
    flue_diagnostics_add(w->list, FLUE_MSG_CONTAM_ELEMENT, e->line, 1, e->name, e->kind, NULL);
    w->is_broken = 1;
  }
  end_section(w);
}

static void read_systems(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "simple AHS");
  contam_name word;
  p->system = take(w, n, sizeof *p->system);
  for (size_t i = 0; i < n && p->system && begin_item(w, i); ++i) {
    contam_system *s = &p->system[i];
    s->line = line_of(w);
    s->return_zone = contam_integer(w, CONTAM_HERE);
    s->supply_zone = contam_integer(w, CONTAM_HERE);
    s->again_path = contam_integer(w, CONTAM_HERE);
    s->fresh_path = contam_integer(w, CONTAM_HERE);
    s->exhaust_path = contam_integer(w, CONTAM_HERE);
    if (p->version >= 33) contam_word(w, CONTAM_HERE, word); /* colour */
    contam_word(w, CONTAM_HERE, s->name);
    skip_description(w);
    p->n_systems = i + 1;
  }
  end_section(w);
}

/* ---- zones and paths ---- */

static void read_zones(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "zones");
  p->zone = take(w, n, sizeof *p->zone);
  for (size_t i = 0; i < n && p->zone && begin_item(w, i); ++i) {
    contam_zone *z = &p->zone[i];
    z->line = line_of(w);
    z->flags = contam_integer(w, CONTAM_HERE);
    z->schedule = contam_integer(w, CONTAM_HERE);
    contam_integer(w, CONTAM_HERE);
    contam_integer(w, CONTAM_HERE);
    z->level = contam_integer(w, CONTAM_HERE);
    z->rise_m = contam_number(w, CONTAM_HERE);
    z->volume = contam_number(w, CONTAM_HERE);
    z->temp_k = contam_number(w, CONTAM_HERE);
    contam_number(w, CONTAM_HERE);
    contam_word(w, CONTAM_HERE, z->name);
    p->n_zones = i + 1;
  }
  end_section(w);
}

/** Whether the rest of a path says that its control comes from a file. */
static int has_value_file(contam_words *w, int version) {
  contam_name word;
  const int before = 4 + (version >= 33) + 4; /* limits, icon, direction, colour, units */
  for (int k = 0; k < before; ++k) contam_word(w, CONTAM_HERE, word);
  return version >= 32 && contam_integer(w, CONTAM_HERE) > 0;
}

static void read_path(contam_words *w, contam_path *f) {
  int *const whole[] = {&f->flags,  &f->from,    &f->to,     &f->element,
                        &f->filter, &f->profile, &f->system, &f->schedule};
  double *const real[] = {&f->rise_m,        &f->multiplier, &f->wind_pa,
                          &f->wind_modifier, &f->azimuth,    &f->flow};
  f->line = line_of(w);
  for (size_t k = 0; k < sizeof whole / sizeof *whole; ++k)
    *whole[k] = contam_integer(w, CONTAM_HERE);
  contam_integer(w, CONTAM_HERE); /* control */
  f->level = contam_integer(w, CONTAM_HERE);
  for (int k = 0; k < 2; ++k) contam_number(w, CONTAM_HERE); /* x, y */
  for (size_t k = 0; k < sizeof real / sizeof *real; ++k) *real[k] = contam_number(w, CONTAM_HERE);
}

static void read_paths(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "flow paths");
  p->path = take(w, n, sizeof *p->path);
  for (size_t i = 0; i < n && p->path && begin_item(w, i); ++i) {
    read_path(w, &p->path[i]);
    p->value_files += has_value_file(w, p->version);
    p->n_paths = i + 1;
  }
  end_section(w);
}

static void read_sources(contam_words *w, contam_project *p) {
  const size_t n = begin_section(w, "sources");
  p->source = take(w, n, sizeof *p->source);
  for (size_t i = 0; i < n && p->source && begin_item(w, i); ++i) {
    contam_source *s = &p->source[i];
    s->line = line_of(w);
    s->zone = contam_integer(w, CONTAM_HERE);
    s->element = contam_integer(w, CONTAM_HERE);
    s->schedule = contam_integer(w, CONTAM_HERE);
    contam_integer(w, CONTAM_HERE); /* control */
    s->multiplier = contam_number(w, CONTAM_HERE);
    p->n_sources = i + 1;
  }
  end_section(w);
}

/* ---- whole ---- */

static void read_sections(contam_words *w, contam_project *p) {
  read_run(w, p);
  read_species(w, p);
  read_levels(w, p);
  read_days(w, p);
  read_weeks(w, p);
  read_profiles(w, p);
  warn_skipped(w, FLUE_MSG_CONTAM_W_KINETICS, skip_items(w, "kinetic reactions"));
  skip_items(w, "filter elements");
  p->n_filters = skip_items(w, "filters");
  warn_skipped(w, FLUE_MSG_CONTAM_W_FILTERS, p->n_filters);
  read_source_elements(w, p);
  read_elements(w, p);
  skip_items(w, "duct elements");
  skip_items(w, "control super elements");
  warn_skipped(w, FLUE_MSG_CONTAM_W_CONTROLS, skip_items(w, "control nodes"));
  read_systems(w, p);
  read_zones(w, p);
  skip_items(w, "initial zone concentrations");
  read_paths(w, p);
  skip_items(w, "duct junctions");
  skip_items(w, "initial junction concentrations");
  warn_skipped(w, FLUE_MSG_CONTAM_W_DUCTS, skip_items(w, "duct segments"));
  read_sources(w, p);
  skip_items(w, "occupancy schedules");
  warn_skipped(w, FLUE_MSG_CONTAM_W_OCCUPANTS, skip_items(w, "exposures"));
  skip_items(w, "annotations");
}

flue_status contam_read(const char *text, size_t length, flue_diagnostics *list,
                        contam_project *out) {
  static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark of Windows editors */
  const size_t start = length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
  contam_words w = {.text = text, .length = length, .at = start, .line = 1, .list = list};
  *out = (contam_project){0};
  read_head(&w, out);
  if (!w.is_ended) read_sections(&w, out);
  return w.no_memory ? FLUE_ENOMEM : FLUE_OK;
}

void contam_clear(contam_project *p) {
  for (size_t i = 0; i < p->n_days; ++i) {
    free(p->day[i].x);
    free(p->day[i].y);
  }
  for (size_t i = 0; i < p->n_profiles; ++i) {
    free(p->profile[i].x);
    free(p->profile[i].y);
  }
  void *const owned[] = {p->title,   p->weather_file, p->level,          p->day,
                         p->profile, p->week,         p->source_element, p->element,
                         p->system,  p->zone,         p->path,           p->source};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; ++i) free(owned[i]);
  *p = (contam_project){0};
}

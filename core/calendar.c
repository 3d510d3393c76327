/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/calendar.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double seconds_a_day = 86400.0;

int flue_calendar_find(const char *name, flue_calendar *out) {
  static const struct {
    const char *name;
    flue_calendar calendar;
  } known[] = {{"standard", FLUE_CALENDAR_STANDARD},
               {"gregorian", FLUE_CALENDAR_STANDARD},
               {"proleptic_gregorian", FLUE_CALENDAR_PROLEPTIC}};
  *out = FLUE_CALENDAR_STANDARD;
  if (!name) return 1;
  for (size_t i = 0; i < sizeof known / sizeof *known; ++i)
    if (strcmp(known[i].name, name) == 0) {
      *out = known[i].calendar;
      return 1;
    }
  return 0;
}

/* ---- days ---- */

/** Whole quotient, downwards. */
static long floor_div(long a, long b) {
  return a / b - (a % b < 0);
}

/** Days since 1 March of the year 0 of the Gregorian calendar, or of the Julian one. */
static long days_from_march(long year, int month, int day, int is_julian) {
  const long y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
  const long leaps = floor_div(y, 4) - (is_julian ? 0 : floor_div(y, 100) - floor_div(y, 400));
  return 365 * y + leaps + (153 * m + 2) / 5 + day - 1;
}

static const long days_to_1970 = 719468; /* from 1 March of year 0, Gregorian */
static const long julian_ahead = 2;      /* days that the Julian 1 March of year 0 comes earlier */

static long day_number(long year, int month, int day, flue_calendar calendar) {
  const int is_old = year < 1582 || (year == 1582 && (month < 10 || (month == 10 && day < 15)));
  const int is_julian = calendar == FLUE_CALENDAR_STANDARD && is_old;
  const long days = days_from_march(year, month, day, is_julian) - days_to_1970;
  return is_julian ? days - julian_ahead : days;
}

static int days_of_month(long year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0 || year < 1582);
  return month == 2 && is_leap ? 29 : days[month - 1];
}

/* ---- reading ---- */

static void skip_spaces(const char **c) {
  while (isspace((unsigned char)**c)) ++*c;
}

/** Digits as a whole number. */
static int read_whole(const char **c, int most, long *value) {
  int n = 0;
  *value = 0;
  for (; isdigit((unsigned char)**c) && n < most; ++*c, ++n) *value = 10 * *value + (**c - '0');
  return n > 0;
}

/** "h", "h:m" or "h:m:s" as seconds. */
static int read_clock(const char **c, double *seconds) {
  long hours, minutes = 0;
  double rest = 0.0;
  if (!read_whole(c, 2, &hours) || hours > 24) return 0;
  if (**c == ':') {
    ++*c;
    if (!read_whole(c, 2, &minutes) || minutes > 59) return 0;
  }
  if (**c == ':') {
    ++*c;
    if (!isdigit((unsigned char)**c)) return 0;
    char *end;
    rest = strtod(*c, &end);
    *c = end;
    if (!(rest < 61.0)) return 0;
  }
  *seconds = 3600.0 * (double)hours + 60.0 * (double)minutes + rest;
  return 1;
}

/** "Z", "UTC", "+8:00", "-0330"; nothing: UTC. */
static int read_zone(const char **c, double *seconds) {
  *seconds = 0.0;
  skip_spaces(c);
  if (**c == 'Z') ++*c;
  if (strncmp(*c, "UTC", 3) == 0 || strncmp(*c, "GMT", 3) == 0) *c += 3;
  if (**c != '+' && **c != '-') return 1;
  const double sign = **c == '-' ? -1.0 : 1.0;
  ++*c;
  long hours, minutes = 0;
  if (!read_whole(c, 2, &hours)) return 0;
  if (**c == ':') ++*c;
  if (isdigit((unsigned char)**c) && !read_whole(c, 2, &minutes)) return 0;
  *seconds = sign * (3600.0 * (double)hours + 60.0 * (double)minutes);
  return 1;
}

int flue_date_read(const char *text, flue_calendar calendar, double *seconds) {
  const char *c = text;
  long year, month, day;
  double clock = 0.0, zone = 0.0;
  skip_spaces(&c);
  if (!read_whole(&c, 4, &year) || *c++ != '-' || !read_whole(&c, 2, &month) || *c++ != '-' ||
      !read_whole(&c, 2, &day))
    return 0;
  if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, (int)month)) return 0;
  if (*c == 'T') ++c;
  skip_spaces(&c);
  if (isdigit((unsigned char)*c) && !read_clock(&c, &clock)) return 0;
  if (!read_zone(&c, &zone)) return 0;
  skip_spaces(&c);
  if (*c) return 0;
  *seconds =
      seconds_a_day * (double)day_number(year, (int)month, (int)day, calendar) + clock - zone;
  return 1;
}

int flue_time_units_read(const char *text, flue_calendar calendar, double *scale, double *zero) {
  static const struct {
    const char *name;
    double scale;
  } units[] = {{"seconds", 1.0}, {"second", 1.0}, {"secs", 1.0}, {"sec", 1.0}, {"s", 1.0},
               {"minutes", 60},  {"minute", 60},  {"mins", 60},  {"min", 60},  {"hours", 3600},
               {"hour", 3600},   {"hrs", 3600},   {"hr", 3600},  {"h", 3600},  {"days", 86400},
               {"day", 86400},   {"d", 86400}};
  const char *c = text;
  skip_spaces(&c);
  const size_t length = strcspn(c, " \t");
  for (size_t i = 0; i < sizeof units / sizeof *units; ++i) {
    if (strlen(units[i].name) != length || strncmp(units[i].name, c, length) != 0) continue;
    c += length;
    skip_spaces(&c);
    *scale = units[i].scale;
    return strncmp(c, "since ", 6) == 0 && flue_date_read(c + 6, calendar, zero);
  }
  return 0;
}

/* ---- printing ---- */

void flue_date_print(double seconds, char text[FLUE_DATE_TEXT]) {
  const double farthest = 1e11; /* [s]: the year 5138 */
  if (!(fabs(seconds) < farthest)) {
    snprintf(text, FLUE_DATE_TEXT, "%.6g s", seconds);
    return;
  }
  const double whole = floor(seconds + 0.5);
  const long days = (long)floor(whole / seconds_a_day);
  const long clock = (long)(whole - seconds_a_day * (double)days);
  const long z = days + days_to_1970, era = floor_div(z, 146097), of_era = z - 146097 * era;
  const long of_year_400 =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365; /* 0 to 399 */
  const long of_year =
      of_era - (365 * of_year_400 + of_year_400 / 4 - of_year_400 / 100); /* from 1 March */
  const long m = (5 * of_year + 2) / 153, day = of_year - (153 * m + 2) / 5 + 1;
  const long month = m < 10 ? m + 3 : m - 9;
  const long year = of_year_400 + 400 * era + (month <= 2);
  snprintf(text, FLUE_DATE_TEXT, "%04ld-%02ld-%02ld %02ld:%02ld:%02ld", year, month, day,
           clock / 3600, clock / 60 % 60, clock % 60);
}

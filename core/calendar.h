/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/calendar.h  Dates and times as seconds, and the units of time coordinates. */
#ifndef FLUE_CORE_CALENDAR_H
#define FLUE_CORE_CALENDAR_H

/** How days before 15 October 1582 are counted. */
typedef enum flue_calendar {
  FLUE_CALENDAR_STANDARD, /**< Julian before that day, Gregorian from it on: CF "standard". */
  FLUE_CALENDAR_PROLEPTIC /**< Gregorian at all times: CF "proleptic_gregorian". */
} flue_calendar;

/** The calendar of a CF attribute; absent (NULL): standard. @return 0 when it is not known here.
 *  @cite cf_conventions */
int flue_calendar_find(const char *name, flue_calendar *out);

/**
 * Reads a date with or without a time of day: "2024-07-01", "2024-07-01 12:30",
 * "2024-7-1T12:30:00Z", "1900-01-01 00:00:0.0 +8:00". Without a zone: UTC.
 * @param[out] seconds  Since 1970-01-01 00:00:00 UTC, leap seconds not counted [s].
 * @return 0 when the text is no date.
 */
int flue_date_read(const char *text, flue_calendar calendar, double *seconds);

/**
 * Reads "hours since 1900-01-01 00:00:00".
 * @param[out] scale  Of a unit [s]. @param[out] zero  Reference [s since 1970].
 * @return 0 when it is no unit of time: seconds, minutes, hours or days, in their usual spellings.
 */
int flue_time_units_read(const char *text, flue_calendar calendar, double *scale, double *zero);

/** "2024-07-01 12:30:00" of seconds since 1970, Gregorian; text of at least FLUE_DATE_TEXT. */
#define FLUE_DATE_TEXT 96
void flue_date_print(double seconds, char text[FLUE_DATE_TEXT]);

#endif /* FLUE_CORE_CALENDAR_H */

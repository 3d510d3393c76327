/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/cfast/namelist.h  Fortran namelist text as records whose parts know their place.
 */
#ifndef FLUE_SCENARIOS_CFAST_NAMELIST_H
#define FLUE_SCENARIOS_CFAST_NAMELIST_H

#include <stddef.h>

#include "core/diagnostics.h"
#include "core/status.h"

typedef enum flue_namelist_kind {
  FLUE_NAMELIST_ABSENT, /**< A place left out between two commas. */
  FLUE_NAMELIST_NUMBER,
  FLUE_NAMELIST_TEXT, /**< In quotes. */
  FLUE_NAMELIST_WORD  /**< Without quotes: T, .FALSE., or a text whose quotes were forgotten. */
} flue_namelist_kind;

/** One value. */
typedef struct flue_namelist_value {
  flue_namelist_kind kind;
  char *text;    /**< As written, without quotes and blanks behind; owned. */
  double number; /**< FLUE_NAMELIST_NUMBER. */
  int line, column;
} flue_namelist_value;

/** NAME = values, or NAME(first) = values. */
typedef struct flue_namelist_parameter {
  char *name;                 /**< In upper case; owned. */
  size_t first;               /**< Place of the first value in its list, from 0. */
  flue_namelist_value *value; /**< Owned, [n]. */
  size_t n, capacity;
  int line, column;
  int is_used; /**< For the caller. */
} flue_namelist_parameter;

/** &GROUP ... / */
typedef struct flue_namelist_record {
  char *group;                        /**< In upper case; owned. */
  flue_namelist_parameter *parameter; /**< Owned, [n]. */
  size_t n, capacity;
  int line, column;
  int is_faulty; /**< A mistake was found in it: what seems to be missing need not be told. */
} flue_namelist_record;

typedef struct flue_namelist {
  flue_namelist_record *record; /**< Owned, [n]. */
  size_t n, capacity;
} flue_namelist;

/**
 * Reads every record of a text: & as first sign of a line begins one, / ends it; what stands
 * between records is passed over, and so is what follows ! in a record. Mistakes are findings.
 * Bytes that are no UTF-8 are taken as Latin-1.
 * @return FLUE_OK also when there are findings; FLUE_ENOMEM.
 */
flue_status flue_namelist_read(flue_ctx *ctx, const char *text, size_t length,
                               flue_diagnostics *list, flue_namelist *out);
void flue_namelist_clear(flue_namelist *file);

#endif /* FLUE_SCENARIOS_CFAST_NAMELIST_H */

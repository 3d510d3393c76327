/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/diagnostics.h  Findings in a file, collected and shown all at once, in order of
 * place. */
#ifndef FLUE_CORE_DIAGNOSTICS_H
#define FLUE_CORE_DIAGNOSTICS_H

#include <stddef.h>

#include "core/messages.h"

/** One finding. */
typedef struct flue_diagnostic {
  flue_message message;
  int line, column; /**< From 1; 0 when the whole file is meant. */
  char *text;       /**< Owned, in the language of the list. */
} flue_diagnostic;

/** A list of findings. Zero-initialise, set file and lang; free with flue_diagnostics_clear(). */
typedef struct flue_diagnostics {
  const char *file; /**< Borrowed. */
  flue_lang lang;
  flue_diagnostic *items; /**< Owned. */
  size_t n, capacity;
  size_t errors; /**< Findings whose code begins with E. */
} flue_diagnostics;

/** Adds a finding; arguments are texts, ended by NULL. */
void flue_diagnostics_add(flue_diagnostics *list, flue_message message, int line, int column, ...);
/** Moves the findings of another list to the end of this one; @p keep_at_most findings are kept,
 * the others only counted. */
void flue_diagnostics_take(flue_diagnostics *list, flue_diagnostics *from, size_t keep_at_most);
/** Orders findings by place and writes "FILE:LINE:COL: error E201: ..." lines to @p out. */
void flue_diagnostics_print(flue_diagnostics *list, flue_text *out);
/** Fails with the number of mistakes. @return FLUE_EINPUT. */
flue_status flue_diagnostics_fail(flue_ctx *ctx, const flue_diagnostics *list);
void flue_diagnostics_clear(flue_diagnostics *list);

#endif /* FLUE_CORE_DIAGNOSTICS_H */

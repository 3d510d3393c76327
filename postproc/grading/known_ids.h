/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/grading/known_ids.h  Which names were met before: 16 bytes for each, by a hash of
 * 64 bits, so that two of a million names are taken for one with a chance of 3e-8. */
#ifndef FLUE_POSTPROC_GRADING_KNOWN_IDS_H
#define FLUE_POSTPROC_GRADING_KNOWN_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** Zero-initialise; free with flue_known_clear(). */
typedef struct flue_known {
  struct flue_known_entry {
    uint64_t hash; /**< 0: free. */
    int64_t line;
  } * entry; /**< [capacity], owned. */
  size_t n, capacity;
} flue_known;

/** Adds a name unless it is known. @param before  Takes the line of a known one, 0 for a new one.
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_known_add(flue_known *known, const char *id, int line, int *before);
void flue_known_clear(flue_known *known);

#endif /* FLUE_POSTPROC_GRADING_KNOWN_IDS_H */

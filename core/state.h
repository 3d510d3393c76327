/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/state.h  Saving and restoring the state of engines, bit by bit.
 *
 * An engine lists its mutable arrays once, in one function that calls flue_state_bytes() for each;
 * the same list writes a checkpoint, restores it, and sizes it.
 */
#ifndef FLUE_CORE_STATE_H
#define FLUE_CORE_STATE_H

#include <stddef.h>

#include "core/status.h"

/** Bytes of a checkpoint, in memory. Zero-initialise; free with flue_state_clear(). */
typedef struct flue_state {
  unsigned char *data; /**< Owned. */
  size_t length;       /**< Bytes valid. */
  size_t capacity;     /**< Bytes allocated. */
  size_t cursor;       /**< Where the next read starts. */
  int is_reading;      /**< 0: flue_state_bytes() appends; 1: it restores. */
  flue_status status;  /**< First failure: FLUE_ENOMEM, or FLUE_EIO when bytes ran out. */
} flue_state;

/** Saves or restores n bytes at p. After a failure it does nothing. */
void flue_state_bytes(flue_state *state, void *p, size_t n);
/** Starts restoring from the beginning. */
void flue_state_rewind(flue_state *state);
void flue_state_clear(flue_state *state);

#endif /* FLUE_CORE_STATE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/state.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

static void restore(flue_state *state, void *p, size_t n) {
  if (n > state->length - state->cursor) {
    state->status = FLUE_EIO;
    return;
  }
  memcpy(p, state->data + state->cursor, n);
  state->cursor += n;
}

void flue_state_bytes(flue_state *state, void *p, size_t n) {
  if (state->status != FLUE_OK || n == 0) return;
  if (state->is_reading) {
    restore(state, p, n);
    return;
  }
  state->status = flue_grow(&state->data, &state->capacity, state->length + n, 1);
  if (state->status != FLUE_OK) return;
  memcpy(state->data + state->length, p, n);
  state->length += n;
}

void flue_state_rewind(flue_state *state) {
  state->cursor = 0;
  state->is_reading = 1;
}

void flue_state_clear(flue_state *state) {
  free(state->data);
  *state = (flue_state){0};
}

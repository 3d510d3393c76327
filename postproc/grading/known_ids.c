/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/known_ids.h"

#include <stdlib.h>

#include "core/hash.h"
#include "core/memory.h"

enum { first_capacity = 1024 };

/** Mixed, since its low bits decide the place; never 0. */
static uint64_t hash_of(const char *id) {
  const uint64_t mixer = UINT64_C(0xff51afd7ed558ccd);
  uint64_t sum = flue_hash_text(id);
  sum = (sum ^ (sum >> 33)) * mixer;
  sum ^= sum >> 33;
  return sum ? sum : 1;
}

/** Place of a hash, or the free one where it belongs. */
static size_t place_of(const flue_known *known, uint64_t hash) {
  size_t at = (size_t)hash & (known->capacity - 1);
  while (known->entry[at].hash && known->entry[at].hash != hash)
    at = (at + 1) & (known->capacity - 1);
  return at;
}

/** Makes room for one more, at most half full. */
static flue_status grow(flue_known *known) {
  if (2 * (known->n + 1) <= known->capacity) return FLUE_OK;
  flue_known larger = {.n = known->n,
                       .capacity = known->capacity ? 2 * known->capacity : first_capacity};
  larger.entry = flue_alloc(larger.capacity, sizeof *larger.entry);
  if (!larger.entry) return FLUE_ENOMEM;
  for (size_t i = 0; i < known->capacity; ++i)
    if (known->entry[i].hash)
      larger.entry[place_of(&larger, known->entry[i].hash)] = known->entry[i];
  free(known->entry);
  *known = larger;
  return FLUE_OK;
}

flue_status flue_known_add(flue_known *known, const char *id, int line, int *before) {
  FLUE_TRY(grow(known));
  const uint64_t hash = hash_of(id);
  struct flue_known_entry *entry = &known->entry[place_of(known, hash)];
  *before = (int)entry->line;
  if (entry->hash) return FLUE_OK;
  *entry = (struct flue_known_entry){hash, line};
  ++known->n;
  return FLUE_OK;
}

void flue_known_clear(flue_known *known) {
  free(known->entry);
  *known = (flue_known){0};
}

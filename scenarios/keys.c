/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/keys.h"

#include <string.h>

#include "scenarios/scenario.h"

#define K(section, type_name, key, type, dimension, low, high, fallback, flags, extra, en, zh) \
  {#section, #key,  FLUE_KEY_##type, FLUE_DIM_##dimension,     low,     high,                  \
   fallback, flags, extra,           offsetof(type_name, key), {en, zh}},
const flue_key FLUE_KEYS[] = {
#include "scenarios/keys.def"
};
#undef K
const size_t FLUE_KEY_COUNT = sizeof FLUE_KEYS / sizeof *FLUE_KEYS;

#define S(section, type_name, en, zh) {#section, sizeof(type_name), {en, zh}},
const flue_section FLUE_SECTIONS[] = {
#include "scenarios/keys.def"
};
#undef S
const size_t FLUE_SECTION_COUNT = sizeof FLUE_SECTIONS / sizeof *FLUE_SECTIONS;

const flue_section *flue_section_find(const char *name) {
  for (size_t i = 0; i < FLUE_SECTION_COUNT; ++i)
    if (strcmp(FLUE_SECTIONS[i].name, name) == 0) return &FLUE_SECTIONS[i];
  return NULL;
}

static int is_same(const char *a, const char *b) {
  return a == b || (*a == *b && strcmp(a, b) == 0);
}

void flue_keys_of(const char *section, size_t *first, size_t *last) {
  *first = 0;
  while (*first < FLUE_KEY_COUNT && FLUE_KEYS[*first].section != section) ++*first;
  if (*first == FLUE_KEY_COUNT) *first = 0; /* not one of the names written here: by its letters */
  while (*first < FLUE_KEY_COUNT && !is_same(FLUE_KEYS[*first].section, section)) ++*first;
  *last = *first;
  while (*last < FLUE_KEY_COUNT && is_same(FLUE_KEYS[*last].section, section)) ++*last;
}

const flue_key *flue_key_find(const char *section, const char *name) {
  size_t first, last;
  flue_keys_of(section, &first, &last);
  for (size_t i = first; i < last; ++i)
    if (is_same(FLUE_KEYS[i].name, name)) return &FLUE_KEYS[i];
  return NULL;
}

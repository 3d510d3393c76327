/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/keys.h  The key table: one source for reading, checking, defaults, schema and
 * manual. */
#ifndef FLUE_SCENARIOS_KEYS_H
#define FLUE_SCENARIOS_KEYS_H

#include <stddef.h>

#include "core/memory.h"
#include "core/status.h"
#include "core/units.h"

/** What a key holds; the C type of its field in brackets. */
typedef enum flue_key_type {
  FLUE_KEY_NUMBER,  /**< Number or distribution [flue_value]. */
  FLUE_KEY_FIXED,   /**< Number that cannot be a distribution [flue_value]. */
  FLUE_KEY_WORD,    /**< Text [flue_word]. */
  FLUE_KEY_WORDS,   /**< Text or list of texts [flue_words]. */
  FLUE_KEY_CHOICE,  /**< One of a few words, extra: "a|b|c" [int]. */
  FLUE_KEY_BOOL,    /**< true or false [int]. */
  FLUE_KEY_LIBRARY, /**< Name in a data table, extra: its name [flue_word]. */
  FLUE_KEY_TITLE,   /**< {en: .., zh: ..} or one text [char *[2]]. */
  FLUE_KEY_POINT,   /**< [x, y] [flue_point]. */
  FLUE_KEY_NUMBERS, /**< A number or a list of numbers [flue_numbers]; extra: how many, or NULL. */
  FLUE_KEY_POLYGON, /**< [[x, y], ...] [flue_polygon]. */
  FLUE_KEY_PICK,    /**< Room name, {choice: [..]} or {any: use} [flue_pick]. */
  FLUE_KEY_COST,    /**< "¥ 268 per opening" [flue_cost]. */
  FLUE_KEY_SET,     /**< Paths with new values [flue_list of flue_patch]. */
  FLUE_KEY_SECTION, /**< A section, extra: its name [struct]. */
  FLUE_KEY_LIST,    /**< A list of sections, extra: their name [flue_list]. */
  FLUE_KEY_MAP,     /**< Sections by id, extra: their name [flue_list]. */
} flue_key_type;

enum {
  FLUE_KEY_REQUIRED = 1, /**< Must be given. */
  FLUE_KEY_PER_ITEM = 2, /**< A distribution is drawn anew for each room, door or person. */
  FLUE_KEY_WHOLE = 4,    /**< A plain number must be whole. */
};

typedef struct flue_key {
  const char *section, *name;
  flue_key_type type;
  flue_dimension dimension;
  double low, high;     /**< Allowed range in SI. */
  const char *fallback; /**< Text of the default; NULL: none. */
  int flags;
  const char *extra;
  size_t offset;       /**< Of the field in the section's struct. */
  const char *text[2]; /**< By language. */
} flue_key;

/** A section: its name, the size of its struct, its text. */
typedef struct flue_section {
  const char *name;
  size_t size;
  const char *text[2];
} flue_section;

extern const flue_key FLUE_KEYS[];
extern const size_t FLUE_KEY_COUNT;
extern const flue_section FLUE_SECTIONS[];
extern const size_t FLUE_SECTION_COUNT;

const flue_section *flue_section_find(const char *name);
/** Keys of a section stand together in the table: from first to before last. */
void flue_keys_of(const char *section, size_t *first, size_t *last);
/** Key of a section, or NULL. */
const flue_key *flue_key_find(const char *section, const char *name);
/** Manual page of all keys, as Markdown, in one language. */
void flue_keys_manual(flue_text *out, flue_lang lang);
/** JSON Schema (draft 2020-12) of the scenario file. */
void flue_keys_schema(flue_text *out);

#endif /* FLUE_SCENARIOS_KEYS_H */

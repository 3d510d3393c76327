/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/memory.h  Checked allocation, growing arrays, text helpers, arenas of text. */
#ifndef FLUE_CORE_MEMORY_H
#define FLUE_CORE_MEMORY_H

#include <stddef.h>

#include "core/status.h"

/** Zeroed memory for @p n items; NULL when n * size overflows or memory is short. n = 0 gives 1. */
void *flue_alloc(size_t n, size_t size);

/**
 * Grows an array so that it holds @p need items.
 * @param[in,out] items     Address of the owned array pointer (may hold NULL).
 * @param[in,out] capacity  Items that fit now.
 * @return FLUE_OK or FLUE_ENOMEM, the array then unchanged.
 */
flue_status flue_grow(void *items, size_t *capacity, size_t need, size_t size);

/** Owned copy of a text; NULL when memory is short. */
char *flue_copy_text(const char *text);

/** Owned printf-like text; NULL when memory is short. */
char *flue_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** A text buffer that grows; zero-initialise, free with flue_text_clear(). */
typedef struct flue_text {
  char *data;      /**< Owned, ended by NUL once anything was added. */
  size_t length;   /**< Bytes without the NUL. */
  size_t capacity; /**< Bytes allocated. */
  int failed;      /**< Non-zero once memory was short: the text is then incomplete. */
} flue_text;

/** Appends printf-like; sets `failed` when memory is short. */
void flue_text_add(flue_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Adds a text as it is. */
void flue_text_put(flue_text *text, const char *plain);
/** Appends the shortest of 15 to 17 digits that reads back to the same number. */
void flue_text_add_number(flue_text *text, double value);
void flue_text_clear(flue_text *text);

#endif /* FLUE_CORE_MEMORY_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/memory.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *flue_alloc(size_t n, size_t size) {
  if (n == 0) n = 1;
  if (size != 0 && n > SIZE_MAX / size) return NULL;
  return calloc(n, size);
}

flue_status flue_grow(void *items, size_t *capacity, size_t need, size_t size) {
  if (need <= *capacity) return FLUE_OK;
  const size_t first_bytes = 256, first = size < first_bytes / 4 ? first_bytes / size : 4;
  size_t wanted = *capacity + *capacity / 2;
  if (wanted < first) wanted = first;
  if (wanted < need) wanted = need;
  if (wanted > SIZE_MAX / size) return FLUE_ENOMEM;
  void *old = NULL;
  memcpy(&old, items, sizeof old);
  void *grown = realloc(old, wanted * size);
  if (!grown) return FLUE_ENOMEM;
  memcpy(items, &grown, sizeof grown);
  *capacity = wanted;
  return FLUE_OK;
}

char *flue_copy_text(const char *text) {
  const size_t n = strlen(text) + 1;
  char *copy = malloc(n);
  if (copy) memcpy(copy, text, n);
  return copy;
}

char *flue_format(const char *format, ...) {
  va_list args;
  va_start(args, format);
  const int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (n < 0) return NULL;
  char *text = malloc((size_t)n + 1);
  if (!text) return NULL;
  va_start(args, format);
  vsnprintf(text, (size_t)n + 1, format, args);
  va_end(args);
  return text;
}

void flue_text_put(flue_text *text, const char *plain) {
  const size_t n = strlen(plain);
  if (flue_grow(&text->data, &text->capacity, text->length + n + 1, 1)) {
    text->failed = 1;
    return;
  }
  memcpy(text->data + text->length, plain, n + 1);
  text->length += n;
}

void flue_text_add(flue_text *text, const char *format, ...) {
  if (!strchr(format, '%')) {
    flue_text_put(text, format);
    return;
  }
  va_list args;
  const size_t room = text->capacity - text->length;
  char *end = room > 0 ? text->data + text->length : NULL;
  va_start(args, format);
  const int n = vsnprintf(end, room, format, args);
  va_end(args);
  if (n < 0 || flue_grow(&text->data, &text->capacity, text->length + (size_t)n + 1, 1)) {
    text->failed = 1;
    return;
  }
  if ((size_t)n >= room) { /* it was cut short */
    va_start(args, format);
    vsnprintf(text->data + text->length, (size_t)n + 1, format, args);
    va_end(args);
  }
  text->length += (size_t)n;
}

void flue_text_add_number(flue_text *text, double value) {
  char digits[40];
  const double small = 1e6; /* whole numbers below print as integers do, and faster */
  if (fabs(value) < small && value == floor(value) && !signbit(value)) {
    snprintf(digits, sizeof digits, "%d", (int)value);
    flue_text_put(text, digits);
    return;
  }
  for (int n = 15; n <= 17; ++n) {
    snprintf(digits, sizeof digits, "%.*g", n, value);
    const double back = strtod(digits, NULL);
    if (memcmp(&back, &value, sizeof value) == 0) break;
  }
  flue_text_put(text, digits);
}

void flue_text_clear(flue_text *text) {
  free(text->data);
  *text = (flue_text){0};
}

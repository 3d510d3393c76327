/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/messages.h  Every text a user reads, in English and Chinese, from one table. */
#ifndef FLUE_CORE_MESSAGES_H
#define FLUE_CORE_MESSAGES_H

#include <stdarg.h>
#include <stddef.h>

#include "core/memory.h"
#include "core/status.h"

/** Message numbers; see messages.def for their texts. */
typedef enum flue_message {
#define M(id, code, en, zh) FLUE_MSG_##id,
#include "core/messages.def"
#undef M
  FLUE_MSG_COUNT
} flue_message;

/** Text of a message with its places {0}, {1} ... still open. Static. */
const char *flue_message_text(flue_message id, flue_lang lang);
/** Number a user can look up, such as "E203"; empty for plain texts. Static. */
const char *flue_message_code(flue_message id);
/** Appends the text with {0}, {1} ... replaced by @p args (n of them, borrowed). */
void flue_message_add(flue_text *out, flue_message id, flue_lang lang, size_t n,
                      const char *const *args);
/** The same with arguments that end with NULL. */
void flue_message_add_list(flue_text *out, flue_message id, flue_lang lang, va_list args);
/** The same as a line of its own, from arguments ended by NULL. */
void flue_message_line(flue_text *out, flue_lang lang, flue_message id, ...);
/** The same as an owned text, from arguments ended by NULL; NULL when memory is short. */
char *flue_message_format(flue_message id, flue_lang lang, ...);

#endif /* FLUE_CORE_MESSAGES_H */

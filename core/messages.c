/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/messages.h"

typedef struct message_row {
  const char *code;
  const char *text[2]; /**< By flue_lang. */
} message_row;

static const message_row MESSAGES[FLUE_MSG_COUNT] = {
#define M(id, code, en, zh) [FLUE_MSG_##id] = {code, {en, zh}},
#include "core/messages.def"
#undef M
};

const char *flue_message_text(flue_message id, flue_lang lang) {
  return MESSAGES[id].text[lang];
}

const char *flue_message_code(flue_message id) {
  return MESSAGES[id].code;
}

void flue_message_add(flue_text *out, flue_message id, flue_lang lang, size_t n,
                      const char *const *args) {
  const char *rest = flue_message_text(id, lang);
  while (*rest) {
    const int is_place = rest[0] == '{' && rest[1] >= '0' && rest[1] <= '9' && rest[2] == '}';
    if (is_place) {
      const size_t i = (size_t)(rest[1] - '0');
      flue_text_add(out, "%s", i < n ? args[i] : "?");
      rest += 3;
    } else {
      const char *end = rest + 1;
      while (*end && *end != '{') ++end;
      flue_text_add(out, "%.*s", (int)(end - rest), rest);
      rest = end;
    }
  }
}

void flue_message_add_list(flue_text *out, flue_message id, flue_lang lang, va_list args) {
  enum { most_places = 10 };
  const char *text[most_places];
  size_t n = 0;
  for (const char *arg; n < most_places && (arg = va_arg(args, const char *)) != NULL;)
    text[n++] = arg;
  flue_message_add(out, id, lang, n, text);
}

void flue_message_line(flue_text *out, flue_lang lang, flue_message id, ...) {
  va_list args;
  va_start(args, id);
  flue_message_add_list(out, id, lang, args);
  va_end(args);
  flue_text_put(out, "\n");
}

char *flue_message_format(flue_message id, flue_lang lang, ...) {
  flue_text out = {0};
  va_list args;
  va_start(args, lang);
  flue_message_add_list(&out, id, lang, args);
  va_end(args);
  if (out.failed) flue_text_clear(&out);
  return out.data;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/refuse.h"

#include <stdarg.h>

flue_status flue_refuse(flue_ctx *ctx, flue_status code, flue_message id, ...) {
  enum { most_places = 10 };
  const char *args[most_places];
  size_t n = 0;
  va_list list;
  va_start(list, id);
  for (const char *arg; n < most_places && (arg = va_arg(list, const char *)) != NULL;)
    args[n++] = arg;
  va_end(list);
  flue_text text = {0};
  flue_text_add(&text, "%s ", flue_message_code(id));
  flue_message_add(&text, id, flue_ctx_lang(ctx), n, args);
  flue_fail(ctx, code, __FILE__, __LINE__, "%s", text.data ? text.data : "");
  flue_text_clear(&text);
  return code;
}

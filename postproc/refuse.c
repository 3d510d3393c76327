/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/refuse.h"

#include <stdarg.h>

flue_status flue_refuse(flue_ctx *ctx, flue_status code, flue_message id, ...) {
  flue_text text = {0};
  flue_text_add(&text, "%s ", flue_message_code(id));
  va_list args;
  va_start(args, id);
  flue_message_add_list(&text, id, flue_ctx_lang(ctx), args);
  va_end(args);
  flue_fail(ctx, code, __FILE__, __LINE__, "%s", text.data ? text.data : "");
  flue_text_clear(&text);
  return code;
}

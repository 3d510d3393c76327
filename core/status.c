/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/status.h"

#include <gsl/gsl_errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef FLUE_VERSION
#define FLUE_VERSION "0.0.0"
#endif

enum { error_capacity = 2048 };

struct flue_ctx {
  flue_lang lang;
  flue_progress_fn progress;
  void *progress_user;
  const volatile int *stop;
  char error[error_capacity];
};

flue_status flue_ctx_create(flue_ctx **out) {
  gsl_set_error_handler_off(); /* GSL would abort; results out of range are looked at instead */
  *out = calloc(1, sizeof **out);
  return *out ? FLUE_OK : FLUE_ENOMEM;
}

void flue_ctx_destroy(flue_ctx **ctx) {
  if (!ctx) return;
  free(*ctx);
  *ctx = NULL;
}

void flue_ctx_set_lang(flue_ctx *ctx, flue_lang lang) {
  ctx->lang = lang;
}

flue_lang flue_ctx_lang(const flue_ctx *ctx) {
  return ctx ? ctx->lang : FLUE_EN;
}

void flue_ctx_set_progress(flue_ctx *ctx, flue_progress_fn fn, void *user) {
  ctx->progress = fn;
  ctx->progress_user = user;
}

void flue_ctx_set_stop_flag(flue_ctx *ctx, const volatile int *flag) {
  ctx->stop = flag;
}

const char *flue_last_error(const flue_ctx *ctx) {
  return ctx ? ctx->error : "";
}

const char *flue_status_text(flue_status status) {
  switch (status) {
#define FLUE_STATUS_CASE(name, number, text) \
  case name:                                 \
    return text;
    FLUE_STATUS_LIST(FLUE_STATUS_CASE)
#undef FLUE_STATUS_CASE
  }
  return "unknown status";
}

const char *flue_version(void) {
  return FLUE_VERSION;
}

flue_status flue_fail(flue_ctx *ctx, flue_status code, const char *file, int line,
                      const char *format, ...) {
  (void)file;
  (void)line;
  if (!ctx) return code;
  va_list args;
  va_start(args, format);
  vsnprintf(ctx->error, sizeof ctx->error, format, args);
  va_end(args);
  return code;
}

void flue_ctx_share_stop(flue_ctx *ctx, const flue_ctx *from) {
  ctx->stop = from->stop;
}

int flue_should_stop(const flue_ctx *ctx) {
  return ctx && ctx->stop && *ctx->stop;
}

int flue_shows_progress(const flue_ctx *ctx) {
  return ctx && ctx->progress;
}

void flue_progress(const flue_ctx *ctx, double fraction, const char *line) {
  if (ctx && ctx->progress) ctx->progress(ctx->progress_user, fraction, line);
}

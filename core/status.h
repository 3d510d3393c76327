/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/status.h  Failing with a sentence, and the library's side of the context. */
#ifndef FLUE_CORE_STATUS_H
#define FLUE_CORE_STATUS_H

#include "flue.h"

/** Passes the failure of @p call up. */
#define FLUE_TRY(call)              \
  do {                              \
    const flue_status st_ = (call); \
    if (st_ != FLUE_OK) return st_; \
  } while (0)

/** Fails with a sentence unless @p cond holds. */
#define FLUE_CHECK(cond, ctx, code, ...)                                           \
  do {                                                                             \
    if (!(cond)) return flue_fail((ctx), (code), __FILE__, __LINE__, __VA_ARGS__); \
  } while (0)

/** Stores the sentence of a failure in the context and returns @p code. @p ctx may be NULL. */
flue_status flue_fail(flue_ctx *ctx, flue_status code, const char *file, int line,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

/** Whether the user asked to stop. */
int flue_should_stop(const flue_ctx *ctx);
/** Lets a context stop when another is asked to: for the threads of a batch. */
void flue_ctx_share_stop(flue_ctx *ctx, const flue_ctx *from);
/** Whether somebody sees the progress: a line for nobody need not be made. */
int flue_shows_progress(const flue_ctx *ctx);
/** Reports progress; does nothing without a listener. */
void flue_progress(const flue_ctx *ctx, double fraction, const char *line);

#endif /* FLUE_CORE_STATUS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/refuse.h  Failing with a numbered sentence in the user's language. */
#ifndef FLUE_POSTPROC_REFUSE_H
#define FLUE_POSTPROC_REFUSE_H

#include "core/messages.h"

/**
 * Stores "CODE sentence" in the context, in its language, and returns @p code.
 * @param ...  Texts for the places {0}, {1} ... of the message, ended by NULL; borrowed.
 */
flue_status flue_refuse(flue_ctx *ctx, flue_status code, flue_message id, ...);

#endif /* FLUE_POSTPROC_REFUSE_H */

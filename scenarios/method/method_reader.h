/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/method/method_reader.h  Method files: YAML to a method that runs. */
#ifndef FLUE_SCENARIOS_METHOD_METHOD_READER_H
#define FLUE_SCENARIOS_METHOD_METHOD_READER_H

#include "core/diagnostics.h"
#include "models/method/method.h"

/**
 * Reads a method from text (borrowed for the call).
 * @param list  Takes every mistake with its place; its file and language are set.
 * @param out   Owned by the caller; NULL when there are mistakes.
 * @return FLUE_OK also with mistakes (look at list->errors); FLUE_ENOMEM.
 */
flue_status flue_method_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                             flue_method **out);

/** Whether a word on the command line means a method: one built in, or a file of YAML. */
int flue_method_is_named(const char *word);
/** Names of the methods built in, joined by ", ". */
void flue_method_names(flue_text *out);
/**
 * Loads a method by the name of one built in, or from a file.
 * @param findings  Takes the mistakes, a line each.
 * @return FLUE_OK; FLUE_EINPUT with findings; FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_method_load(flue_ctx *ctx, const char *name, flue_method **out,
                             flue_text *findings);

#endif /* FLUE_SCENARIOS_METHOD_METHOD_READER_H */

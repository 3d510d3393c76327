/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/journal.h  An append-only file of records of one length, each with a checksum, so
 * that work survives a crash: a record cut short is dropped and its work done again.
 */
#ifndef FLUE_POSTPROC_JOURNAL_H
#define FLUE_POSTPROC_JOURNAL_H

#include <stddef.h>

#include "core/status.h"

typedef struct flue_journal flue_journal;

/** Called for each good record found; borrowed for the call. A failure ends the opening. */
typedef flue_status (*flue_journal_fn)(void *user, const double *record);

/**
 * Opens a journal or makes it.
 * @param header  One line that says what the journal belongs to; an existing journal must have the
 *                same, otherwise FLUE_EINPUT with a sentence.
 * @param width   Numbers in a record.
 */
flue_status flue_journal_open(flue_ctx *ctx, const char *path, const char *header, size_t width,
                              flue_journal_fn found, void *user, flue_journal **out);
/** Hands on the good records of a journal that another program may be adding to. A journal that is
 *  not there, or has no whole first line yet, holds none. @return FLUE_EINPUT for another header.
 */
flue_status flue_journal_read(flue_ctx *ctx, const char *path, const char *header, size_t width,
                              flue_journal_fn found, void *user);
/** Whether another program has the journal open. Where the file system knows no locks, none has. */
int flue_journal_is_held(const char *path);
/** Appends a record and brings it to the disk. */
flue_status flue_journal_add(flue_ctx *ctx, flue_journal *journal, const double *record);
/** Closes and keeps the file; accepts NULL. */
void flue_journal_close(flue_journal **journal);

#endif /* FLUE_POSTPROC_JOURNAL_H */

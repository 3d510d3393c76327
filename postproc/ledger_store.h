/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/ledger_store.h  The history of hazards in an SQLite file to which is only added.
 */
#ifndef FLUE_POSTPROC_LEDGER_STORE_H
#define FLUE_POSTPROC_LEDGER_STORE_H

#include "core/diagnostics.h"
#include "postproc/ledger.h"

/** Reads the history. @return FLUE_OK; FLUE_EIO also where the file is none or was changed. */
flue_status flue_ledger_read(flue_ctx *ctx, const char *path, flue_ledger *ledger);
/** Reads the history, adds the events of a table to it and to the file, all or none, while nobody
 *  else can; makes the file when it is not there. @param added  Takes how many.
 *  @return as flue_ledger_read() and flue_ledger_import(). */
flue_status flue_ledger_update(flue_ctx *ctx, const char *path, const char *events,
                               flue_diagnostics *findings, flue_ledger *ledger, size_t *added);
/** Adds the events of a table to a ledger. Columns date, hazard, event, and as events need them
 *  building, title, level (major or general), owner, due, note. Rows that stand in the history
 *  already, the same in all and in that order, are left out: a table may be given again.
 *  @param findings  Takes every mistake. @return FLUE_OK, FLUE_EINPUT, FLUE_EIO, FLUE_ENOMEM. */
flue_status flue_ledger_import(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                               flue_ledger *ledger);
/** Day of a date, since 1970-01-01. @return 0 when the text is none. */
int flue_ledger_day(const char *text, long *day);
/** "2026-11-30"; "" for flue_no_day. @param text  Of at least 16. */
void flue_ledger_date(long day, char *text);

#endif /* FLUE_POSTPROC_LEDGER_STORE_H */

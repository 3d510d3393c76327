/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/ledger_lists.h  The two lists of hazards, notices, and the ledger in words. */
#ifndef FLUE_POSTPROC_LEDGER_LISTS_H
#define FLUE_POSTPROC_LEDGER_LISTS_H

#include "core/memory.h"
#include "postproc/ledger.h"

/** Writes problems.csv (what is wrong where), responsibilities.csv (who puts it right by when),
 * joined by the name of the hazard, and notices.csv: what is overdue or due within 7 days. */
flue_status flue_ledger_write(flue_ctx *ctx, const flue_hazard *hazards, size_t n, long day,
                              flue_lang lang, const char *folder);
/** Numbers in words. */
void flue_ledger_screen(const flue_ledger_sums *sums, long day, flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_LEDGER_LISTS_H */

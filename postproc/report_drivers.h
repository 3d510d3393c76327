/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/report_drivers.h  What decides the number of fatalities, for screen and page. */
#ifndef FLUE_POSTPROC_REPORT_DRIVERS_H
#define FLUE_POSTPROC_REPORT_DRIVERS_H

#include "core/messages.h"
#include "postproc/batch_store.h"

/** Adds lines on the inputs that decide most; nothing for a batch that cannot tell.
 *  @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_drivers_screen(const flue_batch *batch, flue_lang lang, flue_text *out);
/** Adds heading and table in HTML; nothing for a batch that cannot tell. Sets out->failed without
 *  memory. */
void flue_drivers_html(const flue_batch *batch, flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_REPORT_DRIVERS_H */

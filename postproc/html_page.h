/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/html_page.h  Head and end of a page that stands for itself: on a phone, a desk or
 *  paper. */
#ifndef FLUE_POSTPROC_HTML_PAGE_H
#define FLUE_POSTPROC_HTML_PAGE_H

#include "core/memory.h"
#include "core/status.h"

/** Begins a page of its own style with its title as heading. */
void flue_html_head(flue_text *out, flue_lang lang, const char *title, const char *style);
/** The same in the style of sheets for print and phones. @param more  Rules besides; may be NULL.
 */
void flue_html_begin(flue_text *out, flue_lang lang, const char *title, const char *more);
/** Ends it. */
void flue_html_end(flue_text *out);

#endif /* FLUE_POSTPROC_HTML_PAGE_H */

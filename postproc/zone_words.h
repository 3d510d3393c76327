/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/zone_words.h  Scores of a zone model in words. */
#ifndef FLUE_POSTPROC_ZONE_WORDS_H
#define FLUE_POSTPROC_ZONE_WORDS_H

#include "core/messages.h"
#include "postproc/zone_scores.h"

/** A quantity in the user's language; the name itself when it is not known. Borrowed. */
const char *flue_zone_quantity_text(const char *name, flue_lang lang);
/** Unit of a quantity, such as "kW/m²"; NULL when it is not known. Static. */
const char *flue_zone_quantity_unit(const char *name);
/** Whether the target of a quantity is met. Static. */
const char *flue_zone_verdict_text(const flue_zone_verdict *verdict, flue_lang lang);
/** The overall sentence: targets met, predictions missing. */
void flue_zone_add_summary(flue_text *out, const flue_zone_scores *scores, flue_lang lang);
/** How many measured values of the pack their series give. */
void flue_zone_add_check(flue_text *out, const flue_zone_scores *scores, flue_lang lang);
/** A missing prediction by name, with the reason. */
void flue_zone_add_missing(flue_text *out, const flue_zone_point *point, flue_lang lang);
/** Whether predictions start at other values than the pack states. */
int flue_zone_has_moved(const flue_zone_scores *scores);
/** Says what the scores by own starts are. */
void flue_zone_add_own_start(flue_text *out, const flue_zone_scores *scores, flue_lang lang);
/** Whether a point counts as missing in the scores. */
int flue_zone_is_missing(const flue_zone_point *point);

#endif /* FLUE_POSTPROC_ZONE_WORDS_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/zone_page.h  The validation of a zone model as one HTML page. */
#ifndef FLUE_POSTPROC_ZONE_PAGE_H
#define FLUE_POSTPROC_ZONE_PAGE_H

#include "postproc/zone_words.h"

/** Appends the whole page; sets `failed` of @p out when memory is short. */
void flue_zone_page(flue_text *out, const flue_zone_scores *scores, flue_lang lang);

/**
 * Measured against predicted values of one quantity, ours and CFAST's: logarithmic where the values
 * span more than a factor 30. Bands are factors: 1 +- 2 sigma_E of the experiment, and
 * bias exp(+-2 sigma_M) of the model.
 * @return owned SVG, NULL when memory is short or there is no point.
 */
char *flue_zone_figure(const flue_zone_scores *scores, size_t quantity, flue_lang lang);

#endif /* FLUE_POSTPROC_ZONE_PAGE_H */

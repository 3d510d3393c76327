/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/report_figures.h  The figures of a report, as owned SVG texts. */
#ifndef FLUE_POSTPROC_REPORT_FIGURES_H
#define FLUE_POSTPROC_REPORT_FIGURES_H

#include "postproc/rating.h"

/** F-N curve with its interval and the limits; NULL when there is no fatality or no memory. */
char *flue_figure_fn(const flue_risk *risk, flue_lang lang);
/** Cumulative ASET and RSET; NULL without memory. */
char *flue_figure_times(const flue_batch *batch, flue_lang lang);
/** Cumulative alarm time; NULL without memory. */
char *flue_figure_alarm(const flue_batch *batch, flue_lang lang);
/** Share of people outside against time with the band over samples; NULL when the batch holds no
 *  curves or no people, or without memory. */
char *flue_figure_outside(const flue_batch *batch, flue_lang lang);
/** People outside against time by exit, with bands; NULL as above, or with too many exits. */
char *flue_figure_exits(const flue_batch *batch, flue_lang lang);
/** The same by the stair that people entered last. */
char *flue_figure_stairs(const flue_batch *batch, flue_lang lang);
/** Share of fires by number of fatalities; NULL without memory. */
char *flue_figure_fatalities(const flue_batch *batch, flue_lang lang);
/** Share of fatalities by cause; NULL without fatalities or memory. */
char *flue_figure_causes(const flue_risk *risk, flue_lang lang);

#endif /* FLUE_POSTPROC_REPORT_FIGURES_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/renovation_view.h  A renovation plan of one building on the screen, in tables and
 *  on its sheet ("one building, one plan"). */
#ifndef FLUE_POSTPROC_RENOVATION_VIEW_H
#define FLUE_POSTPROC_RENOVATION_VIEW_H

#include "core/messages.h"
#include "postproc/batch_store.h"
#include "postproc/plan_input.h"
#include "postproc/renovation.h"
#include "postproc/sheets.h"

/** What is shown. All borrowed. */
typedef struct flue_renovation_view {
  const flue_renovation *r;
  const flue_plan_input *in;          /**< For the names of its funds. */
  const char *title[2];               /**< Of the building, by flue_lang. */
  const char *const *package;         /**< Names such as "closers+detectors", [n_packages]. */
  const char *const *option;          /**< [n_options] */
  const char *const *option_title[2]; /**< By flue_lang, [n_options]. */
  const char *const *fund;            /**< Of each measure, [n_options]. */
  const double *life, *upkeep;        /**< [a], [yuan a-1], [n_options]. */
  const flue_interval *now;           /**< Deaths a year without any measure [a-1]. */
  const flue_batch *const *batch;     /**< [n_packages] */
  const size_t *step;                 /**< [n_years] */
  double avoided;                     /**< Until the horizon. */
  int keeps_all;
  const flue_renovation_support *support;
  const unsigned char *is_best; /**< [n_packages] */
  size_t n_surveys;
  const size_t *survey; /**< Places in the inputs of batch[0], [n_surveys], most
                             useful first. */
  size_t n_left_out;    /**< Samples whose run failed with some package. */
  const double *survey_value, *survey_noise; /**< [n_surveys] */
} flue_renovation_view;

/** Adds the lines of the screen. */
void flue_renovation_screen(const flue_renovation_view *v, flue_lang lang, flue_text *out);
/** Writes plan.csv, options.csv, results.csv, surveys.csv, plan.LANG.xlsx and sheet.LANG.html. */
flue_status flue_renovation_write(flue_ctx *ctx, const flue_renovation_view *v, const char *folder);
/** Appends the sheet of the building as a page. */
void flue_renovation_page(const flue_renovation_view *v, flue_lang lang,
                          const flue_sheet *const sheets[4], flue_text *out);

/** Upkeep of a package [yuan a-1]. */
double flue_renovation_upkeep(const flue_renovation_view *v, size_t package);
/** Names of the measures of a set by their titles, owned; "nothing" for none. */
char *flue_renovation_names(const flue_renovation_view *v, uint32_t set, flue_lang lang);

#endif /* FLUE_POSTPROC_RENOVATION_VIEW_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/people_page.h  The people of a run as one HTML page: arrivals, maps by storey. */
#ifndef FLUE_POSTPROC_PEOPLE_PAGE_H
#define FLUE_POSTPROC_PEOPLE_PAGE_H

#include "postproc/floor_shape.h"
#include "postproc/people_arrivals.h"
#include "postproc/people_density.h"

/** What the page is made from. All borrowed. */
typedef struct flue_people_result {
  const flue_agents_view *view;
  const flue_arrivals *arrivals;
  const flue_floor_shape *shapes;    /**< [n_floors] */
  const flue_density_floor *density; /**< [n_floors] */
  double window_s;                   /**< Of the running means [s]. */
} flue_people_result;

/** Appends the page. */
void flue_people_page(const flue_people_result *result, flue_lang lang, flue_text *out);

#endif /* FLUE_POSTPROC_PEOPLE_PAGE_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file app/api_study.h  Renovation planning of one building from its scenario. */
#ifndef FLUE_APP_API_STUDY_H
#define FLUE_APP_API_STUDY_H

#include "app/api_batch.h"

/** Simulates packages of the options of a scenario and plans with them. @return as
 *  flue_plan_file(), and what batches return. */
flue_status api_study(flue_ctx *ctx, const char *path, const flue_plan_job *job, char **text);

#endif /* FLUE_APP_API_STUDY_H */

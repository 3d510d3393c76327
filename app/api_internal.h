/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file app/api_internal.h  What the files behind flue.h share. */
#ifndef FLUE_APP_API_INTERNAL_H
#define FLUE_APP_API_INTERNAL_H

#include "core/messages.h"
#include "flue.h"
#include "postproc/provenance.h"
#include "postproc/risk.h"
#include "postproc/store.h"
#include "scenarios/derive.h"
#include "scenarios/layout.h"
#include "scenarios/scenario.h"
#include "validation/people/people_tests.h"

/** A scenario read, checked and laid out. */
typedef struct prepared {
  flue_scenario *scenario;
  flue_layout *layout;
  flue_walkable *walkable;
  char *resolved; /**< Every key with its value; owned. */
  char *title[2]; /**< With the options applied; owned. */
  char *source;   /**< The file, and a comment that names the options; owned. */
} prepared;

/** Puts warnings about the input, owned, before the text of a job. */
void api_warn_first(char *warnings, char **text);
/** Reads and lays out; on mistakes *text takes the findings. */
flue_status api_prepare(flue_ctx *ctx, const char *path, const flue_job *job, prepared *out,
                        char **text);
void api_release(prepared *p);
/** Provenance of a result; borrows from @p p. */
flue_provenance api_provenance(const prepared *p);
/** Name of a result by the scenario's: "tower" + options + ending; owned. */
char *api_output(const char *path, const flue_job *job, const char *ending);
/** Fails with FLUE_EIO when a result cannot be put at @p path: a folder, a device, a pipe. */
flue_status api_check_output(flue_ctx *ctx, const char *path);
/** The result of a run in progress. */
typedef struct api_result {
  flue_store *store;
  int owns_parts;   /**< No other run writes to the same result. */
  double resumed_s; /**< NaN for a fresh start. */
} api_result;
/** Begins a result, or goes on with what a stopped run left.
 *  @param[out] bytes, n  Its checkpoint, owned by the caller; NULL for a fresh start. */
flue_status api_open_result(flue_ctx *ctx, const char *path, int is_restart,
                            const flue_provenance *provenance, api_result *result, void **bytes,
                            size_t *n);
/** Ends the result of a run that came to its end. @param text  Gone when that fails. */
flue_status api_finish_result(flue_ctx *ctx, api_result *result, char **text);
/** Lets go of a result, however its run ended: one that was resumed and failed leaves the
 *  checkpoint it came from. */
void api_leave_result(api_result *result, const char *path, flue_status ended);
/** Whether a file is a case of the field model: input of FDS, by its ending. */
int api_is_field(const char *path);
/** flue_run_file() and flue_check_file() of such a case. */
flue_status api_run_field(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
flue_status api_check_field(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
/** Time that runs evenly [s], to measure how long something takes. */
double api_clock(void);
/** Whether two names are of one file. */
int api_is_same_file(const char *a, const char *b);
/** Runs published tests of evacuation models and writes FOLDER/tests.csv.
 *  @param folder  NULL: no table. @return FLUE_OK also when tests fail: the text names them. */
/** Cases of the field model with known ends. @param folder  For the table; NULL: none. */
flue_status api_validate_field(flue_ctx *ctx, const char *data, const char *folder, char **text);
flue_status api_validate_people(flue_ctx *ctx, const char *folder, char **text);
/** Hands the text over. @return FLUE_ENOMEM when it could not be built. */
flue_status api_give(flue_ctx *ctx, flue_text *from, char **text);
/** Adds a line of a message with its arguments, ended by NULL. */
void api_line(flue_ctx *ctx, flue_text *out, flue_message message, ...);

/** Reads a batch and assesses its risk. @param batch  Owned. @param risk  Cleared by the caller. */
flue_status api_risk_read(flue_ctx *ctx, const char *path, flue_batch **batch, flue_risk *risk);
/** Adds a line for each quantity of a risk with its interval. */
void api_say_quantities(flue_ctx *ctx, const flue_risk *risk, flue_text *out);

/** Text of a number; buffer of its own, to be used in one expression or statement. */
typedef struct api_number {
  char text[40];
} api_number;
api_number api_format(const char *format, double value);

/** Size of a text that says what a published test accepts. */
enum { api_accepted_size = 32 };
/** What is accepted, such as "26 to 34", with ">=" or "<=" where one side is open. */
void api_people_accepted(const flue_people_test *test, char *text, size_t size);
/** Writes people.en.html and people.zh.html into a folder: figures beside experiments, and the
 *  table. @param measured  [n]. @param out  Takes a line for each file. */
flue_status api_people_pages(flue_ctx *ctx, const char *folder, const flue_people_test *tests,
                             size_t n, const double *measured, flue_text *out);

#endif /* FLUE_APP_API_INTERNAL_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file app/cli.h  Commands of the program, their options, and what they share on the screen. */
#ifndef FLUE_APP_CLI_H
#define FLUE_APP_CLI_H

#include "flue.h"

enum { CLI_MOST_OPTIONS = 32 };

/** Exit codes, as the manual lists them. */
enum {
  CLI_DONE = 0,
  CLI_USAGE = 2,
  CLI_INPUT = 3,
  CLI_FILES = 4,
  CLI_NUMERIC = 5,
  CLI_STOPPED = 6,
  CLI_LIMIT = 7,
  CLI_INTERNAL = 70
};

/** What the command line said. Texts borrowed from argv. */
typedef struct cli_args {
  const char *file, *output, *rules, *csv, *cfast, *fds, *jupedsim, *people, *data, *tables,
      *records, *roads, *places, *journal, *result, *building, *until, *worker, *xlsx, *xdmf,
      *smokeview;
  const char *options[CLI_MOST_OPTIONS + 1]; /**< Ended by NULL. */
  size_t n_options;
  const char *budgets, *events, *date;
  double budget, reduce, within;
  long samples, jobs, years, sample, tasks, packages;
  int restart, quiet, validation, mpi, has_sample, slurm, print, estimate;
} cli_args;

/** An option that commands may take. */
typedef struct cli_option {
  const char *name;    /**< "--output" */
  const char *letter;  /**< "-o", or NULL. */
  const char *value;   /**< Word for its value; NULL for a switch. */
  const char *text[2]; /**< By flue_lang. */
} cli_option;
extern const cli_option CLI_OPTIONS[];

/** A command. */
typedef struct cli_command {
  const char *name;
  const char *argument; /**< "FILE", "BATCH.h5" ...; NULL for none. */
  const char *options;  /**< Names of its options, joined by blanks. */
  const char *text[2];  /**< By flue_lang. */
  int needs_argument;
  flue_status (*run)(flue_ctx *ctx, const cli_args *args, char **text);
} cli_command;
extern const cli_command CLI_COMMANDS[];

/** Command of that name, or NULL. */
const cli_command *cli_find(const char *name);
/** Reads the words after the command. @return 1, or 0 with the mistake on stderr. */
int cli_read(flue_ctx *ctx, const cli_command *command, int argc, char **argv, cli_args *args);
/** Help on one command, or on all with NULL, to stdout. */
void cli_help(flue_ctx *ctx, const cli_command *command);
/** The manual page flue(1), in roff, to stdout. */
void cli_manual(flue_ctx *ctx);

flue_status cmd_check(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_check_control(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_import(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_run(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_batch(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_score(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_ledger(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_coverage(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_plan(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_report(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_export(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_validate(flue_ctx *ctx, const cli_args *args, char **text);
flue_status cmd_info(flue_ctx *ctx, const cli_args *args, char **text);

#endif /* FLUE_APP_CLI_H */

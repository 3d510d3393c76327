/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the command, shows progress, and says in words how it ended. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/cli.h"
#include "core/messages.h"
#include "core/nearest.h"

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** Set by the first SIGINT or SIGTERM. */
static volatile sig_atomic_t stop_signal = 0;
static double stopped_s;

/** The first signal asks for an end with a state to go on from; those within the next seconds are
 *  the same impatient hand, and later ones end the program at once. */
static void on_signal(int number) {
  const double grace_s = 5.0, now = now_s();
  if (!stop_signal) {
    stopped_s = now;
    stop_signal = 1;
  } else if (now - stopped_s > grace_s) {
    signal(number, SIG_DFL);
    raise(number);
  }
}

static void catch_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  action.sa_handler = SIG_IGN; /* a write that fails says so itself */
  action.sa_flags = 0;
  sigaction(SIGPIPE, &action, NULL);
  sigaction(SIGXFSZ, &action, NULL);
}

/* ---- progress ---- */

typedef struct progress {
  int is_terminal;
  double started, shown; /**< [s] */
} progress;

/** On a terminal ten times a second on one line, elsewhere a line a minute. */
static void show_progress(void *user, double fraction, const char *line) {
  progress *p = user;
  const double now = now_s(), pause = p->is_terminal ? 0.1 : 60.0;
  if (now - p->shown < pause) return;
  p->shown = now;
  const double left = fraction > 0.0 ? (now - p->started) * (1.0 - fraction) / fraction : 0.0;
  fprintf(stderr,
          p->is_terminal ? "\r\033[K%3.0f %%  %s  (%.0f s left)" : "%3.0f %%  %s  (%.0f s left)\n",
          100.0 * fraction, line, left);
  fflush(stderr);
}

static void clear_progress(const progress *p) {
  if (p->is_terminal && p->shown > p->started) fprintf(stderr, "\r\033[K");
}

/* ---- ending ---- */

static int exit_code(flue_status status) {
  switch (status) {
    case FLUE_OK:
      return CLI_DONE;
    case FLUE_EINPUT:
      return CLI_INPUT;
    case FLUE_EARG:
      return CLI_USAGE;
    case FLUE_EIO:
      return CLI_FILES;
    case FLUE_ENUMERIC:
      return CLI_NUMERIC;
    case FLUE_ESTOPPED:
      return CLI_STOPPED;
    case FLUE_ELIMIT:
      return CLI_LIMIT;
    case FLUE_ENOMEM:
      break;
  }
  return CLI_INTERNAL;
}

static flue_message ending(const cli_command *command, flue_status status) {
  const int goes_on = strstr(command->options, "--restart") != NULL ||
                      strcmp(command->name, "plan") == 0; /* it keeps its batches */
  switch (status) {
    case FLUE_OK:
      return FLUE_MSG_END_DONE;
    case FLUE_EINPUT:
      return FLUE_MSG_END_INPUT;
    case FLUE_EIO:
      return FLUE_MSG_END_FILE;
    case FLUE_ENUMERIC:
      return FLUE_MSG_END_NUMERIC;
    case FLUE_ESTOPPED:
      return goes_on ? FLUE_MSG_END_STOPPED : FLUE_MSG_END_ANEW;
    case FLUE_ELIMIT:
      return FLUE_MSG_END_LIMIT;
    default:
      return FLUE_MSG_END_INTERNAL;
  }
}

/** @param is_text  Whether what is asked for is a text to read or to pipe: nothing is added then.
 */
static int finish(flue_ctx *ctx, const cli_command *command, flue_status status, int is_text,
                  char *text) {
  const flue_lang lang = flue_ctx_lang(ctx);
  FILE *out = status == FLUE_OK || status == FLUE_ELIMIT ? stdout : stderr;
  if (text) fputs(text, out);
  if (is_text && status == FLUE_OK) {
    /* it stands for itself */
  } else if (status == FLUE_EARG) {
    char *line = flue_message_format(FLUE_MSG_END_USAGE, lang, flue_last_error(ctx), NULL);
    fprintf(stderr, "%s\n", line ? line : "");
    free(line);
  } else {
    const char *why = flue_last_error(ctx)[0] ? flue_last_error(ctx) : flue_status_text(status);
    char *line = flue_message_format(ending(command, status), lang, command->name, why, NULL);
    fprintf(out, "%s\n", line ? line : "");
    free(line);
  }
  errno = 0;
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "flue %s: stopped, the screen or pipe takes no more text: %s\n", command->name,
            strerror(errno ? errno : EPIPE)); /* an earlier write failed: its number is lost */
    return CLI_FILES;
  }
  return exit_code(status);
}

static int perform(flue_ctx *ctx, const cli_command *command, int argc, char **argv) {
  cli_args args;
  if (!cli_read(ctx, command, argc, argv, &args)) return CLI_USAGE;
  progress p = {isatty(STDERR_FILENO), now_s(), now_s()};
  if (!args.quiet) flue_ctx_set_progress(ctx, show_progress, &p);
  char *text = NULL;
  const flue_status status = command->run(ctx, &args, &text);
  clear_progress(&p);
  const int is_text = strcmp(command->name, "info") == 0 || args.print;
  const int code = finish(ctx, command, status, is_text, text);
  free(text);
  return code;
}

static int no_command(flue_ctx *ctx, const char *word) {
  flue_nearest nearest = {.word = word};
  for (const cli_command *c = CLI_COMMANDS; c->name; ++c) flue_nearest_offer(&nearest, c->name);
  const char *best = flue_nearest_result(&nearest);
  const flue_message message = best ? FLUE_MSG_USAGE_COMMAND : FLUE_MSG_USAGE_NO_COMMAND;
  char *text = flue_message_format(message, flue_ctx_lang(ctx), word, best, NULL);
  fprintf(stderr, "flue: error %s: %s\n", flue_message_code(message), text ? text : "");
  free(text);
  return CLI_USAGE;
}

/** Whether --lang zh stands anywhere: help and mistakes are then Chinese too. */
static void find_language(flue_ctx *ctx, int argc, char **argv) {
  for (int i = 1; i + 1 < argc; ++i)
    if (strcmp(argv[i], "--lang") == 0 && strcmp(argv[i + 1], "zh") == 0)
      flue_ctx_set_lang(ctx, FLUE_ZH);
}

static int dispatch(flue_ctx *ctx, int argc, char **argv) {
  find_language(ctx, argc, argv);
  const char *word = argc > 1 ? argv[1] : "help";
  if (strcmp(word, "--version") == 0) {
    printf("flue %s\n", flue_version());
    return CLI_DONE;
  }
  if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
    const int has_topic = argc > 2 && argv[2][0] != '-';
    if (has_topic && !cli_find(argv[2])) return no_command(ctx, argv[2]);
    cli_help(ctx, has_topic ? cli_find(argv[2]) : NULL);
    if (fflush(stdout) != 0) return CLI_FILES;
    return argc > 1 ? CLI_DONE : CLI_USAGE;
  }
  const cli_command *command = cli_find(word);
  if (!command) return no_command(ctx, word);
  for (int i = 2; i < argc; ++i)
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
      cli_help(ctx, command);
      return CLI_DONE;
    }
  return perform(ctx, command, argc - 2, argv + 2);
}

/** Threads that wait for others spin for long unless told otherwise, which beside other work costs
 *  far more than it gains. The library of threads reads how long before main() begins, so the
 *  program starts itself once more; where it cannot, it goes on as it is. */
static void wait_briefly(char **argv) {
  if (getenv("OMP_WAIT_POLICY") || getenv("GOMP_SPINCOUNT")) return;
  if (setenv("GOMP_SPINCOUNT", "10000", 1) == 0) execv("/proc/self/exe", argv);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "run") == 0) wait_briefly(argv);
  catch_signals();
  flue_ctx *ctx = NULL;
  if (flue_ctx_create(&ctx) != FLUE_OK) return CLI_INTERNAL;
  flue_ctx_set_stop_flag(ctx, &stop_signal);
  const int code = dispatch(ctx, argc, argv);
  flue_ctx_destroy(&ctx);
  return code;
}

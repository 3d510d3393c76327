/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/messages.h"
#include "core/nearest.h"

const cli_command *cli_find(const char *name) {
  for (const cli_command *c = CLI_COMMANDS; c->name; ++c)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

static void complain(flue_ctx *ctx, flue_message message, const char *a, const char *b,
                     const char *c, const char *d) {
  char *text = flue_message_format(message, flue_ctx_lang(ctx), a, b, c, d, NULL);
  fprintf(stderr, "flue: error %s: %s\n", flue_message_code(message), text ? text : "");
  free(text);
}

/** Whether a command takes the option: its whole name stands in the list. */
static int takes(const cli_command *command, const char *name) {
  const size_t length = strlen(name);
  for (const char *at = strstr(command->options, name); at; at = strstr(at + 1, name))
    if ((at == command->options || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
      return 1;
  return 0;
}

/** Whether a word is the letter of an option and its value in one, as in -j4. */
static int is_joined(const cli_option *o, const char *word) {
  const size_t n = o->letter && o->value ? strlen(o->letter) : 0;
  return n && strncmp(word, o->letter, n) == 0 && word[n] != '\0';
}

static const cli_option *find_option(const cli_command *command, const char *word) {
  for (const cli_option *o = CLI_OPTIONS; o->name; ++o) {
    const size_t length = strlen(o->name);
    const int fits = strcmp(word, o->name) == 0 || (o->letter && strcmp(word, o->letter) == 0) ||
                     (o->value && strncmp(word, o->name, length) == 0 && word[length] == '=') ||
                     is_joined(o, word);
    if (fits && takes(command, o->name)) return o;
  }
  return NULL;
}

static int read_whole(flue_ctx *ctx, const cli_option *o, const char *value, long least, long most,
                      long *out) {
  char *end = NULL;
  errno = 0;
  *out = strtol(value, &end, 10);
  if (end != value && *end == '\0' && errno == 0 && *out >= least && *out <= most) return 1;
  char from[24], to[24];
  snprintf(from, sizeof from, "%ld", least);
  snprintf(to, sizeof to, "%ld", most);
  complain(ctx, FLUE_MSG_USAGE_NUMBER, o->name, from, to, value);
  return 0;
}

static int read_real(flue_ctx *ctx, const cli_option *o, const char *value, double most,
                     double *out) {
  char *end = NULL;
  *out = strtod(value, &end);
  if (end != value && *end == '\0' && *out > 0 && *out <= most) return 1;
  char limit[24];
  snprintf(limit, sizeof limit, "%g", most);
  complain(ctx, FLUE_MSG_USAGE_REAL, o->name, limit, value, NULL);
  return 0;
}

static int set_language(flue_ctx *ctx, const char *value) {
  const int is_zh = strcmp(value, "zh") == 0;
  if (!is_zh && strcmp(value, "en") != 0) {
    complain(ctx, FLUE_MSG_USAGE_LANG, value, NULL, NULL, NULL);
    return 0;
  }
  flue_ctx_set_lang(ctx, is_zh ? FLUE_ZH : FLUE_EN);
  return 1;
}

/** Where the text of an option goes in cli_args, or the 1 of a switch. */
typedef struct cli_place {
  const char *name;
  size_t offset;
} cli_place;

#define PLACE(name, field) \
  { name, offsetof(cli_args, field) }

static const cli_place TEXTS[] = {
    PLACE("--output", output),     PLACE("--rules", rules),         PLACE("--xlsx", xlsx),
    PLACE("--csv", csv),           PLACE("--cfast", cfast),         PLACE("--fds", fds),
    PLACE("--xdmf", xdmf),         PLACE("--smokeview", smokeview), PLACE("--jupedsim", jupedsim),
    PLACE("--people", people),     PLACE("--tables", tables),       PLACE("--data", data),
    PLACE("--records", records),   PLACE("--journal", journal),     PLACE("--result", result),
    PLACE("--building", building), PLACE("--until", until),         PLACE("--worker", worker),
    PLACE("--events", events),     PLACE("--date", date),           PLACE("--budgets", budgets),
    PLACE("--roads", roads),       PLACE("--places", places),       {NULL, 0}};

static const cli_place SWITCHES[] = {PLACE("--validation", validation), PLACE("--restart", restart),
                                     PLACE("--quiet", quiet),           PLACE("--mpi", mpi),
                                     PLACE("--slurm", slurm),           PLACE("--print", print),
                                     PLACE("--plan", estimate),         {NULL, 0}};

/** Whole numbers with their range. */
static const struct {
  cli_place place;
  long least, most;
} WHOLES[] = {{PLACE("--samples", samples), 1, 1000000},
              {PLACE("--sample", sample), 0, 999999},
              {PLACE("--jobs", jobs), 1, 1024},
              {PLACE("--tasks", tasks), 1, 100000},
              {PLACE("--packages", packages), 2, 64},
              {PLACE("--years", years), 1, 50},
              {{NULL, 0}, 0, 0}};

/** Numbers above 0 with their largest value. */
static const struct {
  cli_place place;
  double most;
} REALS[] = {{PLACE("--budget", budget), 1e15},
             {PLACE("--reduce", reduce), 99},
             {PLACE("--within", within), 240},
             {{NULL, 0}, 0}};

/** Field of the arguments, or NULL for an option that is not in the table. */
static void *find_place(const cli_place *table, const char *name, cli_args *args) {
  for (; table->name; ++table)
    if (strcmp(table->name, name) == 0) return (char *)args + table->offset;
  return NULL;
}

static int apply(flue_ctx *ctx, const cli_option *o, const char *value, cli_args *args) {
  const char **text = find_place(TEXTS, o->name, args);
  int *is_on = find_place(SWITCHES, o->name, args);
  if (text) *text = value;
  if (is_on) *is_on = 1;
  if (text || is_on) return 1;
  if (strcmp(o->name, "--sample") == 0) args->has_sample = 1;
  if (strcmp(o->name, "--lang") == 0) return set_language(ctx, value);
  for (size_t i = 0; WHOLES[i].place.name; ++i)
    if (strcmp(WHOLES[i].place.name, o->name) == 0)
      return read_whole(ctx, o, value, WHOLES[i].least, WHOLES[i].most,
                        (long *)(void *)((char *)args + WHOLES[i].place.offset));
  for (size_t i = 0; REALS[i].place.name; ++i)
    if (strcmp(REALS[i].place.name, o->name) == 0)
      return read_real(ctx, o, value, REALS[i].most,
                       (double *)(void *)((char *)args + REALS[i].place.offset));
  if (args->n_options < CLI_MOST_OPTIONS) args->options[args->n_options++] = value;
  return 1;
}

/** Sets the language first, so that mistakes before --lang are told in it too. */
static void find_language(flue_ctx *ctx, int argc, char **argv) {
  for (int i = 0; i < argc; ++i) {
    const char *value = strncmp(argv[i], "--lang=", 7) == 0              ? argv[i] + 7
                        : strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                                                                         : NULL;
    if (value && strcmp(value, "zh") == 0) flue_ctx_set_lang(ctx, FLUE_ZH);
  }
}

/** Options that say nothing by themselves. @return 0 when one stands without the one it is for. */
static int stand_together(flue_ctx *ctx, const cli_command *command, const cli_args *args) {
  if (takes(command, "--tasks") && args->tasks > 0 && !args->slurm && !args->print) {
    complain(ctx, FLUE_MSG_USAGE_NEEDS, "--tasks", "--slurm", NULL, NULL);
    return 0;
  }
  if (takes(command, "--sample") && args->samples > 0 && !args->has_sample) {
    complain(ctx, FLUE_MSG_USAGE_NEEDS, "--samples", "--sample", NULL, NULL);
    return 0;
  }
  return 1;
}

int cli_read(flue_ctx *ctx, const cli_command *command, int argc, char **argv, cli_args *args) {
  *args = (cli_args){0};
  find_language(ctx, argc, argv);
  for (int i = 0; i < argc; ++i) {
    const char *word = argv[i];
    if (word[0] != '-' || word[1] == '\0') {
      if (args->file) {
        complain(ctx, FLUE_MSG_USAGE_MORE, command->name, word, NULL, NULL);
        return 0;
      }
      args->file = word;
      continue;
    }
    const cli_option *o = find_option(command, word);
    if (!o) {
      complain(ctx, FLUE_MSG_USAGE_OPTION, command->name, word, NULL, NULL);
      return 0;
    }
    const char *equals = o->value && word[1] == '-' ? strchr(word, '=') : NULL;
    const char *value = is_joined(o, word)         ? word + strlen(o->letter)
                        : equals                   ? equals + 1
                        : o->value && i + 1 < argc ? argv[++i]
                                                   : NULL;
    if (o->value && !value) {
      complain(ctx, FLUE_MSG_USAGE_VALUE, o->name, NULL, NULL, NULL);
      return 0;
    }
    if (!apply(ctx, o, value, args)) return 0;
  }
  if (takes(command, "--budget") && (args->budgets != NULL) == (args->budget > 0)) {
    complain(ctx, FLUE_MSG_USAGE_BUDGET, command->name, NULL, NULL, NULL);
    return 0;
  }
  if (!args->file && command->needs_argument) {
    const int is_topic = strcmp(command->name, "validate") == 0;
    complain(ctx, is_topic ? FLUE_MSG_VALIDATE_NONE : FLUE_MSG_USAGE_FILE, command->name, NULL,
             NULL, NULL);
    return 0;
  }
  return stand_together(ctx, command, args);
}

/* ---- help ---- */

static void help_command(flue_lang lang, const cli_command *c) {
  printf("flue %s%s%s\n    %s\n", c->name, c->argument ? " " : "", c->argument ? c->argument : "",
         c->text[lang]);
  for (const cli_option *o = CLI_OPTIONS; o->name; ++o) {
    if (!takes(c, o->name)) continue;
    printf("      %s%s%s%s%s\n          %s\n", o->letter ? o->letter : "", o->letter ? ", " : "",
           o->name, o->value ? " " : "", o->value ? o->value : "", o->text[lang]);
  }
}

static const char *const EXIT_CODES[2] = {
    "Exit codes: 0 done, 2 usage, 3 invalid input, 4 files, 5 numerical failure, 6 stopped and "
    "resumable,\n"
    "7 a limit that the user set was not met, 70 internal.",
    "退出码：0 完成，2 用法错误，3 输入有误，4 文件错误，5 数值失败，6 已中断可续算，7 "
    "未满足用户限值，70 内部错误。"};

void cli_help(flue_ctx *ctx, const cli_command *command) {
  const flue_lang lang = flue_ctx_lang(ctx);
  if (command) {
    help_command(lang, command);
    return;
  }
  printf("flue %s - %s\n\n", flue_version(),
         lang == FLUE_ZH ? "建筑火灾烟气、疏散与风险评估"
                         : "smoke, escape and risk of fires in buildings");
  for (const cli_command *c = CLI_COMMANDS; c->name; ++c) help_command(lang, c);
  printf("flue help [COMMAND]\nflue --version\n\n%s\n", EXIT_CODES[lang]);
}

/** Prints a text for roff: backslashes doubled, hyphens of options kept. */
static void roff(const char *text) {
  for (; *text; ++text) {
    if (*text == '\\')
      printf("\\\\");
    else if (*text == '-')
      printf("\\-");
    else
      putchar(*text);
  }
}

void cli_manual(flue_ctx *ctx) {
  const flue_lang lang = flue_ctx_lang(ctx);
  printf(".TH FLUE 1 \"\" \"flue %s\"\n.SH NAME\nflue \\- ", flue_version());
  roff(lang == FLUE_ZH ? "建筑火灾烟气、疏散与风险评估"
                       : "smoke, escape and risk of fires in buildings");
  printf("\n.SH SYNOPSIS\n.B flue\nCOMMAND [ARGUMENT] [OPTION ...]\n.SH COMMANDS\n");
  for (const cli_command *c = CLI_COMMANDS; c->name; ++c) {
    printf(".TP\n.B flue %s %s\n", c->name, c->argument ? c->argument : "");
    roff(c->text[lang]);
    printf(".\n");
    for (const cli_option *o = CLI_OPTIONS; o->name; ++o) {
      if (!takes(c, o->name)) continue;
      printf(".RS\n.TP\n.B ");
      roff(o->letter ? o->letter : "");
      printf("%s", o->letter ? ", " : "");
      roff(o->name);
      printf(" %s\n", o->value ? o->value : "");
      roff(o->text[lang]);
      printf(".\n.RE\n");
    }
  }
  printf(".SH EXIT STATUS\n");
  roff(EXIT_CODES[lang]);
  printf("\n.SH SEE ALSO\n.B flue info keys\n%s\n",
         lang == FLUE_ZH ? "列出场景文件的全部键。" : "lists every key of a scenario file.");
}

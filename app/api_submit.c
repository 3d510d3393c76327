/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch as jobs of Slurm: an array of workers, and one job after them that ends the batch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/api_batch.h"
#include "core/program.h"
#include "postproc/atomic_file.h"
#include "postproc/refuse.h"

/** Adds a word for the shell, in quotes. */
static void add_word(flue_text *out, const char *word) {
  flue_text_add(out, " '");
  for (; *word; ++word) flue_text_add(out, *word == '\'' ? "'\\''" : "%c", *word);
  flue_text_add(out, "'");
}

/** Adds a path as seen from anywhere. */
static void add_path(flue_text *out, const char *path) {
  char folder[FLUE_LONGEST_PATH];
  const int is_relative = path[0] != '/' && getcwd(folder, sizeof folder);
  char *whole = is_relative ? flue_format("%s/%s", folder, path) : flue_copy_text(path);
  if (whole)
    add_word(out, whole);
  else
    out->failed = 1;
  free(whole);
}

/** Adds the command that each job runs, without an end of line. */
static void add_command(flue_ctx *ctx, const char *path, const char *output, const flue_job *job,
                        flue_text *out) {
  char program[FLUE_LONGEST_PATH];
  flue_program_path(program);
  flue_text_add(out, "exec");
  add_word(out, program[0] ? program : "flue");
  flue_text_add(out, " batch");
  add_path(out, path);
  flue_text_add(out, " --output");
  add_path(out, output);
  if (job->samples) flue_text_add(out, " --samples %zu", job->samples);
  for (size_t i = 0; job->options && job->options[i]; ++i) {
    flue_text_add(out, " --option");
    add_word(out, job->options[i]);
  }
  flue_text_add(out, " --jobs \"${SLURM_CPUS_PER_TASK:-1}\" --quiet --lang %s",
                flue_ctx_lang(ctx) == FLUE_ZH ? "zh" : "en");
}

/** Adds the options that both jobs have: who stops a job a minute before its time is up tells flue,
 *  which then keeps what it has. */
static void add_options(const char *output, const flue_job *job, const char *which,
                        flue_text *out) {
  const char *name = strrchr(output, '/') ? strrchr(output, '/') + 1 : output;
  flue_text_add(out, " --job-name");
  add_word(out, name);
  flue_text_add(out, " --cpus-per-task %d --signal=B:TERM@60 --output",
                job->threads > 0 ? job->threads : 1);
  char *log = flue_format("%s.slurm-%s.txt", output, which);
  if (log)
    add_path(out, log);
  else
    out->failed = 1;
  free(log);
}

/** The script that submits both jobs. */
static void add_script(flue_ctx *ctx, const char *path, const char *output, const flue_job *job,
                       flue_text *out) {
  flue_text_add(out,
                "#!/bin/sh\n# Partition, account and time: SBATCH_PARTITION, SBATCH_ACCOUNT, "
                "SBATCH_TIMELIMIT.\nset -eu\n"
                "array=$(sbatch --parsable --array 1-%zu",
                job->tasks);
  add_options(output, job, "%a", out);
  flue_text_add(out, " <<'EOF'\n#!/bin/sh\n");
  add_command(ctx, path, output, job, out);
  flue_text_add(out,
                " --worker \"task-$SLURM_ARRAY_TASK_ID\"\nEOF\n)\n"
                "end=$(sbatch --parsable --dependency \"afterany:${array%%%%;*}\"");
  add_options(output, job, "end", out);
  flue_text_add(out, " <<'EOF'\n#!/bin/sh\n");
  add_command(ctx, path, output, job, out);
  flue_text_add(out, "\nEOF\n)\necho \"${array%%%%;*} ${end%%%%;*}\"\n");
}

/** Runs the script. @param answer  Takes the numbers of the jobs, or what sbatch said. */
static int submit(const char *script, char *answer, size_t size) {
  flue_text command = {0};
  flue_text_add(&command, "sh");
  add_path(&command, script);
  flue_text_add(&command, " 2>&1");
  FILE *pipe = command.failed ? NULL : popen(command.data, "r");
  flue_text_clear(&command);
  answer[0] = '\0';
  if (!pipe) return 0;
  const size_t n = fread(answer, 1, size - 1, pipe);
  answer[n] = '\0';
  for (char *at = answer; *at; ++at)
    if (*at == '\n') *at = at[1] ? ' ' : '\0';
  const int status = pclose(pipe);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static flue_status submit_file(flue_ctx *ctx, const char *output, const flue_job *job,
                               const flue_text *script, char **text) {
  enum { longest_answer = 1024 };
  char answer[longest_answer];
  char *path = flue_format("%s.slurm.sh", output);
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_write_file(ctx, path, script->data, script->length);
  if (status == FLUE_OK && !submit(path, answer, sizeof answer))
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_NO_SLURM, answer, path, NULL);
  if (status == FLUE_OK) {
    flue_text out = {0};
    api_line(ctx, &out, FLUE_MSG_SLURM_DONE, answer, api_format("%.0f", (double)job->tasks).text,
             output, path, NULL);
    status = api_give(ctx, &out, text);
  }
  free(path);
  return status;
}

flue_status flue_batch_submit(flue_ctx *ctx, const char *path, const flue_job *job, int is_printed,
                              char **text) {
  prepared p;
  FLUE_TRY(api_check_sharing(ctx, job, is_printed ? "--print" : "--slurm"));
  FLUE_TRY(api_prepare(ctx, path, job, &p, text)); /* mistakes are told here, not in a log */
  char *warnings = *text;
  *text = NULL;
  api_release(&p);
  flue_job all = *job;
  if (!all.tasks) all.tasks = 1;
  char *output = api_output(path, &all, ".batch.h5");
  flue_status status = output ? api_check_output(ctx, output) : FLUE_ENOMEM;
  if (status == FLUE_OK && all.restart && !is_printed) status = api_drop_parts(ctx, output);
  flue_text script = {0};
  if (status == FLUE_OK) add_script(ctx, path, output, &all, &script);
  if (script.failed) status = FLUE_ENOMEM;
  if (status == FLUE_OK && !is_printed) status = submit_file(ctx, output, &all, &script, text);
  if (status == FLUE_OK && is_printed)
    status = api_give(ctx, &script, text);
  else
    flue_text_clear(&script);
  free(output);
  if (is_printed)
    free(warnings); /* the script alone, to read or to pipe */
  else
    api_warn_first(warnings, text);
  return status;
}

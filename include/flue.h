/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file flue.h  Public interface of flue: check, import, run, batch, score and report one
 * building. */
#ifndef FLUE_H
#define FLUE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Every status a call can return, with its number and its text. */
#define FLUE_STATUS_LIST(X)                                            \
  X(FLUE_OK, 0, "success")                                             \
  X(FLUE_EINPUT, -1, "the input is not valid")                         \
  X(FLUE_EARG, -2, "an argument is not valid")                         \
  X(FLUE_ENOMEM, -3, "out of memory")                                  \
  X(FLUE_EIO, -4, "a file cannot be read or written")                  \
  X(FLUE_ENUMERIC, -5, "the solution is not finite or not converging") \
  X(FLUE_ESTOPPED, -6, "stopped by the user")                          \
  X(FLUE_ELIMIT, -7, "a limit that the user set is not met")

typedef enum flue_status {
#define FLUE_STATUS_ENUM(name, number, text) name = number,
  FLUE_STATUS_LIST(FLUE_STATUS_ENUM)
#undef FLUE_STATUS_ENUM
} flue_status;

/** Language of the text a user reads. */
typedef enum flue_lang { FLUE_EN = 0, FLUE_ZH = 1 } flue_lang;

/** Context of a program: language, last error, progress, stop request. Not shared by threads. */
typedef struct flue_ctx flue_ctx;

/** Called with the share of the work done (0 to 1) and one short line on what is going on. */
typedef void (*flue_progress_fn)(void *user, double fraction, const char *line);

/** Makes a context. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_ctx_create(flue_ctx **out);
/** Frees a context; accepts NULL, sets the pointer to NULL. */
void flue_ctx_destroy(flue_ctx **ctx);
/** Language of messages made through this context from now on. */
void flue_ctx_set_lang(flue_ctx *ctx, flue_lang lang);
flue_lang flue_ctx_lang(const flue_ctx *ctx);
/** Reports progress to @p fn (borrowed until the context ends; NULL for silence). */
void flue_ctx_set_progress(flue_ctx *ctx, flue_progress_fn fn, void *user);
/** Work ends with FLUE_ESTOPPED soon after *flag becomes non-zero (borrowed, may be NULL). */
void flue_ctx_set_stop_flag(flue_ctx *ctx, const volatile int *flag);
/** Sentence that says what the last failure was; empty when nothing failed. */
const char *flue_last_error(const flue_ctx *ctx);
/** Text of a status, in English. */
const char *flue_status_text(flue_status status);
/** Version, for instance "0.1.0". */
const char *flue_version(void);

/* ---- the jobs of the program; each returns its text for the screen in *text, owned by the caller
 * ---- */

/** How a scenario is to be run. Zero is the default of everything. */
typedef struct flue_job {
  size_t struct_size;         /**< sizeof(flue_job), so that fields can be added. */
  const char *output;         /**< Result file; NULL: by the scenario's name, in this folder. */
  const char *const *options; /**< Renovation options to apply, ended by NULL; may be NULL. */
  size_t samples;             /**< Batch: number of samples; 0: 100. */
  int threads;                /**< Batch: samples at the same time; 0: as OpenMP decides. */
  int restart;       /**< Drop what an interrupted job left instead of going on from there. */
  const char *until; /**< Batch: stop when this is known so well, as in "pll 10%"; `samples` is then
                          the most, 0: 10000. NULL: run all samples. */
  const char *worker; /**< Batch: name of this program among those that share it, unlike any other;
                           it runs pieces and leaves the end to one without a name. NULL: runs
                           all, or ends a shared batch. */
  int mpi;            /**< Batch: share it with the other ranks of mpirun; rank 0 ends it. */
  int has_sample;     /**< Run: not the medians, but sample `sample` of a batch of `samples`. */
  size_t sample;      /**< From 0. */
  size_t tasks;       /**< Batch by Slurm, or its estimate: programs that share it. */
} flue_job;

/** Checks a scenario. @param text  Takes every finding, a line each; empty when there is none.
 *  @return FLUE_OK, FLUE_EINPUT, FLUE_EIO, FLUE_ENOMEM. */
flue_status flue_check_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
/** Checks the design of pressurisation and exhaust of a scenario against codes (its section
 *  control_check). @param job  output: an HTML page; NULL: none. @param folder  Takes control.csv
 *  with all values; NULL: none. @param text  Takes the table, also with FLUE_ELIMIT.
 *  @return FLUE_OK; FLUE_ELIMIT when a limit is not met, the last error then names the worst;
 *  FLUE_EINPUT, FLUE_EIO, FLUE_ENUMERIC, FLUE_ESTOPPED, FLUE_ENOMEM. */
flue_status flue_check_control_file(flue_ctx *ctx, const char *path, const flue_job *job,
                                    const char *folder, char **text);
/** Writes input of CFAST as a scenario file that says the same. @param output  NULL: by the name of
 *  the input. @param text  Takes what was left out, or the findings with FLUE_EINPUT. */
flue_status flue_import_file(flue_ctx *ctx, const char *path, const char *output, char **text);
/** Runs the medians of a scenario into a result file; @param text  Takes the one-screen summary (or
 * the findings, with FLUE_EINPUT). Goes on from the checkpoint that an interrupted run left. */
flue_status flue_run_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
/** Runs samples of a scenario into a batch file; goes on with the journal an interrupted batch
 * left. @return also FLUE_ELIMIT when what `until` asks for was not reached; the file is whole. */
flue_status flue_batch_file(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
/** Submits a batch to Slurm: `tasks` jobs of `threads` samples at a time each, and one after them
 *  that writes the result. @param is_printed  Only give the script that would submit them. */
flue_status flue_batch_submit(flue_ctx *ctx, const char *path, const flue_job *job, int is_printed,
                              char **text);
/** Tells what a batch is going to take, from some of its samples: time, memory, files. */
flue_status flue_batch_estimate(flue_ctx *ctx, const char *path, const flue_job *job, char **text);
/** Rank of this process in a batch by MPI, 0 without: only that one has something to tell. */
int flue_mpi_rank(void);
/** What limits a renovation plan. Zero fields take the defaults. */
typedef struct flue_plan_job {
  size_t struct_size;  /**< sizeof(flue_plan_job), so that fields can be added. */
  double budget;       /**< Of all years and funds together [yuan]; without budgets. */
  size_t years;        /**< Among which it is spread evenly; 0: 1. */
  double reduce;       /**< Share of the present risk that goes each year at least [1]. */
  const char *budgets; /**< Table of budgets by year and fund; NULL: the above. */
  const char *folder;  /**< For plan.csv, years.csv, curve.csv and plan.lp; NULL: none. Of a
                            scenario: for its batches, tables and sheets; NULL: NAME.plan. */
  size_t samples;      /**< Of a scenario: of each package; 0: 100. */
  int threads;         /**< Of a scenario: samples at the same time; 0: as OpenMP decides. */
  size_t packages;     /**< Of a scenario: simulated at most; 0: 24. */
} flue_plan_job;

/** Plans which package of which building in which year from a table of packages (*.csv), or which
 *  options of a scenario in which year, after simulating packages of them.
 *  @param text  Takes the plan in words, or the findings with FLUE_EINPUT.
 *  @return FLUE_OK; FLUE_ELIMIT, with plan and text, when not all that is asked can be kept;
 *          FLUE_EIO; of a scenario also what flue_batch_file() returns. */
flue_status flue_plan_file(flue_ctx *ctx, const char *path, const flue_plan_job *job, char **text);
/** What a ledger of hazards is asked. All may be NULL. */
typedef struct flue_ledger_job {
  size_t struct_size; /**< sizeof(flue_ledger_job), so that fields can be added. */
  const char *events; /**< Table of events to be added. */
  const char *date;   /**< Day of the report, "2026-11-30"; NULL: that of the last event. */
  const char *folder; /**< For problems.csv, responsibilities.csv and notices.csv. */
} flue_ledger_job;

/** Adds events to a ledger of hazards (SQLite; made when it is not there), and tells where all
 * stand.
 *  @param text  Takes the numbers, or the findings with FLUE_EINPUT: then nothing was added. */
flue_status flue_ledger_file(flue_ctx *ctx, const char *path, const flue_ledger_job *job,
                             char **text);
/** What is asked about fire stations. */
typedef struct flue_coverage_job {
  size_t struct_size; /**< sizeof(flue_coverage_job), so that fields can be added. */
  const char *roads;  /**< GeoJSON of OpenStreetMap ways. */
  const char *places; /**< Table of places that are to be reached; NULL: roads alone. */
  const char
      *folder;       /**< For reach_stations.csv, reach_places.csv and reach.geojson; NULL: none. */
  double within_min; /**< Time of driving [min]; 0: 4. */
} flue_coverage_job;

/** Tells what the fire stations of a table reach by road in a time, and what crews they need.
 *  @param text  Takes the numbers, or the findings with FLUE_EINPUT. */
flue_status flue_coverage_file(flue_ctx *ctx, const char *path, const flue_coverage_job *job,
                               char **text);
/** Scores and grades a batch file. @param rules  Rule file; NULL: the one built in. */
flue_status flue_score_file(flue_ctx *ctx, const char *path, const char *rules, char **text);
/** What is to be graded by a method. Zero is the default of everything. */
typedef struct flue_score_job {
  size_t struct_size;   /**< sizeof(flue_score_job), so that fields can be added. */
  const char *method;   /**< Name of a method built in, or a file. */
  const char *records;  /**< Table of buildings (CSV); NULL: only say what the method asks for. */
  const char *output;   /**< Table of grades; NULL: by the name of the records and the method. */
  const char *journal;  /**< Journal of grades that is held to and added to; NULL: none. */
  const char *result;   /**< Batch file, or control.csv, whose numbers answer inputs; NULL: none. */
  const char *building; /**< Building to explain; NULL: the only one, if there is one. */
} flue_score_job;

/** Whether a word is meant as a method: one built in, a file that ends with .yaml or .yml, or a
 *  plain word that no file has for its name. */
int flue_is_method(const char *word);
/** Grades buildings by a method. @param text  Takes the summary, or the findings with FLUE_EINPUT:
 *  nothing is written then. */
flue_status flue_score_records(flue_ctx *ctx, const flue_score_job *job, char **text);
/** Writes a report of a batch file as one HTML page. @param output  NULL: by the batch's name.
 *  @param workbook  For its tables (XLSX); NULL: none. */
flue_status flue_report_file(flue_ctx *ctx, const char *path, const char *rules, const char *output,
                             const char *workbook, char **text);
/**
 * Checks the program against what is known. "zone": runs every input of a validation pack of zone
 * models, writes the tables of each into a folder and scores them against measurements, beside
 * CFAST. "field": runs cases of FDS with known ends. "people": runs published tests of evacuation
 * models.
 * @param data    Folder of the pack; NULL: ../shared/validation/zone or field. Not of people.
 * @param tables  Folder of tables that are there already, by any model; NULL: flue runs. Only of
 *                zone.
 * @param folder  For what is written; NULL: validation-zone, and nothing for the others.
 * @return FLUE_OK also when single runs or tests fail: the text names them. FLUE_EARG for another
 *         topic, or for what it does not take.
 */
flue_status flue_validate(flue_ctx *ctx, const char *topic, const char *data, const char *tables,
                          const char *folder, char **text);
/** Writes tables of a run of compartments without plans into a folder, as CFAST does.
 *  @param is_validation  As with CFAST's option -V. */
flue_status flue_export_cfast_file(flue_ctx *ctx, const char *path, const char *folder,
                                   int is_validation, char **text);
/** Writes tables of a run of the field model (CASE.fds) into a folder, as FDS does. */
flue_status flue_export_fds_file(flue_ctx *ctx, const char *path, const char *folder, char **text);
/** Writes slices, planes and volumes of grids (runs of CASE.fds, rooms with model: field) into a
 *  folder, for ParaView: RUN.xdmf. @return FLUE_EINPUT when the run has no grid. */
flue_status flue_export_xdmf_file(flue_ctx *ctx, const char *path, const char *folder, char **text);
/** The same with grids and solids for Smokeview: RUN.smv. */
flue_status flue_export_smokeview_file(flue_ctx *ctx, const char *path, const char *folder,
                                       char **text);
/** Writes where people were into SQLite files of JuPedSim: @p output with all storeys side by side,
 *  and one file beside it for each storey with people. @return FLUE_OK, FLUE_EIO (also when the run
 *  has no people), FLUE_ENOMEM. */
flue_status flue_export_jupedsim_file(flue_ctx *ctx, const char *path, const char *output,
                                      char **text);
/** Writes results of people into a folder: arrivals, arrival curves by exit and stair, density and
 *  flow by storey as CSV, and a page with maps in both languages. @return as above. */
flue_status flue_export_people_file(flue_ctx *ctx, const char *path, const char *folder,
                                    char **text);
/** Writes tables of a result file into a folder, as CSV. */
flue_status flue_export_file(flue_ctx *ctx, const char *path, const char *folder, char **text);
/** Text on a topic: "keys", "schema", "rules", "build"; data tables by name, such as "fuels".
 *  @return FLUE_EARG for a topic that does not exist; the last error then lists them. */
flue_status flue_info_text(flue_ctx *ctx, const char *topic, char **text);

#ifdef __cplusplus
}
#endif

#endif /* FLUE_H */

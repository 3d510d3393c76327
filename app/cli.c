/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/messages.h"
#include "core/nearest.h"

const cli_option CLI_OPTIONS[] = {
    {"--output",
     "-o",
     "FILE",
     {"Where the result goes; without it a name made from the input, in this folder",
      "结果文件；缺省由输入文件名决定，位于当前目录"}},
    {"--option",
     NULL,
     "ID",
     {"Apply a renovation option of the scenario; may be given several times",
      "应用场景中的改造方案；可多次给出"}},
    {"--samples",
     "-n",
     "N",
     {"Number of samples, 1 to 1000000; 100 without it. With --until the most of them, 10000 "
      "without it",
      "样本数，1至1000000；缺省100。与--until同用时为上限，缺省10000"}},
    {"--until",
     NULL,
     "\"pll 10%\"",
     {"Stop when the half width of the 95 % interval of a number is at most so much, of the number "
      "with "
      "%: pll (fatalities per fire), p_fatal, or an outcome. Code 7 when it is not reached",
      "指标95%区间的半宽不大于给定值（带%为相对值）时停止：pll（每次火灾死亡人数）、p_"
      "fatal或某项结果。"
      "未达到时退出码为7"}},
    {"--jobs",
     "-j",
     "N",
     {"Samples run at the same time, 1 to 1024; without it as many as OMP_NUM_THREADS or cores",
      "同时运行的样本数，1至1024；缺省取OMP_NUM_THREADS或核数"}},
    {"--mpi",
     NULL,
     NULL,
     {"Share the samples with the other ranks of mpirun; rank 0 writes the result. One sample at a "
      "time for each rank, unless --jobs says more",
      "与mpirun的其他进程分担样本，由0号进程写出结果。未给出--jobs时每个进程一次运行一个样本"}},
    {"--worker",
     NULL,
     "NAME",
     {"Take part in a batch that programs of other names share, on any machine with the same "
      "folder; "
      "the same command without it, when they have ended, runs what is left and writes the result",
      "以该名称参与由多个程序（可在共用文件夹的不同机器上）分担的批次；它们结束后，执行不带此项的同"
      "一命令即可补齐并写出结果"}},
    {"--slurm",
     NULL,
     NULL,
     {"Submit to Slurm: --tasks jobs of --jobs cores each (1 without it) that share the samples, "
      "and one after "
      "them "
      "that runs what is left and writes the result; also what an earlier submission left",
      "提交Slurm：由--tasks个作业（每个--"
      "jobs核）分担样本，随后由一个作业补齐并写出结果；也可续算此前的提交"}},
    {"--tasks",
     NULL,
     "N",
     {"Jobs of --slurm, 1 to 100000; 1 without it", "--slurm的作业数，1至100000；缺省1"}},
    {"--print",
     NULL,
     NULL,
     {"Print the script that --slurm would run, and nothing else", "只打印--slurm将执行的脚本"}},
    {"--plan",
     NULL,
     NULL,
     {"Tell what the batch is going to take: runs, time, memory and files, up to 1000 programs, "
      "from "
      "some of its samples",
      "预估批次所需的运行数、时间、内存与文件（至1000个程序），依据其中若干样本的试算"}},
    {"--sample",
     NULL,
     "I",
     {"Run sample I (from 0) of a batch of --samples instead of the median, into RUN.sampleI.h5",
      "运行批次（样本数由--samples给出）中的第I个样本（从0起）而非中位数情形，写入RUN.sampleI.h5"}},
    {"--restart",
     NULL,
     NULL,
     {"Begin anew instead of going on from what an interrupted command left",
      "重新开始，不从中断处续算"}},
    {"--rules",
     NULL,
     "FILE",
     {"Rule file for the grade; flue info grade_default prints the one built in",
      "评级规则文件；flue info grade_default 打印内置规则"}},
    {"--xlsx",
     NULL,
     "FILE.xlsx",
     {"Workbook for the tables of the report: risk, points of the grade, F-N curve, samples",
      "报告表格的工作簿：风险、得分、F-N曲线与样本"}},
    {"--csv", NULL, "FOLDER", {"Folder for the tables", "表格输出文件夹"}},
    {"--cfast",
     NULL,
     "FOLDER",
     {"Folder for the tables that CFAST would write, of runs of compartments one by one",
      "按CFAST格式输出表格的文件夹（逐个房间的算例）"}},
    {"--fds",
     NULL,
     "FOLDER",
     {"Folder for the tables that FDS would write, of runs of CASE.fds: CHID_devc.csv, "
      "CHID_hrr.csv, "
      "CHID_mass.csv, CHID_line.csv",
      "按FDS格式输出表格的文件夹（CASE.fds算例）：CHID_devc.csv、CHID_hrr.csv、CHID_mass.csv、CHID_"
      "line.csv"}},
    {"--xdmf",
     NULL,
     "FOLDER",
     {"Folder for RUN.xdmf, which ParaView opens: slices, planes and volumes of grids",
      "RUN.xdmf的输出文件夹，可用ParaView打开：网格上的切片、平面与体数据"}},
    {"--smokeview",
     NULL,
     "FOLDER",
     {"Folder for RUN.smv, which Smokeview opens: grids, solids, slices",
      "RUN.smv的输出文件夹，可用Smokeview打开：网格、障碍物、切片"}},
    {"--validation",
     NULL,
     NULL,
     {"With --cfast: as CFAST's option -V, fractions instead of percent and every part of fluxes",
      "与--cfast同用：同CFAST的-V选项，输出摩尔分数与各项热流"}},
    {"--jupedsim",
     NULL,
     "FILE.sqlite",
     {"Where people were, for JuPedSim's viewer and PedPy (schema 2): all storeys side by side, "
      "and "
      "FILE_STOREY.sqlite for each; people on stairs and outside are left out",
      "人员轨迹，供JuPedSim查看器与PedPy读取（版式2）：各层并排于一个文件，另每层一个FILE_楼层."
      "sqlite；"
      "楼梯内与室外人员不含在内"}},
    {"--people",
     NULL,
     "FOLDER",
     {"Folder for the results of people: arrivals, arrival curves by exit and stair, density and "
      "flow of each storey with levels of service, and a page with the maps in both languages",
      "人员结果文件夹：到达表、各出口与楼梯的到达曲线、各层密度与流量及服务水平，附中英文网页与分布"
      "图"}},
    {"--tables",
     NULL,
     "FOLDER",
     {"Score the tables in this folder, of CFAST for instance, instead of running flue",
      "直接评价该文件夹中的表格（例如CFAST的输出），不运行flue"}},
    {"--records",
     NULL,
     "IN.csv",
     {"Table of buildings, a row each, that the method grades; column id names them",
      "待评级的建筑表，每行一栋，“id”列为编号"}},
    {"--building",
     NULL,
     "ID",
     {"Explain the grade of this building of the table: what costs most, what would change it",
      "说明表中该建筑的等级：失分最多项与可改变等级的整改"}},
    {"--journal",
     NULL,
     "FILE.csv",
     {"Journal of grades: they change only once the score passes a border by the margin of the "
      "scale; what changed is added",
      "等级记录：得分越过界限达到规定裕度时等级才改变；变化追加写入"}},
    {"--result",
     NULL,
     "BATCH.h5|control.csv",
     {"Result that answers inputs of the method: a batch, whose quantities are shown beside the "
      "grade, or the table of flue check-control",
      "用于填写方法输入的计算结果：批次结果（其数值与等级并列给出）或 flue check-control 的表格"}},
    {"--data",
     NULL,
     "FOLDER",
     {"Validation data; ../shared/validation/zone without it",
      "验证数据；缺省../shared/validation/zone"}},
    {"--budget",
     NULL,
     "YUAN",
     {"Money of all years and funds together, spread evenly over the years; what a year leaves "
      "over "
      "goes on to the next",
      "各年各类资金总额（元），按年平均分配，余额结转下一年"}},
    {"--years", NULL, "N", {"Years of the plan, 1 to 50; 1 without it", "规划年数，1至50；缺省1"}},
    {"--packages",
     NULL,
     "N",
     {"Packages of a scenario's options that are simulated at most, 2 to 64; 24 without it",
      "场景改造方案组合的最大模拟数，2至64；缺省24"}},
    {"--budgets",
     NULL,
     "FILE",
     {"Table of budgets in place of --budget and --years: year, cost_FUND as in the packages, and "
      "if "
      "wanted least, most (buildings) and target (reduction of deaths a year)",
      "预算表，代替--budget与--years：year、与方案表相同的cost_"
      "资金列，以及可选的least、most（栋数）"
      "与target（年死亡期望降低值）"}},
    {"--reduce",
     NULL,
     "PERCENT",
     {"Share of the risk that has to go each year at least; needs a column risk",
      "每年风险至少降低的百分比；需有risk列"}},
    {"--events",
     NULL,
     "FILE",
     {"Table of events to add: date, hazard, event (found, judged, listed, rectifying, verified, "
      "closed, extended, reopened), building, title, level (major, general), owner, due, note",
      "要追加的事件表：date、hazard、event（found、judged、listed、rectifying、verified、closed、"
      "extended、reopened）、building、title、level（major、general）、owner、due、note"}},
    {"--date",
     NULL,
     "DATE",
     {"Day of the report, such as 2026-11-30; that of the last event without it",
      "统计日期，如2026-11-30；缺省取最后事件日期"}},
    {"--quiet", "-q", NULL, {"No progress, only the result", "不显示进度，只显示结果"}},
    {"--lang", NULL, "en|zh", {"Language of all texts", "文本语言"}},
    {NULL, NULL, NULL, {NULL, NULL}},
};

const cli_command CLI_COMMANDS[] = {
    {"check",
     "FILE",
     "--option --lang",
     {"Check a scenario and list every mistake", "检查场景文件并列出全部错误"},
     1,
     cmd_check},
    {"check-control",
     "FILE",
     "--csv --output --option --quiet --lang",
     {"Check pressurisation and exhaust against codes for every storey of the fire and every "
      "weather; --csv writes all values, --output a page. Code 7 when a limit is not met",
      "按规范逐层、逐气象条件校核加压送风与排烟；--csv 输出全部数值，--output "
      "输出网页；未满足限值时退出码为7"},
     1,
     cmd_check_control},
    {"import",
     "CASE.in|CASE.prj",
     "--output --lang",
     {"Write input of CFAST or a project of CONTAM as a scenario file CASE.yaml; all commands read "
      "both as well",
      "将CFAST输入或CONTAM项目转写为场景文件CASE.yaml；各命令也可直接读取"},
     1,
     cmd_import},
    {"run",
     "FILE",
     "--output --option --sample --samples --restart --quiet --lang",
     {"Simulate the median of a scenario, or one sample of a batch, into RUN.h5 and RUN.agents.h5",
      "模拟场景的中位数情形或批次中的一个样本，写入RUN.h5与RUN.agents.h5"},
     1,
     cmd_run},
    {"batch",
     "FILE",
     "--samples --until --jobs --mpi --worker --slurm --tasks --print --plan --output --option "
     "--restart --quiet --lang",
     {"Simulate many samples of a scenario into BATCH.h5, by one program or many",
      "对场景进行多样本模拟，由一个或多个程序完成，写入BATCH.h5"},
     1,
     cmd_batch},
    {"score",
     "BATCH.h5|METHOD",
     "--rules --records --building --journal --result --output --quiet --lang",
     {"Risk with 95 % intervals and grade of a batch; or grades of buildings by a method that is a "
      "data file, built in or of one's own (METHOD.yaml); without --records what it asks for",
      "由批次结果计算风险（95%区间）与等级；或按数据文件所定义的方法（内置或自备METHOD."
      "yaml）对建筑评级，不给--records时列出所需输入"},
     1,
     cmd_score},
    {"ledger",
     "LEDGER.sqlite",
     "--events --date --csv --lang",
     {"Hazards from being found to being closed, in a history that is only added to: how many "
      "stand "
      "where, what is overdue; --csv writes the two lists and the notices",
      "隐患台账（发现至销案，历史只增不改）：各状态数量、逾期情况；--csv 输出两个清单与督办通知"},
     1,
     cmd_ledger},
    {"plan",
     "SCENARIO.yaml|PACKAGES.csv",
     "--budget --years --budgets --reduce --samples --packages --jobs --csv --quiet --lang",
     {"Which measures in which year, under budgets. Of a scenario: packages of its options are "
      "simulated with the same random numbers, --csv (NAME.plan without it) takes their batches, "
      "tables, a workbook and the sheet of the building. Of a table of packages: which package for "
      "which building; --csv writes the plan, its years, the curve of risk over budget and the "
      "model as an LP file",
      "在预算内确定改造措施与年份。对场景文件：用相同随机数模拟其改造方案的组合，--csv（缺省为NAME."
      "plan）存放各批次、表格、工作簿与“一楼一策”页；对方案表：确定各栋建筑采用的方案，--csv "
      "输出规划表、分年表、预算—风险曲线与LP模型"},
     1,
     cmd_plan},
    {"report",
     "BATCH.h5",
     "--rules --output --xlsx --lang",
     {"Report of a batch as one HTML page", "由批次结果生成单页HTML报告"},
     1,
     cmd_report},
    {"export",
     "RUN.h5",
     "--csv --cfast --fds --validation --xdmf --smokeview --people --jupedsim --lang",
     {"Tables of a run, and where its people were", "导出运行结果表格与人员轨迹"},
     1,
     cmd_export},
    {"validate",
     "zone|field|people",
     "--data --tables --output --quiet --lang",
     {"Score the smoke engine against fire experiments, beside CFAST; run cases of FDS with known "
      "ends; or run published tests of evacuation models (--output: a table)",
      "用火灾试验评价烟气引擎，并与CFAST对比；运行已知结果的FDS算例；"
      "或运行人员疏散模型的公开验证算例（--output：输出表格）"},
     1,
     cmd_validate},
    {"info",
     "TOPIC",
     "--lang",
     {"Print keys, schema, build, man, or a data table", "打印keys、schema、build、man或数据表"},
     0,
     cmd_info},
    {NULL, NULL, NULL, {NULL, NULL}, 0, NULL},
};

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

static const cli_place TEXTS[] = {PLACE("--output", output),     PLACE("--rules", rules),
                                  PLACE("--xlsx", xlsx),         PLACE("--csv", csv),
                                  PLACE("--cfast", cfast),       PLACE("--fds", fds),
                                  PLACE("--xdmf", xdmf),         PLACE("--smokeview", smokeview),
                                  PLACE("--jupedsim", jupedsim), PLACE("--people", people),
                                  PLACE("--tables", tables),     PLACE("--data", data),
                                  PLACE("--records", records),   PLACE("--journal", journal),
                                  PLACE("--result", result),     PLACE("--building", building),
                                  PLACE("--until", until),       PLACE("--worker", worker),
                                  PLACE("--events", events),     PLACE("--date", date),
                                  PLACE("--budgets", budgets),   {NULL, 0}};

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
} REALS[] = {{PLACE("--budget", budget), 1e15}, {PLACE("--reduce", reduce), 99}, {{NULL, 0}, 0}};

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

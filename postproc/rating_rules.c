/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/rating_rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/memory.h"
#include "core/messages.h"
#include "postproc/risk.h"

/** A rule file while it is read. */
typedef struct reading {
  flue_rules *rules;
  const flue_table *table;
  flue_text mistakes; /**< One line for each. */
  flue_lang lang;
} reading;

double flue_ladder_points(const flue_ladder *ladder, double value) {
  if (isnan(value)) return NAN;
  const size_t last = ladder->n - 1;
  if (value <= ladder->value[0]) return ladder->points[0];
  if (value >= ladder->value[last]) return ladder->points[last];
  size_t i = 0;
  while (value > ladder->value[i + 1]) ++i;
  const double a = ladder->value[i], b = ladder->value[i + 1];
  const double share = ladder->is_log ? log(value / a) / log(b / a) : (value - a) / (b - a);
  return ladder->points[i] + share * (ladder->points[i + 1] - ladder->points[i]);
}

static const char *cell(const reading *r, size_t row, const char *column) {
  return flue_table_cell(r->table, row, flue_table_column(r->table, column));
}

/** Notes a mistake with file and line; the places are {0} file, {1} line, {2} what was found. */
static void note(reading *r, size_t row, flue_message id, const char *found) {
  char line[16];
  snprintf(line, sizeof line, "%d", flue_table_line(r->table, row));
  const char *args[] = {r->rules->name, line, found};
  flue_text_add(&r->mistakes, "%s%s ", r->mistakes.length ? "\n" : "", flue_message_code(id));
  flue_message_add(&r->mistakes, id, r->lang, 3, args);
}

static flue_rule_text texts_of(const reading *r, size_t row) {
  return (flue_rule_text){cell(r, row, "id"),
                          cell(r, row, "measure"),
                          {cell(r, row, "text_en"), cell(r, row, "text_zh")},
                          cell(r, row, "source"),
                          cell(r, row, "status")};
}

/** Notes a measure that neither the assessment nor a fact can give. */
static void check_measure(reading *r, size_t row) {
  static const flue_risk none;
  const char *measure = cell(r, row, "measure");
  const int is_fact = strncmp(measure, "fact:", 5) == 0 && measure[5];
  if (!is_fact && !flue_risk_find(&none, measure, NULL))
    note(r, row, FLUE_MSG_RULE_MEASURE, measure);
}

/** Reads one number that ends at @p stop. @return the place behind it, or NULL. */
static const char *read_number(const char *text, char stop, double *value) {
  char *end = NULL;
  *value = strtod(text, &end);
  if (end == text || *end != stop || !isfinite(*value)) return NULL;
  return end + (stop != '\0');
}

/** Reads VALUE:POINTS pairs. @return 0 when the text is not of that form. */
static int read_pairs(const char *text, flue_ladder *ladder) {
  while (*text == ' ') ++text;
  while (*text) {
    char pair[64];
    const size_t n = strcspn(text, " ;");
    if (n >= sizeof pair || ladder->n == FLUE_LADDER_MAX) return 0;
    memcpy(pair, text, n);
    pair[n] = '\0';
    const char *points = read_number(pair, ':', &ladder->value[ladder->n]);
    if (!points || !read_number(points, '\0', &ladder->points[ladder->n])) return 0;
    ++ladder->n;
    text += n;
    while (*text == ' ' || *text == ';') ++text;
  }
  return ladder->n >= 2;
}

static int is_ladder_sound(const flue_ladder *ladder) {
  int rises = 0, falls = 0;
  for (size_t i = 0; i < ladder->n; ++i) {
    if (ladder->points[i] < 0 || ladder->points[i] > 100) return 0;
    if (ladder->is_log && !(ladder->value[i] > 0)) return 0;
    if (i == 0) continue;
    if (!(ladder->value[i] > ladder->value[i - 1])) return 0;
    rises |= ladder->points[i] > ladder->points[i - 1];
    falls |= ladder->points[i] < ladder->points[i - 1];
  }
  return !(rises && falls);
}

static void read_factor(reading *r, size_t row) {
  flue_factor_rule *rule = &r->rules->factors[r->rules->n_factors++];
  *rule = (flue_factor_rule){.text = texts_of(r, row)};
  const char *weight = cell(r, row, "weight"), *scale = cell(r, row, "scale");
  const char *points = cell(r, row, "points");
  check_measure(r, row);
  if (!read_number(weight, '\0', &rule->weight) || !(rule->weight > 0))
    note(r, row, FLUE_MSG_RULE_WEIGHT, weight);
  rule->ladder.is_log = strcmp(scale, "log") == 0;
  if (!rule->ladder.is_log && strcmp(scale, "linear") != 0)
    note(r, row, FLUE_MSG_RULE_SCALE, scale);
  if (!read_pairs(points, &rule->ladder) || !is_ladder_sound(&rule->ladder))
    note(r, row, FLUE_MSG_RULE_LADDER, points);
}

static void read_grade(reading *r, size_t row) {
  static const char *const colours[] = {"blue", "green", "yellow", "orange", "red"};
  flue_grade_rule *rule = &r->rules->grades[r->rules->n_grades++];
  *rule = (flue_grade_rule){.text = texts_of(r, row)};
  int is_known = 0;
  for (size_t i = 0; i < sizeof colours / sizeof *colours; ++i)
    is_known |= strcmp(rule->text.measure, colours[i]) == 0;
  if (!is_known) note(r, row, FLUE_MSG_RULE_COLOUR, rule->text.measure);
  const char *points = cell(r, row, "points");
  if (!read_number(points, '\0', &rule->limit) || rule->limit < 0 || rule->limit > 100)
    note(r, row, FLUE_MSG_RULE_LIMIT, points);
}

static void read_veto(reading *r, size_t row) {
  flue_veto_rule *rule = &r->rules->vetoes[r->rules->n_vetoes++];
  *rule = (flue_veto_rule){.text = texts_of(r, row)};
  const char *scale = cell(r, row, "scale"), *points = cell(r, row, "points");
  check_measure(r, row);
  rule->is_above = strcmp(scale, "above") == 0;
  if (!rule->is_above && strcmp(scale, "below") != 0) note(r, row, FLUE_MSG_RULE_SCALE, scale);
  const char *grade = read_number(points, ':', &rule->limit);
  rule->grade = (size_t)-1;
  for (size_t i = 0; grade && i < r->rules->n_grades; ++i)
    if (strcmp(r->rules->grades[i].text.id, grade) == 0) rule->grade = i;
  if (rule->grade == (size_t)-1) note(r, row, FLUE_MSG_RULE_VETO, points);
}

static int from_high_to_low(const void *a, const void *b) {
  const double x = ((const flue_grade_rule *)a)->limit, y = ((const flue_grade_rule *)b)->limit;
  return (x < y) - (x > y);
}

static void read_rows(reading *r) {
  static const char *const needed[] = {"kind",   "id",      "measure", "weight", "scale",
                                       "points", "text_en", "text_zh", "source", "status"};
  const size_t rows = flue_table_rows(r->table);
  for (size_t i = 0; i < sizeof needed / sizeof *needed; ++i)
    if (flue_table_column(r->table, needed[i]) == (size_t)-1 && rows)
      note(r, 0, FLUE_MSG_RULE_COLUMN, needed[i]);
  for (size_t i = 0; i < rows; ++i) {
    const char *kind = cell(r, i, "kind");
    if (strcmp(kind, "factor") == 0)
      read_factor(r, i);
    else if (strcmp(kind, "grade") == 0)
      read_grade(r, i);
    else if (strcmp(kind, "veto") != 0)
      note(r, i, FLUE_MSG_RULE_KIND, kind);
  }
  flue_rules *rules = r->rules;
  if (rules->n_grades)
    qsort(rules->grades, rules->n_grades, sizeof *rules->grades, from_high_to_low);
  for (size_t i = 0; i < rows; ++i)
    if (strcmp(cell(r, i, "kind"), "veto") == 0) read_veto(r, i);
  const int has_floor = rules->n_grades && rules->grades[rules->n_grades - 1].limit == 0;
  if (rows && (!rules->n_factors || !has_floor)) note(r, rows - 1, FLUE_MSG_RULE_WHOLE, "");
}

static flue_status load_table(flue_ctx *ctx, const char *path, flue_rules *rules) {
  if (path) {
    rules->name = flue_copy_text(path);
    return rules->name ? flue_table_read(ctx, path, &rules->table) : FLUE_ENOMEM;
  }
  const flue_embedded *data = flue_embedded_find("grade_default");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the rule file grade_default is not built in");
  rules->name = flue_copy_text("postproc/rules/grade_default.csv");
  if (!rules->name) return FLUE_ENOMEM;
  return flue_table_parse(ctx, rules->name, (const char *)data->bytes, data->length, &rules->table);
}

/** Fingerprint of all cells, so that a report can say which rules it used. */
static flue_status fingerprint(flue_rules *rules) {
  static const char *const columns[] = {"kind", "id", "measure", "weight", "scale", "points"};
  flue_text all = {0};
  for (size_t i = 0; i < flue_table_rows(rules->table); ++i)
    for (size_t k = 0; k < sizeof columns / sizeof *columns; ++k)
      flue_text_add(&all, "%s\n",
                    flue_table_cell(rules->table, i, flue_table_column(rules->table, columns[k])));
  const flue_status status =
      all.failed ? FLUE_ENOMEM : flue_sha256(all.data, all.length, rules->sha256);
  flue_text_clear(&all);
  return status;
}

static flue_status read_rules(flue_ctx *ctx, flue_rules *rules) {
  const size_t rows = flue_table_rows(rules->table);
  rules->factors = flue_alloc(rows, sizeof *rules->factors);
  rules->grades = flue_alloc(rows, sizeof *rules->grades);
  rules->vetoes = flue_alloc(rows, sizeof *rules->vetoes);
  if (!rules->factors || !rules->grades || !rules->vetoes) return FLUE_ENOMEM;
  reading r = {.rules = rules, .table = rules->table, .lang = flue_ctx_lang(ctx)};
  read_rows(&r);
  flue_status status = FLUE_OK;
  if (r.mistakes.failed)
    status = FLUE_ENOMEM;
  else if (r.mistakes.length)
    status = flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s", r.mistakes.data);
  flue_text_clear(&r.mistakes);
  return status ? status : fingerprint(rules);
}

flue_status flue_rules_read(flue_ctx *ctx, const char *path, flue_rules **out) {
  flue_rules *rules = flue_alloc(1, sizeof *rules);
  if (!rules) return FLUE_ENOMEM;
  flue_status status = load_table(ctx, path, rules);
  if (!status) status = read_rules(ctx, rules);
  if (status)
    flue_rules_destroy(&rules);
  else
    *out = rules;
  return status;
}

void flue_rules_destroy(flue_rules **rules) {
  if (!rules || !*rules) return;
  flue_table_destroy(&(*rules)->table);
  free((*rules)->name);
  free((*rules)->factors);
  free((*rules)->grades);
  free((*rules)->vetoes);
  free(*rules);
  *rules = NULL;
}

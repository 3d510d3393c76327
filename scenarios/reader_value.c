/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, distributions and library names. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/embedded.h"
#include "scenarios/reader_internal.h"

int flue_library_find(const char *table, const char *name, flue_text *names) {
  const flue_embedded *data = flue_embedded_find(table);
  if (!data) return 0;
  const size_t length = strlen(name);
  int is_header = 1;
  for (const char *line = (const char *)data->bytes; line && *line;) {
    const size_t cell = strcspn(line, ",\n");
    const int is_row = line[0] != '#' && cell > 0 && !is_header;
    if (line[0] != '#') is_header = 0;
    if (is_row && cell == length && strncmp(line, name, length) == 0) return 1;
    if (is_row && names) flue_text_add(names, "%s%.*s", names->length ? "|" : "", (int)cell, line);
    line = strchr(line, '\n');
    if (line) ++line;
  }
  return 0;
}

/** 32-bit FNV-1a. */
static uint32_t hash_name(const char *name) {
  uint32_t hash = 2166136261u;
  for (; *name; ++name) hash = (hash ^ (unsigned char)*name) * 16777619u;
  return hash;
}

/** Adds an uncertain value and returns its index, -1 when memory is short. */
int reader_register(reader *r, const flue_key *key, const flue_distribution *d) {
  flue_scenario *s = r->scenario;
  if (flue_grow(&s->uncertain, &s->uncertain_capacity, s->n_uncertain + 1, sizeof *s->uncertain)) {
    r->no_memory = 1;
    return -1;
  }
  const int is_item = (key->flags & FLUE_KEY_PER_ITEM) != 0;
  char *name = flue_format("%s", r->path.data ? r->path.data : key->name);
  if (!name) r->no_memory = 1;
  s->uncertain[s->n_uncertain] = (flue_uncertain){name,
                                                  flue_dimension_unit(key->dimension),
                                                  {key->text[0], key->text[1]},
                                                  *d,
                                                  key->low,
                                                  key->high,
                                                  hash_name(name ? name : ""),
                                                  is_item,
                                                  key->type == FLUE_KEY_PICK};
  return (int)s->n_uncertain++;
}

/** A finding on what is no number of the dimension; numbers without one are told of in words.
 *  @param found  The word that is none, or its unit. */
static void refuse_number(reader *r, const flue_key *key, const flue_node *node, int is_unit,
                          flue_dimension dimension, const char *found) {
  if (dimension == FLUE_DIM_NONE)
    reader_find(r, is_unit ? FLUE_MSG_UNIT_ON_PLAIN : FLUE_MSG_NOT_A_PLAIN_NUMBER, node, key->name,
                found, NULL);
  else if (is_unit)
    reader_find(r, FLUE_MSG_WRONG_UNIT, node, key->name, found, flue_dimension_units(dimension),
                NULL);
  else
    reader_find(r, FLUE_MSG_NOT_A_NUMBER, node, key->name, found, flue_dimension_units(dimension),
                NULL);
}

static int read_number(reader *r, const flue_key *key, const flue_node *node, int is_difference,
                       flue_dimension dimension, double *value) {
  const char *unit = NULL;
  const flue_number_result result =
      flue_number_read(node->text, dimension, is_difference, value, &unit);
  if (result == FLUE_NUMBER_OK) return 1;
  const int is_unit = result == FLUE_NUMBER_WRONG_UNIT;
  refuse_number(r, key, node, is_unit, dimension, is_unit ? unit : node->text);
  return 0;
}

static int is_in_range(const flue_key *key, double value) {
  /* sums such as 0.1 + 0.2 must not fail at the limits */
  const double slack = 1e-9;
  return value >= key->low - slack * fabs(key->low) && value <= key->high + slack * fabs(key->high);
}

static void check_range(reader *r, const flue_key *key, const flue_node *node, double value) {
  if (is_in_range(key, value)) return;
  char low[32], high[32];
  snprintf(low, sizeof low, "%g", key->low);
  snprintf(high, sizeof high, "%g", key->high);
  const char *found = node->text;
  char number[32];
  if (!found) {
    snprintf(number, sizeof number, "%g", value);
    found = number;
  }
  if (strcmp(key->name, "flue") == 0) {
    reader_find(r, FLUE_MSG_VERSION, node, found, NULL);
    return;
  }
  reader_find(r, FLUE_MSG_OUT_OF_RANGE, node, key->name, found, low, high,
              key->dimension == FLUE_DIM_NONE ? "" : flue_dimension_unit(key->dimension), NULL);
}

static const flue_distribution_info *find_distribution(const char *name,
                                                       flue_distribution_kind *kind) {
  for (int k = FLUE_UNIFORM; k < FLUE_DISTRIBUTION_COUNT; ++k)
    if (strcmp(FLUE_DISTRIBUTIONS[k].name, name) == 0) {
      *kind = (flue_distribution_kind)k;
      return &FLUE_DISTRIBUTIONS[k];
    }
  return NULL;
}

static void refuse_distribution(reader *r, const flue_key *key, const flue_node *node,
                                const char *found) {
  flue_text names = {0};
  for (int k = FLUE_UNIFORM; k < FLUE_DISTRIBUTION_COUNT; ++k)
    flue_text_add(&names, "%s%s", k > FLUE_UNIFORM ? ", " : "", FLUE_DISTRIBUTIONS[k].name);
  reader_find(r, FLUE_MSG_UNKNOWN_DISTRIBUTION, node, key->name, found, names.data, NULL);
  flue_text_clear(&names);
}

static int parameter_index(const flue_distribution_info *info, const char *name) {
  for (int i = 0; i < FLUE_DISTRIBUTION_PARAMETERS; ++i)
    if (info->parameter[i] && strcmp(info->parameter[i], name) == 0) return i;
  return -1;
}

static void list_parameters(const flue_distribution_info *info, flue_text *out) {
  for (int i = 0; i < FLUE_DISTRIBUTION_PARAMETERS && info->parameter[i]; ++i)
    flue_text_add(out, "%s%s", i ? ", " : "", info->parameter[i]);
}

/** Parameters as {name: number}, or one number when the kind has one. @return 1 when all are there.
 */
static int read_parameters(reader *r, const flue_key *key, const flue_node *body,
                           const flue_distribution_info *info, flue_distribution *d) {
  int seen[FLUE_DISTRIBUTION_PARAMETERS] = {0}, sound = 1, unknown = 0;
  if (body->kind == FLUE_NODE_SCALAR && !info->parameter[1])
    return read_number(r, key, body, 0, info->has_unit[0] ? key->dimension : FLUE_DIM_NONE,
                       &d->p[0]);
  if (body->kind != FLUE_NODE_MAP) {
    reader_wrong_kind(r, key->name, body, FLUE_MSG_WORD_MAP);
    return 0;
  }
  for (size_t i = 0; i < body->n; ++i) {
    const int p = parameter_index(info, body->key[i].text);
    if (p < 0) {
      flue_text names = {0};
      list_parameters(info, &names);
      reader_find(r, FLUE_MSG_DISTRIBUTION_PARAMETER, &body->key[i], key->name, info->name,
                  names.data, body->key[i].text, NULL);
      flue_text_clear(&names);
      unknown++;
      continue;
    }
    seen[p] = 1;
    if (body->child[i].kind != FLUE_NODE_SCALAR) {
      reader_wrong_kind(r, key->name, &body->child[i], FLUE_MSG_WORD_TEXT);
      sound = 0;
      continue;
    }
    const int is_spread = strcmp(info->parameter[p], "sd") == 0;
    sound &= read_number(r, key, &body->child[i], is_spread,
                         info->has_unit[p] ? key->dimension : FLUE_DIM_NONE, &d->p[p]);
  }
  if (unknown) return 0; /* what is missing may be what they mean */
  for (int p = 0; p < FLUE_DISTRIBUTION_PARAMETERS; ++p) {
    if (!info->parameter[p] || seen[p]) continue;
    reader_find(r, FLUE_MSG_DISTRIBUTION_MISSING, body, key->name, info->name, info->parameter[p],
                NULL);
    sound = 0;
  }
  return sound;
}

/** A value of a distribution that tells whether it keeps to a range: an end of one that has ends,
 *  else its middle, since tails are cut when values are drawn. */
static double telling_value(const flue_key *key, const flue_distribution *d) {
  const int last = d->kind == FLUE_UNIFORM ? 1 : d->kind == FLUE_TRIANGULAR ? 2 : 0;
  if (last == 0) return flue_distribution_quantile(d, 0.5);
  return is_in_range(key, d->p[0]) ? d->p[last] : d->p[0];
}

/** The probability that batches draw a branch with. @return 1 when it is sound. */
static int read_sampled(reader *r, const flue_key *key, const flue_node *node,
                        flue_distribution *d) {
  if (node->kind != FLUE_NODE_SCALAR) {
    reader_wrong_kind(r, key->name, node, FLUE_MSG_WORD_TEXT);
    return 0;
  }
  if (!read_number(r, key, node, 0, FLUE_DIM_NONE, &d->p[1])) return 0;
  if (key->flags & FLUE_KEY_PER_ITEM) {
    reader_find(r, FLUE_MSG_SAMPLED_ITEM, node, key->name, NULL);
    return 0;
  }
  if (d->p[1] > 0 && d->p[1] < 1) return 1;
  reader_find(r, FLUE_MSG_SAMPLED_RANGE, node, key->name, node->text, NULL);
  return 0;
}

static void read_distribution(reader *r, const flue_key *key, const flue_node *node,
                              flue_value *value) {
  const flue_node *sampled = flue_node_get(node, "sampled");
  const int is_boosted = sampled && node->n == 2 && flue_node_get(node, "probability");
  if (node->n != 1 && !is_boosted) {
    refuse_distribution(r, key, node, node->n ? node->key[1].text : "{}");
    return;
  }
  flue_distribution d = {0};
  const size_t own = is_boosted && sampled == &node->child[0]; /* the entry of the distribution */
  const flue_distribution_info *info = find_distribution(node->key[own].text, &d.kind);
  if (!info) {
    refuse_distribution(r, key, &node->key[own], node->key[own].text);
    return;
  }
  const flue_node *body = &node->child[own];
  const int is_by_mean = d.kind == FLUE_LOGNORMAL && body->kind == FLUE_NODE_MAP &&
                         flue_node_get(body, "mean") && flue_node_get(body, "sd");
  if (is_by_mean) info = &FLUE_LOGNORMAL_BY_MEAN;
  if (!read_parameters(r, key, body, info, &d)) return;
  if (is_boosted && !read_sampled(r, key, sampled, &d)) return;
  const int is_sound = !is_by_mean || (d.p[0] > 0.0 && d.p[1] > 0.0);
  if (is_by_mean && is_sound) flue_lognormal_from_mean(d.p);
  const flue_message problem = is_sound ? flue_distribution_problem(&d) : FLUE_MSG_MEAN_SD_POSITIVE;
  if (problem != FLUE_MSG_COUNT) {
    reader_find(r, FLUE_MSG_DISTRIBUTION_INVALID, body, key->name, info->name,
                flue_message_text(problem, r->list->lang), NULL);
    return;
  }
  check_range(r, key, node, telling_value(key, &d));
  value->d = d;
  value->id = reader_register(r, key, &d);
}

void reader_number(reader *r, const flue_key *key, const flue_node *node, double *value) {
  if (read_number(r, key, node, 0, key->dimension, value)) check_range(r, key, node, *value);
}

void reader_value(reader *r, const flue_key *key, const flue_node *node, flue_value *value) {
  *value = (flue_value){{FLUE_CONSTANT, {NAN, 0.0, 0.0}}, -1, node->line, node->column, 0};
  if (node->kind == FLUE_NODE_MAP && key->type == FLUE_KEY_NUMBER) {
    read_distribution(r, key, node, value);
  } else if (node->kind == FLUE_NODE_MAP) {
    reader_find(r, FLUE_MSG_NO_DISTRIBUTION, node, key->name, NULL);
  } else if (node->kind == FLUE_NODE_LIST) {
    reader_wrong_kind(r, key->name, node, FLUE_MSG_WORD_TEXT);
  } else if (read_number(r, key, node, 0, key->dimension, &value->d.p[0])) {
    const double x = value->d.p[0];
    check_range(r, key, node, x);
    if ((key->flags & FLUE_KEY_WHOLE) && x != floor(x))
      reader_find(r, FLUE_MSG_NOT_WHOLE, node, key->name, node->text, NULL);
  }
}

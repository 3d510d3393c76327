/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain values of method files, and findings about them. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/nearest.h"
#include "scenarios/method/method_internal.h"

const char *method_word(const method_reader *r, flue_message message) {
  return flue_message_text(message, r->list->lang);
}

void method_wrong_kind(method_reader *r, const char *name, const flue_node *node,
                       flue_message wanted) {
  static const flue_message kinds[] = {
      [FLUE_NODE_SCALAR] = FLUE_MSG_WORD_TEXT,
      [FLUE_NODE_LIST] = FLUE_MSG_WORD_LIST,
      [FLUE_NODE_MAP] = FLUE_MSG_WORD_MAP,
  };
  method_find(r, FLUE_MSG_WRONG_KIND, node, name, method_word(r, kinds[node->kind]),
              method_word(r, wanted), NULL);
}

/** The i-th of words joined by |, and its length; NULL after the last. */
static const char *nth_word(const char *words, size_t i, size_t *length) {
  for (; i > 0; --i) {
    words = strchr(words, '|');
    if (!words) return NULL;
    ++words;
  }
  *length = strcspn(words, "|");
  return words;
}

/** Index of a text among words joined by |, or -1. */
static int find_word(const char *text, const char *words) {
  size_t n;
  for (int i = 0;; ++i) {
    const char *word = nth_word(words, (size_t)i, &n);
    if (!word) return -1;
    if (strlen(text) == n && strncmp(word, text, n) == 0) return i;
  }
}

/** The word that was probably meant, into @p store; NULL when none is near. */
static const char *nearest_word(const char *text, const char *words, char *store, size_t size) {
  flue_nearest nearest = {.word = text};
  char *all = flue_copy_text(words);
  if (!all) return NULL;
  for (char *word = all; word;) {
    char *end = strchr(word, '|');
    if (end) *end = '\0';
    flue_nearest_offer(&nearest, word);
    word = end ? end + 1 : NULL;
  }
  const char *best = flue_nearest_result(&nearest);
  if (best) snprintf(store, size, "%s", best);
  free(all);
  return best ? store : NULL;
}

static void list_words(const char *words, flue_text *out) {
  size_t n;
  for (size_t i = 0;; ++i) {
    const char *word = nth_word(words, i, &n);
    if (!word) return;
    flue_text_add(out, "%s%.*s", i ? ", " : "", (int)n, word);
  }
}

/** A finding on a word that is none of several. */
static void refuse_word(method_reader *r, const char *name, const flue_node *node,
                        const char *words, flue_message near, flue_message far, int name_first) {
  char store[64];
  const char *best = nearest_word(node->text, words, store, sizeof store);
  flue_text all = {0};
  list_words(words, &all);
  const char *a = name_first ? name : node->text, *b = name_first ? node->text : name;
  method_find(r, best ? near : far, node, a, b, best ? best : all.data ? all.data : "", NULL);
  flue_text_clear(&all);
}

int method_check_keys(method_reader *r, const char *name, const flue_node *node, const char *keys) {
  if (node->kind != FLUE_NODE_MAP) {
    method_wrong_kind(r, name, node, FLUE_MSG_WORD_MAP);
    return 0;
  }
  for (size_t i = 0; i < node->n; ++i)
    if (find_word(node->key[i].text, keys) < 0)
      refuse_word(r, name, &node->key[i], keys, FLUE_MSG_UNKNOWN_KEY_NEAR, FLUE_MSG_UNKNOWN_KEY, 0);
  return 1;
}

const flue_node *method_need(method_reader *r, const char *name, const flue_node *map,
                             const char *key, flue_message what) {
  const flue_node *node = flue_node_get(map, key);
  if (!node) method_find(r, FLUE_MSG_MISSING_KEY, map, name, key, method_word(r, what), NULL);
  return node;
}

const flue_node *method_list(method_reader *r, const char *name, const flue_node *map,
                             const char *key) {
  const flue_node *node = flue_node_get(map, key);
  if (node && node->kind == FLUE_NODE_LIST) return node;
  if (node) method_wrong_kind(r, name, node, FLUE_MSG_WORD_LIST);
  return NULL;
}

const char *method_plain(method_reader *r, const flue_node *map, const char *key) {
  const flue_node *node = flue_node_get(map, key);
  if (!node) return "";
  if (node->kind == FLUE_NODE_SCALAR) return flue_method_text(r->m, node->text);
  method_wrong_kind(r, key, node, FLUE_MSG_WORD_TEXT);
  return "";
}

int method_number(method_reader *r, const char *name, const flue_node *node, double *value) {
  if (node->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, name, node, FLUE_MSG_METHOD_A_NUMBER);
    return 0;
  }
  const char *text = node->text;
  if (strcmp(text, ".inf") == 0 || strcmp(text, "-.inf") == 0) {
    *value = *text == '-' ? -INFINITY : INFINITY;
    return 1;
  }
  char *end = NULL;
  const double number = strtod(text, &end);
  if (end != text && *end == '\0' && isfinite(number)) {
    *value = number;
    return 1;
  }
  method_find(r, FLUE_MSG_NOT_A_PLAIN_NUMBER, node, name, text, NULL);
  return 0;
}

int method_choice(method_reader *r, const char *name, const flue_node *node, const char *words) {
  if (node->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, name, node, FLUE_MSG_WORD_TEXT);
    return -1;
  }
  const int index = find_word(node->text, words);
  if (index < 0)
    refuse_word(r, name, node, words, FLUE_MSG_BAD_CHOICE_NEAR, FLUE_MSG_BAD_CHOICE, 1);
  return index;
}

void method_texts(method_reader *r, const char *name, const flue_node *map, const char *key,
                  int is_needed, const char *text[2]) {
  static const char *const languages[] = {[FLUE_EN] = "en", [FLUE_ZH] = "zh"};
  text[0] = text[1] = "";
  const flue_node *node = flue_node_get(map, key);
  if (!node) {
    if (is_needed) method_need(r, name, map, key, FLUE_MSG_METHOD_BOTH);
    return;
  }
  if (!method_check_keys(r, key, node, "en|zh")) return;
  for (int i = 0; i < 2; ++i) {
    text[i] = method_plain(r, node, languages[i]);
    if (!*text[i]) method_need(r, key, node, languages[i], FLUE_MSG_METHOD_BOTH);
  }
}

void method_check_id(method_reader *r, const flue_node *node) {
  static const char *const kept[] = {"and", "or", "not", "id"};
  const char *c = node->text;
  int is_sound = isalpha((unsigned char)*c) || *c == '_';
  for (; *c; ++c) is_sound &= isalnum((unsigned char)*c) || *c == '_';
  for (size_t i = 0; i < sizeof kept / sizeof *kept; ++i)
    is_sound &= strcmp(node->text, kept[i]) != 0;
  if (!is_sound || c - node->text > 40) method_find(r, FLUE_MSG_METHOD_ID, node, node->text, NULL);
}

flue_rule_name method_name(method_reader *r, const flue_node *item, flue_message kind) {
  const char *what = method_word(r, kind);
  flue_rule_name name = {.id = "", .status = FLUE_RULE_STATUS_COUNT};
  const flue_node *id = method_need(r, what, item, "id", FLUE_MSG_METHOD_WORD_ID);
  if (id && id->kind == FLUE_NODE_SCALAR) {
    method_check_id(r, id);
    name.id = flue_method_text(r->m, id->text);
  } else if (id) {
    method_wrong_kind(r, "id", id, FLUE_MSG_WORD_TEXT);
  }
  method_texts(r, *name.id ? name.id : what, item, "name", 1, name.text);
  name.clause = method_plain(r, item, "clause");
  const flue_node *source = flue_node_get(item, "source");
  name.source = source && source->kind == FLUE_NODE_MAP ? "" : method_plain(r, item, "source");
  const flue_node *status = flue_node_get(item, "status");
  const int found =
      status ? method_choice(r, "status", status,
                             "verified|second_hand|from_memory|unverified|proposal|not_available")
             : -1;
  name.status = found >= 0 ? (flue_rule_status)found : r->m->name.status;
  return name;
}

void method_unknown_slot(method_reader *r, const char *word, int line, int column) {
  flue_nearest nearest = {.word = word};
  const char *kind = method_word(r, FLUE_MSG_METHOD_INPUT_OR_NODE);
  const char *name = method_word(r, FLUE_MSG_METHOD_A_FORMULA);
  for (size_t i = 0; i < r->m->n_inputs; ++i) flue_nearest_offer(&nearest, r->m->inputs[i].name.id);
  for (size_t i = 0; i < r->m->n_nodes; ++i) flue_nearest_offer(&nearest, r->m->nodes[i].name.id);
  const char *best = flue_nearest_result(&nearest);
  flue_diagnostics_add(r->list, best ? FLUE_MSG_UNKNOWN_NAME_NEAR : FLUE_MSG_UNKNOWN_NAME, line,
                       column, name, kind, word, best, NULL);
}

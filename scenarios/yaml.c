/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "core/memory.h"

enum { deepest = 40 };

typedef struct reading {
  yaml_parser_t parser;
  const char *text;
  size_t length;
  flue_diagnostics *list;
  int depth;
  int failed; /**< A finding ended the reading. */
  int no_memory;
} reading;

static void set_place(flue_node *node, const yaml_event_t *event) {
  node->line = (int)event->start_mark.line + 1;
  node->column = (int)event->start_mark.column + 1;
}

static void refuse(reading *r, flue_message message, const yaml_event_t *event) {
  flue_diagnostics_add(r->list, message, (int)event->start_mark.line + 1,
                       (int)event->start_mark.column + 1, NULL);
  r->failed = 1;
}

/** A finding at a byte that is no text; columns count characters. */
static void refuse_byte(reading *r, size_t offset) {
  int line = 1, column = 1;
  for (size_t i = 0; i < offset && i < r->length; ++i) {
    if (r->text[i] == '\n') {
      ++line;
      column = 1;
    } else if (((unsigned char)r->text[i] & 0xc0) != 0x80) {
      ++column;
    }
  }
  char number[32];
  snprintf(number, sizeof number, "%zu", offset + 1);
  flue_diagnostics_add(r->list, FLUE_MSG_YAML_NOT_TEXT, line, column, number, NULL);
}

/** Next event; on a syntax error a finding and 0. */
static int next_event(reading *r, yaml_event_t *event) {
  if (yaml_parser_parse(&r->parser, event)) return 1;
  const yaml_parser_t *p = &r->parser;
  if (p->error == YAML_MEMORY_ERROR) {
    r->no_memory = 1;
  } else if (p->error == YAML_READER_ERROR) {
    refuse_byte(r, p->problem_offset);
  } else {
    flue_diagnostics_add(r->list, FLUE_MSG_YAML_SYNTAX, (int)p->problem_mark.line + 1,
                         (int)p->problem_mark.column + 1, p->problem ? p->problem : "?", NULL);
  }
  r->failed = 1;
  return 0;
}

static flue_node *add_child(reading *r, flue_node *parent) {
  flue_node *child = flue_node_add(parent, NULL);
  if (!child) r->failed = r->no_memory = 1;
  return child;
}

static void read_node(reading *r, const yaml_event_t *event, flue_node *node);

static void read_list(reading *r, flue_node *node) {
  yaml_event_t event;
  while (!r->failed && next_event(r, &event)) {
    const int is_end = event.type == YAML_SEQUENCE_END_EVENT;
    if (!is_end) {
      flue_node *child = add_child(r, node);
      if (child) read_node(r, &event, child);
    }
    yaml_event_delete(&event);
    if (is_end) return;
  }
}

static void read_pair(reading *r, const yaml_event_t *key_event, flue_node *node) {
  if (key_event->type != YAML_SCALAR_EVENT) {
    refuse(r, FLUE_MSG_YAML_KEY_NOT_TEXT, key_event);
    return;
  }
  flue_node *child = add_child(r, node);
  if (!child) return;
  flue_node *key = &node->key[node->n - 1];
  read_node(r, key_event, key);
  yaml_event_t event;
  if (r->failed || !next_event(r, &event)) return;
  read_node(r, &event, child);
  yaml_event_delete(&event);
}

static int by_key(const void *a, const void *b) {
  const flue_node *const *x = a, *const *y = b;
  const int order = strcmp((*x)->text, (*y)->text);
  if (order) return order;
  if ((*x)->line != (*y)->line) return (*x)->line < (*y)->line ? -1 : 1;
  return (*x)->column < (*y)->column ? -1 : (*x)->column > (*y)->column;
}

/** A finding for each key that a map has twice; sorted, so that maps of 100,000 keys are quick. */
static void find_duplicates(reading *r, const flue_node *map) {
  const flue_node **sorted = flue_alloc(map->n, sizeof *sorted);
  if (!sorted) {
    r->failed = r->no_memory = 1;
    return;
  }
  for (size_t i = 0; i < map->n; ++i) sorted[i] = &map->key[i];
  if (map->n > 1) qsort(sorted, map->n, sizeof *sorted, by_key);
  for (size_t i = 1; i < map->n; ++i) {
    if (strcmp(sorted[i - 1]->text, sorted[i]->text) != 0) continue;
    char line[32];
    snprintf(line, sizeof line, "%d", sorted[i - 1]->line);
    flue_diagnostics_add(r->list, FLUE_MSG_DUPLICATE_KEY, sorted[i]->line, sorted[i]->column,
                         sorted[i]->text, line, NULL);
  }
  free(sorted);
}

static void read_map(reading *r, flue_node *node) {
  yaml_event_t event;
  int is_end = 0;
  while (!r->failed && !is_end && next_event(r, &event)) {
    is_end = event.type == YAML_MAPPING_END_EVENT;
    if (!is_end) read_pair(r, &event, node);
    yaml_event_delete(&event);
  }
  if (!r->failed) find_duplicates(r, node);
}

static void read_node(reading *r, const yaml_event_t *event, flue_node *node) {
  set_place(node, event);
  if (++r->depth > deepest) {
    refuse(r, FLUE_MSG_YAML_TOO_DEEP, event);
    return;
  }
  switch (event->type) {
    case YAML_SCALAR_EVENT:
      node->kind = FLUE_NODE_SCALAR;
      node->text = flue_copy_text((const char *)event->data.scalar.value);
      node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
      if (!node->text) r->failed = r->no_memory = 1;
      break;
    case YAML_SEQUENCE_START_EVENT:
      node->kind = FLUE_NODE_LIST;
      read_list(r, node);
      break;
    case YAML_MAPPING_START_EVENT:
      node->kind = FLUE_NODE_MAP;
      read_map(r, node);
      break;
    default:
      refuse(r, FLUE_MSG_YAML_ALIAS, event);
  }
  --r->depth;
}

static void read_document(reading *r, flue_node *root) {
  yaml_event_t event;
  int has_root = 0;
  while (!r->failed && next_event(r, &event)) {
    const yaml_event_type_t type = event.type;
    const int is_frame = type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT ||
                         type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT;
    if (!is_frame && has_root) refuse(r, FLUE_MSG_YAML_SECOND_DOCUMENT, &event);
    if (!is_frame && !r->failed) {
      read_node(r, &event, root);
      has_root = 1;
    }
    yaml_event_delete(&event);
    if (type == YAML_STREAM_END_EVENT) break;
  }
  if (!r->failed && (!has_root || root->kind != FLUE_NODE_MAP))
    flue_diagnostics_add(r->list, FLUE_MSG_YAML_EMPTY, 1, 1, NULL);
}

flue_status flue_yaml_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                           flue_node *root) {
  static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark of Windows editors */
  if (length >= 3 && memcmp(text, mark, 3) == 0) {
    text += 3;
    length -= 3;
  }
  reading r = {.text = text, .length = length, .list = list};
  *root = (flue_node){0};
  FLUE_CHECK(yaml_parser_initialize(&r.parser), ctx, FLUE_ENOMEM, "no memory to read YAML");
  yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
  yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
  read_document(&r, root);
  yaml_parser_delete(&r.parser);
  if (r.failed) flue_node_clear(root); /* half a tree would only give findings that mean nothing */
  FLUE_CHECK(!r.no_memory, ctx, FLUE_ENOMEM, "no memory to read YAML");
  return FLUE_OK;
}

void flue_node_clear(flue_node *node) {
  for (size_t i = 0; i < node->n; ++i) {
    flue_node_clear(&node->child[i]);
    if (node->key) flue_node_clear(&node->key[i]);
  }
  free(node->child);
  free(node->key);
  free(node->text);
  *node = (flue_node){0};
}

flue_node *flue_node_add(flue_node *parent, const char *key) {
  size_t key_capacity = parent->capacity;
  const int is_map = parent->kind == FLUE_NODE_MAP;
  char *text = key ? flue_copy_text(key) : NULL;
  if ((key && !text) ||
      (is_map && flue_grow(&parent->key, &key_capacity, parent->n + 1, sizeof *parent->key)) ||
      flue_grow(&parent->child, &parent->capacity, parent->n + 1, sizeof *parent->child)) {
    free(text);
    return NULL;
  }
  parent->child[parent->n] = (flue_node){.line = parent->line, .column = parent->column};
  if (is_map)
    parent->key[parent->n] =
        (flue_node){.text = text, .line = parent->line, .column = parent->column};
  return &parent->child[parent->n++];
}

flue_node *flue_node_get(const flue_node *map, const char *key) {
  if (!map || map->kind != FLUE_NODE_MAP) return NULL;
  for (size_t i = 0; i < map->n; ++i)
    if (*map->key[i].text == *key && strcmp(map->key[i].text, key) == 0) return &map->child[i];
  return NULL;
}

flue_status flue_node_copy(const flue_node *from, flue_node *to) {
  *to = (flue_node){
      .kind = from->kind, .line = from->line, .column = from->column, .is_quoted = from->is_quoted};
  if (from->text && !(to->text = flue_copy_text(from->text))) return FLUE_ENOMEM;
  if (from->n == 0) return FLUE_OK;
  to->child = flue_alloc(from->n, sizeof *to->child);
  if (from->key) to->key = flue_alloc(from->n, sizeof *to->key);
  if (!to->child || (from->key && !to->key)) return FLUE_ENOMEM;
  to->capacity = from->n;
  for (; to->n < from->n; ++to->n) {
    FLUE_TRY(flue_node_copy(&from->child[to->n], &to->child[to->n]));
    if (from->key) FLUE_TRY(flue_node_copy(&from->key[to->n], &to->key[to->n]));
  }
  return FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dimension scales of finished result files: see flue_axes_write(). */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/provenance.h"

/** All ties of a file, gathered before they are written. */
typedef struct tie_list {
  flue_h5_axes *axes;
  size_t n, capacity;
  char **scales; /**< Owned paths, each once. */
  size_t n_scales, scales_capacity;
  char **paths; /**< Owned paths of datasets. */
  size_t n_paths, paths_capacity;
} tie_list;

static void clear(tie_list *list) {
  for (size_t i = 0; i < list->n_scales; ++i) free(list->scales[i]);
  for (size_t i = 0; i < list->n_paths; ++i) free(list->paths[i]);
  free(list->axes);
  free(list->scales);
  free(list->paths);
}

/** Borrowed path of a scale GROUP/NAME, taken into the list when it is new; NULL without memory. */
static const char *find_scale(tie_list *list, const char *group, const char *name) {
  char *path = flue_format("%s/%s", group, name);
  if (!path) return NULL;
  for (size_t i = 0; i < list->n_scales; ++i)
    if (strcmp(list->scales[i], path) == 0) {
      free(path);
      return list->scales[i];
    }
  if (flue_grow(&list->scales, &list->scales_capacity, list->n_scales + 1, sizeof(char *))) {
    free(path);
    return NULL;
  }
  list->scales[list->n_scales++] = path;
  return path;
}

static flue_status tie(tie_list *list, const char *group, const char *dataset, const char *first,
                       const char *second) {
  FLUE_TRY(flue_grow(&list->paths, &list->paths_capacity, list->n_paths + 1, sizeof(char *)));
  FLUE_TRY(flue_grow(&list->axes, &list->capacity, list->n + 1, sizeof *list->axes));
  char *path = flue_format("%s/%s", group, dataset);
  if (!path) return FLUE_ENOMEM;
  list->paths[list->n_paths++] = path;
  flue_h5_axes *axes = &list->axes[list->n++];
  *axes = (flue_h5_axes){.dataset = path, .scale = {find_scale(list, group, first), NULL}};
  if (second) axes->scale[1] = find_scale(list, group, second);
  return axes->scale[0] && (!second || axes->scale[1]) ? FLUE_OK : FLUE_ENOMEM;
}

/** The members of one group while their axes are found. */
typedef struct group_view {
  const char *path;
  const char *row; /**< Name of the scale for columns that belong to no item. */
  flue_h5_member *members;
  char **items; /**< Attribute `item` of each member, owned. */
  size_t n;
} group_view;

static const flue_h5_member *find_member(const group_view *group, const char *name) {
  for (size_t i = 0; i < group->n; ++i)
    if (strcmp(group->members[i].name, name) == 0) return &group->members[i];
  return NULL;
}

static int is_item(const group_view *group, const char *name) {
  for (size_t i = 0; i < group->n; ++i)
    if (strcmp(group->items[i], name) == 0) return 1;
  return 0;
}

/** Name of the item of that length among the scales of the group, or NULL. */
static const char *item_of_length(const group_view *group, size_t length) {
  for (size_t i = 0; i < group->n; ++i) {
    const flue_h5_member *scale = find_member(group, group->items[i]);
    if (group->items[i][0] && scale && scale->length[0] == length) return group->items[i];
  }
  return NULL;
}

/** Writes the scale 0, 1, 2 ... for columns without item, once for each length. */
static flue_status write_row_scale(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n) {
  if (flue_h5_exists(file, path)) return FLUE_OK;
  double *numbers = flue_alloc(n, sizeof *numbers);
  if (!numbers) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) numbers[i] = (double)i;
  flue_status status = flue_h5_write_numbers(ctx, file, path, FLUE_H5_UINT64, n, numbers);
  free(numbers);
  static const flue_quantity q = {"row", "1", "Number of the row, from 0", "行号，从0开始"};
  if (!status) status = flue_h5_describe(ctx, file, path, &q);
  return status;
}

/** Ties a column without item to the row scale; further lengths get scales of their own. */
static flue_status tie_row(flue_ctx *ctx, flue_h5 *file, tie_list *list, const group_view *group,
                           const flue_h5_member *member, size_t *first_length) {
  if (*first_length == 0) *first_length = member->length[0];
  char *name = *first_length == member->length[0]
                   ? flue_copy_text(group->row)
                   : flue_format("%s_%zu", group->row, member->length[0]);
  char *path = name ? flue_format("%s/%s", group->path, name) : NULL;
  flue_status status = path ? FLUE_OK : FLUE_ENOMEM;
  if (!status) status = write_row_scale(ctx, file, path, member->length[0]);
  if (!status) status = tie(list, group->path, member->name, name, NULL);
  free(path);
  free(name);
  return status;
}

/** Makes a series as long as the time of its group; moments it missed hold NaN. */
static flue_status match_time(flue_ctx *ctx, flue_h5 *file, const group_view *group,
                              const flue_h5_member *member) {
  const flue_h5_member *time = find_member(group, "time");
  if (!time || time->length[0] == member->length[0]) return FLUE_OK;
  char *path = flue_format("%s/%s", group->path, member->name);
  if (!path) return FLUE_ENOMEM;
  const flue_status status = flue_h5_resize(ctx, file, path, time->length[0]);
  free(path);
  return status;
}

static flue_status tie_group(flue_ctx *ctx, flue_h5 *file, tie_list *list,
                             const group_view *group) {
  size_t first_length = 0;
  for (size_t i = 0; i < group->n; ++i) {
    const flue_h5_member *member = &group->members[i];
    const char *item = group->items[i];
    if (member->is_group || member->rank < 1 || member->rank > 2) continue;
    if (strcmp(member->name, "time") == 0 || is_item(group, member->name) ||
        strncmp(member->name, group->row, strlen(group->row)) == 0)
      continue;
    if (member->rank == 2) {
      FLUE_TRY(match_time(ctx, file, group, member));
      FLUE_TRY(tie(list, group->path, member->name, "time", item));
    } else {
      if (!item[0]) item = item_of_length(group, member->length[0]);
      if (item)
        FLUE_TRY(tie(list, group->path, member->name, item, NULL));
      else
        FLUE_TRY(tie_row(ctx, file, list, group, member, &first_length));
    }
  }
  return FLUE_OK;
}

/** Reads the attribute `item` of each dataset of the group. */
static flue_status read_items(flue_ctx *ctx, flue_h5 *file, group_view *group) {
  group->items = flue_alloc(group->n, sizeof *group->items);
  if (!group->items) return FLUE_ENOMEM;
  for (size_t i = 0; i < group->n; ++i) {
    char *path = flue_format("%s/%s", group->path, group->members[i].name);
    if (!path) return FLUE_ENOMEM;
    const flue_status status = flue_h5_get_text(ctx, file, path, "item", &group->items[i]);
    free(path);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

static flue_status view_group(flue_ctx *ctx, flue_h5 *file, tie_list *list, const char *name,
                              const char *row) {
  char *path = flue_format("/%s", name);
  if (!path) return FLUE_ENOMEM;
  group_view group = {.path = path, .row = row};
  flue_status status = flue_h5_members(ctx, file, path, &group.n, &group.members);
  if (!status) status = read_items(ctx, file, &group);
  if (!status) status = tie_group(ctx, file, list, &group);
  if (group.items) flue_h5_free_texts(group.n, &group.items);
  flue_h5_free_members(group.n, &group.members);
  free(path);
  return status;
}

flue_status flue_axes_write(flue_ctx *ctx, flue_h5 *file, const char *row) {
  size_t n = 0;
  flue_h5_member *groups = NULL;
  FLUE_TRY(flue_h5_members(ctx, file, "/", &n, &groups));
  tie_list list = {0};
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n && !status; ++i)
    if (groups[i].is_group) status = view_group(ctx, file, &list, groups[i].name, row);
  flue_h5_free_members(n, &groups);
  if (!status && list.n)
    status = flue_h5_set_axes(ctx, file, list.n_scales, (const char *const *)list.scales, list.n,
                              list.axes);
  clear(&list);
  return status;
}

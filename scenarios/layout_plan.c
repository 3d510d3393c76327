/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walls, openings and floors of a layout. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/layout_internal.h"

static const double pi = 3.14159265358979323846;
static const double at_tolerance = 0.15; /* [m] between `at` and the wall it should lie on */

/** Storeys with the same plan and the same shafts share all their geometry. */
typedef struct group {
  const flue_plan *plan;
  size_t level;                 /**< The first of them. */
  const flue_polygon **outline; /**< Rooms, then shafts present, [n]. */
  size_t *shaft;                /**< Shaft of outline n_rooms + i. */
  size_t n_rooms, n;
  flue_walls walls;
  struct pair *pair; /**< Of each piece of wall, sorted, [walls.n]. */
} group;

/** The two outlines that a piece of wall parts, lower index first. */
typedef struct pair {
  size_t low, high, piece;
} pair;

static int shaft_is_at(const builder *b, size_t k, size_t level) {
  return level >= b->first[k] && level <= b->last[k];
}

static int same_group(const builder *b, size_t level, size_t other) {
  if (b->layout->level[level].plan != b->layout->level[other].plan) return 0;
  for (size_t k = 0; k < b->n_shafts; ++k)
    if (shaft_is_at(b, k, level) != shaft_is_at(b, k, other)) return 0;
  return 1;
}

static const char *outline_name(const builder *b, const group *g, size_t i) {
  if (i == (size_t)-1) return "outside";
  return i < g->n_rooms
             ? FLUE_ITEM(flue_room, g->plan->rooms, i)->id.text
             : FLUE_ITEM(flue_shaft, b->scenario->root.building.shafts, g->shaft[i - g->n_rooms])
                   ->id.text;
}

static size_t outline_space(const builder *b, const group *g, size_t i, size_t level) {
  if (i == (size_t)-1) return FLUE_OPEN_AIR;
  return i < g->n_rooms ? b->room_start[level] + i
                        : b->segment[g->shaft[i - g->n_rooms] * b->layout->n_levels + level];
}

static int by_pair(const void *x, const void *y) {
  const pair *p = x, *q = y;
  if (p->low != q->low) return p->low < q->low ? -1 : 1;
  if (p->high != q->high) return p->high < q->high ? -1 : 1;
  return p->piece < q->piece ? -1 : p->piece > q->piece;
}

static pair make_pair(size_t a, size_t c, size_t piece) {
  return a < c ? (pair){a, c, piece} : (pair){c, a, piece};
}

/** Sorts the pieces of wall by what they part, so that a plan of 100,000 rooms is quick. */
static int index_walls(group *g) {
  g->pair = flue_alloc(g->walls.n, sizeof *g->pair);
  if (!g->pair) return 0;
  for (size_t i = 0; i < g->walls.n; ++i)
    g->pair[i] = make_pair(g->walls.piece[i].a, g->walls.piece[i].b, i);
  if (g->walls.n > 1) qsort(g->pair, g->walls.n, sizeof *g->pair, by_pair);
  return 1;
}

/** First piece in the order of g->pair that parts these outlines or comes after them. */
static size_t first_piece(const group *g, size_t a, size_t c) {
  const pair wanted = make_pair(a, c, 0);
  size_t low = 0, high = g->walls.n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (by_pair(&g->pair[middle], &wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static int open_group(builder *b, size_t level, group *g) {
  *g = (group){.plan = b->layout->level[level].plan, .level = level};
  g->n_rooms = g->plan->rooms.n;
  g->outline = flue_alloc(g->n_rooms + b->n_shafts, sizeof *g->outline);
  g->shaft = flue_alloc(b->n_shafts, sizeof *g->shaft);
  if (!g->outline || !g->shaft) return 0;
  for (size_t i = 0; i < g->n_rooms; ++i)
    g->outline[g->n++] = &FLUE_ITEM(flue_room, g->plan->rooms, i)->polygon;
  for (size_t k = 0; k < b->n_shafts; ++k) {
    if (!shaft_is_at(b, k, level)) continue;
    g->shaft[g->n - g->n_rooms] = k;
    g->outline[g->n++] = &FLUE_ITEM(flue_shaft, b->scenario->root.building.shafts, k)->polygon;
  }
  return flue_walls_find(b->ctx, g->outline, g->n, &g->walls) == FLUE_OK && index_walls(g);
}

static void close_group(group *g) {
  free(g->outline);
  free(g->shaft);
  free(g->pair);
  flue_walls_clear(&g->walls);
}

static void report_overlaps(builder *b, const group *g) {
  for (size_t i = 0; i < g->walls.n_overlaps; ++i) {
    const flue_overlap *o = &g->walls.overlap[i];
    const number_text area = layout_number(o->area_m2, 2), x = layout_number(o->x, 2),
                      y = layout_number(o->y, 2);
    find_at(b, FLUE_MSG_ROOMS_OVERLAP, g->outline[o->b], outline_name(b, g, o->a),
            outline_name(b, g, o->b), area.text, x.text, y.text, NULL);
  }
}

/* ---- names ---- */

typedef struct named {
  const char *name;
  size_t index;
} named;

static int by_name(const void *a, const void *b) {
  return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

static named *sort_names(const builder *b, const group *g) {
  named *names = flue_alloc(g->n, sizeof *names);
  if (!names) return NULL;
  for (size_t i = 0; i < g->n; ++i) names[i] = (named){outline_name(b, g, i), i};
  qsort(names, g->n, sizeof *names, by_name);
  return names;
}

/** Index of the outline of that name; (size_t)-1 for none. */
static size_t known_outline(const group *g, const named *names, const char *name) {
  const named key = {name, 0};
  const named *hit = bsearch(&key, names, g->n, sizeof *names, by_name);
  return hit ? hit->index : (size_t)-1;
}

/** @return 0 with a finding when there is no such space on these storeys. */
static int find_outline(builder *b, const group *g, const named *names, const flue_word *word,
                        size_t *index) {
  *index = known_outline(g, names, word->text);
  if (*index != (size_t)-1 || strcmp(word->text, "outside") == 0) return 1;
  const char **all = flue_alloc(g->n, sizeof *all);
  for (size_t i = 0; all && i < g->n; ++i) all[i] = names[i].name;
  if (all) layout_unknown(b, "between", FLUE_MSG_WORD_SPACE, word, all, g->n);
  free(all);
  return 0;
}

/* ---- openings ---- */

/** Point of a wall piece that is nearest to (x, y), and its distance. */
static double nearest_on(const flue_wall_piece *p, double x, double y, double *px, double *py) {
  const double dx = p->x2 - p->x1, dy = p->y2 - p->y1, length2 = dx * dx + dy * dy;
  const double t = fmax(0.0, fmin(1.0, ((x - p->x1) * dx + (y - p->y1) * dy) / length2));
  *px = p->x1 + t * dx;
  *py = p->y1 + t * dy;
  return hypot(x - *px, y - *py);
}

static const flue_wall_piece *find_piece(const group *g, size_t a, size_t c, const flue_point *at,
                                         double *distance, double *px, double *py) {
  const flue_wall_piece *best = NULL;
  *distance = INFINITY;
  const pair wanted = make_pair(a, c, 0);
  for (size_t i = first_piece(g, a, c); i < g->walls.n; ++i) {
    if (g->pair[i].low != wanted.low || g->pair[i].high != wanted.high) break;
    const flue_wall_piece *p = &g->walls.piece[g->pair[i].piece];
    double x, y;
    const double d = nearest_on(p, at->x, at->y, &x, &y);
    if (d >= *distance) continue;
    *distance = d;
    *px = x;
    *py = y;
    best = p;
  }
  return best;
}

static double piece_length(const flue_wall_piece *p) {
  return hypot(p->x2 - p->x1, p->y2 - p->y1);
}

/** Outward normal of a piece seen from outline a, clockwise from north. */
static double piece_facing(const flue_wall_piece *p) {
  /* a lies to the left of 1 -> 2, so outward is to the right */
  const double nx = p->y2 - p->y1, ny = -(p->x2 - p->x1);
  const double degrees = atan2(nx, ny) * 180.0 / pi;
  return degrees < 0.0 ? degrees + 360.0 : degrees;
}

static void check_size(builder *b, const flue_door *d, const flue_wall_piece *p, double clear) {
  const double width = d->width.d.p[0], top = d->sill.d.p[0] + d->height.d.p[0];
  const double slack = 0.05; /* [m] */
  if (width > piece_length(p) + slack) {
    const number_text w = layout_number(width, 2), wall = layout_number(piece_length(p), 2);
    find_at(b, FLUE_MSG_OPENING_TOO_WIDE, &d->id, d->id.text, w.text, wall.text, NULL);
  }
  if (top > clear + slack) {
    const number_text h = layout_number(top, 2), room = layout_number(clear, 2);
    find_at(b, FLUE_MSG_OPENING_TOO_HIGH, &d->id, d->id.text, h.text, room.text, NULL);
  }
}

static void add_gap(builder *b, const flue_gap *gap) {
  flue_layout *l = b->layout;
  if (flue_grow(&l->gap, &l->gap_capacity, l->n_gaps + 1, sizeof *l->gap)) {
    b->no_memory = 1;
    return;
  }
  flue_gap *g = &l->gap[l->n_gaps];
  *g = *gap;
  g->name = flue_format("%s.%s", l->level[gap->level].id, gap->door->id.text);
  if (!g->name)
    b->no_memory = 1;
  else
    ++l->n_gaps;
}

/** Clear height at an opening: the lower of its two spaces, counted from the storey's floor. */
static double clear_height(const builder *b, const group *g, size_t outline) {
  if (outline == (size_t)-1) return INFINITY;
  const flue_space *s = &b->layout->space[outline_space(b, g, outline, g->level)];
  return s->z_m + s->height_m - b->layout->level[g->level].z_m;
}

static void place_opening(builder *b, const group *g, const flue_door *d, size_t a, size_t c) {
  double distance, x = 0.0, y = 0.0;
  const flue_wall_piece *p = find_piece(g, a, c, &d->at, &distance, &x, &y);
  const char *name_a = outline_name(b, g, a), *name_c = outline_name(b, g, c);
  if (!p) {
    find_at(b, FLUE_MSG_NO_SHARED_WALL, &d->id, d->id.text, name_a, name_c,
            b->layout->level[g->level].id, NULL);
    return;
  }
  if (distance > at_tolerance) {
    const number_text ax = layout_number(d->at.x, 2), ay = layout_number(d->at.y, 2),
                      nx = layout_number(x, 2), ny = layout_number(y, 2);
    find_at(b, FLUE_MSG_OPENING_OFF_WALL, &d->at, d->id.text, ax.text, ay.text, name_a, name_c,
            nx.text, ny.text, NULL);
    return;
  }
  check_size(b, d, p, fmin(clear_height(b, g, a), clear_height(b, g, c)));
  const double length = piece_length(p);
  for (size_t level = g->level; level < b->layout->n_levels && !b->no_memory; ++level) {
    if (!same_group(b, g->level, level)) continue;
    const flue_gap gap = {.door = d,
                          .level = level,
                          .a = outline_space(b, g, a, level),
                          .b = outline_space(b, g, c, level),
                          .x = x,
                          .y = y,
                          .along_x = (p->x2 - p->x1) / length,
                          .along_y = (p->y2 - p->y1) / length,
                          .facing_deg = piece_facing(p)};
    add_gap(b, &gap);
  }
}

static int is_door(const flue_door *d) {
  return d->kind == FLUE_DOOR_DOOR || d->kind == FLUE_DOOR_OPEN;
}

static void build_openings(builder *b, const group *g) {
  named *names = sort_names(b, g);
  unsigned char *has_door = flue_alloc(g->n, 1);
  if (!names || !has_door) b->no_memory = 1;
  for (size_t i = 0; i < g->plan->openings.n && !b->no_memory; ++i) {
    const flue_door *d = FLUE_ITEM(flue_door, g->plan->openings, i);
    /* also a door with another mistake: a room that has it is not without a door */
    for (size_t e = 0; e < d->between.n && is_door(d); ++e) {
      const size_t space = known_outline(g, names, d->between.items[e].text);
      if (space != (size_t)-1) has_door[space] = 1;
    }
    if (d->between.n != 2) {
      const number_text n = layout_number((double)d->between.n, 0);
      find_at(b, FLUE_MSG_BETWEEN_TWO, &d->id, n.text, NULL);
      continue;
    }
    size_t a, c;
    const int sound = find_outline(b, g, names, &d->between.items[0], &a) &
                      find_outline(b, g, names, &d->between.items[1], &c);
    if (!sound) continue;
    if (a == c) {
      find_at(b, FLUE_MSG_BETWEEN_SAME, &d->between.items[1], d->between.items[1].text, NULL);
      continue;
    }
    const int first_is_outside = a == (size_t)-1;
    place_opening(b, g, d, first_is_outside ? c : a, first_is_outside ? a : c);
  }
  for (size_t i = 0; i < g->n_rooms && !b->no_memory; ++i)
    if (!has_door[i]) find_at(b, FLUE_MSG_ROOM_NO_DOOR, g->outline[i], outline_name(b, g, i), NULL);
  free(names);
  free(has_door);
}

/* ---- partitions ---- */

typedef struct joint {
  size_t a, b;
  int facing; /**< Whole degrees; -1 between spaces. */
  double length;
} joint;

static int by_joint(const void *x, const void *y) {
  const joint *p = x, *q = y;
  if (p->a != q->a) return p->a < q->a ? -1 : 1;
  if (p->b != q->b) return p->b < q->b ? -1 : 1;
  return p->facing < q->facing ? -1 : p->facing > q->facing;
}

/** Pieces of wall between the same two outlines, or of one facade, added up. */
static joint *merge_pieces(const group *g, size_t *n) {
  joint *joints = flue_alloc(g->walls.n, sizeof *joints);
  if (!joints) return NULL;
  for (size_t i = 0; i < g->walls.n; ++i) {
    const flue_wall_piece *p = &g->walls.piece[i];
    const int facing = p->b == (size_t)-1 ? (int)lround(piece_facing(p)) % 360 : -1;
    joints[i] = (joint){p->a, p->b, facing, piece_length(p)};
  }
  if (g->walls.n > 1) qsort(joints, g->walls.n, sizeof *joints, by_joint);
  size_t kept = 0;
  for (size_t i = 0; i < g->walls.n; ++i) {
    if (kept > 0 && by_joint(&joints[kept - 1], &joints[i]) == 0)
      joints[kept - 1].length += joints[i].length;
    else
      joints[kept++] = joints[i];
  }
  *n = kept;
  return joints;
}

static void add_partition(builder *b, const group *g, const joint *j, size_t level) {
  flue_layout *l = b->layout;
  if (flue_grow(&l->partition, &l->partition_capacity, l->n_partitions + 1, sizeof *l->partition)) {
    b->no_memory = 1;
    return;
  }
  const double z = l->level[level].z_m;
  double top = z + l->level[level].height_m;
  const size_t ends[2] = {outline_space(b, g, j->a, level), outline_space(b, g, j->b, level)};
  for (int e = 0; e < 2; ++e)
    if (ends[e] != FLUE_OPEN_AIR)
      top = fmin(top, l->space[ends[e]].z_m + l->space[ends[e]].height_m);
  l->partition[l->n_partitions++] = (flue_partition){
      ends[0], ends[1], j->length, z, top, j->facing < 0 ? 0.0 : (double)j->facing};
}

static void build_partitions(builder *b, const group *g) {
  size_t n = 0;
  joint *joints = merge_pieces(g, &n);
  if (!joints) b->no_memory = 1;
  for (size_t level = g->level; level < b->layout->n_levels && !b->no_memory; ++level) {
    if (!same_group(b, g->level, level)) continue;
    for (size_t i = 0; i < n && !b->no_memory; ++i) add_partition(b, g, &joints[i], level);
  }
  free(joints);
}

static void check_shafts_meet(builder *b, const group *g) {
  for (size_t s = g->n_rooms; s < g->n; ++s) {
    int meets = 0;
    for (size_t i = 0; i < g->walls.n && !meets; ++i) {
      const flue_wall_piece *p = &g->walls.piece[i];
      meets = (p->a == s && p->b < g->n_rooms) || (p->b == s && p->a < g->n_rooms);
    }
    if (!meets)
      find_at(b, FLUE_MSG_SHAFT_NO_MEETING, g->outline[s], outline_name(b, g, s),
              b->layout->level[g->level].id, NULL);
  }
}

void layout_build_plans(builder *b) {
  for (size_t level = 0; level < b->layout->n_levels && !b->no_memory; ++level) {
    int is_done = 0;
    for (size_t other = 0; other < level && !is_done; ++other)
      is_done = same_group(b, other, level);
    if (is_done) continue;
    group g;
    if (open_group(b, level, &g)) {
      report_overlaps(b, &g);
      check_shafts_meet(b, &g);
      build_openings(b, &g);
      build_partitions(b, &g);
    } else {
      b->no_memory = 1;
    }
    close_group(&g);
  }
}

/* ---- floors ---- */

static void add_slab(builder *b, size_t below, size_t above, double area) {
  flue_layout *l = b->layout;
  if (flue_grow(&l->slab, &l->slab_capacity, l->n_slabs + 1, sizeof *l->slab))
    b->no_memory = 1;
  else
    l->slab[l->n_slabs++] = (flue_slab){below, above, area};
}

static int by_floors(const void *x, const void *y) {
  const flue_overlap *p = x, *q = y;
  if (p->a != q->a) return p->a < q->a ? -1 : 1;
  return p->b < q->b ? -1 : p->b > q->b;
}

/** Floors between two storeys of different plans: where outlines of one lie above those of the
 * other. */
static int add_slabs_between(builder *b, size_t level) {
  const double least = 0.05; /* [m2] */
  const flue_plan *lower = b->layout->level[level - 1].plan, *upper = b->layout->level[level].plan;
  const size_t n_lower = lower->rooms.n, n = n_lower + upper->rooms.n;
  const flue_polygon **outline = flue_alloc(n, sizeof *outline);
  flue_walls walls = {0};
  if (!outline) return 0;
  for (size_t i = 0; i < n; ++i)
    outline[i] = i < n_lower ? &FLUE_ITEM(flue_room, lower->rooms, i)->polygon
                             : &FLUE_ITEM(flue_room, upper->rooms, i - n_lower)->polygon;
  const int sound = flue_walls_find(b->ctx, outline, n, &walls) == FLUE_OK;
  if (walls.n_overlaps > 1)
    qsort(walls.overlap, walls.n_overlaps, sizeof *walls.overlap, by_floors);
  for (size_t i = 0; i < walls.n_overlaps; ++i) {
    const flue_overlap *o = &walls.overlap[i];
    if (o->a < n_lower && o->b >= n_lower && o->area_m2 > least)
      add_slab(b, b->room_start[level - 1] + o->a, b->room_start[level] + o->b - n_lower,
               o->area_m2);
  }
  flue_walls_clear(&walls);
  free(outline);
  return sound;
}

void layout_build_slabs(builder *b) {
  const flue_layout *l = b->layout;
  for (size_t level = 1; level < l->n_levels && !b->no_memory; ++level) {
    const flue_plan *plan = l->level[level].plan;
    if (plan != l->level[level - 1].plan) {
      if (!add_slabs_between(b, level)) b->no_memory = 1;
      continue;
    }
    for (size_t i = 0; i < plan->rooms.n; ++i) {
      const size_t below = b->room_start[level - 1] + i;
      add_slab(b, below, b->room_start[level] + i, l->space[below].area_m2);
    }
  }
}

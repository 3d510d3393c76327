/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lengths within a room: the straight line where it stays in the room's cells, which in a rectangle
 * it always does. Else the eikonal equation |grad d| = 1 over the room's box from the cells of the
 * door, by sweeps in the four diagonal directions until nothing changes (@cite zhao2005): no queue,
 * and a room with a bend takes two or three rounds. Doors to dead ends are nobody's aim and need no
 * lengths.
 */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Gain below which a sweep changes nothing, in cells. */
static const float least_gain = 1e-4f;
/** Least way between two doors, in cells: ways get shorter with each door. */
static const double least_way = 0.5;

/** What measures the room in hand. */
typedef struct ruler {
  const flue_crowd *crowd;
  const flue_crowd_floor *in;
  size_t room, width, height; /* of its box, with a rim of one cell */
  int is_rectangle, is_swept;
  float *field;     /* distance to the door in hand, in cells, [height][width] */
  uint32_t *member; /* people by room */
  uint32_t *first_member;
} ruler;

void crowd_door_point(const flue_crowd_door *door, double x, double y, double *px, double *py) {
  const double half = fmax(0, 0.5 * door->width_m - FLUE_WALKING_BOUNDARY_M);
  const double along = (x - door->x) * door->along_x + (y - door->y) * door->along_y;
  const double s = fmax(-half, fmin(half, along));
  *px = door->x + s * door->along_x;
  *py = door->y + s * door->along_y;
}

static double to_door(const flue_crowd_door *door, double x, double y) {
  double px, py;
  crowd_door_point(door, x, y, &px, &py);
  return hypot(px - x, py - y);
}

/** Between the nearest points of two doors [m]: one of them is an end. */
static double between_doors(const flue_crowd_door *a, const flue_crowd_door *b) {
  const flue_crowd_door *door[2] = {a, b};
  double least = INFINITY;
  for (int i = 0; i < 2; i++) {
    const double half = fmax(0, 0.5 * door[i]->width_m - FLUE_WALKING_BOUNDARY_M);
    for (int side = -1; side <= 1; side += 2) {
      const double x = door[i]->x + side * half * door[i]->along_x;
      const double y = door[i]->y + side * half * door[i]->along_y;
      least = fmin(least, to_door(door[1 - i], x, y));
    }
  }
  return least;
}

static void sweep_cell(const ruler *r, size_t at, int *has_changed) {
  float *d = r->field;
  if (d[at] < 0) return; /* not of the room */
  const float west = d[at - 1], east = d[at + 1], south = d[at - r->width],
              north = d[at + r->width];
  const float a = fminf(west < 0 ? INFINITY : west, east < 0 ? INFINITY : east);
  const float b = fminf(south < 0 ? INFINITY : south, north < 0 ? INFINITY : north);
  const float nearer = fminf(a, b), gap = fabsf(a - b);
  if (nearer + least_gain >= d[at]) return; /* infinite as well */
  const float t = gap < 1 ? 0.5f * (a + b + sqrtf(2 - gap * gap)) : nearer + 1;
  if (t + least_gain >= d[at]) return;
  d[at] = t;
  *has_changed = 1;
}

static void sweep(ruler *r) {
  int has_changed = 1;
  while (has_changed) {
    has_changed = 0;
    for (int direction = 0; direction < 4; direction++)
      for (size_t j = 1; j + 1 < r->height; j++) {
        const size_t y = direction & 2 ? r->height - 1 - j : j;
        for (size_t i = 1; i + 1 < r->width; i++)
          sweep_cell(r, y * r->width + (direction & 1 ? r->width - 1 - i : i), &has_changed);
      }
  }
}

/** Place of a cell of the floor in the box. */
static size_t in_box(const ruler *r, int32_t cell) {
  const crowd_net_rooms *rooms = &r->crowd->net.rooms;
  const size_t x = (size_t)cell % r->in->nx - rooms->x0[r->room] + 1;
  const size_t y = (size_t)cell / r->in->nx - rooms->y0[r->room] + 1;
  return y * r->width + x;
}

/** Fills the field from a door. */
static void fill_from(ruler *r, uint32_t port) {
  const crowd_net_rooms *rooms = &r->crowd->net.rooms;
  const int32_t door = (int32_t)r->crowd->net.ports.door[port], room = (int32_t)r->room;
  for (size_t i = 0; i < r->width * r->height; i++) r->field[i] = -1;
  for (size_t y = rooms->y0[r->room]; y <= rooms->y1[r->room]; y++)
    for (size_t x = rooms->x0[r->room]; x <= rooms->x1[r->room]; x++) {
      const size_t cell = y * r->in->nx + x;
      if (r->in->room[cell] != room) continue;
      r->field[in_box(r, (int32_t)cell)] = r->in->door[cell] == door ? 0 : INFINITY;
    }
  sweep(r);
  r->is_swept = 1;
}

/** Whether the line between the middles of two cells stays in the room. */
static int is_in_sight(const ruler *r, int32_t from, int32_t to) {
  const int32_t nx = (int32_t)r->in->nx;
  const int32_t x = from % nx, y = from / nx, dx = to % nx - x, dy = to / nx - y;
  const int32_t longer = abs(dx) > abs(dy) ? abs(dx) : abs(dy), n = 2 * longer; /* half cells */
  for (int32_t i = 1; i < n; i++) { /* rounds to the nearest cell, halves up */
    const int32_t cx = x + (2 * dx * i + n + 2 * n * longer) / (2 * n) - longer;
    const int32_t cy = y + (2 * dy * i + n + 2 * n * longer) / (2 * n) - longer;
    if (r->in->room[cy * nx + cx] != (int32_t)r->room) return 0;
  }
  return 1;
}

/** Length from a cell to a port: the given straight one, or around corners [m]. */
static float length_to(ruler *r, int32_t cell, uint32_t port, double straight) {
  const double least = least_way * r->in->cell_m;
  if (r->is_rectangle || is_in_sight(r, cell, r->crowd->net.ports.cell[port]))
    return (float)fmax(least, straight);
  if (!r->is_swept) fill_from(r, port);
  return (float)fmax(least, r->in->cell_m * (double)r->field[in_box(r, cell)]);
}

/** Lengths to one port of the room, from its other ports and from its people. */
static void measure_port(ruler *r, uint32_t port) {
  const flue_crowd *crowd = r->crowd;
  const crowd_net *net = &crowd->net;
  const uint32_t first = net->rooms.first_port[r->room], end = net->rooms.end_port[r->room];
  const flue_crowd_door *door = &crowd->in.doors[net->ports.door[port]];
  float *gap = net->gap + net->rooms.first_gap[r->room];
  r->is_swept = 0;
  for (uint32_t p = first; p < end; p++) {
    const flue_crowd_door *other = &crowd->in.doors[net->ports.door[p]];
    const double straight = p == port ? 0 : between_doors(other, door);
    gap[(size_t)(p - first) * (end - first) + (port - first)] =
        length_to(r, net->ports.cell[p], port, straight);
  }
  for (uint32_t i = r->first_member[r->room]; i < r->first_member[r->room + 1]; i++) {
    const uint32_t id = r->member[i];
    double x, y;
    crowd_position(crowd, id, &x, &y);
    const double straight = to_door(door, x, y);
    net->start[net->first_start[id] + (port - first)] =
        length_to(r, crowd->people.walker[id].cell, port, straight);
  }
}

static void measure_room(ruler *r, size_t room) {
  const crowd_net *net = &r->crowd->net;
  const crowd_net_rooms *rooms = &net->rooms;
  const size_t n = rooms->end_port[room] - rooms->first_port[room];
  if (rooms->cells[room] == 0) return;
  r->room = room;
  r->in = r->crowd->levels[rooms->floor[room]].in;
  r->width = rooms->x1[room] - rooms->x0[room] + 3;
  r->height = rooms->y1[room] - rooms->y0[room] + 3;
  r->is_rectangle = rooms->cells[room] == (r->width - 2) * (r->height - 2);
  for (size_t i = 0; i < n * n; i++) net->gap[rooms->first_gap[room] + i] = INFINITY;
  for (uint32_t p = rooms->first_port[room]; p < rooms->end_port[room]; p++)
    if (!net->ports.is_dead[p]) measure_port(r, p);
}

/** Cells of the largest box of a room that is no rectangle, with its rim. */
static size_t largest_box(const crowd_net_rooms *rooms, size_t n_rooms) {
  size_t most = 0;
  for (size_t i = 0; i < n_rooms; i++) {
    const size_t width = rooms->x1[i] - rooms->x0[i] + 1, height = rooms->y1[i] - rooms->y0[i] + 1;
    if (rooms->cells[i] == 0 || rooms->cells[i] == width * height) continue;
    if ((width + 2) * (height + 2) > most) most = (width + 2) * (height + 2);
  }
  return most;
}

static size_t ports_of(const flue_crowd *crowd, size_t room) {
  return crowd->net.rooms.end_port[room] - crowd->net.rooms.first_port[room];
}

/** Takes the arrays of lengths. */
static void take_lengths(flue_crowd *crowd) {
  crowd_net *net = &crowd->net;
  size_t n = 0;
  for (size_t i = 0; i < crowd->in.n_rooms; i++) {
    net->rooms.first_gap[i] = n;
    n += ports_of(crowd, i) * ports_of(crowd, i);
  }
  net->gap = crowd_take(crowd, n, sizeof *net->gap);
  net->first_start = crowd_take(crowd, crowd->in.n_people, sizeof *net->first_start);
  n = 0;
  for (size_t id = 0; !crowd->has_failed && id < crowd->in.n_people; id++) {
    net->first_start[id] = n;
    n += ports_of(crowd, (size_t)crowd->people.walker[id].room);
  }
  net->start = crowd_take(crowd, n, sizeof *net->start);
  for (size_t i = 0; !crowd->has_failed && i < n; i++) net->start[i] = INFINITY;
}

/** Sorts people by room. */
static void sort_members(ruler *r) {
  const flue_crowd *crowd = r->crowd;
  uint32_t *first = r->first_member;
  for (size_t id = 0; id < crowd->in.n_people; id++) first[crowd->people.walker[id].room]++;
  for (size_t i = 0, n = 0; i <= crowd->in.n_rooms; i++) first[i] = (uint32_t)(n += first[i]);
  for (size_t id = crowd->in.n_people; id-- > 0;)
    r->member[--first[crowd->people.walker[id].room]] = (uint32_t)id;
}

flue_status crowd_find_gaps(flue_ctx *ctx, flue_crowd *crowd) {
  ruler r = {.crowd = crowd,
             .field = flue_alloc(largest_box(&crowd->net.rooms, crowd->in.n_rooms), sizeof(float)),
             .member = flue_alloc(crowd->in.n_people, sizeof(uint32_t)),
             .first_member = flue_alloc(crowd->in.n_rooms + 1, sizeof(uint32_t))};
  take_lengths(crowd);
  const int is_short = crowd->has_failed || !r.field || !r.member || !r.first_member;
  if (!is_short) sort_members(&r);
  for (size_t i = 0; !is_short && i < crowd->in.n_rooms; i++) measure_room(&r, i);
  free(r.field);
  free(r.member);
  free(r.first_member);
  FLUE_CHECK(!is_short, ctx, FLUE_ENOMEM, "no memory for the lengths within rooms");
  return FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph of the network mode: which rooms each door joins, which doors lead to a dead end, where
 * people begin. One pass over the cells, by runs of equal cells; all else is by rooms and doors. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Most people in a room [m-2]; the result hardly depends on it, see crowd_net.c. */
static const double room_density_m2 = 3.5;
/** Least people that fit into a room. */
static const double least_people = 2;
/** Flow through a door without a cap per clear width [s-1 m-1]. @cite seyfried2009 */
static const double free_flow = 1.9;
/** Least time between two fillings of the ways of a floor [s]. */
static const double refill_s = 5;

/** The rooms on the two sides of each door, while building, [n_doors][2]. */
typedef struct door_sides {
  int32_t *room; /* -1 for none; owned */
  int32_t *cell; /* nearest to the middle of the door; owned */
  double *far_m; /* how far that one is; owned */
} door_sides;

static void take_rooms(flue_crowd *crowd) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const size_t n = crowd->in.n_rooms;
  rooms->first_port = crowd_take(crowd, n, sizeof *rooms->first_port);
  rooms->end_port = crowd_take(crowd, n, sizeof *rooms->end_port);
  rooms->floor = crowd_take(crowd, n, sizeof *rooms->floor);
  rooms->x0 = crowd_take(crowd, n, sizeof *rooms->x0);
  rooms->y0 = crowd_take(crowd, n, sizeof *rooms->y0);
  rooms->x1 = crowd_take(crowd, n, sizeof *rooms->x1);
  rooms->y1 = crowd_take(crowd, n, sizeof *rooms->y1);
  rooms->cells = crowd_take(crowd, n, sizeof *rooms->cells);
  rooms->part = crowd_take(crowd, n, sizeof *rooms->part);
  rooms->first_gap = crowd_take(crowd, n, sizeof *rooms->first_gap);
  rooms->area_m2 = crowd_take(crowd, n, sizeof *rooms->area_m2);
  rooms->capacity = crowd_take(crowd, n, sizeof *rooms->capacity);
  rooms->inside = crowd_keep(crowd, n, sizeof *rooms->inside);
  rooms->walking = crowd_keep(crowd, n, sizeof *rooms->walking);
  rooms->changed_s = crowd_keep(crowd, n, sizeof *rooms->changed_s);
}

static void take_ports(flue_crowd *crowd, size_t n) {
  crowd_net_ports *ports = &crowd->net.ports;
  ports->n = n;
  ports->door = crowd_take(crowd, n, sizeof *ports->door);
  ports->room = crowd_take(crowd, n, sizeof *ports->room);
  ports->twin = crowd_take(crowd, n, sizeof *ports->twin);
  ports->cell = crowd_take(crowd, n, sizeof *ports->cell);
  ports->exit = crowd_take(crowd, n, sizeof *ports->exit);
  ports->next = crowd_take(crowd, n, sizeof *ports->next);
  ports->is_dead = crowd_take(crowd, n, 1);
  crowd->net.is_settled = crowd_take(crowd, n, 1);
  crowd->net.scratch = crowd_take(crowd, n + crowd->in.n_exits, sizeof *crowd->net.scratch);
  ports->first_floor = crowd_take(crowd, crowd->in.n_floors + 1, sizeof *ports->first_floor);
  crowd->net.exit_port = crowd_take(crowd, crowd->in.n_exits, sizeof *crowd->net.exit_port);
}

static void take_net_people(flue_crowd *crowd) {
  crowd_net_people *people = &crowd->net.people;
  const size_t n = crowd->in.n_people;
  people->event_s = crowd_keep(crowd, n, sizeof *people->event_s);
  people->since_s = crowd_keep(crowd, n, sizeof *people->since_s);
  people->depart_s = crowd_keep(crowd, n, sizeof *people->depart_s);
  people->clear = crowd_keep(crowd, n, sizeof *people->clear);
  people->phase = crowd_keep(crowd, n, 1);
  people->is_queued = crowd_keep(crowd, n, 1);
  people->heap = crowd_keep(crowd, n, sizeof *people->heap);
  people->heap_at = crowd_keep(crowd, n, sizeof *people->heap_at);
  people->behind = crowd_keep(crowd, n, sizeof *people->behind);
  people->at = crowd_keep(crowd, n, sizeof *people->at);
  people->port = crowd_keep(crowd, n, sizeof *people->port);
}

static void take_queues(flue_crowd *crowd) {
  crowd_net *net = &crowd->net;
  const size_t n_segments = crowd->segments.n, n = net->ports.n + n_segments;
  net->queues.head = crowd_keep(crowd, n, sizeof *net->queues.head);
  net->queues.tail = crowd_keep(crowd, n, sizeof *net->queues.tail);
  net->segment_port = crowd_take(crowd, n_segments, sizeof *net->segment_port);
  net->stair_walking = crowd_keep(crowd, n_segments, sizeof *net->stair_walking);
  for (size_t i = 0; !crowd->has_failed && i < n; i++)
    net->queues.head[i] = net->queues.tail[i] = CROWD_NOBODY;
}

/** Notes that a cell of a room belongs to a door. */
static void note_side(const flue_crowd *crowd, door_sides *sides, size_t d, int32_t room,
                      int32_t cell) {
  const flue_crowd_door *door = &crowd->in.doors[d];
  const flue_crowd_floor *in = &crowd->in.floors[door->floor];
  double x, y;
  crowd_cell_middle(in, (size_t)cell, &x, &y);
  const double far_m = hypot(x - door->x, y - door->y);
  for (size_t i = 2 * d; i < 2 * d + 2; i++) {
    if (sides->room[i] >= 0 && sides->room[i] != room) continue;
    if (sides->room[i] < 0 || far_m < sides->far_m[i]) {
      sides->cell[i] = cell;
      sides->far_m[i] = far_m;
    }
    sides->room[i] = room;
    return;
  }
}

/** Adds cells of a row, all of the same room and door. */
static flue_status add_run(flue_ctx *ctx, flue_crowd *crowd, door_sides *sides, size_t f, size_t y,
                           size_t x, size_t end) {
  const flue_crowd_floor *in = &crowd->in.floors[f];
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const int32_t room = in->room[y * in->nx + x], door = in->door[y * in->nx + x];
  const size_t r = (size_t)room;
  if (rooms->cells[r] == 0) {
    rooms->floor[r] = (uint32_t)f;
    rooms->x0[r] = (uint32_t)x;
    rooms->y0[r] = (uint32_t)y;
  }
  FLUE_CHECK(rooms->floor[r] == f, ctx, FLUE_EARG,
             "room %d lies on floors %u and %zu; in network mode a room lies on one floor",
             (int)room, rooms->floor[r], f);
  if (x < rooms->x0[r]) rooms->x0[r] = (uint32_t)x;
  if (end - 1 > rooms->x1[r]) rooms->x1[r] = (uint32_t)(end - 1);
  rooms->y1[r] = (uint32_t)y;
  rooms->cells[r] += (uint32_t)(end - x);
  for (size_t i = x; door >= 0 && i < end; i++)
    note_side(crowd, sides, (size_t)door, room, (int32_t)(y * in->nx + i));
  return FLUE_OK;
}

static flue_status scan_floor(flue_ctx *ctx, flue_crowd *crowd, door_sides *sides, size_t f) {
  const flue_crowd_floor *in = &crowd->in.floors[f];
  for (size_t y = 0; y < in->ny; y++) {
    const int32_t *room = in->room + y * in->nx, *door = in->door + y * in->nx;
    for (size_t x = 0, end; x < in->nx; x = end) {
      for (end = x + 1; end < in->nx && room[end] == room[x] && door[end] == door[x];) end++;
      if (room[x] >= 0) FLUE_TRY(add_run(ctx, crowd, sides, f, y, x, end));
    }
  }
  return FLUE_OK;
}

/** Floors, areas and places of rooms. */
static void measure_rooms(flue_crowd *crowd) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const double density = crowd->in.jam_density > 0 ? crowd->in.jam_density : room_density_m2;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    crowd->levels[f].first_room = crowd->in.n_rooms;
    crowd->levels[f].refill_s = refill_s;
    crowd->filled_s[f] = -INFINITY;
  }
  for (size_t r = 0; r < crowd->in.n_rooms; r++) {
    rooms->part[r] = (int32_t)r;
    if (rooms->cells[r] == 0) {
      rooms->floor[r] = CROWD_NOBODY;
      continue;
    }
    crowd_level *level = &crowd->levels[rooms->floor[r]];
    crowd->is_on_floor[rooms->floor[r] * crowd->in.n_rooms + r] = 1;
    if (r < level->first_room) level->first_room = r;
    level->end_room = r + 1;
    rooms->area_m2[r] = rooms->cells[r] * level->in->cell_m * level->in->cell_m;
    rooms->capacity[r] = (uint32_t)fmax(least_people, floor(density * rooms->area_m2[r]));
  }
}

/** Numbers the ports by floor and room, and joins those of a door. */
static void number_ports(flue_crowd *crowd, const door_sides *sides) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  crowd_net_ports *ports = &crowd->net.ports;
  for (size_t i = 0; i < 2 * crowd->in.n_doors; i++)
    if (sides->room[i] >= 0) rooms->end_port[sides->room[i]]++; /* how many, for now */
  uint32_t n = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    ports->first_floor[f] = n;
    for (size_t r = crowd->levels[f].first_room; r < crowd->levels[f].end_room; r++) {
      if (rooms->floor[r] != f) continue;
      rooms->first_port[r] = n;
      n += rooms->end_port[r];
      rooms->end_port[r] = rooms->first_port[r];
    }
  }
  ports->first_floor[crowd->in.n_floors] = n;
  for (size_t d = 0; d < crowd->in.n_doors; d++) {
    uint32_t at[2] = {CROWD_NO_PORT, CROWD_NO_PORT};
    for (size_t i = 0; i < 2; i++) {
      const int32_t room = sides->room[2 * d + i];
      if (room < 0) continue;
      at[i] = rooms->end_port[room]++;
      ports->door[at[i]] = (uint32_t)d;
      ports->room[at[i]] = (uint32_t)room;
      ports->cell[at[i]] = sides->cell[2 * d + i];
      ports->exit[at[i]] = CROWD_NOBODY;
      ports->twin[at[i]] = ports->next[at[i]] = CROWD_NO_PORT;
    }
    if (at[1] == CROWD_NO_PORT) continue;
    ports->twin[at[0]] = at[1];
    ports->twin[at[1]] = at[0];
  }
}

static int32_t part_of(crowd_net_rooms *rooms, int32_t room) {
  while (rooms->part[room] != room) {
    rooms->part[room] = rooms->part[rooms->part[room]];
    room = rooms->part[room];
  }
  return room;
}

/** Gives rooms that doors join the same number. */
static void join_rooms(flue_crowd *crowd) {
  crowd_net_rooms *rooms = &crowd->net.rooms;
  const crowd_net_ports *ports = &crowd->net.ports;
  for (size_t p = 0; p < ports->n; p++) {
    if (ports->twin[p] == CROWD_NO_PORT) continue;
    const int32_t a = part_of(rooms, (int32_t)ports->room[p]);
    const int32_t b = part_of(rooms, (int32_t)ports->room[ports->twin[p]]);
    rooms->part[a > b ? a : b] = a > b ? b : a;
  }
  for (size_t r = 0; r < crowd->in.n_rooms; r++) rooms->part[r] = part_of(rooms, (int32_t)r);
}

/** Port of each exit: that of the room which is not the stair's. */
static void find_exit_ports(flue_crowd *crowd, const door_sides *sides) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    const flue_crowd_exit *exit = &crowd->in.exits[e];
    const int32_t own = crowd_room_behind(crowd, e);
    const int32_t *side = sides->room + 2 * exit->door;
    const int32_t room = side[0] == own && side[1] >= 0 ? side[1] : side[0];
    crowd->net.exit_port[e] = CROWD_NO_PORT;
    for (size_t p = room >= 0 ? rooms->first_port[room] : 0; room >= 0 && p < rooms->end_port[room];
         p++) {
      if (crowd->net.ports.door[p] != exit->door) continue;
      crowd->net.exit_port[e] = (uint32_t)p;
      crowd->net.ports.exit[p] = (uint32_t)e;
    }
  }
}

/** Which doors lead onto each segment. */
static void join_segments(flue_crowd *crowd) {
  crowd_net *net = &crowd->net;
  const crowd_segments *s = &crowd->segments;
  for (size_t k = 0; k < s->n; k++) net->segment_port[k] = CROWD_NO_PORT;
  for (size_t e = crowd->in.n_exits; e-- > 0;) {
    const flue_crowd_exit *exit = &crowd->in.exits[e];
    const uint32_t port = net->exit_port[e];
    if (exit->stair == FLUE_NONE || port == CROWD_NO_PORT || crowd->is_final[e]) continue;
    if (crowd_across_landing(crowd, e) != FLUE_NONE) continue;
    const size_t at = crowd->transfers.enter[e];
    net->ports.next[port] = net->segment_port[at];
    net->segment_port[at] = port;
  }
}

static int is_way_out(const flue_crowd *crowd, size_t port) {
  const uint32_t exit = crowd->net.ports.exit[port];
  return exit != CROWD_NOBODY && crowd->is_target[exit];
}

/** Ports of a room that lead anywhere, and whether one of them leads out. */
static size_t count_ways(const flue_crowd *crowd, size_t room, int *leads_out, uint32_t *last) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  size_t n = 0;
  *leads_out = 0;
  for (uint32_t p = rooms->first_port[room]; p < rooms->end_port[room]; p++) {
    if (crowd->net.ports.is_dead[p]) continue;
    n++;
    *last = p;
    *leads_out |= is_way_out(crowd, p);
  }
  return n;
}

/** Marks doors into rooms that have no other door: nobody passes them on the way out. On duty
 *  people do. */
static void find_dead_ends(flue_crowd *crowd) {
  const crowd_net_ports *ports = &crowd->net.ports;
  const int has_duties = crowd_most_places(&crowd->in) > 0;
  for (size_t p = 0; p < ports->n; p++)
    ports->is_dead[p] = ports->twin[p] == CROWD_NO_PORT && !is_way_out(crowd, p) &&
                        !(has_duties && ports->exit[p] != CROWD_NOBODY);
  if (has_duties) return;
  for (size_t first = 0; first < crowd->in.n_rooms; first++) {
    size_t room = first;
    int leads_out = 0;
    uint32_t port = 0;
    while (count_ways(crowd, room, &leads_out, &port) == 1 && !leads_out) {
      const uint32_t twin = ports->twin[port];
      if (twin == CROWD_NO_PORT || ports->is_dead[twin] || is_way_out(crowd, twin)) break;
      ports->is_dead[twin] = 1;
      room = ports->room[twin];
    }
  }
}

static void set_flows(flue_crowd *crowd) {
  for (size_t d = 0; d < crowd->in.n_doors && crowd->in.door_flow < 0; d++)
    crowd->doors.interval_s[d] = 1 / (free_flow * crowd->in.doors[d].width_m);
}

/** Ports, parts, exits and stairs from the sides of doors. @p has_exit  Of each part: whether there
 *  is one to the outside, then whether there is any. */
static flue_status build_graph(flue_ctx *ctx, flue_crowd *crowd, const door_sides *sides,
                               uint8_t *has_exit) {
  const flue_crowd_input *in = &crowd->in;
  size_t n = 0;
  for (size_t i = 0; i < 2 * in->n_doors; i++) n += sides->room[i] >= 0 ? 1 : 0;
  take_ports(crowd, n);
  take_net_people(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the doors of people");
  measure_rooms(crowd);
  number_ports(crowd, sides);
  join_rooms(crowd);
  find_exit_ports(crowd, sides);
  for (size_t e = 0; e < in->n_exits; e++)
    if (crowd_leads_outside(&in->exits[e]) && crowd->net.exit_port[e] != CROWD_NO_PORT)
      has_exit[crowd->net.rooms.part[crowd->net.ports.room[crowd->net.exit_port[e]]]] = 1;
  set_flows(crowd);
  crowd_build_segments(crowd);
  crowd_build_exits(crowd, NULL, has_exit);
  take_queues(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the stairs of people");
  for (size_t e = 0; e < in->n_exits; e++)
    if (crowd->is_target[e])
      has_exit[crowd->net.rooms.part[crowd->net.ports.room[crowd->net.exit_port[e]]]] = 1;
  find_dead_ends(crowd);
  return FLUE_OK;
}

static int may_stand(const flue_crowd *crowd, const void *user, size_t f, int32_t cell) {
  const uint8_t *has_exit = user;
  const int32_t room = cell < 0 ? -1 : crowd->levels[f].in->room[cell];
  return room >= 0 && has_exit[crowd->net.rooms.part[room]];
}

/** Everybody has a way: a room may have cells that its others do not reach. */
static flue_status check_ways(flue_ctx *ctx, const flue_crowd *crowd) {
  for (uint32_t id = 0; id < crowd->in.n_people; id++) {
    const crowd_level *level = &crowd->levels[crowd->people.walker[id].floor];
    float least = INFINITY;
    for (size_t i = 0; i < level->n_exits; i++) {
      const size_t exit = crowd->exit_list[level->first_exit + i];
      if (crowd->is_target[exit]) least = fminf(least, crowd_path_length(crowd, id, exit));
      if (isfinite(least)) break;
    }
    double x, y;
    crowd_position(crowd, id, &x, &y);
    FLUE_CHECK(isfinite(least), ctx, FLUE_EARG,
               "person %u at (%g, %g) on floor %u, room %d, cannot reach any exit", id, x, y,
               crowd->people.walker[id].floor, (int)crowd->people.walker[id].room);
  }
  return FLUE_OK;
}

static flue_status build_from(flue_ctx *ctx, flue_crowd *crowd, door_sides *sides,
                              uint8_t *has_exit) {
  for (size_t i = 0; i < 2 * crowd->in.n_doors; i++) sides->room[i] = -1;
  for (size_t f = 0; f < crowd->in.n_floors; f++) FLUE_TRY(scan_floor(ctx, crowd, sides, f));
  FLUE_TRY(build_graph(ctx, crowd, sides, has_exit));
  for (size_t i = 0; i < crowd->in.n_people; i++) {
    FLUE_TRY(crowd_place_person(ctx, crowd, i, may_stand, has_exit));
    crowd->net.people.at[i] = crowd->net.people.port[i] = CROWD_NO_PORT;
    crowd->net.people.behind[i] = CROWD_NOBODY;
  }
  FLUE_TRY(crowd_find_gaps(ctx, crowd));
  crowd_measure_transfers(crowd);
  find_dead_ends(crowd); /* with doors of stairs that nobody takes after all */
  join_segments(crowd);
  crowd_build_places(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the ways of people");
  crowd_build_paths(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the ways of people");
  return check_ways(ctx, crowd);
}

flue_status crowd_build_net(flue_ctx *ctx, flue_crowd *crowd) {
  const size_t n = 2 * crowd->in.n_doors;
  door_sides sides = {.room = flue_alloc(n, sizeof *sides.room),
                      .cell = flue_alloc(n, sizeof *sides.cell),
                      .far_m = flue_alloc(n, sizeof *sides.far_m)};
  uint8_t *has_exit = flue_alloc(crowd->in.n_rooms, 1);
  take_rooms(crowd);
  const int is_short = crowd->has_failed || !sides.room || !sides.cell || !sides.far_m || !has_exit;
  flue_status status = FLUE_OK;
  if (!is_short) status = build_from(ctx, crowd, &sides, has_exit);
  free(sides.room);
  free(sides.cell);
  free(sides.far_m);
  free(has_exit);
  FLUE_CHECK(!is_short, ctx, FLUE_ENOMEM, "no memory for the rooms of people");
  return status;
}

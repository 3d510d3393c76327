/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_engine.h  Inside of the crowd engine; only solver/crowd includes it.
 *
 * Reading order: crowd.c (life cycle and clock), crowd_build.c (what never changes), crowd_fields.c
 * (distance fields), crowd_routes.c (choice of exit), crowd_transfers.c (ways over several stairs),
 * crowd_signs.c (what is seen and known of exits), crowd_groups.c (who stays together),
 * crowd_sort.c (bins of neighbours), crowd_look.c (where everybody wants to go), crowd_meet.c (how
 * they get past each other), crowd_move.c (a step on the floors), crowd_step.c (along walls),
 * crowd_walk.c (all of these in parts),
 * crowd_doors.c (doors and coming out), crowd_locks.c (doors that are locked), crowd_deadlock.c
 * (exits nobody passes), crowd_stairs.c (a step on the stairs), crowd_dose.c (gas), crowd_query.c
 * (answers). Lifts and refuges have files of their own, see crowd_lifts.h, and so have people on
 * duty, see crowd_duty.h, and the network mode, see crowd_net.h.
 *
 * All arrays are made by crowd_take() (fixed or scratch) or crowd_keep() (belongs to the state).
 */
#ifndef FLUE_SOLVER_CROWD_ENGINE_H
#define FLUE_SOLVER_CROWD_ENGINE_H

#include <stdint.h>

#include "solver/crowd/crowd.h"
#include "solver/crowd/crowd_duty.h"
#include "solver/crowd/crowd_lifts.h"
#include "solver/crowd/crowd_net.h"
#include "solver/crowd/crowd_stairs.h"
#include "solver/crowd/crowd_transfers.h"

/** Side of a bin of neighbours [m]; two bins hold the look-ahead at 1.9 m/s. */
#define FLUE_CROWD_BIN_M 0.85f

/** Bits of a cell's mask of connected neighbours, counter-clockwise from the east. */
enum crowd_link {
  crowd_east = 1,
  crowd_north = 2,
  crowd_west = 4,
  crowd_south = 8,
  crowd_north_east = 16,
  crowd_north_west = 32,
  crowd_south_west = 64,
  crowd_south_east = 128,
};

enum {
  crowd_max_blocks = 256, /* arrays the engine owns */
  crowd_queue_bins = 64,  /* classes of distance in the count of who is ahead */
  crowd_max_threads = 16, /* threads that fill fields */
  crowd_ahead = 16,       /* people after whom one is asked of memory ahead of its turn */
  crowd_line = 64,        /* bytes of a line of the cache */
  crowd_padding = 8,      /* numbers read beyond the last person */
  crowd_sources = 2,      /* streams that merge into a stair segment: from the stair, from a door */
};

/** Segment of people who are not on a stair. */
#define CROWD_NO_SEGMENT UINT32_MAX

/** Direction to walk at a cell, times 127. */
typedef struct crowd_way {
  int8_t ex, ey;
} crowd_way;

/** What one exit's field says at one cell. */
typedef struct crowd_heading {
  float distance; /**< To the exit, longer where walking is slow [m]; infinite when unreachable. */
  crowd_way free; /**< Direction where nobody is in the way. */
  crowd_way way;  /**< Direction around jams. */
} crowd_heading;

/** What there is at a cell. */
typedef struct crowd_cell {
  uint8_t links; /**< crowd_link bits. */
  uint8_t spot;  /**< crowd_spot bits. */
} crowd_cell;

/** One array of the engine. */
typedef struct crowd_block {
  void *owned;
  void *data; /**< Within it, where a line of the cache begins. */
  size_t n;   /**< Items. */
  size_t bytes;
  int is_state;
} crowd_block;

/** A floor with where its parts begin in the common arrays. */
typedef struct crowd_level {
  const flue_crowd_floor *in;
  size_t first_cell, n_cells;
  size_t first_exit, n_exits;  /**< In exit_list. */
  size_t first_room, end_room; /**< Range of rooms that have cells on it. */
  size_t first_bin;            /**< In bin_start; n_bins + 1 entries. */
  int32_t bins_x, bins_y;
  float inverse_cell; /**< 1 / cell_m [m-1] */
  double refill_s;    /**< Least time between two fillings of its fields [s]. */
} crowd_level;

/** Numbers that change, apart from arrays. All of 8 bytes: no padding in a checkpoint. */
typedef struct crowd_totals {
  int64_t step;           /**< Steps done. */
  uint64_t n_waiting;     /**< In `waiting`. */
  uint64_t n_active;      /**< In `active`. */
  uint64_t n_moving;      /**< Of those, able to walk. */
  uint64_t n_stairs;      /**< In `on_stairs`. */
  uint64_t n_climbing;    /**< Of those, able to walk. */
  uint64_t put_back;      /**< Times somebody was put back onto walkable ground. */
  int64_t held_since;     /**< Step at which counting of held doors began. */
  uint64_t n_locks;       /**< Locks carried out. */
  uint64_t has_smoke;     /**< Non-zero once any gas does harm or hides. */
  double next_start_s;    /**< Earliest start of somebody waiting [s]. */
  double now_s;           /**< Network mode: time of the event under way [s]. */
  double counted_s;       /**< Network mode: when queues were last counted [s]. */
  double rethink_s;       /**< Network mode: when the ends of queues think again [s]. */
  uint64_t has_new_smoke; /**< Network mode: smoke changed since people were last slowed by it. */
  uint64_t n_events;      /**< Network mode: people with an event. */
  double last_out_s;      /**< [s] */
  double warned_s;        /**< When somebody was first warned [s]; infinite before. */
  uint64_t n_riding;      /**< People in lifts, able to walk. */
  uint64_t n_sheltered;   /**< People in refuges, able to walk. */
  double gas_from_s;      /**< When the gas before last held [s]. */
  uint64_t n_on_duty;     /**< On duty and not on a floor, able to walk. */
  double next_duty_s;     /**< When somebody on duty does something next [s]. */
  double gas_to_s;        /**< When the last gas holds [s]; infinite until the next advance. */
} crowd_totals;

/** What a step on a floor reads and changes of a person: 64 bytes without padding, in one piece,
 *  since people who stand together need not have numbers that follow each other. */
typedef struct crowd_walker {
  float x, y;       /**< From the corner of the floor [m]. */
  int32_t cell;     /**< Within the floor. */
  uint32_t floor;   /**< Floor; on a stair the last one. */
  int32_t room;     /**< Compartment now; -1 outside. */
  int32_t target;   /**< Exit walked to, -1 for none. */
  int32_t doorway;  /**< Door it came through and stands in; -1 for none. Those who walk past cut
                         through doorways of side rooms: they do not shelter there. */
  float speed;      /**< Over the last step [m s-1]. */
  float stuck_s;    /**< How long hardly moving [s]. */
  float nearest_m;  /**< Least distance to the exit so far [m]. */
  float lost_s;     /**< How long not nearer to the exit than that [s]. */
  float pace;       /**< Free speed alone [m s-1]; 0 for members of groups. */
  float radius;     /**< Half of the body's diameter [m]. */
  uint32_t segment; /**< Of all stairs; CROWD_NO_SEGMENT on a floor. */
  float progress;   /**< Along the segment [m]. */
  uint8_t state;    /**< flue_person_state */
  uint8_t cause;    /**< flue_cause */
  uint8_t is_discharged; /**< crowd_discharge: came from a stair, at its discharge or before. */
  uint8_t has_left;      /**< Left the floor of the start. */
} crowd_walker;
_Static_assert(sizeof(crowd_walker) == crowd_line, "a person takes one line of the cache");

/** The mutable part of each person, [n_people] each, in order of id. */
typedef struct crowd_people {
  crowd_walker *walker;
  int16_t *exit_taken;  /**< Last exit passed, -1 for none. */
  int16_t *stair_taken; /**< Last stair entered, -1 for none. */
  float *height_m;      /**< Climbed and descended on stairs [m]; NULL where nobody tires. */
  float *start_s;       /**< When walking starts [s]; infinite before the warning. */
  float *warned_s;      /**< [s]; NaN before. */
  float *out_s;         /**< When outside [s]; NaN before. */
  float *asphyxia, *oxygen, *heat; /**< Doses [1]. */
  uint64_t *seen;  /**< Exits of this floor whose sign was seen, bits by place in exit_list; NULL
                        when all know all. */
  uint64_t *tried; /**< Exits of this floor that were found locked, likewise; NULL without locks. */
} crowd_people;

/** Groups that stay together, [n_groups] each. */
typedef struct crowd_groups {
  uint32_t *begin;  /**< In `member`, [n_groups + 1]. */
  uint32_t *member; /**< People by group. */
  /* state */
  double *speed;        /**< Of the slowest who can walk [m s-1]. */
  double *stair_factor; /**< Likewise, down stairs [1]. */
  double *up_factor;    /**< Likewise, up stairs [1]. */
  float *back_m;        /**< Largest distance of a walking member to the exit [m]. */
} crowd_groups;

/** Room of those in doorways, who stand among the people of both sides. */
#define CROWD_ANY_ROOM (-2)

/** Bits of what there is at a cell, and of what somebody there is like. */
enum crowd_spot {
  crowd_near_wall = 1,
  crowd_doorway = 2,
  crowd_impatient = 4, /**< Hardly moves for long. */
  crowd_lost = 8,      /**< Not nearer to the exit for long. */
};

/** A direction, a velocity. */
typedef struct crowd_vector {
  float x, y;
} crowd_vector;

/** Walkers sorted by neighbourhood, [n_people] each with crowd_padding more; rebuilt in each step.
 */
typedef struct crowd_sorted {
  float *x, *y;    /**< From the corner of the floor [m]. */
  float *ex, *ey;  /**< Direction each wants to walk. */
  float *body;     /**< Half of the body's diameter [m], negative when down. */
  float *limit;    /**< Greatest speed here [m s-1]; 0 when down. */
  int32_t *room;   /**< CROWD_ANY_ROOM in a doorway. */
  float *distance; /**< To the own exit [m]. */
  union {
    uint32_t *bin; /**< Bin of each in `active`, while sorting. */
    float *vx;     /**< Velocity of the step [m s-1]; before, how far each looks at first [m]; on
                        stairs the density ahead [m-2]. */
  };
  float *vy;
  uint8_t *spot;  /**< crowd_spot bits. */
  uint8_t *waits; /**< Whether crowd_commit() is to carry out the step, to the place that then
                       stands in vx and vy. */
} crowd_sorted;

/** Doors, [n_doors] each. */
typedef struct crowd_doors {
  double *interval_s; /**< Least time between two people [s]; 0 without a cap. */
  /* state */
  double *free_s;   /**< When the next person may pass [s]. */
  double *passed_s; /**< When somebody last passed [s]. */
  uint8_t *is_locked;
  uint64_t *held; /**< Steps for which people who passed kept it open. */
  uint64_t *down; /**< People lying in it. */
} crowd_doors;

/** Scratch of one thread that fills fields, [largest floor] each. */
typedef struct crowd_front {
  float *distance;          /**< [m] */
  int32_t *next, *previous; /**< Neighbours in the bucket. */
  uint16_t *bucket;
} crowd_front;

/** Whether people may stand in a cell of a floor: there is a way to an exit. */
typedef int (*crowd_stand_fn)(const flue_crowd *crowd, const void *user, size_t floor,
                              int32_t cell);

/** Does something for those at places [begin, end) of the order. */
typedef void (*crowd_part_fn)(flue_crowd *crowd, size_t begin, size_t end);

struct flue_crowd {
  flue_crowd_input in; /**< Shallow copy, arrays borrowed. */
  double dt;           /**< [s] */
  int64_t second;      /**< Steps between two exchanges of dose, about 1 s. */
  int64_t rethink;     /**< Steps between two choices of exit. */
  int threads;
  int has_failed;    /**< Memory was short. */
  int has_undecided; /**< Fine mode: somebody may walk who has no exit yet. */
  crowd_part_fn look_up, find_velocities, move; /**< For this processor. */
  uint8_t lanes_of[256][8]; /**< Numbers of the bits set in a byte, for each byte. */
  size_t n_blocks;
  crowd_block blocks[crowd_max_blocks];

  crowd_level *levels; /**< [n_floors] */
  crowd_cell *cells;
  size_t *exit_list;  /**< Exits by floor, [n_exits]. */
  size_t *field_base; /**< First cell of each exit in `fields`, [n_exits]. */
  uint8_t *is_target; /**< Whether people walk to this exit, [n_exits]. */
  uint8_t *is_final;  /**< Whether being through it is being outside, [n_exits]. */
  double *exit_rate;  /**< People per second through each exit [s-1]. */
  double *beyond_s;   /**< Free time from each exit to the outside [s]. */
  crowd_heading *fields;
  size_t *door_begin; /**< First of the cells of each door on its floor, [n_doors]. */
  size_t *door_end;   /**< Beyond the last of them, [n_doors]. */
  float *nearest_m;   /**< Distance of each cell to the nearest exit [m]. */
  float *cell_cost;   /**< How much a step across each cell of a floor counts [m]; scratch. */
  crowd_front fronts[crowd_max_threads];

  crowd_doors doors;
  crowd_segments segments;
  crowd_transfers transfers;
  crowd_people people;
  crowd_net net; /**< Empty in fine mode. */
  crowd_lifts lifts;
  crowd_refuges refuges;
  crowd_groups groups;
  crowd_places places;
  crowd_duties duties;
  crowd_told told;
  crowd_sorted sorted;
  uint32_t *bin_start;
  uint32_t *level_count;                  /**< Walkers on each floor in this step. */
  uint32_t *order;                        /**< Scratch list of people. */
  uint32_t *waiting, *active, *on_stairs; /**< Lists of people, state. */
  uint32_t *queue;                        /**< People by exit and class of distance, state. */
  size_t *left_here; /**< Able people still on the floor of their start, state. */
  double *cleared_s; /**< When the last of them left [s], state. */

  uint8_t *is_on_floor; /**< Whether a room has cells on a floor, [n_floors][n_rooms]. */
  uint8_t *smoke_class; /**< Class of each room now, [n_rooms], state. */
  uint8_t *field_class; /**< Classes the fields were filled with, [n_floors][n_rooms], state. */
  double *filled_s;     /**< When [s]; NaN before, [n_floors], state. */
  double *idle_s;       /**< Since when people stand at an exit that nobody passes [s], [n_exits],
                             state. */
  size_t *deadlocks;    /**< How often that was a deadlock, [n_exits], state. */
  double *jammed_s;     /**< When jams on it were last looked for [s], [n_floors], state. */
  double *jam_cells;    /**< Cells its headings around jams took last, [n_floors], state. */
  uint8_t *is_jammed;   /**< Whether headings lead around jams, [n_floors], state. */
  float *reach_m;  /**< Distance up to which headings to each exit heed jams, [n_exits], state. */
  float *detour_m; /**< How much farther than the nearest exit it may be there, [n_exits], state. */
  uint8_t *jam;    /**< People in jams in and around each bin then, state. */
  uint8_t *is_door_bin; /**< Whether a bin lies at a door: there all press on. */
  uint16_t *jam_count;  /**< Scratch: people in jams in each bin. */
  double *extinction;   /**< [n_rooms] [m-1], state. */
  uint8_t *is_alarming; /**< Whether people there start by themselves, [n_rooms], state. */
  double *rates;        /**< Dose rates asphyxia, oxygen, heat [s-1], [n_rooms][3], state. */
  double *rates_before; /**< The same before the last set of gas, state. */
  double *irritant;     /**< Fraction of the incapacitating concentration, [n_rooms] [1], state. */
  double *pace; /**< Share of the speed that irritants and crawling leave, [n_rooms], state. */
  flue_exposure *low; /**< Gas at the height of those who crawl, [n_rooms], state. */
  crowd_totals totals;
};

/** Dose that counts: of gases or of heat, whichever is larger [1]. */
static inline double crowd_dose(const crowd_people *people, size_t id) {
  const double gas = (double)people->asphyxia[id] + (double)people->oxygen[id];
  const double heat = (double)people->heat[id];
  return gas > heat ? gas : heat;
}

/** Asks memory for a person that is needed soon: a line of the cache. */
static inline void crowd_ask(const flue_crowd *crowd, uint32_t id) {
  __builtin_prefetch(&crowd->people.walker[id]);
}

/** Place in the order beyond the last person of a floor. */
static inline size_t crowd_end_of_floor(const flue_crowd *crowd, const crowd_level *level) {
  const size_t n_bins = (size_t)level->bins_x * (size_t)level->bins_y;
  return crowd->bin_start[level->first_bin + n_bins];
}

/* crowd.c */
/** Array of n zeroed items, owned by the engine; NULL and `has_failed` when memory is short. */
void *crowd_take(flue_crowd *crowd, size_t n, size_t size);
/** The same for an array that belongs to the state. */
void *crowd_keep(flue_crowd *crowd, size_t n, size_t size);
/** Time at the start of the step under way, in network mode of the event [s]. */
double crowd_now(const flue_crowd *crowd);

/* crowd_build.c */
/** Fills everything that never changes and places people. */
flue_status crowd_build(flue_ctx *ctx, flue_crowd *crowd);
/** Links of the cells of a floor, as doors stand. */
void crowd_link_cells(flue_crowd *crowd, size_t floor);
/** Middle of a cell of a floor [m]. */
static inline void crowd_cell_middle(const flue_crowd_floor *in, size_t cell, double *x,
                                     double *y) {
  *x = in->x0 + in->cell_m * (0.5 + (double)(cell % in->nx));
  *y = in->y0 + in->cell_m * (0.5 + (double)(cell / in->nx));
}
/** Cell of a point, -1 beyond the grid. */
int32_t crowd_cell_at(const crowd_level *level, double x, double y);
/** Column or row of cells, by the position from the corner of the floor [m]; all that need a cell
 *  take it from here, so that they agree. */
static inline int32_t crowd_cell_along(const crowd_level *level, float position) {
  const float at = position * level->inverse_cell;
  return (int32_t)at - (at < 0);
}
/** Where a person is on the floor it stands on [m]. */
static inline void crowd_position(const flue_crowd *crowd, uint32_t id, double *x, double *y) {
  const crowd_walker *walker = &crowd->people.walker[id];
  *x = crowd->levels[walker->floor].in->x0 + (double)walker->x;
  *y = crowd->levels[walker->floor].in->y0 + (double)walker->y;
}
/** Puts a person at a point of the floor it stands on [m]. */
static inline void crowd_put_at(const flue_crowd *crowd, uint32_t id, double x, double y) {
  crowd_walker *walker = &crowd->people.walker[id];
  walker->x = (float)(x - crowd->levels[walker->floor].in->x0);
  walker->y = (float)(y - crowd->levels[walker->floor].in->y0);
}
/** Puts a person in the middle of a cell of the floor it stands on. */
static inline void crowd_put_on_cell(const flue_crowd *crowd, uint32_t id, size_t cell) {
  crowd_walker *walker = &crowd->people.walker[id];
  double x, y;
  crowd_cell_middle(crowd->levels[walker->floor].in, cell, &x, &y);
  crowd_put_at(crowd, id, x, y);
  walker->cell = (int32_t)cell;
}
/** Puts a person at its start. @return FLUE_OK, or FLUE_EARG where no exit can be reached. */
flue_status crowd_place_person(flue_ctx *ctx, flue_crowd *crowd, size_t i, crowd_stand_fn may_stand,
                               const void *user);

/** Whether an exit leads straight outside. */
static inline int crowd_leads_outside(const flue_crowd_exit *exit) {
  return exit->stair == FLUE_NONE && !exit->lift && !exit->refuge;
}

/* crowd_stairs_build.c */
/** Compartment behind an exit: of the stair, shaft or refuge; -1 outside. */
int32_t crowd_room_behind(const flue_crowd *crowd, size_t exit);
/** Free time from a door where people step out to the nearest way outside [s]. */
double crowd_time_from_discharge(const flue_crowd *crowd, size_t exit);
/** Segments: lengths, speeds, capacities, floors. */
void crowd_build_segments(flue_crowd *crowd);
/** What each exit leads to, how fast and how far; needs `is_target` of outside exits. @param
 *  component  Of each cell; NULL in network mode. @param has_outside  Of each component, or part.
 */
void crowd_build_exits(flue_crowd *crowd, const int32_t *component, const uint8_t *has_outside);

/* crowd_fields.c */
/** Lengths between the exits of a floor in clean air, [n_exits][n_exits] of it [m]; infinite where
 *  there is no way. */
void crowd_measure_exits(flue_crowd *crowd, size_t floor, float *gap);
/** Lengths from before the exits of a floor to the nearest way outside [m], by exit. */
void crowd_measure_out(flue_crowd *crowd, size_t floor, float *length);
/** Fills the fields of a floor when they are missing or smoke has changed since. */
void crowd_refresh_fields(flue_crowd *crowd, size_t floor);
/** Lets headings lead around jams, on floors whose turn it is; needs level_count. */
void crowd_refresh_jams(flue_crowd *crowd);
/** Fills the fields again from the classes they were filled with. */
void crowd_restore_fields(flue_crowd *crowd);
/** Class of extinction and heat of a room, given its class so far. */
uint8_t crowd_smoke_class(const flue_exposure *gas, uint8_t before);

/** Whether people go into a room: they would not turn back from its smoke, and it is not hot. */
int crowd_is_bearable(const flue_crowd *crowd, size_t room);
/** How much longer a metre counts in a class of smoke. */
float crowd_class_cost(uint8_t class);

/* crowd_routes.c */
/** Counts who walks to which exit from how far. */
void crowd_count_queues(flue_crowd *crowd);
/** Exit that somebody walks to; -1: none yet, or to a place on duty. */
static inline int32_t crowd_exit_ahead(const flue_crowd *crowd, uint32_t id) {
  const int32_t target = crowd->people.walker[id].target;
  return target < (int32_t)crowd->in.n_exits ? target : -1;
}
/** Picks the exit with the least expected time; the present one unless another is clearly better.
 */
void crowd_choose(flue_crowd *crowd, uint32_t id);
/** Way of a person on a floor to an exit, longer in smoke [m]. */
float crowd_distance(const flue_crowd *crowd, uint32_t id, size_t exit);
/** Walks to another exit from now on; -1: to none yet. */
void crowd_set_target(flue_crowd *crowd, uint32_t id, int32_t exit);

/* crowd_signs.c */
/** Factor on the expected time of an exit by what a person knows of it; infinite when the person
 *  cannot take it. Notes signs that are seen. @param as_known  Whether exits that are neither known
 *  nor seen count like those that are seen. */
double crowd_knowledge_factor(flue_crowd *crowd, uint32_t id, size_t exit, int as_known);
/** Share of the few nearest people in sight who walk to an exit [1]. */
double crowd_share_nearby(const flue_crowd *crowd, uint32_t id, size_t exit);
/** Forgets what was seen on another floor. */
void crowd_forget(flue_crowd *crowd, uint32_t id);
/** Bit of an exit in `seen` and `tried`, 0 beyond the first 64 of a floor. */
uint64_t crowd_exit_bit(const flue_crowd *crowd, size_t exit);

/* crowd_groups.c */
/** Lists members. */
void crowd_build_groups(flue_crowd *crowd);
/** Speeds and stragglers of all groups. */
void crowd_refresh_groups(flue_crowd *crowd);
/** When the last able member of the group who still waits may start [s]; that of the person
 *  without a group. */
double crowd_group_start(const flue_crowd *crowd, uint32_t id);
/** Member whose exit the group takes: the first who walks on this floor; the person without one. */
uint32_t crowd_group_leader(const flue_crowd *crowd, uint32_t id);
/** Exits that a person or members of the group on the same floor found locked, as bits. */
uint64_t crowd_group_tried(const flue_crowd *crowd, uint32_t id);
/** Lets all members on the floor of the leader walk to the leader's exit. */
void crowd_follow_leader(flue_crowd *crowd, uint32_t leader);
/** Free speed on the level: that of the slowest of the group [m s-1]. */
double crowd_group_speed(const flue_crowd *crowd, uint32_t id);
/** The same, less for one who is ahead of the others [m s-1]. */
double crowd_free_speed(const flue_crowd *crowd, uint32_t id);
/** Factor of speed on a stair, by the slowest of the group [1]. */
double crowd_stair_factor(const flue_crowd *crowd, uint32_t id, int is_up);

/* crowd_sort.c */
/** Bin of neighbours that somebody on a floor stands in, counted over all floors. */
size_t crowd_bin_of(const flue_crowd *crowd, uint32_t id);
/** The same along one axis, by the position from the corner of the floor [m], not negative. */
static inline int32_t crowd_bin_along(int32_t n_bins, float position) {
  const int32_t bin = (int32_t)(position * (1 / FLUE_CROWD_BIN_M));
  return bin < n_bins ? bin : n_bins - 1;
}
/** Sorts those on floors by neighbourhood. */
void crowd_sort(flue_crowd *crowd);
/** Whether nobody stands within @p radius of a point, as of the start of the step. */
int crowd_has_space(const flue_crowd *crowd, size_t floor, double x, double y, float radius);

/* crowd_look.c */
/** Fills the sorted arrays for those at places [begin, end) of the order: what everybody wants. */
void crowd_look_up(flue_crowd *crowd, size_t begin, size_t end);
/** The same to the last bit on processors with AVX2. */
void crowd_look_up_avx2(flue_crowd *crowd, size_t begin, size_t end);

/** What somebody does for others or needs of them. */
static inline const flue_crowd_duty *crowd_duty_of(const flue_crowd_input *in, size_t id) {
  static const flue_crowd_duty nothing = {0};
  return in->duties ? &in->duties[id] : &nothing;
}

/* crowd_meet.c */
/** Velocities of those at places [begin, end) of the order, from where all stand. */
void crowd_find_velocities(flue_crowd *crowd, size_t begin, size_t end);
/** The same to the last bit on processors with AVX2. */
void crowd_find_velocities_avx2(flue_crowd *crowd, size_t begin, size_t end);

/* crowd_move.c */
/** Carries out the steps of those at places [begin, end) of the order, without doors. */
void crowd_move(flue_crowd *crowd, size_t begin, size_t end);
/** The same to the last bit on processors with AVX2. */
void crowd_move_avx2(flue_crowd *crowd, size_t begin, size_t end);

/* crowd_walk.c */
/** What the steps need, by the processor. */
void crowd_build_walk(flue_crowd *crowd);
/** A step of everybody on a floor, without doors; after crowd_sort(). */
void crowd_walk(flue_crowd *crowd);

/* crowd_doors.c */
/** Carries out the step: doors, exits, who stays. */
void crowd_commit(flue_crowd *crowd);
/** Whether a door lets somebody through now. */
int crowd_door_is_free(const flue_crowd *crowd, size_t door);
/** Lets one person through a door: busy until the next may follow, and held open meanwhile. */
void crowd_door_pass(flue_crowd *crowd, size_t door);
/** Whether somebody turns back from smoke: thick where the way leads, much thinner here. */
int crowd_turns_back(const flue_crowd *crowd, int32_t from_room, int32_t to_room);
/** Takes off the list of those on floors who are there no longer. */
void crowd_drop_absent(flue_crowd *crowd);
/** Lets somebody who walks on a floor wait in the present room before trying again. */
void crowd_stay(flue_crowd *crowd, uint32_t id);
/** Marks a person as outside since @p when_s. */
void crowd_go_out(flue_crowd *crowd, uint32_t id, double when_s);
/** Puts somebody at the start of a segment. */
void crowd_go_onto_stair(flue_crowd *crowd, uint32_t id, size_t segment, double when_s);
/** Next time a server with this interval is free, after serving somebody now [s]. */
double crowd_serve(const flue_crowd *crowd, double free_s, double interval_s);
/** Marks that a person has left the floor of the start, or cannot any more. */
void crowd_leave_floor(flue_crowd *crowd, uint32_t id, double when_s);

/* crowd_deadlock.c */
/** Finds exits that nobody has passed for long though people stand there, and lets the nearest
 *  through; needs the queues counted. */
void crowd_break_deadlocks(flue_crowd *crowd);
/** While nobody walks no exit is waited at. */
void crowd_rest_exits(flue_crowd *crowd);

/* crowd_locks.c */
/** Locks and unlocks doors whose time has come. */
void crowd_lock_doors(flue_crowd *crowd);
/** Door from the foot of a stair to the outside, for an exit that leads through both; FLUE_NONE
 *  without. */
size_t crowd_second_door(const flue_crowd *crowd, size_t exit);
/** Whether the door of an exit, or the one behind it, is locked. */
int crowd_is_locked(const flue_crowd *crowd, size_t exit);
/** Lets somebody notice that the exit walked to is locked, close to it. */
void crowd_try_handle(flue_crowd *crowd, uint32_t id);

/* crowd_dose.c */
/** Speed in the gas of a room [m s-1]. @param clear  In clear air. */
double crowd_speed_in(const flue_crowd *crowd, double clear, size_t room);
/** Doses, self-warning and going down over one exchange. */
void crowd_breathe(flue_crowd *crowd, double duration_s);

#endif /* FLUE_SOLVER_CROWD_ENGINE_H */

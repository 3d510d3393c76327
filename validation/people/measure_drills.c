/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_drills.c  Merging at landings and drills in towers, beside what
 *  was measured there. */
#include "models/walking.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/* ---- merging ---- */

const double people_merge_shares[people_n_merges] = {0.3, 0.4, 0.5, 0.6, 0.7};

/** A segment of 4 m2 whose streams both wait all the time, for 150 s. */
people_merge people_merge_at(flue_crowd_mode mode, double width_m, double door_share) {
  enum { n = 250 };
  const double from = 80, to = from + 150; /* [s] both streams wait all the time */
  double out[2 * n], passed[2] = {0, 0};
  scene s;
  scene_begin(&s, 2 * n);
  s.in.mode = mode;
  scene_stair(&s, 3, width_m, 4 / width_m, 3);
  s.stair_length[0][2] = 40;
  s.stairs[0].merge_door_share = door_share;
  for (size_t k = 1; k < 3; ++k) {
    scene_floor(&s, 12, 12, 3.0 * (double)k);
    scene_room(&s, k - 1, 0, 0, 12, 12);
    scene_exit(&s, scene_door(&s, k - 1, 0, 6, 3, 0), 0, k);
    scene_crowd(&s, k - 1, n, 0.5, 0.5, 11.5, 11.5, 1.2);
  }
  flue_crowd *crowd = scene_start(&s);
  if (crowd) {
    flue_crowd_advance(crowd, to);
    flue_crowd_get_people(crowd, out, NULL, NULL, NULL, NULL);
    for (size_t i = 0; i < 2 * n; ++i) passed[i / n] += out[i] > from && out[i] <= to;
  }
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  const double all = passed[0] + passed[1];
  return (people_merge){all > 0 ? passed[0] / all : NAN, all / (to - from)};
}

double people_merge_floor(void) {
  double farthest = 0.5; /* of both modes, from the middle of what was measured */
  for (int mode = FLUE_CROWD_FINE; mode <= FLUE_CROWD_NETWORK; ++mode) {
    const double share = people_merge_at((flue_crowd_mode)mode, 1.2, 0).floor_share;
    if (isnan(share)) return NAN;
    if (fabs(share - 0.54) > fabs(farthest - 0.54)) farthest = share;
  }
  return farthest;
}

double people_merge_given(void) {
  double worst = 0;
  for (int mode = FLUE_CROWD_FINE; mode <= FLUE_CROWD_NETWORK; ++mode)
    for (size_t i = 0; i < people_n_merges; ++i) {
      const double given = people_merge_shares[i];
      const double share = people_merge_at((flue_crowd_mode)mode, 1.2, given).floor_share;
      if (isnan(share)) return NAN;
      worst = fmax(worst, fabs(share - given));
    }
  return worst;
}

/* ---- drills ---- */

const double people_drill_sizes[people_n_drills] = {100, 200, 400, 600, 800};

double people_pauls_time(double per_m) {
  return 60 * (0.68 + 0.081 * pow(per_m, 0.73));
}

/** Two stairs of 1.12 m, their own doors to the outside at the foot; storeys of 3.6 m, each with
 *  the same number of people, who start within half a minute. */
static void build_drill(scene *s, double per_m) {
  enum { storeys = 15, stairs = 2 };
  const double width = 1.12, storey = 3.6, riser = 0.18, tread = 0.28;
  const double length = storey / riser * hypot(riser, tread) + 2 * width;
  const double all = per_m * stairs * flue_walking_effective_width(width);
  const size_t per_storey = (size_t)(all / (storeys - 1) + 0.5);
  scene_begin(s, per_storey * (storeys - 1));
  for (size_t i = 0; i < stairs; ++i) scene_stair(s, storeys, width, length, storey);
  for (size_t k = 1; k < storeys; ++k) {
    const size_t f = scene_floor(s, 30, 20, storey * (double)k), first = s->in.n_people;
    scene_room(s, f, 0, 0, 30, 20);
    for (size_t i = 0; i < stairs; ++i)
      scene_exit(s, scene_door(s, f, i ? 30 : 0, 10, 0.91, 0), i, k);
    scene_crowd(s, f, per_storey, 1, 1, 29, 19, 1.2);
    for (size_t i = first; !s->is_short && i < s->in.n_people; ++i)
      s->people[i].pre_movement_s = (float)(30 * fmod(0.618 * (double)i, 1));
  }
  for (size_t i = 0; i < stairs; ++i) {
    s->stairs[i].exit_door = s->in.n_doors;
    s->doors[s->in.n_doors++] = (flue_crowd_door){.width_m = width};
  }
}

people_drill people_drill_at(flue_crowd_mode mode, double per_m) {
  const double every = 5, longest = 3000;
  people_drill drill = {NAN, NAN};
  double sum = 0, n = 0;
  scene s;
  build_drill(&s, per_m);
  s.in.mode = mode;
  flue_crowd *crowd = scene_start(&s);
  flue_agent_row *rows = crowd ? calloc(s.in.n_people, sizeof *rows) : NULL;
  flue_crowd_counts counts = {0};
  for (double t = every; rows && t < longest && counts.outside < s.in.n_people; t += every) {
    flue_crowd_advance(crowd, t);
    flue_crowd_get_counts(crowd, &counts);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < s.in.n_people; ++i) {
      if (rows[i].state != FLUE_PERSON_ON_STAIR) continue;
      ++n;
      sum += (double)rows[i].speed;
    }
  }
  if (rows && counts.outside == s.in.n_people) drill = (people_drill){counts.last_out_s, sum / n};
  free(rows);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return drill;
}

double people_drill_error(void) {
  double worst = 0;
  for (int mode = FLUE_CROWD_FINE; mode <= FLUE_CROWD_NETWORK; ++mode)
    for (size_t i = 0; i < people_n_drills; ++i) {
      const double per_m = people_drill_sizes[i];
      const double time_s = people_drill_at((flue_crowd_mode)mode, per_m).time_s;
      if (isnan(time_s)) return NAN;
      worst = fmax(worst, fabs(time_s / people_pauls_time(per_m) - 1));
    }
  return worst;
}

double people_drill_speed(void) {
  double sum = 0;
  for (size_t i = 0; i < people_n_drills; ++i)
    sum += people_drill_at(FLUE_CROWD_FINE, people_drill_sizes[i]).speed;
  return sum / people_n_drills;
}

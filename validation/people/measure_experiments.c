/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_experiments.c  This engine beside experiments with people. */
#include "core/random.h"
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** Mean density [m-2] and speed [m s-1] in a corridor 1.8 m wide with people in one direction: runs
 *  uo-050 to uo-180-180-070 of the Pedestrian Dynamics Data Archive, computed from the trajectories
 *  that come with PedPy. @cite ped_archive */
static const double measured_density[] = {0.51, 0.55, 0.67, 1.16, 1.58, 1.67, 2.06, 2.43, 3.05};
static const double measured_speed[] = {1.35, 1.39, 1.35, 1.19, 0.99, 0.96, 0.66, 0.44, 0.35};
enum { n_measured = sizeof measured_density / sizeof *measured_density };

double people_measured_speed(double density) {
  if (density <= measured_density[0]) return measured_speed[0];
  for (size_t i = 1; i < n_measured; ++i) {
    if (density > measured_density[i]) continue;
    const double share =
        (density - measured_density[i - 1]) / (measured_density[i] - measured_density[i - 1]);
    return measured_speed[i - 1] + share * (measured_speed[i] - measured_speed[i - 1]);
  }
  return NAN;
}

size_t people_measured_corridor(const double **density, const double **speed) {
  *density = measured_density;
  *speed = measured_speed;
  return n_measured;
}

void people_corridor(double per_m2, double *density, double *speed) {
  enum { frames = 20 };
  const double length = 100, width = 1.8, pitch = 1 / sqrt(per_m2);
  const flue_stream stream = {.seed = 9, .purpose = FLUE_PURPOSE_PEOPLE};
  const size_t n = (size_t)(per_m2 * width * length);
  double people = 0, sum = 0;
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = -1;
  scene_floor(&s, length, width, 0);
  scene_room(&s, 0, 0, 0, length, width);
  scene_way_out(&s, 0, length, 0.5 * width, width, 0);
  scene_crowd(&s, 0, n, 0.1, 0.1, length - 1, width - 0.1, 1.34);
  for (uint32_t i = 0; !s.is_short && i < n; ++i) { /* not in rows behind each other */
    s.people[i].x += (float)(0.5 * pitch * (flue_uniform(stream, i, 0) - 0.5));
    const double y = (double)s.people[i].y + 0.8 * pitch * (flue_uniform(stream, i, 1) - 0.5);
    s.people[i].y = (float)fmin(width - 0.05, fmax(0.05, y));
  }
  flue_crowd *crowd = scene_start(&s);
  flue_agent_row *rows = crowd ? calloc(n, sizeof *rows) : NULL;
  for (int k = 0; rows && k < frames; ++k) {
    flue_crowd_advance(crowd, 10 + k);
    flue_crowd_get_rows(crowd, rows);
    for (size_t i = 0; i < n; ++i) {
      if (rows[i].state != FLUE_PERSON_WALKING || rows[i].x < 45 || rows[i].x > 55) continue;
      ++people;
      sum += (double)rows[i].speed;
    }
  }
  *density = rows ? people / (frames * width * 10) : NAN;
  *speed = sum / people;
  free(rows);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
}

double people_fundamental_error(void) {
  double worst = 0;
  for (double per_m2 = 0.5; per_m2 < 2.05; per_m2 += 0.25) {
    double density, speed;
    people_corridor(per_m2, &density, &speed);
    if (isnan(speed)) return NAN;
    if (density > 2) continue;
    worst = fmax(worst, fabs(speed / people_measured_speed(density) - 1));
  }
  return worst;
}

/** Flow of 150 people out of 10 by 10 m through a neck, from the first to the last [s-1]. */
static double one_neck_flow(double width, unsigned draw) {
  enum { n = 150 };
  scene s;
  scene_begin(&s, n);
  s.in.stream.sample = draw;
  s.in.door_flow = -1;
  scene_floor(&s, 18, 10, 0);
  scene_room(&s, 0, 0, 0, 10, 10);
  scene_room(&s, 0, 10, 0, 18, 10);
  scene_door(&s, 0, 10, 5, width, 0);
  scene_way_out(&s, 0, 18, 5, 10, 0);
  scene_crowd(&s, 0, n, 0.2, 0.2, 9.2, 9.8, 1.34);
  flue_crowd *crowd = scene_start(&s);
  scene_run(crowd, 400);
  const scene_times out = scene_arrivals(crowd, n);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return (n - 1) / (out.last - out.first);
}

double people_neck_flow(double width) {
  enum { draws = 8 }; /* one differs from the next by 3 % */
  double sum = 0;
  for (unsigned i = 0; i < draws; ++i) sum += one_neck_flow(width, i);
  return sum / draws;
}

const double people_neck_widths[people_n_necks] = {0.8, 1.0, 1.2, 1.6, 2.0, 2.4};

double people_least_neck(void) {
  double least = INFINITY;
  for (size_t i = 0; i < people_n_necks; ++i)
    least = fmin(least, people_neck_flow(people_neck_widths[i]) / people_neck_widths[i]);
  return least;
}

double people_largest_neck(void) {
  double most = 0;
  for (size_t i = 0; i < people_n_necks; ++i)
    most = fmax(most, people_neck_flow(people_neck_widths[i]) / people_neck_widths[i]);
  return most;
}

double people_neck_line(void) {
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  const double n = people_n_necks;
  for (size_t i = 0; i < people_n_necks; ++i) {
    const double w = people_neck_widths[i], flow = people_neck_flow(w);
    x += w;
    y += flow;
    xx += w * w;
    yy += flow * flow;
    xy += w * flow;
  }
  const double covariance = n * xy - x * y;
  return covariance * covariance / ((n * xx - x * x) * (n * yy - y * y));
}

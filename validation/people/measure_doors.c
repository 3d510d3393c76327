/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/measure_doors.c  Tests of doors and of the choice between them. */
#include "validation/people/measures.h"
#include "validation/people/scene.h"

/** IMO 4: n people in a room of 8 by 5 m with one exit. */
static scene_times empty_room(size_t n, double width, double flow, double start_s) {
  scene s;
  scene_begin(&s, n);
  s.in.door_flow = flow;
  scene_floor(&s, 8, 5, 0);
  scene_room(&s, 0, 0, 0, 8, 5);
  scene_way_out(&s, 0, 8, 2.5, width, 0);
  scene_crowd(&s, 0, n, 0.2, 0.2, 7.2, 4.8, 1.2);
  for (size_t i = 0; !s.is_short && i < n; ++i) s.people[i].pre_movement_s = (float)start_s;
  flue_crowd *crowd = scene_start(&s);
  scene_run(crowd, 400);
  const scene_times a = scene_arrivals(crowd, n);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return a;
}

double people_door_flow(void) {
  return 100 / empty_room(100, 1, 1.33, 0).last;
}

double people_door_chain(void) {
  const scene_times a = empty_room(100, 1, 1.33, 0);
  return a.last - a.first;
}

double people_opening_chain(void) {
  const scene_times a = empty_room(50, 0.9, 1.3, 0); /* less 0.15 m to either side */
  return a.last - a.first;
}

double people_door_widths(void) {
  static const double width[] = {1, 2, 3, 1.3}, effective[] = {0.7, 1.7, 2.7, 1.0};
  double worst = 0;
  for (size_t i = 0; i < sizeof width / sizeof *width; ++i) {
    const scene_times a = empty_room(100, width[i], 1.33, 0);
    if (isnan(a.last)) return NAN;
    worst = fmax(worst, fabs(a.last - a.first - 99 / (1.33 * effective[i])));
  }
  return worst;
}

double people_late_start(void) {
  const double at_once = empty_room(100, 1, 1.33, 0).last;
  const double by_30 = empty_room(100, 1, 1.33, 30).last - at_once - 30;
  const double by_120 = empty_room(100, 1, 1.33, 120).last - at_once - 120;
  return fabs(by_30) > fabs(by_120) ? fabs(by_30) : fabs(by_120);
}

double people_door_credit(void) {
  const double first = 30;
  scene s;
  scene_begin(&s, 40);
  scene_floor(&s, 8, 5, 0);
  scene_room(&s, 0, 0, 0, 8, 5);
  scene_way_out(&s, 0, 8, 2.5, 1, 0);
  for (int i = 0; i < 40; ++i) scene_person(&s, 0, 5, 0.25 + 0.11 * i, 1.2, first + 0.5 * i);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 300);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t - first;
}

/** IMO 9: 1000 people, 20 by 20 m, doors of 1 m. @return when it is empty [s]. */
double people_hall(size_t exits) {
  static const double at[4][2] = {{2.5, 0}, {17.5, 20}, {17.5, 0}, {2.5, 20}};
  scene s;
  scene_begin(&s, 1000);
  scene_floor(&s, 20, 20, 0);
  scene_room(&s, 0, 0, 0, 20, 20);
  for (size_t i = 0; i < exits; ++i) scene_way_out(&s, 0, at[i][0], at[i][1], 1, 1);
  scene_crowd(&s, 0, 1000, 0.2, 0.2, 19.8, 19.8, 1.2);
  flue_crowd *crowd = scene_start(&s);
  const double t = scene_run(crowd, 1500);
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return t;
}

double people_half_the_doors(void) {
  return people_hall(2) / people_hall(4);
}

double people_far_exit(void) {
  enum { n = 1000 };
  scene s;
  scene_begin(&s, n);
  scene_floor(&s, 30, 20, 0);
  scene_room(&s, 0, 0, 0, 30, 20);
  scene_way_out(&s, 0, 22, 0, 1, 1);
  scene_way_out(&s, 0, 28, 0, 1, 1);
  scene_crowd(&s, 0, n, 0.2, 0.2, 10, 19.8, 1.2); /* 5.2 /m2 */
  flue_crowd *crowd = scene_start(&s);
  double taken[n], far = isnan(scene_run(crowd, 1500)) ? NAN : 0;
  if (crowd) flue_crowd_get_people(crowd, NULL, taken, NULL, NULL, NULL);
  for (size_t i = 0; !isnan(far) && i < n; ++i) far += taken[i] > 0.5;
  flue_crowd_destroy(&crowd);
  scene_end(&s);
  return far / n;
}

double people_wider_doors(void) {
  const double narrow = people_neck_flow(0.8), middle = people_neck_flow(1.0),
               wide = people_neck_flow(1.2);
  return fmin(middle / narrow, wide / middle);
}

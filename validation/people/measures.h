/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file validation/people/measures.h  Published tests of evacuation models, run with this engine:
 * each builds its geometry, lets people walk and gives one number. NaN where somebody who should
 * arrive does not, and without memory. Geometries: RiMEA 4.1.1 annex 1, IMO MSC.1/Circ.1533,
 * NIST TN 1822, ISO 20414:2020.
 */
#ifndef FLUE_VALIDATION_PEOPLE_MEASURES_H
#define FLUE_VALIDATION_PEOPLE_MEASURES_H

#include <stddef.h>

#include "solver/crowd/crowd.h"

/* measure_walking.c: on the level */
double people_corridor_slow(void);  /**< 40 m at 1 m/s [s]. */
double people_corridor_fast(void);  /**< 40 m at 1.33 m/s [s]. */
double people_corridor_speed(void); /**< Mean speed over 40 m of somebody of 1 m/s [m s-1]. */
double people_starts(void);         /**< Largest difference from the own start, of ten [s]. */
double people_corner(void);         /**< Of 20 around a corner, those who arrive by the floor. */
double people_counterflow(void);    /**< Smallest growth of the last arrival of 100, with 0, 10, 50,
                                         100 coming towards [s]. */
double people_speed_rise(void);   /**< Corridor of 60 m, 0.5 to 4 /m2: largest growth of speed from
                                       one density to the next [m s-1]. */
double people_thirty_years(void); /**< 50 adults of 30 years, one at a time over 40 m: mean speed
                                       [m s-1]. */
double people_against(size_t opposing); /**< Last of the 100 with so many coming towards [s]. */
double people_crossing_rooms(void);     /**< Of 60 from two rooms through one door, arrivals. */

/* measure_doors.c */
double people_door_flow(void);     /**< 100 through a door of 1 m, whole period, capped [s-1]. */
double people_door_chain(void);    /**< The same, first to last [s]. */
double people_opening_chain(void); /**< 50 through 0.6 m effective at 1.3 /(m s), first to last. */
double people_door_widths(void);   /**< 100 through 1, 2, 3 m and through 1 m without edges: largest
                                        difference from (N - 1) / C [s]. */
double people_late_start(void);  /**< The same room, all 30 or 120 s later: largest difference from
                                      that shift [s]. */
double people_door_credit(void); /**< 40, one each 0.5 s, door of 0.931 /s: last after the
                                      first start [s]. */
double people_half_the_doors(void); /**< Hall of 1000 with two doors over that with four [1]. */
double people_hall(size_t exits);   /**< Hall of 1000 with one to four doors: empty at [s]. */
double people_far_exit(void);       /**< Share of 1000 that takes the far exit [1]. */
double people_wider_doors(void);    /**< Smallest ratio of flow, 1.0 over 0.8 m and 1.2 over 1.0 m,
                                         without a cap [1]. */

/* measure_choice.c */
double people_cabins(void);       /**< Of 23 in 12 rooms, users of the exit they belong to. */
double people_followers(void);    /**< Of ten who follow others, more users of an exit by one who
                                       may take no other. */
double people_familiar(void);     /**< Share of 100 at the familiar of two exits [1]. */
double people_unaffiliated(void); /**< The same with both familiar. */
double people_closed_exit(void);  /**< Of 30 near an exit that closes at 1 s, users of the other. */
double people_group_spread(void); /**< Four of 1.25 m/s and one of 0.5 m/s: first to last [s]. */
double people_behind_slow(void);  /**< 24 behind a slow and large person: how much later [s]. */
double people_quicker_stair(void);  /**< Of ten, users of the farther stair with the quicker way. */
double people_stair_or_level(void); /**< Share of 100 up a stair and down another, the rest by a
                                       longer level way; NaN unless one alone takes the stairs. */
double people_stair_or_level_network(void); /**< The same in network mode. */
double people_over_bridge(void); /**< One up a stair, over a bridge, down another: difference from
                                    the time by hand, the larger of both modes [1]. */

/* measure_flow.c */
double people_fundamental(void);   /**< Corridor, 0.5 to 6 /m2: largest growth of speed [m s-1]. */
double people_single_file(void);   /**< Single file, 0.5 to 2.5 /m: the same. */
double people_goal_distance(void); /**< Flow of a neck with the goal 5 m behind over 10 m [1]. */
double people_longer_neck(void);   /**< Flow of a short neck over that of one of 5 m [1]. */
double people_second_neck(void);   /**< People standing before the second of two necks, at most. */
double people_wide_corner(void);   /**< Time around a corner: 0 as the shorter straight corridor, 1
                                        as the longer one [1]. */
double people_jam_at_room(void);   /**< People standing before the exit of a room, at most. */
double people_jam_at_stair(void);  /**< The same before the stair after the corridor. */
enum { people_stair_classes = 9 };
/** Speeds on a stair 2 m wide by density, in classes from 0.6 to 1.5 /m2 [m-2], [m s-1].
 *  @return how many classes there were. */
size_t people_stair_speeds(int is_up, double *density, double *speed);
/** Band of measured speeds there: a fast and a slow branch with their deviations [m s-1]. */
void people_stair_band_at(int is_up, double density, double *low, double *high);
double people_stair_band(void);      /**< How far speeds on a stair, up and down, by density lie
                                          outside those measured; negative: inside [m s-1]. */
double people_down_faster(void);     /**< Speed down over speed up in them [1]. */
double people_slower_building(void); /**< 448 people, three storeys, 0.5, 0.75, 1 m/s: least gain of
                                          time from one to the next [s]. */

/* measure_experiments.c */
enum { people_n_necks = 6 };
extern const double people_neck_widths[people_n_necks]; /**< [m] */
double people_measured_speed(double density); /**< In a corridor 1.8 m wide, experiment [m s-1]; NaN
                                                   beyond 3.05 /m2. */
/** Its points, static. @return how many. */
size_t people_measured_corridor(const double **density, const double **speed);
/** The same corridor with this engine, filled at a density; what its middle then has. */
void people_corridor(double per_m2, double *density, double *speed);
double people_fundamental_error(void); /**< Largest deviation from the experiment, 0.5 to 2 /m2
                                            [1]. */
double people_neck_flow(double width); /**< 150 people through a neck without a cap,
                                            mean of eight draws [s-1]. */
double people_least_neck(void);        /**< Least flow per width of six necks [s-1 m-1]. */
double people_largest_neck(void);      /**< Largest. */
double people_neck_line(void);         /**< R2 of flow over width, a straight line [1]. */

/* measure_stairs.c */
double people_stair_up(void);       /**< Time on 10 m over that by the speed of the stair [1]. */
double people_stair_down(void);     /**< The same, down. */
double people_given_up(void);       /**< 10 m up with 1 m/s given for the stair [s]. */
double people_given_down(void);     /**< The same, down. */
double people_long_up(void);        /**< 100 m up with 1 m/s given for the stair [s]. */
double people_long_down(void);      /**< The same, down. */
double people_lone_walker(void);    /**< 10 m down, steps of 18 by 28 cm [s]. */
double people_crowd_walk(void);     /**< 20 m at 2 /m2 by the law of the hydraulic model [s]. */
double people_stair_constant(void); /**< k of a stair of 7 by 11 in [m s-1]. */
double people_stair_most(void);     /**< Largest flow of it [s-1 m-1]. */
double people_wider_stairs(void);   /**< 100 down 4.24 m of stair, 1.0 to 1.8 m wide by 0.2 m:
                                       smallest   ratio of flow from one to the next [1]. */
double people_hydraulic_1(void);    /**< 200 m of stair 1 m wide, one person [s]. */
double people_hydraulic_10(void);   /**< The same, ten. */
double people_hydraulic_100(void);  /**< The same, a hundred. */
double people_long_stair(size_t n); /**< The same, n people [s]. */
double people_ten_storeys(void);    /**< 600 people, ten floors, two stairs: last out [s]. */
/** The same with any number of floors in either mode: last out [s]. @param jam_density  Most people
 *  that rooms and stairs take in [m-2]; 0 for the default. */
double people_tower(size_t floors, int is_network, double jam_density);

/* measure_network.c: network mode; the chains of the hydraulic model, and towers */
double people_guide_room_first(void); /**< 90 people, a room, a stair: first out [s]. */
double people_guide_room_last(void);  /**< The same, last out. */
double people_nine_storeys(void);     /**< 2400 people on eight floors, two stairs: last out [s]. */
double people_guide_door(void);       /**< 300 people at two doors, stairs of 15 m: last out [s]. */
double people_guide_far(void);        /**< The same, 61 m from the doors. */
double people_merge_network(void); /**< A full stair, three from the door to one from above: their
                                      ratio [1]. */
double people_merge_fine(void);    /**< The same in fine mode. */
double people_tower_network(void); /**< 600 people, ten floors, two stairs: last out [s]. */
double people_tower_modes(void);   /**< The same over the time of the fine mode [1]. */
double people_jam_density(void);   /**< Towers of 10 and 21 floors, 2.5 against 3.5 people per m2 at
                                      most: largest change of the time [1]. */
double people_swapping_rooms(void); /**< Two full rooms of 30 change sides through one door:
                                       arrivals in network mode. */

/* measure_drills.c */
/** What comes of two streams that both wait at a landing. */
typedef struct people_merge {
  double floor_share; /**< Share of those from the floor among all who go on down [1]. */
  double flow;        /**< Of both together [s-1]. */
} people_merge;
/** A drill: everybody of a tower walks down. */
typedef struct people_drill {
  double time_s; /**< Last outside [s]; NaN when somebody stays. */
  double speed;  /**< Mean over all people on stairs and all times [m s-1]. */
} people_drill;
enum { people_n_merges = 5, people_n_drills = 5 };
/** Shares given to those from the floor, [people_n_merges] [1]. */
extern const double people_merge_shares[people_n_merges];
/** People per metre of effective width of all stairs, [people_n_drills] [m-1]. */
extern const double people_drill_sizes[people_n_drills];
/** @param door_share  As of flue_crowd_stair; 0: not given. */
people_merge people_merge_at(flue_crowd_mode mode, double width_m, double door_share);
people_drill people_drill_at(flue_crowd_mode mode, double per_m);
/** Time of drills in office towers by Pauls' fit to measured ones, up to 800 people per metre [s].
 *  Constants from memory of the fit, unverified. @cite pauls1980 */
double people_pauls_time(double per_m);
double people_drill_error(void); /**< Largest difference of five drills from Pauls' time, both
                                      modes [1]. */
double people_drill_speed(void); /**< Mean speed on stairs of these drills, fine mode [m s-1]. */
double people_merge_floor(void); /**< Share of those from the floor without one given [1]. */
double people_merge_given(void); /**< Largest difference from the share given [1]. */

/* measure_lifts.c: in both modes, the larger error */
double people_lift_single(void); /**< Lift between two floors, one person: arrival less that by the
                                    car's motion and doors [s]. */
double people_lift_trips(void);  /**< The same with 24 people, of whom eight fit: last arrival. */
double people_escalator(void);   /**< 12 m at 0.5 m/s, standing and walking: time on it less that by
                                    the speeds [s]. */

/* measure_smoke.c */
double people_smoke_speed(void); /**< Largest error of speed in smoke, five densities [1]. */
double people_fed_all(void);     /**< CO2 2 %, CO 0.1 %, O2 15 %: down at [s]. */
double people_fed_oxygen(void);  /**< O2 12 %. */
double people_fed_co(void);      /**< CO 0.1 %. */
double people_fed_co_co2(void);  /**< CO 0.1 %, CO2 3.43 %. */
double people_east_users(double extinction); /**< Of 60, users of an exit in such smoke [1]. */
double people_smoky_exit(void); /**< Users of the exit in smoke of 3 /m over those in clean
                                     air [1]. */

/* measure_draws.c: scaled statistic of Kolmogorov and Smirnov, at most 1.358 where p > 0.05 */
double people_drawn_starts(
    void);                       /**< 1000 pre-movement times of four distributions, the largest. */
double people_drawn_males(void); /**< 50 speeds, uniform from 0.97 to 1.62 m/s. */
double people_drawn_passengers(void); /**< 1000 people of ten kinds of the IMO: chi square of their
                                           numbers, 9 degrees of freedom; infinite when a speed is
                                           not of its kind. */
double people_drawn_adults(void);     /**< 100 speeds, normal of mean 1.2 and deviation 0.2 m/s. */

#endif /* FLUE_VALIDATION_PEOPLE_MEASURES_H */

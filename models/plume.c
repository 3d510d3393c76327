/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plume.h"

#include <math.h>

#include "models/fire.h"
#include "models/gas.h"

static const double pi = 3.14159265358979323846;
static const double least_rise_m = 0.05; /* above the virtual origin */

/** What feeds a plume in uniform gas. */
typedef struct source {
  double convective, origin_m; /**< [W]; height of the virtual origin above the floor [m]. */
  double ambient_k, density;   /**< [K], [kg m-3] */
  int is_absent;               /**< The plume does not pass into the layer. */
} source;

/** Rise above the gas around, no higher than flames are above the air they burn in. */
static double limited(double rise, double around_k, const flue_plume_room *room) {
  const double hottest = 900.0; /* [K] mean rise in flames */
  return fmax(0.0, fmin(rise, room->lower_k + hottest - around_k));
}

static double density_of(double temp_k) {
  return FLUE_PRESSURE_SEA_LEVEL / (FLUE_GAS_CONSTANT * temp_k);
}

/** Height of the virtual origin of the plume above the floor [m]. @cite heskestad1984 */
static double origin_of(const flue_plume_source *fire) {
  return fire->base_m + 0.083 * pow(fire->release / 1000.0, 0.4) - 1.02 * fire->diameter_m;
}

static source below(const flue_plume_source *fire, const flue_plume_room *room, double origin_m) {
  return (source){fire->convective, origin_m, room->lower_k, density_of(room->lower_k), 0};
}

/** Dimensionless strength of a source that feeds a plume at height z above it. */
static double strength(const source *s, double z) {
  return s->convective / (s->density * FLUE_CP * s->ambient_k * sqrt(FLUE_GRAVITY * z) * z * z);
}

/** The substitute source for gas above the interface. @cite evans1984 */
static source above(const flue_plume_source *fire, const flue_plume_room *room, double origin_m) {
  const double c_t = 9.115, beta2 = 0.913;
  source s = below(fire, room, origin_m);
  const double z1 = room->layer_m - s.origin_m, ratio = room->upper_k / room->lower_k;
  if (z1 <= least_rise_m || ratio <= 1.0) {
    s.ambient_k = room->upper_k;
    s.density = density_of(room->upper_k);
    return s;
  }
  const double q1 = strength(&s, z1);
  const double root1 = cbrt(q1);
  const double inner = (1.0 + c_t * root1 * root1) / (ratio * c_t) - 1.0 / c_t;
  if (inner <= 0.0) return (source){.ambient_k = room->upper_k, .is_absent = 1};
  const double root2 = sqrt(inner), q2 = inner * root2; /* the cube root of q2 */
  const double turn = (ratio - 1.0) * (beta2 + 1.0) + ratio * c_t * inner;
  const double z2 = z1 * pow(ratio * q1 * c_t / (root2 * turn), 0.4);
  const double density = density_of(room->upper_k);
  return (source){q2 * density * FLUE_CP * room->upper_k * sqrt(FLUE_GRAVITY * z2) * z2 * z2,
                  room->layer_m - z2, room->upper_k, density, 0};
}

/** What feeds a plume at a height, that of the fire having its origin at another. */
static source source_at(const flue_plume_source *fire, const flue_plume_room *room, double origin_m,
                        double z_m) {
  return z_m > room->layer_m ? above(fire, room, origin_m) : below(fire, room, origin_m);
}

flue_plume_gas flue_plume_at(const flue_plume_source *fire, const flue_plume_room *room, double r_m,
                             double z_m) {
  const source s = source_at(fire, room, origin_of(fire), z_m);
  flue_plume_gas gas = {s.ambient_k, 0.0};
  if (s.is_absent || z_m <= fire->base_m || fire->convective <= 0.0) return gas;
  const double z = fmax(least_rise_m, z_m - s.origin_m);
  const double axis =
      limited(9.1 * cbrt(s.ambient_k / (FLUE_GRAVITY * FLUE_CP * FLUE_CP * s.density * s.density)) *
                  pow(s.convective, 2.0 / 3.0) * pow(z, -5.0 / 3.0),
              s.ambient_k, room);
  const double wide = fmax(0.5 * fire->diameter_m, 0.12 * sqrt(1.0 + axis / s.ambient_k) * z) /
                      sqrt(log(2.0)); /* half of the rise at 0.12 (T/T0)^(1/2) z */
  const double fall = exp(-r_m * r_m / (wide * wide));
  gas.temp_k += axis * fall;
  gas.speed = 3.4 * cbrt(FLUE_GRAVITY / (FLUE_CP * s.density * s.ambient_k)) * cbrt(s.convective) /
              cbrt(z) * fall;
  return gas;
}

flue_plume_gas flue_plume_ceiling_jet(const flue_plume_source *fire, const flue_plume_room *room,
                                      double r_m) {
  const source s = source_at(fire, room, fire->base_m, room->height_m);
  flue_plume_gas gas = {s.ambient_k, 0.0};
  if (s.is_absent || fire->convective <= 0.0) return gas;
  const double turning = 0.18;    /* r/H where the plume has turned */
  const double usual_share = 0.7; /* convective share of the fires behind the fit */
  const double q = s.convective / usual_share / 1000.0;
  const double h = fmax(least_rise_m, room->height_m - s.origin_m);
  const double rise = r_m <= turning * h ? 16.9 * pow(q, 2.0 / 3.0) / pow(h, 5.0 / 3.0)
                                         : 5.38 * pow(q / r_m, 2.0 / 3.0) / h;
  gas.temp_k += limited(rise * s.ambient_k / 293.0, s.ambient_k, room);
  const double least_share = 0.5; /* of the height above the fuel: flames reach higher (assumed) */
  const source moving = source_at(fire, room, origin_of(fire), room->height_m);
  const double rises = fmax(least_share * h, room->height_m - moving.origin_m);
  gas.speed = flue_ceiling_jet_speed(moving.convective, rises, r_m);
  return gas;
}

flue_plume_ceiling flue_plume_ceiling_of(const flue_plume_source *fire,
                                         const flue_plume_room *room) {
  const source s = source_at(fire, room, origin_of(fire), room->height_m);
  flue_plume_ceiling c = {.ambient_k = s.ambient_k};
  if (s.is_absent || fire->convective <= 0.0) return c;
  const double prandtl = 0.7;
  const double nu = 1.6e-5 * pow(s.ambient_k / 300.0, 1.7); /* [m2 s-1] of air */
  const double height = fmax(least_rise_m, room->height_m - s.origin_m);
  const double root = cbrt(strength(&s, height)), speed = sqrt(FLUE_GRAVITY * height) * root;
  const double re = speed * height / nu, pr = pow(prandtl, -2.0 / 3.0);
  const double scale = s.density * FLUE_CP * speed * pr, fifth = pow(re, 0.2);
  c.height_m = height;
  c.near = 8.82 * scale / sqrt(re);
  c.fall = 5.0 - 0.284 * fifth;
  c.far = 0.283 * scale / (fifth * sqrt(fifth));
  c.rise = s.ambient_k * root * root;
  c.most_rise = limited(INFINITY, s.ambient_k, room);
  return c;
}

void flue_plume_ceiling_heat(const flue_plume_ceiling *c, double r_m, double *h, double *temp) {
  *h = 0.0;
  *temp = c->ambient_k;
  if (c->height_m <= 0.0) return;
  const double x = r_m / c->height_m;
  if (x < 0.2) {
    *h = c->near * (1.0 - c->fall * x);
    *temp += fmin(c->most_rise, c->rise * (10.22 - 14.9 * x));
    return;
  }
  const double a = pow(x, 0.8), b = a * a; /* x^1.2 is a^1.5, x^2.4 is a^3 */
  const double fall = (1.0 - 1.10 * a + 0.808 * b) / (1.0 - 1.10 * a + 2.20 * b + 0.690 * a * b);
  *h = c->far / (a * sqrt(a)) * (x - 0.0771) / (x + 0.279);
  *temp += fmax(0.0, fmin(c->most_rise, 8.39 * c->rise * fall));
}

void flue_plume_ring(int k, double *r, double *area) {
  const double inner = (double)k / FLUE_PLUME_RINGS, outer = (k + 1.0) / FLUE_PLUME_RINGS;
  const double middle = 0.5 * (inner + outer);
  *r = middle * middle;
  *area = outer * outer * outer * outer - inner * inner * inner * inner;
}

double flue_plume_ceiling_loss(const flue_plume_ceiling *c, double radius_m, double ceiling_k) {
  double mean = 0.0;
  for (int k = 0; k < FLUE_PLUME_RINGS; ++k) {
    double r, area, h, temp;
    flue_plume_ring(k, &r, &area);
    flue_plume_ceiling_heat(c, r * radius_m, &h, &temp);
    mean += area * h * (temp - ceiling_k);
  }
  return pi * radius_m * radius_m * mean;
}

double flue_jet_growth(double height_m, double radius_m, double layer_m, double loss) {
  const double turned = 0.18, measured = 2.0, least = 0.2, most = 3.0; /* of the height */
  const double r = radius_m / height_m;
  const double rise_falls = pow(fmax(1.0, fmin(measured, r) / turned), 2.0 / 3.0);
  const double grown = (1.0 - loss) * rise_falls - 1.0;
  const double thickness = 0.1 * height_m * pow(fmax(least, fmin(most, r)), 0.9);
  return fmax(0.0, grown) * fmin(1.0, fmax(0.0, 2.0 - layer_m / thickness));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fires: what they give off, what burns where, and what their plumes carry up. */
#include <math.h>
#include <string.h>

#include "models/device.h"
#include "solver/network/network_internal.h"

static const double pi = 3.14159265358979323846;

/* ---- what a fire would do with all the air it needs ---- */

/** A fire at a moment, by its design or its table. */
typedef struct burning {
  double wanted, part; /**< [W]; part of the oxygen of its compartment that is for it [1]. */
  double base_m, area_m2, diameter_m;
  double yield[FLUE_SPECIES_COUNT];
  double vapour; /**< Heat that the vapour could release [W]. */
  double lower, upper;
  double entrained, inside; /**< Gas carried up to the layer, and drawn in above it [kg s-1]. */
  double growth; /**< Of what is carried up, by the height of the interface [kg s-1 m-1]. */
  double least;  /**< Carried up with what burns of its oxygen [kg s-1]. */
} burning;

/** Value of a row at a time since lighting: linear between, held outside. */
static double row_at(const flue_fire_table *t, const double *row, double since_s) {
  size_t low = 0, high = t->n - 1;
  if (since_s <= t->time_s[0]) return row[0];
  if (since_s >= t->time_s[high]) return row[high];
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    if (t->time_s[middle] <= since_s)
      low = middle;
    else
      high = middle;
  }
  const double span = t->time_s[high] - t->time_s[low];
  return span > 0.0 ? row[low] + (row[high] - row[low]) * (since_s - t->time_s[low]) / span
                    : row[high];
}

static double row_or_zero(const flue_fire_table *t, const double *row, double since_s) {
  return row ? row_at(t, row, since_s) : 0.0;
}

static double design_rate(const flue_fire *fire, double lit_s, double t_s) {
  const int is_design = fire->table.n == 0;
  if (is_design && !fire->by_flame) return flue_design_fire_rate(&fire->design, t_s);
  if (isnan(lit_s) || t_s < lit_s) return 0.0;
  return is_design ? flue_design_fire_rate(&fire->design, t_s - lit_s)
                   : row_at(&fire->table, fire->table.heat_w, t_s - lit_s);
}

double network_design_rate(const flue_network *net, size_t fire, double t_s) {
  return design_rate(&net->fire[fire].in, net->fire_view[fire].lit_s, t_s);
}

static double wanted_release(const fire_state *fire, double lit_s, double t_s) {
  const double design = design_rate(&fire->in, lit_s, t_s);
  if (fire->in.has_e_coefficient)
    return design * flue_sprinkler_share_of_water(t_s - fire->suppressed_at, fire->spray_density,
                                                  fire->in.e_coefficient);
  const int is_sprinkled = t_s > fire->suppressed_at && fire->release_at_suppression > 0.0;
  if (!is_sprinkled) return design;
  return fmin(design, fire->release_at_suppression *
                          flue_sprinkler_share(t_s - fire->suppressed_at, fire->spray_density));
}

double network_wanted_release(const flue_network *net, size_t fire, double t_s) {
  return wanted_release(&net->fire[fire], net->fire_view[fire].lit_s, t_s);
}

/** Chemistry and place of a fire that burns by a table. */
static void read_table(const flue_fire *fire, double since_s, burning *b) {
  const flue_fire_table *t = &fire->table;
  b->base_m = t->base_m ? row_at(t, t->base_m, since_s) : fire->base_m;
  b->area_m2 = t->area_m2 ? row_at(t, t->area_m2, since_s) : 0.0;
  const int has_yields = t->co || t->soot || t->hcn || t->hcl || t->trace;
  if (!has_yields) {
    memcpy(b->yield, fire->fuel.yield, sizeof b->yield);
    return;
  }
  flue_fuel_stoichiometry(&fire->fuel, row_or_zero(t, t->co, since_s),
                          row_or_zero(t, t->soot, since_s), row_or_zero(t, t->hcn, since_s),
                          t->hcl ? row_at(t, t->hcl, since_s) : INFINITY,
                          row_or_zero(t, t->trace, since_s), b->yield);
}

static burning start_burning(const flue_network *net, size_t f, double t_s) {
  const fire_state *fire = &net->fire[f];
  const double lit_s = net->fire_view[f].lit_s, least_area = 1e-3; /* [m2] */
  burning b = {.wanted = wanted_release(fire, lit_s, t_s), .base_m = fire->in.base_m};
  if (b.wanted <= 0.0) return b;
  if (fire->in.table.n == 0) {
    memcpy(b.yield, fire->in.fuel.yield, sizeof b.yield);
    b.area_m2 = b.wanted / fire->in.fuel.area_rate;
  } else {
    /* what sprinklers hold back as Evans found burns as it did when they opened */
    const double held_s = fire->in.has_e_coefficient ? INFINITY : fire->suppressed_at;
    read_table(&fire->in, fmin(t_s, held_s) - lit_s, &b);
  }
  b.area_m2 = fmax(least_area, b.area_m2);
  b.diameter_m = sqrt(4.0 / pi * b.area_m2);
  return b;
}

/* ---- oxygen ---- */

/** Heat per mass of oxygen of a fuel [J kg-1]. */
static double heat_per_oxygen(const flue_fuel *fuel, const burning *b) {
  const double used = -b->yield[FLUE_O2], usual = 13.1e6; /* @cite huggett1980 */
  return used > 0.0 ? fuel->heat_of_combustion / used : usual;
}

double network_oxygen_volume_of(double mass_fraction) {
  /* per mass of a gas like air: no other species changes the sum of moles much */
  const double air_molar_mass = 28.96e-3;
  return mass_fraction * air_molar_mass / FLUE_MOLAR_MASS[FLUE_O2];
}

double network_oxygen_volume(const flue_network *net, int cell) {
  return network_oxygen_volume_of(fmax(0.0, network_fraction(net, FLUE_O2, cell)));
}

static const double fading = 0.025; /* volume fraction of oxygen over which burning ends */

/** Volume fraction of oxygen at which nothing burns. */
static double extinction_limit(const flue_network *net, double temp_k) {
  return isnan(net->oxygen_limit) ? flue_extinction_limit(temp_k) : net->oxygen_limit;
}

double network_usable_oxygen(const flue_network *net, double volume_fraction, double temp_k) {
  const double above = volume_fraction - extinction_limit(net, temp_k);
  return fmin(1.0, fmax(0.0, above / fading));
}

static const double to_volume = 28.96 / 32.0; /* fraction by volume over that by mass, in air */

/** What burning in a cell may draw on in a step. */
typedef struct oxygen_store {
  double fraction;   /**< Of its mass at the end of the step without burning [1]. */
  double lost_per_w; /**< Fall of that for each watt released in the cell [W-1]. */
  double most_air;   /**< Gas it can give [kg s-1]. */
  double temp_k;
} oxygen_store;

/** Volume that a room gains by what a fire in it releases [m3 J-1]. */
static double expansion(const flue_network *net, const fire_state *fire) {
  const double heat_per_volume = FLUE_CP * net->outside.pressure / FLUE_GAS_CONSTANT; /* [J m-3] */
  return (1.0 - fire->in.fuel.radiative_fraction) / heat_per_volume;
}

/** Oxygen of the air that a room gets less than in the last step when its fires release more
 *  [kg s-1]: as much as their gas expands by, at most; without that both would swing against each
 *  other.
 *  @param more  Release of this fire over that of the last step [W]; the others do alike. */
static double kept_out(const flue_network *net, const fire_state *fire, const burning *b,
                       double more) {
  const double density = net->outside.pressure / (FLUE_GAS_CONSTANT * net->outside.temp_k);
  return net->air[FLUE_O2] * density * expansion(net, fire) * more / b->part;
}

/** Oxygen of a cell at the end of a step: what is there, diluted by what the last step brought.
 *  @param less  Oxygen that comes less than in the last step [kg s-1]. */
static oxygen_store store_of(const flue_network *net, const burning *b, double per_oxygen, int cell,
                             double less, double dt) {
  /* all fires together draw at most this share of the gas in a cell in one step */
  const double most_share = 0.5;
  const double held = net->mass[cell], brought = dt * net->caution * net->supply[cell];
  const double oxygen =
      held * fmax(0.0, network_fraction(net, FLUE_O2, cell)) +
      dt * net->caution * (net->supply_o2[cell] - fmin(net->supply_o2[cell], less));
  return (oxygen_store){oxygen / (held + brought), dt / (b->part * per_oxygen * (held + brought)),
                        b->part * net->caution * (most_share * held / dt + net->supply[cell]),
                        net->temp[cell]};
}

/** Release in a cell by `air` drawn in there, not above `most` [W]. The cell loses the oxygen burnt
 *  during the step, and what burns on its way into it: solved for the fraction y at its end, q =
 *  (y_0 - y) / c = e air y u(y), with the share u of oxygen in use 1 or, where burning fades, a
 * line of y.
 *  @param on_its_way  Release there [W].
 *  @param less        As in store_of(). */
static double release_in(const flue_network *net, const fire_state *fire, const burning *b,
                         int cell, double air, double on_its_way, double less, double most,
                         double dt) {
  const double per_oxygen = heat_per_oxygen(&fire->in.fuel, b);
  const oxygen_store s = store_of(net, b, per_oxygen, cell, less, dt);
  const double limit = extinction_limit(net, s.temp_k);
  const double rate = per_oxygen * fmin(air, s.most_air); /* e air [W] */
  const double y_0 = s.fraction - on_its_way * s.lost_per_w;
  if (rate <= 0.0 || to_volume * y_0 <= limit) return 0.0;
  const double free = y_0 / (1.0 + rate * s.lost_per_w);
  if (to_volume * free >= limit + fading) return fmin(most, rate * free);
  const double second = rate * s.lost_per_w * to_volume / fading; /* coefficients of y^2 and y */
  const double first = 1.0 - rate * s.lost_per_w * limit / fading;
  const double root = sqrt(first * first + 4.0 * second * y_0);
  const double y = first > 0.0 ? 2.0 * y_0 / (first + root) : (root - first) / (2.0 * second);
  return fmin(most, rate * y * fmax(0.0, (to_volume * y - limit) / fading));
}

double network_flame_memory(double dt) {
  const double response_s = 5.0; /* assumed */
  return exp(-dt / response_s);
}

/** Share of the oxygen in the plume that burns after a step. Flames answer to the limit with a lag:
 * gas of the upper layer that sinks would else put them out and let them burn again from step to
 * step. */
static double follow_limit(const flue_network *net, const fire_state *fire, const burning *b,
                           double dt) {
  const int low = net->lower[fire->in.compartment];
  const oxygen_store s = store_of(net, b, heat_per_oxygen(&fire->in.fuel, b), low, 0.0, dt);
  const double now = network_usable_oxygen(net, to_volume * s.fraction, s.temp_k);
  return now + (fire->usable - now) * network_flame_memory(dt);
}

/** Oxygen of the air that comes in during a step, as flames meet it after their lag [kg s-1].
 *  @param less  As in store_of(). */
static double fresh_oxygen(const flue_network *net, size_t room, double less, double dt) {
  const double kept = network_flame_memory(dt);
  return kept * net->fresh_o2[room] + (1.0 - kept) * fmax(0.0, net->fresh_in[room] - less);
}

/** Release below the interface: the plume carries what it burns out of the lower layer with the
 * air, so that the layer keeps its fraction of oxygen. Where the layer as mixed no longer burns,
 * flames keep to the air that comes in and burn its oxygen, on its way through the layer (assumed):
 * a room with an open door burns on.
 *  @param more  Release expected over that of the last step [W]. */
static double release_below(const flue_network *net, const fire_state *fire, const burning *b,
                            double more, double dt) {
  const double most_share =
      0.95; /* of the oxygen a plume carries; the layer may lose some meanwhile */
  const size_t room = fire->in.compartment;
  const double per_oxygen = heat_per_oxygen(&fire->in.fuel, b);
  const double less = kept_out(net, fire, b, more);
  const oxygen_store s = store_of(net, b, per_oxygen, net->lower[room], less, dt);
  const double carried = s.fraction * fmin(b->entrained, s.most_air);
  const double fresh = fmin(carried, b->part * fresh_oxygen(net, room, less, dt));
  return fmin(b->vapour, most_share * per_oxygen * fmax(fire->next_usable * carried, fresh));
}

/** Oxygen around the base of the flame: of the lower layer, fading to the upper as that covers it.
 */
static double oxygen_at_base(const flue_network *net, size_t room, double to_layer) {
  const double low = network_fraction(net, FLUE_O2, net->lower[room]);
  if (net->upper[room] < 0) return low;
  const double fading_m = 0.3; /* [m] */
  const double share = fmin(1.0, to_layer / fading_m);
  return share * low + (1.0 - share) * network_fraction(net, FLUE_O2, net->upper[room]);
}

/** What the hot layer of a compartment radiates down onto fuel [W m-2]. */
static double layer_radiation(const flue_network *net, size_t room) {
  const double slant = 1.8; /* mean path over the depth of a wide layer @cite hottel1967 */
  if (net->upper[room] < 0) return 0.0;
  const double hot = net->temp[net->upper[room]], cold = net->room[room].temp_k;
  const double deep = net->room[room].height_m - net->layer_m[room];
  const double emissivity = -expm1(-slant * deep * net->radiation[room].absorption[1]);
  return emissivity * FLUE_STEFAN_BOLTZMANN * fmax(0.0, pow(hot, 4.0) - pow(cold, 4.0));
}

/** Vapour of a design fire over that in the open: by the oxygen at its base, and by the radiation
 *  of the hot layer, which goes on where the flame has left the fuel; not above 1. A fuel surface
 *  answers slowly, by its heating (20 s, assumed). Fires by a table give off what the table says.
 */
static double vapour_factor(const flue_network *net, fire_state *fire, double to_layer, double dt) {
  if (fire->in.table.n > 0) return 1.0;
  const double response_s = 20.0;
  const size_t room = fire->in.compartment;
  const double now =
      fmin(1.0, flue_oxygen_share(oxygen_at_base(net, room, to_layer)) +
                    flue_radiated_vapour(&fire->in.fuel, layer_radiation(net, room)));
  fire->next_factor = now + (fire->factor - now) * exp(-dt / response_s);
  return fire->next_factor;
}

/* ---- plumes ---- */

/** Entrainment up to z of a fire beside walls: a part of a larger fire in the open with its images.
 *  A sheet of smoke knows no such walls. @cite mowrer1987 @cite zukoski1981 */
static double entrain(const fire_state *fire, const burning *b, double z_m) {
  const double convective = 1.0 - fire->in.fuel.radiative_fraction;
  const double n = fire->plume->is_round ? fire->images : 1.0;
  const flue_plume_fire source = {.release = n * b->vapour,
                                  .convective = n * convective * b->vapour,
                                  .diameter_m = sqrt(n) * b->diameter_m,
                                  .length_m = fire->in.length_m,
                                  .spill_m = fire->in.spill_m,
                                  .edge_m = fmax(0.0, fire->in.edge_m - b->base_m)};
  return fire->plume->flow(&source, z_m) / n;
}

/** How much more a plume carries up to a higher interface [kg s-1 m-1]; nothing to one that lies
 *  below the fuel, nor where a law of plumes steps down. */
static double growth_of(const fire_state *fire, const burning *b, double z_m) {
  const double step_m = 0.05;
  if (z_m <= 0.0) return 0.0;
  return fmax(0.0, (entrain(fire, b, z_m + step_m) - entrain(fire, b, z_m)) / step_m);
}

/** A plume cooler than the layer above cannot pass into it: no more is drawn in than leaves it as
 *  warm as that layer, but at least the air whose oxygen burns in it. */
static double not_below_layer(const flue_network *net, const fire_state *fire, burning *b,
                              double entrained) {
  const size_t room = fire->in.compartment;
  const double rise = net->temp[net->upper[room]] - net->temp[net->lower[room]];
  const double least_rise = 1.0; /* [K] */
  const double convective = (1.0 - fire->in.fuel.radiative_fraction) * b->vapour;
  const double y = network_fraction(net, FLUE_O2, net->lower[room]);
  const double more = 1.05; /* than is burnt of its oxygen */
  const double burnt = y > 0.0 ? more * b->lower / (heat_per_oxygen(&fire->in.fuel, b) * y) : 0.0;
  b->least = fmin(entrained, burnt);
  return fmin(entrained, fmax(burnt, convective / (FLUE_CP * fmax(least_rise, rise))));
}

/** What the draught of the openings adds to the entrainment of a round plume up to z. */
static double entrain_across(const flue_network *net, const fire_state *fire, const burning *b,
                             double z_m) {
  const size_t room = fire->in.compartment;
  const flue_compartment *r = &net->room[room];
  const double least = 0.1; /* [m] */
  if (!fire->plume->is_round) return 0.0;
  const double height = net->upper[room] < 0 ? r->height_m : net->layer_m[room];
  const double speed = net->draught[room] / (sqrt(r->area_m2) * fmax(least, height));
  return flue_plume_crosswind(net->density[net->lower[room]], speed, b->diameter_m, z_m) /
         fire->images;
}

/** Burns in both layers with the interface so high above the fuel.
 *  @param more  Release expected over that of the last step [W].
 *  @return the release [W]. */
static double burn_in_layers(const flue_network *net, const fire_state *fire, burning *b,
                             double to_layer, double more, double dt) {
  const size_t room = fire->in.compartment;
  const double to_ceiling = fmax(0.05, net->room[room].height_m - b->base_m);
  b->entrained = entrain(fire, b, to_layer) + entrain_across(net, fire, b, to_layer);
  b->lower = release_below(net, fire, b, more, dt);
  b->inside = fmax(0.0, entrain(fire, b, to_ceiling) - b->entrained);
  b->upper = b->vapour > b->lower ? release_in(net, fire, b, net->upper[room], b->inside, b->lower,
                                               0.0, b->vapour - b->lower, dt)
                                  : 0.0;
  return b->lower + b->upper;
}

/** Burns as if the release of the step were known, which tells how far the gas expands: an upper
 *  layer comes down, quickly so in a small compartment, and less air comes in.
 *  @param more  Release over that of the last step [W]. @return the release [W]. */
static double burn_expanding(const flue_network *net, const fire_state *fire, burning *b,
                             double to_layer, double more, double dt) {
  const size_t room = fire->in.compartment;
  if (net->upper[room] < 0) {
    b->lower = release_in(net, fire, b, net->lower[room], b->entrained, 0.0,
                          kept_out(net, fire, b, more), b->vapour, dt);
    return b->lower;
  }
  const double fall = dt * expansion(net, fire) / network_area_at(net, room, net->layer_m[room]);
  return burn_in_layers(net, fire, b, fmax(0.0, to_layer - fall * more), more, dt);
}

/** Burning by what its own expansion leaves of the air: solved for the end of the step.
 *  @param last  Release of the last step [W]. */
static void burn_in_room(const flue_network *net, const fire_state *fire, burning *b,
                         double to_layer, double last, double dt) {
  const double all = 0.9999; /* of what there is to burn */
  double low = 0.0, high = b->vapour;
  if (burn_expanding(net, fire, b, to_layer, high - last, dt) >= all * high) return;
  for (int i = 0; i < 20; ++i) {
    const double middle = 0.5 * (low + high);
    if (burn_expanding(net, fire, b, to_layer, middle - last, dt) > middle)
      low = middle;
    else
      high = middle;
  }
}

static void burn_fire(const flue_network *net, size_t f, burning *b, double dt) {
  fire_state *fire = &net->fire[f];
  const size_t room = fire->in.compartment;
  const int high = net->upper[room];
  const double to_ceiling = fmax(0.05, net->room[room].height_m - b->base_m);
  const double to_layer = high < 0 ? to_ceiling : fmax(0.0, net->layer_m[room] - b->base_m);
  b->vapour = b->wanted * vapour_factor(net, fire, to_layer, dt);
  if (high < 0)
    b->entrained = entrain(fire, b, to_layer) + entrain_across(net, fire, b, to_layer);
  else
    fire->next_usable = follow_limit(net, fire, b, dt);
  burn_in_room(net, fire, b, to_layer, net->fire_view[f].release, dt);
  if (high < 0) return;
  const double free = b->entrained;
  b->entrained = not_below_layer(net, fire, b, free);
  if (b->entrained >= free) b->growth = growth_of(fire, b, to_layer);
}

/** Raises the yields of a fire short of air; the atoms left over make CO2 and water. Fuels that
 * leave a part of themselves unburned by their effective heat keep theirs as far as carbon reaches.
 */
static void starve_yields(const flue_network *net, const fire_state *fire, burning *b) {
  const double well_ventilated = 0.3; /* equivalence ratio below which no factor is above 1.0001 */
  const flue_fuel *fuel = &fire->in.fuel;
  const int low = net->lower[fire->in.compartment];
  const double air = b->entrained + b->inside;
  const double can =
      heat_per_oxygen(fuel, b) * fmax(0.0, network_fraction(net, FLUE_O2, low)) * air;
  const double ratio = can > 0.0 ? b->vapour / can : INFINITY;
  if (ratio < well_ventilated) return;
  const flue_starved_yields more = flue_fire_starved_yields(ratio);
  flue_fuel_shift_yields(fuel, more.co, more.soot, more.hcn, b->yield);
}

/** Gas of the lower layer that the jet of a fire under the ceiling draws in [kg s-1], as far as it
 * has come. Not in corridors, where it runs as a current between walls, nor of sheets of smoke. */
static double drawn_by_jet(const flue_network *net, size_t f, const burning *b) {
  const fire_state *fire = &net->fire[f];
  const size_t room = fire->in.compartment;
  const flue_compartment *r = &net->room[room];
  const flue_plume_source source = network_source(net, f, fire->jet_images);
  if (net->upper[room] < 0 || r->is_corridor || !fire->plume->is_round || source.convective <= 0.0)
    return 0.0;
  const double height = fmax(0.05, r->height_m - b->base_m);
  const double deep = r->height_m - net->layer_m[room];
  const double radius = fmin(net->front[room].run_m, sqrt(fire->jet_images * r->area_m2 / pi));
  if (flue_jet_growth(height, radius, deep, 0.0) <= 0.0) return 0.0;
  const flue_plume_room layers = network_layers(net, room);
  const flue_plume_ceiling jet = flue_plume_ceiling_of(&source, &layers);
  if (jet.height_m <= 0.0) return 0.0; /* the plume does not come to the ceiling */
  const double ceiling_k = net->face[room * FLUE_SURFACE_COUNT + FLUE_CEILING];
  const double loss = flue_plume_ceiling_loss(&jet, radius, ceiling_k) / source.convective;
  return (b->entrained + b->inside) *
         flue_jet_growth(height, radius, deep, fmin(1.0, fmax(0.0, loss)));
}

static void add_fire(flue_network *net, size_t f, const burning *b, double dt) {
  const fire_state *fire = &net->fire[f];
  const flue_fuel *fuel = &fire->in.fuel;
  const size_t room = fire->in.compartment;
  const int low = net->lower[room], high = net->upper[room], cell = high >= 0 ? high : low;
  const double release = b->lower + b->upper;
  const double burnt = release / fuel->heat_of_combustion;
  const double pyrolysed = b->vapour / fuel->heat_of_combustion;
  cell_source *s = &net->source[cell];
  s->mass += pyrolysed;
  s->mass_temp += pyrolysed * flue_heat_content(net->temp[low]);
  s->heat += (1.0 - fuel->radiative_fraction) * release;
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) s->species[k] += burnt * b->yield[k];
  s->species[FLUE_FUEL] += pyrolysed - burnt;
  network_add_vapour(net, fuel, b->yield, dt * burnt, dt * (pyrolysed - burnt));
  if (high < 0) return;
  net->plume[room] += b->entrained + drawn_by_jet(net, f, b);
  net->plume_growth[room] += b->growth;
  net->plume_least[room] += b->least;
}

static void show_fire(flue_network *net, size_t f, const burning *b) {
  const flue_fuel *fuel = &net->fire[f].in.fuel;
  flue_fire_view *v = &net->fire_view[f];
  const double release = b->lower + b->upper;
  const int has_flame = b->wanted > 0.0 && fuel->radiative_fraction > 0.0; /* not smouldering */
  *v = (flue_fire_view){.wanted = b->wanted,
                        .release = release,
                        .lower = b->lower,
                        .upper = b->upper,
                        .convective = (1.0 - fuel->radiative_fraction) * release,
                        .vapour = b->wanted > 0.0 ? b->vapour / fuel->heat_of_combustion : 0.0,
                        .plume = b->entrained,
                        .flame_m = has_flame ? flue_flame_height(release, b->diameter_m) : 0.0,
                        .base_m = b->base_m,
                        .area_m2 = b->area_m2,
                        .lit_s = v->lit_s,
                        .burnt_kg = v->burnt_kg};
}

void network_show_releases(flue_network *net) {
  for (size_t f = 0; f < net->n_fires; ++f) {
    flue_fire_view *now = &net->fire_now[f];
    *now = net->fire_view[f];
    net->design[f] = wanted_release(&net->fire[f], now->lit_s, net->time_s);
    const double share = now->wanted > 0.0 ? net->design[f] / now->wanted : 0.0;
    double *const rates[] = {&now->wanted, &now->release,    &now->lower,
                             &now->upper,  &now->convective, &now->vapour};
    for (size_t k = 0; k < sizeof rates / sizeof *rates; ++k) *rates[k] *= share;
    net->release[f] = now->release;
  }
}

/** Part of the oxygen of a compartment that is for a fire: as what it wants to burn. */
static double part_of(const flue_network *net, size_t f, double wanted) {
  double others = 0.0;
  for (size_t k = net->first_fire[net->fire[f].in.compartment]; k != NETWORK_NONE;
       k = net->fire[k].next)
    if (k != f) others += net->fire_view[k].wanted;
  return wanted / (wanted + others);
}

/** What a flame could use of the oxygen where it would burn, for fires below no layer. */
static double usable_now(const flue_network *net, size_t f) {
  const int low = net->lower[net->fire[f].in.compartment];
  return network_usable_oxygen(net, network_oxygen_volume(net, low), net->temp[low]);
}

void network_burn(flue_network *net, double dt) {
  memset(net->source, 0, net->n_cells * sizeof *net->source);
  memset(net->plume, 0, net->n * sizeof *net->plume);
  memset(net->plume_growth, 0, net->n * sizeof *net->plume_growth);
  memset(net->plume_least, 0, net->n * sizeof *net->plume_least);
  for (size_t f = 0; f < net->n_fires; ++f) {
    /* the middle of the step: exact for tables, whose corners end steps */
    burning b = start_burning(net, f, net->time_s + 0.5 * dt);
    net->fire[f].next_factor = net->fire[f].factor;
    net->fire[f].next_usable = usable_now(net, f);
    if (network_is_field(net, net->fire[f].in.compartment)) {
      b.vapour = b.wanted;
      b.upper = net->far_release[f];
    } else if (b.wanted > 0.0) {
      b.part = part_of(net, f, b.wanted);
      burn_fire(net, f, &b, dt);
      starve_yields(net, &net->fire[f], &b);
      add_fire(net, f, &b, dt);
    }
    show_fire(net, f, &b);
  }
  network_burn_vapour(net, dt);
  network_spray(net, dt);
  /* heat to surfaces is expected as in the last step, so that flows carry gas as warm as it will
     be; what it is in this step is solved for after the flows */
  const double most_share = 0.9; /* of the heat of a cell */
  for (size_t c = 0; c < net->n_cells; ++c) {
    net->gain[c] = fmax(net->gain[c], -most_share * net->mass[c] * FLUE_CP * net->temp[c] / dt);
    net->expected[c] = net->gain[c];
    net->source[c].heat += net->expected[c];
  }
}

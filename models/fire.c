/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/fire.h"

#include <math.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"

static const double watt_per_kw = 1000.0;
static const double heat_per_oxygen = 13.1e6; /* [J kg-1] @cite huggett1980 */
/** Atoms [kg mol-1]. */
static const double m_c = 12.011e-3, m_h = 1.008e-3, m_o = 15.999e-3, m_n = 14.007e-3,
                    m_cl = 35.45e-3;

/** Mass of a formula of the fuel [kg mol-1]. */
static double formula_mass(const flue_fuel *fuel) {
  return fuel->carbon * m_c + fuel->hydrogen * m_h + fuel->oxygen * m_o + fuel->nitrogen * m_n +
         fuel->chlorine * m_cl;
}

flue_status flue_fuel_complete(flue_ctx *ctx, flue_fuel *fuel, double co, double soot, double hcn) {
  const double mass = formula_mass(fuel);
  FLUE_CHECK(mass > 0.0, ctx, FLUE_EINPUT, "fuel %s has no atoms", fuel->name);
  const double mol_co = co / FLUE_MOLAR_MASS[FLUE_CO];
  const double mol_soot = soot / m_c;
  const double mol_hcn = hcn / FLUE_MOLAR_MASS[FLUE_HCN];
  /* oxygen for complete burning, and what CO, soot and HCN save of it */
  const double full =
      (fuel->carbon + 0.25 * (fuel->hydrogen - fuel->chlorine) - 0.5 * fuel->oxygen) / mass;
  const double saved = 0.5 * mol_co + mol_soot + 1.25 * mol_hcn;
  const double used = fuel->heat_of_combustion / heat_per_oxygen / FLUE_MOLAR_MASS[FLUE_O2];
  const double share = fmin(1.0, (used + saved) / full); /* of the fuel that burns */
  const double mol_co2 = share * fuel->carbon / mass - mol_co - mol_soot - mol_hcn;
  const double mol_hcl = share * fuel->chlorine / mass;
  const double mol_h2o = 0.5 * (share * fuel->hydrogen / mass - mol_hcn - mol_hcl);
  const double mol_n2 = 0.5 * (share * fuel->nitrogen / mass - mol_hcn);
  FLUE_CHECK(mol_co2 >= 0.0 && mol_h2o >= 0.0, ctx, FLUE_EINPUT,
             "fuel %s: the yields of CO %g, soot %g and HCN %g need more carbon than burns",
             fuel->name, co, soot, hcn);
  FLUE_CHECK(mol_n2 >= -1e-12, ctx, FLUE_EINPUT,
             "fuel %s: the HCN yield of %g needs more nitrogen than burns", fuel->name, hcn);
  const double mol_o2 = share * full - saved;
  memset(fuel->yield, 0, sizeof fuel->yield);
  fuel->yield[FLUE_O2] = -mol_o2 * FLUE_MOLAR_MASS[FLUE_O2];
  fuel->yield[FLUE_CO2] = mol_co2 * FLUE_MOLAR_MASS[FLUE_CO2];
  fuel->yield[FLUE_CO] = co;
  fuel->yield[FLUE_HCN] = hcn;
  fuel->yield[FLUE_HCL] = mol_hcl * FLUE_MOLAR_MASS[FLUE_HCL];
  fuel->yield[FLUE_H2O] = mol_h2o * FLUE_MOLAR_MASS[FLUE_H2O];
  fuel->yield[FLUE_SOOT] = soot;
  fuel->yield[FLUE_FUEL] = 1.0 - share;
  return FLUE_OK;
}

void flue_fuel_stoichiometry(const flue_fuel *fuel, double co, double soot, double hcn, double hcl,
                             double trace, double yield[FLUE_SPECIES_COUNT]) {
  const double mass = formula_mass(fuel);
  const double carbon = fuel->carbon / mass; /* [mol kg-1], as all below */
  const double want_co = co / FLUE_MOLAR_MASS[FLUE_CO], want_soot = soot / m_c,
               want_hcn = fmin(hcn / FLUE_MOLAR_MASS[FLUE_HCN], fuel->nitrogen / mass);
  const double cut = fmin(1.0, carbon / fmax(want_co + want_soot + want_hcn, 1e-30));
  const double mol_co = cut * want_co, mol_soot = cut * want_soot;
  const double mol_hcn = cut * want_hcn;
  const double mol_hcl = fmax(0.0, fmin(hcl / FLUE_MOLAR_MASS[FLUE_HCL], fuel->chlorine / mass));
  const double mol_co2 = carbon - mol_co - mol_soot - mol_hcn;
  const double mol_h2o = fmax(0.0, 0.5 * (fuel->hydrogen / mass - mol_hcn - mol_hcl));
  const double mol_o2 = mol_co2 + 0.5 * (mol_co + mol_h2o - fuel->oxygen / mass);
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) yield[k] = 0.0;
  yield[FLUE_O2] = -fmax(0.0, mol_o2) * FLUE_MOLAR_MASS[FLUE_O2];
  yield[FLUE_CO2] = mol_co2 * FLUE_MOLAR_MASS[FLUE_CO2];
  yield[FLUE_CO] = mol_co * FLUE_MOLAR_MASS[FLUE_CO];
  yield[FLUE_HCN] = mol_hcn * FLUE_MOLAR_MASS[FLUE_HCN];
  yield[FLUE_HCL] = mol_hcl * FLUE_MOLAR_MASS[FLUE_HCL];
  yield[FLUE_H2O] = mol_h2o * FLUE_MOLAR_MASS[FLUE_H2O];
  yield[FLUE_SOOT] = mol_soot * m_c;
  yield[FLUE_TRACE] = trace;
}

void flue_fuel_shift_yields(const flue_fuel *fuel, double co, double soot, double hcn,
                            double yield[FLUE_SPECIES_COUNT]) {
  const double *m = FLUE_MOLAR_MASS;
  const double mass = formula_mass(fuel);
  const double nitrogen = fuel->nitrogen / mass; /* [mol kg-1], as all below */
  const double now_hcn = yield[FLUE_HCN] / m[FLUE_HCN];
  double add_co = (co - 1.0) * yield[FLUE_CO] / m[FLUE_CO];
  double add_soot = (soot - 1.0) * yield[FLUE_SOOT] / m_c;
  double add_hcn = fmin((hcn - 1.0) * now_hcn, fmax(0.0, nitrogen - now_hcn));
  const double most_share = 0.9; /* assumed: of CO2 that may turn into others */
  const double carbon = add_co + add_soot + add_hcn;
  const double there = most_share * fmax(0.0, yield[FLUE_CO2]) / m[FLUE_CO2];
  const double cut = carbon > there ? there / carbon : 1.0;
  add_co *= cut;
  add_soot *= cut;
  add_hcn = fmin(cut * add_hcn, 2.0 * fmax(0.0, yield[FLUE_H2O]) / m[FLUE_H2O]);
  yield[FLUE_CO] += add_co * m[FLUE_CO];
  yield[FLUE_SOOT] += add_soot * m_c;
  yield[FLUE_HCN] += add_hcn * m[FLUE_HCN];
  yield[FLUE_CO2] -= (add_co + add_soot + add_hcn) * m[FLUE_CO2];
  yield[FLUE_H2O] -= 0.5 * add_hcn * m[FLUE_H2O];
  yield[FLUE_O2] += (0.5 * add_co + add_soot + 1.25 * add_hcn) * m[FLUE_O2];
}

static flue_status read_row(flue_ctx *ctx, const flue_table *table, size_t row, flue_fuel *fuel) {
  static const char *const names[] = {"carbon",
                                      "hydrogen",
                                      "oxygen",
                                      "nitrogen",
                                      "heat_of_combustion",
                                      "radiative_fraction",
                                      "area_rate",
                                      "co",
                                      "soot",
                                      "hcn",
                                      "chlorine"};
  double v[sizeof names / sizeof *names];
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, names[i]), &v[i]));
  fuel->carbon = v[0];
  fuel->hydrogen = v[1];
  fuel->oxygen = v[2];
  fuel->nitrogen = v[3];
  fuel->heat_of_combustion = v[4];
  fuel->radiative_fraction = v[5];
  fuel->area_rate = v[6];
  fuel->chlorine = v[10];
  return flue_fuel_complete(ctx, fuel, v[7], v[8], v[9]);
}

flue_status flue_fuel_find(flue_ctx *ctx, const char *name, flue_fuel *out) {
  const flue_embedded *data = flue_embedded_find("fuels");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "fuels.csv", (const char *)data->bytes, data->length, &table));
  flue_status status = FLUE_EARG;
  const size_t id = flue_table_column(table, "fuel");
  for (size_t row = 0; row < flue_table_rows(table); ++row) {
    if (strcmp(flue_table_cell(table, row, id), name) != 0) continue;
    *out = (flue_fuel){0};
    strncpy(out->name, name, sizeof out->name - 1);
    status = read_row(ctx, table, row, out);
    break;
  }
  flue_table_destroy(&table);
  return status;
}

double flue_fire_diameter(double release, double density, double temp_k) {
  return pow(fmax(0.0, release) / (density * FLUE_CP * temp_k * sqrt(FLUE_GRAVITY)), 0.4);
}

double flue_design_fire_rate(const flue_design_fire *fire, double t_s) {
  const double t = t_s - fire->start_s;
  if (t <= 0.0 || fire->growth <= 0.0) return 0.0;
  const double share_before_decay = 0.7;
  double peak = fire->peak;
  double t_peak = sqrt(peak / fire->growth);
  const double early = share_before_decay * fire->load;
  if (fire->growth * pow(t_peak, 3.0) / 3.0 > early) { /* burnt out before the peak */
    t_peak = cbrt(3.0 * early / fire->growth);
    peak = fire->growth * t_peak * t_peak;
  }
  if (t <= t_peak) return fire->growth * t * t;
  const double t_decay = t_peak + (early - fire->growth * pow(t_peak, 3.0) / 3.0) / peak;
  if (t <= t_decay) return peak;
  const double decay = 2.0 * (1.0 - share_before_decay) * fire->load / peak;
  return t < t_decay + decay ? peak * (1.0 - (t - t_decay) / decay) : 0.0;
}

double flue_flame_height(double q_w, double d_m) {
  const double height_coefficient = 0.235, diameter_coefficient = 1.02;
  return fmax(0.0, height_coefficient * pow(q_w / watt_per_kw, 0.4) - diameter_coefficient * d_m);
}

static double above_flame(double q_kw, double qc_kw, double d_m, double z_m) {
  const double z0 = 0.083 * pow(q_kw, 0.4) - 1.02 * d_m;
  const double rise = fmax(z_m - z0, 0.01);
  const double base = 0.071 * cbrt(qc_kw) * pow(rise, 5.0 / 3.0);
  return base * (1.0 + 0.027 * pow(qc_kw, 2.0 / 3.0) * pow(rise, -5.0 / 3.0));
}

double flue_plume_entrainment(double q_w, double q_convective_w, double d_m, double z_m) {
  const double q = q_w / watt_per_kw, qc = q_convective_w / watt_per_kw;
  if (qc <= 0.0 || z_m <= 0.0) return 0.0;
  const double flame = flue_flame_height(q_w, d_m);
  if (z_m >= flame && flame > 0.0) return above_flame(q, qc, d_m, z_m);
  if (flame <= 0.0) { /* a wide, weak fire: the far field, brought to 0 at the base */
    const double reach = fmax(d_m, 0.1);
    return z_m >= reach ? above_flame(q, qc, d_m, z_m)
                        : above_flame(q, qc, d_m, reach) * z_m / reach;
  }
  return above_flame(q, qc, d_m, flame) * z_m / flame;
}

double flue_plume_crosswind(double density, double wind, double d_m, double z_m) {
  const double pi = 3.14159265358979323846, alpha = 0.11, beta = 0.6;
  if (wind <= 0.0 || z_m <= 0.0) return 0.0;
  const double half_spread = 0.5 * 6.0 / 5.0 * alpha;
  return 2.0 * pi * density * beta * wind * z_m * (0.5 * d_m + half_spread * z_m);
}

double flue_extinction_limit(double temp_k) {
  const double cold = 0.135, cold_k = 293.15, critical_k = 1780.0;
  const double free_k = 873.15, ramp_k = 50.0;
  return cold * (critical_k - fmin(free_k, fmax(temp_k, cold_k))) / (critical_k - cold_k) *
         fmin(1.0, fmax(0.0, free_k - temp_k) / ramp_k);
}

double flue_radiated_vapour(const flue_fuel *fuel, double flux) {
  const double gasification = 3e6; /* [J kg-1] */
  return flux * fuel->heat_of_combustion / (gasification * fuel->area_rate);
}

double flue_oxygen_share(double y_o2) {
  const double air_molar_mass = 28.96e-3, least = 0.11; /* volume fraction at which burning ends */
  const double to_volume = air_molar_mass / FLUE_MOLAR_MASS[FLUE_O2];
  const double in_air = to_volume * FLUE_AIR[FLUE_O2];
  return fmin(1.0, fmax(0.0, (to_volume * y_o2 - least) / (in_air - least)));
}

static double starved_factor(double phi, double a, double b) {
  const double steepness = 2.5;
  return phi > 0.0 ? 1.0 + a * exp(-steepness * pow(phi, -b)) : 1.0;
}

flue_starved_yields flue_fire_starved_yields(double equivalence_ratio) {
  const double most = 4.0, phi = fmin(most, equivalence_ratio);
  return (flue_starved_yields){starved_factor(phi, 44.0, 3.5), starved_factor(phi, 2.5, 1.2),
                               starved_factor(phi, 36.0, 3.0)};
}

double flue_ceiling_jet_speed(double convective_w, double height_m, double r_m) {
  const double turning = 0.246;
  return 0.2526 * cbrt(convective_w / watt_per_kw / height_m) *
         pow(fmax(turning, r_m / height_m), -1.0739);
}

void flue_ceiling_jet(double q_w, double height_m, double r_m, double *rise, double *speed) {
  const double q = q_w / watt_per_kw;
  if (q <= 0.0 || height_m <= 0.0) {
    *rise = *speed = 0.0;
    return;
  }
  const double turning = 0.18;         /* r/H where the plume has turned */
  const double convective_share = 0.7; /* of the fires behind the fit */
  const double ratio = r_m / height_m;
  *rise = ratio <= turning ? 16.9 * pow(q, 2.0 / 3.0) / pow(height_m, 5.0 / 3.0)
                           : 5.38 * pow(q / r_m, 2.0 / 3.0) / height_m;
  *speed = flue_ceiling_jet_speed(convective_share * q_w, height_m, r_m);
}

double flue_plume_rise_time(double q_convective_w, double z_m) {
  const double head = 0.61, axis = 1.03;
  if (q_convective_w <= 0.0) return INFINITY;
  return 0.75 * pow(fmax(0.0, z_m), 4.0 / 3.0) / (head * axis * cbrt(q_convective_w / watt_per_kw));
}

static const double current_froude = 0.7;

double flue_gas_current(double reduced_gravity, double depth_m) {
  return current_froude * sqrt(fmax(0.0, reduced_gravity * depth_m));
}

double flue_gas_front(double heat_w, double density, double temp_k, double length_m) {
  const double fed = FLUE_GRAVITY * heat_w / (density * FLUE_CP * temp_k * length_m);
  return fed > 0.0 ? cbrt(current_froude * current_froude * fed) : 0.0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air outside of one case, and its wind on openings. */
#include <math.h>

#include "models/flow.h"
#include "scenarios/case_internal.h"

void case_outside(deriver *d, double pressure) {
  const flue_weather *w = &d->root->site.weather;
  flue_network_input *in = &d->out->input.network;
  in->ambient = w->ambient;
  in->ambient.constant = (flue_outside){.temp_k = flue_draw_get(d->draw, &w->temperature),
                                        .pressure = pressure,
                                        .wind_speed = flue_draw_get(d->draw, &w->wind.speed),
                                        .wind_from = flue_draw_get(d->draw, &w->wind.from),
                                        .humidity = NAN};
  const flue_outside now = flue_ambient_at(&in->ambient, 0.0);
  in->outside = (flue_atmosphere){now.temp_k, now.pressure, flue_draw_get(d->draw, &w->lapse)};
}

void case_wind(const deriver *d, const flue_wind_end *end, double steady_pa, flue_opening *o) {
  const flue_network_input *in = &d->out->input.network;
  o->wind = *end;
  o->wind_pa = steady_pa;
  if (in->ambient.n > 0) return; /* the engine follows the wind */
  const double rho = in->outside.pressure / (FLUE_GAS_CONSTANT * in->outside.temp_k);
  const flue_outside *air = &in->ambient.constant;
  o->wind_pa += flue_wind_pressure(end, rho, air->wind_speed, air->wind_from);
}

double case_wind_modifier(const deriver *d, double z_m) {
  const double factor = flue_wind_factor((flue_terrain)d->root->site.weather.wind.terrain, z_m);
  return factor * factor;
}

flue_wind_end case_wind_end(const deriver *d, const flue_names *profiles, const flue_word *name,
                            const flue_value *modifier, const flue_value *facing, double z_m) {
  flue_wind_end end = {.facing_deg = facing->d.p[0]};
  const size_t i = name->text ? flue_names_find(profiles, name->text) : FLUE_NO_NAME;
  if (i == FLUE_NO_NAME) return end;
  const flue_net_profile *p = FLUE_ITEM(flue_net_profile, d->root->network.wind_profiles, i);
  end.modifier = isnan(modifier->d.p[0]) ? case_wind_modifier(d, z_m) : modifier->d.p[0];
  end.n = p->angles.n;
  end.angle = p->angles.v;
  end.cp = p->coefficients.v;
  end.fit = (flue_wind_fit)p->fit;
  return end;
}

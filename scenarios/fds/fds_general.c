/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records for the whole: &HEAD, &TIME, &MISC, &WIND, &RADI, &COMB, &DUMP, &INIT. */
#include <string.h>

#include "scenarios/fds/fds_internal.h"

static void read_head(fds_reader *m) {
  size_t at = 0;
  m->out->chid = m->out->title = "";
  for (flue_namelist_record *r; (r = fds_next(m, "HEAD", &at)) != NULL;) {
    const char *chid = fds_text(r, "CHID", 0), *title = fds_text(r, "TITLE", 0);
    if (chid) m->out->chid = fds_keep(m, chid);
    if (title) m->out->title = fds_keep(m, title);
  }
}

static void read_time(fds_reader *m) {
  flue_field_input *in = &m->out->field;
  size_t at = 0;
  m->out->t_end_s = 1.0;
  in->step_s = NAN;
  for (flue_namelist_record *r; (r = fds_next(m, "TIME", &at)) != NULL;) {
    fds_number(m, r, "T_BEGIN", 0, &m->out->t_begin_s);
    fds_number(m, r, "T_END", 0, &m->out->t_end_s);
    fds_number(m, r, "TWFIN", 0, &m->out->t_end_s);
    fds_number(m, r, "DT", 0, &in->step_s);
    in->has_fixed_step = fds_logical_or(m, r, "LOCK_TIME_STEP", in->has_fixed_step);
    if (fds_number_or(m, r, "TIME_SHRINK_FACTOR", 0, 1.0) != 1.0)
      fds_refuse(m, r, "TIME_SHRINK_FACTOR", FLUE_MSG_FDS_WHY_CHOICE);
    if (!(in->step_s > 0.0)) in->step_s = NAN;
  }
  if (isnan(in->step_s)) in->has_fixed_step = 0;
}

/* ---- &MISC ---- */

/** A word that stands for one of the choices; refused when there is none. @return -1: not given. */
static int read_choice(fds_reader *m, flue_namelist_record *r, const char *name,
                       const char *choices) {
  const char *text = fds_text(r, name, 0);
  const int choice = fds_choice(text, choices);
  if (text && choice < 0) fds_refuse(m, r, name, FLUE_MSG_FDS_WHY_CHOICE);
  return choice;
}

static void read_turbulence(fds_reader *m, flue_namelist_record *r) {
  flue_field_input *in = &m->out->field;
  static const flue_field_subgrid subgrids[] = {FLUE_SUBGRID_DEARDORFF, FLUE_SUBGRID_SMAGORINSKY,
                                                FLUE_SUBGRID_VREMAN, FLUE_SUBGRID_WALE};
  static const char *const constants[] = {"C_DEARDORFF", "C_SMAGORINSKY", "C_VREMAN", "C_WALE"};
  static const flue_field_limiter limiters[] = {FLUE_LIMITER_CENTRAL, FLUE_LIMITER_UPWIND,
                                                FLUE_LIMITER_SUPERBEE, FLUE_LIMITER_CHARM,
                                                FLUE_LIMITER_CHARM};
  const int mode = read_choice(m, r, "SIMULATION_MODE", "VLES|LES|DNS|SVLES");
  if (mode == 1 || mode == 2) in->limiter = FLUE_LIMITER_CHARM;
  m->is_fine = mode == 1 || mode == 2;
  if (mode == 2) {
    in->subgrid = FLUE_SUBGRID_NONE;
    m->is_direct = 1;
  }
  if (mode == 3) fds_take(m, r, "SIMULATION_MODE", FLUE_MSG_FDS_WHY_PLAIN);
  const int model =
      read_choice(m, r, "TURBULENCE_MODEL", "DEARDORFF|CONSTANT SMAGORINSKY|VREMAN|WALE");
  if (model >= 0) in->subgrid = subgrids[model];
  const int chosen = in->subgrid == FLUE_SUBGRID_NONE ? -1 : (int)in->subgrid;
  for (int k = 0; k < 4; ++k) {
    const double c = fds_number_or(m, r, constants[k], 0, NAN);
    if (chosen >= 0 && subgrids[k] == in->subgrid && !isnan(c)) in->subgrid_constant = c;
  }
  const int limiter = read_choice(m, r, "FLUX_LIMITER", "CENTRAL|GODUNOV|SUPERBEE|CHARM|4|0|1|2");
  static const int numbered[] = {0, 1, 2, 3, 3, 0, 1, 2};
  if (limiter >= 0) in->limiter = limiters[numbered[limiter]];
}

static void refuse_misc(fds_reader *m, flue_namelist_record *r) {
  static const double ratio = 1.4, noise = 1e-9;
  m->out->field.is_still = fds_logical_or(m, r, "SOLID_PHASE_ONLY", m->out->field.is_still);
  m->out->field.has_fixed_step |= m->out->field.is_still;
  if (fds_logical_or(m, r, "RESTART", 0)) fds_refuse(m, r, "RESTART", FLUE_MSG_FDS_WHY_RESTART);
  if (fds_number_or(m, r, "LEVEL_SET_MODE", 0, 0.0) != 0.0)
    fds_refuse(m, r, "LEVEL_SET_MODE", FLUE_MSG_FDS_WHY_CHOICE);
  if (fabs(fds_number_or(m, r, "GAMMA", 0, ratio) - ratio) > noise)
    fds_refuse(m, r, "GAMMA", FLUE_MSG_FDS_WHY_CHOICE);
  static const char *const off[] = {"GRAVITATIONAL_DEPOSITION", "THERMOPHORETIC_DEPOSITION",
                                    "TURBULENT_DEPOSITION", "AGGLOMERATION", "SOOT_OXIDATION"};
  for (size_t k = 0; k < sizeof off / sizeof *off; ++k) fds_logical_or(m, r, off[k], 0);
  const int is_level = fds_has(r, "RAMP_GX") + fds_has(r, "RAMP_GY") + fds_has(r, "RAMP_GZ") > 0;
  if (is_level) fds_refuse(m, r, "RAMP_GX", FLUE_MSG_FDS_WHY_CHOICE);
}

static void read_ambient(fds_reader *m, flue_namelist_record *r) {
  static const char *const velocity[] = {"U0", "V0", "W0"};
  flue_field_input *in = &m->out->field;
  const double percent = 0.01;
  double v;
  if (fds_number(m, r, "TMPA", 0, &v)) in->ambient_k = fmax(fds_kelvin(v), 0.1);
  if (fds_number(m, r, "HUMIDITY", 0, &v)) m->humidity = percent * v;
  fds_number(m, r, "P_INF", 0, &in->pressure);
  fds_number(m, r, "Y_CO2_INFTY", 0, &m->carbon_dioxide);
  fds_number(m, r, "Y_O2_INFTY", 0, &m->oxygen);
  in->is_stratified = fds_logical_or(m, r, "STRATIFICATION", in->is_stratified);
  fds_number(m, r, "LAPSE_RATE", 0, &in->lapse);
  for (size_t a = 0; a < 3; ++a) {
    fds_number(m, r, velocity[a], 0, &in->velocity[a]);
    fds_number(m, r, "GVEC", a, &in->gravity[a]);
  }
}

static void read_misc(fds_reader *m, flue_namelist_record *r) {
  flue_field_input *in = &m->out->field;
  double v;
  read_ambient(m, r);
  read_turbulence(m, r);
  refuse_misc(m, r);
  in->has_constant_ratio =
      fds_logical_or(m, r, "CONSTANT_SPECIFIC_HEAT_RATIO", in->has_constant_ratio);
  in->is_frozen = fds_logical_or(m, r, "FREEZE_VELOCITY", in->is_frozen);
  m->thickens = fds_logical_or(m, r, "THICKEN_OBSTRUCTIONS", m->thickens);
  fds_number(m, r, "CFL_MAX", 0, &in->cfl);
  fds_number(m, r, "PR", 0, &in->turbulent_prandtl);
  if (fds_number(m, r, "SC", 0, &v) && isnan(in->turbulent_prandtl)) in->turbulent_prandtl = v;
  fds_number(m, r, "PR_T", 0, &in->turbulent_prandtl);
  if (fds_number(m, r, "SC_T", 0, &v) && isnan(in->turbulent_prandtl)) in->turbulent_prandtl = v;
  fds_number(m, r, "VISIBILITY_FACTOR", 0, &m->out->visibility_factor);
  fds_number(m, r, "MAXIMUM_VISIBILITY", 0, &v);
  if (fds_number(m, r, "PERIODIC_TEST", 0, &v)) m->out->test_flow = (int)fmin(fmax(v, -1.0), 1e3);
}

static void read_wind(fds_reader *m, flue_namelist_record *r) {
  read_ambient(m, r);
  if (fds_number_or(m, r, "SPEED", 0, 0.0) != 0.0) fds_refuse(m, r, "SPEED", FLUE_MSG_FDS_WHY_WIND);
  fds_count(r, "DIRECTION");
  if (fds_count(r, "L") + fds_count(r, "Z_0") + fds_count(r, "RAMP_SPEED") > 0)
    fds_refuse(m, r, fds_has(r, "L") ? "L" : "Z_0", FLUE_MSG_FDS_WHY_WIND);
}

static void read_radiation(fds_reader *m, flue_namelist_record *r) {
  flue_field_radiation *radiation = &m->out->field.radiation;
  const double most = 1e5, usual_time = 3.0, usual_angle = 5.0;
  if (!fds_logical_or(m, r, "RADIATION", 1)) radiation->is_off = 1;
  radiation->angles = (int)fmin(
      most, fmax(0.0, fds_number_or(m, r, "NUMBER_RADIATION_ANGLES", 0, radiation->angles)));
  if (fds_has(r, "TIME_STEP_INCREMENT") || fds_has(r, "ANGLE_INCREMENT"))
    radiation->steps_between =
        (int)fmin(most, fmax(1.0, fds_number_or(m, r, "TIME_STEP_INCREMENT", 0, usual_time) *
                                      fds_number_or(m, r, "ANGLE_INCREMENT", 0, usual_angle)));
  fds_number(m, r, "KAPPA0", 0, &radiation->absorption);
  /* bands that absorb alike are one */
  if (fds_logical_or(m, r, "WIDE_BAND_MODEL", 0) && isnan(radiation->absorption))
    fds_refuse(m, r, "WIDE_BAND_MODEL", FLUE_MSG_FDS_WHY_CHOICE);
  if (fds_has(r, "BAND_LIMITS") || fds_logical_or(m, r, "WSGG_MODEL", 0))
    fds_refuse(m, r, fds_has(r, "WSGG_MODEL") ? "WSGG_MODEL" : "BAND_LIMITS",
               FLUE_MSG_FDS_WHY_CHOICE);
  fds_refuse_given(m, r, "RTE_SOURCE_CORRECTION", FLUE_MSG_FDS_WHY_CHOICE);
}

/** The error of velocities allowed at solids, as one of the divergence in the smallest cell. */
static void read_pressure(fds_reader *m, flue_namelist_record *r) {
  double v;
  if (fds_number(m, r, "VELOCITY_TOLERANCE", 0, &v) && v > 0.0) m->velocity_error = v;
}

/* ---- prescribed flows ---- */

/** PERIODIC_TEST 1: vortices that decay, u = 1 - 2 cos x sin z, w = 1 + 2 sin x cos z. */
static double test_vortices(const void *user, int axis, const double x[3]) {
  (void)user;
  return axis == 0   ? 1.0 - 2.0 * cos(x[0]) * sin(x[2])
         : axis == 2 ? 1.0 + 2.0 * sin(x[0]) * cos(x[2])
                     : 0.0;
}

/** PERIODIC_TEST 6: a vortex of 15.56 mm in a wind of 35 m/s; constants and sense of rotation from
 *  memory, unverified. @cite mcgrattan2024 */
static double test_vortex(const void *user, int axis, const double x[3]) {
  const double wind = 35.0, radius = 0.01556, strength = 0.0359157;
  (void)user;
  const double around =
      strength / (radius * radius) * exp(-(x[0] * x[0] + x[2] * x[2]) / (2.0 * radius * radius));
  return axis == 0 ? wind - around * x[2] : axis == 2 ? around * x[0] : 0.0;
}

/** PERIODIC_TEST 12: turns about the origin, 1 radian in a second. */
static double test_turning(const void *user, int axis, const double x[3]) {
  (void)user;
  return axis == 0 ? x[2] : axis == 2 ? -x[0] : 0.0;
}

static void set_test_flow(fds_reader *m) {
  static const struct {
    int test;
    flue_field_velocity_fn flow;
  } flows[] = {{1, test_vortices}, {6, test_vortex}, {12, test_turning}};
  flue_field_input *in = &m->out->field;
  size_t at = 0;
  for (size_t k = 0; k < sizeof flows / sizeof *flows; ++k)
    if (flows[k].test == m->out->test_flow) in->start_velocity = flows[k].flow;
  if (m->out->test_flow == 0 || in->start_velocity) return;
  for (flue_namelist_record *r; (r = fds_next(m, "MISC", &at)) != NULL;)
    fds_refuse_given(m, r, "PERIODIC_TEST", FLUE_MSG_FDS_WHY_TEST_FLOW);
}

void fds_read_general(fds_reader *m) {
  static const struct {
    const char *group;
    void (*read)(fds_reader *m, flue_namelist_record *r);
  } groups[] = {
      {"MISC", read_misc}, {"WIND", read_wind}, {"RADI", read_radiation}, {"PRES", read_pressure}};
  flue_field_input *in = &m->out->field;
  const double usual_k = fds_kelvin(20.0), usual_pressure = 101325.0, usual_gravity = -9.81;
  in->ambient_k = usual_k;
  in->pressure = usual_pressure;
  in->gravity[2] = usual_gravity;
  in->is_stratified = 1;
  in->cfl = in->subgrid_constant = in->viscosity = in->prandtl = in->turbulent_prandtl = NAN;
  in->radiation.absorption = NAN;
  m->humidity = 0.4; /* FDS without HUMIDITY */
  m->oxygen = 0.232378;
  m->carbon_dioxide = 0.000595;
  m->out->visibility_factor = 3.0;
  m->out->extinction = 8700.0;
  read_head(m);
  read_time(m);
  for (size_t g = 0; g < sizeof groups / sizeof *groups; ++g) {
    size_t at = 0;
    for (flue_namelist_record *r; (r = fds_next(m, groups[g].group, &at)) != NULL;)
      groups[g].read(m, r);
  }
  set_test_flow(m);
}

/* ---- output ---- */

void fds_read_output(fds_reader *m) {
  const double usual_frames = 1000.0, most_frames = 1e9;
  flue_fds_case *out = m->out;
  double frames = usual_frames, v;
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "DUMP", &at)) != NULL;)
    frames = fds_number_or(m, r, "NFRAMES", 0, frames);
  out->frames = (size_t)fmin(most_frames, fmax(1.0, frames));
  const double usual_s = (out->t_end_s - out->t_begin_s) / (double)out->frames;
  out->dt_devices_s = out->dt_release_s = out->dt_slices_s = usual_s;
  out->dt_boundary_s = 2.0 * usual_s;
  at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "DUMP", &at)) != NULL;) {
    if (fds_number(m, r, "DT_DEVC", 0, &v) && v > 0.0) out->dt_devices_s = v;
    if (fds_number(m, r, "DT_HRR", 0, &v) && v > 0.0) out->dt_release_s = v;
    if (fds_number(m, r, "DT_SLCF", 0, &v) && v > 0.0) out->dt_slices_s = v;
    if (fds_number(m, r, "DT_BNDF", 0, &v) && v > 0.0) out->dt_boundary_s = v;
  }
}

/* ---- &INIT ---- */

/** Mass fractions from MASS_FRACTION or VOLUME_FRACTION; the rest is the background. */
static void read_start_gas(fds_reader *m, flue_namelist_record *r, double *fraction) {
  const int by_volume = fds_has(r, "VOLUME_FRACTION");
  const size_t n = fds_count(r, "SPEC_ID");
  double moles[FLUE_FIELD_SPECIES] = {0}, rest = 1.0, sum = 0.0;
  if (n == 0) return;
  for (size_t k = 0; k < n; ++k) {
    const size_t s = fds_find_species(m, r, "SPEC_ID", k);
    const double v = fds_number_or(m, r, by_volume ? "VOLUME_FRACTION" : "MASS_FRACTION", k, 0.0);
    if (s != FLUE_FDS_NONE) moles[s] += v;
  }
  for (size_t s = 1; s < m->out->field.n_species; ++s) rest -= moles[s];
  moles[0] = rest;
  for (size_t s = 0; s < m->out->field.n_species; ++s) {
    fraction[s] = moles[s] * (by_volume ? m->out->field.species[s].molar_mass : 1.0);
    sum += fraction[s];
  }
  for (size_t s = 0; s < m->out->field.n_species && sum > 0.0; ++s) fraction[s] /= sum;
}

static void read_start(fds_reader *m, flue_namelist_record *r) {
  const double kilo = 1e3;
  flue_field_start start = {.temp_k = NAN, .density = NAN};
  double v;
  if (fds_has(r, "PART_ID")) { /* tracers; others are refused with &PART */
    for (size_t k = 0; k < r->n; ++k) r->parameter[k].is_used = 1;
    return;
  }
  for (int a = 0; a < 3; ++a) {
    start.box_m[2 * a] = m->face[a][0];
    start.box_m[2 * a + 1] = m->face[a][m->n[a]];
  }
  fds_box(m, r, "XB", start.box_m);
  if (fds_number(m, r, "TEMPERATURE", 0, &v)) start.temp_k = fds_kelvin(v);
  fds_number(m, r, "DENSITY", 0, &start.density);
  start.release = kilo * fds_number_or(m, r, "HRRPUV", 0, 0.0);
  read_start_gas(m, r, start.fraction);
  static const char *const refused[] = {"MULT_ID", "XYZ", "DEVC_ID",   "CTRL_ID",
                                        "RAMP_Q",  "DB",  "PATH_RAMP", "RADIATIVE_FRACTION"};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], FLUE_MSG_FDS_WHY_CHOICE);
  flue_field_start *place = fds_more(m, &m->start, &m->n_starts, sizeof *m->start);
  if (place) *place = start;
}

void fds_read_starts(fds_reader *m) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "INIT", &at)) != NULL;) read_start(m, r);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input of FDS as a case of the field model, against numbers worked out by hand. */
#include "fds_fixture.h"
#include "models/species.h"

typedef fds_reading reading;

static void clear(reading *r) {
  flue_fds_destroy(&r->file);
  flue_diagnostics_clear(&r->list);
  flue_ctx_destroy(&r->ctx);
}

/** Number of findings of a kind. */
static int found(const reading *r, flue_message m) {
  int n = 0;
  for (size_t i = 0; i < r->list.n; ++i) n += r->list.items[i].message == m;
  return n;
}

static void same_box(const int from[3], const int to[3], int x0, int x1, int y0, int y1, int z0,
                     int z1) {
  assert_int_equal(from[0], x0);
  assert_int_equal(to[0], x1);
  assert_int_equal(from[1], y0);
  assert_int_equal(to[1], y1);
  assert_int_equal(from[2], z0);
  assert_int_equal(to[2], z1);
}

static double factor_at(const flue_field_ramp *ramp, double t) {
  size_t k = 1;
  while (k + 1 < ramp->n && ramp->time_s[k] < t) ++k;
  const double share = (t - ramp->time_s[k - 1]) / (ramp->time_s[k] - ramp->time_s[k - 1]);
  return ramp->factor[k - 1] +
         fmin(1.0, fmax(0.0, share)) * (ramp->factor[k] - ramp->factor[k - 1]);
}

#define MESH "&HEAD CHID = 'x' /\n&MESH IJK = 10, 10, 10, XB = 0, 1, 0, 1, 0, 1 /\n"

/* ---- gases ---- */

static void enthalpies_are_those_of_tables(void **state) {
  (void)state;
  /* h(1000 K) - h(298.15 K): N2 21.463, CO2 33.397, H2O 26.000 kJ/mol (JANAF tables) */
  const struct {
    const char *name;
    double kilojoules;
  } rows[] = {{"NITROGEN", 21.463}, {"CARBON DIOXIDE", 33.397}, {"H2O", 26.000}};
  for (size_t k = 0; k < 3; ++k) {
    const flue_primitive *p = flue_primitive_find(rows[k].name);
    assert_near_rel(flue_primitive_enthalpy(p, 1000.0) * p->molar_mass, 1e3 * rows[k].kilojoules,
                    3e-3);
    assert_near(flue_primitive_enthalpy(p, 298.15), 0.0, 1e-9);
  }
  assert_null(flue_primitive_find("PHLOGISTON"));
  double atoms[FLUE_ATOM_COUNT];
  assert_true(flue_formula_read("C2H5(OH)2", atoms));
  assert_near(atoms[FLUE_HYDROGEN], 7.0, 0.0);
  assert_near(atoms[FLUE_OXYGEN], 2.0, 0.0);
  assert_false(flue_formula_read("NaCl", atoms));
}

static void a_fit_keeps_close_to_the_mixture(void **state) {
  (void)state;
  const flue_primitive *part[] = {flue_primitive_find("N2"), flue_primitive_find("O2")};
  const double fraction[] = {0.767, 0.233};
  double c[FLUE_ENTHALPY_TERMS];
  assert_int_equal(flue_mixture_fit(NULL, 2, part, fraction, c), FLUE_OK);
  for (double t = 260.0; t < 2500.0; t += 20.0) {
    double h = 0.0;
    for (int k = FLUE_ENTHALPY_TERMS - 1; k >= 0; --k) h = h * t + c[k];
    const double exact = fraction[0] * flue_primitive_enthalpy(part[0], t) +
                         fraction[1] * flue_primitive_enthalpy(part[1], t);
    assert_near(h, exact, 1000.0);
  }
}

static void propane_with_soot_takes_air_by_its_atoms(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH
                             "&MISC HUMIDITY = 0, Y_CO2_INFTY = 0 /\n"
                             "&REAC FUEL = 'PROPANE', SOOT_YIELD = 0.05, CO_YIELD = 0.01, "
                             "SOOT_H_FRACTION = 0 /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n_species, 3);
  /* moles for one of C3H8 (44.097 g): soot 0.05 * 44.097 / 12.011 = 0.183569, CO 0.44097 / 28.010
     = 0.015743, CO2 2.800688, H2O 4; O2 2.800688 + 4.015743 / 2 = 4.808559 */
  const double o2 = 4.808559 * 31.998 / 44.097; /* kg for a kg */
  assert_near_rel(in->reaction.air_per_fuel, o2 / 0.232378, 1e-5);
  const double total = 1.0 + in->reaction.air_per_fuel;
  const double *y = in->species[in->reaction.products].fraction;
  assert_near_rel(y[FLUE_SOOT] * total, 0.05, 1e-6);
  assert_near_rel(y[FLUE_CO] * total, 0.01, 1e-6);
  assert_near_rel(y[FLUE_CO2] * total, 2.800688 * 44.009 / 44.097, 1e-5);
  assert_near_rel(y[FLUE_H2O] * total, 4.0 * 18.015 / 44.097, 1e-5);
  assert_near(y[FLUE_O2], 0.0, 0.0);
  double sum = 0.0;
  for (size_t k = 0; k < r.file->n_parts; ++k)
    sum += r.file->part_fraction[in->reaction.products * r.file->n_parts + k];
  assert_near(sum, 1.0, 1e-12);
  /* heat: -104.7 + 2.800688 * 393.5 + 4 * 241.83 + 0.015743 * 110.5 kJ/mol */
  assert_near_rel(in->reaction.heat, (-104.7 + 2.800688 * 393.5 + 4 * 241.83 + 1.74) * 1e6 / 44.097,
                  1e-3);
  assert_near(in->reaction.radiative_fraction, 0.30, 0.0);
  clear(&r);
}

static void heat_of_combustion_may_follow_oxygen_or_be_ideal(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH "&REAC FORMULA = 'C6H10O5', FUEL = 'CELLULOSE' /\n");
  /* 6 O2 for 162.141 g */
  assert_near_rel(r.file->field.reaction.heat, 13.1e6 * 6.0 * 31.998 / 162.141, 1e-4);
  /* very large eddies: flames go out by oxygen */
  assert_near(r.file->field.reaction.flame_k, 0.0, 0.0);
  assert_near(r.file->field.reaction.lower_oxygen, 0.135, 1e-12);
  assert_near(r.file->field.reaction.free_burn_k, 873.15, 1e-9);
  clear(&r);
  r = fds_read_sound(
      MESH "&MISC SIMULATION_MODE = 'LES' /\n&REAC FORMULA = 'C6H10O5', FUEL = 'CELLULOSE' /\n");
  assert_near(r.file->field.reaction.flame_k, 1700.15, 1e-9);
  assert_near(r.file->field.reaction.lower_oxygen, 0.0, 0.0);
  clear(&r);
  r = fds_read_sound(MESH
                     "&COMB SUPPRESSION = F /\n&REAC FUEL = 'METHANE', CO_YIELD = 0.1, "
                     "HEAT_OF_COMBUSTION = 50000, IDEAL = T /\n");
  /* a kg of CO keeps 283.0 / 28.010 = 10.10 MJ */
  assert_near_rel(r.file->field.reaction.heat, 50e6 - 0.1 * 10.103e6, 1e-3);
  assert_near(r.file->field.reaction.flame_k, 0.0, 0.0);
  assert_near(r.file->field.reaction.lower_oxygen, 0.0, 0.0);
  clear(&r);
}

static void lumped_gases_and_given_products(void **state) {
  (void)state;
  reading r =
      fds_read_sound(MESH
                     "&SPEC ID = 'NITROGEN', LUMPED_COMPONENT_ONLY = T /\n"
                     "&SPEC ID = 'OXYGEN', LUMPED_COMPONENT_ONLY = T /\n"
                     "&SPEC ID = 'AIR', SPEC_ID = 'OXYGEN', 'NITROGEN', VOLUME_FRACTION = 1, 3.76, "
                     "BACKGROUND = T /\n"
                     "&SPEC ID = 'HELIUM', MASS_FRACTION_0 = 0.1 /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n_species, 2);
  assert_string_equal(in->species[0].name, "AIR");
  assert_near_rel(in->species[0].fraction[FLUE_O2], 31.998 / (31.998 + 3.76 * 28.014), 1e-6);
  assert_near_rel(in->species[1].molar_mass, 4.0026e-3, 1e-6);
  assert_near(in->ambient[0], 0.9, 1e-12);
  clear(&r);
  r = fds_read_sound(MESH
                     "&SPEC ID = 'A', MW = 50, VISCOSITY = 1E-3, CONDUCTIVITY = 0.02, "
                     "SPECIFIC_HEAT = 1, BACKGROUND = T /\n");
  assert_near_rel(r.file->field.prandtl, 50.0, 1e-12);
  assert_near_rel(r.file->field.species[0].enthalpy[1], 1000.0, 1e-6);
  clear(&r);
}

/* ---- space ---- */

static void boxes_snap_to_the_nearest_faces(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH
                             "&OBST XB = 0.24, 0.56, 0.0, 1.0, 0.0, 0.3 /\n"   /* 2-6 */
                             "&OBST XB = 0.51, 0.54, 0.0, 1.0, 0.0, 1.0 /\n"   /* a plate at 5 */
                             "&OBST XB = 0.51, 0.54, 0.51, 0.54, 0.0, 1.0 /\n" /* a line: none */
                             "&OBST XB = 0.51, 0.54, 0, 1, 0, 1, THICKEN = T /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n_obstacles, 3);
  same_box(in->obstacles[0].from, in->obstacles[0].to, 2, 6, 0, 10, 0, 3);
  same_box(in->obstacles[1].from, in->obstacles[1].to, 5, 5, 0, 10, 0, 10);
  same_box(in->obstacles[2].from, in->obstacles[2].to, 5, 6, 0, 10, 0, 10);
  clear(&r);
}

static void meshes_merge_and_what_none_covers_is_solid(void **state) {
  (void)state;
  reading r = fds_read_sound(
      "&MESH IJK = 10, 10, 10, XB = 0, 1, 0, 1, 0, 1 /\n"
      "&MESH IJK = 5, 10, 20, XB = 1, 1.5, 0, 1, 0, 2 /\n"
      "&VENT MB = 'XMAX', SURF_ID = 'OPEN' /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n[0], 15);
  assert_int_equal(in->n[1], 10);
  assert_int_equal(in->n[2], 20);
  assert_near(in->face[0][12], 1.2, 1e-9);
  assert_int_equal(in->n_obstacles, 1);
  same_box(in->obstacles[0].from, in->obstacles[0].to, 0, 10, 0, 10, 10, 20);
  assert_int_equal(in->surfaces[in->side[1]].gas, FLUE_FIELD_OPEN);
  assert_int_equal(in->surfaces[in->side[0]].gas, FLUE_FIELD_SOLID);
  clear(&r);
  r = fds_read_text(
      "&MESH IJK = 10, 10, 10, XB = 0, 1, 0, 1, 0, 1 /\n"
      "&MESH IJK = 5, 5, 5, XB = 1, 2, 0, 1, 0, 1 /\n");
  assert_null(r.file);
  assert_int_equal(found(&r, FLUE_MSG_FDS_REFUSED), 1);
  clear(&r);
  r = fds_read_sound(
      "&MULT ID = 'm', DX = 1, DZ = 1, I_UPPER = 2, K_UPPER = 1 /\n"
      "&MESH IJK = 4, 4, 4, XB = 0, 1, 0, 1, 0, 1, MULT_ID = 'm' /\n");
  assert_int_equal(r.file->field.n[0], 12);
  assert_int_equal(r.file->field.n[2], 8);
  assert_int_equal(r.file->field.n_obstacles, 0);
  clear(&r);
}

static void cells_stretch(void **state) {
  (void)state;
  reading r = fds_read_sound(
      "&MESH IJK = 10, 10, 10, XB = 0, 1, 0, 1, 2, 3 /\n"
      "&TRNX CC = 0.5, PC = 0.2 /\n&TRNZ CC = 2.5, PC = 2.2 /\n"
      "&TRNY IDERIV = 1, CC = 0, PC = 0.5 /\n");
  const flue_field_input *in = &r.file->field;
  assert_near(in->face[0][5], 0.2, 1e-12);
  assert_near(in->face[0][1], 0.04, 1e-12);
  assert_near(in->face[0][6], 0.36, 1e-12);
  assert_near(in->face[2][5], 2.2, 1e-12);
  assert_near(in->face[1][5], 0.375, 1e-12); /* y = x / 2 + x^2 / 2 */
  clear(&r);
}

static void holes_carve_obstacles(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH
                             "&OBST XB = 0.4, 0.6, 0, 1, 0, 1 /\n"
                             "&HOLE XB = 0.39, 0.61, 0.3, 0.5, 0, 0.8 /\n"
                             "&OBST XB = 0.8, 0.81, 0, 1, 0, 1, PERMIT_HOLE = F /\n"
                             "&HOLE XB = 0.7, 0.9, 0, 1, 0, 1 /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n_obstacles, 4);
  size_t cells = 0;
  for (size_t k = 0; k < 3; ++k) {
    const flue_field_obstacle *o = &in->obstacles[k];
    cells += (size_t)((o->to[0] - o->from[0]) * (o->to[1] - o->from[1]) * (o->to[2] - o->from[2]));
    const int meets = o->from[1] < 5 && o->to[1] > 3 && o->from[2] < 8;
    assert_false(meets);
  }
  assert_int_equal(cells, 200 - 2 * 2 * 8);
  clear(&r);
}

static void a_controlled_hole_is_an_obstacle_that_goes(void **state) {
  (void)state;
  reading r =
      fds_read_sound(MESH
                     "&OBST XB = 0.4, 0.6, 0, 1, 0, 1 /\n"
                     "&HOLE XB = 0.4, 0.6, 0.3, 0.5, 0, 1, DEVC_ID = 'door' /\n"
                     "&DEVC ID = 'door', QUANTITY = 'TIME', SETPOINT = 10, XYZ = 0, 0, 0 /\n"
                     "&OBST XB = 0, 0.2, 0, 0.2, 0, 0.2, CTRL_ID = 'late' /\n"
                     "&CTRL ID = 'late', FUNCTION_TYPE = 'TIME_DELAY', INPUT_ID = 'door', "
                     "DELAY = 5, INITIAL_STATE = T /\n");
  const flue_fds_case *file = r.file;
  assert_int_equal(file->n_switches, 2);
  const flue_fds_switch *hole = &file->switches[0], *box = &file->switches[1];
  assert_true(hole->is_inverse);
  assert_int_equal(hole->by.kind, FLUE_FDS_DEVICE);
  assert_false(file->field.obstacles[hole->index].is_absent);
  same_box(file->field.obstacles[hole->index].from, file->field.obstacles[hole->index].to, 4, 6, 3,
           5, 0, 10);
  assert_false(box->is_inverse);
  assert_int_equal(box->by.kind, FLUE_FDS_CONTROL);
  assert_false(file->field.obstacles[box->index].is_absent);
  assert_near(file->controls[0].delay_s, 5.0, 0.0);
  assert_int_equal(file->controls[0].input[0].index, 0);
  clear(&r);
}

static void vents_lie_on_solids_and_the_first_lies_on_top(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH
                             "&SURF ID = 'A', VEL = -1 /\n&SURF ID = 'B', VEL = -2 /\n"
                             "&OBST XB = 0.4, 0.6, 0.4, 0.6, 0, 0.2 /\n"
                             "&VENT XB = 0.4, 0.6, 0.4, 0.6, 0.2, 0.2, SURF_ID = 'A' /\n"
                             "&VENT XB = 0, 1, 0, 1, 0, 0, SURF_ID = 'B' /\n"
                             "&VENT XB = 0.1, 0.3, 0.1, 0.3, 1, 1, SURF_ID = 'A' /\n"
                             "&VENT XB = 0.1, 0.5, 0.1, 0.5, 1, 1, SURF_ID = 'B' /\n"
                             "&VENT XB = 0.1, 0.3, 0.1, 0.3, 0.7, 0.7, SURF_ID = 'B' /\n");
  const flue_field_input *in = &r.file->field;
  assert_int_equal(in->n_patches, 3);
  assert_string_equal(in->surfaces[in->side[4]].name, "B");
  assert_near(in->surfaces[in->side[4]].blows, 2.0, 0.0);
  assert_int_equal(in->patches[0].faces_up, 0);
  assert_string_equal(in->surfaces[in->patches[0].surface].name, "B");
  assert_string_equal(in->surfaces[in->patches[1].surface].name, "A");
  assert_int_equal(in->patches[2].faces_up, 1);
  same_box(in->patches[2].from, in->patches[2].to, 4, 6, 4, 6, 2, 2);
  assert_int_equal(found(&r, FLUE_MSG_FDS_TAKEN), 1); /* the one in mid air */
  clear(&r);
}

/* ---- surfaces ---- */

static void fires_grow_with_the_square_of_time(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH
                             "&REAC FUEL = 'METHANE' /\n"
                             "&SURF ID = 'F', HRRPUA = 500, TAU_Q = -60 /\n"
                             "&SURF ID = 'G', HRRPUA = 200, TAU_Q = 10 /\n"
                             "&SURF ID = 'H', HRRPUA = 100, RAMP_Q = 'q' /\n"
                             "&RAMP ID = 'q', T = 0, F = 0 /\n&RAMP ID = 'q', T = 30, F = 1 /\n"
                             "&VENT XB = 0.4, 0.6, 0.4, 0.6, 0, 0, SURF_ID = 'F' /\n"
                             "&VENT XB = 0.01, 0.29, 0.4, 0.6, 0, 0, SURF_ID = 'F' /\n");
  const flue_field_input *in = &r.file->field;
  const flue_field_surface *s = &in->surfaces[4];
  assert_near(s->release, 500e3, 0.0);
  assert_near(factor_at(&s->release_ramp, 30.0), 0.25, 1e-3);
  assert_near(factor_at(&s->release_ramp, 60.0), 1.0, 0.0);
  assert_near(factor_at(&in->surfaces[5].release_ramp, 10.0), tanh(1.0), 1e-3);
  assert_near(factor_at(&in->surfaces[6].release_ramp, 15.0), 0.5, 1e-12);
  /* the second burner is 0.28 m wide on cells that make 0.3 m: its heat is that of the file */
  assert_near_rel(in->surfaces[in->patches[0].surface].release, 500e3 * 0.28 / 0.30, 1e-9);
  assert_int_equal(in->patches[1].surface, 4);
  clear(&r);
}

static void units_are_SI(void **state) {
  (void)state;
  reading r = fds_read_sound(
      MESH
      "&TIME T_END = 12, DT = 0.1, LOCK_TIME_STEP = T /\n"
      "&MISC TMPA = 30, P_INF = 1E5, GVEC(3) = -1, STRATIFICATION = F /\n"
      "&MATL ID = 'M', CONDUCTIVITY = 0.2, SPECIFIC_HEAT = 0.9, DENSITY = 800 /\n"
      "&SURF ID = 'W', MATL_ID = 'M', THICKNESS = 0.01, BACKING = 'INSULATED', DEFAULT = T /\n"
      "&SURF ID = 'T', TMP_FRONT = 100, TAU_T = 0, HEAT_TRANSFER_COEFFICIENT = 5 /\n"
      "&SURF ID = 'Q', CONVECTIVE_HEAT_FLUX = 2, EMISSIVITY = 0.5 /\n"
      "&SURF ID = 'V', VOLUME_FLOW = -0.1 /\n"
      "&VENT XB = 0.2, 0.4, 0.2, 0.7, 0, 0, SURF_ID = 'V' /\n"
      "&INIT XB = 0, 1, 0, 1, 0, 0.5, TEMPERATURE = 200, HRRPUV = 3 /\n"
      "&PROP ID = 'link', RTI = 50, ACTIVATION_TEMPERATURE = 68 /\n"
      "&DEVC ID = 's', XYZ = 0.5, 0.5, 0.9, PROP_ID = 'link', QUANTITY = 'LINK TEMPERATURE' /\n"
      "&DUMP DT_DEVC = 2, NFRAMES = 6 /\n"
      "&RADI TIME_STEP_INCREMENT = 1, ANGLE_INCREMENT = 2, KAPPA0 = 1.5 /\n");
  const flue_field_input *in = &r.file->field;
  assert_near(in->ambient_k, 303.15, 1e-12);
  assert_near(in->pressure, 1e5, 0.0);
  assert_near(in->gravity[2], -1.0, 0.0);
  assert_false(in->is_stratified);
  assert_true(in->has_fixed_step);
  const flue_field_surface *s = in->surfaces + 4;
  assert_int_equal(s[0].heat, FLUE_FIELD_CONDUCTING);
  assert_near(s[0].layers.layer[0].specific_heat, 900.0, 1e-9);
  assert_true(s[0].back_is_insulated);
  assert_int_equal(in->side[0], 4);
  assert_near(s[1].face_k, 373.15, 1e-9);
  assert_int_equal(s[1].heat_ramp.n, 0);
  assert_near(s[1].coefficient, 5.0, 0.0);
  assert_near(s[2].flux, 2000.0, 0.0);
  assert_near(s[2].emissivity, 0.5, 0.0);
  assert_near_rel(in->surfaces[in->patches[0].surface].blows, 1.0, 1e-9);
  assert_near(in->starts[0].temp_k, 473.15, 1e-9);
  assert_near(in->starts[0].release, 3000.0, 0.0);
  assert_near(r.file->properties[0].activation_k, 341.15, 1e-9);
  assert_near(r.file->devices[0].setpoint, 68.0, 1e-9);
  assert_near(r.file->dt_devices_s, 2.0, 0.0);
  assert_near(r.file->dt_slices_s, 2.0, 1e-12);
  assert_int_equal(in->radiation.steps_between, 2);
  assert_near(in->radiation.absorption, 1.5, 0.0);
  clear(&r);
}

/* ---- findings ---- */

static void what_would_change_the_answer_is_refused_with_its_place(void **state) {
  (void)state;
  reading r = fds_read_text(MESH "&SURF ID = 'S', COLOR = 'RED',\n  TMP_GAS_FRONT = 100 /\n");
  assert_null(r.file);
  assert_int_equal(found(&r, FLUE_MSG_FDS_REFUSED), 1);
  assert_int_equal(found(&r, FLUE_MSG_FDS_IGNORED), 1);
  for (size_t k = 0; k < r.list.n; ++k)
    if (r.list.items[k].message == FLUE_MSG_FDS_REFUSED) {
      assert_int_equal(r.list.items[k].line, 4);
      assert_int_equal(r.list.items[k].column, 3);
      assert_non_null(strstr(r.list.items[k].text, "TMP_GAS_FRONT"));
    }
  clear(&r);
  static const char *const bad[] = {"&HVAC ID = 'x' /\n",
                                    "&PART ID = 'drops' /\n",
                                    "&MISC RESTART = T /\n",
                                    "&MISC TYPO = 3 /\n",
                                    "&VENT SURF_ID = 'OPEN' /\n",
                                    "&NONSENSE A = 1 /\n",
                                    "&OBST XB = 1, 2 /\n",
                                    "&VENT MB = 'UP' /\n",
                                    "&OBST SURF_ID = 'none', XB = 0, 1, 0, 1, 0, 1 /\n",
                                    "&VENT MB = 'XMIN', SURF_ID = 'PERIODIC' /\n",
                                    "&SURF ID = 'F', HRRPUA = 100 /\n",
                                    "&REAC FUEL = 'METHANE', CO_YIELD = 3 /\n"};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
    char text[512];
    snprintf(text, sizeof text, "%s%s", MESH, bad[k]);
    r = fds_read_text(text);
    if (r.file) fail_msg("read: %s", bad[k]);
    clear(&r);
  }
  r = fds_read_text("nothing here");
  assert_null(r.file);
  clear(&r);
}

static void a_file_without_anything_special_has_no_finding(void **state) {
  (void)state;
  reading r = fds_read_sound(MESH "&PART ID = 't', MASSLESS = T /\n&TAIL /\n");
  assert_int_equal(r.file->n_ignored, 1);
  assert_string_equal(r.file->ignored[0], "&PART");
  clear(&r);
  r = fds_read_sound(MESH);
  assert_int_equal(r.list.n, 0);
  assert_int_equal(r.file->field.n_species, 1);
  assert_near(r.file->field.ambient_k, 293.15, 1e-12);
  clear(&r);
}

static void files_that_end_early_do_no_harm(void **state) {
  (void)state;
  static const char whole[] = MESH
      "&MULT ID = 'm', DX = 0.2, I_UPPER = 2 /\n&REAC FUEL = 'PROPANE' /\n"
      "&SURF ID = 'F', HRRPUA = 500, RAMP_Q = 'q' /\n&RAMP ID = 'q', T = 0, F = 1 /\n"
      "&OBST XB = 0.1, 0.2, 0.1, 0.2, 0, 0.2, MULT_ID = 'm', SURF_IDS = 'F', 'INERT' /\n"
      "&HOLE XB = 0.1, 0.4, 0.1, 0.2, 0, 0.1, DEVC_ID = 'd' /\n"
      "&DEVC ID = 'd', QUANTITY = 'TIME', SETPOINT = 1 /\n&VENT MB = 'XMIN', SURF_ID = 'OPEN' /\n"
      "&INIT SPEC_ID = 'PRODUCTS', VOLUME_FRACTION = 0.1 /\n&SLCF PBY = 0.5 /\n&TAIL /\n";
  char text[sizeof whole];
  for (size_t n = 0; n < sizeof whole; n += 3) {
    memcpy(text, whole, n);
    text[n] = '\0';
    reading r = fds_read_text(text);
    clear(&r);
  }
  reading r = fds_read_sound(whole);
  assert_near_rel(r.file->field.starts[0].fraction[2], 0.0976, 0.02);
  clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(enthalpies_are_those_of_tables),
      cmocka_unit_test(a_fit_keeps_close_to_the_mixture),
      cmocka_unit_test(propane_with_soot_takes_air_by_its_atoms),
      cmocka_unit_test(heat_of_combustion_may_follow_oxygen_or_be_ideal),
      cmocka_unit_test(lumped_gases_and_given_products),
      cmocka_unit_test(boxes_snap_to_the_nearest_faces),
      cmocka_unit_test(meshes_merge_and_what_none_covers_is_solid),
      cmocka_unit_test(cells_stretch),
      cmocka_unit_test(holes_carve_obstacles),
      cmocka_unit_test(a_controlled_hole_is_an_obstacle_that_goes),
      cmocka_unit_test(vents_lie_on_solids_and_the_first_lies_on_top),
      cmocka_unit_test(fires_grow_with_the_square_of_time),
      cmocka_unit_test(units_are_SI),
      cmocka_unit_test(what_would_change_the_answer_is_refused_with_its_place),
      cmocka_unit_test(files_that_end_early_do_no_harm),
      cmocka_unit_test(a_file_without_anything_special_has_no_finding),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

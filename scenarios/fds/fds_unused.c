/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says and nobody looked at: named in one warning when it does not matter to the gas,
 * refused when it may. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/fds/fds_internal.h"

/** Names in any group that only change what is shown. */
static const char SHOWN[] =
    "ID FYI COLOR RGB TRANSPARENCY OUTLINE TEXTURE_MAP TEXTURE_WIDTH TEXTURE_HEIGHT TEXTURE_ORIGIN "
    "SMOKEVIEW_ID SMOKEVIEW_PARAMETERS UNITS HIDE_COORDINATES ";

/** The same in groups of their own; and choices of computing that flue makes by itself. Groups
 *  without names are passed over as a whole. */
static const struct {
  const char *group, *names;
} IGNORED[] = {
    {"TAIL", NULL},
    {"BNDF", NULL},
    {"BNDE", NULL},
    {"BNDS", NULL},
    {"ISOF", NULL},
    {"SM3D", NULL},
    {"PL3D", NULL},
    {"SMVV", NULL},
    {"PROF", NULL},
    {"RADF", NULL},
    {"CLIP", NULL},
    {"PRES", NULL},
    {"DUMP", NULL},
    {"ZONE", "XB XYZ PERIODIC DISCHARGE_COEFFICIENT"},
    {"HEAD", "VERSION"},
    {"CATF", NULL},
    {"MESH", "MPI_PROCESS N_THREADS CHECK_MESH_ALIGNMENT SYNCHRONIZE BNDF_MESH EVACUATION"},
    {"MULT", NULL},
    {"TRNX", NULL},
    {"TRNY", NULL},
    {"TRNZ", NULL},
    {"TIME",
     "WALL_INCREMENT LIMITING_DT_RATIO RESTRICT_TIME_STEP RAMP_DT DT_END_FILL DT_END_MINIMUM "
     "WALL_INCREMENT_HT3D DT_EXTERNAL"},
    {"MISC",
     "NOISE NOISE_VELOCITY CFL_MIN CFL_VELOCITY_NORM CHECK_VN VN_MAX VN_MIN IBLANK_SMV VERBOSE "
     "BNDF_DEFAULT SHARED_FILE_SYSTEM OVERWRITE PROJECTION CHECK_HT CHECK_REALIZABILITY "
     "MAXIMUM_VISIBILITY POSITIVE_ERROR_TEST THERMOPHORETIC_SETTLING DEPOSITION "
     "ASSUMED_GAS_TEMPERATURE RESTART_CHID AGGLOMERATION ALLOW_SURFACE_PARTICLES "
     "ALLOW_UNDERSIDE_PARTICLES PARTICLE_CFL PARTICLE_CFL_MAX POROUS_FLOOR RENDER_FILE "
     "TEXTURE_ORIGIN IBLANK CNF_CUTOFF RAMP_FX EVAPORATION"},
    {"WIND", "DIRECTION"},
    {"RADI",
     "INITIAL_RADIATION_ITERATIONS RADIATION_ITERATIONS PATH_LENGTH NMIEANG RADTMP C_MIN C_MAX "
     "QR_CLIP ANGLE_INCREMENT KAPPA0_RAMP"},
    {"COMB",
     "EXTINCTION_MODEL INITIAL_UNMIXED_FRACTION FIXED_MIX_TIME TAU_CHEM TAU_FLAME "
     "MAX_CHEMISTRY_SUBSTEPS ODE_SOLVER FREE_BURN_TEMPERATURE FINITE_RATE_MIN_TEMP ZZ_MIN_GLOBAL "
     "N_FIXED_CHEMISTRY_SUBSTEPS"},
    {"REAC",
     "CHECK_ATOM_BALANCE REAC_ATOM_ERROR REAC_MASS_ERROR FUEL_RADCAL_ID ODE_SOLVER "
     "LOWER_OXYGEN_LIMIT"},
    {"SPEC",
     "MASS_EXTINCTION_COEFFICIENT SIGMALJ EPSILONKLJ RADCAL_ID DIFFUSIVITY PR_GAS "
     "FIC_CONCENTRATION "
     "FLD_LETHAL_DOSE MEAN_DIAMETER DENSITY_SOLID CONDUCTIVITY_SOLID LUMPED_COMPONENT_ONLY "
     "REFERENCE_TEMPERATURE REFERENCE_ENTHALPY ODE_ABS_ERROR ODE_REL_ERROR"},
    {"MATL",
     "CONDUCTIVITY SPECIFIC_HEAT DENSITY EMISSIVITY ABSORPTION_COEFFICIENT N_REACTIONS NU_SPEC "
     "SPEC_ID "
     "HEAT_OF_COMBUSTION HEAT_OF_REACTION REFERENCE_TEMPERATURE CONDUCTIVITY_RAMP "
     "SPECIFIC_HEAT_RAMP"},
    {"SURF",
     "STRETCH_FACTOR CELL_SIZE CELL_SIZE_FACTOR N_LAYER_CELLS_MAX TAU_PART PART_ID NPPC DT_INSERT "
     "PARTICLE_MASS_FLUX ROUGHNESS NEAR_WALL_TURBULENCE_MODEL CONVECTION_LENGTH_SCALE LENGTH WIDTH "
     "TAU_EF TAU_Q RAMP_Q TAU_V RAMP_V TAU_MF RAMP_MF TAU_T RAMP_T THICKNESS BACKING TMP_BACK "
     "MASS_FRACTION MASS_FLUX DEFAULT TMP_INNER TGA_ANALYSIS MINIMUM_LAYER_THICKNESS"},
    {"OBST",
     "BNDF_OBST BNDF_FACE REMOVABLE ALLOW_VENT OVERLAY PERMIT_HOLE MATL_ID TEXTURE_ORIGIN "
     "MESH_ID"},
    {"HOLE", "BLOCK_WIND"},
    {"VENT", "OUTLINE TEXTURE_ORIGIN"},
    {"INIT", "DT_INSERT"},
    {"DEVC",
     "SMOOTHING_FACTOR SMOOTHING_TIME ROTATION COORD_FACTOR FORCE_DIRECTION FLOWRATE VELO_INDEX "
     "OUTPUT "
     "Y_ID Z_ID R_ID D_ID XYZ_UNITS LINE MOVE_ID HIDE_COORDINATES DRY PIPE_INDEX DB"},
    {"CTRL", "EVACUATION"},
    {"PROP",
     "OFFSET PARTICLES_PER_SECOND SMOKEVIEW_BAR_ACTIVATION VIEW_ANGLE P0 PX PXX PROBE_DIAMETER "
     "CALIBRATION_CONSTANT HISTOGRAM HISTOGRAM_NBINS HISTOGRAM_LIMITS PDPA_START"},
    {"SLCF",
     "MAXIMUM_VALUE MINIMUM_VALUE AGL_SLICE QUANTITY2 MESH_NUMBER VELO_INDEX REAC_ID PART_ID "
     "SLICETYPE INTERPOLATED MATL_ID"},
    {"RAMP", "NUMBER_INTERPOLATION_POINTS T F X Z"},
};
enum { groups = sizeof IGNORED / sizeof *IGNORED };

/** Groups that change the answer. */
static const struct {
  const char *group;
  flue_message why;
} REFUSED[] = {{"HVAC", FLUE_MSG_FDS_WHY_DUCTS},
               {"GEOM", FLUE_MSG_FDS_WHY_GEOMETRY},
               {"MOVE", FLUE_MSG_FDS_WHY_GEOMETRY},
               {"CSVF", FLUE_MSG_FDS_WHY_SLICE_FILE},
               {"TABL", FLUE_MSG_FDS_WHY_DROPLETS}};

static int has_word(const char *words, const char *name) {
  const size_t n = strlen(name);
  for (const char *at = words; at && (at = strstr(at, name)) != NULL; at += n)
    if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')) return 1;
  return 0;
}

/** Notes a name once. */
static void note(fds_reader *m, const char *group, const char *name) {
  char *text = name ? flue_format("&%s %s", group, name) : flue_format("&%s", group);
  int is_new = text != NULL;
  for (size_t k = 0; text && k < m->out->n_ignored; ++k)
    is_new &= strcmp(m->out->ignored[k], text) != 0;
  if (is_new) {
    const char *kept = fds_keep(m, text);
    const char **place = fds_more(m, &m->out->ignored, &m->out->n_ignored, sizeof *place);
    if (place) *place = kept;
  }
  if (!text) m->no_memory = 1;
  free(text);
}

/** Massless tracers change nothing; other particles do. */
static void see_particles(fds_reader *m, flue_namelist_record *r) {
  if (!fds_logical_or(m, r, "MASSLESS", 0)) {
    fds_refuse_group(m, r, FLUE_MSG_FDS_WHY_DROPLETS);
    return;
  }
  for (size_t k = 0; k < r->n; ++k) r->parameter[k].is_used = 1;
  note(m, r->group, NULL);
}

static void see_leaks(fds_reader *m, flue_namelist_record *r) {
  static const char *const leaks[] = {"LEAK_AREA", "LEAK_PRESSURE_EXPONENT",
                                      "LEAK_REFERENCE_PRESSURE"};
  for (size_t k = 0; k < 3; ++k)
    if (fds_has(r, leaks[k])) fds_refuse(m, r, leaks[k], FLUE_MSG_FDS_WHY_LEAKS);
}

static void see(fds_reader *m, flue_namelist_record *r) {
  for (size_t k = 0; k < sizeof REFUSED / sizeof *REFUSED; ++k)
    if (strcmp(r->group, REFUSED[k].group) == 0) {
      fds_refuse_group(m, r, REFUSED[k].why);
      return;
    }
  if (strcmp(r->group, "PART") == 0) {
    see_particles(m, r);
    return;
  }
  if (strcmp(r->group, "ZONE") == 0) see_leaks(m, r);
  int g = 0;
  while (g < groups && strcmp(IGNORED[g].group, r->group) != 0) ++g;
  if (g == groups) {
    fds_refuse_group(m, r, FLUE_MSG_FDS_WHY_UNKNOWN);
    return;
  }
  if (!IGNORED[g].names) {
    int is_used = 0;
    for (size_t k = 0; k < r->n; ++k) is_used |= r->parameter[k].is_used;
    if (!is_used && strcmp(r->group, "TAIL") != 0) note(m, r->group, NULL);
    return;
  }
  for (size_t k = 0; k < r->n; ++k) {
    const char *name = r->parameter[k].name;
    if (r->parameter[k].is_used) continue;
    if (has_word(SHOWN, name) || has_word(IGNORED[g].names, name))
      note(m, r->group, name);
    else if (m->solid) /* else not everything was looked at */
      fds_refuse(m, r, name, FLUE_MSG_FDS_WHY_UNKNOWN);
  }
}

void fds_report_unused(fds_reader *m) {
  flue_text all = {0};
  for (size_t i = 0; i < m->file.n; ++i) see(m, &m->file.record[i]);
  for (size_t k = 0; k < m->out->n_ignored; ++k)
    flue_text_add(&all, "%s%s", k > 0 ? ", " : "", m->out->ignored[k]);
  if (all.failed) m->no_memory = 1;
  if (all.data && !all.failed)
    flue_diagnostics_add(m->list, FLUE_MSG_FDS_IGNORED, 0, 0, all.data, NULL);
  flue_text_clear(&all);
}

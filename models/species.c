/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/species.h"

#include <ctype.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/** Where there are no coefficients, the enthalpy of formation @cite wagman1982 is from memory and
 *  unverified (acetone, halides of hydrogen). Soot: 0.9 C + 0.1 H @cite mcgrattan2024. */
static const flue_primitive GASES[] = {
    {"NITROGEN",
     "N2",
     {0, 0, 0, 2},
     0.028014,
     FLUE_SPECIES_COUNT,
     0.0,
     {3.53100528, -0.000123660987, -5.02999437e-07, 2.43530612e-09, -1.40881235e-12, -1046.97628},
     {2.95257626, 0.00139690057, -4.92631691e-07, 7.86010367e-11, -4.60755321e-15, -923.948645},
     0.0},
    {"OXYGEN",
     "O2",
     {0, 0, 2, 0},
     0.031998,
     FLUE_O2,
     0.0,
     {3.78245636, -0.00299673416, 9.84730201e-06, -9.68129509e-09, 3.24372837e-12, -1063.94356},
     {3.28253784, 0.00148308754, -7.57966669e-07, 2.09470555e-10, -2.16717794e-14, -1088.45772},
     0.0},
    {"CARBON DIOXIDE",
     "CO2",
     {1, 0, 2, 0},
     0.044009,
     FLUE_CO2,
     -393508,
     {2.35677352, 0.00898459677, -7.12356269e-06, 2.45919022e-09, -1.43699548e-13, -48371.9697},
     {3.85746029, 0.00441437026, -2.21481404e-06, 5.23490188e-10, -4.72084164e-14, -48759.166},
     0.0},
    {"WATER VAPOR",
     "H2O",
     {0, 2, 1, 0},
     0.018015,
     FLUE_H2O,
     -241825,
     {4.19864056, -0.0020364341, 6.52040211e-06, -5.48797062e-09, 1.77197817e-12, -30293.7267},
     {3.03399249, 0.00217691804, -1.64072518e-07, -9.7041987e-11, 1.68200992e-14, -30004.2971},
     0.0},
    {"CARBON MONOXIDE",
     "CO",
     {1, 0, 1, 0},
     0.02801,
     FLUE_CO,
     -110529,
     {3.57953347, -0.00061035368, 1.01681433e-06, 9.07005884e-10, -9.04424499e-13, -14344.086},
     {2.71518561, 0.00206252743, -9.98825771e-07, 2.30053008e-10, -2.03647716e-14, -14151.8724},
     0.0},
    {"SOOT",
     "C",
     {0.9, 0.1, 0, 0},
     0.0109107,
     FLUE_SOOT,
     0.0,
     {-0.282393799, 0.00400013901, 1.72952552e-06, -5.80051152e-09, 2.71576823e-12, -98.6975454},
     {1.3223633, 0.00155972972, -6.33660668e-07, 1.22884615e-10, -8.78951905e-15, -631.458751},
     0.0},
    {"HYDROGEN",
     "H2",
     {0, 2, 0, 0},
     0.002016,
     FLUE_SPECIES_COUNT,
     0.0,
     {2.34433112, 0.00798052075, -1.9478151e-05, 2.01572094e-08, -7.37611761e-12, -917.935173},
     {3.3372792, -4.94024731e-05, 4.99456778e-07, -1.79566394e-10, 2.00255376e-14, -950.158922},
     0.0},
    {"METHANE",
     "CH4",
     {1, 4, 0, 0},
     0.016043,
     FLUE_FUEL,
     -74599.6,
     {5.14987613, -0.0136709788, 4.91800599e-05, -4.84743026e-08, 1.66693956e-11, -10246.6476},
     {0.074851495, 0.0133909467, -5.73285809e-06, 1.22292535e-09, -1.0181523e-13, -9468.34459},
     0.0},
    {"ACETYLENE",
     "C2H2",
     {2, 2, 0, 0},
     0.026038,
     FLUE_FUEL,
     228199,
     {0.808681094, 0.0233615629, -3.55171815e-05, 2.80152437e-08, -8.50072974e-12, 26428.9807},
     {4.14756964, 0.00596166664, -2.37294852e-06, 4.67412171e-10, -3.61235213e-14, 25935.9992},
     0.0},
    {"ETHYLENE",
     "C2H4",
     {2, 4, 0, 0},
     0.028054,
     FLUE_FUEL,
     52499.7,
     {3.95920148, -0.00757052247, 5.70990292e-05, -6.91588753e-08, 2.69884373e-11, 5089.77593},
     {2.03611116, 0.0146454151, -6.71077915e-06, 1.47222923e-09, -1.25706061e-13, 4939.88614},
     0.0},
    {"ETHANE",
     "C2H6",
     {2, 6, 0, 0},
     0.03007,
     FLUE_FUEL,
     -83851.1,
     {4.29142492, -0.0055015427, 5.99438288e-05, -7.08466285e-08, 2.68685771e-11, -11522.2055},
     {4.04666674, 0.0153538766, -5.47039321e-06, 8.77826228e-10, -5.23167305e-14, -12447.3512},
     0.0},
    {"PROPYLENE",
     "C3H6",
     {3, 6, 0, 0},
     0.042081,
     FLUE_FUEL,
     19709.9,
     {3.83464524, 0.00329078405, 5.05228184e-05, -6.66251418e-08, 2.63707585e-11, 753.838295},
     {6.03870499, 0.0162963895, -5.82130624e-06, 9.35936483e-10, -5.58602903e-14, -776.595092},
     0.0},
    {"PROPANE",
     "C3H8",
     {3, 8, 0, 0},
     0.044097,
     FLUE_FUEL,
     -104679,
     {4.2110262, 0.00171599803, 7.06183472e-05, -9.19594116e-08, 3.64421372e-11, -14381.2106},
     {6.66789363, 0.0206120214, -7.36553027e-06, 1.18440761e-09, -7.0695321e-14, -16274.8521},
     0.0},
    {"BUTANE",
     "C4H10",
     {4, 10, 0, 0},
     0.058124,
     FLUE_FUEL,
     -125789,
     {6.14746806, 0.000155947389, 9.67913517e-05, -1.2548391e-07, 4.97816555e-11, -17599.4402},
     {9.44535834, 0.0257858073, -9.23619122e-06, 1.48632755e-09, -8.87897158e-14, -20138.2165},
     0.0},
    {"N-HEPTANE",
     "C7H16",
     {7, 16, 0, 0},
     0.100205,
     FLUE_FUEL,
     -187799,
     {11.1532484, -0.00949415433, 0.000195571181, -2.4975252e-07, 9.84873213e-11, -26771.1735},
     {18.5354704, 0.0391420468, -1.38030268e-05, 2.22403874e-09, -1.3345258e-13, -31950.0783},
     0.0},
    {"N-OCTANE",
     "C8H18",
     {8, 18, 0, 0},
     0.114232,
     FLUE_FUEL,
     -208749,
     {12.5244908, -0.0101018365, 0.000221991595, -2.8486242e-07, 1.12409624e-10, -29843.3034},
     {22.1755407, 0.0424426161, -1.49161103e-05, 2.40376673e-09, -1.44359037e-13, -36103.0944},
     0.0},
    {"BENZENE",
     "C6H6",
     {6, 6, 0, 0},
     0.078114,
     FLUE_FUEL,
     82879.5,
     {0.503469664, 0.0185142363, 7.37864409e-05, -1.18106127e-07, 5.07182527e-11, 8552.66293},
     {11.0771708, 0.0207067895, -7.516251e-06, 1.22209416e-09, -7.35312513e-14, 4309.88395},
     0.0},
    {"TOLUENE",
     "C7H8",
     {7, 8, 0, 0},
     0.092141,
     FLUE_FUEL,
     50169.7,
     {1.611914, 0.0211188902, 8.53221453e-05, -1.32566876e-07, 5.59406109e-11, 4096.51976},
     {12.939475, 0.0266921558, -9.68420108e-06, 1.5739214e-09, -9.46670482e-14, -677.035769},
     0.0},
    {"STYRENE",
     "C8H8",
     {8, 8, 0, 0},
     0.104152,
     FLUE_FUEL,
     148299,
     {1.18175769, 0.0334876025, 6.92366253e-05, -1.24490419e-07, 5.49384735e-11, 15603.9062},
     {15.8813334, 0.0268374055, -9.90244561e-06, 1.63759141e-09, -9.98448972e-14, 10084.7804},
     0.0},
    {"METHANOL",
     "CH4O",
     {1, 4, 1, 0},
     0.032042,
     FLUE_FUEL,
     -200939,
     {5.71539582, -0.0152309129, 6.52441155e-05, -7.10806889e-08, 2.61352698e-11, -25642.7656},
     {1.78970791, 0.0140938292, -6.36500835e-06, 1.38171085e-09, -1.1706022e-13, -25374.8747},
     0.0},
    {"ETHANOL",
     "C2H6O",
     {2, 6, 1, 0},
     0.046069,
     FLUE_FUEL,
     -234949,
     {4.85868178, -0.0037400674, 6.95550267e-05, -8.86541147e-08, 3.5168443e-11, -29996.1309},
     {6.5628977, 0.0152034264, -5.38922247e-06, 8.62150224e-10, -5.12824683e-14, -31525.7984},
     0.0},
    {"ACETONE", "C3H6O", {3, 6, 1, 0}, 0.05808, FLUE_FUEL, -217100, {0}, {0}, 0.0},
    {"FORMALDEHYDE",
     "CH2O",
     {1, 2, 1, 0},
     0.030026,
     FLUE_FUEL,
     -108579,
     {4.79372315, -0.00990833369, 3.73220008e-05, -3.79285261e-08, 1.31772652e-11, -14308.9567},
     {1.76069008, 0.00920000082, -4.42258813e-06, 1.00641212e-09, -8.8385564e-14, -13995.8323},
     0.0},
    {"ACROLEIN", "C3H4O", {3, 4, 1, 0}, 0.056064, FLUE_FUEL, NAN, {0}, {0}, 0.0},
    {"AMMONIA",
     "NH3",
     {0, 3, 0, 1},
     0.017031,
     FLUE_SPECIES_COUNT,
     -45939.7,
     {4.30177808, -0.0047712733, 2.19341619e-05, -2.29856489e-08, 8.28992268e-12, -6748.06394},
     {2.71709692, 0.00556856338, -1.76886396e-06, 2.6741726e-10, -1.52731419e-14, -6584.51989},
     0.0},
    {"NITRIC OXIDE",
     "NO",
     {0, 0, 1, 1},
     0.030006,
     FLUE_SPECIES_COUNT,
     91268.6,
     {4.21859896, -0.00463988124, 1.10443049e-05, -9.34055507e-09, 2.80554874e-12, 9845.09964},
     {3.26071234, 0.00119101135, -4.29122646e-07, 6.94481463e-11, -4.03295681e-15, 9921.43132},
     0.0},
    {"NITROGEN DIOXIDE",
     "NO2",
     {0, 0, 2, 1},
     0.046005,
     FLUE_SPECIES_COUNT,
     34192.8,
     {3.94403907, -0.00158547444, 1.66578984e-05, -2.04754478e-08, 7.83503265e-12, 2896.59865},
     {4.88474429, 0.00217241639, -8.2807902e-07, 1.57477293e-10, -1.05110549e-14, 2316.48462},
     0.0},
    {"HYDROGEN CYANIDE",
     "HCN",
     {1, 1, 0, 1},
     0.027026,
     FLUE_HCN,
     130815,
     {2.2589886, 0.01005117, -1.3351763e-05, 1.0092349e-08, -3.0089028e-12, 14712.633},
     {3.8022392, 0.0031464228, -1.0632185e-06, 1.6619757e-10, -9.799757e-15, 14407.292},
     0.0},
    {"SULFUR DIOXIDE",
     "SO2",
     {0, 0, 2, 0},
     0.064058,
     FLUE_SPECIES_COUNT,
     -296833,
     {3.2665338, 0.0053237902, 6.8437552e-07, -5.2810047e-09, 2.5590454e-12, -36908.148},
     {5.2451364, 0.0019704204, -8.0375769e-07, 1.5149969e-10, -1.0558004e-14, -37558.227},
     0.0},
    {"HYDROGEN CHLORIDE",
     "HCL",
     {0, 1, 0, 0},
     0.036458,
     FLUE_HCL,
     -92310,
     {3.53100528, -0.000123660987, -5.02999437e-07, 2.43530612e-09, -1.40881235e-12, -12149.317},
     {2.95257626, 0.00139690057, -4.92631691e-07, 7.86010367e-11, -4.60755321e-15, -12026.29},
     0.0},
    {"HYDROGEN FLUORIDE",
     "HF",
     {0, 1, 0, 0},
     0.020006,
     FLUE_SPECIES_COUNT,
     -273300,
     {3.53100528, -0.000123660987, -5.02999437e-07, 2.43530612e-09, -1.40881235e-12, -33917.411},
     {2.95257626, 0.00139690057, -4.92631691e-07, 7.86010367e-11, -4.60755321e-15, -33794.383},
     0.0},
    {"HYDROGEN BROMIDE",
     "HBR",
     {0, 1, 0, 0},
     0.080912,
     FLUE_SPECIES_COUNT,
     -36290,
     {3.53100528, -0.000123660987, -5.02999437e-07, 2.43530612e-09, -1.40881235e-12, -5411.66},
     {2.95257626, 0.00139690057, -4.92631691e-07, 7.86010367e-11, -4.60755321e-15, -5288.632},
     0.0},
    {"HELIUM",
     "HE",
     {0, 0, 0, 0},
     0.0040026,
     FLUE_SPECIES_COUNT,
     0.0,
     {2.5, 0, 0, 0, 0, -745.375},
     {2.5, 0, 0, 0, 0, -745.375},
     0.0},
    {"ARGON",
     "AR",
     {0, 0, 0, 0},
     0.039948,
     FLUE_SPECIES_COUNT,
     0.0,
     {2.5, 0, 0, 0, 0, -745.375},
     {2.5, 0, 0, 0, 0, -745.375},
     0.0},
};
enum { gases = sizeof GASES / sizeof *GASES, ethylene = 9 };

const flue_primitive *flue_primitive_find(const char *name) {
  for (int i = 0; name && i < gases; ++i)
    if (strcasecmp(GASES[i].name, name) == 0 || strcasecmp(GASES[i].formula, name) == 0)
      return &GASES[i];
  return NULL;
}

/** Molar enthalpy over the gas constant [K]. */
static double molar(const flue_primitive *p, double t) {
  static const double change_k = 1000.0;
  const double *a = t < change_k ? p->low : p->high;
  double sum = a[5];
  for (int k = 4; k >= 0; --k) sum += a[k] * pow(t, k + 1) / (k + 1);
  return sum;
}

double flue_primitive_enthalpy(const flue_primitive *p, double temp_k) {
  if (p->specific_heat > 0.0) return p->specific_heat * (temp_k - FLUE_ENTHALPY_ZERO_K);
  const flue_primitive *q = p->low[0] != 0.0 || p->low[1] != 0.0 ? p : &GASES[ethylene];
  const double own = molar(q, temp_k) - molar(q, FLUE_ENTHALPY_ZERO_K);
  return own * FLUE_MOLAR_GAS_CONSTANT / q->molar_mass;
}

/* ---- formulas ---- */

static const double element_mass[FLUE_ATOM_COUNT] = {12.011e-3, 1.008e-3, 15.999e-3, 14.007e-3};

double flue_formula_molar_mass(const double atoms[FLUE_ATOM_COUNT]) {
  double mass = 0.0;
  for (int k = 0; k < FLUE_ATOM_COUNT; ++k) mass += atoms[k] * element_mass[k];
  return mass;
}

/** A number without sign or exponent, or 1. */
static double read_count(const char **at) {
  char plain[24];
  size_t n = 0;
  while (n + 1 < sizeof plain && (isdigit((unsigned char)**at) || **at == '.'))
    plain[n++] = *(*at)++;
  plain[n] = '\0';
  return n > 0 ? strtod(plain, NULL) : 1.0;
}

int flue_formula_read(const char *formula, double atoms[FLUE_ATOM_COUNT]) {
  static const char letters[] = "CHON";
  double outer[FLUE_ATOM_COUNT] = {0}, sum[FLUE_ATOM_COUNT] = {0};
  int is_inside = 0;
  for (const char *c = formula; *c;) {
    const char *letter = strchr(letters, toupper((unsigned char)*c));
    if (*c == '(' && !is_inside) {
      memcpy(outer, sum, sizeof sum);
      memset(sum, 0, sizeof sum);
      is_inside = 1;
      ++c;
    } else if (*c == ')' && is_inside) {
      ++c;
      const double times = read_count(&c);
      for (int k = 0; k < FLUE_ATOM_COUNT; ++k) sum[k] = outer[k] + times * sum[k];
      is_inside = 0;
    } else if (letter && !islower((unsigned char)c[1])) {
      ++c;
      sum[letter - letters] += read_count(&c);
    } else {
      return 0;
    }
  }
  memcpy(atoms, sum, sizeof sum);
  return !is_inside && flue_formula_molar_mass(sum) > 0.0;
}

/* ---- mixtures ---- */

enum { fit_points = 91 };
static const double fit_from_k = 250.0, fit_step_k = 25.0, fit_scale_k = 1000.0;

/** The fit over T / 1000 K. @return 0 when memory is short. */
static int fit(const double *h, double c[FLUE_ENTHALPY_TERMS]) {
  gsl_error_handler_t *before = gsl_set_error_handler_off();
  gsl_matrix *x = gsl_matrix_alloc(fit_points, FLUE_ENTHALPY_TERMS);
  gsl_matrix *covariance = gsl_matrix_alloc(FLUE_ENTHALPY_TERMS, FLUE_ENTHALPY_TERMS);
  gsl_vector *y = gsl_vector_alloc(fit_points), *found = gsl_vector_alloc(FLUE_ENTHALPY_TERMS);
  gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(fit_points, FLUE_ENTHALPY_TERMS);
  int is_done = x && covariance && y && found && work;
  for (size_t i = 0; is_done && i < fit_points; ++i) {
    const double t = (fit_from_k + fit_step_k * (double)i) / fit_scale_k;
    for (size_t k = 0; k < FLUE_ENTHALPY_TERMS; ++k) gsl_matrix_set(x, i, k, pow(t, (double)k));
    gsl_vector_set(y, i, h[i]);
  }
  double square = 0.0;
  if (is_done) is_done = gsl_multifit_linear(x, y, found, covariance, &square, work) == 0;
  for (size_t k = 0; is_done && k < FLUE_ENTHALPY_TERMS; ++k) c[k] = gsl_vector_get(found, k);
  gsl_multifit_linear_free(work);
  gsl_vector_free(found);
  gsl_vector_free(y);
  gsl_matrix_free(covariance);
  gsl_matrix_free(x);
  gsl_set_error_handler(before);
  return is_done;
}

flue_status flue_mixture_fit(flue_ctx *ctx, size_t n, const flue_primitive *const *part,
                             const double *fraction, double coefficient[FLUE_ENTHALPY_TERMS]) {
  double h[fit_points] = {0};
  for (int i = 0; i < fit_points; ++i)
    for (size_t k = 0; k < n; ++k)
      h[i] += fraction[k] * flue_primitive_enthalpy(part[k], fit_from_k + fit_step_k * i);
  FLUE_CHECK(fit(h, coefficient), ctx, FLUE_ENOMEM, "no memory to fit an enthalpy");
  double scale = 1.0, zero = 0.0, t = 1.0;
  for (int k = 0; k < FLUE_ENTHALPY_TERMS; ++k) {
    coefficient[k] *= scale;
    zero += coefficient[k] * t;
    scale /= fit_scale_k;
    t *= FLUE_ENTHALPY_ZERO_K;
  }
  coefficient[0] -= zero;
  return FLUE_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Project files of CONTAM: whole towers against ContamX, what is read, what is left out by name,
 * and damaged files, which give findings and never a crash (run under ASan and UBSan). */
#include <sys/stat.h>

#include "core/random.h"
#include "network_fixture.h"
#include "scenarios/contam/contam_import.h"

/* ---- files ---- */

/** Folder with the reference material beside the working tree; NULL when it is not there. Owned. */
static char *reference_folder(void) {
  const char *source = getenv("FLUE_SOURCE");
  char *path = flue_format("%s/../shared/validation/network", source ? source : ".");
  struct stat info;
  if (stat(path, &info) == 0) return path;
  free(path);
  return NULL;
}

static char *read_whole(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s cannot be read", path);
  flue_text text = {0};
  char part[4096];
  size_t n;
  while ((n = fread(part, 1, sizeof part, file)) > 0) flue_text_add(&text, "%.*s", (int)n, part);
  fclose(file);
  *length = text.length;
  return text.data;
}

/** A tower written by the reference generator; owned text, NULL without the generator. */
static char *make_tower(const char *arguments, size_t *length) {
  char *folder = reference_folder();
  if (!folder) {
    print_message("skipped: there is no ../shared/validation/network\n");
    return NULL;
  }
  char path[] = "/tmp/flue_tower_XXXXXX";
  const int handle = mkstemp(path);
  assert_true(handle >= 0);
  close(handle);
  char *command = flue_format(
      "ASAN_OPTIONS=detect_leaks=0 PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -c 'import sys; "
      "sys.path.insert(0, \"%s\"); import tower_prj; tower_prj.build(10, 10%s).save(\"%s\")'",
      folder, arguments, path);
  const int code = system(command);
  free(command);
  free(folder);
  assert_int_equal(code, 0);
  char *text = read_whole(path, length);
  unlink(path);
  return text;
}

/** Writes a file in a folder; its path, owned. */
static char *write_file(const char *folder, const char *name, const char *bytes, size_t n) {
  char *path = flue_format("%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, n, file), n);
  assert_int_equal(fclose(file), 0);
  return path;
}

/** Reads a project by way of a file whose name says what it is, with a weather file w.wth beside it
 *  when there is one. */
static reading read_with_weather(const char *bytes, size_t n, const char *weather, flue_lang lang) {
  char folder[] = "/tmp/flue_test_XXXXXX";
  assert_non_null(mkdtemp(folder));
  char *path = write_file(folder, "t.prj", bytes, n);
  char *beside = weather ? write_file(folder, "w.wth", weather, strlen(weather)) : NULL;
  reading r = {.list = {.file = "t.prj", .lang = lang}};
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  r.status = flue_scenario_read(ctx, path, NULL, &r.list, &r.scenario);
  flue_ctx_destroy(&ctx);
  unlink(path);
  if (beside) unlink(beside);
  rmdir(folder);
  free(path);
  free(beside);
  flue_diagnostics_print(&r.list, &r.printed);
  return r;
}

static reading read_project(const char *bytes, size_t n, flue_lang lang) {
  return read_with_weather(bytes, n, NULL, lang);
}

static size_t opening(const built *s, const char *name) {
  for (size_t k = 0; k < s->view.n_openings; ++k)
    if (strcmp(s->c->input.opening_names[k], name) == 0) return k;
  fail_msg("there is no opening %s", name);
  return 0;
}

/* ---- towers ---- */

/** Largest differences from the reference. */
typedef struct difference {
  double absolute, relative; /**< [kg s-1]; of flows above 1e-4 kg/s. */
  double pressure;           /**< [Pa] */
  size_t compared;
} difference;

static void compare(double found, double expected, difference *d) {
  const double miss = fabs(found - expected), relative = 1e-4, absolute = 2e-5, small = 1e-4;
  d->absolute = fmax(d->absolute, miss);
  if (fabs(expected) > small) d->relative = fmax(d->relative, miss / fabs(expected));
  if (!(miss <= absolute || miss <= relative * fabs(expected)))
    fail_msg("flow %.9g kg/s, ContamX %.9g", found, expected);
}

/** Every path of one tower: net flow, and both streams of doors. */
static void compare_tower(const char *name, const char *arguments, difference *d) {
  size_t length;
  char *text = make_tower(arguments, &length);
  if (!text) skip();
  built s = build_from(read_project(text, length, FLUE_EN));
  char *folder = reference_folder();
  char *path = flue_format("%s/ref_contamx_tower10.csv", folder);
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  char line[256], tower[32];
  while (fgets(line, sizeof line, file)) {
    int path_number;
    double z, dp, f0, f1;
    if (sscanf(line, "%31[^,],%d,%*d,%*d,%*[^,],%lf,%lf,%lf,%lf", tower, &path_number, &z, &dp, &f0,
               &f1) != 6 ||
        strcmp(tower, name) != 0)
      continue;
    const size_t k = (size_t)path_number - 1;
    d->pressure = fmax(d->pressure, fabs(s.view.pressure_drop[k] - dp));
    compare(s.view.flow[k] - s.view.back_flow[k], f0 + f1, d);
    if (f1 != 0.0) compare(s.view.flow[k], fmax(f0, f1), d);
    if (f1 != 0.0) compare(-s.view.back_flow[k], fmin(f0, f1), d);
    ++d->compared;
  }
  fclose(file);
  free(path);
  free(folder);
  built_clear(&s);
  free(text);
}

/* case 7 of network.md: four towers of 160 zones, 1936 paths, ContamX 3.4.0.0; 1e-4 or 2e-5 kg/s,
   and better by far: the case itself asks for 1e-6 kg/s. Pressures over all paths too, as the doors
   of the stair on storeys 1, 5, 10 with stack effect alone, 18.803, -.437 and -10.239 Pa: 1e-3 Pa,
   as many digits as are given */
static void towers_have_the_flows_of_contamx(void **state) {
  (void)state;
  difference d = {0};
  compare_tower("stack", ", ws=0.0, press=False, fire=0", &d);
  compare_tower("stack_fire", ", ws=0.0, press=False", &d);
  compare_tower("all", "", &d);
  compare_tower("all_doors2", ", doors2=True", &d);
  print_message("%zu paths: largest difference %.2g kg/s, %.2g of the flow, %.2g Pa\n", d.compared,
                d.absolute, d.relative, d.pressure);
  assert_int_equal(d.compared, 1936);
  assert_true(d.absolute < 1e-6);
  assert_true(d.pressure < 1e-3);
}

static void a_tower_written_out_as_yaml_reads_back_to_the_same_flows(void **state) {
  (void)state;
  size_t length;
  char *text = make_tower(", doors2=True", &length);
  if (!text) skip();
  built a = build_from(read_project(text, length, FLUE_EN));
  flue_text yaml = {0};
  flue_scenario_print(a.r.scenario, &yaml);
  built b = build_from(read_text(yaml.data, NULL));
  assert_memory_equal(a.view.flow, b.view.flow, a.view.n_openings * sizeof(double));
  built_clear(&a);
  built_clear(&b);
  flue_text_clear(&yaml);
  free(text);
}

/* ---- a small project by hand ---- */

static const char run_34[] =
    "! rows cols ud uf    T   uT     N     wH  u  Ao    a\n"
    "    58   66  0  4 293.150 2   30.00 10.00 0 0.600 0.280\n"
    "!  scale     us  orgRow  orgCol  invYaxis showGeom\n"
    "  1.000e+00   0      46       7     0        1\n"
    "! Ta       Pb      Ws    Wd    rh  day u..\n"
    "283.150 101325.0  4.000 300.0 0.000 2 2 0 0 1 ! steady simulation\n"
    "293.150 101325.0  1.000 270.0 0.000 1 2 0 0 1 ! wind pressure test\n"
    "null ! no weather file\nnull ! no contaminant file\nnull ! no continuous values file\n"
    "null ! no discrete values file\nnull ! no WPC file\nnull ! no EWC file\nWPC description\n"
    "!  Xref    Yref    Zref   angle u\n   0.000   0.000   0.000   0.00 0\n"
    "! epsP epsS  tShift  dStart dEnd wp mf wpctrig\n  0.01 0.01 00:00:00   1/1   1/1  0  0  0\n"
    "! latd  longtd   tznr  altd  Tgrnd u..\n 40.00  -90.00  -6.00     0 283.15 2 0\n"
    "!sim_af afcalc afmaxi afrcnvg afacnvg afrelax uac Pbldg uPb\n"
    "     1      1     30   1e-05   1e-06    0.75   0 50.00   0\n"
    "!   slae rs aflmaxi aflcnvg aflinit Tadj\n      0   1    100   1e-06      1    0\n"
    "!sim_mf slae rs maxi   relcnvg   abscnvg relax gamma ucc\n"
    "    2             30  1.00e-04  1.00e-15 1.250         0 ! (cyclic)\n"
    "          0   1  100  1.00e-06  1.00e-15 1.100 1.000   0 ! (non-trace)\n"
    "          0   1  100  1.00e-06  1.00e-15 1.100 1.000   0 ! (trace)\n"
    "          0   1  100  1.00e-06  1.00e-15 1.100         0 ! (cvode)\n"
    "!mf_solver sim_1dz sim_1dd   celldx  sim_vjt udx\n     0        1       0     1.00e-01    0   "
    "  "
    "0\n"
    "!cvode    rcnvg     acnvg    dtmax\n   0     1.00e-06  1.00e-13   0.00\n"
    "!tsdens relax tsmaxi cnvgSS densZP stackD dodMdt\n   0    0.75    20     1      0      0      "
    "0\n"
    "!date_st time_st  date_0 time_0   date_1 time_1    t_step   t_list   t_scrn\n"
    "  Jan01 00:00:00  Jan01 07:30:00  Jan01 08:30:00  00:00:10 00:05:00 01:00:00\n"
    "!restart  date  time\n    0    Jan01 00:00:00\n"
    "!list doDlg pfsave zfsave zcsave\n   1     1      1      1      1\n"
    "!vol ach -bw cbw exp -bw age -bw\n  0   0   0   0   0   0   0   0\n"
    "!rzf rzm rz1 csm srf log\n  0   0   0   1   1   1\n";
static const char run_34_end[] =
    "!bcx dcx pfq zfq zcq\n  0   0   0   0   0\n!dens   grav\n 1.2041 9.8055\n"
    "! extra[]\n  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0\n0 ! rvals:\n"
    "!valZ valD valC\n   0    0    0\n!cfd\n   0  1.00e-02    0    0 1000     1    1      1  "
    "1.00e-03  1.00e-03\n-999\n";
static const char run_31_end[] =
    "! extra[]\n  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0\n0 ! rvals:\n"
    "!valZ valD valC\n   0    0    0\n!cfd\n   0  1.00e-02    0    0 1000     1\n-999\n";

/** Two rooms, a stair by hand, a schedule, a spline of wind, a system, a source. */
static const char parts_before_zones[] =
    "2 ! levels plus icon data:\n! #  refHt   delHt  ni  u  name\n"
    "  1   0.000   3.000 2 0 0 one\n!icn col row  #\n  14   7  10   0\n  23   7  28  15\n"
    "  2   3.000   3.000 0 0 0 two\n!icn col row  #\n-999\n"
    "2 ! day-schedules:\n! # npts shap utyp ucnv name\n"
    "1 4 0 1 0 work\nopen from 8 to 18\n 00:00:00 0.2\n 08:00:00 1\n 18:00:00 0.2\n 24:00:00 0.2\n"
    "2 2 1 1 0 flat\n\n 00:00:00 1\n 24:00:00 1\n-999\n"
    "1 ! week-schedules:\n! # utyp ucnv name\n1 1 0 week\nall days\n 2 1 1 1 1 1 1 1 1 1 1 "
    "1\n-999\n"
    "1 ! wind pressure profiles:\n1 5 2 wall\nby hand\n 0 0.6\n 90 -0.5\n 180 -0.3\n 270 -0.5\n "
    "360 "
    "0.6\n-999\n"
    "0 ! kinetic reactions:\n-999\n0 ! filter elements:\n-999\n0 ! filters:\n-999\n"
    "1 ! source/sink elements:\n1 smoke ccf gen\n\n 1.0e-5 0.0 0 0\n-999\n"
    "4 ! flow elements:\n"
    "1 23 plr_orfc hole\nan orifice\n 2.70811e-05 0.00848528 0.5 0.01 0.112838 0.6 30 0 0\n"
    "2 25 dor_door door\n\n 0.0135 2.31 0.5 0.01 2.1 1 0.78 0 0 0\n"
    "3 28 fan_fan fan\n\n 2.8e-05 0.0084 0.5 1.2041 0.1 100 0.1\n 100 -50 -400 0 2 0.01 0\n 0 0 "
    "100 0 "
    "0 0\n 0.3 0 50 0 0 0\n"
    "4 23 csf_fsp spline\nnot used\n 4 0 0\n 0 0\n 1 1\n 2 2\n 3 3\n-999\n"
    "0 ! duct elements:\n-999\n0 ! control super elements:\n-999\n"
    "1 ! control nodes:\n! # typ seq f n c1 c2 name\n 1 set 1 0 0 0 0 <none>\n\n 1\n-999\n";

static const char zones_34[] =
    "4 ! zones:\n! Z#  f  s#  c#  k#  l#  relHt    Vol  T0  P0  name  clr u[4] axs cdvf cfd\n"
    "   1  3   0   0   0   1   0.000    30 293.15 0 hall -1 0 2 0 0 0 0 0\n"
    "   2  3   0   0   0   2   0.000    45 295.15 0 hall -1 0 2 0 0 0 0 0\n"
    "   3 10   0   0   0   1   0.000     1 293.15 0 ahs(Ret) -1 0 2 0 0 0 0 0\n"
    "   4 10   0   0   0   1   0.000     1 293.15 0 ahs(Sup) -1 0 2 0 0 0 0 0\n-999\n";
static const char paths_34[] =
    "8 ! flow paths:\n! P# f n# m# e# f# w# a# s# c# l# X Y relHt mult wPset wPmod wazm Fahs Xmax "
    "Xmin "
    "icn dir clr u[4] cdvf cfd\n"
    "   1    1  -1   1   1   0   1   0   0   0   1   0.000   0.000   1.500 2 0 0.36 270 0 0 0  23  "
    "2 -1 "
    "0 0 0 0 0 0\n"
    "   2    0   1   2   2   0   0   0   1   1   2   0.000   0.000   0.000 1 0 0 -1 0 0 0  23  2 "
    "-1 0 0 "
    "0 0 0 0\n"
    "   3    1   2  -1   1   0   0   0   0   0   2   0.000   0.000   1.500 1 -3 0 -1 0 0 0  23  2 "
    "-1 0 "
    "0 0 0 0 0\n"
    "   4   16   3   4   0   0   0   0   1   0   1   0.000   0.000   0.000 1 0 0 0 0 0 0  23  2 -1 "
    "0 0 0 "
    "0 0 0\n"
    "   5   32  -1   4   0   0   0   0   0   0   1   0.000   0.000   0.000 1 0 0 0 0.01 0 0  23  2 "
    "-1 0 0 "
    "0 0 0 0\n"
    "   6   64   3  -1   0   0   0   0   0   0   1   0.000   0.000   0.000 1 0 0 0 0 0 0  23  2 -1 "
    "0 0 0 "
    "0 0 0\n"
    "   7    8   4   1   0   0   0   1   0   0   1   0.000   0.000   2.500 1 0 0 0 0.1 0 0  128  2 "
    "-1 0 0 "
    "0 0 0 0\n"
    "   8    8   2   3   0   0   0   1   0   0   2   0.000   0.000   2.500 1 0 0 0 0.08 0 0  129  "
    "2 -1 0 "
    "0 0 0 0 0\n-999\n";
static const char parts_after_paths[] =
    "0 ! duct junctions:\n-999\n0 ! initial junction concentrations:\n-999\n0 ! duct "
    "segments:\n-999\n"
    "1 ! source/sinks:\n  1 2 1 0 0 2 0 0 0 0 0 0 0 -1 0 0 0\n-999\n"
    "0 ! occupancy schedules:\n-999\n2 ! exposures:\nwhatever\n-999\n0 ! annotations:\n-999\n"
    "* end project file.\n";

/** The project of a version: 3.4, or the same as 3.1 writes it. */
static void write_small(flue_text *out, int version) {
  const int is_new = version == 34;
  flue_text_add(out, "ContamW 3.%d 0\nBy hand\n%s%s", version - 30, run_34,
                is_new ? run_34_end : run_31_end);
  flue_text_add(out,
                "1 ! contaminants:\n   1\n1 ! species:\n! # s t\n"
                "  1 1 0 28.97 0 0 0 2e-5 0 1000%s 0 0 0 0 0 smoke\na trace\n-999\n%s",
                is_new ? " 0" : "", parts_before_zones);
  flue_text_add(out, "1 ! simple AHS:\n! # zr# zs# pr# ps# px# name\n  1 3 4 4 5 6 %sahs\n\n-999\n",
                is_new ? "-1 " : "");
  /* 3.1 has neither colours of paths nor values from files: two columns less, at the end */
  static const char *const lines[] = {zones_34, paths_34};
  for (int part = 0; part < 2; ++part) {
    if (part == 1)
      flue_text_add(out, "4 ! initial zone concentrations:\n 1 0\n 2 0\n 3 0\n 4 0\n-999\n");
    for (const char *line = lines[part]; *line; line = strchr(line, '\n') + 1) {
      const int n = (int)(strchr(line, '\n') - line), fewer = part == 0 ? 2 : 4;
      flue_text_add(out, "%.*s\n", n - (line[0] == ' ' && !is_new ? fewer : 0), line);
    }
  }
  flue_text_add(out, "%s", parts_after_paths);
}

static void check_small(int version) {
  flue_text text = {0};
  write_small(&text, version);
  built s = build_from(read_project(text.data, text.length, FLUE_EN));
  const flue_network_input *in = &s.c->input.network;
  assert_int_equal(in->n_compartments, 4);
  assert_string_equal(s.c->input.rooms[0].name, "one.hall#1");
  assert_near(in->compartments[1].z_m, 3.0, 1e-12);
  assert_near_rel(in->compartments[1].area_m2 * in->compartments[1].height_m, 45.0, 1e-12);
  /* 7:30 plus an hour: the door opens at half past from .2 to all, by steps */
  const flue_opening *door = &in->openings[opening(&s, "P2")];
  assert_near(door->open, 0.2, 1e-12);
  assert_int_equal(door->n_ramp, 3);
  assert_near(door->ramp_t[1], 1800.0, 1e-9);
  assert_near(door->ramp_share[2], 1.0, 1e-12);
  /* wind of 300 degrees on a wall that looks to 270 + 30: straight, Cp .6 */
  const double rho = 101325.0 / (287.055 * 283.15);
  assert_near_rel(in->openings[opening(&s, "P1")].wind_pa, 0.5 * rho * 16.0 * 0.36 * 0.6, 1e-12);
  assert_near(in->openings[opening(&s, "P3")].wind_pa, -3.0, 1e-12);
  /* .1 kg/s supplied, .08 returned, 20 % outside air at 7:30 of day 2: .08 kg/s used again */
  assert_near_rel(s.view.flow[opening(&s, "P7")], 0.1, 1e-9);
  const size_t again = opening(&s, "AHS1.ahs.recirculation");
  assert_near_rel(s.view.flow[again], 0.08, 1e-9);
  assert_near_rel(s.view.flow[opening(&s, "AHS1.ahs.outside_air")], 0.02, 1e-6);
  assert_near(s.view.flow[opening(&s, "AHS1.ahs.exhaust")], 0.0, 1e-9);
  assert_int_equal(in->n_sources, 1);
  assert_near_rel(in->sources[0].rate, 2e-5, 1e-12);
  assert_near(s.c->input.end_s, 3600.0, 1e-9);
  assert_near(in->gravity, 9.8055, 1e-12);
  /* what is left out is named */
  assert_non_null(strstr(s.r.printed.data, "controls are not used here: 1 skipped"));
  assert_non_null(strstr(s.r.printed.data, "occupants and exposures are not used here: 2 skipped"));
  assert_int_equal(s.r.list.n, 2);
  built_clear(&s);
  flue_text_clear(&text);
}

static void a_project_is_read_with_its_schedules_wind_systems_and_sources(void **state) {
  (void)state;
  check_small(34);
}

static void a_project_of_3_1_gives_the_same(void **state) {
  (void)state;
  check_small(31);
}

/* ---- weather files ---- */

static void replace_in(flue_text *text, const char *old, const char *with);

#define WEATHER_HEAD                                                                     \
  "WeatherFile ContamW 2.0\nBy hand\n12/31 !start-of-file date\n1/2 !end-of-file date\n" \
  "!Date\tDofW\tDtype\tDST\tTgrnd [K]\n12/31\t7\t7\t0\t283.15\n1/1\t1\t12\t0\t283.15\n"  \
  "1/2\t2\t2\t0\t283.15\n!Date\tTime\tTa [K]\tPb [Pa]\tWs [m/s]\tWd [deg]\tHr [g/kg]\n"  \
  "12/31 23:00:00 270 100000 9 0 0 0 0 273 0 0\n"

/** The small project with a weather file in some other place. */
static reading read_small_with(const char *weather) {
  flue_text text = {0};
  write_small(&text, 34);
  replace_in(&text, "null ! no weather file",
             "C:\\Users\\somebody\\Documents\\CONTAM projects\\a building\\of the year 2024\\w.wth "
             "! weather");
  reading r = read_with_weather(text.data, text.length, weather, FLUE_EN);
  flue_text_clear(&text);
  return r;
}

/* The run lasts from 7:30 to 8:30 of the first of January: the row of its start lies between those
   of 7 and 8 o'clock, with the wind as a vector, and the file begins in the year before. */
static void a_weather_file_beside_the_project_is_followed(void **state) {
  (void)state;
  reading r = read_small_with(WEATHER_HEAD
                              "1/1 07:00:00 272.0 100100 4 0 2\n"
                              "1/1 08:00:00 274.0 100300 4 90 2\n"
                              "1/1 09:00:00 278.0 100500 2 90 2\n"
                              "1/2 24:00:00 279.0 100500 2 90 2\n");
  assert_int_equal(r.list.errors, 0);
  const flue_weather *w = &r.scenario->root.site.weather;
  const double times[] = {0.0, 1800.0, 5400.0}, temps[] = {273.0, 274.0, 278.0};
  assert_int_equal(w->times.n, 3);
  for (size_t i = 0; i < 3; ++i) {
    assert_near(w->times.v[i], times[i], 1e-9);
    assert_near(w->temperatures.v[i], temps[i], 1e-9);
  }
  assert_near(w->pressures.v[0], 100200.0, 1e-6);
  assert_near(w->wind_speeds.v[0], 4.0 * sqrt(0.5), 1e-9);
  assert_near(w->wind_from.v[0], 45.0, 1e-9);
  assert_near(w->wind_from.v[2], 90.0, 1e-9);
  built s = build_from(r);
  assert_int_equal(flue_network_advance(NULL, s.net, 1800.0), FLUE_OK);
  flue_network_get(s.net, &s.view);
  assert_near(s.view.outside.temp_k, 274.0, 1e-9);
  assert_near(s.view.outside.pressure, 100300.0, 1e-6);
  assert_near(s.view.outside.wind_speed, 4.0, 1e-9);
  built_clear(&s);
}

static void mistakes_of_weather_files_are_told(void **state) {
  (void)state;
  static const struct {
    const char *file;
    flue_message message;
    const char *names;
  } cases[] = {
      {NULL, FLUE_MSG_CONTAM_WEATHER, "w.wth"},
      {WEATHER_HEAD "1/1 07:00:00 272.0 100100 4 0\n1/1 08:00:00 274.0 high 4 90\n",
       FLUE_MSG_CONTAM_WEATHER_ROW, "line 12"},
      {WEATHER_HEAD "1/1 07:00:00 272.0 100100 4 0\n1/1 06:00:00 274.0 100000 4 90\n",
       FLUE_MSG_CONTAM_WEATHER_ROW, "06:00:00"},
      {WEATHER_HEAD "1/1 07:00:00 272.0 100100 4 0\n1/1 08:00:00 274.0 100000 4 90\n",
       FLUE_MSG_CONTAM_WEATHER_SPAN,
       "12/31 23:00 to 1/1 08:00; the run needs 1/1 07:30 to 1/1 08:30"},
      {WEATHER_HEAD "1/1 07:00:00 12.0 100100 4 0\n", FLUE_MSG_CONTAM_WEATHER_ROW, "12.0"},
      {WEATHER_HEAD "1/1 07:00:00 272.0 100100 nan 0\n", FLUE_MSG_CONTAM_WEATHER_ROW, "nan"},
      {WEATHER_HEAD "1/1 07:99:00 272.0 100100 4 0\n", FLUE_MSG_CONTAM_WEATHER_ROW, "07:99"},
      {WEATHER_HEAD "2/30 07:00:00 272.0 100100 4 0\n", FLUE_MSG_CONTAM_WEATHER_ROW, "2/30"},
      {"WeatherFile ContamW 2.0\n7/4 picnic\n1/1\n1/1\n1/1 1 13 0 283.15\n",
       FLUE_MSG_CONTAM_WEATHER_ROW, "line 5"},
      {"nothing\n", FLUE_MSG_CONTAM_WEATHER_SPAN, "- to -; the run needs 1/1 07:30"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    reading r = read_small_with(cases[i].file);
    size_t found = 0;
    for (size_t k = 0; k < r.list.n; ++k) found += r.list.items[k].message == cases[i].message;
    assert_int_equal(found, 1);
    assert_non_null(strstr(r.printed.data, cases[i].names));
    assert_int_equal(r.list.errors, i > 0);
    reading_clear(&r);
  }
}

/* ---- mistakes ---- */

typedef struct mistake {
  flue_message message;
  const char *old, *new_text;
  int line;          /**< Of the finding, counted in the lines of the project. */
  const char *names; /**< Must stand in the finding. */
} mistake;

static int line_of(const char *text, const char *what) {
  int line = 1;
  const char *at = strstr(text, what);
  if (!at) fail_msg("\"%s\" is not in the project", what);
  for (const char *c = text; c < at; ++c) line += *c == '\n';
  return line;
}

static void replace_in(flue_text *text, const char *old, const char *with) {
  const char *at = strstr(text->data, old);
  if (!at) fail_msg("\"%s\" is not in the project", old);
  flue_text out = {0};
  flue_text_add(&out, "%.*s%s%s", (int)(at - text->data), text->data, with, at + strlen(old));
  flue_text_clear(text);
  *text = out;
}

static void each_mistake_in_a_project_gives_one_finding_at_its_line(void **state) {
  (void)state;
  /* the line is that of the replacement, and `line` more */
  static const mistake mistakes[] = {
      {FLUE_MSG_CONTAM_NOT_PROJECT, "ContamW 3.4 0", "ContamX 3.4 0", 0, "ContamW"},
      {FLUE_MSG_CONTAM_VERSION, "ContamW 3.4 0", "ContamW 2.4 0", 0, "2.4"},
      {FLUE_MSG_CONTAM_NUMBER, "4.000 300.0", "four 300.0", 0, "four"},
      {FLUE_MSG_CONTAM_NUMBER, " 30 293.15", " 3O 293.15", 0, "zones"},
      {FLUE_MSG_CONTAM_NUMBER, "   2  3   0   0   0   2   0.000    45", "   2  3", 0, "zones"},
      {FLUE_MSG_CONTAM_COUNT, "  2   3.000   3.000", "  3   3.000   3.000", 0, "levels"},
      {FLUE_MSG_CONTAM_COUNT, "4 ! zones", "5 ! zones", 6, "zones"},
      {FLUE_MSG_CONTAM_CLOSE, "4 ! zones", "3 ! zones", 5, "-999"},
      {FLUE_MSG_CONTAM_EARLY, " 100 -50 -400 0 2", "-999\n 100 -50 -400 0 2", 0, "flow elements"},
      {FLUE_MSG_CONTAM_REFERENCE, "   2    0   1   2   2   0", "   2    0   1   7   2   0", 0, "7"},
      {FLUE_MSG_CONTAM_REFERENCE, " 2 1 1 1 1", " 2 1 3 1 1", -2, "3"},
      {FLUE_MSG_CONTAM_ELEMENT, "fan_fan", "fan_xyz", 0, "fan_xyz"},
      {FLUE_MSG_CONTAM_ELEMENT_USED, "   3    1   2  -1   1 ", "   3    1   2  -1   4 ", 0,
       "csf_fsp"},
      {FLUE_MSG_CONTAM_RANGE, "4 ! flow elements", "-4 ! flow elements", 0, "-4"},
      {FLUE_MSG_CONTAM_RANGE, "0.000 2 2 0 0 1", "0.000 13 2 0 0 1", 0, "12"},
      {FLUE_MSG_OUT_OF_RANGE, "45 295.15", "45 29.5", 0, "29.5"},
  };
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; ++i) {
    const mistake *m = &mistakes[i];
    flue_text text = {0};
    write_small(&text, 34);
    const int line = line_of(text.data, m->old) + m->line;
    replace_in(&text, m->old, m->new_text);
    for (int lang = FLUE_EN; lang <= FLUE_ZH; ++lang) {
      reading r = read_project(text.data, text.length, (flue_lang)lang);
      size_t errors = 0;
      const flue_diagnostic *found = NULL;
      for (size_t k = 0; k < r.list.n; ++k) {
        if (flue_message_code(r.list.items[k].message)[0] != 'E') continue;
        found = &r.list.items[k];
        ++errors;
      }
      if (r.status != FLUE_EINPUT || errors != 1 || found->message != m->message ||
          found->line != line || (m->names && !strstr(found->text, m->names)))
        fail_msg("mistake %zu, line %d wanted:\n%s", i, line, r.printed.data);
      reading_clear(&r);
    }
    flue_text_clear(&text);
  }
}

static void mistakes_in_several_sections_are_found_at_once(void **state) {
  (void)state;
  flue_text text = {0};
  write_small(&text, 34);
  replace_in(&text, "4.000 300.0", "four 300.0");
  replace_in(&text, "fan_fan", "fan_xyz");
  replace_in(&text, " 30 293.15", " 3O 293.15");
  reading r = read_project(text.data, text.length, FLUE_EN);
  assert_int_equal(r.list.errors, 3);
  reading_clear(&r);
  flue_text_clear(&text);
}

static void a_project_cut_short_says_where(void **state) {
  (void)state;
  flue_text text = {0};
  write_small(&text, 34);
  for (size_t n = 0; n < text.length; n += 37) {
    reading r = read_project(text.data, n, FLUE_EN);
    const int is_whole = r.status == FLUE_OK; /* only notes are missing */
    if (!is_whole && r.list.errors != 1) fail_msg("%zu bytes:\n%s", n, r.printed.data);
    reading_clear(&r);
  }
  flue_text_clear(&text);
}

/* ---- fuzz ---- */

/** One change of a project: a byte, a word, a line doubled, taken out or moved. */
static void damage(flue_text *text, uint32_t k) {
  static const char *const words[] = {"-999",       "0", "-1", "1e308",   "999999999",
                                      "nan",        "x", "",   "-1e-300", "0x10",
                                      "2147483648", "!", "*",  "\xff",    "\n"};
  const flue_stream s = {77, 0, FLUE_PURPOSE_SAMPLING};
  const uint32_t changes = 1 + (uint32_t)(flue_uniform(s, k, 0) * 4.0);
  for (uint32_t c = 0; c < changes && text->length > 8; ++c) {
    const size_t at = (size_t)(flue_uniform(s, k, 10 * c + 1) * (double)(text->length - 1));
    const double way = flue_uniform(s, k, 10 * c + 2);
    const double which = flue_uniform(s, k, 10 * c + 3);
    if (way < 0.4) {
      text->data[at] = (char)(int)(which * 256.0 - 128.0);
      if (text->data[at] == '\0') text->data[at] = ' ';
      continue;
    }
    size_t first = at, last = at;
    const int is_word = way < 0.7;
    while (first > 0 && text->data[first - 1] != '\n' && !(is_word && text->data[first - 1] == ' '))
      --first;
    while (last < text->length && text->data[last] != '\n' && !(is_word && text->data[last] == ' '))
      ++last;
    flue_text out = {0};
    const char *with = words[(size_t)(which * (double)(sizeof words / sizeof *words))];
    if (is_word)
      flue_text_add(&out, "%.*s%s%s", (int)first, text->data, with, text->data + last);
    else if (way < 0.85)
      flue_text_add(&out, "%.*s%s", (int)first, text->data, text->data + last);
    else
      flue_text_add(&out, "%.*s\n%s", (int)last, text->data, text->data + first);
    flue_text_clear(text);
    *text = out;
  }
}

/** Builds the network of what could be read: it has a solution or says why not. Takes the reading.
 */
static void try_network(reading r) {
  built s = built_case(r);
  const flue_status status = flue_network_create(s.ctx, &s.c->input.network, &s.net);
  assert_true(status == FLUE_OK || status == FLUE_ENUMERIC);
  if (status == FLUE_OK) flue_network_advance(s.ctx, s.net, 1.0);
  built_clear(&s);
}

static void fuzz(const char *project, uint32_t first, uint32_t n) {
  for (uint32_t k = first; k < first + n; ++k) {
    flue_text text = {0};
    flue_text_add(&text, "%s", project);
    damage(&text, k);
    reading r = read_project(text.data, text.length, k % 2 ? FLUE_ZH : FLUE_EN);
    /* read, or refused with findings; no other way to fail */
    const int is_sound = (r.status == FLUE_OK && r.list.errors == 0) ||
                         (r.status == FLUE_EINPUT && r.list.errors > 0);
    if (!is_sound) fail_msg("change %u: %s", k, r.printed.data ? r.printed.data : "");
    if (r.scenario)
      try_network(r);
    else
      reading_clear(&r);
    flue_text_clear(&text);
  }
}

static void three_hundred_damaged_towers_do_no_harm(void **state) {
  (void)state;
  size_t length;
  char *text = make_tower(", doors2=True", &length);
  if (!text) skip();
  fuzz(text, 0, 300);
  free(text);
}

static void damaged_small_projects_do_no_harm(void **state) {
  (void)state;
  flue_text text = {0};
  write_small(&text, 34);
  fuzz(text.data, 1000, 600);
  flue_text_clear(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(towers_have_the_flows_of_contamx),
      cmocka_unit_test(a_tower_written_out_as_yaml_reads_back_to_the_same_flows),
      cmocka_unit_test(a_project_is_read_with_its_schedules_wind_systems_and_sources),
      cmocka_unit_test(a_project_of_3_1_gives_the_same),
      cmocka_unit_test(a_weather_file_beside_the_project_is_followed),
      cmocka_unit_test(mistakes_of_weather_files_are_told),
      cmocka_unit_test(each_mistake_in_a_project_gives_one_finding_at_its_line),
      cmocka_unit_test(mistakes_in_several_sections_are_found_at_once),
      cmocka_unit_test(a_project_cut_short_says_where),
      cmocka_unit_test(three_hundred_damaged_towers_do_no_harm),
      cmocka_unit_test(damaged_small_projects_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

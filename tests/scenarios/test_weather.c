/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weather over time in scenarios: tables, and netCDF files written here. */
#include <netcdf.h>

#include "core/calendar.h"
#include "network_fixture.h"

/* ---- files ---- */

static void check_nc(int status) {
  if (status != NC_NOERR) fail_msg("%s", nc_strerror(status));
}

/** A file under construction with one dimension of time. */
typedef struct file {
  char path[64];
  int id, time;
} file;

static file begin_file(const char *name, size_t n) {
  file f;
  snprintf(f.path, sizeof f.path, "/tmp/flue_test_%s_%ld.nc", name, (long)getpid());
  check_nc(nc_create(f.path, NC_CLOBBER | NC_NETCDF4, &f.id));
  check_nc(nc_def_dim(f.id, "time", n, &f.time));
  return f;
}

static void put_text(const file *f, int var, const char *name, const char *text) {
  check_nc(nc_put_att_text(f->id, var, name, strlen(text), text));
}

/** A variable of doubles over time; @p standard NULL: without that attribute. */
static int add(const file *f, const char *name, const char *standard, const char *units) {
  int var;
  check_nc(nc_def_var(f->id, name, NC_DOUBLE, 1, &f->time, &var));
  if (standard) put_text(f, var, "standard_name", standard);
  if (units) put_text(f, var, "units", units);
  return var;
}

static void fill(const file *f, int var, const double *values) {
  check_nc(nc_put_var_double(f->id, var, values));
}

/** Three hours of weather: 2, -3 and 7 degC; wind from 90, 180 and 180 degrees with 36, 18 and 18
 *  km/h; 1000, 990 and 990 hPa; 50, 80 and 60 %. */
static const double hours[] = {24.0, 25.0, 26.0}, celsius[] = {2.0, -3.0, 7.0},
                    kmh[] = {36.0, 18.0, 18.0}, from[] = {90.0, 180.0, 180.0},
                    hpa[] = {1000.0, 990.0, 990.0}, percent[] = {50.0, 80.0, 60.0};

static file usual_file(const char *name) {
  file f = begin_file(name, 3);
  const int time = add(&f, "time", "time", "hours since 2024-06-30 00:00:00");
  put_text(&f, time, "calendar", "gregorian");
  const int t = add(&f, "temp", "air_temperature", "degC");
  const int speed = add(&f, "ws", "wind_speed", "km/h");
  const int direction = add(&f, "wd", "wind_from_direction", "degree");
  const int p = add(&f, "ps", "surface_air_pressure", "hPa");
  const int rh = add(&f, "rh", "relative_humidity", "%");
  check_nc(nc_enddef(f.id));
  fill(&f, time, hours);
  fill(&f, t, celsius);
  fill(&f, speed, kmh);
  fill(&f, direction, from);
  fill(&f, p, hpa);
  fill(&f, rh, percent);
  check_nc(nc_close(f.id));
  return f;
}

/** A scenario of one room with that weather; @p more: keys of the weather, @p end: of the run. */
static char *scenario_of(const char *path, const char *more, const char *end) {
  return flue_format(
      "flue: 1\nsite:\n  weather: {lapse: 0, %s%s%s%s}\nnetwork:\n"
      "  compartments: [{id: a, height: 3, area: 10}]\n"
      "  openings: [{id: o, between: [a, outside], height: 1, width: 1}]\nrun: {end: %s}\n",
      path ? "file: " : "", path ? path : "", path && more[0] ? ", " : "", more, end);
}

static reading read_with(const char *path, const char *more, const char *end) {
  char *text = scenario_of(path, more, end);
  assert_non_null(text);
  const reading r = read_text(text, NULL);
  free(text);
  return r;
}

static void expect_finding(const char *path, const char *more, const char *end, const char *code,
                           const char *words) {
  reading r = read_with(path, more, end);
  const char *printed = r.printed.data ? r.printed.data : "";
  if (r.status != FLUE_EINPUT || !strstr(printed, code) || !strstr(printed, words))
    fail_msg("%s, \"%s\" wanted, found: %s", code, words, printed);
  assert_true(strncmp(printed, "s.yaml:3:", 9) == 0); /* the line of the weather */
  reading_clear(&r);
}

/* ---- tests ---- */

static void a_file_gives_the_weather_from_its_start_in_si(void **state) {
  (void)state;
  const file f = usual_file("usual");
  reading r = read_with(f.path, "start: '2024-07-01 00:30'", "1 h");
  if (r.status != FLUE_OK) fail_msg("%s", r.printed.data);
  const flue_ambient *a = &r.scenario->root.site.weather.ambient;
  assert_int_equal(a->n, 3);
  assert_near(a->time_s[0], -1800.0, 1e-6);
  flue_outside now = flue_ambient_at(a, 0.0); /* half way between the first two rows */
  assert_near(now.temp_k, 273.15 - 0.5, 1e-9);
  assert_near(now.pressure, 99500.0, 1e-9);
  assert_near(now.humidity, 0.65, 1e-12);
  /* 10 m/s towards the west and 5 m/s towards the north: the mean vector (-5, 2.5) */
  assert_near(now.wind_speed, hypot(5.0, 2.5), 1e-9);
  assert_near(now.wind_from, 180.0 - atan2(5.0, 2.5) * 180.0 / 3.14159265358979323846, 1e-9);
  now = flue_ambient_at(a, 3600.0);
  assert_near(now.temp_k, 273.15 + 2.0, 1e-9);
  assert_near(now.wind_speed, 5.0, 1e-9);
  assert_near(now.wind_from, 180.0, 1e-9);
  reading_clear(&r);
  unlink(f.path);
}

/* as the climate data store writes it: short integers with scale and offset, a grid, no standard
   names; the nearest point to the position counts */
static void packed_grids_of_era5_are_read(void **state) {
  (void)state;
  file f = begin_file("era5", 2);
  int lat, lon, dims[3], lat_var, lon_var, var[3];
  static const char *const names[] = {"t2m", "u10", "v10"};
  static const char *const units[] = {"K", "m s**-1", "m s**-1"};
  static const double scale[] = {0.01, 0.001, 0.001}, offset[] = {280.0, 0.0, 0.0};
  static const float latitude[] = {32.0f, 31.75f, 31.5f}, longitude[] = {121.25f, 121.5f};
  check_nc(nc_def_dim(f.id, "latitude", 3, &lat));
  check_nc(nc_def_dim(f.id, "longitude", 2, &lon));
  check_nc(nc_def_var(f.id, "latitude", NC_FLOAT, 1, &lat, &lat_var));
  check_nc(nc_def_var(f.id, "longitude", NC_FLOAT, 1, &lon, &lon_var));
  put_text(&f, lat_var, "units", "degrees_north");
  put_text(&f, lon_var, "units", "degrees_east");
  const int time = add(&f, "valid_time", NULL, "seconds since 1970-01-01");
  put_text(&f, time, "calendar", "proleptic_gregorian");
  dims[0] = f.time;
  dims[1] = lat;
  dims[2] = lon;
  for (int k = 0; k < 3; ++k) {
    check_nc(nc_def_var(f.id, names[k], NC_SHORT, 3, dims, &var[k]));
    put_text(&f, var[k], "units", units[k]);
    check_nc(nc_put_att_double(f.id, var[k], "scale_factor", NC_DOUBLE, 1, &scale[k]));
    check_nc(nc_put_att_double(f.id, var[k], "add_offset", NC_DOUBLE, 1, &offset[k]));
  }
  check_nc(nc_enddef(f.id));
  static const double seconds[] = {1719792000.0, 1719795600.0};
  fill(&f, time, seconds);
  check_nc(nc_put_var_float(f.id, lat_var, latitude));
  check_nc(nc_put_var_float(f.id, lon_var, longitude));
  for (int k = 0; k < 3; ++k) {
    short values[12];
    for (int i = 0; i < 12; ++i) values[i] = (short)(1000 * k + 100 * i);
    check_nc(nc_put_var_short(f.id, var[k], values));
  }
  check_nc(nc_close(f.id));
  reading r = read_with(f.path, "position: [31.7, 121.47]", "1 h");
  if (r.status != FLUE_OK) fail_msg("%s", r.printed.data);
  const flue_ambient *a = &r.scenario->root.site.weather.ambient;
  assert_near(a->temp_k[0], 280.0 + 0.01 * 300, 1e-9); /* row 1, column 1: value 3 */
  assert_near(a->temp_k[1], 280.0 + 0.01 * 900, 1e-9);
  assert_near(a->east[0], 1.3, 1e-9);
  assert_near(a->north[1], 2.9, 1e-9);
  assert_null(a->pressure);
  reading_clear(&r);
  expect_finding(f.path, "", "1 h", "E538", "latitude");
  expect_finding(f.path, "position: [40, 121.5]", "1 h", "E541", "latitude");
  unlink(f.path);
}

static void mistakes_in_a_file_are_named(void **state) {
  (void)state;
  const file f = usual_file("mistakes");
  expect_finding("/tmp/no_such_weather.nc", "", "1 h", "E532", "/tmp/no_such_weather.nc");
  expect_finding(f.path, "start: 1 July", "1 h", "E258", "1 July");
  expect_finding(f.path, "start: '2024-07-01 01:30'", "1 h", "E543", "2024-07-01 02:00:00");
  expect_finding(f.path, "start: '2024-06-30 23:59'", "1 min", "E543", "2024-06-30 23:59:00");
  expect_finding(f.path, "times: [0, 10], temperatures: [280, 290]", "1 h", "E259", "");
  expect_finding(NULL, "start: '2024-07-01'", "1 h", "E260", "file");
  unlink(f.path);
}

static void change_att(const char *path, const char *var, const char *att, const char *text) {
  int id, v;
  check_nc(nc_open(path, NC_WRITE, &id));
  check_nc(nc_redef(id));
  check_nc(nc_inq_varid(id, var, &v));
  check_nc(nc_put_att_text(id, v, att, strlen(text), text));
  check_nc(nc_close(id));
}

static void variables_that_do_not_fit_are_named(void **state) {
  (void)state;
  static const struct {
    const char *var, *att, *text, *code, *words;
  } changes[] = {
      {"temp", "standard_name", "sea_surface_temperature", "E537", "air_temperature"},
      {"temp", "units", "degF", "E535", "degF"},
      {"temp", "units", "K", "E214", "temp"}, /* 2 K: the unit is wrong */
      {"ws", "standard_name", "wind_speed_of_gust", "E537", "eastward_wind"},
      {"ps", "standard_name", "air_temperature", "E536", "temp and ps"},
      {"time", "units", "hours", "E533", "hours since"},
      {"time", "calendar", "360_day", "E534", "360_day"},
      {"time", "units", "months since 2024-01-01", "E535", "months"},
  };
  for (size_t i = 0; i < sizeof changes / sizeof *changes; ++i) {
    const file f = usual_file("changed");
    change_att(f.path, changes[i].var, changes[i].att, changes[i].text);
    expect_finding(f.path, "", "1 h", changes[i].code, changes[i].words);
    unlink(f.path);
  }
}

static void a_missing_value_counts_where_it_is_needed(void **state) {
  (void)state;
  const file f = usual_file("missing");
  int id, v;
  const double fill_value = -999.0;
  const size_t last = 2;
  check_nc(nc_open(f.path, NC_WRITE, &id));
  check_nc(nc_inq_varid(id, "temp", &v));
  check_nc(nc_redef(id));
  check_nc(nc_put_att_double(id, v, "missing_value", NC_DOUBLE, 1, &fill_value));
  check_nc(nc_enddef(id));
  check_nc(nc_put_var1_double(id, v, &last, &fill_value));
  check_nc(nc_close(id));
  reading r = read_with(f.path, "", "50 min");
  if (r.status != FLUE_OK) fail_msg("%s", r.printed.data);
  assert_int_equal(r.scenario->root.site.weather.ambient.n, 2);
  reading_clear(&r);
  expect_finding(f.path, "", "70 min", "E542", "2024-07-01 02:00:00");
  unlink(f.path);
}

static void a_relative_path_counts_from_the_folder_of_the_scenario(void **state) {
  (void)state;
  const file f = usual_file("relative"); /* scenarios of this test stand in /tmp as well */
  reading r = read_with(strrchr(f.path, '/') + 1, "", "1 h");
  assert_int_equal(r.status, FLUE_OK);
  reading_clear(&r);
  unlink(f.path);
}

static void a_table_stands_in_the_scenario(void **state) {
  (void)state;
  reading r = read_with(NULL,
                        "times: [0, 10 min, 10 min], temperatures: [0 °C, 10 °C, 20 °C], "
                        "wind_speeds: [4, 4, 8], wind_from: [0, 90, 90]",
                        "1 h");
  if (r.status != FLUE_OK) fail_msg("%s", r.printed.data);
  const flue_ambient *a = &r.scenario->root.site.weather.ambient;
  assert_near(flue_ambient_at(a, 300.0).temp_k, 278.15, 1e-9);
  assert_near(flue_ambient_at(a, 300.0).wind_speed, 4.0 * sqrt(0.5), 1e-9);
  assert_near(flue_ambient_at(a, 300.0).wind_from, 45.0, 1e-9);
  assert_near(flue_ambient_at(a, 600.0).temp_k, 283.15, 1e-9);
  assert_near(flue_ambient_at(a, 600.001).temp_k, 293.15, 1e-9);
  assert_near(flue_ambient_next(a, 0.0), 600.0, 0.0);
  reading_clear(&r);
  expect_finding(NULL, "times: [0, 10], temperatures: [280]", "1 h", "E252", "temperatures");
  expect_finding(NULL, "times: [10, 0], temperatures: [280, 281]", "1 h", "E253", "times");
  expect_finding(NULL, "times: [0, 1], wind_from: [1, 2]", "1 h", "E260", "wind_speeds");
}

static void damaged_files_are_refused(void **state) {
  (void)state;
  const file f = usual_file("damaged");
  FILE *in = fopen(f.path, "rb");
  assert_non_null(in);
  static unsigned char bytes[1 << 16];
  const size_t n = fread(bytes, 1, sizeof bytes, in);
  fclose(in);
  for (size_t length = 0; length < n; length += n / 5) { /* the first part of a file */
    FILE *out = fopen(f.path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    fclose(out);
    expect_finding(f.path, "", "1 h", "E532", f.path);
  }
  unlink(f.path);
}

static void times_must_rise_and_be_numbers(void **state) {
  (void)state;
  static const double wrong[][3] = {{24.0, 24.0, 25.0}, {26.0, 25.0, 27.0}, {NAN, 25.0, 26.0}};
  static const char *const codes[] = {"E253", "E253", "E533"};
  for (int i = 0; i < 3; ++i) {
    const file f = usual_file("times");
    int id, v;
    check_nc(nc_open(f.path, NC_WRITE, &id));
    check_nc(nc_inq_varid(id, "time", &v));
    check_nc(nc_put_var_double(id, v, wrong[i]));
    check_nc(nc_close(id));
    expect_finding(f.path, "", "1 h", codes[i], "");
    unlink(f.path);
  }
}

/* ---- down to the pressures ---- */

static const char house[] =
    "flue: 1\nsite:\n  weather:\n    lapse: 0\n    times: [0, 100]\n    wind_speeds: [10, 10]\n"
    "    wind_from: [0, 90]\n    temperatures: [15 °C, 15 °C]\n    wind: {terrain: open}\n"
    "network:\n  temperature: 15 °C\n  temperatures: held\n  column: uniform\n"
    "  wind_profiles: {w: {angles: [0, 90, 180, 270, 360], "
    "coefficients: [0.8, -0.4, -0.3, -0.4, 0.8]}}\n"
    "  compartments: [{id: a, volume: 30, height: 3}]\n"
    "  openings:\n"
    "  - {id: n, between: [a, outside], bottom: 1, height: 1, width: 0.1, cd: 0.7, "
    "wind_profile: w, wind_modifier: 0.49, facing: 0}\n"
    "  paths:\n"
    "  - {id: e, between: [a, outside], z: 1.5, wind_profile: w, wind_modifier: 0.49, facing: 90, "
    "wind_pressure: 1, law: {kind: orifice, area: 0.1, cd: 0.7}}\n";

static void wind_of_a_table_presses_on_openings_and_paths(void **state) {
  (void)state;
  built b = build(house);
  const double dynamic = 0.5 * 101325.0 / (287.055 * 288.15) * 100.0 * 0.49;
  static const double north[] = {0.8, -0.4}, east[] = {-0.4, 0.8};
  for (int i = 0; i < 2; ++i) {
    if (i) advance(&b, 100.0);
    const double p_north = dynamic * north[i], p_east = dynamic * east[i] + 1.0;
    assert_near(b.view.pressure[0], 0.5 * (p_north + p_east), 1e-3);
    assert_near(b.view.pressure_drop[0], 0.5 * (p_east - p_north), 1e-3);
    assert_near(b.view.pressure_drop[1], 0.5 * (p_north - p_east), 1e-3);
  }
  built_clear(&b);
}

/* a house with a fire, its windows open, while the outside cools by 20 K and a wind rises: what
   came in, went out and stayed adds up */
static void a_building_in_changing_weather_keeps_its_balances(void **state) {
  (void)state;
  built b = build(
      "flue: 1\nsite: {weather: {times: [0, 60, 60, 300], temperatures: [20 °C, 10 °C, 5 °C, 0 "
      "°C], "
      "pressures: [101325, 101300, 101000, 101200], wind_speeds: [0, 5, 10, 12], wind_from: [0, 0, "
      "90, 180], humidities: [0.5, 0.9, 0.9, 0.2]}}\n"
      "building:\n  storeys: [{id: F1, height: 3 m, plan: P}]\nplans:\n  P:\n    rooms:\n"
      "      a: {use: office, polygon: [[0, 0], [6, 0], [6, 6], [0, 6]]}\n    openings:\n"
      "    - {id: d, between: [a, outside], at: [6, 3], open: 1}\n"
      "    - {id: n, kind: window, between: [a, outside], at: [3, 6], width: 1 m, height: 1 m, "
      "sill: 1 "
      "m, open: 1}\n"
      "fires: [{id: f, at: {room: F1.a}, growth: 0.0469 kW/s2, peak: 300 kW}]\nrun: {end: 5 "
      "min}\n");
  advance(&b, 300.0);
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.mass_in > 100.0 && balance.heat_released > 1e7);
  assert_true(balance.mass_error < 1e-8 && balance.energy_error < 1e-8);
  assert_near(b.view.outside.temp_k, 273.15, 1e-9);
  assert_near(b.view.outside.wind_speed, 12.0, 1e-9);
  built_clear(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_file_gives_the_weather_from_its_start_in_si),
      cmocka_unit_test(packed_grids_of_era5_are_read),
      cmocka_unit_test(mistakes_in_a_file_are_named),
      cmocka_unit_test(variables_that_do_not_fit_are_named),
      cmocka_unit_test(a_missing_value_counts_where_it_is_needed),
      cmocka_unit_test(a_relative_path_counts_from_the_folder_of_the_scenario),
      cmocka_unit_test(a_table_stands_in_the_scenario),
      cmocka_unit_test(damaged_files_are_refused),
      cmocka_unit_test(times_must_rise_and_be_numbers),
      cmocka_unit_test(wind_of_a_table_presses_on_openings_and_paths),
      cmocka_unit_test(a_building_in_changing_weather_keeps_its_balances),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units, as users write them. */
#include "core/units.h"

#include <string.h>

#include "flue_test.h"

typedef struct row {
  const char *text;
  flue_dimension dimension;
  double value;
} row;

static void every_way_to_write_a_quantity_gives_its_SI_value(void **state) {
  (void)state;
  static const row rows[] = {
      {"3.2 m", FLUE_DIM_LENGTH, 3.2},
      {"320cm", FLUE_DIM_LENGTH, 3.2},
      {" 3.2 ", FLUE_DIM_LENGTH, 3.2},
      {"-500 mm", FLUE_DIM_LENGTH, -0.5},
      {"20 °C", FLUE_DIM_TEMPERATURE, 293.15},
      {"20 ℃", FLUE_DIM_TEMPERATURE, 293.15},
      {"20 degC", FLUE_DIM_TEMPERATURE, 293.15},
      {"293.15", FLUE_DIM_TEMPERATURE, 293.15},
      {"1.5 MW", FLUE_DIM_POWER, 1.5e6},
      {"46.9 W/s²", FLUE_DIM_GROWTH, 46.9},
      {"0.0469 kW/s2", FLUE_DIM_GROWTH, 46.9},
      {"780 MJ/m²", FLUE_DIM_ENERGY_DENSITY, 780e6},
      {"1e6", FLUE_DIM_ENERGY, 1e6},
      {"12 %/m", FLUE_DIM_OBSCURATION, 0.12783337150988489}, /* -ln(0.88) */
      {"6 mm/min", FLUE_DIM_SPRAY, 1e-4},
      {"6 L/(min·m²)", FLUE_DIM_SPRAY, 1e-4},
      {"3600 m³/h", FLUE_DIM_FLOW, 1.0},
      {"36 km/h", FLUE_DIM_SPEED, 10.0},
      {"30 min", FLUE_DIM_TIME, 1800},
      {"0.5 h", FLUE_DIM_TIME, 1800},
      {"80 %", FLUE_DIM_NONE, 0.8},
      {"¥ 268", FLUE_DIM_MONEY, 268},
      {"¥268", FLUE_DIM_MONEY, 268},
      {"2.5 万元", FLUE_DIM_MONEY, 25000},
      {"+.5", FLUE_DIM_NONE, 0.5},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    double value = NAN;
    if (flue_number_read(rows[i].text, rows[i].dimension, 0, &value, NULL) != FLUE_NUMBER_OK)
      fail_msg("\"%s\" is refused", rows[i].text);
    assert_near_rel(value, rows[i].value, 1e-15 * 4); /* a few roundings */
  }
}

static void a_difference_of_temperatures_has_no_zero_point(void **state) {
  (void)state;
  double value;
  assert_int_equal(flue_number_read("5 °C", FLUE_DIM_TEMPERATURE, 1, &value, NULL), FLUE_NUMBER_OK);
  assert_near(value, 5.0, 0.0);
}

static void what_is_no_number_is_refused(void **state) {
  (void)state;
  static const char *const texts[] = {"",      " ",    "m",        "nan",  "inf",
                                      "-inf",  "0x10", "1e999",    "true", "..5",
                                      "- 5 m", "five", "infinity", "+",    "~"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    double value = 0;
    if (flue_number_read(texts[i], FLUE_DIM_LENGTH, 0, &value, NULL) != FLUE_NUMBER_NOT_A_NUMBER)
      fail_msg("\"%s\" is taken", texts[i]);
  }
  double value;
  /* more than all light cannot be lost */
  assert_int_equal(flue_number_read("100 %/m", FLUE_DIM_OBSCURATION, 0, &value, NULL),
                   FLUE_NUMBER_NOT_A_NUMBER);
}

static void a_unit_of_another_dimension_is_named(void **state) {
  (void)state;
  const char *unit = NULL;
  double value;
  assert_int_equal(flue_number_read("3 kg", FLUE_DIM_LENGTH, 0, &value, &unit),
                   FLUE_NUMBER_WRONG_UNIT);
  assert_string_equal(unit, "kg");
  assert_int_equal(flue_number_read("¥ 3", FLUE_DIM_LENGTH, 0, &value, &unit),
                   FLUE_NUMBER_WRONG_UNIT);
  assert_string_equal(unit, "¥");
  assert_int_equal(flue_number_read("3 m m", FLUE_DIM_LENGTH, 0, &value, &unit),
                   FLUE_NUMBER_WRONG_UNIT);
  assert_int_equal(flue_number_read("1.2.3", FLUE_DIM_LENGTH, 0, &value, &unit),
                   FLUE_NUMBER_WRONG_UNIT);
}

static void every_unit_a_message_offers_is_accepted(void **state) {
  (void)state;
  for (int d = 0; d < FLUE_DIM_COUNT; ++d) {
    assert_non_null(flue_dimension_unit((flue_dimension)d));
    assert_non_null(flue_dimension_unit_at((flue_dimension)d, 0));
    char list[128], text[64];
    snprintf(list, sizeof list, "%s", flue_dimension_units((flue_dimension)d));
    for (char *rest = list, *unit; (unit = strtok_r(rest, ",", &rest)) != NULL;) {
      while (*unit == ' ') ++unit;
      if (strcmp(unit, "none") == 0) continue;
      snprintf(text, sizeof text, "1 %s", unit);
      double value;
      if (flue_number_read(text, (flue_dimension)d, 0, &value, NULL) != FLUE_NUMBER_OK)
        fail_msg("\"%s\" is refused", text);
    }
  }
  assert_null(flue_dimension_unit_at(FLUE_DIM_LAPSE, 1));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_way_to_write_a_quantity_gives_its_SI_value),
      cmocka_unit_test(a_difference_of_temperatures_has_no_zero_point),
      cmocka_unit_test(what_is_no_number_is_refused),
      cmocka_unit_test(a_unit_of_another_dimension_is_named),
      cmocka_unit_test(every_unit_a_message_offers_is_accepted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

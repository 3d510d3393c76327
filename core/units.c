/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/units.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct unit {
  flue_dimension dimension;
  const char *name;
  double scale, zero; /**< SI = number * scale + zero. */
} unit;

static const double zero_celsius = 273.15;

static const unit UNITS[] = {
    {FLUE_DIM_NONE, "1", 1, 0},
    {FLUE_DIM_NONE, "%", 0.01, 0},
    {FLUE_DIM_LENGTH, "m", 1, 0},
    {FLUE_DIM_LENGTH, "mm", 1e-3, 0},
    {FLUE_DIM_LENGTH, "cm", 1e-2, 0},
    {FLUE_DIM_LENGTH, "km", 1e3, 0},
    {FLUE_DIM_AREA, "m²", 1, 0},
    {FLUE_DIM_AREA, "m2", 1, 0},
    {FLUE_DIM_AREA, "cm²", 1e-4, 0},
    {FLUE_DIM_AREA, "cm2", 1e-4, 0},
    {FLUE_DIM_TIME, "s", 1, 0},
    {FLUE_DIM_TIME, "min", 60, 0},
    {FLUE_DIM_TIME, "h", 3600, 0},
    {FLUE_DIM_TEMPERATURE, "K", 1, 0},
    {FLUE_DIM_TEMPERATURE, "°C", 1, 1},
    {FLUE_DIM_TEMPERATURE, "degC", 1, 1},
    {FLUE_DIM_TEMPERATURE, "℃", 1, 1},
    {FLUE_DIM_PRESSURE, "Pa", 1, 0},
    {FLUE_DIM_PRESSURE, "kPa", 1e3, 0},
    {FLUE_DIM_PRESSURE, "hPa", 100, 0},
    {FLUE_DIM_SPEED, "m/s", 1, 0},
    {FLUE_DIM_SPEED, "km/h", 1 / 3.6, 0},
    {FLUE_DIM_FLOW, "m³/s", 1, 0},
    {FLUE_DIM_FLOW, "m3/s", 1, 0},
    {FLUE_DIM_FLOW, "m³/h", 1 / 3600.0, 0},
    {FLUE_DIM_FLOW, "m3/h", 1 / 3600.0, 0},
    {FLUE_DIM_FLOW, "l/s", 1e-3, 0},
    {FLUE_DIM_POWER, "W", 1, 0},
    {FLUE_DIM_POWER, "kW", 1e3, 0},
    {FLUE_DIM_POWER, "MW", 1e6, 0},
    {FLUE_DIM_GROWTH, "W/s²", 1, 0},
    {FLUE_DIM_GROWTH, "W/s2", 1, 0},
    {FLUE_DIM_GROWTH, "kW/s²", 1e3, 0},
    {FLUE_DIM_GROWTH, "kW/s2", 1e3, 0},
    {FLUE_DIM_ENERGY, "J", 1, 0},
    {FLUE_DIM_ENERGY, "kJ", 1e3, 0},
    {FLUE_DIM_ENERGY, "MJ", 1e6, 0},
    {FLUE_DIM_ENERGY, "GJ", 1e9, 0},
    {FLUE_DIM_ENERGY_DENSITY, "J/m²", 1, 0},
    {FLUE_DIM_ENERGY_DENSITY, "MJ/m²", 1e6, 0},
    {FLUE_DIM_ENERGY_DENSITY, "MJ/m2", 1e6, 0},
    {FLUE_DIM_ENERGY_DENSITY, "J/m2", 1, 0},
    {FLUE_DIM_ANGLE, "deg", 1, 0},
    {FLUE_DIM_ANGLE, "°", 1, 0},
    {FLUE_DIM_DENSITY_PEOPLE, "1/m²", 1, 0},
    {FLUE_DIM_DENSITY_PEOPLE, "1/m2", 1, 0},
    {FLUE_DIM_DENSITY_PEOPLE, "p/m²", 1, 0},
    {FLUE_DIM_DENSITY_PEOPLE, "p/m2", 1, 0},
    {FLUE_DIM_RTI, "(m·s)^0.5", 1, 0},
    {FLUE_DIM_RTI, "(m s)^0.5", 1, 0},
    {FLUE_DIM_SPRAY, "m/s", 1, 0},
    {FLUE_DIM_SPRAY, "mm/min", 1e-3 / 60, 0},
    {FLUE_DIM_SPRAY, "mm/s", 1e-3, 0},
    {FLUE_DIM_SPRAY, "L/(min·m²)", 1e-3 / 60, 0},
    {FLUE_DIM_OBSCURATION, "1/m", 1, 0},
    {FLUE_DIM_OBSCURATION, "%/m", -1, 0},
    {FLUE_DIM_MONEY, "CNY", 1, 0},
    {FLUE_DIM_MONEY, "¥", 1, 0},
    {FLUE_DIM_MONEY, "元", 1, 0},
    {FLUE_DIM_MONEY, "万元", 1e4, 0},
    {FLUE_DIM_LAPSE, "K/m", 1, 0},
    {FLUE_DIM_ACCELERATION, "m/s2", 1, 0},
    {FLUE_DIM_CONDUCTIVITY, "W/(m·K)", 1, 0},
    {FLUE_DIM_CONDUCTIVITY, "W/m/K", 1, 0},
    {FLUE_DIM_MASS_DENSITY, "kg/m³", 1, 0},
    {FLUE_DIM_MASS_DENSITY, "kg/m3", 1, 0},
    {FLUE_DIM_SPECIFIC_HEAT, "J/(kg·K)", 1, 0},
    {FLUE_DIM_SPECIFIC_HEAT, "J/kg/K", 1, 0},
    {FLUE_DIM_SPECIFIC_HEAT, "kJ/(kg·K)", 1e3, 0},
    {FLUE_DIM_SPECIFIC_HEAT, "kJ/kg/K", 1e3, 0},
    {FLUE_DIM_COMBUSTION, "J/kg", 1, 0},
    {FLUE_DIM_COMBUSTION, "kJ/kg", 1e3, 0},
    {FLUE_DIM_COMBUSTION, "MJ/kg", 1e6, 0},
    {FLUE_DIM_HEAT_FLUX, "W/m²", 1, 0},
    {FLUE_DIM_HEAT_FLUX, "W/m2", 1, 0},
    {FLUE_DIM_HEAT_FLUX, "kW/m²", 1e3, 0},
    {FLUE_DIM_HEAT_FLUX, "kW/m2", 1e3, 0},
    {FLUE_DIM_WARMING, "K", 1, 0},
    {FLUE_DIM_WARMING, "°C", 1, 0},
    {FLUE_DIM_WARMING, "℃", 1, 0},
    {FLUE_DIM_WARMING_RATE, "K/s", 1, 0},
    {FLUE_DIM_WARMING_RATE, "K/min", 1 / 60.0, 0},
    {FLUE_DIM_WARMING_RATE, "°C/min", 1 / 60.0, 0},
};

const char *flue_dimension_unit(flue_dimension d) {
  static const char *const names[FLUE_DIM_COUNT] = {
      "1",          "m",      "m2",    "s",   "K",     "Pa",        "m s-1",
      "m3 s-1",     "W",      "W s-2", "J",   "J m-2", "degree",    "m-2",
      "m0.5 s0.5",  "m s-1",  "m-1",   "CNY", "K m-1", "W m-1 K-1", "kg m-3",
      "J kg-1 K-1", "J kg-1", "W m-2", "K",   "K s-1", "m s-2"};
  return names[d];
}

const char *flue_dimension_units(flue_dimension d) {
  static const char *const names[FLUE_DIM_COUNT] = {"none, %",
                                                    "m, mm, cm, km",
                                                    "m2, cm2",
                                                    "s, min, h",
                                                    "K, °C",
                                                    "Pa, hPa, kPa",
                                                    "m/s, km/h",
                                                    "m3/s, m3/h, l/s",
                                                    "W, kW, MW",
                                                    "W/s2, kW/s2",
                                                    "J, kJ, MJ, GJ",
                                                    "J/m2, MJ/m2",
                                                    "deg",
                                                    "1/m2, p/m2",
                                                    "(m s)^0.5",
                                                    "mm/min, mm/s",
                                                    "%/m, 1/m",
                                                    "¥, 元, 万元, CNY",
                                                    "K/m",
                                                    "W/m/K",
                                                    "kg/m3",
                                                    "J/kg/K, kJ/kg/K",
                                                    "J/kg, kJ/kg, MJ/kg",
                                                    "W/m2, kW/m2",
                                                    "K, °C",
                                                    "K/s, K/min, °C/min",
                                                    "m/s2"};
  return names[d];
}

const char *flue_dimension_unit_at(flue_dimension d, size_t i) {
  for (size_t k = 0; k < sizeof UNITS / sizeof *UNITS; ++k)
    if (UNITS[k].dimension == d && i-- == 0) return UNITS[k].name;
  return NULL;
}

static const unit *find_unit(const char *name, size_t length, flue_dimension d) {
  for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; ++i)
    if (UNITS[i].dimension == d && strlen(UNITS[i].name) == length &&
        memcmp(UNITS[i].name, name, length) == 0)
      return &UNITS[i];
  return NULL;
}

static double to_si(const unit *u, double number, int is_difference) {
  if (u->dimension == FLUE_DIM_TEMPERATURE && u->zero != 0.0)
    return number + (is_difference ? 0.0 : zero_celsius);
  if (u->dimension == FLUE_DIM_OBSCURATION && u->scale < 0.0) return -log1p(-number / 100.0);
  return number * u->scale;
}

flue_number_result flue_number_read(const char *text, flue_dimension d, int is_difference,
                                    double *value, const char **unit_found) {
  if (unit_found) *unit_found = "";
  static const char yen[] = "¥", wide_yen[] = "￥";
  const unit *prefix = NULL;
  while (isspace((unsigned char)*text)) ++text;
  /* the yen sign of Chinese keyboards is another character that looks the same */
  const size_t sign = strncmp(text, yen, sizeof yen - 1) == 0             ? sizeof yen - 1
                      : strncmp(text, wide_yen, sizeof wide_yen - 1) == 0 ? sizeof wide_yen - 1
                                                                          : 0;
  if (sign > 0) {
    prefix = find_unit(yen, sizeof yen - 1, d);
    if (!prefix) {
      if (unit_found) *unit_found = yen;
      return FLUE_NUMBER_WRONG_UNIT;
    }
    text += sign;
  }
  while (isspace((unsigned char)*text)) ++text;
  /* strtod would also take "nan", "inf" and hexadecimal numbers */
  const char *digits = *text == '-' || *text == '+' ? text + 1 : text;
  if (!isdigit((unsigned char)*digits) && *digits != '.') return FLUE_NUMBER_NOT_A_NUMBER;
  if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) return FLUE_NUMBER_NOT_A_NUMBER;
  char *end = NULL;
  const double number = strtod(text, &end);
  if (end == text || !isfinite(number)) return FLUE_NUMBER_NOT_A_NUMBER;
  while (isspace((unsigned char)*end)) ++end;
  size_t length = strlen(end);
  while (length > 0 && isspace((unsigned char)end[length - 1])) --length;
  if (unit_found) *unit_found = end;
  if (length == 0) {
    *value = number;
    return FLUE_NUMBER_OK;
  }
  const unit *u = find_unit(end, length, d);
  if (!u || prefix) return FLUE_NUMBER_WRONG_UNIT;
  *value = to_si(u, number, is_difference);
  return isfinite(*value) ? FLUE_NUMBER_OK : FLUE_NUMBER_NOT_A_NUMBER;
}

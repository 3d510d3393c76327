/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface that stands for a profile of temperature. @cite janssens1992 */
#include <math.h>

#include "flue_test.h"

#include "models/interface.h"

/** Two layers are found again, whatever their depth and temperatures: the integrals are theirs. */
static void two_layers_are_found_again(void **state) {
  (void)state;
  const double height = 3.0, low_k = 293.15, upper_k[] = {294.0, 350.0, 900.0};
  for (int k = 0; k < 3; ++k)
    for (double z = 0.25; z < height; z += 0.25) {
      const double integral = z * low_k + (height - z) * upper_k[k],
                   inverse = z / low_k + (height - z) / upper_k[k];
      assert_near(flue_interface_height(height, low_k, integral, inverse), z, 1e-6);
    }
}

/** T = a + b z from floor to ceiling: the integrals have closed forms. With a = 300 K, b = 100 K/m
 *  and H = 3 m, I = 1350 K m and J = ln 2 / 100 m/K, so that the interface is at
 *  300 (13.5 ln 2 - 9) / (1350 + 900 ln 2 - 1800) = 0.617 m. */
static void an_even_rise_has_the_interface_of_its_integrals(void **state) {
  (void)state;
  const double low_k = 300.0, height = 3.0, integral = 1350.0, inverse = log(2.0) / 100.0;
  assert_near(flue_interface_height(height, low_k, integral, inverse),
              300.0 * (13.5 * log(2.0) - 9.0) / (900.0 * log(2.0) - 450.0), 1e-9);
}

static void even_gas_is_one_layer(void **state) {
  (void)state;
  assert_near(flue_interface_height(2.4, 293.15, 2.4 * 293.15, 2.4 / 293.15), 2.4, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_layers_are_found_again),
      cmocka_unit_test(an_even_rise_has_the_interface_of_its_integrals),
      cmocka_unit_test(even_gas_is_one_layer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

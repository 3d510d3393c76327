/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/postproc/zone_fixture.h  A made-up validation pack in a scratch folder, and the
 * place of the real one. */
#ifndef FLUE_TESTS_ZONE_FIXTURE_H
#define FLUE_TESTS_ZONE_FIXTURE_H

#include <sys/stat.h>

#include "post_fixture.h"
#include "postproc/zone_scores.h"

/** Folder of the validation pack beside the source folder; NULL when it is not there. It is not
 *  part of the project. */
static inline const char *real_pack(void) {
  static char path[512];
  const char *source = getenv("FLUE_SOURCE");
  char list[600];
  snprintf(path, sizeof path, "%s/../shared/validation/zone", source ? source : ".");
  snprintf(list, sizeof list, "%s/points.csv", path);
  return access(list, R_OK) == 0 ? path : NULL;
}

/** Writes a text to FOLDER/NAME. */
static inline void write_text(const char *name, const char *text) {
  FILE *file = fopen(scratch(name), "wb");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

static const char list_head[] =
    "dataset,case,quantity,metric,measured_file,measured_column,measured,input,column,cfast_value,"
    "sigma_E,in_stats,table,exp_ind,cfast_ind,exp_head_row,exp_data_row,exp_start,exp_end,"
    "cfast_start,cfast_end,exp_initial,cfast_initial,group,exp_in_range\n";

/**
 * A pack with five points of one test: a temperature of which our table has 110 K, two of tables
 * and columns that are not there, a plume temperature and a pressure at the gauge.
 */
static inline void write_pack(void) {
  char list[4096];
  snprintf(list, sizeof list, "%s%s", list_head,
           "A,a1,Hot,max,m.csv,T one,80,X/a1.in,ULT_1,90,0.07,1,X/a1_compartments.csv,Time,Time,"
           "2,3,0,100,0,100,20,20,A,1\n"
           "A,a1,Hot,max,m.csv,T one,80,X/a1.in,ULT_9,90,0.07,1,X/a1_compartments.csv,Time,Time,"
           "2,3,0,100,0,100,20,20,A,1\n"
           "B,b1,Hot,max,m.csv,T one,80,X/b1.in,ULT_1,90,0.07,1,X/b1_compartments.csv,Time,Time,"
           "2,3,0,100,0,100,20,20,B,1\n"
           "A,a1,Plume,max,m.csv,T one,80,X/a1.in,Middle,90,0.07,1,X/a1_Plume.csv,Time,Time,"
           "2,3,0,100,0,100,20,20,A,1\n"
           "A,a1,Pressure,maxabs,m.csv,T one,80,X/a1.in,PRS_Test_01,90,0.07,1,X/LLNL_pressures.csv,"
           "Time,TIME_Test_01,2,3,0,100,0,100,20,0,A,1\n");
  mkdir(scratch("pack"), 0777);
  mkdir(scratch("pack/measured"), 0777);
  mkdir(scratch("tables"), 0777);
  mkdir(scratch("tables/X"), 0777);
  write_text("pack/points.csv", list);
  write_text("pack/measured/m.csv", "s,C\nTime,T one\n-5,25\n10,\n20,100\n200,500\n");
  write_text("tables/X/a1_compartments.csv",
             "Time,ULT_1,LLT_1,HGT_1,PRS_1\nt,u,l,h,p\n,,,,\ns,C,C,m,Pa\n"
             "0,20,20,4.5,-30\n50,130,20,2,-30\n500,900,20,2,-30\n");
  char devices[4096] = "Time", names[64];
  for (int i = 1; i <= 21; ++i) {
    snprintf(names, sizeof names, ",TRGGAST_%d", i);
    strcat(devices, names);
  }
  strcat(devices, "\nt\no\ns\n");
  for (int row = 0; row < 2; ++row) {
    strcat(devices, row ? "60" : "0");
    for (int i = 1; i <= 21; ++i) { /* the middle target of the fourth place is the warmest */
      snprintf(names, sizeof names, ",%d", row && i == 11 ? 320 : 20 + i % 3 * 300 * (i % 3 == 0));
      strcat(devices, names);
    }
    strcat(devices, "\n");
  }
  write_text("tables/X/a1_devices.csv", devices);
}

#endif /* FLUE_TESTS_ZONE_FIXTURE_H */

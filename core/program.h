/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/program.h  The program that runs. */
#ifndef FLUE_CORE_PROGRAM_H
#define FLUE_CORE_PROGRAM_H

/** Size that holds the path of any program. */
enum { FLUE_LONGEST_PATH = 4096 };

/** Path of the program that runs, "" when the system does not tell. */
void flue_program_path(char path[FLUE_LONGEST_PATH]);

#endif /* FLUE_CORE_PROGRAM_H */

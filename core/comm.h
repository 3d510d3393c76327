/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/comm.h  Programs that do one thing together by MPI, or one alone.
 *
 * The program itself is not linked with MPI: the module flue_mpi.so is loaded when it is asked for,
 * from the folder of the program or where it is installed.
 */
#ifndef FLUE_CORE_COMM_H
#define FLUE_CORE_COMM_H

#include "core/status.h"

typedef struct flue_comm {
  int rank, size;
  void *module;           /**< NULL: one alone. */
  int (*most)(int value); /**< Of the module. */
  void (*end)(void);      /**< Of the module. */
} flue_comm;

/** Joins the other ranks. @return FLUE_OK; FLUE_EIO when there is no module, or no MPI. */
flue_status flue_comm_start(flue_ctx *ctx, flue_comm *out);
/** Largest value of all ranks, the own one without others; all have to call it. */
int flue_comm_most(const flue_comm *comm, int value);
/** Leaves the others; a program can join only once. */
void flue_comm_end(flue_comm *comm);

#endif /* FLUE_CORE_COMM_H */

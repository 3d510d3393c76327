/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file app/mpi/flue_mpi.h  Functions of the module flue_mpi.so; found by name (core/comm.c). */
#ifndef FLUE_APP_MPI_FLUE_MPI_H
#define FLUE_APP_MPI_FLUE_MPI_H

/** @return 0, or not when MPI cannot start. */
int flue_mpi_start(int *rank, int *size);
/** Largest value of all ranks; all have to call it. */
int flue_mpi_most(int value);
void flue_mpi_end(void);

#endif /* FLUE_APP_MPI_FLUE_MPI_H */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The module flue_mpi.so: what core/comm.h asks of MPI, loaded only when MPI is asked for. */
#include "app/mpi/flue_mpi.h"

#include <mpi.h>

int flue_mpi_start(int *rank, int *size) {
  int is_on = 0;
  if (MPI_Initialized(&is_on) != MPI_SUCCESS) return 1;
  int level = 0; /* threads run between the calls, which one of them makes */
  if (!is_on && MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS) return 1;
  return MPI_Comm_rank(MPI_COMM_WORLD, rank) != MPI_SUCCESS ||
         MPI_Comm_size(MPI_COMM_WORLD, size) != MPI_SUCCESS;
}

int flue_mpi_most(int value) {
  int most = value;
  MPI_Allreduce(&value, &most, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return most;
}

void flue_mpi_end(void) {
  MPI_Finalize();
}

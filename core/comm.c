/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/comm.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/messages.h"
#include "core/program.h"

/** Folder of the program that runs; "." when the system does not tell. */
static void find_home(char home[FLUE_LONGEST_PATH]) {
  flue_program_path(home);
  char *slash = strrchr(home, '/');
  if (slash)
    *slash = '\0';
  else
    memcpy(home, ".", sizeof ".");
}

static void *load(void) {
  char home[FLUE_LONGEST_PATH];
  find_home(home);
  void *module = NULL;
  const char *const folders[] = {".", FLUE_MODULES};
  for (size_t i = 0; !module && i < sizeof folders / sizeof *folders; ++i) {
    char *path = flue_format("%s/%s/flue_mpi.so", home, folders[i]);
    if (path) module = dlopen(path, RTLD_NOW | RTLD_GLOBAL); /* parts of OpenMPI look in it */
    free(path);
  }
  return module;
}

/** A function of the module. A pointer to an object cannot be turned into one by the C standard;
 *  POSIX has them alike. */
static void find(void *module, const char *name, void *function, size_t size) {
  void *symbol = module ? dlsym(module, name) : NULL;
  memcpy(function, &symbol, size);
}

flue_status flue_comm_start(flue_ctx *ctx, flue_comm *out) {
  *out = (flue_comm){.size = 1};
  int (*start)(int *rank, int *size) = NULL;
  void *module = load();
  find(module, "flue_mpi_start", &start, sizeof start);
  find(module, "flue_mpi_most", &out->most, sizeof out->most);
  find(module, "flue_mpi_end", &out->end, sizeof out->end);
  const char *why = dlerror();
  if (start && out->most && out->end && start(&out->rank, &out->size) == 0) {
    out->module = module;
    return FLUE_OK;
  }
  if (module) dlclose(module);
  char *text =
      flue_message_format(FLUE_MSG_NO_MPI, flue_ctx_lang(ctx), why ? why : "MPI_Init", NULL);
  const flue_status status = flue_fail(ctx, FLUE_EIO, __FILE__, __LINE__, "%s %s",
                                       flue_message_code(FLUE_MSG_NO_MPI), text ? text : "");
  free(text);
  return status;
}

int flue_comm_most(const flue_comm *comm, int value) {
  return comm->module ? comm->most(value) : value;
}

void flue_comm_end(flue_comm *comm) {
  if (comm->module) comm->end();
  *comm = (flue_comm){.size = 1};
}

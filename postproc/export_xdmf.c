/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result's grids for ParaView: an index in XML and plain numbers beside it, which all its readers
 * of XDMF take. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/export_field.h"
#include "postproc/field_planes.h"
#include "postproc/file_name.h"

/** A number as four bytes, the little end first. */
static void put_float(unsigned char *to, double value) {
  const float x = (float)value;
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  for (int k = 0; k < 4; ++k) to[k] = (unsigned char)(bits >> (8 * k));
}

/** Bytes of all parts of a group, one after the other. */
typedef struct blob {
  char *bytes;
  size_t n;
} blob;

static flue_status add_values(flue_ctx *ctx, const flue_drawing *d, const flue_drawn_part *p,
                              blob *b, double **times) {
  const size_t numbers = p->column->rows * p->column->width;
  double *values = NULL;
  FLUE_TRY(flue_drawing_values(ctx, d, p, &values, times));
  char *more = realloc(b->bytes, b->n + 4 * numbers + 1);
  if (more) {
    b->bytes = more;
    for (size_t k = 0; k < numbers; ++k)
      put_float((unsigned char *)b->bytes + b->n + 4 * k, values[k]);
    b->n += 4 * numbers;
  }
  free(values);
  return more ? FLUE_OK : FLUE_ENOMEM;
}

static void add_faces(const flue_drawn_grid *g, const flue_drawn_part *p, flue_text *out) {
  flue_text_put(out, "      <Geometry GeometryType=\"VXVYVZ\">\n");
  for (int a = 0; a < 3; ++a) {
    flue_text_add(out, "        <DataItem Format=\"XML\" Dimensions=\"%zu\">",
                  p->to[a] - p->from[a] + 1);
    for (size_t i = p->from[a]; i <= p->to[a]; ++i) flue_text_add(out, " %.9g", g->face[a][i]);
    flue_text_put(out, " </DataItem>\n");
  }
  flue_text_put(out, "      </Geometry>\n");
}

/** The parts of a group at one time. @param offset  Of the first part's bytes. */
static void add_moment(const flue_drawing *d, size_t first, size_t n, size_t row, double time_s,
                       const char *file, flue_text *out) {
  const flue_drawn_part *p = &d->part[first];
  const size_t size[3] = {p->to[0] - p->from[0], p->to[1] - p->from[1], p->to[2] - p->from[2]};
  size_t offset = 0;
  flue_text_add(out,
                "    <Grid Name=\"%s\" GridType=\"Uniform\">\n      <Time Value=\"%.9g\"/>\n"
                "      <Topology TopologyType=\"3DRectMesh\" Dimensions=\"%zu %zu %zu\"/>\n",
                p->column->group, time_s, size[2] + 1, size[1] + 1, size[0] + 1);
  add_faces(&d->grid[p->grid], p, out);
  for (size_t k = first; k < first + n; ++k) {
    const flue_run_column *c = d->part[k].column;
    flue_text_add(out,
                  "      <Attribute Name=\"%s [%s]\" AttributeType=\"Scalar\" Center=\"Cell\">\n"
                  "        <DataItem Format=\"Binary\" NumberType=\"Float\" Precision=\"4\" "
                  "Endian=\"Little\" Seek=\"%zu\" Dimensions=\"%zu %zu %zu\">%s</DataItem>\n"
                  "      </Attribute>\n",
                  strcmp(c->name, "value") == 0 ? c->text_en : c->name, c->unit,
                  offset + 4 * row * c->width, size[2], size[1], size[0], file);
    offset += 4 * c->rows * c->width;
  }
  flue_text_put(out, "    </Grid>\n");
}

/** Parts of one group stand together and have one box. */
static size_t count_group(const flue_drawing *d, size_t first) {
  size_t n = 1;
  while (first + n < d->n_parts &&
         strcmp(d->part[first + n].column->group, d->part[first].column->group) == 0)
    ++n;
  return n;
}

static flue_status write_group(flue_ctx *ctx, const flue_drawing *d, size_t first, size_t n,
                               const char *dir, const char *name, flue_text *out) {
  const flue_run_column *c = d->part[first].column;
  char *group = flue_file_name(c->group);
  char *file = flue_format("%s_%s.bin", name, group ? group : "");
  char *path = flue_format("%s/%s", dir, file ? file : "");
  blob b = {0};
  double *times = NULL;
  flue_status status = group && file && path ? FLUE_OK : FLUE_ENOMEM;
  free(group);
  for (size_t k = first; k < first + n && status == FLUE_OK; ++k) {
    free(times);
    times = NULL;
    status = add_values(ctx, d, &d->part[k], &b, &times);
  }
  if (status == FLUE_OK) status = flue_write_file(ctx, path, b.bytes ? b.bytes : "", b.n);
  if (status == FLUE_OK) {
    flue_text_add(out, "  <Grid Name=\"%s\" GridType=\"Collection\" CollectionType=\"Temporal\">\n",
                  c->group);
    for (size_t row = 0; row < c->rows; ++row) add_moment(d, first, n, row, times[row], file, out);
    flue_text_put(out, "  </Grid>\n");
  }
  free(times);
  free(b.bytes);
  free(path);
  free(file);
  return status;
}

static flue_status write_all(flue_ctx *ctx, const flue_drawing *d, const char *dir,
                             const char *name, flue_text *out) {
  flue_text_put(out, "<?xml version=\"1.0\" ?>\n<Xdmf Version=\"2.0\">\n<Domain>\n");
  for (size_t k = 0; k < d->n_parts;) {
    const size_t n = count_group(d, k);
    FLUE_TRY(write_group(ctx, d, k, n, dir, name, out));
    k += n;
  }
  flue_text_put(out, "</Domain>\n</Xdmf>\n");
  return FLUE_OK;
}

flue_status flue_export_xdmf(flue_ctx *ctx, const char *run_path, const char *dir, char **name) {
  return flue_drawing_export(ctx, run_path, dir, "xdmf", write_all, name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recorded: devices, rates of the whole, slices, profiles. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/species.h"
#include "scenarios/fds/fds_meter.h"

static const double milli = 1e-3;

/* ---- devices ---- */

static int has_column(const fds_meter *t) {
  return t->quantity && (t->points == 1 || t->device->has_history);
}

static size_t count_columns(const flue_fds_measures *m) {
  size_t n = 0;
  for (size_t i = 0; i < m->c->n_devices; ++i)
    if (has_column(&m->meter[i])) n += m->meter[i].points;
  return n;
}

/** What is printed of a point now. */
static double shown(const fds_meter *t, size_t p) {
  const int is_mean = t->course == FDS_COURSE_AVERAGE || t->course == FDS_COURSE_RUNNING;
  if (t->course == FDS_COURSE_NOW) return t->now[p];
  if (is_mean) return t->weight_s > 0.0 ? t->sum[p] / t->weight_s : t->now[p];
  if (t->course == FDS_COURSE_RMS) {
    if (t->weight_s <= 0.0) return 0.0;
    const double mean = t->line[p] / t->line_s;
    return sqrt(fmax(0.0, t->sum[p] / t->weight_s - mean * mean));
  }
  return t->sum[p];
}

/** Texts that describe the columns, [n] each, owned by the caller. */
typedef struct column_texts {
  char **name;
  const char **quantity, **unit;
} column_texts;

static void free_texts(column_texts *x, size_t n) {
  for (size_t k = 0; x->name && k < n; ++k) free(x->name[k]);
  free(x->name);
  free(x->quantity);
  free(x->unit);
}

static flue_status make_texts(const flue_fds_measures *m, size_t n, column_texts *x) {
  size_t k = 0;
  x->name = flue_alloc(n, sizeof *x->name);
  x->quantity = flue_alloc(n, sizeof *x->quantity);
  x->unit = flue_alloc(n, sizeof *x->unit);
  if (!x->name || !x->quantity || !x->unit) return FLUE_ENOMEM;
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    const fds_meter *t = &m->meter[i];
    for (size_t p = 0; has_column(t) && p < t->points; ++p, ++k) {
      x->name[k] = t->points > 1 ? flue_format("%s-%02zu", t->device->id, p + 1)
                                 : flue_copy_text(t->device->id);
      x->quantity[k] = t->device->quantity;
      x->unit[k] = t->unit;
      if (!x->name[k]) return FLUE_ENOMEM;
    }
  }
  return FLUE_OK;
}

static flue_status start_devices(flue_fds_measures *m, const flue_sink *sink) {
  static const flue_quantity value = {"value", "1", "Value, in the unit of its column",
                                      "数值，单位见各列"},
                             unit = {"unit", "1", "Unit of each device", "各测点单位"},
                             quantity = {"quantity", "1", "What each device measures",
                                         "各测点的物理量"};
  const size_t n = m->n_columns = count_columns(m);
  column_texts x = {0};
  if (n == 0) return FLUE_OK;
  flue_status status = make_texts(m, n, &x);
  if (status == FLUE_OK)
    status = sink->series(sink->user, "device", "device", n, (const char *const *)x.name, 1, &value,
                          &m->device_handle);
  if (status == FLUE_OK) status = sink->texts(sink->user, "device", &unit, n, x.unit);
  if (status == FLUE_OK) status = sink->texts(sink->user, "device", &quantity, n, x.quantity);
  free_texts(&x, n);
  return status;
}

static flue_status record_devices(flue_fds_measures *m) {
  size_t k = 0;
  if (m->n_columns == 0) return FLUE_OK;
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    fds_meter *t = &m->meter[i];
    for (size_t p = 0; has_column(t) && p < t->points; ++p) m->row[k++] = shown(t, p);
    if (t->course != FDS_COURSE_AVERAGE) continue;
    memset(t->sum, 0, t->points * sizeof *t->sum);
    t->weight_s = 0.0;
  }
  return m->sink->frame(m->sink->user, m->device_handle, m->time_s, m->row);
}

/* ---- rates ---- */

/** Rates of the whole, with the names that FDS has in _hrr.csv where it has them. */
static const flue_quantity RATES[] = {
    {"HRR", "kW", "Heat release rate of combustion", "热释放率"},
    {"Q_RADI", "kW", "Gained by radiation", "辐射得热"},
    {"Q_CONV", "kW", "Carried in through open edges", "经开口流入的焓"},
    {"Q_COND", "kW", "Gained by convection from surfaces", "壁面对流得热"},
    {"Q_PRES", "kW", "Work of the background pressure", "背景压力做功"},
    {"Q_ENTH", "kW", "Change of the enthalpy of the gas", "气体焓变化率"},
    {"Q_TOTAL", "kW", "Sum of the gains", "得热之和"},
    {"BURNT", "kg/s", "Fuel that burns", "燃料消耗率"},
    {"MASS", "kg", "Mass of the gas", "气体质量"},
};
enum { n_rates = sizeof RATES / sizeof *RATES, RATE_PRES = 4, RATE_ENTH = 5, RATE_TOTAL = 6 };

/** Sensible enthalpy that a face at an edge of the grid lets in [W]. */
static double into_edge(const flue_fds_measures *m, int axis, int is_high, const int cell[3]) {
  const flue_field_view *v = &m->view;
  const size_t back = axis == 0 ? 1 : axis == 1 ? v->row : v->plane;
  const size_t gas = fds_view_cell(v, cell), ring = is_high ? gas + back : gas - back;
  const double u = (is_high ? -1.0 : 1.0) * (double)v->velocity[axis][is_high ? gas : ring];
  if (u == 0.0 || v->solid[gas]) return 0.0;
  const size_t from = u > 0.0 ? ring : gas;
  double h = 0.0, area = 1.0;
  for (size_t q = 0; q < v->n_species; ++q)
    h += (double)v->partial[q][from] * fds_gas_enthalpy(m->c, q, (double)v->temp[from]);
  for (int a = 0; a < 3; ++a)
    if (a != axis) area *= fds_width(v, a, cell[a]);
  return u * h * area;
}

static double into_edges(const flue_fds_measures *m) {
  const flue_field_view *v = &m->view;
  double sum = 0.0;
  for (int side = 0; side < 6; ++side) {
    const int axis = side / 2, is_high = side % 2, b = (axis + 1) % 3, d = (axis + 2) % 3;
    int c[3];
    c[axis] = is_high ? v->n[axis] : 1;
    for (c[d] = 1; c[d] <= v->n[d]; ++c[d])
      for (c[b] = 1; c[b] <= v->n[b]; ++c[b]) sum += into_edge(m, axis, is_high, c);
  }
  return sum;
}

/** Sensible enthalpy of all gas, and pressure times volume [J]. */
static void sum_energy(const flue_fds_measures *m, double *enthalpy, double *work) {
  const flue_field_view *v = &m->view;
  *enthalpy = *work = 0.0;
  for (int k = 1; k <= v->n[2]; ++k)
    for (int j = 1; j <= v->n[1]; ++j)
      for (int i = 1; i <= v->n[0]; ++i) {
        const size_t at = fds_view_at(v, i, j, k);
        const double volume = fds_width(v, 0, i) * fds_width(v, 1, j) * fds_width(v, 2, k);
        const double temp = (double)v->temp[at];
        for (size_t q = 0; q < v->n_species && !v->solid[at]; ++q) {
          const double mass = volume * (double)v->partial[q][at];
          *enthalpy += mass * fds_gas_enthalpy(m->c, q, temp);
          *work += mass * FLUE_MOLAR_GAS_CONSTANT / m->c->field.species[q].molar_mass * temp;
        }
      }
}

static void add_rates(flue_fds_measures *m, double dt) {
  const flue_field_budget *b = &m->budget;
  const double now[n_rates] = {milli * b->release,
                               -milli * b->radiated,
                               milli * into_edges(m),
                               milli * b->convected,
                               0.0,
                               0.0,
                               0.0,
                               b->burnt,
                               b->mass};
  for (size_t k = 0; k < n_rates; ++k)
    m->hrr_sum[k] = (m->hrr_s > 0.0 ? m->hrr_sum[k] : 0.0) + now[k] * dt;
  if (dt <= 0.0 && m->hrr_s <= 0.0) memcpy(m->hrr_sum, now, sizeof now);
  m->hrr_s += dt;
}

static flue_status record_rates(flue_fds_measures *m) {
  double row[n_rates];
  for (size_t k = 0; k < n_rates; ++k)
    row[k] = m->hrr_s > 0.0 ? m->hrr_sum[k] / m->hrr_s : m->hrr_sum[k];
  double enthalpy, work;
  sum_energy(m, &enthalpy, &work);
  if (m->hrr_s > 0.0) {
    row[RATE_PRES] = milli * (work - m->work) / m->hrr_s;
    row[RATE_ENTH] = milli * (enthalpy - m->enthalpy) / m->hrr_s;
  }
  for (size_t k = 0; k <= RATE_PRES; ++k) row[RATE_TOTAL] += row[k];
  m->enthalpy = enthalpy;
  m->work = work;
  m->hrr_s = 0.0;
  return m->sink->frame(m->sink->user, m->hrr_handle, m->time_s, row);
}

/* ---- masses ---- */

static flue_status start_masses(flue_ctx *ctx, flue_fds_measures *m, const flue_sink *sink) {
  static const flue_quantity q = {"value", "kg", "Mass in the gas", "气体中的质量"};
  const size_t n = 1 + m->c->field.n_species + m->c->n_parts;
  const char **names = flue_alloc(n, sizeof *names);
  FLUE_CHECK(names, ctx, FLUE_ENOMEM, "no memory for results");
  size_t k = 0;
  names[k++] = "Total";
  for (size_t p = 0; p < m->c->n_parts; ++p) names[k++] = m->c->species_parts[p];
  for (size_t s = 0; s < m->c->field.n_species; ++s) { /* those that are mixtures */
    int is_part = 0;
    for (size_t p = 0; p < m->c->n_parts; ++p)
      is_part |= strcmp(m->c->species_parts[p], m->c->field.species[s].name) == 0;
    if (!is_part) names[k++] = m->c->field.species[s].name;
  }
  m->n_masses = k;
  const flue_status status =
      sink->series(sink->user, "mass", "gas", k, names, 1, &q, &m->mass_handle);
  free(names);
  return status;
}

static void sum_species(const flue_fds_measures *m, double sum[FLUE_FIELD_SPECIES]) {
  const flue_field_view *v = &m->view;
  for (size_t s = 0; s < FLUE_FIELD_SPECIES; ++s) sum[s] = 0.0;
  for (int k = 1; k <= v->n[2]; ++k)
    for (int j = 1; j <= v->n[1]; ++j)
      for (int i = 1; i <= v->n[0]; ++i) {
        const size_t at = fds_view_at(v, i, j, k);
        const double volume = fds_width(v, 0, i) * fds_width(v, 1, j) * fds_width(v, 2, k);
        if (v->solid[at]) continue;
        for (size_t s = 0; s < v->n_species; ++s) sum[s] += volume * (double)v->partial[s][at];
      }
}

static flue_status record_masses(flue_fds_measures *m) {
  const flue_fds_case *c = m->c;
  double sum[FLUE_FIELD_SPECIES], total = 0.0;
  size_t k = 1;
  sum_species(m, sum);
  for (size_t s = 0; s < c->field.n_species; ++s) total += sum[s];
  m->row[0] = total;
  for (size_t p = 0; p < c->n_parts; ++p, ++k) {
    m->row[k] = 0.0;
    for (size_t s = 0; s < c->field.n_species; ++s)
      m->row[k] += c->part_fraction[s * c->n_parts + p] * sum[s];
  }
  for (size_t s = 0; s < c->field.n_species && k < m->n_masses; ++s) {
    int is_part = 0;
    for (size_t p = 0; p < c->n_parts; ++p)
      is_part |= strcmp(c->species_parts[p], c->field.species[s].name) == 0;
    if (!is_part) m->row[k++] = sum[s];
  }
  return m->sink->frame(m->sink->user, m->mass_handle, m->time_s, m->row);
}

/* ---- slices ---- */

static flue_status write_places(const flue_fds_measures *m, const fds_sheet *s,
                                const flue_sink *sink) {
  static const flue_quantity axes[3] = {{"x", "m", "Middle of the cell", "单元中心"},
                                        {"y", "m", "Middle of the cell", "单元中心"},
                                        {"z", "m", "Middle of the cell", "单元中心"}};
  double *place = flue_alloc(s->n, sizeof *place);
  if (!place) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  for (int a = 0; a < 3 && status == FLUE_OK; ++a) {
    size_t n = 0;
    int c[3];
    for (c[2] = s->from[2]; c[2] < s->to[2]; ++c[2])
      for (c[1] = s->from[1]; c[1] < s->to[1]; ++c[1])
        for (c[0] = s->from[0]; c[0] < s->to[0]; ++c[0]) place[n++] = fds_middle(&m->view, a, c[a]);
    status = sink->column(sink->user, s->group, &axes[a], s->n, place);
  }
  free(place);
  return status;
}

/** Cells of a slice. */
static void find_slice(const flue_field_view *v, fds_sheet *s) {
  s->n = 1;
  for (int a = 0; a < 3; ++a) {
    const double *box = s->slice->box_m + 2 * a, slack = 1e-6;
    int first = fds_cell_at(v, a, box[0]), last = fds_cell_at(v, a, box[1] - slack);
    if (last < first) last = first;
    if (box[1] - box[0] <= 0.0) last = first;
    s->from[a] = first;
    s->to[a] = last + 1;
    s->n *= (size_t)(last - first + 1);
  }
}

static flue_status start_slice(flue_fds_measures *m, size_t i, const flue_sink *sink) {
  fds_sheet *s = &m->sheet[i];
  double molar;
  s->slice = &m->c->slices[i];
  s->quantity = fds_quantity_find(s->slice->quantity);
  if (!s->quantity || s->quantity->scope != FDS_SCOPE_GAS) {
    s->quantity = NULL;
    return FLUE_OK;
  }
  s->meter = (fds_meter){.quantity = s->quantity, .extinction = m->c->extinction};
  const int has_gas =
      fds_meter_species(m->c, s->slice->spec_id, s->meter.weight, &s->meter.molar_mass);
  if (!has_gas) s->meter.molar_mass = 0.0;
  const int needs_gas =
      s->quantity->code == FDS_MASS_FRACTION || s->quantity->code == FDS_VOLUME_FRACTION;
  if (needs_gas && !has_gas) {
    s->quantity = NULL;
    return FLUE_OK;
  }
  if (!has_gas || !fds_meter_species(m->c, s->slice->spec_id, s->meter.soot, &molar))
    fds_meter_species(m->c, "SOOT", s->meter.soot, &molar);
  fds_meter_unit(&s->meter);
  snprintf(s->group, sizeof s->group, "slice_%zu", i + 1);
  find_slice(&m->view, s);
  const flue_quantity q = {"value", s->meter.unit, s->slice->quantity, s->slice->quantity};
  FLUE_TRY(sink->series(sink->user, s->group, "cell", s->n, NULL, 1, &q, &s->handle));
  return write_places(m, s, sink);
}

static flue_status record_slice(flue_fds_measures *m, const fds_sheet *s) {
  size_t n = 0;
  int c[3];
  if (!s->quantity) return FLUE_OK;
  for (c[2] = s->from[2]; c[2] < s->to[2]; ++c[2])
    for (c[1] = s->from[1]; c[1] < s->to[1]; ++c[1])
      for (c[0] = s->from[0]; c[0] < s->to[0]; ++c[0]) m->row[n++] = fds_gas_value(m, &s->meter, c);
  return m->sink->frame(m->sink->user, s->handle, m->time_s, m->row);
}

/* ---- profiles ---- */

static flue_status record_line(const flue_fds_measures *m, const fds_meter *t, size_t i) {
  static const char *const letters[3] = {"x", "y", "z"};
  double *column = flue_alloc(t->points, sizeof *column);
  char group[32];
  if (!column) return FLUE_ENOMEM;
  snprintf(group, sizeof group, "line_%zu", i + 1);
  flue_status status = FLUE_OK;
  for (int a = 0; a < 3 && status == FLUE_OK; ++a) {
    const flue_quantity q = {letters[a], "m", "Place of the point", "测点坐标"};
    const double *box = t->device->box_m + 2 * a;
    for (size_t p = 0; p < t->points; ++p)
      column[p] = box[0] + (box[1] - box[0]) * (double)p / (double)(t->points - 1);
    status = m->sink->column(m->sink->user, group, &q, t->points, column);
  }
  const flue_quantity q = {"value", t->unit, t->device->quantity, t->device->quantity};
  for (size_t p = 0; p < t->points; ++p)
    column[p] =
        t->course == FDS_COURSE_RMS || t->line_s <= 0.0 ? shown(t, p) : t->line[p] / t->line_s;
  if (status == FLUE_OK) status = m->sink->column(m->sink->user, group, &q, t->points, column);
  free(column);
  const flue_quantity name = {"name", "1", "Device, and the name of its coordinate",
                              "测点及其坐标名"};
  const char *x_id = t->device->x_id ? t->device->x_id : "";
  const char *const texts[] = {t->device->id, t->device->hides_place ? "-" : x_id};
  return status == FLUE_OK ? m->sink->texts(m->sink->user, group, &name, 2, texts) : status;
}

flue_status flue_fds_record_lines(flue_ctx *ctx, flue_fds_measures *m) {
  (void)ctx;
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    const fds_meter *t = &m->meter[i];
    if (t->quantity && t->points > 1 && !t->device->has_history) FLUE_TRY(record_line(m, t, i));
  }
  return FLUE_OK;
}

/* ---- all ---- */

static flue_status make_row(flue_ctx *ctx, flue_fds_measures *m) {
  size_t most = m->n_columns > m->n_masses ? m->n_columns : m->n_masses;
  for (size_t i = 0; i < m->c->n_slices; ++i)
    if (m->sheet[i].n > most) most = m->sheet[i].n;
  m->row = flue_alloc(most, sizeof *m->row);
  FLUE_CHECK(m->row, ctx, FLUE_ENOMEM, "no memory for results");
  return FLUE_OK;
}

flue_status flue_fds_record_start(flue_ctx *ctx, flue_fds_measures *m, const flue_field *field,
                                  const flue_sink *sink) {
  static const char *const whole[] = {"all"};
  static const flue_quantity chid = {"chid", "1", "Name of the case", "算例名"};
  m->sink = sink;
  flue_field_get(field, &m->view);
  FLUE_TRY(start_devices(m, sink));
  FLUE_TRY(sink->series(sink->user, "hrr", "part", 1, whole, n_rates, RATES, &m->hrr_handle));
  FLUE_TRY(start_masses(ctx, m, sink));
  FLUE_TRY(sink->texts(sink->user, "case", &chid, 1, &m->c->chid));
  FLUE_TRY(
      flue_field_record_grid(field, sink, "field", m->c->field.n_obstacles, m->c->field.obstacles));
  for (size_t i = 0; i < m->c->n_slices; ++i) FLUE_TRY(start_slice(m, i, sink));
  return make_row(ctx, m);
}

/** Whether an output is due; sets when the next is. */
static int is_due(const flue_fds_measures *m, double *next_s, double interval_s, int is_end) {
  const double slack = 1e-9 * fmax(1.0, fabs(m->time_s));
  const double begin = m->c->t_begin_s;
  if (m->calls > 1 && m->time_s < *next_s - slack) return is_end;
  const double n = floor((m->time_s + slack - begin) / interval_s) + 1.0;
  *next_s = begin + n * interval_s;
  return 1;
}

flue_status flue_fds_record(flue_ctx *ctx, flue_fds_measures *m, const flue_field *field,
                            int is_end) {
  (void)ctx;
  (void)field;
  add_rates(m, m->calls > 1 ? m->budget.step_s : 0.0);
  if (is_due(m, &m->next_device_s, m->c->dt_devices_s, is_end)) FLUE_TRY(record_devices(m));
  if (is_due(m, &m->next_release_s, m->c->dt_release_s, is_end)) {
    FLUE_TRY(record_rates(m));
    FLUE_TRY(record_masses(m));
  }
  if (is_due(m, &m->next_slice_s, m->c->dt_slices_s, is_end))
    for (size_t i = 0; i < m->c->n_slices; ++i) FLUE_TRY(record_slice(m, &m->sheet[i]));
  return FLUE_OK;
}

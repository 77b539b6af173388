/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The array forms: each body is written once, for two widths of element and two of table. `Element` is
 * signed, `Unsigned` its unsigned twin: sums wrap, and what has wrapped lies in no table.
 */
#include "cpplan-calendar-body-private.h"

typedef struct
{
  gsize n_outside;
  gsize first_outside;
} Outside;

static void
note_outside (Outside *outside, gsize row)
{
  if (outside->n_outside == 0)
    outside->first_outside = row;
  outside->n_outside++;
}

static void
give_outside (const Outside *outside, gsize length, gsize *out_n_outside, gsize *out_first_outside)
{
  if (out_n_outside != NULL)
    *out_n_outside = outside->n_outside;
  if (out_first_outside != NULL)
    *out_first_outside = outside->n_outside > 0 ? outside->first_outside : length;
}

#define DEFINE_ARRAY_FORMS(suffix, Element, Unsigned, NONE, Table, v, select, STEP)                          \
  static void add_each_##suffix (const CpplanCalendar *self, const Element *from, gsize from_stride,         \
                                 const Element *n_days, gsize n_stride, Element *out, gsize length,          \
                                 Outside *outside)                                                           \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Table *selected = self->select;                                                                    \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    const Unsigned n_working = self->n_working;                                                              \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = from[i * STEP (from_stride)];                                                   \
        const Element n = n_days[i * STEP (n_stride)];                                                       \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        if (G_UNLIKELY (offset >= n_cover))                                                                  \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Unsigned rank = (Unsigned) (((Element) days[offset] - (n > 0)) >> 1) + (Unsigned) n;           \
        if (G_UNLIKELY (rank >= n_working))                                                                  \
          {                                                                                                  \
            out[i] = n == 0 ? date : NONE;                                                                   \
            if (n != 0)                                                                                      \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Element reached = (Element) (first + selected[rank]);                                          \
        out[i] = n == 0 ? date : reached;                                                                    \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  /* One number for all rows: every answer of the cover, made once, is then one load a row. */               \
  static void add_same_##suffix (const CpplanCalendar *self, const Element *from, gsize from_stride,         \
                                 const Element n, Element *out, gsize length, Outside *outside)              \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Table *selected = self->select;                                                                    \
    const Table none = (Table) -1;                                                                           \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    const Unsigned n_working = self->n_working;                                                              \
    g_autofree Table *answers = g_new (Table, self->n_cover);                                                \
    for (guint32 d = 0; d < self->n_cover; d++)                                                              \
      {                                                                                                      \
        const Unsigned rank = (Unsigned) (((Element) days[d] - (n > 0)) >> 1) + (Unsigned) n;                \
        answers[d] = n == 0 ? (Table) d : rank < n_working ? selected[rank] : none;                          \
      }                                                                                                      \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = from[i * STEP (from_stride)];                                                   \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        const Table answer = G_LIKELY (offset < n_cover) ? answers[offset] : none;                           \
        if (G_UNLIKELY (answer == none))                                                                     \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
          }                                                                                                  \
        else                                                                                                 \
          out[i] = (Element) (first + answer);                                                               \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  static void between_##suffix (const CpplanCalendar *self, const Element *a, gsize a_stride,                \
                                const Element *b, gsize b_stride, Element *out, gsize length,                \
                                Outside *outside)                                                            \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date_a = a[i * STEP (a_stride)];                                                       \
        const Element date_b = b[i * STEP (b_stride)];                                                       \
        const Unsigned offset_a = (Unsigned) date_a - first;                                                 \
        const Unsigned offset_b = (Unsigned) date_b - first;                                                 \
        if (G_UNLIKELY ((offset_a >= n_cover) | (offset_b >= n_cover)))                                      \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date_a != NONE && date_b != NONE)                                                            \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Unsigned is_forward = date_a <= date_b;                                                        \
        out[i] = (Element) (((days[offset_b] + is_forward) >> 1) - ((days[offset_a] + is_forward) >> 1));    \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  static void is_working_##suffix (const CpplanCalendar *self, const Element *dates, gsize stride,           \
                                   guint8 *out, gsize length, Outside *outside)                              \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = dates[i * STEP (stride)];                                                       \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        if (G_UNLIKELY (offset >= n_cover))                                                                  \
          {                                                                                                  \
            out[i] = CPPLAN_IS_WORKING_NONE;                                                                 \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        out[i] = days[offset] & 1;                                                                           \
      }                                                                                                      \
  }

/* The usual case, in which the rows lie side by side, is compiled apart: that is a fifth of the work. */
#define ANY_STEP(stride) (stride)
#define ONE_STEP(stride) (0 * (stride) + 1)

DEFINE_ARRAY_FORMS (i32_narrow, gint32, guint32, CPPLAN_DATE_NONE, guint16, v16, select16, ANY_STEP)
DEFINE_ARRAY_FORMS (i32_wide, gint32, guint32, CPPLAN_DATE_NONE, guint32, v32, select32, ANY_STEP)
DEFINE_ARRAY_FORMS (i64_narrow, gint64, guint64, G_MININT64, guint16, v16, select16, ANY_STEP)
DEFINE_ARRAY_FORMS (i64_wide, gint64, guint64, G_MININT64, guint32, v32, select32, ANY_STEP)
DEFINE_ARRAY_FORMS (i32_narrow_dense, gint32, guint32, CPPLAN_DATE_NONE, guint16, v16, select16, ONE_STEP)
DEFINE_ARRAY_FORMS (i32_wide_dense, gint32, guint32, CPPLAN_DATE_NONE, guint32, v32, select32, ONE_STEP)
DEFINE_ARRAY_FORMS (i64_narrow_dense, gint64, guint64, G_MININT64, guint16, v16, select16, ONE_STEP)
DEFINE_ARRAY_FORMS (i64_wide_dense, gint64, guint64, G_MININT64, guint32, v32, select32, ONE_STEP)

#define PICK(name, is_dense)                                                                                 \
  (self->is_wide ? ((is_dense) ? name##_wide_dense : name##_wide)                                             \
                 : ((is_dense) ? name##_narrow_dense : name##_narrow))

/* From this many covers of rows on, a table of all answers pays. */
#define SAME_MIN_COVERS 2

#define DEFINE_PUBLIC_ARRAY_FORMS(width, Element)                                                            \
  void cpplan_calendar_add_working_days_##width (                                                            \
    const CpplanCalendar *self, const Element *from, gsize from_stride, const Element *n_days,               \
    gsize n_stride, Element *out, gsize length, gsize *out_n_outside, gsize *out_first_outside)              \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (from != NULL && n_days != NULL && out != NULL));                       \
                                                                                                             \
    if (n_stride == 0 && length / SAME_MIN_COVERS >= self->n_cover)                                          \
      PICK (add_same_##width, from_stride == 1)                                                              \
      (self, from, from_stride, *n_days, out, length, &outside);                                             \
    else                                                                                                     \
      PICK (add_each_##width, from_stride == 1 && n_stride == 1)                                             \
      (self, from, from_stride, n_days, n_stride, out, length, &outside);                                    \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }                                                                                                          \
                                                                                                             \
  void cpplan_calendar_working_days_between_##width (                                                        \
    const CpplanCalendar *self, const Element *a, gsize a_stride, const Element *b, gsize b_stride,          \
    Element *out, gsize length, gsize *out_n_outside, gsize *out_first_outside)                              \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (a != NULL && b != NULL && out != NULL));                               \
                                                                                                             \
    PICK (between_##width, a_stride == 1 && b_stride == 1)                                                   \
    (self, a, a_stride, b, b_stride, out, length, &outside);                                                 \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }                                                                                                          \
                                                                                                             \
  void cpplan_calendar_is_working_day_##width (const CpplanCalendar *self, const Element *dates,             \
                                               gsize stride, guint8 *out, gsize length,                      \
                                               gsize *out_n_outside, gsize *out_first_outside)               \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (dates != NULL && out != NULL));                                        \
                                                                                                             \
    PICK (is_working_##width, stride == 1) (self, dates, stride, out, length, &outside);                     \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }

DEFINE_PUBLIC_ARRAY_FORMS (i32, gint32)
DEFINE_PUBLIC_ARRAY_FORMS (i64, gint64)

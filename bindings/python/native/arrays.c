/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many dates in one call. Python hands over buffers of 32-bit or 64-bit day numbers, all of one width, and the memory
 * is used where it lies. A buffer that is held cannot be moved or freed, so the GIL can go while the rows are counted.
 */
#include "native.h"

#include <string.h>

/* Below this many rows, giving the GIL away costs more than the rows do. */
#define MANY_ROWS 4096

/* So many rows stay near the processor while they are written and looked through. */
#define NEAR_ROWS 4096

typedef struct
{
  Py_buffer view;
  gboolean  is_held;
  gint64    number;   /* where one number was given for all rows */
  gint32    number32; /* the same */
  const void *data;
  gsize     stride;   /* elements; 0: one value for all rows */
  gsize     length;
  gsize     width;
} Column;

static void
clear_column (Column *self)
{
  if (self->is_held)
    PyBuffer_Release (&self->view);
}

static gboolean
is_signed_number (const Py_buffer *view)
{
  const char *format = view->format == NULL ? "B" : view->format;
  if (*format == '@' || *format == '=' || *format == (G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>'))
    format++;
  return strlen (format) == 1 && strchr ("ilq", *format) != NULL && (view->itemsize == 4 || view->itemsize == 8);
}

static gboolean
refuse (const char *what)
{
  PyErr_SetString (PyExc_ValueError, what);
  return FALSE;
}

static gboolean
read_number (PyObject *object, Column *self)
{
  gint number;
  if (!cpplan_py_int_from (object, &number))
    return FALSE;
  self->number = self->number32 = number;
  self->length = 1;
  return TRUE;
}

static gboolean
read_buffer (PyObject *object, Column *self)
{
  if (PyObject_GetBuffer (object, &self->view, PyBUF_STRIDED_RO | PyBUF_FORMAT) != 0)
    return FALSE;
  self->is_held = TRUE;
  if (!is_signed_number (&self->view))
    {
      PyErr_Format (PyExc_TypeError, "day numbers are 32-bit or 64-bit integers, not of format \"%.20s\"",
                    self->view.format == NULL ? "B" : self->view.format);
      return FALSE;
    }
  if (self->view.ndim != 1)
    return refuse ("an array of one dimension is wanted");
  Py_ssize_t stride = self->view.strides[0];
  self->width = (gsize) self->view.itemsize;
  self->length = (gsize) self->view.shape[0];
  if (self->length > 1 && (stride < 0 || stride % self->view.itemsize != 0))
    return refuse ("the array runs backwards, or between its elements; copy it first");
  if ((gsize) self->view.buf % self->width != 0)
    return refuse ("the array is not aligned; copy it first");
  self->stride = self->length > 1 ? (gsize) (stride / self->view.itemsize) : 1;
  self->data = self->view.buf;
  return TRUE;
}

static gboolean
read_column (PyObject *object, Column *self)
{
  return PyObject_CheckBuffer (object) ? read_buffer (object, self) : read_number (object, self);
}

/* One number, or an array of one row beside longer ones that was given as a number. */
static void
spread_number (Column *self, gsize width)
{
  if (self->is_held)
    return;
  self->data = width == 4 ? (const void *) &self->number32 : (const void *) &self->number;
  self->width = width;
  self->stride = 0;
}

/* Where two columns do not go together, an exception. The length of the result is that of the arrays. */
static gboolean
match_columns (Column *a, Column *b, gsize *out_length)
{
  const Column *array = a->is_held ? a : b;
  if (!array->is_held)
    {
      PyErr_SetString (PyExc_TypeError, "neither is an array");
      return FALSE;
    }
  spread_number (a, array->width);
  spread_number (b, array->width);
  if (a->width != b->width)
    return refuse ("one array has 32-bit and the other 64-bit numbers");
  if (a->is_held && b->is_held && a->length != b->length)
    return refuse ("the arrays are not of one length");
  *out_length = array->length;
  return TRUE;
}

static gboolean
overlaps (const Column *column, const Py_buffer *out)
{
  if (!column->is_held || column->length == 0 || out->len == 0)
    return FALSE;
  const char *begin = column->data;
  const char *end = begin + ((column->length - 1) * column->stride + 1) * column->width;
  const char *other = out->buf;
  return begin < other + out->len && other < end;
}

/* The result may take the place of an array, element for element, and must not lie across one. */
static gboolean
is_apart (const Column *column, const Py_buffer *out)
{
  return !overlaps (column, out) || (column->data == out->buf && column->stride == 1);
}

static gboolean
open_out (PyObject *object, gsize length, gsize width, Py_buffer *out)
{
  if (PyObject_GetBuffer (object, out, PyBUF_ND | PyBUF_FORMAT | PyBUF_WRITABLE) != 0)
    return FALSE;
  if (out->ndim == 1 && (gsize) out->itemsize == width && (gsize) out->shape[0] == length && (width == 1 || is_signed_number (out))
      && (gsize) out->buf % width == 0)
    return TRUE;
  PyBuffer_Release (out);
  return refuse ("out has to be of the same length and kind as the array");
}

/* What became of the rows. */
typedef struct
{
  gsize n_outside;
  gsize first_outside;
  gsize first_missing; /* the first row without answer, outside or without a date; `length` if there is none */
} Found;

static PyObject *
give_found (const Found *found, gsize length)
{
  return Py_BuildValue ("(nnn)", (Py_ssize_t) found->n_outside, (Py_ssize_t) found->first_outside,
                        found->first_missing < length ? (Py_ssize_t) found->first_missing : (Py_ssize_t) -1);
}

/* ---- the work on some of the rows ---- */

typedef struct _Work Work;

struct _Work
{
  const CpplanCalendar *calendar;
  Column                a;
  Column                b; /* unused where there is one column */
  Py_buffer             out;
  gsize                 length;
  gsize                 out_width;
  gsize                 n_rows_at_once; /* what fits the cache, where the result is looked through */
  void (*run) (Work *work, gsize first, gsize n_rows, Found *found);
  const CpplanPolicy *policy; /* of a due day */
  const char         *rule;
  gboolean            act_by;
  GError             *error;
};

static const void *
rows_of (const Column *self, gsize first)
{
  return (const char *) self->data + first * self->stride * self->width;
}

static void *
out_rows (const Work *work, gsize first)
{
  return (char *) work->out.buf + first * work->out_width;
}

static void
run_add (Work *work, gsize first, gsize n_rows, Found *found)
{
  const Column *a = &work->a;
  const Column *b = &work->b;
  if (a->width == 4)
    cpplan_calendar_add_working_days_i32 (work->calendar, rows_of (a, first), a->stride, rows_of (b, first), b->stride,
                                          out_rows (work, first), n_rows, &found->n_outside, &found->first_outside);
  else
    cpplan_calendar_add_working_days_i64 (work->calendar, rows_of (a, first), a->stride, rows_of (b, first), b->stride,
                                          out_rows (work, first), n_rows, &found->n_outside, &found->first_outside);
}

static void
run_between (Work *work, gsize first, gsize n_rows, Found *found)
{
  const Column *a = &work->a;
  const Column *b = &work->b;
  if (a->width == 4)
    cpplan_calendar_working_days_between_i32 (work->calendar, rows_of (a, first), a->stride, rows_of (b, first), b->stride,
                                              out_rows (work, first), n_rows, &found->n_outside, &found->first_outside);
  else
    cpplan_calendar_working_days_between_i64 (work->calendar, rows_of (a, first), a->stride, rows_of (b, first), b->stride,
                                              out_rows (work, first), n_rows, &found->n_outside, &found->first_outside);
}

static void
run_is_working (Work *work, gsize first, gsize n_rows, Found *found)
{
  const Column *a = &work->a;
  if (a->width == 4)
    cpplan_calendar_is_working_day_i32 (work->calendar, rows_of (a, first), a->stride, out_rows (work, first), n_rows,
                                        &found->n_outside, &found->first_outside);
  else
    cpplan_calendar_is_working_day_i64 (work->calendar, rows_of (a, first), a->stride, out_rows (work, first), n_rows,
                                        &found->n_outside, &found->first_outside);
}

static void
run_due (Work *work, gsize first, gsize n_rows, Found *found)
{
  const Column *a = &work->a;
  if (a->width == 4)
    (work->act_by ? cpplan_policy_act_by_i32 : cpplan_policy_due_i32) (
      work->policy, work->rule, work->calendar, rows_of (a, first), a->stride, out_rows (work, first), n_rows,
      &found->n_outside, &found->first_outside, &work->error);
  else
    (work->act_by ? cpplan_policy_act_by_i64 : cpplan_policy_due_i64) (
      work->policy, work->rule, work->calendar, rows_of (a, first), a->stride, out_rows (work, first), n_rows,
      &found->n_outside, &found->first_outside, &work->error);
}

/* Counts and truths are small, and what stands for none is not: a sum tells them apart faster than a comparison. */
#define DEFINE_FIND_MISSING(name, Unsigned, NONE, SHIFT)                                                     \
  static gsize name (const Unsigned *rows, gsize n_rows)                                                     \
  {                                                                                                          \
    const Unsigned top = (Unsigned) 1 << (8 * sizeof (Unsigned) - 1);                                        \
    Unsigned       any = 0;                                                                                  \
    for (gsize i = 0; i < n_rows; i++)                                                                       \
      any |= (Unsigned) (rows[i] + SHIFT);                                                                   \
    gsize place = (any & top) != 0 ? 0 : n_rows;                                                             \
    while (place < n_rows && rows[place] != (NONE))                                                          \
      place++;                                                                                               \
    return place;                                                                                            \
  }

/* Beyond any count, in either direction, and far from the end of the numbers. */
#define BEYOND_COUNTS (1u << 24)

DEFINE_FIND_MISSING (find_missing_8, guint8, CPPLAN_IS_WORKING_NONE, 0)
DEFINE_FIND_MISSING (find_missing_32, guint32, (guint32) CPPLAN_DATE_NONE, BEYOND_COUNTS)
DEFINE_FIND_MISSING (find_missing_64, guint64, (guint64) G_MININT64, BEYOND_COUNTS)

static gsize
find_missing (const Work *work, gsize first, gsize n_rows)
{
  const void *rows = out_rows (work, first);
  return work->out_width == 1 ? find_missing_8 (rows, n_rows)
         : work->out_width == 4 ? find_missing_32 (rows, n_rows) : find_missing_64 (rows, n_rows);
}

/* All rows, some at a time: what was just written is looked through while it is still near. */
static void
run_rows (Work *work, Found *found)
{
  gsize step = work->n_rows_at_once == 0 ? work->length : work->n_rows_at_once;
  gsize first = 0;
  /* once at least: what is asked is checked where there are no rows, too */
  do
    {
      gsize n_rows = MIN (step, work->length - first);
      Found part = { 0, 0, 0 };
      work->run (work, first, n_rows, &part);
      if (part.n_outside > 0 && found->n_outside == 0)
        found->first_outside = first + part.first_outside;
      found->n_outside += part.n_outside;
      if (work->n_rows_at_once > 0 && found->first_missing == work->length)
        {
          gsize place = find_missing (work, first, n_rows);
          if (place < n_rows)
            found->first_missing = first + place;
        }
      first += step;
    }
  while (first < work->length);
}

static PyObject *
run_work (Work *work)
{
  Found found = { 0, work->length, work->length };
  if (work->length < MANY_ROWS)
    run_rows (work, &found);
  else
    {
      Py_BEGIN_ALLOW_THREADS
      run_rows (work, &found);
      Py_END_ALLOW_THREADS
    }
  if (work->error == NULL)
    return give_found (&found, work->length);
  cpplan_py_raise (work->error);
  return NULL;
}

/* What is done in any case, whether the columns could be opened or not. */
static PyObject *
finish_work (Work *work, gboolean is_open)
{
  PyObject *answer = is_open ? run_work (work) : NULL;
  if (work->out.obj != NULL)
    PyBuffer_Release (&work->out);
  clear_column (&work->a);
  clear_column (&work->b);
  return answer;
}

static gboolean
check_apart (gboolean are_apart)
{
  return are_apart || refuse ("out lies across an array");
}

static gboolean
open_two (Work *work, PyObject *first, PyObject *second, PyObject *out)
{
  if (!read_column (first, &work->a) || !read_column (second, &work->b) || !match_columns (&work->a, &work->b, &work->length))
    return FALSE;
  work->out_width = work->a.width;
  return open_out (out, work->length, work->out_width, &work->out)
         && check_apart (is_apart (&work->a, &work->out) && is_apart (&work->b, &work->out));
}

static gboolean
open_one (Work *work, PyObject *dates, PyObject *out, gsize out_width)
{
  if (!read_buffer (dates, &work->a))
    return FALSE;
  work->length = work->a.length;
  work->out_width = out_width == 0 ? work->a.width : out_width;
  return open_out (out, work->length, work->out_width, &work->out)
         && check_apart (out_width == 0 ? is_apart (&work->a, &work->out) : !overlaps (&work->a, &work->out));
}

PyObject *
cpplan_py_add_many (const CpplanCalendar *calendar, PyObject *from, PyObject *n_days, PyObject *out)
{
  Work work = { .calendar = calendar, .run = run_add };
  return finish_work (&work, open_two (&work, from, n_days, out));
}

PyObject *
cpplan_py_between_many (const CpplanCalendar *calendar, PyObject *a, PyObject *b, PyObject *out)
{
  Work work = { .calendar = calendar, .run = run_between, .n_rows_at_once = NEAR_ROWS };
  return finish_work (&work, open_two (&work, a, b, out));
}

PyObject *
cpplan_py_is_working_many (const CpplanCalendar *calendar, PyObject *dates, PyObject *out)
{
  Work work = { .calendar = calendar, .run = run_is_working, .n_rows_at_once = NEAR_ROWS };
  return finish_work (&work, open_one (&work, dates, out, 1));
}

PyObject *
cpplan_py_due_many (const CpplanPolicy *policy, const char *rule, const CpplanCalendar *calendar, PyObject *from,
                    PyObject *out, gboolean act_by)
{
  Work work = { .calendar = calendar, .run = run_due, .policy = policy, .rule = rule, .act_by = act_by };
  return finish_work (&work, open_one (&work, from, out, 0));
}

/* ---- days of another width ---- */

static gint64
day_in (const Column *days, gsize row)
{
  const void *place = (const char *) days->data + row * days->stride * days->width;
  return days->width == 4 ? *(const gint32 *) place : *(const gint64 *) place;
}

static gint32
narrow_day (gint64 day)
{
  return day == G_MININT64 ? CPPLAN_DATE_NONE : (gint32) CLAMP (day, G_MININT32 + 1, G_MAXINT32);
}

static gint64
widen_day (gint64 day)
{
  return day == CPPLAN_DATE_NONE ? G_MININT64 : day;
}

static PyObject *
convert_days (const Column *days, gint width)
{
  if (width != 4 && width != 8)
    {
      PyErr_SetString (PyExc_ValueError, "day numbers are 4 or 8 bytes wide");
      return NULL;
    }
  if (days->length > (gsize) (PY_SSIZE_T_MAX / width)) /* one value can stand for more rows than memory has bytes */
    return PyErr_NoMemory ();
  PyObject *bytes = PyBytes_FromStringAndSize (NULL, (Py_ssize_t) days->length * width);
  if (bytes == NULL)
    return NULL;
  void *values = PyBytes_AS_STRING (bytes);
  for (gsize row = 0; row < days->length; row++)
    if (width == 4)
      ((gint32 *) values)[row] = narrow_day (day_in (days, row));
    else
      ((gint64 *) values)[row] = days->width == 4 ? widen_day (day_in (days, row)) : day_in (days, row);
  return bytes;
}

PyObject *
cpplan_py_days_convert (PyObject *object, gint width)
{
  Column    days = { 0 };
  PyObject *bytes = read_buffer (object, &days) ? convert_days (&days, width) : NULL;
  clear_column (&days);
  return bytes;
}

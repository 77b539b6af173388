/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many dates in one call. Python hands over buffers of 32-bit or 64-bit day numbers, all of one width, and the memory
 * is used where it lies. A buffer that is held cannot be moved or freed, so the GIL can go while the rows are counted.
 */
#include "native.h"

#include <string.h>

/* Below this many rows, giving the GIL away costs more than the rows do. */
#define MANY_ROWS 4096

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

typedef struct
{
  gsize n_outside;
  gsize first_outside;
} Outside;

static void
clear_column (Column *self)
{
  if (self->is_held)
    PyBuffer_Release (&self->view);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Column, clear_column)

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

static PyObject *
give_outside (const Outside *outside)
{
  return Py_BuildValue ("(nn)", (Py_ssize_t) outside->n_outside, (Py_ssize_t) outside->first_outside);
}

typedef void (*Count32) (const CpplanCalendar *, const gint32 *, gsize, const gint32 *, gsize, gint32 *, gsize, gsize *,
                         gsize *);
typedef void (*Count64) (const CpplanCalendar *, const gint64 *, gsize, const gint64 *, gsize, gint64 *, gsize, gsize *,
                         gsize *);

static void
count_rows (const CpplanCalendar *calendar, const Column *a, const Column *b, void *out, gsize length, Count32 count_32,
            Count64 count_64, Outside *outside)
{
  if (a->width == 4)
    count_32 (calendar, a->data, a->stride, b->data, b->stride, out, length, &outside->n_outside, &outside->first_outside);
  else
    count_64 (calendar, a->data, a->stride, b->data, b->stride, out, length, &outside->n_outside, &outside->first_outside);
}

static PyObject *
count_many (const CpplanCalendar *calendar, PyObject *first, PyObject *second, PyObject *out, Count32 count_32, Count64 count_64)
{
  g_auto (Column) a = { 0 };
  g_auto (Column) b = { 0 };
  Py_buffer target;
  Outside   outside = { 0, 0 };
  gsize     length;

  if (!read_column (first, &a) || !read_column (second, &b) || !match_columns (&a, &b, &length)
      || !open_out (out, length, a.width, &target))
    return NULL;
  if (!is_apart (&a, &target) || !is_apart (&b, &target))
    {
      PyBuffer_Release (&target);
      refuse ("out lies across an array");
      return NULL;
    }
  if (length < MANY_ROWS)
    count_rows (calendar, &a, &b, target.buf, length, count_32, count_64, &outside);
  else
    {
      Py_BEGIN_ALLOW_THREADS
      count_rows (calendar, &a, &b, target.buf, length, count_32, count_64, &outside);
      Py_END_ALLOW_THREADS
    }
  PyBuffer_Release (&target);
  return give_outside (&outside);
}

PyObject *
cpplan_py_add_many (const CpplanCalendar *calendar, PyObject *from, PyObject *n_days, PyObject *out)
{
  return count_many (calendar, from, n_days, out, cpplan_calendar_add_working_days_i32, cpplan_calendar_add_working_days_i64);
}

PyObject *
cpplan_py_between_many (const CpplanCalendar *calendar, PyObject *a, PyObject *b, PyObject *out)
{
  return count_many (calendar, a, b, out, cpplan_calendar_working_days_between_i32,
                     cpplan_calendar_working_days_between_i64);
}

static void
ask_rows (const CpplanCalendar *calendar, const Column *dates, void *out, Outside *outside)
{
  if (dates->width == 4)
    cpplan_calendar_is_working_day_i32 (calendar, dates->data, dates->stride, out, dates->length, &outside->n_outside,
                                        &outside->first_outside);
  else
    cpplan_calendar_is_working_day_i64 (calendar, dates->data, dates->stride, out, dates->length, &outside->n_outside,
                                        &outside->first_outside);
}

PyObject *
cpplan_py_is_working_many (const CpplanCalendar *calendar, PyObject *dates, PyObject *out)
{
  g_auto (Column) column = { 0 };
  Py_buffer target;
  Outside   outside = { 0, 0 };

  if (!read_buffer (dates, &column) || !open_out (out, column.length, 1, &target))
    return NULL;
  if (overlaps (&column, &target))
    {
      PyBuffer_Release (&target);
      refuse ("out lies across an array");
      return NULL;
    }
  if (column.length < MANY_ROWS)
    ask_rows (calendar, &column, target.buf, &outside);
  else
    {
      Py_BEGIN_ALLOW_THREADS
      ask_rows (calendar, &column, target.buf, &outside);
      Py_END_ALLOW_THREADS
    }
  PyBuffer_Release (&target);
  return give_outside (&outside);
}

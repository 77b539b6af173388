/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "native.h"

#include <string.h>

PyObject *
cpplan_py_text_to (const char *text)
{
  if (text == NULL)
    Py_RETURN_NONE;
  /* what was quoted of somebody's input may have been cut within a character */
  return PyUnicode_DecodeUTF8 (text, (Py_ssize_t) strlen (text), "replace");
}

PyObject *
cpplan_py_text_take (char *text)
{
  PyObject *result = cpplan_py_text_to (text);
  g_free (text);
  return result;
}

PyObject *
cpplan_py_texts_to (const char *const *texts)
{
  if (texts == NULL)
    Py_RETURN_NONE;
  Py_ssize_t length = 0;
  while (texts[length] != NULL)
    length++;
  PyObject *tuple = PyTuple_New (length);
  for (Py_ssize_t i = 0; i < length && tuple != NULL; i++)
    {
      PyObject *text = cpplan_py_text_to (texts[i]);
      if (text == NULL)
        Py_CLEAR (tuple);
      else
        PyTuple_SET_ITEM (tuple, i, text);
    }
  return tuple;
}

/* A NUL inside would cut the text short without a word. */
gboolean
cpplan_py_text_from (PyObject *object, const char **out_text)
{
  if (!PyUnicode_Check (object))
    {
      PyErr_Format (PyExc_TypeError, "a str is wanted, not %.100s", Py_TYPE (object)->tp_name);
      return FALSE;
    }
  Py_ssize_t  length;
  const char *text = PyUnicode_AsUTF8AndSize (object, &length);
  if (text == NULL)
    return FALSE;
  if (strlen (text) != (gsize) length)
    {
      PyErr_SetString (PyExc_ValueError, "the text has a NUL in it");
      return FALSE;
    }
  *out_text = text;
  return TRUE;
}

gboolean
cpplan_py_texts_from (PyObject *sequence, const char ***out_texts, PyObject **out_keep)
{
  if (PyUnicode_Check (sequence))
    {
      PyErr_SetString (PyExc_TypeError, "a list of str is wanted, not one str");
      return FALSE;
    }
  PyObject *items = PySequence_Tuple (sequence);
  if (items == NULL)
    return FALSE;
  Py_ssize_t   length = PyTuple_GET_SIZE (items);
  const char **texts = g_new0 (const char *, (gsize) length + 1);
  for (Py_ssize_t i = 0; i < length; i++)
    if (!cpplan_py_text_from (PyTuple_GET_ITEM (items, i), &texts[i]))
      {
        g_free (texts);
        Py_DECREF (items);
        return FALSE;
      }
  *out_texts = texts;
  *out_keep = items;
  return TRUE;
}

gboolean
cpplan_py_int_from (PyObject *object, gint *out_number)
{
  if (PyBool_Check (object) || !PyIndex_Check (object))
    {
      PyErr_Format (PyExc_TypeError, "an int is wanted, not %.100s", Py_TYPE (object)->tp_name);
      return FALSE;
    }
  PyObject *number = PyLong_CheckExact (object) ? Py_NewRef (object) : PyNumber_Index (object);
  if (number == NULL)
    return FALSE;
  int  overflow;
  long value = PyLong_AsLongAndOverflow (number, &overflow);
  Py_DECREF (number);
  if (value == -1 && PyErr_Occurred ())
    return FALSE;
  if (overflow || value < G_MININT || value > G_MAXINT)
    {
      PyErr_SetString (PyExc_OverflowError, "the number does not fit 32 bits");
      return FALSE;
    }
  *out_number = (gint) value;
  return TRUE;
}

gboolean
cpplan_py_period_from (PyObject *object, CpplanPeriod *out_period)
{
  PyObject   *count;
  PyObject   *unit;
  const char *text;
  gint        number;
  if (!PyTuple_Check (object) || PyTuple_GET_SIZE (object) != 2)
    {
      PyErr_Format (PyExc_TypeError, "a Period is wanted, not %.100s", Py_TYPE (object)->tp_name);
      return FALSE;
    }
  count = PyTuple_GET_ITEM (object, 0);
  unit = PyTuple_GET_ITEM (object, 1);
  if (!cpplan_py_int_from (count, &number) || !cpplan_py_text_from (unit, &text))
    return FALSE;

  GError    *error = NULL;
  CpplanUnit found;
  if (cpplan_unit_from_string (text, &found, &error) && cpplan_period_new (number, found, out_period, &error))
    return TRUE;
  cpplan_py_raise (error);
  return FALSE;
}

PyObject *
cpplan_py_period_to (CpplanPeriod period)
{
  return Py_BuildValue ("(is)", (int) period.count, cpplan_unit_to_string (period.unit));
}

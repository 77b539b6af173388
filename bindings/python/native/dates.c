/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "native.h"

#include <datetime.h>

/* Days from 0000-03-01 to 1970-01-01: years are counted from March, so that the leap day is the last. */
#define EPOCH 719468
#define DAYS_OF_ERA 146097

gboolean
cpplan_py_dates_init (void)
{
  PyDateTime_IMPORT;
  return PyDateTimeAPI != NULL;
}

static gint32
count_days (gint year, gint month, gint day)
{
  year -= month <= 2;
  gint era = year / 400;
  gint year_of_era = year - era * 400;
  gint day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - EPOCH;
}

static PyObject *
make_date (CpplanDate date)
{
  guint32 days = (guint32) date + EPOCH;
  guint32 era = days / DAYS_OF_ERA;
  guint32 day_of_era = days - era * DAYS_OF_ERA;
  guint32 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint32 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint32 month = (5 * day_of_year + 2) / 153;
  gint    day = (gint) (day_of_year - (153 * month + 2) / 5 + 1);
  gint    civil_month = (gint) (month < 10 ? month + 3 : month - 9);
  return PyDate_FromDate ((gint) (year_of_era + era * 400) + (civil_month <= 2), civil_month, day);
}

gboolean
cpplan_py_is_date (PyObject *object)
{
  /* nearly all are of that very type, which asks for no walk over its bases */
  return PyDate_CheckExact (object) || (PyDate_Check (object) && !PyDateTime_Check (object));
}

gboolean
cpplan_py_date_from (PyObject *object, CpplanDate *out_date)
{
  if (G_LIKELY (cpplan_py_is_date (object)))
    {
      *out_date = count_days (PyDateTime_GET_YEAR (object), PyDateTime_GET_MONTH (object), PyDateTime_GET_DAY (object));
      return TRUE;
    }
  if (g_str_equal (Py_TYPE (object)->tp_name, "NaTType"))
    PyErr_SetString (PyExc_TypeError, "the date is missing (NaT)");
  else if (PyDateTime_Check (object))
    PyErr_Format (PyExc_TypeError, "a datetime.date is wanted, not a %.100s: call its .date() to drop the time",
                  Py_TYPE (object)->tp_name);
  else
    PyErr_Format (PyExc_TypeError, "a datetime.date is wanted, not %.100s", Py_TYPE (object)->tp_name);
  return FALSE;
}

gboolean
cpplan_py_date_from_optional (PyObject *object, CpplanDate *out_date)
{
  if (object != Py_None)
    return cpplan_py_date_from (object, out_date);
  *out_date = CPPLAN_DATE_NONE;
  return TRUE;
}

PyObject *
cpplan_py_date_to (CpplanDate date)
{
  if (date == CPPLAN_DATE_NONE)
    Py_RETURN_NONE;
  return make_date (date);
}

PyObject *
cpplan_py_days_from_list (PyObject *list)
{
  PyObject *items = PySequence_Fast (list, "a list of dates is wanted");
  if (items == NULL)
    return NULL;
  Py_ssize_t length = PySequence_Fast_GET_SIZE (items);
  PyObject  *result = PyByteArray_FromStringAndSize (NULL, length * (Py_ssize_t) sizeof (CpplanDate));
  if (result != NULL)
    {
      CpplanDate *days = (CpplanDate *) (gpointer) PyByteArray_AS_STRING (result);
      for (Py_ssize_t i = 0; i < length && result != NULL; i++)
        if (!cpplan_py_date_from_optional (PySequence_Fast_GET_ITEM (items, i), &days[i]))
          Py_CLEAR (result);
    }
  Py_DECREF (items);
  return result;
}

PyObject *
cpplan_py_days_to_list (PyObject *buffer)
{
  Py_buffer view;
  if (PyObject_GetBuffer (buffer, &view, PyBUF_SIMPLE) != 0)
    return NULL;
  const CpplanDate *days = view.buf;
  Py_ssize_t        length = view.len / (Py_ssize_t) sizeof (CpplanDate);
  PyObject         *list = PyList_New (length);
  for (Py_ssize_t i = 0; i < length && list != NULL; i++)
    {
      PyObject *date = cpplan_py_date_to (days[i]);
      if (date == NULL)
        Py_CLEAR (list);
      else
        PyList_SET_ITEM (list, i, date);
    }
  PyBuffer_Release (&view);
  return list;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "native.h"

/* The exception classes are Python's own, in cpplan/errors.py; this calls what finds the right one. */
static PyObject *error_maker;

PyObject *
cpplan_py_set_error_maker (PyObject *maker)
{
  Py_XDECREF (error_maker);
  error_maker = Py_NewRef (maker);
  Py_RETURN_NONE;
}

PyObject *
cpplan_py_error_to (const GError *error)
{
  if (error_maker == NULL)
    return PyObject_CallFunction (PyExc_ValueError, "N", cpplan_py_text_to (error->message));
  gboolean is_ours = error->domain == CPPLAN_ERROR;
  return PyObject_CallFunction (error_maker, "isN", is_ours ? error->code : 0, g_quark_to_string (error->domain),
                                cpplan_py_text_to (error->message));
}

void
cpplan_py_raise (GError *error)
{
  PyObject *exception = cpplan_py_error_to (error);
  if (exception != NULL)
    {
      PyErr_SetObject ((PyObject *) Py_TYPE (exception), exception);
      Py_DECREF (exception);
    }
  g_error_free (error);
}

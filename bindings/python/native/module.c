/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "native.h"

/*
 * What Python calls to load the extension. The wrapper keeps classes and types for the whole process; those of a second
 * interpreter would die with it and leave the first one with nothing, so there is only one.
 */
PyMODINIT_FUNC
PyInit__native (void)
{
  if (PyInterpreterState_Get () == PyInterpreterState_Main ())
    return cpplan_py_make_module ();
  PyErr_SetString (PyExc_ImportError, "cpplan works in the main interpreter only");
  return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The Python side of the wrapper. It is private: the package in ../src/cpplan is what programs see, and what checks
 * their arguments in Python's own terms.
 */
%module(package="cpplan") native

%begin %{
#define PY_SSIZE_T_CLEAN
%}
%{
#include "native.h"
%}
%include "cpplan-head.i"

/* ---- dates ---- */

%typemap(in) CpplanDate { if (!cpplan_py_date_from ($input, &$1)) SWIG_fail; }
%typemap(in) CpplanDate known_at, CpplanDate horizon, CpplanDate from { if (!cpplan_py_date_from_optional ($input, &$1)) SWIG_fail; }
%typemap(out) CpplanDate { $result = cpplan_py_date_to ($1); if ($result == NULL) SWIG_fail; }
%typemap(in, numinputs=0) CpplanDate * (CpplanDate date = CPPLAN_DATE_NONE) { $1 = &date; }
%typemap(argout) CpplanDate * { $result = SWIG_AppendOutput ($result, cpplan_py_date_to (*$1)); }

/* ---- errors ---- */

%typemap(in, numinputs=0) GError **error (GError *mistake = NULL) { $1 = &mistake; }
%typemap(argout) GError **error {
  if (mistake$argnum != NULL)
    {
      Py_CLEAR ($result); /* what there is of it already */
      cpplan_py_raise (mistake$argnum);
      SWIG_fail;
    }
}

/* ---- numbers and truths ---- */

%typemap(in) gint { if (!cpplan_py_int_from ($input, &$1)) SWIG_fail; }
%typemap(in) gboolean { $1 = PyObject_IsTrue ($input); if ($1 < 0) SWIG_fail; }
%typemap(out) gboolean { $result = PyBool_FromLong ($1); }
%typemap(in, numinputs=0) gint * (gint number = 0) { $1 = &number; }
%typemap(argout) gint * { $result = SWIG_AppendOutput ($result, PyLong_FromLong (*$1)); }
%typemap(in, numinputs=0) gboolean * (gboolean flag = FALSE) { $1 = &flag; }
%typemap(argout) gboolean * { $result = SWIG_AppendOutput ($result, PyBool_FromLong (*$1)); }

/* ---- texts ---- */

%typemap(in) const char * { if (!cpplan_py_text_from ($input, &$1)) SWIG_fail; }
%typemap(in) const char *policy { $1 = NULL; if ($input != Py_None && !cpplan_py_text_from ($input, &$1)) SWIG_fail; }
%typemap(freearg) const char *, const char *policy ""
%typemap(out) const char * { $result = cpplan_py_text_to ($1); if ($result == NULL) SWIG_fail; }
%typemap(out) char * { $result = cpplan_py_text_take ($1); if ($result == NULL) SWIG_fail; }
%typemap(newfree) char * ""
%typemap(in, numinputs=0) const char ** (const char *lent = NULL) { $1 = &lent; }
%typemap(argout) const char ** { $result = SWIG_AppendOutput ($result, cpplan_py_text_to (*$1)); }

%typemap(in) (const char *text, gssize length) (Py_ssize_t size) {
  $1 = PyUnicode_Check ($input) ? PyUnicode_AsUTF8AndSize ($input, &size) : NULL;
  if ($1 == NULL)
    {
      if (!PyErr_Occurred ())
        PyErr_Format (PyExc_TypeError, "a str is wanted, not %.100s", Py_TYPE ($input)->tp_name);
      SWIG_fail;
    }
  $2 = size;
}
%typemap(freearg) (const char *text, gssize length) ""

%typemap(in) const char *const *values (const char **list = NULL, PyObject *keep = NULL) {
  if (!cpplan_py_texts_from ($input, &list, &keep))
    SWIG_fail;
  $1 = list;
}
%typemap(freearg) const char *const *values { g_free (list$argnum); Py_XDECREF (keep$argnum); }
%typemap(out) const char *const * { $result = cpplan_py_texts_to ($1); if ($result == NULL) SWIG_fail; }

/* ---- periods ---- */

%typemap(in) CpplanPeriod { if (!cpplan_py_period_from ($input, &$1)) SWIG_fail; }
%typemap(in, numinputs=0) CpplanPeriod * (CpplanPeriod period = { 0, CPPLAN_UNIT_WEEKS }) { $1 = &period; }
%typemap(argout) CpplanPeriod * { $result = SWIG_AppendOutput ($result, cpplan_py_period_to (*$1)); }

/* ---- enums, by their text names ---- */

%define CPPLAN_ENUM(Type, prefix)
%typemap(in) Type {
  const char *cpplan_name;
  GError     *cpplan_error = NULL;
  if (!cpplan_py_text_from ($input, &cpplan_name))
    SWIG_fail;
  if (!prefix##_from_string (cpplan_name, &$1, &cpplan_error))
    {
      cpplan_py_raise (cpplan_error);
      SWIG_fail;
    }
}
%typemap(out) Type { $result = cpplan_py_text_to (prefix##_to_string ($1)); if ($result == NULL) SWIG_fail; }
%typemap(in, numinputs=0) Type * (Type value = (Type) 0) { $1 = &value; }
%typemap(argout) Type * { $result = SWIG_AppendOutput ($result, *$1 == (Type) 0 ? Py_NewRef (Py_None) : cpplan_py_text_to (prefix##_to_string (*$1))); }
%enddef

CPPLAN_ENUM (CpplanDivision, cpplan_division)
CPPLAN_ENUM (CpplanCalendarExtent, cpplan_calendar_extent)
CPPLAN_ENUM (CpplanCount, cpplan_count)
CPPLAN_ENUM (CpplanDayClass, cpplan_day_class)
CPPLAN_ENUM (CpplanMonthEnd, cpplan_month_end)
CPPLAN_ENUM (CpplanUnit, cpplan_unit)
CPPLAN_ENUM (CpplanEventKind, cpplan_event_kind)
CPPLAN_ENUM (CpplanAttribute, cpplan_attribute)
CPPLAN_ENUM (CpplanType, cpplan_type)
CPPLAN_ENUM (CpplanTruth, cpplan_truth)
CPPLAN_ENUM (CpplanStatus, cpplan_status)
CPPLAN_ENUM (CpplanRuleKind, cpplan_rule_kind)
CPPLAN_ENUM (CpplanForce, cpplan_force)
CPPLAN_ENUM (CpplanState, cpplan_state)
CPPLAN_ENUM (CpplanFlags, cpplan_flag)
CPPLAN_ENUM (CpplanFindingState, cpplan_finding_state)
CPPLAN_ENUM (CpplanOutcome, cpplan_outcome)
CPPLAN_ENUM (CpplanChange, cpplan_change)
CPPLAN_ENUM (CpplanStrictness, cpplan_strictness)

/* ---- objects: a bare handle, which the package keeps; what is lent is taken a reference of ---- */

%define CPPLAN_HANDLE(Type, prefix)
%typemap(out) Type * {
  $result = $1 == NULL ? Py_NewRef (Py_None) : SWIG_NewPointerObj ($1, $1_descriptor, SWIG_POINTER_OWN | SWIG_POINTER_NOSHADOW);
}
%typemap(out) const Type * {
  $result = $1 == NULL ? Py_NewRef (Py_None)
                       : SWIG_NewPointerObj (prefix##_ref ((Type *) $1), $1_descriptor, SWIG_POINTER_OWN | SWIG_POINTER_NOSHADOW);
}
%enddef
%define CPPLAN_OWNED_HANDLE(Type)
%typemap(out) Type * {
  $result = $1 == NULL ? Py_NewRef (Py_None) : SWIG_NewPointerObj ($1, $1_descriptor, SWIG_POINTER_OWN | SWIG_POINTER_NOSHADOW);
}
%enddef

CPPLAN_HANDLE (CpplanCalendar, cpplan_calendar)
CPPLAN_HANDLE (CpplanEvent, cpplan_event)
CPPLAN_HANDLE (CpplanPerson, cpplan_person)
CPPLAN_HANDLE (CpplanCase, cpplan_case)
CPPLAN_HANDLE (CpplanRule, cpplan_rule)
CPPLAN_HANDLE (CpplanPolicy, cpplan_policy)
CPPLAN_HANDLE (CpplanPolicySet, cpplan_policy_set)
CPPLAN_HANDLE (CpplanPolicyDiff, cpplan_policy_diff)
CPPLAN_HANDLE (CpplanTimetable, cpplan_timetable)
CPPLAN_HANDLE (CpplanTimetableDiff, cpplan_timetable_diff)
CPPLAN_HANDLE (CpplanFindings, cpplan_findings)
CPPLAN_HANDLE (CpplanVerdict, cpplan_verdict)
CPPLAN_HANDLE (CpplanCaseload, cpplan_caseload)
CPPLAN_OWNED_HANDLE (CpplanCalendarBuilder)
CPPLAN_OWNED_HANDLE (CpplanCaseBuilder)
CPPLAN_OWNED_HANDLE (CpplanEventBuilder)

%typemap(check) SWIGTYPE * {
  if ($1 == NULL)
    {
      PyErr_SetString (PyExc_TypeError, "None is no object of the library");
      SWIG_fail;
    }
}
%typemap(check) const CpplanPolicySet *parents, const CpplanPolicySet *base, const char *policy ""

/* ---- many objects; a tuple keeps the handles while they are used ---- */

%define CPPLAN_HANDLES(Type, descriptor, values, n_values)
%typemap(in) (Type *const *values, gsize n_values) (Type **list = NULL, PyObject *keep = NULL) {
  keep = PySequence_Tuple ($input);
  if (keep == NULL)
    SWIG_fail;
  $2 = (gsize) PyTuple_GET_SIZE (keep);
  $1 = list = g_new0 (Type *, $2 + 1);
  for (gsize i = 0; i < $2; i++)
    if (!SWIG_IsOK (SWIG_ConvertPtr (PyTuple_GET_ITEM (keep, i), (void **) &list[i], descriptor, 0)) || list[i] == NULL)
      {
        PyErr_SetString (PyExc_TypeError, "a list of handles is wanted");
        SWIG_fail;
      }
}
%typemap(freearg) (Type *const *values, gsize n_values) { g_free (list$argnum); Py_XDECREF (keep$argnum); }
%enddef

CPPLAN_HANDLES (CpplanCase, SWIGTYPE_p__CpplanCase, records, n_records)
CPPLAN_HANDLES (CpplanTimetable, SWIGTYPE_p__CpplanTimetable, timetables, n_timetables)

/* ---- what takes long runs beside other threads; nothing that it uses changes ---- */

%define CPPLAN_LONG(function)
%exception function {
  Py_BEGIN_ALLOW_THREADS
  $action
  Py_END_ALLOW_THREADS
}
%enddef

CPPLAN_LONG (cpplan_policy_evaluate)
CPPLAN_LONG (cpplan_policy_set_evaluate)
CPPLAN_LONG (cpplan_policy_evaluate_caseload)
CPPLAN_LONG (cpplan_policy_set_evaluate_caseload)
CPPLAN_LONG (cpplan_policy_review)
CPPLAN_LONG (cpplan_policy_set_review)
CPPLAN_LONG (cpplan_policy_may_end)
CPPLAN_LONG (cpplan_policy_set_may_end)
CPPLAN_LONG (cpplan_policy_new_builtin)
CPPLAN_LONG (cpplan_policy_new_from_text)
CPPLAN_LONG (cpplan_policy_set_new_builtin)
CPPLAN_LONG (cpplan_policy_diff_new)
CPPLAN_LONG (cpplan_timetable_diff_new)
CPPLAN_LONG (cpplan_calendar_new_bank_holidays)
CPPLAN_LONG (cpplan_json_case_new)
CPPLAN_LONG (cpplan_json_case_to_string)
CPPLAN_LONG (cpplan_json_timetable_to_string)
CPPLAN_LONG (cpplan_json_findings_to_string)
CPPLAN_LONG (cpplan_json_verdict_to_string)

/* SWIG drops a None that follows no value, and both ends can be None. */
%ignore cpplan_policy_get_in_force;

%include "cpplan-api.i"

/* ---- what is Python's own: see native.h ---- */

%exception {
  $action
  if (PyErr_Occurred ())
    SWIG_fail;
}
%typemap(in) CpplanDate as_of { if (!cpplan_py_date_from_optional ($input, &$1)) SWIG_fail; }
%typemap(in) Py_ssize_t length { $1 = PyLong_AsSsize_t ($input); if ($1 < 0) { if (!PyErr_Occurred ()) PyErr_SetString (PyExc_ValueError, "a length is 0 or more"); SWIG_fail; } }
%typemap(in) gsize index { $1 = PyLong_AsSize_t ($input); if ($1 == (gsize) -1 && PyErr_Occurred ()) SWIG_fail; }

PyObject *cpplan_py_days_from_list (PyObject *list);
PyObject *cpplan_py_days_to_list (PyObject *buffer);
PyObject *cpplan_py_set_error_maker (PyObject *maker);
PyObject *cpplan_py_policy_in_force (const CpplanPolicy *policy);
PyObject *cpplan_py_policy_rules (const CpplanPolicy *policy);
PyObject *cpplan_py_policy_lint (const CpplanPolicy *policy, CpplanDate as_of);
PyObject *cpplan_py_policy_set_lint (const CpplanPolicySet *set, const CpplanPolicy *policy, CpplanDate as_of);
PyObject *cpplan_py_policy_diff_changes (const CpplanPolicyDiff *diff);
PyObject *cpplan_py_timetable_diff_rows (const CpplanTimetableDiff *diff, const CpplanTimetable *from, const CpplanTimetable *to);
PyObject *cpplan_py_timetable_rows (const CpplanTimetable *timetable);
PyObject *cpplan_py_timetable_explain (const CpplanTimetable *timetable, gsize index);
PyObject *cpplan_py_timetable_warnings (const CpplanTimetable *timetable);
PyObject *cpplan_py_findings_rows (const CpplanFindings *findings);
PyObject *cpplan_py_findings_explain (const CpplanFindings *findings, gsize index);
PyObject *cpplan_py_findings_warnings (const CpplanFindings *findings);
PyObject *cpplan_py_verdict_requirements (const CpplanVerdict *verdict);
PyObject *cpplan_py_calendar_holidays (const CpplanCalendar *calendar);
PyObject *cpplan_py_schema_attributes (CpplanEventKind kind);
PyObject *cpplan_py_flags_to (guint flags);
PyObject *cpplan_py_person_facts (const CpplanPerson *person);
CpplanPerson *cpplan_py_person_new (PyObject *facts, GError **error);
CpplanPolicySet *cpplan_py_policy_set_new (PyObject *texts, const CpplanPolicySet *base, GError **error);
PyObject *cpplan_py_caseload_columns (const CpplanCaseload *caseload);
PyObject *cpplan_py_caseload_errors (const CpplanCaseload *caseload);
PyObject *cpplan_py_add_many (const CpplanCalendar *calendar, PyObject *from, PyObject *n_days, PyObject *out);
PyObject *cpplan_py_between_many (const CpplanCalendar *calendar, PyObject *a, PyObject *b, PyObject *out);
PyObject *cpplan_py_is_working_many (const CpplanCalendar *calendar, PyObject *dates, PyObject *out);
PyObject *cpplan_py_due_many (const CpplanPolicy *policy, const char *rule, const CpplanCalendar *calendar, PyObject *from, PyObject *out, gboolean act_by);
PyObject *cpplan_py_days_convert (PyObject *days, gint width);
PyObject *cpplan_py_column_take (PyObject *producer);
PyObject *cpplan_py_column_convert (PyObject *column, gint width);
PyObject *cpplan_py_column_new (Py_ssize_t length, gint width);
PyObject *cpplan_py_column_seal (PyObject *column, const char *format);

/* ---- one date: called so often that even the wrapper's unpacking of arguments would tell ---- */

%{
static const CpplanCalendar *
get_calendar (PyObject *handle)
{
  void *calendar = NULL;
  /* the way for objects of any type takes as long as the answer */
  if (SwigPyObject_Check (handle) && ((SwigPyObject *) handle)->ty == SWIGTYPE_p__CpplanCalendar)
    calendar = ((SwigPyObject *) handle)->ptr;
  if (calendar != NULL || SWIG_IsOK (SWIG_ConvertPtr (handle, &calendar, SWIGTYPE_p__CpplanCalendar, 0)))
    if (calendar != NULL)
      return calendar;
  PyErr_SetString (PyExc_TypeError, "this Calendar was never made");
  return NULL;
}

static gboolean
count_arguments (Py_ssize_t found, Py_ssize_t wanted)
{
  if (found == wanted)
    return TRUE;
  PyErr_Format (PyExc_TypeError, "%zd arguments are wanted, not %zd", wanted, found);
  return FALSE;
}

/* What one date is asked with: no `out`, and no other than the usual `outside`. Nearly every such text is this object; for
 * one that is not, the package compares. */
static PyObject *raise_text; /* as Python keeps every such text of a program */

static gboolean
is_usual (PyObject *out, PyObject *outside)
{
  return out == Py_None && outside == raise_text;
}

/* Each gives None where the argument is not one date, or has more with it, for the package to look at it. */

static PyObject *
add_one (PyObject *module, PyObject *const *arguments, Py_ssize_t length)
{
  CpplanDate date;
  gint       n_days;
  GError    *error = NULL;
  (void) module;
  if (!count_arguments (length, 5))
    return NULL;
  const CpplanCalendar *calendar = get_calendar (arguments[0]);
  if (calendar == NULL)
    return NULL;
  if (!cpplan_py_is_date (arguments[1]) || !PyLong_CheckExact (arguments[2]) || !is_usual (arguments[3], arguments[4]))
    Py_RETURN_NONE;
  if (!cpplan_py_date_from (arguments[1], &date) || !cpplan_py_int_from (arguments[2], &n_days))
    return NULL;
  if (cpplan_calendar_add_working_days (calendar, date, n_days, &date, &error))
    return cpplan_py_date_to (date);
  cpplan_py_raise (error);
  return NULL;
}

static PyObject *
between_one (PyObject *module, PyObject *const *arguments, Py_ssize_t length)
{
  CpplanDate a;
  CpplanDate b;
  gint       n_days;
  GError    *error = NULL;
  (void) module;
  if (!count_arguments (length, 5))
    return NULL;
  const CpplanCalendar *calendar = get_calendar (arguments[0]);
  if (calendar == NULL)
    return NULL;
  if (!cpplan_py_is_date (arguments[1]) || !cpplan_py_is_date (arguments[2]) || !is_usual (arguments[3], arguments[4]))
    Py_RETURN_NONE;
  if (!cpplan_py_date_from (arguments[1], &a) || !cpplan_py_date_from (arguments[2], &b))
    return NULL;
  if (cpplan_calendar_working_days_between (calendar, a, b, &n_days, &error))
    return PyLong_FromLong (n_days);
  cpplan_py_raise (error);
  return NULL;
}

static PyObject *
is_working_one (PyObject *module, PyObject *const *arguments, Py_ssize_t length)
{
  CpplanDate date;
  gboolean   is_working;
  GError    *error = NULL;
  (void) module;
  if (!count_arguments (length, 4))
    return NULL;
  const CpplanCalendar *calendar = get_calendar (arguments[0]);
  if (calendar == NULL)
    return NULL;
  if (!cpplan_py_is_date (arguments[1]) || !is_usual (arguments[2], arguments[3]))
    Py_RETURN_NONE;
  if (!cpplan_py_date_from (arguments[1], &date))
    return NULL;
  if (cpplan_calendar_is_working_day (calendar, date, &is_working, &error))
    return PyBool_FromLong (is_working);
  cpplan_py_raise (error);
  return NULL;
}

static PyMethodDef one_date[] = {
  { "add_one", (PyCFunction) (void (*) (void)) add_one, METH_FASTCALL, NULL },
  { "between_one", (PyCFunction) (void (*) (void)) between_one, METH_FASTCALL, NULL },
  { "is_working_one", (PyCFunction) (void (*) (void)) is_working_one, METH_FASTCALL, NULL },
  { NULL, NULL, 0, NULL },
};
%}
%init %{
  raise_text = PyUnicode_InternFromString ("raise");
  if (raise_text == NULL || !cpplan_py_dates_init () || !cpplan_py_columns_init () || PyModule_AddFunctions (m, one_date) != 0)
    return -1;
%}

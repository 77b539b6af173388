/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the Python binding has beside the wrapped declarations: dates, errors, arrays, and rows as tuples. All of it
 * gives NULL (or FALSE) with a Python exception set where it fails, and is called with the GIL held.
 */
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cpplan/cpplan-json.h>

/* ---- what the wrapper calls PyInit__native, renamed where it is compiled ---- */

PyObject *cpplan_py_make_module (void);

/* ---- dates.c: datetime.date, and never through text ---- */

gboolean  cpplan_py_dates_init (void);
/* A datetime.datetime has a time and is refused; so is everything else that is no date. */
gboolean  cpplan_py_date_from (PyObject *object, CpplanDate *out_date);
/* The same, but None is CPPLAN_DATE_NONE. */
gboolean  cpplan_py_date_from_optional (PyObject *object, CpplanDate *out_date);
/* CPPLAN_DATE_NONE is None. */
PyObject *cpplan_py_date_to (CpplanDate date);
gboolean  cpplan_py_is_date (PyObject *object);
/* A list of dates and None to day numbers, as a bytearray of 32-bit numbers, and back. */
PyObject *cpplan_py_days_from_list (PyObject *list);
PyObject *cpplan_py_days_to_list (PyObject *buffer);

/* ---- errors.c ---- */

/* Says what makes an exception of a code, a domain and a message. */
PyObject *cpplan_py_set_error_maker (PyObject *maker);
/* Gives the exception, and does not raise it. */
PyObject *cpplan_py_error_to (const GError *error);
/* Raises, and frees the error. */
void      cpplan_py_raise (GError *error);

/* ---- values.c: text, lists, periods ---- */

PyObject *cpplan_py_text_to (const char *text);
PyObject *cpplan_py_text_take (char *text);
PyObject *cpplan_py_texts_to (const char *const *texts);
/* Gives a list ended by NULL, to be freed with g_free(); the texts are lent by the sequence. */
gboolean  cpplan_py_texts_from (PyObject *sequence, const char ***out_texts, PyObject **out_keep);
gboolean  cpplan_py_text_from (PyObject *object, const char **out_text);
gboolean  cpplan_py_int_from (PyObject *object, gint *out_number);
gboolean  cpplan_py_period_from (PyObject *object, CpplanPeriod *out_period);
PyObject *cpplan_py_period_to (CpplanPeriod period);

/* ---- rows.c: what is lent, as plain values ---- */

PyObject     *cpplan_py_policy_in_force (const CpplanPolicy *policy);
PyObject     *cpplan_py_policy_rules (const CpplanPolicy *policy);
PyObject     *cpplan_py_policy_lint (const CpplanPolicy *policy, CpplanDate as_of);
PyObject     *cpplan_py_policy_set_lint (const CpplanPolicySet *set, const CpplanPolicy *policy, CpplanDate as_of);
PyObject     *cpplan_py_policy_diff_changes (const CpplanPolicyDiff *diff);
PyObject     *cpplan_py_timetable_diff_rows (const CpplanTimetableDiff *diff, const CpplanTimetable *from,
                                             const CpplanTimetable *to);
PyObject     *cpplan_py_timetable_rows (const CpplanTimetable *timetable);
PyObject     *cpplan_py_timetable_explain (const CpplanTimetable *timetable, gsize index);
PyObject     *cpplan_py_timetable_warnings (const CpplanTimetable *timetable);
PyObject     *cpplan_py_findings_rows (const CpplanFindings *findings);
PyObject     *cpplan_py_findings_explain (const CpplanFindings *findings, gsize index);
PyObject     *cpplan_py_findings_warnings (const CpplanFindings *findings);
PyObject     *cpplan_py_verdict_requirements (const CpplanVerdict *verdict);
PyObject     *cpplan_py_calendar_holidays (const CpplanCalendar *calendar);
PyObject     *cpplan_py_schema_attributes (CpplanEventKind kind);
PyObject     *cpplan_py_flags_to (guint flags);
PyObject     *cpplan_py_person_facts (const CpplanPerson *person);
CpplanPerson *cpplan_py_person_new (PyObject *facts, GError **error);
CpplanPolicySet *cpplan_py_policy_set_new (PyObject *texts, const CpplanPolicySet *base, GError **error);

/* ---- caseload.c: the rows of many timetables as columns ---- */

/* Gives three dicts: days as bytes of 32-bit numbers; texts as places (likewise, -1 for none) in a list; numbers. */
PyObject *cpplan_py_caseload_columns (const CpplanCaseload *caseload);
/* Gives a list of the places of records without answer, each with its exception. */
PyObject *cpplan_py_caseload_errors (const CpplanCaseload *caseload);

/* ---- arrays.c: one call for many dates, without the GIL where they are many ---- */

/* Each gives how many rows lie outside, the first of them, and the first row without answer, or -1; the last two answer with
 * dates, in which no date can be told, and do not look for that. */
PyObject *cpplan_py_between_many (const CpplanCalendar *calendar, PyObject *a, PyObject *b, PyObject *out);
PyObject *cpplan_py_is_working_many (const CpplanCalendar *calendar, PyObject *dates, PyObject *out);
PyObject *cpplan_py_add_many (const CpplanCalendar *calendar, PyObject *from, PyObject *n_days, PyObject *out);
PyObject *cpplan_py_due_many (const CpplanPolicy *policy, const char *rule, const CpplanCalendar *calendar, PyObject *from,
                              PyObject *out, gboolean act_by);
/* Day numbers in another width, as bytes. What does not fit becomes a day that no calendar reaches. */
PyObject *cpplan_py_days_convert (PyObject *days, gint width);

/* ---- arrow.c: columns by the Arrow PyCapsule interface ---- */

gboolean  cpplan_py_columns_init (void);
/* Takes what a producer gives: with a buffer of 32-bit or 64-bit numbers, if it is of dates or integers. */
PyObject *cpplan_py_column_take (PyObject *producer);
PyObject *cpplan_py_column_convert (PyObject *column, gint width);
/* A column to write a result into, and what makes it one that can be given away, of the format "tdD", "i" or "b". */
PyObject *cpplan_py_column_new (Py_ssize_t length, gint width);
PyObject *cpplan_py_column_seal (PyObject *column, const char *format);

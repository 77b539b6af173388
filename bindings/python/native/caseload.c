/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of many timetables, column by column, as NumPy and pandas can take them over: a column of texts is the list
 * of the distinct ones and, for each row, the place in it.
 */
#include "native.h"

#include <string.h>

#define BETWEEN "; "

/* ---- columns ---- */

/* Takes the value over. */
static gboolean
put (PyObject *columns, const char *name, PyObject *value)
{
  if (value == NULL)
    return FALSE;
  gboolean good = PyDict_SetItemString (columns, name, value) == 0;
  Py_DECREF (value);
  return good;
}

static PyObject *
copy_numbers (const gint32 *numbers, gsize length)
{
  return PyBytes_FromStringAndSize ((const char *) (gconstpointer) numbers, (Py_ssize_t) (length * sizeof *numbers));
}

static gboolean
put_numbers (PyObject *columns, const char *name, const CpplanCaseload *caseload, CpplanCaseloadNumbers column)
{
  return put (columns, name,
              copy_numbers (cpplan_caseload_get_numbers (caseload, column), cpplan_caseload_get_length (caseload)));
}

/* ---- distinct texts ---- */

typedef struct
{
  GHashTable *places; /* text -> its place, plus one */
  PyObject   *list;
  gint32     *column;
} Distinct;

static void
clear_distinct (Distinct *self)
{
  g_hash_table_unref (self->places);
  Py_XDECREF (self->list);
  g_free (self->column);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Distinct, clear_distinct)

static gboolean
append_text (PyObject *list, const char *text)
{
  PyObject *object = cpplan_py_text_to (text);
  gboolean  good = object != NULL && PyList_Append (list, object) == 0;
  Py_XDECREF (object);
  return good;
}

static gboolean
place_text (Distinct *self, const char *text, gint32 *out_place)
{
  gint32 place = text == NULL ? 0 : GPOINTER_TO_INT (g_hash_table_lookup (self->places, text));
  if (text != NULL && place == 0)
    {
      if (!append_text (self->list, text))
        return FALSE;
      place = (gint32) PyList_GET_SIZE (self->list);
      g_hash_table_insert (self->places, g_strdup (text), GINT_TO_POINTER (place));
    }
  *out_place = place - 1;
  return TRUE;
}

/* Gives the text of a row, or NULL; the buffer is empty and may hold it. */
typedef const char *(*GetText) (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer);

static gboolean
put_texts (PyObject *columns, const char *name, const CpplanCaseload *caseload, GetText get, gconstpointer data)
{
  gsize               length = cpplan_caseload_get_length (caseload);
  g_autoptr (GString) buffer = g_string_new (NULL);
  g_auto (Distinct) self = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), PyList_New (0), g_new (gint32, length + 1) };

  if (self.list == NULL)
    return FALSE;
  for (gsize row = 0; row < length; row++)
    {
      g_string_truncate (buffer, 0);
      if (!place_text (&self, get (caseload, row, data, buffer), &self.column[row]))
        return FALSE;
    }
  return put (columns, name, Py_BuildValue ("(NO)", copy_numbers (self.column, length), self.list));
}

static const char *
get_lent_text (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer)
{
  const char *const *texts = data;
  (void) caseload;
  (void) buffer;
  return texts[row];
}

static gboolean
put_lent_texts (PyObject *columns, const char *name, const CpplanCaseload *caseload, CpplanCaseloadTexts column)
{
  return put_texts (columns, name, caseload, get_lent_text, cpplan_caseload_get_texts (caseload, column));
}

static const char *
get_state (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer)
{
  const gint32 *states = data;
  (void) caseload;
  (void) buffer;
  return cpplan_state_to_string ((CpplanState) states[row]);
}

static void
append_between (GString *buffer, const char *text)
{
  if (buffer->len > 0)
    g_string_append (buffer, BETWEEN);
  g_string_append (buffer, text);
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static const char *
get_flags (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer)
{
  const gint32 *flags = data;
  const char   *names[32];
  gsize         n_names = 0;
  (void) caseload;
  for (guint32 left = (guint32) flags[row]; left != 0; left &= left - 1)
    names[n_names++] = cpplan_flag_to_string ((CpplanFlags) (left & -left));
  qsort (names, n_names, sizeof *names, compare_names);
  for (gsize i = 0; i < n_names; i++)
    append_between (buffer, names[i]);
  return buffer->str;
}

static const char *
get_needs (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer)
{
  const char *const *needs = cpplan_deadline_get_needs (cpplan_caseload_get_deadline (caseload, row));
  (void) data;
  for (gsize i = 0; needs[i] != NULL; i++)
    append_between (buffer, needs[i]);
  return buffer->str;
}

static void
append_day (GString *buffer, const char *before, CpplanDate day)
{
  char text[CPPLAN_DATE_BUFFER];
  g_string_append_printf (buffer, " %s%s", before, cpplan_date_format (day, text));
}

static const char *
get_readings (const CpplanCaseload *caseload, gsize row, gconstpointer data, GString *buffer)
{
  const CpplanDeadline *deadline = cpplan_caseload_get_deadline (caseload, row);
  (void) data;
  for (gsize i = 0; i < cpplan_deadline_get_n_readings (deadline); i++)
    {
      const CpplanReading *reading = cpplan_deadline_get_reading (deadline, i);
      append_between (buffer, reading->name);
      if (reading->due != CPPLAN_DATE_NONE)
        append_day (buffer, "", reading->due);
      else if (reading->due_at_least != CPPLAN_DATE_NONE)
        append_day (buffer, "due-at-least ", reading->due_at_least);
      g_string_append_printf (buffer, " %s", cpplan_state_to_string (reading->state));
    }
  return buffer->str;
}

/* ---- records and rules: their places are there already ---- */

typedef const char *(*GetPlaced) (const CpplanCaseload *caseload, gsize place);

static gboolean
put_placed (PyObject *columns, const char *name, const CpplanCaseload *caseload, CpplanCaseloadNumbers places,
            gsize n_places, GetPlaced get)
{
  PyObject *list = PyList_New (0);
  if (list == NULL)
    return FALSE;
  for (gsize i = 0; i < n_places; i++)
    if (!append_text (list, get (caseload, i)))
      {
        Py_DECREF (list);
        return FALSE;
      }
  PyObject *column = copy_numbers (cpplan_caseload_get_numbers (caseload, places), cpplan_caseload_get_length (caseload));
  return put (columns, name, Py_BuildValue ("(NN)", column, list));
}

/* A record without answer has no row that would ask. */
static const char *
get_case (const CpplanCaseload *caseload, gsize place)
{
  const CpplanTimetable *timetable = cpplan_caseload_get_timetable (caseload, place);
  return timetable == NULL ? NULL : cpplan_case_get_id (cpplan_timetable_get_case (timetable));
}

static const char *
get_rule_id (const CpplanCaseload *caseload, gsize place)
{
  return cpplan_rule_get_id (cpplan_caseload_get_rule (caseload, place));
}

static const char *
get_rule_kind (const CpplanCaseload *caseload, gsize place)
{
  return cpplan_rule_kind_to_string (cpplan_rule_get_kind (cpplan_caseload_get_rule (caseload, place)));
}

static const char *
get_rule_title (const CpplanCaseload *caseload, gsize place)
{
  return cpplan_rule_get_title (cpplan_caseload_get_rule (caseload, place));
}

static const char *
get_rule_force (const CpplanCaseload *caseload, gsize place)
{
  return cpplan_force_to_string (cpplan_rule_get_force (cpplan_caseload_get_rule (caseload, place)));
}

static const char *
get_rule_cite (const CpplanCaseload *caseload, gsize place)
{
  return cpplan_rule_get_cite (cpplan_caseload_get_rule (caseload, place));
}

/* ---- all columns ---- */

static gboolean
put_all_days (PyObject *columns, const CpplanCaseload *caseload)
{
  return put_numbers (columns, "from", caseload, CPPLAN_NUMBERS_FROM)
         && put_numbers (columns, "due", caseload, CPPLAN_NUMBERS_DUE)
         && put_numbers (columns, "due-at-least", caseload, CPPLAN_NUMBERS_DUE_AT_LEAST)
         && put_numbers (columns, "act-by", caseload, CPPLAN_NUMBERS_ACT_BY)
         && put_numbers (columns, "met-on", caseload, CPPLAN_NUMBERS_MET_ON);
}

static gboolean
put_all_texts (PyObject *columns, const CpplanCaseload *caseload)
{
  const gint32 *states = cpplan_caseload_get_numbers (caseload, CPPLAN_NUMBERS_STATE);
  const gint32 *flags = cpplan_caseload_get_numbers (caseload, CPPLAN_NUMBERS_FLAGS);
  gsize         n_records = cpplan_caseload_get_n_records (caseload);
  gsize         n_rules = cpplan_caseload_get_n_rules (caseload);

  return put_placed (columns, "case", caseload, CPPLAN_NUMBERS_RECORD, n_records, get_case)
         && put_placed (columns, "rule", caseload, CPPLAN_NUMBERS_RULE, n_rules, get_rule_id)
         && put_placed (columns, "kind", caseload, CPPLAN_NUMBERS_RULE, n_rules, get_rule_kind)
         && put_placed (columns, "title", caseload, CPPLAN_NUMBERS_RULE, n_rules, get_rule_title)
         && put_placed (columns, "force", caseload, CPPLAN_NUMBERS_RULE, n_rules, get_rule_force)
         && put_placed (columns, "cite", caseload, CPPLAN_NUMBERS_RULE, n_rules, get_rule_cite)
         && put_lent_texts (columns, "policy", caseload, CPPLAN_TEXTS_POLICY)
         && put_lent_texts (columns, "edition", caseload, CPPLAN_TEXTS_EDITION)
         && put_lent_texts (columns, "trigger", caseload, CPPLAN_TEXTS_TRIGGER)
         && put_lent_texts (columns, "member", caseload, CPPLAN_TEXTS_MEMBER)
         && put_lent_texts (columns, "met-by", caseload, CPPLAN_TEXTS_MET_BY)
         && put_texts (columns, "state", caseload, get_state, states)
         && put_texts (columns, "flags", caseload, get_flags, flags)
         && put_texts (columns, "needs", caseload, get_needs, NULL)
         && put_texts (columns, "readings", caseload, get_readings, NULL);
}

PyObject *
cpplan_py_caseload_columns (const CpplanCaseload *caseload)
{
  PyObject *days = PyDict_New ();
  PyObject *texts = PyDict_New ();
  PyObject *numbers = PyDict_New ();
  PyObject *result = NULL;

  if (days != NULL && texts != NULL && numbers != NULL && put_all_days (days, caseload) && put_all_texts (texts, caseload)
      && put_numbers (numbers, "working-days", caseload, CPPLAN_NUMBERS_WORKING_DAYS))
    result = PyTuple_Pack (3, days, texts, numbers);
  Py_XDECREF (days);
  Py_XDECREF (texts);
  Py_XDECREF (numbers);
  return result;
}

PyObject *
cpplan_py_caseload_errors (const CpplanCaseload *caseload)
{
  PyObject *list = PyList_New (0);
  for (gsize i = 0; i < cpplan_caseload_get_n_records (caseload) && list != NULL; i++)
    {
      const GError *error = cpplan_caseload_get_error (caseload, i);
      if (error == NULL)
        continue;
      PyObject *pair = Py_BuildValue ("(nN)", (Py_ssize_t) i, cpplan_py_error_to (error));
      if (pair == NULL || PyList_Append (list, pair) != 0)
        Py_CLEAR (list);
      Py_XDECREF (pair);
    }
  return list;
}

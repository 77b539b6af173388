/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an answer lends, as tuples of plain values, so that nothing in Python points into what can be freed.
 * The rules that rows speak of are given once each, in a list, and rows name them by their place in it.
 */
#include "native.h"

/* ---- rules ---- */

typedef struct
{
  GHashTable *places; /* rule -> its place, plus one */
  PyObject   *list;
} Rules;

static PyObject *
describe_keys (const CpplanRule *rule)
{
  Py_ssize_t length = (Py_ssize_t) cpplan_rule_get_n_keys (rule);
  PyObject  *keys = PyTuple_New (length);
  for (Py_ssize_t i = 0; i < length && keys != NULL; i++)
    {
      const char *value = NULL;
      const char *key = cpplan_rule_get_key (rule, (gsize) i, &value);
      PyObject   *pair = Py_BuildValue ("(NN)", cpplan_py_text_to (key), cpplan_py_text_to (value));
      if (pair == NULL)
        Py_CLEAR (keys);
      else
        PyTuple_SET_ITEM (keys, i, pair);
    }
  return keys;
}

static PyObject *
describe_rule (const CpplanRule *rule)
{
  return Py_BuildValue ("(NsNsNNNNIN)", cpplan_py_text_to (cpplan_rule_get_id (rule)),
                        cpplan_rule_kind_to_string (cpplan_rule_get_kind (rule)),
                        cpplan_py_text_to (cpplan_rule_get_title (rule)), cpplan_force_to_string (cpplan_rule_get_force (rule)),
                        cpplan_py_text_to (cpplan_rule_get_cite (rule)), cpplan_py_text_to (cpplan_rule_get_note (rule)),
                        cpplan_py_texts_to (cpplan_rule_get_refs (rule)), cpplan_py_text_to (cpplan_rule_get_policy (rule)),
                        cpplan_rule_get_line (rule), describe_keys (rule));
}

/* Gives the place as a number, or NULL. */
static PyObject *
place_rule (Rules *self, const CpplanRule *rule)
{
  if (rule == NULL)
    Py_RETURN_NONE;
  gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (self->places, rule));
  if (place == 0)
    {
      PyObject *described = describe_rule (rule);
      if (described == NULL || PyList_Append (self->list, described) != 0)
        {
          Py_XDECREF (described);
          return NULL;
        }
      Py_DECREF (described);
      place = (gsize) PyList_GET_SIZE (self->list);
      g_hash_table_insert (self->places, (gpointer) rule, GSIZE_TO_POINTER (place));
    }
  return PyLong_FromSize_t (place - 1);
}

/* ---- lists ---- */

typedef PyObject *(*Describe) (gconstpointer owner, gsize index, Rules *rules);

static PyObject *
describe_all (gconstpointer owner, gsize length, Describe describe, Rules *rules)
{
  PyObject *list = PyList_New ((Py_ssize_t) length);
  for (gsize i = 0; i < length && list != NULL; i++)
    {
      PyObject *row = describe (owner, i, rules);
      if (row == NULL)
        Py_CLEAR (list);
      else
        PyList_SET_ITEM (list, (Py_ssize_t) i, row);
    }
  return list;
}

/* Gives (rows, rules). */
static PyObject *
describe_with_rules (gconstpointer owner, gsize length, Describe describe)
{
  Rules     rules = { g_hash_table_new (NULL, NULL), PyList_New (0) };
  PyObject *rows = rules.list == NULL ? NULL : describe_all (owner, length, describe, &rules);
  PyObject *result = rows == NULL ? NULL : PyTuple_Pack (2, rows, rules.list);
  Py_XDECREF (rows);
  Py_XDECREF (rules.list);
  g_hash_table_unref (rules.places);
  return result;
}

static PyObject *
give_id (const CpplanEvent *event)
{
  return cpplan_py_text_to (event == NULL ? NULL : cpplan_event_get_id (event));
}

PyObject *
cpplan_py_flags_to (guint flags)
{
  const char *names[33] = { NULL };
  gsize       length = 0;
  for (guint bit = 0; bit < 32; bit++)
    if ((flags & (1u << bit)) != 0)
      names[length++] = cpplan_flag_to_string ((CpplanFlags) (1u << bit));
  return cpplan_py_texts_to (names);
}

static PyObject *
describe_warning (const CpplanWarning *warning)
{
  return Py_BuildValue ("(NNN)", cpplan_py_text_to (warning->id), cpplan_py_text_to (warning->subject),
                        cpplan_py_text_to (warning->message));
}

static PyObject *
take_texts (char **texts)
{
  PyObject *result = cpplan_py_texts_to ((const char *const *) texts);
  g_strfreev (texts);
  return result;
}

static gboolean
check_index (gsize index, gsize length)
{
  if (index < length)
    return TRUE;
  PyErr_SetString (PyExc_IndexError, "there is no such row");
  return FALSE;
}

/* ---- policies ---- */

PyObject *
cpplan_py_policy_in_force (const CpplanPolicy *policy)
{
  CpplanDate from;
  CpplanDate until;
  cpplan_policy_get_in_force (policy, &from, &until);
  return Py_BuildValue ("(NN)", cpplan_py_date_to (from), cpplan_py_date_to (until));
}

/* Gives the rule, and whether it is inherited. */
static PyObject *
describe_own_rule (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanRule *rule = cpplan_policy_get_rule (owner, index);
  (void) rules;
  return Py_BuildValue ("(NN)", describe_rule (rule), PyBool_FromLong (cpplan_policy_inherits (owner, rule)));
}

PyObject *
cpplan_py_policy_rules (const CpplanPolicy *policy)
{
  return describe_all (policy, cpplan_policy_get_n_rules (policy), describe_own_rule, NULL);
}

static PyObject *
describe_lint (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanLint *lint = g_ptr_array_index ((GPtrArray *) owner, index);
  (void) rules;
  return Py_BuildValue ("(sIN)", lint->id, lint->line, cpplan_py_text_to (lint->message));
}

static PyObject *
take_lints (GPtrArray *found)
{
  PyObject *list = describe_all (found, found->len, describe_lint, NULL);
  g_ptr_array_unref (found);
  return list;
}

PyObject *
cpplan_py_policy_lint (const CpplanPolicy *policy, CpplanDate as_of)
{
  return take_lints (cpplan_policy_lint (policy, as_of));
}

PyObject *
cpplan_py_policy_set_lint (const CpplanPolicySet *set, const CpplanPolicy *policy, CpplanDate as_of)
{
  return take_lints (cpplan_policy_set_lint (set, policy, as_of));
}

CpplanPolicySet *
cpplan_py_policy_set_new (PyObject *texts, const CpplanPolicySet *base, GError **error)
{
  const char **list;
  PyObject    *keep;
  if (!cpplan_py_texts_from (texts, &list, &keep))
    return NULL;
  CpplanPolicySet *set
    = cpplan_policy_set_new_from_texts (list, (gsize) PyTuple_GET_SIZE (keep), base, NULL, error);
  g_free (list);
  Py_DECREF (keep);
  return set;
}

/* ---- timetables ---- */

static PyObject *
describe_readings (const CpplanDeadline *row)
{
  Py_ssize_t length = (Py_ssize_t) cpplan_deadline_get_n_readings (row);
  PyObject  *readings = PyTuple_New (length);
  for (Py_ssize_t i = 0; i < length && readings != NULL; i++)
    {
      const CpplanReading *reading = cpplan_deadline_get_reading (row, (gsize) i);
      PyObject *described = Py_BuildValue ("(NNNs)", cpplan_py_text_to (reading->name), cpplan_py_date_to (reading->due),
                                           cpplan_py_date_to (reading->due_at_least), cpplan_state_to_string (reading->state));
      if (described == NULL)
        Py_CLEAR (readings);
      else
        PyTuple_SET_ITEM (readings, i, described);
    }
  return readings;
}

static PyObject *
describe_deadline (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanDeadline *row = cpplan_timetable_get_deadline (owner, index);
  return Py_BuildValue ("(NNNNNNNNNsNNNNN)", place_rule (rules, cpplan_deadline_get_rule (row)),
                        cpplan_py_text_to (cpplan_deadline_get_policy (row)),
                        cpplan_py_text_to (cpplan_deadline_get_edition (row)), give_id (cpplan_deadline_get_trigger (row)),
                        cpplan_py_text_to (cpplan_deadline_get_member (row)), cpplan_py_date_to (cpplan_deadline_get_from (row)),
                        cpplan_py_date_to (cpplan_deadline_get_due (row)),
                        cpplan_py_date_to (cpplan_deadline_get_due_at_least (row)),
                        cpplan_py_date_to (cpplan_deadline_get_act_by (row)),
                        cpplan_state_to_string (cpplan_deadline_get_state (row)), give_id (cpplan_deadline_get_met_by (row)),
                        cpplan_py_date_to (cpplan_deadline_get_met_on (row)),
                        cpplan_py_flags_to (cpplan_deadline_get_flags (row)),
                        cpplan_py_texts_to (cpplan_deadline_get_needs (row)), describe_readings (row));
}

PyObject *
cpplan_py_timetable_rows (const CpplanTimetable *timetable)
{
  return describe_with_rules (timetable, cpplan_timetable_get_length (timetable), describe_deadline);
}

PyObject *
cpplan_py_timetable_explain (const CpplanTimetable *timetable, gsize index)
{
  if (!check_index (index, cpplan_timetable_get_length (timetable)))
    return NULL;
  return take_texts (cpplan_deadline_explain (cpplan_timetable_get_deadline (timetable, index)));
}

static PyObject *
describe_timetable_warning (gconstpointer owner, gsize index, Rules *rules)
{
  (void) rules;
  return describe_warning (cpplan_timetable_get_warning (owner, index));
}

PyObject *
cpplan_py_timetable_warnings (const CpplanTimetable *timetable)
{
  return describe_all (timetable, cpplan_timetable_get_n_warnings (timetable), describe_timetable_warning, NULL);
}

/* ---- differences ---- */

static PyObject *
describe_rule_or_none (const CpplanRule *rule)
{
  if (rule == NULL)
    Py_RETURN_NONE;
  return describe_rule (rule);
}

static PyObject *
describe_key_change (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanKeyChange *key = cpplan_rule_change_get_key (owner, index);
  (void) rules;
  return Py_BuildValue ("(NNNs)", cpplan_py_text_to (key->key), cpplan_py_text_to (key->from), cpplan_py_text_to (key->to),
                        cpplan_strictness_to_string (key->strictness));
}

static PyObject *
describe_rule_change (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanRuleChange *change = cpplan_policy_diff_get_change (owner, index);
  (void) rules;
  return Py_BuildValue ("(sNNsN)", cpplan_change_to_string (cpplan_rule_change_get_change (change)),
                        describe_rule_or_none (cpplan_rule_change_get_from (change)),
                        describe_rule_or_none (cpplan_rule_change_get_to (change)),
                        cpplan_strictness_to_string (cpplan_rule_change_get_strictness (change)),
                        describe_all (change, cpplan_rule_change_get_n_keys (change), describe_key_change, NULL));
}

PyObject *
cpplan_py_policy_diff_changes (const CpplanPolicyDiff *diff)
{
  return describe_all (diff, cpplan_policy_diff_get_length (diff), describe_rule_change, NULL);
}

/* Row -> its place, plus one. */
static GHashTable *
place_deadlines (const CpplanTimetable *timetable)
{
  GHashTable *places = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    g_hash_table_insert (places, (gpointer) cpplan_timetable_get_deadline (timetable, i), GSIZE_TO_POINTER (i + 1));
  return places;
}

static PyObject *
give_place (GHashTable *places, const CpplanDeadline *row)
{
  gsize place = row == NULL ? 0 : GPOINTER_TO_SIZE (g_hash_table_lookup (places, row));
  if (place == 0)
    Py_RETURN_NONE;
  return PyLong_FromSize_t (place - 1);
}

typedef struct
{
  const CpplanTimetableDiff *diff;
  GHashTable                *from;
  GHashTable                *to;
} Places;

static PyObject *
describe_pair (gconstpointer owner, gsize index, Rules *rules)
{
  const Places *places = owner;
  (void) rules;
  return Py_BuildValue ("(NN)", give_place (places->from, cpplan_timetable_diff_get_from (places->diff, index)),
                        give_place (places->to, cpplan_timetable_diff_get_to (places->diff, index)));
}

/* Gives the places of the rows in the two timetables that the difference was made of. */
PyObject *
cpplan_py_timetable_diff_rows (const CpplanTimetableDiff *diff, const CpplanTimetable *from, const CpplanTimetable *to)
{
  Places    places = { diff, place_deadlines (from), place_deadlines (to) };
  PyObject *rows = describe_all (&places, cpplan_timetable_diff_get_length (diff), describe_pair, NULL);
  g_hash_table_unref (places.from);
  g_hash_table_unref (places.to);
  return rows;
}

/* ---- findings ---- */

static PyObject *
describe_finding (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanFinding *row = cpplan_findings_get_finding (owner, index);
  return Py_BuildValue ("(NNNNNsNNN)", place_rule (rules, cpplan_finding_get_rule (row)),
                        cpplan_py_text_to (cpplan_finding_get_policy (row)),
                        cpplan_py_text_to (cpplan_finding_get_edition (row)), give_id (cpplan_finding_get_subject (row)),
                        cpplan_py_text_to (cpplan_finding_get_member (row)),
                        cpplan_finding_state_to_string (cpplan_finding_get_state (row)),
                        cpplan_py_texts_to (cpplan_finding_get_missing (row)),
                        cpplan_py_flags_to (cpplan_finding_get_flags (row)),
                        cpplan_py_texts_to (cpplan_finding_get_needs (row)));
}

PyObject *
cpplan_py_findings_rows (const CpplanFindings *findings)
{
  return describe_with_rules (findings, cpplan_findings_get_length (findings), describe_finding);
}

PyObject *
cpplan_py_findings_explain (const CpplanFindings *findings, gsize index)
{
  if (!check_index (index, cpplan_findings_get_length (findings)))
    return NULL;
  return take_texts (cpplan_finding_explain (cpplan_findings_get_finding (findings, index)));
}

static PyObject *
describe_findings_warning (gconstpointer owner, gsize index, Rules *rules)
{
  (void) rules;
  return describe_warning (cpplan_findings_get_warning (owner, index));
}

PyObject *
cpplan_py_findings_warnings (const CpplanFindings *findings)
{
  return describe_all (findings, cpplan_findings_get_n_warnings (findings), describe_findings_warning, NULL);
}

/* ---- verdicts ---- */

static PyObject *
describe_requirement (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanRequirement *requirement = cpplan_verdict_get_requirement (owner, index);
  return Py_BuildValue ("(NsN)", place_rule (rules, requirement->rule), cpplan_truth_to_string (requirement->truth),
                        place_rule (rules, requirement->waived_by));
}

PyObject *
cpplan_py_verdict_requirements (const CpplanVerdict *verdict)
{
  return describe_with_rules (verdict, cpplan_verdict_get_n_requirements (verdict), describe_requirement);
}

/* ---- calendars, the schema, people ---- */

static PyObject *
describe_holiday (gconstpointer owner, gsize index, Rules *rules)
{
  CpplanDate     date;
  const char    *name;
  CpplanDayClass day_class;
  (void) rules;
  cpplan_calendar_get_holiday (owner, index, &date, &name, &day_class);
  return Py_BuildValue ("(NNs)", cpplan_py_date_to (date), cpplan_py_text_to (name), cpplan_day_class_to_string (day_class));
}

PyObject *
cpplan_py_calendar_holidays (const CpplanCalendar *calendar)
{
  return describe_all (calendar, cpplan_calendar_get_n_holidays (calendar), describe_holiday, NULL);
}

static PyObject *
describe_attribute (gconstpointer owner, gsize index, Rules *rules)
{
  const CpplanAttribute *attributes = owner;
  (void) rules;
  return cpplan_py_text_to (cpplan_attribute_to_string (attributes[index]));
}

PyObject *
cpplan_py_schema_attributes (CpplanEventKind kind)
{
  gsize                  length;
  const CpplanAttribute *attributes = cpplan_schema_get_attributes (kind, &length);
  return describe_all (attributes, length, describe_attribute, NULL);
}

/* id, role, employer, agency, three truths, from, until, first language, preferred language */
PyObject *
cpplan_py_person_facts (const CpplanPerson *person)
{
  const CpplanPersonFacts *facts = cpplan_person_get_facts (person);
  return Py_BuildValue ("(NNNNsssNNNN)", cpplan_py_text_to (facts->id), cpplan_py_text_to (facts->role),
                        cpplan_py_text_to (facts->employer), cpplan_py_text_to (facts->agency),
                        cpplan_truth_to_string (facts->qualified_social_worker), cpplan_truth_to_string (facts->experienced),
                        cpplan_truth_to_string (facts->direct_contact), cpplan_py_date_to (facts->from),
                        cpplan_py_date_to (facts->until), cpplan_py_text_to (facts->first_language),
                        cpplan_py_text_to (facts->preferred_language));
}

static gboolean
read_text (PyObject *facts, Py_ssize_t place, const char **out_text)
{
  PyObject *item = PyTuple_GET_ITEM (facts, place);
  return item == Py_None || cpplan_py_text_from (item, out_text);
}

static gboolean
read_truth (PyObject *facts, Py_ssize_t place, CpplanTruth *out_truth)
{
  PyObject *item = PyTuple_GET_ITEM (facts, place);
  *out_truth = item == Py_True ? CPPLAN_TRUTH_YES : item == Py_False ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_UNKNOWN;
  if (item == Py_None || PyBool_Check (item))
    return TRUE;
  PyErr_Format (PyExc_TypeError, "True, False or None is wanted, not %.100s", Py_TYPE (item)->tp_name);
  return FALSE;
}

CpplanPerson *
cpplan_py_person_new (PyObject *facts, GError **error)
{
  CpplanPersonFacts person = CPPLAN_PERSON_FACTS_INIT;
  if (!PyTuple_Check (facts) || PyTuple_GET_SIZE (facts) != 11)
    {
      PyErr_SetString (PyExc_TypeError, "eleven facts are wanted");
      return NULL;
    }
  if (!read_text (facts, 0, &person.id) || !read_text (facts, 1, &person.role) || !read_text (facts, 2, &person.employer)
      || !read_text (facts, 3, &person.agency) || !read_truth (facts, 4, &person.qualified_social_worker)
      || !read_truth (facts, 5, &person.experienced) || !read_truth (facts, 6, &person.direct_contact)
      || !cpplan_py_date_from_optional (PyTuple_GET_ITEM (facts, 7), &person.from)
      || !cpplan_py_date_from_optional (PyTuple_GET_ITEM (facts, 8), &person.until)
      || !read_text (facts, 9, &person.first_language) || !read_text (facts, 10, &person.preferred_language))
    return NULL;
  return cpplan_person_new (&person, error);
}

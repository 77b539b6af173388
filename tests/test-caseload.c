/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many records at once: every column agrees with the rows of the timetables, whoever worked them out. The records are
 * those of the vectors, some of which name a policy and some a timeline, and some that name none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <jansson.h>

#include <cpplan/cpplan-json.h>

static CpplanCalendar  *calendar;
static CpplanPolicySet *policies;
static GPtrArray       *records; /* (element-type CpplanCase) */
static CpplanDate       as_of;

#define NAMES_NO_POLICY                                                                                    \
  "{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"events\":"                                                 \
  "[{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2024-12-12\",\"outcome\":\"plan\"}]}"
#define RECORDS ((CpplanCase *const *) records->pdata)

static CpplanCase *
read_record (const char *path)
{
  json_t *vector = json_load_file (path, 0, NULL);
  assert_non_null (vector);
  char       *text = json_dumps (json_object_get (vector, "case"), JSON_COMPACT);
  CpplanCase *record = cpplan_json_case_new (text, -1, NULL);
  assert_non_null (record);
  free (text);
  json_decref (vector);
  return record;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
read_records (void)
{
  const char           *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char      *folder = g_build_filename (root != NULL ? root : ".", "tests", "vectors", "timetables", NULL);
  g_autoptr (GDir)      dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char           *name;

  assert_non_null (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_case_unref);
  for (guint i = 0; i < paths->len; i++)
    {
      g_ptr_array_add (records, read_record (g_ptr_array_index (paths, i)));
      if (i % 40 == 7)
        g_ptr_array_add (records, cpplan_json_case_new (NAMES_NO_POLICY, -1, NULL));
    }
  assert_true (records->len > 100);
}

static int
set_up (void **state)
{
  (void) state;
  calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED,
                                                CPPLAN_DATE_NONE, NULL);
  policies = cpplan_policy_set_new_builtin (NULL);
  assert_true (cpplan_date_parse ("2025-05-09", &as_of, NULL));
  read_records ();
  return calendar == NULL || policies == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  g_ptr_array_unref (records);
  cpplan_policy_set_unref (policies);
  cpplan_calendar_unref (calendar);
  return 0;
}

static CpplanCaseload *
evaluate (const char *policy, guint n_threads)
{
  CpplanCaseload *caseload = cpplan_policy_set_evaluate_caseload (
    policies, policy, RECORDS, records->len, calendar, as_of, CPPLAN_DATE_NONE, as_of + 200, n_threads);
  assert_non_null (caseload);
  assert_int_equal (cpplan_caseload_get_n_records (caseload), records->len);
  return caseload;
}

static CpplanTimetable *
evaluate_alone (const char *policy, gsize record, GError **error)
{
  return cpplan_policy_set_evaluate (policies, policy, RECORDS[record], calendar, as_of, CPPLAN_DATE_NONE, as_of + 200,
                                     error);
}

/* ---- columns ---- */

static const char *
id_of (const CpplanEvent *event)
{
  return event == NULL ? NULL : cpplan_event_get_id (event);
}

static void
check_text (const CpplanCaseload *caseload, CpplanCaseloadTexts column, gsize row, const char *expected)
{
  const char *found = cpplan_caseload_get_texts (caseload, column)[row];
  if (expected == NULL)
    assert_null (found);
  else
    assert_string_equal (found, expected);
}

static gint32
number (const CpplanCaseload *caseload, CpplanCaseloadNumbers column, gsize row)
{
  return cpplan_caseload_get_numbers (caseload, column)[row];
}

static gint
count_working_days (const CpplanDeadline *expected)
{
  gint n_days = CPPLAN_DATE_NONE;
  if (cpplan_deadline_get_from (expected) != CPPLAN_DATE_NONE && cpplan_deadline_get_met_on (expected) != CPPLAN_DATE_NONE)
    cpplan_calendar_working_days_between (calendar, cpplan_deadline_get_from (expected),
                                          cpplan_deadline_get_met_on (expected), &n_days, NULL);
  return n_days;
}

static void
check_row (const CpplanCaseload *caseload, gsize row, gsize record, const CpplanDeadline *expected)
{
  const CpplanRule *rule = cpplan_caseload_get_rule (caseload, (gsize) number (caseload, CPPLAN_NUMBERS_RULE, row));

  assert_int_equal (number (caseload, CPPLAN_NUMBERS_RECORD, row), record);
  assert_ptr_equal (rule, cpplan_deadline_get_rule (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_FROM, row), cpplan_deadline_get_from (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_DUE, row), cpplan_deadline_get_due (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_DUE_AT_LEAST, row), cpplan_deadline_get_due_at_least (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_ACT_BY, row), cpplan_deadline_get_act_by (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_STATE, row), cpplan_deadline_get_state (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_MET_ON, row), cpplan_deadline_get_met_on (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_FLAGS, row), cpplan_deadline_get_flags (expected));
  assert_int_equal (number (caseload, CPPLAN_NUMBERS_WORKING_DAYS, row), count_working_days (expected));
  check_text (caseload, CPPLAN_TEXTS_POLICY, row, cpplan_deadline_get_policy (expected));
  check_text (caseload, CPPLAN_TEXTS_EDITION, row, cpplan_deadline_get_edition (expected));
  check_text (caseload, CPPLAN_TEXTS_TRIGGER, row, id_of (cpplan_deadline_get_trigger (expected)));
  check_text (caseload, CPPLAN_TEXTS_MEMBER, row, cpplan_deadline_get_member (expected));
  check_text (caseload, CPPLAN_TEXTS_MET_BY, row, id_of (cpplan_deadline_get_met_by (expected)));
}

/* Gives how many rows the record has. */
static gsize
check_record (const CpplanCaseload *caseload, gsize record, gsize first_row, const CpplanTimetable *expected)
{
  const CpplanTimetable *found = cpplan_caseload_get_timetable (caseload, record);
  gsize                  length = cpplan_timetable_get_length (expected);

  assert_non_null (found);
  assert_null (cpplan_caseload_get_error (caseload, record));
  assert_ptr_equal (cpplan_timetable_get_case (found), RECORDS[record]);
  g_autofree char *found_text = cpplan_json_timetable_to_string (found, CPPLAN_JSON_EXPLAIN);
  g_autofree char *expected_text = cpplan_json_timetable_to_string (expected, CPPLAN_JSON_EXPLAIN);
  assert_string_equal (found_text, expected_text);
  for (gsize i = 0; i < length; i++)
    {
      check_row (caseload, first_row + i, record, cpplan_timetable_get_deadline (expected, i));
      assert_ptr_equal (cpplan_caseload_get_deadline (caseload, first_row + i), cpplan_timetable_get_deadline (found, i));
    }
  return length;
}

/* Compares all of it with each record asked alone, and gives how many had no answer. */
static gsize
check_caseload (const CpplanCaseload *caseload, const char *policy)
{
  gsize row = 0;
  gsize n_failed = 0;

  for (gsize i = 0; i < records->len; i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (CpplanTimetable) expected = evaluate_alone (policy, i, &error);
      if (expected != NULL)
        row += check_record (caseload, i, row, expected);
      else
        {
          assert_null (cpplan_caseload_get_timetable (caseload, i));
          assert_int_equal (cpplan_caseload_get_error (caseload, i)->code, error->code);
          assert_string_equal (cpplan_caseload_get_error (caseload, i)->message, error->message);
          n_failed++;
        }
    }
  assert_int_equal (cpplan_caseload_get_length (caseload), row);
  return n_failed;
}

static void
caseload_agrees_with_each_record_alone (void **state)
{
  static const guint threads[] = { 1, 2, 7 };
  (void) state;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (CpplanCaseload) caseload = evaluate ("rotherham", threads[i]);
      assert_int_equal (check_caseload (caseload, "rotherham"), 0);
      assert_true (cpplan_caseload_get_length (caseload) > records->len);
    }
}

static void
caseload_follows_what_each_record_names (void **state)
{
  static const guint threads[] = { 1, 2, 7 };
  (void) state;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (CpplanCaseload) caseload = evaluate (NULL, threads[i]);
      gsize                      n_failed = check_caseload (caseload, NULL);
      gsize                      n_timelines = 0;
      for (gsize record = 0; record < records->len; record++)
        {
          const CpplanTimetable *timetable = cpplan_caseload_get_timetable (caseload, record);
          n_timelines += timetable != NULL && cpplan_timetable_is_timeline (timetable);
        }
      assert_in_range (n_failed, 5, 20);
      assert_true (n_timelines > 0);
    }
}

static void
caseload_of_one_policy_is_that_of_the_set (void **state)
{
  (void) state;
  const CpplanDate           known_at = as_of - 60; /* not all that there is today */
  g_autoptr (CpplanPolicy)   sefton = cpplan_policy_new_builtin ("sefton", NULL);
  g_autoptr (CpplanCaseload) caseload = cpplan_policy_evaluate_caseload (sefton, RECORDS, records->len, calendar, as_of,
                                                                         known_at, CPPLAN_DATE_NONE, 3);
  gsize row = 0;
  for (gsize i = 0; i < records->len; i++)
    {
      g_autoptr (CpplanTimetable) expected
        = cpplan_policy_evaluate (sefton, RECORDS[i], calendar, as_of, known_at, CPPLAN_DATE_NONE, NULL);
      row += check_record (caseload, i, row, expected);
    }
  assert_int_equal (cpplan_caseload_get_length (caseload), row);
}

static void
caseload_names_each_rule_once (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseload) caseload = evaluate (NULL, 2);
  gsize                      n_rules = cpplan_caseload_get_n_rules (caseload);
  gint32                     highest = -1;

  assert_true (n_rules > 10);
  for (gsize i = 0; i < n_rules; i++)
    for (gsize j = 0; j < i; j++)
      assert_ptr_not_equal (cpplan_caseload_get_rule (caseload, i), cpplan_caseload_get_rule (caseload, j));
  for (gsize row = 0; row < cpplan_caseload_get_length (caseload); row++)
    {
      assert_in_range (number (caseload, CPPLAN_NUMBERS_RULE, row), 0, highest + 1);
      highest = MAX (highest, number (caseload, CPPLAN_NUMBERS_RULE, row));
    }
  assert_int_equal (highest + 1, n_rules);
}

static void
caseload_of_timetables_has_their_rows (void **state)
{
  (void) state;
  g_autoptr (CpplanTimetable) first = evaluate_alone ("rotherham", 0, NULL);
  g_autoptr (CpplanTimetable) second = evaluate_alone ("kent", 1, NULL);
  CpplanTimetable            *both[] = { first, second };
  g_autoptr (CpplanCaseload)  caseload = cpplan_caseload_new_from_timetables (both, G_N_ELEMENTS (both));

  assert_int_equal (cpplan_caseload_get_n_records (caseload), 2);
  assert_ptr_equal (cpplan_caseload_get_timetable (caseload, 1), second);
  gsize length = check_record (caseload, 0, 0, first);
  assert_int_equal (cpplan_caseload_get_length (caseload), length + check_record (caseload, 1, length, second));
}

/* ---- what is not there ---- */

static void
check_empty (const CpplanCaseload *caseload)
{
  assert_non_null (caseload);
  assert_int_equal (cpplan_caseload_get_length (caseload), 0);
  assert_int_equal (cpplan_caseload_get_n_rules (caseload), 0);
  for (guint column = CPPLAN_NUMBERS_RECORD; column <= CPPLAN_NUMBERS_WORKING_DAYS; column++)
    assert_non_null (cpplan_caseload_get_numbers (caseload, (CpplanCaseloadNumbers) column));
  for (guint column = CPPLAN_TEXTS_POLICY; column <= CPPLAN_TEXTS_MET_BY; column++)
    assert_non_null (cpplan_caseload_get_texts (caseload, (CpplanCaseloadTexts) column));
}

static void
caseload_of_nothing_is_empty (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseload) none
    = cpplan_policy_set_evaluate_caseload (policies, NULL, NULL, 0, calendar, as_of, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, 4);
  g_autoptr (CpplanCaseload)    no_timetables = cpplan_caseload_new_from_timetables (NULL, 0);
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("nothing-recorded");
  g_autoptr (CpplanCase)        record = cpplan_case_builder_build (builder, NULL);
  g_autoptr (CpplanCaseload)    no_rows = cpplan_policy_set_evaluate_caseload (
    policies, "england", &record, 1, calendar, as_of, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, 1);

  check_empty (none);
  assert_int_equal (cpplan_caseload_get_n_records (none), 0);
  check_empty (no_timetables);
  check_empty (no_rows);
  assert_int_equal (cpplan_caseload_get_n_records (no_rows), 1);
  assert_non_null (cpplan_caseload_get_timetable (no_rows, 0));
}

static void
caseload_without_an_answer_says_why_for_each (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseload) caseload = cpplan_policy_set_evaluate_caseload (
    policies, "rotherham", RECORDS, records->len, calendar, as_of, CPPLAN_DATE_NONE, as_of + 4000, 7);
  check_empty (caseload);
  for (gsize i = 0; i < records->len; i++)
    {
      assert_null (cpplan_caseload_get_timetable (caseload, i));
      assert_true (g_error_matches (cpplan_caseload_get_error (caseload, i), CPPLAN_ERROR, CPPLAN_ERROR_LIMIT));
    }
}

static void
caseload_keeps_what_it_lends (void **state)
{
  (void) state;
  g_autofree char           *text = cpplan_json_case_to_string (RECORDS[0]);
  CpplanCase                *record = cpplan_json_case_new (text, -1, NULL);
  CpplanPolicy              *policy = cpplan_policy_new_builtin ("rotherham", NULL);
  g_autoptr (CpplanCaseload) caseload
    = cpplan_policy_evaluate_caseload (policy, &record, 1, calendar, as_of, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, 2);
  cpplan_case_unref (record);
  cpplan_policy_unref (policy);

  CpplanCaseload *other = cpplan_caseload_ref (caseload);
  assert_ptr_equal (other, caseload);
  cpplan_caseload_unref (other);
  cpplan_caseload_unref (NULL);
  assert_true (cpplan_caseload_get_length (caseload) > 0);
  assert_string_equal (cpplan_caseload_get_texts (caseload, CPPLAN_TEXTS_POLICY)[0], "rotherham");
  assert_string_equal (cpplan_case_get_id (cpplan_timetable_get_case (cpplan_caseload_get_timetable (caseload, 0))),
                       cpplan_case_get_id (RECORDS[0]));
}

/* ---- the caller's mistakes ---- */

static void
count_criticals (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  (void) domain;
  (void) message;
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    (*(gint *) data)++;
}

static void
caseload_mistakes_of_the_caller_are_critical (void **state)
{
  (void) state;
  if (g_getenv ("G_DEBUG") != NULL)
    skip ();

  g_autoptr (CpplanCaseload) caseload = cpplan_caseload_new_from_timetables (NULL, 0);
  CpplanCase                *no_case = NULL;
  CpplanTimetable           *no_timetable = NULL;
  gint                       n_criticals = 0;
  GLogFunc                   handler = g_log_set_default_handler (count_criticals, &n_criticals);

  assert_null (cpplan_policy_evaluate_caseload (NULL, NULL, 0, calendar, as_of, as_of, as_of, 1));
  assert_null (cpplan_policy_set_evaluate_caseload (NULL, NULL, NULL, 0, calendar, as_of, as_of, as_of, 1));
  assert_null (cpplan_policy_set_evaluate_caseload (policies, NULL, NULL, 0, NULL, as_of, as_of, as_of, 1));
  assert_null (cpplan_policy_set_evaluate_caseload (policies, NULL, NULL, 0, calendar, as_of, as_of, as_of, 0));
  assert_null (cpplan_policy_set_evaluate_caseload (policies, NULL, NULL, 1, calendar, as_of, as_of, as_of, 1));
  assert_null (cpplan_policy_set_evaluate_caseload (policies, NULL, &no_case, 1, calendar, as_of, as_of, as_of, 1));
  assert_null (cpplan_caseload_new_from_timetables (NULL, 1));
  assert_null (cpplan_caseload_new_from_timetables (&no_timetable, 1));
  assert_null (cpplan_caseload_ref (NULL));
  assert_int_equal (cpplan_caseload_get_n_records (NULL), 0);
  assert_null (cpplan_caseload_get_timetable (caseload, 0));
  assert_null (cpplan_caseload_get_error (caseload, 0));
  assert_null (cpplan_caseload_get_rule (caseload, 0));
  assert_null (cpplan_caseload_get_deadline (caseload, 0));
  assert_null (cpplan_caseload_get_numbers (caseload, (CpplanCaseloadNumbers) 0));
  assert_null (cpplan_caseload_get_numbers (caseload, (CpplanCaseloadNumbers) 11));
  assert_null (cpplan_caseload_get_texts (caseload, (CpplanCaseloadTexts) 0));
  assert_null (cpplan_caseload_get_texts (caseload, (CpplanCaseloadTexts) 6));
  g_log_set_default_handler (handler, NULL);
  assert_int_equal (n_criticals, 18);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (caseload_agrees_with_each_record_alone),
    cmocka_unit_test (caseload_follows_what_each_record_names),
    cmocka_unit_test (caseload_of_one_policy_is_that_of_the_set),
    cmocka_unit_test (caseload_names_each_rule_once),
    cmocka_unit_test (caseload_of_timetables_has_their_rows),
    cmocka_unit_test (caseload_of_nothing_is_empty),
    cmocka_unit_test (caseload_without_an_answer_says_why_for_each),
    cmocka_unit_test (caseload_keeps_what_it_lends),
    cmocka_unit_test (caseload_mistakes_of_the_caller_are_critical),
  };
  return cmocka_run_group_tests_name ("caseload", tests, set_up, tear_down);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The timetable through the public interface: days and limits, editions, digests, explanations, threads. What
 * the rules give is in the vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <cpplan/cpplan-json.h>

static CpplanCalendar *calendar;

static CpplanDate
day (const char *text)
{
  CpplanDate date;
  assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static int
set_up (void **state)
{
  (void) state;
  calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, NULL);
  return calendar == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_calendar_unref (calendar);
  return 0;
}

#define CASE(policy, events)                                                                               \
  "{\"format\":\"cpplan-case/1\",\"id\":\"c\"," policy "\"child\":{\"born\":\"2016-03-04\"},"              \
  "\"people\":[{\"id\":\"lsw\",\"role\":\"lead-social-worker\"}],\"events\":[" events "]}"
#define PLAN "{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2024-12-12\",\"outcome\":\"plan\"}"

static CpplanCase *
read_case (const char *text)
{
  g_autoptr (GError) error = NULL;
  CpplanCase        *record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s", error->message);
  return record;
}

static CpplanTimetable *
evaluate (const char *policy, CpplanCase *record, const char *as_of, const char *horizon)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) rules = cpplan_policy_new_builtin (policy, NULL);
  CpplanTimetable         *timetable = cpplan_policy_evaluate (rules, record, calendar, day (as_of), CPPLAN_DATE_NONE,
                                                               horizon == NULL ? CPPLAN_DATE_NONE : day (horizon), &error);
  if (timetable == NULL)
    fail_msg ("%s", error->message);
  return timetable;
}

static const CpplanDeadline *
find (const CpplanTimetable *timetable, const char *rule)
{
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, i);
      if (strcmp (cpplan_rule_get_id (cpplan_deadline_get_rule (row)), rule) == 0)
        return row;
    }
  fail_msg ("no row of %s", rule);
  return NULL;
}

static void
timetable_gives_what_it_was_asked_with (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN));
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", record, "2025-01-20", "2025-06-01");
  assert_ptr_equal (cpplan_timetable_get_case (timetable), record);
  assert_ptr_equal (cpplan_timetable_get_calendar (timetable), calendar);
  assert_string_equal (cpplan_timetable_get_policy_id (timetable), "rotherham");
  assert_string_equal (cpplan_policy_get_edition (cpplan_timetable_get_policy (timetable)), "v23");
  assert_string_equal (cpplan_timetable_get_policy_digest (timetable), cpplan_policy_get_digest (cpplan_timetable_get_policy (timetable)));
  assert_false (cpplan_timetable_is_timeline (timetable));
  assert_int_equal (cpplan_timetable_get_as_of (timetable), day ("2025-01-20"));
  assert_int_equal (cpplan_timetable_get_known_at (timetable), day ("2025-01-20"));
  assert_int_equal (cpplan_timetable_get_horizon (timetable), day ("2025-06-01"));
  assert_int_equal (cpplan_timetable_get_flags (timetable), 0);
  assert_int_equal (cpplan_timetable_get_n_warnings (timetable), 0);
}

static void
row_gives_each_of_its_parts (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN));
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", record, "2025-01-20", NULL);
  const CpplanDeadline       *row = find (timetable, "child-seen-alone");
  assert_string_equal (cpplan_deadline_get_policy (row), "rotherham");
  assert_string_equal (cpplan_deadline_get_edition (row), "v23");
  assert_string_equal (cpplan_event_get_id (cpplan_deadline_get_trigger (row)), "i");
  assert_null (cpplan_deadline_get_member (row));
  assert_int_equal (cpplan_deadline_get_from (row), day ("2024-12-12"));
  assert_int_equal (cpplan_deadline_get_due (row), day ("2024-12-30"));
  assert_int_equal (cpplan_deadline_get_due_at_least (row), CPPLAN_DATE_NONE);
  assert_int_equal (cpplan_deadline_get_act_by (row), day ("2024-12-24"));
  assert_int_equal (cpplan_deadline_get_state (row), CPPLAN_STATE_OVERDUE);
  assert_int_equal (cpplan_deadline_get_flags (row), CPPLAN_FLAG_AMBIGUOUS);
  assert_null (cpplan_deadline_get_met_by (row));
  assert_int_equal (cpplan_deadline_get_met_on (row), CPPLAN_DATE_NONE);
  assert_int_equal (cpplan_deadline_get_n_readings (row), 1);
  const CpplanReading *reading = cpplan_deadline_get_reading (row, 0);
  assert_string_equal (reading->name, "fourteen-days");
  assert_int_equal (reading->due, day ("2024-12-26"));
  assert_int_equal (reading->state, CPPLAN_STATE_OVERDUE);
  assert_null (cpplan_deadline_get_needs (row)[0]);
}

static void
explanation_tells_every_step (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN));
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", record, "2025-01-20", NULL);
  g_auto (GStrv)              steps = cpplan_deadline_explain (find (timetable, "child-seen-alone"));
  g_autofree char            *text = g_strjoinv ("\n", steps);
  static const char *const    parts[] = { "i (initial-conference) on Thu 12 Dec 2024", "child-seen-alone of rotherham (v23)", "paragraph 18; paragraph 4",
                                          "10 working days: Mon 30 Dec 2024", "6 weekend days", "Wed 25 Dec 2024 (Christmas Day)",
                                          "Thu 26 Dec 2024 (Boxing Day)", "act by Tue 24 Dec 2024", "fourteen-days: due Thu 26 Dec 2024, overdue",
                                          "As of Mon 20 Jan 2025: overdue" };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (text, parts[i]) == NULL)
      fail_msg ("no \"%s\" in:\n%s", parts[i], text);
}

static void
names_of_states_and_flags_are_fixed (void **state)
{
  (void) state;
  static const char *const states[] = { "open", "overdue", "met", "met-late", "extended", "closed", "lapsed", "short-notice", "undetermined",
                                        "barred", "clear", "projected", "advised" };
  static const char *const flags[] = { "ambiguous", "month-clamped", "due-non-working", "same-day", "inherited", "external",
                                       "retrospective-authority", "straddles-edition", "predates-edition", "not-quorate",
                                       "calendar-projected", "superseded-input", "projected", "stale-policy" };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      CpplanState found;
      assert_string_equal (cpplan_state_to_string ((CpplanState) (i + 1)), states[i]);
      assert_true (cpplan_state_from_string (states[i], &found, NULL));
      assert_int_equal (found, i + 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      CpplanFlags found;
      assert_string_equal (cpplan_flag_to_string ((CpplanFlags) (1u << i)), flags[i]);
      assert_true (cpplan_flag_from_string (flags[i], &found, NULL));
      assert_int_equal (found, 1u << i);
    }
  CpplanFlags none;
  assert_false (cpplan_flag_from_string ("late", &none, NULL));
  CpplanState found;
  assert_false (cpplan_state_from_string ("late", &found, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
}

static void
days_and_horizon_are_checked (void **state)
{
  (void) state;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_builtin ("england", NULL);
  g_autoptr (CpplanCase)   record = read_case (CASE ("", PLAN));
  CpplanDate               as_of = day ("2025-01-20");

  assert_null (cpplan_policy_evaluate (policy, record, calendar, CPPLAN_DATE_NONE, as_of, CPPLAN_DATE_NONE, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
  g_clear_error (&error);
  assert_null (cpplan_policy_evaluate (policy, record, calendar, as_of, as_of, G_MAXINT32, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
  g_clear_error (&error);
  assert_null (cpplan_policy_evaluate (policy, record, calendar, as_of, as_of, day ("2035-01-21"), &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT));
  g_clear_error (&error);
  g_autoptr (CpplanTimetable) longest = cpplan_policy_evaluate (policy, record, calendar, as_of, as_of, day ("2035-01-20"), &error);
  assert_non_null (longest);
}

/* A row for each meeting and each member would be more than a timetable holds: an error, at once. */
static void
rows_have_a_greatest_number (void **state)
{
  (void) state;
  g_autoptr (GError)            error = NULL;
  g_autoptr (CpplanPolicy)      policy = cpplan_policy_new_builtin ("rotherham", NULL);
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  CpplanDate                    start = day ("2000-01-03");

  g_autoptr (CpplanEventBuilder) conference = cpplan_event_builder_new ("i", CPPLAN_EVENT_KIND_INITIAL_CONFERENCE, start);
  assert_true (cpplan_event_builder_set_text (conference, CPPLAN_ATTRIBUTE_OUTCOME, "plan", NULL));
  g_autoptr (CpplanEvent) first = cpplan_event_builder_build (conference, NULL);
  cpplan_case_builder_add_event (builder, first);
  for (gint i = 0; i < 400; i++)
    {
      char id[16];
      g_snprintf (id, sizeof id, "m%d", i);
      CpplanPersonFacts facts = CPPLAN_PERSON_FACTS_INIT;
      facts.id = id;
      facts.role = "core-group-member";
      g_autoptr (CpplanPerson) member = cpplan_person_new (&facts, NULL);
      cpplan_case_builder_add_person (builder, member);
      g_snprintf (id, sizeof id, "r%d", i);
      g_autoptr (CpplanEventBuilder) review = cpplan_event_builder_new (id, CPPLAN_EVENT_KIND_REVIEW_CONFERENCE, start + 20 + i);
      g_autoptr (CpplanEvent)        event = cpplan_event_builder_build (review, NULL);
      cpplan_case_builder_add_event (builder, event);
    }
  g_autoptr (CpplanCase) record = cpplan_case_builder_build (builder, &error);
  assert_non_null (record);
  assert_null (cpplan_policy_evaluate (policy, record, calendar, day ("2010-01-04"), CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT));
}

static void
policies_of_the_case_must_exist (void **state)
{
  (void) state;
  g_autoptr (GError)          error = NULL;
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_builtin (NULL);
  g_autoptr (CpplanCase)      none = read_case (CASE ("", PLAN));
  g_autoptr (CpplanCase)      unknown = read_case (CASE ("\"policy\":\"camelot\",", PLAN));
  CpplanDate                  as_of = day ("2025-01-20");

  assert_null (cpplan_policy_set_evaluate (set, NULL, none, calendar, as_of, as_of, CPPLAN_DATE_NONE, &error));
  assert_string_equal (error->message, "policy: the case names none, and none was given");
  g_clear_error (&error);
  assert_null (cpplan_policy_set_evaluate (set, NULL, unknown, calendar, as_of, as_of, CPPLAN_DATE_NONE, &error));
  assert_string_equal (error->message, "policy: there is no policy \"camelot\"");
  g_clear_error (&error);
  g_autoptr (CpplanTimetable) given = cpplan_policy_set_evaluate (set, "sefton", unknown, calendar, as_of, as_of, CPPLAN_DATE_NONE, &error);
  assert_string_equal (cpplan_timetable_get_policy_id (given), "sefton");
}

/* Notes in five working days until 31 March 2025, in three from 1 April: by the day of the meeting. */
static void
editions_hold_by_the_day_of_the_trigger (void **state)
{
  (void) state;
#define NOTES(days, edition, within)                                                                       \
  "[policy]\nid = ours\ntitle = Ours\nedition = " edition "\nin-force = " days "\n[rule core-group-notes]\ntitle = Notes\nkind = deadline\n" \
  "after = core-group\nby = notes-circulated where about = trigger\nwithin = " within "\nforce = must\ncite = page 1\n"
  const char *const           texts[] = { NOTES (".. 2025-03-31", "v1", "5 working days"), NOTES ("2025-04-01 ..", "v2", "3 working days") };
  g_autoptr (GError)          error = NULL;
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, &error);
  g_autoptr (CpplanCase)      record = read_case (CASE ("\"policy\":\"ours\",", "{\"id\":\"a\",\"kind\":\"core-group\",\"date\":\"2025-03-28\"},"
                                                                            "{\"id\":\"b\",\"kind\":\"core-group\",\"date\":\"2025-04-01\"}"));
  g_autoptr (CpplanTimetable) timetable = cpplan_policy_set_evaluate (set, NULL, record, calendar, day ("2025-04-02"), CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
  assert_int_equal (cpplan_timetable_get_length (timetable), 2);
  const CpplanDeadline *old = cpplan_timetable_get_deadline (timetable, 0);
  const CpplanDeadline *new = cpplan_timetable_get_deadline (timetable, 1);
  assert_int_equal (cpplan_deadline_get_due (old), day ("2025-04-04"));
  assert_int_equal (cpplan_deadline_get_due (new), day ("2025-04-04"));
  assert_string_equal (cpplan_deadline_get_edition (old), "v1");
  assert_string_equal (cpplan_deadline_get_edition (new), "v2");
  assert_int_equal (cpplan_deadline_get_flags (old), CPPLAN_FLAG_STRADDLES_EDITION);
  assert_int_equal (cpplan_deadline_get_flags (new), 0);
}

static void
stale_policies_are_flagged_on_the_timetable (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN));
  g_autoptr (CpplanTimetable) fresh = evaluate ("rotherham", record, "2026-01-18", NULL);
  g_autoptr (CpplanTimetable) stale = evaluate ("rotherham", record, "2026-01-19", NULL);
  assert_int_equal (cpplan_timetable_get_flags (fresh), 0);
  assert_int_equal (cpplan_timetable_get_flags (stale), CPPLAN_FLAG_STALE_POLICY);
}

static void
doubled_meetings_are_warned_of (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN ",{\"id\":\"a\",\"kind\":\"core-group\",\"date\":\"2024-12-20\"},"
                                                                 "{\"id\":\"b\",\"kind\":\"core-group\",\"date\":\"2024-12-20\"}"));
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", record, "2025-01-20", NULL);
  assert_int_equal (cpplan_timetable_get_n_warnings (timetable), 1);
  const CpplanWarning *warning = cpplan_timetable_get_warning (timetable, 0);
  assert_string_equal (warning->id, "DATA-SAME-DAY");
  assert_string_equal (warning->subject, "b");
  assert_string_equal (warning->message, "taken for the same meeting as a, on the same day");
}

typedef struct
{
  CpplanPolicy *policy;
  CpplanCase   *record;
  const char   *expected;
  gint          n_same; /* atomic */
} Shared;

static gpointer
evaluate_often (gpointer data)
{
  Shared *shared = data;
  for (gint i = 0; i < 50; i++)
    {
      g_autoptr (CpplanTimetable) timetable = cpplan_policy_evaluate (shared->policy, shared->record, calendar, day ("2025-01-20"),
                                                                      CPPLAN_DATE_NONE, day ("2026-01-20"), NULL);
      g_autofree char            *text = cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_EXPLAIN);
      if (strcmp (text, shared->expected) == 0)
        g_atomic_int_inc (&shared->n_same);
    }
  return NULL;
}

static void
objects_are_shared_between_threads (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicy)    policy = cpplan_policy_new_builtin ("rotherham", NULL);
  g_autoptr (CpplanCase)      record = read_case (CASE ("", PLAN));
  g_autoptr (CpplanTimetable) first = evaluate ("rotherham", record, "2025-01-20", "2026-01-20");
  g_autofree char            *expected = cpplan_json_timetable_to_string (first, CPPLAN_JSON_EXPLAIN);
  Shared                      shared = { policy, record, expected, 0 };
  GThread                    *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("evaluate", evaluate_often, &shared);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  assert_int_equal (shared.n_same, 200);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (timetable_gives_what_it_was_asked_with),
    cmocka_unit_test (row_gives_each_of_its_parts),
    cmocka_unit_test (explanation_tells_every_step),
    cmocka_unit_test (names_of_states_and_flags_are_fixed),
    cmocka_unit_test (days_and_horizon_are_checked),
    cmocka_unit_test (rows_have_a_greatest_number),
    cmocka_unit_test (policies_of_the_case_must_exist),
    cmocka_unit_test (editions_hold_by_the_day_of_the_trigger),
    cmocka_unit_test (stale_policies_are_flagged_on_the_timetable),
    cmocka_unit_test (doubled_meetings_are_warned_of),
    cmocka_unit_test (objects_are_shared_between_threads),
  };
  return cmocka_run_group_tests_name ("timetable", tests, set_up, tear_down);
}

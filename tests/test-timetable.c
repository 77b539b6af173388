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

#define LAST_YEAR_POLICY                                                                                   \
  "[policy]\nid = p\ntitle = P\n[rule conference]\ntitle = C\nkind = deadline\nafter = strategy-discussion\n" \
  "by = initial-conference\nwithin = %s\nforce = must\n"

/* Days beyond the years that have dates are none, in whatever unit they are counted. */
static void
nothing_is_due_after_the_last_year (void **state)
{
  (void) state;
  static const char *const periods[] = { "15 working days", "28 calendar days", "2 weeks", "3 months" };
  g_autoptr (CpplanCase) record = read_case ("{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"events\":["
                                             "{\"id\":\"s\",\"kind\":\"strategy-discussion\",\"date\":\"2199-12-31\"}]}");
  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autofree char            *text = g_strdup_printf (LAST_YEAR_POLICY, periods[i]);
      g_autoptr (CpplanPolicy)    rules = cpplan_policy_new_from_text (text, NULL, &error);
      g_autoptr (CpplanTimetable) timetable
        = rules == NULL ? NULL
                        : cpplan_policy_evaluate (rules, record, calendar, day ("2199-12-31"), CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
      if (timetable == NULL)
        fail_msg ("%s", error->message);
      const CpplanDeadline *row = find (timetable, "conference");
      assert_int_equal (cpplan_deadline_get_due (row), CPPLAN_DATE_NONE);
      assert_int_equal (cpplan_deadline_get_due_at_least (row), CPPLAN_DATE_NONE);
      assert_int_equal (cpplan_deadline_get_state (row), CPPLAN_STATE_UNDETERMINED);
    }
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

#define VISITS(members)                                                                                    \
  "[policy]\nid = ours\ntitle = Ours\n" members "[rule child-seen]\ntitle = Seen\nkind = recur\nfrom = plan-start\n" \
  "by = visit where child-seen\nwithin = 4 weeks\nnot-before = birth\nuntil = plan-end\nforce = must\ncite = page 1\n"
#define BORN(day) "{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"child\":{\"born\":\"" day "\"},\"events\":[" PLAN "]}"

/* Decision 61: a clock that waits for the birth begins with it. The conference of 12 December 2024 started the plan; the
 * edition and the publication are those of the day of birth, before or after it. */
static void
editions_of_a_clock_that_waits_for_the_birth_hold_by_the_birth (void **state)
{
  (void) state;
  static const struct
  {
    const char *policy;
    const char *record;
    const char *from;
    const char *due; /* NULL: no edition is in force */
    guint       flags;
  } cases[] = {
    { VISITS ("in-force = 2025-01-06 ..\n"), BORN ("2025-01-06"), "2025-01-06", "2025-02-03", 0 },
    { VISITS ("in-force = 2025-01-06 ..\n"), BORN ("2025-01-05"), "2025-01-05", NULL, 0 },
    { VISITS ("in-force = 2025-01-06 ..\n"), BORN ("2016-03-04"), "2024-12-12", NULL, 0 },
    { VISITS ("in-force = .. 2025-01-05\n"), BORN ("2025-01-06"), "2025-01-06", NULL, 0 },
    { VISITS ("in-force = .. 2025-01-05\n"), BORN ("2016-03-04"), "2024-12-12", "2025-01-09", CPPLAN_FLAG_STRADDLES_EDITION },
    { VISITS ("published = 2025-01-06\n"), BORN ("2025-01-06"), "2025-01-06", "2025-02-03", 0 },
    { VISITS ("published = 2025-01-06\n"), BORN ("2025-01-05"), "2025-01-05", "2025-02-02",
      CPPLAN_FLAG_PREDATES_EDITION | CPPLAN_FLAG_DUE_NON_WORKING },
    { VISITS ("published = 2025-01-06\n"), BORN ("2016-03-04"), "2024-12-12", "2025-01-09", CPPLAN_FLAG_PREDATES_EDITION },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (CpplanPolicy)    policy = cpplan_policy_new_from_text (cases[i].policy, NULL, &error);
      g_autoptr (CpplanCase)      record = read_case (cases[i].record);
      g_autoptr (CpplanTimetable) timetable
        = cpplan_policy_evaluate (policy, record, calendar, day ("2025-01-08"), CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
      const CpplanDeadline *row = find (timetable, "child-seen");
      assert_string_equal (cpplan_event_get_id (cpplan_deadline_get_trigger (row)), "i");
      assert_int_equal (cpplan_deadline_get_from (row), day (cases[i].from));
      assert_int_equal (cpplan_deadline_get_due (row), cases[i].due == NULL ? CPPLAN_DATE_NONE : day (cases[i].due));
      assert_int_equal (cpplan_deadline_get_state (row), cases[i].due == NULL ? CPPLAN_STATE_UNDETERMINED : CPPLAN_STATE_OPEN);
      assert_int_equal (cpplan_deadline_get_flags (row), cases[i].flags);
    }
}

/* Of two editions the one in force on the day of birth: four weeks until 5 January 2025, two from the 6th. */
static void
editions_of_a_set_hold_by_the_birth (void **state)
{
  (void) state;
#define VISITS_OF(days, edition, within)                                                                   \
  "[policy]\nid = ours\ntitle = Ours\nedition = " edition "\nin-force = " days "\n[rule child-seen]\ntitle = Seen\nkind = recur\n" \
  "from = plan-start\nby = visit where child-seen\nwithin = " within "\nnot-before = birth\nuntil = plan-end\nforce = must\ncite = page 1\n"
  const char *const texts[] = { VISITS_OF (".. 2025-01-05", "v1", "4 weeks"), VISITS_OF ("2025-01-06 ..", "v2", "2 weeks") };
  static const struct
  {
    const char *record;
    const char *edition;
    const char *due;
  } cases[] = {
    { BORN ("2025-01-05"), "v1", "2025-02-02" },
    { BORN ("2025-01-06"), "v2", "2025-01-20" },
  };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CpplanCase)      record = read_case (cases[i].record);
      g_autoptr (CpplanTimetable) timetable = cpplan_policy_set_evaluate (set, "ours", record, calendar, day ("2025-01-08"),
                                                                          CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, NULL);
      assert_int_equal (cpplan_timetable_get_length (timetable), 1);
      const CpplanDeadline *row = find (timetable, "child-seen");
      assert_string_equal (cpplan_deadline_get_edition (row), cases[i].edition);
      assert_int_equal (cpplan_deadline_get_due (row), day (cases[i].due));
    }
}

/* Decision 10: Kent's trial has five districts and one service; the district is a member of the case. */
static void
districts_are_those_of_the_trial (void **state)
{
  (void) state;
  static const char *const districts[] = { "thanet", "dover", "gravesend", "sevenoaks", "tonbridge-and-malling",
                                           "north-adolescent-services", "ashford", "maidstone", "thanet-and-dover" };
  enum
  {
    N_OF_THE_TRIAL = 6
  };
  for (gsize i = 0; i < G_N_ELEMENTS (districts); i++)
    {
      g_autofree char *text
        = g_strdup_printf ("{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"district\":\"%s\",\"people\":[{\"id\":\"a\","
                           "\"role\":\"social-work-assistant\",\"qualified-social-worker\":false}],\"events\":[{\"id\":\"e\","
                           "\"kind\":\"allocated\",\"date\":\"2025-01-06\",\"person\":\"a\",\"case-type\":\"child-in-need\"}]}",
                           districts[i]);
      g_autoptr (CpplanCase)      record = read_case (text);
      g_autoptr (CpplanTimetable) timetable = evaluate ("kent", record, "2025-01-20", NULL);
      assert_int_equal (cpplan_timetable_get_length (timetable), i < N_OF_THE_TRIAL);
      if (i < N_OF_THE_TRIAL)
        assert_int_equal (cpplan_deadline_get_due (find (timetable, "supervision")), day ("2025-02-06"));
    }
}

/* Decision 55: which holidays there are follows the calendar's own day of knowledge, which events there are the
 * question's. The holiday of Monday 19 September 2022 was announced on the 9th; the meeting was on Tuesday 20. */
static void
calendar_keeps_its_own_day_of_knowledge (void **state)
{
  (void) state;
  static const struct
  {
    const char *calendar_known_at; /* NULL: all that is known today */
    const char *known_at;          /* NULL: the day asked about */
    const char *due;
    CpplanState state;
  } cases[] = {
    { "2022-09-08", "2022-09-21", "2022-09-19", CPPLAN_STATE_MET_LATE },
    { "2022-09-09", "2022-09-21", "2022-09-20", CPPLAN_STATE_MET },
    { "2022-09-08", "2022-09-08", "2022-09-19", CPPLAN_STATE_OVERDUE },
    { NULL, "2022-09-08", "2022-09-20", CPPLAN_STATE_OVERDUE },
    { NULL, NULL, "2022-09-20", CPPLAN_STATE_MET },
  };
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_builtin ("hampshire", NULL);
  g_autoptr (CpplanCase)   record
    = read_case (CASE ("", "{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2022-09-05\",\"outcome\":\"plan\"},"
                           "{\"id\":\"g\",\"kind\":\"core-group\",\"date\":\"2022-09-20\"}"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CpplanCalendar) own = cpplan_calendar_new_bank_holidays (
        CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED,
        cases[i].calendar_known_at == NULL ? CPPLAN_DATE_NONE : day (cases[i].calendar_known_at), NULL);
      g_autoptr (CpplanTimetable) timetable
        = cpplan_policy_evaluate (policy, record, own, day ("2022-09-21"),
                                  cases[i].known_at == NULL ? CPPLAN_DATE_NONE : day (cases[i].known_at), CPPLAN_DATE_NONE, NULL);
      const CpplanDeadline *row = find (timetable, "first-core-group");
      assert_int_equal (cpplan_deadline_get_due (row), day (cases[i].due));
      assert_int_equal (cpplan_deadline_get_state (row), cases[i].state);
      if (cases[i].known_at == NULL)
        assert_int_equal (cpplan_timetable_get_known_at (timetable), day ("2022-09-21"));
    }
}

static CpplanTimetable *
evaluate_of_parents (const char *text, const char *parent_text)
{
  g_autoptr (GError)          error = NULL;
  const char *const           texts[] = { parent_text, text };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, &error);
  g_autoptr (CpplanCase)      record = read_case (CASE ("\"policy\":\"ours\",", PLAN));
  if (set == NULL)
    fail_msg ("%s", error->message);
  return cpplan_policy_set_evaluate (set, NULL, record, calendar, day ("2025-01-20"), CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
}

/* Decision 56: one digest names all that was read, the text that the policy extends too. */
static void
digest_of_the_policy_names_all_that_answered (void **state)
{
  (void) state;
#define PARENT(within)                                                                                     \
  "[policy]\nid = theirs\ntitle = Theirs\n[rule first-core-group]\ntitle = First\nkind = deadline\n"       \
  "after = plan-start\nby = core-group\nwithin = " within "\nforce = must\ncite = page 1\n"
#define CHILD(title) "[policy]\nid = ours\ntitle = " title "\nextends = theirs\n"
  g_autoptr (CpplanTimetable) first = evaluate_of_parents (CHILD ("Ours"), PARENT ("10 working days"));
  g_autoptr (CpplanTimetable) again = evaluate_of_parents (CHILD ("Ours"), PARENT ("10 working days"));
  g_autoptr (CpplanTimetable) other = evaluate_of_parents (CHILD ("Ours still"), PARENT ("10 working days"));
  g_autoptr (CpplanTimetable) above = evaluate_of_parents (CHILD ("Ours"), PARENT ("9 working days"));
  const char                 *digest = cpplan_timetable_get_policy_digest (first);
  assert_string_equal (cpplan_timetable_get_policy_digest (again), digest);
  assert_string_not_equal (cpplan_timetable_get_policy_digest (other), digest);
  assert_string_not_equal (cpplan_timetable_get_policy_digest (above), digest);
  assert_string_not_equal (cpplan_timetable_get_policy_digest (above), cpplan_timetable_get_policy_digest (other));
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
    cmocka_unit_test (nothing_is_due_after_the_last_year),
    cmocka_unit_test (row_gives_each_of_its_parts),
    cmocka_unit_test (explanation_tells_every_step),
    cmocka_unit_test (names_of_states_and_flags_are_fixed),
    cmocka_unit_test (days_and_horizon_are_checked),
    cmocka_unit_test (rows_have_a_greatest_number),
    cmocka_unit_test (policies_of_the_case_must_exist),
    cmocka_unit_test (editions_hold_by_the_day_of_the_trigger),
    cmocka_unit_test (editions_of_a_clock_that_waits_for_the_birth_hold_by_the_birth),
    cmocka_unit_test (editions_of_a_set_hold_by_the_birth),
    cmocka_unit_test (districts_are_those_of_the_trial),
    cmocka_unit_test (calendar_keeps_its_own_day_of_knowledge),
    cmocka_unit_test (digest_of_the_policy_names_all_that_answered),
    cmocka_unit_test (stale_policies_are_flagged_on_the_timetable),
    cmocka_unit_test (doubled_meetings_are_warned_of),
    cmocka_unit_test (objects_are_shared_between_threads),
  };
  return cmocka_run_group_tests_name ("timetable", tests, set_up, tear_down);
}

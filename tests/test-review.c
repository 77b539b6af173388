/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is missing? The public interface of findings, what the words of their rules mean, and what must hold of every
 * answer. The rules of the built-in policies are shown by the vectors, see test-findings.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>
#include <jansson.h>

#include <cpplan/cpplan-json.h>

#define POLICY "[policy]\nid = mine\ntitle = Mine\ncalendar = england-and-wales\n"
#define RULE(body) "[rule r]\ntitle = R\nforce = must\ncite = page 1\n" body
#define CHILD "\"child\":{\"born\":\"2016-03-04\"}"
#define PLAN "{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2025-02-03\",\"outcome\":\"plan\",\"quorate\":true}"
#define END(date) "{\"id\":\"x\",\"kind\":\"plan-ended\",\"date\":\"" date "\",\"reason\":\"no-continuing-risk\"}"
#define EVENT(id, kind, date, more) "{\"id\":\"" id "\",\"kind\":\"" kind "\",\"date\":\"" date "\"" more "}"

static CpplanPolicySet *builtin;

static int
set_up (void **state)
{
  (void) state;
  builtin = cpplan_policy_set_new_builtin (NULL);
  return builtin == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_policy_set_unref (builtin);
  return 0;
}

/* ---- asking ---- */

static CpplanDate
parse_date (const char *text)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  if (text != NULL)
    assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static CpplanCalendar *
open_calendar (void)
{
  CpplanCalendar *calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED,
                                                                parse_date ("2025-06-01"), NULL);
  assert_non_null (calendar);
  return calendar;
}

/* @members: those of the case beside format, id and events. */
static CpplanCase *
read_case (const char *members, const char *events)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = g_strdup_printf ("{\"format\":\"cpplan-case/1\",\"id\":\"c\",%s%s\"events\":[%s]}", members,
                                             *members == '\0' ? "" : ",", events);
  CpplanCase        *record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", text, error->message);
  return record;
}

static CpplanPolicy *
read_policy (const char *rules)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = g_strconcat (POLICY, rules, NULL);
  CpplanPolicy      *policy = cpplan_policy_new_from_text (text, builtin, &error);
  if (policy == NULL)
    fail_msg ("%s: %s", rules, error->message);
  return policy;
}

/* A line a finding: rule, subject, person, state, and what is missing or needed. */
static char *
show (const CpplanFindings *findings)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < cpplan_findings_get_length (findings); i++)
    {
      const CpplanFinding *finding = cpplan_findings_get_finding (findings, i);
      const CpplanEvent   *subject = cpplan_finding_get_subject (finding);
      const char          *member = cpplan_finding_get_member (finding);
      g_autofree char     *missing = g_strjoinv (", ", (char **) cpplan_finding_get_missing (finding));
      g_autofree char     *needs = g_strjoinv (", ", (char **) cpplan_finding_get_needs (finding));
      assert_true (*missing == '\0' || *needs == '\0');
      g_string_append_printf (text, "%s%s", i == 0 ? "" : "\n", cpplan_rule_get_id (cpplan_finding_get_rule (finding)));
      if (subject != NULL)
        g_string_append_printf (text, " %s", cpplan_event_get_id (subject));
      if (member != NULL)
        g_string_append_printf (text, "/%s", member);
      g_string_append_printf (text, " %s", cpplan_finding_state_to_string (cpplan_finding_get_state (finding)));
      if (*missing != '\0' || *needs != '\0')
        g_string_append_printf (text, ": %s%s", missing, needs);
    }
  return g_string_free (text, FALSE);
}

static void
assert_answer (const char *rules, const char *members, const char *events, const char *as_of, const char *wanted)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (CpplanPolicy)   policy = read_policy (rules);
  g_autoptr (CpplanCase)     record = read_case (members, events);
  g_autoptr (CpplanCalendar) calendar = open_calendar ();
  g_autoptr (CpplanFindings) findings
    = cpplan_policy_review (policy, record, calendar, parse_date (as_of), CPPLAN_DATE_NONE, &error);
  if (findings == NULL)
    fail_msg ("%s", error->message);
  g_autofree char *got = show (findings);
  if (strcmp (got, wanted) != 0)
    fail_msg ("\n%s\non %s:\n%s\ninstead of\n%s", rules, as_of, got, wanted);
}

/* ---- what the words of rules mean ---- */

/* Also where two terms mean the same event, it is one finding. */
static void
event_calls_once (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = (visit where child-seen) or visit where place = home\nholds = food-seen\n");
  assert_answer (rule, CHILD, EVENT ("v", "visit", "2025-02-10", ",\"child-seen\":true,\"place\":\"home\",\"food-seen\":true"), "2025-03-01",
                 "r v satisfied");
  assert_answer (rule, CHILD, EVENT ("v", "visit", "2025-02-10", ",\"child-seen\":true,\"food-seen\":false"), "2025-03-01",
                 "r v missing: v.food-seen");
  assert_answer (rule, CHILD, EVENT ("v", "visit", "2025-02-10", ",\"child-seen\":false,\"food-seen\":false"), "2025-03-01",
                 "r v unknown: v.place");
  assert_answer (rule, CHILD, EVENT ("v", "visit", "2025-02-10", ",\"child-seen\":false,\"place\":\"school\",\"food-seen\":false"), "2025-03-01",
                 "r not-applicable");
  assert_answer (RULE ("kind = require\nafter = initial-conference or plan-start\nholds = quorate\n"), CHILD, PLAN, "2025-03-01", "r i satisfied");
}

/* `first` looks at all kinds together, in the order of their days. */
static void
first_is_of_all_kinds_together (void **state)
{
  (void) state;
  assert_answer (RULE ("kind = require\nafter = first core-group inside plan or visit inside plan\nby = notes-circulated\n"), CHILD,
                 PLAN "," EVENT ("g", "core-group", "2025-02-20", "") "," EVENT ("v", "visit", "2025-02-10", ""), "2025-03-01",
                 "r v missing: notes-circulated");
}

/* A plan that only may have begun is asked about like one, and ends like one. */
static void
plan_that_may_have_begun_ends_too (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = duty\nafter = plan-start\nby = visit\nuntil = plan-end\n");
  static const char maybe[] = EVENT ("i", "initial-conference", "2025-02-03", "");
  assert_answer (rule, CHILD, maybe, "2025-03-01", "r i unknown: i.outcome");
  assert_answer (rule, CHILD, EVENT ("i", "initial-conference", "2025-02-03", "") "," END ("2025-02-20"), "2025-02-20", "r i unknown: i.outcome");
  assert_answer (rule, CHILD, EVENT ("i", "initial-conference", "2025-02-03", "") "," END ("2025-02-20"), "2025-02-21", "r i not-applicable");
}

/* What is owed between two reviews is no longer owed where the plan ends before the second. */
static void
plan_end_cuts_short_what_had_more_time (void **state)
{
  (void) state;
  static const char between[]
    = RULE ("kind = require\nafter = plan-start or review-conference inside plan\nby = visit\nuntil = review-conference or plan-end\n");
  static const char whole[] = RULE ("kind = require\nafter = plan-start\nby = visit\nuntil = plan-end\n");
#define REVIEW(date) EVENT ("w", "review-conference", date, ",\"outcome\":\"end\"")
  assert_answer (between, CHILD, PLAN "," END ("2025-03-03"), "2025-03-03", "r i outstanding: visit");
  assert_answer (between, CHILD, PLAN "," END ("2025-03-03"), "2025-03-04", "r i not-applicable");
  assert_answer (between, CHILD, PLAN "," REVIEW ("2025-04-28"), "2025-04-28", "r i outstanding: visit\nr w outstanding: visit");
  assert_answer (between, CHILD, PLAN "," REVIEW ("2025-04-28") "," END ("2025-04-28"), "2025-04-29", "r i missing: visit\nr w not-applicable");
  assert_answer (whole, CHILD, PLAN "," END ("2025-03-03"), "2025-03-04", "r i missing: visit");
}

/* What leaves it open whether its time is over is needed, although it is certain that it was called for. */
static void
what_may_have_closed_it_is_needed (void **state)
{
  (void) state;
  assert_answer (RULE ("kind = duty\nafter = plan-start\nby = visit\nuntil = core-group where decisions-recorded\n"), CHILD,
                 PLAN "," EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r i unknown: g.decisions-recorded");
}

/* Needs of one person's finding are not those of the next one's. */
static void
needs_are_of_each_person (void **state)
{
  (void) state;
  assert_answer (RULE ("kind = require\nafter = core-group\nper = people where role = core-group-member\nwhen = member.direct-contact\n"
                       "by = notes-circulated\n"),
                 CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"core-group-member\"},{\"id\":\"b\",\"role\":\"core-group-member\"}]",
                 EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01",
                 "r g/a unknown: a.direct-contact\nr g/b unknown: b.direct-contact");
}

/* Whom a list names may turn on a part that is not recorded. */
static void
parts_that_a_list_turns_on_are_needed (void **state)
{
  (void) state;
#define PEOPLE CHILD ",\"people\":[{\"id\":\"a\"},{\"id\":\"b\",\"role\":\"parent\"}]"
  assert_answer (RULE ("kind = require\nafter = visit\nholds = people-seen includes family-member\n"), PEOPLE,
                 EVENT ("v", "visit", "2025-02-10", ",\"people-seen\":[\"a\",\"b\"]"), "2025-03-01", "r v unknown: a.role");
  assert_answer (RULE ("kind = require\nafter = core-group\nper = people where qualified-social-worker\nby = informed where to includes member\n"),
                 CHILD ",\"people\":[{\"id\":\"a\",\"qualified-social-worker\":true}]",
                 EVENT ("g", "core-group", "2025-02-10", "") "," EVENT ("n", "informed", "2025-02-11", ",\"to\":[\"family\"]"), "2025-03-01",
                 "r g/a unknown: a.role");
}

static void
child_not_yet_born_is_not_asked_about (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = plan-start or review-conference inside plan\nby = visit\n"
                                   "until = review-conference or plan-end\nnot-before = birth\n");
  static const char events[] = PLAN "," REVIEW ("2025-04-28");
  assert_answer (rule, "\"child\":{\"expected\":\"2025-03-20\"}", events, "2025-06-01", "r not-applicable");
  assert_answer (rule, "\"child\":{\"born\":\"2025-03-20\"}", events, "2025-03-19", "r not-applicable");
  assert_answer (rule, "\"child\":{\"born\":\"2025-03-20\"}", events, "2025-03-20", "r i outstanding: visit");
  assert_answer (rule, "\"child\":{\"born\":\"2025-04-28\"}", events, "2025-04-29", "r i missing: visit\nr w outstanding: visit");
  assert_answer (rule, "\"child\":{\"born\":\"2025-04-29\"}", events, "2025-04-29", "r w outstanding: visit");
  assert_answer (rule, "", events, "2025-03-19", "r i outstanding: visit"); /* nothing says that it is unborn */
  static const char of_event[] = RULE ("kind = require\nafter = visit\nholds = spoke-with-child\nnot-before = birth\n");
  static const char visits[] = EVENT ("v1", "visit", "2025-03-19", "") "," EVENT ("v2", "visit", "2025-03-20", "");
  assert_answer (of_event, "\"child\":{\"born\":\"2025-03-20\"}", visits, "2025-06-01", "r v2 unknown: v2.spoke-with-child");
}

/* Nobody needs a birthday to see that a child who is expected is under an age; nor can another age be asked for. */
static void
child_not_yet_born_is_under_every_age (void **state)
{
  (void) state;
  static const char under[] = RULE ("kind = require\nafter = plan-start\nholds = core-group-named or age (child) < 1 month\n");
  assert_answer (under, "\"child\":{\"expected\":\"2025-07-20\"}", PLAN, "2025-06-01", "r i satisfied");
  assert_answer (under, "\"child\":{\"born\":\"2025-02-10\"}", PLAN, "2025-06-01", "r i satisfied");
  assert_answer (under, "", PLAN, "2025-06-01", "r i unknown: child.born, i.core-group-named");
  static const char from[] = RULE ("kind = require\nafter = plan-start\nwhen = age (child) >= 4 years\nby = visit\n");
  assert_answer (from, "\"child\":{\"expected\":\"2025-07-20\"}", PLAN, "2025-06-01", "r not-applicable");
  assert_answer (from, "", PLAN, "2025-06-01", "r i unknown: child.born");
#define NOT_NAMED EVENT ("i", "initial-conference", "2025-02-03", ",\"outcome\":\"plan\",\"core-group-named\":false")
  assert_answer (under, CHILD, NOT_NAMED, "2025-06-01", "r i missing: i.core-group-named");
  static const char both[] = RULE ("kind = require\nafter = plan-start\nholds = core-group-named and age (child) < 1 month\n");
  assert_answer (both, CHILD, NOT_NAMED, "2025-06-01", "r i missing: age (child) < 1 month, i.core-group-named");
}

/* A gap after the plan is none. */
static void
cover_is_wanted_as_long_as_the_plan (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = plan-start\nholds = covered (people where role = lead-social-worker)\n");
#define WORKER(until) CHILD ",\"people\":[{\"id\":\"w\",\"role\":\"lead-social-worker\",\"until\":\"" until "\"}]"
  assert_answer (rule, WORKER ("2025-03-03"), PLAN, "2025-03-03", "r i satisfied");
  assert_answer (rule, WORKER ("2025-03-03"), PLAN, "2025-03-04", "r i missing: lead-social-worker on 2025-03-04");
  assert_answer (rule, WORKER ("2025-03-03"), PLAN "," END ("2025-03-03"), "2025-06-01", "r i satisfied");
  assert_answer (rule, WORKER ("2025-03-02"), PLAN "," END ("2025-03-03"), "2025-06-01", "r i missing: lead-social-worker on 2025-03-03");
}

/* A part is entered on the day of its plan: that plan does not take the place of its own parts, the next one does. */
static void
what_the_trigger_is_about_came_before_it (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = duty\nafter = plan-part\nwhen = not any (plan-recorded) since trigger\nby = action-reported\n");
#define PLAN_AND_PART EVENT ("p", "plan-recorded", "2025-02-10", "") "," EVENT ("a", "plan-part", "2025-02-10", ",\"about\":\"p\"")
  assert_answer (rule, CHILD, PLAN_AND_PART, "2025-03-01", "r a outstanding: action-reported");
  assert_answer (rule, CHILD, PLAN_AND_PART "," EVENT ("q", "plan-recorded", "2025-03-01", ""), "2025-03-01", "r not-applicable");
}

/* Of two facts that are compared, only the one that is not recorded. */
static void
what_is_recorded_is_not_needed (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = plan-recorded\nper = people where role = parent\n"
                                   "by = copy-given where to includes member and language = member.preferred-language\n");
#define PARENT(more) CHILD ",\"people\":[{\"id\":\"m\",\"role\":\"parent\"" more "}]"
#define COPY(more) EVENT ("p", "plan-recorded", "2025-02-10", "") "," EVENT ("c", "copy-given", "2025-02-11", ",\"to\":[\"m\"]" more)
  assert_answer (rule, PARENT (",\"preferred-language\":\"polish\""), COPY (""), "2025-03-01", "r p/m unknown: c.language");
  assert_answer (rule, PARENT (""), COPY (",\"language\":\"polish\""), "2025-03-01", "r p/m unknown: m.preferred-language");
  assert_answer (rule, PARENT (""), COPY (""), "2025-03-01", "r p/m unknown: c.language, m.preferred-language");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (event_calls_once),
    cmocka_unit_test (first_is_of_all_kinds_together),
    cmocka_unit_test (plan_that_may_have_begun_ends_too),
    cmocka_unit_test (plan_end_cuts_short_what_had_more_time),
    cmocka_unit_test (what_may_have_closed_it_is_needed),
    cmocka_unit_test (needs_are_of_each_person),
    cmocka_unit_test (parts_that_a_list_turns_on_are_needed),
    cmocka_unit_test (child_not_yet_born_is_not_asked_about),
    cmocka_unit_test (child_not_yet_born_is_under_every_age),
    cmocka_unit_test (cover_is_wanted_as_long_as_the_plan),
    cmocka_unit_test (what_the_trigger_is_about_came_before_it),
    cmocka_unit_test (what_is_recorded_is_not_needed),
  };
  return cmocka_run_group_tests_name ("review", tests, set_up, tear_down);
}

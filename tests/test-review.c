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

/* What was done before, or on either side, of the plan. */
static void
order_says_on_which_side (void **state)
{
  (void) state;
#define SIDE(order) RULE ("kind = require\nafter = core-group inside plan\nby = visit where child-seen and (not has about or about = trigger)\norder = " order "\n")
#define SEEN(date, more) EVENT ("v", "visit", date, ",\"child-seen\":true" more)
#define MET PLAN "," EVENT ("g", "core-group", "2025-02-10", ",\"seq\":1") "," EVENT ("h", "core-group", "2025-02-17", "")
  assert_answer (SIDE ("before"), CHILD, MET "," SEEN ("2025-02-03", ""), "2025-03-01", "r g satisfied\nr h satisfied");
  assert_answer (SIDE ("before"), CHILD, MET "," SEEN ("2025-02-02", ""), "2025-03-01", "r g missing: visit\nr h missing: visit");
  assert_answer (SIDE ("before"), CHILD, MET "," SEEN ("2025-02-10", ",\"seq\":0"), "2025-03-01", "r g satisfied\nr h satisfied");
  assert_answer (SIDE ("before"), CHILD, MET "," SEEN ("2025-02-10", ",\"seq\":2"), "2025-03-01", "r g missing: visit\nr h satisfied");
  assert_answer (SIDE ("before"), CHILD, MET "," SEEN ("2025-02-10", ",\"about\":\"h\""), "2025-03-01", "r g missing: visit\nr h satisfied");
  assert_answer (SIDE ("before"), CHILD, MET "," EVENT ("v", "visit", "2025-02-11", ""), "2025-03-01", "r g missing: visit\nr h unknown: v.child-seen");
  assert_answer (SIDE ("before"), CHILD, MET "," EVENT ("v", "visit", "2025-02-04", ",\"about\":\"h\""), "2025-03-01",
                 "r g missing: visit\nr h unknown: v.child-seen");
  assert_answer (SIDE ("either"), CHILD, MET "," SEEN ("2025-02-28", ""), "2025-03-01", "r g satisfied\nr h satisfied");
  assert_answer (SIDE ("either"), CHILD, MET "," SEEN ("2025-02-28", ",\"about\":\"g\""), "2025-03-01", "r g satisfied\nr h missing: visit");
  assert_answer (SIDE ("either"), CHILD, MET "," SEEN ("2025-02-02", ""), "2025-03-01", "r g missing: visit\nr h missing: visit");
}

/* Of all events, of those in the plan, and of those on one side. */
static void
any_and_every_look_where_they_are_told (void **state)
{
  (void) state;
  static const struct
  {
    const char *holds;
    const char *wanted;
  } rows[] = {
    { "any (visit where child-seen)", "satisfied" }, /* v1 */
    { "any (visit inside plan where child-seen)", "unknown: v4.child-seen" },
    { "any (visit where child-seen) since trigger", "unknown: v4.child-seen" },
    { "any (visit where child-seen) before trigger", "satisfied" },
    { "any (visit inside plan where child-seen) before trigger", "missing: visit" },
    { "any (visit where announced) before trigger", "missing: visit" },
    { "any (visit inside plan where food-seen)", "satisfied" }, /* v3, the trigger's day */
    { "any (visit where food-seen) since trigger", "satisfied" },
    { "any (visit where food-seen) before trigger", "satisfied" },
    { "any (core-group)", "satisfied" },
    { "any (core-group) since trigger", "missing: core-group" },
    { "any (core-group) before trigger", "missing: core-group" },
    { "any (visit where child-seen and by = trigger.chair)", "unknown: v1.by, v4.by, v4.child-seen" },
    { "any (visit where food-seen and by = trigger.chair)", "satisfied" },
    { "any (visit where about = trigger)", "satisfied" }, /* v4 */
    { "any (visit where about = trigger and child-seen)", "unknown: v1.about, v4.child-seen" }, /* v1 may be about it */
    { "any (visit where child-seen) since latest (plan-recorded)", "unknown: v4.child-seen" },
    { "every (visit satisfies child-seen)", "missing: v2.child-seen, v3.child-seen" },
    { "every (visit satisfies child-seen) since trigger", "missing: v3.child-seen" },
    { "every (visit where announced satisfies child-seen)", "unknown: v4.announced, v4.child-seen" },
    { "every (visit inside plan where food-seen satisfies child-seen)", "missing: v3.child-seen" },
    { "every (visit where about = trigger satisfies child-seen)", "unknown: v2.about, v3.about, v4.child-seen" },
    { "every (visit where by = trigger.chair satisfies food-seen)", "unknown: v1.by, v1.food-seen, v2.by, v4.by" },
    { "every (report-sent satisfies has about)", "satisfied" }, /* of none */
    { "every (visit satisfies has child-seen)", "missing: v4.child-seen" },
    { "latest (visit where by.role = parent).food-seen", "satisfied" },
    { "known (visit inside plan).child-seen", "missing: v3.child-seen" },
    { "known (visit where announced).food-seen", "unknown: v4.announced" },
    { "known (visit where has announced).food-seen", "satisfied" }, /* v3 */
    { "known (visit).cooking-facilities-seen", "unknown: visit" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *rule = g_strdup_printf (RULE ("kind = require\nafter = core-group\nholds = %s\n"), rows[i].holds);
      g_autofree char *wanted = g_strdup_printf ("r g %s", rows[i].wanted);
      assert_answer (rule, CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"parent\",\"until\":\"2025-02-10\"}]",
                     EVENT ("v1", "visit", "2025-01-20", ",\"child-seen\":true,\"announced\":false") "," PLAN ","
                     EVENT ("v2", "visit", "2025-02-04", ",\"child-seen\":false,\"announced\":false,\"food-seen\":false") ","
                     EVENT ("v3", "visit", "2025-02-10", ",\"child-seen\":false,\"announced\":false,\"food-seen\":true,\"by\":\"a\"") ","
                     EVENT ("g", "core-group", "2025-02-10", ",\"chair\":\"a\"") "," EVENT ("p", "plan-recorded", "2025-02-10", "") ","
                     EVENT ("v4", "visit", "2025-02-20", ",\"about\":\"g\",\"food-seen\":false") "," END ("2025-02-24") ","
                     EVENT ("v5", "visit", "2025-02-25", ",\"child-seen\":true,\"announced\":false,\"food-seen\":false"),
                     "2025-02-24", wanted);
    }
}

/* A part is had on the day of the event that is looked at, whichever event asks. */
static void
latest_judges_each_event_on_its_own_day (void **state)
{
  (void) state;
  assert_answer (RULE ("kind = require\nafter = core-group\nholds = latest (visit where by.role = lead-social-worker).child-seen\n"),
                 CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"lead-social-worker\",\"until\":\"2025-02-10\"}]",
                 EVENT ("v", "visit", "2025-02-10", ",\"by\":\"a\",\"child-seen\":true") "," EVENT ("g", "core-group", "2025-02-20", ""), "2025-03-01",
                 "r g satisfied");
}

/* Until when may differ from person to person. */
static void
time_is_over_for_each_person (void **state)
{
  (void) state;
  assert_answer (RULE ("kind = duty\nafter = plan-start\nper = people where role = parent\nby = informed where to includes member\n"
                       "until = agreement-recorded where of = member and willing\n"),
                 CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"parent\"},{\"id\":\"b\",\"role\":\"parent\"},{\"id\":\"c\",\"role\":\"parent\"}]",
                 PLAN "," EVENT ("w", "agreement-recorded", "2025-02-10", ",\"of\":\"a\",\"willing\":true") ","
                 EVENT ("w2", "agreement-recorded", "2025-02-10", ",\"of\":\"b\""), "2025-03-01",
                 "r i/a not-applicable\nr i/b unknown: w2.willing\nr i/c outstanding: informed");
}

/* What a selector asks of its events may itself turn on the trigger, its plan or its rule. */
static void
selectors_ask_for_each_trigger (void **state)
{
  (void) state;
  static const char workers[] = CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"co-worker\"},{\"id\":\"b\",\"role\":\"co-worker\"}]";
  static const char visits[] = EVENT ("v1", "visit", "2025-02-10", ",\"by\":\"a\",\"child-seen\":true") ","
                               EVENT ("v2", "visit", "2025-02-11", ",\"by\":\"b\",\"child-seen\":false") ","
                               EVENT ("n", "informed", "2025-02-12", "");
  assert_answer (RULE ("kind = require\nafter = visit\nby = informed where latest (visit where by = trigger.by).child-seen\n"), workers, visits,
                 "2025-03-01", "r v1 satisfied\nr v2 missing: informed");
  assert_answer (RULE ("kind = duty\nafter = plan-start\nby = visit where latest (moved-out inside plan).permanent\n"), CHILD,
                 EVENT ("m", "moved-out", "2025-01-06", ",\"permanent\":true") "," PLAN "," EVENT ("v", "visit", "2025-02-10", ""), "2025-03-01",
                 "r i outstanding: visit");
  assert_answer (RULE ("kind = duty\nafter = plan-start\nby = visit-frequency-set where interval <= 4 weeks\nuntil = visit-frequency-set where interval > 1 year\n"),
                 CHILD, PLAN "," EVENT ("f", "visit-frequency-set", "2025-02-10", ",\"interval\":\"2 weeks\""), "2025-03-01", "r i satisfied");
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

/* Who has left the core group owes it nothing more; what they did not do in time to be required of them stays missing. */
static void
who_has_left_owes_nothing (void **state)
{
  (void) state;
  static const char duty[] = RULE ("kind = duty\nafter = plan-start\nper = people where role = core-group-member\n"
                                   "by = work-recorded where by = member\nuntil = plan-end\n");
  static const char require[] = RULE ("kind = require\nafter = plan-start\nper = people where role = core-group-member\nholds = member.experienced\n");
#define LEFT CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"core-group-member\",\"experienced\":false,\"until\":\"2025-02-20\"}]"
#define DID(day) "," EVENT ("x", "work-recorded", day, ",\"by\":\"a\"")
  assert_answer (duty, LEFT, PLAN, "2025-02-20", "r i/a outstanding: work-recorded");
  assert_answer (duty, LEFT, PLAN, "2025-02-21", "r i/a not-applicable");
  assert_answer (duty, LEFT, PLAN DID ("2025-02-20"), "2025-03-01", "r i/a satisfied");
  assert_answer (duty, LEFT, PLAN DID ("2025-02-21"), "2025-03-01", "r i/a not-applicable");
  assert_answer (require, LEFT, PLAN, "2025-03-01", "r i/a missing: a.experienced");
}

static void
practitioners_are_the_other_agencies (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = plan-changed\nby = informed\nto = other-agencies\n");
#define SCHOOL CHILD ",\"people\":[{\"id\":\"s\",\"role\":\"practitioner\"},{\"id\":\"t\",\"role\":\"practitioner\"}]"
#define CHANGE(to) EVENT ("p", "plan-changed", "2025-02-10", "") "," EVENT ("n", "informed", "2025-02-11", ",\"to\":[" to "]")
  assert_answer (rule, SCHOOL, CHANGE ("\"s\",\"t\""), "2025-03-01", "r p satisfied");
  assert_answer (rule, SCHOOL, CHANGE ("\"s\""), "2025-03-01", "r p missing: other-agencies");
  assert_answer (rule, SCHOOL, CHANGE ("\"practitioner\""), "2025-03-01", "r p satisfied");
  assert_answer (rule, CHILD, CHANGE ("\"all-agencies\""), "2025-03-01", "r p satisfied");
}

/* ---- the public interface ---- */

#define SEFTON "\"policy\":\"sefton\"," CHILD ",\"people\":[{\"id\":\"w\",\"role\":\"lead-social-worker\"}]"
#define LED EVENT ("g", "core-group", "2025-02-10", ",\"lead\":\"w\"")

static CpplanFindings *
ask (CpplanCase *record, const char *policy, const char *as_of, const char *known_at, GError **error)
{
  g_autoptr (CpplanCalendar) calendar = open_calendar ();
  return cpplan_policy_set_review (builtin, policy, record, calendar, parse_date (as_of), parse_date (known_at), error);
}

static const CpplanFinding *
find (const CpplanFindings *findings, const char *rule, const char *subject)
{
  for (gsize i = 0; i < cpplan_findings_get_length (findings); i++)
    {
      const CpplanFinding *finding = cpplan_findings_get_finding (findings, i);
      const CpplanEvent   *event = cpplan_finding_get_subject (finding);
      if (strcmp (cpplan_rule_get_id (cpplan_finding_get_rule (finding)), rule) == 0
          && g_strcmp0 (event == NULL ? NULL : cpplan_event_get_id (event), subject) == 0)
        return finding;
    }
  fail_msg ("there is no finding %s of %s", rule, subject);
  return NULL;
}

static void
states_round_trip (void **state)
{
  (void) state;
  static const char *const names[] = { "missing", "outstanding", "unknown", "satisfied", "not-applicable" };
  g_autoptr (GError)       error = NULL;
  CpplanFindingState       number = CPPLAN_FINDING_STATE_MISSING;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_true (cpplan_finding_state_from_string (names[i], &number, NULL));
      assert_int_equal (number, i + 1);
      assert_string_equal (cpplan_finding_state_to_string (number), names[i]);
    }
  assert_false (cpplan_finding_state_from_string ("Missing", &number, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
  assert_string_equal (error->message, "\"Missing\" is no state of a finding");
}

static void
assert_refused (const char *members, const char *events, const char *policy, const char *as_of, const char *known_at, CpplanError code)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (CpplanCase)     record = read_case (members, events);
  g_autoptr (CpplanFindings) findings = ask (record, policy, as_of, known_at, &error);
  assert_null (findings);
  assert_true (g_error_matches (error, CPPLAN_ERROR, code));
}

static void
what_is_asked_is_checked (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (SEFTON, PLAN);
  g_autoptr (CpplanCalendar) calendar = open_calendar ();
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_builtin ("sefton", NULL);
  g_autoptr (GError)         error = NULL;
  assert_refused (SEFTON, PLAN, NULL, NULL, NULL, CPPLAN_ERROR_DATE);
  assert_refused (SEFTON, PLAN, "camelot", NULL, NULL, CPPLAN_ERROR_DATE); /* days first */
  assert_refused (SEFTON, PLAN, "camelot", "2025-03-01", NULL, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_refused (CHILD, PLAN, NULL, "2025-03-01", NULL, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_refused ("\"policy\":\"camelot\"", PLAN, NULL, "2025-03-01", NULL, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_refused (SEFTON, PLAN "," EVENT ("i1", "initial-conference", "2025-02-04", ",\"supersedes\":\"i\"") ","
                  EVENT ("i2", "initial-conference", "2025-02-05", ",\"supersedes\":\"i\""), NULL, "2025-03-01", NULL, CPPLAN_ERROR_RECORD);
  assert_null (cpplan_policy_review (policy, record, calendar, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
  g_clear_error (&error);
  assert_null (cpplan_policy_review (policy, record, calendar, parse_date ("2025-03-01"), (CpplanDate) 99999999, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
}

static void
findings_give_what_they_were_asked_with (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (SEFTON, PLAN "," LED);
  g_autoptr (CpplanCalendar) calendar = open_calendar ();
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_builtin ("sefton", NULL);
  g_autoptr (CpplanFindings) findings
    = cpplan_policy_review (policy, record, calendar, parse_date ("2025-03-01"), parse_date ("2025-03-05"), NULL);
  assert_ptr_equal (cpplan_findings_get_case (findings), record);
  assert_ptr_equal (cpplan_findings_get_policy (findings), policy);
  assert_ptr_equal (cpplan_findings_get_calendar (findings), calendar);
  assert_int_equal (cpplan_findings_get_as_of (findings), parse_date ("2025-03-01"));
  assert_int_equal (cpplan_findings_get_known_at (findings), parse_date ("2025-03-05"));
  assert_string_equal (cpplan_findings_get_policy_id (findings), "sefton");
  assert_string_equal (cpplan_findings_get_policy_digest (findings), cpplan_policy_get_digest (policy));
  assert_false (cpplan_findings_is_timeline (findings));
  assert_int_equal (cpplan_findings_get_flags (findings), 0);
  assert_int_equal (cpplan_findings_get_n_warnings (findings), 0);
  g_autoptr (CpplanFindings) then = ask (record, NULL, "2025-03-01", NULL, NULL);
  assert_int_equal (cpplan_findings_get_known_at (then), parse_date ("2025-03-01"));
}

static void
finding_gives_each_of_its_parts (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (SEFTON, PLAN "," LED);
  g_autoptr (CpplanFindings) findings = ask (record, NULL, "2025-03-01", NULL, NULL);
  const CpplanFinding       *led = find (findings, "core-group-led", "g");
  assert_int_equal (cpplan_finding_get_state (led), CPPLAN_FINDING_STATE_SATISFIED);
  assert_null (cpplan_finding_get_missing (led)[0]);
  assert_null (cpplan_finding_get_needs (led)[0]);
  assert_null (cpplan_finding_get_member (led));
  assert_int_equal (cpplan_finding_get_flags (led), 0);
  assert_string_equal (cpplan_finding_get_policy (led), "sefton");
  assert_null (cpplan_finding_get_edition (led));
  const CpplanFinding *qualified = find (findings, "lead-social-worker-qualified", "i");
  assert_string_equal (cpplan_finding_get_member (qualified), "w");
  assert_int_equal (cpplan_finding_get_state (qualified), CPPLAN_FINDING_STATE_UNKNOWN);
  assert_string_equal (cpplan_finding_get_needs (qualified)[0], "w.employer");
  assert_string_equal (cpplan_finding_get_needs (qualified)[1], "w.experienced");
  assert_string_equal (cpplan_finding_get_needs (qualified)[2], "w.qualified-social-worker");
  assert_null (cpplan_finding_get_needs (qualified)[3]);
  const CpplanFinding *detailed = find (findings, "plan-detailed", "i");
  assert_int_equal (cpplan_finding_get_state (detailed), CPPLAN_FINDING_STATE_OUTSTANDING);
  assert_string_equal (cpplan_finding_get_missing (detailed)[0], "plan-recorded");
  const CpplanFinding *nothing = find (findings, "change-notified", NULL);
  assert_int_equal (cpplan_finding_get_state (nothing), CPPLAN_FINDING_STATE_NOT_APPLICABLE);
  assert_null (cpplan_finding_get_subject (nothing));
}

/* Every rule of findings answers, in the order of rule, subject and person. */
static void
findings_stand_in_order (void **state)
{
  (void) state;
  static const char rules[] = "[rule b]\ntitle = B\nforce = must\nkind = require\nafter = visit\nholds = child-seen\n"
                              "[rule a]\ntitle = A\nforce = must\nkind = require\nafter = visit\nper = people where role = parent\nby = informed\n"
                              "[rule c]\ntitle = C\nforce = must\nkind = duty\nafter = core-group\nby = informed\n"
                              "[rule d]\ntitle = D\nforce = must\nkind = deadline\nafter = visit\nby = informed\nwithin = 1 week\n";
  assert_answer (rules, CHILD ",\"people\":[{\"id\":\"z\",\"role\":\"parent\"},{\"id\":\"y\",\"role\":\"parent\"}]",
                 EVENT ("v2", "visit", "2025-02-11", "") "," EVENT ("v1", "visit", "2025-02-10", ",\"child-seen\":true") ","
                 EVENT ("n", "informed", "2025-02-10", ""), "2025-03-01",
                 "a v1/y satisfied\na v1/z satisfied\na v2/y missing: informed\na v2/z missing: informed\n"
                 "b v1 satisfied\nb v2 unknown: v2.child-seen\nc not-applicable");
  assert_answer ("", CHILD, PLAN, "2025-03-01", "");
}

static void
findings_outlive_what_they_were_made_of (void **state)
{
  (void) state;
  CpplanCase     *record = read_case (SEFTON, PLAN "," LED);
  CpplanCalendar *calendar = open_calendar ();
  CpplanPolicy   *policy = cpplan_policy_new_builtin ("sefton", NULL);
  CpplanFindings *findings = cpplan_policy_review (policy, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  cpplan_case_unref (record);
  cpplan_calendar_unref (calendar);
  cpplan_policy_unref (policy);
  assert_ptr_equal (cpplan_findings_ref (findings), findings);
  cpplan_findings_unref (findings);
  assert_string_equal (cpplan_case_get_id (cpplan_findings_get_case (findings)), "c");
  g_autofree char *text = cpplan_json_findings_to_string (findings, CPPLAN_JSON_COMPACT | CPPLAN_JSON_EXPLAIN);
  assert_non_null (text);
  cpplan_findings_unref (findings);
  cpplan_findings_unref (NULL);
}

/* ---- the document ---- */

static void
assert_members (const json_t *object, const char *const *wanted, gsize n_wanted)
{
  gsize       n = 0;
  const char *key;
  json_t     *value;
  json_object_foreach ((json_t *) object, key, value)
    {
      assert_true (n < n_wanted);
      assert_string_equal (key, wanted[n++]);
    }
  assert_int_equal (n, n_wanted);
}

static void
document_has_its_members_in_order (void **state)
{
  (void) state;
  static const char *const wanted[] = { "format", "case", "policy", "calendar", "as-of", "known-at", "library", "policy-digest",
                                        "calendar-digest", "findings", "flags", "warnings" };
  g_autoptr (CpplanCase)     record = read_case (SEFTON, PLAN "," LED "," EVENT ("h", "core-group", "2025-02-10", ""));
  g_autoptr (CpplanFindings) findings = ask (record, NULL, "2025-03-01", "2025-03-02", NULL);
  g_autofree char           *text = cpplan_json_findings_to_string (findings, 0);
  g_autofree char           *compact = cpplan_json_findings_to_string (findings, CPPLAN_JSON_COMPACT);
  json_t                    *document = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
  json_t                    *same = json_loads (compact, 0, NULL);
  assert_members (document, wanted, G_N_ELEMENTS (wanted));
  assert_string_equal (json_string_value (json_object_get (document, "format")), "cpplan-findings/1");
  assert_string_equal (json_string_value (json_object_get (document, "case")), "c");
  assert_string_equal (json_string_value (json_object_get (document, "policy")), "sefton");
  assert_string_equal (json_string_value (json_object_get (document, "calendar")), "england-and-wales");
  assert_string_equal (json_string_value (json_object_get (document, "as-of")), "2025-03-01");
  assert_string_equal (json_string_value (json_object_get (document, "known-at")), "2025-03-02");
  assert_string_equal (json_string_value (json_object_get (document, "library")), cpplan_version ());
  assert_int_equal (strlen (json_string_value (json_object_get (document, "policy-digest"))), 64);
  assert_int_equal (strlen (json_string_value (json_object_get (document, "calendar-digest"))), 64);
  assert_int_equal (json_array_size (json_object_get (document, "findings")), cpplan_findings_get_length (findings));
  assert_int_equal (json_array_size (json_object_get (document, "flags")), 0);
  const json_t *warning = json_array_get (json_object_get (document, "warnings"), 0);
  assert_int_equal (cpplan_findings_get_n_warnings (findings), 1);
  assert_string_equal (json_string_value (json_object_get (warning, "id")), "DATA-SAME-DAY");
  assert_string_equal (json_string_value (json_object_get (warning, "subject")), "h");
  assert_string_equal (cpplan_findings_get_warning (findings, 0)->subject, "h");
  assert_null (strchr (compact, '\n'));
  assert_true (json_equal (document, same));
  json_decref (document);
  json_decref (same);
}

static json_t *
write_finding (const CpplanFindings *findings, guint flags, const char *rule)
{
  g_autofree char *text = cpplan_json_findings_to_string (findings, flags);
  json_t          *document = json_loads (text, 0, NULL);
  json_t          *found = NULL;
  gsize            i;
  json_t          *row;
  json_array_foreach (json_object_get (document, "findings"), i, row)
    if (found == NULL && strcmp (json_string_value (json_object_get (row, "rule")), rule) == 0)
      found = json_incref (row);
  json_decref (document);
  assert_non_null (found);
  return found;
}

static void
finding_is_explained_where_that_is_wanted (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (SEFTON, PLAN "," LED);
  g_autoptr (CpplanFindings) findings = ask (record, NULL, "2025-03-01", NULL, NULL);
  json_t                    *plain = write_finding (findings, 0, "core-group-led");
  json_t                    *explained = write_finding (findings, CPPLAN_JSON_EXPLAIN, "core-group-led");
  json_t                    *steps = json_object_get (explained, "steps");
  assert_null (json_object_get (plain, "steps"));
  assert_true (json_array_size (steps) >= 3);
  assert_string_equal (json_string_value (json_array_get (steps, 1)), "Called for by g (core-group) of 2025-02-10.");
  assert_string_equal (json_string_value (json_array_get (steps, 2)), "It is there.");
  json_decref (plain);
  json_decref (explained);
}

static void
assert_explained (const CpplanFindings *findings, const char *rule, const char *subject, const char *sentence)
{
  g_auto (GStrv) steps = cpplan_finding_explain (find (findings, rule, subject));
  if (!g_strv_contains ((const char *const *) steps, sentence))
    {
      g_autofree char *all = g_strjoinv ("\n", steps);
      fail_msg ("\"%s\" is not among\n%s", sentence, all);
    }
}

static void
each_state_is_put_into_words (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record = read_case (SEFTON, PLAN "," EVENT ("g", "core-group", "2025-02-10", ",\"chair\":\"w\"") "," END ("2025-02-20")
                                             "," EVENT ("f", "visit-frequency-set", "2025-02-10", ",\"interval\":\"6 weeks\""));
  g_autoptr (CpplanFindings) running = ask (record, NULL, "2025-02-19", NULL, NULL);
  g_autoptr (CpplanFindings) over = ask (record, NULL, "2025-03-01", NULL, NULL);
  assert_explained (running, "core-group-led", "g", "It would be settled by: g.lead.");
  assert_explained (running, "visit-frequency", "f", "Missing: f.interval <= 4 weeks.");
  assert_explained (running, "plan-detailed", "i", "Still to be done: plan-recorded.");
  assert_explained (running, "lead-social-worker", "i", "It is there.");
  assert_explained (running, "lead-social-worker-qualified", "i", "Called for by i (initial-conference) of 2025-02-03, asked of w.");
  assert_explained (over, "plan-detailed", "i", "It is no longer owed.");
  assert_explained (over, "change-notified", NULL, "Nothing in the record calls for it, or it holds elsewhere.");
}

/* ---- policies, editions, districts ---- */

static const char two_policies[]
  = "[policy]\nid = mine\ntitle = Mine\ncalendar = england-and-wales\n" RULE ("kind = require\nafter = visit\nholds = child-seen\n");
static const char other_policy[] = "[policy]\nid = other\ntitle = Other\nedition = 2\ncalendar = england-and-wales\n"
                                   "[rule s]\ntitle = S\nforce = must\ncite = page 2\nkind = require\nafter = visit\nholds = food-seen\n";

static void
finding_belongs_to_the_policy_of_its_day (void **state)
{
  (void) state;
  const char *const           texts[] = { two_policies, other_policy };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, NULL);
  g_autoptr (CpplanCalendar)  calendar = open_calendar ();
  g_autoptr (CpplanCase)      record
    = read_case ("\"policy\":[{\"policy\":\"mine\",\"from\":\"2025-01-01\"},{\"policy\":\"other\",\"from\":\"2025-02-10\"}]",
                 EVENT ("v0", "visit", "2024-12-31", "") "," EVENT ("v1", "visit", "2025-02-09", "") "," EVENT ("v2", "visit", "2025-02-10", ""));
  g_autoptr (CpplanFindings) findings
    = cpplan_policy_set_review (set, NULL, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  g_autofree char *got = show (findings);
  assert_string_equal (got, "r v1 unknown: v1.child-seen\ns v2 unknown: v2.food-seen");
  assert_true (cpplan_findings_is_timeline (findings));
  assert_string_equal (cpplan_findings_get_policy_id (findings), "other");
  assert_string_equal (cpplan_finding_get_policy (find (findings, "r", "v1")), "mine");
  assert_null (cpplan_finding_get_edition (find (findings, "r", "v1")));
  assert_string_equal (cpplan_finding_get_edition (find (findings, "s", "v2")), "2");
  json_t *row = write_finding (findings, 0, "s");
  assert_string_equal (json_string_value (json_object_get (row, "policy")), "other");
  assert_string_equal (json_string_value (json_object_get (row, "edition")), "2");
  json_decref (row);
  g_autoptr (CpplanFindings) early
    = cpplan_policy_set_review (set, NULL, record, calendar, parse_date ("2025-02-09"), CPPLAN_DATE_NONE, NULL);
  g_autofree char *then = show (early);
  assert_string_equal (then, "r v1 unknown: v1.child-seen");
}

#define BOUNDED(id, days) "[policy]\nid = bounded\ntitle = B\nedition = " id "\nin-force = " days "\ncalendar = england-and-wales\n"

static void
finding_belongs_to_the_edition_of_its_day (void **state)
{
  (void) state;
  const char *const texts[]
    = { BOUNDED ("1", "2025-02-01 .. 2025-02-28") RULE ("kind = require\nafter = visit\nholds = child-seen\n"),
        BOUNDED ("2", "2025-04-01 ..") RULE ("kind = require\nafter = visit\nholds = food-seen\n") };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, NULL);
  g_autoptr (CpplanCalendar)  calendar = open_calendar ();
  g_autoptr (CpplanCase)      record
    = read_case ("\"policy\":\"bounded\"", EVENT ("v1", "visit", "2025-02-28", "") "," EVENT ("v2", "visit", "2025-03-01", ",\"food-seen\":true") ","
                 EVENT ("v3", "visit", "2025-04-01", ""));
  g_autoptr (CpplanFindings) findings
    = cpplan_policy_set_review (set, NULL, record, calendar, parse_date ("2025-05-01"), CPPLAN_DATE_NONE, NULL);
  g_autofree char *got = show (findings);
  assert_string_equal (got, "r v1 unknown: v1.child-seen\nr v2 unknown\nr v3 unknown: v3.food-seen"); /* v2: no fact would settle it */
  assert_explained (findings, "r", "v2", "It cannot be told: no edition of bounded was in force that day, or the calendar does not reach so far.");
  g_autoptr (CpplanFindings) between
    = cpplan_policy_set_review (set, NULL, record, calendar, parse_date ("2025-03-15"), CPPLAN_DATE_NONE, NULL);
  assert_null (cpplan_findings_get_policy (between));
  assert_string_equal (cpplan_findings_get_policy_id (between), "bounded");
}

static void
finding_holds_in_its_district (void **state)
{
  (void) state;
  static const char text[] = "[policy]\nid = mine\ntitle = Mine\nscope = dover thanet\ncalendar = england-and-wales\n"
                             RULE ("kind = require\nafter = visit\nholds = child-seen\n");
  static const struct
  {
    const char *members;
    const char *wanted;
  } rows[] = {
    { "\"district\":\"dover\"", "r v1 satisfied\nr v2 missing: v2.child-seen\nr v3 unknown: v3.child-seen" },
    { "\"district\":\"ashford\"", "r not-applicable" },
    { "", "r v1 satisfied\nr v2 unknown: district\nr v3 unknown: district, v3.child-seen" },
  };
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_from_text (text, NULL, NULL);
  g_autoptr (CpplanCalendar) calendar = open_calendar ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CpplanCase) record = read_case (rows[i].members, EVENT ("v1", "visit", "2025-02-10", ",\"child-seen\":true") ","
                                                 EVENT ("v2", "visit", "2025-02-11", ",\"child-seen\":false") "," EVENT ("v3", "visit", "2025-02-12", ""));
      g_autoptr (CpplanFindings) findings
        = cpplan_policy_review (policy, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
      g_autofree char *got = show (findings);
      assert_string_equal (got, rows[i].wanted);
    }
}

static void
flags_tell_what_is_special (void **state)
{
  (void) state;
  static const char child[] = "[policy]\nid = child\ntitle = C\npublished = 2025-02-11\nreviewed = 2023-01-01\nextends = mine\n"
                              "[rule own]\ntitle = O\nforce = must\ncite = page 3\nkind = require\nafter = visit\nholds = food-seen\n"
                              "[rule theirs]\ntitle = T\nforce = must\ncite = page 4\nkind = require\nowner = external\nafter = visit\nholds = food-seen\n";
  const char *const           texts[] = { two_policies, child };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, NULL, NULL, NULL);
  g_autoptr (CpplanCalendar)  calendar = open_calendar ();
  g_autoptr (CpplanCase)      record
    = read_case ("\"policy\":\"child\"", EVENT ("v1", "visit", "2025-02-10", "") "," EVENT ("v2", "visit", "2025-02-11", "") ","
                 EVENT ("v3", "visit", "2025-02-12", ",\"supersedes\":\"v2\",\"food-seen\":false"));
  g_autoptr (CpplanFindings) findings
    = cpplan_policy_set_review (set, NULL, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  assert_int_equal (cpplan_findings_get_flags (findings), CPPLAN_FLAG_STALE_POLICY);
  assert_int_equal (cpplan_finding_get_flags (find (findings, "own", "v1")), CPPLAN_FLAG_PREDATES_EDITION);
  assert_int_equal (cpplan_finding_get_flags (find (findings, "own", "v3")), CPPLAN_FLAG_SUPERSEDED_INPUT);
  assert_int_equal (cpplan_finding_get_flags (find (findings, "r", "v1")), CPPLAN_FLAG_INHERITED);
  assert_int_equal (cpplan_finding_get_flags (find (findings, "theirs", "v3")), CPPLAN_FLAG_EXTERNAL | CPPLAN_FLAG_SUPERSEDED_INPUT);
  /* another body's is never certainly missing */
  assert_int_equal (cpplan_finding_get_state (find (findings, "theirs", "v3")), CPPLAN_FINDING_STATE_UNKNOWN);
  assert_int_equal (cpplan_finding_get_state (find (findings, "own", "v3")), CPPLAN_FINDING_STATE_MISSING);
}

/* ---- what is known when; plans ---- */

static void
knowledge_counts_from_its_entry (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record = read_case (SEFTON, PLAN "," EVENT ("g", "core-group", "2025-02-10", ",\"recorded\":\"2025-02-12\"") ","
                                             EVENT ("g2", "core-group", "2025-02-10", ",\"lead\":\"w\",\"supersedes\":\"g\",\"recorded\":\"2025-02-20\""));
  g_autoptr (CpplanFindings) before = ask (record, NULL, "2025-03-01", "2025-02-11", NULL);
  g_autoptr (CpplanFindings) first = ask (record, NULL, "2025-03-01", "2025-02-19", NULL);
  g_autoptr (CpplanFindings) second = ask (record, NULL, "2025-03-01", "2025-02-20", NULL);
  assert_int_equal (cpplan_finding_get_state (find (before, "core-group-led", NULL)), CPPLAN_FINDING_STATE_NOT_APPLICABLE);
  assert_int_equal (cpplan_finding_get_state (find (first, "core-group-led", "g")), CPPLAN_FINDING_STATE_UNKNOWN);
  assert_int_equal (cpplan_finding_get_state (find (second, "core-group-led", "g2")), CPPLAN_FINDING_STATE_SATISFIED);
  assert_int_equal (cpplan_finding_get_flags (find (second, "core-group-led", "g2")), CPPLAN_FLAG_SUPERSEDED_INPUT);
}

/* Nothing leaks from one plan to the next, on either side. */
static void
plans_stand_apart (void **state)
{
  (void) state;
#define TWO_PLANS PLAN "," END ("2025-03-03") "," EVENT ("i2", "initial-conference", "2025-04-07", ",\"outcome\":\"plan\"")
  static const char by[] = RULE ("kind = require\nafter = plan-start\nby = visit\n");
  static const char any[] = RULE ("kind = require\nafter = plan-start\nholds = any (visit inside plan)\n");
  static const char around[] = RULE ("kind = require\nafter = core-group inside plan\nby = visit\norder = either\n");
  assert_answer (by, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-04-07", ""), "2025-06-01", "r i missing: visit\nr i2 satisfied");
  assert_answer (by, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-04-06", ""), "2025-06-01", "r i satisfied\nr i2 missing: visit");
  assert_answer (any, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-03-03", ""), "2025-06-01", "r i satisfied\nr i2 missing: visit");
  assert_answer (any, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-03-04", ""), "2025-06-01", "r i missing: visit\nr i2 missing: visit");
  assert_answer (around, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-02-10", "") "," EVENT ("g", "core-group", "2025-04-14", ""), "2025-06-01",
                 "r g missing: visit");
  assert_answer (around, CHILD, TWO_PLANS "," EVENT ("v", "visit", "2025-04-07", "") "," EVENT ("g", "core-group", "2025-04-14", ""), "2025-06-01",
                 "r g satisfied");
}

/* What ends a life ends what calls; what was owed by then stays to be seen. */
static void
nothing_calls_after_death_or_coming_of_age (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = visit\nholds = child-seen\n");
  static const char visits[] = EVENT ("v1", "visit", "2025-02-10", "") "," EVENT ("v2", "visit", "2025-02-11", "");
  assert_answer (rule, CHILD, EVENT ("d", "death", "2025-02-10", "") "," EVENT ("v1", "visit", "2025-02-10", "") "," EVENT ("v2", "visit", "2025-02-11", ""),
                 "2025-06-01", "r v1 unknown: v1.child-seen");
  assert_answer (rule, "\"child\":{\"born\":\"2007-02-11\"}", visits, "2025-06-01", "r v1 unknown: v1.child-seen");
}

static void
dates_of_the_event_give_time (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = require\nafter = plan-part where type = action\nby = action-reported where about = trigger\non = due\n");
#define ACTION EVENT ("p", "plan-part", "2025-02-10", ",\"type\":\"action\",\"due\":\"2025-02-20\"")
  assert_answer (rule, CHILD, ACTION, "2025-02-20", "r p outstanding: action-reported");
  assert_answer (rule, CHILD, ACTION, "2025-02-21", "r p missing: action-reported");
  assert_answer (rule, CHILD, ACTION "," EVENT ("q", "action-reported", "2025-02-25", ",\"about\":\"p\""), "2025-03-01", "r p satisfied");
}

/* ---- laws ---- */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

typedef struct
{
  char       *name;
  const char *policy;
  json_t     *record;
  char       *as_of;
  char       *known_at;
} Question;

static GPtrArray *questions;

static void
free_question (gpointer data)
{
  Question *question = data;
  g_free (question->name);
  json_decref (question->record);
  g_free (question->as_of);
  g_free (question->known_at);
  g_free (question);
}

static json_t *
merge (json_t *base, json_t *question, const char *list)
{
  json_t *merged = json_array ();
  gsize   i, w;
  json_t *entry, *id;
  json_array_foreach (json_object_get (base, list), i, entry)
    {
      gboolean left_out = FALSE;
      json_array_foreach (json_object_get (question, "without"), w, id)
        left_out |= json_equal (id, json_object_get (entry, "id"));
      if (!left_out)
        json_array_append_new (merged, json_deep_copy (entry));
    }
  json_array_foreach (json_object_get (question, list), i, entry)
    json_array_append_new (merged, json_deep_copy (entry));
  return merged;
}

static void
add_question (const char *name, const char *policy, json_t *base, json_t *asked)
{
  static const char *const own[] = { "child", "district" };
  Question                *question = g_new0 (Question, 1);
  question->name = g_strdup_printf ("%s: %s", name, json_string_value (json_object_get (asked, "why")));
  question->policy = g_intern_string (policy);
  question->as_of = g_strdup (json_string_value (json_object_get (asked, "as-of")));
  question->known_at = g_strdup (json_string_value (json_object_get (asked, "known-at")));
  question->record = json_pack ("{s:s,s:s,s:o,s:o}", "format", "cpplan-case/1", "id", "c", "people", merge (base, asked, "people"), "events",
                                merge (base, asked, "events"));
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      json_t *value = json_object_get (asked, own[i]) != NULL ? json_object_get (asked, own[i]) : json_object_get (base, own[i]);
      if (value != NULL)
        json_object_set (question->record, own[i], value);
    }
  g_ptr_array_add (questions, question);
}

static void
add_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  json_t          *vector = json_load_file (path, 0, NULL);
  gsize            r, q;
  json_t          *rule, *question;
  assert_non_null (vector);
  json_array_foreach (json_object_get (vector, "rules"), r, rule)
    json_array_foreach (json_object_get (rule, "questions"), q, question)
      add_question (name, json_string_value (json_object_get (vector, "policy")), json_object_get (vector, "base"), question);
  json_decref (vector);
}

static guint64 chance = 20250203;

static guint
pick (guint n)
{
  chance ^= chance >> 12;
  chance ^= chance << 25;
  chance ^= chance >> 27;
  return (guint) (((chance * G_GUINT64_CONSTANT (2685821657736338717)) >> 32) % n);
}

/* Everything that the events of a file's vectors say, thrown together. */
static void
add_made_up (guint number)
{
  const Question *frame = g_ptr_array_index (questions, pick (questions->len));
  Question       *question = g_new0 (Question, 1);
  json_t         *events;
  question->name = g_strdup_printf ("made up %u", number);
  question->policy = frame->policy;
  question->as_of = g_strdup ("2025-06-10");
  question->record = json_deep_copy (frame->record);
  events = json_object_get (question->record, "events");
  for (guint n = 4 + pick (20), i = 0; i < n; i++)
    {
      const Question *other = g_ptr_array_index (questions, pick (questions->len));
      json_t         *pool = json_object_get (other->record, "events");
      if (other->policy != frame->policy || json_array_size (pool) == 0)
        continue;
      json_t          *event = json_deep_copy (json_array_get (pool, pick ((guint) json_array_size (pool))));
      g_autofree char *id = g_strdup_printf ("e%u", i);
      static const char *const references[] = { "about", "supersedes", "by-conference", "agreed-at" };
      for (gsize r = 0; r < G_N_ELEMENTS (references); r++)
        json_object_del (event, references[r]);
      json_object_set_new (event, "id", json_string (id));
      if (json_array_size (events) > 0 && pick (2) == 0)
        json_object_set (event, "about", json_object_get (json_array_get (events, pick ((guint) json_array_size (events))), "id"));
      json_array_append_new (events, event);
    }
  /* people that only the other case has */
  g_autofree char   *text = json_dumps (question->record, 0);
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, -1, NULL);
  if (record != NULL && json_array_size (events) > 0)
    g_ptr_array_add (questions, question);
  else
    free_question (question);
}

static int
set_up_laws (void **state)
{
  const char      *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char *folder = g_build_filename (root != NULL ? root : ".", "tests", "vectors", "findings", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;
  if (set_up (state) != 0 || dir == NULL)
    return 1;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  questions = g_ptr_array_new_with_free_func (free_question);
  for (guint i = 0; i < names->len; i++)
    add_file (folder, g_ptr_array_index (names, i));
  for (guint i = 0; i < (g_getenv ("CPPLAN_QUICK") != NULL ? 20u : 400u); i++)
    add_made_up (i);
  return 0;
}

static int
tear_down_laws (void **state)
{
  g_ptr_array_unref (questions);
  return tear_down (state);
}

static CpplanFindings *
answer (const Question *question, const json_t *document)
{
  g_autoptr (GError)     error = NULL;
  g_autofree char       *text = json_dumps (document, 0);
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", question->name, error->message);
  CpplanFindings *findings = ask (record, question->policy, question->as_of, question->known_at, &error);
  if (findings == NULL)
    fail_msg ("%s: %s", question->name, error->message);
  return findings;
}

/* Where time is short, as under valgrind, one record in ten stands for its like. */
static guint
get_stride (void)
{
  return g_getenv ("CPPLAN_QUICK") != NULL ? 10 : 1;
}

static char *
write_answer (const Question *question, const json_t *document)
{
  g_autoptr (CpplanFindings) findings = answer (question, document);
  return cpplan_json_findings_to_string (findings, CPPLAN_JSON_EXPLAIN);
}

static void
laws_asking_twice_gives_the_same_bytes (void **state)
{
  (void) state;
  for (guint i = 0; i < questions->len; i += get_stride ())
    {
      const Question  *question = g_ptr_array_index (questions, i);
      g_autofree char *once = write_answer (question, question->record);
      g_autofree char *twice = write_answer (question, question->record);
      assert_string_equal (once, twice);
    }
  print_message ("# %u records\n", questions->len);
}

static void
shuffle (json_t *list)
{
  for (gsize i = json_array_size (list); i > 1; i--)
    {
      json_t *last = json_incref (json_array_get (list, i - 1));
      gsize   other = pick ((guint) i);
      json_array_set (list, i - 1, json_array_get (list, other));
      json_array_set_new (list, other, last);
    }
}

static void
laws_order_of_entry_changes_nothing (void **state)
{
  (void) state;
  for (guint i = 0; i < questions->len; i += get_stride ())
    {
      const Question *question = g_ptr_array_index (questions, i);
      json_t         *other = json_deep_copy (question->record);
      shuffle (json_object_get (other, "events"));
      shuffle (json_object_get (other, "people"));
      g_autofree char *wanted = write_answer (question, question->record);
      g_autofree char *got = write_answer (question, other);
      if (strcmp (wanted, got) != 0)
        fail_msg ("%s:\n%s\nbecomes\n%s", question->name, wanted, got);
      json_decref (other);
    }
}

/* The findings that are not about an event. */
static char *
show_others (const CpplanFindings *findings, const char *id)
{
  g_autofree char *all = show (findings);
  g_auto (GStrv)   lines = g_strsplit (all, "\n", -1);
  GString         *others = g_string_new (NULL);
  g_autofree char *mark = g_strdup_printf (" %s ", id);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], mark) == NULL)
      g_string_append_printf (others, "%s\n", lines[i]);
  return g_string_free (others, FALSE);
}

/* What was long before the child was born, and what is only arranged. */
static void
laws_what_does_not_matter_changes_nothing (void **state)
{
  (void) state;
  static const char *const events[] = { EVENT ("zz", "referral-decided", "1999-03-01", ""), EVENT ("zz", "core-group", "2031-03-03", ",\"status\":\"scheduled\""),
                                        EVENT ("zz", "visit", "2031-03-03", ",\"child-seen\":true") };
  for (guint i = 0; i < questions->len; i += get_stride ())
    for (gsize e = 0; e < G_N_ELEMENTS (events); e++)
      {
        const Question *question = g_ptr_array_index (questions, i);
        json_t         *other = json_deep_copy (question->record);
        json_array_append_new (json_object_get (other, "events"), json_loads (events[e], 0, NULL));
        g_autoptr (CpplanFindings) before = answer (question, question->record);
        g_autoptr (CpplanFindings) after = answer (question, other);
        g_autofree char           *wanted = show_others (before, "zz");
        g_autofree char           *got = show_others (after, "zz");
        if (strcmp (wanted, got) != 0)
          fail_msg ("%s:\n%s\nbecomes\n%s", question->name, wanted, got);
        json_decref (other);
      }
}

/* Whether an edition was in force on the day of what called for it. */
static gboolean
is_in_force (const CpplanFinding *finding)
{
  const CpplanEvent  *subject = cpplan_finding_get_subject (finding);
  const CpplanPolicy *policy = cpplan_policy_set_find (builtin, cpplan_finding_get_policy (finding));
  CpplanDate          from, until;
  cpplan_policy_get_in_force (policy, &from, &until);
  return subject == NULL
         || ((from == CPPLAN_DATE_NONE || cpplan_event_get_date (subject) >= from)
             && (until == CPPLAN_DATE_NONE || cpplan_event_get_date (subject) <= until));
}

/* What is unknown names what would settle it, and what is not there says what. */
static void
laws_every_finding_says_what_is_wanted (void **state)
{
  (void) state;
  gsize n = 0;
  for (guint i = 0; i < questions->len; i += get_stride ())
    {
      const Question            *question = g_ptr_array_index (questions, i);
      g_autoptr (CpplanFindings) findings = answer (question, question->record);
      for (gsize f = 0; f < cpplan_findings_get_length (findings); f++, n++)
        {
          const CpplanFinding *finding = cpplan_findings_get_finding (findings, f);
          CpplanFindingState   is = cpplan_finding_get_state (finding);
          gboolean             lacks = is == CPPLAN_FINDING_STATE_MISSING || is == CPPLAN_FINDING_STATE_OUTSTANDING;
          gboolean             in_force = is_in_force (finding);
          if (lacks != (cpplan_finding_get_missing (finding)[0] != NULL)
              || (in_force && (is == CPPLAN_FINDING_STATE_UNKNOWN) != (cpplan_finding_get_needs (finding)[0] != NULL)
                  && (cpplan_finding_get_flags (finding) & CPPLAN_FLAG_EXTERNAL) == 0))
            fail_msg ("%s: %s is %s", question->name, cpplan_rule_get_id (cpplan_finding_get_rule (finding)),
                      cpplan_finding_state_to_string (is));
        }
    }
  print_message ("# %zu findings\n", n);
}

/* The finding of the same rule, subject and person, or NULL. */
static const CpplanFinding *
find_same (const CpplanFindings *findings, const CpplanFinding *wanted)
{
  const CpplanEvent *subject = cpplan_finding_get_subject (wanted);
  for (gsize i = 0; subject != NULL && i < cpplan_findings_get_length (findings); i++)
    {
      const CpplanFinding *finding = cpplan_findings_get_finding (findings, i);
      const CpplanEvent   *other = cpplan_finding_get_subject (finding);
      if (other != NULL && strcmp (cpplan_event_get_id (other), cpplan_event_get_id (subject)) == 0
          && strcmp (cpplan_rule_get_id (cpplan_finding_get_rule (finding)), cpplan_rule_get_id (cpplan_finding_get_rule (wanted))) == 0
          && g_strcmp0 (cpplan_finding_get_member (finding), cpplan_finding_get_member (wanted)) == 0)
        return finding;
    }
  return NULL;
}

static void
compare_known (const Question *question, const CpplanFindings *before, const CpplanFindings *after, const char *what)
{
  for (gsize i = 0; i < cpplan_findings_get_length (before); i++)
    {
      const CpplanFinding *finding = cpplan_findings_get_finding (before, i);
      const CpplanFinding *now = find_same (after, finding);
      if (now != NULL && cpplan_finding_get_state (finding) == CPPLAN_FINDING_STATE_SATISFIED
          && cpplan_finding_get_state (now) == CPPLAN_FINDING_STATE_UNKNOWN)
        fail_msg ("%s: with %s, %s is no longer known", question->name, what, cpplan_rule_get_id (cpplan_finding_get_rule (finding)));
    }
}

/* Each truth that an event of the record leaves out, recorded either way. */
static gsize
record_each_fact (const Question *question, gsize index)
{
  json_t         *other = json_deep_copy (question->record);
  json_t         *event = json_array_get (json_object_get (other, "events"), index);
  CpplanEventKind kind;
  gsize           n_attributes;
  gsize           n = 0;
  assert_true (cpplan_event_kind_from_string (json_string_value (json_object_get (event, "kind")), &kind, NULL));
  const CpplanAttribute     *attributes = cpplan_schema_get_attributes (kind, &n_attributes);
  g_autoptr (CpplanFindings) before = answer (question, question->record);
  for (gsize a = 0; a < n_attributes; a++)
    {
      CpplanType  type;
      const char *name = cpplan_attribute_to_string (attributes[a]);
      if (json_object_get (event, name) != NULL || !cpplan_schema_get_type (kind, attributes[a], &type) || type != CPPLAN_TYPE_TRUTH)
        continue;
      for (gint yes = 0; yes < 2; yes++, n++)
        {
          json_object_set_new (event, name, json_boolean (yes));
          g_autoptr (CpplanFindings) after = answer (question, other);
          compare_known (question, before, after, name);
        }
      json_object_del (event, name);
    }
  json_decref (other);
  return n;
}

static void
laws_more_facts_leave_no_less_known (void **state)
{
  (void) state;
  gsize n = 0;
  for (guint i = 0; i < questions->len; i += get_stride ())
    {
      const Question *question = g_ptr_array_index (questions, i);
      gsize           n_events = json_array_size (json_object_get (question->record, "events"));
      for (gsize e = 0; e < n_events && e < 6; e++)
        n += record_each_fact (question, e);
    }
  print_message ("# %zu facts\n", n);
}

/* One who has no part in the case yet, or no longer, is none of its people: what is not known of him is not needed. */
static void
people_are_those_of_the_day (void **state)
{
  (void) state;
  static const char every[] = RULE ("kind = require\nafter = core-group\n"
                                    "holds = every (people where direct-contact satisfies role = core-group-member)\n");
  static const char any[] = RULE ("kind = require\nafter = core-group\nholds = any (people where qualified-social-worker)\n");
#define FROM(date) CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"co-worker\",\"from\":\"" date "\"}]"
#define UNTIL(date) CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"co-worker\",\"until\":\"" date "\"}]"
  assert_answer (every, FROM ("2025-02-10"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g unknown: a.direct-contact");
  assert_answer (every, FROM ("2025-02-11"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g satisfied");
  assert_answer (every, UNTIL ("2025-02-10"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g unknown: a.direct-contact");
  assert_answer (every, UNTIL ("2025-02-09"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g satisfied");
  assert_answer (any, FROM ("2025-02-10"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g unknown: a.qualified-social-worker");
  assert_answer (any, FROM ("2025-02-11"), EVENT ("g", "core-group", "2025-02-10", ""), "2025-03-01", "r g missing: person");
}

/* The people of an audience may be told one by one, and some of them together. */
static void
audience_is_reached_one_by_one_too (void **state)
{
  (void) state;
  static const char rule[] = RULE ("kind = duty\nafter = core-group\nby = informed where topic = move\nto = core-group\n");
#define TWO CHILD ",\"people\":[{\"id\":\"a\",\"role\":\"core-group-member\"},{\"id\":\"b\",\"role\":\"core-group-member\"}]"
#define MEETING EVENT ("g", "core-group", "2025-02-10", "")
#define TOLD(id, date, to) "," EVENT (id, "informed", date, ",\"topic\":\"move\"" to)
  assert_answer (rule, TWO, MEETING TOLD ("m", "2025-02-11", ",\"to\":[\"a\"]"), "2025-03-01", "r g outstanding: core-group");
  assert_answer (rule, TWO, MEETING TOLD ("m", "2025-02-11", ",\"to\":[\"a\"]") TOLD ("n", "2025-02-12", ",\"to\":[\"b\"]"),
                 "2025-03-01", "r g satisfied");
  assert_answer (rule, TWO, MEETING TOLD ("m", "2025-02-11", ",\"to\":[\"a\"]") TOLD ("n", "2025-02-12", ""), "2025-03-01",
                 "r g unknown: n.to");
  assert_answer (rule, TWO, MEETING TOLD ("m", "2025-02-09", ",\"to\":[\"a\"]") TOLD ("n", "2025-02-12", ",\"to\":[\"b\"]"),
                 "2025-03-01", "r g outstanding: core-group");
  static const char before[] = RULE ("kind = require\nafter = core-group\nby = informed where topic = move\nto = core-group\norder = before\n");
  assert_answer (before, TWO, MEETING TOLD ("m", "2025-02-07", ",\"to\":[\"a\"]") TOLD ("n", "2025-02-10", ",\"to\":[\"b\"]"),
                 "2025-03-01", "r g satisfied");
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
    cmocka_unit_test (order_says_on_which_side),
    cmocka_unit_test (any_and_every_look_where_they_are_told),
    cmocka_unit_test (latest_judges_each_event_on_its_own_day),
    cmocka_unit_test (time_is_over_for_each_person),
    cmocka_unit_test (selectors_ask_for_each_trigger),
    cmocka_unit_test (parts_that_a_list_turns_on_are_needed),
    cmocka_unit_test (child_not_yet_born_is_not_asked_about),
    cmocka_unit_test (child_not_yet_born_is_under_every_age),
    cmocka_unit_test (cover_is_wanted_as_long_as_the_plan),
    cmocka_unit_test (what_the_trigger_is_about_came_before_it),
    cmocka_unit_test (what_is_recorded_is_not_needed),
    cmocka_unit_test (who_has_left_owes_nothing),
    cmocka_unit_test (practitioners_are_the_other_agencies),
    cmocka_unit_test (states_round_trip),
    cmocka_unit_test (what_is_asked_is_checked),
    cmocka_unit_test (findings_give_what_they_were_asked_with),
    cmocka_unit_test (finding_gives_each_of_its_parts),
    cmocka_unit_test (findings_stand_in_order),
    cmocka_unit_test (findings_outlive_what_they_were_made_of),
    cmocka_unit_test (document_has_its_members_in_order),
    cmocka_unit_test (finding_is_explained_where_that_is_wanted),
    cmocka_unit_test (each_state_is_put_into_words),
    cmocka_unit_test (finding_belongs_to_the_policy_of_its_day),
    cmocka_unit_test (finding_belongs_to_the_edition_of_its_day),
    cmocka_unit_test (finding_holds_in_its_district),
    cmocka_unit_test (flags_tell_what_is_special),
    cmocka_unit_test (knowledge_counts_from_its_entry),
    cmocka_unit_test (plans_stand_apart),
    cmocka_unit_test (nothing_calls_after_death_or_coming_of_age),
    cmocka_unit_test (dates_of_the_event_give_time),
    cmocka_unit_test (laws_asking_twice_gives_the_same_bytes),
    cmocka_unit_test (laws_order_of_entry_changes_nothing),
    cmocka_unit_test (laws_what_does_not_matter_changes_nothing),
    cmocka_unit_test (laws_every_finding_says_what_is_wanted),
    cmocka_unit_test (laws_more_facts_leave_no_less_known),
    cmocka_unit_test (people_are_those_of_the_day),
    cmocka_unit_test (audience_is_reached_one_by_one_too),
  };
  return cmocka_run_group_tests_name ("review", tests, set_up_laws, tear_down_laws);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules of findings: what reads, and every misuse with its line, group and key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "policy-texts.h"

/* From the latest of another kind up to the trigger: in this order, and of findings alone. */
static void
findings_look_between_another_event_and_the_trigger (void **state)
{
  (void) state;
#define HOLDS(text) RULE ("kind = require\nafter = cin-closed\nholds = " text "\n")
  static const Refusal rows[] = {
    { HOLDS ("any (visit) before trigger since latest (visit)"), "line 10, [rule r] holds: \"since\" is not understood here" },
    { HOLDS ("any (visit) since latest (visit) before visit"), "line 10, [rule r] holds: \"trigger\" is wanted, not \"visit\"" },
    { HOLDS ("any (visit) since trigger before trigger"), "line 10, [rule r] holds: \"before\" is not understood here" },
    { GATE ("holds = any (visit) since latest (visit) before trigger\n"), "line 9, [rule r] holds: \"before\" is not understood here" },
  };
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (HOLDS ("any (visit) since latest (cin-plan-agreed) before trigger"), builtins, &error);
  assert_null (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refusals (&rows[i], 1);
#undef HOLDS
}

#define FINDING(body) RULE ("kind = require\n" body)
#define HOLDS(expression) FINDING ("after = visit\nholds = " expression "\n")

static void
finding_keys_are_checked (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { FINDING (""), "line 5, [rule r]: a require needs the key after" },
    { FINDING ("after = visit\n"), "line 5, [rule r]: a require needs by or holds" },
    { RULE ("kind = consider\nafter = visit\n"), "line 5, [rule r]: a consider needs by or holds" },
    { RULE ("kind = duty\nafter = visit\nuntil = plan-end\n"), "line 5, [rule r]: a duty needs by or holds" },
    { FINDING ("after = visit\nholds = child-seen\nto = core-group\n"), "line 5, [rule r]: to and order go with by" },
    { FINDING ("after = visit\nholds = child-seen\norder = before\n"), "line 5, [rule r]: to and order go with by" },
    { FINDING ("after = visit\nby = informed\nto = everybody\n"),
      "line 11, [rule r] to: \"everybody\" is no role and no audience; they stand apart by one blank" },
    { FINDING ("after = visit\nby = informed\nto = core-group  parents\n"),
      "line 11, [rule r] to: \"\" is no role and no audience; they stand apart by one blank" },
    { FINDING ("after = visit\nby = informed\nto = core-group, parents\n"),
      "line 11, [rule r] to: \"core-group,\" is no role and no audience; they stand apart by one blank" },
    { FINDING ("after = visit\nby = informed\norder = after\n"), "line 11, [rule r] order: either or before is wanted" },
    { FINDING ("after = plan-end\nby = informed\n"), "line 9, [rule r] after: a rule does not start with plan-end: name the event" },
    { FINDING ("after = first plan-start\nby = informed\n"), "line 9, [rule r] after: a plan starts once: first says nothing" },
    { FINDING ("after = first visit or plan-start\nby = informed\n"), "line 9, [rule r] after: a plan starts once: first says nothing" },
    { FINDING ("after = visit\nby = plan-start\n"), "line 10, [rule r] by: a kind of event is wanted" },
    { FINDING ("after = visit\nby = plan-end\n"), "line 10, [rule r] by: a kind of event is wanted" },
    { FINDING ("after = visit\nby = informed inside plan\n"), "line 10, [rule r] by: first, inside plan and outside plan say nothing here" },
    { FINDING ("after = visit\nby = first informed\n"), "line 10, [rule r] by: first, inside plan and outside plan say nothing here" },
    { FINDING ("after = visit\nby = informed\nuntil = plan-start\n"), "line 11, [rule r] until: a kind of event is wanted" },
    { FINDING ("after = visit\nby = informed\nwithin = 5 working days\n"), "line 11, [rule r] within: is no key of a require" },
    { FINDING ("after = visit\nby = informed\nreading x = within 5 working days\n"), "line 11, [rule r] reading x: no such key" },
    { FINDING ("after = visit\nby = informed\nunless = core-group\n"), "line 11, [rule r] unless: is no key of a require" },
    { FINDING ("after = visit\nby = informed\nnot-before = school\n"), "line 11, [rule r] not-before: birth is wanted" },
    { FINDING ("after = cin-meeting\nby = informed\non = next cin-meeting\n"), "line 5, [rule r]: the on of a require is a date of its trigger" },
    { FINDING ("after = cin-meeting\nby = informed\non = due (first-review)\n"), "line 5, [rule r]: the on of a require is a date of its trigger" },
    { RULE ("kind = duty\nafter = cin-meeting\nby = informed\non = next-review, latest (cin-meeting).next-review\n"),
      "line 5, [rule r]: the on of a duty is a date of its trigger" },
    { FINDING ("after = visit\nby = informed\non = place\n"), "line 11, [rule r] on: a date is wanted, not a choice" },
    { FINDING ("after = visit\nby = informed\non = child-seen\n"), "line 11, [rule r] on: a date is wanted, not a truth" },
    { FINDING ("after = visit where about = member\nper = people where role = parent\nby = informed\n"),
      "line 9, [rule r] after: member is no attribute of that event" },
    { FINDING ("after = visit\nper = parents\nby = informed\n"), "line 10, [rule r] per: \"people\" is wanted, not \"parents\"" },
    { FINDING ("after = visit\nper = people where child-seen\nby = informed\n"), "line 10, [rule r] per: child-seen is no attribute of a person" },
    { FINDING ("after = visit\nper = people where role\nby = informed\n"), "line 10, [rule r] per: a name is neither true nor false by itself" },
    { FINDING ("after = visit\nby = informed\nwhen = place\n"), "line 11, [rule r] when: a choice is neither true nor false by itself" },
    { FINDING ("after = visit\nby = informed\nground = died\n"), "line 11, [rule r] ground: is no key of a require" },
    { RULE ("kind = deadline\nafter = visit\nby = informed\nwithin = 1 week\nto = core-group\n"), "line 12, [rule r] to: is no key of a deadline" },
    { RULE ("kind = deadline\nafter = visit\nby = informed\nwithin = 1 week\nholds = child-seen\n"), "line 12, [rule r] holds: is no key of a deadline" },
    { RULE ("kind = deadline\nafter = visit\nby = informed\nwithin = 1 week\nwhen = child-seen\n"), "line 12, [rule r] when: is no key of a deadline" },
    { RULE ("kind = deadline\nafter = visit\nby = informed\nwithin = 1 week\norder = before\n"), "line 12, [rule r] order: either is wanted" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refusals (&rows[i], 1);
}

static void
finding_expressions_are_typed_when_read (void **state)
{
  (void) state;
  static const char no_until[] = "line 10, [rule r] holds: what covers, and what is covered, must have an until";
  static const char no_number[] = "line 10, [rule r] holds: a number from 2 to 100 is wanted";
  static const char no_period[] = "line 10, [rule r] holds: a period is compared with another by <, <=, > or >=";
  const Refusal     rows[] = {
    { HOLDS ("any visit"), "line 10, [rule r] holds: \"(\" is wanted, not \"visit\"" },
    { HOLDS ("any (visit"), "line 10, [rule r] holds: \")\" is wanted, not the end" },
    { HOLDS ("any (plan-start)"), "line 10, [rule r] holds: a kind of event is wanted" },
    { HOLDS ("any (plan-end)"), "line 10, [rule r] holds: a kind of event is wanted" },
    { HOLDS ("any (visit outside plan)"), "line 10, [rule r] holds: a kind of event is wanted" },
    { HOLDS ("any (visit where quorate)"), "line 10, [rule r] holds: quorate is no attribute of that event" },
    { HOLDS ("any (visit) since"), "line 10, [rule r] holds: \"latest\" is wanted, not the end" },
    { HOLDS ("any (visit) since core-group"), "line 10, [rule r] holds: \"latest\" is wanted, not \"core-group\"" },
    { HOLDS ("any (visit) before"), "line 10, [rule r] holds: \"trigger\" is wanted, not the end" },
    { HOLDS ("any (visit) before core-group"), "line 10, [rule r] holds: \"trigger\" is wanted, not \"core-group\"" },
    { HOLDS ("any (visit) before latest (core-group)"), "line 10, [rule r] holds: \"trigger\" is wanted, not \"latest\"" },
    { HOLDS ("any (visit) since trigger before trigger"), "line 10, [rule r] holds: \"before\" is not understood here" },
    { HOLDS ("any (people)"), "line 10, [rule r] holds: \"where\" is wanted, not \")\"" },
    { HOLDS ("any (people where child-seen)"), "line 10, [rule r] holds: child-seen is no attribute of a person" },
    { HOLDS ("any (people where role = parent) since trigger"), "line 10, [rule r] holds: \"since\" is not understood here" },
    { HOLDS ("any (people where role = parent satisfies experienced)"), "line 10, [rule r] holds: \")\" is wanted, not \"satisfies\"" },
    { HOLDS ("every (visit)"), "line 10, [rule r] holds: \"satisfies\" is wanted, not \")\"" },
    { HOLDS ("every (visit where child-seen)"), "line 10, [rule r] holds: \"satisfies\" is wanted, not \")\"" },
    { HOLDS ("every (visit satisfies quorate)"), "line 10, [rule r] holds: quorate is no attribute of that event" },
    { HOLDS ("every (people where role = parent)"), "line 10, [rule r] holds: \"satisfies\" is wanted, not \")\"" },
    { HOLDS ("every (people where role = parent satisfies quorate)"), "line 10, [rule r] holds: quorate is no attribute of a person" },
    { HOLDS ("every (people satisfies experienced)"), "line 10, [rule r] holds: \"where\" is wanted, not \"satisfies\"" },
    { HOLDS ("covered (cover-arranged)"), no_until },
    { FINDING ("after = absence-recorded\nholds = covered (visit)\n"), no_until },
    { FINDING ("after = absence-recorded or visit\nholds = covered (cover-arranged)\n"), no_until },
    { FINDING ("after = plan-start\nholds = covered (cover-arranged)\n"), no_until },
    { HOLDS ("covered (people where child-seen)"), "line 10, [rule r] holds: child-seen is no attribute of a person" },
    { HOLDS ("covered people"), "line 10, [rule r] holds: \"(\" is wanted, not \"people\"" },
    { HOLDS ("unchanged (visit) since latest (review-conference)"), "line 10, [rule r] holds: visit has no name and statement to compare" },
    { HOLDS ("unchanged (plan-part) since trigger"), "line 10, [rule r] holds: since latest (KIND) is wanted" },
    { HOLDS ("unchanged (plan-part) before trigger"), "line 10, [rule r] holds: since latest (KIND) is wanted" },
    { HOLDS ("unchanged (people where role = parent)"), "line 10, [rule r] holds: people is no kind of event" },
    { HOLDS ("consecutive (core-group satisfies quorate) >= 2 within 1 month"),
      "line 10, [rule r] holds: the event that is looked at is the last in the row, so it must be of that kind" },
    { FINDING ("after = visit or core-group\nholds = consecutive (visit satisfies child-seen) >= 2 within 1 month\n"),
      "line 10, [rule r] holds: the event that is looked at is the last in the row, so it must be of that kind" },
    { HOLDS ("consecutive (visit) >= 2 within 1 month"), "line 10, [rule r] holds: \"satisfies\" is wanted, not \")\"" },
    { HOLDS ("consecutive (visit satisfies quorate) >= 2 within 1 month"), "line 10, [rule r] holds: quorate is no attribute of that event" },
    { HOLDS ("consecutive (visit satisfies child-seen) > 2 within 1 month"), "line 10, [rule r] holds: \">=\" is wanted, not \">\"" },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 0 within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 1 within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 101 within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= two within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 2x within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 99999999999999999999 within 1 month"), no_number },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 2"), "line 10, [rule r] holds: \"within\" is wanted, not the end" },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 2 within soon"), "line 10, [rule r] holds: \"soon\" is no parameter of this policy" },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 2 within 10 working weeks"),
      "line 10, [rule r] holds: \"10 working weeks\" is not a period: write it as \"10 working days\" or \"1 month\"" },
    { HOLDS ("consecutive (visit satisfies child-seen) >= 2 within 10 working"),
      "line 10, [rule r] holds: \"10 working \" is not a period: write it as \"10 working days\" or \"1 month\"" },
    { HOLDS ("place includes home"), "line 10, [rule r] holds: includes asks a list" },
    { HOLDS ("child-seen includes parent"), "line 10, [rule r] holds: includes asks a list" },
    { HOLDS ("people-seen includes core-group"), "line 10, [rule r] holds: core-group is no role" },
    { HOLDS ("people-seen includes by"), "line 10, [rule r] holds: by is no role" },
    { HOLDS ("people-seen includes trigger"), "line 10, [rule r] holds: a list includes people and audiences" },
    { FINDING ("after = decision-recorded\nholds = aspects includes luck\n"), "line 10, [rule r] holds: luck is none of the names that aspects can have" },
    { FINDING ("after = decision-recorded\nholds = aspects = resources\n"), "line 10, [rule r] holds: a choices is not compared with =" },
    { FINDING ("after = visit-frequency-set\nholds = interval\n"), no_period },
    { FINDING ("after = visit-frequency-set\nholds = interval <= often\n"), "line 10, [rule r] holds: \"often\" is no parameter of this policy" },
    { FINDING ("after = visit-frequency-set\nholds = interval = 4 weeks\n"), "line 10, [rule r] holds: a period is not compared with =" },
    { HOLDS ("place <= 4 weeks"), "line 10, [rule r] holds: a choice is neither true nor false by itself" },
    { FINDING ("after = copy-given\nholds = language = member.preferred-language\n"), "line 10, [rule r] holds: \".\" is not understood here" },
    { FINDING ("after = copy-given\nper = people where role = parent\nholds = language = member\n"),
      "line 11, [rule r] holds: a name is compared with a name, or with one that is recorded of a person" },
    { FINDING ("after = copy-given\nper = people where role = parent\nholds = language = member.experienced\n"),
      "line 11, [rule r] holds: a name is compared with a name, or with one that is recorded of a person" },
    { FINDING ("after = copy-given\nper = people where role = parent\nholds = about = member\n"),
      "line 11, [rule r] holds: an event is compared with an event, a person with a person" },
    { HOLDS ("by.detailed"), "line 10, [rule r] holds: detailed is no attribute of a person" },
    { HOLDS ("place.detailed"), "line 10, [rule r] holds: a choice is neither true nor false by itself" },
    { HOLDS ("about.colour"), "line 10, [rule r] holds: colour is no attribute of that event" },
    { HOLDS ("about.about.detailed"), "line 10, [rule r] holds: a reference is followed once" },
    { HOLDS ("trigger.about.about.detailed"), "line 10, [rule r] holds: a reference is followed once" },
    { HOLDS ("latest (visit where about.about.detailed).child-seen"), "line 10, [rule r] holds: a reference is followed once" },
    { HOLDS ("has about.by.role"), "line 10, [rule r] holds: an attribute of an event is wanted" },
    { HOLDS ("about"), "line 10, [rule r] holds: an event is neither true nor false by itself" },
    { HOLDS ("anchor.quorate"), "line 10, [rule r] holds: anchor is no attribute of that event" },
    { HOLDS ("shown (child-seen)"), "line 10, [rule r] holds: shown is no attribute of that event" },
    { HOLDS ("clear (earliest-end)"), "line 10, [rule r] holds: clear is no attribute of that event" },
    { HOLDS ("known (visit).quorate"), "line 10, [rule r] holds: quorate is no attribute of that event" },
    { HOLDS ("known (plan-start).quorate"), "line 10, [rule r] holds: latest is of a kind of event" },
    { HOLDS ("latest (visit outside plan).child-seen"),
      "line 10, [rule r] holds: only gates and findings ask for the latest inside plan, and none for one outside" },
    /* words of findings say nothing elsewhere */
    { WHERE ("any (visit)"), "line 11, [rule r] by: any is no attribute of that event" },
    { WHERE ("any (people where role = parent)"), "line 11, [rule r] by: any is no attribute of that event" },
    { WHERE ("every (visit satisfies child-seen)"), "line 11, [rule r] by: every is no attribute of that event" },
    { WHERE ("covered (people where role = parent)"), "line 11, [rule r] by: covered is no attribute of that event" },
    { WHERE ("unchanged (plan-part)"), "line 11, [rule r] by: unchanged is no attribute of that event" },
    { WHERE ("consecutive (visit satisfies child-seen) >= 2 within 1 month"), "line 11, [rule r] by: consecutive is no attribute of that event" },
    { WHERE ("known (circumstances-recorded).foreign-link"), "line 11, [rule r] by: known is no attribute of that event" },
    { GATE ("holds = any (people where role = parent)\n"), "line 9, [rule r] holds: people is no kind of event" },
    { GATE ("holds = any (visit) before trigger\n"), "line 9, [rule r] holds: \"before\" is not understood here" },
    { GATE ("holds = any (visit) since trigger\n"), "line 9, [rule r] holds: \"latest\" is wanted, not \"trigger\"" },
    { GATE ("holds = every (visit satisfies child-seen)\n"),
      "line 9, [rule r] holds: a gate asks anchor, latest (...), known (...) or any (...), not \"every\"" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refusals (&rows[i], 1);
}

static void
findings_read (void **state)
{
  (void) state;
  static const char *const texts[] = {
    FINDING ("after = plan-start or (visit inside plan where child-seen) or core-group\nby = informed\nto = core-group parents team-manager\nuntil = plan-end\n"),
    FINDING ("after = first visit inside plan\nper = people where role = parent\nwhen = member.direct-contact\nholds = people-seen includes member\n"
             "by = informed where about = trigger and to includes member\norder = either\n"),
    FINDING ("after = visit where any (core-group inside plan) before trigger\nholds = every (visit where place = home satisfies child-seen) since trigger\n"),
    FINDING ("after = cin-meeting\nby = cin-meeting\non = next-review\nnot-before = birth\n"),
    HOLDS ("any (people where role = parent and experienced) and every (people where direct-contact satisfies role = core-group-member)"),
    HOLDS ("consecutive (visit where place = home satisfies not access-gained) >= 2 within 4 weeks"),
    HOLDS ("consecutive (visit satisfies not access-gained) >= 100 within 1 year"),
    HOLDS ("consecutive (visit satisfies not access-gained) >= 2 within 10 working days"),
    HOLDS ("about.detailed and about.by.role = parent and has about.detailed and trigger.about.detailed"),
    FINDING ("after = absence-recorded\nholds = covered (cover-arranged where of = trigger.of)\n"),
    FINDING ("after = plan-recorded\nholds = unchanged (plan-part where type = outcome) since latest (review-conference)\n"),
    FINDING ("after = visit-frequency-set\nholds = interval <= 4 weeks and interval > 1 calendar day\n"),
    FINDING ("after = copy-given\nper = people where role = parent\nholds = language = member.preferred-language\n"),
    FINDING ("after = decision-recorded\nholds = aspects includes resources and has birth and age (child) < 1 year\n"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (texts[i], builtins, &error);
      if (policy == NULL)
        fail_msg ("%s: %s", texts[i], error->message);
      assert_int_equal (cpplan_rule_get_kind (cpplan_policy_find_rule (policy, "r")), CPPLAN_RULE_KIND_REQUIRE);
    }
}

static void
questions_have_a_greatest_depth (void **state)
{
  (void) state;
  static const struct
  {
    const char *opener;
    const char *inner;
  } rows[] = { { "any (visit where ", "child-seen" }, { "every (visit satisfies ", "child-seen" }, { "any (people where ", "experienced" },
               { "covered (people where ", "experienced" }, { "latest (visit where ", "child-seen" } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GString *text = g_string_new (FINDING ("after = visit\nholds = "));
      for (guint n = 0; n < 10000; n++)
        g_string_append (text, rows[i].opener);
      g_string_append_printf (text, "%s\n", rows[i].inner);
      g_autoptr (GError) error = NULL;
      assert_null (cpplan_policy_new_from_text (text->str, builtins, &error));
      assert_non_null (strstr (error->message, "line 10, [rule r] holds: nested more than "));
      g_string_free (text, TRUE);
    }
}

static void
due_of_a_trigger_is_a_date (void **state)
{
  (void) state;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (
    RULE ("kind = require\nafter = plan-part\nby = action-reported\non = due\n"), builtins, &error);
  if (policy == NULL)
    fail_msg ("%s", error->message);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (findings_look_between_another_event_and_the_trigger),
    cmocka_unit_test (due_of_a_trigger_is_a_date),
    cmocka_unit_test (finding_keys_are_checked),
    cmocka_unit_test (finding_expressions_are_typed_when_read),
    cmocka_unit_test (findings_read),
    cmocka_unit_test (questions_have_a_greatest_depth),
  };
  return cmocka_run_group_tests_name ("policy-findings", tests, set_up, tear_down);
}

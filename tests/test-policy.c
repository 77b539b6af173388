/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The policy language: what reads, and every misuse with its line, group and key; inheritance, editions, lint,
 * and the rows of the rule table that the built-in policies carry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "policy-texts.h"

static void
key_file_refuses_what_is_lax_elsewhere (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { "", "line 1: there is no group [policy]" },
    { "id = x\n", "line 1: \"id = x\" stands before any group" },
    { "[policy\nid = x\n", "line 1: a group is written [name]" },
    { "[]\n", "line 1: a group is written [name]" },
    { "[policy]\nid\n", "line 2: \"id\" is neither a group nor key = value" },
    { "[policy]\n= x\n", "line 2, [policy]: a value without a key" },
    { "[policy]\nid =\n", "line 2, [policy] id: has no value" },
    { "[policy]\nid = x\nid = x\n", "line 3, [policy] id: stands twice" },
    { "[policy]\nid = x\ntitle = X\n[policy]\n", "line 4: the group \"policy\" stands twice" },
    { "  id = x\n", "line 1: an indented line continues nothing" },
    { "[policy]\nid = \xff\n", "line 2: not UTF-8" },
    { HEAD "[rules]\n", "line 5, [rules]: no such group" },
    { HEAD "[rule First Core]\n", "line 5, [rule First Core]: a rule's id is a lower-case name" },
  };
  assert_refusals (rows, G_N_ELEMENTS (rows));
}

static void
key_file_has_a_largest_size (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = g_strnfill ((1 << 20) + 1, '#');
  assert_null (cpplan_policy_new_from_text (text, NULL, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT));
}

static void
key_file_reads_comments_and_continuations (void **state)
{
  (void) state;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text ("# first\r\n[policy]\r\n  # indented remark\r\nid = mine\r\n\r\n"
                                                                 "title = One\r\n  and two\r\n",
                                                                 NULL, &error);
  assert_null (error);
  assert_string_equal (cpplan_policy_get_title (policy), "One and two");
}

static void
policy_group_is_checked (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { "[policy]\ntitle = X\n", "line 1, [policy]: a policy needs the key id" },
    { "[policy]\nid = x\n", "line 1, [policy]: a policy needs the key title" },
    { "[policy]\nid = X\n", "line 2, [policy] id: \"X\" is not a lower-case name" },
    { "[policy]\nid = x\ntitle = X\ncolour = red\n", "line 4, [policy] colour: no such key" },
    { "[policy]\nid = x\ntitle = X\npublished = 2025-02-30\n", "line 4, [policy] published: \"2025-02-30\" is not a date" },
    { "[policy]\nid = x\ntitle = X\nin-force = 2025-02-01\n",
      "line 4, [policy] in-force: two days with .. between are wanted; a missing one is no bound" },
    { "[policy]\nid = x\ntitle = X\nin-force = 2025-02-02 .. 2025-02-01\n", "line 4, [policy] in-force: ends before it begins" },
    { "[policy]\nid = x\ntitle = X\nscope = Dover\n", "line 4, [policy] scope: lower-case names are wanted, apart by one blank" },
    { "[policy]\nid = x\ntitle = X\nextends = nowhere\n", "line 4, [policy] extends: there is no policy \"nowhere\"" },
    { "[policy]\nid = x\ntitle = X\nextends = x\n", "line 4, [policy] extends: a policy cannot extend itself: that is a circle" },
    { "[policy]\nid = england\ntitle = X\nextends = sefton\n",
      "line 4, [policy] extends: sefton extends england in its turn: that is a circle" },
    { "[policy]\nid = x\ntitle = X\nomit = assessment\n", "line 4, [policy] omit: nothing is inherited" },
    { HEAD "omit = nothing-such\n", "line 5, [policy] omit: england has no rule nothing-such" },
    { HEAD "[parameters]\nbaby-under = 1\n", "line 6, [parameters] baby-under: \"1\" is not a period" },
  };
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (rows); i++)
    assert_refusals (&rows[i], 1);
  /* the last message's wording is the period's own */
  g_autoptr (GError) error = NULL;
  assert_null (cpplan_policy_new_from_text (rows[13].text, builtins, &error));
  assert_true (g_str_has_prefix (error->message, "line 6, [parameters] baby-under: "));
}

static void
rule_keys_are_checked (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { HEAD "[rule r]\ntitle = R\n", "line 5, [rule r]: a rule needs the key kind" },
    { RULE ("kind = wish\n"), "line 8, [rule r] kind: \"wish\" is no kind of rule" },
    { RULE ("kind = deadline\n"), "line 5, [rule r]: a deadline needs the key after" },
    { RULE ("kind = deadline\nafter = referral\n"), "line 5, [rule r]: a deadline needs the key by" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\n"), "line 5, [rule r]: either within (or readings) or on is wanted" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 days\n"), NULL },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\nfrequency = 1\n"), "line 12, [rule r] frequency: no such key" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\nfrom = visit\n"), "line 12, [rule r] from: is no key of a deadline" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\nlanding = next\n"),
      "line 12, [rule r] landing: is kept for later: nothing is moved off a day that is not worked" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\ncount = twice\n"), NULL },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\nmonth-end = roll\n"),
      "line 12, [rule r] month-end: clamp or next is wanted" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\nowner = them\n"), "line 12, [rule r] owner: own or external is wanted" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nreading x = 5 weeks\n"), "line 11, [rule r] reading x: a reading is within a period" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nreading X = within 5 weeks\n"), "line 11, [rule r] reading X: a reading has a lower-case name" },
    { RULE ("kind = deadline\nafter = plan-end\nby = visit\nwithin = 5 weeks\n"),
      "line 9, [rule r] after: a rule does not start with plan-end: name the event" },
    { RULE ("kind = deadline\nafter = referral\nby = plan-start\nwithin = 5 weeks\n"), "line 10, [rule r] by: a kind of event is wanted" },
    { RULE ("kind = deadline\nafter = referral\nby = first visit\nwithin = 5 weeks\n"), "line 10, [rule r] by: first, inside plan and outside plan say nothing here" },
    { RULE ("kind = deadline\nafter = referral\nby = visit\nwithin = 5 weeks\norder = any\n"), "line 12, [rule r] order: either is wanted" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 0 weeks\nuntil = plan-end\n"), "line 5, [rule r]: a chain needs a period that leads to a later day" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 1 calendar day\ncount = inclusive\n"),
      "line 5, [rule r]: a chain needs a period that leads to a later day" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 4 weeks\nfirst-within = 0 weeks\n"),
      "line 5, [rule r]: a chain needs a first period that leads to a later day" },
    { RULE ("kind = recur\nfrom = first visit\nby = visit\nwithin = 4 weeks\n"),
      "line 9, [rule r] from: first, inside plan and outside plan go with the after of a deadline or a finding" },
    { RULE ("kind = recur\nfrom = visit inside plan\nby = visit\nwithin = 4 weeks\n"),
      "line 9, [rule r] from: first, inside plan and outside plan go with the after of a deadline or a finding" },
    { RULE ("kind = deadline\nafter = referral\nby = visit outside plan\nwithin = 5 weeks\n"),
      "line 10, [rule r] by: first, inside plan and outside plan say nothing here" },
    { RULE ("kind = bar\nafter = visit\nat-least = 1 year\n"), "line 9, [rule r] after: a bar counts from plan-start" },
    { RULE ("kind = deadline\nafter = core-group\nby = visit\non = met-by (first-review)\n"), "line 11, [rule r] on: met-by goes with before" },
    { RULE ("kind = except\noverrides = first-review\nwhen = delay-reason\nauthority = countersigned\nextend-to = next-meeting\n"),
      "line 9, [rule r] overrides: first-review is no recur, and has no link to extend" },
    { RULE ("kind = deadline\nafter = plan-start\nby = core-group where attendees includes safeguarding-unit\nwithin = 5 weeks\n"),
      "line 10, [rule r] by: safeguarding-unit is no role" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 4 weeks\nnot-before = school\n"), "line 12, [rule r] not-before: birth is wanted" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 4 weeks\nfrequency-from = visit\n"),
      "line 12, [rule r] frequency-from: KIND.attribute and stricter-only or replace are wanted" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 4 weeks\nfrequency-from = visit.place replace\n"),
      "line 12, [rule r] frequency-from: place is no period of that event" },
    { RULE ("kind = recur\nfrom = plan-start\nby = visit\nwithin = 4 weeks\nfrequency-from = visit-frequency-set.interval often\n"),
      "line 12, [rule r] frequency-from: stricter-only or replace is wanted" },
    { RULE ("kind = before\nbefore = due (first-review)\nby = visit\nat-least = 1 week\n"),
      "line 9, [rule r] before: a kind of event or met-by (RULE) is wanted first" },
    { RULE ("kind = before\nbefore = review-conference, visit\nby = visit\nat-least = 1 week\n"), "line 9, [rule r] before: only due (RULE) can follow" },
    { RULE ("kind = before\nbefore = review-conference, due (nothing)\nby = visit\nat-least = 1 week\n"),
      "line 9, [rule r] before: there is no rule \"nothing\"" },
    { RULE ("kind = before\nbefore = met-by (r)\nby = visit\nat-least = 1 week\n"), "line 5, [rule r]: leans on itself, by way of other rules" },
    { RULE ("kind = deadline\nafter = plan-start\nby = visit\nwithin = 5 weeks\nawaits = visit\n"),
      "line 5, [rule r]: awaits goes with an event that starts the rule, not with plan-start" },
    { RULE ("kind = bar\nafter = plan-start\nat-least = 1 year\nuntil = visit\n"), "line 5, [rule r]: a bar ends with the plan or not at all" },
    { RULE ("kind = except\noverrides = nothing\nwhen = delay-reason\nauthority = countersigned\nextend-to = next-meeting\n"),
      "line 9, [rule r] overrides: there is no rule \"nothing\"" },
    { HEAD "[rule r]\ntitle = R\nforce = perhaps\nkind = bar\nafter = plan-start\nat-least = 1 year\n",
      "line 7, [rule r] force: \"perhaps\" is none of must, should, good-practice" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].message != NULL)
      assert_refusals (&rows[i], 1);
    else /* the wording is that of periods and counts */
      {
        g_autoptr (GError) error = NULL;
        assert_null (cpplan_policy_new_from_text (rows[i].text, builtins, &error));
        assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY));
        assert_non_null (strstr (error->message, "[rule r] "));
      }
}

static void
expressions_are_typed_when_read (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { WHERE ("child-seen and"), "line 11, [rule r] by: an attribute is wanted, not the end" },
    { WHERE ("child-seen child-alone"), "line 11, [rule r] by: \"child-alone\" is not understood here" },
    { WHERE ("(child-seen"), "line 11, [rule r] by: \")\" is wanted, not the end" },
    { WHERE ("quorate"), "line 11, [rule r] by: quorate is no attribute of that event" },
    { WHERE ("colour = red"), "line 11, [rule r] by: colour is no attribute of that event" },
    { WHERE ("place = garden"), "line 11, [rule r] by: garden is none of the names that place can have" },
    { WHERE ("place in {home, garden}"), "line 11, [rule r] by: garden is none of the names that place can have" },
    { WHERE ("place in {home"), "line 11, [rule r] by: \"}\" is wanted, not the end" },
    { WHERE ("child-seen in {home}"), "line 11, [rule r] by: in asks a name" },
    { WHERE ("place"), "line 11, [rule r] by: a choice is neither true nor false by itself" },
    { WHERE ("child-seen = child-alone"), "line 11, [rule r] by: a truth is not compared with =" },
    { WHERE ("by"), "line 11, [rule r] by: a person is neither true nor false by itself" },
    { WHERE ("by.colour = red"), "line 11, [rule r] by: colour is no attribute of a person" },
    { WHERE ("by = trigger"), "line 11, [rule r] by: an event is compared with an event, a person with a person" },
    { WHERE ("about = member"), "line 11, [rule r] by: member is no attribute of that event" },
    { WHERE ("to includes nobody"), "line 11, [rule r] by: nobody is no audience" },
    { WHERE ("place includes home"), "line 11, [rule r] by: includes asks a list" },
    { WHERE ("has by.role"), "line 11, [rule r] by: an attribute of an event is wanted" },
    { WHERE ("held (child-seen)"), "line 11, [rule r] by: held asks an event" },
    { WHERE ("age (child) = 1 year"), "line 11, [rule r] by: an age is compared with <, <=, > or >=" },
    { WHERE ("age (child) < 3 weeks"), "line 11, [rule r] by: an age is in months or years" },
    { WHERE ("age (child) < infancy"), "line 11, [rule r] by: \"infancy\" is no parameter of this policy" },
    { WHERE ("age (parent) < 1 year"), "line 11, [rule r] by: \"child\" is wanted, not \"parent\"" },
    { WHERE ("latest (plan-end).basis = other"), "line 11, [rule r] by: latest is of a kind of event" },
    { WHERE ("latest (legal-status).place = home"), "line 11, [rule r] by: place is no attribute of that event" },
    { RULE ("kind = deadline\nafter = tea-party\nby = visit\nwithin = 1 week\n"), "line 9, [rule r] after: tea-party is no kind of event" },
    { RULE ("kind = deadline\nafter = plan-start or visit\nby = visit\nwithin = 1 week\n"), "line 9, [rule r] after: plan-start stands alone" },
    { RULE ("kind = deadline\nafter = plan-start\nby = visit\non = place\n"), "line 11, [rule r] on: place is no attribute of that event" },
    { RULE ("kind = deadline\nafter = plan-start\nby = visit\non = quorate\n"), "line 11, [rule r] on: a date is wanted, not a truth" },
    { RULE ("kind = deadline\nafter = plan-start\nby = visit\non = next plan-start\n"), "line 11, [rule r] on: an appointment is of a kind of event" },
    { RULE ("kind = deadline\nafter = plan-start\nby = visit\non = due\n"), "line 11, [rule r] on: due is no attribute of that event" },
  };
  assert_refusals (rows, G_N_ELEMENTS (rows));
}

#define GROUND(body) GATE ("ground = died\n" body)

static void
gate_keys_are_checked (void **state)
{
  (void) state;
  static const char no_ground[] = "line 5, [rule r]: a gate without a ground has holds, and no key of grounds";
  static const char no_event[] = "line 5, [rule r]: a ground needs when or decided-by";
  const Refusal     rows[] = {
    { GATE (""), no_ground },
    { GATE ("when = any (death)\n"), no_ground },
    { GATE ("holds = any (death)\nwhen = any (death)\n"), no_ground },
    { GATE ("holds = anchor.quorate\ndecided-by = review-conference\n"), no_ground },
    { GATE ("holds = any (death)\nsince = legal-status\n"), no_ground },
    { GATE ("holds = any (death)\nheld-against = day-asked\n"), no_ground },
    { GATE ("holds = any (death)\nwaives = end-conference\n"), no_ground },
    { GATE ("holds = any (death)\nrefers = end-conference\n"), no_ground },
    { GROUND (""), no_event },
    { GROUND ("holds = any (death)\n"), no_event },
    { GATE ("ground = boredom\nwhen = any (death)\n"),
      "line 9, [rule r] ground: \"boredom\" is none of no-continuing-risk, age-18, moved-permanently, left-uk, died, looked-after" },
    { GROUND ("when = any (death)\nheld-against = other\n"), "line 11, [rule r] held-against: day-asked is wanted" },
    { GROUND ("when = any (death)\nwaives = nothing\n"), "line 11, [rule r] waives: there is no rule \"nothing\"" },
    { GROUND ("when = any (death)\nwaives = end-conference nothing\n"), "line 11, [rule r] waives: there is no rule \"nothing\"" },
    { GROUND ("when = any (death)\nrefers = nothing\n"), "line 11, [rule r] refers: there is no rule \"nothing\"" },
    { GROUND ("when = any (death)\nwaives = end-no-continuing-risk\n"),
      "line 11, [rule r] waives: end-no-continuing-risk is no gate that endings require" },
    { GROUND ("when = any (death)\nwaives = r\n"), "line 11, [rule r] waives: r is no gate that endings require" },
    { GROUND ("when = any (death)\nrefers = first-review\n"), "line 11, [rule r] refers: first-review is no gate that endings require" },
    { GROUND ("when = any (death)\nwaives = End Conference\n"), "line 11, [rule r] waives: ids of rules are wanted, apart by one blank" },
    { GROUND ("when = any (death)\nrefers = end-conference, end-died\n"), "line 11, [rule r] refers: ids of rules are wanted, apart by one blank" },
    { GROUND ("decided-by = tea-party\n"), "line 10, [rule r] decided-by: tea-party is no kind of event" },
    { GROUND ("decided-by = plan-start\n"), "line 10, [rule r] decided-by: a kind of event is wanted" },
    { GROUND ("decided-by = review-conference\nsince = plan-end\n"), "line 11, [rule r] since: a kind of event is wanted" },
    { GROUND ("decided-by = review-conference, visit\n"), "line 10, [rule r] decided-by: \",\" is not understood here" },
    { GROUND ("when = any (death)\nuntil = plan-end\n"), "line 11, [rule r] until: is no key of a gate" },
    { GROUND ("when = any (death)\nwithin = 6 months\n"), "line 11, [rule r] within: is no key of a gate" },
    { GROUND ("when = any (death)\nafter = plan-start\n"), "line 11, [rule r] after: is no key of a gate" },
    { RULE ("kind = bar\nafter = plan-start\nat-least = 1 year\nground = died\n"), "line 11, [rule r] ground: is no key of a bar" },
    { RULE ("kind = bar\nafter = plan-start\nat-least = 1 year\nholds = any (death)\n"), "line 11, [rule r] holds: is no key of a bar" },
  };
  assert_refusals (rows, G_N_ELEMENTS (rows));
}

static void
gate_expressions_are_typed_when_read (void **state)
{
  (void) state;
  const Refusal rows[] = {
    { GATE ("holds = quorate\n"), "line 9, [rule r] holds: a gate asks anchor, latest (...), known (...) or any (...), not \"quorate\"" },
    { GATE ("holds = has quorate\n"), "line 9, [rule r] holds: a gate asks anchor, latest (...), known (...) or any (...), not \"quorate\"" },
    { GROUND ("when = permanent\n"), "line 10, [rule r] when: a gate asks anchor, latest (...), known (...) or any (...), not \"permanent\"" },
    { GATE ("holds = anchor.colour\n"), "line 9, [rule r] holds: colour is no attribute of that event" },
    { GATE ("holds = anchor.outcome\n"), "line 9, [rule r] holds: a choice is neither true nor false by itself" },
    { GROUND ("decided-by = transfer-conference\nholds = anchor.no-continuing-risk\n"),
      "line 11, [rule r] holds: no-continuing-risk is no attribute of that event" },
    { GATE ("holds = known (circumstances-recorded).quorate\n"), "line 9, [rule r] holds: quorate is no attribute of that event" },
    { GATE ("holds = known (plan-end).quorate\n"), "line 9, [rule r] holds: latest is of a kind of event" },
    { GATE ("holds = latest (moved-out outside plan).permanent\n"), "line 9, [rule r] holds: a gate asks about a plan that is running: outside plan says nothing" },
    { GATE ("holds = any (plan-end)\n"), "line 9, [rule r] holds: a kind of event is wanted" },
    { GATE ("holds = any (tea-party)\n"), "line 9, [rule r] holds: tea-party is no kind of event" },
    { GATE ("holds = any death\n"), "line 9, [rule r] holds: \"(\" is wanted, not \"death\"" },
    { GATE ("holds = any (death\n"), "line 9, [rule r] holds: \")\" is wanted, not the end" },
    { GATE ("holds = any (letter-sent where place = home)\n"), "line 9, [rule r] holds: place is no attribute of that event" },
    { GATE ("holds = any (letter-sent) since legal-status\n"), "line 9, [rule r] holds: \"latest\" is wanted, not \"legal-status\"" },
    { GATE ("holds = any (letter-sent) since latest (plan-end)\n"), "line 9, [rule r] holds: a kind of event is wanted" },
    { GATE ("holds = shown any (death)\n"), "line 9, [rule r] holds: \"(\" is wanted, not \"any\"" },
    { GATE ("holds = shown (any (death)\n"), "line 9, [rule r] holds: \")\" is wanted, not the end" },
    { GATE ("holds = clear earliest-end\n"), "line 9, [rule r] holds: \"(\" is wanted, not \"earliest-end\"" },
    { GATE ("holds = clear (earliest-end\n"), "line 9, [rule r] holds: \")\" is wanted, not the end" },
    { GATE ("holds = clear (nothing)\n"), "line 9, [rule r] holds: there is no rule \"nothing\"" },
    { GATE ("holds = clear (first-review)\n"), "line 9, [rule r] holds: first-review is no bar" },
    /* words of gates say nothing elsewhere */
    { WHERE ("any (death)"), "line 11, [rule r] by: any is no attribute of that event" },
    { WHERE ("known (visit).child-seen"), "line 11, [rule r] by: known is no attribute of that event" },
    { WHERE ("has birth"), "line 11, [rule r] by: birth is no attribute of that event" },
    { WHERE ("shown (child-seen)"), "line 11, [rule r] by: shown is no attribute of that event" },
    { WHERE ("clear (earliest-end)"), "line 11, [rule r] by: clear is no attribute of that event" },
    { WHERE ("latest (moved-out inside plan).permanent"), "line 11, [rule r] by: only gates and findings ask for the latest inside plan, and none for one outside" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refusals (&rows[i], 1);
}

static void
gates_read (void **state)
{
  (void) state;
  static const char *const texts[] = {
    GATE ("holds = anchor.quorate and not (has birth and age (child) < 1 year)\n"),
    GATE ("holds = shown (latest (moved-out inside plan).permanent) or any (exceptional-circumstances inside plan where reason-recorded)\n"),
    GATE ("holds = any (letter-sent where to includes all-agencies) since latest (legal-status where basis = section-20)\n"),
    GROUND ("when = any (death)\nwaives = end-conference\n"),
    GROUND ("when = any (death)\nrefers = end-conference r\n"),
    GROUND ("decided-by = review-conference inside plan where quorate\nsince = legal-status where ended\nheld-against = day-asked\nrefers = end-conference\n"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (texts[i], builtins, &error);
      if (policy == NULL)
        fail_msg ("%s: %s", texts[i], error->message);
      assert_int_equal (cpplan_rule_get_kind (cpplan_policy_find_rule (policy, "r")), CPPLAN_RULE_KIND_GATE);
    }
}

static void
expressions_have_a_greatest_depth (void **state)
{
  (void) state;
  static const char *const openers[] = { "(", "not " };
  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++)
    {
      GString *text = g_string_new (RULE ("kind = deadline\nafter = plan-start\nwithin = 1 week\nby = visit where "));
      for (guint n = 0; n < 100000; n++)
        g_string_append (text, openers[i]);
      g_string_append (text, "child-seen\n");
      g_autoptr (GError) error = NULL;
      assert_null (cpplan_policy_new_from_text (text->str, builtins, &error));
      assert_string_equal (error->message, "line 11, [rule r] by: nested more than 32 deep");
      g_string_free (text, TRUE);
    }
}

/* ---- inheritance, editions ---- */

static void
kinds_and_forces_round_trip (void **state)
{
  (void) state;
  static const char *const kinds[] = { "deadline", "recur", "before", "bar", "except", "gate" };
  static const char *const forces[] = { "must", "should", "good-practice" };
  g_autoptr (GError) error = NULL;
  CpplanRuleKind     kind;
  CpplanForce        force;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      assert_true (cpplan_rule_kind_from_string (kinds[i], &kind, NULL));
      assert_int_equal (kind, i + 1);
      assert_string_equal (cpplan_rule_kind_to_string (kind), kinds[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (forces); i++)
    {
      assert_true (cpplan_force_from_string (forces[i], &force, NULL));
      assert_int_equal (force, i + 1);
      assert_string_equal (cpplan_force_to_string (force), forces[i]);
    }
  assert_false (cpplan_rule_kind_from_string ("wish", &kind, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
  assert_false (cpplan_force_from_string ("wish", &force, NULL));
}

static void
policy_inherits_replaces_and_omits (void **state)
{
  (void) state;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy
    = cpplan_policy_new_from_text (HEAD "omit = assessment referral-decision\n"
                                        "[rule first-core-group]\ntitle = Ours\nkind = deadline\nforce = must\nafter = plan-start\n"
                                        "by = core-group\nwithin = 7 working days\nuntil = plan-end\ncite = page 1\n",
                                   builtins, &error);
  assert_non_null (policy);
  assert_null (cpplan_policy_find_rule (policy, "assessment"));
  assert_null (cpplan_policy_find_rule (policy, "referral-decision"));
  assert_string_equal (cpplan_rule_get_title (cpplan_policy_find_rule (policy, "first-core-group")), "Ours");
  assert_false (cpplan_policy_inherits (policy, cpplan_policy_find_rule (policy, "first-core-group")));
  assert_true (cpplan_policy_inherits (policy, cpplan_policy_find_rule (policy, "first-review")));
  assert_string_equal (cpplan_rule_get_policy (cpplan_policy_find_rule (policy, "first-review")), "england");
  assert_string_equal (cpplan_policy_get_calendar (policy), "england-and-wales");
  for (gsize i = 1; i < cpplan_policy_get_n_rules (policy); i++)
    assert_true (strcmp (cpplan_rule_get_id (cpplan_policy_get_rule (policy, i - 1)), cpplan_rule_get_id (cpplan_policy_get_rule (policy, i))) < 0);
}

static void
policy_set_reads_texts_in_any_order (void **state)
{
  (void) state;
  g_autoptr (GError)          error = NULL;
  const char *const           texts[] = { "[policy]\nid = a\ntitle = A\nextends = b\n", "[policy]\nid = b\ntitle = B\nextends = england\n" };
  const char *const           circle[] = { "[policy]\nid = a\ntitle = A\nextends = b\n", "[policy]\nid = b\ntitle = B\nextends = a\n" };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, builtins, NULL, &error);
  assert_non_null (set);
  assert_int_equal (cpplan_policy_set_get_length (set), cpplan_policy_set_get_length (builtins) + 2);
  assert_non_null (cpplan_policy_find_rule (cpplan_policy_set_find (set, "a"), "first-review"));
  gsize index = 99;
  assert_null (cpplan_policy_set_new_from_texts (circle, 2, builtins, &index, &error));
  assert_int_equal (index, 0);
  assert_string_equal (error->message, "line 4, [policy] extends: \"a\" extends itself in a circle");
}

static void
policy_set_refuses_overlapping_editions (void **state)
{
  (void) state;
#define EDITION(days) "[policy]\nid = a\ntitle = A\nin-force = " days "\n"
  const char *const good[] = { EDITION ("2025-04-01 .."), EDITION (".. 2025-03-31") };
  const char *const bad[] = { EDITION ("2025-04-01 .."), EDITION (".. 2025-04-01") };
  const char *const open[] = { EDITION ("2025-04-01 .."), "[policy]\nid = a\ntitle = A\n" };
  g_autoptr (GError)          error = NULL;
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (good, 2, NULL, NULL, &error);
  assert_non_null (set);
  gsize index;
  assert_null (cpplan_policy_set_new_from_texts (bad, 2, NULL, &index, &error));
  assert_int_equal (index, 0);
  assert_string_equal (error->message, "line 4, [policy] in-force: two editions of a hold at one time");
  g_clear_error (&error);
  assert_null (cpplan_policy_set_new_from_texts (open, 2, NULL, &index, &error));
  assert_non_null (error);
}

static void
policy_of_ours_replaces_a_builtin (void **state)
{
  (void) state;
  const char *const           texts[] = { "[policy]\nid = sefton\ntitle = Another\nextends = england\n" };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 1, builtins, NULL, NULL);
  assert_int_equal (cpplan_policy_set_get_length (set), cpplan_policy_set_get_length (builtins));
  assert_string_equal (cpplan_policy_get_title (cpplan_policy_set_find (set, "sefton")), "Another");
}

/* ---- the built-in policies ---- */

static void
builtins_are_six (void **state)
{
  (void) state;
  static const char *const ids[] = { "england", "hampshire", "kent", "rotherham", "sefton", "stoke-on-trent" };
  g_autoptr (GError)       error = NULL;
  assert_int_equal (cpplan_policy_set_get_length (builtins), G_N_ELEMENTS (ids));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (CpplanPolicy) policy = cpplan_policy_new_builtin (ids[i], &error);
      assert_string_equal (cpplan_policy_get_id (policy), ids[i]);
      assert_int_equal (strlen (cpplan_policy_get_digest (policy)), 64);
      assert_string_equal (cpplan_policy_get_calendar (policy), "england-and-wales");
    }
  assert_null (cpplan_policy_new_builtin ("camelot", &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
}

/* ---- the rows of the table of rules ---- */

static char *
get_path (const char *const *parts)
{
  const char *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char *rest = g_build_filenamev ((char **) parts);
  return g_build_filename (root != NULL ? root : ".", rest, NULL);
}

/* The rows that the project's own list names. */
static GHashTable *
read_refs (void)
{
  static const char *const parts[] = { "tests", "refs.txt", NULL };
  g_autofree char         *path = get_path (parts);
  g_autofree char         *text = NULL;
  GHashTable              *refs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && lines[i][0] != '#')
      assert_true (g_hash_table_add (refs, g_strdup (lines[i])));
  return refs;
}

/* The table itself, or NULL where it is not at hand. */
static char *
read_table (void)
{
  static const char *const parts[] = { "..", "shared", "rules", "rules.tsv", NULL };
  const char              *shared = g_getenv ("CPPLAN_SHARED");
  g_autofree char         *path = shared != NULL ? g_build_filename (shared, "rules", "rules.tsv", NULL) : get_path (parts);
  char                    *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
refs_are_those_of_the_table (void **state)
{
  (void) state;
  g_autofree char       *text = read_table ();
  g_autoptr (GHashTable) refs = read_refs ();
  guint                  n_rows = 0;
  assert_non_null (text);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++, n_rows++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      if (!g_hash_table_contains (refs, fields[1]))
        fail_msg ("the list has no %s", fields[1]);
    }
  assert_int_equal (n_rows, g_hash_table_size (refs));
}

static void
claim (GHashTable *refs, GHashTable *claims, const char *const *claimed, const char *by)
{
  for (gsize i = 0; claimed[i] != NULL; i++)
    {
      if (!g_hash_table_contains (refs, claimed[i]))
        fail_msg ("%s carries %s, which is no row of the table", by, claimed[i]);
      if (!g_hash_table_add (claims, (gpointer) claimed[i]))
        fail_msg ("%s carries %s, which is carried already", by, claimed[i]);
    }
}

/* The rows of the rule table, authority by authority. */
static void
builtins_carry_each_row_once (void **state)
{
  (void) state;
  g_autoptr (GHashTable) refs = read_refs ();
  g_autoptr (GHashTable) claims = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter         iter;
  gpointer               ref;
  guint                  n_missing = 0;
  for (gsize p = 0; p < cpplan_policy_set_get_length (builtins); p++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (builtins, p);
      claim (refs, claims, cpplan_policy_get_refs (policy), cpplan_policy_get_id (policy));
      for (gsize r = 0; r < cpplan_policy_get_n_rules (policy); r++)
        {
          const CpplanRule *rule = cpplan_policy_get_rule (policy, r);
          if (!cpplan_policy_inherits (policy, rule))
            claim (refs, claims, cpplan_rule_get_refs (rule), cpplan_rule_get_id (rule));
        }
    }
  g_hash_table_iter_init (&iter, refs);
  while (g_hash_table_iter_next (&iter, &ref, NULL))
    if (!g_hash_table_contains (claims, ref))
      {
        print_message ("# no rule carries %s\n", (const char *) ref);
        n_missing++;
      }
  print_message ("# %u of %u rows of the table are carried\n", g_hash_table_size (claims), g_hash_table_size (refs));
  assert_int_equal (n_missing, 0);
}

static void
builtins_are_lint_clean (void **state)
{
  (void) state;
  CpplanDate as_of;
  assert_true (cpplan_date_parse ("2025-06-01", &as_of, NULL));
  for (gsize p = 0; p < cpplan_policy_set_get_length (builtins); p++)
    {
      g_autoptr (GPtrArray) findings = cpplan_policy_lint (cpplan_policy_set_get_policy (builtins, p), as_of);
      for (guint i = 0; i < findings->len; i++)
        fail_msg ("%s", ((CpplanLint *) g_ptr_array_index (findings, i))->message);
    }
}

/* ---- lint ---- */

static void
assert_lint (const char *text, const char *as_of, const char *ids)
{
  CpplanDate               date = CPPLAN_DATE_NONE;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (text, builtins, &error);
  if (policy == NULL)
    fail_msg ("%s", error->message);
  if (as_of != NULL)
    assert_true (cpplan_date_parse (as_of, &date, NULL));
  g_autoptr (GPtrArray) findings = cpplan_policy_lint (policy, date);
  GString              *found = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const CpplanLint *lint = g_ptr_array_index (findings, i);
      g_string_append_printf (found, "%s%s:%u", i == 0 ? "" : " ", lint->id, lint->line);
      assert_true (strlen (lint->message) > 0);
    }
  assert_string_equal (found->str, ids);
  g_string_free (found, TRUE);
}

#define CLEAN "cite = page 1\n"
#define CHAIN(id, within) "[rule " id "]\ntitle = R\nforce = must\nkind = recur\nfrom = plan-start\nby = visit\nwithin = " within "\n"

static void
lint_finds_each_fault_and_no_other (void **state)
{
  (void) state;
  assert_lint (HEAD CHAIN ("seen", "4 weeks") "until = plan-end\n" CLEAN, NULL, "");
  assert_lint (HEAD CHAIN ("seen", "4 weeks") "until = plan-end\n", NULL, "LINT-CITE:5");
  assert_lint (HEAD CHAIN ("seen", "4 weeks") CLEAN, NULL, "LINT-UNTIL:5");
  assert_lint (HEAD CHAIN ("seen", "4 weeks") "until = plan-end\n" CLEAN CHAIN ("again", "3 weeks") "until = plan-end\n" CLEAN, NULL,
               "LINT-SHADOWED:5");
  assert_lint (HEAD "reviewed = 2024-01-18\n", "2026-01-18", "");
  assert_lint (HEAD "reviewed = 2024-01-18\n", "2026-01-19", "LINT-REVIEWED:5");
  assert_lint (HEAD "reviewed = 2024-01-18\n", NULL, "");
#define CORE_GROUP(within)                                                                                 \
  "[rule first-core-group]\ntitle = R\nforce = must\nkind = deadline\nafter = plan-start\nby = core-group\nwithin = " within       \
  "\nuntil = plan-end\ncite = page 1\n"
  assert_lint (HEAD CORE_GROUP ("10 working days"), NULL, "");
  assert_lint (HEAD CORE_GROUP ("11 working days"), NULL, "LINT-WEAKER:5");
  assert_lint (HEAD CORE_GROUP ("5 weeks"), NULL, "LINT-WEAKER:5");
  assert_lint (HEAD CORE_GROUP ("2 weeks"), NULL, ""); /* incomparable */
  assert_lint (HEAD "[rule first-core-group]\ntitle = R\nforce = good-practice\nkind = deadline\nafter = plan-start\nby = core-group\n"
                    "within = 10 working days\nuntil = plan-end\ncite = page 1\n",
               NULL, "LINT-WEAKER:5");
#define PREPARE(period)                                                                                    \
  "[rule prepare]\ntitle = R\nforce = must\nkind = before\nbefore = review-conference, due (first-review, review-interval)\n"       \
  "by = core-group\nat-least = " period "\ncite = page 1\n"
  assert_lint (HEAD PREPARE ("2 weeks"), NULL, "");
  assert_lint (HEAD PREPARE ("3 months"), NULL, "LINT-PREPARATION:5");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (key_file_refuses_what_is_lax_elsewhere),
    cmocka_unit_test (key_file_has_a_largest_size),
    cmocka_unit_test (key_file_reads_comments_and_continuations),
    cmocka_unit_test (policy_group_is_checked),
    cmocka_unit_test (rule_keys_are_checked),
    cmocka_unit_test (expressions_are_typed_when_read),
    cmocka_unit_test (gate_keys_are_checked),
    cmocka_unit_test (gate_expressions_are_typed_when_read),
    cmocka_unit_test (gates_read),
    cmocka_unit_test (expressions_have_a_greatest_depth),
    cmocka_unit_test (kinds_and_forces_round_trip),
    cmocka_unit_test (policy_inherits_replaces_and_omits),
    cmocka_unit_test (policy_set_reads_texts_in_any_order),
    cmocka_unit_test (policy_set_refuses_overlapping_editions),
    cmocka_unit_test (policy_of_ours_replaces_a_builtin),
    cmocka_unit_test (builtins_are_six),
    cmocka_unit_test (builtins_carry_each_row_once),
    cmocka_unit_test (builtins_are_lint_clean),
    cmocka_unit_test (lint_finds_each_fault_and_no_other),
    cmocka_unit_test (refs_are_those_of_the_table), /* the last: left out where the table is not there */
  };
  g_autofree char *table = read_table ();
  if (table == NULL)
    print_message ("# skipped: the table of rules is not there\n");
  return _cmocka_run_group_tests ("policy", tests, G_N_ELEMENTS (tests) - (table == NULL), set_up, tear_down);
}

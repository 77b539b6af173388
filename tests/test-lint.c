/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lint through the public interface: each check finds what it is for, and leaves alone what comes close. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <cpplan/cpplan.h>

#define HEAD "[policy]\nid = mine\ntitle = Mine\nextends = england\n"
#define RULE(body) HEAD "[rule r]\ntitle = R\nforce = must\ncite = page 1\n" body
#define BY(by) RULE ("kind = deadline\nafter = plan-start\nwithin = 1 week\nuntil = plan-end\nby = " by "\n")
#define VISIT(where) BY ("visit where " where)

typedef struct
{
  const char *text;
  const char *found; /* the findings, `ID:LINE` each */
} Row;

static CpplanPolicySet *builtins;

static int
set_up (void **state)
{
  (void) state;
  builtins = cpplan_policy_set_new_builtin (NULL);
  return builtins == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_policy_set_unref (builtins);
  return 0;
}

static char *
spell (const GPtrArray *findings)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const CpplanLint *lint = g_ptr_array_index (findings, i);
      g_string_append_printf (text, "%s%s:%u", i == 0 ? "" : " ", lint->id, lint->line);
    }
  return g_string_free (text, FALSE);
}

static CpplanPolicy *
read_policy (const char *text)
{
  g_autoptr (GError) error = NULL;
  CpplanPolicy      *policy = cpplan_policy_new_from_text (text, builtins, &error);
  if (policy == NULL)
    fail_msg ("%s: %s", text, error->message);
  return policy;
}

static void
assert_rows (const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr (CpplanPolicy) policy = read_policy (rows[i].text);
      g_autoptr (GPtrArray)    findings = cpplan_policy_lint (policy, CPPLAN_DATE_NONE);
      g_autofree char         *found = spell (findings);
      if (strcmp (found, rows[i].found) != 0)
        fail_msg ("row %u finds \"%s\", not \"%s\": %s", (guint) i, found, rows[i].found, rows[i].text);
    }
}

static void
assert_message (const char *text, const char *message)
{
  g_autoptr (CpplanPolicy) policy = read_policy (text);
  g_autoptr (GPtrArray)    findings = cpplan_policy_lint (policy, CPPLAN_DATE_NONE);
  assert_int_equal (findings->len, 1);
  assert_string_equal (((CpplanLint *) g_ptr_array_index (findings, 0))->message, message);
}

/* ---- what there can never be ---- */

static void
lint_never_finds_what_the_schema_rules_out (void **state)
{
  (void) state;
  static const Row rows[] = {
    { VISIT ("place = home and place = school"), "LINT-NEVER:13" },
    { VISIT ("place = home and (place = school or place = other)"), "LINT-NEVER:13" },
    { VISIT ("place in {home, school} and not place in {home, school}"), "LINT-NEVER:13" },
    { VISIT ("place != home and place != school and place != other"), "LINT-NEVER:13" },
    { VISIT ("child-seen and not child-seen"), "LINT-NEVER:13" },
    { VISIT ("child-alone and not child-seen"), "LINT-NEVER:13" },
    { VISIT ("not has place and place = home"), "LINT-NEVER:13" },
    { VISIT ("not has about and not has place and place = home"), "LINT-NEVER:13" },
    { VISIT ("about = trigger and not about = trigger"), "LINT-NEVER:13" },
    { VISIT ("to includes police and not to includes police"), "LINT-NEVER:13" },
    { VISIT ("by.qualified-social-worker and not by.qualified-social-worker"), "LINT-NEVER:13" },
    { VISIT ("by.role in {co-worker, advocate} and not by.role = co-worker and not by.role = advocate"), "LINT-NEVER:13" },
    { VISIT ("age (child) < 1 year and age (child) >= 12 months"), "LINT-NEVER:13" },
    { VISIT ("age (child) > 2 years and age (child) <= 2 years"), "LINT-NEVER:13" },
    { VISIT ("latest (legal-status).basis = section-20 and latest (legal-status).basis = care-order"), "LINT-NEVER:13" },
    { VISIT ("latest (legal-status).basis = section-20 and not latest (legal-status).looked-after"), "LINT-NEVER:13" },
    { VISIT ("latest (legal-status where ended and not ended).looked-after"), "LINT-NEVER:13" },
    { VISIT ("has latest (legal-status where ended and not ended).looked-after"), "LINT-NEVER:13" },
    { BY ("core-group or (visit where child-seen and not child-seen)"), "LINT-NEVER:13" },
    { BY ("letter-sent where topic = a and topic = b"), "LINT-NEVER:13" },
    { RULE ("kind = deadline\nafter = plan-start where outcome = plan and outcome != plan\nwithin = 1 week\nby = visit\n"), "LINT-NEVER:10" },
    { RULE ("kind = deadline\nafter = referral\nwithin = 1 week\nby = visit\nunless = referral-decided where has about and not has about\n"),
      "LINT-NEVER:13" },
    { RULE ("kind = gate\nholds = any (visit where place = home and place = school)\n"), "LINT-NEVER:10" },
    { RULE ("kind = gate\nholds = shown (any (death)) and not any (death)\n"), "LINT-NEVER:10" },
    { RULE ("kind = gate\nholds = not has birth and age (child) >= 18 years\n"), "LINT-NEVER:10" },
    { RULE ("kind = gate\nground = died\nwhen = any (death)\nholds = anchor.quorate\n"), "LINT-NEVER:12" },
    { RULE ("kind = gate\nground = died\ndecided-by = review-conference where outcome = end and outcome = continue\n"), "LINT-NEVER:11" },
    { RULE ("kind = before\nbefore = review-conference, due (first-review)\nper = people where role = parent and not role = parent\n"
            "by = visit\nat-least = 1 week\n"),
      "LINT-NEVER:11" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

/* Each is near to a row above, and can happen. */
static void
lint_never_leaves_what_could_happen (void **state)
{
  (void) state;
  static const Row rows[] = {
    { VISIT ("place = home or place = school"), "" },
    { VISIT ("place in {home, school} and not place in {home, other}"), "" },
    { VISIT ("place != home and place != school"), "" },
    { VISIT ("child-seen and not child-alone"), "" },
    { VISIT ("child-seen or not child-seen"), "" },
    { VISIT ("not has place or place = home"), "" },
    { VISIT ("about = trigger and not by = trigger.by"), "" },
    { VISIT ("to includes police and not to includes parents"), "" },
    { VISIT ("by.role = co-worker and by.role = advocate"), "" }, /* two parts in a case */
    { VISIT ("age (child) <= 1 year and age (child) >= 12 months"), "" }, /* the birthday itself */
    { VISIT ("age (child) > 1 year and age (child) < 13 months"), "" },
    { VISIT ("latest (legal-status).basis = section-20 and latest (legal-status where ended).basis = care-order"), "" },
    { VISIT ("latest (legal-status).basis = other and not latest (legal-status).looked-after"), "" },
    { VISIT ("not latest (legal-status).looked-after and not latest (legal-status).ended"), "" }, /* there may be none */
    { BY ("letter-sent where topic != a and topic != b"), "" },
    { RULE ("kind = deadline\nafter = plan-start where has first-core-group and outcome = plan\nwithin = 1 week\nby = visit\n"), "" },
    { RULE ("kind = gate\nholds = any (death) or not any (death)\n"), "" },
    { RULE ("kind = gate\nholds = known (circumstances-recorded).living-with-family and anchor.quorate\n"), "" },
    { RULE ("kind = gate\nground = died\nwhen = any (death)\nholds = not anchor.quorate\n"), "" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

#define CHAIN(kind) "[rule chain]\ntitle = C\nforce = must\ncite = page 1\nkind = recur\nfrom = " kind "\nby = " kind "\nwithin = 1 month\nuntil = plan-end\n"
#define DELAY(when, to)                                                                                    \
  "[rule delay]\ntitle = D\nforce = must\ncite = page 1\nkind = except\noverrides = chain\nwhen = " when                           \
  "\nauthority = countersigned where about = anchor\nextend-to = " to "\n"

/* What an exception counts from is known only by the rule that it extends. */
static void
lint_never_asks_what_an_exception_extends (void **state)
{
  (void) state;
  static const Row rows[] = {
    { HEAD CHAIN ("core-group") DELAY ("delay-reason", "next-meeting"), "" },
    { HEAD CHAIN ("cin-meeting") DELAY ("has about", "next-review, next-meeting"), "LINT-NEVER:22" },
    { HEAD CHAIN ("review-conference") DELAY ("delay-reason", "first-appointed review-conference"), "LINT-NEVER:20" },
    { HEAD CHAIN ("review-conference") DELAY ("not delay-reason", "first-appointed review-conference"), "" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

static void
lint_never_says_what (void **state)
{
  (void) state;
  assert_message (VISIT ("place = home and place = school"), "no visit can ever be as the by of rule r asks");
  assert_message (RULE ("kind = gate\nholds = not has birth and age (child) >= 18 years\n"), "the holds of rule r can never hold");
  assert_message (HEAD CHAIN ("cin-meeting") DELAY ("has about", "next-meeting"),
                  "the extend-to of rule delay asks for next-meeting, which no event has that it counts from");
}

/* What is too much to search is left alone, and soon. */
static void
lint_never_gives_up_in_time (void **state)
{
  (void) state;
  g_autoptr (GString) many = g_string_new ("has about");
  g_autoptr (GString) hard = g_string_new ("child-seen and not child-seen");
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, " and by.role = role-%u", i);
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (hard, " or (by.role = a%u and by.role = b%u and not by.role = a%u)", i, i, i);
  g_autofree char *many_text = g_strconcat (RULE ("kind = deadline\nafter = plan-start\nwithin = 1 week\nby = visit where "), many->str, "\n", NULL);
  g_autofree char *hard_text = g_strconcat (RULE ("kind = deadline\nafter = plan-start\nwithin = 1 week\nby = visit where "), hard->str, "\n", NULL);
  const Row        rows[] = { { many_text, "" }, { hard_text, "" } };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

/* ---- a gate and a bar ---- */

#define BAR "[rule bar]\ntitle = B\nforce = must\ncite = page 1\nkind = bar\nafter = plan-start\nat-least = 6 months\nuntil = plan-end\n"
#define EARLY(body) GATE ("h", "ground = died\nwhen = any (death) and not clear (bar)\n" body)
#define GATE(id, body) "[rule " id "]\ntitle = G\nforce = must\ncite = page 1\nkind = gate\n" body

static void
lint_finds_a_gate_and_a_bar_that_contradict (void **state)
{
  (void) state;
  static const Row rows[] = {
    { HEAD BAR GATE ("g", "holds = clear (bar)\n"), "" },
    { HEAD BAR GATE ("g", "holds = clear (bar) or any (exceptional-circumstances)\n"), "" },
    { HEAD BAR GATE ("g", "holds = not clear (bar)\n"), "LINT-CONTRADICTION:13" },
    { HEAD BAR GATE ("g", "holds = not clear (bar) and any (death)\n"), "LINT-CONTRADICTION:13" },
    { HEAD BAR GATE ("g", "holds = not clear (bar) or any (death)\n"), "" },
    /* a ground for early endings frees from the requirement, or it does not */
    { HEAD BAR GATE ("g", "holds = clear (bar)\n") EARLY ("waives = end-conference g\n"), "" },
    { HEAD BAR GATE ("g", "holds = clear (bar)\n") EARLY ("waives = end-conference\n"), "LINT-CONTRADICTION:19" },
    { HEAD BAR GATE ("g", "holds = clear (bar) or any (death)\n") EARLY ("waives = end-conference\n"), "" },
    { HEAD BAR GATE ("g", "holds = clear (bar) or any (death)\n") EARLY ("waives = end-conference g\n"), "" },
    { HEAD BAR EARLY ("waives = end-conference\nholds = not clear (bar)\n"), "LINT-CONTRADICTION:13" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
  assert_message (HEAD BAR GATE ("g", "holds = not clear (bar)\n"), "gate g lets a plan end only while bar bars that");
  assert_message (rows[6].text, "gate h is held against the bar bar in two ways that contradict");
}

/* ---- weaker, shadowed, preparation ---- */

#define FIRST_CORE_GROUP(body) HEAD "[rule first-core-group]\ntitle = F\nkind = deadline\nafter = plan-start\ncite = page 1\n" body
#define REVIEWS(body) HEAD "[rule review-interval]\ntitle = F\nkind = recur\nfrom = review-conference\nuntil = plan-end\nforce = should\ncite = page 1\n" body
#define OF_ITS_OWN "(not has about or about = trigger)"
#define CONFERENCE(unless)                                                                                 \
  HEAD "[rule initial-conference]\ntitle = I\nkind = deadline\nforce = should\nafter = strategy-discussion where section-47-initiated\n" \
       "by = initial-conference where " OF_ITS_OWN "\nwithin = 15 working days\ncite = page 1\n" unless

static void
lint_finds_what_is_weaker_than_the_base (void **state)
{
  (void) state;
  static const Row rows[] = {
    { FIRST_CORE_GROUP ("force = should\nby = core-group\nwithin = 10 working days\nuntil = plan-end\n"), "" },
    { FIRST_CORE_GROUP ("force = must\nby = core-group\nwithin = 9 working days\nuntil = plan-end\n"), "" },
    { FIRST_CORE_GROUP ("force = must\nby = core-group\nwithin = 11 working days\nuntil = plan-end\n"), "LINT-WEAKER:5" },
    { FIRST_CORE_GROUP ("force = must\nby = core-group\nwithin = 14 calendar days\nuntil = plan-end\n"), "" },
    { FIRST_CORE_GROUP ("force = should\nby = core-group or visit\nwithin = 10 working days\nuntil = plan-end\n"), "LINT-WEAKER:5" },
    { FIRST_CORE_GROUP ("force = should\nby = core-group where has chair\nwithin = 10 working days\nuntil = plan-end\n"), "" },
    { FIRST_CORE_GROUP ("force = should\nby = core-group\norder = either\nwithin = 10 working days\nuntil = plan-end\n"), "LINT-WEAKER:5" },
    { REVIEWS ("by = review-conference\nwithin = 6 months\n"), "" },
    { REVIEWS ("by = review-conference\nwithin = 6 months\nfirst-within = 3 months\n"), "" },
    { REVIEWS ("by = review-conference\nwithin = 6 months\nfirst-within = 7 months\n"), "LINT-WEAKER:5" },
    { CONFERENCE ("unless = section-47-concluded where not (substantiated and risk-of-significant-harm) and " OF_ITS_OWN "\n"), "" },
    { CONFERENCE ("unless = section-47-concluded where not substantiated and " OF_ITS_OWN "\n"), "" },
    { CONFERENCE ("unless = section-47-concluded\n"), "LINT-WEAKER:5" },
    { CONFERENCE (""), "" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
  assert_message (rows[2].text, "rule first-core-group allows 11 working days where england allows 10 working days");
  assert_message (rows[4].text, "rule first-core-group is laxer in its by than that of england");
}

#define SEEN(id, force, within, more)                                                                      \
  "[rule " id "]\ntitle = S\nkind = recur\nfrom = plan-start\nby = visit\nuntil = plan-end\ncite = page 1\nforce = " force "\nwithin = " within "\n" more

static void
lint_finds_what_is_shadowed (void **state)
{
  (void) state;
  static const Row rows[] = {
    { HEAD SEEN ("a", "must", "4 weeks", "") SEEN ("b", "must", "3 weeks", ""), "LINT-SHADOWED:5" },
    { HEAD SEEN ("a", "must", "4 weeks", "") SEEN ("b", "must", "4 weeks", ""), "" },
    { HEAD SEEN ("a", "should", "4 weeks", "") SEEN ("b", "must", "4 weeks", ""), "LINT-SHADOWED:5" },
    { HEAD SEEN ("a", "must", "4 weeks", "") SEEN ("b", "should", "3 weeks", ""), "" },
    { HEAD SEEN ("a", "must", "4 weeks", "first-within = 1 week\n") SEEN ("b", "must", "3 weeks", ""), "" },
    { HEAD SEEN ("a", "must", "4 weeks", "") SEEN ("b", "must", "18 working days", ""), "" },
    { HEAD SEEN ("a", "must", "4 weeks", "frequency-from = visit-frequency-set.interval stricter-only\n") SEEN ("b", "must", "3 weeks", ""), "" },
    { HEAD BAR "[rule longer]\ntitle = B\nforce = must\ncite = page 1\nkind = bar\nafter = plan-start\nat-least = 7 months\nuntil = plan-end\n",
      "LINT-SHADOWED:5" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

#define PREPARE(period)                                                                                    \
  RULE ("kind = before\nbefore = review-conference, due (first-review, review-interval)\nby = core-group\nat-least = " period "\n")

static void
lint_finds_a_preparation_as_long_as_its_interval (void **state)
{
  (void) state;
  static const Row rows[] = {
    { PREPARE ("12 weeks"), "" },
    { PREPARE ("13 weeks"), "" }, /* three months are 89 days or 92 */
    { PREPARE ("3 months"), "LINT-PREPARATION:5" },
    { PREPARE ("1 year"), "LINT-PREPARATION:5" },
  };
  assert_rows (rows, G_N_ELEMENTS (rows));
}

/* ---- editions ---- */

#define EDITION(days) "[policy]\nid = a\ntitle = A\nextends = england\nin-force = " days "\n"

static char *
lint_editions (const char *first, const char *second, guint index)
{
  const char *const           texts[] = { first, second };
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_from_texts (texts, 2, builtins, NULL, NULL);
  assert_non_null (set);
  for (gsize i = 0; i < cpplan_policy_set_get_length (set); i++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (set, i);
      if (strcmp (cpplan_policy_get_text (policy), texts[index]) != 0)
        continue;
      g_autoptr (GPtrArray) findings = cpplan_policy_set_lint (set, policy, CPPLAN_DATE_NONE);
      if (findings->len > 0)
        assert_string_equal (((CpplanLint *) g_ptr_array_index (findings, 0))->message,
                             "no edition of a is in force from 2025-04-01 to 2025-04-01");
      return spell (findings);
    }
  fail ();
  return NULL;
}

static void
lint_of_a_set_finds_gaps_between_editions (void **state)
{
  (void) state;
  g_autofree char *earlier = lint_editions (EDITION ("2025-04-02 .."), EDITION (".. 2025-03-31"), 1);
  g_autofree char *later = lint_editions (EDITION ("2025-04-02 .."), EDITION (".. 2025-03-31"), 0);
  g_autofree char *close = lint_editions (EDITION ("2025-04-01 .."), EDITION (".. 2025-03-31"), 0);
  assert_string_equal (earlier, "");
  assert_string_equal (later, "LINT-GAP:5");
  assert_string_equal (close, "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (lint_never_finds_what_the_schema_rules_out),
    cmocka_unit_test (lint_never_leaves_what_could_happen),
    cmocka_unit_test (lint_never_asks_what_an_exception_extends),
    cmocka_unit_test (lint_never_says_what),
    cmocka_unit_test (lint_never_gives_up_in_time),
    cmocka_unit_test (lint_finds_a_gate_and_a_bar_that_contradict),
    cmocka_unit_test (lint_finds_what_is_weaker_than_the_base),
    cmocka_unit_test (lint_finds_what_is_shadowed),
    cmocka_unit_test (lint_finds_a_preparation_as_long_as_its_interval),
    cmocka_unit_test (lint_of_a_set_finds_gaps_between_editions),
  };
  return cmocka_run_group_tests_name ("lint", tests, set_up, tear_down);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What differs between policies, and which of two rules asks more: each key both ways, and what cannot be told; then
 * what that changes for a case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <cpplan/cpplan-json.h>

#define HEAD "[policy]\nid = mine\ntitle = Mine\n"
#define RULE "[rule r]\ntitle = R\nforce = must\n"

static CpplanPolicySet *builtins;
static CpplanCalendar  *calendar;

static int
set_up (void **state)
{
  (void) state;
  builtins = cpplan_policy_set_new_builtin (NULL);
  calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, NULL);
  return builtins == NULL || calendar == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_policy_set_unref (builtins);
  cpplan_calendar_unref (calendar);
  return 0;
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

static CpplanPolicyDiff *
compare (const char *from, const char *to)
{
  g_autoptr (CpplanPolicy) a = read_policy (from);
  g_autoptr (CpplanPolicy) b = read_policy (to);
  return cpplan_policy_diff_new (a, b);
}

/* ---- which rule asks more ---- */

/* `stricter` and `laxer` change places, the rest stays. */
static CpplanStrictness
turn (CpplanStrictness strictness)
{
  if (strictness == CPPLAN_STRICTNESS_STRICTER)
    return CPPLAN_STRICTNESS_LAXER;
  return strictness == CPPLAN_STRICTNESS_LAXER ? CPPLAN_STRICTNESS_STRICTER : strictness;
}

static void
assert_one_change (const char *from, const char *to, CpplanStrictness strictness)
{
  g_autoptr (CpplanPolicyDiff) diff = compare (from, to);
  if (cpplan_policy_diff_get_length (diff) != 1)
    fail_msg ("%u changes from\n%s\nto\n%s", (guint) cpplan_policy_diff_get_length (diff), from, to);
  const CpplanRuleChange *change = cpplan_policy_diff_get_change (diff, 0);
  assert_int_equal (cpplan_rule_change_get_change (change), CPPLAN_CHANGE_CHANGED);
  if (cpplan_rule_change_get_strictness (change) != strictness)
    fail_msg ("%s, not %s, from\n%s\nto\n%s", cpplan_strictness_to_string (cpplan_rule_change_get_strictness (change)),
              cpplan_strictness_to_string (strictness), from, to);
}

typedef struct
{
  const char *from; /* the keys in which the two rules differ */
  const char *to;
  const char *strictness;
} Row;

static void
assert_rows (const char *frame, const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *from = g_strconcat (HEAD, frame, rows[i].from, NULL);
      g_autofree char *to = g_strconcat (HEAD, frame, rows[i].to, NULL);
      CpplanStrictness strictness;
      assert_true (cpplan_strictness_from_string (rows[i].strictness, &strictness, NULL));
      assert_one_change (from, to, strictness);
      assert_one_change (to, from, turn (strictness));
    }
}

static void
diff_compares_periods (void **state)
{
  (void) state;
  static const Row rows[] = {
    { "within = 10 working days\n", "within = 7 working days\n", "stricter" },
    { "within = 14 working days\n", "within = 10 working days\n", "stricter" },
    { "within = 14 calendar days\n", "within = 10 working days\n", "incomparable" },
    { "within = 9 calendar days\n", "within = 10 working days\n", "laxer" },
    { "within = 2 weeks\n", "within = 14 calendar days\n", "same" },
    { "within = 12 months\n", "within = 1 year\n", "same" },
    { "within = 1 month\n", "within = 4 weeks\n", "stricter" },
    { "within = 1 month\n", "within = 30 calendar days\n", "incomparable" },
    { "within = 1 month\n", "within = 31 calendar days\n", "laxer" },
    { "within = 2 weeks\n", "within = 10 working days\n", "incomparable" },
    { "within = 1 working day\n", "within = 3 calendar days\n", "incomparable" }, /* over Easter it is five */
    { "within = 10 working days\n", "within = 1 month\n", "incomparable" },
    { "within = 10 working days\n", "within = 2 months\n", "laxer" },
    { "within = 1 month\n", "on = next core-group\n", "incomparable" },
    { "within = 1 month\n", "within = 1 month\nreading other = within 4 weeks\n", "incomparable" },
    { "within = 1 month\n", "within = 1 month\ncount = inclusive\n", "same" },
    { "within = 10 working days\n", "within = 10 working days\ncount = inclusive\n", "stricter" },
    { "within = 10 working days\ncount = inclusive\n", "within = 10 working days\ncount = clear\n", "laxer" },
    { "within = 10 working days\n", "within = 11 working days\ncount = inclusive\n", "incomparable" },
    { "within = 1 month\ncount = clear\n", "within = 4 weeks\ncount = clear\n", "incomparable" },
    { "within = 1 month\n", "within = 1 month\nmonth-end = next\n", "laxer" },
    { "within = 1 week\n", "within = 1 week\nmonth-end = next\n", "same" },
  };
  assert_rows (RULE "kind = deadline\nafter = plan-start\nby = core-group\n", rows, G_N_ELEMENTS (rows));
}

static void
diff_compares_deadlines (void **state)
{
  (void) state;
  static const char frame[] = RULE "kind = deadline\nwithin = 1 week\n";
  static const Row  rows[] = {
    { "after = referral\nby = visit\n", "after = referral\nby = visit where child-seen\n", "stricter" },
    { "after = referral\nby = visit where child-seen\n", "after = referral\nby = visit where child-seen and child-alone\n", "stricter" },
    { "after = referral\nby = visit where place = home\n", "after = referral\nby = visit where place in {home, school}\n", "laxer" },
    { "after = referral\nby = visit where place = home\n", "after = referral\nby = visit where place = school\n", "incomparable" },
    { "after = referral\nby = visit where place = home\n", "after = referral\nby = visit where place in {home}\n", "same" },
    { "after = referral\nby = visit where child-seen and announced\n", "after = referral\nby = visit where announced and child-seen\n", "same" },
    { "after = referral\nby = visit or core-group\n", "after = referral\nby = visit\n", "stricter" },
    { "after = referral\nby = visit\n", "after = referral\nby = core-group\n", "incomparable" },
    { "after = referral\nby = visit where age (child) < 2 years\n", "after = referral\nby = visit where age (child) < 1 year\n", "stricter" },
    { "after = referral where basis = section-47\nby = visit\n", "after = referral\nby = visit\n", "stricter" },
    { "after = core-group inside plan\nby = visit\n", "after = core-group\nby = visit\n", "stricter" },
    { "after = first core-group outside plan\nby = visit\n", "after = core-group outside plan\nby = visit\n", "incomparable" },
    { "after = referral\nby = visit\n", "after = plan-start\nby = visit\n", "incomparable" },
    { "after = referral where basis = section-47\nby = visit\n", "after = referral\nby = visit or core-group\n", "incomparable" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\nunless = death\n", "laxer" },
    { "after = referral\nby = visit\nunless = death\n", "after = referral\nby = visit\nunless = death or referral-decided\n", "laxer" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\nuntil = cin-closed\n", "laxer" },
    { "after = core-group\nby = visit\n", "after = core-group\nby = visit\nuntil = plan-end\n", "incomparable" },
    { "after = plan-start\nby = visit\n", "after = plan-start\nby = visit\nuntil = plan-end\n", "laxer" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\norder = either\n", "laxer" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\nawaits = death\n", "incomparable" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\nowner = external\n", "incomparable" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\nowner = own\n", "same" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\ncite = page 1\nnote = Said.\nref = A-1\n", "same" },
  };
  assert_rows (frame, rows, G_N_ELEMENTS (rows));
}

static void
diff_compares_chains (void **state)
{
  (void) state;
#define FREQUENCY "frequency-from = visit-frequency-set.interval "
  static const Row rows[] = {
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\nfirst-within = 1 week\n", "stricter" },
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\nfirst-within = 5 weeks\n", "laxer" },
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\nfirst-within = 28 calendar days\n", "same" },
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\n" FREQUENCY "stricter-only\n", "stricter" },
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\n" FREQUENCY "replace\n", "incomparable" },
    { "from = plan-start\nuntil = plan-end\n", "from = plan-start\nuntil = plan-end\nnot-before = birth\n", "incomparable" },
    { "from = plan-start\nuntil = plan-end\n", "from = core-group\nuntil = plan-end\n", "incomparable" },
    { "from = allocated\n", "from = allocated\nuntil = cin-closed\n", "incomparable" },
  };
#define MET(by, first) "from = plan-start\nuntil = plan-end\nby = " by "\nwithin = 4 weeks\n" first
  static const Row met[] = {
    { MET ("visit", ""), MET ("visit where child-seen", ""), "stricter" },
    { MET ("visit", "first-within = 1 week\n"), MET ("visit where child-seen", "first-within = 1 week\n"), "stricter" },
    /* what meets the first link early brings the next one forward */
    { MET ("visit", "first-within = 2 months\n"), MET ("visit where child-seen", "first-within = 2 months\n"), "incomparable" },
  };
  assert_rows (RULE "kind = recur\nby = visit\nwithin = 4 weeks\n", rows, G_N_ELEMENTS (rows));
  assert_rows (RULE "kind = recur\n", met, G_N_ELEMENTS (met));
}

static void
diff_compares_preparations (void **state)
{
  (void) state;
#define PEOPLE "people where role = core-group-member"
  static const Row rows[] = {
    { "by = visit\nat-least = 1 week\n", "by = visit\nat-least = 2 weeks\n", "stricter" },
    { "by = visit\nat-least = 1 week\n", "by = visit\nat-least = 5 working days\n", "incomparable" },
    { "by = visit\nat-least = 1 week\n", "by = visit\nat-least = 1 week\nwindow = 1 month\n", "stricter" },
    { "by = visit\nat-least = 1 week\nwindow = 1 month\n", "by = visit\nat-least = 1 week\nwindow = 2 months\n", "laxer" },
    { "by = visit\nat-least = 1 week\nwindow = 1 month\n", "by = visit\nat-least = 2 weeks\nwindow = 1 month\n", "incomparable" },
    { "by = visit\nat-least = 1 week\n", "by = visit\nat-least = 1 week\ncount = clear\n", "stricter" },
    { "by = visit\nat-least = 1 month\n", "by = visit\nat-least = 1 month\nmonth-end = next\n", "laxer" },
    { "by = visit\nat-least = 1 week\nper = " PEOPLE "\n", "by = visit\nat-least = 1 week\nper = " PEOPLE " and agency = school\n", "laxer" },
    { "by = visit\nat-least = 1 week\n", "by = visit\nat-least = 1 week\nper = " PEOPLE "\n", "incomparable" },
  };
  static const Row targets[] = {
    { "before = review-conference\n", "before = core-group\n", "incomparable" },
    { "before = review-conference\n", "before = review-conference, due (r2)\n", "incomparable" },
  };
  assert_rows (RULE "kind = before\nbefore = review-conference\n", rows, G_N_ELEMENTS (rows));
  assert_rows ("[rule r2]\ntitle = R\nforce = must\nkind = deadline\nafter = plan-start\nby = review-conference\nwithin = 1 week\n" RULE
               "kind = before\nby = visit\nat-least = 1 week\n",
               targets, G_N_ELEMENTS (targets));
}

static void
diff_compares_bars_exceptions_and_gates (void **state)
{
  (void) state;
  static const Row bars[] = {
    { "at-least = 6 months\n", "at-least = 3 months\n", "laxer" },
    { "at-least = 6 months\n", "at-least = 6 months\nmonth-end = next\n", "stricter" },
    { "at-least = 6 months\n", "at-least = 6 months\nuntil = plan-end\n", "incomparable" },
  };
  static const Row gates[] = {
    { "holds = any (death)\n", "holds = any (death) and anchor.quorate\n", "stricter" },
    { "holds = any (death)\n", "holds = any (left-uk)\n", "incomparable" },
    { "ground = died\nwhen = any (death)\n", "ground = died\nwhen = any (death)\nholds = anchor.quorate\n", "stricter" },
    { "ground = died\nwhen = any (death)\n", "ground = died\nwhen = any (death) and has birth\n", "stricter" },
    { "ground = died\nwhen = any (death)\n", "ground = died\nwhen = any (death)\nwaives = other\n", "laxer" },
    { "ground = died\nwhen = any (death)\n", "ground = died\nwhen = any (death)\nrefers = other\n", "incomparable" },
    { "ground = died\nwhen = any (death)\n", "ground = age-18\nwhen = any (death)\n", "incomparable" },
    { "ground = died\nwhen = any (death)\n", "ground = died\nwhen = any (death)\ndecided-by = review-conference\n", "incomparable" },
    { "ground = died\nwhen = any (death)\n", "ground = died\ndecided-by = review-conference\n", "incomparable" },
  };
#define DELAY(when, authority, to) "when = " when "\nauthority = " authority "\nextend-to = " to "\n"
  static const Row delays[] = {
    { DELAY ("delay-reason", "countersigned", "next-meeting"), DELAY ("delay-reason and has about", "countersigned", "next-meeting"), "stricter" },
    { DELAY ("delay-reason", "countersigned", "next-meeting"), DELAY ("delay-reason", "countersigned where about = anchor", "next-meeting"), "stricter" },
    { DELAY ("delay-reason", "countersigned", "next-meeting"), DELAY ("delay-reason", "countersigned", "next core-group"), "incomparable" },
    { DELAY ("delay-reason", "countersigned", "next-meeting"), DELAY ("has chair", "countersigned", "next-meeting"), "incomparable" },
  };
  assert_rows (RULE "kind = bar\nafter = plan-start\n", bars, G_N_ELEMENTS (bars));
  assert_rows ("[rule other]\ntitle = O\nforce = must\nkind = gate\nholds = anchor.quorate\n" RULE "kind = gate\n", gates, G_N_ELEMENTS (gates));
  assert_rows ("[rule chain]\ntitle = C\nforce = must\nkind = recur\nfrom = core-group\nby = core-group\nwithin = 1 month\n" RULE
               "kind = except\noverrides = chain\n",
               delays, G_N_ELEMENTS (delays));
}

static void
diff_compares_findings (void **state)
{
  (void) state;
  static const Row rows[] = {
    { "after = core-group\nholds = plan-refined\n", "after = core-group inside plan\nholds = plan-refined\n", "laxer" },
    { "after = core-group\nholds = has chair\n", "after = core-group or cin-meeting\nholds = has chair\n", "stricter" },
    { "after = core-group\nholds = has chair\n", "after = cin-meeting\nholds = has chair\n", "incomparable" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group where has chair\nholds = plan-refined\n", "laxer" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group\nwhen = has chair\nholds = plan-refined\n", "laxer" },
    { "after = core-group\nholds = plan-refined\nwhen = has chair\n", "after = core-group\nwhen = has chair and has lead\nholds = plan-refined\n", "laxer" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group\nholds = plan-refined and decisions-recorded\n", "stricter" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group\nholds = decisions-recorded\n", "incomparable" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group\nholds = plan-refined\nby = visit\n", "stricter" },
    { "after = core-group\nholds = plan-refined\n", "after = core-group\nby = visit\n", "incomparable" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit where child-seen\n", "stricter" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit or core-group\n", "laxer" },
    { "after = referral\nby = informed\n", "after = referral\nby = informed\nto = family\n", "stricter" },
    { "after = referral\nby = informed\nto = family\n", "after = referral\nby = informed\nto = family police\n", "stricter" },
    { "after = referral\nby = informed\nto = family\n", "after = referral\nby = informed\nto = police\n", "incomparable" },
    { "after = referral\nby = informed\nto = family police\n", "after = referral\nby = informed\nto = police family\n", "same" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\norder = either\n", "laxer" },
    { "after = referral\nby = visit\n", "after = referral\nby = visit\norder = before\n", "incomparable" },
    { "after = plan-start\nby = visit\n", "after = plan-start\nby = visit\nuntil = plan-end\n", "incomparable" },
    { "after = core-group\nby = visit\n", "after = core-group\nby = visit\non = next-meeting\n", "incomparable" },
    { "after = core-group\nby = visit\nper = people where role = parent\n",
      "after = core-group\nby = visit\nper = people where role = parent or role = child\n", "stricter" },
    { "after = core-group\nholds = any (visit) since trigger\n", "after = core-group\nholds = any (visit) before trigger\n", "incomparable" },
  };
  assert_rows (RULE "kind = require\n", rows, G_N_ELEMENTS (rows));
  assert_one_change (HEAD RULE "kind = require\nafter = referral\nby = visit\n", HEAD RULE "kind = duty\nafter = referral\nby = visit\n",
                     CPPLAN_STRICTNESS_INCOMPARABLE);
}

static void
diff_compares_forces_and_kinds (void **state)
{
  (void) state;
#define SIMPLE(title, force) HEAD "[rule r]\ntitle = " title "\nforce = " force "\nkind = deadline\nafter = referral\nby = visit\nwithin = 1 week\n"
  assert_one_change (SIMPLE ("R", "must"), SIMPLE ("R", "should"), CPPLAN_STRICTNESS_LAXER);
  assert_one_change (SIMPLE ("R", "good-practice"), SIMPLE ("R", "should"), CPPLAN_STRICTNESS_STRICTER);
  assert_one_change (SIMPLE ("R", "must"), SIMPLE ("Another", "must"), CPPLAN_STRICTNESS_SAME);
  assert_one_change (SIMPLE ("R", "must"), SIMPLE ("Another", "should"), CPPLAN_STRICTNESS_LAXER);
  assert_one_change (SIMPLE ("R", "must"), HEAD RULE "kind = bar\nafter = plan-start\nat-least = 1 week\n", CPPLAN_STRICTNESS_INCOMPARABLE);
}

/* What holds for the whole file bears on its rules. */
static void
diff_compares_calendars_scopes_and_parameters (void **state)
{
  (void) state;
#define VISIT(within) RULE "kind = deadline\nafter = referral\nwithin = " within "\nby = visit where child-awake or age (child) >= baby-under\n"
#define PARAMETER(period) "[parameters]\nbaby-under = " period "\n"
  assert_one_change (HEAD PARAMETER ("1 year") VISIT ("5 weeks"), HEAD PARAMETER ("2 years") VISIT ("5 weeks"), CPPLAN_STRICTNESS_STRICTER);
  assert_one_change (HEAD "scope = north\n" PARAMETER ("1 year") VISIT ("5 weeks"), HEAD PARAMETER ("1 year") VISIT ("5 weeks"), CPPLAN_STRICTNESS_STRICTER);
  assert_one_change (HEAD "scope = north\n" PARAMETER ("1 year") VISIT ("5 weeks"), HEAD "scope = south\n" PARAMETER ("1 year") VISIT ("5 weeks"),
                     CPPLAN_STRICTNESS_INCOMPARABLE);
  assert_one_change (HEAD "calendar = scotland\n" PARAMETER ("1 year") VISIT ("5 working days"),
                     HEAD "calendar = england-and-wales\n" PARAMETER ("1 year") VISIT ("5 working days"), CPPLAN_STRICTNESS_INCOMPARABLE);

  g_autoptr (CpplanPolicyDiff) weeks = compare (HEAD "calendar = scotland\n" PARAMETER ("1 year") VISIT ("5 weeks"),
                                                HEAD "calendar = england-and-wales\n" PARAMETER ("1 year") VISIT ("5 weeks"));
  assert_int_equal (cpplan_policy_diff_get_length (weeks), 0);

  g_autoptr (CpplanPolicyDiff) ages = compare (HEAD PARAMETER ("1 year") VISIT ("5 weeks"), HEAD PARAMETER ("2 years") VISIT ("5 weeks"));
  const CpplanKeyChange       *key = cpplan_rule_change_get_key (cpplan_policy_diff_get_change (ages, 0), 0);
  assert_string_equal (key->from, "visit where child-awake or age (child) >= 1 year");
  assert_string_equal (key->to, "visit where child-awake or age (child) >= 2 years");
}

/* ---- the whole ---- */

static void
diff_tells_added_removed_and_changed (void **state)
{
  (void) state;
  static const char            text[] = "[policy]\nid = mine\ntitle = Mine\nextends = england\nomit = assessment\n"
                             "[rule first-core-group]\ntitle = First core group meeting\nkind = deadline\nforce = must\n"
                             "after  =   plan-start\nby = core-group\nwithin = 7 working days\nuntil = plan-end\n"
                             "[rule zebra]\ntitle = Z\nkind = bar\nforce = must\nafter = plan-start\nat-least = 1 week\n";
  g_autoptr (CpplanPolicy)     england = cpplan_policy_new_builtin ("england", NULL);
  g_autoptr (CpplanPolicy)     mine = read_policy (text);
  g_autoptr (CpplanPolicyDiff) diff = cpplan_policy_diff_new (england, mine);
  g_autoptr (CpplanPolicyDiff) again = cpplan_policy_diff_ref (diff);
  assert_ptr_equal (cpplan_policy_diff_get_from (again), england);
  assert_ptr_equal (cpplan_policy_diff_get_to (again), mine);
  assert_int_equal (cpplan_policy_diff_get_length (diff), 3);

  const CpplanRuleChange *removed = cpplan_policy_diff_get_change (diff, 0);
  assert_int_equal (cpplan_rule_change_get_change (removed), CPPLAN_CHANGE_REMOVED);
  assert_string_equal (cpplan_rule_get_id (cpplan_rule_change_get_from (removed)), "assessment");
  assert_null (cpplan_rule_change_get_to (removed));
  assert_int_equal (cpplan_rule_change_get_strictness (removed), CPPLAN_STRICTNESS_INCOMPARABLE);
  assert_int_equal (cpplan_rule_change_get_n_keys (removed), 0);

  const CpplanRuleChange *changed = cpplan_policy_diff_get_change (diff, 1);
  assert_int_equal (cpplan_rule_change_get_change (changed), CPPLAN_CHANGE_CHANGED);
  assert_int_equal (cpplan_rule_change_get_strictness (changed), CPPLAN_STRICTNESS_STRICTER);
  assert_string_equal (cpplan_rule_get_policy (cpplan_rule_change_get_from (changed)), "england");
  assert_string_equal (cpplan_rule_get_policy (cpplan_rule_change_get_to (changed)), "mine");
  assert_int_equal (cpplan_rule_change_get_n_keys (changed), 3);
  const CpplanKeyChange *within = cpplan_rule_change_get_key (changed, 0);
  assert_string_equal (within->key, "within");
  assert_string_equal (within->from, "10 working days");
  assert_string_equal (within->to, "7 working days");
  assert_int_equal (within->strictness, CPPLAN_STRICTNESS_STRICTER);
  assert_string_equal (cpplan_rule_change_get_key (changed, 1)->key, "force");
  const CpplanKeyChange *cite = cpplan_rule_change_get_key (changed, 2);
  assert_string_equal (cite->key, "cite");
  assert_null (cite->to);
  assert_int_equal (cite->strictness, CPPLAN_STRICTNESS_SAME);

  const CpplanRuleChange *added = cpplan_policy_diff_get_change (diff, 2);
  assert_int_equal (cpplan_rule_change_get_change (added), CPPLAN_CHANGE_ADDED);
  assert_null (cpplan_rule_change_get_from (added));
  assert_string_equal (cpplan_rule_get_id (cpplan_rule_change_get_to (added)), "zebra");
}

/* Of any two built-in policies: the same rules differ the other way round, each the other way. */
static void
diff_of_builtins_turns_round (void **state)
{
  (void) state;
  for (gsize a = 0; a < cpplan_policy_set_get_length (builtins); a++)
    for (gsize b = 0; b < cpplan_policy_set_get_length (builtins); b++)
      {
        CpplanPolicy                *x = (CpplanPolicy *) cpplan_policy_set_get_policy (builtins, a);
        CpplanPolicy                *y = (CpplanPolicy *) cpplan_policy_set_get_policy (builtins, b);
        g_autoptr (CpplanPolicyDiff) there = cpplan_policy_diff_new (x, y);
        g_autoptr (CpplanPolicyDiff) back = cpplan_policy_diff_new (y, x);
        assert_int_equal (cpplan_policy_diff_get_length (there), cpplan_policy_diff_get_length (back));
        if (a == b)
          assert_int_equal (cpplan_policy_diff_get_length (there), 0);
        for (gsize i = 0; i < cpplan_policy_diff_get_length (there); i++)
          assert_int_equal (cpplan_rule_change_get_strictness (cpplan_policy_diff_get_change (there, i)),
                            turn (cpplan_rule_change_get_strictness (cpplan_policy_diff_get_change (back, i))));
      }
}

static void
diff_outlives_what_it_compares (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicyDiff) diff = compare (SIMPLE ("R", "must"), SIMPLE ("S", "must"));
  assert_string_equal (cpplan_rule_get_title (cpplan_rule_change_get_to (cpplan_policy_diff_get_change (diff, 0))), "S");
  cpplan_policy_diff_unref (NULL);
}

static void
changes_and_strictnesses_round_trip (void **state)
{
  (void) state;
  static const char *const changes[] = { "added", "removed", "changed" };
  static const char *const strictnesses[] = { "same", "stricter", "laxer", "incomparable" };
  g_autoptr (GError)       error = NULL;
  CpplanChange             change;
  CpplanStrictness         strictness;
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      assert_true (cpplan_change_from_string (changes[i], &change, NULL));
      assert_int_equal (change, i + 1);
      assert_string_equal (cpplan_change_to_string (change), changes[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (strictnesses); i++)
    {
      assert_true (cpplan_strictness_from_string (strictnesses[i], &strictness, NULL));
      assert_int_equal (strictness, i + 1);
      assert_string_equal (cpplan_strictness_to_string (strictness), strictnesses[i]);
    }
  assert_false (cpplan_change_from_string ("moved", &change, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
  assert_string_equal (error->message, "\"moved\" is none of added, removed, changed");
  assert_false (cpplan_strictness_from_string ("harsh", &strictness, NULL));
}

/* ---- what it changes for a case ---- */

#define PLAN "{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2024-12-12\",\"outcome\":\"plan\"}"
#define MEETING "{\"id\":\"g\",\"kind\":\"core-group\",\"date\":\"2024-12-23\"}"
#define CASE(events) "{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"events\":[" events "]}"
#define CORE_GROUPS(days, first, interval)                                                                 \
  "[policy]\nid = mine\ntitle = Mine\n" days "[rule first]\ntitle = F\nforce = must\nkind = deadline\nafter = plan-start\n"           \
  "by = core-group\nwithin = " first "\n[rule next]\ntitle = N\nforce = must\nkind = recur\nfrom = core-group\n"                      \
  "by = core-group\nwithin = " interval "\nuntil = plan-end\n"

static CpplanTimetable *
evaluate (const char *policy, const char *events, const char *horizon)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) rules = read_policy (policy);
  g_autoptr (CpplanCase)   record = cpplan_json_case_new (events, -1, &error);
  CpplanDate               as_of;
  CpplanDate               until = CPPLAN_DATE_NONE;
  assert_non_null (record);
  assert_true (cpplan_date_parse ("2025-01-10", &as_of, NULL));
  assert_true (horizon == NULL || cpplan_date_parse (horizon, &until, NULL));
  CpplanTimetable *timetable = cpplan_policy_evaluate (rules, record, calendar, as_of, CPPLAN_DATE_NONE, until, &error);
  assert_non_null (timetable);
  return timetable;
}

/* `RULE FROM-STATE FROM-DUE TO-STATE TO-DUE`, a line each. */
static char *
spell (const CpplanTimetableDiff *diff)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < cpplan_timetable_diff_get_length (diff); i++)
    {
      const CpplanDeadline *const rows[] = { cpplan_timetable_diff_get_from (diff, i), cpplan_timetable_diff_get_to (diff, i) };
      g_string_append (text, cpplan_rule_get_id (cpplan_deadline_get_rule (rows[0] == NULL ? rows[1] : rows[0])));
      for (gsize side = 0; side < 2; side++)
        {
          char buffer[CPPLAN_DATE_BUFFER];
          if (rows[side] == NULL)
            g_string_append (text, " none");
          else
            g_string_append_printf (text, " %s %s", cpplan_state_to_string (cpplan_deadline_get_state (rows[side])),
                                    cpplan_date_format (cpplan_deadline_get_due (rows[side]), buffer));
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_replay (const char *from, const char *to, const char *events, const char *horizon, const char *wanted)
{
  g_autoptr (CpplanTimetable)     a = evaluate (from, events, horizon);
  g_autoptr (CpplanTimetable)     b = evaluate (to, events, horizon);
  g_autoptr (CpplanTimetableDiff) diff = cpplan_timetable_diff_new (a, b);
  g_autoptr (CpplanTimetableDiff) again = cpplan_timetable_diff_ref (diff);
  g_autofree char                *found = spell (again);
  assert_string_equal (cpplan_case_get_id (cpplan_timetable_diff_get_case (diff)), "c");
  assert_string_equal (found, wanted);
}

static void
replay_tells_rows_that_differ (void **state)
{
  (void) state;
  static const char now[] = CORE_GROUPS ("", "10 working days", "1 month");
  assert_replay (now, now, CASE (PLAN "," MEETING), NULL, "");
  assert_replay (now, CORE_GROUPS ("", "5 working days", "1 month"), CASE (PLAN "," MEETING), NULL,
                 "first met 2024-12-30 met-late 2024-12-19\n");
  assert_replay (now, CORE_GROUPS ("", "10 working days", "4 weeks"), CASE (PLAN "," MEETING), NULL,
                 "next open 2025-01-23 open 2025-01-20\n");
  assert_replay (now, CORE_GROUPS ("", "10 working days", "4 weeks"), CASE (PLAN "," MEETING), "2025-03-01",
                 "next open 2025-01-23 open 2025-01-20\nnext projected 2025-02-23 projected 2025-02-17\n");
  assert_replay (now, CORE_GROUPS ("", "10 working days", "2 weeks"), CASE (PLAN "," MEETING), "2025-01-24",
                 "next open 2025-01-23 overdue 2025-01-06\nnext none projected 2025-01-24\n");
}

static void
replay_tells_rows_of_one_side (void **state)
{
  (void) state;
  static const char first_only[] = "[policy]\nid = mine\ntitle = Mine\n[rule first]\ntitle = F\nforce = must\nkind = deadline\n"
                                   "after = plan-start\nby = core-group\nwithin = 10 working days\n";
  static const char both[] = CORE_GROUPS ("", "10 working days", "1 month");
  assert_replay (first_only, both, CASE (PLAN "," MEETING), NULL, "next none open 2025-01-23\n");
  assert_replay (both, first_only, CASE (PLAN "," MEETING), NULL, "next open 2025-01-23 none\n");
  cpplan_timetable_diff_unref (NULL);
}

static void
policy_always_in_force_answers_for_every_day (void **state)
{
  (void) state;
  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) edition = read_policy (CORE_GROUPS ("in-force = 2025-04-01 ..\nextends = kent\nomit = first-core-group\n", "1 week", "1 month"));
  g_autoptr (CpplanPolicy) always = cpplan_policy_new_always_in_force (edition, &error);
  g_autoptr (CpplanPolicy) plain = cpplan_policy_new_always_in_force (always, &error);
  CpplanDate               from, until;
  assert_non_null (always);
  assert_non_null (plain);
  cpplan_policy_get_in_force (always, &from, &until);
  assert_int_equal (from, CPPLAN_DATE_NONE);
  assert_int_equal (until, CPPLAN_DATE_NONE);
  assert_string_equal (cpplan_policy_get_digest (always), cpplan_policy_get_digest (edition));
  assert_int_equal (cpplan_policy_get_n_rules (always), cpplan_policy_get_n_rules (edition));
  /* what it was made of stays as it is */
  cpplan_policy_get_in_force (edition, &from, &until);
  assert_int_not_equal (from, CPPLAN_DATE_NONE);
  cpplan_policy_get_in_force (cpplan_policy_set_find (builtins, "kent"), &from, &until);
  assert_int_not_equal (from, CPPLAN_DATE_NONE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (diff_compares_periods),
    cmocka_unit_test (diff_compares_deadlines),
    cmocka_unit_test (diff_compares_chains),
    cmocka_unit_test (diff_compares_preparations),
    cmocka_unit_test (diff_compares_bars_exceptions_and_gates),
    cmocka_unit_test (diff_compares_findings),
    cmocka_unit_test (diff_compares_forces_and_kinds),
    cmocka_unit_test (diff_compares_calendars_scopes_and_parameters),
    cmocka_unit_test (diff_tells_added_removed_and_changed),
    cmocka_unit_test (diff_of_builtins_turns_round),
    cmocka_unit_test (diff_outlives_what_it_compares),
    cmocka_unit_test (changes_and_strictnesses_round_trip),
    cmocka_unit_test (replay_tells_rows_that_differ),
    cmocka_unit_test (replay_tells_rows_of_one_side),
    cmocka_unit_test (policy_always_in_force_answers_for_every_day),
  };
  return cmocka_run_group_tests_name ("diff", tests, set_up, tear_down);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Laws of conditions: what lint and diff say of random ones is held against what the engine makes of every visit that
 * can be recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <cpplan/cpplan-json.h>

enum
{
  SEED = 47,
  N_DEPTH = 3,
};

#define POLICY                                                                                             \
  "[policy]\nid = mine\ntitle = Mine\n[rule r]\ntitle = R\nforce = must\ncite = page 1\nkind = deadline\n"                           \
  "after = referral\nwithin = 1 week\nby = visit where "

static CpplanCalendar *calendar;
static GPtrArray      *cases; /* (element-type CpplanCase): one visit each */

/* ---- every visit ---- */

typedef struct
{
  const char *place; /* or NULL: not recorded, as below */
  gint        seen;  /* 0 no, 1 yes, 2 not recorded */
  gint        alone;
  gint        awake;
  gboolean    has_about;
  gint        age;   /* in months; -1: the birth is not recorded */
} Visit;

/* A record that denies what follows from it is not reckoned with. */
static gboolean
contradicts (const Visit *visit)
{
  return visit->seen == 0 && (visit->alone == 1 || visit->awake == 1);
}

static void
append_truth (GString *text, const char *name, gint truth)
{
  if (truth < 2)
    g_string_append_printf (text, ",\"%s\":%s", name, truth == 1 ? "true" : "false");
}

static void
add_case (const Visit *visit)
{
  static const char *const births[] = { "2023-12-10", "2023-01-10", "2022-12-10", "2022-01-10" }; /* 1, 12, 13, 24 months */
  g_autoptr (GString)      text = g_string_new ("{\"format\":\"cpplan-case/1\",\"id\":\"c\",");
  g_autoptr (GError)       error = NULL;
  if (visit->age >= 0)
    g_string_append_printf (text, "\"child\":{\"born\":\"%s\"},", births[visit->age]);
  g_string_append (text, "\"events\":[{\"id\":\"e\",\"kind\":\"referral\",\"date\":\"2024-01-08\"},"
                         "{\"id\":\"v\",\"kind\":\"visit\",\"date\":\"2024-01-10\"");
  if (visit->place != NULL)
    g_string_append_printf (text, ",\"place\":\"%s\"", visit->place);
  append_truth (text, "child-seen", visit->seen);
  append_truth (text, "child-alone", visit->alone);
  append_truth (text, "child-awake", visit->awake);
  g_string_append (text, visit->has_about ? ",\"about\":\"e\"}]}" : "}]}");
  CpplanCase *record = cpplan_json_case_new (text->str, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", text->str, error->message);
  g_ptr_array_add (cases, record);
}

static int
set_up (void **state)
{
  (void) state;
  static const char *const places[] = { NULL, "home", "school", "other" };
  Visit                    visit;
  calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, NULL);
  cases = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_case_unref);
  for (gsize place = 0; place < G_N_ELEMENTS (places); place++)
    for (visit.seen = 0; visit.seen < 3; visit.seen++)
      for (visit.alone = 0; visit.alone < 3; visit.alone++)
        for (visit.awake = 0; visit.awake < 3; visit.awake++)
          for (visit.has_about = FALSE; visit.has_about <= TRUE; visit.has_about++)
            for (visit.age = -1; visit.age < 4; visit.age++)
              {
                visit.place = places[place];
                if (!contradicts (&visit))
                  add_case (&visit);
              }
  return calendar == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_calendar_unref (calendar);
  g_ptr_array_unref (cases);
  return 0;
}

/* What the engine makes of the condition, of each visit. */
static CpplanTruth
ask (const CpplanPolicy *policy, guint index)
{
  CpplanDate as_of;
  assert_true (cpplan_date_parse ("2024-01-31", &as_of, NULL));
  g_autoptr (CpplanTimetable) timetable = cpplan_policy_evaluate (policy, g_ptr_array_index (cases, index), calendar, as_of,
                                                                  CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, NULL);
  CpplanState state = cpplan_deadline_get_state (cpplan_timetable_get_deadline (timetable, 0));
  if (state == CPPLAN_STATE_UNDETERMINED)
    return CPPLAN_TRUTH_UNKNOWN;
  return state == CPPLAN_STATE_MET ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

/* ---- random conditions ---- */

static void
append_condition (GString *text, GRand *random, guint depth)
{
  static const char *const leaves[] = {
    "place = home", "place = school", "place in {home, other}", "place != other", "has place",
    "child-seen", "child-alone", "child-awake", "has child-alone", "has about",
    "age (child) < 1 year", "age (child) <= 12 months", "age (child) > 12 months", "age (child) >= 13 months", "about = trigger",
  };
  gint32 kind = depth == 0 ? 0 : g_rand_int_range (random, 0, 6);
  if (kind < 2)
    g_string_append (text, leaves[g_rand_int_range (random, 0, G_N_ELEMENTS (leaves))]);
  else if (kind == 2)
    {
      g_string_append (text, "not (");
      append_condition (text, random, depth - 1);
      g_string_append_c (text, ')');
    }
  else
    {
      g_string_append_c (text, '(');
      append_condition (text, random, depth - 1);
      g_string_append (text, kind == 3 ? " or " : " and ");
      append_condition (text, random, depth - 1);
      g_string_append_c (text, ')');
    }
}

static CpplanPolicy *
new_policy (GRand *random)
{
  g_autoptr (GString) text = g_string_new (POLICY);
  g_autoptr (GError)  error = NULL;
  append_condition (text, random, N_DEPTH);
  g_string_append_c (text, '\n');
  CpplanPolicy *policy = cpplan_policy_new_from_text (text->str, NULL, &error);
  if (policy == NULL)
    fail_msg ("%s: %s", text->str, error->message);
  return policy;
}

static guint
how_many (void)
{
  return g_getenv ("CPPLAN_QUICK") != NULL ? 5 : 400;
}

static gboolean
is_never (const CpplanPolicy *policy)
{
  g_autoptr (GPtrArray) findings = cpplan_policy_lint (policy, CPPLAN_DATE_NONE);
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((CpplanLint *) g_ptr_array_index (findings, i))->id, "LINT-NEVER") == 0)
      return TRUE;
  return FALSE;
}

static void
what_lint_calls_never_no_visit_is (void **state)
{
  (void) state;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint             n_never = 0;
  for (guint n = 0; n < how_many (); n++)
    {
      g_autoptr (CpplanPolicy) policy = new_policy (random);
      if (!is_never (policy))
        continue;
      n_never++;
      for (guint i = 0; i < cases->len; i++)
        if (ask (policy, i) == CPPLAN_TRUTH_YES)
          fail_msg ("visit %u is: %s", i, cpplan_policy_get_text (policy));
    }
  print_message ("# %u of %u can never be\n", n_never, how_many ());
}

/* That fewer are met never makes a visit certain, or leaves it open, that was not. */
static void
what_diff_calls_stricter_no_visit_denies (void **state)
{
  (void) state;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint             n_ordered = 0;
  for (guint n = 0; n < how_many (); n++)
    {
      g_autoptr (CpplanPolicy)     from = new_policy (random);
      g_autoptr (CpplanPolicy)     to = new_policy (random);
      g_autoptr (CpplanPolicyDiff) diff = cpplan_policy_diff_new (from, to);
      if (cpplan_policy_diff_get_length (diff) == 0)
        continue;
      CpplanStrictness strictness = cpplan_rule_change_get_strictness (cpplan_policy_diff_get_change (diff, 0));
      n_ordered += strictness != CPPLAN_STRICTNESS_INCOMPARABLE;
      for (guint i = 0; i < cases->len && strictness != CPPLAN_STRICTNESS_INCOMPARABLE; i++)
        {
          static const gint ranks[] = { [CPPLAN_TRUTH_NO] = 0, [CPPLAN_TRUTH_UNKNOWN] = 1, [CPPLAN_TRUTH_YES] = 2 };
          gint              more = ranks[ask (to, i)] - ranks[ask (from, i)];
          if ((strictness != CPPLAN_STRICTNESS_LAXER && more > 0) || (strictness != CPPLAN_STRICTNESS_STRICTER && more < 0))
            fail_msg ("visit %u is not %s: from\n%s\nto\n%s", i, cpplan_strictness_to_string (strictness),
                      cpplan_policy_get_text (from), cpplan_policy_get_text (to));
        }
    }
  print_message ("# %u of %u pairs are ordered\n", n_ordered, how_many ());
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_lint_calls_never_no_visit_is),
    cmocka_unit_test (what_diff_calls_stricter_no_visit_denies),
  };
  return cmocka_run_group_tests_name ("conditions", tests, set_up, tear_down);
}

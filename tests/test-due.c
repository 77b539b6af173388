/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A rule's due day for many days: against the engine's own timetables, and what cannot be asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <cpplan/cpplan-json.h>

static CpplanCalendar  *calendar;
static CpplanPolicySet *builtins;

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
  builtins = cpplan_policy_set_new_builtin (NULL);
  return calendar == NULL || builtins == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_calendar_unref (calendar);
  cpplan_policy_set_unref (builtins);
  return 0;
}

/* ---- against the engine ---- */

#define EVENT(id, kind, date, more) "{\"id\":\"" id "\",\"kind\":\"" kind "\",\"date\":\"" date "\"" more "}"
#define PLAN EVENT ("i", "initial-conference", "2023-12-01", ",\"outcome\":\"plan\"") ","
#define LEGAL(basis) EVENT ("l", "legal-status", "2023-12-04", ",\"basis\":\"" basis "\",\"looked-after\":true") ","

/* Something that starts each of the built-in rules, on the day DAY, and what must be there besides. */
static const char *const starts[] = {
  EVENT ("t", "initial-conference", "DAY", ",\"outcome\":\"plan\""),
  EVENT ("t", "referral", "DAY", ",\"basis\":\"section-17\""),
  EVENT ("t", "referral", "DAY", ",\"basis\":\"section-47\""),
  EVENT ("t", "strategy-discussion", "DAY", ",\"section-47-initiated\":true"),
  EVENT ("t", "receiving-authority-notified", "DAY", ""),
  EVENT ("t", "allocated", "DAY", ",\"person\":\"w\",\"case-type\":\"child-in-need\""),
  PLAN EVENT ("t", "core-group", "DAY", ""),
  PLAN EVENT ("t", "review-conference", "DAY", ",\"outcome\":\"continue\""),
  PLAN LEGAL ("section-20") EVENT ("t", "review-conference", "DAY", ",\"outcome\":\"continue\""),
  PLAN LEGAL ("section-20") EVENT ("t", "plan-ended", "DAY", ",\"reason\":\"looked-after\""),
};

static CpplanCase *
make_case (const char *start, CpplanDate date)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = cpplan_date_to_string (date);
  g_auto (GStrv)   parts = g_strsplit (start, "DAY", -1);
  g_autofree char *events = g_strjoinv (text, parts);
  g_autofree char *document = g_strdup_printf (
    "{\"format\":\"cpplan-case/1\",\"id\":\"c\",\"child\":{\"born\":\"2016-03-04\"},\"people\":[{\"id\":\"w\","
    "\"role\":\"lead-social-worker\",\"qualified-social-worker\":false}],\"events\":[%s]}", events);
  CpplanCase *record = cpplan_json_case_new (document, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", document, error->message);
  return record;
}

static void
compare_row (const CpplanPolicy *policy, const CpplanDeadline *row, GHashTable *seen)
{
  const CpplanRule  *rule = cpplan_deadline_get_rule (row);
  const char        *id = cpplan_rule_get_id (rule);
  gint32             from = cpplan_deadline_get_from (row);
  gint32             due = 0;
  gint32             act_by = CPPLAN_DATE_NONE;
  gsize              n_outside;
  g_autoptr (GError) error = NULL;

  if (!cpplan_policy_due_i32 (policy, id, calendar, &from, 1, &due, 1, &n_outside, NULL, &error))
    {
      assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY));
      return;
    }
  assert_int_equal (due, cpplan_deadline_get_due (row));
  assert_int_equal (n_outside, due == CPPLAN_DATE_NONE);
  if (cpplan_rule_get_kind (rule) == CPPLAN_RULE_KIND_BAR)
    assert_false (cpplan_policy_act_by_i32 (policy, id, calendar, &from, 1, &act_by, 1, NULL, NULL, NULL));
  else
    {
      assert_true (cpplan_policy_act_by_i32 (policy, id, calendar, &from, 1, &act_by, 1, NULL, NULL, NULL));
      assert_int_equal (act_by, cpplan_deadline_get_act_by (row));
    }
  CpplanDate one;
  assert_int_equal (cpplan_policy_due (policy, id, calendar, from, &one, NULL), due != CPPLAN_DATE_NONE);
  assert_true (due == CPPLAN_DATE_NONE || one == due);
  assert_int_equal (cpplan_policy_act_by (policy, id, calendar, from, &one, NULL),
                    act_by != CPPLAN_DATE_NONE && cpplan_rule_get_kind (rule) != CPPLAN_RULE_KIND_BAR);
  assert_true (act_by == CPPLAN_DATE_NONE || one == act_by);
  g_hash_table_add (seen, g_strdup_printf ("%s %s", cpplan_policy_get_id (policy), id));
}

static void
compare_with_engine (const CpplanPolicy *policy, CpplanDate first, CpplanDate last, GHashTable *seen)
{
  for (gsize s = 0; s < G_N_ELEMENTS (starts); s++)
    for (CpplanDate date = first; date <= last; date++)
      {
        g_autoptr (CpplanCase)      record = make_case (starts[s], date);
        g_autoptr (CpplanTimetable) timetable
          = cpplan_policy_evaluate (policy, record, calendar, date, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, NULL);
        for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
          {
            const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, i);
            if (cpplan_deadline_get_from (row) == date)
              compare_row (policy, row, seen);
          }
      }
}

static gboolean
can_be_asked (const CpplanPolicy *policy, const CpplanRule *rule)
{
  return cpplan_policy_due_i32 (policy, cpplan_rule_get_id (rule), calendar, NULL, 1, NULL, 0, NULL, NULL, NULL);
}

static void
every_builtin_rule_gives_what_the_engine_gives (void **state)
{
  (void) state;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                  n_rules = 0;

  for (gsize p = 0; p < cpplan_policy_set_get_length (builtins); p++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (builtins, p);
      compare_with_engine (policy, day ("2024-01-25"), day ("2024-06-05"), seen);
      compare_with_engine (policy, day ("2028-10-25"), day ("2029-01-03"), seen);
      for (gsize r = 0; r < cpplan_policy_get_n_rules (policy); r++)
        {
          const CpplanRule *rule = cpplan_policy_get_rule (policy, r);
          g_autofree char  *name = g_strdup_printf ("%s %s", cpplan_policy_get_id (policy), cpplan_rule_get_id (rule));
          if (!can_be_asked (policy, rule))
            continue;
          n_rules++;
          if (!g_hash_table_contains (seen, name))
            fail_msg ("no case of this test starts %s", name);
        }
    }
  assert_int_equal (n_rules, g_hash_table_size (seen));
  assert_true (n_rules > 20);
}

/* ---- every way of counting ---- */

#define RULE(id, body) "[rule " id "]\ntitle = R\nkind = deadline\nforce = must\nafter = referral\nby = visit\n" body "\n"
#define OWN_HEAD "[policy]\nid = mine\ntitle = Mine\n"

static const char *const own_text
  = OWN_HEAD "in-force = 2024-02-05 .. 2028-12-10\n"
    RULE ("days", "within = 3 calendar days") RULE ("days-inclusive", "within = 3 calendar days\ncount = inclusive")
    RULE ("days-clear", "within = 3 calendar days\ncount = clear") RULE ("months", "within = 1 month")
    RULE ("months-next", "within = 1 month\nmonth-end = next") RULE ("nothing", "within = 0 calendar days")
    RULE ("readings", "within = 10 working days\nreading fortnight = within 14 calendar days\nreading short = within 1 week")
    RULE ("weeks", "within = 2 weeks") RULE ("weeks-inclusive", "within = 2 weeks\ncount = inclusive")
    RULE ("working", "within = 4 working days") RULE ("working-clear", "within = 4 working days\ncount = clear")
    RULE ("working-inclusive", "within = 4 working days\ncount = inclusive") RULE ("years", "within = 1 year")
    "[rule chain]\ntitle = R\nkind = recur\nforce = must\nfrom = referral\nby = visit\nwithin = 6 weeks\n";

static CpplanPolicy *
read_policy (const char *text)
{
  g_autoptr (GError) error = NULL;
  CpplanPolicy      *policy = cpplan_policy_new_from_text (text, builtins, &error);
  if (policy == NULL)
    fail_msg ("%s", error->message);
  return policy;
}

static void
every_way_of_counting_gives_what_the_engine_gives (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicy) policy = read_policy (own_text);
  g_autoptr (GHashTable)   seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  compare_with_engine (policy, day ("2024-01-25"), day ("2024-04-05"), seen);
  compare_with_engine (policy, day ("2028-11-20"), day ("2028-12-31"), seen);
  assert_int_equal (g_hash_table_size (seen), cpplan_policy_get_n_rules (policy));
}

/* ---- arrays ---- */

#define N_LONG 60000

static void
long_arrays_give_what_single_days_give (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicy) policy = read_policy (own_text);
  g_autofree gint32       *from = g_new (gint32, N_LONG);
  g_autofree gint32       *due = g_new (gint32, N_LONG);
  g_autofree gint32       *act_by = g_new (gint32, N_LONG);
  g_autofree gint64       *from_64 = g_new (gint64, N_LONG);
  g_autofree gint64       *due_64 = g_new (gint64, N_LONG);

  for (gsize i = 0; i < N_LONG; i++)
    {
      from[i] = i % 97 == 0 ? CPPLAN_DATE_NONE : day ("1989-06-01") + (gint32) (i * 7919 % 15000);
      from_64[i] = from[i] == CPPLAN_DATE_NONE ? G_MININT64 : from[i];
    }
  for (gsize r = 0; r < cpplan_policy_get_n_rules (policy); r++)
    {
      const char *id = cpplan_rule_get_id (cpplan_policy_get_rule (policy, r));
      gsize       n_outside, first_outside, n_outside_64, first_outside_64;
      gsize       n_expected = 0;
      gsize       first_expected = N_LONG;
      assert_true (cpplan_policy_due_i32 (policy, id, calendar, from, 1, due, N_LONG, &n_outside, &first_outside, NULL));
      assert_true (cpplan_policy_act_by_i32 (policy, id, calendar, from, 1, act_by, N_LONG, NULL, NULL, NULL));
      assert_true (cpplan_policy_due_i64 (policy, id, calendar, from_64, 1, due_64, N_LONG, &n_outside_64, &first_outside_64, NULL));
      for (gsize i = 0; i < N_LONG; i++)
        {
          gint32 one, one_act_by;
          assert_true (cpplan_policy_due_i32 (policy, id, calendar, &from[i], 1, &one, 1, NULL, NULL, NULL));
          assert_true (cpplan_policy_act_by_i32 (policy, id, calendar, &from[i], 1, &one_act_by, 1, NULL, NULL, NULL));
          if (one != due[i] || one_act_by != act_by[i] || due_64[i] != (one == CPPLAN_DATE_NONE ? G_MININT64 : one))
            fail_msg ("%s, row %u", id, (guint) i);
          if (one == CPPLAN_DATE_NONE && from[i] != CPPLAN_DATE_NONE && n_expected++ == 0)
            first_expected = i;
        }
      assert_int_equal (n_outside, n_expected);
      assert_int_equal (first_outside, first_expected);
      assert_int_equal (n_outside_64, n_expected);
      assert_int_equal (first_outside_64, first_expected);
    }
}

static void
strides_and_rows_without_answer (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicy) policy = read_policy (OWN_HEAD RULE ("r", "within = 10 working days"));
  const gint32 from[] = { day ("2024-12-12"), 1, CPPLAN_DATE_NONE, 2, day ("2028-12-29"), 3, G_MAXINT32, 4, G_MININT32 + 1, 5 };
  gint32 due[5];
  gsize  n_outside, first_outside;
  assert_true (cpplan_policy_due_i32 (policy, "r", calendar, from, 2, due, 5, &n_outside, &first_outside, NULL));
  assert_int_equal (due[0], day ("2024-12-30"));
  for (gsize i = 1; i < 5; i++)
    assert_int_equal (due[i], CPPLAN_DATE_NONE);
  assert_int_equal (n_outside, 3);
  assert_int_equal (first_outside, 2);

  assert_true (cpplan_policy_due_i32 (policy, "r", calendar, from, 0, due, 5, &n_outside, &first_outside, NULL));
  assert_int_equal (due[4], day ("2024-12-30"));
  assert_int_equal (n_outside, 0);
  assert_int_equal (first_outside, 5);

  const gint64 from_64[] = { G_MININT64, G_MININT32, G_MAXINT64, G_MININT64 + 1, day ("2024-12-12") };
  gint64 due_64[5];
  assert_true (cpplan_policy_act_by_i64 (policy, "r", calendar, from_64, 1, due_64, 5, &n_outside, &first_outside, NULL));
  for (gsize i = 0; i < 4; i++)
    assert_true (due_64[i] == G_MININT64);
  assert_true (due_64[4] == day ("2024-12-30"));
  assert_int_equal (n_outside, 3);
  assert_int_equal (first_outside, 1);

  gint32 in_place[] = { day ("2024-12-12"), day ("2025-04-10") };
  assert_true (cpplan_policy_due_i32 (policy, "r", calendar, in_place, 1, in_place, 2, NULL, NULL, NULL));
  assert_int_equal (in_place[1], day ("2025-04-28"));
  assert_true (cpplan_policy_due_i32 (policy, "r", calendar, NULL, 1, NULL, 0, &n_outside, &first_outside, NULL));
  assert_int_equal (n_outside + first_outside, 0);
}

/* The lower half of each is a day. */
static void
numbers_beyond_32_bits_are_no_days (void **state)
{
  (void) state;
  g_autoptr (CpplanPolicy) policy = read_policy (OWN_HEAD RULE ("r", "within = 10 working days"));
  const gint64  beyond[] = { (G_GINT64_CONSTANT (1) << 32) + 20000, 20000 - (G_GINT64_CONSTANT (1) << 32),
                             (G_GINT64_CONSTANT (1) << 40) + 20000 };
  static const gsize lengths[] = { 1, N_LONG };

  for (gsize i = 0; i < G_N_ELEMENTS (beyond); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (lengths); j++)
      {
        g_autofree gint64 *out = g_new (gint64, lengths[j]);
        gsize              n_outside, first_outside;
        assert_true (cpplan_policy_due_i64 (policy, "r", calendar, &beyond[i], 0, out, lengths[j], &n_outside, &first_outside, NULL));
        assert_true (out[0] == G_MININT64 && out[lengths[j] - 1] == G_MININT64);
        assert_int_equal (n_outside, lengths[j]);
        assert_int_equal (first_outside, 0);
        assert_true (cpplan_policy_act_by_i64 (policy, "r", calendar, &beyond[i], 0, out, lengths[j], &n_outside, NULL, NULL));
        assert_true (out[0] == G_MININT64 && out[lengths[j] - 1] == G_MININT64);
        assert_int_equal (n_outside, lengths[j]);
      }
}

static void
one_day_says_why_there_is_no_due_day (void **state)
{
  (void) state;
  static const struct
  {
    CpplanDate  from;
    CpplanError code;
    const char *message;
  } rows[] = {
    { 21500, CPPLAN_ERROR_OUT_OF_COVER,
      "the calendar england-and-wales, 1990-01-01 to 2028-12-31, does not reach what years gives from 2028-11-12" },
    { 19724, CPPLAN_ERROR_OUT_OF_COVER, "the rule years of the policy mine is not in force on 2024-01-02" },
    { CPPLAN_DATE_NONE, CPPLAN_ERROR_DATE, "what a rule counts from has to be a date of the years 1900 to 2199" },
    { G_MAXINT32, CPPLAN_ERROR_DATE, "what a rule counts from has to be a date of the years 1900 to 2199" },
  };
  g_autoptr (CpplanPolicy) policy = read_policy (own_text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      CpplanDate         date = 7;
      assert_false (cpplan_policy_due (policy, "years", calendar, rows[i].from, &date, &error));
      assert_true (g_error_matches (error, CPPLAN_ERROR, (gint) rows[i].code));
      assert_string_equal (error->message, rows[i].message);
      assert_false (cpplan_policy_act_by (policy, "years", calendar, rows[i].from, &date, NULL));
      assert_int_equal (date, 7);
    }
}

/* ---- what cannot be asked ---- */

typedef struct
{
  const char *policy;
  const char *rule;
  const char *message; /* from the rule on */
} Refusal;

static void
what_does_not_follow_from_one_day_is_refused (void **state)
{
  (void) state;
  static const Refusal rows[] = {
    { "hampshire", "section-17-assessment", "[rule section-17-assessment] within: the rule has readings, and none that is operative" },
    { "hampshire", "cin-review", "[rule cin-review] on: the due day is a date that the record has to give" },
    { "stoke-on-trent", "first-core-group-date-set", "[rule first-core-group-date-set] on: " },
    { "rotherham", "child-seen-alone", "[rule child-seen-alone] not-before: the due day depends on the child's birth" },
    { "rotherham", "core-group-before-review", "[rule core-group-before-review] before: " },
    { "rotherham", "core-group-delay", "[rule core-group-delay] kind: a rule of this kind has no due day" },
    { "rotherham", "lead-social-worker", "[rule lead-social-worker] kind: " },
    { "england", "end-age-18", "[rule end-age-18] kind: " },
  };
  gint32 from = day ("2024-12-12");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint32             due = 7;
      const CpplanPolicy *policy = cpplan_policy_set_find (builtins, rows[i].policy);
      assert_false (cpplan_policy_due_i32 (policy, rows[i].rule, calendar, &from, 1, &due, 1, NULL, NULL, &error));
      assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY));
      if (strstr (error->message, rows[i].message) == NULL)
        fail_msg ("%s", error->message);
      assert_int_equal (due, 7);
      assert_false (cpplan_policy_due (policy, rows[i].rule, calendar, from, &due, NULL));
      assert_false (cpplan_policy_act_by_i32 (policy, rows[i].rule, calendar, &from, 1, &due, 1, NULL, NULL, NULL));
    }

  g_autoptr (GError)       error = NULL;
  g_autoptr (CpplanPolicy) own = read_policy (
    OWN_HEAD "[rule r]\ntitle = R\nkind = recur\nforce = must\nfrom = referral\nby = visit\nfirst-within = 1 week\nwithin = 6 weeks\n");
  assert_false (cpplan_policy_due_i32 (own, "r", calendar, &from, 1, &from, 1, NULL, NULL, &error));
  assert_string_equal (error->message, "line 10, [rule r] first-within: the first link is counted otherwise than the next, and a day "
                                       "does not tell which it starts");
}

static void
unknown_rules_and_the_act_by_of_a_bar_are_refused (void **state)
{
  (void) state;
  gint32             from = day ("2024-12-12");
  g_autoptr (GError) error = NULL;
  const CpplanPolicy *policy = cpplan_policy_set_find (builtins, "stoke-on-trent");
  assert_false (cpplan_policy_due_i32 (policy, "first-core-grup", calendar, &from, 1, &from, 1, NULL, NULL, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
  assert_string_equal (error->message, "the policy stoke-on-trent has no rule \"first-core-grup\"");
  g_clear_error (&error);
  assert_false (cpplan_policy_act_by_i32 (policy, "earliest-end", calendar, &from, 1, &from, 1, NULL, NULL, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY));
  assert_non_null (strstr (error->message, "[rule earliest-end] kind: a bar says from when on"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_builtin_rule_gives_what_the_engine_gives),
    cmocka_unit_test (every_way_of_counting_gives_what_the_engine_gives),
    cmocka_unit_test (long_arrays_give_what_single_days_give),
    cmocka_unit_test (strides_and_rows_without_answer),
    cmocka_unit_test (numbers_beyond_32_bits_are_no_days),
    cmocka_unit_test (one_day_says_why_there_is_no_due_day),
    cmocka_unit_test (what_does_not_follow_from_one_day_is_refused),
    cmocka_unit_test (unknown_rules_and_the_act_by_of_a_bar_are_refused),
  };
  return cmocka_run_group_tests_name ("due", tests, set_up, tear_down);
}

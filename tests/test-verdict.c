/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs every file of tests/vectors/verdicts, then asks the public interface: what it refuses, what it gives back.
 * The vectors' format is told in tests/vectors/README.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vector-files.h"

/* ---- the vectors ---- */

static json_t *
find_requirement (Place *place, const json_t *document, const char *name)
{
  gsize   n_found = 0;
  json_t *found = NULL;
  gsize   i;
  json_t *row;
  json_array_foreach (json_object_get (document, "requirements"), i, row)
    if (g_strcmp0 (get_text (row, "name"), name) == 0)
      {
        found = row;
        n_found++;
      }
  if (n_found == 1)
    return found;
  complain (place, "%s: %zu requirements instead of one", name, n_found);
  return NULL;
}

/* What the vector says of a requirement is all that there is, but for its citation. */
static void
compare_requirement (Place *place, const json_t *document, json_t *expected)
{
  static const char *const known[] = { "name", "truth", "waived-by", NULL };
  static const char *const nothing[] = { NULL };
  const char              *name = get_text (expected, "name");

  refuse_unknown_keys (place, expected, known);
  if (name == NULL || get_text (expected, "truth") == NULL)
    {
      complain (place, "the vector has a requirement without name or truth");
      return;
    }
  json_t *row = find_requirement (place, document, name);
  if (row == NULL)
    return;
  compare_members (place, row, expected, name, nothing);
  if (json_object_get (expected, "waived-by") == NULL && json_object_get (row, "waived-by") != NULL)
    complain (place, "%s: is waived", name);
}

/* What holds of every verdict. */
static void
check_whole (Place *place, const json_t *document)
{
  const char *verdict = get_text (document, "verdict");
  gboolean    has_ground = g_str_equal (verdict, "permitted") || g_str_equal (verdict, "refer");
  gsize       i;
  json_t     *row;

  if (has_ground != (json_object_get (document, "ground") != NULL))
    complain (place, "%s, and %s ground", verdict, has_ground ? "no" : "a");
  if (!g_str_equal (verdict, "undetermined") && json_array_size (json_object_get (document, "needs")) != 0)
    complain (place, "%s, and there are needs", verdict);
  json_array_foreach (json_object_get (document, "requirements"), i, row)
    {
      gboolean fails = json_object_get (row, "waived-by") == NULL && g_strcmp0 (get_text (row, "truth"), "yes") != 0;
      if (get_text (row, "cite") == NULL)
        complain (place, "%s: has no citation", get_text (row, "name"));
      if (fails && g_str_equal (verdict, "permitted"))
        complain (place, "permitted, and %s does not hold", get_text (row, "name"));
    }
}

static void
compare_verdict (Place *place, const json_t *document, json_t *expected)
{
  static const char *const known[]
    = { "verdict", "policy", "ground", "needs", "flags", "requirements", "why", NULL };
  static const char *const not_compared[] = { "requirements", "why", NULL };
  gsize                    i;
  json_t                  *requirement;

  refuse_unknown_keys (place, expected, known);
  if (get_text (expected, "why") == NULL || get_text (expected, "verdict") == NULL)
    complain (place, "the vector gives no verdict, or no reason");
  compare_members (place, document, expected, "verdict", not_compared);
  json_array_foreach (json_object_get (expected, "requirements"), i, requirement)
    compare_requirement (place, document, requirement);
  check_whole (place, document);
}

static void
run_question (Place *place, CpplanCase *record, json_t *question)
{
  static const char *const   known[] = { "on", "known-at", "policy", "project", "expect", NULL };
  const char                *known_text = get_text (question, "known-at");
  g_autoptr (GError)         error = NULL;
  place->day = get_text (question, "on");
  refuse_unknown_keys (place, question, known);
  CpplanDate                 on = parse_date (place->day);
  CpplanDate                 known_at = known_text == NULL ? on : parse_date (known_text);
  g_autoptr (CpplanCalendar) calendar = open_calendar (question, known_at);
  g_autoptr (CpplanVerdict)  verdict
    = cpplan_policy_set_may_end (builtin, get_text (question, "policy"), record, calendar, on, known_at, &error);
  if (verdict == NULL)
    {
      complain (place, "%s", error->message);
      return;
    }
  g_autofree char *text = cpplan_json_verdict_to_string (verdict, 0);
  json_t          *document = json_loads (text, 0, NULL);
  assert_non_null (document);
  compare_verdict (place, document, json_object_get (question, "expect"));
  json_decref (document);
}

static void
vectors_are_there (void **state)
{
  (void) state;
  print_message ("# %zu files, %zu questions\n", n_files, n_questions);
  assert_true (n_files >= 65);
  assert_true (n_questions >= 200);
}

/* ---- the interface ---- */

#define CASE(policy, events)                                                                                 \
  "{\"format\":\"cpplan-case/1\",\"id\":\"c\"," policy "\"child\":{\"born\":\"2016-03-04\"},\"events\":[" events "]}"
#define STOKE "\"policy\":\"stoke-on-trent\","
#define PLAN "{\"id\":\"i\",\"kind\":\"initial-conference\",\"date\":\"2025-01-15\",\"outcome\":\"plan\",\"quorate\":true}"
#define DEATH ",{\"id\":\"d\",\"kind\":\"death\",\"date\":\"2025-03-01\"}"
#define MOVE ",{\"id\":\"m\",\"kind\":\"moved-out\",\"date\":\"2025-03-03\",\"permanent\":true}"

static CpplanCase *
read_case (const char *text)
{
  g_autoptr (GError) error = NULL;
  CpplanCase        *record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s", error->message);
  return record;
}

static CpplanVerdict *
ask (CpplanCase *record, const char *policy, const char *on, GError **error)
{
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  return cpplan_policy_set_may_end (builtin, policy, record, calendar, parse_date (on), CPPLAN_DATE_NONE, error);
}

static void
assert_refused (CpplanCase *record, const char *policy, CpplanError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  assert_null (ask (record, policy, "2025-03-01", &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, (gint) code));
  assert_string_equal (error->message, message);
}

static void
outcomes_round_trip (void **state)
{
  (void) state;
  static const char *const names[] = { "permitted", "refer", "undetermined", "not-permitted" };
  static const char *const wrong[] = { "", "Permitted", "permitted ", "perhaps" };
  CpplanOutcome            outcome = CPPLAN_OUTCOME_REFER;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_true (cpplan_outcome_from_string (names[i], &outcome, NULL));
      assert_int_equal (outcome, i + 1);
      assert_string_equal (cpplan_outcome_to_string (outcome), names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      assert_false (cpplan_outcome_from_string (wrong[i], &outcome, &error));
      assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME));
      assert_int_equal (outcome, CPPLAN_OUTCOME_NOT_PERMITTED);
    }
  assert_false (cpplan_outcome_from_string ("perhaps", &outcome, NULL));
}

static void
days_are_checked (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (CASE (STOKE, PLAN));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_builtin ("stoke-on-trent", NULL);
  const CpplanDate           day = parse_date ("2025-03-01");
  const CpplanDate           pairs[][2] = { { CPPLAN_DATE_NONE, CPPLAN_DATE_NONE }, { CPPLAN_DATE_NONE, day }, { G_MAXINT32, day }, { day, G_MAXINT32 } };
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) of_set = NULL;
      assert_null (cpplan_policy_may_end (policy, record, calendar, pairs[i][0], pairs[i][1], &error));
      assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
      assert_null (cpplan_policy_set_may_end (builtin, "england", record, calendar, pairs[i][0], pairs[i][1], &of_set));
      assert_true (g_error_matches (of_set, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
      assert_null (cpplan_policy_may_end (policy, record, calendar, pairs[i][0], pairs[i][1], NULL));
    }
}

/* The day is wrong whatever policies the case names. */
static void
days_are_checked_before_policies (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (CASE ("\"policy\":[{\"policy\":\"rotherham\",\"from\":\"2025-06-01\"}],", PLAN));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  g_autoptr (GError)         error = NULL;
  assert_null (cpplan_policy_set_may_end (builtin, NULL, record, calendar, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
}

static void
policies_are_checked (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) none = read_case (CASE ("", PLAN));
  g_autoptr (CpplanCase) unknown = read_case (CASE ("\"policy\":\"camelot\",", PLAN));
  g_autoptr (CpplanCase) later = read_case (CASE ("\"policy\":[{\"policy\":\"rotherham\",\"from\":\"2025-03-02\"}],", PLAN DEATH));
  assert_refused (none, NULL, CPPLAN_ERROR_UNKNOWN_NAME, "policy: the case names none for that day, and none was given");
  assert_refused (later, NULL, CPPLAN_ERROR_UNKNOWN_NAME, "policy: the case names none for that day, and none was given");
  assert_refused (unknown, NULL, CPPLAN_ERROR_UNKNOWN_NAME, "policy: there is no policy \"camelot\"");
  assert_refused (later, "camelot", CPPLAN_ERROR_UNKNOWN_NAME, "policy: there is no policy \"camelot\"");
  g_autoptr (CpplanVerdict) verdict = ask (later, NULL, "2025-03-02", NULL);
  assert_string_equal (cpplan_policy_get_id (cpplan_verdict_get_policy (verdict)), "rotherham");
  g_autoptr (CpplanVerdict) given = ask (later, "sefton", "2025-03-01", NULL);
  assert_string_equal (cpplan_policy_get_id (cpplan_verdict_get_policy (given)), "sefton");
}

static void
record_that_supersedes_twice_is_refused (void **state)
{
  (void) state;
#define CORRECTED(id) ",{\"id\":\"" id "\",\"kind\":\"death\",\"date\":\"2025-02-01\",\"supersedes\":\"d\"}"
  g_autoptr (CpplanCase) record = read_case (CASE (STOKE, PLAN DEATH CORRECTED ("d1") CORRECTED ("d2")));
  g_autoptr (GError)     error = NULL;
  assert_null (ask (record, NULL, "2025-03-01", &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD));
}

static void
verdict_gives_what_it_was_asked_with (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)     record = read_case (CASE (STOKE, PLAN DEATH));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_builtin ("stoke-on-trent", NULL);
  g_autoptr (CpplanVerdict)  verdict
    = cpplan_policy_may_end (policy, record, calendar, parse_date ("2025-03-01"), parse_date ("2025-03-05"), NULL);
  assert_ptr_equal (cpplan_verdict_get_case (verdict), record);
  assert_ptr_equal (cpplan_verdict_get_policy (verdict), policy);
  assert_ptr_equal (cpplan_verdict_get_calendar (verdict), calendar);
  assert_int_equal (cpplan_verdict_get_on (verdict), parse_date ("2025-03-01"));
  assert_int_equal (cpplan_verdict_get_known_at (verdict), parse_date ("2025-03-05"));
  g_autoptr (CpplanVerdict) then
    = cpplan_policy_may_end (policy, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  assert_int_equal (cpplan_verdict_get_known_at (then), parse_date ("2025-03-01"));
}

/* An edition is named on its days alone, and only where it has a name. */
static void
verdict_names_the_edition_in_force (void **state)
{
  (void) state;
  static const char text[] = "[policy]\nid = bounded\ntitle = t\nedition = v2\nin-force = 2025-02-01 .. 2025-02-28\nextends = england\n"
                             "calendar = england-and-wales\n";
  static const struct
  {
    const char *on;
    const char *edition;
  } rows[] = { { "2025-01-31", NULL }, { "2025-02-01", "v2" }, { "2025-02-28", "v2" }, { "2025-03-01", NULL } };
  g_autoptr (CpplanCase)     record = read_case (CASE (STOKE, PLAN));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_from_text (text, builtin, NULL);
  g_autoptr (CpplanVerdict)  unnamed = ask (record, NULL, "2025-03-01", NULL);
  assert_non_null (policy);
  assert_null (cpplan_verdict_get_edition (unnamed));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CpplanVerdict) verdict
        = cpplan_policy_may_end (policy, record, calendar, parse_date (rows[i].on), CPPLAN_DATE_NONE, NULL);
      if (rows[i].edition == NULL)
        assert_null (cpplan_verdict_get_edition (verdict));
      else
        assert_string_equal (cpplan_verdict_get_edition (verdict), rows[i].edition);
    }
}

static void
verdict_gives_each_of_its_parts (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)    record = read_case (CASE (STOKE, PLAN DEATH));
  g_autoptr (CpplanVerdict) verdict = ask (record, NULL, "2025-03-01", NULL);
  gsize                     n_waived = 0;
  assert_int_equal (cpplan_verdict_get_outcome (verdict), CPPLAN_OUTCOME_PERMITTED);
  assert_string_equal (cpplan_verdict_get_ground (verdict), "died");
  assert_null (cpplan_verdict_get_needs (verdict)[0]);
  assert_int_equal (cpplan_verdict_get_flags (verdict), 0);
  assert_int_equal (cpplan_verdict_get_n_requirements (verdict), 3);
  for (gsize i = 0; i < 3; i++)
    {
      const CpplanRequirement *requirement = cpplan_verdict_get_requirement (verdict, i);
      gboolean                 is_own = strcmp (cpplan_rule_get_id (requirement->rule), "end-died") == 0;
      assert_int_equal (requirement->truth, is_own ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO);
      if (requirement->waived_by == NULL)
        continue;
      n_waived++;
      assert_string_equal (cpplan_rule_get_id (requirement->waived_by), "end-died");
    }
  assert_int_equal (n_waived, 2);
}

static void
verdict_without_a_ground_gives_nothing (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)    none = read_case (CASE ("\"policy\":\"kent\",", ""));
  g_autoptr (CpplanVerdict) no_plan = ask (none, NULL, "2025-03-01", NULL);
  assert_int_equal (cpplan_verdict_get_outcome (no_plan), CPPLAN_OUTCOME_NOT_PERMITTED);
  assert_null (cpplan_verdict_get_ground (no_plan));
  assert_int_equal (cpplan_verdict_get_n_requirements (no_plan), 0);
  assert_non_null (cpplan_verdict_get_needs (no_plan));
  assert_null (cpplan_verdict_get_needs (no_plan)[0]);
  assert_int_equal (cpplan_verdict_get_flags (no_plan), CPPLAN_FLAG_INHERITED);
  g_autoptr (CpplanCase)    moved = read_case (CASE ("\"policy\":\"england\",", PLAN MOVE));
  g_autoptr (CpplanVerdict) unknown = ask (moved, NULL, "2025-03-04", NULL);
  assert_int_equal (cpplan_verdict_get_outcome (unknown), CPPLAN_OUTCOME_UNDETERMINED);
  assert_null (cpplan_verdict_get_ground (unknown));
  assert_string_equal (cpplan_verdict_get_needs (unknown)[0], "transfer-conference");
  assert_null (cpplan_verdict_get_needs (unknown)[1]);
}

static void
verdict_outlives_what_it_was_made_of (void **state)
{
  (void) state;
  CpplanCase     *record = read_case (CASE (STOKE, PLAN DEATH));
  CpplanCalendar *calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  CpplanPolicy   *policy = cpplan_policy_new_builtin ("stoke-on-trent", NULL);
  CpplanVerdict  *verdict = cpplan_policy_may_end (policy, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  cpplan_case_unref (record);
  cpplan_calendar_unref (calendar);
  cpplan_policy_unref (policy);
  assert_ptr_equal (cpplan_verdict_ref (verdict), verdict);
  cpplan_verdict_unref (verdict);
  assert_string_equal (cpplan_case_get_id (cpplan_verdict_get_case (verdict)), "c");
  assert_string_equal (cpplan_verdict_get_ground (verdict), "died");
  g_autofree char *text = cpplan_json_verdict_to_string (verdict, CPPLAN_JSON_COMPACT);
  assert_non_null (text);
  cpplan_verdict_unref (verdict);
  cpplan_verdict_unref (NULL);
}

static void
document_is_the_same_twice (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)    first_record = read_case (CASE (STOKE, PLAN DEATH MOVE));
  g_autoptr (CpplanCase)    second_record = read_case (CASE (STOKE, "{\"id\":\"m\",\"kind\":\"moved-out\",\"date\":\"2025-03-03\",\"permanent\":true}," PLAN DEATH));
  g_autoptr (CpplanVerdict) first = ask (first_record, NULL, "2025-08-01", NULL);
  g_autoptr (CpplanVerdict) again = ask (first_record, NULL, "2025-08-01", NULL);
  g_autoptr (CpplanVerdict) second = ask (second_record, NULL, "2025-08-01", NULL);
  g_autofree char          *a = cpplan_json_verdict_to_string (first, 0);
  g_autofree char          *b = cpplan_json_verdict_to_string (again, 0);
  g_autofree char          *c = cpplan_json_verdict_to_string (second, 0);
  assert_string_equal (a, b);
  assert_string_equal (a, c); /* in whatever order the events were given */
}

static void
document_has_its_members_in_order (void **state)
{
  (void) state;
  static const char *const wanted[] = { "format", "case", "policy", "calendar", "on", "known-at", "library", "policy-digest",
                                        "calendar-digest", "verdict", "ground", "requirements", "needs", "flags" };
  g_autoptr (CpplanCase)    record = read_case (CASE (STOKE, PLAN DEATH));
  g_autoptr (CpplanVerdict) verdict = ask (record, NULL, "2025-03-01", NULL);
  g_autofree char          *text = cpplan_json_verdict_to_string (verdict, 0);
  g_autofree char          *compact = cpplan_json_verdict_to_string (verdict, CPPLAN_JSON_COMPACT);
  json_t                   *document = json_loads (text, 0, NULL);
  json_t                   *same = json_loads (compact, 0, NULL);
  gsize                     n = 0;
  const char               *key;
  json_t                   *value;
  json_object_foreach (document, key, value)
    {
      assert_true (n < G_N_ELEMENTS (wanted));
      assert_string_equal (key, wanted[n++]);
    }
  assert_int_equal (n, G_N_ELEMENTS (wanted));
  assert_string_equal (get_text (document, "format"), "cpplan-verdict/1");
  assert_null (strchr (compact, '\n'));
  assert_true (json_equal (document, same));
  json_decref (document);
  json_decref (same);
}

/* A ground of our own policy, laid over the base. */
static void
policy_of_ours_has_its_own_grounds (void **state)
{
  (void) state;
  static const char text[] = "[policy]\nid = ours\ntitle = Ours\nextends = england\n"
                             "[rule end-died]\ntitle = Ours\nkind = gate\nforce = must\ncite = page 1\nground = died\nwhen = any (death)\n";
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_from_text (text, builtin, NULL);
  g_autoptr (CpplanCase)     record = read_case (CASE ("", PLAN DEATH));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, CPPLAN_DATE_NONE);
  g_autoptr (CpplanVerdict)  verdict
    = cpplan_policy_may_end (policy, record, calendar, parse_date ("2025-03-01"), CPPLAN_DATE_NONE, NULL);
  assert_int_equal (cpplan_verdict_get_outcome (verdict), CPPLAN_OUTCOME_NOT_PERMITTED); /* it frees from nothing */
  assert_int_equal (cpplan_verdict_get_flags (verdict), 0);
  assert_int_equal (cpplan_verdict_get_n_requirements (verdict), 2);
}

int
main (void)
{
  const struct CMUnitTest others[] = {
    cmocka_unit_test (vectors_are_there),
    cmocka_unit_test (outcomes_round_trip),
    cmocka_unit_test (days_are_checked),
    cmocka_unit_test (days_are_checked_before_policies),
    cmocka_unit_test (policies_are_checked),
    cmocka_unit_test (record_that_supersedes_twice_is_refused),
    cmocka_unit_test (verdict_gives_what_it_was_asked_with),
    cmocka_unit_test (verdict_names_the_edition_in_force),
    cmocka_unit_test (verdict_gives_each_of_its_parts),
    cmocka_unit_test (verdict_without_a_ground_gives_nothing),
    cmocka_unit_test (verdict_outlives_what_it_was_made_of),
    cmocka_unit_test (document_is_the_same_twice),
    cmocka_unit_test (document_has_its_members_in_order),
    cmocka_unit_test (policy_of_ours_has_its_own_grounds),
  };
  return run_vectors ("verdict", "verdicts", run_question, others, G_N_ELEMENTS (others));
}

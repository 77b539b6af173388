/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs every file of tests/vectors/findings, then asks the public interface. A file has one policy, a case that its
 * questions share, and for each rule what is added to it and what then comes out: told in tests/vectors/README.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vector-files.h"

/* Which states the vectors of a rule show. */
typedef struct
{
  guint    states;
  gboolean is_never_unknown;
} Shown;

static GHashTable *shown_by_rule; /* POLICY/RULE -> Shown */

static gboolean
is_left_out (json_t *ids, json_t *entry)
{
  gsize   i;
  json_t *id;
  json_array_foreach (ids, i, id)
    if (g_strcmp0 (json_string_value (id), get_text (entry, "id")) == 0)
      return TRUE;
  return FALSE;
}

/* The base's list, without those left out and with those added. */
static json_t *
merge_list (json_t *base, json_t *without, json_t *added)
{
  json_t *list = json_array ();
  gsize   i;
  json_t *entry;
  json_array_foreach (base, i, entry)
    if (!is_left_out (without, entry))
      json_array_append (list, entry);
  json_array_foreach (added, i, entry)
    json_array_append (list, entry);
  return list;
}

static CpplanCase *
make_case (Place *place, json_t *base, json_t *question)
{
  static const char *const lists[] = { "people", "events" };
  static const char *const own[] = { "child", "district" };
  json_t                  *document = json_copy (base);
  g_autoptr (GError)       error = NULL;

  json_object_set_new (document, "format", json_string ("cpplan-case/1"));
  json_object_set_new (document, "id", json_string ("c"));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_new (document, lists[i], merge_list (json_object_get (base, lists[i]), json_object_get (question, "without"),
                                                         json_object_get (question, lists[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (json_object_get (question, own[i]) != NULL)
      json_object_set (document, own[i], json_object_get (question, own[i]));
  g_autofree char *text = to_text (document);
  json_decref (document);
  CpplanCase *record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    complain (place, "%s", error->message);
  return record;
}

static gboolean
is_meant (const json_t *row, const char *rule, const json_t *expected)
{
  return g_strcmp0 (get_text (row, "rule"), rule) == 0 && g_strcmp0 (get_text (row, "subject"), get_text (expected, "subject")) == 0
         && g_strcmp0 (get_text (row, "member"), get_text (expected, "member")) == 0;
}

static json_t *
find_finding (Place *place, const json_t *document, const char *rule, const json_t *expected)
{
  gsize   n_found = 0;
  json_t *found = NULL;
  gsize   i;
  json_t *row;
  json_array_foreach (json_object_get (document, "findings"), i, row)
    if (is_meant (row, rule, expected))
      {
        found = row;
        n_found++;
      }
  if (n_found == 1)
    return found;
  complain (place, "%s: %zu findings about %s %s instead of one", rule, n_found,
            get_text (expected, "subject") == NULL ? "nothing" : get_text (expected, "subject"),
            get_text (expected, "member") == NULL ? "" : get_text (expected, "member"));
  return NULL;
}

/* What holds of every finding. */
static void
check_finding (Place *place, const json_t *row)
{
  const char *rule = get_text (row, "rule");
  const char *state = get_text (row, "state");
  gboolean    lacks = g_str_equal (state, "missing") || g_str_equal (state, "outstanding");
  if (lacks != (json_array_size (json_object_get (row, "missing")) > 0))
    complain (place, "%s: %s, and %s missing", rule, state, lacks ? "nothing" : "something");
  if (!g_str_equal (state, "unknown") && json_array_size (json_object_get (row, "needs")) > 0)
    complain (place, "%s: %s, and there are needs", rule, state);
  if (g_str_equal (state, "satisfied") && json_object_get (row, "subject") == NULL)
    complain (place, "%s: satisfied by nothing", rule);
  if (get_text (row, "cite") == NULL)
    complain (place, "%s: has no citation", rule);
}

static void
note_state (const char *policy, const char *rule, const char *state, gboolean is_never_unknown)
{
  char  *key = g_strdup_printf ("%s/%s", policy, rule);
  Shown *shown = g_hash_table_lookup (shown_by_rule, key);
  if (shown == NULL)
    {
      shown = g_new0 (Shown, 1);
      g_hash_table_insert (shown_by_rule, g_strdup (key), shown);
    }
  CpplanFindingState number;
  if (state != NULL && cpplan_finding_state_from_string (state, &number, NULL))
    shown->states |= 1u << number;
  shown->is_never_unknown |= is_never_unknown;
  g_free (key);
}

static void
ask_question (Place *place, const char *policy, const char *rule, json_t *base, json_t *question)
{
  static const char *const known[]
    = { "why", "as-of", "known-at", "people", "events", "without", "child", "district", "expect", "flags", NULL };
  static const char *const known_of_answer[] = { "state", "subject", "member", "missing", "needs", "flags", NULL };
  json_t             *expected = json_object_get (question, "expect");
  g_autoptr (GError)  error = NULL;

  refuse_unknown_keys (place, question, known);
  refuse_unknown_keys (place, expected, known_of_answer);
  place->day = get_text (question, "as-of");
  if (get_text (question, "why") == NULL || get_text (expected, "state") == NULL || place->day == NULL)
    {
      complain (place, "%s: the vector has no day, no state or no reason", rule);
      return;
    }
  g_autoptr (CpplanCase) record = make_case (place, base, question);
  if (record == NULL)
    return;
  CpplanDate as_of = parse_date (place->day);
  CpplanDate known_at = parse_date (get_text (question, "known-at"));
  g_autoptr (CpplanCalendar) calendar = open_calendar (NULL, known_at == CPPLAN_DATE_NONE ? as_of : known_at);
  g_autoptr (CpplanFindings) findings = cpplan_policy_set_review (builtin, policy, record, calendar, as_of, known_at, &error);
  if (findings == NULL)
    {
      complain (place, "%s: %s", rule, error->message);
      return;
    }
  g_autofree char *text = cpplan_json_findings_to_string (findings, 0);
  json_t          *document = json_loads (text, 0, NULL);
  gsize            i;
  json_t          *row;
  assert_non_null (document);
  json_array_foreach (json_object_get (document, "findings"), i, row)
    check_finding (place, row);
  static const char *const nothing[] = { NULL };
  json_t                  *found = find_finding (place, document, rule, expected);
  if (found != NULL)
    compare_members (place, found, expected, rule, nothing);
  note_state (policy, rule, get_text (expected, "state"), FALSE);
  n_questions++;
  json_decref (document);
}

static void
run_findings (void **state)
{
  static const char *const known[] = { "format", "policy", "base", "rules", NULL };
  static const char *const known_of_rule[] = { "rule", "never-unknown", "questions", NULL };
  const char              *name = *state;
  g_autofree char         *folder = get_folder ();
  g_autofree char         *path = g_build_filename (folder, name, NULL);
  Place                    place = { .name = name, .day = "" };
  json_error_t             json_error;
  json_t                  *vector = json_load_file (path, JSON_REJECT_DUPLICATES, &json_error);
  gsize                    r;
  json_t                  *rule;

  if (vector == NULL)
    fail_msg ("%s:%d: %s", name, json_error.line, json_error.text);
  refuse_unknown_keys (&place, vector, known);
  assert_string_equal (get_text (vector, "format"), "cpplan-findings-vector/1");
  const char *policy = get_text (vector, "policy");
  json_array_foreach (json_object_get (vector, "rules"), r, rule)
    {
      json_t *question;
      refuse_unknown_keys (&place, rule, known_of_rule);
      note_state (policy, get_text (rule, "rule"), NULL, get_text (rule, "never-unknown") != NULL);
      json_array_foreach (json_object_get (rule, "questions"), place.question, question)
        ask_question (&place, policy, get_text (rule, "rule"), json_object_get (vector, "base"), question);
    }
  n_files++;
  json_decref (vector);
  assert_int_equal (place.n_wrong, 0);
}

/* Every rule of findings of every built-in policy is shown there, not there, not called for and not known. */
static void
every_rule_is_shown_in_every_state (void **state)
{
  (void) state;
  gsize n_rules = 0;
  gsize n_wrong = 0;
  for (gsize p = 0; p < cpplan_policy_set_get_length (builtin); p++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (builtin, p);
      for (gsize r = 0; r < cpplan_policy_get_n_rules (policy); r++)
        {
          const CpplanRule *rule = cpplan_policy_get_rule (policy, r);
          if (cpplan_rule_get_kind (rule) < CPPLAN_RULE_KIND_REQUIRE || cpplan_policy_inherits (policy, rule))
            continue;
          g_autofree char *key = g_strdup_printf ("%s/%s", cpplan_policy_get_id (policy), cpplan_rule_get_id (rule));
          const Shown     *shown = g_hash_table_lookup (shown_by_rule, key);
          guint            states = shown == NULL ? 0 : shown->states;
          gboolean         lacks = (states & (1u << CPPLAN_FINDING_STATE_MISSING | 1u << CPPLAN_FINDING_STATE_OUTSTANDING)) != 0;
          gboolean         whole = lacks && (states & 1u << CPPLAN_FINDING_STATE_SATISFIED) != 0
                           && (states & 1u << CPPLAN_FINDING_STATE_NOT_APPLICABLE) != 0
                           && ((states & 1u << CPPLAN_FINDING_STATE_UNKNOWN) != 0) != shown->is_never_unknown;
          n_rules++;
          n_wrong += !whole;
          if (!whole)
            print_message ("# %s: not shown in every state\n", key);
        }
    }
  print_message ("# %zu files, %zu questions, %zu rules\n", n_files, n_questions, n_rules);
  assert_int_equal (n_wrong, 0);
}

int
main (void)
{
  const struct CMUnitTest others[] = {
    cmocka_unit_test (every_rule_is_shown_in_every_state),
  };
  shown_by_rule = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  vector_test = run_findings;
  int failed = run_vectors ("findings", "findings", NULL, others, G_N_ELEMENTS (others));
  g_hash_table_unref (shown_by_rule);
  return failed;
}

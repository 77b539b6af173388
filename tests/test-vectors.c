/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs every file of tests/vectors/timetables: one test a file. The format is told in
 * tests/vectors/README.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vector-files.h"

static gsize n_rows;

/* ---- one row ---- */

/* Where the expectation is silent about a selecting member, any value will do; null wants it absent. */
static gboolean
selects (const json_t *expected, const json_t *row, const char *key)
{
  const json_t *wanted = json_object_get (expected, key);
  const json_t *got = json_object_get (row, key);
  if (wanted == NULL)
    return TRUE;
  return json_is_null (wanted) ? got == NULL : got != NULL && json_equal (wanted, got);
}

static gboolean
is_selected (const json_t *expected, const json_t *row)
{
  static const char *const keys[] = { "rule", "trigger", "from", NULL };
  for (gsize i = 0; keys[i] != NULL; i++)
    if (!selects (expected, row, keys[i]))
      return FALSE;
  return json_object_get (expected, "member") == NULL ? json_object_get (row, "member") == NULL
                                                      : selects (expected, row, "member");
}

static char *
describe (const json_t *expected)
{
  const char *trigger = get_text (expected, "trigger");
  const char *member = get_text (expected, "member");
  return g_strdup_printf ("%s of %s%s%s", get_text (expected, "rule"), trigger == NULL ? "no event" : trigger,
                          member == NULL ? "" : " for ", member == NULL ? "" : member);
}

static json_t *
find_row (Place *place, json_t *deadlines, const json_t *expected, const char *what)
{
  gsize   n_found = 0;
  json_t *found = NULL;
  gsize   i;
  json_t *row;
  json_array_foreach (deadlines, i, row)
    if (is_selected (expected, row))
      {
        found = row;
        n_found++;
      }
  if (n_found == 1)
    return found;
  complain (place, "%s: %zu rows instead of one", what, n_found);
  return NULL;
}

static void
compare_row (Place *place, json_t *deadlines, json_t *expected)
{
  static const char *const known[]
    = { "rule",  "trigger", "member",   "from",  "due",   "due-at-least", "act-by",
        "state", "met-by",  "met-on",   "flags", "needs", "kind",         "policy",
        "force", "edition", "readings", "cite",  "title", "why",          NULL };
  static const char *const not_compared[] = { "why", NULL };
  g_autofree char *what = describe (expected);

  n_rows++;
  refuse_unknown_keys (place, expected, known);
  if (get_text (expected, "why") == NULL)
    complain (place, "%s: the vector gives no reason", what);
  json_t *row = find_row (place, deadlines, expected, what);
  if (row == NULL)
    return;
  compare_members (place, row, expected, what, not_compared);
}

/* ---- the document as a whole ---- */

static gsize
count_rows (json_t *deadlines, const char *rule)
{
  gsize   n_found = 0;
  gsize   i;
  json_t *row;
  json_array_foreach (deadlines, i, row)
    n_found += strcmp (get_text (row, "rule"), rule) == 0;
  return n_found;
}

static void
compare_warnings (Place *place, const json_t *document, const json_t *wanted)
{
  json_t *subjects = json_array ();
  gsize   i;
  json_t *warning;
  json_array_foreach (json_object_get (document, "warnings"), i, warning)
    json_array_append (subjects, json_object_get (warning, "subject"));
  if (!json_equal (subjects, wanted))
    {
      g_autofree char *wanted_text = to_text (wanted);
      g_autofree char *got_text = to_text (subjects);
      complain (place, "warnings are about %s instead of %s", got_text, wanted_text);
    }
  json_decref (subjects);
}

/* `EVENT-ID.attribute`, a kind of event, or what docs/timetable.md names beside them: a fact of a person, a member
 * of the case. */
static gboolean
is_need (const char *need, const json_t *record)
{
  static const char *const members[] = { "district", "child.born", NULL };
  const char              *last = strrchr (need, '.');
  CpplanEventKind          kind;
  CpplanAttribute          attribute;
  gsize                    i;
  json_t                  *owner;

  if (last == NULL || g_strv_contains (members, need))
    return g_strv_contains (members, need) || cpplan_event_kind_from_string (need, &kind, NULL);
  g_autofree char *id = g_strndup (need, (gsize) (last - need));
  json_array_foreach (json_object_get (record, "events"), i, owner)
    if (g_str_equal (get_text (owner, "id"), id))
      return cpplan_attribute_from_string (last + 1, &attribute, NULL);
  json_array_foreach (json_object_get (record, "people"), i, owner)
    if (g_str_equal (get_text (owner, "id"), id))
      return g_str_equal (last + 1, "qualified-social-worker");
  return FALSE;
}

static void
check_row (Place *place, const json_t *row, const json_t *record, gboolean is_timeline)
{
  const char *rule = get_text (row, "rule");
  gsize       i;
  json_t     *need;

  if (!json_is_array (json_object_get (row, "flags")) || !json_is_array (json_object_get (row, "needs")))
    complain (place, "%s: no list of flags or of needs", rule);
  json_array_foreach (json_object_get (row, "needs"), i, need)
    if (!is_need (json_string_value (need), record))
      complain (place, "%s: needs %s, which is no fact", rule, json_string_value (need));
  if ((get_text (row, "policy") != NULL) != is_timeline)
    complain (place, "%s: %s policy", rule, is_timeline ? "no" : "a");
  if (!is_timeline && json_object_get (row, "edition") != NULL)
    complain (place, "%s: an edition", rule);
}

static gboolean
is_digest (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Decision 56: what holds of every document, so that its answer can be read and given again years later. */
static void
check_whole (Place *place, const json_t *document, const json_t *question)
{
  gboolean is_timeline
    = json_is_array (json_object_get (place->record, "policy")) && json_object_get (question, "policy") == NULL;
  gsize   i;
  json_t *row;

  if (!json_is_array (json_object_get (document, "flags")))
    complain (place, "the document has no flags");
  if (g_strcmp0 (get_text (document, "library"), cpplan_version ()) != 0
      || !is_digest (get_text (document, "policy-digest")) || !is_digest (get_text (document, "calendar-digest")))
    complain (place, "the document does not say what answered");
  json_array_foreach (json_object_get (document, "deadlines"), i, row)
    check_row (place, row, place->record, is_timeline);
}

static void
compare_document (Place *place, json_t *document, json_t *question)
{
  json_t     *deadlines = json_object_get (document, "deadlines");
  gsize       i;
  json_t     *value;
  const char *rule;

  json_array_foreach (json_object_get (question, "expect"), i, value)
    compare_row (place, deadlines, value);
  json_array_foreach (json_object_get (question, "absent"), i, value)
    if (count_rows (deadlines, json_string_value (value)) != 0)
      complain (place, "%s has a row", json_string_value (value));
  json_object_foreach (json_object_get (question, "count"), rule, value)
    if (count_rows (deadlines, rule) != (gsize) json_integer_value (value))
      complain (place, "%s has %zu rows instead of %" JSON_INTEGER_FORMAT, rule, count_rows (deadlines, rule),
                json_integer_value (value));
  value = json_object_get (question, "flags");
  if (value != NULL && !json_equal (value, json_object_get (document, "flags")))
    complain (place, "the document has other flags");
  value = json_object_get (question, "warnings");
  if (value != NULL)
    compare_warnings (place, document, value);
}

/* ---- one question ---- */

static json_t *
ask (Place *place, CpplanCase *record, const json_t *question)
{
  CpplanDate                 as_of = parse_date (get_text (question, "as-of"));
  const char                *known = get_text (question, "known-at");
  CpplanDate                 known_at = known == NULL ? as_of : parse_date (known);
  g_autoptr (GError)         error = NULL;
  g_autoptr (CpplanCalendar) calendar = open_calendar (question, known_at);
  g_autoptr (CpplanTimetable) timetable
    = cpplan_policy_set_evaluate (builtin, get_text (question, "policy"), record, calendar, as_of, known_at,
                                  parse_date (get_text (question, "horizon")), &error);
  if (timetable == NULL)
    {
      complain (place, "%s", error->message);
      return NULL;
    }
  g_autofree char *text = cpplan_json_timetable_to_string (timetable, 0);
  json_t          *document = json_loads (text, 0, NULL);
  assert_non_null (document);
  return document;
}

static void
run_question (Place *place, CpplanCase *record, json_t *question)
{
  static const char *const known[] = { "as-of",  "known-at", "policy", "horizon",  "project", "expect",
                                       "absent", "count",    "flags",  "warnings", NULL };
  place->day = get_text (question, "as-of");
  refuse_unknown_keys (place, question, known);
  if (!json_is_array (json_object_get (question, "expect")))
    complain (place, "the vector expects nothing");
  json_t *document = ask (place, record, question);
  if (document != NULL)
    {
      compare_document (place, document, question);
      check_whole (place, document, question);
    }
  json_decref (document);
}

static void
vectors_are_there (void **state)
{
  (void) state;
  print_message ("# %zu files, %zu questions, %zu rows\n", n_files, n_questions, n_rows);
  assert_true (n_files >= 75);
  assert_true (n_rows >= 300);
}

int
main (void)
{
  const struct CMUnitTest others[] = { cmocka_unit_test (vectors_are_there) };
  return run_vectors ("vectors", "timetables", run_question, others, G_N_ELEMENTS (others));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs every file of tests/vectors/timetables: one test a file. The format is told in
 * tests/vectors/README.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>
#include <jansson.h>

#include <cpplan/cpplan-json.h>

static CpplanPolicySet *builtin;
static gsize            n_files;
static gsize            n_questions;
static gsize            n_rows;

/* Where we are in a file, and how much of it was wrong. */
typedef struct
{
  const char *name;     /* of the file */
  gsize       question; /* counted from 0 */
  const char *as_of;
  gsize       n_wrong;
} Place;

static char *
get_folder (void)
{
  const char *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  return g_build_filename (root != NULL ? root : ".", "tests", "vectors", "timetables", NULL);
}

static void G_GNUC_PRINTF (2, 3) complain (Place *place, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_message ("# %s, question %zu (%s): %s\n", place->name, place->question + 1, place->as_of, message);
  place->n_wrong++;
}

static CpplanDate
parse_date (const char *text)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  if (text != NULL)
    assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static const char *
get_text (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

static char *
to_text (const json_t *value)
{
  return value == NULL ? g_strdup ("nothing") : json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT);
}

static gboolean
is_known_key (const char *key, const char *const *known)
{
  return g_strv_contains (known, key);
}

static void
refuse_unknown_keys (Place *place, json_t *object, const char *const *known)
{
  const char *key;
  json_t     *value;
  json_object_foreach (object, key, value)
    if (!is_known_key (key, known))
      complain (place, "the vector has an unknown member %s", key);
}

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
  g_autofree char *what = describe (expected);
  const char      *key;
  json_t          *wanted;

  n_rows++;
  refuse_unknown_keys (place, expected, known);
  if (get_text (expected, "why") == NULL)
    complain (place, "%s: the vector gives no reason", what);
  json_t *row = find_row (place, deadlines, expected, what);
  if (row == NULL)
    return;
  json_object_foreach (expected, key, wanted)
    {
      const json_t *got = json_object_get (row, key);
      if (strcmp (key, "why") == 0 || (json_is_null (wanted) && got == NULL)
          || (got != NULL && json_equal (wanted, got)))
        continue;
      g_autofree char *wanted_text = to_text (wanted);
      g_autofree char *got_text = to_text (got);
      complain (place, "%s: %s is %s instead of %s", what, key, got_text, wanted_text);
    }
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
  CpplanCalendarExtent       extent = json_is_true (json_object_get (question, "project"))
                                        ? CPPLAN_CALENDAR_PROJECTED
                                        : CPPLAN_CALENDAR_PUBLISHED;
  g_autoptr (GError)         error = NULL;
  g_autoptr (CpplanCalendar) calendar
    = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, extent, known_at, &error);
  assert_non_null (calendar);
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
  n_questions++;
  place->as_of = get_text (question, "as-of");
  refuse_unknown_keys (place, question, known);
  if (!json_is_array (json_object_get (question, "expect")))
    complain (place, "the vector expects nothing");
  json_t *document = ask (place, record, question);
  if (document != NULL)
    compare_document (place, document, question);
  json_decref (document);
}

/* ---- one file ---- */

static void
run_file (void **state)
{
  static const char *const known[] = { "format", "title", "why", "case", "questions", NULL };
  const char              *name = *state;
  g_autofree char         *folder = get_folder ();
  g_autofree char         *path = g_build_filename (folder, name, NULL);
  Place                    place = { .name = name, .as_of = "" };
  json_error_t             json_error;
  g_autoptr (GError)       error = NULL;

  json_t *vector = json_load_file (path, JSON_REJECT_DUPLICATES, &json_error);
  if (vector == NULL)
    fail_msg ("%s:%d: %s", name, json_error.line, json_error.text);
  refuse_unknown_keys (&place, vector, known);
  assert_string_equal (get_text (vector, "format"), "cpplan-vector/1");
  assert_non_null (get_text (vector, "title"));
  assert_non_null (get_text (vector, "why"));

  g_autofree char       *text = to_text (json_object_get (vector, "case"));
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", name, error->message);
  json_t *question;
  json_array_foreach (json_object_get (vector, "questions"), place.question, question)
    run_question (&place, record, question);
  assert_true (place.question > 0);
  n_files++;
  json_decref (vector);
  assert_int_equal (place.n_wrong, 0);
}

/* ---- all files ---- */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (void)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray       *names = g_ptr_array_new_with_free_func (g_free);
  const char      *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static char *
make_title (const char *name)
{
  GString *title = g_string_new ("vectors_");
  for (const char *c = name; *c != '\0' && *c != '.'; c++)
    g_string_append_c (title, *c == '-' ? '_' : *c);
  return g_string_free (title, FALSE);
}

static void
vectors_are_there (void **state)
{
  (void) state;
  print_message ("# %zu files, %zu questions, %zu rows\n", n_files, n_questions, n_rows);
  assert_true (n_files >= 75);
  assert_true (n_rows >= 300);
}

static int
open_policies (void **state)
{
  (void) state;
  builtin = cpplan_policy_set_new_builtin (NULL);
  return builtin == NULL ? -1 : 0;
}

static int
close_policies (void **state)
{
  (void) state;
  cpplan_policy_set_unref (builtin);
  return 0;
}

int
main (void)
{
  g_autoptr (GPtrArray)         names = list_files ();
  g_autoptr (GPtrArray)         titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree struct CMUnitTest *tests = g_new0 (struct CMUnitTest, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    {
      g_ptr_array_add (titles, make_title (g_ptr_array_index (names, i)));
      tests[i] = (struct CMUnitTest){ .name = g_ptr_array_index (titles, i),
                                      .test_func = run_file,
                                      .initial_state = g_ptr_array_index (names, i) };
    }
  tests[names->len] = (struct CMUnitTest){ .name = "vectors_are_there", .test_func = vectors_are_there };
  return _cmocka_run_group_tests ("vectors", tests, names->len + 1, open_policies, close_policies);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs that run a folder of tests/vectors share: one test a file. The format is told in
 * tests/vectors/README.md. Included once, after cmocka. */
#pragma once

#include <string.h>

#include <glib.h>
#include <jansson.h>

#include <cpplan/cpplan-json.h>

/* Where we are in a file, and how much of it was wrong. */
typedef struct
{
  const char *name;     /* of the file */
  gsize       question; /* counted from 0 */
  const char *day;      /* that the question asks about */
  json_t     *record;   /* the case as the file has it */
  gsize       n_wrong;
} Place;

/* Asks one question and compares the answer. */
typedef void (*RunQuestion) (Place *place, CpplanCase *record, json_t *question);

static CpplanPolicySet *builtin;
static const char      *vector_folder; /* below tests/vectors */
static RunQuestion      vector_question;
static gsize            n_files;
static gsize            n_questions;
static void (*vector_test) (void **state); /* runs a whole file, where that is not run_file */

static char *
get_folder (void)
{
  const char *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  return g_build_filename (root != NULL ? root : ".", "tests", "vectors", vector_folder, NULL);
}

static void G_GNUC_PRINTF (2, 3) complain (Place *place, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_message ("# %s, question %zu (%s): %s\n", place->name, place->question + 1, place->day, message);
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

static void
refuse_unknown_keys (Place *place, json_t *object, const char *const *known)
{
  const char *key;
  json_t     *value;
  json_object_foreach (object, key, value)
    if (!g_strv_contains (known, key))
      complain (place, "the vector has an unknown member %s", key);
}

/* Compares each member that the vector names with the answer's, but for those in @not_compared; null wants it
 * left out. */
static void
compare_members (Place *place, const json_t *got_object, json_t *expected, const char *what, const char *const *not_compared)
{
  const char *key;
  json_t     *wanted;
  json_object_foreach (expected, key, wanted)
    {
      const json_t *got = json_object_get (got_object, key);
      if (g_strv_contains (not_compared, key) || (json_is_null (wanted) && got == NULL)
          || (got != NULL && json_equal (wanted, got)))
        continue;
      g_autofree char *wanted_text = to_text (wanted);
      g_autofree char *got_text = to_text (got);
      complain (place, "%s: %s is %s instead of %s", what, key, got_text, wanted_text);
    }
}

static CpplanCalendar *
open_calendar (const json_t *question, CpplanDate known_at)
{
  CpplanCalendarExtent extent
    = json_is_true (json_object_get (question, "project")) ? CPPLAN_CALENDAR_PROJECTED : CPPLAN_CALENDAR_PUBLISHED;
  CpplanCalendar *calendar
    = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, extent, known_at, NULL);
  assert_non_null (calendar);
  return calendar;
}

/* ---- one file ---- */

static void
run_file (void **state)
{
  static const char *const known[] = { "format", "title", "why", "case", "questions", NULL };
  const char              *name = *state;
  g_autofree char         *folder = get_folder ();
  g_autofree char         *path = g_build_filename (folder, name, NULL);
  Place                    place = { .name = name, .day = "" };
  json_error_t             json_error;
  g_autoptr (GError)       error = NULL;

  json_t *vector = json_load_file (path, JSON_REJECT_DUPLICATES, &json_error);
  if (vector == NULL)
    fail_msg ("%s:%d: %s", name, json_error.line, json_error.text);
  refuse_unknown_keys (&place, vector, known);
  assert_string_equal (get_text (vector, "format"), "cpplan-vector/1");
  assert_non_null (get_text (vector, "title"));
  assert_non_null (get_text (vector, "why"));

  place.record = json_object_get (vector, "case");
  g_autofree char       *text = to_text (place.record);
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, -1, &error);
  if (record == NULL)
    fail_msg ("%s: %s", name, error->message);
  json_t *question;
  json_array_foreach (json_object_get (vector, "questions"), place.question, question)
    {
      n_questions++;
      vector_question (&place, record, question);
    }
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

/* Runs every file of the folder, then the other tests. */
static int
run_vectors (const char *title, const char *folder, RunQuestion run_question, const struct CMUnitTest *others, gsize n_others)
{
  vector_folder = folder;
  vector_question = run_question;
  g_autoptr (GPtrArray)         names = list_files ();
  g_autoptr (GPtrArray)         titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree struct CMUnitTest *tests = g_new0 (struct CMUnitTest, names->len + n_others);

  for (guint i = 0; i < names->len; i++)
    {
      g_ptr_array_add (titles, make_title (g_ptr_array_index (names, i)));
      tests[i] = (struct CMUnitTest){ .name = g_ptr_array_index (titles, i),
                                      .test_func = vector_test != NULL ? vector_test : run_file,
                                      .initial_state = g_ptr_array_index (names, i) };
    }
  for (gsize i = 0; i < n_others; i++)
    tests[names->len + i] = others[i];
  return _cmocka_run_group_tests (title, tests, names->len + n_others, open_policies, close_policies);
}
